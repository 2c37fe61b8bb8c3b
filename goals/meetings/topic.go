package meetings

import (
	"math/big"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/num"
)

// Topic is a goal that a meeting may have to talk about. The zero value is none.
type Topic struct {
	// Goal is the ID of the goal, Title its name as people read it.
	Goal  string   `json:"goal"`
	Title kam.Text `json:"title"`
	// Weight is the goal's part of attention, at least 0.
	Weight kam.Fraction `json:"weight"`
	// Direction says which way is better. It is required.
	Direction kam.Direction `json:"direction"`
	// Plan is what was to be reached by now, not the target of the whole period; Actual is what was. Not valid when
	// unknown.
	Plan   decimal.NullDecimal `json:"plan,omitzero"`
	Actual decimal.NullDecimal `json:"actual,omitzero"`
	// Unit is what they count; empty for money, whose Currency is stated instead.
	Unit     string       `json:"unit,omitempty"`
	Currency kam.Currency `json:"currency,omitempty"`
	// Gap is the share of the target that is missing, at least 0, where that is not what Plan and Actual make of it:
	// of a goal from a baseline, say. It counts while Actual is worse than Plan, or either is unknown. Defaults to what
	// [Topic.Missing] makes of them.
	Gap *kam.Fraction `json:"gap,omitempty"`
	// Trend is for how many periods in a row it has become worse, at least 0.
	Trend int `json:"trend,omitempty"`
	// Limits are those of this topic, in its unit; nil takes those of the agenda.
	Limits *Limits `json:"limits,omitempty"`
	// Standing is what else is known of the goal; the agenda shows it.
	Standing Standing `json:"standing,omitzero"`
}

// Limits say how far off a goal must be to be talked about. The zero value lets every deviation in, and no trend.
type Limits struct {
	// Absolute and Relative must both be exceeded by the distance between Actual and Plan, in whichever direction:
	// Absolute in the topic's unit, Relative as a share of Plan. At a limit itself a topic is still quiet.
	Absolute decimal.Decimal `json:"absolute"`
	Relative kam.Fraction    `json:"relative,omitzero"`
	// Trend lets a topic in that has become worse for so many periods in a row or more, however small the distance;
	// 0 lets none in for its trend.
	Trend int `json:"trend,omitempty"`
}

// Reason says why a topic is on an agenda. The zero value is not stated.
type Reason string

// Reasons.
const (
	// BehindPlan and AheadOfPlan: the limits are exceeded, on the worse or on the better side.
	BehindPlan  Reason = "behind"
	AheadOfPlan Reason = "ahead"
	// GettingWorse: within the limits, and worse for as many periods as the limit of the trend.
	GettingWorse Reason = "trend"
)

// Missing returns the exact share of the target that is missing: 0 when Actual is as planned or better, else Gap where it
// is stated, else the distance from Actual to Plan by the size of Plan. Short of a plan of 0 all is missing. It returns
// false when figures are unknown, or out of bounds, and no Gap is stated.
func (t Topic) Missing() (*big.Rat, bool) {
	short, plan, known := t.short()
	switch {
	case known && short.Sign() <= 0:
		return short.SetInt64(0), true
	case t.Gap != nil:
		return t.Gap.Rat(), true
	case !known:
		return nil, false
	case plan.Sign() == 0:
		return short.SetInt64(1), true
	default:
		return short.Quo(short, plan), true
	}
}

// short returns by how much Actual is worse than Plan, negative when it is better, and the size of Plan; false when
// either is unknown.
func (t Topic) short() (short, plan *big.Rat, known bool) {
	if !t.Plan.Valid || !t.Actual.Valid || num.Check(t.Plan.Decimal) != nil || num.Check(t.Actual.Decimal) != nil {
		return nil, nil, false
	}
	plan = num.Rat(t.Plan.Decimal)
	short = new(big.Rat).Sub(plan, num.Rat(t.Actual.Decimal))
	if t.Direction == kam.LowerIsBetter {
		short.Neg(short)
	}
	return short, plan.Abs(plan), true
}

// assessed is a topic with what follows from its figures.
type assessed struct {
	Topic
	known  bool     // plan and actual are, or the gap
	worth  *big.Rat // weight x gap, 0 when the gap is unknown
	reason Reason   // empty while quiet
}

// assess returns t with its weight x gap, and why it is to be discussed.
func (t Topic) assess(limits Limits) assessed {
	a := assessed{Topic: t, worth: new(big.Rat)}
	if gap, known := t.Missing(); known {
		a.worth.Mul(t.Weight.Rat(), gap)
	}
	if t.Limits != nil {
		limits = *t.Limits
	}
	short, plan, known := t.short()
	a.known = known || t.Gap != nil
	switch {
	case known && exceeds(short, plan, limits) && short.Sign() > 0:
		a.reason = BehindPlan
	case known && exceeds(short, plan, limits):
		a.reason = AheadOfPlan
	case !known && t.Gap != nil && t.Gap.Cmp(limits.Relative) > 0:
		a.reason = BehindPlan
	case limits.Trend > 0 && t.Trend >= limits.Trend:
		a.reason = GettingWorse
	}
	return a
}

// exceeds tells whether a distance is beyond both limits. Any distance from a plan of 0 is beyond a relative limit.
func exceeds(short, plan *big.Rat, limits Limits) bool {
	off := new(big.Rat).Abs(short)
	return off.Cmp(num.Rat(limits.Absolute)) > 0 && off.Cmp(new(big.Rat).Mul(limits.Relative.Rat(), plan)) > 0
}

func (c *checker) topic(place string, t Topic) {
	c.id(place+".goal", t.Goal)
	c.title(place+".title", t.Title)
	c.share(place+".weight", t.Weight)
	if t.Direction != kam.HigherIsBetter && t.Direction != kam.LowerIsBetter {
		c.add("direction", place+".direction",
			say("unknown direction %s", "未知的方向 %s", quote(string(t.Direction))),
			say(`use "higher" or "lower"`, `请使用 "higher" 或 "lower"`))
	}
	c.number(place+".plan", t.Plan)
	c.number(place+".actual", t.Actual)
	c.unit(place, t.Unit, t.Currency)
	if t.Gap != nil {
		c.share(place+".gap", *t.Gap)
	}
	c.periods(place+".trend", t.Trend)
	if t.Limits != nil {
		c.limits(place+".limits", *t.Limits)
	}
	c.standing(place+".standing", t.Standing)
}

func (c *checker) periods(place string, n int) {
	if n < 0 {
		c.add("number", place, say("%d periods", "%d 个期间", n), say("count from 0", "请从 0 开始计数"))
	}
}

func (c *checker) limits(place string, l Limits) {
	if c.number(place+".absolute", decimal.NewNullDecimal(l.Absolute)) && l.Absolute.IsNegative() {
		c.add("number", place+".absolute", say("the limit %s is negative", "限值 %s 为负数", num.Format(l.Absolute)),
			say("use 0 or more", "请使用不小于 0 的数"))
	}
	c.share(place+".relative", l.Relative)
	c.periods(place+".trend", l.Trend)
}
