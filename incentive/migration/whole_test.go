package migration_test

import (
	"context"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/ledger"
	"github.com/kam-go/kam/incentive/migration"
)

// whole runs a year here, and returns what each month earned and what the ledger has of it.
func whole(t *testing.T, program *incentive.Program) ([]string, ledger.Snapshot) {
	t.Helper()
	book := new(ledger.Memory)
	earned := months(t, program, book, 1, 12, deals(), plainOpening)
	s, err := book.Snapshot(context.Background(), kam.MustPeriod("2026-01-01/.."))
	require.NoError(t, err)
	return earned, s
}

// halfEarned is a file with what the year that was run here earned until June.
func halfEarned(s ledger.Snapshot) []byte {
	var rows []string
	sum := decimal.Zero
	for _, p := range s.Posted {
		if p.Kind == ledger.Earning && p.Account == ledger.PayeeAccount && !p.Period.Until.After(june.Until) {
			rows = append(rows, strings.Join([]string{"earned", p.Payee, p.Plan, "1", p.Component, "", p.Period.String(), "", p.Amount.String(), "CNY"}, ","))
			sum = sum.Add(p.Amount)
		}
	}
	return file(append(rows, "total:earned,,,,,,,,"+sum.String()+",CNY")...)
}

// Half a year brought in and half a year run here pay what a whole year run here pays, also where tiers reach back.
func TestHalfAYearWithDeals(t *testing.T) {
	for name, plan := range map[string]string{"marginal": yearly, "retroactive": retroactive} {
		t.Run(name, func(t *testing.T) {
			program := compile(t, plan)
			want, posted := whole(t, program)
			m := read(t, program, halfEarned(posted))
			book := new(ledger.Memory)
			_, err := book.Append(context.Background(), m.Batch(""))
			require.NoError(t, err)
			again, err := book.Append(context.Background(), m.Batch(""))
			require.NoError(t, err)
			assert.True(t, again.Repeated)
			assert.Equal(t, want[6:], months(t, program, book, 7, 12, deals(), m.Opening))
			s, err := book.Snapshot(context.Background(), kam.MustPeriod("2026-01-01/.."))
			require.NoError(t, err)
			require.NoError(t, ledger.Conserved(s.Posted))
			total := decimal.Zero
			for _, amount := range want[6:] {
				total = total.Add(decimal.RequireFromString(amount))
			}
			assert.Equal(t, total.StringFixed(2), ledger.Balances(s.Posted)[0].Payable.StringFixed(2), "what the old system settled is not payable")
		})
	}
}

// With a position in place of the earlier deals, marginal tiers go on where they stood.
func TestHalfAYearWithAPosition(t *testing.T) {
	program := compile(t, yearly)
	want, _ := whole(t, program)
	m := read(t, program, file("position,anna,ae,,,year,,,420000,", "total:position,,,,,,,,420000,"))
	assert.True(t, m.Batch("").Empty())
	second := between(kam.MustPeriod("2026-07-01/2026-11-01"))
	assert.Equal(t, want[6:10], months(t, program, new(ledger.Memory), 7, 10, second, m.Opening))
}

// A refund in July of a deal of the old system takes back what that deal earned, and no more.
func TestPriorDeal(t *testing.T) {
	program := compile(t, strings.Replace(yearly, `"readings": "standard-1",`, `"readings": "standard-1", "refunds": {"method": "mirror", "period": "current", "below": "carry-negative"},`, 1))
	d := incentive.Transaction{ID: "D-17", Owner: "anna", Booked: kam.MustDay("2025-12-10"), Amount: decimal.NewFromInt(1000), Attributes: map[string]string{"a": "b"}}
	m := read(t, program, file(
		"prior,anna,ae,,commission,,,D-17,40,", "prior,anna,ae,,monthly,,,D-17,10,", "total:prior,,,,,,,,50,",
	), d)
	require.Len(t, m.Prior(), 1)
	m.Prior()[0].Transaction.Attributes["a"], m.Prior()[0].Earned["monthly"] = "changed", decimal.Zero
	assert.Equal(t, "b", m.Prior()[0].Transaction.Attributes["a"])
	refund := incentive.Transaction{ID: "R-17", Reverses: "D-17", Booked: kam.MustDay("2026-07-05"), Amount: decimal.NewFromInt(-500)}
	assert.Equal(t, []string{"-25.00"}, months(t, program, new(ledger.Memory), 7, 7, []incentive.Transaction{refund}, m.Opening))
}

// Balances stand in the ledger as the file has them.
func TestBalances(t *testing.T) {
	program := compile(t, yearly)
	m := read(t, program, file(
		"payable,anna,ae,1,commission,,2026-06,,1250.50,CNY", "held,anna,ae,1,commission,,2026-05,D-05#2,800,CNY", "debt,anna,ae,1,(draw),,2026-04,,500,CNY",
		"payable,anna,ae,1,(opening),,2026-06,,-50.50,CNY",
		"total:payable,,,,,,,,1200,CNY", "total:held,,,,,,,,800,CNY", "total:debt,,,,,,,,500,CNY",
	))
	book := new(ledger.Memory)
	_, err := book.Append(context.Background(), m.Batch(""))
	require.NoError(t, err)
	s, err := book.Snapshot(context.Background(), kam.MustPeriod("2026-01-01/.."))
	require.NoError(t, err)
	require.NoError(t, ledger.Conserved(s.Posted))
	b := ledger.Balances(s.Posted)
	require.Len(t, b, 1)
	assert.Equal(t, "1200 800 -500 0", b[0].Payable.String()+" "+b[0].Held.String()+" "+b[0].Debt.String()+" "+b[0].Paid.String())
	for _, p := range s.Posted {
		assert.Equal(t, june, p.Into)
		assert.Equal(t, ledger.Opened, p.Kind)
	}
}

// The run id does not depend on the order of rows or how numbers are written, and does on everything else.
func TestRunID(t *testing.T) {
	program := compile(t, yearly)
	a, b, total := "payable,anna,ae,1,commission,,2026-06,,10,CNY", "payable,anna,ae,1,monthly,,2026-06,,20,CNY", "total:payable,,,,,,,,30,CNY"
	id := read(t, program, file(a, b, total)).Run()
	assert.Equal(t, id, read(t, program, file(total, b, strings.Replace(a, ",10,", ",10.00,", 1))).Run())
	assert.NotEqual(t, id, read(t, program, file(strings.Replace(a, ",10,", ",20,", 1), strings.Replace(b, ",20,", ",10,", 1), total)).Run())
	other, err := migration.Read("x", file(a, b, total), migration.Source{Program: program, Into: kam.MustPeriod("2026-06-01/2026-08-01")})
	require.NoError(t, err)
	assert.NotEqual(t, id, other.Run())
}
