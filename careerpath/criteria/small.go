package criteria

import (
	"cmp"
	"math"
	"math/bits"

	"github.com/shopspring/decimal"
)

// small is n / 10^places, exact, for places from 0 to maxPlaces. Sums and comparisons that do not fit say so and are done
// over with big numbers.
type small struct {
	n      int64
	places int32
}

// maxPlaces is the largest power of ten that fits.
const maxPlaces = 18

var pow10 = [maxPlaces + 1]int64{
	1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18,
}

// toSmall returns d, which is within the bounds of the library if it fits.
func toSmall(d decimal.Decimal) (small, bool) {
	places := -d.Exponent()
	if places < 0 || places > maxPlaces || d.NumDigits() > maxPlaces {
		return small{}, false
	}
	return small{d.CoefficientInt64(), places}, true
}

// to returns s with more decimal places.
func (s small) to(places int32) (small, bool) {
	if s.places == places {
		return s, true
	}
	if places > maxPlaces {
		return small{}, false
	}
	n, ok := product(s.n, pow10[places-s.places])
	return small{n, places}, ok
}

// add returns s + o.
func (s small) add(o small) (small, bool) {
	if s.places != o.places {
		places := max(s.places, o.places)
		var ok1, ok2 bool
		s, ok1 = s.to(places)
		o, ok2 = o.to(places)
		if !ok1 || !ok2 {
			return small{}, false
		}
	}
	n := s.n + o.n
	return small{n, s.places}, (n > s.n) == (o.n > 0) && n != math.MinInt64
}

// times returns s * o, which may have up to twice as many places.
func (s small) times(o small) (small, bool) {
	n, ok := product(s.n, o.n)
	return small{n, s.places + o.places}, ok
}

// cmp returns -1, 0 or +1 when s is less than, equal to or more than o.
func (s small) cmp(o small) (int, bool) {
	if s.places == o.places {
		return cmp.Compare(s.n, o.n), true
	}
	places := max(s.places, o.places)
	s, ok1 := s.to(places)
	o, ok2 := o.to(places)
	return cmp.Compare(s.n, o.n), ok1 && ok2
}

// product returns a*b and whether it fits.
func product(a, b int64) (int64, bool) {
	high, low := bits.Mul64(magnitude(a), magnitude(b))
	if high != 0 || low > math.MaxInt64 {
		return 0, false
	}
	if (a < 0) != (b < 0) {
		return -int64(low), true
	}
	return int64(low), true
}

func magnitude(n int64) uint64 {
	if n < 0 {
		return uint64(-n)
	}
	return uint64(n)
}
