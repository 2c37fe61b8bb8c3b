package plantest

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/scenario"
	"github.com/kam-go/kam/incentive/scenario/equivalence"
	"github.com/kam-go/kam/incentive/scenario/mutation"
)

// UpdateGolden is the environment variable that makes [Run] write what came out into the scenario files, when it is "1".
const UpdateGolden = "KAM_UPDATE_GOLDEN"

// Run calculates the scenarios of a file, or of all files of a folder whose names end in [scenario.Suffix], and fails
// for every expectation that is not met, with how the value comes about. Each scenario is a subtest. The plans given
// are those of files that name none. It returns the suite for [Covered] and [Killed].
//
// With the environment variable [UpdateGolden] set to 1, expectations that are not met are replaced in the files by
// what came out, and nothing fails; everything else in the files stays as it was. Read the difference before keeping it.
func Run(t testing.TB, name string, plans ...incentive.Plan) *scenario.Suite {
	t.Helper()
	suite, err := scenario.Load(disk{}, filepath.ToSlash(name), plans...)
	if err != nil {
		t.Fatalf("%s cannot be tested:\n%s", name, told(err))
		return nil
	}
	report, err := suite.Run(context.Background())
	if err != nil {
		t.Fatalf("%s: %v", name, err)
		return suite
	}
	if os.Getenv(UpdateGolden) == "1" {
		update(t, report)
		return suite
	}
	for _, r := range report.Results {
		sub(t, title(r), func(t testing.TB) {
			t.Helper()
			for _, c := range r.Failed() {
				t.Errorf("%s", failure(c))
			}
		})
	}
	return suite
}

// disk reads files as the test names them, also those above its folder.
type disk struct{}

// Open implements [fs.FS].
func (disk) Open(name string) (fs.File, error) { return os.Open(filepath.FromSlash(name)) }

// Allowed is a place of a plan that need not be shown by scenarios, with the reason.
type Allowed struct {
	// Place is a JSON path of the plan as the failure shows it, with all below it: "$.components[0].caps[0]".
	Place string
	// Why is the reason, for whoever reads the test. A failure asks for it where it is empty.
	Why string
}

// Allow returns what [Covered] and [Killed] let pass at a place of the plan, and why.
func Allow(place, why string) Allowed { return Allowed{Place: place, Why: why} }

// Covered fails for everything that the plans of a suite can do and its scenarios never made them do: a tier that is
// not entered, a gate that is never shut, a cap that never bites. Places allowed may stay uncovered.
func Covered(t testing.TB, suite *scenario.Suite, allowed ...Allowed) {
	t.Helper()
	reasons(t, allowed)
	report, err := suite.Run(context.Background())
	if err != nil {
		t.Fatalf("coverage: %v", err)
		return
	}
	for _, p := range report.Coverage().Missing() {
		if !allows(allowed, p.Place) {
			t.Errorf("plan %s/%d, %s: no scenario shows that %s (%s)", p.Plan, p.Version, p.Place, p.What.EN, p.State)
		}
	}
}

// Killed fails for every small mistake in the plans of a suite that none of its scenarios would notice, and prints a
// scenario that would. It fails as well for mistakes that pay what the plan pays in all boundary cases, unless exact payout
// curves prove that they pay the same whatever is sold, see package equivalence: there it prints what to allow. The
// mutants of places allowed may survive; how many did is written to the log.
func Killed(t testing.TB, suite *scenario.Suite, allowed ...Allowed) {
	t.Helper()
	reasons(t, allowed)
	report, err := mutation.Kill(context.Background(), suite, mutation.Options{Same: equivalence.ByCurves{}})
	if err != nil {
		t.Fatalf("mutants: %v", err)
		return
	}
	passed := 0
	shown := map[string]bool{}
	for _, j := range slices.Concat(report.With(mutation.Survived), report.With(mutation.Alike)) {
		if allows(allowed, j.Place) {
			passed++
			continue
		}
		t.Errorf("%s", unnoticed(j, shown))
	}
	t.Logf("%d mutants against %d scenarios: %d killed, %d survived, %d proved to pay the same, %d without a proof; %d of these allowed", len(report.Judged), report.Scenarios,
		report.Count(mutation.Killed), report.Count(mutation.Survived), report.Count(mutation.Equivalent), report.Count(mutation.Alike), passed)
}

// unnoticed says which mistake nobody would notice, and what to do. Scenarios that were shown are named.
func unnoticed(j mutation.Judged, shown map[string]bool) string {
	text := fmt.Sprintf("plan %s/%d: nobody would notice %s", j.Plan.ID, j.Plan.Version, j.What().EN)
	why := ""
	if j.Why.EN != "" {
		why = " (" + j.Why.EN + ")"
	}
	switch {
	case j.Verdict == mutation.Alike:
		return fmt.Sprintf("%s: no boundary case shows it, and nothing proves that it pays the same%s; write a scenario that shows it, or "+
			"plantest.Allow(%q, \"…\") with the reason in plantest.Killed", text, why, j.Place)
	case j.Killer != nil && !shown[j.By]:
		shown[j.By] = true
		return text + "; this scenario would:\n" + scenarioText(*j.Killer)
	case j.By != "":
		return text + "; so would the scenario " + j.By
	}
	return text + why
}

// reasons fails where something is allowed without one.
func reasons(t testing.TB, allowed []Allowed) {
	t.Helper()
	for _, a := range allowed {
		if strings.TrimSpace(a.Why) == "" || a.Place == "" {
			t.Errorf("plantest.Allow(%q, …): say why the place need not be shown", a.Place)
		}
	}
}

// sub runs a subtest where t can have some.
func sub(t testing.TB, name string, f func(testing.TB)) {
	t.Helper()
	if parent, ok := t.(interface {
		Run(string, func(*testing.T)) bool
	}); ok {
		parent.Run(name, func(t *testing.T) {
			t.Helper()
			f(t)
		})
		return
	}
	f(t)
}

func title(r scenario.Result) string {
	if r.File == "" {
		return r.Scenario
	}
	return strings.TrimSuffix(path.Base(r.File), scenario.Suffix) + "/" + r.Scenario
}

// failure tells what is wrong and how it comes about.
func failure(c scenario.Check) string {
	var b strings.Builder
	want, got := c.Expected, c.Actual
	if want == "" {
		want = "nothing"
	}
	if got == "" {
		got = "nothing"
	}
	fmt.Fprintf(&b, "%s: %s, %s: expected %s, came out %s", c.Place, c.Period, c.What.EN, want, got)
	for _, line := range c.Trail {
		b.WriteString("\n    " + line.EN)
	}
	return b.String()
}

func allows(allowed []Allowed, place string) bool {
	return slices.ContainsFunc(allowed, func(a Allowed) bool {
		rest, ok := strings.CutPrefix(place, a.Place)
		return ok && a.Place != "" && (rest == "" || rest[0] == '.' || rest[0] == '[')
	})
}

func scenarioText(s scenario.Scenario) string {
	data, err := scenario.File{Format: scenario.Format, Scenarios: []scenario.Scenario{s}}.JSON()
	if err != nil {
		return s.Name
	}
	return string(data)
}

// told returns every finding of an error, one a line.
func told(err error) string {
	if invalid, ok := errors.AsType[*kam.InvalidError](err); ok {
		return invalid.In(kam.English)
	}
	return err.Error()
}

// update writes what came out into the files.
func update(t testing.TB, report scenario.Report) {
	t.Helper()
	files, err := report.Updated()
	if err != nil {
		t.Fatalf("%v", err)
		return
	}
	for name, data := range files {
		file := filepath.FromSlash(name)
		info, err := os.Stat(file)
		if err == nil {
			err = os.WriteFile(file, data, info.Mode())
		}
		if err != nil {
			t.Fatalf("%v", err)
			return
		}
		t.Logf("%s is brought up to date", file)
	}
}
