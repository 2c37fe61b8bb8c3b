package pgstore

import (
	"context"
	"fmt"
	"iter"
	"strings"
	"unicode/utf8"

	"github.com/jackc/pgx/v5"

	"github.com/kam-go/kam/examples/internal/stream"
)

// journal is a table of records of one kind that are numbered in streams and only added to.
type journal[R any] struct {
	stream.Kind[R]
	store *Store
	// table is its name, and records what errors call all of them.
	table, records string
	// columns are those beside stream, seq, content and digest.
	columns []column
}

// column is a column, and the expression that is its value as text.
type column struct{ name, text string }

// append adds the records, all of them or none. One transaction at a time adds to a table.
func (j journal[R]) append(ctx context.Context, records []R) error {
	rows, err := j.Rows(records)
	if err != nil {
		return fmt.Errorf("pgstore: %w", err)
	}
	return j.store.write(ctx, "append "+j.records+" to", func(tx pgx.Tx) error {
		if err := lock(ctx, tx, j.table); err != nil {
			return err
		}
		return j.Append(ctx, journalTable{tx, j.table, j.columns}, rows, records)
	})
}

// stream yields the records of a stream, or with the empty name of every stream, in the order of streams and numbers. It
// keeps a connection for reading until the loop ends.
func (j journal[R]) stream(ctx context.Context, name string) iter.Seq2[R, error] {
	condition, args := "$1", []any{true}
	switch {
	case !utf8.ValidString(name) || strings.ContainsRune(name, 0): // nowhere stored, and the server takes no such text
		args[0] = false
	case name != "":
		condition, args = "stream = $1", []any{name}
	}
	return func(yield func(R, error) bool) {
		left := false
		err := j.store.read(ctx, "read the "+j.records+" of", func(tx pgx.Tx) error {
			return j.query(ctx, tx, condition, args, func(r R) bool {
				left = !yield(r, nil)
				return !left
			})
		})
		if err != nil && !left {
			var none R
			yield(none, err)
		}
	}
}

// query calls do for each record that the condition is for until it returns false.
func (j journal[R]) query(ctx context.Context, tx pgx.Tx, condition string, args []any, do func(R) bool) error {
	var columns strings.Builder
	for _, c := range j.columns {
		columns.WriteString(", " + c.text)
	}
	rows, err := tx.Query(ctx, fmt.Sprintf(`
		SELECT stream, seq, content, digest, (
			SELECT digest FROM %[1]s AS p WHERE p.stream = r.stream AND p.seq = r.seq - 1
		)%[2]s FROM %[1]s AS r WHERE %[3]s ORDER BY stream, seq`, j.table, columns.String(), condition), args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := ctx.Err(); err != nil {
			return err
		}
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
			return err
		}
		if !do(r) {
			return nil
		}
	}
	return rows.Err()
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

// journalTable is the table inside a transaction: a [stream.Table].
type journalTable struct {
	tx      pgx.Tx
	table   string
	columns []column
}

// Last returns the number and the digest of a stream's last row.
func (t journalTable) Last(ctx context.Context, name string) (seq int64, digest string, err error) {
	err = t.tx.QueryRow(ctx, "SELECT seq, digest FROM "+t.table+" WHERE stream = $1 ORDER BY seq DESC LIMIT 1", name).
		Scan(&seq, &digest)
	if scanNone(err) {
		return 0, "", nil
	}
	return seq, digest, err
}

// Content returns the content of a row.
func (t journalTable) Content(ctx context.Context, name string, seq int64) (content string, found bool, err error) {
	err = t.tx.QueryRow(ctx, "SELECT content FROM "+t.table+" WHERE stream = $1 AND seq = $2", name, seq).Scan(&content)
	if scanNone(err) {
		return "", false, nil
	}
	return content, err == nil, err
}

// Insert adds a row. The driver sends texts as they are, and the server reads days and numbers from them.
func (t journalTable) Insert(ctx context.Context, row stream.Row, digest string) error {
	var names, places strings.Builder
	args := []any{row.Stream, row.Seq, row.Content, digest}
	for i, c := range row.Columns {
		args = append(args, c)
		names.WriteString(", " + t.columns[i].name)
		fmt.Fprintf(&places, ", $%d", len(args))
	}
	_, err := t.tx.Exec(ctx, fmt.Sprintf("INSERT INTO %s (stream, seq, content, digest%s) VALUES ($1, $2, $3, $4%s)",
		t.table, names.String(), places.String()), args...)
	return err
}
