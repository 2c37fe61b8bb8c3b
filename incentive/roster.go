package incentive

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
)

// Roster is who is paid by what: payees, their dated assignments to plans, and
// who reports to whom. The order of its slices does not matter.
type Roster struct {
	Payees      []Payee         `json:"payees"`
	Assignments []Assignment    `json:"assignments"`
	Reporting   []ReportingLine `json:"reporting"`
}

// Payee is a person, or an open position, that earns.
type Payee struct {
	// ID identifies the payee; 1 to 128 bytes.
	ID string `json:"id"`
	// Name is what people read. Optional.
	Name string `json:"name,omitempty"`
	// Open marks a position without a person: it is calculated, and nothing is posted for it.
	Open bool `json:"open,omitempty"`
	// Currency is what the payee is paid in. Empty: each plan's own.
	Currency kam.Currency `json:"currency,omitempty"`
}

// Assignment puts a payee on a version of a plan for a while.
type Assignment struct {
	Payee   string `json:"payee"`
	Plan    string `json:"plan"`
	Version int    `json:"version"`
	// Period is when it holds. Assignments of one payee to the same plan must not overlap. Its Ramps, Absences,
	// Target.Changes and the Relief of all Quotas have at most 1,000 rows each.
	Period kam.Period `json:"period"`
	// Target is the pay at target. Needed by caps, curves and pools that are multiples or parts of it.
	Target Target `json:"target,omitzero"`
	// Ramps lower quotas for a while. They must not overlap.
	Ramps []Ramp `json:"ramps,omitempty"`
	// Absences are times away. They must not overlap.
	Absences []Absence `json:"absences,omitempty"`
	// Quotas are the measures' quotas. For each measure that asks for attainment they tile the stretch it is measured against.
	Quotas []Quota `json:"quotas,omitempty"`
}

// Target is the target incentive: the variable pay at 100 %.
type Target struct {
	// Amount is in the plan's currency. Invalid: none.
	Amount decimal.NullDecimal `json:"amount,omitzero"`
	// Per is the stretch it is for: month, quarter, half-year or year. A run takes its exact part.
	Per kam.PeriodKind `json:"per,omitempty"`
	// Changes replace Amount from a day on, ascending. A stretch that a change cuts counts the amounts by its days,
	// with the changes known by the end of the run's period.
	Changes []TargetChange `json:"changes,omitempty"`
}

// Quota is what a payee is expected to reach in a period.
type Quota struct {
	Measure string          `json:"measure"`
	Period  kam.Period      `json:"period"`
	Amount  decimal.Decimal `json:"amount"`
	// Relief lowers it by decisions, in this order.
	Relief []Relief `json:"relief,omitempty"`
}

// ReportingLine says who a payee reports to, for a while.
type ReportingLine struct {
	Payee   string     `json:"payee"`
	Manager string     `json:"manager"`
	Period  kam.Period `json:"period"`
}

// RosterReader is where a host's roster comes from.
//
// Roster returns every payee, and the assignments and reporting lines that
// overlap the period, whole and not cut to it. A period without any is an
// empty roster and no error. Several calls may run at once.
type RosterReader interface {
	Roster(ctx context.Context, period kam.Period) (Roster, error)
}

// pays reports whether a payee's currency is one, or left out.
func (p Payee) pays() bool {
	_, err := kam.ParseCurrency(string(p.Currency))
	return p.Currency == "" || err == nil
}

// clone returns a copy that shares nothing with the assignment.
func (a Assignment) clone() Assignment {
	a.Target.Changes = slices.Clone(a.Target.Changes)
	a.Ramps, a.Absences = slices.Clone(a.Ramps), slices.Clone(a.Absences)
	a.Quotas = slices.Clone(a.Quotas)
	for i := range a.Quotas {
		a.Quotas[i].Relief = slices.Clone(a.Quotas[i].Relief)
	}
	return a
}

// sortedQuotas returns quotas ordered by measure and period.
func sortedQuotas(rows []Quota) []Quota {
	return slices.SortedFunc(slices.Values(rows), func(a, b Quota) int {
		return cmp.Or(strings.Compare(a.Measure, b.Measure), a.Period.Compare(b.Period), a.Amount.Cmp(b.Amount))
	})
}
