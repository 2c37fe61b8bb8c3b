package lint

import (
	"fmt"
	"maps"
	"math/big"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/internal/num"
	"github.com/kam-go/kam/internal/wording"
)

// Check returns what is legal and unwise in the plans of a book, ordered by place and code, each finding with worked
// numbers from the engine that pays. Places are those of [incentive.Compile]: "$" is the plan when the book has one,
// "$.plans[1]" its second otherwise.
//
// A book that does not compile gives the findings of Compile, errors among them, and nothing else; the warnings of a
// book that does are part of the result. A policy that is not usable gives its own faults and nothing else.
func Check(book incentive.Book, policy Policy) kam.Findings {
	l, found := begin(book, policy)
	if l == nil {
		return found
	}
	l.plans()
	return l.found.Sorted()
}

// CheckRoster returns what [Check] returns, and what the quotas and target incentives of a roster show besides: pay at
// exactly 100 % of every quota beside the target incentive, quotas of zero, and targets that are missing. Quotas count
// as they are stated, before proration, ramps and reliefs. Places in the roster begin with "$.roster".
func CheckRoster(book incentive.Book, roster incentive.Roster, policy Policy) kam.Findings {
	l, found := begin(book, policy)
	if l == nil {
		return found
	}
	l.plans()
	l.roster(roster)
	return l.found.Sorted()
}

// linter collects what is found in one book.
type linter struct {
	policy   settings
	book     incentive.Book
	program  *incentive.Program
	calendar *kam.Calendar
	subjects []*subject
	found    kam.Findings
}

// begin compiles a book; a nil linter comes with findings that are all there is to say.
func begin(book incentive.Book, policy Policy) (*linter, kam.Findings) {
	if found := policy.faults(); found.HasErrors() {
		return nil, found.Sorted()
	}
	program, err := incentive.Compile(book)
	if err != nil {
		return nil, refused(err)
	}
	l := &linter{policy: policy.settings(), book: book, program: program, calendar: program.Calendar()}
	l.found.Merge(program.Warnings())
	for i, p := range book.Plans {
		s := &subject{linter: l, plan: incentive.Expand(p), root: "$"}
		if len(book.Plans) > 1 {
			s.root = fmt.Sprintf("$.plans[%d]", i)
		}
		s.measures = make(map[string]incentive.Measure, len(s.plan.Measures))
		for _, m := range s.plan.Measures {
			s.measures[m.Name] = m
		}
		l.subjects = append(l.subjects, s)
	}
	l.unknownMeasures()
	return l, nil
}

// unknownMeasures reports limits of the policy for measures that no plan has.
func (l *linter) unknownMeasures() {
	for _, name := range slices.Sorted(maps.Keys(l.policy.highest)) {
		if !slices.ContainsFunc(l.subjects, func(s *subject) bool { return s.measures[name].Name == name }) {
			l.weigh(kam.Warning, CodePolicy, "policy.highest."+wording.Clip(name), say("no plan has a measure %s", "没有方案包含指标 %s", wording.Quote(name)),
				say("use the name of a measure", "请使用指标的名称"))
		}
	}
}

// plans checks every plan of the book.
func (l *linter) plans() {
	for _, s := range l.subjects {
		s.check()
	}
}

// subject is one plan under test, with its readings written out.
type subject struct {
	*linter
	plan     incentive.Plan
	root     string
	measures map[string]incentive.Measure
	// period is the first whole commission period of the plan, unset when there is none.
	period kam.Period
}

// check reports everything about one plan.
func (s *subject) check() {
	s.findPeriod()
	s.feeding()
	s.weights()
	s.shares()
	s.eligibility()
	s.zeroQuotas()
	s.planCaps()
	told := map[string]bool{}
	for i, k := range s.plan.Components {
		s.component(k, at(s.root, "components", i))
		s.readings(k, at(s.root, "components", i), told)
	}
	s.payoutReadings()
	s.rounding()
	s.debts()
}

// component reports everything about one component by itself.
func (s *subject) component(k incentive.Component, root string) {
	s.nothing(k, root)
	s.fund(k, root)
	s.steps(k, root)
	s.highRates(k, root)
	s.gates(k, root)
	s.caps(k, root)
	if t := s.trialOf(k); t != nil {
		s.edges(t, k, root)
		s.atTarget(t, k, root)
	}
}

// add reports a finding, unless the policy switches its code off.
func (l *linter) add(code Code, place string, message, remedy kam.Text, evidence ...kam.Evidence) {
	l.weigh(code.severity(), code, place, message, remedy, evidence...)
}

func (l *linter) weigh(severity kam.Severity, code Code, place string, message, remedy kam.Text, evidence ...kam.Evidence) {
	if l.policy.off[code] {
		return
	}
	l.found.Add(kam.Finding{Code: string(code), Severity: severity, Place: place, Message: message, Remedy: remedy, Evidence: evidence})
}

// findPeriod finds the first whole commission period that the plan covers.
func (s *subject) findPeriod() {
	day := s.plan.Effective.From
	for range 2 {
		p, err := s.calendar.Containing(s.plan.Period, day)
		if err != nil {
			break
		}
		if s.plan.Effective.ContainsPeriod(p) {
			s.period = p
			return
		}
		day = p.Until
	}
	s.add(CodeNoPeriod, s.root+".effective",
		say("the plan is effective for %s, which holds no whole commission period", "方案有效期为 %s，其中没有完整的结算期", wording.Days(s.plan.Effective)),
		say("let it start with the first day of a commission period and cover it whole", "请自结算期首日起生效，并覆盖整个结算期"))
}

// money writes an amount of the plan's currency.
func (s *subject) money(d decimal.Decimal) kam.Text {
	return wording.Same(wording.Amount(d, s.plan.Currency.MinorUnits()) + " " + string(s.plan.Currency))
}

// exactly writes an amount in full when it has at most six decimals, else rounded to four with a leading "≈".
func (s *subject) exactly(r *big.Rat) kam.Text {
	if places, finite := r.FloatPrec(); finite && places <= 6 {
		return s.money(num.RoundRat(r, 6, num.HalfUp))
	}
	about := s.money(num.RoundRat(r, maxDecimals, num.HalfUp))
	return kam.Text{EN: "≈" + about.EN, ZH: "≈" + about.ZH}
}

// fact is one number behind a finding.
func fact(name string, d decimal.Decimal) kam.Evidence {
	return kam.Evidence{Name: name, Value: num.Format(d)}
}

// percent writes a share as per cent, exactly.
func percent(d decimal.Decimal) kam.Text {
	x := num.Format(d.Shift(2))
	return kam.Text{EN: x + " %", ZH: x + "%"}
}
