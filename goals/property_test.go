package goals_test

import (
	"math/rand/v2"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/goals"
	"github.com/kam-go/kam/goals/likelihood"
)

// wild makes up goals and situations, sane and insane.
type wild struct{ *rand.Rand }

func (w wild) pick(list ...string) string { return list[w.IntN(len(list))] }

func (w wild) number() decimal.Decimal {
	switch w.IntN(8) {
	case 0:
		return huge()
	case 1:
		return decimal.Zero
	case 2:
		return decimal.New(-w.Int64N(1000), 0)
	case 3:
		return decimal.New(w.Int64(), 19)
	}
	return decimal.New(w.Int64N(2_000_000), -int32(w.IntN(4)))
}

func (w wild) maybe() decimal.NullDecimal {
	return decimal.NullDecimal{Decimal: w.number(), Valid: w.IntN(3) > 0}
}

func (w wild) fraction() kam.Fraction {
	return kam.Fraction{Num: w.Int64N(12) - 2, Den: w.Int64N(12) - 1}
}

func (w wild) day() kam.Day {
	if w.IntN(10) == 0 {
		return kam.Day{}
	}
	return kam.MustDay("2025-01-01").AddDays(w.IntN(1500))
}

func (w wild) period() kam.Period { return kam.Period{From: w.day(), Until: w.day()} }

func (w wild) goal() goals.Goal {
	if w.IntN(3) == 0 {
		return sound()
	}
	g := goals.Goal{
		ID: w.pick("", "g1", "team", "x", "\xff"), Metric: w.pick("", "revenue", "visits"), Scope: w.pick("", "*", "key-accounts", " "),
		Statement: w.pick("", "提高", "more 3", "\xff"), Direction: kam.Direction(w.pick("", "higher", "lower", "up")), Baseline: w.maybe(), Target: w.number(),
		Unit: w.pick("", "%", "share", "visits"), Currency: kam.Currency(w.pick("", "CNY", "xyz")), Tracking: goals.Tracking(w.pick("", "flow", "stock", "z")),
		Period: w.period(), Parent: w.pick("", "team", "x"), Share: w.fraction(), Weight: w.fraction(), Source: w.pick("", "CRM"),
		Cadence: kam.PeriodKind(w.pick("", "week", "month", "year", "day")),
	}
	for range w.IntN(3) {
		g.Owners = append(g.Owners, w.pick("", "anna", "bo"))
		g.Milestones = append(g.Milestones, goals.Milestone{Day: w.day(), Value: w.number()})
		g.Amendments = append(g.Amendments, goals.Amendment{Effective: w.day(), Target: w.number(), Reason: w.pick("", "r"), Approver: w.pick("", "lee", "anna"), Decided: w.day()})
	}
	if w.IntN(2) == 0 {
		g.Survey = &goals.Survey{Invited: w.Int64N(100) - 1, Responses: w.Int64N(200) - 1, Spread: w.maybe()}
	}
	return g
}

func (w wild) observations() []kam.Observation {
	var out []kam.Observation
	for range w.IntN(12) {
		o := result(w.pick("anna", "bo", ""), "2025-01-01/2026-01-01", "1")
		o.Metric, o.Period, o.Value, o.Revision = w.pick("revenue", "visits"), w.period(), w.maybe(), w.Int64N(3)
		if w.IntN(3) == 0 {
			o.Value, o.Numerator, o.Denominator = decimal.NullDecimal{}, w.maybe(), w.maybe()
		}
		out = append(out, o)
	}
	return out
}

func (w wild) situation(calendar *kam.Calendar) goals.Situation {
	s := goals.Situation{
		AsOf: w.day(), Top: w.IntN(2) == 0, History: w.observations(), Peers: w.observations(), Reached: w.maybe(),
		Capacity: goals.Capacity{Needed: w.maybe(), Available: w.maybe()},
	}
	if w.IntN(2) == 0 {
		parent, n := w.goal(), w.IntN(3)-1
		s.Parent, s.ScopeMembers, s.Calendar = &parent, &n, calendar
		s.Metrics = []kam.Metric{{Key: "revenue", Direction: kam.Direction(w.pick("higher", "lower", ""))}}
	}
	for range w.IntN(4) {
		s.Siblings, s.Others = append(s.Siblings, w.goal()), append(s.Others, w.goal())
		s.Deals = append(s.Deals, likelihood.Deal{ID: w.pick("", "a", "b"), Amount: w.number(), Win: w.fraction()})
		s.CycleDays = append(s.CycleDays, w.IntN(100)-3)
		s.AccountTargets = append(s.AccountTargets, w.number())
	}
	return s
}

// Whatever is given, Check and Portfolio answer, the same again, with findings in both languages, and by the rules that
// lead from findings to verdicts.
func TestCheckAnswersEverything(t *testing.T) {
	w := wild{rand.New(rand.NewPCG(6, 3))}
	calendar := declared(t, 2025, 2026, 2027)
	for range 1000 {
		g, s := w.goal(), w.situation(calendar)
		b := goals.Bands{OutOfReach: w.number(), TooEasy: w.number(), Readings: w.IntN(5), Share: w.fraction(), Under: w.fraction(), Over: w.fraction()}
		if w.IntN(2) == 0 {
			b = goals.Bands{}
		}
		r := goals.Check(g, s, b)
		require.Len(t, r.Letters, 5)
		for _, l := range r.Letters {
			bilingual(t, l.Findings)
			switch {
			case len(codes(l.Findings, kam.Error)) > 0:
				assert.Equal(t, goals.Failed, l.Verdict)
			case len(codes(l.Findings, kam.Warning)) > 0:
				assert.Equal(t, goals.Doubtful, l.Verdict)
			default:
				assert.Contains(t, []goals.Verdict{goals.Met, goals.UnknownVerdict}, l.Verdict)
			}
		}
		assert.Equal(t, r, goals.Check(g, s, b))
		assert.NotEmpty(t, r.Markdown(kam.English))
		bilingual(t, goals.Portfolio("anna", append(s.Others, g), goals.Limits{}).Findings)
		if blend, err := g.Blended(calendar, goals.ByDays); err == nil {
			assert.NotNil(t, blend.Exact())
		}
	}
}

// Raising a target of which more is better never makes it look easier.
func TestHarderTargetsAreNoEasier(t *testing.T) {
	s := facts(t)
	s.Capacity = goals.Capacity{}
	rank := func(target int64) int {
		g := sound()
		g.Target = decimal.New(target, 0)
		found := goals.Check(g, s, goals.Bands{}).Letter(goals.Achievable).Findings
		score := 0
		for _, level := range []string{"history", "peers", "pipeline"} {
			if _, hard := find(found, "smart.a."+level+"-hard"); hard {
				score++
			}
			if _, easy := find(found, "smart.a."+level+"-easy"); easy {
				score--
			}
		}
		return score
	}
	last := rank(100_000)
	assert.Equal(t, -3, last)
	for target := int64(100_000); target <= 2_000_000; target += 50_000 {
		now := rank(target)
		assert.GreaterOrEqual(t, now, last, target)
		last = now
	}
	assert.Equal(t, 3, last)
}
