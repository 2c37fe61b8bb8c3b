package stream

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"

	"github.com/kam-go/kam/examples/internal/storable"
)

// Kind is a kind of such records.
type Kind[R any] struct {
	// One is what errors call one of them.
	One string
	// Row returns the row of a record, or what is wrong with the record.
	Row func(R) (Row, error)
	// Parse reads the content of a row.
	Parse func([]byte) (R, error)
	// Same tells whether two records say the same.
	Same func(a, b R) bool
	// Stale is the condition that a number is not the next, Conflict that it is taken by another record.
	Stale, Conflict error
}

// Row is a record as a database has it, but for its digest.
type Row struct {
	Stream string
	Seq    int64
	// Content is the whole record as JSON.
	Content string
	// Columns are what is asked for, as text, in the order of the table's columns.
	Columns []string
}

// Table is where the rows are, inside a transaction that nobody else adds rows in.
type Table interface {
	// Last returns the number and the digest of a stream's last row, 0 and "" when it has none.
	Last(ctx context.Context, stream string) (seq int64, digest string, err error)
	// Content returns the content of a row; false when there is none.
	Content(ctx context.Context, stream string, seq int64) (content string, found bool, err error)
	// Insert adds a row.
	Insert(ctx context.Context, row Row, digest string) error
}

// Rows returns the rows of the records, or what is wrong with the first that has a fault.
func (k Kind[R]) Rows(records []R) ([]Row, error) {
	rows := make([]Row, len(records))
	for i, r := range records {
		var err error
		if rows[i], err = k.Row(r); err != nil {
			return nil, fmt.Errorf("%s %d of the list: %w", k.One, i, err)
		}
	}
	return rows, nil
}

// Append adds to the table what [Kind.Rows] returned of the records: each after its stream's last, or not at all when it
// is there. The error wraps Stale, Conflict or [storable.ErrDamaged], or is the table's own.
func (k Kind[R]) Append(ctx context.Context, to Table, rows []Row, records []R) error {
	for i, row := range rows {
		last, before, err := to.Last(ctx, row.Stream)
		switch {
		case err != nil:
			return err
		case row.Seq <= last:
			err = k.compare(ctx, to, row, records[i])
		case row.Seq != last+1:
			err = fmt.Errorf("%w: %s %d of %q, whose last is %d", k.Stale, k.One, row.Seq, row.Stream, last)
		default:
			err = to.Insert(ctx, row, Chained(before, row.Content))
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// compare returns nil when the record that stands under the row's number is r.
func (k Kind[R]) compare(ctx context.Context, to Table, row Row, r R) error {
	content, found, err := to.Content(ctx, row.Stream, row.Seq)
	switch {
	case err != nil:
		return err
	case !found:
		return k.damaged(row, errors.New("it is missing"))
	}
	present, err := k.Parse([]byte(content))
	switch {
	case err != nil:
		return k.damaged(row, err)
	case !k.Same(present, r):
		return fmt.Errorf("%w: %s %d of %q", k.Conflict, k.One, row.Seq, row.Stream)
	}
	return nil
}

// Read returns the record of a row with that digest. Before is the digest of the row before it of the same stream, nil
// when there is none. A row that is not what was added after that one is [storable.ErrDamaged].
func (k Kind[R]) Read(row Row, digest string, before *string) (R, error) {
	r, err := k.read(row, digest, before)
	if err != nil {
		var none R
		return none, k.damaged(row, err)
	}
	return r, nil
}

func (k Kind[R]) read(row Row, digest string, before *string) (r R, err error) {
	if (before != nil) != (row.Seq > 1) {
		return r, fmt.Errorf("the %s before it is missing", k.One)
	}
	previous := ""
	if before != nil {
		previous = *before
	}
	if want := Chained(previous, row.Content); want != digest {
		return r, fmt.Errorf("its content has the digest %s instead of %s", want, digest)
	}
	if r, err = k.Parse([]byte(row.Content)); err != nil {
		return r, err
	}
	want, err := k.Row(r)
	if err != nil || !row.equal(want) {
		return r, errors.New("its columns differ from its content")
	}
	return r, nil
}

func (k Kind[R]) damaged(row Row, err error) error {
	return fmt.Errorf("%w: %s %d of %q: %w", storable.ErrDamaged, k.One, row.Seq, row.Stream, err)
}

func (r Row) equal(o Row) bool {
	return r.Stream == o.Stream && r.Seq == o.Seq && r.Content == o.Content && slices.Equal(r.Columns, o.Columns)
}

// Chained returns the digest of a content that follows one with the digest before, which is "" of the first.
func Chained(before, content string) string {
	sum := sha256.Sum256([]byte(before + "\n" + content))
	return hex.EncodeToString(sum[:])
}
