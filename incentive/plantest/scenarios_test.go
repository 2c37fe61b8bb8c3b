package plantest_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam/incentive/plantest"
)

// witness stands for the *testing.T of a host's test and keeps what fails. It runs no subtests.
type witness struct {
	testing.TB
	failures, logs []string
	ended          bool
}

func (w *witness) Helper() {}
func (w *witness) Logf(format string, args ...any) {
	w.logs = append(w.logs, fmt.Sprintf(format, args...))
}

func (w *witness) Errorf(format string, args ...any) {
	w.failures = append(w.failures, fmt.Sprintf(format, args...))
}

func (w *witness) Fatalf(format string, args ...any) {
	w.ended = true
	w.Errorf(format, args...)
}

func (w *witness) text() string { return strings.Join(w.failures, "\n") }

// A newcomer's test is three lines.
func TestPlanOfANewcomer(t *testing.T) {
	suite := plantest.Run(t, "testdata/ae")
	plantest.Covered(t, suite, "$.rounding", "$.refunds.below", "$.credits[0].split")
	plantest.Killed(t, suite, "$.rounding", "$.refunds", "$.order", "$.creditDate", "$.credits[0]", "$.measures[0]", "$.components[0].tiers.bands[1].from")
}

func TestScenariosThatPass(t *testing.T) {
	w := &witness{}
	suite := plantest.Run(w, "testdata/ae/ae.scenarios.json")
	require.NotNil(t, suite)
	assert.Empty(t, w.failures)
}

func TestCoveredNamesWhatIsMissing(t *testing.T) {
	w := &witness{}
	suite := plantest.Run(w, "testdata/ae")
	plantest.Covered(w, suite)
	assert.Len(t, w.failures, 2)
	assert.Contains(t, w.text(), "plan ae/1, $.credits[0].split: no scenario shows that the rule own divides a deal: credit (shared)")
}

func TestKilledShowsTheScenarioThatWould(t *testing.T) {
	w := &witness{}
	suite := plantest.Run(w, "testdata/ae")
	plantest.Killed(w, suite)
	assert.Contains(t, w.text(), "nobody would notice $.components[0].tiers.bands[1].from: > 100000 instead of ≥ 100000; this scenario would:\n{")
	assert.Contains(t, w.text(), `"deals": ["A1 150000.125 rep"]`)
	require.NotEmpty(t, w.logs)
	assert.Regexp(t, `^48 mutants against 2 scenarios: \d+ killed, \d+ survived, 0 proved to pay the same, 0 without a proof$`, w.logs[len(w.logs)-1])
}

// copied returns a folder with the plan and a scenario file.
func copied(t *testing.T, scenarios string) string {
	t.Helper()
	dir := t.TempDir()
	plan, err := os.ReadFile("testdata/ae/ae.plan.json")
	require.NoError(t, err)
	require.NoError(t, os.Mkdir(filepath.Join(dir, "tests"), 0o750))
	require.NoError(t, os.WriteFile(filepath.Join(dir, "ae.plan.json"), plan, 0o600))
	require.NoError(t, os.WriteFile(filepath.Join(dir, "tests", "a.scenarios.json"), []byte(scenarios), 0o600))
	return filepath.Join(dir, "tests")
}

const off = `{"format": 1, "plans": ["../ae.plan.json"], "scenarios": [
	{"name": "off", "steps": [{"deals": ["D1 80000", "D2 60000"], "expect": {"payees": {"rep": {"earned": "3700", "lines": {"D1": "1600"}}}}}]}]}
`

func TestRunPrintsTheTrail(t *testing.T) {
	t.Setenv(plantest.UpdateGolden, "")
	w := &witness{}
	suite := plantest.Run(w, copied(t, off))
	require.Len(t, w.failures, 2)
	for _, want := range []string{
		"$.scenarios[0].steps[0].expect.payees.rep.earned: 2026-01-01/2026-02-01, what rep earns: expected 3700, came out 3600\n",
		"    commission D2: 40000 × 0.04 = 1600 [100000, …)\n", "lines.D2", "expected nothing, came out 2000",
	} {
		assert.Contains(t, w.text(), want)
	}
	plantest.Killed(w, suite)
	assert.True(t, w.ended, "scenarios that fail kill nothing")
}

func TestRunUpdatesFiles(t *testing.T) {
	t.Setenv(plantest.UpdateGolden, "1")
	dir := copied(t, off)
	w := &witness{}
	plantest.Run(w, dir)
	assert.Empty(t, w.failures)
	data, err := os.ReadFile(filepath.Join(dir, "a.scenarios.json"))
	require.NoError(t, err)
	assert.Equal(t, strings.NewReplacer(`"3700"`, `"3600"`, `{"D1": "1600"}`, `{"D1": "1600", "D2": "2000"}`).Replace(off), string(data))
	t.Setenv(plantest.UpdateGolden, "")
	plantest.Run(w, dir)
	assert.Empty(t, w.failures)
}

func TestRunEndsWithoutFiles(t *testing.T) {
	for name, dir := range map[string]string{"nothing there": filepath.Join(t.TempDir(), "none"), "faults": copied(t, `{"format": 1, "scenario": []}`)} {
		w := &witness{}
		assert.Nil(t, plantest.Run(w, dir), name)
		assert.True(t, w.ended, name)
		assert.Contains(t, w.text(), "cannot be tested", name)
	}
}

// A test of a plan by its scenario files: what is expected, what is not tested, and which mistakes nobody would notice.
func ExampleRun() {
	t := &printing{} // func TestPlan(t *testing.T) {
	suite := plantest.Run(t, "testdata/ae")
	plantest.Covered(t, suite, "$.rounding", "$.refunds.below")
	// Output:
	// plan ae/1, $.credits[0].split: no scenario shows that the rule own divides a deal: credit (shared)
}
