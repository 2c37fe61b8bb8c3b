package svg_test

import (
	"fmt"
	"math/big"
	"math/rand/v2"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam/internal/num"
	"github.com/kam-go/kam/internal/svg"
)

func TestScale(t *testing.T) {
	scale := svg.Scale{Low: rat(t, "0"), High: rat(t, "100"), From: 1000, To: 2000}
	turned := svg.Scale{Low: rat(t, "1"), High: rat(t, "5"), From: 2000, To: 1000}
	cases := []struct {
		name  string
		scale svg.Scale
		value string
		want  svg.Px
	}{
		{"low", scale, "0", 1000},
		{"high", scale, "100", 2000},
		{"between", scale, "50", 1500},
		{"a third", scale, "100/3", 1333},
		{"a half is rounded up", scale, "0.05", 1001},
		{"less than half", scale, "0.049", 1000},
		{"below", scale, "-1", 1000},
		{"above", scale, "101", 2000},
		{"turned, low", turned, "1", 2000},
		{"turned, high", turned, "5", 1000},
		{"turned, between", turned, "2", 1750},
		{"no range", svg.Scale{Low: rat(t, "1"), High: rat(t, "1"), From: 7, To: 9}, "1", 7},
		{"wrong way round", svg.Scale{Low: rat(t, "2"), High: rat(t, "1"), From: 7, To: 9}, "2", 7},
		{"zero value", svg.Scale{}, "1", 0},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) { assert.Equal(t, c.want, c.scale.At(rat(t, c.value))) })
	}
	assert.Equal(t, svg.Px(1000), scale.At(nil))
}

func TestTicks(t *testing.T) {
	cases := []struct {
		name, low, high string
		most            int
		inside, around  string
	}{
		{"percentages", "0", "100", 6, "[0 20 40 60 80 100]", "[0 20 40 60 80 100]"},
		{"percentages, fewer", "0", "100", 5, "[0 25 50 75 100]", "[0 25 50 75 100]"},
		{"1 to 5", "1", "5", 6, "[1 2 3 4 5]", "[1 2 3 4 5]"},
		{"1 to 5, three", "1", "5", 3, "[2 4]", "[0 2.5 5]"},
		{"0 to 30", "0", "30", 7, "[0 5 10 15 20 25 30]", "[0 5 10 15 20 25 30]"},
		{"around what is not round", "-4", "30", 8, "[0 5 10 15 20 25 30]", "[-5 0 5 10 15 20 25 30]"},
		{"small", "0.001", "0.0042", 5, "[0.001 0.002 0.003 0.004]", "[0.001 0.002 0.003 0.004 0.005]"},
		{"thirds", "1/3", "5/3", 6, "[0.5 0.75 1 1.25 1.5]", "[0 0.5 1 1.5 2]"},
		{"around zero", "-1", "1", 2, "[-1 0 1]", "[-1 0 1]"},
		{"one tick inside", "6", "9", 3, "[6 8]", "[6 8 10]"},
		{"large", "0", "1000000000000", 3, "[0 500000000000 1000000000000]", "[0 500000000000 1000000000000]"},
		{"no range", "1", "1", 5, "[]", "[]"},
		{"wrong way round", "2", "1", 5, "[]", "[]"},
		{"beyond the bounds", "0", "1" + zeros(50), 5, "[]", "[]"},
		{"finer than the bounds", "0", "1/1" + zeros(50), 5, "[]", "[]"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			inside, around := []string{}, []string{}
			for _, d := range svg.Ticks(rat(t, c.low), rat(t, c.high), c.most) {
				inside = append(inside, num.Format(d))
			}
			for _, d := range svg.TicksAround(rat(t, c.low), rat(t, c.high), c.most) {
				around = append(around, num.Format(d))
			}
			assert.Equal(t, c.inside, fmt.Sprint(inside))
			assert.Equal(t, c.around, fmt.Sprint(around))
		})
	}
	assert.Empty(t, svg.Ticks(nil, rat(t, "1"), 5))
	assert.Empty(t, svg.Ticks(rat(t, "1"), nil, 5))
}

func zeros(n int) string { return fmt.Sprintf("%0*d", n, 0) }

// The step is the smallest round one with which there are few enough ticks: the same as in the plainest search.
func TestTicksTakeTheSmallestStep(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 6))
	for range 300 {
		low := big.NewRat(rng.Int64N(2_000_000)-1_000_000, 1+rng.Int64N(9))
		high := new(big.Rat).Add(low, big.NewRat(1+rng.Int64N(50_000), 1+rng.Int64N(9000)))
		most := 3 + rng.IntN(98)
		for name, of := range map[string]func(low, high *big.Rat, most int) []decimal.Decimal{"inside": svg.Ticks, "around": svg.TicksAround} {
			require.Len(t, of(low, high, most), plainly(low, high, most, name == "inside"), "%s %s to %s, %d", name, low, high, most)
		}
	}
}

// plainly returns the number of ticks by trying every round step from 10^-9 on.
func plainly(low, high *big.Rat, most int, inside bool) int {
	floor := func(r *big.Rat) *big.Int { return new(big.Int).Div(r.Num(), r.Denom()) }
	ceil := func(r *big.Rat) *big.Int {
		n := floor(new(big.Rat).Neg(r))
		return n.Neg(n)
	}
	power := big.NewRat(1, 1_000_000_000)
	for {
		for _, factor := range []*big.Rat{big.NewRat(1, 1), big.NewRat(2, 1), big.NewRat(5, 2), big.NewRat(5, 1)} {
			step := new(big.Rat).Mul(power, factor)
			from, until := new(big.Rat).Quo(low, step), new(big.Rat).Quo(high, step)
			first, last := floor(from), ceil(until)
			if inside {
				first, last = ceil(from), floor(until)
			}
			if n := new(big.Int).Sub(last, first); n.Cmp(big.NewInt(int64(most))) < 0 {
				return int(n.Int64()) + 1
			}
		}
		power.Mul(power, big.NewRat(10, 1))
	}
}

// Ticks are even, few enough, and reach as far as they should and no further.
func TestTicksAreEven(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	for range 3000 {
		power := new(big.Rat).SetFrac(big.NewInt(1), new(big.Int).Exp(big.NewInt(10), big.NewInt(rng.Int64N(20)), nil))
		low := new(big.Rat).Mul(big.NewRat(rng.Int64N(2_000_000)-1_000_000, 1+rng.Int64N(9)), power)
		high := new(big.Rat).Add(low, new(big.Rat).Mul(big.NewRat(1+rng.Int64N(5_000_000), 1+rng.Int64N(9)), power))
		most := 3 + rng.IntN(98)
		for name, ticks := range map[string][]*big.Rat{"inside": rats(svg.Ticks, low, high, most), "around": rats(svg.TicksAround, low, high, most)} {
			require.LessOrEqual(t, len(ticks), most, name)
			if len(ticks) < 2 {
				continue
			}
			step := new(big.Rat).Sub(ticks[1], ticks[0])
			for i := 1; i < len(ticks); i++ {
				require.Zero(t, new(big.Rat).Sub(ticks[i], ticks[i-1]).Cmp(step), name)
			}
			first, last := ticks[0], ticks[len(ticks)-1]
			before, after := new(big.Rat).Sub(first, step), new(big.Rat).Add(last, step)
			if name == "inside" {
				require.True(t, first.Cmp(low) >= 0 && last.Cmp(high) <= 0 && before.Cmp(low) < 0 && after.Cmp(high) > 0)
				continue
			}
			require.True(t, first.Cmp(low) <= 0 && last.Cmp(high) >= 0)
			require.True(t, ticks[1].Cmp(low) > 0 && ticks[len(ticks)-2].Cmp(high) < 0)
		}
	}
}
