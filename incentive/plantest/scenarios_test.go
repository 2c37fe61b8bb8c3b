package plantest_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/plantest"
	"github.com/kam-go/kam/incentive/scenario"
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

// because allows places, all for one reason.
func because(why string, places ...string) []plantest.Allowed {
	var out []plantest.Allowed
	for _, place := range places {
		out = append(out, plantest.Allow(place, why))
	}
	return out
}

// A newcomer's test is three lines.
func TestPlanOfANewcomer(t *testing.T) {
	suite := plantest.Run(t, "testdata/ae")
	allowed := because("two examples are a beginning", "$.rounding", "$.refunds", "$.order", "$.creditDate", "$.credits[0]", "$.measures[0]", "$.components[0].tiers.bands[1].from")
	plantest.Covered(t, suite, allowed...)
	plantest.Killed(t, suite, allowed...)
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
	assert.Regexp(t, `^48 mutants against 2 scenarios: \d+ killed, \d+ survived, 0 proved to pay the same, 0 without a proof; 0 of these allowed$`, w.logs[len(w.logs)-1])
}

// A plan of one rate, in which it changes nothing whether deals retire quota, though curves do not show it.
const plain = `{"format": 1, "id": "one", "version": 1, "currency": "CNY", "effective": "2026-01-01/2027-01-01", "period": "quarter", "readings": "standard-1",
	"rounding": {"step": "component"}, "credits": [{"name": "own", "to": "owner", "share": "1"}],
	"measures": [{"name": "sales", "base": "amount", "credits": ["own"], "window": "period"}],
	"components": [{"name": "commission", "measure": "sales", "rate": "0.04"}]}`

// What is alike without a proof fails, and the failure says what to write; what is allowed says why.
func TestKilledAsksForAReason(t *testing.T) {
	suite := plantest.Run(t, "testdata/ae")
	w := &witness{}
	plantest.Killed(w, suite, because(" ", "$")...)
	require.Len(t, w.failures, 1)
	assert.Equal(t, `plantest.Allow("$", …): say why the place need not be shown`, w.failures[0])
	w = &witness{}
	plantest.Covered(w, suite, plantest.Allow("", "everything"), plantest.Allow("$.", "everything"))
	assert.Len(t, w.failures, 3)
	w = &witness{}
	plantest.Killed(w, suite, plantest.Allow("$", "a beginning"))
	assert.Empty(t, w.failures)
	assert.Contains(t, w.logs[len(w.logs)-1], "19 survived, 0 proved to pay the same, 0 without a proof; 19 of these allowed")
}

func TestKilledFailsForWhatNothingProves(t *testing.T) {
	plan, err := incentive.ParsePlan([]byte(plain))
	require.NoError(t, err)
	file, err := scenario.Parse([]byte(`{"format": 1, "scenarios": [{"name": "a deal", "steps": [{"deals": ["D1 1000"], "expect": {"payees": {"rep": {"earned": "40"}}}}]}]}`))
	require.NoError(t, err)
	suite, err := scenario.Compile(file, plan)
	require.NoError(t, err)
	w := &witness{}
	plantest.Killed(w, suite)
	assert.Contains(t, w.failures, "plan one/1: nobody would notice $.credits[0].retires: false instead of true: no boundary case shows it, and nothing proves that it pays the same "+
		"(curves do not show $.credits[0].retires); write a scenario that shows it, or plantest.Allow(\"$.credits[0].retires\", \"…\") with the reason in plantest.Killed")
	w = &witness{}
	plantest.Killed(w, suite, plantest.Allow("$.credits[0].retires", "nothing reads a quota"))
	assert.NotContains(t, w.text(), "$.credits[0].retires")
	assert.Contains(t, w.text(), "$.credits[0].split")
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

// A scenario that expects nothing says how what comes out gets into the file, and so it does.
func TestRunTellsHowToFillIn(t *testing.T) {
	t.Setenv(plantest.UpdateGolden, "")
	dir := copied(t, `{"format": 1, "plans": ["../ae.plan.json"], "scenarios": [{"name": "new", "steps": [{"deals": ["D1 80000", "D2 60000"]}]}]}`)
	w := &witness{}
	plantest.Run(w, dir)
	require.Len(t, w.failures, 1)
	assert.Contains(t, w.text(), "$.scenarios[0].steps[0].expect: 2026-01-01/2026-02-01, what the scenario gives: expected nothing, came out rep 3600\n")
	assert.Contains(t, w.text(), plantest.UpdateGolden+"=1 in the environment")
	t.Setenv(plantest.UpdateGolden, "1")
	plantest.Run(&witness{}, dir)
	t.Setenv(plantest.UpdateGolden, "")
	w = &witness{}
	plantest.Run(w, dir)
	assert.Empty(t, w.failures)
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
	plantest.Covered(t, suite, plantest.Allow("$.rounding", "rounding is finance's to test"), plantest.Allow("$.refunds.below", "no refunds below nothing here"))
	// Output:
	// plan ae/1, $.credits[0].split: no scenario shows that the rule own divides a deal: credit (shared)
}

// So does one that names a payee and expects nothing of them.
func TestRunFillsInAnEmptyStatement(t *testing.T) {
	t.Setenv(plantest.UpdateGolden, "")
	dir := copied(t, `{"format": 1, "plans": ["../ae.plan.json"], "scenarios": [{"name": "new", "steps": [{"deals": ["D1 80000"], "expect": {"payees": {"rep": {}}}}]}]}`)
	w := &witness{}
	plantest.Run(w, dir)
	require.Len(t, w.failures, 1)
	assert.Contains(t, w.text(), "$.scenarios[0].steps[0].expect.payees.rep: 2026-01-01/2026-02-01, what rep gets: expected nothing, came out 1600\n")
	t.Setenv(plantest.UpdateGolden, "1")
	plantest.Run(&witness{}, dir)
	t.Setenv(plantest.UpdateGolden, "")
	w = &witness{}
	plantest.Run(w, dir)
	assert.Empty(t, w.failures)
	data, err := os.ReadFile(filepath.Join(dir, "a.scenarios.json"))
	require.NoError(t, err)
	assert.Contains(t, string(data), `"earned": "1600"`)
}
