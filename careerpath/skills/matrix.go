package skills

import (
	"cmp"
	"slices"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/careerpath/evidence"
	"github.com/kam-go/kam/internal/wording"
)

// Limits of a matrix, all inclusive.
const (
	MaxPeople = 100_000
	MaxSkills = 1000
	// MaxCells is people times skills.
	MaxCells = 2_000_000
	// MaxAssessments is the most assessments in a file.
	MaxAssessments = evidence.MaxRecords
)

// Request is what a matrix is made of.
type Request struct {
	// Skills are the columns, in this order; assessments of other skills are a fault.
	Skills []evidence.Skill `json:"skills"`
	// Files are the rows, in this order, one for each person. Only their assessments are read.
	Files []evidence.File `json:"files"`
	// Policy says how the opinions of several assessors become one level.
	Policy Policy `json:"policy"`
	// AsOf is the day on which things are as the matrix says.
	AsOf kam.Day `json:"asOf"`
}

// Matrix is people by skills on a day. It is not changed once made, and safe for concurrent use. The zero value is empty.
type Matrix struct {
	AsOf   kam.Day          `json:"asOf"`
	Policy Policy           `json:"policy"`
	Skills []evidence.Skill `json:"skills"`
	People []Profile        `json:"people"`
}

// Profile is one person's row.
type Profile struct {
	Person kam.Subject `json:"person"`
	// Cells has one for each skill of the matrix, in its order.
	Cells []Cell `json:"cells"`
}

// Cell is what is known of one skill of one person.
type Cell struct {
	Skill string `json:"skill"`
	// Level is what the others' opinions make; unknown when there are too few of them.
	Level Level `json:"level,omitzero"`
	// Self is the person's own opinion; it has no part in Level.
	Self Level `json:"self,omitzero"`
	// Sight compares both.
	Sight Sight `json:"sight,omitempty"`
	// Views are the opinions of others that count on the day, the latest of each, by kind and ID of the assessor.
	Views []View `json:"views,omitempty"`
	// Until is the first day on which one of Views no longer counts; unset when all of them count for ever.
	Until kam.Day `json:"until,omitzero"`
	// Then is the level from Until on, unless somebody assesses the skill after the day of the matrix; it means
	// nothing without Until.
	Then Level `json:"then,omitzero"`
}

// View is the level that one assessor saw.
type View struct {
	Assessor kam.Subject `json:"assessor"`
	Level    int         `json:"level"`
	On       kam.Day     `json:"on"`
	// Until is the first day on which it no longer counts; unset is never.
	Until kam.Day `json:"until,omitzero"`
}

// NewMatrix returns what is known of everybody's skills on a day, or an [*kam.InvalidError] with every fault. The order
// of the assessments in a file does not matter.
func NewMatrix(r Request) (*Matrix, error) {
	f := wording.Faults{Prefix: prefix}
	column := r.check(&f)
	if err := f.Err(); err != nil {
		return nil, err
	}
	m := &Matrix{
		AsOf: r.AsOf, Policy: r.Policy, Skills: slices.Clone(r.Skills), People: make([]Profile, len(r.Files)),
	}
	m.Policy.Named = slices.Clone(r.Policy.Named)
	for i, s := range m.Skills {
		m.Skills[i].Levels = slices.Clone(s.Levels)
	}
	for i, file := range r.Files {
		m.People[i] = Profile{Person: file.Person, Cells: m.cells(file, column)}
	}
	return m, nil
}

// cells returns one cell for each skill.
func (m *Matrix) cells(file evidence.File, column map[string]int) []Cell {
	sorted := slices.Clone(file.Skills)
	slices.SortFunc(sorted, func(a, b evidence.Assessment) int {
		return cmp.Or(
			cmp.Compare(column[a.Skill], column[b.Skill]),
			cmp.Compare(a.Assessor.Kind, b.Assessor.Kind), cmp.Compare(a.Assessor.ID, b.Assessor.ID),
			b.On.Compare(a.On), cmp.Compare(a.Level, b.Level), b.Until.Compare(a.Until))
	})
	cells := make([]Cell, len(m.Skills))
	for i, s := range m.Skills {
		n := 0
		for n < len(sorted) && column[sorted[n].Skill] == i {
			n++
		}
		cells[i] = m.cell(s.ID, file.Person, sorted[:n])
		sorted = sorted[n:]
	}
	return cells
}

// cell makes a cell of the assessments of one skill, those of one assessor together and the latest first.
func (m *Matrix) cell(skill string, person kam.Subject, sorted []evidence.Assessment) Cell {
	c := Cell{Skill: skill}
	if len(sorted) == 0 {
		return c
	}
	c.Self, c.Views = viewsOn(m.AsOf, person, sorted)
	c.Level = m.Policy.level(c.Views)
	c.Sight = sightOf(c.Self, c.Level)
	for _, v := range c.Views {
		if v.Until.IsSet() && (!c.Until.IsSet() || v.Until.Before(c.Until)) {
			c.Until = v.Until
		}
	}
	if c.Until.IsSet() {
		later := slices.DeleteFunc(slices.Clone(c.Views), func(v View) bool { return v.Until == c.Until })
		c.Then = m.Policy.level(later)
	}
	return c
}

// viewsOn returns what counts on a day of the assessments of one skill.
func viewsOn(day kam.Day, person kam.Subject, sorted []evidence.Assessment) (self Level, others []View) {
	done := false
	for i, a := range sorted {
		if i > 0 && a.Assessor != sorted[i-1].Assessor {
			done = false
		}
		if done || a.On.After(day) {
			continue
		}
		done = true
		switch {
		case a.Until.IsSet() && !day.Before(a.Until):
		case a.Assessor == person:
			self = Level{Known: true, Value: a.Level}
		default:
			others = append(others, View{Assessor: a.Assessor, Level: a.Level, On: a.On, Until: a.Until})
		}
	}
	return self, others
}

// Of returns the row of a person, and whether the matrix has one. Its time grows with the number of people.
func (m *Matrix) Of(person kam.Subject) (Profile, bool) {
	for _, p := range m.People {
		if p.Person == person {
			return p, true
		}
	}
	return Profile{}, false
}

// Levels returns what is known of a person's skills; what is not known is not in it.
func (p Profile) Levels() Levels {
	levels := make(Levels, len(p.Cells))
	for _, c := range p.Cells {
		if c.Level.Known {
			levels[c.Skill] = c.Level.Value
		}
	}
	return levels
}

// Gap compares the person with requirements, as [NewGap] does.
func (p Profile) Gap(requirements []Requirement) (Gap, error) {
	g, err := NewGap(p.Levels(), requirements)
	if err != nil {
		return Gap{}, err
	}
	g.Person = p.Person
	return g, nil
}
