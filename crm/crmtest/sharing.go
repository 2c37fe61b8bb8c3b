package crmtest

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"

	"github.com/kam-go/kam/crm"
)

func sharingRules() []rule {
	return []rule{
		{"race", "of batches made on one version and applied at once, one is done whole and the others are ErrConflict", race},
		{"moment", "who reads while others apply sees batches whole or not at all", moment},
		{"own", "the store keeps what was applied and not the caller's memory, and hands out none of its own", own},
		{"cancelled", "a context that has ended gives an error that wraps its Err, and nothing is changed", cancelled},
	}
}

const racers = 8

// together calls do for 0 to racers-1 at the same time.
func together(do func(i int)) {
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

func race(ctx context.Context, open func() crm.Store) error {
	s := open()
	for round := range 5 {
		errs := make([]error, racers)
		together(func(i int) {
			name := fmt.Sprintf("racer %d", i)
			errs[i] = s.Apply(ctx, crm.Batch{
				System: alpha, Kind: users, Before: int64(round), State: name,
				Records: []crm.Record{user("a", racers*round+i, name), user(fmt.Sprintf("b %d %d", round, i), 0, name)},
			})
		})
		winner := -1
		for i, err := range errs {
			switch {
			case err == nil && winner < 0:
				winner = i
			case err == nil:
				return fmt.Errorf("the batches %d and %d were both applied to version %d", winner, i, round)
			case !errors.Is(err, crm.ErrConflict):
				return fmt.Errorf("batch %d, which lost: the error is %w", i, err)
			}
		}
		if winner < 0 {
			return fmt.Errorf("of %d batches on version %d none was applied: %w", racers, round, errors.Join(errs...))
		}
		v, err := look(ctx, s)
		if err != nil {
			return err
		}
		if want := (crm.Position{Version: int64(round + 1), State: fmt.Sprintf("racer %d", winner)}); v.position != want {
			return fmt.Errorf("the position is %+v, want %+v", v.position, want)
		}
		if len(v.records) != round+2 {
			return fmt.Errorf("%d records after %d batches: %s", len(v.records), round+1, names(v.records))
		}
		got, err := s.Records(ctx, refs("a", fmt.Sprintf("b %d %d", round, winner)))
		if err != nil {
			return fmt.Errorf("Records: %w", err)
		}
		for _, r := range got {
			if u, ok := r.Data.(*crm.User); !ok || u.Name != v.position.State {
				return fmt.Errorf("%s is of another batch than the position", r.Ref)
			}
		}
		if len(got) != 2 {
			return fmt.Errorf("of the batch that won, the store has %s", names(got))
		}
	}
	return nil
}

func moment(ctx context.Context, open func() crm.Store) error {
	const (
		rounds   = 30
		reads    = 30    // keep applying until this much was read meanwhile,
		atLatest = 4_000 // but not forever
	)
	s := open()
	var readings atomic.Int64
	var broken atomic.Bool
	done := make(chan struct{})
	errs := make([]error, 2)
	var readers sync.WaitGroup
	for i := range errs {
		readers.Go(func() {
			for {
				if errs[i] = wholePairs(ctx, s); errs[i] != nil {
					broken.Store(true)
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
	var failed error
	for i := 0; !broken.Load() && (i < rounds || readings.Load() < reads && i < atLatest); i++ {
		name := fmt.Sprint(i)
		pair := []crm.Record{user("a", i, name), user("b", i, name)}
		if failed = put(ctx, s, pair...); failed != nil {
			break
		}
	}
	close(done)
	readers.Wait()
	return errors.Join(append(errs, failed)...)
}

// wholePairs returns how what can be read is not of one batch.
func wholePairs(ctx context.Context, s crm.Store) error {
	changes, err := all(ctx, s)
	if err != nil {
		return err
	}
	found, err := s.Records(ctx, refs("a", "b"))
	if err != nil {
		return fmt.Errorf("Records: %w", err)
	}
	for _, list := range [][]crm.Record{changes, found} {
		if len(list) == 1 || len(list) == 2 && !list[0].Modified.Equal(list[1].Modified) {
			return fmt.Errorf("half of a batch was seen: %s", names(list))
		}
	}
	return nil
}

func own(ctx context.Context, open func() crm.Store) error {
	s := open()
	kind := crm.KindActivity
	mine := full(kind)
	b := crm.Batch{System: alpha, Kind: kind, Records: []crm.Record{mine}, State: "x"}
	if err := s.Apply(ctx, b); err != nil {
		return fmt.Errorf("Apply: %w", err)
	}
	b.Records[0] = crm.Record{}
	spoil(mine)
	read := []func() ([]crm.Record, error){
		func() ([]crm.Record, error) { return s.Changes(ctx, alpha, kind, crm.Mark{}, 10) },
		func() ([]crm.Record, error) { return s.Records(ctx, []crm.Ref{{System: alpha, Kind: kind, ID: "7"}}) },
	}
	for range 2 {
		for _, list := range read {
			got, err := list()
			if err != nil {
				return err
			}
			if err := same([]crm.Record{full(kind)}, got); err != nil {
				return err
			}
			spoil(got[0])
			got[0] = crm.Record{}
		}
	}
	return nil
}

// spoil changes all that a record of an activity points to.
func spoil(r crm.Record) {
	a, ok := r.Data.(*crm.Activity)
	if !ok {
		return
	}
	a.Subject = "spoilt"
	a.Contacts[0] = "spoilt"
	a.CheckIn.Address.City = "spoilt"
	for name, value := range a.Extra.Extra {
		value[0] = '#'
		a.Extra.Extra[name] = json.RawMessage("0")
	}
}

func cancelled(ctx context.Context, open func() crm.Store) error {
	s := open()
	if err := put(ctx, s, user("a", 1, "Anna")); err != nil {
		return err
	}
	before, err := look(ctx, s)
	if err != nil {
		return err
	}
	over, cancel := context.WithCancel(ctx)
	cancel()
	_, position := s.Position(over, alpha, users)
	_, changes := s.Changes(over, alpha, users, crm.Mark{}, 10)
	_, found := s.Records(over, refs("a"))
	_, known := s.IDs(over, alpha, users, "", 10)
	b := crm.Batch{System: alpha, Kind: users, Records: []crm.Record{user("a", 2, "Bo")}, Before: before.position.Version, State: "x"}
	for name, err := range map[string]error{"Position": position, "Changes": changes, "Records": found, "IDs": known, "Apply": s.Apply(over, b)} {
		if !errors.Is(err, context.Canceled) {
			return fmt.Errorf("%s: the error is %v", name, err)
		}
	}
	return unchanged(ctx, s, before)
}
