package develop

import (
	"cmp"
	"slices"
)

// A seed is a plan to begin with, found without looking at ways one by one: take whatever can be taken and is of use, one
// after the other, until the gap is closed, then leave out again, the dearest first, whatever the rest can do without. Its
// time depends on the size of the problem alone, so that a search that is cut short has something to show.

// walk takes options one after the other, each on its first free days.
type walk struct {
	*problem
	levels []int
	done   []int32 // by key and gate
	busy   bitset
	taken  set
	steps  []job
	cost   int64
	hours  int64
}

func (p *problem) newWalk() *walk {
	w := &walk{problem: p, levels: make([]int, len(p.start)), done: make([]int32, p.keys+len(p.gates)), busy: make(bitset, (p.slots+63)/64)}
	w.reset()
	return w
}

func (w *walk) reset() {
	copy(w.levels, w.start)
	for g := range w.done {
		w.done[g] = never
	}
	clear(w.busy)
	w.taken, w.steps, w.cost, w.hours = set{}, w.steps[:0], 0, 0
}

// next returns the first days of option i, and false when it cannot be taken now.
func (w *walk) next(i int) (job, bool) {
	o := &w.options[i]
	if w.taken.has(i) {
		return job{}, false
	}
	for _, before := range o.requires {
		if !w.taken.has(before) {
			return job{}, false
		}
	}
	for _, from := range o.entry {
		if w.levels[from.skill] < from.level {
			return job{}, false
		}
	}
	if !w.timed {
		return job{option: i, span: -1}, true
	}
	ready := int32(0)
	for _, g := range o.gates {
		ready = max(ready, w.done[g])
	}
	if len(o.spans) == 0 {
		return job{option: i, span: -1, from: ready, until: ready + o.days}, ready+o.days <= w.end
	}
	for j := range o.spans {
		if at := &o.spans[j]; at.from >= ready && at.until <= w.end && !w.busy.meets(at.first, at.past) {
			return job{option: i, span: j, from: at.from, until: at.until}, true
		}
	}
	return job{}, false
}

func (w *walk) take(j job) {
	o := &w.options[j.option]
	w.taken.add(j.option)
	w.steps = append(w.steps, j)
	w.cost, w.hours = w.cost+o.cost, w.hours+o.hours
	for _, to := range o.lifts {
		w.levels[to.skill] = max(w.levels[to.skill], to.level)
		for g, at := range w.gates {
			if to.skill == at.skill && to.level >= at.level {
				w.done[w.keys+g] = min(w.done[w.keys+g], j.until)
			}
		}
	}
	if o.key >= 0 {
		w.done[o.key] = j.until
	}
	if j.span >= 0 {
		w.busy.fill(o.spans[j.span].first, o.spans[j.span].past)
	}
}

// closed returns how much of the weighted gap is closed.
func (w *walk) closed() int64 {
	var sum int64
	for k, want := range w.want {
		sum += int64(max(0, min(w.levels[k], want)-w.start[k])) * w.weight[k]
	}
	return sum
}

// useful tells of each option whether it lifts a level, or is required by one that does.
func (w *walk) useful() set {
	var open set
	for _, i := range w.order {
		if w.taken.has(i) {
			continue
		}
		o := &w.options[i]
		if slices.ContainsFunc(o.lifts, func(to target) bool { return w.levels[to.skill] < to.level }) ||
			o.key >= 0 && slices.ContainsFunc(w.waiting[o.key], open.has) {
			open.add(i)
		}
	}
	return open
}

// gather takes what is of use, what comes first by rank first, until goal is closed or nothing is left.
func (w *walk) gather(goal int64, rank func(a, b job) int, fits func(o *option) bool) {
	w.reset()
	for w.closed() < goal {
		open := w.useful()
		var first job
		found := false
		for i := range w.options {
			if !open.has(i) || !fits(&w.options[i]) {
				continue
			}
			if j, ok := w.next(i); ok && (!found || rank(j, first) < 0) {
				first, found = j, true
			}
		}
		if !found {
			return
		}
		w.take(first)
	}
}

// thin leaves out whatever is not needed to close goal, what comes first by rank first.
func (w *walk) thin(goal int64, rank func(a, b job) int) {
	order := slices.Clone(w.steps)
	slices.SortStableFunc(order, rank)
	keep := slices.Clone(w.steps)
	for _, out := range order {
		rest := slices.DeleteFunc(slices.Clone(keep), func(j job) bool { return j.option == out.option })
		if w.retrace(rest) && w.closed() >= goal {
			keep = slices.Clone(w.steps)
		}
	}
	w.retrace(keep)
}

// retrace takes the options of steps anew, in their order, and reports whether all can be.
func (w *walk) retrace(steps []job) bool {
	w.reset()
	for _, step := range steps {
		j, ok := w.next(step.option)
		if !ok {
			return false
		}
		w.take(j)
	}
	return true
}

// seed keeps the best of a few such plans as the best so far.
func (s *search) seed() {
	w := s.newWalk()
	var gap int64
	for k, want := range s.want {
		gap += int64(max(0, want-s.start[k])) * s.weight[k]
	}
	cost := func(a, b job) int { return cmp.Compare(s.options[a.option].cost, s.options[b.option].cost) }
	hours := func(a, b job) int { return cmp.Compare(s.options[a.option].hours, s.options[b.option].hours) }
	until := func(a, b job) int { return cmp.Compare(a.until, b.until) }
	rare := func(a, b job) int { return cmp.Compare(s.choices(a.option), s.choices(b.option)) }
	both := func(first, second func(a, b job) int) func(a, b job) int {
		return func(a, b job) int { return cmp.Or(first(a, b), second(a, b), cmp.Compare(a.option, b.option)) }
	}
	fits := func(o *option) bool {
		return !s.partly || w.cost+o.cost <= s.budget && w.hours+o.hours <= s.problem.hours
	}
	for _, rank := range []func(a, b job) int{both(until, cost), both(cost, until), both(hours, until), both(rare, until)} {
		w.gather(gap, rank, fits)
		closed, all := w.closed(), slices.Clone(w.steps)
		if !s.partly && closed < gap {
			continue
		}
		for _, dear := range []func(a, b job) int{both(cost, hours), both(hours, cost)} {
			w.retrace(all)
			w.thin(closed, func(a, b job) int { return dear(b, a) })
			if w.cost <= s.budget && w.hours <= s.problem.hours {
				s.offer(w)
			}
		}
	}
}

// choices is in how many sessions an option can be taken; one without sessions can be taken at any time.
func (p *problem) choices(i int) int {
	if n := len(p.options[i].spans); n > 0 {
		return n
	}
	return never
}

// offer makes labels of a walk, and the last of them the best when it is better.
func (s *search) offer(w *walk) {
	l := &label{option: -1, span: -1}
	for _, j := range w.steps {
		next := &label{parent: l, option: j.option, span: j.span, from: j.from, until: j.until, choice: l.choice}
		next.taken.add(j.option)
		next.cost += s.options[j.option].cost
		next.hours += s.options[j.option].hours
		next.count++
		l = next
	}
	l.closed, l.early = w.closed(), true
	l.costLeast, l.hoursLeast, l.most = l.cost, l.hours, l.closed
	if s.better(l) {
		s.best = l
	}
}
