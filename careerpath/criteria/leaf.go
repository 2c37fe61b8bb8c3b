package criteria

import (
	"math/big"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/careerpath/evidence"
)

// leaf is a criterion that was checked. Rule holds it as it was stated, with nothing but the criterion.
type leaf struct {
	kind Kind
	// same is the node of the first criterion that asks the same, whatever its ID and name: its own if there is none.
	same int
	rule Rule
	// Of a metric and a streak:
	lane int
	mark mark
	also []mark   // of a streak, in its order
	hits int      // of a streak and a review
	unit kam.Text // what the figure counts
	// counted is what the values of a streak count.
	counted kam.Text
	name    kam.Text // of the metric, the skill, and so on
	first   int      // of a review: the index of the rating
	scale   evidence.ReviewScale
	top     int // of a skill: its highest level
}

// mark is a threshold: as a ratio where the figure is one.
type mark struct {
	exact *big.Rat
	// small is the same in machine integers, if it fits.
	small small
	fits  bool
}

// seriesKey is what observations of one series share.
type seriesKey struct {
	metric, scope, unit string
	currency            kam.Currency
}

// trackKey is what decides the steps that a criterion looks at.
type trackKey struct {
	step   kam.PeriodKind
	last   int
	year   YearWindow
	period kam.Period
	base   bool // as many steps before, for growth
}

// laneKey is what decides the values of the steps: a series, seen along a track.
type laneKey struct {
	series, track int
	ratio         bool
	finer         bool
}

// lane is the values of a series along a track, in one form.
type lane laneKey

// passes tells whether a figure that compares with the threshold as c does passes.
func (c Comparison) passes(cmp int) bool {
	switch c {
	case AtLeast:
		return cmp >= 0
	case Above:
		return cmp > 0
	case AtMost:
		return cmp <= 0
	case Below:
		return cmp < 0
	default:
		return false
	}
}

// upward tells whether more makes it easier to pass.
func (c Comparison) upward() bool { return c == AtLeast || c == Above }
