package pgstore_test

import (
	"context"
	"fmt"
	"log"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/examples/pgstore"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/ledger"
)

// A deal goes in, 5 % of it is posted, and posting it again changes nothing. It needs a server, so it is not run here.
func Example() {
	ctx := context.Background()
	store, err := pgstore.Open(ctx, "postgres://payroll@db.example/kam")
	if err != nil {
		log.Fatal(err)
	}
	defer store.Close()

	january := kam.MustPeriod("2026-01-01/2026-02-01")
	added, err := store.PutTransactions(ctx, incentive.Transactions([]incentive.Transaction{
		{ID: "1", Owner: "anna", Amount: decimal.NewFromInt(2000), Booked: kam.MustDay("2026-01-15")},
	}).All())
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println("new deals:", added)

	batch := ledger.Batch{Run: "january", Period: january, Entries: ledger.Move(ledger.Entry{
		Payee: "anna", Plan: "ae", Version: 1, Component: "sales", Kind: ledger.Earning, Period: january, Currency: "CNY",
	}, ledger.ExpenseAccount, ledger.PayeeAccount, decimal.NewFromInt(100))}
	for range 2 {
		receipt, err := store.Append(ctx, batch)
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println("entries:", receipt.Entries, "repeated:", receipt.Repeated)
	}
	fmt.Println("intact:", store.Verify(ctx) == nil)
}
