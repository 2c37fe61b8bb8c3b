package incentive

import (
	"math/big"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam/internal/num"
)

// multipliers separates what multiplies the sum from what multiplies slices.
func (k *part) multipliers() {
	k.tiers = k.Tiers
	for _, m := range k.Multipliers {
		if m.Apply == ApplySlice {
			k.tiers = m.slices(k.Component)
		} else {
			k.factors = append(k.factors, m)
		}
	}
}

// slices returns the marginal tiers that a multiplier per slice makes of a component's rates: they change where a tier
// or a factor changes.
func (m Multiplier) slices(k Component) *Tiers {
	out := Tiers{Mode: Marginal, Basis: m.Basis}
	rates := []Band{{Rate: k.Rate}}
	if k.Tiers != nil {
		out.On, rates = k.Tiers.On, k.Tiers.Bands
	}
	for i, j := 0, 0; ; {
		from := m.Bands[j].From
		if rates[i].From.GreaterThan(from) {
			from = rates[i].From
		}
		rate := rates[i].Rate.Decimal.Mul(m.Bands[j].Factor)
		out.Bands = append(out.Bands, Band{From: from, Rate: decimal.NewNullDecimal(rate)})
		nextRate, nextFactor := i+1 < len(rates), j+1 < len(m.Bands)
		order := 0
		switch {
		case !nextRate && !nextFactor:
			return &out
		case !nextRate:
			order = 1
		case !nextFactor:
			order = -1
		default:
			order = rates[i+1].From.Cmp(m.Bands[j+1].From)
		}
		if order <= 0 {
			i++
		}
		if order >= 0 {
			j++
		}
	}
}

// at returns the factor of a position: that of the last band that it reaches, or of the first below all of them.
func (m Multiplier) at(where *measured) *big.Rat {
	factor := m.Bands[0].Factor
	for _, b := range m.Bands[1:] {
		if where.compare(where.final, num.Rat(b.From), m.Basis) < 0 {
			break
		}
		factor = b.Factor
	}
	return num.Rat(factor)
}
