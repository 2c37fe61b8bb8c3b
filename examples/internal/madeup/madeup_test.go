package madeup_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam/examples/internal/madeup"
	"github.com/kam-go/kam/incentive"
)

func TestEverybodyIsPaidAndSharesDependOnEachOther(t *testing.T) {
	quarter := madeup.Quarter{Payees: 50, Transactions: 2_000}
	require.NoError(t, quarter.Check())
	program, err := madeup.Program()
	require.NoError(t, err)
	in := quarter.Inputs()
	in.Transactions = incentive.Sequence(quarter.All())
	run, err := program.Run(context.Background(), in, incentive.RunOptions{})
	require.NoError(t, err)
	assert.Empty(t, run.Findings())
	for held := range run.Held() {
		t.Errorf("%s is held: %v", held.Payee.ID, held.Findings)
	}
	paid := map[string]int{}
	statements := 0
	for s := range run.Statements() {
		statements++
		for c := range s.Components() {
			if c.Amount.IsPositive() {
				paid[c.Name]++
			}
		}
	}
	assert.Equal(t, 50, statements)
	assert.Equal(t, map[string]int{"commission": 45, "race": 5, "team": 45, "override": 5}, paid)
}

func TestTransactions(t *testing.T) {
	quarter := madeup.Quarter{Payees: 30, Transactions: 1_000}
	all := map[string]incentive.Transaction{}
	refunds, pairs, i := 0, 0, 0
	for transaction, err := range quarter.All() {
		require.NoError(t, err)
		assert.Equal(t, transaction, quarter.Transaction(i))
		assert.NotContains(t, all, transaction.ID)
		all[transaction.ID] = transaction
		original := quarter.Original(i)
		if transaction.Reverses == "" {
			assert.Nil(t, original)
		} else {
			refunds++
			require.NotNil(t, original)
			assert.Equal(t, all[transaction.Reverses], *original, "the original comes before")
			assert.Equal(t, transaction.Reverses, original.ID)
		}
		if len(transaction.Participants) == 2 {
			pairs++
			assert.NotEqual(t, transaction.Participants[0].Payee, transaction.Participants[1].Payee)
		}
		i++
	}
	assert.Equal(t, []int{1_000, 25, 50}, []int{len(all), refunds, pairs})
}

func TestSizes(t *testing.T) {
	for name, c := range map[string]struct {
		quarter madeup.Quarter
		fault   string
	}{
		"smallest":            {madeup.Quarter{Payees: 2}, ""},
		"largest":             {madeup.Quarter{Payees: 10_000_000, Transactions: 100_000_000}, ""},
		"nobody sells":        {madeup.Quarter{Payees: 1}, "1 payees"},
		"too many people":     {madeup.Quarter{Payees: 10_000_001}, "10000001 payees"},
		"fewer than none":     {madeup.Quarter{Payees: 2, Transactions: -1}, "-1 transactions"},
		"too many to make up": {madeup.Quarter{Payees: 2, Transactions: 100_000_001}, "100000001 transactions"},
	} {
		t.Run(name, func(t *testing.T) {
			err := c.quarter.Check()
			if c.fault == "" {
				assert.NoError(t, err)
			} else {
				assert.ErrorContains(t, err, c.fault)
			}
		})
	}
	two := madeup.Quarter{Payees: 2, Transactions: 50}
	for i := range two.Transactions {
		if owner := two.Transaction(i).Owner; owner != "" {
			assert.Equal(t, "p0000001", owner, "the lead sells nothing")
		}
	}
}
