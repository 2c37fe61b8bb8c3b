package incentive_test

import (
	"context"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
)

// A deal that a credit rule does not select is told what the rule asks for and what the deal has.
func TestFilteredDealsSayWhatTheRuleAsksFor(t *testing.T) {
	for name, c := range map[string]struct{ when, en, zh string }{
		"attribute":         {`{"attribute": "kind", "in": ["product"]}`, `kind is "service", and must be "product"`, `kind 为“service”，要求为“product”`},
		"two values":        {`{"attribute": "kind", "in": ["product", "box"]}`, `kind is "service", and must be "product" or "box"`, `kind 为“service”，要求为“product”或“box”`},
		"many values":       {`{"attribute": "kind", "in": ["a", "b", "c", "d", "e", "f"]}`, `kind is "service", and must be "a" or "b" or "c" or "d" or "e" or …`, `kind 为“service”，要求为“a”或“b”或“c”或“d”或“e”或…`},
		"not stated":        {`{"attribute": "region", "in": ["north"]}`, `region is not stated, and must be "north"`, `region 未填写，要求为“north”`},
		"number":            {`{"number": "amount", "atLeast": "50000"}`, "amount is 40,000, and must be at least 50,000", "amount 为 40,000，要求不低于 50,000"},
		"both bounds":       {`{"number": "amount", "moreThan": "50000", "below": "60000"}`, "amount is 40,000, and must be more than 50,000 and below 60,000", "amount 为 40,000，要求高于 50,000 且低于 60,000"},
		"number not stated": {`{"number": "margin", "atMost": "1"}`, "margin is not stated, and must be at most 1", "margin 未填写，要求不高于 1"},
		"date":              {`{"date": "booked", "from": "2026-02-01", "until": "2026-04-01"}`, "booked is 2026-01-10, and must be 2026-02-01 or later and before 2026-04-01", "booked 为 2026-01-10，要求不早于 2026-02-01 且早于 2026-04-01"},
		"date not stated":   {`{"date": "invoiced", "until": "2026-04-01"}`, "invoiced is not stated, and must be before 2026-04-01", "invoiced 未填写，要求早于 2026-04-01"},
		"not a date":        {`{"not": {"date": "booked", "from": "2026-01-01"}}`, "booked is 2026-01-10, and must not be 2026-01-01 or later", "booked 为 2026-01-10，而规则排除不早于 2026-01-01 的交易"},
		"first of all":      {`{"all": [{"number": "amount", "atLeast": "1"}, {"attribute": "kind", "in": ["product"]}]}`, `kind is "service", and must be "product"`, `kind 为“service”，要求为“product”`},
		"none of any":       {`{"any": [{"number": "amount", "atLeast": "50000"}, {"attribute": "kind", "in": ["product"]}]}`, `amount is 40,000, and must be at least 50,000, and kind is "service", and must be "product"`, `amount 为 40,000，要求不低于 50,000，且 kind 为“service”，要求为“product”`},
		"not":               {`{"not": {"attribute": "kind", "in": ["service"]}}`, `kind is "service", and must not be "service"`, `kind 为“service”，要求不为“service”`},
		"not a number":      {`{"not": {"number": "amount", "atMost": "50000"}}`, "amount is 40,000, and must not be at most 50,000", "amount 为 40,000，而规则排除不高于 50,000 的交易"},
		"not any":           {`{"not": {"any": [{"number": "amount", "below": "1"}, {"attribute": "kind", "in": ["service"]}]}}`, `kind is "service", and must not be "service"`, `kind 为“service”，要求不为“service”`},
		"deep":              {`{"all": [{"any": [{"all": [{"any": [{"number": "amount", "below": "1"}]}]}]}]}`, "a condition of several parts is not met", "由多项组成的条件未满足"},
	} {
		t.Run(name, func(t *testing.T) {
			plan, err := incentive.ParsePlan([]byte(`{
				"format": 1, "id": "ae", "version": 1, "currency": "CNY", "readings": "standard-1", "effective": "2026-01-01/2027-01-01", "period": "month",
				"credits": [{"name": "own", "to": "owner", "share": "1", "when": ` + c.when + `}],
				"measures": [{"name": "revenue", "base": "amount", "credits": ["own"], "window": "period"}],
				"components": [{"name": "commission", "measure": "revenue", "rate": "0.1"}]
			}`))
			require.NoError(t, err)
			program, err := incentive.Compile(incentive.Book{Plans: []incentive.Plan{plan}})
			require.NoError(t, err)
			run, err := program.Run(context.Background(), incentive.Inputs{
				Period: kam.MustPeriod("2026-01-01/2026-02-01"),
				Roster: incentive.Roster{
					Payees:      []incentive.Payee{{ID: "anna"}},
					Assignments: []incentive.Assignment{{Payee: "anna", Plan: "ae", Version: 1, Period: kam.MustPeriod("2026-01-01/2027-01-01")}},
				},
				Transactions: incentive.Transactions([]incentive.Transaction{{
					ID: "D-1", Owner: "anna", Booked: kam.MustDay("2026-01-10"), Amount: decimal.NewFromInt(40_000), Attributes: map[string]string{"kind": "service"},
				}}),
			}, incentive.RunOptions{})
			require.NoError(t, err)
			want := kam.Text{EN: `the credit rule "own" does not select the deal: ` + c.en, ZH: `归属规则“own”未选中该交易：` + c.zh}
			answer := run.Why("anna", "D-1")
			require.Len(t, answer.Reasons, 1)
			assert.Equal(t, string(incentive.CodeFiltered), answer.Reasons[0].Code)
			assert.Equal(t, want, answer.Reasons[0].Message)
			for h := range run.House() {
				assert.Equal(t, want, h.Reason.Message, "the house's row says it too")
			}
		})
	}
}
