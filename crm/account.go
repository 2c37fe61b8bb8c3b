package crm

import (
	"time"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
)

// Account is a customer.
type Account struct {
	Name string `json:"name"`
	// Tier is how much attention the account gets, by the host's own words, such as "A", "B" and "C".
	Tier     string `json:"tier,omitempty"`
	Industry string `json:"industry,omitempty"`
	// CreditCode is the unified social credit code (统一社会信用代码) or another registration number.
	CreditCode string `json:"creditCode,omitempty"`
	// Parent is the account that this one belongs to.
	Parent string `json:"parent,omitempty"`
	// Owner is the user who answers for the account now. Empty: nobody, as in a pool (公海).
	Owner string `json:"owner,omitempty"`
	// Team are the people around the owner and the owners of earlier times, each with the days of his role.
	Team    []Member `json:"team,omitempty"`
	Address Address  `json:"address,omitzero"`
	Phone   string   `json:"phone,omitempty"`
	Website string   `json:"website,omitempty"`
	// Employees is how many people work there.
	Employees decimal.NullDecimal `json:"employees,omitzero"`
	// Revenue is what the account itself sells in a year, in Currency.
	Revenue  decimal.NullDecimal `json:"revenue,omitzero"`
	Currency kam.Currency        `json:"currency,omitempty"`
	// Created is when the account came into the system.
	Created time.Time `json:"created,omitzero"`
	// LastContact and NextContact are what the system itself says of contacts made and planned.
	LastContact kam.Day `json:"lastContact,omitzero"`
	NextContact kam.Day `json:"nextContact,omitzero"`
	// Pool is the pool (公海) that the account is in or returns to, RecallOn the day on which the system takes it back.
	Pool     string  `json:"pool,omitempty"`
	RecallOn kam.Day `json:"recallOn,omitzero"`
	Extra
}

// TeamRole is what somebody does for an account.
type TeamRole string

// Roles in an account team. Systems may use others.
const (
	RoleOwner     TeamRole = "owner"
	RolePresales  TeamRole = "pre-sales"
	RoleTechnical TeamRole = "technical"
	RoleService   TeamRole = "service"
	RoleExecutive TeamRole = "executive-sponsor"
)

// Member is somebody in an account team for some time.
type Member struct {
	User string   `json:"user"`
	Role TeamRole `json:"role"`
	// Period are the days of the role, without the last; zero: since ever and until further notice.
	Period kam.Period `json:"period,omitzero"`
}

// On reports whether the member has the role on a day.
func (m Member) On(d kam.Day) bool { return m.Period.IsZero() || m.Period.Contains(d) }

// Address is where something is. Parts that are unknown are empty.
type Address struct {
	Country  string `json:"country,omitempty"`
	Province string `json:"province,omitempty"`
	City     string `json:"city,omitempty"`
	District string `json:"district,omitempty"`
	Street   string `json:"street,omitempty"`
	Code     string `json:"code,omitempty"`
	// Latitude and Longitude are in degrees, north and east above zero; both or neither.
	Latitude  decimal.NullDecimal `json:"latitude,omitzero"`
	Longitude decimal.NullDecimal `json:"longitude,omitzero"`
}

// Contact is a person at a customer.
type Contact struct {
	Name    string `json:"name"`
	Account string `json:"account,omitempty"`
	// Role is the part that the person plays in buying, where the system says one for all deals.
	Role       BuyingRole `json:"role,omitempty"`
	Title      string     `json:"title,omitempty"`
	Department string     `json:"department,omitempty"`
	ReportsTo  string     `json:"reportsTo,omitempty"`
	Owner      string     `json:"owner,omitempty"`
	Phone      string     `json:"phone,omitempty"`
	Mobile     string     `json:"mobile,omitempty"`
	Email      string     `json:"email,omitempty"`
	// Primary says that the person is the account's first contact.
	Primary     bool        `json:"primary,omitempty"`
	Birthday    kam.Day     `json:"birthday,omitzero"`
	Preferences Preferences `json:"preferences,omitzero"`
	Created     time.Time   `json:"created,omitzero"`
	Extra
}

// BuyingRole is the part that a person plays in a decision to buy.
type BuyingRole string

// Buying roles (Miller and Heiman's four).
const (
	Economic  BuyingRole = "economic"  // releases the money
	UserBuyer BuyingRole = "user"      // works with what is bought
	Technical BuyingRole = "technical" // says whether it meets the requirements
	Coach     BuyingRole = "coach"     // helps us from within
)

// Preferences are how a person wants to be met.
type Preferences struct {
	// Channel is the way the person likes best.
	Channel ActivityType `json:"channel,omitempty"`
	// NoEmail says that the person wants no e-mail.
	NoEmail   bool     `json:"noEmail,omitempty"`
	Language  string   `json:"language,omitempty"`
	Times     []Hours  `json:"times,omitempty"`
	Interests []string `json:"interests,omitempty"`
}

// Hours are a part of every such weekday.
type Hours struct {
	Weekday time.Weekday `json:"weekday"`
	// From and Until are minutes after midnight, Until without its own: 0 <= From < Until <= 1440.
	From  int `json:"from"`
	Until int `json:"until"`
}
