package spread_test

import (
	"math/big"
	"math/rand/v2"
	"slices"
	"sort"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam/goals/spread"
)

// totalsOf makes totals of rows and columns that sum to the same, by throwing units into cells.
func totalsOf(r *rand.Rand, rows, columns int, most int64) (byRow, byColumn []int64) {
	byRow, byColumn = make([]int64, rows), make([]int64, columns)
	for i := range rows {
		for j := range columns {
			if r.IntN(3) > 0 {
				n := r.Int64N(most + 1)
				byRow[i] += n
				byColumn[j] += n
			}
		}
	}
	return byRow, byColumn
}

func whole(list []int64, sign int64) []decimal.Decimal {
	out := make([]decimal.Decimal, len(list))
	for i, n := range list {
		out[i] = decimal.New(sign*n, 0)
	}
	return out
}

// requireFoots checks every row and every column.
func requireFoots(t testing.TB, m spread.Matrix, table spread.Table) {
	t.Helper()
	require.Equal(t, len(m.Rows), table.Rows())
	require.Equal(t, len(m.Columns), table.Columns())
	sums := make([]int64, table.Columns())
	for i := range m.Rows {
		line := int64(0)
		for _, u := range table.RowUnits(i) {
			line += u
		}
		require.True(t, table.Value(line).Equal(m.Rows[i]), "row %d", i)
		require.True(t, table.RowTotal(i).Equal(m.Rows[i]))
		table.AddRowUnits(sums, i)
	}
	for j, u := range sums {
		require.True(t, table.Value(u).Equal(m.Columns[j]), "column %d", j)
		require.True(t, table.ColumnTotal(j).Equal(m.Columns[j]))
	}
}

// requireNear checks that every cell is its exact part rounded down or up.
func requireNear(t testing.TB, rows, columns []int64, sign int64, table spread.Table) {
	t.Helper()
	total := new(big.Int)
	for _, n := range rows {
		total.Add(total, big.NewInt(n))
	}
	product, floor, remainder := new(big.Int), new(big.Int), new(big.Int)
	for i, r := range rows {
		for j, u := range table.RowUnits(i) {
			u *= sign
			if total.Sign() == 0 {
				require.Zero(t, u)
				continue
			}
			product.Mul(big.NewInt(r), big.NewInt(columns[j]))
			floor.DivMod(product, total, remainder)
			low := floor.Int64()
			high := low
			if remainder.Sign() > 0 {
				high++
			}
			require.True(t, u == low || u == high, "cell %d,%d is %d, exact %s + %s/%s", i, j, u, floor, remainder, total)
		}
	}
}

func TestFootWithoutLimits(t *testing.T) {
	r := rand.New(rand.NewPCG(12, 1))
	for round := range 3_000 {
		most := int64(1) << uint(r.IntN(40))
		rows, columns := totalsOf(r, 1+r.IntN(9), 1+r.IntN(9), most)
		sign := int64(1 - 2*(round%2))
		m := spread.Matrix{Grain: dec("1"), Rows: whole(rows, sign), Columns: whole(columns, sign)}
		table, err := spread.Foot(m)
		require.NoError(t, err)
		requireFoots(t, m, table)
		requireNear(t, rows, columns, sign, table)
	}
}

func TestFootOfManyShapes(t *testing.T) {
	r := rand.New(rand.NewPCG(12, 2))
	for _, shape := range [][2]int{{1, 300}, {300, 1}, {2, 2_000}, {2_000, 2}, {120, 120}, {400, 52}, {52, 400}} {
		for _, most := range []int64{1, 2, 1_000, 100_000_000_000_000_000 / int64(shape[0]*shape[1])} {
			rows, columns := totalsOf(r, shape[0], shape[1], most)
			m := spread.Matrix{Grain: dec("0.01"), Rows: inCents(rows), Columns: inCents(columns)}
			table, err := spread.Foot(m)
			require.NoError(t, err)
			requireFoots(t, m, table)
			requireNear(t, rows, columns, 1, table)
		}
	}
}

// Few fractions: most rows divide evenly, so that only a handful of cells may move.
func TestFootWithFewFractions(t *testing.T) {
	r := rand.New(rand.NewPCG(12, 3))
	for range 400 {
		n := 2 + r.IntN(30)
		columns, total := make([]int64, n), int64(0)
		for j := range columns {
			columns[j] = []int64{1, 2, 3, 6}[r.IntN(4)]
			total += columns[j]
		}
		var rows []int64
		for left := total; left > 0; {
			x := min(left, []int64{1, 2, total / 2, total / 3}[r.IntN(4)])
			x = max(x, 1)
			rows = append(rows, x)
			left -= x
		}
		m := spread.Matrix{Grain: dec("1"), Rows: whole(rows, 1), Columns: whole(columns, 1)}
		table, err := spread.Foot(m)
		require.NoError(t, err)
		requireFoots(t, m, table)
		requireNear(t, rows, columns, 1, table)
	}
}

// plainFoot rounds row by row, the largest claims up, with integers of any size. Columns may be off at the end.
func plainFoot(rows, columns []int64) (cells [][]int64, foots bool) {
	total := int64(0)
	for _, n := range rows {
		total += n
	}
	short := make([]*big.Int, len(columns))
	for j := range short {
		short[j] = new(big.Int)
	}
	for _, row := range rows {
		type claim struct {
			column int
			key    *big.Int
		}
		line, left := make([]int64, len(columns)), row
		var claims []claim
		for j, c := range columns {
			floor, remainder := new(big.Int).DivMod(new(big.Int).Mul(big.NewInt(row), big.NewInt(c)), big.NewInt(total), new(big.Int))
			line[j] = floor.Int64()
			left -= line[j]
			short[j].Add(short[j], remainder)
			if remainder.Sign() > 0 {
				claims = append(claims, claim{j, new(big.Int).Set(short[j])})
			}
		}
		sort.SliceStable(claims, func(a, b int) bool { return claims[a].key.Cmp(claims[b].key) > 0 })
		for _, c := range claims[:left] {
			line[c.column]++
			short[c.column].Sub(short[c.column], big.NewInt(total))
		}
		cells = append(cells, line)
	}
	foots = true
	for _, s := range short {
		foots = foots && s.Sign() == 0
	}
	return cells, foots
}

func TestFootIsThePlainMethod(t *testing.T) {
	r := rand.New(rand.NewPCG(12, 4))
	compared := 0
	for range 3_000 {
		most := int64(1) << uint(r.IntN(45))
		rows, columns := totalsOf(r, 1+r.IntN(8), 1+r.IntN(40), most)
		if slices.Max(rows) == 0 {
			continue
		}
		want, foots := plainFoot(rows, columns)
		if !foots {
			continue
		}
		compared++
		table, err := spread.Foot(spread.Matrix{Grain: dec("1"), Rows: whole(rows, 1), Columns: whole(columns, 1)})
		require.NoError(t, err)
		for i := range rows {
			require.Equal(t, want[i], table.RowUnits(i), "rows %v, columns %v", rows, columns)
		}
	}
	assert.Greater(t, compared, 500)
}

// randomMatrix makes a small matrix with seeds and limits.
func randomMatrix(r *rand.Rand) spread.Matrix {
	rows, columns := totalsOf(r, 1+r.IntN(3), 1+r.IntN(3), 1+r.Int64N(4))
	sign := int64(1 - 2*r.IntN(2))
	m := spread.Matrix{Grain: dec("1"), Rows: whole(rows, sign), Columns: whole(columns, sign)}
	if r.IntN(2) == 0 {
		for range rows {
			line := make([]int64, len(columns))
			for j := range line {
				line[j] = max(0, r.Int64N(8)-2)
			}
			m.Seed = append(m.Seed, line)
		}
	}
	for i := range rows {
		for j := range columns {
			low := sign * (r.Int64N(6) - 1)
			high := low + r.Int64N(4)
			var limit spread.Limit
			switch r.IntN(10) {
			case 0:
				limit = spread.Hold(decimal.New(low, 0))
			case 1:
				limit = spread.AtLeast(decimal.New(low, 0))
			case 2:
				limit = spread.AtMost(decimal.New(high, 0))
			case 3:
				limit = spread.Between(decimal.New(low, 0).Sub(dec("0.5")), decimal.New(high, 0).Add(dec("0.5")))
			default:
				continue
			}
			m.Cells = append(m.Cells, spread.Place{Row: i, Column: j, Limit: limit})
		}
	}
	r.Shuffle(len(m.Cells), func(a, b int) { m.Cells[a], m.Cells[b] = m.Cells[b], m.Cells[a] })
	return m
}

// span is what a cell may hold, in grains of 1.
type span struct{ low, high int64 }

// spans follows the documentation of Limit and of Seed.
func spans(m spread.Matrix) [][]span {
	const far = 1_000
	total := int64(0)
	for _, d := range m.Rows {
		total += d.IntPart()
	}
	out := make([][]span, len(m.Rows))
	limits := map[[2]int]spread.Limit{}
	for _, c := range m.Cells {
		limits[[2]int{c.Row, c.Column}] = c.Limit
	}
	for i := range m.Rows {
		out[i] = make([]span, len(m.Columns))
		for j := range m.Columns {
			s := span{-far, far}
			limit := limits[[2]int{i, j}]
			if limit.Hold.Valid {
				limit.Min, limit.Max = limit.Hold, limit.Hold
			}
			if limit.Min.Valid {
				s.low = limit.Min.Decimal.Ceil().IntPart()
			}
			if limit.Max.Valid {
				s.high = limit.Max.Decimal.Floor().IntPart()
			}
			if !limit.Min.Valid && total >= 0 {
				s.low = min(0, s.high)
			}
			if !limit.Max.Valid && total <= 0 {
				s.high = max(0, s.low)
			}
			if m.Seed != nil && m.Seed[i][j] == 0 {
				nearest := min(max(0, s.low), s.high)
				s = span{nearest, nearest}
			}
			out[i][j] = s
		}
	}
	return out
}

// solvable tries every cell value in turn.
func solvable(allowed [][]span, rows, columns []int64, k int) bool {
	n := len(columns)
	if k == len(rows)*n {
		for _, left := range rows {
			if left != 0 {
				return false
			}
		}
		for _, left := range columns {
			if left != 0 {
				return false
			}
		}
		return true
	}
	i, j := k/n, k%n
	if j == 0 && i > 0 && rows[i-1] != 0 {
		return false
	}
	s := allowed[i][j]
	for v := max(s.low, -12); v <= min(s.high, 12); v++ {
		rows[i] -= v
		columns[j] -= v
		ok := solvable(allowed, rows, columns, k+1)
		rows[i] += v
		columns[j] += v
		if ok {
			return true
		}
	}
	return false
}

func ints(list []decimal.Decimal) []int64 {
	out := make([]int64, len(list))
	for i, d := range list {
		out[i] = d.IntPart()
	}
	return out
}

func TestFootFindsCellsWhenThereAreSome(t *testing.T) {
	r := rand.New(rand.NewPCG(12, 5))
	found, refused, wide := 0, 0, 0
	for range 6_000 {
		m := randomMatrix(r)
		allowed := spans(m)
		table, err := spread.Foot(m)
		if err != nil {
			refused++
			require.ErrorIs(t, err, spread.ErrReach)
			wide += requireWitness(t, m, allowed, err)
			if len(m.Rows)*len(m.Columns) <= 6 {
				require.False(t, solvable(allowed, ints(m.Rows), ints(m.Columns), 0), "%+v: %v", m, err)
			}
			continue
		}
		found++
		requireFoots(t, m, table)
		for i := range m.Rows {
			for j, u := range table.RowUnits(i) {
				s := allowed[i][j]
				require.True(t, s.low <= u && u <= s.high, "%+v: cell %d,%d is %d, not in %v", m, i, j, u, s)
			}
		}
	}
	assert.Greater(t, found, 1_000)
	assert.Greater(t, refused, 500)
	assert.Greater(t, wide, 20, "cuts of several rows and columns")
}

// requireWitness recomputes what the error claims; it returns 1 for a claim about rows and columns together.
func requireWitness(t *testing.T, m spread.Matrix, allowed [][]span, err error) int {
	t.Helper()
	var cut *spread.CutError
	require.ErrorAs(t, err, &cut)
	finding := cut.Finding("$")
	require.NotEmpty(t, finding.Message.ZH)
	require.Equal(t, spread.CodeReach, finding.Code)
	inRows, inColumns := map[int]bool{}, map[int]bool{}
	for _, i := range cut.Rows {
		inRows[i] = true
	}
	for _, j := range cut.Columns {
		inColumns[j] = true
	}
	low, high, total := int64(0), int64(0), int64(0)
	for i, line := range allowed {
		for j, s := range line {
			switch {
			case len(cut.Columns) == 0 && inRows[i], len(cut.Rows) == 0 && inColumns[j]:
				low += s.low
				high += s.high
			case len(cut.Columns) == 0, len(cut.Rows) == 0:
			case inRows[i] && !inColumns[j]:
				low -= s.high
				high -= s.low
			case !inRows[i] && inColumns[j]:
				low += s.low
				high += s.high
			}
		}
	}
	for i, n := range ints(m.Rows) {
		if inRows[i] && len(cut.Columns) == 0 {
			total += n
		} else if inRows[i] {
			low += n
			high += n
		}
	}
	for j, n := range ints(m.Columns) {
		if inColumns[j] {
			total += n
		}
	}
	require.True(t, cut.Total.Equal(decimal.New(total, 0)), "%+v: %v", m, err)
	if cut.Least.Valid && cut.Least.Decimal.GreaterThan(cut.Total) {
		require.Equal(t, cut.Least.Decimal.IntPart(), low, "%+v: %v", m, err)
	} else {
		require.True(t, cut.Most.Valid && cut.Most.Decimal.LessThan(cut.Total), "%+v: %v", m, err)
		require.Equal(t, cut.Most.Decimal.IntPart(), high, "%+v: %v", m, err)
	}
	if len(cut.Rows) > 0 && len(cut.Columns) > 0 {
		return 1
	}
	return 0
}

func TestFootWithLimitsAtScale(t *testing.T) {
	for _, accounts := range []int{1, 7, 300, 3_000} {
		rows, columns := margins(accounts)
		m := spread.Matrix{Grain: dec("0.01"), Rows: rows, Columns: columns}
		if accounts > 1 {
			m.Cells = limited(accounts, rows)
		} else {
			m.Seed = [][]int64{make([]int64, weeks)}
			for j := range m.Seed[0] {
				m.Seed[0][j] = 1
			}
		}
		table, err := spread.Foot(m)
		require.NoError(t, err)
		requireFoots(t, m, table)
		for _, c := range m.Cells {
			value := table.At(c.Row, c.Column)
			switch {
			case c.Hold.Valid:
				require.True(t, value.Equal(c.Hold.Decimal))
				require.Equal(t, spread.Held, table.Reason(c.Row, c.Column))
			case c.Min.Valid:
				require.False(t, value.LessThan(c.Min.Decimal))
			default:
				require.False(t, value.GreaterThan(c.Max.Decimal))
			}
		}
	}
}
