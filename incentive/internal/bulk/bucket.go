package bulk

// chunkSize is how many records a chunk holds: 8 KiB.
const chunkSize = 512

// beside has what the records of a chunk have of an Aux but for the rule.
type beside [chunkSize]Aux

// slabChunks is how many chunks are made at once.
const slabChunks = 512

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

// Writer takes the records of one worker.
type Writer struct {
	shift uint
	heads []head
	// first is each bucket's first chunk, of a list by next.
	first  []int32
	chunks [][]Short
	next   []int32
	used   int // chunks in use
	// beside is what lies beside each chunk, nil for nothing; spare is memory for more.
	beside, spare []*beside
}

// head is where the next record of a bucket goes: the chunk that is open, which is the last one, and how far it is filled.
// It is a slice, because Go looks at the first byte of an array before it writes to another one, and would wait for that.
type head struct {
	open   []Short
	filled uint32
	last   int32
}

// Reset makes the writer empty; its memory stays.
func (w *Writer) Reset(b Buckets) {
	for _, x := range w.beside {
		if x != nil {
			w.spare = append(w.spare, x)
		}
	}
	w.shift, w.used, w.beside = b.Shift, 0, w.beside[:0]
	w.heads, w.first = grown(w.heads, b.Count), grown(w.first, b.Count)
	for i := range b.Count {
		w.heads[i], w.first[i] = head{filled: chunkSize, last: -1}, -1
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
	shift, mask := w.shift, uint32(1)<<w.shift-1
	heads := w.heads
	for i := range drafts {
		d := &drafts[i]
		h := &heads[d.Unit>>shift]
		at := h.filled
		if at == chunkSize {
			w.more(d.Unit >> shift)
			at = 0
		}
		h.filled = at + 1
		r := &h.open[at]
		r.q, r.row, r.key = d.Q, d.Row, (d.Unit&mask)<<(dayBits+ruleBits)|d.Key&^hasMore
		if d.Key >= hasMore {
			w.put(h.last, at, auxes[i])
		}
	}
}

// put lays down beside a record what there is of its Aux but for the rule.
func (w *Writer) put(chunk int32, at uint32, aux Aux) {
	if w.beside[chunk] == nil {
		if last := len(w.spare) - 1; last >= 0 {
			w.beside[chunk], w.spare = w.spare[last], w.spare[:last]
			clear(w.beside[chunk][:])
		} else {
			w.beside[chunk] = new(beside)
		}
	}
	w.beside[chunk][at] = aux
}

// more opens another chunk of a bucket.
func (w *Writer) more(b uint32) {
	if w.used == len(w.chunks) {
		slab := make([]Short, slabChunks*chunkSize)
		for i := range slabChunks {
			w.chunks, w.next = append(w.chunks, slab[i*chunkSize:][:chunkSize:chunkSize]), append(w.next, -1)
		}
	}
	n := int32(w.used)
	w.used++
	h := &w.heads[b]
	if h.last < 0 {
		w.first[b] = n
	} else {
		w.next[h.last] = n
	}
	w.next[n], w.beside = -1, append(w.beside, nil)
	*h = head{w.chunks[n], 0, n}
}

// Count returns how many records of a bucket there are.
func (w *Writer) Count(b int) int {
	n := 0
	for at := w.first[b]; at >= 0; at = w.next[at] {
		n += chunkSize
	}
	if n > 0 {
		n -= chunkSize - int(w.heads[b].filled)
	}
	return n
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
			n := chunkSize
			if at == w.heads[b].last {
				n = int(w.heads[b].filled)
			}
			k.chunks = append(k.chunks, piece{w.chunks[at][:n], w.beside[at]})
			k.n, k.beside = k.n+n, k.beside || w.beside[at] != nil
		}
	}
}
