// Package settle turns what the lines of a payee earn into what is paid: the
// sums of components with their gates, caps and floors, then the sum of the
// statement with its limits, each rounded where the plan says so.
//
// Numbers are exact rationals until they are rounded; finer parts receive a
// rounded total by largest remainder, so that parts always sum to the whole.
// Everything here is pure and safe for concurrent use.
package settle

import (
	"math/big"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam/internal/num"
)

// Grid is the plan's rounding.
type Grid struct {
	Places int32
	Mode   num.Mode
}

// Round returns x on the grid.
func (g Grid) Round(x *big.Rat) *big.Rat { return num.Rat(num.RoundRat(x, g.Places, g.Mode)) }

// Kind says what an adjustment is.
type Kind uint8

// The kinds, in the order in which they apply.
const (
	// Sum is what a component pays that pays one sum instead of lines.
	Sum Kind = iota + 1
	Gate
	TransactionCap
	Multiplier
	ComponentCap
	ComponentFloor
	PlanCap
	PostedBefore
	// CarriedIn is what earlier periods' caps have kept for later.
	CarriedIn
	PeriodCap
	LifetimeCap
)

// Adjustment is a line on a sum: it belongs to no single deal and is never spread over them.
type Adjustment struct {
	Kind   Kind
	Amount *big.Rat
	// Limit is the cap or floor that was met. Nil for the others.
	Limit *big.Rat
	// Index is the position of a multiplier or a transaction cap in what the component was given.
	Index int
}

// Component is what one component's lines earn, or the sum that it pays instead, and its limits.
type Component struct {
	// Lines are the amounts of the lines, Gross what they would be without their own caps.
	Lines, Gross []*big.Rat
	// Pay is what a component pays that has no lines. Nil: it has lines.
	Pay *big.Rat
	// Shut is true when a gate tested on the sum is not passed.
	Shut bool
	// Cuts are what caps per transaction take away, below zero.
	Cuts []*big.Rat
	// Factors multiply the sum, one after the other.
	Factors []*big.Rat
	// Caps are upper limits, on the grid; the lowest holds.
	Caps []*big.Rat
	// Floor is a lower limit, on the grid. Nil: none.
	Floor *big.Rat
	// Round rounds the sum.
	Round bool
	Grid  Grid
}

// Settled is a settled component.
type Settled struct {
	Adjustments []Adjustment
	// Shut is true when a gate took the sum of the lines, be it zero.
	Shut bool
	// Gross is the sum after gate and factors and without any cap or floor on lines or sums, Earned the one after caps, floors and rounding.
	Gross, Earned *big.Rat
}

// Settle applies the gate, the caps per transaction, the factors, caps, floor and rounding to the sum.
func (c Component) Settle() Settled {
	total, gross := added(c.Lines), added(c.Gross)
	var s Settled
	if c.Pay != nil {
		s.Adjustments = append(s.Adjustments, Adjustment{Kind: Sum, Amount: c.Pay})
		total.Add(total, c.Pay)
		gross.Add(gross, c.Pay)
	}
	s.Shut = c.Shut
	if c.Shut {
		if total.Sign() != 0 {
			s.Adjustments = append(s.Adjustments, Adjustment{Kind: Gate, Amount: new(big.Rat).Neg(total)})
		}
		total, gross = new(big.Rat), new(big.Rat)
	}
	for i, cut := range c.Cuts {
		s.Adjustments = append(s.Adjustments, Adjustment{Kind: TransactionCap, Amount: cut, Index: i})
		total.Add(total, cut)
	}
	for i, f := range c.Factors {
		gross.Mul(gross, f)
		multiplied := new(big.Rat).Mul(total, f)
		if by := new(big.Rat).Sub(multiplied, total); by.Sign() != 0 {
			s.Adjustments = append(s.Adjustments, Adjustment{Kind: Multiplier, Amount: by, Index: i})
		}
		total = multiplied
	}
	s.Gross = gross
	var lowest *big.Rat
	for _, limit := range c.Caps {
		if lowest == nil || limit.Cmp(lowest) < 0 {
			lowest = limit
		}
	}
	if a, ok := CapAt(ComponentCap, total, lowest); ok {
		s.Adjustments = append(s.Adjustments, a)
		total = lowest
	}
	if c.Floor != nil && total.Cmp(c.Floor) < 0 {
		lift := new(big.Rat).Sub(c.Floor, total)
		s.Adjustments = append(s.Adjustments, Adjustment{Kind: ComponentFloor, Amount: lift, Limit: c.Floor})
		total = c.Floor
	}
	if c.Round {
		total = c.Grid.Round(total)
	}
	s.Earned = total
	return s
}

// added returns the sum of amounts.
func added(amounts []*big.Rat) *big.Rat {
	sum := new(big.Rat)
	for _, x := range amounts {
		sum.Add(sum, x)
	}
	return sum
}

// CapAt returns the adjustment that brings x down to the limit; false when x is within it or there is none.
func CapAt(kind Kind, x, limit *big.Rat) (Adjustment, bool) {
	if limit == nil || x.Cmp(limit) <= 0 {
		return Adjustment{}, false
	}
	return Adjustment{Kind: kind, Amount: new(big.Rat).Sub(limit, x), Limit: limit}, true
}

// Spread gives each exact part its place on the grid so that the parts sum to total.
func (g Grid) Spread(total *big.Rat, parts []*big.Rat) []decimal.Decimal {
	return num.Distribute(num.RoundRat(total, g.Places, g.Mode), parts, g.Places)
}
