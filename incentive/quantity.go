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
// and netting, in the plan's currency; false when the deal does not say it, or
// says it in another currency and there is no rate.
func (c *calculation) quantity(p *plan, cr *credit, base Base) (*big.Rat, bool) {
	if cr.value != nil {
		return new(big.Rat).Mul(cr.value, cr.weight), true
	}
	q, _ := c.dealt(p, cr.deal, base)
	if q == nil {
		return nil, false
	}
	return new(big.Rat).Mul(q, cr.weight), true
}

// dealt returns a quantity of a deal as a whole, nil when it is not known; false when that is for want of a rate.
func (c *calculation) dealt(p *plan, i int, base Base) (*big.Rat, bool) {
	d := &c.book.deals[i]
	if base == BaseCount {
		switch {
		case d.original < 0:
			return big.NewRat(1, 1), true
		case d.before == nil:
			return nil, true
		default:
			return new(big.Rat).Sub(d.before, d.after), true
		}
	}
	own, known := c.number(p, i, string(base))
	switch {
	case !known:
		return nil, false
	case own.Valid:
		return num.Rat(own.Decimal), true
	case d.original >= 0: // a refund takes its part of what the original had
		return c.refunded(p, i, string(base))
	default:
		return nil, true
	}
}

// unconverted reports whether a credit's quantity is unknown because there is no rate.
func (c *calculation) unconverted(p *plan, cr *credit, base Base) bool {
	if cr.value != nil {
		return false
	}
	_, known := c.dealt(p, cr.deal, base)
	return !known
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
