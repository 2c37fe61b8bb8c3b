package criteria_test

import (
	"math/big"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/careerpath/criteria"
	"github.com/kam-go/kam/careerpath/evidence"
)

// everything is a rule with one of every criterion.
func everything() criteria.Rule {
	streak := criteria.Rule{ID: "streak", Name: text("Four good quarters", "连续四个季度达标"), Streak: &criteria.Streak{
		Of: criteria.Series{Metric: "attainment"}, Step: kam.Quarter, Length: 4, Where: criteria.EndingNow,
		Be: criteria.Test{Comparison: criteria.AtLeast, Threshold: opt("90"), Scale: criteria.AsPercent}, Also: []criteria.Also{{Count: 2, Threshold: opt("100")}},
	}}
	growth := criteria.Rule{ID: "growth", Metric: &criteria.Metric{
		Of: criteria.Series{Metric: "revenue", Currency: "CNY"}, Window: criteria.Window{Step: kam.Month, Last: 2}, Aggregate: criteria.Growth,
		Be: criteria.Test{Comparison: criteria.Above, Threshold: opt("0.05"), Scale: criteria.AsRatio},
	}}
	return criteria.Rule{ID: "senior", Name: text("To senior account manager", "晋升高级客户经理"), All: []criteria.Rule{
		saos(3, criteria.Sum, atLeast("30")),
		streak,
		{ID: "either", Any: []criteria.Rule{growth, {ID: "certificate", Certificate: &criteria.Certificate{Kind: "kam"}}}},
		{ID: "time", Tenure: &criteria.Tenure{In: criteria.InStage, Months: 16}},
		{ID: "people", AtLeast: &criteria.Some{K: 1, Of: []criteria.Rule{
			{ID: "skill", Skill: &criteria.Skill{Skill: "negotiation", Level: 2, Assessors: 2, Combine: criteria.Median}},
			{ID: "review", Review: &criteria.Review{Kind: "annual", Last: 2, Rating: "B"}},
		}}},
		{Not: &criteria.Rule{ID: "breach", Flag: &criteria.Flag{Kind: "breach", Be: criteria.Present, Months: 12}}},
		{ID: "plan", Flag: &criteria.Flag{Kind: "improvement-plan", Be: criteria.Absent, Months: 6}},
	}}
}

// everythingKnown is a file with something about every criterion.
func everythingKnown() evidence.File {
	obs := months("saos", "opportunities", "2026-07-01", "8", "9", "")
	obs = append(obs, inPercent(quarters("attainment", "", "2026-07-01", "92", "101", "95", "104"))...)
	obs = append(obs, in("CNY", months("revenue", "", "2026-07-01", "100", "110.5", "100", "115"))...)
	return evidence.File{
		Person: anna, Observations: obs,
		Positions: []evidence.Position{
			{Stage: "account-manager", Held: period("2025-04-15/..")},
			{Stage: "trainee", Held: period("2024-04-15/2025-04-15")},
		},
		Skills: []evidence.Assessment{
			{Skill: "negotiation", Level: 2, Assessor: kam.Subject{Kind: "agent", ID: "bo"}, On: day("2026-02-01"), Until: day("2027-02-01")},
			{Skill: "negotiation", Level: 3, Assessor: kam.Subject{Kind: "agent", ID: "cy|*"}, On: day("2026-03-01")},
			{Skill: "negotiation", Level: 3, Assessor: anna, On: day("2026-03-01")},
		},
		Certificates: []evidence.Certificate{{Kind: "kam", Earned: day("2024-01-01"), Until: day("2026-01-01")}},
		Reviews: []evidence.Review{
			{Kind: "annual", Period: period("2024-01-01/2025-01-01"), Rating: "B"},
			{Kind: "annual", Period: period("2025-01-01/2026-01-01"), Rating: "C"},
		},
		Flags:    []evidence.Flag{{Kind: "improvement-plan", Held: period("2025-10-01/2026-01-10")}},
		Complete: []evidence.Completeness{known(evidence.Positions, "2024-04-01/.."), {Of: evidence.Flags, Name: "breach", Period: period("2024-01-01/..")}},
	}
}

func TestVerifyNoticesEveryChange(t *testing.T) {
	result := evaluate(t, everything(), everythingKnown(), "2026-07-01")
	at := func(r *criteria.Result, id string) *criteria.Node {
		var find func(n *criteria.Node) *criteria.Node
		find = func(n *criteria.Node) *criteria.Node {
			if n.ID == id {
				return n
			}
			for i := range n.Children {
				if got := find(&n.Children[i]); got != nil {
					return got
				}
			}
			return nil
		}
		return find(&r.Root)
	}
	five := criteria.ExactOf(dec("5").Rat())
	for _, c := range []struct {
		name   string
		change func(r *criteria.Result)
		want   string
	}{
		{"the state of the whole", func(r *criteria.Result) { r.State = criteria.Met }, "result.differs $.state"},
		{"the state of a group", func(r *criteria.Result) { at(r, "either").State = criteria.NotMet }, "result.differs $.root.children[2].state"},
		{"the number asked of a group", func(r *criteria.Result) { at(r, "people").K = 2 }, "result.differs $.root.children[4].state"},
		{"the state of a criterion", func(r *criteria.Result) { at(r, "streak").State = criteria.NotMet }, "result.differs $.root.children[1].state"},
		{"a step", func(r *criteria.Result) { at(r, "streak").Criterion.Steps[0].Value = five }, "result.differs $.root.children[1].criterion.steps[0].value"},
		{"a numerator", func(r *criteria.Result) { at(r, "streak").Criterion.Steps[0].Numerator = five }, "result.differs $.root.children[1].criterion.steps[0].value"},
		{"a reason of a step", func(r *criteria.Result) { at(r, "saos").Criterion.Steps[2].Why = "" }, "result.differs $.root.children[0].criterion.steps[2].why"},
		{"a value", func(r *criteria.Result) { at(r, "growth").Criterion.Value = five }, "result.differs $.root.children[2].children[0].criterion.value"},
		{"a gap", func(r *criteria.Result) { at(r, "growth").Criterion.Gap = five }, "result.differs $.root.children[2].children[0].criterion.gap"},
		{"a threshold", func(r *criteria.Result) { at(r, "growth").Criterion.Threshold = five }, "result.differs $.root.children[2].children[0].criterion.threshold"},
		{"the base", func(r *criteria.Result) { at(r, "growth").Criterion.Base = 1 }, "result.differs $.root.children[2].children[0].criterion.steps"},
		{"the run", func(r *criteria.Result) { at(r, "streak").Criterion.Run = 1 }, "result.differs $.root.children[1].criterion.run"},
		{"what is asked", func(r *criteria.Result) { at(r, "streak").Criterion.Asks.Streak.Also[0].Count = 3 }, "result.differs $.root.children[1].criterion.gap"},
		{"that it is asked", func(r *criteria.Result) { at(r, "streak").Criterion.Asks = criteria.Rule{} }, "result.differs $.root.children[1].criterion.asks"},
		{"a tenure", func(r *criteria.Result) { at(r, "time").Criterion.Value = five }, "result.differs $.root.children[3].criterion.value"},
		{"a position", func(r *criteria.Result) { at(r, "time").Criterion.Records[0].Held = period("2020-01-01/..") }, "result.differs $.root.children[3].criterion.value"},
		{"that positions are complete", func(r *criteria.Result) { at(r, "time").Criterion.Complete = false }, "result.differs $.root.children[3].state"},
		{"a level", func(r *criteria.Result) { at(r, "skill").Criterion.Records[0].Level = 1 }, "result.differs $.root.children[4].children[0].criterion.value"},
		{"an assessor", func(r *criteria.Result) { at(r, "skill").Criterion.Records[0].By = anna }, "result.differs $.root.children[4].children[0].criterion.value"},
		{"a rating", func(r *criteria.Result) { at(r, "review").Criterion.Records[1].Rating = "A" }, "result.differs $.root.children[4].children[1].criterion.value"},
		{"the scale", func(r *criteria.Result) { at(r, "review").Criterion.Ratings = []string{"A", "B"} }, "result.differs $.root.children[4].children[1].state"},
		{"a certificate", func(r *criteria.Result) {
			at(r, "certificate").Criterion.Records[0].Held = period("2020-01-01/..")
		}, "result.differs $.root.children[2].children[1].criterion.value"},
		{"that certificates are complete", func(r *criteria.Result) { at(r, "certificate").Criterion.Complete = true }, "result.differs $.root.children[2].children[1].state"},
		{"a flag less", func(r *criteria.Result) { at(r, "plan").Criterion.Records = nil }, "result.differs $.root.children[6].criterion.value"},
		{"a kind", func(r *criteria.Result) { at(r, "plan").Kind = criteria.KindAll }, "result.differs $.root.children[6].kind"},
		{"another kind", func(r *criteria.Result) { at(r, "plan").Kind = criteria.KindSkill }, "result.differs $.root.children[6].criterion.asks"},
		{"a step less", func(r *criteria.Result) {
			at(r, "streak").Criterion.Steps = at(r, "streak").Criterion.Steps[1:]
		}, "result.differs $.root.children[1].criterion.steps"},
		{"a step twice", func(r *criteria.Result) {
			at(r, "streak").Criterion.Steps[1].Period = at(r, "streak").Criterion.Steps[0].Period
		}, "result.differs $.root.children[1].criterion.steps[1].period"},
		{"a step that is to come", func(r *criteria.Result) { r.AsOf = day("2026-06-30") }, "result.differs $.root.children[1].criterion.steps[3].why"},
		{"a step without a period", func(r *criteria.Result) {
			at(r, "streak").Criterion.Steps[0].Period = kam.Period{}
		}, "result.differs $.root.children[1].criterion.steps[0].period"},
		{"a value that is no decimal", func(r *criteria.Result) {
			at(r, "growth").Criterion.Steps[0].Value = criteria.ExactOf(big.NewRat(1, 3))
		}, "result.differs $.root.children[2].children[0].criterion.steps[0].value"},
		{"the time looked at", func(r *criteria.Result) { at(r, "streak").Criterion.Looked = kam.Period{} }, "result.differs $.root.children[1].criterion.looked"},
		{"the time of a flag", func(r *criteria.Result) {
			at(r, "plan").Criterion.Looked = period("2020-01-01/2026-07-02")
		}, "result.differs $.root.children[6].criterion.looked"},
		{"the number asked of a criterion", func(r *criteria.Result) { at(r, "skill").K = 5 }, "result.differs $.root.children[4].children[0].k"},
		{"none asked of a group", func(r *criteria.Result) { at(r, "people").K = 0 }, "result.differs $.root.children[4].k"},
		{"the members of a group", func(r *criteria.Result) { at(r, "people").Children = nil }, "result.differs $.root.children[4].kind"},
		{"fewer than no reviews", func(r *criteria.Result) { at(r, "review").Criterion.Asks.Review.Hits = -1 }, "result.differs $.root.children[4].children[1].criterion.asks"},
		{"a run without a place", func(r *criteria.Result) { at(r, "streak").Criterion.Asks.Streak.Where = "" }, "result.differs $.root.children[1].criterion.asks"},
		{"what the next step has to bring", func(r *criteria.Result) {
			at(r, "saos").Criterion.Next = &criteria.Next{Amount: five, By: day("2026-08-01")}
		}, "result.differs $.root.children[0].criterion.next"},
		{"a number without end", func(r *criteria.Result) {
			at(r, "growth").Criterion.Gap = criteria.ExactOf(new(big.Rat).SetFrac(big.NewInt(1), new(big.Int).Lsh(big.NewInt(1), 1024)))
		}, "result.too-large $.root"},
		{"the format", func(r *criteria.Result) { r.Format = 2 }, "result.format $.format"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r, err := criteria.ParseResult([]byte(asJSON(t, result)))
			require.NoError(t, err)
			require.NoError(t, criteria.VerifyResult(r))
			c.change(&r)
			assert.Contains(t, faults(t, criteria.VerifyResult(r)), c.want)
		})
	}
}

func TestVerifyOfHostileResults(t *testing.T) {
	deep := criteria.Node{Kind: criteria.KindAll}
	for range 20 {
		deep = criteria.Node{Kind: criteria.KindNot, Children: []criteria.Node{deep}}
	}
	assert.Equal(t, []string{"result.too-large $.root"}, faults(t, criteria.VerifyResult(criteria.Result{Format: 1, Root: deep})))
	for name, asks := range map[string]criteria.Rule{
		"a run of less than nothing": {Streak: &criteria.Streak{Length: -1}},
		"a run without end":          {Streak: &criteria.Streak{Length: 1 << 40, Also: make([]criteria.Also, 99)}},
		"an endless threshold":       {Streak: &criteria.Streak{Length: 1, Be: criteria.Test{Threshold: stated(decInt(1).Shift(1 << 30))}}},
		"many reviews":               {Review: &criteria.Review{Last: 1 << 40}},
		"no tenure":                  {Tenure: &criteria.Tenure{Months: -1}},
	} {
		n := criteria.Node{Kind: criteria.KindStreak, State: criteria.Unknown, Criterion: &criteria.Criterion{Asks: asks}}
		switch {
		case asks.Review != nil:
			n.Kind = criteria.KindReview
		case asks.Tenure != nil:
			n.Kind = criteria.KindTenure
		}
		require.Error(t, criteria.VerifyResult(criteria.Result{Format: 1, State: criteria.Unknown, Root: n}), name)
	}
	require.Error(t, criteria.VerifyResult(criteria.Result{}))
}

func TestExact(t *testing.T) {
	third := criteria.ExactOf(dec("1").Rat())
	assert.Equal(t, "1", third.String())
	assert.False(t, criteria.ExactOf(nil).Known())
	assert.Equal(t, "unknown", criteria.Exact{}.String())
	_, known := criteria.Exact{}.Cmp(third)
	assert.False(t, known)
	var e criteria.Exact
	require.NoError(t, e.UnmarshalText([]byte("2/3")))
	assert.Equal(t, "0.667", e.Round(3).Decimal.String())
	c, known := e.Cmp(third)
	assert.True(t, known)
	assert.Equal(t, -1, c)
	assert.False(t, criteria.Exact{}.Round(2).Valid)
	r, _ := e.Rat()
	r.SetInt64(9)
	assert.Equal(t, "2/3", e.String())
	for _, bad := range []string{"0.5", "2/4", "1/0", "+1", "1e9", "-0", "/2", "1/", "٣", "01"} {
		require.ErrorIs(t, e.UnmarshalText([]byte(bad)), criteria.ErrExact, bad)
	}
	require.ErrorIs(t, e.UnmarshalText(make([]byte, 1<<14+1)), criteria.ErrExact)
	require.NoError(t, e.UnmarshalText(nil))
	assert.False(t, e.Known())
}
