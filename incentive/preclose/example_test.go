package preclose_test

import (
	"context"
	"fmt"
	"log"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/ledger"
	"github.com/kam-go/kam/incentive/preclose"
)

// Anna sold 1,000 in January and 1,500 in February, at 10 %.
func ExampleBuild() {
	text, err := incentive.ParsePlan([]byte(plan(1, `"rate": "0.1"`, "")))
	if err != nil {
		log.Fatal(err)
	}
	program, err := incentive.Compile(incentive.Book{Plans: []incentive.Plan{text}})
	if err != nil {
		log.Fatal(err)
	}
	run := func(period kam.Period, d incentive.Transaction) *incentive.Run {
		r, err := program.Run(context.Background(), incentive.Inputs{Period: period, Transactions: incentive.Transactions([]incentive.Transaction{d}), Roster: incentive.Roster{
			Payees: []incentive.Payee{{ID: "anna"}}, Assignments: []incentive.Assignment{{Payee: "anna", Plan: "ae", Version: 1, Period: text.Effective}},
		}}, incentive.RunOptions{})
		if err != nil {
			log.Fatal(err)
		}
		return r
	}
	before, now := run(january, deal("D-1", "anna", "2026-01-10", "1000")), run(february, deal("D-2", "anna", "2026-02-10", "1500"))
	report, err := preclose.Build(preclose.Inputs{Now: now, Before: before, Limits: preclose.Limits{Default: preclose.Limit{Percent: decimal.NewNullDecimal(decimal.NewFromInt(20))}}})
	if err != nil {
		log.Fatal(err)
	}
	for _, r := range report.Rows {
		fmt.Println(r.Payee, r.Now, "after", r.Last.Decimal, "beyond:", r.Beyond)
		for _, p := range r.Parts {
			fmt.Println(p.Amount, p.Cause.Name().EN+":", p.Text.EN)
		}
	}
	// Output:
	// anna 150 after 100 beyond: true
	// 50 credited volume: the base is 1,500 after 1,000
}

// What January posted is its earnings, and the corrections of December posted with them.
func ExampleFiguresPosted() {
	december := kam.MustPeriod("2025-12-01/2026-01-01")
	posted := []ledger.Posted{
		{Payee: "anna", Plan: "ae", Component: "commission", Kind: ledger.Earning, Period: january, Into: january, Account: ledger.PayeeAccount, Currency: "CNY", Amount: decimal.NewFromInt(100)},
		{Payee: "anna", Plan: "ae", Component: "commission", Kind: ledger.Correction, Period: december, Into: january, Account: ledger.PayeeAccount, Currency: "CNY", Amount: decimal.NewFromInt(7)},
	}
	for _, f := range preclose.FiguresPosted(posted, january) {
		fmt.Println(f.Payee, f.Component, f.Amount)
	}
	// Output:
	// anna commission 107
}
