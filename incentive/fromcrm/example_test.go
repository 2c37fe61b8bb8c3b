package fromcrm_test

import (
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive/fromcrm"
)

// deal is the deal D-1 of anna, closed on 15 January 2026.
func deal(number int64, on, stage string, price int64) fromcrm.Revision {
	return fromcrm.Revision{
		Opportunity: "D-1", Number: number, On: kam.MustDay(on), Stage: stage, Owner: "anna",
		Amount: decimal.NewNullDecimal(decimal.NewFromInt(price)), Currency: "CNY", Closed: kam.MustDay("2026-01-15"),
	}
}

// A deal is won, sold for more in March, and lost in April. What was booked in
// January stays; each change is booked on the day it was made.
func Example() {
	converter, err := fromcrm.Compile(fromcrm.Standard("Won"))
	if err != nil {
		fmt.Println(err)
		return
	}
	transactions, findings := converter.Transactions([]fromcrm.Revision{
		deal(1, "2026-01-15", "Won", 1000),
		deal(2, "2026-03-02", "Won", 1200),
		deal(3, "2026-04-07", "Lost", 1200),
	})
	if err := findings.Err(); err != nil {
		fmt.Println(err)
		return
	}
	for _, t := range transactions {
		fmt.Println(t.Booked, t.ID, t.Amount, t.Owner+t.Reverses)
	}
	// Output:
	// 2026-01-15 D-1 1000 anna
	// 2026-03-02 D-1#2.1 -1000 D-1
	// 2026-03-02 D-1#2.2 1200 anna
	// 2026-04-07 D-1#3.1 -1200 D-1#2.2
}

// An export of the present state has one revision for each deal: every won one becomes a transaction under its own id.
func ExampleConverter_Transactions() {
	converter, err := fromcrm.Compile(fromcrm.Standard("Won"))
	if err != nil {
		fmt.Println(err)
		return
	}
	first, second, open := deal(0, "2026-02-01", "Won", 1000), deal(0, "2026-02-01", "Won", 500), deal(0, "2026-02-01", "Engaging", 0)
	second.Opportunity, open.Opportunity = "D-2", "D-3"
	transactions, findings := converter.Transactions([]fromcrm.Revision{first, second, open})
	fmt.Println(len(findings), "findings")
	for _, t := range transactions {
		fmt.Println(t.Booked, t.ID, t.Amount)
	}
	// Output:
	// 0 findings
	// 2026-01-15 D-1 1000
	// 2026-01-15 D-2 500
}

// A policy that leaves something open is refused; the remedy has a line to paste for each choice.
func ExampleCompile() {
	policy := fromcrm.Standard("Won")
	policy.Deleted = ""
	_, err := fromcrm.Compile(policy)
	fmt.Println(err)
	// Output:
	// $.deleted: the policy does not state "deleted" (choose one: "deleted": "reverse" (deleting a won deal reverses it); "deleted": "keep" (deleting a won deal leaves it paid))
}

// The standard policy, with differences instead of new bookings: what a price adds or takes off is one transaction.
func ExampleStandard() {
	policy := fromcrm.Standard("Won")
	policy.Repriced = fromcrm.RepricedDifference
	converter, err := fromcrm.Compile(policy)
	if err != nil {
		fmt.Println(err)
		return
	}
	transactions, _ := converter.Transactions([]fromcrm.Revision{
		deal(1, "2026-01-15", "Won", 1000),
		deal(2, "2026-03-02", "Won", 1200),
		deal(3, "2026-03-20", "Won", 900),
	})
	for _, t := range transactions {
		fmt.Println(t.Booked, t.ID, t.Amount, t.Owner+t.Reverses)
	}
	// Output:
	// 2026-01-15 D-1 1000 anna
	// 2026-03-02 D-1#2.1 200 anna
	// 2026-03-20 D-1#3.1 -200 D-1#2.1
	// 2026-03-20 D-1#3.2 -100 D-1
}

// A large export is read one opportunity at a time; a faulty one is reported and left out.
func ExampleConverter_Stream() {
	converter, err := fromcrm.Compile(fromcrm.Standard("Won"))
	if err != nil {
		fmt.Println(err)
		return
	}
	revisions := func(yield func(fromcrm.Revision, error) bool) {
		for i, price := range []int64{1000, 0, 500} {
			r := deal(1, "2026-01-15", "Won", price)
			r.Opportunity = fmt.Sprintf("D-%d", i+1)
			if !yield(r, nil) {
				return
			}
		}
	}
	report := func(f kam.Finding) { fmt.Println(f.Place+":", f.Message.EN) }
	for t, err := range converter.Stream(revisions, report) {
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(t.ID, t.Amount)
	}
	// Output:
	// D-1 1000
	// opportunity D-2 revision 1: the deal is won with the amount zero
	// D-3 500
}
