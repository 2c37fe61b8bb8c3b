package reference

import (
	"math/big"
	"slices"

	"github.com/kam-go/kam/incentive"
)

// payContest is the unit's prize.
func (u *unit) payContest(i int) (*big.Rat, error) {
	c := u.plan.Components[i].Contest
	own := u.measure(u.plan.Components[i].Measure)
	present := func(o *unit) bool { return within(o.assignment.Period, u.world.lastDay()) }
	known := func(o *unit) bool { _, err := o.standing(own, c.Basis); return err == nil }
	if present(u) && !u.world.payees[u.assignment.Payee].Open {
		if _, err := u.standing(own, c.Basis); err != nil {
			return nil, err
		}
	}
	group, err := u.groupOf(c.By, c.Held, present, known)
	if err != nil {
		return nil, err
	}
	group = slices.DeleteFunc(group, func(o *unit) bool { return !o.competes(*c, own) })
	levels := u.world.apart([][]*unit{group}, incentive.TieBreak{Measure: own.Name, Basis: c.Basis})
	for _, then := range c.Then {
		levels = u.world.apart(levels, then)
	}
	return u.prize(i, levels)
}

// undecided is why those are held who are level where the plan refuses that.
const undecided = "run.contest-tie"

// competes tells whether a contestant stands high enough for a place.
func (u *unit) competes(c incentive.Contest, own incentive.Measure) bool {
	at, err := u.standing(own, c.Basis)
	if err != nil {
		return false
	}
	if c.AtLeast.Valid {
		return at.Cmp(exact(c.AtLeast.Decimal)) >= 0
	}
	return at.Sign() > 0
}

// apart divides each level, best first, by where its units stand on a measure. Where that is not known of one that has
// to be compared, that one is held.
func (w *world) apart(levels [][]*unit, by incentive.TieBreak) [][]*unit {
	var divided [][]*unit
	for _, level := range levels {
		if len(level) < 2 {
			divided = append(divided, level)
			continue
		}
		stands := map[*unit]*big.Rat{}
		for _, u := range level {
			at, err := u.standing(u.measure(by.Measure), by.Basis)
			if err != nil {
				w.hold(u.account(), err)
				if w.round > 0 { // who is held for other reasons is known by now
					holdIn(w.given, u.account(), err)
				}
				at = zero()
			}
			stands[u] = at
		}
		level = slices.Clone(level)
		slices.SortStableFunc(level, func(a, b *unit) int { return stands[b].Cmp(stands[a]) })
		for n, u := range level {
			if n > 0 && stands[u].Cmp(stands[level[n-1]]) == 0 {
				last := len(divided) - 1
				divided[last] = append(divided[last], u)
				continue
			}
			divided = append(divided, []*unit{u})
		}
	}
	return divided
}

// prize is what the unit gets of the prizes of its group, which stands in levels, best first.
func (u *unit) prize(i int, levels [][]*unit) (*big.Rat, error) {
	k := u.plan.Components[i]
	var winners []*unit
	var awards []*big.Rat
	total := zero()
	place := 0
	for _, level := range levels {
		prizes := zero() // of the places that the level takes
		for p := place; p < place+len(level) && p < len(k.Contest.Prizes); p++ {
			prizes = add(prizes, exact(k.Contest.Prizes[p]))
		}
		award := prizes
		if k.Contest.Ties == incentive.TiesEach && place < len(k.Contest.Prizes) {
			award = exact(k.Contest.Prizes[place])
		} else if len(level) > 1 {
			award = quo(prizes, whole(int64(len(level))))
		}
		refused := len(level) > 1 && k.Contest.Ties == incentive.TiesRefuse && prizes.Sign() > 0
		for _, o := range level {
			total = add(total, award)
			if refused && o == u {
				return nil, hold(undecided)
			}
			if refused {
				continue
			}
			winners, awards = append(winners, o), append(awards, award)
		}
		place += len(level)
	}
	if k.Contest.Fund.Valid && total.Cmp(exact(k.Contest.Fund.Decimal)) > 0 {
		for n := range awards {
			awards[n] = mul(awards[n], quo(exact(k.Contest.Fund.Decimal), total))
		}
	}
	return u.partOf(winners, awards), nil
}

// partOf is the unit's amount of several that are put on the grid together.
func (u *unit) partOf(units []*unit, amounts []*big.Rat) *big.Rat {
	own := slices.Index(units, u)
	if own < 0 {
		return zero()
	}
	return u.grid().share(u.grid().round(sum(amounts)), amounts)[own]
}
