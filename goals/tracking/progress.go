package tracking

import (
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/goals"
	"github.com/kam-go/kam/goals/likelihood"
	"github.com/kam-go/kam/internal/num"
)

// Phase says where in its period a goal is. The zero value is none.
type Phase string

// Phases of a goal. The as-of day counts as a whole, so a period is over on its last day.
const (
	Ahead   Phase = "ahead"   // the as-of day is before the first day
	Running Phase = "running" // the as-of day is in the period and not its last
	Over    Phase = "over"    // the as-of day is the last day or later
)

// AttainmentMetric is the metric of [Progress.Observation].
const AttainmentMetric = "attainment"

// Progress is how far a goal is on a day. It is immutable when left alone: its numbers hand out copies. Numbers that
// nobody can know are not known, never zero. The zero value is the progress of nothing.
type Progress struct {
	// Goal is the goal that was tracked as it was known on AsOf: amendments that were decided later are left out.
	Goal goals.Goal `json:"goal"`
	// AsOf is the last day that counted, Basis what the period was measured in, calendar days where it has no working
	// day, and Phase where in it AsOf is.
	AsOf  kam.Day `json:"asOf"`
	Basis Basis   `json:"basis"`
	Phase Phase   `json:"phase"`
	// DaysLeft is how many calendar days of the period follow AsOf; before the period all of its days.
	DaysLeft int `json:"daysLeft"`
	// Readings is how many observations made up Actual, and ReadTo the last day that one of them covers.
	Readings int     `json:"readings"`
	ReadTo   kam.Day `json:"readTo,omitzero"`

	// Target is what is to be reached over the whole period: of a flow with amendments each target weighted with the
	// days that it is in force, working days on that basis and calendar days on the others; of a stock the last one.
	// What was decided after AsOf does not count.
	Target Exact `json:"target"`
	// Actual is the value to date: of a flow the sum, of a stock the latest reading.
	Actual Exact `json:"actual"`
	// Attainment is Achieved by Asked, 1 at the target and more when better; see the package for the formula.
	Attainment Exact `json:"attainment"`
	Achieved   Exact `json:"achieved"`
	Asked      Exact `json:"asked"`
	// Expected is the value that Actual would have on plan, and Lead how much better Actual is: negative when behind.
	Expected Exact `json:"expected"`
	Lead     Exact `json:"lead"`
	// Pace is attainment of what was expected to date: 1 on plan and more when better.
	Pace Exact `json:"pace"`
	// Reached reports whether Actual meets Target. A flow of which less is better, or whose target is not above 0, which
	// is met from the first day on, meets it when the period is over.
	Reached bool `json:"reached"`

	// Elapsed, Remaining and Total measure the period: in days, in working days, or in the units of the plan.
	Elapsed   Exact `json:"elapsed"`
	Remaining Exact `json:"remaining"`
	Total     Exact `json:"total"`
	// RunRate is what came so far per unit of Elapsed; of a stock the change since the baseline.
	RunRate Exact `json:"runRate"`
	// Required is what has to come per unit of Remaining to end exactly at Target: negative when Actual is beyond it.
	Required Exact `json:"required"`
	// Best is the best rate of the complete steps, when there are two at least, and of earlier periods; Strained says
	// whether Required is beyond what [Input].Strain allows of it.
	Best     Exact `json:"best"`
	Strained bool  `json:"strained"`
	// Projection is the value at the end when it goes on at RunRate, ProjectedAttainment the attainment of that.
	Projection          Exact `json:"projection"`
	ProjectedAttainment Exact `json:"projectedAttainment"`
	// Forecast is the range in which the value at the end is to be expected.
	Forecast Forecast `json:"forecast"`
	// Probability is how likely Target is met, nil when there is nothing to tell it from.
	Probability *likelihood.Estimate `json:"probability,omitempty"`
	// Milestones are those of the goal that lie in its period, in order of days, with how they stand.
	Milestones []Milestone `json:"milestones,omitempty"`
	// Findings are notices and warnings, in the order of their places: what was left out, and why numbers are not known.
	Findings kam.Findings `json:"findings,omitempty"`
}

// Observation returns the attainment as a ratio about the subject of: metric [AttainmentMetric], the goal's ID as its
// scope so that two goals of one person and period stay apart, the goal's period, Achieved as numerator and Asked as
// denominator. Parts that no decimal writes exactly, which blends of amended targets may be, are rounded half away
// from zero to six places. The parts are left out when the attainment is not known. Numbers beyond the bounds of the
// library are an error that wraps [kam.ErrNumber].
func (p Progress) Observation(of kam.Subject) (kam.Observation, error) {
	o := kam.Observation{
		Subject: of, Metric: AttainmentMetric, Scope: p.Goal.ID, Period: p.Goal.Period,
		Count: int64(p.Readings), Source: "goals/tracking", AsOf: p.AsOf,
	}
	if !p.Attainment.Known() || !p.Achieved.Known() || !p.Asked.Known() {
		return o, nil
	}
	top, bottom := asDecimal(p.Achieved.r), asDecimal(p.Asked.r)
	for _, d := range []decimal.Decimal{top, bottom} {
		if err := num.Check(d); err != nil {
			return kam.Observation{}, fmt.Errorf("tracking: attainment of %q: %w", show(p.Goal.ID), err)
		}
	}
	o.Numerator, o.Denominator = decimal.NewNullDecimal(top), decimal.NewNullDecimal(bottom)
	return o, nil
}
