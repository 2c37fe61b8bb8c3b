package reference

import (
	"errors"
	"maps"
	"math/big"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
)

// credit is what one rule gives one unit for one deal and participant, or for one line of a subordinate.
type credit struct {
	// deal is nil for the correction of a subordinate's sum.
	deal        *deal
	rule        int
	participant int
	// date is where the credit counts.
	date kam.Day
	// stranded says that the plan counts a reversal with its original, and that this is its own date instead.
	// It counts in windows that the original is not in, and there moves nothing.
	stranded bool
	// lost says that no window holds the original and nothing says what it earned.
	lost bool
	// scale multiplies the quantity; payShare multiplies what the credit earns.
	scale, payShare *big.Rat
	// commission is the subordinate's amount in place of the deal's quantity; nil for credits of deals.
	commission *big.Rat
	// from is the unit, component and line that a commission comes from; a correction comes after every line.
	from                *unit
	component, fromLine int
	// managed is the day that decided who takes a commission.
	managed    kam.Day
	correction bool
}

// group is what caps on credits, cumulative rounding and windows per transaction put together: a deal and its
// refunds; for commission, that of one subordinate's component on a deal and its refunds.
func (c *credit) group() any {
	switch {
	case c.correction:
		return c
	case c.commission != nil:
		return [3]any{c.deal.root(), c.from, c.component}
	default:
		return c.deal.root()
	}
}

// source is what the credits of a deal and of its refunds have in common, one by one.
type source struct {
	rule, participant int
	from              *unit
	component         int
}

func (c *credit) source() source { return source{c.rule, c.participant, c.from, c.component} }

// gather finds the unit's credits of deals.
func (u *unit) gather() error {
	for _, d := range u.world.deals {
		if d.prior {
			continue
		}
		for i, rule := range u.plan.Credits {
			if onCommission(rule) {
				continue
			}
			for _, r := range u.world.recipients(u.plan, rule, d) {
				if r.payee != u.assignment.Payee {
					continue
				}
				if err := u.creditDeal(d, i, r); err != nil {
					var h hold
					if !errors.As(err, &h) {
						return err
					}
					u.world.hold(u.account(), h)
				}
			}
		}
	}
	return nil
}

func onCommission(rule incentive.CreditRule) bool {
	return rule.Base == incentive.CreditGross || rule.Base == incentive.CreditAfterCap
}

// creditDeal adds what a rule gives this unit for a deal. Where that is not known, the credits are doubtful.
func (u *unit) creditDeal(d *deal, rule int, r recipient) error {
	places := u.places(d)
	for _, c := range places {
		c.deal, c.rule, c.participant = d, rule, r.participant
	}
	credited, err := u.weighPlaces(places, d, rule, r)
	if err != nil {
		u.doubtful = append(u.doubtful, places...)
		return err
	}
	if credited {
		u.credits = append(u.credits, places...)
	}
	return nil
}

// weighPlaces sets what the credits of a deal weigh; false where there are none.
func (u *unit) weighPlaces(places []*credit, d *deal, rule int, r recipient) (bool, error) {
	if len(places) == 0 {
		return false, nil
	}
	if selected, err := u.holds(u.plan.Credits[rule].When, d); err != nil || !selected {
		return false, err
	}
	factor, ok, err := factorOf(u.plan.Credits[rule].Factor, d)
	if err != nil || !ok {
		return false, err
	}
	if d.fault != "" {
		return false, d.fault
	}
	if _, err := u.converted(d, zero()); err != nil {
		return false, err
	}
	if u.plan.Order == incentive.ByNumericID && !isNumbered(d) {
		return false, hold("run.numeric-id")
	}
	share := mul(r.share, u.plan.Credits[rule].Share.Rat())
	for _, c := range places {
		if c.lost {
			return false, hold("run.refund-outside-window")
		}
		if c.scale, c.payShare = mul(share, factor), whole(1); u.plan.Credits[rule].Split == incentive.SplitPayout {
			c.scale, c.payShare = factor, share
		}
	}
	return true, nil
}

// places says where a deal counts for this unit: nowhere, on one date, or, for a reversal that counts with its
// original, on the original's date and as stranded on its own.
func (u *unit) places(d *deal) []*credit {
	var found []*credit
	own := d.Date(u.plan.CreditDate)
	if !u.withOriginal(d) {
		if day := u.dayOf(d); u.counts(day) {
			found = append(found, &credit{date: day})
		}
		return found
	}
	at := d.original.Date(u.plan.CreditDate)
	if u.counts(at) {
		found = append(found, &credit{date: at})
	}
	known := u.plan.Refunds.Method == incentive.Mirror && u.hasPrior(d.original) && u.counts(own)
	missed := within(u.assignment.Period, at) && u.inWindow(own)
	if at.IsSet() && at.Before(u.world.in.Period.From) && (known || missed) {
		found = append(found, &credit{date: own, stranded: true, lost: len(found) == 0 && !known})
	}
	return found
}

// dayOf is the day on which a deal counts: its credit date, or for a reversal its original's when that is later.
// A reversal of a deal without a credit date counts on none.
func (u *unit) dayOf(d *deal) kam.Day {
	own := d.Date(u.plan.CreditDate)
	if d.original == nil || !own.IsSet() {
		return own
	}
	if at := d.original.Date(u.plan.CreditDate); !at.IsSet() || at.After(own) {
		return at
	}
	return own
}

// withOriginal tells whether a deal is a reversal that counts on its original's date.
func (u *unit) withOriginal(d *deal) bool {
	return d.original != nil && u.plan.Refunds.Period == incentive.Origin
}

// counts tells whether a day lies in the assignment and in the widest window of the plan's measures.
func (u *unit) counts(d kam.Day) bool {
	return within(u.assignment.Period, d) && u.inWindow(d)
}

// inWindow tells whether a day lies in the widest window of the plan's measures.
func (u *unit) inWindow(d kam.Day) bool {
	return slices.ContainsFunc(u.plan.Measures, func(m incentive.Measure) bool { return within(u.window(m), d) })
}

func factorOf(f *incentive.Factor, d *deal) (factor *big.Rat, credited bool, err error) {
	if f == nil {
		return whole(1), true, nil
	}
	if v, ok := f.Values[d.attribute(f.By)]; ok {
		return exact(v), true, nil
	}
	switch f.Other {
	case "refuse":
		return nil, false, hold("run.missing-number")
	case "exclude":
		return nil, false, nil
	}
	v, err := decimal.NewFromString(f.Other)
	return exact(v), true, err
}

// feeds tells whether a credit counts for a measure.
func (u *unit) feeds(c *credit, m incentive.Measure) bool {
	if !slices.Contains(m.Credits, u.plan.Credits[c.rule].Name) || !within(u.window(m), c.date) {
		return false
	}
	return !c.stranded || !u.creditedInWindow(c.deal.original, m)
}

// creditedInWindow tells whether a deal counts in the measure's window for this payee on this plan.
func (u *unit) creditedInWindow(d *deal, m incentive.Measure) bool {
	at := d.Date(u.plan.CreditDate)
	if d.prior || !within(u.window(m), at) {
		return false
	}
	for _, o := range u.world.units {
		if o.assignment.Payee == u.assignment.Payee && o.plan.ID == u.plan.ID && within(o.assignment.Period, at) {
			return true
		}
	}
	return false
}

// value is what a credit comes to in the quantity of a base. A reversal that is recalculated at its original
// has no value of its own: it is part of its original's.
func (u *unit) value(c *credit, base incentive.Base) (*big.Rat, error) {
	if c.commission != nil {
		return mul(c.commission, c.scale), nil
	}
	deals := []*deal{c.deal}
	if u.plan.Refunds.Method == incentive.Recalculate {
		deals = append(deals, u.atOriginal(c.deal)...)
	}
	return u.quantities(deals, base, c.scale)
}

// moves is how far a credit moves a measure.
func (u *unit) moves(c *credit, m incentive.Measure) (*big.Rat, error) {
	if !*u.plan.Credits[c.rule].Retires {
		return zero(), nil
	}
	return u.advances(c, m)
}

// walks is how far a credit goes on a measure's axis: as it moves the measure. The axis that a deal has of its own is
// moved by all its credits, and not by reversals that mirror: these take back a part of what was earned.
func (u *unit) walks(c *credit, m incentive.Measure) (*big.Rat, error) {
	if m.Window != incentive.PerTransaction {
		return u.moves(c, m)
	}
	if u.plan.Refunds.Method == incentive.Recalculate || c.commission != nil || !u.feeds(c, m) {
		return u.advances(c, m)
	}
	if c.deal.isRefund() {
		return zero(), nil
	}
	return u.value(c, m.Base)
}

// advances is a credit's value together with that of reversals that count with it.
func (u *unit) advances(c *credit, m incentive.Measure) (*big.Rat, error) {
	if !u.feeds(c, m) || c.stranded {
		return zero(), nil
	}
	if c.commission != nil {
		return u.value(c, m.Base)
	}
	if u.withOriginal(c.deal) {
		return zero(), nil // its original moves by the difference
	}
	return u.quantities(append([]*deal{c.deal}, u.atOriginal(c.deal)...), m.Base, c.scale)
}

// atOriginal are the reversals of a deal that count where the deal stands.
func (u *unit) atOriginal(d *deal) []*deal {
	if u.plan.Refunds.Period != incentive.Origin || d.isRefund() {
		return nil
	}
	return d.refunds
}

func (u *unit) quantities(deals []*deal, base incentive.Base, scale *big.Rat) (*big.Rat, error) {
	total := zero()
	for _, d := range deals {
		q, err := u.quantity(d, base)
		if err != nil {
			return nil, err
		}
		total = add(total, q)
	}
	return mul(total, scale), nil
}

// rulesOf are the rules that feed any of the measures.
func (u *unit) rulesOf(measures []incentive.Measure) []int {
	found := map[int]bool{}
	for i, r := range u.plan.Credits {
		for _, m := range measures {
			if slices.Contains(m.Credits, r.Name) {
				found[i] = true
			}
		}
	}
	return slices.Sorted(maps.Keys(found))
}
