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

// Half of the 8 that the old system held back of a deal is released in July. Then the deal is refunded in two steps: what is
// still held goes first, and what reached the payee, 16 of 20 and the 4 of the other component, comes off pay.
func TestRefundOfAMigratedDeal(t *testing.T) {
	const terms = `"payout": {
		"holdbacks": [{"parts": [{"share": "0.6", "on": "booking"}, {"share": "0.4", "on": "collection"}], "sums": "at-once"}],
		"recovery": {"order": "oldest-first", "maxShareOfPay": "1", "protectedMinimum": "0"},
		"leavers": {"held": "as-events", "debts": "as-terms"}
	}, "refunds": {"method": "mirror", "period": "current", "below": "carry-negative"}`
	program := compile(t, strings.TrimSuffix(yearly, "}")+", "+terms+"}")
	old := incentive.Transaction{ID: "D-06", Owner: "anna", Booked: kam.MustDay("2026-06-10"), Amount: decimal.NewFromInt(400)}
	m := read(t, program, file(
		"held,anna,ae,1,commission,,2026-06,D-06#2,8,CNY", "payable,anna,ae,1,commission,,2026-06,,100,CNY", "position,anna,ae,,,year,,,400,", "prior,anna,ae,,commission,,,D-06,20,", "prior,anna,ae,,monthly,,,D-06,4,",
		"earned,anna,ae,1,monthly,,2026-06,,4,CNY", "total:earned,,,,,,,,4,CNY",
		"total:held,,,,,,,,8,CNY", "total:payable,,,,,,,,100,CNY", "total:position,,,,,,,,400,", "total:prior,,,,,,,,24,",
	), old)
	book := new(ledger.Memory)
	_, err := book.Append(context.Background(), m.Batch(""))
	require.NoError(t, err)
	fraction := kam.MustFraction("1/2")
	var refunds []incentive.Transaction
	for i, c := range []struct{ refund, payable, held string }{{"", "104", "4"}, {"-200", "96", "0"}, {"-200", "84", "0"}, {"", "84", "0"}} {
		first := kam.MustDay("2026-07-01").AddMonths(i)
		period := kam.Period{From: first, Until: first.AddMonths(1)}
		opening, err := book.Snapshot(context.Background(), kam.MustPeriod("2026-01-01/.."))
		require.NoError(t, err)
		if c.refund != "" {
			refunds = append(refunds, incentive.Transaction{ID: "R-" + first.String(), Reverses: "D-06", Booked: first, Amount: decimal.RequireFromString(c.refund)})
		}
		run, err := program.Run(context.Background(), incentive.Inputs{Period: period, Roster: roster(), Transactions: incentive.Transactions(refunds), Opening: m.Opening(opening)}, incentive.RunOptions{})
		require.NoError(t, err)
		in := settlement.Inputs{Run: run, Opening: opening}
		if i == 0 {
			in.Events = []payout.Event{{Transaction: "D-06", Kind: payout.Collected, Day: kam.MustDay("2026-07-15"), Fraction: &fraction}}
		}
		s, err := settlement.Settle(in)
		require.NoError(t, err)
		for held := range s.Held() {
			require.Fail(t, "held", held.Findings.Err().Error())
		}
		st, ok := s.Statement("anna", "ae")
		require.True(t, ok)
		assert.Equal(t, c.held, st.Payout().After.HeldTotal().String(), "month %d", i)
		assert.Equal(t, c.payable, st.Payable().String(), "month %d", i)
		data, err := st.Export()
		require.NoError(t, err)
		require.NoError(t, settlement.VerifyExport(data))
		since, changes := st.Changes()
		if i == 0 {
			assert.True(t, since.IsZero(), "nothing to compare with but %s", since)
			for _, x := range changes {
				assert.True(t, x.Last.IsZero(), "%s of %s", x.Kind, x.Component)
			}
			assert.Contains(t, st.Markdown(kam.English), "Earlier figures were brought in from another system; there is no period to compare with.")
			assert.Contains(t, st.Markdown(kam.Chinese), "此前数据由其他系统转入，无可比期间。")
		} else {
			assert.Equal(t, first.AddMonths(-1), since.From)
		}
		_, err = book.Append(context.Background(), s.Batch())
		require.NoError(t, err)
	}
}
