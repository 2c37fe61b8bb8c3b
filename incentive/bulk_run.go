package incentive

import (
	"cmp"
	"context"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/kam-go/kam/incentive/internal/bulk"
)

// bulkRun is one run that is computed from records.
type bulkRun struct {
	*bulkRoster
	c *calculation
	// rows are the transactions: records name them by their places.
	rows  rows
	space *Workspace
	// used is which run of the workspace this is.
	used uint64
	// columns are those of a sheet.
	columns sheetColumns
	workers []*stretch
	writers []*bulk.Writer
	buckets bulk.Buckets
	// ends are where the records of units end in their buckets.
	ends []uint32
	// earned is what units of plain plans earn, sums what their components do, finals where their measures end.
	earned, sumsOf, finals []int64
	// shares are the shares of payouts of plans that split them, shared what all units of a plan share.
	shares map[*plan]*shares
	shared map[*plan]*bulk.Shared
	// scaled are the scales of plans that split payouts.
	scaled map[*plan]scales
	// reversals are what records that take back name, backs what takes back a deal, originals what a reversal takes back.
	reversals []bulk.Reversal
	backs     map[uint32][]uint32
	originals map[uint32]uint32
	// ordered is true when records of one day lie in the order of the plans.
	ordered bool
	// odd are transactions that records cannot say, and touched the units that they could be credited to.
	odd     []uint32
	touched []bool
	// repeats are transactions whose id comes more than once.
	repeats []uint32
	// direct are the owners' parts of deals, once somebody has asked for them.
	asked sync.Once
	// visit is told of each unit as soon as it is computed. Nil: nobody is.
	visit  func(Statement, []Item)
	direct []DirectCredit
	// results are those of plain units, lazy what all units are computed again from, settled the results of those that are
	// not plain.
	results []result
	lazy    []bulkResult
	settled []*result
	mu      sync.Mutex
	// failed are units that have to be computed credit by credit.
	failed []uint32
}

// run computes transactions that lie in memory.
func (r *bulkRoster) run(ctx context.Context, in *Inputs, rows rows, opt RunOptions, s *sharing) (*Run, error) {
	space := opt.Workspace
	if space == nil {
		space = new(Workspace)
	}
	if !space.busy.CompareAndSwap(false, true) {
		return nil, ErrWorkspaceInUse
	}
	defer space.busy.Store(false)
	q := r.start(in, rows, space, opt, s)
	if err := q.compute(ctx, opt); err != nil {
		return nil, err
	}
	others, err := q.rest(ctx, opt)
	if err != nil {
		return nil, err
	}
	run := q.finish(others, opt)
	run.visit(opt)
	return run, nil
}

// start prepares a run.
func (r *bulkRoster) start(in *Inputs, rows rows, space *Workspace, opt RunOptions, s *sharing) *bulkRun {
	q := &bulkRun{bulkRoster: r, rows: rows, space: space, used: space.used.Add(1), visit: opt.Visit}
	q.c = r.c.afresh(in)
	q.c.divide(s)
	n := len(q.c.people.units)
	q.ends, q.touched = take(&space.ends, n), make([]bool, n)
	q.results, q.lazy = make([]result, n), make([]bulkResult, n)
	q.earned, q.settled = make([]int64, n), make([]*result, n)
	q.sumsOf, q.finals = make([]int64, r.sums[n]), make([]int64, r.sums[n])
	q.shares, q.shared, q.scaled = map[*plan]*shares{}, map[*plan]*bulk.Shared{}, map[*plan]scales{}
	for _, p := range r.c.program.plans {
		if p.splitsPayout() {
			q.shares[p] = newShares()
		}
	}
	q.buckets = bulk.BucketsFor(n, 2*rows.count())
	workers := opt.workers()
	for len(space.workers) < workers {
		space.workers, space.desks = append(space.workers, &stretch{}), append(space.desks, &desk{})
	}
	q.workers = space.workers[:workers]
	space.writers = space.writers[:0]
	for _, w := range q.workers {
		w.reset(q.buckets, 2*rows.count()/workers, q.mixed)
		space.writers = append(space.writers, &w.writer)
	}
	q.writers = space.writers
	return q
}

// afresh returns the calculation for another run.
func (c *calculation) afresh(in *Inputs) *calculation {
	other := *c
	other.in, other.book, other.house, other.direct = in, &book{}, nil, nil
	other.book.found.list = slices.Clone(c.book.found.list)
	people := *c.people
	people.units = slices.Clone(people.units) // those that get a state are replaced
	other.people = &people
	return &other
}

// compute turns the transactions into records and computes unit after unit, those of a bucket one after the other.
func (q *bulkRun) compute(ctx context.Context, opt RunOptions) error {
	q.scatter(ctx)
	if err := ctx.Err(); err != nil {
		return err
	}
	q.repeated()
	q.reversals = q.takenBack()
	for _, w := range q.workers {
		q.odd = append(q.odd, w.odd...)
	}
	q.odd, q.ordered = q.withOriginals(q.odd), q.inPlanOrder()
	q.touch(q.odd)
	q.share()
	order := q.largestFirst()
	var next, done atomic.Int64
	var wg sync.WaitGroup
	for i := range q.workers {
		d := q.space.desks[i]
		d.q, d.loaded, d.out.to = q, false, q.visit
		wg.Go(func() {
			for n := next.Add(1) - 1; int(n) < len(order) && ctx.Err() == nil; n = next.Add(1) - 1 {
				d.compute(int(order[n]))
				if opt.Progress != nil {
					q.progress(opt, &done, int(order[n]))
				}
			}
		})
	}
	wg.Wait()
	slices.Sort(q.failed)
	return ctx.Err()
}

// part returns the transactions that a worker looks at.
func (q *bulkRun) part(worker int) (from, until uint32) {
	n := q.rows.count()
	return uint32(n * worker / len(q.workers)), uint32(n * (worker + 1) / len(q.workers))
}

// progress tells how many units are done, but for the last one: that is told when those that records cannot say are done too.
func (q *bulkRun) progress(opt RunOptions, done *atomic.Int64, bucket int) {
	q.mu.Lock()
	defer q.mu.Unlock()
	all := q.c.count()
	opt.Progress(max(min(int(done.Add(int64(q.hereOf(bucket)))), all-1), 0), all)
}

// unitsOf returns how many units a bucket has.
func (q *bulkRun) unitsOf(bucket int) int {
	return min(len(q.ends)-bucket<<q.buckets.Shift, 1<<q.buckets.Shift)
}

// hereOf returns how many units of a bucket are computed here.
func (q *bulkRun) hereOf(bucket int) int {
	n, from := 0, bucket<<q.buckets.Shift
	for i := range q.unitsOf(bucket) {
		if q.c.here(from + i) {
			n++
		}
	}
	return n
}

// largestFirst orders the buckets by their records, so that the largest is never the one that all others wait for.
func (q *bulkRun) largestFirst() []int32 {
	order, sizes := take(&q.space.order, q.buckets.Count), take(&q.space.sizes, q.buckets.Count)
	for b := range order {
		order[b] = int32(b)
		for _, w := range q.writers {
			sizes[b] += w.Count(b)
		}
	}
	slices.SortFunc(order, func(a, b int32) int { return cmp.Or(cmp.Compare(sizes[b], sizes[a]), cmp.Compare(a, b)) })
	return order
}

// share makes whole numbers of the shares of payouts that were met.
func (q *bulkRun) share() {
	for p, s := range q.shares {
		sc := q.scales[p]
		for _, f := range s.list {
			if sc.share = lcm(sc.share, f.Rat().Denom().Int64()); sc.share == 0 {
				break
			}
		}
		shared := &bulk.Shared{Reversals: q.reversals}
		if sc.share != 0 { // else every unit of the plan is computed credit by credit
			for _, f := range s.list {
				n, _ := wholeOf(f.Rat(), sc.share)
				shared.Shares = append(shared.Shares, n)
			}
		}
		q.scaled[p], q.shared[p] = sc, shared
	}
}

// scale returns the scales of a plan.
func (q *bulkRun) scale(p *plan) scales {
	if s, ok := q.scaled[p]; ok {
		return s
	}
	return q.scales[p]
}

// result returns the result of a unit that was computed from records.
func (q *bulkRun) result(n int) *result {
	x := q.settled[n]
	if x == nil {
		x = &q.results[n]
	}
	q.lazy[n].q, q.lazy[n].n = q, uint32(n)
	x.calc, x.unit, x.bulk = q.c, q.c.people.units[n], &q.lazy[n]
	return x
}

// finish puts the results together.
func (q *bulkRun) finish(others map[uint32]*result, opt RunOptions) *Run {
	c := q.c
	for i := range c.people.units {
		if !c.here(i) {
			continue
		}
		if x, ok := others[uint32(i)]; ok {
			q.settled[i] = x
			continue
		}
		q.settled[i] = q.result(i)
	}
	if opt.Progress != nil {
		opt.Progress(c.count(), c.count())
	}
	r := c.finish(q.settled, opt)
	r.bulk = q
	return r
}
