package main

import (
	"fmt"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
)

// next hands elements to a DoFn as Beam does.
func next(elements ...[]byte) func(*[]byte) bool {
	return func(element *[]byte) bool {
		if len(elements) == 0 {
			return false
		}
		*element, elements = elements[0], elements[1:]
		return true
	}
}

func TestTransactionsComeOutOfBatchesAsTheyWere(t *testing.T) {
	whole := incentive.Transaction{
		ID: "d\x1f\u2028 \"1\"", Sequence: 7, Currency: "CNY",
		Participants: []incentive.Participant{{Payee: "a", Share: kam.MustFraction("1/3")}, {Payee: "b", Role: "helps", Share: kam.MustFraction("2/3")}},
		Amount:       decimal.RequireFromString("123456789012.3456"), Margin: decimal.NewNullDecimal(decimal.RequireFromString("-0.01")),
		Units: decimal.NewNullDecimal(decimal.NewFromInt(3)), Cash: decimal.NewNullDecimal(decimal.NewFromInt(0)),
		Booked: kam.MustDay("2026-01-31"), Invoiced: kam.MustDay("2026-02-01"), CashDate: kam.MustDay("2026-02-28"), Delivered: kam.MustDay("2026-03-31"),
		Attributes: map[string]string{"product": "伺服器"}, Numbers: map[string]decimal.Decimal{"discount": decimal.RequireFromString("0.15")},
	}
	reversal := incentive.Transaction{ID: "r", Reverses: whole.ID, Amount: decimal.NewFromInt(-1), Booked: kam.MustDay("2026-03-01")}

	var emitted [][]byte
	out, err := newBatches(func(key int64, element []byte) {
		assert.EqualValues(t, 3, key)
		emitted = append(emitted, element)
	})
	require.NoError(t, err)
	require.NoError(t, out.add(3, whole))
	require.NoError(t, out.add(3, reversal))
	for i := range batchSize {
		require.NoError(t, out.add(3, incentive.Transaction{ID: fmt.Sprint(i)}))
	}
	require.NoError(t, out.end())
	assert.Len(t, emitted, 2)

	var read []incentive.Transaction
	for transaction, err := range transactions(next(emitted[0], nil, emitted[1])) {
		require.NoError(t, err)
		read = append(read, transaction)
	}
	require.Len(t, read, batchSize+2)
	assert.Equal(t, []incentive.Transaction{whole, reversal}, read[:2])
}

func TestABrokenBatch(t *testing.T) {
	var emitted []byte
	out, err := newBatches(func(_ int64, element []byte) { emitted = element })
	require.NoError(t, err)
	require.NoError(t, out.add(0, incentive.Transaction{ID: "d"}))
	require.NoError(t, out.end())
	for name, element := range map[string][]byte{"cut off": emitted[:len(emitted)/2], "no batch": []byte("{}")} {
		t.Run(name, func(t *testing.T) {
			var last error
			for _, err := range transactions(next(element)) {
				last = err
			}
			assert.ErrorContains(t, last, "a batch of transactions")
		})
	}
}

func TestADealAndItsReversalsMeet(t *testing.T) {
	job := Job{Shares: 7}
	keys := map[int64]bool{}
	for i := range 100 {
		deal := incentive.Transaction{ID: fmt.Sprint("d", i)}
		key := job.dealKey(deal)
		assert.Equal(t, key, job.dealKey(incentive.Transaction{ID: "r", Reverses: deal.ID}))
		keys[key] = true
	}
	assert.Len(t, keys, 7)
}
