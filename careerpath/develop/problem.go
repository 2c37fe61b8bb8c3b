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
	// first is the first run of days that it shares with others, past the one after the last; both equal when there is none.
	first, past int32
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

	starts []int32 // the first days of its spans, in rising order
	slots  bitset  // the runs of days that it shares with others
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

	keys    int       // how many options are required by others
	gates   []target  // levels above the start that options ask for
	waiting [][]int   // by key and gate, the options that wait for it
	timed   bool      // days matter
	slots   int       // how many runs of days several options share
	order   []int     // the options, each before those that it requires
	table   []lifting // by option and skill
}

// lifting is what an option asks for and leads to in one skill; 0 is nothing.
type lifting struct{ from, to int }

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
		o.starts = nil
		for _, s := range o.spans {
			o.starts = append(o.starts, s.from)
		}
		slices.Sort(o.starts)
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
	p.tabulate()
	p.findMeetings()
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

// findMeetings numbers the runs of days on which sessions of several options take place, in the order of the days.
func (p *problem) findMeetings() {
	days := int(p.end)
	on, edge := make([]int, days), make([]bool, days+1) // on how many options a day has, and whether a session begins or ends with it
	for i := range p.options {
		change := make([]int, days+1)
		for _, s := range p.meeting(i) {
			change[s.from]++
			change[s.until]--
			edge[s.from], edge[s.until] = true, true
		}
		held := 0
		for d := range on {
			if held += change[d]; held > 0 {
				on[d]++
			}
		}
	}
	begun := make([]int32, days+1) // the runs that begin before each day
	for d := range on {
		begun[d] = int32(p.slots)
		if on[d] > 1 && (d == 0 || on[d-1] < 2 || edge[d]) {
			p.slots++
		}
	}
	begun[days] = int32(p.slots)
	for i := range p.options {
		o := &p.options[i]
		o.slots = make(bitset, (p.slots+63)/64)
		for j, s := range p.meeting(i) {
			o.spans[j].first, o.spans[j].past = begun[s.from], begun[s.until]
			o.slots.fill(begun[s.from], begun[s.until])
		}
	}
}

// meeting returns the spans of option i that keep others from their days.
func (p *problem) meeting(i int) []span {
	if o := &p.options[i]; !o.beside && len(o.spans) > 0 && o.spans[0].from < never {
		return o.spans
	}
	return nil
}

// lift returns the level of skill k to which option i leads.
func (p *problem) lift(i, k int) (level int, ok bool) {
	level = p.table[i*len(p.start)+k].to
	return level, level > 0
}

// entry returns the level of skill k that option i asks for.
func (p *problem) entry(i, k int) int { return p.table[i*len(p.start)+k].from }

// tabulate puts what options ask for and lead to where it is found by option and skill.
func (p *problem) tabulate() {
	p.table = make([]lifting, len(p.options)*len(p.start))
	for i := range p.options {
		for _, from := range p.options[i].entry {
			p.table[i*len(p.start)+from.skill].from = from.level
		}
		for _, to := range p.options[i].lifts {
			p.table[i*len(p.start)+to.skill].to = to.level
		}
	}
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

func (b bitset) has(i int) bool { return i/64 < len(b) && b[i/64]&(1<<(i%64)) != 0 }

// fill adds the numbers from first to before past; b has room for them.
func (b bitset) fill(first, past int32) {
	for i := first; i < past; i++ {
		b[i/64] |= 1 << (i % 64)
	}
}

// meets reports whether b has one of the numbers from first to before past.
func (b bitset) meets(first, past int32) bool {
	for i := first; i < past; i = (i/64 + 1) * 64 {
		word := b[i/64] >> (i % 64)
		if left := past - i; left < 64 {
			word &= 1<<left - 1
		}
		if word != 0 {
			return true
		}
	}
	return false
}

// fold returns all words of b laid upon each other: what is within another set has its fold within that of the other.
func (b bitset) fold() uint64 {
	var all uint64
	for _, word := range b {
		all |= word
	}
	return all
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
