package develop

import (
	"cmp"
	"container/heap"
	"slices"
)

// search goes from levels to levels. Two ways to the same levels, with the same required options done, go on alike: the
// one that is no better in anything is dropped, and what is left are few, however many sets of options there are.
type search struct {
	*problem
	// partly says that what closes most of the gap is looked for, and not what is cheapest of all that close it.
	partly        bool
	price, effort bound  // when it is not
	money, work   climbs // when it is
	states        map[string][]rival
	page          []label
	hasty         bool // the first look is on
	made, limit   int
	// spent is how much was looked at, in words of memory or so, enough the limit of that.
	spent, enough int64
	each, store   int64 // what it takes to look at one label, and to keep it
	best          *label

	// room for one label before it is kept
	levels []uint8
	held   []uint64
	done   []int32
	busy   bitset
	name   []byte
	apart  bitset
}

// rival is a way to the same levels, with its cost and the days taken, folded into one word, beside it for a quick look.
type rival struct {
	cost  int64
	fold  uint64
	label *label
}

// answer is what a search found.
type answer struct {
	// best is nil when nothing was found.
	best *label
	// bound is a cost below which there is no plan, most a part of the gap above which none closes; with a proven answer
	// they are those of the best.
	bound, most int64
	proven      bool
}

// beam is how many labels the first look keeps of each number of options.
const beam = 24

// perPlan is how much a search looks at for each partial plan that it may keep.
const perPlan = 5000

// perRival is how much it is to look at another way to the same levels, perCover to compare with it in full.
const (
	perRival = 4
	perCover = 40
)

// cheapest returns the first plan in the order of [choice.compare] of all that reach what is wanted within the limits. It
// makes no more than limit labels; when it takes more, the answer is not proven, and has the best plan found so far and the
// least that those not looked at may cost.
func (p *problem) cheapest(limit int) answer { return p.newSearch(limit, false).run() }

// most returns the plan within the limits that closes most of the gap, of those that close as much the first in the order
// of [choice.compare]. It makes no more than limit labels, as cheapest does.
func (p *problem) most(limit int) answer { return p.newSearch(limit, true).run() }

func (p *problem) newSearch(limit int, partly bool) *search {
	s := &search{
		problem: p, partly: partly, limit: limit, enough: int64(limit) * perPlan,
		levels: make([]uint8, len(p.start)), held: make([]uint64, (p.keys+63)/64), busy: make(bitset, (p.slots+63)/64), apart: make(bitset, (p.slots+63)/64),
	}
	if p.timed {
		s.done = make([]int32, p.keys+len(p.gates))
	}
	cost, hours := func(o *option) int64 { return o.cost }, func(o *option) int64 { return o.hours }
	if partly {
		s.money, s.work = p.newClimbs(cost), p.newClimbs(hours)
	} else {
		s.price, s.effort = p.newBound(cost), p.newBound(hours)
	}
	s.weigh()
	return s
}

func (s *search) run() answer {
	s.first()
	less := cheaper
	if s.partly {
		less = fuller
	}
	open := queue{less: less}
	s.states = map[string][]rival{}
	if root := s.root(); root != nil {
		heap.Push(&open, root)
	}
	for open.Len() > 0 {
		l := heap.Pop(&open).(*label)
		if l.dead || s.hopeless(l) {
			continue
		}
		if s.exhausted() {
			return s.cut(l)
		}
		s.children(l, func(child *label) { heap.Push(&open, child) })
	}
	a := answer{best: s.best, proven: true}
	if s.best != nil {
		a.bound, a.most = s.best.cost, s.best.closed
	}
	return a
}

// cut is the answer of a search that ends before l, the first of what it did not look at.
func (s *search) cut(l *label) answer {
	a := answer{best: s.best, bound: l.costLeast, most: l.most}
	if s.best != nil {
		a.bound, a.most = min(a.bound, s.best.cost), max(a.most, s.best.closed)
	}
	return a
}

// first looks for plans to begin with. With a limit of hours the cheapest ways may lead nowhere, so that it looks for quick
// ones as well, and for some between both.
func (s *search) first() {
	s.seed()
	if s.partly {
		s.dive(fuller)
		return
	}
	s.dive(cheaper)
	root := s.root()
	if root == nil || s.problem.hours >= endless {
		return
	}
	cost, hours := max(1, root.costLeast/1000), max(1, root.hoursLeast/1000)
	s.dive(func(a, b *label) bool {
		by := cmp.Compare(a.costLeast/cost+a.hoursLeast/hours, b.costLeast/cost+b.hoursLeast/hours)
		return by < 0 || by == 0 && cheaper(a, b)
	})
	s.dive(func(a, b *label) bool {
		return a.hoursLeast < b.hoursLeast || a.hoursLeast == b.hoursLeast && cheaper(a, b)
	})
}

// dive follows, of the ways with one option, with two and so on, the few that come first; only the first one once it has
// taken an eighth of the effort, and none after a quarter.
func (s *search) dive(less func(a, b *label) bool) {
	s.states = map[string][]rival{}
	s.hasty = true
	defer func() { s.hasty = false }()
	var layer, next []*label
	if root := s.root(); root != nil {
		layer = append(layer, root)
	}
	made, spent := s.made, s.spent
	over := func(parts int) bool {
		return s.made-made >= s.limit/parts || s.spent-spent >= s.enough/int64(parts)
	}
	for len(layer) > 0 && !over(4) {
		next = next[:0]
		for _, l := range layer {
			s.children(l, func(child *label) { next = append(next, child) })
			if over(8) {
				break
			}
		}
		slices.SortFunc(next, func(a, b *label) int {
			if less(a, b) {
				return -1
			}
			return 1
		})
		next = slices.DeleteFunc(next, func(l *label) bool { return l.dead || s.hopeless(l) })
		width := beam
		if over(8) {
			width = 1
		}
		next = next[:min(len(next), width)]
		layer, next = next, layer
	}
}

// exhausted reports that the effort is used up.
func (s *search) exhausted() bool { return s.made >= s.limit || s.spent >= s.enough }

// weigh works out what it takes to look at one label.
func (s *search) weigh() {
	words := len(s.levels)/8 + len(s.held) + len(s.done)/2 + len(s.busy)
	s.store = int64(40 + 4*words)
	n := len(s.options)
	s.each = int64(20 + words + n*(2+len(s.apart)) + (len(s.price.sums)+len(s.effort.sums))*len(s.levels))
	for i := range s.options {
		s.each += int64(len(s.options[i].lifts))
	}
	for _, list := range s.waiting {
		s.each += int64(4 * len(list))
	}
}

// root returns the label without options; nil when nothing can come of it.
func (s *search) root() *label {
	for k, level := range s.start {
		s.levels[k] = uint8(level)
	}
	clear(s.held)
	clear(s.busy)
	for i := range s.done {
		s.done[i] = never
	}
	return s.keep(label{option: -1, span: -1})
}

// children makes the labels that take one option more, and calls visit with those that may lead to something better. Of the
// sessions of an option it takes the first to end of those that can be taken. No other is needed: of any plan, look at what is
// left of it in the order of the first days. What comes later begins after the session planned has ended, so that one that
// ends earlier can stand in for it.
func (s *search) children(l *label, visit func(*label)) {
	s.spent += int64(len(s.options))
	for i := range s.options {
		o := &s.options[i]
		if !s.takes(l, i) {
			continue
		}
		if !s.timed {
			s.child(l, i, -1, 0, 0, visit)
			continue
		}
		ready := int32(0)
		for _, g := range o.gates {
			ready = max(ready, l.done[g])
		}
		if len(o.spans) == 0 {
			if ready+o.days <= s.end {
				s.child(l, i, -1, ready, ready+o.days, visit)
			}
			continue
		}
		s.spent += int64(len(o.spans))
		for j := range o.spans {
			at := &o.spans[j]
			if at.from >= ready && at.until <= s.end && !l.busy.meets(at.first, at.past) {
				s.child(l, i, j, at.from, at.until, visit)
				break
			}
		}
	}
}

// takes reports whether option i can come next, and does something.
func (s *search) takes(l *label, i int) bool {
	o := &s.options[i]
	if !l.open.has(i) || l.cost+o.cost > s.budget || l.hours+o.hours > s.problem.hours {
		return false
	}
	for _, before := range o.requires {
		if !l.keys.has(s.options[before].key) {
			return false
		}
	}
	for _, from := range o.entry {
		if int(l.levels[from.skill]) < from.level {
			return false
		}
	}
	return true
}

func (s *search) child(l *label, i, span int, from, until int32, visit func(*label)) {
	o := &s.options[i]
	s.spent += s.each
	copy(s.levels, l.levels)
	clear(s.held)
	copy(s.held, l.keys)
	clear(s.busy)
	copy(s.busy, l.busy)
	copy(s.done, l.done)
	if o.key >= 0 {
		s.held[o.key/64] |= 1 << (o.key % 64)
	}
	for _, to := range o.lifts {
		s.levels[to.skill] = max(s.levels[to.skill], uint8(to.level))
	}
	if s.timed {
		if o.key >= 0 {
			s.done[o.key] = until
		}
		for g, at := range s.gates {
			for _, to := range o.lifts {
				if to.skill == at.skill && to.level >= at.level {
					s.done[s.keys+g] = min(s.done[s.keys+g], until)
				}
			}
		}
		if span >= 0 {
			s.busy.fill(o.spans[span].first, o.spans[span].past)
		}
	}
	next := label{parent: l, option: i, span: span, from: from, until: until, choice: l.choice}
	next.taken.add(i)
	next.cost += o.cost
	next.hours += o.hours
	next.count++
	if kept := s.keep(next); kept != nil {
		visit(kept)
	}
}

// keep returns the label with the levels that the search has just worked out, as one of its own; nil when it cannot lead
// to anything better than what there is.
func (s *search) keep(l label) *label {
	reached := true
	for k, want := range s.want {
		gained := min(int(s.levels[k]), want) - s.start[k]
		reached = reached && gained+s.start[k] >= want
		if gained > 0 {
			l.closed += int64(gained) * s.weight[k]
		}
	}
	if s.partly {
		l.costLeast, l.hoursLeast = l.cost, l.hours
		l.most = s.upTo(&l)
	} else {
		l.costLeast = l.cost + s.price.from(s.levels)
		l.hoursLeast = l.hours + s.effort.from(s.levels)
		if l.costLeast > s.budget || l.hoursLeast > s.problem.hours {
			return nil
		}
	}
	if s.hopeless(&l) {
		return nil
	}
	s.settle(&l)
	l.levels, l.keys, l.done, l.busy = s.levels, s.held, s.done, s.busy
	s.name = append(s.name[:0], s.levels...)
	for _, word := range s.held {
		for n := 0; n < 64; n += 8 {
			s.name = append(s.name, byte(word>>n))
		}
	}
	same := s.states[string(s.name)]
	s.spent += perRival * int64(len(same))
	fold := s.busy.fold()
	for _, old := range same {
		if old.cost > l.cost || old.fold&^fold != 0 {
			continue
		}
		s.spent += perCover
		if s.covers(old.label, &l) {
			return nil
		}
	}
	kept := s.own(&l)
	still := same[:0]
	for _, old := range same {
		if kept.cost <= old.cost && fold&^old.fold == 0 && s.covers(kept, old.label) {
			old.label.dead = true
			continue
		}
		still = append(still, old)
	}
	s.states[string(s.name)] = append(still, rival{kept.cost, fold, kept})
	if (reached || s.partly) && s.better(kept) {
		s.best = kept
	}
	return kept
}

// own copies a label to where it stays.
func (s *search) own(l *label) *label {
	if len(s.page) == cap(s.page) {
		s.page = make([]label, 0, 512)
	}
	l.number, l.early = s.made, s.hasty
	s.made++
	s.spent += s.store
	l.levels, l.keys, l.done, l.busy = slices.Clone(l.levels), slices.Clone(l.keys), slices.Clone(l.done), slices.Clone(l.busy)
	s.page = append(s.page, *l)
	return &s.page[len(s.page)-1]
}

// covers reports whether whatever can follow b can follow a as well, and is no worse there. Both are at the same levels.
func (s *search) covers(a, b *label) bool {
	if a.cost > b.cost || a.hours > b.hours && s.problem.hours < endless || a.compare(&b.choice) > 0 {
		return false
	}
	for i, day := range a.done {
		if day > b.done[i] {
			return false
		}
	}
	return a.busy.within(b.busy)
}

// better reports whether l is a better plan than the best so far.
func (s *search) better(l *label) bool {
	if s.best == nil {
		return true
	}
	if s.partly && l.closed != s.best.closed {
		return l.closed > s.best.closed
	}
	by := l.compare(&s.best.choice)
	return by < 0 || by == 0 && s.best.early && !l.early
}

// hopeless reports that l and no way on from it can be better than the best so far.
func (s *search) hopeless(l *label) bool {
	if s.best == nil {
		return false
	}
	by := cmp.Or(cmp.Compare(l.costLeast, s.best.cost), cmp.Compare(l.hoursLeast, s.best.hours), cmp.Compare(l.count, s.best.count))
	if s.partly {
		by = cmp.Or(cmp.Compare(s.best.closed, l.most), by)
	}
	return by > 0
}

// upTo returns how much of the gap may be closed at most with what is left of budget and hours.
func (s *search) upTo(l *label) int64 {
	var sum int64
	for k := range s.want {
		level := int(s.levels[k])
		if level < s.want[k] {
			level = min(s.money.upTo(k, level, s.budget-l.cost), s.work.upTo(k, level, s.problem.hours-l.hours))
		}
		sum += int64(max(0, min(level, s.want[k])-s.start[k])) * s.weight[k]
	}
	return sum
}
