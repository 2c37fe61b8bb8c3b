package lint_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive/lint"
)

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

// TestTexts compares what the findings of all worked plans say, each text once, and checks that every code is among them.
func TestTexts(t *testing.T) {
	var found kam.Findings
	for _, w := range slices.Concat(tierCases(), ladderCases(), gateCases(), eligibilityCases(), dateCases(), feedingCases(), roundingCases()) {
		found = append(found, lint.Check(book(plan(t, w.keys)), w.policy)...)
	}
	for _, d := range defects() {
		found = append(found, lint.CheckRoster(book(plan(t, d.keys)), d.roster, lint.Policy{})...)
	}
	for _, w := range highRateCases() {
		found = append(found, lint.Check(book(plan(t, w.keys)), quiet())...)
	}
	for _, c := range rosterCapCases() {
		found = append(found, lint.CheckRoster(book(plan(t, c.keys)), c.roster, quiet())...)
	}
	p := plan(t, `{"caps": [{"per": "period", "ofTargetIncentive": "2"}], "components": [{"name": "c", "measure": "revenue", `+tiered+`}]}`)
	for _, r := range []struct{ quota, target string }{{"100000", ""}, {"100000", "6000"}, {"0", "24000"}} {
		found = append(found, lint.CheckRoster(book(p), assigned(r.quota, r.target), lint.Policy{})...)
	}
	found = append(found, lint.Check(book(plan(t, `{`+rate5+`}`)), lint.Policy{Reach: some("0")})...)
	found = append(found, lint.Check(book(plan(t, `{"components": [{"name": "c", "measure": "revenue", "rate": "0"}]}`)), lint.Policy{})...)
	seen, codes := map[string]bool{}, map[string]bool{}
	var en, zh []string
	for _, f := range found {
		codes[f.Code] = true
		if line := string(f.Severity) + " " + f.Code + " " + f.In(kam.English); !seen[line] {
			seen[line] = true
			en = append(en, line)
			zh = append(zh, f.Code+" "+f.In(kam.Chinese))
			assert.NotContains(t, f.Message.ZH, "≈0.0000")
			assert.True(t, strings.ContainsFunc(f.Message.ZH, func(r rune) bool { return unicode.Is(unicode.Han, r) }), f.Message.ZH)
		}
	}
	slices.Sort(en)
	slices.Sort(zh)
	golden(t, "findings.en.txt", strings.Join(en, "\n")+"\n")
	golden(t, "findings.zh-CN.txt", strings.Join(zh, "\n")+"\n")
	for _, c := range lint.Codes() {
		assert.True(t, codes[string(c)], "no test shows %s", c)
	}
}
