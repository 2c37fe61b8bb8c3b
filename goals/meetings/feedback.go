package meetings

import (
	"errors"
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
)

// FeedbackKind is what feedback is for. The zero value is not stated.
type FeedbackKind string

// Kinds of feedback.
const (
	// Praise asks for nothing but to be heard: it is closed once it was acknowledged.
	Praise FeedbackKind = "praise"
	// Advice asks for a change: it is closed once the metric was read again after the change.
	Advice FeedbackKind = "advice"
)

// FeedbackState is how far feedback has come. It follows from the days of [Feedback].
type FeedbackState string

// States of feedback, in order. [Praise] goes from given to closed by its acknowledgement.
const (
	StateGiven        FeedbackState = "given"
	StateAcknowledged FeedbackState = "acknowledged"
	StateActedOn      FeedbackState = "acted-on"
	StateClosed       FeedbackState = "closed"
)

// Name returns the name of the state in both languages, or the state itself when it is none.
func (s FeedbackState) Name() kam.Text {
	switch s {
	case StateGiven:
		return say("given", "已提出")
	case StateAcknowledged:
		return say("acknowledged", "已确认")
	case StateActedOn:
		return say("acted on", "已行动")
	case StateClosed:
		return say("closed", "已关闭")
	default:
		return kam.Text{EN: string(s), ZH: string(s)}
	}
}

// stepName returns the name of a step, or the step itself when it is none.
func stepName(step string) kam.Text {
	switch step {
	case stepAcknowledge:
		return say("acknowledge", "确认")
	case stepAct:
		return say("act", "行动")
	case stepRemeasure:
		return say("remeasure", "重新测量")
	default:
		return kam.Text{EN: step, ZH: step}
	}
}

// Steps of feedback.
const (
	stepAcknowledge = "acknowledge"
	stepAct         = "act"
	stepRemeasure   = "remeasure"
)

// ErrState is wrapped by every [*StateError].
var ErrState = errors.New("meetings: not possible in this state")

// StateError says that a step of feedback was refused; it is always handed out as a pointer and wraps [ErrState].
type StateError struct {
	// Feedback is its ID, Step what was tried: "acknowledge", "act" or "remeasure".
	Feedback, Step string
	// State is the state it was in.
	State FeedbackState
	// Reason says what stood against it.
	Reason kam.Text
}

// Error returns the step, the state and the reason in English.
func (e *StateError) Error() string { return "meetings: " + e.In(kam.English) }

// In returns the step, the state and the reason in a language, for people to read.
func (e *StateError) In(l kam.Lang) string {
	return kam.Text{
		EN: fmt.Sprintf("feedback %s: cannot %s what is %s: %s", quote(e.Feedback), e.Step, e.State, e.Reason.EN),
		ZH: fmt.Sprintf("反馈 %s 处于“%s”状态，不能%s：%s", quote(e.Feedback), e.State.Name().ZH, stepName(e.Step).ZH, e.Reason.ZH),
	}.In(l)
}

// Unwrap returns [ErrState].
func (e *StateError) Unwrap() error { return ErrState }

// Feedback is what one person told another, and what became of it. The zero value is no feedback.
//
// Its steps are [Feedback.Acknowledge], [Feedback.Act] and [Feedback.Remeasure]; each returns a changed copy.
type Feedback struct {
	// ID is the host's own name of the feedback.
	ID string `json:"id"`
	// From told it, To is meant; two different persons.
	From string `json:"from"`
	To   string `json:"to"`
	// About is what it is about, such as a customer or a goal; zero when it is the person.
	About kam.Subject `json:"about,omitzero"`
	// Kind says whether something is to change.
	Kind FeedbackKind `json:"kind"`
	// Text is what was told, On the day of telling.
	Text string  `json:"text"`
	On   kam.Day `json:"on"`
	// Acknowledged is the day on which the receiver answered.
	Acknowledged kam.Day `json:"acknowledged,omitzero"`
	// Answer is what was done about advice, and Again the reading after it.
	Answer Answer  `json:"answer,omitzero"`
	Again  Reading `json:"again,omitzero"`
}

// Answer is what somebody does about advice, and by what it will be judged. The zero value is no answer.
type Answer struct {
	// On is the day on which it was done.
	On kam.Day `json:"on"`
	// Text says what was done; Action is the ID of the task, and may be empty.
	Text   string `json:"text"`
	Action string `json:"action,omitempty"`
	// Metric is the key of the metric that is to be read again.
	Metric string `json:"metric"`
	// Before is its value before the change; not valid when nobody knows.
	Before decimal.NullDecimal `json:"before,omitzero"`
}

// stated tells whether anything of the answer is.
func (a Answer) stated() bool {
	return a.On.IsSet() || a.Text != "" || a.Action != "" || a.Metric != "" || a.Before.Valid
}

// Reading is a metric's value read on a day. The zero value is no reading.
type Reading struct {
	On     kam.Day `json:"on"`
	Metric string  `json:"metric"`
	// Value must be known: what was not read closes nothing.
	Value decimal.NullDecimal `json:"value"`
}

// stated tells whether anything of the reading is.
func (r Reading) stated() bool { return r.On.IsSet() || r.Metric != "" || r.Value.Valid }

// State returns how far the feedback has come: for advice, closed says that the metric was read again.
func (f Feedback) State() FeedbackState {
	switch {
	case !f.Acknowledged.IsSet():
		return StateGiven
	case f.Kind == Praise || f.Again.On.IsSet():
		return StateClosed
	case f.Answer.On.IsSet():
		return StateActedOn
	default:
		return StateAcknowledged
	}
}

// refuse returns the error of a step.
func (f Feedback) refuse(step string, reason kam.Text) (Feedback, error) {
	return f, &StateError{Feedback: f.ID, Step: step, State: f.State(), Reason: reason}
}

// notBefore says that a day is missing or too early.
func notBefore(first kam.Day) kam.Text {
	return say("the day must be stated and not be before %s", "须填写日期，且不早于 %s", first)
}

// reasons returns the findings of an error in both languages.
func reasons(err error) kam.Text {
	if invalid, ok := errors.AsType[*kam.InvalidError](err); ok {
		return kam.Text{EN: invalid.In(kam.English), ZH: invalid.In(kam.Chinese)}
	}
	return kam.Text{}
}

// Acknowledge returns the feedback as heard on a day, which must not be before it was told. On an error, a
// [*StateError], the feedback is returned as it was.
func (f Feedback) Acknowledge(on kam.Day) (Feedback, error) {
	switch {
	case f.State() != StateGiven:
		return f.refuse(stepAcknowledge, say("it was acknowledged on %s", "已于 %s 确认", f.Acknowledged))
	case !on.IsSet() || on.Before(f.On):
		return f.refuse(stepAcknowledge, notBefore(f.On))
	}
	f.Acknowledged = on
	return f, nil
}

// Act returns the advice as acted on. The answer states its day, not before the acknowledgement, what was done, and
// the metric that is to be read again. On an error, a [*StateError], the feedback is returned as it was.
func (f Feedback) Act(answer Answer) (Feedback, error) {
	switch {
	case f.Kind != Advice:
		return f.refuse(stepAct, say("only advice asks for an action", "只有建议才需要采取行动"))
	case f.State() == StateGiven:
		return f.refuse(stepAct, say("acknowledge it first", "请先确认"))
	case f.State() != StateAcknowledged:
		return f.refuse(stepAct, say("it was acted on on %s", "已于 %s 采取行动", f.Answer.On))
	case !answer.On.IsSet() || answer.On.Before(f.Acknowledged):
		return f.refuse(stepAct, notBefore(f.Acknowledged))
	}
	f.Answer = answer
	if err := f.answerFault(); err != nil {
		f.Answer = Answer{}
		return f.refuse(stepAct, reasons(err))
	}
	return f, nil
}

// Remeasure returns the advice as closed by a reading of the metric that the answer names, on the day of the answer
// or later. A reading without a value closes nothing. On an error, a [*StateError], the feedback is returned as it was.
func (f Feedback) Remeasure(reading Reading) (Feedback, error) {
	switch state := f.State(); {
	case f.Kind != Advice:
		return f.refuse(stepRemeasure, say("only advice is measured again", "只有建议才需要重新测量"))
	case state == StateClosed:
		return f.refuse(stepRemeasure, say("it was read again on %s", "已于 %s 重新测量", f.Again.On))
	case state != StateActedOn:
		return f.refuse(stepRemeasure, say("nothing was done about it yet", "尚未采取行动"))
	case reading.Metric != f.Answer.Metric:
		return f.refuse(stepRemeasure, say("the reading is of %s, and the answer names %s", "测量的指标是 %s，而行动指明的是 %s", quote(reading.Metric), quote(f.Answer.Metric)))
	case !reading.On.IsSet() || reading.On.Before(f.Answer.On):
		return f.refuse(stepRemeasure, notBefore(f.Answer.On))
	case !reading.Value.Valid:
		return f.refuse(stepRemeasure, say("the value is unknown", "数值未知"))
	}
	c := checker{}
	if !c.number("$.value", reading.Value) {
		return f.refuse(stepRemeasure, reasons(c.found.Err()))
	}
	f.Again = reading
	return f, nil
}

// answerFault returns the faults of the answer alone.
func (f Feedback) answerFault() error {
	c := checker{}
	c.answer("$", f)
	return c.found.Err()
}

// Change returns the exact difference between the reading after the answer and the value before it, and false when
// either is unknown. It tells what was observed, and not what caused it.
func (f Feedback) Change() (decimal.Decimal, bool) {
	c := checker{}
	if !c.number("", f.Answer.Before) || !c.number("", f.Again.Value) {
		return decimal.Decimal{}, false
	}
	return f.Again.Value.Decimal.Sub(f.Answer.Before.Decimal), true
}

// Check returns nil for feedback that can be kept, else an [*kam.InvalidError] with every fault, a step that was
// skipped included.
func (f Feedback) Check() error {
	c := checker{}
	c.feedback("$", f)
	return c.found.Err()
}

func (c *checker) feedback(place string, f Feedback) {
	c.id(place+".id", f.ID)
	c.id(place+".from", f.From)
	c.id(place+".to", f.To)
	if f.From != "" && f.From == f.To {
		c.add("self", place+".to",
			say("%s gives feedback to themselves", "%s 给自己提反馈", quote(f.From)),
			say("name another person", "请填写另一个人"))
	}
	if f.About != (kam.Subject{}) {
		c.id(place+".about.kind", f.About.Kind)
		c.id(place+".about.id", f.About.ID)
	}
	if f.Kind != Praise && f.Kind != Advice {
		c.kind(place+".kind", string(f.Kind), string(Praise), string(Advice))
	}
	c.text(place+".text", f.Text)
	c.day(place+".on", f.On)
	c.notBefore(place+".acknowledged", f.Acknowledged, f.On, say("when it was told", "反馈提出日"))
	answered, read := f.Answer.stated(), f.Again.stated()
	if answered {
		c.step(place+".answer", f.Kind == Advice && f.Acknowledged.IsSet(),
			say("only advice that was acknowledged is acted on", "只有已确认的建议才有后续行动"))
		c.day(place+".answer.on", f.Answer.On)
		c.notBefore(place+".answer.on", f.Answer.On, f.Acknowledged, say("when it was acknowledged", "反馈确认日"))
		c.answer(place+".answer", f)
	}
	if read {
		c.step(place+".again", answered,
			say("only what was acted on is measured again", "采取行动之后才能重新测量"))
		c.day(place+".again.on", f.Again.On)
		c.notBefore(place+".again.on", f.Again.On, f.Answer.On, say("when it was acted on", "行动日"))
		c.again(place+".again", f)
	}
}

func (c *checker) step(place string, possible bool, why kam.Text) {
	if !possible {
		c.add("step", place, why, say("take the steps in order: acknowledge, act, read the metric again", "请按顺序进行：确认、行动、重新测量"))
	}
}

// answer checks the answer of f but for its day.
func (c *checker) answer(place string, f Feedback) {
	c.text(place+".text", f.Answer.Text)
	c.optionalID(place+".action", f.Answer.Action)
	c.id(place+".metric", f.Answer.Metric)
	c.number(place+".before", f.Answer.Before)
}

// again checks the reading of f but for its day.
func (c *checker) again(place string, f Feedback) {
	if f.Again.Metric != f.Answer.Metric {
		c.add("step", place+".metric",
			say("the reading is of %s", "测量的指标是 %s", quote(f.Again.Metric)),
			say("read the metric that the answer names, %s", "请测量行动所指明的指标 %s", quote(f.Answer.Metric)))
	}
	if !f.Again.Value.Valid {
		c.add("number", place+".value",
			say("the value is unknown", "数值未知"),
			say("state what was read: without a value the feedback stays open", "请填写测得的数值；没有数值，反馈不能关闭"))
	}
	c.number(place+".value", f.Again.Value)
}
