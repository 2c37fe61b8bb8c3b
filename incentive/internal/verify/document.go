package verify

import "github.com/kam-go/kam"

// Format is the format of the statements that this package reads.
const Format = "kam-statement-1"

// document is an exported statement. Exact numbers and money are texts.
type document struct {
	Format      string          `json:"format"`
	Period      kam.Period      `json:"period"`
	Payee       payee           `json:"payee"`
	Plan        *plan           `json:"plan"`
	PlanHash    string          `json:"plan_hash"`
	InputHash   string          `json:"input_hash"`
	Currency    kam.Currency    `json:"currency"`
	Assignment  assignment      `json:"assignment"`
	Measures    []measure       `json:"measures"`
	Components  []component     `json:"components"`
	Targets     []stretchTarget `json:"targets"`
	Conversions []conversion    `json:"conversions"`
	// Carried and EarnedBefore are what the plan's caps count from earlier periods.
	Carried      string       `json:"carried"`
	EarnedBefore string       `json:"earned_before"`
	Adjustments  []adjustment `json:"adjustments"`
	Earned       string       `json:"earned"`
	Payable      string       `json:"payable"`
	Digest       string       `json:"digest"`
}

type payee struct {
	ID   string `json:"id"`
	Name string `json:"name"`
	Open bool   `json:"open"`
}

type assignment struct {
	Plan     string     `json:"plan"`
	Version  int        `json:"version"`
	Period   kam.Period `json:"period"`
	Target   *target    `json:"target"`
	Ramps    []ramp     `json:"ramps"`
	Absences []absence  `json:"absences"`
	Quotas   []quota    `json:"quotas"`
}

type target struct {
	Amount  string         `json:"amount"`
	Per     kam.PeriodKind `json:"per"`
	Changes []targetChange `json:"changes"`
}

type quota struct {
	Measure string     `json:"measure"`
	Period  kam.Period `json:"period"`
	Amount  string     `json:"amount"`
	Relief  []relief   `json:"relief"`
}

type measure struct {
	Name            string         `json:"name"`
	Window          kam.Period     `json:"window"`
	Periods         int64          `json:"periods"`
	Unknown         bool           `json:"unknown"`
	Observation     string         `json:"observation"`
	Start           string         `json:"start"`
	Moves           []move         `json:"moves"`
	Final           string         `json:"final"`
	QuotaPeriod     kam.Period     `json:"quota_period"`
	Quota           string         `json:"quota"`
	Quotas          []countedQuota `json:"quotas"`
	FixedAttainment string         `json:"fixed_attainment"`
}

type move struct {
	Credit credit `json:"credit"`
	Move   string `json:"move"`
}

type unpaid struct {
	Credit    credit `json:"credit"`
	Span      string `json:"span"`
	PriorSize string `json:"prior_size"`
}

type component struct {
	Name        string       `json:"name"`
	Lines       []line       `json:"lines"`
	Pay         *pay         `json:"pay"`
	Unpaid      []unpaid     `json:"unpaid"`
	Judged      []credit     `json:"judged"`
	Deals       []sharedDeal `json:"deals"`
	Multipliers []multiplied `json:"multipliers"`
	Adjustments []adjustment `json:"adjustments"`
	Sum         string       `json:"sum"`
	Posted      string       `json:"posted"`
	ToDate      string       `json:"to_date"`
	Before      string       `json:"before"`
	Amount      string       `json:"amount"`
}

type line struct {
	Credit         credit   `json:"credit"`
	Earlier        bool     `json:"earlier"`
	PositionBefore string   `json:"position_before"`
	PositionAfter  string   `json:"position_after"`
	Span           string   `json:"span"`
	Base           string   `json:"base"`
	Share          string   `json:"share"`
	Cell           []string `json:"cell"`
	NoCell         bool     `json:"no_cell"`
	PriorBefore    string   `json:"prior_before"`
	PriorAfter     string   `json:"prior_after"`
	PriorSize      string   `json:"prior_size"`
	PriorBase      string   `json:"prior_base"`
	Mirror         *mirror  `json:"mirror"`
	Shut           bool     `json:"shut"`
	Floored        bool     `json:"floored"`
	Capped         bool     `json:"capped"`
	Slices         []slice  `json:"slices"`
	Raw            string   `json:"raw"`
	Gross          string   `json:"gross"`
	Earned         string   `json:"earned"`
	Amount         string   `json:"amount"`
}

type mirror struct {
	Of          int    `json:"of"`
	Earned      string `json:"earned"`
	ShareBefore string `json:"share_before"`
	ShareAfter  string `json:"share_after"`
}

type slice struct {
	From   string `json:"from"`
	Until  string `json:"until"`
	Base   string `json:"base"`
	Rate   string `json:"rate"`
	Exact  string `json:"exact"`
	Amount string `json:"amount"`
}

type adjustment struct {
	Kind        string `json:"kind"`
	Exact       string `json:"exact"`
	Amount      string `json:"amount"`
	Limit       string `json:"limit"`
	Transaction string `json:"transaction"`
}

// credit says which credit something belongs to.
type credit struct {
	Place         int          `json:"place"`
	Transaction   string       `json:"transaction"`
	Reverses      string       `json:"reverses"`
	Currency      kam.Currency `json:"currency"`
	From          string       `json:"from"`
	FromComponent int          `json:"from_component"`
	Participant   int          `json:"participant"`
	Date          kam.Day      `json:"date"`
	Rule          string       `json:"rule"`
}

// refund reports whether the credit takes back one of the payee's own deals.
func (c *credit) refund() bool { return c.From == "" && c.Reverses != "" }

// group names what shares limits and, where the axis starts anew with each deal, positions: a deal and its refunds,
// or the commission of one component on them. Commission that belongs to no deal stands for itself.
func (c *credit) group() group {
	g := group{c.Transaction, c.From, c.FromComponent, 0}
	if c.Reverses != "" {
		g.deal = c.Reverses
	}
	if g.deal == "" {
		g.place = c.Place
	}
	return g
}

// sale names the credit that decides about another: a refund's is that of its original, any other its own.
func (c *credit) sale() sale {
	return sale{c.group(), c.Rule, c.Participant}
}

type sale struct {
	group       group
	rule        string
	participant int
}

type group struct {
	deal, from       string
	component, place int
}
