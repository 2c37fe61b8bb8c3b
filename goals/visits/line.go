package visits

import (
	"math/big"
	"slices"
)

// Kind says where a line of a plan comes from. The zero value is none.
type Kind string

// Kinds of lines.
const (
	// NewBusiness is work that is to bring deals of a segment.
	NewBusiness Kind = "segment"
	// Existing is the service of the accounts of a tier.
	Existing Kind = "tier"
)

// Line is one activity for one segment or tier over the weeks of a plan, in whole numbers:
// Late + the sum of Weeks + Later is Need. The zero value is none.
type Line struct {
	Kind Kind `json:"kind"`
	// Name is the segment's or the tier's.
	Name     string   `json:"name"`
	Activity Activity `json:"activity"`
	// Exact is what the targets or the rhythm take in all, not rounded.
	Exact *big.Rat `json:"exact"`
	// Need is Exact rounded up, once for the whole line.
	Need int64 `json:"need"`
	// Weeks holds the count for each week, in the order of [WeeklyPlan.Weeks].
	Weeks []int64 `json:"weeks"`
	// Late is what was to be done before the first day of the plan to be in time. It is planned nowhere.
	Late int64 `json:"late"`
	// Later is what is due after the plan, for deals of steps that close after it.
	Later int64 `json:"later"`
}

// Planned returns what the weeks hold together: Need less what is late and what is due later.
func (l Line) Planned() int64 { return l.Need - l.Late - l.Later }

func (l Line) clone() Line {
	l.Weeks = slices.Clone(l.Weeks)
	l.Exact = new(big.Rat).Set(l.Exact)
	return l
}
