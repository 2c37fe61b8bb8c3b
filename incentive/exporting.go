package incentive

import (
	"fmt"
	"math/big"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive/internal/kernel"
	"github.com/kam-go/kam/incentive/internal/settle"
)

// exporter lays a statement out with what it was computed from.
type exporter struct {
	s Statement
	c *calculation
	// u is a copy of the statement's unit without results, in which what a run does not keep is found again.
	u *unit
	// places number the unit's credits from 1.
	places map[*credit]int
}

func (s Statement) exported() (Exported, error) {
	s = s.whole()
	from := s.r.unit
	again := *from // computing it anew leaves the run as it is
	again.held, again.state = nil, &unitState{measures: make([]measured, len(from.plan.Measures)), level: from.state.level}
	e := &exporter{s: s, c: s.r.calc, places: make(map[*credit]int, len(from.credits)), u: &again}
	for i, cr := range from.credits {
		e.places[cr] = i + 1
	}
	x := Exported{
		Format: ExportFormat, Period: s.Period(), Payee: ExportedPayee{ID: from.payee.ID, Name: from.payee.Name, Open: from.payee.Open},
		Plan: from.plan.canonical, PlanHash: from.plan.hash, InputHash: s.InputHash(), Currency: s.Currency(),
		Assignment: exportedAssignment(from.Assignment), Earned: s.money(s.Earned()), Payable: s.money(s.Payable()),
	}
	for i := range from.plan.Measures {
		if !e.needs(i) {
			e.c.look(e.u, i)
		} else if _, ok := e.c.measure(e.u, i); !ok {
			return Exported{}, e.lost("the measure", from.plan.Measures[i].Name)
		}
		x.Measures = append(x.Measures, e.measure(i, &e.u.state.measures[i]))
	}
	for i := range from.plan.parts {
		k, err := e.component(i)
		if err != nil {
			return Exported{}, err
		}
		x.Components = append(x.Components, k)
	}
	x.Targets, x.Conversions = e.targets(), e.conversions()
	if from.plan.carries() != nil {
		x.Carried = exact(e.c.carried(from))
	}
	x.EarnedBefore = exact(e.c.lifetime(from))
	for _, a := range s.r.plan {
		x.Adjustments = append(x.Adjustments, s.exportedAdjustment(kindOf(a.Kind, nil), a.Adjustment, a.amount))
	}
	return x, nil
}

// needs reports whether the statement rests on a measure: not on one that could have broken a tie where there was none.
func (e *exporter) needs(m int) bool {
	for i := range e.u.plan.parts {
		k := &e.u.plan.parts[i]
		if slices.Contains(e.u.plan.usesOwn(k), m) || slices.Contains(e.u.plan.usesBeside(k), m) || slices.Contains(e.s.r.unit.state.parts[i].compared, m) {
			return true
		}
	}
	return false
}

// lost says that something of the run cannot be found again.
func (e *exporter) lost(what, name string) error {
	return fmt.Errorf("incentive: exporting the statement of %q: %s %q cannot be computed again", clip(e.u.payee.ID), what, name)
}

// money writes an amount with the statement's places.
func (s Statement) money(d decimal.Decimal) string { return d.StringFixed(s.Places()) }

// exact writes a number without loss: as a plain decimal when its digits end, else as a fraction. Nil is empty.
func exact(x *big.Rat) string {
	if x == nil {
		return ""
	}
	if places, finite := x.FloatPrec(); finite {
		return x.FloatString(places)
	}
	return x.RatString()
}

func (s Statement) exportedAdjustment(kind AdjustmentKind, a settle.Adjustment, amount decimal.Decimal) ExportedAdjustment {
	out := ExportedAdjustment{Kind: kind, Exact: exact(a.Amount), Amount: s.money(amount)}
	if limit := s.limit(a.Limit); limit.Valid {
		out.Limit = s.money(limit.Decimal)
	}
	return out
}

// measure lays out one measure.
func (e *exporter) measure(i int, at *measured) ExportedMeasure {
	def := &e.u.plan.Measures[i]
	whole := months(e.u.plan.Plan.Period)
	x := ExportedMeasure{Name: def.Name, Window: kam.Period{From: e.c.starts[def.Window], Until: e.c.period.Until}, Periods: e.c.monthsOf(e.u, def.Window) / whole}
	if def.Base == BaseObservation {
		x.Window, x.Periods = e.c.period, 1
	}
	switch {
	case !at.good:
		x.Unknown = true
		return x
	case def.Base == BaseObservation:
		x.Observation = exact(at.final)
		return x
	}
	x.Start, x.Final = exact(at.start), exact(at.final)
	for j, move := range at.moves {
		if move != nil {
			x.Moves = append(x.Moves, ExportedMove{Credit: e.credit(e.u.credits[j]), Move: exact(move)})
		}
	}
	x.QuotaPeriod = e.c.quotaStretch(def)
	x.Quota, x.FixedAttainment, x.Quotas = exact(at.quota), exact(at.fixed), e.quotas(at)
	return x
}

// credit lays out who a credit is.
func (e *exporter) credit(cr *credit) ExportedCredit {
	x := ExportedCredit{Place: e.places[cr], Date: cr.date, Rule: e.u.plan.Credits[cr.rule].Name}
	if cr.deal >= 0 {
		d := &e.c.book.deals[cr.deal]
		x.Transaction, x.Reverses = d.ID, d.Reverses
		if cr.value == nil && d.foreign(e.u.plan) {
			x.Currency = d.Currency
		}
	}
	if cr.value != nil {
		x.From, x.FromComponent = cr.from, cr.rank.part+1
	} else {
		x.Participant = cr.participant + 1
	}
	return x
}

// component lays out one component.
func (e *exporter) component(i int) (ExportedComponent, error) {
	k, part := &e.u.plan.parts[i], &e.s.r.unit.state.parts[i]
	settled := e.s.r.components[i]
	x := ExportedComponent{
		Name: k.Name, Sum: exact(part.sum.Earned), Posted: exact(e.c.before(e.u, k.Name, e.u.plan.Measures[k.measure].Window)),
		ToDate: e.s.money(settled.toDate), Before: e.s.money(settled.before), Amount: e.s.money(settled.toDate.Sub(settled.before)),
	}
	for n, a := range part.sum.Adjustments {
		adjustment := e.s.exportedAdjustment(kindOf(a.Kind, k), a, part.final[len(part.lines)+n])
		if a.Kind == settle.TransactionCap {
			cut := part.cuts[a.Index]
			adjustment.Transaction, adjustment.Limit = e.c.book.deals[cut.deal].ID, e.s.money(e.s.limit(cut.limit).Decimal)
		}
		x.Adjustments = append(x.Adjustments, adjustment)
	}
	x.Multipliers = e.multipliers(k, part.factors)
	if part.pay != nil {
		x.Pay = e.pay(k, part.pay)
		return x, nil
	}
	x.Deals = e.deals(k, part)
	b, ok := e.c.layOut(e.u, k)
	if !ok {
		return x, e.lost("the component", k.Name)
	}
	for n := range part.lines {
		l := &part.lines[n]
		if l.Credit >= len(b.from) || b.from[l.Credit] != part.credit[l.Credit] {
			return x, e.lost("the component", k.Name)
		}
		x.Lines = append(x.Lines, e.line(b, Line{e.s.r, i, n}))
	}
	x.Judged = e.judged(b, part)
	for n, given := range b.out {
		if !given.Pays && b.rule.PerDeal {
			x.Unpaid = append(x.Unpaid, ExportedUnpaid{Credit: e.credit(b.from[n]), Span: exact(given.Axis), PriorSize: exact(sizeOf(given))})
		}
	}
	return x, nil
}

// judged lists the originals of a component's refunds about which its running gates decide, and which stand nowhere else.
func (e *exporter) judged(b *builder, part *partState) []ExportedCredit {
	if b.shut == nil {
		return nil
	}
	var places []int
	for _, cr := range part.credit {
		if cr.deal == cr.source || cr.value != nil {
			continue
		}
		o, ok := e.u.originals[cr.strand()]
		if !ok || slices.Contains(places, o) || *e.u.plan.Credits[cr.rule].Retires {
			continue
		}
		if _, here := b.at[o]; !here && b.judged(o) {
			places = append(places, o)
		}
	}
	slices.Sort(places)
	var out []ExportedCredit
	for _, o := range places {
		out = append(out, e.credit(e.u.credits[o]))
	}
	return out
}

// line lays out one line.
func (e *exporter) line(b *builder, l Line) ExportedLine {
	cr, out, given := l.credit(), l.kernel(), b.out[l.kernel().Credit]
	x := ExportedLine{
		Credit: e.credit(cr), Earlier: e.s.r.earlier(cr),
		PositionBefore: exact(out.Before), PositionAfter: exact(out.After), Span: exact(given.Axis), Base: exact(given.Base), Share: exact(given.Share),
		Shut: out.Shut, Floored: out.Floored, Capped: out.Capped,
		Raw: exact(out.Raw), Gross: exact(out.Gross), Earned: exact(out.Amount), Amount: e.s.money(l.Amount()),
	}
	switch m := given.Mirror; {
	case m == nil:
		if unseen := given.Unseen; unseen != nil {
			x.PriorBefore, x.PriorAfter, x.PriorSize, x.PriorBase = exact(unseen.Before), exact(unseen.After), exact(unseen.Size), exact(unseen.Had)
		}
		if b.k.Table != nil {
			x.Cell, x.NoCell = e.cell(b.k, cr)
		}
	case m.Of >= 0:
		x.Mirror = &ExportedMirror{Of: e.places[b.from[m.Of]], ShareBefore: exact(m.Before), ShareAfter: exact(m.After)}
	default:
		x.Mirror = &ExportedMirror{Earned: exact(m.Earned), ShareBefore: exact(m.Before), ShareAfter: exact(m.After)}
	}
	amounts := l.sliceAmounts()
	for i, s := range out.Slices {
		x.Slices = append(x.Slices, ExportedSlice{From: exact(s.From), Until: exact(s.Until), Base: exact(s.Base), Rate: exact(s.Rate), Exact: exact(s.Amount), Amount: e.s.money(amounts[i])})
	}
	return x
}

// cell returns the coordinates of a credit in a component's table; false for no cell, where the table pays nothing.
func (e *exporter) cell(k *part, cr *credit) (at []string, none bool) {
	for i := range k.Table.Dimensions {
		row, outcome := e.c.rowOf(e.u, k, &k.Table.Dimensions[i], cr)
		if outcome != rowFound {
			return nil, true
		}
		at = append(at, row)
	}
	return at, false
}

// sizeOf returns how far the deal of a credit reached before it, when its original is not listed.
func sizeOf(c kernel.Credit) *big.Rat {
	if c.Unseen == nil {
		return nil
	}
	return c.Unseen.Size
}
