package support

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm"
	"github.com/kam-go/kam/internal/wording"
)

// MaxRecords is the most records that are looked at once.
const MaxRecords = 5_000_000

// Conditions of [Terms.At].
var (
	// ErrRecords says that there are more than [MaxRecords] records.
	ErrRecords = errors.New("support: too many records")
	// ErrInstant says that the instant is not set.
	ErrInstant = errors.New("support: the instant is not set")
)

// Desk says how all requests stand at an instant. It is the caller's own.
type Desk struct {
	At time.Time `json:"at"`
	// Cases are the requests that something is promised to, the most pressing first: by the state of the clock that
	// presses most, then by its due instant, those without one last, then by ref.
	Cases []Case `json:"cases,omitempty"`
	// Escalations are the steps reached by requests that are open for what the step is of, by instant, then by ref, then
	// as the target lists them.
	Escalations []Escalation `json:"escalations,omitempty"`
	// Unmatched are requests to which nothing is promised, and Unclear those whose times contradict each other, or lie more
	// than [MaxSpan] days apart: neither counts anywhere. Both are by ref; Findings say why of the latter.
	Unmatched []crm.Ref    `json:"unmatched,omitempty"`
	Unclear   []crm.Ref    `json:"unclear,omitempty"`
	Findings  kam.Findings `json:"findings,omitempty"`

	terms *Terms
}

// Case is one request.
type Case struct {
	Request  crm.Ref `json:"request"`
	Number   string  `json:"number,omitempty"`
	Subject  string  `json:"subject,omitempty"`
	Account  string  `json:"account,omitempty"`
	Owner    string  `json:"owner,omitempty"`
	Level    string  `json:"level,omitempty"`
	Priority string  `json:"priority,omitempty"`
	// Target is the index of the target that holds for it.
	Target int `json:"target"`
	// Opened is when it came in, Resolved when it was resolved; zero: it is open. EverResolved says that it was resolved at
	// some time.
	Opened       time.Time `json:"opened"`
	Resolved     time.Time `json:"resolved,omitzero"`
	EverResolved bool      `json:"everResolved,omitempty"`
	// Reopened is how often it was opened again.
	Reopened int `json:"reopened,omitempty"`
	// Clocks are those of what is promised: response, then resolution.
	Clocks []Clock `json:"clocks"`
}

// Clock returns the clock of a promise, and false where it is not promised.
func (c Case) Clock(of Promise) (Clock, bool) {
	for _, x := range c.Clocks {
		if x.Of == of {
			return x, true
		}
	}
	return Clock{}, false
}

// pressing is the clock that presses most.
func (c Case) pressing() Clock {
	return slices.MinFunc(c.Clocks, func(a, b Clock) int {
		return cmp.Or(cmp.Compare(pressing(a.State), pressing(b.State)), zeroLast(a.Due, b.Due))
	})
}

func zeroLast(a, b time.Time) int {
	switch {
	case a.IsZero() == b.IsZero():
		return a.Compare(b)
	case a.IsZero():
		return 1
	}
	return -1
}

// Escalation is a step that is reached.
type Escalation struct {
	Request crm.Ref `json:"request"`
	Number  string  `json:"number,omitempty"`
	Subject string  `json:"subject,omitempty"`
	Account string  `json:"account,omitempty"`
	Step    Step    `json:"step"`
	// User is who is told; empty where the request has no owner or the owner no known manager, which a finding says.
	User string    `json:"user,omitempty"`
	At   time.Time `json:"at"`
	Due  time.Time `json:"due,omitzero"`
	Why  kam.Text  `json:"why"`

	index int
	from  time.Time
}

// At returns how the requests among the records stand at an instant. Records are requests and users, in any order and of
// any number of systems; of two with one ref the one modified later counts, deleted ones are none, other kinds are passed
// over. What happens after the instant is not seen, so that an earlier one can be looked at: waits that have not ended yet
// have no end, and requests that come in later are none.
//
// A request that was resolved without an answer before was answered when it was resolved first. An instant that is not set is
// [ErrInstant]; more than [MaxRecords] records wrap [ErrRecords], and a year without working-day data [kam.ErrNoHolidays].
func (t *Terms) At(at time.Time, records []crm.Record) (*Desk, error) {
	if at.IsZero() {
		return nil, ErrInstant
	}
	if len(records) > MaxRecords {
		return nil, fmt.Errorf("%w: %d, at most %d", ErrRecords, len(records), MaxRecords)
	}
	d := &Desk{At: at, terms: t}
	users := map[crm.Ref]*crm.User{}
	list := latest(records)
	for _, r := range list {
		if u, ok := r.Data.(*crm.User); ok {
			users[r.Ref] = u
		}
	}
	for _, r := range list {
		if q, ok := r.Data.(*crm.Request); ok && !q.Opened.After(at) {
			err := d.add(r.Ref, q, users)
			switch {
			case errors.Is(err, ErrSpan):
				d.unclear(r.Ref, say("its times lie more than %d days apart, or its target is more than that away", "时间跨度或目标时限超过 %d 天", MaxSpan))
			case err != nil:
				return nil, fmt.Errorf("support: %s: %w", r.Ref, err)
			}
		}
	}
	slices.SortFunc(d.Cases, func(a, b Case) int {
		x, y := a.pressing(), b.pressing()
		return cmp.Or(cmp.Compare(pressing(x.State), pressing(y.State)), zeroLast(x.Due, y.Due), a.Request.Compare(b.Request))
	})
	slices.SortFunc(d.Escalations, func(a, b Escalation) int {
		return cmp.Or(a.At.Compare(b.At), a.Request.Compare(b.Request), cmp.Compare(a.index, b.index))
	})
	return d, nil
}

// latest returns the records that are not deleted, each ref once, by ref.
func latest(records []crm.Record) []crm.Record {
	out := slices.Clone(records)
	slices.SortStableFunc(out, func(a, b crm.Record) int { return cmp.Or(a.Ref.Compare(b.Ref), a.Modified.Compare(b.Modified)) })
	kept := out[:0]
	for i, rec := range out {
		if i+1 < len(out) && out[i+1].Ref == rec.Ref || rec.Deleted || crm.KindOf(rec.Data) != rec.Ref.Kind {
			continue
		}
		kept = append(kept, rec)
	}
	return kept
}

// target returns the index of the target that holds for a request, and -1 when there is none.
func (t *Terms) target(r *crm.Request) int {
	for _, key := range [][2]string{{r.Level, r.Priority}, {r.Level, ""}, {"", r.Priority}, {"", ""}} {
		if i, ok := t.targets[key]; ok {
			return i
		}
	}
	return -1
}

func (d *Desk) add(ref crm.Ref, r *crm.Request, users map[crm.Ref]*crm.User) error {
	t := d.terms
	i := t.target(r)
	if i < 0 {
		d.Unmatched = append(d.Unmatched, ref)
		return nil
	}
	h, wrong := historyOf(r, d.At)
	if wrong != (kam.Text{}) {
		d.unclear(ref, wrong)
		return nil
	}
	target := t.agreement.Targets[i]
	c := Case{
		Request: ref, Number: r.Number, Subject: r.Subject, Account: r.Account, Owner: r.Owner, Level: r.Level, Priority: r.Priority, Target: i,
		Opened: h.opened, Resolved: h.resolved, EverResolved: h.ever(), Reopened: len(h.reopened),
	}
	hours := t.hours[target.Schedule]
	if target.Response > 0 {
		clock, err := t.clock(Response, target.Response, running(hours, h.opened, nil), h.opened, h.responded, d.At, target.Escalation)
		if err != nil {
			return err
		}
		c.Clocks = append(c.Clocks, *clock)
	}
	if target.Resolution > 0 {
		clock, err := t.resolution(target, hours, h, d.At)
		if err != nil {
			return err
		}
		if n := len(h.reopened); n > 0 && target.Reopened == ReopenedContinues && len(h.closed) == 0 {
			d.finding("resolution-unknown", ref, say("it was opened again, and the earlier resolution is not known: the clock has never stopped", "该工单曾重新打开，但早先的解决时间未知，计时未曾停止"),
				say("keep the earlier resolutions", "请保留早先的解决时间"))
		}
		c.Clocks = append(c.Clocks, *clock)
	}
	d.Cases = append(d.Cases, c)
	for _, clock := range c.Clocks {
		if !clock.State.Open() {
			continue
		}
		for j, at := range clock.steps {
			if !at.IsZero() {
				d.escalate(c, clock, j, at, users)
			}
		}
	}
	return nil
}

// resolution reads the clock of the resolution.
func (t *Terms) resolution(target Target, hours *hours, h history, at time.Time) (*Clock, error) {
	from, stops := h.opened, []window(nil)
	if target.Waiting == WaitingStops {
		stops = append(stops, h.pauses...)
	}
	if target.Reopened == ReopenedAnew && len(h.reopened) > 0 {
		from = h.reopened[len(h.reopened)-1]
	} else {
		stops = append(stops, h.closed...)
	}
	if !h.resolved.IsZero() { // a wait that goes on beyond the end stops nothing
		stops = slices.DeleteFunc(stops, func(w window) bool { return !w.from.Before(h.resolved) })
	}
	return t.clock(Resolution, target.Resolution, running(hours, from, stops), from, h.resolved, at, target.Escalation)
}

func (d *Desk) unclear(ref crm.Ref, why kam.Text) {
	d.Unclear = append(d.Unclear, ref)
	d.finding("unclear", ref, why, say("correct the times of the request", "请更正工单的时间"))
}

func (d *Desk) finding(code string, ref crm.Ref, message, remedy kam.Text) {
	d.Findings.Add(kam.Finding{Code: prefix + "." + code, Severity: kam.Warning, Place: ref.String(), Message: message, Remedy: remedy})
}

func (d *Desk) escalate(c Case, clock Clock, index int, at time.Time, users map[crm.Ref]*crm.User) {
	step := d.terms.agreement.Targets[c.Target].Escalation[index]
	e := Escalation{
		Request: c.Request, Number: c.Number, Subject: c.Subject, Account: c.Account, Step: step, At: at, Due: clock.Due, index: index, from: clock.From,
		Why: say("%s %% of the time for the %s is used up since %s", "%[2]s时限已于 %[3]s 用去 %[1]s%%", wording.Percent(step.At.Rat()), promiseText(clock.Of), d.terms.when(at)),
	}
	switch step.To {
	case ToOwner:
		e.User = c.Owner
	case ToManager:
		if u := users[crm.Ref{System: c.Request.System, Kind: crm.KindUser, ID: c.Owner}]; u != nil {
			e.User = u.Manager
		}
	case ToUser:
		e.User = step.User
	}
	if e.User == "" {
		d.finding("nobody", c.Request, say("an escalation reaches nobody: %s", "升级通知无人接收：%s", e.Why), say("give the request an owner, and the owner a manager", "请为工单指定负责人，并为负责人指定上级"))
	}
	d.Escalations = append(d.Escalations, e)
}

// In returns the cases with a clock in one of some states, in the order of the desk.
func (d *Desk) In(states ...State) []Case {
	var out []Case
	for _, c := range d.Cases {
		if slices.ContainsFunc(c.Clocks, func(x Clock) bool { return slices.Contains(states, x.State) }) {
			out = append(out, c)
		}
	}
	return out
}

// Breaches returns the cases that broke a promise, whether it was kept late or not yet.
func (d *Desk) Breaches() []Case { return d.In(Breached, Missed) }

// AtRisk returns the cases that are about to break one.
func (d *Desk) AtRisk() []Case { return d.In(AtRisk) }
