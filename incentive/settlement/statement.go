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
// The zero value belongs to no settlement; its methods must not be called.
type Statement struct{ st *statement }

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
	result      payout.Result
}

// Payee returns whose statement it is.
func (s Statement) Payee() incentive.Payee { return s.st.payee }

// Plan returns the plan's id, and the version in force.
func (s Statement) Plan() (id string, version int) { return s.st.account.plan, s.st.version }

// PlanTitle returns what people call the plan; its id when it has no title.
func (s Statement) PlanTitle() kam.Text {
	if s.st.plan.Title == (kam.Text{}) {
		return wording.Same(s.st.account.plan)
	}
	return s.st.plan.Title
}

// Period returns the commission period that was settled.
func (s Statement) Period() kam.Period { return s.st.of.period }

// Currency returns what the payee is paid in, which every amount is in but those of [Statement.Earnings] and
// [Statement.Corrections]: they are in the plan's.
func (s Statement) Currency() kam.Currency { return s.st.result.Currency }

// Places returns the number of decimal places of the statement's amounts.
func (s Statement) Places() int32 { return s.st.result.Places }

// Earnings returns the earnings part: one statement for each assignment to the plan in the period, none for somebody who
// was not assigned in it and still has balances.
func (s Statement) Earnings() []incentive.Statement { return slices.Clone(s.st.earnings) }

// Corrections yields what late changes have changed of earlier periods, ascending by period, component and deal.
func (s Statement) Corrections() iter.Seq[Correction] { return slices.Values(s.st.corrections) }

// Adjustments yields the manual adjustments of the period, ascending by id.
func (s Statement) Adjustments() iter.Seq[payout.Adjustment] { return slices.Values(s.st.adjustments) }

// Payout returns what became of the earnings: the steps in their order, and the balances before and after.
func (s Statement) Payout() payout.Result {
	r := s.st.result
	r.Steps, r.Postings, r.Entries, r.Findings = slices.Clone(r.Steps), slices.Clone(r.Postings), slices.Clone(r.Entries), slices.Clone(r.Findings)
	for _, b := range []*payout.Balances{&r.Before, &r.After} {
		b.Held, b.Debts = slices.Clone(b.Held), slices.Clone(b.Debts)
	}
	return r
}

// Payable returns what is payable after the period: what was not paid out before, and what the period adds. Zero or more.
func (s Statement) Payable() decimal.Decimal { return s.st.result.After.Payable }

// Unpaid is a deal that pays nothing, and why.
type Unpaid struct {
	Transaction string
	Reasons     kam.Findings
}

// Unpaid returns the deals of the payee that count in the period, or have no date that counts, and of which no line pays
// anything under any plan, with the reasons, ascending by id. Deals that only count towards a sum are among them.
func (s Statement) Unpaid() []Unpaid {
	var out []Unpaid
	run := s.st.of.in.Run
	for _, id := range s.st.of.deals[s.st.account.payee] {
		if !s.counts(id) {
			continue
		}
		if answer := run.Why(s.st.payee.ID, id); !answer.Paid() {
			out = append(out, Unpaid{Transaction: id, Reasons: answer.Reasons})
		}
	}
	return out
}

// counts tells whether a deal counts in the period under one of the statement's plan versions, or has no date that counts.
func (s Statement) counts(id string) bool {
	return slices.ContainsFunc(s.st.earnings, func(e incentive.Statement) bool {
		day := s.st.of.in.Run.CreditDate(s.st.account.plan, e.PlanVersion(), id)
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
