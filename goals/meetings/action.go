package meetings

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
)

// EscalateAfter is how often an open action may be carried over to a next meeting before it is escalated: the second
// time it is.
const EscalateAfter = 2

// Action is something that was agreed in a meeting: a task with its history. It is open while Task.Done is unset.
// The zero value is no action.
type Action struct {
	// Task says who is to do what until when; its Origin names the finding or goal behind it.
	Task kam.Task `json:"task"`
	// Opened is the day on which it was agreed.
	Opened kam.Day `json:"opened"`
	// Carried counts the meetings that found it open and carried it over.
	Carried int `json:"carried,omitempty"`
	// Evidence is what shows that it was done, such as a link or a document's name.
	Evidence string `json:"evidence,omitempty"`
}

// CarriedOver returns the action as the next meeting finds it, carried once more. A finished one is returned as it is.
func (a Action) CarriedOver() Action {
	if !a.Task.Done.IsSet() {
		a.Carried++
	}
	return a
}

// Closed returns the action finished on a day, with what shows it; an action that was finished before keeps its day.
func (a Action) Closed(on kam.Day, evidence string) Action {
	if !a.Task.Done.IsSet() {
		a.Task.Done, a.Evidence = on, evidence
	}
	return a
}

// Escalated reports whether the action is open on asOf and was carried at least [EscalateAfter] times.
func (a Action) Escalated(asOf kam.Day) bool {
	return !a.Task.IsDone(asOf) && a.Carried >= EscalateAfter
}

// Check returns nil for an action that can be kept, else an [*kam.InvalidError] with every fault.
func (a Action) Check() error {
	c := checker{}
	c.action("$", a)
	return c.found.Err()
}

func (c *checker) action(place string, a Action) {
	c.task(place+".task", a.Task)
	c.day(place+".opened", a.Opened)
	c.notBefore(place+".task.due", a.Task.Due, a.Opened, opening())
	c.notBefore(place+".task.done", a.Task.Done, a.Opened, opening())
	if a.Carried < 0 {
		c.add("number", place+".carried",
			say("the action was carried over %d times", "行动项已顺延 %d 次", a.Carried),
			say("count from 0", "请从 0 开始计数"))
	}
	c.optionalText(place+".evidence", a.Evidence)
}

func opening() kam.Text {
	return say("when the action was agreed", "行动项商定日")
}

// task checks a task by its own rules, and its texts by those of this package.
func (c *checker) task(place string, t kam.Task) {
	c.merge(place, t.Check())
	if t.Title != (kam.Text{}) {
		c.title(place+".title", t.Title)
	}
	c.optionalID(place+".origin", t.Origin)
}

// ActionSummary says how what was agreed gets done. The zero value is that of no actions.
type ActionSummary struct {
	// AsOf is the day of the summary; actions agreed later are not in it, and what was finished later is open.
	AsOf kam.Day `json:"asOf"`
	// Open and Closed count the actions; Overdue and CarriedOver are among the open ones.
	Open        int `json:"open"`
	Closed      int `json:"closed"`
	Overdue     int `json:"overdue"`
	CarriedOver int `json:"carriedOver"`
	// Closure is the closed actions of all.
	Closure Ratio `json:"closure"`
	// OnTime is, of the actions with a due day that are closed or overdue, those closed by that day. An action that
	// is left open past its day counts against it; one that is not due yet does not count.
	OnTime Ratio `json:"onTime"`
	// MedianAge is the median of days that the open actions have been open; not valid when none is.
	MedianAge decimal.NullDecimal `json:"medianAge,omitzero"`
	// MedianToClose is the median of days that the closed ones took; not valid when none is closed.
	MedianToClose decimal.NullDecimal `json:"medianToClose,omitzero"`
}

// SumActions returns the summary of the actions agreed on or before asOf, in any order. Days are working days of
// calendar, or civil days when it is nil; the day of the agreement counts, the day of the summary or the end does not.
//
// An unset asOf is an error that wraps [kam.ErrDay], and a year without working-day data one that wraps
// [kam.ErrNoHolidays]. Actions that fail [Action.Check] are an [*kam.InvalidError] with every fault; so is an id that
// stands twice.
func SumActions(actions []Action, asOf kam.Day, calendar *kam.Calendar) (ActionSummary, error) {
	if !asOf.IsSet() {
		return ActionSummary{}, fmt.Errorf("meetings: summary of actions: %w: the day of the summary is unset", kam.ErrDay)
	}
	if err := checkActions(actions); err != nil {
		return ActionSummary{}, err
	}
	s := ActionSummary{AsOf: asOf}
	var ages, took []int
	for _, a := range actions {
		if a.Opened.After(asOf) {
			continue
		}
		done := a.Task.IsDone(asOf)
		until := asOf
		if done {
			until = a.Task.Done
		}
		days, err := elapsed(calendar, a.Opened, until)
		if err != nil {
			return ActionSummary{}, fmt.Errorf("meetings: age of action %s: %w", quote(a.Task.ID), err)
		}
		s.Closure.count(done)
		switch overdue := a.Task.Overdue(asOf); {
		case done:
			s.Closed++
			took = append(took, days)
			if a.Task.Due.IsSet() {
				s.OnTime.count(!a.Task.Done.After(a.Task.Due))
			}
		default:
			s.Open++
			ages = append(ages, days)
			if a.Carried > 0 {
				s.CarriedOver++
			}
			if overdue {
				s.Overdue++
				s.OnTime.count(false)
			}
		}
	}
	s.MedianAge, s.MedianToClose = median(ages), median(took)
	return s, nil
}

// checkActions returns every fault of a list of actions.
func checkActions(actions []Action) error {
	c := checker{}
	seen := map[string]bool{}
	for i, a := range actions {
		c.action(at("$", i), a)
		c.unique(at("$", i)+".task.id", a.Task.ID, seen)
	}
	return c.found.Err()
}

// Escalations returns a warning with the code meetings.carried for each action that is [Action.Escalated] on asOf,
// those carried most often first, then by due day, unset last, and id.
func Escalations(actions []Action, asOf kam.Day) kam.Findings {
	var found kam.Findings
	for _, a := range slices.SortedFunc(slices.Values(actions), Action.compare) {
		if !a.Escalated(asOf) {
			continue
		}
		found.Add(kam.Finding{
			Code: "meetings.carried", Severity: kam.Warning, Place: "action " + clip(a.Task.ID),
			Message: say("carried over %d times and still open", "已顺延 %d 次，仍未完成", a.Carried),
			Remedy:  say("decide in the meeting: do it now, give it to someone else, or drop it", "请在会上决定：立即完成、换人负责或取消"),
			Evidence: []kam.Evidence{
				{Name: "owner", Value: clip(a.Task.Owner)},
				{Name: "opened", Value: a.Opened.String()},
				{Name: "due", Value: a.Task.Due.String()},
			},
		})
	}
	return found
}

// compare orders actions by how often they were carried, most first, then by due day, unset last, and id.
func (a Action) compare(o Action) int {
	return cmp.Or(
		cmp.Compare(o.Carried, a.Carried),
		compareDue(a.Task.Due, o.Task.Due),
		cmp.Compare(a.Task.ID, o.Task.ID),
	)
}

// compareDue orders days, the unset one last.
func compareDue(a, b kam.Day) int {
	if a.IsSet() != b.IsSet() {
		if a.IsSet() {
			return -1
		}
		return 1
	}
	return a.Compare(b)
}
