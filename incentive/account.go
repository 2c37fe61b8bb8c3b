package incentive

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"iter"
	"slices"
	"strconv"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive/ledger"
)

// account is what a run adds to the ledger.
type account struct {
	// c is what the run was computed from.
	c      *calculation
	strict bool
	// named yields the statements by what they were computed from, earned by what they add, both in order of payee, plan and start.
	named, earned iter.Seq[talliedStatement]
	held          []talliedHeld
	// part is which share it is. Zero: the whole.
	part Share
}

// account returns what the run adds to the ledger.
func (r *Run) account() *account {
	over := func(of func(*result, *desk) talliedStatement) iter.Seq[talliedStatement] {
		return func(yield func(talliedStatement) bool) {
			d := new(desk)
			for _, x := range r.results {
				if !yield(of(x, d)) {
					return
				}
			}
		}
	}
	a := &account{c: r.calc, strict: r.strict, named: over((*result).named), earned: over((*result).earns), held: r.talliedHeld()}
	if s := r.calc.sharing; s != nil && s.part.Of > 1 {
		a.part = s.part
	}
	return a
}

// identify hashes what the run was computed from: every statement's inputs, what
// is held, and what had been posted; the ledger's head is not part of it.
func (a *account) identify() string {
	h := sha256.New()
	line := func(fields ...string) {
		var p content
		for _, f := range fields {
			p.text(f)
		}
		h.Write([]byte(p.String()))
		h.Write([]byte{'\n'})
	}
	line("kam-run-1", a.c.period.String())
	if a.part != (Share{}) {
		line("share", itoa(a.part.Index), itoa(a.part.Of))
	}
	for _, p := range a.c.program.plans {
		line("plan", p.hash)
	}
	for s := range a.named {
		line("statement", s.Payee, s.Plan, strconv.FormatBool(s.Open), s.Inputs)
	}
	for _, x := range a.held {
		line("held", x.Payee, x.Plan, itoa(x.Version))
		for _, code := range x.Codes {
			line("because", code)
		}
	}
	posted := make([]string, 0, len(a.c.in.Opening.Ledger.Posted))
	for _, p := range a.c.in.Opening.Ledger.Posted {
		posted = append(posted, postedText(p))
	}
	slices.Sort(posted)
	for _, p := range posted {
		line("posted", p)
	}
	return hex.EncodeToString(h.Sum(nil))
}

// corrections is the batch of a run of a period that is closed by now, see [Run.BatchInto].
func (a *account) corrections(id string, open kam.Period) (ledger.Batch, error) {
	switch period := a.c.period; {
	case open.Check() != nil || open.IsOpen():
		return ledger.Batch{}, fmt.Errorf("incentive: corrections of %s: %w: the period to post them into has no end", period, kam.ErrPeriod)
	case open.From.Before(period.Until):
		return ledger.Batch{}, fmt.Errorf("incentive: corrections of %s: %w: %s is no later period to post them into", period, kam.ErrPeriod, open)
	}
	return a.batch(id, ledger.Correction, open)
}

// batch posts the difference between what the run's period should have been posted and what was.
func (a *account) batch(id string, kind ledger.Kind, into kam.Period) (ledger.Batch, error) {
	if a.part != (Share{}) {
		return ledger.Batch{}, fmt.Errorf("%w: share %d of %d is not posted by itself: join the tallies of all", ErrShare, a.part.Index, a.part.Of)
	}
	if a.strict && len(a.held) > 0 {
		return ledger.Batch{}, fmt.Errorf("%w: %d", ErrHeld, len(a.held))
	}
	d := desired{amounts: map[want]decimal.Decimal{}}
	for s := range a.earned {
		if !s.Open {
			d.statement(&s)
		}
	}
	type heldKey struct{ payee, plan string }
	held := map[heldKey]bool{}
	for _, h := range a.held {
		held[heldKey{h.Payee, h.Plan}] = true
	}
	for _, p := range a.c.in.Opening.Ledger.Posted {
		if a.c.replaces(p) && !held[heldKey{p.Payee, p.Plan}] {
			d.add(want{postedKey{p.Payee, p.Plan, p.Version, p.Component}, p.Currency}, p.Amount.Neg())
		}
	}
	b := ledger.Batch{Run: id, Head: a.c.in.Opening.Ledger.Head, Period: into}
	for _, k := range d.order {
		amount := d.amounts[k]
		if amount.IsZero() || held[heldKey{k.payee, k.plan}] {
			continue
		}
		e := ledger.Entry{
			Payee: k.payee, Plan: k.plan, Version: k.version, Component: k.component, Kind: kind,
			Period: a.c.period, Account: ledger.PayeeAccount, Amount: amount, Currency: k.currency,
		}
		b.Entries = append(b.Entries, e)
		e.Account, e.Amount = ledger.ExpenseAccount, amount.Neg()
		b.Entries = append(b.Entries, e)
	}
	return b, nil
}

// statement adds what a statement earns.
func (d *desired) statement(s *talliedStatement) {
	for _, x := range s.Amounts {
		d.add(want{postedKey{s.Payee, s.Plan, s.Version, x.Component}, s.Currency}, x.Amount)
	}
}
