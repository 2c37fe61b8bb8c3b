package fairness

import (
	"fmt"
	"math/big"
	"math/bits"
	"slices"
)

// RankSum returns the exact test of whether the values of a group tend to lie below (Less) or above (More) those of
// another: of all ways to hand out the same values, how many give the first group so small or so large a sum of ranks. Equal
// values share their mean rank. TwoSided counts the sums at least as far from their mean as the one that was seen.
// When a group is empty, or all values are equal, all three are 1.
//
// Source: F. Wilcoxon, Individual Comparisons by Ranking Methods, 1945; the count is exact with ties, as that of B. Streitberg
// and J. Röhmel, 1986. Values must not be nil and are not changed. The error wraps [ErrSize] for more than [MaxRanked]
// values.
func RankSum(a, b []*big.Rat) (Exact, error) {
	total := len(a) + len(b)
	if len(a) > MaxRanked || len(b) > MaxRanked || total > MaxRanked {
		return Exact{}, fmt.Errorf("%w: %d and %d values, at most %d together", ErrSize, len(a), len(b), MaxRanked)
	}
	return rankSums([]layer{{a, b}}), nil
}

// doubledRanks returns twice the rank of each value of a, then of b, among all of them.
func doubledRanks(a, b []*big.Rat) []int {
	values := slices.Concat(a, b)
	order := rising(values)
	ranks := make([]int, len(values))
	for from := 0; from < len(order); {
		until := from + 1
		for until < len(order) && values[order[until]].Cmp(values[order[from]]) == 0 {
			until++
		}
		for _, i := range order[from:until] {
			ranks[i] = from + 1 + until // twice the mean of from+1 to until
		}
		from = until
	}
	return ranks
}

// sums are the sums of n of some numbers, each with the number of ways to get it. The counts lie side by side in one large
// integer, in fields wide enough for every count: adding a number to all sums is one shift, joining two lists of counts
// one addition, and adding up two independent choices one multiplication.
type sums struct {
	fields *big.Int
	top    int // the sum of all numbers
	bytes  int // of a field
}

// sumsOf counts the sums of n of the numbers; a field has room for 2^most, most being at least how many numbers there are.
func sumsOf(numbers []int, n, most int) sums {
	s := sums{bytes: most/8 + 1}
	width := uint(8 * s.bytes)
	for _, x := range numbers {
		s.top += x
	}
	words := (s.top+1)*s.bytes*8/bits.UintSize + 2
	chosen := make([]*big.Int, n+1)
	chosen[0] = big.NewInt(1)
	var with big.Int
	for i, x := range numbers {
		for size := min(n, i+1); size > 0; size-- {
			if chosen[size-1] == nil {
				continue
			}
			with.Lsh(chosen[size-1], width*uint(x))
			if chosen[size] == nil {
				chosen[size] = new(big.Int).SetBits(make([]big.Word, 0, words))
			}
			chosen[size].Add(chosen[size], &with)
		}
	}
	s.fields = chosen[n]
	return s
}

// plus counts the sums of both choices together.
func (s sums) plus(o sums) sums {
	return sums{fields: new(big.Int).Mul(s.fields, o.fields), top: s.top + o.top, bytes: s.bytes}
}

// ways returns the number of ways to each sum from 0.
func (s sums) ways() []*big.Int {
	fields := s.fields.FillBytes(make([]byte, (s.top+1)*s.bytes))
	ways := make([]*big.Int, s.top+1)
	for n := range ways {
		end := len(fields) - n*s.bytes
		ways[n] = new(big.Int).SetBytes(fields[end-s.bytes : end])
	}
	return ways
}

func abs(n int) int { return max(n, -n) }

// rising returns the places of values in rising order; equal ones keep theirs.
func rising(values []*big.Rat) []int {
	order := make([]int, len(values))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(i, j int) int { return values[i].Cmp(values[j]) })
	return order
}
