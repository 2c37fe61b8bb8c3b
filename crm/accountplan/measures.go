package accountplan

import (
	"cmp"
	"errors"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm"
)

// Metrics of [Review.Measures]. Those marked as ratio have numerator and denominator.
const (
	MetricCompleteness  = "accountplan.completeness"   // ratio, scope: the part, or empty for all
	MetricProgress      = "accountplan.progress"       // ratio, scope: the objective
	MetricReached       = "accountplan.reached"        // ratio of objectives
	MetricRoles         = "accountplan.roles-covered"  // ratio of roles, scope: the deal, or empty for the account
	MetricPeopleMet     = "accountplan.people-met"     // ratio of stakeholders
	MetricAttitude      = "accountplan.attitude"       // ratio: attitudes times influence by influence
	MetricNeeds         = "accountplan.needs-met"      // ratio, weighted
	MetricPenetration   = "accountplan.penetration"    // ratio of money, scope: the product, or empty for all
	MetricOpen          = "accountplan.whitespace"     // money, scope as above
	MetricWinRate       = "accountplan.win-rate"       // ratio of deals, scope: the rival, or empty for all
	MetricWinRateAmount = "accountplan.win-rate-money" // ratio of money in the plan's currency, scope as above
	MetricHighRisks     = "accountplan.high-risks"     // open risks that weigh as much as the policy says
	MetricActionsDone   = "accountplan.actions-done"   // ratio of actions
	MetricOverdue       = "accountplan.overdue"        // actions
)

// Metrics returns what [Review.Measures] measures, in the order above.
func Metrics() []kam.Metric {
	m := func(key, en, zh, unit string, d kam.Direction) kam.Metric {
		return kam.Metric{Key: key, Name: kam.Text{EN: en, ZH: zh}, Unit: unit, Direction: d}
	}
	up, down := kam.HigherIsBetter, kam.LowerIsBetter
	return []kam.Metric{
		m(MetricCompleteness, "completeness of the plan", "计划完整度", "points", up),
		m(MetricProgress, "progress of the objective", "目标进度", "points", up),
		m(MetricReached, "objectives reached", "目标达成率", "objectives", up),
		m(MetricRoles, "buying roles covered", "采购角色覆盖率", "roles", up),
		m(MetricPeopleMet, "stakeholders met", "干系人接触率", "people", up),
		m(MetricAttitude, "attitude by influence", "加权态度", "points", up),
		m(MetricNeeds, "needs met", "需求满足度", "points", up),
		m(MetricPenetration, "penetration", "渗透率", "", up),
		m(MetricOpen, "whitespace", "空白机会金额", "", down),
		m(MetricWinRate, "win rate", "赢单率", "deals", up),
		m(MetricWinRateAmount, "win rate by amount", "赢单率（按金额）", "", up),
		m(MetricHighRisks, "high risks", "高风险数", "risks", down),
		m(MetricActionsDone, "actions done", "行动完成率", "actions", up),
		m(MetricOverdue, "overdue actions", "逾期行动数", "actions", down),
	}
}

// Measure is a measured fact with the records that it rests on, by ref.
type Measure struct {
	kam.Observation
	Refs []crm.Ref `json:"refs,omitempty"`
}

// ErrMeasure says that measures are asked for nobody.
var ErrMeasure = errors.New("accountplan: measures need a subject")

// Measures returns how the plan stands as observations of the day of the review, about a subject, such as the kind
// "account" and its id; of win rates the months of the policy up to that day. They are ordered by metric and scope. What
// is not known is an unknown observation: the share of needs without priorities, the progress of what is not measured, and
// of the whitespace every sum in which a cell is unknown. Of ratios Count is the denominator where it counts things.
func (v *Review) Measures(subject kam.Subject) ([]Measure, error) {
	if subject.Kind == "" || subject.ID == "" {
		return nil, ErrMeasure
	}
	m := &meter{v: v, subject: subject}
	m.plan()
	m.people()
	m.money()
	m.deals()
	slices.SortFunc(m.out, func(a, b Measure) int { return cmp.Or(cmp.Compare(a.Metric, b.Metric), cmp.Compare(a.Scope, b.Scope)) })
	return m.out, nil
}

// meter collects measures.
type meter struct {
	v       *Review
	subject kam.Subject
	out     []Measure
}

// add writes a measure down, of the day of the review.
func (m *meter) add(metric, scope string, o kam.Observation, refs ...crm.Ref) {
	o.Subject, o.Metric, o.Scope, o.Source, o.AsOf = m.subject, metric, scope, prefix, m.v.AsOf
	if o.Period.IsZero() {
		o.Period = kam.Period{From: m.v.AsOf, Until: m.v.AsOf.AddDays(1)}
	}
	if o.Currency == "" && o.Unit == "" {
		for _, x := range Metrics() {
			if x.Key == metric {
				o.Unit = x.Unit
			}
		}
	}
	m.out = append(m.out, Measure{Observation: o, Refs: refsOf(refs)})
}

// ratio is an observation of a ratio; unknown when it is.
func ratio(r Ratio) kam.Observation {
	if !r.Known() {
		return kam.Observation{}
	}
	return kam.Observation{Numerator: decimal.NewNullDecimal(r.Num), Denominator: decimal.NewNullDecimal(r.Den)}
}

// counts is an observation of a ratio of things; unknown when there is none.
func counts(n, of int) kam.Observation {
	o := ratio(ofCounts(n, of))
	o.Count = int64(of)
	return o
}

// number is an observation of a number of things.
func number(n int) kam.Observation {
	return kam.Observation{Value: decimal.NewNullDecimal(decimal.NewFromInt(int64(n))), Count: int64(n)}
}

func (m *meter) plan() {
	v := m.v
	m.add(MetricCompleteness, "", ratio(v.Completeness.Share))
	for _, p := range v.Completeness.Parts {
		m.add(MetricCompleteness, string(p.Part), counts(p.Have, p.Of))
	}
	reached, known := 0, 0
	for _, p := range v.Objectives {
		m.add(MetricProgress, p.ID, ratio(p.Way))
		if p.Way.Known() {
			known++
		}
		if p.Status == Reached {
			reached++
		}
	}
	o := counts(reached, len(v.Objectives))
	if known < len(v.Objectives) {
		o = kam.Observation{Count: int64(len(v.Objectives))}
	}
	m.add(MetricReached, "", o)
	m.add(MetricNeeds, "", ratio(v.Fit.Share))
	high, done, late := 0, 0, 0
	for _, r := range v.Risks {
		if r.High {
			high++
		}
	}
	for _, a := range v.Actions {
		switch a.Status {
		case Done:
			done++
		case Overdue:
			late++
		default:
		}
	}
	m.add(MetricHighRisks, "", number(high))
	m.add(MetricActionsDone, "", counts(done, len(v.Actions)))
	m.add(MetricOverdue, "", number(late))
}

func (m *meter) people() {
	c := m.v.Coverage
	peopleOf := func(roles []RoleCover) []crm.Ref {
		var out []crm.Ref
		for _, r := range roles {
			out = append(out, r.People...)
			for _, p := range r.People {
				out = append(out, m.meeting(p)...)
			}
		}
		return out
	}
	m.add(MetricRoles, "", counts(coveredRoles(c.Roles), len(c.Roles)), peopleOf(c.Roles)...)
	for _, d := range c.Deals {
		m.add(MetricRoles, d.Deal.ID, counts(coveredRoles(d.Roles), len(d.Roles)), append(peopleOf(d.Roles), d.Deal)...)
	}
	var all []crm.Ref
	top, weight := 0, 0
	for _, s := range c.Stakeholders {
		all = append(append(all, s.Contact), m.meeting(s.Contact)...)
		if s.Attitude != nil && s.Influence > 0 {
			top += *s.Attitude * s.Influence
			weight += s.Influence
		}
	}
	m.add(MetricPeopleMet, "", counts(len(c.Met), len(c.Stakeholders)), all...)
	m.add(MetricAttitude, "", ratio(ofCounts(top, weight)))
}

// meeting is the last meeting with a contact, as a list of one or none.
func (m *meter) meeting(contact crm.Ref) []crm.Ref {
	list := m.v.book.meetings[contact.ID]
	if len(list) == 0 {
		return nil
	}
	return []crm.Ref{list[len(list)-1].ref}
}

func (m *meter) money() {
	w := m.v.Whitespace
	for _, sum := range append([]GridSum{w.Total}, w.Products...) {
		if sum.Cells == 0 {
			continue
		}
		var refs []crm.Ref
		for _, c := range w.Cells {
			if sum.ID == "" || c.Product == sum.ID {
				refs = append(refs, c.Orders...)
			}
		}
		open, share := kam.Observation{Currency: m.v.Plan.Currency}, kam.Observation{}
		if sum.Complete() {
			share = ratio(sum.Penetration())
			if usable(sum.Open) {
				open.Value = decimal.NewNullDecimal(sum.Open)
			}
		}
		share.Currency = m.v.Plan.Currency
		open.Count, share.Count = int64(sum.Known), int64(sum.Known)
		m.add(MetricOpen, sum.ID, open, refs...)
		m.add(MetricPenetration, sum.ID, share, refs...)
	}
}

func (m *meter) deals() {
	c, currency := m.v.Contest, m.v.Plan.Currency
	put := func(scope string, t Tally) {
		o := counts(t.Won, t.Won+t.Lost)
		o.Period = c.Period
		m.add(MetricWinRate, scope, o, t.Deals...)
		if currency == "" {
			return
		}
		o = ratio(t.RateByAmount(currency))
		o.Period, o.Currency, o.Count = c.Period, currency, int64(len(t.Deals))
		m.add(MetricWinRateAmount, scope, o, t.Deals...)
	}
	put("", c.All)
	for _, r := range c.Rivals {
		put(r.Rival, r.Tally)
	}
}
