package sample

import (
	"context"
	"fmt"
	"iter"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/examples/console/desk"
	"github.com/kam-go/kam/examples/console/store"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/ledger"
)

// Writable is a book that a company can be written to.
type Writable interface {
	desk.Book
	PutRoster(ctx context.Context, r incentive.Roster) error
	PutTransactions(ctx context.Context, transactions iter.Seq2[incentive.Transaction, error]) (int, error)
}

// The two administrators of the sample: nobody approves what they have calculated themselves.
const (
	FirstAdministrator  = "dora.weiss"
	SecondAdministrator = "tang.rui"
)

// Open writes the company where it is not written yet, and opens its desk. In a new book the quarter before is calculated, approved
// and closed, and the current one calculated to date. Where a company of another size is kept, the error is an [*OtherError].
func (c Company) Open(ctx context.Context, book Writable, s *store.Store, told func(done, total int)) (*desk.Desk, error) {
	rules, err := Rules()
	if err != nil {
		return nil, err
	}
	periods := []kam.Period{c.Previous, c.Current}
	snapshot, err := book.Snapshot(ctx, periods[0])
	if err != nil {
		return nil, err
	}
	written := len(snapshot.Periods) > 0
	if err := c.claim(ctx, book, s, written); err != nil {
		return nil, err
	}
	if !written {
		if err := c.write(ctx, book, s); err != nil {
			return nil, err
		}
	}
	d, err := desk.Open(ctx, desk.Config{Book: book, Store: s, Rules: rules, Periods: periods, Today: c.Today})
	if err != nil {
		return nil, err
	}
	if written {
		return d, nil
	}
	for i, p := range periods {
		if err := d.CalculateNow(ctx, p, FirstAdministrator, c.Today, told); err != nil {
			return nil, err
		}
		if i == len(periods)-1 {
			break
		}
		for _, state := range []ledger.State{ledger.Approved, ledger.Closed} {
			if err := d.Mark(ctx, p, state, SecondAdministrator, "", c.Today); err != nil {
				return nil, err
			}
		}
	}
	return d, nil
}

// OtherError says that another company is kept than the one that is to be opened.
type OtherError struct {
	// Kept says what the one is that is there, Asked what the other one is.
	Kept, Asked string
}

func (e *OtherError) Error() string {
	return fmt.Sprintf("sample: %s is kept here, and not %s", e.Kept, e.Asked)
}

// sizeKey is where the size of the company that is kept is written down.
var sizeKey = store.Key{Kind: "company", Of: "size"}

// claim writes down which company is kept, before anything of it is written, and refuses another one.
func (c Company) claim(ctx context.Context, book Writable, s *store.Store, written bool) error {
	var kept Size
	found, err := s.View(ctx, sizeKey, &kept)
	if err != nil {
		return err
	}
	if !found && written { // by a program that did not write it down: how many lines there are is not known then
		roster, err := book.Roster(ctx, c.Current)
		if err != nil {
			return err
		}
		if n := len(roster.Payees); n != len(c.Roster.Payees) {
			return &OtherError{Kept: fmt.Sprintf("a company of %d people", n), Asked: c.size.String()}
		}
	}
	if found && kept != c.size {
		return &OtherError{Kept: kept.String(), Asked: c.size.String()}
	}
	if found {
		return nil
	}
	w := s.Writer()
	if err := w.Put(ctx, sizeKey, c.size); err != nil {
		return err
	}
	return w.Flush(ctx)
}

// write writes roster, deals and dossiers. What is there already stays.
func (c Company) write(ctx context.Context, book Writable, s *store.Store) error {
	if err := book.PutRoster(ctx, c.Roster); err != nil {
		return err
	}
	if _, err := book.PutTransactions(ctx, c.Transactions()); err != nil {
		return err
	}
	w := s.Writer()
	for id, known := range c.Dossiers() {
		if err := w.Put(ctx, desk.DossierKey(id), known); err != nil {
			return err
		}
	}
	return w.Flush(ctx)
}
