package bulk

// written is a record as it lies in the buckets: 16 bytes, because the memory that writing and sorting wait for is most of
// what they cost. The rule of its Aux is in the key, between unit and day; the rest of it, which few have, lies beside.
type written struct {
	q   int64
	row uint32
	key uint32
}

// ruleBits is how much of a key the rule takes.
const (
	ruleBits = 6
	ruleMask = MaxRules - 1
)

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
	// open is the chunk of each bucket that is being filled, filled how far it is. It is a slice, because Go looks at the
	// first byte of an array before it writes to another one, and would wait for that.
	open   [][]written
	filled []uint32
	// first and last are each bucket's chunks, as a list by next.
	first, last []int32
	chunks      [][]written
	next        []int32
	used        int // chunks in use
	// beside is what lies beside each chunk, nil for nothing; spare is memory for more.
	beside, spare []*beside
}

// Reset makes the writer empty; its memory stays.
func (w *Writer) Reset(b Buckets) {
	for _, x := range w.beside {
		if x != nil {
			w.spare = append(w.spare, x)
		}
	}
	w.shift, w.used, w.beside = b.Shift, 0, w.beside[:0]
	w.open, w.filled = grown(w.open, b.Count), grown(w.filled, b.Count)
	w.first, w.last = grown(w.first, b.Count), grown(w.last, b.Count)
	for i := range b.Count {
		w.open[i], w.filled[i], w.first[i], w.last[i] = nil, chunkSize, -1, -1
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
	Q   int64
	Aux Aux
	// Unit is the unit among all of them.
	Unit, Day, Row uint32
}

// Add writes records. Many at once are written much faster than one by one: the processor then works on the next ones while
// it waits for the memory of the first.
func (w *Writer) Add(drafts []Draft) {
	shift, mask := w.shift, uint32(1)<<w.shift-1
	for i := range drafts {
		d := &drafts[i]
		b := d.Unit >> shift
		at := w.filled[b]
		if at == chunkSize {
			w.more(b)
			at = 0
		}
		w.filled[b] = at + 1
		r := &w.open[b][at]
		r.q, r.row, r.key = d.Q, d.Row, (d.Unit&mask)<<(dayBits+ruleBits)|uint32(d.Aux&ruleMask)<<dayBits|d.Day
		if d.Aux > ruleMask {
			w.put(b, at, d.Aux)
		}
	}
}

// put lays down beside a record what there is of its Aux but for the rule.
func (w *Writer) put(b, at uint32, aux Aux) {
	n := w.last[b]
	if w.beside[n] == nil {
		if last := len(w.spare) - 1; last >= 0 {
			w.beside[n], w.spare = w.spare[last], w.spare[:last]
			clear(w.beside[n][:])
		} else {
			w.beside[n] = new(beside)
		}
	}
	w.beside[n][at] = aux
}

// more opens another chunk of a bucket.
func (w *Writer) more(b uint32) {
	if w.used == len(w.chunks) {
		slab := make([]written, slabChunks*chunkSize)
		for i := range slabChunks {
			w.chunks, w.next = append(w.chunks, slab[i*chunkSize:][:chunkSize:chunkSize]), append(w.next, -1)
		}
	}
	n := int32(w.used)
	w.used++
	if w.last[b] < 0 {
		w.first[b] = n
	} else {
		w.next[w.last[b]] = n
	}
	w.last[b], w.next[n], w.beside = n, -1, append(w.beside, nil)
	w.open[b], w.filled[b] = w.chunks[n], 0
}

// Count returns how many records of a bucket there are.
func (w *Writer) Count(b int) int {
	n := 0
	for at := w.first[b]; at >= 0; at = w.next[at] {
		n += chunkSize
	}
	if n > 0 {
		n -= chunkSize - int(w.filled[b])
	}
	return n
}

// Bucket is the records of a range of units, in the order of their transactions in the source.
type Bucket struct {
	chunks []piece
	n      int
}

// piece is some records of a bucket, and what lies beside them.
type piece struct {
	records []written
	beside  *beside
}

// Gather makes one bucket of what the writers have of it, in their order.
func (k *Bucket) Gather(writers []*Writer, b int) {
	k.chunks, k.n = k.chunks[:0], 0
	for _, w := range writers {
		for at := w.first[b]; at >= 0; at = w.next[at] {
			n := chunkSize
			if at == w.last[b] {
				n = int(w.filled[b])
			}
			k.chunks = append(k.chunks, piece{w.chunks[at][:n], w.beside[at]})
			k.n += n
		}
	}
}
