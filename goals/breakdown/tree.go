package breakdown

import (
	"math/big"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/goals/spread"
	"github.com/kam-go/kam/internal/num"
)

// cell is one node of a tree of cells. Numbers are in grains.
type cell struct {
	parent     int // -1 of the root
	first, end int // its children; none when equal
	name       string
	place      string   // where its limits are stated
	weight     *big.Rat // at least 0; of a group the sum of its cells
	hold       *big.Rat // nil when not held
	min, max   *big.Rat // nil when not stated
}

// tree is a total to be spread over cells, and over the cells of these, so that children always sum to their parent.
// Cells stand level by level: children after their parent, the children of one parent side by side. Cell 0 is the root.
type tree struct {
	cells  []cell
	grain  decimal.Decimal
	odd    spread.Odd
	zero   spread.Zero
	method spread.Method
	either bool // what is left may have another sign than what is held and more
	last   bool // the last cells with room take all, whatever cells weigh
}

// filled is what the cells of a tree got, in grains.
type filled struct {
	values  []*big.Rat
	reasons []Reason
}

// fill spreads total over t: held cells keep their value, and what remains goes to all cells that are not held, at any
// level, in proportion to their weights and within their limits. A held group spreads what it holds over its own cells.
func (t *tree) fill(total *big.Rat, f *faults) filled {
	out := filled{values: make([]*big.Rat, len(t.cells)), reasons: make([]Reason, len(t.cells))}
	t.sumWeights()
	t.region(0, total, &out, f)
	out.reasons[0] = Total
	return out
}

// sumWeights gives each group the sum of the weights of its cells.
func (t *tree) sumWeights() {
	for i := len(t.cells) - 1; i >= 0; i-- {
		c := &t.cells[i]
		if c.first == c.end {
			continue
		}
		c.weight = new(big.Rat)
		for j := c.first; j < c.end; j++ {
			c.weight.Add(c.weight, t.cells[j].weight)
		}
	}
}

// region spreads what cell top holds over the free cells below it, and then goes into the held groups among these.
func (t *tree) region(top int, target *big.Rat, out *filled, f *faults) {
	out.values[top] = target
	out.reasons[top] = Held
	if t.cells[top].first == t.cells[top].end {
		return
	}
	r := newRegion(t, top)
	if r.prepare(target, f) && r.solve(f) {
		r.write(out)
	}
	for _, i := range r.held {
		t.region(i, t.cells[i].hold, out, f)
	}
}

// fault reports what is wrong with the limits of cell i.
func (t *tree) fault(f *faults, code string, i int, message, remedy kam.Text) {
	place := t.cells[i].place
	if place == "" {
		place = t.cells[i].name
	}
	f.add(code, place, message, remedy)
}

// amount writes a number of grains as what it stands for.
func (t *tree) amount(grains *big.Rat) string {
	return show(new(big.Rat).Mul(grains, num.Rat(t.grain)))
}

// decimalOf returns a number of grains as the decimal it stands for.
func (t *tree) decimalOf(grains *big.Rat) decimal.Decimal {
	return exactDecimal(new(big.Rat).Mul(grains, num.Rat(t.grain)))
}

// exactDecimal returns r, which is a decimal number, as one.
func exactDecimal(r *big.Rat) decimal.Decimal {
	places, _ := r.FloatPrec()
	return num.RoundRat(r, int32(places), num.HalfUp)
}

// grains returns d in grains.
func (t *tree) grains(d decimal.Decimal) *big.Rat {
	return new(big.Rat).Quo(num.Rat(d), num.Rat(t.grain))
}

// floor returns the largest integer not above r, and ceil the smallest not below it, as new ratios.
func floor(r *big.Rat) *big.Rat {
	q := new(big.Int).Div(r.Num(), r.Denom()) // Euclidean: rounds down for a denominator above 0
	return new(big.Rat).SetInt(q)
}

func ceil(r *big.Rat) *big.Rat {
	down := floor(new(big.Rat).Neg(r))
	return down.Neg(down)
}
