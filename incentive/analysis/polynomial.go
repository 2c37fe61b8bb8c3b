package analysis

import (
	"math/big"
	"strings"
)

// Polynomial is a polynomial of one variable: the coefficients from the constant upwards, without trailing zeros. Zero
// is the empty one. Its methods change nothing; a caller must not change its coefficients either.
type Polynomial []*big.Rat

func constant(r *big.Rat) Polynomial { return trim(Polynomial{r}) }

func number(n int64) Polynomial { return constant(big.NewRat(n, 1)) }

// identity is the variable itself.
func identity() Polynomial { return Polynomial{new(big.Rat), big.NewRat(1, 1)} }

func trim(p Polynomial) Polynomial {
	for len(p) > 0 && p[len(p)-1].Sign() == 0 {
		p = p[:len(p)-1]
	}
	return p
}

// Degree returns the highest power with a coefficient; -1 for zero.
func (p Polynomial) Degree() int { return len(p) - 1 }

// Constant returns the value of a polynomial that has no variable; false for others.
func (p Polynomial) Constant() (*big.Rat, bool) {
	switch len(p) {
	case 0:
		return new(big.Rat), true
	case 1:
		return p[0], true
	default:
		return nil, false
	}
}

// At returns the value at x.
func (p Polynomial) At(x *big.Rat) *big.Rat {
	value := new(big.Rat)
	for i := len(p) - 1; i >= 0; i-- {
		value.Mul(value, x)
		value.Add(value, p[i])
	}
	return value
}

// Derivative returns the derivative.
func (p Polynomial) Derivative() Polynomial {
	if len(p) < 2 {
		return nil
	}
	out := make(Polynomial, len(p)-1)
	for i := range out {
		out[i] = new(big.Rat).Mul(p[i+1], big.NewRat(int64(i)+1, 1))
	}
	return out
}

// Equal reports whether two polynomials have the same coefficients.
func (p Polynomial) Equal(q Polynomial) bool {
	if len(p) != len(q) {
		return false
	}
	for i := range p {
		if p[i].Cmp(q[i]) != 0 {
			return false
		}
	}
	return true
}

func (p Polynomial) plus(q Polynomial) Polynomial {
	if len(p) < len(q) {
		p, q = q, p
	}
	if len(q) == 0 {
		return p
	}
	out := make(Polynomial, len(p))
	copy(out, p)
	for i := range q {
		out[i] = new(big.Rat).Add(p[i], q[i])
	}
	return trim(out)
}

func (p Polynomial) minus(q Polynomial) Polynomial {
	if len(q) == 0 {
		return p
	}
	out := make(Polynomial, max(len(p), len(q)))
	for i := range out {
		switch {
		case i >= len(q):
			out[i] = p[i]
		case i >= len(p):
			out[i] = new(big.Rat).Neg(q[i])
		default:
			out[i] = new(big.Rat).Sub(p[i], q[i])
		}
	}
	return trim(out)
}

var minusOne = big.NewRat(-1, 1)

// times multiplies by a number.
func (p Polynomial) times(r *big.Rat) Polynomial {
	if r.Sign() == 0 {
		return nil
	}
	out := make(Polynomial, len(p))
	for i := range p {
		out[i] = new(big.Rat).Mul(p[i], r)
	}
	return out
}

// by multiplies by another polynomial.
func (p Polynomial) by(q Polynomial) Polynomial {
	if len(p) == 0 || len(q) == 0 {
		return nil
	}
	out := make(Polynomial, len(p)+len(q)-1)
	for i := range out {
		out[i] = new(big.Rat)
	}
	for i, a := range p {
		for j, b := range q {
			out[i+j].Add(out[i+j], new(big.Rat).Mul(a, b))
		}
	}
	return trim(out)
}

// over divides by a polynomial that is not zero.
func (p Polynomial) over(q Polynomial) (quotient, rest Polynomial) {
	rest = make(Polynomial, len(p))
	copy(rest, p)
	for len(rest) >= len(q) {
		shift := len(rest) - len(q)
		factor := new(big.Rat).Quo(rest[len(rest)-1], q[len(q)-1])
		term := make(Polynomial, shift+1)
		for i := range term {
			term[i] = new(big.Rat)
		}
		term[shift] = factor
		quotient = quotient.plus(term)
		rest = rest.minus(q.by(term))
	}
	return quotient, rest
}

// monic returns the polynomial with the same roots and the leading coefficient 1.
func (p Polynomial) monic() Polynomial {
	if len(p) == 0 {
		return nil
	}
	return p.times(new(big.Rat).Inv(p[len(p)-1]))
}

// common returns the greatest common divisor, monic.
func common(p, q Polynomial) Polynomial {
	for len(q) > 0 {
		_, rest := p.over(q)
		p, q = q, rest.monic()
	}
	return p.monic()
}

// simple returns a polynomial with the same roots, each of them once.
func (p Polynomial) simple() Polynomial {
	g := common(p, p.Derivative())
	if g.Degree() < 1 {
		return p.monic()
	}
	quotient, _ := p.over(g)
	return quotient.monic()
}

// key names a polynomial up to a factor.
func (p Polynomial) key() string {
	var b strings.Builder
	for _, c := range p.monic() {
		b.WriteString(c.RatString())
		b.WriteByte(' ')
	}
	return b.String()
}

// Text writes the polynomial in the variable x, exactly: "600 + 0.06·x". Coefficients that are no finite decimals are
// fractions.
func (p Polynomial) Text() string {
	if len(p) == 0 {
		return "0"
	}
	var b strings.Builder
	for i, c := range p {
		if c.Sign() == 0 {
			continue
		}
		size := new(big.Rat).Abs(c)
		switch {
		case b.Len() == 0 && c.Sign() < 0:
			b.WriteString("−")
		case b.Len() > 0 && c.Sign() < 0:
			b.WriteString(" − ")
		case b.Len() > 0:
			b.WriteString(" + ")
		}
		unit := i > 0 && size.Cmp(big.NewRat(1, 1)) == 0
		if !unit {
			b.WriteString(plain(size))
		}
		if i > 0 {
			if !unit {
				b.WriteString("·")
			}
			b.WriteString("x")
			b.WriteString(power(i))
		}
	}
	return b.String()
}

func power(n int) string {
	if n == 1 {
		return ""
	}
	digits := []string{"⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"}
	out := ""
	for ; n > 0; n /= 10 {
		out = digits[n%10] + out
	}
	return out
}

// plain writes a number exactly: as a decimal where it is a finite one of at most 30 places, else as a fraction.
func plain(r *big.Rat) string {
	n, exact := r.FloatPrec()
	if !exact || n > 30 {
		return r.RatString()
	}
	return r.FloatString(n)
}
