package event

import (
	"errors"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm"
)

// MaxRecords is the most records that are looked at once.
const MaxRecords = 5_000_000

// Conditions of [Rules.Guests] and [Rules.After].
var (
	// ErrRecords says that there are more than [MaxRecords] records, or more than [MaxGuests] invitations to one event.
	ErrRecords = errors.New("event: too many records")
	// ErrEvent says that the event is not among the records, or has no day.
	ErrEvent = errors.New("event: no such event, or one without a day")
)

// List says who is to be invited to an event. It is the caller's own.
type List struct {
	Event crm.Ref `json:"event"`
	Name  string  `json:"name"`
	// Day is the first day of the event, On the day of the question.
	Day kam.Day `json:"day"`
	On  kam.Day `json:"on"`
	// Room is how many more could be invited on that day; Limited is false when the event states no capacity, and then all
	// are invited who may be.
	Room    int64 `json:"room"`
	Limited bool  `json:"limited"`
	// Invite are the people to invite, Reserve those who follow when somebody declines: by points, the highest first, then
	// as the policy lists their tiers, then their roles, then by ref.
	Invite  []Guest `json:"invite"`
	Reserve []Guest `json:"reserve,omitempty"`
	// Left are all others, by reason in the order of the constants, then by points, then by ref.
	Left     []Left       `json:"left,omitempty"`
	Findings kam.Findings `json:"findings,omitempty"`

	due kam.Day
}

// Guest is somebody who may be invited.
type Guest struct {
	Contact     crm.Ref        `json:"contact"`
	Name        string         `json:"name"`
	Account     crm.Ref        `json:"account,omitzero"`
	AccountName string         `json:"accountName,omitempty"`
	Tier        string         `json:"tier,omitempty"`
	Role        crm.BuyingRole `json:"role,omitempty"`
	// By is the user who invites: the owner of the account, else of the event, if they work here.
	By string `json:"by,omitempty"`
	// Points are the sum of those of Why.
	Points int      `json:"points"`
	Why    []Reason `json:"why,omitempty"`
	// OnTopic says that the person needs a topic or is interested in one.
	OnTopic bool `json:"onTopic,omitempty"`
}

// Reason is one thing that speaks for somebody.
type Reason struct {
	Points int      `json:"points"`
	Text   kam.Text `json:"text"`
	// Ref is the record that it rests on.
	Ref crm.Ref `json:"ref"`
}

// Left is somebody who is not invited.
type Left struct {
	Guest
	Reason LeftReason `json:"reason"`
	// Because says it in words.
	Because kam.Text `json:"because"`
}

// LeftReason says why somebody is not invited.
type LeftReason string

// The reasons. Of several the first of this list is told.
const (
	LeftInvited    LeftReason = "invited-already"
	LeftDeclined   LeftReason = "declined"
	LeftNoAccount  LeftReason = "no-account"
	LeftNoEmail    LeftReason = "no-e-mail-wanted"
	LeftNoAddress  LeftReason = "no-e-mail-address"
	LeftRest       LeftReason = "invited-lately"
	LeftOffTopic   LeftReason = "off-topic"
	LeftPoints     LeftReason = "too-few-points"
	LeftPerAccount LeftReason = "enough-of-the-account"
	LeftCapacity   LeftReason = "no-room"
)

// leftReasons are in the order of the constants.
func leftReasons() []LeftReason {
	return []LeftReason{LeftInvited, LeftDeclined, LeftNoAccount, LeftNoEmail, LeftNoAddress, LeftRest, LeftOffTopic, LeftPoints, LeftPerAccount, LeftCapacity}
}
