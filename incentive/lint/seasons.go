package lint

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/internal/season"
	"github.com/kam-go/kam/internal/wording"
)

// dated is a component or a rule that selects deals by a season of one date.
type dated struct {
	season.Days
	name, place string
	// component is the index of the component; -1 for a rule.
	component int
}

// seasonsOf reads a condition as seasons of dates, by themselves or as some of several conditions that must all hold,
// and what it asks besides each, in a form that is equal for equal conditions; nothing for other conditions.
func seasonsOf(c *incentive.Condition) (seasons map[incentive.DateName]season.Days, rest map[incentive.DateName]string) {
	if c == nil {
		return nil, nil
	}
	list := c.All
	if len(list) == 0 {
		list = []incentive.Condition{*c}
	}
	seasons, rest = map[incentive.DateName]season.Days{}, map[incentive.DateName]string{}
	var others []string
	for _, x := range list {
		switch {
		case x.Date != "":
			seasons[x.Date] = seasons[x.Date].Both(season.Of(x))
		case x.Number != "":
			others = append(others, numberKey(x))
		case x.Attribute != "":
			others = append(others, attributeKey(x))
		default:
			return nil, nil
		}
	}
	for name := range seasons {
		keys := slices.Clone(others)
		for o, x := range seasons {
			if o != name {
				keys = append(keys, dateKey(incentive.Condition{Date: o, From: x.From, Until: x.Until}))
			}
		}
		slices.Sort(keys)
		rest[name] = strings.Join(keys, "\x01")
	}
	return seasons, rest
}

// dividedByDate checks components of one measure, and rules of one measure and recipient, that divide deals by a date.
func (s *subject) dividedByDate() {
	groups, dates := map[string][]dated{}, map[string]incentive.DateName{}
	add := func(key, name, place string, component int, c *incentive.Condition) {
		seasons, rest := seasonsOf(c)
		for date, x := range seasons {
			if !x.Empty() {
				key := fmt.Sprintf("%s\x02%s\x02%s", key, date, rest[date])
				groups[key], dates[key] = append(groups[key], dated{x, name, place + ".when", component}), date
			}
		}
	}
	for i, k := range s.plan.Components {
		add("component\x02"+k.Measure, k.Name, at(s.root, "components", i), i, k.When)
	}
	for _, m := range s.plan.Measures {
		for i, r := range s.plan.Credits {
			if slices.Contains(m.Credits, r.Name) {
				add(fmt.Sprintf("credit\x02%s\x02%s\x02%s\x02%d", m.Name, r.To, r.Role, r.Level), r.Name, at(s.root, "credits", i), -1, r.When)
			}
		}
	}
	told := map[string]bool{}
	for _, key := range slices.Sorted(maps.Keys(groups)) {
		list := groups[key]
		slices.SortStableFunc(list, func(a, b dated) int { return a.From.Compare(b.From) })
		s.pauses(list, dates[key], told)
		s.collisions(list, dates[key])
	}
}

// fewOf is how many times longer than a gap or an overlap the seasons beside it are, at least, for it to be taken for a
// mistake at the place where one was to end and the next to begin.
const fewOf = 4

// few reports whether a gap or an overlap is short beside the seasons next to it, of which one without a bound is the longest.
func few(days season.Days, beside ...season.Days) bool {
	return !slices.ContainsFunc(beside, func(x season.Days) bool {
		return x.From.IsSet() && x.Until.IsSet() && x.Until.Sub(x.From) < fewOf*days.Until.Sub(days.From)
	})
}

// pauses reports gaps between what is selected without a break that are short beside it: a longer one may be the pause
// between two seasons. Nothing is missed on days on which no deal counts.
func (s *subject) pauses(list []dated, date incentive.DateName, told map[string]bool) {
	var runs []season.Days
	var last, next []dated // the ones with which each run ends and begins
	for _, x := range list {
		n := len(runs) - 1
		if n < 0 || runs[n].Until.IsSet() && runs[n].Until.Before(x.From) {
			runs, last, next = append(runs, x.Days), append(last, x), append(next, x)
			continue
		}
		if runs[n].Until.IsSet() && (!x.Until.IsSet() || x.Until.After(runs[n].Until)) {
			runs[n].Until, last[n] = x.Until, x
		}
	}
	for n := 1; n < len(runs); n++ {
		a, b, gap := last[n-1], next[n], season.Days{From: runs[n-1].Until, Until: runs[n].From}
		if !few(gap, runs[n-1], runs[n]) || told[a.place+" "+b.place] || s.onCount(gap, date) != gap {
			continue // what lies beside all days that count is told where it never counts
		}
		told[a.place+" "+b.place] = true
		s.add(CodeHole, b.place,
			say("by the date %q, %q ends on %s and %q begins on %s: neither selects a deal of %s", "按日期 %q，%q 止于 %s，%q 始于 %s：%s 的交易两者均不选取", string(date), a.name, gap.From.AddDays(-1), b.name, gap.Until, wording.Days(kam.Period(gap))),
			say(`let the first end where the second begins, on the first day that does not count for it any more: "until": %q`, `请让前者止于后者开始之日，即不再计入前者的第一天："until": %q`, gap.Until.String()))
	}
	if len(list) > 1 && date == s.plan.CreditDate {
		s.outside(runs, next[0], last[len(last)-1], date, told)
	}
}

// endDays is the longest gap beside the days of the plan, in days, that is taken for a mistake: a longer one may be a late start.
const endDays = 7

// outside reports gaps between what several together select and the first or the last day of the plan, likewise.
func (s *subject) outside(runs []season.Days, first, last dated, date incentive.DateName, told map[string]bool) {
	plan := s.plan.Effective
	before, after := season.Days{From: plan.From, Until: runs[0].From}, season.Days{From: runs[len(runs)-1].Until, Until: plan.Until}
	if before.Until.IsSet() && before.From.Before(before.Until) && before.Until.Sub(before.From) <= endDays && few(before, runs[0].Both(season.Days(plan))) && !told[first.place+" first"] {
		told[first.place+" first"] = true
		s.add(CodeHole, first.place, say("by the date %q, the plan begins on %s and %q on %s: nothing beside it selects a deal of %s", "按日期 %q，方案始于 %s，%q 始于 %s：%s 的交易没有选取者",
			string(date), plan.From, first.name, before.Until, wording.Days(kam.Period(before))),
			say(`let it begin with the plan: leave "from" out, or write %q`, `请让其随方案开始：删除 "from"，或写 %q`, plan.From.String()))
	}
	if after.From.IsSet() && after.From.Before(after.Until) && after.Until.Sub(after.From) <= endDays && few(after, runs[len(runs)-1].Both(season.Days(plan))) && !told[last.place+" last"] {
		told[last.place+" last"] = true
		s.add(CodeHole, last.place, say("by the date %q, %q ends on %s and the plan on %s: nothing beside it selects a deal of %s", "按日期 %q，%q 止于 %s，方案止于 %s：%s 的交易没有选取者",
			string(date), last.name, after.From.AddDays(-1), plan.Until.AddDays(-1), wording.Days(kam.Period(after))),
			say(`"until" is the first day that does not count any more: leave it out, or write %q`, `"until" 为不再计入的第一天：请删除，或写 %q`, plan.Until.String()))
	}
}

// onCount returns the days of a season on which deals count, where it is the date by which they do.
func (s *subject) onCount(x season.Days, date incentive.DateName) season.Days {
	if date != s.plan.CreditDate {
		return x
	}
	return x.Both(s.creditDays())
}

// collisions reports days that two components select, neither lying in the other, and that are few beside what each
// selects: more may be a season across a change. So may a season beside two of which the one begins where the other ends.
func (s *subject) collisions(list []dated, date incentive.DateName) {
	left := maxPairs
	for j, b := range list {
		for _, a := range list[:j] {
			if left--; left < 0 || a.component < 0 {
				return
			}
			both := a.Both(b.Days)
			changes := slices.ContainsFunc(list, func(x dated) bool { return x.From == a.Until || x.Until == b.From })
			if both.Empty() || a.Within(b.Days) || b.Within(a.Days) || changes || !few(both, a.Days, b.Days) {
				continue
			}
			if both = s.onCount(both, date); !both.Empty() && s.pays(a) && s.pays(b) {
				s.collide(a, b, both, date)
			}
		}
	}
}

// pays reports whether a component states anything but zero.
func (s *subject) pays(x dated) bool {
	_, none := zeroForm(s.plan.Components[x.component], "")
	return !none
}

// collide reports days that two components select.
func (s *subject) collide(a, b dated, both season.Days, date incentive.DateName) {
	message := say("%q and %q divide deals by the date %q, and both pay a deal of %s", "%q 与 %q 按日期 %q 划分交易，而 %s 的交易由两者同时计付", a.name, b.name, string(date), wording.Days(kam.Period(both)))
	where := incentive.Condition{Date: date, From: both.From, Until: both.From.AddDays(1)}
	if worked, ok := s.paidBoth(s.plan.Components[a.component], s.plan.Components[b.component], where); ok {
		message = together(message, worked)
	}
	place := at(s.root, "components", max(a.component, b.component)) + ".when"
	s.add(CodeOverlap, place, message, say(`let the first end where the second begins: "until": %q`, `请让前者止于后者开始之日："until": %q`, b.From.String()))
}
