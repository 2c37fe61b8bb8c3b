package careerpath_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/careerpath"
	"github.com/kam-go/kam/careerpath/criteria"
	"github.com/kam-go/kam/careerpath/evidence"
)

// Criteria are compiled with the names that they use alone, which makes them no other than with the whole vocabulary.
func TestCriteriaAreThoseOfTheWholeVocabulary(t *testing.T) {
	for _, id := range careerpath.Presets() {
		l, err := careerpath.Preset(id)
		require.NoError(t, err)
		p := compile(t, l)
		for _, m := range l.Moves {
			want, err := criteria.Compile(m.Criteria, l.Vocabulary, criteria.Options{Version: l.Version, Calendar: l.Calendar, History: l.History})
			require.NoError(t, err)
			got, ok := p.Criteria(m.ID)
			require.True(t, ok)
			assert.Equal(t, want.Hash(), got.Hash(), m.ID)
			assert.Equal(t, want.Evaluate(evidence.File{}, kam.Day{}), got.Evaluate(evidence.File{}, kam.Day{}), m.ID)
		}
	}
}

// A rule that holds itself, and one that is too wide or too deep, are refused in good time.
func TestRulesWithoutEnd(t *testing.T) {
	list := make([]criteria.Rule, 30)
	for i := range list {
		list[i].All = list
	}
	wide := criteria.Rule{}
	for i := range criteria.MaxRules + 1 {
		wide.Any = append(wide.Any, criteria.Rule{ID: fmt.Sprint(i), Tenure: tenure(1).Tenure})
	}
	for _, r := range []criteria.Rule{{All: list}, wide} {
		_, err := careerpath.Compile(with(func(l *careerpath.Ladder) { l.Moves[3].Criteria = r }))
		require.Error(t, err)
	}
}

// large is a ladder of many moves with many criteria on a large vocabulary.
func large() careerpath.Ladder {
	return with(func(l *careerpath.Ladder) {
		for i := range 250 {
			l.Vocabulary.Skills = append(l.Vocabulary.Skills, evidence.Skill{ID: fmt.Sprint("s", i), Name: both(fmt.Sprint("Skill ", i)), Levels: []kam.Text{both("0"), both("1"), both("2")}})
		}
		l.Moves = nil
		for i := range 64 {
			m := careerpath.Move{ID: fmt.Sprint("m", i), Kind: careerpath.Promotion, From: "junior", To: "manager"}
			for k := range 100 {
				m.Criteria.All = append(m.Criteria.All, criteria.Rule{ID: fmt.Sprint("c", k), Skill: &criteria.Skill{Skill: fmt.Sprint("s", (7*i+k)%250), Level: 1 + k%2}})
			}
			l.Moves = append(l.Moves, m)
		}
	})
}

func BenchmarkCompileLarge(b *testing.B) {
	l := large()
	b.ReportAllocs()
	for b.Loop() {
		if _, err := careerpath.Compile(l); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkMarkdownLarge(b *testing.B) {
	p := compile(b, large())
	b.ReportAllocs()
	for b.Loop() {
		p.Markdown(kam.English, careerpath.Page{})
	}
}
