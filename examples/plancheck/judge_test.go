package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam/incentive/scenario"
)

// What is alike and not proved the same counts as unnoticed.
func TestUnnoticed(t *testing.T) {
	var all tested
	for _, v := range []scenario.Verdict{scenario.Killed, scenario.Survived, scenario.Alike, scenario.Equivalent} {
		all.mutants.Judged = append(all.mutants.Judged, scenario.Judged{Verdict: v})
	}
	require.Len(t, all.unnoticed(), 2)
	assert.Equal(t, scenario.Survived, all.unnoticed()[0].Verdict)
	assert.Equal(t, scenario.Alike, all.unnoticed()[1].Verdict)
}

// The plan that is tested is the one of the command line, also where the scenarios name another edition of it.
func TestEditionUnderTest(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"kam.plan.json", "kam.scenarios.json"} {
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte(sample(t, name)), 0o600))
	}
	other := file(t, "other.json", sample(t, "kam.plan.json", `"rate": "0.06"`, `"rate": "0.07"`))
	a := call(t, other, filepath.Join(dir, "kam.scenarios.json"))
	assert.Equal(t, exitFails, a.code)
	assert.Contains(t, a.stdout, "expected 15000, came out 15500")
}

// Of plans beside the one under test notes are left out.
func TestFurtherPlans(t *testing.T) {
	const sales = "../payroll/sample/"
	a := known(t, "-with", sales+"account-executive.json", "-with", sales+"key-account-manager.json", sales+"sales-manager.json")
	assert.NotContains(t, a.stdout, "account-executive.json:")
	assert.NotContains(t, a.stdout, "key-account-manager.json:")
}

// The pieces of the curve run from break point to break point.
func TestCourse(t *testing.T) {
	text := parse(t, known(t, "sample/draft.plan.json").page).all("body")[0].text("zh", "k")
	assert.Contains(t, text, "50 %96 %2,5004,8005 %–")
	assert.Contains(t, text, "100 %120 %4,0004,8004 %–")
}
