package tracking_test

import (
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/goals"
	"github.com/kam-go/kam/goals/tracking"
)

// months is a plan of a quarter in three steps.
func months(first, second, third string) []goals.Step {
	return []goals.Step{
		{Period: kam.MustPeriod("2026-04-01/2026-05-01"), Target: dec(first)},
		{Period: kam.MustPeriod("2026-05-01/2026-06-01"), Target: dec(second)},
		{Period: kam.MustPeriod("2026-06-01/2026-07-01"), Target: dec(third)},
	}
}

// quarter is a goal of 100 calls from April to June 2026, which has 91 days.
func quarter() goals.Goal {
	return with(calls(), func(g *goals.Goal) { g.Period = kam.MustPeriod("2026-04-01/2026-07-01") })
}

func TestWhereInThePeriod(t *testing.T) {
	g := calls()
	cases := []struct {
		name, asOf                          string
		readings                            []kam.Observation
		phase                               tracking.Phase
		left                                int
		elapsed, expected, rate, projection string
		required, pace, attainment          string
	}{
		{"the day before", "2026-05-31", nil, tracking.Ahead, 30, "0", "0", "", "", "", "", ""},
		{"long before", "2020-01-01", nil, tracking.Ahead, 30, "0", "0", "", "", "", "", ""},
		{
			"the first day", "2026-06-01",
			[]kam.Observation{read(g, "2026-06-01/2026-06-02", "5")},
			tracking.Running, 29, "1", "10/3", "5", "150", "95/29", "3/2", "1/20",
		},
		{
			"in the middle", "2026-06-15",
			[]kam.Observation{read(g, "2026-06-01/2026-06-16", "42")},
			tracking.Running, 15, "15", "50", "14/5", "84", "58/15", "21/25", "21/50",
		},
		{
			"the day before the last", "2026-06-29",
			[]kam.Observation{read(g, "2026-06-01/2026-06-30", "87")},
			tracking.Running, 1, "29", "290/3", "3", "90", "13", "9/10", "87/100",
		},
		{
			"the last day", "2026-06-30",
			[]kam.Observation{read(g, "2026-06-01/2026-07-01", "90")},
			tracking.Over, 0, "30", "100", "3", "90", "", "9/10", "9/10",
		},
		{
			"long after", "2031-01-01",
			[]kam.Observation{read(g, "2026-06-01/2026-07-01", "90")},
			tracking.Over, 0, "30", "100", "3", "90", "", "9/10", "9/10",
		},
		{
			"the last day there is", "9999-12-31",
			[]kam.Observation{read(g, "2026-06-01/2026-07-01", "90")},
			tracking.Over, 0, "30", "100", "3", "90", "", "9/10", "9/10",
		},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			p := track(t, june(g, c.asOf, c.readings...))
			assert.Equal(t, c.phase, p.Phase)
			assert.Equal(t, c.left, p.DaysLeft)
			equal(t, c.elapsed, p.Elapsed, "elapsed")
			equal(t, "30", p.Total, "total")
			equal(t, c.expected, p.Expected, "expected")
			equal(t, c.rate, p.RunRate, "run rate")
			equal(t, c.projection, p.Projection, "projection")
			equal(t, c.required, p.Required, "required")
			equal(t, c.pace, p.Pace, "pace")
			equal(t, c.attainment, p.Attainment, "attainment")
			assert.Empty(t, p.Findings)
		})
	}
}

func TestUnknownIsNeverZero(t *testing.T) {
	g := calls()
	cases := []struct {
		name     string
		in       tracking.Input
		actual   string
		findings []string
	}{
		{"no reading", june(g, "2026-06-10"), "", []string{"tracking.no-reading $.observations"}},
		{
			"no reading of events either",
			with(june(g, "2026-06-10"), func(in *tracking.Input) { in.Gaps = tracking.GapsZero }),
			"",
			[]string{"tracking.no-reading $.observations"},
		},
		{"a reading of zero", june(g, "2026-06-10", read(g, "2026-06-01/2026-06-11", "0")), "0", nil},
		{
			"a value that is not known", june(g, "2026-06-10", read(g, "2026-06-01/2026-06-06", "3"), read(g, "2026-06-06/2026-06-11", "")), "",
			[]string{"tracking.unknown-value $.observations[1]"},
		},
		{
			"days without a reading at the end", june(g, "2026-06-10", read(g, "2026-06-01/2026-06-06", "3")), "",
			[]string{"tracking.gap $.observations"},
		},
		{
			"days without a reading between", june(g, "2026-06-10", read(g, "2026-06-01/2026-06-05", "3"), read(g, "2026-06-06/2026-06-11", "4")), "",
			[]string{"tracking.gap $.observations"},
		},
		{
			"days without a reading at the beginning", june(g, "2026-06-10", read(g, "2026-06-02/2026-06-11", "3")), "",
			[]string{"tracking.gap $.observations"},
		},
		{
			"days that are not worked", // 2026-06-06 and 07 are a weekend
			with(june(g, "2026-06-10", read(g, "2026-06-01/2026-06-06", "3"), read(g, "2026-06-08/2026-06-11", "4")), func(in *tracking.Input) {
				in.Basis, in.Calendar = tracking.WorkingDays, worked(t)
			}),
			"7", nil,
		},
		{
			"events", with(june(g, "2026-06-10", read(g, "2026-06-03/2026-06-04", "3")), func(in *tracking.Input) { in.Gaps = tracking.GapsZero }),
			"3", nil,
		},
		{
			"a month to date", june(g, "2026-06-10", with(read(g, "2026-06-01/2026-07-01", "30"), func(o *kam.Observation) { o.AsOf = kam.MustDay("2026-06-10") })),
			"30", nil,
		},
		{
			"a month to date that is late", june(g, "2026-06-10", with(read(g, "2026-06-01/2026-07-01", "30"), func(o *kam.Observation) { o.AsOf = kam.MustDay("2026-06-09") })),
			"",
			[]string{"tracking.gap $.observations"},
		},
		{
			"two subjects add up", june(g, "2026-06-10", read(g, "2026-06-01/2026-06-11", "3"), with(read(g, "2026-06-01/2026-06-11", "4"), func(o *kam.Observation) { o.Subject.ID = "bo" })),
			"7", nil,
		},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			p := track(t, c.in)
			equal(t, c.actual, p.Actual, "actual")
			assert.Equal(t, c.findings, codesOf(t, p.Findings))
			if c.actual == "" {
				equal(t, "", p.Attainment, "attainment")
				equal(t, "", p.Pace, "pace")
				equal(t, "", p.Required, "required")
				equal(t, "", p.Projection, "projection")
				assert.Equal(t, tracking.Forecast{}, p.Forecast)
			}
		})
	}
}

func TestWhichReadingsCount(t *testing.T) {
	g := calls()
	whole := "2026-06-01/2026-06-11"
	known := func(o kam.Observation, day string) kam.Observation {
		o.AsOf = kam.MustDay(day)
		return o
	}
	revised := func(o kam.Observation, revision int64) kam.Observation {
		o.Revision = revision
		return o
	}
	cases := []struct {
		name     string
		readings []kam.Observation
		actual   string
		count    int
		findings []string
	}{
		{"the higher revision", []kam.Observation{revised(read(g, whole, "9"), 2), read(g, whole, "5"), revised(read(g, whole, "7"), 1)}, "9", 1, nil},
		{"a revision that is not known", []kam.Observation{revised(read(g, whole, ""), 1), read(g, whole, "5")}, "", 1, []string{"tracking.unknown-value $.observations[0]"}},
		{"the one known later", []kam.Observation{known(read(g, "2026-06-01/2026-07-01", "9"), "2026-06-10"), known(read(g, "2026-06-01/2026-07-01", "5"), "2026-06-05")}, "9", 1, nil},
		{"the one of the as-of day, not the later one", []kam.Observation{known(read(g, "2026-06-01/2026-07-01", "9"), "2026-06-11"), known(read(g, "2026-06-01/2026-07-01", "5"), "2026-06-10")}, "5", 1, []string{"tracking.later $.observations[0]"}},
		{"the same twice", []kam.Observation{read(g, whole, "5"), read(g, whole, "5.0")}, "5", 1, []string{"tracking.repeated $.observations[1]"}},
		{"unknown twice", []kam.Observation{read(g, whole, ""), read(g, whole, "")}, "", 1, []string{"tracking.unknown-value $.observations[0]", "tracking.repeated $.observations[1]"}},
		{"after the as-of day", []kam.Observation{read(g, whole, "5"), read(g, "2026-06-11/2026-06-12", "6")}, "5", 1, []string{"tracking.later $.observations[1]"}},
		{"outside the period", []kam.Observation{read(g, whole, "5"), read(g, "2026-05-01/2026-06-01", "6"), read(g, "2026-07-01/2026-08-01", "6")}, "5", 1, []string{"tracking.outside $.observations[1]", "tracking.outside $.observations[2]"}},
		{"a correction made later", []kam.Observation{known(read(g, whole, "5"), "2026-08-01")}, "5", 1, nil},
		{"negative values", []kam.Observation{read(g, "2026-06-01/2026-06-06", "5"), read(g, "2026-06-06/2026-06-11", "-7")}, "-2", 2, nil},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			p := track(t, june(g, "2026-06-10", c.readings...))
			equal(t, c.actual, p.Actual, "actual")
			assert.Equal(t, c.count, p.Readings)
			assert.Equal(t, c.findings, codesOf(t, p.Findings))
		})
	}
}

func TestStockReadings(t *testing.T) {
	g := nps()
	rolling := func(until, value string) kam.Observation {
		return with(read(g, "2026-01-01/2026-01-02", value), func(o *kam.Observation) {
			o.Period = kam.Period{From: kam.MustDay(until).AddDays(-90), Until: kam.MustDay(until)}
		})
	}
	t.Run("the latest counts, rolling windows overlap", func(t *testing.T) {
		p := track(t, june(g, "2026-06-15", rolling("2026-06-11", "58"), rolling("2026-06-04", "55"), rolling("2026-06-21", "90"), rolling("2026-05-20", "99")))
		equal(t, "58", p.Actual, "actual")
		assert.Equal(t, kam.MustDay("2026-06-10"), p.ReadTo)
		assert.Equal(t, 1, p.Readings)
		assert.Equal(t, []string{"tracking.later $.observations[2]", "tracking.outside $.observations[3]"}, codesOf(t, p.Findings))
	})
	t.Run("a ratio", func(t *testing.T) {
		o := rolling("2026-06-11", "")
		o.Numerator, o.Denominator = known("170"), known("3")
		p := track(t, june(g, "2026-06-15", o))
		equal(t, "170/3", p.Actual, "actual")
		equal(t, "1/3", p.Attainment, "attainment")
	})
	t.Run("the latest is not known", func(t *testing.T) {
		p := track(t, june(g, "2026-06-15", rolling("2026-06-11", ""), rolling("2026-06-04", "55")))
		equal(t, "", p.Actual, "actual")
	})
	t.Run("two that end on one day", func(t *testing.T) {
		_, err := tracking.Track(june(g, "2026-06-15", rolling("2026-06-11", "58"), read(g, "2026-06-01/2026-06-11", "59")))
		assert.Equal(t, []string{"tracking.conflict $.observations[1]"}, codes(t, err))
		p := track(t, june(g, "2026-06-15", rolling("2026-06-11", "58"), read(g, "2026-06-01/2026-06-11", "58")))
		equal(t, "58", p.Actual, "actual")
	})
	t.Run("two subjects", func(t *testing.T) {
		o := read(g, "2026-06-01/2026-06-05", "59")
		o.Subject.ID = "bo"
		_, err := tracking.Track(june(g, "2026-06-15", rolling("2026-06-11", "58"), o))
		assert.Equal(t, []string{"tracking.subject $.observations[1].subject"}, codes(t, err))
	})
}

func TestAttainment(t *testing.T) {
	lower := func(g *goals.Goal) { g.Direction = kam.LowerIsBetter }
	cases := []struct {
		name                       string
		goal                       goals.Goal
		actual                     string
		attainment, pace, lead     string // in the middle of the period
		reached                    bool
		projection, required, rate string
	}{
		{"flow, more is better", calls(), "42", "21/50", "21/25", "-8", false, "84", "58/15", "14/5"},
		{"flow beyond the target", calls(), "120", "6/5", "12/5", "70", true, "240", "-4/3", "8"},
		{"flow just at the target", calls(), "100", "1", "2", "50", true, "200", "0", "20/3"},
		{"flow, less is better, below the line", with(calls(), lower), "40", "8/5", "6/5", "10", false, "80", "4", "8/3"},
		{"flow, less is better, above the line", with(calls(), lower), "60", "7/5", "4/5", "-10", false, "120", "8/3", "4"},
		{"stock from a baseline", nps(), "62", "3/5", "6/5", "2", false, "74", "8/15", "4/5"},
		{"stock below its baseline", nps(), "48", "-1/10", "-1/5", "-12", false, "46", "22/15", "-2/15"},
		{"stock at its target", nps(), "70", "1", "2", "10", true, "90", "0", "4/3"},
		{
			"stock, less is better, from a baseline",
			with(nps(), func(g *goals.Goal) { lower(g); g.Baseline, g.Target = known("10"), dec("6") }), "9", "1/4", "1/2", "-1", false, "8", "-1/5", "-1/15",
		},
		{
			"stock, less is better, without a baseline",
			with(nps(), func(g *goals.Goal) { lower(g); g.Baseline, g.Target = known(""), dec("6") }), "9", "1/2", "1/2", "-3", false, "9", "-1/5", "",
		},
		{"stock without a baseline", with(nps(), func(g *goals.Goal) { g.Baseline = known("") }), "56", "4/5", "4/5", "-14", false, "56", "14/15", ""},
		{"stock whose target is its baseline", with(nps(), func(g *goals.Goal) { g.Target = dec("50") }), "51", "", "", "1", true, "52", "-1/15", "1/15"},
		{"flow to nothing", with(calls(), func(g *goals.Goal) { lower(g); g.Target = dec("0") }), "3", "", "", "-3", false, "6", "-1/5", "1/5"},
		{"flow below nothing", with(calls(), func(g *goals.Goal) { g.Target = dec("-10") }), "-8", "", "", "-3", false, "-16", "-2/15", "-8/15"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			p := track(t, june(c.goal, "2026-06-15", read(c.goal, "2026-06-01/2026-06-16", c.actual)))
			equal(t, c.attainment, p.Attainment, "attainment")
			equal(t, c.pace, p.Pace, "pace")
			equal(t, c.lead, p.Lead, "lead")
			assert.Equal(t, c.reached, p.Reached)
			equal(t, c.projection, p.Projection, "projection")
			equal(t, c.required, p.Required, "required")
			equal(t, c.rate, p.RunRate, "run rate")
			if c.attainment == "" {
				assert.Equal(t, []string{"tracking.undefined $.goal.target"}, codesOf(t, p.Findings))
			}
		})
	}
	t.Run("a limit is met at the end", func(t *testing.T) {
		g := with(calls(), lower)
		p := track(t, june(g, "2026-06-30", read(g, "2026-06-01/2026-07-01", "100")))
		assert.True(t, p.Reached)
		p = track(t, june(g, "2026-06-30", read(g, "2026-06-01/2026-07-01", "100.01")))
		assert.False(t, p.Reached)
	})
}

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
		amended := with(weekend, func(g *goals.Goal) {
			g.Amendments = []goals.Amendment{amendment("2026-06-07", "200")}
		})
		p = track(t, tracking.Input{Goal: amended, AsOf: kam.MustDay("2026-06-06"), Basis: tracking.WorkingDays, Calendar: calendar})
		equal(t, "150", p.Target, "target")
	})
}

func amendment(day, target string) goals.Amendment {
	return goals.Amendment{Effective: kam.MustDay(day), Target: dec(target), Reason: "two accounts moved", Approver: "li", Decided: kam.MustDay("2026-01-02")}
}

func TestAmendments(t *testing.T) {
	g := with(calls(), func(g *goals.Goal) {
		g.Amendments = []goals.Amendment{amendment("2026-06-11", "130"), amendment("2026-06-21", "160")}
	})
	cases := []struct{ asOf, expected string }{
		{"2026-06-05", "50/3"}, {"2026-06-10", "100/3"}, {"2026-06-11", "113/3"}, {"2026-06-20", "230/3"}, {"2026-06-30", "130"},
	}
	for _, c := range cases {
		t.Run(c.asOf, func(t *testing.T) {
			p := track(t, june(g, c.asOf))
			equal(t, "130", p.Target, "target")
			equal(t, c.expected, p.Expected, "expected")
		})
	}
	t.Run("working days", func(t *testing.T) {
		p := track(t, with(june(g, "2026-06-12"), func(in *tracking.Input) { in.Basis, in.Calendar = tracking.WorkingDays, worked(t) }))
		blend, err := g.Blended(worked(t), goals.ByWorkingDays)
		require.NoError(t, err)
		equal(t, blend.Exact().RatString(), p.Target, "target")
		equal(t, "2830/22", p.Target, "target")     // 8 days at 100, 7 at 130 and 7 at 160 of 22
		equal(t, "1060/22", p.Expected, "expected") // 8 days at 100 and 2 at 130
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

func TestStale(t *testing.T) {
	g := with(nps(), func(g *goals.Goal) { g.Cadence = kam.Week })
	cases := []struct {
		name, asOf, read string
		stale            bool
	}{
		{"this week", "2026-06-17", "2026-06-16", false},
		{"on the Monday of last week", "2026-06-17", "2026-06-08", false},
		{"on the Sunday before last week", "2026-06-17", "2026-06-07", true},
		{"over", "2026-06-30", "2026-06-02", false},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			day := kam.MustDay(c.read)
			o := read(g, "2026-01-01/2026-01-02", "55")
			o.Period = kam.Period{From: day, Until: day.AddDays(1)}
			p := track(t, june(g, c.asOf, o))
			var want []string
			if c.stale {
				want = []string{"tracking.stale $.observations"}
			}
			assert.Equal(t, want, codesOf(t, p.Findings))
		})
	}
}

func TestResultKeepsNothingOfTheInput(t *testing.T) {
	in := june(with(calls(), func(g *goals.Goal) { g.Amendments = []goals.Amendment{amendment("2026-06-11", "130")} }), "2026-06-10",
		read(calls(), "2026-06-01/2026-06-11", "30"))
	p := track(t, in)
	in.Goal.Owners[0] = "bo"
	in.Goal.Amendments[0].Target = decimal.Zero
	in.Observations[0].Value = decimal.NullDecimal{}
	assert.Equal(t, "anna", p.Goal.Owners[0])
	equal(t, "120", p.Target, "target")
	r, ok := p.Actual.Rat()
	require.True(t, ok)
	r.SetInt64(7)
	equal(t, "30", p.Actual, "actual")
}
