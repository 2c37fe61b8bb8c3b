package tracking

import (
	"cmp"
	"math/big"
	"slices"
	"sort"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/goals"
)

// fact is what readings may be about more than once.
type fact struct {
	subject kam.Subject
	stated  kam.Period
}

func (r reading) about() fact { return fact{r.subject, r.stated} }

// playback plays the readings of a goal back in order of the days on which they end. What was known later about a
// longer part of a period, such as a month to date, leaves the earlier days as they were.
type playback struct {
	t       *tracker
	events  []reading // those still to be played, in order of last days, those that count before others
	current map[fact]reading
	day     kam.Day // the last one played
	// Of a flow: the sum, how many of its parts are not known, how many days each subject covers, and how many subjects
	// cover so many days.
	sum      *big.Rat
	unknown  int
	covered  map[kam.Subject]int
	subjects map[int]int
	// Of the readings that count in the end: their first days and their last ones, each in order, and the last day of
	// each fact; and of how many the value on day was told too, and that on a later one.
	begins, ends []kam.Day
	ending       map[fact]kam.Day
	within       int
	// Of a stock: the latest level.
	level Exact
}

// playBack returns the readings of t before the first of them.
func (t *tracker) playBack(all []reading) *playback {
	p := &playback{
		t: t, events: all, current: make(map[fact]reading), sum: new(big.Rat),
		covered: make(map[kam.Subject]int), subjects: make(map[int]int), ending: make(map[fact]kam.Day, len(t.list)),
	}
	slices.SortFunc(p.events, func(a, b reading) int {
		return cmp.Or(a.days.Until.Compare(b.days.Until), b.rank(a), cmp.Compare(a.index, b.index))
	})
	for _, r := range t.list {
		p.begins, p.ends = append(p.begins, r.days.From), append(p.ends, r.last())
		p.ending[r.about()] = r.last()
		if _, known := p.covered[r.subject]; !known {
			p.covered[r.subject] = 0
			p.subjects[0]++
		}
	}
	slices.SortFunc(p.begins, kam.Day.Compare)
	slices.SortFunc(p.ends, kam.Day.Compare)
	return p
}

// through returns the value at the end of d, which is not before that of an earlier call.
func (p *playback) through(d kam.Day) Exact {
	for len(p.events) > 0 && !p.events[0].last().After(d) {
		n := 1
		for n < len(p.events) && p.events[n].days.Until == p.events[0].days.Until {
			n++
		}
		p.play(p.events[:n])
		p.events = p.events[n:]
	}
	switch {
	case len(p.current) == 0:
		return Exact{}
	case p.t.in.Goal.Tracking == goals.Stock:
		return p.level
	case p.unknown > 0 || !p.complete(d):
		return Exact{}
	}
	return own(new(big.Rat).Set(p.sum))
}

// play takes the readings that end on one day, of each fact the one that counts first.
func (p *playback) play(list []reading) {
	p.day, p.within = list[0].last(), 0
	var taken []reading
	for _, r := range list {
		old, known := p.current[r.about()]
		if known && old.rank(r) >= 0 {
			continue
		}
		p.current[r.about()] = r
		if p.t.in.Goal.Tracking == goals.Flow {
			if known {
				p.add(old, -1)
			}
			p.add(r, 1)
		}
		taken = append(taken, r)
	}
	alike := true
	for _, r := range taken {
		alike = alike && r.same(taken[0])
		if p.ending[r.about()].After(p.day) {
			p.within++
		}
	}
	switch {
	case len(taken) == 0:
	case alike:
		p.level = Exact{taken[0].value}
	default:
		p.level = Exact{} // levels of one day that differ
	}
}

// add adds a reading to the sums of a flow, or takes it off.
func (p *playback) add(r reading, sign int) {
	switch {
	case r.value == nil:
		p.unknown += sign
	case sign < 0:
		p.sum.Sub(p.sum, r.value)
	default:
		p.sum.Add(p.sum, r.value)
	}
	days := p.covered[r.subject]
	p.subjects[days]--
	days += sign * p.t.m.days(r.days)
	p.subjects[days]++
	p.covered[r.subject] = days
}

// complete reports whether the readings of a flow tell all through d.
func (p *playback) complete(d kam.Day) bool {
	if p.t.in.Gaps != GapsZero {
		need := p.t.m.days(kam.Period{From: p.t.in.Goal.Period.From, Until: d.AddDays(1)})
		return p.subjects[need] == len(p.covered)
	}
	// No reading may reach over d, unless what it says of the days through d was told then.
	begun := sort.Search(len(p.begins), func(i int) bool { return p.begins[i].After(d) })
	over := sort.Search(len(p.ends), func(i int) bool { return p.ends[i].After(d) })
	told := 0
	if p.day == d {
		told = p.within
	}
	return begun-over == told
}
