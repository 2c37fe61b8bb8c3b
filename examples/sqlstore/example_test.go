package sqlstore_test

import (
	"context"
	"fmt"
	"log"
	"os"
	"path/filepath"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/examples/sqlstore"
	"github.com/kam-go/kam/goals"
	"github.com/kam-go/kam/goals/meetings"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/ledger"
)

// A deal goes in, 5 % of it is posted, and posting it again changes nothing.
func Example() {
	ctx := context.Background()
	folder, err := os.MkdirTemp("", "kam")
	if err != nil {
		log.Fatal(err)
	}
	defer func() { _ = os.RemoveAll(folder) }()
	store, err := sqlstore.Open(ctx, filepath.Join(folder, "kam.db"))
	if err != nil {
		log.Fatal(err)
	}
	defer func() { _ = store.Close() }()

	january := kam.MustPeriod("2026-01-01/2026-02-01")
	added, err := store.PutTransactions(ctx, incentive.Transactions([]incentive.Transaction{
		{ID: "1", Owner: "anna", Amount: decimal.NewFromInt(2000), Booked: kam.MustDay("2026-01-15")},
	}).All())
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println("new deals:", added)

	owed := ledger.Entry{
		Payee: "anna", Plan: "ae", Version: 1, Component: "sales", Kind: ledger.Earning, Period: january,
		Account: ledger.PayeeAccount, Amount: decimal.NewFromInt(100), Currency: "CNY",
	}
	spent := owed
	spent.Account, spent.Amount = ledger.ExpenseAccount, owed.Amount.Neg()
	batch := ledger.Batch{Run: "january", Period: january, Entries: []ledger.Entry{owed, spent}}
	for range 2 {
		receipt, err := store.Append(ctx, batch)
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println("entries:", receipt.Entries, "repeated:", receipt.Repeated)
	}
	fmt.Println("intact:", store.Verify(ctx) == nil)
	// Output:
	// new deals: 1
	// entries: 2 repeated: false
	// entries: 2 repeated: true
	// intact: true
}

// A goal is set and its target raised; the record of a success is told once, however often it is saved.
func ExampleStore_Goals() {
	ctx := context.Background()
	folder, err := os.MkdirTemp("", "kam")
	if err != nil {
		log.Fatal(err)
	}
	defer func() { _ = os.RemoveAll(folder) }()
	store, err := sqlstore.Open(ctx, filepath.Join(folder, "kam.db"))
	if err != nil {
		log.Fatal(err)
	}
	defer func() { _ = store.Close() }()

	err = store.Goals().Append(ctx, []goals.Entry{
		{Goal: "anna/2026", Seq: 1, On: kam.MustDay("2025-12-01"), By: "chen", Set: &goals.Goal{
			ID: "anna/2026", Owners: []string{"anna"}, Metric: "won-revenue", Target: decimal.NewFromInt(1000),
			Currency: "CNY", Period: kam.MustPeriod("2026-01-01/2027-01-01"),
		}},
		{Goal: "anna/2026", Seq: 2, On: kam.MustDay("2026-06-01"), By: "chen", Amendment: &goals.Amendment{
			Effective: kam.MustDay("2026-07-01"), Target: decimal.NewFromInt(1200), Reason: "a new account", Approver: "chen", Decided: kam.MustDay("2026-06-01"),
		}},
	})
	if err != nil {
		log.Fatal(err)
	}
	files, err := goals.Files(store.Goals().Entries(ctx, goals.Query{Owner: "anna"}))
	if err != nil {
		log.Fatal(err)
	}
	for _, f := range files {
		goal := f.Goal()
		fmt.Println(goal.ID, goal.TargetOn(kam.MustDay("2026-06-30")), goal.TargetOn(kam.MustDay("2026-07-01")))
	}

	success := meetings.Success{ID: "s1", Person: "anna", On: kam.MustDay("2026-02-03"), Text: "won back a lost account"}
	for range 2 {
		if err := store.Meetings().Save(ctx, []meetings.Record{{Revision: 1, Success: &success}}); err != nil {
			log.Fatal(err)
		}
	}
	for record, err := range store.Meetings().Records(ctx, meetings.Query{Persons: []string{"anna"}}) {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(record.On(), record.Success.Text)
	}
	// Output:
	// anna/2026 1000 1200
	// 2026-02-03 won back a lost account
}
