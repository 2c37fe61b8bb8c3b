package develop

import "slices"

// settle works out which options may still do something, and forgets what none of them depends on, so that more ways turn
// out to lead to the same. Days on which something was reached become those on which it can be made use of.
func (s *search) settle(l *label) {
	l.open = set{}
	for _, i := range s.order {
		if !l.taken.has(i) && s.useful(l, i) {
			l.open.add(i)
		}
	}
	held := bitset(s.held)
	for g, list := range s.waiting {
		key := g < s.keys
		if !key && !s.timed {
			break
		}
		if key && !held.has(g) || !key && int(s.levels[s.gates[g-s.keys].skill]) < s.gates[g-s.keys].level {
			continue
		}
		first, used := s.firstUse(l, g, list)
		if !used && key {
			s.held[g/64] &^= 1 << (g % 64)
		}
		if s.timed {
			s.done[g] = first
		}
	}
	s.forget(l)
}

// forget drops the days taken on which no open option has a session.
func (s *search) forget(l *label) {
	clear(s.apart)
	for i := range s.options {
		if l.open.has(i) {
			for word, days := range s.options[i].slots {
				s.apart[word] |= days
			}
		}
	}
	for word, days := range s.apart {
		s.busy[word] &= days
	}
}

// useful reports whether option i lifts a level, or is required by one that does. Options that require it were asked before.
func (s *search) useful(l *label, i int) bool {
	o := &s.options[i]
	for _, to := range o.lifts {
		if int(s.levels[to.skill]) < to.level {
			return true
		}
	}
	if o.key >= 0 {
		for _, later := range s.waiting[o.key] {
			if l.open.has(later) {
				return true
			}
		}
	}
	return false
}

// firstUse returns the first day, from the one on which g was reached, on which an open option that waits for g can begin;
// 0 when there is none.
func (s *search) firstUse(l *label, g int, list []int) (first int32, used bool) {
	first = never
	for _, i := range list {
		if !l.open.has(i) {
			continue
		}
		if used = true; !s.timed {
			return 0, true
		}
		o := &s.options[i]
		if len(o.spans) == 0 {
			first = min(first, s.done[g])
		}
		if at, _ := slices.BinarySearch(o.starts, s.done[g]); at < len(o.starts) {
			first = min(first, o.starts[at])
		}
	}
	if !used {
		first = 0
	}
	return first, used
}
