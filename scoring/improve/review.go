package improve

import (
	"slices"
	"strings"

	"github.com/kam-go/kam"
)

// ReviewState says where a review stands. The zero value is not opened.
type ReviewState string

// States of a review.
const (
	NotOpened           ReviewState = ""
	AwaitingSelf        ReviewState = "self"        // for the person's own review
	AwaitingManager     ReviewState = "manager"     // for the manager's
	AwaitingCalibration ReviewState = "calibration" // for the calibration
	AwaitingSignOff     ReviewState = "sign-off"    // for the sign-off
	SignedOff           ReviewState = "signed-off"  // may be appealed, then closed
	Appealed            ReviewState = "appealed"    // awaits the decision
	Decided             ReviewState = "decided"     // awaits the end
	Closed              ReviewState = "closed"
	Cancelled           ReviewState = "cancelled"
)

// reviewArrows are the steps of a review.
//
//	open -> self (or skip-self) -> manager -> calibrate -> sign-off -> close
//	                                                       sign-off -> appeal -> decide -> close
//	cancel from every state before the end: before an appeal by the one who runs it, then by an arbiter
func reviewArrows() arrows[ReviewState, ReviewStep] {
	return arrows[ReviewState, ReviewStep]{
		{NotOpened, ReviewOpen, AwaitingSelf},
		{AwaitingSelf, ReviewSelf, AwaitingManager},
		{AwaitingSelf, ReviewSkipSelf, AwaitingManager},
		{AwaitingSelf, ReviewCancel, Cancelled},
		{AwaitingManager, ReviewManager, AwaitingCalibration},
		{AwaitingManager, ReviewCancel, Cancelled},
		{AwaitingCalibration, ReviewCalibrate, AwaitingSignOff},
		{AwaitingCalibration, ReviewCancel, Cancelled},
		{AwaitingSignOff, ReviewSignOff, SignedOff},
		{AwaitingSignOff, ReviewCancel, Cancelled},
		{SignedOff, ReviewAppeal, Appealed},
		{SignedOff, ReviewClose, Closed},
		{SignedOff, ReviewCancel, Cancelled},
		{Appealed, ReviewDecide, Decided},
		{Appealed, ReviewCancel, Cancelled},
		{Decided, ReviewClose, Closed},
		{Decided, ReviewCancel, Cancelled},
	}
}

// Review is one person's review as its events tell it. It is immutable and safe for concurrent use: [Review.Apply]
// returns a new one. The zero value is not opened.
type Review struct {
	state  ReviewState
	events []ReviewEvent
}

// ReplayReview returns the review of events in their order. The first that is incomplete or not allowed is the error, as
// [Review.Apply] returns it. No events give the zero Review.
func ReplayReview(events []ReviewEvent) (Review, error) {
	var r Review
	for _, e := range events {
		next, err := r.Apply(e)
		if err != nil {
			return Review{}, err
		}
		r = next
	}
	return r, nil
}

// Apply returns r with e as its last event; r stays as it was. The error is the [*kam.InvalidError] of
// [ReviewEvent.Check], or a [*TransitionError], which wraps [ErrTransition] and names the steps that are allowed:
//
//   - Steps follow one another as the constants of [ReviewStep] tell, and days never go back.
//   - Each step is for whom the opening names: nobody reviews, calibrates, signs off or decides for oneself. Who signs
//     off or opens is stated in the opening, and is never the person.
//   - Once an appeal was taken only an arbiter cancels: nobody else puts an end to it.
//   - The self review is skipped only after its deadline.
//   - A calibration that gives another score or grade than the manager has a reason.
//   - An appeal is taken until AppealDays after the sign-off, that day included; without one, a review is closed only
//     after that day.
//
// A step after its deadline is taken otherwise: [Review.Late] tells.
func (r Review) Apply(e ReviewEvent) (Review, error) {
	if err := e.Check(); err != nil {
		return r, err
	}
	e = e.clone()
	table := reviewArrows()
	to, allowed := table.follow(r.state, e.Step)
	if !allowed {
		return r, table.refuse(r.state, e.Step, say("the step does not follow", "当前状态没有该步骤"))
	}
	if why := r.objection(e); why != (kam.Text{}) {
		return r, table.refuse(r.state, e.Step, why)
	}
	return Review{state: to, events: append(slices.Clone(r.events), e)}, nil
}

// objection returns what speaks against a step that the state allows; the zero value when nothing does.
func (r Review) objection(e ReviewEvent) kam.Text {
	if last, begun := r.last(); begun && e.On.Before(last.On) {
		return say("%s is before %s of the step it follows", "%s 早于上一步骤的日期 %s", e.On, last.On)
	}
	opening, opened := r.Opening()
	if !opened {
		opening = *e.Opening
	}
	if who := opening.who(r.state, e.Step); !slices.Contains(who, e.By) {
		return say("it is for %s, not for %q", "应由 %[1]s 进行，而不是 %[2]q", names(who), clip(e.By))
	}
	switch e.Step {
	case ReviewSkipSelf:
		if limit := opening.Deadlines.Self; !e.On.After(limit) {
			return say("the person may hand in the own review until %s", "本人可在 %s 前（含当日）提交自评", limit)
		}
	case ReviewCalibrate:
		given := r.Rating()
		changed := e.Score.Valid && (!e.Score.Decimal.Equal(given.Score.Decimal) || e.Grade != given.Grade)
		if changed && strings.TrimSpace(e.Reason) == "" {
			return say("the calibration changes the result without a reason", "校准改动了结果，但未说明理由")
		}
	case ReviewAppeal:
		if limit := r.appealUntil(); e.On.After(limit) {
			return say("an appeal was possible until %s", "申诉期限为 %s（含当日）", limit)
		}
	case ReviewClose:
		if limit := r.appealUntil(); r.state == SignedOff && !e.On.After(limit) {
			return say("an appeal is possible until %s", "%s 前（含当日）可以申诉", limit)
		}
	default:
	}
	return kam.Text{}
}

// who returns the people for whom a step is in a state.
func (o Opening) who(state ReviewState, step ReviewStep) []string {
	if step == ReviewCancel && (state == Appealed || state == Decided) {
		return o.Arbiters
	}
	switch step {
	case ReviewSelf, ReviewAppeal:
		return []string{o.Person}
	case ReviewManager:
		return []string{o.Manager}
	case ReviewCalibrate:
		return o.Calibrators
	case ReviewSignOff:
		return []string{o.Approver}
	case ReviewDecide:
		return o.Arbiters
	default:
		return []string{o.RunBy}
	}
}

func (r Review) last() (ReviewEvent, bool) {
	if len(r.events) == 0 {
		return ReviewEvent{}, false
	}
	return r.events[len(r.events)-1], true
}

// taken returns the last event of a step, and whether it was taken.
func (r Review) taken(step ReviewStep) (ReviewEvent, bool) {
	for _, e := range slices.Backward(r.events) {
		if e.Step == step {
			return e, true
		}
	}
	return ReviewEvent{}, false
}

// appealUntil returns the last day on which an appeal is taken; unset before the sign-off.
func (r Review) appealUntil() kam.Day {
	signed, ok := r.taken(ReviewSignOff)
	if !ok {
		return kam.Day{}
	}
	return signed.On.AddDays(r.events[0].Opening.AppealDays)
}

// State returns where r stands.
func (r Review) State() ReviewState { return r.state }

// Allowed returns the steps that the state allows, in the order of the constants of [ReviewStep]; none after the end.
func (r Review) Allowed() []ReviewStep { return reviewArrows().allowed(r.state) }

// Opening returns who takes part and until when, and whether r is opened. The result is the caller's own.
func (r Review) Opening() (Opening, bool) {
	if len(r.events) == 0 {
		return Opening{}, false
	}
	return r.events[0].Opening.clone(), true
}

// Events returns the events in their order, as the caller's own copy.
func (r Review) Events() []ReviewEvent {
	events := slices.Clone(r.events)
	for i := range events {
		events[i] = events[i].clone()
	}
	return events
}
