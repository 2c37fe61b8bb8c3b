package training

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/wording"
)

// Conditions of a [Store] that callers tell apart with errors.Is.
var (
	// ErrStale says that an entry's number is not the one after the stream's last: something was appended since it was
	// read, or a number was left out. Read the stream again.
	ErrStale = errors.New("training: the number is not the next of its stream")
	// ErrConflict says that the stream has an entry of that number with another record.
	ErrConflict = errors.New("training: the number is taken by another record")
	// ErrState says that a query asks for a state that there is not.
	ErrState = errors.New("training: unknown state")
)

// Store is where records of participation are kept, entry by entry. Every method may be called from many goroutines at
// once. Package careerpathtest has a reference in memory, and tests that every store passes.
//
// Texts are kept byte for byte: names that differ in case, in blanks or in their Unicode form are different names.
// Numbers and days are kept exactly, and what is absent stays absent.
// A context that has ended gives an error that wraps its Err, and nothing is changed.
type Store interface {
	// Entries yields all entries that q asks for, see [Query.Matches], in the order of their streams byte by byte, and of
	// one stream in the order of their numbers. A query that fails [Query.Check] is that error.
	//
	// The sequence shows the store of the moment the loop starts; the loop may append. It stops at the first error,
	// which it yields last with an empty entry. A loop may be left at any time. Nothing found is no error. What is
	// yielded is the caller's own.
	Entries(ctx context.Context, q Query) iter.Seq2[Entry, error]

	// Append adds the entries in their order, all of them or none, and once it returns without error they outlive the
	// process. First every entry must pass [Entry.Check]; else that error. Then for each entry, the ones before it in the
	// list being there already, the first that holds decides:
	//
	//  1. The stream has an entry of that number that is the same by [Entry.Same]: nothing is to be done.
	//  2. The stream has another entry of that number: [ErrConflict].
	//  3. The number is not the one after the stream's last, which is 0 of a new stream: [ErrStale].
	//  4. The entry is added.
	//
	// An empty list changes nothing. The store does not judge whether records follow one another: that is for
	// [Log.Append] before they are appended, and for [Program.Replay] after they are read.
	Append(ctx context.Context, entries []Entry) error
}

// Query says which entries are asked for. The zero value asks for all; what is stated must hold together.
type Query struct {
	// Streams are names; empty is all streams. A name that is not there is no error, and one stated twice is one.
	Streams []string
	// About is the person; the zero value is everybody.
	About kam.Subject
	// Offerings are IDs, States are what records tell; empty is whatever it is.
	Offerings []string
	States    []State
	// Dated has the day of the record; the zero value is any time.
	Dated kam.Period
}

// Check returns nil when q can be answered: its states are known, and Dated is a period, with or without an end, or the
// zero value. Else the error wraps [ErrState] or [kam.ErrPeriod].
func (q Query) Check() error {
	for _, s := range q.States {
		if !slices.Contains(states(), s) {
			return fmt.Errorf("training: query: %w: %s", ErrState, wording.Quote(string(s)))
		}
	}
	if q.Dated.IsZero() {
		return nil
	}
	if err := q.Dated.Check(); err != nil {
		return fmt.Errorf("training: query: %w", err)
	}
	return nil
}

// Matches reports whether q asks for e.
func (q Query) Matches(e Entry) bool {
	return (len(q.Streams) == 0 || slices.Contains(q.Streams, e.Stream)) &&
		(q.About == (kam.Subject{}) || q.About == e.Record.Person) &&
		(len(q.Offerings) == 0 || slices.Contains(q.Offerings, e.Record.Offering)) &&
		(len(q.States) == 0 || slices.Contains(q.States, e.Record.State)) &&
		(q.Dated.IsZero() || q.Dated.Contains(e.Record.On))
}

// Load returns the records of streams, of all streams when none is named, for [Program.Replay]: stream after stream in the
// order of their names, and each in the order of its numbers. What is not there is no record and no error. Errors are those
// of the store.
func Load(ctx context.Context, store Store, streams ...string) ([]Record, error) {
	var list []Record
	for e, err := range store.Entries(ctx, Query{Streams: streams}) {
		if err != nil {
			return nil, err
		}
		list = append(list, e.Record)
	}
	return list, nil
}

// Save appends what the store does not hold yet of a stream whose records are these, from the first on. Called again it
// appends nothing. The error is that of the store: [ErrConflict] when another program recorded something else meanwhile;
// then load, replay, and append again.
func Save(ctx context.Context, store Store, stream string, records []Record) error {
	entries := make([]Entry, len(records))
	for i, r := range records {
		entries[i] = Entry{Stream: stream, Seq: int64(i) + 1, Record: r}
	}
	return store.Append(ctx, entries)
}
