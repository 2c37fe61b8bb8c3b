package incentive

import (
	"math/big"

	"github.com/kam-go/kam/incentive/internal/bulk"
	"github.com/kam-go/kam/internal/num"
)

// shuts returns a bit for each record that gates which judge credits one by one keep from paying, as
// [calculation.running] says it of credits; nil when no gate of the component does.
func (d *desk) shuts(u *unit, k *part, records []bulk.Record) []uint64 {
	var shut []uint64
	for i := range k.Gates {
		g := &k.Gates[i]
		if g.Kind != Cliff || g.Test != Running || g.FailedThenPassed != Forfeit {
			continue
		}
		if shut == nil {
			shut = take(&d.shut, (len(records)+63)/64)
		}
		d.judge(u, u.plan.gateMeasure(k, *g), g, records, shut)
	}
	if shut != nil {
		d.follow(u, k, records, shut)
	}
	return shut
}

// judge shuts the records after which a gate is not passed. The records of one credit are judged together.
func (d *desk) judge(u *unit, m int, g *Gate, records []bulk.Record, shut []uint64) {
	at := &u.state.measures[m]
	passes := d.passing(at, g, d.q.scale(u.plan))
	start, _ := wholeOf(at.start, d.q.scale(u.plan).unit) // it was a whole number before
	moves, from := u.plan.layout.mask(m, true), d.q.day(u.plan.Measures[m].Window)
	position, passed := start, g.PassedThenLost == Latched && passes(start)
	for i := 0; i < len(records); {
		j := i
		for j < len(records) && records[j].Row == records[i].Row && d.sameRule(u, &records[i], &records[j]) {
			if moves>>records[j].Aux.Rule()&1 != 0 && records[j].Day() >= from {
				position += records[j].Q
			}
			j++
		}
		now := passes(position)
		if g.PassedThenLost == Latched {
			passed = passed || now
			now = passed
		}
		for ; i < j; i++ {
			if !now {
				shut[i>>6] |= 1 << (i & 63)
			}
		}
	}
}

// sameRule reports whether two records come from one rule.
func (d *desk) sameRule(u *unit, a, b *bulk.Record) bool {
	return u.plan.layout.feeds[a.Aux.Rule()].rule == u.plan.layout.feeds[b.Aux.Rule()].rule
}

// passing returns what tells whether a position passes a gate.
func (d *desk) passing(at *measured, g *Gate, s scales) func(int64) bool {
	bound := num.Rat(g.At)
	if g.Basis == ByAttainment {
		if at.fixed != nil {
			passes := at.fixed.Cmp(bound) >= 0
			return func(int64) bool { return passes }
		}
		bound.Mul(bound, at.quota)
	}
	// the least whole number that is not below the bound
	bound.Mul(bound, new(big.Rat).SetInt64(s.unit))
	least, rest := new(big.Int).QuoRem(bound.Num(), bound.Denom(), new(big.Int))
	if rest.Sign() > 0 {
		least.Add(least, big.NewInt(1))
	}
	if !least.IsInt64() {
		passes := least.Sign() < 0
		return func(int64) bool { return passes }
	}
	first := least.Int64()
	return func(x int64) bool { return x >= first }
}

// follow lets a reversal be shut exactly when its original is: one that the gates judge.
func (d *desk) follow(u *unit, k *part, records []bulk.Record, shut []uint64) {
	type key struct {
		row  uint32
		feed int
	}
	at := map[key]int{}
	for i := range records {
		r := &records[i]
		n := r.Aux.Reversal()
		if n == 0 {
			at[key{r.Row, r.Aux.Rule()}] = i
			continue
		}
		shut[i>>6] &^= 1 << (i & 63)
		o, ok := at[key{d.q.reversals[n].Original, r.Aux.Rule()}]
		if ok && d.judged(u, k, &records[o]) && shut[o>>6]>>(o&63)&1 != 0 {
			shut[i>>6] |= 1 << (i & 63)
		}
	}
}

// judged reports whether a record is in a component's window, or among those of a measure that a gate of it tests.
func (d *desk) judged(u *unit, k *part, r *bulk.Record) bool {
	in := func(m int) bool {
		def := &u.plan.Measures[m]
		if r.Day() < d.q.day(def.Window) {
			return false
		}
		rule := u.plan.layout.feeds[r.Aux.Rule()].rule
		for _, name := range def.Credits {
			if name == u.plan.Credits[rule].Name {
				return true
			}
		}
		return false
	}
	if in(k.measure) {
		return true
	}
	for _, g := range k.Gates {
		if in(u.plan.gateMeasure(k, g)) {
			return true
		}
	}
	return false
}
