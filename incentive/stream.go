package incentive

import (
	"context"
	"errors"
	"fmt"
	"iter"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive/ledger"
)

// Errors of [Program.Stream].
var (
	// ErrBarrier: a plan credits managers, or has a contest, a pool or a cap per transaction, so that no payee can be
	// computed alone.
	ErrBarrier = errors.New("incentive: the plans need all payees at once")
	// ErrNotGrouped: the source's transactions do not come payee by payee, or one of them credits several payees.
	ErrNotGrouped = errors.New("incentive: transactions are not grouped by payee")
)

// HeldError is what [Program.Stream] yields in place of a statement for a payee who is held.
type HeldError struct{ Held }

// Error returns the payee and the first finding.
func (e *HeldError) Error() string {
	if len(e.Findings) == 0 {
		return fmt.Sprintf("incentive: %s is held", e.Payee.ID)
	}
	return fmt.Sprintf("incentive: %s is held: %s", e.Payee.ID, e.Findings[0])
}

// Stream computes a commission period payee by payee, in the memory of one
// payee's transactions. The source yields all transactions of one payee after
// another; each credits one payee alone, and a reversal comes in the group of
// its original.
//
// It yields the same statements as [Program.Run], in the order of the source
// (an id that two payees share is not noticed: only Run sees all of them),
// then those of payees without transactions by payee id. For a held payee it
// yields a [HeldError] and goes on (Progress is not called: the number of
// payees is not known before the end); any other error is the last: [ErrBarrier]
// when no payee can be computed alone, [ErrNotGrouped], a *kam.InvalidError, the
// source's own error or ctx.Err(). Deals of owners without an assignment
// yield nothing; run [Program.Run] to list the house account.
func (p *Program) Stream(ctx context.Context, in Inputs, opt RunOptions) iter.Seq2[Statement, error] {
	return func(yield func(Statement, error) bool) {
		if err := p.stream(ctx, in, opt, yield); err != nil && !errors.Is(err, errStopped) {
			yield(Statement{}, err)
		}
	}
}

// errStopped means that the consumer wants no more.
var errStopped = errors.New("stopped")

func (p *Program) stream(ctx context.Context, in Inputs, opt RunOptions, yield func(Statement, error) bool) error {
	if p.waits || len(p.onDeals)+len(p.onCommission) > 0 {
		return ErrBarrier
	}
	var f faults
	if in.sorted = indexRates(in.Rates, &f); in.sorted == nil {
		in.sorted = rateBook{}
	}
	rosters, shares := splitRoster(in.Roster), splitOpening(in)
	// The roster as a whole is checked once, with nobody's transactions.
	whole := in
	whole.Transactions, whole.Observations = Source{}, nil
	whole.sorted = nil // its faults are reported with the others
	if _, err := p.begin(ctx, &whole, list(nil), true); err != nil {
		return err
	}
	g := group{seen: map[string]bool{}}
	flush := func() error {
		if g.payee == "" {
			return nil
		}
		if err := g.complete(in.Opening.Prior); err != nil {
			return err
		}
		err := p.one(ctx, shares[g.payee].of(in, rosters[g.payee], g.deals), opt, yield)
		g.payee, g.deals = "", nil // what was computed may still look at them
		return err
	}
	for t, err := range in.Transactions.All() {
		if err != nil {
			return fmt.Errorf("incentive: reading transactions: %w", err)
		}
		payee, err := g.payeeOf(t)
		if err != nil {
			return err
		}
		if payee != g.payee {
			if err := flush(); err != nil {
				return err
			}
			if g.seen[payee] {
				return fmt.Errorf("%w: %q comes again at transaction %q", ErrNotGrouped, clip(payee), clip(t.ID))
			}
			g.seen[payee], g.payee = true, payee
		}
		g.deals = append(g.deals, t.clone())
	}
	if err := flush(); err != nil {
		return err
	}
	for _, payee := range sortedKeys(rosters) {
		if !g.seen[payee] {
			if err := p.one(ctx, shares[payee].of(in, rosters[payee], nil), opt, yield); err != nil {
				return err
			}
		}
	}
	return nil
}

// group is the run of transactions of one payee.
type group struct {
	payee string
	deals []Transaction
	seen  map[string]bool
}

// complete reports a reversal without owners whose original is not in the group: it may be somebody else's.
func (g *group) complete(prior []Prior) error {
	var known map[string]bool
	for _, t := range g.deals {
		if t.Reverses == "" || len(ownersOf(t)) > 0 {
			continue
		}
		if known == nil {
			known = make(map[string]bool, len(g.deals))
			for _, d := range g.deals {
				known[d.ID] = true
			}
			for _, p := range prior {
				known[p.Transaction.ID] = known[p.Transaction.ID] || p.Payee == g.payee
			}
		}
		if !known[t.Reverses] {
			return fmt.Errorf("%w: transaction %q names no owner, and what it reverses is not in its group", ErrNotGrouped, clip(t.ID))
		}
	}
	return nil
}

// payeeOf returns the one payee that a transaction credits; a reversal without owners belongs to the group it comes in.
func (g *group) payeeOf(t Transaction) (string, error) {
	owners := ownersOf(t)
	switch {
	case len(owners) == 0:
		if t.Reverses == "" || g.payee == "" {
			return "", fmt.Errorf("%w: transaction %q names no owner", ErrNotGrouped, clip(t.ID))
		}
		return g.payee, nil
	case len(owners) > 1:
		return "", fmt.Errorf("%w: transaction %q credits %d payees", ErrNotGrouped, clip(t.ID), len(owners))
	default:
		return owners[0].Payee, nil
	}
}

// splitRoster divides a roster by payee.
func splitRoster(r Roster) map[string]Roster {
	out := map[string]Roster{}
	for _, x := range r.Payees {
		part := out[x.ID]
		part.Payees = append(part.Payees, x)
		out[x.ID] = part
	}
	for _, a := range r.Assignments {
		part := out[a.Payee]
		part.Assignments = append(part.Assignments, a)
		out[a.Payee] = part
	}
	return out
}

// share is what one payee has of the inputs besides roster and transactions.
type share struct {
	opening      Opening
	observations []kam.Observation
}

// splitOpening divides openings and observations by payee.
func splitOpening(in Inputs) map[string]*share {
	out := map[string]*share{}
	of := func(payee string) *share {
		if out[payee] == nil {
			out[payee] = &share{opening: Opening{Ledger: ledger.Snapshot{Head: in.Opening.Ledger.Head}}}
		}
		return out[payee]
	}
	for _, p := range in.Opening.Ledger.Posted {
		s := of(p.Payee)
		s.opening.Ledger.Posted = append(s.opening.Ledger.Posted, p)
	}
	for _, p := range in.Opening.Positions {
		s := of(p.Payee)
		s.opening.Positions = append(s.opening.Positions, p)
	}
	for _, p := range in.Opening.Prior {
		s := of(p.Payee)
		s.opening.Prior = append(s.opening.Prior, p)
	}
	for _, o := range in.Observations {
		s := of(o.Subject.ID)
		s.observations = append(s.observations, o)
	}
	return out
}

// of returns the inputs of one payee.
func (s *share) of(in Inputs, roster Roster, deals []Transaction) Inputs {
	in.Roster, in.Transactions, in.Opening, in.Observations = roster, Transactions(deals), Opening{Ledger: ledger.Snapshot{Head: in.Opening.Ledger.Head}}, nil
	if s != nil {
		in.Opening, in.Observations = s.opening, s.observations
	}
	return in
}

// one runs one payee and yields what comes out.
func (p *Program) one(ctx context.Context, in Inputs, opt RunOptions, yield func(Statement, error) bool) error {
	if len(in.Roster.Assignments) == 0 {
		return nil
	}
	run, err := p.Run(ctx, in, RunOptions{Workers: 1, Strict: opt.Strict})
	if err != nil {
		return err
	}
	for h := range run.Held() {
		if !yield(Statement{}, &HeldError{h}) {
			return errStopped
		}
	}
	for s := range run.Statements() {
		if !yield(s, nil) {
			return errStopped
		}
	}
	return nil
}
