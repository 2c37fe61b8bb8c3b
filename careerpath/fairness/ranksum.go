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
	ranks, unit := doubledRanks(a, b), 1
	if !slices.ContainsFunc(ranks, func(r int) bool { return r%2 == 1 }) { // no mean rank is a half: count whole ones
		unit = 2
		for i := range ranks {
			ranks[i] /= 2
		}
	}
	sum := 0
	for _, r := range ranks[:len(a)] {
		sum += r
	}
	mean := len(a) * (total + 1) // of doubled ranks
	less, more, both, all := new(big.Int), new(big.Int), new(big.Int), new(big.Int)
	for s, ways := range waysToSums(ranks, len(a)) {
		all.Add(all, ways)
		if s <= sum {
			less.Add(less, ways)
		}
		if s >= sum {
			more.Add(more, ways)
		}
		if abs(s*unit-mean) >= abs(sum*unit-mean) {
			both.Add(both, ways)
		}
	}
	return Exact{
		Less:     new(big.Rat).SetFrac(less, all),
		More:     new(big.Rat).SetFrac(more, all),
		TwoSided: new(big.Rat).SetFrac(both, all),
	}, nil
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

// waysToSums returns, for each sum from 0, in how many ways n of the numbers have it. The counts of one size of choice
// lie side by side in one large integer, in fields wide enough for every count, so that adding a number to all sums of a
// choice is one shift, and joining two lists of counts one addition.
func waysToSums(numbers []int, n int) []*big.Int {
	bytes := len(numbers)/8 + 1 // 2^numbers is more than any count
	width := uint(8 * bytes)
	total := 0
	for _, x := range numbers {
		total += x
	}
	words := (total+1)*bytes*8/bits.UintSize + 2
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
	fields := chosen[n].FillBytes(make([]byte, (total+1)*bytes))
	ways := make([]*big.Int, total+1)
	for s := range ways {
		end := len(fields) - s*bytes
		ways[s] = new(big.Int).SetBytes(fields[end-bytes : end])
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
