package verify

import (
	"slices"

	"github.com/shopspring/decimal"
)

// sliced returns the tiers of a component with the factors of a multiplier per slice in them: they change where a tier
// or a factor changes. Nil: it has none.
func (k *planComponent) sliced() *tiers {
	i := slices.IndexFunc(k.Multipliers, func(m multiplier) bool { return m.Apply == "slice" })
	if i < 0 {
		return k.Tiers
	}
	m := &k.Multipliers[i]
	out := &tiers{Mode: "marginal", Basis: m.Basis}
	rates := []band{{Rate: k.Rate}}
	if k.Tiers != nil {
		out.On, rates = k.Tiers.On, k.Tiers.Bands
	}
	var bounds []decimal.Decimal
	for _, b := range rates {
		bounds = append(bounds, b.From)
	}
	for _, b := range m.Bands {
		bounds = append(bounds, b.From)
	}
	slices.SortFunc(bounds, decimal.Decimal.Cmp)
	bounds = slices.CompactFunc(bounds, decimal.Decimal.Equal)
	for _, from := range bounds {
		rate, factor := rates[0].Rate.Decimal, m.Bands[0].Factor
		for _, b := range rates {
			if b.From.Cmp(from) <= 0 {
				rate = b.Rate.Decimal
			}
		}
		for _, b := range m.Bands {
			if b.From.Cmp(from) <= 0 {
				factor = b.Factor
			}
		}
		out.Bands = append(out.Bands, band{From: from, Rate: decimal.NewNullDecimal(rate.Mul(factor))})
	}
	return out
}
