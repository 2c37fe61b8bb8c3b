package careerpath

import (
	"errors"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/careerpath/skills"
	"github.com/kam-go/kam/internal/wording"
)

// ErrNoPoints says that a ladder has no points framework.
var ErrNoPoints = errors.New("careerpath: the ladder has no points")

// Range is a whole number that is known to be from Least to Most, both inclusive.
type Range struct {
	Least int `json:"least"`
	Most  int `json:"most"`
}

// Known reports whether the range is one number.
func (r Range) Known() bool { return r.Least == r.Most }

// Reached is what somebody's skills make in a points framework. It is plain data; the zero value is nothing reached.
type Reached struct {
	// Points is the sum over all skills that count. A skill that nobody assessed is worth what level 0 is at least, and what
	// its highest level is at most.
	Points Range `json:"points"`
	// Attainable is the sum with every skill at its top.
	Attainable int `json:"attainable"`
	// Groups are the points of each group, in the order of the framework.
	Groups []GroupPoints `json:"groups,omitempty"`
	// Level is the ID of the level, "" while Points leaves it open. Stages are those it opens, Titles what people there are
	// usually called.
	Level  string     `json:"level,omitempty"`
	Stages []string   `json:"stages,omitempty"`
	Titles []kam.Text `json:"titles,omitempty"`
	// Next is the level after Level, "" after the last one and while Level is open. ToGo is how many points are missing for it.
	Next string `json:"next,omitempty"`
	ToGo Range  `json:"toGo,omitzero"`
	// Unknown are the skills that count and that nobody assessed, in the order of the framework.
	Unknown []string `json:"unknown,omitempty"`
}

// GroupPoints is the points of a group.
type GroupPoints struct {
	ID     string   `json:"id"`
	Name   kam.Text `json:"name"`
	Points Range    `json:"points"`
}

// Points returns the points framework, and false when the ladder has none.
func (p *Program) Points() (Points, bool) {
	pts := p.ladder.Points
	if pts == nil {
		return Points{}, false
	}
	out := Points{Groups: slices.Clone(pts.Groups), Skills: slices.Clone(pts.Skills), Worth: slices.Clone(pts.Worth), Levels: slices.Clone(pts.Levels)}
	for i := range out.Levels {
		out.Levels[i].Stages = slices.Clone(out.Levels[i].Stages)
	}
	return out, true
}

// attainable is the points of somebody at the top of every skill.
func (p *Program) attainable() int {
	sum := 0
	for i := range p.ladder.Points.Skills {
		sum += p.ladder.Points.Worth[p.top(i)]
	}
	return sum
}

// top is the highest level of skill i of the framework.
func (p *Program) top(i int) int {
	for _, s := range p.ladder.Vocabulary.Skills {
		if s.ID == p.ladder.Points.Skills[i].Skill {
			return len(s.Levels) - 1
		}
	}
	return 0
}

// Reached returns what levels of skills make in the points framework of the ladder. A skill that is not in levels is not
// known, which is something else than level 0; skills that do not count are passed over. The error wraps [ErrNoPoints], or
// is an [*kam.InvalidError] with every level that its skill does not have.
func (p *Program) Reached(levels skills.Levels) (Reached, error) {
	pts := p.ladder.Points
	if pts == nil {
		return Reached{}, ErrNoPoints
	}
	f := &wording.Faults{Prefix: prefix}
	out := Reached{Attainable: p.attainable(), Groups: make([]GroupPoints, len(pts.Groups))}
	for i, g := range pts.Groups {
		out.Groups[i] = GroupPoints{ID: g.ID, Name: g.Name}
	}
	for i, s := range pts.Skills {
		top := p.top(i)
		worth := Range{pts.Worth[0], pts.Worth[top]}
		level, known := levels[s.Skill]
		switch {
		case !known:
			out.Unknown = append(out.Unknown, s.Skill)
		case level < 0 || level > top:
			f.Add("level", "levels."+wording.Clip(s.Skill), wording.Say("%d is no level of the skill", "%d 不是该技能的等级", level), wording.Say("use 0 to %d", "请使用 0 至 %d", top))
			continue
		default:
			worth = Range{pts.Worth[level], pts.Worth[level]}
		}
		out.Points.add(worth)
		if g := slices.IndexFunc(out.Groups, func(g GroupPoints) bool { return g.ID == s.Group }); g >= 0 {
			out.Groups[g].Points.add(worth)
		}
	}
	if err := f.Err(); err != nil {
		return Reached{}, err
	}
	p.place(&out)
	return out, nil
}

func (r *Range) add(o Range) { r.Least, r.Most = r.Least+o.Least, r.Most+o.Most }

// place sets the level that points make.
func (p *Program) place(r *Reached) {
	levels := p.ladder.Points.Levels
	at := levelOf(levels, r.Points.Least)
	if at != levelOf(levels, r.Points.Most) {
		return
	}
	r.Level, r.Stages = levels[at].ID, slices.Clone(levels[at].Stages)
	for _, stage := range r.Stages {
		r.Titles = append(r.Titles, p.ladder.Stages[p.stages[stage]].Titles[0])
	}
	if at+1 < len(levels) {
		next := levels[at+1]
		r.Next, r.ToGo = next.ID, Range{next.From - r.Points.Most, next.From - r.Points.Least}
	}
}

// levelOf returns the last level that begins at or below some points.
func levelOf(levels []PointLevel, points int) int {
	at := 0
	for at+1 < len(levels) && levels[at+1].From <= points {
		at++
	}
	return at
}

// PointsUnit is the unit of [Reached.Observation]; a metric of points has it too.
const PointsUnit = "points"

// Observation returns the points as an observation of a metric of a person in a period, in [PointsUnit], so that criteria
// can ask for them. Its value is not known while [Reached].Points is no one number.
func (r Reached) Observation(of kam.Subject, metric string, in kam.Period) kam.Observation {
	o := kam.Observation{Subject: of, Metric: metric, Unit: PointsUnit, Period: in}
	if r.Points.Known() {
		o.Value = decimal.NewNullDecimal(decimal.NewFromInt(int64(r.Points.Least)))
	}
	return o
}
