package spread

import (
	"cmp"
	"fmt"
	"math/big"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam/internal/num"
)

// solve finds the λ = over/under with which the clamped parts sum to the rest.
//
// The sum is a function of λ that never falls and is straight between the λ at which a cell leaves its minimum or
// reaches its maximum. These are visited in order until the sum reaches the rest. The parts are then the only ones: where
// several λ give the sum they give the same parts.
func (l *line) solve() error {
	if l.least == nil {
		return l.solveFree()
	}
	fixed := new(big.Int) // sum of the cells that stand still
	slope := new(big.Int) // sum of the weights of those that move
	var corners []corner
	for k, w := range l.weight {
		if w.Sign() == 0 {
			fixed.Add(fixed, big.NewInt(min(max(0, l.least[k]), l.most[k])))
			continue
		}
		fixed.Add(fixed, big.NewInt(l.least[k]))
		corners = append(corners, corner{at: l.least[k], cell: k})
		if l.most[k] != noLimit {
			corners = append(corners, corner{at: l.most[k], cell: k, leaves: true})
		}
	}
	slices.SortFunc(corners, func(a, b corner) int {
		order := scaled(a.at, l.weight[b.cell]).Cmp(scaled(b.at, l.weight[a.cell]))
		return cmp.Or(order, cmp.Compare(a.cell, b.cell), cmp.Compare(rank(a.leaves), rank(b.leaves)))
	})
	rest := big.NewInt(l.rest)
	if fixed.Cmp(rest) > 0 {
		return l.unreachable()
	}
	for _, c := range corners {
		w := l.weight[c.cell]
		// fixed + slope * at/w >= rest, without dividing.
		reached := new(big.Int).Sub(fixed, rest)
		reached.Mul(reached, w)
		if reached.Add(reached, scaled(c.at, slope)).Sign() >= 0 {
			l.over, l.under = rest.Sub(rest, fixed), slope
			if slope.Sign() == 0 {
				l.over, l.under = big.NewInt(c.at), w
			}
			return nil
		}
		at := big.NewInt(c.at)
		if c.leaves {
			slope.Sub(slope, w)
			fixed.Add(fixed, at)
		} else {
			slope.Add(slope, w)
			fixed.Sub(fixed, at)
		}
	}
	if slope.Sign() == 0 {
		return l.unmoved(fixed)
	}
	l.over, l.under = rest.Sub(rest, fixed), slope
	return nil
}

// corner is where a cell starts or stops to move: at λ = at / its weight.
type corner struct {
	at     int64
	cell   int
	leaves bool // it reaches its maximum
}

func rank(leaves bool) int {
	if leaves {
		return 1
	}
	return 0
}

// solveFree is solve without bounds.
func (l *line) solveFree() error {
	l.over, l.under = big.NewInt(l.rest), l.sum
	if l.sum.Sign() == 0 {
		return l.unmoved(new(big.Int))
	}
	return nil
}

// unmoved settles a line on which nothing moves and whose cells sum to fixed: fine when that is the rest.
func (l *line) unmoved(fixed *big.Int) error {
	if fixed.Cmp(big.NewInt(l.rest)) == 0 && l.odd.IsZero() {
		l.over, l.under = new(big.Int), big.NewInt(1)
		return nil
	}
	if l.sum.Sign() == 0 {
		missing := l.grid.big(new(big.Int).Sub(big.NewInt(l.rest), fixed)).Add(l.odd)
		if l.mirrored {
			missing = missing.Neg()
		}
		return fmt.Errorf("%w: %s is left for %d cells", ErrZero, num.Format(missing), len(l.cells))
	}
	return l.unreachable()
}

// unreachable is the error that the bounds exclude the rest.
func (l *line) unreachable() error {
	least, most, endless := new(big.Int), new(big.Int), false
	for k, w := range l.weight {
		low, high := l.least[k], l.most[k]
		if w.Sign() == 0 {
			low = min(max(0, low), high)
			high = low
		}
		endless = endless || high == noLimit
		least.Add(least, big.NewInt(low))
		most.Add(most, big.NewInt(high))
	}
	e := &ReachError{Rest: l.grid.value(l.rest).Add(l.odd), Least: decimal.NewNullDecimal(l.grid.big(least)), Most: decimal.NewNullDecimal(l.grid.big(most))}
	if endless {
		e.Most = decimal.NullDecimal{}
	}
	if l.mirrored {
		e.Rest = e.Rest.Neg()
		e.Least, e.Most = opposite(e.Most), opposite(e.Least)
	}
	return e
}

func opposite(d decimal.NullDecimal) decimal.NullDecimal {
	if d.Valid {
		d.Decimal = d.Decimal.Neg()
	}
	return d
}

// scaled returns a * w as a new integer.
func scaled(a int64, w *big.Int) *big.Int {
	out := big.NewInt(a)
	return out.Mul(out, w)
}

// part returns the exact part of cell k as a floor and a remainder of at least 0 and below l.under.
func (l *line) part(k int) (floor int64, remainder *big.Int) {
	exact := new(big.Int).Mul(l.weight[k], l.over)
	if l.least != nil {
		if exact.Cmp(scaled(l.least[k], l.under)) <= 0 {
			return l.least[k], new(big.Int)
		}
		if l.most[k] != noLimit && exact.Cmp(scaled(l.most[k], l.under)) >= 0 {
			return l.most[k], new(big.Int)
		}
	}
	quotient, remainder := exact.DivMod(exact, l.under, new(big.Int))
	return quotient.Int64(), remainder
}
