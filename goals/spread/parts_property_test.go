package spread_test

import (
	"errors"
	"math/big"
	"math/rand/v2"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam/goals/spread"
	"github.com/kam-go/kam/internal/num"
)

var methods = []spread.Method{spread.LargestRemainder, spread.Divisor, spread.Cumulative}

// randomRequest makes a small request with many ties, zeros and limits. Totals and holds are on the grid.
func randomRequest(r *rand.Rand) spread.Request {
	grains := decs("1", "0.01", "100", "2.5")
	grain := grains[r.IntN(len(grains))]
	units := func(n int64) decimal.Decimal { return grain.Mul(decimal.New(n, 0)) }
	n := 1 + r.IntN(6)
	out := spread.Request{Total: units(r.Int64N(81) - 40), Grain: grain, Weights: make(spread.Weights, n), Method: methods[r.IntN(3)]}
	for i := range out.Weights {
		out.Weights[i] = big.NewRat(r.Int64N(6), 1+r.Int64N(4))
	}
	if r.IntN(2) == 0 {
		out.Zero = spread.ZeroEven
	}
	if r.IntN(2) == 0 {
		out.Over = spread.OverSpread
	}
	for i := range n {
		low := r.Int64N(31) - 15
		high := low + r.Int64N(20)
		least := units(low).Sub(grain.Mul(dec([]string{"0", "0.5", "0.99"}[r.IntN(3)])))
		most := units(high).Add(grain.Mul(dec([]string{"0", "0.5", "0.99"}[r.IntN(3)])))
		var limit spread.Limit
		switch r.IntN(9) {
		case 0:
			limit = spread.Hold(units(low))
		case 1:
			limit = spread.AtLeast(least)
		case 2:
			limit = spread.AtMost(most)
		case 3:
			limit = spread.Between(least, most)
		default:
			continue
		}
		out.Cells = append(out.Cells, spread.Cell{Index: i, Limit: limit})
	}
	r.Shuffle(len(out.Cells), func(a, b int) { out.Cells[a], out.Cells[b] = out.Cells[b], out.Cells[a] })
	return out
}

func condition(err error) string {
	switch {
	case err == nil:
		return ""
	case errors.Is(err, spread.ErrHeld):
		return "held"
	case errors.Is(err, spread.ErrZero):
		return "zero"
	case errors.Is(err, spread.ErrReach):
		return "reach"
	}
	return err.Error()
}

func TestPartsAgainstReference(t *testing.T) {
	r := rand.New(rand.NewPCG(11, 1))
	seen := map[string]int{}
	for range 12_000 {
		request := randomRequest(r)
		row, err := spread.Parts(request)
		want, why := reference(request)
		require.Equal(t, why, condition(err), "%+v: %v", request, err)
		seen[why]++
		if why != "" {
			continue
		}
		grain := num.Rat(request.Grain)
		for i, d := range row.Parts() {
			got := new(big.Rat).Quo(num.Rat(d), grain)
			require.Zero(t, got.Cmp(want[i]), "%+v: cell %d of %v, want %v", request, i, row.Parts(), want)
		}
		require.True(t, sum(row.Parts()).Equal(request.Total), "%+v", request)
	}
	for _, why := range []string{"", "held", "zero", "reach"} {
		assert.Greater(t, seen[why], 100, "cases that end in %q", why)
	}
}

// negatedRequest is the mirror image of r.
func negatedRequest(r spread.Request) spread.Request {
	negate := func(d decimal.NullDecimal) decimal.NullDecimal {
		d.Decimal = d.Decimal.Neg()
		return d
	}
	r.Total = r.Total.Neg()
	cells := make([]spread.Cell, len(r.Cells))
	for k, c := range r.Cells {
		cells[k] = spread.Cell{Index: c.Index, Limit: spread.Limit{Hold: negate(c.Hold), Min: negate(c.Max), Max: negate(c.Min)}}
	}
	r.Cells = cells
	return r
}

func TestPartsOfTheNegativeAreTheNegatives(t *testing.T) {
	r := rand.New(rand.NewPCG(11, 2))
	for range 5_000 {
		request := randomRequest(r)
		row, err := spread.Parts(request)
		mirror, mirrorErr := spread.Parts(negatedRequest(request))
		require.Equal(t, condition(err), condition(mirrorErr), "%+v", request)
		for i := range row.Len() {
			require.True(t, row.Part(i).Equal(mirror.Part(i).Neg()), "%+v: %v and %v", request, row.Parts(), mirror.Parts())
		}
	}
}

func TestDivisorNeverFallsWhenTheTotalRises(t *testing.T) {
	r := rand.New(rand.NewPCG(11, 3))
	compared := 0
	for range 400 {
		request := randomRequest(r)
		request.Method, request.Zero, request.Over = spread.Divisor, spread.ZeroEven, spread.OverSpread
		held := decimal.Zero
		for _, c := range request.Cells {
			if c.Hold.Valid {
				held = held.Add(c.Hold.Decimal)
			}
		}
		var before spread.Row
		side := 0
		for n := int64(-40); n <= 40; n++ {
			request.Total = request.Grain.Mul(decimal.New(n, 0))
			row, err := spread.Parts(request)
			if err != nil {
				before = spread.Row{}
				continue
			}
			if sign := request.Total.Cmp(held); sign != side && len(request.Cells) > 0 {
				side, before = sign, spread.Row{}
			}
			for i := range before.Len() {
				compared++
				require.True(t, row.Part(i).GreaterThanOrEqual(before.Part(i)), "%+v: cell %d falls from %v to %v", request, i, before.Parts(), row.Parts())
			}
			before = row
		}
	}
	assert.Greater(t, compared, 20_000)
}

func TestDivisorKeepsAlabama(t *testing.T) {
	census := spread.FromInts(1262505, 1591729, 3077871, 43441224)
	for _, c := range []struct{ seats, want string }{{"299", "8"}, {"300", "8"}} {
		row, err := spread.Parts(spread.Request{Total: dec(c.seats), Grain: dec("1"), Weights: census, Method: spread.Divisor})
		require.NoError(t, err)
		assert.Equal(t, c.want, num.Format(row.Part(0)), c.seats)
	}
}

// A divisor method may leave the exact part by a grain and more: here 100 over weights of which one is 94.6 % and the
// others are 1.35 % each, all of which round to 1.
func TestDivisorMayStray(t *testing.T) {
	list := spread.FromInts(9460, 135, 135, 135, 135)
	exact, err := spread.Parts(spread.Request{Total: dec("100"), Grain: dec("1"), Weights: list})
	require.NoError(t, err)
	strays, err := spread.Parts(spread.Request{Total: dec("100"), Grain: dec("1"), Weights: list, Method: spread.Divisor})
	require.NoError(t, err)
	assert.Equal(t, []string{"95", "2", "1", "1", "1"}, texts(exact.Parts()))
	assert.Equal(t, []string{"96", "1", "1", "1", "1"}, texts(strays.Parts()))
}

func TestPartsAgainAreTheSame(t *testing.T) {
	r := rand.New(rand.NewPCG(11, 4))
	repeated := 0
	for range 5_000 {
		request := randomRequest(r)
		row, err := spread.Parts(request)
		if err != nil {
			continue
		}
		everything := request
		everything.Cells = nil
		magnitudes := make([]decimal.Decimal, row.Len())
		oneSign := true
		for i, d := range row.All() {
			everything.Cells = append(everything.Cells, spread.Cell{Index: i, Limit: spread.Hold(d)})
			magnitudes[i] = d.Abs()
			oneSign = oneSign && d.Sign()*row.Total().Sign() >= 0
		}
		held, err := spread.Parts(everything)
		require.NoError(t, err)
		require.Equal(t, texts(row.Parts()), texts(held.Parts()))
		if !oneSign || len(request.Cells) > 0 && request.Total.IsZero() {
			continue
		}
		repeated++
		request.Weights, err = spread.FromDecimals(magnitudes)
		require.NoError(t, err)
		again, err := spread.Parts(request)
		require.NoError(t, err, "%+v: %v", request, row.Parts())
		require.Equal(t, texts(row.Parts()), texts(again.Parts()), "%+v", request)
	}
	assert.Greater(t, repeated, 1_000)
}

func TestPartsStayNearTheirExactPart(t *testing.T) {
	r := rand.New(rand.NewPCG(11, 5))
	for range 100 {
		n := 1 + r.IntN(400)
		list, all := make([]int64, n), int64(0)
		for i := range list {
			list[i] = r.Int64N(1 << uint(1+r.IntN(40)))
			all += list[i]
		}
		if all == 0 {
			continue
		}
		total := r.Int64N(1<<uint(1+r.IntN(56))) - r.Int64N(1<<uint(1+r.IntN(56)))
		for _, method := range methods {
			row, err := spread.Parts(spread.Request{Total: decimal.New(total, -2), Grain: dec("0.01"), Weights: spread.FromInts(list...), Method: method})
			require.NoError(t, err)
			require.True(t, sum(row.Parts()).Equal(decimal.New(total, -2)))
			for i, d := range row.All() {
				exact := new(big.Rat).Mul(big.NewRat(total, 1), big.NewRat(list[i], all))
				require.GreaterOrEqual(t, d.Sign()*decimal.New(total, 0).Sign(), 0)
				if list[i] == 0 {
					require.True(t, d.IsZero())
				}
				off := new(big.Rat).Sub(exact, new(big.Rat).Mul(num.Rat(d), big.NewRat(100, 1)))
				if method != spread.Divisor {
					require.Negative(t, off.Abs(off).Cmp(big.NewRat(1, 1)), "%s", method)
				}
			}
		}
	}
}

// Without equal claims the order of the cells does not matter, except to Cumulative.
func TestPartsInAnotherOrder(t *testing.T) {
	r := rand.New(rand.NewPCG(11, 6))
	for range 500 {
		n := 2 + r.IntN(20)
		list := make([]int64, n)
		for i := range list {
			list[i] = 1 + r.Int64N(1<<40)
		}
		order := r.Perm(n)
		shuffled := make([]int64, n)
		for i, from := range order {
			shuffled[i] = list[from]
		}
		request := spread.Request{Total: decimal.New(r.Int64N(1_000_000), 0), Grain: dec("1")}
		for _, method := range methods[:2] {
			request.Method, request.Weights = method, spread.FromInts(list...)
			row, err := spread.Parts(request)
			require.NoError(t, err)
			request.Weights = spread.FromInts(shuffled...)
			again, err := spread.Parts(request)
			require.NoError(t, err)
			for i, from := range order {
				require.True(t, again.Part(i).Equal(row.Part(from)))
			}
		}
	}
}

func TestCumulativeRunsWithinHalfAGrain(t *testing.T) {
	row, err := spread.Parts(spread.Request{Total: dec("100"), Grain: dec("1"), Weights: spread.Even(7), Method: spread.Cumulative})
	require.NoError(t, err)
	assert.Equal(t, []string{"14", "15", "14", "14", "14", "15", "14"}, texts(row.Parts()))
}
