package accounting_test

import (
	"encoding/json"
	"math/rand/v2"
	"slices"
	"strconv"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive/accounting"
	"github.com/kam-go/kam/incentive/ledger"
)

func TestRollForward(t *testing.T) {
	two := contract()
	two.ID = "c2"
	in := accounting.Inputs{Contracts: []accounting.Contract{contract(), two}, Costs: []accounting.Cost{cost("a", "2026-01-31", "2400"), cost("b", "2026-02-10", "1200")}, Events: []accounting.Event{
		{ID: "e", Asset: "c2", On: kam.MustDay("2026-06-30"), Kind: accounting.Impairment, Recoverable: null("700"), Reason: "customer in trouble"},
		{ID: "f", Asset: "c1", On: kam.MustDay("2026-08-30"), Kind: accounting.Termination, Reason: "left"},
	}}
	in.Costs[1].Contract = "c2"
	b := book(t, policy(), in)
	year := kam.MustPeriod("2026-01-01/2027-01-01")
	r, err := b.RollForward(year)
	require.NoError(t, err)
	require.Len(t, r.Rows, 2)
	require.Len(t, r.Totals, 1)
	equal(t, "3600", r.Totals[0].Additions)
	equal(t, "1700", r.Rows[0].WrittenOff)
	equal(t, "200", r.Rows[1].Impairment)
	// 700 is left at the end of June for 18 months.
	equal(t, "466.66", r.Rows[1].Closing)
	equal(t, "466.66", r.Rows[1].Current)
	golden(t, "rollforward.en.md", r.Markdown(kam.English))
	golden(t, "rollforward.zh-CN.md", r.Markdown(kam.Chinese))
	assert.Contains(t, accounting.RollForward{Period: year}.Markdown(kam.English), "Nothing is capitalised.")

	third, err := b.RollForward(kam.MustPeriod("2026-07-01/2026-10-01"))
	require.NoError(t, err)
	equal(t, "583.33", third.Totals[0].Closing)
	equal(t, "466.68", third.Totals[0].Current, "October to September, of fifteen months that are left")
	quarter, err := b.RollForward(kam.MustPeriod("2027-01-01/2027-04-01"))
	require.NoError(t, err)
	equal(t, "466.66", quarter.Totals[0].Opening)
	_, err = b.RollForward(kam.MustPeriod("2026-01-15/2027-01-01"))
	assert.Equal(t, []string{"accounting.month period"}, faults(t, err))
	_, err = b.RollForward(kam.Period{})
	assert.Equal(t, []string{"accounting.period period"}, faults(t, err))

	j, err := b.Journal(chart(), year)
	require.NoError(t, err)
	require.NoError(t, j.Check())
	equal(t, "466.66", balance(j.Balances(), "1801"), "the asset account is what the roll-forward closes with")
	equal(t, "-3600", balance(j.Balances(), "6601"))
	equal(t, "1700", balance(j.Balances(), "6711"))
	equal(t, "200", balance(j.Balances(), "6702"))
	golden(t, "costs.zh-CN.csv", string(j.CSV(kam.Chinese)))
	c := chart()
	c.Costs = nil
	_, err = b.Journal(c, year)
	assert.Equal(t, []string{"accounting.missing chart.costs"}, faults(t, err))
}

func TestOnCostsAreBookedFromTheirAccount(t *testing.T) {
	p := policy()
	p.OnCosts = null("0.105")
	b := book(t, p, accounting.Inputs{Contracts: []accounting.Contract{contract()}, Costs: []accounting.Cost{cost("a", "2026-01-31", "0.10")}})
	equal(t, "0.01", b.Decisions[0].OnCost)
	j, err := b.Journal(chart(), month("2026-01"))
	require.NoError(t, err)
	equal(t, "-0.01", balance(j.Balances(), "6604"))
	equal(t, "-0.10", balance(j.Balances(), "6601"))
}

func TestDifferences(t *testing.T) {
	b := book(t, policy(), accounting.Inputs{Contracts: []accounting.Contract{contract()}, Costs: []accounting.Cost{cost("a", "2026-01-31", "100"), cost("b", "2026-01-15", "20")}})
	rows := []ledger.Posted{
		posted(ledger.PayeeAccount, ledger.Earning, "sales", "2026-01", "2026-01", "120"), posted(ledger.PayeeAccount, ledger.Earning, "bonus", "2026-01", "2026-01", "7"),
		posted(ledger.PayeeAccount, ledger.Earning, "sales", "2026-02", "2026-02", "9"),
	}
	list, err := b.Differences(chart(), rows, month("2026-01"))
	require.NoError(t, err)
	require.Len(t, list, 1)
	assert.Equal(t, "bonus", list[0].Component)
	equal(t, "7", list[0].Ledger)
	equal(t, "0", list[0].Costs)
	_, err = b.Differences(chart(), rows, kam.Period{})
	assert.Equal(t, []string{"accounting.period period"}, faults(t, err))
}

// Whatever happens to an asset, every month adds up, nothing is below zero, all of it becomes an expense in the end, the
// order of the inputs does not matter, and the journals of the months say what the roll-forward says.
func TestBookProperties(t *testing.T) {
	for seed := range uint64(400) {
		r := rand.New(rand.NewPCG(seed, 2))
		p, in := randomBook(r)
		b, err := accounting.NewBook(p, nil, in)
		require.NoError(t, err, "seed %d", seed)
		capitalised := map[string]decimal.Decimal{}
		for _, d := range b.Decisions {
			capitalised[d.Asset] = capitalised[d.Asset].Add(d.Amount.Amount).Add(d.OnCost)
		}
		for _, a := range b.Assets {
			foots(t, a.Movements)
			out := decimal.Zero
			for _, m := range a.Movements {
				out = out.Add(m.Amortisation).Add(m.Impairment).Add(m.WrittenOff)
			}
			require.True(t, out.Equal(capitalised[a.ID]), "seed %d: %s of %s", seed, out, capitalised[a.ID])
		}
		shuffled := accounting.Inputs{Contracts: slices.Clone(in.Contracts), Costs: slices.Clone(in.Costs), Events: slices.Clone(in.Events)}
		r.Shuffle(len(shuffled.Costs), func(i, k int) { shuffled.Costs[i], shuffled.Costs[k] = shuffled.Costs[k], shuffled.Costs[i] })
		r.Shuffle(len(shuffled.Events), func(i, k int) {
			shuffled.Events[i], shuffled.Events[k] = shuffled.Events[k], shuffled.Events[i]
		})
		again, err := accounting.NewBook(p, nil, shuffled)
		require.NoError(t, err)
		one, err := json.Marshal(b)
		require.NoError(t, err)
		two, err := json.Marshal(again)
		require.NoError(t, err)
		require.JSONEq(t, string(one), string(two), "seed %d", seed)
		asset := decimal.Zero
		for m := month("2025-06"); m.From.Before(kam.MustDay("2033-01-01")); m = (kam.Period{From: m.Until, Until: m.Until.AddMonths(1)}) {
			j, err := b.Journal(chart(), m)
			require.NoError(t, err)
			require.NoError(t, j.Check())
			asset = asset.Add(balance(j.Balances(), "1801"))
			roll, err := b.RollForward(m)
			require.NoError(t, err)
			closing := decimal.Zero
			for _, total := range roll.Totals {
				closing = closing.Add(total.Closing)
			}
			require.True(t, asset.Equal(closing), "seed %d, %s: %s and %s", seed, m, asset, closing)
		}
	}
}

// randomBook returns a policy and a contract with costs and events of all kinds.
func randomBook(r *rand.Rand) (accounting.Policy, accounting.Inputs) {
	pick := func(n int) int { return r.IntN(n) }
	p := policy()
	p.Standard = []accounting.Standard{accounting.ASC340, accounting.IFRS15}[pick(2)]
	p.Convention = []accounting.Convention{accounting.FullMonth, accounting.MidMonth, accounting.DailyShare}[pick(3)]
	p.Remainder = []accounting.Remainder{accounting.LargestRemainder, accounting.LastMonth}[pick(2)]
	p.Late = []accounting.Late{accounting.CatchUp, accounting.Prospective}[pick(2)]
	p.Rounding = []accounting.Mode{accounting.HalfUp, accounting.HalfEven, accounting.HalfDown, accounting.Up, accounting.Down}[pick(5)]
	p.OnCosts = null([]string{"0", "0.1", "0.333"}[pick(3)])
	from := kam.MustDay("2026-01-01").AddDays(pick(60))
	in := accounting.Inputs{Contracts: []accounting.Contract{{ID: "c1", Term: kam.Period{From: from, Until: from.AddMonths(13 + pick(30))}}}}
	for i := range 1 + pick(6) {
		c := cost("k"+strconv.Itoa(i), kam.MustDay("2025-12-15").AddDays(pick(900)).String(), decimal.New(int64(pick(400_000))-100_000, -2).String())
		if i == 0 {
			c.Amount = cny("2000.01")
		}
		in.Costs = append(in.Costs, c)
	}
	for i := range pick(4) {
		e := accounting.Event{ID: "e" + strconv.Itoa(i), Asset: "c1", On: kam.MustDay("2026-01-01").AddDays(pick(900)), Reason: "x"}
		switch pick(5) {
		case 0:
			e.Kind = accounting.Termination
		case 1, 2:
			e.Kind, e.Over = accounting.Modification, accounting.Length{Months: 1 + pick(60)}
			if pick(3) == 0 {
				e.Deliveries = []accounting.Delivery{{On: from, Weight: dec("1")}, {On: from.AddDays(pick(27)), Weight: dec("2.5")}}
			}
		default:
			e.Kind, e.Recoverable = accounting.Impairment, decimal.NewNullDecimal(decimal.New(int64(pick(300_000)), -2))
		}
		in.Events = append(in.Events, e)
	}
	return p, in
}
