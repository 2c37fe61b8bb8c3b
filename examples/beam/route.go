package main

import (
	"context"
	"hash/fnv"

	"github.com/kam-go/kam/incentive"
)

// span is how many transactions one element of the first collection stands for.
const span = 8_192

// readFn makes the transactions of a span and keys each by the deal that it is about.
type readFn struct{ Job Job }

// ProcessElement emits batches of the transactions from number first on, by [Job.dealKey].
func (f *readFn) ProcessElement(_ context.Context, first int64, emit func(int64, []byte)) error {
	out, err := newBatches(emit)
	if err != nil {
		return err
	}
	for i := int(first); i < min(int(first)+span, f.Job.Quarter.Transactions); i++ {
		t := f.Job.Quarter.Transaction(i)
		if err := out.add(f.Job.dealKey(t), t); err != nil {
			return err
		}
	}
	return out.end()
}

// spans returns the first numbers of all spans.
func (j Job) spans() []int64 {
	var list []int64
	for first := 0; first < j.Quarter.Transactions; first += span {
		list = append(list, int64(first))
	}
	return list
}

// dealKey returns a number below [Job.Shares] that a deal and all its reversals have in common.
func (j Job) dealKey(t incentive.Transaction) int64 {
	deal := t.ID
	if t.Reverses != "" {
		deal = t.Reverses
	}
	h := fnv.New64a()
	_, _ = h.Write([]byte(deal))
	return int64(h.Sum64() % uint64(j.Shares))
}

// routeFn sends transactions to the shares that need them.
type routeFn struct{ Job Job }

// ProcessElement emits batches by share of all transactions of a [Job.dealKey].
func (f *routeFn) ProcessElement(_ context.Context, _ int64, elements func(*[]byte) bool, emit func(int64, []byte)) error {
	enrolment, err := f.Job.enrolment()
	if err != nil {
		return err
	}
	var all []incentive.Transaction
	for t, err := range transactions(elements) {
		if err != nil {
			return err
		}
		all = append(all, t)
	}
	deals := make(map[string]*incentive.Transaction, len(all))
	for i, t := range all {
		if t.Reverses == "" {
			deals[t.ID] = &all[i]
		}
	}
	out, err := newBatches(emit)
	if err != nil {
		return err
	}
	for _, t := range all {
		for _, share := range enrolment.Shares(t, deals[t.Reverses], f.Job.Shares) {
			if err := out.add(int64(share), t); err != nil {
				return err
			}
		}
	}
	return out.end()
}

// presentFn makes every share known, also one that no transaction reaches: its payees have statements as well.
type presentFn struct{}

// ProcessElement emits an element without transactions.
func (f *presentFn) ProcessElement(_ context.Context, share int64, emit func(int64, []byte)) error {
	emit(share, nil)
	return nil
}
