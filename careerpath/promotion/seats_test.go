package promotion_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/careerpath/promotion"
)

// ranked runs a cycle to its published ranking, in which people come in the order in which they are listed, each with the
// openings that they wish.
func ranked(t *testing.T, change func(*promotion.Cycle), people ...[]string) *run {
	t.Helper()
	c := spring(t)
	c.TieBreaks, c.Draw = []promotion.TieBreak{{By: promotion.TieShare}}, promotion.Draw{}
	c.Exercises = c.Exercises[:1]
	c.Exercises[0].Weight = kam.Whole()
	if change != nil {
		change(&c)
	}
	r := begin(t, c)
	for _, p := range people {
		r.applies(p[0], p[1:]...)
	}
	r.on = "2026-03-09"
	for _, p := range people {
		r.freezes(p[0], "1")
	}
	r.on = "2026-03-10"
	for i, p := range people {
		r.score(p[0], "test", dec("99").Sub(dec("1").Mul(dec(string(rune('0'+i))))).String())
	}
	r.finish("test")
	r.on = "2026-03-19"
	r.publish()
	return r
}

// seated returns who has or may take a seat of which opening.
func seated(r *run) map[string]string {
	out := map[string]string{}
	for _, s := range r.Seats() {
		out[s.Person.ID] += s.Opening
		if s.Tied {
			out[s.Person.ID] += "?"
		}
	}
	return out
}

func (r *run) declines(id, opening string) {
	r.t.Helper()
	r.do(promotion.Event{Step: promotion.StepDecline, By: person(id), Person: person(id), Opening: opening})
}

func (r *run) withdraws(id string) {
	r.t.Helper()
	r.do(promotion.Event{Step: promotion.StepWithdraw, By: person(id), Person: person(id)})
}

// Three wish both openings, and each of the first two has one. When the first declines, the second keeps what was decided.
func TestADeclineTakesNobodysSeat(t *testing.T) {
	for _, how := range []promotion.Assignment{promotion.ByPreference, promotion.ByOpening} {
		t.Run(string(how), func(t *testing.T) {
			r := ranked(t, func(c *promotion.Cycle) { c.Assignment = how }, []string{"ada", "east", "west"}, []string{"bo", "east", "west"}, []string{"cy", "east", "west"}, []string{"di", "west", "east"})
			r.on = "2026-03-27"
			r.decide()
			assert.Equal(t, map[string]string{"ada": "east", "bo": "west"}, seated(r))
			r.declines("ada", "east")
			assert.Equal(t, map[string]string{"bo": "west", "cy": "east"}, seated(r), "bo likes the east better and keeps the west, and ada is out for both")
			r.refused("seat", "$.person", promotion.Event{Step: promotion.StepDecline, By: person("ada"), Person: person("ada"), Opening: "west"})
			r.declines("bo", "west")
			assert.Equal(t, map[string]string{"cy": "east", "di": "west"}, seated(r), "who was offered a seat keeps it too")
			r.on = "2026-04-07"
			r.do(promotion.Event{Step: promotion.StepAppoint, Person: person("cy"), Opening: "east"})
			r.declines("di", "west")
			assert.Equal(t, map[string]string{"cy": "east"}, seated(r))
			r.do(promotion.Event{Step: promotion.StepClose})
			require.NoError(t, promotion.Verify(r.Record()))
		})
	}
}

func TestTheTiedAtAFreeSeatMayDecline(t *testing.T) {
	r := ranked(t, func(c *promotion.Cycle) { c.TieBreaks = nil }, []string{"ada", "east"}, []string{"bo", "east"})
	r.on = "2026-03-27"
	r.decide()
	assert.Equal(t, map[string]string{"ada": "east"}, seated(r))

	c := spring(t)
	c.TieBreaks, c.Draw, c.Exercises = nil, promotion.Draw{}, c.Exercises[:1]
	c.Exercises[0].Weight = kam.Whole()
	r = begin(t, c)
	for _, id := range []string{"ada", "bo", "cy"} {
		r.applies(id, "east")
	}
	r.on = "2026-03-10"
	for i, id := range []string{"ada", "bo", "cy"} {
		r.freezes(id, "1")
		r.score(id, "test", []string{"90", "80", "80"}[i])
	}
	r.finish("test")
	r.on = "2026-03-19"
	r.publish()
	r.on = "2026-03-27"
	r.decide()
	r.declines("ada", "east")
	assert.Equal(t, map[string]string{"bo": "east?", "cy": "east?"}, seated(r))
	r.declines("cy", "east")
	assert.Equal(t, map[string]string{"bo": "east"}, seated(r), "a tie of one is none")
}

func TestWithdrawalAfterPublicationLeavesTheRanking(t *testing.T) {
	r := ranked(t, nil, []string{"ada", "east", "west"}, []string{"bo", "west", "east"}, []string{"cy", "west", "east"}, []string{"di", "east"})
	before := r.Outcome()
	r.withdraws("ada")
	r.withdraws("bo")
	r.refused("person", "$.person", promotion.Event{Step: promotion.StepWithdraw, By: person("bo"), Person: person("bo")})
	assert.Equal(t, before, r.Outcome(), "the published ranking stands")
	n, err := r.Notice()
	require.NoError(t, err)
	assert.Equal(t, promotion.SeatWithdrawn, n.Openings[0].Rows[0].State)
	assert.Contains(t, n.Markdown(kam.English), "withdrawn")
	assert.Contains(t, n.Markdown(kam.Chinese), "已退出")
	v, err := r.CandidateView(person("ada"))
	require.NoError(t, err)
	assert.Equal(t, promotion.Withdrawn, v.Standing)
	r.on = "2026-03-27"
	r.decide()
	assert.Equal(t, map[string]string{"cy": "west", "di": "east"}, seated(r), "both seats were free at the decision, and cy likes the west better")
	require.NoError(t, promotion.Verify(r.Record()))
}

func TestWithdrawalBeforeANewRankingLeavesNoTrace(t *testing.T) {
	r := ranked(t, nil, []string{"ada", "east"}, []string{"bo", "east"}, []string{"cy", "east"})
	r.withdraws("ada")
	r.upholds("o", promotion.Change{Kind: promotion.ChangeScore, Person: person("cy"), Judge: person("j1"), Exercise: "test", Score: opt("61")})
	assert.Equal(t, promotion.Withdrawn, standing(r, "ada"))
	assert.Equal(t, promotion.Selected, standing(r, "bo"))
	r.publish()
	r.on = "2026-03-27"
	r.decide()
	r.declines("bo", "east")
	assert.Equal(t, map[string]string{"cy": "east"}, seated(r))
	r.do(promotion.Event{Step: promotion.StepAppeal, ID: "a", By: person("cy"), Person: person("cy"), Reason: "x"})
	r.do(promotion.Event{Step: promotion.StepRule, By: arbiter, ID: "a", Ruling: promotion.Upheld, Reason: "x", Changes: []promotion.Change{{Kind: promotion.ChangeSeat, Opening: "east"}}})
	r.publish()
	r.on = "2026-04-20"
	r.decide()
	assert.Equal(t, map[string]string{"cy": "east"}, seated(r), "who declined gets no seat of a new decision")
}
