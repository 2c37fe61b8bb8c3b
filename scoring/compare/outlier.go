package compare

import (
	"cmp"
	"math/big"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/num"
)

// DefaultMinValues is the number of known values from which on outliers are told, unless a rule says otherwise.
const DefaultMinValues = 5

// OutlierMethod says what makes a value stand out. The zero value is not stated, and refused.
type OutlierMethod string

// Methods for outliers.
const (
	// MedianDeviation: the modified z-score, 0.6745 * (x - median) / MAD with MAD the median of the distances from the
	// median, is further from 0 than the limit, 3.5 by default (Iglewicz and Hoaglin 1993). 0.6745, the upper quartile
	// of the normal distribution, makes it comparable with a z-score. Where at least half of the values are the same, MAD is
	// 0 and nothing is told, for [NoSpread]; [Fences] judge such values as long as the quarters differ.
	MedianDeviation OutlierMethod = "median-deviation"
	// Fences: x is below Q1 - k*(Q3 - Q1) or above Q3 + k*(Q3 - Q1), with the limit k, 1.5 by default (Tukey 1977).
	Fences OutlierMethod = "fences"
)

// Value is what was measured of a person. The zero value is none.
type Value struct {
	Person string `json:"person"`
	// Value is not valid while unknown; an unknown value is left out.
	Value decimal.NullDecimal `json:"value,omitzero"`
}

// OutlierRule says which values stand out. The zero value is refused: it has no method.
type OutlierRule struct {
	Method OutlierMethod `json:"method"`
	// Limit is above 0; a value exactly at the limit does not stand out. 0 stands for the default of the method.
	Limit decimal.Decimal `json:"limit,omitzero"`
	// MinValues is the smallest number of known values, at least 3. Defaults to [DefaultMinValues].
	MinValues int `json:"minValues,omitempty"`
}

// Unjudged says why nothing is told about outliers. The zero value is no reason.
type Unjudged string

// Reasons for telling nothing.
const (
	// TooFewValues: fewer are known than asked for.
	TooFewValues Unjudged = "too-few-values"
	// NoSpread: so many values are the same that MAD, or Q3 - Q1, is 0 and every other value would stand out.
	NoSpread Unjudged = "no-spread"
)

// Outlier is a value that stands out.
type Outlier struct {
	Person string          `json:"person"`
	Value  decimal.Decimal `json:"value"`
	// High tells that it is above the others, whichever side is better.
	High bool `json:"high"`
	// ZScore is the modified z-score rounded half up to [Places] decimal places; of [MedianDeviation] only.
	ZScore decimal.NullDecimal `json:"zScore,omitzero"`
}

// Outliers is the outcome of [FindOutliers].
type Outliers struct {
	Method OutlierMethod   `json:"method"`
	Limit  decimal.Decimal `json:"limit"`
	// N is the number of known values.
	N int `json:"n"`
	// Unjudged says why nothing is told; empty when something is, be it that no value stands out.
	Unjudged Unjudged `json:"unjudged,omitempty"`
	// Quartiles are exact; MAD is the median of the distances from the median, exact. They are not valid of no values.
	Quartiles Quartiles           `json:"quartiles"`
	MAD       decimal.NullDecimal `json:"mad,omitzero"`
	// Low and High are the exact fences, of [Fences] when the values are judged.
	Low  decimal.NullDecimal `json:"low,omitzero"`
	High decimal.NullDecimal `json:"high,omitzero"`
	// Found are in the order of value, then name, and Findings say the same, each a warning compare.outlier at $.values that
	// names the person.
	Found    []Outlier    `json:"found,omitempty"`
	Findings kam.Findings `json:"findings,omitempty"`
}

// FindOutliers returns the values that stand out from the others. The order of values changes nothing. All comparisons
// are exact. An outlier is a reason to look, not a fault.
//
// A spread of 0 tells of nobody, however far one value is from the others: with [MedianDeviation] a MAD of 0, which at
// least half of the values being the same gives, and with [Fences] equal quartiles, which takes more of them. Then
// Unjudged is [NoSpread]. The way out of a MAD of 0 is [Fences].
//
// Faults are findings in one [*kam.InvalidError]: compare.size, .name, .twice, .number, .method, .limit and .least.
func FindOutliers(values []Value, rule OutlierRule) (*Outliers, error) {
	c := checker{}
	c.outliers(values, rule)
	if err := c.found.Err(); err != nil {
		return nil, err
	}
	o := &Outliers{Method: rule.Method, Limit: rule.limit()}
	var known []Value
	var numbers []decimal.Decimal
	for _, v := range values {
		if v.Value.Valid {
			known, numbers = append(known, v), append(numbers, v.Value.Decimal)
		}
	}
	o.N = len(known)
	if o.N > 0 {
		o.Quartiles = quartilesOf(rise(numbers))
		_, mad := centre(numbers)
		o.MAD = decimal.NewNullDecimal(mad)
	}
	if o.N < orDefault(rule.MinValues, DefaultMinValues) {
		o.Unjudged = TooFewValues
		return o, nil
	}
	slices.SortFunc(known, func(a, b Value) int {
		return cmp.Or(a.Value.Decimal.Cmp(b.Value.Decimal), cmp.Compare(a.Person, b.Person))
	})
	if rule.Method == Fences {
		o.fences(known)
	} else {
		o.distances(known)
	}
	for _, x := range o.Found {
		o.Findings.Add(o.finding(x))
	}
	return o, nil
}

// limit returns the stated limit or the default of the method.
func (r OutlierRule) limit() decimal.Decimal {
	switch {
	case !r.Limit.IsZero():
		return r.Limit
	case r.Method == Fences:
		return decimal.New(15, -1)
	default:
		return decimal.New(35, -1)
	}
}

func (o *Outliers) fences(known []Value) {
	q1, q3 := o.Quartiles.Low.Decimal, o.Quartiles.High.Decimal
	reach := q3.Sub(q1).Mul(o.Limit)
	if reach.IsZero() {
		o.Unjudged = NoSpread
		return
	}
	low, high := q1.Sub(reach), q3.Add(reach)
	o.Low, o.High = decimal.NewNullDecimal(low), decimal.NewNullDecimal(high)
	for _, v := range known {
		if x := v.Value.Decimal; x.LessThan(low) || x.GreaterThan(high) {
			o.Found = append(o.Found, Outlier{Person: v.Person, Value: x, High: x.GreaterThan(high)})
		}
	}
}

func (o *Outliers) distances(known []Value) {
	if o.MAD.Decimal.IsZero() {
		o.Unjudged = NoSpread
		return
	}
	for _, v := range known {
		z, out := standsOut(v.Value.Decimal, o.Quartiles.Median.Decimal, o.MAD.Decimal, o.Limit)
		if out {
			o.Found = append(o.Found, Outlier{Person: v.Person, Value: v.Value.Decimal, High: z.Sign() > 0, ZScore: rounded(z)})
		}
	}
}

// standsOut returns the modified z-score, and whether it is beyond the limit. MAD is above 0.
func standsOut(x, median, mad, limit decimal.Decimal) (*big.Rat, bool) {
	z := num.Rat(x.Sub(median).Mul(decimal.New(6745, -4)))
	z.Quo(z, num.Rat(mad))
	return z, new(big.Rat).Abs(z).Cmp(num.Rat(limit)) > 0
}

// finding says that a value stands out.
func (o *Outliers) finding(x Outlier) kam.Finding {
	side := say("below", "偏低")
	if x.High {
		side = say("above", "偏高")
	}
	evidence := []kam.Evidence{
		fact("person", show(x.Person)), count("values", o.N), fact("value", write(x.Value)), fact("median", write(o.Quartiles.Median.Decimal)),
	}
	var how kam.Text
	if o.Method == Fences {
		evidence = append(evidence, fact("low fence", write(o.Low.Decimal)), fact("high fence", write(o.High.Decimal)))
		how = say("the fences are %s and %s", "下界为 %s，上界为 %s", write(o.Low.Decimal), write(o.High.Decimal))
	} else {
		evidence = append(evidence, fact("median deviation", write(o.MAD.Decimal)), fact("modified z-score", write(x.ZScore.Decimal)))
		how = say("the modified z-score is %s, the limit %s", "修正 z 分数为 %s，界限为 %s", write(x.ZScore.Decimal), write(o.Limit))
	}
	return warn("outlier", "$.values",
		say("%q with %s stands out %s the others: %s", "%q 的 %s 与其他人相比明显%s：%s", show(x.Person), write(x.Value), side, how),
		lookAt(), evidence...)
}

// lookAt is what to do about a value that stands out.
func lookAt() kam.Text {
	return say("check the records behind it before anything is concluded", "请先核实背后的记录，再下结论")
}

func (c *checker) outliers(values []Value, rule OutlierRule) {
	if rule.Method != MedianDeviation && rule.Method != Fences {
		c.word("method", field("method"), say("method", "方法"), string(rule.Method),
			say("use median-deviation or fences", "请填 median-deviation（中位数偏差）或 fences（四分位界）"))
	}
	if !rule.Limit.IsZero() {
		c.atLeast("limit", field("limit"), rule.Limit, 0, false)
	}
	c.least(field("minValues"), rule.MinValues, 3)
	if !c.size(field("values"), len(values), MaxEntries) {
		return
	}
	seen := make(map[string]bool, len(values))
	for i, v := range values {
		at := spot{list: "$.values", index: i}
		c.name(at.of(".person"), v.Person)
		if seen[v.Person] {
			c.twice(at.of(".person"), v.Person)
		}
		seen[v.Person] = true
		c.value(at.of(".value"), v.Value)
	}
}
