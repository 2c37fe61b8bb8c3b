package awards

import (
	"crypto/sha256"
	"encoding/hex"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/strictjson"
	"github.com/kam-go/kam/internal/wording"
)

// Program is a compiled catalogue: immutable, and safe for concurrent use.
type Program struct {
	c        Catalogue
	calendar *kam.Calendar
	hash     string
}

// Compile checks a catalogue and returns it ready to decide, or every fault in one [*kam.InvalidError]. Fiscal years are
// those of the calendar, nil being the Gregorian one. The program keeps nothing of c that the caller can change.
func Compile(c Catalogue, calendar *kam.Calendar) (*Program, error) {
	f := &checker{Faults: wording.Faults{Prefix: prefix}}
	f.catalogue(c)
	if err := f.Err(); err != nil {
		return nil, err
	}
	data, err := strictjson.Canonical(c)
	if err != nil {
		return nil, err
	}
	own := Catalogue{}
	if err := strictjson.Decode(data, &own, prefix).Err(); err != nil {
		return nil, err
	}
	sum := sha256.Sum256(data)
	return &Program{c: own, calendar: calendar, hash: hex.EncodeToString(sum[:])}, nil
}

// Hash returns the SHA-256, in hex, of the canonical form of the catalogue.
func (p *Program) Hash() string { return p.hash }

// Allowance returns how many points one giver may give in the calendar month of a day: what the catalogue says, as changed by
// the last change of an earlier month. It is 0 for a catalogue without points and for an unset day.
func (p *Program) Allowance(d kam.Day) int {
	if p.c.Points == nil || !d.IsSet() {
		return 0
	}
	points, from := p.c.Points.Monthly, kam.Day{}
	first := d.AddDays(1 - d.DayOfMonth())
	for _, c := range p.c.Points.Changes {
		if c.On.Before(first) && !c.On.Before(from) {
			points, from = c.Monthly, c.On
		}
	}
	return points
}

// benefit returns the benefit with an ID.
func (p *Program) benefit(id string) (Benefit, bool) {
	for _, b := range p.c.Benefits {
		if b.ID == id {
			return b, true
		}
	}
	return Benefit{}, false
}

// recognition returns the recognition with an ID.
func (p *Program) recognition(id string) (Recognition, bool) {
	for _, r := range p.c.Recognitions {
		if r.ID == id {
			return r, true
		}
	}
	return Recognition{}, false
}

// tier returns the innovation tier with an ID.
func (p *Program) tier(id string) (Tier, bool) {
	if p.c.Innovation != nil {
		for _, t := range p.c.Innovation.Tiers {
			if t.ID == id {
				return t, true
			}
		}
	}
	return Tier{}, false
}
