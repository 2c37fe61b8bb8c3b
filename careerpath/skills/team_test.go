package skills_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/careerpath/skills"
)

// posts have 4 heads; one of them is vacant.
func posts() []skills.Post {
	return []skills.Post{
		{ID: "senior", Heads: 1, People: []kam.Subject{anna}, Requirements: []skills.Requirement{{Skill: "negotiation", Level: 4}, {Skill: "crm", Level: 2}}},
		{ID: "junior", Heads: 3, People: []kam.Subject{bo, chen}, Requirements: []skills.Requirement{{Skill: "negotiation", Level: 2}}},
	}
}

func TestTeam(t *testing.T) {
	m := matrix(t, team())
	got, err := m.Team(posts())
	require.NoError(t, err)
	negotiation, forecasting, crm := got.Skills[0], got.Skills[1], got.Skills[2]
	equalRat(t, "9/4", negotiation.Mean) // anna 3 for 1 head, bo 2 for 3 heads
	assert.Equal(t, []int{4, 2}, []int{negotiation.Heads, negotiation.Assessed})
	equalRat(t, "5/2", negotiation.Required) // 4 for 1 head, 2 for 3
	assert.Equal(t, skills.Coverage{Required: 4, Met: 1, NotMet: 1, Unknown: 1, Vacant: 1}, negotiation.Coverage)
	equalRat(t, "3", forecasting.Mean)
	assert.Equal(t, 3, forecasting.Heads, "nobody of the other post is assessed")
	equalRat(t, "", forecasting.Required)
	equalRat(t, "2", crm.Mean)
	equalRat(t, "2", crm.Required)
	assert.Equal(t, skills.Coverage{Required: 1, Met: 1}, crm.Coverage)
	assert.Equal(t, skills.Coverage{Required: 5, Met: 2, NotMet: 1, Unknown: 1, Vacant: 1}, got.Coverage)

	turned := posts()
	turned[0], turned[1] = turned[1], turned[0]
	turned[0].People[0], turned[0].People[1] = turned[0].People[1], turned[0].People[0]
	again, err := m.Team(turned)
	require.NoError(t, err)
	assert.Equal(t, got, again)
}

// With as many heads as people, all of them assessed, the mean of the team is that of the people.
func TestTeamMeanOfPeople(t *testing.T) {
	m := matrix(t, request(file(anna, saw(lead, "crm", 5, "2026-01-01")), file(bo, saw(lead, "crm", 2, "2026-01-01")), file(chen, saw(lead, "crm", 1, "2026-01-01"))))
	got, err := m.Team([]skills.Post{{ID: "a", Heads: 1, People: []kam.Subject{anna}}, {ID: "b", Heads: 2, People: []kam.Subject{bo, chen}}})
	require.NoError(t, err)
	equalRat(t, "8/3", got.Skills[2].Mean)
	equalRat(t, "", got.Skills[0].Mean)
}

func TestPostFaults(t *testing.T) {
	m := matrix(t, team())
	_, err := m.Team([]skills.Post{
		{ID: "a", Heads: 1, People: []kam.Subject{anna, bo}, Requirements: []skills.Requirement{{Skill: "crm", Level: 6}}},
		{ID: "a", Heads: 1, People: []kam.Subject{anna}},
		{ID: "b"},
		{ID: "c", Heads: skills.MaxHeads + 1, People: []kam.Subject{lead}},
	})
	assert.Equal(t, []string{
		"skills.heads $[0].heads", "skills.level $[0].requirements[0].level", "skills.twice $[1].id", "skills.twice $[1].people[0]",
		"skills.heads $[2].heads", "skills.heads $[3].heads", "skills.person $[3].people[0]",
	}, codes(t, err))
	_, err = m.Team(nil)
	assert.Equal(t, []string{"skills.too-few $"}, codes(t, err))
	_, err = m.Team(make([]skills.Post, skills.MaxPosts+1))
	assert.Equal(t, []string{"skills.too-many $"}, codes(t, err))
}

func TestBench(t *testing.T) {
	m := matrix(t, team()) // negotiation 3, 2, unknown
	cases := []struct {
		name             string
		level, fewest    int
		holders, unknown int
		want             skills.State
	}{
		{"two hold it", 2, 2, 2, 1, skills.Met},
		{"one holds it, one may", 3, 2, 1, 1, skills.Unknown},
		{"not even with whom nobody assessed", 3, 3, 1, 1, skills.NotMet},
		{"one is enough", 3, 1, 1, 1, skills.Met},
		{"nobody holds it, one may", 5, 1, 0, 1, skills.Unknown},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			list, err := m.Bench([]skills.Requirement{{Skill: "forecasting", Level: 1}, {Skill: "negotiation", Level: c.level}}, c.fewest)
			require.NoError(t, err)
			assert.Len(t, list[1].Holders, c.holders)
			assert.Len(t, list[1].NotAssessed, c.unknown)
			assert.Equal(t, c.want, list[1].State)
			assert.Equal(t, c.fewest, list[1].Fewest)
		})
	}
	_, err := m.Bench([]skills.Requirement{{Skill: "cooking", Level: 1}}, 0)
	assert.Equal(t, []string{"skills.skill $[0].skill", "skills.fewest $.fewest"}, codes(t, err))
}
