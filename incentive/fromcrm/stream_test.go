package fromcrm_test

import (
	"errors"
	"iter"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/fromcrm"
)

var errSource = errors.New("source")

// sequence yields revisions and then an error, if any.
func sequence(err error, revs ...fromcrm.Revision) iter.Seq2[fromcrm.Revision, error] {
	return func(yield func(fromcrm.Revision, error) bool) {
		for _, r := range revs {
			if !yield(r, nil) {
				return
			}
		}
		if err != nil {
			yield(fromcrm.Revision{}, err)
		}
	}
}

// drain collects a stream.
func drain(stream iter.Seq2[incentive.Transaction, error]) (out []incentive.Transaction, err error) {
	for t, e := range stream {
		if e != nil {
			err = e
			continue
		}
		out = append(out, t)
	}
	return out, err
}

func named(id string, r fromcrm.Revision) fromcrm.Revision {
	r.Opportunity = id
	return r
}

func TestStream(t *testing.T) {
	a1, a2 := named("A", won(1, "", "100")), named("A", won(2, "2026-03-02", "120"))
	b, bad := named("B", won(1, "", "50")), named("Aa", won(1, "", ""))
	c := compile(t, nil)

	t.Run("gives what Transactions gives", func(t *testing.T) {
		want, found := c.Transactions([]fromcrm.Revision{b, a2, a1})
		require.Empty(t, found)
		stream := c.Stream(sequence(nil, a2, a1, b), nil)
		for range 2 { // every range starts anew
			got, err := drain(stream)
			require.NoError(t, err)
			assert.Equal(t, want, got)
		}
	})
	t.Run("empty", func(t *testing.T) {
		got, err := drain(c.Stream(sequence(nil), nil))
		require.NoError(t, err)
		assert.Empty(t, got)
	})
	t.Run("reports findings and goes on", func(t *testing.T) {
		var found kam.Findings
		got, err := drain(c.Stream(sequence(nil, a1, bad, b), func(f kam.Finding) { found = append(found, f) }))
		require.NoError(t, err)
		assert.Equal(t, []string{"A 100 anna 2026-01-15", "B 50 anna 2026-01-15"}, lines(got))
		assert.Equal(t, []string{"error fromcrm.amount"}, codes(found))
	})
	t.Run("ends at an error that nobody hears", func(t *testing.T) {
		got, err := drain(c.Stream(sequence(nil, a1, bad, b), nil))
		assert.Equal(t, []string{"A 100 anna 2026-01-15"}, lines(got))
		invalid, ok := errors.AsType[*kam.InvalidError](err)
		require.True(t, ok)
		assert.Equal(t, []string{"error fromcrm.amount"}, codes(invalid.Findings))
	})
	t.Run("ends at an error in the last opportunity", func(t *testing.T) {
		_, err := drain(c.Stream(sequence(nil, a1, bad), nil))
		require.Error(t, err)
	})
	t.Run("drops notes that nobody hears", func(t *testing.T) {
		got, err := drain(c.Stream(sequence(nil, a1, a1), nil))
		require.NoError(t, err)
		assert.Len(t, got, 1)
	})
	t.Run("yields the source's error last", func(t *testing.T) {
		_, err := drain(c.Stream(sequence(errSource, a1), nil))
		require.ErrorIs(t, err, errSource)
	})
	t.Run("refuses opportunities out of order", func(t *testing.T) {
		got, err := drain(c.Stream(sequence(nil, b, a1, b), nil))
		require.ErrorIs(t, err, fromcrm.ErrUngrouped)
		assert.Empty(t, got)
	})
	t.Run("bounds the revisions held", func(t *testing.T) {
		many := func(yield func(fromcrm.Revision, error) bool) {
			for i := range int64(50_000) {
				if !yield(named("A", won(i, "", "100")), nil) {
					return
				}
			}
			yield(b, nil)
		}
		var found kam.Findings
		got, err := drain(c.Stream(many, func(f kam.Finding) { found = append(found, f) }))
		require.NoError(t, err)
		assert.Equal(t, []string{"B 50 anna 2026-01-15"}, lines(got))
		assert.Equal(t, []string{"error fromcrm.too-many-revisions"}, codes(found))
	})
	t.Run("stops when the reader stops", func(t *testing.T) {
		read := 0
		source := func(yield func(fromcrm.Revision, error) bool) {
			for _, r := range []fromcrm.Revision{a1, b, named("C", b), named("D", b)} {
				read++
				if !yield(r, nil) {
					return
				}
			}
		}
		for _, err := range c.Stream(source, nil) {
			require.NoError(t, err)
			break
		}
		assert.Equal(t, 2, read)
	})
}
