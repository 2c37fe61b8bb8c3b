package reference

import (
	"math/big"
	"slices"

	"github.com/kam-go/kam/incentive"
)

// limitLines applies running gates, floors and caps to each line.
func (u *unit) limitLines(k incentive.Component, o *stage) error {
	limit, err := u.capPer(k.Caps, incentive.PerCredit, u.world.in.Period)
	if err != nil {
		return err
	}
	if limit != nil {
		limit = u.grid().round(limit)
	}
	capped := func(s *big.Rat) *big.Rat {
		if limit == nil {
			return s
		}
		return lower(higher(s, neg(limit)), limit)
	}
	onGrid := func(s *big.Rat) *big.Rat {
		if u.fine() {
			return u.grid().round(s)
		}
		return s
	}
	floor := u.floorPerCredit(k)
	lifted := func(r running) *big.Rat {
		if floor != nil && r.base.Sign() > 0 {
			return higher(r.raw, floor)
		}
		return r.raw
	}
	reached := map[any]running{}
	met := map[any]bool{} // rules and participants of a deal
	for _, l := range o.lines {
		if l.mirror {
			continue
		}
		group, strand := l.credit.group(), [2]any{l.credit.group(), l.credit.source()}
		before, ok := reached[group]
		if !ok {
			before = running{zero(), zero()}
		}
		if !met[strand] {
			met[strand] = true
			before = before.plus(u.earnedBefore(l, o.verdict, o.lines))
		}
		after := before
		if !o.shut[l.credit] {
			after = before.plus(running{l.raw(), l.base})
		}
		reached[group] = after
		l.gross = sub(onGrid(lifted(after)), onGrid(lifted(before)))
		l.amount = sub(onGrid(capped(lifted(after))), onGrid(capped(lifted(before))))
	}
	return nil
}

// running is what a deal's lines earn before floor and cap, and the base they earn it on.
type running struct{ raw, base *big.Rat }

func (r running) plus(o running) running { return running{add(r.raw, o.raw), add(r.base, o.base)} }

// raw is the sum of a line's slices.
func (l *line) raw() *big.Rat {
	total := zero()
	for _, s := range l.slices {
		total = add(total, s.Amount)
	}
	return total
}

// floorPerCredit is the highest floor of a deal, nil for none.
func (u *unit) floorPerCredit(k incentive.Component) *big.Rat {
	var highest *big.Rat
	for _, f := range k.Floors {
		if at := exact(f.Amount); f.Per == incentive.PerCredit && (highest == nil || at.Cmp(highest) > 0) {
			highest = at
		}
	}
	return highest
}

// earnedBefore is what was left of what a deal earned by this rule and participant: nothing, unless the credit is a
// reversal to be recalculated whose original is not among the lines. Then the original earned in proportion to what
// the reversal takes back.
func (u *unit) earnedBefore(l *line, v verdict, lines []*line) running {
	c := l.credit
	if v.shut[c] || !u.withoutOriginal(c) || c.deal.Amount.IsZero() || slices.ContainsFunc(lines, func(o *line) bool {
		return o.credit.group() == c.group() && !o.credit.deal.isRefund()
	}) {
		return running{zero(), zero()}
	}
	left := quo(c.deal.original.leftBefore(c.deal), c.deal.refundedPart())
	return running{mul(l.raw(), left), mul(l.base, left)}
}
