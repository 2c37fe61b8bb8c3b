package incentivetest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"sync"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
)

func rosterRules() []rule[openRoster] {
	return []rule[openRoster]{
		{"payees", "every payee is returned for every period, also one without an assignment", payees},
		{"assignments", "the assignments that overlap the period are returned, each once, and no others", assignments},
		{"reporting", "the reporting lines that overlap the period are returned, each once, and no others", reporting},
		{"whole", "an assignment is returned whole: its period, its target with all changes, all its quotas, ramps and absences, none cut to the period", wholeAssignments},
		{"empty", "a period without assignments and reporting lines is no error, and neither is an empty roster", emptyRoster},
		{"content", "every field comes back as it was, numbers exactly and an unknown target unknown", rosterContent},
		{"entitlement", "ramps, absences, reliefs of a quota and changes of a target come back as they were, reliefs and changes in their order", entitlements},
		{"texts", "ids and names are kept byte for byte; ids that differ in case, blanks or Unicode form are different ids", rosterTexts},
		{"many", "a roster of a thousand payees is returned whole", manyPayees},
		{"own", "what is returned is the caller's: changing it, or the seed, changes nothing in the next one", ownRoster},
		{"at-once", "several calls may run at once", rosterAtOnce},
		{"cancelled", "a context that has ended gives an error that wraps its Err", cancelledRoster},
	}
}

func assigned(payee, plan, in string) incentive.Assignment {
	return incentive.Assignment{Payee: payee, Plan: plan, Version: 1, Period: kam.MustPeriod(in)}
}

// expectRoster compares what a reader returns for the period, in any order.
func expectRoster(ctx context.Context, r incentive.RosterReader, p string, want incentive.Roster) error {
	got, err := r.Roster(ctx, kam.MustPeriod(p))
	if err != nil {
		return fmt.Errorf("the period %s: %w", p, err)
	}
	if err := errors.Join(
		sameSets(describePayee, want.Payees, got.Payees),
		sameSets(describeAssignment, want.Assignments, got.Assignments),
		sameSets(describeReporting, want.Reporting, got.Reporting),
	); err != nil {
		return fmt.Errorf("the period %s: %w", p, err)
	}
	return nil
}

func payees(ctx context.Context, open openRoster) error {
	all := []incentive.Payee{{ID: "anna", Name: "Anna"}, {ID: "bo"}, {ID: "vacant", Open: true}}
	r := open(incentive.Roster{
		Payees:      all,
		Assignments: []incentive.Assignment{assigned("anna", "ae", "2020-01-01/2021-01-01")},
	})
	return expectRoster(ctx, r, period, incentive.Roster{Payees: all})
}

// spans are periods that have a day in common with [period], and periods that have none.
func spans() (overlapping, apart []string) {
	overlapping = []string{
		period, "2026-05-01/2026-05-02", "2026-04-01/2026-04-02", "2026-06-30/2026-07-01", "2026-01-01/2026-04-02",
		"2026-06-30/2027-01-01", "2025-01-01/2027-01-01", "2026-01-01/..", "2026-06-30/..", "0001-01-01/9999-12-31",
	}
	apart = []string{
		"2026-01-01/2026-04-01", "2026-07-01/2026-08-01", "2026-07-01/..", "2025-05-01/2025-06-01", "9999-12-30/..",
	}
	return overlapping, apart
}

func assignments(ctx context.Context, open openRoster) error {
	overlapping, apart := spans()
	var seed, want incentive.Roster
	for i, in := range slices.Concat(apart, overlapping) {
		id := "payee " + strconv.Itoa(i)
		seed.Payees = append(seed.Payees, incentive.Payee{ID: id})
		seed.Assignments = append(seed.Assignments, assigned(id, "ae", in))
	}
	// One payee on two plans at once, and on the same plan in two stretches.
	seed.Payees = append(seed.Payees, incentive.Payee{ID: "anna"})
	seed.Assignments = append(seed.Assignments, assigned("anna", "ae", "2026-01-01/2026-05-01"),
		assigned("anna", "ae", "2026-05-01/.."), assigned("anna", "kam", "2026-01-01/2027-01-01"))
	want.Payees, want.Assignments = seed.Payees, seed.Assignments[len(apart):]
	if err := expectRoster(ctx, open(seed), period, want); err != nil {
		return err
	}
	want.Assignments = nil
	for _, a := range seed.Assignments {
		if !a.Period.Until.IsSet() || a.Period.Until.Compare(kam.MustDay("2027-01-01")) > 0 {
			want.Assignments = append(want.Assignments, a)
		}
	}
	return expectRoster(ctx, open(seed), "2027-01-01/..", want)
}

func reporting(ctx context.Context, open openRoster) error {
	overlapping, apart := spans()
	seed := incentive.Roster{Payees: []incentive.Payee{{ID: "boss"}}}
	for i, in := range slices.Concat(apart, overlapping) {
		id := "payee " + strconv.Itoa(i)
		seed.Payees = append(seed.Payees, incentive.Payee{ID: id})
		seed.Reporting = append(seed.Reporting, incentive.ReportingLine{
			Payee: id, Manager: "boss", Period: kam.MustPeriod(in),
		})
	}
	seed.Payees = append(seed.Payees, incentive.Payee{ID: "anna"})
	seed.Reporting = append(seed.Reporting,
		incentive.ReportingLine{Payee: "anna", Manager: "boss", Period: kam.MustPeriod("2026-01-01/2026-05-01")},
		incentive.ReportingLine{Payee: "anna", Manager: "not a payee", Period: kam.MustPeriod("2026-05-01/..")})
	want := incentive.Roster{Payees: seed.Payees, Reporting: seed.Reporting[len(apart):]}
	return expectRoster(ctx, open(seed), period, want)
}

func wholeAssignments(ctx context.Context, open openRoster) error {
	a := assigned("anna", "ae", "2025-01-01/2027-01-01")
	a.Target = incentive.Target{Amount: decimal.NewNullDecimal(decimal.NewFromInt(50_000)), Per: "year"}
	for _, q := range []string{
		"2025-01-01/2025-07-01", "2025-07-01/2026-01-01", "2026-01-01/2026-05-01", "2026-05-01/2026-06-01", "2026-06-01/2027-01-01",
	} {
		a.Quotas = append(a.Quotas, incentive.Quota{
			Measure: "revenue", Period: kam.MustPeriod(q), Amount: decimal.NewFromInt(1_000),
		})
	}
	for i, p := range []string{"2025-01-01/2025-02-01", "2026-05-10/2026-05-11", "2026-12-01/2027-01-01"} {
		a.Ramps = append(a.Ramps, incentive.Ramp{Period: kam.MustPeriod(p), Share: decimal.New(5, -1)})
		a.Absences = append(a.Absences, incentive.Absence{ID: strconv.Itoa(i), Period: kam.MustPeriod(p)})
		a.Target.Changes = append(a.Target.Changes, incentive.TargetChange{From: kam.MustPeriod(p).From, Amount: decimal.New(int64(i), 3)})
	}
	seed := incentive.Roster{Payees: []incentive.Payee{{ID: "anna"}}, Assignments: []incentive.Assignment{a}}
	return expectRoster(ctx, open(seed), "2026-05-10/2026-05-11", seed)
}

func emptyRoster(ctx context.Context, open openRoster) error {
	if err := expectRoster(ctx, open(incentive.Roster{}), period, incentive.Roster{}); err != nil {
		return err
	}
	return expectRoster(ctx, open(incentive.Roster{
		Assignments: []incentive.Assignment{assigned("anna", "ae", "2020-01-01/2021-01-01")},
	}), period, incentive.Roster{})
}

func rosterContent(ctx context.Context, open openRoster) error {
	number := decimal.RequireFromString
	a := assigned("anna", "ae", "2026-01-01/..")
	a.Version = 12
	a.Target = incentive.Target{Amount: decimal.NewNullDecimal(number("123456789012345.6789")), Per: "half-year"}
	a.Quotas = []incentive.Quota{
		{Measure: "revenue", Period: kam.MustPeriod("2026-01-01/2026-04-01"), Amount: number("0.0001")},
		{Measure: "revenue", Period: kam.MustPeriod("2026-04-01/2027-01-01"), Amount: number("9007199254740993")},
		{Measure: "units", Period: kam.MustPeriod("2026-01-01/2027-01-01"), Amount: decimal.New(12, 6)},
		{Measure: "none", Period: kam.MustPeriod("2026-01-01/.."), Amount: decimal.Zero},
	}
	zero := assigned("bo", "ae", "2026-01-01/2027-01-01")
	zero.Target = incentive.Target{Amount: decimal.NewNullDecimal(decimal.Zero), Per: "month"}
	unknown := assigned("cy", "ae", "2026-01-01/2027-01-01")
	seed := incentive.Roster{
		Payees: []incentive.Payee{
			{ID: "anna", Name: "Anna B.", Currency: "USD"}, {ID: "bo", Open: true}, {ID: "cy", Name: "王芳", Open: true, Currency: "CNY"},
		},
		Assignments: []incentive.Assignment{a, zero, unknown},
		Reporting:   []incentive.ReportingLine{{Payee: "anna", Manager: "bo", Period: kam.MustPeriod("0001-01-01/..")}},
	}
	return expectRoster(ctx, open(seed), period, seed)
}

// entitled is an assignment with something of everything that may stand beside its quotas.
func entitled(payee string) incentive.Assignment {
	number := decimal.RequireFromString
	a := withQuota(payee)
	a.Target = incentive.Target{Amount: decimal.NewNullDecimal(number("20000")), Per: "year", Changes: []incentive.TargetChange{
		{From: kam.MustDay("2026-02-01"), Amount: number("24000.5")},
		{From: kam.MustDay("2026-08-01"), Amount: number("0")},
		{From: kam.MustDay("2026-11-30"), Amount: number("123456789012345")},
	}}
	a.Ramps = []incentive.Ramp{
		{Period: kam.MustPeriod("2026-04-01/.."), Share: number("1")},
		{Period: kam.MustPeriod("2026-01-01/2026-02-01"), Share: number("0")},
		{Period: kam.MustPeriod("2026-02-01/2026-04-01"), Share: number("0.333333")},
	}
	a.Absences = []incentive.Absence{
		{ID: "leave 2", Period: kam.MustPeriod("2026-09-01/.."), Reason: "parental leave", Prorates: true},
		{ID: "病假", Period: kam.MustPeriod("2026-03-02/2026-03-03")},
	}
	a.Quotas[0].Relief = []incentive.Relief{
		{Share: decimal.NewNullDecimal(number("0.25")), For: "病假", Reason: "the flood, the first part", ApprovedBy: "bo"},
		{Amount: decimal.NewNullDecimal(number("0")), Reason: "nothing", ApprovedBy: "cy"},
		{Amount: decimal.NewNullDecimal(number("0.0001")), Reason: "a rest", ApprovedBy: "王芳"},
	}
	a.Quotas = append(a.Quotas, incentive.Quota{Measure: "units", Period: a.Period, Amount: number("10"), Relief: []incentive.Relief{
		{Share: decimal.NewNullDecimal(number("1")), Reason: "no product", ApprovedBy: "bo"},
	}})
	return a
}

func entitlements(ctx context.Context, open openRoster) error {
	plain := withQuota("bo")
	again := entitled("anna")
	again.Plan = "kam"
	seed := incentive.Roster{
		Payees:      []incentive.Payee{{ID: "anna"}, {ID: "bo"}},
		Assignments: []incentive.Assignment{entitled("anna"), again, plain},
	}
	return expectRoster(ctx, open(seed), period, seed)
}

func rosterTexts(ctx context.Context, open openRoster) error {
	var seed incentive.Roster
	for _, id := range oddTexts() {
		seed.Payees = append(seed.Payees, incentive.Payee{ID: id, Name: id + "\n" + id})
		a := assigned(id, id, "2026-01-01/..")
		a.Quotas = []incentive.Quota{{Measure: id, Period: kam.MustPeriod(period), Amount: decimal.NewFromInt(1)}}
		a.Quotas[0].Relief = []incentive.Relief{{Amount: decimal.NewNullDecimal(decimal.NewFromInt(1)), For: id, Reason: id + "\n" + id, ApprovedBy: id}}
		a.Absences = []incentive.Absence{{ID: id, Period: kam.MustPeriod(period), Reason: id + "\n" + id}}
		seed.Assignments = append(seed.Assignments, a)
		seed.Reporting = append(seed.Reporting, incentive.ReportingLine{
			Payee: id, Manager: id, Period: kam.MustPeriod(period),
		})
	}
	return expectRoster(ctx, open(seed), period, seed)
}

func manyPayees(ctx context.Context, open openRoster) error {
	var seed incentive.Roster
	for i := range 1_000 {
		a := withQuota("payee " + strconv.Itoa(i))
		seed.Payees = append(seed.Payees, incentive.Payee{ID: a.Payee})
		seed.Assignments = append(seed.Assignments, a)
		seed.Reporting = append(seed.Reporting, incentive.ReportingLine{
			Payee: a.Payee, Manager: "payee 0", Period: a.Period,
		})
	}
	return expectRoster(ctx, open(seed), period, seed)
}

func withQuota(payee string) incentive.Assignment {
	a := assigned(payee, "ae", "2026-01-01/2027-01-01")
	a.Quotas = []incentive.Quota{{Measure: "revenue", Period: a.Period, Amount: decimal.NewFromInt(1_000)}}
	return a
}

// two is a small roster to change.
func two() incentive.Roster {
	return incentive.Roster{
		Payees:      []incentive.Payee{{ID: "anna"}, {ID: "bo"}},
		Assignments: []incentive.Assignment{entitled("anna"), withQuota("bo")},
		Reporting:   []incentive.ReportingLine{{Payee: "anna", Manager: "bo", Period: kam.MustPeriod("2026-01-01/..")}},
	}
}

func ownRoster(ctx context.Context, open openRoster) error {
	seed := two()
	r := open(seed)
	got, err := r.Roster(ctx, kam.MustPeriod(period))
	if err != nil {
		return err
	}
	for _, roster := range []incentive.Roster{got, seed} {
		for i := range roster.Payees {
			roster.Payees[i].Name = "spoilt"
		}
		for _, a := range roster.Assignments {
			spoilAssignment(a)
		}
		for i := range roster.Assignments {
			roster.Assignments[i].Plan = "spoilt"
		}
		for i := range roster.Reporting {
			roster.Reporting[i].Manager = "spoilt"
		}
		if err := expectRoster(ctx, r, period, two()); err != nil {
			return err
		}
	}
	return nil
}

// spoilAssignment changes everything in an assignment that another may share with it.
func spoilAssignment(a incentive.Assignment) {
	wrong := decimal.NewFromInt(666)
	for i := range a.Quotas {
		a.Quotas[i].Amount = wrong
		for j := range a.Quotas[i].Relief {
			a.Quotas[i].Relief[j].Reason = "spoilt"
		}
	}
	for i := range a.Ramps {
		a.Ramps[i].Share = wrong
	}
	for i := range a.Absences {
		a.Absences[i].Reason = "spoilt"
	}
	for i := range a.Target.Changes {
		a.Target.Changes[i].Amount = wrong
	}
}

func rosterAtOnce(ctx context.Context, open openRoster) error {
	r := open(two())
	errs := make([]error, 8)
	var wait sync.WaitGroup
	for i := range errs {
		wait.Go(func() {
			for range 5 {
				if err := expectRoster(ctx, r, period, two()); err != nil {
					errs[i] = err
					return
				}
			}
		})
	}
	wait.Wait()
	return errors.Join(errs...)
}

func cancelledRoster(ctx context.Context, open openRoster) error {
	r := open(two())
	over, cancel := context.WithCancel(ctx)
	cancel()
	if _, err := r.Roster(over, kam.MustPeriod(period)); !errors.Is(err, context.Canceled) {
		return fmt.Errorf("the error is %v", err)
	}
	return expectRoster(ctx, r, period, two())
}
