package likelihood

import (
	"iter"
	"math/big"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/num"
)

// Distribution says how likely each sum of some deals is. [FromDeals] makes it; the zero value is the sum of no deals,
// 0 for certain. It is immutable and safe for concurrent use.
type Distribution struct {
	n        int
	won      decimal.Decimal // added to every sum below
	places   int32           // sums are whole multiples of 10^-places
	min, max *big.Int        // least and greatest sum; nil is 0
	mean     ratio
	variance ratio
	exact    *exactSums
	coarse   *coarseSums // when exact is nil
}

// Range is a number that lies between Low and High, both inclusive; it is known exactly when they are equal.
type Range struct {
	Low  decimal.Decimal `json:"low"`
	High decimal.Decimal `json:"high"`
}

// Exact reports whether Low and High are the same number.
func (r Range) Exact() bool { return r.Low.Equal(r.High) }

// N returns the number of deals.
func (d *Distribution) N() int { return d.n }

// Exact reports whether the probability of every sum is known exactly. Otherwise there were too many distinct sums, and
// probabilities and quantiles are bounds that contain the true ones; mean, variance, least and most are exact even then.
func (d *Distribution) Exact() bool { return d.coarse == nil }

// Least returns the least sum: nothing is won but what is certain or negative.
func (d *Distribution) Least() decimal.Decimal { return d.value(orZero(d.min)) }

// Most returns the greatest sum: everything that adds is won.
func (d *Distribution) Most() decimal.Decimal { return d.value(orZero(d.max)) }

// Mean returns the weighted pipeline, the sum of amount times win and of what was added by [Distribution.Plus],
// rounded half up to places, at least 0 and at most [MaxPlaces].
func (d *Distribution) Mean(places int32) decimal.Decimal {
	r := num.Rat(d.won)
	return d.mean.plus(ratio{r.Num(), r.Denom()}).round(clampPlaces(places))
}

// Variance returns the sum of amount squared times win times (1 - win), rounded half up to places, at least 0 and at
// most [MaxPlaces].
func (d *Distribution) Variance(places int32) decimal.Decimal {
	return d.variance.round(clampPlaces(places))
}

// SD returns the standard deviation, the root of the exact variance, rounded half up to places, at least 0 and at most
// [MaxPlaces].
func (d *Distribution) SD(places int32) decimal.Decimal {
	return d.variance.root(clampPlaces(places))
}

// Plus returns the distribution of the sum and won taken together: what was won already is certain. A won beyond the
// bounds of the library is an error that wraps [kam.ErrNumber].
func (d *Distribution) Plus(won decimal.Decimal) (*Distribution, error) {
	if err := num.Check(won); err != nil {
		return nil, err
	}
	shifted := *d
	shifted.won = d.won.Add(won)
	if err := num.Check(shifted.won); err != nil {
		return nil, err
	}
	return &shifted, nil
}

// AtLeast returns how likely the sum is x or more. The probability is that of the deals as stated, so that 0 and 1 are
// possible; it is rounded half up when it is exact. An x beyond the bounds of the library is an error that wraps
// [kam.ErrNumber].
func (d *Distribution) AtLeast(x decimal.Decimal) (Estimate, error) {
	if err := num.Check(x); err != nil {
		return Estimate{}, err
	}
	low, high := d.reach(d.units(x, num.Ceil))
	return d.estimate(x, low, high, say("at least %s", "不低于 %s", num.Format(x))), nil
}

// MoreThan returns how likely the sum is above x, as [Distribution.AtLeast] does for x or more.
func (d *Distribution) MoreThan(x decimal.Decimal) (Estimate, error) {
	if err := num.Check(x); err != nil {
		return Estimate{}, err
	}
	above := d.units(x, num.Floor)
	low, high := d.reach(above.Add(above, big.NewInt(1)))
	return d.estimate(x, low, high, say("more than %s", "高于 %s", num.Format(x))), nil
}

// Quantile returns the smallest sum s for which the probability of at most s is q or more: exactly when the distribution
// is exact, otherwise bounds that contain it. A q that is not above 0 and below 1 is a finding likelihood.quantile in a
// [*kam.InvalidError].
func (d *Distribution) Quantile(q kam.Fraction) (Range, error) {
	var found kam.Findings
	checkShare(&found, "quantile", "$.q", q, true)
	if err := found.Err(); err != nil {
		return Range{}, err
	}
	var low, high *big.Int
	switch {
	case d.exact != nil:
		low = d.exact.quantile(q)
		high = low
	case d.coarse != nil:
		low, high = d.coarse.quantile(q)
		low = within(low, d.min, d.max)
		if high == nil {
			high = d.max
		}
		high = within(high, d.min, d.max)
	default:
		low, high = new(big.Int), new(big.Int)
	}
	return Range{Low: d.value(low), High: d.value(high)}, nil
}

// All returns every sum that can occur with its exact probability, in rising order; the probabilities sum to 1. There
// are none when the distribution is not [Distribution.Exact].
func (d *Distribution) All() iter.Seq2[decimal.Decimal, *big.Rat] {
	return func(yield func(decimal.Decimal, *big.Rat) bool) {
		switch {
		case d.exact != nil:
			for i := range d.exact.sums {
				if !yield(d.value(&d.exact.sums[i]), d.exact.probability(i)) {
					return
				}
			}
		case d.coarse == nil:
			yield(d.won, big.NewRat(1, 1))
		}
	}
}

// reach returns bounds of the probability that the sum without what was won is x units or more.
func (d *Distribution) reach(x *big.Int) (low, high *big.Rat) {
	switch {
	case x.Cmp(orZero(d.min)) <= 0:
		return big.NewRat(1, 1), big.NewRat(1, 1)
	case x.Cmp(orZero(d.max)) > 0:
		return new(big.Rat), new(big.Rat)
	case d.exact != nil:
		p := d.exact.reach(x)
		return p, p
	}
	return d.coarse.reach(x)
}

func (d *Distribution) estimate(x decimal.Decimal, low, high *big.Rat, what kam.Text) Estimate {
	mean, sd := num.Format(d.Mean(2)), num.Format(d.SD(2))
	text := say("%d deals are to bring %s, and bring %s on average", "%d 笔交易合计须%s，平均可得 %s", d.n, what, mean)
	switch {
	case d.n == 0 && d.won.IsZero():
		text = say("nothing is open, and %s is asked for", "没有在手商机，要求%s", what)
	case d.n == 0:
		text = say("with %s won already, nothing is open to make it %s", "已成交 %s，没有在手商机，要求%s", num.Format(d.won), what)
	case !d.won.IsZero():
		text = say("with %s won already, %d deals are to make it %s, and make it %s on average", "已成交 %s，连同 %d 笔交易合计须%s，平均可得 %s",
			num.Format(d.won), d.n, what, mean)
	}
	return between(ByDeals, d.n, low, high, text,
		[]kam.Evidence{
			fact("target", num.Format(x)), count("deals", d.n), fact("won already", num.Format(d.won)), fact("mean", mean),
			fact("standard deviation", sd), fact("least", num.Format(d.Least())), fact("most", num.Format(d.Most())),
		})
}

// units returns x without what was won, in units of the sums, rounded to whole ones.
func (d *Distribution) units(x decimal.Decimal, mode num.Mode) *big.Int {
	return num.Round(x.Sub(d.won).Shift(d.places), 0, mode).BigInt()
}

// value returns the sum of that many units and what was won.
func (d *Distribution) value(units *big.Int) decimal.Decimal {
	return decimal.NewFromBigInt(units, -d.places).Add(d.won)
}

func orZero(n *big.Int) *big.Int {
	if n == nil {
		return new(big.Int)
	}
	return n
}

// within returns n, or the nearer of low and high when it is beyond them.
func within(n, low, high *big.Int) *big.Int {
	switch {
	case n.Cmp(low) < 0:
		return low
	case n.Cmp(high) > 0:
		return high
	}
	return n
}

func clampPlaces(places int32) int32 { return min(max(places, 0), MaxPlaces) }
