package bulk

// Record is one credit of one unit: 24 bytes without a pointer, so that millions of them are moved and sorted in the cache
// and are nothing to the garbage collector.
type Record struct {
	// Q is the credited quantity, in whole numbers of the plan's scale.
	Q int64
	// Row is the transaction's place in the source.
	Row uint32
	// Key is the unit's place in its bucket and the day, see [Key].
	Key uint32
	// Aux says the rest, see [Aux].
	Aux Aux
}

// dayBits is how much of a key the day takes.
const (
	dayBits = 10
	MaxDays = 1 << dayBits
	// maxShift is how much is left for units, in buckets.
	maxShift = 32 - dayBits - ruleBits
)

// Key puts a unit's place in its bucket before a day.
func Key(unit, day uint32) uint32 { return unit<<dayBits | day }

// Day returns the day on which the credit counts, from the first one that the run looks at.
func (r *Record) Day() uint32 { return r.Key & (MaxDays - 1) }

// Aux holds what few plans need of a credit: the rule that gave it, the components that do not pay it, its rate in the
// plan's table, the payee's share of what it pays, and the reversal that it is.
//
//	bits  0–7   rule
//	bits  8–15  components that its conditions keep from paying
//	bits 16–31  cell of the table
//	bits 32–39  share of the payout, as a number of the run's list; 0 is all of it
//	bits 40–63  reversal, as a number of the run's list; 0 is none
type Aux uint64

// The limits of what an [Aux] holds.
const (
	MaxRules     = 1 << 6
	MaxParts     = 1 << 3
	MaxCells     = 1 << 16
	MaxShares    = 1 << 8
	MaxReversals = 1 << 24
)

// AuxOf puts the parts together.
func AuxOf(rule, unpaid, cell, share, reversal int) Aux {
	return Aux(rule) | Aux(unpaid)<<8 | Aux(cell)<<16 | Aux(share)<<32 | Aux(reversal)<<40
}

// Rule returns the rule that gave the credit.
func (a Aux) Rule() int { return int(a & 0xff) }

// Unpaid returns a bit for each component that does not pay the credit.
func (a Aux) Unpaid() int { return int(a >> 8 & 0xff) }

// Cell returns the credit's cell.
func (a Aux) Cell() int { return int(a >> 16 & 0xffff) }

// Share returns the number of the payee's share of the payout.
func (a Aux) Share() int { return int(a >> 32 & 0xff) }

// Reversal returns the number of the reversal that the credit is.
func (a Aux) Reversal() int { return int(a >> 40) }
