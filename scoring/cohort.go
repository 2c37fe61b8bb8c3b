package scoring

import (
	"math/big"
	"slices"

	"github.com/kam-go/kam/internal/num"
	"github.com/kam-go/kam/internal/stat"
)

// cohort is the values that others have, ready to be compared with. It is immutable.
type cohort struct {
	sorted []Exact
	// Mean and squares, the sum of squared distances from it, are known when they were asked for and are in reach.
	mean, squares Exact
}

// maxDenominator is the longest common denominator of a cohort, in bits, with which moments are computed: without a
// bound a long list of unlike ratios would take hours.
const maxDenominator = 1 << 16

func newCohort(values []Exact, moments bool) *cohort {
	c := &cohort{sorted: slices.Clone(values)}
	slices.SortFunc(c.sorted, Exact.cmp)
	if moments && len(values) > 0 {
		c.computeMoments()
	}
	return c
}

// computeMoments sets the mean and the squares: over the common denominator of all values they are sums of integers.
func (c *cohort) computeMoments() {
	common := big.NewInt(1)
	var rest big.Int
	for _, v := range c.sorted {
		d := v.rat().Denom()
		if rest.Rem(common, d).Sign() == 0 {
			continue
		}
		g := new(big.Int).GCD(nil, nil, common, d)
		common.Mul(common, rest.Quo(d, g))
		if common.BitLen() > maxDenominator {
			return
		}
	}
	total, squares, scaled := new(big.Int), new(big.Int), new(big.Int)
	for _, v := range c.sorted {
		r := v.rat()
		scaled.Mul(r.Num(), rest.Quo(common, r.Denom()))
		total.Add(total, scaled)
		squares.Add(squares, scaled.Mul(scaled, scaled))
	}
	n := big.NewInt(int64(len(c.sorted)))
	c.mean = fromRat(new(big.Rat).SetFrac(total, new(big.Int).Mul(common, n)))
	// n * sum(x^2) - (sum x)^2 over n * common^2
	squares.Sub(squares.Mul(squares, n), total.Mul(total, total))
	c.squares = fromRat(new(big.Rat).SetFrac(squares, n.Mul(n, common.Mul(common, common))))
}

// below returns how many members have less than x, and how many have the same.
func (c *cohort) below(x Exact) (less, same int64) {
	first, _ := slices.BinarySearchFunc(c.sorted, x, Exact.cmp)
	beyond, _ := slices.BinarySearchFunc(c.sorted, x, func(member, x Exact) int {
		if x.less(member) {
			return 1
		}
		return -1
	})
	return int64(first), int64(beyond - first)
}

// compared checks that a cohort has enough members.
func compared(c *cohort, least int) problem {
	switch {
	case c == nil || len(c.sorted) == 0:
		return noCohort
	case len(c.sorted) < least:
		return smallCohort
	}
	return ""
}

// percentileRule is the share of a cohort that a value beats, on the scale.
type percentileRule struct {
	lower       bool
	ties        Ties
	least       int
	bottom, all Exact // the lowest score and the length of the scale
}

func (percentileRule) key() string { return "percentile" }

func (r percentileRule) apply(in reading) outcome {
	if p := compared(in.cohort, r.least); p != "" {
		return outcome{problem: p}
	}
	n := int64(len(in.cohort.sorted))
	beaten, same := in.cohort.below(in.value)
	if r.lower {
		beaten = n - beaten - same
	}
	halves := 2 * beaten
	switch r.ties {
	case TiesHigh:
		halves += 2 * same
	case TiesLow:
	default:
		halves += same
	}
	share := lowest(halves, 2*n)
	return outcome{raw: r.bottom.add(r.all.mul(share)), detail: share}
}

// zScoreRule is the distance from the mean of a cohort in standard deviations.
type zScoreRule struct {
	lower                bool
	sample               bool
	least                int
	centre, perDeviation Exact
}

func (zScoreRule) key() string { return "zScore" }

func (r zScoreRule) apply(in reading) outcome {
	if p := compared(in.cohort, r.least); p != "" {
		return outcome{problem: p}
	}
	if !in.cohort.squares.Known() {
		return outcome{problem: unevenCohort}
	}
	if in.cohort.squares.sign() == 0 {
		return outcome{problem: noSpread}
	}
	divisor := int64(len(in.cohort.sorted))
	if r.sample {
		divisor--
	}
	distance := in.value.sub(in.cohort.mean)
	square := distance.mul(distance).mul(whole(divisor)).quo(in.cohort.squares)
	root, err := stat.Sqrt(square.rat())
	if err != nil {
		return outcome{problem: noSpread}
	}
	z := fromDecimal(num.RoundRat(root, ZPlaces, num.HalfUp))
	if (distance.sign() < 0) != r.lower {
		z = z.neg()
	}
	return outcome{raw: r.centre.add(r.perDeviation.mul(z)), detail: z, against: in.cohort.mean}
}
