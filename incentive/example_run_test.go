package incentive_test

import (
	"context"
	"errors"
	"fmt"
	"log"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/ledger"
)

// onePlanProgram compiles onePlan: 2 % up to 100,000 and 5 % above.
func onePlanProgram() *incentive.Program {
	program, err := incentive.Compile(incentive.Book{Plans: []incentive.Plan{mustPlan(onePlan)}})
	if err != nil {
		log.Fatal(err)
	}
	return program
}

// quarterInputs are the first quarter of anna and bo, with these deals.
func quarterInputs(deals ...incentive.Transaction) incentive.Inputs {
	year := kam.MustPeriod("2026-01-01/2027-01-01")
	return incentive.Inputs{
		Period: kam.MustPeriod("2026-01-01/2026-04-01"),
		Roster: incentive.Roster{
			Payees: []incentive.Payee{{ID: "anna", Name: "Anna"}, {ID: "bo", Name: "Bo"}},
			Assignments: []incentive.Assignment{
				{Payee: "anna", Plan: "kam", Version: 1, Period: year},
				{Payee: "bo", Plan: "kam", Version: 1, Period: year},
			},
		},
		Transactions: incentive.Transactions(deals),
	}
}

// quarterDeals are one deal of anna and one of bo.
func quarterDeals() []incentive.Transaction {
	return []incentive.Transaction{
		{ID: "d1", Owner: "anna", Booked: kam.MustDay("2026-02-01"), Amount: decimal.NewFromInt(120_000)},
		{ID: "d2", Owner: "bo", Booked: kam.MustDay("2026-02-01"), Amount: decimal.NewFromInt(50_000)},
	}
}

// mustRun computes a run of an example.
func mustRun(in incentive.Inputs) *incentive.Run {
	run, err := onePlanProgram().Run(context.Background(), in, incentive.RunOptions{})
	if err != nil {
		log.Fatal(err)
	}
	return run
}

func ExampleProgram_Run() {
	run, err := onePlanProgram().Run(context.Background(), quarterInputs(quarterDeals()...), incentive.RunOptions{})
	if err != nil {
		log.Fatal(err)
	}
	for s := range run.Statements() {
		fmt.Println(s.Payee().Name, s.Earned())
	}
	// Output:
	// Anna 3000
	// Bo 1000
}

// Nothing is postable when the inputs contradict themselves.
func ExampleProgram_Run_faults() {
	deals := quarterDeals()
	deals[1].ID = "d1"
	_, err := onePlanProgram().Run(context.Background(), quarterInputs(deals...), incentive.RunOptions{})
	fmt.Println(err)
	// Output:
	// transactions[1] (d1): transaction "d1" came twice with different content (keep one of them; a change of a deal is a reversal and a new transaction)
}

// A source that yields payee after payee needs the memory of one payee alone.
func ExampleProgram_Stream() {
	deals := quarterDeals()
	deals[1].Currency = "USD"
	for s, err := range onePlanProgram().Stream(context.Background(), quarterInputs(deals...), incentive.RunOptions{}) {
		if held, ok := errors.AsType[*incentive.HeldError](err); ok {
			fmt.Println(held.Payee.Name, "is held:", held.Findings[0].Code)
			continue
		}
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(s.Payee().Name, s.Earned())
	}
	// Output:
	// Anna 3000
	// Bo is held: run.missing-rate
}

func ExampleTransactions() {
	for t, err := range incentive.Transactions(quarterDeals()).All() {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(t.ID, t.Amount)
	}
	// Output:
	// d1 120000
	// d2 50000
}

func ExampleTransaction_Date() {
	t := incentive.Transaction{Booked: kam.MustDay("2026-02-01")}
	fmt.Println(t.Date(incentive.Booked), t.Date(incentive.CashReceived).IsSet())
	// Output:
	// 2026-02-01 false
}

// One who cannot be computed is held; the others are posted.
func ExampleRun_Held() {
	deals := quarterDeals()
	deals[1].Currency = "USD"
	for h := range mustRun(quarterInputs(deals...)).Held() {
		fmt.Println(h.Payee.Name, h.Findings)
	}
	// Output:
	// Bo [transaction d2: the deal is in USD, plan "kam" in CNY, and the plan does not say how it is converted (state it in the plan: "conversion": {"policy": "transaction-date", "refunds": "original"}, or convert the deal before the run)]
}

// A deal whose owner is unknown is not lost: it is on the house account.
func ExampleRun_House() {
	deals := quarterDeals()
	deals[1].Owner = "somebody"
	for h := range mustRun(quarterInputs(deals...)).House() {
		fmt.Println(h.Transaction, h.Owner, h.Amount, h.Reason.Code)
	}
	// Output:
	// d2 somebody 50000 why.unknown-owner
}

// Thirds of 100 are 33.3334, 33.3333 and 33.3333, so that they sum to 100.
func ExampleRun_Direct() {
	third := kam.MustFraction("1/3")
	run := mustRun(quarterInputs(incentive.Transaction{
		ID: "d1", Booked: kam.MustDay("2026-02-01"), Amount: decimal.NewFromInt(100),
		Participants: []incentive.Participant{{Payee: "anna", Share: third}, {Payee: "bo", Share: third}, {Payee: "carl", Share: third}},
	}))
	for d := range run.Direct() {
		fmt.Println(d.Payee, d.Amount)
	}
	for h := range run.House() {
		fmt.Println("house:", h.Owner, h.Amount)
	}
	// Output:
	// anna 33.3334
	// bo 33.3333
	// house: carl 33.3333
}

func ExampleRun_Why() {
	run := mustRun(quarterInputs(quarterDeals()...))
	why := run.Why("anna", "d1")
	fmt.Println(why.Paid(), why.Amount)
	fmt.Println(why.In(kam.English))
	fmt.Println(run.Why("anna", "d2").In(kam.English))
	// Output:
	// true 3000
	// commission: 100000 × 0.02 = 2000.00 [0, 100000)
	// commission: 20000 × 0.05 = 1000.00 [100000, …)
	// "anna" has no part in the deal; its owners are bo
}

func ExampleAnswer_In() {
	why := mustRun(quarterInputs(quarterDeals()...)).Why("bo", "d2")
	fmt.Println(why.In(kam.Chinese))
	// Output:
	// commission：50000 × 0.02 = 1000.00 [0, 100000)
}

func ExampleRun_Findings() {
	deals := append(quarterDeals(), quarterDeals()[0])
	for _, f := range mustRun(quarterInputs(deals...)).Findings() {
		fmt.Println(f.Severity, f.Message.EN)
	}
	// Output:
	// info transaction "d1" came twice with the same content
}

// A batch holds what the ledger lacks: everything first, nothing then, and the difference after a correction.
func ExampleRun_Batch() {
	ctx := context.Background()
	book := &ledger.Memory{}
	year := kam.MustPeriod("2026-01-01/2027-01-01")
	compute := func(deals []incentive.Transaction) {
		snapshot, err := book.Snapshot(ctx, year)
		if err != nil {
			log.Fatal(err)
		}
		in := quarterInputs(deals...)
		in.Opening.Ledger = snapshot
		batch, err := mustRun(in).Batch()
		if err != nil {
			log.Fatal(err)
		}
		if _, err := book.Append(ctx, batch); err != nil {
			log.Fatal(err)
		}
		fmt.Println(len(batch.Entries), "entries")
		for _, e := range batch.Entries {
			if e.Account == ledger.PayeeAccount {
				fmt.Println("  ", e.Payee, e.Component, e.Amount)
			}
		}
	}
	deals := quarterDeals()
	compute(deals)
	compute(deals)
	deals[0].Amount = decimal.NewFromInt(110_000)
	compute(deals)
	// Output:
	// 4 entries
	//    anna commission 3000
	//    bo commission 1000
	// 0 entries
	// 2 entries
	//    anna commission -500
}

// The id depends on the inputs and not on their order.
func ExampleRun_ID() {
	deals := quarterDeals()
	a := mustRun(quarterInputs(deals[0], deals[1]))
	b := mustRun(quarterInputs(deals[1], deals[0]))
	fmt.Println(len(a.ID()), a.ID() == b.ID())
	// Output:
	// 64 true
}
