package scoring

import (
	"encoding/json"
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/strictjson"
)

// Format is the value of [Card].Format that this version reads, and that it writes in [Result].Format.
const Format = 1

// Card is a scorecard as plain data: what is measured, how each measure becomes points, and how points become one
// score. [Compile] checks it and makes it usable. The zero value lacks everything and is refused.
type Card struct {
	// Format is 1, see [Format].
	Format int `json:"format"`
	// ID names the card, at most 128 bytes; Version tells its editions apart, from 1.
	ID      string `json:"id"`
	Version int    `json:"version"`
	// Name is what people read: in both languages, at most 512 bytes in each, as all names of a card; without one they
	// read the ID.
	Name kam.Text `json:"name,omitzero"`
	// Source says where the card's rules come from. It is not computed with.
	Source kam.Text `json:"source,omitzero"`
	// Scale is the range of points.
	Scale Scale `json:"scale"`
	// Rounding is the one step at which the total is rounded.
	Rounding Rounding `json:"rounding"`
	// Weights says what weights have to sum to. Defaults to [WeightsExact].
	Weights WeightRule `json:"weights,omitempty"`
	// Missing says what a measure without a known value counts as; required, because no choice is harmless.
	Missing Missing `json:"missing"`
	// MinimumCoverage is the least share of weight whose values must be known, inclusive; below it the result is not
	// known. From 0 to 1. Defaults to 0, no minimum; but when no weighted measure is known, neither is the result.
	MinimumCoverage kam.Fraction `json:"minimumCoverage,omitzero"`
	// Dimensions and Measures are the first level of the tree, weighted against each other.
	Dimensions []Dimension `json:"dimensions,omitempty"`
	Measures   []Measure   `json:"measures,omitempty"`
	// Adjustments are bonus and penalty points on top of the weighted sum.
	Adjustments []Adjustment `json:"adjustments,omitempty"`
	// MaxBonus and MaxPenalty limit all bonuses, and all penalties, together: points of at least 0. Unlimited when left
	// out.
	MaxBonus   decimal.NullDecimal `json:"maxBonus,omitzero"`
	MaxPenalty decimal.NullDecimal `json:"maxPenalty,omitzero"`
	// Vetoes are conditions that overrule the sum.
	Vetoes []Veto `json:"vetoes,omitempty"`
	// Grades cut the scale into bands. Without them there is a score and no grade.
	Grades []Grade `json:"grades,omitempty"`
}

// Scale is the range of points, from Min to Max, both inclusive; Min is below Max.
type Scale struct {
	Min decimal.Decimal `json:"min"`
	Max decimal.Decimal `json:"max"`
	// MeasureMin and MeasureMax limit the score of a single measure, which may so be allowed beyond the scale and make
	// up for another one. MeasureMin is at most Min and MeasureMax at least Max. Default to Min and Max.
	MeasureMin decimal.NullDecimal `json:"measureMin,omitzero"`
	MeasureMax decimal.NullDecimal `json:"measureMax,omitzero"`
}

// Rounding is how the total is rounded: once, from its exact value, to a multiple of 10^-Places.
type Rounding struct {
	// Places is the number of decimal places, 0 to 9. Defaults to 0.
	Places int32 `json:"places,omitempty"`
	// Mode is what happens between two such multiples. Required.
	Mode RoundingMode `json:"mode"`
}

// RoundingMode names what happens to a value between two rounded ones. The zero value is none and refused.
type RoundingMode string

// Modes of rounding.
const (
	HalfUp   RoundingMode = "half-up"   // to the nearest, a half away from zero
	HalfEven RoundingMode = "half-even" // to the nearest, a half to the even neighbour
	HalfDown RoundingMode = "half-down" // to the nearest, a half towards zero
	Up       RoundingMode = "up"        // away from zero
	Down     RoundingMode = "down"      // towards zero
	Ceil     RoundingMode = "ceil"      // towards plus infinity
	Floor    RoundingMode = "floor"     // towards minus infinity
)

// WeightRule says what the weights of siblings have to sum to. The zero value reads as [WeightsExact].
type WeightRule string

// Rules of weights.
const (
	// WeightsExact: at each level exactly 1; anything else is refused with the difference.
	WeightsExact WeightRule = "exact"
	// WeightsNormalised: any numbers, divided by their sum at each level, so that 5, 3 and 2 are 50 %, 30 % and 20 %. In
	// Go a weight that is not stated is 0; JSON without one is refused.
	WeightsNormalised WeightRule = "normalised"
)

// Missing says what a measure whose value is not known counts as. The zero value states nothing: on a card it is
// refused, on a measure the card's rule applies.
type Missing struct {
	Policy MissingPolicy `json:"policy,omitempty"`
	// Neutral is the score that [MissingNeutral] gives, within the limits of a single measure; required there and
	// refused elsewhere.
	Neutral decimal.NullDecimal `json:"neutral,omitzero"`
}

// MissingPolicy names what a measure without a known value counts as. The zero value is not stated.
type MissingPolicy string

// Policies for missing values.
const (
	// MissingZero: the measure scores 0, or what is nearest to 0 within the limits of a single measure.
	MissingZero MissingPolicy = "zero"
	// MissingRenormalise: the measure is left out, and the weights of its siblings grow in proportion to fill its place.
	// A dimension of which nothing is left is left out in the same way.
	MissingRenormalise MissingPolicy = "renormalise"
	// MissingNeutral: the measure scores a stated number of points.
	MissingNeutral MissingPolicy = "neutral"
	// MissingBlock: without this measure the result is not known. As the card's rule it does not apply to a measure of
	// weight 0, which counts for nothing; stated on such a measure itself it does.
	MissingBlock MissingPolicy = "block"
)

// Dimension is a branch of the tree: what hangs below it, weighted against each other, and its own weight among its
// siblings.
type Dimension struct {
	// ID is unique on the card among dimensions, measures, adjustments and vetoes, at most 128 bytes.
	ID   string   `json:"id"`
	Name kam.Text `json:"name,omitzero"`
	// Weight is the share among the siblings, at least 0. What has no weight is shown, and counts for nothing.
	Weight     kam.Fraction `json:"weight"`
	Dimensions []Dimension  `json:"dimensions,omitempty"`
	Measures   []Measure    `json:"measures,omitempty"`
}

// Measure is a leaf of the tree: one observed metric and the function that makes it points.
type Measure struct {
	// ID is unique on the card among dimensions, measures, adjustments and vetoes, at most 128 bytes.
	ID   string   `json:"id"`
	Name kam.Text `json:"name,omitzero"`
	// Weight is the share among the siblings, at least 0. A measure of weight 0 is shown and may be the subject of a
	// veto, and counts for nothing else.
	Weight kam.Fraction `json:"weight"`
	// Metric and Scope are those of the observations that give the value.
	Metric string `json:"metric"`
	Scope  string `json:"scope,omitempty"`
	// Unit and Currency are what the observations must state; both may be empty, not both stated.
	Unit     string       `json:"unit,omitempty"`
	Currency kam.Currency `json:"currency,omitempty"`
	// UnitName is how people read the unit behind a number, such as "deals" and "笔". Without it they read Unit, in the
	// language of its letters.
	UnitName kam.Text `json:"unitName,omitzero"`
	// Direction says whether more or less is better. A function that goes the other way is refused.
	Direction kam.Direction `json:"direction"`
	// Function makes the value points.
	Function Function `json:"function"`
	// Formula says in words what the metric is. It is not computed with.
	Formula kam.Text `json:"formula,omitzero"`
	// Missing overrules the card's rule for this measure.
	Missing Missing `json:"missing,omitzero"`
	// AnyPart says that a value of any part of the scored period may stand for the whole, such as a survey taken in it or
	// a state on one of its days. Defaults to a warning for each value of less than the whole period.
	AnyPart bool `json:"anyPart,omitempty"`
}

// Adjustment is points for each unit of a metric, on top of the weighted sum.
type Adjustment struct {
	// ID is unique on the card among dimensions, measures, adjustments and vetoes, at most 128 bytes.
	ID   string   `json:"id"`
	Name kam.Text `json:"name,omitzero"`
	// Metric, Scope, Unit and Currency are those of the observation that gives the number of units, at least 0. Without
	// a known number there are no points, and a finding says so.
	Metric   string       `json:"metric"`
	Scope    string       `json:"scope,omitempty"`
	Unit     string       `json:"unit,omitempty"`
	Currency kam.Currency `json:"currency,omitempty"`
	// PerUnit is the points for each unit: above 0 a bonus, below 0 a penalty.
	PerUnit decimal.Decimal `json:"perUnit"`
	// Max limits the points of this adjustment, whatever its sign; above 0. Unlimited when left out.
	Max decimal.NullDecimal `json:"max,omitzero"`
	// AnyPart says that a number of any part of the scored period may stand for the whole, see [Measure].
	AnyPart bool `json:"anyPart,omitempty"`
}

// Veto is a condition that overrules the sum (一票否决): the value of a measure, or the score of a dimension, beyond a
// bound. What is not known triggers nothing, and a finding says so.
type Veto struct {
	// ID is unique on the card among dimensions, measures, adjustments and vetoes, at most 128 bytes.
	ID   string   `json:"id"`
	Name kam.Text `json:"name,omitzero"`
	// On is the ID of a measure, whose value is tested, or of a dimension, whose score is tested.
	On string `json:"on"`
	// Below and Above are bounds, both exclusive: the veto is triggered by less than Below or by more than Above. At
	// least one is stated.
	Below decimal.NullDecimal `json:"below,omitzero"`
	Above decimal.NullDecimal `json:"above,omitzero"`
	// Effect is what happens then.
	Effect VetoEffect `json:"effect"`
	// Score is the highest total under [VetoCapScore]: on the scale, and with no more decimal places than the rounding.
	Score decimal.NullDecimal `json:"score,omitzero"`
	// Grade is the key of the highest grade under [VetoCapGrade].
	Grade string `json:"grade,omitempty"`
}

// VetoEffect says what a triggered veto does. The zero value is none and refused.
type VetoEffect string

// Effects of a veto.
const (
	// VetoLowest: the total is the lowest of the scale, 0 on a scale from 0.
	VetoLowest VetoEffect = "lowest"
	// VetoCapScore: the total is at most a stated score.
	VetoCapScore VetoEffect = "cap-score"
	// VetoCapGrade: the grade is at most a stated one; the score stays.
	VetoCapGrade VetoEffect = "cap-grade"
)

// Grade is a band of the scale, [From, Until); of the topmost band Until is the end of the scale and belongs to it.
type Grade struct {
	// Key is unique among the grades, at most 128 bytes, such as "A".
	Key   string          `json:"key"`
	Name  kam.Text        `json:"name,omitzero"`
	From  decimal.Decimal `json:"from"`
	Until decimal.Decimal `json:"until"`
}

// ParseCard reads a card from a JSON object and returns it as written; [Compile] tells whether it can be computed with.
//
// A dimension or measure must state its weight, also one of 0. Reading is strict: unknown, duplicate and wrong-case keys, trailing data, null, and bare numbers that other readers
// would lose digits of are refused. Decimals and fractions are best written as strings. The error is an
// [*kam.InvalidError] with every fault, its JSON path and its line and column.
func ParseCard(data []byte) (Card, error) {
	var c Card
	found := strictjson.Decode(data, &c, "card")
	var top outline
	if json.Unmarshal(data, &top) == nil {
		top.unweighted("$", &found)
	}
	if err := found.Err(); err != nil {
		return Card{}, err
	}
	return c, nil
}

// outline is where a card states weights.
type outline struct {
	Weight     json.RawMessage `json:"weight"`
	Dimensions []outline       `json:"dimensions"`
	Measures   []outline       `json:"measures"`
}

// unweighted reports what states no weight below a place. To leave it out is never to mean 0.
func (o outline) unweighted(place string, found *kam.Findings) {
	for _, list := range []struct {
		key   string
		items []outline
	}{{"dimensions", o.Dimensions}, {"measures", o.Measures}} {
		for i, item := range list.items {
			at := fmt.Sprintf("%s.%s[%d]", place, list.key, i)
			if item.Weight == nil {
				found.Add(fault("card.weight", at+".weight", say("no weight is stated", "未填权重"),
					say("state one; 0 for what is shown and counts for nothing", "请填写权重；仅展示而不计分的填 0")))
			}
			item.unweighted(at, found)
		}
	}
}

// JSON returns c as indented JSON that [ParseCard] reads back. A number out of bounds, a text that is not UTF-8 and a
// fraction that is none are an error.
func (c Card) JSON() ([]byte, error) { return strictjson.Pretty(c) }

// Canonical returns c as JSON bytes that depend on what it says alone: keys sorted, decimals normalised, absent fields
// left out, so that equal cards give equal bytes. [ParseCard] reads them back. Errors are those of [Card.JSON].
func (c Card) Canonical() ([]byte, error) { return strictjson.Canonical(c) }
