package desk

import (
	"context"
	"fmt"
	"iter"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/examples/console/store"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/ledger"
)

// dealsKind is the kind of the views that have the deals of one person, in the window of a run.
const dealsKind = "deals"

// calculation is one calculation of a period.
type calculation struct {
	desk   *Desk
	period kam.Period
	by     string
	told   func(done, total int)

	snapshot  ledger.Snapshot
	roster    incentive.Roster
	window    kam.Period
	customers map[string]string
	gatherer  *gatherer
	open      []OpenDeal
	reversals []incentive.Transaction
	deals     map[string][]incentive.Transaction
}

// The parts of a calculation in the progress that is told: the run, writing what is shown of it, and the expected run.
const (
	runShare    = 500
	writeShare  = 250
	expectShare = 250
	wholeShare  = runShare + expectShare + writeShare
)

// calculate runs a period, writes what is shown of it and posts it.
func (d *Desk) calculate(ctx context.Context, p kam.Period, by string, on kam.Day, told func(done, total int)) error {
	c := &calculation{desk: d, period: p, by: by, told: told, customers: map[string]string{}, deals: map[string][]incentive.Transaction{}, gatherer: d.gatherer(p)}
	run, err := c.run(ctx)
	if err != nil {
		return err
	}
	batch, err := run.Batch()
	if err != nil {
		return err
	}
	batch.Run = unused(batch.Run, c.snapshot.Period(p).History)
	batch.Mark = &ledger.Mark{State: ledger.Calculated, By: by, On: on}
	if _, err := d.life(p).Next(batch); err != nil {
		return err
	}
	w := d.Store.Writer()
	if err := w.Put(ctx, store.Key{Kind: runKind, Of: key(batch.Run)}, by); err != nil {
		return err
	}
	if err := w.Flush(ctx); err != nil {
		return err
	}
	if err := c.write(ctx, w, run, batch.Run); err != nil {
		return err
	}
	if err := w.Flush(ctx); err != nil {
		return err
	}
	if _, err := d.Book.Append(ctx, batch); err != nil {
		return err
	}
	if err := d.refresh(ctx); err != nil {
		return err
	}
	if err := d.tidy(ctx); err != nil {
		return fmt.Errorf("the period is calculated and posted, but what earlier calculations had shown is still there: %w", err)
	}
	told(wholeShare, wholeShare)
	return nil
}

// unused returns the id of a run, with a number behind it where the period has that run already: a calculation that changes nothing is
// one of its own, with a mark of its own.
func unused(run string, history []ledger.Change) string {
	id := run
	for n := 2; slices.ContainsFunc(history, func(c ledger.Change) bool { return c.Run == id }); n++ {
		id = fmt.Sprintf("%s/%d", run, n)
	}
	return id
}

// run calculates the period.
func (c *calculation) run(ctx context.Context) (*incentive.Run, error) {
	var err error
	if c.window, err = c.desk.Rules.Plans.Window(c.period); err != nil {
		return nil, err
	}
	if c.roster, err = c.desk.Book.Roster(ctx, c.window); err != nil {
		return nil, err
	}
	if c.snapshot, err = c.desk.Book.Snapshot(ctx, c.desk.whole()); err != nil {
		return nil, err
	}
	inputs := c.inputs(c.noting(c.desk.Book.Transactions(ctx, c.window)))
	run, err := c.desk.Rules.Plans.Run(ctx, inputs, incentive.RunOptions{Progress: c.part(0, runShare)})
	for _, t := range c.reversals {
		c.customers[t.ID] = c.customers[t.Reverses]
		c.gatherer.deal(t, c.customers[t.ID])
	}
	return run, err
}

func (c *calculation) inputs(deals iter.Seq2[incentive.Transaction, error]) incentive.Inputs {
	return incentive.Inputs{Period: c.period, Roster: c.roster, Transactions: incentive.Sequence(deals), Opening: incentive.Opening{Ledger: c.snapshot}}
}

// noting passes deals on and takes down whose they are.
func (c *calculation) noting(deals iter.Seq2[incentive.Transaction, error]) iter.Seq2[incentive.Transaction, error] {
	return func(yield func(incentive.Transaction, error) bool) {
		for t, err := range deals {
			if err == nil {
				c.note(t)
			}
			if !yield(t, err) {
				return
			}
		}
	}
}

// note takes a deal down. What a reversal takes back may come after it.
func (c *calculation) note(t incentive.Transaction) {
	for owner := range owners(t) {
		c.deals[owner] = append(c.deals[owner], t)
	}
	if t.Reverses != "" {
		c.reversals = append(c.reversals, t)
		return
	}
	c.customers[t.ID] = t.Attributes["customer"]
	c.gatherer.deal(t, t.Attributes["customer"])
}

// owners yields everybody who has a part in a deal, each once.
func owners(t incentive.Transaction) iter.Seq[string] {
	return func(yield func(string) bool) {
		if t.Owner != "" && !yield(t.Owner) {
			return
		}
		for i, p := range t.Participants {
			again := slices.ContainsFunc(t.Participants[:i], func(o incentive.Participant) bool { return o.Payee == p.Payee })
			if !again && p.Payee != t.Owner && !yield(p.Payee) {
				return
			}
		}
	}
}

// part tells the progress of a part.
func (c *calculation) part(from, share int) func(done, total int) {
	return func(done, total int) {
		if total > 0 {
			c.told(from+share*done/total, wholeShare)
		}
	}
}

// write writes all that is shown of a run. The run is let go before the expected one begins: each is large.
func (c *calculation) write(ctx context.Context, w *store.Writer, run *incentive.Run, id string) error {
	written, total := 0, len(c.desk.people.list)*2
	step := c.part(runShare, writeShare)
	for _, someone := range c.desk.people.list {
		if err := c.dossier(ctx, someone.ID); err != nil {
			return err
		}
		if deals := c.deals[someone.ID]; len(deals) > 0 {
			if err := w.Put(ctx, store.Key{Kind: dealsKind, Of: key(id, someone.ID)}, deals); err != nil {
				return err
			}
			delete(c.deals, someone.ID)
		}
		written++
		step(written, total)
	}
	earned := map[string]decimal.Decimal{}
	before, n := "", 0
	for s := range run.Statements() { // by payee, plan and start of assignment
		if of := key("", s.Payee().ID, s.PlanID()); of != before {
			before, n = of, 0
		}
		n++
		view, err := putStatement(ctx, w, id, n, s, c.customers)
		if err != nil {
			return err
		}
		c.gatherer.statement(view)
		earned[view.Payee] = earned[view.Payee].Add(view.Earned)
		written++
		step(min(written, total), total)
	}
	for h := range run.Held() {
		c.gatherer.held(h.Payee.ID, whyHeld(h))
	}
	if err := c.findings(ctx, w, run, id); err != nil {
		return err
	}
	if err := c.expected(ctx, earned); err != nil {
		return err
	}
	return c.gatherer.write(ctx, w, id)
}

func whyHeld(h incentive.Held) kam.Text {
	if len(h.Findings) == 0 {
		return kam.Text{}
	}
	return h.Findings[0].Message
}

// dossier adds what is known of a person.
func (c *calculation) dossier(ctx context.Context, payee string) error {
	known, err := c.desk.Dossier(ctx, payee)
	if err != nil {
		return err
	}
	known.Open = slices.DeleteFunc(known.Open, func(o OpenDeal) bool { // won meanwhile
		_, won := c.customers[o.Deal.ID]
		return won
	})
	view, err := c.desk.Rules.FollowUp.On(c.desk.Today, known.Records)
	if err != nil {
		return fmt.Errorf("follow-up of %s: %w", payee, err)
	}
	c.gatherer.dossier(payee, known, view)
	for _, o := range known.Open {
		if c.period.Contains(o.Deal.Booked) {
			c.open = append(c.open, o)
		}
	}
	return nil
}

// expected runs the period as if what is expected of each open deal were sold, and adds what that pays on top of what each payee
// earns.
func (c *calculation) expected(ctx context.Context, earned map[string]decimal.Decimal) error {
	if len(c.open) == 0 {
		return nil
	}
	deals := func(yield func(incentive.Transaction, error) bool) {
		for t, err := range c.desk.Book.Transactions(ctx, c.window) {
			if !yield(t, err) {
				return
			}
		}
		for _, o := range c.open {
			t := o.Deal
			if t.Amount = share(t.Amount, o.Chance); !t.Amount.IsPositive() {
				continue
			}
			if !yield(t, nil) {
				return
			}
		}
	}
	then, err := c.desk.Rules.Plans.Run(ctx, c.inputs(deals), incentive.RunOptions{Progress: c.part(runShare+writeShare, expectShare)})
	if err != nil {
		return fmt.Errorf("expected deals: %w", err)
	}
	more := map[string]decimal.Decimal{}
	for s := range then.Statements() {
		payee := s.Payee().ID
		if _, begun := more[payee]; !begun {
			more[payee] = earned[payee].Neg()
		}
		more[payee] = more[payee].Add(s.Earned())
	}
	for payee, amount := range more {
		c.gatherer.expect(payee, amount)
	}
	return nil
}
