package scenario_test

import (
	"context"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/scenario"
	"github.com/kam-go/kam/incentive/scenario/boundary"
)

// conditional is a plan whose one component pays where a condition holds.
func conditional(t *testing.T, when string) incentive.Plan {
	t.Helper()
	return planOf(t, strings.Replace(simplePlan, `"rate": "0.1"`, `"rate": "0.1", "when": `+when, 1))
}

// Coverage reads a condition as the engine does, at its very bound too.
func TestConditionsAreReadLikeTheEngine(t *testing.T) {
	for when, deals := range map[string]map[string]bool{
		`{"number": "amount", "atLeast": "100"}`:                                                          {"100": true, "99.9999": false},
		`{"number": "amount", "moreThan": "100"}`:                                                         {"100": false, "100.0001": true},
		`{"number": "amount", "atMost": "100"}`:                                                           {"100": true, "100.0001": false},
		`{"number": "amount", "below": "100"}`:                                                            {"100": false, "99.9999": true},
		`{"number": "amount", "moreThan": "10", "atMost": "20"}`:                                          {"10": false, "15": true, "20": true, "21": false},
		`{"not": {"number": "amount", "below": "100"}}`:                                                   {"100": true, "99": false},
		`{"all": [{"number": "amount", "atLeast": "10"}, {"attribute": "product", "in": ["A"]}]}`:         {"10 product=A": true, "10 product=B": false, "9 product=A": false, "10": false},
		`{"any": [{"number": "discount", "atLeast": "0.1"}, {"attribute": "product", "in": ["A", "B"]}]}`: {"10 product=B": true, "10 #discount=0.1": true, "10 #discount=0.0999": false, "10": false},
		`{"date": "delivered", "from": "2026-03-01", "until": "2026-05-01"}`: {
			"10 delivered=2026-02-28 booked=2026-01-05": false, "10 delivered=2026-03-01 booked=2026-01-05": true,
			"10 delivered=2026-04-30 booked=2026-01-05": true, "10 delivered=2026-05-01 booked=2026-01-05": false, "10 booked=2026-01-05": false,
		},
		`{"date": "invoiced", "until": "2026-03-01"}`:        {"10 invoiced=2026-02-28 booked=2026-01-05": true, "10 booked=2026-01-05": false},
		`{"not": {"date": "booked", "until": "2026-01-10"}}`: {"10 2026-01-09": false, "10 2026-01-10": true},
		`{"date": "booked", "from": "2026-01-10"}`:           {"10 2026-01-09": false, "10 2026-01-10": true, "10 booked=2026-01-11": true},
	} {
		for deal, selected := range deals {
			file := fileOf(t, one(`"steps": [{"deals": ["D1 `+deal+`"]}]`))
			suite, err := scenario.Compile(file, conditional(t, when))
			require.NoError(t, err)
			report, err := suite.Run(context.Background())
			require.NoError(t, err)
			states := map[string]bool{}
			for _, p := range report.Coverage().Points {
				if p.Place == "$.components[0].when" {
					states[p.State] = p.Covered()
				}
			}
			assert.Equal(t, map[string]bool{"selects": selected, "leaves-out": !selected}, states, "%s of %s", when, deal)
		}
		// Boundary cases stand on both sides of every bound, and deals are found that the condition selects.
		set, err := boundary.Cases(context.Background(), boundary.Request{Plans: []incentive.Plan{conditional(t, when)}})
		require.NoError(t, err)
		assert.Empty(t, set.Missed, when)
		suite, err := set.Suite()
		require.NoError(t, err)
		report, err := suite.Run(context.Background())
		require.NoError(t, err)
		for _, p := range report.Coverage().Missing() {
			assert.NotEqual(t, scenario.ConditionPoint, p.Kind, "%s: %s %s", when, p.Place, p.State)
		}
	}
}

// At its very bound a gate is open, and a tier is reached without being entered.
func TestCoverageAtTheBound(t *testing.T) {
	gated := planOf(t, strings.Replace(simplePlan, `"rate": "0.1"`, `"tiers": {"mode": "marginal", "basis": "amount", "bands": [{"from": "0", "rate": "0.1"}, {"from": "100", "rate": "0.2"}]}, "gates": [{"basis": "amount", "at": "100"}]`, 1))
	for deal, want := range map[string][]bool{"D1 99.99": {false, true, false}, "D1 100": {true, false, false}, "D1 100.01": {true, false, true}} {
		suite, err := scenario.Compile(fileOf(t, one(`"steps": [{"deals": ["`+deal+`"]}]`)), gated)
		require.NoError(t, err)
		report, err := suite.Run(context.Background())
		require.NoError(t, err)
		covered := map[string]bool{}
		for _, p := range report.Coverage().Points {
			covered[p.Place+" "+p.State] = p.Covered()
		}
		got := []bool{covered["$.components[0].gates[0] open"], covered["$.components[0].gates[0] shut"], covered["$.components[0].tiers.bands[1] entered"]}
		assert.Equal(t, want, got, deal)
	}
}

// Of a refund the date of the original counts.
func TestConditionsOnDatesLookAtTheOriginal(t *testing.T) {
	plan := conditional(t, `{"date": "booked", "until": "2026-02-01"}`)
	for sold, earned := range map[string]string{"2026-01-31": "-4", "2026-02-01": "0"} {
		file := fileOf(t, one(`"steps": [{"period": "2026-01", "deals": ["D1 100 booked=`+sold+`"]}, {"deals": ["R1 -40 reverses=D1 2026-03-01"], "period": "2026-03",
		  "expect": {"payees": {"rep": {"earned": "`+earned+`"}}}}]`))
		suite, err := scenario.Compile(file, plan)
		require.NoError(t, err)
		report, err := suite.Run(context.Background())
		require.NoError(t, err)
		assert.Empty(t, report.Failed(), sold)
		selects := sold < "2026-02"
		for _, p := range report.Coverage().Points {
			if p.Place == "$.components[0].when" {
				assert.Equal(t, selects == (p.State == "selects"), p.Covered(), "%s %s", sold, p.State)
			}
		}
	}
}
