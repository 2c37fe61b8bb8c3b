package fairness

import (
	"math/big"

	"github.com/kam-go/kam/internal/num"
)

// effect compares the actual outcome with one without something.
func (t *trial) effect(without result) Effect {
	return Effect{
		Eligible:  t.stageEffect(without, eligible),
		Selected:  t.stageEffect(without, selected),
		Undecided: without.undecided,
	}
}

func (t *trial) stageEffect(without result, to reach) StageEffect {
	all := func(int) bool { return true }
	before := t.count(all, func(i int) bool { return t.actual.reach[i] >= to })
	after := t.count(all, func(i int) bool { return without.reach[i] >= to })
	e := StageEffect{Shifts: make([]Shift, len(t.groups))}
	var low, high *big.Rat
	for g := range t.groups {
		s := Shift{Group: t.groups[g], Pool: before[g].Pool, With: before[g].Selected, Without: after[g].Selected}
		e.Shifts[g] = s
		if !t.judged[g] {
			continue
		}
		change := ratio(s.Without-s.With, s.Pool)
		if low == nil || change.Cmp(low) < 0 {
			low = change
		}
		if high == nil || change.Cmp(high) > 0 {
			high = change
		}
	}
	if low != nil {
		e.Spread = num.RoundRat(new(big.Rat).Sub(high, low), Places, num.HalfUp)
	}
	e.Turns = t.turns(before, after)
	return e
}

// turns returns the judged groups that are below four fifths of the highest rate either before or after, and not both.
func (t *trial) turns(before, after []Group) []string {
	turned := map[int]bool{}
	for g := range t.judged {
		if t.flagged(before, g) != t.flagged(after, g) {
			turned[g] = true
		}
	}
	return t.names(turned)
}

// flagged tells whether a group is below four fifths of a judged group.
func (t *trial) flagged(groups []Group, g int) bool {
	for other := range t.judged {
		if FourFifths(groups[g], groups[other]) {
			return true
		}
	}
	return false
}

// moves compares how much more the rate of a group changes than that of all others together: above 0 when leaving it out is
// better for the group, below 0 when it is worse.
func (e StageEffect) moves(g int) int {
	own, rest := new(big.Rat), new(big.Rat)
	shift, pool := 0, 0
	for i, s := range e.Shifts {
		if i == g {
			if s.Pool > 0 {
				own = ratio(s.Without-s.With, s.Pool)
			}
			continue
		}
		shift += s.Without - s.With
		pool += s.Pool
	}
	if pool > 0 {
		rest = ratio(shift, pool)
	}
	return own.Cmp(rest)
}

// others returns a group, and all others as one.
func others(groups []Group, g int) (own, rest Group) {
	for i, x := range groups {
		if i == g {
			own = x
			continue
		}
		rest.Selected += x.Selected
		rest.Pool += x.Pool
	}
	return own, rest
}
