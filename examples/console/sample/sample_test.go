package sample_test

import (
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam/examples/console/desk"
	"github.com/kam-go/kam/examples/console/sample"
	"github.com/kam-go/kam/examples/console/store"
	"github.com/kam-go/kam/examples/sqlstore"
	"github.com/kam-go/kam/incentive/ledger"
)

func open(t *testing.T, size sample.Size) (sample.Company, *desk.Desk) {
	t.Helper()
	dir := t.TempDir()
	book, err := sqlstore.Open(t.Context(), filepath.Join(dir, "kam.db"))
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, book.Close()) })
	kept, err := store.SQLite(t.Context(), filepath.Join(dir, "console.db"))
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, kept.Close()) })
	c := sample.New(size)
	d, err := c.Open(t.Context(), book, kept, func(int, int) {})
	require.NoError(t, err)
	return c, d
}

func TestSample(t *testing.T) {
	c, d := open(t, sample.Size{})
	assert.Equal(t, ledger.Closed, d.Life(c.Previous).Now)
	assert.Equal(t, ledger.Calculated, d.Life(c.Current).Now)
	o, err := d.Overview(t.Context(), desk.Everybody, c.Current)
	require.NoError(t, err)
	t.Logf("%+v", o)
	assert.Equal(t, 14, o.People)
	for _, p := range c.Roster.Payees {
		s, err := d.Statements(t.Context(), p.ID)
		require.NoError(t, err)
		_, err = d.Goals(t.Context(), p.ID)
		require.NoError(t, err)
		_, _, err = d.Score(t.Context(), p.ID)
		require.NoError(t, err)
		_, _, err = d.Career(t.Context(), p.ID)
		require.NoError(t, err)
		for _, x := range s {
			if x.Plan == "key-account-manager" {
				_, err := d.Curve(p.ID, x.Plan, x.Period)
				require.NoError(t, err)
			}
		}
	}
	f, err := d.Findings(t.Context(), c.Current)
	require.NoError(t, err)
	t.Logf("%+v", f)
}
