package settlement

import (
	"fmt"
	"slices"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/ledger"
	"github.com/kam-go/kam/incentive/payout"
	"github.com/kam-go/kam/internal/wording"
)

// rates looks up what converts the earnings of a case into the payee's currency: for each component and period that
// earned something, the one rate that the terms name.
func (b *builder) ratesOf(c payout.Case, st *statement, rules *payout.Rules) ([]payout.Rate, error) {
	type place struct {
		component string
		origin    kam.Period
	}
	var places []place
	restated := map[kam.Period]bool{}
	for _, r := range c.Restated {
		restated[r.Origin] = true
	}
	for _, rows := range [][]payout.Earned{c.Earned, c.Restated} {
		for _, r := range rows {
			p := place{r.Component, r.Origin}
			if !slices.Contains(places, p) {
				places = append(places, p)
			}
		}
	}
	if refunds := rules.Terms().Convert; refunds != nil && refunds.Refunds == payout.RefundsOriginal {
		own, err := b.ownPeriods(c, st)
		if err != nil {
			return nil, err
		}
		for _, p := range own {
			if at := (place{p.Component, p.Origin}); !slices.Contains(places, at) {
				places = append(places, at)
			}
		}
	}
	for _, p := range c.Posted { // a component that a period does not earn any more
		at := place{p.Component, p.Period}
		if restated[p.Period] && (p.Kind == ledger.Earning || p.Kind == ledger.Correction) && !slices.Contains(places, at) {
			places = append(places, at)
		}
	}
	plan := st.plan
	f := newFaults()
	var out []payout.Rate
	for _, p := range places {
		policy, table, ok := rules.RateOf(p.component)
		if !ok {
			break // the terms do not convert: payout says so
		}
		origin := p.origin
		if origin.IsZero() {
			origin = c.Period
		}
		found := b.lookup(policy, table, plan, c.Currency, origin)
		if len(found) != 1 {
			f.notOne(len(found), policy, incentive.ExchangeRate{Table: table, From: plan.Currency, To: c.Currency, Period: rated(policy, plan, origin)}, origin, p.component)
			continue
		}
		out = append(out, payout.Rate{Component: p.component, Origin: origin, Rate: found[0].Rate})
	}
	return out, f.Err()
}

// rated returns a period that a rate must hold for to serve a commission period.
func rated(policy payout.RatePolicy, plan *incentive.Plan, origin kam.Period) kam.Period {
	switch policy {
	case payout.RateAtPeriodEnd:
		return kam.Period{From: origin.Until.AddDays(-1), Until: origin.Until}
	case payout.RateOfPlan:
		return kam.Period{From: plan.Effective.From, Until: plan.Effective.From.AddDays(1)}
	case payout.RatePeriodAverage:
	}
	return origin
}

// notOne reports that not exactly one rate serves, with the row that is needed.
func (f *faults) notOne(n int, policy payout.RatePolicy, r incentive.ExchangeRate, origin kam.Period, component string) {
	table, row := kam.Text{}, ""
	if r.Table != "" {
		table = wording.Say(" of table %s", "表 %s 中", wording.Quote(r.Table))
		row = fmt.Sprintf(`"table": %q, `, wording.Clip(r.Table))
	}
	row = fmt.Sprintf(`{%s"from": %q, "to": %q, "period": %q, "rate": "…"}`, row, r.From, r.To, r.Period)
	remedy := wording.Say("hand in exactly one rate for the policy %s: %s, with how much %s one %s is worth", "请按政策 %s 恰好提供一个汇率：%s，其中填写 1 %[4]s 折合多少 %[3]s", policy, row, r.To, r.From)
	if n > 1 {
		remedy = wording.Say("hand in exactly one rate for the policy %s: keep one of them, such as %s", "请按政策 %s 恰好提供一个汇率：请保留其一，例如 %s", policy, row)
	}
	f.Add("rate", "$.rates", wording.Say("%d rates%s from %s to %s serve %s of component %s", "%[2]s由 %[3]s 到 %[4]s、适用于组成部分 %[6]s 在 %[5]s 的汇率有 %[1]d 个",
		n, table, r.From, r.To, origin, wording.Quote(component)), remedy)
}

// ownPeriods lists the commission periods of deals that earn something, or lose it, in a later one.
func (b *builder) ownPeriods(c payout.Case, st *statement) ([]payout.Earned, error) {
	var out []payout.Earned
	for _, r := range slices.Concat(c.Earned, c.Restated) {
		origin := r.Origin
		if origin.IsZero() {
			origin = c.Period
		}
		if !r.CreditDate.IsSet() || !r.CreditDate.Before(origin.From) {
			continue
		}
		own, err := b.s.in.Run.Program().Calendar().Containing(st.plan.Period, r.CreditDate)
		if err != nil {
			return nil, err
		}
		out = append(out, payout.Earned{Component: r.Component, Origin: own})
	}
	return out, nil
}

// pair is what rates are filed by.
type pair struct {
	table    string
	from, to kam.Currency
}

// lookup returns the rates that a policy names for a commission period.
func (b *builder) lookup(policy payout.RatePolicy, table string, plan *incentive.Plan, to kam.Currency, origin kam.Period) []incentive.ExchangeRate {
	var found []incentive.ExchangeRate
	for _, r := range b.rates[pair{table, plan.Currency, to}] {
		holds := false
		switch policy {
		case payout.RateAtPeriodEnd:
			holds = r.Period.Contains(origin.Until.AddDays(-1))
		case payout.RatePeriodAverage:
			holds = r.Period == origin
		case payout.RateOfPlan:
			holds = r.Period.Contains(plan.Effective.From)
		}
		if holds {
			found = append(found, r)
		}
	}
	return found
}
