package settlement

import (
	"cmp"
	"slices"

	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/payroll"
)

// Minimums returns the least amounts that the plans pay out at a time, ascending by plan, for the terms of the pay run that
// follows:
//
//	terms := payroll.Terms{Unapproved: payroll.UnapprovedWaits, Minimums: s.Minimums()}
//
// They are those of the payout terms of each plan's newest version that is effective in the period, in the plan's currency. A
// plan without a minimum has none here. A payee who is paid in another currency needs a row in that currency from the caller.
func (s *Settlement) Minimums() []payroll.Minimum {
	if s.in.Run == nil {
		return nil
	}
	program := s.in.Run.Program()
	newest := map[string]incentive.Plan{}
	for _, plan := range program.Plans() {
		if _, effective := plan.Effective.Intersect(s.period); effective && plan.Version > newest[plan.ID].Version {
			newest[plan.ID] = plan
		}
	}
	var out []payroll.Minimum
	for _, plan := range newest {
		if plan.Payout == nil || plan.Payout.Minimum == nil {
			continue
		}
		out = append(out, payroll.Minimum{Per: payroll.PerPlan, Plan: plan.ID, Currency: plan.Currency, Amount: plan.Payout.Minimum.Amount.Decimal})
	}
	slices.SortFunc(out, func(a, b payroll.Minimum) int { return cmp.Compare(a.Plan, b.Plan) })
	return out
}
