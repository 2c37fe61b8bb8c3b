package trust_test

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"math/rand/v2"
	"time"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/ledger"
)

// book is all that a payroll needs of a store.
type book interface {
	ledger.Ledger
	incentive.TransactionReader
	incentive.RosterReader
	PutTransactions(ctx context.Context, transactions iter.Seq2[incentive.Transaction, error]) (int, error)
	PutRoster(ctx context.Context, r incentive.Roster) error
	Verify(ctx context.Context) error
}

const plan = `{
	"format": 1, "id": "kam", "version": 1, "currency": "CNY", "readings": "standard-1",
	"effective": "2026-01-01/2027-01-01", "period": "month",
	"credits":  [{"name": "own", "to": "owner", "share": "1"}],
	"measures": [{"name": "revenue", "base": "amount", "credits": ["own"], "window": "period"}],
	"components": [{
		"name": "commission", "measure": "revenue",
		"tiers": {"mode": "marginal", "basis": "attainment", "bands": [
			{"from": "0", "rate": "0.0213"}, {"from": "1", "rate": "0.0507"}
		]}
	}, {"name": "service", "measure": "revenue", "rate": "0.0031"}]
}`

var (
	year   = kam.MustPeriod("2026-01-01/2027-01-01")
	months = []kam.Period{kam.MustPeriod("2026-01-01/2026-02-01"), kam.MustPeriod("2026-02-01/2026-03-01")}
)

// roster returns as many payees, each on the plan.
func roster(payees int) incentive.Roster {
	var r incentive.Roster
	for i := range payees {
		id := fmt.Sprintf("p%05d", i)
		a := incentive.Assignment{Payee: id, Plan: "kam", Version: 1, Period: year}
		for _, m := range months {
			a.Quotas = append(a.Quotas, incentive.Quota{Measure: "revenue", Period: m, Amount: decimal.NewFromInt(int64(40_000 + i))})
		}
		r.Payees = append(r.Payees, incentive.Payee{ID: id, Name: "Payee " + id})
		r.Assignments = append(r.Assignments, a)
	}
	return r
}

// deals returns three deals for each payee, always the same.
func deals(payees int) []incentive.Transaction {
	random := rand.New(rand.NewPCG(2026, 4))
	var all []incentive.Transaction
	for i := range payees {
		for j := range 3 {
			all = append(all, incentive.Transaction{
				ID: fmt.Sprintf("d%05d-%d", i, j), Owner: fmt.Sprintf("p%05d", i),
				Amount: decimal.New(1_000_00+random.Int64N(30_000_00), -2),
				Booked: months[0].From.AddDays(random.IntN(59)),
			})
		}
	}
	return all
}

// payroll does everything from the first deal to the last closed month, or what of it is left to be done. It tells
// what it is about to do and what it has done.
func payroll(ctx context.Context, b book, payees int, tell func(string)) error {
	parsed, err := incentive.ParsePlan([]byte(plan))
	if err != nil {
		return err
	}
	program, err := incentive.Compile(incentive.Book{Plans: []incentive.Plan{parsed}})
	if err != nil {
		return err
	}
	if err := b.PutRoster(ctx, roster(payees)); err != nil {
		return err
	}
	if _, err := b.PutTransactions(ctx, incentive.Transactions(deals(payees)).All()); err != nil {
		return err
	}
	tell("stored")
	for _, month := range months {
		o := office{b, program, month, tell}
		for done := false; !done; {
			if done, err = o.step(ctx); err != nil && !errors.Is(err, ledger.ErrStale) {
				return err
			}
		}
	}
	return nil
}

// office settles one month.
type office struct {
	book
	program *incentive.Program
	month   kam.Period
	tell    func(string)
}

// step does the next thing for the month as the ledger has it now. It is stale when somebody else was faster.
func (o office) step(ctx context.Context) (done bool, err error) {
	snapshot, err := o.Snapshot(ctx, year)
	if err != nil {
		return false, err
	}
	switch state := snapshot.Period(o.month).State; state {
	case ledger.Closed:
		return true, nil
	case ledger.Approved:
		return false, o.payOut(ctx, snapshot)
	case ledger.Calculated:
		batch, err := o.calculate(ctx, snapshot)
		if err != nil {
			return false, err
		}
		if len(batch.Entries) > 0 {
			return false, fmt.Errorf("%s is calculated, and a run posts %d entries more", o.month, len(batch.Entries))
		}
		return false, o.mark(ctx, snapshot.Head, "approve", ledger.Approved, "bo")
	default:
		batch, err := o.calculate(ctx, snapshot)
		if err != nil {
			return false, err
		}
		batch.Mark = &ledger.Mark{State: ledger.Calculated, By: "anna", On: o.month.Until}
		return false, o.post(ctx, batch)
	}
}

func (o office) calculate(ctx context.Context, snapshot ledger.Snapshot) (ledger.Batch, error) {
	window, err := o.program.Window(o.month)
	if err != nil {
		return ledger.Batch{}, err
	}
	roster, err := o.Roster(ctx, window)
	if err != nil {
		return ledger.Batch{}, err
	}
	run, err := o.program.Run(ctx, incentive.Inputs{
		Period: o.month, Roster: roster, Transactions: incentive.Sequence(o.Transactions(ctx, window)), Opening: incentive.Opening{Ledger: snapshot},
	}, incentive.RunOptions{})
	if err != nil {
		return ledger.Batch{}, err
	}
	return run.Batch()
}

// payOut hands over what is payable, and closes the month when nothing is.
func (o office) payOut(ctx context.Context, snapshot ledger.Snapshot) error {
	var entries []ledger.Entry
	for _, balance := range ledger.Balances(snapshot.Posted) {
		if balance.Payable.IsPositive() {
			entries = append(entries, ledger.Move(ledger.Entry{
				Payee: balance.Payee, Plan: balance.Plan, Version: balance.Version, Component: "(payout)",
				Kind: ledger.Payout, Period: o.month, Reference: "payroll of " + o.month.String(), Currency: balance.Currency,
			}, ledger.PayeeAccount, ledger.PaidAccount, balance.Payable)...)
		}
	}
	if len(entries) == 0 {
		return o.mark(ctx, snapshot.Head, "close", ledger.Closed, "bo")
	}
	return o.post(ctx, ledger.Batch{Run: "pay out " + o.month.String(), Head: snapshot.Head, Period: o.month, Entries: entries})
}

func (o office) mark(ctx context.Context, head ledger.Head, what string, state ledger.State, by string) error {
	return o.post(ctx, ledger.Batch{
		Run: what + " " + o.month.String(), Head: head, Period: o.month,
		Mark: &ledger.Mark{State: state, By: by, On: o.month.Until},
	})
}

func (o office) post(ctx context.Context, batch ledger.Batch) error {
	o.tell(fmt.Sprintf("append %d entries", len(batch.Entries)))
	start := time.Now()
	receipt, err := o.Append(ctx, batch)
	if err != nil {
		return err
	}
	o.tell(fmt.Sprintf("appended, repeated: %t, in %s", receipt.Repeated, time.Since(start).Round(time.Microsecond)))
	return nil
}

// appends returns how many batches the ledger has: one for each change of a period, and the payouts.
func (c content) appends() int {
	count := 0
	for _, state := range c.snapshot.Periods {
		count += len(state.History)
	}
	paid := map[string]bool{}
	for _, r := range c.records {
		if r.Kind == ledger.Payout {
			paid[r.Run] = true
		}
	}
	return count + len(paid)
}

// content is everything that a ledger has to be equal in.
type content struct {
	snapshot ledger.Snapshot
	records  []ledger.Record
}

func contentOf(ctx context.Context, b book) (c content, err error) {
	if err := b.Verify(ctx); err != nil {
		return c, err
	}
	if c.snapshot, err = b.Snapshot(ctx, year); err != nil {
		return c, err
	}
	for r, err := range b.Entries(ctx, year) {
		if err != nil {
			return c, err
		}
		c.records = append(c.records, r)
	}
	return c, nil
}

// differs returns the first difference between two ledgers, "" for none.
func (c content) differs(o content) string {
	for i := range min(len(c.records), len(o.records)) {
		one, two := c.records[i], o.records[i]
		amounts := one.Amount.Equal(two.Amount)
		one.Amount, two.Amount = decimal.Zero, decimal.Zero
		if !amounts || one != two {
			return fmt.Sprintf("entry %d is %+v instead of %+v", i, c.records[i], o.records[i])
		}
	}
	if len(c.records) != len(o.records) {
		return fmt.Sprintf("%d entries instead of %d", len(c.records), len(o.records))
	}
	for i, state := range c.snapshot.Periods {
		if i >= len(o.snapshot.Periods) || fmt.Sprint(state) != fmt.Sprint(o.snapshot.Periods[i]) {
			return fmt.Sprintf("period %d is %+v", i, state)
		}
	}
	if len(c.snapshot.Periods) != len(o.snapshot.Periods) {
		return fmt.Sprintf("%d periods instead of %d", len(c.snapshot.Periods), len(o.snapshot.Periods))
	}
	if c.snapshot.Head != o.snapshot.Head {
		return fmt.Sprintf("the head is %q instead of %q", c.snapshot.Head, o.snapshot.Head)
	}
	return ""
}
