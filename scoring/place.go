package scoring

import (
	"sync"

	"github.com/kam-go/kam"
)

// finder finds where observations belong. Those of one subject, or of one metric, often stand together: it looks at the
// place of the one before, and at the next, before it searches.
type finder struct {
	*intake
	source, subject int

	origins *origins
	from    origin // that of the one before; which is its number, 0 before the first
	which   int32
}

// use is what becomes of an observation.
type use uint8

const (
	take     use = iota
	passOver     // of a metric that the card does not use
	bad          // at fault
)

// place finds the cell of an observation, or that it is at fault.
func (f *finder) place(o *kam.Observation) (int, use) {
	if !f.findSource(o) {
		if f.batch.OtherMetrics {
			return 0, passOver
		}
		return 0, bad
	}
	if !f.findSubject(&o.Subject) || o.Period != f.batch.Period && !f.batch.Period.ContainsPeriod(o.Period) || !sound(o) || !f.p.readable(f.source, o) {
		return 0, bad
	}
	return f.subject*len(f.p.readers) + f.source, take
}

func (f *finder) findSource(o *kam.Observation) bool {
	list := f.p.sourceList
	for i := f.source; i < min(f.source+2, len(list)); i++ {
		if list[i].metric == o.Metric && list[i].scope == o.Scope {
			f.source = i
			return true
		}
	}
	i, used := f.p.sources[source{o.Metric, o.Scope}]
	if used {
		f.source = i
	}
	return used
}

func (f *finder) findSubject(s *kam.Subject) bool {
	list := f.out.subjects
	for i := f.subject; i < min(f.subject+2, len(list)); i++ {
		if list[i].ID == s.ID && list[i].Kind == s.Kind {
			f.subject = i
			return true
		}
	}
	i, listed := f.out.index[*s]
	if listed {
		f.subject = i
	}
	return listed
}

// trace finds the number of where an observation comes from, and reports whether it can be stated.
func (f *finder) trace(o *kam.Observation) bool {
	from := origin{o.Period, o.Revision, o.Source}
	if f.which != 0 && from == f.from {
		return true
	}
	if badSource(o) != (kam.Text{}) {
		return false
	}
	f.from, f.which = from, f.origins.number(from)
	return true
}

// badSource returns what is wrong with the source that an observation states; the zero value when nothing is.
func badSource(o *kam.Observation) kam.Text {
	if o.Source == "" {
		return kam.Text{}
	}
	return badName(o.Source)
}

// origins numbers where values come from.
type origins struct {
	mutex sync.Mutex
	index map[origin]int32
	list  []origin
}

func (s *origins) number(from origin) int32 {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	n, known := s.index[from]
	if !known {
		n = int32(len(s.list))
		s.index[from] = n
		s.list = append(s.list, from)
	}
	return n
}
