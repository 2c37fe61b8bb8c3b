package visits_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/goals"
	"github.com/kam-go/kam/goals/visits"
)

// Five deals that close from Monday to Friday: every number below can be counted on a wall calendar.
func TestPlanPlacesByLead(t *testing.T) {
	june := goals.Step{Period: kam.MustPeriod("2026-06-01/2026-06-06"), Target: dec("250000")} // Monday to Friday, 5 deals
	s := visits.Spec{Period: kam.MustPeriod("2026-03-30/2026-06-08"), Segments: []visits.Segment{smb([]goals.Step{june})}}
	p := plan(t, s, plain(t))
	// proposals two weeks before: the week of 18 May; meetings ten working days before those: 4 May; contacts 6 April.
	want := map[visits.Activity]map[string]int64{
		visits.Call:     {"2026-W15": 200, "2026-W19": 10},
		visits.Visit:    {"2026-W19": 20, "2026-W21": 10},
		visits.Proposal: {"2026-W21": 10},
	}
	for _, l := range p.Lines() {
		for w, week := range p.Weeks() {
			assert.Equal(t, want[l.Activity][week.Label], l.Weeks[w], "%s %s", l.Activity, week.Label)
		}
		assert.Equal(t, l.Need, l.Planned())
	}
	assert.Empty(t, p.Findings())
}

func TestPlanLeadInWeeksEndsOnAWorkingDay(t *testing.T) {
	// Two weeks before the make-up Saturday 2026-02-28 is the make-up Saturday 14th; before Monday 2 March it is
	// Monday 16 February, a holiday, so that the Saturday 14th is the last day in time.
	for _, closing := range []string{"2026-02-28/2026-03-01", "2026-03-02/2026-03-03"} {
		s := visits.Spec{
			Period: kam.MustPeriod("2026-02-09/2026-03-09"),
			Segments: []visits.Segment{{
				Name: "one", Deal: dec("1"), Steps: []goals.Step{{Period: kam.MustPeriod(closing), Target: dec("1")}},
				Stages: []visits.Stage{{Name: "visit", Rate: frac("1"), LeadWeeks: 2, Costs: costs("visit", "1")}},
			}},
		}
		p := plan(t, s, china(t))
		assert.Equal(t, []int64{1, 0, 0, 0}, p.Lines()[0].Weeks, closing)
	}
}

func TestPlanTellsWhatIsLate(t *testing.T) {
	s := visits.Spec{Period: kam.MustPeriod("2026-03-30/2026-06-08"), Segments: []visits.Segment{smb([]goals.Step{
		{Period: kam.MustPeriod("2026-06-01/2026-06-06"), Target: dec("250000")},
	})}}
	s.AsOf = kam.MustDay("2026-04-08") // a Wednesday: two of five days of contacts are over
	p := plan(t, s, plain(t))
	assert.Equal(t, kam.MustPeriod("2026-04-08/2026-06-08"), p.Period())
	require.Len(t, p.Late(), 1)
	late := p.Late()[0]
	assert.Equal(t, "contact", late.Stage)
	assert.Equal(t, int64(40), late.Count)
	equalRat(t, "40", late.Items)
	equalRat(t, "100", late.Of)
	calls := p.Lines()[0]
	assert.Equal(t, int64(80), calls.Late)
	assert.Equal(t, int64(120), calls.Weeks[0])
	assert.Equal(t, int64(210), calls.Need)
	require.Equal(t, []string{"warning visits.late"}, codes(p.Findings()))
	f := p.Findings()[0]
	assert.Equal(t, "SMB 2026-06-01/2026-06-06: deals of 2026-06-01/2026-06-06 needed 40 of contact before 2026-04-08, the first day that can be planned "+
		"(move these deals to a later step, shorten the leads, or win them from what is already under way)", f.String())
	assert.Equal(t, "SMB 2026-06-01/2026-06-06：2026-06-01/2026-06-06 的成交需要在首个可规划日 2026-04-08 之前完成：contact 40 项"+
		"（请把这部分成交移到之后的步骤、缩短提前期，或由在途商机完成）", f.In(kam.Chinese))
	assert.Equal(t, []kam.Evidence{{Name: "contact", Value: "40 / 100"}}, f.Evidence)
}

func TestPlanCountsWhatIsLater(t *testing.T) {
	s := visits.Spec{Period: kam.MustPeriod("2026-03-30/2026-05-11"), Segments: []visits.Segment{smb([]goals.Step{
		{Period: kam.MustPeriod("2026-06-01/2026-06-06"), Target: dec("250000")},
	})}}
	p := plan(t, s, plain(t))
	lines := p.Lines()
	assert.Equal(t, []int64{0, 10, 10}, []int64{lines[0].Later, lines[1].Later, lines[2].Later})
	require.Equal(t, []string{"info visits.later"}, codes(p.Findings()))
	assert.Equal(t, "due from 2026-05-11 on, after the plan: 10 visits, 10 proposals", p.Findings()[0].Message.EN)
	assert.Equal(t, "计划期结束后（自 2026-05-11 起）应完成：10 次拜访、10 份方案", p.Findings()[0].Message.ZH)
	assert.Empty(t, p.Late())
}

func TestPlanWeeks(t *testing.T) {
	p := plan(t, visits.Spec{Period: kam.MustPeriod("2026-02-11/2026-03-03"), Tiers: []visits.Tier{tier("A", 26, "visit", "2")}}, china(t))
	var got []string
	for _, w := range p.Weeks() {
		got = append(got, w.Label+" "+w.Days.String())
	}
	assert.Equal(t, []string{
		"2026-W07 2026-02-11/2026-02-16", "2026-W08 2026-02-16/2026-02-23", "2026-W09 2026-02-23/2026-03-02", "2026-W10 2026-03-02/2026-03-03",
	}, got)
	assert.Equal(t, "2026-02-14", p.Weeks()[0].Last.String())
	assert.False(t, p.Weeks()[1].Last.IsSet())
	assert.Equal(t, "2026-02-28", p.Weeks()[2].Last.String())
	assert.Equal(t, []int{4, 0, 5, 1}, []int{p.Weeks()[0].Working, p.Weeks()[1].Working, p.Weeks()[2].Working, p.Weeks()[3].Working})
	// 26 accounts x 20 days / 14 are 37 1/7; 38 by working days 4 + 0 + 5 + 1.
	l := p.Lines()[0]
	equalRat(t, "260/7", l.Exact)
	assert.Equal(t, int64(38), l.Need)
	assert.Equal(t, []int64{15, 0, 19, 4}, l.Weeks)
}

func TestPlanAsOfBeforeThePeriod(t *testing.T) {
	s := visits.Spec{Period: kam.MustPeriod("2026-03-02/2026-03-30"), AsOf: kam.MustDay("2026-02-02")}
	assert.Equal(t, s.Period, plan(t, s, plain(t)).Period())
}

// Each step that is late, and each segment that reaches beyond the plan, is told on its own.
func TestPlanTellsApartWhatIsLate(t *testing.T) {
	s := visits.Spec{Period: kam.MustPeriod("2026-03-02/2026-04-06"), Segments: []visits.Segment{smb(months(3, 3, "500000")), smb(months(4, 2, "500000"))}}
	s.Segments[1].Name = "Key"
	p := plan(t, s, plain(t))
	var got []string
	for _, f := range p.Findings() {
		got = append(got, f.Code+" "+f.Place)
	}
	assert.Equal(t, []string{
		"visits.late SMB 2026-03", "visits.late SMB 2026-04", "visits.late Key 2026-04", "visits.later SMB", "visits.later Key",
	}, got)
	var late []string
	for _, l := range p.Late() {
		late = append(late, l.Segment+" "+l.Closes.From.String()+" "+l.Stage)
	}
	// Contacts come eight weeks before the close, meetings four and proposals two.
	assert.Equal(t, []string{
		"SMB 2026-03-01 contact", "SMB 2026-03-01 meeting", "SMB 2026-03-01 proposal", "SMB 2026-04-01 contact",
		"Key 2026-04-01 contact",
	}, late)
}

func TestPlanTakesTurns(t *testing.T) {
	s := visits.Spec{Period: kam.MustPeriod("2026-01-05/2027-01-04")}
	for _, name := range []string{"A", "B", "C", "D"} {
		s.Tiers = append(s.Tiers, tier(name, 1, "visit", "4"))
	}
	p := plan(t, s, plain(t))
	for w, n := range p.Of(visits.Visit) {
		assert.Equal(t, int64(1), n, p.Weeks()[w].Label)
	}
	for _, l := range p.Lines() {
		assert.Equal(t, int64(13), l.Need)
	}
}

func TestPlanOrdersAndTotals(t *testing.T) {
	s := visits.Spec{
		Period:   kam.MustPeriod("2026-01-05/2026-12-28"),
		Segments: []visits.Segment{smb(months(6, 3, "500000"))},
		Tiers:    []visits.Tier{tier("A", 10, "demo", "4", "visit", "2"), tier("B", 20, "call", "1")},
	}
	p := plan(t, s, china(t))
	assert.Equal(t, []visits.Activity{visits.Visit, visits.Call, visits.Proposal, "demo"}, p.Activities())
	var got []string
	for _, l := range p.Lines() {
		got = append(got, string(l.Kind)+" "+l.Name+" "+string(l.Activity))
	}
	assert.Equal(t, []string{
		"segment SMB call", "segment SMB visit", "segment SMB proposal", "tier A demo", "tier A visit", "tier B call",
	}, got)
	var all int64
	for w := range p.Weeks() {
		all += p.InWeek(w)
	}
	var byActivity int64
	for _, a := range p.Activities() {
		byActivity += p.Total(a)
	}
	assert.Equal(t, all, byActivity)
	assert.Zero(t, p.InWeek(-1))
	assert.Zero(t, p.InWeek(len(p.Weeks())))
	assert.Equal(t, int64(30), p.Ladders()[0].Deals.Count)
}

func TestPlanNeedsWorkingDays(t *testing.T) {
	s := visits.Spec{Period: kam.MustPeriod("2024-01-08/2024-03-04"), Segments: []visits.Segment{smb([]goals.Step{
		{Period: kam.MustPeriod("2024-02-01/2024-03-01"), Target: dec("50000")},
	})}}
	_, err := visits.Plan(s, china(t)) // leads reach into 2023
	require.ErrorIs(t, err, kam.ErrNoHolidays)
	require.ErrorContains(t, err, "2023")
	for _, c := range []*kam.Calendar{nil, kam.Gregorian()} {
		_, err = visits.Plan(s, c)
		require.ErrorIs(t, err, kam.ErrNoHolidays)
	}
	s.Segments[0].Steps[0].Target = dec("0") // nothing to lead up to
	_, err = visits.Plan(s, china(t))
	require.NoError(t, err)
	s.Period.Until = kam.MustDay("2024-01-08").AddDays(7 * 100)
	_, err = visits.Plan(s, china(t))
	require.NoError(t, err)
	s.Period = kam.MustPeriod("2028-12-01/2029-02-01")
	s.Segments = nil
	_, err = visits.Plan(s, china(t))
	require.ErrorIs(t, err, kam.ErrNoHolidays)
}

func TestPlanBeforeTheFirstDayOfAll(t *testing.T) {
	c, err := kam.NewCalendar(kam.CalendarSpec{Declared: []int{1, 2, 3}})
	require.NoError(t, err)
	g := smb([]goals.Step{{Period: kam.MustPeriod("0001-01-01/0001-01-06"), Target: dec("1")}})
	_, err = visits.Plan(visits.Spec{Period: kam.MustPeriod("0001-01-01/0001-02-05"), Segments: []visits.Segment{g}}, c)
	require.Error(t, err)
	_, err = visits.Plan(visits.Spec{Period: kam.MustPeriod("0001-01-01/0001-02-05"), Tiers: []visits.Tier{tier("A", 1, "visit", "1")}}, c)
	require.NoError(t, err)
	c, err = kam.NewCalendar(kam.CalendarSpec{Declared: []int{9999}})
	require.NoError(t, err)
	_, err = visits.Plan(visits.Spec{Period: kam.MustPeriod("9999-12-20/9999-12-31"), Tiers: []visits.Tier{tier("A", 1, "visit", "1")}}, c)
	require.NoError(t, err)
}

func TestPlanOfNothing(t *testing.T) {
	p := plan(t, visits.Spec{Period: kam.MustPeriod("2026-01-05/2026-01-19")}, china(t))
	assert.Len(t, p.Weeks(), 2)
	assert.Empty(t, p.Lines())
	assert.Empty(t, p.Findings())
	assert.Equal(t, "2026-01-05/2026-01-19, 2 weeks: nothing; capacity was not checked: no people are stated.", p.Summary().EN)
	var none visits.WeeklyPlan
	assert.Empty(t, none.Weeks())
	assert.Empty(t, none.Lines())
	assert.NotEmpty(t, none.Markdown(kam.English))
	_, ok := none.Capacity()
	assert.False(t, ok)
	_, ok = none.Why(0, 0)
	assert.False(t, ok)
	assert.Empty(t, none.Tasks(0, "anna"))
}

func TestPlanIsImmutable(t *testing.T) {
	s := visits.Spec{
		Period: kam.MustPeriod("2026-01-05/2026-06-29"), AsOf: kam.MustDay("2026-02-02"), Segments: []visits.Segment{smb(months(3, 3, "500000"))},
		Tiers: []visits.Tier{tier("A", 10, "visit", "2")}, People: []visits.Person{{Name: "anna", PerDay: costs("visit", "1"), Away: []kam.Period{kam.MustPeriod("2026-03-02/2026-03-09")}}},
	}
	p := plan(t, s, china(t))
	before := p.Markdown(kam.English)
	s.Segments[0].Name, s.Segments[0].Stages[0].Name, s.Segments[0].Steps[0].Target = "x", "x", dec("1")
	s.Segments[0].Stages[1].Costs[0].Count = frac("7")
	s.Tiers[0].Rhythms[0].Every, s.People[0].Name, s.People[0].PerDay[0].Count = frac("9"), "x", frac("9")
	p.Lines()[0].Weeks[0] = 99
	p.Lines()[0].Exact.SetInt64(99)
	p.Weeks()[0].Working = 99
	p.Ladders()[0].Stages[0].Exact.SetInt64(99)
	p.Ladders()[0].Deals.Exact.SetInt64(99)
	p.Late()[0].Items.SetInt64(99)
	p.Activities()[0] = "x"
	p.Findings()[0].Evidence[0].Value = "x"
	c, ok := p.Capacity()
	require.True(t, ok)
	c.Scale.SetInt64(99)
	c.Resources[0].Loads[0].Need.SetInt64(99)
	c.Resources[0].Missing.SetInt64(99)
	assert.Equal(t, before, p.Markdown(kam.English))
	why, ok := p.Why(1, 10)
	require.True(t, ok)
	assert.NotEqual(t, "x", why.Parts[0].Stage)
}
