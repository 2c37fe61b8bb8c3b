package settlement

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/ledger"
	"github.com/kam-go/kam/internal/strictjson"
)

// ErrHeads says that the runs and the opening were not read from the same state of the ledger. Take one snapshot, and
// run and settle from it.
var ErrHeads = errors.New("settlement: the runs and the opening have different heads")

// Settlement is a settled commission period. It is immutable and safe for concurrent use.
type Settlement struct {
	in         Inputs
	period     kam.Period
	statements []*statement
	held       []incentive.Held
	findings   kam.Findings
	batch      ledger.Batch
	plans      map[planKey]*terms
	deals      map[string][]string // of each payee, see [incentive.Run.DealsByPayee]
}

// Settle settles the open period of a run: what it earned and what late changes corrected go through the payout terms of
// each plan, on top of the balances that the ledger has.
//
// A payee who is held, by the run or by a finding of his own settlement, has no entries of it; see [Settlement.Held]. The
// error is [ErrHeads], [incentive.ErrHeld] of a strict run, a *[kam.InvalidError] with every fault of the inputs that
// concerns nobody in particular, or an error of [incentive.Run.BatchInto].
func Settle(in Inputs) (*Settlement, error) {
	if in.Run == nil {
		return nil, errors.New("settlement: there is no run of the open period")
	}
	s := &Settlement{in: in.clone(), period: in.Run.Period(), deals: in.Run.DealsByPayee()}
	if err := s.check(); err != nil {
		return nil, err
	}
	slices.SortStableFunc(s.in.Late, func(a, b Late) int { return a.Run.Period().Compare(b.Run.Period()) })
	own, late, err := s.earnings()
	if err != nil {
		return nil, err
	}
	b := newBuilder(s, own, late)
	for _, k := range b.order {
		list, held := b.settle(k)
		if held != nil {
			s.held = append(s.held, *held)
			continue
		}
		s.statements = append(s.statements, list...)
	}
	s.held = append(s.held, slices.Collect(in.Run.Held())...)
	slices.SortStableFunc(s.held, func(a, b incentive.Held) int {
		return cmp.Or(strings.Compare(a.Payee.ID, b.Payee.ID), strings.Compare(a.Plan, b.Plan), cmp.Compare(a.Version, b.Version))
	})
	s.findings.Merge(b.findings())
	s.plans = b.plans
	s.batch, err = s.post(b)
	if err != nil {
		return nil, err
	}
	return s, nil
}

// check reports faults of the inputs that concern nobody in particular.
func (s *Settlement) check() error {
	heads := []ledger.Head{s.in.Run.Head(), s.in.Opening.Head}
	for _, l := range s.in.Late {
		if l.Run != nil {
			heads = append(heads, l.Run.Head())
		}
	}
	if len(slices.Compact(slices.Clone(heads))) > 1 {
		return fmt.Errorf("%w: %q", ErrHeads, heads)
	}
	f := newFaults()
	f.sizes(s.in)
	if !f.HasErrors() {
		f.late(s.in)
		f.named(s.in)
		f.people(s.in.People, plansOf(s.in))
		f.adjustments(s.in)
		f.events(s.in)
	}
	if err := f.Err(); err != nil {
		return err
	}
	if err := f.onTop(s.in); err != nil {
		return err
	}
	if err := f.Err(); err != nil {
		return err
	}
	s.findings.Merge(f.Findings())
	return nil
}

// earnings returns what the runs post: the open period's earnings, and each late period's corrections.
func (s *Settlement) earnings() (own ledger.Batch, late []ledger.Batch, err error) {
	if own, err = s.in.Run.Batch(); err != nil {
		return own, nil, err
	}
	for _, l := range s.in.Late {
		b, err := l.Run.BatchInto(s.period)
		if err != nil {
			return own, nil, err
		}
		late = append(late, b)
	}
	return own, late, nil
}

// post puts everything into one batch. A payee whose settlement is held has no entries at all.
func (s *Settlement) post(b *builder) (ledger.Batch, error) {
	held := map[account]bool{}
	for _, h := range s.held {
		held[account{h.Payee.ID, h.Plan}] = true
	}
	var entries []ledger.Entry
	take := func(more []ledger.Entry) {
		for _, e := range more {
			if !held[account{e.Payee, e.Plan}] {
				entries = append(entries, e)
			}
		}
	}
	take(b.own.Entries)
	for _, l := range b.corrected {
		take(l.Entries)
	}
	for _, st := range s.statements {
		take(st.result.Entries)
	}
	id, err := s.identify(b)
	if err != nil {
		return ledger.Batch{}, err
	}
	batch := ledger.Batch{Run: id, Head: s.in.Opening.Head, Period: s.period, Entries: ledger.Merge(entries)}
	mine := map[account][]ledger.Entry{}
	for _, e := range batch.Entries {
		k := account{e.Payee, e.Plan}
		mine[k] = append(mine[k], e)
	}
	for _, st := range s.statements {
		for _, e := range mine[st.account] {
			if st.concerns(e.Kind, e.Currency) {
				st.entries = append(st.entries, e)
			}
		}
	}
	return batch, nil
}

// identify hashes what the settlement was computed from, without the head.
func (s *Settlement) identify(b *builder) (string, error) {
	h := sha256.New()
	line := func(words ...string) {
		for _, w := range words {
			_, _ = fmt.Fprintf(h, "%d:%s", len(w), w) // a hash takes everything
		}
		_, _ = h.Write([]byte{'\n'})
	}
	line("kam-settlement-1", s.period.String(), "run", s.in.Run.ID())
	for _, l := range s.in.Late {
		line("late", l.Run.Period().String(), l.Run.ID(), l.Reason.EN, l.Reason.ZH)
	}
	for _, k := range b.order {
		for _, c := range b.cases[k] {
			data, err := strictjson.Canonical(c)
			if err != nil {
				return "", fmt.Errorf("settlement: %q under plan %q: %w", k.payee, k.plan, err)
			}
			line("case", k.payee, k.plan, string(data))
		}
	}
	for _, x := range s.held {
		line("held", x.Payee.ID, x.Plan)
		for _, f := range x.Findings {
			line("because", f.Code)
		}
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}

// Stage returns where the open period stands in its life, as the opening has it. The ledger takes no settlement of a period
// that is approved or closed.
func (s *Settlement) Stage() ledger.PeriodState { return s.in.Opening.Period(s.period) }

// ID identifies the settlement: 64 hexadecimal digits, the same for the same inputs and the same postings before it.
func (s *Settlement) ID() string { return s.batch.Run }

// Period returns the open period that was settled.
func (s *Settlement) Period() kam.Period { return s.period }

// Batch returns what the ledger lacks: earnings, corrections, and everything that payout terms move, in one batch that
// sums to zero. It is empty when everything was posted already. A host that keeps the life of periods adds a
// [ledger.Mark] that says who calculated it.
func (s *Settlement) Batch() ledger.Batch {
	b := s.batch
	b.Entries = slices.Clone(b.Entries)
	return b
}

// Findings returns what the settlement noticed that holds nobody, the findings of its run included.
func (s *Settlement) Findings() kam.Findings { return slices.Clone(s.findings) }

// Statements yields the statements of everybody who is not held, ordered by payee id and plan id. Where something is held
// back or owed in a currency that the payee is not paid in any more, a statement of that currency comes after the other.
func (s *Settlement) Statements() iter.Seq[Statement] {
	return func(yield func(Statement) bool) {
		for _, st := range s.statements {
			if !yield(Statement{st}) {
				return
			}
		}
	}
}

// Statement returns the statement of a payee under a plan, in the currency he is paid in; false when there is none.
func (s *Settlement) Statement(payee, plan string) (Statement, bool) {
	for _, st := range s.statements {
		if st.account == (account{payee, plan}) {
			return Statement{st}, true
		}
	}
	return Statement{}, false
}

// Held yields those who are not settled, and why, ordered by payee id and plan id.
//
// Nothing of the settlement is posted for them. What was posted before stays.
func (s *Settlement) Held() iter.Seq[incentive.Held] { return slices.Values(s.held) }

func (in Inputs) clone() Inputs {
	in.Late, in.People, in.Events = slices.Clone(in.Late), slices.Clone(in.People), slices.Clone(in.Events)
	in.Deals, in.Adjustments, in.Rates = slices.Clone(in.Deals), slices.Clone(in.Adjustments), slices.Clone(in.Rates)
	in.Opening.Posted = slices.Clone(in.Opening.Posted)
	in.Opening.Periods = slices.Clone(in.Opening.Periods)
	return in
}
