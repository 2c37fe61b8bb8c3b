package goals_test

import (
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/goals"
)

func TestGoalCheckAccepts(t *testing.T) {
	long := sound()
	long.Period = kam.MustPeriod("0001-01-01/9999-12-31")
	long.Statement = strings.Repeat("x", 4096)
	long.ID = strings.Repeat("x", 128)
	amended := sound()
	amended.Amendments = []goals.Amendment{
		{Effective: kam.MustDay("2026-01-01"), Target: number("1"), Reason: "r", Approver: "lee", Decided: kam.MustDay("2027-01-01")},
		{Effective: kam.MustDay("2026-12-31"), Target: number("-1"), Reason: "r", Approver: "lee", Decided: kam.MustDay("2025-01-01")},
	}
	whole := sound()
	whole.Share, whole.Weight = kam.Whole(), kam.Fraction{Num: 2, Den: 2}
	poll := sound()
	poll.Survey = &goals.Survey{Invited: 10, Responses: 10, Spread: known("0")}
	for name, g := range map[string]goals.Goal{
		"sound": sound(), "long": long, "amended": amended, "whole": whole, "survey": poll,
		"next to nothing": {ID: "g", Metric: "m", Period: kam.MustPeriod("2026-01-01/2026-01-02")},
	} {
		assert.NoError(t, g.Check(), name)
	}
}

func TestGoalCheckRefuses(t *testing.T) {
	day := kam.MustDay("2026-03-01")
	amendment := goals.Amendment{Effective: day, Reason: "r", Approver: "lee", Decided: day}
	cases := []struct {
		name   string
		change func(g *goals.Goal)
		want   string
	}{
		{"no ID", func(g *goals.Goal) { g.ID = "" }, "goals.id $.id"},
		{"ID of 129 bytes", func(g *goals.Goal) { g.ID = strings.Repeat("x", 129) }, "goals.id $.id"},
		{"ID not UTF-8", func(g *goals.Goal) { g.ID = "\xff" }, "goals.id $.id"},
		{"ID with a blank at its end", func(g *goals.Goal) { g.ID = "a " }, "goals.id $.id"},
		{"ID with a control character", func(g *goals.Goal) { g.ID = "a\x00b" }, "goals.id $.id"},
		{"no metric", func(g *goals.Goal) { g.Metric = "" }, "goals.metric $.metric"},
		{"scope", func(g *goals.Goal) { g.Scope = " x" }, "goals.scope $.scope"},
		{"unit beside a currency", func(g *goals.Goal) { g.Unit = "deals" }, "goals.unit $.unit"},
		{"unit too long", func(g *goals.Goal) { g.Currency, g.Unit = "", strings.Repeat("x", 129) }, "goals.unit $.unit"},
		{"currency", func(g *goals.Goal) { g.Currency = "cny" }, "goals.currency $.currency"},
		{"source", func(g *goals.Goal) { g.Source = "\n" }, "goals.source $.source"},
		{"statement too long", func(g *goals.Goal) { g.Statement = strings.Repeat("x", 4097) }, "goals.statement $.statement"},
		{"title too long", func(g *goals.Goal) { g.Title.EN = strings.Repeat("x", 4097) }, "goals.title $.title.en"},
		{"title not UTF-8", func(g *goals.Goal) { g.Title.ZH = "\xff" }, "goals.title $.title.zh"},
		{"statement not UTF-8", func(g *goals.Goal) { g.Statement = "\xff" }, "goals.statement $.statement"},
		{"empty owner", func(g *goals.Goal) { g.Owners = []string{"anna", ""} }, "goals.owner $.owners[1]"},
		{"owner twice", func(g *goals.Goal) { g.Owners = []string{"anna", "anna"} }, "goals.owner $.owners[1]"},
		{"101 owners", func(g *goals.Goal) { g.Owners = make([]string, 101) }, "goals.owner $.owners"},
		{"direction", func(g *goals.Goal) { g.Direction = "up" }, "goals.direction $.direction"},
		{"tracking", func(g *goals.Goal) { g.Tracking = "sum" }, "goals.tracking $.tracking"},
		{"cadence", func(g *goals.Goal) { g.Cadence = "day" }, "goals.cadence $.cadence"},
		{"target out of bounds", func(g *goals.Goal) { g.Target = huge() }, "goals.number $.target"},
		{"baseline out of bounds", func(g *goals.Goal) { g.Baseline = decimal.NewNullDecimal(huge()) }, "goals.number $.baseline"},
		{"no period", func(g *goals.Goal) { g.Period = kam.Period{} }, "goals.period $.period"},
		{"open period", func(g *goals.Goal) { g.Period.Until = kam.Day{} }, "goals.period $.period"},
		{"reversed period", func(g *goals.Goal) { g.Period.From, g.Period.Until = g.Period.Until, g.Period.From }, "goals.period $.period"},
		{"its own parent", func(g *goals.Goal) { g.Parent = g.ID }, "goals.parent $.parent"},
		{"parent", func(g *goals.Goal) { g.Parent = " " }, "goals.parent $.parent"},
		{"share above 1", func(g *goals.Goal) { g.Share = kam.Fraction{Num: 3, Den: 2} }, "goals.share $.share"},
		{"share below 0", func(g *goals.Goal) { g.Share = kam.Fraction{Num: -1, Den: 2} }, "goals.share $.share"},
		{"weight by zero", func(g *goals.Goal) { g.Weight = kam.Fraction{Num: 1} }, "goals.share $.weight"},
		{"negative responses", func(g *goals.Goal) { g.Survey = &goals.Survey{Responses: -1} }, "goals.survey $.survey"},
		{"more responses than invited", func(g *goals.Goal) { g.Survey = &goals.Survey{Invited: 1, Responses: 2} }, "goals.survey $.survey.responses"},
		{"negative spread", func(g *goals.Goal) { g.Survey = &goals.Survey{Spread: known("-1")} }, "goals.survey $.survey.spread"},
		{"spread out of bounds", func(g *goals.Goal) { g.Survey = &goals.Survey{Spread: decimal.NewNullDecimal(huge())} }, "goals.number $.survey.spread"},
		{"milestone without a day", func(g *goals.Goal) { g.Milestones[1].Day = kam.Day{} }, "goals.milestone $.milestones[1].day"},
		{"milestones of one day", func(g *goals.Goal) { g.Milestones[1].Day = g.Milestones[0].Day }, "goals.milestone $.milestones[1].day"},
		{"milestone out of bounds", func(g *goals.Goal) { g.Milestones[0].Value = huge() }, "goals.number $.milestones[0].value"},
		{"1,001 milestones", func(g *goals.Goal) { g.Milestones = make([]goals.Milestone, 1001) }, "goals.milestone $.milestones"},
		{"amendment without a reason", func(g *goals.Goal) {
			a := amendment
			a.Reason = " "
			g.Amendments = []goals.Amendment{a}
		}, "goals.amendment $.amendments[0].reason"},
		{"1,001 amendments", func(g *goals.Goal) { g.Amendments = make([]goals.Amendment, 1001) }, "goals.amendment $.amendments"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			g := sound()
			c.change(&g)
			assert.Equal(t, []string{c.want}, places(invalid(t, g.Check())))
		})
	}
}

func TestGoalCheckReportsAllAtOnce(t *testing.T) {
	g := goals.Goal{Owners: []string{""}, Direction: "x", Tracking: "x", Cadence: "x", Target: huge(), Currency: "x", Unit: "u"}
	assert.Len(t, invalid(t, g.Check()), 10)
}

func TestBandsCheck(t *testing.T) {
	require.NoError(t, goals.Bands{}.Check())
	require.NoError(t, goals.DefaultBands().Check())
	cases := []struct {
		name   string
		change func(b *goals.Bands)
		want   string
	}{
		{"equal", func(b *goals.Bands) { b.OutOfReach = b.TooEasy }, "goals.bands $.outOfReach"},
		{"negative", func(b *goals.Bands) { b.OutOfReach = number("-0.1") }, "goals.bands $.outOfReach"},
		{"above 1", func(b *goals.Bands) { b.TooEasy = number("1.1") }, "goals.bands $.outOfReach"},
		{"out of bounds", func(b *goals.Bands) { b.TooEasy = huge() }, "goals.number $.tooEasy"},
		{"no readings", func(b *goals.Bands) { b.Readings = 0 }, "goals.bands $.readings"},
		{"readings", func(b *goals.Bands) { b.Readings = 1001 }, "goals.bands $.readings"},
		{"share", func(b *goals.Bands) { b.Share = kam.Fraction{Num: 2, Den: 1} }, "goals.share $.share"},
		{"under", func(b *goals.Bands) { b.Under = kam.Fraction{Num: -1, Den: 1} }, "goals.share $.under"},
		{"over", func(b *goals.Bands) { b.Over = kam.Fraction{Num: 1, Den: 0} }, "goals.share $.over"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			b := goals.DefaultBands()
			c.change(&b)
			assert.Equal(t, []string{c.want}, places(invalid(t, b.Check())))
		})
	}
}

func TestGoalCloneSharesNothing(t *testing.T) {
	g := sound()
	g.Survey = &goals.Survey{Responses: 3}
	g.Amendments = []goals.Amendment{{Reason: "r"}}
	c := g.Clone()
	c.Owners[0], c.Milestones[0].Value, c.Amendments[0].Reason, c.Survey.Responses = "zoe", huge(), "x", 9
	assert.Equal(t, "anna", g.Owners[0])
	equalDecimal(t, "550000", g.Milestones[0].Value)
	assert.Equal(t, "r", g.Amendments[0].Reason)
	assert.Equal(t, int64(3), g.Survey.Responses)
}
