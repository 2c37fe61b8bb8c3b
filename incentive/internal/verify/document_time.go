package verify

import "github.com/kam-go/kam"

type ramp struct {
	Period kam.Period `json:"period"`
	Share  string     `json:"share"`
}

type absence struct {
	ID       string     `json:"id"`
	Period   kam.Period `json:"period"`
	Prorates bool       `json:"prorates"`
}

type relief struct {
	Amount     string `json:"amount"`
	Share      string `json:"share"`
	For        string `json:"for"`
	Reason     string `json:"reason"`
	ApprovedBy string `json:"approved_by"`
}

type targetChange struct {
	From   kam.Day `json:"from"`
	Amount string  `json:"amount"`
}

type countedQuota struct {
	Period    kam.Period `json:"period"`
	Stated    string     `json:"stated"`
	Proration *prorated  `json:"proration"`
	Prorated  string     `json:"prorated"`
	Relieved  []string   `json:"relieved"`
	Counts    string     `json:"counts"`
}

// prorated is which part of a stretch counts.
type prorated struct {
	Parts    []covered `json:"parts"`
	Of       int64     `json:"of"`
	Fraction string    `json:"fraction"`
}

type covered struct {
	Period kam.Period `json:"period"`
	Days   int64      `json:"days"`
	Counts string     `json:"counts"`
}

// stretchTarget is the target incentive of a stretch.
type stretchTarget struct {
	Period    kam.Period `json:"period"`
	Periods   int64      `json:"periods"`
	InForce   []inForce  `json:"in_force"`
	Average   string     `json:"average"`
	Proration *prorated  `json:"proration"`
	Amount    string     `json:"amount"`
}

type inForce struct {
	Period kam.Period `json:"period"`
	Amount string     `json:"amount"`
	Days   int64      `json:"days"`
}

// conversion is a number of a deal in another currency.
type conversion struct {
	Credit      credit     `json:"credit"`
	Number      string     `json:"number"`
	Stated      string     `json:"stated"`
	ShareBefore string     `json:"share_before"`
	ShareAfter  string     `json:"share_after"`
	Day         kam.Day    `json:"day"`
	Holds       kam.Period `json:"holds"`
	Rate        string     `json:"rate"`
	Amount      string     `json:"amount"`
	Part        string     `json:"part"`
}
