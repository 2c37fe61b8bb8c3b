package incentive_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
)

func TestRunTables(t *testing.T) {
	days := func(invoiced string) func(*office) {
		return func(o *office) { o.deals[0].Invoiced = kam.MustDay(invoiced) }
	}
	discount := func(x string) func(*office) {
		return func(o *office) { o.deals[0].Numbers = numbers("discount", x) }
	}
	amount := func(x string) func(*office) { return func(o *office) { o.deals[0].Amount = exact(x) } }
	const (
		byDays = `{"name": "commission", "measure": "revenue", "table": {"dimensions": [{"days": {"from": "booked", "to": "invoiced"}, "bounds": ["0", "30"]}],
			"cells": [{"at": ["0"], "rate": "0.1"}, {"at": ["30"], "rate": "0.05"}]}}`
		byDiscount = `{"name": "commission", "measure": "revenue", "table": {"dimensions": [{"number": "discount", "bounds": ["0", "0.1"]}],
			"cells": [{"at": ["0"], "rate": "0.1"}, {"at": ["0.10"], "rate": "0.05"}]}}`
		byPosition = `{"name": "commission", "measure": "revenue", "table": {"dimensions": [{"on": "revenue", "basis": "amount", "bounds": ["0", "1000"]}],
			"cells": [{"at": ["0"], "rate": "0.1"}, {"at": ["1000"], "rate": "0.2"}]}}`
		byShare = `{"name": "commission", "measure": "revenue", "table": {"dimensions": [{"on": "revenue", "basis": "attainment", "bounds": ["0", "0.5"]}],
			"cells": [{"at": ["0"], "rate": "0.1"}, {"at": ["0.5"], "rate": "0.2"}]}}`
		byTwo = `{"name": "commission", "measure": "revenue", "table": {"dimensions": [{"attribute": "product", "values": ["new", "old"], "other": "old"}, {"number": "amount", "bounds": ["0", "1000"]}],
			"cells": [{"at": ["new", "0"], "rate": "0.1"}, {"at": ["new", "1000"], "rate": "0.2"}, {"at": ["old", "0"], "rate": "0.3"}, {"at": ["old", "1000"], "rate": "0.4"}]}}`
		orNothing = `{"name": "commission", "measure": "revenue", "table": {"dimensions": [{"attribute": "product", "values": ["new"], "other": "nothing"}], "cells": [{"at": ["new"], "rate": "0.1"}]}}`
	)
	product := func(name string) func(*office) {
		return func(o *office) { o.deals[0].Attributes = map[string]string{"product": name} }
	}
	for name, c := range map[string]struct {
		table  string
		change func(*office)
		below  incentive.BelowZero
		want   string
	}{
		"29 days":                   {byDays, days("2026-03-02"), incentive.CarryNegative, "100"},
		"30 days":                   {byDays, days("2026-03-03"), incentive.CarryNegative, "50"},
		"no day":                    {byDays, days("2026-02-01"), incentive.CarryNegative, "100"},
		"a day too early":           {byDays, days("2026-01-31"), incentive.CarryNegative, "0"},
		"early at the first rate":   {byDays, days("2026-01-31"), incentive.FirstRate, "100"},
		"below a number's bound":    {byDiscount, discount("0.099999"), incentive.CarryNegative, "100"},
		"at a number's bound":       {byDiscount, discount("0.1"), incentive.CarryNegative, "50"},
		"below a position's bound":  {byPosition, amount("999.99"), incentive.CarryNegative, "100"},
		"at a position's bound":     {byPosition, amount("1000"), incentive.CarryNegative, "200"},
		"below half":                {byShare, amount("999.9"), incentive.CarryNegative, "99.99"},
		"at half":                   {byShare, amount("1000"), incentive.CarryNegative, "200"},
		"two dimensions":            {byTwo, product("new"), incentive.CarryNegative, "200"},
		"another value's row":       {byTwo, product("odd"), incentive.CarryNegative, "400"},
		"a value that pays nothing": {orNothing, product("odd"), incentive.CarryNegative, "0"},
		"a listed value":            {orNothing, product("new"), incentive.CarryNegative, "100"},
	} {
		t.Run(name, func(t *testing.T) {
			o := newOffice(t)
			o.quotas("revenue", "2000")
			o.component(t, c.table)
			o.sales.Refunds.Below = c.below
			o.deals = o.deals[:1]
			c.change(o)
			s := o.statement(t, "anna", "sales")
			assert.True(t, s.Earned().Equal(exact(c.want)), "%s", s.Earned())
		})
	}
}

// A quota of zero counts as the attainment that the plan states, wherever the payee stands.
func TestRunZeroQuota(t *testing.T) {
	const (
		tiers = `{"name": "commission", "measure": "revenue", "tiers": {"mode": "whole", "basis": "attainment", "bands": [{"from": "0", "rate": "0.1"}, {"from": "1", "rate": "0.2"}]}}`
		gate  = `{"name": "commission", "measure": "revenue", "rate": "0.1", "gates": [{"basis": "attainment", "at": "1"}]}`
		table = `{"name": "commission", "measure": "revenue", "table": {"dimensions": [{"on": "revenue", "basis": "attainment", "bounds": ["0", "1"]}], "cells": [{"at": ["0"], "rate": "0.1"}, {"at": ["1"], "rate": "0.2"}]}}`
	)
	for name, c := range map[string]struct{ component, counts, want string }{
		"tiers, below":    {tiers, "0.9999", "100"},
		"tiers, at":       {tiers, "1", "200"},
		"a gate, below":   {gate, "0.9999", "0"},
		"a gate, at":      {gate, "1", "100"},
		"a gate, above":   {gate, "1.5", "100"},
		"a table, below":  {table, "0.5", "100"},
		"a table, above":  {table, "2", "200"},
		"nothing, stated": {tiers, "0", "100"},
	} {
		t.Run(name, func(t *testing.T) {
			o := newOffice(t)
			o.component(t, c.component)
			o.quotas("revenue", "0")
			o.sales.Measures[0].ZeroQuota = known(c.counts)
			s := o.statement(t, "anna", "sales")
			assert.True(t, s.Earned().Equal(exact(c.want)), "%s", s.Earned())
			m, _ := s.Measure("revenue")
			assert.False(t, m.Quota.Valid)
			assert.True(t, m.Attainment.Decimal.Equal(exact(c.counts)))
		})
	}
}

// 10 % of revenue, 20 % from ten units on; half of the ten are returned.
func TestRunRatesByAnotherMeasure(t *testing.T) {
	for lost, want := range map[incentive.Lost]string{incentive.TakeBack: "50", incentive.Latched: "100"} {
		t.Run(string(lost), func(t *testing.T) {
			o := newOffice(t)
			o.sales.Measures = append(o.sales.Measures, incentive.Measure{Name: "volume", Base: incentive.BaseUnits, Credits: []string{"own"}, Window: incentive.PerPeriod})
			o.component(t, `{"name": "commission", "measure": "revenue", "tiers": {"mode": "whole", "basis": "units", "on": "volume", "lost": "`+string(lost)+`", "bands": [{"from": "0", "rate": "0.1"}, {"from": "10", "rate": "0.2"}]}}`)
			for i := range o.deals {
				o.deals[i].Units = known("10")
			}
			o.add(returned("r1", "a1", "-500", "2026-03-01"))
			s := o.statement(t, "anna", "sales")
			assert.True(t, s.Earned().Equal(exact(want)), "%s", s.Earned())
			m, _ := s.Measure("volume")
			assert.True(t, m.Value.Equal(exact("5")), "half of the units are gone: %s", m.Value)
		})
	}
}

// What the manager gets is 10 % of what anna (100 before limits) and bo (200) earn.
func TestRunOverridesOnCommission(t *testing.T) {
	capped := func(per incentive.CapScope, amount string) func(*office) {
		return func(o *office) {
			o.sales.Components[0].Caps = []incentive.Cap{{Per: per, Amount: known(amount)}}
		}
	}
	shut := func(o *office) {
		o.sales.Components[0].Gates = []incentive.Gate{{Basis: incentive.ByAmount, At: exact("1500")}}
	}
	for name, c := range map[string]struct {
		base   incentive.CreditBase
		change func(*office)
		want   string
	}{
		"gross":                 {incentive.CreditGross, func(*office) {}, "30"},
		"after caps":            {incentive.CreditAfterCap, func(*office) {}, "30"},
		"gross of capped deals": {incentive.CreditGross, capped(incentive.PerCredit, "150"), "30"},
		"capped deals":          {incentive.CreditAfterCap, capped(incentive.PerCredit, "150"), "25"},
		"gross of a capped sum": {incentive.CreditGross, capped(incentive.PerComponent, "150"), "30"},
		"a capped sum":          {incentive.CreditAfterCap, capped(incentive.PerComponent, "150"), "25"},
		"gross behind a gate":   {incentive.CreditGross, shut, "20"},
		"behind a gate":         {incentive.CreditAfterCap, shut, "20"},
		"a floor": {incentive.CreditAfterCap, func(o *office) {
			o.sales.Components[0].Floors = []incentive.Floor{{Per: incentive.PerComponent, Amount: exact("120")}}
		}, "32"},
		"gross without the floor": {incentive.CreditGross, func(o *office) {
			o.sales.Components[0].Floors = []incentive.Floor{{Per: incentive.PerComponent, Amount: exact("120")}}
		}, "30"},
		"less a return":          {incentive.CreditAfterCap, func(o *office) { o.add(returned("r1", "a1", "-300", "2026-03-01")) }, "27"},
		"a manager of one month": {incentive.CreditAfterCap, func(o *office) { o.in.Roster.Reporting[1].Period.From = kam.MustDay("2026-02-02") }, "10"},
		"of a component by name": {incentive.CreditGross, func(o *office) { o.lead.Credits[0].Of = []string{"sales/commission"} }, "30"},
		"of another plan's": {incentive.CreditGross, func(o *office) {
			bonus := o.sales
			bonus.ID = "bonus"
			o.more = []incentive.Plan{bonus}
			o.lead.Credits[0].Of = []string{"bonus/commission"}
		}, "0"},
	} {
		t.Run(name, func(t *testing.T) {
			o := newOffice(t)
			r := &o.lead.Credits[0]
			r.Base, r.Of, r.Share = c.base, []string{"commission"}, kam.Whole()
			c.change(o)
			s := o.statement(t, "cai", "lead")
			assert.True(t, s.Earned().Equal(exact(c.want)), "%s", s.Earned())
		})
	}
}

// In the second quarter anna earns 5 % of all 3,000: 50 more on the first quarter's deal is her manager's too.
func TestRunOverrideOnTrueUp(t *testing.T) {
	o := newOffice(t)
	o.toDate()
	o.component(t, `{"name": "commission", "measure": "revenue", "tiers": {"mode": "whole", "basis": "amount", "bands": [{"from": "0", "rate": "0.02"}, {"from": "3000", "rate": "0.05"}]}}`)
	r := &o.lead.Credits[0]
	r.Base, r.Of, r.Share = incentive.CreditAfterCap, []string{"commission"}, kam.Whole()
	o.in.Period = secondQuarter
	o.deals = []incentive.Transaction{sold("a1", "anna", "1000", "2026-02-01"), sold("a2", "anna", "2000", "2026-05-01")}
	o.in.Opening.Ledger.Posted = nil
	posted := posted("2026-01-01/2026-04-01", "20")
	o.in.Opening.Ledger.Posted = append(o.in.Opening.Ledger.Posted, posted)
	assert.True(t, o.statement(t, "anna", "sales").Earned().Equal(exact("130"))) // 150 less 20
	s := o.statement(t, "cai", "lead")
	assert.True(t, s.Earned().Equal(exact("13")), "%s", s.Earned())
	assert.Equal(t, []string{"a2 10", " 3"}, linesOf(s), "the deal of the quarter, and the rest as one sum")
}
