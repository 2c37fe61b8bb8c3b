package incentive

import (
	"cmp"
	"context"
	"errors"
	"runtime"
	"slices"
	"strings"
	"sync"

	"github.com/kam-go/kam"
)

// ErrHeld is returned by [Run.Batch] when a strict run holds a payee.
var ErrHeld = errors.New("incentive: payees are held")

// Run is a computed commission period. It is immutable and safe for concurrent use.
type Run struct {
	calc    *calculation
	results []*result
	held    []Held
	strict  bool
	named   sync.Once
	id      string

	// bulk is where the run was computed from records. Nil: it was computed credit by credit.
	bulk *bulkRun
}

// Held is a payee whose pay could not be computed, and why. Nothing is posted
// for a held payee; what was posted before stays.
type Held struct {
	Payee    Payee
	Plan     string
	Version  int
	Findings kam.Findings
}

// Run computes a commission period.
//
// The result depends on the inputs alone: not on their order, the number of
// workers, or a clock. A fault that concerns some payees holds them, see
// [Run.Held]; an error means that nothing may be posted: a *kam.InvalidError
// with every fault of the inputs, the source's own error, or ctx.Err().
func (p *Program) Run(ctx context.Context, in Inputs, opt RunOptions) (*Run, error) {
	rows, err := in.Transactions.rows(ctx)
	if err != nil {
		return nil, err
	}
	if opt.Records || rows.count() >= bulkFrom {
		if e, err := p.Enrol(ctx, in); err == nil {
			return e.run(ctx, rows, opt, nil)
		}
		// the faults of transactions are reported with those of all else
	}
	return p.byCredit(ctx, &in, rows, opt, nil)
}

// byCredit computes a run credit by credit: all that the plan language has, each line with its trail.
func (p *Program) byCredit(ctx context.Context, in *Inputs, rows rows, opt RunOptions, s *sharing) (*Run, error) {
	c, err := p.begin(ctx, in, rows, true)
	if err != nil {
		return nil, err
	}
	c.divide(s)
	if err := c.distribute(ctx); err != nil {
		return nil, err
	}
	results, err := c.calculate(ctx, opt)
	if err != nil {
		return nil, err
	}
	r := c.finish(results, opt)
	r.visit(opt)
	return r, nil
}

// visit tells of the statements that were computed credit by credit.
func (r *Run) visit(opt RunOptions) {
	if opt.Visit == nil {
		return
	}
	out := visitor{to: opt.Visit}
	for _, x := range r.results {
		if x.bulk == nil {
			out.all(x, new(desk))
		}
	}
}

func (o RunOptions) workers() int {
	if o.Workers > 0 {
		return o.Workers
	}
	return runtime.GOMAXPROCS(0)
}

// each calls f for 0..n-1 on some workers and reports progress in order of completion.
func each(ctx context.Context, workers, n int, progress func(done, total int), f func(int)) error {
	const chunk = 16
	var mu sync.Mutex
	next, done := 0, 0
	take := func() (from, until int) {
		mu.Lock()
		defer mu.Unlock()
		if ctx.Err() != nil {
			return n, n
		}
		from = next
		next = min(next+chunk, n)
		return from, next
	}
	finished := func(count int) {
		if progress == nil {
			return
		}
		mu.Lock()
		defer mu.Unlock()
		done += count
		progress(done, n)
	}
	var wg sync.WaitGroup
	for range min(max(workers, 1), max(n/chunk, 1)) {
		wg.Go(func() {
			for {
				from, until := take()
				if from >= until {
					return
				}
				for i := from; i < until; i++ {
					f(i)
				}
				finished(until - from)
			}
		})
	}
	wg.Wait()
	return ctx.Err()
}

// finish separates what is complete from what is held and names the run.
func (c *calculation) finish(results []*result, opt RunOptions) *Run {
	r := &Run{calc: c, strict: opt.Strict, held: slices.DeleteFunc(slices.Clone(c.people.orphans), func(h Held) bool { return !c.has(h.Payee.ID) })}
	r.results = make([]*result, 0, len(results))
	for i, u := range c.people.units {
		if !c.here(i) {
			continue
		}
		if results[i] == nil || len(u.held) > 0 {
			r.held = append(r.held, Held{Payee: *u.payee, Plan: u.Plan, Version: u.Version, Findings: u.held.Sorted()})
			continue
		}
		r.results = append(r.results, results[i])
	}
	slices.SortStableFunc(r.held, func(a, b Held) int {
		if x := strings.Compare(a.Payee.ID, b.Payee.ID); x != 0 {
			return x
		}
		return strings.Compare(a.Plan, b.Plan)
	})
	c.house = slices.DeleteFunc(c.house, func(h HouseCredit) bool { return !c.has(h.Owner) })
	c.direct = slices.DeleteFunc(c.direct, func(d DirectCredit) bool { return !c.has(d.Payee) })
	slices.SortFunc(c.house, func(a, b HouseCredit) int {
		return cmp.Or(strings.Compare(a.Transaction, b.Transaction), strings.Compare(a.Owner, b.Owner), compareBool(a.Override, b.Override),
			a.Amount.Cmp(b.Amount), strings.Compare(a.Reason.Code, b.Reason.Code))
	})
	sortDirect(c.direct)
	c.notice(r)
	return r
}

func sortDirect(list []DirectCredit) {
	slices.SortFunc(list, func(a, b DirectCredit) int {
		return cmp.Or(strings.Compare(a.Transaction, b.Transaction), strings.Compare(a.Payee, b.Payee), strings.Compare(a.Plan, b.Plan),
			strings.Compare(a.Rule, b.Rule), a.Amount.Cmp(b.Amount))
	})
}

// ID identifies the run: 64 hexadecimal digits, the same for the same inputs and the same postings before it. One share of
// several has an id of its own; that of the whole has [Joined.ID].
//
// It is computed when it is first asked for, from all that the statements were computed from.
func (r *Run) ID() string {
	r.named.Do(func() { r.id = r.account().identify() })
	return r.id
}

// Period returns the run's period.
func (r *Run) Period() kam.Period { return r.calc.period }

// Findings returns what the run noticed that holds nobody, such as a transaction that came twice.
func (r *Run) Findings() kam.Findings { return r.calc.book.found.list.Sorted() }
