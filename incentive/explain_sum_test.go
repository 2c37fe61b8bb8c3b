package incentive_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/internal/wordtest"
)

// sumsPlan has one component of each kind that pays on a sum, and all that is done to sums.
const sumsPlan = `{
	"format": 1, "id": "sales", "version": 2, "currency": "CNY", "readings": "standard-1",
	"title": {"en": "Sales", "zh": "销售"},
	"effective": "2025-01-01/2028-01-01", "period": "quarter",
	"credits":  [{"name": "own", "to": "owner", "share": "1"}],
	"measures": [
		{"name": "revenue", "base": "amount", "credits": ["own"], "window": "period"},
		{"name": "satisfaction", "base": "observation", "metric": "csat"}
	],
	"components": [
		{"name": "commission", "measure": "revenue", "rate": "0.1", "caps": [{"per": "transaction", "amount": "800"}],
		 "multipliers": [{"on": "satisfaction", "basis": "score", "apply": "whole", "bands": [{"from": "0", "factor": "0.8"}, {"from": "85", "factor": "1.1"}]},
			{"basis": "attainment", "apply": "slice", "bands": [{"from": "0", "factor": "1"}, {"from": "0.5", "factor": "1.5"}]}]},
		{"name": "goals", "measure": "revenue", "curve": {"basis": "attainment", "shape": "linear", "beyond": "flat", "ofTargetIncentive": "0.6",
			"points": [{"at": "0", "pays": "0"}, {"at": "0.5", "pays": "0.4"}, {"at": "1", "pays": "1"}]}},
		{"name": "club", "measure": "revenue", "every": {"each": "2000", "pays": "50"}, "gates": [{"measure": "satisfaction", "basis": "score", "at": "95"}]},
		{"name": "race", "measure": "revenue", "contest": {"basis": "amount", "atLeast": "1000", "prizes": ["300", "200", "100"], "then": [{"measure": "satisfaction", "basis": "score"}], "ties": "share", "fund": "450", "held": "wait"}},
		{"name": "team", "measure": "revenue", "pool": {"rate": "0.01", "key": "position", "on": "satisfaction", "held": "wait"}}
	]
}`

// sums is a quarter in which anna and bo are level, dan sold less than takes a place, and eve's position is open.
func sums(t *testing.T) *office {
	t.Helper()
	o := newOffice(t)
	o.sales = planOf(t, sumsPlan)
	o.in.Roster.Payees = append(o.in.Roster.Payees, incentive.Payee{ID: "eve", Open: true})
	o.in.Roster.Assignments = append(o.in.Roster.Assignments, incentive.Assignment{Payee: "eve", Plan: "sales", Period: officeYears})
	for i := range o.in.Roster.Assignments {
		a := &o.in.Roster.Assignments[i]
		if a.Plan == "sales" {
			a.Version, a.Target = 2, incentive.Target{Amount: known("20000"), Per: kam.Year}
		}
	}
	o.quotas("revenue", "8000")
	for payee, score := range map[string]string{"anna": "90", "bo": "90", "dan": "70", "eve": "50"} {
		o.in.Observations = append(o.in.Observations, scored(payee, score))
	}
	o.deals = []incentive.Transaction{sold("a1", "anna", "1000", "2026-02-01"), sold("b1", "bo", "1000", "2026-02-01"), sold("d1", "dan", "999.99", "2026-02-02"), sold("s1", "", "10000", "2026-02-03")}
	o.deals[3].Participants = []incentive.Participant{{Payee: "anna", Share: kam.MustFraction("1/2")}, {Payee: "bo", Share: kam.MustFraction("1/2")}}
	return o
}

func TestSumsAreExplainedInBothLanguages(t *testing.T) {
	run := sums(t).mustRun(t)
	require.Empty(t, heldBy(run))
	for _, payee := range []string{"anna", "dan", "eve"} {
		s, ok := run.Statement(payee, "sales")
		require.True(t, ok)
		for _, lang := range []kam.Lang{kam.English, kam.Chinese} {
			text := s.Markdown(lang)
			wordtest.Formatted(t, text)
			golden(t, "sums-"+payee+"."+string(lang)+".md", text)
		}
	}
}

// Every number that an amount comes from stands on the adjustment.
func TestAdjustmentsOfSumsCarryTheirNumbers(t *testing.T) {
	run := sums(t).mustRun(t)
	s, ok := run.Statement("anna", "sales")
	require.True(t, ok)
	got := map[incentive.AdjustmentKind]incentive.Adjustment{}
	for a := range s.Adjustments() {
		got[a.Kind] = a
	}
	equal := func(name, want string, got incentive.Adjustment, pick func(incentive.Adjustment) string) {
		assert.Equal(t, want, pick(got), name)
	}
	curve := got[incentive.AdjustCurve]
	equal("curve", "revenue attainment 0.75 0.7 3000 5000 2100", curve, func(a incentive.Adjustment) string {
		return strings.Join([]string{a.Measure, string(a.Basis), a.Position.Decimal.String(), a.Factor.Decimal.String(), a.Base.Decimal.String(), a.Target.Decimal.String(), a.Amount.String()}, " ")
	})
	equal("every", "revenue amount 6000 2000 3 50 150", got[incentive.AdjustEvery], func(a incentive.Adjustment) string {
		return strings.Join([]string{a.Measure, string(a.Basis), a.Position.Decimal.String(), a.Each.Decimal.String(), a.Times.Decimal.String(), a.Pays.Decimal.String(), a.Amount.String()}, " ")
	})
	race := got[incentive.AdjustContest]
	assert.Equal(t, []int{1, 2, 3}, []int{race.Place, race.Tied, race.Contestants})
	assert.True(t, race.Fund.Decimal.Equal(exact("450")) && race.Base.Decimal.Equal(exact("250")) && race.Amount.Equal(exact("225")), "%v", race)
	team := got[incentive.AdjustPool]
	assert.Equal(t, "satisfaction score 90", team.Measure+" "+string(team.Basis)+" "+team.Position.Decimal.String())
	assert.True(t, team.Fund.Decimal.Equal(exact("130")) && team.Weight.Decimal.Equal(exact("90")) && team.Weights.Decimal.Equal(exact("250")), "%v", team)
	assert.True(t, team.Amount.Equal(exact("46.80")), "%s", team.Amount)
	deal := got[incentive.AdjustTransactionCap]
	assert.Equal(t, "s1", deal.Transaction)
	assert.True(t, deal.Total.Decimal.Equal(exact("1200")) && deal.Limit.Decimal.Equal(exact("800")) && deal.Amount.Equal(exact("-200")), "%v", deal)
	factor := got[incentive.AdjustMultiplier]
	assert.Equal(t, "satisfaction score 90 1.1 500 50", strings.Join([]string{factor.Measure, string(factor.Basis), factor.Position.Decimal.String(), factor.Factor.Decimal.String(), factor.Base.Decimal.String(), factor.Amount.String()}, " "))

	dan, ok := run.Statement("dan", "sales")
	require.True(t, ok)
	lost, _ := paying(dan, incentive.AdjustContest)
	assert.Equal(t, []int{0, 0, 3}, []int{lost.Place, lost.Tied, lost.Contestants})
	eve, ok := run.Statement("eve", "sales")
	require.True(t, ok)
	open, _ := paying(eve, incentive.AdjustContest)
	assert.Zero(t, open.Contestants)
}

func TestWhyOfSums(t *testing.T) {
	run := sums(t).mustRun(t)
	answer := run.Why("anna", "s1")
	assert.True(t, answer.Amount.Equal(exact("600")), "%s", answer.Amount)
	for _, lang := range []kam.Lang{kam.English, kam.Chinese} {
		wordtest.Formatted(t, answer.In(lang))
	}
	text := answer.In(kam.English)
	for _, want := range []string{
		"the deal with its refunds would pay all payees together 1200.00 and is capped at 800.00: -200.00",
		"the component's sum is multiplied by 1.1",
		`the deal counts for the measure "revenue"; "goals" pays on where that stands, not deal by deal`,
		`"race" pays on where that stands`,
	} {
		assert.Contains(t, text, want)
	}
	assert.NotContains(t, run.Why("anna", "a1").In(kam.English), "capped", "a1 is under its cap")
}
