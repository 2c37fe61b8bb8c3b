package stat

import (
	"errors"
	"math/big"
)

// Places is the number of decimal places of every result.
const Places = 30

// ErrDomain is wrapped by every error about an argument for which a function is not defined or not offered.
var ErrDomain = errors.New("stat: argument outside the domain")

// precision is the length in bits of every number inside. A result has at most 231 bits before the point and 100
// behind it, which leaves more than 50 for the errors of the steps.
const precision = 384

// Constants to 130 decimal places, beyond the precision.
const (
	piDigits  = "3.1415926535897932384626433832795028841971693993751058209749445923078164062862089986280348253421170679821480865132823066470938446095"
	ln2Digits = "0.6931471805599453094172321214581765680755001343602552541206800094933936219696947156058633269964186875420014810205706857336855202358"
)

func zero() *big.Float { return new(big.Float).SetPrec(precision) }

func whole(n int64) *big.Float { return zero().SetInt64(n) }

func ofRat(r *big.Rat) *big.Float { return zero().SetRat(r) }

func constant(digits string) *big.Float {
	f, _ := zero().SetString(digits)
	return f
}

func add(a, b *big.Float) *big.Float { return zero().Add(a, b) }

func sub(a, b *big.Float) *big.Float { return zero().Sub(a, b) }

func mul(a, b *big.Float) *big.Float { return zero().Mul(a, b) }

func quo(a, b *big.Float) *big.Float { return zero().Quo(a, b) }

func root(a *big.Float) *big.Float { return zero().Sqrt(a) }

// shifted returns a * 2^n.
func shifted(a *big.Float, n int) *big.Float { return zero().SetMantExp(a, n) }

// small reports whether |a| is below 2^-bits.
func small(a *big.Float, bits int) bool { return a.Sign() == 0 || a.MantExp(nil) <= -bits }

// grid returns 10^Places.
func grid() *big.Int { return new(big.Int).Exp(big.NewInt(10), big.NewInt(Places), nil) }

// rounded returns f rounded to the nearest multiple of 10^-Places, a half away from zero.
func rounded(f *big.Float) *big.Rat {
	if small(f, 4*Places) {
		return new(big.Rat)
	}
	r, _ := f.Rat(nil)
	return roundedRat(r)
}

// roundedRat returns r rounded to the nearest multiple of 10^-Places, a half away from zero.
func roundedRat(r *big.Rat) *big.Rat {
	unit := grid()
	n := new(big.Int).Mul(r.Num(), unit)
	n.Lsh(n.Abs(n), 1)
	n.Add(n, r.Denom())
	n.Quo(n, new(big.Int).Lsh(r.Denom(), 1))
	if r.Sign() < 0 {
		n.Neg(n)
	}
	return new(big.Rat).SetFrac(n, unit)
}
