package main

import (
	"bufio"
	"bytes"
	"io"
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestLinesAreMergedByTheirKeys(t *testing.T) {
	job := Job{Shares: 4, Out: t.TempDir()}
	for share, records := range [][]record{
		{{key("a b", "1"), []byte("3")}, {key("b"), []byte("5")}, {key("b"), []byte("6")}},
		{},
		{{key("a", "2"), []byte("2")}, {key("b"), []byte("7")}},
		{{key("a", "1"), []byte("1")}, {key("a b", "2"), nil}},
	} {
		require.NoError(t, publish(t.Context(), job.share("x", int64(share)), func(out io.Writer) error {
			for _, r := range records {
				if err := writeRecord(out, r); err != nil {
					return err
				}
			}
			return nil
		}))
	}
	require.NoError(t, (&mergeFn{job}).merge(t.Context(), "x"))
	text, err := os.ReadFile(job.file("x"))
	require.NoError(t, err)
	assert.Equal(t, "1\n2\n3\n\n5\n6\n7\n", string(text), "an id comes before those that begin with it")

	whole, err := os.ReadFile(job.share("x", 0))
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(job.share("x", 0), whole[:len(whole)-1], 0o600))
	require.ErrorIs(t, (&mergeFn{job}).merge(t.Context(), "x"), io.ErrUnexpectedEOF)
	left, err := os.ReadDir(job.Out)
	require.NoError(t, err)
	assert.Len(t, left, 2, "nothing in part: the file from before and the folder of shares")
}

func TestAMergeWaitsForAllShares(t *testing.T) {
	f := &mergeFn{Job{Shares: 2, Out: t.TempDir()}}
	require.ErrorContains(t, f.ProcessElement(t.Context(), 0, next([]byte(`{"share":1}`))), "1 of 2 shares are done")
	assert.ErrorContains(t, f.ProcessElement(t.Context(), 0, next([]byte(`{"share":2}`))), "share 2 of 2")
}

func FuzzRecords(f *testing.F) {
	var two bytes.Buffer
	for _, r := range []record{{key("a", "b"), []byte("{}")}, {"", nil}} {
		if err := writeRecord(&two, r); err != nil {
			f.Fatal(err)
		}
	}
	f.Add(two.Bytes())
	f.Add(two.Bytes()[:4])
	f.Add([]byte("\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01\x00"))
	f.Fuzz(func(t *testing.T, text []byte) {
		r := &reader{in: bufio.NewReader(bytes.NewReader(text))}
		var again bytes.Buffer
		for {
			if err := r.next(); err != nil {
				return
			}
			if r.ended {
				break
			}
			require.NoError(t, writeRecord(&again, r.record))
		}
		assert.LessOrEqual(t, again.Len(), len(text))
	})
}
