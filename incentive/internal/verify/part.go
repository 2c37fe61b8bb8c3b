package verify

import (
	"fmt"
	"math/big"
	"strings"

	"github.com/kam-go/kam/internal/num"
)

// part is one component while it is recomputed.
type part struct {
	doc   *component
	plan  *planComponent
	path  string
	tiers *tiers
	scale scale
	// own is what rates multiply, way what positions are shown on, axis what decides the rate.
	own, way, axis *track
	rate           *big.Rat
	cells          map[string]*big.Rat
	// rows are the coordinates that measures decide; empty for dimensions that the deal decides.
	rows []string
	// final decides one rate for everything, reached whether a deadband is passed.
	final, reached *big.Rat
	// latched keeps the rate of the highest position, perDeal starts the axis anew with each deal.
	latched, perDeal bool
	floor, cap       *big.Rat
	deals            map[group]*deal
	// places are the positions around each credit where the axis starts anew with each deal.
	places  map[int][2]*big.Rat
	lines   []*result
	byPlace map[int]*result
	// judged are the places of sales about which a running gate decides for their refunds alone.
	judged      map[int]bool
	adjustments []effect
	// pay is what a component pays that has no lines. Nil: it has lines.
	pay         *big.Rat
	sum, posted *big.Rat
}

// result is a line as it has to be.
type result struct {
	doc    *line
	path   string
	slices []figures
	raw    *big.Rat
	// gross and earned are before and after the cap on credits.
	gross, earned         *big.Rat
	shut, floored, capped bool
	before, after         *big.Rat
	span, base, share     *big.Rat
	// priorBefore and priorAfter are the parts of a deal that is not listed taken back before and after the refund,
	// priorSize and priorBase what was left of it. Nil: nothing is known.
	priorBefore, priorAfter, priorSize, priorBase *big.Rat
}

// effect is an adjustment as it has to be. Limit is nil where there is none.
type effect struct {
	kind         string
	exact, limit *big.Rat
	// deal is that of a cap per transaction.
	deal string
}

// components recomputes the components; false when they are not those of the plan.
func (v *verifier) components() bool {
	p := v.doc.Plan
	if len(v.doc.Components) != len(p.Components) {
		v.fault(CodeMissing, "$.components", say("the plan has %d components, the statement lists %d", "方案有 %d 个组成部分，结算单列出 %d 个", len(p.Components), len(v.doc.Components)), say("list every component of the plan", "请列出方案的全部组成部分"))
		return false
	}
	for i := range p.Components {
		k := v.prepare(i)
		v.parts = append(v.parts, k)
		v.same(k.path+".name", k.plan.Name, k.doc.Name)
		if k.plan.form() != "" {
			v.payOnce(k)
		} else {
			v.lines(k)
		}
		v.sum(k)
	}
	return true
}

// prepare turns a component of the plan into positions and limits.
func (v *verifier) prepare(i int) *part {
	k := &part{
		doc: &v.doc.Components[i], plan: &v.doc.Plan.Components[i], path: fmt.Sprintf("$.components[%d]", i),
		deals: map[group]*deal{}, places: map[int][2]*big.Rat{}, byPlace: map[int]*result{},
	}
	k.own = v.byName[k.plan.Measure]
	k.axis, k.way = k.own, k.own
	k.scale = scale{mode: "rate", belowPays: v.doc.Plan.Refunds.Below == "first-rate"}
	k.tiers = k.plan.sliced()
	switch t := k.tiers; {
	case t != nil:
		k.scale.mode, k.latched = t.Mode, t.Lost == "latched"
		if t.On != "" {
			k.axis = v.byName[t.On]
		}
		if !k.scale.single() {
			k.way = k.axis
		}
		for n := range t.Bands {
			k.scale.bands = append(k.scale.bands, k.tier(n))
		}
	case k.plan.Table != nil:
		k.scale.mode, k.cells = "table", map[string]*big.Rat{}
		k.rows = v.rowsOf(k.plan.Table)
		for n := range k.plan.Table.Cells {
			c := &k.plan.Table.Cells[n]
			k.cells[k.plan.Table.key(c.At)] = ratio(c.Rate)
		}
	default:
		k.rate = ratio(k.plan.Rate.Decimal)
	}
	if k.perDeal = k.axis.plan.Window == "transaction"; k.perDeal {
		k.way = k.axis
	}
	k.final, k.reached = k.axis.final, k.way.final
	if k.latched {
		k.final, k.reached = k.axis.highest, k.way.highest
	}
	if k.plan.Tiers != nil && k.plan.Tiers.Basis == "attainment" && k.axis.fixed != nil {
		k.final = k.axis.fixed
	}
	v.limits(k)
	return k
}

// tier returns one band as positions.
func (k *part) tier(n int) tier {
	t := k.tiers
	at := func(i int) *big.Rat { return k.axis.scaled(ratio(t.Bands[i].From), t.Basis) }
	b := tier{from: at(n), rate: ratio(t.Bands[n].Rate.Decimal), amount: ratio(t.Bands[n].Amount.Decimal)}
	switch {
	case n+1 < len(t.Bands):
		b.until = at(n + 1)
	case t.Bands[n].Until.Valid:
		b.until = k.axis.scaled(ratio(t.Bands[n].Until.Decimal), t.Basis)
	}
	return b
}

// limits reads deadbands, caps on attainment, and floors and caps on credits: the strictest of each counts.
func (v *verifier) limits(k *part) {
	for i := range k.plan.Gates {
		g := &k.plan.Gates[i]
		if g.Kind != "deadband" {
			continue
		}
		if at := k.axis.scaled(ratio(g.At), g.Basis); k.scale.lo == nil || at.Cmp(k.scale.lo) > 0 {
			k.scale.lo, k.scale.gateOnly = at, g.Base == "all"
		}
	}
	for i := range k.plan.Caps {
		c := &k.plan.Caps[i]
		switch {
		case c.On == "attainment":
			if at := k.axis.scaled(ratio(c.Attainment.Decimal), "attainment"); k.scale.hi == nil || at.Cmp(k.scale.hi) < 0 {
				k.scale.hi = at
			}
		case c.Per == "credit":
			if x := v.limit(k.path, c, v.doc.Period); x != nil && (k.cap == nil || x.Cmp(k.cap) < 0) {
				k.cap = x
			}
		}
	}
	for i := range k.plan.Floors {
		if f := &k.plan.Floors[i]; f.Per == "credit" && (k.floor == nil || ratio(f.Amount).Cmp(k.floor) > 0) {
			k.floor = ratio(f.Amount)
		}
	}
}

// roundsSum reports whether a component's sum is rounded: with its step, or with a finer one that the sum does not have.
func (v *verifier) roundsSum(k *planComponent) bool {
	switch v.doc.Plan.Rounding.Step {
	case "component":
		return true
	case "slice", "credit":
		return k.form() != "" || len(k.factors()) > 0 || len(k.dealCaps()) > 0
	default:
		return false
	}
}

// key joins the coordinates of a cell; bounds are numbers, whatever their zeros.
func (t *table) key(at []string) string {
	parts := make([]string, len(at))
	for i, s := range at {
		parts[i] = s
		if d, err := num.Parse(s); t.Dimensions[i].Attribute == "" && err == nil {
			parts[i] = num.Format(d)
		}
	}
	return strings.Join(parts, "\x00")
}

// sum recomputes the sum of a component: its lines, gate, caps and floor.
func (v *verifier) sum(k *part) {
	k.sum = zero()
	for _, l := range k.lines {
		k.sum = v.plus(l.path+".earned", k.sum, l.earned)
	}
	change := func(kind string, to, limit *big.Rat) {
		k.adjustments = append(k.adjustments, effect{kind: kind, exact: sub(to, k.sum), limit: limit})
		k.sum = to
	}
	if k.pay != nil {
		change(k.plan.form(), k.pay, nil)
	}
	shut := v.closed(k.plan)
	if shut && k.sum.Sign() != 0 {
		change("gate", zero(), nil)
	}
	for _, cut := range v.cuts(k, shut) {
		k.adjustments = append(k.adjustments, cut)
		k.sum = v.plus(k.path+".deals", k.sum, cut.exact)
	}
	for _, factor := range v.multipliers(k) {
		if to := mul(k.sum, factor); to.Cmp(k.sum) != 0 {
			change("multiplier", to, nil)
		}
	}
	var highest *big.Rat
	for i := range k.plan.Caps {
		c := &k.plan.Caps[i]
		if c.On != "pay" || c.Per != "component" {
			continue
		}
		if x := v.limit(k.path, c, v.stretch(k.own)); x != nil && (highest == nil || x.Cmp(highest) < 0) {
			highest = x
		}
	}
	if highest != nil && k.sum.Cmp(highest) > 0 {
		change("cap", highest, highest)
	}
	var least *big.Rat
	for i := range k.plan.Floors {
		if f := &k.plan.Floors[i]; f.Per == "component" && (least == nil || ratio(f.Amount).Cmp(least) > 0) {
			least = ratio(f.Amount)
		}
	}
	if least != nil {
		if least = v.grid.round(least); k.sum.Cmp(least) < 0 {
			change("floor", least, least)
		}
	}
	if v.roundsSum(k.plan) {
		k.sum = v.grid.round(k.sum)
	}
	v.same(k.path+".sum", text(k.sum), k.doc.Sum)
	k.posted = v.number(k.path+".posted", k.doc.Posted)
	if !k.own.toDate() {
		v.same(k.path+".posted", "0", k.doc.Posted)
	}
}
