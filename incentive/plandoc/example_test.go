package plandoc_test

import (
	"context"
	"errors"
	"fmt"
	"log"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/plandoc"
	"github.com/kam-go/kam/incentive/plandoc/plandoctest"
)

// mustPlan is onePlan as a version, with a rate for the second tier.
func mustPlan(version int, rate string) incentive.Plan {
	p, err := incentive.ParsePlan([]byte(onePlan))
	if err != nil {
		log.Fatal(err)
	}
	p.Version = version
	p.Components[0].Tiers.Bands[1].Rate = decimal.NewNullDecimal(decimal.RequireFromString(rate))
	return p
}

// A version is written, submitted, approved by another person, told to a payee and accepted.
func Example() {
	ctx, store := context.Background(), &plandoctest.Store{}
	p, day := mustPlan(1, "0.05"), kam.MustDay("2025-12-01")
	doc, err := plandoc.Write(p, plandoc.Options{Lang: kam.Chinese})
	if err != nil {
		log.Fatal(err)
	}
	registry := plandoc.NewRegistry(p.ID)
	for _, e := range []plandoc.Event{
		plandoc.Draft(p, "anna", day),
		{Plan: p.ID, Version: 1, Step: plandoc.StepSubmit, On: day, By: "anna", Hash: p.Hash()},
		{Plan: p.ID, Version: 1, Step: plandoc.StepApprove, On: day, By: "vera", Hash: p.Hash()},
		plandoc.Acknowledge(doc, "bo", kam.MustDay("2025-12-15")),
	} {
		e.Seq = registry.Next()
		if registry, err = registry.Apply(e); err != nil {
			log.Fatal(err)
		}
		if err := store.Append(ctx, []plandoc.Event{e}); err != nil {
			log.Fatal(err)
		}
	}
	fmt.Println(registry.Status(1, kam.MustDay("2026-03-01")), registry.Allow(p, kam.MustDay("2026-03-01")))
	fmt.Println(errors.Is(registry.Allow(mustPlan(1, "0.06"), kam.MustDay("2026-03-01")), plandoc.ErrLocked))
	fmt.Println(registry.State(plandoc.Duty{Payee: "bo", Version: 1, Documents: []string{doc.Hash}}))
	// Output:
	// effective <nil>
	// true
	// accepted
}

func ExampleWrite() {
	doc, err := plandoc.Write(mustPlan(1, "0.05"), plandoc.Options{})
	if err != nil {
		log.Fatal(err)
	}
	_, component, _ := strings.Cut(doc.Text, "### 1. ")
	component, _, _ = strings.Cut(component, "\n## ")
	fmt.Println(strings.TrimSpace(component))
	// Output:
	// commission
	//
	// - It pays on **revenue** by how far **revenue** has come: each part is paid at the rate of the tier it lies in.
	//
	// | Tier | revenue | Rate |
	// | --- | --- | ---: |
	// | 1 | from CNY 0 to below CNY 100,000 | 2 % |
	// | 2 | from CNY 100,000 on | 5 % |
	//
	// *Example, computed by the same engine that pays, for 2026-01-01 to 2026-03-31:*
	//
	// - with a quota of CNY 100,000 for each quarter and a target incentive of CNY 10,000
	// - deal 1 on 2026-01-11: amount CNY 120,000
	//
	// | Step | Calculation | Amount |
	// | --- | --- | ---: |
	// | deal 1 | 100,000 × 0.02 | 2,000.00 |
	// |  | 20,000 × 0.05 | 1,000.00 |
	// | **commission pays** |  | **3,000.00** |
}

func ExampleDiff() {
	list, err := plandoc.Diff(mustPlan(1, "0.05"), mustPlan(2, "0.06"))
	if err != nil {
		log.Fatal(err)
	}
	for _, d := range list {
		fmt.Println(d.Path, d.Pays)
		fmt.Println(d.Message.EN)
		fmt.Println(d.Message.ZH)
	}
	// Output:
	// $.version false
	// version changes from 1 to 2
	// 版本 由 1 改为 2
	// $.components[0].tiers.bands[1].rate true
	// component / commission / tiers / band / from 100000 / rate changes from 0.05 to 0.06
	// 组成部分 / commission / 分档 / 档次 / 自 100000 起 / 提成比例 由 0.05 改为 0.06
}

func ExampleDiffMarkdown() {
	text, err := plandoc.DiffMarkdown(mustPlan(1, "0.05"), mustPlan(1, "0.05"), kam.Chinese)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(strings.Split(text, "\n")[2])
	// Output:
	// 两个版本内容相同。
}

func ExampleCopy() {
	p := mustPlan(1, "0.05")
	p.Caps = []incentive.Cap{{Per: incentive.PerRunPeriod, Amount: decimal.NewNullDecimal(decimal.NewFromInt(9_000)), Excess: incentive.ExcessCarry, Until: kam.MustDay("2026-12-31")}}
	next, moved, err := plandoc.Copy(p, 2, kam.MustPeriod("2027-01-01/2028-01-01"))
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(next.Version, next.Effective, moved)
	// Output:
	// 2 2027-01-01/2028-01-01 [{$.caps[0].until 2026-12-31 2027-12-31}]
}

func ExampleReassign() {
	year := kam.MustPeriod("2026-01-01/2027-01-01")
	roster := incentive.Roster{Payees: []incentive.Payee{{ID: "anna"}}, Assignments: []incentive.Assignment{{Payee: "anna", Plan: "kam", Version: 1, Period: year}}}
	change := plandoc.Switch{Payee: "anna", From: "kam", Plan: "kam", Version: 2, On: kam.MustDay("2026-07-01"), Figures: plandoc.FiguresKept}
	roster, _, err := plandoc.Reassign(roster, change, nil, nil)
	if err != nil {
		log.Fatal(err)
	}
	for _, a := range roster.Assignments {
		fmt.Println(a.Version, a.Period)
	}
	_, _, err = plandoc.Reassign(roster, change, nil, nil)
	fmt.Println(err)
	// Output:
	// 1 2026-01-01/2026-07-01
	// 2 2026-07-01/2027-01-01
	// $.on: the assignment to "kam" begins on 2026-07-01 itself and would never hold (correct that assignment instead)
}

// 80 % of what the old plan would have paid is promised in the second quarter after the move.
func ExampleGuarantee_TopUp() {
	g := plandoc.Guarantee{ID: "move-2026", Shares: []kam.Fraction{kam.Whole(), kam.MustFraction("0.8")}, Mode: "half-up"}
	quarter := kam.MustPeriod("2026-04-01/2026-07-01")
	top, err := g.TopUp(2,
		plandoc.Earned{Payee: "anna", Plan: "kam", Version: 1, Period: quarter, Currency: "CNY", Amount: decimal.NewFromInt(10_000)},
		plandoc.Earned{Payee: "anna", Plan: "kam", Version: 2, Period: quarter, Currency: "CNY", Amount: decimal.NewFromInt(7_500)})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(top.Amount)
	fmt.Println(top.Because.EN)
	// Output:
	// 500
	// Period 2 of 2: kam version 1 would have paid CNY 10,000.00, of which 0.8 is promised: CNY 8,000.00. kam version 2 pays CNY 7,500.00; the guarantee adds CNY 500.00.
}

func ExampleRegistry_Outstanding() {
	registry := plandoc.NewRegistry("kam")
	duties := registry.Duties([]incentive.Assignment{{Payee: "anna", Plan: "kam", Version: 2, Period: kam.MustPeriod("2026-01-01/..")}}, kam.MustDay("2026-02-01"))
	for _, o := range registry.Outstanding(duties) {
		fmt.Println(o.State, o.Message.EN)
		fmt.Println(o.Message.ZH)
	}
	// Output:
	// missing anna has not accepted version 2 of kam
	// anna 尚未签收方案 kam 第 2 版
}

func ExampleAcceptance() {
	text := plandoc.Acceptance(plandoc.Document{Plan: "kam", Version: 2, PlanHash: "cd", Hash: "ab"}, "Anna", kam.MustDay("2026-01-05"))
	fmt.Println(text.EN)
	fmt.Println(text.ZH)
	// Output:
	// I, Anna, have read the plan kam, version 2 (document ab, plan cd), on 2026-01-05. I understand how my commission is calculated and accept it.
	// 本人 Anna 已于 2026-01-05 阅读方案 kam 第 2 版（文件 ab，方案 cd），了解本人提成的计算方式，并予以接受。
}

func ExampleLoad() {
	registry, err := plandoc.Load(context.Background(), &plandoctest.Store{}, "kam")
	fmt.Println(registry.Next(), registry.Versions(), err)
	// Output:
	// 1 [] <nil>
}

func ExampleParseEvent() {
	_, err := plandoc.ParseEvent([]byte(`{"plan": "kam", "seq": 1, "stepp": "draft"}`))
	fmt.Println(err)
	// Output:
	// $.stepp (1:27): key "stepp" is not known here (did you mean "step"?)
}
