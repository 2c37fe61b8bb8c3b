package incentive_test

import (
	"context"
	"fmt"
	"log"
	"sync/atomic"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam/incentive"
)

// A preview computes the same people with deals that are not won yet.
func ExampleProgram_Enrol() {
	ctx := context.Background()
	enrolment, err := onePlanProgram().Enrol(ctx, quarterInputs())
	if err != nil {
		log.Fatal(err)
	}
	won := quarterDeals()
	open := won[1]
	open.ID, open.Amount = "d3", decimal.NewFromInt(80_000)
	for _, deals := range [][]incentive.Transaction{won, append(won, open)} {
		run, err := enrolment.Run(ctx, incentive.Transactions(deals), incentive.RunOptions{})
		if err != nil {
			log.Fatal(err)
		}
		s, _ := run.Statement("bo", "kam")
		fmt.Println(len(deals), "deals:", s.Earned())
	}
	// Output:
	// 2 deals: 1000
	// 3 deals: 3500
}

// A batch that computes many periods asks for memory once.
func ExampleWorkspace() {
	space := new(incentive.Workspace)
	total := decimal.Zero
	for range 3 {
		run, err := onePlanProgram().Run(context.Background(), quarterInputs(quarterDeals()...), incentive.RunOptions{Workspace: space})
		if err != nil {
			log.Fatal(err)
		}
		for s := range run.Statements() {
			total = total.Add(s.Earned())
		}
	}
	fmt.Println(total)
	// Output: 12000
}

// Transactions of a database are read once.
func ExampleSequence() {
	rows := func(yield func(incentive.Transaction, error) bool) {
		for _, d := range quarterDeals() {
			if !yield(d, nil) {
				return
			}
		}
	}
	in := quarterInputs()
	in.Transactions = incentive.Sequence(rows)
	s, _ := mustRun(in).Statement("anna", "kam")
	fmt.Println(s.Earned())
	// Output: 3000
}

// Lines are read while they are computed, by several goroutines: here, how many deals paid how much in all.
func ExampleRunOptions_visit() {
	var lines, cents atomic.Int64
	_, err := onePlanProgram().Run(context.Background(), quarterInputs(quarterDeals()...), incentive.RunOptions{
		Visit: func(_ incentive.Statement, items []incentive.Item) {
			for i := range items {
				units, _ := items[i].AmountUnits()
				lines.Add(1)
				cents.Add(units)
			}
		},
	})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(lines.Load(), "lines,", cents.Load(), "cents")
	// Output: 2 lines, 400000 cents
}

// A file of all lines is written without a decimal for each.
func ExampleRun_Items() {
	var line []byte
	for item := range mustRun(quarterInputs(quarterDeals()...)).Items() {
		line = append(line[:0], item.Statement().Payee().ID...)
		line = append(line, ',')
		line = append(line, item.Transaction()...)
		line = append(line, ',')
		fmt.Println(string(item.AppendAmount(line)))
	}
	// Output:
	// anna,d1,3000.00
	// bo,d2,1000.00
}

// Goroutines look at a part of the lines each.
func ExampleRun_ItemsIn() {
	parts := mustRun(quarterInputs(quarterDeals()...)).ItemsIn(2)
	counts := make(chan int)
	for _, part := range parts {
		go func() {
			n := 0
			for range part {
				n++
			}
			counts <- n
		}()
	}
	fmt.Println(<-counts+<-counts, "lines in", len(parts), "parts")
	// Output: 2 lines in 2 parts
}

// An item leads to its trail.
func ExampleItem_Line() {
	for item := range mustRun(quarterInputs(quarterDeals()[0])).Items() {
		for slice := range item.Line().Slices() {
			fmt.Println(slice.Base, "x", slice.Rate.Decimal, "=", slice.Amount)
		}
	}
	// Output:
	// 100000 x 0.02 = 2000
	// 20000 x 0.05 = 1000
}
