package incentive_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/ledger"
	"github.com/kam-go/kam/internal/wordtest"
)

const timePlan = `{
	"format": 1, "id": "key-accounts", "version": 4, "currency": "CNY", "readings": "standard-1",
	"title": {"en": "Key accounts", "zh": "大客户"},
	"effective": "2026-01-01/2027-01-01", "period": "quarter",
	"credits": [{"name": "own", "to": "owner", "share": "1"}],
	"measures": [
		{"name": "revenue", "base": "amount", "credits": ["own"], "window": "period"},
		{"name": "profit", "base": "margin", "credits": ["own"], "window": "period"}
	],
	"components": [
		{"name": "commission", "measure": "revenue",
		 "tiers": {"mode": "marginal", "basis": "attainment", "bands": [{"from": "0", "rate": "0.02"}, {"from": "1", "rate": "0.05"}]},
		 "caps": [{"per": "component", "ofTargetIncentive": "2"}]},
		{"name": "margin bonus", "measure": "profit", "rate": "0.01"}
	],
	"caps": [
		{"per": "period", "amount": "9000", "excess": "carry-until", "until": "2027-01-01"},
		{"per": "lifetime", "amount": "20000"}
	],
	"conversion": {"policy": "period-end", "table": "market", "refunds": "original", "places": 2},
	"proration": {"by": "calendar-days", "quotas": true, "targets": true}
}`

// timeRun is the second quarter of somebody who was hired in April, was away in May, and sells abroad.
func timeRun(t testing.TB) *incentive.Run {
	t.Helper()
	plan := planOf(t, timePlan)
	plan.Components[1].Name = "margin-bonus"
	old := plan
	old.Version = 3 // under which a cap has cut what is carried
	program, err := incentive.Compile(incentive.Book{Plans: []incentive.Plan{old, plan}})
	require.NoError(t, err)
	from := kam.MustPeriod("2026-04-11/2027-01-01")
	row := func(component, amount string) ledger.Posted {
		p := posted("2026-01-01/2026-04-01", amount)
		p.Payee, p.Plan, p.Version, p.Component = "anna", "key-accounts", 3, component
		return p
	}
	run, err := program.Run(context.Background(), incentive.Inputs{
		Period: secondQuarter,
		Roster: incentive.Roster{
			Payees: []incentive.Payee{{ID: "anna", Name: "Anna <Li>", Currency: "USD"}},
			Assignments: []incentive.Assignment{{
				Payee: "anna", Plan: "key-accounts", Version: 4, Period: from,
				Target:   incentive.Target{Amount: known("20000"), Per: kam.Year, Changes: []incentive.TargetChange{{From: kam.MustDay("2026-06-01"), Amount: exact("24000")}}},
				Ramps:    []incentive.Ramp{{Period: kam.MustPeriod("2026-04-11/2026-05-01"), Share: exact("0.5")}},
				Absences: []incentive.Absence{{ID: "leave", Period: kam.MustPeriod("2026-05-11/2026-05-21"), Prorates: true}, {ID: "ill", Period: kam.MustPeriod("2026-06-01/2026-06-08")}},
				Quotas: []incentive.Quota{{Measure: "revenue", Period: secondQuarter, Amount: exact("91000"), Relief: []incentive.Relief{
					{Amount: known("1000"), For: "ill", Reason: "a week | lost", ApprovedBy: "cai"}, {Share: known("0.1"), Reason: "flood", ApprovedBy: "dan"},
				}}},
			}},
		},
		Transactions: incentive.Transactions([]incentive.Transaction{
			{ID: "D-1", Owner: "anna", Currency: "USD", Booked: kam.MustDay("2026-04-20"), Amount: exact("10000"), Margin: known("1000.05")},
			{ID: "D-2", Owner: "anna", Booked: kam.MustDay("2026-05-25"), Amount: exact("90000"), Margin: known("400000")},
			{ID: "R-1", Reverses: "D-1", Currency: "USD", Booked: kam.MustDay("2026-06-20"), Amount: exact("-2500")},
		}),
		Rates: []incentive.ExchangeRate{fx("market", "USD", "2026-06-01/2026-07-01", "7.1333")},
		Opening: incentive.Opening{Ledger: ledger.Snapshot{Posted: []ledger.Posted{
			row("commission", "15000"), row("(period-cap)", "-2500"),
		}}},
	}, incentive.RunOptions{})
	require.NoError(t, err)
	return run
}

func TestMarkdownSaysHowQuotaTargetAndRatesComeAbout(t *testing.T) {
	run := timeRun(t)
	s, ok := run.Statement("anna", "key-accounts")
	require.True(t, ok, "held: %v", heldBy(run))
	for _, lang := range []kam.Lang{kam.English, kam.Chinese} {
		text := s.Markdown(lang)
		wordtest.Formatted(t, text)
		golden(t, "statement-time."+string(lang)+".md", text)
	}
	checkAlways(t, run)
}
