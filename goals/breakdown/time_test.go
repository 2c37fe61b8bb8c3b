package breakdown_test

import (
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/goals/breakdown"
	"github.com/kam-go/kam/goals/spread"
	"github.com/kam-go/kam/internal/num"
)

func TestWeeksAndMonthsFootAtOnce(t *testing.T) {
	plan := overTime(t, year("1000000", kam.Quarter, kam.Month, kam.Week), china(t))
	foots(t, plan)
	assert.Equal(t, []kam.PeriodKind{kam.Quarter, kam.Month, kam.Week}, plan.Kinds())
	// 2026-W05 is 26 January to 1 February.
	var parts []string
	for _, c := range plan.Leaves() {
		if kam.MustPeriod("2026-01-26/2026-02-02").Overlaps(c.Period) {
			parts = append(parts, c.Label)
		}
	}
	assert.Equal(t, []string{"2026-01-26/2026-02-01", "2026-02-01/2026-02-02"}, parts)
	weeks := plan.Weeks()
	assert.Len(t, weeks, 53, "2026 touches 53 ISO weeks")
	sum := decimal.Zero
	for i, w := range weeks {
		sum = sum.Add(w.Target)
		if i > 0 && i < len(weeks)-1 {
			assert.Equal(t, 7, w.Period.Days(), w.Period)
		}
	}
	equalDecimal(t, "1000000", sum)
	got, ok := plan.In(kam.MustPeriod("2026-02-01/2026-04-01"))
	require.True(t, ok)
	months := plan.Cells(kam.Month)
	equalDecimal(t, num.Format(months[1].Target.Add(months[2].Target)), got)
	_, ok = plan.In(kam.MustPeriod("2026-02-03/2026-04-01"))
	assert.False(t, ok, "no cell begins on that day")
	_, ok = plan.In(kam.MustPeriod("2026-02-01/.."))
	assert.False(t, ok)
	_, ok = plan.In(kam.Period{From: kam.MustDay("2026-04-01"), Until: kam.MustDay("2026-02-01")})
	assert.False(t, ok)
}

func TestEachCellRoundsItsExactShare(t *testing.T) {
	plan := overTime(t, year("1000003", kam.Quarter, kam.Month, kam.Week), nil)
	for _, k := range plan.Kinds() {
		for i, c := range plan.Cells(k) {
			share, ok := plan.Share(k, i)
			require.True(t, ok)
			away := share.Mul(share, num.Rat(plan.Total()))
			away.Sub(away, num.Rat(c.Target))
			assert.Negative(t, away.Abs(away).Cmp(num.Rat(dec("1"))), "%s of %s", c.Target, c.Label)
		}
	}
}

func TestBases(t *testing.T) {
	month := func(b breakdown.Basis) breakdown.TimeSpec {
		spec := year("1200", kam.Quarter, kam.Month)
		spec.Basis = b
		return spec
	}
	cases := []struct {
		name     string
		spec     breakdown.TimeSpec
		quarters []string
	}{
		{"even months", month(breakdown.Basis{By: breakdown.Even}), []string{"300", "300", "300", "300"}},
		{"pattern of a quarter", month(breakdown.Basis{By: breakdown.Pattern, Pattern: []int64{1, 2, 1}}), []string{"300", "300", "300", "300"}},
		{"pattern of the year", month(breakdown.Basis{By: breakdown.Pattern, Pattern: []int64{1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 13}}), []string{"150", "150", "150", "750"}},
		{"profile of a quarter", month(breakdown.Basis{By: breakdown.Profile, Shares: fractions("1/3", "1/3", "1/3")}), []string{"300", "300", "300", "300"}},
		{"blend", month(breakdown.Basis{By: breakdown.Blended, Blend: []breakdown.BasisPart{
			{Share: kam.MustFraction("0.5"), By: breakdown.Even},
			{Share: kam.MustFraction("0.5"), By: breakdown.Pattern, Pattern: []int64{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 7}},
		}}), []string{"150", "150", "150", "750"}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			plan := overTime(t, c.spec, nil)
			foots(t, plan)
			assert.Equal(t, c.quarters, targets(plan.Cells(kam.Quarter)))
		})
	}
	bell := overTime(t, month(breakdown.Basis{By: breakdown.Pattern, Pattern: []int64{1, 2, 1}}), nil)
	assert.Equal(t, []string{"75", "150", "75"}, targets(bell.Leaves()[:3]))
}

func TestLevelsOfTheirOwn(t *testing.T) {
	spec := year("1000", kam.Quarter, kam.Month)
	spec.Levels[0].Basis = breakdown.Basis{By: breakdown.Profile, Shares: fractions("0.2", "0.2", "0.2", "0.4")}
	spec.Basis = breakdown.Basis{By: breakdown.Pattern, Pattern: []int64{1, 2, 2}}
	plan := overTime(t, spec, nil)
	assert.Equal(t, []string{"200", "200", "200", "400"}, targets(plan.Cells(kam.Quarter)))
	assert.Equal(t, []string{"40", "80", "80", "40", "80", "80", "40", "80", "80", "80", "160", "160"}, targets(plan.Leaves()))
}

func TestFourFourFive(t *testing.T) {
	cal := retail(t, "4-4-5", time.Saturday)
	period, err := cal.Year(2023) // 53 weeks
	require.NoError(t, err)
	spec := year("5300", kam.Quarter, kam.Month, kam.Week)
	spec.Period, spec.Basis.By = period, breakdown.Even
	plan := overTime(t, spec, cal)
	foots(t, plan)
	assert.Equal(t, []string{"1300", "1300", "1300", "1400"}, targets(plan.Cells(kam.Quarter)))
	assert.Equal(t, []string{"400", "400", "500", "400", "400", "500", "400", "400", "500", "400", "400", "600"}, targets(plan.Cells(kam.Month)))
	for _, c := range plan.Leaves() {
		assert.Equal(t, 7, c.Period.Days())
		back, err := cal.Parse(c.Label)
		require.NoError(t, err)
		assert.Equal(t, c.Period, back)
	}
}

func TestFiscalYears(t *testing.T) {
	for month := time.January; month <= time.December; month++ {
		cal, err := kam.NewCalendar(kam.CalendarSpec{FiscalStart: month})
		require.NoError(t, err)
		spec := year("99999", kam.HalfYear, kam.Quarter, kam.Month, kam.Week)
		spec.Period, err = cal.Year(2026)
		require.NoError(t, err)
		plan := overTime(t, spec, cal)
		foots(t, plan)
		assert.Len(t, plan.Cells(kam.Month), 12)
		assert.Equal(t, month, plan.Cells(kam.Month)[0].Period.From.Month())
	}
}

// sold is a history of monthly values from a month on.
func sold(from string, values ...string) []kam.Observation {
	day := kam.MustDay(from)
	var out []kam.Observation
	for i, v := range values {
		out = append(out, kam.Observation{
			Subject: kam.Subject{Kind: "team", ID: "east"}, Metric: "won", Currency: "CNY", Value: null(v),
			Period: kam.Period{From: day.AddMonths(i), Until: day.AddMonths(i + 1)},
		})
	}
	return out
}

func TestHistory(t *testing.T) {
	// Shares of 2024 are 1/4 and 3/4, of 2025 3/4 and 1/4: a year ten times as large counts the same.
	list := append(sold("2024-01-01", "10", "30", "0"), sold("2025-01-01", "300", "100", "0")...)
	spec := year("1000", kam.Month)
	spec.Period, spec.Basis = kam.MustPeriod("2026-01-01/2026-04-01"), breakdown.Basis{By: breakdown.History, History: list}
	assert.Equal(t, []string{"500", "500", "0"}, targets(overTime(t, spec, nil).Leaves()))

	t.Run("months make quarters", func(t *testing.T) {
		spec := year("1200", kam.Quarter)
		spec.Basis = breakdown.Basis{By: breakdown.History, History: sold("2025-01-01", "1", "1", "1", "1", "1", "1", "1", "1", "1", "1", "1", "13")}
		assert.Equal(t, []string{"150", "150", "150", "750"}, targets(overTime(t, spec, nil).Leaves()))
	})
	t.Run("fiscal months", func(t *testing.T) {
		cal, err := kam.NewCalendar(kam.CalendarSpec{FiscalStart: time.April})
		require.NoError(t, err)
		spec := spec
		spec.Period = kam.MustPeriod("2026-04-01/2026-06-01")
		spec.Basis.History = sold("2025-04-01", "1", "4")
		assert.Equal(t, []string{"200", "800"}, targets(overTime(t, spec, cal).Leaves()))
	})
	faults := []struct {
		name    string
		history []kam.Observation
		want    string
	}{
		{"none", nil, "breakdown.history $.basis.history"},
		{"gap", sold("2025-01-01", "1", "2"), "breakdown.history $.basis.history"},
		{"twice", append(sold("2025-01-01", "1", "2", "3"), sold("2025-01-01", "1")...), "breakdown.history $.basis.history"},
		{"negative", sold("2025-01-01", "1", "-2", "3"), "breakdown.weight $.basis.history"},
		{"zero", sold("2025-01-01", "0", "0", "0"), "breakdown.weight $.basis.history"},
		{"the plan itself", sold("2026-01-01", "1", "2", "3"), "breakdown.history $.basis.history[0].period"},
	}
	for _, c := range faults {
		t.Run(c.name, func(t *testing.T) {
			spec := spec
			spec.Basis.History = c.history
			_, err := breakdown.OverTime(spec, nil)
			assert.Equal(t, c.want, codes(t, err)[0])
		})
	}
	changes := map[string]struct {
		change func(o *kam.Observation)
		want   string
	}{
		"unknown": {func(o *kam.Observation) { o.Value.Valid = false }, "breakdown.history $.basis.history[1].value"},
		"ratio":   {func(o *kam.Observation) { o.Numerator, o.Denominator = null("1"), null("1"); o.Value.Valid = false }, "breakdown.history $.basis.history[1].value"},
		"metric":  {func(o *kam.Observation) { o.Metric = "lost" }, "breakdown.history $.basis.history[1]"},
		"nobody":  {func(o *kam.Observation) { o.Subject.ID = "" }, "observation.subject $.basis.history[1].subject.id"},
		"long":    {func(o *kam.Observation) { o.Period.Until = o.Period.Until.AddDays(1) }, "breakdown.history $.basis.history[1].period"},
		"open":    {func(o *kam.Observation) { o.Period.Until = kam.Day{} }, "breakdown.history $.basis.history[1].period"},
	}
	for name, c := range changes {
		t.Run(name, func(t *testing.T) {
			spec := spec
			spec.Basis.History = sold("2025-01-01", "1", "2", "3")
			c.change(&spec.Basis.History[1])
			_, err := breakdown.OverTime(spec, nil)
			assert.Equal(t, c.want, codes(t, err)[0])
		})
	}
	spec.Levels, spec.Basis.History = levels(kam.Week), sold("2025-01-01", "1", "2", "3")
	_, err := breakdown.OverTime(spec, nil)
	assert.Equal(t, []string{"breakdown.history $.basis.history"}, codes(t, err))
}

func TestReasons(t *testing.T) {
	spec := year("1200", kam.Quarter, kam.Month)
	spec.Basis.By = breakdown.Even
	spec.Limits = []breakdown.TimeLimit{
		{Cell: "2026-01", Hold: null("7")},
		{Cell: "2026-Q2", Hold: null("70")},
		{Cell: "2026-07", Max: null("1")},
		{Cell: "2026-08", Min: null("500")},
		{Cell: "2026-10", Hold: null("1")},
		{Cell: "2026-11", Hold: null("1")},
		{Cell: "2026-12", Hold: null("1")},
	}
	plan := overTime(t, spec, nil)
	foots(t, plan)
	var got []string
	for _, k := range plan.Kinds() {
		for _, c := range plan.Cells(k) {
			got = append(got, string(c.Reason))
			assert.NotEmpty(t, c.Reason.Text().EN)
			assert.NotEmpty(t, c.Reason.Text().ZH)
		}
	}
	assert.Equal(t, "spread held spread held "+ // quarters: the last consists of held months
		"held spread spread spread spread spread at-maximum at-minimum spread held held held", strings.Join(got, " "))
	assert.Empty(t, breakdown.Reason("").Text())
	assert.Equal(t, "总额", breakdown.Total.Text().ZH)
	assert.NotEmpty(t, breakdown.Odd.Text().ZH)
}

func TestZeroWeights(t *testing.T) {
	spec := year("1200", kam.Quarter, kam.Month)
	spec.Levels[0].Basis.By = breakdown.Even
	spec.Basis = breakdown.Basis{By: breakdown.Pattern, Pattern: []int64{0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1}}
	_, err := breakdown.OverTime(spec, nil)
	assert.Equal(t, []string{"breakdown.zero $.levels[1]"}, codes(t, err))
	spec.Zero = spread.ZeroEven
	assert.Equal(t, "100 100 100", strings.Join(targets(overTime(t, spec, nil).Leaves()[:3]), " "))

	t.Run("a minimum inside a group that weighs nothing", func(t *testing.T) {
		spec := spec
		spec.Levels = levels(kam.Quarter, kam.Month)
		spec.Limits = []breakdown.TimeLimit{{Cell: "2026-Q1", Min: null("300")}}
		for _, method := range []spread.Method{"", spread.Divisor} {
			spec.Method, spec.Zero = method, spread.ZeroEven
			plan := overTime(t, spec, nil)
			foots(t, plan)
			assert.Equal(t, "100 100 100 100 100 100 100 100 100 100 100 100", strings.Join(targets(plan.Leaves()), " "))
			spec.Zero = spread.ZeroRefused
			_, err := breakdown.OverTime(spec, nil)
			assert.Equal(t, []string{"breakdown.zero $.limits[0]"}, codes(t, err))
		}
	})
	t.Run("a held group that weighs nothing", func(t *testing.T) {
		spec := spec
		spec.Levels = levels(kam.Quarter, kam.Month)
		spec.Limits = []breakdown.TimeLimit{{Cell: "2026-Q1", Hold: null("30")}}
		assert.Equal(t, "10 10 10 130", strings.Join(targets(overTime(t, spec, nil).Leaves()[:4]), " "))
		spec.Zero = spread.ZeroRefused
		_, err := breakdown.OverTime(spec, nil)
		assert.Equal(t, []string{"breakdown.zero $.limits[0]"}, codes(t, err))
	})
	t.Run("cells that could take it weigh nothing", func(t *testing.T) {
		spec := spec
		spec.Levels, spec.Basis.Pattern = levels(kam.Month), []int64{0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}
		spec.Limits, spec.Zero = []breakdown.TimeLimit{{Cell: "2026-02", Max: null("1000")}}, spread.ZeroEven
		for _, method := range []spread.Method{"", spread.Divisor} {
			spec.Method = method
			_, err := breakdown.OverTime(spec, nil)
			assert.Equal(t, []string{"breakdown.zero $.total"}, codes(t, err))
		}
	})
}

func TestFaultsComeAtOnce(t *testing.T) {
	spec := breakdown.TimeSpec{
		Total: decimal.New(1, 99), Grain: dec("-1"), Period: kam.MustPeriod("2026-01-01/.."), Odd: "middle", Method: "cumulative", Zero: "odd",
		Levels:   []breakdown.TimeLevel{{Kind: kam.Month}, {Kind: kam.Quarter}, {Kind: "day"}},
		Presence: &breakdown.Presence{By: "hours", Ramp: breakdown.Ramp{CutoffDay: 32, Steps: fractions("2", "-1")}},
	}
	_, err := breakdown.OverTime(spec, nil)
	assert.Equal(t, []string{
		"breakdown.number $.total", "breakdown.grain $.grain", "breakdown.period $.period", "breakdown.level $.levels[1].kind", "breakdown.level $.levels[2].kind",
		"breakdown.word $.odd", "breakdown.word $.method", "breakdown.word $.zero",
		"breakdown.presence $.presence.active", "breakdown.presence $.presence.by", "breakdown.ramp $.presence.ramp.cutoffDay",
		"breakdown.ramp $.presence.ramp.steps[0]", "breakdown.ramp $.presence.ramp.steps[1]",
	}, codes(t, err))
}

func TestBadPeriodsAndBases(t *testing.T) {
	cases := []struct {
		name   string
		change func(s *breakdown.TimeSpec)
		want   string
	}{
		{"zero value", func(s *breakdown.TimeSpec) { *s = breakdown.TimeSpec{} }, "breakdown.grain $.grain; breakdown.period $.period; breakdown.level $.levels"},
		{"reversed", func(s *breakdown.TimeSpec) {
			s.Period = kam.Period{From: kam.MustDay("2026-02-01"), Until: kam.MustDay("2026-01-01")}
		}, "breakdown.period $.period"},
		{"empty", func(s *breakdown.TimeSpec) {
			s.Period = kam.Period{From: kam.MustDay("2026-02-01"), Until: kam.MustDay("2026-02-01")}
		}, "breakdown.period $.period"},
		{"too long", func(s *breakdown.TimeSpec) { s.Period = kam.MustPeriod("0001-01-01/9999-01-01") }, "breakdown.period $.period"},
		{"half a quarter", func(s *breakdown.TimeSpec) { s.Period = kam.MustPeriod("2026-02-01/2026-07-01") }, "breakdown.period $.period"},
		{"no basis", func(s *breakdown.TimeSpec) { s.Basis = breakdown.Basis{} }, "breakdown.basis $.basis.by"},
		{"two bases", func(s *breakdown.TimeSpec) { s.Levels[1].Basis.By = breakdown.Even }, "breakdown.basis $.basis"},
		{"data of another basis", func(s *breakdown.TimeSpec) { s.Basis.Pattern = []int64{1} }, "breakdown.basis $.basis"},
		{"pattern of five", func(s *breakdown.TimeSpec) {
			s.Basis = breakdown.Basis{By: breakdown.Pattern, Pattern: []int64{1, 1, 1, 1, 1}}
		}, "breakdown.count $.basis.pattern"},
		{"no pattern", func(s *breakdown.TimeSpec) { s.Basis = breakdown.Basis{By: breakdown.Pattern} }, "breakdown.count $.basis.pattern"},
		{"pattern of two", func(s *breakdown.TimeSpec) {
			s.Basis = breakdown.Basis{By: breakdown.Pattern, Pattern: []int64{1, 1}}
		}, "breakdown.count $.basis.pattern"},
		{"negative pattern", func(s *breakdown.TimeSpec) {
			s.Basis = breakdown.Basis{By: breakdown.Pattern, Pattern: []int64{1, -1, 1}}
		}, "breakdown.weight $.basis.pattern[1]"},
		{"all zero", func(s *breakdown.TimeSpec) {
			s.Basis = breakdown.Basis{By: breakdown.Pattern, Pattern: []int64{0, 0, 0}}
		}, "breakdown.zero $.levels[0]"},
		{"negative share", func(s *breakdown.TimeSpec) {
			s.Basis = breakdown.Basis{By: breakdown.Profile, Shares: fractions("1.5", "-0.5", "0")}
		}, "breakdown.share $.basis.shares[1]"},
		{"no shares", func(s *breakdown.TimeSpec) { s.Basis = breakdown.Basis{By: breakdown.Profile} }, "breakdown.count $.basis.shares"},
		{"malformed share", func(s *breakdown.TimeSpec) {
			s.Basis = breakdown.Basis{By: breakdown.Profile, Shares: []kam.Fraction{{Num: 1}}}
		}, "breakdown.share $.basis.shares[0]"},
		{"blend of blends", func(s *breakdown.TimeSpec) {
			s.Basis = breakdown.Basis{By: breakdown.Blended, Blend: []breakdown.BasisPart{{Share: kam.Whole(), By: breakdown.Blended}}}
		}, "breakdown.basis $.basis.blend[0].by"},
		{"blend that is short", func(s *breakdown.TimeSpec) {
			s.Basis = breakdown.Basis{By: breakdown.Blended, Blend: []breakdown.BasisPart{{Share: kam.MustFraction("0.9"), By: breakdown.Even}}}
		}, "spread.share $.basis.blend"},
		{"too many limits", func(s *breakdown.TimeSpec) { s.Limits = make([]breakdown.TimeLimit, 18) }, "breakdown.cell $.limits"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			spec := year("1200", kam.Quarter, kam.Month)
			c.change(&spec)
			_, err := breakdown.OverTime(spec, nil)
			assert.Equal(t, c.want, strings.Join(codes(t, err), "; "))
		})
	}
	spec := year("1200", kam.Month)
	spec.Basis = breakdown.Basis{By: breakdown.Blended, Blend: []breakdown.BasisPart{{Share: kam.Whole(), By: breakdown.WorkingDays}}}
	_, err := breakdown.OverTime(spec, kam.Gregorian())
	require.ErrorIs(t, err, kam.ErrNoHolidays)
}

func TestPlansKeepNothing(t *testing.T) {
	spec := year("1200", kam.Month)
	plan := overTime(t, spec, nil)
	plan.Cells(kam.Month)[0].Target = dec("0")
	plan.Steps(kam.Month)[0].Target = dec("0")
	plan.Kinds()[0] = kam.Week
	spec.Levels[0].Kind = kam.Quarter
	foots(t, plan)
	assert.Equal(t, kam.MustPeriod("2026-01-01/2027-01-01"), plan.Period())
	assert.Empty(t, plan.Cells(kam.Week))
	assert.Empty(t, plan.Weeks())
	_, ok := plan.Share(kam.Month, 12)
	assert.False(t, ok)
	_, ok = plan.Share(kam.Month, -1)
	assert.False(t, ok)
	var none breakdown.TimePlan
	assert.Empty(t, none.Leaves())
	assert.Empty(t, none.Weeks())
	_, ok = none.Share(kam.Month, 0)
	assert.False(t, ok)
	_, ok = none.In(kam.MustPeriod("2026-01-01/2026-02-01"))
	assert.False(t, ok)
	_, err := breakdown.CatchUp(none, breakdown.CatchUpSpec{})
	require.Error(t, err)
}
