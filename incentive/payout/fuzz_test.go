package payout_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive/payout"
	"github.com/kam-go/kam/internal/strictjson"
)

func FuzzParseTerms(f *testing.F) {
	for _, seed := range []string{full, "{" + plain + "}", "{" + split + ", " + plain + "}", "{" + draw("advance", `, "recovery": {"of": "all", "share": "1/3"}`) + ", " + beside + "}", "{}", "["} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		terms, err := payout.ParseTerms(data)
		if err != nil {
			codes(t, err)
			return
		}
		rules, err := payout.Compile(terms, cny)
		if err != nil {
			codes(t, err)
			return
		}
		rules.Describe()
		c := open(newBook(), 0, deal("D-1", "100.01"), sum("-3"))
		c.Employment = employed("2026-01-05", "2026-01-20")
		c.Events = []payout.Event{event("D-1", payout.Collected, "2026-01-19", "1/3"), event("D-1", payout.Cancelled, "2026-01-19", "")}
		r, err := rules.Settle(c)
		if err != nil {
			codes(t, err)
			return
		}
		holds(t, r)
	})
}

func FuzzParseCase(f *testing.F) {
	for seed := range uint64(5) {
		l := newLife(rand.New(rand.NewPCG(seed, 9)), payout.Terms{Clawback: &payout.Clawback{}})
		l.month(0)
		text, err := strictjson.Canonical(l.month(1))
		require.NoError(f, err)
		f.Add(text)
	}
	f.Add([]byte(`{"payee": "anna", "plan": "kam", "version": 1, "period": "2026-01-01/2026-02-01", "year": "2026-01-01/2027-01-01", "rates": [{"rate": "7.1"}], "currency": "USD",
		"posted": [{"payee": "anna", "plan": "kam", "version": 1, "component": "sales", "kind": "holdback", "period": "2025-12-01/2026-01-01", "into": "2025-12-01/2026-01-01", "account": "held", "reference": "D-1#2", "currency": "CNY", "amount": "-5"}]}`))
	r := rand.New(rand.NewPCG(4, 4))
	var all []*payout.Rules
	for range 20 {
		rules, err := payout.Compile(randomTerms(r), cny)
		require.NoError(f, err)
		all = append(all, rules)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		c, err := payout.ParseCase(data)
		if err != nil {
			codes(t, err)
			return
		}
		for _, rules := range all {
			r, err := rules.Settle(c)
			if err != nil {
				codes(t, err)
				continue
			}
			for _, lang := range []kam.Lang{kam.English, kam.Chinese} {
				assert.NotEmpty(t, r.Story(lang))
			}
		}
	})
}

func BenchmarkSettle(b *testing.B) {
	r := rand.New(rand.NewPCG(1, 1))
	rules, err := payout.Compile(payout.Terms{
		Holdbacks: []payout.Holdback{{Parts: []payout.Part{{Share: kam.MustFraction("0.6"), On: payout.OnBooking}, {Share: kam.MustFraction("0.4"), On: payout.OnCollection}}, Sums: payout.SumsSpread}},
		Leavers:   &payout.Leavers{Held: payout.LeaverWaits, Debts: payout.DebtsAsTerms},
		Recovery:  randomTermsRecovery(),
	}, cny)
	require.NoError(b, err)
	book := newBook()
	for n := range 12 {
		c := open(book, n)
		for i := range 20 {
			c.Earned = append(c.Earned, deal(fmt.Sprintf("D-%d-%d", n, i), money(r, 900).String()))
		}
		result, err := rules.Settle(c)
		require.NoError(b, err)
		book.earn(c)
		book.add(c.Period, result.Entries...)
	}
	c := open(book, 12, deal("D-1", "100"))
	for i := range 20 {
		c.Events = append(c.Events, event(fmt.Sprintf("D-11-%d", i), payout.Collected, "2027-01-05", "1/2"))
	}
	for b.Loop() {
		if _, err := rules.Settle(c); err != nil {
			b.Fatal(err)
		}
	}
}

func randomTermsRecovery() *payout.Recovery {
	whole := kam.Whole()
	r := &payout.Recovery{Order: payout.OldestFirst, MaxShareOfPay: &whole}
	r.ProtectedMinimum.Valid = true
	return r
}
