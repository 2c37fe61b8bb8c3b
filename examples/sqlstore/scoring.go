package sqlstore

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"iter"

	"github.com/kam-go/kam/scoring/improve"
)

// Scoring is a store's scorecards, results, responses, publications, reviews and plans: an [improve.Store]. Get it from
// [Store.Scoring]; the zero value is of no use. It is safe for concurrent use.
type Scoring struct {
	store *Store
}

var _ improve.Store = Scoring{}

// Scoring returns the records of scoring in the store's file. It is of use until the store is closed.
func (s *Store) Scoring() Scoring { return Scoring{store: s} }

// Append adds the records, all of them or none; see [improve.Store].
func (s Scoring) Append(ctx context.Context, records []improve.Record) error {
	rows := make([]scoringRow, len(records))
	for i, r := range records {
		err := r.Check()
		if err == nil {
			rows[i], err = scoringRowOf(r)
		}
		if err != nil {
			return fmt.Errorf("sqlstore: record %d of the list: %w", i, err)
		}
	}
	return s.store.write(ctx, "append records of scoring to", func(conn *sql.Conn) error {
		for i, row := range rows {
			if err := row.append(ctx, conn, records[i]); err != nil {
				return err
			}
		}
		return nil
	})
}

// Records yields the records that q asks for; see [improve.Store]. A record that is not what was appended is an error
// that wraps [ErrDamaged].
func (s Scoring) Records(ctx context.Context, q improve.Query) iter.Seq2[improve.Record, error] {
	return func(yield func(improve.Record, error) bool) {
		if err := q.Check(); err != nil {
			yield(improve.Record{}, err)
			return
		}
		left := false
		err := s.store.read(ctx, "read the records of scoring of", func(conn *sql.Conn) error {
			return eachScoringRecord(ctx, conn, q, func(r improve.Record) bool {
				left = !yield(r, nil)
				return !left
			})
		})
		if err != nil && !left {
			yield(improve.Record{}, err)
		}
	}
}

// Verify returns nil when every stream's records are what was appended and none is missing between them, and the columns
// that queries use agree with them. Otherwise the error wraps [ErrDamaged] and names the first record that is not.
// Records removed from the end of a stream do not show.
func (s Scoring) Verify(ctx context.Context) error {
	for _, err := range s.Records(ctx, improve.Query{}) {
		if err != nil {
			return err
		}
	}
	return nil
}

// scoringRow is a record as the database has it, but for its digest.
type scoringRow struct {
	stream             string
	seq                int64
	recorded, by       string
	kind               string
	aboutKind, aboutID string
	content            string
}

func scoringRowOf(r improve.Record) (scoringRow, error) {
	content, err := r.Canonical()
	return scoringRow{
		stream: r.Stream, seq: r.Seq, recorded: r.On.String(), by: r.By, kind: string(r.Kind()),
		aboutKind: r.About.Kind, aboutID: r.About.ID, content: string(content),
	}, err
}

func (s scoringRow) damaged(err error) error {
	return fmt.Errorf("sqlstore: %w: record %d of %q: %w", ErrDamaged, s.seq, s.stream, err)
}

// append adds the row after the stream's last, or does nothing when it is there.
func (s scoringRow) append(ctx context.Context, conn *sql.Conn, r improve.Record) error {
	var last int64
	var before string
	err := conn.QueryRowContext(ctx, "SELECT seq, digest FROM scoring_records WHERE stream = ? ORDER BY seq DESC LIMIT 1", s.stream).
		Scan(&last, &before)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return err
	}
	switch {
	case s.seq <= last:
		return s.compare(ctx, conn, r)
	case s.seq != last+1:
		return fmt.Errorf("%w: record %d of %q, whose last is %d", improve.ErrStale, s.seq, s.stream, last)
	}
	_, err = conn.ExecContext(ctx, `INSERT INTO scoring_records
		(stream, seq, recorded, recorded_by, kind, about_kind, about_id, content, digest) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		s.stream, s.seq, s.recorded, s.by, s.kind, s.aboutKind, s.aboutID, s.content, chained(before, s.content))
	return err
}

// compare returns nil when the record that stands under the row's number is r.
func (s scoringRow) compare(ctx context.Context, conn *sql.Conn, r improve.Record) error {
	var content string
	err := conn.QueryRowContext(ctx, "SELECT content FROM scoring_records WHERE stream = ? AND seq = ?", s.stream, s.seq).Scan(&content)
	if errors.Is(err, sql.ErrNoRows) {
		return s.damaged(errors.New("it is missing"))
	}
	if err != nil {
		return err
	}
	present, err := improve.ParseRecord([]byte(content))
	switch {
	case err != nil:
		return s.damaged(err)
	case !present.Same(r):
		return fmt.Errorf("%w: record %d of %q", improve.ErrConflict, s.seq, s.stream)
	}
	return nil
}

// eachScoringRecord calls do for each record that q asks for until it returns false.
func eachScoringRecord(ctx context.Context, conn *sql.Conn, q improve.Query, do func(improve.Record) bool) error {
	streams, err := listed(q.Streams)
	if err != nil {
		return err
	}
	kinds := make([]string, len(q.Kinds))
	for i, k := range q.Kinds {
		kinds[i] = string(k)
	}
	asked, err := listed(kinds)
	if err != nil {
		return err
	}
	from, until := "", "~" // before and after every day
	if !q.Recorded.IsZero() {
		from, until = bounds(q.Recorded)
	}
	rows, err := conn.QueryContext(ctx, `
		SELECT stream, seq, recorded, recorded_by, kind, about_kind, about_id, content, digest, (
			SELECT digest FROM scoring_records AS p WHERE p.stream = r.stream AND p.seq = r.seq - 1
		) FROM scoring_records AS r
		WHERE (?1 IS NULL OR stream IN (SELECT value FROM json_each(?1)))
			AND (?2 IS NULL OR kind IN (SELECT value FROM json_each(?2)))
			AND ((?3 = '' AND ?4 = '') OR (about_kind = ?3 AND about_id = ?4))
			AND recorded >= ?5 AND recorded < ?6
		ORDER BY stream, seq`, streams, asked, q.About.Kind, q.About.ID, from, until)
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }() // its fault shows in rows.Err
	for rows.Next() {
		var s scoringRow
		var digest string
		var before sql.NullString
		err := rows.Scan(&s.stream, &s.seq, &s.recorded, &s.by, &s.kind, &s.aboutKind, &s.aboutID, &s.content, &digest, &before)
		if err != nil {
			return err
		}
		r, err := s.read(digest, before)
		if err != nil {
			return s.damaged(err)
		}
		if !do(r) {
			return nil
		}
	}
	return rows.Err()
}

// read returns the record of a row, or why the row is not the one that was appended after the one before it.
func (s scoringRow) read(digest string, before sql.NullString) (improve.Record, error) {
	if before.Valid != (s.seq > 1) {
		return improve.Record{}, errors.New("the record before it is missing")
	}
	if want := chained(before.String, s.content); want != digest {
		return improve.Record{}, fmt.Errorf("its content has the digest %s instead of %s", want, digest)
	}
	r, err := improve.ParseRecord([]byte(s.content))
	if err != nil {
		return improve.Record{}, err
	}
	if want, err := scoringRowOf(r); err != nil || s != want {
		return improve.Record{}, errors.New("its columns differ from its content")
	}
	return r, nil
}
