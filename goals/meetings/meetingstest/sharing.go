package meetingstest

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"sync"
	"sync/atomic"

	"github.com/kam-go/kam/goals/meetings"
)

func sharingRules() []rule {
	return []rule{
		{"race", "of different next revisions saved at once one is kept, with its whole call, and the others are ErrConflict", race},
		{"same-race", "one record saved many times at once is kept once, and nobody gets an error", sameRace},
		{"moment", "one loop over Records shows the store of one moment while others save", moment},
		{"loop", "a loop over Records may save, shows the store of its start, may be left early and starts anew each time", loop},
		{"cancelled", "a context that has ended gives an error that wraps its Err, yielded last by Records, and nothing is changed", cancelled},
	}
}

const racers = 8

// together8 calls do for 0 to racers-1 at the same time.
func together8(do func(i int)) {
	var wait sync.WaitGroup
	start := make(chan struct{})
	for i := range racers {
		wait.Go(func() {
			<-start
			do(i)
		})
	}
	close(start)
	wait.Wait()
}

func race(ctx context.Context, open func() meetings.Store) error {
	s := open()
	for round := range int64(3) {
		calls := make([][]meetings.Record, racers)
		for i := range calls {
			by := fmt.Sprintf("racer-%d-%d", round, i)
			calls[i] = []meetings.Record{success(by, by, "2026-03-02", 1), saying(success("a", "anna", "2026-03-02", round+1), by)}
		}
		errs := make([]error, racers)
		together8(func(i int) { errs[i] = s.Save(ctx, calls[i]) })
		winner := -1
		for i, err := range errs {
			switch {
			case err == nil && winner < 0:
				winner = i
			case err == nil:
				return fmt.Errorf("the racers %d and %d both saved revision %d", winner, i, round+1)
			case !errors.Is(err, meetings.ErrConflict):
				return fmt.Errorf("racer %d, which lost: the error is %w", i, err)
			}
		}
		if winner < 0 {
			return fmt.Errorf("of %d calls with the next revision none was kept: %w", racers, errors.Join(errs...))
		}
		if err := expect(ctx, s, meetings.Query{IDs: []string{"a"}}, calls[winner][1]); err != nil {
			return err
		}
		got, err := collect(ctx, s, everything())
		if err != nil {
			return err
		}
		if want := 2 * (int(round) + 1); len(got) != want {
			return fmt.Errorf("%d records after %d calls of 2", len(got), round+1)
		}
	}
	return nil
}

func sameRace(ctx context.Context, open func() meetings.Store) error {
	s := open()
	errs := make([]error, racers)
	together8(func(i int) { errs[i] = s.Save(ctx, []meetings.Record{success("a", "anna", "2026-03-02", 1)}) })
	if err := errors.Join(errs...); err != nil {
		return err
	}
	return expect(ctx, s, everything(), success("a", "anna", "2026-03-02", 1))
}

func moment(ctx context.Context, open func() meetings.Store) error {
	const (
		rounds   = 20
		reads    = 20    // keep saving until this much was read meanwhile,
		atLatest = 2_000 // but not forever
	)
	s := open()
	var readings atomic.Int64
	var mu sync.Mutex
	var failed error
	fail := func(err error) {
		mu.Lock()
		defer mu.Unlock()
		failed = errors.Join(failed, err)
	}
	done := make(chan struct{})
	var readers sync.WaitGroup
	for range 2 {
		readers.Go(func() {
			for {
				got, err := collect(ctx, s, meetings.Query{IDs: []string{"a", "z"}})
				if err != nil {
					fail(err)
					return
				}
				// Each call saves the next revision of both.
				if n := len(got); n != 0 && (n != 2 || got[0].Revision != got[1].Revision) {
					fail(fmt.Errorf("a loop showed half of a call: %d records, the first %s, the last %s", n, name(got[0]), name(got[n-1])))
					return
				}
				readings.Add(1)
				select {
				case <-done:
					return
				default:
				}
			}
		})
	}
	for i := int64(1); i <= rounds || readings.Load() < reads && i < atLatest; i++ {
		if err := save(ctx, s, success("a", "anna", "2026-03-02", i), success("z", "anna", "2026-03-02", i)); err != nil {
			fail(fmt.Errorf("while others read: %w", err))
			break
		}
		mu.Lock()
		over := failed != nil
		mu.Unlock()
		if over {
			break
		}
	}
	close(done)
	readers.Wait()
	return failed
}

func loop(ctx context.Context, open func() meetings.Store) error {
	s := open()
	if err := save(ctx, s, success("a", "anna", "2026-03-02", 1), success("b", "anna", "2026-03-02", 1)); err != nil {
		return err
	}
	records := s.Records(ctx, meetings.Query{})
	for round := range 2 {
		inside := "inside-" + strconv.Itoa(round)
		seen := 0
		for r, err := range records {
			if err != nil {
				return err
			}
			if seen++; seen == 1 {
				if err := save(ctx, s, success(inside, "anna", "2026-03-02", 1)); err != nil {
					return fmt.Errorf("inside a loop: %w", err)
				}
			}
			if r.Key().ID == inside {
				return errors.New("a loop showed what it had saved itself")
			}
		}
		if want := 2 + round; seen != want {
			return fmt.Errorf("loop %d over the same sequence showed %d records, want %d", round+1, seen, want)
		}
	}
	for range 2 {
		for _, err := range records {
			if err != nil {
				return err
			}
			break
		}
	}
	if err := save(ctx, s, success("after", "anna", "2026-03-02", 1)); err != nil {
		return fmt.Errorf("after loops that were left early: %w", err)
	}
	return nil
}

func cancelled(ctx context.Context, open func() meetings.Store) error {
	s := open()
	one := success("a", "anna", "2026-03-02", 1)
	if err := save(ctx, s, one); err != nil {
		return err
	}
	over, cancel := context.WithCancel(ctx)
	cancel()
	for _, r := range []meetings.Record{success("a", "anna", "2026-03-02", 2), one} {
		if err := s.Save(over, []meetings.Record{r}); !errors.Is(err, context.Canceled) {
			return fmt.Errorf("Save: the error is %v", err)
		}
	}
	for _, q := range []meetings.Query{{}, {IDs: []string{"nobody"}}} {
		if got, err := collect(over, s, q); !errors.Is(err, context.Canceled) || len(got) > 0 {
			return fmt.Errorf("Records: %d records, and the error is %v", len(got), err)
		}
	}
	return expect(ctx, s, everything(), one)
}
