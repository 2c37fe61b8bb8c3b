package incentive

import (
	"context"
	"slices"

	"github.com/kam-go/kam"
)

// maxRounds is after how many rounds whoever was held once counts as held, see [calculation.calculate]. Chains of payees
// who depend on each other are shorter.
const maxRounds = 20

// calculate computes all units stage by stage. Where payees depend on each other, it starts again with what it has found
// out about who is held for faults of their own, until the same are held who were counted as held: a fault that only
// showed because somebody was counted who is held is none. Where that turns in a circle - somebody has a fault as long as
// nobody counts them as held, and none as soon as others do - whoever had one stays held.
func (c *calculation) calculate(ctx context.Context, opt RunOptions) ([]*result, error) {
	c.gather()
	if !c.program.meets() {
		return c.once(ctx, opt, opt.Progress)
	}
	for _, n := range c.own { // what would hold somebody in the end is known before anybody is compared
		u := c.people.units[n]
		u.state = u.plan.newState()
		c.ownFaults(u)
	}
	c.start = c.mark()
	for round := 0; ; round++ {
		c.round = round
		results, err := c.once(ctx, opt, nil)
		if err != nil {
			return nil, err
		}
		again, err := c.again(ctx)
		if err != nil {
			return nil, err
		}
		if !again {
			if err := each(ctx, 1, len(c.own), opt.Progress, func(int) {}); err != nil {
				return nil, err
			}
			c.book.found.list.Merge(c.noted.list)
			for _, n := range c.own {
				c.people.units[n].held = distinct(c.people.units[n].held)
			}
			return results, nil
		}
		c.restart()
	}
}

// once computes all units.
func (c *calculation) once(ctx context.Context, opt RunOptions, progress func(done, total int)) ([]*result, error) {
	units := c.people.units
	for _, u := range units {
		u.state = u.plan.newState()
	}
	for stage := range c.program.stages {
		if err := c.stage(ctx, opt, stage); err != nil {
			return nil, err
		}
		if stage+1 < c.program.stages {
			if err := c.meet(ctx, meeting{kind: meetEarned, stage: stage, pass: c.round}); err != nil {
				return nil, err
			}
			c.rollUp(stage)
		}
	}
	results := make([]*result, len(units))
	err := each(ctx, opt.workers(), len(c.own), progress, func(n int) {
		i := c.own[n]
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
	for _, n := range c.own {
		if u := units[n]; c.circular(u) {
			results[n] = nil
			who := clip(u.payee.ID)
			u.hold(CodeDependsOnHeld, "payee "+who, say("%q cannot be computed while others are paid, and can when they wait for it: there is no result that holds", "其他人结算时 %q 无法计算，其他人等待时却可以：没有一致的结果", who),
				say("correct the figures, or let the contest, pool or cap not depend on who is held", "请更正数据，或使竞赛、奖金池或封顶不取决于谁被暂停结算"))
		}
	}
	c.settleSiblings(results)
	c.holdDependents() // it rests on what shares have told each other before managers were credited
	return results, nil
}

// stage computes the components of one stage: what each payee earns alone, what needs others, then the sums.
func (c *calculation) stage(ctx context.Context, opt RunOptions, stage int) error {
	parts := func(f func(u *unit, i int)) error {
		return each(ctx, opt.workers(), len(c.own), nil, func(n int) {
			u := c.people.units[c.own[n]]
			for i := range u.plan.parts {
				if u.plan.parts[i].stage == stage {
					f(u, i)
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
	if c.program.waitsIn(stage) {
		if err := c.meet(ctx, meeting{kind: meetTogether, stage: stage, pass: c.round}); err != nil {
			return err
		}
		c.together(stage)
	}
	return parts(c.sumUp)
}

// before is what a calculation that may start again returns to.
type before struct {
	credits [][]*credit
	held    []kam.Findings
	house   int
	// more says that held has grown since the last start.
	more bool
}

// keep holds a unit from now on also after the calculation has started again: for lack of what breaks a tie, which
// nobody asks of somebody who is left out. Who is held for other reasons is not known in the first round.
func (c *calculation) keep(u *unit, found kam.Findings) {
	if c.round == 0 {
		return
	}
	n := slices.Index(c.people.units, u)
	for _, f := range found {
		if !slices.ContainsFunc(c.start.held[n], func(o kam.Finding) bool { return o.Code == f.Code && o.Place == f.Place }) {
			c.start.held[n].Add(f)
			c.start.more = true
		}
	}
}

// mark remembers where the calculation starts, and who is held by then.
func (c *calculation) mark() *before {
	b := &before{house: len(c.house)}
	for _, u := range c.people.units {
		u.counted = u.faulty()
		b.credits = append(b.credits, slices.Clone(u.credits))
		b.held = append(b.held, slices.Clone(u.held))
	}
	return b
}

// surprised reports whether others are held for faults of their own than were counted as held, and counts those now.
func (c *calculation) surprised() bool {
	found := c.start.more
	c.start.more = false
	for _, n := range c.own {
		if u := c.people.units[n]; u.faulty() != u.counted && !c.circular(u) {
			u.counted = !u.counted
			found = true
		}
	}
	return found
}

// circular reports whether a unit stays held though it has no fault any more since others count it as held.
func (c *calculation) circular(u *unit) bool { return c.round >= maxRounds && u.counted && !u.faulty() }

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
func (c *calculation) restart() {
	start := c.start
	c.house = c.house[:start.house]
	c.noted = faults{}
	for n, u := range c.people.units {
		u.credits = slices.Clone(start.credits[n])
		u.held = slices.Clone(start.held[n])
		u.blocked = 0
		sortCredits(u)
	}
}
