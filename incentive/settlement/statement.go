package settlement

import (
	"iter"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/ledger"
	"github.com/kam-go/kam/incentive/payout"
	"github.com/kam-go/kam/internal/wording"
)

// Statement is what one payee is paid under one plan for one commission period, with everything it rests on. Its
// earnings part is the [incentive.Statement] of the run; around it stand late corrections, what is held back and released,
// draws, debts, clawbacks, manual adjustments, and the balances before and after. It is a small view: copy it freely.
// The zero value belongs to no settlement: its methods return what is empty, and [Statement.Export] an error.
type Statement struct{ st *statement }

// known returns the statement, an empty one for the zero value.
func (s Statement) known() *statement {
	if s.st != nil {
		return s.st
	}
	return &statement{of: new(Settlement), plan: new(incentive.Plan)}
}

// statement is a settled account.
type statement struct {
	of          *Settlement
	account     account
	payee       incentive.Payee
	version     int
	plan        *incentive.Plan
	earnings    []incentive.Statement
	corrections []Correction
	adjustments []payout.Adjustment
	posted      []ledger.Posted
	entries     []ledger.Entry      // what the settlement's batch has of the account
	protected   decimal.NullDecimal // the payee's own protected minimum
	left        kam.Day             // the payee's last day; unset for somebody who stays
	apart       []kam.Currency      // other currencies that something stands in, each on a statement of its own
	standing    bool                // it is one of those
	labels      map[string]kam.Text // of components
	result      payout.Result
}

// Payee returns whose statement it is.
func (s Statement) Payee() incentive.Payee { return s.known().payee }

// Plan returns the plan's id, and the version in force.
func (s Statement) Plan() (id string, version int) { return s.known().account.plan, s.known().version }

// PlanTitle returns what people call the plan; its id when it has no title.
func (s Statement) PlanTitle() kam.Text {
	if s.known().plan.Title == (kam.Text{}) {
		return wording.Same(s.known().account.plan)
	}
	return s.known().plan.Title
}

// ComponentLabel returns what people read for a component of the plan: its label, in another version of the plan where the
// one in force states none, or the name in both languages where no version does.
func (s Statement) ComponentLabel(name string) kam.Text {
	if label, ok := s.known().labels[name]; ok {
		return label
	}
	return wording.Same(name)
}

// Period returns the commission period that was settled.
func (s Statement) Period() kam.Period { return s.known().of.period }

// Currency returns what the payee is paid in, which every amount is in but those of [Statement.Earnings] and
// [Statement.Corrections]: they are in the plan's.
func (s Statement) Currency() kam.Currency { return s.known().result.Currency }

// Places returns the number of decimal places of the statement's amounts.
func (s Statement) Places() int32 { return s.known().result.Places }

// Earnings returns the earnings part: one statement for each assignment to the plan in the period, none for somebody who
// was not assigned in it and still has balances.
func (s Statement) Earnings() []incentive.Statement { return slices.Clone(s.known().earnings) }

// Corrections yields what late changes have changed of earlier periods, ascending by period, component and deal.
func (s Statement) Corrections() iter.Seq[Correction] { return slices.Values(s.known().corrections) }

// Adjustments yields the manual adjustments of the period, ascending by id.
func (s Statement) Adjustments() iter.Seq[payout.Adjustment] {
	return slices.Values(s.known().adjustments)
}

// Payout returns what became of the earnings: the steps in their order, and the balances before and after.
func (s Statement) Payout() payout.Result {
	r := s.known().result
	r.Steps, r.Postings, r.Entries, r.Findings = slices.Clone(r.Steps), slices.Clone(r.Postings), slices.Clone(r.Entries), slices.Clone(r.Findings)
	for _, b := range []*payout.Balances{&r.Before, &r.After} {
		b.Held, b.Debts = slices.Clone(b.Held), slices.Clone(b.Debts)
	}
	return r
}

// Payable returns what is payable after the period: what was not paid out before, and what the period adds. Zero or more.
func (s Statement) Payable() decimal.Decimal { return s.known().result.After.Payable }

// Unpaid is a deal that pays nothing, and why.
type Unpaid struct {
	Transaction string
	Reasons     kam.Findings
}

// Unpaid returns the deals of the payee that count in the period, or have no date that counts, and of which no line pays
// anything under any plan, with the reasons, ascending by id. Deals that only count towards a sum are among them.
func (s Statement) Unpaid() []Unpaid {
	var out []Unpaid
	run := s.known().of.in.Run
	for _, id := range s.known().of.deals[s.known().account.payee] {
		if !s.counts(id) {
			continue
		}
		if answer := run.Why(s.known().payee.ID, id); !answer.Paid() {
			out = append(out, Unpaid{Transaction: id, Reasons: answer.Reasons})
		}
	}
	return out
}

// counts tells whether a deal counts in the period under one of the statement's plan versions, or has no date that counts.
func (s Statement) counts(id string) bool {
	return slices.ContainsFunc(s.known().earnings, func(e incentive.Statement) bool {
		day := s.known().of.in.Run.CreditDate(s.known().account.plan, e.PlanVersion(), id)
		return !day.IsSet() || s.Period().Contains(day)
	})
}

// place is where findings about a statement are.
func (st *statement) place() string { return "payee " + wording.Clip(st.account.payee) }

// hold returns why the account is not settled.
func (st *statement) hold(code string, message, remedy kam.Text) *incentive.Held {
	h := &incentive.Held{Payee: st.payee, Plan: st.account.plan, Version: st.version}
	if h.Payee.ID == "" {
		h.Payee.ID = st.account.payee
	}
	h.Findings.Add(kam.Finding{Code: "settlement." + code, Severity: kam.Error, Place: st.place(), Message: message, Remedy: remedy})
	return h
}
