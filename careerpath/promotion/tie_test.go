package promotion_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/careerpath/promotion"
)

// tiedRun is a cycle in which ada and bo have equal totals at the one seat of the east, to the day of the ranking.
func tiedRun(t *testing.T, breaks ...promotion.TieBreak) *run {
	t.Helper()
	c := spring(t)
	c.TieBreaks = breaks
	r := entered(t, c)
	r.score("ada", "interview", "80", "80", "80", "80")
	r.score("bo", "interview", "80", "80", "80", "80")
	r.finish("interview")
	r.on = "2026-03-19"
	return r
}

func TestTieWithNoRuleIsNoDecision(t *testing.T) {
	r := tiedRun(t, promotion.TieBreak{By: promotion.TieExercise, Exercise: "interview"}, promotion.TieBreak{By: promotion.TieFact, Fact: "tenure"})
	east := r.Outcome().Openings[0]
	assert.Equal(t, 1, east.Ranking[0].Rank)
	assert.Equal(t, 1, east.Ranking[1].Rank)
	assert.False(t, east.Ranking[0].Seat)
	require.Len(t, r.Outcome().Ties(), 1)
	r.publish()
	r.on = "2026-03-27"
	f := r.refused("tie", "$.step", promotion.Event{Step: promotion.StepDecide, Digest: r.digest()})
	assert.Equal(t, `2 candidates are tied at the last seat of "east", and no rule is left: payee ada, payee bo`, f.Message.EN)
	assert.Equal(t, `2 名候选人在岗位 "east" 的最后一个名额上并列，且已无规则可用：payee ada、payee bo`, f.Message.ZH)
	r.on = "2026-04-01"
	r.upholds("another seat", promotion.Change{Kind: promotion.ChangeSeat, Opening: "east"})
	r.publish()
	r.on = "2026-04-09"
	r.decide()
	assert.Len(t, r.Seats(), 2)
}

func TestTieInsideTheSeatsIsNone(t *testing.T) {
	c := spring(t)
	c.TieBreaks = nil
	c.Openings[0].Seats = 2
	r := entered(t, c)
	r.score("ada", "interview", "80", "80", "80", "80")
	r.score("bo", "interview", "80", "80", "80", "80")
	assert.Empty(t, r.Outcome().Ties())
	assert.Equal(t, promotion.Selected, standing(r, "ada"))
	assert.Equal(t, promotion.Selected, standing(r, "bo"))
}

func TestTieShared(t *testing.T) {
	r := tiedRun(t, promotion.TieBreak{By: promotion.TieShare})
	assert.Empty(t, r.Outcome().Ties())
	assert.Equal(t, promotion.Selected, standing(r, "ada"))
	assert.Equal(t, promotion.Selected, standing(r, "bo"))
	r.publish()
	r.on = "2026-03-27"
	r.decide()
	r.on = "2026-04-07"
	r.do(promotion.Event{Step: promotion.StepAppoint, Person: person("ada"), Opening: "east"})
	r.do(promotion.Event{Step: promotion.StepAppoint, Person: person("bo"), Opening: "east"})
	r.do(promotion.Event{Step: promotion.StepClose})
}

func TestTieByLot(t *testing.T) {
	r := tiedRun(t, promotion.TieBreak{By: promotion.TieLot})
	assert.Equal(t, 1, r.Outcome().Openings[0].Ranking[1].Rank, "nobody is parted before the seed is there")
	r.seeds()
	east := r.Outcome().Openings[0]
	assert.Equal(t, []int{1, 2}, []int{east.Ranking[0].Rank, east.Ranking[1].Rank})
	assert.Equal(t, []promotion.TieStep{{By: promotion.TieLot, Among: 2}}, east.Ranking[0].Ties)
	again := tiedRun(t, promotion.TieBreak{By: promotion.TieLot})
	again.seeds()
	assert.Equal(t, r.Outcome(), again.Outcome(), "lots are the same again")
}

func TestTieByFigure(t *testing.T) {
	breaks := []promotion.TieBreak{{By: promotion.TieExercise, Exercise: "talk"}, {By: promotion.TieFact, Fact: "tenure"}}
	for name, c := range map[string]struct {
		ada, bo string
		first   string
		ranks   []int
	}{
		"longer tenure first": {"400", "500", "bo", []int{1, 2}},
		"equal":               {"400", "400", "ada", []int{1, 1}},
		"one unknown":         {"", "500", "ada", []int{1, 1}},
	} {
		t.Run(name, func(t *testing.T) {
			cycle := spring(t)
			cycle.TieBreaks = breaks
			r := begin(t, cycle)
			r.applies("ada", "east")
			r.applies("bo", "east")
			r.on = "2026-03-09"
			r.freezes("ada", c.ada)
			r.freezes("bo", c.bo)
			r.on = "2026-03-10"
			for _, id := range []string{"ada", "bo"} {
				r.score(id, "test", "80")
			}
			r.on = "2026-03-12"
			for _, id := range []string{"ada", "bo"} {
				r.score(id, "talk", "8", "8", "8")
			}
			r.on = "2026-03-16"
			for _, id := range []string{"ada", "bo"} {
				r.score(id, "interview", "80", "80", "80", "80")
			}
			ranking := r.Outcome().Openings[0].Ranking
			assert.Equal(t, person(c.first), ranking[0].Person)
			for i, rank := range c.ranks {
				assert.Equal(t, rank, ranking[i].Rank)
			}
			require.Len(t, ranking[0].Ties, 2)
			assert.Equal(t, "80", ranking[0].Ties[0].Figure.String())
			assert.Equal(t, 1, ranking[0].Ties[0].Left)
		})
	}
}

func TestTieByLowerFigure(t *testing.T) {
	c := spring(t)
	c.Facts[0].Direction = "lower"
	c.TieBreaks = []promotion.TieBreak{{By: promotion.TieFact, Fact: "tenure"}}
	r := begin(t, c)
	r.applies("ada", "east")
	r.applies("bo", "east")
	r.on = "2026-03-09"
	r.freezes("ada", "3")
	r.freezes("bo", "2")
	r.on = "2026-03-10"
	r.score("ada", "test", "80")
	r.score("bo", "test", "80")
	r.on = "2026-03-12"
	r.score("ada", "talk", "8")
	r.score("bo", "talk", "8")
	r.on = "2026-03-16"
	r.score("ada", "interview", "80")
	r.score("bo", "interview", "80")
	assert.Equal(t, person("bo"), r.Outcome().Openings[0].Ranking[0].Person)
}

func TestTieAfterADecline(t *testing.T) {
	c := spring(t)
	c.TieBreaks = nil
	r := begin(t, c)
	for _, id := range []string{"ada", "bo", "cy"} {
		r.applies(id, "east")
	}
	r.on = "2026-03-09"
	for _, id := range []string{"ada", "bo", "cy"} {
		r.freezes(id, "1")
	}
	r.on = "2026-03-10"
	r.score("ada", "test", "90")
	r.score("bo", "test", "80")
	r.score("cy", "test", "80")
	r.finish("test")
	r.on = "2026-03-12"
	for _, id := range []string{"ada", "bo", "cy"} {
		r.score(id, "talk", "8", "8", "8")
	}
	r.finish("talk")
	r.on = "2026-03-16"
	for _, id := range []string{"ada", "bo", "cy"} {
		r.score(id, "interview", "80", "80", "80", "80")
	}
	r.finish("interview")
	r.on = "2026-03-19"
	r.publish()
	r.on = "2026-03-27"
	r.decide()
	r.do(promotion.Event{Step: promotion.StepDecline, By: person("ada"), Person: person("ada"), Opening: "east"})
	require.Len(t, r.Seats(), 2)
	assert.True(t, r.Seats()[0].Tied)
	v, err := r.CandidateView(person("bo"))
	require.NoError(t, err)
	assert.False(t, v.Openings[0].Offered)
	r.on = "2026-04-07"
	r.refused("seat", "$.person", promotion.Event{Step: promotion.StepAppoint, Person: person("bo"), Opening: "east"})
	r.do(promotion.Event{Step: promotion.StepClose})
}

func TestTieOfThreeWithOneUnknown(t *testing.T) {
	c := spring(t)
	c.TieBreaks = []promotion.TieBreak{{By: promotion.TieFact, Fact: "tenure"}}
	c.Exercises = c.Exercises[:1]
	c.Exercises[0].Weight = kam.Whole()
	r := begin(t, c)
	for _, id := range []string{"ada", "bo", "cy"} {
		r.applies(id, "east")
	}
	r.on = "2026-03-09"
	r.freezes("ada", "100")
	r.freezes("bo", "500")
	r.freezes("cy", "")
	r.on = "2026-03-10"
	for _, id := range []string{"ada", "bo", "cy"} {
		r.score(id, "test", "80")
	}
	for _, place := range r.Outcome().Openings[0].Ranking {
		assert.Equal(t, 1, place.Rank, "nobody is parted by a figure that one of them lacks")
	}
	assert.Len(t, r.Outcome().Openings[0].Tied, 3)
}
