package scenario_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/scenario"
)

func programOf(t *testing.T, calendar *kam.Calendar, plans ...incentive.Plan) *incentive.Program {
	t.Helper()
	program, err := incentive.Compile(incentive.Book{Plans: plans, Calendar: calendar})
	require.NoError(t, err)
	return program
}

// Scenarios on a program are about its plans and its calendar, whatever their file says of either.
func TestOn(t *testing.T) {
	shifted, err := kam.NewCalendar(kam.CalendarSpec{FiscalStart: 4})
	require.NoError(t, err)
	april := shifted.Label(kam.MustPeriod("2026-04-01/2026-05-01"))
	file := fileOf(t, `{"format": 7, "plans": ["none.json"], "calendar": {"fiscalStart": 9}, "scenarios": [{"name": "it", "steps": [{"period": "`+april+`", "deals": ["D1 100 2026-04-03"]}]}]}`)
	suite, err := scenario.On(programOf(t, shifted, planOf(t, simplePlan))).Compile(file)
	require.NoError(t, err)
	r, err := suite.RunOne(context.Background(), 0)
	require.NoError(t, err)
	assert.Equal(t, "2026-04-01/2026-05-01", r.Runs()[0].Period().String(), april)
	assert.Equal(t, "10", r.Outcome()[0].Payees["rep"].Earned.Decimal.String())

	suite, err = scenario.On(programOf(t, nil, planOf(t, simplePlan))).Compile(fileOf(t, one(`"steps": [{"period": "2026-Q1"}]`)))
	require.NoError(t, err, "without a calendar: the calendar year")
	assert.Equal(t, []string{"it"}, suite.Names())
}

func TestOnRefuses(t *testing.T) {
	base := scenario.On(programOf(t, nil, planOf(t, simplePlan)))
	for name, c := range map[string]struct {
		base scenario.Base
		file scenario.File
		want string
	}{
		"the zero value": {scenario.Base{}, fileOf(t, one(`"steps": [{}]`)), "scenario.too-few $.plans"},
		"no scenarios":   {base, scenario.File{}, "scenario.too-few $.scenarios"},
		"a fault":        {base, fileOf(t, one(`"steps": [{"deals": ["D1"]}]`)), "scenario.deal $.scenarios[0].steps[0].deals[0]"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := c.base.Compile(c.file)
			invalid, ok := errors.AsType[*kam.InvalidError](err)
			require.True(t, ok, "%v", err)
			assert.Equal(t, c.want, invalid.Findings[0].Code+" "+invalid.Findings[0].Place)
		})
	}
}

// The parts of a suite are its files, and its scenarios run one by one as they do together.
func TestParts(t *testing.T) {
	other := planOf(t, strings.Replace(simplePlan, `"0.1"`, `"0.2"`, 1))
	var suites []*scenario.Suite
	for i, p := range []incentive.Plan{planOf(t, simplePlan), other} {
		suite, err := scenario.Compile(fileOf(t, `{"format": 1, "about": "`+[]string{"first", "second"}[i]+`", "scenarios": [
			{"name": "a", "steps": [{"deals": ["D1 100"], "expect": {"payees": {"rep": {"earned": "10"}}}}]}, {"name": "b", "steps": [{"deals": ["D1 50"], "expect": {"payees": {"rep": {"earned": "10"}}}}]}]}`), p)
		require.NoError(t, err)
		suites = append(suites, suite)
	}
	all := scenario.Join(suites...)
	parts := all.Parts()
	require.Len(t, parts, 2)
	for i, p := range parts {
		assert.Equal(t, []string{"first", "second"}[i], p.File.About)
		assert.Equal(t, []string{"a", "b"}, p.Suite.Names())
		assert.Equal(t, suites[i].Plans()[0].Hash(), p.Program.Plans()[0].Hash())
	}
	report, err := all.Run(context.Background())
	require.NoError(t, err)
	var ok []bool
	for i := range all.Names() {
		r, err := all.RunOne(context.Background(), i)
		require.NoError(t, err)
		assert.Equal(t, report.Results[i].Scenario, r.Scenario)
		assert.Equal(t, report.Results[i].OK(), r.OK())
		ok = append(ok, r.OK())
	}
	assert.Equal(t, []bool{true, false, false, true}, ok)
	for _, index := range []int{-1, 4} {
		_, err = all.RunOne(context.Background(), index)
		require.Error(t, err)
	}
}

// What comes out is met when it is expected, and is the caller's own.
func TestOutcome(t *testing.T) {
	suite := fullSuite(t, wrong)
	for i, name := range suite.Names() {
		r, err := suite.RunOne(context.Background(), i)
		require.NoError(t, err)
		s := suite.Parts()[0].File.Scenarios[i]
		s.Steps = append([]scenario.Step{}, s.Steps...)
		for n, outcome := range r.Outcome() {
			s.Steps[n].Expect = outcome
		}
		again, err := scenario.On(suite.Parts()[0].Program).Compile(scenario.File{Given: suite.Parts()[0].File.Given, Scenarios: []scenario.Scenario{s}})
		require.NoError(t, err)
		met(t, again)
		for payee, w := range r.Outcome()[0].Payees {
			w.Lines["D9"], w.Measures["x"] = decimal.NewFromInt(1), scenario.Standing{}
			assert.NotContains(t, r.Outcome()[0].Payees[payee].Lines, "D9", name)
			assert.NotContains(t, r.Outcome()[0].Payees[payee].Measures, "x", name)
		}
	}
}

// Late periods are calculated before the step's own, on what has been posted; a step that stops has no run.
func TestCalculations(t *testing.T) {
	suite, err := scenario.Compile(fileOf(t, one(`"steps": [{"deals": ["D1 100"]}, {"late": ["2026-01"], "deals": ["D0 50 2026-01-20"]}, {"deals": ["D1 7"]}]`)), planOf(t, simplePlan))
	require.NoError(t, err)
	r, err := suite.RunOne(context.Background(), 0)
	require.NoError(t, err)
	var steps []int
	var periods []string
	for _, c := range r.Calculations() {
		steps, periods = append(steps, c.Step), append(periods, c.Inputs.Period.String())
		assert.Equal(t, c.Run == nil, c.Err != nil)
	}
	assert.Equal(t, []int{0, 1, 1, 2}, steps)
	assert.Equal(t, []string{"2026-01-01/2026-02-01", "2026-01-01/2026-02-01", "2026-02-01/2026-03-01", "2026-03-01/2026-04-01"}, periods)
	runs := r.Runs()
	require.Len(t, runs, 3)
	assert.NotNil(t, runs[1])
	assert.Nil(t, runs[2])
	assert.Equal(t, []string{"run.transaction-conflict"}, r.Outcome()[2].Stops)
}
