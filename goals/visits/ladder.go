package visits

import (
	"math/big"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/num"
)

// Ladder is how many deals a revenue takes, and how many items of each stage it takes to win them.
// [Segment.Ladder] returns it. The zero value is none.
type Ladder struct {
	// Target is the revenue.
	Target decimal.Decimal `json:"target"`
	// Deals are the deals to be won.
	Deals Rung `json:"deals"`
	// Stages are the items of the segment's stages, in their order.
	Stages []Rung `json:"stages"`
}

// Rung is one number of a [Ladder]: Exact is not rounded on any rung; Count is whole, rounded up on every rung from the
// Count of the rung after it, so that Count times the rate is at least the Count of the next rung. Count is therefore
// never below Exact, and may be more than Exact rounded up. The zero value is none.
type Rung struct {
	// Name is the stage's; empty for the deals.
	Name  string   `json:"name,omitempty"`
	Exact *big.Rat `json:"exact"`
	Count int64    `json:"count"`
}

// Ladder returns what it takes to win a revenue of target in segment g: its deals, ceil(target / Deal), and from the
// win back to the first stage the items, ceil(items of the next stage / Rate), or ceil(deals x PerDeal) where a stage
// is a multiple of the deals. All of it is computed in ratios of whole numbers: 21 items at a rate of 0.35 take exactly
// 60. Steps, leads and costs do not matter here.
//
// A target, deal, rate or multiple out of bounds, and a count above 10^12, are reported in one [*kam.InvalidError].
// Source of the formula: mysalesprocess.com, "Sales math".
func (g Segment) Ladder(target decimal.Decimal) (Ladder, error) {
	c := new(checker)
	c.target(target, "$.target")
	c.funnel(g, "$")
	if err := c.found.Err(); err != nil {
		return Ladder{}, err
	}
	l, ok := g.ladder(target)
	if !ok {
		c.tooMany("$", g.Name)
		return Ladder{}, c.found.Err()
	}
	return l, nil
}

// tooMany reports more items or activities than a plan holds.
func (c *checker) tooMany(place, name string) {
	c.add(codeCount, place, say("%q takes more than %d of something", "%q 所需的数量超过 %d", show(name), int64(maxCount)),
		say("check the target against the average deal, the rates and the counts", "请核对目标与平均成交额、转化率和数量"))
}

// ladder returns the ladder of a checked segment, and false when a count is above maxCount.
func (g Segment) ladder(target decimal.Decimal) (Ladder, bool) {
	l := Ladder{Target: target, Stages: make([]Rung, len(g.Stages))}
	exact := num.Rat(target)
	exact.Quo(exact, num.Rat(g.Deal))
	deals, ok := ceil(exact)
	if !ok {
		return Ladder{}, false
	}
	l.Deals = Rung{Exact: exact, Count: deals}
	next := l.Deals
	for k := len(g.Stages) - 1; k >= 0; k-- {
		s := g.Stages[k]
		before, factor := next, s.PerDeal.Rat()
		if s.PerDeal.IsZero() {
			factor.Inv(s.Rate.Rat())
		} else {
			before = l.Deals
		}
		whole := new(big.Rat).SetInt64(before.Count)
		count, ok := ceil(whole.Mul(whole, factor))
		if !ok {
			return Ladder{}, false
		}
		next = Rung{Name: s.Name, Exact: new(big.Rat).Mul(before.Exact, factor), Count: count}
		l.Stages[k] = next
	}
	return l, true
}

// perDeal returns how many items of each stage one deal takes, exactly.
func (g Segment) perDeal() []*big.Rat {
	out := make([]*big.Rat, len(g.Stages))
	next := kam.Whole().Rat()
	for k := len(g.Stages) - 1; k >= 0; k-- {
		s := g.Stages[k]
		if s.PerDeal.IsZero() {
			next = new(big.Rat).Quo(next, s.Rate.Rat())
		} else {
			next = s.PerDeal.Rat()
		}
		out[k] = next
	}
	return out
}

// ceil returns r >= 0 rounded up, and false when that is above maxCount.
func ceil(r *big.Rat) (int64, bool) {
	return roundUp(r.Num(), r.Denom())
}

// roundUp returns a/b rounded up for a >= 0 and b > 0, and false when that is above maxCount.
func roundUp(a, b *big.Int) (int64, bool) {
	q, rest := new(big.Int).QuoRem(a, b, new(big.Int))
	if rest.Sign() > 0 {
		q.Add(q, big.NewInt(1))
	}
	if !q.IsInt64() || q.Int64() > maxCount {
		return 0, false
	}
	return q.Int64(), true
}

func (l Ladder) clone() Ladder {
	l.Deals.Exact = clone(l.Deals.Exact)
	l.Stages = slices.Clone(l.Stages)
	for i := range l.Stages {
		l.Stages[i].Exact = clone(l.Stages[i].Exact)
	}
	return l
}
