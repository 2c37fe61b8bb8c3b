package lint_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/lint"
)

// TestTheFirstPrizeIsWhatTheEnginePays runs the contest that a finding speaks of, with every place taken.
func TestTheFirstPrizeIsWhatTheEnginePays(t *testing.T) {
	p := plan(t, `{"components": [{"name": "c", "measure": "revenue", "contest": {"basis": "amount", "prizes": ["3000", "2000", "1000"], "fund": "4000", "ties": "share", "held": "wait"}}]}`)
	assert.Contains(t, only(t, lint.Check(book(p), lint.Policy{}), lint.CodeFund).Message.EN, "the first prize of 3,000.00 CNY becomes 2,000.00 CNY")
	var in incentive.Inputs
	var deals []incentive.Transaction
	for i, who := range []string{"anna", "bert", "carl"} {
		in.Roster.Payees = append(in.Roster.Payees, incentive.Payee{ID: who})
		in.Roster.Assignments = append(in.Roster.Assignments, incentive.Assignment{Payee: who, Plan: "plan", Version: 1, Period: kam.MustPeriod("2026-01-01/2027-01-01")})
		deals = append(deals, incentive.Transaction{ID: who, Owner: who, Amount: dec([]string{"900", "800", "700"}[i]), Booked: kam.MustDay("2026-01-05")})
	}
	in.Period, in.Transactions = kam.MustPeriod("2026-01-01/2026-02-01"), incentive.Transactions(deals)
	program, err := incentive.Compile(book(p))
	require.NoError(t, err)
	run, err := program.Run(t.Context(), in, incentive.RunOptions{})
	require.NoError(t, err)
	st, ok := run.Statement("anna", "plan")
	require.True(t, ok)
	assert.Equal(t, "2000", st.Earned().String())
}
