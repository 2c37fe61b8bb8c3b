package sqlstore

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/kam-go/kam/crm"
)

// CRM is a store's copy of CRM systems: a [crm.Store]. Get it from [Store.CRM]; the zero value is of no use. It is safe for
// concurrent use.
type CRM struct {
	store *Store
}

var _ crm.Store = CRM{}

// CRM returns the copy of CRM systems in the store's file. It is of use until the store is closed.
func (s *Store) CRM() CRM { return CRM{s} }

// Position returns how far the reading of a system and kind has come; see [crm.Store].
func (c CRM) Position(ctx context.Context, system crm.System, kind crm.Kind) (crm.Position, error) {
	var p crm.Position
	err := c.store.read(ctx, "read the position of", func(conn *sql.Conn) (err error) {
		p, err = crmPosition(ctx, conn, system, kind)
		return err
	})
	return p, err
}

func crmPosition(ctx context.Context, conn *sql.Conn, system crm.System, kind crm.Kind) (crm.Position, error) {
	var p crm.Position
	err := conn.QueryRowContext(ctx, "SELECT version, state FROM crm_positions WHERE system = ? AND kind = ?", system, kind).
		Scan(&p.Version, &p.State)
	if errors.Is(err, sql.ErrNoRows) {
		return crm.Position{}, nil
	}
	return p, err
}

// Apply does all of a batch or nothing; see [crm.Store].
func (c CRM) Apply(ctx context.Context, b crm.Batch) error {
	if err := b.Check(); err != nil {
		return err
	}
	rows := make([]crmRow, len(b.Records))
	for i, r := range b.Records {
		content, err := json.Marshal(r)
		if err != nil {
			return fmt.Errorf("sqlstore: %w", err)
		}
		rows[i] = crmRow{ref: r.Ref, modified: r.Modified.UnixMicro(), deleted: r.Deleted, content: string(content)}
	}
	return c.store.write(ctx, "apply a batch to", func(conn *sql.Conn) error {
		p, err := crmPosition(ctx, conn, b.System, b.Kind)
		if err != nil {
			return err
		}
		if p.Version != b.Before {
			return fmt.Errorf("%w: it is at %d, the batch was made on %d", crm.ErrConflict, p.Version, b.Before)
		}
		if err := putRecords(ctx, conn, rows); err != nil {
			return err
		}
		if err := forgetRecords(ctx, conn, b); err != nil {
			return err
		}
		_, err = conn.ExecContext(ctx, `INSERT INTO crm_positions (system, kind, version, state) VALUES (?, ?, ?, ?)
			ON CONFLICT (system, kind) DO UPDATE SET version = excluded.version, state = excluded.state`,
			b.System, b.Kind, b.Before+1, b.State)
		return err
	})
}

// putRecords adds records and replaces those that are stored with an earlier time, or another content of the same time.
func putRecords(ctx context.Context, conn *sql.Conn, rows []crmRow) (err error) {
	if len(rows) == 0 {
		return nil
	}
	put, err := conn.PrepareContext(ctx, `INSERT INTO crm_records (system, kind, id, modified, deleted, content)
		VALUES (?, ?, ?, ?, ?, ?)
		ON CONFLICT (system, kind, id) DO UPDATE
		SET modified = excluded.modified, deleted = excluded.deleted, content = excluded.content
		WHERE excluded.modified > modified OR (excluded.modified = modified AND excluded.content <> content)`)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, put.Close()) }()
	for _, r := range rows {
		if _, err := put.ExecContext(ctx, r.ref.System, r.ref.Kind, r.ref.ID, r.modified, r.deleted, r.content); err != nil {
			return err
		}
	}
	return nil
}

// forgetRecords makes what a batch forgets deleted, unless what is stored is later or deleted.
func forgetRecords(ctx context.Context, conn *sql.Conn, b crm.Batch) (err error) {
	if len(b.Forgotten) == 0 {
		return nil
	}
	forget, err := conn.PrepareContext(ctx, `UPDATE crm_records SET modified = ?4, deleted = 1, content = ?5
		WHERE system = ?1 AND kind = ?2 AND id = ?3 AND deleted = 0 AND modified <= ?4`)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, forget.Close()) }()
	for _, id := range b.Forgotten {
		r := crm.Record{Ref: crm.Ref{System: b.System, Kind: b.Kind, ID: id}, Modified: b.At, Deleted: true}
		content, err := json.Marshal(r)
		if err != nil {
			return fmt.Errorf("sqlstore: %w", err)
		}
		if _, err := forget.ExecContext(ctx, b.System, b.Kind, id, b.At.UnixMicro(), string(content)); err != nil {
			return err
		}
	}
	return nil
}

// Changes returns records by when they changed; see [crm.ChangeReader]. A record that is not what was applied is an error
// that wraps [ErrDamaged].
func (c CRM) Changes(ctx context.Context, system crm.System, kind crm.Kind, after crm.Mark, limit int) ([]crm.Record, error) {
	if err := crmLimit(limit); err != nil {
		return nil, err
	}
	at, id := after.At.UnixMicro(), after.ID
	if after.At.Nanosecond()%1000 != 0 { // between two microseconds: all of the later one is behind it
		at, id = at+1, ""
	}
	return c.records(ctx, "system = ? AND kind = ? AND (modified, id) > (?, ?) ORDER BY modified, id LIMIT ?", system, kind, at, id, limit)
}

// Records returns those that are known of the refs; see [crm.RecordReader]. A record that is not what was applied is an
// error that wraps [ErrDamaged].
func (c CRM) Records(ctx context.Context, refs []crm.Ref) ([]crm.Record, error) {
	if len(refs) > crm.MaxBatch {
		return nil, fmt.Errorf("sqlstore: %w: %d refs are more than %d", crm.ErrBatch, len(refs), crm.MaxBatch)
	}
	asked := make([][3]string, 0, len(refs))
	for _, r := range refs {
		if ref := [3]string{string(r.System), string(r.Kind), r.ID}; storableTexts(ref[:]) {
			asked = append(asked, ref)
		}
	}
	list, err := encode(asked)
	if err != nil {
		return nil, err
	}
	return c.records(ctx, `number IN (
		SELECT r.number FROM json_each(?) AS a CROSS JOIN crm_records AS r
		WHERE r.system = a.value ->> 0 AND r.kind = a.value ->> 1 AND r.id = a.value ->> 2
	) ORDER BY system, kind, id`, list)
}

// storableTexts reports whether texts can be those of a stored ref, as JSON would change others into.
func storableTexts(texts []string) bool {
	for _, t := range texts {
		if !utf8.ValidString(t) || strings.ContainsRune(t, 0) {
			return false
		}
	}
	return true
}

// IDs returns the ids of records that are not deleted; see [crm.Store].
func (c CRM) IDs(ctx context.Context, system crm.System, kind crm.Kind, after string, limit int) (ids []string, err error) {
	if err := crmLimit(limit); err != nil {
		return nil, err
	}
	err = c.store.read(ctx, "read ids of", func(conn *sql.Conn) error {
		rows, err := conn.QueryContext(ctx, "SELECT id FROM crm_records WHERE system = ? AND kind = ? AND id > ? AND deleted = 0 ORDER BY id LIMIT ?", system, kind, after, limit)
		if err != nil {
			return err
		}
		defer func() { _ = rows.Close() }() // its fault shows in rows.Err
		for rows.Next() {
			var id string
			if err := rows.Scan(&id); err != nil {
				return err
			}
			ids = append(ids, id)
		}
		return rows.Err()
	})
	if err != nil {
		return nil, err
	}
	return ids, nil
}

func crmLimit(limit int) error {
	if limit < 1 || limit > crm.MaxBatch {
		return fmt.Errorf("sqlstore: %w: a limit of %d is not 1 to %d", crm.ErrBatch, limit, crm.MaxBatch)
	}
	return nil
}

// Verify returns nil when every row of the copy is a record, and the columns that queries use agree with it. Otherwise the
// error wraps [ErrDamaged] and names the first that is not. That a record is what the system says shows a reading of all
// of them alone.
func (c CRM) Verify(ctx context.Context) error {
	return c.each(ctx, "verify the copies in", "true ORDER BY system, kind, id", nil, func(crm.Record) {})
}

// records returns the records that a condition is for.
func (c CRM) records(ctx context.Context, condition string, args ...any) ([]crm.Record, error) {
	var found []crm.Record
	err := c.each(ctx, "read records of", condition, args, func(r crm.Record) { found = append(found, r) })
	if err != nil {
		return nil, err
	}
	return found, nil
}

// each calls do with the records that a condition is for.
func (c CRM) each(ctx context.Context, what, condition string, args []any, do func(crm.Record)) error {
	return c.store.read(ctx, what, func(conn *sql.Conn) error {
		rows, err := conn.QueryContext(ctx, "SELECT system, kind, id, modified, deleted, content FROM crm_records WHERE "+condition, args...)
		if err != nil {
			return err
		}
		defer func() { _ = rows.Close() }() // its fault shows in rows.Err
		for rows.Next() {
			var row crmRow
			if err := rows.Scan(&row.ref.System, &row.ref.Kind, &row.ref.ID, &row.modified, &row.deleted, &row.content); err != nil {
				return err
			}
			r, err := row.record()
			if err != nil {
				return err
			}
			do(r)
		}
		return rows.Err()
	})
}

// crmRow is a row of the records.
type crmRow struct {
	ref      crm.Ref
	modified int64
	deleted  bool
	content  string
}

// record returns the record of a row.
func (row crmRow) record() (crm.Record, error) {
	r, err := crm.ParseRecord([]byte(row.content))
	switch {
	case err != nil:
		return crm.Record{}, fmt.Errorf("sqlstore: %w: %s: %w", ErrDamaged, row.ref, err)
	case r.Ref != row.ref || !r.Modified.Equal(time.UnixMicro(row.modified)) || r.Deleted != row.deleted:
		return crm.Record{}, fmt.Errorf("sqlstore: %w: %s: the columns do not agree with the content, which is of %s", ErrDamaged, row.ref, r.Ref)
	}
	return r, nil
}
