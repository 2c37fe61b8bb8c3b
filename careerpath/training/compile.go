package training

import (
	"slices"

	"github.com/kam-go/kam/careerpath/evidence"
	"github.com/kam-go/kam/internal/wording"
)

// Limits of a catalogue, all inclusive.
const (
	MaxOfferings = 5000
	// MaxParts is the most prerequisites, lifts or sessions of one offering.
	MaxParts = 1000
	// MaxAmount is the largest amount, MaxHours the longest time; both have at most MaxPlaces decimal places.
	MaxAmount = 1_000_000_000_000
	MaxHours  = 1_000_000
	MaxPlaces = 6
	// MaxMonths is the longest that a certificate holds.
	MaxMonths = 1200
	// MaxSeats is the largest number of seats.
	MaxSeats = 1_000_000
)

// Program is a catalogue without faults. It is immutable and safe for concurrent use.
type Program struct {
	catalogue Catalogue
	index     map[string]int   // offering by ID
	sessions  []map[string]int // session by ID, for each offering
}

// Compile checks a catalogue against the skills and certificates of a vocabulary, and returns it as a program, or an
// [*kam.InvalidError] with every fault: among them prerequisites that lead back to where they began, told offering by
// offering.
func Compile(c Catalogue, v evidence.Vocabulary) (*Program, error) {
	f := wording.Faults{Prefix: prefix}
	newChecker(&f, v).catalogue(c)
	if err := f.Err(); err != nil {
		return nil, err
	}
	p := &Program{catalogue: cloneCatalogue(c), index: make(map[string]int, len(c.Offerings)), sessions: make([]map[string]int, len(c.Offerings))}
	for i, o := range c.Offerings {
		p.index[o.ID] = i
		p.sessions[i] = make(map[string]int, len(o.Sessions))
		for j, s := range o.Sessions {
			p.sessions[i][s.ID] = j
		}
	}
	return p, nil
}

// Catalogue returns a copy of what was compiled.
func (p *Program) Catalogue() Catalogue { return cloneCatalogue(p.catalogue) }

// Offering returns a copy of the offering with an ID, and whether there is one.
func (p *Program) Offering(id string) (Offering, bool) {
	o := p.offering(id)
	if o == nil {
		return Offering{}, false
	}
	return cloneOffering(*o), true
}

func (p *Program) offering(id string) *Offering {
	i, ok := p.index[id]
	if !ok {
		return nil
	}
	return &p.catalogue.Offerings[i]
}

// session returns a session of an offering; nil when there is none.
func (p *Program) session(offering, id string) *Session {
	i, ok := p.index[offering]
	if !ok {
		return nil
	}
	j, ok := p.sessions[i][id]
	if !ok {
		return nil
	}
	return &p.catalogue.Offerings[i].Sessions[j]
}

// Before returns the IDs of all offerings that have to be completed before one, those it requires and those that they
// require in turn, each after what it requires itself. There are none for an ID that is not in the catalogue.
func (p *Program) Before(id string) []string {
	var order []string
	seen := map[string]bool{id: true}
	var visit func(id string)
	visit = func(id string) {
		o := p.offering(id)
		if o == nil {
			return
		}
		for _, before := range o.Requires {
			if !seen[before] {
				seen[before] = true
				visit(before)
				order = append(order, before)
			}
		}
	}
	visit(id)
	return order
}

// Teaching returns copies of the offerings that teach a skill, in the order of the catalogue.
func (p *Program) Teaching(skill string) []Offering {
	var list []Offering
	for _, o := range p.catalogue.Offerings {
		if slices.ContainsFunc(o.Teaches, func(l Lift) bool { return l.Skill == skill }) {
			list = append(list, cloneOffering(o))
		}
	}
	return list
}

func cloneCatalogue(c Catalogue) Catalogue {
	c.Offerings = slices.Clone(c.Offerings)
	for i, o := range c.Offerings {
		c.Offerings[i] = cloneOffering(o)
	}
	return c
}

func cloneOffering(o Offering) Offering {
	o.Requires, o.Teaches, o.Sessions = slices.Clone(o.Requires), slices.Clone(o.Teaches), slices.Clone(o.Sessions)
	if o.Grants != nil {
		grant := *o.Grants
		o.Grants = &grant
	}
	return o
}
