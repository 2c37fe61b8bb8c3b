package preclose

import (
	"math/big"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/internal/num"
)

// account is a payee under a plan.
type account struct{ payee, plan string }

// world is a run, looked up by payee, plan and component.
type world struct {
	units map[account]*unit
	held  map[account]bool
}

// unit is what a run says of a payee under a plan, all assignments together.
type unit struct {
	last    incentive.Statement // the latest assignment's
	version int
	places  int32
	facts   map[string]*facts
}

// facts are what a component's amount is made of. Gross, cut, shut and the adjustments sum to amount.
type facts struct {
	amount      decimal.Decimal
	base, gross decimal.Decimal // of the lines: what rates multiply, and what that gives
	cut         decimal.Decimal // what limits on deals change of it
	shut        decimal.Decimal // what a running gate keeps of it
	adjusted    map[incentive.AdjustmentKind]decimal.Decimal
	detail      map[incentive.AdjustmentKind]incentive.Adjustment // the last of its kind
	axis        axis
	rates       map[string]decimal.Decimal // rates that lines were paid by, by their text
	rule        incentive.Component        // of the latest assignment's version
}

// axis is where a component stands that goes by attainment.
type axis struct {
	position, quota *big.Rat // nil: does not go by attainment, or not known
}

// edition is a version of a plan.
type edition struct {
	plan    string
	version int
}

func newWorld(run *incentive.Run) *world {
	w := &world{units: map[account]*unit{}, held: map[account]bool{}}
	if run == nil {
		return w
	}
	for h := range run.Held() {
		w.held[account{h.Payee.ID, h.Plan}] = true
	}
	plans := map[edition]incentive.Plan{}
	for s := range run.Statements() {
		if s.Open() {
			continue
		}
		e := edition{s.PlanID(), s.PlanVersion()}
		if _, known := plans[e]; !known {
			plans[e], _ = run.Program().Plan(e.plan, e.version)
		}
		k := account{s.Payee().ID, s.PlanID()}
		u := w.units[k]
		if u == nil {
			u = &unit{facts: map[string]*facts{}}
			w.units[k] = u
		}
		u.last, u.version, u.places = s, s.PlanVersion(), s.Places()
		u.add(s, plans[e])
	}
	for k := range w.held { // one of several assignments is enough
		delete(w.units, k)
	}
	return w
}

// of returns the facts of a component, which it makes when there are none.
func (u *unit) of(component string) *facts {
	f := u.facts[component]
	if f == nil {
		f = &facts{rates: map[string]decimal.Decimal{}, adjusted: map[incentive.AdjustmentKind]decimal.Decimal{}, detail: map[incentive.AdjustmentKind]incentive.Adjustment{}}
		u.facts[component] = f
	}
	return f
}

func (u *unit) add(s incentive.Statement, plan incentive.Plan) {
	for c := range s.Components() {
		f := u.of(c.Name)
		f.amount = f.amount.Add(c.Amount)
		if i := slices.IndexFunc(plan.Components, func(k incentive.Component) bool { return k.Name == c.Name }); i >= 0 {
			f.rule = plan.Components[i]
		}
		if name := attains(plan, c.Name); name != "" {
			if m, ok := s.Measure(name); ok && m.Quota.Valid && m.Quota.Decimal.IsPositive() {
				f.axis = axis{num.Rat(m.Value), num.Rat(m.Quota.Decimal)}
			}
		}
	}
	for l := range s.Lines() {
		f, cut := u.of(l.Component()), l.Cut()
		for x := range l.Slices() {
			if x.Rate.Valid {
				f.rates[num.Format(x.Rate.Decimal)] = x.Rate.Decimal
			}
		}
		f.base, f.gross = f.base.Add(l.Base()), f.gross.Add(l.Amount().Sub(cut))
		if l.Amount().IsZero() && runs(plan, l.Component()) {
			f.shut = f.shut.Add(cut)
		} else {
			f.cut = f.cut.Add(cut)
		}
	}
	for a := range s.Adjustments() {
		f := u.of(a.PostedUnder())
		if a.Component == "" {
			f.amount = f.amount.Add(a.Amount)
		}
		f.adjusted[a.Kind] = f.adjusted[a.Kind].Add(a.Amount)
		f.detail[a.Kind] = a
	}
}

// attains returns the measure whose attainment a component's rates or curve go by; empty when they do not.
func attains(plan incentive.Plan, component string) string {
	for _, c := range plan.Components {
		switch {
		case c.Name != component:
		case c.Tiers != nil && c.Tiers.Basis == incentive.ByAttainment && c.Tiers.On != "":
			return c.Tiers.On
		case c.Tiers != nil && c.Tiers.Basis == incentive.ByAttainment, c.Curve != nil && c.Curve.Basis == incentive.ByAttainment:
			return c.Measure
		}
	}
	return ""
}

// runs tells whether a component has a gate that is tested deal by deal.
func runs(plan incentive.Plan, component string) bool {
	return slices.ContainsFunc(plan.Components, func(c incentive.Component) bool {
		return c.Name == component && slices.ContainsFunc(c.Gates, func(g incentive.Gate) bool { return g.Test == incentive.Running })
	})
}

// pays tells whether the rule of another version pays the lines of f by the same rates: the same rate, or tiers of the same
// kind of which the same bands hold the rates that f was paid by.
func (o *facts) pays(f *facts) bool {
	a, b := f.rule, o.rule
	switch {
	case a.Measure != b.Measure:
		return false
	case a.Rate.Valid && b.Rate.Valid:
		return a.Rate.Decimal.Equal(b.Rate.Decimal)
	case a.Tiers == nil || b.Tiers == nil:
		return false
	}
	x, y := a.Tiers, b.Tiers
	if x.Mode != y.Mode || x.Basis != y.Basis || x.On != y.On || x.Lost != y.Lost || (x.Mode != incentive.Marginal && x.Mode != incentive.Whole) {
		return false
	}
	for _, rate := range f.rates {
		at := func(t incentive.Band) bool { return t.Rate.Valid && t.Rate.Decimal.Equal(rate) }
		i, k := slices.IndexFunc(x.Bands, at), slices.IndexFunc(y.Bands, at)
		if i < 0 || k < 0 || slices.IndexFunc(x.Bands[i+1:], at) >= 0 || !x.Bands[i].From.Equal(y.Bands[k].From) || !until(x.Bands, i).Equal(until(y.Bands, k)) {
			return false
		}
	}
	return true
}

// until returns where a band ends, -1 for the last.
func until(bands []incentive.Band, i int) decimal.Decimal {
	if i+1 < len(bands) {
		return bands[i+1].From
	}
	return decimal.NewFromInt(-1)
}

// sameCurve tells whether two curves are stated alike.
func sameCurve(a, b *incentive.Curve) bool {
	same := func(x, y decimal.NullDecimal) bool {
		return x.Valid == y.Valid && (!x.Valid || x.Decimal.Equal(y.Decimal))
	}
	return a.Basis == b.Basis && a.Shape == b.Shape && a.Beyond == b.Beyond && same(a.OfTargetIncentive, b.OfTargetIncentive) && same(a.Amount, b.Amount) &&
		slices.EqualFunc(a.Points, b.Points, func(p, q incentive.Point) bool { return p.At.Equal(q.At) && p.Pays.Equal(q.Pays) })
}
