package crm

import (
	"context"
	"time"

	"github.com/kam-go/kam"
)

// Source reads one system over the wire: packages zoho and fxiaoke have one each, a host may have others. Its methods
// may be called from several goroutines at once. How many records a page has is the source's own choice.
//
// What else a system can do is asked for by type assertion: [DeletionReader], [IDReader], [Counter], and [RecordReader]
// for reading what was found to be missing.
type Source interface {
	// System is the name under which its records are known.
	System() System
	// Kinds are the kinds that it can read, in the order of [Kinds].
	Kinds() []Kind
	// Changes returns the next records of a kind behind a mark that were last modified before until, ascending by [MarkOf].
	// A record that is modified between two calls moves behind until and may be missed: the next reading finds it there.
	Changes(ctx context.Context, kind Kind, after Mark, until time.Time) (Page, error)
}

// Page is a part of the changes of a kind.
type Page struct {
	Records []Record
	// More says that there are more behind the last record; without records there never are.
	More bool
	// Findings are about fields that could not be read: they are kept as they came in [Extra], and what they should have
	// been is unknown.
	Findings kam.Findings
}

// DeletionReader is a [Source] whose system lists what was deleted.
type DeletionReader interface {
	// Deleted returns records that were deleted at since or later, as deleted records modified when they were deleted, in
	// any order. Cursor is empty at first, then the Next of the page before.
	Deleted(ctx context.Context, kind Kind, since time.Time, cursor string) (DeletedPage, error)
}

// DeletedPage is a part of what was deleted.
type DeletedPage struct {
	Records []Record
	// Next goes on; empty: there are no more.
	Next string
}

// IDReader is a [Source] whose system lists the ids of what it has, from which follows what it has no more.
type IDReader interface {
	// IDs returns ids of a kind behind one, ascending as bytes.
	IDs(ctx context.Context, kind Kind, after string) (IDPage, error)
}

// IDPage is a part of the ids of a kind.
type IDPage struct {
	IDs []string
	// More says that there are more behind the last one.
	More bool
}

// Counter is a [Source] whose system says how much there is to read.
type Counter interface {
	// Count returns about how many records of a kind are behind a mark and were last modified before until.
	Count(ctx context.Context, kind Kind, after Mark, until time.Time) (int, error)
}
