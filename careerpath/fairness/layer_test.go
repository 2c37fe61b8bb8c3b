package fairness_test

import (
	"math/big"
	"math/rand/v2"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam/careerpath/fairness"
	"github.com/kam-go/kam/careerpath/promotion"
)

// The fifth judge is the strictest, and is kept from a whole group: the others then differ from those whom they are measured
// against by group. Nobody treats groups differently, and nobody is named.
func TestAStrictJudgeWhoIsKeptFromAGroup(t *testing.T) {
	for seed := range uint64(5) {
		r := audit(t, scenario{seed: seed, barred: "judge-5", kin: 20, screening: promotion.ScreenAfter}, fairness.Rule{})
		_, judges := named(r)
		require.Empty(t, judges, seed)
		assert.Contains(t, sound(t, r.Findings), "fairness.judge-unlike judges")
		assert.NotContains(t, sound(t, r.Findings), "fairness.too-few judges")
		for _, j := range r.Judges {
			assert.True(t, j.Unlike, j.Judge.ID)
			assert.False(t, j.TooFew, j.Judge.ID)
		}
	}
}

// Kept from a part of the group, the judge leaves enough of it to tell; chance names nobody more often than the level says.
func TestAStrictJudgeWhoIsKeptFromAPart(t *testing.T) {
	const runs = 20
	wrong := 0
	for seed := range uint64(runs) {
		_, judges := named(audit(t, scenario{seed: seed, barred: "judge-5", kin: 10, screening: promotion.ScreenAfter}, fairness.Rule{}))
		wrong += len(judges)
	}
	assert.LessOrEqual(t, wrong, 1, "one in twenty")
	for seed := range uint64(5) {
		r := audit(t, scenario{seed: seed, bias: 12, barred: "judge-5", kin: 10, screening: promotion.ScreenAfter}, fairness.Rule{})
		_, judges := named(r)
		assert.Equal(t, []string{biased}, judges, "seed %d", seed)
		assert.InDelta(t, -12, r.Judges[0].Difference.Decimal.IntPart(), 2)
	}
}

// upheld publishes the ranking of a record, and makes changes by an objection.
func upheld(t *testing.T, record promotion.Record, changes []promotion.Change) promotion.Record {
	t.Helper()
	state, err := promotion.Replay(record)
	require.NoError(t, err)
	digest, err := state.Outcome().Digest()
	require.NoError(t, err)
	officer := employee("officer")
	state, err = state.ApplyAll(
		promotion.Event{Step: promotion.StepPublish, On: day(20), By: officer, Digest: digest},
		promotion.Event{Step: promotion.StepObject, On: day(20), By: employee("somebody"), ID: "one", Reason: "the paper was wrong"},
		promotion.Event{Step: promotion.StepAnswer, On: day(21), By: officer, ID: "one", Ruling: promotion.Upheld, Reason: "a mistake in the paper", Changes: changes},
	)
	require.NoError(t, err)
	return state.Record()
}

// What an arbiter or an officer makes of scores is not held against the judge who gave them.
func TestJudgesAnswerForWhatTheyGave(t *testing.T) {
	record, groups := scenario{seed: 1, screening: promotion.ScreenAfter}.run(t)
	var changes []promotion.Change
	for person, g := range groups {
		if g == "second" {
			changes = append(changes, promotion.Change{
				Kind: promotion.ChangeScore, Person: person, Judge: employee(biased), Exercise: "interview", Score: decimal.NewNullDecimal(decimal.Zero),
			})
		}
	}
	r, err := fairness.Audit(upheld(t, record, changes), groups, fairness.Rule{})
	require.NoError(t, err)
	_, judges := named(r)
	assert.Empty(t, judges)
}

// Within layers, values are handed out in all ways, and the sums of ranks compared: the same by listing every way.
func TestRanksWithinLayersAgainstEveryWay(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 7))
	for range 300 {
		var layers []fairness.Layer
		for range 1 + r.IntN(3) {
			l := fairness.Layer{}
			for range 1 + r.IntN(3) {
				l.Own = append(l.Own, big.NewRat(r.Int64N(4), 3))
			}
			for range 1 + r.IntN(3) {
				l.Rest = append(l.Rest, big.NewRat(r.Int64N(4), 3))
			}
			layers = append(layers, l)
		}
		got := fairness.RankSums(layers)
		less, more, both, all := everyWay(layers)
		require.Zero(t, got.Less.Cmp(big.NewRat(less, all)), "%v", layers)
		require.Zero(t, got.More.Cmp(big.NewRat(more, all)), "%v", layers)
		require.Zero(t, got.TwoSided.Cmp(big.NewRat(both, all)), "%v", layers)
	}
}

// everyWay counts ways with sums of doubled ranks up to, from, and as far from their mean as the one that was seen.
func everyWay(layers []fairness.Layer) (less, more, both, all int64) {
	seen, mean := 0, 0
	counts := map[int]int64{0: 1}
	for _, l := range layers {
		values := append(append([]*big.Rat{}, l.Own...), l.Rest...)
		rank := func(x *big.Rat) int {
			below, equal := 0, 0
			for _, y := range values {
				switch y.Cmp(x) {
				case -1:
					below++
				case 0:
					equal++
				}
			}
			return 2*below + equal + 1
		}
		for _, x := range l.Own {
			seen += rank(x)
		}
		mean += len(l.Own) * (len(values) + 1)
		next := map[int]int64{}
		for mask := range 1 << len(values) {
			n, sum := 0, 0
			for i, x := range values {
				if mask>>i&1 == 1 {
					n++
					sum += rank(x)
				}
			}
			if n != len(l.Own) {
				continue
			}
			for s, ways := range counts {
				next[s+sum] += ways
			}
		}
		counts = next
	}
	apart := func(n int) int { return max(n-mean, mean-n) }
	for s, ways := range counts {
		all += ways
		if s <= seen {
			less += ways
		}
		if s >= seen {
			more += ways
		}
		if apart(s) >= apart(seen) {
			both += ways
		}
	}
	return less, more, both, all
}

// With one layer, many values are compared by Fisher's test; with two, in which nothing else can be, by the same.
func TestManyValuesInLayers(t *testing.T) {
	values := func(from, n int64) []*big.Rat {
		out := make([]*big.Rat, n)
		for i := range out {
			out[i] = big.NewRat(from+int64(i), 1)
		}
		return out
	}
	one := fairness.Layer{Own: values(0, 70), Rest: values(35, 70)}
	alone, _ := fairness.CompareLayers([]fairness.Layer{one})
	fixed, _ := fairness.CompareLayers([]fairness.Layer{one, {Own: values(0, 1), Rest: values(0, 1)}})
	assert.Zero(t, alone.Cmp(fixed), "two equal values say nothing")
	twice, _ := fairness.CompareLayers([]fairness.Layer{one, one})
	assert.Negative(t, twice.Cmp(alone))
	none, least := fairness.CompareLayers([]fairness.Layer{{Own: values(0, 3)}, {Rest: values(0, 3)}})
	assert.Nil(t, none)
	assert.Nil(t, least)
	large := fairness.Layer{Own: values(0, 600), Rest: values(300, 600)}
	largest, _ := fairness.CompareLayers([]fairness.Layer{one, large, large})
	only, _ := fairness.CompareLayers([]fairness.Layer{large})
	assert.Zero(t, largest.Cmp(only))
	_, least = fairness.CompareLayers([]fairness.Layer{{Own: values(0, 2), Rest: values(0, 2)}, {Own: values(0, 1), Rest: values(0, 2)}})
	assert.Equal(t, "1/18", least.RatString())
}
