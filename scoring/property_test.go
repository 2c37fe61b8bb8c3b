package scoring_test

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/scoring"
)

// everyFunction is a card with each function once, in both directions where it has them.
func everyFunction(t testing.TB) scoring.Card {
	t.Helper()
	tiers := []scoring.Tier{{dec("80"), dec("1")}, {dec("60"), dec("0.8")}, {dec("20"), dec("0.2")}}
	tiersDown := []scoring.Tier{{dec("20"), dec("1")}, {dec("60"), dec("0.8")}, {dec("80"), dec("0.2")}}
	list := []struct {
		f    scoring.Function
		down bool
	}{
		{scoring.Function{Points: &scoring.Points{}}, false},
		{scoring.Function{Ratio: &scoring.Ratio{Target: opt("70")}}, false},
		{scoring.Function{Ratio: &scoring.Ratio{Target: opt("30"), Lower: scoring.LowerInverse}}, true},
		{scoring.Function{Ratio: &scoring.Ratio{Target: opt("30"), Lower: scoring.LowerMirror}}, true},
		{scoring.Function{ThresholdTargetStretch: &scoring.ThresholdTargetStretch{Threshold: anchor("30", "20"), Target: anchor("60", "80"), Stretch: anchor("90", "100")}}, false},
		{scoring.Function{ThresholdTargetStretch: &scoring.ThresholdTargetStretch{Threshold: anchor("90", "20"), Target: anchor("60", "80"), Stretch: anchor("30", "100")}}, true},
		{scoring.Function{Anchors: &scoring.Anchors{Points: []scoring.Anchor{anchor("10", "5"), anchor("50", "6"), anchor("60", "90")}, Outside: scoring.OutsideExtrapolate}}, false},
		{scoring.Function{Anchors: &scoring.Anchors{Points: []scoring.Anchor{anchor("90", "5"), anchor("50", "6"), anchor("40", "90")}}}, true},
		{scoring.Function{MinMax: &scoring.MinMax{Worst: dec("20"), Best: dec("90")}}, false},
		{scoring.Function{MinMax: &scoring.MinMax{Worst: dec("90"), Best: dec("20")}}, true},
		{scoring.Function{Shortfall: &scoring.Shortfall{Standard: dec("80"), PerUnit: dec("1.5"), Floor: opt("40")}}, false},
		{scoring.Function{Shortfall: &scoring.Shortfall{Standard: dec("20"), PerUnit: dec("1.5"), Floor: opt("60")}}, true},
		{scoring.Function{Deduction: &scoring.Deduction{PerUnit: dec("1.2")}}, true},
		{scoring.Function{Efficacy: &scoring.Efficacy{Unacceptable: dec("30"), Satisfactory: dec("80"), Outside: scoring.OutsideExtrapolate}}, false},
		{scoring.Function{Efficacy: &scoring.Efficacy{Unacceptable: dec("80"), Satisfactory: dec("30"), Outside: scoring.OutsideFlat}}, true},
		{scoring.Function{GradedEfficacy: &scoring.GradedEfficacy{Tiers: tiers}}, false},
		{scoring.Function{GradedEfficacy: &scoring.GradedEfficacy{Tiers: tiersDown}}, true},
		{scoring.Function{Bands: &scoring.Bands{Bands: []scoring.Band{{Until: opt("50"), Score: dec("10")}, {From: opt("50"), Score: dec("90")}}}}, false},
		{scoring.Function{Bands: &scoring.Bands{Bands: []scoring.Band{{Until: opt("50"), Score: dec("90")}, {From: opt("50"), Score: dec("10")}}}}, true},
		{scoring.Function{Binary: &scoring.Binary{Bound: dec("50")}}, false},
		{scoring.Function{Binary: &scoring.Binary{Bound: dec("50")}}, true},
		{scoring.Function{Growth: &scoring.Growth{PerPercent: dec("1"), Start: opt("50")}}, false},
		{scoring.Function{Growth: &scoring.Growth{PerPercent: dec("1"), Start: opt("50")}}, true},
		{scoring.Function{Rescale: &scoring.Rescale{Min: dec("0"), Max: dec("100")}}, false},
		{scoring.Function{Rescale: &scoring.Rescale{Min: dec("0"), Max: dec("100")}}, true},
		{scoring.Function{Percentile: &scoring.Percentile{}}, false},
		{scoring.Function{Percentile: &scoring.Percentile{Ties: scoring.TiesHigh}}, true},
		{scoring.Function{ZScore: &scoring.ZScore{Centre: dec("50"), PerDeviation: dec("15"), Deviation: scoring.Sample}}, false},
		{scoring.Function{ZScore: &scoring.ZScore{Centre: dec("50"), PerDeviation: dec("15"), Deviation: scoring.Population}}, true},
	}
	c := card()
	c.Weights = scoring.WeightsNormalised
	for i, x := range list {
		m := measure(fmt.Sprintf("m%02d", i), "1", x.f)
		if x.down {
			m = lower(m)
		}
		c.Measures = append(c.Measures, m)
	}
	return c
}

// surroundings are the targets and cohorts that the card of every function needs.
func surroundings(t testing.TB, c scoring.Card) scoring.Inputs {
	t.Helper()
	in := scoring.Inputs{Subject: anna, Period: year}
	var values []scoring.Exact
	for i := range 40 {
		values = append(values, exact(t, fmt.Sprint(i*i%97)))
	}
	for _, m := range c.Measures {
		if m.Function.Growth != nil {
			in.Targets = append(in.Targets, scoring.Target{Measure: m.ID, Base: opt("60")})
		}
		if m.Function.Percentile != nil || m.Function.ZScore != nil {
			in.Cohorts = append(in.Cohorts, scoring.Cohort{Measure: m.ID, Values: values})
		}
	}
	return in
}

// A value that is better never lowers a score, and every score is on the scale.
func TestMonotoneAndWithinBounds(t *testing.T) {
	c := everyFunction(t)
	p := compile(t, c)
	in := surroundings(t, c)
	random := rand.New(rand.NewPCG(5, 9))
	hundred, zero := exact(t, "100"), exact(t, "0")
	for i, m := range c.Measures {
		value := dec("0")
		var before scoring.Exact
		for value.LessThan(dec("100")) {
			in.Observations = []kam.Observation{{Subject: anna, Metric: m.Metric, Period: year, Value: decimal.NewNullDecimal(value)}}
			r, err := p.Score(in)
			require.NoError(t, err)
			now := r.Total
			require.True(t, now.Known(), "%s at %s", m.ID, value)
			require.False(t, scoring.Less(now, zero))
			require.False(t, scoring.Less(hundred, now))
			if before.Known() {
				order, _ := now.Cmp(before)
				if m.Direction == kam.LowerIsBetter {
					order = -order
				}
				require.GreaterOrEqual(t, order, 0, "%s at %s", m.ID, value)
			}
			equalExact(t, r.Nodes[i].Score.String(), now)
			before = now
			value = value.Add(decimal.New(1+random.Int64N(300), -2))
		}
	}
}

// The order of dimensions, measures and inputs changes nothing but the order.
func TestPermutation(t *testing.T) {
	for seed := range uint64(200) {
		m := &maker{Rand: rand.New(rand.NewPCG(seed, 2))}
		c := m.card()
		list, _ := m.values(anna)
		want := score(t, c, list...)
		shuffled := c
		shuffled.Dimensions, shuffled.Measures = slices.Clone(c.Dimensions), slices.Clone(c.Measures)
		m.Shuffle(len(shuffled.Dimensions), func(i, j int) {
			shuffled.Dimensions[i], shuffled.Dimensions[j] = shuffled.Dimensions[j], shuffled.Dimensions[i]
		})
		slices.Reverse(shuffled.Measures)
		slices.Reverse(list)
		got := score(t, shuffled, list...)
		assert.Equal(t, want.Total.String(), got.Total.String())
		assert.Equal(t, want.Unknown, got.Unknown)
		assert.Equal(t, want.Coverage, got.Coverage)
		for _, n := range want.Measures() {
			same, ok := got.Node(n.ID)
			require.True(t, ok)
			assert.Equal(t, n.Contribution.String(), same.Contribution.String())
			assert.Equal(t, n.Reason, same.Reason)
		}
	}
}

// text is everything that a batch says.
func text(t testing.TB, s *scoring.Scores) []byte {
	t.Helper()
	var out bytes.Buffer
	for r := range s.Results() {
		data, err := r.Canonical()
		require.NoError(t, err)
		out.Write(data)
	}
	for i := range s.Len() {
		fmt.Fprintln(&out, s.Subject(i), s.Total(i), format(s.Score(i)), s.Grade(i), s.Unknown(i), s.Coverage(i))
	}
	return out.Bytes()
}

func TestSameBytesForAnyNumberOfWorkers(t *testing.T) {
	p := compile(t, wide(t))
	in := crowded(1500, true)
	in.Targets = []scoring.Target{{Subject: in.Subjects[3], Measure: "m7", Target: opt("1234.5")}, {Measure: "m7", Target: opt("77777")}}
	in.Observations = append(in.Observations[:40], in.Observations[41:]...)
	for i := range in.Observations { // of many parts of the year, revisions and sources
		o := &in.Observations[i]
		if i%3 == 0 {
			o.Period.Until = o.Period.Until.AddDays(-i % 300)
		}
		o.Revision, o.Source = int64(i%7), []string{"", "crm", "billing"}[i%5%3]
	}
	one, err := p.ScoreAll(context.Background(), in, scoring.Options{Workers: 1})
	require.NoError(t, err)
	want := text(t, one)
	for _, workers := range []int{0, 2, 3, 16} {
		random := rand.New(rand.NewPCG(uint64(workers), 3))
		random.Shuffle(len(in.Observations), func(i, j int) { in.Observations[i], in.Observations[j] = in.Observations[j], in.Observations[i] })
		slices.Reverse(in.Targets)
		again, err := p.ScoreAll(context.Background(), in, scoring.Options{Workers: workers})
		require.NoError(t, err)
		assert.Equal(t, want, text(t, again), workers)
	}
}

func TestBatchIsWhatEachIsAlone(t *testing.T) {
	p := compile(t, wide(t))
	in := crowded(50, true)
	in.Subjects = append(in.Subjects, kam.Subject{Kind: "agent", ID: "without deals"})
	in.Targets = []scoring.Target{{Subject: in.Subjects[3], Measure: "m7", Target: opt("1234.5")}, {Measure: "m7", Target: opt("77777")}}
	all, err := p.ScoreAll(context.Background(), in, scoring.Options{})
	require.NoError(t, err)
	require.Equal(t, 51, all.Len())
	for i, s := range in.Subjects {
		one := scoring.Inputs{Subject: s, Period: year, Targets: []scoring.Target{{Measure: "m7", Target: opt("77777")}}}
		if i == 3 {
			one.Targets[0].Target = opt("1234.5")
		}
		for _, o := range in.Observations {
			if o.Subject == s {
				one.Observations = append(one.Observations, o)
			}
		}
		r, err := p.Score(one)
		require.NoError(t, err)
		assert.Equal(t, r, all.Result(i))
		assert.Equal(t, r.Total, all.Total(i))
		assert.Equal(t, format(r.Score), format(all.Score(i)))
		assert.Equal(t, r.Grade, all.Grade(i))
		assert.Equal(t, r.Unknown, all.Unknown(i))
	}
	assert.Equal(t, scoring.UnknownNothing, all.Unknown(50))
	assert.False(t, all.Score(50).Valid)
}

func TestSubjectsFromObservations(t *testing.T) {
	p := compile(t, card(points("a", "1")))
	b, a, team := kam.Subject{Kind: "agent", ID: "b"}, kam.Subject{Kind: "agent", ID: "a"}, kam.Subject{Kind: "team", ID: "a"}
	s, err := p.ScoreAll(context.Background(), scoring.Batch{Period: year, Observations: []kam.Observation{observedOf(team, "a", "1"), observedOf(b, "a", "2"), observedOf(a, "a", "")}}, scoring.Options{})
	require.NoError(t, err)
	require.Equal(t, 3, s.Len())
	assert.Equal(t, []kam.Subject{a, b, team}, []kam.Subject{s.Subject(0), s.Subject(1), s.Subject(2)})
	assert.Equal(t, scoring.UnknownNothing, s.Unknown(0))
}

func TestCohortsOfABatch(t *testing.T) {
	c := card(measure("a", "1", scoring.Function{Percentile: &scoring.Percentile{}}), points("b", "0"))
	p := compile(t, c)
	in := scoring.Batch{Period: year}
	for i, value := range []string{"10", "30", "", "20"} {
		s := kam.Subject{Kind: "agent", ID: fmt.Sprint(i)}
		in.Observations = append(in.Observations, observedOf(s, "a", value), observedOf(s, "b", "1"))
	}
	in.Cohorts = p.Cohorts(in.Observations)
	require.Len(t, in.Cohorts, 1)
	s, err := p.ScoreAll(context.Background(), in, scoring.Options{})
	require.NoError(t, err)
	for i, want := range []string{"50/3", "250/3", "", "50"} {
		equalExact(t, want, s.Total(i))
	}
	for r := range s.Results() {
		assert.Equal(t, in.Observations[0].Subject, r.Subject)
		break
	}
}

// What the host does with its data afterwards changes no result.
func TestScoresKeepNoHoldOfTheBatch(t *testing.T) {
	p := compile(t, wide(t))
	in := crowded(10, true)
	s, err := p.ScoreAll(context.Background(), in, scoring.Options{})
	require.NoError(t, err)
	want := text(t, s)
	for i := range in.Observations {
		in.Observations[i].Value = opt("0")
	}
	clear(in.Subjects)
	assert.Equal(t, want, text(t, s))
}
