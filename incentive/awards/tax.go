package awards

import (
	"math/big"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam/internal/num"
)

// taxable returns what of an award's value counts as pay. Before is what the same person got of the same item in the fiscal
// year before it, which an exempt amount for the year has been used for.
func (p *Program) taxable(t Taxable, value, before decimal.Decimal) decimal.Decimal {
	switch t.Rule {
	case TaxFull:
		return value
	case TaxShare:
		part := new(big.Rat).Mul(num.Rat(value), num.Rat(t.Share.Decimal))
		return num.RoundRat(part, p.c.Currency.MinorUnits(), num.Mode(p.c.Rounding))
	case TaxAbove:
		if t.Per == PerAward {
			before = decimal.Zero
		}
		return over(before.Add(value), t.Exempt.Decimal).Sub(over(before, t.Exempt.Decimal))
	default:
		return decimal.Zero
	}
}

// over returns what of an amount exceeds a limit.
func over(amount, limit decimal.Decimal) decimal.Decimal {
	return decimal.Max(amount.Sub(limit), decimal.Zero)
}
