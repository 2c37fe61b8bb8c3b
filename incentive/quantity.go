package incentive

import (
	"math/big"
	"strconv"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/num"
)

func itoa(n int) string { return strconv.Itoa(n) }

// quantity returns what a credit adds to a measure of that base, before windows
// and netting; false when the deal does not say it.
func (c *calculation) quantity(cr *credit, base Base) (*big.Rat, bool) {
	if cr.value != nil {
		return new(big.Rat).Mul(cr.value, cr.weight), true
	}
	d := &c.book.deals[cr.deal]
	var own, original decimal.NullDecimal
	switch base {
	case BaseAmount:
		own = decimal.NewNullDecimal(d.Amount)
	case BaseCount:
		if d.original < 0 {
			own = decimal.NewNullDecimal(decimal.NewFromInt(1))
		}
		original = decimal.NewNullDecimal(decimal.NewFromInt(1))
	default:
		own = d.number(string(base))
		if d.original >= 0 {
			original = c.book.deals[d.original].number(string(base))
		}
	}
	var q *big.Rat
	switch {
	case own.Valid:
		q = num.Rat(own.Decimal)
	case d.original >= 0 && original.Valid && d.before != nil:
		q = new(big.Rat).Sub(d.before, d.after) // a refund takes its part of what the original had
		q.Mul(q, num.Rat(original.Decimal))
	default:
		return nil, false
	}
	return q.Mul(q, cr.weight), true
}

// part returns one participant's share of a deal's amount, so that the owners' parts sum to it.
func (d *deal) part(participant int) decimal.Decimal {
	if d.owners[participant].Role != roleOwner || len(d.owners) == 1 {
		return num.RoundRat(new(big.Rat).Mul(num.Rat(d.Amount), d.owners[participant].Share.Rat()), maxDecimals, num.HalfUp)
	}
	var parts []*big.Rat
	at := 0
	for i, p := range d.owners {
		if p.Role != roleOwner {
			continue
		}
		if i == participant {
			at = len(parts)
		}
		parts = append(parts, new(big.Rat).Mul(num.Rat(d.Amount), p.Share.Rat()))
	}
	return num.Distribute(d.Amount, parts, maxDecimals)[at]
}

// HouseCredit is what no payee is credited for: the house account.
type HouseCredit struct {
	Transaction string
	// Owner is who the deal names, or the open position that an override met.
	Owner string
	Date  kam.Day
	// Amount is the owner's part of the deal, or for an override the deal's amount.
	Amount decimal.Decimal
	// Currency is the deal's; empty: the plan's.
	Currency kam.Currency
	// Override is true for a manager's credit that met an open position; it is no part of the deal's own split.
	Override bool
	// Reason says why, with one of the codes "why.".
	Reason kam.Finding
}

// DirectCredit is one owner's part of a deal in the run's period, before factors.
type DirectCredit struct {
	Transaction, Payee, Plan, Rule string
	Date                           kam.Day
	Amount                         decimal.Decimal
	Currency                       kam.Currency
}
