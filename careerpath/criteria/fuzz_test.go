package criteria_test

import (
	"os"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/careerpath/criteria"
	"github.com/kam-go/kam/internal/wordtest"
)

// FuzzParseRule reads rules: what is read is compiled or refused, evaluated and explained, and reads back the same.
func FuzzParseRule(f *testing.F) {
	f.Add([]byte(goodMetric))
	f.Add([]byte(goodStreak))
	text, err := everything().JSON()
	require.NoError(f, err)
	f.Add(text)
	for seed := range uint64(20) {
		text, err = newMaker(seed).rule(3).JSON()
		require.NoError(f, err)
		f.Add(text)
	}
	file := everythingKnown()
	f.Fuzz(func(t *testing.T, data []byte) {
		rule, err := criteria.ParseRule(data)
		if err != nil {
			require.NotEmpty(t, faults(t, err))
			return
		}
		p, err := criteria.Compile(rule, vocabulary(), criteria.Options{})
		if err != nil {
			require.NotEmpty(t, faults(t, err))
			return
		}
		text, err := rule.JSON()
		require.NoError(t, err)
		again, err := criteria.ParseRule(text)
		require.NoError(t, err)
		require.Equal(t, p.Hash(), compile(t, again).Hash())
		r := evaluateWith(t, p, file, benchDay)
		_, err = r.JSON()
		require.NoError(t, err)
		for _, lang := range []kam.Lang{kam.English, kam.Chinese} {
			wordtest.Formatted(t, r.Markdown(lang))
		}
		_ = p.Forecast(file, criteria.Horizon{AsOf: benchDay, Months: 6})
	})
}

// FuzzParseResult reads and verifies results: whatever they are, that ends, and says so.
func FuzzParseResult(f *testing.F) {
	text, err := os.ReadFile("testdata/result.json")
	require.NoError(f, err)
	f.Add(text)
	f.Add([]byte(`{"format": 1, "root": {"kind": "not", "children": []}}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		r, err := criteria.ParseResult(data)
		if err != nil {
			return
		}
		_ = criteria.VerifyResult(r)
		_ = r.Summary()
		_ = r.Markdown(kam.Chinese)
		for _, n := range r.Criteria() {
			_, _ = r.Without(n.ID)
		}
	})
}
