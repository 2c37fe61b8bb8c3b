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

// ledger has three customers: Acme buys more, Bolt is lost, Core is new.
func ledger() []crm.Record {
	of := func(kind crm.Kind, id string, data crm.Data) crm.Record {
		return crm.Record{Ref: crm.Ref{System: "zoho", Kind: kind, ID: id}, Modified: time.Date(2026, 6, 30, 9, 0, 0, 0, time.UTC), Data: data}
	}
	sold := func(id, account, on string, amount int64) crm.Record {
		return of(crm.KindOrder, id, &crm.Order{Account: account, Ordered: kam.MustDay(on), Amount: decimal.NewNullDecimal(decimal.NewFromInt(amount)), Currency: "CNY"})
	}
	return []crm.Record{
		of(crm.KindAccount, "acme", &crm.Account{Name: "Acme", Owner: "anna"}),
		of(crm.KindAccount, "bolt", &crm.Account{Name: "Bolt", Owner: "ben"}),
		of(crm.KindAccount, "core", &crm.Account{Name: "Core", Owner: "anna"}),
		sold("1", "acme", "2026-02-10", 8000), sold("2", "bolt", "2026-03-05", 2000),
		sold("3", "acme", "2026-05-12", 9000), sold("4", "core", "2026-06-01", 4000),
	}
}

// orders reads records with orders as revenue.
func orders(records []crm.Record) *kpi.Book {
	rules, err := kpi.Compile(kpi.Policy{Revenue: kpi.FromOrders, Products: kpi.FromOrders, Missing: kpi.MissingUnknown}, time.UTC)
	if err != nil {
		log.Fatal(err)
	}
	book, err := rules.Read(records)
	if err != nil {
		log.Fatal(err)
	}
	return book
}

// springTime asks for the second quarter against the first.
func springTime() kpi.Question {
	return kpi.Question{
		Whole: kam.Subject{Kind: "organisation", ID: "us"}, AsOf: kam.MustDay("2026-06-30"),
		Period: kam.MustPeriod("2026-04-01/2026-07-01"), Before: kam.MustPeriod("2026-01-01/2026-04-01"),
	}
}

func Example() {
	book := orders(ledger())
	retained, err := book.Retention(springTime())
	if err != nil {
		log.Fatal(err)
	}
	for _, m := range retained.Measures {
		if m.IsRatio() {
			fmt.Println(m.Why().EN)
		}
	}
	for _, move := range retained.Moves {
		fmt.Println(move.Finding().Message.EN)
	}
	// Output:
	// gross revenue retention: CNY 8,000.00 of CNY 10,000.00, 80 %, from 4 records
	// logo retention: 1 of 2, 50 %, from 4 records
	// net revenue retention: CNY 9,000.00 of CNY 10,000.00, 90 %, from 4 records
	// Acme buys more: CNY 8,000.00 before, CNY 9,000.00 now
	// Bolt is lost: CNY 2,000.00 before, nothing now
	// Core is new: CNY 4,000.00
}

func ExampleBook_Revenue() {
	q := springTime()
	q.By = []kpi.Dimension{kpi.ByUser}
	figures, err := orders(ledger()).Revenue(q)
	if err != nil {
		log.Fatal(err)
	}
	for _, m := range figures.Measures {
		if m.Metric == kpi.MetricRevenue || m.Metric == kpi.MetricGrowth {
			fmt.Println(m.Subject.ID, m.Why().EN)
		}
	}
	// Output:
	// us growth: CNY 3,000.00 by CNY 10,000.00, 30 %, from 4 records
	// us revenue: CNY 13,000.00, from 2 records
	// anna growth: CNY 5,000.00 by CNY 8,000.00, 62.5 %, from 3 records
	// anna revenue: CNY 13,000.00, from 2 records
	// ben growth: CNY -2,000.00 by CNY 2,000.00, -100 %, from 1 record
	// ben revenue: CNY 0.00, from 0 records
}

func ExampleMovement() {
	m := kpi.Movement{Start: decimal.NewFromInt(20000), Expansion: decimal.NewFromInt(3000), Contraction: decimal.NewFromInt(800), Churn: decimal.NewFromInt(1200)}
	fmt.Println(m.GRR().Percent(0).Decimal, m.NRR().Percent(0).Decimal)
	fmt.Println(kpi.Movement{}.NRR().Known())
	// Output:
	// 90 105
	// false
}

func ExampleWalletRule() {
	for rank := int64(1); rank <= 3; rank++ {
		fmt.Println(rank, kpi.WalletRule(decimal.NewFromInt(rank), 3).Percent(1).Decimal)
	}
	// Output:
	// 1 50
	// 2 33.3
	// 3 16.7
}

func ExamplePromoters() {
	p := kpi.Promoters{Promoters: 50, Passives: 30, Detractors: 20}
	fmt.Println(p.Statement(decimal.New(95, -2)).EN)
	fmt.Println(p.Statement(decimal.New(95, -2)).ZH)
	// Output:
	// 30 points from 100 answers, give or take 16 points at 95 % confidence
	// 30 分，共 100 份答卷；置信水平 95% 时误差 ±16 分
}

func ExampleCompile() {
	_, err := kpi.Compile(kpi.Policy{Revenue: "sales", Products: kpi.FromOrders}, nil)
	fmt.Println(err)
	// Output:
	// $.revenue: "sales" is not known (use one of orders, invoices, payments, deals)
	// $.missing: nothing is chosen (use one of unknown, left-out)
}

func ExampleParsePolicy() {
	policy, err := kpi.ParsePolicy([]byte(`{
		"revenue": "payments", "products": "orders", "missing": "left-out", "currency": "CNY",
		"rates": [{"from": "USD", "period": "2026-01-01/2026-07-01", "per": "7.1"}],
		"csat": [{"low": "1", "high": "5", "top": "4"}],
		"stages": [{"name": "offer", "probability": "0.6", "maxDays": 30}]
	}`))
	if err != nil {
		log.Fatal(err)
	}
	_, err = kpi.Compile(policy, time.UTC)
	fmt.Println(policy.Revenue, policy.Rates[0].Per, err)
	// Output:
	// payments 7.1 <nil>
}

func ExampleHealth_Score() {
	spec, err := kpi.ParseHealthSpec([]byte(`{
		"groups": [
			{"name": "buying", "weight": "60", "components": [
				{"name": "net retention", "metric": "kpi.nrr", "weight": "1", "scale": [{"at": "0.8", "points": "0"}, {"at": "1.2", "points": "100"}]}
			]},
			{"name": "opinion", "weight": "40", "components": [{"name": "satisfaction", "metric": "kpi.csat", "weight": "1", "scale": [{"at": "0", "points": "0"}, {"at": "1", "points": "100"}]}]}
		],
		"bands": [{"name": "red", "from": "0"}, {"name": "yellow", "from": "40"}, {"name": "green", "from": "70"}],
		"triggers": [{"name": {"en": "the contract ends within 30 days", "zh": "合同将在 30 天内到期"}, "metric": "contract.days", "below": "30", "band": "red"}]
	}`))
	if err != nil {
		log.Fatal(err)
	}
	health, err := kpi.CompileHealth(spec)
	if err != nil {
		log.Fatal(err)
	}
	acme := kam.Subject{Kind: "account", ID: "acme"}
	number := func(metric string, value decimal.Decimal) kam.Observation {
		return kam.Observation{Subject: acme, Metric: metric, Value: decimal.NewNullDecimal(value)}
	}
	fine := health.Score(acme, []kam.Observation{number("kpi.nrr", decimal.New(11, -1)), number("contract.days", decimal.NewFromInt(200))})
	fmt.Println(fine.Band, fine.Why().EN)
	ending := health.Score(acme, []kam.Observation{number("kpi.nrr", decimal.New(11, -1)), number("contract.days", decimal.NewFromInt(20))})
	fmt.Println(ending.Band, ending.Score.Decimal)
	// Output:
	// green score 75; 60 % of the weights are known; net retention 75 (100 %); unknown: satisfaction
	// red 75
}

func ExampleRFM_Score() {
	rfm, err := kpi.CompileRFM(kpi.RFMSpec{
		Recency:   kpi.Axis{Bounds: []decimal.Decimal{decimal.NewFromInt(30), decimal.NewFromInt(90)}},
		Frequency: kpi.Axis{Bounds: []decimal.Decimal{decimal.NewFromInt(2), decimal.NewFromInt(5)}},
		Monetary:  kpi.Axis{Bounds: []decimal.Decimal{decimal.NewFromInt(5000), decimal.NewFromInt(20000)}},
		Segments:  []kpi.Segment{{Name: "new and promising", Codes: []string{"31*"}}},
	})
	if err != nil {
		log.Fatal(err)
	}
	buyers, err := orders(ledger()).Buyers(springTime())
	if err != nil {
		log.Fatal(err)
	}
	for _, s := range rfm.Score(kam.MustDay("2026-06-30"), buyers).Scores {
		fmt.Println(s.Name, s.Why().EN)
	}
	// Output:
	// Acme 212: last purchase 49 days ago, 1 purchase, CNY 9,000.00
	// Core 311, new and promising: last purchase 29 days ago, 1 purchase, CNY 4,000.00
}

func ExampleAssociate() {
	product := func(id string) crm.Ref { return crm.Ref{System: "zoho", Kind: crm.KindProduct, ID: id} }
	found, err := kpi.Associate([]kpi.Basket{
		{Products: []crm.Ref{product("pump"), product("hose")}},
		{Products: []crm.Ref{product("pump"), product("hose")}},
		{Products: []crm.Ref{product("pump")}},
		{Products: []crm.Ref{product("valve")}},
	}, 2)
	if err != nil {
		log.Fatal(err)
	}
	for _, a := range found {
		fmt.Println(a.Why().EN)
	}
	// Output:
	// 2 of 2 with hose also have pump (100 %, lift 1.33)
	// 2 of 3 with pump also have hose (66.7 %, lift 1.33)
}

func ExampleBook_Lapsed() {
	records := ledger()
	for i, day := range []string{"2026-01-05", "2026-01-19", "2026-02-02", "2026-02-16"} {
		records = append(records, crm.Record{
			Ref: crm.Ref{System: "zoho", Kind: crm.KindOrder, ID: "b" + day}, Modified: time.Date(2026, 6, 30, 9, 0, 0, i, time.UTC),
			Data: &crm.Order{Account: "bolt", Ordered: kam.MustDay(day), Amount: decimal.NewNullDecimal(decimal.NewFromInt(100)), Currency: "CNY"},
		})
	}
	lapsed, err := orders(records).Lapsed(kam.MustDay("2026-06-30"), kpi.LapseSpec{Purchases: 4, Times: decimal.NewFromInt(2)})
	if err != nil {
		log.Fatal(err)
	}
	for _, l := range lapsed {
		fmt.Println(l.Finding().Message.EN)
	}
	// Output:
	// Bolt has not bought for 117 days, since 2026-03-05; it used to buy every 14 days (8.4 times that)
}

func ExampleBook_SingleThreaded() {
	records := append(ledger(),
		crm.Record{Ref: crm.Ref{System: "zoho", Kind: crm.KindOpportunity, ID: "9"}, Data: &crm.Opportunity{Account: "acme", Status: crm.Open}},
		crm.Record{Ref: crm.Ref{System: "zoho", Kind: crm.KindContact, ID: "chen"}, Data: &crm.Contact{Name: "Chen", Account: "acme", Role: crm.Technical}},
		crm.Record{Ref: crm.Ref{System: "zoho", Kind: crm.KindActivity, ID: "v"}, Data: &crm.Activity{
			Type: crm.Visit, Account: "acme", Contacts: []string{"chen"}, Status: crm.Done, Start: time.Date(2026, 6, 2, 9, 0, 0, 0, time.UTC),
		}},
	)
	threads, err := orders(records).SingleThreaded(kam.MustDay("2026-06-30"), kpi.ThreadSpec{Days: 90, People: 2, Roles: []crm.BuyingRole{crm.Economic, crm.Technical}})
	if err != nil {
		log.Fatal(err)
	}
	for _, t := range threads {
		fmt.Println(t.Finding().Message.EN)
		fmt.Println(t.Finding().Message.ZH)
	}
	// Output:
	// Acme: 1 person met, 2 should be; nobody is known as economic buyer
	// Acme：近期仅接触 1 人，应不少于 2 人；缺少经济决策者
}

func ExampleBook_Wallet() {
	figures, err := orders(ledger()).Wallet(springTime(), []kpi.Wallet{{Account: "acme", Amount: decimal.NewFromInt(36000), Currency: "CNY"}})
	if err != nil {
		log.Fatal(err)
	}
	for _, m := range figures.Measures {
		fmt.Println(m.Why().EN)
	}
	// Output:
	// share of wallet: CNY 9,000.00 of CNY 36,000.00, 25 %, from 2 records
}

func ExampleBook_Shrinking() {
	records := append(ledger(), crm.Record{
		Ref:  crm.Ref{System: "zoho", Kind: crm.KindOrder, ID: "0"},
		Data: &crm.Order{Account: "bolt", Ordered: kam.MustDay("2026-01-15"), Amount: decimal.NewNullDecimal(decimal.NewFromInt(3000)), Currency: "CNY"},
	})
	shrinking, err := orders(records).Shrinking(kam.MustDay("2026-06-30"), kpi.ShrinkSpec{Months: 2, Windows: 2, Below: decimal.New(8, -1)})
	if err != nil {
		log.Fatal(err)
	}
	for _, s := range shrinking {
		fmt.Println(s.Finding().Message.EN)
	}
	// Output:
	// Bolt bought for CNY 0.00 in 2026-05-01 to 2026-06-30, 0 % of the usual CNY 2,500.00
}

func ExampleBook_CrossSell() {
	records := ledger()
	for _, r := range records {
		if o, ok := r.Data.(*crm.Order); ok {
			o.Lines = []crm.Line{{Name: "pump", Amount: o.Amount}}
			if o.Account != "core" {
				o.Lines = append(o.Lines, crm.Line{Name: "hose"})
			}
		}
	}
	found, err := orders(records).CrossSell(kpi.CrossSellSpec{Period: kam.MustPeriod("2026-01-01/2026-07-01"), MinAccounts: 2, MinPeers: 2})
	if err != nil {
		log.Fatal(err)
	}
	for _, w := range found.Whitespace {
		fmt.Println(w.Finding().Message.EN)
	}
	// Output:
	// Core does not have hose: 2 of 2 customers have it
}
