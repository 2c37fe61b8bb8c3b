package chart

import (
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/num"
	"github.com/kam-go/kam/internal/svg"
	"github.com/kam-go/kam/scoring"
)

// Compare draws two results of one card side by side: the total and each part of the first level, or of what is below
// [Options].Under, as a ring for the first result and a dot for the second on the scale of the card, with both numbers
// and their difference. It is meant for one subject at two times, and for two subjects.
//
// Parts are in the order of second, then those that only first has. Faults are listed in the package comment.
func Compare(first, second scoring.Result, opt Options) ([]byte, error) {
	var found kam.Findings
	opt.check(&found)
	checkResult(&found, "$.first", first)
	checkResult(&found, "$.second", second)
	mixed(&found, "$.second", first, second)
	if err := found.Err(); err != nil {
		return nil, err
	}
	a, b := partsOf(&found, "$.first", first, opt.Under), partsOf(&found, "$.second", second, opt.Under)
	if err := found.Err(); err != nil {
		return nil, err
	}
	names := sides(first, second, opt)
	f := opt.open("comparison", say("%s and %s", "%s 与 %s", names[0], names[1]), cardName(second, opt.Under), kam.Text{})
	if first.Subject == second.Subject && opt.Title == (kam.Text{}) {
		f = opt.open("comparison", say("%s: %s and %s", "%s：%s 与 %s", opt.nameOf(second.Subject), names[0], names[1]), cardName(second, opt.Under), kam.Text{})
	}
	drawPairs(f, [2]scoring.Result{first, second}, pairs(first, second, a, b), names)
	return f.svg(), nil
}

// sides returns what the two results are called: by subject, by period, or by both, whichever tells them apart.
func sides(first, second scoring.Result, opt Options) [2]kam.Text {
	var out [2]kam.Text
	for i, r := range []scoring.Result{first, second} {
		who := say("%s", "%s", opt.nameOf(r.Subject))
		when := span(r.Period)
		switch {
		case first.Subject != second.Subject && first.Period != second.Period:
			out[i] = dated(who, r.Period)
		case first.Subject != second.Subject:
			out[i] = who
		case first.Period != second.Period && when != (kam.Text{}):
			out[i] = when
		case i == 0:
			out[i] = say("first result", "第一个结果")
		default:
			out[i] = say("second result", "第二个结果")
		}
	}
	return out
}

// pair is one row: a name and the two scores.
type pair struct {
	name   kam.Text
	scores [2]scoring.Exact
	places int32
	total  bool
}

// pairs returns the total and the parts, matched by ID.
func pairs(first, second scoring.Result, a, b []scoring.Node) []pair {
	exact := func(r scoring.Result) scoring.Exact {
		if !r.Known {
			return scoring.Exact{}
		}
		return scoring.ExactDecimal(r.Score)
	}
	out := []pair{{
		name: say("Total", "总分"), total: true, scores: [2]scoring.Exact{exact(first), exact(second)},
		places: max(first.Rounding.Places, second.Rounding.Places),
	}}
	find := func(nodes []scoring.Node, id string) (scoring.Node, bool) {
		i := slices.IndexFunc(nodes, func(n scoring.Node) bool { return n.ID == id })
		if i < 0 {
			return scoring.Node{}, false
		}
		return nodes[i], true
	}
	add := func(n scoring.Node, before, after scoring.Exact) {
		out = append(out, pair{
			name: kam.Text{EN: nameOf(n, kam.English), ZH: nameOf(n, kam.Chinese)}, scores: [2]scoring.Exact{before, after},
			places: max(places(first), places(second)),
		})
	}
	for _, n := range b {
		before, _ := find(a, n.ID)
		add(n, before.Score, n.Score)
	}
	for _, n := range a {
		if _, both := find(b, n.ID); !both {
			add(n, n.Score, scoring.Exact{})
		}
	}
	return out
}

// text writes both scores and their difference.
func (p pair) text() kam.Text {
	var figures [2]kam.Text
	var numbers [2]decimal.Decimal
	all := true
	for i, e := range p.scores {
		d, known := shown(e, p.places)
		figures[i], numbers[i], all = say("%s", "%s", figure(d)), d, all && known
		if p.total {
			figures[i] = say("%s", "%s", fixed(d, p.places))
		}
		if !known {
			figures[i] = say("not known", "未知")
		}
	}
	if !all {
		return say("%s | %s", "%s | %s", figures[0], figures[1])
	}
	return say("%s | %s (%s)", "%s | %s（%s）", figures[0], figures[1], signed(numbers[1].Sub(numbers[0])))
}

// drawPairs draws the rows one below the other, over one scale.
func drawPairs(f *frame, results [2]scoring.Result, rows []pair, names [2]kam.Text) {
	low, high := num.Rat(results[0].Scale.Min), num.Rat(results[0].Scale.Max)
	const inside = 8 * px
	axis := svg.Axis{
		Ticks: f.ticks(low, high, svg.Ticks), Font: tinyFont,
		Scale: svg.Scale{Low: low, High: high, From: margin + inside, To: f.width - margin - inside},
	}
	f.facts = append(f.facts, say("First %s, then %s", "先为%s，后为%s", names[0], names[1]))
	// What the two marks mean stands above: the numbers are read by it.
	f.legend([]svg.Entry{
		{Mark: side(0, svg.Point{}), Label: f.in(names[0])},
		{Mark: side(1, svg.Point{}), Label: f.in(names[1])},
	})
	under, top := len(f.body), f.y+6*px
	f.y += 6 * px
	outside := false
	for _, p := range rows {
		text := p.text()
		f.facts = append(f.facts, say("%s: %s", "%s：%s", p.name, text))
		f.row(f.in(p.name), f.in(text), p.total)
		f.y += 13 * px
		outside = p.draw(f, axis.Scale) || outside
		f.y += 14 * px
	}
	lines := axis.Across(top, f.y-2*px)
	f.body = append(f.body[:under:under], append(svg.Group{lines}, f.body[under:]...)...)
	f.y += tinyFont.LineHeight() + 2*px
	if outside {
		f.note(atEdge())
	}
	if results[0].Version != results[1].Version {
		f.note(say("The first result is by edition %d of the card, the second by edition %d", "第一个结果按评分卡第 %d 版，第二个按第 %d 版", results[0].Version, results[1].Version))
	}
}

// draw draws the two marks and the way between them, and reports whether one lies beyond the scale.
func (p pair) draw(f *frame, scale svg.Scale) bool {
	var at [2]svg.Point
	known, outside := [2]bool{}, false
	for i, e := range p.scores {
		v, ok := e.Rat()
		known[i] = ok
		if ok {
			at[i] = svg.At(scale.At(v), f.y)
			outside = outside || v.Cmp(scale.Low) < 0 || v.Cmp(scale.High) > 0
		}
	}
	f.draw(svg.Line{From: svg.At(scale.From, f.y), To: svg.At(scale.To, f.y), Stroke: svg.Stroke{Colour: svg.Grid, Width: 3 * px}})
	if known[0] && known[1] {
		f.draw(svg.Line{From: at[0], To: at[1], Stroke: svg.Stroke{Colour: svg.Edge, Width: 3 * px}})
	}
	for i := range at {
		if known[i] {
			f.draw(side(i, at[i]))
		}
	}
	return outside
}

// side returns the mark of the first or the second result: a ring, and a dot that fits into it.
func side(i int, at svg.Point) svg.Element {
	if i == 0 {
		return svg.Circle{Centre: at, Radius: 6 * px, Fill: svg.Surface, Border: svg.Stroke{Colour: svg.Series2, Width: 5 * px / 2}}
	}
	return svg.Circle{Centre: at, Radius: 4 * px, Fill: svg.Series1, Border: svg.Stroke{Colour: svg.Surface}}
}
