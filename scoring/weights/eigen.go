package weights

import (
	"math/big"

	"github.com/kam-go/kam/internal/num"
)

const (
	// precision is the number of fractional bits of the integer arithmetic.
	precision = 256
	// settled is the number of bits to which the bounds of λmax agree in the end.
	settled = 128
	// exactPlaces are the decimal places of λmax and of the weights before they are rounded.
	exactPlaces = 30
	// rounds is more squarings than judgements from 1/9 to 9 can need. By Birkhoff one step of the iteration brings two
	// vectors together by a factor of (81-1)/(81+1), so that 128 bits take fewer than 2^12 steps.
	rounds = 14
)

// principal returns the principal eigenvector of a reciprocal matrix, in any unit, and its eigenvalue to within
// 10^-30. It squares the matrix, so that round k is step 2^k of the power iteration, until the bounds of Collatz and
// Wielandt, the least and the greatest (Aw)_i / w_i, meet.
func principal(times [][]*big.Rat) (vector []*big.Rat, lambda *big.Rat) {
	a := scaled(times)
	power := a
	for range rounds {
		w := rowSums(power)
		least, most := bounds(a, w)
		gap := new(big.Rat).Sub(most, least)
		if gap.Mul(gap, new(big.Rat).SetInt(new(big.Int).Lsh(big.NewInt(1), settled))).Cmp(least) <= 0 {
			break
		}
		power = squared(power)
	}
	w := rowSums(power)
	least, most := bounds(a, w)
	middle := least.Add(least, most)
	middle.Mul(middle, big.NewRat(1, 2))
	return ratios(w), num.Rat(num.RoundRat(middle, exactPlaces, num.HalfEven))
}

// scaled returns the matrix in units of 2^-precision.
func scaled(times [][]*big.Rat) [][]*big.Int {
	out := square[*big.Int](len(times))
	for i, row := range times {
		for k, r := range row {
			top := new(big.Int).Lsh(r.Num(), precision)
			out[i][k] = top.Quo(top, r.Denom())
		}
	}
	return out
}

// squared returns the square of m in a unit in which its greatest entry has precision bits.
func squared(m [][]*big.Int) [][]*big.Int {
	out, product, bits := square[*big.Int](len(m)), new(big.Int), 0
	for i := range m {
		for k := range m {
			sum := new(big.Int)
			for l := range m {
				sum.Add(sum, product.Mul(m[i][l], m[l][k]))
			}
			out[i][k], bits = sum, max(bits, sum.BitLen())
		}
	}
	for _, row := range out {
		for _, entry := range row {
			entry.Rsh(entry, uint(max(0, bits-precision)))
		}
	}
	return out
}

func rowSums(m [][]*big.Int) []*big.Int {
	out := make([]*big.Int, len(m))
	for i, row := range m {
		out[i] = new(big.Int)
		for _, entry := range row {
			out[i].Add(out[i], entry)
		}
	}
	return out
}

// bounds returns the least and the greatest ratio of (aw)_i to w_i, between which the eigenvalue lies.
func bounds(a [][]*big.Int, w []*big.Int) (least, most *big.Rat) {
	product := new(big.Int)
	for i, row := range a {
		sum := new(big.Int)
		for k, entry := range row {
			sum.Add(sum, product.Mul(entry, w[k]))
		}
		ratio := new(big.Rat).SetFrac(sum, new(big.Int).Lsh(w[i], precision))
		if least == nil || ratio.Cmp(least) < 0 {
			least = ratio
		}
		if most == nil || ratio.Cmp(most) > 0 {
			most = ratio
		}
	}
	return new(big.Rat).Set(least), new(big.Rat).Set(most)
}

// geometricMeans returns the geometric mean of each row, in one unit.
func geometricMeans(times [][]*big.Rat) []*big.Rat {
	means := make([]*big.Int, len(times))
	for i, row := range times {
		product := big.NewRat(1, 1)
		for _, r := range row {
			product.Mul(product, r)
		}
		scaledUp := new(big.Int).Lsh(product.Num(), precision*uint(len(times)))
		means[i] = root(scaledUp.Quo(scaledUp, product.Denom()), len(times))
	}
	return ratios(means)
}

// root returns the n-th root of x > 0, rounded down, by Newton's iteration from above.
func root(x *big.Int, n int) *big.Int {
	degree, before := big.NewInt(int64(n)), big.NewInt(int64(n-1))
	r := new(big.Int).Lsh(big.NewInt(1), uint(x.BitLen()/n+1))
	for {
		next := new(big.Int).Exp(r, before, nil)
		next.Quo(x, next)
		next.Add(next, new(big.Int).Mul(r, before))
		next.Quo(next, degree)
		if next.Cmp(r) >= 0 {
			return r
		}
		r = next
	}
}

// ratios returns w divided by its sum, rounded to exactPlaces so that what is equal but for the arithmetic is equal.
func ratios(w []*big.Int) []*big.Rat {
	sum := new(big.Int)
	for _, x := range w {
		sum.Add(sum, x)
	}
	out := make([]*big.Rat, len(w))
	for i, x := range w {
		out[i] = num.Rat(num.RoundRat(new(big.Rat).SetFrac(x, sum), exactPlaces, num.HalfEven))
	}
	return out
}
