package accounting_test

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive/accounting"
	"github.com/kam-go/kam/incentive/ledger"
)

func ExampleSpread_Schedule() {
	list, err := accounting.Spread{
		Amount: kam.Money{Amount: decimal.NewFromInt(2400), Currency: "USD"}, From: kam.MustDay("2026-01-15"),
		Over: accounting.Length{Months: 24}, Convention: accounting.FullMonth, Remainder: accounting.LargestRemainder,
	}.Schedule(nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(list[0].Month, list[0].Amount, list[0].Left)
	fmt.Println(list[23].Month, list[23].Amount, list[23].Left)
	// Output:
	// 2026-01-01/2026-02-01 100 2300
	// 2027-12-01/2028-01-01 100 0
}

func ExampleAccrue() {
	january := kam.MustPeriod("2026-01-01/2026-02-01")
	chart := accounting.Chart{
		Format: 1, Detail: accounting.ByComponent, Expense: "Commission", Waiting: "Commission accrued", Held: "Commission held", Payable: "Payroll payable",
		Advances: "Advances", Opening: "Opening", Exchange: "Exchange",
	}
	journal, err := accounting.Accrue(chart, []ledger.Posted{{
		Payee: "anna", Plan: "ae", Version: 1, Component: "sales", Kind: ledger.Earning, Period: january, Into: january,
		Account: ledger.PayeeAccount, Amount: decimal.NewFromInt(10), Currency: "CNY",
	}}, january)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, e := range journal.Entries {
		fmt.Println(e.Text.EN)
		for _, l := range e.Lines {
			fmt.Println(l.Account, l.Debit, l.Credit)
		}
	}
	// Output:
	// commission earned, sales of ae, 2026-01-01 to 2026-01-31
	// Commission 10 0
	// Commission accrued 0 10
}

func ExampleNewBook() {
	policy := accounting.Policy{
		Format: 1, Standard: accounting.IFRS15, Other: accounting.Capitalise, OnCosts: decimal.NewNullDecimal(decimal.Zero), Expedient: accounting.OneYear,
		Renewals: accounting.Commensurate, Unit: accounting.PerContract, Convention: accounting.FullMonth,
		Remainder: accounting.LargestRemainder, Late: accounting.CatchUp, Rounding: accounting.HalfUp,
	}
	book, err := accounting.NewBook(policy, nil, accounting.Inputs{
		Contracts: []accounting.Contract{{ID: "c1", Term: kam.MustPeriod("2026-01-01/2028-01-01")}},
		Costs: []accounting.Cost{{
			ID: "deal-7", Contract: "c1", Plan: "ae", Component: "sales", On: kam.MustDay("2026-01-10"),
			Amount: kam.Money{Amount: decimal.NewFromInt(2400), Currency: "CNY"},
		}},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(book.Decisions[0].Text.EN)
	year, err := book.RollForward(kam.MustPeriod("2026-01-01/2027-01-01"))
	if err != nil {
		fmt.Println(err)
		return
	}
	total := year.Totals[0]
	fmt.Println(total.Opening, total.Additions, total.Amortisation, total.Closing)
	// Output:
	// sales is capitalised and amortised over 24 months
	// 0 2400 1200 1200
}

func FuzzParseChart(f *testing.F) {
	data, err := chart().JSON()
	require.NoError(f, err)
	f.Add(data)
	f.Add([]byte(`{"format": 1}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		c, err := accounting.ParseChart(data)
		if err != nil {
			faults(t, err)
			return
		}
		again, err := c.JSON()
		require.NoError(t, err)
		back, err := accounting.ParseChart(again)
		require.NoError(t, err)
		assert.Equal(t, c, back)
	})
}

func FuzzParsePolicy(f *testing.F) {
	data, err := policy().JSON()
	require.NoError(f, err)
	f.Add(data)
	f.Add([]byte(`{"format": 1, "onCosts": "-1"}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		p, err := accounting.ParsePolicy(data)
		if err != nil {
			faults(t, err)
			return
		}
		require.NoError(t, p.Check())
	})
}

// Whatever facts a text writes, a book is refused whole or foots.
func FuzzBook(f *testing.F) {
	f.Add([]byte(`{"contracts": [{"id": "c1", "term": "2026-01-01/2028-01-01"}], "costs": [{"id": "k", "contract": "c1", "plan": "a", "component": "b", "on": "2026-01-10", "amount": {"amount": "2400", "currency": "CNY"}}], "events": [{"id": "e", "asset": "c1", "on": "2026-03-01", "kind": "modification", "over": {"months": 30}, "reason": "x"}]}`))
	f.Add([]byte(`{"contracts": [{"id": "c1", "term": "9990-01-01/9999-12-31"}], "costs": [{"id": "k", "contract": "c1", "plan": "a", "component": "b", "on": "9999-12-31", "amount": {"amount": "-2400", "currency": "JPY"}}], "events": [{"id": "e", "asset": "c1", "on": "9999-12-31", "kind": "impairment", "recoverable": "0", "reason": "x"}]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		in, err := accounting.ParseInputs(data)
		if err != nil {
			faults(t, err)
			return
		}
		p := policy()
		p.Convention = accounting.DailyShare
		b, err := accounting.NewBook(p, nil, in)
		if err != nil {
			faults(t, err)
			return
		}
		for _, a := range b.Assets {
			foots(t, a.Movements)
		}
	})
}

func BenchmarkNewBook(b *testing.B) {
	r := rand.New(rand.NewPCG(1, 1))
	var in accounting.Inputs
	for i := range 1_000 {
		c := contract()
		c.ID = "c" + strconv.Itoa(i)
		in.Contracts = append(in.Contracts, c)
		k := cost("k"+strconv.Itoa(i), "2026-01-31", decimal.New(r.Int64N(1_000_000), -2).String())
		k.Contract = c.ID
		in.Costs = append(in.Costs, k)
	}
	for b.Loop() {
		if _, err := accounting.NewBook(policy(), nil, in); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkAccrue(b *testing.B) {
	var rows []ledger.Posted
	for i := range 10_000 {
		row := posted(ledger.PayeeAccount, ledger.Earning, "sales", "2026-01", "2026-01", "12.34")
		row.Payee = "p" + strconv.Itoa(i)
		rows = append(rows, row)
	}
	for b.Loop() {
		if _, err := accounting.Accrue(chart(), rows, month("2026-01")); err != nil {
			b.Fatal(err)
		}
	}
}
