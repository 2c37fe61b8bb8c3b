package incentive

import (
	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive/internal/bulk"
	"github.com/kam-go/kam/internal/num"
)

// record finds the record of one target, of a deal or of what takes it back; false when it is not credited, or records
// cannot say how much.
func (w *stretch) record(to *target, t *Transaction, back *reversal, share kam.Fraction) (credited, known bool) {
	first := w.q.first
	date := t.Date(to.by)
	if !date.IsSet() {
		return false, true
	}
	day := uint32(date.Sub(first))
	switch {
	case back == nil:
		if day < to.from || day >= to.until {
			return false, true
		}
	case date.Before(first) && (to.plan == nil || to.f.weigher.r.To == ToManager):
		return false, false // who was above on that day is not known here
	case !date.Before(first) && !to.reports.contains(day):
		return false, true
	case to.plan != nil && !to.plan.layout.bare:
		own := back.t.Date(to.by)
		if !own.IsSet() || own.Before(date) {
			return false, false
		}
		if to.plan.Refunds.Period == Current {
			date = own
		} else if date.Before(first) || to.plan.Refunds.Method == Mirror {
			return false, false
		}
		if day = uint32(date.Sub(first)); !to.held.contains(day) {
			return false, true
		}
	}
	if to.plan == nil {
		return false, false
	}
	if to.plan.layout.bare {
		return true, w.bare(to, day, back)
	}
	r := to.f.weigher.r
	var rate *ExchangeRate
	if t.foreign(to.plan) {
		if rate = w.rate(to.plan, t, date); rate == nil || back != nil {
			return false, false
		}
	}
	if !r.When.met(t) {
		return false, true
	}
	weight := to.f.weigher.share
	if to.f.weigher.values != nil {
		var credits bool
		if weight, credits, known = to.f.weigher.of(w.values[to.attribute]); !known || !credits {
			return false, known
		}
	}
	var aux bulk.Aux
	if r.Split == SplitPayout {
		n, ok := w.q.shares[to.plan].of(product(r.Share, share))
		if !ok {
			return false, false
		}
		aux, share = bulk.AuxOf(0, 0, 0, n, 0), kam.Whole()
	}
	q, ok := to.quantity(t, rate)
	if back != nil {
		q, ok = to.back(t, back, q)
	}
	if !ok {
		return false, false
	}
	if q, ok = times(q, weight); !ok {
		return false, false
	}
	if share != kam.Whole() {
		if q, ok = times(q, share.Num); !ok || q%share.Den != 0 {
			return false, false
		}
		q /= share.Den
	}
	unpaid, cell := 0, 0
	if to.plan.layout.when {
		for i := range to.plan.parts {
			if !to.plan.parts[i].When.met(t) {
				unpaid |= 1 << i
			}
		}
	}
	if len(to.plan.layout.tables) > 0 {
		if cell, ok = to.plan.layout.cell(t); !ok {
			return false, false
		}
	}
	number := 0
	if back != nil {
		number = back.number
	}
	w.found = append(w.found, found{to, day, q, aux | bulk.AuxOf(to.number, unpaid, cell, 0, number)})
	return true, true
}

// bare notes that a transaction may be credited to a unit of a plan that records do not compute, and to the house as far
// as it is not.
func (w *stretch) bare(to *target, day uint32, back *reversal) bool {
	number := 0
	if back != nil {
		number = back.number
	}
	w.unowned = true
	w.found = append(w.found, found{to, min(day, uint32(w.q.days)-1), 0, bulk.AuxOf(to.number, 0, 0, 0, number)})
	return true
}

// quantity returns what a deal adds to measures of the feed's base, at the target's scale without weight.
func (to *target) quantity(t *Transaction, rate *ExchangeRate) (int64, bool) {
	switch to.f.base {
	case BaseAmount:
		return to.money(decimal.NewNullDecimal(t.Amount), rate)
	case BaseMargin:
		return to.money(t.Margin, rate)
	case BaseUnits:
		return to.money(t.Units, nil)
	case BaseCash:
		return to.money(t.Cash, rate)
	default:
		return times(to.scale, powers[maxDecimals])
	}
}

// money returns a number at the target's scale, converted where there is a rate; false when the deal does not say it.
func (to *target) money(x decimal.NullDecimal, rate *ExchangeRate) (int64, bool) {
	switch {
	case !x.Valid:
		return 0, false
	case rate != nil:
		by, ok := times(powers[maxDecimals], to.scale)
		if !ok {
			return 0, false
		}
		return wholeOf(to.plan.convert(num.Rat(x.Decimal), *rate), by)
	default:
		return to.scaled(x.Decimal)
	}
}

// rate returns the rate at which a plan converts a deal that counts on a day; nil when records cannot say it: there is
// none, or the plan asks for sums of money in conditions and tables, which would have to be converted too.
func (w *stretch) rate(p *plan, t *Transaction, day kam.Day) *ExchangeRate {
	if p.Conversion == nil || p.layout.asksMoney {
		return nil
	}
	rate, ok := w.q.c.rateFrom(p, t.Currency, day)
	if !ok {
		return nil
	}
	return &rate
}

// back returns what a reversal takes from measures of the feed's base: what it says itself, or its part of its original's.
func (to *target) back(t *Transaction, back *reversal, original int64) (int64, bool) {
	own := back.t.number(string(to.f.base))
	if own.Valid {
		return to.scaled(own.Decimal)
	}
	q, ok := bulk.Product(original, back.Before-back.After).Exactly(uint64(back.Whole))
	return q, ok && original != 0
}

// scaled returns a decimal at the target's scale.
func (to *target) scaled(d decimal.Decimal) (int64, bool) {
	exponent := d.Exponent() + maxDecimals
	if exponent < 0 || exponent > 18 || d.NumDigits() > maxDigits {
		return 0, false
	}
	x, ok := times(d.CoefficientInt64(), powers[exponent])
	if !ok {
		return 0, false
	}
	return times(x, to.scale)
}

// powers are the powers of ten of 64 bits.
var powers = [19]int64{
	1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18,
}
