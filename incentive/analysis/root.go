package analysis

import "math/big"

// algebraic is an irrational root: the only one of its polynomial between low and high, both exclusive.
type algebraic struct {
	// of is monic, without a rational root between the two and without a repeated one.
	of        Polynomial
	low, high *big.Rat
}

// refine returns the same root between bounds half as far apart.
func (a algebraic) refine() algebraic {
	middle := mean(a.low, a.high)
	if a.of.At(middle).Sign() == a.of.At(a.low).Sign() {
		a.low = middle
	} else {
		a.high = middle
	}
	return a
}

// within returns the same root between bounds at most so far apart.
func (a algebraic) within(width *big.Rat) algebraic {
	for new(big.Rat).Sub(a.high, a.low).Cmp(width) > 0 {
		a = a.refine()
	}
	return a
}

func mean(a, b *big.Rat) *big.Rat {
	sum := new(big.Rat).Add(a, b)
	return sum.Mul(sum, big.NewRat(1, 2))
}

// sign returns the sign of p at the root: exact, since a polynomial that is zero there shares a factor.
func (a algebraic) sign(p Polynomial) int {
	if c, ok := p.Constant(); ok {
		return c.Sign()
	}
	if g := common(a.of, p); g.Degree() > 0 && roots(g, a.low, a.high) > 0 {
		return 0
	}
	seq := sturm(p.simple())
	for {
		low, high := p.At(a.low).Sign(), p.At(a.high).Sign()
		if low == high && low != 0 && seq.between(a.low, a.high) == 0 {
			return low
		}
		a = a.refine()
	}
}

// place is where the evaluator decides comparisons: at a number, or right after it, or beyond every number.
type place struct {
	// rat is the number, nil where it is root; both are nil for what lies beyond every number.
	rat  *big.Rat
	root *algebraic
	// after says that it is not the number itself but what follows it without a gap.
	after bool
}

// sign returns the sign of p at the place.
func (at place) sign(p Polynomial) int {
	if at.rat == nil && at.root == nil {
		if len(p) == 0 {
			return 0
		}
		return p[len(p)-1].Sign()
	}
	for len(p) > 0 {
		s := 0
		if at.rat != nil {
			s = p.At(at.rat).Sign()
		} else {
			s = at.root.sign(p)
		}
		if s != 0 || !at.after {
			return s
		}
		p = p.Derivative() // right after a zero the sign is that of the first derivative that is none
	}
	return 0
}

// chain is Sturm's sequence of a polynomial without repeated roots.
type chain []Polynomial

func sturm(p Polynomial) chain {
	seq := chain{p, p.Derivative()}
	for {
		n := len(seq)
		if seq[n-1].Degree() < 1 {
			return seq
		}
		_, rest := seq[n-2].over(seq[n-1])
		if len(rest) == 0 {
			return seq
		}
		// a positive factor changes no sign and keeps the numbers short
		rest = rest.times(new(big.Rat).Inv(new(big.Rat).Abs(rest[len(rest)-1]))).times(minusOne)
		seq = append(seq, rest)
	}
}

func (c chain) changes(x *big.Rat) int {
	n, last := 0, 0
	for _, p := range c {
		s := p.At(x).Sign()
		if s != 0 && last != 0 && s != last {
			n++
		}
		if s != 0 {
			last = s
		}
	}
	return n
}

// between counts the roots above low and up to high, high included.
func (c chain) between(low, high *big.Rat) int { return c.changes(low) - c.changes(high) }

// roots counts the different roots of p above low and up to high.
func roots(p Polynomial, low, high *big.Rat) int { return sturm(p.simple()).between(low, high) }

// reach returns a number that no root of p lies beyond, on either side: Cauchy's bound.
func reach(p Polynomial) *big.Rat {
	most := new(big.Rat)
	lead := p[len(p)-1]
	for _, c := range p[:len(p)-1] {
		size := new(big.Rat).Quo(c, lead)
		if size.Abs(size).Cmp(most) > 0 {
			most = size
		}
	}
	return most.Add(most, big.NewRat(1, 1))
}

// nextRoot returns the smallest root of p after a place and, unless limit is nil, before or at the limit. The place is
// a number that is known to be no root in its right neighbourhood.
func nextRoot(p Polynomial, from place, limit *big.Rat) (place, bool) {
	if p.Degree() < 1 {
		return place{}, false
	}
	if p.Degree() == 1 {
		x := new(big.Rat).Quo(p[0], p[1])
		x.Neg(x)
		return place{rat: x}, from.before(place{rat: x}) && (limit == nil || x.Cmp(limit) <= 0)
	}
	p = p.simple()
	seq := sturm(p)
	high := reach(p)
	if limit != nil && limit.Cmp(high) < 0 {
		high = limit
	}
	low := from.rat
	if low == nil {
		// move past the irrational root: its bracket shrinks until p has no root in it but, perhaps, the root itself
		root := *from.root
		self := 0
		if root.sign(p) == 0 {
			self = 1
		}
		for seq.between(root.low, root.high) > self {
			root = root.refine()
		}
		low = root.high
	}
	if high.Cmp(low) <= 0 {
		return place{}, false
	}
	n := seq.between(low, high)
	if n == 0 {
		return place{}, false
	}
	for n > 1 {
		middle := mean(low, high)
		if m := seq.between(low, middle); m > 0 {
			high, n = middle, m
		} else {
			low = middle
		}
	}
	return located(p, seq, low, high), true
}

// located returns the only root of p above low and up to high: as a rational number where it is one.
func located(p Polynomial, seq chain, low, high *big.Rat) place {
	if p.At(high).Sign() == 0 {
		return place{rat: high}
	}
	// The denominator of a rational root divides the leading coefficient of the polynomial in whole numbers: the root
	// times that coefficient is whole. Once the bracket is narrower than its reciprocal there is one candidate.
	lead := integerLead(p)
	step := new(big.Rat).SetFrac(big.NewInt(1), lead)
	half := func() {
		middle := mean(low, high)
		if seq.between(low, middle) > 0 {
			high = middle
		} else {
			low = middle
		}
	}
	for new(big.Rat).Sub(high, low).Cmp(step) >= 0 || p.At(low).Sign() == 0 {
		half()
		if p.At(high).Sign() == 0 {
			return place{rat: high}
		}
	}
	scaled := new(big.Rat).Mul(high, new(big.Rat).SetInt(lead))
	whole := new(big.Rat).SetInt(floorOf(scaled))
	candidate := whole.Mul(whole, step)
	if candidate.Cmp(low) > 0 && p.At(candidate).Sign() == 0 {
		return place{rat: candidate}
	}
	root := algebraic{of: p, low: low, high: high}.inCell(seq)
	return place{root: &root}
}

// inCell returns the same root between neighbouring multiples of a power of a half, of the largest with no other root
// between: the bounds do not depend on how the root was found.
func (a algebraic) inCell(seq chain) algebraic {
	for size := big.NewRat(1, 1); ; size = mean(size, new(big.Rat)) {
		found := a.within(size)
		low, high := cellOf(found.low, size), cellOf(found.high, size)
		for low.Cmp(high) != 0 && high.Cmp(found.high) != 0 { // a bound lies inside: which side is the root on
			found = found.refine()
			low, high = cellOf(found.low, size), cellOf(found.high, size)
		}
		high = new(big.Rat).Add(low, size)
		if seq.between(low, high) == 1 && a.of.At(low).Sign() != 0 && a.of.At(high).Sign() != 0 {
			return algebraic{of: a.of, low: low, high: high}
		}
	}
}

// cellOf returns the largest multiple of a size at or below x.
func cellOf(x, size *big.Rat) *big.Rat {
	n := new(big.Rat).SetInt(floorOf(new(big.Rat).Quo(x, size)))
	return n.Mul(n, size)
}

// integerLead returns the leading coefficient of p, made monic, in whole numbers: the common denominator.
func integerLead(p Polynomial) *big.Int {
	lead := big.NewInt(1)
	for _, c := range p.monic() {
		g := new(big.Int).GCD(nil, nil, lead, c.Denom())
		lead.Mul(lead, new(big.Int).Quo(c.Denom(), g))
	}
	return lead
}

func floorOf(r *big.Rat) *big.Int {
	q, _ := new(big.Int).DivMod(r.Num(), r.Denom(), new(big.Int))
	return q
}

// before reports whether the number of a place lies below that of another.
func (at place) before(o place) bool { return at.compare(o) < 0 }

// compare ranks the numbers of two places: exact.
func (at place) compare(o place) int {
	switch {
	case at.rat != nil && o.rat != nil:
		return at.rat.Cmp(o.rat)
	case at.rat != nil:
		return -o.compare(at)
	case o.rat != nil:
		return at.root.sign(Polynomial{new(big.Rat).Neg(o.rat), big.NewRat(1, 1)})
	}
	a, b := *at.root, *o.root
	g := common(a.of, b.of)
	shared := g.Degree() > 0
	for {
		switch {
		case a.high.Cmp(b.low) <= 0:
			return -1
		case b.high.Cmp(a.low) <= 0:
			return 1
		case shared:
			low, high := maxOf(a.low, b.low), minOf(a.high, b.high)
			if roots(g, low, high) > 0 {
				return 0
			}
		}
		a, b = a.refine(), b.refine()
	}
}

func minOf(a, b *big.Rat) *big.Rat {
	if b.Cmp(a) < 0 {
		return b
	}
	return a
}

func maxOf(a, b *big.Rat) *big.Rat {
	if b.Cmp(a) > 0 {
		return b
	}
	return a
}
