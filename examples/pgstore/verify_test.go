package pgstore_test

import (
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/examples/pgstore"
	"github.com/kam-go/kam/incentive/ledger"
)

func TestLedgerRefusesChangesBySQL(t *testing.T) {
	s := open(t)
	_, err := s.Append(t.Context(), batch("first", "", pairs))
	require.NoError(t, err)
	for _, statement := range []string{
		"DELETE FROM entries", "UPDATE entries SET amount = 1", "TRUNCATE entries, runs", "DELETE FROM runs", "UPDATE runs SET entries = 1",
	} {
		require.ErrorContains(t, s.Exec(t.Context(), statement), "append-only", statement)
	}
	assert.Len(t, whole(t, s), 1)
}

// mark returns a batch that moves January on.
func mark(run string, head ledger.Head, state ledger.State, by string) ledger.Batch {
	return ledger.Batch{
		Run: run, Head: head, Period: january,
		Mark: &ledger.Mark{State: state, By: by, Reason: "as agreed 如约", On: kam.MustDay("2026-02-03")},
	}
}

func TestVerifyFindsChanges(t *testing.T) {
	changes := map[string]string{
		"amount":            "UPDATE entries SET amount = 9.99 WHERE number = 1",
		"both amounts":      "UPDATE entries SET amount = CASE number WHEN 1 THEN 9.99 ELSE -9.99 END WHERE number < 3",
		"reference":         "UPDATE entries SET reference = 'x' WHERE number < 3",
		"payee":             "UPDATE entries SET payee = 'someone' WHERE number = 1",
		"one deleted":       "DELETE FROM entries WHERE number = 1",
		"pair deleted":      "DELETE FROM entries WHERE number IN (1, 2)",
		"first run deleted": "DELETE FROM entries WHERE run = 1; DELETE FROM runs WHERE number = 1",
		"entries moved":     "UPDATE entries SET run = 2, component = 'x' WHERE run = 1",
		"run renamed":       "UPDATE runs SET run = 'other' WHERE number = 2",
		"period of the run": "UPDATE runs SET period_from = '2025-01-01'",
		"digest":            "UPDATE runs SET digest = 'x' WHERE number = 1",
		"head":              "UPDATE runs SET head = 'x' WHERE number = 2",
		"last head":         "UPDATE runs SET head = 'x' WHERE number = 5",
		"count":             "UPDATE runs SET entries = 1 WHERE number = 1",
		"no finite number":  "ALTER TABLE entries DROP CONSTRAINT entries_amount_check; UPDATE entries SET amount = 'NaN' WHERE number = 1",
		"an endless number": "ALTER TABLE entries DROP CONSTRAINT entries_amount_check; UPDATE entries SET amount = 'Infinity' WHERE number = 1",
		"a huge number":     "ALTER TABLE entries DROP CONSTRAINT entries_amount_check; UPDATE entries SET amount = 1e40 WHERE number = 1",
		"an endless day":    "UPDATE entries SET period_until = 'infinity' WHERE number = 1",
		"a day long gone":   "UPDATE entries SET period_from = '0044-03-15 BC' WHERE number = 1",
		"entry of no run":   "ALTER TABLE entries DROP CONSTRAINT entries_run_fkey; UPDATE entries SET run = 77 WHERE number IN (1, 2)",
		"entry too many": `ALTER TABLE entries DROP CONSTRAINT entries_run_fkey; INSERT INTO entries
			SELECT number + 1000, 77, payee, plan, version, component, kind, period_from, period_until, account, reference, amount, currency
			FROM entries WHERE number < 3`,
		"who opened":        "UPDATE runs SET state_by = 'cy' WHERE number = 3",
		"not opened":        "UPDATE runs SET state = NULL, state_by = NULL, state_reason = NULL, state_on = NULL WHERE number = 3",
		"no mark":           "UPDATE runs SET state = NULL, state_by = NULL, state_reason = NULL, state_on = NULL WHERE number = 2",
		"who marked":        "UPDATE runs SET state_by = 'cy' WHERE number = 5",
		"when marked":       "UPDATE runs SET state_on = '2026-02-04' WHERE number = 5",
		"why marked":        "UPDATE runs SET state_reason = '' WHERE number = 5",
		"a change too many": "UPDATE runs SET state = 'open' WHERE number = 1",
		"a mark as open":    "UPDATE runs SET state = 'open', state_by = NULL, state_reason = NULL, state_on = NULL WHERE number = 5",
	}
	for name, change := range changes {
		t.Run(name, func(t *testing.T) {
			s := open(t)
			first, err := s.Append(t.Context(), batch("first", "", 3))
			require.NoError(t, err)
			calculated := batch("second", first.Head, 2)
			calculated.Mark = mark("", "", ledger.Calculated, "anna").Mark
			second, err := s.Append(t.Context(), calculated)
			require.NoError(t, err)
			more, err := s.Append(t.Context(), batch("more", second.Head, 1)) // which opens it again
			require.NoError(t, err)
			again, err := s.Append(t.Context(), mark("again", more.Head, ledger.Calculated, "anna"))
			require.NoError(t, err)
			_, err = s.Append(t.Context(), mark("approved", again.Head, ledger.Approved, "bo"))
			require.NoError(t, err)
			require.NoError(t, s.Verify(t.Context()))
			require.NoError(t, s.Exec(t.Context(), "DROP TRIGGER entries_are_fixed ON entries"))
			require.NoError(t, s.Exec(t.Context(), "DROP TRIGGER runs_are_fixed ON runs"))
			require.NoError(t, s.Exec(t.Context(), "DO $$ BEGIN "+change+"; END $$"))
			assert.ErrorIs(t, s.Verify(t.Context()), pgstore.ErrDamaged)
		})
	}
}

func TestVerifyOfAnEmptyLedger(t *testing.T) {
	assert.NoError(t, open(t).Verify(t.Context()))
}

func TestLifeOfAPeriodIsKept(t *testing.T) {
	s := open(t)
	calculated := batch("calculated", "", pairs)
	calculated.Mark = mark("", "", ledger.Calculated, "anna").Mark
	receipt, err := s.Append(t.Context(), calculated)
	require.NoError(t, err)
	more, err := s.Append(t.Context(), batch("more", receipt.Head, 1))
	require.NoError(t, err)
	_, err = s.Append(t.Context(), mark("too early", more.Head, ledger.Approved, "bo"))
	require.ErrorIs(t, err, ledger.ErrOrder)
	again, err := s.Append(t.Context(), mark("again", more.Head, ledger.Calculated, "anna"))
	require.NoError(t, err)
	assert.Zero(t, again.Entries)
	_, err = s.Append(t.Context(), mark("alone", again.Head, ledger.Approved, "Anna"))
	require.ErrorIs(t, err, ledger.ErrSamePerson)
	approved, err := s.Append(t.Context(), mark("approved", again.Head, ledger.Approved, "bo"))
	require.NoError(t, err)
	_, err = s.Append(t.Context(), batch("late", approved.Head, 1))
	require.ErrorIs(t, err, ledger.ErrApproved)
	closed, err := s.Append(t.Context(), mark("closed", approved.Head, ledger.Closed, "bo"))
	require.NoError(t, err)
	_, err = s.Append(t.Context(), batch("later", closed.Head, 1))
	require.ErrorIs(t, err, ledger.ErrClosed)
	require.NoError(t, s.Verify(t.Context()))

	snapshot, err := s.Snapshot(t.Context(), year)
	require.NoError(t, err)
	life := snapshot.Period(january)
	var states []ledger.State
	for _, c := range life.History {
		states = append(states, c.State)
	}
	assert.Equal(t, []ledger.State{ledger.Calculated, ledger.Open, ledger.Calculated, ledger.Approved, ledger.Closed}, states)
	assert.Equal(t, ledger.Change{
		State: ledger.Closed, By: "bo", Reason: "as agreed 如约", On: kam.MustDay("2026-02-03"), Run: "closed",
	}, life.Change)
	outside, err := s.Snapshot(t.Context(), kam.MustPeriod("2026-01-02/2027-01-01"))
	require.NoError(t, err)
	assert.Empty(t, outside.Periods)
}

func TestAmountsAreExact(t *testing.T) {
	s := open(t)
	b := ledger.Batch{Run: "first", Period: january}
	amounts := []string{
		"0.000000000000000000000000000001", "99999999999999999999999999999999999999", "12345678.901234567890123456789012345678",
		"1.50", "100", "1e30", "-7", "0.10",
	}
	for i, amount := range amounts {
		b.Entries = append(b.Entries, ledger.Move(ledger.Entry{
			Payee: "anna", Plan: "ae", Version: i + 1, Component: "sales", Kind: ledger.Earning, Period: january, Currency: "CNY",
		}, ledger.ExpenseAccount, ledger.PayeeAccount, decimal.RequireFromString(amount))...)
	}
	_, err := s.Append(t.Context(), b)
	require.NoError(t, err)
	require.NoError(t, s.Verify(t.Context()))
	at := 0
	for r, err := range s.Entries(t.Context(), year) {
		require.NoError(t, err)
		assert.True(t, b.Entries[at].Amount.Equal(r.Amount), "%s became %s", b.Entries[at].Amount, r.Amount)
		at++
	}
	assert.Equal(t, len(b.Entries), at)
}
