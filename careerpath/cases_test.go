package careerpath_test

import (
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/careerpath"
	"github.com/kam-go/kam/careerpath/skills"
	"github.com/kam-go/kam/internal/num"
)

// published is a worked case from outside: milestones and what they make, or the quotas of a ladder.
type published struct {
	ID, Source, What        string
	Milestones, Points      string
	Level, Next, ToGo, Top  string
	Groups, Titles          []string
	Quotas, Ratios, Printed []string
}

func TestPublishedCases(t *testing.T) {
	data, err := os.ReadFile("testdata/cases.json")
	require.NoError(t, err)
	var cases []published
	require.NoError(t, json.Unmarshal(data, &cases))
	require.Len(t, cases, 4)
	for _, c := range cases {
		t.Run(c.ID, func(t *testing.T) {
			require.NotEmpty(t, c.Source)
			if c.Quotas != nil {
				c.steps(t)
				return
			}
			c.reach(t)
		})
	}
}

func (c published) reach(t *testing.T) {
	t.Helper()
	p := preset(t, "points-to-title")
	framework, ok := p.Points()
	require.True(t, ok)
	milestones := strings.Fields(c.Milestones)
	require.Len(t, milestones, len(framework.Skills))
	levels := skills.Levels{}
	for i, s := range framework.Skills {
		levels[s.Skill] = int(dec(milestones[i]).IntPart())
	}
	r, err := p.Reached(levels)
	require.NoError(t, err)
	require.True(t, r.Points.Known())
	equalInt(t, c.Points, r.Points.Least)
	assert.Equal(t, 320, r.Attainable)
	if c.Level != "" {
		assert.Equal(t, c.Level, r.Level)
		assert.Equal(t, c.Next, r.Next)
		equalInt(t, c.ToGo, r.ToGo.Least)
		require.Len(t, r.Titles, len(c.Titles))
		for i, want := range c.Titles {
			assert.Equal(t, want, r.Titles[i].EN)
		}
	}
	for i, want := range c.Groups {
		equalInt(t, want, r.Groups[i].Points.Least)
	}
	if c.Top != "" {
		equalInt(t, c.Top, framework.Levels[len(framework.Levels)-1].From)
	}
	assert.Empty(t, p.Warnings(), "every level can be reached without all skills at their top")
}

func equalInt(t *testing.T, want string, got int) {
	t.Helper()
	assert.Equal(t, dec(want).IntPart(), int64(got))
}

func (c published) steps(t *testing.T) {
	t.Helper()
	l := small()
	l.Stages, l.Moves = nil, nil
	for i, quota := range c.Quotas {
		id := "P" + string(rune('3'+i))
		l.Stages = append(l.Stages, careerpath.Stage{ID: id, Track: "line", Rank: i + 3, Titles: []kam.Text{both(id)}, Quota: &kam.Money{Amount: dec(quota), Currency: "USD"}})
		if i > 0 {
			l.Moves = append(l.Moves, careerpath.Move{ID: id, Kind: careerpath.Promotion, From: l.Stages[i-1].ID, To: id, Criteria: tenure(12)})
		}
	}
	steps := compile(t, l).Steps()
	require.Len(t, steps, len(c.Ratios))
	for i, s := range steps {
		assert.Equal(t, c.Ratios[i], s.Quota.String())
		assert.Equal(t, c.Printed[i], num.Format(s.Quota.Round(3).Decimal))
		assert.False(t, s.Pay.Known())
		assert.False(t, s.Overlap.Known())
	}
}
