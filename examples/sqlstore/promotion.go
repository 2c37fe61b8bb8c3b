package sqlstore

import (
	"context"
	"iter"

	"github.com/kam-go/kam/careerpath/promotion"
	"github.com/kam-go/kam/examples/internal/stream"
)

// Promotion is a store's records of promotion cycles: a [promotion.Store]. Get it from [Store.Promotion]; the zero value is
// of no use. It is safe for concurrent use.
type Promotion struct {
	entries journal[promotion.Entry]
}

var _ promotion.Store = Promotion{}

// Promotion returns the records of promotion cycles in the store's file. It is of use until the store is closed.
func (s *Store) Promotion() Promotion {
	return Promotion{journal[promotion.Entry]{
		store: s, table: "promotion_entries", records: "entries of promotions",
		columns: []string{"dated", "step", "about_kind", "about_id"},
		Kind: stream.Kind[promotion.Entry]{
			One: "entry", Row: promotionRow, Parse: promotion.ParseEntry, Same: promotion.Entry.Same,
			Stale: promotion.ErrStale, Conflict: promotion.ErrConflict,
		},
	}}
}

func promotionRow(e promotion.Entry) (stream.Row, error) {
	if err := e.Check(); err != nil {
		return stream.Row{}, err
	}
	content, err := e.Canonical()
	about := e.About()
	return stream.Row{
		Stream: e.Stream, Seq: e.Seq, Content: string(content),
		Columns: []string{e.On().String(), string(e.Step()), about.Kind, about.ID},
	}, err
}

// Append adds the entries, all of them or none; see [promotion.Store].
func (p Promotion) Append(ctx context.Context, entries []promotion.Entry) error {
	return p.entries.append(ctx, entries)
}

// Entries yields the entries that q asks for; see [promotion.Store]. An entry that is not what was appended is an error
// that wraps [ErrDamaged].
func (p Promotion) Entries(ctx context.Context, q promotion.Query) iter.Seq2[promotion.Entry, error] {
	streams, steps := listed(q.Streams), listed(q.Steps)
	from, until := daysAsked(q.Dated)
	return p.entries.each(ctx, q.Check(), `(?1 IS NULL OR stream IN (SELECT value FROM json_each(?1)))
		AND (?2 IS NULL OR step IN (SELECT value FROM json_each(?2)))
		AND ((?3 = '' AND ?4 = '') OR (about_kind = ?3 AND about_id = ?4))
		AND dated >= ?5 AND dated < ?6`, streams, steps, q.About.Kind, q.About.ID, from, until)
}

// Verify returns nil when every stream's entries are what was appended and none is missing between them, and the columns
// that queries use agree with them. Otherwise the error wraps [ErrDamaged] and names the first entry that is not. Entries
// removed from the end of a stream do not show; [promotion.Record.Extends] tells of them, and [promotion.Replay] whether
// what was appended is a record.
func (p Promotion) Verify(ctx context.Context) error { return p.entries.verify(ctx) }
