package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam/incentive/scenario"
	"github.com/kam-go/kam/internal/wordtest"
)

// answer is what one call did.
type answer struct {
	code           int
	stdout, stderr string
	// page is what was written; empty for nothing.
	page string
}

// call runs the program with its page in a folder of the test.
func call(t *testing.T, args ...string) answer {
	t.Helper()
	return callIn(t.Context(), t, t.TempDir(), args...)
}

// calls are the answers of [known] so far.
var calls = struct {
	sync.Mutex
	answers map[string]answer
}{answers: map[string]answer{}}

// known is call for what several tests look at: it runs the program once.
func known(t *testing.T, args ...string) answer {
	t.Helper()
	calls.Lock()
	defer calls.Unlock()
	key := strings.Join(args, "\n")
	a, ok := calls.answers[key]
	if !ok {
		a = call(t, args...)
		calls.answers[key] = a
	}
	return a
}

func callIn(ctx context.Context, t *testing.T, dir string, args ...string) answer {
	t.Helper()
	var stdout, stderr bytes.Buffer
	out := filepath.Join(dir, "page", "report.html")
	a := answer{code: run(ctx, append([]string{"-out", out, "-limit", "0"}, args...), &stdout, &stderr)}
	a.stdout, a.stderr = strings.ReplaceAll(stdout.String(), dir, "DIR"), strings.ReplaceAll(stderr.String(), dir, "DIR")
	if page, err := os.ReadFile(out); err == nil {
		a.page = string(page)
	}
	wordtest.Formatted(t, a.stdout, a.stderr, a.page)
	return a
}

// golden compares a text with a file of testdata, which KAM_UPDATE_GOLDEN=1 writes.
func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if os.Getenv("KAM_UPDATE_GOLDEN") == "1" {
		require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
		require.NoError(t, os.WriteFile(path, []byte(got), 0o600))
	}
	want, err := os.ReadFile(path)
	require.NoError(t, err)
	assert.Equal(t, string(want), got)
}

// file writes a file of the test and returns its path.
func file(t *testing.T, name, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
	return path
}

// sample returns a file of the built-in sample, with parts replaced.
func sample(t *testing.T, name string, replace ...string) string {
	t.Helper()
	data, err := embedded.ReadFile("sample/" + name)
	require.NoError(t, err)
	for i := 0; i < len(replace); i += 2 {
		require.Contains(t, string(data), replace[i])
	}
	return strings.NewReplacer(replace...).Replace(string(data))
}

// scenarios returns scenarios that name no plan.
func scenarios(list string) string { return `{"format": 1, "scenarios": [` + list + `]}` }

func TestSample(t *testing.T) {
	for lang, name := range map[string]string{"en": "sample.en.txt", "zh": "sample.zh-CN.txt"} {
		a := known(t, "-lang", lang)
		assert.Equal(t, exitPasses, a.code)
		assert.Empty(t, a.stderr)
		golden(t, name, a.stdout)
	}
}

// The built-in sample is what stands in the repository, and the same call gives the same bytes.
func TestSampleFromDisk(t *testing.T) {
	dir := t.TempDir()
	more := filepath.Join(dir, "more.scenarios.json")
	built, disk := known(t, "-lang", "en"), callIn(t.Context(), t, dir, append([]string{"-suggest", more}, sampleFiles...)...)
	assert.Equal(t, built.page, disk.page)
	assert.Equal(t, built.stdout+"nothing to suggest: DIR/more.scenarios.json was not written\n", disk.stdout)
	assert.NoFileExists(t, more)
}

func TestDraft(t *testing.T) {
	for lang, name := range map[string]string{"en": "draft.en.txt", "zh": "draft.zh-CN.txt"} {
		a := call(t, "sample/draft.plan.json", "-lang", lang)
		assert.Equal(t, exitFails, a.code)
		assert.Empty(t, a.stderr)
		assert.NotEmpty(t, a.page)
		golden(t, name, a.stdout)
	}
}

func TestHelp(t *testing.T) {
	a := call(t, "-h")
	assert.Equal(t, exitPasses, a.code)
	for _, h := range help() {
		assert.Contains(t, a.stdout, "\n  -"+h.Name+" ")
	}
	assert.Empty(t, a.page)
}

// What -suggest writes catches what went unnoticed.
func TestSuggest(t *testing.T) {
	dir := t.TempDir()
	weak, more := filepath.Join(dir, "weak.scenarios.json"), filepath.Join(dir, "more.scenarios.json")
	plan := filepath.Join(dir, "kam.plan.json")
	text := sample(t, "kam.plan.json", `"period": "quarter"`, `"period": "month"`, `,
      "gates": [{"basis": "attainment", "at": "0.5", "kind": "cliff", "test": "period-end"}],
      "caps": [{"per": "component", "on": "pay", "amount": "40000", "excess": "forfeit"}]`, "")
	require.NoError(t, os.WriteFile(plan, []byte(text), 0o600))
	require.NoError(t, os.WriteFile(weak, []byte(`{"format": 1, "plans": ["kam.plan.json"], "given": {"payees": [{"id": "rep", "quotas": {"sales": "100000"}}]}, "scenarios": [
		{"name": "full", "steps": [{"deals": ["D1 100000"], "expect": {"payees": {"rep": {"earned": "2400"}}}}]}]}`), 0o600))

	a := callIn(t.Context(), t, dir, plan, weak, "-suggest", more)
	assert.Equal(t, exitFails, a.code)
	assert.Contains(t, a.stdout, "mistakes in the plan would go unnoticed")
	assert.Contains(t, a.stdout, "written to DIR/more.scenarios.json")
	assert.Contains(t, a.page, "kam-2026/1 $.components[0] dates probe")

	a = callIn(t.Context(), t, dir, plan, weak, more)
	assert.Contains(t, a.stdout, "Not met: 0.")
	assert.Contains(t, a.stdout, "Coverage: 14 of 14")
	assert.Contains(t, a.stdout, "Would go unnoticed: 0. Neither noticed nor proved harmless: 0.")
}

// Without scenarios -suggest writes what the plan pays at its bounds, which is a suite of its own.
func TestSuggestToBeginWith(t *testing.T) {
	dir := t.TempDir()
	plan, more := filepath.Join(dir, "kam.plan.json"), filepath.Join(dir, "sub", "first.scenarios.json")
	require.NoError(t, os.WriteFile(plan, []byte(sample(t, "kam.plan.json", `"period": "quarter"`, `"period": "month"`)), 0o600))
	a := callIn(t.Context(), t, dir, plan, "-suggest", more)
	assert.Equal(t, exitPasses, a.code)
	data, err := os.ReadFile(more)
	require.NoError(t, err)
	f, err := scenario.Parse(data)
	require.NoError(t, err)
	assert.Equal(t, []string{"../kam.plan.json"}, f.Plans)
	a = callIn(t.Context(), t, dir, plan, more)
	assert.Contains(t, a.stdout, "Not met: 0.")
	assert.Contains(t, a.stdout, "Would go unnoticed: 0. Neither noticed nor proved harmless: 0.")
}

// YAML and JSON give the same answers.
func TestYAML(t *testing.T) {
	const from = "../internal/yamlfile/testdata/"
	yaml, json := call(t, from+"yaml/ae.plan.yaml", from+"yaml/ae.scenarios.yaml"), call(t, from+"json/ae.plan.json", from+"json")
	assert.Equal(t, json.code, yaml.code)
	assert.NotEmpty(t, yaml.page)
	_, rest, _ := strings.Cut(json.stdout, "Scenarios:")
	assert.Contains(t, yaml.stdout, rest)
}

// The README shows what the program prints.
func TestREADME(t *testing.T) {
	readme, err := os.ReadFile("../README.md")
	require.NoError(t, err)
	printed, err := os.ReadFile(filepath.Join("testdata", "draft.en.txt"))
	require.NoError(t, err)
	_, printedCurve, _ := strings.Cut(string(printed), "\nPay over ")
	printedCurve, _, _ = strings.Cut(printedCurve, "\n\n")
	_, verdict, _ := strings.Cut(string(printed), "\nFAILS:")
	verdict, _, _ = strings.Cut(verdict, "\nwritten")
	assert.Contains(t, string(readme), "Pay over "+printedCurve+"\n\nFAILS:"+verdict)
}
