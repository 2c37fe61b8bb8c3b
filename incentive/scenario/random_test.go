package scenario_test

import (
	"context"
	"fmt"
	"os"
	"slices"
	"strconv"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
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

// written returns a random case as a scenario file without expectations.
func written(c gen.Case) scenario.File {
	f := scenario.File{Format: 1, Inline: c.Plans, Calendar: &c.Calendar}
	given := scenario.Given{
		Assignments: c.Roster.Assignments, Reporting: c.Roster.Reporting, Rates: c.Rates,
		Positions: c.Opening.Positions, Prior: c.Opening.Prior, Posted: c.Opening.Ledger.Posted,
	}
	for _, p := range c.Roster.Payees {
		given.Payees = append(given.Payees, scenario.Payee{ID: p.ID, Name: p.Name, Open: p.Open, Currency: p.Currency, Plan: scenario.NoPlan})
	}
	step := scenario.Step{Period: c.Period.String(), Observations: c.Observations}
	for _, t := range c.Transactions {
		if line, ok := scenario.FormatDeal(t); ok && t.Sequence != 0 {
			step.Deals = append(step.Deals, line)
		} else {
			step.Transactions = append(step.Transactions, t)
		}
	}
	f.Scenarios = []scenario.Scenario{{Name: "seed " + strconv.FormatUint(c.Seed, 10), Given: given, Steps: []scenario.Step{step}}}
	return f
}

// A random case that is written to a file and read again gives what the engine gives for the case itself, and what is
// filled in is met.
func TestRandomCasesAsFiles(t *testing.T) {
	compared, held := 0, 0
	for seed := range seeds(40, 3000) {
		c, err := gen.New(seed)
		require.NoError(t, err)
		if slices.ContainsFunc(c.Transactions, undated) {
			continue // a file dates what has no date
		}
		for i := range c.Transactions { // what a file leaves out is filled in by defaults of its own
			x := &c.Transactions[i]
			if x.Sequence == 0 {
				x.Sequence = int64(i + 1)
			}
		}
		data, err := written(c).JSON()
		require.NoError(t, err)
		file, err := scenario.Parse(data)
		require.NoError(t, err, "seed %d", seed)
		suite, err := scenario.Compile(file)
		if err != nil { // a deal of nobody, which a file cannot say
			continue
		}
		cal, err := kam.NewCalendar(c.Calendar)
		require.NoError(t, err)
		program, err := incentive.Compile(incentive.Book{Plans: c.Plans, Calendar: cal})
		require.NoError(t, err)
		want, wrong := program.Run(context.Background(), c.Inputs(), incentive.RunOptions{})
		r, err := suite.RunOne(context.Background(), 0)
		require.NoError(t, err)
		require.Len(t, r.Calculations(), 1)
		got := r.Calculations()[0]
		require.Equal(t, wrong != nil, got.Err != nil, "seed %d: %v", seed, got.Err)
		if wrong == nil {
			assert.Equal(t, listed(want), listed(got.Run), "seed %d", seed)
			compared++
			for range got.Run.Held() {
				held++
			}
		}
		refill(t, file, seed)
	}
	assert.Positive(t, compared)
	t.Log(compared, "runs,", held, "held")
}

func undated(t incentive.Transaction) bool {
	return !t.Booked.IsSet() && !t.Invoiced.IsSet() && !t.CashDate.IsSet() && !t.Delivered.IsSet()
}

// listed tells what a run pays.
func listed(r *incentive.Run) []string {
	var out []string
	for s := range r.Statements() {
		out = append(out, fmt.Sprint(s.Payee().ID, s.PlanID(), s.PlanVersion(), s.Assignment().Period, s.Earned(), s.InputHash()))
	}
	for h := range r.Held() {
		for _, f := range h.Findings {
			out = append(out, h.Payee.ID+h.Plan+f.Code) // places are those of the file, and the order is theirs
		}
	}
	slices.Sort(out)
	return out
}

// refill fills expectations in through the golden update, and runs them.
func refill(t *testing.T, f scenario.File, seed uint64) {
	t.Helper()
	data, err := f.JSON()
	require.NoError(t, err)
	suite, err := loaded(data)
	require.NoError(t, err)
	report, err := suite.Run(context.Background())
	require.NoError(t, err)
	out, err := report.Updated()
	require.NoError(t, err, "seed %d", seed)
	if len(out) == 0 {
		return
	}
	again, err := loaded(out["a.scenarios.json"])
	require.NoError(t, err, "seed %d", seed)
	report, err = again.Run(context.Background())
	require.NoError(t, err)
	if failed := report.Failed(); len(failed) > 0 {
		assert.Empty(t, failed[0].Place, "seed %d: %s expected, %s came out", seed, failed[0].Expected, failed[0].Actual)
	}
}

// Coverage never fails, and what is covered is among the points of the plan.
func TestCoverageOfRandomCases(t *testing.T) {
	covered, all := 0, 0
	for seed := range seeds(2, 200) {
		c, err := gen.New(seed)
		require.NoError(t, err)
		set, err := boundary.Cases(context.Background(), boundary.Request{Plans: c.Plans[:1], Calendar: &c.Calendar})
		if err != nil || len(set.Cases) == 0 {
			continue // it needs the other plans
		}
		suite, err := set.Suite()
		require.NoError(t, err)
		report, err := suite.Run(context.Background())
		require.NoError(t, err)
		coverage := report.Coverage()
		all += len(coverage.Points)
		covered += len(coverage.Points) - len(coverage.Missing())
	}
	t.Log(covered, "of", all, "points are covered by boundary cases")
	assert.Greater(t, 10*covered, 7*all)
}
