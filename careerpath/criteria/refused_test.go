package criteria_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/careerpath/criteria"
	"github.com/kam-go/kam/careerpath/evidence"
)

// allComplete says that a file has all records there are.
func allComplete() (out []evidence.Completeness) {
	for _, of := range []evidence.Kind{evidence.Flags, evidence.Certificates, evidence.Positions, evidence.Reviews, evidence.Skills} {
		out = append(out, known(of, "2000-01-01/.."))
	}
	return out
}

// TestUnusableRecords leaves out what a file's check refuses, and then nothing follows from what is not there.
func TestUnusableRecords(t *testing.T) {
	bo := kam.Subject{Kind: "agent", ID: "bo"}
	held := period("2020-01-01/..")
	absent := criteria.Rule{ID: "r", Flag: &criteria.Flag{Kind: "breach", Be: criteria.Absent, Months: 6}}
	present := criteria.Rule{ID: "r", Flag: &criteria.Flag{Kind: "breach", Be: criteria.Present, Months: 6}}
	certified := criteria.Rule{ID: "r", Certificate: &criteria.Certificate{Kind: "kam"}}
	able := criteria.Rule{ID: "r", Skill: &criteria.Skill{Skill: "negotiation", Level: 3}}
	rated := criteria.Rule{ID: "r", Review: &criteria.Review{Kind: "annual", Rating: "B"}}
	there := func(months int) criteria.Rule {
		return criteria.Rule{ID: "r", Tenure: &criteria.Tenure{In: criteria.InCompany, Months: months}}
	}
	good := evidence.Assessment{Skill: "negotiation", Level: 3, Assessor: bo, On: day("2026-01-01")}
	for _, c := range []struct {
		name     string
		rule     criteria.Rule
		file     evidence.File
		want     criteria.State
		unusable int
	}{
		{"a flag without a first day", absent, evidence.File{Flags: []evidence.Flag{{Kind: "breach", Held: kam.Period{Until: day("2026-06-01")}}}}, criteria.Unknown, 1},
		{"another flag without a first day", absent, evidence.File{Flags: []evidence.Flag{{Kind: "improvement-plan"}}}, criteria.Met, 0},
		{"a flag without a first day, and one that holds", present, evidence.File{Flags: []evidence.Flag{{Kind: "breach"}, {Kind: "breach", Held: held}}}, criteria.Met, 1},
		{"a certificate never earned", certified, evidence.File{Certificates: []evidence.Certificate{{Kind: "kam"}}}, criteria.Unknown, 1},
		{"a certificate that expires before", certified, evidence.File{Certificates: []evidence.Certificate{{Kind: "kam", Earned: day("2026-01-01"), Until: day("2026-01-01")}}}, criteria.Unknown, 1},
		{"no certificate", certified, evidence.File{}, criteria.NotMet, 0},
		{"a position without a stage", there(1), evidence.File{Positions: []evidence.Position{{Held: held}}}, criteria.Unknown, 1},
		{"a position without a first day, and one that is long enough", there(1), evidence.File{Positions: []evidence.Position{{Stage: "a"}, {Stage: "a", Held: held}}}, criteria.Met, 1},
		{"a position without a first day, and one that is too short", there(100), evidence.File{Positions: []evidence.Position{{Stage: "a"}, {Stage: "a", Held: held}}}, criteria.Unknown, 1},
		{"nobody assessed", able, evidence.File{Skills: []evidence.Assessment{{Skill: "negotiation", Level: 3, On: day("2026-01-01")}}}, criteria.Unknown, 1},
		{"a level beyond the last", able, evidence.File{Skills: []evidence.Assessment{good, {Skill: "negotiation", Level: 4, Assessor: bo, On: day("2026-02-01")}}}, criteria.Unknown, 1},
		{"an assessment that expires before", able, evidence.File{Skills: []evidence.Assessment{good, {Skill: "negotiation", Level: 1, Assessor: bo, On: day("2026-03-01"), Until: day("2026-02-01")}}}, criteria.Unknown, 1},
		{"one of themself", able, evidence.File{Skills: []evidence.Assessment{good, {Skill: "negotiation", Level: 99, Assessor: anna}}}, criteria.Met, 0},
		{"a review without a rating", rated, evidence.File{Reviews: []evidence.Review{{Kind: "annual", Period: period("2025-01-01/2026-01-01"), Rating: "A"}, {Kind: "annual", Period: period("2024-01-01/2025-01-01")}}}, criteria.Unknown, 1},
		{"a review without an end", rated, evidence.File{Reviews: []evidence.Review{{Kind: "annual", Period: period("2025-01-01/2026-01-01"), Rating: "A"}, {Kind: "annual", Period: held, Rating: "D"}}}, criteria.Unknown, 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			c.file.Person, c.file.Complete = anna, allComplete()
			r := evaluate(t, c.rule, c.file, "2026-07-01")
			assert.Equal(t, c.want, r.State, r.Root.Criterion.Reason.EN)
			assert.Equal(t, c.unusable, r.Root.Criterion.Unusable)
			if c.want == criteria.Unknown {
				assert.Contains(t, r.Root.Criterion.Reason.EN, "unusable")
			}
			if c.want == criteria.NotMet || c.want == criteria.Met && c.rule.Skill != nil {
				r.Root.Criterion.Unusable = 1
				require.Error(t, criteria.VerifyResult(r))
			}
			r.Root.Criterion.Unusable = -1
			require.Error(t, criteria.VerifyResult(r))
		})
	}
}

// TestNobody knows nothing of a file that does not say whom it is about.
func TestNobody(t *testing.T) {
	for seed := range uint64(60) {
		m := newMaker(seed)
		p, f := compile(t, m.criterion()), m.file()
		f.Person = kam.Subject{Kind: "agent"}
		for i := range f.Observations {
			f.Observations[i].Subject = f.Person
		}
		r := evaluateWith(t, p, f, benchDay)
		require.Equal(t, criteria.Unknown, r.State)
		require.Equal(t, benchDay, r.AsOf)
		require.Contains(t, r.Root.Criterion.Reason.EN, "whom it is about")
	}
	r := saos(3, criteria.Sum, atLeast("0"))
	r.Metric.NonNegative = true
	assert.Equal(t, criteria.Met, evaluate(t, r, file(), "2026-07-01").State)
	assert.Equal(t, criteria.Unknown, evaluate(t, r, evidence.File{}, "2026-07-01").State)
}

// TestBelowZero revokes the declaration that no value is below 0, wherever in the file there is one.
func TestBelowZero(t *testing.T) {
	r := criteria.Rule{ID: "r", Metric: &criteria.Metric{
		Of: criteria.Series{Metric: "saos"}, Window: criteria.Window{Step: kam.Quarter, Last: 2}, Aggregate: criteria.Sum, NonNegative: true, Be: atLeast("30"),
	}}
	of := func(value, p string) kam.Observation {
		return kam.Observation{Subject: anna, Metric: "saos", Unit: "opportunities", Period: period(p), Value: opt(value)}
	}
	elsewhere, other := of("-5", "2025-01-01/2025-04-01"), of("-5", "2026-01-01/2026-02-01")
	elsewhere.Scope, other.Subject.ID = "east", "bo"
	for _, c := range []struct {
		name string
		more kam.Observation
		want criteria.State
	}{
		{"above 0", of("1", "2026-01-01/2026-02-01"), criteria.Met},
		{"0", of("0", "2026-01-01/2026-02-01"), criteria.Met},
		{"in a part of a step", of("-500", "2026-01-01/2026-02-01"), criteria.Unknown},
		{"before the window", of("-5", "2025-01-01/2025-04-01"), criteria.Unknown},
		{"in another scope", elsewhere, criteria.Met},
		{"somebody else's", other, criteria.Met},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := evaluate(t, r, file(of("50", "2026-04-01/2026-07-01"), c.more), "2026-07-01")
			assert.Equal(t, c.want, got.State)
			assert.Equal(t, c.want == criteria.Unknown, got.Root.Criterion.Negative)
			got.Root.Criterion.Negative = !got.Root.Criterion.Negative
			require.Error(t, criteria.VerifyResult(got))
		})
	}
}

// TestLatestOfParts does not go back to an earlier step when the last one is known in part.
func TestLatestOfParts(t *testing.T) {
	r := criteria.Rule{ID: "r", Metric: &criteria.Metric{
		Of: criteria.Series{Metric: "saos"}, Window: criteria.Window{Step: kam.Quarter, Last: 4}, Aggregate: criteria.Latest, SumFiner: true, Be: atLeast("30"),
	}}
	before := quarters("saos", "opportunities", "2026-04-01", "100")
	for name, c := range map[string]struct {
		obs  []kam.Observation
		want criteria.State
		why  criteria.Why
	}{
		"nothing later":        {nil, criteria.Met, criteria.NoObservation},
		"all months":           {months("saos", "opportunities", "2026-07-01", "1", "1", "1"), criteria.NotMet, ""},
		"a month is missing":   {months("saos", "opportunities", "2026-07-01", "1", "", "1"), criteria.Unknown, criteria.Partial},
		"a month is not known": {months("saos", "opportunities", "2026-07-01", "1", "1", "?"), criteria.Unknown, criteria.Partial},
		"a month is contradictory": {
			append(months("saos", "opportunities", "2026-07-01", "1", "1", "1"), months("saos", "opportunities", "2026-07-01", "2")...),
			criteria.Unknown, criteria.Conflicting,
		},
	} {
		got := evaluate(t, r, file(append(before, c.obs...)...), "2026-07-01")
		assert.Equal(t, c.want, got.State, name)
		assert.Equal(t, c.why, got.Root.Criterion.Steps[3].Why, name)
	}
}

// TestElsewhere says in which unit or currency there is something of a step.
func TestElsewhere(t *testing.T) {
	r := criteria.Rule{ID: "r", Metric: &criteria.Metric{
		Of: criteria.Series{Metric: "revenue", Currency: "EUR"}, Window: criteria.Window{Step: kam.Month, Last: 1}, Aggregate: criteria.Sum, Be: atLeast("30"),
	}}
	obs := in("USD", months("revenue", "", "2026-07-01", "5"))
	obs = append(obs, in("CNY", months("revenue", "", "2026-07-01", "5"))...)
	got := evaluate(t, r, file(obs...), "2026-07-01").Root.Criterion
	assert.Equal(t, criteria.OtherUnit, got.Steps[0].Why)
	assert.Equal(t, "CNY", got.Steps[0].Other)
	assert.Contains(t, got.Reason.EN, "2026-06: only in CNY")
	assert.Contains(t, got.Reason.ZH, "只有以 CNY 计的数据")
	got = evaluate(t, r, file(months("revenue", "crates", "2026-07-01", "5")...), "2026-07-01").Root.Criterion
	assert.Contains(t, got.Reason.EN, "only in crates")
	assert.Contains(t, got.Reason.ZH, "只有以其他单位计的数据")
	got = evaluate(t, r, file(months("revenue", "箱", "2026-07-01", "5")...), "2026-07-01").Root.Criterion
	assert.Contains(t, got.Reason.EN, "only in another unit")
	assert.Contains(t, got.Reason.ZH, "只有以 箱 计的数据")
	got = evaluate(t, r, file(in("", months("revenue", "", "2026-07-01", "5"))...), "2026-07-01").Root.Criterion
	assert.Contains(t, got.Reason.EN, "only without a unit or currency")
}

// TestPlaceNotStated takes a position without a department neither for one in it nor for one elsewhere.
func TestPlaceNotStated(t *testing.T) {
	f := evidence.File{Person: anna, Positions: []evidence.Position{{Stage: "a", Held: period("2020-01-01/2026-01-01")}, {Stage: "a", Department: "sales", Held: period("2026-01-01/..")}}, Complete: allComplete()}
	for _, c := range []struct {
		name   string
		tenure criteria.Tenure
		want   criteria.State
	}{
		{"below", criteria.Tenure{In: criteria.InDepartment, Name: "sales", Comparison: criteria.Below, Months: 12}, criteria.Unknown},
		{"not long enough for sure", criteria.Tenure{In: criteria.InDepartment, Name: "sales", Months: 12}, criteria.Unknown},
		{"of the present", criteria.Tenure{In: criteria.InDepartment, Months: 12}, criteria.Unknown},
		{"long enough", criteria.Tenure{In: criteria.InDepartment, Name: "sales", Months: 6}, criteria.Met},
		{"another one", criteria.Tenure{In: criteria.InDepartment, Name: "north", Months: 6}, criteria.NotMet},
		{"a track", criteria.Tenure{In: criteria.InTrack, Months: 6}, criteria.Unknown},
		{"a stage", criteria.Tenure{In: criteria.InStage, Months: 100}, criteria.NotMet},
	} {
		got := evaluate(t, criteria.Rule{ID: "r", Tenure: &c.tenure}, f, "2026-07-01")
		assert.Equal(t, c.want, got.State, c.name)
		if c.want == criteria.Unknown {
			assert.Contains(t, got.Root.Criterion.Reason.EN, "does not say in which track or department", c.name)
		}
	}
}

// TestWithoutTwice leaves nothing out of what asks nothing.
func TestWithoutTwice(t *testing.T) {
	p, err := compile(t, saos(1, criteria.Sum, atLeast("1"))).Without("saos")
	require.NoError(t, err)
	q, err := p.Without()
	require.NoError(t, err)
	assert.Equal(t, p.Hash(), q.Hash())
	assert.Equal(t, criteria.Met, q.Evaluate(file(), benchDay).State)
}

// TestNotNot turns a comparison round once for each not.
func TestNotNot(t *testing.T) {
	poor := saos(1, criteria.Sum, be(criteria.AtMost, "3"))
	not := criteria.Rule{Not: &poor}
	_, err := criteria.Compile(not, vocabulary(), criteria.Options{})
	require.NoError(t, err)
	_, err = criteria.Compile(criteria.Rule{Not: &not}, vocabulary(), criteria.Options{})
	assert.Equal(t, []string{"criteria.direction $.not.not.metric.be.comparison"}, faults(t, err))
}

// TestWarnings tells of what is seldom meant.
func TestWarnings(t *testing.T) {
	v := vocabulary()
	v.Metrics = append(v.Metrics, kam.Metric{Key: "retention", Unit: "Percent", Direction: kam.HigherIsBetter}, kam.Metric{Key: "errors", Unit: "ratio", Direction: kam.LowerIsBetter})
	of := func(metric string, currency kam.Currency, test criteria.Test) criteria.Rule {
		return criteria.Rule{ID: "r", Metric: &criteria.Metric{Of: criteria.Series{Metric: metric, Currency: currency}, Window: criteria.Window{Step: kam.Month, Last: 1}, Aggregate: criteria.Latest, Be: test}}
	}
	scaled := func(c criteria.Comparison, threshold string, s criteria.Scale) criteria.Test {
		return criteria.Test{Comparison: c, Threshold: opt(threshold), Scale: s}
	}
	for _, c := range []struct {
		name string
		rule criteria.Rule
		want string
	}{
		{"a currency", of("revenue", "CNY", atLeast("5")), ""},
		{"no currency", of("revenue", "", atLeast("5")), "criteria.currency $.metric.of.currency"},
		{"plain percent", of("retention", "", atLeast("92")), "criteria.scale $.metric.be.scale"},
		{"percent", of("retention", "", scaled(criteria.AtLeast, "92", criteria.AsPercent)), ""},
		{"less than 1 percent", of("retention", "", scaled(criteria.AtLeast, "0.92", criteria.AsPercent)), "criteria.scale $.metric.be.threshold"},
		{"at most half a percent", of("errors", "", scaled(criteria.AtMost, "0.5", criteria.AsPercent)), ""},
		{"0 percent", of("retention", "", scaled(criteria.Above, "0", criteria.AsPercent)), ""},
		{"a ratio of 92", of("retention", "", scaled(criteria.AtLeast, "92", criteria.AsRatio)), "criteria.scale $.metric.be.threshold"},
		{"a ratio", of("retention", "", scaled(criteria.AtLeast, "9.99", criteria.AsRatio)), ""},
		{"a streak", criteria.Rule{ID: "r", Streak: &criteria.Streak{Of: criteria.Series{Metric: "revenue"}, Step: kam.Month, Length: 2, Where: criteria.EndingNow, Be: atLeast("1")}}, "criteria.currency $.streak.of.currency"},
	} {
		p, err := criteria.Compile(c.rule, v, criteria.Options{})
		require.NoError(t, err, c.name)
		found := p.Warnings()
		if c.want == "" {
			assert.Empty(t, found, c.name)
			continue
		}
		assert.Equal(t, []string{c.want}, faults(t, &kam.InvalidError{Findings: found}), c.name)
		assert.Equal(t, kam.Warning, found[0].Severity)
	}
}
