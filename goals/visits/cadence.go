package visits

import (
	"math/big"

	"github.com/kam-go/kam"
)

// Needs returns exactly how many of activity a the accounts of t take in so many weeks: accounts x weeks / every.
// It is 0 for an activity without a rhythm, for a rhythm that is not above 0, and for weeks below 1.
// Source of the formula: the call cycle of the Sally Malone case.
func (t Tier) Needs(a Activity, weeks int) *big.Rat {
	for _, r := range t.Rhythms {
		if r.Activity == a && r.Every.Check() == nil && r.Every.Num > 0 && weeks > 0 {
			return t.needs(r.Every, int64(weeks)*7)
		}
	}
	return new(big.Rat)
}

// needs returns accounts x days / (7 x every).
func (t Tier) needs(every kam.Fraction, days int64) *big.Rat {
	r := new(big.Rat).SetFrac64(days, 7)
	r.Mul(r, new(big.Rat).SetInt64(t.Accounts))
	return r.Quo(r, every.Rat())
}

// rhythm is one rhythm of a tier laid over the weeks of a plan.
type rhythm struct {
	tier   Tier
	rhythm Rhythm
}

// line spreads what the rhythm takes in the plan, rounded up once, over its weeks by their working days. The cumulated
// number is rounded down after adding a phase, rank/of, so that lines with few accounts do not all reach their next
// whole number in the same week. Every week is less than one from its exact share. It returns false when the number is
// above maxCount.
func (r rhythm) line(weeks []Week, rank, of int) (Line, bool) {
	days, working := 0, 0
	for _, w := range weeks {
		days += w.Days.Days()
		working += w.Working
	}
	exact := r.tier.needs(r.rhythm.Every, int64(days))
	need, ok := ceil(exact)
	if !ok {
		return Line{}, false
	}
	l := Line{Kind: Existing, Name: r.tier.Name, Activity: r.rhythm.Activity, Exact: exact, Need: need, Weeks: make([]int64, len(weeks))}
	parts := big.NewInt(int64(working) * int64(of))
	phase := big.NewInt(int64(rank) * int64(working))
	sum, passed, done := new(big.Int), int64(0), int64(0)
	for i, w := range weeks {
		passed += int64(w.Working)
		sum.Mul(big.NewInt(need), big.NewInt(passed*int64(of)))
		reached := sum.Add(sum, phase).Quo(sum, parts).Int64()
		l.Weeks[i] = reached - done
		done = reached
	}
	return l, true
}
