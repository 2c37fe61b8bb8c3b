package backtest_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/backtest"
	"github.com/kam-go/kam/incentive/payout"
	"github.com/kam-go/kam/internal/wordtest"
)

// reports are Markdown in both languages and JSON.
func reports(t *testing.T, name string, r interface {
	Markdown(lang kam.Lang) string
	JSON() ([]byte, error)
},
) {
	t.Helper()
	for _, lang := range []kam.Lang{kam.English, kam.Chinese} {
		text := r.Markdown(lang)
		wordtest.Formatted(t, text)
		golden(t, name+"."+string(lang)+".md", text)
	}
	data, err := r.JSON()
	require.NoError(t, err)
	assert.True(t, json.Valid(data))
	golden(t, name+".json", string(data))
}

func TestComparisonReport(t *testing.T) {
	r := staff("anna", "bo", "cy", "<b>di|*")
	r.Payees[0].Name, r.Payees[1].Name = "王安娜", "Bo | *Li*"
	r.Assignments[2].Quotas = nil
	after := plan(t, 2, tiers("0.06", "0.8", `, "caps": [{"per": "component", "amount": "500000"}]`))
	after.Caps = []incentive.Cap{{Per: incentive.PerPlan, Amount: some("490000")}}
	terms := payout.Terms{}
	after.Payout = &terms
	before := plan(t, 1, tiers("0.05", "1", ""))
	q := backtest.Question{
		Before: side(before), After: side(after),
		History: backtest.History{
			Periods: quarters[:2], Roster: r,
			Transactions: []incentive.Transaction{sold("d1", "anna", "10000000", "2026-02-01"), sold("d2", "bo", "90", "2026-02-01"), sold("d3", "<b>di|*", "60", "2026-05-01"), sold("d4", "cy", "5", "2026-05-01")},
		},
	}
	q.After.Plans[0].Payout = nil
	reports(t, "comparison", compare(t, q))
	q.History.Transactions, q.History.Roster = nil, incentive.Roster{}
	reports(t, "nothing", compare(t, q))
}

func TestAdditiveReport(t *testing.T) {
	usd := plan(t, 1, flat("0.1"))
	usd.ID, usd.Currency = "us", "USD"
	r := staff("anna", "bo", "cy")
	r.Assignments[1].Plan = "us"
	abroad := sold("d2", "bo", "1000", "2026-02-01")
	abroad.Currency = "USD"
	renamed := plan(t, 1, flat("0.02"))
	q := backtest.Question{
		Before: side(plan(t, 1, flat("0.03")), usd), After: side(renamed, usd),
		History: backtest.History{Periods: quarters[:1], Roster: r, Transactions: []incentive.Transaction{sold("d1", "anna", "1000", "2026-02-01"), abroad}},
	}
	c := compare(t, q)
	c.Aside = []kam.Text{{EN: "payout / holdback is new", ZH: "新增 兑付 / 暂扣"}}
	reports(t, "additive", c)
}

func TestForecastReport(t *testing.T) {
	p := plan(t, 1, tiers("0.05", "1", ""))
	p.Caps = []incentive.Cap{{Per: incentive.PerPlan, Amount: some("6")}}
	o := amounts(points(point("50", "0.3"), point("120", "0.5"), point("250", "0.2")))
	s := cost(t, 50, []string{"anna", "bo"}, o)
	s.Plans = []incentive.Plan{p}
	s.Base.Roster.Payees[0].Name = "王安娜"
	s.Base.Periods = quarters[:2]
	s.Base.Roster.Assignments[1].Quotas = s.Base.Roster.Assignments[1].Quotas[:1]
	s.Budgets = []kam.Money{{Amount: dec("8"), Currency: "CNY"}, {Amount: dec("1000000"), Currency: "CNY"}}
	reports(t, "forecast", simulate(t, s))
}

func TestProspectReport(t *testing.T) {
	q := pipeline(t, open("x|*", "anna", "40", "2026-03-20", "2026-04-02"), open("y", "anna", "30", "2026-03-25", ""))
	q.SoFar.Roster.Payees[0].Name = "王安娜"
	reports(t, "prospect", whatIf(t, q))
	q.Cases = []backtest.Case{{Name: "best | case", Outcomes: map[string]backtest.Outcome{"y": backtest.Won}}}
	q.Plans[0].Measures[0].Base = incentive.BaseMargin
	reports(t, "prospect-held", whatIf(t, q))
}
