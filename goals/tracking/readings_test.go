package tracking_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/goals"
	"github.com/kam-go/kam/goals/tracking"
)

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
