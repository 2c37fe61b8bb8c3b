package gen

import (
	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/ledger"
)

// posted fills the ledger for periods before the run's, as a ledger sums it: each key once.
func (g *maker) posted(a incentive.Assignment, plan incentive.Plan) {
	if !g.chance(50) {
		return
	}
	var periods []kam.Period
	for _, from := range []kam.Day{g.year.From.AddDays(-1), g.year.From} {
		year, err := g.cal.Containing(kam.Year, from)
		if err != nil {
			return
		}
		all, err := g.cal.Split(year, g.kind)
		if err != nil {
			return
		}
		if from.Before(g.year.From) {
			all = all[len(all)-1:] // the last period of the year before
		}
		periods = append(periods, all...)
	}
	var parts []string
	for _, c := range plan.Caps {
		parts = append(parts, map[incentive.CapScope]string{
			incentive.PerPlan: "(plan-cap)", incentive.PerRunPeriod: "(period-cap)", incentive.PerLifetime: "(lifetime-cap)",
		}[c.Per])
	}
	for _, k := range plan.Components {
		parts = append(parts, k.Name)
	}
	for _, part := range parts {
		for _, p := range periods {
			if p.From.Before(g.out.Period.From) && g.chance(50) && (a.Period.ContainsPeriod(p) || a.Period.Overlaps(p) && g.chance(50) || g.fault(10)) {
				g.post(a, plan, part, p)
			}
		}
	}
}

// post adds what was earned, sometimes what that was corrected by, and sometimes what else became of it.
func (g *maker) post(a incentive.Assignment, plan incentive.Plan, part string, p kam.Period) {
	places := plan.Currency.MinorUnits()
	if plan.Rounding.Places != nil {
		places = *plan.Rounding.Places
	}
	currency := plan.Currency
	if g.fault(4) {
		currency = "EUR"
	}
	add := func(kind ledger.Kind, account ledger.Account, amount decimal.Decimal) {
		if amount = amount.Truncate(places); amount.IsZero() {
			return
		}
		g.out.Opening.Ledger.Posted = append(g.out.Opening.Ledger.Posted, ledger.Posted{
			Payee: a.Payee, Plan: plan.ID, Version: plan.Version, Component: part, Kind: kind, Period: p, Into: p,
			Account: account, Currency: currency, Amount: amount,
		})
	}
	amount := dec(pick(g, "10", "33.33", "-5", "100", "1.01"))
	if part[0] == '(' && g.chance(85) {
		amount = amount.Abs().Neg()
	}
	if g.chance(85) {
		add(ledger.Earning, ledger.PayeeAccount, amount)
	}
	if g.chance(30) {
		add(ledger.Correction, ledger.PayeeAccount, dec(pick(g, "-10", "7.5", "-0.01", "20")))
	}
	if g.chance(10) {
		add(ledger.Holdback, ledger.PayeeAccount, dec("-3"))
		add(ledger.Holdback, ledger.HeldAccount, dec("3"))
		add(ledger.Manual, ledger.PayeeAccount, dec("11"))
	}
}
