package incentive

import (
	"hash/maphash"
	"math/bits"
)

// owners finds the lanes of payees by their ids: a table of its own, since this is looked up once for every deal. The first
// eight bytes of an id are in the table itself.
type owners struct {
	seed  maphash.Seed
	slots []ownerSlot
	shift uint
	// tails are the rest of ids that have up to 16 bytes, ids those that have more, both by slot.
	tails []uint64
	ids   []string
}

// ownerSlot is a payee's place in the table: n is how many lanes there are from which one on, 0 in a free slot. A long id has
// its hash for a head.
type ownerSlot struct {
	head      uint64
	from      uint32
	length, n uint8
}

// longID is the length of ids that have more than 16 bytes.
const longID = 17

// grow makes room for so many payees.
func (o *owners) grow(payees int) {
	size := 2 << bits.Len(uint(payees*2/3)) // filled by three quarters at most
	o.seed, o.shift = maphash.MakeSeed(), 64-uint(bits.Len(uint(size-1)))
	o.slots, o.tails, o.ids = make([]ownerSlot, size), make([]uint64, size), make([]string, size)
}

// slot returns where an id stands, or where it would.
func (o *owners) slot(id string) (int, shortText) {
	key, ok := shortTextOf(id)
	if !ok {
		key = shortText{maphash.String(o.seed, id), 0, longID}
	}
	mask := len(o.slots) - 1
	for at := int((key.head ^ key.tail*0xd6e8feb86659fd93) * 0x9e3779b97f4a7c15 >> o.shift); ; at++ {
		at &= mask
		s := &o.slots[at]
		if s.head == key.head && s.length == key.length && (key.length <= 8 || o.tails[at] == key.tail && (ok || o.ids[at] == id)) || s.n == 0 {
			return at, key
		}
	}
}

// add puts a payee into the table.
func (o *owners) add(id string, from uint32, n uint8) {
	at, key := o.slot(id)
	o.slots[at], o.tails[at] = ownerSlot{key.head, from, key.length, n}, key.tail
	if key.length == longID {
		o.ids[at] = id
	}
}

// find returns where a payee's lanes are and how many; none when there are none.
func (o *owners) find(id string) (from uint32, n uint8) {
	at, _ := o.slot(id)
	return o.slots[at].from, o.slots[at].n
}
