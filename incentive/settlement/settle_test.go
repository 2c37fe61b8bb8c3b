package settlement_test

import (
	"context"
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

// monthly pays 10 % of what is booked, holds 40 % of it until the cash is in, and lifts pay to a recoverable draw.
const monthly = `{
	"format": 1, "id": "ae", "version": 1, "currency": "CNY", "readings": "standard-1",
	"effective": "2026-01-01/2027-01-01", "period": "month",
	"credits": [{"name": "own", "to": "owner", "share": "1"}],
	"measures": [{"name": "revenue", "base": "amount", "credits": ["own"], "window": "period"}],
	"components": [{"name": "commission", "measure": "revenue", "rate": "0.1"}],
	"payout": {
		"holdbacks": [{"parts": [{"share": "0.6", "on": "booking"}, {"share": "0.4", "on": "collection"}], "sums": "at-once"}],
		"draw": {"kind": "recoverable", "amount": "2000", "for": {"partial": "full"}, "against": "released", "belowZero": "keep",
			"recovery": {"of": "above-draw", "share": "1"}},
		"recovery": {"order": "oldest-first", "maxShareOfPay": "1", "protectedMinimum": "0", "position": "after-draw"},
		"clawback": {"method": "full", "months": 6, "base": "earned", "held": "cancel", "position": "after-draw"},
		"leavers": {"held": "as-events", "debts": "as-terms"}
	}
}`

type host struct {
	t       testing.TB
	program *incentive.Program
	roster  incentive.Roster
	book    ledger.Ledger
}

func newHost(t testing.TB, plan string) *host {
	t.Helper()
	p, err := incentive.ParsePlan([]byte(plan))
	require.NoError(t, err)
	program, err := incentive.Compile(incentive.Book{Plans: []incentive.Plan{p}})
	require.NoError(t, err)
	return &host{t: t, program: program, book: new(ledger.Memory), roster: incentive.Roster{
		Payees:      []incentive.Payee{{ID: "anna", Name: "Anna"}},
		Assignments: []incentive.Assignment{{Payee: "anna", Plan: "ae", Version: 1, Period: kam.MustPeriod("2026-01-01/2027-01-01")}},
	}}
}

func (h *host) opening() ledger.Snapshot {
	h.t.Helper()
	s, err := h.book.Snapshot(context.Background(), kam.MustPeriod("2000-01-01/.."))
	require.NoError(h.t, err)
	return s
}

func (h *host) run(period string, opening ledger.Snapshot, deals ...incentive.Transaction) *incentive.Run {
	h.t.Helper()
	run, err := h.program.Run(context.Background(), incentive.Inputs{
		Period: kam.MustPeriod(period), Roster: h.roster, Transactions: incentive.Transactions(deals), Opening: incentive.Opening{Ledger: opening},
	}, incentive.RunOptions{})
	require.NoError(h.t, err)
	return run
}

func (h *host) settle(in settlement.Inputs) *settlement.Settlement {
	h.t.Helper()
	s, err := settlement.Settle(in)
	require.NoError(h.t, err)
	for held := range s.Held() {
		require.Fail(h.t, "held", held.Findings.Err().Error())
	}
	_, err = h.book.Append(context.Background(), s.Batch())
	require.NoError(h.t, err)
	return s
}

func deal(id, day, amount string) incentive.Transaction {
	return incentive.Transaction{ID: id, Owner: "anna", Booked: kam.MustDay(day), Amount: decimal.RequireFromString(amount)}
}

const (
	january  = "2026-01-01/2026-02-01"
	february = "2026-02-01/2026-03-01"
)

func TestTwoMonths(t *testing.T) {
	h := newHost(t, monthly)
	opening := h.opening()
	jan := h.settle(settlement.Inputs{Run: h.run(january, opening, deal("D-1", "2026-01-10", "20000")), Opening: opening})
	st, ok := jan.Statement("anna", "ae")
	require.True(t, ok)
	assert.Equal(t, "2000", st.Payable().String()) // 1,200 released, lifted by 800
	assert.Equal(t, "800", st.Payout().After.HeldTotal().String())
	assert.Equal(t, "800", st.Payout().After.Owed().String())

	again := h.opening()
	rest, err := settlement.Settle(settlement.Inputs{Run: h.run(january, again, deal("D-1", "2026-01-10", "20000")), Opening: again})
	require.NoError(t, err)
	assert.Empty(t, rest.Batch().Entries)

	opening = h.opening()
	feb := h.settle(settlement.Inputs{
		Run: h.run(february, opening, deal("D-2", "2026-02-10", "50000")), Opening: opening,
		Late: []settlement.Late{{
			Run:    h.run(january, opening, deal("D-1", "2026-01-10", "20000"), deal("D-0", "2026-01-20", "1000")),
			Before: h.run(january, opening, deal("D-1", "2026-01-10", "20000")),
			Reason: kam.Text{EN: "D-0 was entered late", ZH: "D-0 迟到录入"},
		}},
		Events: []payout.Event{{Transaction: "D-1", Kind: payout.Collected, Day: kam.MustDay("2026-02-15")}},
	})
	st, ok = feb.Statement("anna", "ae")
	require.True(t, ok)
	var corrections []settlement.Correction
	for c := range st.Corrections() {
		corrections = append(corrections, c)
	}
	require.Len(t, corrections, 1)
	assert.Equal(t, "D-0", corrections[0].Transaction)
	assert.Equal(t, "100", corrections[0].Amount.String())
	// 3,000 of D-2, 60 of D-0, 800 of D-1; 800 repays the draw; on top of January's 2,000, which payroll has not taken yet
	assert.Equal(t, "5060", st.Payable().String())
	require.NoError(t, ledger.Conserved(h.opening().Posted))
}

// A refund belongs to the deal that it takes back, also in a later period: less is held back for that deal.
func TestRefundOfAnEarlierDeal(t *testing.T) {
	h := newHost(t, monthly)
	d1 := deal("D-1", "2026-01-10", "20000")
	refund := deal("R-1", "2026-02-10", "-10000")
	refund.Reverses = "D-1"
	opening := h.opening()
	h.settle(settlement.Inputs{Run: h.run(january, opening, d1), Opening: opening})
	opening = h.opening()
	s := h.settle(settlement.Inputs{Run: h.run(february, opening, d1, refund), Opening: opening})
	st, ok := s.Statement("anna", "ae")
	require.True(t, ok)
	held := st.Payout().After.Held
	require.Len(t, held, 1)
	assert.Equal(t, "D-1", held[0].Transaction)
	assert.Equal(t, "400", held[0].Amount.String()) // 40 % of what is left of it
}
