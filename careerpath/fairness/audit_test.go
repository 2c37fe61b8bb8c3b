package fairness_test

import (
	"encoding/json"
	"fmt"
	"math/big"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/careerpath/criteria"
	"github.com/kam-go/kam/careerpath/fairness"
	"github.com/kam-go/kam/careerpath/promotion"
)

func audit(t testing.TB, s scenario, rule fairness.Rule) fairness.AuditReport {
	t.Helper()
	record, groups := s.run(t)
	r, err := fairness.Audit(record, groups, rule)
	require.NoError(t, err)
	sound(t, r.Findings)
	for _, stage := range r.Stages {
		sound(t, stage.Findings)
	}
	return r
}

// named returns what an audit names.
func named(r fairness.AuditReport) (conditions, judges []string) {
	for _, c := range r.Criteria {
		if c.Named {
			conditions = append(conditions, c.Criterion)
		}
	}
	for _, j := range r.Judges {
		if j.Named {
			judges = append(judges, j.Judge.ID)
		}
	}
	return conditions, judges
}

// The planted proxy criterion and the planted judge are named, and nobody else, whatever chance deals.
func TestAuditNamesTheProxyAndTheJudge(t *testing.T) {
	for seed := range uint64(8) {
		r := audit(t, scenario{seed: seed, proxy: true, bias: 12, screening: promotion.ScreenAfter}, fairness.Rule{})
		conditions, judges := named(r)
		assert.Equal(t, []string{"rotation"}, conditions, seed)
		assert.Equal(t, []string{biased}, judges, seed)
		assert.Equal(t, "rotation", r.Criteria[0].Criterion)
		assert.Equal(t, biased, r.Judges[0].Judge.ID)
		assert.Equal(t, "second", r.Criteria[0].Group)
		assert.Equal(t, "second", r.Judges[0].Group)
		assert.True(t, r.Criteria[0].Behind)
		assert.True(t, r.Judges[0].Behind)
	}
}

func TestAuditNamesEachAlone(t *testing.T) {
	conditions, judges := named(audit(t, scenario{seed: 1, proxy: true, screening: promotion.ScreenAfter}, fairness.Rule{}))
	assert.Equal(t, []string{"rotation"}, conditions)
	assert.Empty(t, judges)
	conditions, judges = named(audit(t, scenario{seed: 1, bias: 12, screening: promotion.ScreenAfter}, fairness.Rule{}))
	assert.Empty(t, conditions)
	assert.Equal(t, []string{biased}, judges)
	conditions, _ = named(audit(t, scenario{seed: 1, proxy: true, bias: 12}, fairness.Rule{}))
	assert.Equal(t, []string{"rotation"}, conditions, "screened out before there are scores")
}

// With neither planted nothing is named: at the level of one in twenty, for each of judges and criteria, chance may name
// somebody in one run of twenty.
func TestAuditNamesNobodyInAFairCompetition(t *testing.T) {
	const runs = 20
	wrong := 0
	for seed := range uint64(runs) {
		conditions, judges := named(audit(t, scenario{seed: seed, screening: promotion.ScreenAfter}, fairness.Rule{}))
		require.Empty(t, conditions, "both groups met each criterion equally often")
		wrong += len(judges)
	}
	assert.Zero(t, wrong)
	strict := fairness.Rule{Level: kam.MustFraction("1/1000")}
	for seed := range uint64(4) {
		_, judges := named(audit(t, scenario{seed: seed, screening: promotion.ScreenAfter}, strict))
		require.Empty(t, judges)
		_, judges = named(audit(t, scenario{seed: seed, bias: 12, screening: promotion.ScreenAfter}, strict))
		require.Equal(t, []string{biased}, judges, "and the planted one still is")
	}
}

func TestAuditRates(t *testing.T) {
	r := audit(t, scenario{seed: 3, proxy: true, bias: 12, screening: promotion.ScreenAfter}, fairness.Rule{})
	require.Len(t, r.Stages, 4)
	assert.Equal(t, 40, r.People)
	assert.Zero(t, r.Ungrouped)
	overall, eligibility := r.Stages[0], r.Stages[1]
	assert.Equal(t, fairness.Overall, overall.ID)
	assert.Equal(t, fairness.Eligibility, eligibility.ID)
	assert.Equal(t, group("", 3, 40), overall.Total)
	first, second := line(t, eligibility.Report, "first"), line(t, eligibility.Report, "second")
	assert.Equal(t, 20, first.Pool)
	assert.Equal(t, 20, second.Pool)
	assert.Equal(t, fairness.Adverse, second.Verdict)
	for _, c := range r.Criteria {
		for _, s := range c.Without.Eligible.Shifts {
			assert.Equal(t, line(t, eligibility.Report, s.Group).Selected, s.With)
			assert.GreaterOrEqual(t, s.Without, s.With, "leaving a criterion out excludes nobody")
		}
	}
	rotation := r.Criteria[0]
	assert.Equal(t, 18, line(t, rotation.Passed, "first").Selected)
	assert.Equal(t, 5, line(t, rotation.Passed, "second").Selected)
	assert.Equal(t, []string{"second"}, rotation.Without.Eligible.Turns)
	assert.Equal(t, 16, rotation.Without.Eligible.Shifts[0].Without, "those with the exam")
	assert.Equal(t, 16, rotation.Without.Eligible.Shifts[1].Without)
}

// No value that the audit returns has a candidate in it, by ID or by name.
func TestAuditHoldsNoCandidate(t *testing.T) {
	for seed := range uint64(3) {
		s := scenario{seed: seed, proxy: seed%2 == 0, bias: int(seed) * 6, screening: promotion.ScreenAfter}
		r := audit(t, s, fairness.Rule{PrintFrom: 1})
		data, err := json.Marshal(r)
		require.NoError(t, err)
		for _, page := range []string{string(data), r.Markdown(kam.English), r.Markdown(kam.Chinese)} {
			assert.NotContains(t, page, "secret")
			assert.NotContains(t, page, "Person")
			assert.Contains(t, page, "second")
		}
	}
}

// What candidates are worth takes no part in what is said of judges.
func TestJudgesOfUnequalGroupsAreNotNamed(t *testing.T) {
	for seed := range uint64(4) {
		r := audit(t, scenario{seed: seed, weaker: 12, screening: promotion.ScreenAfter}, fairness.Rule{})
		_, judges := named(r)
		assert.Empty(t, judges, seed)
	}
}

// Each of two criteria that exclude the same people moves nothing when it alone is left out.
func TestCriteriaThatMaskEachOther(t *testing.T) {
	r := audit(t, scenario{seed: 1, proxy: true, twin: true, screening: promotion.ScreenAfter}, fairness.Rule{})
	conditions, _ := named(r)
	assert.Empty(t, conditions)
	for _, c := range r.Criteria {
		assert.Equal(t, c.Criterion != "exam", c.Masked, c.Criterion)
	}
	found := sound(t, r.Findings)
	assert.Contains(t, found, "fairness.criterion-masked criterion rotation")
	assert.Contains(t, found, "fairness.criterion-masked criterion travel")
}

func TestEqualTotalsWithUnequalOutcomes(t *testing.T) {
	r := audit(t, scenario{seed: 1, lot: true, screening: promotion.ScreenAfter}, fairness.Rule{})
	require.Len(t, r.Pairs, 1)
	assert.Equal(t, "lead", r.Pairs[0].Opening)
	assert.Equal(t, 1, r.Pairs[0].Pairs)
	assert.NotEqual(t, r.Pairs[0].Selected, r.Pairs[0].Other)
	assert.Contains(t, sound(t, r.Findings), "fairness.same-score candidates")
	assert.NotContains(t, r.Markdown(kam.English), "have the same total", "a single pair")
	assert.Empty(t, audit(t, scenario{seed: 1, screening: promotion.ScreenAfter}, fairness.Rule{}).Pairs)
}

func TestWhoLeftIsNotCounted(t *testing.T) {
	r := audit(t, scenario{seed: 1, gone: 7, screening: promotion.ScreenAfter}, fairness.Rule{})
	assert.Equal(t, 33, r.People)
	assert.Equal(t, 33, r.Stages[0].Total.Pool)
}

// What is not known is not what is not met.
func TestUnknownIsNotNotMet(t *testing.T) {
	r := audit(t, scenario{seed: 1, proxy: true, unknown: true, screening: promotion.ScreenAfter}, fairness.Rule{})
	conditions, _ := named(r)
	assert.Empty(t, conditions)
	for _, c := range r.Criteria {
		assert.False(t, c.Masked)
		assert.Equal(t, c.Passed.Total.Selected, c.Passed.Total.Pool, "only those who are known to meet it")
		assert.Equal(t, 40, c.Passed.Total.Pool+c.Unknown)
		if c.Criterion == "rotation" {
			assert.Equal(t, 17, c.Unknown)
		}
	}
}

// It is the adjusted probability that names: here 0.000137, of two comparisons with 0.000069 each.
func TestAuditDecidesByTheAdjustedProbability(t *testing.T) {
	s := scenario{seed: 1, proxy: true, screening: promotion.ScreenAfter}
	conditions, _ := named(audit(t, s, fairness.Rule{Level: kam.MustFraction("1/10000")}))
	assert.Empty(t, conditions)
	conditions, _ = named(audit(t, s, fairness.Rule{Level: kam.MustFraction("1/7000")}))
	assert.Equal(t, []string{"rotation"}, conditions)
}

// With three groups each is compared with all others together, and every comparison counts.
func TestAuditOfThreeGroups(t *testing.T) {
	record, groups := scenario{seed: 4, proxy: true, bias: 12, screening: promotion.ScreenAfter}.run(t)
	i := 0
	for n := 1; n <= 40; n++ {
		if person := employee(fmt.Sprintf("secret-%02d", n)); groups[person] == "first" {
			groups[person] = []string{"north", "south"}[i%2]
			i++
		}
	}
	r, err := fairness.Audit(record, groups, fairness.Rule{})
	require.NoError(t, err)
	conditions, judges := named(r)
	assert.Equal(t, []string{"rotation"}, conditions)
	assert.Equal(t, []string{biased}, judges)
	assert.Equal(t, "second", r.Criteria[0].Group)
	equal(t, "0.000069", r.Criteria[0].Probability)
	equal(t, "0.000412", r.Criteria[0].Adjusted, "of six comparisons")
	assert.Equal(t, "second", r.Judges[0].Group)
	assert.Len(t, r.Judges[0].Groups, 3)
	assert.Len(t, r.Stages[0].Lines, 3)
}

func TestVoidScoresAreNotRead(t *testing.T) {
	record, groups := scenario{seed: 1, bias: 12, screening: promotion.ScreenAfter}.run(t)
	var changes []promotion.Change
	for person, g := range groups {
		if g == "second" {
			changes = append(changes, promotion.Change{Kind: promotion.ChangeVoid, Person: person, Judge: employee(biased)})
		}
	}
	r, err := fairness.Audit(upheld(t, record, changes), groups, fairness.Rule{})
	require.NoError(t, err)
	_, judges := named(r)
	assert.Empty(t, judges)
	for _, j := range r.Judges {
		if j.Judge.ID == biased {
			assert.Len(t, j.Groups, 1)
			assert.Equal(t, "first", j.Groups[0].Group)
		}
	}
}

func TestJudgesOfFewAreWithheld(t *testing.T) {
	record, groups := scenario{seed: 1, bias: 12, screening: promotion.ScreenAfter}.run(t)
	few := 0
	for n := 1; n <= 40; n++ {
		if person := employee(fmt.Sprintf("secret-%02d", n)); groups[person] == "second" {
			if few++; few > 4 {
				delete(groups, person)
			}
		}
	}
	r, err := fairness.Audit(record, groups, fairness.Rule{MinPool: 4})
	require.NoError(t, err)
	_, judges := named(r)
	require.Equal(t, []string{biased}, judges)
	page := r.Markdown(kam.English)
	assert.Contains(t, page, "| judge-3 | withheld | withheld | withheld | withheld | withheld | **yes** |")
	assert.Contains(t, page, "judge-3 treats groups differently; the numbers are withheld, they would tell of fewer than 5 people")
	assert.NotContains(t, page, "second")
	r.Rule.PrintFrom = 4
	assert.Contains(t, r.Markdown(kam.English), "| judge-3 | second |")
}

// Who has no seat here and one elsewhere is no one who went without.
func TestPairsLeaveOutWhoWonElsewhere(t *testing.T) {
	person := func(id string) kam.Subject { return employee(id) }
	total := criteria.ExactOf(big.NewRat(80, 1))
	o := promotion.Outcome{
		Openings: []promotion.OpeningOutcome{{Opening: "lead", Ranking: []promotion.Ranked{
			{Person: person("one"), Total: total, Seat: true},
			{Person: person("two"), Total: total},
			{Person: person("three"), Total: total},
			{Person: person("four"), Total: criteria.ExactOf(big.NewRat(79, 1))},
		}}},
		Candidates: []promotion.CandidateOutcome{
			{Person: person("one"), Standing: promotion.Selected},
			{Person: person("two"), Standing: promotion.Selected},
			{Person: person("three"), Standing: promotion.OnTheList},
			{Person: person("four"), Standing: promotion.OnTheList},
		},
	}
	groups := map[kam.Subject]string{person("one"): "a", person("two"): "b", person("three"): "c", person("four"): "d"}
	assert.Equal(t, []fairness.Pair{{Opening: "lead", Selected: "a", Other: "c", Pairs: 1}}, fairness.PairsOf(o, groups))
	delete(groups, person("three"))
	assert.Empty(t, fairness.PairsOf(o, groups), "of whom no group is stated")
}

// A criterion of several sets counts as its worst, and sets of openings that are not applied for do not count.
func TestStatesOfACriterionInSeveralSets(t *testing.T) {
	one := employee("one")
	cycle := promotion.Cycle{Openings: []promotion.Opening{{ID: "north", Criteria: "set-0"}, {ID: "south", Criteria: "set-1"}, {ID: "west", Criteria: "set-2"}}}
	o := promotion.Outcome{Candidates: []promotion.CandidateOutcome{{
		Person: one, Standing: promotion.OnTheList, Applications: []promotion.Application{{Opening: "south"}, {Opening: "north"}},
	}}}
	for _, c := range []struct {
		states []criteria.State
		want   criteria.State
	}{
		{[]criteria.State{criteria.Met}, criteria.Met},
		{[]criteria.State{criteria.Met, criteria.NotMet}, criteria.NotMet},
		{[]criteria.State{criteria.Unknown, criteria.Met}, criteria.Unknown},
		{[]criteria.State{criteria.Unknown, criteria.NotMet}, criteria.NotMet},
		{[]criteria.State{criteria.Met, criteria.Met, criteria.NotMet}, criteria.Met},
	} {
		frozen := promotion.Frozen{}
		for i, s := range c.states {
			frozen.Checks = append(frozen.Checks, promotion.Check{Criteria: fmt.Sprintf("set-%d", i), Result: criteria.Result{Root: criteria.Node{
				Kind: criteria.KindCertificate, ID: "exam", State: s, Criterion: &criteria.Criterion{},
			}}})
		}
		assert.Equal(t, map[string][]criteria.State{"exam": {c.want}}, fairness.StatesOf(cycle, o, map[kam.Subject]string{one: "a"}, frozen))
	}
}

// What was frozen of somebody who left and applied anew no longer stands.
func TestEvidenceThatNoLongerStands(t *testing.T) {
	record, groups := scenario{seed: 1, screening: promotion.ScreenAfter}.run(t)
	cycle, _ := record.Cycle()
	cycle.Schedule.Apply = period(0, 6)
	p, err := promotion.Compile(cycle)
	require.NoError(t, err)
	events := []promotion.Event{{Step: promotion.StepOpen, On: day(0), By: employee("officer")}}
	var later []promotion.Event
	for _, e := range record.Entries[1:] {
		switch e.Event.Step {
		case promotion.StepApply:
			events = append(events, *e.Event)
		case promotion.StepFreeze:
			events = append(events, *e.Event)
			if person := e.Event.Person; len(later) < 20 {
				later = append(later,
					promotion.Event{Step: promotion.StepWithdraw, On: day(5), By: person, Person: person},
					promotion.Event{Step: promotion.StepApply, On: day(5), By: person, Person: person, Openings: []string{"lead"}})
			}
		default:
		}
	}
	events = append(events, later...)
	state, err := p.Start().ApplyAll(events...)
	require.NoError(t, err)
	r, err := fairness.Audit(state.Record(), groups, fairness.Rule{})
	require.NoError(t, err)
	for _, c := range r.Criteria {
		assert.Equal(t, 30, c.Passed.Total.Pool, c.Criterion)
	}
}

// What the groups are called, and of whom else a group is known, changes nothing.
func TestAuditDoesNotDependOnNames(t *testing.T) {
	record, groups := scenario{seed: 5, proxy: true, bias: 12, screening: promotion.ScreenAfter}.run(t)
	want, err := fairness.Audit(record, groups, fairness.Rule{})
	require.NoError(t, err)
	swapped := map[kam.Subject]string{employee("stranger"): "third"}
	for person, g := range groups {
		swapped[person] = map[string]string{"first": "second", "second": "first"}[g]
	}
	got, err := fairness.Audit(record, swapped, fairness.Rule{})
	require.NoError(t, err)
	require.Len(t, got.Stages[0].Lines, 2)
	for i, c := range want.Criteria {
		assert.Equal(t, c.Criterion, got.Criteria[i].Criterion)
		assert.Equal(t, c.Probability, got.Criteria[i].Probability)
		assert.Equal(t, c.Named, got.Criteria[i].Named)
		assert.True(t, c.Without.Eligible.Spread.Equal(got.Criteria[i].Without.Eligible.Spread))
	}
	assert.Equal(t, "first", got.Criteria[0].Group)
	for i, j := range want.Judges {
		assert.Equal(t, j.Judge, got.Judges[i].Judge)
		assert.Equal(t, j.Probability, got.Judges[i].Probability)
		assert.Equal(t, j.Difference, got.Judges[i].Difference)
		assert.Equal(t, j.Named, got.Judges[i].Named)
	}
}

func TestAuditMarkdown(t *testing.T) {
	r := audit(t, scenario{seed: 3, proxy: true, bias: 12, screening: promotion.ScreenAfter}, fairness.Rule{})
	golden(t, "audit.en.md", r.Markdown(kam.English))
	golden(t, "audit.zh-CN.md", r.Markdown(kam.Chinese))
	r.Rule.PrintFrom = 1
	golden(t, "audit-all.en.md", r.Markdown(kam.English))
	golden(t, "audit-all.zh-CN.md", r.Markdown(kam.Chinese))
	assert.NotPanics(t, func() { _ = fairness.AuditReport{}.Markdown(kam.English) })
}

func TestAuditOfFewCandidatesSaysSo(t *testing.T) {
	r := audit(t, scenario{seed: 1, proxy: true, bias: 25, people: 6, screening: promotion.ScreenAfter}, fairness.Rule{MinPool: 1})
	_, judges := named(r)
	assert.Empty(t, judges)
	for _, j := range r.Judges {
		assert.True(t, j.TooFew, j.Judge.ID)
	}
	assert.Contains(t, sound(t, r.Findings), "fairness.too-few judges")
	page := r.Markdown(kam.English)
	assert.Contains(t, page, "| cannot be told |")
	assert.Contains(t, page, "Verdict:", "where every number is withheld")
}

func TestTwoJudgesCannotBeToldApart(t *testing.T) {
	r := audit(t, scenario{seed: 1, bias: 12, by: "judge-2", panel: 2, screening: promotion.ScreenAfter}, fairness.Rule{})
	_, judges := named(r)
	assert.Empty(t, judges)
	assert.Contains(t, sound(t, r.Findings), "fairness.judges-apart judge judge-1")
	assert.Equal(t, r.Judges[0].Probability, r.Judges[1].Probability)
	fair := audit(t, scenario{seed: 1, panel: 2, screening: promotion.ScreenAfter}, fairness.Rule{})
	assert.NotContains(t, sound(t, fair.Findings), "fairness.judges-apart judge judge-1")
	alone := audit(t, scenario{seed: 1, bias: 12, by: "judge-1", panel: 1, screening: promotion.ScreenAfter}, fairness.Rule{})
	assert.Empty(t, alone.Judges[0].Groups, "next to nobody nothing can be said")
	assert.True(t, alone.Judges[0].Alone)
	assert.False(t, alone.Judges[0].TooFew, "more candidates would not help")
	assert.Contains(t, sound(t, alone.Findings), "fairness.judge-alone judges")
	assert.NotContains(t, sound(t, alone.Findings), "fairness.too-few judges")
}

// One judge's bias moves the mean of the others, too; they are not named for it.
func TestTheOthersAreNotNamedForOneJudge(t *testing.T) {
	for seed := range uint64(3) {
		r := audit(t, scenario{seed: seed, bias: 30, panel: 3, screening: promotion.ScreenAfter}, fairness.Rule{Level: kam.MustFraction("1/1000")})
		_, judges := named(r)
		assert.Equal(t, []string{biased}, judges, seed)
		assert.InDelta(t, -30, r.Judges[0].Difference.Decimal.IntPart(), 3)
		for _, j := range r.Judges[1:] {
			assert.Less(t, j.Difference.Decimal.Abs().IntPart(), int64(5), "without the one who was named, they agree")
		}
	}
}

func TestAJudgeWhoFavours(t *testing.T) {
	r := audit(t, scenario{seed: 2, bias: -12, screening: promotion.ScreenAfter}, fairness.Rule{})
	_, judges := named(r)
	assert.Equal(t, []string{biased}, judges)
	assert.Equal(t, "first", r.Judges[0].Group, "of two groups the one that is scored lower is told")
	assert.True(t, r.Judges[0].Behind)
}

func TestAuditRefuses(t *testing.T) {
	record, groups := scenario{seed: 1, people: 6, screening: promotion.ScreenAfter}.run(t)
	_, err := fairness.Audit(promotion.Record{}, groups, fairness.Rule{})
	codes(t, err)
	_, err = fairness.Audit(record, nil, fairness.Rule{})
	assert.Equal(t, []string{"fairness.too-few $.groups"}, codes(t, err))
	_, err = fairness.Audit(record, groups, fairness.Rule{Reference: "third", Level: kam.Whole()})
	assert.Equal(t, []string{"fairness.level $.rule.level", "fairness.reference $.rule.reference"}, codes(t, err))
	for person := range groups {
		if person.ID == "secret-01" {
			groups[person] = " "
		}
	}
	_, err = fairness.Audit(record, groups, fairness.Rule{})
	assert.Equal(t, []string{"fairness.id group  "}, codes(t, err))
	many := map[kam.Subject]string{}
	for person := range groups {
		many[person] = "g"
	}
	delete(many, employee("secret-01"))
	r, err := fairness.Audit(record, many, fairness.Rule{})
	require.NoError(t, err)
	assert.Equal(t, 6, r.People)
	assert.Equal(t, 1, r.Ungrouped)
	assert.Contains(t, sound(t, r.Findings), "fairness.ungrouped candidates")
}
