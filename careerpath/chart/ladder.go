package chart

import (
	"strconv"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/careerpath"
	"github.com/kam-go/kam/internal/svg"
	"github.com/kam-go/kam/internal/wording"
)

// Ladder draws a ladder: tracks side by side, stages by rank with the highest on top, and moves as arrows, whose lines and
// heads tell their kinds. A stage with probation has a dashed ring. Where titles do not fit into the width, stages are
// numbered and the titles stand below. Moves to and from tracks that are not drawn are left out.
//
// Faults are listed in the package comment.
func Ladder(p *careerpath.Program, opt Options) ([]byte, error) {
	found := &wording.Faults{Prefix: prefix}
	opt.check(found)
	g := plan(found, p, opt, nil)
	if err := found.Err(); err != nil {
		return nil, err
	}
	g.frame = opt.open("ladder", p.Name(), edition(p.Version()))
	g.draw()
	return g.frame.svg(), nil
}

// Place draws a ladder as [Ladder] does, with the stage at which a person stands and how far each move from there is: by a
// mark and a word in the stage that it leads to, and in a sentence below. The moves of the person have thicker lines. Where
// the stage is not known the picture says why.
//
// The readiness has to be one by the very program p. Faults are listed in the package comment.
func Place(p *careerpath.Program, r careerpath.Readiness, opt Options) ([]byte, error) {
	found := &wording.Faults{Prefix: prefix}
	opt.check(found)
	checkReadiness(found, r)
	if p != nil && !found.HasErrors() && r.Hash != p.Hash() {
		found.Add("mixed", "$.readiness.hash", wording.Say("the readiness is by another ladder than %s version %d, or by another edition of it", "该准备度并非依据 %s 第 %d 版职级体系评定", wording.Quote(p.ID()), p.Version()),
			wording.Say("draw it with the ladder that it was judged by", "请使用评定时的职级体系绘图"))
	}
	g := plan(found, p, opt, &r)
	if err := found.Err(); err != nil {
		return nil, err
	}
	g.frame = opt.open("place", wording.Say("%s on the ladder, %s", "%s 在职级体系中的位置（%s）", opt.nameOf(r.Person), r.AsOf), wording.Say("%s, version %d", "%s（第 %d 版）", p.Name(), p.Version()))
	g.draw()
	g.standing(r)
	return g.frame.svg(), nil
}

func edition(version int) kam.Text { return wording.Say("Version %d", "第 %d 版", version) }

// standing says below the picture where the person stands and how far each move is.
func (g *grid) standing(r careerpath.Readiness) {
	f := g.frame
	f.y += 6 * px
	if r.Stage == "" {
		f.note(r.Summary())
		return
	}
	for _, list := range [][]careerpath.MoveReadiness{r.Moves, r.Standing} {
		for _, m := range list {
			f.y += 3 * px
			text := m.Summary()
			left := margin + 16*px
			for i, line := range smallFont.Wrap(f.in(text), f.width-margin-left, 4) {
				f.y += smallFont.LineHeight()
				if i == 0 {
					f.draw(svg.Shifted{By: svg.At(margin+5*px, f.y-4*px), Body: moveMark(m.Kind, m.State(), svg.Point{})})
				}
				f.draw(svg.Text{At: svg.At(left, f.y), Content: line, Font: smallFont, Note: f.in(text)})
			}
			f.facts = append(f.facts, text)
		}
	}
}

// draw draws the headings of the tracks, the arrows and the stages, the legend, and the titles of numbered stages.
func (g *grid) draw() {
	f := g.frame
	g.headings()
	g.levels()
	for _, w := range g.wires {
		width := px
		if g.place != nil && w.move.From == g.place.Stage {
			width = 5 * px / 2
		}
		f.draw(styleOf(w.move.Kind).arrow(g.way(w), width))
	}
	for _, b := range g.boxes {
		g.drawBox(b)
	}
	f.y = g.rows[len(g.rows)-1].bottom
	f.legend(g.entries())
	if g.numbered {
		g.key()
	}
	g.tell()
}

// headings draws the names of the tracks and their departments.
func (g *grid) headings() {
	f := g.frame
	top, lowest := f.y, f.y
	for i, t := range g.tracks {
		y, name := top, f.in(t.Name)
		for _, line := range boldFont.Wrap(name, g.column, 3) {
			y += boldFont.LineHeight()
			f.draw(svg.Text{At: svg.At(g.left[i]+g.column/2, y), Content: boldFont.Fit(line, g.column), Font: boldFont, Anchor: svg.Middle, Note: name})
		}
		if t.Department != "" {
			department := f.in(g.program.Department(t.Department))
			for _, line := range tinyFont.Wrap(department, g.column, 2) {
				y += tinyFont.LineHeight()
				f.draw(svg.Text{At: svg.At(g.left[i]+g.column/2, y), Content: tinyFont.Fit(line, g.column), Font: tinyFont, Anchor: svg.Middle, Fill: svg.Muted, Note: department})
			}
		}
		lowest = max(lowest, y)
	}
	f.y = lowest + 4*px
}

// drawBox draws a stage.
func (g *grid) drawBox(b *box) {
	f := g.frame
	row := g.rows[b.row]
	left := g.left[b.col]
	border, fill := svg.Stroke{Colour: svg.Edge}, svg.Surface
	if b.here {
		border, fill = svg.Stroke{Colour: svg.Series1, Width: 2 * px}, svg.Soft1
	}
	f.draw(svg.Rect{At: svg.At(left, row.top), Width: g.column, Height: row.bottom - row.top, Radius: 5 * px, Fill: fill, Border: border, Note: f.in(b.name)})
	y := row.top + pad - 2*px
	f.draw(svg.Text{At: svg.At(left+pad, y+tinyFont.LineHeight()), Content: tinyFont.Fit(f.in(rankText(b.stage.Rank)), g.column-2*pad), Font: tinyFont, Fill: svg.Muted})
	y += tinyFont.LineHeight()
	if b.watched {
		f.draw(watched(svg.At(left+g.column-pad-4*px, row.top+pad+4*px)))
	}
	if g.numbered {
		y += headFont.LineHeight()
		f.draw(svg.Text{At: svg.At(left+pad, y), Content: strconv.Itoa(b.number), Font: headFont, Note: f.in(b.name)})
	} else {
		for _, line := range g.font.Wrap(f.in(b.name), g.column-2*pad, titleLines) {
			y += g.font.LineHeight()
			f.draw(svg.Text{At: svg.At(left+pad, y), Content: line, Font: g.font, Note: f.in(b.name)})
		}
	}
	mark := func(sign svg.Element, text string) {
		y += tinyFont.LineHeight()
		f.draw(svg.Shifted{By: svg.At(left+pad+4*px, y-4*px), Body: sign})
		f.draw(svg.Text{At: svg.At(left+pad+11*px, y), Content: tinyFont.Fit(text, g.column-pad-13*px), Font: tinyFont, Note: text})
	}
	if b.here {
		mark(here(svg.Point{}), f.in(wording.Say("here", "在此")))
	}
	for _, s := range b.states {
		mark(stateMark(s, svg.Point{}), f.in(s.Name()))
	}
}

func rankText(rank int) kam.Text { return wording.Say("Rank %d", "第 %d 级", rank) }

// entries is the legend.
func (g *grid) entries() []svg.Entry {
	used := map[careerpath.MoveKind]bool{}
	for _, w := range g.wires {
		used[w.move.Kind] = true
	}
	for _, b := range g.boxes {
		used[careerpath.Probation] = used[careerpath.Probation] || b.watched
	}
	return kindEntries(used, g.frame.options.Lang)
}

// key writes the titles of numbered stages.
func (g *grid) key() {
	f := g.frame
	f.y += 6 * px
	for _, b := range g.boxes {
		text := f.in(wording.Say("%d %s", "%d %s", b.number, b.name))
		f.lines(text, smallFont, svg.Ink, 3)
	}
}

// tell puts all that is drawn into the description.
func (g *grid) tell() {
	f := g.frame
	for _, b := range g.boxes {
		track := g.tracks[b.col]
		text := wording.Say("%s, %s: %s", "%s，%s：%s", track.Name, rankText(b.stage.Rank), b.name)
		if b.here {
			text = wording.Say("%s (here)", "%s（在此）", text)
		}
		if b.watched {
			text = wording.Say("%s, with probation", "%s，设观察期", text)
		}
		f.facts = append(f.facts, text)
	}
	for _, w := range g.wires {
		f.facts = append(f.facts, wording.Say("%s: %s → %s", "%s：%s → %s", w.move.Kind.Name(), w.from.name, w.to.name))
	}
}
