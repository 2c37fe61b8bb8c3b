package scenario_test

import (
	"context"
	"errors"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/scenario"
	"github.com/kam-go/kam/internal/wordtest"
)

const simplePlan = `{
	"format": 1, "id": "ae", "version": 1, "currency": "CNY", "readings": "standard-1", "effective": "2026-01-01/2027-01-01", "period": "month",
	"credits": [{"name": "own", "to": "owner", "share": "1"}],
	"measures": [{"name": "revenue", "base": "amount", "credits": ["own"], "window": "period"}],
	"components": [{"name": "commission", "measure": "revenue", "rate": "0.1"}]}`

func planOf(t testing.TB, text string) incentive.Plan {
	t.Helper()
	p, err := incentive.ParsePlan([]byte(text))
	require.NoError(t, err)
	return p
}

func fileOf(t testing.TB, text string) scenario.File {
	t.Helper()
	f, err := scenario.Parse([]byte(text))
	require.NoError(t, err)
	return f
}

// one returns a file with one scenario.
func one(inside string) string {
	return `{"format": 1, "scenarios": [{"name": "it", ` + inside + `}]}`
}

func TestFaults(t *testing.T) {
	for name, c := range map[string]struct {
		file string
		want []string
	}{
		"everything at once": {
			`{"format": 2, "scenarios": []}`, []string{"scenario.format $.format", "scenario.too-few $.scenarios"},
		},
		"names": {
			`{"format": 1, "scenarios": [{"name": "a", "steps": [{}]}, {"name": "a", "steps": [{}]}, {"name": "", "steps": []}]}`,
			[]string{"scenario.twice $.scenarios[1].name", "scenario.id $.scenarios[2].name", "scenario.too-few $.scenarios[2].steps"},
		},
		"periods": {
			one(`"steps": [{"period": "January"}, {"period": "2026-02", "late": ["2026-02", "x"]}]`),
			[]string{"scenario.period $.scenarios[0].steps[0].period", "scenario.period $.scenarios[0].steps[1].late[0]", "scenario.period $.scenarios[0].steps[1].late[1]"},
		},
		"deals": {
			one(`"given": {"payees": [{"id": "anna"}, {"id": "bo"}], "deals": ["D1"]}, "steps": [{"deals": ["D2 1", "D3 x", "D4 1 anna"], "transactions": [{"id": "D5", "amount": "1"}]}]`),
			[]string{"scenario.deal $.scenarios[0].given.deals[0]", "scenario.owner $.scenarios[0].steps[0].deals[0]", "scenario.deal $.scenarios[0].steps[0].deals[1]", "scenario.owner $.scenarios[0].steps[0].transactions[0]"},
		},
		"scores": {
			one(`"steps": [{"scores": ["nps", "nps 8 nobody"]}]`), []string{"scenario.score $.scenarios[0].steps[0].scores[0]", "scenario.payee $.scenarios[0].steps[0].scores[1]"},
		},
		"payees": {
			one(`"given": {"payees": [{"id": "anna", "plan": "x"}, {"id": "anna"}, {"id": "", "plan": "ae/7"}, {"id": "bo", "quotas": {"profit": "1"}}]}, "steps": [{}]`),
			[]string{
				"scenario.plan $.scenarios[0].given.payees[0].plan", "scenario.twice $.scenarios[0].given.payees[1].id", "scenario.id $.scenarios[0].given.payees[2].id",
				"scenario.plan $.scenarios[0].given.payees[2].plan", "scenario.measure $.scenarios[0].given.payees[3].quotas",
			},
		},
		"calendar": {
			`{"format": 1, "calendar": {"fiscalStart": 13}, "scenarios": [{"name": "a", "steps": [{}]}]}`, []string{"calendar.start $.calendar.fiscalStart"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := scenario.Compile(fileOf(t, c.file), planOf(t, simplePlan))
			invalid, ok := errors.AsType[*kam.InvalidError](err)
			require.True(t, ok, "%v", err)
			var got []string
			for _, f := range invalid.Findings {
				got = append(got, f.Code+" "+f.Place)
				for _, text := range []kam.Text{f.Message, f.Remedy} {
					assert.NotEmpty(t, text.EN, f.Code)
					assert.NotEmpty(t, text.ZH, f.Code)
					wordtest.Formatted(t, text.EN+text.ZH)
				}
			}
			if name == "calendar" {
				assert.Contains(t, got[0], "$.calendar")
				return
			}
			assert.Equal(t, c.want, got)
		})
	}
}

func TestSeveralPlansAskWhich(t *testing.T) {
	other := planOf(t, strings.Replace(simplePlan, `"id": "ae"`, `"id": "kam"`, 1))
	_, err := scenario.Compile(fileOf(t, one(`"steps": [{"deals": ["D1 1"]}]`)), planOf(t, simplePlan), other)
	invalid, ok := errors.AsType[*kam.InvalidError](err)
	require.True(t, ok)
	require.Len(t, invalid.Findings, 1)
	assert.Equal(t, "scenario.which-plan $.scenarios[0].given.payees", invalid.Findings[0].Code+" "+invalid.Findings[0].Place)
}

func TestFaultsOfPlans(t *testing.T) {
	_, err := scenario.Compile(fileOf(t, one(`"steps": [{}]`)))
	require.ErrorContains(t, err, "$.plans")
	_, err = scenario.Compile(fileOf(t, one(`"steps": [{}]`)), planOf(t, strings.Replace(simplePlan, `"0.1"`, `"5000"`, 1)))
	require.ErrorContains(t, err, "plan $.components[0].rate")
}

func TestParseIsStrict(t *testing.T) {
	for name, text := range map[string]string{
		"unknown key": `{"format": 1, "scenario": []}`, "twice": `{"format": 1, "format": 1}`, "case": `{"Format": 1}`, "null": `{"format": null}`,
		"trailing": `{"format": 1} x`, "exponent": one(`"steps": [{"expect": {"payees": {"rep": {"earned": 1e3}}}}]`), "empty": ``,
	} {
		_, err := scenario.Parse([]byte(text))
		_, ok := errors.AsType[*kam.InvalidError](err)
		assert.True(t, ok, name)
	}
}

func TestLoad(t *testing.T) {
	files := fstest.MapFS{
		"a/one.scenarios.json":   {Data: []byte(`{"format": 1, "plans": ["plans/ae.plan.json"], "scenarios": [{"name": "x", "steps": [{"deals": ["D1 100"], "expect": {"payees": {"rep": {"earned": "10"}}}}]}]}`)},
		"a/two.scenarios.json":   {Data: []byte(one(`"steps": [{"deals": ["D1 100"], "expect": {"payees": {"rep": {"earned": "10"}}}}]`))},
		"a/notes.json":           {Data: []byte(`nothing`)},
		"a/plans/ae.plan.json":   {Data: []byte(simplePlan)},
		"bad/a.scenarios.json":   {Data: []byte(`{"format": 1, "plans": ["ae.plan.json"], "scenarios": [{"name": "x", "steps": []}]}`)},
		"bad/b.scenarios.json":   {Data: []byte(`{"format": 1, "plan": 7}`)},
		"bad/ae.plan.json":       {Data: []byte(strings.Replace(simplePlan, `"0.1"`, `"x"`, 1))},
		"lost/a.scenarios.json":  {Data: []byte(`{"format": 1, "plans": ["none.json"], "scenarios": []}`)},
		"empty/ae.plan.json":     {Data: []byte(simplePlan)},
		"range/ae.plan.json":     {Data: []byte(strings.Replace(simplePlan, `"0.1"`, `"5000"`, 1))},
		"range/a.scenarios.json": {Data: []byte(`{"format": 1, "plans": ["ae.plan.json"], "scenarios": []}`)},
	}
	suite, err := scenario.Load(files, "a", planOf(t, simplePlan))
	require.NoError(t, err)
	assert.Equal(t, []string{"a/one.scenarios.json: x", "a/two.scenarios.json: it"}, suite.Names())
	assert.Len(t, suite.Plans(), 1)
	report, err := suite.Run(context.Background())
	require.NoError(t, err)
	assert.True(t, report.OK())
	single, err := scenario.Load(files, "a/one.scenarios.json")
	require.NoError(t, err)
	assert.Equal(t, []string{"x"}, single.Names())

	_, err = scenario.Load(files, "bad")
	require.ErrorContains(t, err, "bad/ae.plan.json: $.components[0].rate")
	require.ErrorContains(t, err, "bad/b.scenarios.json: $.plan")
	_, err = scenario.Load(files, "range")
	require.ErrorContains(t, err, "range/ae.plan.json: $.components[0].rate")
	for _, name := range []string{"lost", "empty", "nowhere", "nowhere.scenarios.json"} {
		_, err = scenario.Load(files, name)
		require.ErrorIs(t, err, os.ErrNotExist, name)
	}
}

// Versions of a plan follow each other, quotas follow the window, and steps follow each other.
func TestShortForms(t *testing.T) {
	second := planOf(t, strings.NewReplacer(`"version": 1`, `"version": 2`, "2026-01-01/2027-01-01", "2026-03-01/2028-01-01", `"0.1"`, `"0.2"`).Replace(simplePlan))
	suite, err := scenario.Compile(fileOf(t, `{"format": 1, "scenarios": [{"name": "versions", "steps": [
		{"period": "2026-02", "deals": ["D1 100"], "expect": {"payees": {"rep": {"earned": "10"}}}},
		{"deals": ["D2 100"], "expect": {"payees": {"rep/ae/2": {"earned": 20}}, "posted": {"rep/ae/commission": "20"}}},
		{"period": "2027-12", "deals": ["D3 100 2027-12-31"], "expect": {"payees": {"rep": {"earned": "20"}}}}
	]}]}`), planOf(t, simplePlan), second)
	require.NoError(t, err)
	met(t, suite)
}

func met(t *testing.T, suite *scenario.Suite) {
	t.Helper()
	report, err := suite.Run(context.Background())
	require.NoError(t, err)
	for _, c := range report.Failed() {
		t.Errorf("%s: expected %q, came out %q", c.Place, c.Expected, c.Actual)
	}
}

func TestQuotasFollowTheWindow(t *testing.T) {
	plan := planOf(t, strings.NewReplacer(`"window": "period"`, `"window": "year-to-date"`, `"rate": "0.1"`, `"rate": "0.1", "gates": [{"basis": "attainment", "at": "0.5"}]`).Replace(simplePlan))
	suite, err := scenario.Compile(fileOf(t, `{"format": 1, "given": {"payees": [{"id": "anna", "quotas": {"revenue": "1200"}, "target": "500", "manager": "bo"}, {"id": "bo", "plan": "none"}]}, "scenarios": [{"name": "year", "steps": [
		{"deals": ["D1 500"], "expect": {"payees": {"anna": {"earned": "0", "measures": {"revenue": {"quota": "1200"}}}}}},
		{"deals": ["D2 100"], "expect": {"payees": {"anna": {"earned": "60", "toDate": {"commission": "60"}, "measures": {"revenue": {"attainment": "0.5"}}}}}}
	]}]}`), plan)
	require.NoError(t, err)
	met(t, suite)
}

func FuzzParse(f *testing.F) {
	for _, name := range []string{"testdata/ae/ae.scenarios.json", "testdata/full/full.scenarios.json"} {
		data, err := os.ReadFile(name)
		require.NoError(f, err)
		f.Add(data)
	}
	f.Add([]byte(one(`"steps": [{"deals": ["D1 1"], "expect": {"payees": {"rep": {"earned": 1}}}}]`)))
	plan := planOf(f, simplePlan)
	f.Fuzz(func(t *testing.T, data []byte) {
		file, err := scenario.Parse(data)
		if err != nil {
			return
		}
		text, err := file.JSON()
		if err != nil {
			return // a text that JSON cannot hold
		}
		again, err := scenario.Parse(text)
		require.NoError(t, err, string(text))
		second, err := again.JSON()
		require.NoError(t, err)
		require.Equal(t, string(text), string(second))
		if len(file.Scenarios) > 3 {
			return
		}
		suite, err := scenario.Compile(file, plan)
		if err != nil {
			return
		}
		report, err := suite.Run(context.Background())
		require.NoError(t, err)
		_ = report.Markdown(kam.Chinese)
		_ = report.Coverage().Markdown(kam.English)
	})
}

// A plan to date is calculated on top of what a late period corrects, or the late deal would be paid twice.
func TestLatePeriodsAreCorrectedFirst(t *testing.T) {
	plan := planOf(t, strings.Replace(simplePlan, `"window": "period"`, `"window": "year-to-date"`, 1))
	suite, err := scenario.Compile(fileOf(t, one(`"steps": [
		{"deals": ["D1 100"], "expect": {"payees": {"rep": {"earned": "10"}}, "posted": {"rep": "10"}}},
		{"late": ["2026-01"], "deals": ["D0 50 2026-01-20", "D2 200"], "expect": {"payees": {"rep": {"earned": "20"}}, "posted": {"rep/ae/commission": "25"}}}
	]`)), plan)
	require.NoError(t, err)
	met(t, suite)
}
