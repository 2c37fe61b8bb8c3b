package promotion_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/careerpath/promotion"
)

func TestEventCheck(t *testing.T) {
	fine := scored("j1", "ada", "test", "80")
	fine.On = day("2026-03-10")
	require.NoError(t, fine.Check())
	for name, c := range map[string]struct {
		change      func(*promotion.Event)
		code, place string
	}{
		"no day":             {func(e *promotion.Event) { e.On = kam.Day{} }, "day", "$.on"},
		"no maker":           {func(e *promotion.Event) { e.By.ID = "" }, "subject", "$.by.id"},
		"unknown step":       {func(e *promotion.Event) { e.Step = "praise" }, "step", "$.step"},
		"no step":            {func(e *promotion.Event) { e.Step = "" }, "step", "$.step"},
		"no score":           {func(e *promotion.Event) { e.Score.Valid = false }, "missing", "$.score"},
		"a digest too many":  {func(e *promotion.Event) { e.Digest = hash64 }, "unused", "$.digest"},
		"half a person":      {func(e *promotion.Event) { e.Person.Kind = "" }, "subject", "$.person.kind"},
		"a long comment":     {func(e *promotion.Event) { e.Comment = strings.Repeat("x", promotion.MaxText+1) }, "prose", "$.comment"},
		"a comment in bytes": {func(e *promotion.Event) { e.Comment = "\xff" }, "prose", "$.comment"},
		"a huge score":       {func(e *promotion.Event) { e.Score.Decimal = dec("1").Shift(50) }, "number", "$.score"},
		"a blank exercise":   {func(e *promotion.Event) { e.Exercise = " " }, "id", "$.exercise"},
	} {
		t.Run(name, func(t *testing.T) {
			e := fine
			c.change(&e)
			finding(t, e.Check(), c.code, c.place)
		})
	}
	long := fine
	long.Comment = strings.Repeat("x", promotion.MaxText)
	require.NoError(t, long.Check())
	for _, e := range []promotion.Event{
		{Step: promotion.StepDeclare, Relation: "friend", Judge: kam.Subject{Kind: "x"}, Person: person("a"), Reason: "x"},
		{Step: promotion.StepAnswer, ID: "\n", Ruling: "maybe", Reason: "x"},
		{Step: promotion.StepFreeze, Person: person("a"), Frozen: &promotion.Frozen{}},
		{Step: promotion.StepAppoint, Person: person("a"), Opening: "\x00"},
		{Step: promotion.StepPublish, Digest: "x"},
	} {
		e.On, e.By = day("2026-03-10"), officer
		require.Error(t, e.Check())
	}
}

func TestStepsAreAllAnswered(t *testing.T) {
	assert.Len(t, promotion.Steps(), 24)
	seen := map[promotion.Step]bool{}
	r := begin(t, spring(t))
	for _, s := range r.Allowed() {
		seen[s] = true
	}
	r = whole(t, spring(t))
	for _, s := range r.Allowed() {
		seen[s] = true
	}
	r.on = "2026-03-27"
	r.decide()
	for _, s := range r.Allowed() {
		seen[s] = true
	}
	for _, s := range compiled(t, spring(t)).Start().Allowed() {
		seen[s] = true
	}
	for _, s := range promotion.Steps() {
		assert.True(t, seen[s], "no phase allows %s", s)
	}
}
