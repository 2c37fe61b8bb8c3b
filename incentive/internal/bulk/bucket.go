package bulk

// Chunks hold this many records, 12 KiB.
const chunkSize = 512

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
	shift   uint
	open    [][]Record // the chunk of each bucket that is being filled
	first   []int32    // each bucket's chunks, as a list
	last    []int32
	chunks  [][]Record
	next    []int32
	used    int // chunks in use
	Counted int // records taken
}

// Reset makes the writer empty; its memory stays.
func (w *Writer) Reset(b Buckets) {
	w.shift, w.used, w.Counted = b.Shift, 0, 0
	w.open = grown(w.open, b.Count)
	w.first, w.last = grown(w.first, b.Count), grown(w.last, b.Count)
	for i := range b.Count {
		w.open[i], w.first[i], w.last[i] = nil, -1, -1
	}
}

// grown returns a slice of n elements in the memory of s where that is enough. What is in it is undefined.
func grown[T any](s []T, n int) []T {
	if cap(s) < n {
		return make([]T, n)
	}
	return s[:n]
}

// Add takes a record of a unit on a day.
func (w *Writer) Add(unit, day uint32, q int64, row uint32, aux Aux) {
	b := unit >> w.shift
	open := w.open[b]
	if len(open) == cap(open) {
		open = w.more(b)
	}
	w.open[b] = append(open, Record{q, row, Key(unit&(1<<w.shift-1), day), aux})
}

// more opens another chunk of a bucket.
func (w *Writer) more(b uint32) []Record {
	if w.used == len(w.chunks) {
		slab := make([]Record, chunkSize*slabChunks)
		for i := range slabChunks {
			w.chunks = append(w.chunks, slab[i*chunkSize:i*chunkSize:(i+1)*chunkSize])
			w.next = append(w.next, -1)
		}
	}
	n := int32(w.used)
	w.used++
	if w.last[b] < 0 {
		w.first[b] = n
	} else {
		w.chunks[w.last[b]] = w.open[b]
		w.next[w.last[b]] = n
	}
	w.last[b], w.next[n] = n, -1
	w.Counted += chunkSize
	return w.chunks[n][:0]
}

// Count returns about how many records of a bucket there are.
func (w *Writer) Count(b int) int {
	n := 0
	for at := w.first[b]; at >= 0; at = w.next[at] {
		n += chunkSize
	}
	return n
}

// Close ends writing.
func (w *Writer) Close() {
	for b, n := range w.last {
		if n >= 0 {
			w.chunks[n] = w.open[b]
			w.Counted -= chunkSize - len(w.open[b])
		}
	}
}

// Bucket is the records of a range of units, in order of unit and day once it is sorted; those of one unit and day are in
// the order of their transactions in the source.
type Bucket struct {
	chunks [][]Record
	n      int
}

// Gather makes one bucket of what the writers have of it, in their order.
func (k *Bucket) Gather(writers []*Writer, b int) {
	k.chunks, k.n = k.chunks[:0], 0
	for _, w := range writers {
		for at := w.first[b]; at >= 0; at = w.next[at] {
			k.chunks = append(k.chunks, w.chunks[at])
			k.n += len(w.chunks[at])
		}
	}
}

// Keep puts sorted records back, so that the bucket is in order from then on.
func (k *Bucket) Keep(sorted []Record) {
	for _, c := range k.chunks {
		sorted = sorted[copy(c, sorted):]
	}
}

// Records returns a stretch of a bucket: in the bucket's own memory where it is in one piece, else copied to spare, which
// is returned too, to be used again.
func (k *Bucket) Records(from, until int, spare []Record) (records, memory []Record) {
	spare = spare[:0]
	for _, c := range k.chunks {
		if from < len(c) && until > 0 {
			part := c[max(from, 0):min(until, len(c))]
			if len(spare) == 0 && until <= len(c) {
				return part, spare
			}
			spare = append(spare, part...)
		}
		from, until = from-len(c), until-len(c)
	}
	return spare, spare
}

// Sorter sorts buckets in memory of its own.
type Sorter struct {
	sorted, spare []Record
	counts        []uint32
}

// Sort returns the records of a bucket in order and the end of each of its units in it; both are valid until the next call.
func (s *Sorter) Sort(k *Bucket, units, days int) ([]Record, []uint32) {
	s.sorted = grown(s.sorted, k.n)
	ends := s.byUnit(k, units)
	from := uint32(0)
	for _, until := range ends {
		s.byDay(s.sorted[from:until], days)
		from = until
	}
	return s.sorted, ends
}

// byUnit puts the records of units together.
func (s *Sorter) byUnit(k *Bucket, units int) []uint32 {
	s.counts = grown(s.counts, units+1)
	clear(s.counts)
	for _, c := range k.chunks {
		for i := range c {
			s.counts[c[i].Key>>dayBits+1]++
		}
	}
	for u := range units {
		s.counts[u+1] += s.counts[u]
	}
	for _, c := range k.chunks {
		for i := range c {
			at := &s.counts[c[i].Key>>dayBits]
			s.sorted[*at] = c[i]
			*at++
		}
	}
	return s.counts[:units]
}

// few is how many records are sorted by insertion.
const few = 32

// byDay sorts the records of one unit by day and keeps the order of each day.
func (s *Sorter) byDay(records []Record, days int) {
	if len(records) <= few {
		for i := 1; i < len(records); i++ {
			for j := i; j > 0 && records[j].Key < records[j-1].Key; j-- {
				records[j], records[j-1] = records[j-1], records[j]
			}
		}
		return
	}
	var counts [MaxDays + 1]uint32
	ordered := true
	before := uint32(0)
	for i := range records {
		day := records[i].Day()
		counts[day+1]++
		ordered = ordered && day >= before
		before = day
	}
	if ordered {
		return
	}
	for d := range days {
		counts[d+1] += counts[d]
	}
	s.spare = grown(s.spare, len(records))
	copy(s.spare, records)
	for i := range s.spare {
		at := &counts[s.spare[i].Day()]
		records[*at] = s.spare[i]
		*at++
	}
}
