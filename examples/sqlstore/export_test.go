package sqlstore

import "context"

// Exec runs a statement on the store's writing connection, to bring about what a test needs.
func (s *Store) Exec(ctx context.Context, query string) error {
	_, err := s.writer.ExecContext(ctx, query)
	return err
}

// MigrationNames returns the names of the migrations in their order.
func MigrationNames() []string { return migrationNames() }
