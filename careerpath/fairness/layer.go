package fairness

import (
	"math/big"
	"slices"
)

// maxLayered is how many values in several layers together are compared by their medians; of more, the largest layer is.
const maxLayered = 2_000

// layer is a part of the values of a group and of all others that may be compared with each other.
type layer struct{ own, rest []*big.Rat }

func (l layer) size() int { return len(l.own) + len(l.rest) }

// tells reports whether the values of the layer can say anything about the group.
func (l layer) tells() bool { return len(l.own) > 0 && len(l.rest) > 0 }

// rankSums is [RankSum] with values handed out within each layer only; ranks are those within the layer. It is the blocked
// test of E. L. Lehmann, Nonparametrics, 1975, section 3.3, with sums of ranks that are not weighted.
func rankSums(layers []layer) Exact {
	total, half := 0, false
	ranks := make([][]int, len(layers))
	for i, l := range layers {
		ranks[i] = doubledRanks(l.own, l.rest)
		total += l.size()
		half = half || slices.ContainsFunc(ranks[i], func(r int) bool { return r%2 == 1 })
	}
	unit := 1
	if !half { // no mean rank is a half: count whole ones
		unit = 2
	}
	sum, mean := 0, 0 // the mean is of doubled ranks
	all := sums{fields: big.NewInt(1), bytes: total/8 + 1}
	for i, l := range layers {
		for k := range ranks[i] {
			ranks[i][k] /= unit
		}
		for _, r := range ranks[i][:len(l.own)] {
			sum += r
		}
		mean += len(l.own) * (l.size() + 1)
		all = all.plus(sumsOf(ranks[i], len(l.own), total))
	}
	return exactOf(all.ways(), sum, func(s int, _ *big.Int) bool { return abs(s*unit-mean) >= abs(sum*unit-mean) })
}

// exactOf sums the ways to less and to more than what was seen, and to what is as unlikely.
func exactOf(ways []*big.Int, seen int, unlikely func(n int, ways *big.Int) bool) Exact {
	less, more, both, all := new(big.Int), new(big.Int), new(big.Int), new(big.Int)
	for n, w := range ways {
		all.Add(all, w)
		if n <= seen {
			less.Add(less, w)
		}
		if n >= seen {
			more.Add(more, w)
		}
		if unlikely(n, w) {
			both.Add(both, w)
		}
	}
	return Exact{
		Less:     new(big.Rat).SetFrac(less, all),
		More:     new(big.Rat).SetFrac(more, all),
		TwoSided: new(big.Rat).SetFrac(both, all),
	}
}

// belowMedian counts the values of a layer that lie below its common median.
func (l layer) belowMedian() (own, rest Group) {
	middle := median(slices.Concat(l.own, l.rest))
	count := func(list []*big.Rat) Group {
		g := Group{Pool: len(list)}
		for _, x := range list {
			if x.Cmp(middle) < 0 {
				g.Selected++
			}
		}
		return g
	}
	return count(l.own), count(l.rest)
}

// fishers is [Fisher] on how many lie below the median of their layer, with the number below fixed in each layer.
func fishers(layers []layer) Exact {
	ways, seen := []*big.Int{big.NewInt(1)}, 0
	for _, l := range layers {
		own, rest := l.belowMedian()
		seen += own.Selected
		ways = product(ways, outcomes(own, rest))
	}
	return exactOf(ways, seen, func(_ int, w *big.Int) bool { return w.Cmp(ways[seen]) <= 0 })
}

// outcomes returns the number of ways in which 0, 1, 2 and so on of those selected in both groups are of the first.
func outcomes(a, b Group) []*big.Int {
	n := a.Selected + b.Selected
	out := make([]*big.Int, min(a.Pool, n)+1)
	for k := range out {
		out[k] = new(big.Int).Binomial(int64(a.Pool), int64(k))
		if n-k > b.Pool {
			out[k] = new(big.Int)
			continue
		}
		out[k].Mul(out[k], new(big.Int).Binomial(int64(b.Pool), int64(n-k)))
	}
	return out
}

// product returns the number of ways to each sum of two independent numbers.
func product(a, b []*big.Int) []*big.Int {
	out := make([]*big.Int, len(a)+len(b)-1)
	for i := range out {
		out[i] = new(big.Int)
	}
	var both big.Int
	for i, x := range a {
		for j, y := range b {
			out[i+j].Add(out[i+j], both.Mul(x, y))
		}
	}
	return out
}

// compareLayers returns the two-sided probability that a group and all others do not differ, and the least that it could be
// with so many values: nil and nil when no layer has values of both, and nil for the probability of more than the tests take.
func compareLayers(layers []layer) (p, least *big.Rat) {
	layers = slices.DeleteFunc(slices.Clone(layers), func(l layer) bool { return !l.tells() })
	if len(layers) == 0 {
		return nil, nil
	}
	size := func(layers []layer) int {
		n := 0
		for _, l := range layers {
			n += l.size()
		}
		return n
	}
	if len(layers) > 1 && size(layers) > maxLayered {
		layers = []layer{slices.MaxFunc(layers, func(a, b layer) int { return a.size() - b.size() })}
	}
	choices := big.NewInt(1)
	for _, l := range layers {
		choices.Mul(choices, new(big.Int).Binomial(int64(l.size()), int64(len(l.own))))
	}
	least = new(big.Rat).SetFrac(big.NewInt(1), choices)
	switch n := size(layers); {
	case n <= MaxRanked:
		return rankSums(layers).TwoSided, least
	case len(layers) > 1:
		return fishers(layers).TwoSided, least
	}
	exact, err := Fisher(layers[0].belowMedian())
	if err != nil {
		return nil, least
	}
	return exact.TwoSided, least
}

// layeredDifference returns the mean difference of a group from all others within layers: each layer counts with the product
// of both numbers by their sum, as in the mean of N. Mantel and W. Haenszel, 1959.
func layeredDifference(layers []layer) *big.Rat {
	sum, weights := new(big.Rat), new(big.Rat)
	for _, l := range layers {
		if !l.tells() {
			continue
		}
		weight := ratio(len(l.own)*len(l.rest), l.size())
		apart := mean(l.own)
		sum.Add(sum, apart.Sub(apart, mean(l.rest)).Mul(apart, weight))
		weights.Add(weights, weight)
	}
	return sum.Quo(sum, weights)
}
