package incentive

import "github.com/kam-go/kam"

// ExportedRamp lowers quotas for a while.
type ExportedRamp struct {
	Period kam.Period `json:"period"`
	// Share is exact: the part of a quota that counts.
	Share string `json:"share"`
}

// ExportedAbsence is a time away. What it was for is not exported.
type ExportedAbsence struct {
	ID       string     `json:"id"`
	Period   kam.Period `json:"period"`
	Prorates bool       `json:"prorates,omitempty"`
}

// ExportedRelief lowers one quota by a decision. Amount and Share are exact; one of them is there.
type ExportedRelief struct {
	Amount     string `json:"amount,omitempty"`
	Share      string `json:"share,omitempty"`
	For        string `json:"for,omitempty"`
	Reason     string `json:"reason"`
	ApprovedBy string `json:"approved_by"`
}

// ExportedTargetChange is a new target incentive from a day on.
type ExportedTargetChange struct {
	From kam.Day `json:"from"`
	// Amount is exact.
	Amount string `json:"amount"`
}

// ExportedCountedQuota is a quota of the assignment with what counts of it.
type ExportedCountedQuota struct {
	Period kam.Period `json:"period"`
	// Stated is exact: the amount assigned. Prorated is exact: what proration and ramp leave of it.
	Stated    string             `json:"stated"`
	Proration *ExportedProration `json:"proration,omitempty"`
	Prorated  string             `json:"prorated"`
	// Relieved are exact: what each relief leaves, in the order in which they apply.
	Relieved []string `json:"relieved,omitempty"`
	// Counts is exact: what is left in the end.
	Counts string `json:"counts"`
}

// ExportedProration is which part of a stretch counts.
type ExportedProration struct {
	// Parts are the days of the stretch that the assignment covers, absences that prorate left out, cut where a ramp or
	// such an absence starts or ends. Where the plan counts months they are the calendar's months of the stretch, all of them.
	Parts []ExportedCovered `json:"parts,omitempty"`
	// Of is how much the stretch has in all: calendar days, working days or months.
	Of int64 `json:"of"`
	// Fraction is exact: the sum of what the parts count ÷ Of.
	Fraction string `json:"fraction"`
}

// ExportedCovered is a part of a stretch.
type ExportedCovered struct {
	Period kam.Period `json:"period"`
	// Days are its calendar days or working days; where the plan counts months, those of its calendar days that are covered.
	Days int64 `json:"days"`
	// Counts is exact: the days, or the month or the part of it that counts, times what a ramp leaves of a quota.
	Counts string `json:"counts"`
}

// ExportedStretch is the target incentive of a stretch that something of the plan asks for.
type ExportedStretch struct {
	// Period is the stretch: the run's period, a window to date, or a whole fiscal quarter, half or year. Periods is how
	// many commission periods it has.
	Period  kam.Period `json:"period"`
	Periods int64      `json:"periods"`
	// InForce are the amounts that were in force one after the other; left out when it was one throughout.
	InForce []ExportedInForce `json:"in_force,omitempty"`
	// Average is exact: the amount for what the target incentive is stated for, by the days of InForce.
	Average   string             `json:"average"`
	Proration *ExportedProration `json:"proration,omitempty"`
	// Amount is exact: the target incentive of the stretch.
	Amount string `json:"amount"`
}

// ExportedInForce is an amount that holds for a while.
type ExportedInForce struct {
	Period kam.Period `json:"period"`
	// Amount is exact. Days are the calendar days, or the working days in plans that prorate by them.
	Amount string `json:"amount"`
	Days   int64  `json:"days"`
}

// ExportedConversion is a number of a deal in another currency, and what it came to in the plan's.
type ExportedConversion struct {
	// Credit is the credit of the deal; its Currency is the deal's.
	Credit ExportedCredit `json:"credit"`
	// Number is what is converted: amount, margin or cash.
	Number Base `json:"number"`
	// Stated is exact, in the deal's currency: the deal's number, or of a refund that does not state it its original's.
	Stated string `json:"stated"`
	// ShareBefore and ShareAfter are exact, on refunds that do not state the number: the parts of the original taken
	// back before and after.
	ShareBefore string `json:"share_before,omitempty"`
	ShareAfter  string `json:"share_after,omitempty"`
	// Day is the day whose rate counts, Holds the period in which the rate holds. Rate is exact: how much of the plan's
	// currency one unit is worth.
	Day   kam.Day    `json:"day"`
	Holds kam.Period `json:"holds"`
	Rate  string     `json:"rate"`
	// Amount is exact: the number in the plan's currency. Part is exact: the part of it that the credit has, by shares
	// and factors.
	Amount string `json:"amount"`
	Part   string `json:"part"`
}
