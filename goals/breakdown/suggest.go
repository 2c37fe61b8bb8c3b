package breakdown

import (
	"fmt"
	"math/big"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/num"
)

// Grown returns history plus growth, history times 1 + growth, rounded half away from zero to a multiple of grain
// once: 100,000 and 0.15 give 115,000. Growth is at least -1. A grain that is not above 0 and numbers out of bounds
// are an error that wraps [kam.ErrNumber], a growth that is no fraction or below -1 one that wraps [kam.ErrFraction].
func Grown(history decimal.Decimal, growth kam.Fraction, grain decimal.Decimal) (decimal.Decimal, error) {
	factor, err := onePlus(growth)
	if err != nil {
		return decimal.Decimal{}, err
	}
	return scaled(history, factor, grain)
}

// onePlus returns 1 + rate, for a rate of at least -1.
func onePlus(rate kam.Fraction) (*big.Rat, error) {
	if err := rate.Check(); err != nil {
		return nil, fmt.Errorf("breakdown: rate: %w", err)
	}
	factor := rate.Rat()
	if factor.Add(factor, big.NewRat(1, 1)).Sign() < 0 {
		return nil, fmt.Errorf("breakdown: rate: %w: %s is below -1", kam.ErrFraction, rate)
	}
	return factor, nil
}

// scaled returns d times factor, rounded half away from zero to a multiple of grain once.
func scaled(d decimal.Decimal, factor *big.Rat, grain decimal.Decimal) (decimal.Decimal, error) {
	for _, n := range []decimal.Decimal{d, grain} {
		if err := num.Check(n); err != nil {
			return decimal.Decimal{}, fmt.Errorf("breakdown: %w", err)
		}
	}
	if !grain.IsPositive() {
		return decimal.Decimal{}, fmt.Errorf("breakdown: grain: %w: %s is not above 0", kam.ErrNumber, num.Format(grain))
	}
	units := new(big.Rat).Mul(num.Rat(d), factor)
	units.Quo(units, num.Rat(grain))
	out := num.RoundRat(units, 0, num.HalfUp).Mul(grain)
	if err := num.Check(out); err != nil {
		return decimal.Decimal{}, fmt.Errorf("breakdown: the result: %w", err)
	}
	return out, nil
}

// WeightedShare returns the share of a total that somebody is due by history and by potential: weight times the one
// and 1 - weight times the other, exact. With 0.3, 0.2 and the weight 0.6 it is 0.26. All three are between 0 and 1,
// both inclusive; others are an error that wraps [kam.ErrFraction].
func WeightedShare(history, potential, weight kam.Fraction) (*big.Rat, error) {
	for _, part := range []kam.Fraction{history, potential, weight} {
		if err := unitShare(part); err != nil {
			return nil, err
		}
	}
	w := weight.Rat()
	one := new(big.Rat).Mul(w, history.Rat())
	other := new(big.Rat).Mul(new(big.Rat).Sub(big.NewRat(1, 1), w), potential.Rat())
	return one.Add(one, other), nil
}

// unitShare returns nil for a fraction between 0 and 1.
func unitShare(part kam.Fraction) error {
	if err := part.Check(); err != nil {
		return fmt.Errorf("breakdown: share: %w", err)
	}
	if part.Cmp(kam.Fraction{}) < 0 || part.Cmp(kam.Whole()) > 0 {
		return fmt.Errorf("breakdown: share: %w: %s is not between 0 and 1", kam.ErrFraction, part)
	}
	return nil
}
