package careerpath_test

import (
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/careerpath"
	"github.com/kam-go/kam/careerpath/skills"
)

func scored(t testing.TB) *careerpath.Program {
	t.Helper()
	return compile(t, with(func(l *careerpath.Ladder) { l.Points = points() }))
}

func TestReached(t *testing.T) {
	cases := []struct {
		name, levels string
		points       careerpath.Range
		level, next  string
		toGo         careerpath.Range
		text         kam.Text
	}{
		{"nothing", "selling=0 leading=0", careerpath.Range{}, "I", "II", careerpath.Range{Least: 4, Most: 4}, kam.Text{EN: "level I; 4 more points for II", ZH: "级别 I；距 II 还差 4 分"}},
		{"right below", "selling=1 leading=0", careerpath.Range{Least: 2, Most: 2}, "I", "II", careerpath.Range{Least: 2, Most: 2}, kam.Text{EN: "level I; 2 more points for II", ZH: "级别 I；距 II 还差 2 分"}},
		{"exactly", "selling=2 leading=0", careerpath.Range{Least: 4, Most: 4}, "II", "III", careerpath.Range{Least: 7, Most: 7}, kam.Text{EN: "level II: manager; 7 more points for III", ZH: "级别 II：manager；距 III 还差 7 分"}},
		{"the top", "selling=3 leading=1", careerpath.Range{Least: 11, Most: 11}, "III", "", careerpath.Range{}, kam.Text{EN: "level III: director, expert; there is no higher level", ZH: "级别 III：director、expert；已是最高级别"}},
		{"one unknown, the level is not", "selling=2", careerpath.Range{Least: 4, Most: 8}, "II", "III", careerpath.Range{Least: 3, Most: 7}, kam.Text{EN: "level II: manager; 3 to 7 more points for III", ZH: "级别 II：manager；距 III 还差 3 至 7 分"}},
		{"one unknown, and the level too", "selling=3", careerpath.Range{Least: 9, Most: 13}, "", "", careerpath.Range{}, kam.Text{EN: "9 to 13 points, the level is not known", ZH: "9 至 13 分，级别未知"}},
		{"all unknown", "", careerpath.Range{Least: 0, Most: 13}, "", "", careerpath.Range{}, kam.Text{EN: "0 to 13 points, the level is not known", ZH: "0 至 13 分，级别未知"}},
		{"others do not count", "selling=2 leading=0 flying=9", careerpath.Range{Least: 4, Most: 4}, "II", "III", careerpath.Range{Least: 7, Most: 7}, kam.Text{EN: "level II: manager; 7 more points for III", ZH: "级别 II：manager；距 III 还差 7 分"}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			r, err := scored(t).Reached(levels(t, c.levels))
			require.NoError(t, err)
			assert.Equal(t, c.points, r.Points)
			assert.Equal(t, c.level, r.Level)
			assert.Equal(t, c.next, r.Next)
			assert.Equal(t, c.toGo, r.ToGo)
			assert.Equal(t, c.text, r.Summary())
			assert.Equal(t, 13, r.Attainable)
			o := r.Observation(anna, "career.points", kam.MustPeriod("2026-06-01/2026-07-01"))
			require.NoError(t, o.Check())
			assert.Equal(t, c.points.Known(), o.Value.Valid)
		})
	}
	r, err := scored(t).Reached(levels(t, "leading=1"))
	require.NoError(t, err)
	assert.Equal(t, []string{"selling"}, r.Unknown)
	assert.Equal(t, careerpath.Range{Least: 2, Most: 2}, r.Groups[0].Points)
}

func TestReachedFaults(t *testing.T) {
	_, err := scored(t).Reached(levels(t, "selling=4 leading=-1"))
	assert.Equal(t, []string{"ladder.level levels.leading", "ladder.level levels.selling"}, codes(t, err))
	_, err = compile(t, small()).Reached(skills.Levels{})
	require.ErrorIs(t, err, careerpath.ErrNoPoints)
	_, ok := compile(t, small()).Points()
	assert.False(t, ok)
}

// The range of what is unknown is that of all levels it may have, and a higher level never brings less.
func TestReachedProperties(t *testing.T) {
	p := preset(t, "points-to-title")
	framework, _ := p.Points()
	rng := rand.New(rand.NewPCG(8, 13))
	for range 300 {
		some, full := skills.Levels{}, skills.Levels{}
		for _, s := range framework.Skills {
			full[s.Skill] = rng.IntN(6)
			if rng.IntN(4) > 0 {
				some[s.Skill] = full[s.Skill]
			}
		}
		part, err := p.Reached(some)
		require.NoError(t, err)
		whole, err := p.Reached(full)
		require.NoError(t, err)
		require.True(t, whole.Points.Known())
		require.True(t, part.Points.Least <= whole.Points.Least && whole.Points.Least <= part.Points.Most)
		if part.Level != "" {
			require.Equal(t, whole.Level, part.Level)
			if part.Next != "" {
				require.True(t, part.ToGo.Least <= whole.ToGo.Least && whole.ToGo.Least <= part.ToGo.Most)
			}
		}
		sum := careerpath.Range{}
		for _, g := range part.Groups {
			sum.Least, sum.Most = sum.Least+g.Points.Least, sum.Most+g.Points.Most
		}
		require.Equal(t, part.Points, sum, "groups sum to the whole")
		id := framework.Skills[rng.IntN(16)].Skill
		if full[id] < 5 {
			full[id]++
			better, err := p.Reached(full)
			require.NoError(t, err)
			require.Greater(t, better.Points.Least, whole.Points.Least)
		}
	}
}
