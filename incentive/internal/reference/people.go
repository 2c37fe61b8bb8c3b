package reference

import (
	"math/big"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
)

// recipient is one payee whom a rule credits for a deal.
type recipient struct {
	payee string
	// participant is the place of the participant that the credit goes back to.
	participant int
	share       *big.Rat
}

// recipients finds whom a rule credits. Participants and the date that decides who manages whom are the root's.
func (w *world) recipients(plan *incentive.Plan, rule incentive.CreditRule, d *deal) []recipient {
	var found []recipient
	for i, p := range d.participants() {
		r := recipient{p.Payee, i, p.Share.Rat()}
		switch rule.To {
		case incentive.ToOwner:
			if p.Role == "owner" {
				found = append(found, r)
			}
		case incentive.ToRole:
			if p.Role == rule.Role {
				found = append(found, r)
			}
		case incentive.ToManager:
			if p.Role != "owner" {
				continue
			}
			if manager, ok := w.climb(p.Payee, rule, d.root().Date(plan.CreditDate)); ok {
				r.payee = manager
				found = append(found, r)
			}
		}
	}
	return found
}

// climb follows the reporting lines of a day up to the manager whom the rule credits. There may be none: the
// chain ends, or the manager reached is an open position and the rule sends the credit to the house. With skip,
// open positions do not count as steps, and the chain goes on to the next manager above.
func (w *world) climb(payee string, rule incentive.CreditRule, on kam.Day) (string, bool) {
	chain := []string{payee}
	for level := 0; level < rule.Level; {
		manager, ok := w.manager(payee, on)
		if !ok {
			return "", false
		}
		for i, seen := range chain {
			if seen == manager {
				w.holdLoop(chain[i:])
				return "", false
			}
		}
		chain = append(chain, manager)
		payee = manager
		if rule.Vacancy == incentive.VacancyHouse || !w.payees[manager].Open {
			level++
		}
	}
	return payee, !w.payees[payee].Open
}

func (w *world) manager(payee string, on kam.Day) (string, bool) {
	for _, line := range w.in.Roster.Reporting {
		if line.Payee == payee && within(line.Period, on) {
			return line.Manager, true
		}
	}
	return "", false
}

func (w *world) holdLoop(payees []string) {
	for _, p := range payees {
		for _, u := range w.units {
			if u.assignment.Payee == p {
				w.hold(u.account(), hold("run.reporting-loop"))
			}
		}
	}
}
