package handover

import (
	"cmp"
	"fmt"
	"maps"
	"math/big"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/internal/num"
	"github.com/kam-go/kam/internal/wording"
)

// creditPlaces are the decimal places at which a deal is shared out among its owners, as a run does it.
const creditPlaces = 4

// compare fills in what changes, and proves that nothing is lost.
func (p *Preview) compare(r incentive.Roster, deals []Deal) error {
	by := map[string]*PayeeChange{}
	of := func(payee string) *PayeeChange {
		if by[payee] == nil {
			by[payee] = &PayeeChange{Payee: payee}
		}
		return by[payee]
	}
	p.totals = Totals{AccountsBefore: len(p.before.accounts), AccountsAfter: len(p.after.accounts)}
	p.compareAccounts(of)
	p.compareOpportunities(of)
	if err := p.compareDeals(deals, of); err != nil {
		return err
	}
	p.compareQuotas(r, of)
	p.compareLines(r)
	concerned := p.concerned()
	for _, id := range slices.Sorted(maps.Keys(by)) {
		if concerned[id] {
			p.payees = append(p.payees, *by[id])
		}
	}
	return p.conserved()
}

// compareAccounts finds the accounts whose team changes.
func (p *Preview) compareAccounts(of func(string) *PayeeChange) {
	on := p.change.On
	for _, id := range slices.Sorted(maps.Keys(p.before.accounts)) {
		a := p.before.accounts[id]
		was, now := p.before.ownerShares(id, p.end), p.after.ownerShares(id, p.end)
		if a.Active.Contains(p.end) {
			p.count(id, was, now, of)
		}
		active, ok := since(a.Active, on)
		if !ok || sameTeams(p.before.stretches(id, "", active), p.after.stretches(id, "", active)) {
			continue
		}
		p.accounts = append(p.accounts, AccountChange{
			Account: id, Name: a.Name, Before: p.before.TeamOn(id, on), After: p.after.TeamOn(id, on), Finally: p.after.TeamOn(id, p.end),
		})
	}
}

// count counts one account before and after.
func (p *Preview) count(id string, was, now map[string]*big.Rat, of func(string) *PayeeChange) {
	if len(was) == 0 {
		p.totals.UnownedBefore++
	}
	if len(now) == 0 {
		p.totals.UnownedAfter++
	}
	for payee := range was {
		x := of(payee)
		x.AccountsBefore++
		if now[payee] == nil {
			x.Lost = append(x.Lost, id)
		}
	}
	for payee := range now {
		x := of(payee)
		x.AccountsAfter++
		if was[payee] == nil {
			x.Gained = append(x.Gained, id)
		}
	}
}

// sameTeams reports whether two runs of stretches have the same people on every day, whoever's team it is.
func sameTeams(a, b []stretch) bool {
	return slices.EqualFunc(plain(a), plain(b), func(x, y stretch) bool {
		return x.period == y.period && slices.Equal(x.owners, y.owners)
	})
}

// plain puts all seats of a stretch in one list, without where they come from, and joins neighbours that are alike.
func plain(list []stretch) []stretch {
	out := make([]stretch, 0, len(list))
	for _, s := range list {
		all := slices.Concat(s.owners, s.others)
		for i := range all {
			all[i].Of = Source{}
		}
		slices.SortFunc(all, bySeat)
		if n := len(out); n > 0 && slices.Equal(out[n-1].owners, all) && meets(out[n-1].period, s.period) {
			out[n-1].period.Until = s.period.Until
			continue
		}
		out = append(out, stretch{period: s.period, owners: all})
	}
	return out
}

// compareOpportunities counts the opportunities that are open after the transition.
func (p *Preview) compareOpportunities(of func(string) *PayeeChange) {
	for _, id := range slices.Sorted(maps.Keys(p.before.opportunities)) {
		if !p.before.opportunities[id].Open.Contains(p.end) {
			continue
		}
		for payee := range p.before.holders(id, p.end) {
			of(payee).OpportunitiesBefore++
		}
		for payee := range p.after.holders(id, p.end) {
			of(payee).OpportunitiesAfter++
		}
	}
}

// holders returns who owns an opportunity on a day.
func (o *Ownership) holders(id string, day kam.Day) map[string]bool {
	out, opportunity := map[string]bool{}, o.opportunities[id]
	if o.policy.By == ByTeam {
		for payee := range o.ownerShares(opportunity.Account, day) {
			out[payee] = true
		}
		return out
	}
	for _, s := range opportunity.Stages {
		if s.Period.Contains(day) {
			out[s.Payee] = true
		}
	}
	return out
}

// compareDeals finds the deals whose participants change and adds up who is credited.
func (p *Preview) compareDeals(deals []Deal, of func(string) *PayeeChange) error {
	for _, d := range slices.SortedStableFunc(slices.Values(deals), func(a, b Deal) int { return strings.Compare(a.ID, b.ID) }) {
		was, _ := p.before.Participants(d)
		now, found := p.after.Participants(d)
		if found.HasErrors() {
			p.warnings.Merge(found)
		}
		p.totals.Deals = p.totals.Deals.Add(d.Amount)
		for payee, amount := range credits(d.Amount, was) {
			of(payee).CreditBefore = of(payee).CreditBefore.Add(amount)
			p.totals.CreditsBefore = p.totals.CreditsBefore.Add(amount)
		}
		for payee, amount := range credits(d.Amount, now) {
			of(payee).CreditAfter = of(payee).CreditAfter.Add(amount)
			p.totals.CreditsAfter = p.totals.CreditsAfter.Add(amount)
		}
		if slices.Equal(was, now) {
			continue
		}
		if d.On.Before(p.change.On) {
			return fmt.Errorf("%w: the deal %s of %s would change", ErrTotals, wording.Quote(d.ID), d.On)
		}
		p.deals = append(p.deals, DealChange{d, was, now})
	}
	return nil
}

// credits shares an amount out among the owners of a deal, at four decimals by largest remainder.
func credits(amount decimal.Decimal, list []incentive.Participant) map[string]decimal.Decimal {
	var payees []string
	var parts []*big.Rat
	for _, x := range list {
		if x.Role == RoleOwner {
			payees, parts = append(payees, x.Payee), append(parts, new(big.Rat).Mul(num.Rat(amount), x.Share.Rat()))
		}
	}
	out := map[string]decimal.Decimal{}
	for i, a := range num.Distribute(amount, parts, creditPlaces) {
		out[payees[i]] = a
	}
	return out
}

type quotaKey struct {
	payee, plan, measure string
	period               kam.Period
}

// compareQuotas finds the quotas that change.
func (p *Preview) compareQuotas(r incentive.Roster, of func(string) *PayeeChange) {
	was, now := quotaSums(r), quotaSums(p.roster)
	p.totals.QuotasBefore, p.totals.QuotasAfter = quotaTotals(was), quotaTotals(now)
	for key, before := range was {
		if after := now[key]; !after.Equal(before) {
			p.quotas = append(p.quotas, QuotaChange{key.payee, key.plan, key.measure, key.period, before, after})
		}
	}
	slices.SortFunc(p.quotas, func(a, b QuotaChange) int {
		return cmp.Or(strings.Compare(a.Plan, b.Plan), strings.Compare(a.Measure, b.Measure), a.Period.Compare(b.Period), strings.Compare(a.Payee, b.Payee))
	})
	for _, q := range p.quotas {
		x := of(q.Payee)
		i := slices.IndexFunc(x.QuotaMoved, func(t QuotaTotal) bool { return t.Plan == q.Plan && t.Measure == q.Measure })
		if i < 0 {
			i = len(x.QuotaMoved)
			x.QuotaMoved = append(x.QuotaMoved, QuotaTotal{Plan: q.Plan, Measure: q.Measure})
		}
		x.QuotaMoved[i].Amount = x.QuotaMoved[i].Amount.Add(q.After).Sub(q.Before)
	}
}

func quotaSums(r incentive.Roster) map[quotaKey]decimal.Decimal {
	out := map[quotaKey]decimal.Decimal{}
	for _, a := range r.Assignments {
		for _, q := range a.Quotas {
			if num.Check(q.Amount) != nil {
				continue
			}
			key := quotaKey{a.Payee, a.Plan, q.Measure, q.Period}
			out[key] = out[key].Add(q.Amount)
		}
	}
	return out
}

func quotaTotals(sums map[quotaKey]decimal.Decimal) []QuotaTotal {
	by := map[[2]string]decimal.Decimal{}
	for key, amount := range sums {
		k := [2]string{key.plan, key.measure}
		by[k] = by[k].Add(amount)
	}
	var out []QuotaTotal
	for k, amount := range by {
		out = append(out, QuotaTotal{k[0], k[1], amount})
	}
	slices.SortFunc(out, func(a, b QuotaTotal) int {
		return cmp.Or(strings.Compare(a.Plan, b.Plan), strings.Compare(a.Measure, b.Measure))
	})
	return out
}

// compareLines finds the payees whose manager changes.
func (p *Preview) compareLines(r incentive.Roster) {
	was, now := linesOf(r), linesOf(p.roster)
	payees := map[string]bool{}
	for id := range was {
		payees[id] = true
	}
	for id := range now {
		payees[id] = true
	}
	for _, id := range slices.Sorted(maps.Keys(payees)) {
		if before, after := managerOn(was[id], p.change.On), managerOn(now[id], p.change.On); before != after {
			p.reporting = append(p.reporting, ReportChange{id, before, after})
		}
	}
}

// concerned returns the payees whom the change touches.
func (p *Preview) concerned() map[string]bool {
	out := map[string]bool{}
	for _, a := range p.accounts {
		for _, s := range slices.Concat(a.Before, a.After, a.Finally) {
			out[s.Payee] = true
		}
	}
	for _, d := range p.deals {
		for _, x := range slices.Concat(d.Before, d.After) {
			out[x.Payee] = true
		}
	}
	for _, q := range p.quotas {
		out[q.Payee] = true
	}
	return out
}

// conserved proves that the totals are the same before and after.
func (p *Preview) conserved() error {
	t := p.totals
	switch {
	case t.AccountsBefore != t.AccountsAfter:
		return fmt.Errorf("%w: %d accounts became %d", ErrTotals, t.AccountsBefore, t.AccountsAfter)
	case t.UnownedAfter > t.UnownedBefore && p.change.Unowned != UnownedLeave:
		return fmt.Errorf("%w: %d accounts without an owner became %d", ErrTotals, t.UnownedBefore, t.UnownedAfter)
	case !t.CreditsBefore.Equal(t.Deals) || !t.CreditsAfter.Equal(t.Deals):
		return fmt.Errorf("%w: deals of %s are credited with %s before and %s after", ErrTotals, t.Deals, t.CreditsBefore, t.CreditsAfter)
	case !slices.EqualFunc(t.QuotasBefore, t.QuotasAfter, func(a, b QuotaTotal) bool {
		return a.Plan == b.Plan && a.Measure == b.Measure && a.Amount.Equal(b.Amount)
	}):
		return fmt.Errorf("%w: quotas", ErrTotals)
	}
	return nil
}
