package incentive_test

import (
	"context"
	"fmt"
	"log"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/ledger"
)

// annasStatement is what anna earns on her deal of 120,000: 2 % of 100,000 and 5 % of 20,000.
func annasStatement() incentive.Statement {
	s, ok := mustRun(quarterInputs(quarterDeals()...)).Statement("anna", "kam")
	if !ok {
		log.Fatal("anna is held")
	}
	return s
}

func ExampleRun_Statements() {
	run := mustRun(quarterInputs(quarterDeals()...))
	for s := range run.Statements() {
		fmt.Println(s.Payee().ID, s.PeriodLabel(), s.Currency(), s.Payable())
	}
	// Output:
	// anna 2026-Q1 CNY 3000
	// bo 2026-Q1 CNY 1000
}

func ExampleRun_Statement() {
	run := mustRun(quarterInputs(quarterDeals()...))
	s, ok := run.Statement("anna", "kam")
	fmt.Println(ok, s.PlanID(), s.PlanVersion(), s.Assignment().Period)
	_, ok = run.Statement("anna", "another plan")
	fmt.Println(ok)
	// Output:
	// true kam 1 2026-01-01/2027-01-01
	// false
}

// A refund larger than what was sold: more is taken back than earned, and nothing is payable.
func ExampleStatement_Payable() {
	in := quarterInputs(incentive.Transaction{ID: "r1", Reverses: "old", Booked: kam.MustDay("2026-02-01"), Amount: decimal.NewFromInt(-5_000)})
	in.Opening.Prior = []incentive.Prior{{
		Payee: "anna", Plan: "kam",
		Transaction: incentive.Transaction{ID: "old", Owner: "anna", Booked: kam.MustDay("2025-11-01"), Amount: decimal.NewFromInt(5_000)},
	}}
	plan := mustPlan(onePlan)
	plan.Refunds.Below = incentive.FirstRate
	program, err := incentive.Compile(incentive.Book{Plans: []incentive.Plan{plan}})
	if err != nil {
		log.Fatal(err)
	}
	run, err := program.Run(context.Background(), in, incentive.RunOptions{})
	if err != nil {
		log.Fatal(err)
	}
	s, _ := run.Statement("anna", "kam")
	fmt.Println(s.Earned(), s.Payable())
	// Output:
	// -100 0
}

func ExampleStatement_Measures() {
	for m := range annasStatement().Measures() {
		fmt.Println(m.Name, m.Opening, m.Value)
	}
	// Output:
	// revenue 0 120000
}

func ExampleStatement_Measure() {
	m, ok := annasStatement().Measure("revenue")
	fmt.Println(ok, m.Base, m.Value, m.Quota.Valid)
	// Output:
	// true amount 120000 false
}

func ExampleStatement_Components() {
	for c := range annasStatement().Components() {
		fmt.Println(c.Name, "on", c.Measure, c.Amount)
	}
	// Output:
	// commission on revenue 3000
}

func ExampleStatement_Lines() {
	for l := range annasStatement().Lines() {
		before, after := l.Position()
		fmt.Println(l.Date(), l.Transaction(), l.Component(), l.Amount(), before, after)
	}
	// Output:
	// 2026-02-01 d1 commission 3000 0 120000
}

func ExampleLine_Slices() {
	for l := range annasStatement().Lines() {
		for s := range l.Slices() {
			fmt.Println(s.From.Decimal, s.Until.Valid, s.Base, "x", s.Rate.Decimal, "=", s.Amount)
		}
	}
	// Output:
	// 0 true 100000 x 0.02 = 2000
	// 100000 false 20000 x 0.05 = 1000
}

func ExampleLine_AppendText() {
	for l := range annasStatement().Lines() {
		fmt.Println(strings.ReplaceAll(string(l.AppendText(nil)), "\t", " | "))
	}
	// Output:
	// d1 | commission | own | 2026-02-01 | 120000 | 3000.00
}

// A deal may pay at most 2,500: the line shows its tiers, and the cut beside them.
func ExampleLine_Cut() {
	plan := mustPlan(onePlan)
	plan.Components[0].Caps = []incentive.Cap{{Per: incentive.PerCredit, Amount: decimal.NewNullDecimal(decimal.NewFromInt(2_500))}}
	program, err := incentive.Compile(incentive.Book{Plans: []incentive.Plan{plan}})
	if err != nil {
		log.Fatal(err)
	}
	run, err := program.Run(context.Background(), quarterInputs(quarterDeals()...), incentive.RunOptions{})
	if err != nil {
		log.Fatal(err)
	}
	s, _ := run.Statement("anna", "kam")
	for l := range s.Lines() {
		fmt.Println(l.Base(), l.Cut(), l.Amount(), l.Note().EN)
	}
	// Output:
	// 120000 -500 2500 cut to the cap on each deal
}

// The quarter may pay at most 2,000. The cut belongs to the sum and to no deal.
func ExampleStatement_Adjustments() {
	plan := mustPlan(onePlan)
	plan.Components[0].Caps = []incentive.Cap{{Per: incentive.PerComponent, Amount: decimal.NewNullDecimal(decimal.NewFromInt(2_000))}}
	program, err := incentive.Compile(incentive.Book{Plans: []incentive.Plan{plan}})
	if err != nil {
		log.Fatal(err)
	}
	run, err := program.Run(context.Background(), quarterInputs(quarterDeals()...), incentive.RunOptions{})
	if err != nil {
		log.Fatal(err)
	}
	s, _ := run.Statement("anna", "kam")
	for a := range s.Adjustments() {
		fmt.Println(a.Component, a.Kind, a.Limit.Decimal, a.Amount)
	}
	fmt.Println(s.Earned())
	// Output:
	// commission cap 2000 -1000
	// 2000
}

// At 5 % of everything from 100,000 on, the second quarter makes up for the 2 % of the first.
func ExampleStatement_EarlierLines() {
	plan := mustPlan(onePlan)
	plan.Measures[0].Window = incentive.YearToDate
	plan.Components[0].Tiers.Mode = incentive.Whole
	program, err := incentive.Compile(incentive.Book{Plans: []incentive.Plan{plan}})
	if err != nil {
		log.Fatal(err)
	}
	in := quarterInputs(
		incentive.Transaction{ID: "d1", Owner: "anna", Booked: kam.MustDay("2026-02-01"), Amount: decimal.NewFromInt(80_000)},
		incentive.Transaction{ID: "d2", Owner: "anna", Booked: kam.MustDay("2026-05-01"), Amount: decimal.NewFromInt(40_000)},
	)
	in.Period = kam.MustPeriod("2026-04-01/2026-07-01")
	in.Opening.Ledger.Posted = []ledger.Posted{{
		Payee: "anna", Plan: "kam", Version: 1, Component: "commission", Kind: ledger.Earning,
		Period: kam.MustPeriod("2026-01-01/2026-04-01"), Into: kam.MustPeriod("2026-01-01/2026-04-01"),
		Account: ledger.PayeeAccount, Currency: "CNY", Amount: decimal.NewFromInt(1_600),
	}}
	run, err := program.Run(context.Background(), in, incentive.RunOptions{})
	if err != nil {
		log.Fatal(err)
	}
	s, _ := run.Statement("anna", "kam")
	for l := range s.EarlierLines() {
		fmt.Println("earlier", l.Transaction(), l.Amount())
	}
	for l := range s.Lines() {
		fmt.Println("now", l.Transaction(), l.Amount())
	}
	for a := range s.Adjustments() {
		fmt.Println(a.Kind, a.Amount)
	}
	fmt.Println(s.Earned())
	// Output:
	// earlier d1 4000
	// now d2 2000
	// earned-earlier 4000
	// posted-earlier -1600
	// 4400
}

func ExampleStatement_Markdown() {
	text := annasStatement().Markdown(kam.English)
	for line := range strings.Lines(text) {
		if strings.Contains(line, "×") || strings.HasPrefix(line, "**") {
			fmt.Print(line)
		}
	}
	// Output:
	// | Date | Deal | Base × rate | Tier | Amount |
	// | 2026-02-01 | d1 | 100,000 × 0.02 (2 %) | 1: 0 – 100,000 | 2,000.00 |
	// |  |  | 20,000 × 0.05 (5 %) | 2: from 100,000 on | 1,000.00 |
	// **commission: CNY 3,000.00**
}
