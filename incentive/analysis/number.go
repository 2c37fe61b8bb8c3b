package analysis

import (
	"encoding/json"
	"math/big"
	"slices"

	"github.com/kam-go/kam/internal/num"
)

// Number is an exact number: a rational one, or what a polynomial is at an irrational root. A break point is irrational
// where, for example, a quadratic piece meets a cap; it is then kept as its defining polynomial and a bracket, and never
// rounded. The zero value is 0.
type Number struct {
	at place
	of Polynomial
}

// Exactly returns a rational number as a [Number].
func Exactly(r *big.Rat) Number { return rational(new(big.Rat).Set(r)) }

func rational(r *big.Rat) Number { return Number{place{rat: new(big.Rat)}, constant(r)} }

// numberAt is what a polynomial is at a place.
func numberAt(p Polynomial, at place) Number {
	at.after = false
	if at.rat != nil {
		return rational(p.At(at.rat))
	}
	if c, ok := p.Constant(); ok {
		return rational(c)
	}
	if _, rest := p.over(at.root.of); rest.Degree() < 1 {
		c, _ := rest.Constant() // the polynomial is a constant plus a multiple of one that is zero there
		return rational(c)
	}
	return Number{at, p}
}

// numberOf is the place itself.
func numberOf(at place) Number { return numberAt(identity(), at) }

// Rat returns the number where it is rational; false where it is not.
func (n Number) Rat() (*big.Rat, bool) {
	c, ok := n.of.Constant()
	if !ok {
		return nil, false
	}
	return new(big.Rat).Set(c), true
}

// Bounds returns two rational numbers at most width apart, between which the number lies; both are the number where it
// is rational. Width must be above zero.
func (n Number) Bounds(width *big.Rat) (low, high *big.Rat) {
	if r, ok := n.Rat(); ok {
		return r, new(big.Rat).Set(r)
	}
	for root := *n.at.root; ; root = root.refine() {
		low, high = n.of.valuesBetween(root.low, root.high)
		if new(big.Rat).Sub(high, low).Cmp(width) <= 0 {
			return low, high
		}
	}
}

// valuesBetween bounds the values of a polynomial between two numbers.
func (p Polynomial) valuesBetween(from, until *big.Rat) (low, high *big.Rat) {
	low, high = new(big.Rat), new(big.Rat)
	for i := len(p) - 1; i >= 0; i-- {
		ends := []*big.Rat{}
		for _, a := range []*big.Rat{low, high} {
			for _, b := range []*big.Rat{from, until} {
				ends = append(ends, new(big.Rat).Mul(a, b))
			}
		}
		low, high = ends[0], ends[0]
		for _, x := range ends[1:] {
			low, high = minOf(low, x), maxOf(high, x)
		}
		low, high = new(big.Rat).Add(low, p[i]), new(big.Rat).Add(high, p[i])
	}
	return low, high
}

// Root is how an irrational number is kept: it is what Value is at the only root of Of between Low and High.
type Root struct {
	Value, Of Polynomial
	Low, High *big.Rat
}

// Root returns how an irrational number is kept; false for a rational one.
func (n Number) Root() (Root, bool) {
	if n.isRational() {
		return Root{}, false
	}
	r := n.at.root
	return Root{slices.Clone(n.of), slices.Clone(r.of), new(big.Rat).Set(r.low), new(big.Rat).Set(r.high)}, true
}

// Sign returns the sign, exactly.
func (n Number) Sign() int {
	if c, ok := n.of.Constant(); ok {
		return c.Sign()
	}
	return n.at.sign(n.of)
}

// Cmp compares two numbers. It is exact, but for two irrational numbers at different roots: those that agree in 200 binary
// places count as equal.
func (n Number) Cmp(o Number) int {
	a, rationalA := n.Rat()
	b, rationalB := o.Rat()
	switch {
	case rationalA && rationalB:
		return a.Cmp(b)
	case rationalA:
		return -o.Cmp(n)
	case rationalB:
		return n.at.sign(n.of.minus(constant(b)))
	case n.at.compare(o.at) == 0:
		return n.at.sign(n.of.minus(o.of))
	}
	for width := big.NewRat(1, 1); width.Denom().BitLen() < 200; width = mean(width, new(big.Rat)) {
		lowN, highN := n.Bounds(width)
		lowO, highO := o.Bounds(width)
		switch {
		case highN.Cmp(lowO) < 0:
			return -1
		case highO.Cmp(lowN) < 0:
			return 1
		}
	}
	return 0
}

// minus is the difference of two numbers at the same place, or of which one is rational.
func (n Number) minus(o Number) Number {
	at := n.at
	if n.isRational() {
		at = o.at
	}
	p := n.of.minus(o.of)
	if c, ok := p.Constant(); ok {
		return rational(c)
	}
	return numberAt(p, at)
}

func (n Number) isRational() bool { _, ok := n.Rat(); return ok }

// dividedBy divides by a rational number.
func (n Number) dividedBy(r *big.Rat) Number {
	return Number{n.at, n.of.times(new(big.Rat).Inv(r))}
}

// shownWidth is how closely an irrational number is written.
var shownWidth = big.NewRat(1, 1_000_000_000_000)

// String writes the number exactly: as a decimal, or as a fraction where it is none; an irrational number with twelve
// decimals and "≈" before it.
func (n Number) String() string {
	if r, ok := n.Rat(); ok {
		return plain(r)
	}
	low, high := n.Bounds(shownWidth)
	return "≈" + num.RoundRat(mean(low, high), 12, num.HalfEven).String()
}

// decimalText writes the number with at most so many decimals, and marks what that rounds with "≈".
func (n Number) decimalText(places int32) string {
	r, ok := n.Rat()
	if !ok {
		low, high := n.Bounds(shownWidth)
		r = mean(low, high)
	}
	d := num.RoundRat(r, places, num.HalfUp)
	if ok && d.Rat().Cmp(r) == 0 {
		return num.Format(d)
	}
	return "≈" + num.Format(d)
}

// MarshalJSON writes a rational number as a string, exactly, such as "0.5" or "1/3", and an irrational one as
// {"value": […], "root": […], "between": [low, high]}: coefficients from the constant upwards.
func (n Number) MarshalJSON() ([]byte, error) {
	r, irrational := n.Root()
	if !irrational {
		return json.Marshal(n.String())
	}
	return json.Marshal(struct {
		Value   Polynomial `json:"value"`
		Root    Polynomial `json:"root"`
		Between []string   `json:"between"`
	}{r.Value, r.Of, []string{plain(r.Low), plain(r.High)}})
}

// MarshalJSON writes the coefficients from the constant upwards, exactly, as strings.
func (p Polynomial) MarshalJSON() ([]byte, error) {
	out := make([]string, len(p))
	for i, c := range p {
		out[i] = plain(c)
	}
	return json.Marshal(out)
}
