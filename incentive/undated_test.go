package incentive_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
)

// TestRefundWithoutDateRanksLast lets a refund that has no date, and counts nowhere, change nothing of those that have one.
func TestRefundWithoutDateRanksLast(t *testing.T) {
	plan, err := incentive.ParsePlan([]byte(`{
		"format": 1, "id": "p", "version": 1, "currency": "USD", "readings": "standard-1", "effective": "2026-01-01/2027-01-01", "period": "month",
		"refunds": {"method": "mirror", "period": "current", "below": "first-rate"},
		"credits": [{"name": "own", "to": "owner", "share": "1"}],
		"measures": [{"name": "revenue", "base": "amount", "credits": ["own"], "window": "period"}],
		"components": [{"name": "commission", "measure": "revenue", "rate": "0.01"}]}`))
	require.NoError(t, err)
	program, err := incentive.Compile(incentive.Book{Plans: []incentive.Plan{plan}})
	require.NoError(t, err)
	deals := []incentive.Transaction{
		sold("d1", "anna", "101", "2026-01-02"),
		{ID: "r0", Amount: exact("-50.5"), Reverses: "d1"},
		{ID: "r1", Amount: exact("-50.5"), Reverses: "d1", Booked: kam.MustDay("2026-01-20")},
	}
	run, err := program.Run(t.Context(), incentive.Inputs{
		Period: kam.MustPeriod("2026-01-01/2026-02-01"), Transactions: incentive.Transactions(deals),
		Roster: incentive.Roster{
			Payees:      []incentive.Payee{{ID: "anna"}},
			Assignments: []incentive.Assignment{{Payee: "anna", Plan: "p", Version: 1, Period: kam.MustPeriod("2026-01-01/2027-01-01")}},
		},
	}, incentive.RunOptions{})
	require.NoError(t, err)
	s, ok := run.Statement("anna", "p")
	require.True(t, ok)
	got := map[string]string{}
	for l := range s.Lines() {
		got[l.Transaction()] = l.Amount().String()
	}
	assert.Equal(t, map[string]string{"d1": "1.01", "r1": "-0.51"}, got, "the first half of 1.01, and not what another half has left")
}
