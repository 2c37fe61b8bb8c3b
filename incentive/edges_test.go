package incentive_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/ledger"
)

func TestCompileCopiesThePlan(t *testing.T) {
	o := newOffice(t)
	o.component(t, marginal)
	program := o.program(t)
	o.sales.Components[0].Tiers.Bands[0].Rate = known("0.9")
	run, err := program.Run(context.Background(), o.inputs(), o.opt)
	require.NoError(t, err)
	assert.Contains(t, paidBy(run), "anna sales 100")
	program.Plans()[1].Components[0].Tiers.Bands[0].Rate = known("0.8")
	run, err = program.Run(context.Background(), o.inputs(), o.opt)
	require.NoError(t, err)
	assert.Contains(t, paidBy(run), "anna sales 100", "through Plans()")
}

func TestManagerOfSomebodyHeldAtTheEnd(t *testing.T) {
	o := newOffice(t)
	r := &o.lead.Credits[0]
	r.Base, r.Of, r.Share = incentive.CreditAfterCap, []string{"commission"}, kam.Whole()
	o.sales.Caps = []incentive.Cap{{Per: incentive.PerRunPeriod, OfTargetIncentive: known("1")}}
	for i := 1; i < 4; i++ {
		o.in.Roster.Assignments[i].Target = incentive.Target{Amount: known("4000"), Per: kam.Year}
	}
	run := o.mustRun(t)
	assert.Equal(t, []string{"anna sales run.missing-target @ payee anna", "cai lead run.depends-on-held @ payee anna"}, heldBy(run))
}

func TestIDDependsOnOpen(t *testing.T) {
	a, b := newOffice(t), newOffice(t)
	b.in.Roster.Payees[0].Open = true
	assert.NotEqual(t, a.mustRun(t).ID(), b.mustRun(t).ID())
}

func TestMovedToAnotherVersion(t *testing.T) {
	o := newOffice(t)
	second := o.sales
	second.Version = 2
	o.more = []incentive.Plan{second}
	book := &ledger.Memory{}
	post(t, book, o.mustRun(t))
	o.in.Opening.Ledger = snapshotOf(t, book)
	o.in.Roster.Assignments[0].Version = 2
	post(t, book, o.mustRun(t))
	total := decimal.Zero
	for _, p := range snapshotOf(t, book).Posted {
		if p.Payee == "anna" {
			total = total.Add(p.Amount)
		}
	}
	assert.True(t, total.Equal(exact("100")), "anna is owed 100, posted %s", total)
}

func TestAssignmentTakenAway(t *testing.T) {
	o := newOffice(t)
	o.in.Opening.Ledger.Posted = []ledger.Posted{posted("2026-01-01/2026-04-01", "100")}
	o.in.Roster.Assignments = o.in.Roster.Assignments[1:]
	assert.Contains(t, entriesOf(t, o.mustRun(t)), "anna sales/commission -100 CNY")
}

func (o *office) gated(t *testing.T, at string) {
	o.component(t, `{"name": "commission", "measure": "revenue", "rate": "0.1", "gates": [{"measure": "satisfaction", "basis": "score", "at": "`+at+`"}]}`)
	o.sales.Measures = append(o.sales.Measures, incentive.Measure{Name: "satisfaction", Base: incentive.BaseObservation, Metric: "csat"})
	o.observed("anna")
}

func TestRatioIsExact(t *testing.T) {
	o := newOffice(t)
	o.gated(t, "0.6667")
	ratio := scored("anna", "0.67")
	ratio.Numerator, ratio.Denominator = known("2"), known("3")
	require.NoError(t, ratio.Check())
	o.in.Observations = append(o.in.Observations, ratio)
	assert.True(t, o.statement(t, "anna", "sales").Earned().IsZero())
}

func TestObservationsHaveNoOrder(t *testing.T) {
	a, b, c := scored("anna", "1"), scored("anna", "2"), scored("anna", "3")
	a.Revision, b.Revision, c.Revision = 1, 1, 2
	var errs []string
	for _, all := range [][]kam.Observation{{a, b, c}, {c, a, b}} {
		o := newOffice(t)
		o.gated(t, "1")
		o.in.Observations = append(o.in.Observations, all...)
		_, err := o.run(t)
		errs = append(errs, fmt.Sprint(err))
	}
	assert.Equal(t, errs[0], errs[1])
	bad := scored("anna", "1")
	bad.Count = -1
	good := scored("anna", "1")
	good.Revision = 1
	errs = nil
	for _, all := range [][]kam.Observation{{bad, good}, {good, bad}} {
		o := newOffice(t)
		o.in.Observations = all
		_, err := o.run(t)
		errs = append(errs, fmt.Sprint(err == nil))
	}
	assert.Equal(t, errs[0], errs[1], "malformed, of an older revision")
}

func TestRunIsImmutable(t *testing.T) {
	o := newOffice(t)
	rows := []ledger.Posted{posted("2026-01-01/2026-04-01", "30")}
	o.in.Opening.Ledger.Posted = rows
	o.in.Roster.Assignments[0].Quotas = []incentive.Quota{{Measure: "revenue", Period: firstQuarter, Amount: exact("7")}}
	run := o.mustRun(t)
	before := entriesOf(t, run)
	rows[0].Amount = exact("60")
	assert.Equal(t, before, entriesOf(t, run))
	s, _ := run.Statement("anna", "sales")
	s.Assignment().Quotas[0].Amount = exact("9")
	assert.True(t, s.Assignment().Quotas[0].Amount.Equal(exact("7")))
}

func TestPostedOutOfBounds(t *testing.T) {
	o := newOffice(t)
	o.in.Opening.Ledger.Posted = []ledger.Posted{posted("2026-01-01/2026-04-01", "1")}
	o.in.Opening.Ledger.Posted[0].Amount = decimal.New(1, 200_000)
	run, err := o.run(t)
	if err == nil {
		batch, err := run.Batch()
		require.NoError(t, err)
		assert.NoError(t, batch.Check())
	}
}

func TestPostedInAnotherCurrencyForThePeriod(t *testing.T) {
	o := newOffice(t)
	o.in.Opening.Ledger.Posted = []ledger.Posted{posted("2026-01-01/2026-04-01", "30")}
	o.in.Opening.Ledger.Posted[0].Currency = "USD"
	entriesOf(t, o.mustRun(t))
}

func TestMalformedPeriods(t *testing.T) {
	backwards := kam.Period{From: officeYears.Until, Until: officeYears.From}
	startless := kam.Period{Until: officeYears.Until}
	for name, change := range map[string]func(*office, kam.Period){
		"assignment": func(o *office, p kam.Period) { o.in.Roster.Assignments[0].Period = p },
		"reporting":  func(o *office, p kam.Period) { o.in.Roster.Reporting[0].Period = p },
		"quota": func(o *office, p kam.Period) {
			o.in.Roster.Assignments[0].Quotas = []incentive.Quota{{Measure: "revenue", Period: p, Amount: exact("1")}}
		},
		"run": func(o *office, p kam.Period) { o.in.Period = p; o.in.Roster = incentive.Roster{} },
	} {
		for _, p := range []kam.Period{backwards, startless} {
			o := newOffice(t)
			change(o, p)
			_, err := o.run(t)
			assert.NotEmpty(t, faultPlaces(err), "%s %s", name, p)
		}
	}
}

func TestPositionOfNoMeasure(t *testing.T) {
	for name, p := range map[string]incentive.Position{
		"measure": {Payee: "anna", Plan: "sales", Measure: "revenu", Value: exact("1")},
		"plan":    {Payee: "anna", Plan: "sale", Measure: "revenue", Value: exact("1")},
		"payee":   {Payee: "ana", Plan: "sales", Measure: "revenue", Value: exact("1")},
	} {
		o := newOffice(t)
		o.toDate()
		o.in.Opening.Positions = []incentive.Position{p}
		run, err := o.run(t)
		if err == nil {
			assert.NotEmpty(t, append(codesOf(run.Findings()), heldBy(run)...), name)
		}
	}
}

func TestInputHashHasPlanPostings(t *testing.T) {
	at := func(amount string) string {
		o := newOffice(t)
		o.toDate()
		o.in.Period = secondQuarter
		o.sales.Caps = []incentive.Cap{{Per: incentive.PerPlan, Amount: known("50")}}
		p := posted("2026-01-01/2026-04-01", amount)
		p.Component = "(plan-cap)"
		o.in.Opening.Ledger.Posted = []ledger.Posted{posted("2026-01-01/2026-04-01", "100"), p}
		return o.statement(t, "anna", "sales").InputHash()
	}
	assert.NotEqual(t, at("-50"), at("-40"))
}

func TestHouseHasAnOrder(t *testing.T) {
	house := func(reverse bool) (all []string) {
		o := newOffice(t)
		for i := range 30 {
			d := sold(fmt.Sprint("h", i), "", "100", "2026-02-01")
			d.Participants = []incentive.Participant{{Payee: "zoe", Share: kam.MustFraction("1/4")}, {Payee: "zoe", Share: kam.MustFraction("3/4")}}
			if reverse {
				o.deals = append([]incentive.Transaction{d}, o.deals...)
			} else {
				o.add(d)
			}
		}
		for h := range o.mustRun(t).House() {
			all = append(all, fmt.Sprint(h.Transaction, h.Amount))
		}
		return all
	}
	assert.Equal(t, house(false), house(true))
}

func TestWindowShorterThanThePeriod(t *testing.T) {
	p := planOf(t, salesPlan)
	p.Period, p.Measures[0].Window = kam.Year, incentive.QuarterToDate
	_, err := incentive.Compile(incentive.Book{Plans: []incentive.Plan{p}})
	assert.NotEmpty(t, faultPlaces(err))
}

func TestUnownedReturnOfNothingKnown(t *testing.T) {
	o := newOffice(t)
	o.add(returned("r1", "gone", "-400", "2026-03-01"))
	run := o.mustRun(t)
	house := 0
	for range run.House() {
		house++
	}
	assert.NotZero(t, house+len(run.Findings())+len(heldBy(run)))
	o = alone(t)
	o.add(returned("r1", "a1", "-400", "2026-03-01")) // in the group of dan
	got, err := streamed(context.Background(), t, o)
	assert.True(t, err != nil || len(got) > 3 || got[2] == "held dan", "%v %v: the return is lost", got, err)
}

func TestStrictDoesNotChangeTheID(t *testing.T) {
	a, b := newOffice(t), newOffice(t)
	b.opt.Strict = true
	assert.Equal(t, a.mustRun(t).ID(), b.mustRun(t).ID())
}

func TestManagerOfSomebodyHeldByPostings(t *testing.T) {
	o := newOffice(t)
	o.toDate()
	r := &o.lead.Credits[0]
	r.Base, r.Of, r.Share = incentive.CreditAfterCap, []string{"commission"}, kam.Whole()
	o.in.Period = secondQuarter
	o.in.Roster.Assignments[0].Period.From = kam.MustDay("2026-01-02")
	o.in.Opening.Ledger.Posted = []ledger.Posted{posted("2026-01-01/2026-04-01", "100")}
	o.in.Opening.Ledger.Posted[0].Version = 2 // of an assignment that is not on the roster
	o.add(sold("a2", "anna", "100", "2026-05-01"))
	assert.Equal(t, []string{"anna sales run.opening @ opening.ledger", "cai lead run.depends-on-held @ payee anna"}, heldBy(o.mustRun(t)))
}

func TestAttributesAreUTF8(t *testing.T) {
	o := newOffice(t)
	bad := o.deals[0]
	bad.Attributes = map[string]string{"x": "\xff"}
	o.add(incentive.Transaction{ID: "u", Owner: "anna", Amount: exact("1"), Booked: bad.Booked, Attributes: bad.Attributes})
	_, err := o.run(t)
	assert.Error(t, err, "an attribute that is no UTF-8 is accepted, and JSON exports change it")
}

func TestIDOfHeldDependsOnNoPlaces(t *testing.T) {
	id := func(change func(*office)) string {
		o := newOffice(t)
		o.in.Roster.Assignments[0].Version = 9 // held, with an index of the roster as the place
		o.deals[1].Amount, o.deals[1].Reverses = exact("-1"), "gone"
		change(o)
		return o.mustRun(t).ID()
	}
	want := id(func(*office) {})
	assert.Equal(t, want, id(func(o *office) {
		a := o.in.Roster.Assignments
		a[0], a[3] = a[3], a[0]
	}), "order of the roster")
	assert.Equal(t, want, id(func(o *office) { o.deals[1].Place = "crm.csv:7" }), "place of a transaction")
}
