package reference

import (
	"math/big"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam/incentive"
)

// multiplierMeasure is the measure whose position picks the factor.
func (u *unit) multiplierMeasure(k incentive.Component, m incentive.Multiplier) incentive.Measure {
	switch {
	case m.On != "":
		return u.measure(m.On)
	case m.Apply == incentive.ApplySlice:
		return u.axisMeasure(k)
	default:
		return u.measure(k.Measure)
	}
}

// multiply applies the multipliers on the whole, one after the other, and returns their product.
func (u *unit) multiply(k incentive.Component, o *outcome) (*big.Rat, error) {
	product := whole(1)
	for _, m := range k.Multipliers {
		if m.Apply != incentive.ApplyWhole {
			continue
		}
		x, err := u.standing(u.multiplierMeasure(k, m), m.Basis)
		if err != nil {
			return nil, err
		}
		factor := exact(bandFactor(m, x))
		o.adjust("multiplier", mul(sum(o.parts()), sub(factor, whole(1))))
		product = mul(product, factor)
	}
	return product, nil
}

// bandFactor is the factor of the last band at or below x, of the first where there is none.
func bandFactor(m incentive.Multiplier, x *big.Rat) decimal.Decimal {
	factor := m.Bands[0].Factor
	for _, b := range m.Bands {
		if x.Cmp(exact(b.From)) >= 0 {
			factor = b.Factor
		}
	}
	return factor
}

// sliced is the component with its multiplier per slice worked into its tiers: marginal tiers with the bounds of both.
func sliced(k incentive.Component) incentive.Component {
	i := slices.IndexFunc(k.Multipliers, func(m incentive.Multiplier) bool { return m.Apply == incentive.ApplySlice })
	if i < 0 {
		return k
	}
	m := k.Multipliers[i]
	tiers := incentive.Tiers{Mode: incentive.Marginal, Basis: m.Basis, Bands: []incentive.Band{{Rate: k.Rate}}}
	if k.Tiers != nil {
		tiers = *k.Tiers
	}
	var bounds []decimal.Decimal
	for _, b := range tiers.Bands {
		bounds = append(bounds, b.From)
	}
	for _, b := range m.Bands {
		bounds = append(bounds, b.From)
	}
	slices.SortFunc(bounds, decimal.Decimal.Cmp)
	bounds = slices.CompactFunc(bounds, decimal.Decimal.Equal)
	var bands []incentive.Band
	for _, from := range bounds {
		var rate decimal.Decimal
		for _, b := range tiers.Bands {
			if b.From.Cmp(from) <= 0 {
				rate = b.Rate.Decimal
			}
		}
		rate = rate.Mul(bandFactor(m, exact(from)))
		bands = append(bands, incentive.Band{From: from, Rate: decimal.NewNullDecimal(rate)})
	}
	tiers.Bands = bands
	k.Tiers, k.Rate = &tiers, decimal.NullDecimal{}
	return k
}
