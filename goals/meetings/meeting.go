package meetings

import (
	"fmt"

	"github.com/kam-go/kam"
)

// Meeting is a meeting that was held, with what came of it. The zero value is none.
type Meeting struct {
	// ID is the host's own name of the meeting.
	ID string `json:"id"`
	// Format is the ID of the [Format] it followed; empty when it followed none.
	Format string `json:"format,omitempty"`
	// Chair is who led it.
	Chair string `json:"chair"`
	// Planned is the day it was planned for, [Occurrence.Day], or the one that its rule gave, [Occurrence.Nominal]; unset
	// when it was called ad hoc. On is the day on which it was held.
	Planned kam.Day `json:"planned,omitzero"`
	On      kam.Day `json:"on"`
	// Present and Absent list who was there and who was missed, each person once and on one of the lists.
	Present []string `json:"present,omitempty"`
	Absent  []string `json:"absent,omitempty"`
	// Minutes is how long it took, at least 0; 0 is not stated.
	Minutes int `json:"minutes,omitempty"`
	// Discussed lists the goals that were talked about, Carried those left for the next meeting.
	Discussed []string `json:"discussed,omitempty"`
	Carried   []string `json:"carried,omitempty"`
	// Decisions says what was decided, one line each, and Actions lists the IDs of the tasks that were agreed.
	Decisions []string `json:"decisions,omitempty"`
	Actions   []string `json:"actions,omitempty"`
}

// Attendance returns how many of those who were expected were present; of nobody it is unknown.
func (m Meeting) Attendance() Ratio {
	return Ratio{Num: int64(len(m.Present)), Den: int64(len(m.Present) + len(m.Absent))}
}

// Check returns nil for a meeting that can be kept, else an [*kam.InvalidError] with every fault.
func (m Meeting) Check() error {
	c := checker{}
	c.meeting("$", m)
	return c.found.Err()
}

func (c *checker) meeting(place string, m Meeting) {
	c.id(place+".id", m.ID)
	c.optionalID(place+".format", m.Format)
	c.id(place+".chair", m.Chair)
	c.day(place+".on", m.On)
	people := map[string]bool{}
	c.ids(place+".present", m.Present, people)
	c.ids(place+".absent", m.Absent, people)
	if m.Minutes < 0 {
		c.add("minutes", place+".minutes",
			say("the meeting took %d minutes", "会议时长为 %d 分钟", m.Minutes),
			say("state whole minutes, or leave them out", "请填写整分钟数，或不填"))
	}
	goals := map[string]bool{}
	c.ids(place+".discussed", m.Discussed, goals)
	c.ids(place+".carried", m.Carried, goals)
	if c.list(place+".decisions", len(m.Decisions)) {
		for i, line := range m.Decisions {
			c.text(at(place+".decisions", i), line)
		}
	}
	c.ids(place+".actions", m.Actions, map[string]bool{})
}

// ids checks a list of ids, none of which may be in seen.
func (c *checker) ids(place string, ids []string, seen map[string]bool) {
	if !c.list(place, len(ids)) {
		return
	}
	for i, id := range ids {
		c.id(at(place, i), id)
		c.unique(at(place, i), id, seen)
	}
}

// Adherence returns how many of the meetings that were planned in a period, and on or before asOf, were held by then,
// and how many of those on the day they were planned for: a meeting counts for the period in which [Occurrence.Day] is.
// A meeting held belongs to the occurrence whose Day its Planned is, or else whose Nominal it is. Planned are those of a
// [Schedule]; a day that stands twice counts once.
//
// A period that is none, or has no end, is an error that wraps [kam.ErrPeriod], an unset asOf one that wraps
// [kam.ErrDay].
func Adherence(planned []Occurrence, held []Meeting, period kam.Period, asOf kam.Day) (kept, punctual Ratio, err error) {
	if err := closed(period); err != nil {
		return Ratio{}, Ratio{}, fmt.Errorf("meetings: adherence: %w", err)
	}
	if !asOf.IsSet() {
		return Ratio{}, Ratio{}, fmt.Errorf("meetings: adherence: %w: the day of the summary is unset", kam.ErrDay)
	}
	day := map[kam.Day]kam.Day{} // of an occurrence, by its nominal day and, which comes first, by itself
	for _, o := range planned {
		day[o.Nominal] = o.Day
	}
	for _, o := range planned {
		day[o.Day] = o.Day
	}
	first := map[kam.Day]kam.Day{} // the earliest day on which a planned meeting was held
	for _, m := range held {
		of, known := day[m.Planned]
		if !known || !m.Planned.IsSet() || !by(m.On, asOf) {
			continue
		}
		if on, was := first[of]; !was || m.On.Before(on) {
			first[of] = m.On
		}
	}
	counted := map[kam.Day]bool{}
	for _, o := range planned {
		if !period.Contains(o.Day) || o.Day.After(asOf) || counted[o.Day] {
			continue
		}
		counted[o.Day] = true
		on, was := first[o.Day]
		kept.count(was)
		if was {
			punctual.count(on == o.Day)
		}
	}
	return kept, punctual, nil
}
