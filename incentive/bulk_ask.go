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
	for row := range q.rows {
		if q.rows[row].Reverses != "" {
			reversals = append(reversals, uint32(row))
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
		again[q.rows[row].ID] = false
	}
	for row := range q.rows {
		t := &q.rows[row]
		if known, repeats := again[t.ID]; repeats {
			if again[t.ID] = true; known {
				continue
			}
		}
		if len(prior) > 0 {
			delete(prior, t.ID)
		}
		owners := ownersOf(*t)
		if at := deals[t.Reverses]; at != 0 && q.rows[at-1].Reverses == "" {
			owners = ownersOf(q.rows[at-1])
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
	if i := slices.IndexFunc(r.bulk.rows, func(t Transaction) bool { return t.ID == id }); i >= 0 {
		return &r.bulk.rows[i]
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
	for row := range q.rows {
		if q.rows[row].ID == transaction {
			rows = append(rows, uint32(row))
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
		for from := 0; from < len(q.rows); from += some {
			until := min(from+some, len(q.rows))
			rows = rows[:0]
			here := make(map[string]bool, some)
			for row := from; row < until; row++ {
				rows = append(rows, uint32(row))
				here[q.rows[row].ID] = !again[q.rows[row].ID]
			}
			for _, row := range q.repeats {
				again[q.rows[row].ID] = again[q.rows[row].ID] || here[q.rows[row].ID]
			}
			c, _, err := q.again(nil, q.withOriginals(rows))
			mustFit(err == nil)
			for _, x := range c.direct {
				if here[x.Transaction] {
					q.direct = append(q.direct, x)
				}
			}
		}
		sortDirect(q.direct)
	})
	return q.direct
}
