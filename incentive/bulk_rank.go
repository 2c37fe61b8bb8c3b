package incentive

import (
	"cmp"
	"slices"
	"strings"

	"github.com/kam-go/kam/incentive/internal/bulk"
)

// inPlanOrder reports whether the transactions came in the order of the plans: then records of one day are in it already.
func (q *bulkRun) inPlanOrder() bool {
	return !slices.ContainsFunc(q.workers, func(w *stretch) bool { return w.mixed || !w.ids.in(q.order) })
}

// rank puts the records of each day in the plan's order.
func (q *bulkRun) rank(p *plan, records []bulk.Record) {
	for i := 0; i < len(records); {
		j, back := i, bulk.Aux(0)
		for ; j < len(records) && records[j].Key == records[i].Key; j++ {
			back |= records[j].Aux
		}
		if j > i+1 && (back.Reversal() != 0 || !q.ordered) { // else they are in order
			slices.SortStableFunc(records[i:j], func(a, b bulk.Record) int { return q.compare(p, &a, &b) })
		}
		i = j
	}
}

// compare ranks two records of one unit and day; equal are those of one transaction.
func (q *bulkRun) compare(p *plan, a, b *bulk.Record) int {
	x, y := q.place(p, a), q.place(p, b)
	return cmp.Or(p.Order.compare(q.rows, x.at, y.at), compareBool(x.back != nil, y.back != nil), x.compareBack(y))
}

// placed is where a record stands: at its own transaction, or behind the one that it takes back.
type placed struct {
	at   uint32
	back *Transaction
}

func (x placed) compareBack(y placed) int {
	if x.back == nil || y.back == nil {
		return 0
	}
	return compareBacks(x.back, y.back)
}

// place finds where a record stands. A reversal never stands before its original.
func (q *bulkRun) place(p *plan, r *bulk.Record) placed {
	n := r.Aux.Reversal()
	if n == 0 {
		return placed{at: r.Row}
	}
	own, original := q.rows.at(r.Row), q.rows.at(q.reversals[n].Original)
	date := original.Date(p.CreditDate)
	if p.Refunds.Period == Current {
		date = own.Date(p.CreditDate)
	}
	if cmp.Or(original.Date(p.CreditDate).Compare(date), p.Order.compare(q.rows, q.reversals[n].Original, r.Row)) < 0 {
		return placed{at: r.Row}
	}
	return placed{at: q.reversals[n].Original, back: own}
}

// compare ranks two transactions of one day by their places.
func (o Order) compare(all rows, a, b uint32) int {
	x, y := all.id(a), all.id(b)
	switch o {
	case BySequence:
		return cmp.Or(cmp.Compare(all.sequenceOf(a), all.sequenceOf(b)), strings.Compare(x, y))
	case ByNumericID:
		m, n := strings.TrimLeft(x, "0"), strings.TrimLeft(y, "0")
		return cmp.Or(cmp.Compare(len(m), len(n)), strings.Compare(m, n), strings.Compare(x, y))
	default:
		return strings.Compare(x, y)
	}
}

// net takes reversals off their originals; false when one of them has none here.
func (q *bulkRun) net(records []bulk.Record) ([]bulk.Record, bool) {
	type key struct {
		row  uint32
		feed int
	}
	at := map[key]int{}
	kept := make([]bulk.Record, 0, len(records))
	for i := range records {
		r := records[i]
		n := r.Aux.Reversal()
		if n == 0 {
			at[key{r.Row, r.Aux.Rule()}] = len(kept)
			kept = append(kept, r)
			continue
		}
		o, ok := at[key{q.reversals[n].Original, r.Aux.Rule()}]
		if !ok {
			return nil, false
		}
		kept[o].Q += r.Q
	}
	return kept, true
}

// compareBacks orders the reversals of a deal, those without any date last.
func compareBacks(a, b *Transaction) int {
	x, y := a.firstDate(), b.firstDate()
	return cmp.Or(compareBool(!x.IsSet(), !y.IsSet()), x.Compare(y), cmp.Compare(a.Sequence, b.Sequence), strings.Compare(a.ID, b.ID))
}
