package bulk

// chunkSize is how many records a chunk holds: 8 KiB.
const chunkSize = 512

// beside has what the records of a chunk have of an Aux but for the rule.
type beside [chunkSize]Aux

// Buckets divides units into ranges, so that the records of one range fit the cache of a core.
type Buckets struct {
	// Count is how many there are; unit u is in bucket u >> Shift.
	Count int
	Shift uint
}

// inCache is how many records of a bucket fit the second cache of a core with room for a sorted copy.
const inCache = 1 << 14

// BucketsFor divides units that have records together.
func BucketsFor(units, records int) Buckets {
	b := Buckets{Count: max(units, 1)}
	for b.Shift < maxShift && b.Count > 1 && (records/b.Count < inCache || b.Count > 1<<13) {
		b.Shift++
		b.Count = (max(units, 1)-1)>>b.Shift + 1
	}
	return b
}

// Writer takes the records of one worker. What it looks at for each record, and the drafts of a batch, fit the first cache of a
// core beside the ends of the open chunks.
type Writer struct {
	shift uint
	// memory is all chunks, one behind the other, of which used are in use.
	memory []Short
	used   int
	// to is where in memory the next record of each bucket goes: where a chunk would begin, to a new one.
	to []int
	// first and last are each bucket's first and last chunk, of a list by next; -1 is none.
	first, last, next []int32
	// beside is what lies beside each chunk, nil for nothing; spare is memory for more.
	beside, spare []*beside
}

// Reset makes the writer empty, for about so many records; its memory stays.
func (w *Writer) Reset(b Buckets, records int) {
	for _, x := range w.beside {
		if x != nil {
			w.spare = append(w.spare, x)
		}
	}
	w.shift, w.used, w.next, w.beside = b.Shift, 0, w.next[:0], w.beside[:0]
	w.to, w.first, w.last = grown(w.to, b.Count), grown(w.first, b.Count), grown(w.last, b.Count)
	for i := range b.Count {
		w.to[i], w.first[i], w.last[i] = 0, -1, -1
	}
	if chunks := records/chunkSize + b.Count; len(w.memory) < chunks*chunkSize {
		w.memory = make([]Short, chunks*chunkSize)
	}
}

// grown returns a slice of n elements in the memory of s where that is enough. What is in it is undefined.
func grown[T any](s []T, n int) []T {
	if cap(s) < n {
		return make([]T, n)
	}
	return s[:n]
}

// Draft is a record before it is written.
type Draft struct {
	Q int64
	// Unit is the unit among all of them, Key says the rest, see [DraftKey].
	Row, Unit, Key uint32
}

// hasMore is the bit of a draft's key that says that its Aux has more than a rule.
const hasMore = 1 << 31

// DraftKey returns what a draft has of an Aux and a day.
func DraftKey(aux Aux, day uint32) uint32 {
	key := uint32(aux&ruleMask)<<dayBits | day
	if aux > ruleMask {
		key |= hasMore
	}
	return key
}

// Add writes records; auxes are those of drafts that have more than a rule. Many at once are written much faster than one by
// one: the processor then works on the next ones while it waits for the memory of the first.
func (w *Writer) Add(drafts []Draft, auxes []Aux) {
	for i := w.append(drafts); i < len(drafts); i += w.append(drafts[i:]) {
		d := &drafts[i]
		b := d.Unit >> w.shift
		at := w.to[b]
		if at%chunkSize == 0 {
			at = w.more(b)
		}
		w.to[b] = at + 1
		w.memory[at].write(d, uint32(1)<<w.shift-1)
		if d.Key >= hasMore {
			w.put(at, auxes[i])
		}
		i++
	}
}

// append writes records until one needs another chunk or has something beside it, and returns how many it has written. It
// calls nothing, so that all it looks at stays in registers.
func (w *Writer) append(drafts []Draft) int {
	shift := w.shift % 32 // it is less: else the processor would have to look
	mask := uint32(1)<<shift - 1
	to, memory := w.to, w.memory
	for i := range drafts {
		d := &drafts[i]
		b := d.Unit >> shift
		at := to[b]
		if at%chunkSize == 0 || d.Key >= hasMore {
			return i
		}
		to[b] = at + 1
		memory[at].write(d, mask)
	}
	return len(drafts)
}

// write makes the record of a draft, whose unit has the place in its bucket that mask leaves of it.
func (x *Short) write(d *Draft, mask uint32) {
	x.q, x.row, x.key = d.Q, d.Row, (d.Unit&mask)<<(dayBits+ruleBits)|d.Key&^hasMore
}

// put lays down beside a record what there is of its Aux but for the rule.
func (w *Writer) put(at int, aux Aux) {
	chunk := at / chunkSize
	if w.beside[chunk] == nil {
		if last := len(w.spare) - 1; last >= 0 {
			w.beside[chunk], w.spare = w.spare[last], w.spare[:last]
			clear(w.beside[chunk][:])
		} else {
			w.beside[chunk] = new(beside)
		}
	}
	w.beside[chunk][at%chunkSize] = aux
}

// more opens another chunk of a bucket, and returns where it begins.
func (w *Writer) more(b uint32) int {
	if (w.used+1)*chunkSize > len(w.memory) {
		w.memory = append(w.memory, make([]Short, len(w.memory)/2+chunkSize)...)
	}
	n := int32(w.used)
	w.used++
	if w.last[b] < 0 {
		w.first[b] = n
	} else {
		w.next[w.last[b]] = n
	}
	w.last[b], w.next, w.beside = n, append(w.next, -1), append(w.beside, nil)
	return int(n) * chunkSize
}

// Count returns how many records of a bucket there are.
func (w *Writer) Count(b int) int {
	n := 0
	for at := w.first[b]; at >= 0; at = w.next[at] {
		n += w.filled(b, at)
	}
	return n
}

// filled returns how many records are in a chunk of a bucket.
func (w *Writer) filled(b int, chunk int32) int {
	if chunk != w.last[b] {
		return chunkSize
	}
	return w.to[b] - int(chunk)*chunkSize
}

// Bucket is the records of a range of units, in the order of their transactions in the source.
type Bucket struct {
	chunks []piece
	n      int
	// beside is true when something lies beside one of the records.
	beside bool
}

// piece is some records of a bucket, and what lies beside them.
type piece struct {
	records []Short
	beside  *beside
}

// Gather makes one bucket of what the writers have of it, in their order.
func (k *Bucket) Gather(writers []*Writer, b int) {
	k.chunks, k.n, k.beside = k.chunks[:0], 0, false
	for _, w := range writers {
		for at := w.first[b]; at >= 0; at = w.next[at] {
			n := w.filled(b, at)
			k.chunks = append(k.chunks, piece{w.memory[int(at)*chunkSize:][:n], w.beside[at]})
			k.n, k.beside = k.n+n, k.beside || w.beside[at] != nil
		}
	}
}
