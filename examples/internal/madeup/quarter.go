package madeup

import (
	"fmt"
	"iter"
	"math/rand/v2"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
)

const (
	// team is how many payees there are to a lead, who is the first of them.
	team = 11
	// seed makes another quarter where it is changed.
	seed = 20260101
	// refunds is how many transactions there are to one that takes another back, and pairs to one that has two owners.
	refunds, pairs = 40, 20
	// days is how many days of the period have deals.
	days = 90
)

// Quarter is a made-up quarter. The zero value has nobody in it and cannot be used: it needs at least two payees.
type Quarter struct {
	// Payees is how many people there are, leads included, and Transactions how many deals and refunds.
	Payees, Transactions int
}

// Period returns the quarter.
func Period() kam.Period { return kam.MustPeriod("2026-01-01/2026-04-01") }

// Check reports a size that cannot be made: two payees to ten million, and no more than a hundred million transactions.
func (q Quarter) Check() error {
	switch {
	case q.Payees < 2 || q.Payees > 10_000_000:
		return fmt.Errorf("%d payees: there can be 2 to 10,000,000", q.Payees)
	case q.Transactions < 0 || q.Transactions > 100_000_000:
		return fmt.Errorf("%d transactions: there can be 0 to 100,000,000", q.Transactions)
	}
	return nil
}

// Inputs returns everything of a run but its transactions.
func (q Quarter) Inputs() incentive.Inputs {
	in := incentive.Inputs{Period: Period()}
	year := kam.MustPeriod("2026-01-01/2027-01-01")
	each := max(q.Transactions/max(q.sellers(), 1), 1)
	for i := range q.Payees {
		a := incentive.Assignment{Payee: payee(i), Plan: "leads", Version: 1, Period: year}
		if !lead(i) {
			a.Plan = "sellers"
			a.Quotas = []incentive.Quota{{Measure: "revenue", Period: Period(), Amount: q.quota(i, each)}}
			in.Roster.Reporting = append(in.Roster.Reporting, incentive.ReportingLine{Payee: payee(i), Manager: payee(i - i%team), Period: year})
		}
		in.Roster.Payees = append(in.Roster.Payees, incentive.Payee{ID: payee(i)})
		in.Roster.Assignments = append(in.Roster.Assignments, a)
	}
	return in
}

// quota returns a target that about half of those with so many deals each reach.
func (q Quarter) quota(i, each int) decimal.Decimal {
	random := rand.New(rand.NewPCG(seed, uint64(i)|1<<63))
	return decimal.NewFromInt(int64(each) * (12_000 + random.Int64N(6_000)))
}

// All yields the transactions by their numbers, from 0.
func (q Quarter) All() iter.Seq2[incentive.Transaction, error] {
	return func(yield func(incentive.Transaction, error) bool) {
		for i := range q.Transactions {
			if !yield(q.Transaction(i), nil) {
				return
			}
		}
	}
}

// Transaction returns the transaction of a number from 0 to below [Quarter.Transactions].
func (q Quarter) Transaction(i int) incentive.Transaction {
	if original, ok := q.takesBack(i); ok {
		return q.refund(i, original)
	}
	return q.deal(i)
}

// Original returns the deal that a transaction takes back; nil where it takes none back.
func (q Quarter) Original(i int) *incentive.Transaction {
	original, ok := q.takesBack(i)
	if !ok {
		return nil
	}
	t := q.deal(original)
	return &t
}

// takesBack returns the number of the deal that a transaction takes back: one of the numbers between it and the refund before.
func (q Quarter) takesBack(i int) (original int, ok bool) {
	if i%refunds != refunds-1 {
		return 0, false
	}
	return i - 1 - random(i).IntN(refunds-1), true
}

func (q Quarter) deal(i int) incentive.Transaction {
	random := random(i)
	t := incentive.Transaction{
		ID:     fmt.Sprintf("d%08d", i),
		Amount: decimal.New(1_000_00+random.Int64N(28_000_00), -2),
		Booked: Period().From.AddDays(random.IntN(days)),
	}
	first := random.IntN(q.sellers())
	if i%pairs != 0 || q.sellers() < 2 {
		t.Owner = q.seller(first)
		return t
	}
	second := (first + 1 + random.IntN(q.sellers()-1)) % q.sellers()
	t.Participants = []incentive.Participant{
		{Payee: q.seller(first), Share: kam.MustFraction("2/3")},
		{Payee: q.seller(second), Share: kam.MustFraction("1/3")},
	}
	return t
}

// refund takes a deal back, every other one in part.
func (q Quarter) refund(i, original int) incentive.Transaction {
	deal := q.deal(original)
	t := incentive.Transaction{ID: fmt.Sprintf("r%08d", i), Reverses: deal.ID, Amount: deal.Amount.Neg(), Booked: deal.Booked.AddDays(1)}
	if i/refunds%2 == 1 {
		t.Amount = decimal.New(-500_00, -2)
	}
	if !Period().Contains(t.Booked) {
		t.Booked = deal.Booked
	}
	return t
}

// sellers returns how many of the payees are no leads.
func (q Quarter) sellers() int { return q.Payees - (q.Payees+team-1)/team }

// seller returns the id of one of the sellers, counted from 0.
func (q Quarter) seller(n int) string { return payee(n/(team-1)*team + 1 + n%(team-1)) }

func lead(i int) bool { return i%team == 0 }

func payee(i int) string { return fmt.Sprintf("p%07d", i) }

// random returns what a transaction is made from.
func random(i int) *rand.Rand { return rand.New(rand.NewPCG(seed, uint64(i))) }
