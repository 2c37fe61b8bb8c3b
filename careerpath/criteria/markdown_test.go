package criteria_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/careerpath/criteria"
	"github.com/kam-go/kam/careerpath/evidence"
)

// golden holds a text against a file of testdata, which KAM_UPDATE_GOLDEN=1 writes anew.
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

func TestMarkdown(t *testing.T) {
	r := evaluate(t, everything(), everythingKnown(), "2026-07-01")
	golden(t, "result.en.md", r.Markdown(kam.English))
	golden(t, "result.zh-CN.md", r.Markdown(kam.Chinese))
	golden(t, "result.json", asJSON(t, r)+"\n")
	r = evaluate(t, everything(), evidence.File{Person: anna}, "2026-07-01")
	golden(t, "unknown.en.md", r.Markdown(kam.English))
	golden(t, "unknown.zh-CN.md", r.Markdown(kam.Chinese))
	assert.NotPanics(t, func() { _ = criteria.Result{}.Markdown(kam.English) })
}

func TestSummary(t *testing.T) {
	r := evaluate(t, everything(), everythingKnown(), "2026-07-01")
	assert.Equal(t, "agent anna on 2026-07-01: not met; 3 of 9 criteria met, 4 not met, 2 unknown", r.Summary().EN)
	assert.Equal(t, "anna，2026-07-01：未达标；9 项条件中 3 项达标，4 项未达标，2 项未知", r.Summary().ZH)
}

func TestMarkdownEscapes(t *testing.T) {
	rule := saos(1, criteria.Sum, atLeast("1"))
	rule.Name = text("<script>|*x*\n# y", "甲|乙")
	f := file(months("saos", "opportunities", "2026-07-01", "1")...)
	f.Observations[0].Source = "a|b"
	md := evaluate(t, rule, f, "2026-07-01").Markdown(kam.English)
	assert.Contains(t, md, `| &lt;script&gt;\|\*x\* \# y |`)
	assert.Contains(t, md, `a\|b`)
}

func TestFind(t *testing.T) {
	r := evaluate(t, everything(), everythingKnown(), "2026-07-01")
	n, ok := r.Find("people")
	require.True(t, ok)
	assert.Len(t, n.Children, 2)
	_, ok = r.Find("")
	assert.False(t, ok)
	assert.Len(t, r.Criteria(), 9)
}
