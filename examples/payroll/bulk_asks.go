package main

import (
	"maps"
	"slices"

	"github.com/kam-go/kam/incentive"
)

// asked is what plans ask of deals.
type asked struct {
	attributes, numbers map[string]bool
	dates               map[incentive.DateName]bool
}

// asksOf collects what plans ask of deals beside the amount.
func asksOf(plans ...incentive.Plan) asked {
	a := asked{attributes: map[string]bool{}, numbers: map[string]bool{}, dates: map[incentive.DateName]bool{}}
	for _, p := range plans {
		a.dates[p.CreditDate] = true
		for _, c := range p.Credits {
			a.condition(c.When)
			if c.Factor != nil {
				a.attributes[c.Factor.By] = true
			}
		}
		for _, m := range p.Measures {
			if m.Base == incentive.BaseMargin || m.Base == incentive.BaseUnits || m.Base == incentive.BaseCash {
				a.numbers[string(m.Base)] = true
			}
		}
		for _, k := range p.Components {
			a.condition(k.When)
			a.table(k.Table)
		}
	}
	delete(a.attributes, "")
	delete(a.numbers, "")
	delete(a.numbers, "amount")
	delete(a.dates, "")
	return a
}

func (a asked) condition(c *incentive.Condition) {
	if c == nil {
		return
	}
	a.attributes[c.Attribute], a.numbers[c.Number], a.dates[c.Date] = true, true, true
	for i := range c.All {
		a.condition(&c.All[i])
	}
	for i := range c.Any {
		a.condition(&c.Any[i])
	}
	a.condition(c.Not)
}

func (a asked) table(t *incentive.Table) {
	if t == nil {
		return
	}
	for _, d := range t.Dimensions {
		a.attributes[d.Attribute], a.numbers[d.Number] = true, true
		if d.Days != nil {
			a.dates[d.Days.From], a.dates[d.Days.To] = true, true
		}
	}
}

// inOrder returns what is asked, in order.
func inOrder[K ~string](of map[K]bool) []K { return slices.Sorted(maps.Keys(of)) }
