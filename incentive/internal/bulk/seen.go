package bulk

import "math/bits"

// Seen is what the records of a unit have among them.
type Seen struct {
	// Size is the sum of |Q|; it is at most math.MaxUint64 where it would be more.
	Size uint64
	// Aux has every bit that any of them has, Rules a bit for each rule that gave one of them.
	Aux   Aux
	Rules uint64
	// Again is true when one transaction has several records.
	Again bool
}

// Look goes through the records of a unit in order.
func Look(records []Record) Seen {
	var s Seen
	over := uint64(0)
	for i := range records {
		r := &records[i]
		carry := uint64(0)
		s.Size, carry = bits.Add64(s.Size, uint64(max(r.Q, -r.Q)), 0)
		over |= carry
		s.Aux |= r.Aux
		s.Rules |= 1 << r.Aux.Rule()
		s.Again = s.Again || i > 0 && r.Row == records[i-1].Row
	}
	if over != 0 {
		s.Size = 1<<64 - 1
	}
	return s
}

// expect prepares the states of the deals that reversals take back.
func (w *Work) expect(records []Record, shared *Shared) {
	w.states = w.states[:0]
	n := 0
	for i := range records {
		if records[i].Aux.Reversal() != 0 {
			n++
		}
	}
	size := 1 << bits.Len(uint(2*n))
	w.index = grown(w.index, size)
	clear(w.index)
	for i := range records {
		if at := records[i].Aux.Reversal(); at != 0 {
			row := shared.Reversals[at].Original
			slot := w.slot(row)
			if w.index[slot] == 0 {
				w.states = append(w.states, deal{row: row})
				w.index[slot] = int32(len(w.states))
			}
		}
	}
}

// slot finds the place of a row in the index: its own, or a free one.
func (w *Work) slot(row uint32) uint32 {
	mask := uint32(len(w.index) - 1)
	at := row * 2654435761 >> 7 & mask
	for w.index[at] != 0 && w.states[w.index[at]-1].row != row {
		at = (at + 1) & mask
	}
	return at
}

// start returns the state of the deal of a transaction: one that is kept for its reversals, or the single one of deals
// without any.
func (w *Work) start(row uint32, back *Reversal, single *deal, reversed bool) *deal {
	if back != nil {
		return &w.states[w.index[w.slot(back.Original)]-1]
	}
	if reversed {
		if n := w.index[w.slot(row)]; n != 0 {
			return &w.states[n-1]
		}
	}
	*single = deal{row: row}
	return single
}

// Way is where a measure goes.
type Way struct {
	Final, Highest, Lowest int64
	// Fits is false where a position leaves 62 bits.
	Fits bool
}

// Track follows the records that move a measure from a position and a day on.
func Track(records []Record, moves uint64, from uint32, start int64) Way {
	w := Way{Final: start, Highest: start, Lowest: start, Fits: true}
	for i := range records {
		r := &records[i]
		if moves&(1<<r.Aux.Rule()) == 0 || r.Day() < from {
			continue
		}
		w.Final += r.Q
		w.Highest, w.Lowest = max(w.Highest, w.Final), min(w.Lowest, w.Final)
		w.Fits = w.Fits && w.Final < Most && w.Final > Least
	}
	return w
}
