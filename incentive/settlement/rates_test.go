package settlement_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/ledger"
	"github.com/kam-go/kam/incentive/settlement"
)

// A payee who is paid in another currency has both roundings on the statement, and exports add up.
func TestConversion(t *testing.T) {
	h := newHost(t, withPayout(`{"convert": {"policy": "period-end", "refunds": "original", "table": "m", "mode": "half-up"}, `+oldest+`}`))
	h.roster.Payees[0].Currency = "USD"
	rate := func(period, rate string) incentive.ExchangeRate {
		return incentive.ExchangeRate{Table: "m", From: "CNY", To: "USD", Period: kam.MustPeriod(period), Rate: decimal.RequireFromString(rate)}
	}
	rates := []incentive.ExchangeRate{rate(january, "0.14"), rate(february, "0.15"), {Table: "other", From: "CNY", To: "USD", Period: kam.MustPeriod(february), Rate: decimal.NewFromInt(9)}}
	d1, d2 := deal("D-1", "2026-01-10", "1000.10"), deal("D-2", "2026-02-10", "2000")
	opening := h.opening()
	s := h.settle(settlement.Inputs{Run: h.run(january, opening, d1), Opening: opening, Rates: rates})
	st, _ := s.Statement("anna", "ae")
	assert.Equal(t, "14", st.Payable().String()) // 100.01 x 0.14 = 14.0014
	opening = h.opening()
	s = h.settle(settlement.Inputs{
		Run: h.run(february, opening, d2), Opening: opening, Rates: rates,
		Late: []settlement.Late{{Run: h.run(january, opening), Reason: kam.Text{EN: "D-1 was void", ZH: "D-1 无效"}}},
	})
	st, _ = s.Statement("anna", "ae")
	assert.Equal(t, "30", st.Payable().String()) // 200 x 0.15, and what January earned taken back at January's rate
	assert.Equal(t, kam.Currency("USD"), st.Currency())
	data, err := st.Export()
	require.NoError(t, err)
	require.NoError(t, settlement.VerifyExport(data))
	back := deal("R-2", "2026-03-10", "-2000")
	back.Reverses = "D-2"
	opening = h.opening()
	in := settlement.Inputs{Run: h.run("2026-03-01/2026-04-01", opening, d2, back), Opening: opening, Rates: append(rates, rate("2026-03-01/2026-04-01", "0.10"))}
	refund, ok := h.settle(in).Statement("anna", "ae")
	require.True(t, ok)
	assert.Equal(t, "0", refund.Payable().String(), "taken back at February's rate")
	assert.Contains(t, st.Markdown(kam.English), "In CNY, as the plan earns it.")
}

// The finding has the row that is missing, for each policy, and names no table where there is none.
func TestTheRateThatIsMissing(t *testing.T) {
	const line = `{"from": "CNY", "to": "USD", "period": "%s", "rate": "…"}`
	for policy, period := range map[string]string{"period-end": "2026-01-31/2026-02-01", "period-average": january, "plan": "2026-01-01/2026-01-02"} {
		t.Run(policy, func(t *testing.T) {
			held := func(table string, rates ...incentive.ExchangeRate) kam.Finding {
				h := newHost(t, withPayout(`{"convert": {"policy": "`+policy+`", "refunds": "original", `+table+`"mode": "half-up"}, `+oldest+`}`))
				h.roster.Payees[0].Currency = "USD"
				s, err := settlement.Settle(settlement.Inputs{Run: h.run(january, ledger.Snapshot{}, deal("D-1", "2026-01-10", "1000")), Rates: rates})
				require.NoError(t, err)
				for h := range s.Held() {
					return h.Findings[0]
				}
				require.Fail(t, "nobody is held")
				return kam.Finding{}
			}
			found := held("")
			row := strings.Replace(line, "%s", period, 1)
			assert.Equal(t, `0 rates from CNY to USD serve 2026-01-01/2026-02-01 of component "commission"`, found.Message.EN)
			assert.Equal(t, "hand in exactly one rate for the policy "+policy+": "+row+", with how much USD one CNY is worth", found.Remedy.EN)
			assert.Contains(t, found.Remedy.ZH, row+"，其中填写 1 CNY 折合多少 USD")

			var pasted incentive.ExchangeRate
			require.NoError(t, json.Unmarshal([]byte(strings.Replace(row, "…", "0.14", 1)), &pasted))
			h := newHost(t, withPayout(`{"convert": {"policy": "`+policy+`", "refunds": "original", "mode": "half-up"}, `+oldest+`}`))
			h.roster.Payees[0].Currency = "USD"
			st, ok := h.settle(settlement.Inputs{Run: h.run(january, ledger.Snapshot{}, deal("D-1", "2026-01-10", "1000")), Rates: []incentive.ExchangeRate{pasted}}).Statement("anna", "ae")
			require.True(t, ok)
			assert.Equal(t, "14", st.Payable().String())

			found = held(`"table": "m", `)
			assert.Contains(t, found.Message.EN, `0 rates of table "m" from CNY`)
			assert.Contains(t, found.Remedy.EN, `{"table": "m", "from": "CNY"`)
			pasted.Table = "m"
			if policy != "period-average" { // of which there can be one alone
				longer := pasted
				longer.Period = kam.MustPeriod("2026-01-01/2026-12-31")
				found = held(`"table": "m", `, pasted, longer)
				assert.Contains(t, found.Message.EN, "2 rates of table")
				assert.Contains(t, found.Remedy.EN, "keep one of them, such as ")
			}
		})
	}
}
