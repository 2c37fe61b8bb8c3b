package scoring

import (
	"cmp"
	"math/big"
	"slices"
)

// maxCommon is the longest common denominator with which values of a cohort are added, in bits. All whole numbers up to
// 700,000 have a common multiple of 1,009,600 bits, so that ratios of them can be added however many there are.
const maxCommon = 1 << 20

// sums are the sum of some ratios and of their squares, over their common denominator: total/common and
// squares/common^2.
type sums struct{ common, total, squares *big.Int }

// sumsOf adds values that are sorted by denominator, and reports whether the common denominator is in reach. Halves are
// added first, so that most additions are of short numbers.
func sumsOf(values []Exact) (sums, bool) {
	first, last := values[0], values[len(values)-1]
	if first.d == last.d && first.r == nil {
		return sumsOver(first.d, values), true
	}
	if len(values) == 1 {
		n := first.r.Num()
		return sums{common: first.r.Denom(), total: n, squares: new(big.Int).Mul(n, n)}, true
	}
	left, ok := sumsOf(values[:len(values)/2])
	if !ok {
		return sums{}, false
	}
	right, ok := sumsOf(values[len(values)/2:])
	if !ok {
		return sums{}, false
	}
	return left.add(right)
}

// sumsOver adds values with the denominator d.
func sumsOver(d int64, values []Exact) sums {
	s := sums{common: big.NewInt(d), total: new(big.Int), squares: new(big.Int)}
	var n, square big.Int
	for _, v := range values {
		n.SetInt64(v.n)
		s.total.Add(s.total, &n)
		s.squares.Add(s.squares, square.Mul(&n, &n))
	}
	return s
}

func (s sums) add(o sums) (sums, bool) {
	g := new(big.Int).GCD(nil, nil, s.common, o.common)
	mine, theirs := new(big.Int).Quo(o.common, g), g.Quo(s.common, g) // the factors that make the denominators equal
	common := new(big.Int).Mul(s.common, mine)
	if common.BitLen() > maxCommon {
		return sums{}, false
	}
	total := new(big.Int).Mul(s.total, mine)
	total.Add(total, new(big.Int).Mul(o.total, theirs))
	squares := new(big.Int).Mul(s.squares, mine.Mul(mine, mine))
	squares.Add(squares, theirs.Mul(o.squares, theirs.Mul(theirs, theirs)))
	return sums{common: common, total: total, squares: squares}, true
}

// spread is the mean and the standard deviation of a cohort, exactly and in fixed point, in which a z takes the same
// time whatever the cohort. It is immutable.
type spread struct {
	mean Exact
	// near is the mean, or less than a unit of fixed point from it when it has more digits than people can be shown.
	near Exact
	// The square of the deviation is top/bottom.
	top, bottom *big.Int
	// In units of 2^-places the mean is from low to low+1, the deviation from deviation to deviation+1.
	places         uint
	low, deviation *big.Int
}

// maxShown is the longest denominator of a mean that is shown as it is, in bits.
const maxShown = 1 << 12

// fixedBits is how many bits the deviation has in fixed point, at least.
const fixedBits = 256

// newSpread returns the spread of 1 value or more, which it sorts by denominator; nil when they have no common
// denominator in reach.
func newSpread(values []Exact, sample bool) *spread {
	if len(values) == 0 {
		return nil
	}
	slices.SortFunc(values, func(a, b Exact) int { return cmp.Compare(a.d, b.d) })
	s, ok := sumsOf(values)
	if !ok {
		return nil
	}
	n := big.NewInt(int64(len(values)))
	out := &spread{mean: fromRat(new(big.Rat).SetFrac(s.total, new(big.Int).Mul(s.common, n)))}
	// n * sum(x^2) - (sum x)^2 over n * common^2, divided by the number of values or one less
	out.top = new(big.Int).Mul(s.squares, n)
	out.top.Sub(out.top, new(big.Int).Mul(s.total, s.total))
	out.bottom = new(big.Int).Mul(s.common, s.common)
	divisor := big.NewInt(int64(len(values)))
	if sample {
		divisor.SetInt64(int64(len(values)) - 1)
	}
	out.bottom.Mul(out.bottom, n).Mul(out.bottom, divisor)
	if out.none() {
		return out
	}
	if digits := (out.top.BitLen() - out.bottom.BitLen()) / 2; digits < fixedBits {
		out.places = uint(fixedBits - digits)
	}
	out.low = floor(out.mean, out.places)
	out.near = out.mean
	if out.mean.r != nil && out.mean.r.Denom().BitLen() > maxShown {
		half := new(big.Int).Lsh(out.low, 1)
		out.near = fromRat(new(big.Rat).SetFrac(half.Add(half, big.NewInt(1)), new(big.Int).Lsh(big.NewInt(1), out.places+1)))
	}
	out.deviation = new(big.Int).Lsh(out.top, 2*out.places)
	out.deviation.Sqrt(out.deviation.Quo(out.deviation, out.bottom))
	return out
}

// none reports whether all values are the same.
func (s *spread) none() bool { return s.top.Sign() == 0 }

// floor returns the largest whole number of units of 2^-places that is at most e.
func floor(e Exact, places uint) *big.Int {
	r := e.rat()
	n := new(big.Int).Lsh(r.Num(), places)
	return n.Div(n, r.Denom())
}

// zUnits is how many units of z make 1.
var zUnits = pow10[ZPlaces]

// z returns the distance of v from the mean in deviations, rounded half away from zero to [ZPlaces] places.
func (s *spread) z(v Exact) Exact {
	units, high, below := s.bounds(v)
	if units.Cmp(high) != 0 {
		units = s.exactly(v)
	}
	if below {
		units.Neg(units)
	}
	return fromRat(new(big.Rat).SetFrac(units, big.NewInt(zUnits)))
}

// bounds returns from fixed point alone between which two units of z, both included, v without its sign is, and the
// sign: whether it is below the mean, which may be wrong when both are 0.
func (s *spread) bounds(v Exact) (low, high *big.Int, below bool) {
	// The distance is between away-1 and away+1, the deviation between deviation and deviation+1.
	away, one := floor(v, s.places), big.NewInt(1)
	below = away.Sub(away, s.low).Sign() < 0
	least := new(big.Int).Sub(away.Abs(away), one) // -1 in units of fixed point is still 0 in those of z
	return nearest(least, new(big.Int).Add(s.deviation, one)), nearest(away.Add(away, one), s.deviation), below
}

// nearest returns distance/deviation in units of z, rounded half up.
func nearest(distance, deviation *big.Int) *big.Int {
	n := new(big.Int).Mul(distance, big.NewInt(2*zUnits))
	n.Add(n, deviation)
	return n.Quo(n, new(big.Int).Lsh(deviation, 1))
}

// exactly returns the z of v without its sign, in units, when fixed point cannot tell to which side it is rounded.
func (s *spread) exactly(v Exact) *big.Int {
	x, mean := v.rat(), s.mean.rat()
	// The distance is n/d, and its square by that of the deviation is n^2 * bottom / (d^2 * top).
	n := new(big.Int).Mul(x.Num(), mean.Denom())
	n.Sub(n, new(big.Int).Mul(mean.Num(), x.Denom()))
	d := new(big.Int).Mul(x.Denom(), mean.Denom())
	n.Mul(n, n).Mul(n, s.bottom)
	d.Mul(d, d).Mul(d, s.top)
	// floor(2z) = isqrt(floor(4z^2)), and half of it rounded up is the nearest.
	n.Mul(n, new(big.Int).SetInt64(4*zUnits*zUnits))
	n.Sqrt(n.Quo(n, d))
	return n.Rsh(n.Add(n, big.NewInt(1)), 1)
}
