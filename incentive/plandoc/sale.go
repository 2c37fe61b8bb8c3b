package plandoc

import (
	"fmt"
	"math/big"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/internal/season"
	"github.com/kam-go/kam/internal/num"
)

// facts picks what a deal has so that a rule credits it and a component pays on it, its credit date among some days.
func (s *scenario) facts(k incentive.Component, m incentive.Measure, rule incentive.CreditRule, days season.Days) facts {
	f := facts{attributes: map[string]string{}, numbers: map[string]decimal.Decimal{}, days: map[incentive.DateName]season.Days{s.plan.CreditDate: days}}
	if k.Measure == m.Name {
		f.satisfy(k.When, true)
		f.dimensions(k.Table)
	}
	f.satisfy(rule.When, true)
	s.below(&f, rule)
	return f
}

// sell adds the deals that credit the payee by a rule.
func (s *scenario) sell(k incentive.Component, m incentive.Measure, rule incentive.CreditRule, size *big.Rat) {
	f := s.facts(k, m, rule, season.Days(s.inputs.Period))
	scale := rule.Share.Rat()
	if rule.Factor != nil {
		if values := sortedKeys(rule.Factor.Values); len(values) > 0 {
			if f.attributes[rule.Factor.By] == "" {
				f.attributes[rule.Factor.By] = values[0]
			}
			if x, ok := rule.Factor.Values[f.attributes[rule.Factor.By]]; ok {
				scale = new(big.Rat).Mul(scale, num.Rat(x))
			}
		}
	}
	if k.Measure == m.Name {
		s.scale = scale
	}
	if scale.Sign() > 0 {
		size = new(big.Rat).Quo(size, scale)
	}
	others := rule.To == incentive.ToOwner && k.Measure == m.Name && (k.Contest != nil || k.Pool != nil)
	n := 1
	if m.Base == incentive.BaseCount {
		n = int(min(max(num.RoundRat(size, 0, num.Up).IntPart(), 1), 200))
	}
	if others && m.Base != incentive.BaseCount { // two deals against one, so that counts do not tie
		rest := new(big.Rat).Mul(size, big.NewRat(1, 4))
		s.deal(m, rule, f, rest, s.self)
		size = new(big.Rat).Sub(size, rest)
	}
	for range n {
		s.deal(m, rule, f, size, s.self)
	}
	if others {
		s.enrol(exampleMate, s.plan)
		s.deal(m, rule, f, new(big.Rat).Mul(size, big.NewRat(3, 5)), exampleMate)
	}
}

// below picks facts so that the deals of others pay what an override takes its part of.
func (s *scenario) below(f *facts, rule incentive.CreditRule) {
	for _, p := range s.w.program.Plans() {
		for _, k := range p.Components {
			if !slices.Contains(rule.Of, k.Name) && !slices.Contains(rule.Of, p.ID+"/"+k.Name) {
				continue
			}
			f.satisfy(k.When, true)
			f.dimensions(k.Table)
			for _, m := range p.Measures {
				for _, c := range p.Credits {
					if m.Name == k.Measure && slices.Contains(m.Credits, c.Name) {
						f.satisfy(c.When, true)
					}
				}
			}
		}
		for _, c := range p.Credits {
			if c.Factor == nil || f.attributes[c.Factor.By] != "" {
				continue
			}
			if values := sortedKeys(c.Factor.Values); len(values) > 0 {
				f.attributes[c.Factor.By] = values[0]
			}
		}
	}
}

// deal adds one deal.
func (s *scenario) deal(m incentive.Measure, rule incentive.CreditRule, f facts, size *big.Rat, payee string) {
	x := num.RoundRat(size, 0, num.Up)
	t := incentive.Transaction{ID: fmt.Sprint(len(s.deals) + 1), Amount: x, Currency: s.plan.Currency, Attributes: f.attributes, Numbers: map[string]decimal.Decimal{}}
	margin, cash, units := x.Mul(decimal.New(25, -2)), x, decimal.NewFromInt(10)
	switch m.Base {
	case incentive.BaseMargin:
		t.Amount, margin = x.Mul(decimal.NewFromInt(4)), x
	case incentive.BaseUnits:
		t.Amount, units = x.Mul(decimal.NewFromInt(100)), x
	case incentive.BaseCount:
		t.Amount = decimal.NewFromInt(1000)
	default: // the size is the amount
	}
	for name, d := range f.numbers {
		switch name {
		case "amount":
			t.Amount = d
		case "margin":
			margin = d
		case "cash":
			cash = d
		case "units":
			units = d
		default:
			t.Numbers[name] = d
		}
	}
	t.Margin, t.Cash, t.Units = decimal.NewNullDecimal(margin), decimal.NewNullDecimal(cash), decimal.NewNullDecimal(units)
	f.dates(&t, s.plan.CreditDate, s.inputs.Period)
	s.owned(&t, rule, payee)
	s.deals = append(s.deals, t)
}

// owned gives a deal the people whom a rule asks for.
func (s *scenario) owned(t *incentive.Transaction, rule incentive.CreditRule, payee string) {
	switch rule.To {
	case incentive.ToRole:
		t.Participants = []incentive.Participant{{Payee: exampleThird, Share: kam.Whole()}, {Payee: payee, Role: rule.Role, Share: kam.Whole()}}
		s.known(exampleThird)
	case incentive.ToManager:
		t.Owner = exampleThird
		if fresh := s.known(exampleThird); fresh && len(rule.Of) > 0 {
			s.earner(rule)
		}
		below := exampleThird
		for level := 1; level <= rule.Level; level++ {
			above := payee
			if level < rule.Level {
				above = fmt.Sprint(exampleMiddle, level)
				s.known(above)
			}
			s.inputs.Roster.Reporting = append(s.inputs.Roster.Reporting, incentive.ReportingLine{Payee: below, Manager: above, Period: s.plan.Effective})
			below = above
		}
	default:
		t.Owner = payee
	}
}

// known lists a payee once and reports whether it is new.
func (s *scenario) known(payee string) bool {
	if slices.ContainsFunc(s.inputs.Roster.Payees, func(p incentive.Payee) bool { return p.ID == payee }) {
		return false
	}
	s.inputs.Roster.Payees = append(s.inputs.Roster.Payees, incentive.Payee{ID: payee})
	return true
}

// earner assigns the owner of a deal to a plan that has a component whose commission is credited.
func (s *scenario) earner(rule incentive.CreditRule) {
	for _, p := range s.w.program.Plans() {
		for _, k := range p.Components {
			if slices.Contains(rule.Of, k.Name) || slices.Contains(rule.Of, p.ID+"/"+k.Name) {
				payees := s.inputs.Roster.Payees
				s.inputs.Roster.Payees = slices.DeleteFunc(slices.Clone(payees), func(x incentive.Payee) bool { return x.ID == exampleThird })
				s.enrol(exampleThird, p)
				return
			}
		}
	}
}
