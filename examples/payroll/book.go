package main

import (
	"context"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/ledger"
)

// source is where a run reads its deals and people from.
type source interface {
	incentive.TransactionReader
	incentive.RosterReader
}

// pending is a ledger with the batches that are about to be posted on top of it: a period is calculated as if
// those before it were posted already, while nothing is posted until all of them are known to be good.
type pending struct {
	base    ledger.Ledger
	batches []ledger.Batch
}

// snapshot returns the ledger's head, and what is posted or about to be.
func (p *pending) snapshot(ctx context.Context, window kam.Period) (ledger.Snapshot, error) {
	snapshot, err := p.base.Snapshot(ctx, window)
	if err != nil {
		return ledger.Snapshot{}, err
	}
	snapshot.Posted, err = ledger.Sum(func(yield func(ledger.Record, error) bool) {
		for _, posted := range snapshot.Posted {
			entry := ledger.Entry{
				Payee: posted.Payee, Plan: posted.Plan, Version: posted.Version, Component: posted.Component, Kind: posted.Kind,
				Reference: posted.Reference, Period: posted.Period, Account: posted.Account, Amount: posted.Amount,
				Currency: posted.Currency,
			}
			if !yield(ledger.Record{Into: posted.Into, Entry: entry}, nil) {
				return
			}
		}
		for _, batch := range p.batches {
			for _, entry := range batch.Entries {
				if window.ContainsPeriod(entry.Period) && !yield(ledger.Record{Run: batch.Run, Into: batch.Period, Entry: entry}, nil) {
					return
				}
			}
		}
	})
	return snapshot, err
}

// post appends the batches in order, each on the head that the one before left. When another run has posted in
// between, it ends with [ledger.ErrStale]; done tells how many batches are in the ledger by then.
func post(ctx context.Context, book ledger.Ledger, batches []ledger.Batch) (done int, err error) {
	var head *ledger.Head
	for i, batch := range batches {
		if head != nil {
			batch.Head = *head
		}
		receipt, err := book.Append(ctx, batch)
		if err != nil {
			return i, err
		}
		head = &receipt.Head
	}
	return len(batches), nil
}
