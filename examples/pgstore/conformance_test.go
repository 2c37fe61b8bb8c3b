package pgstore_test

import (
	"iter"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam/examples/internal/pgtest"
	"github.com/kam-go/kam/examples/pgstore"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/incentivetest"
	"github.com/kam-go/kam/incentive/ledger"
	"github.com/kam-go/kam/incentive/ledger/ledgertest"
)

// open returns a store in a new schema.
func open(t testing.TB) *pgstore.Store {
	t.Helper()
	return openAt(t, pgtest.Schema(t))
}

func openAt(t testing.TB, dsn string) *pgstore.Store {
	t.Helper()
	s, err := pgstore.Open(t.Context(), dsn)
	require.NoError(t, err)
	t.Cleanup(s.Close)
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
