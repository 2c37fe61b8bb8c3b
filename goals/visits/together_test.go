package visits_test

import (
	"fmt"
	"math/big"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/goals"
	"github.com/kam-go/kam/goals/visits"
)

// bound is one person with ten hours and a fifth of a visit a day, over two weeks: fifty calls fill the first, and the
// second holds two visits of ten hours, one more than may be done in it, and so many calls.
func bound(calls string) visits.Spec {
	step := func(period, target string) []goals.Step {
		return []goals.Step{{Period: kam.MustPeriod(period), Target: dec(target)}}
	}
	segment := func(name, activity string, steps []goals.Step) visits.Segment {
		return visits.Segment{Name: name, Deal: dec("1000"), Steps: steps, Stages: []visits.Stage{
			{Name: activity, Rate: frac("1"), Costs: costs(activity, "1")},
		}}
	}
	return visits.Spec{
		Period: kam.MustPeriod("2026-03-02/2026-03-16"),
		Segments: []visits.Segment{
			segment("first", "call", step("2026-03-02/2026-03-07", calls)),
			segment("visits", "visit", step("2026-03-09/2026-03-14", "2000")),
			segment("calls", "call", step("2026-03-09/2026-03-14", "30000")),
		},
		Hours:  []visits.Effort{{Activity: visits.Visit, Hours: frac("10")}, {Activity: visits.Call, Hours: frac("1")}},
		People: []visits.Person{{Name: "anna", Hours: frac("10"), PerDay: costs("visit", "1/5")}},
	}
}

// Hours fit in every week, and visits when one is brought forward: but the week it would have to go to is full.
func TestLimitsBindTogether(t *testing.T) {
	p := plan(t, bound("50000"), plain(t))
	c, ok := p.Capacity()
	require.True(t, ok)
	assert.Equal(t, []visits.Verdict{visits.Fits, visits.Level}, []visits.Verdict{c.Resources[0].Verdict, c.Resources[1].Verdict})
	assert.Equal(t, visits.Short, c.Verdict)
	equalRat(t, "10", c.Unplaced)
	// The first week does 50 f calls and, beyond the one visit of the second, 2 f - 1 visits: 50 f + 10 (2 f - 1) = 50.
	equalRat(t, "6/7", c.Scale)
	assert.Equal(t, "70285.71", c.Supported.String())
	assert.Equal(t, "11714.29", c.Shortfall.String())
	found := p.Findings()
	last := found[len(found)-1]
	assert.Equal(t, "visits.short", last.Code)
	assert.Equal(t, "people cannot do the plan even when work is brought forward: each limit alone would do, with all of them 10 hours of work are not done in time; "+
		"they support a revenue of 70,285.71, 11,714.29 less than the target", last.Message.EN)
	assert.Equal(t, "即使提前安排，人员也无法完成计划：各项上限单独看均够用，同时计入则有 10 小时的工作无法按期完成；可支撑的收入为 70,285.71，比目标少 11,714.29", last.Message.ZH)
	assert.Contains(t, last.Evidence, kam.Evidence{Name: "hours unplaced", Value: "10"})

	c, _ = plan(t, bound("40000"), plain(t)).Capacity()
	assert.Equal(t, visits.Level, c.Verdict)
	equalRat(t, "0", c.Unplaced)
	equalRat(t, "1", c.Scale)
}

// Accounts that alone are too much leave nothing for new business.
func TestAccountsBindTogether(t *testing.T) {
	s := bound("50000")
	s.Segments = s.Segments[2:]
	s.Segments[0].Steps[0].Target = dec("1000")
	s.Tiers = []visits.Tier{tier("A", 1, "visit", "1"), tier("B", 46, "call", "1")}
	c, _ := plan(t, s, plain(t)).Capacity()
	assert.Equal(t, visits.Short, c.Verdict)
	equalRat(t, "0", c.Scale)
	assert.True(t, c.Supported.IsZero())
}

// The second week holds one visit more of the accounts than may be done in it, and the first has hours for the calls of
// new business, but not for that visit too.
func TestAccountsLeaveNothingTogether(t *testing.T) {
	s := bound("1000")
	s.Segments = s.Segments[:1]
	s.Tiers = []visits.Tier{tier("A", 2, "visit", "1"), tier("B", 25, "call", "1")}
	s.People = append(s.People, visits.Person{
		Name: "bo", Hours: frac("1/1000"), PerDay: costs("visit", "2"), Away: []kam.Period{kam.MustPeriod("2026-03-09/..")},
	})
	c, _ := plan(t, s, plain(t)).Capacity()
	assert.NotEqual(t, visits.Short, c.Resources[0].Verdict)
	assert.NotEqual(t, visits.Short, c.Resources[1].Verdict)
	assert.Equal(t, visits.Short, c.Verdict)
	equalRat(t, "1199/200", c.Unplaced) // 56 hours of work, 50.005 hours in the week
	equalRat(t, "0", c.Scale)
}

func TestNothingIsUnplacedWithoutTwoLimits(t *testing.T) {
	c, _ := plan(t, burst("1"), plain(t)).Capacity()
	assert.Nil(t, c.Unplaced)
}

// bursts returns a spec of some weeks in which single weeks need many visits or many calls.
func bursts(r *rand.Rand) visits.Spec {
	from, weeks := kam.MustDay("2026-03-02"), 2+r.IntN(4)
	s := visits.Spec{
		Period: kam.Period{From: from, Until: from.AddDays(7 * weeks)},
		Hours:  []visits.Effort{{Activity: visits.Visit, Hours: frac("3/2")}, {Activity: visits.Call, Hours: frac("1/3")}},
	}
	person := visits.Person{Name: "anna", Hours: kam.Fraction{Num: 6 + r.Int64N(30), Den: 2}}
	for i, a := range []visits.Activity{visits.Visit, visits.Call} {
		for k := range 1 + r.IntN(3) {
			first := from.AddDays(7 * r.IntN(weeks))
			s.Segments = append(s.Segments, visits.Segment{
				Name: fmt.Sprint(a, k), Deal: dec("10"),
				Steps:  []goals.Step{{Period: kam.Period{From: first, Until: first.AddDays(5)}, Target: decimal.NewFromInt(r.Int64N(300 + 1000*int64(i)))}},
				Stages: []visits.Stage{{Name: "work", Rate: frac("1"), Costs: costs(string(a), "1")}},
			})
		}
		s.Tiers = append(s.Tiers, tier(string(a), r.Int64N(9), string(a), "2"))
		if i == 0 || r.IntN(2) == 0 {
			person.PerDay = append(person.PerDay, visits.Cost{Activity: a, Count: kam.Fraction{Num: int64(6+40*i) + r.Int64N(20), Den: 4}})
		}
	}
	s.People = []visits.Person{person}
	return s
}

// What finds no place is the worst bottleneck over every choice of an end for each kind of work: so many hours are due
// by then, and each week takes the lesser of its hours and of what the counts admit of the kinds that may be done in it.
func TestTogetherAgreesWithEveryBottleneck(t *testing.T) {
	c := china(t)
	seen := map[bool]int{}
	for seed := range uint64(2000) {
		s := bursts(rand.New(rand.NewPCG(seed, 7)))
		p, err := visits.Plan(s, c)
		require.NoError(t, err)
		got, _ := p.Capacity()
		lack, scale := bottleneck(p, got)
		require.Zero(t, lack.Cmp(got.Unplaced), "seed %d: %s, want %s", seed, got.Unplaced, lack)
		require.Equal(t, lack.Sign() > 0, got.Verdict == visits.Short, seed)
		if scale == nil {
			require.Nil(t, got.Scale)
		} else {
			require.Zero(t, scale.Cmp(got.Scale), "seed %d: %s, want %s", seed, got.Scale, scale)
		}
		alone := visits.Fits
		for _, x := range got.Resources {
			if x.Verdict == visits.Short || alone == visits.Fits {
				alone = x.Verdict
			}
		}
		seen[got.Verdict == visits.Short && alone != visits.Short]++
	}
	assert.Positive(t, seen[true], "some plans are short only with all limits together")
	assert.Positive(t, seen[false])
}

// bottleneck returns what finds no place and the scale, from visits, which take 3/2 hours, and calls, which take 1/3.
func bottleneck(p *visits.WeeklyPlan, c visits.Capacity) (lack, scale *big.Rat) {
	weeks := len(p.Weeks())
	need := func(kind visits.Kind, a visits.Activity, until int) *big.Rat {
		var n int64
		for _, l := range p.Lines() {
			if l.Kind == kind && l.Activity == a {
				n += sum(l.Weeks[:until])
			}
		}
		each := big.NewRat(3, 2)
		if a == visits.Call {
			each = big.NewRat(1, 3)
		}
		return each.Mul(each, new(big.Rat).SetInt64(n))
	}
	lack = new(big.Rat)
	behind := false
	for v := range weeks + 1 {
		for k := range weeks + 1 {
			room := new(big.Rat)
			for w := range weeks {
				hours, counted := c.Resources[0].Loads[w].Capacity, new(big.Rat)
				if w < v {
					counted.Mul(c.Resources[1].Loads[w].Capacity, big.NewRat(3, 2))
				}
				switch {
				case w < k && len(c.Resources) == 3:
					counted.Add(counted, new(big.Rat).Mul(c.Resources[2].Loads[w].Capacity, big.NewRat(1, 3)))
				case w < k:
					counted = hours
				}
				if counted.Cmp(hours) > 0 {
					counted = hours
				}
				room.Add(room, counted)
			}
			kept := new(big.Rat).Add(need(visits.Existing, visits.Visit, v), need(visits.Existing, visits.Call, k))
			fresh := new(big.Rat).Add(need(visits.NewBusiness, visits.Visit, v), need(visits.NewBusiness, visits.Call, k))
			lack = maxRat(lack, new(big.Rat).Sub(new(big.Rat).Add(kept, fresh), room))
			left := new(big.Rat).Sub(room, kept)
			behind = behind || left.Sign() < 0
			if fresh.Sign() > 0 {
				if f := left.Quo(left, fresh); scale == nil || f.Cmp(scale) < 0 {
					scale = f
				}
			}
		}
	}
	if scale != nil && behind {
		scale = new(big.Rat)
	}
	return lack, scale
}

// The largest number of weeks, with as many limits as a person may state.
func TestTogetherTakesBoundedTime(t *testing.T) {
	s := visits.Spec{Period: kam.Period{From: kam.MustDay("2026-01-05"), Until: kam.MustDay("2026-01-05").AddDays(7 * 160)}}
	person := visits.Person{Name: "anna", Hours: frac("5")}
	g := visits.Segment{Name: "new", Deal: dec("7"), Stages: []visits.Stage{{Name: "a", Rate: frac("1/3"), LeadDays: 3}}}
	for m := range 36 {
		from := kam.MustDay("2026-02-01").AddMonths(m)
		g.Steps = append(g.Steps, goals.Step{Period: kam.Period{From: from, Until: from.AddMonths(1)}, Target: decimal.NewFromInt(int64(1 + m*m%29))})
	}
	for i := range 20 {
		a := visits.Activity(fmt.Sprintf("kind %d", i))
		g.Stages[0].Costs = append(g.Stages[0].Costs, visits.Cost{Activity: a, Count: kam.Fraction{Num: int64(i + 1), Den: 7}})
		s.Tiers = append(s.Tiers, visits.Tier{Name: string(a), Accounts: 3, Rhythms: []visits.Rhythm{{Activity: a, Every: kam.Fraction{Num: int64(2 + i), Den: 1}}}})
		s.Hours = append(s.Hours, visits.Effort{Activity: a, Hours: kam.Fraction{Num: 1 + int64(i%3), Den: 4}})
		person.PerDay = append(person.PerDay, visits.Cost{Activity: a, Count: kam.Fraction{Num: int64(4 + i), Den: 4}})
	}
	s.Segments, s.People = []visits.Segment{g}, []visits.Person{person}
	began := time.Now()
	c, _ := plan(t, s, plain(t)).Capacity()
	assert.Less(t, time.Since(began), 20*time.Second)
	assert.Equal(t, visits.Short, c.Verdict)
}
