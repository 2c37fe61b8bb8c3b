package improve

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"

	"github.com/kam-go/kam"
)

// Conditions of a [Store] that callers tell apart with errors.Is.
var (
	// ErrStale says that a record's number is not the one after the stream's last: something was appended since it was
	// read, or a number was left out. Read the stream again.
	ErrStale = errors.New("improve: the number is not the next of its stream")
	// ErrConflict says that the stream has a record of that number with other content.
	ErrConflict = errors.New("improve: the number is taken by another record")
	// ErrKind says that a query asks for a kind of record that there is not.
	ErrKind = errors.New("improve: unknown kind of record")
)

// Store is where the records of the room scoring are kept. Every method may be called from many goroutines at once.
// Package scoringtest has a reference in memory, and tests that every store passes.
//
// Texts are kept byte for byte: names that differ in case, in blanks or in their Unicode form are different names.
// Numbers and days are kept exactly, and what is absent stays absent.
// A context that has ended gives an error that wraps its Err, and nothing is changed.
type Store interface {
	// Records yields all records that q asks for, see [Query.Matches], in the order of their streams byte by byte, and of
	// one stream in the order of their numbers. A query that fails [Query.Check] is that error.
	//
	// The sequence shows the store of the moment the loop starts; the loop may append. It stops at the first error,
	// which it yields last with an empty record. A loop may be left at any time. Nothing found is no error. What is
	// yielded is the caller's own.
	Records(ctx context.Context, q Query) iter.Seq2[Record, error]

	// Append adds the records in their order, all of them or none, and once it returns without error they outlive the
	// process. First every record must pass [Record.Check]; else that error. Then for each record, the ones before it in
	// the list being there already, the first that holds decides:
	//
	//  1. The stream has a record of that number that is the same by [Record.Same]: nothing is to be done.
	//  2. The stream has another record of that number: [ErrConflict].
	//  3. The number is not the one after the stream's last, which is 0 of a new stream: [ErrStale].
	//  4. The record is added.
	//
	// An empty list changes nothing. The store does not judge whether records follow one another in content: that is for
	// [Review.Apply] and [PIP.Apply], before they are appended.
	Append(ctx context.Context, records []Record) error
}

// Query says which records are asked for. The zero value asks for all; what is stated must hold together.
type Query struct {
	// Streams are names; empty is all streams. A name that is not there is no error, and one stated twice is one.
	Streams []string
	// Kinds are what records hold; empty is whatever it is.
	Kinds []Kind
	// About is whom records are about; the zero value is whoever it is, and nobody.
	About kam.Subject
	// Recorded has the day on which records were made; the zero value is any time.
	Recorded kam.Period
}

// Check returns nil when q can be answered: its kinds are known, and Recorded is a period, with or without an end, or
// the zero value. Else the error wraps [ErrKind] or [kam.ErrPeriod].
func (q Query) Check() error {
	for _, k := range q.Kinds {
		if !slices.Contains(kinds(), k) {
			return fmt.Errorf("improve: query: %w: %q", ErrKind, clip(string(k)))
		}
	}
	if q.Recorded.IsZero() {
		return nil
	}
	if err := q.Recorded.Check(); err != nil {
		return fmt.Errorf("improve: query: %w", err)
	}
	return nil
}

// Matches reports whether q asks for r.
func (q Query) Matches(r Record) bool {
	return (len(q.Streams) == 0 || slices.Contains(q.Streams, r.Stream)) &&
		(len(q.Kinds) == 0 || slices.Contains(q.Kinds, r.Kind())) &&
		(q.About == (kam.Subject{}) || q.About == r.About) &&
		(q.Recorded.IsZero() || q.Recorded.Contains(r.On))
}
