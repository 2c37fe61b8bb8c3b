package develop_test

import (
	"cmp"
	"fmt"
	"math/bits"
	"math/rand/v2"
	"slices"
	"strconv"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam/careerpath/develop"
	"github.com/kam-go/kam/careerpath/skills"
	"github.com/kam-go/kam/careerpath/training"
)

// twenty is a made-up catalogue of twenty offerings for four skills, with the figures that [twenty.cheapest] reads.
type twenty struct {
	list        []training.Offering
	request     develop.Request
	cost, hours [20]int
	requires    [20]uint32
	from, to    [20][4]int
}

func newTwenty(seed uint64) *twenty {
	r := rand.New(rand.NewPCG(seed, 20))
	t := &twenty{}
	names := [4]string{"a", "b", "c", "d"}
	for i := range t.cost {
		t.cost[i], t.hours[i] = 1+r.IntN(9), 1+r.IntN(9)
		var lifts []training.Lift
		for _, k := range r.Perm(4)[:1+r.IntN(3)/2] {
			t.from[i][k] = r.IntN(3)
			t.to[i][k] = t.from[i][k] + 1 + r.IntN(2)
			lifts = append(lifts, lift(names[k], t.from[i][k], t.to[i][k]))
		}
		var before []string
		for j := range i {
			if r.IntN(14) == 0 {
				t.requires[i] |= 1 << j
				before = append(before, fmt.Sprintf("o%02d", j))
			}
		}
		t.list = append(t.list, after(course(fmt.Sprintf("o%02d", i), strconv.Itoa(t.cost[i]), strconv.Itoa(t.hours[i]), lifts...), before...))
	}
	levels := skills.Levels{}
	var needs []skills.Requirement
	for _, name := range names {
		levels[name] = r.IntN(2)
		needs = append(needs, need(name, 2+r.IntN(2)))
	}
	t.request = ask(levels, needs...)
	t.request.Period = period("2026-01-01/2029-01-01")
	t.request.PerWeek = 168
	if seed%2 == 0 {
		t.request.Hours = opt(strconv.Itoa(30 + r.IntN(20)))
	}
	return t
}

// cheapest looks at every subset of the offerings: one can be taken whole when one of its offerings can be taken last.
func (t *twenty) cheapest() (best uint32, found bool) {
	const size = 1 << 20
	var start, want [4]int
	for k, name := range [4]string{"a", "b", "c", "d"} {
		start[k] = t.request.Levels[name]
		want[k] = t.request.Requirements[k].Level
	}
	levels := make([][4]int8, size)
	whole := make([]bool, size)
	whole[0] = true
	for k := range start {
		levels[0][k] = int8(start[k])
	}
	limit := 1 << 30
	if t.request.Hours.Valid {
		limit = int(t.request.Hours.Decimal.IntPart())
	}
	figures := func(s uint32) (cost, hours int) {
		for rest := s; rest != 0; rest &= rest - 1 {
			i := bits.TrailingZeros32(rest)
			cost, hours = cost+t.cost[i], hours+t.hours[i]
		}
		return cost, hours
	}
	var bestCost, bestHours int
	for s := uint32(0); s < size; s++ {
		for rest := s; rest != 0 && !whole[s]; rest &= rest - 1 {
			last := bits.TrailingZeros32(rest)
			before := s &^ (1 << last)
			if !whole[before] || t.requires[last]&^before != 0 {
				continue
			}
			open := true
			for k := range want {
				open = open && (t.to[last][k] == 0 || int(levels[before][k]) >= t.from[last][k])
			}
			if !open {
				continue
			}
			whole[s], levels[s] = true, levels[before]
			for k := range want {
				levels[s][k] = max(levels[s][k], int8(t.to[last][k]))
			}
		}
		if !whole[s] {
			continue
		}
		reached := true
		for k := range want {
			reached = reached && int(levels[s][k]) >= want[k]
		}
		cost, hours := figures(s)
		if !reached || hours > limit {
			continue
		}
		if !found || cmp.Or(cmp.Compare(cost, bestCost), cmp.Compare(hours, bestHours), cmp.Compare(bits.OnesCount32(s), bits.OnesCount32(best)),
			cmp.Compare(bits.Reverse32(best), bits.Reverse32(s))) < 0 {
			best, bestCost, bestHours, found = s, cost, hours, true
		}
	}
	return best, found
}

func TestPlanOfTwentyOfferingsAgainstEverySubset(t *testing.T) {
	seeds := uint64(12)
	if long(t) {
		seeds = 300
	}
	found := 0
	for seed := range seeds {
		q := newTwenty(seed)
		best, ok := q.cheapest()
		plan := newPlan(t, compile(t, vocabulary("a", "b", "c", "d"), q.list...), q.request)
		require.Equal(t, ok, plan.Outcome == develop.Covered, "seed %d", seed)
		if !ok {
			continue
		}
		found++
		var want []string
		for i := range q.list {
			if best&(1<<i) != 0 {
				want = append(want, q.list[i].ID)
			}
		}
		require.Equal(t, want, slices.Sorted(slices.Values(offerings(plan))), "seed %d", seed)
		require.True(t, plan.Bound.Proven, "seed %d", seed)
	}
	assert.Greater(t, found, 3)
}
