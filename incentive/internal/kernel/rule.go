// Package kernel computes what each credit of one payee earns in one
// component: from the position on the axis to tier slices, running gates,
// floors, caps and rounding, up to and including the limits per credit.
//
// It knows no plan, no payee and no date: a [Rule] and the credits in their
// order go in, a [Result] comes out. Numbers are exact rationals; the only
// rounding is the one the rule names. Evaluate is pure and safe for
// concurrent use; it never changes what it is given.
package kernel

import (
	"math/big"

	"github.com/kam-go/kam/internal/num"
)

// Mode is how a rate is found and applied.
type Mode uint8

// The modes.
const (
	// Flat applies Rule.Rate, or the credit's own Rate when it has one.
	Flat Mode = iota
	// Marginal cuts each credit at the bounds.
	Marginal
	// InterpolatedAmount pays a share of each band's fixed amount.
	InterpolatedAmount
	// Whole applies the rate of the final position to everything.
	Whole
	// InterpolatedRate applies the straight-line rate of the final position to everything.
	InterpolatedRate
)

// Below is what the axis below zero earns.
type Below uint8

// The readings.
const (
	BelowNothing Below = iota
	BelowFirstRate
)

// Band is one tier on the axis, from From, inclusive, to the next band's From, exclusive.
type Band struct {
	From *big.Rat
	// Until closes the last band of InterpolatedAmount; nil elsewhere for the last band.
	Until *big.Rat
	Rate  *big.Rat
	// Amount is what filling the band pays, for InterpolatedAmount.
	Amount *big.Rat
}

// Rule is a component for one payee: every bound is absolute.
type Rule struct {
	Mode  Mode
	Rate  *big.Rat // Flat
	Bands []Band   // ascending, the first from zero
	// PerDeal starts the axis anew with each deal; every credit but a mirrored one moves it by what it spans.
	PerDeal bool
	// Start is the position before the first credit. Nil: zero.
	Start *big.Rat
	Below Below
	// Latched keeps the rate of the highest position reached.
	Latched bool
	// PayFrom and PayUntil limit the stretch of the axis that pays. Nil: no limit.
	PayFrom, PayUntil *big.Rat
	// PayAll makes PayFrom a condition on the final position instead of a stretch that never pays (Whole, InterpolatedRate).
	PayAll bool
	// Final replaces the final position, for a rate that is found on another axis. Nil: the axis' own.
	Final *big.Rat
	// Floor and Cap limit what a deal earns together with its refunds; the floor holds while anything of it is left. Nil: none.
	Floor, Cap *big.Rat
	// RoundSlices and RoundLines say which step rounds here; none: the results stay exact.
	RoundSlices, RoundLines bool
	Places                  int32
	Rounding                num.Mode
}

// rounds reports whether amounts leave the kernel on the grid.
func (r Rule) rounds() bool { return r.RoundSlices || r.RoundLines }

// round puts x on the grid when the rule rounds here.
func (r Rule) round(x *big.Rat) *big.Rat {
	if !r.rounds() {
		return x
	}
	return num.Rat(num.RoundRat(x, r.Places, r.Rounding))
}

// Credit is one credit as a component sees it, in the order of its slice.
type Credit struct {
	// Deal numbers the deal; a refund carries its original's number.
	Deal int
	// Member numbers the deal's own transaction: the original or one of its refunds. Credits of one member stand together.
	Member int
	// Strand numbers the credits that a deal gives side by side; a refund's credit carries the one it takes back from.
	Strand int
	// Axis is what the credit spans on the axis, Move how far it moves the position.
	Axis, Move *big.Rat
	// Base is what the rate multiplies.
	Base *big.Rat
	// Share is the payee's part of the payout. Nil: all of it.
	Share *big.Rat
	// Rate is the credit's own rate, for tables. Nil: the rule's.
	Rate *big.Rat
	// Pays is false for credits that move the position only.
	Pays bool
	// Shut marks a credit that a running gate keeps from paying.
	Shut bool
	// Refund marks a credit that takes back another.
	Refund bool
	// Mirror makes the credit take back what its original earned. Nil: calculated like any other.
	Mirror *Mirror
	// Unseen says what is known of a deal whose original is not among the credits. Nil: it is.
	Unseen *Unseen
}

// Unseen is what a refund knows of an original that is not among the credits.
type Unseen struct {
	// Before and After are the parts of the original taken back before and after this refund, from 0 to 1.
	Before, After *big.Rat
	// Size is how far the deal reached on its own axis before this refund, and Had what its strand's rate multiplied, where one rate
	// applies to the whole of it; for rules per deal.
	Size, Had *big.Rat
}

// Mirror says which part of which line a refund takes back.
type Mirror struct {
	// Of is the index of the original's credit, or -1 when Earned says what it earned.
	Of     int
	Earned *big.Rat
	// Before and After are the parts of the original taken back before and after this refund, from 0 to 1.
	Before, After *big.Rat
}

// Line is what one credit earns.
type Line struct {
	// Credit is the credit's index.
	Credit int
	// Before and After are the positions on the axis around the credit.
	Before, After *big.Rat
	Slices        []Slice
	// Raw is the sum of the slices.
	Raw *big.Rat
	// Gross is the amount before the cap, Amount the one after it; both on the grid when the rule rounds here.
	Gross, Amount *big.Rat
	Floored       bool
	Capped        bool
	Shut          bool
	Mirrored      bool
}

// Slice is the part of a line that one band pays.
type Slice struct {
	// From and Until are the band's bounds on the axis. Nil: open, or no band.
	From, Until *big.Rat
	// Base is what the rate multiplies: money, units or a count; for InterpolatedAmount the stretch of the axis.
	Base *big.Rat
	// Rate is the band's rate. Nil for InterpolatedAmount and for mirrored refunds.
	Rate *big.Rat
	// Amount is the slice's money, the payee's share applied.
	Amount *big.Rat
}

// Result is the component of one payee before its own limits.
type Result struct {
	Lines []Line
	// Final is the position after the last credit, Highest and Lowest the extremes on the way, the start included.
	Final, Highest, Lowest *big.Rat
	// Rated is the lowest position that a rate was looked up at, for Whole and InterpolatedRate. Nil: none was.
	Rated *big.Rat
}
