package num_test

import (
	"math"
	"math/big"
	"testing"
	"testing/quick"
	"time"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam/internal/num"
)

func TestRound(t *testing.T) {
	cases := []struct {
		name   string
		value  string
		places int32
		want   [7]string // in the order of modes: half-up, half-even, half-down, up, down, ceil, floor
	}{
		{"below half", "2.1", 0, [7]string{"2", "2", "2", "3", "2", "3", "2"}},
		{"half, even below", "2.5", 0, [7]string{"3", "2", "2", "3", "2", "3", "2"}},
		{"half, odd below", "3.5", 0, [7]string{"4", "4", "3", "4", "3", "4", "3"}},
		{"above half", "2.9", 0, [7]string{"3", "3", "3", "3", "2", "3", "2"}},
		{"negative below half", "-2.1", 0, [7]string{"-2", "-2", "-2", "-3", "-2", "-2", "-3"}},
		{"negative half, even", "-2.5", 0, [7]string{"-3", "-2", "-2", "-3", "-2", "-2", "-3"}},
		{"negative half, odd", "-3.5", 0, [7]string{"-4", "-4", "-3", "-4", "-3", "-3", "-4"}},
		{"negative above half", "-2.9", 0, [7]string{"-3", "-3", "-3", "-3", "-2", "-2", "-3"}},
		{"half of the first unit", "0.5", 0, [7]string{"1", "0", "0", "1", "0", "1", "0"}},
		{"negative half of the first unit", "-0.5", 0, [7]string{"-1", "0", "0", "-1", "0", "0", "-1"}},
		{"cents", "1.005", 2, [7]string{"1.01", "1", "1", "1.01", "1", "1.01", "1"}},
		{"a hair below half", "0.004999999999999999999", 2, [7]string{"0", "0", "0", "0.01", "0", "0.01", "0"}},
		{"a hair above half", "0.005000000000000000001", 2, [7]string{"0.01", "0.01", "0.01", "0.01", "0", "0.01", "0"}},
		{"on the grid", "12.34", 2, [7]string{"12.34", "12.34", "12.34", "12.34", "12.34", "12.34", "12.34"}},
		{"on the grid, longer", "12.3400", 2, [7]string{"12.34", "12.34", "12.34", "12.34", "12.34", "12.34", "12.34"}},
		{"hundreds", "5450", -2, [7]string{"5500", "5400", "5400", "5500", "5400", "5500", "5400"}},
		{"hundreds, below one", "-12", -2, [7]string{"0", "0", "0", "-100", "0", "0", "-100"}},
		{"zero", "0.000", 2, [7]string{"0", "0", "0", "0", "0", "0", "0"}},
		{"19 digits", "9999999999999999999.5", 0, [7]string{"10000000000000000000", "10000000000000000000", "9999999999999999999", "10000000000000000000", "9999999999999999999", "10000000000000000000", "9999999999999999999"}},
		{"38 digits", "-99999999999999999999999999999999999.995", 2, [7]string{
			"-100000000000000000000000000000000000", "-100000000000000000000000000000000000", "-99999999999999999999999999999999999.99",
			"-100000000000000000000000000000000000", "-99999999999999999999999999999999999.99", "-99999999999999999999999999999999999.99", "-100000000000000000000000000000000000",
		}},
	}
	for _, c := range cases {
		for i, m := range modes {
			t.Run(c.name+"/"+string(m), func(t *testing.T) {
				d := dec(t, c.value)
				equalDecimal(t, c.want[i], num.Round(d, c.places, m))
				equalDecimal(t, c.want[i], num.RoundRat(num.Rat(d), c.places, m))
				equalDecimal(t, c.value, d)
			})
		}
	}
}

func TestRoundRat(t *testing.T) {
	cases := []struct {
		name, ratio string
		places      int32
		mode        num.Mode
		want        string
	}{
		{"third", "1/3", 2, num.HalfUp, "0.33"},
		{"third up", "1/3", 2, num.Up, "0.34"},
		{"two thirds", "-2/3", 4, num.HalfEven, "-0.6667"},
		{"half of a cent", "1/200", 2, num.HalfUp, "0.01"},
		{"half of a cent, negative", "-1/200", 2, num.HalfUp, "-0.01"},
		{"half of a cent to even", "3/200", 2, num.HalfEven, "0.02"},
		{"just below half a cent", "4999999999999999999/1000000000000000000000", 2, num.HalfUp, "0"},
		{"a third below half a cent", "14/3000", 2, num.HalfUp, "0"},
		{"hundreds", "16399/3", -2, num.HalfUp, "5500"},
		{"hundreds half", "5450", -2, num.HalfDown, "5400"},
		{"zero", "0", 2, num.Up, "0"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			r := rats(t, c.ratio)[0]
			before := r.String()
			equalDecimal(t, c.want, num.RoundRat(r, c.places, c.mode))
			assert.Equal(t, before, r.String(), "the ratio is not changed")
		})
	}
}

func TestRoundResultIsOnGrid(t *testing.T) {
	assert.Equal(t, int32(-2), num.Round(dec(t, "1.999"), 2, num.HalfUp).Exponent())
	assert.Equal(t, int32(-2), num.RoundRat(big.NewRat(1, 3), 2, num.HalfUp).Exponent())
	assert.Equal(t, int32(-1), num.Round(dec(t, "1.5"), 2, num.HalfUp).Exponent(), "on the grid already: as it is")
}

// oracle finds the two neighbours of r on the grid and chooses by the words of the mode.
func oracle(r *big.Rat, places int32, m num.Mode) *big.Rat {
	unit := new(big.Rat).SetInt(new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(max(places, -places))), nil))
	if places > 0 {
		unit.Inv(unit)
	}
	scaled := new(big.Rat).Quo(r, unit)
	below := new(big.Int).Div(scaled.Num(), scaled.Denom()) // Euclidean: floor for a positive denominator
	low := new(big.Rat).SetInt(below)
	high := new(big.Rat).Add(low, big.NewRat(1, 1))
	if low.Cmp(scaled) == 0 {
		return new(big.Rat).Set(r)
	}
	inner, outer := low, high // towards zero, away from zero
	if r.Sign() < 0 {
		inner, outer = high, low
	}
	toLow, toHigh := new(big.Rat).Sub(scaled, low), new(big.Rat).Sub(high, scaled)
	nearest := low
	if toHigh.Cmp(toLow) < 0 {
		nearest = high
	}
	tie := toHigh.Cmp(toLow) == 0
	var chosen *big.Rat
	switch m {
	case num.HalfUp:
		chosen = nearest
		if tie {
			chosen = outer
		}
	case num.HalfDown:
		chosen = nearest
		if tie {
			chosen = inner
		}
	case num.HalfEven:
		chosen = nearest
		if tie && below.Bit(0) == 1 {
			chosen = high
		}
	case num.Up:
		chosen = outer
	case num.Down:
		chosen = inner
	case num.Ceil:
		chosen = high
	case num.Floor:
		chosen = low
	}
	return new(big.Rat).Mul(chosen, unit)
}

func TestRoundAgreesWithItsDefinition(t *testing.T) {
	property := func(u usable, p uint8, which uint8) bool {
		places, m := int32(p%40)-8, modes[int(which)%len(modes)]
		want := oracle(u.Rat(), places, m)
		return num.Rat(num.Round(u.Decimal, places, m)).Cmp(want) == 0 &&
			num.Rat(num.RoundRat(u.Rat(), places, m)).Cmp(want) == 0
	}
	require.NoError(t, quick.Check(property, &quick.Config{MaxCount: 5000}))
}

func TestRoundRatAgreesWithItsDefinition(t *testing.T) {
	property := func(f fractions, p uint8, which uint8) bool {
		places, m := int32(p%9)-4, modes[int(which)%len(modes)]
		return num.Rat(num.RoundRat(f[0], places, m)).Cmp(oracle(f[0], places, m)) == 0
	}
	require.NoError(t, quick.Check(property, &quick.Config{MaxCount: 3000}))
}

func TestSymmetricModesMirror(t *testing.T) {
	property := func(u usable) bool {
		for _, m := range modes {
			mirrored := num.Round(u.Neg(), 1, m).Equal(num.Round(u.Decimal, 1, m).Neg())
			if m.Symmetric() && !mirrored {
				return false
			}
		}
		return true
	}
	require.NoError(t, quick.Check(property, &quick.Config{MaxCount: 1000}))
	assert.False(t, num.Round(dec(t, "-0.5"), 0, num.Ceil).Equal(num.Round(dec(t, "0.5"), 0, num.Ceil).Neg()))
}

func TestModes(t *testing.T) {
	for _, m := range modes {
		assert.True(t, m.Valid(), m)
		assert.Equal(t, m != num.Ceil && m != num.Floor, m.Symmetric(), m)
	}
	for _, m := range []num.Mode{"", "HALF-UP", "half_up", "nearest"} {
		assert.False(t, m.Valid(), m)
		assert.False(t, m.Symmetric(), m)
	}
	equalDecimal(t, "-3", num.Round(dec(t, "-2.5"), 0, "")) // no mode rounds as half-up
}

func TestRoundFarFromTheGridIsQuick(t *testing.T) {
	start := time.Now()
	for _, m := range modes {
		up, down := "0", "0"
		if m == num.Up || m == num.Ceil {
			up = "0.01"
		}
		if m == num.Up || m == num.Floor {
			down = "-0.01"
		}
		equalDecimal(t, up, num.Round(decimal.New(7, -50_000_000), 2, m))
		equalDecimal(t, down, num.Round(decimal.New(-7, math.MinInt32), 2, m))
	}
	huge := decimal.New(7, 50_000_000)
	assert.Equal(t, huge.Exponent(), num.Round(huge, 2, num.HalfUp).Exponent())
	far := num.Round(dec(t, "1"), math.MinInt32, num.Up)
	assert.Equal(t, int32(math.MaxInt32), far.Exponent())
	assert.True(t, num.Round(decimal.New(0, -50_000_000), 2, num.Up).IsZero())
	assert.Less(t, time.Since(start), 5*time.Second)
}

// The short cut for values far below the grid must not be taken too early.
func TestRoundNextToTheShortCut(t *testing.T) {
	for digits := int64(1); digits <= 60; digits++ {
		power := new(big.Int).Exp(big.NewInt(10), big.NewInt(digits), nil)
		half := new(big.Int).Rsh(power, 1)
		for _, c := range []struct {
			delta int64
			want  string
		}{{-1, "0"}, {0, "1"}, {1, "1"}} {
			d := decimal.NewFromBigInt(new(big.Int).Add(half, big.NewInt(c.delta)), int32(-digits))
			equalDecimal(t, c.want, num.Round(d, 0, num.HalfUp))
		}
	}
}

func BenchmarkRound(b *testing.B) {
	d := decimal.New(894_456_1075, -6)
	for b.Loop() {
		_ = num.Round(d, 2, num.HalfUp)
	}
}

func BenchmarkRoundRat(b *testing.B) {
	r := big.NewRat(1_234_567, 300)
	for b.Loop() {
		_ = num.RoundRat(r, 2, num.HalfUp)
	}
}
