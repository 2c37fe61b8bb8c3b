package incentive

import (
	"crypto/sha256"
	"encoding/hex"
	"maps"
	"slices"

	"github.com/kam-go/kam"
)

// together computes what the components of a stage pay that look at several payees at once.
func (c *calculation) together(stage int) {
	for _, p := range c.program.plans {
		for i := range p.parts {
			switch k := &p.parts[i]; {
			case k.stage != stage:
			case k.Contest != nil:
				c.each(p, i, k.Contest.By, k.Contest.Held, c.compete)
			case k.Pool != nil:
				c.each(p, i, k.Pool.By, k.Pool.Held, c.share)
			case len(k.dealCaps) > 0:
				c.capDeals(p, i)
			}
		}
	}
}

// lacks reports whether the figures that a component of a unit rests on cannot be relied on: the unit counts as held for
// a fault of its own, or what feeds the component depends on somebody who is held.
func (c *calculation) lacks(u *unit, part int) bool {
	return u.counted || c.incomplete(u, &u.plan.parts[part])
}

// incomplete reports whether a component is fed by a commission that is not known, because somebody below is held.
func (c *calculation) incomplete(u *unit, k *part) bool {
	return u.blocked != 0 && len(k.of) > 0 && u.blocked <= k.stage
}

// faulty reports whether a unit is held for a fault of its own, and not because others are held or level with it.
func (u *unit) faulty() bool { return hasFaults(u.held) }

func hasFaults(list kam.Findings) bool { return slices.ContainsFunc(list, isOwn) }

// isOwn reports whether a finding is about a unit itself, and not about others that it depends on or is level with.
func isOwn(f kam.Finding) bool {
	return f.Code != string(CodeDependsOnHeld) && f.Code != string(CodeContestTie)
}

// each calls f with every group of those who take part in a component, in order of payee id and start of assignment.
// Those who are held are left out, or hold everybody in their group.
func (c *calculation) each(p *plan, i int, by Grouping, held WhenHeld, f func(p *plan, i int, group []*unit)) {
	groups, waiting := map[string][]*unit{}, map[string][]*unit{}
	for _, u := range c.unitsOf[p] {
		if !c.takesPart(u, &p.parts[i]) {
			continue
		}
		group := c.groupIn(u, by)
		if !u.state.parts[i].ready || c.lacks(u, i) {
			waiting[group] = append(waiting[group], u)
			continue
		}
		groups[group] = append(groups[group], u)
	}
	for _, name := range slices.Sorted(maps.Keys(groups)) {
		group, out := groups[name], waiting[name]
		if len(out) > 0 && held == HeldWait {
			for _, u := range group {
				u.state.parts[i].ready = false
				c.holdWith(u, &p.parts[i], out[0], len(out))
			}
			continue
		}
		for _, u := range out {
			c.noted.warn(CodeLeftOut, "payee "+clip(u.payee.ID), say("%q of plan %q goes on without %q, who is held", "方案 %[2]q 的 %[1]q 未计入已暂停结算的 %[3]q", p.parts[i].label(), p.ID, clip(u.payee.ID)),
				say("mend what holds %q and run again before anything is posted", "请先处理 %q 的问题，并在入账前重新运行", clip(u.payee.ID)))
		}
		f(p, i, group)
	}
}

// groupIn returns the name of the group that a unit is in.
func (c *calculation) groupIn(u *unit, by Grouping) string {
	if by == ByManager {
		return c.managerOn(u.payee.ID, c.period.Until.AddDays(-1))
	}
	return ""
}

// takesPart reports whether a component looks at a unit at all: a contest and a pool leave open positions out, and a
// contest those who are not assigned on the last day of the run's period.
func (c *calculation) takesPart(u *unit, k *part) bool {
	switch {
	case k.Contest != nil:
		return !u.payee.Open && u.Period.Contains(c.period.Until.AddDays(-1))
	case k.Pool != nil:
		return !u.payee.Open
	default:
		return true
	}
}

// holdWith holds a unit because a component of it needs the figures of others who are held.
func (c *calculation) holdWith(u *unit, k *part, who *unit, count int) {
	name := clip(who.payee.ID)
	message := say("%q of %q depends on %q, who is held", "%[2]q 的 %[1]q 取决于 %[3]q，而后者已暂停结算", k.label(), clip(u.payee.ID), name)
	if count > 1 {
		message = say("%q of %q depends on %d payees who are held, %q first", "%[2]q 的 %[1]q 取决于 %[4]q 等 %[3]d 人，而他们已暂停结算", k.label(), clip(u.payee.ID), count, name)
	}
	u.hold(CodeDependsOnHeld, "payee "+name, message, say("mend what holds %q", "请先处理 %q 的问题", name))
}

// digest returns the SHA-256 of the text.
func (p *content) digest() string {
	sum := sha256.Sum256([]byte(p.String()))
	return hex.EncodeToString(sum[:])
}

// identify returns a text that identifies the figures of a group in a component, and what else they were compared by.
func (c *calculation) identify(i int, group []*unit, more *content) string {
	var t content
	for _, u := range group {
		p := u.state.parts[i].pay
		t.text(u.payee.ID)
		t.text(u.Period.String())
		t.rat(p.position)
		t.rat(p.base)
		t.rat(p.weight)
	}
	t.text(more.String())
	return t.digest()
}

// others writes what identifies the figures of other payees that a unit's pay rests on.
func (p *content) others(u *unit) {
	for i := range u.state.parts {
		for _, s := range u.state.parts[i].others {
			p.number(int64(i))
			p.text(s)
		}
	}
}
