package lint

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/internal/num"
	"github.com/kam-go/kam/internal/wording"
)

// eligibility checks which deals rules and components select.
func (s *subject) eligibility() {
	for i, r := range s.plan.Credits {
		s.neverHolds(r.When, s.countingOf(r), at(s.root, "credits", i)+".when")
	}
	for i, k := range s.plan.Components {
		s.neverHolds(k.When, s.counting(k.Measure), at(s.root, "components", i)+".when")
	}
	s.twice()
	s.divided()
	s.dividedByDate()
	s.dividedByAttribute()
}

// neverHolds reports a condition that no deal meets, or none that counts.
func (s *subject) neverHolds(c *incentive.Condition, count counting, place string) {
	if _, found, tried := meets(counting{}, c); !tried {
		return
	} else if !found {
		s.add(CodeNeverHolds, place, say("no deal can meet the condition: every combination of what it asks was tried", "没有任何交易能满足该条件：已尝试其所涉及取值的全部组合"),
			say("correct its bounds or values", "请更正其界限或取值"))
		return
	}
	s.neverCounts(c, count, place)
}

// maxPairs is the largest number of pairs of rules that are compared.
const maxPairs = 500

// twice reports pairs of rules by which one deal is credited twice to one recipient for one measure.
func (s *subject) twice() {
	left := maxPairs
	reported := map[[2]int]bool{}
	for _, m := range s.plan.Measures {
		for i, a := range s.plan.Credits {
			for j := i + 1; j < len(s.plan.Credits); j++ {
				b := s.plan.Credits[j]
				if reported[[2]int{i, j}] || !slices.Contains(m.Credits, a.Name) || !slices.Contains(m.Credits, b.Name) || !sameRecipient(a, b) || !*a.Pays || !*b.Pays {
					continue
				}
				if left--; left < 0 {
					return
				}
				if d, found, _ := meets(s.countingOf(a), a.When, b.When); found {
					reported[[2]int{i, j}] = true
					s.creditedTwice(m, i, j, d)
				}
			}
		}
	}
}

// sameRecipient reports whether two rules credit the same people for a deal.
func sameRecipient(a, b incentive.CreditRule) bool {
	deals := func(r incentive.CreditRule) bool {
		return r.To != incentive.ToManager || r.Base == incentive.CreditAmount
	}
	return a.To == b.To && a.Role == b.Role && a.Level == b.Level && deals(a) && deals(b)
}

// creditedTwice reports two rules with a deal that both select, and what the engine pays for it.
func (s *subject) creditedTwice(m incentive.Measure, i, j int, d deal) {
	a, b := s.plan.Credits[i], s.plan.Credits[j]
	message := say("a deal%s is credited to the same recipient by %q and by %q, and both pay", "同一笔交易%s由 %q 与 %q 同时计给同一收款人，且均计提", s.told(d), a.Name, b.Name)
	if worked, ok := s.paidTwice(m, a, b, d); ok {
		message = together(message, worked)
	}
	s.add(CodeCreditedTwice, at(s.root, "credits", j), message,
		say(`give one of them a condition that the other excludes, or "pays": false`, `请为其中一条写互斥的条件，或写 "pays": false`))
}

// told describes a made-up deal.
func (s *subject) told(d deal) kam.Text {
	var parts []kam.Text
	for _, name := range slices.Sorted(maps.Keys(d.attributes)) {
		parts = append(parts, say("%s %s", "%s 为 %s", wording.Clip(name), wording.Quote(d.attributes[name])))
	}
	for _, name := range slices.Sorted(maps.Keys(d.numbers)) {
		parts = append(parts, say("%s %s", "%s 为 %s", wording.Clip(name), d.numbers[name]))
	}
	for _, name := range slices.Sorted(maps.Keys(d.days)) {
		if day := d.days[name]; day.IsSet() {
			parts = append(parts, say("%s %s", "%s 为 %s", string(name), day))
		} else {
			parts = append(parts, say("no date %q", "无 %q 日期", string(name)))
		}
	}
	if len(parts) == 0 {
		return kam.Text{}
	}
	return say(" with %s", "（%s）", wording.Join(parts))
}

// paidTwice says what the engine credits and pays for a deal that two rules select.
func (s *subject) paidTwice(m incentive.Measure, a, b incentive.CreditRule, d deal) (kam.Text, bool) {
	if a.To == incentive.ToManager || s.period.IsZero() {
		return kam.Text{}, false
	}
	t := s.dealOf(d)
	if a.To == incentive.ToRole {
		t.Owner, t.Participants = "", []incentive.Participant{{Payee: "somebody", Share: kam.MustFraction("1")}, {Payee: examplePayee, Role: a.Role, Share: kam.MustFraction("1")}}
	}
	base := map[incentive.Base]decimal.Decimal{incentive.BaseAmount: t.Amount, incentive.BaseMargin: t.Margin.Decimal, incentive.BaseCash: t.Cash.Decimal, incentive.BaseUnits: t.Units.Decimal, incentive.BaseCount: decimal.New(1, 0)}[m.Base]
	st, ok := s.statement(t)
	if !ok {
		return kam.Text{}, false
	}
	for _, k := range s.plan.Components {
		if k.Measure != m.Name {
			continue
		}
		lines, pay, credited := 0, decimal.Zero, decimal.Zero
		for l := range st.Lines() {
			if l.Component() == k.Name && l.Transaction() == t.ID && (l.Credit() == a.Name || l.Credit() == b.Name) {
				lines++
				pay, credited = pay.Add(l.Amount()), credited.Add(l.Base())
			}
		}
		if lines > 1 {
			return say("a deal of %s counts as %s in %q and pays %s", "%s 的交易在 %[3]q 中按 %[2]s 计算，计付 %[4]s",
				s.quantity(m.Name, base), s.quantity(m.Name, credited), k.Name, s.money(pay)), true
		}
	}
	return kam.Text{}, false
}

// dealOf makes a transaction of a made-up deal, with every quantity, and every date but those that it is said not to have.
func (s *subject) dealOf(d deal) incentive.Transaction {
	usual := decimal.New(10_000, 0)
	number := func(name string) decimal.Decimal {
		if x, ok := d.numbers[name]; ok {
			return x
		}
		return usual
	}
	on := func(name incentive.DateName) kam.Day {
		if day, ok := d.days[name]; ok {
			return day
		}
		return s.period.From
	}
	t := incentive.Transaction{
		ID: "1", Owner: examplePayee, Amount: number("amount"), Margin: decimal.NewNullDecimal(number("margin")), Units: decimal.NewNullDecimal(number("units")),
		Cash: decimal.NewNullDecimal(number("cash")), Booked: on(incentive.Booked), Invoiced: on(incentive.Invoiced), CashDate: on(incentive.CashReceived), Delivered: on(incentive.Delivered),
		Attributes: maps.Clone(d.attributes), Numbers: map[string]decimal.Decimal{},
	}
	for name, x := range d.numbers {
		if !slices.Contains([]string{"amount", "margin", "units", "cash"}, name) {
			t.Numbers[name] = x
		}
	}
	return t
}

// statement runs the whole plan on a deal of one payee, in the commission period in which it counts, with the quotas and
// the target incentive of examples.
func (s *subject) statement(t incentive.Transaction) (incentive.Statement, bool) {
	period, err := s.calendar.Containing(s.plan.Period, t.Date(s.plan.CreditDate))
	if err != nil || !s.plan.Effective.ContainsPeriod(period) {
		return incentive.Statement{}, false
	}
	program, err := incentive.Compile(incentive.Book{Plans: []incentive.Plan{s.plan}, Calendar: s.calendar})
	if err != nil {
		return incentive.Statement{}, false // a plan that looks at others cannot be run by itself
	}
	f := s.assumed()
	a := incentive.Assignment{Payee: examplePayee, Plan: s.plan.ID, Version: s.plan.Version, Period: s.plan.Effective, Target: incentive.Target{Amount: f.target, Per: s.plan.Period}}
	in := incentive.Inputs{Period: period, Transactions: incentive.Transactions([]incentive.Transaction{t})}
	rows := []kam.Period{period}
	if year, err := s.calendar.Containing(kam.Year, period.From); err == nil {
		if all, err := s.calendar.Split(year, s.plan.Period); err == nil {
			rows, a.Period = all, year
		}
	}
	seen := map[string]bool{}
	for _, m := range s.plan.Measures {
		if m.Base != incentive.BaseObservation {
			for _, row := range rows {
				a.Quotas = append(a.Quotas, incentive.Quota{Measure: m.Name, Period: row, Amount: f.quota[m.Name]})
			}
			continue
		}
		if !seen[m.Metric] {
			seen[m.Metric] = true
			in.Observations = append(in.Observations, kam.Observation{
				Subject: kam.Subject{Kind: "payee", ID: examplePayee}, Metric: m.Metric, Period: period, Value: decimal.NewNullDecimal(s.highestScore(m.Name)), Unit: "points",
			})
		}
	}
	in.Roster = incentive.Roster{Payees: []incentive.Payee{{ID: examplePayee}}, Assignments: []incentive.Assignment{a}}
	run, err := program.Run(context.Background(), in, incentive.RunOptions{Workers: 1})
	if err != nil {
		return incentive.Statement{}, false
	}
	return run.Statement(examplePayee, s.plan.ID)
}

// highestScore returns the highest bound that any component has for an observation.
func (s *subject) highestScore(measure string) decimal.Decimal {
	high := decimal.New(1, 0)
	for _, k := range s.plan.Components {
		high = decimal.Max(high, highest(k, measure))
	}
	return high
}

// part is a component or a rule that selects deals by a stretch of one number.
type part struct {
	interval
	name, place string
	// component is the index of the component; -1 for a rule.
	component int
}

// divided checks components of one measure, and rules of one measure and recipient, that divide deals by a number.
func (s *subject) divided() {
	groups := map[string][]part{}
	add := func(key, name, place string, component int, c *incentive.Condition) {
		if v, ok := intervalOf(c); ok && !v.empty() {
			key = fmt.Sprintf("%s\x02%s\x02%s", key, v.number, v.rest)
			groups[key] = append(groups[key], part{v, name, place + ".when", component})
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
		slices.SortStableFunc(list, func(a, b part) int { return compareLow(a.interval, b.interval) })
		for i := 1; i < len(list); i++ {
			a, b := list[i-1], list[i]
			if told[a.place+" "+b.place] {
				continue
			}
			told[a.place+" "+b.place] = true
			s.neighbours(a, b)
		}
	}
}

// compareLow orders stretches by where they begin.
func compareLow(a, b interval) int {
	switch {
	case !a.low.Valid && !b.low.Valid:
		return 0
	case !a.low.Valid:
		return -1
	case !b.low.Valid:
		return 1
	}
	if c := a.low.Decimal.Cmp(b.low.Decimal); c != 0 || a.lowIn == b.lowIn {
		return c
	}
	if a.lowIn {
		return -1
	}
	return 1
}

// neighbours reports two stretches that overlap without one lying in the other, or that leave a hole between them.
func (s *subject) neighbours(a, b part) {
	if !a.high.Valid || !b.low.Valid {
		return
	}
	both := a.both(b.interval)
	switch {
	case !both.empty():
		if a.component >= 0 && !a.within(b.interval) && !b.within(a.interval) {
			s.overlaps(a, b, both)
		}
	case a.high.Decimal.LessThan(b.low.Decimal) || !a.highIn && !b.lowIn:
		s.hole(a, b)
	}
}

// overlaps reports a stretch that two components select; rules are reported as crediting twice.
func (s *subject) overlaps(a, b part, both interval) {
	x := both.low.Decimal
	if !both.lowIn {
		x = both.high.Decimal
		if !both.highIn {
			x = both.low.Decimal.Add(both.high.Decimal).Mul(decimal.New(5, -1))
		}
	}
	message := say("%q and %q divide deals by %s, and both pay a deal with %s of %s", "%q 与 %q 按 %s 划分交易，而 %[4]s 为 %[5]s 的交易由两者同时计付", a.name, b.name, wording.Clip(a.number), wording.Clip(a.number), x)
	if worked, ok := s.paidBoth(s.plan.Components[a.component], s.plan.Components[b.component], incentive.Condition{Number: a.number, AtLeast: decimal.NewNullDecimal(x), AtMost: decimal.NewNullDecimal(x)}); ok {
		message = together(message, worked)
	}
	s.add(CodeOverlap, b.place, message, say(`let one include the bound and the other exclude it: "below": %q and "atLeast": %q`, `请一方包含该界限、另一方不包含："below": %q 与 "atLeast": %q`, num.Format(b.low.Decimal), num.Format(b.low.Decimal)))
}

// hole reports a stretch that neither of two neighbours selects.
func (s *subject) hole(a, b part) {
	x := a.high.Decimal.Add(b.low.Decimal).Mul(decimal.New(5, -1))
	s.add(CodeHole, b.place,
		say("%q ends at %s %s and %q begins at %s: neither selects a deal with %s of %s", "%q 止于 %[2]s %[3]s，%[4]q 始于 %[5]s：%[6]s 为 %[7]s 的交易两者均不选取", a.name, wording.Clip(a.number), a.high.Decimal, b.name, b.low.Decimal, wording.Clip(a.number), x),
		say(`let the first end where the second begins: "below": %q`, `请让前者止于后者开始处："below": %q`, num.Format(b.low.Decimal)))
}
