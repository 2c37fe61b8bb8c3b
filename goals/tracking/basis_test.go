package tracking_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/goals"
	"github.com/kam-go/kam/goals/tracking"
)

func TestWorkingDays(t *testing.T) {
	g := calls()
	calendar, err := kam.NewCalendar(kam.CalendarSpec{Holidays: []kam.HolidayYear{{
		Year: 2026, Off: []kam.Day{kam.MustDay("2026-06-01"), kam.MustDay("2026-06-19")}, Working: []kam.Day{kam.MustDay("2026-06-14")},
	}}})
	require.NoError(t, err)
	in := func(asOf string, readings ...kam.Observation) tracking.Input {
		return with(june(g, asOf, readings...), func(in *tracking.Input) { in.Basis, in.Calendar = tracking.WorkingDays, calendar })
	}
	t.Run("nothing has passed on a holiday", func(t *testing.T) {
		p := track(t, in("2026-06-01", read(g, "2026-06-01/2026-06-02", "2")))
		equal(t, "0", p.Elapsed, "elapsed")
		equal(t, "21", p.Total, "total")
		equal(t, "0", p.Expected, "expected")
		equal(t, "", p.RunRate, "run rate")
		equal(t, "", p.Projection, "projection")
		equal(t, "", p.Pace, "pace")
		equal(t, "14/3", p.Required, "required")
	})
	t.Run("a Sunday that is worked", func(t *testing.T) {
		p := track(t, in("2026-06-14", read(g, "2026-06-01/2026-06-15", "42")))
		equal(t, "10", p.Elapsed, "elapsed") // 2 to 5, 8 to 12 and 14 June
		equal(t, "21/5", p.RunRate, "run rate")
		equal(t, "441/5", p.Projection, "projection")
		equal(t, "1000/21", p.Expected, "expected")
		equal(t, "58/11", p.Required, "required")
	})
	t.Run("a year that the calendar does not know", func(t *testing.T) {
		next := with(g, func(g *goals.Goal) { g.Period = kam.MustPeriod("2026-12-01/2027-02-01") })
		_, err := tracking.Track(tracking.Input{Goal: next, AsOf: kam.MustDay("2026-12-10"), Basis: tracking.WorkingDays, Calendar: calendar})
		require.ErrorIs(t, err, kam.ErrNoHolidays)
	})
	t.Run("a nil calendar", func(t *testing.T) {
		_, err := tracking.Track(tracking.Input{Goal: g, AsOf: kam.MustDay("2026-06-10"), Basis: tracking.WorkingDays})
		require.ErrorIs(t, err, kam.ErrNoHolidays)
	})
	t.Run("a period without a working day", func(t *testing.T) {
		weekend := with(g, func(g *goals.Goal) { g.Period = kam.MustPeriod("2026-06-06/2026-06-08") })
		p := track(t, tracking.Input{
			Goal: weekend, AsOf: kam.MustDay("2026-06-06"), Basis: tracking.WorkingDays, Calendar: calendar,
			Observations: []kam.Observation{read(weekend, "2026-06-06/2026-06-07", "40")},
		})
		equal(t, "80", p.Projection, "projection")
		assert.Equal(t, []string{"tracking.no-working-day $.goal.period"}, codesOf(t, p.Findings))
		assert.Equal(t, tracking.CalendarDays, p.Basis)
		assert.Contains(t, p.Explain().EN, "60 per day against 40 so far, 1 day left")
		assert.NotContains(t, p.Explain().ZH, "工作日")
		amended := with(weekend, func(g *goals.Goal) {
			g.Amendments = []goals.Amendment{amendment("2026-06-07", "200")}
		})
		p = track(t, tracking.Input{Goal: amended, AsOf: kam.MustDay("2026-06-06"), Basis: tracking.WorkingDays, Calendar: calendar})
		equal(t, "150", p.Target, "target")
	})
}

func TestSeasonal(t *testing.T) {
	g := quarter()
	in := func(asOf string, readings ...kam.Observation) tracking.Input {
		return with(june(g, asOf, readings...), func(in *tracking.Input) {
			in.Plan, in.Basis = []goals.Step{months("20", "30", "50")[2], months("20", "30", "50")[0], months("20", "30", "50")[1]}, tracking.Seasonal
		})
	}
	cases := []struct {
		name, asOf, reading, value               string
		elapsed, expected, pace, rate, projected string
		required                                 string
	}{
		{"inside the first step", "2026-04-15", "2026-04-01/2026-04-16", "12", "10", "10", "6/5", "6/5", "120", "44/45"},
		{"at the end of the first step", "2026-04-30", "2026-04-01/2026-05-01", "18", "20", "20", "9/10", "9/10", "90", "41/40"},
		{"the first day of the second step", "2026-05-01", "2026-04-01/2026-05-02", "20", "650/31", "650/31", "62/65", "62/65", "1240/13", ""},
		{"at the end", "2026-06-30", "2026-04-01/2026-07-01", "95", "100", "100", "19/20", "19/20", "95", ""},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			p := track(t, in(c.asOf, read(g, c.reading, c.value)))
			equal(t, c.elapsed, p.Elapsed, "elapsed")
			equal(t, "100", p.Total, "total")
			equal(t, c.expected, p.Expected, "expected")
			equal(t, c.pace, p.Pace, "pace")
			equal(t, c.rate, p.RunRate, "run rate")
			equal(t, c.projected, p.Projection, "projection")
			if c.required != "" {
				equal(t, c.required, p.Required, "required")
			}
			assert.Empty(t, p.Findings)
		})
	}
	t.Run("a plan that ends elsewhere is scaled, with a warning", func(t *testing.T) {
		p := track(t, with(in("2026-04-30", read(g, "2026-04-01/2026-05-01", "18")), func(in *tracking.Input) { in.Plan = months("40", "60", "100") }))
		equal(t, "20", p.Expected, "expected")
		assert.Equal(t, []string{"tracking.plan-total $.plan"}, codesOf(t, p.Findings))
	})
	t.Run("a first step of nothing", func(t *testing.T) {
		p := track(t, with(in("2026-04-30", read(g, "2026-04-01/2026-05-01", "3")), func(in *tracking.Input) { in.Plan = months("0", "50", "50") }))
		equal(t, "0", p.Expected, "expected")
		equal(t, "", p.Pace, "pace")
		equal(t, "", p.Projection, "projection")
		equal(t, "3", p.Lead, "lead")
		equal(t, "97/100", p.Required, "required")
	})
	t.Run("an amended target takes the shape of the plan", func(t *testing.T) {
		amended := with(g, func(g *goals.Goal) { g.Amendments = []goals.Amendment{amendment("2026-04-01", "200")} })
		p := track(t, with(in("2026-04-30"), func(in *tracking.Input) { in.Goal = amended }))
		equal(t, "200", p.Target, "target")
		equal(t, "40", p.Expected, "expected")
	})
}

func TestStockOnAPlan(t *testing.T) {
	g := with(nps(), func(g *goals.Goal) { g.Period = quarter().Period })
	cases := []struct{ name, asOf, baseline, expected string }{
		{"inside the first step", "2026-04-15", "50", "52"},
		{"at the end of the first step", "2026-04-30", "50", "54"},
		{"inside the last step", "2026-06-15", "50", "65"},
		{"at the end", "2026-06-30", "50", "70"},
		{"before", "2026-03-01", "50", "50"},
		{"without a baseline the level of the step", "2026-04-15", "", "54"},
		{"without a baseline at the end of a step", "2026-05-31", "", "60"},
		{"without a baseline in the last step", "2026-06-01", "", "70"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			goal := with(g, func(g *goals.Goal) { g.Baseline = known(c.baseline) })
			p := track(t, with(june(goal, c.asOf), func(in *tracking.Input) { in.Plan, in.Basis = months("54", "60", "70"), tracking.Seasonal }))
			equal(t, c.expected, p.Expected, "expected")
			equal(t, "91", p.Total, "total")
			assert.Equal(t, tracking.Seasonal, p.Basis)
		})
	}
	t.Run("on the straight line", func(t *testing.T) {
		p := track(t, june(nps(), "2026-06-15", read(nps(), "2026-06-15/2026-06-16", "60")))
		equal(t, "60", p.Expected, "expected")
		equal(t, "1", p.Pace, "pace")
	})
	t.Run("a plan that ends elsewhere", func(t *testing.T) {
		p := track(t, with(june(g, "2026-03-01"), func(in *tracking.Input) { in.Plan = months("54", "60", "69") }))
		assert.Equal(t, []string{"tracking.plan-total $.plan"}, codesOf(t, p.Findings))
	})
	t.Run("the last amendment counts", func(t *testing.T) {
		amended := with(nps(), func(g *goals.Goal) { g.Amendments = []goals.Amendment{amendment("2026-06-20", "80")} })
		p := track(t, june(amended, "2026-06-10", read(amended, "2026-06-10/2026-06-11", "60")))
		equal(t, "80", p.Target, "target")
		equal(t, "170/3", p.Expected, "expected") // a third of the way from 50 to the 70 in force
	})
}
