package analysis

import (
	"math/big"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam/incentive"
)

// line is what one credit earns in a component before gates, floors and caps.
type line struct {
	credit *credit
	base   Polynomial
	raw    Polynomial
	// amount is what is left after floors and caps.
	amount Polynomial
}

// span is the stretch of an axis that a paying credit covers, and what it pays on.
type span struct {
	at, length, base Polynomial
}

// axisOf is the measure whose positions a component's bounds divide.
func (e *evaluation) axisOf(k *incentive.Component) incentive.Measure {
	if k.Tiers != nil && k.Tiers.On != "" {
		return e.mustMeasure(k.Tiers.On)
	}
	return e.mustMeasure(k.Measure)
}

// price gives each paying credit what the component's rates make of it.
func (e *evaluation) price(k *incentive.Component, credits []*credit) []*line {
	own, on := e.mustMeasure(k.Measure), e.axisOf(k)
	var lines []*line
	paying := map[*credit]*line{}
	for _, c := range credits {
		d := &e.deals[c.deal]
		if !e.feeds(c, own) || !*e.plan.Credits[c.rule].Pays || !e.holds(k.When, d) {
			continue
		}
		l := &line{credit: c, base: e.value(c, own.Base)}
		lines = append(lines, l)
		paying[c] = l
	}
	switch {
	case k.Table != nil:
		e.priceTable(k.Table, lines)
	case k.Tiers == nil:
		e.priceFlat(k, credits, paying, own)
	case k.Tiers.Mode == incentive.Marginal || k.Tiers.Mode == incentive.InterpolatedAmount:
		e.priceCut(k, credits, paying, own, on)
	default:
		e.priceReached(k, credits, paying, own, on, lines)
	}
	for _, l := range lines {
		l.raw = l.raw.times(l.credit.payShare)
	}
	return lines
}

// run walks credits along the axis of a measure and returns what the paying ones cover, and where all end.
func (e *evaluation) run(credits []*credit, paying map[*credit]*line, own, on incentive.Measure, lengths bool) (map[*credit]span, Polynomial) {
	spans := map[*credit]span{}
	each := on.Window == incentive.PerTransaction
	position := map[int]Polynomial{}
	const all = -1
	if !each {
		position[all] = constant(e.opening(on))
	}
	for _, c := range credits {
		if paying[c] == nil && !e.feeds(c, on) {
			continue // a gate alone looks at it
		}
		axis := all
		if each {
			axis = c.deal
		}
		if l := paying[c]; l != nil {
			var length Polynomial
			if on.Name == own.Name || lengths && e.feeds(c, on) {
				length = e.value(c, on.Base)
			}
			spans[c] = span{position[axis], length, l.base}
		}
		position[axis] = position[axis].plus(e.advance(c, on))
	}
	return spans, position[all]
}

// priceFlat: one rate for everything inside the reach.
func (e *evaluation) priceFlat(k *incentive.Component, credits []*credit, paying map[*credit]*line, own incentive.Measure) {
	within := e.reachOf(k, own)
	spans, _ := e.run(credits, paying, own, own, true)
	for c, l := range paying {
		l.raw = e.inside(within, spans[c]).times(k.Rate.Decimal.Rat())
	}
}

// priceCut: marginal and interpolated-amount, where each piece of a span has a tier of its own.
func (e *evaluation) priceCut(k *incentive.Component, credits []*credit, paying map[*credit]*line, own, on incentive.Measure) {
	r := e.ruler(on, k.Tiers.Basis)
	if e.uncut(r) {
		return
	}
	within := e.reachOf(k, on)
	spans, _ := e.run(credits, paying, own, on, true)
	var bounds []*big.Rat
	for _, b := range []*big.Rat{within.lo, within.hi} {
		if b != nil {
			bounds = append(bounds, b)
		}
	}
	for _, b := range k.Tiers.Bands {
		bounds = append(bounds, r.bound(b.From))
	}
	if last := k.Tiers.Bands[len(k.Tiers.Bands)-1]; last.Until.Valid {
		bounds = append(bounds, r.bound(last.Until.Decimal))
	}
	slices.SortFunc(bounds, (*big.Rat).Cmp)
	bounds = slices.CompactFunc(bounds, func(a, b *big.Rat) bool { return a.Cmp(b) == 0 })
	for c, l := range paying {
		l.raw = e.priceSpan(k.Tiers, r, within, spans[c], bounds)
	}
}

// uncut reports an axis that cannot be cut because its quota is zero.
func (e *evaluation) uncut(r ruler) bool {
	if r.fixed != nil {
		e.fault.Add(string(CodeHeld), "assignment.quotas", say("a quota of zero cannot be divided", "目标为零，无法切分"), say("state a quota above zero", "请填写大于零的目标"))
	}
	return r.fixed != nil
}

func (e *evaluation) priceSpan(t *incentive.Tiers, r ruler, within extent, s span, bounds []*big.Rat) Polynomial {
	if e.sign(s.length) == 0 {
		if t.Mode == incentive.InterpolatedAmount || e.sign(s.base) == 0 {
			return nil
		}
		return s.base.times(e.rateOfPiece(t, r, within, s.at))
	}
	end := s.at.plus(s.length)
	low := s.at
	var amount Polynomial
	pay := func(high Polynomial) {
		length := high.minus(low)
		if t.Mode == incentive.InterpolatedAmount {
			amount = amount.plus(length.times(e.payPerUnit(t, r, within, low)))
		} else if rate := e.rateOfPiece(t, r, within, low); rate.Sign() != 0 {
			amount = amount.plus(e.divide(s.base.by(length), s.length).times(rate))
		}
		low = high
	}
	for _, b := range bounds {
		if bound := constant(b); e.cmp(bound, s.at) > 0 && e.cmp(bound, end) < 0 {
			pay(bound)
		}
	}
	pay(end)
	return amount
}

// rateOfPiece is the rate of the piece that starts at low.
func (e *evaluation) rateOfPiece(t *incentive.Tiers, r ruler, within extent, low Polynomial) *big.Rat {
	i, pays := e.bandAt(t, r, within, low)
	if !pays {
		return new(big.Rat)
	}
	return t.Bands[i].Rate.Decimal.Rat()
}

// payPerUnit is what a unit of the axis pays in the piece that starts at low.
func (e *evaluation) payPerUnit(t *incentive.Tiers, r ruler, within extent, low Polynomial) *big.Rat {
	i, pays := e.bandAt(t, r, within, low)
	last := len(t.Bands) - 1
	if !pays || i == last && e.cmp(low, constant(r.bound(t.Bands[last].Until.Decimal))) >= 0 {
		return new(big.Rat)
	}
	until := t.Bands[last].Until.Decimal
	if i < last {
		until = t.Bands[i+1].From
	}
	width := new(big.Rat).Sub(r.bound(until), r.bound(t.Bands[i].From))
	return width.Quo(t.Bands[i].Amount.Decimal.Rat(), width)
}

// bandAt is the tier that pays at a position, and whether any does.
func (e *evaluation) bandAt(t *incentive.Tiers, r ruler, within extent, at Polynomial) (int, bool) {
	if !e.contains(within, at) {
		return 0, false
	}
	if e.sign(at) < 0 {
		return 0, e.plan.Refunds.Below == incentive.FirstRate
	}
	return e.bandOf(t, r, at), true
}

// bandOf is the last tier whose bound is reached.
func (e *evaluation) bandOf(t *incentive.Tiers, r ruler, at Polynomial) int {
	for i := len(t.Bands) - 1; i > 0; i-- {
		if e.reached(r, at, t.Bands[i].From) {
			return i
		}
	}
	return 0
}

// priceReached: whole and interpolated-rate, where one rate applies to everything.
func (e *evaluation) priceReached(k *incentive.Component, credits []*credit, paying map[*credit]*line, own, on incentive.Measure, lines []*line) {
	t := k.Tiers
	r := e.ruler(on, t.Basis)
	all := func(rate Polynomial) {
		for _, l := range lines {
			l.raw = l.base.by(rate)
		}
	}
	switch {
	case on.Base == incentive.BaseObservation:
		all(e.rateReached(t, r, e.observation(on)))
		return
	case on.Window == incentive.PerTransaction && r.fixed != nil:
		all(e.rateReached(t, r, nil))
		return
	case on.Window == incentive.PerTransaction:
		e.priceDeals(t, r, credits, on, lines)
		return
	}
	within := e.reachOf(k, on)
	spans, reached := e.run(credits, paying, own, on, within.hi != nil || within.excess)
	rate := e.rateReached(t, r, reached)
	if within.lo != nil && e.cmp(reached, constant(within.lo)) < 0 {
		rate = nil
	}
	if !within.excess {
		within.lo = nil
	}
	for c, l := range paying {
		l.raw = e.inside(within, spans[c]).by(rate)
	}
}

// priceDeals: one rate for each deal, at its size.
func (e *evaluation) priceDeals(t *incentive.Tiers, r ruler, credits []*credit, on incentive.Measure, lines []*line) {
	size := map[int]Polynomial{}
	for _, c := range credits {
		if e.feeds(c, on) {
			size[c.deal] = size[c.deal].plus(e.value(c, on.Base))
		}
	}
	for _, l := range lines {
		if e.feeds(l.credit, on) {
			l.raw = l.base.by(e.rateReached(t, r, size[l.credit.deal]))
		}
	}
}

// rateReached is the one rate at a position.
func (e *evaluation) rateReached(t *incentive.Tiers, r ruler, at Polynomial) Polynomial {
	if r.fixed == nil && e.sign(at) < 0 {
		switch e.plan.Refunds.Below {
		case incentive.FirstRate:
			return constant(t.Bands[0].Rate.Decimal.Rat())
		case incentive.Refuse:
			e.fault.Add(string(CodeNegative), "axis", say("a measure lies below zero", "指标低于零"), say("ask about a range above", "请填写更高的范围"))
		case incentive.CarryNegative:
		}
		return nil
	}
	i := e.bandOf(t, r, at)
	rate := constant(t.Bands[i].Rate.Decimal.Rat())
	if t.Mode == incentive.Whole || i == len(t.Bands)-1 {
		return rate
	}
	from, until := t.Bands[i].From.Rat(), t.Bands[i+1].From.Rat()
	if r.fixed != nil {
		at = constant(r.fixed)
	} else {
		from, until = r.bound(t.Bands[i].From), r.bound(t.Bands[i+1].From)
	}
	rise := new(big.Rat).Sub(t.Bands[i+1].Rate.Decimal.Rat(), t.Bands[i].Rate.Decimal.Rat())
	rise.Quo(rise, new(big.Rat).Sub(until, from))
	return rate.plus(at.minus(constant(from)).times(rise))
}

// extent is where pay starts and ends on an axis: from lo, inclusive, to hi, exclusive. Nil is no limit.
type extent struct {
	lo, hi *big.Rat
	// excess says that one rate for everything applies to what lies above lo alone.
	excess bool
}

func (e *evaluation) contains(x extent, at Polynomial) bool {
	return (x.lo == nil || e.cmp(at, constant(x.lo)) >= 0) && (x.hi == nil || e.cmp(at, constant(x.hi)) < 0)
}

// inside is the part of a span's base that lies inside an extent. A span without length is inside or not.
func (e *evaluation) inside(x extent, s span) Polynomial {
	if x.lo == nil && x.hi == nil {
		return s.base
	}
	if e.sign(s.length) == 0 {
		if e.contains(x, s.at) {
			return s.base
		}
		return nil
	}
	from, until := s.at, s.at.plus(s.length)
	if x.lo != nil {
		from = e.higher(from, constant(x.lo))
	}
	if x.hi != nil {
		until = e.lower(until, constant(x.hi))
	}
	if e.cmp(until, from) <= 0 {
		return nil
	}
	return e.divide(s.base.by(until.minus(from)), s.length)
}

// reachOf reads the deadbands and the caps on attainment of a component.
func (e *evaluation) reachOf(k *incentive.Component, on incentive.Measure) extent {
	var x extent
	for _, g := range k.Gates {
		if g.Kind != incentive.Deadband {
			continue
		}
		r := e.ruler(on, g.Basis)
		if e.uncut(r) {
			return x
		}
		if at := r.bound(g.At); x.lo == nil || at.Cmp(x.lo) > 0 {
			x.lo, x.excess = at, g.Base == incentive.BaseExcess
		}
	}
	for _, limit := range k.Caps {
		if limit.On != incentive.OnAttainment {
			continue
		}
		r := e.ruler(on, incentive.ByAttainment)
		if e.uncut(r) {
			return x
		}
		if at := r.bound(limit.Attainment.Decimal); x.hi == nil || at.Cmp(x.hi) < 0 {
			x.hi = at
		}
	}
	return x
}

// sliced is a component with its multiplier per slice worked into its tiers: marginal tiers with the bounds of both.
func sliced(k incentive.Component) incentive.Component {
	i := slices.IndexFunc(k.Multipliers, func(x incentive.Multiplier) bool { return x.Apply == incentive.ApplySlice })
	if i < 0 {
		return k
	}
	x := k.Multipliers[i]
	tiers := incentive.Tiers{Mode: incentive.Marginal, Basis: x.Basis, Bands: []incentive.Band{{Rate: k.Rate}}}
	if k.Tiers != nil {
		tiers = *k.Tiers
	}
	var bounds []decimal.Decimal
	for _, b := range tiers.Bands {
		bounds = append(bounds, b.From)
	}
	for _, b := range x.Bands {
		bounds = append(bounds, b.From)
	}
	slices.SortFunc(bounds, decimal.Decimal.Cmp)
	bounds = slices.CompactFunc(bounds, decimal.Decimal.Equal)
	var bands []incentive.Band
	for _, from := range bounds {
		var rate decimal.Decimal
		for _, b := range tiers.Bands {
			if b.From.Cmp(from) <= 0 {
				rate = b.Rate.Decimal
			}
		}
		factor := x.Bands[0].Factor
		for _, b := range x.Bands {
			if b.From.Cmp(from) <= 0 {
				factor = b.Factor
			}
		}
		bands = append(bands, incentive.Band{From: from, Rate: decimal.NewNullDecimal(rate.Mul(factor))})
	}
	tiers.Bands = bands
	k.Tiers, k.Rate = &tiers, decimal.NullDecimal{}
	return k
}
