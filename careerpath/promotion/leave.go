package promotion

import (
	"errors"
	"fmt"
	"slices"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/wording"
)

// ErrLeave is wrapped by the error about something to leave out that is not there.
var ErrLeave = errors.New("promotion: nothing to leave out")

// Leave is what is left out when an outcome is worked out again: a criterion, a judge, or both. The zero value is nothing.
type Leave struct {
	// Criterion is the ID of a criterion, left out of all rules that have it.
	Criterion string `json:"criterion,omitempty"`
	// Judge is one whose scores are left out.
	Judge kam.Subject `json:"judge,omitzero"`
}

// OutcomeWithout returns the outcome as it would be without something, from what is recorded; nothing is decided anew by
// people. With the zero value of x it is that of [State.Outcome].
//
// Who was kept from the exercises by the criterion has no scores, and is then eligible and unscored: under [ScreenAfter]
// there are scores of everybody. Who has fewer scores than the minimum without the judge is counted with those left. The
// error wraps [ErrLeave] when no frozen result has the criterion, or the judge is not on the panel.
func (s State) OutcomeWithout(x Leave) (Outcome, error) {
	if s.in == nil {
		return Outcome{}, fmt.Errorf("%w: the state is empty", ErrLeave)
	}
	if _, there := s.in.p.panel[x.Judge]; x.Judge != (kam.Subject{}) && !there {
		return Outcome{}, fmt.Errorf("%w: %s is not on the panel", ErrLeave, who(x.Judge))
	}
	if x.Criterion != "" && !slices.Contains(s.Criteria(), x.Criterion) {
		return Outcome{}, fmt.Errorf("%w: no frozen result has the criterion %s", ErrLeave, wording.Quote(x.Criterion))
	}
	return s.in.outcome(x).clone(), nil
}

// Criteria returns the IDs of the criteria in frozen results, each once, sorted.
func (s State) Criteria() []string {
	if s.in == nil {
		return nil
	}
	seen := map[string]bool{}
	for _, c := range s.in.candidates {
		if c.frozen == nil {
			continue
		}
		for _, check := range c.frozen.Checks {
			for _, n := range check.Result.Criteria() {
				seen[n.ID] = true
			}
		}
	}
	return sortedKeys(seen)
}

// Judges returns the panel in the order of the cycle, then who was added to it.
func (s State) Judges() []kam.Subject {
	if s.in == nil {
		return nil
	}
	out := make([]kam.Subject, len(s.in.p.cycle.Panel))
	for i, j := range s.in.p.cycle.Panel {
		out[i] = j.Person
	}
	return out
}

// Outcome replays r and returns the outcome; see [State.Outcome]. Errors are those of [Replay].
func (r Record) Outcome() (Outcome, error) { return r.OutcomeWithout(Leave{}) }

// OutcomeWithout replays r and returns the outcome without something; see [State.OutcomeWithout]. To leave out many
// things one after the other, replay once and ask the state.
func (r Record) OutcomeWithout(x Leave) (Outcome, error) {
	s, err := Replay(r)
	if err != nil {
		return Outcome{}, err
	}
	return s.OutcomeWithout(x)
}

// Criteria returns the IDs of the criteria in frozen results, each once, sorted; none when r does not replay.
func (r Record) Criteria() []string {
	s, err := Replay(r)
	if err != nil {
		return nil
	}
	return s.Criteria()
}

// Judges returns the panel in the order of the cycle, then who was added to it; none when r has no cycle.
func (r Record) Judges() []kam.Subject {
	c, ok := r.Cycle()
	if !ok {
		return nil
	}
	out := make([]kam.Subject, len(c.Panel))
	for i, j := range c.Panel {
		out[i] = j.Person
	}
	for _, e := range r.Entries {
		if e.Step() == StepAddJudge && !slices.Contains(out, e.Event.Judge) {
			out = append(out, e.Event.Judge)
		}
	}
	return out
}
