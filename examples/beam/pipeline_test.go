package main

import (
	"cmp"
	"os"
	"testing"

	"github.com/apache/beam/sdks/v2/go/pkg/beam/log"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/testing/ptest"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam/examples/internal/madeup"
)

func TestMain(m *testing.M) {
	declare()
	log.LogLevel = "warn"
	ptest.MainWithDefault(m, "prism")
}

func TestFilesAreThoseOfOneProcess(t *testing.T) {
	for name, c := range map[string]struct {
		payees, transactions, shares int
		// steps are asked for, drawn are those of the pipeline that came to an end; 0: as many as the plans need.
		steps, drawn int
	}{
		"some shares":                      {payees: 110, transactions: 3_000, shares: 3},
		"one share":                        {payees: 22, transactions: 500, shares: 1},
		"shares without people":            {payees: 5, transactions: 100, shares: 16},
		"nothing was sold":                 {payees: 12, shares: 4},
		"steps that nobody needs":          {payees: 22, transactions: 500, shares: 2, steps: 9, drawn: 9},
		"too few steps, and twice as many": {payees: 22, transactions: 500, shares: 2, steps: 3, drawn: 6},
	} {
		t.Run(name, func(t *testing.T) {
			job := Job{Quarter: madeup.Quarter{Payees: c.payees, Transactions: c.transactions}, Shares: c.shares, Out: t.TempDir()}
			enrolment, err := job.enrolment()
			require.NoError(t, err)
			least, _ := enrolment.Rounds()
			require.GreaterOrEqual(t, least, 3, "the shares wait for each other")
			drawn, err := job.run(t.Context(), c.steps)
			require.NoError(t, err)
			assert.Equal(t, cmp.Or(c.drawn, least+1), drawn)
			require.NoError(t, job.compare(t.Context()))
			left, err := os.ReadDir(job.file("shares"))
			require.NoError(t, err)
			assert.Empty(t, left)
		})
	}
}

func TestADifferenceIsFound(t *testing.T) {
	job := Job{Quarter: madeup.Quarter{Payees: 5, Transactions: 50}, Shares: 2, Out: t.TempDir()}
	_, err := job.run(t.Context(), 0)
	require.NoError(t, err)
	whole, err := os.ReadFile(job.file("statements.jsonl"))
	require.NoError(t, err)
	for name, text := range map[string][]byte{
		"one byte":       append([]byte("["), whole[1:]...),
		"cut off":        whole[:len(whole)-1],
		"goes on":        append(whole[:len(whole):len(whole)], '\n'),
		"nothing at all": nil,
	} {
		t.Run(name, func(t *testing.T) {
			require.NoError(t, os.WriteFile(job.file("statements.jsonl"), text, 0o600))
			assert.ErrorIs(t, job.compare(t.Context()), errDiffers)
		})
	}
}

func TestJobsThatCannotRun(t *testing.T) {
	good := Job{Quarter: madeup.Quarter{Payees: 5, Transactions: 50}, Shares: 2, Out: "out"}
	for name, c := range map[string]struct {
		change func(*Job)
		fault  string
	}{
		"no payees":       {func(j *Job) { j.Quarter.Payees = 0 }, "0 payees"},
		"no share":        {func(j *Job) { j.Shares = 0 }, "0 shares: there can be 1 to 4096"},
		"too many shares": {func(j *Job) { j.Shares = 4_097 }, "4097 shares"},
		"no folder":       {func(j *Job) { j.Out = "" }, "-out"},
		"a pattern":       {func(j *Job) { j.Out = "out/[1]" }, "patterns"},
	} {
		t.Run(name, func(t *testing.T) {
			job := good
			c.change(&job)
			_, err := job.run(t.Context(), 0)
			assert.ErrorContains(t, err, c.fault)
		})
	}
}
