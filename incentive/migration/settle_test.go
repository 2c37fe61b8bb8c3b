package migration_test

import (
	"context"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/ledger"
	"github.com/kam-go/kam/incentive/payout"
	"github.com/kam-go/kam/incentive/settlement"
)

// July pays what the old system owed, frees what it held back once the cash is in, and recovers what the payee owes.
func TestSettlementGoesOn(t *testing.T) {
	const terms = `"payout": {
		"holdbacks": [{"parts": [{"share": "0.6", "on": "booking"}, {"share": "0.4", "on": "collection"}], "sums": "at-once"}],
		"recovery": {"order": "oldest-first", "maxShareOfPay": "1", "protectedMinimum": "0"},
		"clawback": {"method": "full", "months": 6, "base": "earned", "held": "cancel"},
		"leavers": {"held": "as-events", "debts": "as-terms"}
	}`
	program := compile(t, strings.TrimSuffix(yearly, "}")+", "+terms+"}")
	m := read(t, program, file(
		"payable,anna,ae,1,commission,,2026-06,,1000,CNY", "held,anna,ae,1,commission,,2026-06,D-06#2,800,CNY", "debt,anna,ae,1,(opening),,2026-05,,300,CNY",
		"position,anna,ae,,,year,,,420000,",
		"total:payable,,,,,,,,1000,CNY", "total:held,,,,,,,,800,CNY", "total:debt,,,,,,,,300,CNY", "total:position,,,,,,,,420000,",
	))
	book := new(ledger.Memory)
	_, err := book.Append(context.Background(), m.Batch(""))
	require.NoError(t, err)
	opening, err := book.Snapshot(context.Background(), kam.MustPeriod("2026-01-01/.."))
	require.NoError(t, err)
	july := kam.MustPeriod("2026-07-01/2026-08-01")
	run, err := program.Run(context.Background(), incentive.Inputs{Period: july, Roster: roster(), Opening: m.Opening(opening)}, incentive.RunOptions{})
	require.NoError(t, err)
	s, err := settlement.Settle(settlement.Inputs{Run: run, Opening: opening, Events: []payout.Event{
		{Transaction: "D-06", Kind: payout.Collected, Day: kam.MustDay("2026-07-15")},
	}})
	require.NoError(t, err)
	for held := range s.Held() {
		require.Fail(t, "held", held.Findings.Err().Error())
	}
	st, ok := s.Statement("anna", "ae")
	require.True(t, ok)
	assert.Equal(t, "1500", st.Payable().String(), "1,000 and 800 less 300")
	assert.True(t, st.Payout().After.HeldTotal().Equal(decimal.Zero))
	assert.True(t, st.Payout().After.Owed().Equal(decimal.Zero))
}
