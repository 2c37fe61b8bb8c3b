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
	}))
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
