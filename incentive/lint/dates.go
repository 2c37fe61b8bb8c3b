package lint

import (
	"cmp"
	"slices"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/internal/season"
	"github.com/kam-go/kam/internal/wording"
)

// dateKey is equal for conditions that ask the same of one date.
func dateKey(c incentive.Condition) string {
	return string(c.Date) + "\x00" + c.From.String() + "\x00" + c.Until.String()
}

// counting says on which days of one of their dates deals count. The zero value leaves it open.
type counting struct {
	date incentive.DateName
	on   season.Days
	// usual is the first day of the plan's first commission period; days before it are tried last.
	usual kam.Day
}

// days are the days on which conditions may change their minds about a date: their bounds and the day before the first.
// What they say of any other day they say of one of these, or of no date, which comes last. Of the date by which deals
// count, those days alone are left on which they do.
func (k counting) days(name incentive.DateName, named []kam.Day) []kam.Day {
	counts := name == k.date
	if counts {
		named = slices.DeleteFunc(append(named, k.on.From, k.usual), kam.Day.IsZero)
	}
	slices.SortFunc(named, kam.Day.Compare)
	out := append([]kam.Day{named[0].AddDays(-1)}, slices.Compact(named)...)
	if !counts {
		return append(slices.DeleteFunc(out, kam.Day.IsZero), kam.Day{})
	}
	out = slices.DeleteFunc(out, func(day kam.Day) bool { return !k.on.Contains(day) })
	slices.SortStableFunc(out, func(a, b kam.Day) int { return cmp.Compare(k.late(a), k.late(b)) })
	return out
}

// late is 1 for a day before the usual ones.
func (k counting) late(day kam.Day) int {
	if day.Before(k.usual) {
		return 1
	}
	return 0
}

// counting returns on which days the deals count that feed a measure.
func (s *subject) counting(measure string) counting {
	if slices.ContainsFunc(s.rulesOf(measure), func(r incentive.CreditRule) bool { return s.countingOf(r) == counting{} }) {
		return counting{}
	}
	return counting{s.plan.CreditDate, s.creditDays(), s.period.From}
}

// countingOf returns on which days the deals of a rule count; it is open for commission, which counts by the dates of
// the plan that pays it.
func (s *subject) countingOf(r incentive.CreditRule) counting {
	if r.To == incentive.ToManager && r.Base != incentive.CreditAmount {
		return counting{}
	}
	return counting{s.plan.CreditDate, s.creditDays(), s.period.From}
}

// creditDays are the days on which deals count: those of the plan, and before them those on which a window to date of
// the plan may look back.
func (s *subject) creditDays() season.Days {
	out := season.Days(s.plan.Effective)
	for _, m := range s.plan.Measures {
		kind, ok := stretchOf(m.Window)
		if !ok {
			continue
		}
		if whole, err := s.calendar.Containing(kind, s.plan.Effective.From); err == nil {
			out.From = earlier(out.From, whole.From)
		}
	}
	return out
}

// neverCounts reports a condition that deals meet only on days on which none counts.
func (s *subject) neverCounts(c *incentive.Condition, count counting, place string) {
	if count.date == "" {
		return
	}
	if _, found, tried := meets(count, c); found || !tried {
		return
	}
	message := say("no deal that counts can meet the condition: by the date %q, deals count on the days %s", "没有计入的交易能满足该条件：按日期 %q，计入的日期为 %s", string(count.date), wording.Days(kam.Period(count.on)))
	if _, found, _ := meets(counting{date: count.date, on: season.Days{Until: count.on.From}}, c); found {
		message = together(message, say("at most refunds of earlier deals do", "至多只有更早交易的退款满足"))
	}
	s.add(CodeNeverHolds, place, message, say("correct its days, or the effective period of the plan", "请更正其日期，或方案的生效期间"))
}
