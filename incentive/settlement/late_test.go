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

// toDate pays 10 % of the quarter to date, and 20 % above 1,000.
const toDate = `{
	"format": 1, "id": "td", "version": 1, "currency": "CNY", "readings": "standard-1",
	"effective": "2026-01-01/2027-01-01", "period": "month",
	"credits": [{"name": "own", "to": "owner", "share": "1"}],
	"measures": [{"name": "revenue", "base": "amount", "credits": ["own"], "window": "quarter-to-date"}],
	"components": [{"name": "commission", "measure": "revenue",
		"tiers": {"mode": "marginal", "basis": "amount", "bands": [{"from": "0", "rate": "0.1"}, {"from": "1000", "rate": "0.2"}]}}]
}`

// TestLateDealOfAPlanToDate pays a late deal once: as a correction, and not again in the open period to date.
func TestLateDealOfAPlanToDate(t *testing.T) {
	ctx := context.Background()
	plan, err := incentive.ParsePlan([]byte(toDate))
	require.NoError(t, err)
	program, err := incentive.Compile(incentive.Book{Plans: []incentive.Plan{plan}})
	require.NoError(t, err)
	book := new(ledger.Memory)
	jan, feb := kam.MustPeriod("2026-01-01/2026-02-01"), kam.MustPeriod("2026-02-01/2026-03-01")
	on := func(id, day, amount string) incentive.Transaction {
		return incentive.Transaction{ID: id, Owner: "anna", Booked: kam.MustDay(day), Amount: decimal.RequireFromString(amount)}
	}
	run := func(p kam.Period, opening ledger.Snapshot, deals ...incentive.Transaction) *incentive.Run {
		t.Helper()
		r, err := program.Run(ctx, incentive.Inputs{
			Period: p, Opening: incentive.Opening{Ledger: opening}, Transactions: incentive.Transactions(deals),
			Roster: incentive.Roster{
				Payees:      []incentive.Payee{{ID: "anna"}},
				Assignments: []incentive.Assignment{{Payee: "anna", Plan: "td", Version: 1, Period: kam.MustPeriod("2026-01-01/2027-01-01")}},
			},
		}, incentive.RunOptions{})
		require.NoError(t, err)
		return r
	}
	opening := func() ledger.Snapshot {
		t.Helper()
		s, err := book.Snapshot(ctx, kam.MustPeriod("2000-01-01/.."))
		require.NoError(t, err)
		return s
	}
	settle := func(in settlement.Inputs) *settlement.Settlement {
		t.Helper()
		s, err := settlement.Settle(in)
		require.NoError(t, err)
		_, err = book.Append(ctx, s.Batch())
		require.NoError(t, err)
		return s
	}
	first, late, second := on("D-1", "2026-01-10", "500"), on("D-0", "2026-01-20", "300"), on("D-2", "2026-02-10", "700")
	start := opening()
	settle(settlement.Inputs{Run: run(jan, start, first), Opening: start})

	start = opening()
	why := kam.Text{EN: "D-0 came late", ZH: "D-0 迟到"}
	again := run(jan, start, first, late)
	_, err = settlement.Settle(settlement.Inputs{Run: run(feb, start, first, late, second), Opening: start, Late: []settlement.Late{{Run: again, Reason: why}}})
	require.ErrorContains(t, err, "was not calculated on top of")

	opened, err := settlement.Corrected(start, feb, again)
	require.NoError(t, err)
	assert.Equal(t, start.Head, opened.Head)
	in := settlement.Inputs{Run: run(feb, opened, first, late, second), Opening: start, Late: []settlement.Late{{Run: again, Reason: why}}}
	s := settle(in)
	st, ok := s.Statement("anna", "td")
	require.True(t, ok)
	// 500 + 300 + 700 earn 100 + 100 = 200 to date; January was paid 50, its correction is 30
	assert.Equal(t, "200", st.Payable().String())
	for c := range st.Corrections() {
		assert.Equal(t, "30", c.Amount.String())
	}

	start = opening()
	again = run(jan, start, first, late)
	opened, err = settlement.Corrected(start, feb, again)
	require.NoError(t, err)
	assert.Equal(t, start.Posted, opened.Posted, "everything is posted")
	rest, err := settlement.Settle(settlement.Inputs{Run: run(feb, opened, first, late, second), Opening: start, Late: []settlement.Late{{Run: again, Reason: why}}})
	require.NoError(t, err)
	assert.Empty(t, rest.Batch().Entries)
}

// TestMistypedEvent warns of an event of a deal that nobody knows, and not of one that is known.
func TestMistypedEvent(t *testing.T) {
	h := newHost(t, monthly)
	opening := h.opening()
	s := h.settle(settlement.Inputs{
		Run: h.run(january, opening, deal("D-1", "2026-01-10", "20000")), Opening: opening,
		Events: []payout.Event{
			{Transaction: "D-1", Kind: payout.Collected, Day: kam.MustDay("2026-01-20")},
			{Transaction: "D1", Kind: payout.Collected, Day: kam.MustDay("2026-01-20")},
		},
	})
	var codes []string
	for _, f := range s.Findings() {
		codes = append(codes, f.Code+" "+f.Place)
	}
	assert.Equal(t, []string{"settlement.unknown-event events[1]"}, codes)
}

// TestAssignmentWithdrawnFromAClosedMonth takes all of the month back, what is held back of it included.
func TestAssignmentWithdrawnFromAClosedMonth(t *testing.T) {
	h := newHost(t, monthly)
	opening := h.opening()
	first := h.settle(settlement.Inputs{Run: h.run(january, opening, deal("D-1", "2026-01-10", "50000")), Opening: opening})
	st, ok := first.Statement("anna", "ae")
	require.True(t, ok)
	assert.Equal(t, "2000", st.Payout().After.HeldTotal().String())

	h.roster.Assignments[0].Period = kam.MustPeriod("2026-02-01/2027-01-01")
	opening = h.opening()
	again := h.run(january, opening, deal("D-1", "2026-01-10", "50000"))
	s := h.settle(settlement.Inputs{
		Run: h.run(february, opening), Opening: opening,
		Late: []settlement.Late{{Run: again, Reason: kam.Text{EN: "anna began in February", ZH: "anna 于二月开始"}}},
	})
	st, ok = s.Statement("anna", "ae")
	require.True(t, ok)
	after := st.Payout().After
	assert.Equal(t, "0", after.HeldTotal().String(), "nothing stays held of a month that earned nothing")
	require.NoError(t, ledger.Conserved(h.opening().Posted))
	assert.Equal(t, "2000", after.Payable.String(), "the draw of February")
	assert.Equal(t, "2000", after.Owed().String())
}

// TestNobodyIsAdvancedWithoutAnAssignment settles what is left of somebody who is not on the plan any more, without a draw.
func TestNobodyIsAdvancedWithoutAnAssignment(t *testing.T) {
	h := newHost(t, monthly)
	opening := h.opening()
	h.settle(settlement.Inputs{Run: h.run(january, opening, deal("D-1", "2026-01-10", "50000")), Opening: opening})
	h.roster.Assignments[0].Period = kam.MustPeriod("2026-01-01/2026-02-01")
	opening = h.opening()
	s := h.settle(settlement.Inputs{
		Run: h.run(february, opening), Opening: opening, Events: []payout.Event{{Transaction: "D-1", Kind: payout.Collected, Day: kam.MustDay("2026-02-15")}},
	})
	st, ok := s.Statement("anna", "ae")
	require.True(t, ok)
	assert.Equal(t, "5000", st.Payable().String(), "January's 3,000 and the 2,000 that were held")
	assert.Equal(t, "0", st.Payout().After.Owed().String())
}
