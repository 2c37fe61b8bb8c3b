package settlement_test

import (
	"context"
	"errors"
	"fmt"
	"log"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/ledger"
	"github.com/kam-go/kam/incentive/payout"
	"github.com/kam-go/kam/incentive/payroll"
	"github.com/kam-go/kam/incentive/settlement"
)

// company is a program, its roster and its book.
type company struct {
	program *incentive.Program
	roster  incentive.Roster
	book    ledger.Memory
}

// open returns a company whose account executive Anna is on a plan.
func open(plan string) *company {
	p, err := incentive.ParsePlan([]byte(plan))
	if err != nil {
		log.Fatal(err)
	}
	program, err := incentive.Compile(incentive.Book{Plans: []incentive.Plan{p}})
	if err != nil {
		log.Fatal(err)
	}
	return &company{program: program, roster: incentive.Roster{
		Payees:      []incentive.Payee{{ID: "anna", Name: "Anna"}},
		Assignments: []incentive.Assignment{{Payee: "anna", Plan: "ae", Version: 1, Period: kam.MustPeriod("2026-01-01/2027-01-01")}},
	}}
}

// opening reads the whole book.
func (c *company) opening() ledger.Snapshot {
	s, err := c.book.Snapshot(context.Background(), kam.MustPeriod("2000-01-01/.."))
	if err != nil {
		log.Fatal(err)
	}
	return s
}

// run calculates a period.
func (c *company) run(period string, opening ledger.Snapshot, deals ...incentive.Transaction) *incentive.Run {
	run, err := c.program.Run(context.Background(), incentive.Inputs{
		Period: kam.MustPeriod(period), Roster: c.roster, Transactions: incentive.Transactions(deals), Opening: incentive.Opening{Ledger: opening},
	}, incentive.RunOptions{})
	if err != nil {
		log.Fatal(err)
	}
	return run
}

// settle settles and posts.
func (c *company) settle(in settlement.Inputs) *settlement.Settlement {
	s, err := settlement.Settle(in)
	if err != nil {
		log.Fatal(err)
	}
	if _, err := c.book.Append(context.Background(), s.Batch()); err != nil {
		log.Fatal(err)
	}
	return s
}

func statement(s *settlement.Settlement) settlement.Statement {
	st, ok := s.Statement("anna", "ae")
	if !ok {
		log.Fatal("anna is held")
	}
	return st
}

// Anna earns 10 %, of which 40 % are held until the cash is in, and has a recoverable draw of 2,000. In February a late deal of
// January is corrected, the cash of D-1 comes in, and she pays the draw back.
func Example() {
	c := open(monthly)
	opening := c.opening()
	d1 := deal("D-1", "2026-01-10", "20000")
	january := statement(c.settle(settlement.Inputs{Run: c.run(january, opening, d1), Opening: opening}))
	fmt.Println("January:", january.Payable(), "payable,", january.Payout().After.HeldTotal(), "held,", january.Payout().After.Owed(), "owed")

	all := []incentive.Transaction{d1, deal("D-0", "2026-01-20", "1000"), deal("D-2", "2026-02-10", "50000")}
	opening = c.opening()
	st := statement(c.settle(settlement.Inputs{
		Run: c.run(february, opening, all...), Opening: opening,
		Late:   []settlement.Late{{Run: c.run("2026-01-01/2026-02-01", opening, all...), Reason: kam.Text{EN: "D-0 was entered late", ZH: "D-0 迟到录入"}}},
		Events: []payout.Event{{Transaction: "D-1", Kind: payout.Collected, Day: kam.MustDay("2026-02-15")}},
	}))
	for _, step := range st.Payout().Steps {
		fmt.Println(step.Kind, step.Amount)
	}
	fmt.Println("February:", st.Payable(), "payable,", st.Payout().After.HeldTotal(), "held,", st.Payout().After.Owed(), "owed")
	// Output:
	// January: 2000 payable, 800 held, 800 owed
	// corrected 100
	// earned 5000
	// held-back -40
	// held-back -2000
	// released 800
	// recovered -800
	// February: 5060 payable, 2040 held, 0 owed
}

// Settling a posted period again posts nothing twice.
func ExampleSettle() {
	c := open(monthly)
	for range 2 {
		opening := c.opening()
		s := c.settle(settlement.Inputs{Run: c.run(january, opening, deal("D-1", "2026-01-10", "20000")), Opening: opening})
		fmt.Println(len(s.Batch().Entries), "entries,", statement(s).Payable(), "payable")
	}
	// Output:
	// 10 entries, 2000 payable
	// 0 entries, 2000 payable
}

// A fault of one payee holds him alone.
func ExampleSettlement_Held() {
	c := open(monthly)
	opening := c.opening()
	s := c.settle(settlement.Inputs{
		Run: c.run(january, opening, deal("D-1", "2026-01-10", "20000")), Opening: opening,
		People: []settlement.Person{{Payee: "anna", Employment: payout.Employment{Hired: kam.MustDay("2026-02-01"), Left: kam.MustDay("2026-01-20")}}},
	})
	for held := range s.Held() {
		fmt.Println(held.Payee.ID, held.Findings[0].Code, held.Findings[0].Message.EN)
	}
	fmt.Println(len(s.Batch().Entries), "entries")
	// Output:
	// anna payout.employment the last day 2026-01-20 is before the first, 2026-02-01
	// 0 entries
}

// What the ledger refuses of a period that was approved, a settlement can tell before.
func ExampleSettlement_Stage() {
	c := open(monthly)
	opening := c.opening()
	s, err := settlement.Settle(settlement.Inputs{Run: c.run(january, opening), Opening: opening})
	if err != nil {
		log.Fatal(err)
	}
	batch := s.Batch()
	batch.Mark = &ledger.Mark{State: ledger.Calculated, By: "ben", On: kam.MustDay("2026-02-02")}
	if _, err := c.book.Append(context.Background(), batch); err != nil {
		log.Fatal(err)
	}
	opening = c.opening()
	s, err = settlement.Settle(settlement.Inputs{Run: c.run(january, opening), Opening: opening})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(s.Stage().State, "by", s.Stage().By)
	// Output:
	// calculated by ben
}

// A draw of 3,000 is paid when January starts, and comes off what January earns.
func ExampleBegin() {
	c := open(withPayout(advanced))
	b, err := settlement.Begin(settlement.Start{Program: c.program, Roster: c.roster, Period: kam.MustPeriod(january), Opening: c.opening()})
	if err != nil {
		log.Fatal(err)
	}
	if _, err := c.book.Append(context.Background(), b.Batch()); err != nil {
		log.Fatal(err)
	}
	for r := range b.Results() {
		fmt.Println(r.Payee, r.After.Payable, "payable,", r.After.Owed(), "owed")
	}
	pay, err := payroll.Pay(payroll.Request{
		Run: "draws-2026-01", PayDate: payroll.PayDate{Date: kam.MustDay("2026-01-01"), Cutoff: kam.MustDay("2025-12-31")},
		Into: kam.MustPeriod(january), Snapshot: c.opening(), Terms: payroll.Terms{Unapproved: payroll.UnapprovedWaits, BegunDraws: true},
	})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(pay.Totals, "paid on", pay.PayDate.Date)
	if _, err := c.book.Append(context.Background(), pay.Batch); err != nil {
		log.Fatal(err)
	}
	opening := c.opening()
	st := statement(c.settle(settlement.Inputs{Run: c.run(january, opening, deal("D-1", "2026-01-10", "20000")), Opening: opening}))
	fmt.Println(st.Payable(), "payable,", st.Payout().After.Owed(), "owed")
	// Output:
	// anna 3000 payable, 3000 owed
	// [CNY 3000.00] paid on 2026-01-01
	// 0 payable, 1000 owed
}

// What changed since the last statement, and why.
func ExampleStatement_Changes() {
	c := open(monthly)
	opening := c.opening()
	d1 := deal("D-1", "2026-01-10", "40000")
	before := c.run(january, opening, d1)
	c.settle(settlement.Inputs{Run: before, Opening: opening})
	opening = c.opening()
	st := statement(c.settle(settlement.Inputs{Run: c.run(february, opening, d1, deal("D-2", "2026-02-10", "50000")), Opening: opening, Previous: before}))
	since, changes := st.Changes()
	fmt.Println("since", since)
	for _, x := range changes {
		fmt.Println(x.Kind, x.Component, x.Last, "->", x.Now, x.Because.EN)
	}
	// Output:
	// since 2026-01-01/2026-02-01
	// earning commission 4000 -> 5000 revenue from 40,000 to 50,000
	// holdback commission -1600 -> -2000 this period: D-2 -2,000.00; the period before: D-1 -1,600.00
}

// A correction says which deal of which period earns what now.
func ExampleStatement_Corrections() {
	c := open(bare)
	opening := c.opening()
	d1 := deal("D-1", "2026-01-10", "20000")
	before := c.run(january, opening, d1)
	c.settle(settlement.Inputs{Run: before, Opening: opening})
	opening = c.opening()
	d1.Amount = decimal.NewFromInt(25_000)
	st := statement(c.settle(settlement.Inputs{
		Run: c.run(february, opening, d1), Opening: opening,
		Late: []settlement.Late{{Run: c.run(january, opening, d1), Before: before, Reason: kam.Text{EN: "the price was wrong", ZH: "价格有误"}}},
	}))
	for x := range st.Corrections() {
		fmt.Println(x.Origin, x.Component, x.Transaction, x.Before.Decimal, "->", x.Now.Decimal, "=", x.Amount, "because", x.Reason.EN)
	}
	// Output:
	// 2026-01-01/2026-02-01 commission D-1 2000 -> 2500 = 500 because the price was wrong
}

// A deal that pays nothing says why.
func ExampleStatement_Unpaid() {
	c := open(monthly)
	opening := c.opening()
	unbooked := deal("D-9", "2026-01-10", "20000")
	unbooked.Booked = kam.Day{}
	st := statement(c.settle(settlement.Inputs{Run: c.run(january, opening, unbooked), Opening: opening}))
	for _, u := range st.Unpaid() {
		fmt.Println(u.Transaction, u.Reasons[0].Message.EN)
	}
	// Output:
	// D-9 the deal has no "booked" date, by which plan "ae" credits
}

// A statement is a document in the reader's language.
func ExampleStatement_Markdown() {
	c := open(bare)
	opening := c.opening()
	st := statement(c.settle(settlement.Inputs{Run: c.run(january, opening, deal("D-1", "2026-01-10", "20000")), Opening: opening}))
	_, section, _ := strings.Cut(st.Markdown(kam.Chinese), "## 应付金额的由来\n\n")
	section, _, _ = strings.Cut(section, "\n\n## ")
	fmt.Println(section)
	// Output:
	// |  | 金额 |
	// | --- | ---: |
	// | 期初应付（截至 2025-12-31 已计入应付而尚未发放的部分） | 0.00 |
	// | 本期所得 | 2,000.00 |
	// | **现应付** | **2,000.00** |
}

// An exported statement can be added up anew by whoever gets it.
func ExampleVerifyExport() {
	c := open(monthly)
	opening := c.opening()
	st := statement(c.settle(settlement.Inputs{Run: c.run(january, opening, deal("D-1", "2026-01-10", "20000")), Opening: opening}))
	data, err := st.Export()
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println("as exported:", settlement.VerifyExport(data))
	changed := strings.Replace(string(data), `"paid":"0.00","held"`, `"paid":"9.00","held"`, 1)
	invalid := new(kam.InvalidError)
	if errors.As(settlement.VerifyExport([]byte(changed)), &invalid) {
		for _, f := range invalid.Findings {
			fmt.Println(f.Code, f.Place, f.Message.EN)
		}
	}
	// Output:
	// as exported: <nil>
	// settlement.digest $.digest the document was changed after its export
	// settlement.difference $.after.paid 9 is stated, and 0 follows from the rest
}
