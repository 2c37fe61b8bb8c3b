package bulk

import "math/bits"

// Short is a record as it lies in the buckets: 16 bytes, because the memory that writing and sorting wait for is most of what
// they cost. The rule of its Aux is in the key, between unit and day; the rest of it, which few have, lies beside. A short
// record is all there is where nothing lies beside it.
type Short struct {
	q   int64
	row uint32
	key uint32
}

// ruleBits is how much of a key the rule takes.
const (
	ruleBits = 6
	ruleMask = MaxRules - 1
)

// Q returns the credited quantity.
func (x *Short) Q() int64 { return x.q }

// Row returns the transaction's place in the source.
func (x *Short) Row() uint32 { return x.row }

// Day returns the day on which the credit counts, from the first one that the run looks at.
func (x *Short) Day() uint32 { return x.key & (MaxDays - 1) }

// Aux returns the rule that gave the credit, as [Record] has it.
func (x *Short) Aux() Aux { return Aux(x.key >> dayBits & ruleMask) }

func (x *Short) unit() uint32 { return x.key >> (dayBits + ruleBits) }

// among returns a number for unit and day, in their order.
func (x *Short) among(days int) int { return int(x.unit())*days + int(x.Day()) }

// read makes the record of what was written.
func (r *Record) read(c *piece, i int) {
	x := &c.records[i]
	r.Q, r.Row, r.Key, r.Aux = x.q, x.row, Key(x.unit(), x.Day()), x.Aux()
	if c.beside != nil {
		r.Aux |= c.beside[i%chunkSize]
	}
}

// Widen makes records of short ones, in the memory of some.
func Widen(some []Record, shorts []Short) []Record {
	some = grown(some, len(shorts))
	for i := range shorts {
		x := &shorts[i]
		some[i] = Record{Q: x.q, Row: x.row, Key: Key(x.unit(), x.Day()), Aux: x.Aux()}
	}
	return some
}

// LookShort is [Look] for short records.
func LookShort(records []Short) Seen {
	var s Seen
	over, size, keys := uint64(0), uint64(0), uint32(0)
	for i := range records {
		r := &records[i]
		carry := uint64(0)
		size, carry = bits.Add64(size, uint64(max(r.q, -r.q)), 0)
		over |= carry
		keys |= r.key
		s.Rules |= 1 << (r.key >> dayBits & ruleMask)
		s.Again = s.Again || i > 0 && r.row == records[i-1].row
	}
	if s.Size = size; over != 0 {
		s.Size = 1<<64 - 1
	}
	s.Aux = Aux(keys >> dayBits & ruleMask)
	return s
}
