package kpi_test

import (
	"fmt"
	"log"
	"time"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm"
	"github.com/kam-go/kam/crm/kpi"
)

// sales are deals of two customers, two of them open, with what was done and what a customer said.
func sales() []crm.Record {
	of := func(kind crm.Kind, id string, data crm.Data) crm.Record {
		return crm.Record{Ref: crm.Ref{System: "zoho", Kind: kind, ID: id}, Modified: time.Date(2026, 6, 30, 9, 0, 0, 0, time.UTC), Data: data}
	}
	day := func(s string) time.Time {
		d, err := time.Parse(time.DateOnly, s)
		if err != nil {
			log.Fatal(err)
		}
		return d
	}
	number := func(n int64) decimal.NullDecimal { return decimal.NewNullDecimal(decimal.NewFromInt(n)) }
	return []crm.Record{
		of(crm.KindAccount, "acme", &crm.Account{Name: "Acme", Owner: "anna"}), of(crm.KindAccount, "bolt", &crm.Account{Name: "Bolt", Owner: "ben"}),
		of(crm.KindOpportunity, "1", &crm.Opportunity{Account: "acme", Status: crm.Won, Created: day("2026-04-01"), Close: kam.MustDay("2026-05-01"), Amount: number(9000), Currency: "CNY"}),
		of(crm.KindOpportunity, "2", &crm.Opportunity{Account: "bolt", Status: crm.Lost, Created: day("2026-04-01"), Close: kam.MustDay("2026-06-10"), Amount: number(1000), Currency: "CNY"}),
		of(crm.KindOpportunity, "3", &crm.Opportunity{
			Name: "Second line", Account: "acme", Status: crm.Open, Stage: "offer", Amount: number(5000), Currency: "CNY",
			History: []crm.StageChange{{Stage: "offer", At: day("2026-05-01")}},
		}),
		of(crm.KindActivity, "v", &crm.Activity{Type: crm.Visit, Account: "acme", Owner: "anna", Status: crm.Done, Start: day("2026-05-02")}),
		of(crm.KindSurvey, "s", &crm.Survey{Method: crm.CSAT, Account: "acme", Answered: kam.MustDay("2026-06-01"), Score: number(5)}),
		of(crm.KindSurvey, "t", &crm.Survey{Method: crm.CSAT, Account: "bolt", Answered: kam.MustDay("2026-06-01"), Score: number(3)}),
	}
}

// deals reads records with won deals as revenue.
func deals() *kpi.Book {
	rules, err := kpi.Compile(kpi.Policy{
		Revenue: kpi.FromDeals, Products: kpi.FromDeals, Missing: kpi.MissingUnknown,
		CSAT:   []kpi.Scale{{Low: decimal.NewFromInt(1), High: decimal.NewFromInt(5), Top: decimal.NewFromInt(4)}},
		Stages: []kpi.Stage{{Name: "offer", Probability: decimal.NewNullDecimal(decimal.New(6, -1)), MaxDays: 30}},
	}, time.UTC)
	if err != nil {
		log.Fatal(err)
	}
	book, err := rules.Read(sales())
	if err != nil {
		log.Fatal(err)
	}
	return book
}

func ExampleBook_Deals() {
	figures, err := deals().Deals(springTime())
	if err != nil {
		log.Fatal(err)
	}
	for _, m := range figures.Measures {
		if m.IsRatio() {
			fmt.Println(m.Why().EN)
		}
	}
	// Output:
	// average deal: CNY 9,000.00, from 1 record
	// mean days to close, lost: 70 by 1 is 70, from 1 record
	// mean days to close, won: 30 by 1 is 30, from 1 record
	// win rate: 1 of 2, 50 %, from 2 records
	// win rate by amount: CNY 9,000.00 of CNY 10,000.00, 90 %, from 2 records
}

func ExampleBook_Pipeline() {
	pipeline, err := deals().Pipeline(springTime())
	if err != nil {
		log.Fatal(err)
	}
	for _, m := range pipeline.Measures {
		fmt.Println(m.Why().EN)
	}
	for _, s := range pipeline.Stale {
		fmt.Println(s.Finding().Message.EN)
	}
	// Output:
	// pipeline: CNY 5,000.00, from 1 record
	// pipeline, offer: CNY 5,000.00, from 1 record
	// open deals: 1, from 1 record
	// open deals, offer: 1, from 1 record
	// mean days in stage, offer: 60 by 1 is 60, from 1 record
	// median days in stage, offer: 60, from 1 record
	// weighted pipeline: CNY 3,000.00, from 1 record
	// weighted pipeline, offer: CNY 3,000.00, from 1 record
	// Second line has been in "offer" for 60 days, longer than 30
}

func ExampleBook_Activities() {
	figures, err := deals().Activities(springTime())
	if err != nil {
		log.Fatal(err)
	}
	for _, m := range figures.Measures {
		fmt.Println(m.Why().EN)
	}
	// Output:
	// contacts made: 1, from 1 record
	// contacts made, visit: 1, from 1 record
	// contacts per account: 1 by 2 is 0.5, from 1 record
	// accounts contacted: 1 of 2, 50 %, from 1 record
}

func ExampleBook_Satisfaction() {
	ratings, err := deals().Satisfaction(springTime())
	if err != nil {
		log.Fatal(err)
	}
	for _, r := range ratings.Ratings {
		fmt.Println(r.Scale, r.Why(decimal.New(95, -2)).EN)
	}
	// Output:
	// no answers, so the score is unknown
	// 1-5 top answers: 50 % of 2 answers; from 9.45 % to 90.55 % at 95 % confidence
}
