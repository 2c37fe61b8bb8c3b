package promotion_test

import (
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/careerpath/promotion"
)

// states returns what the notice says of somebody, by opening.
func states(r *run, id string) map[string]promotion.SeatState {
	r.t.Helper()
	n, err := r.Notice()
	require.NoError(r.t, err)
	out := map[string]promotion.SeatState{}
	for _, o := range n.Openings {
		for _, row := range o.Rows {
			if row.Name == "Name of "+id {
				out[o.Opening] = row.State
			}
		}
	}
	return out
}

func (r *run) view(id string) promotion.CandidateView {
	r.t.Helper()
	v, err := r.CandidateView(person(id))
	require.NoError(r.t, err)
	return v
}

// equals runs a cycle in which nothing parts people of one total, to its published ranking.
func equals(t *testing.T, scores ...string) *run {
	t.Helper()
	c := spring(t)
	c.TieBreaks, c.Draw, c.Facts, c.Exercises = nil, promotion.Draw{}, nil, c.Exercises[:1]
	c.Exercises[0].Weight = kam.Whole()
	r := begin(t, c)
	ids := []string{"ada", "bo", "cy"}[:len(scores)]
	for _, id := range ids {
		r.applies(id, "east")
	}
	r.on = "2026-03-10"
	for i, id := range ids {
		r.freezes(id, "")
		r.score(id, "test", scores[i])
	}
	r.finish("test")
	r.on = "2026-03-19"
	r.publish()
	return r
}

// ada wins the east, and bo, who likes the east better, the west. Without ada bo has the east, and cy the west.
func TestADecisionIsWithoutThoseWhoWithdrew(t *testing.T) {
	r := whole(t, spring(t))
	before := r.digest()
	r.withdraws("ada")
	assert.Equal(t, before, r.digest(), "the published ranking stands")
	r.on = "2026-04-01"
	r.decide()
	assert.Equal(t, map[string]string{"bo": "east", "cy": "west"}, seated(r))
	assert.Equal(t, map[string]promotion.SeatState{"east": promotion.SeatOffered, "west": ""}, states(r, "bo"))
	assert.Equal(t, promotion.Selected, r.view("bo").Standing)
	assert.NotContains(t, r.view("bo").Markdown(kam.English), "by the ranking", "bo has the other seat")
	r.on = "2026-04-20"
	r.do(promotion.Event{Step: promotion.StepAppoint, Person: person("bo"), Opening: "east"})
	r.declines("cy", "west")
	assert.Equal(t, map[string]string{"bo": "east"}, seated(r))
	r.do(promotion.Event{Step: promotion.StepClose})
	require.NoError(t, promotion.Verify(r.Record()))
}

// It is the same whether people withdraw right before the ranking is published or right after.
func TestWithdrawingBeforeAndAfterPublicationLeaveTheSameSeats(t *testing.T) {
	chance := rand.New(rand.NewPCG(7, 9))
	moved := 0
	for range 60 {
		c, stages := madeUp(t, chance)
		settle := func(late bool, leave []string) *run {
			p := compiled(t, c)
			s := p.Start()
			for _, stage := range stages {
				var err error
				s, err = s.ApplyAll(stage...)
				require.NoError(t, err)
			}
			r := &run{t: t, p: p, State: s, on: "2026-03-19"}
			if late {
				r.publish()
			}
			for _, id := range leave {
				r.withdraws(id)
			}
			if !late {
				r.publish()
			}
			r.on = "2026-03-27"
			r.decide()
			return r
		}
		all := settle(true, nil)
		var leave []string
		for _, o := range all.Outcome().Candidates {
			if chance.IntN(3) == 0 {
				leave = append(leave, o.Person.ID)
			}
		}
		late := settle(true, leave)
		assert.Equal(t, settle(false, leave).Seats(), late.Seats())
		assert.Equal(t, all.Outcome(), late.Outcome())
		for id, opening := range seated(all) {
			if now := seated(late)[id]; now != "" && now != opening {
				moved++
			}
		}
	}
	assert.Positive(t, moved, "some have another seat than the ranking gave")
}

func TestWhoDeclinedIsOutOfTheNextRanking(t *testing.T) {
	r := whole(t, spring(t))
	r.on = "2026-04-01"
	r.decide()
	decided := r.digest()
	r.declines("ada", "east")
	assert.Equal(t, decided, r.digest(), "what was decided stands")
	r.do(promotion.Event{Step: promotion.StepAppeal, By: person("di"), Person: person("di"), ID: "a", Reason: "x"})
	r.do(promotion.Event{
		Step: promotion.StepRule, By: arbiter, ID: "a", Ruling: promotion.Upheld, Reason: "y",
		Changes: []promotion.Change{{Kind: promotion.ChangeVoid, Person: person("ada"), Exercise: "talk"}, {Kind: promotion.ChangeReopen, Exercise: "test"}},
	})
	assert.Equal(t, promotion.Declined, r.view("ada").Standing)
	again := scored("j1", "ada", "test", "90")
	again.Step, again.Reason = promotion.StepCorrect, "added up anew"
	r.refused("eligible", "$.person", again)
	r.finish("test")
	r.publish() // though ada has no presentation any more
	assert.Empty(t, states(r, "ada"))
	assert.Equal(t, promotion.SeatProposed, states(r, "bo")["east"])
	assert.Equal(t, promotion.SeatProposed, states(r, "cy")["west"])

	r.upholds("o", promotion.Change{Kind: promotion.ChangeDisqualify, Person: person("ada")})
	assert.Equal(t, promotion.Disqualified, r.view("ada").Standing)

	r = declinedAndPublishedAnew(t)
	ranking := r.Outcome().Openings[0].Ranking
	assert.Equal(t, person("ada"), ranking[0].Person, "the rank stays")
	assert.False(t, ranking[0].Seat)
	assert.True(t, ranking[1].Seat)
	assert.Equal(t, promotion.OnTheList, standing(r, "ada"))
	assert.Equal(t, promotion.SeatDeclined, states(r, "ada")["east"])
	n, err := r.Notice()
	require.NoError(t, err)
	assert.Contains(t, n.Markdown(kam.English), "| 1 | Name of ada | declined |")
	assert.Contains(t, n.Markdown(kam.Chinese), "| 1 | Name of ada | 已放弃 |")
	v := r.view("ada")
	assert.Equal(t, promotion.Declined, v.Standing)
	assert.True(t, v.Openings[0].Declined)
	assert.False(t, v.Openings[0].Seat)

	r.on = "2026-04-20"
	r.decide()
	assert.Equal(t, map[string]string{"bo": "east", "cy": "west"}, seated(r))
	assert.Equal(t, promotion.SeatDeclined, states(r, "ada")["east"])
	replayed, err := promotion.Replay(r.Record())
	require.NoError(t, err)
	assert.Equal(t, r.Seats(), replayed.Seats())
	assert.Equal(t, r.Outcome(), replayed.Outcome())
}

// declinedAndPublishedAnew has ada decline the east, and an appeal upheld after it.
func declinedAndPublishedAnew(t *testing.T) *run {
	t.Helper()
	r := whole(t, spring(t))
	r.on = "2026-04-01"
	r.decide()
	r.declines("ada", "east")
	r.do(promotion.Event{Step: promotion.StepAppeal, By: person("di"), Person: person("di"), ID: "a", Reason: "x"})
	r.do(promotion.Event{
		Step: promotion.StepRule, By: arbiter, ID: "a", Ruling: promotion.Upheld, Reason: "y",
		Changes: []promotion.Change{{Kind: promotion.ChangeReopen, Exercise: "test"}},
	})
	r.finish("test")
	r.publish()
	return r
}

func TestWhoDeclinedWithdrawsOnce(t *testing.T) {
	r := declinedAndPublishedAnew(t)
	r.withdraws("ada")
	r.refused("person", "$.person", promotion.Event{Step: promotion.StepWithdraw, By: person("ada"), Person: person("ada")})
	assert.Equal(t, promotion.SeatWithdrawn, states(r, "ada")["east"])
	assert.Equal(t, promotion.Withdrawn, r.view("ada").Standing)
	r.on = "2026-04-20"
	r.decide()
	assert.Equal(t, promotion.Withdrawn, r.view("ada").Standing)
	assert.Equal(t, map[string]string{"bo": "east", "cy": "west"}, seated(r))
}

func TestATieEndsWhenTheTiedWithdraw(t *testing.T) {
	r := equals(t, "80", "80")
	decide := func() promotion.Event { return promotion.Event{Step: promotion.StepDecide, Digest: r.digest()} }
	before := r.Outcome()
	r.on = "2026-04-10"
	f := r.refused("tie", "$.step", decide())
	assert.Contains(t, f.Message.EN, `2 candidates are tied at the last seat of "east"`)
	late := promotion.Event{Step: promotion.StepObject, By: person("out"), ID: "o", Reason: "x"}
	_, err := r.Apply(r.event(late))
	require.NoError(t, err, "an objection can end the tie after the term")
	r.withdraws("bo")
	r.refused("window", "$.on", late)
	assert.Equal(t, before, r.Outcome(), "the published ranking stands")
	assert.Len(t, r.Outcome().Ties(), 1)
	one := r.State
	r.decide()
	assert.Equal(t, map[string]string{"ada": "east"}, seated(r))
	require.NoError(t, promotion.Verify(r.Record()))

	r.State = one
	r.withdraws("ada")
	r.decide()
	assert.Empty(t, r.Seats())
}

func TestATieAmongThoseWhoAreLeft(t *testing.T) {
	r := equals(t, "90", "80", "80")
	assert.Empty(t, r.Outcome().Ties())
	r.withdraws("ada")
	r.on = "2026-04-10"
	f := r.refused("tie", "$.step", promotion.Event{Step: promotion.StepDecide, Digest: r.digest()})
	assert.Contains(t, f.Message.EN, "payee bo")
	assert.Contains(t, f.Message.ZH, "payee cy")
	r.withdraws("cy")
	r.decide()
	assert.Equal(t, map[string]string{"bo": "east"}, seated(r))
}
