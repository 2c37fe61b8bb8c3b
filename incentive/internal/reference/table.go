package reference

import (
	"math/big"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam/incentive"
)

// priceTable: the rate of the cell that a deal falls into.
func (u *unit) priceTable(t *incentive.Table, paying []*credit, bases map[*credit]*big.Rat) (map[*credit][]Slice, error) {
	for _, dim := range t.Dimensions {
		if dim.On != "" {
			if _, _, err := u.coordinate(dim, nil); err != nil {
				return nil, err
			}
		}
	}
	priced := map[*credit][]Slice{}
	for _, c := range paying {
		rate, err := u.cell(t, c.deal)
		if err != nil {
			return nil, err
		}
		priced[c] = []Slice{slice(bases[c], rate)}
	}
	return priced, nil
}

// cell looks a rate up. Every dimension is read, so that one that refuses is heard whatever the others say.
func (u *unit) cell(t *incentive.Table, d *deal) (*big.Rat, error) {
	rows := make([]string, len(t.Dimensions))
	nothing := false
	for i, dim := range t.Dimensions {
		row, pays, err := u.row(dim, d)
		if err != nil {
			return nil, err
		}
		rows[i] = row
		nothing = nothing || !pays
	}
	if nothing {
		return zero(), nil
	}
	for _, cell := range t.Cells {
		if sameRows(t.Dimensions, cell.At, rows) {
			return exact(cell.Rate), nil
		}
	}
	return nil, hold("plan.cells")
}

func sameRows(dims []incentive.Dimension, at, rows []string) bool {
	for i, dim := range dims {
		same := at[i] == rows[i]
		if dim.Attribute == "" {
			same = decimal.RequireFromString(at[i]).Equal(decimal.RequireFromString(rows[i]))
		}
		if !same {
			return false
		}
	}
	return true
}

// row is where a deal stands in one dimension, and false where it pays nothing.
func (u *unit) row(dim incentive.Dimension, d *deal) (string, bool, error) {
	if dim.Attribute != "" {
		value := ""
		if d != nil {
			value = d.attribute(dim.Attribute)
		}
		if slices.Contains(dim.Values, value) {
			return value, true, nil
		}
		switch dim.Other {
		case "refuse":
			return "", false, hold("run.missing-number")
		case "nothing":
			return "", false, nil
		}
		return dim.Other, true, nil
	}
	at, r, err := u.coordinate(dim, d)
	if err != nil {
		return "", false, err
	}
	row := -1
	for i, b := range dim.Bounds {
		if r.reached(at, b) {
			row = i
		}
	}
	if row >= 0 {
		return dim.Bounds[row].String(), true, nil
	}
	switch u.plan.Refunds.Below {
	case incentive.Refuse:
		return "", false, hold("run.below-zero")
	case incentive.FirstRate:
		return dim.Bounds[0].String(), true, nil
	default:
		return "", false, nil
	}
}

// coordinate is a deal's number in a dimension, and how bounds compare with it.
func (u *unit) coordinate(dim incentive.Dimension, d *deal) (*big.Rat, ruler, error) {
	plain := ruler{unit: whole(1)}
	if dim.On != "" {
		m := u.measure(dim.On)
		r, err := u.ruler(m, dim.Basis)
		if err != nil {
			return nil, r, err
		}
		at, err := u.final(m)
		return at, r, err
	}
	if d == nil {
		return nil, plain, hold("run.missing-number")
	}
	if dim.Days != nil {
		from, to := d.root().Date(dim.Days.From), d.root().Date(dim.Days.To)
		if !from.IsSet() || !to.IsSet() {
			return nil, plain, hold("run.missing-number")
		}
		return whole(int64(to.Sub(from))), plain, nil
	}
	n, err := u.number(d, dim.Number)
	return n, plain, err
}
