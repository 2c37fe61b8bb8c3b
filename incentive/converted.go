package incentive

import (
	"math/big"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/num"
)

// Converted is a number of a deal in another currency, and what it came to in the plan's.
type Converted struct {
	// Number is what was converted: amount, margin or cash.
	Number Base
	// Stated is the deal's number, in Currency. Where a refund does not state it, it is its part of the original's, at
	// most 4 decimals shown, half-up.
	Stated   decimal.Decimal
	Currency kam.Currency
	// Rate is how much of the plan's currency one unit of Currency is worth.
	Rate ExchangeRate
	// Amount is the number in the plan's currency, before shares and factors: on the places of the plan's conversion,
	// at most 4 decimals shown, half-up.
	Amount decimal.Decimal
}

// Converted returns the number of the line's deal that the component's measure
// adds up, and how it was converted; false when the deal is in the plan's own
// currency, when the measure counts units or deals, and for overrides on commission.
func (l Line) Converted() (Converted, bool) {
	u, c, cr := l.r.unit, l.r.calc, l.credit()
	base := u.plan.Measures[u.plan.parts[l.part].measure].Base
	if cr.value != nil || cr.deal < 0 || !isMoney(string(base)) {
		return Converted{}, false
	}
	d := &c.book.deals[cr.deal]
	if !d.foreign(u.plan) {
		return Converted{}, false
	}
	rate, ok := c.rateOf(u.plan, cr.deal)
	if !ok {
		return Converted{}, false
	}
	amount, _ := c.dealt(u.plan, cr.deal, base)
	if amount == nil {
		return Converted{}, false
	}
	return Converted{Number: base, Stated: c.stated(cr.deal, base), Currency: d.Currency, Rate: rate, Amount: shown(amount)}, true
}

// stated returns a number of a deal in the deal's own currency; for a refund that does not say it, its part of the original's.
func (c *calculation) stated(i int, base Base) decimal.Decimal {
	d := &c.book.deals[i]
	if own := d.number(string(base)); own.Valid || d.original < 0 {
		return own.Decimal
	}
	part := new(big.Rat).Sub(d.before, d.after)
	return shown(part.Mul(part, num.Rat(c.book.deals[d.original].number(string(base)).Decimal)))
}
