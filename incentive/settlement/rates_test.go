package settlement_test

import (
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
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
