package preclose_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/ledger"
	"github.com/kam-go/kam/incentive/preclose"
)

var (
	january  = kam.MustPeriod("2026-01-01/2026-02-01")
	february = kam.MustPeriod("2026-02-01/2026-03-01")
)

// plan has one component on the revenue of the month.
func plan(version int, component, more string) string {
	return fmt.Sprintf(`{
		"format": 1, "id": "ae", "version": %d, "currency": "CNY", "readings": "standard-1",
		"effective": "2026-01-01/2027-01-01", "period": "month",
		"credits": [{"name": "own", "to": "owner", "share": "1"}],
		"measures": [{"name": "revenue", "base": "amount", "credits": ["own"], "window": "period", "zeroQuota": "0"}],
		"components": [{"name": "commission", "measure": "revenue", %s}]%s
	}`, version, component, more)
}

func compile(t testing.TB, plans ...string) *incentive.Program {
	t.Helper()
	var book incentive.Book
	for _, text := range plans {
		p, err := incentive.ParsePlan([]byte(text))
		require.NoError(t, err)
		book.Plans = append(book.Plans, p)
	}
	program, err := incentive.Compile(book)
	require.NoError(t, err)
	return program
}

// assigned puts somebody on a version of the plan with a quota of the month.
func assigned(payee string, version int, period kam.Period, quota string) incentive.Assignment {
	a := incentive.Assignment{Payee: payee, Plan: "ae", Version: version, Period: period}
	a.Target = incentive.Target{Amount: decimal.NewNullDecimal(decimal.NewFromInt(1000)), Per: kam.Month}
	if quota != "" {
		a.Quotas = []incentive.Quota{{Measure: "revenue", Period: period, Amount: decimal.RequireFromString(quota)}}
	}
	return a
}

// month is what one run reads.
type month struct {
	program     *incentive.Program
	period      kam.Period
	assignments []incentive.Assignment
	deals       []incentive.Transaction
	posted      ledger.Snapshot
}

func (m month) run(t testing.TB) *incentive.Run {
	t.Helper()
	r := incentive.Roster{Assignments: m.assignments}
	seen := map[string]bool{}
	for _, a := range m.assignments {
		if !seen[a.Payee] {
			seen[a.Payee] = true
			r.Payees = append(r.Payees, incentive.Payee{ID: a.Payee, Name: strings.ToUpper(a.Payee[:1]) + a.Payee[1:]})
		}
	}
	run, err := m.program.Run(context.Background(), incentive.Inputs{Period: m.period, Roster: r, Transactions: incentive.Transactions(m.deals), Opening: incentive.Opening{Ledger: m.posted}}, incentive.RunOptions{})
	require.NoError(t, err)
	return run
}

func deal(id, owner, day, amount string) incentive.Transaction {
	return incentive.Transaction{ID: id, Owner: owner, Booked: kam.MustDay(day), Amount: decimal.RequireFromString(amount)}
}

func exactly(s string) decimal.NullDecimal {
	return decimal.NewNullDecimal(decimal.RequireFromString(s))
}

// none flags every variance.
func none() preclose.Limits { return preclose.Limits{Default: preclose.Limit{Amount: exactly("0")}} }

func build(t testing.TB, in preclose.Inputs) preclose.Report {
	t.Helper()
	r, err := preclose.Build(in)
	require.NoError(t, err)
	return r
}

// parts writes what explains a row.
func parts(r preclose.Row) string {
	var out []string
	for _, p := range r.Parts {
		out = append(out, string(p.Cause)+" "+p.Amount.String())
	}
	return strings.Join(out, ", ")
}
