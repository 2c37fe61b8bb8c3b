package careerpathtest

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"github.com/kam-go/kam/careerpath/promotion"
)

func sharingRules() []rule {
	return []rule{
		{"race", "of several entries of one number that are appended at once, one is added and the others are ErrConflict", race},
		{"same-race", "the same entry appended from several goroutines at once is added once, and no one gets an error", sameRace},
		{"isolated", "what is yielded is the caller's own: changing it changes nothing in the store", isolated},
		{"loop", "a loop shows the store of the moment it starts, may append, and may be left at any time", loop},
		{"anew", "a sequence may be gone through again, and then shows the store of that moment", anew},
		{"cancelled", "a context that has ended gives an error that wraps its Err, and nothing is changed", cancelled},
	}
}

// racers is how many goroutines append at once.
const racers = 8

// atOnce calls each from its own goroutine and returns the errors.
func atOnce(each func(i int) error) []error {
	errs := make([]error, racers)
	var ready, done sync.WaitGroup
	ready.Add(racers)
	for i := range racers {
		done.Go(func() {
			ready.Done()
			ready.Wait()
			errs[i] = each(i)
		})
	}
	done.Wait()
	return errs
}

func race(ctx context.Context, open func() promotion.Store) error {
	for range 5 {
		s, err := added(ctx, open, first("g"))
		if err != nil {
			return err
		}
		errs := atOnce(func(i int) error { return s.Append(ctx, []promotion.Entry{score("g", 2, int64(i))}) })
		winner := -1
		for i, err := range errs {
			switch {
			case err == nil && winner < 0:
				winner = i
			case err == nil:
				return fmt.Errorf("appends %d and %d both won", winner, i)
			case !errors.Is(err, promotion.ErrConflict):
				return fmt.Errorf("append %d lost with the error %v", i, err)
			}
		}
		if winner < 0 {
			return errors.New("nobody won")
		}
		if err := expect(ctx, s, promotion.Query{}, first("g"), score("g", 2, int64(winner))); err != nil {
			return err
		}
	}
	return nil
}

func sameRace(ctx context.Context, open func() promotion.Store) error {
	s := open()
	for i, err := range atOnce(func(int) error { return s.Append(ctx, []promotion.Entry{first("g"), score("g", 2, 1)}) }) {
		if err != nil {
			return fmt.Errorf("append %d: %w", i, err)
		}
	}
	return expect(ctx, s, promotion.Query{}, first("g"), score("g", 2, 1))
}

func isolated(ctx context.Context, open func() promotion.Store) error {
	s, err := added(ctx, open, first("g"), score("g", 2, 1))
	if err != nil {
		return err
	}
	got, err := collect(ctx, s, promotion.Query{})
	if err != nil {
		return err
	}
	if len(got) != 2 || got[0].Cycle == nil || len(got[0].Cycle.Openings) == 0 || got[1].Event == nil {
		return fmt.Errorf("%d entries came back, not the two that were appended", len(got))
	}
	got[0].Cycle.Openings[0].ID, got[1].Event.Person.ID, got[1].Digest = "west", "zoe", digest(99)
	return expect(ctx, s, promotion.Query{}, first("g"), score("g", 2, 1))
}

func loop(ctx context.Context, open func() promotion.Store) error {
	s, err := added(ctx, open, first("a"), first("b"), first("c"))
	if err != nil {
		return err
	}
	seen := 0
	for r, err := range s.Entries(ctx, promotion.Query{}) {
		if err != nil {
			return err
		}
		if seen++; r.Seq != 1 || seen > 3 {
			return errors.New("the loop shows what was appended after it started")
		}
		if err := s.Append(ctx, []promotion.Entry{score("c", int64(seen)+1, 1)}); err != nil {
			return fmt.Errorf("appending inside the loop: %w", err)
		}
	}
	for _, err := range s.Entries(ctx, promotion.Query{}) {
		if err != nil {
			return err
		}
		break
	}
	if err := s.Append(ctx, []promotion.Entry{score("a", 2, 1)}); err != nil {
		return fmt.Errorf("appending after a loop that was left: %w", err)
	}
	return expect(ctx, s, promotion.Query{}, first("a"), score("a", 2, 1), first("b"), first("c"), score("c", 2, 1), score("c", 3, 1), score("c", 4, 1))
}

func anew(ctx context.Context, open func() promotion.Store) error {
	s, err := added(ctx, open, first("a"), first("b"))
	if err != nil {
		return err
	}
	sequence := s.Entries(ctx, promotion.Query{})
	for _, err := range sequence {
		if err != nil {
			return err
		}
		break
	}
	if err := s.Append(ctx, []promotion.Entry{first("c")}); err != nil {
		return err
	}
	seen := 0
	for _, err := range sequence {
		if err != nil {
			return err
		}
		seen++
	}
	if seen != 3 {
		return fmt.Errorf("gone through again, the sequence has %d entries, want 3", seen)
	}
	return nil
}

func cancelled(ctx context.Context, open func() promotion.Store) error {
	s, err := added(ctx, open, first("a"), first("b"))
	if err != nil {
		return err
	}
	over, cancel := context.WithCancel(ctx)
	cancel()
	if err := s.Append(over, []promotion.Entry{first("c")}); !errors.Is(err, context.Canceled) {
		return fmt.Errorf("Append gives the error %v", err)
	}
	if got, err := collect(over, s, promotion.Query{}); !errors.Is(err, context.Canceled) || len(got) > 0 {
		return fmt.Errorf("Entries gives %d entries and the error %v", len(got), err)
	}
	return expect(ctx, s, promotion.Query{}, first("a"), first("b"))
}
