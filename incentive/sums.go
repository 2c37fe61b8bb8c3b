package incentive

import "github.com/shopspring/decimal"

// Curve pays a part of a stated pay by how far the component's measure has come.
// Exactly one of OfTargetIncentive and Amount is stated.
type Curve struct {
	// Basis is what the points count.
	Basis Basis `json:"basis"`
	// Shape is how the curve runs between its points.
	Shape CurveShape `json:"shape"`
	// Points are ascending, the first at zero. Below zero the first one holds.
	Points []Point `json:"points"`
	// Beyond says how a linear curve goes on after its last point.
	Beyond Beyond `json:"beyond"`
	// OfTargetIncentive is the part of the payee's target incentive that a point's Pays multiplies: its weight (1 = all).
	// It is the target incentive of the stretch that attainment is measured against, and of the
	// measure's window to date where the points count something else.
	OfTargetIncentive decimal.NullDecimal `json:"ofTargetIncentive"`
	// Amount is the money that Pays multiplies, for the measure's window as a whole.
	Amount decimal.NullDecimal `json:"amount"`
}

// Point is one place of a [Curve].
type Point struct {
	// At is where the measure stands, in the curve's basis.
	At decimal.Decimal `json:"at"`
	// Pays is the factor there: 1 pays the stated pay, 0 nothing. At most 6 decimals, below 1000.
	Pays decimal.Decimal `json:"pays"`
}

// CurveShape is how a [Curve] runs between its points.
type CurveShape string

// The shapes.
const (
	// StepCurve keeps a point's factor up to the next point.
	StepCurve CurveShape = "step"
	// LinearCurve runs in a straight line from point to point.
	LinearCurve CurveShape = "linear"
)

// Beyond is how a linear [Curve] goes on after its last point.
type Beyond string

// The readings.
const (
	// BeyondFlat keeps the last point's factor.
	BeyondFlat Beyond = "flat"
	// BeyondExtend goes on along the line of the last two points, which must not fall.
	BeyondExtend Beyond = "extend"
)

// Every pays a fixed amount each time the measure has grown by so much.
type Every struct {
	// Each is how much, in the measure's own quantity; above zero. What is begun and not complete pays nothing.
	Each decimal.Decimal `json:"each"`
	// Pays is the money for each, zero or more.
	Pays decimal.Decimal `json:"pays"`
}

// Contest pays prizes by place among the payees of the plan version whose
// assignment covers the last day of the run's period. Open positions take no
// part. More is better.
type Contest struct {
	// Basis is how contestants are compared on the component's measure.
	Basis Basis `json:"basis"`
	// AtLeast keeps those below it from taking a place; inclusive. Absent: everybody above zero takes part.
	AtLeast decimal.NullDecimal `json:"atLeast"`
	// By divides the contestants into contests of their own. Absent: one contest.
	By Grouping `json:"by"`
	// Prizes are the money of the first place, the second, and so on; none above the one before.
	Prizes []decimal.Decimal `json:"prizes"`
	// Then are further comparisons for those who are level, one after the other.
	Then []TieBreak `json:"then"`
	// Ties says what those get who are level after all comparisons.
	Ties Ties `json:"ties"`
	// Fund limits the sum of the prizes of each contest; above it all are cut in proportion. Absent: no limit.
	Fund decimal.NullDecimal `json:"fund"`
	// Held says what happens while a contestant is held.
	Held WhenHeld `json:"held"`
}

// TieBreak compares contestants on another measure.
type TieBreak struct {
	Measure string `json:"measure"`
	Basis   Basis  `json:"basis"`
}

// Ties is what contestants get who are level.
type Ties string

// The readings.
const (
	// TiesShare adds up the prizes of the places they take and shares the sum equally; a cent that is left goes to the
	// first by payee id.
	TiesShare Ties = "share"
	// TiesEach pays each of them the best of the prizes; the places after them are skipped.
	TiesEach Ties = "each"
	// TiesRefuse holds them.
	TiesRefuse Ties = "refuse"
)

// Grouping divides payees into groups.
type Grouping string

// The groupings.
const (
	// Everybody is one group.
	Everybody Grouping = ""
	// ByManager groups payees by who they report to on the last day of the run's period. Those who report to nobody
	// are a group of their own.
	ByManager Grouping = "manager"
)

// WhenHeld is what happens to a component that needs the figures of others while one of them is held.
type WhenHeld string

// The readings.
const (
	// HeldWait holds everybody in the group, until all figures are known.
	HeldWait WhenHeld = "wait"
	// HeldLeaveOut goes on without those who are held.
	HeldLeaveOut WhenHeld = "leave-out"
)

// Pool shares a fund out among the payees of the plan version who are assigned
// in the run's period, open positions left out. Exactly one of Rate and Amount
// is stated. Shares are rounded to the plan's places and sum to the fund.
type Pool struct {
	// Rate is the part of the members' positions on the component's measure, added up, that makes the fund; zero or more.
	// A sum below zero makes a fund of zero.
	Rate decimal.NullDecimal `json:"rate"`
	// Amount is the fund of each group.
	Amount decimal.NullDecimal `json:"amount"`
	// By divides the members into pools of their own. Absent: one pool.
	By Grouping `json:"by"`
	// Key is what the fund is shared out by.
	Key PoolKey `json:"key"`
	// On is the measure of the keys position and attainment. Absent: the component's own.
	On string `json:"on"`
	// Held says what happens while a member is held.
	Held WhenHeld `json:"held"`
}

// PoolKey is what a fund is shared out by. Weights below zero count as zero;
// where all are zero nothing is paid, with a warning.
type PoolKey string

// The keys.
const (
	// KeyEqual gives each member the same.
	KeyEqual PoolKey = "equal"
	// KeyPosition weighs by where a measure stands, whatever it counts.
	KeyPosition PoolKey = "position"
	// KeyAttainment weighs by the attainment of a measure.
	KeyAttainment PoolKey = "attainment"
	// KeyTarget weighs by the target incentive for the period.
	KeyTarget PoolKey = "target"
	// KeyDays weighs by the days of the period that the assignment covers, absences that are prorated left out.
	KeyDays PoolKey = "days"
)

// Multiplier is a factor on what a component pays.
type Multiplier struct {
	// On is the measure whose position picks the factor. Absent: the component's own.
	On string `json:"on"`
	// Basis is what the bands count.
	Basis Basis `json:"basis"`
	// Apply says what is multiplied.
	Apply Apply `json:"apply"`
	// Bands are ascending, the first from zero; each reaches to the next, exclusive, the last is open.
	Bands []FactorBand `json:"bands"`
}

// FactorBand is one band of a [Multiplier], from its bound, inclusive.
type FactorBand struct {
	From decimal.Decimal `json:"from"`
	// Until repeats the next band's From, to be checked.
	Until decimal.NullDecimal `json:"until"`
	// Factor is zero or more, below 1000, at most 6 decimals.
	Factor decimal.Decimal `json:"factor"`
}

// Apply is what a [Multiplier] multiplies.
type Apply string

// The readings.
const (
	// ApplyWhole multiplies the component's sum by the factor of the position at the end of the run's period.
	ApplyWhole Apply = "whole"
	// ApplySlice multiplies each part of the measure by the factor of the band it lies in. It needs one rate or marginal
	// tiers, on the same measure and basis.
	ApplySlice Apply = "slice"
)
