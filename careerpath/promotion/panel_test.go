package promotion_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/careerpath/promotion"
)

func TestAPanelThatIsTooSmallGetsAJudge(t *testing.T) {
	c := spring(t)
	c.Exercises[2].MinJudges, c.Exercises[2].DropFrom = 5, 0
	r := entered(t, c)
	r.score("ada", "interview", "80", "80", "80", "80", "80")
	r.do(promotion.Event{Step: promotion.StepDeclare, By: person("j5"), Judge: person("j5"), Person: person("bo"), Relation: promotion.Relative, Reason: "cousins"})
	r.score("bo", "interview", "70", "70", "70", "70")
	require.Len(t, r.Findings(), 1)
	assert.Equal(t, "promotion.judges-left", r.Findings()[0].Code)
	add := promotion.Event{Step: promotion.StepAddJudge, Judge: person("j6"), Name: "Judge j6", Exercise: "interview", Reason: "j5 is a cousin of bo"}
	for name, x := range map[string]struct {
		code, place string
		change      func(*promotion.Event)
	}{
		"no officer":  {"role", "$.by", func(e *promotion.Event) { e.By = person("j1") }},
		"no reason":   {"missing", "$.reason", func(e *promotion.Event) { e.Reason = "" }},
		"an arbiter":  {"arbiter", "$.judge", func(e *promotion.Event) { e.Judge = arbiter }},
		"oneself":     {"conflict", "$.judge", func(e *promotion.Event) { e.Judge = officer }},
		"a judge":     {"twice", "$.judge", func(e *promotion.Event) { e.Judge = person("j1") }},
		"no exercise": {"exercise", "$.exercise", func(e *promotion.Event) { e.Exercise = "essay" }},
	} {
		t.Run(name, func(t *testing.T) {
			e := add
			x.change(&e)
			r.refused(x.code, x.place, e)
		})
	}
	before := r.State
	r.do(add)
	assert.Len(t, before.Judges(), 5, "the state before has the panel of before")
	_, err := before.Apply(r.event(scored("j6", "bo", "interview", "70")))
	finding(t, err, "judge", "$.by")
	e := add
	e.Judge, e.Exercise = person("j1"), "test"
	r.refused("twice", "$.judge", e)
	e.Judge = person("j2")
	r.do(e)
	_, err = before.Apply(r.event(scored("j2", "bo", "test", "70")))
	finding(t, err, "judge", "$.by")
	assert.Equal(t, person("j6"), r.Judges()[5])
	assert.Equal(t, r.Judges(), r.Record().Judges())
	r.refused("judge", "$.by", scored("j6", "bo", "talk", "8"))
	r.do(scored("j6", "bo", "interview", "70"))
	assert.Equal(t, "Judge j6", func() string { v, err := r.PanelView(person("j6")); require.NoError(t, err); return v.Name }())
	r.finish("interview")
	r.on = "2026-03-19"
	r.publish()
	again, err := promotion.Replay(r.Record())
	require.NoError(t, err)
	assert.Equal(t, r.Outcome(), again.Outcome())
}

func TestAnAddedJudgeMayBeInConflict(t *testing.T) {
	c := spring(t)
	c.Relations = []promotion.Relation{{Kind: promotion.Leads, Of: person("j6"), To: person("ada")}}
	r := entered(t, c)
	r.do(promotion.Event{Step: promotion.StepAddJudge, Judge: person("j6"), Reason: "one more"})
	r.do(promotion.Event{Step: promotion.StepAddJudge, Judge: person("bo"), Reason: "one more"})
	r.refused("conflict", "$.by", scored("j6", "ada", "interview", "80"))
	r.refused("conflict", "$.by", scored("bo", "ada", "interview", "80"))
	assert.Equal(t, promotion.ConflictReport, r.Conflict(person("j6"), person("ada")))
	r.do(promotion.Event{Step: promotion.StepDeclare, By: person("j6"), Judge: person("j6"), Person: person("bo"), Relation: promotion.Leads, Reason: "bo leads me"})
	assert.Equal(t, promotion.ConflictManager, r.Conflict(person("j6"), person("bo")))
}

// A judge stands down after the exercise was closed; an officer opens it again before the ranking is published.
func TestAnExerciseIsReopenedBeforePublication(t *testing.T) {
	c := spring(t)
	c.Officers = append(c.Officers, person("j1"))
	c.Exercises[2].Pass = opt("60")
	r := entered(t, c)
	r.score("ada", "interview", "80", "80", "80", "80")
	r.score("bo", "interview", "50", "50", "50", "50")
	r.refused("finished", "$.exercise", promotion.Event{Step: promotion.StepReopen, Exercise: "interview", Reason: "x"})
	r.finish("interview")
	r.on = "2026-03-17"
	r.refused("missing", "$.reason", promotion.Event{Step: promotion.StepReopen, Exercise: "interview"})
	r.refused("conflict", "$.by", promotion.Event{Step: promotion.StepReopen, By: person("j1"), Exercise: "interview", Reason: "x"})
	r.do(promotion.Event{Step: promotion.StepReopen, Exercise: "interview", Reason: "j1 added up wrongly"})
	correct := scored("j1", "bo", "interview", "100")
	correct.Step, correct.Reason = promotion.StepCorrect, "added up wrongly"
	r.do(correct)
	r.do(scored("j5", "bo", "interview", "90"))
	r.finish("interview")
	r.on = "2026-03-19"
	r.publish()
	assert.Equal(t, "190/3", func() string { c, _ := r.Outcome().Candidate(person("bo")); return c.Exercises[2].Mean.String() }())
	r.refused("step", "$.step", promotion.Event{Step: promotion.StepReopen, Exercise: "interview", Reason: "x"})
	require.NoError(t, promotion.Verify(r.Record()))
}

// The only judge was ill on the one day of the test: it is opened again, and another judge scores.
func TestAnExerciseWhoseWindowIsOverIsReopened(t *testing.T) {
	r := begin(t, spring(t))
	r.applies("ada", "east")
	r.on = "2026-03-09"
	r.freezes("ada", "1500")
	reopen := promotion.Event{Step: promotion.StepReopen, Exercise: "test", Reason: "the judge was ill"}
	r.on = "2026-03-10"
	r.refused("finished", "$.exercise", reopen)
	r.on = "2026-03-11"
	r.refused("window", "$.on", scored("j1", "ada", "test", "80"))
	r.do(reopen)
	r.refused("finished", "$.exercise", reopen)
	r.do(scored("j1", "ada", "test", "80"))
	r.finish("test")
}

// Whoever knows the lot could score for it: what is closed with all its scores stays closed from the day of the draw on.
func TestNothingIsReopenedOnceTheLotMayBeKnown(t *testing.T) {
	r := entered(t, spring(t))
	r.score("ada", "interview", "80", "80", "80", "80")
	r.score("bo", "interview", "80", "80", "80", "80")
	r.finish("interview")
	reopen := promotion.Event{Step: promotion.StepReopen, Exercise: "interview", Reason: "another look"}
	r.on = "2026-03-18"
	r.refused("draw", "$.on", reopen)
	r.seeds()
	r.refused("draw", "$.on", reopen)
	r.on = "2026-03-19"
	r.publish()
	r.upholds("o", promotion.Change{Kind: promotion.ChangeReopen, Exercise: "interview"})
	r.do(scored("j5", "bo", "interview", "90"))
	r.finish("interview")
	r.publish()
	require.NoError(t, promotion.Verify(r.Record()))

	c := spring(t)
	c.TieBreaks, c.Draw = c.TieBreaks[:1], promotion.Draw{}
	r = entered(t, c)
	r.score("ada", "interview", "80", "80", "80", "80")
	r.score("bo", "interview", "80", "80", "80", "80")
	r.finish("interview")
	r.on = "2026-03-18"
	r.do(reopen)
}

// The questions leaked: all scores are void, and everybody is scored anew.
func TestAVoidExerciseIsHeldAgain(t *testing.T) {
	r := whole(t, spring(t))
	r.upholds("leaked", promotion.Change{Kind: promotion.ChangeVoid, Exercise: "talk"})
	var codes []string
	for _, f := range r.Findings() {
		codes = append(codes, f.Code)
		assert.Contains(t, f.Remedy.EN, "reopen it")
	}
	assert.Equal(t, []string{"promotion.judges", "promotion.judges", "promotion.judges"}, codes, "the panel is not too small")
	r.do(promotion.Event{Step: promotion.StepReopen, Exercise: "talk", Reason: "held again"})
	v, err := r.PanelView(person("j1"))
	require.NoError(t, err)
	assert.Contains(t, v.Markdown(kam.English), "| Name of ada | 8 | score anew, the score is void |")
	assert.Contains(t, v.Markdown(kam.Chinese), "评分已作废，请重新评分")
	correct := scored("j1", "ada", "talk", "7")
	correct.Step, correct.Reason = promotion.StepCorrect, "x"
	r.refused("score", "$.score", correct)
	for _, id := range []string{"ada", "bo", "cy"} {
		r.score(id, "talk", "7", "7", "7")
	}
	r.refused("twice", "$.score", scored("j1", "ada", "talk", "9"))
	assert.Empty(t, r.Findings())
	r.finish("talk")
	s := use(t, r, "ada", "talk", "j1")
	assert.Equal(t, promotion.Counted, s.Use)
	require.Len(t, s.Changes, 1)
	assert.Equal(t, "8", s.Changes[0].From.String(), "the void score stays as history")
	assert.True(t, s.Changes[0].Voided)
	r.publish()
	require.NoError(t, promotion.Verify(r.Record()))
}

// A candidate declares a quarrel after the ranking; the score counts until somebody without a part in it rules.
func TestOnlyARulingVoids(t *testing.T) {
	r := whole(t, spring(t))
	want := totalOf(r, 0, "ada")
	r.do(promotion.Event{Step: promotion.StepDeclare, By: person("ada"), Person: person("ada"), Judge: person("j4"), Relation: promotion.OtherInterest, Reason: "we once quarrelled"})
	assert.Equal(t, want, totalOf(r, 0, "ada"))
	s := use(t, r, "ada", "interview", "j4")
	assert.Equal(t, promotion.ConflictOther, s.Conflict)
	assert.NotEqual(t, promotion.Void, s.Use)
	r.upholds("o", promotion.Change{Kind: promotion.ChangeVoid, Person: person("ada"), Judge: person("j4")})
	assert.Equal(t, promotion.Void, use(t, r, "ada", "interview", "j4").Use)
}

func TestRivalsStayRivals(t *testing.T) {
	r := begin(t, spring(t))
	for _, id := range []string{"j1", "j2", "j3"} {
		r.applies(id, "east")
	}
	r.applies("ada", "east")
	r.withdraws("j1")
	r.do(promotion.Event{Step: promotion.StepDisqualify, Person: person("j2"), Reason: "x"})
	r.withdraws("j3")
	r.applies("j3", "west")
	for _, id := range []string{"j1", "j2", "j3"} {
		assert.Equal(t, promotion.ConflictRival, r.Conflict(person(id), person("ada")), id)
	}
	r.withdraws("ada")
	r.applies("ada", "west")
	assert.Equal(t, promotion.ConflictRival, r.Conflict(person("j1"), person("ada")), "what one applied for before counts")
	r.do(promotion.Event{Step: promotion.StepNominate, By: person("boss"), Person: person("j4"), Openings: []string{"west"}, Reason: "good"})
	assert.Equal(t, promotion.NoConflict, r.Conflict(person("j4"), person("ada")), "who did not accept is no rival")
	r.do(promotion.Event{Step: promotion.StepAccept, By: person("j4"), Person: person("j4")})
	r.withdraws("j4")
	assert.Equal(t, promotion.ConflictRival, r.Conflict(person("j4"), person("ada")))
}

func TestWhoSettlesHasNoPartInIt(t *testing.T) {
	second := kam.Subject{Kind: "user", ID: "hr-2"}
	set := func(change func(*promotion.Cycle)) *run {
		c := spring(t)
		c.Officers = append(c.Officers, second)
		change(&c)
		return whole(t, c)
	}
	object := func(r *run, by, about string) {
		e := promotion.Event{Step: promotion.StepObject, ID: "o", By: person(by), Reason: "x"}
		if about != "" {
			e.Person = person(about)
		}
		r.do(e)
	}
	answer := promotion.Event{Step: promotion.StepAnswer, ID: "o", Ruling: promotion.Rejected, Reason: "x"}
	upheld := func(changes ...promotion.Change) promotion.Event {
		e := answer
		e.Ruling, e.Changes = promotion.Upheld, changes
		return e
	}
	kin := func(id string) func(*promotion.Cycle) {
		return func(c *promotion.Cycle) {
			c.Relations = []promotion.Relation{{Kind: promotion.Relative, Of: person(id), To: officer}}
		}
	}
	t.Run("family of the one who objects", func(t *testing.T) {
		r := set(kin("cy"))
		object(r, "cy", "")
		f := r.refused("conflict", "$.by", answer)
		assert.Equal(t, `user "hr" may not settle what is about payee "cy": an interest stands between them`, f.Message.EN)
		other := answer
		other.By = second
		r.do(other)
	})
	t.Run("family of the one it is about", func(t *testing.T) {
		r := set(kin("bo"))
		object(r, "cy", "bo")
		r.refused("conflict", "$.by", answer)
	})
	t.Run("family of somebody in a change", func(t *testing.T) {
		r := set(kin("bo"))
		object(r, "cy", "ada")
		r.refused("conflict", "$.by", upheld(promotion.Change{Kind: promotion.ChangeScore, Person: person("bo"), Judge: person("j1"), Exercise: "test", Score: opt("99")}))
		r.refused("conflict", "$.by", upheld(promotion.Change{Kind: promotion.ChangeVoid, Judge: person("j5")}))
		r.refused("conflict", "$.by", upheld(promotion.Change{Kind: promotion.ChangeDisqualify, Person: person("bo")}))
		r.refused("conflict", "$.by", upheld(promotion.Change{Kind: promotion.ChangeSeat, Opening: "west"}))
		r.refused("conflict", "$.by", upheld(promotion.Change{Kind: promotion.ChangeReopen, Exercise: "talk"}))
		r.do(answer)
	})
	t.Run("family of somebody, and an objection that names nobody", func(t *testing.T) {
		r := set(kin("bo"))
		object(r, "cy", "")
		r.refused("conflict", "$.by", answer)
		other := upheld(promotion.Change{Kind: promotion.ChangeSeat, Opening: "west"})
		other.By = second
		r.do(other)
	})
	t.Run("an officer who judges", func(t *testing.T) {
		r := set(func(c *promotion.Cycle) { c.Officers = append(c.Officers, person("j1")) })
		object(r, "cy", "")
		own := upheld(promotion.Change{Kind: promotion.ChangeScore, Person: person("ada"), Judge: person("j1"), Exercise: "test", Score: opt("99")})
		own.By = person("j1")
		_, err := r.Apply(r.event(own))
		require.ErrorContains(t, err, "gave scores that it is about")
		general := answer
		general.By = person("j1")
		r.refused("conflict", "$.by", general)
		again := upheld(promotion.Change{Kind: promotion.ChangeReopen, Exercise: "test"})
		again.By = person("j1")
		_, err = r.Apply(r.event(again))
		require.ErrorContains(t, err, "$.changes[0]")
	})
	t.Run("an officer who judges others", func(t *testing.T) {
		r := set(func(c *promotion.Cycle) { c.Officers = append(c.Officers, person("j5")) })
		object(r, "cy", "ada")
		r.do(promotion.Event{Step: promotion.StepObject, ID: "general", By: person("cy"), Reason: "x"})
		other := answer
		other.By, other.ID = person("j5"), "general"
		r.refused("conflict", "$.by", other)
		other.ID = "o"
		r.do(other) // who scored bo alone
	})
	t.Run("an arbiter", func(t *testing.T) {
		r := set(func(c *promotion.Cycle) {
			c.Relations = []promotion.Relation{{Kind: promotion.ReportsTo, Of: arbiter, To: person("cy")}}
		})
		r.on = "2026-03-27"
		r.decide()
		r.do(promotion.Event{Step: promotion.StepAppeal, ID: "a", By: person("cy"), Person: person("cy"), Reason: "x"})
		r.refused("conflict", "$.by", promotion.Event{Step: promotion.StepRule, By: arbiter, ID: "a", Ruling: promotion.Rejected, Reason: "x"})
	})
	t.Run("what is declared late", func(t *testing.T) {
		r := set(func(*promotion.Cycle) {})
		object(r, "cy", "")
		declare := promotion.Event{Step: promotion.StepDeclare, By: person("cy"), Person: person("cy"), Judge: officer, Relation: promotion.OtherInterest, Reason: "x"}
		r.refused("role", "$.by", declare)
		declare.By = officer
		r.do(declare)
		r.refused("conflict", "$.by", answer)
		declare.Judge = arbiter
		r.refused("role", "$.by", declare)
		declare.By = arbiter
		r.do(declare)
	})
}

// Who may not do something learns nothing from trying.
func TestARefusalTellsNothing(t *testing.T) {
	r := begin(t, spring(t))
	r.applies("ada", "east")
	r.applies("bo", "east")
	r.on = "2026-03-09"
	r.freezes("ada", "1")
	r.freezes("bo", "1")
	r.on = "2026-03-10"
	r.score("ada", "test", "80")
	r.score("bo", "test", "10")
	r.finish("test")
	r.on = "2026-03-12"
	ada := person("ada")
	for step, e := range map[string]promotion.Event{
		"score":      scored("ada", "bo", "talk", "1"),
		"publish":    {Step: promotion.StepPublish, Digest: hash64},
		"freeze":     {Step: promotion.StepFreeze, Person: person("bo"), Frozen: r.frozen(evidenceOf(person("bo"), true, 3), "1")},
		"finish":     {Step: promotion.StepFinish, Exercise: "interview"},
		"disqualify": {Step: promotion.StepDisqualify, Person: person("zoe"), Reason: "x"},
		"withdraw":   {Step: promotion.StepWithdraw, Person: person("zoe")},
		"decide":     {Step: promotion.StepDecide, Digest: hash64},
		"seed":       {Step: promotion.StepSeed, Seed: "1"},
		"appoint":    {Step: promotion.StepAppoint, Person: person("bo"), Opening: "east"},
		"early":      {Step: promotion.StepClose, On: day("2026-03-01")},
	} {
		t.Run(step, func(t *testing.T) {
			e.By = ada
			code := "role"
			if step == "score" {
				code = "judge"
			}
			r.refused(code, "$.by", e)
		})
	}
	r.do(promotion.Event{Step: promotion.StepDeclare, By: person("j2"), Judge: person("j2"), Person: person("bo"), Relation: promotion.Relative, Reason: "x"})
	r.refused("conflict", "$.by", scored("j2", "bo", "talk", "1"))
}

// The digest to publish or decide with is that of the outcome as it is now.
func TestDigestOfAState(t *testing.T) {
	r := entered(t, spring(t))
	digest, err := r.State.Digest()
	require.NoError(t, err)
	want, err := r.Outcome().Digest()
	require.NoError(t, err)
	assert.Equal(t, want, digest)
	r.do(promotion.Event{Step: promotion.StepDisqualify, Person: person("bo"), Reason: "x"})
	assert.Equal(t, promotion.Disqualified, standing(r, "bo"))
	after, err := r.State.Digest()
	require.NoError(t, err)
	assert.NotEqual(t, digest, after)
	empty, err := promotion.State{}.Digest()
	require.NoError(t, err)
	assert.Len(t, empty, 64)
}
