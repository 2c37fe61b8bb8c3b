package desk

import (
	"cmp"
	"slices"
	"strings"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
)

// Everybody is the scope of those who see the whole company.
const Everybody = ""

// Person is somebody of the company.
type Person struct {
	ID, Name string
	// Manager is whom the person reports to; empty for nobody.
	Manager string
	// Plans are the ids of the plans that the person is on.
	Plans []string
}

// people is who there is, on one day.
type people struct {
	list    []Person // by id
	at      map[string]int
	leads   map[string]bool
	byNames []string // folded names and ids, in the order of list

	assignments map[string][]incentive.Assignment
	reporting   map[string][]incentive.ReportingLine
}

func newPeople(roster incentive.Roster, today kam.Day) people {
	p := people{
		at: map[string]int{}, leads: map[string]bool{},
		assignments: map[string][]incentive.Assignment{}, reporting: map[string][]incentive.ReportingLine{},
	}
	for _, payee := range roster.Payees {
		name := payee.Name
		if name == "" {
			name = payee.ID
		}
		p.list = append(p.list, Person{ID: payee.ID, Name: name})
	}
	slices.SortFunc(p.list, func(a, b Person) int { return cmp.Compare(a.ID, b.ID) })
	for i, one := range p.list {
		p.at[one.ID] = i
		p.byNames = append(p.byNames, strings.ToLower(one.Name+" "+one.ID))
	}
	for _, line := range roster.Reporting {
		p.reporting[line.Payee] = append(p.reporting[line.Payee], line)
		if i, ok := p.at[line.Payee]; ok && line.Period.Contains(today) {
			p.list[i].Manager = line.Manager
			p.leads[line.Manager] = true
		}
	}
	for _, a := range roster.Assignments {
		p.assignments[a.Payee] = append(p.assignments[a.Payee], a)
		if i, ok := p.at[a.Payee]; ok && !slices.Contains(p.list[i].Plans, a.Plan) {
			p.list[i].Plans = append(p.list[i].Plans, a.Plan)
		}
	}
	return p
}

// above yields everybody above a person, the nearest first; a circle ends where it began.
func (p people) above(id string) []string {
	var out []string
	for i, ok := p.at[id]; ok; i, ok = p.at[p.list[i].Manager] {
		manager := p.list[i].Manager
		if manager == "" || manager == id || slices.Contains(out, manager) {
			break
		}
		out = append(out, manager)
	}
	return out
}

// Person returns who has an id.
func (d *Desk) Person(id string) (Person, bool) {
	i, ok := d.people.at[id]
	if !ok {
		return Person{}, false
	}
	return d.people.list[i], true
}

// Name returns what people call somebody, and the id of a stranger.
func (d *Desk) Name(id string) string {
	if p, ok := d.Person(id); ok {
		return p.Name
	}
	return id
}

// Within tells whether a person is somewhere below a manager; everybody who is known is within [Everybody], and nobody is below
// themself.
func (d *Desk) Within(scope, id string) bool {
	if _, known := d.people.at[id]; !known {
		return false
	}
	return scope == Everybody || slices.Contains(d.people.above(id), scope)
}

// Leads tells whether anybody reports to a person.
func (d *Desk) Leads(id string) bool { return d.people.leads[id] }

// Find returns at most limit people below a scope whose name or id contains a text, whatever its case, by id.
func (d *Desk) Find(scope, text string, limit int) []Person {
	text = strings.ToLower(strings.TrimSpace(text))
	var out []Person
	for i, name := range d.people.byNames {
		if len(out) == limit {
			break
		}
		if strings.Contains(name, text) && d.Within(scope, d.people.list[i].ID) {
			out = append(out, d.people.list[i])
		}
	}
	return out
}
