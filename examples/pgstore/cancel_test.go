package pgstore_test

import (
	"context"
	"fmt"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
)

// watched is a context that ends when it is looked at for the n-th time, so that every moment has its turn.
type watched struct {
	context.Context
	left   atomic.Int64
	cancel context.CancelFunc
}

func cancelledAtLook(t *testing.T, n int) *watched {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	t.Cleanup(cancel)
	w := &watched{Context: ctx, cancel: cancel}
	w.left.Store(int64(n))
	return w
}

func (w *watched) look() {
	if w.left.Add(-1) == 0 {
		w.cancel()
		time.Sleep(time.Millisecond) // lets those who wait for the end act on it first
	}
}

func (w *watched) Done() <-chan struct{} {
	w.look()
	return w.Context.Done()
}

func (w *watched) Err() error {
	w.look()
	return w.Context.Err()
}

// looks is more often than any call of these tests looks at its context.
const looks = 90

func TestAppendCancelledAnywhereIsWholeOrAbsent(t *testing.T) {
	s := open(t)
	added := 0
	for n := 1; n <= looks; n++ {
		before, err := s.Snapshot(t.Context(), year)
		require.NoError(t, err)
		run := fmt.Sprintf("run-%d", n)
		_, err = s.Append(cancelledAtLook(t, n), batch(run, before.Head, 3))
		after, failed := s.Snapshot(t.Context(), year)
		require.NoError(t, failed)
		if err == nil {
			added++
			assert.NotEqual(t, before.Head, after.Head, "look %d: the receipt is wrong", n)
		} else {
			require.ErrorIs(t, err, context.Canceled, "look %d", n)
			assert.Equal(t, before.Head, after.Head, "look %d: it was added all the same", n)
		}
	}
	require.NoError(t, s.Verify(t.Context()))
	assert.Positive(t, added)
	assert.Less(t, added, looks)
}

func TestReadingCancelledAnywhereLeavesTheStoreUsable(t *testing.T) {
	s := open(t)
	_, err := s.Append(t.Context(), batch("first", "", pairs))
	require.NoError(t, err)
	done := 0
	for n := 1; n <= looks; n++ {
		_, err := s.Snapshot(cancelledAtLook(t, n), year)
		if err == nil {
			done++
		} else {
			require.ErrorIs(t, err, context.Canceled, "look %d", n)
		}
		snapshot, err := s.Snapshot(t.Context(), year)
		require.NoError(t, err, "look %d", n)
		require.Len(t, snapshot.Posted, pairs)
	}
	assert.Positive(t, done)
	assert.Less(t, done, looks)
}

func TestEntriesCancelledAnywhere(t *testing.T) {
	s := open(t)
	_, err := s.Append(t.Context(), batch("first", "", pairs))
	require.NoError(t, err)
	done := 0
	for n := 1; n <= 3*looks; n++ {
		read := 0
		var failed error
		for _, err := range s.Entries(cancelledAtLook(t, n), year) {
			if failed = err; err == nil {
				read++
			}
		}
		if failed == nil {
			done++
			require.Equal(t, 2*pairs, read)
		} else {
			require.ErrorIs(t, failed, context.Canceled, "look %d", n)
		}
	}
	assert.Positive(t, done)
	assert.Less(t, done, 3*looks)
}

func TestPutTransactionsCancelledAnywhereIsWholeOrAbsent(t *testing.T) {
	s := open(t)
	added := 0
	for n := 1; n <= looks; n++ {
		one, two := deal(fmt.Sprintf("%d-1", n)), deal(fmt.Sprintf("%d-2", n))
		one.Booked = kam.MustDay("2026-01-01").AddDays(n)
		two.Booked = one.Booked
		_, err := s.PutTransactions(cancelledAtLook(t, n), list(one, two))
		want := 2
		if err != nil {
			require.ErrorIs(t, err, context.Canceled, "look %d", n)
			want = 0
		} else {
			added++
		}
		found := 0
		for _, err := range s.Transactions(t.Context(), kam.Period{From: one.Booked, Until: one.Booked.AddDays(1)}) {
			require.NoError(t, err, "look %d", n)
			found++
		}
		assert.Equal(t, want, found, "look %d", n)
	}
	assert.Positive(t, added)
	assert.Less(t, added, looks)
}
