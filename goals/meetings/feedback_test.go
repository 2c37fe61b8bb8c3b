package meetings_test

import (
	"errors"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/goals/meetings"
	"github.com/kam-go/kam/internal/num"
)

func advice() meetings.Feedback {
	return meetings.Feedback{ID: "f1", From: "chen", To: "anna", Kind: meetings.Advice, Text: "Reply sooner", On: day("2026-03-02")}
}

func answer(on string) meetings.Answer {
	return meetings.Answer{On: day(on), Text: "Blocked an hour each day", Metric: "hours-to-reply", Before: known("30")}
}

func reading(on, value string) meetings.Reading {
	return meetings.Reading{On: day(on), Metric: "hours-to-reply", Value: known(value)}
}

func TestAdviceIsClosedByReadingTheMetricAgain(t *testing.T) {
	f := advice()
	assert.Equal(t, meetings.StateGiven, f.State())
	f, err := f.Acknowledge(day("2026-03-02"))
	require.NoError(t, err)
	assert.Equal(t, meetings.StateAcknowledged, f.State())
	f, err = f.Act(answer("2026-03-02"))
	require.NoError(t, err)
	assert.Equal(t, meetings.StateActedOn, f.State())
	_, ok := f.Change()
	assert.False(t, ok)
	closed, err := f.Remeasure(reading("2026-03-02", "8.5"))
	require.NoError(t, err)
	assert.Equal(t, meetings.StateClosed, closed.State())
	require.NoError(t, closed.Check())
	change, ok := closed.Change()
	assert.True(t, ok)
	assert.Equal(t, "-21.5", num.Format(change))
	assert.Equal(t, meetings.StateActedOn, f.State(), "the earlier value is not changed")
}

func TestPraiseIsClosedByBeingHeard(t *testing.T) {
	f := advice()
	f.Kind = meetings.Praise
	f, err := f.Acknowledge(day("2026-03-03"))
	require.NoError(t, err)
	assert.Equal(t, meetings.StateClosed, f.State())
	require.NoError(t, f.Check())
}

func TestFeedbackStepsThatAreRefused(t *testing.T) {
	given := advice()
	heard, err := given.Acknowledge(day("2026-03-03"))
	require.NoError(t, err)
	acted, err := heard.Act(answer("2026-03-04"))
	require.NoError(t, err)
	closed, err := acted.Remeasure(reading("2026-03-20", "9"))
	require.NoError(t, err)
	praise := given
	praise.Kind = meetings.Praise
	noText, other, unknown, huge := answer("2026-03-04"), reading("2026-03-20", "9"), reading("2026-03-20", "9"), reading("2026-03-20", "9")
	noText.Text, noText.Metric = "", ""
	other.Metric = "visits"
	unknown.Value.Valid = false
	huge.Value.Decimal = decimal.New(1, 31)
	acknowledge := func(f meetings.Feedback, on kam.Day) func() (meetings.Feedback, error) {
		return func() (meetings.Feedback, error) { return f.Acknowledge(on) }
	}
	act := func(f meetings.Feedback, a meetings.Answer) func() (meetings.Feedback, error) {
		return func() (meetings.Feedback, error) { return f.Act(a) }
	}
	remeasure := func(f meetings.Feedback, r meetings.Reading) func() (meetings.Feedback, error) {
		return func() (meetings.Feedback, error) { return f.Remeasure(r) }
	}
	cases := []struct {
		name   string
		before meetings.Feedback
		step   func() (meetings.Feedback, error)
		want   meetings.StateError
	}{
		{"acknowledged twice", heard, acknowledge(heard, day("2026-03-05")), meetings.StateError{Step: "acknowledge", State: meetings.StateAcknowledged}},
		{"acknowledged before it was told", given, acknowledge(given, day("2026-03-01")), meetings.StateError{Step: "acknowledge", State: meetings.StateGiven}},
		{"acknowledged on no day", given, acknowledge(given, kam.Day{}), meetings.StateError{Step: "acknowledge", State: meetings.StateGiven}},
		{"acted on unheard", given, act(given, answer("2026-03-04")), meetings.StateError{Step: "act", State: meetings.StateGiven}},
		{"acted on twice", acted, act(acted, answer("2026-03-05")), meetings.StateError{Step: "act", State: meetings.StateActedOn}},
		{"acted on before it was heard", heard, act(heard, answer("2026-03-02")), meetings.StateError{Step: "act", State: meetings.StateAcknowledged}},
		{"acted on without a metric", heard, act(heard, noText), meetings.StateError{Step: "act", State: meetings.StateAcknowledged}},
		{"praise acted on", praise, act(praise, answer("2026-03-04")), meetings.StateError{Step: "act", State: meetings.StateGiven}},
		{"measured before anything was done", heard, remeasure(heard, reading("2026-03-20", "9")), meetings.StateError{Step: "remeasure", State: meetings.StateAcknowledged}},
		{"measured twice", closed, remeasure(closed, reading("2026-03-21", "9")), meetings.StateError{Step: "remeasure", State: meetings.StateClosed}},
		{"measured too early", acted, remeasure(acted, reading("2026-03-03", "9")), meetings.StateError{Step: "remeasure", State: meetings.StateActedOn}},
		{"another metric", acted, remeasure(acted, other), meetings.StateError{Step: "remeasure", State: meetings.StateActedOn}},
		{"nothing read", acted, remeasure(acted, unknown), meetings.StateError{Step: "remeasure", State: meetings.StateActedOn}},
		{"an absurd reading", acted, remeasure(acted, huge), meetings.StateError{Step: "remeasure", State: meetings.StateActedOn}},
		{"praise measured", praise, remeasure(praise, reading("2026-03-20", "9")), meetings.StateError{Step: "remeasure", State: meetings.StateGiven}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			got, err := c.step()
			require.ErrorIs(t, err, meetings.ErrState)
			refused, ok := errors.AsType[*meetings.StateError](err)
			require.True(t, ok)
			assert.Equal(t, c.want.Step, refused.Step)
			assert.Equal(t, c.want.State, refused.State)
			assert.Equal(t, "f1", refused.Feedback)
			assert.NotEmpty(t, refused.Reason.EN)
			assert.Contains(t, refused.Error(), "cannot "+c.want.Step)
			assert.Contains(t, refused.In(kam.English), refused.Reason.EN)
			assert.NotRegexp(t, "[\\p{Han}]", refused.In(kam.English))
			// The id, the days and the keys of metrics are as they are; what is said about them is Chinese.
			assert.Contains(t, refused.In(kam.Chinese), refused.Reason.ZH)
			assert.NotRegexp(t, "[a-z]{3} [a-z]|cannot|invalid|given|acted", refused.In(kam.Chinese))
			assert.Equal(t, c.before, got)
		})
	}
}

func TestStatesAndStepsAreNamed(t *testing.T) {
	seen := map[string]bool{}
	for _, s := range []meetings.FeedbackState{meetings.StateGiven, meetings.StateAcknowledged, meetings.StateActedOn, meetings.StateClosed} {
		assert.NotEqual(t, s.Name().EN, s.Name().ZH)
		seen[s.Name().ZH] = true
	}
	assert.Len(t, seen, 4)
	assert.Equal(t, en("lost"), meetings.FeedbackState("lost").Name())
	assert.Equal(t, "反馈 \"f\" 处于“lost”状态，不能leap：r", (&meetings.StateError{Feedback: "f", Step: "leap", State: "lost", Reason: en("r")}).In(kam.Chinese))
	assert.Equal(t, "meetings: feedback \"f\": cannot leap what is lost: r", (&meetings.StateError{Feedback: "f", Step: "leap", State: "lost", Reason: en("r")}).Error())
}

func TestFeedbackCheck(t *testing.T) {
	cases := []struct {
		name   string
		change func(f *meetings.Feedback)
		want   []string
	}{
		{"as it is", func(*meetings.Feedback) {}, nil},
		{"to oneself", func(f *meetings.Feedback) { f.To = f.From }, []string{"meetings.self $.to"}},
		{"half a subject", func(f *meetings.Feedback) { f.About.Kind = "goal" }, []string{"meetings.id $.about.id"}},
		{"no kind", func(f *meetings.Feedback) { f.Kind = "" }, []string{"meetings.kind $.kind"}},
		{"heard before it was told", func(f *meetings.Feedback) { f.Acknowledged = day("2026-03-01") }, []string{"meetings.day $.acknowledged"}},
		{"acted on unheard", func(f *meetings.Feedback) { f.Answer = answer("2026-03-04") }, []string{"meetings.step $.answer"}},
		{"praise acted on", func(f *meetings.Feedback) {
			f.Kind, f.Acknowledged, f.Answer = meetings.Praise, day("2026-03-03"), answer("2026-03-04")
		}, []string{"meetings.step $.answer"}},
		{"read before anything was done", func(f *meetings.Feedback) { f.Again = reading("2026-03-04", "9") }, []string{"meetings.step $.again", "meetings.step $.again.metric"}},
		{"days in the wrong order", func(f *meetings.Feedback) {
			f.Acknowledged, f.Answer, f.Again = day("2026-03-05"), answer("2026-03-04"), reading("2026-03-03", "9")
		}, []string{"meetings.day $.answer.on", "meetings.day $.again.on"}},
		{"closed without a value", func(f *meetings.Feedback) {
			f.Acknowledged, f.Answer, f.Again = day("2026-03-05"), answer("2026-03-05"), meetings.Reading{On: day("2026-03-06"), Metric: "hours-to-reply"}
		}, []string{"meetings.number $.again.value"}},
		{"an answer of nothing", func(f *meetings.Feedback) {
			f.Acknowledged, f.Answer.Action = day("2026-03-05"), "t1"
		}, []string{"meetings.day $.answer.on", "meetings.text $.answer.text", "meetings.id $.answer.metric"}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			f := advice()
			c.change(&f)
			assert.Equal(t, c.want, codes(t, f.Check()))
		})
	}
}
