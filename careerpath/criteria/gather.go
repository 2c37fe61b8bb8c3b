package criteria

import (
	"cmp"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/careerpath/evidence"
	"github.com/kam-go/kam/internal/num"
	"github.com/kam-go/kam/internal/wording"
)

// gathered is the observations of one file, put where the criteria look for them. It is used over and over.
type gathered struct {
	plan *plan
	file *evidence.File
	// slots holds one observation for each step of each lane.
	slots []slot
	// finer holds observations of parts of steps.
	finer []part
	// states holds the state of each node.
	states []verdict
	last   int // the series of the last observation
	// negative tells of each series whether the file has a value below 0 of it.
	negative []bool
	// nobody tells that the file does not say whom it is about, so that nothing is known.
	nobody bool
	// others are the units in which there is something of a metric in a period; nil where nobody asks.
	others map[otherKey]string
}

// slot is what is known of a step: the number of an observation in the file, from 1.
type slot struct {
	obs int32
	// conflict tells that another observation of the same revision says something else.
	conflict bool
}

// part is an observation of a part of a step.
type part struct {
	slot, obs int32
}

func (pl *plan) newGathered() *gathered {
	return &gathered{plan: pl, slots: make([]slot, pl.slots[len(pl.slots)-1]), states: make([]verdict, len(pl.p.nodes)), negative: make([]bool, len(pl.p.series))}
}

// take puts the observations of a file where they belong. What [evidence.File.Check] refuses of an observation, be it
// about somebody else or in no period, is passed over; numbers are looked at later.
func (g *gathered) take(file *evidence.File) {
	g.file, g.finer, g.last = file, g.finer[:0], 0
	g.nobody = !wording.IsSubject(file.Person)
	clear(g.slots)
	clear(g.negative)
	if g.nobody {
		return
	}
	for i := range file.Observations {
		o := &file.Observations[i]
		s := g.series(o)
		if s < 0 || o.Subject != file.Person {
			continue
		}
		g.negative[s] = g.negative[s] || o.Value.Valid && !o.IsRatio() && o.Value.Decimal.IsNegative()
		for _, l := range g.plan.p.bySeries[s] {
			g.put(l, int32(i), o)
		}
	}
	if len(g.finer) > 0 {
		g.sortParts()
	}
}

// fewSeries is how many series are looked through one by one.
const fewSeries = 16

// series returns the number of the series that an observation belongs to, and -1 when no criterion reads it. Neighbours
// are often of one series, or of series in the order of the criteria.
func (g *gathered) series(o *kam.Observation) int {
	list := g.plan.p.series
	s := g.last
	for range list {
		if k := &list[s]; k.metric == o.Metric && k.scope == o.Scope && k.unit == o.Unit && k.currency == o.Currency {
			g.last = s
			return s
		}
		if s++; s == len(list) {
			s = 0
		}
		if len(list) > fewSeries {
			break
		}
	}
	if len(list) > fewSeries {
		if s, ok := g.plan.p.byKey[seriesKey{o.Metric, o.Scope, o.Unit, o.Currency}]; ok {
			g.last = s
			return s
		}
	}
	return -1
}

// put puts an observation into the slot of its step, if it has one in the lane.
func (g *gathered) put(l int, i int32, o *kam.Observation) {
	t := &g.plan.tracks[g.plan.p.lanes[l].track]
	if len(t.steps) == 0 {
		return
	}
	day := o.Period.From.Sub(t.steps[0].From)
	if day < 0 || day >= len(t.byDay) {
		return
	}
	n := int(t.byDay[day])
	at := g.plan.slots[l] + n
	if o.Period != t.steps[n] {
		if g.plan.p.lanes[l].finer && t.steps[n].ContainsPeriod(o.Period) {
			g.finer = append(g.finer, part{int32(at), i})
		}
		return
	}
	s := &g.slots[at]
	if s.obs == 0 {
		s.obs = i + 1
		return
	}
	g.settle(s, i)
}

// settle decides between the observation of a slot and another one of the same step: the higher revision counts, and two
// of one revision have to say the same; then the source that comes first is named.
func (g *gathered) settle(s *slot, i int32) {
	old, o := &g.file.Observations[s.obs-1], &g.file.Observations[i]
	switch {
	case o.Revision > old.Revision:
		*s = slot{obs: i + 1}
	case o.Revision < old.Revision:
	case !bounded(*old) || !bounded(*o) || !evidence.SameFigures(*old, *o):
		s.conflict = true
	case o.Source < old.Source:
		s.obs = i + 1
	}
}

// bounded tells whether the numbers of o are within the bounds of the library, so that they may be computed with, and its
// counts are none below 0.
func bounded(o kam.Observation) bool {
	return !belowNone(&o) && inBounds(o.Value) && inBounds(o.Numerator) && inBounds(o.Denominator)
}

// belowNone tells that an observation has a revision before the first, or fewer records than none.
func belowNone(o *kam.Observation) bool { return o.Revision < 0 || o.Count < 0 }

func inBounds(d decimal.NullDecimal) bool { return !d.Valid || num.Check(d.Decimal) == nil }

// sortParts brings the parts of one slot together.
func (g *gathered) sortParts() {
	slices.SortFunc(g.finer, func(a, b part) int { return cmp.Or(cmp.Compare(a.slot, b.slot), cmp.Compare(a.obs, b.obs)) })
}

// parts returns the observations that make up the step of a slot day by day, or why there are none that do.
func (g *gathered) parts(at int, step kam.Period, ratio bool) ([]kam.Observation, Why) {
	first, _ := slices.BinarySearchFunc(g.finer, at, func(p part, slot int) int { return cmp.Compare(int(p.slot), slot) })
	var of []kam.Observation
	for _, f := range g.finer[first:] {
		if int(f.slot) != at {
			break
		}
		of = append(of, g.file.Observations[f.obs])
	}
	return tile(step, of, ratio)
}
