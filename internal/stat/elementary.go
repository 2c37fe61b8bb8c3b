package stat

import (
	"fmt"
	"math/big"
)

// MaxExp is the largest argument of [Exp], inclusive.
const MaxExp = 160

// Ln returns the natural logarithm of x, for every x above 0.
func Ln(x *big.Rat) (*big.Rat, error) {
	if x.Sign() <= 0 {
		return nil, fmt.Errorf("%w: the logarithm of a number that is not above 0", ErrDomain)
	}
	return rounded(ln(ofRat(x))), nil
}

// Exp returns e to the power of x, for every x up to [MaxExp].
func Exp(x *big.Rat) (*big.Rat, error) {
	if x.Cmp(big.NewRat(MaxExp, 1)) > 0 {
		return nil, fmt.Errorf("%w: an exponent above %d", ErrDomain, MaxExp)
	}
	if x.Cmp(big.NewRat(-MaxExp, 1)) < 0 {
		return new(big.Rat), nil
	}
	return rounded(exp(ofRat(x))), nil
}

// Sqrt returns the square root of x, for every x of at least 0, rounded to the nearest multiple of 10^-[Places].
func Sqrt(x *big.Rat) (*big.Rat, error) {
	if x.Sign() < 0 {
		return nil, fmt.Errorf("%w: the square root of a negative number", ErrDomain)
	}
	// floor(2*sqrt(x)*10^p) = isqrt(floor(4*x*10^2p)), and half of it rounded up is the nearest; no root of a ratio on
	// the grid lies at a half, unless it is one exactly, and then it goes up.
	unit := grid()
	n := new(big.Int).Mul(unit, unit)
	n.Lsh(n.Mul(n, x.Num()), 2)
	n.Sqrt(n.Quo(n, x.Denom()))
	n.Rsh(n.Add(n, big.NewInt(1)), 1)
	return new(big.Rat).SetFrac(n, unit), nil
}

// ln returns the logarithm of x > 0: with x = m * 2^e and m between 3/4 and 3/2, ln x = e ln 2 + 2 artanh((m-1)/(m+1)).
func ln(x *big.Float) *big.Float {
	m := zero()
	e := x.MantExp(m)
	if m.Cmp(shifted(whole(3), -2)) < 0 {
		m = shifted(m, 1)
		e--
	}
	one := whole(1)
	z := quo(sub(m, one), add(m, one))
	square := mul(z, z)
	sum, power := zero().Set(z), z
	for n := int64(3); !small(power, precision+8); n += 2 {
		power = mul(power, square)
		sum = add(sum, quo(power, whole(n)))
	}
	return add(shifted(sum, 1), mul(whole(int64(e)), constant(ln2Digits)))
}

// exp returns e^x for |x| <= MaxExp: with x = k ln 2 + r, it is 2^k * (e^(r/2^16))^(2^16).
func exp(x *big.Float) *big.Float {
	const halvings = 16
	ln2 := constant(ln2Digits)
	k, _ := quo(x, ln2).Int64()
	r := shifted(sub(x, mul(whole(k), ln2)), -halvings)
	sum, term := whole(1), whole(1)
	for n := int64(1); !small(term, precision+8); n++ {
		term = quo(mul(term, r), whole(n))
		sum = add(sum, term)
	}
	for range halvings {
		sum = mul(sum, sum)
	}
	return shifted(sum, int(k))
}

// atan returns the arc tangent of x >= 0 by halving the angle and the power series.
func atan(x *big.Float) *big.Float {
	const halvings = 4
	one := whole(1)
	if x.Cmp(one) > 0 {
		return sub(shifted(constant(piDigits), -1), atan(quo(one, x)))
	}
	for range halvings {
		x = quo(x, add(one, root(add(one, mul(x, x)))))
	}
	square := zero().Neg(mul(x, x))
	sum, power := zero().Set(x), x
	for n := int64(3); !small(power, precision+8); n += 2 {
		power = mul(power, square)
		sum = add(sum, quo(power, whole(n)))
	}
	return shifted(sum, halvings)
}
