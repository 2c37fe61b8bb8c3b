package skills

import (
	"math/big"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/wording"
)

// Gap is how far somebody is from what a place asks for. It is not changed once made. The zero value asks for nothing.
type Gap struct {
	// Person is whom it is about; the zero value is not stated.
	Person kam.Subject `json:"person,omitzero"`
	// Rows has one for each requirement, in the order of the requirements.
	Rows []Row `json:"rows"`
}

// Row is one requirement beside what is known.
type Row struct {
	Skill    string `json:"skill"`
	Required int    `json:"required"`
	Assessed Level  `json:"assessed,omitzero"`
	// Missing is max(0, required - assessed) in levels. It means nothing unless State is [Met] or [NotMet].
	Missing int   `json:"missing,omitempty"`
	State   State `json:"state,omitempty"`
	// Weight is that of the requirement, 1 when none was stated.
	Weight *big.Rat `json:"weight"`
}

// Weighted returns the weight times the levels missing, as a new ratio, and false while the level is unknown.
func (r Row) Weighted() (*big.Rat, bool) {
	if r.State != Met && r.State != NotMet {
		return nil, false
	}
	return new(big.Rat).Mul(r.Weight, big.NewRat(int64(r.Missing), 1)), true
}

// NewGap compares levels with requirements, or returns an [*kam.InvalidError] with every fault: those of the requirements,
// and levels of theirs that are not from 0 to [MaxLevel]. A level that is not in levels makes its row [Unknown] and has no
// part in any sum.
func NewGap(levels Levels, requirements []Requirement) (Gap, error) {
	f := wording.Faults{Prefix: prefix}
	checkRequirements(&f, "$", requirements, nil)
	for _, r := range requirements {
		if level := levels[r.Skill]; level < 0 || level > MaxLevel {
			f.Add("level", "$.levels."+wording.Clip(r.Skill), wording.Say("%d is no level", "%d 不是有效等级", level), wording.Say("use %d to %d", "请使用 %d 到 %d", 0, MaxLevel))
		}
	}
	if err := f.Err(); err != nil {
		return Gap{}, err
	}
	g := Gap{Rows: make([]Row, len(requirements))}
	for i, r := range requirements {
		row := Row{Skill: r.Skill, Required: r.Level, Weight: r.Share(), State: Unknown}
		if level, ok := levels[r.Skill]; ok {
			row.Assessed = Level{Known: true, Value: level}
			row.Missing = max(0, r.Level-level)
			row.State = stateOf(row.Missing == 0)
		}
		g.Rows[i] = row
	}
	return g, nil
}

func stateOf(met bool) State {
	if met {
		return Met
	}
	return NotMet
}

// State returns [NotMet] when a requirement is not met, else [Unknown] when one is unknown, else [Met].
func (g Gap) State() State {
	c := g.Coverage()
	switch {
	case c.NotMet > 0:
		return NotMet
	case c.Unknown > 0:
		return Unknown
	}
	return Met
}

// Sum is the levels of the requirements of which the level is known.
type Sum struct {
	// Rows is how many they are, of how many in All.
	Rows, All int
	// Required, Assessed and Missing are the sums of levels. Assessed counts what somebody can do beyond a requirement too,
	// so that Missing is at least Required - Assessed.
	Required, Assessed, Missing int
	// WeightedRequired and WeightedMissing are sums of weight times levels.
	WeightedRequired, WeightedMissing *big.Rat
}

// Sum adds up the rows that are known.
func (g Gap) Sum() Sum {
	s := Sum{All: len(g.Rows), WeightedRequired: new(big.Rat), WeightedMissing: new(big.Rat)}
	for _, r := range g.Rows {
		weighted, ok := r.Weighted()
		if !ok {
			continue
		}
		s.Rows++
		s.Required += r.Required
		s.Assessed += r.Assessed.Value
		s.Missing += r.Missing
		s.WeightedMissing.Add(s.WeightedMissing, weighted)
		s.WeightedRequired.Add(s.WeightedRequired, new(big.Rat).Mul(r.Weight, big.NewRat(int64(r.Required), 1)))
	}
	return s
}

// OfCurrent returns the levels missing by the levels assessed, both of the requirements of which the level is known: how
// much must be added to what is there. It is false when no level is there.
func (g Gap) OfCurrent() (*big.Rat, bool) {
	s := g.Sum()
	return quotient(s.Missing, s.Assessed)
}

// OfTarget returns the levels missing by the levels required, both of the requirements of which the level is known: which
// part of the target is missing, 0 to 1. It is false when no level is known.
func (g Gap) OfTarget() (*big.Rat, bool) {
	s := g.Sum()
	return quotient(s.Missing, s.Required)
}

// WeightedOfTarget is [Gap.OfTarget] with each level multiplied by the weight of its requirement.
func (g Gap) WeightedOfTarget() (*big.Rat, bool) {
	s := g.Sum()
	if s.WeightedRequired.Sign() == 0 {
		return nil, false
	}
	return s.WeightedMissing.Quo(s.WeightedMissing, s.WeightedRequired), true
}

// Mean returns the levels missing for each requirement of which the level is known. It is false when there is none.
func (g Gap) Mean() (*big.Rat, bool) {
	s := g.Sum()
	return quotient(s.Missing, s.Rows)
}

// Coverage counts the requirements.
func (g Gap) Coverage() Coverage {
	c := Coverage{Required: len(g.Rows)}
	for _, r := range g.Rows {
		c.count(r.State)
	}
	return c
}

// Coverage counts requirements by whether they are met. Required is the sum of the other four.
type Coverage struct {
	Required int `json:"required"`
	Met      int `json:"met"`
	NotMet   int `json:"notMet"`
	Unknown  int `json:"unknown"`
	// Vacant are requirements of places that nobody holds.
	Vacant int `json:"vacant,omitempty"`
}

func (c *Coverage) count(s State) {
	switch s {
	case Met:
		c.Met++
	case NotMet:
		c.NotMet++
	default:
		c.Unknown++
	}
}

// Bounds returns the least and the most that can be covered, as shares of what is required: with every unknown
// requirement missed, and with every one met. They are the same when nothing is unknown, and false when nothing is
// required.
func (c Coverage) Bounds() (least, most *big.Rat, ok bool) {
	least, ok = quotient(c.Met, c.Required)
	most, _ = quotient(c.Met+c.Unknown, c.Required)
	return least, most, ok
}

// Shortage returns which share of what is required is not covered. It is false while a requirement is unknown, and when
// nothing is required.
func (c Coverage) Shortage() (*big.Rat, bool) {
	if c.Unknown > 0 {
		return nil, false
	}
	return quotient(c.Required-c.Met, c.Required)
}

// quotient returns a by b, and false when b is 0.
func quotient(a, b int) (*big.Rat, bool) {
	if b == 0 {
		return nil, false
	}
	return big.NewRat(int64(a), int64(b)), true
}
