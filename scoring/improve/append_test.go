package improve_test

import (
	"context"
	"fmt"
	"iter"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/scoring/feedback"
	"github.com/kam-go/kam/scoring/improve"
	"github.com/kam-go/kam/scoring/scoringtest"
)

// says returns a response without a number for each document.
func says(stream string, documents ...string) []improve.Record {
	list := make([]improve.Record, len(documents))
	for i, d := range documents {
		list[i] = improve.Record{
			Stream: stream, On: day("2026-07-01"), By: "system", About: anna(),
			Response: &improve.Response{Round: "spring", Rater: "r1", Document: d},
		}
	}
	return list
}

// documents returns what a stream of responses holds.
func documents(t *testing.T, s improve.Store, stream string) string {
	t.Helper()
	var out strings.Builder
	number := int64(0)
	for r, err := range s.Records(t.Context(), improve.Query{Streams: []string{stream}}) {
		require.NoError(t, err)
		number++
		assert.Equal(t, number, r.Seq)
		out.WriteString(r.Response.Document)
	}
	return out.String()
}

func TestAppendNew(t *testing.T) {
	for _, c := range []struct {
		name, has, asked, want string
		added                  int
	}{
		{"to nothing", "", "ab", "ab", 2},
		{"the same", "ab", "ab", "ab", 0},
		{"the last", "ab", "b", "ab", 0},
		{"another", "ab", "c", "abc", 1},
		{"what was before", "ab", "a", "aba", 1},
		{"begins with the end", "ab", "bc", "abc", 1},
		{"begins with all", "ab", "abc", "abc", 1},
		{"alike in between", "ab", "ac", "abac", 2},
		{"the longest overlap", "aaa", "aaaa", "aaaa", 1},
		{"more than is asked for", "xaa", "aa", "xaa", 0},
		{"overlap in itself", "aba", "abab", "abab", 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := &scoringtest.Store{}
			_, err := improve.AppendNew(t.Context(), s, says("s", strings.Split(c.has, "")...))
			require.NoError(t, err)
			asked := says("s", strings.Split(c.asked, "")...)
			added, err := improve.AppendNew(t.Context(), s, asked)
			require.NoError(t, err)
			assert.Len(t, added, c.added)
			for i, r := range added {
				assert.Equal(t, int64(len(c.want)-c.added+i+1), r.Seq)
			}
			assert.Equal(t, c.want, documents(t, s, "s"))
			assert.Zero(t, asked[0].Seq, "what was handed over is left alone")
			again, err := improve.AppendNew(t.Context(), s, asked)
			require.NoError(t, err)
			assert.Empty(t, again)
		})
	}
}

func TestAppendNewOfSeveralStreams(t *testing.T) {
	s := &scoringtest.Store{}
	_, err := improve.AppendNew(t.Context(), s, says("b", "x"))
	require.NoError(t, err)
	mixed := append(append(says("b", "x"), says("a", "1")...), says("b", "y")...)
	added, err := improve.AppendNew(t.Context(), s, mixed)
	require.NoError(t, err)
	require.Len(t, added, 2)
	assert.Equal(t, []string{"a", "b"}, []string{added[0].Stream, added[1].Stream})
	assert.Equal(t, "1", documents(t, s, "a"))
	assert.Equal(t, "xy", documents(t, s, "b"))
	added, err = improve.AppendNew(t.Context(), s, nil)
	require.NoError(t, err)
	assert.Empty(t, added)
}

func TestAppendNewKeepsNumbers(t *testing.T) {
	s := &scoringtest.Store{}
	numbered := says("s", "a", "b", "b")
	numbered[0].Seq, numbered[1].Seq, numbered[2].Seq = 1, 2, 2
	added, err := improve.AppendNew(t.Context(), s, numbered)
	require.NoError(t, err)
	assert.Len(t, added, 2, "the same stands once")
	added, err = improve.AppendNew(t.Context(), s, numbered[:1])
	require.NoError(t, err)
	assert.Empty(t, added)
	other := says("s", "c")
	other[0].Seq = 1
	_, err = improve.AppendNew(t.Context(), s, other)
	require.ErrorIs(t, err, improve.ErrConflict)
	other[0].Seq = 4
	_, err = improve.AppendNew(t.Context(), s, other)
	require.ErrorIs(t, err, improve.ErrStale)
	assert.Equal(t, "ab", documents(t, s, "s"))
}

func TestAppendNewFaults(t *testing.T) {
	s := &scoringtest.Store{}
	list := append(says("s", "a", "b"), says("t", "")...)
	list[1].Seq = 2
	_, err := improve.AppendNew(t.Context(), s, list)
	assert.Equal(t, []string{"improve.seq $[1].seq", "improve.document $[2].response.document"}, codes(t, err))
	list = says("s", "a")
	list[0].Seq = -1
	_, err = improve.AppendNew(t.Context(), s, list)
	assert.Equal(t, []string{"improve.seq $[0].seq"}, codes(t, err))
	assert.Empty(t, documents(t, s, "s"))
	over, cancel := context.WithCancel(t.Context())
	cancel()
	_, err = improve.AppendNew(over, s, says("s", "a"))
	require.ErrorIs(t, err, context.Canceled)
}

// told returns a record of a publication without a number.
func told(p *feedback.Publication) []improve.Record {
	return []improve.Record{{Stream: "publications", On: day("2026-07-01"), By: "system", About: anna(), Publication: p}}
}

func TestPublicationsAreKept(t *testing.T) {
	s := &scoringtest.Store{}
	ledger, err := improve.Ledger(t.Context(), s, "spring")
	require.NoError(t, err)
	assert.Empty(t, ledger)
	for range 2 {
		_, err = improve.AppendNew(t.Context(), s, append(told(publication(1)), told(publication(2))...))
		require.NoError(t, err)
	}
	other := publication(1)
	other.Round = "autumn"
	_, err = improve.AppendNew(t.Context(), s, told(other))
	require.ErrorIs(t, err, improve.ErrConflict, "of two reports at the same time one is kept")
	elsewhere := told(other)
	elsewhere[0].Stream = "autumn"
	_, err = improve.AppendNew(t.Context(), s, elsewhere)
	require.NoError(t, err)
	ledger, err = improve.Ledger(t.Context(), s, "spring")
	require.NoError(t, err)
	require.Len(t, ledger, 2)
	assert.Equal(t, []int64{1, 2}, []int64{ledger[0].Sequence, ledger[1].Sequence})
	assert.True(t, ledger[0].Same(*publication(9)))
	_, err = improve.AppendNew(t.Context(), s, told(&feedback.Publication{}))
	assert.Contains(t, codes(t, err), "feedback.aggregate $[0].publication.sequence")
}

// odd is a store that yields what nobody asked for, or fails.
type odd struct {
	scoringtest.Store
	err error
}

func (o *odd) Records(context.Context, improve.Query) iter.Seq2[improve.Record, error] {
	return func(yield func(improve.Record, error) bool) {
		r := says("other", "x")[0]
		if yield(r, nil) {
			yield(improve.Record{}, o.err)
		}
	}
}

func TestErrorsOfTheStore(t *testing.T) {
	s := &odd{err: kam.ErrDay}
	_, err := improve.AppendNew(t.Context(), s, says("s", "a"))
	require.ErrorIs(t, err, kam.ErrDay)
	_, err = improve.Ledger(t.Context(), s, "spring")
	require.ErrorIs(t, err, kam.ErrDay)
}

func ExampleAppendNew() {
	ctx, store := context.Background(), &scoringtest.Store{}
	response := improve.Record{
		Stream: "response/spring/anna/r1", On: kam.MustDay("2026-03-01"), By: "portal", About: kam.Subject{Kind: "payee", ID: "anna"},
		Response: &improve.Response{Round: "spring", Rater: "r1", Document: `{"listens": "4"}`},
	}
	for range 2 {
		added, err := improve.AppendNew(ctx, store, []improve.Record{response})
		fmt.Println(len(added), "appended", err)
	}
	// Output:
	// 1 appended <nil>
	// 0 appended <nil>
}

func ExampleLedger() {
	ctx, store := context.Background(), &scoringtest.Store{}
	ledger, err := improve.Ledger(ctx, store, "spring")
	fmt.Println(len(ledger), "publications", err)
	// Output:
	// 0 publications <nil>
}
