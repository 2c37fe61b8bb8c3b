package develop

import (
	"math"
	"slices"
)

// The search for the cheapest plan works on small integers: options and skills are numbered, costs and hours are whole
// units, days count from the first day of the plan. An option can be taken once those that it requires are done and the
// levels that it asks for are there; then each skill it lifts is at the level it leads to, if it was not above. Nothing
// lowers a level, so that what can be taken once can be taken ever after.

// endless is more than any cost or any number of hours; limits are below it.
const endless = math.MaxInt64 / 4

// never is after every day of a plan.
const never = math.MaxInt32

// maxOptions is the largest number of options of one search, maxSkills that of skills.
const (
	maxOptions = 256
	maxSkills  = 64
)

// target is a level of a skill.
type target struct{ skill, level int }

// span is a time at which an option can be taken, from the day from to before the day until.
type span struct {
	from, until int32
	// index is the place among the sessions of the offering.
	index int
	// clash numbers the spans that share a day with one of another option, from 0; -1 shares none.
	clash int
}

// option is one thing that may be done once.
type option struct {
	cost, hours int64
	// requires are the options that come before it.
	requires []int
	// entry are the levels that are needed to take it, lifts those that it leads to.
	entry, lifts []target
	// spans are when it takes place, the one that ends first first; without any it takes a number of days at any time.
	spans []span
	days  int32
	// beside says that it leaves room for other options on the same days.
	beside bool

	key   int   // its number among those that others require; -1 is none
	gates []int // the moments, by number, that have to come before it
}

// problem asks for the cheapest set of options that leads from the levels of start to those of want.
type problem struct {
	options     []option
	start, want []int   // by skill
	weight      []int64 // of a level
	// budget and hours limit the sums, inclusive; endless when there is no limit.
	budget, hours int64
	// end is the day before which everything is done.
	end int32

	keys    int      // how many options are required by others
	gates   []target // levels above the start that options ask for
	waiting [][]int  // by key and gate, the options that wait for it
	timed   bool     // days matter
	owner   []int    // of each span that shares days with others, the option, and
	against []bitset // those that it shares days with
	order   []int    // the options, each before those that it requires
}

// prepare numbers what options wait for, once all options are there.
func (p *problem) prepare() {
	var total int64
	for i := range p.options {
		o := &p.options[i]
		o.key = -1
		if len(o.spans) == 0 {
			total += int64(o.days)
		}
		p.timed = p.timed || len(o.spans) > 0
	}
	p.timed = p.timed || total > int64(p.end)
	for i := range p.options {
		for _, before := range p.options[i].requires {
			if o := &p.options[before]; o.key < 0 {
				o.key = p.keys
				p.keys++
			}
		}
	}
	top := slices.Clone(p.want)
	for i := range p.options {
		for _, from := range p.options[i].entry {
			top[from.skill] = max(top[from.skill], from.level)
		}
	}
	number := map[target]int{}
	for i := range p.options {
		o := &p.options[i]
		o.gates = nil
		for j, to := range o.lifts {
			o.lifts[j].level = min(to.level, max(top[to.skill], p.start[to.skill])) // what is above is of no use
		}
		for _, before := range o.requires {
			o.gates = append(o.gates, p.options[before].key)
		}
		for _, from := range o.entry {
			if from.level <= p.start[from.skill] {
				continue
			}
			g, old := number[from]
			if !old {
				g = p.keys + len(p.gates)
				number[from] = g
				p.gates = append(p.gates, from)
			}
			o.gates = append(o.gates, g)
		}
	}
	p.waiting = make([][]int, p.keys+len(p.gates))
	for i := range p.options {
		for _, g := range p.options[i].gates {
			p.waiting[g] = append(p.waiting[g], i)
		}
	}
	p.sort()
	p.findClashes()
}

// sort puts the options in an order in which each comes before those that it requires.
func (p *problem) sort() {
	seen := make([]bool, len(p.options))
	var visit func(i int)
	visit = func(i int) {
		if seen[i] {
			return
		}
		seen[i] = true
		for _, before := range p.options[i].requires {
			visit(before)
		}
		p.order = append(p.order, i)
	}
	for i := range p.options {
		visit(i)
	}
	slices.Reverse(p.order)
}

// findClashes numbers the spans of different options that share a day.
func (p *problem) findClashes() {
	type place struct{ option, span int }
	var all []place
	for i := range p.options {
		for j := range p.options[i].spans {
			p.options[i].spans[j].clash = -1
			if !p.options[i].beside {
				all = append(all, place{i, j})
			}
		}
	}
	at := func(x place) *span { return &p.options[x.option].spans[x.span] }
	for n, x := range all {
		for _, y := range all[:n] {
			a, b := at(x), at(y)
			if x.option == y.option || a.from >= b.until || b.from >= a.until {
				continue
			}
			for _, z := range []place{y, x} {
				if s := at(z); s.clash < 0 {
					s.clash = len(p.owner)
					p.owner, p.against = append(p.owner, z.option), append(p.against, nil)
				}
			}
			p.against[a.clash].add(b.clash)
			p.against[b.clash].add(a.clash)
		}
	}
}

// lift returns the level of skill k to which option i leads.
func (p *problem) lift(i, k int) (level int, ok bool) {
	for _, to := range p.options[i].lifts {
		if to.skill == k {
			return to.level, true
		}
	}
	return 0, false
}

// entry returns the level of skill k that option i asks for.
func (p *problem) entry(i, k int) int {
	for _, from := range p.options[i].entry {
		if from.skill == k {
			return from.level
		}
	}
	return 0
}

// set is a set of options.
type set [maxOptions / 64]uint64

func (s *set) add(i int)      { s[i/64] |= 1 << (i % 64) }
func (s *set) has(i int) bool { return s[i/64]&(1<<(i%64)) != 0 }

// before reports whether s comes before o, which is another set: of the two, it has the first option that not both have.
func (s *set) before(o *set) bool {
	for i := range s {
		if differ := s[i] ^ o[i]; differ != 0 {
			return s[i]&(differ&-differ) != 0
		}
	}
	return false
}

// bitset is a set of small numbers of any size.
type bitset []uint64

func (b *bitset) add(i int) {
	for len(*b) <= i/64 {
		*b = append(*b, 0)
	}
	(*b)[i/64] |= 1 << (i % 64)
}

func (b bitset) has(i int) bool { return i/64 < len(b) && b[i/64]&(1<<(i%64)) != 0 }

// meets reports whether both have a number.
func (b bitset) meets(o bitset) bool {
	for i := range min(len(b), len(o)) {
		if b[i]&o[i] != 0 {
			return true
		}
	}
	return false
}

// within reports whether o has all that b has.
func (b bitset) within(o bitset) bool {
	for i, word := range b {
		if i >= len(o) && word != 0 || i < len(o) && word&^o[i] != 0 {
			return false
		}
	}
	return true
}
