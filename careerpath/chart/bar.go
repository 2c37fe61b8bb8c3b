package chart

import (
	"math/big"
	"strings"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/careerpath"
	"github.com/kam-go/kam/careerpath/criteria"
	"github.com/kam-go/kam/internal/svg"
	"github.com/kam-go/kam/internal/wording"
)

// bar is a figure beside what is asked.
type bar struct {
	state            criteria.State
	value, threshold *big.Rat // value is nil when the state is not known
	staying          bool     // of a rule on staying, where nothing is achieved
}

// barOf returns the bar of a criterion, and false for one that is met by a record.
func barOf(n criteria.Node) (bar, bool) {
	asks := n.Criterion.Asks
	if asks.Flag != nil || asks.Certificate != nil {
		return bar{}, false
	}
	threshold, ok := n.Criterion.Threshold.Rat()
	if !ok {
		return bar{}, false
	}
	b := bar{state: n.State, threshold: threshold}
	if n.State != criteria.Unknown { // else the figure may be of what is known alone, which can be nothing at all
		b.value, _ = n.Criterion.Value.Rat()
	}
	return b, true
}

// draw returns the bar within a width from the upper left corner at.
func (b bar) draw(at svg.Point, width svg.Px) svg.Group {
	const height, beyond = 10 * px, 3 * px
	low, high := new(big.Rat), new(big.Rat)
	for _, v := range []*big.Rat{b.value, b.threshold} {
		if v == nil {
			continue
		}
		if v.Cmp(low) < 0 {
			low.Set(v)
		}
		if v.Cmp(high) > 0 {
			high.Set(v)
		}
	}
	// A tenth is left free on both sides that are used, so that the line for what is asked is never at the edge.
	span := new(big.Rat).Sub(high, low)
	span.Mul(span, big.NewRat(1, 10))
	if low.Sign() < 0 {
		low.Sub(low, span)
	}
	high.Add(high, span)
	scale := svg.Scale{Low: low, High: high, From: at.X, To: at.X + width}
	zero := scale.At(new(big.Rat))
	out := svg.Group{svg.Rect{At: at, Width: width, Height: height, Fill: svg.Band2}}
	if b.value != nil {
		end := scale.At(b.value)
		good, bad := svg.Series3, svg.Series2
		if b.staying {
			good, bad = svg.Series2, svg.Muted
		}
		fill, border := good, svg.Stroke{}
		if b.state != criteria.Met {
			fill, border = svg.Surface, svg.Stroke{Colour: bad, Width: 3 * px / 2}
		}
		out = append(out, svg.Rect{At: svg.At(min(zero, end), at.Y+px), Width: max(zero, end) - min(zero, end), Height: height - 2*px, Fill: fill, Border: border})
	}
	x := scale.At(b.threshold)
	return append(out, svg.Line{From: svg.At(x, at.Y-beyond), To: svg.At(x, at.Y+height+beyond), Stroke: svg.Stroke{Colour: svg.Ink, Width: 2 * px}})
}

// figures says what there is, what is asked, and the state.
func figures(n criteria.Node, of careerpath.MoveKind) kam.Text {
	c := n.Criterion
	state := of.StateName(n.State)
	b, ok := barOf(n)
	if !ok {
		return state
	}
	asked := wording.Say("%s %s", "%s %s", comparison(c.Asks), amount(c, c.Threshold))
	if b.value == nil {
		return wording.Say("%s, asked: %s", "%s，要求%s", state, asked)
	}
	return wording.Say("%s: %s, asked: %s", "%s：%s，要求%s", state, amount(c, c.Value), asked)
}

// comparison says on which side of the threshold a figure is to be.
func comparison(asks criteria.Rule) kam.Text {
	c := criteria.AtLeast
	switch {
	case asks.Metric != nil:
		c = asks.Metric.Be.Comparison
	case asks.Tenure != nil && asks.Tenure.Comparison != "":
		c = asks.Tenure.Comparison
	}
	switch c {
	case criteria.Above:
		return wording.Say("more than", "高于")
	case criteria.AtMost:
		return wording.Say("at most", "不高于")
	case criteria.Below:
		return wording.Say("less than", "低于")
	default:
		return wording.Say("at least", "不低于")
	}
}

// amount writes a figure of a criterion, a ratio on the scale of its threshold.
func amount(c *criteria.Criterion, e criteria.Exact) kam.Text {
	r, _ := e.Rat()
	if m := c.Asks.Metric; m != nil && m.Be.Scale == criteria.AsPercent {
		return wording.Same(wording.Number(r.Mul(r, big.NewRat(100, 1))) + " %")
	}
	switch unit := c.Unit; {
	case c.Asks.Skill != nil:
		return wording.Say("level %s", "%s 级", r)
	case unit == (kam.Text{}):
		return wording.Same(wording.Number(r))
	case r.Cmp(big.NewRat(1, 1)) == 0: // one month, not one months
		unit.EN = strings.TrimSuffix(unit.EN, "s")
		return wording.Say("%s %s", "%s %s", r, unit)
	default:
		return wording.Say("%s %s", "%s %s", r, unit)
	}
}
