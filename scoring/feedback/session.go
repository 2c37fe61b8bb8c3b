package feedback

import (
	"errors"
	"fmt"
	"slices"

	"github.com/kam-go/kam"
)

// State is how far a session has come. It follows from the days of a [Session].
type State string

// States of a session, in order.
const (
	StatePlanned    State = "planned"
	StateHeld       State = "held"
	StateFollowedUp State = "followed-up"
	StateClosed     State = "closed"
)

// ErrState is wrapped by every [*StateError].
var ErrState = errors.New("feedback: not possible in this state")

// StateError says that a step of a session was refused; it is always handed out as a pointer and wraps [ErrState].
type StateError struct {
	// Session is its ID, Step what was tried: "hold", "follow up" or "close".
	Session, Step string
	// State is the state it was in.
	State State
	// Why says what stood against it.
	Why kam.Text
}

// Error returns the whole in English.
func (e *StateError) Error() string { return "feedback: " + e.In(kam.English) }

// In returns in l which step of which session was refused, in which state, and why.
func (e *StateError) In(l kam.Lang) string {
	steps := map[string]string{"hold": "面谈", "follow up": "跟进", "close": "关闭"}
	states := map[State]string{StatePlanned: "待面谈", StateHeld: "已面谈", StateFollowedUp: "已跟进", StateClosed: "已关闭"}
	return kam.Text{
		EN: fmt.Sprintf("session %s: cannot %s what is %s: %s", quote(e.Session), e.Step, e.State, e.Why.EN),
		ZH: fmt.Sprintf("面谈 %s %s，无法%s：%s", quote(e.Session), states[e.State], steps[e.Step], e.Why.ZH),
	}.In(l)
}

// Unwrap returns [ErrState].
func (e *StateError) Unwrap() error { return ErrState }

// MaxList is how many participants and actions a session may have, and how many sessions [SumSessions] takes of each
// such list; inclusive.
const MaxList = 1_000

// Session is a talk about a report, what was agreed in it, and what became of that. The zero value is none.
//
// Its steps are [Session.Hold], [Session.FollowUp] and [Session.Close]; each returns a changed copy.
type Session struct {
	// ID is the host's own name of the session; Round and Report are what it is about, and Report may be empty.
	ID     string `json:"id"`
	Round  string `json:"round"`
	Report string `json:"report,omitempty"`
	// Subject is whom the feedback is about, and Participants are all who are to be there, the subject among them.
	Subject      string   `json:"subject"`
	Participants []string `json:"participants"`
	// Planned is the day it is to be held.
	Planned kam.Day `json:"planned"`
	// Held, FollowedUp and Closed are the days of the steps; unset while they are to come.
	Held       kam.Day `json:"held,omitzero"`
	FollowedUp kam.Day `json:"followedUp,omitzero"`
	Closed     kam.Day `json:"closed,omitzero"`
	// Actions are what was agreed; there are none before the session was held.
	Actions []kam.Task `json:"actions,omitempty"`
}

// State returns how far the session has come.
func (s Session) State() State {
	switch {
	case s.Closed.IsSet():
		return StateClosed
	case s.FollowedUp.IsSet():
		return StateFollowedUp
	case s.Held.IsSet():
		return StateHeld
	default:
		return StatePlanned
	}
}

func (s Session) clone() Session {
	s.Participants, s.Actions = slices.Clone(s.Participants), slices.Clone(s.Actions)
	return s
}

func (s Session) refuse(step string, why kam.Text) (Session, error) {
	return s, &StateError{Session: s.ID, Step: step, State: s.State(), Why: why}
}

// Hold returns the session as held on a day, with what was agreed. It may be held before the day that was planned. On an
// error, a [*StateError] or the [*kam.InvalidError] of [Session.Check], the session is returned as it was.
func (s Session) Hold(on kam.Day, actions []kam.Task) (Session, error) {
	switch {
	case s.State() != StatePlanned:
		return s.refuse("hold", say("it was held on %s", "已于 %s 面谈", s.Held))
	case !on.IsSet():
		return s.refuse("hold", say("the day must be stated", "须填写日期"))
	}
	next := s.clone()
	next.Held, next.Actions = on, slices.Clone(actions)
	return s.step(next)
}

// FollowUp returns the session as followed up on a day, with the actions as they stand then: each that was agreed, with
// the same title, owner and due day, and new ones. It may be followed up again until it is closed. On an error, a [*StateError] or the [*kam.InvalidError]
// of [Session.Check], the session is returned as it was.
func (s Session) FollowUp(on kam.Day, actions []kam.Task) (Session, error) {
	last := s.Held
	if s.FollowedUp.IsSet() {
		last = s.FollowedUp
	}
	switch {
	case s.State() == StatePlanned:
		return s.refuse("follow up", say("hold it first", "请先面谈"))
	case s.State() == StateClosed:
		return s.refuse("follow up", say("it was closed on %s", "已于 %s 关闭", s.Closed))
	case !on.IsSet() || on.Before(last):
		return s.refuse("follow up", notBefore(last))
	}
	for _, t := range s.Actions {
		i := slices.IndexFunc(actions, func(o kam.Task) bool { return o.ID == t.ID })
		switch {
		case i < 0:
			return s.refuse("follow up", say("the action %s is missing", "缺少行动项 %s", quote(t.ID)))
		case actions[i].Title != t.Title || actions[i].Owner != t.Owner || actions[i].Due != t.Due:
			return s.refuse("follow up", say("the action %s is not the one that was agreed", "行动项 %s 与约定的不一致", quote(t.ID)))
		}
	}
	next := s.clone()
	next.FollowedUp, next.Actions = on, slices.Clone(actions)
	return s.step(next)
}

// Close returns the session as closed on a day. It must have been followed up, and every action be done by that day. On
// an error, a [*StateError], the session is returned as it was.
func (s Session) Close(on kam.Day) (Session, error) {
	switch {
	case s.State() == StateClosed:
		return s.refuse("close", say("it was closed on %s", "已于 %s 关闭", s.Closed))
	case s.State() != StateFollowedUp:
		return s.refuse("close", say("follow it up first", "请先跟进"))
	case !on.IsSet() || on.Before(s.FollowedUp):
		return s.refuse("close", notBefore(s.FollowedUp))
	}
	for _, t := range s.Actions {
		if !t.IsDone(on) {
			return s.refuse("close", say("the action %s is open", "行动项 %s 尚未完成", quote(t.ID)))
		}
	}
	next := s.clone()
	next.Closed = on
	return next, nil
}

func notBefore(d kam.Day) kam.Text {
	return say("the day must be stated and not be before %s", "须填写日期，且不得早于 %s", d)
}

// step returns next, or s with the faults of next.
func (s Session) step(next Session) (Session, error) {
	if err := next.Check(); err != nil {
		return s, err
	}
	return next, nil
}

// Check returns nil for a session that can be kept, else an [*kam.InvalidError] with every fault, a step that was skipped
// included.
func (s Session) Check() error {
	c := checker{}
	c.session("$", s)
	return c.found.Err()
}

func (c *checker) session(place string, s Session) {
	c.id(place+".id", s.ID)
	c.id(place+".round", s.Round)
	if s.Report != "" {
		c.id(place+".report", s.Report)
	}
	c.id(place+".subject", s.Subject)
	if c.list(place+".participants", len(s.Participants), 2, MaxList) {
		seen := map[string]bool{}
		for i, id := range s.Participants {
			c.newID(at(place+".participants", i), id, seen)
		}
		if !seen[s.Subject] {
			c.add("subject", place+".participants",
				say("%s does not take part", "%s 未参加", quote(s.Subject)),
				say("list the subject among the participants", "请将评价对象列入参加人员"))
		}
	}
	c.day(place+".planned", s.Planned)
	c.after(place+".followedUp", s.FollowedUp, s.Held)
	c.after(place+".closed", s.Closed, s.FollowedUp)
	if len(s.Actions) > 0 && !s.Held.IsSet() {
		c.add("step", place+".actions", say("actions were agreed before the session was held", "面谈尚未进行便已有行动项"), steps())
	}
	c.actions(place+".actions", s)
	for i, t := range s.Actions {
		if s.Closed.IsSet() && !t.IsDone(s.Closed) {
			c.add("step", at(place+".actions", i)+".done", say("the session was closed with this action open", "该行动项尚未完成，面谈却已关闭"), steps())
		}
	}
}

// after checks that a step has a day on or after that of the one before it.
func (c *checker) after(place string, d, earlier kam.Day) {
	switch {
	case !d.IsSet():
	case !earlier.IsSet():
		c.add("step", place, say("the step before it was skipped", "跳过了前一步"), steps())
	case d.Before(earlier):
		c.add("day", place, say("%s is before %s", "%s 早于 %s", d, earlier),
			say("state a day on or after %s", "请填写 %s 当天或之后的日期", earlier))
	}
}

func steps() kam.Text {
	return say("take the steps in order: hold it, follow it up, close it when every action is done",
		"请按顺序进行：面谈、跟进、行动项全部完成后关闭")
}

// actions checks what was agreed.
func (c *checker) actions(place string, s Session) {
	if !c.list(place, len(s.Actions), 0, MaxList) {
		return
	}
	seen := map[string]bool{}
	for i, t := range s.Actions {
		c.merge(at(place, i), t.Check())
		if seen[t.ID] {
			c.twice(at(place, i)+".id", t.ID)
		}
		seen[t.ID] = true
		if t.Done.IsSet() && t.Done.Before(s.Held) {
			c.add("day", at(place, i)+".done",
				say("%s is before %s", "%s 早于 %s", t.Done, s.Held),
				say("state a day on or after %s", "请填写 %s 当天或之后的日期", s.Held))
		}
	}
}

// SessionSummary says how sessions and what was agreed in them get done. The zero value is that of no sessions.
type SessionSummary struct {
	// AsOf is the day of the summary; steps taken later are to come.
	AsOf kam.Day `json:"asOf"`
	// Planned, Held, FollowedUp and Closed count the sessions by how far they have come.
	Planned    int `json:"planned"`
	Held       int `json:"held"`
	FollowedUp int `json:"followedUp"`
	Closed     int `json:"closed"`
	// Happened is, of the sessions planned on or before the day, those that were held by then.
	Happened Ratio `json:"happened"`
	// Closure is, of the sessions held, those closed.
	Closure Ratio `json:"closure"`
	// ActionClosure is, of the actions of sessions held, those done.
	ActionClosure Ratio `json:"actionClosure"`
	// OnTime is, of the actions with a due day that are done or overdue, those done by that day. One that is not due yet
	// does not count.
	OnTime Ratio `json:"onTime"`
}

// SumSessions returns the summary of sessions on a day, in any order. An unset asOf is an error that wraps [kam.ErrDay];
// sessions that fail [Session.Check] are an [*kam.InvalidError] with every fault, and so is an id that stands twice.
func SumSessions(sessions []Session, asOf kam.Day) (SessionSummary, error) {
	if !asOf.IsSet() {
		return SessionSummary{}, fmt.Errorf("feedback: summary of sessions: %w: the day of the summary is unset", kam.ErrDay)
	}
	c := checker{}
	seen := map[string]bool{}
	for i, s := range sessions {
		c.session(at("$", i), s)
		if seen[s.ID] {
			c.twice(at("$", i)+".id", s.ID)
		}
		seen[s.ID] = true
	}
	if err := c.found.Err(); err != nil {
		return SessionSummary{}, err
	}
	sum := SessionSummary{AsOf: asOf}
	by := func(d kam.Day) bool { return d.IsSet() && !d.After(asOf) }
	for _, s := range sessions {
		held, closed := by(s.Held), by(s.Closed)
		switch {
		case closed:
			sum.Closed++
		case by(s.FollowedUp):
			sum.FollowedUp++
		case held:
			sum.Held++
		default:
			sum.Planned++
		}
		if by(s.Planned) {
			sum.Happened.count(held)
		}
		if !held {
			continue
		}
		sum.Closure.count(closed)
		for _, t := range s.Actions {
			done := t.IsDone(asOf)
			sum.ActionClosure.count(done)
			if t.Due.IsSet() && (done || t.Overdue(asOf)) {
				sum.OnTime.count(done && !t.Done.After(t.Due))
			}
		}
	}
	return sum, nil
}
