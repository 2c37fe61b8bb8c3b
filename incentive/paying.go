package incentive

import (
	"iter"
	"slices"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive/ledger"
	"github.com/kam-go/kam/incentive/payout"
)

// Payout returns the compiled payout terms of a plan version; false when the
// program has no such version, or its plan states no terms.
func (p *Program) Payout(plan string, version int) (*payout.Rules, bool) {
	c := p.byKey[planKey{plan, version}]
	if c == nil || c.Plan.Payout == nil {
		return nil, false
	}
	rules, err := payout.Compile(*c.Plan.Payout, payout.Money{Currency: c.Currency, Places: c.grid.Places, Mode: string(c.grid.Mode)})
	return rules, err == nil // Compile has checked them
}

// Plan returns one plan version with its readings written out; false when the program has no such version.
func (p *Program) Plan(plan string, version int) (Plan, bool) {
	c := p.byKey[planKey{plan, version}]
	if c == nil {
		return Plan{}, false
	}
	out, err := ParsePlan(c.canonical)
	return out, err == nil // it was read from these bytes when it was compiled
}

// Versions returns the versions of a plan that the program has, ascending.
func (p *Program) Versions(plan string) []int {
	var versions []int
	for _, c := range p.plans {
		if c.ID == plan {
			versions = append(versions, c.Version)
		}
	}
	return versions
}

// Program returns what the run was computed by.
func (r *Run) Program() *Program { return r.calc.program }

// Head returns the head of the ledger's snapshot that the run started from.
func (r *Run) Head() ledger.Head { return r.calc.in.Opening.Ledger.Head }

// Payee returns a payee of the roster; false when there is none with that id.
func (r *Run) Payee(id string) (Payee, bool) {
	p := r.calc.people.payees[id]
	if p == nil {
		return Payee{}, false
	}
	return *p, true
}

// Deals returns the ids of the transactions that the run has seen in which a payee has a part, as owner or in another
// role, ascending. [Run.Why] says what each of them pays.
func (r *Run) Deals(payee string) []string {
	var ids []string
	r.seen(func(t *Transaction, owners []Participant) {
		if slices.ContainsFunc(owners, func(p Participant) bool { return p.Payee == payee }) {
			ids = append(ids, t.ID)
		}
	})
	slices.Sort(ids)
	return ids
}

// DealsByPayee returns what [Run.Deals] does of everybody who has a part in a transaction.
func (r *Run) DealsByPayee() map[string][]string {
	all := map[string][]string{}
	r.seen(func(t *Transaction, owners []Participant) {
		for _, p := range owners {
			if ids := all[p.Payee]; len(ids) == 0 || ids[len(ids)-1] != t.ID {
				all[p.Payee] = append(ids, t.ID)
			}
		}
	})
	for _, ids := range all {
		slices.Sort(ids)
	}
	return all
}

// CreditDate returns the day on which a transaction counts under a plan version; unset when the run has not seen it, the
// program has no such version, or the transaction has no such date.
func (r *Run) CreditDate(plan string, version int, transaction string) kam.Day {
	c, t := r.calc.program.byKey[planKey{plan, version}], r.find(transaction)
	if c == nil || t == nil {
		return kam.Day{}
	}
	return t.Date(c.CreditDate)
}

// PostedUnder returns the name under which the ledger has the adjustment: that of its component, or the plan's own
// "(plan-cap)", "(period-cap)" and "(lifetime-cap)".
func (a Adjustment) PostedUnder() string {
	switch {
	case a.Component != "":
		return a.Component
	case a.Kind == AdjustPeriodCap, a.Kind == AdjustCarriedIn:
		return periodCapComponent
	case a.Kind == AdjustLifetimeCap:
		return lifetimeCapComponent
	default:
		return planCapComponent
	}
}

// Details returns the part of [Statement.Markdown] between its head and its foot, in one language: where the measures
// stand, how quotas and targets come about, every component with its lines and adjustments, and how far it is to the next tier and gate.
func (s Statement) Details(lang kam.Lang) string {
	d := document{s: s.whole(), lang: lang}
	d.measures()
	d.grounds()
	for i := range d.s.r.components {
		d.component(i)
	}
	d.planAdjustments()
	d.total()
	d.outlook()
	return d.String()
}

// LooksBack reports whether what a plan version pays for a period depends on what was posted for earlier ones: measures
// to date, a lifetime cap, a cap that carries its excess. False when the program has no such version.
func (p *Program) LooksBack(plan string, version int) bool {
	c := p.byKey[planKey{plan, version}]
	if c == nil {
		return false
	}
	return c.widestPart().toDate() || c.caps(PerLifetime) || slices.ContainsFunc(c.Plan.Caps, func(x Cap) bool { return x.Excess == ExcessCarry })
}

// Posted yields what the ledger's snapshot had that the run started from.
func (r *Run) Posted() iter.Seq[ledger.Posted] { return slices.Values(r.calc.in.Opening.Ledger.Posted) }
