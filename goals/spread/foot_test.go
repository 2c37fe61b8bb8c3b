package spread_test

import (
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/goals/spread"
)

func TestFoot(t *testing.T) {
	hold := func(i, j int, d string) spread.Place {
		return spread.Place{Row: i, Column: j, Limit: spread.Hold(dec(d))}
	}
	cases := []struct {
		name   string
		matrix spread.Matrix
		want   string
	}{
		{"one cell", spread.Matrix{Grain: dec("1"), Rows: decs("7"), Columns: decs("7")}, "7"},
		{"all fractions are one half", spread.Matrix{Grain: dec("1"), Rows: decs("1", "1"), Columns: decs("1", "1")}, "1\t0\n0\t1"},
		{"thirds", spread.Matrix{Grain: dec("1"), Rows: decs("1", "1", "1"), Columns: decs("1", "1", "1")}, "1\t0\t0\n0\t1\t0\n0\t0\t1"},
		{"negative", spread.Matrix{Grain: dec("1"), Rows: decs("-1", "-1", "-1"), Columns: decs("-1", "-1", "-1")}, "-1\t0\t0\n0\t-1\t0\n0\t0\t-1"},
		{"zero", spread.Matrix{Grain: dec("1"), Rows: decs("0", "0"), Columns: decs("0")}, "0\n0"},
		{"cents", spread.Matrix{Grain: dec("0.01"), Rows: decs("10", "20"), Columns: decs("10", "10", "10")}, "3.34\t3.33\t3.33\n6.66\t6.67\t6.67"},
		{"whole hundreds", spread.Matrix{Grain: dec("100"), Rows: decs("1000", "2000"), Columns: decs("1000", "1000", "1000")}, "400\t300\t300\n600\t700\t700"},
		{"a row and a column of nothing", spread.Matrix{Grain: dec("1"), Rows: decs("3", "0"), Columns: decs("0", "1", "2")}, "0\t1\t2\n0\t0\t0"},
		{"a hold", spread.Matrix{Grain: dec("1"), Rows: decs("30", "30"), Columns: decs("20", "20", "20"), Cells: []spread.Place{hold(0, 0, "20")}}, "20\t5\t5\n0\t15\t15"},
		{"a hold of a negative matrix", spread.Matrix{Grain: dec("1"), Rows: decs("-30", "-30"), Columns: decs("-20", "-20", "-20"), Cells: []spread.Place{hold(0, 0, "-20")}}, "-20\t-5\t-5\n0\t-15\t-15"},
		{"holds of nothing", spread.Matrix{Grain: dec("1"), Rows: decs("0", "0"), Columns: decs("0", "0"), Cells: []spread.Place{hold(0, 0, "0")}}, "0\t0\n0\t0"},
		{"a seed", spread.Matrix{Grain: dec("1"), Rows: decs("10", "10"), Columns: decs("10", "10"), Seed: [][]int64{{9, 1}, {1, 9}}}, "9\t1\n1\t9"},
		{"a zero seed", spread.Matrix{Grain: dec("1"), Rows: decs("10", "20"), Columns: decs("15", "15"), Seed: [][]int64{{1, 0}, {1, 1}}}, "10\t0\n5\t15"},
		{"a zero seed at its minimum", spread.Matrix{Grain: dec("1"), Rows: decs("10", "20"), Columns: decs("15", "15"), Seed: [][]int64{{1, 0}, {1, 1}}, Cells: []spread.Place{{Row: 0, Column: 1, Limit: spread.AtLeast(dec("2"))}}}, "8\t2\n7\t13"},
		{"a negative cell where a minimum lets it", spread.Matrix{Grain: dec("1"), Rows: decs("5", "5"), Columns: decs("5", "5"), Cells: []spread.Place{hold(0, 0, "8"), {Row: 0, Column: 1, Limit: spread.AtLeast(dec("-3"))}, {Row: 1, Column: 0, Limit: spread.AtLeast(dec("-9"))}}}, "8\t-3\n-3\t8"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			table, err := spread.Foot(c.matrix)
			require.NoError(t, err)
			assert.Equal(t, c.want, table.String())
			requireFoots(t, c.matrix, table)
		})
	}
}

func TestTable(t *testing.T) {
	m := spread.Matrix{
		Grain: dec("0.5"), Rows: decs("30", "15"), Columns: decs("15", "15", "15"),
		Cells: []spread.Place{
			{Row: 1, Column: 2, Limit: spread.AtLeast(dec("7.1"))},
			{Row: 0, Column: 0, Limit: spread.Hold(dec("12"))},
			{Row: 1, Column: 1, Limit: spread.AtMost(dec("4.9"))},
			{Row: 0, Column: 1, Limit: spread.Between(dec("10"), dec("11"))},
		},
	}
	table, err := spread.Foot(m)
	require.NoError(t, err)
	requireFoots(t, m, table)
	assert.Equal(t, 2, table.Rows())
	assert.Equal(t, 3, table.Columns())
	assert.True(t, table.Grain().Equal(dec("0.5")))
	assert.True(t, table.At(0, 0).Equal(dec("12")))
	assert.Equal(t, int64(24), table.Units(0, 0))
	assert.Equal(t, spread.Held, table.Reason(0, 0))
	assert.Equal(t, spread.Spread, table.Reason(0, 1))
	assert.Equal(t, spread.Spread, table.Reason(1, 0))
	assert.Equal(t, spread.AtMinimum, table.Reason(1, 2))
	assert.Equal(t, spread.AtMaximum, table.Reason(1, 1))
	assert.Equal(t, "12\t10.5\t7.5\n3\t4.5\t7.5", table.String())
	text, err := table.AppendText([]byte("# "))
	require.NoError(t, err)
	assert.Equal(t, "# 12\t10.5\t7.5\n3\t4.5\t7.5\n", string(text))

	var row, column []string
	for j, d := range table.Row(1) {
		assert.True(t, d.Equal(table.At(1, j)))
		row = append(row, d.String())
	}
	for i, d := range table.Column(1) {
		assert.True(t, d.Equal(table.At(i, 1)))
		column = append(column, d.String())
	}
	assert.Equal(t, []string{"3", "4.5", "7.5"}, row)
	assert.Equal(t, []string{"10.5", "4.5"}, column)
	for range table.Row(0) {
		break
	}
	for range table.Column(0) {
		break
	}

	units := table.RowUnits(0)
	units[0] = 99
	assert.Equal(t, int64(24), table.Units(0, 0))
	for name, out := range map[string]func(){
		"row": func() { table.At(2, 0) }, "column": func() { table.At(0, 3) }, "before": func() { table.At(0, -1) },
		"rows": func() { table.Row(-1) }, "columns": func() { table.Column(3) }, "reason": func() { table.Reason(0, 3) },
	} {
		assert.Panics(t, out, name)
	}
	assert.Empty(t, spread.Table{}.String())
}

func TestTableIsApartFromItsMatrix(t *testing.T) {
	m := spread.Matrix{Grain: dec("1"), Rows: decs("2", "2"), Columns: decs("2", "2"), Seed: [][]int64{{1, 1}, {1, 1}}, Cells: []spread.Place{{Limit: spread.Hold(dec("1"))}}}
	table, err := spread.Foot(m)
	require.NoError(t, err)
	m.Rows[0], m.Seed[0][0], m.Cells[0].Hold = dec("9"), 9, decimal.NullDecimal{}
	assert.Equal(t, "1\t1\n1\t1", table.String())
	assert.Equal(t, spread.Held, table.Reason(0, 0))
	assert.True(t, table.RowTotal(0).Equal(dec("2")))
}

func TestFootRefuses(t *testing.T) {
	far := decimal.New(1, 50_000_000)
	most := dec("100000000000000000")
	square := func(f func(m *spread.Matrix)) spread.Matrix {
		m := spread.Matrix{Grain: dec("1"), Rows: decs("2", "2"), Columns: decs("2", "2")}
		f(&m)
		return m
	}
	cases := []struct {
		name   string
		matrix spread.Matrix
		want   []string
	}{
		{"nothing stated", spread.Matrix{}, []string{"spread.grain $.grain", "spread.count $.rows", "spread.count $.columns"}},
		{"too many rows", spread.Matrix{Grain: dec("1"), Rows: make([]decimal.Decimal, spread.MaxCells+1), Columns: decs("0")}, []string{"spread.count $.rows"}},
		{"too many cells", spread.Matrix{Grain: dec("1"), Rows: make([]decimal.Decimal, 5_000), Columns: make([]decimal.Decimal, 5_000)}, []string{"spread.count $.rows"}},
		{
			"numbers", square(func(m *spread.Matrix) {
				m.Rows, m.Columns = []decimal.Decimal{far, dec("0.5")}, decs("1", "100000000000000001")
			}),
			[]string{"spread.number $.rows[0]", "spread.grid $.rows[1]", "spread.number $.columns[1]"},
		},
		{"a total of 19 digits", square(func(m *spread.Matrix) {
			m.Grain, m.Rows, m.Columns = dec("1000"), decs("9300000000000000616", "0"), decs("0", "0")
		}), []string{"spread.grid $.rows[0]"}},
		{"mixed signs", square(func(m *spread.Matrix) { m.Rows, m.Columns = decs("0", "-1"), decs("1", "-2") }), []string{"spread.margin $.columns[0]"}},
		{"a total out of range", square(func(m *spread.Matrix) {
			m.Rows, m.Columns = []decimal.Decimal{most, most}, []decimal.Decimal{most, most}
		}), []string{"spread.number $.rows"}},
		{"rows of the seed", square(func(m *spread.Matrix) { m.Seed = [][]int64{{1, 1}} }), []string{"spread.count $.seed"}},
		{"a seed that is empty", square(func(m *spread.Matrix) { m.Seed = [][]int64{} }), []string{"spread.count $.seed"}},
		{"columns of the seed", square(func(m *spread.Matrix) { m.Seed = [][]int64{{1, 1, 1}, {-1, spread.MaxSeed + 1}} }), []string{"spread.count $.seed[0]", "spread.weight $.seed[1][0]", "spread.weight $.seed[1][1]"}},
		{"cells that do not exist or come twice", square(func(m *spread.Matrix) {
			m.Cells = []spread.Place{{Row: 1, Column: 1}, {Row: 2}, {Column: -1}, {Row: 1, Column: 1}}
		}), []string{"spread.cell $.cells[1]", "spread.cell $.cells[2]", "spread.cell $.cells"}},
		{"limits", square(func(m *spread.Matrix) {
			m.Cells = []spread.Place{{Limit: spread.Between(dec("2"), dec("1"))}, {Row: 1, Limit: spread.Hold(dec("0.5"))}, {Column: 1, Limit: spread.Hold(far)}}
		}), []string{"spread.bound $.cells[0]", "spread.grid $.cells[1].hold", "spread.number $.cells[2].hold"}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			table, err := spread.Foot(c.matrix)
			assert.Equal(t, c.want, codes(t, err))
			assert.Zero(t, table.Rows())
		})
	}
}

func TestBoundsThatSumOutOfRange(t *testing.T) {
	far := dec("100000000000000000")
	m := spread.Matrix{Grain: dec("1"), Rows: make([]decimal.Decimal, 11), Columns: decs("0", "0")}
	for i := range m.Rows {
		m.Cells = append(m.Cells, spread.Place{Row: i, Limit: spread.AtLeast(far.Neg())})
	}
	_, err := spread.Foot(m)
	assert.Equal(t, []string{"spread.number $.cells"}, codes(t, err))
}

// Bounds as far out as they may be: sums of them pass what 64 bits hold.
func TestSumsOfFarBounds(t *testing.T) {
	far := dec("100000000000000000")
	m := spread.Matrix{Grain: dec("1"), Rows: decs("5"), Columns: make([]decimal.Decimal, 100)}
	m.Columns[0] = dec("5")
	for j := range m.Columns {
		m.Cells = append(m.Cells, spread.Place{Column: j, Limit: spread.AtMost(far)})
	}
	table, err := spread.Foot(m)
	require.NoError(t, err)
	requireFoots(t, m, table)
	for j := range m.Cells {
		m.Cells[j].Limit = spread.AtLeast(far)
	}
	_, err = spread.Foot(m)
	require.EqualError(t, err, "spread: bounds leave no way to the total: row 0 can sum to 10000000000000000000 at least and ∞ at most, not to 5")
}

func TestImpossibleMatrices(t *testing.T) {
	cases := []struct {
		name   string
		matrix spread.Matrix
		en, zh string
	}{
		{
			"a row",
			spread.Matrix{Grain: dec("1"), Rows: decs("3", "1"), Columns: decs("2", "2"), Seed: [][]int64{{0, 0}, {1, 1}}},
			"$: row 0 can sum to 0 at least and 0 at most, not to 3 (release holds, widen bounds or seed further cells there, or change the totals)",
			"$：第 0 行（从 0 起）合计下限为 0、上限为 0，无法达到 3（请在这些行列中解除锁定、放宽上下限或补充种子，或调整合计）",
		},
		{
			"a column of a negative matrix",
			spread.Matrix{Grain: dec("1"), Rows: decs("-3", "-1"), Columns: decs("-2", "-2"), Cells: []spread.Place{{Row: 0, Column: 1, Limit: spread.AtMost(dec("-3"))}}},
			"$: column 1 can sum to ∞ at least and -3 at most, not to -2 (release holds, widen bounds or seed further cells there, or change the totals)",
			"$：第 1 列（从 0 起）合计下限为 ∞、上限为 -3，无法达到 -2（请在这些行列中解除锁定、放宽上下限或补充种子，或调整合计）",
		},
		{
			"rows with columns",
			spread.Matrix{Grain: dec("1"), Rows: decs("4", "4", "2"), Columns: decs("5", "5"), Seed: [][]int64{{1, 0}, {1, 0}, {1, 1}}},
			"$: with the totals of rows 0, 1, columns 0 must take 8 at least, not 5",
			"",
		},
		{
			"a cut that no line shows",
			spread.Matrix{Grain: dec("1"), Rows: decs("4", "4", "8"), Columns: decs("3", "3", "5", "5"), Seed: [][]int64{{1, 1, 0, 0}, {1, 1, 0, 0}, {1, 1, 1, 1}}},
			"$: with the totals of rows 0, 1, columns 0, 1 must take 8 at least, not 6 (release holds, widen bounds or seed further cells there, or change the totals)",
			"$：受第 0, 1 行合计所限，第 0, 1 列（均从 0 起）合计至少为 8，而非 6（请在这些行列中解除锁定、放宽上下限或补充种子，或调整合计）",
		},
		{
			"the same of negative totals",
			spread.Matrix{Grain: dec("1"), Rows: decs("-4", "-4", "-8"), Columns: decs("-3", "-3", "-5", "-5"), Seed: [][]int64{{1, 1, 0, 0}, {1, 1, 0, 0}, {1, 1, 1, 1}}},
			"$: with the totals of rows 0, 1, columns 0, 1 can take -8 at most, not -6 (release holds, widen bounds or seed further cells there, or change the totals)",
			"$：受第 0, 1 行合计所限，第 0, 1 列（均从 0 起）合计至多为 -8，而非 -6（请在这些行列中解除锁定、放宽上下限或补充种子，或调整合计）",
		},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			_, err := spread.Foot(c.matrix)
			require.ErrorIs(t, err, spread.ErrReach)
			var cut *spread.CutError
			require.ErrorAs(t, err, &cut)
			finding := cut.Finding("$")
			assert.Contains(t, finding.In(kam.English), c.en)
			assert.Contains(t, finding.In(kam.Chinese), c.zh)
			assert.Contains(t, err.Error(), finding.Message.EN)
		})
	}
}

func TestManyRowsInACutAreCounted(t *testing.T) {
	m := spread.Matrix{Grain: dec("1"), Columns: decs("9", "9", "4", "4", "4")}
	for range 10 {
		m.Rows = append(m.Rows, dec("2"))
		m.Seed = append(m.Seed, []int64{1, 1, 0, 0, 0})
	}
	m.Rows = append(m.Rows, dec("10"))
	m.Seed = append(m.Seed, []int64{1, 1, 1, 1, 1})
	_, err := spread.Foot(m)
	require.ErrorIs(t, err, spread.ErrReach)
	assert.ErrorContains(t, err, "rows 0, 1, 2, 3, 4, 5, 6, 7 (+2), columns 0, 1 must take 20 at least, not 18")
}

func TestTotalsThatDiffer(t *testing.T) {
	_, err := spread.Foot(spread.Matrix{Grain: dec("0.01"), Rows: decs("10", "5"), Columns: decs("9.99", "5")})
	var totals *spread.TotalsError
	require.ErrorAs(t, err, &totals)
	assert.True(t, totals.Difference.Equal(dec("0.01")))
	require.ErrorIs(t, err, spread.ErrTotals)
	require.EqualError(t, err, "spread: row and column totals differ: rows sum to 15, columns to 14.99, difference 0.01")
	assert.Equal(t, "$: the row totals sum to 15 and the column totals to 14.99, a difference of 0.01 (change totals until both sums are equal)", totals.Finding("$").In(kam.English))
	assert.Equal(t, "$：行合计为 15，列合计为 14.99，相差 0.01（请调整行或列的合计，使两者相等）", totals.Finding("$").In(kam.Chinese))

	rows := make([]decimal.Decimal, 200)
	for i := range rows {
		rows[i] = dec("100000000000000000")
	}
	_, err = spread.Foot(spread.Matrix{Grain: dec("1"), Rows: rows, Columns: decs("1")})
	require.EqualError(t, err, "spread: row and column totals differ: rows sum to 20000000000000000000, columns to 1, difference 19999999999999999999")
}
