package reference

import (
	"fmt"
	"math/big"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
)

// checkRates stops a run whose exchange rates are not usable.
func (w *world) checkRates() error {
	for i, r := range w.in.Rates {
		scaled := mul(exact(r.Rate), power10(12))
		if r.Rate.Sign() <= 0 || !scaled.IsInt() || r.From == r.To || r.Period.Check() != nil {
			return fmt.Errorf("rates: %d", i)
		}
		for j, o := range w.in.Rates[:i] {
			if r.Table == o.Table && r.From == o.From && r.To == o.To && r.Period.Overlaps(o.Period) {
				return fmt.Errorf("rates: %d and %d", j, i)
			}
		}
	}
	return nil
}

// converted is money of a deal in the plan's currency.
func (u *unit) converted(d *deal, money *big.Rat) (*big.Rat, error) {
	if d.Currency == "" || d.Currency == u.plan.Currency {
		return money, nil
	}
	c := u.plan.Conversion
	if c == nil {
		return nil, hold("run.missing-rate")
	}
	at := d
	if c.Refunds == incentive.RefundAtOriginal {
		at = d.root()
	}
	rate, err := u.exchange(*c, at)
	if err != nil {
		return nil, err
	}
	product := mul(money, rate)
	if c.Places != nil {
		product = grid{places: *c.Places, mode: u.plan.Rounding.Mode}.round(product)
	}
	return product, nil
}

// exchange is the one rate that the policy picks for a deal.
func (u *unit) exchange(c incentive.Conversion, d *deal) (*big.Rat, error) {
	day := d.Date(u.plan.CreditDate)
	if !day.IsSet() { // a reversal without a date of its own counts with its original
		day = d.root().Date(u.plan.CreditDate)
	}
	if c.Policy == incentive.RateOfPlan {
		day = u.plan.Effective.From
	}
	if !day.IsSet() {
		return nil, hold("run.missing-rate")
	}
	var period kam.Period
	if c.Policy == incentive.RateAtPeriodEnd || c.Policy == incentive.RatePeriodAverage {
		var err error
		if period, err = u.world.cal.Containing(u.plan.Period, day); err != nil {
			return nil, hold("run.missing-rate")
		}
		day = period.Until.AddDays(-1)
	}
	for _, r := range u.world.in.Rates {
		if r.Table != c.Table || r.From != d.Currency || r.To != u.plan.Currency || !within(r.Period, day) {
			continue
		}
		if c.Policy != incentive.RatePeriodAverage || r.Period == period {
			return exact(r.Rate), nil
		}
	}
	return nil, hold("run.missing-rate")
}
