package spread_test

import (
	"errors"
	"math/big"
	"slices"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/goals/spread"
	"github.com/kam-go/kam/internal/num"
)

// reader takes numbers from fuzzed bytes; behind the end there are zeros.
type reader struct{ data []byte }

func (r *reader) byte() byte {
	if len(r.data) == 0 {
		return 0
	}
	b := r.data[0]
	r.data = r.data[1:]
	return b
}

// number is small as a rule, and now and then as large or as odd as a program may hand it in.
func (r *reader) number() decimal.Decimal {
	n := decimal.New(int64(int8(r.byte())), 0)
	switch r.byte() % 12 {
	case 0:
		return n.Mul(decimal.New(1, 15))
	case 1:
		return n.Mul(decimal.New(1, -2))
	case 2:
		return n.Mul(decimal.New(1, 2_000_000))
	case 3:
		return n.Mul(decimal.New(123_456_789, 22))
	}
	return n
}

func (r *reader) limit() spread.Limit {
	var l spread.Limit
	kind := r.byte()
	if kind&1 != 0 {
		l.Min = decimal.NewNullDecimal(r.number())
	}
	if kind&2 != 0 {
		l.Max = decimal.NewNullDecimal(r.number())
	}
	if kind&12 == 12 {
		l.Hold = decimal.NewNullDecimal(r.number())
	}
	return l
}

// requireTyped checks whether err is of a kind that the documentation names.
func requireTyped(t *testing.T, err error) {
	t.Helper()
	var invalid *kam.InvalidError
	var held *spread.HeldError
	var reach *spread.ReachError
	var cut *spread.CutError
	var totals *spread.TotalsError
	require.Condition(t, func() bool {
		for _, target := range []any{&invalid, &held, &reach, &cut, &totals} {
			if errors.As(err, target) {
				return true
			}
		}
		return errors.Is(err, spread.ErrZero) || errors.Is(err, spread.ErrOdd) || errors.Is(err, spread.ErrReach)
	}, "%v", err)
}

func FuzzParts(f *testing.F) {
	f.Add([]byte{100, 4, 1, 4, 3, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1})
	f.Add([]byte{156, 4, 1, 1, 5, 1, 1, 1, 1, 1, 2, 3, 1, 4, 1, 0, 1, 2, 12, 5, 4})
	f.Fuzz(func(t *testing.T, data []byte) {
		r := &reader{data}
		request := spread.Request{Total: r.number(), Grain: r.number()}
		n := int(r.byte() % 12)
		request.Method = append(methods, "", "x")[r.byte()%5]
		request.Odd = []spread.Odd{"", spread.OddToFirst, spread.OddToLast, spread.OddToLargest, "x"}[r.byte()%5]
		request.Zero = []spread.Zero{"", spread.ZeroEven, "x"}[r.byte()%3]
		request.Over = []spread.Over{"", spread.OverSpread, "x"}[r.byte()%3]
		for range n {
			request.Weights = append(request.Weights, big.NewRat(int64(int8(r.byte())), int64(r.byte())+1))
		}
		for range r.byte() % 8 {
			request.Cells = append(request.Cells, spread.Cell{Index: int(int8(r.byte())), Limit: r.limit()})
		}
		row, err := spread.Parts(request)
		if err != nil {
			requireTyped(t, err)
			return
		}
		require.True(t, sum(row.Parts()).Equal(request.Total))
		for _, c := range request.Cells {
			d := row.Part(c.Index)
			switch {
			case c.Hold.Valid:
				require.True(t, d.Equal(c.Hold.Decimal))
			case c.Min.Valid && d.LessThan(c.Min.Decimal), c.Max.Valid && d.GreaterThan(c.Max.Decimal):
				require.Fail(t, "outside its bounds", "%+v: %s", c, d)
			}
		}
	})
}

func FuzzFoot(f *testing.F) {
	f.Add([]byte{1, 4, 2, 2, 3, 4, 1, 4, 2, 4, 2, 4, 0, 0})
	f.Add([]byte{1, 4, 3, 2, 3, 4, 1, 4, 2, 4, 2, 4, 4, 4, 1, 1, 2, 3, 4, 5, 6, 2, 0, 0, 12, 1, 4, 1, 1, 3, 0, 4, 9, 4})
	f.Fuzz(func(t *testing.T, data []byte) {
		r := &reader{data}
		m := spread.Matrix{Grain: r.number()}
		rows, columns := int(r.byte()%6), int(r.byte()%6)
		for range rows {
			m.Rows = append(m.Rows, r.number())
		}
		for range columns {
			m.Columns = append(m.Columns, r.number())
		}
		if balanced := r.byte()%8 > 0; balanced && rows > 0 && columns > 0 {
			outside := func(d decimal.Decimal) bool { return num.Check(d) != nil }
			if !slices.ContainsFunc(m.Rows, outside) && !slices.ContainsFunc(m.Columns, outside) {
				m.Rows[0] = sum(m.Columns).Sub(sum(m.Rows[1:]))
			}
		}
		if r.byte()%2 == 1 {
			for range rows {
				line := make([]int64, columns)
				for j := range line {
					line[j] = int64(int8(r.byte()))
				}
				m.Seed = append(m.Seed, line)
			}
		}
		for range r.byte() % 10 {
			m.Cells = append(m.Cells, spread.Place{Row: int(int8(r.byte()) % 7), Column: int(int8(r.byte()) % 7), Limit: r.limit()})
		}
		table, err := spread.Foot(m)
		if err != nil {
			requireTyped(t, err)
			return
		}
		requireFoots(t, m, table)
		for _, c := range m.Cells {
			d := table.At(c.Row, c.Column)
			switch {
			case c.Hold.Valid:
				require.True(t, d.Equal(c.Hold.Decimal))
			case c.Min.Valid && d.LessThan(c.Min.Decimal), c.Max.Valid && d.GreaterThan(c.Max.Decimal):
				require.Fail(t, "outside its bounds", "%+v: %s", c, d)
			}
		}
	})
}
