package incentivetest

import (
	"context"
	"errors"
	"fmt"
	"math"
	"strconv"
	"sync"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
)

func transactionRules() []rule[openTransactions] {
	return []rule[openTransactions]{
		{"dates", "every transaction that has any of its four dates in the period is yielded once, and no other", dates},
		{"open-end", "a period without an end reaches as far as there are dates", openEnd},
		{"originals", "the original of each reversal in the period is yielded too, once, whatever its own dates; a reversal of one in the period is not", originals},
		{"lost-original", "a reversal whose original is not there is yielded all the same, without an error", lostOriginal},
		{"empty", "a period without transactions yields nothing and no error", emptyPeriod},
		{"content", "every field of a transaction comes back as it was, numbers exactly and unknown ones unknown", content},
		{"texts", "ids and attributes are kept byte for byte; ids that differ in case, blanks or Unicode form are different ids", texts},
		{"many", "thousands of transactions are yielded each once", many},
		{"anew", "every call starts anew, also after a loop that was left early or whose transactions were changed", anew},
		{"at-once", "several calls may run at once, and one inside the loop over another", atOnce},
		{"cancelled", "a context that has ended gives an error that wraps its Err, yielded last and without a transaction", cancelledTransactions},
	}
}

const period = "2026-04-01/2026-07-01"

// deal returns a transaction of anna's that was booked on the day.
func deal(id, day string) incentive.Transaction {
	return incentive.Transaction{ID: id, Owner: "anna", Amount: decimal.NewFromInt(100), Booked: kam.MustDay(day)}
}

// refund returns a transaction that takes another one back.
func refund(id, day, of string) incentive.Transaction {
	t := deal(id, day)
	t.Owner, t.Amount, t.Reverses = "", decimal.NewFromInt(-100), of
	return t
}

// expectTransactions compares what a reader yields for the period, in any order.
func expectTransactions(ctx context.Context, r incentive.TransactionReader, p string, want ...incentive.Transaction) error {
	got, err := collect(ctx, r, p)
	if err != nil {
		return fmt.Errorf("the period %s: %w", p, err)
	}
	if err := sameSets(describeTransaction, want, got); err != nil {
		return fmt.Errorf("the period %s: %w", p, err)
	}
	return nil
}

// collect returns the transactions up to the first error.
func collect(ctx context.Context, r incentive.TransactionReader, p string) ([]incentive.Transaction, error) {
	var got []incentive.Transaction
	var failed error
	for t, err := range r.Transactions(ctx, kam.MustPeriod(p)) {
		if failed != nil {
			return nil, errors.New("the sequence went on after it had yielded an error")
		}
		if err != nil {
			failed = err
			continue
		}
		got = append(got, t)
	}
	return got, failed
}

func dates(ctx context.Context, open openTransactions) error {
	names := []string{"booked", "invoiced", "cash", "delivered"}
	set := func(t *incentive.Transaction, name int, day string) {
		*[]*kam.Day{&t.Booked, &t.Invoiced, &t.CashDate, &t.Delivered}[name] = kam.MustDay(day)
	}
	var seed, inside []incentive.Transaction
	for i, name := range names {
		for _, c := range []struct {
			day string
			in  bool
		}{
			{"2026-03-31", false},
			{"2026-04-01", true},
			{"2026-05-15", true},
			{"2026-06-30", true},
			{"2026-07-01", false},
			{"2025-05-15", false},
			{"2027-05-15", false},
		} {
			t := incentive.Transaction{ID: name + c.day, Owner: "anna", Amount: decimal.NewFromInt(1)}
			set(&t, i, c.day)
			seed = append(seed, t)
			// The same with all its other dates outside.
			outside := t
			outside.ID += " others outside"
			for other := range names {
				if other != i {
					set(&outside, other, "2026-0"+strconv.Itoa(1+7*(other%2))+"-15")
				}
			}
			seed = append(seed, outside)
			if c.in {
				inside = append(inside, t, outside)
			}
		}
	}
	all := incentive.Transaction{ID: "all", Owner: "anna", Amount: decimal.NewFromInt(1)}
	for i := range names {
		set(&all, i, "2026-05-0"+strconv.Itoa(i+1))
	}
	undated := incentive.Transaction{ID: "undated", Owner: "anna", Amount: decimal.NewFromInt(1)}
	seed = append(seed, all, undated)
	return expectTransactions(ctx, open(seed), period, append(inside, all)...)
}

func openEnd(ctx context.Context, open openTransactions) error {
	before, first, last := deal("before", "2026-03-31"), deal("first", "2026-04-01"), deal("last", "9999-12-31")
	oldest := deal("oldest", "0001-01-01")
	r := open([]incentive.Transaction{last, first, before, oldest})
	if err := expectTransactions(ctx, r, "2026-04-01/..", first, last); err != nil {
		return err
	}
	return expectTransactions(ctx, r, "0001-01-01/..", before, first, last, oldest)
}

func originals(ctx context.Context, open openTransactions) error {
	old, in, late, spare := deal("old", "2020-01-01"), deal("in", "2026-04-15"), deal("late", "2026-08-01"), deal("spare", "2020-01-01")
	undated := deal("undated", "2020-01-01")
	undated.Booked = kam.Day{}
	seed := []incentive.Transaction{
		refund("1 of old", "2026-05-01", "old"),
		refund("2 of old", "2026-05-02", "old"),
		refund("of in", "2026-05-03", "in"),
		refund("of late", "2026-05-04", "late"),
		refund("of undated", "2026-05-05", "undated"),
		old, in, late, undated,
	}
	outside := []incentive.Transaction{
		spare,
		refund("of spare", "2026-08-02", "spare"),
		refund("of in, later", "2026-08-03", "in"),
	}
	return expectTransactions(ctx, open(append(seed[:len(seed):len(seed)], outside...)), period, seed...)
}

func lostOriginal(ctx context.Context, open openTransactions) error {
	orphan, other := refund("orphan", "2026-05-01", "nowhere"), deal("other", "2026-05-01")
	return expectTransactions(ctx, open([]incentive.Transaction{orphan, other}), period, orphan, other)
}

func emptyPeriod(ctx context.Context, open openTransactions) error {
	if err := expectTransactions(ctx, open(nil), period); err != nil {
		return fmt.Errorf("a reader without transactions: %w", err)
	}
	return expectTransactions(ctx, open([]incentive.Transaction{deal("old", "2020-01-01")}), period)
}

func content(ctx context.Context, open openTransactions) error {
	known := func(s string) decimal.NullDecimal { return decimal.NewNullDecimal(decimal.RequireFromString(s)) }
	full := incentive.Transaction{
		ID: "full", Sequence: math.MaxInt64, Currency: "CNY",
		Participants: []incentive.Participant{
			{Payee: "zoe", Role: "owner", Share: kam.MustFraction("1/3")},
			{Payee: "anna", Role: "owner", Share: kam.MustFraction("2/3")},
			{Payee: "bo", Role: "engineer", Share: kam.MustFraction("0.5")},
			{Payee: "cy", Role: "engineer", Share: kam.MustFraction("0")},
		},
		Amount: decimal.RequireFromString("12345678901.2345"),
		Margin: known("-0.0001"), Units: known("0"), Cash: known("99999999999.9999"),
		Booked: kam.MustDay("2026-05-01"), Invoiced: kam.MustDay("2024-02-29"),
		CashDate: kam.MustDay("0001-01-01"), Delivered: kam.MustDay("9999-12-31"),
		Attributes: map[string]string{"product": "A", "region": ""},
		Numbers: map[string]decimal.Decimal{
			"discount": decimal.RequireFromString("0.125"), "none": decimal.Zero, "big": decimal.New(1, 14),
		},
	}
	early := deal("early", "2026-05-02")
	early.Sequence = math.MinInt64
	early.Amount = decimal.RequireFromString("0.10")
	back := refund("back", "2026-05-03", "full")
	back.Amount = decimal.RequireFromString("-9007199254740.993")
	return expectTransactions(ctx, open([]incentive.Transaction{full, early, back}), period, full, early, back)
}

func texts(ctx context.Context, open openTransactions) error {
	var seed []incentive.Transaction
	for _, id := range oddTexts() {
		t := deal(id, "2026-05-01")
		t.Owner = id
		t.Attributes = map[string]string{id: id, "note": "line one\nline two\t" + id}
		t.Numbers = map[string]decimal.Decimal{id: decimal.NewFromInt(1)}
		seed = append(seed, t)
		back := refund("back "+id, "2026-05-02", id)
		seed = append(seed, back)
	}
	return expectTransactions(ctx, open(seed), period, seed...)
}

// oddTexts are ids that careless storage mixes up or breaks.
func oddTexts() []string {
	return []string{
		" anna", "anna", "anna ", "Anna", "'; DROP TABLE payees; --", "%", "_", "0", "007", "7", "7.0", "1e3", "null", "\\N",
		"\u00e9", "e\u0301", "a\u00a0b", "\u200b", "\ufeffanna", "王芳", "👩‍💼", `"quoted"`, "<b>&amp;</b>",
	}
}

func many(ctx context.Context, open openTransactions) error {
	const count = 3_000
	seed := make([]incentive.Transaction, 0, 2*count)
	for i := range count {
		id := strconv.Itoa(i)
		seed = append(seed, deal(id, "2026-05-01"), refund("back "+id, "2026-06-01", id))
	}
	r := open(seed)
	if err := expectTransactions(ctx, r, "2026-05-01/2026-07-01", seed...); err != nil {
		return err
	}
	return expectTransactions(ctx, r, "2026-06-01/2026-07-01", seed...)
}

// several are transactions with a map to change.
func several() []incentive.Transaction {
	var seed []incentive.Transaction
	for i := range 5 {
		t := deal("deal "+strconv.Itoa(i), "2026-05-01")
		t.Attributes = map[string]string{"product": "A"}
		t.Numbers = map[string]decimal.Decimal{"discount": decimal.NewFromInt(1)}
		t.Participants = []incentive.Participant{{Payee: "anna", Role: "owner", Share: kam.MustFraction("1")}}
		t.Owner = ""
		seed = append(seed, t)
	}
	return seed
}

func anew(ctx context.Context, open openTransactions) error {
	seed, want := several(), several()
	r := open(seed)
	for range 2 {
		for _, err := range r.Transactions(ctx, kam.MustPeriod(period)) {
			if err != nil {
				return err
			}
			break
		}
		if err := expectTransactions(ctx, r, period, want...); err != nil {
			return fmt.Errorf("after a loop that was left early: %w", err)
		}
		for t, err := range r.Transactions(ctx, kam.MustPeriod(period)) {
			if err != nil {
				return err
			}
			spoil(t)
		}
		if err := expectTransactions(ctx, r, period, want...); err != nil {
			return fmt.Errorf("after a loop that changed what it got: %w", err)
		}
		for _, t := range seed {
			spoil(t)
		}
		if err := expectTransactions(ctx, r, period, want...); err != nil {
			return fmt.Errorf("after the seed was changed: %w", err)
		}
	}
	return nil
}

// spoil changes everything that a transaction refers to.
func spoil(t incentive.Transaction) {
	if t.Attributes != nil {
		t.Attributes["product"] = "spoilt"
	}
	if t.Numbers != nil {
		t.Numbers["discount"] = decimal.NewFromInt(666)
	}
	for i := range t.Participants {
		t.Participants[i].Payee = "spoilt"
	}
}

func atOnce(ctx context.Context, open openTransactions) error {
	want := several()
	r := open(several())
	errs := make([]error, 8)
	var wait sync.WaitGroup
	for i := range errs {
		wait.Go(func() {
			for range 5 {
				if err := expectTransactions(ctx, r, period, want...); err != nil {
					errs[i] = err
					return
				}
			}
		})
	}
	wait.Wait()
	if err := errors.Join(errs...); err != nil {
		return err
	}
	outer := 0
	for _, err := range r.Transactions(ctx, kam.MustPeriod(period)) {
		if err != nil {
			return err
		}
		outer++
		if err := expectTransactions(ctx, r, period, want...); err != nil {
			return fmt.Errorf("inside a loop: %w", err)
		}
	}
	if outer != len(want) {
		return fmt.Errorf("a loop with another inside showed %d transactions of %d", outer, len(want))
	}
	return nil
}

func cancelledTransactions(ctx context.Context, open openTransactions) error {
	r := open(several())
	over, cancel := context.WithCancel(ctx)
	cancel()
	got, err := collect(over, r, period)
	if !errors.Is(err, context.Canceled) || len(got) > 0 {
		return fmt.Errorf("%d transactions, and the error is %v", len(got), err)
	}
	return expectTransactions(ctx, r, period, several()...)
}
