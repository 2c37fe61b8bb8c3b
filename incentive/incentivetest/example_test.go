package incentivetest_test

import (
	"context"
	"fmt"
	"log"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/incentivetest"
)

// A refund in May brings its original of January along.
func ExampleNewStore() {
	store := incentivetest.NewStore([]incentive.Transaction{
		{ID: "1", Owner: "anna", Amount: decimal.NewFromInt(100), Booked: kam.MustDay("2026-01-15")},
		{ID: "2", Amount: decimal.NewFromInt(-100), Booked: kam.MustDay("2026-05-20"), Reverses: "1"},
		{ID: "3", Owner: "anna", Amount: decimal.NewFromInt(100), Booked: kam.MustDay("2026-08-01")},
	}, incentive.Roster{})
	may := kam.MustPeriod("2026-05-01/2026-06-01")
	for t, err := range store.Transactions(context.Background(), may) {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(t.ID, t.Amount.StringFixed(2))
	}
	// Output:
	// 1 100.00
	// 2 -100.00
}
