package spread

import (
	"fmt"
	"math/big"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/num"
)

// Parts returns r.Total spread over the cells: every cell a multiple of the grain, all cells summing to the total
// exactly.
//
// Held cells keep their value. The rest is spread over the free cells in proportion to their weights, within their
// bounds: the exact part of a free cell is clamp(λ × weight) for the one λ with which the exact parts sum to the rest,
// so no order of clamping matters. Then [Request.Method] rounds the exact parts to the grain, never beyond a bound. A
// weight of zero gets nothing, or the bound that is nearest to nothing.
//
// A negative total gives the negatives of what the positive one would give with its limits mirrored. Zero is spread as
// zeros, as far as holds and bounds let it. Spreading a result again, with the sizes of the parts as weights, gives the
// same parts when they are multiples of the grain.
//
// Errors: an [*kam.InvalidError] with everything that is wrong with the request; [*HeldError] when the holds leave a
// rest of the other sign than the total, or one without a free cell; [*ReachError] when minima and maxima exclude the
// rest; [ErrZero] and [ErrOdd] as the request's policies say.
func Parts(r Request) (Row, error) {
	p, err := r.check()
	if err != nil {
		return Row{}, err
	}
	l, err := p.line()
	if err != nil {
		return Row{}, err
	}
	if err := l.solve(); err != nil {
		return Row{}, err
	}
	switch p.method {
	case Divisor:
		l.divide()
	case Cumulative:
		l.accumulate()
	default:
		l.remainders()
	}
	return p.row(l)
}

// line is what is left to spread when holds are taken off, in grains and with a rest of at least zero: a negative rest
// is mirrored. Its cells are the free ones.
type line struct {
	grid     grid
	mirrored bool
	rest     int64           // whole grains
	odd      decimal.Decimal // below one grain, at least zero

	cells  []int      // index in the row
	weight []*big.Int // read only
	sum    *big.Int   // of the weights
	// least and most are nil when every cell may take anything of at least zero. A most of noLimit is none.
	least, most []int64

	over, under *big.Int // the exact part of a cell is clamp(weight * over / under)
	units       []int64  // the result
}

// noLimit is the maximum of a cell without one: more than every cell can take.
const noLimit = 1_000_000_000_000_000_000

// line takes the holds off and settles signs and bounds.
func (p *problem) line() (*line, error) {
	n := len(p.weights.list)
	rest := p.total.Sub(p.held)
	free := n
	for _, limit := range p.limits {
		if limit.Hold.Valid {
			free--
		}
	}
	wrongSide := rest.Sign() != 0 && rest.Sign() != p.total.Sign() && p.over != OverSpread
	if rest.Sign() != 0 && (free == 0 || wrongSide) {
		return nil, &HeldError{Total: p.total, Held: p.held, Rest: rest, Free: free}
	}
	l := &line{grid: p.grid, mirrored: rest.IsNegative(), cells: make([]int, 0, free), weight: make([]*big.Int, 0, free), sum: new(big.Int)}
	units, exact, ok := floorRat(new(big.Rat).Quo(num.Rat(rest.Abs()), p.grid.ratio))
	if !ok {
		return nil, &kam.InvalidError{Findings: kam.Findings{p.grid.complaint(CodeNumber, "$.cells", rest)}}
	}
	if !exact && p.odd == OddRefused {
		return nil, fmt.Errorf("%w: %s is left to spread, the grain is %s", ErrOdd, num.Format(rest), num.Format(p.grid.grain))
	}
	l.rest = units
	l.odd = rest.Abs().Sub(p.grid.value(units))
	for i, w := range p.weights.list {
		if !p.limits[i].Hold.Valid {
			l.cells = append(l.cells, i)
			l.weight = append(l.weight, w)
			l.sum.Add(l.sum, w)
		}
	}
	if err := l.bound(p.bounds, rest.Sign() == 0); err != nil {
		return nil, err
	}
	if l.sum.Sign() == 0 && p.even {
		one := big.NewInt(1)
		for k := range l.weight {
			l.weight[k] = one
		}
		l.sum.SetInt64(int64(len(l.weight)))
	}
	l.units = make([]int64, len(l.cells))
	return l, nil
}

// bound sets the bounds of the cells; those not stated keep a cell from taking the other sign, or anything of nothing.
func (l *line) bound(stated map[int]bounds, nothing bool) error {
	if len(stated) == 0 {
		return nil
	}
	l.least, l.most = make([]int64, len(l.cells)), make([]int64, len(l.cells))
	below := big.NewInt(l.rest)
	for k, i := range l.cells {
		b := stated[i]
		if l.mirrored {
			b.least, b.most, b.hasLeast, b.hasMost = -b.most, -b.least, b.hasMost, b.hasLeast
		}
		l.least[k], l.most[k] = b.within(nothing)
		below.Sub(below, big.NewInt(min(l.least[k], 0)))
	}
	if !below.IsInt64() || below.Int64() >= noLimit {
		return tooFarBelow()
	}
	return nil
}

// tooFarBelow is the error that bounds of the other sign let a cell grow out of range.
func tooFarBelow() error {
	return &kam.InvalidError{Findings: kam.Findings{fault(CodeNumber, "$.cells",
		say("the bounds on the other side of zero sum to more than 10^18 grains", "异号的上下限合计超过最小单位的 10^18 倍"), say("use narrower bounds", "请缩小上下限"))}}
}

// within returns the least and the most of a cell that takes part in spreading what is not negative, or nothing.
func (b bounds) within(nothing bool) (least, most int64) {
	most = noLimit
	switch {
	case b.hasMost:
		most = b.most
	case nothing:
		most = max(0, b.least)
	}
	if b.hasLeast {
		return b.least, most
	}
	return min(0, most), most
}

// row places the results of l between the held cells and gives the odd amount to a cell.
func (p *problem) row(l *line) (Row, error) {
	out := Row{grid: p.grid, total: p.total, units: make([]int64, len(p.weights.list))}
	if len(p.limits) > 0 || !l.odd.IsZero() {
		out.exact, out.reasons = map[int]decimal.Decimal{}, map[int]Reason{}
	}
	for k, i := range l.cells {
		out.units[i] = l.units[k]
		if l.mirrored {
			out.units[i] = -l.units[k]
		}
	}
	for i, limit := range p.limits {
		b := p.bounds[i]
		switch {
		case limit.Hold.Valid:
			out.exact[i], out.reasons[i] = limit.Hold.Decimal, Held
		case b.hasLeast && out.units[i] == b.least:
			out.reasons[i] = AtMinimum
		case b.hasMost && out.units[i] == b.most:
			out.reasons[i] = AtMaximum
		}
	}
	if l.odd.IsZero() {
		return out, nil
	}
	k := p.oddCell(l)
	if k < 0 {
		return Row{}, fmt.Errorf("%w: no free cell has room for the odd %s", ErrReach, num.Format(l.odd))
	}
	i, odd := l.cells[k], l.odd
	if l.mirrored {
		odd = odd.Neg()
	}
	out.exact[i] = p.grid.value(out.units[i]).Add(odd)
	delete(out.reasons, i)
	return out, nil
}

// oddCell returns which cell of l takes the odd amount; -1 when none has room.
func (p *problem) oddCell(l *line) int {
	chosen := -1
	for k, i := range l.cells {
		if l.weight[k].Sign() == 0 || !p.room(l, i, l.units[k]) {
			continue
		}
		switch {
		case chosen < 0, p.odd == OddToLast, p.odd == OddToLargest && l.units[k] > l.units[chosen]:
			chosen = k
		}
	}
	return chosen
}

// room tells whether cell i, which takes units of the mirrored line, may take the odd amount as well.
func (p *problem) room(l *line, i int, units int64) bool {
	limit := p.limits[i]
	value := p.grid.value(units).Add(l.odd)
	if l.mirrored {
		return !limit.Min.Valid || value.Neg().GreaterThanOrEqual(limit.Min.Decimal)
	}
	return !limit.Max.Valid || value.LessThanOrEqual(limit.Max.Decimal)
}
