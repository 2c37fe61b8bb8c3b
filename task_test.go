package kam_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
)

func TestTaskOverdue(t *testing.T) {
	for name, test := range map[string]struct {
		due, done, asOf string
		overdue, isDone bool
	}{
		"before the due day":        {"2026-03-31", "", "2026-03-30", false, false},
		"on the due day":            {"2026-03-31", "", "2026-03-31", false, false},
		"the day after":             {"2026-03-31", "", "2026-04-01", true, false},
		"done in time":              {"2026-03-31", "2026-03-31", "2026-04-01", false, true},
		"done late":                 {"2026-03-31", "2026-04-05", "2026-04-05", false, true},
		"done late, seen before":    {"2026-03-31", "2026-04-05", "2026-04-04", true, false},
		"done, seen before the due": {"2026-03-31", "2026-03-20", "2026-03-19", false, false},
		"no due day":                {"", "", "2026-04-01", false, false},
		"no due day, done":          {"", "2026-03-20", "2026-04-01", false, true},
		"unset as-of day":           {"2026-03-31", "2026-03-20", "", false, false},
	} {
		t.Run(name, func(t *testing.T) {
			day := func(s string) kam.Day {
				if s == "" {
					return kam.Day{}
				}
				return kam.MustDay(s)
			}
			task := kam.Task{Due: day(test.due), Done: day(test.done)}
			assert.Equal(t, test.overdue, task.Overdue(day(test.asOf)))
			assert.Equal(t, test.isDone, task.IsDone(day(test.asOf)))
		})
	}
}

func TestTaskCheck(t *testing.T) {
	good := kam.Task{ID: "t-1", Title: kam.Text{EN: "Call"}, Owner: "anna"}
	require.NoError(t, good.Check())
	assert.Equal(t, []string{"task.id $.id", "task.owner $.owner", "task.title $.title"}, faults(t, kam.Task{}.Check()))
	good.About = kam.Subject{Kind: "customer"}
	assert.Equal(t, []string{"task.about $.about.id"}, faults(t, good.Check()))
	good.About = kam.Subject{ID: "c-1"}
	assert.Equal(t, []string{"task.about $.about.kind"}, faults(t, good.Check()))
}

func TestTaskJSON(t *testing.T) {
	task := kam.Task{
		ID: "t-1", Title: kam.Text{EN: "Call", ZH: "致电"}, Owner: "anna", About: kam.Subject{Kind: "customer", ID: "c-1"},
		Due: kam.MustDay("2026-03-31"), Origin: "run.missing-quota",
	}
	out, err := json.Marshal(task)
	require.NoError(t, err)
	assert.JSONEq(t, `{"id":"t-1","title":{"en":"Call","zh":"致电"},"owner":"anna","about":{"kind":"customer","id":"c-1"},"due":"2026-03-31","origin":"run.missing-quota"}`, string(out))
	var back kam.Task
	require.NoError(t, json.Unmarshal(out, &back))
	assert.Equal(t, task, back)
}
