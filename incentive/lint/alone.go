package lint

import (
	"slices"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
)

// The names of an example.
const (
	exampleGroup = "example-group"
	examplePayee = "example"
)

// alone returns a plan of one component of the subject, so that it can be tried by itself: every deal that feeds its
// measures is credited and pays in full, windows are one commission period, and limits of single deals are left out.
// What the component pays for where its measures stand is the same. False: the component cannot be tried so, because
// it needs other payees or numbers of deals.
func (s *subject) alone(k incentive.Component) (incentive.Plan, bool) {
	if k.Contest != nil || k.Pool != nil || s.period.IsZero() || byNumbers(k) {
		return incentive.Plan{}, false
	}
	return s.isolated(k), true
}

// byNumbers tells whether a component needs numbers or days of deals.
func byNumbers(k incentive.Component) bool {
	return k.Table != nil && slices.ContainsFunc(k.Table.Dimensions, func(d incentive.Dimension) bool { return d.Number != "" || d.Days != nil })
}

// isolated returns the plan of [subject.alone], for a contest or a pool too.
func (s *subject) isolated(k incentive.Component) incentive.Plan {
	p := s.plan
	p.Credits, p.Measures, p.Caps, p.Conversion, p.Proration, p.Payout = nil, nil, nil, nil, nil, nil
	p.CreditDate, p.Order = incentive.Booked, incentive.BySequence
	k.When = nil
	k.Caps = slices.DeleteFunc(slices.Clone(k.Caps), func(c incentive.Cap) bool { return c.Per == incentive.PerCredit || c.Per == incentive.PerDeal })
	k.Floors = slices.DeleteFunc(slices.Clone(k.Floors), func(f incentive.Floor) bool { return f.Per == incentive.PerCredit })
	p.Components = []incentive.Component{k}
	for _, name := range k.Measures() {
		m := s.measures[name]
		if m.Base == incentive.BaseObservation {
			p.Measures = append(p.Measures, m)
			continue
		}
		if m.Window != incentive.PerTransaction {
			m.Window, m.Denominator = incentive.PerPeriod, ""
		}
		m.Credits = []string{groupOf(k, name)}
		p.Measures = append(p.Measures, m)
		if !slices.ContainsFunc(p.Credits, func(r incentive.CreditRule) bool { return r.Name == m.Credits[0] }) {
			p.Credits = append(p.Credits, incentive.CreditRule{
				Name: m.Credits[0], To: incentive.ToOwner, Share: kam.MustFraction("1"), Split: incentive.SplitCredit, Retires: new(true), Pays: new(true),
				When: &incentive.Condition{Attribute: exampleGroup, In: []string{m.Credits[0]}},
			})
		}
	}
	return p
}

// groupOf names the rule that feeds a measure in an example: the component's own and what its tiers divide share one,
// as they are about the same deals; every other measure has deals of its own.
func groupOf(k incentive.Component, name string) string {
	if name == k.Measure || name == axisOf(k) {
		return k.Measure
	}
	return name
}

// axisOf returns the measure that a component's tiers divide.
func axisOf(k incentive.Component) string {
	if k.Tiers != nil && k.Tiers.On != "" {
		return k.Tiers.On
	}
	return k.Measure
}

// or returns a name, or another one where there is none.
func or(name, usual string) string {
	if name == "" {
		return usual
	}
	return name
}
