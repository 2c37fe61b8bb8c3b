package sqlstore

import (
	"bytes"
	"context"
	"database/sql"
	"database/sql/driver"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"strings"
	"unicode/utf8"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/examples/internal/stream"
)

// journal is a table of records of one kind that are numbered in streams and only added to.
type journal[R any] struct {
	stream.Kind[R]
	store *Store
	// table is its name, and records what errors call all of them.
	table, records string
	// columns are those beside stream, seq, content and digest.
	columns []string
}

// append adds the records, all of them or none.
func (j journal[R]) append(ctx context.Context, records []R) error {
	rows, err := j.Rows(records)
	if err != nil {
		return fmt.Errorf("sqlstore: %w", err)
	}
	return j.store.write(ctx, "append "+j.records+" to", func(conn *sql.Conn) error {
		return named(j.Append(ctx, journalTable{conn, j.table, j.columns}, rows, records))
	})
}

// each yields the records that the condition is for, in the order of streams and numbers, or why they cannot be asked for.
func (j journal[R]) each(ctx context.Context, refused error, condition string, args ...any) iter.Seq2[R, error] {
	return func(yield func(R, error) bool) {
		var none R
		if refused != nil {
			yield(none, refused)
			return
		}
		left := false
		err := j.store.read(ctx, "read the "+j.records+" of", func(conn *sql.Conn) error {
			return j.query(ctx, conn, condition, args, func(r R) bool {
				left = !yield(r, nil)
				return !left
			})
		})
		if err != nil && !left {
			yield(none, err)
		}
	}
}

// stream yields the records of a stream, or with the empty name of every stream, in the order of streams and numbers.
func (j journal[R]) stream(ctx context.Context, name string) iter.Seq2[R, error] {
	if name == "" {
		return j.each(ctx, nil, "true")
	}
	return j.each(ctx, nil, "stream = ?", name)
}

// verify returns nil when all records are what was appended, otherwise the first that is not.
func (j journal[R]) verify(ctx context.Context) error {
	for _, err := range j.stream(ctx, "") {
		if err != nil {
			return err
		}
	}
	return nil
}

// query calls do for each record that the condition is for until it returns false.
func (j journal[R]) query(ctx context.Context, conn *sql.Conn, condition string, args []any, do func(R) bool) error {
	rows, err := conn.QueryContext(ctx, fmt.Sprintf(`
		SELECT stream, seq, content, digest, (
			SELECT digest FROM %[1]s AS p WHERE p.stream = r.stream AND p.seq = r.seq - 1
		), %[2]s FROM %[1]s AS r WHERE %[3]s ORDER BY stream, seq`, j.table, strings.Join(j.columns, ", "), condition), args...)
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }() // its fault shows in rows.Err
	for rows.Next() {
		row := stream.Row{Columns: make([]string, len(j.columns))}
		var digest string
		var before *string
		targets := []any{&row.Stream, &row.Seq, &row.Content, &digest, &before}
		for i := range row.Columns {
			targets = append(targets, &row.Columns[i])
		}
		if err := rows.Scan(targets...); err != nil {
			return err
		}
		r, err := j.Read(row, digest, before)
		if err != nil {
			return named(err)
		}
		if !do(r) {
			return nil
		}
	}
	return rows.Err()
}

// named says which package an error of damage is from.
func named(err error) error {
	if errors.Is(err, ErrDamaged) {
		return fmt.Errorf("sqlstore: %w", err)
	}
	return err
}

// journalTable is the table inside a transaction: a [stream.Table].
type journalTable struct {
	conn    *sql.Conn
	table   string
	columns []string
}

// Last returns the number and the digest of a stream's last row.
func (t journalTable) Last(ctx context.Context, name string) (seq int64, digest string, err error) {
	err = t.conn.QueryRowContext(ctx, "SELECT seq, digest FROM "+t.table+" WHERE stream = ? ORDER BY seq DESC LIMIT 1", name).
		Scan(&seq, &digest)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, "", nil
	}
	return seq, digest, err
}

// Content returns the content of a row.
func (t journalTable) Content(ctx context.Context, name string, seq int64) (content string, found bool, err error) {
	err = t.conn.QueryRowContext(ctx, "SELECT content FROM "+t.table+" WHERE stream = ? AND seq = ?", name, seq).Scan(&content)
	if errors.Is(err, sql.ErrNoRows) {
		return "", false, nil
	}
	return content, err == nil, err
}

// Insert adds a row.
func (t journalTable) Insert(ctx context.Context, row stream.Row, digest string) error {
	args := []any{row.Stream, row.Seq, row.Content, digest}
	for _, c := range row.Columns {
		args = append(args, c)
	}
	_, err := t.conn.ExecContext(ctx, fmt.Sprintf("INSERT INTO %s (stream, seq, content, digest, %s) VALUES (?, ?, ?, ?%s)",
		t.table, strings.Join(t.columns, ", "), strings.Repeat(", ?", len(row.Columns))), args...)
	return err
}

// chained returns the digest of a content that follows one with the digest before, which is "" of the first.
func chained(before, content string) string { return stream.Chained(before, content) }

// listed returns the ids that are asked for as a query takes them: a JSON list for json_each, or NULL when all are. An id
// that is not UTF-8 is nowhere stored.
func listed[S ~string](ids []S) driver.Valuer { return list[S](ids) }

type list[S ~string] []S

// Value returns the list as text, or nil.
func (l list[S]) Value() (driver.Value, error) {
	if len(l) == 0 {
		return nil, nil
	}
	usable := make([]S, 0, len(l))
	for _, id := range l {
		if utf8.ValidString(string(id)) {
			usable = append(usable, id)
		}
	}
	return encode(usable)
}

// daysAsked returns the days of a period as text, and for the zero period texts that sort before and after every day.
func daysAsked(p kam.Period) (from, until string) {
	if p.IsZero() {
		return "", "~"
	}
	return bounds(p)
}

// compact returns JSON without blanks between its parts, or the error of what wrote it.
func compact(indented []byte, err error) (string, error) {
	if err != nil {
		return "", err
	}
	var b bytes.Buffer
	if err := json.Compact(&b, indented); err != nil {
		return "", fmt.Errorf("sqlstore: %w", err)
	}
	return b.String(), nil
}
