package meetings_test

import (
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/goals/meetings"
	"github.com/kam-go/kam/internal/num"
)

// action returns an action; days that are empty are unset.
func action(id, opened, due, done string, carried int) meetings.Action {
	a := meetings.Action{Task: kam.Task{ID: id, Title: en("Do it"), Owner: "anna"}, Opened: day(opened), Carried: carried}
	if due != "" {
		a.Task.Due = day(due)
	}
	if done != "" {
		a.Task.Done = day(done)
	}
	return a
}

func TestSumActions(t *testing.T) {
	actions := []meetings.Action{
		action("in time", "2026-03-02", "2026-03-10", "2026-03-10", 0),
		action("late", "2026-03-02", "2026-03-05", "2026-03-06", 0),
		action("no due day", "2026-03-02", "", "2026-03-04", 0),
		action("overdue", "2026-03-03", "2026-03-12", "", 1),
		action("due today", "2026-03-09", "2026-03-13", "", 0),
		action("done tomorrow", "2026-03-06", "2026-03-12", "2026-03-14", 0),
		action("agreed tomorrow", "2026-03-14", "2026-03-20", "", 0),
	}
	s, err := meetings.SumActions(actions, day("2026-03-13"), nil)
	require.NoError(t, err)
	assert.Equal(t, 3, s.Open)
	assert.Equal(t, 3, s.Closed)
	assert.Equal(t, 2, s.Overdue)
	assert.Equal(t, 1, s.CarriedOver)
	assert.Equal(t, "3/6", s.Closure.String())
	assert.Equal(t, "1/4", s.OnTime.String(), "of in time, late, overdue, done tomorrow")
	assert.Equal(t, "7", num.Format(s.MedianAge.Decimal), "of 10, 4 and 7")
	assert.Equal(t, "4", num.Format(s.MedianToClose.Decimal), "of 8, 4 and 2")

	s, err = meetings.SumActions(actions, day("2026-03-13"), china(t))
	require.NoError(t, err)
	assert.Equal(t, "5", num.Format(s.MedianAge.Decimal), "of 8, 4 and 5 working days")
	assert.Equal(t, "4", num.Format(s.MedianToClose.Decimal), "of 6, 4 and 2 working days")

	today, err := meetings.SumActions(actions[4:5], day("2026-03-09"), nil)
	require.NoError(t, err)
	assert.Equal(t, 1, today.Open, "agreed on the day of the summary")
	assert.Equal(t, "0", num.Format(today.MedianAge.Decimal))

	two, err := meetings.SumActions(actions[3:5], day("2026-03-14"), nil)
	require.NoError(t, err)
	assert.Equal(t, "8", num.Format(two.MedianAge.Decimal), "of 11 and 5")
	half, err := meetings.SumActions([]meetings.Action{actions[3], action("x", "2026-03-12", "", "", 0)}, day("2026-03-13"), nil)
	require.NoError(t, err)
	assert.Equal(t, "5.5", num.Format(half.MedianAge.Decimal), "of 10 and 1")
}

func TestSumActionsOfNothingIsUnknown(t *testing.T) {
	s, err := meetings.SumActions(nil, day("2026-03-13"), nil)
	require.NoError(t, err)
	assert.Equal(t, meetings.ActionSummary{AsOf: day("2026-03-13")}, s)
	assert.False(t, s.Closure.Known())
	assert.Equal(t, "unknown", s.OnTime.String())
	_, ok := s.Closure.Fraction()
	assert.False(t, ok)
	f, ok := meetings.Ratio{Num: 3, Den: 6}.Fraction()
	assert.True(t, ok)
	assert.Equal(t, "0.5", f.String())
}

func TestSumActionsRefuses(t *testing.T) {
	_, err := meetings.SumActions(nil, kam.Day{}, nil)
	require.ErrorIs(t, err, kam.ErrDay)
	_, err = meetings.SumActions([]meetings.Action{action("a", "2025-12-01", "", "", 0)}, day("2026-03-13"), china(t))
	require.ErrorIs(t, err, kam.ErrNoHolidays)
	_, err = meetings.SumActions([]meetings.Action{action("a", "2026-03-01", "2026-02-01", "2026-02-28", -1), action("a", "2026-03-01", "", "", 0)}, day("2026-03-13"), nil)
	assert.Equal(t, []string{"meetings.day $[0].task.due", "meetings.day $[0].task.done", "meetings.number $[0].carried", "meetings.twice $[1].task.id"}, codes(t, err))
}

func TestSumActionsInAnyOrder(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 3))
	var actions []meetings.Action
	for i := range 40 {
		opened := day("2026-03-02").AddDays(random.IntN(20))
		a := action(string(rune('\u4e00'+i)), opened.String(), opened.AddDays(random.IntN(9)).String(), "", random.IntN(3))
		if random.IntN(2) == 0 {
			a.Task.Done = opened.AddDays(random.IntN(15))
		}
		actions = append(actions, a)
	}
	want, err := meetings.SumActions(actions, day("2026-03-20"), china(t))
	require.NoError(t, err)
	for range 20 {
		random.Shuffle(len(actions), func(i, j int) { actions[i], actions[j] = actions[j], actions[i] })
		got, err := meetings.SumActions(actions, day("2026-03-20"), china(t))
		require.NoError(t, err)
		require.Equal(t, want, got)
	}
}

func TestEscalations(t *testing.T) {
	actions := []meetings.Action{
		action("b", "2026-02-02", "", "", 2), action("c", "2026-02-02", "2026-02-09", "", 2), action("a", "2026-02-02", "2026-02-10", "", 3),
		action("once", "2026-02-02", "", "", 1), action("done", "2026-02-02", "", "2026-03-01", 4), action("done later", "2026-02-02", "", "2026-03-03", 2),
	}
	found := meetings.Escalations(actions, day("2026-03-02"))
	var places []string
	for _, f := range found {
		assert.Equal(t, "meetings.carried", f.Code)
		assert.Equal(t, kam.Warning, f.Severity)
		places = append(places, f.Place)
	}
	assert.Equal(t, []string{"action a", "action c", "action b", "action done later"}, places)
	assert.False(t, found.HasErrors())
	assert.Contains(t, found[0].String(), "carried over 3 times and still open")
	assert.Contains(t, found[0].In(kam.Chinese), "已顺延 3 次，仍未完成")
}

func TestActionSteps(t *testing.T) {
	a := action("a", "2026-02-02", "", "", 0)
	b := a.CarriedOver().CarriedOver()
	assert.Equal(t, 0, a.Carried)
	assert.Equal(t, 2, b.Carried)
	assert.True(t, b.Escalated(day("2026-02-20")))
	c := b.Closed(day("2026-02-21"), "mail")
	assert.Equal(t, "mail", c.Evidence)
	assert.False(t, c.Escalated(day("2026-02-21")))
	assert.True(t, c.Escalated(day("2026-02-20")))
	assert.Equal(t, c, c.CarriedOver())
	assert.Equal(t, c, c.Closed(day("2026-02-25"), "again"))
}

func TestActionCheck(t *testing.T) {
	a := action("a", "2026-02-02", "", "", 0)
	require.NoError(t, a.Check())
	a.Task.ID = strings.Repeat("a", 129)
	a.Task.Title.EN = "x\x07"
	a.Task.Origin = "a\nb"
	a.Task.About = kam.Subject{Kind: "goal"}
	a.Evidence = "\xff"
	a.Opened = kam.Day{}
	got := codes(t, a.Check())
	assert.Contains(t, got, "meetings.text $.task.title.en")
	assert.Contains(t, got, "meetings.id $.task.origin")
	assert.Contains(t, got, "task.about $.task.about.id")
	assert.Contains(t, got, "meetings.text $.evidence")
	assert.Contains(t, got, "meetings.day $.opened")
}
