package develop

import (
	"cmp"
	"slices"
)

// label is a way to some levels: options that were taken one after the other.
type label struct {
	parent *label
	option int   // the last one taken
	span   int   // the place of its span, -1 for none
	from   int32 // the day on which it begins
	until  int32 // the day before which it is done

	choice
	levels []uint8 // by skill
	// open are the options that may still do something here. keys are those taken that others require, done when each key
	// and each gate was reached, busy the spans taken that share days with others: of all three only what open options
	// still depend on.
	open set
	keys bitset
	done []int32
	busy bitset

	// costLeast and hoursLeast are sums below which no way on from here stays.
	costLeast, hoursLeast int64
	// closed is what the levels close of the gap, most what a way on may close.
	closed, most int64
	number       int  // of all labels, in the order in which they were made
	dead         bool // another one covers it
	early        bool // it is of a first look
}

// choice is a set of options with its sums.
type choice struct {
	taken       set
	cost, hours int64
	count       int
}

// compare orders choices: the cheaper one first, of equal cost the one of fewer hours, then of fewer options, then the one
// that comes before in the order of the options.
func (c *choice) compare(o *choice) int {
	if by := cmp.Or(cmp.Compare(c.cost, o.cost), cmp.Compare(c.hours, o.hours), cmp.Compare(c.count, o.count)); by != 0 {
		return by
	}
	switch {
	case c.taken == o.taken:
		return 0
	case c.taken.before(&o.taken):
		return -1
	}
	return 1
}

// queue is a heap of labels.
type queue struct {
	less func(a, b *label) bool
	list []*label
}

func (q *queue) Len() int           { return len(q.list) }
func (q *queue) Less(i, j int) bool { return q.less(q.list[i], q.list[j]) }
func (q *queue) Swap(i, j int)      { q.list[i], q.list[j] = q.list[j], q.list[i] }
func (q *queue) Push(x any)         { q.list = append(q.list, x.(*label)) }

func (q *queue) Pop() any {
	last := q.list[len(q.list)-1]
	q.list = q.list[:len(q.list)-1]
	return last
}

// cheaper orders labels by what they may lead to: least cost first, then fewest hours, then the one that is nearer to its
// end, then the older one.
func cheaper(a, b *label) bool {
	return cmp.Or(cmp.Compare(a.costLeast, b.costLeast), cmp.Compare(a.hoursLeast, b.hoursLeast),
		cmp.Compare(b.count, a.count), cmp.Compare(a.number, b.number)) < 0
}

// fuller orders labels by what they may close, the most first, then by what that costs at least.
func fuller(a, b *label) bool {
	return cmp.Or(cmp.Compare(b.most, a.most), cmp.Compare(a.cost, b.cost), cmp.Compare(a.hours, b.hours),
		cmp.Compare(a.count, b.count), cmp.Compare(a.number, b.number)) < 0
}

// steps returns the labels that lead to l, in order.
func (l *label) steps() []*label {
	var list []*label
	for ; l != nil && l.option >= 0; l = l.parent {
		list = append(list, l)
	}
	slices.Reverse(list)
	return list
}
