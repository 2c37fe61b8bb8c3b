package plandoc_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/internal/wordtest"
)

// onePlan pays 2 % of a quarter's revenue up to 100,000 and 5 % above.
const onePlan = `{
	"format": 1, "id": "kam", "version": 1, "currency": "CNY", "readings": "standard-1",
	"effective": "2026-01-01/2027-01-01", "period": "quarter",
	"credits":    [{"name": "own", "to": "owner", "share": "1"}],
	"measures":   [{"name": "revenue", "base": "amount", "credits": ["own"], "window": "period"}],
	"components": [{
		"name": "commission", "measure": "revenue",
		"tiers": {"mode": "marginal", "basis": "amount", "bands": [{"from": "0", "rate": "0.02"}, {"from": "100000", "rate": "0.05"}]}
	}]
}`

func plan(t testing.TB, text string) incentive.Plan {
	t.Helper()
	p, err := incentive.ParsePlan([]byte(text))
	require.NoError(t, err)
	return p
}

func one(t testing.TB, version int) incentive.Plan {
	p := plan(t, onePlan)
	p.Version = version
	return p
}

func full(t testing.TB) incentive.Plan {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", "plan.json"))
	require.NoError(t, err)
	return plan(t, string(data))
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if os.Getenv("KAM_UPDATE_GOLDEN") == "1" {
		require.NoError(t, os.WriteFile(path, []byte(got), 0o600))
	}
	want, err := os.ReadFile(path)
	require.NoError(t, err)
	assert.Equal(t, string(want), got)
}

func codes(t testing.TB, err error) []string {
	t.Helper()
	invalid, ok := errors.AsType[*kam.InvalidError](err)
	require.True(t, ok, "%v", err)
	var out []string
	for _, f := range invalid.Findings {
		if f.Severity == kam.Error {
			out = append(out, f.Code+" "+f.Place)
		}
		for _, text := range []string{f.Message.EN, f.Message.ZH, f.Remedy.EN, f.Remedy.ZH} {
			assert.NotEmpty(t, text, f.Code)
			wordtest.Formatted(t, text)
		}
	}
	return out
}

func dec(s string) decimal.Decimal { return decimal.RequireFromString(s) }

func equalDecimal(t testing.TB, want string, got decimal.Decimal) {
	t.Helper()
	if !dec(want).Equal(got) {
		t.Errorf("got %s, want %s", got, want)
	}
}
