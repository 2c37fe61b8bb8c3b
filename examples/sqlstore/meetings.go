package sqlstore

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"iter"

	"github.com/kam-go/kam/goals/meetings"
)

// Meetings is a store's records of meetings and what comes of them: a [meetings.Store]. Get it from [Store.Meetings];
// the zero value is of no use. It is safe for concurrent use.
type Meetings struct {
	store *Store
}

var _ meetings.Store = Meetings{}

// Meetings returns the records of meetings in the store's file. It is of use until the store is closed.
func (s *Store) Meetings() Meetings { return Meetings{store: s} }

// Save keeps the records, all of them or none; see [meetings.Store].
func (m Meetings) Save(ctx context.Context, records []meetings.Record) error {
	if err := meetings.CheckRecords(records); err != nil {
		return err
	}
	rows := make([]meetingRow, len(records))
	for i, r := range records {
		var err error
		if rows[i], err = meetingRowOf(r); err != nil {
			return err
		}
	}
	return m.store.write(ctx, "save records to", func(conn *sql.Conn) error {
		for i, row := range rows {
			if err := row.save(ctx, conn, records[i]); err != nil {
				return err
			}
		}
		return nil
	})
}

// Records yields the records that fit the query; see [meetings.Store]. A record that is not what was saved is an error
// that wraps [ErrDamaged].
func (m Meetings) Records(ctx context.Context, query meetings.Query) iter.Seq2[meetings.Record, error] {
	return func(yield func(meetings.Record, error) bool) {
		if err := query.Check(); err != nil {
			yield(meetings.Record{}, err)
			return
		}
		left := false
		err := m.store.read(ctx, "read the records of", func(conn *sql.Conn) error {
			return eachRecord(ctx, conn, query, func(r meetings.Record) bool {
				left = !yield(r, nil)
				return !left
			})
		})
		if err != nil && !left {
			yield(meetings.Record{}, err)
		}
	}
}

// Verify returns nil when every revision is what was saved and follows the one before it. Otherwise the error wraps
// [ErrDamaged] and names the first that is not. Revisions removed from the end of a record do not show.
func (m Meetings) Verify(ctx context.Context) error {
	for _, err := range m.Records(ctx, meetings.Query{History: true}) {
		if err != nil {
			return err
		}
	}
	return nil
}

// meetingRow is a record as the database has it.
type meetingRow struct {
	kind, record  string
	revision      int64
	filed, person string
	content       string
}

func meetingRowOf(r meetings.Record) (meetingRow, error) {
	key := r.Key()
	content, err := r.JSON()
	return meetingRow{
		kind: string(key.Kind), record: key.ID, revision: r.Revision, filed: r.On().String(), person: r.Person(), content: string(content),
	}, err
}

// save adds the row as the newest revision, or does nothing when it is there.
func (m meetingRow) save(ctx context.Context, conn *sql.Conn, r meetings.Record) error {
	var last int64
	var before, known string
	err := conn.QueryRowContext(ctx, `SELECT revision, digest FROM meeting_records
		WHERE kind = ? AND record = ? ORDER BY revision DESC LIMIT 1`, m.kind, m.record).Scan(&last, &before)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return err
	}
	if m.revision <= last {
		if known, err = m.known(ctx, conn); err != nil {
			return err
		}
	}
	add, err := meetings.Next(r, last, known)
	if err != nil || !add {
		return err
	}
	_, err = conn.ExecContext(ctx, `INSERT INTO meeting_records (kind, record, revision, filed_on, person, content, digest)
		VALUES (?, ?, ?, ?, ?, ?, ?)`, m.kind, m.record, m.revision, m.filed, m.person, m.content, chained(before, m.content))
	return err
}

// known returns the digest of the record that stands under the row's revision.
func (m meetingRow) known(ctx context.Context, conn *sql.Conn) (string, error) {
	var content string
	err := conn.QueryRowContext(ctx, "SELECT content FROM meeting_records WHERE kind = ? AND record = ? AND revision = ?",
		m.kind, m.record, m.revision).Scan(&content)
	if errors.Is(err, sql.ErrNoRows) {
		return "", m.damaged(errors.New("it is missing"))
	}
	if err != nil {
		return "", err
	}
	present, err := meetings.ParseRecord([]byte(content))
	if err != nil {
		return "", m.damaged(err)
	}
	return present.Digest(), nil
}

func (m meetingRow) damaged(err error) error {
	return fmt.Errorf("sqlstore: %w: %s %q, revision %d: %w", ErrDamaged, m.kind, m.record, m.revision, err)
}

// eachRecord calls do for each record that fits the query until it returns false.
func eachRecord(ctx context.Context, conn *sql.Conn, q meetings.Query, do func(meetings.Record) bool) error {
	from, until := daysAsked(q.Period)
	rows, err := conn.QueryContext(ctx, `
		SELECT kind, record, revision, filed_on, person, content, digest, (
			SELECT digest FROM meeting_records AS p WHERE p.kind = m.kind AND p.record = m.record AND p.revision = m.revision - 1
		) FROM meeting_records AS m
		WHERE (?1 IS NULL OR kind IN (SELECT value FROM json_each(?1)))
			AND (?2 IS NULL OR record IN (SELECT value FROM json_each(?2)))
			AND (?3 IS NULL OR person IN (SELECT value FROM json_each(?3)))
			AND filed_on >= ?4 AND filed_on < ?5
			AND (?6 OR NOT EXISTS (
				SELECT 1 FROM meeting_records AS later WHERE later.kind = m.kind AND later.record = m.record AND later.revision > m.revision
			))
		ORDER BY filed_on, kind, record, revision`, listed(q.Kinds), listed(q.IDs), listed(q.Persons), from, until, q.History)
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }() // its fault shows in rows.Err
	for rows.Next() {
		var m meetingRow
		var digest string
		var before sql.NullString
		if err := rows.Scan(&m.kind, &m.record, &m.revision, &m.filed, &m.person, &m.content, &digest, &before); err != nil {
			return err
		}
		r, err := m.read(digest, before)
		if err != nil {
			return m.damaged(err)
		}
		if !do(r) {
			return nil
		}
	}
	return rows.Err()
}

// read returns the record of a row, or why the row is not the one that was saved after the revision before it.
func (m meetingRow) read(digest string, before sql.NullString) (meetings.Record, error) {
	if before.Valid != (m.revision > 1) {
		return meetings.Record{}, errors.New("the revision before it is missing")
	}
	if want := chained(before.String, m.content); want != digest {
		return meetings.Record{}, fmt.Errorf("its content has the digest %s instead of %s", want, digest)
	}
	r, err := meetings.ParseRecord([]byte(m.content))
	if err != nil {
		return meetings.Record{}, err
	}
	if want, err := meetingRowOf(r); err != nil || m != want {
		return meetings.Record{}, errors.New("its columns differ from its content")
	}
	return r, nil
}
