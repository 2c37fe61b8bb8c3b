package incentive

import (
	"math/big"
	"unicode/utf8"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/num"
)

// nextTier says how far a component is from its next tier; false when there is none.
func (s Statement) nextTier(k *part) (kam.Text, bool) {
	at := &s.r.unit.state.measures[k.axis]
	if k.tiers == nil || !s.stillPays(k) || at.stated(k.tiers.Basis) || s.r.unit.plan.Measures[k.axis].Window == PerTransaction {
		return kam.Text{}, false
	}
	for _, b := range k.tiers.Bands {
		if at.compare(at.final, num.Rat(b.From), k.tiers.Basis) >= 0 {
			continue
		}
		return s.toTier(k, b, at), true
	}
	return kam.Text{}, false
}

// toTier says how far a component is from a tier, what the tier pays on, and when counting starts again.
func (s Statement) toTier(k *part, b Band, at *measured) kam.Text {
	short, bound := s.missing(b.From, k.tiers.Basis, at), boundText(b.From, k.tiers.Basis)
	reached := kam.Text{EN: bound, ZH: "达到 " + bound}
	if k.tiers.Basis == ByAttainment {
		reached.ZH = "达 " + bound + " 档"
		if at.fixed == nil {
			amount := new(big.Rat).Mul(num.Rat(b.From), at.quota)
			places := grouped(num.Format(num.RoundRat(amount, shownPlaces(amount), num.Ceil)))
			reached = kam.Text{EN: bound + " (" + places + ")", ZH: "达 " + bound + " 档（" + places + "）"}
		}
	}
	pays, rate := kam.Text{}, rateText(b.Rate.Decimal, s.r.unit.plan.Measures[k.measure].Base)
	switch {
	case !b.Rate.Valid:
	case k.tiers.Mode == Whole:
		pays = say(", rate %s on all of it", "，全部按提成比例 %s 计付", rate)
	case k.tiers.Mode == Marginal:
		pays = say(", rate %s on what lies above", "，超出部分按提成比例 %s 计付", rate)
	default:
		pays = say(", rate %s", "，该档提成比例 %s", rate)
	}
	again := map[Window]kam.Text{
		PerPeriod:     {EN: "; counting starts again next period", ZH: "；下一结算期重新累计"},
		QuarterToDate: {EN: "; counting starts again next quarter", ZH: "；下一季度重新累计"},
		HalfToDate:    {EN: "; counting starts again next half-year", ZH: "；下一半年重新累计"},
		YearToDate:    {EN: "; counting starts again next fiscal year", ZH: "；下一财年重新累计"},
	}[s.r.unit.plan.Measures[k.axis].Window]
	name := k.label()
	return kam.Text{
		EN: name.EN + ": " + short + " more to the tier from " + reached.EN + pays.EN + s.onDays(k).EN + again.EN,
		ZH: name.ZH + "：再完成 " + short + " 即" + reached.ZH + pays.ZH + s.onDays(k).ZH + again.ZH,
	}
}

// nextOnSum says how far a component is from what it pays next on where a measure stands.
func (s Statement) nextOnSum(k *part, computed *partState) []kam.Text {
	var out []kam.Text
	u := s.r.unit
	own := &u.state.measures[k.measure]
	switch {
	case k.Curve != nil && !own.stated(k.Curve.Basis):
		for _, p := range k.Curve.Points {
			if own.compare(own.final, num.Rat(p.At), k.Curve.Basis) < 0 {
				out = append(out, s.distance(k, p.At, k.Curve.Basis, own, say("the factor %s at %s", "%[2]s 处的系数 %[1]s", num.Format(p.Pays), boundText(p.At, k.Curve.Basis))))
				break
			}
		}
	case k.Every != nil:
		next := num.RoundRat(computed.pay.times, 0, num.Down).Add(decimal.NewFromInt(1)).Mul(k.Every.Each)
		out = append(out, s.distance(k, next, u.plan.natural(k.measure), own, say("the next %s", "下一次 %s", grouped(num.Format(k.Every.Pays)))))
	}
	for _, m := range k.factors {
		at := &u.state.measures[u.plan.named(k, m.On)]
		for _, b := range m.Bands[1:] {
			if !at.stated(m.Basis) && at.compare(at.final, num.Rat(b.From), m.Basis) < 0 {
				name := u.plan.Measures[u.plan.named(k, m.On)].label()
				out = append(out, s.distance(k, b.From, m.Basis, at, say("the factor %s from %s of %s", "%[3]s 达到 %[2]s 的系数 %[1]s", num.Format(b.Factor), boundText(b.From, m.Basis), name)))
				break
			}
		}
	}
	return out
}

// distance says how much of a measure is missing to a bound.
func (s Statement) distance(k *part, bound decimal.Decimal, basis Basis, at *measured, what kam.Text) kam.Text {
	short := s.missing(bound, basis, at)
	name := k.label()
	return kam.Text{
		EN: name.EN + ": " + short + " more to " + what.EN,
		ZH: name.ZH + "：距" + spaced(what.ZH) + "还差 " + short,
	}
}

// stated tells whether a bound counts the attainment that a plan states for a quota of zero, which no deal moves.
func (at *measured) stated(basis Basis) bool { return basis == ByAttainment && at.fixed != nil }

// spaced puts a space between Chinese and what begins or ends otherwise.
func spaced(s string) string {
	if s != "" && s[0] < utf8.RuneSelf {
		s = " " + s
	}
	if s != "" && s[len(s)-1] < utf8.RuneSelf {
		s += " "
	}
	return s
}

// missing returns how much of a measure is missing to a bound, rounded up: with less, the bound would not be reached.
func (s Statement) missing(bound decimal.Decimal, basis Basis, at *measured) string {
	missing := num.Rat(bound)
	switch {
	case basis != ByAttainment:
		missing.Sub(missing, at.final)
	default:
		missing.Mul(missing, at.quota)
		missing.Sub(missing, at.final)
	}
	return grouped(num.Format(num.RoundRat(missing, shownPlaces(missing), num.Ceil)))
}

// shownPlaces returns the fewest places, at most 4, that show a number exactly.
func shownPlaces(x *big.Rat) int32 {
	for places := range int32(maxDecimals) {
		if num.Rat(num.RoundRat(x, places, num.Down)).Cmp(x) == 0 {
			return places
		}
	}
	return maxDecimals
}
