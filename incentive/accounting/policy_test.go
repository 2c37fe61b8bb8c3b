package accounting_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive/accounting"
)

func TestTreatment(t *testing.T) {
	p := policy()
	p.Components = []accounting.ComponentRule{{Plan: "ae", Component: "bonus", Treatment: accounting.ExpenseNow}}
	year := contract()
	year.ID, year.Term = "year", kam.MustPeriod("2026-01-31/2027-01-31")
	longer := contract()
	longer.ID, longer.Term = "longer", kam.MustPeriod("2026-01-31/2027-02-28")
	in := accounting.Inputs{Contracts: []accounting.Contract{contract(), year, longer}, Costs: []accounting.Cost{
		cost("a", "2026-01-31", "1000"), cost("b", "2026-01-31", "1000"), cost("c", "2026-01-31", "1000"), cost("d", "2026-01-31", "1000"),
	}}
	in.Costs[1].Component = "bonus"
	in.Costs[2].Contract, in.Costs[3].Contract = "year", "longer"
	p.Convention = accounting.DailyShare
	b := book(t, p, in)
	require.Len(t, b.Decisions, 4)
	for i, want := range []struct {
		treatment accounting.Treatment
		because   accounting.Because
		en, zh    string
	}{
		{accounting.Capitalise, accounting.ByOther, "sales is capitalised and amortised over 24 months", "sales 资本化，并在 24 个月内摊销"},
		{accounting.ExpenseNow, accounting.ByRule, "bonus is expensed: it is not a cost of obtaining a contract", "bonus 计入当期费用：不属于取得合同的增量成本"},
		{accounting.ExpenseNow, accounting.ByExpedient, "sales is expensed: the benefit of year lasts 12 months, not more than a year", "sales 计入当期费用：year 的受益期为 12 个月，不超过一年"},
		{accounting.Capitalise, accounting.ByOther, "sales is capitalised and amortised over 13 months", "sales 资本化，并在 13 个月内摊销"},
	} {
		d := b.Decisions[i]
		assert.Equal(t, want.treatment, d.Treatment)
		assert.Equal(t, want.because, d.Because)
		assert.Equal(t, kam.Text{EN: want.en, ZH: want.zh}, d.Text)
	}
	p.Expedient = accounting.NoExpedient
	assert.Len(t, book(t, p, in).Assets, 3)
	p.Other = accounting.Refuse
	_, err := accounting.NewBook(p, nil, in)
	assert.Equal(t, []string{"accounting.component costs[0].component", "accounting.component costs[2].component", "accounting.component costs[3].component"}, faults(t, err))
}

func TestPolicy(t *testing.T) {
	data, err := policy().JSON()
	require.NoError(t, err)
	again, err := accounting.ParsePolicy(data)
	require.NoError(t, err)
	assert.Equal(t, policy(), again)
	_, err = accounting.ParsePolicy([]byte(`{"format": 1, "components": [{"plan": "a", "component": "b", "treatment": "x"}], "onCosts": "11"}`))
	got := faults(t, err)
	assert.ElementsMatch(t, []string{
		"accounting.choice $.standard", "accounting.choice $.components[0].treatment", "accounting.choice $.other", "accounting.share $.onCosts",
		"accounting.choice $.expedient", "accounting.choice $.renewals", "accounting.choice $.unit", "accounting.choice $.convention",
		"accounting.choice $.remainder", "accounting.choice $.late", "accounting.choice $.rounding",
	}, got)
	p := policy()
	p.OnCosts.Valid = false
	p.Portfolios = []accounting.Portfolio{{ID: "x"}}
	assert.Equal(t, []string{"accounting.missing $.onCosts", "accounting.too-many $.portfolios"}, faults(t, p.Check()))
	p = policy()
	p.Late = "never"
	_, err = accounting.NewBook(p, nil, accounting.Inputs{})
	require.ErrorContains(t, err, `"late": "catch-up" (past months are made up at once), "late": "prospective" (spread over the months left)`)
	assert.Equal(t, []string{"accounting.choice policy.late"}, faults(t, err))
}

func TestBookRefuses(t *testing.T) {
	good := func() accounting.Inputs {
		return accounting.Inputs{Contracts: []accounting.Contract{contract()}, Costs: []accounting.Cost{cost("k", "2026-01-31", "2400")}, Events: []accounting.Event{
			{ID: "e", Asset: "c1", On: kam.MustDay("2026-03-01"), Kind: accounting.Impairment, Recoverable: null("5"), Reason: "test"},
		}}
	}
	cases := map[string]struct {
		change func(in *accounting.Inputs)
		want   []string
	}{
		"good":            {func(*accounting.Inputs) {}, nil},
		"contract twice":  {func(in *accounting.Inputs) { in.Contracts = append(in.Contracts, contract()) }, []string{"accounting.twice contracts[1].id"}},
		"open term":       {func(in *accounting.Inputs) { in.Contracts[0].Term.Until = kam.Day{} }, []string{"accounting.period contracts[0].term"}},
		"portfolio":       {func(in *accounting.Inputs) { in.Contracts[0].Portfolio = "x" }, []string{"accounting.portfolio contracts[0].portfolio"}},
		"odd days":        {func(in *accounting.Inputs) { in.Contracts[0].Term.Until = kam.MustDay("2028-01-02") }, []string{"accounting.length contracts[0].term"}},
		"cost twice":      {func(in *accounting.Inputs) { in.Costs = append(in.Costs, in.Costs[0]) }, []string{"accounting.twice costs[1].id"}},
		"no contract":     {func(in *accounting.Inputs) { in.Costs[0].Contract = "c9" }, []string{"accounting.contract costs[0].contract"}},
		"cost of no day":  {func(in *accounting.Inputs) { in.Costs[0].On = kam.Day{} }, []string{"accounting.day costs[0].on"}},
		"cost far away":   {func(in *accounting.Inputs) { in.Costs[0].On = kam.MustDay("2126-01-02") }, []string{"accounting.day costs[0].on"}},
		"half a cent":     {func(in *accounting.Inputs) { in.Costs[0].Amount = cny("0.001") }, []string{"accounting.places costs[0].amount.amount"}},
		"event twice":     {func(in *accounting.Inputs) { in.Events = append(in.Events, in.Events[0]) }, []string{"accounting.twice events[1].id"}},
		"no reason":       {func(in *accounting.Inputs) { in.Events[0].Reason = "" }, []string{"accounting.reason events[0].reason"}},
		"no recoverable":  {func(in *accounting.Inputs) { in.Events[0].Recoverable.Valid = false }, []string{"accounting.missing events[0].recoverable"}},
		"recoverable < 0": {func(in *accounting.Inputs) { in.Events[0].Recoverable = null("-1") }, []string{"accounting.negative events[0].recoverable"}},
		"fine":            {func(in *accounting.Inputs) { in.Events[0].Recoverable = null("0.001") }, []string{"accounting.places events[0].recoverable"}},
		"no kind":         {func(in *accounting.Inputs) { in.Events[0].Kind = "" }, []string{"accounting.choice events[0].kind", "accounting.unused events[0].recoverable"}},
		"far event":       {func(in *accounting.Inputs) { in.Events[0].On = kam.MustDay("1925-12-31") }, []string{"accounting.day events[0].on"}},
		"unused length":   {func(in *accounting.Inputs) { in.Events[0].Over.Months = 3 }, []string{"accounting.unused events[0].over"}},
		"modification without length": {func(in *accounting.Inputs) {
			in.Events[0].Kind, in.Events[0].Recoverable.Valid = accounting.Modification, false
		}, []string{"accounting.length events[0].over", "accounting.period events[0].over"}},
		"impairment in two currencies": {func(in *accounting.Inputs) {
			usd := in.Costs[0]
			usd.ID, usd.Amount.Currency = "k2", "USD"
			in.Costs = append(in.Costs, usd)
		}, []string{"accounting.currency events[0].asset"}},
		"no asset": {func(in *accounting.Inputs) { in.Events[0].Asset = "x" }, []string{"accounting.asset events[0].asset"}},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			in := good()
			c.change(&in)
			_, err := accounting.NewBook(policy(), nil, in)
			if c.want == nil {
				require.NoError(t, err)
				return
			}
			assert.Equal(t, c.want, faults(t, err))
		})
	}
}
