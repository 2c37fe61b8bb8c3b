package bulk

// Sorter sorts buckets in memory of its own.
type Sorter struct {
	sorted, spare []Record
	shorts, among []Short
	counts, ends  []uint32
}

// Sort returns the records of a bucket in order of unit and day, those of one unit and day in the order in which they came,
// and the end of each unit's. Both are valid until the next call.
func (s *Sorter) Sort(k *Bucket, units, days int) ([]Record, []uint32) {
	s.sorted, s.ends = grown(s.sorted, k.n), grown(s.ends, units)
	if units*days <= k.n/4+fewKeys {
		s.byKey(k, units, days)
		return s.sorted, s.ends
	}
	s.byUnit(k, units)
	from := uint32(0)
	for _, until := range s.ends {
		s.byDay(s.sorted[from:until], days)
		from = until
	}
	return s.sorted, s.ends
}

// SortShort is [Sorter.Sort] for a bucket of short records; false for any other one.
func (s *Sorter) SortShort(k *Bucket, units, days int) ([]Short, []uint32, bool) {
	if k.beside {
		return nil, nil, false
	}
	s.shorts, s.ends = grown(s.shorts, k.n), grown(s.ends, units)
	if units*days > k.n/4+fewKeys {
		s.byDayAndUnit(k, units, days)
		return s.shorts, s.ends, true
	}
	s.count(k, units, days)
	counts, sorted := s.counts, s.shorts
	for _, c := range k.chunks {
		for i := range c.records {
			x := &c.records[i]
			at := &counts[x.among(days)]
			to := &sorted[*at]
			*at++
			to.q, to.row, to.key = x.q, x.row, x.key
		}
	}
	return s.shorts, s.ends, true
}

// byDayAndUnit sorts by day and then by unit, each of which has few counters where both together have too many.
func (s *Sorter) byDayAndUnit(k *Bucket, units, days int) {
	s.counts, s.among = grown(s.counts, days+units), grown(s.among, k.n)
	clear(s.counts)
	ofDay, ofUnit := s.counts[:days], s.counts[days:]
	for _, c := range k.chunks {
		for i := range c.records {
			x := &c.records[i]
			ofDay[x.Day()]++
			ofUnit[x.unit()]++
		}
	}
	starts(ofDay)
	starts(ofUnit)
	byDay := s.among
	for _, c := range k.chunks {
		for i := range c.records {
			x := &c.records[i]
			at := &ofDay[x.Day()]
			to := &byDay[*at]
			*at++
			to.q, to.row, to.key = x.q, x.row, x.key
		}
	}
	sorted := s.shorts
	for i := range byDay {
		x := &byDay[i]
		at := &ofUnit[x.unit()]
		to := &sorted[*at]
		*at++
		to.q, to.row, to.key = x.q, x.row, x.key
	}
	copy(s.ends, ofUnit)
}

// starts makes of how many there are of each where the first one goes.
func starts(counts []uint32) {
	sum := uint32(0)
	for i, n := range counts {
		counts[i] = sum
		sum += n
	}
}

// count finds where the records of each unit and day go, and where those of each unit end.
func (s *Sorter) count(k *Bucket, units, days int) {
	s.counts = grown(s.counts, units*days+1)
	clear(s.counts)
	counts := s.counts[1:]
	for _, c := range k.chunks {
		for i := range c.records {
			counts[c.records[i].among(days)]++
		}
	}
	sum := uint32(0)
	for i := range s.counts {
		sum += s.counts[i]
		s.counts[i] = sum
	}
	for u := range units {
		s.ends[u] = s.counts[(u+1)*days]
	}
}

// fewKeys is how many counters are no matter, however few records there are.
const fewKeys = 1 << 11

// byKey sorts by unit and day at once, where there are not many more of both than records.
func (s *Sorter) byKey(k *Bucket, units, days int) {
	s.count(k, units, days)
	for _, c := range k.chunks {
		for i := range c.records {
			at := &s.counts[c.records[i].among(days)]
			s.sorted[*at].read(&c, i)
			*at++
		}
	}
}

// byUnit puts the records of units together.
func (s *Sorter) byUnit(k *Bucket, units int) {
	s.counts = grown(s.counts, units+1)
	clear(s.counts)
	for _, c := range k.chunks {
		for i := range c.records {
			s.counts[c.records[i].unit()+1]++
		}
	}
	for u := range units {
		s.counts[u+1] += s.counts[u]
	}
	copy(s.ends, s.counts[1:])
	for _, c := range k.chunks {
		for i := range c.records {
			at := &s.counts[c.records[i].unit()]
			s.sorted[*at].read(&c, i)
			*at++
		}
	}
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
