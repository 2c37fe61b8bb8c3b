package chart

import (
	"cmp"
	"slices"

	"github.com/kam-go/kam/careerpath"
	"github.com/kam-go/kam/internal/svg"
)

const (
	// lane is the distance between two lines side by side.
	lane = 7 * px
	// gap is what is free between a lane and a stage, with room for the head of an arrow.
	gap = 13 * px
)

// wire is a move as a line: out of its stage into a gutter, along it, and into the other stage; where rows lie between
// them, along a channel from one gutter to another.
type wire struct {
	move     careerpath.Move
	from, to *box
	// out and in are the gutters by which it leaves and arrives.
	out, in int
	// through is the channel it takes, -1 for none.
	through int
	// straight says that it is one upright line.
	straight bool
	start    svg.Px // where it leaves its stage
	end      svg.Px // where it arrives
	lift     int    // the lane in the channel
	lanes    [2]int // the lanes in the gutters by which it leaves and arrives
}

// gutter is the space above a row.
type gutter struct {
	top   svg.Px
	lanes int
	busy  bool
}

// channel is the space beside columns.
type channel struct {
	left  svg.Px
	lanes int
}

// width is how much room a channel takes.
func (c channel) width(outer bool) svg.Px {
	base := 14 * px
	if outer {
		if c.lanes == 0 {
			return 0
		}
		base = 6 * px
	}
	return base + svg.Px(c.lanes)*lane
}

// connect makes a line of each move between stages that are drawn.
func (g *grid) connect() {
	by := map[string]*box{}
	for _, b := range g.boxes {
		by[b.stage.ID] = b
	}
	for _, b := range g.boxes {
		for _, m := range g.program.Moves(b.stage.ID) {
			if m.Kind == careerpath.Probation {
				b.watched = true
				continue
			}
			if to := by[m.To]; to != nil {
				g.wires = append(g.wires, newWire(m, b, to))
			}
		}
	}
}

func newWire(m careerpath.Move, from, to *box) *wire {
	w := &wire{move: m, from: from, to: to, through: -1}
	if to.row > from.row {
		w.out, w.in = from.row+1, to.row
	} else {
		w.out, w.in = from.row, to.row+1
	}
	if to.row == from.row {
		w.in = from.row
	}
	switch {
	case w.out == w.in:
		w.straight = from.col == to.col
	case from.col < to.col:
		w.through = to.col
	default:
		w.through = to.col + 1
	}
	return w
}

// slot is a place at which a line meets the edge of a stage.
type slot struct {
	wire  int
	end   bool
	leans int // which way the line goes from there: twice the column, or one less for the channel left of it
}

// assign gives each line its places, and its lane in the channel.
func (g *grid) assign() {
	for _, w := range g.wires {
		g.gutters[w.out].busy, g.gutters[w.in].busy = true, true
		if w.through >= 0 {
			w.lift = g.channels[w.through].lanes
			g.channels[w.through].lanes++
		}
	}
}

// slots returns the places at the stages of a column beside a gutter, from left to right.
func (g *grid) slots(at, col int) []slot {
	var out []slot
	for i, w := range g.wires {
		first, second := 2*w.to.col, 2*w.from.col
		if w.through >= 0 {
			first, second = 2*w.through-1, 2*w.through-1
		}
		if w.out == at && w.from.col == col {
			out = append(out, slot{i, false, first})
		}
		if w.in == at && w.to.col == col && !w.straight {
			out = append(out, slot{i, true, second})
		}
	}
	slices.SortStableFunc(out, func(a, b slot) int { return cmp.Or(cmp.Compare(a.leans, b.leans), cmp.Compare(a.wire, b.wire)) })
	return out
}

// levels places rows and gutters below what is there, and gives each line its places and lanes.
func (g *grid) levels() {
	for at := range g.gutters {
		for col := range g.tracks {
			list := g.slots(at, col)
			for k, s := range list {
				x := g.left[col] + g.column*svg.Px(k+1)/svg.Px(len(list)+1)
				if w := g.wires[s.wire]; s.end {
					w.end = x
				} else {
					w.start = x
				}
			}
		}
	}
	y := g.frame.y
	for at := range g.gutters {
		g.gutters[at].top = y
		g.level(at)
		switch u := &g.gutters[at]; {
		case u.lanes > 0:
			y += 2*gap + svg.Px(u.lanes-1)*lane
		case u.busy:
			y += 2 * gap
		default:
			y += 10 * px
		}
		g.rows[at].top = y
		for _, b := range g.boxes {
			if b.row == at {
				g.rows[at].bottom = max(g.rows[at].bottom, y+g.height(b))
			}
		}
		y = g.rows[at].bottom
	}
}

// height is how much room a stage takes.
func (g *grid) height(b *box) svg.Px {
	h := 2*pad + tinyFont.LineHeight()*svg.Px(1+len(b.states))
	if b.here {
		h += tinyFont.LineHeight()
	}
	if g.numbered {
		return h + headFont.LineHeight()
	}
	return h + g.font.LineHeight()*svg.Px(len(g.font.Wrap(g.frame.in(b.name), g.column-2*pad, titleLines)))
}

// stretch is a level part of a line in a gutter.
type stretch struct {
	wire, part int
	from, to   svg.Px
}

// level gives the level parts of lines in a gutter lanes of their own where they would touch.
func (g *grid) level(at int) {
	var list []stretch
	for i, w := range g.wires {
		switch {
		case w.straight:
		case w.out == w.in && w.out == at:
			list = append(list, span(i, 0, w.start, w.end))
		case w.through < 0:
		case w.out == at:
			list = append(list, span(i, 0, w.start, g.lift(w)))
		case w.in == at:
			list = append(list, span(i, 1, w.end, g.lift(w)))
		}
	}
	slices.SortFunc(list, func(a, b stretch) int {
		return cmp.Or(cmp.Compare(a.from, b.from), cmp.Compare(a.to, b.to), cmp.Compare(a.wire, b.wire))
	})
	var full []svg.Px // up to where each lane is taken
	for _, s := range list {
		k := slices.IndexFunc(full, func(until svg.Px) bool { return until+lane <= s.from })
		if k < 0 {
			k = len(full)
			full = append(full, 0)
		}
		full[k] = s.to
		g.wires[s.wire].lanes[s.part] = k
	}
	g.gutters[at].lanes = len(full)
}

func span(wire, part int, a, b svg.Px) stretch { return stretch{wire, part, min(a, b), max(a, b)} }

// lift is where the line runs in its channel.
func (g *grid) lift(w *wire) svg.Px {
	c := g.channels[w.through]
	return c.left + c.width(w.through == 0 || w.through == len(g.tracks))/2 - svg.Px(c.lanes-1)*lane/2 + svg.Px(w.lift)*lane
}

// lane returns the height of a lane of a gutter.
func (g *grid) lane(at, k int) svg.Px { return g.gutters[at].top + gap + svg.Px(k)*lane }

// way returns the points of a line.
func (g *grid) way(w *wire) []svg.Point {
	leave, arrive := g.rows[w.from.row].top, g.rows[w.to.row].bottom
	if w.to.row > w.from.row {
		leave = g.rows[w.from.row].bottom
	}
	if w.to.row >= w.from.row {
		arrive = g.rows[w.to.row].top
	}
	if w.straight {
		return []svg.Point{svg.At(w.start, leave), svg.At(w.start, arrive)}
	}
	first := g.lane(w.out, w.lanes[0])
	points := []svg.Point{svg.At(w.start, leave), svg.At(w.start, first)}
	if w.through >= 0 {
		x, second := g.lift(w), g.lane(w.in, w.lanes[1])
		return append(points, svg.At(x, first), svg.At(x, second), svg.At(w.end, second), svg.At(w.end, arrive))
	}
	return append(points, svg.At(w.end, first), svg.At(w.end, arrive))
}
