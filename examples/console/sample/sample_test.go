package sample_test

import (
	"encoding/json"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam/examples/console/desk"
	"github.com/kam-go/kam/examples/console/sample"
	"github.com/kam-go/kam/examples/console/store"
	"github.com/kam-go/kam/examples/sqlstore"
)

// written is a whole company as JSON.
func written(t *testing.T, size sample.Size) string {
	t.Helper()
	c := sample.New(size)
	whole := map[string]any{"roster": c.Roster, "accounts": c.Accounts()}
	ids := map[string]bool{}
	for x, err := range c.Transactions() {
		require.NoError(t, err)
		require.False(t, ids[x.ID], x.ID)
		ids[x.ID] = true
		whole[x.ID] = x
	}
	for id, known := range c.Dossiers() {
		whole["dossier of "+id] = known
	}
	text, err := json.Marshal(whole)
	require.NoError(t, err)
	return string(text)
}

func TestSameSizeGivesTheSameCompany(t *testing.T) {
	for _, size := range []sample.Size{{}, {People: 2, Lines: 1}, {People: 40, Lines: 2_000}} {
		first := written(t, size)
		assert.Equal(t, first, written(t, size))
	}
}

// TestDataOfBefore opens data that do not say of which company they are.
func TestDataOfBefore(t *testing.T) {
	dir := t.TempDir()
	book, err := sqlstore.Open(t.Context(), filepath.Join(dir, "kam.db"))
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, book.Close()) })
	kept, err := store.SQLite(t.Context(), filepath.Join(dir, "console.db"))
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, kept.Close()) })
	open := func(size sample.Size) error {
		_, err := sample.New(size).Open(t.Context(), book, kept, func(int, int) {})
		return err
	}
	require.NoError(t, open(sample.Size{}))
	require.NoError(t, kept.Remove(t.Context(), "company", "size"))
	var other *sample.OtherError
	require.ErrorAs(t, open(sample.Size{People: 40, Lines: 400}), &other)
	require.NoError(t, open(sample.Size{}))
	require.ErrorAs(t, open(sample.Size{People: 15}), &other, "it is written down now")
}

func TestAccountsAreOfEachRole(t *testing.T) {
	for _, size := range []sample.Size{{}, {People: 2, Lines: 1}, {People: 500, Lines: 500}} {
		roles := map[desk.Role]int{}
		for _, a := range sample.New(size).Accounts() {
			assert.NotEmpty(t, a.Name, a.ID)
			roles[a.Role]++
		}
		assert.Equal(t, 2, roles[desk.Administrator], "four eyes")
		assert.Positive(t, roles[desk.Manager])
		assert.Positive(t, roles[desk.Salesperson])
	}
}
