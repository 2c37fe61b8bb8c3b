package careerpath

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"slices"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/careerpath/criteria"
	"github.com/kam-go/kam/internal/strictjson"
	"github.com/kam-go/kam/internal/wording"
)

// Limits of a ladder, all inclusive.
const (
	// MaxTracks is the largest number of tracks.
	MaxTracks = 64
	// MaxStages is the largest number of stages.
	MaxStages = 256
	// MaxMoves is the largest number of moves.
	MaxMoves = 1_024
	// MaxRank is the highest rank.
	MaxRank = 100
	// MaxTitles is the largest number of titles of one stage.
	MaxTitles = 16
)

// Program is a ladder that was checked and made ready. It is immutable and safe for concurrent use.
type Program struct {
	ladder   Ladder
	hash     string
	warnings kam.Findings
	stages   map[string]int
	tracks   map[string]int
	moves    map[string]int
	// order lists the stages from the lowest rank up, those of one rank in the order of their tracks.
	order []int
	// leaving lists the moves of each stage in the order of the ladder.
	leaving  [][]int
	criteria []*criteria.Program // by move
	asks     []asked             // by move
	fits     fitting
}

// Compile checks l and makes it ready, or returns every fault in one [*kam.InvalidError], each with its JSON path in the
// ladder. What is allowed, but seldom meant, is told by [Program.Warnings]. The program keeps no hold of l.
func Compile(l Ladder) (*Program, error) {
	p := &Program{ladder: l, stages: map[string]int{}, tracks: map[string]int{}, moves: map[string]int{}}
	f := &wording.Faults{Prefix: prefix}
	p.check(f)
	if err := f.Findings().Err(); err != nil {
		return nil, err
	}
	text, err := strictjson.Canonical(l)
	if err == nil {
		p.ladder, err = ParseLadder(text)
	}
	if err != nil {
		f.Add("json", "$", wording.Say("it cannot be written as JSON: %s", "无法写成 JSON：%s", err), wording.Say("use UTF-8", "请使用 UTF-8 编码"))
		return nil, f.Err()
	}
	sum := sha256.Sum256(text)
	p.hash = hex.EncodeToString(sum[:])
	p.link()
	p.tell()
	p.advise(f)
	p.warnings = f.Findings()
	return p, nil
}

// link makes the ways between stages ready once all names are known to be good.
func (p *Program) link() {
	p.leaving = make([][]int, len(p.ladder.Stages))
	for i, m := range p.ladder.Moves {
		from := p.stages[m.From]
		p.leaving[from] = append(p.leaving[from], i)
	}
	p.order = make([]int, len(p.ladder.Stages))
	for i := range p.order {
		p.order[i] = i
	}
	slices.SortFunc(p.order, func(a, b int) int {
		x, y := &p.ladder.Stages[a], &p.ladder.Stages[b]
		return cmp.Or(cmp.Compare(x.Rank, y.Rank), cmp.Compare(p.tracks[x.Track], p.tracks[y.Track]))
	})
}

// Hash returns 64 hexadecimal digits that depend on what the ladder says alone: equal ladders have equal hashes.
func (p *Program) Hash() string { return p.hash }

// ID returns the ID of the ladder.
func (p *Program) ID() string { return p.ladder.ID }

// Version returns the edition of the ladder.
func (p *Program) Version() int { return p.ladder.Version }

// Name returns what people call the ladder.
func (p *Program) Name() kam.Text { return p.ladder.Name }

// InForce reports whether the ladder is in force on a day.
func (p *Program) InForce(on kam.Day) bool { return p.ladder.Effective.Contains(on) }

// Warnings returns what [Compile] found allowed, but seldom meant, sorted by place.
func (p *Program) Warnings() kam.Findings { return slices.Clone(p.warnings) }

// Track returns the track with an ID, and false when there is none.
func (p *Program) Track(id string) (Track, bool) {
	i, ok := p.tracks[id]
	if !ok {
		return Track{}, false
	}
	return p.ladder.Tracks[i], true
}

// Tracks returns the tracks in the order of the ladder.
func (p *Program) Tracks() []Track { return slices.Clone(p.ladder.Tracks) }

// Department returns what people call a department: its ID when the ladder does not list it.
func (p *Program) Department(id string) kam.Text {
	for _, d := range p.ladder.Departments {
		if d.ID == id {
			return d.Name
		}
	}
	return wording.Same(id)
}

// Stage returns the stage with an ID, and false when there is none.
func (p *Program) Stage(id string) (Stage, bool) {
	i, ok := p.stages[id]
	if !ok {
		return Stage{}, false
	}
	return p.ladder.Stages[i].clone(), true
}

// Stages returns the stages from the lowest rank up, those of one rank in the order of their tracks.
func (p *Program) Stages() []Stage {
	out := make([]Stage, len(p.order))
	for i, at := range p.order {
		out[i] = p.ladder.Stages[at].clone()
	}
	return out
}

// Move returns the move with an ID, and false when there is none.
func (p *Program) Move(id string) (Move, bool) {
	i, ok := p.moves[id]
	if !ok {
		return Move{}, false
	}
	return p.move(i), true
}

// Moves returns the moves from a stage in the order of the ladder; none when there is no such stage.
func (p *Program) Moves(from string) []Move {
	at, ok := p.stages[from]
	if !ok {
		return nil
	}
	out := make([]Move, len(p.leaving[at]))
	for i, m := range p.leaving[at] {
		out[i] = p.move(m)
	}
	return out
}

// Criteria returns the compiled criteria of a move, and false when there is no such move.
func (p *Program) Criteria(move string) (*criteria.Program, bool) {
	i, ok := p.moves[move]
	if !ok {
		return nil, false
	}
	return p.criteria[i], true
}

// move returns a copy of a move.
func (p *Program) move(i int) Move {
	m := p.ladder.Moves[i]
	m.Criteria = p.criteria[i].Rule()
	return m
}

// clone returns a copy of s that shares nothing that can be changed.
func (s Stage) clone() Stage {
	s.Titles, s.Skills = slices.Clone(s.Titles), slices.Clone(s.Skills)
	s.Pay, s.Quota, s.Headcount = copied(s.Pay), copied(s.Quota), copied(s.Headcount)
	return s
}

func copied[T any](p *T) *T {
	if p == nil {
		return nil
	}
	c := *p
	return &c
}

// title is what a stage is usually called.
func (p *Program) title(stage string) kam.Text {
	i, ok := p.stages[stage]
	if !ok {
		return wording.Same(wording.Clip(stage))
	}
	return clipped(p.ladder.Stages[i].Titles[0])
}

// clipped makes a text from outside fit for a sentence.
func clipped(t kam.Text) kam.Text {
	return kam.Text{EN: wording.Clip(t.In(kam.English)), ZH: wording.Clip(t.In(kam.Chinese))}
}
