package reference

import (
	"math/big"
	"slices"

	"github.com/kam-go/kam/incentive"
)

// span is the stretch of an axis that a paying credit covers, and what it pays on.
type span struct {
	credit *credit
	// at is where it starts; length is signed.
	at, length *big.Rat
	// base is what rates multiply.
	base *big.Rat
}

// axis is how the positions of one measure run, for everything or for each deal.
type axis struct {
	spans []span
	// final and highest are positions by group; lowest is the lowest position anywhere.
	final, highest map[any]*big.Rat
	lowest         *big.Rat
}

// groupOn is what shares one axis: a deal and its refunds in a window per transaction, else everything.
func groupOn(c *credit, m incentive.Measure) any {
	if m.Window == incentive.PerTransaction {
		return c.group()
	}
	return nil
}

// run walks the credits along the measure on. How long a paying credit is on another axis than its own, and how large an
// earlier deal was, is only asked where that counts: where the axis is cut into pieces, or pay starts or ends on it.
func (u *unit) run(credits []*credit, paying map[*credit]bool, own, on incentive.Measure, lengths bool) (axis, error) {
	a := axis{final: map[any]*big.Rat{}, highest: map[any]*big.Rat{}, lowest: zero()}
	if on.Window != incentive.PerTransaction {
		start := u.opening(on)
		a.final[nil], a.highest[nil], a.lowest = start, start, lower(a.lowest, start)
	}
	for i, c := range credits {
		if !paying[c] && !u.feeds(c, on) {
			continue // a gate alone looks at it
		}
		g := groupOn(c, on)
		if a.final[g] == nil {
			start, err := u.startOfDeal(credits[i:], on)
			if err != nil && lengths {
				return a, err
			}
			if err != nil {
				start = zero() // one rate, wherever the deal stands
			}
			a.final[g], a.highest[g], a.lowest = start, start, lower(a.lowest, start)
		}
		if paying[c] {
			base, err := u.value(c, own.Base)
			if err != nil {
				return a, err
			}
			length, err := zero(), error(nil) // a credit that is no part of the axis has no length on it
			if on.Name == own.Name || lengths && u.feeds(c, on) {
				length, err = u.value(c, on.Base)
			}
			if err != nil {
				return a, err
			}
			at := a.final[g]
			if g == nil && !*u.plan.Credits[c.rule].Retires && !c.correction && c.deal.isRefund() && length.Sign() < 0 {
				at = sub(at, length) // it comes back from where its original was placed without moving anything
			}
			a.spans = append(a.spans, span{c, at, length, base})
		}
		step, err := u.walks(c, on)
		if err != nil {
			return a, err
		}
		a.final[g] = add(a.final[g], step)
		a.highest[g] = higher(a.highest[g], a.final[g])
		a.lowest = lower(a.lowest, a.final[g])
	}
	return a, nil
}

// startOfDeal is where the axis of a deal of its own starts, given its credits from the first one on: at zero, or,
// for reversals that are recalculated without their original, at what was left of it.
func (u *unit) startOfDeal(credits []*credit, on incentive.Measure) (*big.Rat, error) {
	total := zero()
	first := credits[0]
	for _, c := range credits {
		if c.deal != first.deal || !u.withoutOriginal(c) || !u.feeds(c, on) {
			continue
		}
		left, err := u.leftOf(c, on.Base)
		if err != nil {
			return nil, err
		}
		total = add(total, left)
	}
	return total, nil
}

// withoutOriginal tells whether a credit is that of a reversal to be recalculated; at the start of a deal it says
// that the original is not among the credits.
func (u *unit) withoutOriginal(c *credit) bool {
	return c.commission == nil && !c.correction && c.deal.original != nil && u.plan.Refunds.Method == incentive.Recalculate
}

// leftOf is what was left of the original before a reversal, by the reversal's rule and participant.
func (u *unit) leftOf(c *credit, base incentive.Base) (*big.Rat, error) {
	q, err := u.quantity(c.deal.original, base)
	if err != nil {
		return nil, err
	}
	return mul(mul(q, c.scale), c.deal.original.leftBefore(c.deal)), nil
}

// reach is where pay starts and ends on an axis: from lo, inclusive, to hi, exclusive. Nil is no limit.
type reach struct {
	lo, hi *big.Rat
	// excess says that one rate for everything applies to what lies above lo alone.
	excess bool
}

func (r reach) contains(x *big.Rat) bool {
	return (r.lo == nil || x.Cmp(r.lo) >= 0) && (r.hi == nil || x.Cmp(r.hi) < 0)
}

// part is how much of a span lies inside, between 0 and 1. A span without length is inside or not.
func (r reach) part(s span) *big.Rat {
	if s.length.Sign() == 0 {
		return whole(int64(flag(r.contains(s.at))))
	}
	from, until := lower(s.at, add(s.at, s.length)), higher(s.at, add(s.at, s.length))
	if r.lo != nil {
		from = higher(from, r.lo)
	}
	if r.hi != nil {
		until = lower(until, r.hi)
	}
	if until.Cmp(from) <= 0 {
		return zero()
	}
	return quo(sub(until, from), abs(s.length))
}

// reachOf reads the deadbands and the caps on attainment of a component.
func (u *unit) reachOf(k incentive.Component, on incentive.Measure) (reach, error) {
	var r reach
	for _, g := range k.Gates {
		if g.Kind != incentive.Deadband {
			continue
		}
		ruler, err := u.ruler(on, g.Basis)
		if err != nil {
			return r, err
		}
		if err := ruler.cuts(); err != nil {
			return r, err
		}
		if at := ruler.bound(g.At); r.lo == nil || at.Cmp(r.lo) > 0 {
			r.lo, r.excess = at, g.Base == incentive.BaseExcess
		}
	}
	for _, limit := range k.Caps {
		if limit.On != incentive.OnAttainment {
			continue
		}
		ruler, err := u.ruler(on, incentive.ByAttainment)
		if err != nil {
			return r, err
		}
		if err := ruler.cuts(); err != nil {
			return r, err
		}
		if at := ruler.bound(limit.Attainment.Decimal); r.hi == nil || at.Cmp(r.hi) < 0 {
			r.hi = at
		}
	}
	return r, nil
}

// piece is a part of a span between two neighbouring bounds, in walking direction; low is its lower end.
type piece struct{ length, low *big.Rat }

// cut divides a span at every bound inside it.
func cut(s span, bounds []*big.Rat) []piece {
	end := add(s.at, s.length)
	points := []*big.Rat{s.at, end}
	for _, b := range bounds {
		if b != nil && b.Cmp(lower(s.at, end)) > 0 && b.Cmp(higher(s.at, end)) < 0 {
			points = append(points, b)
		}
	}
	slices.SortFunc(points, (*big.Rat).Cmp)
	points = slices.CompactFunc(points, func(a, b *big.Rat) bool { return a.Cmp(b) == 0 })
	if s.length.Sign() < 0 {
		slices.Reverse(points)
	}
	var found []piece
	for i := range len(points) - 1 {
		found = append(found, piece{sub(points[i+1], points[i]), lower(points[i], points[i+1])})
	}
	return found
}
