package ledgertest

import (
	"context"
	"errors"
	"fmt"
	"strconv"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive/ledger"
)

func readRules() []rule {
	return []rule{
		{"sums", "a snapshot has one sum for each payee, plan, version, component, kind, reference, period, open period, account and currency, over all batches", sums},
		{"accounts", "a snapshot has the sums on the payee, held, debt and paid accounts, and none on the house's own side", accounts},
		{"zero-sums", "a snapshot leaves out what sums to zero", zeroSums},
		{"sorted", "a snapshot is ascending by payee, plan, version, component, kind, reference, period, open period, account and currency, texts byte by byte and versions as numbers", sorted},
		{"snapshot-window", "a snapshot has the commission periods that lie inside the window, and the head of the whole ledger", snapshotWindow},
		{"entries-window", "Entries yields the commission periods that lie inside the window", entriesWindow},
		{"no-window", "a window that is no period is refused with ErrWindow, never read as nothing", noWindow},
		{"order", "Entries yields all accounts in the order appended, with the run, its open period, and numbers above zero that rise", order},
		{"balance", "all entries sum to zero in each currency, and those on the accounts of payees are the snapshot's sums", balance},
		{"exact", "amounts of 38 digits and 30 decimal places are kept exactly, and so are sums that are longer", exact},
		{"texts", "texts are kept byte for byte, references of 256 bytes too; ids that differ in case, blanks or Unicode form are different ids", texts},
		{"days", "periods from the year 1 to the year 9999 and version numbers of 31 bits are kept", days},
	}
}

func sums(ctx context.Context, open func() ledger.Ledger) error {
	l := open()
	base := pay("anna", january, "100")
	plan, version, component, kind, reference, period, currency := base, base, base, base, base, base, base
	plan.plan = "kam"
	version.version = 2
	component.component = "bonus"
	kind.kind = "adjustment"
	reference.reference = "deal 7"
	period.period = february
	currency.currency = "USD"
	if _, err := add(ctx, l, "first", base, plan, version, component, kind, reference, period); err != nil {
		return err
	}
	if _, err := add(ctx, l, "second", base, pay("bo", january, "-5")); err != nil {
		return err
	}
	if _, err := add(ctx, l, "third", currency); err != nil {
		return err
	}
	late := batch("fourth", "", base)
	late.Period = kam.MustPeriod("2026-04-01/2026-05-01")
	if _, err := addBatch(ctx, l, late); err != nil {
		return err
	}
	april := base
	april.into = "2026-04-01/2026-05-01"
	base.amount = "200"
	return expect(ctx, l, year, component, kind, base, currency, april, period, reference, version, plan, pay("bo", january, "-5"))
}

func accounts(ctx context.Context, open func() ledger.Ledger) error {
	l := open()
	if _, err := add(ctx, l, "first",
		move("advance", "", january, ledger.DebtAccount, ledger.PayeeAccount, "50"),
		move("brought", "", january, ledger.OpeningAccount, ledger.HeldAccount, "7"),
		move("changed", "", january, ledger.ExchangeAccount, ledger.PayeeAccount, "9"),
		pay("anna", january, "100"),
		move("kept", "deal 1", january, ledger.PayeeAccount, ledger.HeldAccount, "30"),
		move("kept", "deal 2", january, ledger.PayeeAccount, ledger.HeldAccount, "20"),
		move("paid", "", january, ledger.PayeeAccount, ledger.PaidAccount, "40"),
	); err != nil {
		return err
	}
	if _, err := add(ctx, l, "second",
		move("freed", "deal 1", january, ledger.HeldAccount, ledger.PayeeAccount, "30"),
		move("kept", "deal 2", january, ledger.PayeeAccount, ledger.HeldAccount, "5"),
		move("let go", "", january, ledger.ExpenseAccount, ledger.DebtAccount, "50"),
	); err != nil {
		return err
	}
	return expect(ctx, l, year,
		move("advance", "", january, ledger.DebtAccount, ledger.PayeeAccount, "50"),
		move("brought", "", january, ledger.OpeningAccount, ledger.HeldAccount, "7"),
		move("changed", "", january, ledger.ExchangeAccount, ledger.PayeeAccount, "9"),
		pay("anna", january, "100"),
		move("freed", "deal 1", january, ledger.HeldAccount, ledger.PayeeAccount, "30"),
		move("kept", "deal 1", january, ledger.PayeeAccount, ledger.HeldAccount, "30"),
		move("kept", "deal 2", january, ledger.PayeeAccount, ledger.HeldAccount, "25"),
		move("let go", "", january, ledger.ExpenseAccount, ledger.DebtAccount, "50"),
		move("paid", "", january, ledger.PayeeAccount, ledger.PaidAccount, "40"),
	)
}

func zeroSums(ctx context.Context, open func() ledger.Ledger) error {
	l := open()
	if _, err := add(ctx, l, "first", pay("anna", january, "0.1"), pay("bo", january, "0.2")); err != nil {
		return err
	}
	if _, err := add(ctx, l, "second", pay("anna", january, "-0.10"), pay("bo", january, "0.1")); err != nil {
		return err
	}
	return expect(ctx, l, year, pay("bo", january, "0.3"))
}

func sorted(ctx context.Context, open func() ledger.Ledger) error {
	l := open()
	with := func(change func(*line)) line {
		x := pay("bo", january, "1")
		change(&x)
		return x
	}
	want := []line{
		with(func(x *line) { x.payee = "Zoe" }),
		with(func(x *line) { x.payee = "anna" }),
		with(func(x *line) { x.payee = "anna b" }),
		with(func(x *line) { x.payee = "anna-b" }),
		with(func(x *line) { x.plan = "AE" }),
		with(func(x *line) { x.version = 1; x.component = "a"; x.kind = "x" }),
		with(func(x *line) { x.version = 1; x.component = "b"; x.kind = "c" }),
		with(func(x *line) { x.version = 1; x.component = "b"; x.kind = "d"; x.period = "2025-12-01/2026-01-01" }),
		with(func(x *line) { x.version = 1; x.component = "b"; x.kind = "d"; x.period = january }),
		with(func(x *line) { x.version = 1; x.component = "b"; x.kind = "d"; x.period = "2026-01-01/2026-04-01" }),
		with(func(x *line) { x.version = 1; x.component = "b"; x.kind = "d"; x.period = february }),
		with(func(x *line) { x.version = 1; x.component = "b"; x.kind = "d"; x.reference = "R"; x.period = february }),
		with(func(x *line) { x.version = 1; x.component = "b"; x.kind = "d"; x.reference = "r"; x.period = january }),
		with(func(x *line) {
			x.version, x.component, x.kind, x.reference, x.period = 1, "b", "d", "r", january
			x.into = "2026-04-01/2026-05-01"
		}),
		with(func(x *line) { x.version = 2; x.component = "a" }),
		with(func(x *line) { x.version = 10; x.component = "a" }),
		with(func(x *line) { x.plan = "b" }),
		with(func(x *line) { x.payee = "łukasz" }),
		with(func(x *line) { x.payee = "王芳" }),
		with(func(x *line) { x.payee = "🙂" }),
	}
	// Appended in two batches and another order, so that no order of insertion is right by chance.
	var odd, even []line
	var late []line
	for i := range want {
		if x := want[len(want)-1-i]; x.into != march {
			late = append(late, x)
		} else if i%2 == 0 {
			even = append(even, x)
		} else {
			odd = append(odd, x)
		}
	}
	april := batch("late", "", late...)
	april.Period = kam.MustPeriod("2026-04-01/2026-05-01")
	if _, err := addBatch(ctx, l, april); err != nil {
		return err
	}
	if _, err := add(ctx, l, "even", even...); err != nil {
		return err
	}
	if _, err := add(ctx, l, "odd", odd...); err != nil {
		return err
	}
	return expect(ctx, l, "2025-01-01/..", want...)
}

// windowLines are periods around the window from February to the end of March 2026.
func windowLines() (inside, outside []line) {
	for i, period := range []string{
		"2026-02-01/2026-02-02", february, "2026-02-01/2026-04-01", march, "2026-03-31/2026-04-01",
	} {
		inside = append(inside, pay("payee-"+strconv.Itoa(i), period, "1"))
	}
	for i, period := range []string{
		"2025-02-01/2025-03-01", january, "2026-01-31/2026-02-02", "2026-01-01/2026-04-01", "2026-02-01/2026-04-02",
		"2026-03-31/2026-04-02", "2026-04-01/2026-05-01", "2026-01-01/2027-01-01",
	} {
		outside = append(outside, pay("other-"+strconv.Itoa(i), period, "1"))
	}
	return inside, outside
}

const window = "2026-02-01/2026-04-01"

func snapshotWindow(ctx context.Context, open func() ledger.Ledger) error {
	l := open()
	inside, outside := windowLines()
	if _, err := add(ctx, l, "outside", outside...); err != nil {
		return err
	}
	receipt, err := add(ctx, l, "inside", inside...)
	if err != nil {
		return err
	}
	if err := expect(ctx, l, window, inside...); err != nil {
		return err
	}
	if err := expect(ctx, l, "2026-03-31/..", outside[5], outside[6], inside[4]); err != nil {
		return err
	}
	for _, w := range []string{window, "1999-01-01/2000-01-01"} {
		s, err := l.Snapshot(ctx, kam.MustPeriod(w))
		if err != nil {
			return err
		}
		if s.Head != receipt.Head {
			return fmt.Errorf("the snapshot of %s has the head %q, the ledger %q", w, s.Head, receipt.Head)
		}
	}
	return expect(ctx, l, "1999-01-01/2000-01-01")
}

func entriesWindow(ctx context.Context, open func() ledger.Ledger) error {
	l := open()
	inside, outside := windowLines()
	if _, err := add(ctx, l, "outside", outside...); err != nil {
		return err
	}
	if _, err := add(ctx, l, "inside", inside...); err != nil {
		return err
	}
	found, err := read(ctx, l, window)
	if err != nil {
		return err
	}
	if err := sameEntries("inside", batch("inside", "", inside...).Entries, found.records); err != nil {
		return err
	}
	found, err = read(ctx, l, "1999-01-01/2000-01-01")
	if err != nil {
		return err
	}
	return sameEntries("", nil, found.records)
}

func noWindow(ctx context.Context, open func() ledger.Ledger) error {
	l := open()
	if _, err := add(ctx, l, "first", pay("anna", january, "100")); err != nil {
		return err
	}
	for _, w := range []kam.Period{
		{},
		{Until: kam.MustDay("2026-01-01")},
		{From: kam.MustDay("2026-02-01"), Until: kam.MustDay("2026-01-01")},
		{From: kam.MustDay("2026-02-01"), Until: kam.MustDay("2026-02-01")},
	} {
		if _, err := l.Snapshot(ctx, w); !errors.Is(err, ledger.ErrWindow) {
			return fmt.Errorf("Snapshot of %+v: the error is %v", w, err)
		}
		if _, err := collect(ctx, l, w); !errors.Is(err, ledger.ErrWindow) {
			return fmt.Errorf("Entries of %+v: the error is %v", w, err)
		}
	}
	return nil
}

func order(ctx context.Context, open func() ledger.Ledger) error {
	l := open()
	batches := []ledger.Batch{
		batch("z", "", pay("zoe", february, "1"), pay("anna", march, "2")),
		reversed(batch("a", "", pay("anna", january, "3"), pay("bo", january, "4"))),
		batch("m", "", pay("bo", january, "-4")),
	}
	var want []ledger.Record
	batches[2].Period = kam.MustPeriod("2026-04-01/2026-05-01")
	for _, b := range batches {
		s, err := l.Snapshot(ctx, kam.MustPeriod(year))
		if err != nil {
			return err
		}
		b.Head = s.Head
		if _, err := l.Append(ctx, b); err != nil {
			return fmt.Errorf("Append of %q: %w", b.Run, err)
		}
		for _, e := range b.Entries {
			want = append(want, ledger.Record{Run: b.Run, Into: b.Period, Entry: e})
		}
	}
	for range 2 {
		got, err := collect(ctx, l, kam.MustPeriod(year))
		if err != nil {
			return err
		}
		last := int64(0)
		for i, r := range got {
			if r.Number <= last {
				return fmt.Errorf("the number %d comes after %d", r.Number, last)
			}
			last = r.Number
			if i < len(want) {
				want[i].Number = r.Number
			}
		}
		if err := sameRecords(want, got); err != nil {
			return err
		}
	}
	return nil
}

func balance(ctx context.Context, open func() ledger.Ledger) error {
	l := open()
	for i := range 9 {
		lines := []line{pay("anna", january, strconv.Itoa(i-20)+".1"), pay("bo", february, "0.7")}
		lines[i%2].currency = "USD"
		if _, err := add(ctx, l, "run-"+strconv.Itoa(i), lines...); err != nil {
			return err
		}
	}
	found, err := read(ctx, l, year)
	if err != nil {
		return err
	}
	totals := map[kam.Currency]decimal.Decimal{}
	for _, r := range found.records {
		totals[r.Currency] = totals[r.Currency].Add(r.Amount)
	}
	for currency, total := range totals {
		if !total.IsZero() {
			return fmt.Errorf("the entries in %s sum to %s", currency, total)
		}
	}
	posted, err := ledger.Sum(l.Entries(ctx, kam.MustPeriod(year)))
	if err != nil {
		return err
	}
	return samePosted(posted, found.snapshot.Posted)
}

func exact(ctx context.Context, open func() ledger.Ledger) error {
	l := open()
	amounts := []string{
		"0.01", "-0.01", "99999999999999999999999999999999999999", "-99999999999999999999999999999999999999",
		"12345678.901234567890123456789012345678", "0.000000000000000000000000000001",
		"9007199254740993", "0.30000000000000004", "1000000", "-1200.50",
	}
	var want []line
	for i, amount := range amounts {
		want = append(want, pay(fmt.Sprintf("payee-%02d", i), january, amount))
	}
	first := batch("first", "", want...)
	million := decimal.New(1, 30) // a large number that is written as a short one
	for _, sign := range []int64{1, -1} {
		e := pay("round", january, "1").entry(ledger.PayeeAccount, million.Mul(decimal.NewFromInt(sign)))
		if sign < 0 {
			e.Account = ledger.ExpenseAccount
		}
		first.Entries = append(first.Entries, e)
	}
	if _, err := l.Append(ctx, first); err != nil {
		return fmt.Errorf("Append: %w", err)
	}
	found, err := read(ctx, l, year)
	if err != nil {
		return err
	}
	if err := sameEntries("first", first.Entries, found.records); err != nil {
		return err
	}
	round := pay("round", january, million.StringFixed(0))
	if err := samePosted(postedOf(append(want, round)...), found.snapshot.Posted); err != nil {
		return err
	}
	// The longest whole number and the smallest fraction together have 68 digits.
	if _, err := add(ctx, l, "second",
		pay("payee-02", january, "99999999999999999999999999999999999999"),
		pay("payee-04", january, "-12345678.901234567890123456789012345677"),
		pay("payee-06", january, "0.000000000000000000000000000001"),
	); err != nil {
		return err
	}
	want[2].amount = "199999999999999999999999999999999999998"
	want[4].amount = "0.000000000000000000000000000001"
	want[6].amount = "9007199254740993.000000000000000000000000000001"
	return expect(ctx, l, year, append(want, round)...)
}

func texts(ctx context.Context, open func() ledger.Ledger) error {
	l := open()
	ids := []string{
		" anna", "'; DROP TABLE entries; --", "%", "0", "007", "1e3", "7", "Anna", "\\N", "_", "a\u00a0b", "anna", "anna ",
		"null", "\u00e9", "e\u0301", "\u200b", "王芳", "\ufeffanna", "👩‍💼", fill("王", 128), `"quoted"`,
	}
	var lines []line
	for i, id := range ids {
		x := pay(id, january, strconv.Itoa(i+1))
		x.plan, x.component, x.kind, x.reference = id, id, ledger.Kind(id), id
		lines = append(lines, x)
	}
	lines[0].reference = fill("王", 256)
	b := batch(" 运行'1; ", "", lines...)
	if _, err := l.Append(ctx, b); err != nil {
		return fmt.Errorf("Append: %w", err)
	}
	found, err := read(ctx, l, year)
	if err != nil {
		return err
	}
	if err := sameEntries(b.Run, b.Entries, found.records); err != nil {
		return err
	}
	if len(found.snapshot.Posted) != len(ids) {
		return fmt.Errorf("%d sums for %d payees", len(found.snapshot.Posted), len(ids))
	}
	for _, run := range []string{"运行'1; ", " 运行'1;", " 运行'1; x"} {
		b := batch(run, "of no state", lines...)
		if _, err := l.Append(ctx, b); !errors.Is(err, ledger.ErrStale) {
			return fmt.Errorf("the run %q, while %q is there: the error is %v", run, " 运行'1; ", err)
		}
	}
	return nil
}

func days(ctx context.Context, open func() ledger.Ledger) error {
	l := open()
	old, late, long, version := pay("a", "0001-01-01/0001-02-01", "1"), pay("b", "9999-12-01/9999-12-31", "2"),
		pay("c", "0001-01-01/9999-12-31", "3"), pay("d", "2024-02-29/2024-03-01", "4")
	version.version = 1<<31 - 1
	if _, err := add(ctx, l, "first", old, late, long, version); err != nil {
		return err
	}
	if err := expect(ctx, l, always, old, late, long, version); err != nil {
		return err
	}
	found, err := read(ctx, l, "0999-01-01/..")
	if err != nil {
		return err
	}
	if err := samePosted(postedOf(late, version), found.snapshot.Posted); err != nil {
		return fmt.Errorf("from the year 999: %w", err)
	}
	return sameEntries("first", batch("first", "", late, version).Entries, found.records)
}
