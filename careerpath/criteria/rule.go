package criteria

import (
	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/strictjson"
)

// Rule is what must be true: a group of rules, or one criterion. Exactly one of the fields after Name is stated. The zero
// value is none and refused by [Compile].
type Rule struct {
	// ID names the rule, at most 128 bytes, unique in the tree. A criterion needs one, a group may have one.
	ID string `json:"id,omitempty"`
	// Name is what people read. Defaults to a sentence that says what is asked.
	Name kam.Text `json:"name,omitzero"`

	// All is met when every one is; Any when at least one is. An empty list is refused.
	All []Rule `json:"all,omitempty"`
	Any []Rule `json:"any,omitempty"`
	// AtLeast is met when so many are.
	AtLeast *Some `json:"atLeast,omitempty"`
	// Not is met when the rule in it is known to be not met.
	Not *Rule `json:"not,omitempty"`

	Metric      *Metric      `json:"metric,omitempty"`
	Streak      *Streak      `json:"streak,omitempty"`
	Tenure      *Tenure      `json:"tenure,omitempty"`
	Skill       *Skill       `json:"skill,omitempty"`
	Certificate *Certificate `json:"certificate,omitempty"`
	Review      *Review      `json:"review,omitempty"`
	Flag        *Flag        `json:"flag,omitempty"`
}

// Some is met when at least K of Of are; K is from 1 to their number.
type Some struct {
	K  int    `json:"k"`
	Of []Rule `json:"of"`
}

// Series names the observations a criterion reads: those of this metric and scope in this unit or currency. Values of
// one metric in other units are other facts.
type Series struct {
	// Metric is the key of a metric of the vocabulary.
	Metric string `json:"metric"`
	// Scope narrows the metric, such as a product line; empty is all of it.
	Scope string `json:"scope,omitempty"`
	// Unit defaults to that of the metric; another one is refused.
	Unit string `json:"unit,omitempty"`
	// Currency is that of money; a metric with a unit has none.
	Currency kam.Currency `json:"currency,omitempty"`
}

// Metric compares one figure made of the observations of a window with a threshold.
type Metric struct {
	Of        Series    `json:"of"`
	Window    Window    `json:"window"`
	Aggregate Aggregate `json:"aggregate"`
	Be        Test      `json:"be"`
	// NonNegative declares that a value of this metric is never below 0. A sum or a mean is then decided as soon as what is
	// known already reaches, or exceeds, the threshold. A value below 0 of this series, of whatever period and revision,
	// revokes the declaration for the file that has it.
	NonNegative bool `json:"nonNegative,omitempty"`
	// SumFiner adds the values of shorter periods up to a step, where they cover it day by day. [Sum], [Ratio] and [Growth]
	// always do.
	SumFiner bool `json:"sumFiner,omitempty"`
}

// Test compares a figure with a threshold.
type Test struct {
	Comparison Comparison `json:"comparison"`
	// Threshold is what a figure is compared with. Required: 0 is stated as 0.
	Threshold decimal.NullDecimal `json:"threshold,omitzero"`
	// Scale says how the threshold of a ratio is written, 0.92 or 92; required where the figure is a ratio, refused
	// elsewhere. A criterion with a scale reads observations with a numerator and a denominator only, one without a scale
	// plain values only.
	Scale Scale `json:"scale,omitempty"`
	// Against states that the comparison is meant to go against the direction of the metric: it asks for a poor value, as a
	// rule of demotion does. Without it such a comparison is refused, unless the rule stands inside a not.
	Against bool `json:"against,omitempty"`
}

// Comparison says on which side of a threshold a figure is to be. The zero value is none and refused, except where a
// field says otherwise.
type Comparison string

// Comparisons.
const (
	AtLeast Comparison = "at-least" // the threshold or more
	Above   Comparison = "above"    // more than the threshold
	AtMost  Comparison = "at-most"  // the threshold or less
	Below   Comparison = "below"    // less than the threshold
)

// Scale says how a ratio is written. The zero value is none: the figure is no ratio.
type Scale string

// Scales of a ratio.
const (
	AsRatio   Scale = "ratio"   // 0.92
	AsPercent Scale = "percent" // 92
)

// Aggregate says how the values of the steps of a window become one figure. The zero value is none and refused.
type Aggregate string

// Aggregates.
const (
	Sum    Aggregate = "sum"    // of all steps
	Latest Aggregate = "latest" // of the last step with an observation; unknown when its value is
	Mean   Aggregate = "mean"   // the sum by the number of steps; of ratios it is refused, use [Ratio]
	Min    Aggregate = "min"    // the smallest step
	Max    Aggregate = "max"    // the largest step
	Ratio  Aggregate = "ratio"  // the sum of numerators by the sum of denominators, unknown when that is 0
	// Growth is (sum - base) / base, the base being the sum of as many steps right before the window, or of the same steps
	// of the year before where the window is a year or a part of it. On a base of 0 or less growth is unknown.
	Growth Aggregate = "growth"
)

// Window is the stretch of time a criterion looks at, cut into steps. Exactly one of Last, Year and Period is stated. A
// step counts once it is over: when the first day after it is on or before the as-of day.
type Window struct {
	// Step is what the window is cut into; observations cover one step each, or parts that add up to it.
	Step kam.PeriodKind `json:"step"`
	// Last is how many steps back the window reaches from the last one that is over, 1 or more.
	Last int `json:"last,omitempty"`
	// Year is the fiscal year to look at.
	Year YearWindow `json:"year,omitempty"`
	// Period is a stated period made of whole steps. Before it is over its later steps are unknown.
	Period kam.Period `json:"period,omitzero"`
}

// YearWindow names a fiscal year. The zero value is none.
type YearWindow string

// Fiscal years to look at.
const (
	// LastYear is the last fiscal year that is over.
	LastYear YearWindow = "last"
	// YearToDate is the steps that are over of the fiscal year to which the day before the as-of day belongs; on the first
	// day of a fiscal year that is the whole year before. It needs steps that fit into a year, which weeks do not.
	YearToDate YearWindow = "to-date"
)

// Streak asks for steps in a row of which each passes a test: Hits of Length, such as four quarters in a row, or three
// months of the last six.
type Streak struct {
	Of   Series         `json:"of"`
	Step kam.PeriodKind `json:"step"`
	// Length is the number of steps in the run, 1 or more.
	Length int `json:"length"`
	// Hits is how many of them have to pass the test. Defaults to all.
	Hits int `json:"hits,omitempty"`
	// Where says where the run has to be. Required.
	Where StreakPlace `json:"where"`
	// Within is how many steps back a run anywhere is looked for, at least Length; refused for a run that ends now.
	Within int  `json:"within,omitempty"`
	Be     Test `json:"be"`
	// Also asks of the same run that some of its steps reach a harder threshold; at most 8.
	Also []Also `json:"also,omitempty"`
	// SumFiner adds the values of shorter periods up to a step, where they cover it day by day.
	SumFiner bool `json:"sumFiner,omitempty"`
}

// StreakPlace says where a run of steps has to be. The zero value is none and refused.
type StreakPlace string

// Places of a run.
const (
	// EndingNow: the run ends with the last step that is over.
	EndingNow StreakPlace = "ending-now"
	// Anywhere: any run within the last steps, see [Streak].Within.
	Anywhere StreakPlace = "anywhere"
)

// Also asks that Count steps of a run pass the comparison of the streak with another threshold, on the same scale.
type Also struct {
	Count int `json:"count"`
	// Threshold is the harder one. Required.
	Threshold decimal.NullDecimal `json:"threshold,omitzero"`
}

// Tenure compares the time a person has been somewhere without a break, up to the as-of day, with a number of months or
// of days. Positions that touch or overlap make one stretch.
//
// A stretch that is long enough is proof. That it is too short is known only when the file is complete in positions on the
// day before it began, or on the as-of day when the person is not there, see [evidence.Completeness], and when no position
// of that day leaves open in which track or department it is, where these are asked for.
type Tenure struct {
	// In says what counts as staying. Required.
	In TenureIn `json:"in"`
	// Name is the stage, track or department; empty is that of the as-of day. Refused for the company.
	Name string `json:"name,omitempty"`
	// Comparison is [AtLeast] when empty; the only other one is [Below].
	Comparison Comparison `json:"comparison,omitempty"`
	// Months are calendar months: a stretch from 31 January is one month old on the last day of February. Days are civil
	// days. Exactly one is stated, 1 or more.
	Months int `json:"months,omitempty"`
	Days   int `json:"days,omitempty"`
}

// TenureIn says what counts as staying. The zero value is none and refused.
type TenureIn string

// What counts as staying.
const (
	InCompany    TenureIn = "company" // any position
	InStage      TenureIn = "stage"
	InTrack      TenureIn = "track"
	InDepartment TenureIn = "department"
)

// Skill asks for a level of a skill, as seen by assessors other than the person. Of each assessor the latest assessment in
// the file counts, unless it has expired by the as-of day; of two on one day the lower. That a later one is missing from the
// file goes unnoticed: whether the file is complete in skills is not looked at. A level above the last one of the skill is
// no level, and the criterion is unknown until it is corrected.
type Skill struct {
	Skill string `json:"skill"`
	// Level is the lowest level that will do, 1 or more.
	Level int `json:"level"`
	// Assessors is the least number of assessors; with fewer the criterion is unknown. Defaults to 1.
	Assessors int `json:"assessors,omitempty"`
	// Combine makes the levels of several assessors one. Defaults to [Lowest].
	Combine Combine `json:"combine,omitempty"`
}

// Combine makes several levels one. The zero value reads as [Lowest].
type Combine string

// How levels are combined.
const (
	Lowest  Combine = "lowest"
	Median  Combine = "median" // of an even number the lower of the two in the middle
	Highest Combine = "highest"
)

// Certificate asks that a certificate is held on the as-of day. That it is not held is known only when the file is
// complete in certificates of the kind on that day.
type Certificate struct {
	Kind string `json:"kind"`
}

// Review compares the last ratings of a kind of review with a rating of its scale.
type Review struct {
	Kind string `json:"kind"`
	// Last is how many of the reviews in the file count back from the as-of day: those whose period is over by then.
	// Defaults to 1. That a later review is missing from the file goes unnoticed; Within bounds how old they may be.
	Last int `json:"last,omitempty"`
	// Hits is how many of them have to pass. Defaults to all.
	Hits int `json:"hits,omitempty"`
	// Within leaves out reviews whose last day is before the day so many months before the as-of day. Defaults to no limit.
	// Fewer reviews than are asked for disprove nothing unless the file is complete in reviews of the kind from that day to
	// before the as-of day, which without Within they never do.
	Within int `json:"within,omitempty"`
	// Comparison is [AtLeast] when empty.
	Comparison Comparison `json:"comparison,omitempty"`
	// Rating is a word of the scale in the vocabulary.
	Rating string `json:"rating"`
	// Against states that a poor rating is asked for; see [Test].
	Against bool `json:"against,omitempty"`
}

// Flag asks that a flag was present, or absent, from Months before the as-of day to the as-of day, both inclusive.
//
// One record proves presence. Absence is proved only by a file that is complete in flags of the kind for all that time.
type Flag struct {
	Kind string   `json:"kind"`
	Be   Presence `json:"be"`
	// Months is how far back to look. Defaults to 0: the as-of day alone.
	Months int `json:"months,omitempty"`
}

// Presence says whether a flag is asked for or ruled out. The zero value is none and refused.
type Presence string

// Presences.
const (
	Absent  Presence = "absent"
	Present Presence = "present"
)

// ParseRule reads a rule from a JSON object and returns it as written; [Compile] tells whether it can be used. Reading is
// strict: unknown, duplicate and wrong-case keys, trailing data and null are refused. The error is an
// [*kam.InvalidError] with every fault, its JSON path and its line and column.
func ParseRule(data []byte) (Rule, error) {
	var r Rule
	if err := strictjson.Decode(data, &r, "criteria").Err(); err != nil {
		return Rule{}, err
	}
	return r, nil
}

// JSON returns r as indented JSON that [ParseRule] reads back.
func (r Rule) JSON() ([]byte, error) { return strictjson.Pretty(r) }
