package chart

import (
	"cmp"
	"slices"
	"strings"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/careerpath"
	"github.com/kam-go/kam/careerpath/criteria"
	"github.com/kam-go/kam/internal/svg"
	"github.com/kam-go/kam/internal/wording"
)

// prefix stands before every code of this package.
const prefix = "chart"

const (
	// pad is the space between the edge of a stage and what is in it.
	pad = 6 * px
	// least is the narrowest column.
	least = 60 * px
	// titleLines is the largest number of lines of a title.
	titleLines = 4
)

// grid is a ladder as columns of tracks and rows of ranks. Between rows are gutters, between columns channels, in which
// the arrows run.
type grid struct {
	frame   *frame
	program *careerpath.Program
	place   *careerpath.Readiness
	tracks  []careerpath.Track
	boxes   []*box
	wires   []*wire
	rows    []band
	// gutters are the spaces above each row.
	gutters []gutter
	left    []svg.Px // of each column
	column  svg.Px
	// channels are the spaces left of each column and right of the last one.
	channels []channel
	font     svg.Font
	numbered bool
}

// band is a row of stages.
type band struct{ top, bottom svg.Px }

// box is a stage in the picture.
type box struct {
	stage    careerpath.Stage
	name     kam.Text
	row, col int
	number   int // from 1, from the top left
	here     bool
	watched  bool
	// states are those of the moves from where the person stands that lead here.
	states []criteria.State
}

// plan lays out a ladder and reports what keeps it from being drawn; it returns nil then.
func plan(found *wording.Faults, p *careerpath.Program, opt Options, place *careerpath.Readiness) *grid {
	if p == nil {
		found.Add("empty", "$.program", wording.Say("there is no ladder", "没有职级体系"), wording.Say("compile one", "请先编译职级体系"))
		return nil
	}
	g := &grid{program: p, place: place}
	g.chooseTracks(found, opt.Tracks)
	if found.HasErrors() {
		return nil
	}
	g.arrange()
	g.connect()
	if len(g.wires) > MaxArrows {
		found.Add("many", "$.program", wording.Say("there are %d moves to draw, more than %d", "须绘制的变动有 %d 条，超过 %d 条", len(g.wires), MaxArrows), wording.Say("draw fewer tracks at a time", "请分多张图，每张少画几条通道"))
		return nil
	}
	g.assign()
	g.widths(found, opt)
	return g
}

// chooseTracks finds the tracks to draw.
func (g *grid) chooseTracks(found *wording.Faults, chosen []string) {
	peopled := map[string]bool{}
	for _, s := range g.program.Stages() {
		peopled[s.Track] = true
	}
	if len(chosen) == 0 {
		for _, t := range g.program.Tracks() {
			if peopled[t.ID] {
				g.tracks = append(g.tracks, t)
			}
		}
		return
	}
	if !found.Count("$.options.tracks", len(chosen), 1, careerpath.MaxTracks) {
		return
	}
	seen := map[string]bool{}
	for i, id := range chosen {
		at := wording.At("$.options.tracks", i)
		t, ok := g.program.Track(id)
		switch {
		case !ok:
			found.Add("track", at, wording.Say("there is no track %s", "没有通道 %s", wording.Quote(id)), wording.Say("use the ID of a track of the ladder", "请填写职级体系中通道的标识"))
		case seen[id]:
			found.Add("twice", at, wording.Say("track %s stands twice", "通道 %s 重复出现", wording.Quote(id)), wording.Say("name each track once", "每条通道只列一次"))
		case !peopled[id]:
			found.Add("empty", at, wording.Say("track %s has no stages", "通道 %s 没有职级", wording.Quote(id)), wording.Say("leave it out", "请去掉"))
		default:
			seen[id] = true
			g.tracks = append(g.tracks, t)
		}
	}
}

// arrange gives each stage its row and column.
func (g *grid) arrange() {
	column := map[string]int{}
	for i, t := range g.tracks {
		column[t.ID] = i
	}
	var ranks []int
	for _, s := range g.program.Stages() {
		col, ok := column[s.Track]
		if !ok {
			continue
		}
		ranks = append(ranks, s.Rank)
		b := &box{stage: s, name: s.Titles[0], col: col}
		if g.place != nil {
			b.here = s.ID == g.place.Stage
			for _, m := range g.place.Moves {
				if m.To == s.ID {
					b.states = append(b.states, m.State())
				}
			}
		}
		g.boxes = append(g.boxes, b)
	}
	slices.Sort(ranks)
	ranks = slices.Compact(ranks)
	slices.Reverse(ranks)
	for _, b := range g.boxes {
		b.row = slices.Index(ranks, b.stage.Rank)
	}
	slices.SortStableFunc(g.boxes, func(a, b *box) int { return cmp.Or(cmp.Compare(a.row, b.row), cmp.Compare(a.col, b.col)) })
	for i, b := range g.boxes {
		b.number = i + 1
	}
	g.rows, g.gutters, g.channels = make([]band, len(ranks)), make([]gutter, len(ranks)), make([]channel, len(g.tracks)+1)
}

// widths decides how wide columns are and how titles are set.
func (g *grid) widths(found *wording.Faults, opt Options) {
	free := opt.width() - 2*margin
	for i := range g.channels {
		free -= g.channels[i].width(i == 0 || i == len(g.tracks))
	}
	n := svg.Px(len(g.tracks))
	g.column = min(free/n, 260*px)
	if g.column < least {
		need := (opt.width() - free + least*n + px - 1) / px
		found.Add("narrow", "$.options.width", wording.Say("%d tracks need %d pixels, the width is %d", "%d 条通道需要 %d 像素，而宽度为 %d", len(g.tracks), int(need), int(opt.width()/px)),
			wording.Say("state a larger width, or draw fewer tracks", "请加大宽度，或少画几条通道"))
		return
	}
	x := margin
	for i := range g.channels {
		g.channels[i].left = x
		x += g.channels[i].width(i == 0 || i == len(g.tracks))
		if i < len(g.tracks) {
			g.left = append(g.left, x)
			x += g.column
		}
	}
	for _, font := range []svg.Font{nameFont, smallFont, tinyFont} {
		g.font = font
		if !slices.ContainsFunc(g.boxes, func(b *box) bool { return !fits(font, b.name.In(opt.Lang), g.column-2*pad) }) {
			return
		}
	}
	g.numbered = true
}

// fits reports whether a title can be set whole, without a word being cut.
func fits(font svg.Font, title string, width svg.Px) bool {
	title = svg.Clean(title)
	for word := range strings.FieldsFuncSeq(title, func(r rune) bool { return r == ' ' || r == '-' || r == '/' }) {
		// Beside Chinese characters lines may end anywhere.
		if !strings.ContainsFunc(word, func(r rune) bool { return r >= firstChinese }) && font.Width(word+"-") > width {
			return false
		}
	}
	return solid(strings.Join(font.Wrap(title, width, titleLines), "")) == solid(title)
}

// firstChinese is the first of the characters beside which lines may end.
const firstChinese = '\u2E80'

// solid returns s without blanks.
func solid(s string) string { return strings.ReplaceAll(s, " ", "") }
