package fairness

import (
	"math/big"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/num"
)

// Places is the number of decimal places of every statistic that stands rounded in a result: ratios, probabilities, z and
// means. They are rounded half up, once; what they decide is decided before, by the exact value.
const Places = 6

// FourFifths returns whether the rate of a group is less than four fifths of that of a reference, decided in integers:
// 5bN < 4AM for b of M selected in the group and A of N in the reference. Exactly four fifths is not less. Where either pool
// is empty there is no rate, and it is false. Counts are those of a usable group: see [ErrCount], [MaxPool].
//
// Source: Uniform Guidelines on Employee Selection Procedures, 1978, section 4D.
func FourFifths(group, reference Group) bool {
	return 5*int64(group.Selected)*int64(reference.Pool) < 4*int64(reference.Selected)*int64(group.Pool)
}

// ImpactRatio returns the rate of a group as a part of that of a reference, exact; false where it is unknown, because a pool
// is empty or nobody of the reference was selected.
func ImpactRatio(group, reference Group) (*big.Rat, bool) {
	if group.Pool <= 0 || reference.Pool <= 0 || reference.Selected <= 0 {
		return nil, false
	}
	over := int64(group.Selected) * int64(reference.Pool)
	return big.NewRat(over, int64(reference.Selected)*int64(group.Pool)), true
}

// OddsRatio returns the odds of being selected in a group by those in a reference, exact; false where they are unknown,
// because all or none of a group were selected, or a pool is empty.
func OddsRatio(group, reference Group) (*big.Rat, bool) {
	if group.left() <= 0 || reference.left() <= 0 || group.Selected <= 0 || reference.Selected <= 0 {
		return nil, false
	}
	over := int64(group.Selected) * int64(reference.left())
	return big.NewRat(over, int64(group.left())*int64(reference.Selected)), true
}

// Shortage returns how many more of a group would have had to be selected for [FourFifths] to be false, those of the reference
// being as they are; 0 when it is false already.
func Shortage(group, reference Group) int {
	if !FourFifths(group, reference) {
		return 0
	}
	over, under := 4*int64(reference.Selected)*int64(group.Pool), 5*int64(reference.Pool)
	return int((over+under-1)/under) - group.Selected
}

// FlipFlop returns whether one selection decides who is behind: with one more of a group selected, and one less of the
// reference, the rate of the group would be the higher one. It is false where the group is not behind, where all of it
// were selected, and where nobody of the reference was.
//
// Source: Questions and Answers on the Uniform Guidelines, 1979, number 21, which calls it inappropriate to act on so small
// a difference. The number is quoted here from secondary sources.
func FlipFlop(group, reference Group) bool {
	behind := int64(group.Selected)*int64(reference.Pool) < int64(reference.Selected)*int64(group.Pool)
	if !behind || group.left() == 0 {
		return false
	}
	return int64(group.Selected+1)*int64(reference.Pool) > int64(reference.Selected-1)*int64(group.Pool)
}

// PooledZ is how many standard deviations the rates of two groups lie apart, under the assumption that both have the rate of
// both together. The zero value is that of two equal rates.
type PooledZ struct {
	// Square is the square of z, exact. Nil counts as 0.
	Square *big.Rat
	// Sign is -1 when the first group has the lower rate, +1 when it has the higher one, else 0.
	Sign int
}

// ZOf returns the two-proportion z of two groups; false where it is unknown, because a pool is empty, or all or none of both
// groups were selected.
func ZOf(a, b Group) (PooledZ, bool) {
	n, selected := int64(a.Pool)+int64(b.Pool), int64(a.Selected)+int64(b.Selected)
	if a.Pool <= 0 || b.Pool <= 0 || selected <= 0 || selected >= n {
		return PooledZ{}, false
	}
	// z^2 = (aM - bN)^2 (N + M) / (s (N + M - s) N M), for a of N and b of M, s selected of both.
	apart := big.NewInt(int64(a.Selected)*int64(b.Pool) - int64(b.Selected)*int64(a.Pool))
	sign := apart.Sign()
	over := apart.Mul(apart, apart)
	over.Mul(over, big.NewInt(n))
	under := big.NewInt(selected * (n - selected))
	under.Mul(under, big.NewInt(int64(a.Pool)*int64(b.Pool)))
	return PooledZ{Square: new(big.Rat).SetFrac(over, under), Sign: sign}, true
}

// Beyond returns whether the rates lie more than n standard deviations apart, decided by the exact square.
//
// Source of the use with 2: Hazelwood School District v. United States, 433 U.S. 299, 1977, note 14, which speaks of two or three.
func (z PooledZ) Beyond(n int) bool {
	return z.Square != nil && z.Square.Cmp(ratio(n*n, 1)) > 0
}

// Decimal returns z rounded half up to a number of decimal places from 0 to 30, by an integer square root of the exact square;
// a number of places outside counts as the nearest inside.
func (z PooledZ) Decimal(places int32) decimal.Decimal {
	if z.Square == nil {
		return decimal.Zero
	}
	places = min(max(places, 0), num.MaxExponent)
	unit := new(big.Int).Exp(big.NewInt(10), big.NewInt(2*int64(places)), nil)
	// Half of the root of four times the square, rounded up from a half: exact to the last place.
	root := unit.Mul(unit, z.Square.Num())
	root.Lsh(root, 2)
	root.Sqrt(root.Quo(root, z.Square.Denom()))
	root.Rsh(root.Add(root, big.NewInt(1)), 1)
	if z.Sign < 0 {
		root.Neg(root)
	}
	return decimal.NewFromBigInt(root, -places)
}

// Holm returns probabilities adjusted for their number, in the order of ps: the smallest times their number, the second
// times one less, and so on, each at least the one before and at most 1. Whoever acts on those below a level errs anywhere
// with at most the probability of that level, however the tests depend on one another. None of ps may be nil.
//
// Source: S. Holm, A Simple Sequentially Rejective Multiple Test Procedure, 1979.
func Holm(ps []*big.Rat) []*big.Rat {
	order := rising(ps)
	out := make([]*big.Rat, len(ps))
	most := new(big.Rat)
	one := ratio(1, 1)
	for i, at := range order {
		p := new(big.Rat).Mul(ps[at], ratio(len(ps)-i, 1))
		if p.Cmp(one) > 0 {
			p.Set(one)
		}
		if p.Cmp(most) > 0 {
			most = p
		}
		out[at] = new(big.Rat).Set(most)
	}
	return out
}

// rounded returns r with [Places] decimal places; unknown stays unknown.
func rounded(r *big.Rat, known bool) decimal.NullDecimal {
	if !known || r == nil {
		return decimal.NullDecimal{}
	}
	return decimal.NewNullDecimal(num.RoundRat(r, Places, num.HalfUp))
}

// below tells whether a probability is below a level.
func below(p *big.Rat, level kam.Fraction) bool { return p != nil && p.Cmp(level.Rat()) < 0 }
