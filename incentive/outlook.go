package incentive

import (
	"math/big"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/num"
)

// nextTier says how far a component is from its next tier; false when there is none.
func (s Statement) nextTier(k *part) (kam.Text, bool) {
	at := &s.r.unit.state.measures[k.axis]
	if k.Tiers == nil || s.r.unit.plan.Measures[k.axis].Window == PerTransaction {
		return kam.Text{}, false
	}
	for _, b := range k.Tiers.Bands {
		if at.compare(at.final, num.Rat(b.From), k.Tiers.Basis) >= 0 {
			continue
		}
		what := say("the tier from %s", "自 %s 起的分档", boundText(b.From, k.Tiers.Basis))
		if b.Rate.Valid {
			what = say("the tier from %s, rate %s", "自 %s 起的分档（费率 %s）", boundText(b.From, k.Tiers.Basis), rateText(b.Rate.Decimal))
		}
		return s.distance(k, b.From, k.Tiers.Basis, at, what), true
	}
	return kam.Text{}, false
}

// distance says how much of a measure is missing to a bound.
func (s Statement) distance(k *part, bound decimal.Decimal, basis Basis, at *measured, what kam.Text) kam.Text {
	missing := num.Rat(bound)
	switch {
	case basis != ByAttainment:
		missing.Sub(missing, at.final)
	case at.fixed != nil:
		missing.Sub(missing, at.fixed)
	default:
		missing.Mul(missing, at.quota)
		missing.Sub(missing, at.final)
	}
	// What is missing is shown rounded up: with less, the bound would not be reached.
	short := grouped(num.Format(num.RoundRat(missing, shownPlaces(missing), num.Ceil)))
	return kam.Text{
		EN: k.Name + ": " + short + " more to " + what.EN,
		ZH: k.Name + "：距" + what.ZH + "还差 " + short,
	}
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
