package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive/scenario/mutation"
)

// What is alike and not proved the same counts as unnoticed.
func TestUnnoticed(t *testing.T) {
	var all tested
	for _, v := range []mutation.Verdict{mutation.Killed, mutation.Survived, mutation.Alike, mutation.Equivalent} {
		all.mutants.Judged = append(all.mutants.Judged, mutation.Judged{Verdict: v})
	}
	require.Len(t, all.unnoticed(), 2)
	assert.Equal(t, mutation.Survived, all.unnoticed()[0].Verdict)
	assert.Equal(t, mutation.Alike, all.unnoticed()[1].Verdict)
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

// What is neither noticed nor proved the same fails beside what would go unnoticed, unless the reason is given.
func TestAlikeFails(t *testing.T) {
	judged := func(accept map[string]string) *result {
		r := &result{options: options{accept: accept}}
		r.scenarios, r.hunted = true, true
		for _, v := range []mutation.Verdict{mutation.Survived, mutation.Alike, mutation.Alike, mutation.Equivalent} {
			r.mutants.Judged = append(r.mutants.Judged, mutation.Judged{Verdict: v})
		}
		r.judge()
		return r
	}
	r := judged(nil)
	require.Len(t, r.failures, 2)
	assert.Contains(t, r.failures[0].text.EN, "1 mistake in the plan would go unnoticed: add the scenarios that would catch them")
	assert.Contains(t, r.failures[1].text.EN, "2 mistakes are neither noticed nor proved harmless: add a scenario")
	assert.Contains(t, r.failures[1].text.ZH, "-accept alike=理由")
	r = judged(map[string]string{acceptMutants: "", acceptAlike: "a backstop"})
	assert.Empty(t, r.failures)
	assert.Equal(t, "2 mistakes neither noticed nor proved harmless accepted: a backstop", r.notices()[1].Text.EN)
}

// Quotas and target incentives of flags and of scenarios are held against the plan.
func TestFiguresAgainstThePlan(t *testing.T) {
	a := call(t, "sample/draft.plan.json", "-quota", "sales=100000", "-target", "9000")
	assert.Contains(t, a.stdout, "warning: -quota, -target: ")
	assert.Contains(t, a.stdout, "9,000.00 CNY")
	list := file(t, "who.scenarios.json", scenarios(`{"name": "x", "given": {"payees": [{"id": "ana", "quotas": {"sales": "100000"}, "target": "9000"}]}, "steps": [{"deals": ["D1 60000"], "expect": {"payees": {"ana": {"earned": "1"}}}}]}`))
	a = call(t, "sample/draft.plan.json", list)
	assert.Contains(t, a.stdout, "warning: who.scenarios.json: ana: ")
}

func TestTidy(t *testing.T) {
	assert.Equal(t, "≈193.3333 % and 650,000,000 %, 3,150.5 %, 1,234 %", tidy(kam.English, "≈193.3333 % and 650000000 %, 3150.5 %, 1,234 %"))
	assert.Equal(t, "自 25% 至 3,150%", tidy(kam.Chinese, "自 25 % 至 3150 %"))
}

// A bound that rounding hides says so, with the deals that come to it.
func TestBoundHiddenByRounding(t *testing.T) {
	table := parse(t, known(t, "-lang", "en").page).all("table")
	var text string
	for _, x := range table {
		if x.all("caption")[0].attr["id"] == "bounds-table" {
			text = x.text("zh", "k")
		}
	}
	assert.Contains(t, text, "79,999.99 / 80,000 / 80,000.01")
	assert.Contains(t, text, "the same once rounded")
}

// A bound on a date is told as the day that it is.
func TestBoundOnADay(t *testing.T) {
	plan := file(t, "season.plan.json", sample(t, "draft.plan.json", `"measure": "sales",`, `"measure": "sales", "when": {"date": "booked", "from": "2026-05-01"},`))
	page := call(t, plan, "-lang", "en").page
	for _, x := range parse(t, page).all("table") {
		if x.all("caption")[0].attr["id"] == "bounds-table" {
			assert.Contains(t, x.text("zh", "k"), "at 2026-05-01")
			return
		}
	}
	assert.Fail(t, "the page has no bounds")
}
