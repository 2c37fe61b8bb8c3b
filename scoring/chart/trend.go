package chart

import (
	"fmt"
	"math/big"
	"slices"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/num"
	"github.com/kam-go/kam/internal/svg"
	"github.com/kam-go/kam/scoring"
)

// Trend draws the totals of one subject over several periods, in the order of time whatever the order of results, each
// at the middle of its period. The bands behind are the grades of the card; where an edition of the card has other
// grades, the bands change between its results and those before. The line is broken where a total is not known, and
// where days between two periods have no result.
//
// All results are of one subject, one card and one scale, and no two periods overlap. Faults are listed in the package
// comment.
func Trend(results []scoring.Result, opt Options) ([]byte, error) {
	var found kam.Findings
	opt.check(&found)
	checkTrend(&found, results)
	if err := found.Err(); err != nil {
		return nil, err
	}
	results = slices.Clone(results)
	slices.SortFunc(results, func(a, b scoring.Result) int { return a.Period.Compare(b.Period) })
	first, last := results[0], results[len(results)-1]
	whole := kam.Period{From: first.Period.From, Until: last.Period.Until}
	f := opt.open("trend", dated(say("Scores of %s over time", "%s 的得分走势", opt.nameOf(last.Subject)), whole), cardName(last, ""), kam.Text{})
	c := course{frame: f, results: results}
	c.draw()
	return f.svg(), nil
}

// checkTrend adds what keeps results from being drawn as one line.
func checkTrend(found *kam.Findings, results []scoring.Result) {
	if len(results) == 0 {
		found.Add(fault("empty", "$.results", say("there is no result", "没有结果"), say("give at least one", "请至少提供一个结果")))
	}
	if len(results) > MaxPeriods {
		found.Add(fault("many", "$.results", say("there are %d results, more than %d", "结果有 %d 个，超过 %d 个", len(results), MaxPeriods), say("at most %d can be drawn", "最多可绘制 %d 个", MaxPeriods)))
		return
	}
	type place struct {
		period kam.Period
		at     int
	}
	var order []place
	for i, r := range results {
		at := fmt.Sprintf("$.results[%d]", i)
		checkResult(found, at, r)
		if r.Period.Check() != nil || r.Period.IsOpen() {
			found.Add(fault("period", at+".period", noPeriod(r.Period),
				say("state the first day, and the first day after the period", "请填写首日与期满次日")))
		} else {
			order = append(order, place{r.Period, i})
		}
		mixed(found, at, results[0], r)
		if r.Subject != results[0].Subject {
			found.Add(fault("mixed", at+".subject", say("%q is another subject than %q of the first result", "对象 %q 与第一个结果的对象 %q 不同", short(r.Subject.Kind+" "+r.Subject.ID), short(results[0].Subject.Kind+" "+results[0].Subject.ID)), say("draw one line for each subject", "请为每个对象分别绘图")))
		}
	}
	slices.SortStableFunc(order, func(a, b place) int { return a.period.Compare(b.period) })
	for k, longest := 1, 0; k < len(order); k++ {
		if order[k].period.Overlaps(order[longest].period) {
			found.Add(fault("overlap", fmt.Sprintf("$.results[%d].period", order[k].at),
				say("%s overlaps %s of $.results[%d]", "%s 与 $.results[%[3]d] 的期间 %[2]s 重叠", order[k].period, order[longest].period, order[longest].at), say("give one result for each day at most", "每一天至多属于一个结果")))
		}
		if order[k].period.Until.After(order[longest].period.Until) {
			longest = k
		}
	}
}

// noPeriod says what a period lacks that has no first and last day.
func noPeriod(p kam.Period) kam.Text {
	switch {
	case !p.From.IsSet():
		return say("the period has no first day", "期间没有首日")
	case p.IsOpen():
		return say("the period from %s has no end", "自 %s 起的期间没有止日", p.From)
	}
	return say("the period from %s does not end after its first day but on %s", "自 %s 起的期间，止日 %s 不在首日之后", p.From, p.Until)
}

// mixed adds what makes two results incomparable.
func mixed(found *kam.Findings, place string, a, b scoring.Result) {
	if a.Card != b.Card {
		found.Add(fault("mixed", place+".card", say("%q and %q are different cards", "%q 与 %q 是不同的评分卡", short(a.Card), short(b.Card)),
			say("draw results of one card", "请使用同一张评分卡的结果")))
	}
	if a.Scale.Min.Cmp(b.Scale.Min) != 0 || a.Scale.Max.Cmp(b.Scale.Max) != 0 {
		found.Add(fault("mixed", place+".scale", say("the scale from %s to %s is another one than that from %s to %s before", "量表 %s 至 %s 与此前的 %s 至 %s 不同",
			write(b.Scale.Min), write(b.Scale.Max), write(a.Scale.Min), write(a.Scale.Max)), say("draw results on one scale", "请使用同一量表的结果")))
	}
}

// course is the drawing of a trend.
type course struct {
	frame   *frame
	results []scoring.Result
	plot    box
	x       []svg.Px
	y       svg.Scale
}

// draw draws the bands, the axes, the line and its labels.
func (c *course) draw() {
	f := c.frame
	low, high := num.Rat(c.results[0].Scale.Min), num.Rat(c.results[0].Scale.Max)
	height := min(max(f.inner()*45/100, 170*px), 280*px)
	c.plot = box{top: f.y + 10*px, bottom: f.y + 10*px + height}
	c.y = svg.Scale{Low: low, High: high, From: c.plot.bottom, To: c.plot.top}
	axis := svg.Axis{Scale: c.y, Ticks: svg.Ticks(low, high, 6), Font: tinyFont}
	names := svg.Px(0)
	for _, g := range c.results[len(c.results)-1].Grades {
		names = max(names, tinyFont.Width(f.in(gradeName(g))))
	}
	names = min(names, f.inner()*22/100)
	c.plot.left = margin + axis.LabelWidth() + 8*px
	c.plot.right = f.width - margin - names - 6*px
	c.middles()
	for _, r := range c.results {
		f.facts = append(f.facts, say("%s: %s", "%s：%s", span(r.Period), headline(r)))
	}

	f.draw(c.bands(names)...)
	f.draw(axis.Upright(c.plot.left, c.plot.right))
	f.draw(svg.Line{From: svg.At(c.plot.left, c.plot.bottom), To: svg.At(c.plot.right, c.plot.bottom), Stroke: svg.Stroke{Colour: svg.Edge}})
	f.draw(c.line()...)
	used := c.points()
	c.periods()
	f.y = c.plot.bottom + tinyFont.LineHeight() + 8*px
	f.legend(used.entries(f.options.Lang))
	for i, r := range c.results[1:] {
		if before := c.results[i]; before.Version != r.Version {
			f.note(say("From %s on by edition %d of the card, before by edition %d", "自 %s 起按评分卡第 %d 版，此前按第 %d 版", r.Period.From, r.Version, before.Version))
		}
	}
}

// middles places each result at the middle of its period.
func (c *course) middles() {
	const inside = 18 * px
	first := c.results[0].Period.From
	twice := func(p kam.Period) int64 { return int64(p.From.Sub(first) + p.Until.Sub(first)) }
	n := len(c.results)
	scale := svg.Scale{
		Low: big.NewRat(twice(c.results[0].Period), 1), High: big.NewRat(twice(c.results[n-1].Period), 1),
		From: c.plot.left + inside, To: c.plot.right - inside,
	}
	if n == 1 {
		scale.From = (c.plot.left + c.plot.right) / 2
	}
	for _, r := range c.results {
		c.x = append(c.x, scale.At(big.NewRat(twice(r.Period), 1)))
	}
}

// bands returns the grades of each stretch of results that have the same, and names those of the last one.
func (c *course) bands(names svg.Px) []svg.Element {
	var out []svg.Element
	left := c.plot.left
	for i, r := range c.results {
		right := c.plot.right
		if i+1 < len(c.results) {
			if sameGrades(r.Grades, c.results[i+1].Grades) {
				continue
			}
			right = (c.x[i] + c.x[i+1]) / 2
		}
		named := c.plot.bottom + tinyFont.LineHeight()
		for k, g := range r.Grades {
			bottom, top := c.y.At(num.Rat(g.From)), c.y.At(num.Rat(g.Until))
			fill := svg.Band1
			if k%2 == 1 {
				fill = svg.Band2
			}
			out = append(out, svg.Rect{At: svg.At(left, top), Width: right - left, Height: bottom - top, Fill: fill})
			middle := (top+bottom)/2 + 4*px
			if right == c.plot.right && named-middle >= tinyFont.LineHeight() {
				name := c.frame.in(gradeName(g))
				out = append(out, svg.Text{At: svg.At(right+5*px, middle), Content: tinyFont.Fit(name, names), Font: tinyFont, Fill: svg.Muted, Note: name})
				named = middle
			}
		}
		left = right
	}
	return out
}

func sameGrades(a, b []scoring.Grade) bool {
	return slices.EqualFunc(a, b, func(g, h scoring.Grade) bool {
		return g.Key == h.Key && g.From.Equal(h.From) && g.Until.Equal(h.Until)
	})
}

// at returns the place of a known result.
func (c *course) at(i int) svg.Point {
	v, _ := c.results[i].Total.Rat()
	return svg.At(c.x[i], c.y.At(v))
}

// line returns a line for each stretch of known results without a day between them.
func (c *course) line() []svg.Element {
	var out []svg.Element
	var stretch []svg.Point
	flush := func() {
		out = append(out, svg.Polyline{Points: stretch, Stroke: svg.Stroke{Colour: svg.Series1, Width: 2 * px}})
		stretch = nil
	}
	for i, r := range c.results {
		if i > 0 && c.results[i-1].Period.Until != r.Period.From || !r.Known {
			flush()
		}
		if r.Known {
			stretch = append(stretch, c.at(i))
		}
	}
	flush()
	return out
}

// points draws the marks and as many scores as have room, the last one first, and returns the marks used.
func (c *course) points() marks {
	f, used := c.frame, marks{}
	free := c.plot.right + valueFont.Width("100")
	var labels []svg.Element
	for i := len(c.results) - 1; i >= 0; i-- {
		r := c.results[i]
		note := shortSpan(r.Period) + " " + f.in(headline(r))
		if !r.Known {
			used[missing] = true
			f.draw(missing.draw(svg.At(c.x[i], c.plot.bottom-12*px), note))
			continue
		}
		kind, at := measured, c.at(i)
		if overruled(r) {
			kind = vetoed
		}
		used[kind] = true
		f.draw(kind.draw(at, note))
		half := valueFont.Width(score(r)) / 2
		if at.X+half > free {
			continue
		}
		free = at.X - half - 4*px
		y := at.Y - 9*px
		if y < c.plot.top+8*px {
			y = at.Y + 19*px
		}
		labels = append(labels, svg.Text{At: svg.At(at.X, y), Content: score(r), Font: valueFont, Anchor: svg.Middle, Halo: true})
	}
	f.draw(labels...)
	return used
}

// overruled reports whether a veto changed the total or the grade.
func overruled(r scoring.Result) bool {
	c, known := r.Capped.Cmp(r.Total)
	return known && c != 0 || r.GradeBefore != "" && r.GradeBefore != r.Grade
}

// periods labels as many periods as have room, the last one first.
func (c *course) periods() {
	free := c.frame.width - margin/2
	for i := len(c.results) - 1; i >= 0; i-- {
		name := shortSpan(c.results[i].Period)
		half := tinyFont.Width(name) / 2
		x := c.x[i]
		if x+half > free {
			continue
		}
		free = x - half - 6*px
		c.frame.draw(
			svg.Line{From: svg.At(x, c.plot.bottom), To: svg.At(x, c.plot.bottom+4*px), Stroke: svg.Stroke{Colour: svg.Edge}},
			svg.Text{At: svg.At(x, c.plot.bottom+tinyFont.LineHeight()+3*px), Content: name, Font: tinyFont, Anchor: svg.Middle, Fill: svg.Muted},
		)
	}
}
