package training

import (
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
)

// Record is one fact about one person's part in an offering. Records are appended and never changed; what is wrong is
// taken back with [Voided]. The zero value is none.
type Record struct {
	Person   kam.Subject `json:"person"`
	Offering string      `json:"offering"`
	// Session is one of the offering's; empty for an offering without sessions.
	Session string `json:"session,omitempty"`
	State   State  `json:"state"`
	// On is the day from which the state holds.
	On kam.Day `json:"on"`
	// Hours is the time that the whole participation took so far, in place of the offering's; not valid is not stated. It
	// goes with [Attended], [Completed] and [Failed], and the one stated last counts.
	Hours decimal.NullDecimal `json:"hours,omitzero"`
	// Cost is what it cost for this person, in place of the offering's cost per head; not valid is not stated. The costs of
	// the records of a participation add up.
	Cost decimal.NullDecimal `json:"cost,omitzero"`
	// Reason says why, in the words of whoever wrote it; [Voided] needs one.
	Reason string `json:"reason,omitempty"`
}

// State is where a person stands in an offering. The zero value is before the first record.
type State string

// States of a participation.
const (
	Invited   State = "invited"
	Accepted  State = "accepted"
	Declined  State = "declined"
	Attended  State = "attended"
	Absent    State = "absent"
	Completed State = "completed"
	Failed    State = "failed"
	// Voided says that the records before it were wrong and count for nothing.
	Voided State = "voided"
)

// next returns the states that may follow s.
func (s State) next() []State {
	switch s {
	case "", Voided:
		return []State{Invited, Accepted, Attended}
	case Invited:
		return []State{Accepted, Declined, Attended, Absent, Voided}
	case Accepted:
		return []State{Attended, Absent, Declined, Voided}
	case Declined:
		return []State{Accepted, Voided}
	case Attended:
		return []State{Completed, Failed, Voided}
	case Failed:
		return []State{Completed, Voided}
	case Absent, Completed:
		return []State{Voided}
	default:
		return nil
	}
}

// present tells whether somebody in the state took part.
func (s State) present() bool { return s == Attended || s == Completed || s == Failed }

// ended tells whether an offering without sessions may be begun anew after s.
func (s State) ended() bool {
	return s == Declined || s == Absent || s == Completed || s == Failed
}

// follows tells whether s may follow before, and whether it begins a participation of its own.
func (s State) follows(before State, sessions bool) (anew, ok bool) {
	if slices.Contains(before.next(), s) && before != "" && before != Voided {
		return false, true
	}
	if before == "" || before == Voided || !sessions && before.ended() {
		return true, slices.Contains(State("").next(), s)
	}
	return false, false
}

// Participation is one person's part in one session, or in one round of an offering without sessions, from its first
// record to the last one known.
type Participation struct {
	Person   kam.Subject `json:"person"`
	Offering string      `json:"offering"`
	Session  string      `json:"session,omitempty"`
	// Records are in the order of appending, which is that of their days; at least one.
	Records []Record `json:"records"`
}

// StateOn returns where the person stood at the end of a day; empty before the first record. One that was taken back is
// [Voided] on every day: its records were wrong from the first.
func (p Participation) StateOn(day kam.Day) State {
	if p.voided() {
		return Voided
	}
	n := p.until(day)
	if n == 0 {
		return ""
	}
	return p.Records[n-1].State
}

func (p Participation) voided() bool {
	return len(p.Records) > 0 && p.Records[len(p.Records)-1].State == Voided
}

// until returns how many records were there at the end of a day.
func (p Participation) until(day kam.Day) int {
	n := 0
	for n < len(p.Records) && !p.Records[n].On.After(day) {
		n++
	}
	return n
}

// completed returns the day of completion when the person has completed it by the end of a day.
func (p Participation) completed(day kam.Day) (kam.Day, bool) {
	if p.StateOn(day) != Completed {
		return kam.Day{}, false
	}
	return p.Records[p.until(day)-1].On, true
}

// attended returns the first day on which the person took part.
func (p Participation) attended() (kam.Day, bool) {
	for _, r := range p.Records {
		if r.State.present() {
			return r.On, true
		}
	}
	return kam.Day{}, false
}
