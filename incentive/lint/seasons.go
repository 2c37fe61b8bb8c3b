package lint

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/internal/wording"
)

// dated is a component or a rule that selects deals by a season of one date.
type dated struct {
	season
	name, place string
	// component is the index of the component; -1 for a rule.
	component int
}

// seasonsOf reads a condition as seasons of dates, by themselves or as some of several conditions that must all hold,
// and what it asks besides each, in a form that is equal for equal conditions; nothing for other conditions.
func seasonsOf(c *incentive.Condition) (seasons map[incentive.DateName]season, rest map[incentive.DateName]string) {
	if c == nil {
		return nil, nil
	}
	list := c.All
	if len(list) == 0 {
		list = []incentive.Condition{*c}
	}
	seasons, rest = map[incentive.DateName]season{}, map[incentive.DateName]string{}
	var others []string
	for _, x := range list {
		switch {
		case x.Date != "":
			seasons[x.Date] = seasons[x.Date].both(seasonOf(x))
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
				keys = append(keys, dateKey(incentive.Condition{Date: o, From: x.from, Until: x.until}))
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
			if !x.empty() {
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
		slices.SortStableFunc(list, func(a, b dated) int { return a.from.Compare(b.from) })
		s.pauses(list, dates[key], told)
		s.collisions(list, dates[key])
	}
}

// fewOf is how many times longer than a gap or an overlap the seasons beside it are, at least, for it to be taken for a
// mistake at the place where one was to end and the next to begin.
const fewOf = 4

// few reports whether a gap or an overlap is short beside the seasons next to it, of which one without a bound is the longest.
func few(days season, beside ...season) bool {
	return !slices.ContainsFunc(beside, func(x season) bool {
		return x.from.IsSet() && x.until.IsSet() && x.until.Sub(x.from) < fewOf*days.until.Sub(days.from)
	})
}

// pauses reports gaps between what is selected without a break that are short beside it: a longer one may be the pause
// between two seasons. Nothing is missed on days on which no deal counts.
func (s *subject) pauses(list []dated, date incentive.DateName, told map[string]bool) {
	var runs []season
	var last, next []dated // the ones with which each run ends and begins
	for _, x := range list {
		n := len(runs) - 1
		if n < 0 || runs[n].until.IsSet() && runs[n].until.Before(x.from) {
			runs, last, next = append(runs, x.season), append(last, x), append(next, x)
			continue
		}
		if runs[n].until.IsSet() && (!x.until.IsSet() || x.until.After(runs[n].until)) {
			runs[n].until, last[n] = x.until, x
		}
	}
	for n := 1; n < len(runs); n++ {
		a, b, gap := last[n-1], next[n], season{runs[n-1].until, runs[n].from}
		if !few(gap, runs[n-1], runs[n]) || told[a.place+" "+b.place] || s.onCount(gap, date).empty() {
			continue
		}
		told[a.place+" "+b.place] = true
		s.add(CodeHole, b.place,
			say("by the date %q, %q ends on %s and %q begins on %s: neither selects a deal of %s", "按日期 %q，%q 止于 %s，%q 始于 %s：%s 的交易两者均不选取", string(date), a.name, gap.from.AddDays(-1), b.name, gap.until, wording.Days(gap.period())),
			say(`let the first end where the second begins, on the first day that does not count for it any more: "until": %q`, `请让前者止于后者开始之日，即不再计入前者的第一天："until": %q`, gap.until.String()))
	}
}

// onCount returns the days of a season on which deals count, where it is the date by which they do.
func (s *subject) onCount(x season, date incentive.DateName) season {
	if date != s.plan.CreditDate {
		return x
	}
	return x.both(s.creditDays())
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
			both := a.both(b.season)
			changes := slices.ContainsFunc(list, func(x dated) bool { return x.from == a.until || x.until == b.from })
			if both.empty() || a.within(b.season) || b.within(a.season) || changes || !few(both, a.season, b.season) {
				continue
			}
			if both = s.onCount(both, date); !both.empty() && s.pays(a) && s.pays(b) {
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
func (s *subject) collide(a, b dated, both season, date incentive.DateName) {
	message := say("%q and %q divide deals by the date %q, and both pay a deal of %s", "%q 与 %q 按日期 %q 划分交易，而 %s 的交易由两者同时计付", a.name, b.name, string(date), wording.Days(both.period()))
	where := incentive.Condition{Date: date, From: both.from, Until: both.from.AddDays(1)}
	if worked, ok := s.paidBoth(s.plan.Components[a.component], s.plan.Components[b.component], where); ok {
		message = together(message, worked)
	}
	place := at(s.root, "components", max(a.component, b.component)) + ".when"
	s.add(CodeOverlap, place, message, say(`let the first end where the second begins: "until": %q`, `请让前者止于后者开始之日："until": %q`, b.from.String()))
}
