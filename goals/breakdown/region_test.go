package breakdown_test

import (
	"errors"
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
)

// quarters is a total over the quarters of 2026, all alike.
func quarters(total string, limits ...breakdown.TimeLimit) breakdown.TimeSpec {
	spec := year(total, kam.Quarter)
	spec.Basis.By, spec.Limits = breakdown.Even, limits
	return spec
}

func TestMinimumBelowZero(t *testing.T) {
	withMonths := func(spec breakdown.TimeSpec) breakdown.TimeSpec {
		spec.Levels = levels(kam.Quarter, kam.Month)
		return spec
	}
	low, high := breakdown.TimeLimit{Cell: "2026-Q1", Min: null("-50")}, breakdown.TimeLimit{Cell: "2026-Q2", Min: null("120")}
	cases := []struct {
		name string
		spec breakdown.TimeSpec
		want string // quarters
	}{
		{"as far as needed", quarters("100", low, high), "-20 120 0 0"},
		{"to the minimum", quarters("100", low, breakdown.TimeLimit{Cell: "2026-Q2", Min: null("150")}), "-50 150 0 0"},
		{"not needed", quarters("100", low), "25 25 25 25"},
		{"negative total", quarters("-100", breakdown.TimeLimit{Cell: "2026-Q1", Max: null("50")}, breakdown.TimeLimit{Cell: "2026-Q2", Max: null("-120")}), "20 -120 0 0"},
		{"months share it", withMonths(quarters("100", low, high)), "-20 120 0 0"},
		{"months below a maximum below zero", withMonths(quarters("100", breakdown.TimeLimit{Cell: "2026-Q1", Max: null("-50")})), "-50 50 50 50"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			for _, method := range []spread.Method{spread.LargestRemainder, spread.Divisor} {
				c.spec.Method = method
				plan := overTime(t, c.spec, nil)
				foots(t, plan)
				assert.Equal(t, c.want, strings.Join(targets(plan.Cells(kam.Quarter)), " "))
			}
		})
	}
	assert.Equal(t, "-6 -7 -7", strings.Join(targets(overTime(t, cases[4].spec, nil).Leaves()[:3]), " "))
	weightless := quarters("100", low)
	weightless.Basis = breakdown.Basis{By: breakdown.Pattern, Pattern: []int64{0, 1, 1, 1}}
	assert.Equal(t, "0 34 33 33", strings.Join(targets(overTime(t, weightless, nil).Leaves()), " "))
	_, err := breakdown.OverTime(quarters("100", low, breakdown.TimeLimit{Cell: "2026-Q2", Min: null("151")}), nil)
	assert.Equal(t, []string{"breakdown.bounds $.total"}, codes(t, err))
	reasons := overTime(t, cases[1].spec, nil).Leaves()
	assert.Equal(t, breakdown.AtMinimum, reasons[0].Reason)
	assert.Equal(t, breakdown.Spread, reasons[2].Reason, "zero is no bound of its own")
}

// A minimum that is met by what is held leaves the other cells at zero and more.
func TestMinimumThatIsHeldAlready(t *testing.T) {
	spec := year("1200", kam.Quarter, kam.Month)
	spec.Limits = []breakdown.TimeLimit{{Cell: "2026-Q1", Min: null("100"), Max: null("160")}, {Cell: "2026-01", Hold: null("150")}}
	for _, c := range overTime(t, spec, nil).Leaves() {
		assert.False(t, c.Target.IsNegative(), c.Label)
	}
}

func TestOddRestFindsRoom(t *testing.T) {
	most := func(list ...string) []breakdown.TimeLimit {
		var out []breakdown.TimeLimit
		for q, m := range list {
			if m != "" {
				out = append(out, breakdown.TimeLimit{Cell: fmt.Sprintf("2026-Q%d", q+1), Max: null(m)})
			}
		}
		return out
	}
	cases := []struct {
		name   string
		odd    spread.Odd
		limits []breakdown.TimeLimit
		want   string
	}{
		{"first", spread.OddToFirst, nil, "25.5 25 25 25"},
		{"first is full", spread.OddToFirst, most("0"), "0 34.5 33 33"},
		{"only later ones leave room for all", spread.OddToFirst, most("25.2", "25.6", "25.6", "25.6"), "25 25.5 25 25"},
		{"last", spread.OddToLast, most("", "", "", "0"), "34 33 33.5 0"},
		{"the largest part, not the largest weight", spread.OddToLargest, most("10"), "10 30.5 30 30"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			spec := quarters("100.5", c.limits...)
			spec.Odd = c.odd
			if c.odd == spread.OddToLargest {
				spec.Basis = breakdown.Basis{By: breakdown.Pattern, Pattern: []int64{10, 1, 1, 1}}
			}
			plan := overTime(t, spec, nil)
			foots(t, plan)
			assert.Equal(t, c.want, strings.Join(targets(plan.Leaves()), " "))
		})
	}
	for _, list := range [][]string{{"25.2", "25.2", "25.2", "25.2"}, {"25", "25", "25", "25"}} {
		spec := quarters("100.5", most(list...)...)
		spec.Odd = spread.OddToFirst
		_, err := breakdown.OverTime(spec, nil)
		assert.Equal(t, []string{"breakdown.bounds $.total"}, codes(t, err))
	}
}

// One level of a plan is a row.
func TestOneLevelIsARow(t *testing.T) {
	r := rand.New(rand.NewPCG(6, 7))
	made, below := 0, 0
	for range 4000 {
		spec := quarters("0")
		spec.Total = decimal.New(r.Int64N(400)-200, 0)
		spec.Basis = breakdown.Basis{By: breakdown.Pattern}
		spec.Method = []spread.Method{spread.LargestRemainder, spread.Divisor}[r.IntN(2)]
		row := spread.Request{Total: spec.Total, Grain: spec.Grain, Method: spec.Method}
		for q := range 4 {
			weight := 1 + r.Int64N(5)
			spec.Basis.Pattern = append(spec.Basis.Pattern, weight)
			var l spread.Limit
			if r.IntN(5) == 0 {
				l = spread.Hold(decimal.New(r.Int64N(100)-30, 0))
			} else if r.IntN(2) == 0 {
				l = spread.AtLeast(decimal.New(r.Int64N(160)-80, 0))
			} else if r.IntN(2) == 0 {
				l = spread.AtMost(decimal.New(r.Int64N(200)-60, 0))
			} else {
				continue
			}
			row.Cells = append(row.Cells, spread.Cell{Index: q, Limit: l})
			spec.Limits = append(spec.Limits, breakdown.TimeLimit{Cell: fmt.Sprintf("2026-Q%d", q+1), Hold: l.Hold, Min: l.Min, Max: l.Max})
		}
		row.Weights = spread.FromInts(spec.Basis.Pattern...)
		rest := spec.Total
		for _, c := range row.Cells {
			rest = rest.Sub(c.Hold.Decimal)
		}
		if rest.IsZero() {
			continue // a row then moves nothing at all
		}
		want, err := spread.Parts(row)
		got, refused := breakdown.OverTime(spec, nil)
		require.Equal(t, err == nil, refused == nil, "%v; %v: %+v", err, refused, spec)
		if err != nil {
			if errors.Is(err, spread.ErrHeld) {
				require.Equal(t, []string{"breakdown.held $.total"}, codes(t, refused))
			}
			continue
		}
		made++
		for q, c := range got.Leaves() {
			require.True(t, c.Target.Equal(want.Part(q)), "%s is %s, not %s: %+v", c.Label, c.Target, want.Part(q), spec)
			require.Equal(t, string(want.Reason(q)), string(c.Reason), "%s: %+v", c.Label, spec)
			if c.Target.Sign() == -spec.Total.Sign() && c.Reason != breakdown.Held {
				below++
			}
		}
	}
	assert.Greater(t, made, 1000)
	assert.Greater(t, below, 100)
}
