package feedback

import (
	"math/big"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/num"
)

// Places is the number of decimal places of means, totals, gaps and spreads.
const Places = 2

// Line is what one group answered, or groups that are told together. A hidden line says who and why, and nothing else.
type Line struct {
	// Group and Name are those of a group or a [Merge], and Weight its part of the total before renormalising.
	Group  string       `json:"group"`
	Name   kam.Text     `json:"name"`
	Weight kam.Fraction `json:"weight"`
	// Hidden says why the line is withheld; empty when it is shown.
	Hidden Reason `json:"hidden,omitempty"`
	// Raters is how many answered, and Count how many answers they gave: more than one each about a team, and to the
	// questions of a dimension. For a dimension only the questions count in which the line is shown, Questions of them.
	Raters    int `json:"raters,omitempty"`
	Count     int `json:"count,omitempty"`
	Questions int `json:"questions,omitempty"`
	// Sum is the exact sum of the answers to a question; not valid for a dimension.
	Sum decimal.NullDecimal `json:"sum,omitzero"`
	// Mean is rounded once.
	Mean decimal.NullDecimal `json:"mean,omitzero"`
	// Spread is the standard deviation of the answers to a question, divisor n, rounded once. It is not valid for a
	// dimension, for less than [SpreadFrom] answers, and where it is withheld.
	Spread decimal.NullDecimal `json:"spread,omitzero"`
}

// lines returns what may be told of a question.
func (d *draft) lines(tallies []*tally) []Line {
	out := make([]Line, len(d.columns))
	for i, col := range d.columns {
		t := tallies[i]
		out[i] = Line{Group: col.id, Name: col.name, Weight: col.weight, Hidden: t.hidden}
		if t.hidden != "" {
			continue
		}
		out[i].Raters, out[i].Count = len(t.raters), t.count
		out[i].Sum = decimal.NewNullDecimal(t.sum)
		out[i].Mean = rounded(t.mean())
		if t.spread {
			out[i].Spread = decimal.NewNullDecimal(t.deviation())
		}
	}
	return out
}

// summary returns the lines of a dimension from the tallies of its questions.
func (d *draft) summary(parts []*tally) []Line {
	out := make([]Line, len(d.columns))
	for i, col := range d.columns {
		line := Line{Group: col.id, Name: col.name, Weight: col.weight, Hidden: TooFew}
		raters := map[string]bool{}
		var means []*big.Rat
		for _, t := range parts {
			if t.column != i {
				continue
			}
			if t.hidden != "" {
				if t.hidden == Differencing {
					line.Hidden = Differencing
				}
				continue
			}
			for rater := range t.raters {
				raters[rater] = true
			}
			line.Count += t.count
			means = append(means, t.mean())
		}
		if len(means) > 0 {
			line.Hidden, line.Raters, line.Questions = "", len(raters), len(means)
			line.Mean = rounded(mean(means))
		}
		out[i] = line
	}
	return out
}

// totals computes the totals of a question over the lines that are shown.
func (d *draft) totals(x *Result, tallies []*tally) {
	others, weights := new(big.Rat), new(big.Rat)
	raters := map[string]bool{}
	var self *tally
	var selfWeight *big.Rat
	for i, col := range d.columns {
		t := tallies[i]
		switch {
		case t.hidden != "":
			continue
		case col.self:
			self, selfWeight = t, col.weight.Rat()
			continue
		}
		for rater := range t.raters {
			raters[rater] = true
		}
		w := col.weight.Rat()
		weights.Add(weights, w)
		others.Add(others, w.Mul(w, t.mean()))
	}
	if len(raters) < d.round.spec.LeastOverall || weights.Sign() == 0 {
		return
	}
	x.others = new(big.Rat).Quo(others, weights)
	x.overall = x.others
	if self == nil {
		return
	}
	x.gap = new(big.Rat).Sub(self.mean(), x.others)
	others.Add(others, new(big.Rat).Mul(selfWeight, self.mean()))
	x.overall = others.Quo(others, weights.Add(weights, selfWeight))
}

// mean returns the exact mean of a tally of at least one answer.
func (t *tally) mean() *big.Rat {
	return new(big.Rat).Quo(num.Rat(t.sum), new(big.Rat).SetInt64(int64(t.count)))
}

// deviation returns the standard deviation, rounded half up from the exact variance.
func (t *tally) deviation() decimal.Decimal {
	n := new(big.Rat).SetInt64(int64(t.count))
	m := t.mean()
	variance := num.Rat(t.squares)
	variance.Quo(variance, n)
	variance.Sub(variance, m.Mul(m, m))
	// The root of 4 x 10^(2 x Places) x variance, floored, plus 1 and halved is the rounded root of 10^(2 x Places) x variance.
	grid := new(big.Int).Exp(big.NewInt(10), big.NewInt(2*Places), nil)
	scaled := new(big.Int).Mul(variance.Num(), grid.Mul(grid, big.NewInt(4)))
	root := scaled.Sqrt(scaled.Quo(scaled, variance.Denom()))
	return decimal.NewFromBigInt(root.Add(root, big.NewInt(1)).Rsh(root, 1), -Places)
}

// rounded returns r rounded half away from zero, and nothing for nil.
func rounded(r *big.Rat) decimal.NullDecimal {
	if r == nil {
		return decimal.NullDecimal{}
	}
	return decimal.NewNullDecimal(num.RoundRat(r, Places, num.HalfUp))
}
