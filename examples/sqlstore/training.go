package sqlstore

import (
	"context"
	"iter"

	"github.com/kam-go/kam/careerpath/training"
	"github.com/kam-go/kam/examples/internal/stream"
)

// Training is a store's records of participation: a [training.Store]. Get it from [Store.Training]; the zero value is of no
// use. It is safe for concurrent use.
type Training struct {
	entries journal[training.Entry]
}

var _ training.Store = Training{}

// Training returns the records of participation in the store's file. It is of use until the store is closed.
func (s *Store) Training() Training {
	return Training{journal[training.Entry]{
		store: s, table: "training_entries", records: "entries of training",
		columns: []string{"dated", "offering", "state", "person_kind", "person_id"},
		Kind: stream.Kind[training.Entry]{
			One: "entry", Row: trainingRow, Parse: training.ParseEntry, Same: training.Entry.Same,
			Stale: training.ErrStale, Conflict: training.ErrConflict,
		},
	}}
}

func trainingRow(e training.Entry) (stream.Row, error) {
	if err := e.Check(); err != nil {
		return stream.Row{}, err
	}
	content, err := e.Canonical()
	r := e.Record
	return stream.Row{
		Stream: e.Stream, Seq: e.Seq, Content: string(content),
		Columns: []string{r.On.String(), r.Offering, string(r.State), r.Person.Kind, r.Person.ID},
	}, err
}

// Append adds the entries, all of them or none; see [training.Store].
func (t Training) Append(ctx context.Context, entries []training.Entry) error {
	return t.entries.append(ctx, entries)
}

// Entries yields the entries that q asks for; see [training.Store]. An entry that is not what was appended is an error
// that wraps [ErrDamaged].
func (t Training) Entries(ctx context.Context, q training.Query) iter.Seq2[training.Entry, error] {
	streams, offerings, states := listed(q.Streams), listed(q.Offerings), listed(q.States)
	from, until := daysAsked(q.Dated)
	return t.entries.each(ctx, q.Check(), `(?1 IS NULL OR stream IN (SELECT value FROM json_each(?1)))
		AND (?2 IS NULL OR offering IN (SELECT value FROM json_each(?2)))
		AND (?3 IS NULL OR state IN (SELECT value FROM json_each(?3)))
		AND ((?4 = '' AND ?5 = '') OR (person_kind = ?4 AND person_id = ?5))
		AND dated >= ?6 AND dated < ?7`, streams, offerings, states, q.About.Kind, q.About.ID, from, until)
}

// Verify returns nil when every stream's entries are what was appended and none is missing between them, and the columns
// that queries use agree with them. Otherwise the error wraps [ErrDamaged] and names the first entry that is not. Entries
// removed from the end of a stream do not show.
func (t Training) Verify(ctx context.Context) error { return t.entries.verify(ctx) }
