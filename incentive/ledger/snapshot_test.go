package ledger_test

import (
	"errors"
	"iter"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive/ledger"
)

func sequence(err error, entries ...ledger.Entry) iter.Seq2[ledger.Record, error] {
	return func(yield func(ledger.Record, error) bool) {
		for _, e := range entries {
			if !yield(ledger.Record{Entry: e}, nil) {
				return
			}
		}
		if err != nil {
			yield(ledger.Record{}, err)
		}
	}
}

func TestSum(t *testing.T) {
	bo, gone := entry(ledger.PayeeAccount, "3"), entry(ledger.PayeeAccount, "5")
	bo.Payee, gone.Payee = "bo", "gone"
	taken := gone
	taken.Amount = gone.Amount.Neg()

	posted, err := ledger.Sum(sequence(nil, bo, gone, entry(ledger.PayeeAccount, "0.1"),
		entry(ledger.ExpenseAccount, "-0.1"), entry(ledger.PayeeAccount, "0.2"), taken))
	require.NoError(t, err)
	require.Len(t, posted, 2)
	assert.Equal(t, "anna", posted[0].Payee)
	assert.Equal(t, "0.3", posted[0].Amount.StringFixed(1))
	assert.Equal(t, "bo", posted[1].Payee)
}

func TestSumStopsAtAnError(t *testing.T) {
	torn := errors.New("torn")
	posted, err := ledger.Sum(sequence(torn, entry(ledger.PayeeAccount, "1")))
	require.ErrorIs(t, err, torn)
	assert.Nil(t, posted)
}

func TestCheckWindow(t *testing.T) {
	day := kam.MustDay("2026-01-01")
	cases := map[string]struct {
		window kam.Period
		ok     bool
	}{
		"a year":   {kam.MustPeriod("2026-01-01/2027-01-01"), true},
		"open":     {kam.MustPeriod("2026-01-01/.."), true},
		"zero":     {kam.Period{}, false},
		"no start": {kam.Period{Until: day}, false},
		"empty":    {kam.Period{From: day, Until: day}, false},
		"reversed": {kam.Period{From: day, Until: kam.MustDay("2025-12-31")}, false},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			err := ledger.CheckWindow(c.window)
			if c.ok {
				assert.NoError(t, err)
			} else {
				assert.ErrorIs(t, err, ledger.ErrWindow)
			}
		})
	}
}
