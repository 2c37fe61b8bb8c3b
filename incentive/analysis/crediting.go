package analysis

import (
	"fmt"
	"math/big"
	"slices"

	"github.com/kam-go/kam/internal/num"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
)

// gather finds what the rules of the plan credit the payee with, in the plan's order of deals, then of rules. A rule
// that asks for the size of a deal of the profile is asked again at each place of the axis.
func (m *model) gather(f *faults) {
	for i := range m.deals {
		d := &m.deals[i]
		if !m.counts(d.date) {
			continue
		}
		for j := range m.plan.Credits {
			rule := &m.plan.Credits[j]
			for _, r := range m.recipients(rule, d) {
				c, ok := m.credit(i, j, r, f)
				if ok {
					m.credits = append(m.credits, c)
				}
			}
		}
	}
}

// recipient is the payee's part in a deal by one rule.
type recipient struct {
	participant int
	share       *big.Rat
}

// credit weighs one credit; false where there is none.
func (m *model) credit(at, of int, r recipient, f *faults) (credit, bool) {
	d, rule := &m.deals[at], &m.plan.Credits[of]
	if !asksSize(rule.When) {
		e := evaluation{model: m}
		if !e.holds(rule.When, d) {
			return credit{}, false
		}
	}
	factor := big.NewRat(1, 1)
	if rule.Factor != nil {
		text := rule.Factor.Other
		if v, ok := rule.Factor.Values[d.Attributes[rule.Factor.By]]; ok {
			factor = v.Rat()
		} else if text == "exclude" {
			return credit{}, false
		} else if v, err := num.Parse(text); err == nil {
			factor = v.Rat()
		}
	}
	share := new(big.Rat).Mul(r.share, rule.Share.Rat())
	c := credit{deal: at, rule: of, participant: r.participant, scale: new(big.Rat).Mul(share, factor), payShare: big.NewRat(1, 1)}
	if rule.Split == incentive.SplitPayout {
		c.scale, c.payShare = factor, share
	}
	if c.scale.Sign() < 0 {
		f.Add(string(CodeNegative), fmt.Sprintf("plan.credits[%d].factor", of), say("%s counts %s with a factor below zero", "%s 以小于零的系数计入 %s", quote(rule.Name), quote(d.ID)), say("leave the deal out of the profile", "请从交易构成中剔除该交易"))
		return credit{}, false
	}
	return c, true
}

// counts reports whether a day lies in the assignment and in the widest window of the plan.
func (m *model) counts(day kam.Day) bool {
	return day.IsSet() && m.q.Assignment.Period.Contains(day) && slices.ContainsFunc(m.plan.Measures, func(x incentive.Measure) bool {
		return m.windows[x.Window].Contains(day)
	})
}

// feeds reports whether a credit counts for a measure.
func (m *model) feeds(c *credit, x incentive.Measure) bool {
	return slices.Contains(x.Credits, m.plan.Credits[c.rule].Name) && m.windows[x.Window].Contains(m.deals[c.deal].date)
}

// recipients are the parts in a deal for which a rule credits the payee.
func (m *model) recipients(rule *incentive.CreditRule, d *deal) []recipient {
	participants := d.Participants
	if d.Owner != "" {
		participants = append([]incentive.Participant{{Payee: d.Owner, Share: kam.Whole()}}, participants...)
	}
	var found []recipient
	for i, p := range participants {
		owner := p.Role == "" || p.Role == "owner"
		r := recipient{i, p.Share.Rat()}
		switch rule.To {
		case incentive.ToOwner:
			if owner && p.Payee == m.payee {
				found = append(found, r)
			}
		case incentive.ToRole:
			if !owner && p.Role == rule.Role && p.Payee == m.payee {
				found = append(found, r)
			}
		case incentive.ToManager:
			if owner && m.manages(p.Payee, rule, d.date) {
				found = append(found, r)
			}
		}
	}
	return found
}

// manages reports whether the payee is the manager whom a rule credits for an owner on a day.
func (m *model) manages(owner string, rule *incentive.CreditRule, on kam.Day) bool {
	seen := map[string]bool{owner: true}
	at := owner
	for level := 0; level < rule.Level; {
		manager, ok := m.managerOf(at, on)
		if !ok || seen[manager] {
			return false
		}
		seen[manager] = true
		at = manager
		if rule.Vacancy == incentive.VacancyHouse || !m.open(manager) {
			level++
		}
	}
	return at == m.payee
}

func (m *model) managerOf(payee string, on kam.Day) (string, bool) {
	for _, l := range m.q.Reporting {
		if l.Payee == payee && l.Period.Contains(on) {
			return l.Manager, true
		}
	}
	return "", false
}

func (m *model) open(payee string) bool {
	return payee != m.payee && slices.ContainsFunc(m.q.Payees, func(p incentive.Payee) bool { return p.ID == payee && p.Open })
}

// asksSize reports whether a condition asks for a number that the size of a deal decides.
func asksSize(c *incentive.Condition) bool {
	if c == nil {
		return false
	}
	ask := func(of incentive.Condition) bool { return asksSize(&of) }
	return isSize(c.Number) || asksSize(c.Not) || slices.ContainsFunc(c.All, ask) || slices.ContainsFunc(c.Any, ask)
}

func isSize(number string) bool {
	switch number {
	case "amount", "margin", "units", "cash":
		return true
	default:
		return false
	}
}
