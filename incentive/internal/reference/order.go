package reference

import (
	"cmp"
	"slices"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
)

// walk returns the credits that count for any of the measures, in the unit's total order.
func (u *unit) walk(measures ...incentive.Measure) ([]*credit, error) {
	commissions, err := u.commissions(measures)
	if err != nil {
		return nil, err
	}
	var found []*credit
	for _, c := range slices.Concat(u.credits, commissions) {
		netted := c.commission == nil && u.withOriginal(c.deal) && u.plan.Refunds.Method == incentive.Recalculate
		fed := slices.ContainsFunc(measures, func(m incentive.Measure) bool { return u.feeds(c, m) })
		if fed && !netted && !c.stranded {
			found = append(found, c)
		}
	}
	slices.SortFunc(found, u.compare)
	return found, nil
}

// walkTo adds to a walk the reversals whose originals the measure's window lacks. They are refused unless
// Opening.Prior says what there is to mirror.
func (u *unit) walkTo(own incentive.Measure, credits []*credit) ([]*credit, error) {
	for _, c := range u.credits {
		if !c.stranded || !u.feeds(c, own) {
			continue
		}
		if u.plan.Refunds.Method != incentive.Mirror || !u.hasPrior(c.deal.original) {
			return nil, hold("run.refund-outside-window")
		}
		credits = append(credits, c)
	}
	slices.SortFunc(credits, u.compare)
	return credits, nil
}

// compare is the total order of a unit's credits.
func (u *unit) compare(a, b *credit) int {
	if a.correction != b.correction {
		return flag(a.correction) - flag(b.correction)
	}
	if a.correction {
		return cmp.Or(cmp.Compare(a.rule, b.rule), compareSource(a, b))
	}
	dateA, leaderA, placeA := u.stand(a)
	dateB, leaderB, placeB := u.stand(b)
	return cmp.Or(
		dateA.Compare(dateB),
		leaderA.compare(leaderB, u.plan.Order),
		cmp.Compare(placeA, placeB),
		cmp.Compare(a.rule, b.rule),
		compareSource(a, b),
	)
}

func flag(b bool) int {
	if b {
		return 1
	}
	return 0
}

// compareSource ranks credits by participant, and commissions by subordinate, plan, start of assignment, component,
// participant and line.
func compareSource(a, b *credit) int {
	if a.from == nil || b.from == nil {
		return cmp.Or(flag(a.from != nil)-flag(b.from != nil), cmp.Compare(a.participant, b.participant))
	}
	return cmp.Or(
		cmp.Compare(a.from.assignment.Payee, b.from.assignment.Payee),
		cmp.Compare(a.from.plan.ID, b.from.plan.ID),
		a.from.assignment.Period.Compare(b.from.assignment.Period),
		cmp.Compare(a.component, b.component),
		cmp.Compare(a.participant, b.participant),
		cmp.Compare(a.fromLine, b.fromLine),
	)
}

// stand is where a credit stands in its unit: its date, the deal whose key ranks it in the day, and 0 for that deal
// itself or the number of a reversal right behind its original. A reversal stands there when its own key would put
// it first.
func (u *unit) stand(c *credit) (kam.Day, *deal, int) {
	original := c.deal.original
	if original == nil || c.stranded {
		return c.date, c.deal, 0
	}
	at := original.Date(u.plan.CreditDate)
	if c.commission != nil {
		at = original.Date(c.from.plan.CreditDate)
	}
	if at.IsSet() && cmp.Or(c.date.Compare(at), c.deal.compare(original, u.plan.Order)) <= 0 {
		return at, original, 1 + slices.Index(refundsInOrder(original), c.deal)
	}
	return c.date, c.deal, 0
}

// refundsInOrder are a deal's reversals by their first date of any kind, those without one last, sequence and id.
func refundsInOrder(d *deal) []*deal {
	all := slices.Clone(d.refunds)
	slices.SortFunc(all, func(a, b *deal) int {
		dayA, dayB := a.firstDate(), b.firstDate()
		return cmp.Or(flag(!dayA.IsSet())-flag(!dayB.IsSet()), dayA.Compare(dayB), cmp.Compare(a.Sequence, b.Sequence), cmp.Compare(a.ID, b.ID))
	})
	return all
}

// firstDate is the first date that is set of booked, invoiced, cash and delivered.
func (d *deal) firstDate() kam.Day {
	for _, day := range []kam.Day{d.Booked, d.Invoiced, d.CashDate, d.Delivered} {
		if day.IsSet() {
			return day
		}
	}
	return kam.Day{}
}
