package goals_test

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/goals"
	"github.com/kam-go/kam/goals/goalstest"
)

// record returns entry n of g1 on a day of January 2026 that carries what change puts in.
func record(n int64, day int, change func(e *goals.Entry)) goals.Entry {
	e := goals.Entry{Goal: "g1", Seq: n, On: kam.MustDay("2026-01-01").AddDays(day - 1), By: "clerk"}
	change(&e)
	return e
}

func setting(n int64, day int, change func(g *goals.Goal)) goals.Entry {
	g := sound()
	if change != nil {
		change(&g)
	}
	return record(n, day, func(e *goals.Entry) { e.Set = &g })
}

func moving(n int64, m goals.Move) goals.Entry {
	return record(n, m.On.DayOfMonth(), func(e *goals.Entry) { e.Move = &m })
}

func amending(n int64, day int, a goals.Amendment) goals.Entry {
	return record(n, day, func(e *goals.Entry) { e.Amendment = &a })
}

func closing(n int64, day int) goals.Entry {
	return record(n, day, func(e *goals.Entry) { e.Closed = &goals.Closing{Reason: "the year is over", Reached: known("118")} })
}

// life is a goal from its setting to its end.
func life() []goals.Entry {
	return []goals.Entry{
		setting(1, 2, nil), moving(2, proposed()), moving(3, countered()), setting(4, 6, func(g *goals.Goal) { g.Statement = "" }),
		moving(5, move(goals.Agree, goals.Assigner, 7, "")), moving(6, move(goals.Acknowledge, goals.Owner, 8, "")),
		amending(7, 9, amend("2026-07-01", "90")), amending(8, 10, amend("2026-08-01", "95")), closing(9, 11),
	}
}

func TestReplay(t *testing.T) {
	f, err := goals.Replay(life())
	require.NoError(t, err)
	g := f.Goal()
	equalDecimal(t, "100", g.Target)
	assert.Empty(t, g.Statement)
	assert.Len(t, g.Amendments, 2)
	equalDecimal(t, "90", g.TargetOn(kam.MustDay("2026-07-15")))
	assert.Equal(t, goals.Agreed, f.Negotiation().State())
	end, over := f.Closed()
	assert.True(t, over)
	assert.Equal(t, "the year is over", end.Reason)
	equalDecimal(t, "118", end.Reached.Decimal)
	assert.Equal(t, int64(9), f.Seq())

	g.Owners[0] = "zoe"
	assert.Equal(t, "anna", f.Goal().Owners[0])

	before, err := goals.Replay(life()[:3])
	require.NoError(t, err)
	equalDecimal(t, "1200000", before.Goal().Target)
	_, over = before.Closed()
	assert.False(t, over)
	none, err := goals.Replay(nil)
	require.NoError(t, err)
	assert.Equal(t, int64(0), none.Seq())
}

func TestReplayLeavesEarlierFilesAlone(t *testing.T) {
	entries := life()
	var f goals.File
	var kept []goals.File
	for _, e := range entries {
		next, err := f.Apply(e)
		require.NoError(t, err)
		f = next
		kept = append(kept, f)
	}
	entries[0].Set.Owners[0] = "zoe"
	for i, file := range kept {
		again, err := goals.Replay(life()[:i+1])
		require.NoError(t, err)
		assert.Equal(t, again, file, i)
	}
}

func TestReplayRefuses(t *testing.T) {
	other := setting(2, 3, nil)
	other.Goal, other.Set.ID = "g2", "g2"
	own := moving(3, countered())
	own.Move.By = "bo"
	assigner := moving(2, proposed())
	assigner.Move.By = "anna"
	cases := []struct {
		name    string
		entries []goals.Entry
	}{
		{"does not begin with 1", []goals.Entry{setting(2, 2, nil)}},
		{"does not begin with a goal", []goals.Entry{moving(1, proposed())}},
		{"a gap", []goals.Entry{setting(1, 2, nil), moving(3, proposed())}},
		{"twice", []goals.Entry{setting(1, 2, nil), setting(1, 2, nil)}},
		{"another goal", []goals.Entry{setting(1, 2, nil), other}},
		{"days go back", []goals.Entry{setting(1, 9, nil), moving(2, proposed())}},
		{"an owner's move by somebody else", []goals.Entry{setting(1, 2, nil), moving(2, proposed()), own}},
		{"an owner assigns", []goals.Entry{setting(1, 2, nil), assigner}},
		{"a move that is not allowed", []goals.Entry{setting(1, 2, nil), moving(2, countered())}},
		{"set after the agreement", []goals.Entry{setting(1, 2, nil), moving(2, proposed()), moving(3, move(goals.Agree, goals.Owner, 7, "")), setting(4, 8, nil)}},
		{"set after an amendment", []goals.Entry{setting(1, 2, nil), amending(2, 3, amend("2026-07-01", "90")), setting(3, 4, nil)}},
		{"another metric while negotiated", []goals.Entry{setting(1, 2, nil), moving(2, proposed()), setting(3, 6, func(g *goals.Goal) { g.Metric = "visits" })}},
		{"another scope while negotiated", []goals.Entry{setting(1, 2, nil), moving(2, proposed()), setting(3, 6, func(g *goals.Goal) { g.Scope = "x" })}},
		{"another period while negotiated", []goals.Entry{setting(1, 2, nil), moving(2, proposed()), setting(3, 6, func(g *goals.Goal) { g.Period = kam.MustPeriod("2026-01-01/2028-01-01") })}},
		{"another unit while negotiated", []goals.Entry{setting(1, 2, nil), moving(2, proposed()), setting(3, 6, func(g *goals.Goal) { g.Currency, g.Unit = "", "deals" })}},
		{"another tracking while negotiated", []goals.Entry{setting(1, 2, nil), moving(2, proposed()), setting(3, 6, func(g *goals.Goal) { g.Tracking = goals.Stock })}},
		{"other owners while negotiated", []goals.Entry{setting(1, 2, nil), moving(2, proposed()), setting(3, 6, func(g *goals.Goal) { g.Owners = []string{"lee", "eve"} })}},
		{"amended while negotiated", []goals.Entry{setting(1, 2, nil), moving(2, proposed()), amending(3, 6, amend("2026-07-01", "90"))}},
		{"negotiated after an amendment", []goals.Entry{setting(1, 2, nil), amending(2, 3, amend("2026-07-01", "90")), moving(3, proposed())}},
		{"amended outside the period", []goals.Entry{setting(1, 2, nil), amending(2, 3, amend("2027-07-01", "90"))}},
		{"amended before an amendment", []goals.Entry{setting(1, 2, nil), amending(2, 3, amend("2026-07-01", "90")), amending(3, 3, amend("2026-06-01", "80"))}},
		{"after the end", []goals.Entry{setting(1, 2, nil), closing(2, 3), setting(3, 4, nil)}},
		{"ended twice", []goals.Entry{setting(1, 2, nil), closing(2, 3), closing(3, 4)}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			last := len(c.entries) - 1
			_, err := goals.Replay(c.entries[:last])
			require.NoError(t, err, "up to the last entry")
			_, err = goals.Replay(c.entries)
			require.ErrorIs(t, err, goals.ErrReplay)
		})
	}
	_, err := goals.Replay([]goals.Entry{setting(1, 2, nil), moving(2, countered())})
	require.ErrorIs(t, err, goals.ErrMove)
	_, err = goals.Replay([]goals.Entry{setting(1, 2, nil), amending(2, 3, amend("2027-07-01", "90"))})
	invalid(t, err)
	_, err = goals.Replay([]goals.Entry{{}})
	invalid(t, err)
}

func TestEntryCheck(t *testing.T) {
	for i, e := range life() {
		require.NoError(t, e.Check(), i)
	}
	cases := []struct {
		name   string
		change func(e *goals.Entry)
		want   string
	}{
		{"no goal", func(e *goals.Entry) { e.Goal = "" }, "goals.entry $.goal"},
		{"number 0", func(e *goals.Entry) { e.Seq = 0 }, "goals.entry $.seq"},
		{"no day", func(e *goals.Entry) { e.On = kam.Day{} }, "goals.entry $.on"},
		{"nobody", func(e *goals.Entry) { e.By = "" }, "goals.entry $.by"},
		{"nothing", func(e *goals.Entry) { e.Closed = nil }, "goals.entry $"},
		{"two contents", func(e *goals.Entry) { m := proposed(); e.Move = &m; e.On = m.On }, "goals.entry $"},
		{"no reason", func(e *goals.Entry) { e.Closed.Reason = "" }, "goals.entry $.closed.reason"},
		{"number out of bounds", func(e *goals.Entry) { e.Closed.Reached.Decimal = huge() }, "goals.number $.closed.reached"},
		{"move after its record", func(e *goals.Entry) {
			m := proposed()
			e.Closed, e.Move, e.On = nil, &m, m.On.AddDays(-1)
		}, "goals.entry $.move.on"},
		{"decision after its record", func(e *goals.Entry) {
			a := amend("2026-07-01", "1")
			e.Closed, e.Amendment, e.On = nil, &a, a.Decided.AddDays(-1)
		}, "goals.entry $.amendment.decided"},
		{"move", func(e *goals.Entry) {
			m := proposed()
			m.By = ""
			e.Closed, e.Move, e.On = nil, &m, m.On
		}, "goals.move $.move.by"},
		{"amendment", func(e *goals.Entry) {
			a := amend("2026-07-01", "1")
			a.Approver = ""
			e.Closed, e.Amendment = nil, &a
		}, "goals.amendment $.amendment.approver"},
		{"goal", func(e *goals.Entry) {
			g := sound()
			g.Metric = ""
			e.Closed, e.Set = nil, &g
		}, "goals.metric $.set.metric"},
		{"goal of another ID", func(e *goals.Entry) {
			g := sound()
			g.ID = "g2"
			e.Closed, e.Set = nil, &g
		}, "goals.entry $.set.id"},
		{"goal with amendments", func(e *goals.Entry) {
			g := sound()
			g.Amendments = []goals.Amendment{amend("2026-07-01", "1")}
			e.Closed, e.Set = nil, &g
		}, "goals.entry $.set.amendments"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			e := closing(1, 20)
			c.change(&e)
			assert.Equal(t, []string{c.want}, places(invalid(t, e.Check())))
		})
	}
}

func TestEntrySame(t *testing.T) {
	a, b := closing(1, 20), closing(1, 20)
	assert.True(t, a.Same(b))
	b.Closed.Reached = known("118.0")
	assert.True(t, a.Same(b))
	b.Closed.Reached = known("")
	assert.False(t, a.Same(b))
	a.Closed.Reached = known("0")
	assert.False(t, a.Same(b), "0 is not absent")
	b.By = "zoe"
	assert.False(t, a.Same(b))
	a.Closed.Reached.Decimal = huge()
	assert.False(t, a.Same(a), "what is no entry is the same as nothing")
	assert.False(t, b.Same(a))
}

func TestEntryJSONRoundTrip(t *testing.T) {
	for _, e := range life() {
		data, err := e.JSON()
		require.NoError(t, err)
		back, err := goals.ParseEntry(data)
		require.NoError(t, err)
		assert.True(t, e.Same(back))
	}
	_, err := goals.ParseEntry([]byte(`{"goal": "g", "moves": {}}`))
	assert.Equal(t, []string{"goals.unknown-key"}, codes(invalid(t, err), kam.Error))
}

func TestFilesFromStore(t *testing.T) {
	var s goalstest.Store
	require.NoError(t, s.Append(t.Context(), life()))
	second := setting(1, 2, nil)
	second.Goal, second.Set.ID = "g0", "g0"
	require.NoError(t, s.Append(t.Context(), []goals.Entry{second}))
	files, err := goals.Files(s.Entries(t.Context(), goals.Query{Owner: "anna"}))
	require.NoError(t, err)
	require.Len(t, files, 2)
	assert.Equal(t, "g0", files[0].Goal().ID)
	assert.Equal(t, int64(9), files[1].Seq())

	files, err = goals.Files(s.Entries(t.Context(), goals.Query{Owner: "nobody"}))
	require.NoError(t, err)
	assert.Empty(t, files)

	broken := errors.New("broken")
	_, err = goals.Files(func(yield func(goals.Entry, error) bool) { yield(goals.Entry{}, broken) })
	require.ErrorIs(t, err, broken)
	_, err = goals.Files(func(yield func(goals.Entry, error) bool) { yield(moving(1, proposed()), nil) })
	require.ErrorIs(t, err, goals.ErrReplay)
}

func TestQuery(t *testing.T) {
	require.NoError(t, goals.Query{}.Check())
	require.NoError(t, goals.Query{Overlapping: kam.MustPeriod("2026-01-01/..")}.Check())
	day := kam.MustDay("2026-01-01")
	require.ErrorIs(t, goals.Query{Overlapping: kam.Period{From: day, Until: day}}.Check(), kam.ErrPeriod)
	assert.True(t, goals.Query{}.Matches(goals.Goal{}))
	assert.True(t, goals.Query{Goals: []string{"g1"}, Owner: "anna", Overlapping: kam.MustPeriod("2026-12-31/..")}.Matches(sound()))
	assert.False(t, goals.Query{Goals: []string{"g2"}}.Matches(sound()))
	assert.False(t, goals.Query{Owner: "bo"}.Matches(sound()))
	assert.False(t, goals.Query{Overlapping: kam.MustPeriod("2027-01-01/..")}.Matches(sound()))
}
