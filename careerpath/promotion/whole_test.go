package promotion_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam/careerpath/promotion"
)

func TestWholeCycle(t *testing.T) {
	r := whole(t, spring(t))
	out := r.Outcome()
	east, west := out.Openings[0], out.Openings[1]
	// ada: 0.3*85 + 0.3*85 + 0.4*82 = 83.8; bo: 0.3*65 + 0.3*95 + 0.4*84 = 81.6; cy: 70
	require.Len(t, east.Ranking, 2)
	assert.Equal(t, "419/5", east.Ranking[0].Total.String())
	assert.Equal(t, person("ada"), east.Ranking[0].Person)
	assert.True(t, east.Ranking[0].Seat)
	assert.Equal(t, "408/5", east.Ranking[1].Total.String())
	assert.False(t, east.Ranking[1].Seat)
	require.Len(t, west.Ranking, 3)
	assert.Equal(t, []int{1, 2, 3}, []int{west.Ranking[0].Rank, west.Ranking[1].Rank, west.Ranking[2].Rank})
	assert.False(t, west.Ranking[0].Seat, "ada has the opening she likes better")
	assert.True(t, west.Ranking[1].Seat)
	assert.Equal(t, "70", west.Ranking[2].Total.String())
	want := map[string]promotion.Standing{
		"ada": promotion.Selected, "bo": promotion.Selected, "cy": promotion.OnTheList, "di": promotion.Failed, "ed": promotion.NotEligible, "fay": promotion.Withdrawn,
	}
	for id, standing := range want {
		c, ok := out.Candidate(person(id))
		require.True(t, ok)
		assert.Equal(t, standing, c.Standing, id)
	}
	assert.Equal(t, promotion.Published, r.Phase())
	assert.Equal(t, promotion.Deadlines{Apply: day("2026-03-06"), Object: day("2026-03-26")}, r.Deadlines())

	r.on = "2026-03-27"
	r.decide()
	assert.Equal(t, day("2026-04-06"), r.Deadlines().Appeal)
	r.do(promotion.Event{Step: promotion.StepDecline, By: person("ada"), Person: person("ada"), Opening: "east"})
	assert.Equal(t, []promotion.Seat{
		{Opening: "west", Person: person("bo"), Name: "Name of bo"},
	}, r.Seats(), "bo keeps the seat that was decided, and nobody without a seat wished the east")
	r.refused("seat", "$.person", promotion.Event{Step: promotion.StepDecline, By: person("ada"), Person: person("ada"), Opening: "west"})
	r.on = "2026-04-07"
	r.refused("seat", "$.person", promotion.Event{Step: promotion.StepAppoint, Person: person("ada"), Opening: "west"})
	r.refused("seat", "$.person", promotion.Event{Step: promotion.StepAppoint, Person: person("bo"), Opening: "east"})
	r.refused("seat", "$.step", promotion.Event{Step: promotion.StepClose})
	r.do(promotion.Event{Step: promotion.StepAppoint, Person: person("bo"), Opening: "west"})
	r.do(promotion.Event{Step: promotion.StepClose})
	assert.Equal(t, promotion.Closed, r.Phase())
	assert.Empty(t, r.Allowed())
	r.refused("step", "$.step", promotion.Event{Step: promotion.StepOpen})
	assert.Equal(t, out, r.Outcome(), "who takes up a seat is no part of the decision")

	again, err := promotion.Replay(r.Record())
	require.NoError(t, err)
	assert.Equal(t, r.Record(), again.Record())
	assert.Equal(t, r.Seats(), again.Seats())
}

func TestEvidenceIsVerified(t *testing.T) {
	r := whole(t, spring(t))
	require.NoError(t, r.VerifyEvidence(evidenceOf(person("ada"), true, 3), gate(t)))
	finding(t, r.VerifyEvidence(evidenceOf(person("fay"), true, 3), gate(t)), "frozen", "$.person")
	finding(t, r.VerifyEvidence(evidenceOf(person("ada"), true, 3)), "criteria", "$.checks[0]")
	err := r.VerifyEvidence(evidenceOf(person("ada"), true, 2), gate(t))
	require.Error(t, err)
	assert.Contains(t, err.Error(), "digest")
	assert.Contains(t, err.Error(), "another result")
}

func TestZeroState(t *testing.T) {
	var s promotion.State
	_, err := s.Apply(promotion.Event{})
	finding(t, err, "step", "$.step")
	assert.Empty(t, s.Phase())
	assert.Empty(t, s.Record())
	assert.Empty(t, s.Seats())
	assert.Empty(t, s.Criteria())
	assert.Empty(t, s.Judges())
	assert.Empty(t, s.Findings())
	assert.Empty(t, s.Allowed())
	assert.Empty(t, s.Deadlines())
	assert.Empty(t, s.Outcome())
	assert.Equal(t, promotion.NoConflict, s.Conflict(person("a"), person("a")))
	_, err = s.CandidateView(person("a"))
	require.ErrorIs(t, err, promotion.ErrNoCandidate)
	_, err = s.PanelView(person("a"))
	require.ErrorIs(t, err, promotion.ErrNoJudge)
	_, err = s.Notice()
	require.ErrorIs(t, err, promotion.ErrNotPublished)
	_, err = s.OutcomeWithout(promotion.Leave{})
	require.ErrorIs(t, err, promotion.ErrLeave)
	require.Error(t, s.VerifyEvidence(evidenceOf(person("a"), true, 1)))
}
