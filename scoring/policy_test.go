package scoring_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/scoring"
)

// Two measures of a quarter and three quarters; the second is missing.
func TestMissing(t *testing.T) {
	neutral := scoring.Missing{Policy: scoring.MissingNeutral, Neutral: opt("40")}
	cases := []struct {
		name              string
		onCard, onMeasure scoring.Missing
		total, effective  string
		state             scoring.NodeState
		unknown           scoring.UnknownReason
	}{
		{"zero", scoring.Missing{Policy: scoring.MissingZero}, scoring.Missing{}, "20", "0.75", scoring.CountsZero, ""},
		{"renormalise", scoring.Missing{Policy: scoring.MissingRenormalise}, scoring.Missing{}, "80", "0", scoring.LeftOut, ""},
		{"neutral", neutral, scoring.Missing{}, "50", "0.75", scoring.CountsAs, ""},
		{"block", scoring.Missing{Policy: scoring.MissingBlock}, scoring.Missing{}, "", "0", scoring.Blocking, scoring.UnknownBlocked},
		{"overruled", scoring.Missing{Policy: scoring.MissingBlock}, neutral, "50", "0.75", scoring.CountsAs, ""},
		{"overruled by block", scoring.Missing{Policy: scoring.MissingZero}, scoring.Missing{Policy: scoring.MissingBlock}, "", "0", scoring.Blocking, scoring.UnknownBlocked},
	}
	for _, k := range cases {
		t.Run(k.name, func(t *testing.T) {
			c := card(points("a", "0.25"), points("b", "0.75"))
			c.Missing, c.Measures[1].Missing = k.onCard, k.onMeasure
			for _, unknown := range [][]kam.Observation{{observed("a", "80")}, {observed("a", "80"), observed("b", "")}} {
				r := score(t, c, unknown...)
				equalExact(t, k.total, r.Total)
				assert.Equal(t, k.unknown, r.Unknown)
				assert.Equal(t, k.total != "", r.Known)
				assert.Equal(t, k.total != "", r.Score.Valid)
				assert.Equal(t, k.state, r.Nodes[1].State)
				equalExact(t, k.effective, r.Nodes[1].Effective)
				equalExact(t, "0.75", r.Nodes[1].Share)
				equalExact(t, "0.25", r.Coverage)
				assert.Equal(t, []string{"score.missing $.measures[1]"}, listed(t, r.Findings))
			}
		})
	}
}

// 0 is no score of a scale from 1: the lowest counts. On one from -20 it is 0.
func TestMissingCountsAsZeroWithinTheScale(t *testing.T) {
	c := card(points("a", "0.5"), points("b", "0.5"))
	c.Missing.Policy = scoring.MissingZero
	c.Scale.Min, c.Scale.Max = dec("1"), dec("5")
	equalExact(t, "2.5", score(t, c, observed("a", "4")).Total)
	c.Scale.Min = dec("-20")
	equalExact(t, "2", score(t, c, observed("a", "4")).Total)
}

// What is missing is made up for inside its dimension; a dimension of which nothing is left by the others.
func TestRenormaliseNested(t *testing.T) {
	c := card()
	c.Dimensions = []scoring.Dimension{
		{ID: "x", Weight: kam.MustFraction("0.5"), Measures: []scoring.Measure{points("a", "0.4"), points("b", "0.6")}},
		{ID: "y", Weight: kam.MustFraction("0.3"), Measures: []scoring.Measure{points("c", "1")}},
	}
	c.Measures = []scoring.Measure{points("d", "0.2")}
	r := score(t, c, observed("a", "60"), observed("c", "90"), observed("d", "20"))
	equalExact(t, "61", r.Total) // 0.5*60 + 0.3*90 + 0.2*20
	equalExact(t, "0.7", r.Coverage)
	r = score(t, c, observed("a", "60"), observed("b", "50"), observed("d", "20"))
	equalExact(t, "310/7", r.Total) // (0.5*54 + 0.2*20) / 0.7
	y, _ := r.Node("y")
	assert.Equal(t, scoring.LeftOut, y.State)
	equalExact(t, "0", y.Effective)
	equalExact(t, "0", y.Contribution)
	a, _ := r.Node("a")
	equalExact(t, "2/7", a.Effective) // 0.4 * 0.5/0.7
}

func TestNothingKnownIsUnknownWhateverThePolicy(t *testing.T) {
	for _, m := range []scoring.Missing{{Policy: scoring.MissingZero}, {Policy: scoring.MissingRenormalise}, {Policy: scoring.MissingBlock}, {Policy: scoring.MissingNeutral, Neutral: opt("50")}} {
		c := card(points("a", "1"), points("note", "0"))
		c.Missing = m
		c.Grades = grades()
		for _, list := range [][]kam.Observation{nil, {observed("note", "50")}} {
			r := score(t, c, list...)
			want := scoring.UnknownNothing
			if m.Policy == scoring.MissingBlock {
				want = scoring.UnknownBlocked
			}
			assert.Equal(t, want, r.Unknown, m.Policy)
			assert.False(t, r.Known)
			assert.False(t, r.Total.Known())
			assert.False(t, r.Score.Valid)
			assert.Empty(t, r.Grade)
		}
	}
}

func TestMinimumCoverage(t *testing.T) {
	c := card(points("a", "0.6"), points("b", "0.4"))
	for minimum, known := range map[string]bool{"0": true, "0.59": true, "0.6": true, "0.6000001": false, "1": false} {
		c.MinimumCoverage = kam.MustFraction(minimum)
		r := score(t, c, observed("a", "70"))
		assert.Equal(t, known, r.Known, minimum)
		if !known {
			assert.Equal(t, scoring.UnknownCoverage, r.Unknown)
		}
	}
}

func TestMeasureWithoutWeight(t *testing.T) {
	c := card(points("a", "1"), points("note", "0"))
	r := score(t, c, observed("a", "70"), observed("note", "10"))
	equalExact(t, "70", r.Total)
	equalExact(t, "10", r.Nodes[1].Score)
	equalExact(t, "0", r.Nodes[1].Contribution)
	r = score(t, c, observed("a", "70"))
	assert.Equal(t, scoring.NotCounted, r.Nodes[1].State)
	equalExact(t, "1", r.Coverage)
}

func TestAdjustments(t *testing.T) {
	c := card(points("a", "1"))
	c.Adjustments = []scoring.Adjustment{
		{ID: "plus", Metric: "plus", PerUnit: dec("2"), Max: opt("6")},
		{ID: "more", Metric: "more", PerUnit: dec("1")},
		{ID: "minus", Metric: "minus", PerUnit: dec("-3"), Max: opt("10")},
	}
	cases := []struct {
		name                     string
		maxBonus, maxPenalty     string
		plus, more, minus        string
		bonus, penalty, adjusted string
		total                    string
	}{
		{"each", "", "", "2", "0.5", "1", "4.5", "-3", "51.5", "51.5"},
		{"own limits", "", "", "9", "1", "9", "7", "-10", "47", "47"},
		{"limits together", "5", "4", "9", "1", "9", "5", "-4", "51", "51"},
		{"just at the limits", "7", "10", "9", "1", "9", "7", "-10", "47", "47"},
		{"scale above", "", "", "0", "60", "0", "60", "0", "110", "100"},
		{"unknown", "", "", "", "1", "", "1", "0", "51", "51"},
		{"negative count", "", "", "-1", "1", "0", "1", "0", "51", "51"},
	}
	for _, k := range cases {
		t.Run(k.name, func(t *testing.T) {
			c.MaxBonus, c.MaxPenalty = opt(k.maxBonus), opt(k.maxPenalty)
			r := score(t, c, observed("a", "50"), observed("plus", k.plus), observed("more", k.more), observed("minus", k.minus))
			equalExact(t, "50", r.Sum)
			equalExact(t, k.bonus, r.Bonus)
			equalExact(t, k.penalty, r.Penalty)
			equalExact(t, k.adjusted, r.Adjusted)
			equalExact(t, k.total, r.Total)
		})
	}
	r := score(t, c, observed("a", "50"), observed("plus", "-1"))
	assert.Equal(t, []string{"score.negative-count $.adjustments[0]", "score.missing $.adjustments[1]", "score.missing $.adjustments[2]"}, listed(t, r.Findings))
	r = score(t, c, observed("plus", "1"))
	assert.False(t, r.Known, "a bonus alone is no score")
}

func TestVetoes(t *testing.T) {
	base := card()
	base.Grades = grades()
	base.Dimensions = []scoring.Dimension{{ID: "d", Weight: kam.MustFraction("0.5"), Measures: []scoring.Measure{points("a", "1")}}}
	base.Measures = []scoring.Measure{points("b", "0.5")}
	lowest := scoring.Veto{ID: "v", On: "b", Below: opt("60"), Effect: scoring.VetoLowest}
	capScore := scoring.Veto{ID: "v", On: "d", Below: opt("60"), Effect: scoring.VetoCapScore, Score: opt("70.5")}
	capGrade := scoring.Veto{ID: "v", On: "b", Above: opt("90"), Effect: scoring.VetoCapGrade, Grade: "B"}
	both := scoring.Veto{ID: "v", On: "b", Below: opt("10"), Above: opt("90"), Effect: scoring.VetoLowest}
	cases := []struct {
		name                      string
		vetoes                    []scoring.Veto
		a, b                      string
		state                     scoring.VetoState
		total, grade, gradeBefore string
	}{
		{"clear", []scoring.Veto{lowest}, "80", "60", scoring.VetoClear, "70", "B", ""},
		{"lowest", []scoring.Veto{lowest}, "80", "59.99", scoring.VetoTriggered, "0", "C", ""},
		{"capped score", []scoring.Veto{capScore}, "59.9", "100", scoring.VetoTriggered, "70.5", "B", ""},
		{"nothing to cap", []scoring.Veto{capScore}, "20", "100", scoring.VetoTriggered, "60", "B", ""},
		{"the bound itself", []scoring.Veto{capScore}, "60", "100", scoring.VetoClear, "80", "A", ""},
		{"capped grade", []scoring.Veto{capGrade}, "100", "90.01", scoring.VetoTriggered, "95.005", "B", "A"},
		{"grade below the cap", []scoring.Veto{capGrade}, "0", "90.01", scoring.VetoTriggered, "45.005", "C", ""},
		{"grade, the bound itself", []scoring.Veto{capGrade}, "100", "90", scoring.VetoClear, "95", "A", ""},
		{"both bounds, inside", []scoring.Veto{both}, "100", "10", scoring.VetoClear, "55", "C", ""},
		{"both bounds, above", []scoring.Veto{both}, "100", "91", scoring.VetoTriggered, "0", "C", ""},
		{"several", []scoring.Veto{capGrade, {ID: "w", On: "a", Above: opt("1"), Effect: scoring.VetoCapScore, Score: opt("85")}, {ID: "x", On: "a", Above: opt("1"), Effect: scoring.VetoCapScore, Score: opt("90")}, {ID: "y", On: "a", Above: opt("1"), Effect: scoring.VetoCapGrade, Grade: "C"}, {ID: "z", On: "a", Above: opt("1"), Effect: scoring.VetoCapGrade, Grade: "B"}}, "100", "95", scoring.VetoTriggered, "85", "C", "A"},
	}
	for _, k := range cases {
		t.Run(k.name, func(t *testing.T) {
			c := base
			c.Vetoes = k.vetoes
			r := score(t, c, observed("a", k.a), observed("b", k.b))
			assert.Equal(t, k.state, r.Vetoes[0].State)
			equalExact(t, k.total, r.Total)
			assert.Equal(t, k.grade, r.Grade)
			assert.Equal(t, k.gradeBefore, r.GradeBefore)
		})
	}
	c := base
	c.Vetoes = []scoring.Veto{lowest}
	r := score(t, c, observed("a", "80"))
	assert.Equal(t, scoring.VetoUnknown, r.Vetoes[0].State)
	equalExact(t, "80", r.Total)
	assert.Equal(t, []string{"score.missing $.measures[0]", "score.veto $.vetoes[0]"}, listed(t, r.Findings))
}

// The order is: bonus, scale, veto, rounding, grade.
func TestVetoAfterBonus(t *testing.T) {
	c := card(points("a", "1"))
	c.Adjustments = []scoring.Adjustment{{ID: "plus", Metric: "plus", PerUnit: dec("1")}}
	c.Vetoes = []scoring.Veto{{ID: "v", On: "a", Below: opt("60"), Effect: scoring.VetoCapScore, Score: opt("55")}}
	r := score(t, c, observed("a", "50"), observed("plus", "100"))
	equalExact(t, "150", r.Adjusted)
	equalExact(t, "100", r.Capped)
	equalExact(t, "55", r.Total)
}

// The grade is that of the rounded score, so that what people read and the grade agree.
func TestGradeOfTheRoundedScore(t *testing.T) {
	c := card(points("a", "1"))
	c.Grades = grades()
	for value, want := range map[string]string{"59.94": "C", "59.95": "B", "60": "B", "79.9": "B", "79.95": "A", "100": "A", "0": "C"} {
		assert.Equal(t, want, score(t, c, observed("a", value)).Grade, value)
	}
	c.Rounding.Mode = scoring.Down
	assert.Equal(t, "C", score(t, c, observed("a", "59.99")).Grade)
}

// Grades may be listed in any order; results list them rising.
func TestGradesInAnyOrder(t *testing.T) {
	c := card(points("a", "1"))
	g := grades()
	c.Grades = []scoring.Grade{g[2], g[0], g[1]}
	r := score(t, c, observed("a", "85"))
	assert.Equal(t, "A", r.Grade)
	require.Len(t, r.Grades, 3)
	assert.Equal(t, []string{"C", "B", "A"}, []string{r.Grades[0].Key, r.Grades[1].Key, r.Grades[2].Key})
}
