package breakdown_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/goals/breakdown"
)

func TestPresence(t *testing.T) {
	ramp := breakdown.Ramp{Steps: fractions("0.25", "0.5"), CutoffDay: 16}
	cases := []struct {
		name   string
		active string
		by     breakdown.Measure
		ramp   breakdown.Ramp
		want   string // quarters of 1,200 by even months
	}{
		{"whole year", "2026-01-01/2027-01-01", breakdown.WholeMonths, breakdown.Ramp{}, "300 300 300 300"},
		{"start in a month", "2026-05-20/..", breakdown.WholeMonths, breakdown.Ramp{}, "0 200 300 300"},
		{"end in a month", "2025-01-01/2026-05-02", breakdown.WholeMonths, breakdown.Ramp{}, "300 200 0 0"},
		{"end with a month", "2025-01-01/2026-05-01", breakdown.WholeMonths, breakdown.Ramp{}, "300 100 0 0"},
		{"days", "2026-04-16/2026-10-01", breakdown.ByDays, breakdown.Ramp{}, "0 250 300 0"},
		{"before and after", "2024-01-01/2025-01-01", breakdown.ByDays, breakdown.Ramp{}, "0 0 0 0"},
		{"ramp", "2026-03-02/..", breakdown.WholeMonths, ramp, "25 250 300 300"},
		{"ramp by days", "2026-04-11/..", breakdown.ByDays, breakdown.Ramp{Steps: fractions("0.3", "0.5")}, "0 170 300 300"},
		{"last day before the cut-off", "2026-03-15/..", breakdown.WholeMonths, ramp, "25 250 300 300"},
		{"on the cut-off", "2026-03-16/..", breakdown.WholeMonths, ramp, "0 175 300 300"},
		{"ramp from last year", "2025-12-16/..", breakdown.WholeMonths, ramp, "175 300 300 300"},
		{"ramp long over", "2020-12-16/..", breakdown.WholeMonths, ramp, "300 300 300 300"},
		{"cut-off without steps", "2026-03-16/..", breakdown.WholeMonths, breakdown.Ramp{CutoffDay: 1}, "0 300 300 300"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			for _, kinds := range [][]kam.PeriodKind{{kam.Quarter, kam.Month}, {kam.Quarter}} {
				if c.by == breakdown.ByDays && len(kinds) == 1 {
					continue // a quarter by its days is not its months by their days
				}
				spec := year("1200", kinds...)
				spec.Basis.By = breakdown.Even
				spec.Presence = &breakdown.Presence{Active: kam.MustPeriod(c.active), By: c.by, Ramp: c.ramp}
				plan := overTime(t, spec, nil)
				foots(t, plan)
				assert.Equal(t, c.want, strings.Join(targets(plan.Cells(kam.Quarter)), " "))
			}
		})
	}
}

func TestPresenceByWorkingDays(t *testing.T) {
	// February 2026 has 16 working days in China, and from the 24th on five of them.
	p := breakdown.Presence{Active: kam.MustPeriod("2026-02-24/.."), By: breakdown.ByWorkingDays}
	got, err := p.FullTimeMonths(kam.MustPeriod("2026-01-01/2026-04-01"), china(t))
	require.NoError(t, err)
	assert.Equal(t, "21/16", got.RatString())
	_, err = p.FullTimeMonths(kam.MustPeriod("2027-01-01/2027-02-01"), china(t))
	require.ErrorIs(t, err, kam.ErrNoHolidays)

	// A week without working days counts by its days.
	spec := year("1000", kam.Month, kam.Week)
	spec.Period = kam.MustPeriod("2026-02-01/2026-03-01")
	spec.Presence = &breakdown.Presence{Active: kam.MustPeriod("2026-02-16/.."), By: breakdown.ByWorkingDays}
	plan := overTime(t, spec, china(t))
	foots(t, plan)
	assert.Equal(t, []string{"0", "0", "0", "250", "214"}, targets(plan.Leaves()), "the week of 16 February is free, and somebody is there")

	spec.Period = kam.MustPeriod("2027-02-01/2027-03-01")
	_, err = breakdown.OverTime(spec, china(t))
	require.ErrorIs(t, err, kam.ErrNoHolidays)
}

func TestPresenceInWeeksOfAFiscalMonth(t *testing.T) {
	cal := retail(t, "4-4-5", time.Saturday)
	period, err := cal.Year(2026)
	require.NoError(t, err)
	months, err := cal.Split(period, kam.Month)
	require.NoError(t, err)
	p := breakdown.Presence{By: breakdown.WholeMonths, Ramp: breakdown.Ramp{Steps: fractions("0.5"), CutoffDay: 8}}
	for days, want := range map[int]string{6: "23/2", 7: "21/2"} {
		p.Active = kam.Period{From: months[0].From.AddDays(days)}
		got, err := p.FullTimeMonths(period, cal)
		require.NoError(t, err)
		assert.Equal(t, want, got.RatString())
	}
}

func TestFullTimeMonthsRefuses(t *testing.T) {
	p := breakdown.Presence{Active: kam.MustPeriod("2026-02-24/.."), By: breakdown.ByDays}
	for _, period := range []kam.Period{{}, kam.MustPeriod("2026-01-01/.."), kam.MustPeriod("2026-01-02/2026-03-01"), kam.MustPeriod("0001-01-01/9999-01-01")} {
		_, err := p.FullTimeMonths(period, nil)
		require.ErrorIs(t, err, kam.ErrPeriod)
	}
	var none breakdown.Presence
	_, err := none.FullTimeMonths(kam.MustPeriod("2026-01-01/2026-03-01"), nil)
	assert.Equal(t, []string{"breakdown.presence $.active", "breakdown.presence $.by"}, codes(t, err))
	p.Ramp.Steps = make([]kam.Fraction, 121)
	_, err = p.FullTimeMonths(kam.MustPeriod("2026-01-01/2026-03-01"), nil)
	assert.Equal(t, []string{"breakdown.ramp $.ramp.steps"}, codes(t, err))
	p.Ramp.Steps = []kam.Fraction{{Num: 1}}
	_, err = p.FullTimeMonths(kam.MustPeriod("2026-01-01/2026-03-01"), nil)
	assert.Equal(t, []string{"breakdown.ramp $.ramp.steps[0]"}, codes(t, err))
}
