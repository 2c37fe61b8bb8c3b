package incentive_test

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"sync/atomic"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/ledger"
)

func TestRunPassesTheErrorOfItsSource(t *testing.T) {
	broken := errors.New("connection lost")
	o := newOffice(t)
	read := 0
	o.in.Transactions = incentive.Sequence(func(yield func(incentive.Transaction, error) bool) {
		for _, d := range o.deals[:2] {
			read++
			if !yield(d, nil) {
				return
			}
		}
		yield(incentive.Transaction{}, broken)
	})
	run, err := o.run(t)
	require.ErrorIs(t, err, broken)
	assert.Nil(t, run)
	assert.Equal(t, 2, read)
}

func TestRunReadsItsSourceOnce(t *testing.T) {
	o := newOffice(t)
	ranged := 0
	source := incentive.Transactions(o.deals)
	o.in.Transactions = incentive.Sequence(func(yield func(incentive.Transaction, error) bool) {
		ranged++
		source.All()(yield)
	})
	o.mustRun(t)
	assert.Equal(t, 1, ranged)
}

func TestTransactionsStopsWhenAsked(t *testing.T) {
	next, stop := iter.Pull2(incentive.Transactions([]incentive.Transaction{sold("1", "a", "1", "2026-01-01"), sold("2", "a", "1", "2026-01-01")}).All())
	first, err, ok := next()
	require.True(t, ok)
	require.NoError(t, err)
	assert.Equal(t, "1", first.ID)
	stop()
}

func TestRunEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancelCause(context.Background())
	cancel(errors.New("no longer wanted"))
	for name, deals := range map[string][]incentive.Transaction{"with deals": newOffice(t).deals, "without": nil} {
		t.Run(name, func(t *testing.T) {
			o := newOffice(t)
			o.deals = deals
			run, err := o.program(t).Run(ctx, o.inputs(), incentive.RunOptions{})
			require.ErrorIs(t, err, context.Canceled)
			assert.Nil(t, run)
		})
	}
}

func TestRunEndsInTheMiddle(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	o := newOffice(t)
	for i := range 100 {
		id := fmt.Sprint("payee ", i)
		o.in.Roster.Payees = append(o.in.Roster.Payees, incentive.Payee{ID: id})
		o.in.Roster.Assignments = append(o.in.Roster.Assignments, incentive.Assignment{Payee: id, Plan: "sales", Version: 1, Period: officeYears})
	}
	_, err := o.program(t).Run(ctx, o.inputs(), incentive.RunOptions{Workers: 1, Progress: func(int, int) { cancel() }})
	require.ErrorIs(t, err, context.Canceled)
}

func TestRunWithoutInputs(t *testing.T) {
	t.Run("no source", func(t *testing.T) {
		o := newOffice(t)
		o.deals = nil
		in := o.in // Transactions stay nil
		run, err := o.program(t).Run(context.Background(), in, incentive.RunOptions{})
		require.NoError(t, err)
		assert.Equal(t, []string{"anna sales 0", "bo sales 0", "cai lead 0", "dan sales 0"}, paidBy(run))
	})
	t.Run("no roster", func(t *testing.T) {
		o := newOffice(t)
		o.in.Roster = incentive.Roster{}
		run := o.mustRun(t)
		assert.Empty(t, paidBy(run))
		house := 0
		for range run.House() {
			house++
		}
		assert.Equal(t, 3, house)
		batch, err := run.Batch()
		require.NoError(t, err)
		assert.Empty(t, batch.Entries)
		require.NoError(t, batch.Check())
		assert.Len(t, run.ID(), 64)
	})
	t.Run("nobody assigned in the period", func(t *testing.T) {
		o := newOffice(t)
		for i := range o.in.Roster.Assignments {
			o.in.Roster.Assignments[i].Period.Until = firstQuarter.From
		}
		assert.Empty(t, paidBy(o.mustRun(t)))
	})
}

// The plan of a version no unit uses may be of another kind of period or not effective.
func TestRunAsksOnlyForThePlansInUse(t *testing.T) {
	o := newOffice(t)
	unused := planOf(t, salesPlan)
	unused.ID, unused.Period, unused.Effective = "monthly", kam.Month, kam.MustPeriod("2020-01-01/2021-01-01")
	o.more = []incentive.Plan{unused}
	assert.Equal(t, []string{"anna sales 100", "bo sales 200", "cai lead 30", "dan sales 50"}, paidBy(o.mustRun(t)))
}

func TestRunSeveralAssignments(t *testing.T) {
	o := newOffice(t)
	second := planOf(t, salesPlan)
	second.Version, second.Components[0].Rate = 2, known("0.2")
	bonus := planOf(t, salesPlan)
	bonus.ID, bonus.Components[0].Rate = "bonus", known("0.01")
	o.more = []incentive.Plan{second, bonus}
	a := &o.in.Roster.Assignments[0]
	a.Period.Until = kam.MustDay("2026-03-01")
	o.in.Roster.Assignments = append(
		o.in.Roster.Assignments,
		incentive.Assignment{Payee: "anna", Plan: "sales", Version: 2, Period: kam.MustPeriod("2026-03-01/2028-01-01")},
		incentive.Assignment{Payee: "anna", Plan: "bonus", Version: 1, Period: officeYears},
	)
	o.add(sold("a2", "anna", "300", "2026-02-28"), sold("a3", "anna", "400", "2026-03-01"))
	run := o.mustRun(t)
	assert.Equal(t, []string{"anna bonus 17", "anna sales 130", "anna sales 80", "bo sales 200", "cai lead 37", "dan sales 50"}, paidBy(run))
	latest, ok := run.Statement("anna", "sales")
	require.True(t, ok)
	assert.Equal(t, 2, latest.PlanVersion())
	why := run.Why("anna", "a3")
	assert.True(t, why.Amount.Equal(exact("84")), "80 from sales and 4 from bonus: %s", why.Amount)
}

func TestRunObservations(t *testing.T) {
	high, low := scored("anna", "90"), scored("anna", "89.9999")
	revised := func(o kam.Observation, revision int64) kam.Observation {
		o.Revision = revision
		return o
	}
	ratio := func(numerator, denominator string) kam.Observation {
		o := scored("anna", "0")
		o.Value.Valid, o.Numerator, o.Denominator = false, known(numerator), known(denominator)
		return o
	}
	other := func(change func(*kam.Observation)) kam.Observation {
		o := low
		change(&o)
		return o
	}
	for name, c := range map[string]struct {
		all  []kam.Observation
		paid string
	}{
		"at the gate":                {[]kam.Observation{high}, "100"},
		"just below":                 {[]kam.Observation{low}, "0"},
		"the same twice":             {[]kam.Observation{high, high}, "100"},
		"a later revision":           {[]kam.Observation{low, revised(high, 1)}, "100"},
		"an earlier revision":        {[]kam.Observation{revised(low, 1), high}, "0"},
		"a ratio at the gate":        {[]kam.Observation{ratio("180", "2")}, "100"},
		"a third below":              {[]kam.Observation{ratio("269.99", "3")}, "0"},
		"another subject's kind":     {[]kam.Observation{high, other(func(o *kam.Observation) { o.Subject.Kind = "team" })}, "100"},
		"another scope":              {[]kam.Observation{high, other(func(o *kam.Observation) { o.Scope = "east" })}, "100"},
		"another period":             {[]kam.Observation{high, other(func(o *kam.Observation) { o.Period = secondQuarter })}, "100"},
		"another metric":             {[]kam.Observation{high, other(func(o *kam.Observation) { o.Metric = "nps" })}, "100"},
		"somebody else's, malformed": {[]kam.Observation{high, other(func(o *kam.Observation) { o.Scope, o.Subject.ID = "x", "" })}, "100"},
	} {
		t.Run(name, func(t *testing.T) {
			o := newOffice(t)
			o.component(t, byScoreGate)
			o.sales.Measures = append(o.sales.Measures, incentive.Measure{Name: "satisfaction", Base: incentive.BaseObservation, Metric: "csat"})
			o.observed("anna")
			o.in.Observations = append(o.in.Observations, c.all...)
			assert.True(t, o.statement(t, "anna", "sales").Earned().Equal(exact(c.paid)))
		})
	}
}

func TestRunStartsAtOpeningPosition(t *testing.T) {
	for name, c := range map[string]struct {
		at   []string
		paid string
	}{
		"none":        {nil, "100"},
		"below":       {[]string{"4000"}, "100"},
		"across":      {[]string{"4500"}, "150"},
		"at":          {[]string{"5000"}, "200"},
		"two add up":  {[]string{"4500", "250"}, "175"},
		"below zero":  {[]string{"-400"}, "60"}, // what is missing is refilled first
		"all of that": {[]string{"-1000"}, "0"},
	} {
		t.Run(name, func(t *testing.T) {
			o := newOffice(t)
			o.toDate()
			o.component(t, marginal)
			for _, at := range c.at {
				o.in.Opening.Positions = append(o.in.Opening.Positions, incentive.Position{Payee: "anna", Plan: "sales", Measure: "revenue", Value: exact(at)})
			}
			assert.True(t, o.statement(t, "anna", "sales").Earned().Equal(exact(c.paid)))
		})
	}
}

// A deal of last year was capped at 100: mirrored, a third of it takes back a third of that, and all three thirds all of it.
func TestRunMirrorsPriorDeal(t *testing.T) {
	o := newOffice(t)
	o.sales.Refunds.Method = incentive.Mirror
	o.in.Opening.Prior = []incentive.Prior{prior(numbers("commission", "100"))}
	o.deals = []incentive.Transaction{
		returned("r1", "p0", "-1000", "2026-02-01"), returned("r2", "p0", "-1000", "2026-02-02"), returned("r3", "p0", "-1000", "2026-02-03"),
	}
	s := o.statement(t, "anna", "sales")
	var lines []string
	for l := range s.Lines() {
		lines = append(lines, l.Transaction()+" "+l.Amount().StringFixed(2))
	}
	assert.Equal(t, []string{"r1 -33.33", "r2 -33.34", "r3 -33.33"}, lines)
	assert.True(t, s.Earned().Equal(exact("-100")))
	assert.True(t, s.Payable().IsZero())
}

func TestRunRecalculatesPriorDeal(t *testing.T) {
	o := newOffice(t)
	o.in.Opening.Prior = []incentive.Prior{prior(nil)}
	o.add(returned("r1", "p0", "-300", "2026-02-01"))
	assert.True(t, o.statement(t, "anna", "sales").Earned().Equal(exact("70")))
	_, listed := o.mustRun(t).Statement("anna", "sales")
	assert.True(t, listed)
}

// 2 % of everything, and 5 % of everything from 1,000 on in the year.
func TestRunTrueUp(t *testing.T) {
	o := newOffice(t)
	o.toDate()
	o.component(t, `{"name": "commission", "measure": "revenue", "tiers": {"mode": "whole", "basis": "amount", "bands": [{"from": "0", "rate": "0.02"}, {"from": "1000", "rate": "0.05"}]}}`)
	o.deals = []incentive.Transaction{sold("a1", "anna", "800", "2026-02-01")}
	book := &ledger.Memory{}
	first := o.mustRun(t)
	assert.Equal(t, []string{"anna sales 16", "bo sales 0", "cai lead 8", "dan sales 0"}, paidBy(first))
	post(t, book, first)

	o.in.Period = secondQuarter
	o.add(sold("a2", "anna", "400", "2026-05-01"))
	o.in.Opening.Ledger = snapshotOf(t, book)
	run := o.mustRun(t)
	s, ok := run.Statement("anna", "sales")
	require.True(t, ok)
	var parts []string
	for l := range s.Lines() {
		parts = append(parts, fmt.Sprint(l.Transaction(), " ", l.Amount()))
	}
	for l := range s.EarlierLines() {
		parts = append(parts, fmt.Sprint("earlier ", l.Transaction(), " ", l.Amount()))
	}
	for a := range s.Adjustments() {
		parts = append(parts, fmt.Sprint(a.Kind, " ", a.Component, " ", a.Amount))
	}
	assert.Equal(t, []string{"a2 20", "earlier a1 40", "earned-earlier commission 40", "posted-earlier commission -16"}, parts)
	assert.True(t, s.Earned().Equal(exact("44")), "%s", s.Earned()) // 1,200 at 5 % less 16
	for k := range s.Components() {
		assert.True(t, k.ToDate.Equal(exact("60")) && k.Before.Equal(exact("16")) && k.Amount.Equal(exact("44")), "%+v", k)
	}
	post(t, book, run)
	total := decimal.Zero
	for _, p := range snapshotOf(t, book).Posted {
		if p.Payee == "anna" {
			total = total.Add(p.Amount)
		}
	}
	assert.True(t, total.Equal(exact("60")))
}

func TestRunReportsProgress(t *testing.T) {
	for _, workers := range []int{0, 1, 7} {
		o := newOffice(t)
		for i := range 96 {
			id := fmt.Sprint("payee ", i)
			o.in.Roster.Payees = append(o.in.Roster.Payees, incentive.Payee{ID: id})
			o.in.Roster.Assignments = append(o.in.Roster.Assignments, incentive.Assignment{Payee: id, Plan: "sales", Version: 1, Period: officeYears})
		}
		var inside atomic.Int32
		var calls []int
		o.opt = incentive.RunOptions{Workers: workers, Progress: func(done, total int) {
			assert.Equal(t, int32(1), inside.Add(1), "one call at a time")
			assert.Equal(t, 100, total)
			calls = append(calls, done)
			inside.Add(-1)
		}}
		o.mustRun(t)
		require.NotEmpty(t, calls)
		assert.True(t, slices.IsSorted(calls), "%v", calls)
		assert.Equal(t, 100, calls[len(calls)-1])
		assert.Len(t, slices.Compact(calls), len(calls))
	}
}
