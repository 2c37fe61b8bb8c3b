package improve

import (
	"errors"
	"strings"

	"github.com/kam-go/kam"
)

// ErrTransition is wrapped by every [*TransitionError].
var ErrTransition = errors.New("improve: the step is not allowed")

// TransitionError says that a step cannot be taken where a review or a plan stands, and which ones can.
type TransitionError struct {
	// State is where it stands, empty before the first step; Step is the one that was refused.
	State string
	Step  string
	// Allowed are the steps that the state allows, in the order in which they are documented; none after the end. The
	// step itself is among them when something else than the state speaks against it.
	Allowed []string
	// Why says what speaks against the step.
	Why kam.Text
}

// Error returns the whole in English.
func (e *TransitionError) Error() string { return ErrTransition.Error() + ": " + e.In(kam.English) }

// Unwrap returns [ErrTransition].
func (e *TransitionError) Unwrap() error { return ErrTransition }

// In returns in l which step was refused, why, and which steps are allowed.
func (e *TransitionError) In(l kam.Lang) string {
	allowed := say("nothing is allowed any more", "已不可再有任何步骤")
	if len(e.Allowed) > 0 {
		allowed = kam.Text{EN: "allowed: " + strings.Join(e.Allowed, ", "), ZH: "允许的步骤：" + strings.Join(e.Allowed, "、")}
	}
	state := say("before the first step", "尚未开始")
	if e.State != "" {
		state = say("in the state %s", "当前状态为 %s", e.State)
	}
	return say("%[1]s %[2]s: %[3]s; %[4]s", "%[2]s，不能进行步骤 %[1]s：%[3]s；%[4]s", clip(e.Step), state, e.Why, allowed).In(l)
}

// arrow is a step that a state allows, and where it leads.
type arrow[State, Step ~string] struct {
	from State
	step Step
	to   State
}

// arrows are all steps of a machine, those of one state in the order in which they are told.
type arrows[State, Step ~string] []arrow[State, Step]

// allowed returns the steps that a state allows.
func (a arrows[State, Step]) allowed(from State) []Step {
	var steps []Step
	for _, one := range a {
		if one.from == from {
			steps = append(steps, one.step)
		}
	}
	return steps
}

// follow returns where a step leads, and whether the state allows it.
func (a arrows[State, Step]) follow(from State, step Step) (State, bool) {
	for _, one := range a {
		if one.from == from && one.step == step {
			return one.to, true
		}
	}
	return from, false
}

// refuse returns the error for a step.
func (a arrows[State, Step]) refuse(from State, step Step, why kam.Text) *TransitionError {
	e := &TransitionError{State: string(from), Step: string(step), Why: why}
	for _, s := range a.allowed(from) {
		e.Allowed = append(e.Allowed, string(s))
	}
	return e
}
