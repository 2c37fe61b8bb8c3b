package ledger_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive/ledger"
	"github.com/kam-go/kam/internal/wordtest"
)

// places returns the places of all faults, in order.
func places(t *testing.T, err error) []string {
	t.Helper()
	if err == nil {
		return nil
	}
	invalid, ok := errors.AsType[*kam.InvalidError](err)
	require.True(t, ok, "%v", err)
	var list []string
	for _, f := range invalid.Findings {
		list = append(list, f.Place)
		wordtest.Formatted(t, f.Message.EN+f.Message.ZH+f.Remedy.EN+f.Remedy.ZH)
		assert.NotEmpty(t, f.Message.EN)
		assert.NotEmpty(t, f.Message.ZH)
		assert.NotEmpty(t, f.Remedy.EN)
		assert.NotEmpty(t, f.Remedy.ZH)
	}
	return list
}

func dec(s string) decimal.Decimal { return decimal.RequireFromString(s) }

func TestMove(t *testing.T) {
	e := entry("", "0")
	e.Reference = "deal 7"
	for amount, want := range map[string][]string{
		"12.50": {"held 12.50", "payee -12.50"}, "-3": {"held -3.00", "payee 3.00"}, "0": nil, "0.00": nil,
	} {
		var got []string
		for _, m := range ledger.Move(e, ledger.PayeeAccount, ledger.HeldAccount, dec(amount)) {
			assert.Equal(t, "deal 7", m.Reference)
			assert.Equal(t, "anna", m.Payee)
			got = append(got, string(m.Account)+" "+m.Amount.StringFixed(2))
		}
		assert.Equal(t, want, got, amount)
	}
}

func TestMerge(t *testing.T) {
	clawed := entry("", "0")
	clawed.Kind = ledger.Clawback
	other, dollars := clawed, clawed
	other.Reference, dollars.Currency = "deal", "USD"
	gone := clawed
	gone.Payee = "gone"
	var entries []ledger.Entry
	for _, m := range []struct {
		e      ledger.Entry
		from   ledger.Account
		amount string
	}{
		{clawed, ledger.PayeeAccount, "30"},
		{clawed, ledger.HeldAccount, "20"},
		{other, ledger.HeldAccount, "5"},
		{dollars, ledger.HeldAccount, "7"},
		{gone, ledger.HeldAccount, "1"},
		{gone, ledger.HeldAccount, "-1"},
	} {
		entries = append(entries, ledger.Move(m.e, m.from, ledger.ExpenseAccount, dec(m.amount))...)
	}
	b := ledger.Batch{Run: "run", Period: january, Entries: entries}
	require.Error(t, b.Check(), "one key twice")
	b.Entries = ledger.Merge(entries)
	require.NoError(t, b.Check())
	var got []string
	for _, e := range b.Entries {
		got = append(got, strings.TrimSpace(e.Reference+" "+string(e.Account)+" "+string(e.Currency)+" "+e.Amount.String()))
	}
	assert.Equal(t, []string{
		"expense CNY 50", "expense USD 7", "held CNY -20", "held USD -7", "payee CNY -30", "deal expense CNY 5", "deal held CNY -5",
	}, got)
	assert.Empty(t, ledger.Merge(nil))
	assert.True(t, entries[0].Amount.Equal(dec("30")), "the caller's entries stay")
}

// record is an entry as run posted it into January.
func record(run string, account ledger.Account, kind ledger.Kind, amount string) ledger.Record {
	e := entry(account, amount)
	e.Kind = kind
	return ledger.Record{Run: run, Into: january, Entry: e}
}

func TestSumKeepsAccountsReferencesAndOpenPeriodsApart(t *testing.T) {
	referred, late := record("b", ledger.HeldAccount, ledger.Holdback, "2"), record("b", ledger.HeldAccount, ledger.Holdback, "3")
	referred.Reference, late.Into = "deal", kam.MustPeriod("2026-02-01/2026-03-01")
	posted, err := ledger.Sum(func(yield func(ledger.Record, error) bool) {
		for _, r := range []ledger.Record{
			late, referred, record("a", ledger.HeldAccount, ledger.Holdback, "1"), record("a", ledger.PayeeAccount, ledger.Holdback, "-1"),
			record("a", ledger.ExpenseAccount, ledger.Holdback, "9"), record("a", ledger.OpeningAccount, ledger.Holdback, "9"),
			record("a", ledger.ExchangeAccount, ledger.Holdback, "9"), record("a", ledger.DebtAccount, ledger.Holdback, "-4"),
			record("a", ledger.PaidAccount, ledger.Holdback, "5"),
		} {
			if !yield(r, nil) {
				return
			}
		}
	})
	require.NoError(t, err)
	var got []string
	for _, p := range posted {
		got = append(got, strings.TrimSpace(p.Reference+" "+p.Into.From.String()+" "+string(p.Account)+" "+p.Amount.String()))
	}
	assert.Equal(t, []string{
		"2026-01-01 debt -4", "2026-01-01 held 1", "2026-01-01 paid 5", "2026-01-01 payee -1", "2026-02-01 held 3", "deal 2026-01-01 held 2",
	}, got)
}

func TestAsOf(t *testing.T) {
	var book []ledger.Record
	for _, run := range []string{"one", "two", "three"} {
		book = append(book, record(run, ledger.PayeeAccount, ledger.Earning, "10"), record(run, ledger.ExpenseAccount, ledger.Earning, "-10"))
	}
	records := func(yield func(ledger.Record, error) bool) {
		for _, r := range book {
			if !yield(r, nil) {
				return
			}
		}
	}
	for run, want := range map[string]string{"one": "10", "two": "20", "three": "30"} {
		s, err := ledger.AsOf(records, run)
		require.NoError(t, err)
		require.Len(t, s.Posted, 1)
		assert.Equal(t, want, s.Posted[0].Amount.String(), run)
		assert.Empty(t, s.Head)
	}
	_, err := ledger.AsOf(records, "four")
	require.ErrorIs(t, err, ledger.ErrUnknownRun)
	torn := errors.New("torn")
	broken := func(yield func(ledger.Record, error) bool) {
		if yield(book[0], nil) {
			yield(ledger.Record{}, torn)
		}
	}
	_, err = ledger.AsOf(broken, "one")
	require.ErrorIs(t, err, torn)
}

// posted is a sum of anna's in January.
func posted(kind ledger.Kind, account ledger.Account, amount string) ledger.Posted {
	return ledger.Posted{
		Payee: "anna", Plan: "ae", Version: 1, Component: "sales", Kind: kind, Period: january, Into: january,
		Account: account, Currency: "CNY", Amount: dec(amount),
	}
}

// book is a whole one: 1,000 earned, 100 held of which 40 were released, an advance of 200 of which 150 came back, and
// 500 paid.
func book() []ledger.Posted {
	return []ledger.Posted{
		posted(ledger.Earning, ledger.PayeeAccount, "1000"),
		posted(ledger.Holdback, ledger.PayeeAccount, "-100"), posted(ledger.Holdback, ledger.HeldAccount, "100"),
		posted(ledger.Release, ledger.PayeeAccount, "40"), posted(ledger.Release, ledger.HeldAccount, "-40"),
		posted(ledger.DrawAdvance, ledger.PayeeAccount, "200"), posted(ledger.DrawAdvance, ledger.DebtAccount, "-200"),
		posted(ledger.DrawRecovery, ledger.PayeeAccount, "-150"), posted(ledger.DrawRecovery, ledger.DebtAccount, "150"),
		posted(ledger.Payout, ledger.PayeeAccount, "-500"), posted(ledger.Payout, ledger.PaidAccount, "500"),
	}
}

func TestBalances(t *testing.T) {
	rows := book()
	newer, dollars, house := rows[0], rows[0], posted(ledger.Earning, ledger.ExpenseAccount, "-7")
	newer.Version, newer.Amount = 3, dec("10")
	dollars.Currency, dollars.Amount = "USD", dec("5")
	bo, none := rows[0], rows[0]
	bo.Payee, none.Payee = "bo", "bo"
	none.Version, none.Amount = 2, dec("-1000")
	balances := ledger.Balances(append([]ledger.Posted{newer, none}, append(rows, house, bo, dollars)...))
	var got []string
	for _, b := range balances {
		got = append(got, strings.Join([]string{
			b.Payee, b.Plan, string(rune('0' + b.Version)), string(b.Currency), b.Payable.String(), b.Held.String(), b.Debt.String(), b.Paid.String(), b.Total().String(),
		}, " "))
	}
	assert.Equal(t, []string{"anna ae 3 CNY 500 60 -50 500 1010", "anna ae 1 USD 5 0 0 0 5", "bo ae 2 CNY 0 0 0 0 0"}, got)
	assert.Empty(t, ledger.Balances(nil))
}

func TestConserved(t *testing.T) {
	for name, c := range map[string]struct {
		change func(rows []ledger.Posted) []ledger.Posted
		faults int
	}{
		"a whole book": {func(r []ledger.Posted) []ledger.Posted { return r }, 0},
		"nothing":      {func([]ledger.Posted) []ledger.Posted { return nil }, 0},
		"another kind": {func(r []ledger.Posted) []ledger.Posted {
			return append(r, posted("bonus of the house", ledger.HeldAccount, "1"))
		}, 0},
		"the house's side": {func(r []ledger.Posted) []ledger.Posted {
			return append(r, posted(ledger.Payout, ledger.ExpenseAccount, "9"))
		}, 0},
		"half a holdback": {func(r []ledger.Posted) []ledger.Posted { r[1].Amount = dec("-99.99"); return r }, 1},
		"another plan":    {func(r []ledger.Posted) []ledger.Posted { r[10].Plan = "x"; return r }, 2},
		"another currency": {func(r []ledger.Posted) []ledger.Posted {
			r[10].Currency = "USD"
			return r
		}, 2},
		"earned on held": {func(r []ledger.Posted) []ledger.Posted { r[0].Account = ledger.HeldAccount; return r }, 1},
		"a debt above": {func(r []ledger.Posted) []ledger.Posted {
			return append(r, posted(ledger.Forgiveness, ledger.DebtAccount, "50.01"))
		}, 1},
		"a debt of zero": {func(r []ledger.Posted) []ledger.Posted {
			return append(r, posted(ledger.Forgiveness, ledger.DebtAccount, "50"))
		}, 0},
		"held below zero": {func(r []ledger.Posted) []ledger.Posted {
			return append(r, posted(ledger.Clawback, ledger.HeldAccount, "-60.01"))
		}, 1},
		"held to zero": {func(r []ledger.Posted) []ledger.Posted {
			return append(r, posted(ledger.Clawback, ledger.HeldAccount, "-60"))
		}, 0},
		"held for another": {func(r []ledger.Posted) []ledger.Posted {
			p := posted(ledger.Clawback, ledger.HeldAccount, "-1")
			p.Reference = "deal"
			return append(r, p)
		}, 1},
		"paid below zero": {func(r []ledger.Posted) []ledger.Posted {
			return append(r, posted(ledger.PayoutReturn, ledger.PaidAccount, "-501"), posted(ledger.PayoutReturn, ledger.PayeeAccount, "501"))
		}, 1},
	} {
		t.Run(name, func(t *testing.T) {
			err := ledger.Conserved(c.change(book()))
			if c.faults == 0 {
				require.NoError(t, err)
				return
			}
			require.ErrorIs(t, err, ledger.ErrNotConserved)
			assert.Len(t, places(t, err), c.faults)
		})
	}
}

func TestKinds(t *testing.T) {
	for _, k := range []ledger.Kind{
		ledger.Earning, ledger.Correction, ledger.Opened, ledger.Manual, ledger.TopUp, ledger.DrawAdvance, ledger.DrawRecovery,
		ledger.Forgiveness, ledger.Holdback, ledger.Release, ledger.Clawback, ledger.Shortfall, ledger.Recovery, ledger.Payout,
		ledger.PayoutReturn, ledger.Conversion,
	} {
		require.NotEmpty(t, k.Accounts(), k)
		for _, a := range k.Accounts() {
			assert.True(t, a.OfPayee(), "%s on %s", k, a)
		}
		if k.Within() {
			assert.Len(t, k.Accounts(), 2, k)
		}
	}
	assert.Empty(t, ledger.Kind("of the house").Accounts())
	assert.False(t, ledger.Kind("of the house").Within())
	of := 0
	for _, a := range ledger.Accounts() {
		assert.True(t, a.Valid())
		if a.OfPayee() {
			of++
		}
	}
	assert.Len(t, ledger.Accounts(), 7)
	assert.Equal(t, 4, of)
	assert.False(t, ledger.Account("bank").OfPayee())
}
