package accountplan_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm"
	"github.com/kam-go/kam/crm/accountplan"
)

func decided(id, account string, status crm.DealStatus, amount, reason, winner string, rivals ...string) crm.Record {
	o := &crm.Opportunity{Account: account, Status: status, Close: kam.MustDay("2026-03-31"), Currency: "CNY", LossReason: reason, Winner: winner, Competitors: rivals}
	if amount != "" {
		o.Amount = some(amount)
	}
	return record(id, o)
}

func tallied(c accountplan.Contest) []string {
	var out []string
	for _, r := range c.Rivals {
		out = append(out, fmt.Sprintf("%s %d:%d to %d, %s", r.Rival, r.Won, r.Lost, r.LostTo, r.Rate()))
	}
	return out
}

func reasons(list []accountplan.ReasonTally) []string {
	var out []string
	for _, r := range list {
		s := fmt.Sprintf("%q %d", r.Reason, r.Lost)
		for _, sum := range r.Sums {
			s += fmt.Sprintf(" %s %s", sum.Currency, sum.Amount)
		}
		out = append(out, s)
	}
	return out
}

func TestWinLoss(t *testing.T) {
	dollars := decided("d8", "acme", crm.Won, "9", "", "", "Core")
	dollars.Data.(*crm.Opportunity).Currency = "USD"
	undated := decided("d9", "acme", crm.Lost, "1", "price", "Bolt")
	undated.Data.(*crm.Opportunity).Close = kam.Day{}
	late := decided("d10", "acme", crm.Lost, "1", "price", "Bolt")
	late.Data.(*crm.Opportunity).Close = kam.MustDay("2026-07-01")
	foreign := decided("d11", "acme", crm.Lost, "1", "price", "Bolt")
	foreign.Ref.System = "fxiaoke"
	records := []crm.Record{
		decided("d1", "acme", crm.Won, "100", "", "Bolt", "bolt", "BOLT "), decided("d2", "acme", crm.Lost, "60", "price", "博特", "Core"), decided("d3", "acme", crm.Lost, "40", " price ", "core"),
		decided("d4", "dash", crm.Lost, "30", "service", "", "Bolt"), decided("d5", "dash", crm.Won, "70", "", ""), decided("d6", "acme", crm.Open, "5", "", "", "Bolt"), decided("d7", "acme", crm.Void, "5", "", "", "Bolt"),
		dollars, undated, late, foreign,
	}
	spec := accountplan.ContestSpec{System: "zoho", Period: kam.MustPeriod("2026-01-01/2026-07-01"), Rivals: []accountplan.Competitor{{Name: "Bolt", Also: []string{"博特"}}}}
	c, err := accountplan.WinLoss(records, spec)
	require.NoError(t, err)
	assert.Equal(t, []string{"Bolt 1:2 to 1, 33.3 %", "Core 1:2 to 1, 33.3 %"}, tallied(c))
	assert.Equal(t, []string{`"price" 2 CNY 100`, `"service" 1 CNY 30`}, reasons(c.Reasons))
	assert.Equal(t, []string{`"price" 1 CNY 60`, `"service" 1 CNY 30`}, reasons(c.Rivals[0].Reasons))
	assert.Equal(t, []int{3, 3, 1, 0}, []int{c.All.Won, c.All.Lost, c.Unnamed.Won, c.Unnamed.Lost})
	assert.Equal(t, "1/2", exact(c.All.Rate()))
	assert.Equal(t, "17/30", exact(c.All.RateByAmount("CNY")), "170 / 300")
	assert.Equal(t, "1", exact(c.All.RateByAmount("USD")))
	assert.Equal(t, "?", exact(c.All.RateByAmount("EUR")))
	assert.Equal(t, "10/19", exact(c.Rivals[0].RateByAmount("CNY")))
	assert.Equal(t, "60", c.Rivals[0].ToSums[0].Amount.String())
	assert.Equal(t, []crm.Ref{ref(crm.KindOpportunity, "d9")}, c.Undated)

	spec.Accounts = []string{"dash"}
	c, err = accountplan.WinLoss(records, spec)
	require.NoError(t, err)
	assert.Equal(t, []string{"Bolt 0:1 to 0, 0 %"}, tallied(c))

	spec.Accounts = nil
	c, err = accountplan.WinLoss(append(records, decided("d12", "acme", crm.Lost, "", "", "Bolt")), spec)
	require.NoError(t, err)
	assert.Equal(t, "?", exact(c.All.RateByAmount("CNY")), "a deal states no amount")
	assert.Equal(t, 1, c.All.Unstated)
	assert.Equal(t, []string{`"price" 2 CNY 100`, `"service" 1 CNY 30`, `"" 1`}, reasons(c.Reasons))

	none, err := accountplan.WinLoss(nil, spec)
	require.NoError(t, err)
	assert.Equal(t, "?", exact(none.All.Rate()), "nothing was decided")
	_, err = accountplan.WinLoss(nil, accountplan.ContestSpec{Rivals: []accountplan.Competitor{{Name: "A"}, {Name: "a"}}})
	assert.Equal(t, []string{"id $.system", "period $.period", "twice $.competitors[1].name"}, faults(t, err))
}

func TestContestOfTheAccount(t *testing.T) {
	p := plan()
	p.Competitors = []accountplan.Competitor{{Name: "Bolt"}}
	first := decided("d4", "acme", crm.Lost, "10", "", "Bolt")
	first.Data.(*crm.Opportunity).Close = kam.MustDay("2025-07-01")
	before := decided("d5", "acme", crm.Lost, "10", "", "Bolt")
	before.Data.(*crm.Opportunity).Close = kam.MustDay("2025-06-30")
	v := review(
		t, p, decided("d1", "acme", crm.Won, "30", "", "", "bolt"), decided("d2", "bolt", crm.Lost, "1", "", "x"), decided("d3", "acme", crm.Lost, "10", "price", "Core"), first, before,
		decided("d6", "acme", crm.Open, "", "", "", "Dash", "core"),
	)
	assert.Equal(t, kam.MustPeriod("2025-07-01/2026-07-01"), v.Contest.Period)
	assert.Equal(t, []string{"Bolt 1:1 to 1, 50 %", "Core 0:1 to 1, 0 %"}, tallied(v.Contest))
	assert.Equal(t, []string{"no-answer $.competitors[0]", "rival-unrecorded zoho:opportunity/d6", "rival-unrecorded zoho:opportunity/d6", "no-reason zoho:opportunity/d4"}, found(v, "no-answer", "rival-unrecorded", "no-reason", "undated"))
	assert.Equal(t, "1/3", measured(t, v, accountplan.MetricWinRate, ""))
	assert.Equal(t, "1/2", measured(t, v, accountplan.MetricWinRate, "Bolt"))
	assert.Equal(t, "30/40", measured(t, v, accountplan.MetricWinRateAmount, "Bolt"))
	assert.Equal(t, "30/50", measured(t, v, accountplan.MetricWinRateAmount, ""))
}

// Every decided deal is in the tally of all; reasons sum to what was lost; and the order of records does not matter.
func TestTalliesAddUp(t *testing.T) {
	random := rand.New(rand.NewPCG(7, 7))
	names := []string{"", "Bolt", "bolt", "Core", "Dash"}
	for range 200 {
		var records []crm.Record
		won, lost := 0, 0
		for i := range random.IntN(12) {
			status := crm.Won
			if random.IntN(2) == 0 {
				status, lost = crm.Lost, lost+1
			} else {
				won++
			}
			records = append(records, decided(fmt.Sprint("d", i), "acme", status, fmt.Sprint(random.IntN(3)), names[random.IntN(4)], names[random.IntN(5)], names[random.IntN(5)], names[random.IntN(5)]))
		}
		spec := accountplan.ContestSpec{System: "zoho", Period: kam.MustPeriod("2026-01-01/2026-07-01")}
		c, err := accountplan.WinLoss(records, spec)
		require.NoError(t, err)
		assert.Equal(t, []int{won, lost}, []int{c.All.Won, c.All.Lost})
		sum := 0
		for _, r := range c.Reasons {
			sum += r.Lost
		}
		assert.Equal(t, lost, sum)
		for _, r := range c.Rivals {
			assert.LessOrEqual(t, r.LostTo, r.Lost)
			assert.Len(t, r.Deals, r.Won+r.Lost)
		}
		random.Shuffle(len(records), func(i, j int) { records[i], records[j] = records[j], records[i] })
		again, err := accountplan.WinLoss(records, spec)
		require.NoError(t, err)
		assert.Equal(t, c, again)
	}
}
