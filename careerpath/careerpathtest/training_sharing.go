package careerpathtest

import (
	"context"
	"errors"
	"fmt"

	"github.com/kam-go/kam/careerpath/training"
)

func noteSharingRules() []trainingRule {
	return []trainingRule{
		{"race", "of several entries of one number that are appended at once, one is added and the others are ErrConflict", raceOfNotes},
		{"same-race", "the same entry appended from several goroutines at once is added once, and no one gets an error", sameRaceOfNotes},
		{"loop", "a loop shows the store of the moment it starts, may append, and may be left at any time", loopOfNotes},
		{"anew", "a sequence may be gone through again, and then shows the store of that moment", notesAnew},
		{"cancelled", "a context that has ended gives an error that wraps its Err, and nothing is changed", cancelledNotes},
	}
}

func raceOfNotes(ctx context.Context, open func() training.Store) error {
	for range 5 {
		s, err := addedNotes(ctx, open, note("g", 1, 1))
		if err != nil {
			return err
		}
		errs := atOnce(func(i int) error { return s.Append(ctx, []training.Entry{note("g", 2, int64(i))}) })
		winner := -1
		for i, err := range errs {
			switch {
			case err == nil && winner < 0:
				winner = i
			case err == nil:
				return fmt.Errorf("appends %d and %d both won", winner, i)
			case !errors.Is(err, training.ErrConflict):
				return fmt.Errorf("append %d lost with the error %v", i, err)
			}
		}
		if winner < 0 {
			return errors.New("nobody won")
		}
		if err := expectNotes(ctx, s, training.Query{}, note("g", 1, 1), note("g", 2, int64(winner))); err != nil {
			return err
		}
	}
	return nil
}

func sameRaceOfNotes(ctx context.Context, open func() training.Store) error {
	s := open()
	for i, err := range atOnce(func(int) error { return s.Append(ctx, []training.Entry{note("g", 1, 1), note("g", 2, 2)}) }) {
		if err != nil {
			return fmt.Errorf("append %d: %w", i, err)
		}
	}
	return expectNotes(ctx, s, training.Query{}, note("g", 1, 1), note("g", 2, 2))
}

func loopOfNotes(ctx context.Context, open func() training.Store) error {
	s, err := addedNotes(ctx, open, note("a", 1, 1), note("b", 1, 1), note("c", 1, 1))
	if err != nil {
		return err
	}
	seen := 0
	for e, err := range s.Entries(ctx, training.Query{}) {
		if err != nil {
			return err
		}
		if seen++; e.Seq != 1 || seen > 3 {
			return errors.New("the loop shows what was appended after it started")
		}
		if err := s.Append(ctx, []training.Entry{note("c", int64(seen)+1, 1)}); err != nil {
			return fmt.Errorf("appending inside the loop: %w", err)
		}
	}
	for _, err := range s.Entries(ctx, training.Query{}) {
		if err != nil {
			return err
		}
		break
	}
	if err := s.Append(ctx, []training.Entry{note("a", 2, 1)}); err != nil {
		return fmt.Errorf("appending after a loop that was left: %w", err)
	}
	return expectNotes(ctx, s, training.Query{}, note("a", 1, 1), note("a", 2, 1), note("b", 1, 1), note("c", 1, 1), note("c", 2, 1), note("c", 3, 1), note("c", 4, 1))
}

func notesAnew(ctx context.Context, open func() training.Store) error {
	s, err := addedNotes(ctx, open, note("a", 1, 1), note("b", 1, 1))
	if err != nil {
		return err
	}
	sequence := s.Entries(ctx, training.Query{})
	for _, err := range sequence {
		if err != nil {
			return err
		}
		break
	}
	if err := s.Append(ctx, []training.Entry{note("c", 1, 1)}); err != nil {
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

func cancelledNotes(ctx context.Context, open func() training.Store) error {
	s, err := addedNotes(ctx, open, note("a", 1, 1), note("b", 1, 1))
	if err != nil {
		return err
	}
	over, cancel := context.WithCancel(ctx)
	cancel()
	if err := s.Append(over, []training.Entry{note("c", 1, 1)}); !errors.Is(err, context.Canceled) {
		return fmt.Errorf("Append gives the error %v", err)
	}
	if got, err := collectNotes(over, s, training.Query{}); !errors.Is(err, context.Canceled) || len(got) > 0 {
		return fmt.Errorf("Entries gives %d entries and the error %v", len(got), err)
	}
	return expectNotes(ctx, s, training.Query{}, note("a", 1, 1), note("b", 1, 1))
}
