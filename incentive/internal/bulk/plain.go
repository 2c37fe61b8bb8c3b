package bulk

import "math"

// Plain reports whether every record is a deal of its own that nothing but its own size and a cap limits, in 64 bits.
// Where a run shares payouts, see [Shared.Divides], it is not enough.
func (p *Part) Plain(t *Terms, s Seen) bool {
	return t.Narrow && p.RoundLines && !p.RoundSlices && !p.PerDeal && !p.Mirror && p.Cells == nil && !t.Floor.Set && t.Shut == nil &&
		!s.Again && s.Aux.Reversal() == 0 && s.Aux.Share() == 0
}

// walkPlain is [evaluator.walk] for the plainest and most frequent records: 64 bits, one deal after the other. What it looks
// at for each of them is in variables of its own.
func (e *evaluator) walkPlain(records []Record) {
	feeds, feedsFrom, moves, movesFrom, pays, bit := e.Feeds, e.FeedsFrom, e.Moves, e.MovesFrom, e.Pays, e.Bit
	limit := int64(math.MaxInt64)
	if e.Cap.Set && e.Cap.At.hi == 0 && e.Cap.At.lo < math.MaxInt64 {
		limit = int64(e.Cap.At.lo)
	}
	grid := newDivider(e.Div)
	halfUp, half := e.Mode == HalfUp, e.Div/2
	position, lowest := e.Start, e.lowest
	p := e.Curve.stretchAt(position)
	earned := p.upTo(position)
	sum := int64(0)
	lines, kept := e.out[:cap(e.out)], 0
	for i := range records {
		r := &records[i]
		rule, day := uint64(1)<<r.Aux.Rule(), r.Day()
		if feeds&rule == 0 || day < feedsFrom {
			continue
		}
		before, until := position, position+r.Q
		inside := until >= p.low && until < p.high
		var raw int64
		switch {
		case moves&rule == 0 || day < movesFrom:
			raw = e.Curve.stretchAt(until).upTo(until) - earned
		default:
			if !inside {
				p = e.Curve.stretchAt(until)
			}
			upTo := p.upTo(until)
			raw = upTo - earned
			position, earned = until, upTo
			lowest = min(lowest, position)
		}
		if pays&rule == 0 || r.Aux.Unpaid()>>bit&1 != 0 {
			continue
		}
		paid := max(min(raw, limit), -limit)
		amount := int64(0)
		if halfUp && paid >= 0 {
			amount = int64(grid.quotient(uint64(paid) + half))
		} else {
			amount = over(paid, e.Div, e.Mode)
		}
		sum += amount
		if !e.keep {
			continue
		}
		line := &lines[kept] // in place: a copy would wait for what was just written
		kept++
		line.Record, line.Before, line.After, line.Amount = int32(i), before, position, WideOf(amount)
		line.First, line.Last, line.What = p.piece, p.piece, 0
		if !inside || until < before {
			line.First, line.Last = e.Curve.pieces(before, until)
		}
		if paid != raw {
			line.What = Capped
		}
	}
	if e.keep {
		e.out = lines[:kept]
	}
	e.sum, e.final, e.lowest = WideOf(sum), position, lowest
}
