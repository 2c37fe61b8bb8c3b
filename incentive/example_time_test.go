package incentive_test

import (
	"context"
	"fmt"
	"log"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/ledger"
)

// hiredInFebruary runs the first quarter of somebody who starts in the middle of February, with a ramp in March, under
// a plan that prorates by months.
func hiredInFebruary() incentive.Statement {
	plan := mustPlan(`{
		"format": 1, "id": "kam", "version": 1, "currency": "CNY", "readings": "standard-1",
		"effective": "2026-01-01/2027-01-01", "period": "quarter",
		"credits":    [{"name": "own", "to": "owner", "share": "1"}],
		"measures":   [{"name": "revenue", "base": "amount", "credits": ["own"], "window": "period"}],
		"components": [{
			"name": "commission", "measure": "revenue",
			"tiers": {"mode": "marginal", "basis": "attainment", "bands": [{"from": "0", "rate": "0.02"}, {"from": "1", "rate": "0.05"}]},
			"caps": [{"per": "component", "ofTargetIncentive": "2"}]
		}],
		"proration": {"by": "months", "partialMonth": "by-days", "quotas": true, "targets": true}
	}`)
	program, err := incentive.Compile(incentive.Book{Plans: []incentive.Plan{plan}})
	if err != nil {
		log.Fatal(err)
	}
	quarter := kam.MustPeriod("2026-01-01/2026-04-01")
	run, err := program.Run(context.Background(), incentive.Inputs{
		Period: quarter,
		Roster: incentive.Roster{
			Payees: []incentive.Payee{{ID: "anna"}},
			Assignments: []incentive.Assignment{{
				Payee: "anna", Plan: "kam", Version: 1, Period: kam.MustPeriod("2026-02-15/2027-01-01"),
				Target: incentive.Target{Amount: decimal.NewNullDecimal(decimal.NewFromInt(48_000)), Per: kam.Year},
				Ramps:  []incentive.Ramp{{Period: kam.MustPeriod("2026-03-01/2026-04-01"), Share: decimal.RequireFromString("0.8")}},
				Quotas: []incentive.Quota{{Measure: "revenue", Period: quarter, Amount: decimal.NewFromInt(300_000), Relief: []incentive.Relief{
					{Amount: decimal.NewNullDecimal(decimal.NewFromInt(30_000)), Reason: "no samples in stock", ApprovedBy: "head of sales"},
				}}},
			}},
		},
	}, incentive.RunOptions{})
	if err != nil {
		log.Fatal(err)
	}
	s, ok := run.Statement("anna", "kam")
	if !ok {
		log.Fatal("anna is held")
	}
	return s
}

// Of three months half of February counts and March at 80 %: 1.3 of 3. A relief lowers what is left.
func ExampleStatement_Quotas() {
	for q := range hiredInFebruary().Quotas() {
		fmt.Println(q.Measure, q.Stated, "prorated", q.Prorated)
		for _, r := range q.Relief {
			fmt.Println("relief:", r.Reason, r.After)
		}
		fmt.Println("counts", q.Effective)
	}
	// Output:
	// revenue 300000 prorated 130000
	// relief: no samples in stock 100000
	// counts 100000
}

// A quarter of the yearly target incentive, and 1.5 of its 3 months.
func ExampleStatement_Targets() {
	for t := range hiredInFebruary().Targets() {
		fmt.Println(t.Average, "per", t.Per, "x", t.Months, "x", t.Fraction.Decimal, "=", t.Amount)
	}
	// Output:
	// 48000 per year x 0.25 x 0.5 = 6000
}

// A deal in dollars counts at the rate of its credit date.
func ExampleLine_Converted() {
	plan := mustPlan(onePlan)
	plan.Conversion = &incentive.Conversion{Policy: incentive.RateOnDate, Refunds: incentive.RefundAtOriginal}
	program, err := incentive.Compile(incentive.Book{Plans: []incentive.Plan{plan}})
	if err != nil {
		log.Fatal(err)
	}
	deals := quarterDeals()
	deals[0].Currency, deals[0].Amount = "USD", decimal.NewFromInt(10_000)
	in := quarterInputs(deals...)
	in.Rates = []incentive.ExchangeRate{{From: "USD", To: "CNY", Period: kam.MustPeriod("2026-02-01/2026-03-01"), Rate: decimal.RequireFromString("7.2")}}
	run, err := program.Run(context.Background(), in, incentive.RunOptions{})
	if err != nil {
		log.Fatal(err)
	}
	s, _ := run.Statement("anna", "kam")
	for l := range s.Lines() {
		if x, ok := l.Converted(); ok {
			fmt.Println(l.Transaction(), x.Stated, x.Currency, "x", x.Rate.Rate, "=", x.Amount, s.Currency())
		}
		fmt.Println("earns", l.Amount())
	}
	// Output:
	// d1 10000 USD x 7.2 = 72000 CNY
	// earns 1440
}

// A deal that comes after its quarter was closed is posted into the open one, as a correction that belongs to the closed one.
func ExampleRun_BatchInto() {
	ctx := context.Background()
	var book ledger.Memory
	first, second := kam.MustPeriod("2026-01-01/2026-04-01"), kam.MustPeriod("2026-04-01/2026-07-01")
	appendBatch := func(b ledger.Batch, err error) {
		if err != nil {
			log.Fatal(err)
		}
		if _, err := book.Append(ctx, b); err != nil {
			log.Fatal(err)
		}
		for _, e := range b.Entries {
			if e.Account == ledger.PayeeAccount {
				fmt.Println(e.Kind, e.Payee, e.Amount, "of", e.Period.From, "into", b.Period.From)
			}
		}
	}
	appendBatch(mustRun(quarterInputs(quarterDeals()...)).Batch())

	late := incentive.Transaction{ID: "d3", Owner: "bo", Booked: kam.MustDay("2026-03-31"), Amount: decimal.NewFromInt(10_000)}
	in := quarterInputs(append(quarterDeals(), late)...)
	var err error
	if in.Opening.Ledger, err = book.Snapshot(ctx, first); err != nil {
		log.Fatal(err)
	}
	appendBatch(mustRun(in).BatchInto(second))
	// Output:
	// earning anna 3000 of 2026-01-01 into 2026-01-01
	// earning bo 1000 of 2026-01-01 into 2026-01-01
	// correction bo 200 of 2026-01-01 into 2026-04-01
}
