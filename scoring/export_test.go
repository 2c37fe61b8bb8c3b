package scoring

import "slices"

// What the tests of the arithmetic reach into.
var (
	Add   = Exact.add
	Mul   = Exact.mul
	Quo   = Exact.quo
	Less  = Exact.less
	Round = round
)

// IsBig reports whether e is held as a big.Rat.
func IsBig(e Exact) bool { return e.r != nil }

// Z returns the z of x in a cohort, false without spread, and whether fixed point left it open.
func Z(values []Exact, x Exact, sample bool) (z Exact, known, exactly bool) {
	s := newSpread(slices.Clone(values), sample)
	if s == nil || s.none() {
		return Exact{}, false, false
	}
	low, high, _ := s.bounds(x)
	return s.z(x), true, low.Cmp(high) != 0
}
