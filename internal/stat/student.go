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
	area, _ := student(ofRat(new(big.Rat).Abs(t)), degrees)
	return rounded(side(t.Sign(), area)), nil
}

// StudentTQuantile returns the t at which [StudentTCDF] is p, for p between 10^-20 and 1 - 10^-20, both inclusive, and
// 1 to [MaxDegrees] degrees of freedom.
func StudentTQuantile(p *big.Rat, degrees int) (*big.Rat, error) {
	if err := checkDegrees(degrees); err != nil {
		return nil, err
	}
	return quantile(p, func(t *big.Float) (area, density *big.Float) { return student(t, degrees) })
}

func checkDegrees(degrees int) error {
	if degrees < 1 || degrees > MaxDegrees {
		return fmt.Errorf("%w: %d degrees of freedom, not 1 to %d", ErrDomain, degrees, MaxDegrees)
	}
	return nil
}

// student returns the probability of lying between 0 and t >= 0, and the density at t. With the angle whose tangent
// is t/sqrt(degrees) the area is a finite sum of powers of its cosine, all positive: Abramowitz and Stegun, 26.7.3
// (odd degrees) and 26.7.4 (even). The last term of the sum, times degrees-1, gives the density.
func student(t *big.Float, degrees int) (area, density *big.Float) {
	nu := whole(int64(degrees))
	hypotenuse := add(nu, mul(t, t))
	square := quo(nu, hypotenuse)
	cosine, sine := root(square), quo(t, root(hypotenuse))
	if degrees == 1 {
		pi := constant(piDigits)
		return quo(atan(t), pi), quo(square, pi)
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
	area = mul(sine, sum)
	density = quo(mul(mul(term, whole(int64(degrees-1))), mul(cosine, square)), root(nu))
	if odd {
		pi := constant(piDigits)
		area = quo(add(atan(quo(t, root(nu))), area), pi)
		return area, quo(density, pi)
	}
	return shifted(area, -1), shifted(density, -1)
}
