package ledger_test

import (
	"context"
	"errors"
	"fmt"
	"log"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive/ledger"
)

// earning returns the two entries of what anna earned in January 2026.
func earning(amount int64) []ledger.Entry {
	owed := ledger.Entry{
		Payee: "anna", Plan: "ae", Version: 1, Component: "sales", Kind: ledger.Earning,
		Period: kam.MustPeriod("2026-01-01/2026-02-01"), Account: ledger.PayeeAccount,
		Amount: decimal.NewFromInt(amount), Currency: "CNY",
	}
	spent := owed
	spent.Account, spent.Amount = ledger.ExpenseAccount, owed.Amount.Neg()
	return []ledger.Entry{owed, spent}
}

// A run posts 100, is repeated without harm, and a second run takes 30 back.
func Example() {
	ctx := context.Background()
	book := &ledger.Memory{}
	year := kam.MustPeriod("2026-01-01/2027-01-01")

	first := ledger.Batch{Run: "january", Period: kam.MustPeriod("2026-01-01/2026-02-01"), Entries: earning(100)}
	for range 2 {
		receipt, err := book.Append(ctx, first)
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println("entries:", receipt.Entries, "repeated:", receipt.Repeated)
	}

	second := ledger.Batch{Run: "february", Period: kam.MustPeriod("2026-02-01/2026-03-01"), Entries: earning(-30)}
	_, err := book.Append(ctx, second) // its head is still that of an empty ledger
	fmt.Println("stale:", errors.Is(err, ledger.ErrStale))

	snapshot, err := book.Snapshot(ctx, year)
	if err != nil {
		log.Fatal(err)
	}
	second.Head = snapshot.Head
	if _, err := book.Append(ctx, second); err != nil {
		log.Fatal(err)
	}
	snapshot, err = book.Snapshot(ctx, year)
	if err != nil {
		log.Fatal(err)
	}
	for _, p := range snapshot.Posted {
		fmt.Println(p.Payee, p.Component, p.Period, "posted into", p.Into.From, p.Currency, p.Amount.StringFixed(2))
	}
	// Output:
	// entries: 2 repeated: false
	// entries: 2 repeated: true
	// stale: true
	// anna sales 2026-01-01/2026-02-01 posted into 2026-01-01 CNY 100.00
	// anna sales 2026-01-01/2026-02-01 posted into 2026-02-01 CNY -30.00
}

func ExampleBatch_Check() {
	b := ledger.Batch{Run: "january", Period: kam.MustPeriod("2026-01-01/2026-02-01"), Entries: earning(100)}
	fmt.Println(b.Check())
	b.Entries = b.Entries[:1]
	fmt.Println(errors.Is(b.Check(), ledger.ErrUnbalanced))
	// Output:
	// <nil>
	// true
}

func ExampleBatch_Digest() {
	one := ledger.Batch{Run: "january", Period: kam.MustPeriod("2026-01-01/2026-02-01"), Entries: earning(100)}
	two := one
	two.Head = "another head"
	three := one
	three.Entries = earning(101)
	fmt.Println(one.Digest() == two.Digest(), one.Digest() == three.Digest())
	// Output: true false
}

func ExampleBatch_Total() {
	b := ledger.Batch{Run: "january", Period: kam.MustPeriod("2026-01-01/2026-02-01"), Entries: earning(100)}
	fmt.Println(b.Total())
	// Output: [CNY 100.00]
}

func ExampleBatch_NextHead() {
	b := ledger.Batch{Run: "january", Period: kam.MustPeriod("2026-01-01/2026-02-01"), Entries: earning(100)}
	receipt, err := (&ledger.Memory{}).Append(context.Background(), b)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(receipt.Head == b.NextHead())
	// Output: true
}

func ExampleMemory_Entries() {
	ctx := context.Background()
	book := &ledger.Memory{}
	b := ledger.Batch{Run: "january", Period: kam.MustPeriod("2026-01-01/2026-02-01"), Entries: earning(100)}
	if _, err := book.Append(ctx, b); err != nil {
		log.Fatal(err)
	}
	for record, err := range book.Entries(ctx, kam.MustPeriod("2026-01-01/2027-01-01")) {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(record.Number, record.Run, record.Account, record.Amount.StringFixed(2))
	}
	// Output:
	// 1 january payee 100.00
	// 2 january expense -100.00
}

func ExampleSum() {
	ctx := context.Background()
	book := &ledger.Memory{}
	b := ledger.Batch{Run: "january", Period: kam.MustPeriod("2026-01-01/2026-02-01"), Entries: earning(100)}
	if _, err := book.Append(ctx, b); err != nil {
		log.Fatal(err)
	}
	posted, err := ledger.Sum(book.Entries(ctx, kam.MustPeriod("2026-01-01/2027-01-01")))
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(len(posted), posted[0].Amount.StringFixed(2))
	// Output: 1 100.00
}

func ExampleCheckWindow() {
	fmt.Println(errors.Is(ledger.CheckWindow(kam.Period{}), ledger.ErrWindow))
	// Output: true
}

// Ben calculates January, Cleo approves it, and what comes late goes into February.
func ExampleMark() {
	ctx := context.Background()
	book := &ledger.Memory{}
	january, february := kam.MustPeriod("2026-01-01/2026-02-01"), kam.MustPeriod("2026-02-01/2026-03-01")
	for _, b := range []ledger.Batch{
		{
			Run: "run", Period: january, Entries: earning(100),
			Mark: &ledger.Mark{State: ledger.Calculated, By: "ben", On: kam.MustDay("2026-02-02")},
		},
		{Run: "own approval", Period: january, Mark: &ledger.Mark{State: ledger.Approved, By: "ben", On: kam.MustDay("2026-02-03")}},
		{Run: "approval", Period: january, Mark: &ledger.Mark{State: ledger.Approved, By: "cleo", On: kam.MustDay("2026-02-03")}},
		{Run: "late", Period: january, Entries: earning(-10)},
		{Run: "late", Period: february, Entries: earning(-10)},
	} {
		snapshot, err := book.Snapshot(ctx, kam.MustPeriod("2026-01-01/2027-01-01"))
		if err != nil {
			log.Fatal(err)
		}
		b.Head = snapshot.Head
		_, err = book.Append(ctx, b)
		fmt.Println(b.Run, "into", b.Period.From, errors.Is(err, ledger.ErrSamePerson), errors.Is(err, ledger.ErrApproved), err == nil)
	}
	// Output:
	// run into 2026-01-01 false false true
	// own approval into 2026-01-01 true false false
	// approval into 2026-01-01 false false true
	// late into 2026-01-01 false true false
	// late into 2026-02-01 false false true
}

// Of 100 that were earned, 30 are held back for a deal and 70 are paid.
func ExampleMove() {
	e := ledger.Entry{
		Payee: "anna", Plan: "ae", Version: 1, Component: "sales", Kind: ledger.Holdback, Reference: "deal 7",
		Period: kam.MustPeriod("2026-01-01/2026-02-01"), Currency: "CNY",
	}
	paid := e
	paid.Kind, paid.Reference = ledger.Payout, ""
	entries := earning(100)
	entries = append(entries, ledger.Move(e, ledger.PayeeAccount, ledger.HeldAccount, decimal.NewFromInt(30))...)
	entries = append(entries, ledger.Move(paid, ledger.PayeeAccount, ledger.PaidAccount, decimal.NewFromInt(70))...)
	fmt.Println(ledger.Batch{Run: "january", Period: e.Period, Entries: ledger.Merge(entries)}.Check())
	// Output: <nil>
}

func ExampleBalances() {
	ctx := context.Background()
	book := &ledger.Memory{}
	e := earning(0)[0]
	e.Kind = ledger.Payout
	b := ledger.Batch{
		Run: "january", Period: e.Period,
		Entries: append(earning(100), ledger.Move(e, ledger.PayeeAccount, ledger.PaidAccount, decimal.NewFromInt(70))...),
	}
	if _, err := book.Append(ctx, b); err != nil {
		log.Fatal(err)
	}
	snapshot, err := book.Snapshot(ctx, kam.MustPeriod("0001-01-01/.."))
	if err != nil {
		log.Fatal(err)
	}
	for _, balance := range ledger.Balances(snapshot.Posted) {
		fmt.Println(balance.Payee, "payable", balance.Payable, "paid", balance.Paid, "total", balance.Total())
	}
	fmt.Println(ledger.Conserved(snapshot.Posted))
	// Output:
	// anna payable 30 paid 70 total 100
	// <nil>
}

func ExampleAsOf() {
	ctx := context.Background()
	book := &ledger.Memory{}
	head := ledger.Head("")
	for _, run := range []string{"january", "february"} {
		receipt, err := book.Append(ctx, ledger.Batch{Run: run, Head: head, Period: kam.MustPeriod("2026-01-01/2026-02-01"), Entries: earning(100)})
		if err != nil {
			log.Fatal(err)
		}
		head = receipt.Head
	}
	then, err := ledger.AsOf(book.Entries(ctx, kam.MustPeriod("0001-01-01/..")), "january")
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(then.Posted[0].Amount)
	// Output: 100
}

// January is closed, so a change of a day in it goes into February.
func ExampleSnapshot_FirstOpen() {
	months, err := kam.MustPeriod("2026-01-01/2027-01-01").SplitMonths(1)
	if err != nil {
		log.Fatal(err)
	}
	closed := ledger.PeriodState{Period: months[0], Change: ledger.Change{State: ledger.Closed}}
	snapshot := ledger.Snapshot{Periods: []ledger.PeriodState{closed}}
	period, err := snapshot.FirstOpen(months, kam.MustDay("2026-01-25"))
	fmt.Println(period, err)
	// Output: 2026-02-01/2026-03-01 <nil>
}

func ExamplePeriodState_Next() {
	var life ledger.PeriodState
	mark := &ledger.Mark{State: ledger.Approved, By: "cleo", On: kam.MustDay("2026-02-03")}
	_, err := life.Next(ledger.Batch{Run: "approval", Mark: mark})
	fmt.Println(errors.Is(err, ledger.ErrOrder))
	mark = &ledger.Mark{State: ledger.Calculated, By: "ben", On: kam.MustDay("2026-02-02")}
	change, err := life.Next(ledger.Batch{Run: "run", Mark: mark})
	fmt.Println(change.State, err)
	// Output:
	// true
	// calculated <nil>
}
