package incentive

import (
	"math/big"
	"slices"

	"github.com/kam-go/kam/internal/num"
)

// rival is one contestant who takes a place.
type rival struct {
	u     *unit
	prize *big.Rat
}

// compete gives one group of contestants their places and prizes.
func (c *calculation) compete(p *plan, i int, group []*unit) {
	k := &p.parts[i]
	var rivals []rival
	position := map[*unit]*big.Rat{}
	for _, u := range group {
		own := u.state.parts[i].pay
		own.of, own.group = len(group), group
		if k.Contest.admits(own.position) {
			rivals = append(rivals, rival{u: u, prize: new(big.Rat)})
			position[u] = own.position
		}
	}
	var t content
	levels := apart([][]rival{rivals}, position)
	for n, then := range k.Contest.Then {
		m, again := p.measures[then.Measure], map[*unit]*big.Rat{}
		for _, level := range levels {
			if len(level) == 1 {
				continue
			}
			for _, r := range level {
				again[r.u] = c.breaksTie(r.u, i, n, m, then.Basis)
				own := r.u.state.parts[i].pay
				own.then = append(own.then, again[r.u])
				t.text(r.u.payee.ID)
				t.rat(again[r.u])
			}
		}
		levels = apart(levels, again)
	}
	var winners []rival
	place := 1
	for _, level := range levels {
		winners = append(winners, c.award(k, i, level, place)...)
		place += len(level)
	}
	c.hand(p, i, levels, winners)
	id := c.identify(i, group, &t)
	for _, u := range group {
		u.state.parts[i].others = append(u.state.parts[i].others, id)
	}
}

// breaksTie returns where a unit stands on the comparison n beyond the first; a unit for which that is not known is held
// and counts as zero.
func (c *calculation) breaksTie(u *unit, i, n, m int, basis Basis) *big.Rat {
	out, before := &u.state.parts[i], len(u.held)
	if out.told != nil {
		return out.told.then[n]
	}
	at, ok := c.stands(u, m, basis)
	if !ok {
		c.keep(u, u.held[before:])
		return new(big.Rat)
	}
	out.compared = append(out.compared, m)
	return at.in(basis)
}

// stands computes a measure that breaks a tie; false when the unit had to be held.
func (c *calculation) stands(u *unit, m int, basis Basis) (*measured, bool) {
	at, ok := c.measure(u, m)
	if ok && basis == ByAttainment && at.attainment() == nil {
		u.state.level = append(u.state.level, m)
		u.state.measures[m] = measured{}
		at, ok = c.measure(u, m)
	}
	return at, ok
}

// apart divides levels by where their units stand, best first; those who stand alike stay together, in the order given.
func apart(levels [][]rival, position map[*unit]*big.Rat) [][]rival {
	var out [][]rival
	for _, level := range levels {
		if len(level) == 1 {
			out = append(out, level)
			continue
		}
		level = slices.Clone(level)
		slices.SortStableFunc(level, func(a, b rival) int { return position[b.u].Cmp(position[a.u]) })
		for from := 0; from < len(level); {
			until := from + 1
			for until < len(level) && position[level[until].u].Cmp(position[level[from].u]) == 0 {
				until++
			}
			out = append(out, level[from:until:until])
			from = until
		}
	}
	return out
}

// admits reports whether a position takes a place at all.
func (t *Contest) admits(position *big.Rat) bool {
	if t.AtLeast.Valid {
		return position.Cmp(num.Rat(t.AtLeast.Decimal)) >= 0
	}
	return position.Sign() > 0
}

// award gives those who are level their prize and returns those of them who may have it.
func (c *calculation) award(k *part, i int, level []rival, place int) []rival {
	t := k.Contest
	best, sum := new(big.Rat), new(big.Rat)
	for n := place - 1; n < min(place-1+len(level), len(t.Prizes)); n++ {
		sum.Add(sum, num.Rat(t.Prizes[n]))
	}
	if place <= len(t.Prizes) {
		best = num.Rat(t.Prizes[place-1])
	}
	refused := t.Ties == TiesRefuse && len(level) > 1 && best.Sign() > 0
	for n := range level {
		u := level[n].u
		own := u.state.parts[i].pay
		own.place, own.tied = place, len(level)
		level[n].prize = new(big.Rat).Quo(sum, big.NewRat(int64(len(level)), 1))
		if t.Ties == TiesEach {
			level[n].prize = best
		}
		if refused {
			u.state.parts[i].ready = false
			u.hold(CodeContestTie, "payee "+clip(u.payee.ID), say("%d payees are level at place %d of %q, and the plan refuses ties", "%[1]d 人在 %[3]q 中并列第 %[2]d 名，而方案不允许并列", len(level), place, k.label()),
				say(`correct the figures, add a comparison in "then", or write "ties": "share" or "ties": "each"`, `请更正数据，在 "then" 中增加比较项，或改写为 "ties": "share" 或 "ties": "each"`))
		}
	}
	if refused {
		return nil
	}
	return level
}

// hand cuts prizes to the fund and places those of the winners on the plan's grid, in order of place and payee id.
func (c *calculation) hand(p *plan, i int, levels [][]rival, winners []rival) {
	all, total := new(big.Rat), new(big.Rat)
	for _, level := range levels {
		for _, r := range level {
			all.Add(all, r.prize)
		}
	}
	var fund *big.Rat
	cut := big.NewRat(1, 1)
	if t := p.parts[i].Contest; t.Fund.Valid && all.Cmp(num.Rat(t.Fund.Decimal)) > 0 {
		fund = num.Rat(t.Fund.Decimal)
		cut.Quo(fund, all)
	}
	prizes := make([]*big.Rat, len(winners))
	for n, r := range winners {
		prizes[n] = new(big.Rat).Mul(r.prize, cut)
		total.Add(total, prizes[n])
	}
	placed := num.Distribute(num.RoundRat(total, p.grid.Places, p.grid.Mode), prizes, p.grid.Places)
	for n, r := range winners {
		own := r.u.state.parts[i].pay
		own.base, own.fund, own.amount = r.prize, fund, num.Rat(placed[n])
	}
}
