package settlement

import (
	"cmp"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/ledger"
	"github.com/kam-go/kam/internal/wording"
)

// Correction is what a late change has changed of what an earlier period earned, in the plan's currency.
type Correction struct {
	// Origin is the period that earned it, and Component what it belongs to.
	Origin    kam.Period
	Component string
	// Transaction is the deal; empty for a sum, and where the period's run as it was posted was not handed in.
	Transaction string
	// Before is what it had earned, Now what it earns, Amount the difference. Before and Now are invalid where the period's
	// run as it was posted was not handed in.
	Before, Now decimal.NullDecimal
	Amount      decimal.Decimal
	// Formula says how what the deal earns now comes about, slice by slice: "20,000 × 0.05 (5 %)". Empty for a sum, and where
	// no rate was multiplied.
	Formula string
	// Reason is why the period was calculated again.
	Reason kam.Text
}

// corrections lists what late changes do to an account: deal by deal where the earlier run is known, and what is left of
// each component's posting besides.
func (b *builder) corrections(k account) []Correction {
	var out []Correction
	for i, l := range b.s.in.Late {
		if b.heldLate[i][k] {
			continue
		}
		rest := map[string]decimal.Decimal{}
		for _, p := range b.posted[k] {
			if p.Into == b.s.period && p.Period == l.Run.Period() && p.Account == ledger.PayeeAccount && (p.Kind == ledger.Earning || p.Kind == ledger.Correction) {
				rest[p.Component] = rest[p.Component].Add(p.Amount)
			}
		}
		for _, e := range b.entries(i, k) {
			rest[e.Component] = rest[e.Component].Add(e.Amount)
		}
		if l.Before != nil {
			for _, c := range differences(sums(b.before[i][k], l.Before), sums(b.lateStates[i][k], l.Run)) {
				c.Origin, c.Reason, c.Formula = l.Run.Period(), l.Reason, formula(b.lateStates[i][k], c.Component, c.Transaction)
				rest[c.Component] = rest[c.Component].Sub(c.Amount)
				out = append(out, c)
			}
		}
		for component, amount := range rest {
			if !amount.IsZero() {
				out = append(out, Correction{Origin: l.Run.Period(), Component: component, Amount: amount, Reason: l.Reason})
			}
		}
	}
	slices.SortFunc(out, func(x, y Correction) int {
		return cmp.Or(x.Origin.Compare(y.Origin), strings.Compare(x.Component, y.Component), strings.Compare(x.Transaction, y.Transaction), x.Amount.Cmp(y.Amount))
	})
	return out
}

// formula says how the lines of a deal come about in a component: base and rate of each slice.
func formula(list []incentive.Statement, component, transaction string) string {
	var parts []string
	for _, s := range list {
		each := paysEach(s, component)
		for l := range s.Lines() {
			if transaction == "" || l.Component() != component || dealOf(l) != transaction {
				continue
			}
			for x := range l.Slices() {
				if !x.Rate.Valid {
					continue
				}
				text := wording.Amount(x.Base, 0) + " × " + wording.Decimal(x.Rate.Decimal)
				if !each {
					text += " (" + wording.Decimal(x.Rate.Decimal.Shift(2)) + " %)"
				}
				if l.Share() != "1" {
					text += " × " + l.Share()
				}
				parts = append(parts, text)
			}
		}
	}
	return strings.Join(parts, " + ")
}

// paysEach tells whether the rates of a component are money for each unit or deal, not shares of money.
func paysEach(s incentive.Statement, component string) bool {
	for c := range s.Components() {
		if m, ok := s.Measure(c.Measure); ok && c.Name == component {
			return m.Base == incentive.BaseUnits || m.Base == incentive.BaseCount
		}
	}
	return false
}

// sums adds up what statements earn by component and deal.
func sums(list []incentive.Statement, run *incentive.Run) map[[2]string]decimal.Decimal {
	all := map[[2]string]decimal.Decimal{}
	for _, s := range list {
		for _, r := range earned(s, run, kam.Period{}) {
			k := [2]string{r.Component, r.Transaction}
			all[k] = all[k].Add(r.Amount)
		}
	}
	return all
}

// differences lists what two sums differ by.
func differences(before, now map[[2]string]decimal.Decimal) []Correction {
	var out []Correction
	add := func(k [2]string) {
		if d := now[k].Sub(before[k]); !d.IsZero() {
			out = append(out, Correction{Component: k[0], Transaction: k[1], Before: decimal.NewNullDecimal(before[k]), Now: decimal.NewNullDecimal(now[k]), Amount: d})
		}
	}
	for k := range before {
		add(k)
	}
	for k := range now {
		if _, both := before[k]; !both {
			add(k)
		}
	}
	slices.SortFunc(out, func(x, y Correction) int {
		return cmp.Or(strings.Compare(x.Component, y.Component), strings.Compare(x.Transaction, y.Transaction))
	})
	return out
}
