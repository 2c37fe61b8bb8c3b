package scoring

import (
	"github.com/shopspring/decimal"
)

// Function makes the value of a measure points. Exactly one of its fields is stated. The zero value is none and
// refused.
//
// Whatever a function gives is limited to the range of a single measure, see [Scale]. Where a field says "defaults to
// the top", that is Scale.Max; "the bottom" is Scale.Min.
type Function struct {
	Points                 *Points                 `json:"points,omitempty"`
	Ratio                  *Ratio                  `json:"ratio,omitempty"`
	ThresholdTargetStretch *ThresholdTargetStretch `json:"thresholdTargetStretch,omitempty"`
	Anchors                *Anchors                `json:"anchors,omitempty"`
	MinMax                 *MinMax                 `json:"minMax,omitempty"`
	Shortfall              *Shortfall              `json:"shortfall,omitempty"`
	Deduction              *Deduction              `json:"deduction,omitempty"`
	Efficacy               *Efficacy               `json:"efficacy,omitempty"`
	GradedEfficacy         *GradedEfficacy         `json:"gradedEfficacy,omitempty"`
	Bands                  *Bands                  `json:"bands,omitempty"`
	Binary                 *Binary                 `json:"binary,omitempty"`
	Growth                 *Growth                 `json:"growth,omitempty"`
	Rescale                *Rescale                `json:"rescale,omitempty"`
	Percentile             *Percentile             `json:"percentile,omitempty"`
	ZScore                 *ZScore                 `json:"zScore,omitempty"`
}

// Points gives the value itself as the score. Of a measure of which less is better it is refused.
type Points struct {
	// Floor and Cap limit the points of this measure. Default to the limits of a single measure.
	Floor decimal.NullDecimal `json:"floor,omitzero"`
	Cap   decimal.NullDecimal `json:"cap,omitzero"`
}

// Ratio gives Full * min(Cap, max(Floor, attainment)), the attainment being value / target when more is better.
type Ratio struct {
	// Target is what the value is divided by when the inputs state no target; above 0.
	Target decimal.NullDecimal `json:"target,omitzero"`
	// Lower says what the attainment is when less is better; required then, refused otherwise.
	Lower LowerRatio `json:"lower,omitempty"`
	// Full is the points at an attainment of 1, above 0. Defaults to the top.
	Full decimal.NullDecimal `json:"full,omitzero"`
	// Floor and Cap limit the attainment. Default to 0 and 1.
	Floor decimal.NullDecimal `json:"floor,omitzero"`
	Cap   decimal.NullDecimal `json:"cap,omitzero"`
}

// LowerRatio names an attainment of which less is better. The zero value is not stated: the choice changes scores.
type LowerRatio string

// Attainments of which less is better, for the value x and the target t.
const (
	// LowerInverse: t / x; half the target attains 2. A value of 0 and less attains the cap.
	LowerInverse LowerRatio = "inverse"
	// LowerMirror: 2 - x / t; half the target attains 1.5, twice the target 0.
	LowerMirror LowerRatio = "mirror"
)

// Anchor is a value and the score it has.
type Anchor struct {
	Value decimal.Decimal `json:"value"`
	Score decimal.Decimal `json:"score"`
}

// ThresholdTargetStretch draws straight lines from the threshold to the target and from there to the stretch; flat beyond
// the stretch; Below short of the threshold. When less is better the values fall instead of rise.
type ThresholdTargetStretch struct {
	Threshold Anchor `json:"threshold"`
	Target    Anchor `json:"target"`
	Stretch   Anchor `json:"stretch"`
	// Below is the score short of the threshold, at most that of the threshold. Defaults to the bottom.
	Below decimal.NullDecimal `json:"below,omitzero"`
}

// Anchors draws straight lines through any number of points, 2 to 1,000 of them, in strictly rising or strictly falling
// order of their values.
type Anchors struct {
	Points []Anchor `json:"points"`
	// Outside is the score before the first and beyond the last point. Defaults to [OutsideFlat].
	Outside Outside `json:"outside,omitempty"`
}

// Outside says what happens beyond the ends of a line. The zero value reads as [OutsideFlat], unless a field requires
// a choice.
type Outside string

// What happens beyond the ends of a line.
const (
	OutsideFlat        Outside = "flat"        // the score of the end
	OutsideExtrapolate Outside = "extrapolate" // the line goes on
)

// MinMax gives the bottom at Worst, the top at Best, a straight line between, flat beyond.
type MinMax struct {
	Worst decimal.Decimal `json:"worst"`
	Best  decimal.Decimal `json:"best"`
}

// Shortfall gives Full from the standard on; PerUnit less for each unit short of it, not below 0; and 0 short of Floor.
// When less is better, short of means more than.
type Shortfall struct {
	Standard decimal.Decimal `json:"standard"`
	// PerUnit is the points taken off for each unit, pro rata; at least 0.
	PerUnit decimal.Decimal `json:"perUnit"`
	// Floor is the last value that still scores, inclusive. Without it only the deduction counts.
	Floor decimal.NullDecimal `json:"floor,omitzero"`
	// Full is the points of those who are not short, above 0. Defaults to the top.
	Full decimal.NullDecimal `json:"full,omitzero"`
}

// Deduction (扣满即止) gives Full less PerUnit for each counted unit, not below 0. Less is better; a count below 0 is no
// count, and the score is not known.
type Deduction struct {
	// PerUnit is the points taken off for each unit, above 0.
	PerUnit decimal.Decimal `json:"perUnit"`
	// Full is the points for a count of 0, above 0. Defaults to the top.
	Full decimal.NullDecimal `json:"full,omitzero"`
}

// Efficacy (功效系数法) gives Base + Span * (value - Unacceptable) / (Satisfactory - Unacceptable).
type Efficacy struct {
	Unacceptable decimal.Decimal `json:"unacceptable"` // 不允许值
	Satisfactory decimal.Decimal `json:"satisfactory"` // 满意值
	// Base is the points at the unacceptable value, and Span what the satisfactory one adds, above 0. Default to 60 and
	// 40.
	Base decimal.NullDecimal `json:"base,omitzero"`
	Span decimal.NullDecimal `json:"span,omitzero"`
	// Outside is what happens beyond the two values. Required.
	Outside Outside `json:"outside"`
}

// GradedEfficacy (分档功效系数法) goes by standards: each one reached gives Full * its coefficient, and a share of the step to the
// next one: base + (value - standard) / (next standard - standard) * (next base - base). Beyond the best standard the
// score stays; short of the poorest one it is Below.
type GradedEfficacy struct {
	// Tiers are 2 to 1,000 standards from the best to the poorest, or the other way round.
	Tiers []Tier `json:"tiers"`
	// Full is the points of coefficient 1, above 0. Defaults to the top.
	Full decimal.NullDecimal `json:"full,omitzero"`
	// Below is the score short of the poorest standard, at most that standard's. Defaults to 0.
	Below decimal.NullDecimal `json:"below,omitzero"`
}

// Tier is a standard of [GradedEfficacy] and its coefficient.
type Tier struct {
	Standard    decimal.Decimal `json:"standard"`
	Coefficient decimal.Decimal `json:"coefficient"`
}

// Bands gives the score of the band that the value falls into.
type Bands struct {
	// Bands are 1 to 1,000 half-open bands [From, Until) in rising order without gap or overlap. The first may lack its
	// From and the last its Until, which are then without end; a last Until that is stated belongs to the band. For a
	// value outside of all bands the score is not known.
	Bands []Band `json:"bands"`
}

// Band is the score of the values in [From, Until).
type Band struct {
	From  decimal.NullDecimal `json:"from,omitzero"`
	Until decimal.NullDecimal `json:"until,omitzero"`
	Score decimal.Decimal     `json:"score"`
}

// Binary gives Pass for a value that is at least the bound, or at most the bound when less is better; Fail for others.
type Binary struct {
	Bound decimal.Decimal `json:"bound"`
	// Pass and Fail are scores; Pass is at least Fail. Default to the top and the bottom.
	Pass decimal.NullDecimal `json:"pass,omitzero"`
	Fail decimal.NullDecimal `json:"fail,omitzero"`
}

// Growth gives Start + PerPercent for each per cent by which the value is above the base that the inputs state, and as much
// less for each per cent below; the other way round when less is better. On a base of 0 and less growth is not
// defined, and the score is not known.
type Growth struct {
	// PerPercent is the points for each per cent, pro rata; above 0.
	PerPercent decimal.Decimal `json:"perPercent"`
	// Start is the points without growth. Defaults to 0.
	Start decimal.NullDecimal `json:"start,omitzero"`
}

// Rescale takes the value as a score on another scale, from Min to Max, and moves it to the card's in proportion, so
// that 2 of 1 to 3 is 3 of 1 to 5. When less is better the scale is turned round. A value off the other scale is not known.
type Rescale struct {
	Min decimal.Decimal `json:"min"`
	Max decimal.Decimal `json:"max"`
}

// Percentile gives the bottom plus the range of the scale times the share of the cohort that the value beats.
type Percentile struct {
	// Ties says how much of the members with the same value counts as beaten. Defaults to [TiesMid].
	Ties Ties `json:"ties,omitempty"`
	// MinimumCohort is the least number of members, at least 2; with fewer the score is not known. Defaults to 2.
	MinimumCohort int `json:"minimumCohort,omitempty"`
}

// Ties says how members with the same value count in a percentile. The zero value reads as [TiesMid].
type Ties string

// How members with the same value count.
const (
	TiesMid  Ties = "mid"  // half of them: (beaten + equal/2) / n
	TiesLow  Ties = "low"  // none: beaten / n
	TiesHigh Ties = "high" // all: (beaten + equal) / n
)

// ZScore gives Centre + PerDeviation * z, where z is the distance of the value from the mean of the cohort in standard
// deviations, positive on the better side. Without spread in the cohort the score is not known.
type ZScore struct {
	// Centre is the points of the mean. PerDeviation is the points for one standard deviation, above 0.
	Centre       decimal.Decimal `json:"centre"`
	PerDeviation decimal.Decimal `json:"perDeviation"`
	// Deviation divides the squares by n or by n - 1. Required.
	Deviation Deviation `json:"deviation"`
	// MinimumCohort is the least number of members, at least 2; with fewer the score is not known. Defaults to 2.
	MinimumCohort int `json:"minimumCohort,omitempty"`
}

// Deviation names a standard deviation. The zero value is none and refused.
type Deviation string

// Standard deviations.
const (
	Population Deviation = "population" // squares divided by n
	Sample     Deviation = "sample"     // squares divided by n - 1
)

// ZPlaces is the number of decimal places to which the z of [ZScore] is rounded, half away from zero: its square root
// is seldom a ratio.
const ZPlaces = 6
