package migration_test

import (
	"context"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/ledger"
	"github.com/kam-go/kam/incentive/migration"
)

// yearly pays 5 % up to 300,000 of the year and 10 % above it, and 1 % more of each month.
const yearly = `{
	"format": 1, "id": "ae", "version": 1, "currency": "CNY", "readings": "standard-1",
	"effective": "2026-01-01/2027-01-01", "period": "month",
	"credits": [{"name": "own", "to": "owner", "share": "1"}],
	"measures": [
		{"name": "year", "base": "amount", "credits": ["own"], "window": "year-to-date"},
		{"name": "month", "base": "amount", "credits": ["own"], "window": "period"}
	],
	"components": [
		{"name": "commission", "measure": "year", "tiers": {"mode": "marginal", "basis": "amount", "bands": [{"from": "0", "rate": "0.05"}, {"from": "300000", "rate": "0.1"}]}},
		{"name": "monthly", "measure": "month", "rate": "0.01"}
	]
}`

// retroactive pays everything of the year at the rate of the tier reached.
var retroactive = strings.Replace(yearly, `"mode": "marginal"`, `"mode": "whole", "lost": "take-back"`, 1)

var june = kam.MustPeriod("2026-06-01/2026-07-01")

func compile(t testing.TB, plan string) *incentive.Program {
	t.Helper()
	p, err := incentive.ParsePlan([]byte(plan))
	require.NoError(t, err)
	program, err := incentive.Compile(incentive.Book{Plans: []incentive.Plan{p}})
	require.NoError(t, err)
	return program
}

func roster() incentive.Roster {
	return incentive.Roster{
		Payees:      []incentive.Payee{{ID: "anna"}},
		Assignments: []incentive.Assignment{{Payee: "anna", Plan: "ae", Version: 1, Period: kam.MustPeriod("2026-01-01/2027-01-01")}},
	}
}

// deals has one deal of 70,000 on the 10th of each month, and a refund in November of a third of the one of March.
func deals() []incentive.Transaction {
	var out []incentive.Transaction
	for m := 1; m <= 12; m++ {
		day := kam.MustDay("2026-01-10").AddMonths(m - 1)
		out = append(out, incentive.Transaction{ID: "D-" + day.String()[5:7], Owner: "anna", Booked: day, Amount: decimal.NewFromInt(70000)})
	}
	return append(out, incentive.Transaction{ID: "R-03", Reverses: "D-03", Booked: kam.MustDay("2026-11-20"), Amount: decimal.NewFromInt(-20000)})
}

// between returns the deals booked in a period.
func between(p kam.Period) []incentive.Transaction {
	var out []incentive.Transaction
	for _, d := range deals() {
		if p.Contains(d.Booked) {
			out = append(out, d)
		}
	}
	return out
}

// months runs and posts months, and returns what each earned.
func months(t testing.TB, program *incentive.Program, book *ledger.Memory, from, until int, list []incentive.Transaction, opening func(ledger.Snapshot) incentive.Opening) []string {
	t.Helper()
	var out []string
	for m := from; m <= until; m++ {
		first := kam.MustDay("2026-01-01").AddMonths(m - 1)
		period, err := kam.NewPeriod(first, first.AddMonths(1))
		require.NoError(t, err)
		snapshot, err := book.Snapshot(context.Background(), kam.MustPeriod("2026-01-01/.."))
		require.NoError(t, err)
		run, err := program.Run(context.Background(), incentive.Inputs{Period: period, Roster: roster(), Transactions: incentive.Transactions(list), Opening: opening(snapshot)}, incentive.RunOptions{})
		require.NoError(t, err)
		for held := range run.Held() {
			require.Fail(t, "held", held.Findings.Err().Error())
		}
		s, ok := run.Statement("anna", "ae")
		require.True(t, ok)
		out = append(out, s.Earned().StringFixed(2))
		batch, err := run.Batch()
		require.NoError(t, err)
		_, err = book.Append(context.Background(), batch)
		require.NoError(t, err)
	}
	return out
}

func plainOpening(s ledger.Snapshot) incentive.Opening { return incentive.Opening{Ledger: s} }

// file puts rows under the header.
func file(rows ...string) []byte {
	return []byte(strings.Join(migration.Columns(), ",") + "\n" + strings.Join(rows, "\n") + "\n")
}

func read(t testing.TB, program *incentive.Program, data []byte, list ...incentive.Transaction) *migration.Import {
	t.Helper()
	m, err := migration.Read("opening.csv", data, migration.Source{Program: program, Into: june, Deals: list})
	require.NoError(t, err)
	return m
}
