package fromcrm_test

import (
	"fmt"
	"math/big"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/fromcrm"
)

// yearPlan pays 10 % of the amount, 1 for each unit of the count, under every way to book refunds.
const yearPlan = `{
	"format": 1, "id": "p", "version": 1, "currency": "CNY", "readings": "standard-1",
	"effective": "2026-01-01/2027-01-01", "period": "year", "order": %q,
	"rounding": {"step": "statement", "places": 6, "mode": "half-up"},
	"refunds": {"method": %q, "period": %q, "below": "first-rate"},
	"credits": [{"name": "own", "to": "owner", "share": "1"}],
	"measures": [
		{"name": "revenue", "base": "amount", "credits": ["own"], "window": "period"},
		{"name": "deals", "base": "count", "credits": ["own"], "window": "period"}
	],
	"components": [
		{"name": "commission", "measure": "revenue", "rate": "0.1"},
		{"name": "bounty", "measure": "deals", "rate": "1"}
	]
}`

// What a whole year pays is what the deals that stand at its end pay, however they came about.
func TestRunPaysWhatStands(t *testing.T) {
	year := kam.MustPeriod("2026-01-01/2027-01-01")
	roster := incentive.Roster{}
	for _, id := range []string{"anna", "ben", "cleo"} {
		roster.Payees = append(roster.Payees, incentive.Payee{ID: id})
		roster.Assignments = append(roster.Assignments, incentive.Assignment{Payee: id, Plan: "p", Version: 1, Period: year})
	}
	statements, paid := 0, 0
	for seed := range uint64(40) {
		rnd := rand.New(rand.NewPCG(seed, 2))
		p := randomPolicy(rnd)
		p.CreditDate, p.Repriced, p.Faulty = incentive.Booked, fromcrm.RepricedRebook, fromcrm.PassOver
		converter, err := fromcrm.Compile(p)
		require.NoError(t, err)
		want := map[string]*big.Rat{}
		var revs []fromcrm.Revision
		for n := range 20 {
			history := randomHistory(rnd)
			for i := range history {
				history[i].Opportunity = fmt.Sprintf("D-%d", n)
				history[i].Currency = "CNY"
			}
			stands, ok := expected(p, history)
			if !ok {
				continue
			}
			revs = append(revs, history...)
			if stands == nil {
				continue
			}
			for payee, share := range shares(stands.Owner, stands.Participants) {
				if want[payee] == nil {
					want[payee] = new(big.Rat)
				}
				pay := new(big.Rat).Quo(stands.Amount.Decimal.Rat(), big.NewRat(10, 1))
				want[payee].Add(want[payee], pay.Add(pay, big.NewRat(1, 1)).Mul(pay, share))
			}
		}
		transactions, found := converter.Transactions(revs)
		require.NoError(t, found.Err())

		plan, err := incentive.ParsePlan(fmt.Appendf(nil, yearPlan, pick(rnd, "sequence", "id"), pick(rnd, "recalculate", "mirror"), pick(rnd, "origin", "current")))
		require.NoError(t, err)
		program, err := incentive.Compile(incentive.Book{Plans: []incentive.Plan{plan}})
		require.NoError(t, err)
		run, err := program.Run(t.Context(), incentive.Inputs{Period: year, Roster: roster, Transactions: incentive.Transactions(transactions)}, incentive.RunOptions{})
		require.NoError(t, err)
		for held := range run.Held() {
			require.Fail(t, "held", "seed %d: %v", seed, held)
		}
		for statement := range run.Statements() {
			sum := want[statement.Payee().ID]
			if sum == nil {
				sum = new(big.Rat)
			}
			off := new(big.Rat).Sub(sum, statement.Earned().Rat())
			require.Negative(t, off.Abs(off).Cmp(big.NewRat(1, 1_000_000)), "seed %d, %s: %s instead of %s",
				seed, statement.Payee().ID, statement.Earned(), sum.FloatString(6))
			statements++
			if sum.Sign() != 0 {
				paid++
			}
		}
	}
	require.Equal(t, 120, statements)
	require.Greater(t, paid, 80)
}
