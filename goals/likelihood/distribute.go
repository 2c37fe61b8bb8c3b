package likelihood

import (
	"cmp"
	"maps"
	"math/big"
	"slices"

	"github.com/kam-go/kam/internal/num"
)

// distribute returns the distribution of deals that were checked.
func distribute(deals []Deal) *Distribution {
	d, chances := prepare(deals)
	if d.exact = exactly(d.min, chances); d.exact == nil {
		d.coarse = coarsely(d.min, chances, stepFor(chances))
	}
	return d
}

// prepare returns the distribution with all but the probabilities of its sums, and what is left to chance above its
// least sum, sorted.
func prepare(deals []Deal) (*Distribution, []chance) {
	d := &Distribution{n: len(deals), min: new(big.Int), max: new(big.Int)}
	for _, deal := range deals {
		d.places = max(d.places, -deal.Amount.Exponent())
	}
	scale := new(big.Rat).SetInt(power(int64(d.places)))
	var chances []chance
	means, variances := map[int64]*big.Int{}, map[int64]*big.Int{}
	for _, deal := range deals {
		amount := num.Rat(deal.Amount)
		amount.Mul(amount, scale)
		units, win := amount.Num(), deal.Win.Rat()
		p, den := win.Num().Int64(), win.Denom().Int64()
		addTo(means, den, new(big.Int).Mul(units, big.NewInt(p)))
		square := new(big.Int).Mul(units, units)
		addTo(variances, den, square.Mul(square, new(big.Int).Mul(big.NewInt(p), big.NewInt(den-p))))
		switch {
		case p == 0 || units.Sign() == 0:
		case p == den:
			d.min.Add(d.min, units)
		case units.Sign() < 0: // losing it instead of winning is a gain over its amount
			d.min.Add(d.min, units)
			chances = append(chances, chance{new(big.Int).Neg(units), den - p, den})
		default:
			chances = append(chances, chance{units, p, den})
		}
	}
	d.mean, d.variance = summed(means, d.places, 1), summed(variances, d.places, 2)
	d.max.Set(d.min)
	for _, c := range chances {
		d.max.Add(d.max, c.amount)
	}
	slices.SortFunc(chances, compareChances)
	return d, chances
}

func compareChances(a, b chance) int {
	return cmp.Or(a.amount.Cmp(b.amount), cmp.Compare(a.den, b.den), cmp.Compare(a.win, b.win))
}

func addTo(sums map[int64]*big.Int, den int64, n *big.Int) {
	if sums[den] == nil {
		sums[den] = new(big.Int)
	}
	sums[den].Add(sums[den], n)
}

// summed returns the sum over the denominators den of sums[den] / (den * 10^places)^exponent.
func summed(sums map[int64]*big.Int, places int32, exponent int64) ratio {
	parts := make([]ratio, 0, len(sums))
	for _, den := range slices.Sorted(maps.Keys(sums)) {
		under := new(big.Int).Exp(big.NewInt(den), big.NewInt(exponent), nil)
		parts = append(parts, ratio{sums[den], under})
	}
	all := total(parts)
	if all.under == nil {
		return ratio{}
	}
	return ratio{all.over, new(big.Int).Mul(all.under, power(int64(places)*exponent))}
}
