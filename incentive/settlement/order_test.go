package settlement_test

import (
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/payout"
	"github.com/kam-go/kam/incentive/settlement"
)

// The order of the lists changes neither the id nor the batch.
func TestOrderDoesNotMatter(t *testing.T) {
	h := newHost(t, monthly)
	h.roster.Payees = append(h.roster.Payees, incentive.Payee{ID: "bo"})
	h.roster.Assignments = append(h.roster.Assignments, incentive.Assignment{Payee: "bo", Plan: "ae", Version: 1, Period: kam.MustPeriod("2026-01-01/2027-01-01")})
	all := []incentive.Transaction{deal("D-1", "2026-01-10", "20000"), deal("D-2", "2026-02-10", "50000"), deal("D-3", "2026-03-10", "10000")}
	opening := h.opening()
	h.settle(settlement.Inputs{Run: h.run(january, opening, all[0]), Opening: opening})
	opening = h.opening()
	quarter := kam.Fraction{Num: 1, Den: 4}
	in := settlement.Inputs{
		Run: h.run("2026-03-01/2026-04-01", opening, all...), Opening: opening,
		Late: []settlement.Late{
			{Run: h.run(january, opening, all...), Reason: kam.Text{EN: "a", ZH: "甲"}}, {Run: h.run(february, opening, all...), Reason: kam.Text{EN: "b", ZH: "乙"}},
		},
		Events: []payout.Event{
			{Transaction: "D-1", Kind: payout.Collected, Day: kam.MustDay("2026-02-15"), Fraction: &quarter},
			{Transaction: "D-2", Kind: payout.Cancelled, Day: kam.MustDay("2026-03-15")},
			{Transaction: "D-1", Kind: payout.Collected, Day: kam.MustDay("2026-03-15")},
		},
		People:      []settlement.Person{{Payee: "anna", Employment: payout.Employment{Hired: kam.MustDay("2025-01-01")}}, {Payee: "bo"}},
		Adjustments: []settlement.Adjustment{adjustment(func(*settlement.Adjustment) {}), adjustment(func(a *settlement.Adjustment) { a.ID = "A-0" })},
	}
	want, err := settlement.Settle(in)
	require.NoError(t, err)
	require.NotEmpty(t, want.Batch().Entries)
	r := rand.New(rand.NewPCG(1, 1))
	for range 20 {
		r.Shuffle(len(in.Late), func(i, j int) { in.Late[i], in.Late[j] = in.Late[j], in.Late[i] })
		r.Shuffle(len(in.Events), func(i, j int) { in.Events[i], in.Events[j] = in.Events[j], in.Events[i] })
		r.Shuffle(len(in.People), func(i, j int) { in.People[i], in.People[j] = in.People[j], in.People[i] })
		r.Shuffle(len(in.Adjustments), func(i, j int) { in.Adjustments[i], in.Adjustments[j] = in.Adjustments[j], in.Adjustments[i] })
		got, err := settlement.Settle(in)
		require.NoError(t, err)
		assert.Equal(t, want.ID(), got.ID())
		assert.Equal(t, want.Batch(), got.Batch())
	}
}
