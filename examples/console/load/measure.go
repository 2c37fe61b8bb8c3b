package main

import (
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"slices"
	"sync"
	"time"

	"github.com/kam-go/kam/examples/internal/terminal"
)

// result is what was measured.
type result struct {
	users   int
	elapsed time.Duration
	took    map[string][]time.Duration // by page
	failed  map[string]int
	first   error // the first that failed
}

// measure signs the users in, one after the other, and has all of them ask at once.
func measure(ctx context.Context, o options, stderr io.Writer) (*result, error) {
	address, signIns, err := readConsole(o.console)
	if err != nil {
		return nil, err
	}
	var users []*user
	bar := terminal.NewBar(stderr, "signing in")
	for i := range o.users {
		u := &user{signIn: signIns[i%len(signIns)], address: address, random: rand.New(rand.NewPCG(o.seed, uint64(i)))} //nolint:gosec // no secret
		if err := u.begin(ctx); err != nil {
			bar.Done()
			return nil, err
		}
		users = append(users, u)
		bar.Set(i+1, o.users)
	}
	bar.Done()
	r := &result{users: o.users, took: map[string][]time.Duration{}, failed: map[string]int{}}
	bar = terminal.NewBar(stderr, "asking")
	var mu sync.Mutex
	var all sync.WaitGroup
	began, done := time.Now(), 0
	for _, u := range users {
		all.Go(func() {
			for range o.requests {
				if ctx.Err() != nil {
					return
				}
				p, path := u.draw()
				_, took, err := u.get(ctx, path)
				mu.Lock()
				r.add(p.name, took, err)
				done++
				bar.Set(done, o.users*o.requests)
				mu.Unlock()
				select {
				case <-time.After(o.pause):
				case <-ctx.Done():
				}
			}
		})
	}
	all.Wait()
	r.elapsed = time.Since(began)
	bar.Done()
	return r, ctx.Err()
}

func (r *result) add(page string, took time.Duration, err error) {
	r.took[page] = append(r.took[page], took)
	if err != nil {
		r.failed[page]++
		if r.first == nil {
			r.first = err
		}
	}
}

// quantile returns the time within which a share of requests were answered, in percent: the smallest that is long enough for that many.
func quantile(sorted []time.Duration, percent int) time.Duration {
	return sorted[max(0, (len(sorted)*percent+99)/100-1)]
}

// print prints the measurement and tells whether all is well.
func (r *result) print(w io.Writer, limit time.Duration) bool {
	well := true
	var table terminal.Table
	table.Row("page", "requests", "failed", "median ms", "p95 ms", "p99 ms", "longest ms", "")
	row := func(name string, took []time.Duration, failed int) {
		slices.Sort(took)
		remark := ""
		p95 := quantile(took, 95)
		if limit > 0 && p95 > limit {
			remark, well = "too long", false
		}
		ms := func(d time.Duration) string { return fmt.Sprintf("%.1f", float64(d)/float64(time.Millisecond)) }
		table.Row(name, fmt.Sprint(len(took)), fmt.Sprint(failed), ms(quantile(took, 50)), ms(p95), ms(quantile(took, 99)), ms(took[len(took)-1]), remark)
	}
	var all []time.Duration
	failed := 0
	for _, p := range pages {
		if took := r.took[p.name]; len(took) > 0 {
			all, failed = append(all, took...), failed+r.failed[p.name]
			row(p.name, took, r.failed[p.name])
		}
	}
	row("all", all, failed)
	terminal.Tell(w, table.String())
	terminal.Tell(w, fmt.Sprintf("%d users, %d requests in %.1f s: %.0f a second", r.users, len(all), r.elapsed.Seconds(), float64(len(all))/r.elapsed.Seconds()))
	if r.first != nil {
		terminal.Tell(w, "the first that failed:", r.first)
	}
	return well && failed == 0
}
