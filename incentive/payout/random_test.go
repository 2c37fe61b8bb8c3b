package payout_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive/ledger"
	"github.com/kam-go/kam/incentive/payout"
	"github.com/kam-go/kam/internal/num"
	"github.com/kam-go/kam/internal/strictjson"
)

// life makes up what happens to one payee in 24 months.
type life struct {
	r        *rand.Rand
	terms    payout.Terms
	employed payout.Employment
	credits  map[string]kam.Day         // deals and their credit dates
	earned   map[string]decimal.Decimal // component/deal
	next     int
}

func newLife(r *rand.Rand, terms payout.Terms) *life {
	l := &life{r: r, terms: terms, credits: map[string]kam.Day{}, earned: map[string]decimal.Decimal{}}
	l.employed.Hired = month(0).From.AddDays(r.IntN(40))
	if chance(r, 40) {
		l.employed.Left = month(6 + r.IntN(14)).From.AddDays(r.IntN(28))
	}
	return l
}

// month makes up one month.
func (l *life) month(n int) payout.Case {
	r := l.r
	p := month(n)
	c := payout.Case{Payee: "anna", Plan: "kam", Version: 1, Period: p, Year: yearOf(p), Employment: l.employed}
	earn := func(e payout.Earned) {
		e.CreditDate = l.credits[e.Transaction]
		c.Earned = append(c.Earned, e)
		if e.Transaction != "" {
			key := e.Component + "/" + e.Transaction
			l.earned[key] = l.earned[key].Add(e.Amount)
		}
	}
	for range r.IntN(4) {
		l.next++
		id := fmt.Sprintf("D-%d", l.next)
		l.credits[id] = p.From.AddDays(r.IntN(28))
		for _, component := range []string{"alpha", "beta"} {
			if chance(r, 60) {
				earn(payout.Earned{Component: component, Transaction: id, Amount: money(r, 900)})
			}
		}
	}
	known := slices.Sorted(maps.Keys(l.credits))
	for range r.IntN(3) {
		if len(known) == 0 {
			break
		}
		id, component := oneOf(r, known...), oneOf(r, "alpha", "beta")
		amount := l.earned[component+"/"+id].Neg()
		if chance(r, 60) {
			amount = money(r, 600).Neg()
		}
		e := payout.Earned{Component: component, Transaction: id, Amount: amount}
		if n > 0 && chance(r, 50) {
			e.Origin = month(r.IntN(n))
		}
		earn(e)
	}
	if chance(r, 40) {
		e := payout.Earned{Component: oneOf(r, "alpha", "beta"), Amount: money(r, 500).Mul(decimal.NewFromInt(oneOf(r, int64(1), -1)))}
		if n > 0 && chance(r, 30) {
			e.Origin = month(r.IntN(n))
		}
		earn(e)
	}
	if chance(r, 25) { // a cap on the plan's sum
		e := payout.Earned{Component: "(plan-cap)", Amount: money(r, 300).Neg()}
		if n > 0 && chance(r, 30) {
			e.Origin = month(r.IntN(n))
		}
		earn(e)
	}
	l.events(&c, known, n)
	for range oneOf(r, 0, 0, 0, 1, 2) {
		c.Adjustments = append(c.Adjustments, payout.Adjustment{
			ID: fmt.Sprintf("A-%d-%d", n, len(c.Adjustments)), Amount: money(r, 400).Mul(decimal.NewFromInt(oneOf(r, int64(1), -1))), Reason: "as agreed", ApprovedBy: "lin",
		})
	}
	return c
}

// events makes up what happens to deals. A clawback is told of components that are held back, which the ledger knows.
func (l *life) events(c *payout.Case, known []string, n int) {
	r := l.r
	for i := range r.IntN(5) {
		e := payout.Event{Day: c.Period.From.AddDays(i), Kind: oneOf(r, payout.Invoiced, payout.Collected, payout.Collected, payout.Accepted, payout.Freed)}
		if e.Kind == payout.Freed && chance(r, 70) {
			e.Kind = payout.Collected
		}
		if e.Kind != payout.Freed {
			f := kam.MustFraction(oneOf(r, "0", "1/3", "0.5", "0.999", "1", "1"))
			e.Fraction = &f
		}
		if len(known) > 0 && chance(r, 80) {
			e.Transaction = oneOf(r, known...)
		} else {
			e.Origin = month(r.IntN(n + 1))
		}
		c.Events = append(c.Events, e)
	}
	if l.terms.Clawback == nil || len(known) == 0 || !chance(r, 40) {
		return
	}
	id := oneOf(r, known...)
	count := r.IntN(12)
	day := c.Period.From.AddDays(r.IntN(28))
	c.Events = append(c.Events, payout.Event{Transaction: id, Day: day, Kind: oneOf(r, payout.Cancelled, payout.Cancelled, payout.Withdrawn, payout.Reinstated), Instalments: &count})
	for _, component := range []string{"alpha", "beta"} {
		c.Deals = append(c.Deals, payout.Deal{Transaction: id, Component: component, CreditDate: l.credits[id], Earned: decimal.NewNullDecimal(l.earned[component+"/"+id])})
	}
}

func TestAgainstTheTextComputedTwice(t *testing.T) {
	features := map[payout.StepKind]int{}
	for seed := range uint64(120) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			r := rand.New(rand.NewPCG(seed, 4))
			terms := randomTerms(r)
			rules, err := payout.Compile(terms, cny)
			require.NoError(t, err)
			l, second, b := newLife(r, terms), newLedgerless(terms), newBook()
			flows := newFlows()
			for n := range 24 {
				c := l.month(n)
				c.Posted = b.posted()
				second.month(c)
				result := settle(t, rules, b, c)
				for _, s := range result.Steps {
					features[s.Kind]++
				}
				compareStates(t, second, result.After)
				flows.add(c, result.Entries)
				flows.conserved(t, b)
				repeats(t, r, rules, b, c)
				if chance(r, 70) {
					paid := result.After.Payable
					b.pay(c.Period, paid, "CNY")
					second.payable = minus(second.payable, num.Rat(paid))
				}
				if t.Failed() {
					for _, s := range result.Steps {
						t.Log(s.Kind, s.Amount, s.Held, s.Owed, s.Because.EN)
					}
					text, _ := strictjson.Pretty(terms)
					t.Logf("%s", text)
					t.Fatalf("month %d", n)
				}
			}
		})
	}
	for _, kind := range []payout.StepKind{
		payout.StepEarned, payout.StepCorrected, payout.StepHeld, payout.StepReleased, payout.StepCancelled, payout.StepForfeited, payout.StepClawback,
		payout.StepGuaranteed, payout.StepDrawn, payout.StepRecovered, payout.StepForgiven, payout.StepAdjusted, payout.StepShortfall,
	} {
		assert.Greater(t, features[kind], 50, "%s", kind)
	}
}

// compareStates asserts that the second computation stands where the result stands.
func compareStates(t *testing.T, second *ledgerless, after payout.Balances) {
	t.Helper()
	assert.Equal(t, second.payable.FloatString(2), after.Payable.StringFixed(2), "payable")
	held := map[string]string{}
	for _, p := range second.deals {
		for i, s := range p.part {
			if left := minus(minus(s.whole, s.out), s.gone); left.Sign() != 0 {
				name := p.component + " " + payout.Reference(p.transaction, i+1)
				if p.transaction == "" {
					name += " " + p.first.String()
				}
				held[name] = left.FloatString(2)
			}
		}
	}
	got := map[string]string{}
	for _, h := range after.Held {
		name := h.Component + " " + h.Reference
		if h.Transaction == "" {
			name += " " + h.Origin.String()
		}
		got[name] = h.Amount.StringFixed(2)
	}
	assert.Equal(t, held, got, "held back")
	debts, owed := map[string]string{}, map[string]string{}
	for _, o := range second.debts {
		debts[string(o.kind)+" "+o.since.String()] = o.left.FloatString(2)
	}
	for _, d := range after.Debts {
		owed[string(d.Kind)+" "+d.Since.String()] = d.Amount.StringFixed(2)
	}
	assert.Equal(t, debts, owed, "debts")
}

// flows adds up what the house spent, by the kinds of entries.
type flows struct{ house decimal.Decimal }

func newFlows() *flows { return &flows{} }

func (f *flows) add(c payout.Case, entries []ledger.Entry) {
	for _, e := range c.Earned {
		f.house = f.house.Add(e.Amount)
	}
	for _, e := range entries {
		if e.Account == ledger.ExpenseAccount {
			f.house = f.house.Sub(e.Amount)
		}
	}
}

// conserved asserts that what the house spent is payable, held back or paid, less what is owed.
func (f *flows) conserved(t *testing.T, b *book) {
	t.Helper()
	sum := decimal.Zero
	for _, account := range []ledger.Account{ledger.PayeeAccount, ledger.HeldAccount, ledger.DebtAccount, ledger.PaidAccount} {
		sum = sum.Add(b.balance(account, "CNY"))
	}
	equalDecimal(t, f.house.String(), sum, "conservation")
}

// repeats asserts that a second run posts nothing, whatever the order of the lists.
func repeats(t *testing.T, r *rand.Rand, rules *payout.Rules, b *book, c payout.Case) {
	t.Helper()
	c.Posted = b.posted()
	shuffle(r, c.Posted)
	shuffle(r, c.Earned)
	shuffle(r, c.Events)
	shuffle(r, c.Deals)
	shuffle(r, c.Adjustments)
	again, err := rules.Settle(c)
	require.NoError(t, err)
	assert.Empty(t, again.Entries)
}

func shuffle[T any](r *rand.Rand, list []T) {
	r.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
}
