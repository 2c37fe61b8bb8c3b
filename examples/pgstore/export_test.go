package pgstore

import "context"

// Exec runs statements on a writing connection, to bring about what a test needs.
func (s *Store) Exec(ctx context.Context, statements string) error {
	_, err := s.writer.Exec(ctx, statements)
	return err
}

// MigrationNames returns the names of the migrations in their order.
func MigrationNames() []string { return migrationNames() }

// Meaning returns the condition that a code of PostgreSQL stands for.
func Meaning(code string) error { return meaning(code) }
