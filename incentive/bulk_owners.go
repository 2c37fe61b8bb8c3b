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

// ownerHead is a payee's id, or as much of it as eight bytes have, and the payee's lanes. A long id has its hash for a head.
type ownerHead struct {
	head uint64
	ownerLanes
	length uint8
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

// key returns an id as the table knows it, a long one by its hash.
func (o *owners) key(id string) shortText {
	key, ok := shortTextOf(id)
	if !ok {
		key = shortText{maphash.String(o.seed, id), 0, longID}
	}
	return key
}

// first returns where in the index the search for an id begins.
func (o *owners) first(key *shortText) uint32 {
	return uint32((key.head ^ key.tail*0xd6e8feb86659fd93) * 0x9e3779b97f4a7c15 >> o.shift)
}

// slot returns where in the index an id stands, or where it would, and who stands there.
func (o *owners) slot(id string, key *shortText) (at, who uint32) {
	mask := uint32(len(o.index) - 1)
	for at = o.first(key) & mask; ; at = (at + 1) & mask {
		who = o.index[at]
		x := &o.heads[who]
		if x.head == key.head && x.length == key.length && (key.length <= 8 || o.tails[who] == key.tail && (key.length < longID || o.ids[who] == id)) || who == 0 {
			return at, who
		}
	}
}

// add puts a payee into the table.
func (o *owners) add(id string, lanes ownerLanes) {
	key := o.key(id)
	at, who := o.slot(id, &key)
	if who == 0 {
		who = uint32(len(o.heads))
		o.index[at], o.heads, o.tails, o.ids = who, append(o.heads, ownerHead{}), append(o.tails, key.tail), append(o.ids, "")
	}
	o.heads[who] = ownerHead{key.head, lanes, key.length}
	if key.length == longID {
		o.ids[who] = id
	}
}

// search is a search for several owners.
type search struct {
	keys [blockSize]shortText
	who  [blockSize]uint32
}

// find finds the lanes of as many owners as there is room for, whose keys are there. Between two deals of one owner there are so
// many others that what it looks at comes from the third cache or beyond: the index, and the payee, each in a loop that waits
// for many at once.
func (o *owners) find(s *search, owner func(i int) string, lanes []ownerLanes) {
	mask := uint32(len(o.index) - 1)
	for i := range lanes {
		s.who[i] = o.index[o.first(&s.keys[i])&mask]
	}
	for i := range lanes {
		key, head := &s.keys[i], &o.heads[s.who[i]]
		own := &head.ownerLanes
		if head.head != key.head || head.length != key.length || key.length > 8 {
			_, who := o.slot(owner(i), key)
			own = &o.heads[who].ownerLanes
		}
		x := &lanes[i] // in place: a copy would wait for what was just written
		x.units, x.shape = own.units, own.shape
	}
}

// findAll finds the lanes of owners.
func (o *owners) findAll(ids []string, lanes []ownerLanes) {
	var s search
	for len(ids) > 0 {
		n := min(len(ids), blockSize)
		for i, id := range ids[:n] {
			s.keys[i] = o.key(id)
		}
		o.find(&s, func(i int) string { return ids[i] }, lanes[:n])
		ids, lanes = ids[n:], lanes[n:]
	}
}
