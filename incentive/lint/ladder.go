package lint

import (
	"math/big"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/internal/num"
)

// ladder is a list of steps on one measure: tiers, points of a curve, bands of a multiplier, rows of a table.
type ladder struct {
	measure string
	basis   incentive.Basis
	steps   []step
	// sliced says that each step pays the part of the measure that lies in it; otherwise the step that the measure has
	// reached decides.
	sliced bool
	// name is what one step is called.
	name kam.Text
	// key is what a step states, for remedies.
	key string
}

// step is one step of a ladder, from its bound, inclusive, to the next one's, exclusive.
type step struct {
	from  decimal.Decimal
	until decimal.NullDecimal
	place string
	// pays is what the step states: a rate, a factor, or an amount divided by the step's width.
	pays *big.Rat
	// idle says that the step does nothing by itself, such as a first tier with the rate zero.
	idle bool
}

// ladders returns every ladder of a component.
func ladders(k incentive.Component, root string) []ladder {
	var out []ladder
	if k.Tiers != nil {
		out = append(out, tierLadder(k, root+".tiers"))
	}
	if k.Curve != nil {
		l := ladder{measure: k.Measure, basis: k.Curve.Basis, name: say("point", "点"), key: "pays"}
		for i, p := range k.Curve.Points {
			l.steps = append(l.steps, step{from: p.At, place: at(root+".curve", "points", i), pays: num.Rat(p.Pays), idle: p.Pays.IsZero()})
		}
		out = append(out, l.closed())
	}
	for i, m := range k.Multipliers {
		l := ladder{measure: or(m.On, k.Measure), basis: m.Basis, sliced: m.Apply == incentive.ApplySlice, name: say("band", "档"), key: "factor"}
		for j, b := range m.Bands {
			neutral := j == 0 && (b.Factor.IsZero() || b.Factor.Equal(decimal.New(1, 0)))
			l.steps = append(l.steps, step{from: b.From, place: at(at(root, "multipliers", i), "bands", j), pays: num.Rat(b.Factor), idle: neutral})
		}
		out = append(out, l.closed())
	}
	return out
}

// tierLadder is that of a component's tiers.
func tierLadder(k incentive.Component, root string) ladder {
	t := k.Tiers
	l := ladder{
		measure: axisOf(k), basis: t.Basis, name: say("tier", "档"), key: "rate",
		sliced: t.Mode == incentive.Marginal || t.Mode == incentive.InterpolatedAmount,
	}
	if t.Mode == incentive.InterpolatedAmount {
		l.key = "amount"
	}
	for i, b := range t.Bands {
		x := step{from: b.From, place: at(root, "bands", i), pays: num.Rat(b.Rate.Decimal), idle: b.Rate.Decimal.IsZero()}
		if t.Mode == incentive.InterpolatedAmount {
			until := b.Until.Decimal
			if i+1 < len(t.Bands) {
				until = t.Bands[i+1].From
			} else {
				x.until = b.Until
			}
			x.pays = new(big.Rat).Quo(num.Rat(b.Amount.Decimal), num.Rat(until.Sub(b.From)))
			x.idle = b.Amount.Decimal.IsZero()
		}
		l.steps = append(l.steps, x)
	}
	return l.closed()
}

// closed fills in where steps end.
func (l ladder) closed() ladder {
	for i := range l.steps[:max(len(l.steps)-1, 0)] {
		l.steps[i].until = decimal.NewNullDecimal(l.steps[i+1].from)
	}
	return l
}

// tells writes a bound in the words of its basis.
func (s *subject) tells(basis incentive.Basis, measure string, d decimal.Decimal) kam.Text {
	switch basis {
	case incentive.ByAttainment:
		return percent(d)
	case incentive.ByAmount:
		if s.isMoney(measure) {
			return s.money(d)
		}
	case incentive.ByUnits, incentive.ByScore:
	}
	return say("%s", "%s", d)
}

// span writes where a step lies.
func (s *subject) span(l ladder, x step) kam.Text {
	from := s.tells(l.basis, l.measure, x.from)
	if !x.until.Valid {
		return say("from %s on", "%s 及以上", from)
	}
	return say("from %s to below %s", "%s 至 %s（不含）", from, s.tells(l.basis, l.measure, x.until.Decimal))
}
