package dispute

import (
	"errors"
	"fmt"
	"iter"
	"maps"
	"slices"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/wording"
)

// Why a step is not allowed; told apart with errors.Is.
var (
	// ErrOrder says that the step does not follow on the state of the dispute, or is numbered or dated out of order.
	ErrOrder = errors.New("dispute: the step does not follow")
	// ErrPerson says that the step is not this person's: only the payee opens, withdraws and reopens, and others answer and decide.
	ErrPerson = errors.New("dispute: the step is another person's")
	// ErrSamePerson says that who decides proposed the award, or rejected the dispute before.
	ErrSamePerson = errors.New("dispute: two people are needed")
	// ErrLate says that the deadline for opening or reopening has passed.
	ErrLate = errors.New("dispute: the deadline has passed")
	// ErrUnknown says that there is no such dispute.
	ErrUnknown = errors.New("dispute: there is no such dispute")
)

// Refused is why a step is not allowed, for people to read.
type Refused struct {
	// Err is one of the conditions above.
	Err error
	// Text says it in both languages.
	Text kam.Text
}

// Error returns the condition and the English text.
func (r *Refused) Error() string { return r.Err.Error() + ": " + r.Text.EN }

// Unwrap returns the condition.
func (r *Refused) Unwrap() error { return r.Err }

func refuse(err error, en, zh string, args ...any) error {
	return &Refused{err, wording.Say(en, zh, args...)}
}

// State is where a dispute stands.
type State string

// The states.
const (
	Open      State = "open"
	Answered  State = "answered"
	Accepted  State = "accepted"
	Rejected  State = "rejected"
	Withdrawn State = "withdrawn"
	Reopened  State = "reopened"
)

// States returns all states.
func States() []State { return []State{Open, Answered, Reopened, Accepted, Rejected, Withdrawn} }

// Undecided reports whether a dispute in the state waits for a decision.
func (s State) Undecided() bool { return s == Open || s == Answered || s == Reopened }

// Dispute is a dispute as its events say. The zero value is none.
type Dispute struct {
	ID string
	Claim
	State State
	// OpenedOn is the day of opening, or of the last reopening: deadlines count from it.
	OpenedOn kam.Day
	// AnswerBy and DecideBy are the last days of the deadlines.
	AnswerBy, DecideBy kam.Day
	// AnsweredOn is the day of the first answer since OpenedOn, and DecidedOn of the decision or withdrawal; unset before.
	AnsweredOn, DecidedOn kam.Day
	// Award is that of an accepted dispute.
	Award *Award
	// Events are all steps.
	Events []Event
	// rejectedBy decided before the dispute was reopened.
	rejectedBy string
	reopened   bool
}

// Overdue reports whether an answer or a decision is overdue on a day.
func (d Dispute) Overdue(on kam.Day) bool {
	return d.State.Undecided() && (!d.AnsweredOn.IsSet() && on.After(d.AnswerBy) || on.After(d.DecideBy))
}

// Book is what events say. It is immutable and safe for concurrent use.
type Book struct {
	rules    *Rules
	disputes map[string]Dispute
}

// Book returns an empty book.
func (r *Rules) Book() *Book { return &Book{rules: r, disputes: map[string]Dispute{}} }

// Replay returns the book of events; those of one dispute come in order. It stops at the first error of the sequence, or
// step that is not allowed.
func (r *Rules) Replay(events iter.Seq2[Event, error]) (*Book, error) {
	b := r.Book()
	for e, err := range events {
		if err != nil {
			return nil, err
		}
		next, err := b.next(e)
		if err != nil {
			return nil, fmt.Errorf("event %d of %q: %w", e.Seq, wording.Clip(e.Dispute), err)
		}
		b.disputes[e.Dispute] = next
	}
	return b, nil
}

// Apply returns the book with one more event, or why it is not allowed: a *[kam.InvalidError] of [Event.Check], a
// *[Refused], or an error that wraps [kam.ErrNoHolidays].
func (b *Book) Apply(e Event) (*Book, error) {
	next, err := b.next(e)
	if err != nil {
		return nil, err
	}
	after := &Book{rules: b.rules, disputes: maps.Clone(b.disputes)}
	after.disputes[e.Dispute] = next
	return after, nil
}

// Dispute returns a dispute, or [ErrUnknown].
func (b *Book) Dispute(id string) (Dispute, error) {
	d, ok := b.disputes[id]
	if !ok {
		return Dispute{}, refuse(ErrUnknown, "there is no dispute %s", "没有争议 %s", wording.Quote(id))
	}
	return d.clone(), nil
}

// Disputes yields all disputes, ascending by id.
func (b *Book) Disputes() iter.Seq[Dispute] {
	return func(yield func(Dispute) bool) {
		for _, id := range slices.Sorted(maps.Keys(b.disputes)) {
			if !yield(b.disputes[id].clone()) {
				return
			}
		}
	}
}

func (d Dispute) clone() Dispute {
	d.Events = slices.Clone(d.Events)
	for i := range d.Events {
		d.Events[i] = d.Events[i].clone()
	}
	if d.Award != nil {
		a := *d.Award
		d.Award = &a
	}
	return d
}

// next judges an event and returns the dispute after it.
func (b *Book) next(e Event) (Dispute, error) {
	if err := e.Check(); err != nil {
		return Dispute{}, err
	}
	d, known := b.disputes[e.Dispute]
	switch {
	case !known && e.Step != StepOpen:
		return d, refuse(ErrUnknown, "there is no dispute %s", "没有争议 %s", wording.Quote(e.Dispute))
	case e.Seq != len(d.Events)+1:
		return d, refuse(ErrOrder, "the step is number %d and must be %d", "该步骤编号为 %d，应为 %d", e.Seq, len(d.Events)+1)
	case known && e.On.Before(d.Events[len(d.Events)-1].On):
		return d, refuse(ErrOrder, "%s is before the last step", "%s 早于上一步骤", e.On.String())
	}
	if !known {
		d = Dispute{ID: e.Dispute, Claim: *e.Claim}
	}
	if err := b.allowed(d, e); err != nil {
		return d, err
	}
	d.Events = append(slices.Clip(d.Events), e.clone())
	return b.moved(d, e)
}

// allowed says why a step may not be done by this person now.
func (b *Book) allowed(d Dispute, e Event) error {
	own := samePerson(e.By, d.Payee)
	switch e.Step {
	case StepOpen, StepWithdraw, StepReopen:
		if !own {
			return refuse(ErrPerson, "only %s may do this", "仅 %s 本人可执行此步骤", wording.Clip(d.Payee))
		}
	case StepAnswer, StepAccept, StepReject:
		if own {
			return refuse(ErrPerson, "%s may not decide on own pay", "%s 不得处理本人的薪酬争议", wording.Clip(d.Payee))
		}
	}
	from := map[Step][]State{
		StepOpen: {""}, StepAnswer: {Open, Reopened}, StepAccept: {Open, Answered, Reopened}, StepReject: {Open, Answered, Reopened},
		StepWithdraw: {Open, Answered, Reopened}, StepReopen: {Rejected, Withdrawn},
	}[e.Step]
	if !slices.Contains(from, d.State) {
		return refuse(ErrOrder, "the dispute is %s", "争议状态为“%s”", d.State.Name())
	}
	switch e.Step {
	case StepOpen:
		if b.rules.policy.Withhold == Disputed && !d.Amount.Valid {
			f := wording.Faults{Prefix: "dispute"}
			f.Add("amount", "$.claim.amount", wording.Say("the disputed amount is missing", "缺少争议金额"), wording.Say("state it: the policy withholds it until the decision", "请填写：按规则该金额暂停发放直至裁定"))
			return f.Err()
		}
		if e.On.Before(d.Period.From) {
			return refuse(ErrOrder, "the period begins on %s", "结算期自 %s 开始", d.Period.From.String())
		}
		return b.inTime(b.rules.policy.Open, d.Period.Until.AddDays(-1), e.On)
	case StepReopen:
		if d.reopened {
			return refuse(ErrOrder, "it was reopened before; open a new dispute", "该争议已重新打开过一次，请另行提出")
		}
		return b.inTime(b.rules.policy.Reopen, d.DecidedOn, e.On)
	case StepAccept:
		if samePerson(e.Award.ProposedBy, d.Payee) {
			return refuse(ErrPerson, "%s may not propose an award to themselves", "%s 不得为本人提出裁定", wording.Clip(d.Payee))
		}
		if samePerson(e.Award.ProposedBy, e.By) {
			return refuse(ErrSamePerson, "%s proposed the award; somebody else decides", "裁定由 %s 提出，须由他人决定", wording.Clip(e.By))
		}
	case StepAnswer, StepWithdraw, StepReject: // nothing more
	}
	if (e.Step == StepReject || e.Step == StepAccept) && d.rejectedBy != "" && samePerson(e.By, d.rejectedBy) {
		return refuse(ErrSamePerson, "%s rejected it before; somebody else decides now", "%s 此前已驳回，本次须由他人决定", wording.Clip(e.By))
	}
	return nil
}

// inTime refuses a day after a deadline.
func (b *Book) inTime(limit Deadline, start, on kam.Day) error {
	last, err := b.rules.ends(limit, start)
	if err != nil {
		return err
	}
	if on.After(last) {
		return refuse(ErrLate, "the last day was %s", "截止日期为 %s", last.String())
	}
	return nil
}

// moved returns the dispute in the state after an event that is allowed.
func (b *Book) moved(d Dispute, e Event) (Dispute, error) {
	switch e.Step {
	case StepOpen, StepReopen:
		d.State = Open
		if e.Step == StepReopen {
			d.State, d.reopened = Reopened, true
		}
		d.OpenedOn, d.AnsweredOn, d.DecidedOn = e.On, kam.Day{}, kam.Day{}
		var err error
		if d.AnswerBy, err = b.rules.ends(b.rules.policy.Answer, e.On); err != nil {
			return d, err
		}
		if d.DecideBy, err = b.rules.ends(b.rules.policy.Decide, e.On); err != nil {
			return d, err
		}
		return d, nil
	case StepAnswer:
		d.State, d.AnsweredOn = Answered, e.On
		return d, nil
	case StepAccept:
		a := *e.Award
		d.State, d.Award = Accepted, &a
	case StepReject:
		d.State, d.rejectedBy = Rejected, e.By
	case StepWithdraw:
		d.State = Withdrawn
	}
	d.DecidedOn = e.On
	return d, nil
}
