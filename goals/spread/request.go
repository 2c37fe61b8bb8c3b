package spread

import (
	"fmt"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/num"
)

// Request asks for a total to be spread over a row of cells, one for each weight. The zero value is refused: it has
// neither a grain nor cells.
type Request struct {
	// Total is what the cells are to sum to: positive, negative or zero.
	Total decimal.Decimal
	// Grain is the size of one unit, above zero: 1 for whole numbers, 0.01 for cents, 100 for whole hundreds. It must
	// be stated.
	Grain decimal.Decimal
	// Weights has one weight for each cell.
	Weights Weights
	// Cells limits some of the cells, at most once each, in any order.
	Cells []Cell
	// Method rounds the exact parts to the grain. Defaults to [LargestRemainder].
	Method Method
	// Odd says which cell takes what is left below one grain. Defaults to [OddRefused].
	Odd Odd
	// Zero says what happens when every free weight is zero. Defaults to [ZeroRefused].
	Zero Zero
	// Over says what happens when more is held than the total. Defaults to [OverRefused].
	Over Over
}

// Cell limits one cell of a row. The zero value leaves the first cell free.
type Cell struct {
	// Index counts the cells from 0.
	Index int
	Limit
}

// Method is how exact parts become multiples of the grain. The zero value counts as [LargestRemainder].
type Method string

// Methods. In all of them equal claims are decided for the earlier cell, and a negative total gives the negatives of
// what the positive one gives.
const (
	// LargestRemainder rounds every part down and gives the units left over to the largest remainders. Every cell is
	// less than one grain from its exact part. It is not monotone: a cell may fall when the total rises.
	LargestRemainder Method = "largest-remainder"
	// Divisor is the method of Webster and Sainte-Laguë: each further unit goes to the cell with the largest
	// weight / (units + 1/2). No cell falls when the total rises by whole grains, limits and weights being the same, as
	// long as what the holds leave keeps its sign. In rare cases a cell is a grain or more from its exact part.
	Divisor Method = "divisor"
	// Cumulative rounds the running total of the exact parts, half up, and takes differences. Every cell is less than
	// one grain from its exact part, and every running total at most half a grain. It is not monotone.
	Cumulative Method = "cumulative"
)

// Odd says which cell takes what a rest has below one grain. The zero value refuses such a rest.
//
// The odd amount goes whole to one free cell of a weight above zero whose maximum leaves room for it, so that the sum
// stays exact and all other free cells are multiples of the grain.
type Odd string

// Choices for an odd rest.
const (
	OddRefused   Odd = ""        // [ErrOdd]
	OddToFirst   Odd = "first"   // the first cell with room
	OddToLast    Odd = "last"    // the last cell with room
	OddToLargest Odd = "largest" // the cell of the largest part with room; of equal ones the first
)

// Zero says what happens when the weights of all free cells are zero and something is left to spread. The zero value
// refuses it.
type Zero string

// Choices for weights that are all zero.
const (
	ZeroRefused Zero = ""     // [ErrZero]
	ZeroEven    Zero = "even" // all free cells count alike
)

// Over says what happens when the held cells exceed the total, so that the rest has the other sign. The zero value
// refuses it.
type Over string

// Choices for holds beyond the total.
const (
	OverRefused Over = ""       // [ErrHeld]
	OverSpread  Over = "spread" // the excess is spread over the free cells with the other sign
)

// problem is a checked request.
type problem struct {
	grid   grid
	method Method
	odd    Odd
	even   bool // weights that are all zero count alike
	over   Over

	total   decimal.Decimal
	held    decimal.Decimal // sum of the holds
	weights integers
	limits  map[int]Limit // of the limited cells
	bounds  map[int]bounds
}

// check returns r ready to be computed, or everything that is wrong with it.
func (r Request) check() (*problem, error) {
	var found kam.Findings
	p := &problem{method: r.Method, odd: r.Odd, even: r.Zero == ZeroEven, over: r.Over, total: r.Total, held: decimal.Zero}
	if p.method == "" {
		p.method = LargestRemainder
	}
	g, f := newGrid(r.Grain)
	if f != nil {
		found.Add(*f)
		g, _ = newGrid(decimal.New(1, 0)) // to go on checking
	}
	p.grid = g
	if _, _, ok := g.floor(r.Total); !ok {
		found.Add(g.complaint(CodeNumber, "$.total", r.Total))
	}
	var faults kam.Findings
	p.weights, faults = r.Weights.integers()
	found.Merge(faults)
	p.cells(r, &found)
	r.words(&found)
	if err := found.Err(); err != nil {
		return nil, err
	}
	return p, nil
}

// cells fills the limits, bounds and the sum of holds.
func (p *problem) cells(r Request, found *kam.Findings) {
	if len(r.Cells) == 0 {
		return
	}
	n := len(r.Weights)
	p.limits, p.bounds = make(map[int]Limit, min(len(r.Cells), n)), make(map[int]bounds, min(len(r.Cells), n))
	for k, c := range r.Cells {
		place := fmt.Sprintf("$.cells[%d]", k)
		_, twice := p.limits[c.Index]
		switch {
		case c.Index < 0 || c.Index >= n:
			found.Add(fault(CodeCell, place+".index", say("there is no cell %d", "没有编号为 %d 的单元格", c.Index), say("use an index from 0 to %d", "编号应为 0 到 %d", n-1)))
			continue
		case twice:
			found.Add(fault(CodeCell, place+".index", say("cell %d is limited twice", "编号为 %d 的单元格被重复限定", c.Index), say("state one limit for each cell", "每个单元格只填写一项限定")))
			continue
		}
		p.limits[c.Index] = c.Limit
		if c.Hold.Valid {
			p.grid.held(c.Limit, place, found)
			if num.Check(c.Hold.Decimal) == nil {
				p.held = p.held.Add(c.Hold.Decimal)
			}
			continue
		}
		if b := p.grid.bounds(c.Limit, place, found); b.hasLeast || b.hasMost {
			p.bounds[c.Index] = b
		}
	}
}

// words refuses choices that do not exist.
func (r Request) words(found *kam.Findings) {
	switch r.Method {
	case "", LargestRemainder, Divisor, Cumulative:
	default:
		found.Add(unknown("$.method", string(r.Method), `"largest-remainder", "divisor", "cumulative"`))
	}
	switch r.Odd {
	case OddRefused, OddToFirst, OddToLast, OddToLargest:
	default:
		found.Add(unknown("$.odd", string(r.Odd), `"", "first", "last", "largest"`))
	}
	switch r.Zero {
	case ZeroRefused, ZeroEven:
	default:
		found.Add(unknown("$.zero", string(r.Zero), `"", "even"`))
	}
	switch r.Over {
	case OverRefused, OverSpread:
	default:
		found.Add(unknown("$.over", string(r.Over), `"", "spread"`))
	}
}

// maxQuoted is the longest part of an outside text, in bytes, that a finding repeats.
const maxQuoted = 40

func unknown(place, word, choices string) kam.Finding {
	if len(word) > maxQuoted {
		word = strings.ToValidUTF8(word[:maxQuoted], "") + "..."
	}
	return fault(CodeWord, place, say("%q is no choice", "%q 不是可用的选项", word), say("use one of %s", "可用的选项：%s", choices))
}
