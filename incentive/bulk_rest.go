package incentive

import (
	"context"
	"slices"
	"strings"

	"github.com/kam-go/kam/incentive/internal/bulk"
)

// again computes units anew, credit by credit, from the transactions of some rows alone: all that touch the units.
func (q *bulkRun) again(units, rows []uint32) (*calculation, []*result, error) {
	reversed := map[string]bool{}
	for _, row := range rows {
		reversed[q.rows.reverses(row)] = true
	}
	prior := slices.Collect(func(yield func(Prior) bool) {
		for id := range reversed {
			for _, p := range q.prior[id] {
				if !yield(p) {
					return
				}
			}
		}
	})
	slices.SortFunc(prior, func(a, b Prior) int { return strings.Compare(a.Transaction.ID, b.Transaction.ID) })
	return q.byCredit(context.Background(), units, rows, prior, 1)
}

// byCredit computes units from the transactions of some rows and what the opening knows of others. What nobody is credited
// with is in the house of the calculation that is returned.
func (q *bulkRun) byCredit(ctx context.Context, units, rows []uint32, prior []Prior, workers int) (*calculation, []*result, error) {
	slices.Sort(rows)
	rows = slices.Compact(rows)
	book := &book{byID: make(map[string]int, len(rows))}
	for _, row := range rows {
		book.add(*q.rows.at(row), int(row))
	}
	book.complete(prior)
	if err := book.found.list.Err(); err != nil {
		return nil, nil, err
	}
	c := *q.bulkRoster.c
	c.in, c.book, c.house, c.direct = q.c.in, book, nil, nil
	people := *q.bulkRoster.c.people
	people.units, people.byPayee = nil, map[string][]*unit{}
	copies := map[*unit]*unit{}
	enrol := func(payee string) {
		for _, u := range q.bulkRoster.c.people.byPayee[payee] {
			if copies[u] == nil {
				copies[u] = &unit{payee: u.payee, Assignment: u.Assignment, plan: u.plan, held: slices.Clone(u.held)}
				people.byPayee[payee] = append(people.byPayee[payee], copies[u])
			}
		}
	}
	reversed := map[string]bool{}
	for _, row := range rows {
		t := q.rows.at(row)
		for _, payee := range q.reached(t) {
			enrol(payee)
		}
		reversed[t.Reverses] = true
	}
	for i := range prior { // a refund may leave out whose deal it takes back
		if t := &prior[i].Transaction; reversed[t.ID] {
			for _, payee := range q.reached(t) {
				enrol(payee)
			}
		}
	}
	for _, n := range units {
		u := q.bulkRoster.c.people.units[n]
		enrol(u.payee.ID)
		people.units = append(people.units, copies[u])
	}
	c.people = &people
	if err := c.distribute(ctx); err != nil {
		return nil, nil, err
	}
	results, err := c.calculate(ctx, RunOptions{Workers: workers})
	return &c, results, err
}

// rest computes the units that records could not: those that are held, and those that a transaction touches that records
// cannot say. It looks at what the house gets too. What is found is kept in the run's calculation.
func (q *bulkRun) rest(ctx context.Context, opt RunOptions) (map[uint32]*result, error) {
	var rows []uint32
	for _, w := range q.workers {
		rows = append(rows, w.house...)
	}
	rows = append(q.withOriginals(rows), q.odd...)
	units := q.failed
	d := new(desk)
	for _, n := range units {
		records, _ := d.recordsOf(q, int(n))
		rows = q.rowsOf(records, rows)
	}
	c, results, err := q.byCredit(ctx, units, rows, q.c.in.Opening.Prior, opt.workers())
	if err != nil {
		return nil, err
	}
	byUnit := make(map[uint32]*result, len(units))
	for i, n := range units {
		byUnit[n] = results[i]
		q.c.people.units[n] = c.people.units[i] // with what it is held for
	}
	c.book.found.list.Merge(q.c.book.found.list)
	q.c.book, q.c.house = c.book, c.house
	return byUnit, nil
}

// withOriginals adds the transactions that some of a list take back, and all that take those back.
func (q *bulkRun) withOriginals(rows []uint32) []uint32 {
	for _, row := range rows {
		if original, ok := q.originals[row]; ok {
			rows = append(append(rows, original), q.backs[original]...)
		}
	}
	return rows
}

// touch notes the units that transactions could be credited to, with those that they take back in the opening.
func (q *bulkRun) touch(rows []uint32) {
	reversed := map[string]bool{}
	touch := func(t *Transaction) {
		for _, payee := range q.reached(t) {
			for _, u := range q.bulkRoster.c.people.byPayee[payee] {
				if n := q.at[u]; q.c.here(int(n)) {
					q.touched[n] = true
				}
			}
		}
	}
	for _, row := range rows {
		t := q.rows.at(row)
		touch(t)
		reversed[t.Reverses] = true
	}
	for i := range q.c.in.Opening.Prior {
		if t := &q.c.in.Opening.Prior[i].Transaction; reversed[t.ID] {
			touch(t)
		}
	}
}

// reached returns everybody whom a transaction could be credited to: its participants, and those above them at any time.
func (q *bulkRun) reached(t *Transaction) []string {
	above := make([]string, 0, 8)
	if t.Owner != "" {
		above = append(above, t.Owner)
	}
	for _, p := range t.Participants {
		above = append(above, p.Payee)
	}
	for i := 0; i < len(above); i++ {
		for _, line := range q.bulkRoster.c.people.lines[above[i]] {
			if !slices.Contains(above, line.Manager) {
				above = append(above, line.Manager)
			}
		}
	}
	return above
}

// rowsOf adds the transactions of records, what they take back, and what takes them back.
func (q *bulkRun) rowsOf(records []bulk.Record, rows []uint32) []uint32 {
	for i := range records {
		original := records[i].Row
		if n := records[i].Aux.Reversal(); n != 0 {
			original = q.reversals[n].Original
		}
		rows = append(append(rows, original), q.backs[original]...)
	}
	return rows
}
