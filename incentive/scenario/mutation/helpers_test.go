package mutation_test

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

func suiteOf(t testing.TB, text string, plans ...incentive.Plan) *scenario.Suite {
	t.Helper()
	f, err := scenario.Parse([]byte(text))
	require.NoError(t, err)
	suite, err := scenario.Compile(f, plans...)
	require.NoError(t, err)
	return suite
}

// failed runs a suite and returns how many expectations are not met.
func failed(t testing.TB, suite *scenario.Suite) int {
	t.Helper()
	report, err := suite.Run(context.Background())
	require.NoError(t, err)
	return len(report.Failed())
}

// golden compares a text with a file, in both languages.
func golden(t *testing.T, name string, text func(kam.Lang) string) {
	t.Helper()
	for _, lang := range []kam.Lang{kam.English, kam.Chinese} {
		file := filepath.Join("testdata", "golden", name+"."+string(lang)+".md")
		got := text(lang)
		wordtest.Formatted(t, got)
		if os.Getenv("KAM_UPDATE_GOLDEN") != "" {
			require.NoError(t, os.WriteFile(file, []byte(got), 0o600))
			continue
		}
		want, err := os.ReadFile(file)
		require.NoError(t, err)
		assert.Equal(t, string(want), got, file)
	}
}
