package skills

import (
	"cmp"
	"slices"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/wording"
)

// Bench is who has a skill at a level, so that one can stand in for the other.
type Bench struct {
	Skill string `json:"skill"`
	Level int    `json:"level"`
	// Fewest is how many people there should be.
	Fewest int `json:"fewest"`
	// Holders have the level, NotAssessed may have it; both in the order of the matrix.
	Holders     []kam.Subject `json:"holders,omitempty"`
	NotAssessed []kam.Subject `json:"notAssessed,omitempty"`
	// State is [Met] with enough holders, [NotMet] when even all who are not assessed would not be enough, else [Unknown].
	State State `json:"state,omitempty"`
}

// Bench tells for each level wanted of a skill whether at least fewest people have it, in the order of wanted. Weights
// have no part in it. A fewest below 1 and faults of wanted are reported at once in an [*kam.InvalidError].
func (m *Matrix) Bench(wanted []Requirement, fewest int) ([]Bench, error) {
	f := wording.Faults{Prefix: prefix}
	checkRequirements(&f, "$", wanted, m.top())
	if fewest < 1 {
		f.Add("fewest", "$.fewest", wording.Say("%d people are too few to ask for", "要求 %d 人过少", fewest), wording.Say("ask for at least 1", "请至少要求 1 人"))
	}
	if err := f.Err(); err != nil {
		return nil, err
	}
	list := make([]Bench, len(wanted))
	for i, w := range wanted {
		column := m.column(w.Skill)
		b := Bench{Skill: w.Skill, Level: w.Level, Fewest: fewest}
		for _, p := range m.People {
			switch level := p.Cells[column].Level; {
			case !level.Known:
				b.NotAssessed = append(b.NotAssessed, p.Person)
			case level.Value >= w.Level:
				b.Holders = append(b.Holders, p.Person)
			}
		}
		switch {
		case len(b.Holders) >= fewest:
			b.State = Met
		case len(b.Holders)+len(b.NotAssessed) < fewest:
			b.State = NotMet
		default:
			b.State = Unknown
		}
		list[i] = b
	}
	return list, nil
}

// column returns the place of a skill that the matrix has.
func (m *Matrix) column(skill string) int {
	for i, s := range m.Skills {
		if s.ID == skill {
			return i
		}
	}
	return 0
}

// Expiry is a level that changes because an assessment runs out.
type Expiry struct {
	Person kam.Subject `json:"person"`
	Skill  string      `json:"skill"`
	// Now is the level on the day of the matrix, Then the one from Until on unless somebody assesses the skill again.
	Now   Level   `json:"now,omitzero"`
	Until kam.Day `json:"until"`
	Then  Level   `json:"then,omitzero"`
}

// Expiring returns every skill of which an assessment that counts runs out within a number of days after the day of the
// matrix, inclusive: the earliest first, then by kind and ID of the person and by skill. Below 1 day there are none.
func (m *Matrix) Expiring(days int) []Expiry {
	var list []Expiry
	for _, p := range m.People {
		for _, c := range p.Cells {
			if c.Until.IsSet() && c.Until.Sub(m.AsOf) <= days {
				list = append(list, Expiry{Person: p.Person, Skill: c.Skill, Now: c.Level, Until: c.Until, Then: c.Then})
			}
		}
	}
	slices.SortFunc(list, func(a, b Expiry) int {
		return cmp.Or(a.Until.Compare(b.Until), cmp.Compare(a.Person.Kind, b.Person.Kind), cmp.Compare(a.Person.ID, b.Person.ID), cmp.Compare(a.Skill, b.Skill))
	})
	return list
}
