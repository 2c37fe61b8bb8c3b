package analysis

import (
	"math/big"
	"slices"

	"github.com/shopspring/decimal"
)

// Piece is a stretch of the axis on which pay is one polynomial: from a break point to the next, both exclusive. What is
// paid at the break points themselves is theirs, see [Break].
type Piece struct {
	From  Number `json:"from"`
	Until Number `json:"until"`
	// Pay is what is paid, as a polynomial of the axis.
	Pay Polynomial `json:"pay"`
	// Components are what the plan's components pay, in its order, before the plan's own caps.
	Components []Polynomial `json:"components"`
	// Limits are the gates, caps and floors that change something here.
	Limits []Limit `json:"limits,omitempty"`
}

// Pieces returns the curve from its lower end to its upper one, without gap or overlap.
func (c *Curve) Pieces() []Piece {
	out := make([]Piece, len(c.spans))
	for i, s := range c.spans {
		out[i] = Piece{
			From: numberOf(c.points[i].at), Until: numberOf(c.points[i+1].at),
			Pay: s.pay.pay, Components: slices.Clone(s.pay.components), Limits: slices.Clone(s.pay.limits),
		}
	}
	return out
}

// Break is an end of the range, or a place between at which pay jumps, bends, or at which a limit begins or ends to
// matter.
type Break struct {
	At Number `json:"at"`
	// Before is what pay comes to from below, Pay what is paid there, After what it comes to from above. At the ends of
	// the range what lies outside is Pay.
	Before Number `json:"before"`
	Pay    Number `json:"pay"`
	After  Number `json:"after"`
	// SlopeBefore and SlopeAfter are marginal rates: pay for one more of the measure's quantity. At the ends of the range
	// both are the one inside.
	SlopeBefore Number `json:"slopeBefore"`
	SlopeAfter  Number `json:"slopeAfter"`
}

// Breaks returns the ends of the range and every break point between them, ascending.
func (c *Curve) Breaks() []Break {
	out := make([]Break, len(c.points))
	for i, p := range c.points {
		b := Break{At: numberOf(p.at), Pay: numberAt(p.pay.pay, p.at)}
		b.Before, b.After = b.Pay, b.Pay
		if i > 0 {
			before := c.spans[i-1].pay.pay
			b.Before, b.SlopeBefore = numberAt(before, p.at), c.rate(before, p.at)
			b.SlopeAfter = b.SlopeBefore
		}
		if i < len(c.spans) {
			after := c.spans[i].pay.pay
			b.After, b.SlopeAfter = numberAt(after, p.at), c.rate(after, p.at)
			if i == 0 {
				b.SlopeBefore = b.SlopeAfter
			}
		}
		out[i] = b
	}
	return out
}

// rate is what one more of the measure's quantity pays at a place, along one polynomial.
func (c *Curve) rate(p Polynomial, at place) Number {
	return numberAt(p.Derivative().times(new(big.Rat).Inv(c.model.unit)), at)
}

// Step returns how far apart the places of the axis are at which a run can stand: an amount has at most 4 decimals, and
// all deals of the profile keep their proportions.
func (c *Curve) Step() *big.Rat {
	size := c.model.size
	if size.Degree() < 1 {
		return big.NewRat(1, 10_000)
	}
	places := int32(0)
	for _, d := range c.model.deals {
		for _, n := range []decimal.NullDecimal{decimal.NewNullDecimal(d.Amount), d.Margin, d.Units, d.Cash} {
			if d.scaled && n.Valid {
				at := n.Decimal.Rat()
				for p := places; !new(big.Rat).Mul(at, tenTo(p)).IsInt(); {
					p++
					places = p
				}
			}
		}
	}
	step := new(big.Rat).Quo(tenTo(places), tenTo(amountPlaces))
	return step.Quo(step, size[1])
}

func tenTo(n int32) *big.Rat { return decimal.New(1, n).Rat() }

// Around returns the nearest places at which a run can stand: at or below a number, and above it. They may lie outside
// the range.
func (c *Curve) Around(n Number) (below, above *big.Rat) {
	step := c.Step()
	start := new(big.Rat)
	if size := c.model.size; size.Degree() == 1 {
		start.Quo(size[0], size[1])
		start.Neg(start)
	}
	at := n.minus(rational(start)).dividedBy(step)
	var whole *big.Rat
	if r, ok := at.Rat(); ok {
		whole = new(big.Rat).SetInt(floorOf(r))
	} else {
		low, _ := at.Bounds(big.NewRat(1, 1_000_000))
		whole = new(big.Rat).SetInt(floorOf(low))
		if next := new(big.Rat).Add(whole, big.NewRat(1, 1)); at.Cmp(rational(next)) > 0 {
			whole = next
		}
	}
	below = new(big.Rat).Mul(whole, step)
	below.Add(below, start)
	return below, new(big.Rat).Add(below, step)
}
