package criteria_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/careerpath/criteria"
	"github.com/kam-go/kam/careerpath/evidence"
)

func TestStreaks(t *testing.T) {
	rule := func(change func(s *criteria.Streak)) criteria.Rule {
		s := &criteria.Streak{Of: criteria.Series{Metric: "saos"}, Step: kam.Month, Length: 3, Where: criteria.EndingNow, Be: atLeast("5")}
		change(s)
		return criteria.Rule{ID: "streak", Streak: s}
	}
	three := rule(func(*criteria.Streak) {})
	twoOfThree := rule(func(s *criteria.Streak) { s.Hits = 2 })
	anywhere := rule(func(s *criteria.Streak) { s.Where, s.Within = criteria.Anywhere, 6 })
	also := rule(func(s *criteria.Streak) { s.Also = []criteria.Also{{Count: 2, Threshold: opt("8")}} })
	alsoAnywhere := rule(func(s *criteria.Streak) {
		s.Where, s.Within, s.Also = criteria.Anywhere, 6, []criteria.Also{{Count: 2, Threshold: opt("8")}}
	})
	for _, c := range []struct {
		name       string
		rule       criteria.Rule
		values     []string
		want       criteria.State
		value, gap string
	}{
		{"three in a row", three, []string{"0", "5", "6", "7"}, criteria.Met, "3", "0"},
		{"the last one missed", three, []string{"5", "6", "7", "4"}, criteria.NotMet, "2", "1"},
		{"the middle one unknown", three, []string{"5", "", "7"}, criteria.Unknown, "2", "1"},
		{"missed and unknown", three, []string{"5", "", "4"}, criteria.NotMet, "1", "2"},
		{"two of three", twoOfThree, []string{"5", "0", "7"}, criteria.Met, "2", "0"},
		{"two of three known", twoOfThree, []string{"5", "", "7"}, criteria.Met, "2", "0"},
		{"one of three", twoOfThree, []string{"0", "0", "7"}, criteria.NotMet, "1", "1"},
		{"a run before", anywhere, []string{"5", "5", "5", "0", "0", "0"}, criteria.Met, "3", "0"},
		{"a run too long ago", anywhere, []string{"5", "5", "5", "0", "0", "0", "0"}, criteria.NotMet, "2", "1"},
		{"a run that may be", anywhere, []string{"5", "5", "", "0", "0", "0"}, criteria.Unknown, "2", "1"},
		{"no run that may be", anywhere, []string{"5", "0", "", "0", "5", "5"}, criteria.NotMet, "2", "1"},
		{"the better of two runs", anywhere, []string{"5", "5", "0", "5", "5", "5"}, criteria.Met, "3", "0"},
		{"two of them harder", also, []string{"8", "5", "9"}, criteria.Met, "3", "0"},
		{"one of them harder", also, []string{"8", "5", "7.9"}, criteria.NotMet, "3", "1"},
		{"harder in one run, complete in another", alsoAnywhere, []string{"9", "9", "0", "5", "5", "5"}, criteria.NotMet, "2", "1"},
		{"perhaps harder", also, []string{"8", "5", ""}, criteria.Unknown, "2", "1"},
		{"no month known", three, nil, criteria.Unknown, "0", "3"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := evaluate(t, c.rule, file(months("saos", "opportunities", "2026-07-01", c.values...)...), "2026-07-01")
			require.Equal(t, c.want, r.State, r.Root.Criterion.Reason.EN)
			exact(t, c.value, r.Root.Criterion.Value)
			exact(t, c.gap, r.Root.Criterion.Gap)
		})
	}
}

// TestEqualRuns names the last of several runs that come equally close.
func TestEqualRuns(t *testing.T) {
	rule := criteria.Rule{ID: "s", Streak: &criteria.Streak{Of: criteria.Series{Metric: "saos"}, Step: kam.Month, Length: 2, Where: criteria.Anywhere, Within: 5, Be: atLeast("5")}}
	r := evaluate(t, rule, file(months("saos", "opportunities", "2026-07-01", "5", "5", "0", "5", "5")...), "2026-07-01")
	assert.Equal(t, 3, r.Root.Criterion.Run)
	r = evaluate(t, rule, file(months("saos", "opportunities", "2026-07-01", "5", "5", "0", "5", "0")...), "2026-07-01")
	assert.Equal(t, 0, r.Root.Criterion.Run)
}

func TestNext(t *testing.T) {
	rule := saos(3, criteria.Sum, atLeast("10"))
	r := evaluate(t, rule, file(months("saos", "opportunities", "2026-07-01", "1", "2", "3")...), "2026-07-15")
	exact(t, "5", r.Root.Criterion.Next.Amount)
	assert.Equal(t, day("2026-08-01"), r.Root.Criterion.Next.By)
	r = evaluate(t, rule, file(months("saos", "opportunities", "2026-07-01", "1", "", "3")...), "2026-07-15")
	assert.Nil(t, r.Root.Criterion.Next, "a month that will still count is unknown")
	r = evaluate(t, rule, file(months("saos", "opportunities", "2026-07-01", "1", "7", "8")...), "2026-07-15")
	exact(t, "-5", r.Root.Criterion.Next.Amount)
	rule.Metric.Window = criteria.Window{Step: kam.Month, Year: criteria.LastYear}
	december := file(months("saos", "opportunities", "2026-12-01", repeat("0.5", 11)...)...)
	exact(t, "9/2", evaluate(t, rule, december, "2026-12-15").Root.Criterion.Next.Amount)
	assert.Nil(t, evaluate(t, rule, december, "2026-11-15").Root.Criterion.Next)
	rule.Metric.Window = criteria.Window{Step: kam.Month, Period: period("2026-11-01/2027-01-01")}
	exact(t, "19/2", evaluate(t, rule, december, "2026-12-15").Root.Criterion.Next.Amount)
	r = evaluate(t, saos(3, criteria.Mean, atLeast("10")), file(), "2026-07-15")
	assert.Nil(t, r.Root.Criterion.Next)
}

// TestNoDay evaluates on the unset day: nothing is known then.
func TestNoDay(t *testing.T) {
	m := newMaker(3)
	for range 50 {
		p := compile(t, m.criterion())
		r := evaluateWith(t, p, m.file(), kam.Day{})
		assert.Equal(t, criteria.Unknown, r.State)
		assert.Equal(t, criteria.WhenUnknown, p.Forecast(m.file(), criteria.Horizon{}).Whole.When)
	}
	assert.Equal(t, criteria.Unknown, evaluateWith(t, compile(t, m.criterion()), evidence.File{}, day("9999-12-31")).State)
}

func TestEmptyBatch(t *testing.T) {
	p := compile(t, saos(1, criteria.Sum, atLeast("1")))
	b, err := p.EvaluateAll(t.Context(), nil, criteria.Run{})
	require.NoError(t, err)
	assert.Zero(t, b.Len())
	assert.Equal(t, criteria.Unknown, b.State(0))
	assert.Equal(t, criteria.Unknown, b.State(-1))
	assert.Equal(t, criteria.Result{}, b.Explain(0))
	_, ok := b.StateOf(0, "saos")
	assert.False(t, ok)
}
