package boundary

import (
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/internal/season"
	"github.com/kam-go/kam/incentive/scenario/internal/parts"
)

// spans are the days on which dates of a deal must lie; either end may be open.
type spans map[incentive.DateName]season.Days

// narrow leaves of the days of a date those that lie in others too; false when none is left.
func (s spans) narrow(name incentive.DateName, by season.Days) bool {
	s[name] = s[name].Both(by)
	return !s[name].Empty()
}

// counting returns the commission period in which a plan counts a day; false where it is effective for none, or a part of it.
func (b *bench) counting(p incentive.Plan, day kam.Day) (kam.Period, bool) {
	period, err := b.program.Calendar().Containing(p.Period, day)
	return period, err == nil && p.Effective.ContainsPeriod(period)
}

// countingAll returns the first commission period in which a deal can count within each of some spans of its credit date; false
// when there is none.
func (b *bench) countingAll(p incentive.Plan, list []season.Days) (kam.Period, bool) {
	day := p.Effective.From
	for _, s := range list {
		if s.From.After(day) {
			day = s.From
		}
	}
	period, ok := b.counting(p, day)
	if !ok { // the plan may begin within it
		period, ok = b.counting(p, period.Until)
	}
	return period, ok && !slices.ContainsFunc(list, func(s season.Days) bool { return !period.Contains(s.Nearest(period.From)) })
}

// choose chooses the period of a recipe so that its deals, and one with further demands, count in it; false when there is none.
func (b *bench) choose(r *recipe, more spans) bool {
	var list []season.Days
	for _, days := range append([]spans{more}, demands(r.feeds)...) {
		if span, asked := days[r.plan.CreditDate]; asked {
			list = append(list, span)
		}
	}
	if len(list) == 0 {
		return true
	}
	period, ok := b.countingAll(r.plan, list)
	if ok {
		b.enter(r, period)
	}
	return ok
}

func demands(feeds []feed) []spans {
	out := make([]spans, len(feeds))
	for i, f := range feeds {
		out[i] = f.days
	}
	return out
}

// enter makes a recipe one of a period.
func (b *bench) enter(r *recipe, period kam.Period) {
	r.period = kam.Period{}
	if first, err := parts.First(b.program.Calendar(), r.plan); err != nil || first != period {
		r.period = period
	}
}

// start returns the commission period of a recipe.
func (b *bench) start(r recipe) (kam.Period, error) {
	if !r.period.IsZero() {
		return r.period, nil
	}
	return parts.First(b.program.Calendar(), r.plan)
}

// place dates the deals of a recipe of which a date is asked, from one of its feeds on.
func (b *bench) place(r *recipe, from int) {
	period, err := b.start(*r)
	if err != nil {
		return
	}
	for i := from; i < len(r.feeds); i++ {
		r.feeds[i].deal = r.feeds[i].in(r.plan, r.feeds[i].deal, period)
	}
}

// in returns a deal of a feed as one that counts in a commission period where it may, as early as it may. A deal of which
// no date is asked has none, and counts on the first day of the period that it is written in.
func (f feed) in(p incentive.Plan, t incentive.Transaction, period kam.Period) incentive.Transaction {
	if len(f.days) == 0 {
		return t
	}
	day := f.days[p.CreditDate].Nearest(period.From)
	if !period.Contains(day) {
		day = period.From
	}
	return f.on(p, t, day)
}

// on returns a deal of a feed as one that counts on a day; other dates are the same day where they may.
func (f feed) on(p incentive.Plan, t incentive.Transaction, day kam.Day) incentive.Transaction {
	for _, name := range season.Dates() {
		at := day
		if span, asked := f.days[name]; asked && name != p.CreditDate {
			at = span.Nearest(day)
		}
		season.SetDate(&t, name, at)
	}
	return t
}

// day is the second day of a recipe's period, and no earlier than any of its deals; unset where there is no period.
func (b *bench) day(r recipe) kam.Day {
	period, err := b.start(r)
	if err != nil {
		return kam.Day{}
	}
	day := period.From.AddDays(1)
	for _, f := range r.feeds {
		if at := f.deal.Date(r.plan.CreditDate); at.After(day) {
			day = at
		}
	}
	return day
}

// dayDial turns a date of the deals of the component: one unit is the bound, none the day before, two the day after. Other
// dates stand still. Where it is the date by which deals count, the period is the one that counts them.
func (b *bench) dayDial(r recipe, at bound) (dial, bool) {
	period, err := b.start(r)
	if len(r.feeds) == 0 || err != nil {
		return dial{}, false
	}
	return dial{unit: decimal.NewFromInt(1), most: 2, set: func(r recipe, x decimal.Decimal) recipe {
		day, name := dayAt(at, x.IntPart()), at.condition.Date
		if counting, ok := b.counting(r.plan, day); ok && name == r.plan.CreditDate {
			b.enter(&r, counting)
			b.place(&r, 1)
		}
		for i := range r.feeds {
			f := &r.feeds[i]
			if i > 0 && !has(f.rule.When, at.condition) {
				continue
			}
			if !f.deal.Date(r.plan.CreditDate).IsSet() {
				f.deal = f.on(r.plan, f.deal, period.From)
			}
			season.SetDate(&f.deal, name, day)
		}
		return r
	}}, true
}

// dayAt is the day that so many units of a day's dial are.
func dayAt(b bound, n int64) kam.Day { return b.Day.AddDays(int(n) - 1) }

// counts tells whether the day before a bound or the bound itself is one on which a plan can count a deal.
func (s *searcher) counts(b bound) bool {
	return slices.ContainsFunc([]int64{0, 1}, func(n int64) bool {
		if _, ok := s.counting(s.recipe.plan, dayAt(b, n)); !ok && b.condition.Date == s.recipe.plan.CreditDate {
			return false
		}
		_, ok := s.statement(n)
		return ok
	})
}

// has tells whether a condition is part of another one, or that itself.
func has(c, part *incentive.Condition) bool {
	if c == nil || c == part {
		return c != nil
	}
	return has(c.Not, part) || slices.ContainsFunc(each(c.All), func(x *incentive.Condition) bool { return has(x, part) }) ||
		slices.ContainsFunc(each(c.Any), func(x *incentive.Condition) bool { return has(x, part) })
}

// each returns the conditions of a list where they stand.
func each(list []incentive.Condition) []*incentive.Condition {
	out := make([]*incentive.Condition, len(list))
	for i := range list {
		out[i] = &list[i]
	}
	return out
}
