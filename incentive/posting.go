package incentive

import (
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive/internal/settle"
	"github.com/kam-go/kam/incentive/ledger"
)

// earned reports whether a posting is what runs post: earnings of a payee, and corrections of them.
func earned(p ledger.Posted) bool {
	return p.Account == ledger.PayeeAccount && (p.Kind == ledger.Earning || p.Kind == ledger.Correction)
}

// Batch returns what the ledger lacks: for each payee and component what the
// run's period should have been posted less what was, as earnings and as
// corrections alike, whatever the version of the plan it was posted under. It
// is empty when everything has been posted already. Open positions have no
// earnings; a payee who is held under a plan has no entries of it. What was
// posted for open positions, for payees who are not on the roster, or under
// plans that the program does not have, stays, and [Run.Findings] says so. A
// strict run that holds somebody returns [ErrHeld], and one share of several
// [ErrShare]: the whole is posted at once, see [Enrolment.Join].
//
// The batch is posted into the run's own period, which must be open in the
// ledger; for a period that is closed see [Run.BatchInto].
func (r *Run) Batch() (ledger.Batch, error) {
	return r.account().batch(r.ID(), ledger.Earning, r.calc.period)
}

// BatchInto returns what [Run.Batch] does, for a run of a period that is closed
// by now: late deals, refunds, re-assignments and retro-active changes of a plan
// become entries of the kind correction, which belong to the run's period and
// are posted into the period open. Running and posting it again posts nothing
// twice: corrections count as posted for the period they belong to.
//
// open has an end and starts where the run's period ends, or later; else the
// error wraps [kam.ErrPeriod]. A strict run that holds somebody returns [ErrHeld].
func (r *Run) BatchInto(open kam.Period) (ledger.Batch, error) {
	return r.account().corrections(r.ID(), open)
}

// want is what a batch has one amount of.
type want struct {
	postedKey
	currency kam.Currency
}

// desired collects amounts, in the order in which they are first named.
type desired struct {
	amounts map[want]decimal.Decimal
	order   []want
}

func (d *desired) add(k want, amount decimal.Decimal) {
	if _, ok := d.amounts[k]; !ok {
		d.order = append(d.order, k)
	}
	d.amounts[k] = d.amounts[k].Add(amount)
}

// planComponent is the name under which an adjustment of the plan's own is posted.
func planComponent(k settle.Kind) string {
	switch k {
	case settle.CarriedIn, settle.PeriodCap:
		return periodCapComponent
	case settle.LifetimeCap:
		return lifetimeCapComponent
	default:
		return planCapComponent
	}
}

// replaces reports whether a posting belongs to what the run computes anew: an
// earning, or a correction, of its period, under some version of one of its plans, of a person on its roster.
func (c *calculation) replaces(p ledger.Posted) bool {
	payee := c.people.payees[p.Payee]
	return earned(p) && p.Period == c.period && payee != nil && !payee.Open &&
		slices.ContainsFunc(c.program.plans, func(x *plan) bool { return x.ID == p.Plan })
}

func postedText(x ledger.Posted) string {
	var p content
	for _, s := range []string{x.Payee, x.Plan, itoa(x.Version), x.Component, string(x.Kind), x.Period.String(), string(x.Currency)} {
		p.text(s)
	}
	p.decimal(x.Amount)
	if x.Into != x.Period || x.Account != ledger.PayeeAccount || x.Reference != "" {
		p.text(x.Into.String())
		p.text(string(x.Account))
		p.text(x.Reference)
	}
	return p.String()
}
