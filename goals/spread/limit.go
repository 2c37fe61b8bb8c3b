package spread

import "github.com/shopspring/decimal"

// Limit says what a cell may hold. The zero value leaves the cell free.
//
// A cell without Hold takes no value of the other sign than what is spread, unless a bound asks for it: the bound that
// is not stated is 0 on the side of the other sign, or the stated bound where that lies beyond 0.
type Limit struct {
	// Hold keeps the cell at exactly this value; then neither Min nor Max is stated. Not valid when the cell is not held.
	Hold decimal.NullDecimal `json:"hold,omitzero"`
	// Min is the least and Max the most the cell takes, both inclusive. A bound between two multiples of the grain is
	// tightened to the multiple inside. Not valid when there is no such bound.
	Min decimal.NullDecimal `json:"min,omitzero"`
	Max decimal.NullDecimal `json:"max,omitzero"`
}

// Hold returns the limit that keeps a cell at exactly d.
func Hold(d decimal.Decimal) Limit { return Limit{Hold: decimal.NewNullDecimal(d)} }

// AtLeast returns the limit that lets a cell take d or more.
func AtLeast(d decimal.Decimal) Limit { return Limit{Min: decimal.NewNullDecimal(d)} }

// AtMost returns the limit that lets a cell take d or less.
func AtMost(d decimal.Decimal) Limit { return Limit{Max: decimal.NewNullDecimal(d)} }

// Between returns the limit that lets a cell take least to most, both inclusive.
func Between(least, most decimal.Decimal) Limit {
	return Limit{Min: decimal.NewNullDecimal(least), Max: decimal.NewNullDecimal(most)}
}

// Reason says why a cell holds what it holds.
type Reason string

// Reasons. A cell that stands exactly at a stated bound tells so even where the spread alone would have led there.
const (
	Spread    Reason = "spread"     // its proportional part of the rest
	Held      Reason = "held"       // its Hold
	AtMinimum Reason = "at-minimum" // its Min, tightened to the grain
	AtMaximum Reason = "at-maximum" // its Max, tightened to the grain
)
