package support

import (
	"time"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm"
	"github.com/kam-go/kam/internal/strictjson"
)

// Bounds of an agreement. All are inclusive.
const (
	MaxSchedules = 50
	MaxTargets   = 500
	MaxSteps     = 20
	// MaxMinutes is the longest target: a year around the clock.
	MaxMinutes = 366 * 24 * 60
)

// Agreement is what customers were promised about their requests, as plain data. [Compile] checks it.
type Agreement struct {
	// Schedules are the opening hours that targets count in; 1 to 50.
	Schedules []Schedule `json:"schedules"`
	// Targets are the times promised; 1 to 500. A request takes the target of its level and priority, else the one of its
	// level for any priority, else the one of its priority for any level, else the one for any of both.
	Targets []Target `json:"targets"`
	// AtRisk is the part of a target from which on a clock that still runs is at risk; above 0 and below 1.
	AtRisk kam.Fraction `json:"atRisk"`
}

// Schedule is when people work on requests.
type Schedule struct {
	// Name is unique.
	Name string `json:"name"`
	// Days says on which days the hours hold. Needed.
	Days Days `json:"days"`
	// Hours are the opening hours of each weekday; at least one. Hours of one weekday may touch and never overlap. From 0
	// to 1440 is the whole day, 23 or 25 hours long where clocks change.
	Hours []crm.Hours `json:"hours"`
	// MakeUp is the weekday, 0 for Sunday, whose hours hold on a working day whose own weekday has none, such as a
	// make-up Saturday. Absent: closed on such a day. It has a meaning with [WorkingDays] alone.
	MakeUp *time.Weekday `json:"makeUp,omitempty"`
}

// Days says on which days opening hours hold. The zero value is none and refused.
type Days string

// The readings.
const (
	// WorkingDays: on the working days of the calendar.
	WorkingDays Days = "working-days"
	// EveryDay: on every such weekday, holidays included.
	EveryDay Days = "every-day"
)

// AroundTheClock returns a schedule that is always open.
func AroundTheClock(name string) Schedule {
	s := Schedule{Name: name, Days: EveryDay}
	for day := time.Sunday; day <= time.Saturday; day++ {
		s.Hours = append(s.Hours, crm.Hours{Weekday: day, Until: 24 * 60})
	}
	return s
}

// Target is a time promised.
type Target struct {
	// Level and Priority are those of the requests, in their words; empty: any.
	Level    string `json:"level,omitempty"`
	Priority string `json:"priority,omitempty"`
	// Schedule names the opening hours.
	Schedule string `json:"schedule"`
	// Response and Resolution are minutes of opening hours; 0: not promised; at least one is. Up to 527,040.
	Response   int `json:"response,omitempty"`
	Resolution int `json:"resolution,omitempty"`
	// Waiting says whether the clock of the resolution runs while the customer has to answer. That of the response always
	// runs. Needed with Resolution.
	Waiting Waiting `json:"waiting,omitempty"`
	// Reopened says what a request that is opened again has left. Needed with Resolution.
	Reopened Reopened `json:"reopened,omitempty"`
	// Escalation says who is told when; at most 20 steps.
	Escalation []Step `json:"escalation,omitempty"`
}

// Waiting says what waiting for the customer does to the clock of the resolution.
type Waiting string

// The readings.
const (
	WaitingStops Waiting = "stops"
	WaitingRuns  Waiting = "runs"
)

// Reopened says what opening a request again does to the clock of the resolution.
type Reopened string

// The readings.
const (
	// ReopenedContinues goes on from what was used when it was resolved. Where the earlier resolutions of a request are
	// not known, the clock has never stopped.
	ReopenedContinues Reopened = "continues"
	// ReopenedAnew gives the whole target again.
	ReopenedAnew Reopened = "anew"
)

// Step tells somebody that a part of a target is used up.
type Step struct {
	Of Promise `json:"of"`
	// At is the part; above 0 and at most 10. 1 is the due instant.
	At kam.Fraction `json:"at"`
	To Recipient    `json:"to"`
	// User is who is told by [ToUser], and stated with it alone.
	User string `json:"user,omitempty"`
}

// Promise says which of the two times is meant.
type Promise string

// Promises.
const (
	Response   Promise = "response"
	Resolution Promise = "resolution"
)

// Recipient says who is told.
type Recipient string

// Recipients.
const (
	ToOwner   Recipient = "owner"   // who works on the request
	ToManager Recipient = "manager" // the manager of the owner, by the users among the records
	ToUser    Recipient = "user"    // the user that the step names
)

// ParseAgreement reads an agreement from JSON, strictly: unknown and repeated keys and null are refused. All faults come at
// once in one [*kam.InvalidError]. [Compile] checks what it says.
func ParseAgreement(data []byte) (Agreement, error) {
	var a Agreement
	if err := strictjson.Decode(data, &a, prefix).Err(); err != nil {
		return Agreement{}, err
	}
	return a, nil
}
