package main

import (
	"path/filepath"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/careerpath/evidence"
	"github.com/kam-go/kam/examples/internal/crmset"
)

// export is what a CRM says of the last quarters. The zero value says nothing.
type export struct {
	source string
	// net is what each person won less refunds, by quarter; a quarter in which a person closed no deal is not there.
	net map[string]map[kam.Period]decimal.Decimal
}

// readExport reads the deals of an export, if one is named.
func readExport(f crmset.Flags, quarters []kam.Period, found *kam.Findings) export {
	if f.Deals == "" {
		return export{}
	}
	set, ok := crmset.Choose(f, found)
	if !ok {
		return export{}
	}
	deals := crmset.ReadDeals(set.Deals, set.Mapping.Deals, found)
	people := crmset.ReadTeam(set.Team, set.Mapping.Team, found)
	if found.HasErrors() {
		return export{}
	}
	people.Strangers(deals, found)
	e := export{source: filepath.Base(set.Deals.Name), net: map[string]map[kam.Period]decimal.Decimal{}}
	for _, d := range deals {
		for _, q := range quarters {
			if d.Outcome == crmset.Open || !q.Contains(d.Closed) {
				continue
			}
			if e.net[d.Owner] == nil {
				e.net[d.Owner] = map[kam.Period]decimal.Decimal{}
			}
			sum := e.net[d.Owner][q]
			if d.Outcome != crmset.Lost {
				sum = sum.Add(d.Amount.Decimal)
			}
			e.net[d.Owner][q] = sum
		}
	}
	return e
}

// correct adds what the export says to a file: as a higher revision, so that it counts in place of the revenue that
// candidates.csv states, and both can be seen.
func (e export) correct(id string, quota decimal.NullDecimal, quarters []kam.Period, file *evidence.File) {
	for _, q := range quarters {
		net, known := e.net[id][q]
		if known && quota.Valid {
			file.Observations = append(file.Observations, kam.Observation{
				Subject: file.Person, Metric: attainment, Period: q, Numerator: decimal.NewNullDecimal(net), Denominator: quota, Source: e.source, Revision: 1,
			})
		}
	}
}
