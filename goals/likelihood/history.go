package likelihood

import (
	"math/big"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/num"
	"github.com/kam-go/kam/internal/stat"
)

// Least numbers of past values.
const (
	// LeastValues is the number of past values below which nothing is known.
	LeastValues = 3
	// LeastForShare is the number of past values from which on [FromHistory] counts them.
	LeastForShare = 8
)

// FromHistory returns how likely the next value is to reach target, from past values in order, oldest first.
//
// With n >= [LeastForShare] values it is (k+1/2)/(n+1), k being how many of them reached target: at least target when
// more is better, at most target when less is. A value equal to target has reached it. The rule (Jeffreys) never gives
// 0 or 1: nobody has seen enough to be certain.
//
// When so many values trend, what an early one reached says little of the next: then their n-1 changes are counted by
// the same rule, of which k were enough to reach target from the last value. A change is the ratio of a value to the
// one before it when target and all values are above 0, otherwise the difference. Values trend when chance alone would
// rank them in or against the order of time as much as they are with a probability below 5 % (Spearman's rank
// correlation, as in [CheckFairness]).
//
// With [LeastValues] <= n < [LeastForShare] it is Student's predictive distribution of the next value: of growth, as
// [FromGrowth] says, when target and all values are above 0; otherwise of the values themselves, with their mean, their
// standard deviation times the root of 1+1/n, and n-1 degrees of freedom.
//
// With fewer values, and when the values behind Student's distribution do not vary, the answer is not known and no
// error. For a metric with seasons pass the values of the same season only: second quarters for a second quarter.
//
// Faults are findings in one [*kam.InvalidError]: likelihood.number, likelihood.too-many, likelihood.direction.
func FromHistory(values []decimal.Decimal, target decimal.Decimal, direction kam.Direction) (Estimate, error) {
	if err := checkHistory(values, target, direction); err != nil {
		return Estimate{}, err
	}
	switch {
	case len(values) < LeastValues:
		return tooFew(len(values)), nil
	case len(values) >= LeastForShare:
		if r, trend := trendOf(values); trend {
			return byChange(values, target, direction, r), nil
		}
		return byShare(values, target, direction), nil
	case allPositive(values, target):
		return byGrowth(values, target, direction), nil
	}
	return byLevel(values, target, direction), nil
}

// FromGrowth returns how likely the next value is to reach target when growth goes on as it was: Student's predictive
// distribution of ln(next/last), from the m = n-1 logarithms of each past value over the one before it, with their
// mean, their standard deviation times the root of 1+1/m, and m-1 degrees of freedom. Values are in order, oldest first.
//
// The answer is not known, and no error, with fewer than [LeastValues] values, when a value or target is not above 0,
// and when growth was constant: when its standard deviation is below 10^-12. A probability is at least 0.000001 and at
// most 0.999999. Faults are those of [FromHistory].
func FromGrowth(values []decimal.Decimal, target decimal.Decimal, direction kam.Direction) (Estimate, error) {
	if err := checkHistory(values, target, direction); err != nil {
		return Estimate{}, err
	}
	switch {
	case len(values) < LeastValues:
		return tooFew(len(values)), nil
	case !allPositive(values, target):
		return unknown(len(values), say("growth needs a target and past values above 0", "计算增长要求目标与历史数值均大于 0")), nil
	}
	return byGrowth(values, target, direction), nil
}

func checkHistory(values []decimal.Decimal, target decimal.Decimal, direction kam.Direction) error {
	var found kam.Findings
	checkNumbers(&found, "$.values", values)
	checkNumber(&found, "$.target", target)
	checkDirection(&found, "$.direction", direction)
	return found.Err()
}

func tooFew(n int) Estimate {
	return unknown(n, say("%d past values are fewer than %d", "历史数值仅 %d 个，少于 %d 个", n, LeastValues), count("values", n))
}

func allPositive(values []decimal.Decimal, target decimal.Decimal) bool {
	return target.IsPositive() && !slices.ContainsFunc(values, func(v decimal.Decimal) bool { return !v.IsPositive() })
}

// reaches reports whether v is at least as good as target.
func reaches(v, target decimal.Decimal, direction kam.Direction) bool {
	if direction == kam.LowerIsBetter {
		return v.LessThanOrEqual(target)
	}
	return v.GreaterThanOrEqual(target)
}

// byShare counts how many of values reach target.
func byShare(values []decimal.Decimal, target decimal.Decimal, direction kam.Direction) Estimate {
	n, k := len(values), reached(values, target, direction)
	low, high := decimal.Min(values[0], values[1:]...), decimal.Max(values[0], values[1:]...)
	return known(ByShare, n, jeffreys(k, n), say("%d of %d past values reached %s", "%[2]d 个历史数值中有 %[1]d 个达到 %[3]s", k, n, num.Format(target)),
		[]kam.Evidence{
			fact("target", num.Format(target)), count("values", n), count("reached", k),
			fact("lowest", num.Format(low)), fact("highest", num.Format(high)),
		})
}

// byChange counts how many of the changes between values that trend reach target from the last value.
func byChange(values []decimal.Decimal, target decimal.Decimal, direction kam.Direction, trend decimal.Decimal) Estimate {
	n, k := len(values), 0
	positive := allPositive(values, target)
	last, goal := num.Rat(values[n-1]), num.Rat(target)
	change := func(from, to *big.Rat) *big.Rat {
		if positive {
			return new(big.Rat).Quo(to, from)
		}
		return new(big.Rat).Sub(to, from)
	}
	needed := change(last, goal)
	for i := range n - 1 {
		better := change(num.Rat(values[i]), num.Rat(values[i+1])).Cmp(needed)
		if direction == kam.LowerIsBetter {
			better = -better
		}
		if better >= 0 {
			k++
		}
	}
	return known(ByChange, n, jeffreys(k, n-1),
		say("the past values trend, and %d of their %d changes were enough to reach %s from the last, %s", "历史数值呈趋势变化，%[2]d 次变动中有 %[1]d 次足以从最近值 %[4]s 达到 %[3]s",
			k, n-1, num.Format(target), num.Format(values[n-1])),
		[]kam.Evidence{
			fact("target", num.Format(target)), count("values", n), count("reached", reached(values, target, direction)),
			fact("last", num.Format(values[n-1])), count("changes", n-1), count("changes enough", k), fact("correlation with time", num.Format(trend)),
		})
}

// reached counts the values that reach target.
func reached(values []decimal.Decimal, target decimal.Decimal, direction kam.Direction) int {
	k := 0
	for _, v := range values {
		if reaches(v, target, direction) {
			k++
		}
	}
	return k
}

// jeffreys returns (k+1/2)/(n+1).
func jeffreys(k, n int) *big.Rat { return big.NewRat(int64(2*k+1), int64(2*n+2)) }

// trendOf returns the rank correlation of values with time, and whether it is more than chance.
func trendOf(values []decimal.Decimal) (decimal.Decimal, bool) {
	exact, time := make([]*big.Rat, len(values)), make([]int64, len(values))
	for i, v := range values {
		exact[i], time[i] = num.Rat(v), int64(2*i+2)
	}
	c, ok := correlationOf(ranks(exact), time)
	return c.r, ok && c.significant()
}

// byGrowth predicts from the logarithms of growth; everything is above 0, and there are at least 3 values.
func byGrowth(values []decimal.Decimal, target decimal.Decimal, direction kam.Direction) Estimate {
	n := len(values)
	logs := make([]*big.Rat, n-1)
	for i := range logs {
		logs[i] = growth(values[i], values[i+1])
	}
	mean, variance := moments(logs)
	last := values[n-1]
	if variance.Cmp(new(big.Rat).SetFrac(big.NewInt(1), power(24))) < 0 {
		return unknown(n, say("growth was constant, so the past tells no chance", "历史增长恒定不变，无从判断概率"),
			fact("target", num.Format(target)), count("values", n), fact("last", num.Format(last)))
	}
	p, t := predicted(growth(last, target), mean, variance, len(logs), direction)
	needed := relative(num.Rat(target), num.Rat(last))
	usual := new(big.Rat)
	if factor, err := stat.Exp(mean); err == nil {
		usual = relative(factor, big.NewRat(1, 1))
	}
	return known(ByGrowth, n, p,
		say("%s asks for growth of %s %%, and the mean of %d past changes is %s %%", "%s 要求增长 %s%%，而过去 %d 次变动的平均增长为 %s%%",
			num.Format(target), hundredths(needed), len(logs), hundredths(usual)),
		[]kam.Evidence{
			fact("target", num.Format(target)), count("values", n), fact("last", num.Format(last)),
			fact("mean log growth", short(mean)), fact("standard deviation of log growth", short(rootOf(variance))),
			fact("t", short(t)), count("degrees of freedom", len(logs)-1),
		})
}

// byLevel predicts from the values themselves, of which there are at least 3.
func byLevel(values []decimal.Decimal, target decimal.Decimal, direction kam.Direction) Estimate {
	n := len(values)
	exact := make([]*big.Rat, n)
	for i, v := range values {
		exact[i] = num.Rat(v)
	}
	mean, variance := moments(exact)
	if variance.Sign() == 0 {
		return unknown(n, say("the past values are all the same, so they tell no chance", "历史数值全部相同，无从判断概率"),
			fact("target", num.Format(target)), count("values", n), fact("mean", short(mean)))
	}
	p, t := predicted(num.Rat(target), mean, variance, n, direction)
	return known(ByLevel, n, p,
		say("the mean of %d past values is %s, against a target of %s", "%d 个历史数值的平均值为 %s，目标为 %s", n, short(mean), num.Format(target)),
		[]kam.Evidence{
			fact("target", num.Format(target)), count("values", n), fact("mean", short(mean)),
			fact("standard deviation", short(rootOf(variance))), fact("t", short(t)), count("degrees of freedom", n-1),
		})
}

// growth returns ln(to/from) of two numbers above 0, to 30 decimal places.
func growth(from, to decimal.Decimal) *big.Rat {
	ln, err := stat.Ln(new(big.Rat).Quo(num.Rat(to), num.Rat(from)))
	if err != nil { // not reached: both are above 0
		return new(big.Rat)
	}
	return ln
}

// predicted returns Student's predictive probability that one more value reaches target after n values with that mean
// and variance above 0, and the t it is read at.
func predicted(target, mean, variance *big.Rat, n int, direction kam.Direction) (p, t *big.Rat) {
	away := new(big.Rat).Sub(target, mean)
	square := new(big.Rat).Mul(variance, big.NewRat(int64(n)+1, int64(n)))
	square.Quo(new(big.Rat).Mul(away, away), square)
	t = rootOf(square)
	if away.Sign() < 0 {
		t.Neg(t)
	}
	at := t
	if direction != kam.LowerIsBetter {
		at = new(big.Rat).Neg(t)
	}
	below, err := stat.StudentTCDF(at, n-1)
	if err != nil { // not reached: n is at least 2 and at most MaxValues
		return new(big.Rat), t
	}
	return inside(below), t
}

// moments returns the mean of two values or more and their variance, with n-1 in its denominator, both exact.
func moments(values []*big.Rat) (mean, variance *big.Rat) {
	mean, variance = new(big.Rat), new(big.Rat)
	for _, v := range values {
		mean.Add(mean, v)
	}
	mean.Quo(mean, big.NewRat(int64(len(values)), 1))
	for _, v := range values {
		d := new(big.Rat).Sub(v, mean)
		variance.Add(variance, d.Mul(d, d))
	}
	return mean, variance.Quo(variance, big.NewRat(int64(len(values)-1), 1))
}

// rootOf returns the root of a number of at least 0, to 30 decimal places.
func rootOf(r *big.Rat) *big.Rat {
	root, err := stat.Sqrt(r)
	if err != nil { // not reached: squares are not negative
		return new(big.Rat)
	}
	return root
}

// relative returns a/b - 1, for b that is not 0.
func relative(a, b *big.Rat) *big.Rat {
	r := new(big.Rat).Quo(a, b)
	return r.Sub(r, big.NewRat(1, 1))
}

// power returns 10^n.
func power(n int64) *big.Int { return new(big.Int).Exp(big.NewInt(10), big.NewInt(n), nil) }

// short returns r rounded half up to 4 decimal places, for a reader.
func short(r *big.Rat) string { return num.Format(num.RoundRat(r, 4, num.HalfUp)) }

// hundredths returns r in per cent, rounded half up to one decimal place, for a reader.
func hundredths(r *big.Rat) string {
	return num.Format(num.RoundRat(new(big.Rat).Mul(r, big.NewRat(100, 1)), 1, num.HalfUp))
}
