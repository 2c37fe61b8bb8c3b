package incentive

import (
	"slices"
	"sync"

	"github.com/kam-go/kam/incentive/internal/bulk"
	"github.com/kam-go/kam/internal/num"
)

// reversal is a transaction that takes back another.
type reversal struct {
	bulk.Reversal
	t      *Transaction
	number int
}

// takenBack writes the records of reversals, once those of their originals are known. Those that records cannot say are odd.
func (q *bulkRun) takenBack() []bulk.Reversal {
	w := q.workers[0]
	list := []bulk.Reversal{{}}
	var rows []uint32
	for _, x := range q.workers {
		rows = append(rows, x.back...)
	}
	if len(rows) == 0 {
		return list
	}
	odd := map[uint32]bool{}
	for _, x := range q.workers {
		for _, row := range x.odd {
			odd[row] = true
		}
	}
	at := q.placesOf(rows)
	byDeal := map[uint32][]uint32{}
	q.originals = make(map[uint32]uint32, len(rows))
	var deals []uint32
	for _, row := range rows {
		original := at[q.rows.reverses(row)]
		if original == 0 {
			w.odd = append(w.odd, row)
			continue
		}
		if byDeal[original-1] == nil {
			deals = append(deals, original-1)
		}
		byDeal[original-1] = append(byDeal[original-1], row)
		q.originals[row] = original - 1
	}
	q.backs = byDeal
	for _, original := range deals {
		backs := byDeal[original]
		if odd[original] || q.rows.reverses(original) != "" || !q.takeBack(&list, original, backs) {
			w.odd = append(w.odd, backs...)
		}
	}
	w.flush()
	return list
}

// placesOf finds the deals that reversals take back: each one's place and one more, by its id.
func (q *bulkRun) placesOf(reversals []uint32) map[string]uint32 {
	wanted := make(map[string]uint32, len(reversals))
	for _, row := range reversals {
		wanted[q.rows.reverses(row)] = 0
	}
	found := make([][]uint32, len(q.workers))
	var wg sync.WaitGroup
	for i := range q.workers {
		from, until := q.part(i)
		wg.Go(func() {
			for row := from; row < until; row++ {
				if _, ok := wanted[q.rows.id(row)]; ok {
					found[i] = append(found[i], row)
				}
			}
		})
	}
	wg.Wait()
	for _, row := range slices.Concat(found...) {
		wanted[q.rows.id(row)] = row + 1
	}
	return wanted
}

// takeBack writes the records of all reversals of one deal; false when records cannot say one of them.
func (q *bulkRun) takeBack(list *[]bulk.Reversal, original uint32, rows []uint32) bool {
	w := q.workers[0]
	o := q.rows.at(original)
	slices.SortFunc(rows, func(x, y uint32) int { return compareBacks(q.rows.at(x), q.rows.at(y)) })
	whole, ok := wholeOf(num.Rat(o.Amount), powers[maxDecimals])
	if !ok || whole <= 0 {
		return false
	}
	before := int64(0)
	type written struct {
		row     uint32
		found   []found
		unowned bool
	}
	var all []written
	kept := len(*list)
	for _, row := range rows {
		t := q.rows.at(row)
		amount, ok := wholeOf(num.Rat(t.Amount), powers[maxDecimals])
		if !ok || amount >= 0 || !w.unremarkable(t) || t.Currency != o.Currency || t.Owner != "" || len(t.Participants) > 0 || before-amount > whole || len(*list) >= bulk.MaxReversals {
			*list = (*list)[:kept]
			return false
		}
		r := reversal{t: t, number: len(*list), Reversal: bulk.Reversal{Row: row, Original: original, Before: before, After: before - amount, Whole: whole}}
		before -= amount
		if !w.attributes(o) || !w.credit(o, &r) {
			*list = (*list)[:kept]
			return false
		}
		*list = append(*list, r.Reversal)
		all = append(all, written{row, slices.Clone(w.found), w.unowned})
	}
	for _, x := range all {
		w.found = x.found
		w.write(x.row)
		if x.unowned {
			w.house = append(w.house, x.row)
		}
	}
	return true
}
