package incentive_test

import (
	"context"
	"fmt"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
)

// A deal goes by the name that a CRM has for it, with its ID behind.
func ExampleStatement_MarkdownWith() {
	plan, err := incentive.ParsePlan([]byte(`{
	  "format": 1, "id": "kam", "version": 1, "currency": "CNY", "readings": "standard-1",
	  "effective": "2026-01-01/2027-01-01", "period": "quarter",
	  "credits": [{"name": "own", "to": "owner", "share": "1"}],
	  "measures": [{"name": "revenue", "base": "amount", "credits": ["own"], "window": "period"}],
	  "components": [{"name": "commission", "measure": "revenue", "rate": "0.02"}]}`))
	if err != nil {
		fmt.Println(err)
		return
	}
	program, err := incentive.Compile(incentive.Book{Plans: []incentive.Plan{plan}})
	if err != nil {
		fmt.Println(err)
		return
	}
	quarter := kam.MustPeriod("2026-01-01/2026-04-01")
	run, err := program.Run(context.Background(), incentive.Inputs{
		Period: quarter,
		Roster: incentive.Roster{
			Payees:      []incentive.Payee{{ID: "anna"}},
			Assignments: []incentive.Assignment{{Payee: "anna", Plan: "kam", Version: 1, Period: plan.Effective}},
		},
		Transactions: incentive.Transactions([]incentive.Transaction{{ID: "d1", Owner: "anna", Booked: kam.MustDay("2026-02-01"), Amount: decimal.NewFromInt(80_000)}}),
	}, incentive.RunOptions{})
	if err != nil {
		fmt.Println(err)
		return
	}
	statement, _ := run.Statement("anna", "kam")
	called := map[string]string{"d1": "Gateways for Acme", "anna": "Anna Berg"}
	text := statement.MarkdownWith(kam.English, func(id string) string { return called[id] })
	for line := range strings.Lines(text) {
		if strings.Contains(line, "d1") || strings.Contains(line, "Payee") {
			fmt.Print(line)
		}
	}
	// Output:
	// | Payee | Anna Berg (anna) |
	// | 2026-02-01 | Gateways for Acme (d1) | 80,000 × 0.02 (2 %) |  | 1,600.00 |
}
