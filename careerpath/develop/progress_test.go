package develop_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/careerpath/develop"
	"github.com/kam-go/kam/careerpath/skills"
	"github.com/kam-go/kam/careerpath/training"
)

func record(offering, session string, state training.State, on string) training.Record {
	return training.Record{Person: anna, Offering: offering, Session: session, State: state, On: day(on)}
}

func replay(t testing.TB, p *training.Program, records ...training.Record) *training.Log {
	t.Helper()
	log, err := p.Replay(records)
	require.NoError(t, err)
	return log
}

// happened is a log of the story: the basics are done late and dearer, the talk was missed, mentoring is under way.
func happened(t testing.TB, p *training.Program) *training.Log {
	t.Helper()
	done := record("basics", "", training.Completed, "2026-03-01")
	done.Cost, done.Hours = opt("350"), opt("7")
	return replay(t, p,
		record("basics", "", training.Attended, "2026-01-05"), done,
		record("talk", "s1", training.Invited, "2026-01-10"), record("talk", "s1", training.Absent, "2026-02-03"),
		record("mentoring", "", training.Attended, "2026-02-01"),
		training.Record{Person: bo, Offering: "workshop", Session: "s1", State: training.Attended, On: day("2026-05-06")},
	)
}

func states(g develop.Progress) map[string]develop.StepState {
	out := map[string]develop.StepState{}
	for _, s := range g.Steps {
		out[s.Offering] = s.State
	}
	return out
}

func TestProgress(t *testing.T) {
	p, r := story(t)
	plan := newPlan(t, p, r)
	require.Equal(t, develop.Covered, plan.Outcome)
	g, err := plan.Progress(happened(t, p), skills.Levels{"negotiation": 0, "forecasting": 0}, day("2026-03-15"))
	require.NoError(t, err)
	assert.Equal(t, map[string]develop.StepState{
		"basics": develop.Completed, "talk": develop.Missed, "mentoring": develop.Underway, "workshop": develop.Waiting, "rotation": develop.Waiting,
	}, states(g))
	assert.Equal(t, 1, g.Done)
	rate, ok := g.Completion()
	require.True(t, ok)
	assert.Equal(t, "1/5", rate.RatString())
	equalDecimal(t, "350", g.SpentCost)
	equalDecimal(t, "27", g.SpentHours)
	equalDecimal(t, "1580.50", g.PlannedCost)
	equalDecimal(t, "364.5", g.PlannedHours)
	assert.Equal(t, []develop.Replan{
		{Kind: develop.ReplanLate, Offering: "mentoring"},
		{Kind: develop.ReplanMissed, Offering: "talk"},
		{Kind: develop.ReplanBlocked, Offering: "rotation"},
		{Kind: develop.ReplanBlocked, Offering: "workshop"},
		{Kind: develop.ReplanBelow, Skill: "forecasting"},
	}, g.Replan)
	for _, s := range g.Steps {
		assert.Equal(t, s.Offering == "basics" || s.Offering == "mentoring" || s.Offering == "talk", s.Late, s.Offering)
	}
	byID := map[string]develop.SkillProgress{}
	for _, s := range g.Skills {
		byID[s.Skill] = s
	}
	assert.Equal(t, develop.SkillProgress{
		Skill: "negotiation", Required: 3, Before: skills.Level{Known: true}, Now: skills.Level{Known: true}, GapBefore: 3, GapNow: 3, State: skills.NotMet,
	}, byID["negotiation"])
	assert.Equal(t, develop.SkillProgress{Skill: "lead", Required: 2, Before: skills.Level{Known: true}, GapBefore: 2, State: skills.Unknown}, byID["lead"], "not assessed is unknown")
	assert.Equal(t, 1, byID["forecasting"].Expected)
}

func TestProgressByDay(t *testing.T) {
	p := compile(t, vocabulary("a"), held(course("a1", "10", "8", lift("a", 0, 1)), "2026-03-02/2026-03-04", "2026-06-01/2026-06-02"), after(course("a2", "20", "4", lift("a", 1, 2)), "a1"))
	plan := newPlan(t, p, ask(skills.Levels{"a": 0}, need("a", 2)))
	log := replay(t, p, record("a1", "s1", training.Accepted, "2026-02-01"), record("a1", "s1", training.Attended, "2026-03-03"), record("a1", "s1", training.Completed, "2026-03-03"),
		record("a2", "", training.Attended, "2026-03-20"), record("a2", "", training.Completed, "2026-03-20"))
	for _, c := range []struct {
		name, on      string
		first, second develop.StepState
		late          bool
		cost          string
		replan        []develop.Replan
		levels        skills.Levels
	}{
		{"before anything", "2026-01-31", develop.Next, develop.Waiting, false, "0", nil, nil},
		{"accepted", "2026-02-01", develop.Booked, develop.Waiting, false, "0", nil, nil},
		{"the day before it is completed", "2026-03-02", develop.Booked, develop.Waiting, false, "0", nil, nil},
		{"completed on the due day", "2026-03-03", develop.Completed, develop.Next, false, "10", []develop.Replan{{Kind: develop.ReplanAssess, Skill: "a"}}, nil},
		{"all done", "2026-03-20", develop.Completed, develop.Completed, false, "30", nil, skills.Levels{"a": 2}},
		{"all done and not enough", "2026-03-20", develop.Completed, develop.Completed, false, "30", []develop.Replan{{Kind: develop.ReplanBelow, Skill: "a"}}, skills.Levels{"a": 1}},
	} {
		t.Run(c.name, func(t *testing.T) {
			g, err := plan.Progress(log, c.levels, day(c.on))
			require.NoError(t, err)
			assert.Equal(t, c.first, g.Steps[0].State)
			assert.Equal(t, c.second, g.Steps[1].State)
			assert.Equal(t, c.late, g.Steps[0].Late)
			equalDecimal(t, c.cost, g.SpentCost)
			assert.Equal(t, c.replan, g.Replan)
		})
	}
	nothing := replay(t, p)
	g, err := plan.Progress(nothing, nil, day("2026-03-03"))
	require.NoError(t, err)
	assert.False(t, g.Steps[0].Late, "on the due day itself it is in time")
	assert.Equal(t, 1, g.Due)
	g, err = plan.Progress(nothing, nil, day("2026-03-04"))
	require.NoError(t, err)
	assert.True(t, g.Steps[0].Late)
	assert.Equal(t, []develop.Replan{{Kind: develop.ReplanLate, Offering: "a1"}, {Kind: develop.ReplanBlocked, Offering: "a2"}}, g.Replan)
}

func TestProgressOfSeveralParticipations(t *testing.T) {
	p := compile(t, vocabulary("a"), held(course("a1", "10", "8", lift("a", 0, 1)), "2026-03-02/2026-03-04", "2026-02-01/2026-02-02", "2025-06-01/2025-06-02"))
	r := ask(skills.Levels{"a": 0}, need("a", 1))
	plan := newPlan(t, p, r)
	require.Equal(t, "s2", plan.Steps[0].Session)
	g, err := plan.Progress(replay(t, p, record("a1", "s3", training.Attended, "2025-06-01"), record("a1", "s3", training.Completed, "2025-06-01")), nil, day("2026-01-10"))
	require.NoError(t, err)
	assert.Equal(t, develop.Next, g.Steps[0].State, "what ended before the plan has no part in it")
	failed := record("a1", "s2", training.Failed, "2026-02-01")
	log := replay(t, p, record("a1", "s1", training.Invited, "2026-01-05"), record("a1", "s2", training.Accepted, "2026-01-05"),
		record("a1", "s2", training.Attended, "2026-02-01"), failed)
	g, err = plan.Progress(log, nil, day("2026-02-10"))
	require.NoError(t, err)
	assert.Equal(t, develop.Booked, g.Steps[0].State, "the one that is furthest counts, and the other session is still ahead")
	equalDecimal(t, "10", g.SpentCost)
	taken, err := log.Append(training.Record{Person: anna, Offering: "a1", Session: "s2", State: training.Voided, On: day("2026-02-11"), Reason: "somebody else"})
	require.NoError(t, err)
	g, err = plan.Progress(taken, nil, day("2026-02-10"))
	require.NoError(t, err)
	equalDecimal(t, "0", g.SpentCost)
}

func TestProgressWhenTheCatalogueChanged(t *testing.T) {
	v := vocabulary("a")
	offering := held(course("a1", "10", "8", lift("a", 0, 1)), "2026-03-02/2026-03-04")
	plan := newPlan(t, compile(t, v, offering), ask(skills.Levels{"a": 0}, need("a", 1)))
	for name, changed := range map[string]training.Offering{
		"moved":   held(course("a1", "10", "8", lift("a", 0, 1)), "2026-03-03/2026-03-05"),
		"gone":    course("other", "10", "8", lift("a", 0, 1)),
		"no more": course("a1", "10", "8", lift("a", 0, 1)),
	} {
		t.Run(name, func(t *testing.T) {
			g, err := plan.Progress(replay(t, compile(t, v, changed)), nil, day("2026-01-10"))
			require.NoError(t, err)
			assert.Equal(t, []develop.Replan{{Kind: develop.ReplanGone, Offering: "a1"}}, g.Replan)
		})
	}
}

func TestAboveWhatIsRequiredIsNotPlannedAnew(t *testing.T) {
	p := compile(t, vocabulary("a"), course("a1", "10", "8", lift("a", 0, 3)))
	plan := newPlan(t, p, ask(skills.Levels{"a": 0}, need("a", 2)))
	log := replay(t, p, record("a1", "", training.Attended, "2026-01-05"), record("a1", "", training.Completed, "2026-01-05"))
	g, err := plan.Progress(log, skills.Levels{"a": 2}, day("2026-02-01"))
	require.NoError(t, err)
	assert.Equal(t, 3, g.Skills[0].Expected)
	assert.Empty(t, g.Replan, "the requirement is met, though less than the course led to hope for")
}

func TestProgressFaults(t *testing.T) {
	p, r := story(t)
	plan := newPlan(t, p, r)
	plan.Steps[0].Days, plan.Steps[1].Cost = kam.Period{}, dec("-1")
	_, err := plan.Progress(replay(t, p), skills.Levels{"a": 101}, kam.Day{})
	assert.ElementsMatch(t, []string{"develop.day $.asOf", "develop.level $.levels.a", "develop.period $.steps[0].days", "develop.limit $.steps[1].cost"}, codes(t, err))
	_, ok := develop.Progress{}.Completion()
	assert.False(t, ok, "of nothing by nothing")
}

func TestProgressOfWhatWasOpenWhenThePlanBegan(t *testing.T) {
	p := compile(t, vocabulary("a"),
		held(course("a1", "10", "8", lift("a", 0, 1)), "2026-04-13/2026-04-14", "2026-06-01/2026-06-02", "2025-12-01/2025-12-02"), course("a2", "20", "4", lift("a", 1, 2)))
	plan := newPlan(t, p, ask(skills.Levels{"a": 0}, need("a", 2)))
	require.Equal(t, "s1", plan.Steps[0].Session)
	for _, c := range []struct {
		name    string
		records []training.Record
		want    develop.StepState
		cost    string
	}{
		{"accepted for the session of the step", []training.Record{record("a1", "s1", training.Invited, "2025-12-20"), record("a1", "s1", training.Accepted, "2025-12-21")}, develop.Booked, "0"},
		{"accepted for another session within the plan", []training.Record{record("a1", "s2", training.Accepted, "2025-12-21")}, develop.Booked, "0"},
		{"accepted for a session held before the plan", []training.Record{record("a1", "s3", training.Accepted, "2025-11-21")}, develop.Next, "0"},
		{"attended and not completed", []training.Record{record("a1", "s3", training.Attended, "2025-12-01")}, develop.Underway, "10"},
		{"declined the session of the step", []training.Record{record("a1", "s1", training.Invited, "2025-12-20"), record("a1", "s1", training.Declined, "2025-12-21")}, develop.Missed, "0"},
		{"declined another one", []training.Record{record("a1", "s2", training.Invited, "2025-12-20"), record("a1", "s2", training.Declined, "2025-12-21")}, develop.Next, "0"},
		{"failed one before the plan", []training.Record{record("a1", "s3", training.Attended, "2025-12-01"), record("a1", "s3", training.Failed, "2025-12-01")}, develop.Next, "0"},
	} {
		t.Run(c.name, func(t *testing.T) {
			g, err := plan.Progress(replay(t, p, c.records...), nil, day("2026-01-10"))
			require.NoError(t, err)
			assert.Equal(t, c.want, g.Steps[0].State)
			equalDecimal(t, c.cost, g.SpentCost)
		})
	}
	g, err := plan.Progress(replay(t, p, record("a2", "", training.Attended, "2025-12-31")), nil, day("2026-01-10"))
	require.NoError(t, err)
	assert.Equal(t, develop.Underway, g.Steps[1].State, "without sessions as well")
	g, err = plan.Progress(replay(t, p, record("a2", "", training.Attended, "2025-12-30"), record("a2", "", training.Completed, "2025-12-31")), nil, day("2026-01-10"))
	require.NoError(t, err)
	assert.Equal(t, develop.Waiting, g.Steps[1].State, "what was completed before has no part in it")
}

func TestExpectedOfStepsSideBySide(t *testing.T) {
	rotation := course("rotation", "10", "60", lift("a", 0, 3))
	rotation.Kind = training.JobRotation
	p := compile(t, vocabulary("a", "b"), rotation, held(course("talk", "10", "4", lift("a", 0, 1)), "2026-03-04/2026-03-05"),
		held(course("work", "10", "4", lift("a", 1, 2), lift("b", 0, 1)), "2026-03-14/2026-03-15"))
	plan := newPlan(t, p, ask(skills.Levels{"a": 0, "b": 0}, need("a", 3), need("b", 1)))
	require.Equal(t, []string{"rotation", "talk", "work"}, offerings(plan))
	log := replay(t, p, record("talk", "s1", training.Attended, "2026-03-04"), record("talk", "s1", training.Completed, "2026-03-04"))
	g, err := plan.Progress(log, skills.Levels{"a": 0, "b": 0}, day("2026-03-10"))
	require.NoError(t, err)
	assert.Equal(t, 1, g.Skills[0].Expected, "the rotation that began before the talk is not over")
	assert.Equal(t, []develop.Replan{{Kind: develop.ReplanBelow, Skill: "a"}}, g.Replan)
}

func TestProgressOfSomethingElse(t *testing.T) {
	p, r := story(t)
	plan := newPlan(t, p, r)
	other := catalogue(course("basics", "10", "8", lift("a", 0, 1)))
	other.ID = "other"
	euro := catalogue(course("basics", "10", "8", lift("a", 0, 1)))
	euro.Currency = "EUR"
	for name, c := range map[string]training.Catalogue{"another catalogue": other, "another currency": euro} {
		t.Run(name, func(t *testing.T) {
			q, err := training.Compile(c, vocabulary("a"))
			require.NoError(t, err)
			_, err = plan.Progress(replay(t, q), nil, day("2026-03-01"))
			assert.Equal(t, []string{"develop.catalogue $.catalogue"}, codes(t, err))
		})
	}
	_, err := plan.Progress(nil, nil, day("2026-03-01"))
	assert.Equal(t, []string{"develop.log $.log"}, codes(t, err))
	_, err = develop.Plan{}.Progress(replay(t, p), nil, day("2026-03-01"))
	assert.Equal(t, []string{"develop.format $.format"}, codes(t, err))
}
