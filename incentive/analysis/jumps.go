package analysis

import "math/big"

// Jump is a place at which pay is not continuous.
type Jump struct {
	At Number `json:"at"`
	// Before is what pay comes to from below, Pay what is paid there, After what it comes to from above.
	Before Number `json:"before"`
	Pay    Number `json:"pay"`
	After  Number `json:"after"`
	// Size is the step that is largest without regard to its sign: After less Before, Pay less Before or After less Pay.
	Size Number `json:"size"`
}

// Jumps returns every place at which pay jumps, ascending.
func (c *Curve) Jumps() []Jump {
	var out []Jump
	for _, b := range c.Breaks() {
		size := b.After.minus(b.Before)
		for _, step := range []Number{b.Pay.minus(b.Before), b.After.minus(b.Pay)} {
			if step.size().Cmp(size.size()) > 0 {
				size = step
			}
		}
		if size.Sign() != 0 {
			out = append(out, Jump{b.At, b.Before, b.Pay, b.After, size})
		}
	}
	return out
}

// size is a number without its sign.
func (n Number) size() Number {
	if n.Sign() < 0 {
		return Number{n.at, n.of.times(minusOne)}
	}
	return n
}

// LargestCliff returns the jump that is largest without regard to its sign, the first of several; false where the curve
// does not jump.
func (c *Curve) LargestCliff() (Jump, bool) {
	var largest Jump
	found := false
	for _, j := range c.Jumps() {
		if !found || j.Size.size().Cmp(largest.Size.size()) > 0 {
			largest, found = j, true
		}
	}
	return largest, found
}

// Fall is a place at which more of the measure pays less.
type Fall struct {
	// From and Until are two places of the axis, From not above Until; HigherPay is paid at, or right before, From, and
	// LowerPay at, or right after, Until. Where pay jumps both are the same place.
	From      Number `json:"from"`
	Until     Number `json:"until"`
	HigherPay Number `json:"higherPay"`
	LowerPay  Number `json:"lowerPay"`
}

// Jumps reports whether pay falls at one place and not along a stretch.
func (f Fall) Jumps() bool { return f.From.Cmp(f.Until) == 0 }

// Falls returns every place and every stretch on which pay falls, ascending; none: the curve is monotone. The first is
// the smallest counter-example.
func (c *Curve) Falls() []Fall {
	var out []Fall
	breaks := c.Breaks()
	for i, b := range breaks {
		high, low := b.Before, b.After
		if b.Pay.Cmp(high) > 0 {
			high = b.Pay
		}
		if b.Pay.Cmp(low) < 0 {
			low = b.Pay
		}
		down := b.Pay.Cmp(b.Before) < 0 || b.After.Cmp(b.Pay) < 0
		if down {
			out = append(out, Fall{b.At, b.At, high, low})
		}
		if i == len(c.spans) {
			continue
		}
		p := c.spans[i].pay.pay
		places := c.bends(i, p.Derivative())
		for n := range len(places) - 1 {
			from := places[n]
			from.after = true
			if from.sign(p.Derivative()) < 0 {
				out = append(out, Fall{numberOf(places[n]), numberOf(places[n+1]), numberAt(p, places[n]), numberAt(p, places[n+1])})
			}
		}
	}
	return out
}

// Monotone reports whether more of the measure never pays less.
func (c *Curve) Monotone() bool { return len(c.Falls()) == 0 }

// bends are the ends of a stretch and the roots of a polynomial between them, ascending.
func (c *Curve) bends(i int, p Polynomial) []place {
	at, end := c.points[i].at, c.points[i+1].at
	places := []place{at}
	limit := end.rat
	if limit == nil {
		limit = end.root.high
	}
	for p.Degree() > 0 {
		next, ok := nextRoot(p, at, limit)
		if !ok || !next.before(end) {
			break
		}
		places = append(places, next)
		at = next
	}
	return append(places, end)
}

// Rates are the bounds of marginal rates: what one more of the measure's quantity pays, jumps left out.
type Rates struct {
	Lowest    Number `json:"lowest"`
	LowestAt  Number `json:"lowestAt"`
	Highest   Number `json:"highest"`
	HighestAt Number `json:"highestAt"`
}

// MarginalRates returns the lowest and the highest marginal rate between the break points, and the first place of each.
// 0.05 is 5 % of money, or 0.05 for each unit.
func (c *Curve) MarginalRates() Rates {
	var r Rates
	first := true
	for i, s := range c.spans {
		rate := s.pay.pay.Derivative()
		for _, at := range c.bends(i, rate.Derivative()) {
			x := c.rate(s.pay.pay, at)
			if first || x.Cmp(r.Lowest) < 0 {
				r.Lowest, r.LowestAt = x, numberOf(at)
			}
			if first || x.Cmp(r.Highest) > 0 {
				r.Highest, r.HighestAt = x, numberOf(at)
			}
			first = false
		}
	}
	return r
}

// MarginalRateAt returns what one more of the measure's quantity pays from x on, jumps left out; false outside the range.
func (c *Curve) MarginalRateAt(x *big.Rat) (*big.Rat, bool) {
	if x.Cmp(c.model.from) < 0 || x.Cmp(c.model.until) > 0 {
		return nil, false
	}
	at := place{rat: x}
	i := 0
	for i+1 < len(c.spans) && c.points[i+1].at.compare(at) <= 0 {
		i++
	}
	return c.rate(c.spans[i].pay.pay, at).Rat()
}
