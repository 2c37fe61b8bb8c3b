package lint_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/lint"
	"github.com/kam-go/kam/internal/wordtest"
)

func dec(s string) decimal.Decimal { return decimal.RequireFromString(s) }

func some(s string) decimal.NullDecimal { return decimal.NewNullDecimal(dec(s)) }

// common is what the plans of these tests share.
const common = `{"format": 1, "id": "plan", "version": 1, "currency": "CNY", "readings": "standard-1", "effective": "2026-01-01/2027-01-01", "period": "month",
	"credits": [{"name": "own", "to": "owner", "share": "1"}],
	"measures": [{"name": "revenue", "base": "amount", "credits": ["own"], "window": "period"}]}`

// plan reads a plan of the common keys and some of its own.
func plan(t testing.TB, own string) incentive.Plan {
	t.Helper()
	var all, more map[string]json.RawMessage
	require.NoError(t, json.Unmarshal([]byte(common), &all))
	require.NoError(t, json.Unmarshal([]byte(own), &more), own)
	maps.Copy(all, more)
	text, err := json.Marshal(all)
	require.NoError(t, err)
	p, err := incentive.ParsePlan(text)
	require.NoError(t, err)
	return p
}

func book(plans ...incentive.Plan) incentive.Book { return incentive.Book{Plans: plans} }

// quiet switches off what nearly every plan has: the other words of its readings, and that nothing recovers a debt.
func quiet() lint.Policy { return lint.Policy{Off: []lint.Code{lint.CodeReading, lint.CodeDebt}} }

// brief writes findings as "severity code place" and checks their texts.
func brief(t testing.TB, found kam.Findings) []string {
	t.Helper()
	out := make([]string, 0, len(found))
	for _, f := range found {
		good(t, f)
		out = append(out, fmt.Sprintf("%s %s %s", f.Severity, f.Code, f.Place))
	}
	return out
}

// only returns the one finding of a code.
func only(t testing.TB, found kam.Findings, code lint.Code) kam.Finding {
	t.Helper()
	var out kam.Findings
	for _, f := range found {
		if f.Code == string(code) {
			good(t, f)
			out = append(out, f)
		}
	}
	require.Len(t, out, 1, "%s in %v", code, found)
	return out[0]
}

// good asserts that a finding is complete in both languages.
func good(t testing.TB, f kam.Finding) {
	t.Helper()
	assert.NotEmpty(t, f.Place, f.Code)
	for _, text := range []string{f.Message.EN, f.Message.ZH, f.Remedy.EN, f.Remedy.ZH} {
		assert.NotEmpty(t, text, f.Code)
		wordtest.Formatted(t, text)
	}
}
