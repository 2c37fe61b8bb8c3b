package main

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
)

// When the time is up, what is left out is told, and a search for mistakes that did not come to its end passes nothing.
func TestLimit(t *testing.T) {
	a := call(t, "-limit", "1ns")
	assert.Equal(t, exitFails, a.code)
	assert.Contains(t, a.stdout, "The boundary cases are left out")
	assert.Contains(t, a.stdout, "no curve of sales: it does not come to its end within the 1ns")
	assert.Contains(t, a.stdout, "0 of 64 mistakes in the plan were looked at")
	assert.Contains(t, a.page, "The boundary cases are left out")
	a = call(t, "-limit", "1ns", "-accept", "mutants=looked at each night", "-lang", "zh")
	assert.Equal(t, exitPasses, a.code)
	assert.Contains(t, a.stdout, "未列出界限场景")
}

func TestWithin(t *testing.T) {
	forever := func(ctx context.Context) (int, error) {
		<-ctx.Done()
		return 7, ctx.Err()
	}
	n, err := within(t.Context(), time.Millisecond, forever)
	assert.True(t, late(t.Context(), err))
	assert.Equal(t, 7, n)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err = within(ctx, 0, forever)
	require.ErrorIs(t, err, context.Canceled)
	assert.False(t, late(ctx, err))
	_, err = within(ctx, 0, func(context.Context) (int, error) { select {} })
	require.ErrorIs(t, err, context.Canceled, "what does not look at its context")
	bad := errors.New("bad")
	_, err = within(t.Context(), 0, func(context.Context) (int, error) { return 0, bad })
	require.ErrorIs(t, err, bad)
}

// Every stage is told.
func TestStages(t *testing.T) {
	var found kam.Findings
	var told []string
	o, err := parseFlags([]string{"-limit", "0"}, nil)
	require.NoError(t, err)
	_, err = check(t.Context(), o, read(o, &found), &found, func(stage kam.Text) { told = append(told, stage.EN) })
	require.NoError(t, err)
	assert.Equal(t, []string{"lint and curves", "boundary cases", "scenarios", "mistakes in the plan"}, told)
	assert.Len(t, told, stages)
}
