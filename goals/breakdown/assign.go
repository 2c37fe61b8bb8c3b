package breakdown

import (
	"fmt"
	"math/big"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
)

// OverAssigned returns total times 1 + rate, rounded half away from zero to a multiple of grain once. It is what is
// handed down, to be broken down after and never before: a year of 1,000 at 10 % over is 1,100, a month of it 91.67;
// the rounded month 83.33 and 8.33 would make 91.66. Errors are those of [Grown].
func OverAssigned(total decimal.Decimal, rate kam.Fraction, grain decimal.Decimal) (decimal.Decimal, error) {
	return Grown(total, rate, grain)
}

// OverOfUnder returns the over-assignment that an under-assignment u is seen from the other side, u/(1-u), exact: a
// plan of 80 % of the quotas handed out is quotas of 125 % of the plan. u is at least 0 and below 1; others are an
// error that wraps [kam.ErrFraction].
func OverOfUnder(u kam.Fraction) (*big.Rat, error) {
	if err := unitShare(u); err != nil {
		return nil, err
	}
	rest := new(big.Rat).Sub(big.NewRat(1, 1), u.Rat())
	if rest.Sign() == 0 {
		return nil, fmt.Errorf("breakdown: share: %w: an under-assignment of 1 has no over-assignment", kam.ErrFraction)
	}
	return rest.Quo(u.Rat(), rest), nil
}

// UnderOfOver returns the under-assignment of an over-assignment o, o/(1+o), exact; it undoes [OverOfUnder]. o is at
// least 0; others are an error that wraps [kam.ErrFraction].
func UnderOfOver(o kam.Fraction) (*big.Rat, error) {
	whole, err := onePlus(o)
	if err != nil {
		return nil, err
	}
	if o.Num < 0 {
		return nil, fmt.Errorf("breakdown: rate: %w: %s is below 0", kam.ErrFraction, o)
	}
	return whole.Quo(o.Rat(), whole), nil
}

// TotalOver returns the over-assignment that rates at several levels make together: the product of all 1 + rate,
// less 1, exact. 10 % over 20 % is 32 %. Of no rates it is 0. A rate below -1 is an error that wraps
// [kam.ErrFraction].
func TotalOver(rates ...kam.Fraction) (*big.Rat, error) {
	product := big.NewRat(1, 1)
	for _, rate := range rates {
		factor, err := onePlus(rate)
		if err != nil {
			return nil, err
		}
		product.Mul(product, factor)
	}
	return product.Sub(product, big.NewRat(1, 1)), nil
}
