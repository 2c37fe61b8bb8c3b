package weights_test

import (
	"encoding/json"
	"errors"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/scoring/weights"
)

const judgementsJSON = `{"items": ["a", "b", "c"], "matrix": [["1", "2", "4"], ["1/2", "1", "2"], ["1/4", "1/2", "1"]],
  "method": "geometric-mean", "randomIndex": "saaty-1980", "limit": "0.05", "places": 3}`

const pairsJSON = `{"items": ["a", "b"], "pairs": [{"a": "a", "b": "b", "times": "3"}]}`

const allocationJSON = `{"items": ["a", "b"], "total": "10", "judges": [{"id": "anna", "weight": "1/3", "points": ["7.5", "2.5"]}], "places": 2}`

func TestParse(t *testing.T) {
	j, err := weights.ParseJudgements([]byte(judgementsJSON))
	require.NoError(t, err)
	assert.Equal(t, []string{"0.571", "0.286", "0.143"}, shares(judge(t, j).Weights, 3))
	text, err := json.Marshal(j)
	require.NoError(t, err)
	again, err := weights.ParseJudgements(text)
	require.NoError(t, err)
	assert.Equal(t, j, again)
	_, err = weights.ParseJudgements([]byte(`{"item": []}`))
	assert.NotEmpty(t, codes(t, err))
	a, err := weights.ParseAllocation([]byte(allocationJSON))
	require.NoError(t, err)
	out, err := weights.FromPoints(a)
	require.NoError(t, err)
	assert.Equal(t, []string{"0.75", "0.25"}, shares(out.Weights, 2))
	_, err = weights.ParseAllocation([]byte(`{"judges": null} x`))
	for _, code := range codes(t, err) {
		assert.Regexp(t, `^weights\.[a-z-]+ `, code)
	}
}

// invalid checks that a fault is one that a person can be shown.
func invalid(t *testing.T, err error) {
	t.Helper()
	found, ok := errors.AsType[*kam.InvalidError](err)
	require.True(t, ok, "%T", err)
	require.NotEmpty(t, found.Findings)
}

func FuzzJudgements(f *testing.F) {
	for _, s := range []string{judgementsJSON, pairsJSON, `{}`, `{"items": ["a"]}`, `[`, `{"items": ["a", "b"], "matrix": [["1", "9"], ["1/9", "1"]]}`} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		j, err := weights.ParseJudgements(data)
		if err != nil {
			invalid(t, err)
			return
		}
		out, err := weights.FromJudgements(j)
		if inconsistent, ok := errors.AsType[*weights.InconsistentError](err); ok {
			require.NotEmpty(t, inconsistent.Finding().Place)
			return
		}
		if err != nil {
			invalid(t, err)
			return
		}
		sumsToOne(t, out.Weights)
	})
}

func FuzzAllocation(f *testing.F) {
	for _, s := range []string{allocationJSON, `{}`, `{"items": ["a"], "judges": [{"id": "x", "points": ["100"]}]}`, `[`} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		a, err := weights.ParseAllocation(data)
		if err != nil {
			invalid(t, err)
			return
		}
		out, err := weights.FromPoints(a)
		if err != nil {
			invalid(t, err)
			return
		}
		sumsToOne(t, out.Weights)
	})
}
