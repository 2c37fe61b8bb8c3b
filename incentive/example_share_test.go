package incentive_test

import (
	"context"
	"fmt"
	"log"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
)

// prizePlan pays one prize to whoever sells most.
const prizePlan = `{
	"format": 1, "id": "prize", "version": 1, "currency": "CNY", "readings": "standard-1",
	"effective": "2025-01-01/2028-01-01", "period": "quarter",
	"credits":    [{"name": "own", "to": "owner", "share": "1"}],
	"measures":   [{"name": "revenue", "base": "amount", "credits": ["own"], "window": "period"}],
	"components": [{"name": "first", "measure": "revenue", "contest": {"basis": "amount", "prizes": ["1000"], "ties": "share", "held": "wait"}}]
}`

// prizeEnrolment is anna and bo in the first quarter, under the plan of the prize: what every process has.
func prizeEnrolment() *incentive.Enrolment {
	program, err := incentive.Compile(incentive.Book{Plans: []incentive.Plan{mustPlan(prizePlan)}})
	if err != nil {
		log.Fatal(err)
	}
	in := quarterInputs()
	for i := range in.Roster.Assignments {
		in.Roster.Assignments[i].Plan = "prize"
	}
	e, err := program.Enrol(context.Background(), in)
	if err != nil {
		log.Fatal(err)
	}
	return e
}

// Two processes, or two machines, compute a payee each. The hosts carry what they tell each other, in a queue or a table.
func ExampleEnrolment_Step() {
	e, ctx := prizeEnrolment(), context.Background()
	const n = 2
	deals := make([][]incentive.Transaction, n)
	for _, t := range quarterDeals() {
		for _, j := range e.Shares(t, nil, n) {
			deals[j] = append(deals[j], t)
		}
	}
	heard := make([][][][]byte, n) // for each share: round by round, what each has told it
	var tallies [][]byte
	for len(tallies) < n {
		told := make([][][]byte, n)
		for j := range n {
			step, err := e.Step(ctx, incentive.Transactions(deals[j]), incentive.Share{Index: j, Of: n}, heard[j], incentive.RunOptions{})
			if err != nil {
				log.Fatal(err)
			}
			if step.Run == nil {
				for to, figures := range step.Figures {
					told[to] = append(told[to], figures)
				}
				continue
			}
			for s := range step.Run.Statements() {
				fmt.Printf("share %d after %d rounds: %s %s\n", j, len(heard[j]), s.Payee().Name, s.Earned())
			}
			tally, err := step.Run.Tally()
			if err != nil {
				log.Fatal(err)
			}
			tallies = append(tallies, tally)
		}
		for j := range n {
			heard[j] = append(heard[j], told[j])
		}
	}
	whole, err := e.Join(tallies)
	if err != nil {
		log.Fatal(err)
	}
	batch, err := whole.Batch()
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(batch.Entries[0].Payee, batch.Entries[0].Amount)
	// Output:
	// share 0 after 2 rounds: Anna 1000
	// share 1 after 2 rounds: Bo 0
	// anna 1000
}

// A reversal goes where its original goes, whoever it says to be of.
func ExampleEnrolment_Shares() {
	e := prizeEnrolment()
	sale := incentive.Transaction{ID: "d1", Owner: "bo", Amount: decimal.NewFromInt(100), Booked: kam.MustDay("2026-02-01")}
	refund := incentive.Transaction{ID: "d2", Reverses: "d1", Amount: decimal.NewFromInt(-100), Booked: kam.MustDay("2026-02-09")}
	fmt.Println(e.Shares(sale, nil, 8), e.Shares(refund, &sale, 8))
	// Output:
	// [3] [3]
}

// How often shares meet is known before they start, but for what only shows on the way.
func ExampleEnrolment_Rounds() {
	least, most := prizeEnrolment().Rounds()
	fmt.Println(least, most)
	// Output:
	// 2 72
}

func ExampleShare_Has() {
	for i := range 2 {
		s := incentive.Share{Index: i, Of: 2}
		fmt.Println(s.Has("anna"), s.Has("bo"))
	}
	// Output:
	// true false
	// false true
}

// All shares are posted as one batch of one run, the one that a single process would post.
func ExampleEnrolment_Join() {
	e, ctx := prizeEnrolment(), context.Background()
	all := incentive.Share{Index: 0, Of: 1}
	var heard [][][]byte
	for {
		step, err := e.Step(ctx, incentive.Transactions(quarterDeals()), all, heard, incentive.RunOptions{})
		if err != nil {
			log.Fatal(err)
		}
		if step.Run == nil {
			heard = append(heard, step.Figures) // what the one share tells itself
			continue
		}
		tally, err := step.Run.Tally()
		if err != nil {
			log.Fatal(err)
		}
		whole, err := e.Join([][]byte{tally})
		if err != nil {
			log.Fatal(err)
		}
		single, err := e.Run(ctx, incentive.Transactions(quarterDeals()), incentive.RunOptions{})
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(whole.ID() == single.ID(), step.Run.ID() == single.ID())
		return
	}
	// Output:
	// true true
}
