package payroll

import (
	"cmp"
	"maps"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
)

// Outcome is how a line and payroll's answer compare.
type Outcome string

// The outcomes.
const (
	// Matched is a line that was paid as calculated.
	Matched Outcome = "matched"
	// Missing is a line that payroll has not answered.
	Missing Outcome = "missing"
	// Extra is a payment that belongs to no line, or a second one for a line.
	Extra Outcome = "extra"
	// Different is a line that was paid, or rejected, with another amount or in another currency.
	Different Outcome = "different"
	// NotPaid is a line that payroll rejected as a whole.
	NotPaid Outcome = "rejected"
)

// Row compares one line with its answer.
type Row struct {
	Outcome Outcome `json:"outcome"`
	LineID  string  `json:"lineId"`
	// Payee and Plan are the line's; empty where there is no line.
	Payee string `json:"payee"`
	Plan  string `json:"plan"`
	// Calculated is what was asked for, Paid or Rejected what payroll says it paid or rejected. In another currency, it
	// stands in a row of its own.
	Currency   kam.Currency    `json:"currency"`
	Calculated decimal.Decimal `json:"calculated"`
	Paid       decimal.Decimal `json:"paid"`
	Rejected   decimal.Decimal `json:"rejected"`
	// Reason is payroll's; Place is where its answer stands.
	Reason string `json:"reason,omitempty"`
	Place  string `json:"place,omitempty"`
}

// Sum is what was calculated and paid for one payee, or for all, in one currency.
type Sum struct {
	// Payee is empty for payments that belong to no line, and for the sum of all.
	Payee      string          `json:"payee,omitempty"`
	Currency   kam.Currency    `json:"currency"`
	Calculated decimal.Decimal `json:"calculated"`
	Paid       decimal.Decimal `json:"paid"`
	// Rejected is what payroll says it rejected, Open the part of what was calculated that it has not answered.
	Rejected decimal.Decimal `json:"rejected"`
	Open     decimal.Decimal `json:"open"`
	// Difference is Paid + Rejected + Open - Calculated: zero when every payment is explained.
	Difference decimal.Decimal `json:"difference"`
}

// Reconciliation compares what was calculated with what payroll says it paid.
type Reconciliation struct {
	// Rows are ascending by payee, plan, currency and line id.
	Rows []Row `json:"rows"`
	// Payees are ascending by payee and currency, Totals by currency.
	Payees []Sum `json:"payees"`
	Totals []Sum `json:"totals"`
	// Counts has how many rows have each outcome.
	Counts map[Outcome]int `json:"counts"`
}

// Clean tells whether every line was answered, and paid or rejected with the amount that was calculated.
func (r Reconciliation) Clean() bool {
	return r.Counts[Missing]+r.Counts[Extra]+r.Counts[Different] == 0
}

// Reconcile compares each line with its answer. It refuses nothing: what does not fit is a row of its own. The first
// answer to a line counts, in the order given; a further one that says it was paid is [Extra], and one that says it was
// rejected changes nothing. A line in a list twice counts once. Amounts must be within the bounds of the library, as
// those of [Pay] and [ParseAnswers] are.
func Reconcile(lines []Line, answers []Answer) Reconciliation {
	known := make(map[string]Line, len(lines))
	for _, l := range lines {
		known[l.ID] = l
	}
	var r Reconciliation
	first := make(map[string]bool, len(answers))
	for _, a := range answers {
		l, asked := known[a.LineID]
		again := first[a.LineID]
		first[a.LineID] = true
		row := Row{LineID: a.LineID, Payee: l.Payee, Plan: l.Plan, Currency: a.Currency, Reason: a.Reason, Place: a.Place}
		done := Matched
		if a.Status == Rejected {
			done, row.Rejected = NotPaid, a.Amount
		} else {
			row.Paid = a.Amount
		}
		switch {
		case (!asked || again) && a.Status == Rejected:
			continue
		case !asked || again:
			row.Outcome = Extra
		case a.Currency != l.Currency:
			row.Outcome = Different
			r.Rows = append(r.Rows, row)
			row.Currency, row.Calculated, row.Paid, row.Rejected = l.Currency, l.Amount, decimal.Zero, decimal.Zero
		case a.Amount.Equal(l.Amount):
			row.Outcome, row.Calculated = done, l.Amount
		default:
			row.Outcome, row.Calculated = Different, l.Amount
		}
		r.Rows = append(r.Rows, row)
	}
	for id, l := range known {
		if !first[id] {
			r.Rows = append(r.Rows, Row{Outcome: Missing, LineID: id, Payee: l.Payee, Plan: l.Plan, Currency: l.Currency, Calculated: l.Amount})
		}
	}
	slices.SortFunc(r.Rows, Row.compare)
	r.sum()
	return r
}

// compare orders rows totally, so that neither the order of the lines nor of a map shows.
func (w Row) compare(o Row) int {
	return cmp.Or(cmp.Compare(w.Payee, o.Payee), cmp.Compare(w.Plan, o.Plan), cmp.Compare(w.Currency, o.Currency),
		cmp.Compare(w.LineID, o.LineID), cmp.Compare(w.Outcome, o.Outcome), w.Paid.Cmp(o.Paid), w.Rejected.Cmp(o.Rejected), cmp.Compare(w.Place, o.Place))
}

// sum fills in the sums and counts.
func (r *Reconciliation) sum() {
	type key struct {
		payee    string
		currency kam.Currency
	}
	payees, all := map[key]Sum{}, map[kam.Currency]Sum{}
	r.Counts = map[Outcome]int{}
	for _, w := range r.Rows {
		r.Counts[w.Outcome]++
		k := key{w.Payee, w.Currency}
		payees[k] = payees[k].with(w)
		all[w.Currency] = all[w.Currency].with(w)
	}
	for k, s := range payees {
		s.Payee, s.Currency = k.payee, k.currency
		r.Payees = append(r.Payees, s)
	}
	slices.SortFunc(r.Payees, func(a, b Sum) int { return cmp.Or(cmp.Compare(a.Payee, b.Payee), cmp.Compare(a.Currency, b.Currency)) })
	for _, c := range slices.Sorted(maps.Keys(all)) {
		s := all[c]
		s.Currency = c
		r.Totals = append(r.Totals, s)
	}
}

// with returns the sum with a row added.
func (s Sum) with(w Row) Sum {
	s.Calculated = s.Calculated.Add(w.Calculated)
	s.Paid = s.Paid.Add(w.Paid)
	s.Rejected = s.Rejected.Add(w.Rejected)
	if w.Outcome == Missing {
		s.Open = s.Open.Add(w.Calculated)
	}
	s.Difference = decimal.Sum(s.Paid, s.Rejected, s.Open).Sub(s.Calculated)
	return s
}
