package followup

import (
	"cmp"
	"errors"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm"
	"github.com/kam-go/kam/internal/wording"
)

// Metrics of [Overview.Measures].
const (
	// MetricInCadence is the share of accounts all of whose rhythms are on time or due, of those that are to be met.
	MetricInCadence = "followup.in-cadence"
	// MetricOverdue counts rhythms that are overdue, MetricNever those without any contact.
	MetricOverdue = "followup.overdue"
	MetricNever   = "followup.never-contacted"
	// MetricUnowned counts accounts that nobody answers for.
	MetricUnowned = "followup.unowned"
	// MetricContacts counts contacts, MetricFrequency sets them against the accounts: contacts per account.
	MetricContacts  = "followup.contacts"
	MetricFrequency = "followup.contact-frequency"
)

// Metrics returns what [Overview.Measures] measures.
func Metrics() []kam.Metric {
	return []kam.Metric{
		{Key: MetricInCadence, Name: kam.Text{EN: "accounts in cadence", ZH: "按节奏跟进的客户占比"}, Unit: "accounts", Direction: kam.HigherIsBetter},
		{Key: MetricOverdue, Name: kam.Text{EN: "overdue follow-ups", ZH: "逾期跟进数"}, Unit: "follow-ups", Direction: kam.LowerIsBetter},
		{Key: MetricNever, Name: kam.Text{EN: "never contacted", ZH: "从未联系数"}, Unit: "follow-ups", Direction: kam.LowerIsBetter},
		{Key: MetricUnowned, Name: kam.Text{EN: "accounts without owner", ZH: "无负责人客户数"}, Unit: "accounts", Direction: kam.LowerIsBetter},
		{Key: MetricContacts, Name: kam.Text{EN: "contacts", ZH: "联系次数"}, Unit: "contacts", Direction: kam.HigherIsBetter},
		{Key: MetricFrequency, Name: kam.Text{EN: "contacts per account", ZH: "户均联系次数"}, Unit: "contacts", Direction: kam.HigherIsBetter},
	}
}

// Measure is a measured fact with the records that it rests on, by ref.
type Measure struct {
	kam.Observation
	Refs []crm.Ref `json:"refs,omitempty"`
}

// ErrMeasure says that measures are asked for nobody, or of no closed period.
var ErrMeasure = errors.New("followup: measures need a subject and a period with an end")

// gauge adds up one measure.
type gauge struct {
	num, den int64
	refs     []crm.Ref
}

type gaugeKey struct {
	subject       kam.Subject
	metric, scope string
}

// Measures returns how the follow-up stands as observations, of the whole and of each owner of an account as a subject of
// the kind "user", ordered by subject, metric and scope. In-cadence, overdue, never-contacted and unowned are of the day
// of the overview. Contacts and their frequency are of the period, with tier and cadence as the scope, "A/visit"; they
// are unknown when the period is not over on the day. A contact is counted for the owner of its account, once for each
// cadence it counts in. An account without a tier of the policy is not measured, but for unowned. An owner whose id is no
// name of 1 to 128 bytes is part of the whole alone.
func (o *Overview) Measures(whole kam.Subject, period kam.Period) ([]Measure, error) {
	if whole.Kind == "" || whole.ID == "" || period.Check() != nil || period.IsOpen() {
		return nil, ErrMeasure
	}
	all := map[gaugeKey]*gauge{}
	add := func(owner, metric, scope string, num, den int64, refs ...crm.Ref) {
		subjects := []kam.Subject{whole}
		if s := (kam.Subject{Kind: string(crm.KindUser), ID: owner}); wording.IsName(owner) && s != whole {
			subjects = append(subjects, s)
		}
		for _, s := range subjects {
			key := gaugeKey{s, metric, scope}
			g := all[key]
			if g == nil {
				g = new(gauge)
				all[key] = g
			}
			g.num, g.den = g.num+num, g.den+den
			g.refs = append(g.refs, refs...)
		}
	}
	late := map[crm.Ref]bool{}
	for _, l := range o.Lines {
		n := int64(0)
		if l.Status == Overdue {
			late[l.Account] = true
			n = 1
		}
		add(l.Owner, MetricOverdue, "", n, 0, one(n, l.Account)...)
		add(l.Owner, MetricNever, "", 0, 0)
	}
	for _, n := range o.Never {
		late[n.Account] = true
		add(n.Owner, MetricNever, "", 1, 0, n.Account)
		add(n.Owner, MetricOverdue, "", 0, 0)
	}
	add("", MetricUnowned, "", int64(len(o.Unowned)), 0)
	for _, u := range o.Unowned {
		add("", MetricUnowned, "", 0, 0, u.Account)
	}
	for _, c := range o.book.customers {
		i, ok := o.rules.tiers[c.account.Tier]
		if !ok {
			continue
		}
		good := int64(1)
		if late[c.ref] {
			good = 0
		}
		add(c.account.Owner, MetricInCadence, "", good, 1, c.ref)
		for _, cadence := range o.rules.policy.Tiers[i].Cadences {
			var refs []crm.Ref
			for _, x := range c.contacts {
				if period.Contains(x.on) && cadence.Counts.counts(x, o.AsOf) {
					refs = append(refs, x.ref)
				}
			}
			scope := c.account.Tier + "/" + cadence.Name
			add(c.account.Owner, MetricContacts, scope, int64(len(refs)), 0, refs...)
			add(c.account.Owner, MetricFrequency, scope, int64(len(refs)), 1, refs...)
		}
	}
	return o.measures(all, period), nil
}

func one(n int64, ref crm.Ref) []crm.Ref {
	if n == 0 {
		return nil
	}
	return []crm.Ref{ref}
}

func (o *Overview) measures(all map[gaugeKey]*gauge, period kam.Period) []Measure {
	units := map[string]string{}
	for _, m := range Metrics() {
		units[m.Key] = m.Unit
	}
	today := kam.Period{From: o.AsOf, Until: o.AsOf.AddDays(1)}
	out := make([]Measure, 0, len(all))
	for key, g := range all {
		slices.SortFunc(g.refs, crm.Ref.Compare)
		g.refs = slices.Compact(g.refs)
		m := Measure{Observation: kam.Observation{
			Subject: key.subject, Metric: key.metric, Scope: key.scope, Period: today, Unit: units[key.metric],
			Count: int64(len(g.refs)), Source: prefix, AsOf: o.AsOf,
		}, Refs: g.refs}
		known := true
		if key.metric == MetricContacts || key.metric == MetricFrequency {
			m.Period = period
			known = !period.Until.After(o.AsOf.AddDays(1))
		}
		num := decimal.NullDecimal{Decimal: decimal.NewFromInt(g.num), Valid: known}
		if key.metric == MetricInCadence || key.metric == MetricFrequency {
			m.Numerator, m.Denominator = num, decimal.NullDecimal{Decimal: decimal.NewFromInt(g.den), Valid: known}
		} else {
			m.Value = num
		}
		out = append(out, m)
	}
	slices.SortFunc(out, func(a, b Measure) int {
		return cmp.Or(cmp.Compare(a.Subject.Kind, b.Subject.Kind), cmp.Compare(a.Subject.ID, b.Subject.ID), cmp.Compare(a.Metric, b.Metric), cmp.Compare(a.Scope, b.Scope))
	})
	return out
}
