package incentive

import (
	"context"
	"slices"

	"github.com/kam-go/kam"
)

// calculate computes all units stage by stage. Where components look at several payees at once, it starts again with
// what it has found out about who is held, until nobody is held who was counted on.
func (c *calculation) calculate(ctx context.Context, opt RunOptions) ([]*result, error) {
	units := c.people.units
	c.unitsOf = map[*plan][]*unit{}
	for _, u := range units {
		c.unitsOf[u.plan] = append(c.unitsOf[u.plan], u)
	}
	if !c.program.waits {
		return c.once(ctx, opt, opt.Progress)
	}
	start := c.mark()
	for {
		results, err := c.once(ctx, opt, nil)
		if err != nil {
			return nil, err
		}
		if !c.surprised(start) {
			if err := each(ctx, 1, len(units), opt.Progress, func(int) {}); err != nil {
				return nil, err
			}
			c.book.found.list.Merge(c.noted.list)
			for _, u := range units {
				u.held = distinct(u.held)
			}
			return results, nil
		}
		c.restart(start)
	}
}

// once computes all units.
func (c *calculation) once(ctx context.Context, opt RunOptions, progress func(done, total int)) ([]*result, error) {
	units := c.people.units
	for _, u := range units {
		u.state = &unitState{measures: make([]measured, len(u.plan.Measures)), parts: make([]partState, len(u.plan.parts))}
	}
	for stage := range c.program.stages {
		if err := c.stage(ctx, opt, stage); err != nil {
			return nil, err
		}
		if stage+1 < c.program.stages {
			c.rollUp(stage)
		}
	}
	results := make([]*result, len(units))
	err := each(ctx, opt.workers(), len(units), progress, func(i int) {
		switch u := units[i]; {
		case len(u.held) == 0:
			results[i] = c.settle(u)
		case !u.faulty():
			c.ownFaults(u)
		}
	})
	if err != nil {
		return nil, err
	}
	c.settleSiblings(results)
	c.holdDependents()
	return results, nil
}

// stage computes the components of one stage: what each payee earns alone, what needs others, then the sums.
func (c *calculation) stage(ctx context.Context, opt RunOptions, stage int) error {
	units := c.people.units
	parts := func(f func(u *unit, i int)) error {
		return each(ctx, opt.workers(), len(units), nil, func(n int) {
			for i := range units[n].plan.parts {
				if units[n].plan.parts[i].stage == stage {
					f(units[n], i)
				}
			}
		})
	}
	if !c.program.waits {
		return parts(func(u *unit, i int) {
			c.evaluate(u, i)
			c.sumUp(u, i)
		})
	}
	if err := parts(c.evaluate); err != nil {
		return err
	}
	c.together(stage)
	return parts(c.sumUp)
}

// before is what a calculation that may start again returns to.
type before struct {
	credits [][]*credit
	held    []kam.Findings
	house   int
}

// mark remembers where the calculation starts.
func (c *calculation) mark() *before {
	b := &before{house: len(c.house)}
	for _, u := range c.people.units {
		b.credits = append(b.credits, slices.Clone(u.credits))
		b.held = append(b.held, slices.Clone(u.held))
	}
	return b
}

// surprised reports whether units have come to be held for faults of their own that the calculation did not start
// with, and keeps those faults for the next start.
func (c *calculation) surprised(start *before) bool {
	found := false
	for n, u := range c.people.units {
		if !u.faulty() || hasFaults(start.held[n]) {
			continue
		}
		for _, f := range u.held {
			if isOwn(f) {
				start.held[n].Add(f)
				found = true
			}
		}
	}
	return found
}

// distinct drops findings that a second start has found again.
func distinct(list kam.Findings) kam.Findings {
	var out kam.Findings
	for _, f := range list {
		if !slices.ContainsFunc(out, func(o kam.Finding) bool { return o.Code == f.Code && o.Place == f.Place && o.Message == f.Message }) {
			out = append(out, f)
		}
	}
	return out
}

// restart takes the calculation back to its start.
func (c *calculation) restart(start *before) {
	c.house = c.house[:start.house]
	c.noted = faults{}
	for n, u := range c.people.units {
		u.credits = slices.Clone(start.credits[n])
		u.held = slices.Clone(start.held[n])
		u.blocked = 0
		sortCredits(u)
	}
}
