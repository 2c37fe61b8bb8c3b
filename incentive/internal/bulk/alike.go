package bulk

import (
	"math"
	"slices"
)

// alike reports whether every record moves the part and is paid.
func (p *Part) alike(s Seen) bool {
	return s.Rules&^(p.Feeds&p.Moves&p.Pays) == 0 && p.FeedsFrom == 0 && p.MovesFrom == 0 && s.Aux.Unpaid()>>p.Bit&1 == 0 && p.Mode == HalfUp
}

// EvaluateShort is [Work.Evaluate] for short records that are all alike: each moves the part and is paid, in 64 bits, rounded
// half-up. False for any others.
func (w *Work) EvaluateShort(p *Part, t *Terms, records []Short, seen Seen, lines *[]Line) (Result, bool) {
	if !p.Plain(t, seen) || !p.alike(seen) {
		return Result{}, false
	}
	e := evaluator{Part: p, Terms: t, keep: lines != nil, lowest: t.Start}
	if e.keep {
		e.out = slices.Grow((*lines)[:0], len(records))
	}
	e.walkAlike(records)
	if e.keep {
		*lines = e.out
	}
	return Result{e.sum, e.final, e.lowest}, true
}

// walkAlike is [evaluator.walkPlain] for records that are all alike.
func (e *evaluator) walkAlike(records []Short) {
	limit := int64(math.MaxInt64)
	if e.Cap.Set && e.Cap.At.hi == 0 && e.Cap.At.lo < math.MaxInt64 {
		limit = int64(e.Cap.At.lo)
	}
	grid, half := newDivider(e.Div), e.Div/2
	position, lowest := e.Start, e.lowest
	p := e.Curve.stretchAt(position)
	earned := p.upTo(position)
	sum := int64(0)
	lines := e.out[:cap(e.out)]
	for i := range records {
		before, until := position, position+records[i].q
		inside := until >= before
		if until < p.low || until >= p.high {
			p, inside = e.Curve.stretchAt(until), false
		}
		upTo := p.upTo(until)
		raw := upTo - earned
		position, earned = until, upTo
		lowest = min(lowest, until)
		paid := max(min(raw, limit), -limit)
		var amount int64
		if paid >= 0 {
			amount = int64(grid.quotient(uint64(paid) + half))
		} else {
			amount = -int64(grid.quotient(uint64(-paid) + half))
		}
		sum += amount
		if !e.keep {
			continue
		}
		line := &lines[i] // in place: a copy would wait for what was just written
		line.Before, line.After, line.Amount = before, until, WideOf(amount)
		line.Record, line.First, line.Last, line.What = int32(i), p.piece, p.piece, 0
		if !inside {
			line.First, line.Last = e.Curve.pieces(before, until)
		}
		if paid != raw {
			line.What = Capped
		}
	}
	if e.keep {
		e.out = lines[:len(records)]
	}
	e.sum, e.final, e.lowest = WideOf(sum), position, lowest
}
