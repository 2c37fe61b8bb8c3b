package improve

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
)

// Rating is what a review says of a person. Score is not valid while there is none.
type Rating struct {
	Score decimal.NullDecimal `json:"score,omitzero"`
	Grade string              `json:"grade,omitempty"`
	// Step is the one that gave the score: manager, calibrate or decide.
	Step ReviewStep `json:"step,omitempty"`
}

// Rating returns the result as it stands: that of the decision of an appeal, else that of the calibration, else that of
// the manager; a step that gave no score lets the one before it stand. The scores of earlier steps stay in
// [Review.Events]. The self review counts for nothing here. A cancelled review has no rating.
func (r Review) Rating() Rating {
	if r.state == Cancelled {
		return Rating{}
	}
	for _, step := range []ReviewStep{ReviewDecide, ReviewCalibrate, ReviewManager} {
		if e, ok := r.taken(step); ok && e.Score.Valid {
			return Rating{Score: e.Score, Grade: e.Grade, Step: step}
		}
	}
	return Rating{}
}

// Due returns the last day on which the next step is in time: the deadline of the stage; ClosingDays after the days for
// an appeal; DecisionDays after an appeal; ClosingDays after its decision. It is unset before the opening, after the
// end, and beyond the days that [kam.Day] holds.
func (r Review) Due() kam.Day {
	if len(r.events) == 0 {
		return kam.Day{}
	}
	return r.due(r.state, len(r.events))
}

// due returns the last day in time of a state that was reached with the first n events.
func (r Review) due(state ReviewState, n int) kam.Day {
	o, since := r.events[0].Opening, r.events[n-1].On
	switch state {
	case AwaitingSelf:
		return o.Deadlines.Self
	case AwaitingManager:
		return o.Deadlines.Manager
	case AwaitingCalibration:
		return o.Deadlines.Calibration
	case AwaitingSignOff:
		return o.Deadlines.SignOff
	case SignedOff:
		return since.AddDays(o.AppealDays + o.ClosingDays)
	case Appealed:
		return since.AddDays(o.DecisionDays)
	case Decided:
		return since.AddDays(o.ClosingDays)
	default:
		return kam.Day{}
	}
}

// Late returns the events that were taken after the last day on which they were in time, in their order. Skipping the
// self review, and a cancellation, are never late.
func (r Review) Late() []ReviewEvent {
	var late []ReviewEvent
	table, state := reviewArrows(), NotOpened
	for i, e := range r.events {
		if i > 0 && e.Step != ReviewSkipSelf && e.Step != ReviewCancel {
			if due := r.due(state, i); due.IsSet() && e.On.After(due) {
				late = append(late, e.clone())
			}
		}
		state, _ = table.follow(state, e.Step)
	}
	return late
}

// Awaited returns the people whose step is next, sorted; nobody before the opening and after the end. While an appeal is
// possible that is whoever runs the review.
func (r Review) Awaited() []string {
	o, opened := r.Opening()
	steps := r.Allowed()
	if !opened || len(steps) == 0 {
		return nil
	}
	step := steps[0]
	if r.state == SignedOff {
		step = ReviewClose
	}
	return slices.Sorted(slices.Values(o.who(r.state, step)))
}

// OverdueReview is a review whose next step is late.
type OverdueReview struct {
	Person string      `json:"person"`
	Period kam.Period  `json:"period"`
	State  ReviewState `json:"state"`
	// Awaited are the people whose step is next, sorted; Due is the last day on which it was in time, and Days are the
	// civil days since then.
	Awaited []string `json:"awaited"`
	Due     kam.Day  `json:"due"`
	Days    int      `json:"days"`
}

// OverdueReviews returns the reviews whose next step is late on asOf: those due longest ago first, then by person and
// period. On the due day itself a step is in time. An unset asOf is an error that wraps [kam.ErrDay].
func OverdueReviews(reviews []Review, asOf kam.Day) ([]OverdueReview, error) {
	if !asOf.IsSet() {
		return nil, fmt.Errorf("improve: overdue reviews: %w: the day of the list is unset", kam.ErrDay)
	}
	var out []OverdueReview
	for _, r := range reviews {
		due := r.Due()
		if !due.IsSet() || !asOf.After(due) {
			continue
		}
		o, _ := r.Opening()
		out = append(out, OverdueReview{
			Person: o.Person, Period: o.Period, State: r.state, Awaited: r.Awaited(), Due: due, Days: asOf.Sub(due),
		})
	}
	slices.SortStableFunc(out, func(a, b OverdueReview) int {
		return cmp.Or(a.Due.Compare(b.Due), cmp.Compare(a.Person, b.Person), a.Period.Compare(b.Period))
	})
	return out, nil
}

// StageDays is how long the first four stages of a review take, in working days, one after the other; each 1 to
// [MaxDays].
type StageDays struct {
	Self, Manager, Calibration, SignOff int
}

// ScheduleReview returns the deadlines of a review that is opened on a day: each stage ends so many working days of
// calendar after the one before it. Stages out of range are an [*kam.InvalidError]; an unset day is an error that wraps
// [kam.ErrDay], and a year without working-day data one that wraps [kam.ErrNoHolidays].
func ScheduleReview(calendar *kam.Calendar, opened kam.Day, days StageDays) (Deadlines, error) {
	var f faults
	stages := []struct {
		place string
		days  int
	}{{"$.self", days.Self}, {"$.manager", days.Manager}, {"$.calibration", days.Calibration}, {"$.signOff", days.SignOff}}
	for _, s := range stages {
		f.between(s.place, s.days, 1, MaxDays)
	}
	if err := f.list.Err(); err != nil {
		return Deadlines{}, err
	}
	var ends [4]kam.Day
	at := opened
	for i, s := range stages {
		var err error
		if at, err = calendar.AddWorkingDays(at, s.days); err != nil {
			return Deadlines{}, fmt.Errorf("improve: deadlines of a review: %w", err)
		}
		ends[i] = at
	}
	return Deadlines{Self: ends[0], Manager: ends[1], Calibration: ends[2], SignOff: ends[3]}, nil
}

// names lists people for a message, the first five of many.
func names(who []string) kam.Text {
	const most = 5
	quoted := make([]string, 0, most+1)
	for i, w := range who {
		if i == most {
			quoted = append(quoted, "…")
			break
		}
		quoted = append(quoted, fmt.Sprintf("%q", clip(w)))
	}
	return kam.Text{EN: strings.Join(quoted, ", "), ZH: strings.Join(quoted, "、")}
}
