package backtest_test

import (
	"context"
	"fmt"
	"log"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/backtest"
)

// salesPlan is a plan of one component, given as JSON.
func salesPlan(version int, component string) incentive.Plan {
	plan, err := incentive.ParsePlan(fmt.Appendf(nil, `{
		"format": 1, "id": "sales", "version": %d, "currency": "CNY", "readings": "standard-1",
		"effective": "2026-01-01/2027-01-01", "period": "quarter",
		"credits":  [{"name": "own", "to": "owner", "share": "1"}],
		"measures": [{"name": "revenue", "base": "amount", "credits": ["own"], "window": "period"}],
		"components": [%s]
	}`, version, component))
	if err != nil {
		log.Fatal(err)
	}
	return plan
}

// team is Anna and Bo with a quota of 100,000 each for a quarter.
func team(quarter kam.Period) incentive.Roster {
	var r incentive.Roster
	for _, id := range []string{"anna", "bo"} {
		r.Payees = append(r.Payees, incentive.Payee{ID: id})
		r.Assignments = append(r.Assignments, incentive.Assignment{
			Payee: id, Plan: "sales", Version: 1, Period: quarter,
			Quotas: []incentive.Quota{{Measure: "revenue", Period: quarter, Amount: decimal.NewFromInt(100_000)}},
		})
	}
	return r
}

// Next year's plan raises the rate above quota from 5 % to 6 % and caps the commission at 5,000. Over last quarter's
// deals the rate alone would have given Anna 500 more, and the cap takes 1,500 of it.
func Example() {
	quarter := kam.MustPeriod("2026-01-01/2026-04-01")
	old := salesPlan(1, `{"name": "commission", "measure": "revenue",
		"tiers": {"mode": "marginal", "basis": "attainment", "bands": [{"from": "0", "rate": "0.03"}, {"from": "1", "rate": "0.05"}]}}`)
	next := salesPlan(2, `{"name": "commission", "measure": "revenue",
		"tiers": {"mode": "marginal", "basis": "attainment", "bands": [{"from": "0", "rate": "0.03"}, {"from": "1", "rate": "0.06"}]},
		"caps": [{"per": "component", "amount": "5000"}]}`)
	comparison, err := backtest.Compare(context.Background(), backtest.Question{
		Before: backtest.Side{Plans: []incentive.Plan{old}},
		After:  backtest.Side{Plans: []incentive.Plan{next}},
		History: backtest.History{
			Periods: []kam.Period{quarter}, Roster: team(quarter),
			Transactions: []incentive.Transaction{
				{ID: "d1", Owner: "anna", Booked: kam.MustDay("2026-02-01"), Amount: decimal.NewFromInt(150_000)},
				{ID: "d2", Owner: "bo", Booked: kam.MustDay("2026-02-01"), Amount: decimal.NewFromInt(80_000)},
			},
		},
	}, backtest.Options{})
	if err != nil {
		log.Fatal(err)
	}
	for _, payee := range comparison.Payees {
		fmt.Println(payee.Payee, payee.Earned.Before, "→", payee.Earned.After)
		for _, e := range payee.Effects {
			change := comparison.Changes[e.Change-1]
			fmt.Println("  ", change.Rule, e.Amount)
		}
	}
	// Output:
	// anna 5500 → 5000
	//    tiers 500
	//    cap -1000
	// bo 2400 → 2400
}

// Attainment is 80 % with three chances in ten, 100 % with five and 130 % with two, for each payee alone.
func ExampleSimulate() {
	quarter := kam.MustPeriod("2026-01-01/2026-04-01")
	chance := func(attainment, share string) backtest.Point {
		value, err := decimal.NewFromString(attainment)
		if err != nil {
			log.Fatal(err)
		}
		return backtest.Point{Value: value, Chance: kam.MustFraction(share)}
	}
	forecast, err := backtest.Simulate(context.Background(), backtest.Simulation{
		Plans: []incentive.Plan{salesPlan(1, `{"name": "commission", "measure": "revenue", "rate": "0.05"}`)},
		Base:  backtest.History{Periods: []kam.Period{quarter}, Roster: team(quarter)},
		Outlooks: []backtest.Outlook{{
			Name: "team", Plan: "sales", Measure: "revenue", Basis: incentive.ByAttainment, Between: backtest.Independent, Over: backtest.EachPeriod,
			Distribution: backtest.Distribution{Kind: backtest.KindPoints, Points: []backtest.Point{chance("0.8", "0.3"), chance("1", "0.5"), chance("1.3", "0.2")}},
		}},
		Trials: 1000, Seed: 7,
		Budgets: []kam.Money{{Amount: decimal.NewFromInt(11_000), Currency: "CNY"}},
	}, backtest.Options{})
	if err != nil {
		log.Fatal(err)
	}
	cost := forecast.Totals[0].Cost
	fmt.Println("P10", cost.P10, "P50", cost.P50, "P90", cost.P90)
	fmt.Println("above 11,000 in", forecast.Budgets[0].Over, "of", forecast.Trials)
	// Output:
	// P10 9000 P50 10000 P90 11500
	// above 11,000 in 256 of 1000
}

// Bo has two open deals. Alone each stays below quota; together they reach the second tier.
func ExampleWhatIf() {
	quarter := kam.MustPeriod("2026-01-01/2026-04-01")
	open := func(id string, amount int64) backtest.OpenDeal {
		return backtest.OpenDeal{Deal: incentive.Transaction{ID: id, Owner: "bo", Booked: kam.MustDay("2026-03-20"), Amount: decimal.NewFromInt(amount)}}
	}
	prospect, err := backtest.WhatIf(context.Background(), backtest.Pipeline{
		Plans: []incentive.Plan{salesPlan(1, `{"name": "commission", "measure": "revenue",
			"tiers": {"mode": "marginal", "basis": "attainment", "bands": [{"from": "0", "rate": "0.02"}, {"from": "1", "rate": "0.05"}]}}`)},
		SoFar: backtest.History{
			Periods: []kam.Period{quarter}, Roster: team(quarter),
			Transactions: []incentive.Transaction{{ID: "d1", Owner: "bo", Booked: kam.MustDay("2026-02-01"), Amount: decimal.NewFromInt(60_000)}},
		},
		Payee: "bo",
		Deals: []backtest.OpenDeal{open("acme", 40_000), open("bolt", 30_000)},
	}, backtest.Options{})
	if err != nil {
		log.Fatal(err)
	}
	for _, c := range prospect.Cases {
		fmt.Println(c.Outcomes, c.Earned[0], "difference", c.Difference[0])
		for _, next := range c.Ahead {
			fmt.Println("  ", next.Text.EN)
		}
	}
	fmt.Println(prospect.Deals[1].Deal, "alone", prospect.Deals[1].Alone[0], "on top", prospect.Deals[1].Last[0])
	// Output:
	// [{acme won} {bolt won}] CNY 3500.00 difference CNY 2300.00
	// [{acme won} {bolt lost}] CNY 2000.00 difference CNY 800.00
	// [{acme lost} {bolt won}] CNY 1800.00 difference CNY 600.00
	//    commission: 10,000 more to the tier from 100 % (100,000), rate 0.05 (5 %) on what lies above; counting starts again next period
	// [{acme lost} {bolt lost}] CNY 1200.00 difference CNY 0.00
	//    commission: 40,000 more to the tier from 100 % (100,000), rate 0.05 (5 %) on what lies above; counting starts again next period
	// bolt alone CNY 600.00 on top CNY 1500.00
}
