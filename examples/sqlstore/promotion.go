package sqlstore

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"iter"

	"github.com/kam-go/kam/careerpath/promotion"
)

// Promotion is a store's records of promotion cycles: a [promotion.Store]. Get it from [Store.Promotion]; the zero value is
// of no use. It is safe for concurrent use.
type Promotion struct {
	store *Store
}

var _ promotion.Store = Promotion{}

// Promotion returns the records of promotion cycles in the store's file. It is of use until the store is closed.
func (s *Store) Promotion() Promotion { return Promotion{store: s} }

// Append adds the entries, all of them or none; see [promotion.Store].
func (p Promotion) Append(ctx context.Context, entries []promotion.Entry) error {
	rows := make([]promotionRow, len(entries))
	for i, e := range entries {
		err := e.Check()
		if err == nil {
			rows[i], err = promotionRowOf(e)
		}
		if err != nil {
			return fmt.Errorf("sqlstore: entry %d of the list: %w", i, err)
		}
	}
	return p.store.write(ctx, "append entries of promotions to", func(conn *sql.Conn) error {
		for i, row := range rows {
			if err := row.append(ctx, conn, entries[i]); err != nil {
				return err
			}
		}
		return nil
	})
}

// Entries yields the entries that q asks for; see [promotion.Store]. An entry that is not what was appended is an error
// that wraps [ErrDamaged].
func (p Promotion) Entries(ctx context.Context, q promotion.Query) iter.Seq2[promotion.Entry, error] {
	return func(yield func(promotion.Entry, error) bool) {
		if err := q.Check(); err != nil {
			yield(promotion.Entry{}, err)
			return
		}
		left := false
		err := p.store.read(ctx, "read the entries of promotions of", func(conn *sql.Conn) error {
			return eachPromotionEntry(ctx, conn, q, func(e promotion.Entry) bool {
				left = !yield(e, nil)
				return !left
			})
		})
		if err != nil && !left {
			yield(promotion.Entry{}, err)
		}
	}
}

// Verify returns nil when every stream's entries are what was appended and none is missing between them, and the columns
// that queries use agree with them. Otherwise the error wraps [ErrDamaged] and names the first entry that is not. Entries
// removed from the end of a stream do not show; [promotion.Record.Extends] tells of them, and [promotion.Replay] whether
// what was appended is a record.
func (p Promotion) Verify(ctx context.Context) error {
	for _, err := range p.Entries(ctx, promotion.Query{}) {
		if err != nil {
			return err
		}
	}
	return nil
}

// promotionRow is an entry as the database has it, but for its digest.
type promotionRow struct {
	stream             string
	seq                int64
	dated, step        string
	aboutKind, aboutID string
	content            string
}

func promotionRowOf(e promotion.Entry) (promotionRow, error) {
	content, err := e.Canonical()
	about := e.About()
	return promotionRow{
		stream: e.Stream, seq: e.Seq, dated: e.On().String(), step: string(e.Step()),
		aboutKind: about.Kind, aboutID: about.ID, content: string(content),
	}, err
}

func (p promotionRow) damaged(err error) error {
	return fmt.Errorf("sqlstore: %w: entry %d of %q: %w", ErrDamaged, p.seq, p.stream, err)
}

// append adds the row after the stream's last, or does nothing when it is there.
func (p promotionRow) append(ctx context.Context, conn *sql.Conn, e promotion.Entry) error {
	var last int64
	var before string
	err := conn.QueryRowContext(ctx, "SELECT seq, digest FROM promotion_entries WHERE stream = ? ORDER BY seq DESC LIMIT 1", p.stream).
		Scan(&last, &before)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return err
	}
	switch {
	case p.seq <= last:
		return p.compare(ctx, conn, e)
	case p.seq != last+1:
		return fmt.Errorf("%w: entry %d of %q, whose last is %d", promotion.ErrStale, p.seq, p.stream, last)
	}
	_, err = conn.ExecContext(ctx, `INSERT INTO promotion_entries
		(stream, seq, dated, step, about_kind, about_id, content, digest) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
		p.stream, p.seq, p.dated, p.step, p.aboutKind, p.aboutID, p.content, chained(before, p.content))
	return err
}

// compare returns nil when the entry that stands under the row's number is e.
func (p promotionRow) compare(ctx context.Context, conn *sql.Conn, e promotion.Entry) error {
	var content string
	err := conn.QueryRowContext(ctx, "SELECT content FROM promotion_entries WHERE stream = ? AND seq = ?", p.stream, p.seq).Scan(&content)
	if errors.Is(err, sql.ErrNoRows) {
		return p.damaged(errors.New("it is missing"))
	}
	if err != nil {
		return err
	}
	present, err := promotion.ParseEntry([]byte(content))
	switch {
	case err != nil:
		return p.damaged(err)
	case !present.Same(e):
		return fmt.Errorf("%w: entry %d of %q", promotion.ErrConflict, p.seq, p.stream)
	}
	return nil
}

// eachPromotionEntry calls do for each entry that q asks for until it returns false.
func eachPromotionEntry(ctx context.Context, conn *sql.Conn, q promotion.Query, do func(promotion.Entry) bool) error {
	streams, err := listed(q.Streams)
	if err != nil {
		return err
	}
	names := make([]string, len(q.Steps))
	for i, s := range q.Steps {
		names[i] = string(s)
	}
	steps, err := listed(names)
	if err != nil {
		return err
	}
	from, until := "", "~" // before and after every day
	if !q.Dated.IsZero() {
		from, until = bounds(q.Dated)
	}
	rows, err := conn.QueryContext(ctx, `
		SELECT stream, seq, dated, step, about_kind, about_id, content, digest, (
			SELECT digest FROM promotion_entries AS p WHERE p.stream = e.stream AND p.seq = e.seq - 1
		) FROM promotion_entries AS e
		WHERE (?1 IS NULL OR stream IN (SELECT value FROM json_each(?1)))
			AND (?2 IS NULL OR step IN (SELECT value FROM json_each(?2)))
			AND ((?3 = '' AND ?4 = '') OR (about_kind = ?3 AND about_id = ?4))
			AND dated >= ?5 AND dated < ?6
		ORDER BY stream, seq`, streams, steps, q.About.Kind, q.About.ID, from, until)
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }() // its fault shows in rows.Err
	for rows.Next() {
		var p promotionRow
		var digest string
		var before sql.NullString
		if err := rows.Scan(&p.stream, &p.seq, &p.dated, &p.step, &p.aboutKind, &p.aboutID, &p.content, &digest, &before); err != nil {
			return err
		}
		e, err := p.read(digest, before)
		if err != nil {
			return p.damaged(err)
		}
		if !do(e) {
			return nil
		}
	}
	return rows.Err()
}

// read returns the entry of a row, or why the row is not the one that was appended after the one before it.
func (p promotionRow) read(digest string, before sql.NullString) (promotion.Entry, error) {
	if before.Valid != (p.seq > 1) {
		return promotion.Entry{}, errors.New("the entry before it is missing")
	}
	if want := chained(before.String, p.content); want != digest {
		return promotion.Entry{}, fmt.Errorf("its content has the digest %s instead of %s", want, digest)
	}
	e, err := promotion.ParseEntry([]byte(p.content))
	if err != nil {
		return promotion.Entry{}, err
	}
	if want, err := promotionRowOf(e); err != nil || p != want {
		return promotion.Entry{}, errors.New("its columns differ from its content")
	}
	return e, nil
}
