package improve

import (
	"fmt"
	"slices"

	"github.com/kam-go/kam"
)

// PIPState says where a performance-improvement plan stands. The zero value is none yet.
type PIPState string

// States of a performance-improvement plan.
const (
	PIPNone      PIPState = ""
	PIPDrafted   PIPState = "drafted"
	PIPAgreed    PIPState = "agreed"
	PIPRunning   PIPState = "running"
	PIPExtended  PIPState = "extended"
	PIPPassed    PIPState = "passed"
	PIPFailed    PIPState = "failed"
	PIPWithdrawn PIPState = "withdrawn"
)

// pipArrows are the steps of a performance-improvement plan.
//
//	draft -> agree -> start -> hold, any number of times -> pass or fail
//	                           extend, once -> hold, any number of times -> pass or fail
//	withdraw from every state before the end
func pipArrows() arrows[PIPState, PIPStep] {
	return arrows[PIPState, PIPStep]{
		{PIPNone, PIPDraft, PIPDrafted},
		{PIPDrafted, PIPAgree, PIPAgreed},
		{PIPDrafted, PIPWithdraw, PIPWithdrawn},
		{PIPAgreed, PIPStart, PIPRunning},
		{PIPAgreed, PIPWithdraw, PIPWithdrawn},
		{PIPRunning, PIPHold, PIPRunning},
		{PIPRunning, PIPExtend, PIPExtended},
		{PIPRunning, PIPPass, PIPPassed},
		{PIPRunning, PIPFail, PIPFailed},
		{PIPRunning, PIPWithdraw, PIPWithdrawn},
		{PIPExtended, PIPHold, PIPExtended},
		{PIPExtended, PIPPass, PIPPassed},
		{PIPExtended, PIPFail, PIPFailed},
		{PIPExtended, PIPWithdraw, PIPWithdrawn},
	}
}

// PIP is a performance-improvement plan as its events tell it. It is immutable and safe for concurrent use: [PIP.Apply]
// returns a new one. Get the first from [NewPIP]; the zero value knows no working days and so refuses a draft with
// [kam.ErrNoHolidays].
type PIP struct {
	calendar *kam.Calendar
	state    PIPState
	events   []PIPEvent
	held     map[kam.Day]Outcome // by the planned day
}

// NewPIP returns a plan that was not drafted, whose working days are those of calendar.
func NewPIP(calendar *kam.Calendar) PIP { return PIP{calendar: calendar} }

// ReplayPIP returns the plan of events in their order. The first that is incomplete or not allowed is the error, as
// [PIP.Apply] returns it.
func ReplayPIP(calendar *kam.Calendar, events []PIPEvent) (PIP, error) {
	p := NewPIP(calendar)
	for _, e := range events {
		next, err := p.Apply(e)
		if err != nil {
			return PIP{}, err
		}
		p = next
	}
	return p, nil
}

// Apply returns p with e as its last event; p stays as it was. The error is the [*kam.InvalidError] of [PIPEvent.Check],
// or of terms whose period has fewer working days than their minimum or whose check points are no working days; or a
// [*TransitionError], which wraps [ErrTransition] and names the steps that are allowed; or wraps [kam.ErrNoHolidays] for
// a year without working-day data:
//
//   - Steps follow one another as the constants of [PIPStep] tell, and days never go back. The person agrees, the
//     manager does everything else, and one of the approvers of the terms approves.
//   - The start is on a day of the period. A check point is held once, on its planned day or later.
//   - An extension is made before the period is over, and adds 1 to MaxExtension working days; its check points are
//     working days of what it adds.
//   - A pass and a fail come after at least Minimum working days, the day of the start and of the end included, and after
//     all check points are held.
func (p PIP) Apply(e PIPEvent) (PIP, error) {
	if err := e.Check(); err != nil {
		return p, err
	}
	e = e.clone()
	table := pipArrows()
	to, allowed := table.follow(p.state, e.Step)
	if !allowed {
		why := say("the step does not follow", "当前状态没有该步骤")
		if e.Step == PIPExtend && p.state == PIPExtended {
			why = say("the plan was extended before, and that is possible once", "计划已延长过一次，不可再次延长")
		}
		return p, table.refuse(p.state, e.Step, why)
	}
	why, err := p.objection(e)
	if err != nil {
		return p, err
	}
	if why != (kam.Text{}) {
		return p, table.refuse(p.state, e.Step, why)
	}
	next := PIP{calendar: p.calendar, state: to, events: append(slices.Clone(p.events), e), held: p.held}
	if e.Step == PIPHold {
		next.held = make(map[kam.Day]Outcome, len(p.held)+1)
		for day, outcome := range p.held {
			next.held[day] = outcome
		}
		next.held[e.CheckPoint] = e.Outcome
	}
	return next, nil
}

// objection returns what speaks against a step that the state allows; the zero value when nothing does.
func (p PIP) objection(e PIPEvent) (kam.Text, error) {
	terms, drafted := p.Terms()
	if !drafted {
		terms = *e.Terms
	}
	who := terms.Manager
	if e.Step == PIPAgree {
		who = terms.Person
	}
	switch last := len(p.events) - 1; {
	case last >= 0 && e.On.Before(p.events[last].On):
		return say("%s is before %s of the step it follows", "%s 早于上一步骤的日期 %s", e.On, p.events[last].On), nil
	case e.By != who:
		return say("it is for %q, not for %q", "应由 %q 进行，而不是 %q", clip(who), clip(e.By)), nil
	case e.Approver != "" && !slices.Contains(terms.Approvers, e.Approver):
		return say("%q is none of the approvers %s", "%q 不在批准人 %s 之列", clip(e.Approver), names(terms.Approvers)), nil
	}
	switch e.Step {
	case PIPDraft:
		return kam.Text{}, p.checkDraft(terms)
	case PIPStart:
		if !terms.Period.Contains(e.On) {
			return say("%s is no day of the plan's period %s", "%s 不在计划期间 %s 内", e.On, terms.Period), nil
		}
	case PIPHold:
		return p.cannotHold(e), nil
	case PIPExtend:
		return p.cannotExtend(e, terms)
	case PIPPass, PIPFail:
		return p.cannotEnd(e, terms)
	default:
	}
	return kam.Text{}, nil
}

// checkDraft returns an [*kam.InvalidError] for terms that the working days contradict.
func (p PIP) checkDraft(t Terms) error {
	var f faults
	days, err := p.calendar.WorkingDays(t.Period)
	if err != nil {
		return fmt.Errorf("improve: draft: %w", err)
	}
	if days < t.Minimum {
		f.add("minimum", "$.terms.minimum", say("the period has %d working days, fewer than the minimum of %d", "期间有 %d 个工作日，少于最短时长 %d", days, t.Minimum),
			say("plan a longer period, or lower the minimum", "请延长期间或降低最短时长"))
	}
	if err := p.checkWorked(&f, "$.terms.checkPoints", t.CheckPoints); err != nil {
		return fmt.Errorf("improve: draft: %w", err)
	}
	return f.list.Err()
}

// checkWorked reports check points that are no working days.
func (p PIP) checkWorked(f *faults, place string, days []kam.Day) error {
	for i, d := range days {
		worked, err := p.calendar.IsWorkingDay(d)
		if err != nil {
			return err
		}
		if !worked {
			f.add("check-point", at(place, i), say("%s is no working day", "%s 不是工作日", d), say("move it to a working day", "请改到工作日"))
		}
	}
	return nil
}

func (p PIP) cannotHold(e PIPEvent) kam.Text {
	switch outcome, held := p.held[e.CheckPoint]; {
	case !slices.Contains(p.CheckPoints(), e.CheckPoint):
		return say("no check point is planned for %s", "%s 没有计划的检查点", e.CheckPoint)
	case held:
		return say("the check point of %s was held: %s", "%s 的检查点已进行：%s", e.CheckPoint, outcome)
	case e.On.Before(e.CheckPoint):
		return say("%s is before the check point of %s", "%s 早于检查点日期 %s", e.On, e.CheckPoint)
	}
	return kam.Text{}
}

func (p PIP) cannotExtend(e PIPEvent, t Terms) (kam.Text, error) {
	switch {
	case t.MaxExtension == 0:
		return say("the terms allow no extension", "约定不允许延长"), nil
	case !e.On.Before(t.Period.Until):
		return say("the period %s is over", "期间 %s 已结束", t.Period), nil
	case !e.Until.After(t.Period.Until):
		return say("%s is not after the end that it should move, %s", "%s 不晚于原结束日 %s", e.Until, t.Period.Until), nil
	}
	added := kam.Period{From: t.Period.Until, Until: e.Until}
	for _, d := range e.CheckPoints {
		if !added.Contains(d) {
			return say("the check point %s is no day of what is added, %s", "检查点 %s 不在延长的期间 %s 内", d, added), nil
		}
	}
	days, err := p.calendar.WorkingDays(added)
	if err != nil {
		return kam.Text{}, fmt.Errorf("improve: extension: %w", err)
	}
	if days < 1 || days > t.MaxExtension {
		return say("it adds %d working days, and the limit is 1 to %d", "延长 %d 个工作日，而限度为 1 至 %d 个", days, t.MaxExtension), nil
	}
	var f faults
	if err := p.checkWorked(&f, "$.checkPoints", e.CheckPoints); err != nil {
		return kam.Text{}, fmt.Errorf("improve: extension: %w", err)
	}
	return kam.Text{}, f.list.Err()
}

func (p PIP) cannotEnd(e PIPEvent, t Terms) (kam.Text, error) {
	days, err := p.calendar.WorkingDays(kam.Period{From: p.started(), Until: e.On.AddDays(1)})
	if err != nil {
		return kam.Text{}, fmt.Errorf("improve: end of a plan: %w", err)
	}
	if days < t.Minimum {
		return say("the plan has run for %d working days, and the minimum is %d", "计划已进行 %d 个工作日，最短为 %d 个", days, t.Minimum), nil
	}
	if open := p.Open(); len(open) > 0 {
		return say("%d check points were not held, the first that of %s", "有 %d 个检查点未进行，最早为 %s", len(open), open[0]), nil
	}
	return kam.Text{}, nil
}

// started returns the day of the start, unset before it.
func (p PIP) started() kam.Day {
	for _, e := range p.events {
		if e.Step == PIPStart {
			return e.On
		}
	}
	return kam.Day{}
}

// State returns where p stands.
func (p PIP) State() PIPState { return p.state }

// Allowed returns the steps that the state allows, in the order of the constants of [PIPStep]; none after the end.
func (p PIP) Allowed() []PIPStep { return pipArrows().allowed(p.state) }

// Terms returns what p is about as drafted, and whether it is. The period ends where it did before an extension; see
// [PIP.Period]. The result is the caller's own.
func (p PIP) Terms() (Terms, bool) {
	if len(p.events) == 0 {
		return Terms{}, false
	}
	return p.events[0].Terms.clone(), true
}

// Events returns the events in their order, as the caller's own copy.
func (p PIP) Events() []PIPEvent {
	events := slices.Clone(p.events)
	for i := range events {
		events[i] = events[i].clone()
	}
	return events
}

// Period returns the planned time, with its extension; the zero value before the draft.
func (p PIP) Period() kam.Period {
	terms, _ := p.Terms()
	for _, e := range p.events {
		if e.Step == PIPExtend {
			terms.Period.Until = e.Until
		}
	}
	return terms.Period
}

// CheckPoints returns the planned days of all check points, those of an extension too, in rising order.
func (p PIP) CheckPoints() []kam.Day {
	terms, _ := p.Terms()
	for _, e := range p.events {
		if e.Step == PIPExtend {
			terms.CheckPoints = append(terms.CheckPoints, e.CheckPoints...)
		}
	}
	return terms.CheckPoints
}

// Open returns the planned days of the check points that were not held, in rising order.
func (p PIP) Open() []kam.Day {
	var open []kam.Day
	for _, d := range p.CheckPoints() {
		if _, held := p.held[d]; !held {
			open = append(open, d)
		}
	}
	return open
}

// Overdue returns the planned days before asOf of check points that were not held, in rising order, while p is running
// or extended; none otherwise.
func (p PIP) Overdue(asOf kam.Day) []kam.Day {
	if p.state != PIPRunning && p.state != PIPExtended {
		return nil
	}
	return slices.DeleteFunc(p.Open(), func(d kam.Day) bool { return !d.Before(asOf) })
}

// Undecided reports whether the planned time is over on asOf while p is running or extended: it is to be decided.
func (p PIP) Undecided(asOf kam.Day) bool {
	return (p.state == PIPRunning || p.state == PIPExtended) && !asOf.Before(p.Period().Until)
}
