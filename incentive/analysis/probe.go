package analysis

import (
	"cmp"
	"context"
	"errors"
	"math/big"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
)

// probe runs the deals as they are stated, so that quotas, target incentives and observations are exactly those of a
// run, and whatever holds the payee is found.
func (m *model) probe(f *faults) {
	run, err := m.program.Run(context.Background(), m.inputs(func(t incentive.Transaction) incentive.Transaction { return t }, nil), incentive.RunOptions{Workers: 1})
	if err != nil {
		var invalid *kam.InvalidError
		if !errors.As(err, &invalid) {
			f.Add(string(CodeHeld), "run", say("the inputs cannot be run: %s", "输入无法运行：%s", quote(err.Error())), kam.Text{})
			return
		}
		f.Take("", invalid.Findings)
		return
	}
	s, ok := run.Statement(m.payee, m.plan.ID)
	if !ok {
		for h := range run.Held() {
			if h.Payee.ID == m.payee {
				f.Take("", h.Findings)
			}
		}
		f.Add(string(CodeHeld), "run", say("a run holds the payee", "运行会暂缓该人员"), say("see the other findings", "见其他发现"))
		return
	}
	cal := m.program.Calendar()
	for _, x := range m.plan.Measures {
		quota, fixed := s.ExactQuota(x.Name)
		if quota != nil {
			m.quotas[x.Name] = quota
		}
		if fixed != nil {
			m.fixed[x.Name] = fixed
		}
		for _, p := range []kam.Period{window(cal, x, m.q.Period), against(cal, x, m.q.Period)} {
			if target, ok := s.ExactTarget(p); ok {
				m.targets[p] = target
			}
		}
		if x.Base == incentive.BaseObservation {
			m.observe(x)
		}
	}
	if target, ok := s.ExactTarget(m.q.Period); ok {
		m.targets[m.q.Period] = target
	}
}

// observe takes the latest revision of a measure's observation.
func (m *model) observe(x incentive.Measure) {
	var revision int64
	for _, o := range m.q.Observations {
		mine := o.Subject.ID == "" || o.Subject.Kind == "payee" && o.Subject.ID == m.payee
		current := o.Period == (kam.Period{}) || o.Period == m.q.Period
		if mine && current && o.Metric == x.Metric && o.Value.Valid && (m.observed[x.Name] == nil || o.Revision > revision) {
			m.observed[x.Name], revision = o.Value.Decimal.Rat(), o.Revision
		}
	}
}

// inputs are those of a run in which the profile's deals are what change makes of them, and the axis's observation is
// value unless that is nil.
func (m *model) inputs(change func(incentive.Transaction) incentive.Transaction, value *decimal.Decimal) incentive.Inputs {
	in := incentive.Inputs{Period: m.q.Period}
	in.Roster.Payees = append(in.Roster.Payees, incentive.Payee{ID: m.payee})
	for _, p := range m.q.Payees {
		if p.ID != m.payee {
			in.Roster.Payees = append(in.Roster.Payees, p)
		}
	}
	in.Roster.Assignments = []incentive.Assignment{m.q.Assignment}
	in.Roster.Reporting = m.q.Reporting
	var deals []incentive.Transaction
	for _, d := range m.deals {
		t := d.Transaction
		if d.scaled {
			t = change(t)
		}
		deals = append(deals, t)
	}
	in.Transactions = incentive.Transactions(deals)
	for _, o := range m.q.Observations {
		if o.Subject.ID == "" {
			o.Subject = kam.Subject{Kind: "payee", ID: m.payee}
		}
		if o.Period == (kam.Period{}) {
			o.Period = m.q.Period
		}
		if m.axis.Base == incentive.BaseObservation && o.Metric == m.axis.Metric && o.Subject.ID == m.payee {
			continue
		}
		in.Observations = append(in.Observations, o)
	}
	if m.axis.Base == incentive.BaseObservation {
		if value == nil {
			value = &decimal.Zero
		}
		in.Observations = append(in.Observations, kam.Observation{
			Subject: kam.Subject{Kind: "payee", ID: m.payee}, Metric: m.axis.Metric, Period: m.q.Period,
			Value: decimal.NewNullDecimal(*value), Source: "analysis", Revision: 1,
		})
	}
	for _, p := range m.q.Positions {
		p.Payee, p.Plan = cmp.Or(p.Payee, m.payee), cmp.Or(p.Plan, m.plan.ID)
		in.Opening.Positions = append(in.Opening.Positions, p)
	}
	return in
}

// opening is where a measure stands before the first deal.
func (m *model) opening(x incentive.Measure) *big.Rat {
	at := new(big.Rat)
	if stretch(x.Window) == "" {
		return at
	}
	for _, p := range m.q.Positions {
		if p.Measure == x.Name && cmp.Or(p.Payee, m.payee) == m.payee && cmp.Or(p.Plan, m.plan.ID) == m.plan.ID {
			at.Add(at, p.Value.Rat())
		}
	}
	return at
}
