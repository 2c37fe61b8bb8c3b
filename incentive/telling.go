package incentive

import (
	"context"
	"math/big"
	"slices"
)

// outbox collects what one share tells each of the others.
type outbox struct {
	c  *calculation
	to []figures
}

// tell lays out what other shares look at of this one's units, and what it has told itself to compare with.
func (c *calculation) tell(ctx context.Context, at meeting) ([][]byte, error) {
	s := c.sharing
	o := &outbox{c, make([]figures, s.part.Of)}
	switch at.kind {
	case meetTogether:
		o.together(at.stage)
	case meetEarned:
		o.earned(at.stage)
	case meetAgain: // said of the share as a whole
	}
	told, own := make([][]byte, s.part.Of), &o.to[s.part.Index]
	for j := range told {
		if j == s.part.Index {
			continue
		}
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		var digest string
		var err error
		if told[j], digest, err = s.seal(&o.to[j], at, j); err != nil {
			return nil, err
		}
		own.Told = append(own.Told, digest)
	}
	var err error
	told[s.part.Index], s.digest, err = s.seal(own, at, s.part.Index)
	return told, err
}

// together tells where units stand in the components of a stage that look at several of them.
func (o *outbox) together(stage int) {
	c := o.c
	groups := c.groupShares(stage)
	for _, n := range c.own {
		u := c.people.units[n]
		for i := range u.plan.parts {
			k := &u.plan.parts[i]
			switch {
			case k.stage != stage || !k.waits() || !c.takesPart(u, k):
			case k.Contest != nil || k.Pool != nil:
				for _, share := range groups[c.groupOf(u, i)] {
					o.standing(share, n, i)
				}
			default:
				o.deals(n, i)
			}
		}
	}
}

// standing tells one share where a unit stands in a contest or a pool.
func (o *outbox) standing(share, n, i int) {
	part := o.part(share, n, i)
	u := o.c.people.units[n]
	out, k := &u.state.parts[i], &u.plan.parts[i]
	if part == nil || !out.ready {
		return
	}
	part.Standing = &toldStanding{Position: ratText(out.pay.position), Base: ratText(out.pay.base), Weight: ratText(out.pay.weight)}
	if k.Contest != nil {
		for _, x := range o.c.further(u, k) {
			part.Standing.Then = append(part.Standing.Then, ratText(x))
		}
	}
}

// further returns where a unit stands on each further comparison of a contest, as [calculation.breaksTie] finds it, and
// leaves the unit as it is.
func (c *calculation) further(of *unit, k *part) []*big.Rat {
	var out []*big.Rat
	for _, then := range k.Contest.Then {
		probe, state := *of, *of.state
		state.measures, state.level, state.targets = slices.Clone(state.measures), slices.Clone(state.level), slices.Clone(state.targets)
		probe.held, probe.state = nil, &state
		x := new(big.Rat)
		if at, ok := c.stands(&probe, of.plan.measures[then.Measure], then.Basis); ok {
			x = at.in(then.Basis)
		}
		out = append(out, x)
	}
	return out
}

// deals tells every share that has a deal of a unit whether a component with caps per transaction is known, and what it
// pays for the deal.
func (o *outbox) deals(n, i int) {
	c := o.c
	u := c.people.units[n]
	for _, cr := range slices.Concat(u.credits, u.lost) {
		if cr.source < 0 {
			continue
		}
		for _, share := range c.reachOfDeal(cr.source) {
			o.part(share, n, i)
		}
	}
	out := &u.state.parts[i]
	if !out.ready || out.shut || c.lacks(u, i) {
		return
	}
	for _, d := range out.byDeal() {
		for _, share := range c.reachOfDeal(d.deal) {
			if part := o.part(share, n, i); part != nil {
				part.Deals = append(part.Deals, toldDeal{c.book.deals[d.deal].ID, ratText(d.amount)})
			}
		}
	}
}

// earned tells what the components of a stage pass up to managers.
func (o *outbox) earned(stage int) {
	c := o.c
	for _, n := range c.own {
		u := c.people.units[n]
		for i := range u.plan.parts {
			if u.plan.parts[i].stage != stage || len(c.program.onCommission[source{u.plan.index, i}]) == 0 {
				continue
			}
			for _, share := range c.reachOf(u.payee.ID) {
				o.part(share, n, i)
			}
			if c.blocks(u, i) {
				continue
			}
			for _, up := range c.passes(u, i) {
				shares := c.reachOf(u.payee.ID)
				if up.deal >= 0 {
					shares = c.reachOfDeal(up.deal)
				}
				for _, share := range shares {
					if part := o.part(share, n, i); part != nil {
						part.Passes = append(part.Passes, c.toldPass(up))
					}
				}
			}
		}
	}
}

// unit returns what one share is told of a unit; nil for the share itself.
func (o *outbox) unit(share, n int) *toldUnit {
	if share == o.c.sharing.part.Index {
		return nil
	}
	units := &o.to[share].Units
	if last := len(*units) - 1; last < 0 || (*units)[last].Unit != n {
		u := o.c.people.units[n]
		*units = append(*units, toldUnit{Unit: n, Payee: u.payee.ID, Counted: u.counted, Blocked: u.blocked})
	}
	return &(*units)[len(*units)-1]
}

// part returns what one share is told of a component of a unit; nil for the share itself.
func (o *outbox) part(share, n, i int) *toldComponent {
	t := o.unit(share, n)
	if t == nil {
		return nil
	}
	if last := len(t.Components) - 1; last < 0 || t.Components[last].Component != i {
		out := &o.c.people.units[n].state.parts[i]
		t.Components = append(t.Components, toldComponent{Component: i, Ready: out.ready, Done: out.done})
	}
	return &t.Components[len(t.Components)-1]
}

// groupOf is a group of those who take part in a component.
type groupOf struct {
	plan  *plan
	part  int
	group string
}

// groupOf returns the group that a unit is in.
func (c *calculation) groupOf(u *unit, i int) groupOf {
	by := Grouping("")
	if k := &u.plan.parts[i]; k.Contest != nil {
		by = k.Contest.By
	} else {
		by = k.Pool.By
	}
	return groupOf{u.plan, i, c.groupIn(u, by)}
}

// groupShares returns the shares that have members of each group of a stage.
func (c *calculation) groupShares(stage int) map[groupOf][]int {
	out := map[groupOf][]int{}
	for n, u := range c.people.units {
		for i := range u.plan.parts {
			if k := &u.plan.parts[i]; k.stage == stage && (k.Contest != nil || k.Pool != nil) && c.takesPart(u, k) {
				g := c.groupOf(u, i)
				if home := c.sharing.homes[n]; !slices.Contains(out[g], home) {
					out[g] = append(out[g], home)
				}
			}
		}
	}
	return out
}
