package likelihood

import (
	"math/big"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/num"
	"github.com/kam-go/kam/internal/stat"
)

// Normal is a result that is normally distributed. The zero value is 0 without any doubt, and refused.
type Normal struct {
	Mean decimal.Decimal `json:"mean"`
	// SD is the standard deviation, above 0.
	SD decimal.Decimal `json:"sd"`
}

// NormalOf returns the normal distribution with the mean of values and their standard deviation, which has n-1 in its
// denominator, both rounded half up to 6 decimal places.
//
// Faults are findings in one [*kam.InvalidError]: likelihood.number, likelihood.too-many, likelihood.values (fewer than
// 2), likelihood.sd (a standard deviation that rounds to 0).
func NormalOf(values []decimal.Decimal) (Normal, error) {
	var found kam.Findings
	checkNumbers(&found, "$.values", values)
	if len(values) < 2 {
		found.Add(fault("values", "$.values", say("%d values have no standard deviation", "%d 个数值没有标准差", len(values)),
			say("give 2 values or more", "请至少填 2 个数值")))
	}
	if err := found.Err(); err != nil {
		return Normal{}, err
	}
	exact := make([]*big.Rat, len(values))
	for i, v := range values {
		exact[i] = num.Rat(v)
	}
	mean, variance := moments(exact)
	n := Normal{
		Mean: num.RoundRat(mean, 6, num.HalfUp),
		SD:   ratio{variance.Num(), variance.Denom()}.root(6),
	}
	return n, n.Check()
}

// Check returns nil for a normal distribution with numbers within bounds and a standard deviation above 0, else an
// [*kam.InvalidError] with the findings likelihood.number and likelihood.sd.
func (n Normal) Check() error {
	var found kam.Findings
	n.check(&found)
	return found.Err()
}

func (n Normal) check(found *kam.Findings) {
	checkNumber(found, "$.mean", n.Mean)
	checkPositive(found, "sd", "$.sd", n.SD)
}

// Reach returns how likely the result is to be at least target when more is better, at most target when less is. It is
// at least 0.000001 and at most 0.999999. Faults are findings as in [Normal.Check], and likelihood.direction.
func (n Normal) Reach(target decimal.Decimal, direction kam.Direction) (Estimate, error) {
	var found kam.Findings
	n.check(&found)
	checkNumber(&found, "$.target", target)
	checkDirection(&found, "$.direction", direction)
	if err := found.Err(); err != nil {
		return Estimate{}, err
	}
	z := new(big.Rat).Sub(num.Rat(target), num.Rat(n.Mean))
	z.Quo(z, num.Rat(n.SD))
	at := z
	if direction == kam.HigherIsBetter {
		at = new(big.Rat).Neg(z)
	}
	mean, sd := num.Format(n.Mean), num.Format(n.SD)
	return known(ByNormal, 0, inside(stat.NormalCDF(at)),
		say("the target is %s, against a mean of %s with a standard deviation of %s", "目标为 %s，均值为 %s，标准差为 %s", num.Format(target), mean, sd),
		[]kam.Evidence{
			fact("target", num.Format(target)), fact("mean", mean), fact("standard deviation", sd), fact("z", short(z)),
		}), nil
}

// Level returns the target that is reached with probability p: mean + z*SD, rounded half up to places, z being the
// normal quantile of 1-p when more is better and of p when less is. P is above 0 and below 1, places 0 to [MaxPlaces].
// Faults are findings as in [Normal.Check], and likelihood.probability, .direction and .places.
func (n Normal) Level(p kam.Fraction, direction kam.Direction, places int32) (decimal.Decimal, error) {
	var found kam.Findings
	n.check(&found)
	checkShare(&found, "probability", "$.p", p, true)
	checkDirection(&found, "$.direction", direction)
	checkPlaces(&found, "$.places", places)
	if err := found.Err(); err != nil {
		return decimal.Decimal{}, err
	}
	return n.level(p, direction, places)
}

func (n Normal) level(p kam.Fraction, direction kam.Direction, places int32) (decimal.Decimal, error) {
	z, err := stat.NormalQuantile(p.Rat())
	if err != nil { // not reached: fractions are at least 10^-12 from 0 and 1
		return decimal.Decimal{}, err
	}
	if direction == kam.HigherIsBetter {
		z.Neg(z)
	}
	z.Mul(z, num.Rat(n.SD))
	return num.RoundRat(z.Add(z, num.Rat(n.Mean)), places, num.HalfUp), nil
}

// Bands are the probabilities with which the three levels of a target are to be reached. The zero value stands for
// [StandardBands].
type Bands struct {
	// Threshold is the probability of reaching the least that counts, Target that of the target, Stretch that of the
	// most that counts: each above 0 and below 1, and each below the one before.
	Threshold kam.Fraction `json:"threshold"`
	Target    kam.Fraction `json:"target"`
	Stretch   kam.Fraction `json:"stretch"`
}

// StandardBands returns 80, 50 and 20 %: Equity Methods, "Best Practices in Performance Goal-Setting".
func StandardBands() Bands {
	return Bands{Threshold: kam.Fraction{Num: 4, Den: 5}, Target: kam.Fraction{Num: 1, Den: 2}, Stretch: kam.Fraction{Num: 1, Den: 5}}
}

// ElligBands returns 90, 50 and 15 %, the last being the middle of "10 to 20": Ellig, "The Complete Guide to Executive
// Compensation", page 351.
func ElligBands() Bands {
	return Bands{Threshold: kam.Fraction{Num: 9, Den: 10}, Target: kam.Fraction{Num: 1, Den: 2}, Stretch: kam.Fraction{Num: 3, Den: 20}}
}

// Check returns nil for three probabilities that fall, and for the zero value, else an [*kam.InvalidError] with the
// findings likelihood.band and likelihood.band-order.
func (b Bands) Check() error {
	var found kam.Findings
	b.check(&found)
	return found.Err()
}

func (b Bands) check(found *kam.Findings) {
	if b == (Bands{}) {
		return
	}
	good := checkShare(found, "band", "$.bands.threshold", b.Threshold, true)
	good = checkShare(found, "band", "$.bands.target", b.Target, true) && good
	good = checkShare(found, "band", "$.bands.stretch", b.Stretch, true) && good
	if good && (b.Threshold.Cmp(b.Target) <= 0 || b.Target.Cmp(b.Stretch) <= 0) {
		found.Add(fault("band-order", "$.bands",
			say("the probabilities %s, %s and %s do not fall", "概率 %s、%s、%s 未依次递减", b.Threshold, b.Target, b.Stretch),
			say("the threshold is the likeliest, then the target, then the stretch", "门槛值的可能性最高，其次为目标值，再次为挑战值")))
	}
}

// Levels are the three levels of a target. The zero value is none.
type Levels struct {
	Threshold decimal.Decimal `json:"threshold"`
	Target    decimal.Decimal `json:"target"`
	Stretch   decimal.Decimal `json:"stretch"`
}

// Levels returns the levels that are reached with the probabilities of b, each as [Normal.Level] says. Faults are
// findings as there and in [Bands.Check].
func (n Normal) Levels(b Bands, direction kam.Direction, places int32) (Levels, error) {
	var found kam.Findings
	n.check(&found)
	b.check(&found)
	checkDirection(&found, "$.direction", direction)
	checkPlaces(&found, "$.places", places)
	if err := found.Err(); err != nil {
		return Levels{}, err
	}
	if b == (Bands{}) {
		b = StandardBands()
	}
	var out Levels
	for _, level := range []struct {
		p  kam.Fraction
		to *decimal.Decimal
	}{{b.Threshold, &out.Threshold}, {b.Target, &out.Target}, {b.Stretch, &out.Stretch}} {
		at, err := n.level(level.p, direction, places)
		if err != nil {
			return Levels{}, err
		}
		*level.to = at
	}
	return out, nil
}
