package payroll_test

import (
	"context"
	"fmt"
	"log"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive/ledger"
	"github.com/kam-go/kam/incentive/payroll"
)

// settled is a ledger that owes anna 100 and bo 50 for January, which is approved.
func settled(ctx context.Context) *ledger.Memory {
	book := &ledger.Memory{}
	january := kam.MustPeriod("2026-01-01/2026-02-01")
	var entries []ledger.Entry
	for payee, amount := range map[string]int64{"anna": 100, "bo": 50} {
		entries = append(entries, ledger.Move(ledger.Entry{
			Payee: payee, Plan: "kam", Version: 1, Component: "commission", Kind: ledger.Earning, Period: january, Currency: "CNY",
		}, ledger.ExpenseAccount, ledger.PayeeAccount, decimal.NewFromInt(amount))...)
	}
	head := ledger.Head("")
	for _, b := range []ledger.Batch{
		{Run: "run", Entries: entries, Mark: &ledger.Mark{State: ledger.Calculated, By: "ben", On: kam.MustDay("2026-02-02")}},
		{Run: "approval", Mark: &ledger.Mark{State: ledger.Approved, By: "cleo", On: kam.MustDay("2026-02-03")}},
	} {
		b.Head, b.Period = head, january
		receipt, err := book.Append(ctx, b)
		if err != nil {
			log.Fatal(err)
		}
		head = receipt.Head
	}
	return book
}

func snapshot(ctx context.Context, book ledger.Ledger) ledger.Snapshot {
	s, err := book.Snapshot(ctx, kam.MustPeriod("0001-01-01/.."))
	if err != nil {
		log.Fatal(err)
	}
	return s
}

// January is paid on 10 February. Payroll rejects bo's line, which becomes payable again.
func Example() {
	ctx := context.Background()
	book := settled(ctx)
	january := kam.MustPeriod("2026-01-01/2026-02-01")
	run, err := payroll.Pay(payroll.Request{
		Run: "pay-2026-02", PayDate: payroll.PayDate{Date: kam.MustDay("2026-02-10"), Cutoff: kam.MustDay("2026-02-05")},
		Into: january, Snapshot: snapshot(ctx, book), Terms: payroll.Terms{Unapproved: payroll.UnapprovedWaits},
	})
	if err != nil {
		log.Fatal(err)
	}
	if _, err := book.Append(ctx, run.Batch); err != nil {
		log.Fatal(err)
	}
	for _, l := range run.Lines {
		fmt.Println("pay", l.Payee, l.Amount, l.Currency)
	}
	answers, err := payroll.ParseAnswers("bank.csv", []byte("line_id,status,amount,currency,date,reason\n"+
		run.Lines[0].ID+",paid,100.00,CNY,2026-02-10,\n"+
		run.Lines[1].ID+",rejected,50.00,CNY,2026-02-11,account closed\n"))
	if err != nil {
		log.Fatal(err)
	}
	done, err := payroll.Acknowledge(payroll.Acknowledgement{Into: january, Lines: run.Lines, Answers: answers, Snapshot: snapshot(ctx, book)})
	if err != nil {
		log.Fatal(err)
	}
	if _, err := book.Append(ctx, done.Batch); err != nil {
		log.Fatal(err)
	}
	for _, b := range ledger.Balances(snapshot(ctx, book).Posted) {
		fmt.Println(b.Payee, "payable", b.Payable, "paid", b.Paid)
	}
	// Output:
	// pay anna 100 CNY
	// pay bo 50 CNY
	// anna payable 0 paid 100
	// bo payable 50 paid 0
}

func ExamplePay() {
	ctx := context.Background()
	run, err := payroll.Pay(payroll.Request{
		Run: "pay-2026-02", PayDate: payroll.PayDate{Date: kam.MustDay("2026-02-10"), Cutoff: kam.MustDay("2026-02-05")},
		Into: kam.MustPeriod("2026-01-01/2026-02-01"), Snapshot: snapshot(ctx, settled(ctx)),
		Terms: payroll.Terms{
			Unapproved: payroll.UnapprovedWaits,
			Minimums:   []payroll.Minimum{{Per: payroll.PerPayee, Currency: "CNY", Amount: decimal.NewFromInt(80)}},
		},
	})
	if err != nil {
		log.Fatal(err)
	}
	text, err := run.CSV()
	if err != nil {
		log.Fatal(err)
	}
	fmt.Print(strings.ReplaceAll(string(text), "\r\n", "\n"))
	for _, k := range run.Kept {
		fmt.Println(k.Payee, k.Amount, k.Why, "-", k.Because.In(kam.English))
	}
	// Output:
	// line_id,payee,plan,currency,amount,pay_date,run
	// kp-ce604ff450cfa7ccd46be4356eb3a227,anna,kam,CNY,100.00,2026-02-10,pay-2026-02
	// bo 50 below-minimum - CNY 50.00 for all plans together is below the minimum of CNY 80.00; it rolls over
}

func ExampleReconcile() {
	line := payroll.Line{ID: "kp-1", Payee: "anna", Plan: "kam", Version: 1, Amount: decimal.NewFromInt(100), Currency: "CNY"}
	answer := payroll.Answer{LineID: "kp-1", Status: payroll.Paid, Amount: decimal.NewFromInt(120), Currency: "CNY"}
	r := payroll.Reconcile([]payroll.Line{line}, []payroll.Answer{answer})
	fmt.Println(r.Rows[0].Outcome, r.Totals[0].Difference)
	// Output: different 20
}

func ExampleCalendar_DueOf() {
	calendar, err := payroll.ParseCalendar([]byte(`{"id": "office", "dates": [
		{"date": "2026-02-10", "cutoff": "2026-02-05"}, {"date": "2026-03-10", "cutoff": "2026-03-05"}]}`))
	if err != nil {
		log.Fatal(err)
	}
	for _, approved := range []string{"2026-02-05", "2026-02-06"} {
		due, err := calendar.DueOf(kam.MustPeriod("2026-01-01/2026-02-01"), kam.MustDay(approved))
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println("approved on", approved, "paid on", due.Date)
	}
	// Output:
	// approved on 2026-02-05 paid on 2026-02-10
	// approved on 2026-02-06 paid on 2026-03-10
}

// The first half of January has two documents, the second one.
func ExampleGroup() {
	day := func(s string) payroll.Pending {
		return payroll.Pending{ID: s, Payee: "anna", Day: kam.MustDay(s), Amount: decimal.NewFromInt(10), Currency: "CNY"}
	}
	settlements, err := payroll.Group([]payroll.Pending{day("2026-01-03"), day("2026-01-15"), day("2026-01-16")}, payroll.HalfMonthly, kam.MustDay("2026-02-01"))
	if err != nil {
		log.Fatal(err)
	}
	for _, s := range settlements {
		fmt.Println(s.Period, len(s.Lines), s.Total)
	}
	// Output:
	// 2026-01-01/2026-01-16 2 20
	// 2026-01-16/2026-02-01 1 10
}

// 3 % and 0.3 % of KRW 1,890,000, each cut to whole won.
func ExampleWithhold() {
	w, err := payroll.Withhold(kam.Money{Amount: decimal.NewFromInt(1_890_000), Currency: "KRW"}, []payroll.Rate{
		{Name: "income tax", Rate: decimal.New(3, -2)}, {Name: "local tax", Rate: decimal.New(3, -3)},
	}, payroll.Rounding{Mode: "down"})
	if err != nil {
		log.Fatal(err)
	}
	for _, p := range w.Parts {
		fmt.Println(p.Name, p.Amount)
	}
	fmt.Println("net", w.Net)
	// Output:
	// income tax 56700
	// local tax 5670
	// net KRW 1827630
}

func ExampleParseTerms() {
	_, err := payroll.ParseTerms([]byte(`{"minimums": []}`))
	fmt.Println(err != nil)
	// Output: true
}
