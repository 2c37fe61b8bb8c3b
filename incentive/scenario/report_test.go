package scenario_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/scenario"
	"github.com/kam-go/kam/internal/wordtest"
)

// golden compares a text with a file, in both languages.
func golden(t *testing.T, name string, text func(kam.Lang) string) {
	t.Helper()
	for _, lang := range []kam.Lang{kam.English, kam.Chinese} {
		file := filepath.Join("testdata", "golden", name+"."+string(lang)+".md")
		got := text(lang)
		wordtest.Formatted(t, got)
		if os.Getenv("KAM_UPDATE_GOLDEN") != "" {
			require.NoError(t, os.MkdirAll(filepath.Dir(file), 0o750))
			require.NoError(t, os.WriteFile(file, []byte(got), 0o600))
			continue
		}
		want, err := os.ReadFile(file)
		require.NoError(t, err)
		assert.Equal(t, string(want), got, file)
	}
}

// wrong expects something else than what comes out, in every way.
const wrong = `{"format": 1, "given": {"payees": [{"id": "anna", "plan": "ae", "quotas": {"revenue": "1000"}, "manager": "lin"}, {"id": "lin", "plan": "lead", "quotas": {"sales": "20000"}}]}, "scenarios": [
	{"name": "amounts", "given": {"settle": true}, "steps": [{"deals": ["D1 100 anna", "D2 50 nobody"], "scores": ["nps 8"], "expect": {
		"payees": {
			"anna": {
				"earned": "11", "payable": "1", "components": {"commission": "11"}, "toDate": {"care": "1"}, "lines": {"commission/D1": "11", "D3": "5"}, "adjustments": {"care curve": "301"},
				"measures": {"revenue": {"value": "101", "quota": "1"}, "profit": {"value": "1"}}, "why": {"D1": "why.gate-shut"},
				"settled": {"payable": "1", "held": "1", "owed": "1", "paid": "1", "steps": {"earned": "1"}}
			},
			"bo": {"earned": "1"}
		},
		"held": {"anna": ["run.below-zero"]}, "house": {"D2": "51", "D4": "1"}, "findings": ["run.unknown-reference"], "posted": {"anna": "1", "bo": "2"}
	}}]},
	{"name": "held", "steps": [{"deals": ["D1 100 anna"], "expect": {"payees": {"anna": {"earned": "10"}}}}]},
	{"name": "stopped", "steps": [{"deals": ["D1 100 anna", "D1 101 anna"], "expect": {"payees": {"anna": {"earned": "10"}}}}]},
	{"name": "not stopped", "steps": [{"deals": ["D1 100 anna"], "scores": ["nps 1"], "expect": {"stops": ["run.transaction"]}}]},
	{"name": "nothing is expected", "steps": [{"deals": ["D1 100 anna"], "scores": ["nps 1"]}]}
]}`

func fullSuite(t *testing.T, text string) *scenario.Suite {
	t.Helper()
	data, err := os.ReadFile("testdata/full/full.scenarios.json")
	require.NoError(t, err)
	suite, err := scenario.Compile(fileOf(t, text), fileOf(t, string(data)).Inline...)
	require.NoError(t, err)
	return suite
}

// Every kind of expectation is told when it is not met, with how it comes about.
func TestReport(t *testing.T) {
	report, err := fullSuite(t, wrong).Run(context.Background())
	require.NoError(t, err)
	assert.False(t, report.OK())
	golden(t, "report", report.Markdown)
}

// The scenarios of the folders meet what they expect.
func TestSamples(t *testing.T) {
	for _, name := range []string{"ae", "full"} {
		suite, err := scenario.Load(os.DirFS("testdata"), name)
		require.NoError(t, err)
		met(t, suite)
		report, err := suite.Run(context.Background())
		require.NoError(t, err)
		golden(t, name, report.Markdown)
		golden(t, name+"-coverage", report.Coverage().Markdown)
	}
}

// Cancelled contexts end everything that takes long.
func TestCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	suite := fullSuite(t, wrong)
	_, err := suite.Run(ctx)
	require.ErrorIs(t, err, context.Canceled)
	_, err = suite.RunOne(ctx, 0)
	require.ErrorIs(t, err, context.Canceled)
}

// What can never fail does: an expectation without content, filled in on request. A deal that is nobody's is named where
// something is not met.
func TestReportNamesEmptyExpectationsAndStrangers(t *testing.T) {
	for name, c := range map[string]struct{ deal, expect, actual, trail string }{
		"nothing expected": {"D1 100", `{}`, "10", "say what must come out, or run the test with KAM_UPDATE_GOLDEN=1 in the environment: plantest.Run then writes what comes out into the file"},
		"a stranger":       {"D1 100 zoe", `{"earned": "10"}`, "0", `D1 is owned by "zoe", who is on no plan`},
		"no currency":      {"D1 100 EUX", `{"earned": "10"}`, "0", `D1 is owned by "EUX", who is on no plan; if it was meant as a currency: there is none that is written so`},
		"a small currency": {"D1 100 eur", `{"earned": "10"}`, "0", `D1 is owned by "eur", who is on no plan; if it was meant as a currency: there is none that is written so`},
		"several owners":   {"D1 100 zoe:1/2,rep:1/2", `{"earned": "10"}`, "5", `D1 is owned by "zoe", who is on no plan`},
	} {
		plan, err := incentive.ParsePlan([]byte(`{"format": 1, "id": "one", "version": 1, "currency": "CNY", "effective": "2026-01-01/2027-01-01", "period": "month", "readings": "standard-1",
			"credits": [{"name": "own", "to": "owner", "share": "1"}], "measures": [{"name": "revenue", "base": "amount", "credits": ["own"], "window": "period"}],
			"components": [{"name": "commission", "measure": "revenue", "rate": "0.1"}]}`))
		require.NoError(t, err)
		file, err := scenario.Parse([]byte(`{"format": 1, "given": {"payees": [{"id": "rep"}]}, "scenarios": [{"name": "it", "steps": [{"deals": ["` + c.deal + `"], "expect": {"payees": {"rep": ` + c.expect + `}}}]}]}`))
		require.NoError(t, err)
		suite, err := scenario.Compile(file, plan)
		require.NoError(t, err)
		report, err := suite.Run(t.Context())
		require.NoError(t, err)
		failed := report.Failed()
		require.Len(t, failed, 1, name)
		assert.Equal(t, c.actual, failed[0].Actual, name)
		assert.Equal(t, c.trail, failed[0].Trail[0].EN, name)
		wordtest.Formatted(t, failed[0].Trail[0].ZH)
	}
}
