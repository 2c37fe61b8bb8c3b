package kpi

import (
	"cmp"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm"
	"github.com/kam-go/kam/internal/wording"
)

// StaleDeal is an open deal that has been in its stage for longer than the policy says.
type StaleDeal struct {
	Deal    crm.Ref `json:"deal"`
	Name    string  `json:"name,omitempty"`
	Account crm.Ref `json:"account,omitzero"`
	Owner   string  `json:"owner,omitempty"`
	Stage   string  `json:"stage"`
	// Days are those since it came to the stage, Limit those that it may be there.
	Days  int `json:"days"`
	Limit int `json:"limit"`
}

// Pipeline is the open deals of a day.
type Pipeline struct {
	Figures
	// Stale are those in one stage for too long, the longest beyond its limit first, then by ref.
	Stale []StaleDeal `json:"stale,omitempty"`
}

// queue is the open deals of one subject in one stage.
type queue struct {
	all, aged basis
	ages      []int64
	days      int64
}

// queueMoney is their amounts in one currency.
type queueMoney struct {
	amounts, weights basis
	sum, weighted    decimal.Decimal
}

// Pipeline returns the open deals as the records have them, by stage and in all, for the day AsOf alone: their number, their
// amount, the amount weighted with the probability of each deal, or of its stage where it states none, and how many days
// they have been in their stage. A deal came to its stage with the last change of its history, if that led there; without
// such a change its age is missing. Amounts are converted on the day. Period and Before of the question are not used.
func (b *Book) Pipeline(q Question) (Pipeline, error) {
	if err := q.checkDay(); err != nil {
		return Pipeline{}, err
	}
	day := kam.Period{From: q.AsOf, Until: q.AsOf.AddDays(1)}
	counts, money := table[queue]{}, table[queueMoney]{}
	counts.begin(q)
	var stale []StaleDeal
	var subjects []kam.Subject
	for _, d := range b.deals {
		if d.data.Status != crm.Open {
			continue
		}
		days, aged := b.rules.age(d.data, q.AsOf)
		stage := b.rules.stages[d.data.Stage]
		if aged && stage.MaxDays > 0 && days > stage.MaxDays {
			stale = append(stale, StaleDeal{Deal: d.ref, Name: d.data.Name, Account: b.refOf(d.account), Owner: b.dealOwner(d), Stage: d.data.Stage, Days: days, Limit: stage.MaxDays})
		}
		amount := b.rules.convert(stated{d.data.Amount, d.data.Currency, d.data.Rate}, q.AsOf)
		chance := d.data.Probability
		if !chance.Valid {
			chance = stage.Probability
		}
		scopes := []string{"", d.data.Stage}
		if d.data.Stage == "" {
			scopes = scopes[:1]
		}
		subjects = b.subjects(subjects, q, b.dealOwner(d), d.account)
		for _, subject := range subjects {
			for _, scope := range scopes {
				counts.at(key{subject: subject, scope: scope}).add(d.ref, int64(days), aged)
				money.at(key{subject: subject, currency: amount.currency, scope: scope}).add(d.ref, amount, chance)
			}
		}
	}
	w := b.writer(q, day, true)
	for _, k := range counts.keys() {
		cell := counts[k]
		w.count(k, MetricPipelineDeals, k.scope, cell.all, int64(len(cell.all.refs)))
		if k.scope != "" {
			w.ratio(k, MetricStageAge, k.scope, cell.aged, ofCounts(cell.days, int64(len(cell.ages))))
			w.value(k, MetricStageAgeMid, k.scope, cell.aged, medianOfCounts(cell.ages))
		}
	}
	money.beginMoney(q, b.rules.home())
	for _, k := range money.keys() {
		cell := money[k]
		w.amount(k, MetricPipeline, k.scope, cell.amounts, cell.sum)
		w.amount(k, MetricWeighted, k.scope, cell.weights, cell.weighted)
	}
	slices.SortFunc(stale, func(x, y StaleDeal) int {
		return cmp.Or(cmp.Compare(y.Days-y.Limit, x.Days-x.Limit), x.Deal.Compare(y.Deal))
	})
	return Pipeline{Figures: w.figures(nil), Stale: stale}, nil
}

// age returns the days that a deal has been in its stage, and whether they are known.
func (r *Rules) age(o *crm.Opportunity, asOf kam.Day) (int, bool) {
	if len(o.History) == 0 {
		return 0, false
	}
	last := o.History[len(o.History)-1]
	on := kam.DayAt(last.At, r.zone)
	if last.Stage != o.Stage || last.At.IsZero() || !on.IsSet() || on.After(asOf) {
		return 0, false
	}
	return asOf.Sub(on), true
}

func (c *queue) add(ref crm.Ref, days int64, aged bool) {
	c.all.take(ref, true)
	c.aged.take(ref, aged)
	if aged {
		c.ages, c.days = append(c.ages, days), c.days+days
	}
}

func (c *queueMoney) add(ref crm.Ref, amount sum, chance decimal.NullDecimal) {
	c.amounts.take(ref, amount.ok)
	c.sum = c.sum.Add(amount.amount)
	weighs := amount.ok && chance.Valid && usable(chance.Decimal) && isShare(chance.Decimal)
	c.weights.take(ref, weighs)
	if weighs {
		c.weighted = c.weighted.Add(amount.amount.Mul(chance.Decimal))
	}
}

// Finding tells how long the deal has been in its stage.
func (s StaleDeal) Finding() kam.Finding {
	return kam.Finding{
		Code: prefix + ".stale-deal", Severity: kam.Warning, Place: s.Deal.String(),
		Message: say("%[1]s has been in %[2]s for %[3]s, longer than %[5]d", "%[1]s 在 %[2]s 阶段已停留 %[4]d 天，超过 %[5]d 天", wording.Clip(s.Name), wording.Quote(s.Stage), counted(s.Days, "day", "days"), s.Days, s.Limit),
		Remedy:  say("agree on the next step, or close the deal", "请约定下一步，或关闭该商机"),
	}
}
