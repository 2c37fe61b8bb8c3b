package promotion

import (
	"slices"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/strictjson"
	"github.com/kam-go/kam/internal/wording"
)

// Program is a cycle that was found sound. It is immutable and safe for concurrent use; get one from [Compile].
type Program struct {
	cycle    Cycle
	hash     string
	calendar *kam.Calendar
	warnings kam.Findings

	openings    map[string]int
	exercises   map[string]int
	sets        map[string]int
	facts       map[string]int
	panel       map[kam.Subject]int
	sortedPanel []kam.Subject // by kind and ID
	officers    map[kam.Subject]bool
	arbiters    map[kam.Subject]bool
	judges      []map[kam.Subject]bool // of each exercise
	takes       [][]int                // of each opening, its exercises
	between     map[pair][]Relation    // what stands between two people, in the order of the cycle
}

// pair is two people, the one whose kind and ID are smaller first.
type pair struct{ a, b kam.Subject }

func pairOf(a, b kam.Subject) pair {
	if compareSubjects(a, b) > 0 {
		a, b = b, a
	}
	return pair{a, b}
}

// Compile checks c and returns it as a program, or every fault found in one [*kam.InvalidError]. Warnings are at
// [Program.Warnings].
func Compile(c Cycle) (*Program, error) {
	f := wording.Faults{Prefix: prefix}
	p := &Program{}
	k := &checker{Faults: &f, c: &c, p: p}
	k.check()
	if err := f.Err(); err != nil {
		return nil, err
	}
	data, err := strictjson.Canonical(c)
	if err != nil {
		return nil, unwritable(err)
	}
	if p.cycle, err = ParseCycle(data); err != nil { // a copy that shares nothing with c
		return nil, err
	}
	p.hash, p.warnings = digestOf(data), f.Findings()
	p.index()
	return p, nil
}

// index prepares what events are checked against.
func (p *Program) index() {
	c := &p.cycle
	p.openings, p.exercises, p.sets, p.facts = map[string]int{}, map[string]int{}, map[string]int{}, map[string]int{}
	p.panel, p.officers, p.arbiters = map[kam.Subject]int{}, map[kam.Subject]bool{}, map[kam.Subject]bool{}
	p.between = map[pair][]Relation{}
	for i, o := range c.Openings {
		p.openings[o.ID] = i
	}
	for i, s := range c.Criteria {
		p.sets[s.ID] = i
	}
	for i, s := range c.Facts {
		p.facts[s.ID] = i
	}
	for i, j := range c.Panel {
		p.panel[j.Person] = i
		p.sortedPanel = append(p.sortedPanel, j.Person)
	}
	slices.SortFunc(p.sortedPanel, compareSubjects)
	for _, s := range c.Officers {
		p.officers[s] = true
	}
	for _, s := range c.Arbiters {
		p.arbiters[s] = true
	}
	for _, r := range c.Relations {
		key := pairOf(r.Of, r.To)
		p.between[key] = append(p.between[key], r)
	}
	p.takes = make([][]int, len(c.Openings))
	for i, e := range c.Exercises {
		p.exercises[e.ID] = i
		judges := map[kam.Subject]bool{}
		for _, j := range e.Judges {
			judges[j] = true
		}
		if len(e.Judges) == 0 {
			for _, j := range c.Panel {
				judges[j.Person] = true
			}
		}
		p.judges = append(p.judges, judges)
		for o := range c.Openings {
			if len(e.Openings) == 0 || slices.Contains(e.Openings, c.Openings[o].ID) {
				p.takes[o] = append(p.takes[o], i)
			}
		}
	}
}

// Cycle returns the cycle; it is the caller's own.
func (p *Program) Cycle() Cycle {
	data, err := strictjson.Canonical(p.cycle)
	if err != nil {
		return Cycle{}
	}
	c, err := ParseCycle(data)
	if err != nil {
		return Cycle{}
	}
	return c
}

// Hash returns [Cycle.Hash] of the cycle.
func (p *Program) Hash() string { return p.hash }

// Warnings returns what is allowed in the cycle and seldom meant, such as tie-breaks that may leave a tie.
func (p *Program) Warnings() kam.Findings { return slices.Clone(p.warnings) }

// term returns the last day of a term that starts on the day after d.
func (p *Program) term(d kam.Day, t Term) (kam.Day, error) {
	if t.Working {
		return p.calendar.AddWorkingDays(d, t.Days)
	}
	return d.AddDays(t.Days), nil
}
