package incentive

import "slices"

// What a run from records is asked is answered from its transactions, credit by credit for as few of them as there have to be.

// seen yields every transaction that the run knows once, with its participants.
func (r *Run) seen(yield func(*Transaction, []Participant)) {
	if r.bulk != nil {
		r.bulk.seen(yield)
		return
	}
	for i := range r.calc.book.deals {
		d := &r.calc.book.deals[i]
		yield(&d.Transaction, d.owners)
	}
}

func (q *bulkRun) seen(yield func(*Transaction, []Participant)) {
	var reversals []uint32
	for row := range uint32(q.rows.count()) {
		if q.rows.reverses(row) != "" {
			reversals = append(reversals, row)
		}
	}
	deals := q.placesOf(reversals)
	prior := map[string]*Transaction{}
	for i := range q.c.in.Opening.Prior {
		t := &q.c.in.Opening.Prior[i].Transaction
		if prior[t.ID] == nil {
			prior[t.ID] = t
		}
	}
	again := map[string]bool{}
	for _, row := range q.repeats {
		again[q.rows.id(row)] = false
	}
	for row := range uint32(q.rows.count()) {
		t := q.rows.at(row)
		if known, repeats := again[t.ID]; repeats {
			if again[t.ID] = true; known {
				continue
			}
		}
		if len(prior) > 0 {
			delete(prior, t.ID)
		}
		owners := ownersOf(*t)
		if at := deals[t.Reverses]; at != 0 && q.rows.reverses(at-1) == "" {
			owners = ownersOf(*q.rows.at(at - 1))
		} else if o := prior[t.Reverses]; at == 0 && o != nil && o.Reverses == "" {
			owners = ownersOf(*o)
		}
		yield(t, owners)
	}
	for _, id := range sortedKeys(prior) {
		yield(prior[id], ownersOf(*prior[id]))
	}
}

// find returns a transaction by its id, nil when the run does not know it.
func (r *Run) find(id string) *Transaction {
	if r.bulk == nil {
		if i, ok := r.calc.book.byID[id]; ok {
			return &r.calc.book.deals[i].Transaction
		}
		return nil
	}
	for row := range uint32(r.bulk.rows.count()) {
		if r.bulk.rows.id(row) == id {
			return r.bulk.rows.at(row)
		}
	}
	prior := r.calc.in.Opening.Prior
	if i := slices.IndexFunc(prior, func(p Prior) bool { return p.Transaction.ID == id }); i >= 0 {
		return &prior[i].Transaction
	}
	return nil
}

// about returns a run of one payee's statements alone, which has all that a transaction has to do with them.
func (q *bulkRun) about(payee, transaction string) *Run {
	var units, rows []uint32
	for _, u := range q.bulkRoster.c.people.byPayee[payee] {
		units = append(units, q.at[u])
		rows = append(rows, q.rowsAbout(q.at[u])...)
	}
	for row := range uint32(q.rows.count()) {
		if q.rows.id(row) == transaction {
			rows = append(rows, row)
		}
	}
	rows = append(rows, q.odd...) // they may hold the payee
	slices.Sort(units)
	c, results, err := q.again(units, q.withOriginals(rows))
	mustFit(err == nil)
	return c.finish(results, RunOptions{})
}

// directs returns what [Run.Direct] yields: the transactions are credited again, some at a time.
func (q *bulkRun) directs() []DirectCredit {
	q.asked.Do(func() {
		const some = 1 << 14
		var rows []uint32
		again := map[string]bool{}
		for from := 0; from < q.rows.count(); from += some {
			until := min(from+some, q.rows.count())
			rows = rows[:0]
			here := make(map[string]bool, some)
			for row := uint32(from); row < uint32(until); row++ {
				rows = append(rows, row)
				here[q.rows.id(row)] = !again[q.rows.id(row)]
			}
			for _, row := range q.repeats {
				id := q.rows.id(row)
				again[id] = again[id] || here[id]
			}
			c, _, err := q.again(nil, q.withOriginals(rows))
			mustFit(err == nil)
			for _, x := range c.direct {
				if here[x.Transaction] && q.c.has(x.Payee) {
					q.direct = append(q.direct, x)
				}
			}
		}
		sortDirect(q.direct)
	})
	return q.direct
}
