package scenario_test

import (
	"context"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/scenario"
)

// A suite that expects one number leaves most mistakes alive; the boundary cases kill what they are said to kill.
func TestKillFindsSurvivors(t *testing.T) {
	suite, err := scenario.Load(os.DirFS("testdata"), "ae")
	require.NoError(t, err)
	report, err := suite.Kill(context.Background(), scenario.KillOptions{})
	require.NoError(t, err)
	golden(t, "ae-mutants", report.Markdown)
	assert.Positive(t, report.Count(scenario.Killed))
	require.Positive(t, report.Count(scenario.Survived))
	for _, j := range report.With(scenario.Survived) {
		require.NotNil(t, j.Killer, j.What().EN)
		alone, err := scenario.Compile(scenario.File{Format: 1, Scenarios: []scenario.Scenario{*j.Killer}}, suite.Plans()...)
		require.NoError(t, err)
		met(t, alone)
		other, err := alone.With(j.Plan)
		require.NoError(t, err)
		result, err := other.Run(context.Background())
		require.NoError(t, err)
		assert.False(t, result.OK(), "%s is not told by %s", j.What().EN, j.By)
	}
	killers := report.Killers()
	assert.NotEmpty(t, killers)
	more, err := scenario.Compile(scenario.File{Format: 1, Scenarios: killers}, suite.Plans()...)
	require.NoError(t, err)
	again, err := scenario.Join(suite, more).Kill(context.Background(), scenario.KillOptions{})
	require.NoError(t, err)
	assert.Zero(t, again.Count(scenario.Survived), "the killers kill")
}

func TestKillNeedsPassingScenarios(t *testing.T) {
	_, err := fullSuite(t, wrong).Kill(context.Background(), scenario.KillOptions{})
	require.ErrorIs(t, err, scenario.ErrFailing)
}

// prover says of all plans the same.
type prover struct{ same, sure bool }

func (p prover) Same(plan, mutant incentive.Plan, _ *kam.Calendar) (same, sure bool, why kam.Text) {
	return p.same, p.sure, kam.Text{EN: "by curves of " + plan.ID + mutant.ID, ZH: "曲线"}
}

// What no boundary case tells from the plan is asked about.
func TestEquivalence(t *testing.T) {
	plan := planOf(t, simplePlan) // one rate: the order of deals cannot matter, and slices are lines
	set, err := scenario.Boundaries(context.Background(), []incentive.Plan{plan}, nil)
	require.NoError(t, err)
	suite, err := set.Suite()
	require.NoError(t, err)
	for _, c := range []struct {
		same scenario.Equivalence
		want scenario.Verdict
	}{
		{nil, scenario.Alike}, {prover{true, true}, scenario.Equivalent}, {prover{false, true}, scenario.Survived}, {prover{}, scenario.Alike},
	} {
		report, err := suite.Kill(context.Background(), scenario.KillOptions{Same: c.same, Plans: []string{"ae"}})
		require.NoError(t, err)
		left := report.With(c.want)
		require.NotEmpty(t, left)
		assert.Len(t, left, len(report.Judged)-report.Count(scenario.Killed))
		assert.Equal(t, "$.rounding.step", left[0].Place)
		if c.want != scenario.Alike {
			assert.Equal(t, "by curves of aeae", left[0].Why.EN)
		}
	}
	report, err := suite.Kill(context.Background(), scenario.KillOptions{Plans: []string{"other"}})
	require.NoError(t, err)
	assert.Empty(t, report.Judged)
}

// The mutants of the sample plans are killed by their boundary cases, but for those that are known to pay the same.
func TestSamplesKillTheirMutants(t *testing.T) {
	total := 0
	for name, alike := range map[string][]string{
		"account-executive":   nil,
		"key-account-manager": {"$.rounding.step statement", "$.measures[0].window quarter-to-date"}, // one component; quarters
	} {
		data, err := os.ReadFile("../../examples/payroll/sample/" + name + ".json")
		require.NoError(t, err)
		set, err := scenario.Boundaries(context.Background(), []incentive.Plan{planOf(t, string(data))}, nil)
		require.NoError(t, err)
		assert.Empty(t, set.Missed)
		suite, err := set.Suite()
		require.NoError(t, err)
		report, err := suite.Kill(context.Background(), scenario.KillOptions{})
		require.NoError(t, err)
		total += len(report.Judged)
		assert.Zero(t, report.Count(scenario.Survived))
		var left []string
		for _, j := range report.With(scenario.Alike) {
			left = append(left, j.Place+" "+j.To)
		}
		assert.Equal(t, alike, left, name)
	}
	t.Log(total, "mutants")
}

// Every mutant compiles, is another plan of the same id and version, and none comes twice.
func TestMutants(t *testing.T) {
	data, err := os.ReadFile("../plandoc/testdata/plan.json")
	require.NoError(t, err)
	plan := planOf(t, string(data))
	seen := map[string]bool{plan.Hash(): true}
	kinds := map[scenario.MutationKind]int{}
	for _, m := range scenario.Mutants(plan) {
		assert.Equal(t, plan.ID, m.Plan.ID)
		assert.Equal(t, plan.Version, m.Plan.Version)
		assert.False(t, seen[m.Plan.Hash()], "%s comes twice", m.What().EN)
		seen[m.Plan.Hash()] = true
		kinds[m.Kind]++
		assert.True(t, strings.HasPrefix(m.Place, "$."), m.Place)
		assert.NotEmpty(t, m.What().ZH)
		_, err := incentive.Compile(incentive.Book{Plans: []incentive.Plan{m.Plan}})
		require.NoError(t, err, m.What().EN)
	}
	for _, k := range []scenario.MutationKind{
		scenario.MutateRate, scenario.MutateBound, scenario.MutateInclusive, scenario.MutateMode, scenario.MutateOrder, scenario.MutateCap, scenario.MutateShare,
		scenario.MutateGate, scenario.MutateRemoval, scenario.MutateRefund, scenario.MutateRounding, scenario.MutatePayout,
	} {
		assert.Positive(t, kinds[k], k)
	}
	t.Log(len(seen)-1, "mutants", kinds)
}

// What another plan credits of a plan's commission may see how that is rounded: nothing proves it for the plan alone.
func TestEquivalenceIsNotAskedAboutRoundedCommissionOfOthers(t *testing.T) {
	f := scenario.File{Format: 1, Scenarios: []scenario.Scenario{{
		Name: "quota", Given: scenario.Given{Payees: []scenario.Payee{{ID: "he", Plan: "key-account-manager", Quotas: map[string]decimal.Decimal{"sales": decimal.NewFromInt(100_000)}}}},
		Steps: []scenario.Step{{Deals: []string{"D1 100000 he"}, Expect: scenario.Expectation{Payees: map[string]scenario.Wanted{"he": {Earned: decimal.NewNullDecimal(decimal.NewFromInt(2800))}}}}},
	}}}
	for _, name := range []string{"account-executive", "key-account-manager", "sales-manager"} {
		data, err := os.ReadFile("../../examples/payroll/sample/" + name + ".json")
		require.NoError(t, err)
		f.Inline = append(f.Inline, planOf(t, string(data)))
	}
	for _, c := range []struct {
		plans []incentive.Plan
		want  scenario.Verdict
	}{{f.Inline[1:2], scenario.Equivalent}, {f.Inline, scenario.Alike}} {
		f.Inline = c.plans
		suite, err := scenario.Compile(f)
		require.NoError(t, err)
		report, err := suite.Kill(context.Background(), scenario.KillOptions{Same: prover{true, true}, Plans: []string{"key-account-manager"}})
		require.NoError(t, err)
		i := slices.IndexFunc(report.Judged, func(j scenario.Judged) bool { return j.Place == "$.rounding.step" && j.To == "statement" })
		require.GreaterOrEqual(t, i, 0)
		assert.Equal(t, c.want, report.Judged[i].Verdict)
		assert.Positive(t, report.Count(scenario.Equivalent), "what is not rounded otherwise is asked about")
	}
}

// Boundary cases tell all mutants of payout terms from the plan: holdback, draw, clawback, recovery, leaving, the least that
// is paid out.
func TestPayoutTermsAreTold(t *testing.T) {
	data, err := os.ReadFile("../../examples/payroll/sample/key-account-manager.json")
	require.NoError(t, err)
	plan := planOf(t, string(data))
	data, err = os.ReadFile("../plandoc/testdata/plan.json")
	require.NoError(t, err)
	plan.Period, plan.Payout = kam.Month, planOf(t, string(data)).Payout
	set, err := scenario.Boundaries(context.Background(), []incentive.Plan{plan}, nil)
	require.NoError(t, err)
	suite, err := set.Suite()
	require.NoError(t, err)
	report, err := suite.Kill(context.Background(), scenario.KillOptions{})
	require.NoError(t, err)
	told := 0
	for _, j := range report.Judged {
		if j.Kind == scenario.MutatePayout {
			told++
			assert.Equal(t, scenario.Killed, j.Verdict, j.What().EN)
		}
	}
	assert.Equal(t, 40, told)
}
