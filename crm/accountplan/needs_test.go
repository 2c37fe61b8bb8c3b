package accountplan_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm"
	"github.com/kam-go/kam/crm/accountplan"
)

func TestNeedsMet(t *testing.T) {
	fit := func(need string, how accountplan.Covering) accountplan.Fit {
		return accountplan.Fit{Need: need, How: how}
	}
	p := plan()
	p.Needs = []accountplan.Need{{ID: "a", Title: "A", Priority: "must"}, {ID: "b", Title: "B", Priority: "should"}, {ID: "c", Title: "C", Priority: "should"}, {ID: "d", Title: "D", Priority: "must"}}
	p.Solutions = []accountplan.Solution{
		{ID: "x", Title: "X", Fits: []accountplan.Fit{fit("a", accountplan.Partly), fit("b", accountplan.NotMet)}},
		{ID: "y", Title: "Y", Deal: "d1", Fits: []accountplan.Fit{fit("a", accountplan.Partly), fit("b", accountplan.Fully)}},
		{ID: "z", Title: "Z", Deal: "d2", Fits: []accountplan.Fit{fit("c", accountplan.NotMet)}},
	}
	deal := record("d1", &crm.Opportunity{Name: "Deal", Account: "acme", Status: crm.Open, Needs: []string{"a", " c ", "E", "e", ""}})
	v := review(t, p, deal, record("d2", &crm.Opportunity{Account: "acme", Status: crm.Lost, Needs: []string{"F"}}))
	var got []string
	for _, n := range v.Fit.Needs {
		s := n.ID + " " + string(n.How)
		for _, by := range n.By {
			s += " " + by
		}
		got = append(got, s)
	}
	assert.Equal(t, []string{"a partly x y", "b fully y", "c not z", "d unassessed"}, got, "two that do it partly do not do it fully")
	assert.Equal(t, "5/16", exact(v.Fit.Share), "(3/2 + 1) / 8")
	assert.Equal(t, []string{"3/16", "5/16", "0"}, []string{exact(v.Fit.Solutions[0].Share), exact(v.Fit.Solutions[1].Share), exact(v.Fit.Solutions[2].Share)})
	assert.Equal(t, "5/16", measured(t, v, accountplan.MetricNeeds, ""))
	assert.Equal(t, []string{
		"need-partly $.needs[0]", "need-unmet $.needs[2]", "need-open $.needs[3]", "need-unrecorded zoho:opportunity/d1", "solution-deal $.solutions[2]",
	}, found(v, "need-partly", "need-unmet", "need-open", "need-unrecorded", "no-priority", "solution-deal"))

	third := policy()
	third.Partly = kam.MustFraction("1/3")
	assert.Equal(t, "1/4", exact(reviewed(t, third, accountplan.Inputs{AsOf: kam.MustDay("2026-06-30"), Plan: p}).Fit.Share))

	p.Needs[3].Priority = ""
	v = review(t, p)
	assert.Equal(t, "?", exact(v.Fit.Share), "a need that nobody weighed")
	assert.Equal(t, []string{"no-priority $.needs[3]"}, found(v, "no-priority"))
	assert.Equal(t, "?", exact(review(t, plan()).Fit.Share))
}

func TestWhitespaceFromOrders(t *testing.T) {
	base := func() (accountplan.Plan, []crm.Record) {
		p := plan()
		p.Whitespace = accountplan.Grid{
			Purchases: kam.MustPeriod("2025-07-01/2026-07-01"),
			Products:  []accountplan.Product{{ID: "pump", Name: "Pumps", Of: []string{"P1", "P2"}}, {ID: "hose", Name: "Hoses", Of: []string{"H"}}},
			Units:     []accountplan.Unit{{ID: "hq", Name: "HQ", Of: []string{"acme", "acme-2"}}, {ID: "south", Name: "South", Of: []string{"south"}}},
			Cells: []accountplan.Cell{
				{Product: "pump", Unit: "hq", Potential: some("100")},
				{Product: "hose", Unit: "hq", Potential: some("50")},
				{Product: "pump", Unit: "south", Potential: some("80")},
				{Product: "hose", Unit: "south", Potential: some("10"), Current: some("15")},
			},
		}
		order := record("o1", &crm.Order{Account: "acme", Ordered: kam.MustDay("2025-07-01"), Currency: "CNY", Lines: []crm.Line{
			{Product: "P1", Amount: some("10.5")}, {Product: "P2", Amount: some("20")}, {Name: "H", Amount: some("5")}, {Product: "other"},
		}})
		return p, []crm.Record{order, record("o2", &crm.Order{Account: "acme-2", Ordered: kam.MustDay("2026-06-30"), Currency: "CNY", Lines: []crm.Line{{Product: "P1", Amount: some("-0.5")}}})}
	}
	cells := func(v *accountplan.Review) []string {
		var out []string
		for _, c := range v.Whitespace.Cells {
			s := c.Product + "/" + c.Unit + " "
			if c.Current.Valid {
				s += c.Current.Decimal.String()
			} else {
				s += "? " + string(c.Gap)
			}
			if c.Open.Valid {
				s += " open " + c.Open.Decimal.String()
			}
			out = append(out, s)
		}
		return out
	}
	p, records := base()
	v := review(t, p, records...)
	assert.Equal(t, []string{"pump/hq 30 open 70", "pump/south 0 open 80", "hose/hq 5 open 45", "hose/south 15 open 0"}, cells(v))
	assert.Equal(t, []crm.Ref{ref(crm.KindOrder, "o1"), ref(crm.KindOrder, "o2")}, v.Whitespace.Cells[0].Orders)
	total := v.Whitespace.Total
	assert.Equal(t, []string{"240", "50", "195"}, []string{total.Potential.String(), total.Current.String(), total.Open.String()})
	assert.True(t, total.Complete())
	assert.Equal(t, "5/24", exact(total.Penetration()))
	assert.Equal(t, "195", measured(t, v, accountplan.MetricOpen, ""))
	assert.Equal(t, "50/240", measured(t, v, accountplan.MetricPenetration, ""))
	assert.Equal(t, "150", measured(t, v, accountplan.MetricOpen, "pump"))
	assert.Equal(t, "30", v.Whitespace.Products[0].Current.String())
	assert.Equal(t, "35", v.Whitespace.Units[0].Current.String())
	assert.Equal(t, []string{"whitespace-open $.whitespace pump/hq", "whitespace-open $.whitespace pump/south", "whitespace-open $.whitespace hose/hq", "over-potential $.whitespace hose/south"}, found(v, "whitespace-open", "over-potential", "no-current", "no-potential"))

	for name, c := range map[string]struct {
		change func(*accountplan.Plan, *crm.Order)
		want   []string
	}{
		"before the period": {func(_ *accountplan.Plan, o *crm.Order) { o.Ordered = kam.MustDay("2025-06-30") }, []string{"pump/hq -0.5 open 100.5", "pump/south 0 open 80", "hose/hq 0 open 50", "hose/south 15 open 0"}},
		"cancelled":         {func(_ *accountplan.Plan, o *crm.Order) { o.Status = "cancelled" }, []string{"pump/hq -0.5 open 100.5", "pump/south 0 open 80", "hose/hq 0 open 50", "hose/south 15 open 0"}},
		"no day":            {func(_ *accountplan.Plan, o *crm.Order) { o.Ordered = kam.Day{} }, []string{"pump/hq ? day", "pump/south 0 open 80", "hose/hq ? day", "hose/south 15 open 0"}},
		"other money":       {func(_ *accountplan.Plan, o *crm.Order) { o.Currency = "USD" }, []string{"pump/hq ? currency", "pump/south 0 open 80", "hose/hq ? currency", "hose/south 15 open 0"}},
		"no amount":         {func(_ *accountplan.Plan, o *crm.Order) { o.Lines[1].Amount.Valid = false }, []string{"pump/hq ? amount", "pump/south 0 open 80", "hose/hq 5 open 45", "hose/south 15 open 0"}},
		"no lines":          {func(_ *accountplan.Plan, o *crm.Order) { o.Lines = nil }, []string{"pump/hq ? lines", "pump/south 0 open 80", "hose/hq ? lines", "hose/south 15 open 0"}},
		"a line of nothing": {func(_ *accountplan.Plan, o *crm.Order) { o.Lines[3].Product = "" }, []string{"pump/hq ? lines", "pump/south 0 open 80", "hose/hq ? lines", "hose/south 15 open 0"}},
		"not over":          {func(p *accountplan.Plan, _ *crm.Order) { p.Whitespace.Purchases.Until = kam.MustDay("2026-07-02") }, []string{"pump/hq ? period", "pump/south ? period", "hose/hq ? period", "hose/south 15 open 0"}},
		"no period":         {func(p *accountplan.Plan, _ *crm.Order) { p.Whitespace.Purchases = kam.Period{} }, []string{"pump/hq ? ", "pump/south ? ", "hose/hq ? ", "hose/south 15 open 0"}},
		"too long": {func(_ *accountplan.Plan, o *crm.Order) {
			o.Lines[0].Amount, o.Lines[1].Amount = some("99999999999999999999999999999999999999"), some("1")
		}, []string{"pump/hq ? sum", "pump/south 0 open 80", "hose/hq 5 open 45", "hose/south 15 open 0"}},
	} {
		t.Run(name, func(t *testing.T) {
			p, records := base()
			order, ok := records[0].Data.(*crm.Order)
			require.True(t, ok)
			c.change(&p, order)
			v := review(t, p, records...)
			assert.Equal(t, c.want, cells(v))
			if v.Whitespace.Total.Known < 4 {
				assert.Equal(t, "?", measured(t, v, accountplan.MetricOpen, ""))
				assert.Equal(t, "?", measured(t, v, accountplan.MetricPenetration, ""))
			}
		})
	}
}
