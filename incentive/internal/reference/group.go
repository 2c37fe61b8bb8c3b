package reference

import "github.com/kam-go/kam/incentive"

// groupOf are the units that take part in a contest or pool together with u, by payee and start of the assignment,
// those who are held left out or, where the plan waits for them, refused. It is empty where u takes no part.
func (u *unit) groupOf(by incentive.Grouping, held incentive.WhenHeld, takesPart func(*unit) bool, known func(*unit) bool) ([]*unit, error) {
	takes := func(o *unit) bool { return !u.world.payees[o.assignment.Payee].Open && takesPart(o) }
	if !takes(u) {
		return nil, nil
	}
	var group []*unit
	for _, o := range u.world.edition(u.plan) {
		if !takes(o) || by == incentive.ByManager && u.world.leader(o) != u.world.leader(u) {
			continue
		}
		if u.world.heldItself(o.account()) || !known(o) {
			if held == incentive.HeldWait {
				return nil, hold(dependsOnHeld)
			}
			continue
		}
		group = append(group, o)
	}
	return group, nil
}

// leader is the manager of a unit's payee on the last day of the run's period; "" for none.
func (w *world) leader(u *unit) string {
	manager, _ := w.manager(u.assignment.Payee, w.lastDay())
	return manager
}
