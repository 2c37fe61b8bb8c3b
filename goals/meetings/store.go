package meetings

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"

	"github.com/kam-go/kam"
)

// MaxSave is how many records [Store.Save] takes at once, inclusive.
const MaxSave = 10_000

// Conditions that callers of a [Store] tell apart with errors.Is.
var (
	// ErrStale says that the revision is not the one after the last: somebody else saved in between, or a revision
	// was left out. Read the record again, and save the change as the next revision.
	ErrStale = errors.New("meetings: the revision is not the next one")
	// ErrConflict says that the revision is in the store with other content.
	ErrConflict = errors.New("meetings: the revision is there with other content")
	// ErrQuery says that a query asks for something that cannot be. See [Query.Check].
	ErrQuery = errors.New("meetings: the query is not valid")
)

// Query says which records are wanted. The zero value asks for the newest revision of every record; what is stated
// narrows it down, and a record must fit all that is.
type Query struct {
	// Kinds, IDs and Persons list what is wanted; an empty list is any. Elements may repeat.
	Kinds   []Kind   `json:"kinds,omitempty"`
	IDs     []string `json:"ids,omitempty"`
	Persons []string `json:"persons,omitempty"`
	// Period holds the days wanted, of [Record.On]; the zero value is any day, and the end may be open.
	Period kam.Period `json:"period,omitzero"`
	// History asks for every revision that fits. Otherwise only the newest revision of a record is considered:
	// a record whose newest revision does not fit is left out, even when an older one would.
	History bool `json:"history,omitempty"`
}

// Check returns nil for a query that can be answered, else an error that wraps [ErrQuery]: a kind that is none, or a
// period that is neither one nor the zero value. An ID or a person that no record has is no error.
func (q Query) Check() error {
	for _, k := range q.Kinds {
		if !k.Valid() {
			return fmt.Errorf("%w: there is no kind %s", ErrQuery, quote(string(k)))
		}
	}
	if q.Period.IsZero() {
		return nil
	}
	if err := q.Period.Check(); err != nil {
		return fmt.Errorf("%w: %w", ErrQuery, err)
	}
	return nil
}

// Fits reports whether r is of a kind, ID, person and day that q asks for. It does not look at History.
func (q Query) Fits(r Record) bool {
	key := r.Key()
	return (len(q.Kinds) == 0 || slices.Contains(q.Kinds, key.Kind)) &&
		(len(q.IDs) == 0 || slices.Contains(q.IDs, key.ID)) &&
		(len(q.Persons) == 0 || slices.Contains(q.Persons, r.Person())) &&
		(q.Period.IsZero() || q.Period.Contains(r.On()))
}

// Store is where records are kept. Every method may be called from many goroutines at once, and several processes may
// use the same store.
//
// Texts are kept byte for byte: ids that differ in case, in blanks or in their Unicode form are different ids. Numbers
// are kept exactly. Content is the same when its [Record.Digest] is. A context that has ended gives an error that
// wraps its Err, and nothing is changed.
type Store interface {
	// Records yields the records that fit the query, each revision once, in the order of [CompareRecords]. It shows
	// the store of the moment the loop starts; the loop may save. What is yielded is the caller's own. A query that
	// fails [Query.Check] gives its error. It stops at the first error, which it yields last with an empty record.
	// A loop may be left at any time, and a sequence ranged over again starts anew. Nothing found is no error.
	Records(ctx context.Context, query Query) iter.Seq2[Record, error]

	// Save keeps all of the records or none, and once it returns without error they outlive the process. Of the
	// records before the fault in a refused call nothing is kept either. It first checks all of them together with
	// [CheckRecords], and then takes them one after the other, in the order given. The first that holds decides:
	//
	//  1. The revision is there with the same content: nothing is changed, whatever the newest revision is.
	//  2. The revision is there with other content: [ErrConflict].
	//  3. The revision is not the newest one plus 1, or not 1 of a record that is not there: [ErrStale].
	//  4. The record is kept as the newest revision; the older ones stay as they are.
	//
	// Of several calls with the same next revision and different content, one wins. No records are no error.
	Save(ctx context.Context, records []Record) error
}

// CheckRecords returns nil for records that [Store.Save] may take, else an [*kam.InvalidError] with every fault of all
// of them; places begin with the index, as in "$[2].report.period". More than [MaxSave] records are a fault.
func CheckRecords(records []Record) error {
	c := checker{}
	if len(records) > MaxSave {
		c.add("list", "$",
			say("there are %d records", "共有 %d 条记录", len(records)),
			say("save at most %d at once", "每次最多保存 %d 条", MaxSave))
		return c.found.Err()
	}
	for i, r := range records {
		c.record(at("$", i), r)
	}
	return c.found.Err()
}

// CompareRecords orders records by day, then kind, ID and revision, all ascending; texts are compared byte by byte.
// It returns -1, 0 or +1.
func CompareRecords(a, b Record) int {
	x, y := a.one(), b.one()
	return cmp.Or(
		x.on.Compare(y.on),
		cmp.Compare(x.key.Kind, y.key.Kind),
		cmp.Compare(x.key.ID, y.key.ID),
		cmp.Compare(a.Revision, b.Revision),
	)
}

// Next tells what [Store.Save] does with r when last is the newest revision there, 0 when there is none, and known the
// [Record.Digest] of the stored revision with r's number, "" when there is none: it is to be added, or nothing is to be
// done, or the error is [ErrConflict] or [ErrStale]. Stores may leave the rules to it.
func Next(r Record, last int64, known string) (add bool, err error) {
	key := r.Key()
	switch {
	case known != "" && known == r.Digest():
		return false, nil
	case known != "":
		return false, fmt.Errorf("%w: %s %s, revision %d", ErrConflict, key.Kind, quote(key.ID), r.Revision)
	case r.Revision != last+1:
		return false, fmt.Errorf("%w: %s %s has revision %d, and %d was to be saved", ErrStale, key.Kind, quote(key.ID), last, r.Revision)
	}
	return true, nil
}
