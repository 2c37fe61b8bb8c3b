package fromcrm_test

import (
	"fmt"
	"math/big"
	"math/rand/v2"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/fromcrm"
)

func pick[T any](rnd *rand.Rand, choices ...T) T { return choices[rnd.IntN(len(choices))] }

// randomPolicy draws every choice.
func randomPolicy(rnd *rand.Rand) fromcrm.Policy {
	return fromcrm.Policy{
		Won:        []string{"Won", "赢单"},
		CreditDate: pick(rnd, incentive.Booked, incentive.Booked, incentive.Invoiced, incentive.CashReceived, incentive.Delivered),
		Repriced:   pick(rnd, fromcrm.RepricedRebook, fromcrm.RepricedDifference, fromcrm.RepricedDifference),
		Reowned:    pick(rnd, fromcrm.Rebook, fromcrm.Keep),
		Attributes: pick(rnd, fromcrm.Rebook, fromcrm.Keep),
		Moved:      pick(rnd, fromcrm.Rebook, fromcrm.Keep),
		Dates:      pick(rnd, fromcrm.Rebook, fromcrm.Keep),
		Reopened:   fromcrm.ReopenedReverse,
		Deleted:    pick(rnd, fromcrm.DeletedReverse, fromcrm.DeletedKeep),
		Dating:     pick(rnd, fromcrm.OnChange, fromcrm.OnOriginal),
		Faulty:     pick(rnd, fromcrm.PassOver, fromcrm.PassOver, fromcrm.Hold),
	}
}

// randomHistory draws a history; faulty says which won revisions lack an amount.
func randomHistory(rnd *rand.Rand) []fromcrm.Revision {
	n := 1 + rnd.IntN(9)
	start, on := kam.MustDay("2026-01-10"), kam.MustDay("2026-01-12")
	r := fromcrm.Revision{
		Opportunity: "D-1", Stage: "Won", Owner: "anna", Currency: "CNY",
		Amount: amount("100"), Closed: start, Invoiced: start, CashDate: start, Delivered: start,
		Attributes: map[string]string{"product": "A"},
	}
	if rnd.IntN(2) == 0 {
		r.Margin, r.Units = amount("10"), amount("5")
	}
	number := int64(rnd.IntN(3))
	money := func() decimal.NullDecimal {
		return decimal.NewNullDecimal(decimal.New(1+rnd.Int64N(2_000_000), -int32(rnd.IntN(5))))
	}
	var out []fromcrm.Revision
	for range n {
		r.Number, r.On = number, on
		for range rnd.IntN(3) {
			switch rnd.IntN(12) {
			case 0, 1, 2:
				r.Amount = money()
			case 3:
				r.Stage = pick(rnd, "Won", "赢单", "Lost", "Open")
			case 4:
				r.Deleted = !r.Deleted
			case 5:
				r.Owner, r.Participants = pick(rnd, "anna", "ben"), nil
			case 6:
				r.Owner, r.Participants = "", []incentive.Participant{
					{Payee: "anna", Share: kam.Fraction{Num: 1, Den: 3}}, {Payee: "cleo", Role: "owner", Share: kam.Fraction{Num: 4, Den: 6}},
				}
			case 7:
				r.Attributes = map[string]string{"product": pick(rnd, "A", "B")}
			case 8:
				r.Closed = start.AddDays(rnd.IntN(60))
			case 9:
				r.Invoiced, r.Delivered = pick(rnd, kam.Day{}, start.AddDays(rnd.IntN(60))), pick(rnd, kam.Day{}, start)
			case 10:
				r.Margin, r.Units = pick(rnd, decimal.NullDecimal{}, money(), amount("-3")), pick(rnd, money(), amount("5"))
			case 11:
				r.Currency = pick(rnd, kam.Currency("CNY"), kam.Currency("CNY"), kam.Currency("USD"))
			}
		}
		next := r
		if rnd.IntN(12) == 0 {
			next.Amount = decimal.NullDecimal{}
		}
		out = append(out, next)
		number += 1 + rnd.Int64N(3)
		on = on.AddDays(rnd.IntN(20))
	}
	return out
}

// expected says what must stand after a history: nothing, or price and owners; ok is false when the history is faulty.
func expected(p fromcrm.Policy, revs []fromcrm.Revision) (stands *fromcrm.Revision, ok bool) {
	var read []fromcrm.Revision
	for _, r := range revs {
		if !r.Deleted || p.Deleted != fromcrm.DeletedKeep {
			read = append(read, r)
		}
	}
	for i, r := range read {
		isWon := !r.Deleted && (r.Stage == "Won" || r.Stage == "赢单")
		if isWon && !r.Amount.Valid {
			if i == len(read)-1 || p.Faulty == fromcrm.Hold {
				return nil, false
			}
			continue
		}
		if isWon && stands != nil {
			if p.Reowned == fromcrm.Keep {
				r.Owner, r.Participants = stands.Owner, stands.Participants
			}
			credit, other := p.Moved == fromcrm.Keep, p.Dates == fromcrm.Keep
			if p.CreditDate == incentive.Invoiced && credit || p.CreditDate != incentive.Invoiced && other {
				r.Invoiced = stands.Invoiced
			}
			if p.CreditDate == incentive.Delivered && credit || p.CreditDate != incentive.Delivered && other {
				r.Delivered = stands.Delivered
			}
		}
		dated := incentive.Transaction{Booked: r.Closed, Invoiced: r.Invoiced, CashDate: r.CashDate, Delivered: r.Delivered}.Date(p.CreditDate).IsSet()
		stands = nil
		if isWon && dated {
			stands = &r
		}
	}
	return stands, true
}

func nullRat(d decimal.NullDecimal) *big.Rat {
	if !d.Valid {
		return new(big.Rat)
	}
	return d.Decimal.Rat()
}

// checkHistory tests everything that must hold of one conversion.
func checkHistory(t *testing.T, p fromcrm.Policy, revs []fromcrm.Revision, got []incentive.Transaction) {
	t.Helper()
	stands, _ := expected(p, revs)
	want := [4]*big.Rat{new(big.Rat), new(big.Rat), new(big.Rat), new(big.Rat)}
	owners := map[string]*big.Rat{}
	if stands != nil {
		want = [4]*big.Rat{nullRat(stands.Amount), nullRat(stands.Margin), nullRat(stands.Units), nullRat(stands.Cash)}
		for payee, share := range shares(stands.Owner, stands.Participants) {
			owners[payee] = new(big.Rat).Mul(share, want[0])
		}
	}
	sums := [4]*big.Rat{new(big.Rat), new(big.Rat), new(big.Rat), new(big.Rat)}
	byCurrency, byID := map[kam.Currency]*big.Rat{}, map[string]incentive.Transaction{}
	left := map[string]*[4]*big.Rat{}
	for i, tx := range got {
		quantities := [4]*big.Rat{tx.Amount.Rat(), nullRat(tx.Margin), nullRat(tx.Units), nullRat(tx.Cash)}
		for k := range sums {
			sums[k].Add(sums[k], quantities[k])
		}
		require.NotContains(t, byID, tx.ID, "ids are unique")
		byID[tx.ID] = tx
		if byCurrency[tx.Currency] == nil {
			byCurrency[tx.Currency] = new(big.Rat)
		}
		byCurrency[tx.Currency].Add(byCurrency[tx.Currency], quantities[0])
		require.True(t, tx.Date(p.CreditDate).IsSet(), "%s has no credit date", tx.ID)
		require.LessOrEqual(t, len(tx.ID), 128)
		if i > 0 && p.Dating == fromcrm.OnChange {
			require.False(t, tx.Date(p.CreditDate).Before(revisionOf(t, revs, tx).On), "%s is dated before its change", tx.ID)
		}
		if tx.Reverses == "" {
			require.Positive(t, tx.Amount.Sign())
			left[tx.ID] = &quantities
			continue
		}
		original, known := byID[tx.Reverses]
		require.True(t, known && original.Reverses == "", "%s reverses no deal before it", tx.ID)
		require.Negative(t, tx.Amount.Sign())
		require.Equal(t, original.Currency, tx.Currency)
		require.Equal(t, original.Margin.Valid, tx.Margin.Valid)
		require.False(t, tx.Date(p.CreditDate).Before(original.Date(p.CreditDate)), "%s is dated before its original", tx.ID)
		rest := left[tx.Reverses]
		full := [4]*big.Rat{original.Amount.Rat(), nullRat(original.Margin), nullRat(original.Units), nullRat(original.Cash)}
		for k := range rest {
			rest[k].Add(rest[k], quantities[k])
			require.GreaterOrEqual(t, rest[k].Sign()*full[k].Sign(), 0, "%s takes more than is left", tx.ID)
			if full[k].Sign() == 0 {
				require.Zero(t, rest[k].Sign())
			}
		}
	}
	for k := range sums {
		require.Zero(t, sums[k].Cmp(want[k]), "quantity %d: sum %s, want %s", k, sums[k].RatString(), want[k].RatString())
	}
	for currency, sum := range byCurrency {
		if stands != nil && stands.Currency == currency {
			require.Zero(t, sum.Cmp(want[0]), "the deal stands in its own currency")
		} else {
			require.Zero(t, sum.Sign(), "nothing stands in %s", currency)
		}
	}
	gotOwners := byOwner(t, got)
	require.Len(t, gotOwners, len(owners))
	for payee, sum := range owners {
		require.NotNil(t, gotOwners[payee], payee)
		require.Zero(t, sum.Cmp(gotOwners[payee]), payee)
	}
}

// revisionOf finds the revision that caused a transaction, by its sequence.
func revisionOf(t *testing.T, revs []fromcrm.Revision, tx incentive.Transaction) fromcrm.Revision {
	t.Helper()
	for _, r := range revs {
		if r.Number == tx.Sequence {
			return r
		}
	}
	require.Fail(t, "no revision", tx.ID)
	return fromcrm.Revision{}
}

func TestConservationAtEveryRevision(t *testing.T) {
	differences, partials := 0, 0
	for seed := range uint64(4000) {
		rnd := rand.New(rand.NewPCG(seed, 1))
		p, revs := randomPolicy(rnd), randomHistory(rnd)
		c, err := fromcrm.Compile(p)
		require.NoError(t, err)
		var before []incentive.Transaction
		for n := 1; n <= len(revs); n++ {
			name := fmt.Sprintf("seed %d, %d revisions", seed, n)
			got, found := c.Transactions(revs[:n])
			_, ok := expected(p, revs[:n])
			require.Equal(t, ok, !found.HasErrors(), "%s: %v", name, found)
			if !ok {
				require.Empty(t, got, name)
				continue
			}
			require.GreaterOrEqual(t, len(got), len(before), name)
			for i := range before {
				require.Equal(t, before[i], got[i], "%s: an earlier transaction changed", name)
			}
			checkHistory(t, p, revs[:n], got)
			before = got

			shuffled := append([]fromcrm.Revision{}, revs[:n]...)
			rnd.Shuffle(n, func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
			again, foundAgain := c.Transactions(shuffled)
			require.Equal(t, got, again, name)
			require.Equal(t, found, foundAgain, name)
		}
		for _, tx := range before {
			if p.Repriced == fromcrm.RepricedDifference && tx.Reverses != "" {
				differences++
				for _, o := range before {
					if o.ID == tx.Reverses && !o.Amount.Equal(tx.Amount.Neg()) {
						partials++
					}
				}
			}
		}
	}
	assert.Greater(t, differences, 500, "the histories drawn exercise differences")
	assert.Greater(t, partials, 200, "the histories drawn exercise partial reversals")
}

// Ids of different opportunities never meet, whatever they look like.
func TestIDsNeverCollide(t *testing.T) {
	ids := []string{"A", "A#2", "A#2.", "A#2.1", "A#2.2", "A#2.1#2", "A#.1", "A#2.x", "A#2.1x", "A##2", "A#02", "#", "A#2#2", "A#1.1#3.1"}
	var revs []fromcrm.Revision
	for _, id := range ids {
		revs = append(revs, named(id, won(1, "", "100")), named(id, won(2, "2026-03-02", "120")), named(id, won(3, "2026-03-02", "130")))
	}
	got, _ := compile(t, nil).Transactions(revs)
	seen := map[string]bool{}
	for _, tx := range got {
		assert.False(t, seen[tx.ID], tx.ID)
		seen[tx.ID] = true
	}
	assert.Len(t, got, 5*(len(ids)-3))
}

func TestLongestID(t *testing.T) {
	id := string(make([]byte, 0, 96))
	for len(id) < 96 {
		id += "x"
	}
	const last = 1<<63 - 1
	got, found := compile(t, nil).Transactions([]fromcrm.Revision{named(id, won(1, "", "100")), named(id, won(last, "2026-03-02", "120"))})
	require.Empty(t, found)
	require.Len(t, got, 3)
	assert.Equal(t, id+"#9223372036854775807.2", got[2].ID)
	assert.LessOrEqual(t, len(got[2].ID), 128)
}
