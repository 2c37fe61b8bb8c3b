package incentive_test

import (
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
)

const (
	curved     = `{"name": "commission", "measure": "revenue", "curve": {"basis": "attainment", "shape": "linear", "beyond": "flat", "amount": "100", "points": [{"at": "0", "pays": "0"}, {"at": "1", "pays": "1"}]}}`
	multiplied = `{"name": "commission", "measure": "revenue", "rate": "0.1", "multipliers": [{"basis": "attainment", "apply": "whole", "bands": [{"from": "0", "factor": "0.5"}, {"from": "0.8", "factor": "1"}]}]}`
	racing     = `{"name": "commission", "measure": "revenue", "contest": {"basis": "attainment", "prizes": ["100", "50", "25"], "ties": "share", "held": "wait"}}`
	pooled     = `{"name": "commission", "measure": "revenue", "pool": {"amount": "240", "key": "attainment", "held": "wait"}}`
	gated      = `{"name": "commission", "measure": "revenue", "rate": "0.1", "gates": [{"basis": "attainment", "at": "0.8"}]}`
	gatedLate  = `{"name": "commission", "measure": "revenue", "rate": "0.1", "gates": [{"basis": "attainment", "at": "0.8", "test": "running"}]}`
	tabled     = `{"name": "commission", "measure": "revenue", "table": {"dimensions": [{"on": "revenue", "basis": "attainment", "bounds": ["0", "0.8"]}], "cells": [{"at": ["0"], "rate": "0.05"}, {"at": ["0.8"], "rate": "0.1"}]}}`
	wholeBy    = `{"name": "commission", "measure": "revenue", "tiers": {"mode": "whole", "basis": "attainment", "bands": [{"from": "0", "rate": "0.05"}, {"from": "0.8", "rate": "0.1"}]}}`
	between    = `{"name": "commission", "measure": "revenue", "tiers": {"mode": "interpolated-rate", "basis": "attainment", "bands": [{"from": "0", "rate": "0"}, {"from": "1", "rate": "0.1"}]}}`

	filled  = `{"name": "commission", "measure": "revenue", "tiers": {"mode": "interpolated-amount", "basis": "attainment", "bands": [{"from": "0", "until": "1", "amount": "100"}]}}`
	topped  = `{"name": "commission", "measure": "revenue", "rate": "0.1", "caps": [{"per": "component", "on": "attainment", "attainment": "2"}]}`
	banded  = `{"name": "commission", "measure": "revenue", "rate": "0.1", "gates": [{"kind": "deadband", "basis": "attainment", "at": "0.5"}]}`
	slicing = `{"name": "commission", "measure": "revenue", "rate": "0.1", "multipliers": [{"basis": "attainment", "apply": "slice", "bands": [{"from": "0", "factor": "1"}, {"from": "1", "factor": "2"}]}]}`
)

// joined is an office of one quarter's quota of 1,000 each, in which anna was hired on 15 March and months in part do not count.
func joined(t *testing.T, component string) *office {
	t.Helper()
	o := newOffice(t)
	o.component(t, component)
	o.quotas("revenue", "1000")
	o.deals[0].Booked = kam.MustDay("2026-03-20")
	o.sales.Proration = &incentive.Proration{By: incentive.Months, PartialMonth: incentive.MonthDropped, Quotas: new(true), Targets: new(false)}
	o.in.Roster.Assignments[0].Period.From = kam.MustDay("2026-03-15")
	return o
}

// Where attainment is read as one value, "zeroQuota" says what counts when proration leaves nothing of a quota.
func TestZeroQuotaOutOfProrationIsAWayOut(t *testing.T) {
	for name, c := range map[string]struct{ component, paid string }{
		"a curve":                   {curved, "80"},
		"a multiplier of the whole": {multiplied, "100"},
		"a contest":                 {racing, "50"}, // bo has 200 %, anna 80 %, dan 50 %
		"a pool by attainment":      {pooled, "58.18"},
		"a cliff":                   {gated, "100"},
		"a running cliff":           {gatedLate, "100"},
		"a table":                   {tabled, "100"},
		"whole tiers":               {wholeBy, "100"},
		"an interpolated rate":      {between, "80"},
	} {
		t.Run(name, func(t *testing.T) {
			o := joined(t, c.component)
			f := zeroQuota(t, o)
			assert.Equal(t, `proration or relief leaves nothing of the quota of "anna" for "revenue", which is 1000`, f.Message.EN)
			assert.Equal(t, `write "partialMonth": "by-days" or "counts" in the plan's proration, or state in the plan what attainment of "revenue" counts then, such as "zeroQuota": "1"`, f.Remedy.EN)
			assert.Equal(t, `请在方案的 proration 中写 "partialMonth": "by-days" 或 "counts"，或在方案中为指标“revenue”写明此时的完成率，例如 "zeroQuota": "1"`, f.Remedy.ZH)

			o.sales.Measures[0].ZeroQuota = known("0.8")
			s := o.statement(t, "anna", "sales")
			assert.Equal(t, c.paid, s.Earned().String())
			exported, err := s.Export()
			require.NoError(t, err)
			require.NoError(t, incentive.VerifyStatement(exported))
		})
	}
}

// zeroQuota runs an office that holds anna for a quota of zero, and nothing else, and returns why.
func zeroQuota(t *testing.T, o *office) kam.Finding {
	t.Helper()
	run := o.mustRun(t)
	for h := range run.Held() {
		if h.Payee.ID == "anna" {
			require.Len(t, h.Findings, 1)
			require.Equal(t, string(incentive.CodeZeroQuota), h.Findings[0].Code)
			inBoth(h.Findings[0])
			return h.Findings[0]
		}
	}
	require.Fail(t, "anna is not held")
	return kam.Finding{}
}

// Where the quota is divided into parts no stated attainment helps: the remedy names the component and what does help.
func TestZeroQuotaThatIsDividedNamesOtherWays(t *testing.T) {
	for name, component := range map[string]string{
		"marginal tiers": tieredByQuota, "interpolated amounts": filled, "a cap on attainment": topped, "a deadband": banded, "a multiplier per slice": slicing,
	} {
		t.Run(name, func(t *testing.T) {
			o := joined(t, component)
			o.sales.Measures[0].ZeroQuota = known("0.8")
			f := zeroQuota(t, o)
			assert.Equal(t, `write "partialMonth": "by-days" or "counts" in the plan's proration; a "zeroQuota" does not help here, because the component "commission" divides the quota into parts`, f.Remedy.EN)
			assert.Equal(t, `请在方案的 proration 中写 "partialMonth": "by-days" 或 "counts"；此处 "zeroQuota" 无效，因为组成部分“commission”需按目标切分`, f.Remedy.ZH)
			for _, way := range []incentive.PartialMonth{incentive.MonthByDays, incentive.MonthCounts} {
				o.sales.Proration.PartialMonth = way
				assert.True(t, o.statement(t, "anna", "sales").Earned().IsPositive(), "%s is a way out", way)
			}
		})
	}
}

// Each reason for which nothing is left of a quota has a remedy of its own, and it helps.
func TestZeroQuotaRemediesHelp(t *testing.T) {
	const cuts = `; a "zeroQuota" does not help here, because the component "commission" divides the quota into parts`
	days := func(o *office) *incentive.Assignment {
		o.sales.Proration = &incentive.Proration{By: incentive.CalendarDays, Quotas: new(true), Targets: new(false)}
		a := &o.in.Roster.Assignments[0]
		a.Period = officeYears
		return a
	}
	for name, c := range map[string]struct {
		cause  func(*office)
		remedy string
		mend   func(*office)
	}{
		"stated as zero": {
			func(o *office) { days(o).Quotas[0].Amount = decimal.Zero },
			"state a quota above zero",
			func(o *office) { o.in.Roster.Assignments[0].Quotas[0].Amount = exact("10") },
		},
		"away all the time": {
			func(o *office) {
				days(o).Absences = []incentive.Absence{{ID: "leave", Period: firstQuarter, Prorates: true}}
			},
			`end the assignment for the time away, or write "prorates": false for the absence`,
			func(o *office) { o.in.Roster.Assignments[0].Absences[0].Prorates = false },
		},
		"a ramp of nothing": {
			func(o *office) { days(o).Ramps = []incentive.Ramp{{Period: firstQuarter}} },
			"raise the ramp's share above zero",
			func(o *office) { o.in.Roster.Assignments[0].Ramps[0].Share = exact("0.1") },
		},
		"relieved of all of it": {
			func(o *office) {
				days(o).Quotas[0].Relief = []incentive.Relief{{Share: known("1"), Reason: "flood", ApprovedBy: "cai"}}
			},
			"grant less relief than the whole quota",
			func(o *office) { o.in.Roster.Assignments[0].Quotas[0].Relief[0].Share = known("0.9") },
		},
		"before the assignment": {
			func(o *office) {
				a := days(o)
				a.Period.From = kam.MustDay("2026-02-01")
				o.sales.Measures[0].Denominator = incentive.QuotaToDate
				o.sales.Measures[0].Window = incentive.YearToDate
				a.Quotas = []incentive.Quota{
					{Measure: "revenue", Period: kam.MustPeriod("2026-01-01/2026-02-01"), Amount: exact("1000")},
					{Measure: "revenue", Period: kam.MustPeriod("2026-02-01/2026-04-01"), Amount: exact("0")},
				}
			},
			"extend the assignment to days of 2026-01-01/2026-02-01, or state a quota above zero",
			func(o *office) { o.in.Roster.Assignments[0].Quotas[1].Amount = exact("10") },
		},
	} {
		t.Run(name, func(t *testing.T) {
			o := joined(t, tieredByQuota)
			c.cause(o)
			assert.Equal(t, c.remedy+cuts, zeroQuota(t, o).Remedy.EN)
			c.mend(o)
			assert.True(t, o.statement(t, "anna", "sales").Earned().IsPositive())
		})
	}
}

// A first month that has no working day is a quota of zero where working days count.
func TestZeroQuotaWithoutAWorkingDay(t *testing.T) {
	o := joined(t, tieredByQuota)
	o.sales.Proration = &incentive.Proration{By: incentive.WorkingDays, Quotas: new(true), Targets: new(false)}
	o.in.Roster.Assignments[0].Period = kam.MustPeriod("2026-03-28/2026-03-30") // a Saturday and a Sunday
	o.deals[0].Booked = kam.MustDay("2026-03-28")
	weekdays, err := kam.NewCalendar(kam.CalendarSpec{Declared: []int{2026}})
	require.NoError(t, err)
	program, err := incentive.Compile(incentive.Book{Plans: []incentive.Plan{o.sales, o.lead}, Calendar: weekdays})
	require.NoError(t, err)
	run, err := program.Run(t.Context(), o.inputs(), incentive.RunOptions{})
	require.NoError(t, err)
	found := false
	for h := range run.Held() {
		for _, f := range h.Findings {
			inBoth(f)
			found = found || f.Code == string(incentive.CodeZeroQuota) && h.Payee.ID == "anna"
			if f.Code == string(incentive.CodeZeroQuota) {
				assert.Contains(t, f.Remedy.EN, `write "by": "calendar-days" in the plan's proration, as no working day counts`)
			}
		}
	}
	assert.True(t, found)
	o.sales.Proration.By = incentive.CalendarDays
	assert.True(t, o.statement(t, "anna", "sales").Earned().IsPositive())
}
