package svg

import "math/big"

// Polar returns the point at a distance from a centre, k of n equal steps clockwise from straight up. An n below 1
// reads as 1. Coordinates are rounded once, half away from zero.
func Polar(centre Point, radius Px, k, n int) Point {
	sin, cos := turn(int64(k), int64(max(n, 1)))
	return Point{X: centre.X + scaled(radius, sin), Y: centre.Y - scaled(radius, cos)}
}

// fixed is 1 in the fixed-point numbers of this file.
const fixed = 1_000_000_000

// quarter is a quarter of a turn, pi/2.
const quarter = 1_570_796_327

// scaled returns r * v, rounded half away from zero.
func scaled(r Px, v int64) Px {
	p := new(big.Int).Mul(big.NewInt(int64(r)), big.NewInt(2*v))
	p.Add(p, big.NewInt(int64(p.Sign())*fixed))
	return Px(p.Quo(p, big.NewInt(2*fixed)).Int64())
}

// turn returns the sine and the cosine of k/n of a full turn, within 10^-8.
func turn(k, n int64) (sin, cos int64) {
	k = (k%n + n) % n
	// 4k/n = whole quarters and a rest below one: exact, so that quarters have 0 and 1.
	part := new(big.Int).Mul(big.NewInt(k), big.NewInt(4))
	quarters, rest := new(big.Int).QuoRem(part, big.NewInt(n), new(big.Int))
	sin, cos = within(rest.Int64(), n)
	switch quarters.Int64() {
	case 1:
		return cos, -sin
	case 2:
		return -sin, -cos
	case 3:
		return -cos, sin
	}
	return sin, cos
}

// within returns the sine and the cosine of k/n of a quarter of a turn, for 0 <= k < n. Beyond one eighth of a turn
// they are those of what is left of the quarter, swapped, so that the series is used up to pi/4 only.
func within(k, n int64) (sin, cos int64) {
	if k > n-k {
		sin, cos = within(n-k, n)
		return cos, sin
	}
	x := new(big.Int).Mul(big.NewInt(quarter), big.NewInt(k))
	angle := x.Quo(x, big.NewInt(n)).Int64()
	sin, cos = series(angle, angle, 1), series(fixed, angle, 0)
	if k == n-k {
		return sin, sin // the same, so that pictures are symmetric
	}
	return sin, cos
}

// series returns the sum of first - first x^2/((m+1)(m+2)) + ..., the power series of sine (m = 1) and cosine (m = 0).
func series(first, x, m int64) int64 {
	square := x * x / fixed
	sum, term := first, first
	for ; term != 0; m += 2 {
		term = -term * square / fixed / ((m + 1) * (m + 2))
		sum += term
	}
	return sum
}
