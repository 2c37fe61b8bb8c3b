package incentive

import (
	"hash/maphash"
	"math/bits"
)

// owners finds the lanes of payees by their ids: a table of its own, since this is looked up once for every deal. A large and
// sparse index leads to the payees, which lie close together: so most ids are found at once, and both fit the second cache.
type owners struct {
	seed  maphash.Seed
	shift uint
	// index has the number of a payee from 1 on, 0 where there is none.
	index []uint32
	// heads are the payees from 1 on; tails are the rest of ids that have up to 16 bytes, ids those that have more.
	heads []ownerHead
	tails []uint64
	ids   []string
}

// ownerHead is a payee's id, or as much of it as eight bytes have, and n lanes from one on. A long id has its hash for a head.
type ownerHead struct {
	head      uint64
	from      uint32
	length, n uint8
}

// longID is the length of ids that have more than 16 bytes.
const longID = 17

// grow makes room for so many payees.
func (o *owners) grow(payees int) {
	size := 8 << bits.Len(uint(payees)) / 2
	o.seed, o.shift = maphash.MakeSeed(), 64-uint(bits.Len(uint(size-1)))
	o.index = make([]uint32, size)
	o.heads, o.tails, o.ids = make([]ownerHead, 1, payees+1), make([]uint64, 1, payees+1), make([]string, 1, payees+1)
}

// slot returns where in the index an id stands, or where it would, and who stands there.
func (o *owners) slot(id string) (at int, who uint32, key shortText) {
	key, ok := shortTextOf(id)
	if !ok {
		key = shortText{maphash.String(o.seed, id), 0, longID}
	}
	mask := len(o.index) - 1
	for at = int((key.head ^ key.tail*0xd6e8feb86659fd93) * 0x9e3779b97f4a7c15 >> o.shift); ; at++ {
		at &= mask
		who = o.index[at]
		x := &o.heads[who]
		if x.head == key.head && x.length == key.length && (key.length <= 8 || o.tails[who] == key.tail && (ok || o.ids[who] == id)) || who == 0 {
			return at, who, key
		}
	}
}

// add puts a payee into the table.
func (o *owners) add(id string, from uint32, n uint8) {
	at, who, key := o.slot(id)
	if who == 0 {
		who = uint32(len(o.heads))
		o.index[at], o.heads, o.tails, o.ids = who, append(o.heads, ownerHead{}), append(o.tails, key.tail), append(o.ids, "")
	}
	o.heads[who] = ownerHead{key.head, from, key.length, n}
	if key.length == longID {
		o.ids[who] = id
	}
}

// find returns where a payee's lanes are and how many; none when there are none.
func (o *owners) find(id string) (from uint32, n uint8) {
	_, who, _ := o.slot(id)
	return o.heads[who].from, o.heads[who].n
}
