package equivalence

import (
	"maps"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
)

// kind is what a plan can tell of a deal besides its size.
type kind struct {
	attributes map[string]string
	numbers    map[string]decimal.Decimal
	// margin, units and cash are parts of the amount.
	margin, units, cash decimal.Decimal
}

// mark makes a deal one of the kind.
func (k kind) mark(t *incentive.Transaction) {
	t.Attributes, t.Numbers = maps.Clone(k.attributes), maps.Clone(k.numbers)
	part := func(of decimal.Decimal, into *decimal.NullDecimal) {
		if !into.Valid {
			*into = decimal.NewNullDecimal(t.Amount.Mul(of))
		}
	}
	part(k.margin, &t.Margin)
	part(k.units, &t.Units)
	part(k.cash, &t.Cash)
}

// elsewhere is a value that no plan lists.
const elsewhere = "\u2014"

// asked is what plans ask of deals.
type asked struct {
	values  map[string][]string
	refused map[string]bool
	numbers map[string][]decimal.Decimal
	bases   map[incentive.Base]bool
	days    bool
}

func (a *asked) value(attribute string, values ...string) {
	for _, v := range values {
		if !slices.Contains(a.values[attribute], v) {
			a.values[attribute] = append(a.values[attribute], v)
		}
	}
}

func (a *asked) number(name string, bounds ...decimal.Decimal) {
	switch name {
	case "amount": // its size is the axis
	case "margin":
		a.bases[incentive.BaseMargin] = true
	case "units":
		a.bases[incentive.BaseUnits] = true
	case "cash":
		a.bases[incentive.BaseCash] = true
	default:
		a.numbers[name] = append(a.numbers[name], around(bounds)...)
	}
}

// around returns every bound with a place below and above it.
func around(bounds []decimal.Decimal) []decimal.Decimal {
	var out []decimal.Decimal
	little := decimal.New(1, -4)
	for _, b := range bounds {
		out = append(out, b.Sub(little), b, b.Add(little))
	}
	return out
}

func (a *asked) condition(c *incentive.Condition) {
	if c == nil {
		return
	}
	for i := range c.All {
		a.condition(&c.All[i])
	}
	for i := range c.Any {
		a.condition(&c.Any[i])
	}
	a.condition(c.Not)
	if c.Attribute != "" {
		a.value(c.Attribute, c.In...)
	}
	if c.Number != "" {
		for _, b := range []decimal.NullDecimal{c.AtLeast, c.MoreThan, c.AtMost, c.Below} {
			if b.Valid {
				a.number(c.Number, b.Decimal)
			}
		}
	}
}

func (a *asked) plan(p incentive.Plan) {
	for _, m := range p.Measures {
		a.bases[m.Base] = true
	}
	for _, c := range p.Credits {
		a.condition(c.When)
		if f := c.Factor; f != nil {
			a.value(f.By, slices.Sorted(maps.Keys(f.Values))...)
			a.refused[f.By] = a.refused[f.By] || f.Other == "refuse"
		}
	}
	for _, k := range p.Components {
		a.condition(k.When)
		if k.Table == nil {
			continue
		}
		for _, d := range k.Table.Dimensions {
			switch {
			case d.Attribute != "":
				a.value(d.Attribute, d.Values...)
				a.refused[d.Attribute] = a.refused[d.Attribute] || d.Other == "refuse"
			case d.Number != "":
				a.number(d.Number, d.Bounds...)
			case d.Days != nil:
				a.days = true
			}
		}
	}
}

// kindsOf returns every kind of deal that two plans can tell apart; false when there are too many.
func kindsOf(plans ...incentive.Plan) ([]kind, bool) {
	a := asked{values: map[string][]string{}, refused: map[string]bool{}, numbers: map[string][]decimal.Decimal{}, bases: map[incentive.Base]bool{}}
	for _, p := range plans {
		a.plan(p)
	}
	one, quarter, hundredth := decimal.NewFromInt(1), decimal.New(25, -2), decimal.New(1, -2)
	kinds := []kind{{margin: one, units: one, cash: one}}
	delete(a.bases, incentive.BaseObservation)
	if len(a.bases) > 1 { // what a deal leaves, counts and pays in is not in proportion to its amount
		kinds = []kind{{margin: quarter, units: hundredth, cash: one}, {margin: one, units: one, cash: quarter}}
	}
	for _, name := range slices.Sorted(maps.Keys(a.values)) {
		values := a.values[name]
		if !a.refused[name] {
			values = append(slices.Clone(values), elsewhere)
		}
		kinds = times(kinds, values, func(k *kind, v string) {
			k.attributes = maps.Clone(k.attributes)
			if k.attributes == nil {
				k.attributes = map[string]string{}
			}
			k.attributes[name] = v
		})
	}
	for _, name := range slices.Sorted(maps.Keys(a.numbers)) {
		kinds = times(kinds, a.numbers[name], func(k *kind, v decimal.Decimal) {
			k.numbers = maps.Clone(k.numbers)
			if k.numbers == nil {
				k.numbers = map[string]decimal.Decimal{}
			}
			k.numbers[name] = v
		})
	}
	return kinds, len(kinds) <= maxKinds && !a.days
}

// times returns every kind with every value; no more than one too many.
func times[V any](kinds []kind, values []V, set func(*kind, V)) []kind {
	var out []kind
	for _, k := range kinds {
		for _, v := range values {
			next := k
			set(&next, v)
			if out = append(out, next); len(out) > maxKinds {
				return out
			}
		}
	}
	return out
}

// scoresOf returns sets of observed figures: each at nothing, at one, and at and around each bound on it.
func scoresOf(plans ...incentive.Plan) ([][]kam.Observation, bool) {
	sets := [][]kam.Observation{nil}
	seen := map[string]bool{}
	for _, m := range plans[0].Measures {
		if m.Base != incentive.BaseObservation || seen[m.Metric] {
			continue
		}
		seen[m.Metric] = true
		bounds := []decimal.Decimal{decimal.Zero, decimal.NewFromInt(1)}
		for _, p := range plans {
			bounds = append(bounds, around(boundsOn(p, m.Name))...)
		}
		var next [][]kam.Observation
		for _, set := range sets {
			for i, b := range bounds {
				if b.IsNegative() || slices.ContainsFunc(bounds[:i], b.Equal) {
					continue
				}
				o := kam.Observation{Metric: m.Metric, Value: decimal.NewNullDecimal(b), Revision: 1}
				next = append(next, append(slices.Clone(set), o))
			}
		}
		sets = next
	}
	return sets, len(sets) <= maxScores
}

// boundsOn returns the bounds of a plan on a measure.
func boundsOn(p incentive.Plan, measure string) []decimal.Decimal {
	var out []decimal.Decimal
	for _, k := range p.Components {
		on := func(name string) bool { return name == measure || name == "" && k.Measure == measure }
		if t := k.Tiers; t != nil && on(t.On) {
			for _, b := range t.Bands {
				out = append(out, b.From)
			}
		}
		for _, g := range k.Gates {
			if on(g.Measure) {
				out = append(out, g.At)
			}
		}
		for _, x := range k.Multipliers {
			if !on(x.On) {
				continue
			}
			for _, b := range x.Bands {
				out = append(out, b.From)
			}
		}
		if c := k.Curve; c != nil && on("") {
			for _, x := range c.Points {
				out = append(out, x.At)
			}
		}
		if k.Table != nil {
			for _, d := range k.Table.Dimensions {
				if d.On == measure {
					out = append(out, d.Bounds...)
				}
			}
		}
	}
	return out
}
