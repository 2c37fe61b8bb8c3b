package improve

import (
	"math/big"
	"slices"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/num"
	"github.com/kam-go/kam/scoring"
)

// gapsOf returns the measures of a result that count, have a known score and are below their target, most points first,
// then as on the card.
func gapsOf(q Request) []Gap {
	var gaps []Gap
	for _, n := range q.Result.Measures() {
		g, open := gapOf(n, num.Rat(q.target(n.ID)))
		if !open {
			continue
		}
		g.InTotal = difference(totalWith(q.Result, ratOf(g.Points)), q.Result.Total)
		gaps = append(gaps, g)
	}
	slices.SortStableFunc(gaps, func(a, b Gap) int { return ratOf(b.Points).Cmp(ratOf(a.Points)) })
	return gaps
}

// gapOf returns how far a measure is from a target, and false when it is not known, does not count or is there.
func gapOf(n scoring.Node, target *big.Rat) (Gap, bool) {
	weight, counts := n.Effective.Rat()
	score, known := n.Score.Rat()
	if n.State != scoring.Scored || !known || !counts || weight.Sign() == 0 || score.Cmp(target) >= 0 {
		return Gap{}, false
	}
	gap := new(big.Rat).Sub(target, score)
	return Gap{
		Measure: n.ID, Name: n.Name, Metric: n.Metric, Weight: n.Effective, Score: n.Score, Target: scoring.ExactOf(target),
		Gap: scoring.ExactOf(gap), Points: scoring.ExactOf(new(big.Rat).Mul(weight, gap)), Planned: scoring.ExactOf(new(big.Rat)),
	}, true
}

// totalWith returns the total that a result would have with so many points more in its weighted sum: limited to the
// scale, then by the vetoes that are triggered. It is not known while the result is not.
func totalWith(r scoring.Result, points *big.Rat) scoring.Exact {
	total, known := r.Adjusted.Rat()
	if !r.Known || !known {
		return scoring.Exact{}
	}
	low, high := num.Rat(r.Scale.Min), num.Rat(r.Scale.Max)
	total.Add(total, points)
	if total.Cmp(low) < 0 {
		total = low
	}
	if total.Cmp(high) > 0 {
		total = high
	}
	for _, v := range r.Vetoes {
		if v.State != scoring.VetoTriggered {
			continue
		}
		switch v.Effect {
		case scoring.VetoLowest:
			total = low
		case scoring.VetoCapScore:
			if limit := num.Rat(v.Score.Decimal); total.Cmp(limit) > 0 {
				total = limit
			}
		default:
		}
	}
	return scoring.ExactOf(total)
}

// ratOf returns an exact number, and 0 for one that is not known.
func ratOf(e scoring.Exact) *big.Rat {
	if r, known := e.Rat(); known {
		return r
	}
	return new(big.Rat)
}

// difference returns a - b, not known when either is not.
func difference(a, b scoring.Exact) scoring.Exact {
	x, first := a.Rat()
	y, second := b.Rat()
	if !first || !second {
		return scoring.Exact{}
	}
	return scoring.ExactOf(x.Sub(x, y))
}

// label returns the name of something, and its ID when it has none.
func label(name kam.Text, id string) kam.Text {
	if name == (kam.Text{}) {
		return kam.Text{EN: id, ZH: id}
	}
	return name
}
