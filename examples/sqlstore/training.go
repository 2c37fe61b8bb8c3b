package sqlstore

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"iter"

	"github.com/kam-go/kam/careerpath/training"
)

// Training is a store's records of participation: a [training.Store]. Get it from [Store.Training]; the zero value is of no
// use. It is safe for concurrent use.
type Training struct {
	store *Store
}

var _ training.Store = Training{}

// Training returns the records of participation in the store's file. It is of use until the store is closed.
func (s *Store) Training() Training { return Training{store: s} }

// Append adds the entries, all of them or none; see [training.Store].
func (t Training) Append(ctx context.Context, entries []training.Entry) error {
	rows := make([]trainingRow, len(entries))
	for i, e := range entries {
		err := e.Check()
		if err == nil {
			rows[i], err = trainingRowOf(e)
		}
		if err != nil {
			return fmt.Errorf("sqlstore: entry %d of the list: %w", i, err)
		}
	}
	return t.store.write(ctx, "append entries of training to", func(conn *sql.Conn) error {
		for i, row := range rows {
			if err := row.append(ctx, conn, entries[i]); err != nil {
				return err
			}
		}
		return nil
	})
}

// Entries yields the entries that q asks for; see [training.Store]. An entry that is not what was appended is an error
// that wraps [ErrDamaged].
func (t Training) Entries(ctx context.Context, q training.Query) iter.Seq2[training.Entry, error] {
	return func(yield func(training.Entry, error) bool) {
		if err := q.Check(); err != nil {
			yield(training.Entry{}, err)
			return
		}
		left := false
		err := t.store.read(ctx, "read the entries of training of", func(conn *sql.Conn) error {
			return eachTrainingEntry(ctx, conn, q, func(e training.Entry) bool {
				left = !yield(e, nil)
				return !left
			})
		})
		if err != nil && !left {
			yield(training.Entry{}, err)
		}
	}
}

// Verify returns nil when every stream's entries are what was appended and none is missing between them, and the columns
// that queries use agree with them. Otherwise the error wraps [ErrDamaged] and names the first entry that is not. Entries
// removed from the end of a stream do not show.
func (t Training) Verify(ctx context.Context) error {
	for _, err := range t.Entries(ctx, training.Query{}) {
		if err != nil {
			return err
		}
	}
	return nil
}

// trainingRow is an entry as the database has it, but for its digest.
type trainingRow struct {
	stream                 string
	seq                    int64
	dated, offering, state string
	personKind, personID   string
	content                string
}

func trainingRowOf(e training.Entry) (trainingRow, error) {
	content, err := e.Canonical()
	r := e.Record
	return trainingRow{
		stream: e.Stream, seq: e.Seq, dated: r.On.String(), offering: r.Offering, state: string(r.State),
		personKind: r.Person.Kind, personID: r.Person.ID, content: string(content),
	}, err
}

func (t trainingRow) damaged(err error) error {
	return fmt.Errorf("sqlstore: %w: entry %d of %q: %w", ErrDamaged, t.seq, t.stream, err)
}

// append adds the row after the stream's last, or does nothing when it is there.
func (t trainingRow) append(ctx context.Context, conn *sql.Conn, e training.Entry) error {
	var last int64
	var before string
	err := conn.QueryRowContext(ctx, "SELECT seq, digest FROM training_entries WHERE stream = ? ORDER BY seq DESC LIMIT 1", t.stream).
		Scan(&last, &before)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return err
	}
	switch {
	case t.seq <= last:
		return t.compare(ctx, conn, e)
	case t.seq != last+1:
		return fmt.Errorf("%w: entry %d of %q, whose last is %d", training.ErrStale, t.seq, t.stream, last)
	}
	_, err = conn.ExecContext(ctx, `INSERT INTO training_entries
		(stream, seq, dated, offering, state, person_kind, person_id, content, digest) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		t.stream, t.seq, t.dated, t.offering, t.state, t.personKind, t.personID, t.content, chained(before, t.content))
	return err
}

// compare returns nil when the entry that stands under the row's number is e.
func (t trainingRow) compare(ctx context.Context, conn *sql.Conn, e training.Entry) error {
	var content string
	err := conn.QueryRowContext(ctx, "SELECT content FROM training_entries WHERE stream = ? AND seq = ?", t.stream, t.seq).Scan(&content)
	if errors.Is(err, sql.ErrNoRows) {
		return t.damaged(errors.New("it is missing"))
	}
	if err != nil {
		return err
	}
	present, err := training.ParseEntry([]byte(content))
	switch {
	case err != nil:
		return t.damaged(err)
	case !present.Same(e):
		return fmt.Errorf("%w: entry %d of %q", training.ErrConflict, t.seq, t.stream)
	}
	return nil
}

// eachTrainingEntry calls do for each entry that q asks for until it returns false.
func eachTrainingEntry(ctx context.Context, conn *sql.Conn, q training.Query, do func(training.Entry) bool) error {
	states := make([]string, len(q.States))
	for i, state := range q.States {
		states[i] = string(state)
	}
	lists := make([]sql.NullString, 3)
	for i, asked := range [][]string{q.Streams, q.Offerings, states} {
		var err error
		if lists[i], err = listed(asked); err != nil {
			return err
		}
	}
	from, until := "", "~" // before and after every day
	if !q.Dated.IsZero() {
		from, until = bounds(q.Dated)
	}
	rows, err := conn.QueryContext(ctx, `
		SELECT stream, seq, dated, offering, state, person_kind, person_id, content, digest, (
			SELECT digest FROM training_entries AS p WHERE p.stream = e.stream AND p.seq = e.seq - 1
		) FROM training_entries AS e
		WHERE (?1 IS NULL OR stream IN (SELECT value FROM json_each(?1)))
			AND (?2 IS NULL OR offering IN (SELECT value FROM json_each(?2)))
			AND (?3 IS NULL OR state IN (SELECT value FROM json_each(?3)))
			AND ((?4 = '' AND ?5 = '') OR (person_kind = ?4 AND person_id = ?5))
			AND dated >= ?6 AND dated < ?7
		ORDER BY stream, seq`, lists[0], lists[1], lists[2], q.About.Kind, q.About.ID, from, until)
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }() // its fault shows in rows.Err
	for rows.Next() {
		var t trainingRow
		var digest string
		var before sql.NullString
		err := rows.Scan(&t.stream, &t.seq, &t.dated, &t.offering, &t.state, &t.personKind, &t.personID, &t.content, &digest, &before)
		if err != nil {
			return err
		}
		e, err := t.read(digest, before)
		if err != nil {
			return t.damaged(err)
		}
		if !do(e) {
			return nil
		}
	}
	return rows.Err()
}

// read returns the entry of a row, or why the row is not the one that was appended after the one before it.
func (t trainingRow) read(digest string, before sql.NullString) (training.Entry, error) {
	if before.Valid != (t.seq > 1) {
		return training.Entry{}, errors.New("the entry before it is missing")
	}
	if want := chained(before.String, t.content); want != digest {
		return training.Entry{}, fmt.Errorf("its content has the digest %s instead of %s", want, digest)
	}
	e, err := training.ParseEntry([]byte(t.content))
	if err != nil {
		return training.Entry{}, err
	}
	if want, err := trainingRowOf(e); err != nil || t != want {
		return training.Entry{}, errors.New("its columns differ from its content")
	}
	return e, nil
}
