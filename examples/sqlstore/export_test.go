package sqlstore

import (
	"context"
	"strings"
)

// Exec runs a statement on the store's writing connection, to bring about what a test needs.
func (s *Store) Exec(ctx context.Context, query string) error {
	_, err := s.writer.ExecContext(ctx, query)
	return err
}

// MigrationNames returns the names of the migrations in their order.
func MigrationNames() []string { return migrationNames() }

// Plan returns how SQLite would answer a query.
func (s *Store) Plan(ctx context.Context, query string) (string, error) {
	rows, err := s.reader.QueryContext(ctx, "EXPLAIN QUERY PLAN "+query)
	if err != nil {
		return "", err
	}
	defer rows.Close()
	var plan []string
	for rows.Next() {
		var id, parent, unused int
		var detail string
		if err := rows.Scan(&id, &parent, &unused, &detail); err != nil {
			return "", err
		}
		plan = append(plan, detail)
	}
	return strings.Join(plan, "\n"), rows.Err()
}
