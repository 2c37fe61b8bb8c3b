package chart

import (
	"math/big"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/num"
	"github.com/kam-go/kam/internal/svg"
	"github.com/kam-go/kam/scoring"
)

// Contributions draws what each part of the first level of a card, or of what is below [Options].Under, brought to the
// total: its weight, as it counts after what is missing was left out, times its score. The pale part of a bar is the
// gap to what the part brings with the highest score of the scale. On the first level bonus and penalty points follow,
// and in words how the total came about when it is not the weighted sum.
//
// The contributions shown sum to their sum as it is shown. Faults are listed in the package comment.
func Contributions(r scoring.Result, opt Options) ([]byte, error) {
	var found kam.Findings
	opt.check(&found)
	checkResult(&found, "$.result", r)
	if err := found.Err(); err != nil {
		return nil, err
	}
	nodes := partsOf(&found, "$.result", r, opt.Under)
	if err := found.Err(); err != nil {
		return nil, err
	}
	f := opt.open("contributions",
		dated(say("What made the score of %s", "%s 的得分构成", opt.nameOf(r.Subject)), r.Period), cardName(r, opt.Under), headline(r))
	rows := partRows(f, r, nodes)
	if opt.Under == "" {
		rows = append(rows, pointRows(f, r)...)
	}
	drawBars(f, rows)
	if opt.Under == "" {
		steps(f, r)
	}
	return f.svg(), nil
}

// bar is one row: a name, a number, and how far the bar and its gap reach.
type bar struct {
	name, value kam.Text
	brought     *big.Rat // nil when there is nothing to draw
	possible    *big.Rat // nil without a gap
	colour      svg.Colour
	outlined    bool
}

// partRows returns the rows of the nodes.
func partRows(f *frame, r scoring.Result, nodes []scoring.Node) []bar {
	brought := make([]*big.Rat, len(nodes))
	for i, n := range nodes {
		brought[i], _ = n.Contribution.Rat()
	}
	figures := num.Distribute(num.RoundRat(sum(brought), places(r), num.HalfUp), brought, places(r))
	rows := make([]bar, len(nodes))
	for i, n := range nodes {
		name := kam.Text{EN: nameOf(n, kam.English), ZH: nameOf(n, kam.Chinese)}
		b := bar{name: name, colour: svg.Series1, outlined: markOf(n) == assumed}
		switch effective, _ := n.Effective.Rat(); {
		case n.State == scoring.LeftOut:
			b.value = say("not known, left out", "未知，不计入")
		case !n.Score.Known():
			b.value = say("not known", "未知")
		case effective.Sign() == 0:
			b.value = say("of no weight", "不计权重")
		default:
			b.brought = brought[i]
			b.possible = effective.Mul(effective, num.Rat(r.Scale.Max))
			most := num.RoundRat(b.possible, places(r), num.HalfUp)
			if figures[i].Cmp(most) > 0 && b.brought.Cmp(b.possible) <= 0 {
				most = figures[i] // rounded up so that the figures sum
			}
			b.value = say("%s of %s", "%s / %s", figure(figures[i]), figure(most))
			if b.outlined {
				b.value = say("%s, by rule", "%s，按规则", b.value)
			}
		}
		f.facts = append(f.facts, say("%s: %s", "%s：%s", name, b.value))
		rows[i] = b
	}
	return rows
}

// pointRows returns the rows of bonus and penalty points, where there are any.
func pointRows(f *frame, r scoring.Result) []bar {
	var rows []bar
	for _, p := range []struct {
		points scoring.Exact
		name   kam.Text
		colour svg.Colour
	}{
		{r.Bonus, say("Bonus points", "加分"), svg.Series3},
		{r.Penalty, say("Penalty points", "扣分"), svg.Series2},
	} {
		if v, known := p.points.Rat(); known && v.Sign() != 0 {
			value := say("%s", "%s", signed(num.RoundRat(v, places(r), num.HalfUp)))
			f.facts = append(f.facts, say("%s: %s", "%s：%s", p.name, value))
			rows = append(rows, bar{name: p.name, value: value, brought: v, colour: p.colour})
		}
	}
	return rows
}

// Rows of bars: the height of a bar, and the free space below.
const (
	barHeight = 14 * px
	barSpace  = 10 * px
)

// drawBars draws the rows one below the other, over one scale.
func drawBars(f *frame, rows []bar) {
	low, high := new(big.Rat), new(big.Rat)
	reach := func(v *big.Rat) {
		if v != nil && v.Cmp(low) < 0 {
			low = v
		}
		if v != nil && v.Cmp(high) > 0 {
			high = v
		}
	}
	for _, b := range rows {
		reach(b.brought)
		reach(b.possible)
	}
	if low.Cmp(high) == 0 {
		high = big.NewRat(1, 1)
	}
	ticks := f.ticks(low, high, svg.TicksAround)
	axis := svg.Axis{Ticks: ticks, Font: tinyFont, Scale: svg.Scale{Low: low, High: high, From: margin, To: f.width - margin}}
	if n := len(ticks); n > 0 {
		axis.Scale.Low, axis.Scale.High = num.Rat(ticks[0]), num.Rat(ticks[n-1])
	}
	under := len(f.body)
	top := f.y
	zero := axis.Scale.At(new(big.Rat))
	var over svg.Group
	for _, b := range rows {
		f.row(f.in(b.name), f.in(b.value), false)
		f.y += 6 * px
		over = append(over, b.shape(axis.Scale, zero, f.y)...)
		f.y += barHeight + barSpace
	}
	f.draw(over)
	// Text stands on the guiding lines, which so lie below it.
	lines := axis.Across(top+4*px, f.y-barSpace/2)
	lines = append(lines, svg.Line{From: svg.At(zero, top+4*px), To: svg.At(zero, f.y-barSpace/2), Stroke: svg.Stroke{Colour: svg.Edge}})
	f.body = append(f.body[:under:under], append(svg.Group{lines}, f.body[under:]...)...)
	f.y += tinyFont.LineHeight() + 4*px

	entries := []svg.Entry{
		{Mark: swatch(svg.Series1, svg.Series1), Label: f.in(say("brought", "实得"))},
		{Mark: swatch(svg.Soft1, svg.Series1), Label: f.in(say("gap to the highest score", "与满分的差距"))},
	}
	f.legend(entries)
}

func swatch(fill, border svg.Colour) svg.Element {
	return svg.Rect{At: svg.At(-9*px, -5*px), Width: 18 * px, Height: 10 * px, Fill: fill, Border: svg.Stroke{Colour: border}}
}

// shape returns the bar and its gap.
func (b bar) shape(scale svg.Scale, zero, top svg.Px) svg.Group {
	if b.brought == nil {
		return nil
	}
	piece := func(from, to svg.Px, fill, border svg.Colour) svg.Element {
		return svg.Rect{At: svg.At(min(from, to), top), Width: max(from-to, to-from), Height: barHeight, Fill: fill, Border: svg.Stroke{Colour: border}}
	}
	end := scale.At(b.brought)
	var out svg.Group
	if b.possible != nil && b.possible.Cmp(b.brought) > 0 {
		out = append(out, piece(end, scale.At(b.possible), svg.Soft1, svg.Series1))
	}
	fill := b.colour
	if b.outlined {
		fill = svg.Surface
	}
	return append(out, piece(zero, end, fill, b.colour))
}

// steps notes how the total came about, where it is not the weighted sum, and what vetoes did.
func steps(f *frame, r scoring.Result) {
	if !r.Known {
		return
	}
	var notes []kam.Text
	before := r.Sum
	next := func(e scoring.Exact, en, zh string) {
		if c, known := e.Cmp(before); known && c != 0 {
			d, _ := shown(e, places(r))
			notes = append(notes, say(en, zh, figure(d)))
			before = e
		}
	}
	next(r.Adjusted, "with bonus and penalty points %s", "加减分后 %s")
	next(r.Capped, "within the scale %s", "限于量表范围后 %s")
	next(r.Total, "after vetoes %s", "一票否决后 %s")
	if d, known := shown(r.Sum, places(r)); known && len(notes) > 0 {
		line := say("Weighted sum %s", "加权合计 %s", figure(d))
		for _, n := range notes {
			line = say("%s, %s", "%s，%s", line, n)
		}
		f.y += 4 * px
		f.note(line)
	}
	for _, v := range r.Vetoes {
		if v.State != scoring.VetoTriggered {
			continue
		}
		name := v.Name
		if name == (kam.Text{}) {
			name = say("%s", "%s", v.ID)
		}
		f.note(say("Veto: %s", "一票否决：%s", name))
	}
	if r.GradeBefore != r.Grade && r.GradeBefore != "" {
		f.note(say("Without the vetoes the grade would be %s", "若无一票否决，等级为 %s", r.GradeBefore))
	}
}
