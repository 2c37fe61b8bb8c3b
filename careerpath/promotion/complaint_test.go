package promotion_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/careerpath/promotion"
)

// upholds raises an objection and upholds it with changes.
func (r *run) upholds(id string, changes ...promotion.Change) {
	r.t.Helper()
	r.do(promotion.Event{Step: promotion.StepObject, ID: id, By: person("cy"), Reason: "something is wrong"})
	r.do(promotion.Event{Step: promotion.StepAnswer, ID: id, Ruling: promotion.Upheld, Reason: "it is", Changes: changes})
}

func standing(r *run, id string) promotion.Standing {
	c, _ := r.Outcome().Candidate(person(id))
	return c.Standing
}

func totalOf(r *run, opening int, id string) string {
	for _, place := range r.Outcome().Openings[opening].Ranking {
		if place.Person == person(id) {
			return place.Total.String()
		}
	}
	return ""
}

func TestChanges(t *testing.T) {
	t.Run("nothing", func(t *testing.T) {
		r := whole(t, spring(t))
		r.upholds("o")
		assert.Equal(t, promotion.Published, r.Phase(), "an objection that changes nothing leaves the ranking as it is")
	})
	t.Run("a new term", func(t *testing.T) {
		r := whole(t, spring(t))
		r.on = "2026-03-20"
		r.upholds("o", promotion.Change{Kind: promotion.ChangeDisqualify, Person: person("ada")})
		assert.Equal(t, promotion.Open, r.Phase())
		assert.Equal(t, kam.Day{}, r.Deadlines().Object)
		assert.Equal(t, promotion.Disqualified, standing(r, "ada"))
		r.refused("step", "$.step", promotion.Event{Step: promotion.StepObject, ID: "o2", By: person("cy"), Reason: "x"})
		r.refused("step", "$.step", promotion.Event{Step: promotion.StepDecide, Digest: r.digest()})
		r.publish()
		assert.Equal(t, day("2026-03-27"), r.Deadlines().Object)
		assert.Equal(t, promotion.Selected, standing(r, "bo"))
		r.upholds("o3", promotion.Change{Kind: promotion.ChangeReinstate, Person: person("ada")})
		assert.Equal(t, promotion.Selected, standing(r, "ada"))
	})
	t.Run("score", func(t *testing.T) {
		r := whole(t, spring(t))
		r.upholds("o", promotion.Change{Kind: promotion.ChangeScore, Person: person("bo"), Judge: person("j1"), Exercise: "test", Score: opt("95")})
		assert.Equal(t, "453/5", totalOf(r, 0, "bo"))
	})
	t.Run("void", func(t *testing.T) {
		r := whole(t, spring(t))
		// ada's interview 80, 70, 84, 95 loses 95: 80, 70, 84 is below the number from which scores are dropped.
		r.upholds("o", promotion.Change{Kind: promotion.ChangeVoid, Person: person("ada"), Judge: person("j4"), Exercise: "interview"})
		ada, _ := r.Outcome().Candidate(person("ada"))
		assert.Equal(t, "78", ada.Exercises[2].Mean.String())
		bo, _ := r.Outcome().Candidate(person("bo"))
		assert.Equal(t, "84", bo.Exercises[2].Mean.String())
		r.refused("judges", "$.step", promotion.Event{Step: promotion.StepPublish, Digest: r.digest()})
	})
	t.Run("void all of a judge in all exercises", func(t *testing.T) {
		r := whole(t, spring(t))
		r.upholds("o", promotion.Change{Kind: promotion.ChangeVoid, Judge: person("j2")})
		for _, c := range r.Outcome().Candidates {
			for _, e := range c.Exercises {
				for _, s := range e.Scores {
					assert.Equal(t, s.Judge == person("j2"), s.Use == promotion.Void)
				}
			}
		}
	})
	t.Run("void all of an exercise, or of a person in it", func(t *testing.T) {
		r := whole(t, spring(t))
		r.upholds("o", promotion.Change{Kind: promotion.ChangeVoid, Exercise: "talk"}, promotion.Change{Kind: promotion.ChangeVoid, Exercise: "interview", Person: person("ada")})
		for _, c := range r.Outcome().Candidates {
			for _, e := range c.Exercises {
				void := e.Exercise == "talk" || e.Exercise == "interview" && c.Person == person("ada")
				for _, s := range e.Scores {
					assert.Equal(t, void, s.Use == promotion.Void)
				}
				assert.Equal(t, !void, e.Mean.Known())
			}
		}
	})
	t.Run("seat", func(t *testing.T) {
		r := whole(t, spring(t))
		r.upholds("o", promotion.Change{Kind: promotion.ChangeSeat, Opening: "west"})
		assert.Equal(t, 2, r.Outcome().Openings[1].Seats)
		assert.Equal(t, promotion.Selected, standing(r, "cy"))
	})
	t.Run("evidence", func(t *testing.T) {
		r := whole(t, spring(t))
		r.upholds("o", promotion.Change{Kind: promotion.ChangeEvidence, Person: person("ed"), Frozen: r.frozen(evidenceOf(person("ed"), true, 2), "1")},
			promotion.Change{Kind: promotion.ChangeReopen, Exercise: "test"})
		assert.Equal(t, promotion.Unscored, standing(r, "ed"))
		_, err := r.Apply(r.event(promotion.Event{Step: promotion.StepPublish, Digest: r.digest()}))
		require.ErrorContains(t, err, `"test" is not closed`)
		require.ErrorContains(t, err, `payee "ed" has 0 scores in "talk", and 3 are needed`)
	})
	t.Run("reopen", func(t *testing.T) {
		r := whole(t, spring(t))
		r.upholds("o", promotion.Change{Kind: promotion.ChangeReopen, Exercise: "test"})
		r.on = "2026-04-01"
		correct := scored("j1", "di", "test", "60")
		correct.Step, correct.Reason = promotion.StepCorrect, "question 4 was ambiguous"
		r.do(correct)
		r.finish("test")
		assert.Equal(t, promotion.Unscored, standing(r, "di"))
		r.refused("finished", "$.exercise", correct)
		r.do(promotion.Event{Step: promotion.StepDisqualify, Person: person("di"), Reason: "does not come to a second sitting"})
		r.publish()
	})
}

func TestChangesAreRefused(t *testing.T) {
	r := whole(t, spring(t))
	r.do(promotion.Event{Step: promotion.StepObject, ID: "o", By: officer, Reason: "something is wrong"})
	answer := func(changes ...promotion.Change) promotion.Event {
		return promotion.Event{Step: promotion.StepAnswer, ID: "o", Ruling: promotion.Upheld, Reason: "it is", Changes: changes}
	}
	r.refused("conflict", "$.by", answer())
	r.do(promotion.Event{Step: promotion.StepObject, ID: "p", By: person("cy"), Reason: "something is wrong"})
	answer = func(changes ...promotion.Change) promotion.Event {
		return promotion.Event{Step: promotion.StepAnswer, ID: "p", Ruling: promotion.Upheld, Reason: "it is", Changes: changes}
	}
	for name, c := range map[string]struct {
		code, place string
		change      promotion.Change
	}{
		"unknown kind":             {"change", "$.changes[0].kind", promotion.Change{Kind: "praise"}},
		"disqualify nobody":        {"missing", "$.changes[0].person", promotion.Change{Kind: promotion.ChangeDisqualify}},
		"disqualify a stranger":    {"person", "$.changes[0].person", promotion.Change{Kind: promotion.ChangeDisqualify, Person: person("zoe")}},
		"disqualify with a score":  {"unused", "$.changes[0].score", promotion.Change{Kind: promotion.ChangeDisqualify, Person: person("cy"), Score: opt("1")}},
		"reinstate one who is in":  {"person", "$.changes[0].person", promotion.Change{Kind: promotion.ChangeReinstate, Person: person("cy")}},
		"void nothing":             {"missing", "$.changes[0]", promotion.Change{Kind: promotion.ChangeVoid, Person: person("cy")}},
		"void no judge's":          {"judge", "$.changes[0].judge", promotion.Change{Kind: promotion.ChangeVoid, Judge: person("j9")}},
		"void no exercise":         {"exercise", "$.changes[0].exercise", promotion.Change{Kind: promotion.ChangeVoid, Exercise: "essay"}},
		"a score that is not":      {"score", "$.changes[0]", promotion.Change{Kind: promotion.ChangeScore, Person: person("cy"), Judge: person("j2"), Exercise: "test", Score: opt("70")}},
		"a score off the scale":    {"score", "$.changes[0].score", promotion.Change{Kind: promotion.ChangeScore, Person: person("cy"), Judge: person("j1"), Exercise: "test", Score: opt("101")}},
		"reopen nothing":           {"exercise", "$.changes[0].exercise", promotion.Change{Kind: promotion.ChangeReopen, Exercise: "essay"}},
		"a seat nowhere":           {"opening", "$.changes[0].opening", promotion.Change{Kind: promotion.ChangeSeat, Opening: "north"}},
		"evidence of one who left": {"person", "$.changes[0].person", promotion.Change{Kind: promotion.ChangeEvidence, Person: person("fay"), Frozen: r.frozen(evidenceOf(person("fay"), true, 1), "")}},
		"evidence of another":      {"person", "$.changes[0].frozen.checks[0].result.person", promotion.Change{Kind: promotion.ChangeEvidence, Person: person("ed"), Frozen: r.frozen(evidenceOf(person("fay"), true, 1), "")}},
	} {
		t.Run(name, func(t *testing.T) { r.refused(c.code, c.place, answer(c.change)) })
	}
	rejected := answer(promotion.Change{Kind: promotion.ChangeSeat, Opening: "west"})
	rejected.Ruling = promotion.Rejected
	r.refused("changes", "$.changes", rejected)
	r.refused("person", "$.person", promotion.Event{Step: promotion.StepObject, ID: "q", By: person("cy"), Person: person("zoe"), Reason: "x"})
}

func TestAppeal(t *testing.T) {
	r := whole(t, spring(t))
	r.on = "2026-03-27"
	r.decide()
	appeal := promotion.Event{Step: promotion.StepAppeal, ID: "a-1", By: person("cy"), Person: person("cy"), Reason: "the interview began late"}
	r.refused("role", "$.by", func() promotion.Event { e := appeal; e.By = person("bo"); return e }())
	r.refused("person", "$.person", func() promotion.Event { e := appeal; e.By, e.Person = person("zoe"), person("zoe"); return e }())
	r.refused("window", "$.on", func() promotion.Event { e := appeal; e.On = day("2026-04-07"); return e }())
	r.on = "2026-04-06"
	f := r.refused("appeal-period", "$.on", promotion.Event{Step: promotion.StepAppoint, Person: person("ada"), Opening: "east"})
	assert.Equal(t, "appoint on 2026-04-07 or later", f.Remedy.EN)
	r.do(appeal)
	r.on = "2026-04-07"
	r.refused("appeal", "$.step", promotion.Event{Step: promotion.StepAppoint, Person: person("ada"), Opening: "east"})
	rule := promotion.Event{Step: promotion.StepRule, ID: "a-1", Ruling: promotion.Upheld, Reason: "it did", Changes: []promotion.Change{{Kind: promotion.ChangeSeat, Opening: "west"}}}
	r.refused("role", "$.by", rule)
	rule.By = arbiter
	r.do(rule)
	assert.Equal(t, promotion.Open, r.Phase())
	assert.Empty(t, r.Seats())
	r.publish()
	r.on = "2026-04-15"
	r.decide()
	assert.Len(t, r.Seats(), 3)
	r.on = "2026-04-25"
	r.refused("appeal-period", "$.on", promotion.Event{Step: promotion.StepAppoint, Person: person("ada"), Opening: "east"})
	_, err := r.Apply(r.event(promotion.Event{Step: promotion.StepClose}))
	require.ErrorContains(t, err, "close on 2026-04-26 or later")
	r.on = "2026-04-26"
	_, err = r.Apply(r.event(promotion.Event{Step: promotion.StepClose}))
	require.Error(t, err)
	assert.NotContains(t, err.Error(), "close on")
	r.do(promotion.Event{Step: promotion.StepAppoint, Person: person("ada"), Opening: "east"})
	r.refused("twice", "$.person", promotion.Event{Step: promotion.StepAppoint, Person: person("ada"), Opening: "west"})
	r.refused("opening", "$.opening", promotion.Event{Step: promotion.StepAppoint, Person: person("bo"), Opening: "north"})
	r.refused("role", "$.by", promotion.Event{Step: promotion.StepDecline, Person: person("bo"), Opening: "west"})
	require.Len(t, r.Seats(), 3)
	assert.True(t, r.Seats()[0].Taken)
}
