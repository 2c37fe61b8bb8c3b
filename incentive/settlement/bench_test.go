package settlement_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/ledger"
	"github.com/kam-go/kam/incentive/settlement"
)

// BenchmarkSettle settles February of 2,000 payees with ten deals each, and January anew.
func BenchmarkSettle(b *testing.B) {
	p, err := incentive.ParsePlan([]byte(monthly))
	require.NoError(b, err)
	program, err := incentive.Compile(incentive.Book{Plans: []incentive.Plan{p}})
	require.NoError(b, err)
	var roster incentive.Roster
	var deals []incentive.Transaction
	for i := range 2000 {
		id := fmt.Sprintf("p%04d", i)
		roster.Payees = append(roster.Payees, incentive.Payee{ID: id})
		roster.Assignments = append(roster.Assignments, incentive.Assignment{Payee: id, Plan: "ae", Version: 1, Period: kam.MustPeriod("2026-01-01/2027-01-01")})
		for n := range 10 {
			d := deal(fmt.Sprintf("D-%d-%d", i, n), fmt.Sprintf("2026-%02d-%02d", 1+n%2, 1+n), "1000")
			d.Owner, d.Amount = id, decimal.New(int64(1000+i*7+n), 0)
			deals = append(deals, d)
		}
	}
	run := func(period string, opening ledger.Snapshot) *incentive.Run {
		r, err := program.Run(context.Background(), incentive.Inputs{
			Period: kam.MustPeriod(period), Roster: roster, Transactions: incentive.Transactions(deals), Opening: incentive.Opening{Ledger: opening},
		}, incentive.RunOptions{})
		require.NoError(b, err)
		return r
	}
	var book ledger.Memory
	first, err := settlement.Settle(settlement.Inputs{Run: run(january, ledger.Snapshot{})})
	require.NoError(b, err)
	_, err = book.Append(context.Background(), first.Batch())
	require.NoError(b, err)
	opening, err := book.Snapshot(context.Background(), kam.MustPeriod("2000-01-01/.."))
	require.NoError(b, err)
	in := settlement.Inputs{
		Run: run(february, opening), Opening: opening,
		Late: []settlement.Late{{Run: run(january, opening), Reason: kam.Text{EN: "again", ZH: "重算"}}},
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := settlement.Settle(in); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkMarkdown writes one statement.
func BenchmarkMarkdown(b *testing.B) {
	c := open(monthly)
	opening := c.opening()
	st := statement(c.settle(settlement.Inputs{Run: c.run(january, opening, deal("D-1", "2026-01-10", "20000")), Opening: opening}))
	for b.Loop() {
		if st.Markdown(kam.English) == "" {
			b.Fatal("empty")
		}
	}
}
