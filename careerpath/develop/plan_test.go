package develop_test

import (
	"math/rand/v2"
	"slices"
	"strconv"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/careerpath/develop"
	"github.com/kam-go/kam/careerpath/skills"
	"github.com/kam-go/kam/careerpath/training"
)

func TestStepsChainAndPrerequisitesArePaidFor(t *testing.T) {
	p := compile(
		t, vocabulary("sell", "lead"),
		course("far", "900", "40", lift("sell", 0, 3)),
		course("first", "100", "8", lift("sell", 0, 1)),
		course("second", "100", "8", lift("sell", 1, 2)),
		after(course("third", "100", "8", lift("sell", 2, 3)), "safety"),
		course("safety", "450", "2"),
		course("unrelated", "0", "0", lift("lead", 0, 5)),
	)
	plan := newPlan(t, p, ask(skills.Levels{"sell": 0}, need("sell", 3)))
	assert.Equal(t, []string{"first", "safety", "second", "third"}, slices.Sorted(slices.Values(offerings(plan))))
	equalDecimal(t, "750", plan.TotalCost)
	equalDecimal(t, "26", plan.TotalHours)
	assert.Equal(t, develop.Covered, plan.Outcome)
	assert.True(t, plan.Bound.Proven)
	last := plan.Steps[len(plan.Steps)-1]
	assert.Equal(t, "third", last.Offering)
	assert.ElementsMatch(t, []string{"second", "safety"}, last.After)
	assert.Equal(t, []develop.Rise{{Skill: "sell", From: 2, To: 3}}, last.Closes)
	require.NoError(t, develop.VerifyPlan(p, plan))

	r := ask(skills.Levels{"sell": 0}, need("sell", 3))
	r.Completed = []string{"safety"}
	plan = newPlan(t, p, r)
	equalDecimal(t, "300", plan.TotalCost)
	assert.Equal(t, []string{"safety"}, plan.Completed)
	require.NoError(t, develop.VerifyPlan(p, plan))

	r.Again, r.Exclude = []string{"safety"}, []string{"second"}
	plan = newPlan(t, p, r)
	assert.Equal(t, []string{"far"}, offerings(plan))
	require.NoError(t, develop.VerifyPlan(p, plan))
}

func TestTies(t *testing.T) {
	for _, c := range []struct {
		name string
		list []training.Offering
		want []string
	}{
		{"cheaper before fewer hours", []training.Offering{course("a", "10.01", "1", lift("k", 0, 2)), course("b", "10", "9", lift("k", 0, 2))}, []string{"b"}},
		{"fewer hours at the same cost", []training.Offering{course("a", "10", "2", lift("k", 0, 2)), course("b", "10.00", "1.5", lift("k", 0, 2))}, []string{"b"}},
		{"fewer steps at the same cost and hours", []training.Offering{
			course("a", "5", "1", lift("k", 0, 1)), course("b", "5", "1", lift("k", 1, 2)), course("c", "10", "2", lift("k", 0, 2)),
		}, []string{"c"}},
		{"the order of the catalogue at last", []training.Offering{course("b", "5", "1", lift("k", 0, 2)), course("a", "5", "1", lift("k", 0, 2))}, []string{"b"}},
		{"nothing that is free and useless", []training.Offering{course("a", "0", "0", lift("k", 0, 1)), course("b", "5", "1", lift("k", 0, 2))}, []string{"b"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			plan := newPlan(t, compile(t, vocabulary("k"), c.list...), ask(skills.Levels{"k": 0}, need("k", 2)))
			assert.Equal(t, c.want, offerings(plan))
		})
	}
}

func TestAllEntryLevelsCount(t *testing.T) {
	p := compile(
		t, vocabulary("a", "b"),
		course("both", "10", "1", lift("a", 0, 2), lift("b", 2, 3)),
		course("to-b", "30", "1", lift("b", 0, 2)),
		course("a-alone", "35", "1", lift("a", 0, 2)),
	)
	plan := newPlan(t, p, ask(skills.Levels{"a": 0, "b": 0}, need("a", 2)))
	assert.Equal(t, []string{"a-alone"}, offerings(plan), "with b at 0 the cheap one cannot be taken, and the way to it costs more")
	plan = newPlan(t, p, ask(skills.Levels{"a": 0, "b": 2}, need("a", 2)))
	assert.Equal(t, []string{"both"}, offerings(plan))
	assert.Equal(t, []develop.Entry{{Skill: "b", Present: skills.Level{Known: true, Value: 2}}}, plan.Entries)
	require.NoError(t, develop.VerifyPlan(p, plan))

	p = compile(t, vocabulary("a", "b"), course("both", "10", "1", lift("a", 0, 2), lift("b", 0, 1)))
	assert.Empty(t, newPlan(t, p, ask(skills.Levels{"a": 0, "b": 0}, need("a", 2))).Entries, "it asks for nothing")
}

func TestUnknownLevels(t *testing.T) {
	p := compile(t, vocabulary("a", "b", "c"), course("a1", "10", "1", lift("a", 0, 2)), course("b1", "20", "1", lift("b", 0, 2), lift("c", 1, 2)),
		course("c1", "5", "1", lift("c", 0, 1)))
	r := ask(skills.Levels{"a": 0}, need("a", 2), need("b", 1))
	plan := newPlan(t, p, r)
	assert.ElementsMatch(t, []string{"a1", "c1", "b1"}, offerings(plan))
	assert.Equal(t, []string{"b", "c"}, plan.AssessFirst, "b is required, c is asked for")
	require.NoError(t, develop.VerifyPlan(p, plan))

	r.Unknown = develop.LeaveOut
	plan = newPlan(t, p, r)
	assert.Equal(t, []string{"a1"}, offerings(plan))
	assert.Equal(t, []string{"b"}, plan.AssessFirst)
	assert.Equal(t, develop.Covered, plan.Outcome)
	assert.True(t, plan.Targets[1].LeftOut)
	require.NoError(t, develop.VerifyPlan(p, plan))
}

func TestNothingMissing(t *testing.T) {
	p := compile(t, vocabulary("a"), course("a1", "0", "1", lift("a", 0, 5)))
	plan := newPlan(t, p, ask(skills.Levels{"a": 3}, need("a", 3)))
	assert.Equal(t, develop.Covered, plan.Outcome)
	assert.Empty(t, plan.Steps)
	assert.True(t, plan.Bound.Proven)
	equalDecimal(t, "0", plan.TotalCost)
	require.NoError(t, develop.VerifyPlan(p, plan))
}

func TestSessions(t *testing.T) {
	v := vocabulary("a", "b")
	first := held(course("first", "10", "8", lift("a", 0, 1)), "2026-03-01/2026-03-03", "2026-02-01/2026-02-03")
	second := held(course("second", "10", "8", lift("a", 1, 2)), "2026-02-03/2026-02-04", "2026-02-02/2026-02-03")
	p := compile(t, v, first, second)
	r := ask(skills.Levels{"a": 0, "b": 0}, need("a", 2))
	plan := newPlan(t, p, r)
	assert.Equal(t, "s2", plan.Steps[0].Session, "only after the earlier one does the other begin in time")
	assert.Equal(t, "s1", plan.Steps[1].Session, "it begins on the day on which the first is over")
	require.NoError(t, develop.VerifyPlan(p, plan))

	r.Full = []develop.Sitting{{Offering: "second", Session: "s1"}}
	plan = newPlan(t, p, r)
	assert.Equal(t, []develop.Obstacle{{Kind: develop.TooLate, Skill: "a", Required: 2, Reachable: 1}}, plan.Obstacles)

	cancelled := second
	cancelled.Sessions = slices.Clone(second.Sessions)
	cancelled.Sessions[0].Cancelled = true
	plan = newPlan(t, compile(t, v, first, cancelled), ask(r.Levels, need("a", 2)))
	assert.Equal(t, develop.Unmet, plan.Outcome)
}

func TestClashes(t *testing.T) {
	v := vocabulary("a", "b")
	one, other := held(course("one", "10", "8", lift("a", 0, 1)), "2026-03-01/2026-03-03"), held(course("other", "10", "8", lift("b", 0, 1)), "2026-03-02/2026-03-05")
	r := ask(skills.Levels{"a": 0, "b": 0}, need("a", 1), need("b", 1))
	plan := newPlan(t, compile(t, v, one, other), r)
	assert.Equal(t, []develop.Obstacle{{Kind: develop.Clash}}, plan.Obstacles)

	touching := held(course("other", "10", "8", lift("b", 0, 1)), "2026-03-03/2026-03-05")
	assert.Len(t, newPlan(t, compile(t, v, one, touching), r).Steps, 2, "days that only touch")

	for _, kind := range []training.Kind{training.JobRotation, training.Mentoring} {
		beside := other
		beside.Kind = kind
		assert.Len(t, newPlan(t, compile(t, v, one, beside), r).Steps, 2, kind)
	}

	dearer := held(course("dearer", "15", "8", lift("b", 0, 1)), "2026-04-01/2026-04-02")
	p := compile(t, v, one, other, dearer)
	plan = newPlan(t, p, r)
	assert.Equal(t, []string{"one", "dearer"}, offerings(plan))
	require.NoError(t, develop.VerifyPlan(p, plan))
}

func TestObstacles(t *testing.T) {
	p := compile(
		t, vocabulary("a", "b", "c"),
		course("cheap-long", "100", "100", lift("a", 0, 3)), course("dear-short", "500", "10", lift("a", 0, 3)),
		course("b1", "50.5", "5", lift("b", 0, 2)), held(course("late", "1", "1", lift("c", 0, 2)), "2027-02-01/2027-02-02"),
	)
	levels := skills.Levels{"a": 0, "b": 0, "c": 0}
	for _, c := range []struct {
		name          string
		budget, hours string
		needs         []skills.Requirement
		want          []develop.Obstacle
	}{
		{"not taught", "", "", []skills.Requirement{need("a", 4), need("b", 3)}, []develop.Obstacle{
			{Kind: develop.NotTaught, Skill: "a", Required: 4, Reachable: 3}, {Kind: develop.NotTaught, Skill: "b", Required: 3, Reachable: 2},
		}},
		{"too late", "", "", []skills.Requirement{need("c", 1)}, []develop.Obstacle{{Kind: develop.TooLate, Skill: "c", Required: 1, Reachable: 0}}},
		{"budget", "150.49", "", []skills.Requirement{need("a", 3), need("b", 1)}, []develop.Obstacle{{Kind: develop.OverBudget, Least: opt("150.50"), Exact: true}}},
		{"hours", "", "14.5", []skills.Requirement{need("a", 3), need("b", 1)}, []develop.Obstacle{{Kind: develop.OverHours, Least: opt("15.0"), Exact: true}}},
		{"hours that only the dear one keeps", "400", "50", []skills.Requirement{need("a", 3)}, []develop.Obstacle{{Kind: develop.OverBudget, Least: opt("500"), Exact: true}}},
		{"just the hours of the dear one", "400", "10", []skills.Requirement{need("a", 3)}, []develop.Obstacle{{Kind: develop.OverBudget, Least: opt("500"), Exact: true}}},
		{"both", "99", "9", []skills.Requirement{need("a", 3)}, []develop.Obstacle{
			{Kind: develop.OverHours, Least: opt("10"), Exact: true}, {Kind: develop.OverBudget, Least: opt("100"), Exact: true},
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := ask(levels, c.needs...)
			if c.budget != "" {
				r.Budget = opt(c.budget)
			}
			if c.hours != "" {
				r.Hours = opt(c.hours)
			}
			plan := newPlan(t, p, r)
			assert.Equal(t, develop.Unmet, plan.Outcome)
			require.Len(t, plan.Obstacles, len(c.want))
			for i, want := range c.want {
				got := plan.Obstacles[i]
				assert.True(t, want.Least.Decimal.Equal(got.Least.Decimal), "%s", got.Least.Decimal)
				want.Least.Decimal = got.Least.Decimal
				assert.Equal(t, want, got)
			}
			require.NoError(t, develop.VerifyPlan(p, plan))
			if c.budget != "" {
				least := c.want[len(c.want)-1].Least
				r.Budget = least
				if c.hours != "" && len(c.want) > 1 {
					r.Hours.Valid = false
				}
				assert.Equal(t, develop.Covered, newPlan(t, p, r).Outcome, "the least budget does")
			}
		})
	}
}

func TestPartly(t *testing.T) {
	p := compile(
		t, vocabulary("a", "b"),
		course("a2", "60", "5", lift("a", 0, 2)), course("b1", "40", "5", lift("b", 0, 1)), course("b3", "70", "5", lift("b", 0, 3)),
	)
	r := ask(skills.Levels{"a": 0, "b": 0}, need("a", 2), need("b", 3))
	r.Requirements[0].Weight = kam.MustFraction("3/2")
	r.Budget, r.Partly = opt("100"), true
	plan := newPlan(t, p, r)
	assert.Equal(t, develop.Partial, plan.Outcome)
	assert.ElementsMatch(t, []string{"a2", "b1"}, offerings(plan), "3/2 * 2 + 1 is more than 3")
	assert.Equal(t, kam.MustFraction("4"), plan.Bound.Closed)
	assert.Equal(t, kam.MustFraction("6"), plan.Bound.Gap)
	assert.Equal(t, kam.MustFraction("4"), plan.Bound.Most)
	assert.True(t, plan.Bound.Proven)
	assert.Equal(t, []develop.ObstacleKind{develop.OverBudget}, []develop.ObstacleKind{plan.Obstacles[0].Kind})
	require.NoError(t, develop.VerifyPlan(p, plan))
	_, bounded := plan.Above()
	assert.False(t, bounded)

	r.Budget = opt("10")
	assert.Equal(t, develop.Unmet, newPlan(t, p, r).Outcome, "a part of nothing is no part")
}

func TestFlexibleStepsFollowEachOtherWhereThereIsTime(t *testing.T) {
	v := vocabulary("a", "b", "c")
	list := []training.Offering{
		course("a1", "1", "8", lift("a", 0, 1)), course("b1", "1", "8", lift("b", 0, 1)),
		held(course("c2", "1", "8", lift("a", 1, 2)), "2026-02-10/2026-02-11"),
	}
	r := ask(skills.Levels{"a": 0, "b": 0}, need("a", 2), need("b", 1))
	p := compile(t, v, list...)
	plan := newPlan(t, p, r)
	days := map[string]string{}
	for _, s := range plan.Steps {
		days[s.Offering] = s.Days.String()
	}
	assert.Equal(t, map[string]string{"a1": "2026-01-01/2026-01-15", "b1": "2026-01-15/2026-01-29", "c2": "2026-02-10/2026-02-11"}, days)
	require.NoError(t, develop.VerifyPlan(p, plan))

	r.Period = period("2026-01-27/2026-02-12")
	plan = newPlan(t, p, r)
	for _, s := range plan.Steps {
		days[s.Offering] = s.Days.String()
	}
	assert.Equal(t, map[string]string{"a1": "2026-01-27/2026-02-10", "b1": "2026-01-29/2026-02-12", "c2": "2026-02-10/2026-02-11"}, days, "side by side, as late as can be")
	require.NoError(t, develop.VerifyPlan(p, plan))

	r.PerWeek = 3
	assert.Equal(t, develop.Unmet, newPlan(t, p, r).Outcome, "8 hours at 3 a week are 19 days")
	r.Period = period("2026-01-22/2026-02-12")
	plan = newPlan(t, p, r)
	assert.Equal(t, 19, plan.Steps[0].Days.Days(), "8 * 7 / 3 rounded up")
	require.NoError(t, develop.VerifyPlan(p, plan))
}

func TestStepsWithoutSessionsTakeTime(t *testing.T) {
	p := compile(t, vocabulary("a", "b"), course("a1", "1", "105", lift("a", 0, 1)), course("a2", "1", "105", lift("a", 1, 2)), course("b1", "1", "105", lift("b", 0, 1)))
	levels := skills.Levels{"a": 0, "b": 0}
	plan := newPlan(t, p, ask(levels, need("a", 2)))
	assert.Equal(t, []develop.Obstacle{{Kind: develop.TooLate, Skill: "a", Required: 2, Reachable: 1}}, plan.Obstacles, "184 days and 184 days are more than a year")
	plan = newPlan(t, p, ask(levels, need("a", 1), need("b", 1)))
	assert.Len(t, plan.Steps, 2, "side by side")
	require.NoError(t, develop.VerifyPlan(p, plan))
}

func TestFlexibleStepsLeaveTimeForWhatComesAfter(t *testing.T) {
	p := compile(
		t, vocabulary("a", "b"),
		course("b1", "1", "8", lift("b", 0, 1)), course("a1", "1", "8", lift("a", 0, 1)), held(course("a2", "1", "8", lift("a", 1, 2)), "2026-01-20/2026-01-21"),
	)
	plan := newPlan(t, p, ask(skills.Levels{"a": 0, "b": 0}, need("b", 1), need("a", 2)))
	require.NoError(t, develop.VerifyPlan(p, plan))
	assert.Equal(t, "2026-01-06", plan.Steps[1].Days.From.String(), "as late as the session after it allows")
}

// Of two ways to the same levels the dearer one is kept when it takes fewer hours, because what comes after may need them.
func TestDearerAndQuickerWaysAreKept(t *testing.T) {
	p := compile(
		t, vocabulary("k", "m"),
		course("slow", "1", "4", lift("k", 0, 1)), course("quick", "2", "0", lift("k", 0, 1)), course("between", "0", "5", lift("k", 1, 2)),
		after(course("last", "1", "5", lift("m", 0, 1)), "between"),
	)
	r := ask(skills.Levels{"k": 0, "m": 0}, need("k", 1), need("m", 1))
	r.Hours = opt("10")
	plan := newPlan(t, p, r)
	assert.Equal(t, []string{"quick", "between", "last"}, offerings(plan))
	equalDecimal(t, "3", plan.TotalCost)
	assert.True(t, plan.Bound.Proven)
}

// A search that is cut short has a bound that holds: the cheapest plan costs no less, and the plan no more than it says.
func TestBoundOfACutSearch(t *testing.T) {
	cut := 0
	for seed := range uint64(30) {
		list, r := hard(seed, 28, seed%2 == 0)
		p := compile(t, vocabulary(five...), list...)
		best := newPlan(t, p, r)
		if best.Outcome != develop.Covered || !best.Bound.Proven {
			continue
		}
		for _, effort := range []int{1, 300, 1500, 3000, 6000} {
			r.Effort = effort
			plan := newPlan(t, p, r)
			require.NoError(t, develop.VerifyPlan(p, plan))
			if plan.Outcome != develop.Covered {
				require.False(t, plan.Bound.Proven)
				require.Equal(t, develop.NotFound, plan.Obstacles[0].Kind)
				continue
			}
			require.False(t, plan.Bound.LeastCost.Decimal.GreaterThan(best.TotalCost))
			require.False(t, plan.TotalCost.LessThan(best.TotalCost))
			above, bounded := plan.Above()
			require.True(t, bounded)
			require.True(t, plan.TotalCost.Sub(above).Equal(plan.Bound.LeastCost.Decimal))
			if plan.Bound.Proven {
				require.Equal(t, offerings(best), offerings(plan))
			} else {
				cut++
			}
		}
	}
	assert.Greater(t, cut, 15, cut)
}

// The order of the catalogue decides ties only: the cost of the cheapest plan does not depend on it, and more money or time
// never makes a plan dearer.
func TestCostDoesNotDependOnOrder(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	for range 200 {
		q := newPuzzle(r, made{offerings: 8, skills: 3, sessions: true})
		plan := newPlan(t, compile(t, vocabulary("k0", "k1", "k2"), q.list...), q.request)
		mixed := slices.Clone(q.list)
		r.Shuffle(len(mixed), func(i, j int) { mixed[i], mixed[j] = mixed[j], mixed[i] })
		again := newPlan(t, compile(t, vocabulary("k0", "k1", "k2"), mixed...), q.request)
		require.Equal(t, plan.Outcome, again.Outcome)
		require.True(t, plan.TotalCost.Equal(again.TotalCost))
		require.Equal(t, plan.Bound.Closed, again.Bound.Closed)
		free := q.request
		free.Budget.Valid, free.Hours.Valid = false, false
		if wide := newPlan(t, compile(t, vocabulary("k0", "k1", "k2"), q.list...), free); plan.Outcome == develop.Covered {
			require.False(t, wide.TotalCost.GreaterThan(plan.TotalCost))
		}
	}
}

func TestPlanOf30OfferingsIsProven(t *testing.T) {
	for seed := range uint64(20) {
		list, r := hard(seed, 30, false)
		plan := newPlan(t, compile(t, vocabulary(five...), list...), r)
		require.True(t, plan.Bound.Proven, seed)
		require.Equal(t, develop.Covered, plan.Outcome, seed)
		if seed < 5 {
			list, r = hard(seed, 60, true)
			plan = newPlan(t, compile(t, vocabulary(five...), list...), r)
			require.True(t, plan.Bound.Proven, "%d, three sessions each", seed)
		}
	}
}

func TestManyOfferingsThatDoNotMatter(t *testing.T) {
	v := vocabulary("a", "b")
	list := []training.Offering{course("wanted", "5", "1", lift("a", 0, 1))}
	for i := range 600 {
		list = append(list, course("b"+strconv.Itoa(i), "1", "1", lift("b", 0, 1)))
	}
	p := compile(t, v, list...)
	plan := newPlan(t, p, ask(skills.Levels{"a": 0, "b": 0}, need("a", 1)))
	assert.Equal(t, []string{"wanted"}, offerings(plan))
	_, err := develop.NewPlan(p, nil, ask(skills.Levels{"a": 0, "b": 0}, need("b", 1)))
	assert.Equal(t, []string{"develop.relevant $.requirements"}, codes(t, err))
}

func TestPlanKeepsNothingOfItsRequest(t *testing.T) {
	p := compile(t, vocabulary("a"), after(course("a1", "1", "1", lift("a", 0, 1)), "z"), course("z", "0", "0"))
	r := ask(skills.Levels{"a": 0}, need("a", 1))
	r.Completed = []string{"z"}
	plan := newPlan(t, p, r)
	before, err := plan.JSON()
	require.NoError(t, err)
	r.Completed[0], r.Levels["a"], r.Requirements[0].Level = "x", 9, 9
	clone := plan.Clone()
	clone.Steps[0].Closes[0].To, clone.Targets[0].Planned = 7, 7
	after, err := plan.JSON()
	require.NoError(t, err)
	assert.Equal(t, string(before), string(after))
	back, err := develop.ParsePlan(after)
	require.NoError(t, err)
	require.NoError(t, develop.VerifyPlan(p, back))
	again, err := back.JSON()
	require.NoError(t, err)
	assert.Equal(t, string(after), string(again))
}
