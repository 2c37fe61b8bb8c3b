package settlement

import (
	"errors"
	"slices"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive/payout"
	"github.com/kam-go/kam/internal/wording"
)

// settled settles a case by its terms. Where a window counts from the credit dates of deals of earlier periods, which neither
// the case's earnings nor its facts have, those that the runs know are added; the case that was settled is returned.
func (b *builder) settled(at *terms, c payout.Case) (payout.Result, payout.Case, error) {
	result, err := at.rules.Settle(c)
	if err == nil || !undated(err) {
		return result, c, err
	}
	if deals, more := b.dated(c); more {
		c.Deals = deals
		result, err = at.rules.Settle(c)
	}
	return result, c, err
}

// undated tells whether a credit date is missing that a window of clawback counts from.
func undated(err error) bool {
	invalid, ok := errors.AsType[*kam.InvalidError](err)
	return ok && slices.ContainsFunc(invalid.Findings, withoutDate)
}

func withoutDate(f kam.Finding) bool { return f.Code == "payout.credit-date" && f.Place == "$.deals" }

// stateDate is what helps where neither the runs nor the facts have the credit date of a deal.
func stateDate() kam.Text {
	return wording.Say("include the deal among the transactions of the run or the prior deals of its opening, or hand in its credit date: a deal of the settlement's inputs with payee, plan, transaction, component and credit date",
		"请将该交易包含在运行的交易数据或期初 prior 中，或在结算输入的 deals 中写明其收款人、方案、交易编号、组成部分与计入日期")
}

// dated returns the facts about deals with the credit dates, as the runs know them, of deals that an event ends and that the
// case does not have: of those that the ledger follows under terms with a window, and of those whose date is not stated. A
// deal of several plan versions has the earliest. It is false when the runs know none of them.
func (b *builder) dated(c payout.Case) ([]payout.Deal, bool) {
	ended := map[string]bool{}
	for _, e := range c.Events {
		ended[e.Transaction] = ended[e.Transaction] || ends([]payout.Event{e})
	}
	type key struct{ component, transaction string }
	has, days := map[key]bool{}, map[key]kam.Day{}
	for _, r := range slices.Concat(c.Earned, c.Restated) {
		if r.CreditDate.IsSet() {
			has[key{r.Component, r.Transaction}] = true
		}
	}
	know := func(k key, version int) {
		day := b.creditDate(c.Plan, version, k.transaction)
		if first, seen := days[k]; day.IsSet() && (!seen || day.Before(first)) {
			days[k] = day
		}
	}
	list := slices.Clone(c.Deals)
	for _, d := range list {
		if k := (key{d.Component, d.Transaction}); d.CreditDate.IsSet() {
			has[k] = true
		} else if ended[d.Transaction] && !has[k] {
			know(k, c.Version)
		}
	}
	for _, p := range c.Posted {
		deal, _, ok := heldDeal(p)
		if k := (key{p.Component, deal}); ok && ended[deal] && !has[k] && b.terms(c.Plan, p.Version).windowed(p.Component) {
			know(k, p.Version)
		}
	}
	if len(days) == 0 {
		return nil, false
	}
	for i, d := range list {
		k := key{d.Component, d.Transaction}
		if day, known := days[k]; known {
			list[i].CreditDate = day
			delete(days, k)
		}
	}
	for k, day := range days {
		list = append(list, payout.Deal{Component: k.component, Transaction: k.transaction, CreditDate: day})
	}
	slices.SortStableFunc(list, compareDeals)
	return list, true
}

// creditDate returns the day on which a deal counts under a plan version, by the run of the open period or by those of late
// ones; unset when none of them knows it.
func (b *builder) creditDate(plan string, version int, transaction string) kam.Day {
	day := b.s.in.Run.CreditDate(plan, version, transaction)
	for _, l := range b.s.in.Late {
		if day.IsSet() {
			break
		}
		day = l.Run.CreditDate(plan, version, transaction)
	}
	return day
}

// windowed tells whether a component is clawed back within a window of days or months.
func (t *terms) windowed(component string) bool {
	return t.clawsBack(component) && (t.plan.Payout.Clawback.Days > 0 || t.plan.Payout.Clawback.Months > 0)
}

// clawsBack tells whether what a component earns is taken back deal by deal.
func (t *terms) clawsBack(component string) bool {
	if t == nil || t.plan.Payout == nil || t.plan.Payout.Clawback == nil {
		return false
	}
	of := t.plan.Payout.Clawback.Components
	return len(of) == 0 || slices.Contains(of, component)
}
