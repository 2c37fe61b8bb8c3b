package attain

import (
	"math/big"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
)

// BaseRule says what growth from a value below 0 is. The zero value reads as [PositiveBase].
type BaseRule string

// Rules for the base of growth. Growth from 0 is not known by either.
const (
	// PositiveBase: growth is known from a value above 0 only.
	PositiveBase BaseRule = "positive"
	// AbsoluteBase: growth is by the amount of the value before, so that from -100 to -50 is +50 % and from -100 to 100
	// is +200 %. Such rates do not compound.
	AbsoluteBase BaseRule = "absolute"
)

func (b BaseRule) check(found *kam.Findings, place string) {
	switch b {
	case "", PositiveBase, AbsoluteBase:
	default:
		unknownWord(found, "rule", place, string(b), "positive, absolute")
	}
}

// of returns the growth of exact numbers; either may be nil.
func (b BaseRule) of(now, before *big.Rat) Ratio {
	if now == nil || before == nil {
		return Ratio{reason: UnknownInput}
	}
	base := before
	if before.Sign() < 0 {
		if b != AbsoluteBase {
			return Ratio{reason: NegativeBase}
		}
		base = new(big.Rat).Neg(before)
	}
	return parts(new(big.Rat).Sub(now, before), base, ZeroBase).telling("growth from %s to %s", "由 %s 变为 %s，增长率", before, now)
}

// Growth returns (now - before) / before: 0.1 is growth by 10 %, -0.1 a decline. It is not known when a value is not,
// from 0, and from below 0 unless rule is [AbsoluteBase]. Faults come in a [*kam.InvalidError]: attain.number, .rule.
func Growth(now, before decimal.NullDecimal, rule BaseRule) (Ratio, error) {
	var found kam.Findings
	rule.check(&found, "$.rule")
	n, b := value(&found, "$.now", now), value(&found, "$.before", before)
	if err := found.Err(); err != nil {
		return Ratio{}, err
	}
	return rule.of(n, b), nil
}

// Change is how a ratio moved, in both of the ways in which people say it.
type Change struct {
	Before Ratio `json:"before"`
	After  Ratio `json:"after"`
	// Points is After less Before: from 60 % to 66 % it is 0.06, six percentage points.
	Points Ratio `json:"points"`
	// Relative is Points by Before: from 60 % to 66 % it is 0.1, ten per cent. Not known when Before is not above 0.
	Relative Ratio `json:"relative"`
}

// ChangeOf returns how a ratio moved. What depends on a ratio that is not known is not known.
func ChangeOf(before, after Ratio) Change {
	out := Change{Before: before, After: after, Points: Ratio{reason: UnknownInput}, Relative: Ratio{reason: UnknownInput}}
	b, a := before.quotient(), after.quotient()
	if b == nil || a == nil {
		return out
	}
	points := new(big.Rat).Sub(a, b)
	out.Points = pure(points)
	switch b.Sign() {
	case 0:
		out.Relative = Ratio{reason: ZeroBase}
	case -1:
		out.Relative = Ratio{reason: NegativeBase}
	default:
		out.Relative = pure(new(big.Rat).Quo(points, b))
	}
	return out
}

// Explain returns the change in percentage points and in per cent.
func (c Change) Explain() kam.Text {
	points := c.Points.quotient()
	if points == nil {
		return say("not known: %s", "未知：%s", c.Points.Reason().Text())
	}
	text := say("from %s %% to %s %%: %s percentage points", "由 %s%% 到 %s%%：%s 个百分点", percent(c.Before.quotient()), percent(c.After.quotient()), signed(points))
	if relative := c.Relative.quotient(); relative != nil {
		return say("%s, which is %s %% of the value before", "%s，即相对变动 %s%%", text, signed(relative))
	}
	return text
}
