package incentive

import (
	"slices"

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
}

// numbersOf are the numbers of the values in a column of attributes, and of none. No column: all have none.
type numbersOf struct {
	column  []uint32
	of      []int16
	missing int16
}

// columns finds the columns for a run.
func (s *Sheet) columns(q *bulkRun) sheetColumns {
	c := sheetColumns{Sheet: s, known: []int8{noCurrency}}
	for _, owner := range s.owners.list {
		c.lanes = append(c.lanes, q.lanes.lanesOf(owner))
	}
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

// columns is [stretch.deals] for n deals of a sheet.
func (w *stretch) columns(s *sheetColumns, n int, row uint32) {
	b, q := &w.block, w.q
	for i := range n {
		_, whole := w.next(s.ids.at(row+uint32(i)), s.sequence.at(row+uint32(i)))
		b.plain[i] = whole || !q.numeric
	}
	for i, owner := range s.owner[row:][:n] {
		b.owners[i] = s.lanes[owner]
		b.plain[i] = b.plain[i] && b.owners[i].n > 0
	}
	places := s.places[row:][:n]
	for i, x := range s.amounts[row:][:n] {
		b.amounts[i] = x * powers[maxDecimals-places[i]]
		b.plain[i] = b.plain[i] && x <= largest[places[i]]
	}
	for i := range n {
		b.currencies[i] = s.known[s.money.at(row+uint32(i))]
	}
	for _, date := range q.lanes.dates {
		column := &s.days[date%dateNumbers]
		for i := range n {
			b.days[i][date%dateNumbers] = q.dayOf(column.at(row + uint32(i)))
		}
	}
	for at := range s.numbers {
		x := &s.numbers[at]
		for i := range n {
			b.numbers[i][at] = x.missing
		}
		if x.column != nil {
			for i, value := range x.column[row:][:n] {
				b.numbers[i][at] = x.of[value]
			}
		}
	}
	for i := range n {
		if len(s.others) > 0 && s.others[row+uint32(i)] != nil {
			b.plain[i] = false
		}
	}
	w.draft(n, row)
}
