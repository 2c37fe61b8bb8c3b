package goals

import (
	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/num"
)

// Bands are the limits that [Check] judges by. The zero value as a whole reads as [DefaultBands]; a Bands with anything
// stated is used as it stands, so a caller changes a field of DefaultBands.
type Bands struct {
	// OutOfReach and TooEasy bound the probability of reaching the target: below the first the goal is out of reach,
	// above the second it is too easy. Both bounds themselves are within the band. 0 to 1, OutOfReach below TooEasy.
	OutOfReach decimal.Decimal `json:"outOfReach"`
	TooEasy    decimal.Decimal `json:"tooEasy"`
	// Readings is how many measurements the cadence must give inside the period, 1 to 1,000.
	Readings int `json:"readings"`
	// Share is the smallest part of the parent's target that is worth a goal of its own, 0 to 1.
	Share kam.Fraction `json:"share"`
	// Under is the part of a target that may be left unassigned to its children or its accounts, and Over the part that
	// may be assigned on top, both 0 to 1, inclusive.
	Under kam.Fraction `json:"under"`
	Over  kam.Fraction `json:"over"`
}

// DefaultBands returns published limits where there are any. A target is too easy above 0.9 and out of reach below 0.1,
// the outer ends of the levels that compensation committees calibrate: threshold, target and stretch reached with a
// probability of 80, 50 and 20 % (Equity Methods, "Best Practices in Performance Goal-Setting"), or 90, 50 and 10 to
// 20 % (Ellig, "The Complete Guide to Executive Compensation", p. 351). For a whole plan 55 to 65 % of people reaching
// their target is the usual aim. At least 3 readings; at least 1 % of the parent; nothing left unassigned, and at most
// 20 % over-assigned, the usual cushion.
func DefaultBands() Bands {
	return Bands{
		OutOfReach: decimal.New(1, -1), TooEasy: decimal.New(9, -1),
		Readings: 3, Share: kam.Fraction{Num: 1, Den: 100},
		Over: kam.Fraction{Num: 1, Den: 5},
	}
}

// isZero reports whether nothing is stated.
func (b Bands) isZero() bool {
	return b.OutOfReach.IsZero() && b.TooEasy.IsZero() && b.Readings == 0 && b.Share.IsZero() && b.Under.IsZero() && b.Over.IsZero()
}

// Check returns nil when b can be judged by, else an [*kam.InvalidError] with every fault. The zero value can.
func (b Bands) Check() error {
	if b.isZero() {
		return nil
	}
	var f faults
	one := decimal.New(1, 0)
	inside := f.number("$.outOfReach", b.OutOfReach)
	inside = f.number("$.tooEasy", b.TooEasy) && inside
	if inside && (b.OutOfReach.IsNegative() || !b.OutOfReach.LessThan(b.TooEasy) || b.TooEasy.GreaterThan(one)) {
		f.add("bands", "$.outOfReach", say("%s to %s is no band of probabilities", "%s 至 %s 不是概率区间", num.Format(b.OutOfReach), num.Format(b.TooEasy)),
			say("let 0 <= outOfReach < tooEasy <= 1", "须满足 0 <= outOfReach < tooEasy <= 1"))
	}
	if b.Readings < 1 || b.Readings > maxReadings {
		f.add("bands", "$.readings", say("%d readings", "测量次数 %d", b.Readings), say("ask for 1 to %d", "请填 1 至 %d", maxReadings))
	}
	for _, p := range []struct {
		place string
		part  kam.Fraction
	}{{"$.share", b.Share}, {"$.under", b.Under}, {"$.over", b.Over}} {
		f.part(p.place, p.part)
	}
	return f.list.Err()
}

// stated returns the bands to judge by, and what is wrong with b, for which the defaults stand in.
func (b Bands) stated(input *kam.Findings) Bands {
	if b.isZero() {
		return DefaultBands()
	}
	if err := b.Check(); err != nil {
		input.Add(kam.Finding{
			Code: "smart.input", Severity: kam.Warning, Place: "bands",
			Message: say("the bands cannot be used: %s", "判定区间无法使用：%s", said(err)),
			Remedy:  say("use bands that pass their check; the defaults were used instead", "请改用通过校验的区间"),
		})
		return DefaultBands()
	}
	return b
}
