package breakdown_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/goals/breakdown"
	"github.com/kam-go/kam/goals/spread"
)

func TestLimits(t *testing.T) {
	cases := []struct {
		name   string
		total  string
		limits []breakdown.TimeLimit
		want   string // months
		parted bool   // the divisor method gives something else
	}{
		{"held month spreads over the year", "1300", []breakdown.TimeLimit{{Cell: "2026-01", Hold: null("200")}}, "200 100 100 100 100 100 100 100 100 100 100 100", false},
		{"held quarter", "1200", []breakdown.TimeLimit{{Cell: "2026-Q1", Hold: null("30")}}, "10 10 10 130 130 130 130 130 130 130 130 130", false},
		{"month in a held quarter", "1200", []breakdown.TimeLimit{{Cell: "2026-Q1", Hold: null("300")}, {Cell: "2026-01", Hold: null("80")}}, "80 110 110 100 100 100 100 100 100 100 100 100", false},
		{"at most", "1150", []breakdown.TimeLimit{{Cell: "2026-01", Max: null("50")}}, "50 100 100 100 100 100 100 100 100 100 100 100", true},
		{"at least", "1300", []breakdown.TimeLimit{{Cell: "2026-12", Min: null("200")}}, "100 100 100 100 100 100 100 100 100 100 100 200", true},
		{"bound that does not bind", "1200", []breakdown.TimeLimit{{Cell: "2026-12", Min: null("7"), Max: null("700")}}, "100 100 100 100 100 100 100 100 100 100 100 100", false},
		{"quarter at most", "990", []breakdown.TimeLimit{{Cell: "2026-Q2", Max: null("90")}}, "100 100 100 30 30 30 100 100 100 100 100 100", false},
		{"quarter at least, month at most", "1400", []breakdown.TimeLimit{{Cell: "2026-Q2", Min: null("500")}, {Cell: "2026-05", Max: null("10")}}, "100 100 100 245 10 245 100 100 100 100 100 100", false},
		{"minimum off the grid", "1300", []breakdown.TimeLimit{{Cell: "2026-12", Min: null("199.5")}}, "100 100 100 100 100 100 100 100 100 100 100 200", true},
		{"negative", "-1300", []breakdown.TimeLimit{{Cell: "2026-12", Max: null("-200")}}, "-100 -100 -100 -100 -100 -100 -100 -100 -100 -100 -100 -200", true},
		{"negative, mirrored bound", "-1150", []breakdown.TimeLimit{{Cell: "2026-01", Min: null("-50")}}, "-50 -100 -100 -100 -100 -100 -100 -100 -100 -100 -100 -100", true},
		{"returns in a held month", "1080", []breakdown.TimeLimit{{Cell: "2026-01", Hold: null("-20")}}, "-20 100 100 100 100 100 100 100 100 100 100 100", false},
		{"bound below zero", "1080", []breakdown.TimeLimit{{Cell: "2026-01", Max: null("-20")}}, "-20 100 100 100 100 100 100 100 100 100 100 100", true},
		{"zero", "0", nil, "0 0 0 0 0 0 0 0 0 0 0 0", false},
		{"zero with holds that cancel", "0", []breakdown.TimeLimit{{Cell: "2026-01", Hold: null("-110")}, {Cell: "2026-02", Hold: null("110")}}, "-110 110 0 0 0 0 0 0 0 0 0 0", false},
		{"all held", "12", []breakdown.TimeLimit{
			{Cell: "2026-Q1", Hold: null("3")}, {Cell: "2026-Q2", Hold: null("3")}, {Cell: "2026-Q3", Hold: null("3")}, {Cell: "2026-Q4", Hold: null("3")},
		}, "1 1 1 1 1 1 1 1 1 1 1 1", false},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			for _, method := range []spread.Method{"", spread.Divisor} {
				spec := year(c.total, kam.Quarter, kam.Month)
				spec.Basis.By, spec.Limits, spec.Method = breakdown.Even, c.limits, method
				plan := overTime(t, spec, nil)
				foots(t, plan)
				if method == spread.Divisor && c.parted {
					continue // there a bound of a month moves the other months of its quarter first
				}
				assert.Equal(t, c.want, strings.Join(targets(plan.Leaves()), " "), method)
			}
		})
	}
}

func TestImpossibleLimits(t *testing.T) {
	all := func(hold string) []breakdown.TimeLimit {
		var out []breakdown.TimeLimit
		for q := range 4 {
			out = append(out, breakdown.TimeLimit{Cell: fmt.Sprintf("2026-Q%d", q+1), Hold: null(hold)})
		}
		return out
	}
	cases := []struct {
		name   string
		limits []breakdown.TimeLimit
		want   string
		says   string
	}{
		{"held above the total", []breakdown.TimeLimit{{Cell: "2026-01", Hold: null("1201")}}, "breakdown.held $.total", "1201"},
		{"held above a held quarter", []breakdown.TimeLimit{{Cell: "2026-Q1", Hold: null("10")}, {Cell: "2026-01", Hold: null("11")}}, "breakdown.held $.limits[0]", "11"},
		{"all held and short", all("299"), "breakdown.held $.total", "1196"},
		{"minima above the total", []breakdown.TimeLimit{{Cell: "2026-01", Min: null("700")}, {Cell: "2026-02", Min: null("501")}}, "breakdown.bounds $.total", "1201"},
		{"minima above a maximum", []breakdown.TimeLimit{{Cell: "2026-01", Min: null("70")}, {Cell: "2026-Q1", Max: null("69")}}, "breakdown.bounds $.limits[1]", "70"},
		{"maxima below the total", []breakdown.TimeLimit{
			{Cell: "2026-Q1", Max: null("1")}, {Cell: "2026-Q2", Max: null("1")}, {Cell: "2026-Q3", Max: null("1")}, {Cell: "2026-Q4", Max: null("1")},
		}, "breakdown.bounds $.total", "4"},
		{"nothing of the grid between", []breakdown.TimeLimit{{Cell: "2026-01", Min: null("0.1"), Max: null("0.9")}}, "breakdown.bounds $.limits[0]", "1"},
		{"hold off the grid", []breakdown.TimeLimit{{Cell: "2026-01", Hold: null("0.5")}}, "breakdown.grain $.total", "1199.5"},
		{"hold and bound", []breakdown.TimeLimit{{Cell: "2026-01", Hold: null("5"), Min: null("1")}}, "breakdown.limit $.limits[0]", "held"},
		{"nothing", []breakdown.TimeLimit{{Cell: "2026-01"}}, "breakdown.limit $.limits[0]", "no limit"},
		{"minimum above maximum", []breakdown.TimeLimit{{Cell: "2026-01", Min: null("5"), Max: null("4")}}, "breakdown.limit $.limits[0]", "5"},
		{"twice", []breakdown.TimeLimit{{Cell: "2026-01", Min: null("5")}, {Cell: "2026-01", Max: null("5")}}, "breakdown.cell $.limits[1].cell", "twice"},
		{"no period", []breakdown.TimeLimit{{Cell: "January", Min: null("5")}}, "breakdown.cell $.limits[0].cell", "January"},
		{"another year", []breakdown.TimeLimit{{Cell: "2027-01", Min: null("5")}}, "breakdown.cell $.limits[0].cell", "2027-01"},
		{"out of bounds", []breakdown.TimeLimit{{Cell: "2026-01", Min: decimal.NewNullDecimal(decimal.New(1, 1_000_000))}}, "breakdown.number $.limits[0].min", "exponent"},
		{"too many grains", []breakdown.TimeLimit{{Cell: "2026-01", Max: null("100000000000000001")}}, "breakdown.number $.limits[0].max", "grain"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			for _, method := range []spread.Method{"", spread.Divisor} {
				spec := year("1200", kam.Quarter, kam.Month)
				spec.Limits, spec.Method = c.limits, method
				_, err := breakdown.OverTime(spec, nil)
				assert.Equal(t, []string{c.want}, codes(t, err))
				assert.ErrorContains(t, err, c.says)
			}
		})
	}
}

// What is held beyond a total, also beyond one of zero, would have to be made up for with the other sign.
func TestHeldBeyondZero(t *testing.T) {
	cases := []struct {
		name, total string
		limits      []breakdown.TimeLimit
		want        string
	}{
		{"a total of zero", "0", []breakdown.TimeLimit{{Cell: "2026-Q1", Hold: null("100")}}, "breakdown.held $.total"},
		{"a quarter held at zero", "1200", []breakdown.TimeLimit{{Cell: "2026-Q1", Hold: null("0")}, {Cell: "2026-01", Hold: null("100")}}, "breakdown.held $.limits[0]"},
		{"a negative total", "-1200", []breakdown.TimeLimit{{Cell: "2026-Q1", Hold: null("0")}, {Cell: "2026-02", Hold: null("-2")}}, "breakdown.held $.limits[0]"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			spec := year(c.total, kam.Quarter, kam.Month)
			spec.Limits = c.limits
			_, err := breakdown.OverTime(spec, nil)
			assert.Equal(t, []string{c.want}, codes(t, err))
		})
	}
}

// The odd rest goes where there is room and weight, as it does in a row.
func TestOddHasRoom(t *testing.T) {
	spec := year("100.5", kam.Quarter)
	spec.Grain, spec.Basis.By, spec.Odd = dec("1"), breakdown.Even, spread.OddToFirst
	spec.Limits = []breakdown.TimeLimit{{Cell: "2026-Q1", Max: null("0")}}
	plan := overTime(t, spec, nil)
	foots(t, plan)
	assert.Equal(t, "0 34.5 33 33", strings.Join(targets(plan.Leaves()), " "))

	spec.Limits, spec.Basis = nil, breakdown.Basis{By: breakdown.Pattern, Pattern: []int64{0, 1, 1, 1}}
	plan = overTime(t, spec, nil)
	foots(t, plan)
	assert.Equal(t, "0 34.5 33 33", strings.Join(targets(plan.Leaves()), " "))

	spec.Basis = breakdown.Basis{By: breakdown.Even}
	spec.Total = dec("0.5")
	for q := range 4 {
		spec.Limits = append(spec.Limits, breakdown.TimeLimit{Cell: fmt.Sprintf("2026-Q%d", q+1), Max: null("0.25")})
	}
	_, err := breakdown.OverTime(spec, nil)
	assert.Equal(t, []string{"breakdown.bounds $.total"}, codes(t, err))
}

// Somebody who is there all the time carries the total as it is.
func TestPresenceThroughout(t *testing.T) {
	spec := year("100.5", kam.Quarter)
	spec.Grain, spec.Basis.By = dec("1"), breakdown.Even
	spec.Presence = &breakdown.Presence{Active: kam.MustPeriod("2020-01-01/.."), By: breakdown.ByDays}
	_, err := breakdown.OverTime(spec, nil)
	assert.Equal(t, []string{"breakdown.grain $.total"}, codes(t, err))
	spec.Odd = spread.OddToLast
	equalDecimal(t, "100.5", overTime(t, spec, nil).Total())
}

// Where nothing is spread, nothing is held back.
func TestReasonOfNothing(t *testing.T) {
	spec := year("0", kam.Quarter)
	for _, c := range overTime(t, spec, nil).Leaves() {
		assert.Equal(t, breakdown.Spread, c.Reason)
	}
}

func TestOdd(t *testing.T) {
	spec := year("1234.56", kam.Quarter, kam.Month)
	spec.Grain, spec.Basis.By = dec("100"), breakdown.Even
	_, err := breakdown.OverTime(spec, nil)
	assert.Equal(t, []string{"breakdown.grain $.total"}, codes(t, err))
	for odd, want := range map[spread.Odd]string{
		spread.OddToFirst:   "134.56 100 100 100 100 100 100 100 100 100 100 100",
		spread.OddToLast:    "100 100 100 100 100 100 100 100 100 100 100 134.56",
		spread.OddToLargest: "134.56 100 100 100 100 100 100 100 100 100 100 100",
	} {
		spec.Odd = odd
		plan := overTime(t, spec, nil)
		foots(t, plan)
		assert.Equal(t, want, strings.Join(targets(plan.Leaves()), " "), odd)
	}
	spec.Odd, spec.Total = spread.OddToLast, dec("-1234.56")
	plan := overTime(t, spec, nil)
	foots(t, plan)
	equalDecimal(t, "-134.56", plan.Leaves()[11].Target)
	assert.Equal(t, breakdown.Odd, plan.Leaves()[11].Reason)

	t.Run("held quarter off the grid", func(t *testing.T) {
		spec := spec
		spec.Total = dec("1200")
		spec.Limits = []breakdown.TimeLimit{{Cell: "2026-Q4", Hold: null("299.5")}, {Cell: "2026-11", Hold: null("0.25")}}
		plan := overTime(t, spec, nil)
		foots(t, plan)
		assert.Equal(t, "100 100 100 100 100 100 100 100 100.5 100 0.25 199.25", strings.Join(targets(plan.Leaves()), " "))
	})
	t.Run("the odd rest counts within a maximum", func(t *testing.T) {
		spec := spec
		spec.Total, spec.Limits = dec("1234.56"), []breakdown.TimeLimit{{Cell: "2026-12", Max: null("100")}}
		plan := overTime(t, spec, nil)
		foots(t, plan)
		equalDecimal(t, "34.56", plan.Leaves()[11].Target)
		assert.Equal(t, breakdown.AtMaximum, plan.Leaves()[11].Reason)
	})
}
