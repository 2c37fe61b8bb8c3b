package sqlstore_test

import (
	"iter"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam/examples/sqlstore"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/incentivetest"
	"github.com/kam-go/kam/incentive/ledger"
	"github.com/kam-go/kam/incentive/ledger/ledgertest"
)

// open returns a store in a new file.
func open(t *testing.T) *sqlstore.Store {
	t.Helper()
	return openAt(t, filepath.Join(t.TempDir(), "kam.db"))
}

func openAt(t *testing.T, path string) *sqlstore.Store {
	t.Helper()
	s, err := sqlstore.Open(t.Context(), path)
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, s.Close()) })
	return s
}

func list(transactions ...incentive.Transaction) iter.Seq2[incentive.Transaction, error] {
	return incentive.Transactions(transactions).All()
}

func TestLedger(t *testing.T) {
	ledgertest.Run(t, func(t *testing.T) ledger.Ledger { return open(t) })
}

func TestTransactions(t *testing.T) {
	incentivetest.RunTransactions(t, func(t *testing.T, seed []incentive.Transaction) incentive.TransactionReader {
		s := open(t)
		added, err := s.PutTransactions(t.Context(), list(seed...))
		require.NoError(t, err)
		require.Equal(t, len(seed), added)
		return s
	})
}

func TestRoster(t *testing.T) {
	incentivetest.RunRoster(t, func(t *testing.T, seed incentive.Roster) incentive.RosterReader {
		s := open(t)
		require.NoError(t, s.PutRoster(t.Context(), seed))
		return s
	})
}
