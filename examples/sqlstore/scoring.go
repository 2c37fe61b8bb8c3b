package sqlstore

import (
	"context"
	"iter"

	"github.com/kam-go/kam/examples/internal/stream"
	"github.com/kam-go/kam/scoring/improve"
)

// Scoring is a store's scorecards, results, responses, publications, reviews and plans: an [improve.Store]. Get it from
// [Store.Scoring]; the zero value is of no use. It is safe for concurrent use.
type Scoring struct {
	records journal[improve.Record]
}

var _ improve.Store = Scoring{}

// Scoring returns the records of scoring in the store's file. It is of use until the store is closed.
func (s *Store) Scoring() Scoring {
	return Scoring{journal[improve.Record]{
		store: s, table: "scoring_records", records: "records of scoring",
		columns: []string{"recorded", "recorded_by", "kind", "about_kind", "about_id"},
		Kind: stream.Kind[improve.Record]{
			One: "record", Row: scoringRow, Parse: improve.ParseRecord, Same: improve.Record.Same,
			Stale: improve.ErrStale, Conflict: improve.ErrConflict,
		},
	}}
}

func scoringRow(r improve.Record) (stream.Row, error) {
	if err := r.Check(); err != nil {
		return stream.Row{}, err
	}
	content, err := r.Canonical()
	return stream.Row{
		Stream: r.Stream, Seq: r.Seq, Content: string(content),
		Columns: []string{r.On.String(), r.By, string(r.Kind()), r.About.Kind, r.About.ID},
	}, err
}

// Append adds the records, all of them or none; see [improve.Store].
func (s Scoring) Append(ctx context.Context, records []improve.Record) error {
	return s.records.append(ctx, records)
}

// Records yields the records that q asks for; see [improve.Store]. A record that is not what was appended is an error
// that wraps [ErrDamaged].
func (s Scoring) Records(ctx context.Context, q improve.Query) iter.Seq2[improve.Record, error] {
	streams, kinds := listed(q.Streams), listed(q.Kinds)
	from, until := daysAsked(q.Recorded)
	return s.records.each(ctx, q.Check(), `(?1 IS NULL OR stream IN (SELECT value FROM json_each(?1)))
		AND (?2 IS NULL OR kind IN (SELECT value FROM json_each(?2)))
		AND ((?3 = '' AND ?4 = '') OR (about_kind = ?3 AND about_id = ?4))
		AND recorded >= ?5 AND recorded < ?6`, streams, kinds, q.About.Kind, q.About.ID, from, until)
}

// Verify returns nil when every stream's records are what was appended and none is missing between them, and the columns
// that queries use agree with them. Otherwise the error wraps [ErrDamaged] and names the first record that is not.
// Records removed from the end of a stream do not show.
func (s Scoring) Verify(ctx context.Context) error { return s.records.verify(ctx) }
