package ledger

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/kam-go/kam"
)

// State is where a commission period stands in its life. The zero value stands for [Open].
type State string

// The states, and how one follows on another: a period that is open or
// reopened becomes calculated, and may be calculated again and again; what is
// calculated becomes approved by somebody else; what is approved becomes
// closed, or is reopened with a reason. What is closed stays closed: late
// changes are posted into the next open period.
const (
	// Open is a period that takes entries and has not been calculated as it stands. It is no mark.
	Open State = "open"
	// Calculated is a period whose entries are those of a calculation.
	Calculated State = "calculated"
	// Approved is a period that takes payouts and their returns alone.
	Approved State = "approved"
	// Closed is a period that takes no entries any more.
	Closed State = "closed"
	// Reopened is a period that was approved and takes entries again.
	Reopened State = "reopened"
)

// Mark is the part of a [Batch] that moves the life of its period on. A mark
// other than [Calculated] comes without entries. The zero value is no valid mark.
type Mark struct {
	// State is what the period becomes: any but [Open].
	State State `json:"state"`
	// By is who marks it, 1 to 128 bytes. Two texts that differ in case or in blanks at an end alone are one person.
	By string `json:"by"`
	// Reason says why, in at most 1024 bytes. [Reopened] needs one.
	Reason string `json:"reason,omitempty"`
	// On is the day of it, as the host sees it. Nothing is ordered by it.
	On kam.Day `json:"on"`
}

// Change is a step in the life of a period.
type Change struct {
	// State is what the period became.
	State State `json:"state"`
	// By, Reason and On are the mark's. They are empty when entries that came without a mark made a calculated
	// period [Open] again.
	By     string  `json:"by,omitempty"`
	Reason string  `json:"reason,omitempty"`
	On     kam.Day `json:"on,omitzero"`
	// Run is the batch that did it.
	Run string `json:"run"`
}

// Changed is a [Change] with the period that it belongs to: what a ledger keeps of the lives of all periods.
type Changed struct {
	Period kam.Period `json:"period"`
	Change
}

// PeriodState is the life of one commission period up to now. The zero value, and one with nothing but the period, is
// open. A period is one and the same when both its days are: a month and the quarter that it is part of live apart.
type PeriodState struct {
	Period kam.Period `json:"period"`
	// Change is the last one, with the present state.
	Change
	// History has all changes, the first one first and the last one too.
	History []Change `json:"history,omitempty"`
}

// Next returns the change that a batch into the period makes to its life, and nil when it makes none. It reads the
// batch's run, mark and kinds of entries, and not whether the batch is for this period. The first that holds decides:
//
//  1. The period is closed and the batch has entries: [ErrClosed].
//  2. The period is approved and the batch has entries of other kinds than [Payout] and [PayoutReturn]: [ErrApproved].
//  3. The batch has a mark that does not follow on the state of the period: [ErrOrder]. A calculated period that got
//     further entries without a mark is open, and must be calculated before it is approved.
//  4. The mark is [Approved], by somebody who calculated the period since it was last reopened: [ErrSamePerson].
func (p PeriodState) Next(b Batch) (*Change, error) {
	works := slices.ContainsFunc(b.Entries, func(e Entry) bool { return e.Kind != Payout && e.Kind != PayoutReturn })
	switch {
	case p.State == Closed && len(b.Entries) > 0:
		return nil, fmt.Errorf("%w: %s, since run %q; the batch of run %q belongs into the next open period",
			ErrClosed, p.Period, p.Run, b.Run)
	case p.State == Approved && works:
		return nil, fmt.Errorf("%w: %s, by %q in run %q; the batch of run %q has more than payouts",
			ErrApproved, p.Period, p.By, p.Run, b.Run)
	case b.Mark != nil:
		return p.marked(b.Run, *b.Mark)
	case works && p.State == Calculated:
		return &Change{State: Open, Run: b.Run}, nil
	}
	return nil, nil //nolint:nilnil // no change is an answer of its own
}

func (p PeriodState) marked(run string, m Mark) (*Change, error) {
	if !p.follows(m.State) {
		state := p.State
		if state == "" {
			state = Open
		}
		return nil, fmt.Errorf("%w: %s is %s and cannot become %s in run %q", ErrOrder, p.Period, state, m.State, run)
	}
	if m.State == Approved {
		for _, c := range slices.Backward(p.History) {
			if c.State == Reopened {
				break
			}
			if c.State == Calculated && samePerson(c.By, m.By) {
				return nil, fmt.Errorf("%w: %s was calculated by %q in run %q", ErrSamePerson, p.Period, c.By, c.Run)
			}
		}
	}
	return &Change{State: m.State, By: m.By, Reason: m.Reason, On: m.On, Run: run}, nil
}

// follows tells whether a period in the present state may get the mark.
func (p PeriodState) follows(mark State) bool {
	switch mark {
	case Calculated:
		return p.State != Approved && p.State != Closed
	case Approved:
		return p.State == Calculated
	case Closed, Reopened:
		return p.State == Approved
	case Open:
	}
	return false
}

func samePerson(a, b string) bool {
	return strings.EqualFold(strings.TrimSpace(a), strings.TrimSpace(b))
}

// Lives returns the lives of all periods that changes belong to, ascending by period. The changes of one period are in
// the order they came in; those of several may be mixed.
func Lives(changes []Changed) []PeriodState {
	var lives []PeriodState
	at := map[kam.Period]int{}
	for _, c := range changes {
		i, known := at[c.Period]
		if !known {
			i = len(lives)
			at[c.Period] = i
			lives = append(lives, PeriodState{Period: c.Period})
		}
		lives[i].Change = c.Change
		lives[i].History = append(lives[i].History, c.Change)
	}
	slices.SortFunc(lives, func(a, b PeriodState) int { return a.Period.Compare(b.Period) })
	return lives
}

// ErrNoOpenPeriod says that none of the periods looked at takes entries. See [Snapshot.FirstOpen].
var ErrNoOpenPeriod = errors.New("ledger: no period takes entries")

// FirstOpen returns the period that a change of a day is posted into: the first of the periods, which are ascending,
// that has not ended by the day and is neither approved nor closed. When there is none, the error is
// [ErrNoOpenPeriod].
func (s Snapshot) FirstOpen(periods []kam.Period, day kam.Day) (kam.Period, error) {
	for _, p := range periods {
		if !p.IsOpen() && !p.Until.After(day) {
			continue
		}
		if state := s.Period(p).State; state != Approved && state != Closed {
			return p, nil
		}
	}
	return kam.Period{}, fmt.Errorf("%w: of %d, for %s", ErrNoOpenPeriod, len(periods), day)
}
