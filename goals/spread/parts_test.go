package spread_test

import (
	"math/big"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/goals/spread"
)

func TestParts(t *testing.T) {
	hold := func(i int, d string) spread.Cell { return spread.Cell{Index: i, Limit: spread.Hold(dec(d))} }
	least := func(i int, d string) spread.Cell { return spread.Cell{Index: i, Limit: spread.AtLeast(dec(d))} }
	most := func(i int, d string) spread.Cell { return spread.Cell{Index: i, Limit: spread.AtMost(dec(d))} }
	cases := []struct {
		name    string
		request spread.Request
		want    []string
	}{
		{"even cents", spread.Request{Total: dec("100"), Grain: dec("0.01"), Weights: spread.Even(3)}, []string{"33.34", "33.33", "33.33"}},
		{"ties to the earlier cell", spread.Request{Total: dec("2"), Grain: dec("1"), Weights: spread.Even(4)}, []string{"1", "1", "0", "0"}},
		{"whole hundreds", spread.Request{Total: dec("1000"), Grain: dec("100"), Weights: spread.Even(3)}, []string{"400", "300", "300"}},
		{"grain with an exponent", spread.Request{Total: dec("1000"), Grain: decimal.New(1, 2), Weights: spread.Even(3)}, []string{"400", "300", "300"}},
		{"grain of two and a half", spread.Request{Total: dec("10"), Grain: dec("2.5"), Weights: spread.Even(3)}, []string{"5", "2.5", "2.5"}},
		{"negative", spread.Request{Total: dec("-100"), Grain: dec("0.01"), Weights: spread.Even(3)}, []string{"-33.34", "-33.33", "-33.33"}},
		{"zero", spread.Request{Total: dec("0"), Grain: dec("1"), Weights: spread.FromInts(1, 2)}, []string{"0", "0"}},
		{"zero over zero weights", spread.Request{Total: dec("0"), Grain: dec("1"), Weights: spread.FromInts(0, 0)}, []string{"0", "0"}},
		{"zero weights counted evenly", spread.Request{Total: dec("7"), Grain: dec("1"), Weights: spread.FromInts(0, 0), Zero: spread.ZeroEven}, []string{"4", "3"}},
		{"zero weights of the free cells counted evenly", spread.Request{Total: dec("10"), Grain: dec("1"), Weights: spread.FromInts(5, 0, 0), Zero: spread.ZeroEven, Cells: []spread.Cell{hold(0, "4")}}, []string{"4", "3", "3"}},
		{"a zero weight among others gets nothing", spread.Request{Total: dec("7"), Grain: dec("1"), Weights: spread.FromInts(0, 1), Zero: spread.ZeroEven}, []string{"0", "7"}},
		{"a zero weight takes its minimum", spread.Request{Total: dec("7"), Grain: dec("1"), Weights: spread.FromInts(0, 1), Cells: []spread.Cell{least(0, "2")}}, []string{"2", "5"}},
		{"minimum taken from the others in proportion", spread.Request{Total: dec("100"), Grain: dec("1"), Weights: spread.FromInts(1, 3, 6), Cells: []spread.Cell{least(0, "28")}}, []string{"28", "24", "48"}},
		{"maximum given to the others in proportion", spread.Request{Total: dec("100"), Grain: dec("1"), Weights: spread.FromInts(1, 3, 6), Cells: []spread.Cell{most(2, "40")}}, []string{"15", "45", "40"}},
		{"minimum and maximum at once", spread.Request{Total: dec("100"), Grain: dec("1"), Weights: spread.FromInts(10, 60, 30), Cells: []spread.Cell{least(0, "20"), most(1, "40")}}, []string{"20", "40", "40"}},
		// Held at its minimum first, cell 0 would stay at 20 and cell 2 take 50.
		{"a maximum lifts a cell above its minimum", spread.Request{Total: dec("100"), Grain: dec("1"), Weights: spread.FromInts(10, 80, 10), Cells: []spread.Cell{least(0, "20"), most(1, "30")}}, []string{"35", "30", "35"}},
		{"bounds tightened to the grain", spread.Request{Total: dec("1000"), Grain: dec("100"), Weights: spread.FromInts(1, 1), Cells: []spread.Cell{least(0, "601")}}, []string{"700", "300"}},
		{"negative total with a mirrored minimum", spread.Request{Total: dec("-100"), Grain: dec("1"), Weights: spread.FromInts(1, 3, 6), Cells: []spread.Cell{most(0, "-28")}}, []string{"-28", "-24", "-48"}},
		{"a bound beyond zero is the only way to the other sign", spread.Request{Total: dec("10"), Grain: dec("1"), Weights: spread.Even(3), Cells: []spread.Cell{least(0, "12"), least(1, "-5")}}, []string{"12", "-2", "0"}},
		{"a maximum below zero", spread.Request{Total: dec("10"), Grain: dec("1"), Weights: spread.Even(3), Cells: []spread.Cell{most(0, "-2")}}, []string{"-2", "6", "6"}},
		{"held off the grain with an odd rest", spread.Request{Total: dec("300"), Grain: dec("1"), Weights: spread.Even(3), Cells: []spread.Cell{hold(0, "80.37")}, Odd: spread.OddToLast}, []string{"80.37", "110", "109.63"}},
		{"odd rest to the first", spread.Request{Total: dec("10.5"), Grain: dec("1"), Weights: spread.FromInts(0, 1, 3), Odd: spread.OddToFirst}, []string{"0", "3.5", "7"}},
		{"odd rest to the last", spread.Request{Total: dec("10.5"), Grain: dec("1"), Weights: spread.FromInts(1, 3, 1), Odd: spread.OddToLast}, []string{"2", "6", "2.5"}},
		{"odd rest to the largest", spread.Request{Total: dec("10.5"), Grain: dec("1"), Weights: spread.FromInts(1, 3, 1, 3), Odd: spread.OddToLargest}, []string{"1", "4.5", "1", "4"}},
		{"odd rest of a negative total", spread.Request{Total: dec("-10.5"), Grain: dec("1"), Weights: spread.FromInts(1, 3), Odd: spread.OddToLast}, []string{"-3", "-7.5"}},
		{"odd rest passes a cell at its maximum", spread.Request{Total: dec("10.5"), Grain: dec("1"), Weights: spread.FromInts(1, 3), Odd: spread.OddToLast, Cells: []spread.Cell{most(1, "7.4")}}, []string{"3.5", "7"}},
		{"odd rest passes a cell at its minimum below zero", spread.Request{Total: dec("-10.5"), Grain: dec("1"), Weights: spread.FromInts(1, 3), Odd: spread.OddToLast, Cells: []spread.Cell{least(1, "-7.4")}}, []string{"-3.5", "-7"}},
		{"odd rest fits below a maximum off the grain", spread.Request{Total: dec("10.5"), Grain: dec("1"), Weights: spread.FromInts(1, 3), Odd: spread.OddToLast, Cells: []spread.Cell{most(1, "7.5")}}, []string{"3", "7.5"}},
		{"odd rest fits above a minimum off the grain", spread.Request{Total: dec("-10.5"), Grain: dec("1"), Weights: spread.FromInts(1, 3), Odd: spread.OddToLast, Cells: []spread.Cell{least(1, "-7.5")}}, []string{"-3", "-7.5"}},
		{"only an odd rest", spread.Request{Total: dec("0.5"), Grain: dec("1"), Weights: spread.Even(2), Odd: spread.OddToFirst}, []string{"0.5", "0"}},
		{"held beyond the total, spread", spread.Request{Total: dec("100"), Grain: dec("1"), Weights: spread.Even(3), Over: spread.OverSpread, Cells: []spread.Cell{hold(0, "110")}}, []string{"110", "-5", "-5"}},
		{"held of the other sign", spread.Request{Total: dec("100"), Grain: dec("1"), Weights: spread.Even(3), Cells: []spread.Cell{hold(0, "-10")}}, []string{"-10", "55", "55"}},
		{"everything held", spread.Request{Total: dec("3"), Grain: dec("1"), Weights: spread.Even(2), Cells: []spread.Cell{hold(0, "1"), hold(1, "2")}}, []string{"1", "2"}},
		{"shares with thirds", spread.Request{Total: dec("100"), Grain: dec("1"), Weights: weights(t, "1/3", "1/6", "1/2")}, []string{"33", "17", "50"}},
		{"weights of 38 digits", spread.Request{Total: dec("3"), Grain: dec("1"), Weights: weights(t, "99999999999999999999999999999999999999", "0.000000000000000000000000000001")}, []string{"3", "0"}},
		{"as many grains as there may be", spread.Request{Total: dec("1000000000000000"), Grain: dec("0.01"), Weights: spread.Even(3)}, []string{"333333333333333.34", "333333333333333.33", "333333333333333.33"}},
		{"a total of 19 digits", spread.Request{Total: dec("9300000000000000000"), Grain: dec("1000"), Weights: spread.Even(1)}, []string{"9300000000000000000"}},
		{"a fine grain", spread.Request{Total: dec("0.000000000000000000000000000007"), Grain: dec("0.000000000000000000000000000001"), Weights: spread.FromInts(1, 1)}, []string{"0.000000000000000000000000000004", "0.000000000000000000000000000003"}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			row, err := spread.Parts(c.request)
			require.NoError(t, err)
			assert.Equal(t, c.want, texts(row.Parts()))
			assert.True(t, row.Total().Equal(sum(row.Parts())))
		})
	}
}

func TestReasons(t *testing.T) {
	row, err := spread.Parts(spread.Request{
		Total: dec("100"), Grain: dec("1"), Weights: spread.Even(5),
		Cells: []spread.Cell{
			{Index: 0, Limit: spread.Hold(dec("10"))},
			{Index: 1, Limit: spread.AtLeast(dec("39.5"))},
			{Index: 2, Limit: spread.AtMost(dec("5.5"))},
			{Index: 3, Limit: spread.Between(dec("1"), dec("99"))},
		},
	})
	require.NoError(t, err)
	assert.Equal(t, []string{"10", "40", "5", "23", "22"}, texts(row.Parts()))
	assert.Equal(t, []spread.Reason{spread.Held, spread.AtMinimum, spread.AtMaximum, spread.Spread, spread.Spread}, reasons(row))
	assert.Panics(t, func() { row.Part(5) })
	assert.Panics(t, func() { row.Reason(-1) })
	for i := range row.All() {
		if i == 2 {
			break
		}
	}
}

func TestReasonOfTheOddCell(t *testing.T) {
	row, err := spread.Parts(spread.Request{
		Total: dec("10.5"), Grain: dec("1"), Weights: spread.FromInts(1, 3), Odd: spread.OddToLast,
		Cells: []spread.Cell{{Index: 1, Limit: spread.AtMost(dec("7.9"))}},
	})
	require.NoError(t, err)
	assert.Equal(t, []string{"3", "7.5"}, texts(row.Parts()))
	assert.Equal(t, []spread.Reason{spread.Spread, spread.Spread}, reasons(row))
}

func TestRowIsApartFromItsRequest(t *testing.T) {
	w := spread.FromInts(1, 3)
	cells := []spread.Cell{{Index: 0, Limit: spread.AtMost(dec("5"))}}
	row, err := spread.Parts(spread.Request{Total: dec("8"), Grain: dec("1"), Weights: w, Cells: cells})
	require.NoError(t, err)
	parts := row.Parts()
	parts[0] = dec("99")
	w[0].SetInt64(99)
	cells[0].Hold = decimal.NewNullDecimal(dec("1"))
	assert.Equal(t, []string{"2", "6"}, texts(row.Parts()))
	assert.Equal(t, spread.Spread, row.Reason(0))
}

func TestPartsRefuses(t *testing.T) {
	big38 := dec("99999999999999999999999999999999999999")
	cases := []struct {
		name    string
		request spread.Request
		want    []string
	}{
		{"nothing stated", spread.Request{}, []string{"spread.grain $.grain", "spread.count $.weights"}},
		{"negative grain", spread.Request{Grain: dec("-1"), Weights: spread.Even(1)}, []string{"spread.grain $.grain"}},
		{"grain out of bounds", spread.Request{Grain: decimal.New(1, 50_000_000), Weights: spread.Even(1)}, []string{"spread.grain $.grain"}},
		{"total out of bounds", spread.Request{Total: decimal.New(1, 50_000_000), Grain: dec("1"), Weights: spread.Even(1)}, []string{"spread.number $.total"}},
		{"total of too many grains", spread.Request{Total: dec("1000000000000000.01"), Grain: dec("0.01"), Weights: spread.Even(1)}, []string{"spread.number $.total"}},
		{"total of far too many grains", spread.Request{Total: big38, Grain: dec("0.01"), Weights: spread.Even(1)}, []string{"spread.number $.total"}},
		{"too many cells", spread.Request{Grain: dec("1"), Weights: spread.Even(1 << 40)}, []string{"spread.count $.weights"}},
		{"no cells of a negative count", spread.Request{Grain: dec("1"), Weights: spread.Even(-1)}, []string{"spread.count $.weights"}},
		{"weights missing and negative", spread.Request{Grain: dec("1"), Weights: spread.Weights{nil, big.NewRat(-1, 3), big.NewRat(1, 3)}}, []string{"spread.weight $.weights[0]", "spread.weight $.weights[1]"}},
		{"a weight that is too long", spread.Request{Grain: dec("1"), Weights: spread.Weights{new(big.Rat).SetInt(new(big.Int).Lsh(big.NewInt(1), 4096))}}, []string{"spread.weight $.weights[0]"}},
		{"weights without a short common denominator", spread.Request{Grain: dec("1"), Weights: oddDenominators()}, []string{"spread.weight $.weights"}},
		{
			"cells that do not exist or come twice",
			spread.Request{Grain: dec("1"), Weights: spread.Even(2), Cells: []spread.Cell{{Index: -1}, {Index: 2}, {Index: 1}, {Index: 1}}},
			[]string{"spread.cell $.cells[0].index", "spread.cell $.cells[1].index", "spread.cell $.cells[3].index"},
		},
		{
			"bounds crossed",
			spread.Request{Grain: dec("1"), Weights: spread.Even(2), Cells: []spread.Cell{{Limit: spread.Between(dec("3"), dec("2"))}, {Index: 1, Limit: spread.Between(dec("2.1"), dec("2.9"))}}},
			[]string{"spread.bound $.cells[0]", "spread.bound $.cells[1]"},
		},
		{"held outside its bounds", spread.Request{Grain: dec("1"), Weights: spread.Even(2), Cells: []spread.Cell{
			{Limit: spread.Limit{Hold: decimal.NewNullDecimal(dec("1")), Min: decimal.NewNullDecimal(dec("2"))}},
			{Index: 1, Limit: spread.Limit{Hold: decimal.NewNullDecimal(dec("3")), Max: decimal.NewNullDecimal(dec("2"))}},
		}}, []string{"spread.bound $.cells[0].hold", "spread.bound $.cells[1].hold"}},
		{
			"limits out of bounds",
			spread.Request{Grain: dec("1"), Weights: spread.Even(2), Cells: []spread.Cell{{Limit: spread.Hold(big38)}, {Index: 1, Limit: spread.Between(big38.Neg(), big38)}}},
			[]string{"spread.number $.cells[0].hold", "spread.number $.cells[1].min", "spread.number $.cells[1].max"},
		},
		{
			"words",
			spread.Request{Grain: dec("1"), Weights: spread.Even(1), Method: "x", Odd: "y", Zero: "z", Over: "a word that is much longer than it needs to be said"},
			[]string{"spread.word $.method", "spread.word $.odd", "spread.word $.zero", "spread.word $.over"},
		},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			row, err := spread.Parts(c.request)
			assert.Equal(t, c.want, codes(t, err))
			assert.Zero(t, row.Len())
		})
	}
}

func TestHoldsThatSumOutOfRange(t *testing.T) {
	far := dec("100000000000000000")
	_, err := spread.Parts(spread.Request{Total: dec("0"), Grain: dec("1"), Weights: spread.Even(3), Over: spread.OverSpread, Cells: []spread.Cell{{Index: 0, Limit: spread.Hold(far)}, {Index: 1, Limit: spread.Hold(far)}}})
	assert.Equal(t, []string{"spread.number $.cells"}, codes(t, err))

	request := spread.Request{Total: dec("1"), Grain: dec("1"), Weights: spread.Even(12)}
	for i := range 11 {
		request.Cells = append(request.Cells, spread.Cell{Index: i, Limit: spread.AtMost(far.Neg())})
	}
	_, err = spread.Parts(request)
	assert.Equal(t, []string{"spread.number $.cells"}, codes(t, err))
}

// oddDenominators are one over each of the first odd numbers.
func oddDenominators() spread.Weights {
	out := make(spread.Weights, 4000)
	for i := range out {
		out[i] = big.NewRat(1, int64(2*i+1))
	}
	return out
}

func TestImpossibleRows(t *testing.T) {
	hold := func(d string) []spread.Cell { return []spread.Cell{{Index: 0, Limit: spread.Hold(dec(d))}} }
	cases := []struct {
		name    string
		request spread.Request
		want    error
		text    string
	}{
		{
			"held beyond the total",
			spread.Request{Total: dec("100"), Grain: dec("1"), Weights: spread.Even(3), Cells: hold("110")},
			spread.ErrHeld,
			"spread: held beyond the total: total 100, held 110, rest -10 for 2 free cells",
		},
		{
			"held beyond a negative total",
			spread.Request{Total: dec("-100"), Grain: dec("1"), Weights: spread.Even(3), Cells: hold("-110")},
			spread.ErrHeld,
			"spread: held beyond the total: total -100, held -110, rest 10 for 2 free cells",
		},
		{
			"held of nothing",
			spread.Request{Total: dec("0"), Grain: dec("1"), Weights: spread.Even(3), Cells: hold("1")},
			spread.ErrHeld,
			"spread: held beyond the total: total 0, held 1, rest -1 for 2 free cells",
		},
		{
			"no free cell for the rest",
			spread.Request{Total: dec("100"), Grain: dec("1"), Weights: spread.Even(1), Cells: hold("99"), Over: spread.OverSpread},
			spread.ErrHeld,
			"spread: held beyond the total: total 100, held 99, rest 1 for 0 free cells",
		},
		{
			"minima above the rest",
			spread.Request{Total: dec("10"), Grain: dec("1"), Weights: spread.Even(2), Cells: []spread.Cell{{Index: 0, Limit: spread.AtLeast(dec("11"))}}},
			spread.ErrReach,
			"spread: bounds leave no way to the total: free cells sum to 11 at least and ∞ at most, not to 10",
		},
		{
			"maxima below the rest",
			spread.Request{Total: dec("10"), Grain: dec("1"), Weights: spread.Even(2), Cells: []spread.Cell{{Index: 0, Limit: spread.AtMost(dec("4"))}, {Index: 1, Limit: spread.AtMost(dec("5.9"))}}},
			spread.ErrReach,
			"spread: bounds leave no way to the total: free cells sum to 0 at least and 9 at most, not to 10",
		},
		{
			"the same of a negative total",
			spread.Request{Total: dec("-10"), Grain: dec("1"), Weights: spread.Even(2), Cells: []spread.Cell{{Index: 0, Limit: spread.AtLeast(dec("-4"))}, {Index: 1, Limit: spread.AtLeast(dec("-5.9"))}}},
			spread.ErrReach,
			"spread: bounds leave no way to the total: free cells sum to -9 at least and 0 at most, not to -10",
		},
		{
			"only a zero weight has room",
			spread.Request{Total: dec("10"), Grain: dec("1"), Weights: spread.FromInts(1, 0), Cells: []spread.Cell{{Index: 0, Limit: spread.AtMost(dec("4"))}}},
			spread.ErrReach,
			"spread: bounds leave no way to the total: free cells sum to 0 at least and 4 at most, not to 10",
		},
		{
			"zero weights",
			spread.Request{Total: dec("-10"), Grain: dec("1"), Weights: spread.FromInts(0, 0)},
			spread.ErrZero,
			"spread: weights of the free cells are all zero: -10 is left for 2 cells",
		},
		{
			"zero weights beside a hold",
			spread.Request{Total: dec("10"), Grain: dec("1"), Weights: spread.FromInts(7, 0, 0), Cells: hold("4")},
			spread.ErrZero,
			"spread: weights of the free cells are all zero: 6 is left for 2 cells",
		},
		{
			"odd total",
			spread.Request{Total: dec("10.5"), Grain: dec("1"), Weights: spread.Even(2)},
			spread.ErrOdd,
			"spread: total is no multiple of the grain: 10.5 is left to spread, the grain is 1",
		},
		{
			"odd hold",
			spread.Request{Total: dec("10"), Grain: dec("1"), Weights: spread.Even(2), Cells: hold("0.5")},
			spread.ErrOdd,
			"spread: total is no multiple of the grain: 9.5 is left to spread, the grain is 1",
		},
		{
			"no room for the odd rest",
			spread.Request{Total: dec("3.5"), Grain: dec("1"), Weights: spread.FromInts(1, 0), Odd: spread.OddToLast, Cells: []spread.Cell{{Index: 0, Limit: spread.AtMost(dec("3"))}}},
			spread.ErrReach,
			"spread: bounds leave no way to the total: no free cell has room for the odd 0.5",
		},
		{
			"only odd and zero weights",
			spread.Request{Total: dec("0.5"), Grain: dec("1"), Weights: spread.FromInts(0), Odd: spread.OddToLast},
			spread.ErrZero,
			"spread: weights of the free cells are all zero: 0.5 is left for 1 cells",
		},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			_, err := spread.Parts(c.request)
			require.ErrorIs(t, err, c.want)
			assert.EqualError(t, err, c.text)
		})
	}
}

func TestConditionsAsFindings(t *testing.T) {
	_, err := spread.Parts(spread.Request{Total: dec("100"), Grain: dec("1"), Weights: spread.Even(3), Cells: []spread.Cell{{Index: 0, Limit: spread.Hold(dec("110"))}}})
	var held *spread.HeldError
	require.ErrorAs(t, err, &held)
	assert.Equal(t, "$.q1: of a total of 100, 110 is held; the rest -10 is left for 2 free cells (release a hold, lower it, or change the total)", held.Finding("$.q1").In(kam.English))
	assert.Equal(t, "$.q1：总额 100 中已锁定 110，剩余 -10 需由 2 个未锁定的单元格承担（请解除或调低锁定值，或调整总额）", held.Finding("$.q1").In(kam.Chinese))

	_, err = spread.Parts(spread.Request{Total: dec("10"), Grain: dec("1"), Weights: spread.Even(2), Cells: []spread.Cell{{Index: 0, Limit: spread.AtLeast(dec("11"))}}})
	var reach *spread.ReachError
	require.ErrorAs(t, err, &reach)
	assert.Equal(t, "$: the free cells can sum to 11 at least and ∞ at most, and 10 is to be spread (widen a minimum or maximum, or change the total)", reach.Finding("$").In(kam.English))
	assert.Equal(t, "$：未锁定的单元格合计下限为 11、上限为 ∞，而待分摊额为 10（请放宽上下限，或调整总额）", reach.Finding("$").In(kam.Chinese))
}

func TestHoldStandsAlone(t *testing.T) {
	limit := spread.Between(dec("1"), dec("9"))
	limit.Hold = decimal.NewNullDecimal(dec("5"))
	_, err := spread.Parts(spread.Request{Total: dec("10"), Grain: dec("1"), Weights: spread.Even(2), Cells: []spread.Cell{{Limit: limit}}})
	require.Equal(t, []string{"spread.bound $.cells[0].hold"}, codes(t, err))
	_, err = spread.Foot(spread.Matrix{Grain: dec("1"), Rows: decs("10"), Columns: decs("10"), Cells: []spread.Place{{Limit: limit}}})
	require.Equal(t, []string{"spread.bound $.cells[0].hold"}, codes(t, err))
}

func TestTextsCountFromZero(t *testing.T) {
	_, err := spread.Parts(spread.Request{Grain: dec("1"), Weights: spread.FromInts(1, -2)})
	require.ErrorContains(t, err, "weight 1 is negative")
	_, err = spread.Parts(spread.Request{Total: dec("10"), Grain: dec("1"), Weights: spread.Even(2), Cells: []spread.Cell{{Limit: spread.Hold(dec("11"))}}})
	require.ErrorContains(t, err, "for 1 free cell")
	require.NotContains(t, err.Error(), "cells")
	_, err = spread.Parts(spread.Request{Grain: dec("1"), Weights: spread.Even(1), Odd: spread.Odd(strings.Repeat("零", 30))})
	var invalid *kam.InvalidError
	require.ErrorAs(t, err, &invalid)
	require.True(t, utf8.ValidString(invalid.Findings[0].Message.ZH))
	require.NotContains(t, invalid.Findings[0].Message.ZH, `\x`)
}
