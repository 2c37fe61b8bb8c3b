package incentive

import (
	"context"
	"errors"
	"fmt"

	"github.com/kam-go/kam"
)

// Step is what one step of a share comes to: its run, or figures for the shares.
type Step struct {
	// Run is the run of the share's payees. Nil: the share has to hear the others first.
	Run *Run
	// Figures are what the share tells: Figures[j] to share j, itself included. JSON, the same bytes each time. Nil: the
	// share is done.
	Figures [][]byte
}

// Shares returns which of n shares need a transaction, in ascending order: those of everybody whom it could be credited to,
// its participants and those above them at any time. It is nil when n is no number of shares.
//
// original is what a reversal takes back, and the reversal goes where that goes. Nil: the transaction takes nothing back,
// or takes back a deal of the opening, or nobody knows its original.
func (e *Enrolment) Shares(t Transaction, original *Transaction, n int) []int {
	if (Share{0, n}).check() != nil {
		return nil
	}
	if original == nil {
		original = e.prior[t.Reverses]
	}
	if t.Reverses != "" && t.Reverses != t.ID && original != nil && original.ID == t.Reverses && original.Reverses == "" {
		t = *original
	}
	var payees []string
	for _, p := range ownersOf(t) {
		payees = append(payees, p.Payee)
	}
	return e.people.sharesOf(payees, n)
}

// Rounds returns how many rounds of figures the shares tell each other before they are done, at least and at most: 0 and 0
// where every payee is computed alone. All shares are done in the same round. More than the least are only needed where
// somebody turns out to be held after others were compared with them: then the shares start again.
func (e *Enrolment) Rounds() (least, most int) {
	n := e.program.meetings()
	return n, n * (maxRounds + 8*len(e.people.units))
}

// Step computes a share as far as it can: to its run, or to the figures that it tells before it can go on.
//
// transactions are those that [Enrolment.Shares] sends to the share, in any order. heard is what the shares have told it:
// heard[k][j] is what share j told this one in round k, in [Step.Figures] at the index of this one; its own is among them.
// There is none at first, and one round more with each step. Every step starts from the transactions again and reads what
// was heard where it needs it, so that a step can be computed anew anywhere, and comes to the same.
//
// Together the runs of all shares have the statements, held payees, and house and direct credits that [Enrolment.Run] has
// of all transactions, each once and the same to the byte. [Run.Findings] of a share are those that concern it: what is
// about a transaction that several shares have, or about all payees, each of them says. An id of two transactions that
// differ is found where both come to one share.
//
// The error wraps [ErrShare] when part is no share or heard has not one entry of each share in each round; it is a
// *kam.InvalidError where figures are not those that were told, or are those of another run, share or round, see the codes
// that begin with "figures."; where shares meet, inputs that JSON cannot hold, such as a name that is not UTF-8, are an
// error too; else it is what [Enrolment.Run] returns.
func (e *Enrolment) Step(ctx context.Context, transactions Source, part Share, heard [][][]byte, opt RunOptions) (Step, error) {
	if err := part.check(); err != nil {
		return Step{}, err
	}
	if _, most := e.Rounds(); len(heard) > most {
		return Step{}, fmt.Errorf("%w: %d rounds heard, there are at most %d", ErrShare, len(heard), most)
	}
	for k, round := range heard {
		if len(round) != part.Of {
			return Step{}, fmt.Errorf("%w: round %d has figures of %d shares, want those of %d", ErrShare, k, len(round), part.Of)
		}
	}
	rows, err := transactions.rows(ctx)
	if err != nil {
		return Step{}, err
	}
	s := &sharing{of: e, part: part, heard: heard}
	run, err := e.run(ctx, rows, opt, s)
	switch {
	case errors.Is(err, errUnheard):
		return Step{Figures: s.told}, nil
	case err != nil:
		return Step{}, err
	case s.round < len(heard):
		return Step{}, fmt.Errorf("%w: %d rounds heard, and the share is done after %d", ErrShare, len(heard), s.round)
	}
	return Step{Run: run}, nil
}

// origin says of which run a share is.
func (e *Enrolment) origin(part Share) (origin, error) {
	e.digested.Do(func() {
		e.whole.Period = e.in.Period
		e.whole.Program = e.program.digest(e.in.Period)
		e.whole.Inputs, e.failed = e.in.digest()
	})
	o := e.whole
	o.Shares, o.From = part.Of, part.Index
	return o, e.failed
}

// digest identifies the plans of a program, and its calendar as far as a period depends on it.
func (p *Program) digest(period kam.Period) string {
	var t content
	for _, c := range p.plans {
		t.text(c.hash)
	}
	for _, w := range []Window{PerTransaction, PerPeriod, QuarterToDate, HalfToDate, YearToDate} {
		start, err := p.start(w, period)
		if err != nil {
			continue
		}
		t.day(start)
		if whole, err := p.calendar.Containing(w.kind(), period.From); w.toDate() && err == nil {
			t.text(whole.String())
		}
		n, err := p.calendar.WorkingDays(kam.Period{From: start, Until: period.Until})
		if err != nil {
			n = -1
		}
		t.number(int64(n))
	}
	return t.digest()
}
