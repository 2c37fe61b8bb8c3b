package incentive_test

import (
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/ledger"
)

const (
	tieredByQuota = `{"name": "commission", "measure": "revenue", "tiers": {"mode": "marginal", "basis": "attainment", "bands": [{"from": "0", "rate": "0.1"}, {"from": "10", "rate": "0.2"}]}}`
	marginal      = `{"name": "commission", "measure": "revenue", "tiers": {"mode": "marginal", "basis": "amount", "bands": [{"from": "0", "rate": "0.1"}, {"from": "5000", "rate": "0.2"}]}}`
	wholeTiers    = `{"name": "commission", "measure": "revenue", "tiers": {"mode": "whole", "basis": "amount", "bands": [{"from": "0", "rate": "0.1"}, {"from": "5000", "rate": "0.2"}]}}`
	byProduct     = `{"name": "commission", "measure": "revenue", "table": {"dimensions": [{"attribute": "product", "values": ["new"], "other": "refuse"}], "cells": [{"at": ["new"], "rate": "0.1"}]}}`
	byDiscount    = `{"name": "commission", "measure": "revenue", "table": {"dimensions": [{"number": "discount", "bounds": ["0"]}], "cells": [{"at": ["0"], "rate": "0.1"}]}}`
	byDays        = `{"name": "commission", "measure": "revenue", "table": {"dimensions": [{"days": {"from": "booked", "to": "invoiced"}, "bounds": ["0"]}], "cells": [{"at": ["0"], "rate": "0.1"}]}}`
	byScoreGate   = `{"name": "commission", "measure": "revenue", "rate": "0.1", "gates": [{"measure": "satisfaction", "basis": "score", "at": "90"}]}`
	cappedByPay   = `{"name": "commission", "measure": "revenue", "rate": "0.1", "caps": [{"per": "component", "ofTargetIncentive": "1"}]}`
)

// detailed makes every deal but the first one new, and gives it an invoice and a discount of zero.
func (o *office) detailed() {
	for i := range o.deals {
		if d := &o.deals[i]; i > 0 {
			d.Attributes, d.Numbers, d.Invoiced = map[string]string{"product": "new"}, numbers("discount", "0"), d.Booked
		}
	}
}

// earlier adds a deal of anna's from before the fiscal year and its return in the first quarter.
func (o *office) earlier(amount string) {
	o.add(sold("a0", "anna", "3000", "2025-12-31"), returned("r0", "a0", amount, "2026-02-10"))
}

func (o *office) toDate() {
	o.sales.Measures[0].Window = incentive.YearToDate
}

func posted(period, amount string) ledger.Posted {
	return ledger.Posted{Payee: "anna", Plan: "sales", Version: 1, Component: "commission", Kind: ledger.Earning, Period: kam.MustPeriod(period), Into: kam.MustPeriod(period), Account: ledger.PayeeAccount, Currency: "CNY", Amount: exact(amount)}
}

func prior(earned map[string]decimal.Decimal) incentive.Prior {
	return incentive.Prior{Payee: "anna", Plan: "sales", Transaction: sold("p0", "anna", "3000", "2025-12-31"), Earned: earned}
}

func TestRunHolds(t *testing.T) {
	both := func(code, place string) []string {
		return []string{"anna sales " + code + " @ " + place, "cai lead " + code + " @ " + place}
	}
	anna := func(code, place string) []string { return []string{"anna sales " + code + " @ " + place} }
	for name, c := range map[string]struct {
		change func(*office)
		held   []string
		paid   []string // instead of bo, cai, dan
	}{
		"an unknown version": {
			func(o *office) { o.in.Roster.Assignments[0].Version = 9 },
			anna("run.unknown-plan", "roster.assignments[0]"), nil,
		},
		"an unknown version beside a known one": {
			func(o *office) {
				o.in.Roster.Assignments = append(o.in.Roster.Assignments, incentive.Assignment{Payee: "anna", Plan: "sales", Version: 2, Period: officeYears})
			},
			append(anna("run.unknown-plan", "roster.assignments[4]"), anna("run.unknown-plan", "roster.assignments[4]")...), nil,
		},
		"an unknown plan beside a known one": {
			func(o *office) {
				o.in.Roster.Assignments = append(o.in.Roster.Assignments, incentive.Assignment{Payee: "anna", Plan: "bonus", Version: 1, Period: officeYears})
			},
			[]string{"anna bonus run.unknown-plan @ roster.assignments[4]"},
			[]string{"anna sales 100", "bo sales 200", "cai lead 30", "dan sales 50"},
		},
		"an assignment of nobody": {
			func(o *office) {
				o.in.Roster.Assignments = append(o.in.Roster.Assignments, incentive.Assignment{Payee: "eve", Plan: "sales", Version: 1, Period: officeYears})
			},
			[]string{"eve sales run.roster @ roster.assignments[4]"},
			[]string{"anna sales 100", "bo sales 200", "cai lead 30", "dan sales 50"},
		},
		"two assignments that share one day": {
			func(o *office) {
				o.in.Roster.Assignments[0].Period.Until = kam.MustDay("2026-02-01")
				o.in.Roster.Assignments = append(o.in.Roster.Assignments, incentive.Assignment{Payee: "anna", Plan: "sales", Version: 1, Period: kam.MustPeriod("2026-01-31/2027-01-01")})
			},
			append(anna("run.assignment-overlap", "payee anna"), anna("run.assignment-overlap", "payee anna")...), nil,
		},
		"no quota": {
			func(o *office) {
				o.component(t, tieredByQuota)
				o.quotas("revenue", "1000")
				o.in.Roster.Assignments[0].Quotas = nil
			},
			anna("run.missing-quota", "payee anna"), nil,
		},
		"a quota with a gap": {
			func(o *office) {
				o.component(t, tieredByQuota)
				o.quotas("revenue", "1000")
				o.in.Roster.Assignments[0].Quotas = []incentive.Quota{
					{Measure: "revenue", Period: kam.MustPeriod("2026-01-01/2026-02-01"), Amount: exact("1")},
					{Measure: "revenue", Period: kam.MustPeriod("2026-02-02/2026-04-01"), Amount: exact("1")},
				}
			},
			anna("run.missing-quota", "payee anna"), nil,
		},
		"two quotas of one time": {
			func(o *office) {
				o.component(t, tieredByQuota)
				o.quotas("revenue", "1000")
				a := &o.in.Roster.Assignments[0]
				a.Quotas = append(a.Quotas, a.Quotas[0])
			},
			anna("run.missing-quota", "payee anna"), nil,
		},
		"a quota of zero": {
			func(o *office) {
				o.component(t, tieredByQuota)
				o.quotas("revenue", "1000")
				o.in.Roster.Assignments[0].Quotas[0].Amount = decimal.Zero
			},
			anna("run.zero-quota", "payee anna"), nil,
		},
		"a quota of zero that cuts deals": {
			func(o *office) {
				o.component(t, tieredByQuota)
				o.quotas("revenue", "1000")
				o.in.Roster.Assignments[0].Quotas[0].Amount = decimal.Zero
				o.sales.Measures[0].ZeroQuota = known("1")
			},
			anna("run.zero-quota", "payee anna"), nil,
		},
		"no target": {
			func(o *office) {
				o.component(t, cappedByPay)
				for i := 1; i < 4; i++ {
					o.in.Roster.Assignments[i].Target = incentive.Target{Amount: known("4000"), Per: kam.Year}
				}
			},
			anna("run.missing-target", "payee anna"), nil,
		},
		"no target for the plan's cap": {
			func(o *office) {
				o.sales.Caps = []incentive.Cap{{Per: incentive.PerRunPeriod, OfTargetIncentive: known("1")}}
				for i := 1; i < 4; i++ {
					o.in.Roster.Assignments[i].Target = incentive.Target{Amount: known("4000"), Per: kam.Year}
				}
			},
			anna("run.missing-target", "payee anna"), nil,
		},
		"no margin": {
			func(o *office) {
				o.sales.Measures[0].Base = incentive.BaseMargin
				o.deals[1].Margin, o.deals[2].Margin = known("2000"), known("500")
			},
			anna("run.missing-number", "transaction a1"), nil,
		},
		"a factor that refuses": {
			func(o *office) {
				o.sales.Credits[0].Factor = &incentive.Factor{By: "product", Values: numbers("new", "1"), Other: "refuse"}
				o.detailed()
			},
			anna("run.missing-number", "transaction a1"), nil,
		},
		"a table that refuses":  {func(o *office) { o.component(t, byProduct); o.detailed() }, anna("run.missing-number", "transaction a1"), nil},
		"a table by a discount": {func(o *office) { o.component(t, byDiscount); o.detailed() }, anna("run.missing-number", "transaction a1"), nil},
		"a table by days":       {func(o *office) { o.component(t, byDays); o.detailed() }, anna("run.missing-number", "transaction a1"), nil},
		"no score": {
			func(o *office) {
				o.component(t, byScoreGate)
				o.sales.Measures = append(o.sales.Measures, incentive.Measure{Name: "satisfaction", Base: incentive.BaseObservation, Metric: "csat"})
				o.observed("anna")
			},
			anna("run.missing-observation", "payee anna"), nil,
		},
		"an unknown score": {
			func(o *office) {
				o.component(t, byScoreGate)
				o.sales.Measures = append(o.sales.Measures, incentive.Measure{Name: "satisfaction", Base: incentive.BaseObservation, Metric: "csat"})
				o.observed("anna")
				unknown := scored("anna", "95")
				unknown.Value.Valid = false
				o.in.Observations = append(o.in.Observations, unknown)
			},
			anna("run.missing-observation", "payee anna"), nil,
		},
		"a corrected score that is unknown": {
			func(o *office) {
				o.component(t, byScoreGate)
				o.sales.Measures = append(o.sales.Measures, incentive.Measure{Name: "satisfaction", Base: incentive.BaseObservation, Metric: "csat"})
				o.observed("")
				unknown := scored("anna", "95")
				unknown.Value.Valid, unknown.Revision = false, 1
				o.in.Observations = append(o.in.Observations, unknown)
			},
			anna("run.missing-observation", "payee anna"), nil,
		},
		"dollars":                   {func(o *office) { o.deals[0].Currency = "USD" }, both("run.missing-rate", "transaction a1"), []string{"bo sales 200", "dan sales 50"}},
		"a return of nothing known": {func(o *office) { o.deals[0].Reverses, o.deals[0].Amount = "gone", exact("-1") }, both("run.refund-without-original", "transaction a1"), []string{"bo sales 200", "dan sales 50"}},
		"a return of itself":        {func(o *office) { o.deals[0].Reverses, o.deals[0].Amount = "a1", exact("-1") }, both("run.refund-without-original", "transaction a1"), []string{"bo sales 200", "dan sales 50"}},
		"a return of a return": {
			func(o *office) {
				r2 := returned("r2", "r1", "-1", "2026-03-02")
				r2.Owner = "anna"
				o.add(returned("r1", "a1", "-1", "2026-03-01"), r2)
			},
			both("run.refund-without-original", "transaction r2"),
			[]string{"bo sales 200", "dan sales 50"},
		},
		"a return of a cent too much": {
			func(o *office) { o.add(returned("r1", "a1", "-1000.01", "2026-03-01")) },
			both("run.refund-exceeds", "transaction r1"),
			[]string{"bo sales 200", "dan sales 50"},
		},
		"two returns of a cent too much": {
			func(o *office) {
				o.add(returned("r1", "a1", "-500", "2026-03-01"), returned("r2", "a1", "-500.01", "2026-03-02"))
			},
			both("run.refund-exceeds", "transaction r2"),
			[]string{"bo sales 200", "dan sales 50"},
		},
		"a return in yuan of a deal in the plan's currency": {
			func(o *office) {
				r := returned("r1", "a1", "-1", "2026-03-01")
				r.Currency = "CNY"
				o.add(r)
			},
			both("run.refund-mismatch", "transaction r1"),
			[]string{"bo sales 200", "dan sales 50"},
		},
		"a return by another owner": {
			func(o *office) {
				r := returned("r1", "a1", "-1", "2026-03-01")
				r.Owner = "dan"
				o.add(r)
			},
			both("run.refund-mismatch", "transaction r1"),
			[]string{"bo sales 200", "dan sales 50"},
		},
		"mirroring an earlier deal":    {func(o *office) { o.sales.Refunds.Method = incentive.Mirror; o.earlier("-1") }, anna("run.refund-outside-window", "transaction r0"), []string{"bo sales 200", "cai lead 29.99", "dan sales 50"}},
		"netting into an earlier deal": {func(o *office) { o.sales.Refunds.Period = incentive.Origin; o.earlier("-1") }, anna("run.refund-outside-window", "transaction r0"), []string{"bo sales 200", "cai lead 29.99", "dan sales 50"}},
		"mirroring a prior deal without its earnings": {
			func(o *office) {
				o.sales.Refunds.Method = incentive.Mirror
				o.in.Opening.Prior = []incentive.Prior{prior(numbers("bonus", "300"))}
				o.add(returned("r0", "p0", "-1", "2026-02-10"))
			},
			anna("run.refund-outside-window", "transaction r0"),
			[]string{"bo sales 200", "cai lead 29.99", "dan sales 50"},
		},
		"tiers below zero": {
			func(o *office) {
				o.component(t, marginal)
				o.sales.Refunds.Below = incentive.Refuse
				o.earlier("-1000.01")
			},
			anna("run.below-zero", "payee anna"),
			[]string{"bo sales 200", "cai lead 20", "dan sales 50"},
		},
		"one rate below zero": {
			func(o *office) {
				o.component(t, wholeTiers)
				o.sales.Refunds.Below = incentive.Refuse
				o.earlier("-1000.01")
			},
			anna("run.below-zero", "payee anna"),
			[]string{"bo sales 200", "cai lead 20", "dan sales 50"},
		},
		"a table below its first bound": {
			func(o *office) {
				o.component(t, byDiscount)
				o.detailed()
				o.deals[0].Numbers = numbers("discount", "-0.1")
				o.sales.Refunds.Below = incentive.Refuse
			},
			anna("run.below-zero", "payee anna"), nil,
		},
		"managers in a circle": {
			func(o *office) {
				o.lead.Credits[0].Level = 2
				o.in.Roster.Reporting = append(o.in.Roster.Reporting[:1], incentive.ReportingLine{Payee: "cai", Manager: "anna", Period: officeYears})
			},
			[]string{"anna sales run.reporting-loop @ payee anna", "cai lead run.reporting-loop @ payee cai"},
			[]string{"bo sales 200", "dan sales 50"},
		},
		"one's own manager": {
			func(o *office) { o.in.Roster.Reporting[0].Manager = "anna" },
			anna("run.reporting-loop", "payee anna"),
			[]string{"bo sales 200", "cai lead 20", "dan sales 50"},
		},
		"two managers for a day": {
			func(o *office) {
				o.in.Roster.Reporting[0].Period.Until = kam.MustDay("2026-02-02")
				o.in.Roster.Reporting = append(o.in.Roster.Reporting, incentive.ReportingLine{Payee: "anna", Manager: "bo", Period: kam.MustPeriod("2026-02-01/2027-01-01")})
			},
			[]string{"anna sales run.reporting-overlap @ payee anna", "bo sales run.reporting-overlap @ payee anna", "cai lead run.reporting-overlap @ payee anna"},
			[]string{"dan sales 50"},
		},
		"a start for one period": {
			func(o *office) {
				o.in.Opening.Positions = []incentive.Position{{Payee: "anna", Plan: "sales", Measure: "revenue", Value: exact("1")}}
			},
			anna("run.opening", "opening.positions"), nil,
		},
		"a start of 5 decimals": {
			func(o *office) {
				o.toDate()
				o.in.Opening.Positions = []incentive.Position{{Payee: "anna", Plan: "sales", Measure: "revenue", Value: exact("0.00001")}}
			},
			anna("run.opening", "opening.positions"), nil,
		},
		"a start that would be rated again": {
			func(o *office) {
				o.toDate()
				o.component(t, wholeTiers)
				o.in.Opening.Positions = []incentive.Position{{Payee: "anna", Plan: "sales", Measure: "revenue", Value: exact("1")}}
			},
			anna("run.opening", "opening.positions"), nil,
		},
		"postings from before the assignment": {
			func(o *office) {
				o.toDate()
				o.in.Period = secondQuarter
				o.in.Roster.Assignments[0].Period.From = kam.MustDay("2026-01-02")
				o.in.Opening.Ledger.Posted = []ledger.Posted{posted("2026-01-01/2026-04-01", "100")}
				o.in.Opening.Ledger.Posted[0].Version = 2
			},
			anna("run.opening", "opening.ledger"),
			[]string{"bo sales 200", "cai lead 0", "dan sales 50"},
		},
		"postings in dollars": {
			func(o *office) {
				o.toDate()
				o.in.Period = secondQuarter
				o.in.Opening.Ledger.Posted = []ledger.Posted{posted("2026-01-01/2026-04-01", "100")}
				o.in.Opening.Ledger.Posted[0].Currency = "USD"
			},
			anna("run.opening", "opening.ledger"),
			[]string{"bo sales 200", "cai lead 0", "dan sales 50"},
		},
		"commission of somebody held": {
			func(o *office) {
				o.lead.Credits[0].Base, o.lead.Credits[0].Of = incentive.CreditAfterCap, []string{"commission"}
				o.component(t, byProduct)
				o.detailed()
			},
			[]string{"anna sales run.missing-number @ transaction a1", "cai lead run.depends-on-held @ payee anna"},
			[]string{"bo sales 200", "dan sales 50"},
		},
		"an id that is no number": {
			func(o *office) { o.sales.Order = incentive.ByNumericID; o.deals[1].ID, o.deals[2].ID = "17", "0018" },
			anna("run.numeric-id", "transaction a1"), nil,
		},
		"an id that is no whole number": {
			func(o *office) {
				o.sales.Order = incentive.ByNumericID
				o.deals[0].ID, o.deals[1].ID, o.deals[2].ID = "1.5", "17", "0018"
			},
			anna("run.numeric-id", "transaction 1.5"), nil,
		},
	} {
		t.Run(name, func(t *testing.T) {
			o := newOffice(t)
			c.change(o)
			run := o.mustRun(t)
			assert.ElementsMatch(t, c.held, heldBy(run))
			want := c.paid
			if want == nil {
				want = []string{"bo sales 200", "cai lead 30", "dan sales 50"}
			}
			assert.Equal(t, want, paidBy(run))
			assert.Empty(t, run.WhyHeld("nobody"))
			why := map[string]kam.Findings{}
			for h := range run.Held() {
				merged := why[h.Payee.ID]
				merged.Merge(h.Findings)
				why[h.Payee.ID] = merged
				for _, f := range h.Findings {
					assert.Equal(t, kam.Error, f.Severity)
					assert.NotEmpty(t, f.Message.ZH)
					assert.NotEmpty(t, f.Remedy.EN)
					assert.NotEmpty(t, f.Remedy.ZH)
				}
			}
			for payee, reasons := range why {
				assert.Equal(t, reasons, run.WhyHeld(payee))
			}
		})
	}
}
