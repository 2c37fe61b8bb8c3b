package goals

import (
	"fmt"
	"math/big"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/num"
)

// maxMoves is how many moves one negotiation may have.
const maxMoves = 1000

// State is where a negotiation stands. The zero value is not begun.
type State string

// States of a negotiation.
const (
	NotBegun  State = ""
	Proposed  State = "proposed"
	Countered State = "countered"
	Agreed    State = "agreed"
	Imposed   State = "imposed"
)

// Negotiation is how a target came about, move by move. It is immutable and safe for concurrent use: [Negotiation.Apply]
// returns a new one. The zero value is not begun.
//
//	proposed -> countered by the other side, any number of times -> agreed or imposed -> acknowledged by the owner
type Negotiation struct {
	moves []Move
}

// Negotiate returns the negotiation of moves in their order. The first that is incomplete or not allowed is the error,
// as [Negotiation.Apply] returns it.
func Negotiate(moves ...Move) (Negotiation, error) {
	var n Negotiation
	for i, m := range moves {
		next, err := n.Apply(m)
		if err != nil {
			return Negotiation{}, fmt.Errorf("move %d: %w", i, err)
		}
		n = next
	}
	return n, nil
}

// Apply returns n with m as its last move; n stays as it was. The error is the [*kam.InvalidError] of [Move.Check], or
// wraps [ErrMove] and names the moves that are allowed:
//
//   - The first move is [Propose], by the assigner or the owner, and it is the only one of its kind.
//   - [Counter] and [Agree] are for the side that did not name the last figure: nobody agrees to one's own.
//   - [Impose] is for the assigner and the authority, as long as nothing is agreed or imposed.
//   - [Acknowledge] is for the owner, once, after the end.
//   - A person moves in one role only, and no move is dated before the one it follows; at most 1,000 are kept.
func (n Negotiation) Apply(m Move) (Negotiation, error) {
	if err := m.Check(); err != nil {
		return n, err
	}
	if len(n.moves) >= maxMoves {
		return n, fmt.Errorf("%w: %d moves were made, and no more are kept", ErrMove, maxMoves)
	}
	if !slices.Contains(n.Allowed(m.Role), m.Act) {
		return n, fmt.Errorf("%w: %s by the %s when the negotiation %s; %s", ErrMove, m.Act, m.Role, n.standing(), n.allowed())
	}
	for _, before := range n.moves {
		if before.By == m.By && before.Role != m.Role {
			return n, fmt.Errorf("%w: %q moves as %s and moved as %s on %s; a person has one role", ErrMove, clip(m.By), m.Role, before.Role, before.On)
		}
	}
	if last, begun := n.last(); begun && m.On.Before(last.On) {
		return n, fmt.Errorf("%w: %s on %s is before %s on %s, which it follows", ErrMove, m.Act, m.On, last.Act, last.On)
	}
	m.Evidence = slices.Clone(m.Evidence)
	return Negotiation{moves: append(slices.Clone(n.moves), m)}, nil
}

// Allowed returns what a person in the role may do now, in the order propose, counter, agree, impose, acknowledge; nil
// for nothing.
func (n Negotiation) Allowed(r Role) []Act {
	side := r == Assigner || r == Owner
	var acts []Act
	switch n.State() {
	case NotBegun:
		if side {
			acts = append(acts, Propose)
		}
	case Proposed, Countered:
		if last, _ := n.last(); side && last.Role != r {
			acts = append(acts, Counter, Agree)
		}
		if r == Assigner || r == Authority {
			acts = append(acts, Impose)
		}
	case Agreed, Imposed:
		if _, done := n.Acknowledged(); r == Owner && !done {
			acts = append(acts, Acknowledge)
		}
	}
	return acts
}

// allowed says in words what may be done now.
func (n Negotiation) allowed() string {
	var parts []string
	for _, r := range []Role{Assigner, Owner, Authority} {
		for _, a := range n.Allowed(r) {
			parts = append(parts, fmt.Sprintf("%s by the %s", a, r))
		}
	}
	if len(parts) == 0 {
		return "nothing is allowed any more"
	}
	return "allowed: " + strings.Join(parts, ", ")
}

// standing says in words where n stands.
func (n Negotiation) standing() string {
	last, begun := n.last()
	if !begun {
		return "has not begun"
	}
	text := fmt.Sprintf("stands at %s by the %s", last.Act, last.Role)
	if figure := last.figure(); figure != "" {
		text += " (" + figure + ")"
	}
	return text
}

func (n Negotiation) last() (Move, bool) {
	if len(n.moves) == 0 {
		return Move{}, false
	}
	return n.moves[len(n.moves)-1], true
}

// Moves returns the moves in order, as the caller's own copy.
func (n Negotiation) Moves() []Move {
	moves := slices.Clone(n.moves)
	for i := range moves {
		moves[i].Evidence = slices.Clone(moves[i].Evidence)
	}
	return moves
}

// State returns where n stands. What the owner has acknowledged stays [Agreed] or [Imposed].
func (n Negotiation) State() State {
	for i := len(n.moves) - 1; i >= 0; i-- {
		switch n.moves[i].Act {
		case Propose:
			return Proposed
		case Counter:
			return Countered
		case Agree:
			return Agreed
		case Impose:
			return Imposed
		case Acknowledge: // the move before it decides
		}
	}
	return NotBegun
}

// Closed reports whether the target is agreed or imposed.
func (n Negotiation) Closed() bool { s := n.State(); return s == Agreed || s == Imposed }

// Proposal returns the first figure named, which is kept whatever follows; not valid before the negotiation begins.
func (n Negotiation) Proposal() decimal.NullDecimal {
	if len(n.moves) == 0 {
		return decimal.NullDecimal{}
	}
	return n.moves[0].Value
}

// Answer returns the first figure of the other side, which is kept whatever follows; not valid when it never countered.
func (n Negotiation) Answer() decimal.NullDecimal {
	for _, m := range n.moves {
		if m.Act == Counter {
			return m.Value
		}
	}
	return decimal.NullDecimal{}
}

// LastCounter returns the figure of the last counter; not valid without one.
func (n Negotiation) LastCounter() decimal.NullDecimal {
	for _, m := range slices.Backward(n.moves) {
		if m.Act == Counter {
			return m.Value
		}
	}
	return decimal.NullDecimal{}
}

// Value returns the figure that n ended with: the last one named before an agreement, or the imposed one; not valid
// while n is open.
func (n Negotiation) Value() decimal.NullDecimal {
	if !n.Closed() {
		return decimal.NullDecimal{}
	}
	for _, m := range slices.Backward(n.moves) {
		if m.Act.named() {
			return m.Value
		}
	}
	return decimal.NullDecimal{}
}

// Acknowledged returns the day on which the owner acknowledged the outcome, and whether that happened.
func (n Negotiation) Acknowledged() (kam.Day, bool) {
	last, _ := n.last()
	return last.On, last.Act == Acknowledge
}

// FromProposal returns how far the outcome lies from the first figure, as an exact part of that figure's size:
// (outcome - proposal) / |proposal|, above 0 when it rose. It returns false while n is open and for a proposal of 0.
func (n Negotiation) FromProposal() (*big.Rat, bool) { return n.distance(n.Proposal()) }

// FromCounter returns how far the outcome lies from the last counter, as an exact part of the proposal's size:
// (outcome - last counter) / |proposal|. It returns false while n is open, without a counter and for a proposal of 0.
func (n Negotiation) FromCounter() (*big.Rat, bool) { return n.distance(n.LastCounter()) }

func (n Negotiation) distance(from decimal.NullDecimal) (*big.Rat, bool) {
	value, proposal := n.Value(), n.Proposal()
	if !value.Valid || !from.Valid || proposal.Decimal.IsZero() {
		return nil, false
	}
	moved := num.Rat(value.Decimal)
	moved.Sub(moved, num.Rat(from.Decimal))
	return moved.Quo(moved, num.Rat(proposal.Decimal.Abs())), true
}
