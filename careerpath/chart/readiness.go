package chart

import (
	"github.com/kam-go/kam"
	"github.com/kam-go/kam/careerpath"
	"github.com/kam-go/kam/careerpath/criteria"
	"github.com/kam-go/kam/internal/svg"
	"github.com/kam-go/kam/internal/wording"
)

// Readiness draws how far a person is from each move: a section for each, and in it a line for each criterion with its
// state as a mark and a word, and a bar up to what there is beside an upright line for what is asked. Criteria that are
// met by a record, such as a certificate, have no bar. Bars of criteria that are not met are hollow; where the state is not
// known there is the line alone. Demotions and probation that are due have a warning triangle, and those that are not a dash.
//
// Faults are listed in the package comment.
func Readiness(r careerpath.Readiness, opt Options) ([]byte, error) {
	found := &wording.Faults{Prefix: prefix}
	opt.check(found)
	checkReadiness(found, r)
	moves := chooseMoves(found, r, opt.Moves)
	rows := 0
	for _, m := range moves {
		rows += rules(m.Result.Root, 0)
	}
	if rows > MaxRows {
		found.Add("many", "$.readiness", wording.Say("there are more than %d rules to draw", "须绘制的标准超过 %d 条", MaxRows), wording.Say("draw fewer moves at a time", "请分多张图，每张少画几项变动"))
	}
	if err := found.Err(); err != nil {
		return nil, err
	}
	who := opt.nameOf(r.Person)
	second := wording.Say("%s, version %d: %s", "%s（第 %d 版）：%s", r.Name, r.Version, r.Title)
	if r.Stage == "" {
		second = wording.Say("%s, version %d", "%s（第 %d 版）", r.Name, r.Version)
	}
	f := opt.open("readiness", wording.Say("Readiness of %s, %s", "%s 的晋升与调动准备度（%s）", who, r.AsOf), second)
	d := &sections{frame: f, used: map[shown]bool{}}
	for _, m := range moves {
		d.section(m)
	}
	if len(moves) == 0 {
		f.note(r.Summary())
	}
	f.legend(stateEntries(d.used, opt.Lang))
	return f.svg(), nil
}

// checkReadiness reports a readiness of nobody.
func checkReadiness(found *wording.Faults, r careerpath.Readiness) {
	if r.Format == 0 && r.Person == (kam.Subject{}) && r.Hash == "" {
		found.Add("empty", "$.readiness", wording.Say("there is no readiness", "没有准备度"), wording.Say("work one out by Program.Readiness", "请先用 Program.Readiness 评定"))
	}
}

// chooseMoves finds the moves to draw.
func chooseMoves(found *wording.Faults, r careerpath.Readiness, chosen []string) []careerpath.MoveReadiness {
	all := append(append([]careerpath.MoveReadiness(nil), r.Moves...), r.Standing...)
	if len(chosen) == 0 {
		return all
	}
	if !found.Count("$.options.moves", len(chosen), 1, careerpath.MaxMoves) {
		return nil
	}
	by := make(map[string]careerpath.MoveReadiness, len(all))
	for _, m := range all {
		by[m.Move] = m
	}
	var out []careerpath.MoveReadiness
	seen := map[string]bool{}
	for i, id := range chosen {
		m, ok := by[id]
		switch at := wording.At("$.options.moves", i); {
		case !ok:
			found.Add("move", at, wording.Say("there is no move %s from where the person stands", "此人所处职级没有变动 %s", wording.Quote(id)), wording.Say("use the ID of a move of the readiness", "请填写该准备度中变动的标识"))
		case seen[id]:
			found.Add("twice", at, wording.Say("move %s stands twice", "变动 %s 重复出现", wording.Quote(id)), wording.Say("name each move once", "每项变动只列一次"))
		default:
			seen[id] = true
			out = append(out, m)
		}
	}
	return out
}

// maxDepth is how deep a tree of rules may be.
const maxDepth = criteria.MaxDepth

// rules counts the rules of a tree, and gives more than [MaxRows] for one that is too deep.
func rules(n criteria.Node, depth int) int {
	if depth > maxDepth {
		return MaxRows + 1
	}
	count := 1
	for _, child := range n.Children {
		if count += rules(child, depth+1); count > MaxRows {
			break
		}
	}
	return count
}

// sections is the drawing of moves below each other.
type sections struct {
	frame *frame
	used  map[shown]bool
	// kind is that of the move of the section.
	kind careerpath.MoveKind
}

// section draws one move.
func (d *sections) section(m careerpath.MoveReadiness) {
	f := d.frame
	d.kind = m.Kind
	f.y += 8 * px
	f.draw(svg.Line{From: svg.At(margin, f.y), To: svg.At(f.width-margin, f.y), Stroke: svg.Stroke{Colour: svg.Grid}})
	f.y += 4 * px
	text := m.Summary()
	f.facts = append(f.facts, text)
	d.marked(m.State(), f.in(text), headFont, 0, 5)
	d.rule(m.Result.Root, 0)
}

// staying tells whether the section is of a rule on staying.
func (d *sections) staying() bool {
	return d.kind == careerpath.Demotion || d.kind == careerpath.Probation
}

// marked sets a text behind the mark of a state.
func (d *sections) marked(s criteria.State, text string, font svg.Font, indent svg.Px, most int) {
	f := d.frame
	d.used[shown{d.staying(), s}] = true
	left := margin + indent + 17*px
	for i, line := range font.Wrap(text, f.width-margin-left, most) {
		f.y += font.LineHeight()
		if i == 0 {
			f.draw(svg.Shifted{By: svg.At(margin+indent+6*px, f.y-4*px), Body: moveMark(d.kind, s, svg.Point{})})
		}
		f.draw(svg.Text{At: svg.At(left, f.y), Content: line, Font: font, Note: text})
	}
}

// rule draws a rule and those below it. A group of all at the top says no more than the section does.
func (d *sections) rule(n criteria.Node, depth int) {
	f := d.frame
	indent := svg.Px(min(depth, 6)) * 14 * px
	within := depth + 1
	switch {
	case n.Criterion != nil:
		d.criterion(n, indent)
	case depth == 0 && n.Kind == criteria.KindAll:
		within = depth
	default:
		f.y += 5 * px
		text := wording.Say("%s: %s", "%s：%s", d.kind.RuleName(n), d.kind.StateName(n.State))
		f.facts = append(f.facts, text)
		d.marked(n.State, f.in(text), boldFont, indent, 3)
	}
	for _, child := range n.Children {
		d.rule(child, within)
	}
}

// criterion draws a criterion: its name, and below it the bar with the figures.
func (d *sections) criterion(n criteria.Node, indent svg.Px) {
	f := d.frame
	f.y += 5 * px
	text := figures(n, d.kind)
	f.facts = append(f.facts, wording.Say("%s: %s", "%s：%s", d.kind.RuleName(n), text))
	d.marked(n.State, f.in(d.kind.RuleName(n)), smallFont, indent, 4)
	left := margin + indent + 17*px
	free := f.width - margin - left
	label := f.in(text)
	f.y += smallFont.LineHeight()
	if b, ok := barOf(n); ok {
		b.staying = d.staying()
		beside := free - 10*px - tinyFont.Width(label)
		width := min(beside, free*45/100)
		below := width < free*25/100 // too little room for both
		if below {
			width = free * 45 / 100
		}
		f.draw(b.draw(svg.At(left, f.y-9*px), width))
		if below {
			f.y += smallFont.LineHeight()
		} else {
			left, free = left+width+10*px, free-width-10*px
		}
	}
	f.draw(svg.Text{At: svg.At(left, f.y), Content: tinyFont.Fit(label, free), Font: tinyFont, Fill: svg.Muted, Note: f.in(n.Criterion.Reason)})
}
