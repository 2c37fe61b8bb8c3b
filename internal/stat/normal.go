package stat

import (
	"fmt"
	"math/big"
)

// farNormal is the argument from which the normal distribution is 0 or 1 within 10^-32.
const farNormal = 12

// NormalCDF returns the probability that a standard normal variable is at most z, for every z.
// From |z| = 12 on it is 0 or 1.
func NormalCDF(z *big.Rat) *big.Rat {
	far := big.NewRat(farNormal, 1)
	switch {
	case z.Cmp(far) >= 0:
		return big.NewRat(1, 1)
	case new(big.Rat).Neg(z).Cmp(far) >= 0:
		return new(big.Rat)
	}
	area, _ := normal(ofRat(new(big.Rat).Abs(z)))
	return rounded(side(z.Sign(), area))
}

// NormalQuantile returns the z at which [NormalCDF] is p, for p between 10^-20 and 1 - 10^-20, both inclusive. Above 0
// the distribution is concave, so that Newton's steps from 0 on never pass the solution and only ever come closer.
func NormalQuantile(p *big.Rat) (*big.Rat, error) {
	least := new(big.Rat).SetFrac(big.NewInt(1), new(big.Int).Exp(big.NewInt(10), big.NewInt(20), nil))
	area := new(big.Rat).Sub(p, big.NewRat(1, 2))
	sign := area.Sign()
	area.Abs(area)
	if new(big.Rat).Sub(big.NewRat(1, 2), area).Cmp(least) < 0 {
		return nil, fmt.Errorf("%w: a probability not between 10^-20 and 1 - 10^-20", ErrDomain)
	}
	wanted, z := ofRat(area), zero()
	for range maxSteps {
		reached, density := normal(z)
		step := quo(sub(wanted, reached), density)
		z = add(z, step)
		if small(step, 150) {
			break
		}
	}
	if sign < 0 {
		z.Neg(z)
	}
	return rounded(z), nil
}

// maxSteps is above the number of Newton steps that any probability in the domain takes: about 50 far out.
const maxSteps = 1000

// normal returns the probability of lying between 0 and z >= 0, and the density at z. The area is the density times
// z + z^3/3 + z^5/(3*5) + ..., whose terms are all positive: Abramowitz and Stegun, 26.2.11.
func normal(z *big.Float) (area, density *big.Float) {
	square := mul(z, z)
	density = quo(exp(zero().Neg(shifted(square, -1))), root(shifted(constant(piDigits), 1)))
	sum, term := zero().Set(z), z
	for n := int64(3); !small(term, precision+8); n += 2 {
		term = quo(mul(term, square), whole(n))
		sum = add(sum, term)
	}
	return mul(density, sum), density
}

// side returns one half plus or minus the area between 0 and an argument of the given sign.
func side(sign int, area *big.Float) *big.Float {
	half := shifted(whole(1), -1)
	if sign < 0 {
		return sub(half, area)
	}
	return add(half, area)
}
