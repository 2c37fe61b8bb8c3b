package incentive_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/ledger"
)

// full is an office in which every kind of input counts.
func full(t testing.TB) *office {
	o := newOffice(t)
	o.toDate()
	o.in.Period = secondQuarter
	o.component(t, `{"name": "commission", "measure": "revenue",
		"tiers": {"mode": "marginal", "basis": "attainment", "bands": [{"from": "0", "rate": "0.1"}, {"from": "1", "rate": "0.2"}]},
		"gates": [{"measure": "satisfaction", "basis": "score", "at": "50"}],
		"caps": [{"per": "component", "ofTargetIncentive": "100"}]}`)
	o.sales.Measures = append(o.sales.Measures, incentive.Measure{Name: "satisfaction", Base: incentive.BaseObservation, Metric: "csat"})
	o.sales.Caps = []incentive.Cap{{Per: incentive.PerPlan, Amount: known("100000")}}
	o.observed("")
	for i := range o.in.Observations {
		o.in.Observations[i].Period = secondQuarter
	}
	for i := range o.in.Roster.Assignments {
		a := &o.in.Roster.Assignments[i]
		a.Target = incentive.Target{Amount: known("4000"), Per: kam.Year}
		a.Quotas = []incentive.Quota{
			{Measure: "revenue", Period: kam.MustPeriod("2026-01-01/2026-07-01"), Amount: exact("500")},
			{Measure: "revenue", Period: kam.MustPeriod("2026-07-01/2027-01-01"), Amount: exact("700")},
		}
	}
	o.add(sold("a2", "anna", "300", "2026-05-01"), returned("r1", "a1", "-100", "2026-05-02"), sold("b2", "bo", "10", "2026-05-01"), returned("r0", "p0", "-50", "2026-05-03"))
	o.in.Opening = incentive.Opening{
		Ledger:    ledger.Snapshot{Head: "head", Posted: []ledger.Posted{posted("2026-01-01/2026-04-01", "90")}},
		Positions: []incentive.Position{{Payee: "anna", Plan: "sales", Measure: "revenue", Value: exact("50")}},
		Prior:     []incentive.Prior{prior(numbers("commission", "300"))},
	}
	second := posted("2026-04-01/2026-07-01", "7")
	o.in.Opening.Ledger.Posted = append(o.in.Opening.Ledger.Posted, second)
	return o
}

func TestRunIDIsStable(t *testing.T) {
	want := full(t).mustRun(t)
	require.Empty(t, heldBy(want))
	assert.Len(t, want.ID(), 64)
	for name, change := range map[string]func(*office){
		"again":                func(*office) {},
		"another head":         func(o *office) { o.in.Opening.Ledger.Head = "other" },
		"one worker":           func(o *office) { o.opt.Workers = 1 },
		"seven workers":        func(o *office) { o.opt.Workers = 7 },
		"progress":             func(o *office) { o.opt.Progress = func(int, int) {} },
		"places":               func(o *office) { o.deals[0].Place = "file:1" },
		"zeros":                func(o *office) { o.deals[0].Amount = exact("1000.0") },
		"owners written out":   func(o *office) { shared(o, "anna", "1") },
		"deals reversed":       func(o *office) { slices.Reverse(o.deals) },
		"a deal repeated":      func(o *office) { o.add(o.deals[0]) },
		"payees reversed":      func(o *office) { slices.Reverse(o.in.Roster.Payees) },
		"assignments reversed": func(o *office) { slices.Reverse(o.in.Roster.Assignments) },
		"quotas reversed":      func(o *office) { slices.Reverse(o.in.Roster.Assignments[0].Quotas) },
		"reporting reversed":   func(o *office) { slices.Reverse(o.in.Roster.Reporting) },
		"scores reversed":      func(o *office) { slices.Reverse(o.in.Observations) },
		"postings reversed":    func(o *office) { slices.Reverse(o.in.Opening.Ledger.Posted) },
		"plans reversed":       func(o *office) { o.sales, o.lead = o.lead, o.sales },
		"names of people":      func(o *office) { o.in.Roster.Payees[0].Name = "Anna" },
	} {
		t.Run(name, func(t *testing.T) {
			o := full(t)
			change(o)
			run := o.mustRun(t)
			assert.Equal(t, want.ID(), run.ID())
			assert.Equal(t, paidBy(want), paidBy(run))
		})
	}
}

func TestRunIDDependsOnWhatIsPaidFor(t *testing.T) {
	seen := map[string]string{full(t).mustRun(t).ID(): "nothing changed"}
	for name, change := range map[string]func(*office){
		"amount":           func(o *office) { o.deals[0].Amount = exact("1000.01") },
		"day":              func(o *office) { o.deals[0].Booked = kam.MustDay("2026-02-02") },
		"sequence":         func(o *office) { o.deals[0].Sequence = 1 },
		"owner":            func(o *office) { o.deals[0].Owner = "bo" },
		"attributes":       func(o *office) { o.deals[0].Attributes = map[string]string{"a": "b"} },
		"numbers":          func(o *office) { o.deals[0].Numbers = numbers("a", "1") },
		"margin":           func(o *office) { o.deals[0].Margin = known("1") },
		"units":            func(o *office) { o.deals[0].Units = known("1") },
		"cash":             func(o *office) { o.deals[0].Cash = known("1") },
		"invoiced":         func(o *office) { o.deals[0].Invoiced = kam.MustDay("2026-02-02") },
		"currency":         func(o *office) { o.deals[0].Currency = "CNY" },
		"a deal less":      func(o *office) { o.deals = o.deals[1:3] },
		"a return":         func(o *office) { o.deals[4].Amount = exact("-100.01") },
		"quota":            func(o *office) { o.in.Roster.Assignments[0].Quotas[0].Amount = exact("500.01") },
		"target":           func(o *office) { o.in.Roster.Assignments[0].Target.Amount = known("4001") },
		"target's stretch": func(o *office) { o.in.Roster.Assignments[0].Target.Per = kam.Quarter },
		"assignment":       func(o *office) { o.in.Roster.Assignments[0].Period.Until = kam.MustDay("2027-12-31") },
		"manager":          func(o *office) { o.in.Roster.Reporting = o.in.Roster.Reporting[:1] },
		"score":            func(o *office) { o.in.Observations[0].Value = known("91") },
		"posted before":    func(o *office) { o.in.Opening.Ledger.Posted[0].Amount = exact("90.01") },
		"posted for now":   func(o *office) { o.in.Opening.Ledger.Posted[1].Amount = exact("7.01") },
		"position":         func(o *office) { o.in.Opening.Positions[0].Value = exact("50.01") },
		"prior deal":       func(o *office) { o.in.Opening.Prior[0].Transaction.Amount = exact("3001") },
		"prior earnings":   func(o *office) { o.in.Opening.Prior[0].Earned = numbers("commission", "301") },
		"plan":             func(o *office) { o.sales.Components[0].Tiers.Bands[1].Rate = known("0.21") },
		"reading":          func(o *office) { o.sales.Order = incentive.ByID },
		"held":             func(o *office) { o.in.Roster.Assignments[0].Quotas = nil },
		"a payee more":     func(o *office) { o.in.Roster.Payees[0].ID = "ann"; o.in.Roster.Assignments[0].Payee = "ann" },
	} {
		o := full(t)
		change(o)
		id := o.mustRun(t).ID()
		assert.Empty(t, seen[id], "%s has the id of %s", name, seen[id])
		seen[id] = name
	}
}

func TestStatementHashDependsOnItsOwnInputsAlone(t *testing.T) {
	base := full(t).statement(t, "anna", "sales")
	o := full(t)
	o.deals[1].Amount = exact("2000.01")
	assert.Equal(t, base.InputHash(), o.statement(t, "anna", "sales").InputHash(), "bo's deal")
	assert.NotEqual(t, full(t).statement(t, "bo", "sales").InputHash(), o.statement(t, "bo", "sales").InputHash())
	o = full(t)
	o.in.Period = kam.MustPeriod("2026-07-01/2026-10-01")
	for i := range o.in.Observations {
		o.in.Observations[i].Period = o.in.Period
	}
	assert.NotEqual(t, base.InputHash(), o.statement(t, "anna", "sales").InputHash(), "the period")
}

// Everything that decides quotas, target incentives, conversions and balances decides the run's id and the statement's hash.
func TestHashesDependOnWhatChangesWithTime(t *testing.T) {
	base := func() *office {
		o := entitled(t)
		o.deals[0].Currency = "USD"
		o.sales.Conversion = &incentive.Conversion{Policy: incentive.RateOnDate, Refunds: incentive.RefundAtOriginal}
		o.lead.Conversion = &incentive.Conversion{Policy: incentive.RateOnDate, Refunds: incentive.RefundAtOriginal}
		o.in.Rates = []incentive.ExchangeRate{fx("", "USD", "2026-01-01/..", "7"), fx("", "EUR", "2026-01-01/..", "8")}
		o.sales.Caps = []incentive.Cap{
			{Per: incentive.PerLifetime, Amount: known("100000")},
			{Per: incentive.PerRunPeriod, Amount: known("10000"), Excess: incentive.ExcessCarry, Until: kam.MustDay("2027-01-01")},
		}
		p, q := posted("2025-10-01/2026-01-01", "90"), posted("2025-10-01/2026-01-01", "-5")
		q.Component = "(period-cap)"
		o.in.Opening.Ledger.Posted = []ledger.Posted{p, q}
		return o
	}
	first := func(f func(*incentive.Assignment)) func(*office) {
		return func(o *office) { f(&o.in.Roster.Assignments[0]) }
	}
	want := base().mustRun(t)
	require.Empty(t, heldBy(want))
	s, _ := want.Statement("anna", "sales")
	ids, hashes := map[string]string{want.ID(): "nothing changed"}, map[string]string{s.InputHash(): "nothing changed"}
	for name, change := range map[string]func(*office){
		"currency of pay":    func(o *office) { o.in.Roster.Payees[0].Currency = "USD" },
		"ramp":               first(func(a *incentive.Assignment) { a.Ramps[0].Share = exact("0.26") }),
		"ramp's days":        first(func(a *incentive.Assignment) { a.Ramps[0].Period.From = kam.MustDay("2025-12-31") }),
		"absence's id":       first(func(a *incentive.Assignment) { a.Absences[0].ID = "leave2" }),
		"absence's reason":   first(func(a *incentive.Assignment) { a.Absences[0].Reason = "leave" }),
		"absence's days":     first(func(a *incentive.Assignment) { a.Absences[1].Period.Until = kam.MustDay("2026-03-06") }),
		"absence's weight":   first(func(a *incentive.Assignment) { a.Absences[0].Prorates = false }),
		"relief":             first(func(a *incentive.Assignment) { a.Quotas[0].Relief[0].Amount = known("51") }),
		"relief's share":     first(func(a *incentive.Assignment) { a.Quotas[0].Relief[1].Share = known("0.11") }),
		"relief's absence":   first(func(a *incentive.Assignment) { a.Quotas[0].Relief[0].For = "" }),
		"relief's reason":    first(func(a *incentive.Assignment) { a.Quotas[0].Relief[0].Reason = "x" }),
		"relief's approver":  first(func(a *incentive.Assignment) { a.Quotas[0].Relief[0].ApprovedBy = "bo" }),
		"order of reliefs":   first(func(a *incentive.Assignment) { slices.Reverse(a.Quotas[0].Relief) }),
		"change of target":   first(func(a *incentive.Assignment) { a.Target.Changes[0].Amount = exact("4401") }),
		"day of a change":    first(func(a *incentive.Assignment) { a.Target.Changes[0].From = kam.MustDay("2026-02-02") }),
		"a change less":      first(func(a *incentive.Assignment) { a.Target.Changes = a.Target.Changes[:1] }),
		"rate":               func(o *office) { o.in.Rates[0].Rate = exact("7.000000000001") },
		"what is carried":    func(o *office) { o.in.Opening.Ledger.Posted[1].Amount = exact("-5.01") },
		"what was paid":      func(o *office) { o.in.Opening.Ledger.Posted[0].Amount = exact("90.01") },
		"conversion's words": func(o *office) { o.sales.Conversion.Refunds = incentive.RefundAtOwn },
		"proration's words": func(o *office) {
			o.sales.Proration.By = incentive.Months
			o.sales.Proration.PartialMonth = incentive.MonthByDays
		},
	} {
		o := base()
		change(o)
		run := o.mustRun(t)
		s, ok := run.Statement("anna", "sales")
		require.True(t, ok, "%s: held: %v", name, heldBy(run))
		assert.Empty(t, ids[run.ID()], "%s has the id of %s", name, ids[run.ID()])
		assert.Empty(t, hashes[s.InputHash()], "%s has the hash of %s", name, hashes[s.InputHash()])
		ids[run.ID()], hashes[s.InputHash()] = name, name
	}
	for name, change := range map[string]func(*office){
		"a rate that is not used": func(o *office) { o.in.Rates[1].Rate = exact("9") },
		"rates reversed":          func(o *office) { slices.Reverse(o.in.Rates) },
		"ramps reversed":          first(func(a *incentive.Assignment) { slices.Reverse(a.Ramps) }),
		"absences reversed":       first(func(a *incentive.Assignment) { slices.Reverse(a.Absences) }),
		"zeros":                   first(func(a *incentive.Assignment) { a.Ramps[0].Share = exact("0.2500") }),
	} {
		o := base()
		change(o)
		assert.Equal(t, want.ID(), o.mustRun(t).ID(), name)
	}
	// The working days of the calendar decide a quota that is prorated by them.
	byHolidays := func(off ...kam.Day) string {
		o := base()
		o.sales.Proration.By, o.sales.Proration.Targets = incentive.WorkingDays, new(false)
		o.in.Roster.Assignments[0].Target.Changes = nil
		cal, err := kam.NewCalendar(kam.CalendarSpec{Holidays: []kam.HolidayYear{{Year: 2026, Off: append(off, kam.MustDay("2026-12-25"))}}})
		require.NoError(t, err)
		program, err := incentive.Compile(incentive.Book{Plans: []incentive.Plan{o.sales, o.lead}, Calendar: cal})
		require.NoError(t, err)
		run, err := program.Run(t.Context(), o.inputs(), incentive.RunOptions{})
		require.NoError(t, err)
		s, ok := run.Statement("anna", "sales")
		require.True(t, ok, "held: %v", heldBy(run))
		return s.InputHash()
	}
	assert.NotEqual(t, byHolidays(), byHolidays(kam.MustDay("2026-01-02")))
}
