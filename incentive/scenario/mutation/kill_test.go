package mutation_test

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
	"github.com/kam-go/kam/incentive/scenario/boundary"
	"github.com/kam-go/kam/incentive/scenario/mutation"
)

// A suite that expects one number leaves most mistakes alive; the boundary cases kill what they are said to kill.
func TestKillFindsSurvivors(t *testing.T) {
	suite, err := scenario.Load(os.DirFS("../testdata"), "ae")
	require.NoError(t, err)
	report, err := mutation.Kill(context.Background(), suite, mutation.Options{})
	require.NoError(t, err)
	golden(t, "ae", report.Markdown)
	assert.Positive(t, report.Count(mutation.Killed))
	require.Positive(t, report.Count(mutation.Survived))
	suggestionsTell(t, suite, report, true)
}

// suggestionsTell checks of every suggestion, as it is written down: it passes on the plan and fails on its mutant, as a
// file of its own and beside the scenarios that there are, where that can be; and all of them leave no survivor.
func suggestionsTell(t *testing.T, suite *scenario.Suite, report mutation.Report, inFile bool) {
	t.Helper()
	home := suite.Parts()[0]
	given, list := home.File.Given, home.File.Scenarios
	if !inFile {
		given, list = scenario.Given{}, nil
	}
	in := func(given scenario.Given, list ...scenario.Scenario) *scenario.Suite {
		data, err := scenario.File{Format: 1, Given: given, Scenarios: list}.JSON()
		require.NoError(t, err)
		f, err := scenario.Parse(data)
		require.NoError(t, err)
		suite, err := scenario.On(home.Program).Compile(f)
		require.NoError(t, err)
		return suite
	}
	for _, j := range report.With(mutation.Survived) {
		require.NotNil(t, j.Killer, j.What().EN)
		assert.Equal(t, j.By, j.Killer.Name)
		for where, added := range map[string]*scenario.Suite{
			"alone": in(scenario.Given{}, *j.Killer), "in the file": in(given, append(slices.Clone(list), *j.Killer)...),
		} {
			assert.Zero(t, failed(t, added), "%s, %s", j.By, where)
			other, err := added.With(j.Plan)
			require.NoError(t, err)
			assert.Positive(t, failed(t, other), "%s is not told by %s, %s", j.What().EN, j.By, where)
		}
	}
	killers := report.Killers()
	require.NotEmpty(t, killers)
	again, err := mutation.Kill(context.Background(), in(given, append(slices.Clone(list), killers...)...), mutation.Options{})
	require.NoError(t, err)
	assert.Zero(t, again.Count(mutation.Survived), "the killers kill")
	t.Log(len(report.Judged), "mutants,", report.Count(mutation.Survived), "survived,", len(killers), "suggestions")
}

// Every suggestion tells its mutant: where nothing and zero are the same, and where a file gives all its scenarios more
// people or a settlement. Deals of a file change what every case pays: there it does so as a file of its own.
func TestSuggestionsTellTheirMutants(t *testing.T) {
	read := func(name string) incentive.Plan {
		data, err := os.ReadFile(name)
		require.NoError(t, err)
		return planOf(t, string(data))
	}
	sample, ae := read("../../../examples/plancheck/sample/kam.plan.json"), read("../testdata/ae/ae.plan.json")
	for name, c := range map[string]struct {
		file  string
		plans []incentive.Plan
	}{
		"the sample of plancheck": {`{"format": 1, "given": {"payees": [{"id": "anna", "quotas": {"sales": "500000"}}]}, "scenarios": [{"name": "weak",
			"steps": [{"deals": ["D1 100000 customer=new"], "expect": {"payees": {"anna": {"measures": {"sales": {"value": "100000"}}}}}}]}]}`, []incentive.Plan{sample}},
		"more people": {`{"format": 1, "given": {"payees": [{"id": "rep"}, {"id": "mate"}]}, "scenarios": [{"name": "weak",
			"steps": [{"deals": ["D1 1000 rep"], "expect": {"payees": {"rep": {"measures": {"revenue": {"value": "1000"}}}}}}]}]}`, []incentive.Plan{ae}},
		"deals of the file": {`{"format": 1, "given": {"payees": [{"id": "rep"}], "deals": ["D0 70000 rep"]}, "scenarios": [{"name": "weak",
			"steps": [{"expect": {"payees": {"rep": {"measures": {"revenue": {"value": "70000"}}}}}}]}]}`, []incentive.Plan{ae}},
		"ids of the file": {`{"format": 1, "given": {"payees": [{"id": "rep"}, {"id": "zoe"}], "deals": ["A9 1 zoe"]}, "scenarios": [{"name": "weak",
			"steps": [{"deals": ["D1 1000 rep"], "expect": {"payees": {"rep": {"measures": {"revenue": {"value": "1000"}}}}}}]}]}`, []incentive.Plan{ae}},
		"names of the file": {`{"format": 1, "scenarios": [{"name": "ae/1 $.components[0].tiers.bands[0].from 0 inside",
			"steps": [{"deals": ["D1 1000 rep"], "expect": {"payees": {"rep": {"measures": {"revenue": {"value": "1000"}}}}}}]}]}`, []incentive.Plan{ae}},
		"a settlement": {`{"format": 1, "given": {"payees": [{"id": "rep"}], "settle": true}, "scenarios": [{"name": "weak",
			"steps": [{"deals": ["D1 1000 rep"], "expect": {"payees": {"rep": {"measures": {"revenue": {"value": "1000"}}}}}}]}]}`, []incentive.Plan{ae}},
	} {
		t.Run(name, func(t *testing.T) {
			suite := suiteOf(t, c.file, c.plans...)
			report, err := mutation.Kill(context.Background(), suite, mutation.Options{})
			require.NoError(t, err)
			suggestionsTell(t, suite, report, name != "deals of the file")
		})
	}
}

// Files may have editions of a plan that differ: the scenarios of each are about its own.
func TestKillOfSeveralEditions(t *testing.T) {
	weak := `{"format": 1, "scenarios": [{"name": "weak", "steps": [{"deals": ["D1 100"], "expect": {"payees": {"rep": {"measures": {"revenue": {"value": "100"}}}}}}]}]}`
	strict := `{"format": 1, "scenarios": [{"name": "strict", "steps": [{"deals": ["D1 100"], "expect": {"payees": {"rep": {"earned": "20"}}}}]}]}`
	suite := scenario.Join(suiteOf(t, weak, planOf(t, simplePlan)), suiteOf(t, strict, planOf(t, strings.Replace(simplePlan, `"0.1"`, `"0.2"`, 1))))
	report, err := mutation.Kill(context.Background(), suite, mutation.Options{})
	require.NoError(t, err)
	rates := map[string]mutation.Verdict{}
	for _, j := range report.Judged {
		if j.Kind == mutation.Rate {
			rates[j.From+" "+j.To] = j.Verdict
		}
	}
	assert.Equal(t, map[string]mutation.Verdict{"0.1 0.2": mutation.Survived, "0.1 0": mutation.Survived, "0.2 0.3": mutation.Killed, "0.2 0.1": mutation.Killed}, rates)
}

func TestKillNeedsPassingScenarios(t *testing.T) {
	suite := suiteOf(t, `{"format": 1, "scenarios": [{"name": "it", "steps": [{"deals": ["D1 100"], "expect": {"payees": {"rep": {"earned": "11"}}}}]}]}`, planOf(t, simplePlan))
	_, err := mutation.Kill(context.Background(), suite, mutation.Options{})
	require.ErrorIs(t, err, mutation.ErrFailing)
}

func TestCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	suite := suiteOf(t, `{"format": 1, "scenarios": [{"name": "it", "steps": [{"deals": ["D1 100"], "expect": {"payees": {"rep": {"earned": "10"}}}}]}]}`, planOf(t, simplePlan))
	_, err := mutation.Kill(ctx, suite, mutation.Options{})
	require.ErrorIs(t, err, context.Canceled)
}

// prover says of all plans the same.
type prover struct{ same, sure bool }

func (p prover) Same(plan, mutant incentive.Plan, _ *kam.Calendar) (same, sure bool, why kam.Text) {
	return p.same, p.sure, kam.Text{EN: "by curves of " + plan.ID + mutant.ID, ZH: "曲线"}
}

// What no boundary case tells from the plan is asked about.
func TestEquivalence(t *testing.T) {
	plan := planOf(t, simplePlan) // one rate: the order of deals cannot matter, and slices are lines
	set, err := boundary.Cases(context.Background(), boundary.Request{Plans: []incentive.Plan{plan}})
	require.NoError(t, err)
	suite, err := set.Suite()
	require.NoError(t, err)
	for _, c := range []struct {
		same mutation.Equivalence
		want mutation.Verdict
	}{
		{nil, mutation.Alike}, {prover{true, true}, mutation.Equivalent}, {prover{false, true}, mutation.Survived}, {prover{}, mutation.Alike},
	} {
		report, err := mutation.Kill(context.Background(), suite, mutation.Options{Same: c.same, Plans: []string{"ae"}})
		require.NoError(t, err)
		left := report.With(c.want)
		require.NotEmpty(t, left)
		assert.Len(t, left, len(report.Judged)-report.Count(mutation.Killed))
		assert.Equal(t, "$.rounding.step", left[0].Place)
		if c.want != mutation.Alike {
			assert.Equal(t, "by curves of aeae", left[0].Why.EN)
		}
	}
	report, err := mutation.Kill(context.Background(), suite, mutation.Options{Plans: []string{"other"}})
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
		data, err := os.ReadFile("../../../examples/payroll/sample/" + name + ".json")
		require.NoError(t, err)
		set, err := boundary.Cases(context.Background(), boundary.Request{Plans: []incentive.Plan{planOf(t, string(data))}})
		require.NoError(t, err)
		assert.Empty(t, set.Missed)
		suite, err := set.Suite()
		require.NoError(t, err)
		report, err := mutation.Kill(context.Background(), suite, mutation.Options{})
		require.NoError(t, err)
		total += len(report.Judged)
		assert.Zero(t, report.Count(mutation.Survived))
		var left []string
		for _, j := range report.With(mutation.Alike) {
			left = append(left, j.Place+" "+j.To)
		}
		assert.Equal(t, alike, left, name)
	}
	t.Log(total, "mutants")
}

// Every mutant compiles, is another plan of the same id and version, and none comes twice.
func TestMutants(t *testing.T) {
	data, err := os.ReadFile("../../plandoc/testdata/plan.json")
	require.NoError(t, err)
	plan := planOf(t, string(data))
	seen := map[string]bool{plan.Hash(): true}
	kinds := map[mutation.Kind]int{}
	for _, m := range mutation.Mutants(plan) {
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
	for _, k := range []mutation.Kind{
		mutation.Rate, mutation.Bound, mutation.Inclusive, mutation.Mode, mutation.Order, mutation.Cap, mutation.Share,
		mutation.Gate, mutation.Removal, mutation.Refund, mutation.Rounding, mutation.Payout,
	} {
		assert.Positive(t, kinds[k], k)
	}
	t.Log(len(seen)-1, "mutants", kinds)
}

// No mistake is one of a label, which pays nothing; mutants keep the labels.
func TestMutantsKeepLabels(t *testing.T) {
	bare, labelled := planOf(t, simplePlan), planOf(t, simplePlan)
	labelled.Measures[0].Label, labelled.Components[0].Label = kam.Text{EN: "Revenue", ZH: "销售额"}, kam.Text{EN: "Commission", ZH: "提成"}
	list := mutation.Mutants(labelled)
	require.Len(t, list, len(mutation.Mutants(bare)))
	for _, m := range list {
		assert.NotContains(t, m.Place, "label")
		for _, k := range m.Plan.Components {
			assert.Equal(t, labelled.Components[0].Label, k.Label)
		}
	}
}

// What another plan credits of a plan's commission may see how that is rounded: nothing proves it for the plan alone.
func TestEquivalenceIsNotAskedAboutRoundedCommissionOfOthers(t *testing.T) {
	f := scenario.File{Format: 1, Scenarios: []scenario.Scenario{{
		Name: "quota", Given: scenario.Given{Payees: []scenario.Payee{{ID: "he", Plan: "key-account-manager", Quotas: map[string]decimal.Decimal{"sales": decimal.NewFromInt(100_000)}}}},
		Steps: []scenario.Step{{Deals: []string{"D1 100000 he"}, Expect: scenario.Expectation{Payees: map[string]scenario.Wanted{"he": {Earned: decimal.NewNullDecimal(decimal.NewFromInt(2800))}}}}},
	}}}
	for _, name := range []string{"account-executive", "key-account-manager", "sales-manager"} {
		data, err := os.ReadFile("../../../examples/payroll/sample/" + name + ".json")
		require.NoError(t, err)
		f.Inline = append(f.Inline, planOf(t, string(data)))
	}
	for _, c := range []struct {
		plans []incentive.Plan
		want  mutation.Verdict
	}{{f.Inline[1:2], mutation.Equivalent}, {f.Inline, mutation.Alike}} {
		f.Inline = c.plans
		suite, err := scenario.Compile(f)
		require.NoError(t, err)
		report, err := mutation.Kill(context.Background(), suite, mutation.Options{Same: prover{true, true}, Plans: []string{"key-account-manager"}})
		require.NoError(t, err)
		i := slices.IndexFunc(report.Judged, func(j mutation.Judged) bool { return j.Place == "$.rounding.step" && j.To == "statement" })
		require.GreaterOrEqual(t, i, 0)
		assert.Equal(t, c.want, report.Judged[i].Verdict)
		assert.Positive(t, report.Count(mutation.Equivalent), "what is not rounded otherwise is asked about")
	}
}

// Boundary cases tell all mutants of payout terms from the plan: holdback, draw, clawback, recovery, leaving, the least that
// is paid out. Of a year of quarters they tell most.
func TestPayoutTermsAreTold(t *testing.T) {
	data, err := os.ReadFile("../../../examples/payroll/sample/key-account-manager.json")
	require.NoError(t, err)
	plan := planOf(t, string(data))
	data, err = os.ReadFile("../../plandoc/testdata/plan.json")
	require.NoError(t, err)
	plan.Payout = planOf(t, string(data)).Payout
	plan.Payout.Clawback.Sums = "" // the only component has a holdback
	for _, c := range []struct {
		period kam.PeriodKind
		alike  []string
	}{{kam.Month, nil}, {kam.Quarter, []string{ // four quarters are too few to reach what these change
		"$.payout.holdbacks[0].parts[2].months: 7 instead of 6", "$.payout.draw.belowZero: keep instead of lift", "$.payout.draw.recovery.share: 0.9 instead of 0.5",
		"$.payout.clawback.held: cancel instead of first", "$.payout.clawback.position: before-draw instead of after-draw",
	}}} {
		plan.Period = c.period
		set, err := boundary.Cases(context.Background(), boundary.Request{Plans: []incentive.Plan{plan}})
		require.NoError(t, err)
		suite, err := set.Suite()
		require.NoError(t, err)
		report, err := mutation.Kill(context.Background(), suite, mutation.Options{})
		require.NoError(t, err)
		told := 0
		var alike []string
		for _, j := range report.Judged {
			if j.Kind != mutation.Payout {
				continue
			}
			told++
			if j.Verdict != mutation.Killed {
				alike = append(alike, j.What().EN)
			}
		}
		assert.Equal(t, c.alike, alike, c.period)
		assert.Equal(t, 43, told, c.period) // without its holdback the plan would have to say what sums are to a clawback
		moved := slices.DeleteFunc(report.Judged, func(j mutation.Judged) bool {
			return !strings.HasSuffix(j.Place, ".share") || !strings.Contains(j.To, "parts[")
		})
		assert.Len(t, moved, 4, "shares of a holdback's parts, moved to a neighbour")
	}
}
