package crm

import (
	"time"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
)

// Opportunity is a deal, open or closed.
type Opportunity struct {
	Name    string `json:"name"`
	Account string `json:"account,omitempty"`
	Owner   string `json:"owner,omitempty"`
	// Team are people who work on the deal besides the owner.
	Team []Member `json:"team,omitempty"`
	// Contacts are the people at the customer who decide about it.
	Contacts []Stakeholder `json:"contacts,omitempty"`
	// Amount is the value of the deal in Currency; Margin what is left of it.
	Amount   decimal.NullDecimal `json:"amount,omitzero"`
	Margin   decimal.NullDecimal `json:"margin,omitzero"`
	Currency kam.Currency        `json:"currency,omitempty"`
	// Rate is how many units of Currency one unit of the organisation's home currency is worth, as the system states it.
	Rate decimal.NullDecimal `json:"rate,omitzero"`
	// Type says what is sold, such as "new", "renewal" or "expansion".
	Type     string `json:"type,omitempty"`
	Pipeline string `json:"pipeline,omitempty"`
	// Stage is the stage in the system's words, Status what it comes to.
	Stage  string     `json:"stage,omitempty"`
	Status DealStatus `json:"status,omitempty"`
	// History are the stages that the deal came to, with when, ascending.
	History []StageChange `json:"history,omitempty"`
	// Probability is the chance to win, from 0 to 1.
	Probability decimal.NullDecimal `json:"probability,omitzero"`
	// Close is the day on which the deal was won or lost, of an open deal the day on which it is expected to be.
	Close      kam.Day   `json:"close,omitzero"`
	Created    time.Time `json:"created,omitzero"`
	NextStep   string    `json:"nextStep,omitempty"`
	Needs      []string  `json:"needs,omitempty"`
	LossReason string    `json:"lossReason,omitempty"`
	// Competitors are the rivals; Winner the one who won a lost deal.
	Competitors []string `json:"competitors,omitempty"`
	Winner      string   `json:"winner,omitempty"`
	// Source is where the deal comes from, such as an event's name.
	Source string `json:"source,omitempty"`
	Lines  []Line `json:"lines,omitempty"`
	Extra
}

// DealStatus is what a stage comes to. The zero value is unknown.
type DealStatus string

// Statuses of a deal.
const (
	Open DealStatus = "open"
	Won  DealStatus = "won"
	Lost DealStatus = "lost"
	Void DealStatus = "void" // entered by mistake or withdrawn; counts nowhere
)

// StageChange is a deal coming to a stage.
type StageChange struct {
	Stage string    `json:"stage"`
	At    time.Time `json:"at"`
}

// Stakeholder is a person and the part played in one deal.
type Stakeholder struct {
	Contact string     `json:"contact"`
	Role    BuyingRole `json:"role,omitempty"`
}

// Line is a product in a deal or an order.
type Line struct {
	Product  string              `json:"product,omitempty"`
	Name     string              `json:"name,omitempty"`
	Quantity decimal.NullDecimal `json:"quantity,omitzero"`
	Amount   decimal.NullDecimal `json:"amount,omitzero"`
}

// Order is what a customer ordered.
type Order struct {
	Number      string              `json:"number,omitempty"`
	Account     string              `json:"account,omitempty"`
	Opportunity string              `json:"opportunity,omitempty"`
	Owner       string              `json:"owner,omitempty"`
	Ordered     kam.Day             `json:"ordered,omitzero"`
	Delivered   kam.Day             `json:"delivered,omitzero"`
	Amount      decimal.NullDecimal `json:"amount,omitzero"`
	Margin      decimal.NullDecimal `json:"margin,omitzero"`
	Currency    kam.Currency        `json:"currency,omitempty"`
	Rate        decimal.NullDecimal `json:"rate,omitzero"`
	Status      string              `json:"status,omitempty"`
	Lines       []Line              `json:"lines,omitempty"`
	Extra
}

// Invoice is what a customer was asked to pay.
type Invoice struct {
	Number   string              `json:"number,omitempty"`
	Account  string              `json:"account,omitempty"`
	Order    string              `json:"order,omitempty"`
	Owner    string              `json:"owner,omitempty"`
	Issued   kam.Day             `json:"issued,omitzero"`
	Due      kam.Day             `json:"due,omitzero"`
	Amount   decimal.NullDecimal `json:"amount,omitzero"`
	Currency kam.Currency        `json:"currency,omitempty"`
	Rate     decimal.NullDecimal `json:"rate,omitzero"`
	Status   string              `json:"status,omitempty"`
	Extra
}

// Payment is what a customer paid (回款). An amount below zero is paid back.
type Payment struct {
	Number   string              `json:"number,omitempty"`
	Account  string              `json:"account,omitempty"`
	Order    string              `json:"order,omitempty"`
	Invoice  string              `json:"invoice,omitempty"`
	Owner    string              `json:"owner,omitempty"`
	Received kam.Day             `json:"received,omitzero"`
	Amount   decimal.NullDecimal `json:"amount,omitzero"`
	Currency kam.Currency        `json:"currency,omitempty"`
	Rate     decimal.NullDecimal `json:"rate,omitzero"`
	Extra
}

// Product is something that is sold.
type Product struct {
	Name   string `json:"name"`
	Code   string `json:"code,omitempty"`
	Family string `json:"family,omitempty"`
	// Price is the list price of one unit in Currency.
	Price    decimal.NullDecimal `json:"price,omitzero"`
	Currency kam.Currency        `json:"currency,omitempty"`
	// Retired says that it is sold no more.
	Retired bool `json:"retired,omitempty"`
	Extra
}

// User is one of our own people.
type User struct {
	Name       string `json:"name"`
	Email      string `json:"email,omitempty"`
	Manager    string `json:"manager,omitempty"`
	Department string `json:"department,omitempty"`
	// Inactive says that the person works with the system no more.
	Inactive bool `json:"inactive,omitempty"`
	Extra
}
