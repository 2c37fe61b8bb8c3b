package payout_test

import (
	"fmt"
	"log"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive/ledger"
	"github.com/kam-go/kam/incentive/payout"
)

// exampleRules hold 40 % back until collection, and lift pay to a draw that is paid back.
func exampleRules() *payout.Rules {
	terms, err := payout.ParseTerms([]byte(`{
		"holdbacks": [{"parts": [{"share": "0.6", "on": "booking"}, {"share": "0.4", "on": "collection"}], "sums": "spread"}],
		"draw": {"kind": "recoverable", "amount": "1000", "for": {"partial": "by-days"}, "against": "released", "belowZero": "lift",
			"recovery": {"of": "above-draw", "share": "1"}},
		"recovery": {"order": "oldest-first", "maxShareOfPay": "1", "protectedMinimum": "0", "position": "after-draw"},
		"leavers": {"held": "as-events", "debts": "from-final-pay"},
		"minimum": {"amount": "50"}
	}`))
	if err != nil {
		log.Fatal(err)
	}
	rules, err := payout.Compile(terms, payout.Money{Currency: "CNY", Places: 2, Mode: "half-up"})
	if err != nil {
		log.Fatal(err)
	}
	return rules
}

func exampleCase() payout.Case {
	return payout.Case{
		Payee: "anna", Plan: "kam", Version: 1, Period: kam.MustPeriod("2026-01-01/2026-02-01"),
		Earned: []payout.Earned{{Component: "sales", Transaction: "D-1", Amount: decimal.NewFromInt(1500)}},
	}
}

func Example() {
	rules, c := exampleRules(), exampleCase()
	result, err := rules.Settle(c)
	if err != nil {
		log.Fatal(err)
	}
	for _, step := range result.Steps {
		fmt.Println(step.Kind, step.Amount.StringFixed(2), "-", step.Because.EN)
	}
	fmt.Println("payable", result.After.Payable, "held", result.After.HeldTotal(), "owed", result.After.Owed())

	// In February the customer has paid, and nothing was sold.
	book := &ledgerOf{}
	book.post(c.Period, result.Entries)
	book.post(c.Period, []ledger.Entry{{
		Payee: "anna", Plan: "kam", Version: 1, Component: "sales", Kind: ledger.Earning, Period: c.Period,
		Account: ledger.PayeeAccount, Amount: decimal.NewFromInt(1500), Currency: "CNY",
	}})
	c = payout.Case{
		Payee: "anna", Plan: "kam", Version: 1, Period: kam.MustPeriod("2026-02-01/2026-03-01"), Posted: book.sums,
		Events: []payout.Event{{Transaction: "D-1", Kind: payout.Collected, Day: kam.MustDay("2026-02-10")}},
	}
	result, err = rules.Settle(c)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println("payable", result.After.Payable, "held", result.After.HeldTotal(), "owed", result.After.Owed())
	// Output:
	// earned 1500.00 - sales earned 1,500.00
	// held-back -600.00 - deal D-1 in sales has earned 1,500.00 in all, which becomes payable in parts: 900.00 (60 %) at once, 600.00 (40 %) as its cash is collected; 600.00 of it is not payable at once
	// drawn 100.00 - pay of the period is 900.00 and is lifted to the period's draw level of 1,000.00: 100.00 is advanced and owed
	// payable 1000 held 600 owed 100
	// payable 2000 held 0 owed 500
}

// ledgerOf is the part of a ledger that the example needs.
type ledgerOf struct{ sums []ledger.Posted }

func (l *ledgerOf) post(into kam.Period, entries []ledger.Entry) {
	for _, e := range entries {
		l.sums = append(l.sums, ledger.Posted{
			Payee: e.Payee, Plan: e.Plan, Version: e.Version, Component: e.Component, Kind: e.Kind, Period: e.Period,
			Into: into, Account: e.Account, Reference: e.Reference, Currency: e.Currency, Amount: e.Amount,
		})
	}
}

func ExampleCheck() {
	for _, f := range payout.Check(payout.Terms{}, "$.payout") {
		fmt.Println(f.Place, f.Code)
		fmt.Println(f.Remedy.EN)
		fmt.Println(f.Remedy.ZH)
	}
	// Output:
	// $.payout.recovery payout.missing
	// to recover from all pay, write "recovery": {"order": "oldest-first", "maxShareOfPay": "1", "protectedMinimum": "0"}
	// 如从全部净提成中追收，请写 "recovery": {"order": "oldest-first", "maxShareOfPay": "1", "protectedMinimum": "0"}
}

func ExampleCheckComponents() {
	terms := exampleRules().Terms()
	terms.Holdbacks[0].Components = []string{"slaes"}
	fmt.Println(payout.CheckComponents(terms, "$.payout", []string{"sales"})[0])
	// Output: $.payout.holdbacks[0].components[0]: "slaes" is no component of the plan (use one of sales)
}

func ExampleParseTerms() {
	terms, err := payout.ParseTerms([]byte(`{"minimum": {"amount": "50"}}`))
	fmt.Println(terms.Minimum.Amount.Decimal, err)
	_, err = payout.ParseTerms([]byte(`{"minimun": {"amount": "50"}}`))
	fmt.Println(err != nil)
	// Output:
	// 50 <nil>
	// true
}

func ExampleParseCase() {
	c, err := payout.ParseCase([]byte(`{"payee": "anna", "plan": "kam", "version": 1, "period": "2026-01-01/2026-02-01", "earned": [{"component": "sales", "amount": "400"}]}`))
	if err != nil {
		log.Fatal(err)
	}
	result, err := exampleRules().Settle(c)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(result.After.Payable, result.After.Owed())
	// Output: 1000 600
}

func ExampleCompile() {
	_, err := payout.Compile(payout.Terms{Recovery: &payout.Recovery{Order: "newest"}}, payout.Money{Currency: "CNY", Places: 2, Mode: "half-up"})
	fmt.Println(err)
	// Output:
	// $.recovery.maxShareOfPay: the terms do not state "maxShareOfPay" (write a share, such as "maxShareOfPay": "0.5")
	// $.recovery.order: "newest" is no known order (choose one: "order": "oldest-first" pays the oldest debt first; "order": "by-kind" goes by kind: add "kinds": ["shortfall", "opening", "draw"])
	// $.recovery.protectedMinimum: the terms do not state "protectedMinimum" (write "protectedMinimum": "0", or what must be left to the payee)
}

func ExampleRules_Settle() {
	result, err := exampleRules().Settle(exampleCase())
	if err != nil {
		log.Fatal(err)
	}
	for _, e := range result.Entries {
		fmt.Println(e.Component, e.Kind, e.Reference, e.Account, e.Amount)
	}
	// Output:
	// (draw) draw-advance  debt -100
	// (draw) draw-advance  payee 100
	// sales holdback D-1#1 held 900
	// sales holdback D-1#1 payee -900
	// sales holdback D-1#2 held 600
	// sales holdback D-1#2 payee -600
	// sales release D-1#1 held -900
	// sales release D-1#1 payee 900
}

func ExampleRules_Begin() {
	terms := exampleRules().Terms()
	terms.Draw.Kind, terms.Draw.BelowZero = payout.StartOfPeriod, ""
	rules, err := payout.Compile(terms, payout.Money{Currency: "CNY", Places: 2, Mode: "half-up"})
	if err != nil {
		log.Fatal(err)
	}
	c := exampleCase()
	c.Employment.Hired = kam.MustDay("2026-01-17")
	begun, err := rules.Begin(c)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(begun.After.Payable.StringFixed(2), begun.Steps[0].Because.EN)
	// Output: 483.87 the period's draw of 483.87 (15 of 31 days of 1,000.00) is paid in advance and owed
}

func ExampleRules_Describe() {
	for _, sentence := range exampleRules().Describe()[:3] {
		fmt.Println(sentence.EN)
		fmt.Println(sentence.ZH)
	}
	// Output:
	// Of the earnings of all other components, the payee receives 60 % at once, 40 % as its cash is collected.
	// 其余所有组成部分的所得分次发放：立即发放 60 %、按回款比例发放 40 %。
	// Amounts that belong to no deal are spread over the deals of the period.
	// 不属于任何交易的金额按比例摊入当期各交易。
	// A draw level of CNY 1,000.00 holds for each commission period, by days where it is covered in part: what is released is lifted to it, and what is added is an advance that is owed.
	// 预支保底额 CNY 1,000.00，适用于每个结算期，部分覆盖时按天数折算：当期可发放金额不足时预支补足，补足部分须归还。
}

func ExampleRules_Terms() {
	fmt.Println(exampleRules().Terms().Draw.Kind)
	// Output: recoverable
}

func ExampleRules_Minimum() {
	fmt.Println(exampleRules().Minimum())
	// Output: 50
}

func ExampleRules_RateOf() {
	terms := exampleRules().Terms()
	terms.Convert = &payout.Convert{Policy: payout.RateAtPeriodEnd, Table: "market", Refunds: payout.RefundsOriginal, Mode: "half-up"}
	rules, err := payout.Compile(terms, payout.Money{Currency: "CNY", Places: 2, Mode: "half-up"})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(rules.RateOf("sales"))
	// Output: period-end market true
}

func ExampleReference() {
	fmt.Println(payout.Reference("D-1", 2))
	// Output: D-1#2
}

func ExampleResult_Story() {
	result, err := exampleRules().Settle(exampleCase())
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(result.Story(kam.English))
	// Output:
	// ## From earned to payable
	//
	// | Step | Why | Payable | Balance held back | Balance owed |
	// |---|---|--:|--:|--:|
	// | Before | balances before the period | 0.00 | 0.00 | 0.00 |
	// | Earned | sales earned 1,500.00 | +1,500.00 |  |  |
	// | Held back now | deal D-1 in sales has earned 1,500.00 in all, which becomes payable in parts: 900.00 (60 %) at once, 600.00 (40 %) as its cash is collected; 600.00 of it is not payable at once | -600.00 | +600.00 |  |
	// | Draw added | pay of the period is 900.00 and is lifted to the period's draw level of 1,000.00: 100.00 is advanced and owed | +100.00 |  | +100.00 |
	// | **Now** |  | **1,000.00** | **600.00** | **100.00** |
	//
	// Payable: **CNY 1,000.00**.
	//
	// Still held back:
	//
	// | What | Earned in | Amount | Released |
	// |---|---|--:|---|
	// | deal D-1 in sales | 2026-01-01 to 2026-01-31 | 600.00 | as its cash is collected |
	// | **Total** |  | **600.00** |  |
	//
	// Still owed:
	//
	// | Debt | From the period | Amount |
	// |---|---|--:|
	// | draw advance | 2026-01-01 to 2026-01-31 | 100.00 |
	// | **Total** |  | **100.00** |
}

func ExampleHeld_When() {
	held := payout.Held{On: payout.OnAfter, Due: kam.MustDay("2027-01-01")}
	fmt.Println(held.When().EN)
	// Output: on 2027-01-01
}

func ExampleBalances_HeldTotal() {
	b := payout.Balances{Held: []payout.Held{{Amount: decimal.NewFromInt(3)}, {Amount: decimal.NewFromInt(4)}}, Debts: []payout.Debt{{Amount: decimal.NewFromInt(5)}}}
	fmt.Println(b.HeldTotal(), b.Owed())
	// Output: 7 5
}
