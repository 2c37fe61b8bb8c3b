package breakdown_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/goals/breakdown"
	"github.com/kam-go/kam/goals/spread"
	"github.com/kam-go/kam/internal/num"
)

// half is six months of 100, 100, 100, 100, 200 and 300.
func half(t *testing.T, sign string) breakdown.TimePlan {
	t.Helper()
	spec := year(sign+"900", kam.Quarter, kam.Month)
	spec.Period = kam.MustPeriod("2026-01-01/2026-07-01")
	spec.Basis = breakdown.Basis{By: breakdown.Pattern, Pattern: []int64{1, 1, 1, 1, 2, 3}}
	return overTime(t, spec, nil)
}

func TestCatchUp(t *testing.T) {
	cases := []struct {
		name   string
		carry  breakdown.Carry
		cap    string
		closed string // from January on
		want   string
		notes  string // shortfall unplaced surplus
	}{
		{"proportional", breakdown.Proportional, "0", "30", "30 109 109 109 217 326", "70 0 0"},
		{"even", breakdown.Evenly, "0", "30", "30 114 114 114 214 314", "70 0 0"},
		{"last", breakdown.ToLast, "0", "30", "30 100 100 100 200 370", "70 0 0"},
		{"none", breakdown.CarryNone, "0", "30", "30 100 100 100 200 300", "70 70 0"},
		{"proportional, capped", breakdown.Proportional, "0.05", "30", "30 105 105 105 210 315", "70 30 0"},
		{"even, capped", breakdown.Evenly, "0.1", "30", "30 110 110 110 220 320", "70 0 0"},
		{"last, capped", breakdown.ToLast, "0.1", "30", "30 100 110 110 220 330", "70 0 0"},
		{"last, capped below", breakdown.ToLast, "0.05", "30", "30 105 105 105 210 315", "70 30 0"},
		{"cap off the grid", breakdown.Proportional, "0.0199", "30", "30 101 101 101 203 305", "70 59 0"},
		{"exceeded, proportional", breakdown.Proportional, "0.1", "180", "180 90 90 90 180 270", "-80 0 0"},
		{"exceeded, even", breakdown.Evenly, "0", "180", "180 84 84 84 184 284", "-80 0 0"},
		{"exceeded, last", breakdown.ToLast, "0", "500", "500 100 100 100 100 0", "-400 0 0"},
		{"exceeded, even and at the floor", breakdown.Evenly, "0", "700", "700 0 0 0 50 150", "-600 0 0"},
		{"exceeded, none", breakdown.CarryNone, "0", "180", "180 100 100 100 200 300", "-80 0 80"},
		{"beyond the total", breakdown.Proportional, "0", "950", "950 0 0 0 0 0", "-850 0 50"},
		{"returns", breakdown.ToLast, "0", "-10 100", "-10 100 100 100 200 410", "110 0 0"},
		{"all closed short", breakdown.Proportional, "0", "100 100 100 100 200 250", "100 100 100 100 200 250", "50 50 0"},
		{"all closed beyond", breakdown.Evenly, "0", "100 100 100 100 200 350", "100 100 100 100 200 350", "-50 0 50"},
		{"on target", breakdown.Proportional, "0", "100", "100 100 100 100 200 300", "0 0 0"},
	}
	flip := func(s string) string {
		var out []string
		for _, n := range strings.Fields(s) {
			out = append(out, num.Format(dec(n).Neg()))
		}
		return strings.Join(out, " ")
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			for _, sign := range []string{"", "-"} {
				spec := breakdown.CatchUpSpec{Kind: kam.Month, Carry: c.carry, MaxUplift: kam.MustFraction(c.cap)}
				plan := half(t, sign)
				closed, want, notes := c.closed, c.want, c.notes
				if sign == "-" {
					closed, want, notes = flip(closed), flip(want), flip(notes)
				}
				for i, value := range strings.Fields(closed) {
					spec.Closed = append(spec.Closed, breakdown.Actual{Cell: plan.Leaves()[i].Label, Value: dec(value)})
				}
				got, err := breakdown.CatchUp(plan, spec)
				require.NoError(t, err)
				foots(t, got.Plan)
				assert.Equal(t, want, strings.Join(targets(got.Plan.Leaves()), " "))
				assert.Equal(t, notes, strings.Join([]string{num.Format(got.Shortfall), num.Format(got.Unplaced), num.Format(got.Surplus)}, " "))
			}
		})
	}
}

func TestCatchUpReasons(t *testing.T) {
	spec := breakdown.CatchUpSpec{
		Kind: kam.Month, Carry: breakdown.ToLast, MaxUplift: kam.MustFraction("0.1"), Closed: []breakdown.Actual{{Cell: "2026-01", Value: dec("60")}},
	}
	reasons := func(plan breakdown.TimePlan) string {
		var out []string
		for _, c := range plan.Leaves() {
			out = append(out, string(c.Reason))
		}
		return strings.Join(out, " ")
	}
	got, err := breakdown.CatchUp(half(t, ""), spec)
	require.NoError(t, err)
	assert.Equal(t, "held spread spread spread spread at-maximum", strings.Replace(reasons(got.Plan), "at-maximum at-maximum", "spread at-maximum", 1))
	spec.Carry, spec.MaxUplift = breakdown.Proportional, kam.MustFraction("0.01")
	got, err = breakdown.CatchUp(half(t, ""), spec)
	require.NoError(t, err)
	assert.Equal(t, "held at-maximum at-maximum at-maximum at-maximum at-maximum", reasons(got.Plan))
}

func TestCatchUpInSteps(t *testing.T) {
	spec := year("90000", kam.Quarter, kam.Month, kam.Week)
	spec.Period = kam.MustPeriod("2026-01-01/2026-04-01")
	plan := overTime(t, spec, nil)
	up := breakdown.CatchUpSpec{Kind: kam.Month, Carry: breakdown.Proportional, Closed: []breakdown.Actual{{Cell: "2026-01", Value: dec("-100")}}}
	first, err := breakdown.CatchUp(plan, up)
	require.NoError(t, err)
	foots(t, first.Plan)
	up.Closed = append(up.Closed, breakdown.Actual{Cell: "2026-02", Value: dec("50000")})
	second, err := breakdown.CatchUp(first.Plan, up)
	require.NoError(t, err)
	foots(t, second.Plan)
	assert.Equal(t, []string{"-100", "50000", "40100"}, targets(second.Plan.Cells(kam.Month)))
	foots(t, plan)

	t.Run("actuals in cents", func(t *testing.T) {
		up := up
		up.Closed = []breakdown.Actual{{Cell: "2026-01", Value: dec("29999.99")}}
		_, err := breakdown.CatchUp(plan, up)
		assert.Equal(t, []string{"breakdown.grain $.closed"}, codes(t, err))
		up.Odd = spread.OddToLast
		got, err := breakdown.CatchUp(plan, up)
		require.NoError(t, err)
		foots(t, got.Plan)
		equalDecimal(t, "0.01", got.Plan.Cells(kam.Month)[2].Target.Sub(got.Plan.Cells(kam.Month)[2].Target.Floor()))
		up.Odd, up.Grain = spread.OddRefused, dec("0.01")
		got, err = breakdown.CatchUp(plan, up)
		require.NoError(t, err)
		foots(t, got.Plan)
	})
}

func TestCatchUpFaults(t *testing.T) {
	cases := []struct {
		name   string
		change func(s *breakdown.CatchUpSpec)
		want   string
	}{
		{"zero value", func(s *breakdown.CatchUpSpec) { *s = breakdown.CatchUpSpec{} }, "breakdown.level $.kind; breakdown.carry $.carry; breakdown.closed $.closed"},
		{"level", func(s *breakdown.CatchUpSpec) { s.Kind = kam.Week }, "breakdown.level $.kind"},
		{"cell", func(s *breakdown.CatchUpSpec) { s.Closed[0].Cell = "2026-Q1" }, "breakdown.cell $.closed[0].cell"},
		{"no cell", func(s *breakdown.CatchUpSpec) { s.Closed[0].Cell = "March" }, "breakdown.cell $.closed[0].cell"},
		{"twice", func(s *breakdown.CatchUpSpec) { s.Closed = append(s.Closed, s.Closed[0]) }, "breakdown.cell $.closed[1].cell"},
		{"number", func(s *breakdown.CatchUpSpec) { s.Closed[0].Value = decimal.New(1, 99) }, "breakdown.number $.closed[0].value"},
		{"too many", func(s *breakdown.CatchUpSpec) { s.Closed[0].Value = decimal.New(1, 20) }, "breakdown.number $.closed[0].value"},
		{"cap", func(s *breakdown.CatchUpSpec) { s.MaxUplift = kam.MustFraction("-0.1") }, "breakdown.carry $.maxUplift"},
		{"bad cap", func(s *breakdown.CatchUpSpec) { s.MaxUplift = kam.Fraction{Num: 1} }, "breakdown.carry $.maxUplift"},
		{"grain", func(s *breakdown.CatchUpSpec) { s.Grain = dec("-1") }, "breakdown.grain $.grain"},
		{"word", func(s *breakdown.CatchUpSpec) { s.Odd = "middle" }, "breakdown.word $.odd"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			spec := breakdown.CatchUpSpec{Kind: kam.Month, Carry: breakdown.Proportional, Closed: []breakdown.Actual{{Cell: "2026-01", Value: dec("60")}}}
			c.change(&spec)
			_, err := breakdown.CatchUp(half(t, ""), spec)
			assert.Equal(t, c.want, strings.Join(codes(t, err), "; "))
		})
	}
	spec := year("100", kam.Month)
	spec.Limits = []breakdown.TimeLimit{{Cell: "2026-05", Hold: null("-5")}}
	_, err := breakdown.CatchUp(overTime(t, spec, nil), breakdown.CatchUpSpec{Kind: kam.Month, Carry: breakdown.Evenly, Closed: []breakdown.Actual{{Cell: "2026-01"}}})
	assert.Equal(t, []string{"breakdown.sign $.kind"}, codes(t, err))
}

// months is a year of 1,200 in whole units, 100 a month.
func months(limits ...breakdown.TimeLimit) breakdown.TimeSpec {
	spec := year("1200", kam.Quarter, kam.Month)
	spec.Grain, spec.Basis.By, spec.Limits = dec("1"), breakdown.Even, limits
	return spec
}

func closing(cells ...string) []breakdown.Actual {
	var out []breakdown.Actual
	for i := 0; i < len(cells); i += 2 {
		out = append(out, breakdown.Actual{Cell: cells[i], Value: dec(cells[i+1])})
	}
	return out
}

func TestCatchUpKeepsLimits(t *testing.T) {
	plan := overTime(t, months(breakdown.TimeLimit{Cell: "2026-12", Hold: null("50")}, breakdown.TimeLimit{Cell: "2026-11", Max: null("110")}), nil)
	for _, carry := range []breakdown.Carry{breakdown.Proportional, breakdown.Evenly, breakdown.ToLast} {
		c, err := breakdown.CatchUp(plan, breakdown.CatchUpSpec{Kind: kam.Month, Closed: closing("2026-01", "0"), Carry: carry})
		require.NoError(t, err)
		foots(t, c.Plan)
		equalDecimal(t, "1200", c.Plan.Total())
		leaves := c.Plan.Leaves()
		equalDecimal(t, "50", leaves[11].Target)
		assert.Equal(t, breakdown.Held, leaves[11].Reason)
		equalDecimal(t, "110", leaves[10].Target)
	}
	// Maxima that leave too little room leave the rest unplaced.
	var limits []breakdown.TimeLimit
	for m := 2; m <= 12; m++ {
		limits = append(limits, breakdown.TimeLimit{Cell: fmt.Sprintf("2026-%02d", m), Max: null("104")})
	}
	c, err := breakdown.CatchUp(overTime(t, months(limits...), nil), breakdown.CatchUpSpec{Kind: kam.Month, Closed: closing("2026-01", "40"), Carry: breakdown.Proportional})
	require.NoError(t, err)
	equalDecimal(t, "16", c.Unplaced)
	equalDecimal(t, "1184", c.Plan.Total())
	// A minimum that keeps a cell up leaves the excess as surplus.
	c, err = breakdown.CatchUp(overTime(t, months(breakdown.TimeLimit{Cell: "2026-12", Min: null("90")}), nil),
		breakdown.CatchUpSpec{Kind: kam.Month, Closed: closing("2026-01", "1300"), Carry: breakdown.ToLast})
	require.NoError(t, err)
	equalDecimal(t, "90", c.Plan.Leaves()[11].Target)
	equalDecimal(t, "190", c.Surplus)
}

func TestCatchUpAgain(t *testing.T) {
	capped := breakdown.CatchUpSpec{Kind: kam.Month, Carry: breakdown.Proportional, MaxUplift: kam.MustFraction("0.05")}
	step := func(plan breakdown.TimePlan, cells ...string) breakdown.CaughtUp {
		spec := capped
		spec.Closed = closing(cells...)
		c, err := breakdown.CatchUp(plan, spec)
		require.NoError(t, err)
		foots(t, c.Plan)
		return c
	}
	plan := overTime(t, months(), nil)
	january := step(plan, "2026-01", "80")
	february := step(january.Plan, "2026-02", "50")
	equalDecimal(t, "80", february.Plan.Leaves()[0].Target)
	equalDecimal(t, "50", february.Plan.Leaves()[1].Target)
	equalDecimal(t, "105", february.Plan.Leaves()[2].Target)
	equalDecimal(t, "70", february.Shortfall)
	equalDecimal(t, "20", february.Unplaced)
	both := step(plan, "2026-01", "80", "2026-02", "50")
	assert.Equal(t, targets(both.Plan.Leaves()), targets(february.Plan.Leaves()))
	// A corrected value replaces the one before.
	corrected := step(february.Plan, "2026-01", "100")
	equalDecimal(t, "50", corrected.Shortfall)
	equalDecimal(t, "0", corrected.Unplaced)
	_, err := breakdown.CatchUp(january.Plan, breakdown.CatchUpSpec{Kind: kam.Quarter, Closed: closing("2026-Q1", "300"), Carry: breakdown.Evenly})
	assert.Equal(t, []string{"breakdown.level $.kind"}, codes(t, err))
}

func TestCatchUpToLastMindsTheGrain(t *testing.T) {
	plan := overTime(t, months(), nil)
	spec := breakdown.CatchUpSpec{Kind: kam.Month, Closed: closing("2026-01", "80.37"), Carry: breakdown.ToLast}
	_, err := breakdown.CatchUp(plan, spec)
	assert.Equal(t, []string{"breakdown.grain $.closed"}, codes(t, err))
	spec.Odd = spread.OddToLast
	c, err := breakdown.CatchUp(plan, spec)
	require.NoError(t, err)
	equalDecimal(t, "119.63", c.Plan.Leaves()[11].Target)
}

func TestCatchUpByDivisorNeverLowersACell(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 11))
	for range 60 {
		spec := months()
		spec.Method, spec.Total = spread.Divisor, decimal.New(int64(20+r.IntN(80)), 0)
		spec.Basis = breakdown.Basis{By: breakdown.Pattern}
		for range 12 {
			spec.Basis.Pattern = append(spec.Basis.Pattern, int64(1+r.IntN(9)))
		}
		plan := overTime(t, spec, nil)
		var before []breakdown.TimeCell
		for actual := 10; actual >= -20; actual-- {
			c, err := breakdown.CatchUp(plan, breakdown.CatchUpSpec{
				Kind: kam.Month, Carry: breakdown.Proportional, Closed: []breakdown.Actual{{Cell: "2026-01", Value: decimal.New(int64(actual), 0)}},
			})
			require.NoError(t, err)
			leaves := c.Plan.Leaves()
			for i := 1; before != nil && c.Surplus.IsZero() && i < 12; i++ {
				require.False(t, leaves[i].Target.LessThan(before[i].Target), "actual %d, cell %d", actual, i)
			}
			before = leaves
		}
	}
}
