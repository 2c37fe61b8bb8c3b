package promotion_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/careerpath/promotion"
)

func TestApplicationIsRefused(t *testing.T) {
	r := begin(t, spring(t))
	apply := func(id string, openings ...string) promotion.Event {
		return promotion.Event{Step: promotion.StepApply, By: person(id), Person: person(id), Openings: openings}
	}
	late, early := apply("ada", "east"), apply("ada", "east")
	late.On, early.On = day("2026-03-07"), day("2026-03-01")
	f := r.refused("window", "$.on", late)
	assert.Equal(t, "2026-03-07 is outside of 2026-03-02 to 2026-03-06 for applications", f.Message.EN)
	assert.Equal(t, "2026-03-07 不在报名的时间 2026-03-02 至 2026-03-06 之内", f.Message.ZH)
	_, err := r.Apply(early)
	require.Error(t, err)
	r.refused("opening", "$.openings[0]", apply("ada", "north"))
	r.refused("twice", "$.openings[1]", apply("ada", "east", "east"))
	r.refused("missing", "$.openings", apply("ada"))
	forOther := apply("ada", "east")
	forOther.By = person("bo")
	r.refused("role", "$.by", forOther)
	own := apply("hr", "east")
	own.By, own.Person = officer, officer
	r.refused("role", "$.person", own)
	own.By, own.Person = arbiter, arbiter
	r.refused("role", "$.person", own)
	r.applies("ada", "east")
	r.refused("twice", "$.person", apply("ada", "west"))
	nominate := promotion.Event{Step: promotion.StepNominate, By: person("boss"), Person: person("ada"), Openings: []string{"east"}, Reason: "good"}
	r.refused("twice", "$.person", nominate)
	nominate.By, nominate.Person = person("bo"), person("bo")
	r.refused("role", "$.by", nominate)
	nominate.By = person("boss")
	r.do(nominate)
	accept := promotion.Event{Step: promotion.StepAccept, By: person("boss"), Person: person("bo")}
	r.refused("role", "$.by", accept)
	accept.By = person("ada")
	accept.Person = person("ada")
	r.refused("twice", "$.person", accept)
	accept.By, accept.Person = person("bo"), person("bo")
	r.do(accept)
	withdraw := promotion.Event{Step: promotion.StepWithdraw, By: person("bo"), Person: person("bo")}
	r.do(withdraw)
	r.refused("person", "$.person", withdraw)
	r.applies("bo", "west")
	assert.Equal(t, promotion.ConflictNominee, r.Conflict(person("boss"), person("bo")), "a nomination stays known")
}

func TestMaxOpenings(t *testing.T) {
	c := spring(t)
	c.MaxOpenings = 1
	r := begin(t, c)
	r.refused("too-many", "$.openings", promotion.Event{Step: promotion.StepApply, By: person("ada"), Person: person("ada"), Openings: []string{"east", "west"}})
}

// entered is a cycle in which ada and bo are eligible, on the day of the interview, with tests and talks done.
func entered(t testing.TB, c promotion.Cycle) *run {
	t.Helper()
	r := begin(t, c)
	r.applies("ada", "east")
	r.applies("bo", "east")
	r.on = "2026-03-09"
	r.freezes("ada", "100")
	r.freezes("bo", "100")
	r.on = "2026-03-10"
	r.score("ada", "test", "80")
	r.score("bo", "test", "80")
	r.finish("test")
	r.on = "2026-03-12"
	r.score("ada", "talk", "8", "8", "8")
	r.score("bo", "talk", "8", "8", "8")
	r.finish("talk")
	r.on = "2026-03-16"
	return r
}

func TestScoreIsRefused(t *testing.T) {
	c := spring(t)
	c.Relations = []promotion.Relation{{Kind: promotion.ReportsTo, Of: person("ada"), To: person("j3")}}
	c.Exercises[2].MinJudges = 3
	c.Exercises[2].DropFrom = 0
	c.Exercises[1].MinJudges = 2
	r := begin(t, c)
	r.applies("ada", "east")
	r.on = "2026-03-10"
	r.freezes("ada", "1")
	r.refused("judge", "$.by", scored("j2", "ada", "test", "80"))
	r.refused("judge", "$.by", scored("stranger", "ada", "test", "80"))
	r.refused("person", "$.person", scored("j1", "nobody", "test", "80"))
	r.refused("exercise", "$.exercise", scored("j1", "ada", "essay", "80"))
	r.refused("window", "$.on", scored("j1", "ada", "interview", "80"))
	r.refused("score", "$.score", scored("j1", "ada", "test", "101"))
	r.refused("score", "$.score", scored("j1", "ada", "test", "-1"))
	f := r.refused("score", "$.score", scored("j1", "ada", "test", "80.5"))
	assert.Equal(t, "score 0 to 100 in steps of 1", f.Remedy.EN)
	r.do(scored("j1", "ada", "test", "80"))
	r.refused("twice", "$.score", scored("j1", "ada", "test", "90"))
	correct := scored("j1", "ada", "test", "90")
	correct.Step = promotion.StepCorrect
	r.refused("missing", "$.reason", correct)
	correct.Reason = "added up wrongly"
	r.do(correct)
	r.finish("test")
	r.refused("finished", "$.exercise", correct)
	r.on = "2026-03-12"
	correct.Exercise, correct.Score = "talk", opt("9")
	r.refused("score", "$.score", correct)
	f = r.refused("conflict", "$.by", scored("j3", "ada", "talk", "8"))
	assert.Equal(t, `payee "j3" does not judge payee "ada": the candidate reports to the judge`, f.Message.EN)
	assert.Equal(t, `payee "j3" 不得评 payee "ada"：候选人是评委的直接下属`, f.Message.ZH)
	assert.Equal(t, promotion.ConflictReport, r.Conflict(person("j3"), person("ada")))
	r.refused("judges", "$.exercise", promotion.Event{Step: promotion.StepFinish, Exercise: "talk"})
}

func TestAllFaultsOfAScoreAtOnce(t *testing.T) {
	c := spring(t)
	r := begin(t, c)
	r.applies("ada", "east")
	_, err := r.Apply(r.event(scored("j1", "ada", "test", "80.5")))
	invalid, ok := errors.AsType[*kam.InvalidError](err)
	require.True(t, ok)
	var codes []string
	for _, f := range invalid.Findings {
		codes = append(codes, f.Code)
	}
	assert.Equal(t, []string{"promotion.window", "promotion.score", "promotion.eligible"}, codes)
}

func TestConflicts(t *testing.T) {
	c := spring(t)
	c.Relations = []promotion.Relation{
		{Kind: promotion.ReportsTo, Of: person("ada"), To: person("j1")},
		{Kind: promotion.ReportsTo, Of: person("j2"), To: person("ada")},
		{Kind: promotion.Relative, Of: person("j3"), To: person("ada")},
		{Kind: promotion.MentoredBy, Of: person("ada"), To: person("j4")},
		{Kind: promotion.OtherInterest, Of: person("j5"), To: person("ada")},
		{Kind: promotion.Relative, Of: person("ada"), To: person("j1")},
		{Kind: promotion.NominatedBy, Of: person("j2"), To: person("cy")},
	}
	r := begin(t, c)
	r.applies("ada", "east")
	r.applies("j5", "east")
	r.applies("cy", "west")
	r.do(promotion.Event{Step: promotion.StepNominate, By: person("j1"), Person: person("bo"), Openings: []string{"west"}, Reason: "good"})
	r.do(promotion.Event{Step: promotion.StepRecuse, Judge: person("j3"), Person: person("cy"), Reason: "on leave"})
	want := map[[2]string]promotion.Conflict{
		{"j1", "ada"}: promotion.ConflictReport,
		{"j2", "ada"}: promotion.ConflictManager,
		{"j3", "ada"}: promotion.ConflictFamily,
		{"j4", "ada"}: promotion.ConflictMentor,
		{"j5", "ada"}: promotion.ConflictRival,
		{"j5", "j5"}:  promotion.ConflictSelf,
		{"j5", "cy"}:  promotion.NoConflict,
		{"j1", "bo"}:  promotion.ConflictNominee,
		{"j2", "bo"}:  promotion.NoConflict,
		{"j2", "cy"}:  promotion.ConflictNominee,
		{"j3", "cy"}:  promotion.ConflictRecused,
		{"j3", "bo"}:  promotion.NoConflict,
	}
	for pair, conflict := range want {
		assert.Equal(t, conflict, r.Conflict(person(pair[0]), person(pair[1])), "%v", pair)
	}
	r.do(promotion.Event{Step: promotion.StepWithdraw, By: person("j5"), Person: person("j5")})
	assert.Equal(t, promotion.ConflictRival, r.Conflict(person("j5"), person("ada")), "once a rival, always one")
	r.do(promotion.Event{Step: promotion.StepRecuse, Judge: person("j2"), By: person("j2"), Reason: "no time"})
	assert.Equal(t, promotion.ConflictRecused, r.Conflict(person("j2"), person("bo")))
}

func TestDeclaredConflictLeavesScores(t *testing.T) {
	c := spring(t)
	c.Exercises[2].MinJudges, c.Exercises[2].DropFrom = 2, 0
	r := entered(t, c)
	r.score("ada", "interview", "60", "70", "80")
	r.score("bo", "interview", "70", "70", "70")
	r.refused("role", "$.by", promotion.Event{Step: promotion.StepDeclare, By: person("bo"), Judge: person("j1"), Person: person("ada"), Relation: promotion.Relative, Reason: "cousins"})
	r.refused("judge", "$.judge", promotion.Event{Step: promotion.StepDeclare, Judge: person("j9"), Person: person("ada"), Relation: promotion.Relative, Reason: "cousins"})
	r.do(promotion.Event{Step: promotion.StepDeclare, By: person("j1"), Judge: person("j1"), Person: person("ada"), Relation: promotion.Relative, Reason: "cousins"})
	ada, _ := r.Outcome().Candidate(person("ada"))
	interview := ada.Exercises[2]
	assert.Equal(t, promotion.Counted, interview.Scores[0].Use, "what was given counts until a ruling voids it")
	assert.Equal(t, promotion.ConflictFamily, interview.Scores[0].Conflict)
	assert.Equal(t, "70", interview.Mean.String())
	correct := scored("j1", "ada", "interview", "61")
	correct.Step, correct.Reason = promotion.StepCorrect, "x"
	r.refused("conflict", "$.by", correct)
	r.do(promotion.Event{Step: promotion.StepRecuse, Judge: person("j2"), Person: person("ada"), Reason: "too strict"})
	r.do(promotion.Event{Step: promotion.StepDeclare, By: person("ada"), Judge: person("j3"), Person: person("ada"), Relation: promotion.OtherInterest, Reason: "we quarrelled"})
	ada, _ = r.Outcome().Candidate(person("ada"))
	assert.Equal(t, "70", ada.Exercises[2].Mean.String(), "neither an officer nor a candidate makes a score void by a declaration")
	r.finish("interview")
}

func TestFreezeIsRefused(t *testing.T) {
	c := spring(t)
	c.Criteria = append(c.Criteria, promotion.Criteria{ID: "other", Version: 1, Hash: strings.Repeat("a", 64)})
	c.Openings[1].Criteria = "other"
	c.Schedule.Freeze = day("2026-03-04")
	r := begin(t, c)
	r.applies("ada", "east")
	r.applies("bo", "west")
	z := r.frozen(evidenceOf(person("ada"), true, 3), "10")
	freeze := promotion.Event{Step: promotion.StepFreeze, Person: person("ada"), Frozen: z}
	f := r.refused("window", "$.on", freeze)
	assert.Contains(t, f.Message.EN, "2026-03-04")
	r.on = "2026-03-04"
	r.refused("missing", "$.frozen.checks", promotion.Event{Step: promotion.StepFreeze, Person: person("bo"), Frozen: r.frozen(evidenceOf(person("bo"), true, 3), "")})
	r.refused("person", "$.frozen.checks[0].result.person", promotion.Event{Step: promotion.StepFreeze, Person: person("ada"), Frozen: r.frozen(evidenceOf(person("bo"), true, 3), "")})
	wrong := *r.frozen(evidenceOf(person("ada"), true, 3), "10")
	wrong.Checks[0].Result.Rule = strings.Repeat("b", 64)
	r.refused("criteria", "$.frozen.checks[0].result.rule", promotion.Event{Step: promotion.StepFreeze, Person: person("ada"), Frozen: &wrong})
	wrong = *r.frozen(evidenceOf(person("ada"), true, 3), "10")
	wrong.Figures[0].Fact = "shoe-size"
	r.refused("fact", "$.frozen.figures[0].fact", promotion.Event{Step: promotion.StepFreeze, Person: person("ada"), Frozen: &wrong})
	wrong = *r.frozen(evidenceOf(person("ada"), false, 3), "10")
	wrong.Checks[0].Result.State = "met"
	_, err := r.Apply(r.event(promotion.Event{Step: promotion.StepFreeze, Person: person("ada"), Frozen: &wrong}))
	require.ErrorContains(t, err, "$.frozen.checks[0].result", "a state that does not follow from the figures")
	wrong = *r.frozen(evidenceOf(person("ada"), true, 3), "10")
	wrong.AsOf = day("2026-03-03")
	_, err = r.Apply(r.event(promotion.Event{Step: promotion.StepFreeze, Person: person("ada"), Frozen: &wrong}))
	require.ErrorContains(t, err, "$.frozen.asOf")
	require.ErrorContains(t, err, "$.frozen.checks[0].result.asOf")
	r.refused("role", "$.by", func() promotion.Event { e := freeze; e.By = person("ada"); return e }())
	r.do(freeze)
	r.refused("missing", "$.reason", freeze)
	freeze.Reason = "the certificate came in late"
	r.do(freeze)
	r.on = "2026-03-10"
	r.score("ada", "test", "80")
	r.refused("frozen", "$.person", freeze)
}

func TestFreezeRefusesOtherRules(t *testing.T) {
	c := spring(t)
	c.Criteria[0].Hash = hash64
	_, err := compiled(t, c).Freeze(evidenceOf(person("ada"), true, 3), []promotion.Figure{{Fact: "nothing"}}, gate(t))
	require.ErrorContains(t, err, "$.rules[0]")
	require.ErrorContains(t, err, "$.figures[0].fact")
}

func TestPublishIsRefused(t *testing.T) {
	r := entered(t, spring(t))
	r.score("ada", "interview", "80", "80", "80", "80")
	r.score("bo", "interview", "80", "80", "80")
	f := r.refused("judges", "$.exercise", promotion.Event{Step: promotion.StepFinish, Exercise: "interview"})
	assert.Equal(t, `payee "bo" has 3 scores in "interview", and 4 are needed`, f.Message.EN)
	r.on = "2026-03-19"
	r.refused("finished", "$.step", promotion.Event{Step: promotion.StepPublish, Digest: r.digest()})
	r.on = "2026-03-17"
	r.do(scored("j5", "bo", "interview", "80"))
	r.finish("interview")
	r.refused("twice", "$.exercise", promotion.Event{Step: promotion.StepFinish, Exercise: "interview"})
	r.refused("window", "$.on", promotion.Event{Step: promotion.StepPublish, Digest: r.digest()})
	r.on = "2026-03-19"
	r.refused("seed", "$.step", promotion.Event{Step: promotion.StepPublish, Digest: r.digest()})
	r.seeds()
	r.refused("outcome", "$.digest", promotion.Event{Step: promotion.StepPublish, Digest: hash64})
	r.refused("role", "$.by", promotion.Event{Step: promotion.StepPublish, By: person("ada"), Digest: r.digest()})
	r.refused("order", "$.on", promotion.Event{Step: promotion.StepDisqualify, On: day("2026-03-16"), Person: person("ada"), Reason: "x"})
	r.publish()
	r.refused("step", "$.step", promotion.Event{Step: promotion.StepDisqualify, Person: person("ada"), Reason: "x"})
}

func TestUnknownCriteriaBlock(t *testing.T) {
	unknown := evidenceOf(person("bo"), true, -1)
	run := func(policy promotion.UnknownPolicy) *run {
		c := spring(t)
		c.Unknown = policy
		r := begin(t, c)
		r.applies("bo", "east")
		r.on = "2026-03-09"
		r.freezesFile(unknown, "1")
		r.on = "2026-03-10"
		return r
	}
	standing := func(r interface{ Outcome() promotion.Outcome }) promotion.Standing {
		c, _ := r.Outcome().Candidate(person("bo"))
		return c.Standing
	}
	r := run(promotion.UnknownBlocks)
	assert.Equal(t, promotion.Undetermined, standing(r))
	r.refused("eligible", "$.person", scored("j1", "bo", "test", "80"))
	r.finish("test")
	r.on = "2026-03-19"
	r.finish("talk")
	r.finish("interview")
	r.refused("unknown", "$.step", promotion.Event{Step: promotion.StepPublish, Digest: r.digest()})
	r.do(promotion.Event{Step: promotion.StepFreeze, Person: person("bo"), Frozen: r.frozen(evidenceOf(person("bo"), true, 1), "1"), Reason: "assessed since"})
	assert.Equal(t, promotion.NotEligible, standing(r))
	r.publish()

	r = run(promotion.UnknownExcludes)
	assert.Equal(t, promotion.Undetermined, standing(r), "nobody knows that the criteria are not met")
	r.refused("eligible", "$.person", scored("j1", "bo", "test", "80"))

	r = run(promotion.UnknownAdmits)
	assert.Equal(t, promotion.Unscored, standing(r))
	r.score("bo", "test", "80")
}

func TestDecisionIsRefused(t *testing.T) {
	r := whole(t, spring(t))
	r.on = "2026-03-26"
	f := r.refused("objection-period", "$.on", promotion.Event{Step: promotion.StepDecide, Digest: r.digest()})
	assert.Equal(t, "objections may be raised until 2026-03-26, that day included", f.Message.EN)
	assert.Equal(t, "decide on 2026-03-27 or later", f.Remedy.EN)
	object := promotion.Event{Step: promotion.StepObject, ID: "o-1", By: person("cy"), Person: person("bo"), Reason: "bo had help in the test"}
	r.do(object)
	r.refused("twice", "$.id", object)
	r.on = "2026-03-27"
	object.ID = "o-2"
	r.refused("window", "$.on", object)
	r.refused("objection", "$.step", promotion.Event{Step: promotion.StepDecide, Digest: r.digest()})
	answer := promotion.Event{Step: promotion.StepAnswer, ID: "o-1", Ruling: promotion.Rejected, Reason: "it was looked into"}
	r.refused("complaint", "$.id", func() promotion.Event { e := answer; e.ID = "o-9"; return e }())
	r.refused("role", "$.by", func() promotion.Event { e := answer; e.By = person("j1"); return e }())
	r.do(answer)
	r.refused("twice", "$.id", answer)
	r.refused("outcome", "$.digest", promotion.Event{Step: promotion.StepDecide, Digest: hash64})
	r.refused("step", "$.step", promotion.Event{Step: promotion.StepAppoint, Person: person("ada"), Opening: "east"})
	r.decide()
}

func TestEvidenceThatSaysNothingMayBeFrozenAgainAfterScores(t *testing.T) {
	c := spring(t)
	c.Screening = promotion.ScreenAfter
	r := begin(t, c)
	r.applies("ada", "east")
	r.applies("bo", "east")
	r.on = "2026-03-09"
	r.freezes("ada", "1")
	r.freezesFile(evidenceOf(person("bo"), true, -1), "1")
	r.on = "2026-03-10"
	r.score("ada", "test", "80")
	r.score("bo", "test", "80")
	again := promotion.Event{Step: promotion.StepFreeze, Person: person("ada"), Frozen: r.frozen(evidenceOf(person("ada"), true, 3), "2"), Reason: "assessed since"}
	r.refused("frozen", "$.person", again)
	again.Person, again.Frozen = person("bo"), r.frozen(evidenceOf(person("bo"), true, 3), "1")
	r.do(again)
	r.refused("frozen", "$.person", again)
}
