package bulk

import (
	"math/bits"
	"slices"
)

// Part is one component of a plan.
type Part struct {
	// Feeds are the rules whose credits the component's measure names, one bit each; from the day FeedsFrom on.
	Feeds     uint64
	FeedsFrom uint32
	// Moves are the rules whose credits move the axis, from the day MovesFrom on.
	Moves     uint64
	MovesFrom uint32
	// Pays are the rules whose credits are paid, but for those whose Aux names Bit as unpaid.
	Pays uint64
	Bit  int
	// PerDeal starts the axis anew with each deal. Sized pays a deal at one rate, that of its size.
	PerDeal, Sized bool
	// Latched keeps the rate of the largest size that a deal has had.
	Latched bool
	// Mirror takes back with a reversal what its original earned; else it is walked back like any other credit.
	Mirror bool
	// Cells are the rates of a table by cell; the curve's rate is then 1. Nil: no table.
	Cells []int64
	// RoundSlices rounds each slice, RoundLines each line.
	RoundSlices, RoundLines bool
	Mode                    Rounding
	// Reached is the position whose rate a part of a single rate pays. It is for the caller's use.
	Reached int64
}

// Rounds reports whether lines are on the grid.
func (p *Part) Rounds() bool { return p.RoundSlices || p.RoundLines }

// Terms are what a part is for one unit.
type Terms struct {
	// Start is the position before the first credit.
	Start int64
	// Curve says what a position earns, closed.
	Curve Curve
	// Div is how many units of price one unit of the grid has.
	Div uint64
	// Floor and Cap limit what a deal earns, in units of price. Not set: no limit.
	Floor, Cap Limit
	// Shut has a bit for each record that a gate keeps from paying. Nil: none.
	Shut []uint64
	// Narrow says that no amount of price leaves 64 bits.
	Narrow bool
}

// Bound notes whether 64 bits hold whatever records with a sum of quantities of size can earn at rates and shares of
// at most so much; false when they may leave what Evaluate computes with.
func (t *Terms) Bound(size uint64, rate, share int64) bool {
	hi, lo := bits.Mul64(size, uint64(rate))
	over, all := bits.Mul64(lo, uint64(share))
	t.Narrow = hi == 0 && over == 0 && all < Most
	return size < Most && (share == 1 || hi == 0 && lo < Most) && hi < 1<<60
}

// Limit is a limit on pay.
type Limit struct {
	At  Wide
	Set bool
}

// Reversal is a transaction that takes back another.
type Reversal struct {
	// Row and Original are the transactions' places in the source.
	Row, Original uint32
	// Before and After of Whole are the parts of the original that were taken back before and after it.
	Before, After, Whole int64
}

// Shared is what all units of a run share.
type Shared struct {
	// Shares are the payees' shares of payouts by number, in millionths. Nil: nobody shares.
	Shares []int64
	// Reversals are the reversals by number; the first stands for none.
	Reversals []Reversal
}

// Divides reports whether somebody of the run shares payouts: then prices are in parts of them, for those too who share none.
func (s *Shared) Divides() bool { return len(s.Shares) > 1 }

// Line is what one record earns in one part.
type Line struct {
	// Record is its place among the unit's records.
	Record int32
	// First and Last are the pieces of the curve, from the lowest, at which the record starts and ends to be paid.
	First, Last uint8
	// What says what became of it.
	What Fate
	// Before and After are the positions around it.
	Before, After int64
	// Amount is in units of the grid where lines are rounded, in units of price elsewhere.
	Amount Wide
}

// Fate is what became of a record, one bit each.
type Fate uint8

// Shut by a gate, capped, lifted to a floor, and taking back what an original earned.
const (
	Shut Fate = 1 << iota
	Capped
	Lifted
	Mirrored
)

// Result is what a part earns before its own limits.
type Result struct {
	// Sum is in units of the grid where lines are rounded, in units of price elsewhere.
	Sum Wide
	// Final is the position after the last record; Lowest the lowest position that was reached, or that a rate was asked for.
	Final, Lowest int64
}

// evaluator walks the records of one unit.
type evaluator struct {
	*Part
	*Terms
	shared *Shared
	work   *Work
	out    []Line
	keep   bool
	sum    Wide
	final  int64
	lowest int64
	failed bool
}

// Work is memory that evaluations share, one after the other.
type Work struct {
	states []deal
	index  []int32
}

// Evaluate returns what the records of a unit earn, and appends a line each to lines unless that is nil. False: the part has
// to be computed in another way, see [Work.Fits] for what it cannot do.
func (w *Work) Evaluate(p *Part, t *Terms, shared *Shared, records []Record, seen Seen, lines *[]Line) (Result, bool) {
	e := evaluator{Part: p, Terms: t, shared: shared, work: w, keep: lines != nil, lowest: t.Start}
	if e.keep {
		e.out = slices.Grow((*lines)[:0], len(records))
	}
	if p.Plain(t, seen) && !shared.Divides() {
		e.walkPlain(records)
	} else {
		e.walk(records, seen)
	}
	if e.keep {
		*lines = e.out
	}
	return Result{e.sum, e.final, e.lowest}, !e.failed
}

// deal is the running state of one deal of a unit: its original and its reversals.
type deal struct {
	row uint32
	// position is where the deal stands on an axis of its own, size where one transaction of it takes it, and largest the
	// farthest it has been.
	position, size, largest int64
	// raw is what it earns before floor and cap, base what is paid on.
	raw  Wide
	base int64
	// credits is how many credits its original has; amount is what the last of them earned, had what its rate multiplied,
	// rate the rate at its last size.
	credits   int
	amount    int64
	had, rate int64
}

// walk goes through the records of one unit in their order.
func (e *evaluator) walk(records []Record, seen Seen) {
	reversed := seen.Aux.Reversal() != 0
	if reversed {
		e.work.expect(records, e.shared)
	}
	var single deal
	current, member := &single, int64(-1)
	position := e.Start
	for i := range records {
		r := &records[i]
		rule, day := uint64(1)<<r.Aux.Rule(), r.Day()
		if e.Feeds&rule == 0 || day < e.FeedsFrom {
			continue
		}
		var back *Reversal
		if n := r.Aux.Reversal(); n != 0 {
			back = &e.shared.Reversals[n]
		}
		if member != int64(r.Row) {
			member = int64(r.Row)
			current = e.work.start(r.Row, back, &single, reversed)
			if e.Sized {
				e.size(current, records[i:])
			}
		}
		if back == nil {
			current.credits++
		} else if current.credits == 0 || current.credits > 1 && (e.Sized || e.Mirror) {
			e.failed = true // what it takes back is not here, or not one line
			return
		}
		mirrored := back != nil && e.Mirror
		before, after := position, position
		from, until := position, position+r.Q
		switch {
		case e.PerDeal:
			before = current.position
			from, until = before, before+r.Q
			if !mirrored {
				current.position = until
			}
			after = current.position
			if !e.Sized {
				e.lowest = min(e.lowest, after)
			}
		case e.Moves&rule != 0 && day >= e.MovesFrom:
			position, after = until, until
			e.lowest = min(e.lowest, position)
		case back != nil && r.Q < 0:
			from, until = position-r.Q, position
		}
		if e.Pays&rule == 0 || r.Aux.Unpaid()>>e.Bit&1 != 0 {
			continue
		}
		line := Line{Record: int32(i), Before: before, After: after}
		if mirrored {
			e.mirror(&line, current, back)
		} else {
			e.price(&line, current, r, from, until, e.Shut != nil && e.Shut[i>>6]>>(i&63)&1 != 0)
		}
		if e.failed {
			return
		}
		e.sum = e.sum.Plus(line.Amount)
		if e.keep {
			line.First, line.Last = e.Curve.pieces(from, until)
			e.out = append(e.out, line)
		}
	}
	e.final = position
}

// size looks ahead to where the records of one transaction take its deal.
func (e *evaluator) size(d *deal, records []Record) {
	d.size = d.position
	for i := range records {
		r := &records[i]
		if r.Row != records[0].Row {
			break
		}
		if e.Feeds&(1<<r.Aux.Rule()) != 0 && r.Day() >= e.FeedsFrom {
			d.size += r.Q
			d.largest = max(d.largest, d.size)
		}
	}
	e.lowest = min(e.lowest, e.sizeOf(d))
}

// sizeOf returns the size at which a deal is rated.
func (e *evaluator) sizeOf(d *deal) int64 {
	if e.Latched {
		return d.largest
	}
	return d.size
}

// price finishes a line: its curve, the payee's share, the gate, floor and cap of the deal, and rounding.
func (e *evaluator) price(l *Line, d *deal, r *Record, from, until int64, shut bool) {
	share := int64(0)
	if e.shared.Shares != nil {
		share = e.shared.Shares[r.Aux.Share()]
	}
	var raw Wide
	switch {
	case e.Sized:
		raw = e.sized(d, r, share)
	case e.RoundSlices:
		raw = e.slices(from, until, r, share)
	default:
		raw = e.Curve.To(until).Minus(e.Curve.To(from))
		if e.Cells != nil {
			raw = Product(int64(raw.lo), e.Cells[r.Aux.Cell()])
		}
		raw = e.stretch(raw, share)
	}
	before := e.lifted(d.raw, d.base)
	after := before
	if shut {
		l.What |= Shut
	} else {
		d.raw, d.base = d.raw.Plus(raw), d.base+r.Q
		after = e.lifted(d.raw, d.base)
		if after.Minus(before) != raw {
			l.What |= Lifted
		}
	}
	cut, capped := e.capped(before), e.capped(after)
	if capped.Minus(cut) != after.Minus(before) {
		l.What |= Capped
	}
	if !e.Rounds() {
		l.Amount = capped.Minus(cut)
		return
	}
	d.amount = e.onGrid(capped) - e.onGrid(cut)
	l.Amount = WideOf(d.amount)
}

// stretch finishes what one rate pays: the payee's share of it, on the grid where slices are rounded.
func (e *evaluator) stretch(x Wide, share int64) Wide {
	switch {
	case share == 0:
	case x.hi == int64(x.lo)>>63:
		x = Product(int64(x.lo), share)
	default:
		e.failed = true
	}
	if e.RoundSlices {
		return Product(e.onGrid(x), int64(e.Div))
	}
	return x
}

// onGrid rounds an amount of price to the grid.
func (e *evaluator) onGrid(x Wide) int64 {
	if x.hi == 0 && x.lo == 0 {
		return 0
	}
	amount, ok := x.Over(e.Div, e.Mode)
	e.failed = e.failed || !ok
	return amount
}

// slices prices a way and rounds each stretch at one rate.
func (e *evaluator) slices(from, until int64, r *Record, share int64) Wide {
	low, high, sign := from, until, int64(1)
	if low > high {
		low, high, sign = high, low, -1
	}
	total := Wide{}
	for at := low; at < high; {
		i := e.Curve.piece(at)
		next := high
		if i < len(e.Curve.At) {
			next = min(next, e.Curve.At[i])
		}
		rate := e.Curve.Rate[i]
		if e.Cells != nil {
			rate *= e.Cells[r.Aux.Cell()]
		}
		total = total.Plus(e.stretch(Product(sign*(next-at), rate), share))
		at = next
	}
	return total
}

// sized prices a deal at the rate of its size: a reversal takes back what is there at the rate before it, and pays what is
// left at the rate after it.
func (e *evaluator) sized(d *deal, r *Record, share int64) Wide {
	rate := e.Curve.rateAt(e.sizeOf(d))
	if r.Aux.Reversal() == 0 {
		d.had, d.rate = r.Q, rate
		return e.stretch(Product(r.Q, rate), share)
	}
	had := e.stretch(Product(-d.had, d.rate), share)
	d.had, d.rate = d.had+r.Q, rate
	return had.Plus(e.stretch(Product(d.had, rate), share))
}

// lifted raises what a deal earns to the floor while anything of the deal is left.
func (e *evaluator) lifted(x Wide, base int64) Wide {
	if e.Floor.Set && base > 0 && x.Compare(e.Floor.At) < 0 {
		return e.Floor.At
	}
	return x
}

// capped limits a deal's sum to the cap on both sides of zero.
func (e *evaluator) capped(x Wide) Wide {
	if !e.Cap.Set {
		return x
	}
	if x.Compare(e.Cap.At) > 0 {
		return e.Cap.At
	}
	if low := (Wide{}).Minus(e.Cap.At); x.Compare(low) < 0 {
		return low
	}
	return x
}

// mirror takes back the part of what the original earned.
func (e *evaluator) mirror(l *Line, d *deal, back *Reversal) {
	if !e.Rounds() {
		e.failed = true
		return
	}
	l.What |= Mirrored
	before, ok := Product(d.amount, back.Before).Over(uint64(back.Whole), e.Mode)
	after, ok2 := Product(d.amount, back.After).Over(uint64(back.Whole), e.Mode)
	e.failed = e.failed || !ok || !ok2
	l.Amount = WideOf(before - after)
}
