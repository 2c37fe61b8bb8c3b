package careerpath

import (
	"errors"
	"fmt"
	"slices"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/careerpath/criteria"
	"github.com/kam-go/kam/careerpath/evidence"
	"github.com/kam-go/kam/careerpath/skills"
	"github.com/kam-go/kam/internal/strictjson"
	"github.com/kam-go/kam/internal/wording"
)

// ErrNotInForce says that a ladder is not in force on a day.
var ErrNotInForce = errors.New("careerpath: the ladder is not in force")

// Readiness is where a person stands on a day, and how far every move from there is: each criterion with the person's own
// evidence. It is plain data; the zero value is nobody's.
type Readiness struct {
	Format int `json:"format"`
	// Ladder and Version name the ladder, Hash says which edition it was to the letter, see [Program.Hash].
	Ladder  string      `json:"ladder"`
	Version int         `json:"version"`
	Hash    string      `json:"hash"`
	Name    kam.Text    `json:"name"`
	Person  kam.Subject `json:"person"`
	AsOf    kam.Day     `json:"asOf"`
	// Stage is where the person stands, "" when that is not known, which Why tells the reason of.
	Stage string   `json:"stage,omitempty"`
	Why   PlaceWhy `json:"why,omitempty"`
	// Title is what people at the stage are usually called.
	Title kam.Text `json:"title,omitzero"`
	// Since is the first day of the stage, without a break up to AsOf.
	Since kam.Day `json:"since,omitzero"`
	// Moves are the ways on, in the order of the ladder: promotions, lateral and cross-department moves, and returns.
	Moves []MoveReadiness `json:"moves,omitempty"`
	// Standing are the rules on staying: demotions and probation, which are due when they are met.
	Standing []MoveReadiness `json:"standing,omitempty"`
	// Points is what the person's skills make in the points framework; nil when the ladder has none.
	Points *Reached `json:"points,omitempty"`
}

// PlaceWhy says why it is not known where a person stands. The zero value is: it is known.
type PlaceWhy string

// Reasons why it is not known where a person stands.
const (
	NoPosition PlaceWhy = "no-position" // the file has no position on the day
	OffLadder  PlaceWhy = "off-ladder"  // no position on the day is a stage of the ladder
	TwoStages  PlaceWhy = "two-stages"  // positions of two or more stages
)

// MoveReadiness is how far a person is from one move.
type MoveReadiness struct {
	// Move is the ID of the move, To the stage it leads to, Title what people there are usually called; the last two are
	// empty for [Probation].
	Move  string   `json:"move"`
	Kind  MoveKind `json:"kind"`
	Name  kam.Text `json:"name,omitzero"`
	To    string   `json:"to,omitempty"`
	Title kam.Text `json:"title,omitzero"`
	// Result says of every criterion whether it is met, by which evidence, and what is missing.
	Result criteria.Result `json:"result"`
	// Outlook says when, at the present trend.
	Outlook criteria.Outlook `json:"outlook"`
	// Skills compares the person with what people at the stage are to be able to do, which need not be a criterion. There is
	// none where the stage does not tell, and for demotions and probation.
	Skills []SkillGap `json:"skills,omitempty"`
}

// SkillGap is one skill that a stage asks for beside what is known of the person.
type SkillGap struct {
	// Name is what people call the skill.
	Name kam.Text   `json:"name"`
	Gap  skills.Row `json:"gap"`
}

// Levels returns what the person can do of what the stage of the move asks for, as far as it is known: what a development
// plan begins from. Without skills it is empty.
func (m MoveReadiness) Levels() skills.Levels {
	levels := skills.Levels{}
	for _, g := range m.Skills {
		if g.Gap.Assessed.Known {
			levels[g.Gap.Skill] = g.Gap.Assessed.Value
		}
	}
	return levels
}

// State is that of the criteria.
func (m MoveReadiness) State() criteria.State { return m.Result.State }

// Readiness returns where the person of a file stands on a day and how far every move from there is. Where that is not
// known, because the file has no position on the ladder or several, no move is judged. The level of a skill is the lowest
// that assessors other than the person vouch for, of each the latest assessment that counts on the day. Outlooks look two
// years ahead.
//
// The error wraps [ErrNotInForce] on a day on which the ladder is not in force, or is the one of [evidence.File.Check].
func (p *Program) Readiness(file evidence.File, asOf kam.Day) (Readiness, error) {
	if !p.InForce(asOf) {
		return Readiness{}, fmt.Errorf("%w: %s is in force in %s, not on %s", ErrNotInForce, wording.Quote(p.ladder.ID), p.ladder.Effective, wording.Quote(asOf.String()))
	}
	if err := file.Check(); err != nil {
		return Readiness{}, err
	}
	r := Readiness{
		Format: Format, Ladder: p.ladder.ID, Version: p.ladder.Version, Hash: p.hash, Name: p.ladder.Name, Person: file.Person, AsOf: asOf,
	}
	profile, err := p.profile(file, asOf)
	if err != nil {
		return Readiness{}, err
	}
	if p.ladder.Points != nil {
		reached, err := p.Reached(profile.Levels())
		if err != nil {
			return Readiness{}, err
		}
		r.Points = &reached
	}
	if r.Stage, r.Why = p.standsAt(file, asOf); r.Why != "" {
		return r, nil
	}
	at := p.stages[r.Stage]
	r.Title, r.Since = p.ladder.Stages[at].Titles[0], since(file, r.Stage, asOf)
	for _, i := range p.leaving[at] {
		m, err := p.ready(i, file, asOf, profile)
		if err != nil {
			return Readiness{}, err
		}
		if m.Kind.leads() {
			r.Moves = append(r.Moves, m)
		} else {
			r.Standing = append(r.Standing, m)
		}
	}
	return r, nil
}

// profile is what is known of the skills of a person. Assessments of skills that the ladder does not know are left out.
func (p *Program) profile(file evidence.File, asOf kam.Day) (skills.Profile, error) {
	known := p.ladder.Vocabulary.Skills
	if len(known) == 0 {
		return skills.Profile{Person: file.Person}, nil
	}
	file.Skills = slices.DeleteFunc(slices.Clone(file.Skills), func(a evidence.Assessment) bool {
		return !slices.ContainsFunc(known, func(s evidence.Skill) bool { return s.ID == a.Skill })
	})
	m, err := skills.NewMatrix(skills.Request{Skills: known, Files: []evidence.File{file}, Policy: skills.Policy{Combine: skills.Lowest}, AsOf: asOf})
	if err != nil {
		return skills.Profile{}, err
	}
	return m.People[0], nil
}

// standsAt returns the one stage of the ladder that a file has on a day, or why there is none.
func (p *Program) standsAt(file evidence.File, asOf kam.Day) (string, PlaceWhy) {
	held := file.PositionsOn(asOf)
	if len(held) == 0 {
		return "", NoPosition
	}
	stage := ""
	for _, position := range held {
		switch _, here := p.stages[position.Stage]; {
		case !here || position.Stage == stage:
		case stage != "":
			return "", TwoStages
		default:
			stage = position.Stage
		}
	}
	if stage == "" {
		return "", OffLadder
	}
	return stage, ""
}

// since returns the first day of an unbroken stretch of positions of a stage up to a day.
func since(file evidence.File, stage string, day kam.Day) kam.Day {
	first := kam.Day{}
	for day.IsSet() {
		earlier := kam.Day{}
		for _, position := range file.Positions {
			if position.Stage == stage && position.Held.Contains(day) && (!earlier.IsSet() || position.Held.From.Before(earlier)) {
				earlier = position.Held.From
			}
		}
		if !earlier.IsSet() {
			break
		}
		first, day = earlier, earlier.AddDays(-1)
	}
	return first
}

// ready judges one move.
func (p *Program) ready(i int, file evidence.File, asOf kam.Day, profile skills.Profile) (MoveReadiness, error) {
	m := &p.ladder.Moves[i]
	out := MoveReadiness{
		Move: m.ID, Kind: m.Kind, Name: m.Name, To: m.To,
		Result: p.criteria[i].Evaluate(file, asOf), Outlook: p.criteria[i].Forecast(file, criteria.Horizon{AsOf: asOf}),
	}
	if m.Kind == Probation {
		return out, nil
	}
	to := &p.ladder.Stages[p.stages[m.To]]
	out.Title = to.Titles[0]
	if !m.Kind.leads() || len(to.Skills) == 0 {
		return out, nil
	}
	gap, err := profile.Gap(to.Skills)
	if err != nil {
		return MoveReadiness{}, err
	}
	for _, row := range gap.Rows {
		out.Skills = append(out.Skills, SkillGap{Name: p.skillName(row.Skill), Gap: row})
	}
	return out, nil
}

// skillName is what people call a skill.
func (p *Program) skillName(id string) kam.Text {
	for _, s := range p.ladder.Vocabulary.Skills {
		if s.ID == id && s.Name != (kam.Text{}) {
			return s.Name
		}
	}
	return wording.Same(id)
}

// JSON returns r as indented JSON that [ParseReadiness] reads back.
func (r Readiness) JSON() ([]byte, error) { return strictjson.Pretty(r) }

// ParseReadiness reads what [Readiness.JSON] wrote. Reading is strict; the error is an [*kam.InvalidError] with every fault:
// of the text, or, once that can be read, a format and words that no readiness has. Whether a result follows from its
// figures is told by [criteria.VerifyResult].
func ParseReadiness(data []byte) (Readiness, error) {
	var r Readiness
	if err := strictjson.Decode(data, &r, "readiness").Err(); err != nil {
		return Readiness{}, err
	}
	if err := r.checkWords(); err != nil {
		return Readiness{}, err
	}
	return r, nil
}
