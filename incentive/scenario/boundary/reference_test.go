package boundary_test

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/internal/reference"
	"github.com/kam-go/kam/incentive/internal/reference/gen"
	"github.com/kam-go/kam/incentive/scenario"
	"github.com/kam-go/kam/incentive/scenario/boundary"
)

// seeds is how many random cases a test looks at; KAM_LONG=1 looks at many more.
func seeds(few, many uint64) uint64 {
	if os.Getenv("KAM_LONG") != "" {
		return many
	}
	return few
}

// confirm holds every run of a suite against the plain evaluator, which reads the plans and shares no code with the
// engine. It returns how many statements were compared.
func confirm(t *testing.T, suite *scenario.Suite) (statements, held int) {
	t.Helper()
	program := suite.Parts()[0].Program
	for i, name := range suite.Names() {
		r, err := suite.RunOne(context.Background(), i)
		require.NoError(t, err)
		for _, c := range r.Calculations() {
			n, h := compared(t, name, program, c)
			statements, held = statements+n, held+h
		}
	}
	return statements, held
}

// compared holds one run against the plain evaluator.
func compared(t *testing.T, name string, program *incentive.Program, c scenario.Calculation) (statements, held int) {
	t.Helper()
	want, wrong := reference.Evaluate(program.Plans(), program.Calendar(), c.Inputs)
	if c.Err != nil {
		assert.Error(t, wrong, "%s: the engine stops: %v", name, c.Err)
		return 0, 0
	}
	require.NoError(t, wrong, name)
	got := map[string]string{}
	for s := range c.Run.Statements() {
		text := s.Earned().StringFixed(6)
		for k := range s.Components() {
			text += fmt.Sprint(" ", k.Name, " ", k.ToDate.StringFixed(6))
		}
		got[fmt.Sprint(s.Payee().ID, " ", s.PlanID(), " ", s.PlanVersion(), " ", s.Assignment().Period.From)] = text
		statements++
	}
	expected := map[string]string{}
	for _, s := range want.Statements {
		text := s.Earned.StringFixed(6)
		for _, k := range s.Components {
			text += fmt.Sprint(" ", k.Name, " ", k.Earned.FloatString(6))
		}
		expected[fmt.Sprint(s.Payee, " ", s.Plan, " ", s.Version, " ", s.From)] = text
	}
	if !maps.Equal(expected, got) {
		assert.Equal(t, expected, got, name)
	}
	var stopped, stops []string
	for h := range c.Run.Held() {
		stopped = append(stopped, h.Payee.ID+" "+h.Plan)
		held++
	}
	for _, h := range want.Held {
		stops = append(stops, h.Payee+" "+h.Plan)
	}
	slices.Sort(stops)
	assert.Equal(t, slices.Compact(stops), slices.Compact(stopped), name)
	return statements, held
}

// plansOfCases returns the plans of the worked cases of package incentive.
func plansOfCases(t *testing.T) map[string][]incentive.Plan {
	t.Helper()
	names, err := filepath.Glob("../../testdata/cases/*.json")
	require.NoError(t, err)
	require.NotEmpty(t, names)
	out := map[string][]incentive.Plan{}
	for _, name := range names {
		data, err := os.ReadFile(name)
		require.NoError(t, err)
		var file struct {
			Plan  map[string]json.RawMessage `json:"plan"`
			Cases []struct {
				ID    string                       `json:"id"`
				Plan  map[string]json.RawMessage   `json:"plan"`
				Plans []map[string]json.RawMessage `json:"plans"`
			} `json:"cases"`
		}
		require.NoError(t, json.Unmarshal(data, &file))
		for _, c := range file.Cases {
			stated := c.Plans
			if len(c.Plan) > 0 {
				stated = append(stated, c.Plan)
			}
			var plans []incentive.Plan
			for _, keys := range stated {
				all := maps.Clone(file.Plan)
				if all == nil {
					all = map[string]json.RawMessage{}
				}
				maps.Copy(all, keys)
				text, err := json.Marshal(all)
				require.NoError(t, err)
				p, err := incentive.ParsePlan(text)
				require.NoError(t, err)
				plans = append(plans, p)
			}
			if _, err := incentive.Compile(incentive.Book{Plans: plans}); err == nil {
				out[filepath.Base(name)+" "+c.ID] = plans
			}
		}
	}
	return out
}

// What the boundary cases of published plans expect is what the plain evaluator pays.
func TestBoundariesOfCases(t *testing.T) {
	all := plansOfCases(t)
	plans, cases, missed, statements := 0, 0, map[boundary.Kind]int{}, 0
	for i, name := range slices.Sorted(maps.Keys(all)) {
		if i%40 != 0 && seeds(0, 1) == 0 {
			continue
		}
		set, err := boundary.Cases(context.Background(), boundary.Request{Plans: all[name]})
		require.NoError(t, err, name)
		plans++
		cases += len(set.Cases)
		for _, m := range set.Missed {
			missed[m.Kind]++
			if testing.Verbose() {
				t.Log(name, m.Place, m.At, m.Reason.EN)
			}
		}
		if len(set.Cases) == 0 {
			t.Log(name, "no case")
			continue
		}
		suite, err := set.Suite()
		require.NoError(t, err, name)
		report, err := suite.Run(context.Background())
		require.NoError(t, err)
		assert.Empty(t, report.Failed(), name)
		n, _ := confirm(t, suite)
		statements += n
	}
	t.Log(plans, "plans", cases, "cases", statements, "statements; missed", missed)
}

// The same holds for random plans.
func TestBoundariesOfRandomPlans(t *testing.T) {
	cases, statements, missed, bounds := 0, 0, 0, map[string]bool{}
	for seed := range seeds(2, 120) {
		c, err := gen.New(seed)
		require.NoError(t, err)
		set, err := boundary.Cases(context.Background(), boundary.Request{Plans: c.Plans, Calendar: &c.Calendar})
		require.NoError(t, err, "seed %d", seed)
		cases += len(set.Cases)
		missed += len(set.Missed)
		for _, b := range set.Cases {
			bounds[fmt.Sprint(seed, b.Plan, b.Version, b.Place)] = true
		}
		if len(set.Cases) == 0 {
			continue
		}
		suite, err := set.Suite()
		require.NoError(t, err, "seed %d", seed)
		n, _ := confirm(t, suite)
		statements += n
		if t.Failed() {
			t.Fatal("seed", seed)
		}
	}
	t.Log(cases, "cases at", len(bounds), "bounds,", missed, "missed,", statements, "statements")
}
