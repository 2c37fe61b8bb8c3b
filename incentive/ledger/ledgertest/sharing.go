package ledgertest

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"sync"
	"sync/atomic"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive/ledger"
)

func sharingRules() []rule {
	return []rule{
		{"race", "of batches appended at once with the same head, one is added whole and the others are ErrStale", race},
		{"same-race", "one batch appended many times at once is added once, and all get its receipt", sameRace},
		{"moment", "a snapshot's head, sums and lives of periods, and the entries of one loop, are of one moment while others append", moment},
		{"isolated", "a snapshot stays as it was taken, and changing it changes nothing in the ledger", isolated},
		{"loop", "a loop over Entries may append, shows the ledger of its start, may be left early and starts anew each time", loop},
		{"cancelled", "a context that has ended gives an error that wraps its Err, yielded last by Entries, and nothing is changed", cancelled},
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

func race(ctx context.Context, open func() ledger.Ledger) error {
	l := open()
	head := ledger.Head("")
	for round := range 3 {
		batches := make([]ledger.Batch, racers)
		for i := range batches {
			run := fmt.Sprintf("run-%d-%d", round, i)
			batches[i] = batch(run, head, pay("anna", january, strconv.Itoa(i+1)), pay(run, february, "5"))
		}
		receipts, errs := make([]ledger.Receipt, racers), make([]error, racers)
		together(func(i int) { receipts[i], errs[i] = l.Append(ctx, batches[i]) })
		winner := -1
		for i, err := range errs {
			switch {
			case err == nil && winner < 0:
				winner = i
			case err == nil:
				return fmt.Errorf("the runs %q and %q were both added at the head %q", batches[winner].Run, batches[i].Run, head)
			case !errors.Is(err, ledger.ErrStale):
				return fmt.Errorf("the run %q that lost: the error is %w", batches[i].Run, err)
			}
		}
		if winner < 0 {
			return fmt.Errorf("of %d batches at the right head none was added: %w", racers, errors.Join(errs...))
		}
		records, err := collect(ctx, l, kam.MustPeriod(year))
		if err != nil {
			return err
		}
		if want := 4 * (round + 1); len(records) != want {
			return fmt.Errorf("%d entries after %d batches of 4", len(records), round+1)
		}
		if err := sameEntries(batches[winner].Run, batches[winner].Entries, records[4*round:]); err != nil {
			return err
		}
		head = receipts[winner].Head
	}
	return nil
}

func sameRace(ctx context.Context, open func() ledger.Ledger) error {
	l := open()
	b := batch("once", "", pay("anna", january, "100"))
	receipts, errs := make([]ledger.Receipt, racers), make([]error, racers)
	together(func(i int) { receipts[i], errs[i] = l.Append(ctx, b) })
	added := 0
	for i, got := range receipts {
		if errs[i] != nil {
			return fmt.Errorf("Append: %w", errs[i])
		}
		if !got.Repeated {
			added++
		}
		want := ledger.Receipt{Run: "once", Head: receipts[0].Head, Entries: 2, Repeated: got.Repeated}
		if got != want {
			return fmt.Errorf("a receipt is %+v, another %+v", got, receipts[0])
		}
	}
	if added != 1 {
		return fmt.Errorf("%d of %d receipts are not Repeated", added, racers)
	}
	return expect(ctx, l, year, pay("anna", january, "100"))
}

func moment(ctx context.Context, open func() ledger.Ledger) error {
	const (
		rounds   = 20
		reads    = 20    // keep appending until this much was read meanwhile,
		atLatest = 4_000 // but not forever
	)
	l := open()
	// After batch n the sums of both payees are n; at[head] is n.
	at := map[ledger.Head]int64{"": 0}
	var readings atomic.Int64
	var mu sync.Mutex
	var snapshots []ledger.Snapshot
	var loops [][]ledger.Record
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
				found, err := read(ctx, l, year)
				if err != nil {
					fail(err)
					return
				}
				mu.Lock()
				snapshots, loops = append(snapshots, found.snapshot), append(loops, found.records)
				mu.Unlock()
				readings.Add(1)
				select {
				case <-done:
					return
				default:
				}
			}
		})
	}
	head := ledger.Head("")
	for i := 0; i < rounds || readings.Load() < reads && i < atLatest; i++ {
		b := batch("run-"+strconv.Itoa(i), head, pay("anna", january, "1"), pay("bo", february, "1"))
		got, err := l.Append(ctx, marked(b, march, ledger.Calculated, "ben", ""))
		if err != nil {
			fail(fmt.Errorf("Append while others read: %w", err))
			break
		}
		head = got.Head
		at[head] = int64(i + 1)
	}
	close(done)
	readers.Wait()
	if failed != nil {
		return failed
	}
	for _, s := range snapshots {
		n, known := at[s.Head]
		if !known {
			return fmt.Errorf("a snapshot has the head %q that no batch gave", s.Head)
		}
		var want []ledger.Posted
		if n > 0 {
			amount := decimal.NewFromInt(n).StringFixed(0)
			want = postedOf(pay("anna", january, amount), pay("bo", february, amount))
		}
		if err := samePosted(want, s.Posted); err != nil {
			return fmt.Errorf("the snapshot at the head of batch %d: %w", n, err)
		}
		if marks := len(s.Period(kam.MustPeriod(march)).History); int64(marks) != n {
			return fmt.Errorf("the snapshot at the head of batch %d has %d marks", n, marks)
		}
	}
	for _, records := range loops {
		if len(records)%4 != 0 {
			return fmt.Errorf("a loop showed %d entries of batches of 4", len(records))
		}
	}
	return nil
}

func isolated(ctx context.Context, open func() ledger.Ledger) error {
	l := open()
	if _, err := add(ctx, l, "first", pay("anna", january, "100"), pay("bo", january, "50")); err != nil {
		return err
	}
	early, err := l.Snapshot(ctx, kam.MustPeriod(year))
	if err != nil {
		return err
	}
	head := early.Head
	if _, err := add(ctx, l, "second", pay("anna", january, "11")); err != nil {
		return err
	}
	if early.Head != head {
		return fmt.Errorf("the head of an earlier snapshot became %q", early.Head)
	}
	if err := samePosted(postedOf(pay("anna", january, "100"), pay("bo", january, "50")), early.Posted); err != nil {
		return fmt.Errorf("an earlier snapshot changed: %w", err)
	}
	late, err := l.Snapshot(ctx, kam.MustPeriod(year))
	if err != nil {
		return err
	}
	for i := range late.Posted {
		late.Posted[i] = pay("zoe", march, "1").posted()[0]
	}
	return expect(ctx, l, year, pay("anna", january, "111"), pay("bo", january, "50"))
}

func loop(ctx context.Context, open func() ledger.Ledger) error {
	l := open()
	if _, err := add(ctx, l, "first", pay("anna", january, "1"), pay("bo", january, "2")); err != nil {
		return err
	}
	entries := l.Entries(ctx, kam.MustPeriod(year))
	for round := range 2 {
		seen := 0
		for r, err := range entries {
			if err != nil {
				return err
			}
			if seen++; seen == 1 {
				if _, err := add(ctx, l, "inside-"+strconv.Itoa(round), pay("anna", february, "3")); err != nil {
					return fmt.Errorf("inside a loop: %w", err)
				}
			}
			if r.Run == "inside-"+strconv.Itoa(round) {
				return errors.New("a loop showed what it had appended itself")
			}
		}
		if want := 4 + 2*round; seen != want {
			return fmt.Errorf("loop %d over the same sequence showed %d entries, want %d", round+1, seen, want)
		}
	}
	for range 2 {
		for _, err := range entries {
			if err != nil {
				return err
			}
			break
		}
	}
	if _, err := add(ctx, l, "after", pay("anna", march, "4")); err != nil {
		return fmt.Errorf("after loops that were left early: %w", err)
	}
	return nil
}

func cancelled(ctx context.Context, open func() ledger.Ledger) error {
	l := open()
	first := batch("first", "", pay("anna", january, "100"), pay("bo", january, "50"))
	if _, err := l.Append(ctx, first); err != nil {
		return fmt.Errorf("Append: %w", err)
	}
	before, err := read(ctx, l, always)
	if err != nil {
		return err
	}
	over, cancel := context.WithCancel(ctx)
	cancel()
	window := kam.MustPeriod(year)
	if _, err := l.Append(over, batch("second", before.snapshot.Head, pay("anna", january, "1"))); !errors.Is(err, context.Canceled) {
		return fmt.Errorf("Append: the error is %v", err)
	}
	if _, err := l.Snapshot(over, window); !errors.Is(err, context.Canceled) {
		return fmt.Errorf("Snapshot: the error is %v", err)
	}
	if got, err := collect(over, l, window); !errors.Is(err, context.Canceled) || len(got) > 0 {
		return fmt.Errorf("Entries: %d entries, and the error is %v", len(got), err)
	}
	return unchanged(ctx, l, before)
}
