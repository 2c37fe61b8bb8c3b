package reference

import (
	"math/big"
	"slices"

	"github.com/kam-go/kam/incentive"
)

// price gives each paying credit its slices, before the participant's share of the result.
func (u *unit) price(k incentive.Component, credits []*credit, paying map[*credit]bool) (map[*credit][]Slice, map[*credit]*big.Rat, error) {
	own, on := u.measure(k.Measure), u.axisMeasure(k)
	bases := map[*credit]*big.Rat{}
	for _, c := range only(credits, func(c *credit) bool { return paying[c] }) {
		b, err := u.value(c, own.Base)
		if err != nil {
			return nil, nil, err
		}
		bases[c] = b
	}
	priced, err := u.priceBy(k, credits, paying, own, on, bases)
	return priced, bases, err
}

func (u *unit) priceBy(k incentive.Component, credits []*credit, paying map[*credit]bool, own, on incentive.Measure, bases map[*credit]*big.Rat) (map[*credit][]Slice, error) {
	if k.Table != nil {
		return u.priceTable(k.Table, only(credits, func(c *credit) bool { return paying[c] }), bases)
	}
	if k.Tiers == nil {
		return u.priceFlat(k, credits, paying, own)
	}
	switch k.Tiers.Mode {
	case incentive.Marginal, incentive.InterpolatedAmount:
		return u.priceCut(k, credits, paying, own, on)
	default:
		return u.priceReached(k, credits, paying, own, on, bases)
	}
}

// only are the credits that are kept, in order.
func only(credits []*credit, kept func(*credit) bool) []*credit {
	return slices.DeleteFunc(slices.Clone(credits), func(c *credit) bool { return !kept(c) })
}

// axisMeasure is the measure whose positions the component's bounds divide.
func (u *unit) axisMeasure(k incentive.Component) incentive.Measure {
	if k.Tiers != nil && k.Tiers.On != "" {
		return u.measure(k.Tiers.On)
	}
	return u.measure(k.Measure)
}

func slice(base, rate *big.Rat) Slice { return Slice{base, rate, mul(base, rate)} }

// priceFlat: one rate for everything inside the reach.
func (u *unit) priceFlat(k incentive.Component, credits []*credit, paying map[*credit]bool, own incentive.Measure) (map[*credit][]Slice, error) {
	within, err := u.reachOf(k, own)
	if err != nil {
		return nil, err
	}
	run, err := u.run(credits, paying, own, own, within.lo != nil || within.hi != nil)
	if err != nil {
		return nil, err
	}
	priced := map[*credit][]Slice{}
	for _, s := range run.spans {
		priced[s.credit] = []Slice{slice(mul(s.base, within.part(s)), exact(k.Rate.Decimal))}
	}
	return priced, nil
}

// priceCut: marginal and interpolated-amount, where each piece of a span has a tier of its own.
func (u *unit) priceCut(k incentive.Component, credits []*credit, paying map[*credit]bool, own, on incentive.Measure) (map[*credit][]Slice, error) {
	ruler, err := u.ruler(on, k.Tiers.Basis)
	if err != nil {
		return nil, err
	}
	if err := ruler.cuts(); err != nil {
		return nil, err
	}
	within, err := u.reachOf(k, on)
	if err != nil {
		return nil, err
	}
	run, err := u.run(credits, paying, own, on, true)
	if err != nil {
		return nil, err
	}
	if u.plan.Refunds.Below == incentive.Refuse && run.lowest.Sign() < 0 {
		return nil, hold("run.below-zero")
	}
	bounds := []*big.Rat{within.lo, within.hi}
	for _, b := range k.Tiers.Bands {
		bounds = append(bounds, ruler.bound(b.From))
	}
	last := k.Tiers.Bands[len(k.Tiers.Bands)-1]
	if last.Until.Valid {
		bounds = append(bounds, ruler.bound(last.Until.Decimal))
	}
	priced := map[*credit][]Slice{}
	for _, s := range run.spans {
		priced[s.credit] = u.priceSpan(k.Tiers, ruler, within, s, bounds)
	}
	return priced, nil
}

func (u *unit) priceSpan(t *incentive.Tiers, r ruler, within reach, s span, bounds []*big.Rat) []Slice {
	if s.length.Sign() == 0 {
		if t.Mode == incentive.InterpolatedAmount || s.base.Sign() == 0 {
			return nil
		}
		return []Slice{slice(s.base, u.rateOfPiece(t, r, within, s.at))}
	}
	var found []Slice
	for _, p := range cut(s, bounds) {
		if t.Mode == incentive.InterpolatedAmount {
			found = append(found, Slice{Base: p.length, Amount: mul(p.length, u.payPerUnit(t, r, within, p.low))})
			continue
		}
		base := mul(s.base, quo(abs(p.length), abs(s.length)))
		found = append(found, slice(base, u.rateOfPiece(t, r, within, p.low)))
	}
	return found
}

// rateOfPiece is the rate of the piece that starts at low.
func (u *unit) rateOfPiece(t *incentive.Tiers, r ruler, within reach, low *big.Rat) *big.Rat {
	i, pays := u.bandAt(t, r, within, low)
	if !pays {
		return zero()
	}
	return exact(t.Bands[i].Rate.Decimal)
}

// payPerUnit is what a unit of the axis pays in the piece that starts at low.
func (u *unit) payPerUnit(t *incentive.Tiers, r ruler, within reach, low *big.Rat) *big.Rat {
	i, pays := u.bandAt(t, r, within, low)
	last := len(t.Bands) - 1
	if !pays || i == last && low.Cmp(r.bound(t.Bands[last].Until.Decimal)) >= 0 {
		return zero()
	}
	until := t.Bands[last].Until.Decimal
	if i < last {
		until = t.Bands[i+1].From
	}
	return quo(exact(t.Bands[i].Amount.Decimal), sub(r.bound(until), r.bound(t.Bands[i].From)))
}

// bandAt is the tier that pays at a position, and whether any does.
func (u *unit) bandAt(t *incentive.Tiers, r ruler, within reach, at *big.Rat) (int, bool) {
	if !within.contains(at) {
		return 0, false
	}
	if at.Sign() < 0 {
		return 0, u.plan.Refunds.Below == incentive.FirstRate
	}
	return bandOf(t, r, at), true
}

// bandOf is the last tier whose bound is reached.
func bandOf(t *incentive.Tiers, r ruler, at *big.Rat) int {
	found := 0
	for i, b := range t.Bands {
		if r.reached(at, b.From) {
			found = i
		}
	}
	return found
}

// priceReached: whole and interpolated-rate, where one rate applies to everything.
func (u *unit) priceReached(k incentive.Component, credits []*credit, paying map[*credit]bool, own, on incentive.Measure, bases map[*credit]*big.Rat) (map[*credit][]Slice, error) {
	t := k.Tiers
	ruler, err := u.ruler(on, t.Basis)
	if err != nil {
		return nil, err
	}
	if on.Base == incentive.BaseObservation {
		score, err := u.observed(on)
		if err != nil {
			return nil, err
		}
		return u.atOneRate(t, ruler, score, paying, bases)
	}
	if on.Window == incentive.PerTransaction && ruler.fixed != nil {
		return u.atOneRate(t, ruler, zero(), paying, bases)
	}
	if stretch(on.Window) != "" && u.opening(on).Sign() != 0 {
		return nil, hold("run.opening")
	}
	if on.Window == incentive.PerTransaction {
		return u.priceDeals(t, ruler, credits, paying, own, on, bases)
	}
	within, err := u.reachOf(k, on)
	if err != nil {
		return nil, err
	}
	run, err := u.run(credits, paying, own, on, within.hi != nil || within.excess)
	if err != nil {
		return nil, err
	}
	reached := run.final[nil]
	if t.Lost == incentive.Latched {
		reached = run.highest[nil]
	}
	rate, err := u.rateReached(t, ruler, reached)
	if err != nil {
		return nil, err
	}
	if within.lo != nil && reached.Cmp(within.lo) < 0 {
		rate = zero()
	}
	if !within.excess {
		within.lo = nil
	}
	priced := map[*credit][]Slice{}
	for _, s := range run.spans {
		priced[s.credit] = []Slice{slice(mul(s.base, within.part(s)), rate)}
	}
	return priced, nil
}

// atOneRate pays every credit at the rate of one position.
func (u *unit) atOneRate(t *incentive.Tiers, r ruler, at *big.Rat, paying map[*credit]bool, bases map[*credit]*big.Rat) (map[*credit][]Slice, error) {
	rate, err := u.rateReached(t, r, at)
	if err != nil {
		return nil, err
	}
	priced := map[*credit][]Slice{}
	for c := range paying {
		priced[c] = []Slice{slice(bases[c], rate)}
	}
	return priced, nil
}

// rateReached is the one rate at a position.
func (u *unit) rateReached(t *incentive.Tiers, r ruler, at *big.Rat) (*big.Rat, error) {
	if r.isBelowZero(at) {
		switch u.plan.Refunds.Below {
		case incentive.Refuse:
			return nil, hold("run.below-zero")
		case incentive.FirstRate:
			return exact(t.Bands[0].Rate.Decimal), nil
		default:
			return zero(), nil
		}
	}
	i := bandOf(t, r, at)
	rate := exact(t.Bands[i].Rate.Decimal)
	if t.Mode == incentive.Whole || i == len(t.Bands)-1 {
		return rate, nil
	}
	from, until := r.bound(t.Bands[i].From), r.bound(t.Bands[i+1].From)
	if r.fixed != nil {
		at, from, until = r.fixed, exact(t.Bands[i].From), exact(t.Bands[i+1].From)
	}
	rise := sub(exact(t.Bands[i+1].Rate.Decimal), rate)
	return add(rate, mul(rise, quo(sub(at, from), sub(until, from)))), nil
}
