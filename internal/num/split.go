package num

import (
	"errors"
	"fmt"
	"math/big"
	"slices"

	"github.com/shopspring/decimal"
)

// ErrSplit is wrapped by every error of [Split].
var ErrSplit = errors.New("cannot split")

// Distribute returns one multiple of 10^-places for each of parts, in the order of parts, that sum to total exactly.
// Total is meant to be the sum of parts rounded to places in any mode.
//
// Each part is floored to the grid (towards minus infinity). The units then missing from total go one each to the
// parts with the largest remainders, ties to the earlier index. Any other total on the grid is reached in the same
// order: more units than parts go round again, and units too many are taken from the end of the order. What a total
// has below the grid stays whole and goes to the first part of the order, so that the sum holds even then.
//
// Parts may be negative or zero, must not be nil and are not changed. No parts give no results, whatever total is.
func Distribute(total decimal.Decimal, parts []*big.Rat, places int32) []decimal.Decimal {
	if len(parts) == 0 {
		return nil
	}
	shares := make([]share, len(parts))
	whole := Round(total, places, Floor)
	rest := total.Sub(whole)
	left := unitsOf(whole, places)
	for i, part := range parts {
		numerator, denominator := onGrid(part, places)
		units, remainder := numerator.DivMod(numerator, denominator, new(big.Int))
		shares[i] = share{index: i, units: units, remainder: remainder, denominator: denominator}
		left.Sub(left, units)
	}
	slices.SortFunc(shares, share.before)

	each, extra := left.DivMod(left, big.NewInt(int64(len(parts))), new(big.Int))
	one := big.NewInt(1)
	out := make([]decimal.Decimal, len(parts))
	for rank, s := range shares {
		s.units.Add(s.units, each)
		if extra.Cmp(big.NewInt(int64(rank))) > 0 {
			s.units.Add(s.units, one)
		}
		out[s.index] = decimal.NewFromBigInt(s.units, -places)
	}
	if !rest.IsZero() {
		first := shares[0].index
		out[first] = out[first].Add(rest)
	}
	return out
}

// share is one part on the grid: units + remainder/denominator.
type share struct {
	index       int
	units       *big.Int
	remainder   *big.Int // at least 0, below denominator
	denominator *big.Int
}

// before orders by remainder, largest first, then by index.
func (s share) before(o share) int {
	order := 0
	if s.denominator.Cmp(o.denominator) == 0 {
		order = o.remainder.Cmp(s.remainder)
	} else {
		mine := new(big.Int).Mul(s.remainder, o.denominator)
		theirs := new(big.Int).Mul(o.remainder, s.denominator)
		order = theirs.Cmp(mine)
	}
	if order != 0 {
		return order
	}
	return s.index - o.index
}

// unitsOf returns d / 10^-places for a d on that grid.
func unitsOf(d decimal.Decimal, places int32) *big.Int {
	units := d.Coefficient()
	if units.Sign() == 0 {
		return units
	}
	return units.Mul(units, pow10(int64(d.Exponent())+int64(places)))
}

// Split returns total cut in proportion to weights: one multiple of 10^-places for each weight, in the order of
// weights, that sum to total exactly. Each is within one unit of its exact proportion; the units left by flooring go
// to the largest remainders, ties to the earlier index. A negative total gives the negatives of what the positive
// one gives. A weight of zero gets nothing.
//
// The error wraps [ErrSplit]: no weights, a nil or negative weight, weights that are all zero, or a total that is no
// multiple of 10^-places. The weights are not changed.
func Split(total decimal.Decimal, weights []*big.Rat, places int32) ([]decimal.Decimal, error) {
	if len(weights) == 0 {
		return nil, fmt.Errorf("%w: no weights", ErrSplit)
	}
	sum := new(big.Rat)
	for i, w := range weights {
		if w == nil {
			return nil, fmt.Errorf("%w: weight %d is missing", ErrSplit, i)
		}
		if w.Sign() < 0 {
			return nil, fmt.Errorf("%w: weight %d is negative (%s)", ErrSplit, i, w.RatString())
		}
		sum.Add(sum, w)
	}
	if !Round(total, places, Down).Equal(total) {
		return nil, fmt.Errorf("%w: the total %s has more than %d decimal places", ErrSplit, Format(total), places)
	}
	if sum.Sign() == 0 {
		return nil, fmt.Errorf("%w: all %d weights are zero", ErrSplit, len(weights))
	}
	negative := total.IsNegative()
	perWeight := Rat(total.Abs())
	perWeight.Quo(perWeight, sum)
	parts := make([]*big.Rat, len(weights))
	for i, w := range weights {
		parts[i] = new(big.Rat).Mul(perWeight, w)
	}
	out := Distribute(total.Abs(), parts, places)
	if negative {
		for i := range out {
			out[i] = out[i].Neg()
		}
	}
	return out, nil
}
