package incentive_test

import (
	"fmt"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
)

// Millions of deals are read into columns, without a decimal for each.
func ExampleSheet() {
	sheet := incentive.NewSheet("product")
	sheet.Add(incentive.Deal{ID: "d1", Owner: "anna", Coefficient: 12_000_000, Places: 2, Booked: kam.MustDay("2026-02-01"), Attributes: []string{"crm"}})
	sheet.AddTransaction(quarterDeals()[1])
	in := quarterInputs()
	in.Transactions = sheet.Source()
	for s := range mustRun(in).Statements() {
		fmt.Println(s.Payee().Name, s.Earned())
	}
	fmt.Println(sheet.Len(), "deals, the first of", sheet.At(0).Amount)
	// Output:
	// Anna 3000
	// Bo 1000
	// 2 deals, the first of 120000
}
