package dispute_test

import (
	"context"
	"fmt"
	"log"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive/dispute"
)

// Anna says that a deal is missing in January. Ben accepts what Cleo proposed, and 250 are adjusted in February.
func Example() {
	ctx, store := context.Background(), new(dispute.Memory)
	fortnight := dispute.Deadline{Days: 14, Count: dispute.CalendarDays}
	rules, err := dispute.Compile(dispute.Policy{Open: fortnight, Answer: fortnight, Decide: fortnight, Reopen: fortnight, Withhold: dispute.WholePay}, nil)
	if err != nil {
		log.Fatal(err)
	}
	book, err := rules.Load(ctx, store)
	if err != nil {
		log.Fatal(err)
	}
	for _, e := range []dispute.Event{
		{Dispute: "7", Seq: 1, Step: dispute.StepOpen, By: "anna", On: kam.MustDay("2026-02-03"), Text: "D-1 is missing", Claim: &dispute.Claim{
			Payee: "anna", Plan: "ae", Period: kam.MustPeriod("2026-01-01/2026-02-01"), About: dispute.AboutDeal, Subject: "D-1",
		}},
		{Dispute: "7", Seq: 2, Step: dispute.StepAccept, By: "ben", On: kam.MustDay("2026-02-05"), Text: "it was booked on 31 January", Award: &dispute.Award{
			Amount: decimal.NewFromInt(250), Currency: "CNY", ProposedBy: "cleo",
		}},
	} {
		if book, err = book.Record(ctx, store, e); err != nil {
			log.Fatal(err)
		}
		fmt.Println(len(book.Holds()), "withheld")
	}
	for _, a := range book.Adjustments(kam.MustPeriod("2026-02-01/2026-03-01")) {
		fmt.Println(a.Payee, a.ID, a.Amount, "approved by", a.ApprovedBy)
	}
	// Output:
	// 1 withheld
	// 0 withheld
	// anna dispute-7 250 approved by ben
}

// Of what anna is due, 300 wait while her dispute is undecided.
func ExampleHold_Row() {
	h := dispute.Hold{Payee: "anna", Plan: "ae", Amount: decimal.NewFromInt(300), Currency: "CNY", Disputes: []string{"7"}}
	row := h.Row(kam.MustDay("2026-02-10"), "dan")
	fmt.Println(row.Payee, row.Amount.Decimal, row.Currency, "on", row.Days, "for", row.Reason, "by", row.By)
	// Output: anna 300 CNY on 2026-02-10/2026-02-11 for dispute-7 by dan
}

func ExampleParseEvent() {
	e, err := dispute.ParseEvent([]byte(`{"dispute": "7", "seq": 2, "step": "answer", "by": "ben", "on": "2026-02-04", "text": "we look into it"}`))
	if err != nil {
		log.Fatal(err)
	}
	text, err := e.Canonical()
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(string(text))
	// Output: {"by":"ben","dispute":"7","on":"2026-02-04","seq":2,"step":"answer","text":"we look into it"}
}
