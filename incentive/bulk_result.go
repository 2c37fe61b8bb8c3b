package incentive

import (
	"math/big"
	"slices"
	"sync"

	"github.com/shopspring/decimal"
)

// bulkResult is a unit that was computed from records: its sums are known, and everything else is computed when somebody
// asks for it.
type bulkResult struct {
	q *bulkRun
	n uint32

	once sync.Once
	full *result
}

// ready reports whether the memory that the records of a run lie in is still the run's: no other has used its workspace.
func (q *bulkRun) ready() bool { return q.space.used.Load() == q.used }

// whole returns the result with everything that statements show.
func (r *result) whole() *result {
	if r.bulk == nil {
		return r
	}
	r.bulk.once.Do(func() { r.bulk.full = r.bulk.compute() })
	return r.bulk.full
}

// compute computes the unit again, credit by credit.
func (x *bulkResult) compute() *result {
	_, results, err := x.q.again([]uint32{x.n}, x.q.rowsAbout(x.n))
	return mustBeSame(results, err)[0]
}

// rowsAbout returns the transactions that touch a unit: those of its records, or without records all that could.
func (q *bulkRun) rowsAbout(n uint32) []uint32 {
	if q.ready() {
		records, _ := new(desk).recordsOf(q, int(n))
		return q.rowsOf(records, nil)
	}
	var rows []uint32
	payee := q.c.people.units[n].payee.ID
	for row := range uint32(q.rows.count()) {
		if slices.Contains(q.reached(q.rows.at(row)), payee) {
			rows = append(rows, row)
		}
	}
	return q.withOriginals(rows)
}

// plain reports whether the result is a unit's of a plain plan, whose sums are whole numbers of the grid.
func (r *result) plain() bool { return r.bulk != nil && r.footed == nil }

// onGrid returns an amount of whole numbers of the grid.
func (r *result) onGrid(x int64) decimal.Decimal { return decimal.New(x, -r.unit.plan.grid.Places) }

// total returns what the statement adds; zero for the zero [Statement], which has no result.
func (r *result) total() decimal.Decimal {
	if r == nil {
		return decimal.Zero
	}
	if r.plain() {
		return r.onGrid(r.bulk.q.earned[r.bulk.n])
	}
	return r.earned
}

// parts returns what the components of a plain plan earn.
func (x *bulkResult) parts() []int64 { return x.q.sumsOf[x.q.sums[x.n]:x.q.sums[x.n+1]] }

// sums returns the components' places in the statement.
func (r *result) sums() []settled {
	if !r.plain() {
		return r.components
	}
	out := make([]settled, len(r.unit.plan.parts))
	for i, x := range r.bulk.parts() {
		out[i].toDate = r.onGrid(x)
	}
	return out
}

// cuts returns the plan's own adjustments.
func (r *result) cuts() []adjusted {
	if !r.plain() {
		return r.plan
	}
	sum := int64(0)
	for _, x := range r.bulk.parts() {
		sum += x
	}
	if sum == r.bulk.q.earned[r.bulk.n] {
		return nil
	}
	return r.whole().plan
}

// measured returns where a measure of the unit stands.
func (r *result) measured(m int) *measured {
	switch {
	case r.bulk == nil || !r.plain():
		return &r.unit.state.measures[m]
	default:
		return r.bulk.measured(m)
	}
}

// measured returns where a measure of a plain plan stands.
func (x *bulkResult) measured(m int) *measured {
	u := *x.q.c.people.units[x.n]
	at := &measured{}
	for i, k := range x.q.plain[u.plan].parts {
		if k.measure == m {
			u.state = u.plan.newState()
			at.ready, at.start = true, new(big.Rat)
			at.final = x.q.scales[u.plan].rat(x.q.finals[x.q.sums[x.n]+uint32(i)])
			x.q.c.quota(&u, m, at)
			break
		}
	}
	return at
}

// count returns how many records the unit has.
func (x *bulkResult) count() int {
	n := int(x.q.ends[x.n])
	if int(x.n)&(1<<x.q.buckets.Shift-1) != 0 {
		n -= int(x.q.ends[x.n-1])
	}
	return n
}
