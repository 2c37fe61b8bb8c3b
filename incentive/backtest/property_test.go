package backtest_test

import (
	"context"
	"maps"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/backtest"
	"github.com/kam-go/kam/incentive/internal/reference/gen"
	"github.com/kam-go/kam/incentive/ledger"
)

// twists change a plan in one way each; they need not fit every plan.
func twists() []func(p *incentive.Plan) {
	one := dec("0.01")
	component := func(change func(k *incentive.Component)) func(p *incentive.Plan) {
		return func(p *incentive.Plan) {
			for i := range p.Components {
				change(&p.Components[i])
			}
		}
	}
	return []func(p *incentive.Plan){
		component(func(k *incentive.Component) {
			if k.Rate.Valid {
				k.Rate.Decimal = k.Rate.Decimal.Add(one)
			}
			if k.Tiers != nil {
				for i := range k.Tiers.Bands {
					if r := &k.Tiers.Bands[i].Rate; r.Valid {
						r.Decimal = r.Decimal.Add(one)
					}
				}
			}
		}),
		component(func(k *incentive.Component) {
			if k.Tiers != nil && len(k.Tiers.Bands) > 1 {
				last := &k.Tiers.Bands[len(k.Tiers.Bands)-1]
				last.From = last.From.Add(one)
			}
		}),
		component(func(k *incentive.Component) { k.Gates = nil }),
		component(func(k *incentive.Component) {
			k.Caps = []incentive.Cap{{Per: incentive.PerComponent, On: incentive.OnPay, Amount: some("20"), Excess: incentive.ExcessForfeit}}
		}),
		component(func(k *incentive.Component) {
			k.Floors = append(k.Floors, incentive.Floor{Per: incentive.PerComponent, Amount: dec("3")})
		}),
		component(func(k *incentive.Component) { k.Multipliers = nil }),
		func(p *incentive.Plan) { p.Rounding.Mode = "down" },
		func(p *incentive.Plan) { p.Rounding.Step = incentive.RoundComponent },
		func(p *incentive.Plan) {
			for i := range p.Credits {
				p.Credits[i].Share = kam.MustFraction("1/2")
			}
		},
		func(p *incentive.Plan) {
			p.Caps = []incentive.Cap{{Per: incentive.PerRunPeriod, On: incentive.OnPay, Amount: some("30"), Excess: incentive.ExcessForfeit}}
		},
		func(p *incentive.Plan) { p.Refunds.Period, p.Refunds.Method = incentive.Current, incentive.Recalculate },
		func(p *incentive.Plan) {
			for i := range p.Credits {
				p.Credits[i].When = &incentive.Condition{Attribute: "region", In: []string{"n"}}
			}
		},
	}
}

// pairOf makes up a case and changes its plans in some ways: two sides of a comparison.
func pairOf(t *testing.T, seed uint64) (q backtest.Question, c gen.Case, ok bool) {
	t.Helper()
	c, err := gen.New(seed)
	require.NoError(t, err)
	cal, err := kam.NewCalendar(c.Calendar)
	require.NoError(t, err)
	rnd := rand.New(rand.NewPCG(seed, 1))
	all, changed := twists(), 0
	other := gen.Case{Plans: slices.Clone(c.Plans)}
	for range 12 {
		if changed == 1+int(seed%4) {
			break
		}
		twist := all[rnd.IntN(len(all))]
		for i := range other.Plans {
			data, err := other.Plans[i].JSON()
			require.NoError(t, err)
			next := parse(t, string(data))
			twist(&next)
			plans := slices.Clone(other.Plans)
			plans[i] = next
			if _, err := incentive.Compile(incentive.Book{Plans: plans, Calendar: cal}); err == nil && next.Hash() != other.Plans[i].Hash() {
				other.Plans = plans
				changed++
			}
		}
	}
	q = backtest.Question{
		Before: backtest.Side{Plans: c.Plans}, After: backtest.Side{Plans: other.Plans}, Calendar: cal,
		History: backtest.History{
			Periods: []kam.Period{c.Period}, Roster: c.Roster, Transactions: c.Transactions, Observations: c.Observations, Rates: c.Rates,
			Positions: c.Opening.Positions, Prior: c.Opening.Prior, Posted: c.Opening.Ledger.Posted,
		},
	}
	if next, err := cal.Containing(c.Plans[0].Period, c.Period.Until); err == nil && seed%3 == 0 {
		q.History.Periods = append(q.History.Periods, next) // what the first one posts, the second one finds
	}
	return q, c, changed > 0
}

// total is what the statements of runs earn by payee and currency, each posted before the next.
func total(t *testing.T, plans []incentive.Plan, cal *kam.Calendar, q backtest.Question, c gen.Case) (map[string]decimal.Decimal, map[string]bool) {
	t.Helper()
	plans = slices.Clone(plans)
	for i := range plans {
		plans[i].Effective = kam.MustPeriod("2020-01-01/2030-01-01")
		if x := plans[i].Conversion; x != nil && x.Policy == incentive.RateOfPlan {
			plans[i].Effective.From = c.Plans[0].Effective.From
			for _, p := range c.Plans {
				if p.ID == plans[i].ID && p.Version == plans[i].Version {
					plans[i].Effective.From = p.Effective.From
				}
			}
		}
	}
	program, err := incentive.Compile(incentive.Book{Plans: plans, Calendar: cal})
	require.NoError(t, err)
	earned, held := map[string]decimal.Decimal{}, map[string]bool{}
	in := c.Inputs()
	in.Opening.Ledger.Posted = slices.DeleteFunc(slices.Clone(in.Opening.Ledger.Posted), func(p ledger.Posted) bool { return !p.Period.From.Before(c.Period.From) })
	for _, period := range q.History.Periods {
		in.Period, in.Transactions = period, incentive.Transactions(c.Transactions)
		run, err := program.Run(context.Background(), in, incentive.RunOptions{Workers: 1})
		require.NoError(t, err)
		for s := range run.Statements() {
			if !s.Open() {
				k := s.Payee().ID + " " + string(s.Currency())
				earned[k] = earned[k].Add(s.Earned())
			}
		}
		for h := range run.Held() {
			held[h.Payee.ID] = true
		}
		batch, err := run.Batch()
		require.NoError(t, err)
		for _, e := range batch.Entries {
			if e.Account == ledger.PayeeAccount {
				in.Opening.Ledger.Posted = append(in.Opening.Ledger.Posted, ledger.Posted{
					Payee: e.Payee, Plan: e.Plan, Version: e.Version, Component: e.Component, Kind: e.Kind, Period: e.Period, Into: period, Account: e.Account, Currency: e.Currency, Amount: e.Amount,
				})
			}
		}
	}
	return earned, held
}

func seeds(t *testing.T, n uint64) uint64 {
	t.Helper()
	if text := os.Getenv("KAM_CASES"); text != "" {
		m, err := strconv.ParseUint(text, 10, 64)
		require.NoError(t, err)
		return m
	}
	return n
}

// On made-up plans and inputs both sides are what the engine pays, and effects, components and periods sum to every
// difference exactly.
func TestAttributionSumsToTheDifference(t *testing.T) {
	changes, acting, differing, held := 0, 0, 0, 0
	n := seeds(t, 40)
	for seed := range n {
		q, c, ok := pairOf(t, seed)
		if !ok {
			continue
		}
		got, err := backtest.Compare(t.Context(), q, backtest.Options{Workers: 1})
		if err != nil {
			codes(t, err)
			continue
		}
		before, heldBefore := total(t, q.Before.Plans, q.Calendar, q, c)
		after, heldAfter := total(t, q.After.Plans, q.Calendar, q, c)
		changes += len(got.Changes)
		held += len(got.Held)
		rows := map[string]bool{}
		for _, r := range got.Payees {
			k := r.Payee + " " + string(r.Currency)
			rows[k] = true
			assert.False(t, heldBefore[r.Payee] || heldAfter[r.Payee], "seed %d: %s", seed, k)
			assert.True(t, before[k].Equal(r.Earned.Before), "seed %d: %s before", seed, k)
			assert.True(t, after[k].Equal(r.Earned.After), "seed %d: %s after", seed, k)
			sums(t, seed, r.Earned, r.Effects, r.Components)
			if len(r.Effects) > 1 {
				acting++
			}
			if !r.Earned.Difference.IsZero() {
				differing++
			}
			periods := decimal.Zero
			for _, p := range r.Periods {
				periods = periods.Add(p.Earned.Difference)
			}
			assert.True(t, periods.Equal(r.Earned.Difference), "seed %d: %s periods", seed, k)
		}
		for k, amount := range before {
			id, _, _ := cut(k)
			assert.True(t, rows[k] || amount.IsZero() || heldBefore[id] || heldAfter[id], "seed %d: %s is missing", seed, k)
		}
		for _, x := range got.Totals {
			sums(t, seed, x.Earned, x.Effects, x.Components)
			assert.True(t, x.Winners.Sum.Add(x.Losers.Sum).Equal(x.Earned.Difference), "seed %d: winners and losers", seed)
		}
	}
	t.Logf("%d seeds: %d changes, %d payees differ, %d of them by several changes, %d held", n, changes, differing, acting, held)
	assert.Greater(t, differing, 8)
}

func cut(k string) (payee, currency string, ok bool) {
	return k[:len(k)-4], k[len(k)-3:], true
}

func sums(t *testing.T, seed uint64, d backtest.Difference, effects []backtest.Effect, parts []backtest.Part) {
	t.Helper()
	assert.True(t, d.After.Sub(d.Before).Equal(d.Difference))
	sum := decimal.Zero
	for _, e := range effects {
		sum = sum.Add(e.Amount)
	}
	assert.True(t, sum.Equal(d.Difference), "seed %d: effects sum to %s, the difference is %s", seed, sum, d.Difference)
	sum = decimal.Zero
	for _, p := range parts {
		sum = sum.Add(p.Earned.Difference)
	}
	assert.True(t, sum.Equal(d.Difference), "seed %d: components sum to %s, the difference is %s", seed, sum, d.Difference)
}

// Swapped sides have the opposite differences, the same held payees, and winners for losers.
func TestSwappingTheSidesNegates(t *testing.T) {
	compared := 0
	for seed := range seeds(t, 8) {
		q, _, ok := pairOf(t, seed)
		if !ok {
			continue
		}
		there, err := backtest.Compare(t.Context(), q, backtest.Options{Workers: 1})
		if err != nil {
			continue
		}
		q.Before, q.After = q.After, q.Before
		back, err := backtest.Compare(t.Context(), q, backtest.Options{Workers: 1})
		require.NoError(t, err)
		require.Len(t, back.Payees, len(there.Payees))
		for i, r := range there.Payees {
			compared++
			o := back.Payees[i]
			assert.Equal(t, r.Payee, o.Payee)
			assert.True(t, r.Earned.Difference.Neg().Equal(o.Earned.Difference), "seed %d: %s", seed, r.Payee)
			assert.True(t, r.Earned.Before.Equal(o.Earned.After), "seed %d: %s", seed, r.Payee)
		}
		require.Len(t, back.Totals, len(there.Totals))
		for i, x := range there.Totals {
			o := back.Totals[i]
			assert.Equal(t, x.Winners.Count, o.Losers.Count)
			assert.True(t, x.Winners.Sum.Neg().Equal(o.Losers.Sum))
			assert.Equal(t, x.Unchanged, o.Unchanged)
		}
		assert.Equal(t, ids(there.Held), ids(back.Held))
	}
	assert.Greater(t, compared, 3)
}

func ids(list []backtest.HeldPayee) []string {
	out := map[string]bool{}
	for _, h := range list {
		out[h.Payee] = true
	}
	return slices.Sorted(maps.Keys(out))
}
