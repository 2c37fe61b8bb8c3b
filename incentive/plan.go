package incentive

import (
	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive/payout"
)

// Format is the plan format this version reads and writes.
const Format = 1

// Plan is a compensation plan as plain data: what [ParsePlan] reads from JSON
// and what Go code may write as a literal. [Compile] checks it and turns it
// into a [Program]. The zero value is no valid plan.
//
// A plan never leaves a reading open that would change its money: where two
// are possible, the plan states one, or names a bundle in Readings, or Compile
// refuses it and prints a line for each choice.
type Plan struct {
	// Format is the version of the plan language: 1.
	Format int `json:"format"`
	// ID names the plan through all its versions. Letters, digits, "-", "_" and "."; 1 to 64 bytes.
	ID string `json:"id"`
	// Version counts the plan's editions from 1. An approved version never changes; a change is a new version.
	Version int `json:"version"`
	// Title is what people call the plan. Optional.
	Title kam.Text `json:"title"`
	// Currency is what the plan's amounts are in, and what it pays.
	Currency kam.Currency `json:"currency"`
	// Readings names a bundle of readings that fills every reading the plan
	// leaves out, before hashing: "standard-1" (see [Standard1]) or "" for none.
	Readings string `json:"readings"`
	// Effective is when the plan may be used; a run's period must lie inside it.
	Effective kam.Period `json:"effective"`
	// Period is the commission period: how often the plan is calculated ("month", "quarter", "half-year" or "year").
	Period kam.PeriodKind `json:"period"`
	// Rounding names the one step that rounds.
	Rounding Rounding `json:"rounding"`
	// CreditDate is the date that decides when a deal counts.
	CreditDate DateName `json:"creditDate"`
	// Order ranks the deals of one payee and one credit date: it decides which deal crosses a tier bound.
	Order Order `json:"order"`
	// Refunds says how a deal that is taken back changes pay.
	Refunds Refunds `json:"refunds"`
	// Credits are the rules that turn transactions into credits. Each must feed a measure.
	Credits []CreditRule `json:"credits"`
	// Measures add credits up. Each must be used by a component.
	Measures []Measure `json:"measures"`
	// Components turn measures into money, in this order on a statement.
	Components []Component `json:"components"`
	// Caps limit the sum of all components: per "plan", "period" or "lifetime".
	Caps []Cap `json:"caps"`
	// Conversion says how deals in another currency become amounts of the plan. Absent: such a deal holds its payees.
	Conversion *Conversion `json:"conversion"`
	// Proration says how quotas and target incentives shrink when an assignment covers a stretch in part. Absent: not at all.
	Proration *Proration `json:"proration"`
	// Payout says what becomes of what is earned: holdbacks, draws, guarantees, clawbacks. Absent: it is payable at once.
	Payout *payout.Terms `json:"payout"`
}

// Rounding names the one step of a plan that rounds, and how.
type Rounding struct {
	// Step is the step that rounds. Finer lines receive the rounded total by largest remainder.
	Step RoundingStep `json:"step"`
	// Places is the number of decimal places, 0 to 6. Absent: the minor units of the plan's currency. A later version needs
	// as many as those whose postings it counts: sums to date, and what a cap carries.
	Places *int32 `json:"places"`
	// Mode is one of half-up (half away from zero), half-even, half-down, up (away from zero),
	// down (towards zero), ceil, floor. The last two do not mirror signs, so that refunds
	// may not cancel: Compile reports them as a warning.
	Mode string `json:"mode"`
}

// RoundingStep is the step of the calculation that rounds.
type RoundingStep string

// The steps, from the finest to the coarsest.
const (
	// RoundSlice rounds each tier slice of each line.
	RoundSlice RoundingStep = "slice"
	// RoundCredit rounds each line, after its own caps and floors.
	RoundCredit RoundingStep = "credit"
	// RoundComponent rounds each component's sum, after its gate, caps and floors.
	RoundComponent RoundingStep = "component"
	// RoundStatement rounds the statement's sum, after every cap.
	RoundStatement RoundingStep = "statement"
)

// DateName names one of the dates of a [Transaction].
type DateName string

// The dates a transaction carries.
const (
	Booked       DateName = "booked"
	Invoiced     DateName = "invoiced"
	CashReceived DateName = "cash"
	Delivered    DateName = "delivered"
)

// Order is how deals of the same payee and credit date are ranked.
type Order string

// The orders. Deals that tie in the chosen key are ranked by id as text.
const (
	// BySequence ranks by [Transaction.Sequence].
	BySequence Order = "sequence"
	// ByID ranks by [Transaction.ID] as text, byte by byte.
	ByID Order = "id"
	// ByNumericID ranks by [Transaction.ID] as a whole number; an id that is none holds the payee.
	ByNumericID Order = "numeric-id"
)

// Refunds says what a transaction that reverses another one does to pay.
type Refunds struct {
	// Method is how the money taken back is found.
	Method RefundMethod `json:"method"`
	// Period is which period's measure the refund reduces.
	Period RefundPeriod `json:"period"`
	// Below is what happens to the part of a refund that takes a measure below zero.
	Below BelowZero `json:"below"`
}

// RefundMethod is how the money taken back by a refund is found.
type RefundMethod string

// The methods.
const (
	// Recalculate gives the result as if the refunded part had never been sold; see [Current] for where conditions share a measure
	// out.
	Recalculate RefundMethod = "recalculate"
	// Mirror takes back exactly what the refunded part earned, after its cap.
	Mirror RefundMethod = "mirror"
)

// RefundPeriod is where on the axis of a measure a refund counts.
type RefundPeriod string

// The periods.
const (
	// Origin reduces the measure where the original deal stands, on its credit date.
	Origin RefundPeriod = "origin"
	// Current reduces the measure on the refund's own credit date, from the position reached by then: recalculated, it takes back
	// at the tiers that lie there. Where conditions share one measure out among components, these are the tiers of the refund's
	// component, and what others have paid stays; only Origin pays all of them as if the refunded part had never been sold.
	Current RefundPeriod = "current"
)

// BelowZero is what the part of a measure below zero does.
type BelowZero string

// The readings.
const (
	// CarryNegative earns nothing below zero; what is missing must be refilled before anything is earned again, within the
	// window of the measure: of a measure per period, the next period begins at zero, and nobody takes back what was paid for
	// the original. FirstRate, the method mirror, the period origin or a window to date do.
	CarryNegative BelowZero = "carry-negative"
	// FirstRate takes the part below zero back at the first tier's rate.
	FirstRate BelowZero = "first-rate"
	// Refuse holds the payee with a finding.
	Refuse BelowZero = "refuse"
)

// Measure adds up credits, or reads an observation.
type Measure struct {
	// Name is how components and quotas refer to it; unique in the plan.
	Name string `json:"name"`
	// Label is what people read in its place, in both languages: 1 to 128 bytes each, printable, unlike the labels and names
	// of other measures of the plan, whatever the case of letters and the blanks. Absent or empty: they read the name.
	Label kam.Text `json:"label"`
	// Base is what is added up.
	Base Base `json:"base"`
	// Metric is the observation's metric key, for the base "observation" alone.
	Metric string `json:"metric"`
	// Credits are the names of the credit rules that feed it.
	Credits []string `json:"credits"`
	// Window is where adding up starts again.
	Window Window `json:"window"`
	// Denominator is the quota that attainment is measured against, for windows longer than the period.
	Denominator Denominator `json:"denominator"`
	// ZeroQuota is the attainment that counts when the quota is zero (1 = 100 %), whether it is stated as zero or proration
	// or relief leaves nothing of it. Whatever reads attainment as one value takes it: whole and interpolated rates, tables,
	// cliffs, curves, contests, pools and multipliers of the whole. What divides the quota into parts cannot: marginal tiers,
	// interpolated amounts, deadbands, caps on attainment and multipliers per slice. Absent, or where a component divides
	// the quota: a payee with quota zero is held.
	ZeroQuota decimal.NullDecimal `json:"zeroQuota"`
}

// Base is the quantity of a transaction that a measure adds up.
type Base string

// The bases.
const (
	BaseAmount      Base = "amount"
	BaseMargin      Base = "margin"
	BaseUnits       Base = "units"
	BaseCash        Base = "cash"
	BaseCount       Base = "count"
	BaseObservation Base = "observation"
)

// Window is the stretch over which a measure adds up.
type Window string

// The windows. A to-date window starts with the fiscal year, half or quarter that holds the run's period and ends with it.
const (
	PerTransaction Window = "transaction"
	PerPeriod      Window = "period"
	QuarterToDate  Window = "quarter-to-date"
	HalfToDate     Window = "half-year-to-date"
	YearToDate     Window = "year-to-date"
)

// Denominator is the quota that a to-date measure is compared with.
type Denominator string

// The denominators.
const (
	// QuotaToDate is the quota from the window's start to the end of the run's period.
	QuotaToDate Denominator = "quota-to-date"
	// FullPeriod is the quota of the whole fiscal year, half or quarter.
	FullPeriod Denominator = "full-period"
)

// Component turns a measure into money by exactly one of Rate, Tiers, Table,
// Curve, Every, Contest and Pool. The first three pay deal by deal; the others
// pay one sum on where the measure stands at the end of the run's period.
type Component struct {
	// Name is how postings, exports and other plans refer to it; unique in the plan.
	Name string `json:"name"`
	// Label is what people read in its place, in both languages: 1 to 128 bytes each, printable, unlike the labels and names
	// of other components of the plan, whatever the case of letters and the blanks. Absent or empty: they read the name.
	Label kam.Text `json:"label"`
	// Measure is what the rate multiplies.
	Measure string `json:"measure"`
	// When restricts which credits pay here; the others still count for the measure. Absent: all.
	When *Condition `json:"when"`
	// Rate is one rate for everything: a share for money (0.05 = 5 %), money each for units and counts.
	Rate decimal.NullDecimal `json:"rate"`
	// Tiers are rates by how far a measure has come.
	Tiers *Tiers `json:"tiers"`
	// Table looks a rate up by one or more dimensions.
	Table *Table `json:"table"`
	// Curve pays a part of the target incentive, or of an amount, by how far the measure has come.
	Curve *Curve `json:"curve"`
	// Every pays a fixed amount for every so many.
	Every *Every `json:"every"`
	// Contest pays prizes to those who are ahead of others.
	Contest *Contest `json:"contest"`
	// Pool shares a fund out among the payees of the plan.
	Pool *Pool `json:"pool"`
	// Gates must all be passed before the component pays.
	Gates []Gate `json:"gates"`
	// Multipliers raise or lower what the component pays, after the gates and before caps and floors, in this order.
	Multipliers []Multiplier `json:"multipliers"`
	// Caps limit each credit or the component's sum.
	Caps []Cap `json:"caps"`
	// Floors lift each credit or the component's sum.
	Floors []Floor `json:"floors"`
}

// Tiers are rates that depend on how far a measure has come.
type Tiers struct {
	// Mode is how a rate applies to what lies below and above a bound.
	Mode TierMode `json:"mode"`
	// Basis is what the bounds count.
	Basis Basis `json:"basis"`
	// On is the measure whose position the bounds divide. Absent: the component's own.
	On string `json:"on"`
	// Bands are the tiers, ascending, the first from zero.
	Bands []Band `json:"bands"`
	// Lost says, for the modes whole and interpolated-rate, what happens to a tier that a refund loses again.
	Lost Lost `json:"lost"`
}

// TierMode is how the rate of a tier applies.
type TierMode string

// The modes.
const (
	// Marginal pays each slice at its own tier's rate.
	Marginal TierMode = "marginal"
	// Whole pays everything at the rate of the tier reached, from the first unit on.
	Whole TierMode = "whole"
	// InterpolatedAmount pays each tier's fixed amount in proportion to how much of the tier is filled.
	InterpolatedAmount TierMode = "interpolated-amount"
	// InterpolatedRate pays everything at a rate that runs in a straight line from one bound's rate to the next.
	InterpolatedRate TierMode = "interpolated-rate"
)

// Basis is what a bound counts.
type Basis string

// The bases of a bound.
const (
	// ByAmount counts money of the measure.
	ByAmount Basis = "amount"
	// ByUnits counts units, or deals for a measure of counts.
	ByUnits Basis = "units"
	// ByAttainment counts shares of the payee's quota: 1 = 100 %.
	ByAttainment Basis = "attainment"
	// ByScore counts the value of an observation.
	ByScore Basis = "score"
)

// Band is one tier: from its bound, inclusive, to the next band's bound, exclusive.
type Band struct {
	// From is the lower bound, inclusive.
	From decimal.Decimal `json:"from"`
	// Until repeats the next band's From, to be checked. The last band may state one in the mode
	// interpolated-amount alone (it needs a width); above it nothing more is earned.
	Until decimal.NullDecimal `json:"until"`
	// Rate is the band's rate: a share for money (0.05 = 5 %), money each for units and counts. |rate| < 1000, at most 6 decimals.
	Rate decimal.NullDecimal `json:"rate"`
	// Amount is what filling the band pays, in the mode interpolated-amount alone.
	Amount decimal.NullDecimal `json:"amount"`
}

// Lost is what happens to a retroactive tier that was reached and then lost.
type Lost string

// The readings.
const (
	// TakeBack pays everything at the rate of the position at the end.
	TakeBack Lost = "take-back"
	// Latched keeps the rate of the highest position reached.
	Latched Lost = "latched"
)

// Table looks up a rate by the value of each dimension.
type Table struct {
	// Dimensions are what the rate depends on, one or more.
	Dimensions []Dimension `json:"dimensions"`
	// Cells give a rate for every combination, exactly once.
	Cells []Cell `json:"cells"`
}

// Dimension is one axis of a [Table]: a text attribute, a number or a span of days of the deal, or the position of a measure.
type Dimension struct {
	// Attribute is the deal's attribute that Values lists.
	Attribute string `json:"attribute"`
	// Values are the attribute's values, as in the cells.
	Values []string `json:"values"`
	// Other is the value of Values that stands for a value not listed, or "refuse" (hold the payee) or "nothing" (rate zero).
	Other string `json:"other"`
	// Number is a number of the deal: amount, margin, units, cash or one of its own numbers.
	Number string `json:"number"`
	// Days counts the days from one date of the deal to another.
	Days *DaysBetween `json:"days"`
	// On is a measure whose position at the end of the run's period counts.
	On string `json:"on"`
	// Basis is what the bounds count, for On alone.
	Basis Basis `json:"basis"`
	// Bounds divide the number: each row from its bound, inclusive, to the next, exclusive; the last is open.
	Bounds []decimal.Decimal `json:"bounds"`
}

// DaysBetween is the number of civil days from one date of a deal to another.
type DaysBetween struct {
	From DateName `json:"from"`
	To   DateName `json:"to"`
}

// Cell is the rate of one combination of a [Table].
type Cell struct {
	// At has one entry a dimension: a listed value, or a bound as written.
	At []string `json:"at"`
	// Rate is the combination's rate.
	Rate decimal.Decimal `json:"rate"`
}
