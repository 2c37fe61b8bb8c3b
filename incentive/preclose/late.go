package preclose

import (
	"maps"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/internal/wording"
)

// maxLateDeals is how many deals a late correction names.
const maxLateDeals = 5

// lateText says which periods were calculated anew, and of the one that [Inputs.Before] is of, what changed deal by deal.
func (b *builder) lateText(r Row) kam.Text {
	if r.Late.IsZero() {
		return kam.Text{}
	}
	var periods, deals []kam.Text
	for _, run := range b.in.Late {
		periods = append(periods, wording.Days(run.Period()))
		if b.in.Before == nil || b.in.Before.Period() != run.Period() {
			continue
		}
		sums := b.dealsOf(run, r)
		for id, amount := range b.dealsOf(b.in.Before, r) {
			sums[id] = sums[id].Sub(amount)
		}
		maps.DeleteFunc(sums, func(_ string, amount decimal.Decimal) bool { return amount.IsZero() })
		for i, id := range slices.Sorted(maps.Keys(sums)) {
			if i == maxLateDeals {
				deals = append(deals, wording.Say("and %d more", "另有 %d 笔", len(sums)-i))
				break
			}
			deals = append(deals, wording.Say("%s %s", "交易 %s（%s）", wording.Quote(id), signed(sums[id], r.Places)))
		}
	}
	if len(deals) == 0 {
		return wording.Say("calculated anew: %s", "重新计算的期间：%s", wording.Join(periods))
	}
	return wording.Say("calculated anew: %s; deals: %s", "重新计算的期间：%s；%s", wording.Join(periods), wording.Join(deals))
}

// dealsOf sums what a run earns in a row by deal; a refund counts with the deal that it takes back.
func (b *builder) dealsOf(run *incentive.Run, r Row) map[string]decimal.Decimal {
	if b.statements[run] == nil {
		of := map[account][]incentive.Statement{}
		for s := range run.Statements() {
			k := account{s.Payee().ID, s.PlanID()}
			of[k] = append(of[k], s)
		}
		b.statements[run] = of
	}
	sums := map[string]decimal.Decimal{}
	for _, s := range b.statements[run][account{r.Payee, r.Plan}] {
		if s.Currency() != r.Currency {
			continue
		}
		for l := range s.Lines() {
			id := l.Transaction()
			if original := l.Reverses(); original != "" {
				id = original
			}
			if l.Component() == r.Component {
				sums[id] = sums[id].Add(l.Amount())
			}
		}
	}
	return sums
}
