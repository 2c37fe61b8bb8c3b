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
	Gate Kind = iota + 1
	ComponentCap
	ComponentFloor
	PlanCap
	PostedBefore
	PeriodCap
)

// Adjustment is a line on a sum: it belongs to no single deal and is never spread over them.
type Adjustment struct {
	Kind   Kind
	Amount *big.Rat
	// Limit is the cap or floor that was met. Nil for the others.
	Limit *big.Rat
}

// Component is what one component's lines earn, and its limits.
type Component struct {
	// Lines are the amounts of the lines.
	Lines []*big.Rat
	// Shut is true when a gate tested on the sum is not passed.
	Shut bool
	// Caps are upper limits, on the grid; the lowest holds.
	Caps []*big.Rat
	// Floor is a lower limit, on the grid. Nil: none.
	Floor *big.Rat
	// Round rounds the sum.
	Round bool
	Grid  Grid
}

// Sum is a settled component.
type Sum struct {
	Adjustments []Adjustment
	// Shut is true when a gate took the sum of the lines, be it zero.
	Shut bool
	// Gated is the sum of the lines after the gate, Earned the one after caps, floors and rounding.
	Gated, Earned *big.Rat
}

// Settle applies the gate, caps, floor and rounding to the sum of the lines.
func (c Component) Settle() Sum {
	total := new(big.Rat)
	for _, l := range c.Lines {
		total.Add(total, l)
	}
	var s Sum
	s.Shut = c.Shut
	if c.Shut {
		if total.Sign() != 0 {
			s.Adjustments = append(s.Adjustments, Adjustment{Kind: Gate, Amount: new(big.Rat).Neg(total)})
		}
		total = new(big.Rat)
	}
	s.Gated = total
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
