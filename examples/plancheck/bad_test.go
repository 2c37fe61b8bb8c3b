package main

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Every call that cannot be carried out says why, writes nothing, and answers 2.
func TestBadInput(t *testing.T) {
	plan := "sample/kam.plan.json"
	for name, c := range map[string]struct {
		args []string
		says string
	}{
		"unknown flag":                {[]string{"-x"}, "flag provided but not defined"},
		"unknown language":            {[]string{"-lang", "fr"}, "unknown language"},
		"quota without a name":        {[]string{"-quota", "500000"}, "-quota \"500000\": write NAME=NUMBER with a number above zero"},
		"quota that is no number":     {[]string{"-quota", "sales=many"}, "write sales= and a number above zero such as 500000"},
		"quota of zero":               {[]string{"-quota", "sales=0"}, "write sales= and a number above zero"},
		"number out of bounds":        {[]string{"-target", "1e999999999"}, "write a number above zero"},
		"number with more words":      {[]string{"-target", "1 2"}, "without blanks or separators"},
		"negative cost":               {[]string{"-cost", "-1"}, "write zero or a number above it"},
		"cost without margin":         {[]string{"-cost", "1"}, "-cost needs -margin"},
		"deal that is none":           {[]string{"-deal", "60000"}, "line that cannot be read"},
		"unknown code":                {[]string{"-off", "lint.nothing"}, `-off "lint.nothing"`},
		"unknown acceptance":          {[]string{"-accept", "everything"}, "warnings, coverage, mutants, alike"},
		"alike without a reason":      {[]string{"-accept", "warnings,alike"}, "alike=REASON"},
		"acceptance with no reason":   {[]string{"-accept", "mutants="}, "mutants=REASON"},
		"negative limit":              {[]string{"-limit", "-1s"}, "write a time such as 90s"},
		"quota of no measure":         {[]string{"-quota", "sale=5", plan}, `-quota: the plan has no measure "sale" (a measure of it is one of: sales)`},
		"end of no measure":           {[]string{"-until", "sale=5", plan}, `-until: the plan has no measure "sale"`},
		"score without metrics":       {[]string{"-score", "nps=5", plan}, "leave the flag out"},
		"score of no metric":          {[]string{"-score", "npss=5", "../../incentive/plandoc/testdata/plan.json"}, "is one of: nps"},
		"missing plan of scenarios":   {[]string{plan, file(t, "s.scenarios.yaml", "format: 1\nplans: [nope.yaml]\nscenarios: [{name: a, steps: [{expect: {}}]}]\n")}, "$.plans[0]: there is no plan file"},
		"with without a plan":         {[]string{"-with", plan}, "-with needs a plan"},
		"missing plan":                {[]string{"none.json"}, "none.json: there is no such file"},
		"folder as a plan":            {[]string{"sample"}, "sample: "},
		"plan that is no JSON":        {[]string{file(t, "p.json", "{")}, "p.json:1:2: $: the text ends inside a value"},
		"plan with an unknown key":    {[]string{file(t, "p.json", `{"format": 1, "quota": 5}`)}, `"quota"`},
		"plan that is no YAML":        {[]string{file(t, "p.yaml", "a: [")}, "p.yaml:"},
		"missing further plan":        {[]string{"-with", "none.json", plan}, "none.json: there is no such file"},
		"missing calendar":            {[]string{"-calendar", "none.json", plan}, "none.json"},
		"bad calendar":                {[]string{"-calendar", file(t, "c.json", `{"fiscalStart": 13}`), plan}, "c.json"},
		"missing scenarios":           {[]string{plan, "none.scenarios.json"}, "none.scenarios.json: there is no such file"},
		"folder without scenarios":    {[]string{plan, t.TempDir()}, "needs files named *.scenarios.json"},
		"scenarios that are no JSON":  {[]string{plan, file(t, "s.scenarios.json", "nothing")}, "s.scenarios.json"},
		"scenarios with a fault":      {[]string{plan, file(t, "s.scenarios.json", scenarios(`{"name": "x", "steps": [{"deals": ["D1"]}]}`))}, "$.scenarios[0].steps[0].deals[0]"},
		"scenarios of another plan":   {[]string{"sample/draft.plan.json", "sample/kam.scenarios.json"}, "the scenarios are about kam-2026/1, and not about kam-draft/1"},
		"page where a file is in way": {[]string{"-out", file(t, "taken", "x") + "/report.html", "sample/draft.plan.json"}, "output folder"},
		"page on a folder":            {[]string{"-out", filepath.Dir(file(t, "x", "x")), "sample/draft.plan.json"}, "output file"},
	} {
		t.Run(name, func(t *testing.T) {
			a := call(t, c.args...)
			assert.Equal(t, exitBad, a.code, a.stdout)
			assert.Contains(t, a.stderr, c.says)
			assert.Empty(t, a.stdout)
			assert.Empty(t, a.page)
		})
	}
}

func TestBadInputInChinese(t *testing.T) {
	a := call(t, "-quota", "sales=many", "-lang", "zh-CN")
	assert.Equal(t, "错误：-quota \"sales=many\"：请在 sales= 之后写大于零的数值，例如 500000 或 0.3，不要加空格或千位分隔符\n", a.stderr)
	a = call(t, "-lang", "zh", "none.json")
	assert.Equal(t, "错误：none.json：没有这个文件（请写出相对于运行目录的路径；场景文件夹中的文件名应为 *.scenarios.json 或 *.scenarios.yaml）\n输入有误：没有进行任何检查\n", a.stderr)
}

func TestFileThatMayNotBeRead(t *testing.T) {
	if os.Geteuid() == 0 {
		t.Skip("root may read everything")
	}
	path := file(t, "p.json", "{}")
	require.NoError(t, os.Chmod(path, 0))
	a := call(t, path)
	assert.Equal(t, exitBad, a.code)
	assert.Contains(t, a.stderr, "may not be read")
}

func TestCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	a := callIn(ctx, t, t.TempDir())
	assert.Equal(t, exitBad, a.code)
	assert.Equal(t, "cancelled: nothing was written\n", a.stderr)
	assert.Empty(t, a.page)
}

// A page that is there stays whole when the next one cannot be written.
func TestOldPageStays(t *testing.T) {
	dir := t.TempDir()
	callIn(t.Context(), t, dir, "sample/draft.plan.json")
	a := callIn(t.Context(), t, dir, "none.json")
	assert.Equal(t, exitBad, a.code)
	assert.NotEmpty(t, a.page)
}

// Why a plan fails its checks, and what accepts it.
func TestFails(t *testing.T) {
	quota := `{"name": "full", "given": {"payees": [{"id": "rep", "quotas": {"sales": "100000"}}]}, "steps": [{"deals": ["D1 100000"], "expect": {"payees": {"rep": {"earned": "EARNED"}}}}]}`
	wrong := file(t, "wrong.scenarios.json", scenarios(replaced(quota, "EARNED", "2401")))
	weak := file(t, "weak.scenarios.json", scenarios(replaced(quota, "EARNED", "2400")))
	refused := file(t, "kam.plan.json", sample(t, "kam.plan.json", `"rate": "0.02"`, `"rate": "2000"`))
	plan := file(t, "month.plan.json", sample(t, "kam.plan.json", `"period": "quarter"`, `"period": "month"`))
	const draft = "sample/draft.plan.json"
	for name, c := range map[string]struct {
		args []string
		code int
		says []string
	}{
		"refused":             {[]string{refused, weak}, exitFails, []string{"1 error: the plan is refused", "$.components[0].tiers.bands[0].rate"}},
		"warnings":            {[]string{draft}, exitFails, []string{"5 warnings about what is legal and unwise"}},
		"warnings accepted":   {[]string{draft, "-accept", "warnings"}, exitPasses, []string{"PASSES"}},
		"warnings off":        {[]string{draft, "-off", "lint.cliff,lint.dead-tier,lint.pay-falls,lint.one-sided-rounding"}, exitFails, []string{"- 1 warning about"}},
		"expectation not met": {[]string{plan, wrong}, exitFails, []string{"- 1 expectation of the scenarios is not met", "expected 2401, came out 2400", "looked at once all expectations are met"}},
		"weak scenarios":      {[]string{plan, weak}, exitFails, []string{"parts of the plan are exercised by no scenario", "mistakes in the plan would go unnoticed"}},
		"coverage accepted":   {[]string{plan, weak, "-accept", "coverage"}, exitFails, []string{"FAILS:\n  - "}},
		"all accepted":        {[]string{plan, weak, "-accept", "coverage,mutants"}, exitPasses, []string{"unnoticed: ", "PASSES"}},
		"no scenarios":        {[]string{plan}, exitPasses, []string{"Scenarios: none were given", "PASSES"}},
	} {
		t.Run(name, func(t *testing.T) {
			a := call(t, c.args...)
			assert.Equal(t, c.code, a.code, a.stderr)
			for _, s := range c.says {
				assert.Contains(t, a.stdout, s)
			}
			assert.NotEmpty(t, a.page)
		})
	}
}
