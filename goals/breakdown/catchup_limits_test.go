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

func catchUp(t *testing.T, plan breakdown.TimePlan, spec breakdown.CatchUpSpec) breakdown.CaughtUp {
	t.Helper()
	spec.Kind = kam.Month
	got, err := breakdown.CatchUp(plan, spec)
	require.NoError(t, err)
	foots(t, got.Plan)
	return got
}

func TestCatchUpWithinLimitsOfOtherLevels(t *testing.T) {
	cases := []struct {
		name   string
		limits []breakdown.TimeLimit
		closed []breakdown.Actual
		want   map[breakdown.Carry]string // months
	}{
		{"a held quarter makes up for its own month", []breakdown.TimeLimit{{Cell: "2026-Q1", Hold: null("300")}}, closing("2026-01", "80"), map[breakdown.Carry]string{
			breakdown.Proportional: "80 110 110 100 100 100 100 100 100 100 100 100",
			breakdown.Evenly:       "80 110 110 100 100 100 100 100 100 100 100 100",
			breakdown.ToLast:       "80 100 120 100 100 100 100 100 100 100 100 100",
		}},
		{"a held quarter takes nothing of another", []breakdown.TimeLimit{{Cell: "2026-Q4", Hold: null("300")}}, closing("2026-01", "40"), map[breakdown.Carry]string{
			breakdown.ToLast: "40 100 100 100 100 100 100 100 160 100 100 100",
		}},
		{"a full quarter", []breakdown.TimeLimit{{Cell: "2026-Q4", Max: null("320")}}, closing("2026-01", "0"), map[breakdown.Carry]string{
			breakdown.Proportional: "0 110 110 110 110 110 110 110 110 107 107 106",
			breakdown.ToLast:       "0 100 100 100 100 100 100 100 180 100 100 120",
		}},
		{"a quarter short of its minimum", []breakdown.TimeLimit{{Cell: "2026-Q1", Min: null("300")}}, closing("2026-01", "80", "2026-04", "120"), map[breakdown.Carry]string{
			breakdown.Evenly: "80 110 110 120 98 98 98 98 98 98 98 98", // 780 to eight months, less what rounding leaves
		}},
		{"closed months overrule a held quarter", []breakdown.TimeLimit{{Cell: "2026-Q1", Hold: null("300")}}, closing("2026-01", "100", "2026-02", "100", "2026-03", "10"), map[breakdown.Carry]string{
			breakdown.Proportional: "100 100 10 110 110 110 110 110 110 110 110 110",
			breakdown.ToLast:       "100 100 10 100 100 100 100 100 100 100 100 190",
		}},
		{"closed months beyond a held quarter", []breakdown.TimeLimit{{Cell: "2026-Q1", Hold: null("300")}}, closing("2026-01", "390"), map[breakdown.Carry]string{
			breakdown.Evenly: "390 0 0 90 90 90 90 90 90 90 90 90",
		}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			for carry, want := range c.want {
				got := catchUp(t, overTime(t, months(c.limits...), nil), breakdown.CatchUpSpec{Closed: c.closed, Carry: carry})
				if strings.Contains(c.name, "short of its minimum") {
					equalDecimal(t, "300", got.Plan.Cells(kam.Quarter)[0].Target)
					equalDecimal(t, "1200", got.Plan.Total())
					continue
				}
				assert.Equal(t, want, strings.Join(targets(got.Plan.Leaves()), " "), carry)
				equalDecimal(t, "1200", got.Plan.Total())
			}
		})
	}
	t.Run("held weeks", func(t *testing.T) {
		spec := year("1200", kam.Month, kam.Week)
		spec.Limits = []breakdown.TimeLimit{{Cell: "2026-W07", Hold: null("70")}, {Cell: "2026-W03", Hold: null("5")}}
		plan := overTime(t, spec, nil)
		got := catchUp(t, plan, breakdown.CatchUpSpec{Closed: closing("2026-01", "1000"), Carry: breakdown.Proportional})
		week, ok := got.Plan.In(kam.MustPeriod("2026-02-09/2026-02-16"))
		require.True(t, ok)
		equalDecimal(t, "70", week)
		week, ok = got.Plan.In(kam.MustPeriod("2026-01-12/2026-01-19"))
		require.True(t, ok)
		assert.NotEqual(t, "5", num.Format(week), "what a closed month brought is divided anew")
		got = catchUp(t, plan, breakdown.CatchUpSpec{Closed: closing("2026-01", "1300"), Carry: breakdown.Proportional})
		equalDecimal(t, "170", got.Surplus)
	})
	t.Run("limits in another grain", func(t *testing.T) {
		plan := overTime(t, months(breakdown.TimeLimit{Cell: "2026-Q4", Max: null("310")}, breakdown.TimeLimit{Cell: "2026-02", Hold: null("100")}), nil)
		got := catchUp(t, plan, breakdown.CatchUpSpec{Closed: closing("2026-01", "0.01"), Carry: breakdown.ToLast, Grain: dec("0.01")})
		equalDecimal(t, "310", got.Plan.Cells(kam.Quarter)[3].Target)
		equalDecimal(t, "189.99", got.Plan.Leaves()[8].Target)
		equalDecimal(t, "100", got.Plan.Leaves()[1].Target)
	})
	t.Run("what weighs nothing takes nothing", func(t *testing.T) {
		spec := months()
		spec.Total, spec.Basis = dec("1100"), breakdown.Basis{By: breakdown.Pattern, Pattern: []int64{1, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1}}
		for m := 3; m <= 12; m++ {
			spec.Limits = append(spec.Limits, breakdown.TimeLimit{Cell: fmt.Sprintf("2026-%02d", m), Max: null("104")})
		}
		got := catchUp(t, overTime(t, spec, nil), breakdown.CatchUpSpec{Closed: closing("2026-01", "40"), Carry: breakdown.Proportional})
		equalDecimal(t, "20", got.Unplaced)
		equalDecimal(t, "0", got.Plan.Leaves()[1].Target)
	})
	t.Run("the odd rest of the last", func(t *testing.T) {
		spec := breakdown.CatchUpSpec{Closed: closing("2026-01", "80.37"), Carry: breakdown.ToLast, Odd: spread.OddToFirst}
		got := catchUp(t, overTime(t, months(), nil), spec)
		assert.Equal(t, "80.37 100.63 100 100 100 100 100 100 100 100 100 119", strings.Join(targets(got.Plan.Leaves()), " "))
	})
}

// What is left unplaced is taken up later, as if all periods had been closed at once.
func TestCatchUpRemembersWhatIsUnplaced(t *testing.T) {
	spec := breakdown.CatchUpSpec{Closed: closing("2026-01", "0"), Carry: breakdown.Proportional, MaxUplift: kam.MustFraction("0.05")}
	first := catchUp(t, overTime(t, months(), nil), spec)
	equalDecimal(t, "45", first.Unplaced)
	spec.Closed = closing("2026-02", "105")
	second := catchUp(t, first.Plan, spec)
	equalDecimal(t, "95", second.Shortfall)
	equalDecimal(t, "45", second.Unplaced)
	equalDecimal(t, "0", second.Plan.Leaves()[0].Target)
}

func TestCatchUpInAnyOrderWithinLimits(t *testing.T) {
	r := rand.New(rand.NewPCG(6, 8))
	kept, unplaced := 0, 0
	for range 400 {
		spec, _ := randomYear(r)
		spec.Method = []spread.Method{spread.LargestRemainder, spread.Divisor}[r.IntN(2)]
		plan, err := breakdown.OverTime(spec, nil)
		if err != nil {
			continue
		}
		up := breakdown.CatchUpSpec{Kind: kam.Month, Carry: []breakdown.Carry{breakdown.Proportional, breakdown.Evenly, breakdown.ToLast}[r.IntN(3)], Odd: spread.OddToLast}
		if r.IntN(3) == 0 {
			up.MaxUplift = kam.Fraction{Num: 1 + r.Int64N(9), Den: 10}
		}
		before := plan.Cells(kam.Month)
		at := r.Perm(12)[:1+r.IntN(6)]
		closed := map[int]bool{}
		caught := plan
		var last breakdown.CaughtUp
		for _, i := range at {
			closed[i] = true
			value := before[i].Target.Add(decimal.New(r.Int64N(301)-150, 0))
			one := up
			one.Closed = []breakdown.Actual{{Cell: before[i].Label, Value: value}}
			up.Closed = append(up.Closed, one.Closed...)
			last, err = breakdown.CatchUp(caught, one)
			require.NoError(t, err, "%+v", spec)
			caught = last.Plan
		}
		once, err := breakdown.CatchUp(plan, up)
		require.NoError(t, err)
		foots(t, once.Plan)
		require.Equal(t, targets(once.Plan.Leaves()), targets(last.Plan.Leaves()))
		require.Equal(t, num.Format(once.Unplaced), num.Format(last.Unplaced))
		want := plan.Total().Sub(once.Unplaced).Add(once.Surplus)
		require.True(t, want.Equal(once.Plan.Total()))
		if !once.Unplaced.IsZero() {
			unplaced++
		}
		for _, l := range spec.Limits {
			i := -1
			for k, c := range before {
				if c.Label == l.Cell && !closed[k] {
					i = k
				}
			}
			if i < 0 {
				continue
			}
			kept++
			got := once.Plan.Cells(kam.Month)[i].Target
			require.True(t, !l.Hold.Valid || got.Equal(l.Hold.Decimal), "%s is %s: %+v", l.Cell, got, l)
			require.True(t, !l.Min.Valid || got.Cmp(l.Min.Decimal) >= 0, "%s is %s: %+v", l.Cell, got, l)
			require.True(t, !l.Max.Valid || got.Cmp(l.Max.Decimal) <= 0, "%s is %s: %+v", l.Cell, got, l)
		}
		for q, c := range once.Plan.Cells(kam.Quarter) {
			open := !closed[3*q] && !closed[3*q+1] && !closed[3*q+2]
			for _, l := range spec.Limits {
				if open && l.Cell == fmt.Sprintf("2026-Q%d", q+1) {
					require.True(t, !l.Hold.Valid || c.Target.Equal(l.Hold.Decimal), "%s is %s: %+v", l.Cell, c.Target, l)
					require.True(t, !l.Min.Valid || c.Target.Cmp(l.Min.Decimal) >= 0, "%s is %s: %+v", l.Cell, c.Target, l)
					require.True(t, !l.Max.Valid || c.Target.Cmp(l.Max.Decimal) <= 0, "%s is %s: %+v", l.Cell, c.Target, l)
				}
			}
		}
	}
	assert.Greater(t, kept, 300)
	assert.Positive(t, unplaced)
}
