package goals

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
	// ErrStale says that an entry's number is not the one after the goal's last: something was appended since it was
	// read, or a number was left out. Read the goal again.
	ErrStale = errors.New("goals: the number is not the next of its goal")
	// ErrConflict says that the goal has an entry of that number with other content.
	ErrConflict = errors.New("goals: the number is taken by another entry")
)

// Store is where the entries of goals are kept. Every method may be called from many goroutines at once. Package
// goalstest has a reference in memory, and tests that every store passes.
//
// Texts are kept byte for byte: IDs that differ in case, in blanks or in their Unicode form are different IDs. Numbers
// and days are kept exactly, and what is absent stays absent.
// A context that has ended gives an error that wraps its Err, and nothing is changed.
type Store interface {
	// Entries yields all entries of the goals that q asks for, in the order of the goals' IDs byte by byte, and of one
	// goal in the order of their numbers. A goal is asked for as its last Set entry has it, see [Query.Matches]; one
	// that was never set has no owner and no period. A query that fails [Query.Check] is that error.
	//
	// The sequence shows the store of the moment the loop starts; the loop may append. It stops at the first error,
	// which it yields last with an empty entry. A loop may be left at any time. Nothing found is no error. What is
	// yielded is the caller's own.
	Entries(ctx context.Context, q Query) iter.Seq2[Entry, error]

	// Append adds the entries in their order, all of them or none, and once it returns without error they outlive the
	// process. First every entry must pass [Entry.Check]; else that error. Then for each entry, the ones before it in
	// the list being there already, the first that holds decides:
	//
	//  1. The goal has an entry of that number that is the same by [Entry.Same]: nothing is to be done.
	//  2. The goal has another entry of that number: [ErrConflict].
	//  3. The number is not the one after the goal's last, which is 0 of a new goal: [ErrStale].
	//  4. The entry is added.
	//
	// An empty list changes nothing. The store does not judge whether entries follow one another in content: that is
	// for [File.Apply], before they are appended.
	Append(ctx context.Context, entries []Entry) error
}

// Query says which goals are asked for. The zero value asks for all; what is stated must hold together.
type Query struct {
	// Goals are IDs; empty is all goals. An ID that is not there is no error, and one stated twice is one.
	Goals []string
	// Owner is one of the goal's owners; empty is whoever it is.
	Owner string
	// Overlapping has at least one day in common with the goal's period; the zero value is any time.
	Overlapping kam.Period
}

// Check returns nil when q can be answered: Overlapping is a period, with or without an end, or the zero value. Else
// the error wraps [kam.ErrPeriod].
func (q Query) Check() error {
	if q.Overlapping.IsZero() {
		return nil
	}
	if err := q.Overlapping.Check(); err != nil {
		return fmt.Errorf("goals: query: %w", err)
	}
	return nil
}

// Matches reports whether q asks for the goal g.
func (q Query) Matches(g Goal) bool {
	return (len(q.Goals) == 0 || slices.Contains(q.Goals, g.ID)) &&
		(q.Owner == "" || slices.Contains(g.Owners, q.Owner)) &&
		(q.Overlapping.IsZero() || q.Overlapping.Overlaps(g.Period))
}
