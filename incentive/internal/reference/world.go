package reference

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
)

// world is everything one evaluation reads and finds.
type world struct {
	plans   map[edition]*incentive.Plan
	cal     *kam.Calendar
	in      incentive.Inputs
	payees  map[string]incentive.Payee
	deals   []*deal
	byID    map[string]*deal
	units   []*unit
	heldFor map[account]map[string]bool
	// given is who is held by what the inputs alone say, or lacks what a contest had to compare.
	given map[account]map[string]bool
	// round counts how often everybody was worked out before.
	round int
	// known is who was found to be held the last time that everybody was worked out.
	known map[account]map[string]bool
}

// edition is one version of a plan.
type edition struct {
	id      string
	version int
}

// account is a payee on a version of a plan: what is held together.
type account struct {
	payee string
	edition
}

// Evaluate returns what the run described by in must give under the plans. The
// error says why nothing can be calculated at all.
func Evaluate(plans []incentive.Plan, cal *kam.Calendar, in incentive.Inputs) (Result, error) {
	w := &world{cal: cal, in: in, plans: map[edition]*incentive.Plan{}, payees: map[string]incentive.Payee{}, heldFor: map[account]map[string]bool{}}
	for i := range plans {
		w.plans[edition{plans[i].ID, plans[i].Version}] = &plans[i]
	}
	for _, p := range in.Roster.Payees {
		w.payees[p.ID] = p
	}
	if err := w.checkRates(); err != nil {
		return Result{}, err
	}
	if err := w.readDeals(); err != nil {
		return Result{}, err
	}
	if err := w.findUnits(); err != nil {
		return Result{}, err
	}
	for _, u := range w.units {
		if err := u.gather(); err != nil {
			return Result{}, err
		}
	}
	w.settle()
	return w.result()
}

// settle works everybody out, again and again until nobody else is held: who is held decides what others get, and
// whether they are held. Where that turns in a circle, whoever was held once counts as held from then on.
func (w *world) settle() {
	for _, u := range w.units {
		u.check()
	}
	w.given, w.known = w.heldFor, copyOf(w.heldFor)
	for w.round = 0; ; w.round++ {
		w.heldFor = copyOf(w.given)
		for _, u := range w.units {
			u.outcomes, u.staged, u.taken = map[int]*outcome{}, map[int]*stage{}, map[int][]*credit{}
		}
		for _, u := range w.units {
			u.evaluate()
		}
		w.holdDependants()
		now := w.heldFor
		if w.round >= maxRounds {
			now = both(w.known, w.heldFor)
		}
		same := sameReasons(w.known, now)
		if w.known = now; same {
			break
		}
	}
	for at := range w.known {
		if w.heldItself(at) && !itself(w.heldFor[at]) {
			w.hold(at, hold(dependsOnHeld))
		}
	}
}

// both is who is held in either.
func both(a, b map[account]map[string]bool) map[account]map[string]bool {
	all := copyOf(a)
	for at, codes := range b {
		if all[at] == nil {
			all[at] = map[string]bool{}
		}
		maps.Copy(all[at], codes)
	}
	return all
}

// sameReasons tells whether everybody is held for the reasons of their own that were known.
func sameReasons(known, now map[account]map[string]bool) bool {
	own := func(held map[account]map[string]bool) map[account]map[string]bool {
		all := copyOf(held)
		for _, codes := range all {
			delete(codes, dependsOnHeld)
			delete(codes, undecided)
		}
		maps.DeleteFunc(all, func(_ account, codes map[string]bool) bool { return len(codes) == 0 })
		return all
	}
	return maps.EqualFunc(own(known), own(now), maps.Equal[map[string]bool, map[string]bool])
}

func copyOf(held map[account]map[string]bool) map[account]map[string]bool {
	all := map[account]map[string]bool{}
	for at, codes := range held {
		all[at] = maps.Clone(codes)
	}
	return all
}

// maxRounds is after how many rounds who was held once counts as held.
const maxRounds = 20

func (w *world) hold(at account, why error) { holdIn(w.heldFor, at, why) }

func holdIn(held map[account]map[string]bool, at account, why error) {
	h := hold(why.Error())
	errors.As(why, &h)
	if held[at] == nil {
		held[at] = map[string]bool{}
	}
	held[at][string(h)] = true
}

// heldItself tells whether an account is held for more than that it depends on others or on a contest that is undecided.
func (w *world) heldItself(at account) bool { return itself(w.known[at]) }

func itself(codes map[string]bool) bool {
	for code := range codes {
		if code != dependsOnHeld && code != undecided {
			return true
		}
	}
	return false
}

// findUnits finds the assignments that the run is about.
func (w *world) findUnits() error {
	all := slices.Clone(w.in.Roster.Assignments)
	slices.SortFunc(all, func(a, b incentive.Assignment) int {
		return cmp.Or(cmp.Compare(a.Payee, b.Payee), cmp.Compare(a.Plan, b.Plan), a.Period.Compare(b.Period), cmp.Compare(a.Version, b.Version))
	})
	for _, a := range all {
		if !a.Period.Overlaps(w.in.Period) {
			continue
		}
		plan, ok := w.plans[edition{a.Plan, a.Version}]
		if !ok {
			w.hold(account{a.Payee, edition{a.Plan, a.Version}}, hold("run.unknown-plan"))
			continue
		}
		if !w.cal.Is(plan.Period, w.in.Period) {
			return fmt.Errorf("period-kind: plan %q", plan.ID)
		}
		if !plan.Effective.ContainsPeriod(w.in.Period) {
			return fmt.Errorf("plan-not-effective: plan %q", plan.ID)
		}
		if _, ok := w.payees[a.Payee]; !ok {
			w.hold(account{a.Payee, edition{a.Plan, a.Version}}, hold("run.unknown-payee"))
			continue
		}
		w.units = append(w.units, &unit{world: w, plan: plan, assignment: a})
	}
	for i, u := range w.units {
		for _, a := range all {
			_, known := w.plans[edition{a.Plan, a.Version}]
			if !known && a.Payee == u.assignment.Payee && a.Plan == u.plan.ID && a.Period.Overlaps(w.in.Period) {
				w.hold(u.account(), hold("run.unknown-plan"))
			}
		}
		for _, o := range w.units[:i] {
			if u.assignment.Payee == o.assignment.Payee && u.plan.ID == o.plan.ID && u.assignment.Period.Overlaps(o.assignment.Period) {
				w.hold(u.account(), hold("run.assignment-overlap"))
				w.hold(o.account(), hold("run.assignment-overlap"))
			}
		}
	}
	return nil
}

// holdDependants holds every manager whose pay is taken from a component that is blocked.
func (w *world) holdDependants() {
	for _, u := range w.units {
		for i := range u.plan.Components {
			if u.fedByBlocked(i) {
				w.hold(u.account(), hold(dependsOnHeld))
			}
		}
	}
}

func (w *world) result() (Result, error) {
	var r Result
	for _, u := range w.units {
		if len(w.heldFor[u.account()]) == 0 {
			r.Statements = append(r.Statements, u.statement())
		}
	}
	for at, codes := range w.heldFor {
		for _, code := range slices.Sorted(maps.Keys(codes)) {
			r.Held = append(r.Held, Held{at.payee, at.id, at.version, code})
		}
	}
	slices.SortFunc(r.Held, func(a, b Held) int {
		return cmp.Or(cmp.Compare(a.Payee, b.Payee), cmp.Compare(a.Plan, b.Plan), cmp.Compare(a.Version, b.Version), cmp.Compare(a.Code, b.Code))
	})
	return r, nil
}

// lastDay is the last day of the run's period, on which corrections of sums count.
func (w *world) lastDay() kam.Day { return w.in.Period.Until.AddDays(-1) }

// within tells whether a set day lies in the period.
func within(p kam.Period, d kam.Day) bool { return d.IsSet() && p.Contains(d) }
