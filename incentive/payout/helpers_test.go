package payout_test

import (
	"cmp"
	"errors"
	"maps"
	"slices"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive/ledger"
	"github.com/kam-go/kam/incentive/payout"
	"github.com/kam-go/kam/internal/wordtest"
)

// cny is the money of most tests.
var cny = payout.Money{Currency: "CNY", Places: 2, Mode: "half-up"}

// plain is how debts are recovered in tests that are about something else.
const plain = `"recovery": {"order": "oldest-first", "maxShareOfPay": "1", "protectedMinimum": "0"}`

// beside is the same beside a draw or a guarantee.
const beside = `"recovery": {"order": "oldest-first", "maxShareOfPay": "1", "protectedMinimum": "0", "position": "after-draw"}`

func dec(s string) decimal.Decimal { return decimal.RequireFromString(s) }

func equalDecimal(t *testing.T, want string, got decimal.Decimal, args ...any) {
	t.Helper()
	if !dec(want).Equal(got) {
		assert.Fail(t, "got "+got.String()+", want "+want, args...)
	}
}

func parseTerms(t *testing.T, text string) payout.Terms {
	t.Helper()
	terms, err := payout.ParseTerms([]byte(text))
	require.NoError(t, err)
	return terms
}

func compile(t *testing.T, text string) *payout.Rules {
	t.Helper()
	rules, err := payout.Compile(parseTerms(t, text), cny)
	require.NoError(t, err)
	return rules
}

// month returns the month of 2026 that is n months after January.
func month(n int) kam.Period {
	from := kam.MustDay("2026-01-01").AddMonths(n)
	return kam.Period{From: from, Until: from.AddMonths(1)}
}

// year returns the calendar year that holds a period.
func yearOf(p kam.Period) kam.Period {
	from := kam.MustDay("2026-01-01").AddMonths(12 * (p.From.Year() - 2026))
	return kam.Period{From: from, Until: from.AddMonths(12)}
}

// open returns a case of anna for a month, with what the book holds.
func open(b *book, n int, earned ...payout.Earned) payout.Case {
	return payout.Case{
		Payee: "anna", Plan: "kam", Version: 1, Period: month(n), Year: yearOf(month(n)), Earned: earned, Posted: b.posted(),
	}
}

// sum is earnings without a deal, deal those of one.
func sum(amount string) payout.Earned { return payout.Earned{Component: "sales", Amount: dec(amount)} }

func deal(id, amount string) payout.Earned {
	return payout.Earned{Component: "sales", Transaction: id, Amount: dec(amount)}
}

// book is a ledger of one payee and plan.
type book struct {
	rows map[ledger.Posted]decimal.Decimal
}

func newBook() *book { return &book{rows: map[ledger.Posted]decimal.Decimal{}} }

func (b *book) add(into kam.Period, entries ...ledger.Entry) {
	for _, e := range entries {
		switch e.Account {
		case ledger.PayeeAccount, ledger.HeldAccount, ledger.DebtAccount, ledger.PaidAccount:
			key := ledger.Posted{
				Payee: e.Payee, Plan: e.Plan, Version: e.Version, Component: e.Component, Kind: e.Kind, Period: e.Period,
				Into: into, Account: e.Account, Reference: e.Reference, Currency: e.Currency,
			}
			b.rows[key] = b.rows[key].Add(e.Amount)
		default: // the house's side
		}
	}
}

func (b *book) entry(into kam.Period, component string, kind ledger.Kind, origin kam.Period, account ledger.Account, reference string, amount decimal.Decimal) {
	b.add(into, ledger.Entry{
		Payee: "anna", Plan: "kam", Version: 1, Component: component, Kind: kind, Period: origin, Account: account,
		Reference: reference, Amount: amount, Currency: "CNY",
	})
}

// earn posts what the engine would: earnings of the case, whole for the open period, changes of earlier ones.
func (b *book) earn(c payout.Case) {
	for key := range b.rows {
		if key.Into == c.Period && (key.Kind == ledger.Earning || key.Kind == ledger.Correction) {
			delete(b.rows, key)
		}
	}
	for _, e := range c.Earned {
		kind, origin := ledger.Earning, c.Period
		if !e.Origin.IsZero() && e.Origin != c.Period {
			kind, origin = ledger.Correction, e.Origin
		}
		b.add(c.Period, ledger.Entry{
			Payee: c.Payee, Plan: c.Plan, Version: max(e.Version, c.Version), Component: e.Component, Kind: kind, Period: origin,
			Account: ledger.PayeeAccount, Amount: e.Amount, Currency: "CNY",
		})
	}
}

// pay posts a payout of everything payable.
func (b *book) pay(into kam.Period, amount decimal.Decimal, currency kam.Currency) {
	for account, part := range map[ledger.Account]decimal.Decimal{ledger.PayeeAccount: amount.Neg(), ledger.PaidAccount: amount} {
		b.add(into, ledger.Entry{
			Payee: "anna", Plan: "kam", Version: 1, Component: "(payout)", Kind: ledger.Payout, Period: into, Account: account, Amount: part, Currency: currency,
		})
	}
}

func (b *book) posted() []ledger.Posted {
	var list []ledger.Posted
	for key, amount := range b.rows {
		if !amount.IsZero() {
			key.Amount = amount
			list = append(list, key)
		}
	}
	slices.SortFunc(list, func(x, y ledger.Posted) int {
		return cmp.Or(x.Into.Compare(y.Into), cmp.Compare(x.Kind, y.Kind), cmp.Compare(x.Component, y.Component),
			cmp.Compare(x.Reference, y.Reference), x.Period.Compare(y.Period), cmp.Compare(x.Account, y.Account), cmp.Compare(x.Currency, y.Currency))
	})
	return list
}

// balance returns the sum of an account.
func (b *book) balance(account ledger.Account, currency kam.Currency) decimal.Decimal {
	total := decimal.Zero
	for key, amount := range b.rows {
		if key.Account == account && key.Currency == currency {
			total = total.Add(amount)
		}
	}
	return total
}

// settle settles a case, posts it, and asserts what holds of every settlement.
func settle(t *testing.T, rules *payout.Rules, b *book, c payout.Case) payout.Result {
	t.Helper()
	result, err := rules.Settle(c)
	require.NoError(t, err)
	holds(t, result)
	b.earn(c)
	b.add(c.Period, result.Entries...)
	agrees(t, b, result.After, result.Currency)
	return result
}

// holds asserts what is true of every result.
func holds(t *testing.T, r payout.Result) {
	t.Helper()
	payable, held, owed := r.Before.Payable, r.Before.HeldTotal(), r.Before.Owed()
	for _, s := range r.Steps {
		payable, held, owed = payable.Add(s.Amount), held.Add(s.Held), owed.Add(s.Owed)
		assert.NotEmpty(t, s.Because.EN)
		assert.NotEmpty(t, s.Because.ZH)
		wordtest.Formatted(t, s.Because.EN+s.Because.ZH)
	}
	assert.True(t, payable.Equal(r.After.Payable), "payable: steps give %s, balance %s", payable, r.After.Payable)
	assert.True(t, held.Equal(r.After.HeldTotal()), "held: steps give %s, balance %s", held, r.After.HeldTotal())
	assert.True(t, owed.Equal(r.After.Owed()), "owed: steps give %s, balance %s", owed, r.After.Owed())
	assert.False(t, r.After.Payable.IsNegative(), "payable %s", r.After.Payable)
	for _, h := range r.After.Held {
		assert.True(t, h.Amount.IsPositive(), "held %s %s", h.Reference, h.Amount)
	}
	for _, d := range r.After.Debts {
		assert.True(t, d.Amount.IsPositive(), "debt %s %s", d.Kind, d.Amount)
	}
	for _, entries := range [][]ledger.Entry{r.Entries, r.Postings} {
		require.NoError(t, ledger.Batch{Run: "run", Period: r.Period, Entries: entries}.Check())
		sums := map[kam.Currency]decimal.Decimal{}
		for _, e := range entries {
			sums[e.Currency] = sums[e.Currency].Add(e.Amount)
			assert.False(t, e.Amount.IsZero())
		}
		for currency, sum := range sums {
			assert.True(t, sum.IsZero(), "%s %s", currency, sum)
		}
	}
}

// agrees asserts that the book's accounts are what the result says.
func agrees(t *testing.T, b *book, after payout.Balances, currency kam.Currency) {
	t.Helper()
	equalDecimal(t, after.Payable.String(), b.balance(ledger.PayeeAccount, currency), "payable")
	equalDecimal(t, after.HeldTotal().String(), b.balance(ledger.HeldAccount, currency), "held")
	equalDecimal(t, after.Owed().Neg().String(), b.balance(ledger.DebtAccount, currency), "debt")
	equalDecimal(t, after.Paid.String(), b.balance(ledger.PaidAccount, currency), "paid")
}

// of returns the sum of the steps of a kind.
func of(r payout.Result, kind payout.StepKind) decimal.Decimal {
	total := decimal.Zero
	for _, s := range r.Steps {
		if s.Kind == kind {
			total = total.Add(s.Amount)
		}
	}
	return total
}

// codes returns the codes of an error's findings, each once, in order.
func codes(t *testing.T, err error) []string {
	t.Helper()
	invalid, ok := errors.AsType[*kam.InvalidError](err)
	require.True(t, ok, "%v", err)
	seen := map[string]bool{}
	for _, f := range invalid.Findings {
		seen[f.Code] = true
		assert.NotEmpty(t, f.Place)
		for _, text := range []kam.Text{f.Message, f.Remedy} {
			assert.NotEmpty(t, text.EN)
			assert.NotEmpty(t, text.ZH)
			wordtest.Formatted(t, text.EN+text.ZH)
		}
	}
	return slices.Sorted(maps.Keys(seen))
}
