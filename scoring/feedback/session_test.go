package feedback_test

import (
	"errors"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/scoring/feedback"
)

func planned() feedback.Session {
	return feedback.Session{
		ID: "s1", Round: "round-1", Subject: "ann", Participants: []string{"ann", "b"}, Planned: day("2026-04-10"),
	}
}

func action(id, due, done string) kam.Task {
	t := kam.Task{ID: id, Title: text("Do " + id), Owner: "ann"}
	if due != "" {
		t.Due = day(due)
	}
	if done != "" {
		t.Done = day(done)
	}
	return t
}

func TestSessionSteps(t *testing.T) {
	s := planned()
	assert.Equal(t, feedback.StatePlanned, s.State())
	held, err := s.Hold(day("2026-04-12"), []kam.Task{action("a", "2026-05-01", "")})
	require.NoError(t, err)
	assert.Equal(t, feedback.StateHeld, held.State())
	assert.Equal(t, feedback.StatePlanned, s.State(), "a step changes a copy")
	followed, err := held.FollowUp(day("2026-05-02"), []kam.Task{action("a", "2026-05-01", ""), action("b", "", "2026-05-02")})
	require.NoError(t, err)
	assert.Equal(t, feedback.StateFollowedUp, followed.State())
	followed, err = followed.FollowUp(day("2026-05-20"), []kam.Task{action("a", "2026-05-01", "2026-05-20"), action("b", "", "2026-05-02")})
	require.NoError(t, err)
	closed, err := followed.Close(day("2026-05-20"))
	require.NoError(t, err)
	assert.Equal(t, feedback.StateClosed, closed.State())
	for _, x := range []feedback.Session{s, held, followed, closed} {
		require.NoError(t, x.Check())
	}
}

func TestSessionRefuses(t *testing.T) {
	tasks := []kam.Task{action("a", "", "")}
	done := []kam.Task{action("a", "", "2026-05-01")}
	s := planned()
	held, err := s.Hold(day("2026-04-12"), tasks)
	require.NoError(t, err)
	followed, err := held.FollowUp(day("2026-05-01"), tasks)
	require.NoError(t, err)
	ready, err := held.FollowUp(day("2026-05-01"), done)
	require.NoError(t, err)
	closed, err := ready.Close(day("2026-05-01"))
	require.NoError(t, err)
	tests := []struct {
		name, want string
		was        feedback.Session
		step       func(s feedback.Session) (feedback.Session, error)
	}{
		{"hold without a day", `cannot hold what is planned: the day must be stated`, s, func(s feedback.Session) (feedback.Session, error) { return s.Hold(kam.Day{}, nil) }},
		{"hold twice", `cannot hold what is held: it was held on 2026-04-12`, held, func(s feedback.Session) (feedback.Session, error) { return s.Hold(day("2026-04-13"), nil) }},
		{"follow up what was not held", `cannot follow up what is planned: hold it first`, s, func(s feedback.Session) (feedback.Session, error) { return s.FollowUp(day("2026-04-13"), nil) }},
		{"follow up too early", `the day must be stated and not be before 2026-04-12`, held, func(s feedback.Session) (feedback.Session, error) { return s.FollowUp(day("2026-04-11"), tasks) }},
		{"follow up again too early", `not be before 2026-05-01`, followed, func(s feedback.Session) (feedback.Session, error) { return s.FollowUp(day("2026-04-30"), tasks) }},
		{"an action got lost", `the action "a" is missing`, held, func(s feedback.Session) (feedback.Session, error) { return s.FollowUp(day("2026-05-01"), nil) }},
		{"an action got another owner", `the action "a" is not the one that was agreed`, held, func(s feedback.Session) (feedback.Session, error) {
			changed := slices.Clone(tasks)
			changed[0].Owner = "z"
			return s.FollowUp(day("2026-05-01"), changed)
		}},
		{"an action got another day", `the action "a" is not the one that was agreed`, held, func(s feedback.Session) (feedback.Session, error) {
			changed := slices.Clone(tasks)
			changed[0].Due = day("2026-12-31")
			return s.FollowUp(day("2026-05-01"), changed)
		}},
		{"an action got another title", `the action "a" is not the one that was agreed`, held, func(s feedback.Session) (feedback.Session, error) {
			changed := slices.Clone(tasks)
			changed[0].Title.ZH = "另一件事"
			return s.FollowUp(day("2026-05-01"), changed)
		}},
		{"follow up what is closed", `it was closed on 2026-05-01`, closed, func(s feedback.Session) (feedback.Session, error) { return s.FollowUp(day("2026-05-02"), done) }},
		{"close what is held", `cannot close what is held: follow it up first`, held, func(s feedback.Session) (feedback.Session, error) { return s.Close(day("2026-05-02")) }},
		{"close with an open action", `the action "a" is open`, followed, func(s feedback.Session) (feedback.Session, error) { return s.Close(day("2026-05-02")) }},
		{"close too early", `not be before 2026-05-01`, ready, func(s feedback.Session) (feedback.Session, error) { return s.Close(day("2026-04-30")) }},
		{"close twice", `it was closed on 2026-05-01`, closed, func(s feedback.Session) (feedback.Session, error) { return s.Close(day("2026-05-02")) }},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := tt.step(tt.was)
			require.ErrorIs(t, err, feedback.ErrState)
			state, ok := errors.AsType[*feedback.StateError](err)
			require.True(t, ok)
			assert.Equal(t, tt.was.State(), state.State)
			require.ErrorContains(t, err, tt.want)
			assert.NotRegexp(t, `[A-Za-z]`, said.ReplaceAllString(state.In(kam.Chinese), ""))
			assert.Equal(t, tt.was, got)
		})
	}
	got, err := s.Hold(day("2026-04-12"), []kam.Task{{ID: "a"}, {ID: "a", Owner: "x", Title: text("x"), Done: day("2026-04-11")}})
	assert.Equal(t, []string{"task.owner $.actions[0].owner", "task.title $.actions[0].title", "feedback.twice $.actions[1].id", "feedback.day $.actions[1].done"}, codes(t, err))
	assert.Equal(t, s, got)
}

func TestRefusedStepInChinese(t *testing.T) {
	_, err := planned().Close(day("2026-05-01"))
	state, ok := errors.AsType[*feedback.StateError](err)
	require.True(t, ok)
	assert.Equal(t, `面谈 "s1" 待面谈，无法关闭：请先跟进`, state.In(kam.Chinese))
	assert.Equal(t, `session "s1": cannot close what is planned: follow it up first`, state.In(kam.English))
}

func TestSessionHoldRefusesWhatCannotBeKept(t *testing.T) {
	_, err := feedback.Session{}.Hold(day("2026-04-12"), nil)
	assert.Contains(t, codes(t, err), "feedback.id $.id")
}

func TestSessionCheck(t *testing.T) {
	s := planned()
	s.Participants = []string{"b"}
	s.Closed = day("2026-05-01")
	s.Actions = []kam.Task{action("a", "", "")}
	assert.Equal(t, []string{
		"feedback.list $.participants", "feedback.subject $.participants", "feedback.step $.closed", "feedback.step $.actions", "feedback.step $.actions[0].done",
	}, codes(t, s.Check()))
	s = planned()
	s.Held, s.FollowedUp = day("2026-04-12"), day("2026-04-11")
	assert.Equal(t, []string{"feedback.day $.followedUp"}, codes(t, s.Check()))
	assert.Equal(t, []string{
		"feedback.id $.id", "feedback.id $.round", "feedback.id $.subject", "feedback.list $.participants", "feedback.subject $.participants", "feedback.day $.planned",
	}, codes(t, feedback.Session{}.Check()))
}

func TestSumSessions(t *testing.T) {
	open := planned()
	future := planned()
	future.ID, future.Planned = "s2", day("2026-12-01")
	held := planned()
	held.ID, held.Held = "s3", day("2026-04-10")
	held.Actions = []kam.Task{action("a", "2026-04-30", "2026-04-30"), action("b", "2026-04-30", "2026-05-01"), action("c", "2026-05-09", ""), action("d", "2026-05-10", ""), action("e", "", "2026-04-20")}
	closed := planned()
	closed.ID, closed.Held, closed.FollowedUp, closed.Closed = "s4", day("2026-04-10"), day("2026-04-11"), day("2026-05-10")
	followed := closed
	followed.ID, followed.Closed = "s5", day("2026-05-11")
	sum, err := feedback.SumSessions([]feedback.Session{open, future, held, closed, followed}, day("2026-05-10"))
	require.NoError(t, err)
	assert.Equal(t, feedback.SessionSummary{
		AsOf: day("2026-05-10"), Planned: 2, Held: 1, FollowedUp: 1, Closed: 1,
		Happened: feedback.Ratio{Num: 3, Den: 4}, Closure: feedback.Ratio{Num: 1, Den: 3},
		ActionClosure: feedback.Ratio{Num: 3, Den: 5}, OnTime: feedback.Ratio{Num: 1, Den: 3},
	}, sum)
	assert.Equal(t, "1/3", sum.OnTime.String())
	f, ok := sum.Closure.Fraction()
	assert.True(t, ok)
	assert.Equal(t, kam.MustFraction("1/3"), f)

	sum, err = feedback.SumSessions(nil, day("2026-05-10"))
	require.NoError(t, err)
	assert.False(t, sum.Closure.Known())
	assert.Equal(t, "unknown", sum.Closure.String())
	_, ok = sum.Closure.Fraction()
	assert.False(t, ok)

	_, err = feedback.SumSessions(nil, kam.Day{})
	require.ErrorIs(t, err, kam.ErrDay)
	_, err = feedback.SumSessions([]feedback.Session{open, open}, day("2026-05-10"))
	assert.Equal(t, []string{"feedback.twice $[1].id"}, codes(t, err))
}
