package spread_test

import (
	"math/big"
	"math/rand/v2"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam/goals/spread"
)

// plainFit brings rows and columns to their totals in turn, many times, on rationals cut to 100 binary places.
func plainFit(seed [][]int64, rows, columns []int64) [][]*big.Rat {
	cut := func(r *big.Rat) *big.Rat {
		n := new(big.Int).Lsh(r.Num(), 100)
		return new(big.Rat).SetFrac(n.Quo(n, r.Denom()), new(big.Int).Lsh(big.NewInt(1), 100))
	}
	cells := make([][]*big.Rat, len(rows))
	for i, line := range seed {
		cells[i] = make([]*big.Rat, len(columns))
		for j, s := range line {
			cells[i][j] = big.NewRat(s, 1)
		}
	}
	scale := func(line []*big.Rat, total int64) {
		sum := new(big.Rat)
		for _, c := range line {
			sum.Add(sum, c)
		}
		if sum.Sign() > 0 {
			factor := new(big.Rat).Quo(big.NewRat(total, 1), sum)
			for _, c := range line {
				c.Set(cut(c.Mul(c, factor)))
			}
		}
	}
	for range 60 {
		for j, total := range columns {
			line := make([]*big.Rat, len(rows))
			for i := range rows {
				line[i] = cells[i][j]
			}
			scale(line, total)
		}
		for i, total := range rows {
			scale(cells[i], total)
		}
	}
	return cells
}

// Of cells with seeds of 1 to 20, nearly all are the fitted part rounded down or up, and none is two grains away.
func TestSeededCellsAreNearTheFit(t *testing.T) {
	r := rand.New(rand.NewPCG(13, 1))
	near, all := 0, 0
	for range 40 {
		rows, columns := totalsOf(r, 2+r.IntN(5), 2+r.IntN(5), 1+r.Int64N(200))
		seed := make([][]int64, len(rows))
		for i := range seed {
			seed[i] = make([]int64, len(columns))
			for j := range seed[i] {
				seed[i][j] = 1 + r.Int64N(20)
			}
		}
		m := spread.Matrix{Grain: dec("1"), Rows: whole(rows, 1), Columns: whole(columns, 1), Seed: seed}
		table, err := spread.Foot(m)
		require.NoError(t, err)
		requireFoots(t, m, table)
		want := plainFit(seed, rows, columns)
		for i := range rows {
			for j, u := range table.RowUnits(i) {
				off := new(big.Rat).Sub(want[i][j], big.NewRat(u, 1))
				off.Abs(off)
				all++
				if off.Cmp(big.NewRat(1, 1)) < 0 {
					near++
				}
				require.Negative(t, off.Cmp(big.NewRat(2, 1)), "cell %d,%d is %d, fitted %s", i, j, u, want[i][j].FloatString(4))
			}
		}
	}
	t.Logf("%d of %d cells within one grain", near, all)
	assert.GreaterOrEqual(t, 1000*near, 999*all)
}

// The seed of one row leaves nothing to the others that the fit could grow in time. What is missing then is taken from all
// alike and not from the first.
func TestFarMovesAreShared(t *testing.T) {
	m := spread.Matrix{Grain: dec("1"), Columns: decs("5000", "4000")}
	for range 8 {
		m.Rows, m.Seed = append(m.Rows, dec("1000")), append(m.Seed, []int64{spread.MaxSeed, 1})
	}
	m.Rows, m.Seed = append(m.Rows, dec("1000")), append(m.Seed, []int64{1, spread.MaxSeed})
	table, err := spread.Foot(m)
	require.NoError(t, err)
	requireFoots(t, m, table)
	for i := range 8 {
		assert.InDelta(t, 625, table.Units(i, 0), 32, "row %d", i)
	}
}

// Holds leave smaller totals for the other cells, to which these are fitted as if the held ones were not there.
func TestCellsBesideHoldsAreNearTheFit(t *testing.T) {
	r := rand.New(rand.NewPCG(13, 2))
	near, all := 0, 0
	for range 40 {
		n, width := 3+r.IntN(4), 3+r.IntN(4)
		rows, columns := make([]int64, n), make([]int64, width)
		restRows, restColumns := make([]int64, n), make([]int64, width)
		m := spread.Matrix{Grain: dec("1")}
		free := make([][]int64, n)
		for i := range n {
			free[i] = make([]int64, width)
			for j := range width {
				u := 1 + r.Int64N(100)
				rows[i] += u
				columns[j] += u
				if r.IntN(6) == 0 {
					m.Cells = append(m.Cells, spread.Place{Row: i, Column: j, Limit: spread.Hold(decimal.New(u, 0))})
					continue
				}
				restRows[i] += u
				restColumns[j] += u
				free[i][j] = 1
			}
		}
		m.Rows, m.Columns = whole(rows, 1), whole(columns, 1)
		seed := make([][]int64, n)
		for i := range seed {
			seed[i] = make([]int64, width)
			for j := range seed[i] {
				seed[i][j] = rows[i] * columns[j] * free[i][j]
			}
		}
		table, err := spread.Foot(m)
		require.NoError(t, err)
		requireFoots(t, m, table)
		want := plainFit(seed, restRows, restColumns)
		for i := range rows {
			for j, u := range table.RowUnits(i) {
				if free[i][j] == 0 {
					continue
				}
				off := new(big.Rat).Sub(want[i][j], big.NewRat(u, 1))
				off.Abs(off)
				all++
				if off.Cmp(big.NewRat(1, 1)) < 0 {
					near++
				}
				require.Negative(t, off.Cmp(big.NewRat(2, 1)), "cell %d,%d is %d, fitted %s", i, j, u, want[i][j].FloatString(4))
			}
		}
	}
	t.Logf("%d of %d cells within one grain", near, all)
	assert.GreaterOrEqual(t, 100*near, 99*all)
}
