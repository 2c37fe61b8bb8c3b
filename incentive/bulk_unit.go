package incentive

import (
	"math/big"

	"github.com/kam-go/kam/incentive/internal/bulk"
	"github.com/kam-go/kam/incentive/internal/kernel"
)

// desk is where one worker computes unit after unit.
type desk struct {
	q      *bulkRun
	sorter bulk.Sorter
	bucket bulk.Bucket
	// records are those of the bucket at hand, sorted, ends where those of its units end. At hand is none but for loaded. A
	// bucket of short ones has them in shorts, and records are those of one unit when they are needed.
	records []bulk.Record
	shorts  []bulk.Short
	ends    []uint32
	loaded  bool
	hand    int
	wide    []bulk.Record
	work    bulk.Work
	terms   bulk.Terms
	// cells are the rates of a table, shut the records that gates keep from paying.
	cells []int64
	shut  []uint64
	// lines are what items are made of; told are those of each component of a unit that is told of at once.
	lines []bulk.Line
	told  [bulk.MaxParts][]bulk.Line
	kept  bool
	// out is who is told of units.
	out visitor
	// plainShared is what units of plain plans share.
	plainShared bulk.Shared
}

// compute computes all units of a bucket.
func (d *desk) compute(b int) {
	q := d.q
	d.load(q, b)
	base := b << q.buckets.Shift
	copy(q.ends[base:], d.ends)
	from := uint32(0)
	for u, until := range d.ends {
		if d.shorts == nil || !d.short(base+u, d.shorts[from:until]) {
			d.unit(base+u, d.between(from, until))
		}
		from = until
	}
}

// between returns records of the bucket at hand.
func (d *desk) between(from, until uint32) []bulk.Record {
	if d.shorts == nil {
		return d.records[from:until]
	}
	d.records = bulk.Widen(d.records, d.shorts[from:until])
	return d.records
}

// load sorts the records of a bucket, unless they are at hand.
func (d *desk) load(q *bulkRun, b int) {
	if d.loaded && d.q == q && d.hand == b {
		return
	}
	d.loaded, d.q, d.hand, d.plainShared = true, q, b, bulk.Shared{Reversals: q.reversals}
	d.bucket.Gather(q.writers, b)
	var ok bool
	if d.shorts, d.ends, ok = d.sorter.SortShort(&d.bucket, q.unitsOf(b), q.days); !ok {
		d.records, d.ends = d.sorter.Sort(&d.bucket, q.unitsOf(b), q.days)
	}
}

// recordsOf returns the records of a unit, in the order of its plan. They lie in memory that the next bucket uses again.
func (d *desk) recordsOf(q *bulkRun, n int) ([]bulk.Record, bulk.Seen) {
	d.load(q, n>>q.buckets.Shift)
	u, from := n&(1<<q.buckets.Shift-1), uint32(0)
	if u > 0 {
		from = d.ends[u-1]
	}
	records := d.between(from, d.ends[u])
	return records, d.inOrder(q.c.people.units[n].plan, records)
}

// inOrder puts the records of a unit in the order of its plan, and tells what there is among them.
func (d *desk) inOrder(p *plan, records []bulk.Record) bulk.Seen {
	seen := bulk.Look(records)
	if seen.Aux.Reversal() == 0 && d.q.ordered {
		return seen
	}
	d.q.rank(p, records)
	return bulk.Look(records)
}

// unit computes one unit, or notes that it has to be computed credit by credit.
func (d *desk) unit(n int, records []bulk.Record) {
	q := d.q
	if !q.c.here(n) {
		return
	}
	u := q.c.people.units[n]
	if q.alone(n, u) {
		view, seen, ok := d.netted(u, records, d.inOrder(u.plan, records))
		if ok && (d.plain(n, u, unitRecords{records: view, seen: seen}) || d.stated(n, u, view, seen)) {
			d.tell(n, view, seen)
			return
		}
	}
	q.mu.Lock()
	defer q.mu.Unlock()
	q.failed = append(q.failed, uint32(n))
}

// alone reports whether a unit can be computed from its records.
func (q *bulkRun) alone(n int, u *unit) bool {
	return len(u.held) == 0 && !u.plan.layout.bare && !q.touched[n] && !q.balanced[n]
}

// short is [desk.unit] for a unit of a plain plan whose records are short and all alike; false, and nothing done, for others.
func (d *desk) short(n int, records []bulk.Short) bool {
	q, u := d.q, d.q.c.people.units[n]
	if !q.c.here(n) || !q.ordered || !q.alone(n, u) || !d.plain(n, u, unitRecords{shorts: records, seen: bulk.LookShort(records)}) {
		return false
	}
	d.tellShort(n, records)
	return true
}

// netted takes the reversals off their originals where a plan nets them; false when one of them has none here.
func (d *desk) netted(u *unit, records []bulk.Record, seen bulk.Seen) ([]bulk.Record, bulk.Seen, bool) {
	if seen.Aux.Reversal() == 0 || u.plan.Refunds.Period != Origin {
		return records, seen, true
	}
	view, ok := d.q.net(records)
	return view, bulk.Look(view), ok
}

// stated computes a unit whose quotas, limits and sums take fractions: everything but its lines as credits are computed.
func (d *desk) stated(n int, of *unit, records []bulk.Record, seen bulk.Seen) bool {
	own := *of
	u := &own
	u.state = u.plan.newState()
	if !d.measures(u, records) || !d.parts(u, records, seen) {
		return false
	}
	r := d.q.c.settle(u)
	if r == nil || len(u.held) > 0 {
		return false
	}
	d.q.settled[n], d.q.c.people.units[n] = r, u
	return true
}

// measures finds where the measures of a unit stand; false when one of them holds the unit, or leaves what fits.
func (d *desk) measures(u *unit, records []bulk.Record) bool {
	c, s := d.q.c, d.q.scale(u.plan)
	for m := range u.plan.Measures {
		at := &u.state.measures[m]
		if u.plan.Measures[m].Base == BaseObservation {
			c.look(u, m)
			continue
		}
		at.ready, at.start = true, c.opening(u, m)
		start, ok := wholeOf(at.start, s.unit)
		if !ok {
			return false
		}
		w := bulk.Track(records, u.plan.layout.mask(m, true), d.q.day(u.plan.Measures[m].Window), start)
		if !w.Fits {
			return false
		}
		at.final, at.highest, at.lowest = s.rat(w.Final), s.rat(w.Highest), s.rat(w.Lowest)
		if at.good = c.quota(u, m, at); !at.good {
			return false
		}
	}
	return true
}

// rat returns a position as a quantity.
func (s scales) rat(x int64) *big.Rat { return big.NewRat(x, s.unit) }

// day returns the first day of a window as records count it.
func (r *bulkRoster) day(w Window) uint32 { return uint32(max(r.c.starts[w].Sub(r.first), 0)) }

// parts sums the components of a unit up, its measures being known.
func (d *desk) parts(u *unit, records []bulk.Record, seen bulk.Seen) bool {
	c := d.q.c
	for i := range u.plan.parts {
		k, out := &u.plan.parts[i], &u.state.parts[i]
		if !c.know(u, k, out) {
			return false
		}
		out.shut = c.shut(u, k)
		if k.form() != "" {
			if out.pay, out.ready = c.alone(u, k); !out.ready {
				return false
			}
		} else if !d.part(u, i, records, seen) {
			return false
		}
		c.sumUp(u, i)
		if !out.done {
			return false
		}
	}
	return true
}

// part computes the lines of one component, of which only their sum is kept.
func (d *desk) part(u *unit, i int, records []bulk.Record, seen bulk.Seen) bool {
	k, out := &u.plan.parts[i], &u.state.parts[i]
	p, rule, ok := d.lay(u, i, records, seen)
	if !ok {
		return false
	}
	result, ok := d.work.Evaluate(p, &d.terms, d.q.sharedBy(u.plan), records, seen, d.keep(i, len(records)))
	if !ok || u.plan.Refunds.Below == Refuse && k.tiers != nil && d.below(p, rule, result) {
		return false
	}
	sum := new(big.Rat).SetInt(result.Sum.Int())
	grid := new(big.Rat).SetInt64(powers[rule.Places])
	if !p.Rounds() {
		grid.Mul(grid, new(big.Rat).SetInt(new(big.Int).SetUint64(d.terms.Div)))
	}
	sum.Quo(sum, grid)
	out.lines, out.ready = []kernel.Line{{Amount: sum, Gross: sum}}, true
	return true
}

// sharedBy returns what all units of a plan share.
func (q *bulkRun) sharedBy(p *plan) *bulk.Shared {
	if s := q.shared[p]; s != nil {
		return s
	}
	return &bulk.Shared{Reversals: q.reversals}
}

// lay makes whole numbers of a component for one unit, its measures being known; false when there are none.
func (d *desk) lay(u *unit, i int, records []bulk.Record, seen bulk.Seen) (*bulk.Part, *kernel.Rule, bool) {
	c, s, l, k := d.q.c, d.q.scale(u.plan), u.plan.layout, &u.plan.parts[i]
	own, axis := &u.state.measures[k.measure], &u.state.measures[k.axis]
	rule, ok := c.rule(u, k, axis)
	if !ok || s.share == 0 {
		return nil, nil, false
	}
	moves, walked := k.axis, axis
	if k.axis != k.measure && rule.Mode != kernel.Marginal && rule.Mode != kernel.InterpolatedAmount && !rule.PerDeal {
		moves, walked = k.measure, own // the rate comes from elsewhere
		rule.Start = own.start
	}
	single := rule.Mode == kernel.Whole || rule.Mode == kernel.InterpolatedRate
	sized := rule.PerDeal && single && rule.Final == nil
	reached := walked.final
	switch {
	case rule.PerDeal:
		reached = new(big.Rat)
	case rule.Latched:
		reached = walked.highest
	}
	at, _ := wholeOf(reached, s.unit) // it was a whole number before
	var cells []int64
	den := int64(1)
	if k.Table != nil {
		if d.cells, den, ok = l.ratesFor(u, k, d.cells); !ok {
			return nil, nil, false
		}
		cells = d.cells
	}
	if !s.terms(&d.terms, &rule, sized, at, cells, den, seen) {
		return nil, nil, false
	}
	d.terms.Shut = d.shuts(u, k, records)
	base := u.plan.Measures[k.measure]
	return &bulk.Part{
		Feeds: l.mask(k.measure, false), FeedsFrom: d.q.day(base.Window),
		Moves: l.mask(moves, true), MovesFrom: d.q.day(u.plan.Measures[moves].Window), Pays: l.paying(base.Base), Bit: i,
		PerDeal: rule.PerDeal, Sized: sized, Latched: rule.Latched, Mirror: u.plan.Refunds.Method == Mirror, Cells: cells,
		RoundSlices: rule.RoundSlices, RoundLines: rule.RoundLines, Mode: l.mode, Reached: at,
	}, &rule, true
}

// below reports whether the tiers of a component were asked about a position below zero.
func (d *desk) below(p *bulk.Part, rule *kernel.Rule, result bulk.Result) bool {
	if rule.Mode != kernel.Whole && rule.Mode != kernel.InterpolatedRate || p.Sized {
		return result.Lowest < 0
	}
	if rule.Final != nil {
		return rule.Final.Sign() < 0
	}
	return p.Reached < 0
}
