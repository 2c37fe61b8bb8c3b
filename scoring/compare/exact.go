package compare

import (
	"math/big"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/num"
	"github.com/kam-go/kam/internal/stat"
)

// Places is the number of decimal places of every statistic that is not exact by itself: means, deviations, slopes,
// correlations and z-scores. They are rounded half up, once.
const Places = 6

// rounded returns r as a statistic.
func rounded(r *big.Rat) decimal.NullDecimal {
	return decimal.NewNullDecimal(num.RoundRat(r, Places, num.HalfUp))
}

// whole returns n as a ratio.
func whole(n int) *big.Rat { return new(big.Rat).SetInt64(int64(n)) }

// square returns r * r.
func square(r *big.Rat) *big.Rat { return new(big.Rat).Mul(r, r) }

// root returns the square root of r: exact when it is a ratio, else to 30 decimal places; 0 of a negative r.
func root(r *big.Rat) *big.Rat {
	if r.Sign() <= 0 {
		return new(big.Rat)
	}
	over, under := new(big.Int).Sqrt(r.Num()), new(big.Int).Sqrt(r.Denom())
	exact := new(big.Rat).SetFrac(over, under)
	if square(exact).Cmp(r) == 0 {
		return exact
	}
	approximate, err := stat.Sqrt(r)
	if err != nil { // not reached: r is above 0
		return new(big.Rat)
	}
	return approximate
}

// exactBits is the length, in bits, of a common denominator up to which a heap adds exactly.
const exactBits = 4096

// sumPlaces are the decimal places to which a heap takes each further ratio.
const sumPlaces = 30

// heap adds ratios, exactly until their common denominator is longer than exactBits; what comes then is taken to
// sumPlaces, half up, since ratios with nothing in common would make a sum as long as all of them. The zero value is empty.
type heap struct {
	over, under big.Int // the exact part over the common denominator, not in lowest terms; 0 over 0 when empty
	rounded     big.Rat
}

func (h *heap) add(r *big.Rat) {
	switch {
	case h.under.Sign() == 0:
		h.over.Set(r.Num())
		h.under.Set(r.Denom())
		return
	case h.under.BitLen() > exactBits:
		h.rounded.Add(&h.rounded, num.Rat(num.RoundRat(r, sumPlaces, num.HalfUp)))
		return
	}
	shared := new(big.Int).GCD(nil, nil, &h.under, r.Denom())
	more := new(big.Int).Quo(r.Denom(), shared)
	part := shared.Quo(&h.under, shared)
	h.over.Mul(&h.over, more)
	h.over.Add(&h.over, part.Mul(part, r.Num()))
	h.under.Mul(&h.under, more)
}

// mean returns the mean of the n ratios that were added, at least one.
func (h *heap) mean(n int) *big.Rat {
	sum := new(big.Rat).SetFrac(&h.over, new(big.Int).Mul(&h.under, big.NewInt(int64(n))))
	if h.rounded.Sign() == 0 {
		return sum
	}
	return sum.Add(sum, new(big.Rat).Quo(&h.rounded, whole(n)))
}

// finest returns the number of decimal places of the grid on which all known values lie.
func finest[T any](list []T, value func(T) decimal.NullDecimal) int32 {
	places := int32(0)
	for _, x := range list {
		if d := value(x); d.Valid {
			places = max(places, -d.Decimal.Exponent())
		}
	}
	return places
}

// tally is the number, the sum and the sum of squares of values on the grid of 10^-places, in units of that grid.
type tally struct {
	places       int32
	n            int
	sum, squares big.Int
}

func newTally(places int32) *tally { return &tally{places: places} }

// units returns d on the grid of a tally.
func (t *tally) units(d decimal.Decimal) *big.Int { return d.Shift(t.places).BigInt() }

func (t *tally) add(d decimal.Decimal) {
	u := t.units(d)
	t.n++
	t.sum.Add(&t.sum, u)
	t.squares.Add(&t.squares, u.Mul(u, u))
}

// unit returns the size of the grid.
func (t *tally) unit() *big.Rat { return num.Rat(decimal.New(1, -t.places)) }

// total returns the sum of the values.
func (t *tally) total() *big.Rat {
	r := new(big.Rat).SetInt(&t.sum)
	return r.Mul(r, t.unit())
}

// mean returns the mean of at least one value.
func (t *tally) mean() *big.Rat {
	r := t.total()
	return r.Quo(r, whole(t.n))
}

// scatter returns the sum of squared distances from the mean of at least one value: (n * sum(x^2) - (sum x)^2) / n.
func (t *tally) scatter() *big.Rat {
	a := new(big.Int).Mul(&t.squares, big.NewInt(int64(t.n)))
	a.Sub(a, new(big.Int).Mul(&t.sum, &t.sum))
	r := new(big.Rat).SetFrac(a, big.NewInt(int64(t.n)))
	return r.Mul(r, square(t.unit()))
}

// variance returns the square of a deviation of at least one value, for a sample of at least two; else 0.
func (t *tally) variance(d Deviation) *big.Rat {
	n := t.n
	if d == Sample {
		n--
	}
	if n < 1 {
		return new(big.Rat)
	}
	r := t.scatter()
	return r.Quo(r, whole(n))
}

// line is a linear function of values on the grid of 10^-places: (base + slope * x in units of the grid) / under.
type line struct {
	places             int32
	base, slope, under *big.Int
}

// lineOf returns the line aim + times * (x - mean).
func lineOf(places int32, aim, times, mean *big.Rat) line {
	slope := new(big.Rat).Mul(times, num.Rat(decimal.New(1, -places)))
	base := new(big.Rat).Sub(aim, new(big.Rat).Mul(times, mean))
	gcd := new(big.Int).GCD(nil, nil, slope.Denom(), base.Denom())
	l := line{places: places, base: new(big.Int), slope: new(big.Int)}
	toBase := new(big.Int).Quo(slope.Denom(), gcd)
	l.under = new(big.Int).Mul(base.Denom(), toBase)
	l.base.Mul(base.Num(), toBase)
	l.slope.Mul(slope.Num(), gcd.Quo(base.Denom(), gcd))
	return l
}

// at returns the exact value of the line at x, which lies on its grid.
func (l line) at(x decimal.Decimal) *big.Rat {
	u := x.Shift(l.places).BigInt()
	u.Mul(u, l.slope)
	return new(big.Rat).SetFrac(u.Add(u, l.base), l.under)
}

// Quartiles are the three points that cut sorted values into quarters, exact, by linear interpolation between the
// values at position (n-1)k/4, counted from 0 (Hyndman and Fan 1996, type 7; QUARTILE.INC of spreadsheets). The zero
// value is that of no values.
type Quartiles struct {
	Low    decimal.NullDecimal `json:"low,omitzero"`
	Median decimal.NullDecimal `json:"median,omitzero"`
	High   decimal.NullDecimal `json:"high,omitzero"`
}

// quartilesOf returns the quartiles of at least one rising value.
func quartilesOf(rising []decimal.Decimal) Quartiles {
	return Quartiles{Low: quartile(rising, 1), Median: quartile(rising, 2), High: quartile(rising, 3)}
}

// quartile returns quartile k, 1 to 3, of at least one rising value.
func quartile(rising []decimal.Decimal, k int) decimal.NullDecimal {
	at := (len(rising) - 1) * k
	i, quarters := at/4, at%4
	q := rising[i]
	if quarters > 0 {
		q = q.Add(rising[i+1].Sub(q).Mul(decimal.New(int64(quarters)*25, -2)))
	}
	return decimal.NewNullDecimal(q)
}

// rise returns values in rising order.
func rise(values []decimal.Decimal) []decimal.Decimal {
	out := slices.Clone(values)
	slices.SortFunc(out, decimal.Decimal.Cmp)
	return out
}

// centre returns the median of at least one value, and the median of the distances from it.
func centre(values []decimal.Decimal) (median, distance decimal.Decimal) {
	median = quartile(rise(values), 2).Decimal
	away := make([]decimal.Decimal, len(values))
	for i, v := range values {
		away[i] = v.Sub(median).Abs()
	}
	return median, quartile(rise(away), 2).Decimal
}

// lowest returns a/b in lowest terms, for 0 <= a and 0 < b.
func lowest(a, b int) kam.Fraction {
	r := big.NewRat(int64(a), int64(b))
	return kam.Fraction{Num: r.Num().Int64(), Den: r.Denom().Int64()}
}

// better compares two values: below 0 when a is better than b, by whether higher or lower is.
func better(a, b decimal.Decimal, direction kam.Direction) int {
	if direction == kam.LowerIsBetter {
		return a.Cmp(b)
	}
	return b.Cmp(a)
}
