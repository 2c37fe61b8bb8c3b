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
		fmt.Println(p.Payee, p.Component, p.Period, p.Currency, p.Amount.StringFixed(2))
	}
	// Output:
	// entries: 2 repeated: false
	// entries: 2 repeated: true
	// stale: true
	// anna sales 2026-01-01/2026-02-01 CNY 70.00
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
