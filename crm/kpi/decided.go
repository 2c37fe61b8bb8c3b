package kpi

import (
	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm"
)

// decided is the closed deals of one subject.
type decided struct {
	won, lost, all          basis
	wonCycle, lostCycle     basis
	wonDays, lostDays       []int64
	wonDaysSum, lostDaysSum int64
}

// decidedMoney is the amounts of closed deals of one subject in one currency.
type decidedMoney struct {
	won, all        basis
	sumWon, sumLost decimal.Decimal
}

// Deals returns how deals came out that were closed in the period: won and lost, the win rate by number and by amount, the
// average won deal, and the days from creation to close of won and of lost deals. A deal is created when its record says
// so, else when its history begins, in the zone of the rules; one that is closed before that has no cycle.
func (b *Book) Deals(q Question) (Figures, error) {
	if err := q.check(false); err != nil {
		return Figures{}, err
	}
	counts, money := table[decided]{}, table[decidedMoney]{}
	counts.begin(q)
	var findings kam.Findings
	var subjects []kam.Subject
	for _, d := range b.deals {
		won := d.data.Status == crm.Won
		if !won && d.data.Status != crm.Lost || !q.Period.Contains(d.data.Close) {
			continue
		}
		days, ok := b.rules.cycle(d.data)
		if ok && days < 0 {
			ok = false
			findings.Add(kam.Finding{
				Code: prefix + ".order", Severity: kam.Warning, Place: d.ref.String(),
				Message: say("the deal was closed on %s, before it was created; it has no cycle time", "商机于 %s 关闭，早于创建日期，不计成交周期", d.data.Close),
				Remedy:  say("correct one of the days", "请更正其中一个日期"),
			})
		}
		amount := b.rules.convert(stated{d.data.Amount, d.data.Currency, d.data.Rate}, d.data.Close)
		subjects = b.subjects(subjects, q, b.dealOwner(d), d.account)
		for _, subject := range subjects {
			counts.at(key{subject: subject}).add(d.ref, won, int64(days), ok)
			money.at(key{subject: subject, currency: amount.currency}).add(d.ref, won, amount)
		}
	}
	w := b.writer(q, q.Period, q.over(q.Period))
	for _, k := range counts.keys() {
		cell := counts[k]
		wins, losses := int64(len(cell.won.refs)), int64(len(cell.lost.refs))
		w.count(k, MetricWon, "", cell.won, wins)
		w.count(k, MetricLost, "", cell.lost, losses)
		w.ratio(k, MetricWinRate, "", cell.all, ofCounts(wins, wins+losses))
		w.ratio(k, MetricCycle, string(crm.Won), cell.wonCycle, ofCounts(cell.wonDaysSum, int64(len(cell.wonDays))))
		w.ratio(k, MetricCycle, string(crm.Lost), cell.lostCycle, ofCounts(cell.lostDaysSum, int64(len(cell.lostDays))))
		w.value(k, MetricCycleMedian, string(crm.Won), cell.wonCycle, medianOfCounts(cell.wonDays))
		w.value(k, MetricCycleMedian, string(crm.Lost), cell.lostCycle, medianOfCounts(cell.lostDays))
	}
	money.beginMoney(q, b.rules.home())
	for _, k := range money.keys() {
		cell := money[k]
		w.amount(k, MetricWonAmount, "", cell.won, cell.sumWon)
		w.ratio(k, MetricAverageDeal, "", cell.won, ratioOf(cell.sumWon, decimal.NewFromInt(int64(len(cell.won.refs)))))
		w.ratioUnless(cell.sumWon.IsNegative() || cell.sumLost.IsNegative(), k, MetricWinRateAmount, "", cell.all, WinRate(cell.sumWon, cell.sumLost))
	}
	return w.figures(findings), nil
}

// dealOwner is the owner of a deal, else that of its account.
func (b *Book) dealOwner(d deal) string {
	if d.data.Owner != "" {
		return d.data.Owner
	}
	return b.ownerOf(d.account)
}

// cycle returns the days from the creation of a deal to its close, and whether both are known.
func (r *Rules) cycle(o *crm.Opportunity) (int, bool) {
	created := o.Created
	if created.IsZero() && len(o.History) > 0 {
		created = o.History[0].At
	}
	if created.IsZero() {
		return 0, false
	}
	on := kam.DayAt(created, r.zone)
	return o.Close.Sub(on), on.IsSet() && o.Close.IsSet()
}

func (c *decided) add(ref crm.Ref, won bool, days int64, ok bool) {
	c.all.take(ref, true)
	if won {
		c.won.take(ref, true)
		c.wonCycle.take(ref, ok)
		if ok {
			c.wonDays, c.wonDaysSum = append(c.wonDays, days), c.wonDaysSum+days
		}
		return
	}
	c.lost.take(ref, true)
	c.lostCycle.take(ref, ok)
	if ok {
		c.lostDays, c.lostDaysSum = append(c.lostDays, days), c.lostDaysSum+days
	}
}

func (c *decidedMoney) add(ref crm.Ref, won bool, amount sum) {
	c.all.take(ref, amount.ok)
	switch {
	case won:
		c.won.take(ref, amount.ok)
		c.sumWon = c.sumWon.Add(amount.amount)
	default:
		c.sumLost = c.sumLost.Add(amount.amount)
	}
}
