package improve_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/scoring/improve"
)

// terms are for July 2026, which has 23 working days; the check points are Wednesdays.
func terms() *improve.Terms {
	return &improve.Terms{
		Person: "anna", Manager: "bo", Approvers: []string{"hr", "di"}, Period: kam.MustPeriod("2026-07-01/2026-08-01"), Minimum: 20, MaxExtension: 10,
		Goals:       []improve.PIPGoal{{Measure: "growth", Target: dec("70"), Statement: kam.Text{EN: "Grow", ZH: "增长"}}},
		CheckPoints: days("2026-07-15 2026-07-29"),
	}
}

// pip returns an event that is complete, by the right person.
func pip(step improve.PIPStep, on string) improve.PIPEvent {
	e := improve.PIPEvent{Step: step, On: day(on), By: "bo", Reason: "because", Approver: "hr"}
	switch step {
	case improve.PIPDraft:
		e.Terms, e.Approver = terms(), ""
	case improve.PIPAgree:
		e.By = "anna"
	case improve.PIPHold:
		e.CheckPoint, e.Outcome, e.Approver = day("2026-07-15"), improve.OnTrack, ""
	case improve.PIPExtend:
		e.Until, e.CheckPoints = day("2026-08-15"), days("2026-08-12")
	default:
	}
	return e
}

// held returns the event of a check point that was held on its day.
func held(on string) improve.PIPEvent {
	e := pip(improve.PIPHold, on)
	e.CheckPoint = day(on)
	return e
}

func running() []improve.PIPEvent {
	return []improve.PIPEvent{pip(improve.PIPDraft, "2026-06-20"), pip(improve.PIPAgree, "2026-06-25"), pip(improve.PIPStart, "2026-07-01")}
}

// heldAll returns the events of a plan whose check points are held.
func heldAll() []improve.PIPEvent {
	return append(running(), held("2026-07-15"), held("2026-07-29"))
}

// extended returns the events of a plan that was extended, its last check point open.
func extended() []improve.PIPEvent {
	return append(heldAll(), pip(improve.PIPExtend, "2026-07-31"))
}

func replayPIP(t testing.TB, events []improve.PIPEvent) improve.PIP {
	t.Helper()
	p, err := improve.ReplayPIP(calendar(), events)
	require.NoError(t, err)
	return p
}

// Every pair of a state and a step.
func TestPIPSteps(t *testing.T) {
	leads := map[string]improve.PIPState{
		"/draft": "drafted", "drafted/agree": "agreed", "drafted/withdraw": "withdrawn", "agreed/start": "running", "agreed/withdraw": "withdrawn",
		"running/hold": "running", "running/extend": "extended", "running/pass": "passed", "running/fail": "failed", "running/withdraw": "withdrawn",
		"extended/hold": "extended", "extended/pass": "passed", "extended/fail": "failed", "extended/withdraw": "withdrawn",
	}
	all := []improve.PIPStep{
		improve.PIPDraft, improve.PIPAgree, improve.PIPStart, improve.PIPHold, improve.PIPExtend, improve.PIPPass, improve.PIPFail, improve.PIPWithdraw,
	}
	toEnd := append(extended(), held("2026-08-12"))
	for _, events := range [][]improve.PIPEvent{
		nil, running()[:1], running()[:2], running(), heldAll(), extended(), toEnd,
		append(heldAll(), pip(improve.PIPPass, "2026-07-31")), append(heldAll(), pip(improve.PIPFail, "2026-07-31")), append(running(), pip(improve.PIPWithdraw, "2026-07-02")),
	} {
		p := replayPIP(t, events)
		var allowed []improve.PIPStep
		for _, step := range all {
			e := pip(step, "2026-07-31")
			if p.State() == improve.PIPExtended || step == improve.PIPHold && len(p.Open()) == 1 {
				e = pip(step, "2026-08-14")
			}
			if step == improve.PIPHold && len(p.Open()) > 0 {
				e.CheckPoint = p.Open()[0]
			}
			next, err := p.Apply(e)
			want, possible := leads[string(p.State())+"/"+string(step)]
			if possible {
				allowed = append(allowed, step)
			}
			early := (step == improve.PIPPass || step == improve.PIPFail) && len(p.Open()) > 0 || step == improve.PIPHold && len(p.Open()) == 0
			if possible && !early {
				require.NoError(t, err, "%s/%s", p.State(), step)
				assert.Equal(t, want, next.State())
				continue
			}
			assert.Equal(t, string(p.State()), transition(t, err).State)
			assert.Len(t, transition(t, err).Allowed, len(p.Allowed()))
			assert.Equal(t, p.State(), next.State())
		}
		assert.Equal(t, allowed, p.Allowed(), p.State())
	}
}

func TestPIPRules(t *testing.T) {
	with := func(e improve.PIPEvent, change func(e *improve.PIPEvent)) improve.PIPEvent {
		change(&e)
		return e
	}
	for _, c := range []struct {
		name   string
		events []improve.PIPEvent
		event  improve.PIPEvent
		why    string // empty when it is allowed
	}{
		{"the person agrees, not the manager", running()[:1], with(pip(improve.PIPAgree, "2026-06-25"), func(e *improve.PIPEvent) { e.By = "bo" }), `it is for "anna", not for "bo"`},
		{"the manager starts, not the person", running()[:2], with(pip(improve.PIPStart, "2026-07-01"), func(e *improve.PIPEvent) { e.By = "anna" }), `it is for "bo", not for "anna"`},
		{"somebody else drafts", nil, with(pip(improve.PIPDraft, "2026-06-20"), func(e *improve.PIPEvent) { e.By = "hr" }), `it is for "bo", not for "hr"`},
		{"an approver of the terms", running()[:1], with(pip(improve.PIPAgree, "2026-06-25"), func(e *improve.PIPEvent) { e.Approver = "di" }), ""},
		{"approved by a stranger", running()[:1], with(pip(improve.PIPAgree, "2026-06-25"), func(e *improve.PIPEvent) { e.Approver = "eve" }), `"eve" is none of the approvers "hr", "di"`},
		{"approved by the manager", running()[:1], with(pip(improve.PIPAgree, "2026-06-25"), func(e *improve.PIPEvent) { e.Approver = "bo" }), `"bo" is none of the approvers "hr", "di"`},
		{"a day before the last step", running()[:1], pip(improve.PIPAgree, "2026-06-19"), "2026-06-19 is before 2026-06-20 of the step it follows"},
		{"the day of the last step", running()[:1], pip(improve.PIPAgree, "2026-06-20"), ""},
		{"a start before the period", running()[:2], pip(improve.PIPStart, "2026-06-30"), "2026-06-30 is no day of the plan's period 2026-07-01/2026-08-01"},
		{"a start on the last day", running()[:2], pip(improve.PIPStart, "2026-07-31"), ""},
		{"a start after the period", running()[:2], pip(improve.PIPStart, "2026-08-01"), "2026-08-01 is no day of the plan's period 2026-07-01/2026-08-01"},
		{"a check point before its day", running(), with(held("2026-07-15"), func(e *improve.PIPEvent) { e.On = day("2026-07-14") }), "2026-07-14 is before the check point of 2026-07-15"},
		{"a check point after its day", running(), with(held("2026-07-15"), func(e *improve.PIPEvent) { e.On = day("2026-07-20") }), ""},
		{"check points out of order", running(), held("2026-07-29"), ""},
		{"a check point twice", heldAll(), with(held("2026-07-15"), func(e *improve.PIPEvent) { e.On = day("2026-07-30") }), "the check point of 2026-07-15 was held: on-track"},
		{"a check point that is not planned", running(), held("2026-07-16"), "no check point is planned for 2026-07-16"},
		{"an end after 21 of 20 working days", heldAll(), pip(improve.PIPPass, "2026-07-29"), ""},
		{"a check point is open", append(running(), held("2026-07-29")), pip(improve.PIPFail, "2026-07-31"), "1 check points were not held, the first that of 2026-07-15"},
		{"an extension on the last day", heldAll(), pip(improve.PIPExtend, "2026-07-31"), ""},
		{"an extension after the end", heldAll(), pip(improve.PIPExtend, "2026-08-01"), "the period 2026-07-01/2026-08-01 is over"},
		{"an extension of 10 working days", heldAll(), with(pip(improve.PIPExtend, "2026-07-31"), func(e *improve.PIPEvent) { e.Until = day("2026-08-17") }), ""},
		{"an extension of 11 working days", heldAll(), with(pip(improve.PIPExtend, "2026-07-31"), func(e *improve.PIPEvent) { e.Until = day("2026-08-18") }), "it adds 11 working days, and the limit is 1 to 10"},
		{"an extension over a weekend only", heldAll(), with(pip(improve.PIPExtend, "2026-07-31"), func(e *improve.PIPEvent) { e.Until, e.CheckPoints = day("2026-08-03"), nil }), "it adds 0 working days, and the limit is 1 to 10"},
		{"an extension by nothing", heldAll(), with(pip(improve.PIPExtend, "2026-07-31"), func(e *improve.PIPEvent) { e.Until = day("2026-08-01") }), "2026-08-01 is not after the end that it should move, 2026-08-01"},
		{"a check point in the old period", heldAll(), with(pip(improve.PIPExtend, "2026-07-31"), func(e *improve.PIPEvent) { e.CheckPoints = days("2026-07-31 2026-08-12") }), "the check point 2026-07-31 is no day of what is added, 2026-08-01/2026-08-15"},
		{"a check point after the new end", heldAll(), with(pip(improve.PIPExtend, "2026-07-31"), func(e *improve.PIPEvent) { e.CheckPoints = days("2026-08-15") }), "the check point 2026-08-15 is no day of what is added, 2026-08-01/2026-08-15"},
		{"a second extension", extended(), with(pip(improve.PIPExtend, "2026-08-03"), func(e *improve.PIPEvent) { e.Until, e.CheckPoints = day("2026-08-20"), nil }), "the plan was extended before, and that is possible once"},
		{"an end before the added check point", extended(), pip(improve.PIPPass, "2026-08-14"), "1 check points were not held, the first that of 2026-08-12"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := replayPIP(t, c.events).Apply(c.event)
			if c.why == "" {
				require.NoError(t, err)
				return
			}
			assert.Equal(t, c.why, transition(t, err).Why.EN)
		})
	}
}

func TestPIPMinimumCountsBothDays(t *testing.T) {
	short := func(minimum int) []improve.PIPEvent {
		events := heldAll()
		events[0] = pip(improve.PIPDraft, "2026-06-20")
		events[0].Terms.Minimum = minimum
		return events
	}
	_, err := replayPIP(t, short(21)).Apply(pip(improve.PIPPass, "2026-07-29"))
	require.NoError(t, err, "1 to 29 July 2026 has 21 working days")
	_, err = replayPIP(t, short(22)).Apply(pip(improve.PIPFail, "2026-07-29"))
	assert.Equal(t, "the plan has run for 21 working days, and the minimum is 22", transition(t, err).Why.EN)
	assert.Equal(t, "计划已进行 21 个工作日，最短为 22 个", transition(t, err).Why.ZH)
	_, err = replayPIP(t, short(22)).Apply(pip(improve.PIPWithdraw, "2026-07-29"))
	require.NoError(t, err, "a withdrawal waits for nothing")

	events := short(20)
	events[2].On = day("2026-07-06")
	_, err = replayPIP(t, events).Apply(pip(improve.PIPPass, "2026-07-30"))
	assert.Equal(t, "the plan has run for 19 working days, and the minimum is 20", transition(t, err).Why.EN, "counted from the start and not from the period")
	_, err = replayPIP(t, events).Apply(pip(improve.PIPPass, "2026-07-31"))
	require.NoError(t, err)
}

func TestPIPWithoutExtension(t *testing.T) {
	events := heldAll()
	events[0] = pip(improve.PIPDraft, "2026-06-20")
	events[0].Terms.MaxExtension = 0
	_, err := replayPIP(t, events).Apply(pip(improve.PIPExtend, "2026-07-31"))
	assert.Equal(t, "the terms allow no extension", transition(t, err).Why.EN)
}

func TestPIPDraftAgainstTheCalendar(t *testing.T) {
	draft := pip(improve.PIPDraft, "2026-06-20")
	draft.Terms.Minimum = 24
	draft.Terms.CheckPoints = days("2026-07-15 2026-07-25")
	_, err := improve.NewPIP(calendar()).Apply(draft)
	assert.Equal(t, []string{"improve.minimum $.terms.minimum", "improve.check-point $.terms.checkPoints[1]"}, codes(t, err))
	draft.Terms.Minimum, draft.Terms.CheckPoints = 23, days("2026-07-15")
	_, err = improve.NewPIP(calendar()).Apply(draft)
	require.NoError(t, err, "July 2026 has 23 working days")
	_, err = improve.PIP{}.Apply(draft)
	require.ErrorIs(t, err, kam.ErrNoHolidays)

	extend := pip(improve.PIPExtend, "2026-07-31")
	extend.CheckPoints = days("2026-08-08")
	_, err = replayPIP(t, heldAll()).Apply(extend)
	assert.Equal(t, []string{"improve.check-point $.checkPoints[0]"}, codes(t, err))
}

func TestPIPViews(t *testing.T) {
	p := replayPIP(t, extended())
	assert.Equal(t, kam.MustPeriod("2026-07-01/2026-08-15"), p.Period())
	assert.Equal(t, days("2026-07-15 2026-07-29 2026-08-12"), p.CheckPoints())
	assert.Equal(t, days("2026-08-12"), p.Open())
	assert.Empty(t, p.Overdue(day("2026-08-12")))
	assert.Equal(t, days("2026-08-12"), p.Overdue(day("2026-08-13")))
	assert.False(t, p.Undecided(day("2026-08-14")))
	assert.True(t, p.Undecided(day("2026-08-15")))
	got, drafted := p.Terms()
	require.True(t, drafted)
	assert.Equal(t, *terms(), got, "as drafted")

	none := improve.NewPIP(calendar())
	assert.Equal(t, improve.PIPNone, none.State())
	assert.Empty(t, none.Open())
	assert.True(t, none.Period().IsZero())
	_, drafted = none.Terms()
	assert.False(t, drafted)
	agreed := replayPIP(t, running()[:2])
	assert.Empty(t, agreed.Overdue(day("2027-01-01")), "it is not running")
	assert.False(t, agreed.Undecided(day("2027-01-01")))
	ended := replayPIP(t, append(running(), pip(improve.PIPWithdraw, "2026-07-02")))
	assert.Empty(t, ended.Overdue(day("2027-01-01")))
	assert.False(t, ended.Undecided(day("2027-01-01")))
}

func TestPIPIsItsOwn(t *testing.T) {
	events := extended()
	p := replayPIP(t, events)
	events[0].Terms.Approvers[0], events[0].Terms.CheckPoints[0] = "mallory", day("2026-07-02")
	events[5].CheckPoints[0] = day("2026-08-03")
	p.Events()[0].Terms.Goals[0].Measure = "mallory"
	p.Events()[5].CheckPoints[0] = day("2026-08-03")
	p.CheckPoints()[0] = day("2026-07-02")
	got, _ := p.Terms()
	got.Approvers[0] = "mallory"
	again, _ := p.Terms()
	assert.Equal(t, *terms(), again)
	assert.Equal(t, days("2026-07-15 2026-07-29 2026-08-12"), p.CheckPoints())

	run := replayPIP(t, running())
	one, err := run.Apply(held("2026-07-15"))
	require.NoError(t, err)
	assert.Len(t, run.Open(), 2, "the plan stays as it was")
	assert.Len(t, one.Open(), 1)
	_, err = run.Apply(pip(improve.PIPWithdraw, "2026-07-15"))
	require.NoError(t, err)
	assert.Equal(t, improve.PIPHold, one.Events()[3].Step, "two ways from one plan do not meet")
	_, err = improve.ReplayPIP(calendar(), running()[1:])
	assert.Equal(t, []string{"draft"}, transition(t, err).Allowed)
}

func TestPIPEventFaults(t *testing.T) {
	for _, c := range []struct {
		name   string
		step   improve.PIPStep
		change func(e *improve.PIPEvent)
		want   []string
	}{
		{"nothing", "", func(e *improve.PIPEvent) { *e = improve.PIPEvent{} }, []string{"improve.step $.step", "improve.day $.on", "improve.id $.by", "improve.text $.reason", "improve.id $.approver"}},
		{"no reason", improve.PIPHold, func(e *improve.PIPEvent) { e.Reason = " " }, []string{"improve.text $.reason"}},
		{"no approver", improve.PIPStart, func(e *improve.PIPEvent) { e.Approver = "" }, []string{"improve.id $.approver"}},
		{"own approver", improve.PIPAgree, func(e *improve.PIPEvent) { e.Approver = "anna" }, []string{"improve.approver $.approver"}},
		{"approver of a draft", improve.PIPDraft, func(e *improve.PIPEvent) { e.Approver = "hr" }, []string{"improve.approver $.approver"}},
		{"terms missing", improve.PIPDraft, func(e *improve.PIPEvent) { e.Terms = nil }, []string{"improve.step $.terms"}},
		{"everything stated elsewhere", improve.PIPStart, func(e *improve.PIPEvent) {
			e.Terms, e.CheckPoint, e.Outcome, e.Until, e.CheckPoints = terms(), day("2026-07-15"), "good", day("2026-08-15"), days("2026-08-12 2026-08-12")
		}, []string{
			"improve.step $.terms", "improve.step $.checkPoint", "improve.step $.outcome", "improve.step $.until", "improve.step $.checkPoints",
			"improve.outcome $.outcome", "improve.day $.checkPoints[1]",
		}},
		{"nothing stated", improve.PIPHold, func(e *improve.PIPEvent) { e.CheckPoint, e.Outcome = kam.Day{}, "" }, []string{"improve.step $.checkPoint", "improve.step $.outcome"}},
		{"no end", improve.PIPExtend, func(e *improve.PIPEvent) { e.Until = kam.Day{} }, []string{"improve.step $.until"}},
		{"terms of nothing", improve.PIPDraft, func(e *improve.PIPEvent) { e.Terms = &improve.Terms{} }, []string{
			"improve.id $.terms.person", "improve.id $.terms.manager", "improve.list $.terms.approvers", "improve.period $.terms.period", "improve.number $.terms.minimum",
			"improve.list $.terms.goals", "improve.list $.terms.checkPoints",
		}},
		{"terms that contradict", improve.PIPDraft, func(e *improve.PIPEvent) {
			e.Terms.Manager, e.Terms.Approvers, e.Terms.Minimum, e.Terms.MaxExtension = "anna", []string{"anna", "hr", "hr"}, 3661, -1
			e.Terms.Goals = append(e.Terms.Goals, e.Terms.Goals[0])
			e.Terms.CheckPoints = days("2026-07-29 2026-07-15 2026-08-01")
		}, []string{
			"improve.own-review $.terms.manager", "improve.approver $.terms.approvers[0]", "improve.twice $.terms.approvers[2]", "improve.number $.terms.minimum",
			"improve.number $.terms.maxExtension", "improve.twice $.terms.goals[1].measure", "improve.day $.terms.checkPoints[1]", "improve.day $.terms.checkPoints[2]",
		}},
		{"the manager among the approvers", improve.PIPDraft, func(e *improve.PIPEvent) { e.Terms.Approvers[1] = "bo" }, []string{"improve.approver $.terms.approvers[1]"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			e := pip(c.step, "2026-07-01")
			c.change(&e)
			assert.Equal(t, c.want, codes(t, e.Check()))
			_, err := improve.NewPIP(calendar()).Apply(e)
			assert.Equal(t, c.want, codes(t, err))
		})
	}
}
