package library_test

import (
	"fmt"
	"log"
	"time"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm"
	"github.com/kam-go/kam/crm/library"
)

// shelf is a library of three resources and one open deal of a steel maker, on 1 June 2026.
func shelf() *library.Shelf {
	record := func(kind crm.Kind, id string, data crm.Data) crm.Record {
		return crm.Record{Ref: crm.Ref{System: "zoho", Kind: kind, ID: id}, Modified: time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC), Data: data}
	}
	rules, err := library.Compile(library.Policy{
		Weights: library.Weights{Industry: 2, Need: 3, Language: 1}, General: kam.MustFraction("1/2"),
		Lives: []library.Life{{Type: crm.IndustryReport, Months: 12}}, Undated: library.UndatedStale, Decided: 20, Steward: "sue",
	})
	if err != nil {
		log.Fatal(err)
	}
	shelf, err := rules.On(kam.MustDay("2026-06-01"), []crm.Record{
		record(crm.KindAccount, "acme", &crm.Account{Name: "Acme", Industry: "Steel"}),
		record(crm.KindOpportunity, "d1", &crm.Opportunity{Name: "Line 4", Account: "acme", Status: crm.Open, Needs: []string{"energy", "safety"}}),
		record(crm.KindResource, "r1", &crm.Resource{Title: "Steel in 2024", Type: crm.IndustryReport, Industries: []string{"Steel"}, Needs: []string{"Safety"}, Owner: "olga", Published: kam.MustDay("2024-05-01")}),
		record(crm.KindResource, "r2", &crm.Resource{Title: "Energy at Baowu", Type: crm.CaseStudy, Industries: []string{"Steel"}, Needs: []string{"Energy"}, Published: kam.MustDay("2026-01-15")}),
		record(crm.KindResource, "r3", &crm.Resource{Title: "Saving energy", Needs: []string{"Energy"}}),
	})
	if err != nil {
		log.Fatal(err)
	}
	return shelf
}

func Example() {
	shelf := shelf()
	picks, err := shelf.ForDeal(crm.Ref{System: "zoho", Kind: crm.KindOpportunity, ID: "d1"}, 3)
	if err != nil {
		log.Fatal(err)
	}
	for _, p := range picks {
		fmt.Println(p.Item.Title, p.Score, "-", p.Why.EN)
	}
	for _, i := range shelf.Stale() {
		fmt.Println("stale:", i.Title, "-", i.Why.EN)
	}
	for _, g := range shelf.Gaps {
		fmt.Println("nothing fresh for", g.Aspect, g.Word, "in", len(g.Deals), "open deal; renew", g.Renew[0].ID)
	}
	for _, task := range shelf.Tasks("zoho") {
		fmt.Println(task.Owner+":", task.Title.EN)
	}
	// Output:
	// Energy at Baowu 0.7 - industry: "Steel"; needs: 1 of 2, "energy"
	// Saving energy 0.5 - industry: for all; needs: 1 of 2, "energy"
	// stale: Steel in 2024 - published on 2024-05-01 and good for 12 months; expired on 2025-05-01
	// nothing fresh for need safety in 1 open deal; renew r1
	// olga: renew "Steel in 2024": published on 2024-05-01 and good for 12 months; expired on 2025-05-01
}

func ExampleShelf_For() {
	picks, err := shelf().For(library.Wish{Industries: []string{"Food", "steel"}}, 1)
	if err != nil {
		log.Fatal(err)
	}
	for _, p := range picks {
		fmt.Println(p.Item.Title, p.Score, p.Why.ZH)
	}
	// Output:
	// Energy at Baowu 1 行业："steel"
}

func ExampleShelf_ForVisit() {
	picks, err := shelf().ForVisit(library.Visit{Account: crm.Ref{System: "zoho", Kind: crm.KindAccount, ID: "acme"}}, 1)
	if err != nil {
		log.Fatal(err)
	}
	for _, p := range picks {
		fmt.Println(p.Item.Title, p.Score)
	}
	// Output:
	// Energy at Baowu 0.7
}

func ExampleShelf_Measures() {
	measures, err := shelf().Measures(kam.Subject{Kind: "organisation", ID: "us"}, kam.MustPeriod("2026-01-01/2026-06-01"))
	if err != nil {
		log.Fatal(err)
	}
	for _, m := range measures {
		fmt.Println(m.Metric, m.Scope, m.Numerator.Decimal, "/", m.Denominator.Decimal)
	}
	// Output:
	// library.covered  0 / 1
	// library.fresh  2 / 3
	// library.never-used  2 / 2
	// library.used-in-deals  0 / 0
	// library.win-rate other 0 / 0
	// library.win-rate used 0 / 0
}

func ExampleCompile() {
	_, err := library.Compile(library.Policy{Must: []library.Aspect{"colour"}, Decided: 20})
	fmt.Println(err)
	// Output:
	// $.weights: no aspect counts (write a weight, such as "need": 3)
	// $.must[0]: "colour" is not known (use one of industry, stage, need, product, language)
}

func ExampleParsePolicy() {
	policy, err := library.ParsePolicy([]byte(`{
		"weights": {"industry": 2, "stage": 1, "need": 3, "product": 2, "language": 1}, "general": "0.5", "must": ["language"], "least": "0.3",
		"lives": [{"type": "industry-report", "months": 12}, {"type": "market-research", "months": 6}], "undated": "stale", "decided": 20, "steward": "sue"
	}`))
	if err != nil {
		log.Fatal(err)
	}
	_, err = library.Compile(policy)
	fmt.Println(policy.General, err)
	// Output:
	// 0.5 <nil>
}
