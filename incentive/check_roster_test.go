package incentive_test

import (
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/internal/wordtest"
)

// entitled gives anna something of everything that may stand beside an assignment, and the sales plan a proration.
func entitled(t testing.TB) *office {
	o := newOffice(t)
	o.sales.Proration = &incentive.Proration{By: incentive.CalendarDays, Quotas: new(true), Targets: new(true)}
	o.component(t, `{"name": "commission", "measure": "revenue",
		"tiers": {"mode": "marginal", "basis": "attainment", "bands": [{"from": "0", "rate": "0.1"}, {"from": "1", "rate": "0.2"}]},
		"caps": [{"per": "component", "ofTargetIncentive": "100"}]}`)
	o.quotas("revenue", "900")
	for i := range o.in.Roster.Assignments {
		o.in.Roster.Assignments[i].Target = incentive.Target{Amount: known("4000"), Per: kam.Year}
	}
	a := &o.in.Roster.Assignments[0]
	a.Target.Changes = []incentive.TargetChange{{From: kam.MustDay("2026-02-01"), Amount: exact("4400")}, {From: kam.MustDay("2026-03-01"), Amount: exact("4800")}}
	a.Ramps = []incentive.Ramp{{Period: kam.MustPeriod("2026-01-01/2026-01-16"), Share: exact("0.25")}, {Period: kam.MustPeriod("2026-01-16/2026-02-01"), Share: exact("0.5")}}
	a.Absences = []incentive.Absence{
		{ID: "leave", Period: kam.MustPeriod("2026-02-10/2026-02-20"), Prorates: true, Reason: "parental leave"},
		{ID: "ill", Period: kam.MustPeriod("2026-03-02/2026-03-05")},
	}
	a.Quotas[0].Relief = []incentive.Relief{
		{Amount: known("50"), For: "ill", Reason: "a week lost", ApprovedBy: "cai"}, {Share: known("0.1"), Reason: "flood", ApprovedBy: "dan"},
	}
	return o
}

func TestRosterRowsThatStopARun(t *testing.T) {
	const at = "run.roster @ roster.assignments[0]"
	first := func(f func(*incentive.Assignment)) func(*office) {
		return func(o *office) { f(&o.in.Roster.Assignments[0]) }
	}
	ramp := func(f func(*incentive.Ramp)) func(*office) {
		return first(func(a *incentive.Assignment) { f(&a.Ramps[0]) })
	}
	absence := func(f func(*incentive.Absence)) func(*office) {
		return first(func(a *incentive.Assignment) { f(&a.Absences[0]) })
	}
	relief := func(f func(*incentive.Relief)) func(*office) {
		return first(func(a *incentive.Assignment) { f(&a.Quotas[0].Relief[0]) })
	}
	long := strings.Repeat("x", 1_001)
	for name, c := range map[string]struct {
		change func(*office)
		want   []string
	}{
		"nothing":                 {func(*office) {}, nil},
		"a ramp for no time":      {ramp(func(r *incentive.Ramp) { r.Period = kam.Period{} }), []string{at + ".ramps[0].period"}},
		"a ramp that ends first":  {ramp(func(r *incentive.Ramp) { r.Period.Until = r.Period.From }), []string{at + ".ramps[0].period"}},
		"a ramp below zero":       {ramp(func(r *incentive.Ramp) { r.Share = exact("-0.000001") }), []string{at + ".ramps[0].share"}},
		"a ramp of zero":          {ramp(func(r *incentive.Ramp) { r.Share = exact("0") }), nil},
		"a ramp of one":           {ramp(func(r *incentive.Ramp) { r.Share = exact("1") }), nil},
		"a ramp above one":        {ramp(func(r *incentive.Ramp) { r.Share = exact("1.000001") }), []string{at + ".ramps[0].share"}},
		"a ramp of 6 decimals":    {ramp(func(r *incentive.Ramp) { r.Share = exact("0.333333") }), nil},
		"a ramp of 7 decimals":    {ramp(func(r *incentive.Ramp) { r.Share = exact("0.3333333") }), []string{at + ".ramps[0].share"}},
		"ramps that overlap":      {ramp(func(r *incentive.Ramp) { r.Period.Until = kam.MustDay("2026-01-17") }), []string{at + ".ramps"}},
		"ramps that touch":        {ramp(func(r *incentive.Ramp) { r.Period.Until = kam.MustDay("2026-01-16") }), nil},
		"a ramp without end":      {ramp(func(r *incentive.Ramp) { r.Period.Until = kam.Day{} }), []string{at + ".ramps"}},
		"an absence without id":   {absence(func(a *incentive.Absence) { a.ID = "" }), []string{at + ".absences[0].id"}},
		"an absence twice":        {absence(func(a *incentive.Absence) { a.ID = "ill" }), []string{at + ".absences[1].id"}},
		"an absence for no time":  {absence(func(a *incentive.Absence) { a.Period = kam.Period{} }), []string{at + ".absences[0].period"}},
		"absences that overlap":   {absence(func(a *incentive.Absence) { a.Period.Until = kam.MustDay("2026-03-03") }), []string{at + ".absences"}},
		"absences that touch":     {absence(func(a *incentive.Absence) { a.Period.Until = kam.MustDay("2026-03-02") }), nil},
		"a long reason of leave":  {absence(func(a *incentive.Absence) { a.Reason = long }), []string{at + ".absences[0].reason"}},
		"a reason of 1000 bytes":  {absence(func(a *incentive.Absence) { a.Reason = long[1:] }), nil},
		"a reason that is GBK":    {absence(func(a *incentive.Absence) { a.Reason = "\xc4\xe3" }), []string{at + ".absences[0].reason"}},
		"a relief of nothing":     {relief(func(r *incentive.Relief) { r.Amount.Valid = false }), []string{at + ".quotas[0].relief[0]"}},
		"a relief of both":        {relief(func(r *incentive.Relief) { r.Share = known("0.1") }), []string{at + ".quotas[0].relief[0]"}},
		"a relief below zero":     {relief(func(r *incentive.Relief) { r.Amount = known("-0.01") }), []string{at + ".quotas[0].relief[0]"}},
		"a relief of zero":        {relief(func(r *incentive.Relief) { r.Amount = known("0") }), nil},
		"a relief of 5 decimals":  {relief(func(r *incentive.Relief) { r.Amount = known("0.00001") }), []string{at + ".quotas[0].relief[0]"}},
		"a share of zero off":     {relief(func(r *incentive.Relief) { r.Amount.Valid, r.Share = false, known("0") }), []string{at + ".quotas[0].relief[0]"}},
		"a share of all off":      {relief(func(r *incentive.Relief) { r.Amount.Valid, r.Share = false, known("1") }), nil},
		"a share of more off":     {relief(func(r *incentive.Relief) { r.Amount.Valid, r.Share = false, known("1.01") }), []string{at + ".quotas[0].relief[0]"}},
		"a relief without reason": {relief(func(r *incentive.Relief) { r.Reason = " " }), []string{at + ".quotas[0].relief[0].reason"}},
		"a relief of nobody":      {relief(func(r *incentive.Relief) { r.ApprovedBy = "" }), []string{at + ".quotas[0].relief[0].approvedBy"}},
		"a relief for a line":     {relief(func(r *incentive.Relief) { r.For = "a\nb" }), []string{at + ".quotas[0].relief[0].for"}},
		"a change on no day":      {first(func(a *incentive.Assignment) { a.Target.Changes[0].From = kam.Day{} }), []string{at + ".target.changes[0].from"}},
		"changes of one day":      {first(func(a *incentive.Assignment) { a.Target.Changes[1].From = a.Target.Changes[0].From }), []string{at + ".target.changes[1].from"}},
		"changes turned round":    {first(func(a *incentive.Assignment) { a.Target.Changes[1].From = kam.MustDay("2026-01-31") }), []string{at + ".target.changes[1].from"}},
		"a change below zero":     {first(func(a *incentive.Assignment) { a.Target.Changes[0].Amount = exact("-1") }), []string{at + ".target.changes[0].amount"}},
		"a change to zero":        {first(func(a *incentive.Assignment) { a.Target.Changes[0].Amount = exact("0") }), nil},
		"a change of 16 digits":   {first(func(a *incentive.Assignment) { a.Target.Changes[0].Amount = exact("1234567890123456") }), []string{at + ".target.changes[0].amount"}},
		"changes of nothing":      {first(func(a *incentive.Assignment) { a.Target.Amount.Valid = false }), []string{at + ".target.changes"}},
		"a thousand ramps":        {first(func(a *incentive.Assignment) { a.Ramps = daily(1_000) }), nil},
		"too many ramps":          {first(func(a *incentive.Assignment) { a.Ramps = daily(1_001) }), []string{at + ".ramps"}},
		"too many reliefs": {
			first(func(a *incentive.Assignment) {
				a.Quotas[0].Relief = make([]incentive.Relief, 600)
				a.Quotas = append(a.Quotas, incentive.Quota{Measure: "x", Period: firstQuarter, Relief: make([]incentive.Relief, 401)})
			}), []string{at + ".quotas[].relief"},
		},
		"a currency that is none": {func(o *office) { o.in.Roster.Payees[1].Currency = "yuan" }, []string{"run.roster @ roster.payees[1].currency"}},
		"a currency":              {func(o *office) { o.in.Roster.Payees[1].Currency = "USD" }, nil},
		"everything at once": {
			first(func(a *incentive.Assignment) {
				a.Quotas[0].Amount = exact("-1")
				a.Quotas[0].Relief[0].Reason, a.Quotas[0].Relief[1].ApprovedBy = "", ""
				a.Ramps[0].Share, a.Ramps[1].Share = exact("2"), exact("3")
				a.Absences[0].ID, a.Absences[1].Period = "", kam.Period{}
				a.Target.Changes[1].Amount = exact("-1")
				a.Target.Per = kam.Week
			}),
			[]string{
				at + ".quotas[0]", at + ".quotas[0].relief[0].reason", at + ".quotas[0].relief[1].approvedBy", at + ".ramps[0].share",
				at + ".ramps[1].share", at + ".absences[0].id", at + ".absences[1].period", at + ".target.changes[1].amount", at,
			},
		},
	} {
		t.Run(name, func(t *testing.T) {
			o := entitled(t)
			c.change(o)
			_, err := o.run(t)
			if len(c.want) == 0 {
				require.NoError(t, err)
				return
			}
			assert.ElementsMatch(t, c.want, faultPlaces(err))
			wordtest.Formatted(t, err.Error())
		})
	}
}

// daily returns ramps of one day each.
func daily(n int) []incentive.Ramp {
	var all []incentive.Ramp
	for i := range n {
		d := kam.MustDay("2025-06-01").AddDays(i)
		all = append(all, incentive.Ramp{Period: kam.Period{From: d, Until: d.AddDays(1)}, Share: exact("0.5")})
	}
	return all
}

func TestRampsAbsencesAndReliefsThatHold(t *testing.T) {
	const sales = "anna sales "
	relieved := func(o *office, absences ...string) {
		for _, id := range absences {
			r := &o.in.Roster.Assignments[0].Quotas[0].Relief
			*r = append(*r, incentive.Relief{Amount: known("1"), For: id, Reason: "x", ApprovedBy: "y"})
		}
	}
	for name, c := range map[string]struct {
		change func(*office)
		want   []string
	}{
		"nothing":               {func(*office) {}, nil},
		"no proration":          {func(o *office) { o.sales.Proration = nil }, []string{sales + "run.proration @ payee anna", sales + "run.proration @ payee anna absence leave"}},
		"targets alone":         {func(o *office) { o.sales.Proration.Quotas = new(false) }, []string{sales + "run.proration @ payee anna"}},
		"quotas alone":          {func(o *office) { o.sales.Proration.Targets = new(false) }, nil},
		"neither":               {func(o *office) { *o.sales.Proration.Quotas, *o.sales.Proration.Targets = false, false }, []string{sales + "run.proration @ payee anna", sales + "run.proration @ payee anna absence leave"}},
		"twice for leave":       {func(o *office) { relieved(o, "leave", "leave") }, []string{sales + "run.relief @ payee anna absence leave"}},
		"for what is not there": {func(o *office) { relieved(o, "none", "nobody") }, []string{sales + "run.relief @ payee anna absence none", sales + "run.relief @ payee anna absence nobody"}},
		"another quota's": {
			func(o *office) {
				a := &o.in.Roster.Assignments[0]
				a.Quotas = append(a.Quotas, incentive.Quota{Measure: "else", Period: firstQuarter, Relief: []incentive.Relief{{Amount: known("1"), For: "leave", Reason: "x", ApprovedBy: "y"}}})
			}, []string{sales + "run.relief @ payee anna absence leave"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			o := entitled(t)
			both := true
			o.sales.Proration = &incentive.Proration{By: incentive.CalendarDays, Quotas: new(both), Targets: new(both)}
			c.change(o)
			run := o.mustRun(t)
			var held []string
			for _, h := range heldBy(run) {
				if strings.HasPrefix(h, "anna") {
					held = append(held, h)
				}
			}
			assert.ElementsMatch(t, c.want, held)
		})
	}
}

func TestRosterFaultsAreBounded(t *testing.T) {
	o := newOffice(t)
	a := &o.in.Roster.Assignments[0]
	for i := range 5_000 {
		a.Absences = append(a.Absences, incentive.Absence{ID: strconv.Itoa(i % 7)})
	}
	_, err := o.run(t)
	assert.Equal(t, []string{"run.roster @ roster.assignments[0].absences"}, faultPlaces(err))
}
