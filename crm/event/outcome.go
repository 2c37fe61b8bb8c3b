package event

import (
	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm"
)

// Outcome says what became of an event by a day. It is the caller's own.
type Outcome struct {
	Event crm.Ref `json:"event"`
	Name  string  `json:"name"`
	// Days are the event's own, AsOf is the day of the question.
	Days kam.Period `json:"days"`
	AsOf kam.Day    `json:"asOf"`
	// Held says that the last day of the event has come; Cancelled that it will never be held, or never was.
	Held      bool `json:"held"`
	Cancelled bool `json:"cancelled,omitempty"`
	// Guests are all who were invited or came, by contact, each once.
	Guests  []Attendee `json:"guests"`
	Turnout Turnout    `json:"turnout"`
	// Pipeline is what became of the guests' accounts.
	Pipeline Effect `json:"pipeline"`
	// Cost is what the event cost in Currency; not valid when nobody says. Currency is empty when the event states none.
	Cost     decimal.NullDecimal `json:"cost,omitzero"`
	Currency kam.Currency        `json:"currency,omitempty"`
	Findings kam.Findings        `json:"findings,omitempty"`

	rules *Rules
	book  *book
}

// Attendee is one who was invited.
type Attendee struct {
	Invitation  crm.Ref        `json:"invitation"`
	Contact     crm.Ref        `json:"contact,omitzero"`
	Name        string         `json:"name,omitempty"`
	Account     crm.Ref        `json:"account,omitzero"`
	AccountName string         `json:"accountName,omitempty"`
	By          string         `json:"by,omitempty"`
	Invited     kam.Day        `json:"invited,omitzero"`
	Answer      crm.Answer     `json:"answer,omitempty"`
	Attendance  crm.Attendance `json:"attendance,omitempty"`
	FollowUp    Followed       `json:"followUp,omitzero"`
}

// Turnout counts who was invited. The three answers add up to Invited, and so do the three of attendance; unknown is never
// counted as absent. Before the event is held everybody's attendance is unknown.
type Turnout struct {
	Invited    int64 `json:"invited"`
	Accepted   int64 `json:"accepted"`
	Declined   int64 `json:"declined"`
	Unanswered int64 `json:"unanswered"`
	Attended   int64 `json:"attended"`
	Absent     int64 `json:"absent"`
	Unknown    int64 `json:"unknown"`
	// AcceptedAttended, AcceptedAbsent and AcceptedUnknown add up to Accepted.
	AcceptedAttended int64 `json:"acceptedAttended"`
	AcceptedAbsent   int64 `json:"acceptedAbsent"`
	AcceptedUnknown  int64 `json:"acceptedUnknown"`
}

// Followed says how the follow-up of a guest stands. The zero value: none is due.
type Followed struct {
	State FollowState `json:"state,omitempty"`
	// Due is the last day in time.
	Due kam.Day `json:"due,omitzero"`
	// Activity is the first follow-up, On its day.
	Activity crm.Ref `json:"activity,omitzero"`
	On       kam.Day `json:"on,omitzero"`
	// Late is the working days by which it came too late, or is overdue.
	Late int `json:"late,omitempty"`
	// Owner is the user who follows up: the owner of the account, else who invited, else the owner of the event, if they work
	// here.
	Owner string `json:"owner,omitempty"`
}

// FollowState says how a follow-up stands. The zero value: none is due.
type FollowState string

// States of a follow-up.
const (
	FollowInTime  FollowState = "in-time"
	FollowLate    FollowState = "late"
	FollowDue     FollowState = "due"
	FollowOverdue FollowState = "overdue"
)

// Effect is what became of deals after an event. It tells what followed, not what was caused.
type Effect struct {
	// Window are the days that count; Over says that they have passed. Until then everything may still grow.
	Window kam.Period `json:"window"`
	Over   bool       `json:"over"`
	// Accounts are those from which somebody came, by ref. Unclear are those of which it is not known: they are on neither
	// side.
	Accounts []crm.Ref `json:"accounts,omitempty"`
	Unclear  []crm.Ref `json:"unclear,omitempty"`
	// Touched are deals of Accounts that were opened or advanced in the window, by account, then by ref.
	Touched []Touch `json:"touched,omitempty"`
	// Pairs are the accounts that came, each with the one most like it that did not, in the order of the first. Alone are
	// those for which there was none.
	Pairs []Pair  `json:"pairs,omitempty"`
	Alone []Alone `json:"alone,omitempty"`
}

// Touch is a deal that was opened or advanced.
type Touch struct {
	Deal    crm.Ref `json:"deal"`
	Name    string  `json:"name,omitempty"`
	Account crm.Ref `json:"account"`
	// Opened says that it is new; otherwise it advanced, from a stage that it had before to the furthest one since, or was
	// won.
	Opened bool   `json:"opened,omitempty"`
	From   string `json:"from,omitempty"`
	To     string `json:"to,omitempty"`
	// On is when it was opened, or first advanced.
	On  kam.Day `json:"on"`
	Won bool    `json:"won,omitempty"`
	// Amount is what the deal states now.
	Amount   decimal.NullDecimal `json:"amount,omitzero"`
	Currency kam.Currency        `json:"currency,omitempty"`
}

// Pair is an account that came and the one most like it that did not.
type Pair struct {
	Guest Side `json:"guest"`
	Other Side `json:"other"`
}

// Side is one account of a [Pair].
type Side struct {
	Account crm.Ref `json:"account"`
	Name    string  `json:"name,omitempty"`
	// Size is the pipeline before the event, as the policy measures it.
	Size decimal.Decimal `json:"size"`
	// Touched says that a deal was opened or advanced in the window.
	Touched bool `json:"touched"`
}

// Alone is an account that came and is compared with none.
type Alone struct {
	Account crm.Ref  `json:"account"`
	Name    string   `json:"name,omitempty"`
	Why     kam.Text `json:"why"`
}
