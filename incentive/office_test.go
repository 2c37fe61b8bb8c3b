package incentive_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
)

// Two plans of the office: deals pay their owner 10 %, and the owner's manager
// 10 % of a tenth of the deal.
const (
	salesPlan = `{
		"format": 1, "id": "sales", "version": 1, "currency": "CNY", "readings": "standard-1",
		"effective": "2025-01-01/2028-01-01", "period": "quarter",
		"credits":    [{"name": "own", "to": "owner", "share": "1"}],
		"measures":   [{"name": "revenue", "base": "amount", "credits": ["own"], "window": "period"}],
		"components": [{"name": "commission", "measure": "revenue", "rate": "0.1"}]
	}`
	leadPlan = `{
		"format": 1, "id": "lead", "version": 1, "currency": "CNY", "readings": "standard-1",
		"effective": "2025-01-01/2028-01-01", "period": "quarter",
		"credits":    [{"name": "up", "to": "manager", "level": 1, "share": "0.1"}],
		"measures":   [{"name": "team", "base": "amount", "credits": ["up"], "window": "period"}],
		"components": [{"name": "override", "measure": "team", "rate": "0.1"}]
	}`
)

var (
	firstQuarter  = kam.MustPeriod("2026-01-01/2026-04-01")
	secondQuarter = kam.MustPeriod("2026-04-01/2026-07-01")
	officeYears   = kam.MustPeriod("2025-01-01/2028-01-01")
)

// office is one small valid run that tests change: anna and bo sell under the
// manager cai, dan sells under nobody. It pays anna 100, bo 200, dan 50 and cai 30.
type office struct {
	sales, lead incentive.Plan
	more        []incentive.Plan
	deals       []incentive.Transaction
	in          incentive.Inputs
	opt         incentive.RunOptions
}

func newOffice(t testing.TB) *office {
	t.Helper()
	o := &office{sales: planOf(t, salesPlan), lead: planOf(t, leadPlan)}
	o.in.Period = firstQuarter
	for _, id := range []string{"anna", "bo", "cai", "dan"} {
		plan := "sales"
		if id == "cai" {
			plan = "lead"
		}
		o.in.Roster.Payees = append(o.in.Roster.Payees, incentive.Payee{ID: id})
		o.in.Roster.Assignments = append(o.in.Roster.Assignments, incentive.Assignment{Payee: id, Plan: plan, Version: 1, Period: officeYears})
	}
	for _, id := range []string{"anna", "bo"} {
		o.in.Roster.Reporting = append(o.in.Roster.Reporting, incentive.ReportingLine{Payee: id, Manager: "cai", Period: officeYears})
	}
	o.deals = []incentive.Transaction{
		sold("a1", "anna", "1000", "2026-02-01"), sold("b1", "bo", "2000", "2026-02-01"), sold("d1", "dan", "500", "2026-02-01"),
	}
	return o
}

// component replaces the one component of the sales plan.
func (o *office) component(t testing.TB, text string) {
	t.Helper()
	var c incentive.Component
	require.NoError(t, json.Unmarshal([]byte(text), &c))
	o.sales.Components = []incentive.Component{c}
}

// quotas gives everybody under the sales plan a quota of the first quarter.
func (o *office) quotas(measure, amount string) {
	for i := range o.in.Roster.Assignments {
		if a := &o.in.Roster.Assignments[i]; a.Plan == "sales" {
			a.Quotas = []incentive.Quota{{Measure: measure, Period: firstQuarter, Amount: exact(amount)}}
		}
	}
}

// observed gives everybody but the one named a score of 90.
func (o *office) observed(except string) {
	for _, p := range o.in.Roster.Payees {
		if p.ID != except {
			o.in.Observations = append(o.in.Observations, scored(p.ID, "90"))
		}
	}
}

func (o *office) add(deals ...incentive.Transaction) { o.deals = append(o.deals, deals...) }

func (o *office) program(t testing.TB) *incentive.Program {
	t.Helper()
	program, err := incentive.Compile(incentive.Book{Plans: append([]incentive.Plan{o.sales, o.lead}, o.more...)})
	require.NoError(t, err)
	return program
}

func (o *office) inputs() incentive.Inputs {
	in := o.in
	if in.Transactions.IsZero() {
		in.Transactions = incentive.Transactions(o.deals)
	}
	return in
}

func (o *office) run(t testing.TB) (*incentive.Run, error) {
	t.Helper()
	return o.program(t).Run(context.Background(), o.inputs(), o.opt)
}

func (o *office) mustRun(t testing.TB) *incentive.Run {
	t.Helper()
	run, err := o.run(t)
	require.NoError(t, err)
	return run
}

// statement runs the office and returns what is computed for one payee.
func (o *office) statement(t testing.TB, payee, plan string) incentive.Statement {
	t.Helper()
	run := o.mustRun(t)
	s, ok := run.Statement(payee, plan)
	require.True(t, ok, "held: %v", heldBy(run))
	return s
}

func planOf(t testing.TB, text string) incentive.Plan {
	t.Helper()
	p, err := incentive.ParsePlan([]byte(text))
	require.NoError(t, err)
	return p
}

func exact(s string) decimal.Decimal { return decimal.RequireFromString(s) }

func known(s string) decimal.NullDecimal { return decimal.NewNullDecimal(exact(s)) }

func sold(id, owner, amount, booked string) incentive.Transaction {
	return incentive.Transaction{ID: id, Owner: owner, Amount: exact(amount), Booked: kam.MustDay(booked)}
}

func returned(id, of, amount, booked string) incentive.Transaction {
	return incentive.Transaction{ID: id, Reverses: of, Amount: exact(amount), Booked: kam.MustDay(booked)}
}

func scored(payee, value string) kam.Observation {
	return kam.Observation{Subject: kam.Subject{Kind: "payee", ID: payee}, Metric: "csat", Period: firstQuarter, Value: known(value)}
}

// paidBy lists payee, plan and what is earned of every statement.
func paidBy(run *incentive.Run) []string {
	var all []string
	for s := range run.Statements() {
		all = append(all, fmt.Sprint(s.Payee().ID, " ", s.PlanID(), " ", s.Earned()))
	}
	return all
}

// heldBy lists payee, plan, code and place of every reason to hold.
func heldBy(run *incentive.Run) []string {
	var all []string
	for h := range run.Held() {
		for _, f := range h.Findings {
			inBoth(f)
			all = append(all, fmt.Sprint(h.Payee.ID, " ", h.Plan, " ", f.Code, " @ ", f.Place))
		}
	}
	return all
}

// faultPlaces lists code and place of every finding of an error; nothing when it is no *kam.InvalidError.
func faultPlaces(err error) []string {
	invalid, ok := errors.AsType[*kam.InvalidError](err)
	if !ok {
		return nil
	}
	var all []string
	for _, f := range invalid.Findings {
		inBoth(f)
		all = append(all, f.Code+" @ "+f.Place)
	}
	return all
}
