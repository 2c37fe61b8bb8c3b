package fairness

import (
	"fmt"
	"math/big"
)

// Exact is how probable it is by chance alone that a group differs from another as much as was seen. All three are exact,
// above 0 and at most 1; they are the caller's to change. The zero value holds none.
type Exact struct {
	// Less is the probability of what was seen or less in the first group.
	Less *big.Rat
	// More is the probability of what was seen or more in the first group.
	More *big.Rat
	// TwoSided is the probability of what was seen or anything as unlikely.
	TwoSided *big.Rat
}

// OneSided returns the smaller of Less and More: the probability of a difference in the direction that was seen.
func (e Exact) OneSided() *big.Rat {
	if e.Less != nil && e.More != nil && e.Less.Cmp(e.More) > 0 {
		return e.More
	}
	return e.Less
}

// Fisher returns the exact test of two groups: of all ways to choose as many people from both together, how many choose so
// few (Less) or so many (More) of the first. TwoSided counts every outcome that is no more probable than the one that
// was seen, compared exactly. When one group is empty, or all or none were selected, all three are 1.
//
// Source: R. A. Fisher, Statistical Methods for Research Workers, section 21.02; the two-sided rule is that of method (b)
// in A. Agresti, A Survey of Exact Inference for Contingency Tables, 1992, section 2.1.
//
// The error wraps [ErrCount], or [ErrSize] for more than [MaxTable] people. Time grows with the number of selected people
// times the number of people.
func Fisher(a, b Group) (Exact, error) {
	for _, g := range []Group{a, b} {
		if !g.possible() {
			return Exact{}, fmt.Errorf("%w: %d of %d selected in %q", ErrCount, g.Selected, g.Pool, g.Name)
		}
	}
	if a.Pool > MaxTable || b.Pool > MaxTable || a.Pool+b.Pool > MaxTable {
		return Exact{}, fmt.Errorf("%w: %d and %d people, at most %d together", ErrSize, a.Pool, b.Pool, MaxTable)
	}
	return hypergeometric(a, b), nil
}

// hypergeometric counts the ways to each outcome k: C(a.Pool, k) * C(b.Pool, n-k), of n selected. Neighbours differ by a
// factor of small integers, so it walks from what was seen to both ends, with one multiplication and one exact division
// a step.
func hypergeometric(a, b Group) Exact {
	n := a.Selected + b.Selected
	seen := new(big.Int).Binomial(int64(a.Pool), int64(a.Selected))
	seen.Mul(seen, new(big.Int).Binomial(int64(b.Pool), int64(b.Selected)))
	less, more, both := new(big.Int).Set(seen), new(big.Int).Set(seen), new(big.Int).Set(seen)
	all := new(big.Int).Set(seen)
	var factor big.Int
	walk := func(tail *big.Int, step func(k int) (over, under int64, ok bool)) {
		ways := new(big.Int).Set(seen)
		for k := a.Selected; ; {
			over, under, ok := step(k)
			if !ok {
				return
			}
			ways.Mul(ways, factor.SetInt64(over))
			ways.Quo(ways, factor.SetInt64(under))
			all.Add(all, ways)
			tail.Add(tail, ways)
			if ways.Cmp(seen) <= 0 {
				both.Add(both, ways)
			}
			if tail == more {
				k++
			} else {
				k--
			}
		}
	}
	walk(more, func(k int) (over, under int64, ok bool) {
		return int64(a.Pool-k) * int64(n-k), int64(k+1) * int64(b.Pool-n+k+1), k < a.Pool && k < n
	})
	walk(less, func(k int) (over, under int64, ok bool) {
		return int64(k) * int64(b.Pool-n+k), int64(a.Pool-k+1) * int64(n-k+1), k > 0 && n-k < b.Pool
	})
	return Exact{
		Less:     new(big.Rat).SetFrac(less, all),
		More:     new(big.Rat).SetFrac(more, all),
		TwoSided: new(big.Rat).SetFrac(both, all),
	}
}
