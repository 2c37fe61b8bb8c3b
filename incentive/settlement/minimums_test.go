package settlement_test

import (
	"fmt"
	"log"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive/payroll"
	"github.com/kam-go/kam/incentive/settlement"
)

// What a plan states as its minimum is what a pay run keeps back, and exactly that much is paid.
func TestMinimums(t *testing.T) {
	for sold, want := range map[string]struct{ paid, kept int }{"499.90": {0, 1}, "500": {1, 0}} {
		h := newHost(t, withPayout(`{"minimum": {"amount": "50"}, `+oldest+`}`))
		opening := h.opening()
		s := h.settle(settlement.Inputs{Run: h.run(january, opening, deal("D-1", "2026-01-10", sold)), Opening: opening})
		minimums := s.Minimums()
		require.Len(t, minimums, 1)
		assert.Equal(t, payroll.Minimum{Per: payroll.PerPlan, Plan: "ae", Currency: "CNY", Amount: minimums[0].Amount}, minimums[0])
		assert.Equal(t, "50", minimums[0].Amount.String())
		run, err := payroll.Pay(payroll.Request{
			Run: "jan", PayDate: payroll.PayDate{Date: kam.MustDay("2026-02-10"), Cutoff: kam.MustDay("2026-02-05")}, Into: kam.MustPeriod(january),
			Snapshot: h.opening(), Terms: payroll.Terms{Unapproved: payroll.UnapprovedPays, Minimums: minimums},
		})
		require.NoError(t, err)
		assert.Len(t, run.Lines, want.paid, sold)
		assert.Len(t, run.Kept, want.kept, sold)
	}
	h := newHost(t, withPayout(`{`+oldest+`}`))
	opening := h.opening()
	assert.Empty(t, h.settle(settlement.Inputs{Run: h.run(january, opening), Opening: opening}).Minimums())
}

// The least amount that a plan pays out is handed from the settlement to the pay run.
func ExampleSettlement_Minimums() {
	c := open(strings.Replace(monthly, `"payout": {`, `"payout": {"minimum": {"amount": "50"}, `, 1))
	opening := c.opening()
	s, err := settlement.Settle(settlement.Inputs{Run: c.run("2026-01-01/2026-02-01", opening), Opening: opening})
	if err != nil {
		log.Fatal(err)
	}
	terms := payroll.Terms{Unapproved: payroll.UnapprovedWaits, Minimums: s.Minimums()}
	for _, m := range terms.Minimums {
		fmt.Println(m.Per, m.Plan, m.Currency, m.Amount)
	}
	// Output: plan ae CNY 50
}
