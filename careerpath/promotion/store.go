package promotion

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
	ErrStale = errors.New("promotion: the number is not the next of its stream")
	// ErrConflict says that the stream has an entry of that number with other content.
	ErrConflict = errors.New("promotion: the number is taken by another entry")
	// ErrStep says that a query asks for a step that there is not.
	ErrStep = errors.New("promotion: unknown step")
)

// Store is where the records of cycles are kept, entry by entry. Every method may be called from many goroutines at once.
// Package careerpathtest has a reference in memory, and tests that every store passes.
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
	// An empty list changes nothing. The store does not judge whether entries follow one another in content, nor whether
	// their digests are right: that is for [State.Apply] before they are appended, and for [Replay] after they are read.
	Append(ctx context.Context, entries []Entry) error
}

// Query says which entries are asked for. The zero value asks for all; what is stated must hold together.
type Query struct {
	// Streams are IDs of cycles; empty is all streams. A name that is not there is no error, and one stated twice is one.
	Streams []string
	// Steps are what entries record, [StepCycle] among them; empty is whatever it is.
	Steps []Step
	// About is the candidate whom events are about; the zero value is whoever it is, and nobody.
	About kam.Subject
	// Dated has the day of the entry, see [Entry.On]; the zero value is any time.
	Dated kam.Period
}

// Check returns nil when q can be answered: its steps are known, and Dated is a period, with or without an end, or the zero
// value. Else the error wraps [ErrStep] or [kam.ErrPeriod].
func (q Query) Check() error {
	steps := append(Steps(), StepCycle)
	for _, s := range q.Steps {
		if !slices.Contains(steps, s) {
			return fmt.Errorf("promotion: query: %w: %s", ErrStep, wording.Quote(string(s)))
		}
	}
	if q.Dated.IsZero() {
		return nil
	}
	if err := q.Dated.Check(); err != nil {
		return fmt.Errorf("promotion: query: %w", err)
	}
	return nil
}

// Matches reports whether q asks for e.
func (q Query) Matches(e Entry) bool {
	return (len(q.Streams) == 0 || slices.Contains(q.Streams, e.Stream)) &&
		(len(q.Steps) == 0 || slices.Contains(q.Steps, e.Step())) &&
		(q.About == (kam.Subject{}) || q.About == e.About()) &&
		(q.Dated.IsZero() || q.Dated.Contains(e.On()))
}

// Load returns the record of a cycle; one that is not there is an empty record and no error. Whether it holds together is
// for [Replay]. Errors are those of the store.
func Load(ctx context.Context, store Store, cycle string) (Record, error) {
	var r Record
	for e, err := range store.Entries(ctx, Query{Streams: []string{cycle}}) {
		if err != nil {
			return Record{}, err
		}
		r.Format = Format
		r.Entries = append(r.Entries, e)
	}
	return r, nil
}

// Save appends what the store does not hold yet of the record of s. Called again it appends nothing. The error is that of
// the store: [ErrConflict] when another program recorded something else meanwhile; then load, replay, and apply again.
func Save(ctx context.Context, store Store, s State) error {
	return store.Append(ctx, s.Record().Entries)
}
