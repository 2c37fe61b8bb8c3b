package crm

import (
	"time"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
)

// Activity is one contact with a customer, made or planned.
type Activity struct {
	Type    ActivityType `json:"type,omitempty"`
	Subject string       `json:"subject,omitempty"`
	Account string       `json:"account,omitempty"`
	// Contacts are the people at the customer who were met.
	Contacts    []string `json:"contacts,omitempty"`
	Opportunity string   `json:"opportunity,omitempty"`
	// Event is the customer event that the activity follows up, where the system says so.
	Event  string         `json:"event,omitempty"`
	Owner  string         `json:"owner,omitempty"`
	Status ActivityStatus `json:"status,omitempty"`
	// Start is when it happened, or is to happen; End when it ended.
	Start time.Time `json:"start,omitzero"`
	End   time.Time `json:"end,omitzero"`
	// Due is the last day of something that has no time yet, such as a task.
	Due kam.Day `json:"due,omitzero"`
	// CheckIn proves a visit.
	CheckIn *CheckIn `json:"checkIn,omitempty"`
	// Inbound says that the customer began it.
	Inbound bool   `json:"inbound,omitempty"`
	Outcome string `json:"outcome,omitempty"`
	Extra
}

// ActivityType says how a customer was met.
type ActivityType string

// Types of activities. Systems may use others.
const (
	Visit    ActivityType = "visit"
	CallBack ActivityType = "call-back"
	Email    ActivityType = "e-mail"
	Meeting  ActivityType = "meeting"
	Message  ActivityType = "message"
	ToDo     ActivityType = "task" // no contact: something to do
)

// ActivityStatus says what became of an activity. The zero value is unknown.
type ActivityStatus string

// Statuses of an activity.
const (
	Planned   ActivityStatus = "planned"
	Done      ActivityStatus = "done"
	Cancelled ActivityStatus = "cancelled"
)

// CheckIn is where and when somebody was.
type CheckIn struct {
	At      time.Time `json:"at"`
	Address Address   `json:"address,omitzero"`
}

// Event is a customer event.
type Event struct {
	Name string    `json:"name"`
	Type EventType `json:"type,omitempty"`
	// Topics are the needs and interests that the event is about.
	Topics  []string  `json:"topics,omitempty"`
	Owner   string    `json:"owner,omitempty"`
	Start   time.Time `json:"start,omitzero"`
	End     time.Time `json:"end,omitzero"`
	Address Address   `json:"address,omitzero"`
	// Capacity is how many guests there is room for; not valid when nobody says.
	Capacity decimal.NullDecimal `json:"capacity,omitzero"`
	// Cost is what the event costs in Currency.
	Cost      decimal.NullDecimal `json:"cost,omitzero"`
	Currency  kam.Currency        `json:"currency,omitempty"`
	Cancelled bool                `json:"cancelled,omitempty"`
	Extra
}

// EventType says what kind of event it is.
type EventType string

// Types of events. Systems may use others.
const (
	Salon         EventType = "salon"
	ExperienceDay EventType = "product-experience-day"
)

// Invitation is one person and one event.
type Invitation struct {
	Event   string `json:"event"`
	Contact string `json:"contact,omitempty"`
	Account string `json:"account,omitempty"`
	// By is the user who invited.
	By      string  `json:"by,omitempty"`
	Invited kam.Day `json:"invited,omitzero"`
	// Answer is what the person said, Attendance what happened.
	Answer     Answer     `json:"answer,omitempty"`
	Attendance Attendance `json:"attendance,omitempty"`
	Extra
}

// Answer is the answer to an invitation. The zero value is none yet.
type Answer string

// Answers to an invitation.
const (
	Accepted Answer = "accepted"
	Declined Answer = "declined"
)

// Attendance is whether somebody came. The zero value is unknown.
type Attendance string

// Attendances.
const (
	Attended Attendance = "attended"
	Absent   Attendance = "absent"
)

// Survey is one answer about satisfaction.
type Survey struct {
	// Method says how it was asked, such as "csat" or "nps".
	Method  SurveyMethod `json:"method"`
	Account string       `json:"account,omitempty"`
	Contact string       `json:"contact,omitempty"`
	// About is what was asked about, such as a request's id.
	About    string  `json:"about,omitempty"`
	Asked    kam.Day `json:"asked,omitzero"`
	Answered kam.Day `json:"answered,omitzero"`
	// Score is the answer between Low and High, both included; not valid: no answer.
	Score   decimal.NullDecimal `json:"score,omitzero"`
	Low     decimal.NullDecimal `json:"low,omitzero"`
	High    decimal.NullDecimal `json:"high,omitzero"`
	Comment string              `json:"comment,omitempty"`
	Extra
}

// SurveyMethod says how satisfaction is asked.
type SurveyMethod string

// Methods of a survey. Systems may use others.
const (
	CSAT SurveyMethod = "csat"
	NPS  SurveyMethod = "nps" // 0 to 10
)

// Request is a support request.
type Request struct {
	Number  string `json:"number,omitempty"`
	Subject string `json:"subject,omitempty"`
	Account string `json:"account,omitempty"`
	Contact string `json:"contact,omitempty"`
	// Owner is the user who works on it.
	Owner string `json:"owner,omitempty"`
	// Level is the service level that was agreed, Priority how urgent it is, both in the host's own words.
	Level    string `json:"level,omitempty"`
	Priority string `json:"priority,omitempty"`
	Status   string `json:"status,omitempty"`
	// Opened, Responded and Resolved are when it came in, was first answered, and was last resolved; zero: not yet.
	Opened    time.Time `json:"opened,omitzero"`
	Responded time.Time `json:"responded,omitzero"`
	Resolved  time.Time `json:"resolved,omitzero"`
	// Waits are the times in which we waited for the customer.
	Waits []Wait `json:"waits,omitempty"`
	// Reopened are when it was opened again, ascending; Earlier the resolution before each of them, where the system keeps
	// them: as many as Reopened, or none.
	Reopened []time.Time `json:"reopened,omitempty"`
	Earlier  []time.Time `json:"earlier,omitempty"`
	Extra
}

// Wait is a time in which the customer had to answer. A zero Until: still.
type Wait struct {
	From  time.Time `json:"from"`
	Until time.Time `json:"until,omitzero"`
}

// Resource is something that helps to sell or to serve.
type Resource struct {
	Title string       `json:"title"`
	Type  ResourceType `json:"type,omitempty"`
	// Industries, Stages, Needs and Products are what it is for; empty: for all.
	Industries []string `json:"industries,omitempty"`
	Stages     []string `json:"stages,omitempty"`
	Needs      []string `json:"needs,omitempty"`
	Products   []string `json:"products,omitempty"`
	Language   string   `json:"language,omitempty"`
	Link       string   `json:"link,omitempty"`
	Owner      string   `json:"owner,omitempty"`
	Published  kam.Day  `json:"published,omitzero"`
	// Expires is the first day on which it is stale; unset: not stated.
	Expires kam.Day `json:"expires,omitzero"`
	// Uses are the deals that it was used in.
	Uses []Use `json:"uses,omitempty"`
	Extra
}

// ResourceType says what a resource is.
type ResourceType string

// Types of resources. Systems may use others.
const (
	MarketResearch ResourceType = "market-research"
	IndustryReport ResourceType = "industry-report"
	CaseStudy      ResourceType = "case-study"
	Training       ResourceType = "training"
)

// Use is a resource being used in a deal.
type Use struct {
	Opportunity string  `json:"opportunity"`
	User        string  `json:"user,omitempty"`
	On          kam.Day `json:"on,omitzero"`
}
