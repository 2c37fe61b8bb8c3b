package ledgertest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive/ledger"
)

// The windows and periods most rules use.
const (
	january  = "2026-01-01/2026-02-01"
	february = "2026-02-01/2026-03-01"
	march    = "2026-03-01/2026-04-01"
	year     = "2026-01-01/2027-01-01"
	always   = "0001-01-01/.."
)

// line is an amount that moves from one account to another.
type line struct {
	payee, plan string
	version     int
	component   string
	kind        ledger.Kind
	reference   string
	period      string
	from, to    ledger.Account
	currency    kam.Currency
	amount      string
	// into is the open period that it was posted into.
	into string
}

// pay is the plainest line: one payee, an amount and a period.
func pay(payee, period, amount string) line {
	return line{
		payee: payee, plan: "ae", version: 1, component: "sales",
		kind: ledger.Earning, period: period, currency: "CNY", amount: amount,
		from: ledger.ExpenseAccount, to: ledger.PayeeAccount, into: march,
	}
}

// move is a line of another kind between two accounts.
func move(kind ledger.Kind, reference, period string, from, to ledger.Account, amount string) line {
	l := pay("anna", period, amount)
	l.kind, l.reference, l.from, l.to = kind, reference, from, to
	return l
}

func (l line) entry(account ledger.Account, amount decimal.Decimal) ledger.Entry {
	return ledger.Entry{
		Payee: l.payee, Plan: l.plan, Version: l.version, Component: l.component, Kind: l.kind, Reference: l.reference,
		Period: kam.MustPeriod(l.period), Account: account, Amount: amount, Currency: l.currency,
	}
}

// entries are the two sides of the line.
func (l line) entries() []ledger.Entry {
	amount := decimal.RequireFromString(l.amount)
	return []ledger.Entry{l.entry(l.to, amount), l.entry(l.from, amount.Neg())}
}

// posted are the sums that the line by itself gives, ascending by account.
func (l line) posted() []ledger.Posted {
	var sums []ledger.Posted
	for _, e := range l.entries() {
		if e.Account.OfPayee() {
			sums = append(sums, ledger.Posted{
				Payee: e.Payee, Plan: e.Plan, Version: e.Version, Component: e.Component, Kind: e.Kind,
				Reference: e.Reference, Period: e.Period, Into: kam.MustPeriod(l.into), Account: e.Account,
				Currency: e.Currency, Amount: e.Amount,
			})
		}
	}
	slices.SortFunc(sums, func(a, b ledger.Posted) int { return strings.Compare(string(a.Account), string(b.Account)) })
	return sums
}

// batch returns a valid batch of the lines.
func batch(run string, head ledger.Head, lines ...line) ledger.Batch {
	b := ledger.Batch{Run: run, Head: head, Period: kam.MustPeriod(march)}
	for _, l := range lines {
		b.Entries = append(b.Entries, l.entries()...)
	}
	return b
}

// marked returns b with a mark on its period, which is a month of 2026.
func marked(b ledger.Batch, period string, state ledger.State, by, reason string) ledger.Batch {
	b.Period = kam.MustPeriod(period)
	b.Mark = &ledger.Mark{State: state, By: by, Reason: reason, On: kam.MustDay("2026-05-04")}
	return b
}

// add appends lines at the present head of the ledger.
func add(ctx context.Context, l ledger.Ledger, run string, lines ...line) (ledger.Receipt, error) {
	s, err := l.Snapshot(ctx, kam.MustPeriod(always))
	if err != nil {
		return ledger.Receipt{}, fmt.Errorf("Snapshot: %w", err)
	}
	return addBatch(ctx, l, batch(run, s.Head, lines...))
}

// addBatch appends a batch at the present head of the ledger.
func addBatch(ctx context.Context, l ledger.Ledger, b ledger.Batch) (ledger.Receipt, error) {
	s, err := l.Snapshot(ctx, kam.MustPeriod(always))
	if err != nil {
		return ledger.Receipt{}, fmt.Errorf("Snapshot: %w", err)
	}
	b.Head = s.Head
	receipt, err := l.Append(ctx, b)
	if err != nil {
		return ledger.Receipt{}, fmt.Errorf("Append of run %q at the head of a fresh snapshot: %w", b.Run, err)
	}
	return receipt, nil
}

// book is all that a ledger shows of itself.
type book struct {
	snapshot ledger.Snapshot
	records  []ledger.Record
}

func read(ctx context.Context, l ledger.Ledger, window string) (book, error) {
	s, err := l.Snapshot(ctx, kam.MustPeriod(window))
	if err != nil {
		return book{}, fmt.Errorf("Snapshot of %s: %w", window, err)
	}
	records, err := collect(ctx, l, kam.MustPeriod(window))
	if err != nil {
		return book{}, fmt.Errorf("Entries of %s: %w", window, err)
	}
	return book{snapshot: s, records: records}, nil
}

// collect returns the entries up to the first error, and whether anything followed it.
func collect(ctx context.Context, l ledger.Ledger, window kam.Period) ([]ledger.Record, error) {
	var records []ledger.Record
	var failed error
	for r, err := range l.Entries(ctx, window) {
		if failed != nil {
			return nil, errors.New("Entries went on after it had yielded an error")
		}
		if err != nil {
			failed = err
			continue
		}
		records = append(records, r)
	}
	return records, failed
}

// unchanged returns how the ledger differs from the book that was read before.
func unchanged(ctx context.Context, l ledger.Ledger, before book) error {
	after, err := read(ctx, l, always)
	if err != nil {
		return err
	}
	if after.snapshot.Head != before.snapshot.Head {
		return fmt.Errorf("the head changed from %q to %q", before.snapshot.Head, after.snapshot.Head)
	}
	if err := samePosted(before.snapshot.Posted, after.snapshot.Posted); err != nil {
		return fmt.Errorf("the snapshot changed: %w", err)
	}
	if err := sameLives(before.snapshot.Periods, after.snapshot.Periods); err != nil {
		return fmt.Errorf("the lives of the periods changed: %w", err)
	}
	if err := sameRecords(before.records, after.records); err != nil {
		return fmt.Errorf("the entries changed: %w", err)
	}
	return nil
}

func samePosted(want, got []ledger.Posted) error {
	return same(want, got, func(w, g ledger.Posted) bool {
		amounts := w.Amount.Equal(g.Amount)
		w.Amount, g.Amount = decimal.Decimal{}, decimal.Decimal{}
		return amounts && describePosted(w) == describePosted(g)
	}, describePosted)
}

func sameRecords(want, got []ledger.Record) error {
	return same(want, got, func(w, g ledger.Record) bool {
		return w.Run == g.Run && w.Number == g.Number && w.Into == g.Into && sameEntry(w.Entry, g.Entry)
	}, describeRecord)
}

func sameLives(want, got []ledger.PeriodState) error {
	return same(want, got, func(w, g ledger.PeriodState) bool {
		return w.Period == g.Period && w.Change == g.Change && slices.Equal(w.History, g.History)
	}, func(p ledger.PeriodState) string {
		return fmt.Sprintf("%s: %+v after %+v", p.Period, p.Change, p.History)
	})
}

// sameEntries compares all but the numbers of the records of a run into March.
func sameEntries(run string, want []ledger.Entry, got []ledger.Record) error {
	expected := make([]ledger.Record, len(want))
	for i, e := range want {
		expected[i] = ledger.Record{Run: run, Into: kam.MustPeriod(march), Entry: e}
	}
	return same(expected, got, func(w, g ledger.Record) bool {
		return w.Run == g.Run && w.Into == g.Into && sameEntry(w.Entry, g.Entry)
	}, describeRecord)
}

func sameEntry(w, g ledger.Entry) bool {
	amounts := w.Amount.Equal(g.Amount)
	w.Amount, g.Amount = decimal.Decimal{}, decimal.Decimal{}
	return amounts && describeEntry(w) == describeEntry(g)
}

// same compares two lists in order and names the first difference.
func same[T any](want, got []T, equal func(w, g T) bool, describe func(T) string) error {
	for i := range min(len(want), len(got)) {
		if !equal(want[i], got[i]) {
			return fmt.Errorf("number %d is %s, want %s", i, describe(got[i]), describe(want[i]))
		}
	}
	switch {
	case len(got) > len(want):
		return fmt.Errorf("%d where %d are right; the first too many is %s", len(got), len(want), describe(got[len(want)]))
	case len(got) < len(want):
		return fmt.Errorf("%d where %d are right; the first missing is %s", len(got), len(want), describe(want[len(got)]))
	}
	return nil
}

func describePosted(p ledger.Posted) string {
	return fmt.Sprintf("%q %q v%d %q %q %q %s into %s on %q: %s %s",
		p.Payee, p.Plan, p.Version, p.Component, p.Kind, p.Reference, p.Period, p.Into, p.Account, p.Currency, p.Amount)
}

func describeEntry(e ledger.Entry) string {
	return fmt.Sprintf("%q %q v%d %q %q %q %s on %q: %s %s",
		e.Payee, e.Plan, e.Version, e.Component, e.Kind, e.Reference, e.Period, e.Account, e.Currency, e.Amount)
}

func describeRecord(r ledger.Record) string {
	return fmt.Sprintf("entry %d of run %q into %s: %s", r.Number, r.Run, r.Into, describeEntry(r.Entry))
}

// lines turns sums expected in a snapshot into the snapshot's form.
func postedOf(lines ...line) []ledger.Posted {
	posted := make([]ledger.Posted, 0, len(lines))
	for _, l := range lines {
		posted = append(posted, l.posted()...)
	}
	return posted
}

// expect compares the sums of a window.
func expect(ctx context.Context, l ledger.Ledger, window string, want ...line) error {
	s, err := l.Snapshot(ctx, kam.MustPeriod(window))
	if err != nil {
		return fmt.Errorf("Snapshot of %s: %w", window, err)
	}
	if err := samePosted(postedOf(want...), s.Posted); err != nil {
		return fmt.Errorf("the sums of %s: %w", window, err)
	}
	return nil
}

// reversed returns b with its entries in the opposite order.
func reversed(b ledger.Batch) ledger.Batch {
	b.Entries = slices.Clone(b.Entries)
	slices.Reverse(b.Entries)
	return b
}

// fill returns a text of exactly n bytes.
func fill(start string, n int) string {
	return start + strings.Repeat("x", n-len(start))
}
