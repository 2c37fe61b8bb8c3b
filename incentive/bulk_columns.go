package incentive

import (
	"slices"
	"sync"

	"github.com/kam-go/kam"
)

// sheetColumns are what a run reads of a sheet: the lanes of its owners, the columns of the attributes that rules weigh by,
// and the numbers of the values in them.
type sheetColumns struct {
	*Sheet
	lanes   []ownerLanes
	numbers []numbersOf
	// known are the currencies.
	known []int8
	// tidy says that no id needs a look: they were looked at when they were added, and those beyond ASCII are of others.
	tidy bool
}

// numbersOf are the numbers of the values in a column of attributes, and of none. No column: all have none.
type numbersOf struct {
	column  []uint32
	of      []int16
	missing int16
}

// columns finds the columns for a run.
func (s *Sheet) columns(q *bulkRun) sheetColumns {
	c := sheetColumns{Sheet: s, known: []int8{noCurrency}, tidy: s.order.counted || !q.numeric}
	c.lanes = q.lanesOf(s.owners.list)
	for _, currency := range s.currencies.list {
		c.known = append(c.known, q.lanes.currency(kam.Currency(currency)))
	}
	for i, name := range q.read {
		numbers := numbersOf{missing: q.lanes.number(i, "")}
		if at := slices.Index(s.attributes, name); at >= 0 {
			numbers.column = s.value[at]
			for _, value := range s.values[at].list {
				numbers.of = append(numbers.of, q.lanes.number(i, value))
			}
		}
		c.numbers = append(c.numbers, numbers)
	}
	return c
}

// lanesOf finds the lanes of owners, each worker those of some of them.
func (q *bulkRun) lanesOf(owners []string) []ownerLanes {
	out := take(&q.space.lanes, len(owners))
	var wg sync.WaitGroup
	for i := range q.workers {
		from, until := len(owners)*i/len(q.workers), len(owners)*(i+1)/len(q.workers)
		wg.Go(func() { q.lanes.owners.findAll(owners[from:until], out[from:until]) })
	}
	wg.Wait()
	return out
}

// columns is [stretch.deals] for n deals of a sheet. Those that columns cannot say have no owner in them, and so are none of
// the plainest kind.
func (w *stretch) columns(s *sheetColumns, n int, row uint32) {
	b, q := &w.block, w.q
	w.columnIDs(s, n, row)
	for i, owner := range s.owner[row:][:n] {
		x, own := &b.owners[i], &s.lanes[owner] // in place: a copy would wait for what was just written
		x.units, x.shape = own.units, own.shape
	}
	places := s.places[row:][:n]
	for i, x := range s.amounts[row:][:n] {
		b.amounts[i] = x * powers[maxDecimals-places[i]]
		b.plain[i] = b.plain[i] && x <= largest[places[i]]
	}
	if money := s.money.part(row, n); money != nil {
		for i, currency := range money {
			b.currencies[i] = s.known[currency]
		}
	} else {
		for i := range n {
			b.currencies[i] = noCurrency
		}
	}
	for _, date := range q.lanes.dates {
		if days := s.days[date%dateNumbers].part(row, n); days != nil {
			for i, day := range days {
				b.days[i][date%dateNumbers] = q.dayOf(day)
			}
		} else {
			for i := range n {
				b.days[i][date%dateNumbers] = outside
			}
		}
	}
	for at := range s.numbers {
		x := &s.numbers[at]
		if x.column != nil {
			for i, value := range x.column[row:][:n] {
				b.numbers[i][at] = x.of[value]
			}
		} else {
			for i := range n {
				b.numbers[i][at] = x.missing
			}
		}
	}
	w.draft(n, row)
}

// columnIDs looks at the ids of n deals as far as that is necessary.
func (w *stretch) columnIDs(s *sheetColumns, n int, row uint32) {
	plain, counted := w.block.plain[:n], w.counted()
	for i := range plain {
		plain[i] = true
	}
	if !s.tidy {
		for i := range plain {
			printable, whole := w.ids.next(s.ids.at(row+uint32(i)), s.sequence.at(row+uint32(i)), counted)
			plain[i] = printable && (whole || !w.q.numeric)
		}
	}
}
