package skills_test

import (
	"math/big"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/careerpath/skills"
)

func requirements() []skills.Requirement {
	return []skills.Requirement{
		{Skill: "negotiation", Level: 4, Weight: kam.MustFraction("2")}, {Skill: "forecasting", Level: 2}, {Skill: "crm", Level: 3, Weight: kam.MustFraction("1/2")},
	}
}

func TestGap(t *testing.T) {
	g, err := skills.NewGap(skills.Levels{"negotiation": 1, "crm": 5, "cooking": -7}, requirements())
	require.NoError(t, err)
	assert.Equal(t, skills.NotMet, g.Rows[0].State)
	assert.Equal(t, 3, g.Rows[0].Missing)
	assert.Equal(t, skills.Unknown, g.Rows[1].State)
	_, ok := g.Rows[1].Weighted()
	assert.False(t, ok)
	assert.Equal(t, skills.Met, g.Rows[2].State)
	assert.Equal(t, 0, g.Rows[2].Missing, "what is too much counts for no other skill")
	s := g.Sum()
	assert.Equal(t, []int{2, 3, 7, 6, 3}, []int{s.Rows, s.All, s.Required, s.Assessed, s.Missing})
	equalRat(t, "6", s.WeightedMissing)
	equalRat(t, "19/2", s.WeightedRequired)
	weighted, _ := g.WeightedOfTarget()
	equalRat(t, "12/19", weighted)
	least, most, _ := g.Coverage().Bounds()
	equalRat(t, "1/3", least)
	equalRat(t, "2/3", most)
	_, ok = g.Coverage().Shortage()
	assert.False(t, ok, "a shortage is not known while a level is not")
}

func TestGapState(t *testing.T) {
	cases := []struct {
		name   string
		levels skills.Levels
		want   skills.State
	}{
		{"all met", skills.Levels{"negotiation": 4, "forecasting": 2, "crm": 3}, skills.Met},
		{"one unknown", skills.Levels{"negotiation": 4, "crm": 3}, skills.Unknown},
		{"one not met, one unknown", skills.Levels{"negotiation": 3, "crm": 3}, skills.NotMet},
		{"level 0 is known", skills.Levels{"negotiation": 4, "forecasting": 0, "crm": 3}, skills.NotMet},
		{"nothing known", nil, skills.Unknown},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			g, err := skills.NewGap(c.levels, requirements())
			require.NoError(t, err)
			assert.Equal(t, c.want, g.State())
		})
	}
	assert.Equal(t, skills.Met, skills.Gap{}.State(), "nothing is asked for")
}

func TestGapOfNothing(t *testing.T) {
	unknown, err := skills.NewGap(nil, requirements())
	require.NoError(t, err)
	for _, g := range []skills.Gap{{}, unknown} {
		_, ok := g.OfCurrent()
		assert.False(t, ok)
		_, ok = g.OfTarget()
		assert.False(t, ok)
		_, ok = g.WeightedOfTarget()
		assert.False(t, ok)
		_, ok = g.Mean()
		assert.False(t, ok)
	}
	zero, err := skills.NewGap(skills.Levels{"crm": 0}, []skills.Requirement{{Skill: "crm", Level: 3}})
	require.NoError(t, err)
	_, ok := zero.OfCurrent()
	assert.False(t, ok, "nothing is there to divide by")
	target, ok := zero.OfTarget()
	assert.True(t, ok)
	equalRat(t, "1", target)
	_, _, ok = skills.Coverage{}.Bounds()
	assert.False(t, ok)
}

func TestRequirementFaults(t *testing.T) {
	list := []skills.Requirement{
		{Skill: "crm", Level: 0},
		{Skill: "crm", Level: 1},
		{Skill: "cooking", Level: 1},
		{Skill: "negotiation", Level: 6},
		{Skill: "", Level: 1},
		{Skill: "forecasting", Level: 5, Weight: kam.Fraction{Num: -1, Den: 2}},
		{Skill: "forecasting", Level: 5, Weight: kam.Fraction{Num: 1}},
		{Skill: "coaching", Level: 1, Weight: kam.Fraction{Den: 1}},
	}
	assert.Equal(t, []string{
		"skills.level $[0].level", "skills.twice $[1].skill", "skills.skill $[2].skill", "skills.level $[3].level", "skills.id $[4].skill",
		"skills.weight $[5].weight", "skills.twice $[6].skill", "skills.weight $[6].weight", "skills.skill $[7].skill", "skills.weight $[7].weight",
	}, codes(t, skills.CheckRequirements(list, vocabulary())))
	require.NoError(t, skills.CheckRequirements(requirements(), vocabulary()))
	equalRat(t, "1", skills.Requirement{}.Share())
	equalRat(t, "0", skills.Requirement{Weight: kam.Fraction{Den: 3}}.Share())

	_, err := skills.NewGap(skills.Levels{"crm": -1, "forecasting": 101}, []skills.Requirement{{Skill: "crm", Level: 101}, {Skill: "forecasting", Level: 100}})
	assert.Equal(t, []string{"skills.level $[0].level", "skills.level $.levels.crm", "skills.level $.levels.forecasting"}, codes(t, err))
	_, err = skills.NewGap(nil, make([]skills.Requirement, skills.MaxRequirements+1))
	assert.Equal(t, []string{"skills.too-many $"}, codes(t, err))
	m := matrix(t, team())
	_, err = m.People[0].Gap([]skills.Requirement{{}})
	assert.Equal(t, []string{"skills.id $[0].skill"}, codes(t, err))
}

// A level more never widens a gap, and sums are those of the rows.
func TestGapProperties(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	for range 500 {
		levels := skills.Levels{}
		for _, s := range vocabulary() {
			if random.IntN(3) > 0 {
				levels[s.ID] = random.IntN(5)
			}
		}
		g, err := skills.NewGap(levels, requirements())
		require.NoError(t, err)
		c := g.Coverage()
		require.Equal(t, c.Required, c.Met+c.NotMet+c.Unknown+c.Vacant)
		require.GreaterOrEqual(t, g.Sum().Missing, g.Sum().Required-g.Sum().Assessed)
		for id := range levels {
			levels[id]++
			better, err := skills.NewGap(levels, requirements())
			require.NoError(t, err)
			require.LessOrEqual(t, better.Sum().Missing, g.Sum().Missing)
			require.GreaterOrEqual(t, better.Coverage().Met, c.Met)
			levels[id]--
		}
	}
}

// The states read as those of criteria do, in JSON as well; one that nobody stated is unknown and no zero.
func TestStatesHaveTheWordsOfCriteria(t *testing.T) {
	assert.Equal(t, []string{"met", "not-met", "unknown"}, []string{string(skills.Met), string(skills.NotMet), string(skills.Unknown)})
	g, err := skills.NewGap(skills.Levels{"a": 2, "b": 1}, []skills.Requirement{{Skill: "a", Level: 2}, {Skill: "b", Level: 2}, {Skill: "c", Level: 2}})
	require.NoError(t, err)
	states := make([]skills.State, len(g.Rows))
	for i, r := range g.Rows {
		states[i] = r.State
	}
	assert.Equal(t, []skills.State{skills.Met, skills.NotMet, skills.Unknown}, states)
	_, known := skills.Row{Weight: big.NewRat(1, 1), Missing: 2}.Weighted()
	assert.False(t, known, "a state that is not stated is unknown")
}
