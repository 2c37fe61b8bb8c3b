package settlement

import (
	"maps"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/ledger"
	"github.com/kam-go/kam/incentive/payout"
	"github.com/kam-go/kam/internal/wording"
)

// ascribe gives deals of earlier periods that a run to date pays for the first time what they earn. Such a run tells it as a
// sum, which is neither held back nor clawed back by deal. Where the sum is not what deals earn that the ledger does not
// know, rates of known deals have changed as well; it stays a sum then, and a warning names the deals.
func (b *builder) ascribe(c *payout.Case, s incentive.Statement, run *incentive.Run, rows []payout.Earned) []payout.Earned {
	fresh := map[string]map[string]decimal.Decimal{}
	var known map[[2]string]bool
	for l := range s.EarlierLines() {
		component, deal := l.Component(), dealOf(l)
		if !b.byDeal(c.Plan, s.PlanVersion(), component) {
			continue
		}
		if known == nil {
			known = earnedBefore(c, run.Period())
		}
		if known[[2]string{component, deal}] {
			continue
		}
		if fresh[component] == nil {
			fresh[component] = map[string]decimal.Decimal{}
		}
		fresh[component][deal] = fresh[component][deal].Add(l.Amount())
	}
	for _, component := range slices.Sorted(maps.Keys(fresh)) {
		deals := fresh[component]
		maps.DeleteFunc(deals, func(_ string, amount decimal.Decimal) bool { return amount.IsZero() })
		names, earned, sum := slices.Sorted(maps.Keys(deals)), decimal.Zero, decimal.Zero
		for _, amount := range deals {
			earned = earned.Add(amount)
		}
		for a := range s.Adjustments() {
			if a.Component == component && (a.Kind == incentive.AdjustEarlier || a.Kind == incentive.AdjustPosted) {
				sum = sum.Add(a.Amount)
			}
		}
		switch {
		case len(names) == 0 || sum.IsZero():
		case !sum.Equal(earned):
			b.found.Warn("late-sum", "payee "+wording.Clip(c.Payee), wording.Say("what deals of earlier periods earn in %s under plan %s changes by %s in all, for %s among others, of which nothing was posted: it is settled as a sum and not held back or taken back deal by deal",
				"方案 %[2]s 的 %[1]s 中以前期间交易的所得合计变动 %[3]s，其中包括从未入账的交易 %[4]s：该金额作为整体结算，不按交易暂扣或追回", wording.Quote(component), wording.Quote(c.Plan), sum, wording.Words(names)),
				wording.Say("run the periods of these deals anew and hand them in as late, before the open period is run on top of them", "请重新运行这些交易所属期间并作为 late 传入，再以其结果为期初运行当前结算期"))
		default:
			rows = ascribed(rows, s, run, component, deals)
		}
	}
	return rows
}

// ascribed moves what deals earn from the sum of a component to them.
func ascribed(rows []payout.Earned, s incentive.Statement, run *incentive.Run, component string, deals map[string]decimal.Decimal) []payout.Earned {
	origin := run.Period()
	if len(rows) > 0 {
		origin = rows[0].Origin
	}
	row := func(deal string, amount decimal.Decimal) {
		r := payout.Earned{Origin: origin, Version: s.PlanVersion(), Component: component, Transaction: deal, Amount: amount}
		if deal != "" {
			r.CreditDate = run.CreditDate(s.PlanID(), s.PlanVersion(), deal)
		}
		rows = append(rows, r)
	}
	for _, deal := range slices.Sorted(maps.Keys(deals)) {
		row(deal, deals[deal])
		row("", deals[deal].Neg())
	}
	return rows
}

// byDeal tells whether terms follow what a component earns deal by deal.
func (b *builder) byDeal(plan string, version int, component string) bool {
	t := b.terms(plan, version)
	return t.holdback(component) != nil || t.clawsBack(component)
}

// earnedBefore returns the deals, by component, that have earned something before a period: in the ledger, or in a late
// period that is settled with it.
func earnedBefore(c *payout.Case, period kam.Period) map[[2]string]bool {
	known := map[[2]string]bool{}
	for _, r := range c.Restated {
		if r.Origin.From.Before(period.From) {
			known[[2]string{r.Component, r.Transaction}] = true
		}
	}
	for _, p := range c.Posted {
		if deal, _, ok := heldDeal(p); ok && (p.Kind == ledger.Holdback || p.Kind == ledger.Opened) && p.Period.From.Before(period.From) {
			known[[2]string{p.Component, deal}] = true
		}
	}
	return known
}
