package main

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam/careerpath/promotion"
)

// steps lists day and step of the officers' events of a run, but for those of single candidates.
func steps(r promotion.Record) []string {
	var out []string
	for _, e := range r.Entries {
		if e.Event != nil && e.Event.By.ID == "hr.desk" && e.Step() != promotion.StepFreeze && e.Step() != promotion.StepAppoint {
			out = append(out, strings.TrimSpace(fmt.Sprint(e.On(), " ", e.Step(), " ", e.Event.Exercise)))
		}
	}
	return out
}

// The desk does what the calendar asks, and publishes again what an objection has changed.
func TestTheDeskKeepsTheCalendar(t *testing.T) {
	assert.Equal(t, []string{
		"2026-03-02 open", "2026-03-16 finish test", "2026-03-18 finish presentation", "2026-03-24 finish interview",
		"2026-03-25 seed", "2026-03-26 publish", "2026-03-31 answer", "2026-03-31 answer", "2026-03-31 publish", "2026-04-09 decide", "2026-04-20 close",
	}, steps(builtIn(t).record(t)))
}

// An exercise that an objection opens again is closed by an event, and only then is the ranking published anew.
func TestReopenedExercise(t *testing.T) {
	change := func(text string) string {
		for old, by := range map[string]string{
			`{"kind": "score", "person": {"kind": "agent", "id": "emily.clark"}, "judge": {"kind": "agent", "id": "gu.lei"}, "exercise": "test", "score": "92"}
  ]},`: `{"kind": "reopen", "exercise": "test"}]},
  {"step": "correct", "on": "2026-04-01", "by": {"kind": "agent", "id": "gu.lei"}, "person": {"kind": "agent", "id": "emily.clark"}, "exercise": "test", "score": "92", "reason": "counted again"},
  {"step": "finish", "on": "2026-04-02", "by": {"kind": "agent", "id": "hr.desk"}, "exercise": "test"},`,
			"2026-04-09": "2026-04-13", "2026-04-10": "2026-04-13",
		} {
			text = replace(t, old, by)(text)
		}
		return text
	}
	a := done(t, t.TempDir(), one("-candidates", copied(t, map[string]func(string) string{"events.json": change}))...)
	got := steps(a.record(t))
	assert.Equal(t, []string{"2026-04-02 finish test", "2026-04-02 publish", "2026-04-11 decide"}, got[len(got)-4:len(got)-1])
	assert.Contains(t, a.stdout, "Emily Clark    86.60  appointed")
}

// Many who do not meet the criteria change nothing for the others.
func TestManyCandidates(t *testing.T) {
	const people = 300
	many := func(text string) string {
		var out strings.Builder
		out.WriteString(text)
		for i := range people {
			fmt.Fprintf(&out, "p%04d,Person %d,gao.yang,south,account-manager,2026-01-01,2026-03-02,south,1,,,,,,,,,,,\n", i, i)
		}
		return out.String()
	}
	a := done(t, t.TempDir(), one("-candidates", copied(t, map[string]func(string) string{
		"candidates.csv": many, "groups.csv": missing, "catalogue.json": missing, "mentors.csv": missing,
	}))...)
	require.Contains(t, a.stdout, fmt.Sprint(people+40, " candidates"))
	assert.Equal(t, builtIn(t).read(t, "notice.en.md"), a.read(t, "notice.en.md"))
}
