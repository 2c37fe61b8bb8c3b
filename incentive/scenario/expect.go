package scenario

import (
	"github.com/shopspring/decimal"
)

// Expectation is what a step must give. The zero value expects that nobody is held and no more.
type Expectation struct {
	// Payees are what statements must say, by "payee", or by "payee/plan" for somebody on several plans.
	Payees map[string]Wanted `json:"payees"`
	// Held are the codes of the findings that hold a payee, by payee. It is complete: who is held and not named is a fault.
	Held map[string][]string `json:"held"`
	// House is the amount on the house account, by transaction. Complete when stated.
	House map[string]decimal.Decimal `json:"house"`
	// Findings are codes of findings that hold nobody, and that the step must report.
	Findings []string `json:"findings"`
	// Stops are the codes of the faults that must keep the step from being calculated at all.
	Stops []string `json:"stops"`
	// Posted is what the step adds to the earnings in the ledger, corrections included, by "payee", "payee/plan" or
	// "payee/plan/component".
	Posted map[string]decimal.Decimal `json:"posted"`
}

// Wanted is what a statement must say; one that says nothing fails, since it could never fail otherwise. Maps are complete
// when they are stated, but for Measures and Why.
type Wanted struct {
	// Earned is what the period adds, Payable what of it is to be paid before a settlement.
	Earned  decimal.NullDecimal `json:"earned"`
	Payable decimal.NullDecimal `json:"payable"`
	// Components are what each component adds, ToDate what it earned in its measure's window.
	Components map[string]decimal.Decimal `json:"components"`
	ToDate     map[string]decimal.Decimal `json:"toDate"`
	// Lines are what deals earn, by "transaction" or "component/transaction". Several lines of one deal are added up.
	Lines map[string]decimal.Decimal `json:"lines"`
	// Adjustments are the amounts that belong to sums, by "component kind", or by "kind" for the plan's own.
	Adjustments map[string]decimal.Decimal `json:"adjustments"`
	// Measures are where measures stand.
	Measures map[string]Standing `json:"measures"`
	// Why has a code that [incentive.Run.Why] gives for a transaction.
	Why map[string]string `json:"why"`
	// Settled is what the settlement must make of it.
	Settled *Settled `json:"settled"`
}

// Standing is where a measure must stand. What is absent is not compared.
type Standing struct {
	Value      decimal.NullDecimal `json:"value"`
	Quota      decimal.NullDecimal `json:"quota"`
	Attainment decimal.NullDecimal `json:"attainment"`
}

// Settled is what a settlement must give for a payee under a plan, in the currency the payee is paid in.
type Settled struct {
	// Steps are by how much each kind of step changes what is payable, see [payout.StepKind]. Complete when stated; kinds that
	// leave pay as it is are among them with what they change of what is held or owed.
	Steps map[string]decimal.Decimal `json:"steps"`
	// Payable, Held, Owed and Paid are the balances after the period.
	Payable decimal.NullDecimal `json:"payable"`
	Held    decimal.NullDecimal `json:"held"`
	Owed    decimal.NullDecimal `json:"owed"`
	Paid    decimal.NullDecimal `json:"paid"`
}

// states tells whether anything is expected.
func (e Expectation) states() bool {
	return len(e.Payees)+len(e.Held)+len(e.House)+len(e.Findings)+len(e.Stops)+len(e.Posted) > 0
}

// empty tells whether nothing is expected of a statement.
func (w Wanted) empty() bool {
	return !w.Earned.Valid && !w.Payable.Valid && w.Components == nil && w.ToDate == nil && w.Lines == nil && w.Adjustments == nil &&
		len(w.Measures) == 0 && len(w.Why) == 0 && w.Settled == nil
}
