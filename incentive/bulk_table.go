package incentive

import (
	"slices"

	"github.com/kam-go/kam/incentive/internal/bulk"
	"github.com/kam-go/kam/internal/num"
)

// laidTable is a component's table as whole numbers. A record names one cell for all tables of a plan together: what one
// table makes of the deal counts stride in it. Positions, which are a payee's and no deal's, choose among the rates of a cell.
type laidTable struct {
	plan *plan
	part *part
	// deals and positions are the dimensions of either kind.
	deals, positions []*Dimension
	// cells is how many cells deals have here, the last one that of no row; stride what one counts in a record's cell.
	cells, stride int
	// rates has the rates of all cells for each combination of positions. They count 1/den.
	rates []int64
	den   int64
}

// layTable lays the table of a component out, behind those before it; the reason when records cannot say what it needs.
func (l *layout) layTable(k *part) string {
	t := laidTable{plan: l.plan, part: k, cells: 1, stride: 1, den: 1}
	if n := len(l.tables); n > 0 {
		t.stride = l.tables[n-1].stride * l.tables[n-1].cells
	}
	positions := 1
	for i := range k.Table.Dimensions {
		d := &k.Table.Dimensions[i]
		if d.On != "" {
			t.positions = append(t.positions, d)
			positions *= d.rows()
			continue
		}
		t.deals = append(t.deals, d)
		t.cells *= d.rows()
	}
	if t.cells++; t.stride > bulk.MaxCells/t.cells {
		return "tables with more cells than a record can name"
	}
	for _, key := range sortedKeys(k.cells) {
		if t.den = lcm(t.den, k.cells[key].Denom().Int64()); t.den == 0 {
			return "rates without a common denominator"
		}
	}
	t.rates = make([]int64, positions*t.cells) // that of no row stays 0
	for p := range positions {
		for cell := range t.cells - 1 {
			rate, ok := wholeOf(k.cells[k.Table.key(t.coordinates(p, cell))], t.den)
			if !ok {
				return "rates that are too large"
			}
			t.rates[p*t.cells+cell] = rate
		}
	}
	l.tables = append(l.tables, t)
	return ""
}

// rows returns how many rows a dimension has.
func (d *Dimension) rows() int { return max(len(d.Values), len(d.Bounds)) }

// coordinates returns where a cell stands for a combination of positions.
func (t *laidTable) coordinates(position, cell int) []string {
	list := t.part.Table.Dimensions
	at := make([]string, len(list))
	for i := len(list) - 1; i >= 0; i-- {
		d := &list[i]
		rest := &cell
		if d.On != "" {
			rest = &position
		}
		row := *rest % d.rows()
		*rest /= d.rows()
		if d.Attribute != "" {
			at[i] = d.Values[row]
		} else {
			at[i] = num.Format(d.Bounds[row])
		}
	}
	return at
}

// cell returns what a record names for all tables; false when one of them cannot say.
func (l *layout) cell(t *Transaction) (int, bool) {
	sum := 0
	for i := range l.tables {
		cell, ok := l.tables[i].cell(t)
		if !ok {
			return 0, false
		}
		sum += cell * l.tables[i].stride
	}
	return sum, true
}

// cell returns the cell of a deal; false when the table cannot say.
func (t *laidTable) cell(deal *Transaction) (int, bool) {
	cell, none := 0, false
	for _, d := range t.deals {
		row, ok := d.rowOf(deal)
		if row < 0 && ok && d.Attribute == "" {
			row, ok = t.below()
		}
		if !ok {
			return 0, false
		}
		none = none || row < 0
		cell = cell*d.rows() + max(row, 0)
	}
	if none {
		return t.cells - 1, true
	}
	return cell, true
}

// below returns the row of a number below the first one, -1 for none; false when the payee is held for it.
func (t *laidTable) below() (int, bool) {
	switch t.plan.Refunds.Below {
	case FirstRate:
		return 0, true
	case Refuse:
		return 0, false
	default:
		return -1, true
	}
}

// rowOf returns the row of a deal, -1 when it has none; false when the dimension cannot say.
func (d *Dimension) rowOf(t *Transaction) (int, bool) {
	if d.Attribute != "" {
		row := slices.Index(d.Values, t.Attributes[d.Attribute])
		if row < 0 && d.Other != otherNothing {
			row = slices.Index(d.Values, d.Other)
			return row, row >= 0 // else it refuses
		}
		return row, true
	}
	x := t.number(d.Number)
	if d.Days != nil {
		x = (&deal{Transaction: *t}).days(*d.Days)
	}
	if !x.Valid {
		return 0, false
	}
	row := -1
	for i, b := range d.Bounds {
		if x.Decimal.Cmp(b) < 0 {
			break
		}
		row = i
	}
	return row, true
}

// ratesFor returns the rates of a unit by what records name, in memory that may be used again; false when the table holds the
// unit. Its measures are known.
func (l *layout) ratesFor(u *unit, k *part, memory []int64) ([]int64, int64, bool) {
	i := slices.IndexFunc(l.tables, func(t laidTable) bool { return t.part == k })
	t := &l.tables[i]
	last := &l.tables[len(l.tables)-1]
	position := 0
	for _, d := range t.positions {
		at, row := &u.state.measures[u.plan.measures[d.On]], -1
		for i, b := range d.Bounds {
			if at.compare(at.final, num.Rat(b), d.Basis) < 0 {
				break
			}
			row = i
		}
		ok := true
		if row < 0 {
			row, ok = t.below()
		}
		if !ok {
			return nil, 0, false
		}
		if row < 0 {
			position = -1
			break
		}
		position = position*d.rows() + row
	}
	all := last.stride * last.cells
	memory = slices.Grow(memory[:0], all)[:all]
	for n := range memory {
		memory[n] = 0
		if position >= 0 {
			memory[n] = t.rates[position*t.cells+n/t.stride%t.cells]
		}
	}
	return memory, t.den, true
}
