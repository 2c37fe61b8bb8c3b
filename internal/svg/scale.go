package svg

import (
	"math/big"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam/internal/num"
)

// Px is a length or a coordinate in hundredths of a pixel. X grows to the right, Y downwards.
type Px int64

// Pixel is the length of one pixel.
const Pixel Px = 100

// String returns p in pixels: "12.5" for 1250.
func (p Px) String() string { return num.Format(decimal.New(int64(p), -2)) }

// Point is a place in a picture. The zero value is its upper left corner.
type Point struct{ X, Y Px }

// At returns the point x and y.
func At(x, y Px) Point { return Point{X: x, Y: y} }

// Scale places the values from Low to High on the pixels from From to To, evenly; To may be before From. The zero value
// places everything at 0.
type Scale struct {
	Low, High *big.Rat
	From, To  Px
}

// At returns the place of v, rounded once, half away from zero. Values below Low are placed at From and those above
// High at To; so is everything at From when High is not above Low, and when v, Low or High is nil.
func (s Scale) At(v *big.Rat) Px {
	if v == nil || s.Low == nil || s.High == nil || s.High.Cmp(s.Low) <= 0 || v.Cmp(s.Low) <= 0 {
		return s.From
	}
	if v.Cmp(s.High) >= 0 {
		return s.To
	}
	part := new(big.Rat).Sub(v, s.Low)
	part.Quo(part, new(big.Rat).Sub(s.High, s.Low))
	part.Mul(part, new(big.Rat).SetInt64(int64(s.To-s.From)))
	return s.From + Px(num.RoundRat(part, 0, num.HalfUp).IntPart())
}

// Ticks returns the multiples of a round step from low to high, both inclusive, in rising order: the step is the
// smallest of 1, 2, 2.5 and 5 times a power of ten with which there are at most the given number of multiples, which
// reads as 3 when it is smaller and as 100 when it is larger. There are none when high is not above low, and none
// beyond the bounds of [num.Check].
func Ticks(low, high *big.Rat, most int) []decimal.Decimal {
	return ticks(low, high, most, num.Ceil, num.Floor)
}

// TicksAround returns the multiples of such a step from the last one at most low to the first one at least high.
func TicksAround(low, high *big.Rat, most int) []decimal.Decimal {
	return ticks(low, high, most, num.Floor, num.Ceil)
}

func ticks(low, high *big.Rat, most int, first, last num.Mode) []decimal.Decimal {
	if low == nil || high == nil || high.Cmp(low) <= 0 {
		return nil
	}
	most = min(max(most, 3), 100)
	span := new(big.Rat).Sub(high, low)
	for exponent := tens(span) - 3; ; exponent++ {
		for _, step := range []decimal.Decimal{
			decimal.New(1, exponent), decimal.New(2, exponent), decimal.New(25, exponent-1), decimal.New(5, exponent),
		} {
			size := num.Rat(step)
			from := num.RoundRat(new(big.Rat).Quo(low, size), 0, first)
			until := num.RoundRat(new(big.Rat).Quo(high, size), 0, last)
			if until.Sub(from).Cmp(decimal.New(int64(most), 0)) >= 0 {
				continue
			}
			var out []decimal.Decimal
			for n := from; n.Cmp(until) <= 0; n = n.Add(decimal.New(1, 0)) {
				tick := n.Mul(step)
				if num.Check(tick) != nil {
					return nil
				}
				out = append(out, tick)
			}
			return out
		}
	}
}

// tens returns an exponent of ten that is at most one above that of r > 0, and at most two below.
func tens(r *big.Rat) int32 {
	bits := int64(r.Num().BitLen()) - int64(r.Denom().BitLen()) - 1
	const log2 = 30103 // the logarithm of 2 to the base of ten, in hundred thousandths
	return int32(bits * log2 / 100_000)
}
