package fromcrm_test

import (
	"fmt"
	"math/big"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/fromcrm"
)

// amount reads a decimal; "" is unknown.
func amount(s string) decimal.NullDecimal {
	if s == "" {
		return decimal.NullDecimal{}
	}
	return decimal.NewNullDecimal(decimal.RequireFromString(s))
}

// won is a revision of D-1 that anna won, closed on 15 January.
func won(number int64, on, price string) fromcrm.Revision {
	r := fromcrm.Revision{
		Opportunity: "D-1", Number: number, Stage: "Won", Owner: "anna",
		Amount: amount(price), Currency: "CNY", Closed: kam.MustDay("2026-01-15"),
	}
	if on != "" {
		r.On = kam.MustDay(on)
	}
	return r
}

// with returns r changed by f.
func with(r fromcrm.Revision, f func(r *fromcrm.Revision)) fromcrm.Revision {
	f(&r)
	return r
}

func compile(t testing.TB, change func(p *fromcrm.Policy)) *fromcrm.Converter {
	t.Helper()
	p := fromcrm.Standard("Won")
	if change != nil {
		change(&p)
	}
	c, err := fromcrm.Compile(p)
	require.NoError(t, err)
	return c
}

// lines writes each transaction in one line: id, amount, owner or original, credit date.
func lines(transactions []incentive.Transaction) []string {
	var out []string
	for _, t := range transactions {
		who := t.Owner
		if t.Reverses != "" {
			who = "of " + t.Reverses
		}
		var parts []string
		for _, p := range t.Participants {
			parts = append(parts, fmt.Sprintf("%s %s %d/%d", p.Role, p.Payee, p.Share.Num, p.Share.Den))
		}
		if len(parts) > 0 {
			who = strings.TrimSpace(who + " [" + strings.Join(parts, ", ") + "]")
		}
		out = append(out, fmt.Sprintf("%s %s %s %s", t.ID, t.Amount.String(), who, t.Booked.String()))
	}
	return out
}

// codes writes severity and code of each finding.
func codes(found kam.Findings) []string {
	var out []string
	for _, f := range found {
		out = append(out, string(f.Severity)+" "+f.Code)
	}
	return out
}

// byOwner adds the amounts up by owner; a reversal counts for the owners of its original.
func byOwner(t testing.TB, transactions []incentive.Transaction) map[string]*big.Rat {
	t.Helper()
	sums, byID := map[string]*big.Rat{}, map[string]incentive.Transaction{}
	for _, tx := range transactions {
		source := tx
		if tx.Reverses != "" {
			var ok bool
			source, ok = byID[tx.Reverses]
			require.True(t, ok, "%s reverses %s, which does not come before it", tx.ID, tx.Reverses)
		}
		byID[tx.ID] = tx
		for payee, share := range shares(source.Owner, source.Participants) {
			if sums[payee] == nil {
				sums[payee] = new(big.Rat)
			}
			sums[payee].Add(sums[payee], new(big.Rat).Mul(tx.Amount.Rat(), share))
		}
	}
	for payee, sum := range sums {
		if sum.Sign() == 0 {
			delete(sums, payee)
		}
	}
	return sums
}

// shares are the owners' shares of a deal.
func shares(owner string, participants []incentive.Participant) map[string]*big.Rat {
	out := map[string]*big.Rat{}
	if owner != "" {
		out[owner] = big.NewRat(1, 1)
	}
	for _, p := range participants {
		if p.Role == "" || p.Role == "owner" {
			out[p.Payee] = big.NewRat(p.Share.Num, p.Share.Den)
		}
	}
	return out
}
