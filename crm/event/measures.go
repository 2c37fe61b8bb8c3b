package event

import (
	"cmp"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm"
	"github.com/kam-go/kam/internal/wording"
)

// Metrics of [Outcome.Measures].
const (
	// MetricInvited counts who was invited; MetricAnswered is the share of them who answered, MetricAccepted who accepted.
	MetricInvited  = "event.invited"
	MetricAnswered = "event.answered"
	MetricAccepted = "event.accepted"
	// MetricAttended counts who came; MetricAttendedOfAccepted and MetricAttendedOfInvited are shares. Who may have come or
	// not is in neither number, or makes the rate unknown, as the policy says.
	MetricAttended           = "event.attended"
	MetricAttendedOfAccepted = "event.attended-of-accepted"
	MetricAttendedOfInvited  = "event.attended-of-invited"
	// MetricFollowedInTime is the share of follow-ups in time, of those in time, late or overdue; those still due are in
	// neither number. MetricFollowOverdue counts those overdue.
	MetricFollowedInTime = "event.followed-in-time"
	MetricFollowOverdue  = "event.follow-up-overdue"
	// MetricOpened and MetricAdvanced count deals of guests' accounts. MetricTouched is the share of accounts with such a
	// deal: with the scope "guests" of those that came, with "pairs/guests" and "pairs/others" of the two sides of the pairs.
	MetricOpened   = "event.opened"
	MetricAdvanced = "event.advanced"
	MetricTouched  = "event.touched"
	// Costs are the cost of the event by the number of guests, of guests followed up, and of deals opened.
	MetricCostPerGuest       = "event.cost-per-guest"
	MetricCostPerFollowUp    = "event.cost-per-follow-up"
	MetricCostPerOpportunity = "event.cost-per-opportunity"
)

// Scopes of [MetricTouched].
const (
	ScopeGuests      = "guests"
	ScopePairsGuests = "pairs/guests"
	ScopePairsOthers = "pairs/others"
)

// Metrics returns what [Outcome.Measures] measures.
func Metrics() []kam.Metric {
	m := func(key, en, zh, unit string, d kam.Direction) kam.Metric {
		return kam.Metric{Key: key, Name: kam.Text{EN: en, ZH: zh}, Unit: unit, Direction: d}
	}
	return []kam.Metric{
		m(MetricInvited, "guests invited", "邀约人数", "guests", kam.HigherIsBetter),
		m(MetricAnswered, "invitations answered", "邀约答复率", "guests", kam.HigherIsBetter),
		m(MetricAccepted, "invitations accepted", "邀约接受率", "guests", kam.HigherIsBetter),
		m(MetricAttended, "guests who came", "到场人数", "guests", kam.HigherIsBetter),
		m(MetricAttendedOfAccepted, "attendance of those who accepted", "接受邀约者到场率", "guests", kam.HigherIsBetter),
		m(MetricAttendedOfInvited, "attendance of those invited", "受邀者到场率", "guests", kam.HigherIsBetter),
		m(MetricFollowedInTime, "follow-ups in time", "按时跟进率", "guests", kam.HigherIsBetter),
		m(MetricFollowOverdue, "overdue follow-ups", "逾期未跟进人数", "guests", kam.LowerIsBetter),
		m(MetricOpened, "deals opened", "新增商机数", "deals", kam.HigherIsBetter),
		m(MetricAdvanced, "deals advanced", "推进商机数", "deals", kam.HigherIsBetter),
		m(MetricTouched, "accounts with a deal opened or advanced", "新增或推进商机的客户占比", "accounts", kam.HigherIsBetter),
		m(MetricCostPerGuest, "cost per guest", "人均活动成本", "", kam.LowerIsBetter),
		m(MetricCostPerFollowUp, "cost per guest followed up", "每位已跟进客户的活动成本", "", kam.LowerIsBetter),
		m(MetricCostPerOpportunity, "cost per deal opened", "每个新增商机的活动成本", "", kam.LowerIsBetter),
	}
}

// Measure is a measured fact with the records that it rests on, by ref.
type Measure struct {
	kam.Observation
	Refs []crm.Ref `json:"refs,omitempty"`
	// Left is how many invitations more belong to the figure, of which it is not known what they add.
	Left int64 `json:"left,omitempty"`
}

// tally adds up one figure.
type tally struct {
	subject       kam.Subject
	metric, scope string
	period        kam.Period
	num, den      int64
	ratio, known  bool
	cost          bool
	left          int64
	refs          []crm.Ref
}

// Measures returns the outcome as observations: of the event (subject kind "event"), and with the event as the scope of each
// user (kind "user"): answers and attendance for who invited, follow-ups for who makes them. They are ordered by subject,
// metric and scope. What is not over on the day
// is unknown: attendance before the event, deals and their cost before the end of the window. Costs are unknown where
// nobody states what the event cost in which currency; before guests have come, or deals were opened, they are divided by 0.
// Attendance rates of several events are combined with [kam.Combine].
func (o *Outcome) Measures() []Measure {
	self := kam.Subject{Kind: string(crm.KindEvent), ID: o.Event.ID}
	user := func(id string) kam.Subject { return kam.Subject{Kind: string(crm.KindUser), ID: id} }
	all := o.turnout(self, "", o.Guests)
	for id, list := range o.by(func(g Attendee) string { return g.By }) {
		all = append(all, o.turnout(user(id), o.Event.ID, list)...)
	}
	all = append(all, o.followed(self, "", o.Guests)...)
	for id, list := range o.by(func(g Attendee) string {
		if g.FollowUp.State == "" {
			return ""
		}
		return g.FollowUp.Owner
	}) {
		all = append(all, o.followed(user(id), o.Event.ID, list)...)
	}
	all = append(all, o.deals(self)...)
	units := map[string]string{}
	for _, m := range Metrics() {
		units[m.Key] = m.Unit
	}
	out := make([]Measure, 0, len(all))
	for _, t := range all {
		slices.SortFunc(t.refs, crm.Ref.Compare)
		m := Measure{Observation: kam.Observation{
			Subject: t.subject, Metric: t.metric, Scope: t.scope, Period: t.period, Unit: units[t.metric],
			Count: int64(len(t.refs)), Source: prefix, AsOf: o.AsOf,
		}, Refs: t.refs, Left: t.left}
		number := func(n int64) decimal.NullDecimal {
			return decimal.NullDecimal{Decimal: decimal.NewFromInt(n), Valid: t.known}
		}
		switch {
		case t.cost:
			m.Currency = o.Currency
			if t.known {
				m.Numerator, m.Denominator = o.Cost, number(t.den)
			}
		case t.ratio:
			m.Numerator, m.Denominator = number(t.num), number(t.den)
		default:
			m.Value = number(t.num)
		}
		out = append(out, m)
	}
	slices.SortFunc(out, func(a, b Measure) int {
		return cmp.Or(cmp.Compare(a.Subject.Kind, b.Subject.Kind), cmp.Compare(a.Subject.ID, b.Subject.ID), cmp.Compare(a.Metric, b.Metric), cmp.Compare(a.Scope, b.Scope))
	})
	return out
}

// by sorts guests by a name; those without one that can be a subject are left out.
func (o *Outcome) by(name func(Attendee) string) map[string][]Attendee {
	out := map[string][]Attendee{}
	for _, g := range o.Guests {
		if id := name(g); wording.IsName(id) {
			out[id] = append(out[id], g)
		}
	}
	return out
}

// refsOf are the invitations of guests that a condition picks.
func refsOf(guests []Attendee, pick func(Attendee) bool) []crm.Ref {
	var refs []crm.Ref
	for _, g := range guests {
		if pick(g) {
			refs = append(refs, g.Invitation)
		}
	}
	return refs
}

// settled reports whether a number is known of which so many are not.
func (o *Outcome) settled(unknown int64) bool {
	return o.Held && (unknown == 0 || o.rules.policy.Missing == MissingLeftOut)
}

func (o *Outcome) turnout(subject kam.Subject, scope string, guests []Attendee) []tally {
	var n Turnout
	for _, g := range guests {
		n.add(g)
	}
	of := func(metric string, num, den int64, ratio, known bool, left int64, pick func(Attendee) bool) tally {
		return tally{subject: subject, metric: metric, scope: scope, period: o.Days, num: num, den: den, ratio: ratio, known: known, left: left, refs: refsOf(guests, pick)}
	}
	all := func(Attendee) bool { return true }
	return []tally{
		of(MetricInvited, n.Invited, 0, false, true, 0, all),
		of(MetricAnswered, n.Accepted+n.Declined, n.Invited, true, true, 0, all),
		of(MetricAccepted, n.Accepted, n.Invited, true, true, 0, all),
		of(MetricAttended, n.Attended, 0, false, o.settled(n.Unknown), n.Unknown, func(g Attendee) bool { return g.Attendance == crm.Attended }),
		of(MetricAttendedOfInvited, n.Attended, n.Attended+n.Absent, true, o.settled(n.Unknown), n.Unknown, func(g Attendee) bool { return g.Attendance != "" }),
		of(MetricAttendedOfAccepted, n.AcceptedAttended, n.AcceptedAttended+n.AcceptedAbsent, true, o.settled(n.AcceptedUnknown), n.AcceptedUnknown,
			func(g Attendee) bool { return g.Attendance != "" && g.Answer == crm.Accepted }),
	}
}

func (o *Outcome) followed(subject kam.Subject, scope string, guests []Attendee) []tally {
	rate := tally{subject: subject, metric: MetricFollowedInTime, scope: scope, period: o.Days, ratio: true, known: o.Held}
	late := tally{subject: subject, metric: MetricFollowOverdue, scope: scope, period: o.Days, known: o.Held}
	for _, g := range guests {
		if s := g.FollowUp.State; s == "" || s == FollowDue {
			continue
		}
		rate.den++
		rate.refs = append(rate.refs, g.Invitation)
		switch g.FollowUp.State {
		case FollowInTime:
			rate.num++
		case FollowOverdue:
			late.num++
			late.refs = append(late.refs, g.Invitation)
		default:
		}
	}
	return []tally{rate, late}
}

func (o *Outcome) deals(self kam.Subject) []tally {
	e := o.Pipeline
	window := o.Days
	if o.Held {
		window = e.Window
	}
	over := o.Held && e.Over && o.settled(int64(len(e.Unclear)))
	of := func(metric, scope string) tally {
		return tally{subject: self, metric: metric, scope: scope, period: window, known: over, left: int64(len(e.Unclear))}
	}
	opened, advanced := of(MetricOpened, ""), of(MetricAdvanced, "")
	guests, ours, others := of(MetricTouched, ScopeGuests), of(MetricTouched, ScopePairsGuests), of(MetricTouched, ScopePairsOthers)
	touched := map[crm.Ref]bool{}
	for _, t := range e.Touched {
		touched[t.Account] = true
		into := &advanced
		if t.Opened {
			into = &opened
		}
		into.num++
		into.refs = append(into.refs, t.Deal)
	}
	guests.ratio, ours.ratio, others.ratio = true, true, true
	guests.num, guests.den, guests.refs = int64(len(touched)), int64(len(e.Accounts)), slices.Clone(e.Accounts)
	for _, p := range e.Pairs {
		ours.side(p.Guest)
		others.side(p.Other)
	}
	out := []tally{opened, advanced, guests, ours, others}
	return append(out, o.costs(of, opened)...)
}

// side adds one side of a pair.
func (t *tally) side(s Side) {
	t.den++
	t.refs = append(t.refs, s.Account)
	if s.Touched {
		t.num++
	}
}

// costs are the cost by what came of it.
func (o *Outcome) costs(of func(metric, scope string) tally, opened tally) []tally {
	stated := o.Cost.Valid && o.Currency != ""
	came := refsOf(o.Guests, func(g Attendee) bool { return g.Attendance == crm.Attended })
	met := refsOf(o.Guests, func(g Attendee) bool {
		return g.FollowUp.State == FollowInTime || g.FollowUp.State == FollowLate
	})
	guest, follow, deal := of(MetricCostPerGuest, ""), of(MetricCostPerFollowUp, ""), of(MetricCostPerOpportunity, "")
	guest.period, follow.period = o.Days, o.Days
	guest.den, guest.refs, guest.left = int64(len(came)), came, o.Turnout.Unknown
	follow.den, follow.refs, follow.left = int64(len(met)), met, o.Turnout.Unknown
	deal.den, deal.refs = opened.num, slices.Clone(opened.refs)
	guest.known = stated && o.settled(o.Turnout.Unknown)
	follow.known = guest.known && !slices.ContainsFunc(o.Guests, func(g Attendee) bool { return g.FollowUp.State == FollowDue })
	deal.known = stated && deal.known
	out := []tally{guest, follow, deal}
	for i := range out {
		out[i].cost = true
	}
	return out
}
