package stat

import (
	"fmt"
	"math/big"
)

// MaxDegrees is the largest number of degrees of freedom, inclusive.
const MaxDegrees = 10_000

// StudentTCDF returns the probability that a variable of Student's t distribution is at most t, for every t and 1 to
// [MaxDegrees] degrees of freedom.
func StudentTCDF(t *big.Rat, degrees int) (*big.Rat, error) {
	if err := checkDegrees(degrees); err != nil {
		return nil, err
	}
	area := student(ofRat(new(big.Rat).Abs(t)), degrees)
	return rounded(side(t.Sign(), area)), nil
}

func checkDegrees(degrees int) error {
	if degrees < 1 || degrees > MaxDegrees {
		return fmt.Errorf("%w: %d degrees of freedom, not 1 to %d", ErrDomain, degrees, MaxDegrees)
	}
	return nil
}

// student returns the probability of lying between 0 and t >= 0. With the angle whose tangent is t/sqrt(degrees) it is a
// finite sum of powers of its cosine, all positive: Abramowitz and Stegun, 26.7.3 (odd degrees) and 26.7.4 (even).
func student(t *big.Float, degrees int) *big.Float {
	nu := whole(int64(degrees))
	hypotenuse := add(nu, mul(t, t))
	square := quo(nu, hypotenuse)
	cosine, sine := root(square), quo(t, root(hypotenuse))
	if degrees == 1 {
		return quo(atan(t), constant(piDigits))
	}
	odd := degrees%2 == 1
	term := whole(1)
	if odd {
		term.Set(cosine)
	}
	sum := zero().Set(term)
	for n := degrees%2 + 1; n <= degrees-2; n += 2 {
		term = quo(mul(mul(term, square), whole(int64(n))), whole(int64(n+1)))
		sum = add(sum, term)
	}
	area := mul(sine, sum)
	if odd {
		return quo(add(atan(quo(t, root(nu))), area), constant(piDigits))
	}
	return shifted(area, -1)
}
