package criteria_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam/careerpath/criteria"
	"github.com/kam-go/kam/careerpath/evidence"
)

func TestWithoutGroups(t *testing.T) {
	certificate := criteria.Rule{ID: "certificate", Certificate: &criteria.Certificate{Kind: "kam"}}
	breach := criteria.Rule{ID: "breach", Flag: &criteria.Flag{Kind: "breach", Be: criteria.Absent}}
	plan := criteria.Rule{ID: "plan", Flag: &criteria.Flag{Kind: "improvement-plan", Be: criteria.Absent}}
	p := compile(t, criteria.Rule{All: []criteria.Rule{
		certificate,
		{ID: "clean", AtLeast: &criteria.Some{K: 2, Of: []criteria.Rule{breach, plan}}},
	}})
	for _, c := range []struct {
		name string
		ids  []string
		want string
	}{
		{"one of two of two", []string{"breach"}, `{"all":[{"certificate":{"kind":"kam"},"id":"certificate"},{"atLeast":{"k":1,"of":[{"flag":{"be":"absent","kind":"improvement-plan"},"id":"plan"}]},"id":"clean"}]}`},
		{"the last of a group", []string{"breach", "plan"}, `{"all":[{"certificate":{"kind":"kam"},"id":"certificate"}]}`},
		{"a group", []string{"clean"}, `{"all":[{"certificate":{"kind":"kam"},"id":"certificate"}]}`},
		{"everything", []string{"clean", "certificate"}, `{}`},
		{"nothing", nil, `{"all":[{"certificate":{"kind":"kam"},"id":"certificate"},{"atLeast":{"k":2,"of":[{"flag":{"be":"absent","kind":"breach"},"id":"breach"},{"flag":{"be":"absent","kind":"improvement-plan"},"id":"plan"}]},"id":"clean"}]}`},
	} {
		t.Run(c.name, func(t *testing.T) {
			q, err := p.Without(c.ids...)
			require.NoError(t, err)
			text, err := q.Rule().JSON()
			require.NoError(t, err)
			assert.JSONEq(t, c.want, string(text))
			got, err := p.Evaluate(file(), benchDay).Without(c.ids...)
			require.NoError(t, err)
			assert.Equal(t, q.Evaluate(file(), benchDay).State, got.State)
			require.NoError(t, criteria.VerifyResult(got))
		})
	}
	_, err := p.Without("clean", "x")
	require.ErrorIs(t, err, criteria.ErrNoRule)
	require.EqualError(t, err, `criteria: no such rule: "x"`)
	_, err = p.Evaluate(file(), benchDay).Without("x")
	require.ErrorIs(t, err, criteria.ErrNoRule)
}

// TestWithoutChangesNothingElse leaves something out of a result that is still in use.
func TestWithoutChangesNothingElse(t *testing.T) {
	p := compile(t, criteria.Rule{All: []criteria.Rule{
		{ID: "a", Certificate: &criteria.Certificate{Kind: "kam"}},
		{ID: "b", Flag: &criteria.Flag{Kind: "breach", Be: criteria.Absent}},
	}})
	r := p.Evaluate(evidence.File{Person: anna}, benchDay)
	want := asJSON(t, r)
	_, err := r.Without("a")
	require.NoError(t, err)
	assert.Equal(t, want, asJSON(t, r))
}

// TestStoppedRuns ends a run before it is done.
func TestStoppedRuns(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := compile(t, saos(1, criteria.Sum, atLeast("1"))).EvaluateAll(ctx, make([]evidence.File, 1000), criteria.Run{AsOf: benchDay})
	require.ErrorIs(t, err, context.Canceled)
	assert.EqualError(t, err, "criteria: evaluation stopped after 0 of 1000 files: context canceled")
}
