package scoring_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/wordtest"
	"github.com/kam-go/kam/scoring"
)

// A value of a quarter counts for the year, and the result says so, unless the card allows it.
func TestAValueOfAPartOfThePeriod(t *testing.T) {
	quarter := kam.MustPeriod("2026-01-01/2026-04-01")
	c := card(points("sales", "0.5"), points("survey", "0.5"))
	c.Measures[1].AnyPart = true
	c.Adjustments = []scoring.Adjustment{{ID: "awards", Metric: "awards", PerUnit: dec("1")}, {ID: "training", Metric: "training", PerUnit: dec("1"), AnyPart: true}}
	all := func(period kam.Period) []kam.Observation {
		list := []kam.Observation{observed("sales", "60"), observed("survey", "80"), observed("awards", "2"), observed("training", "1")}
		for i := range list {
			list[i].Period, list[i].Revision, list[i].Source = period, int64(i), "crm"
		}
		return list
	}
	whole := score(t, c, all(year)...)
	assert.Empty(t, whole.Findings)

	r := score(t, c, all(quarter)...)
	assert.Equal(t, []string{"score.period-differs $.measures[0]", "score.period-differs $.adjustments[0]"}, listed(t, r.Findings))
	for _, f := range r.Findings {
		assert.Equal(t, kam.Warning, f.Severity)
		for _, l := range []kam.Lang{kam.English, kam.Chinese} {
			assert.Contains(t, f.Message.In(l), "2026-03-31")
			assert.Contains(t, f.Message.In(l), "2026-12-31")
		}
	}
	assert.Equal(t, whole.Total, r.Total, "a warning changes no score")
	for i, n := range r.Measures() {
		assert.Equal(t, quarter, n.Period)
		assert.Equal(t, int64(i), n.Revision)
		assert.Equal(t, "crm", n.Source)
	}
	for i, a := range r.Adjustments {
		assert.Equal(t, quarter, a.Period)
		assert.Equal(t, int64(i+2), a.Revision)
		assert.Equal(t, "crm", a.Source)
	}
	data, err := r.JSON()
	require.NoError(t, err)
	again, err := scoring.ParseResult(data)
	require.NoError(t, err)
	assert.Equal(t, r.Nodes, again.Nodes)
	assert.Contains(t, string(data), `"period": "2026-01-01/2026-04-01"`)
}

// What nobody knows counts for nothing, so that its period does not matter; it is stated all the same.
func TestPeriodOfAnUnknownValue(t *testing.T) {
	o := observed("a", "")
	o.Period, o.Revision = kam.MustPeriod("2026-01-01/2026-02-01"), 3
	r := score(t, card(points("a", "0.5"), points("b", "0.5")), o)
	assert.Equal(t, []string{"score.missing $.measures[0]", "score.missing $.measures[1]"}, listed(t, r.Findings))
	a, _ := r.Node("a")
	assert.Equal(t, o.Period, a.Period)
	assert.Equal(t, int64(3), a.Revision)
	b, _ := r.Node("b")
	assert.True(t, b.Period.IsZero(), "there is no observation")
}

// A scored period without an end is not covered by one with an end.
func TestPartOfAnOpenPeriod(t *testing.T) {
	open := kam.MustPeriod("2026-01-01/..")
	p := compile(t, card(points("a", "1")))
	o := observed("a", "7")
	r, err := p.Score(scoring.Inputs{Subject: anna, Period: open, Observations: []kam.Observation{o}})
	require.NoError(t, err)
	assert.Equal(t, []string{"score.period-differs $.measures[0]"}, listed(t, r.Findings))
	o.Period = open
	r, err = p.Score(scoring.Inputs{Subject: anna, Period: open, Observations: []kam.Observation{o}})
	require.NoError(t, err)
	assert.Empty(t, r.Findings)
}

// Surveys and states may be of any part; what adds up over time, such as sales, growth and turnover, may not.
func TestPresetsSayWhatMayBeOfAPart(t *testing.T) {
	want := map[string][]string{
		"change-readiness":       {"adoption", "practice", "training"},
		"innovation":             nil,
		"key-account-manager":    {"csat", "nps"},
		"organisational-climate": {"belonging", "pulse"},
	}
	for _, id := range scoring.Presets() {
		c, err := scoring.Preset(id)
		require.NoError(t, err)
		var got []string
		var walk func([]scoring.Dimension, []scoring.Measure)
		walk = func(dimensions []scoring.Dimension, measures []scoring.Measure) {
			for _, m := range measures {
				if m.AnyPart {
					got = append(got, m.ID)
				}
			}
			for _, d := range dimensions {
				walk(d.Dimensions, d.Measures)
			}
		}
		walk(c.Dimensions, c.Measures)
		assert.ElementsMatch(t, want[id], got, id)
	}
}

func TestSourceThatCannotBeStated(t *testing.T) {
	p := compile(t, card(points("a", "1")))
	for _, source := range []string{strings.Repeat("x", 129), "line\nbreak", "\xff", " crm"} {
		o := observed("a", "1")
		o.Source = source
		_, err := p.Score(scoring.Inputs{Subject: anna, Period: year, Observations: []kam.Observation{o}})
		assert.Equal(t, []string{"score.source $.observations[0].source"}, codes(t, err), source)
	}
	o := observed("a", "1")
	o.Source = strings.Repeat("x", 128)
	_, err := p.Score(scoring.Inputs{Subject: anna, Period: year, Observations: []kam.Observation{o}})
	require.NoError(t, err)
}

// A target that names the subject takes the place of everybody's in a batch. For one subject alone they are two targets
// of one measure.
func TestPersonalAndCommonTarget(t *testing.T) {
	p := compile(t, card(measure("r", "0.5", scoring.Function{Ratio: &scoring.Ratio{Target: opt("1000")}}), measure("g", "0.5", scoring.Function{Growth: &scoring.Growth{PerPercent: dec("1")}})))
	bo := kam.Subject{Kind: "agent", ID: "bo"}
	targets := []scoring.Target{
		{Measure: "r", Target: opt("100")},
		{Subject: anna, Measure: "r", Target: opt("200")},
		{Subject: anna, Measure: "g", Base: opt("40")},
		{Measure: "g", Base: opt("25")},
	}
	values := func(s kam.Subject) []kam.Observation {
		return []kam.Observation{observedOf(s, "r", "50"), observedOf(s, "g", "50")}
	}
	for _, workers := range []int{1, 3} {
		s, err := p.ScoreAll(context.Background(), scoring.Batch{Period: year, Observations: append(values(bo), values(anna)...), Targets: targets}, scoring.Options{Workers: workers})
		require.NoError(t, err)
		r := s.Result(0)
		assert.Equal(t, anna, r.Subject)
		equalExact(t, "1/4", r.Nodes[0].Attainment)
		equalExact(t, "25", r.Nodes[1].Growth)
		r = s.Result(1)
		equalExact(t, "1/2", r.Nodes[0].Attainment)
		equalExact(t, "100", r.Nodes[1].Growth)
	}

	_, err := p.Score(scoring.Inputs{Subject: anna, Period: year, Observations: values(anna), Targets: targets})
	assert.Equal(t, []string{"score.twice $.targets[1].target", "score.twice $.targets[3].base"}, codes(t, err))
	r, err := p.Score(scoring.Inputs{Subject: anna, Period: year, Observations: values(anna), Targets: targets[1:3]})
	require.NoError(t, err)
	equalExact(t, "1/4", r.Nodes[0].Attainment)

	_, err = p.ScoreAll(context.Background(), scoring.Batch{Period: year, Observations: values(anna), Targets: append(targets, targets[1])}, scoring.Options{})
	assert.Equal(t, []string{"score.twice $.targets[4].target"}, codes(t, err))
}

// Subjects times measures are bounded before anything is set aside for them.
func TestTooManyCells(t *testing.T) {
	c := card()
	c.Weights = scoring.WeightsNormalised
	for i := range 199 {
		c.Measures = append(c.Measures, points(fmt.Sprint("m", i), "1"))
	}
	c.Adjustments = []scoring.Adjustment{{ID: "plus", Metric: "m0", PerUnit: dec("1")}}
	p := compile(t, c)
	const most = scoring.MaxCells / 200
	subjects := make([]kam.Subject, most+1)
	for i := range subjects {
		subjects[i] = kam.Subject{Kind: "agent", ID: fmt.Sprint(i)}
	}
	ended, cancel := context.WithCancel(context.Background())
	cancel()
	_, err := p.ScoreAll(ended, scoring.Batch{Period: year, Subjects: subjects[:most]}, scoring.Options{})
	require.ErrorIs(t, err, context.Canceled, "so many are not too many")
	_, err = p.ScoreAll(ended, scoring.Batch{Period: year, Subjects: subjects}, scoring.Options{})
	assert.Equal(t, []string{"score.too-many $.subjects"}, codes(t, err))
	require.ErrorContains(t, err, "100000 subjects")

	observations := make([]kam.Observation, most+1)
	for i := range observations {
		observations[i] = observedOf(subjects[i], "m0", "1")
	}
	_, err = p.ScoreAll(ended, scoring.Batch{Period: year, Observations: observations[:most]}, scoring.Options{})
	require.ErrorIs(t, err, context.Canceled)
	_, err = p.ScoreAll(ended, scoring.Batch{Period: year, Observations: observations}, scoring.Options{})
	assert.Equal(t, []string{"score.too-many $.observations"}, codes(t, err))
}

// A million subjects on twelve measures are within the limit.
func TestCellsOfACompany(t *testing.T) {
	assert.LessOrEqual(t, scoring.MaxSubjects*criteria, scoring.MaxCells)
}

func TestZeroResultIsReadable(t *testing.T) {
	var r scoring.Result
	assert.Empty(t, r.Measures())
	_, found := r.Node("a")
	assert.False(t, found)
	_, found = r.Node("")
	assert.False(t, found)
	for _, write := range []func() ([]byte, error){r.JSON, r.Canonical} {
		data, err := write()
		require.NoError(t, err)
		wordtest.Formatted(t, string(data))
		again, err := scoring.ParseResult(data)
		require.NoError(t, err)
		assert.Equal(t, r.Known, again.Known)
		assert.False(t, again.Coverage.Known())
	}
	require.Error(t, r.Verify(), "no result adds up to nothing")
}
