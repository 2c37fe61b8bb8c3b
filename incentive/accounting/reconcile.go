package accounting

import (
	"maps"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive/ledger"
)

// Difference is a component whose costs in a book are not what the ledger charged for it.
type Difference struct {
	Plan      string       `json:"plan"`
	Component string       `json:"component"`
	Currency  kam.Currency `json:"currency"`
	// Ledger is the expense posted into the period, and Costs what the book was told of the days of the period.
	Ledger decimal.Decimal `json:"ledger"`
	Costs  decimal.Decimal `json:"costs"`
}

// Differences compares a book with the ledger for a period: the costs of its days, capitalised or not, with the expense
// posted into it. It returns the components of which they differ, ascending by plan, component and currency, so that nothing
// is capitalised that was not earned, and nothing earned is forgotten. Faults are those of [Accrue].
func (b Book) Differences(chart Chart, rows []ledger.Posted, period kam.Period) ([]Difference, error) {
	f := newFaults()
	f.Merge("chart", chart.Check())
	f.Period("period", period, true)
	checkRows(f, chart, rows)
	if err := f.Err(); err != nil {
		return nil, err
	}
	all := map[groupKey]*Difference{}
	at := func(plan, component string, currency kam.Currency) *Difference {
		key := groupKey{plan: plan, component: component, currency: currency}
		if all[key] == nil {
			all[key] = &Difference{Plan: plan, Component: component, Currency: currency}
		}
		return all[key]
	}
	for _, row := range rows {
		if against, _ := chart.against(row.Kind); row.Into == period && against == ledger.ExpenseAccount {
			d := at(row.Plan, row.Component, row.Currency)
			d.Ledger = d.Ledger.Add(row.Amount)
		}
	}
	for _, c := range b.Decisions {
		if period.Contains(c.On) {
			d := at(c.Plan, c.Component, c.Amount.Currency)
			d.Costs = d.Costs.Add(c.Amount.Amount)
		}
	}
	var out []Difference
	for _, key := range slices.SortedFunc(maps.Keys(all), groupKey.compare) {
		if d := all[key]; !d.Ledger.Equal(d.Costs) {
			out = append(out, *d)
		}
	}
	return out, nil
}
