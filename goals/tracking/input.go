package tracking

import (
	"fmt"
	"math/big"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/goals"
	"github.com/kam-go/kam/goals/likelihood"
	"github.com/kam-go/kam/internal/num"
)

// Gaps says what days without a reading mean for a flow. The zero value reads as [GapsUnknown].
type Gaps string

// Meanings of days without a reading.
const (
	// GapsUnknown: nobody knows what those days brought, so the value to date is not known.
	GapsUnknown Gaps = "unknown"
	// GapsZero: readings are events, such as single deals or visits, and days without one brought nothing. When there
	// is no reading at all, the value is unknown even so.
	GapsZero Gaps = "zero"
)

// Input is what [Track] computes from, as plain data. The zero value lacks a goal and is refused.
type Input struct {
	// Goal is the target. Its period must have an end, and its direction and tracking must be stated.
	Goal goals.Goal `json:"goal"`
	// Plan is what is to be reached in each part of the period: of a flow the amount of the part, of a stock the level
	// at its end. Its steps cover each day of the period once, in any order. Required by the basis seasonal; elsewhere
	// it only tells which parts the forecast compares. Steps of a flow are not negative.
	Plan []goals.Step `json:"plan,omitempty"`
	// Observations are the readings of the goal's metric and scope, in any order. See the package on which count.
	Observations []kam.Observation `json:"observations"`
	// Calendar counts working days and names the cadence of the goal. Defaults to [kam.Gregorian], which knows none.
	Calendar *kam.Calendar `json:"-"`
	// AsOf is the last day that counts, as a whole. Required.
	AsOf kam.Day `json:"asOf"`
	// Basis measures the passing of the period. Defaults to [CalendarDays].
	Basis Basis `json:"basis,omitempty"`
	// Gaps says what days without a reading mean. Defaults to [GapsUnknown].
	Gaps Gaps `json:"gaps,omitempty"`
	// Deals are the open deals that may still be won inside the period, in the unit of the goal. They give the forecast
	// and the probability of a flow of which more is better; elsewhere they are refused.
	Deals []likelihood.Deal `json:"deals,omitempty"`
	// Rest is what the same remainder of earlier periods brought, oldest first: of a flow the sum, of a stock the
	// change. Without deals it gives the probability.
	Rest []decimal.Decimal `json:"rest,omitempty"`
	// Best is the best rate per unit of the basis known from earlier periods. The best of two and more complete
	// steps of this period counts too.
	Best decimal.NullDecimal `json:"best,omitzero"`
	// Strain is how many times the best rate the required rate may be before a warning; above 0. Defaults to 1.
	Strain kam.Fraction `json:"strain,omitzero"`
}

// check reports everything but the observations that cannot be computed with.
func (in Input) check(found *kam.Findings) {
	in.checkGoal(found)
	in.checkPlan(found)
	if !in.AsOf.IsSet() {
		found.Add(fault("as-of", "$.asOf", say("the day is not stated", "未填截止日"),
			say("state the last day that counts", "请填写计入的最后一天")))
	}
	switch in.Basis {
	case "", CalendarDays, WorkingDays, Seasonal:
	default:
		found.Add(fault("basis", "$.basis", say("unknown basis %q", "未知的进度口径 %q", show(string(in.Basis))),
			say("use calendar-days, working-days or seasonal", "请填 calendar-days、working-days 或 seasonal")))
	}
	switch in.Gaps {
	case "", GapsUnknown, GapsZero:
	default:
		found.Add(fault("gaps", "$.gaps", say("unknown word %q", "未知的取值 %q", show(string(in.Gaps))),
			say("use unknown or zero", "请填 unknown 或 zero")))
	}
	if n := len(in.Observations); n > MaxObservations {
		found.Add(tooMany("$.observations", n, MaxObservations))
	}
	in.checkOutlook(found)
}

// checkGoal reports what the goal's own check finds, and what a goal may leave open but tracking may not.
func (in Input) checkGoal(found *kam.Findings) {
	g := in.Goal
	inside(g.Check(), "$.goal", found)
	if g.Direction == "" {
		found.Add(fault("direction", "$.goal.direction", say("the direction is not stated", "未说明方向"),
			say("use higher or lower, whichever is better", "请填较好的一侧：higher 或 lower")))
	}
	if g.Tracking == "" {
		found.Add(fault("tracking", "$.goal.tracking", say("it is not stated whether values add up", "未说明数值是否累加"),
			say("use flow when values of parts add up, stock when the latest value counts", "各期数值可累加填 flow，以最新值为准填 stock")))
	}
	if g.Tracking == goals.Stock && g.Baseline.Valid && worse(g, decided(g, in.AsOf).TargetOn(g.Period.Until), g.Baseline.Decimal) {
		found.Add(fault("baseline", "$.goal.baseline", say("the target is worse than the baseline", "目标劣于基线"),
			say("correct one of them, or leave the baseline out to measure from zero", "请更正其一；如从零衡量，请删去基线")))
	}
}

// worse reports whether a is worse than b for g. Numbers out of bounds, which are reported elsewhere, are not.
func worse(g goals.Goal, a, b decimal.Decimal) bool {
	if num.Check(a) != nil || num.Check(b) != nil {
		return false
	}
	if g.Direction == kam.LowerIsBetter {
		return a.Cmp(b) > 0
	}
	return a.Cmp(b) < 0
}

func (in Input) checkPlan(found *kam.Findings) {
	switch n := len(in.Plan); {
	case n == 0:
		if in.Basis == Seasonal {
			found.Add(fault("plan", "$.plan", say("the seasonal basis needs a plan and there is none", "季节口径需要计划，但未提供"),
				say("give the steps of the plan, or use calendar-days", "请提供计划的各阶段，或改用 calendar-days")))
		}
		return
	case n > MaxSteps:
		found.Add(tooMany("$.plan", n, MaxSteps))
		return
	}
	periods := make([]kam.Period, len(in.Plan))
	sum, good := new(big.Rat), true
	for i, s := range in.Plan {
		periods[i] = s.Period
		place := fmt.Sprintf("$.plan[%d].target", i)
		if !number(found, place, s.Target) {
			good = false
			continue
		}
		if in.Goal.Tracking != goals.Stock && s.Target.IsNegative() {
			good = false
			found.Add(fault("plan", place, say("a step of a flow asks for %s", "流量计划的阶段值为 %s", num.Format(s.Target)),
				say("ask for 0 or more in each step", "各阶段请填 0 或以上")))
		}
		sum.Add(sum, num.Rat(s.Target))
	}
	if in.Goal.Period.Check() == nil && !in.Goal.Period.IsOpen() {
		if err := in.Goal.Period.Tiles(periods); err != nil {
			f := fault("plan", "$.plan", say("the steps do not cover each day of the goal once", "计划各阶段未恰好覆盖目标期间的每一天"),
				say("cut %s into steps without gap or overlap", "请将 %s 无缝、不重叠地分段", in.Goal.Period))
			f.Evidence = []kam.Evidence{{Name: "steps", Value: err.Error()}}
			found.Add(f)
		}
	}
	if good && in.Basis == Seasonal && in.Goal.Tracking == goals.Flow && sum.Sign() == 0 {
		found.Add(fault("plan", "$.plan", say("the plan asks for nothing", "计划合计为零"),
			say("give the plan's amounts, or use calendar-days", "请填写计划数额，或改用 calendar-days")))
	}
}

func (in Input) checkOutlook(found *kam.Findings) {
	if len(in.Deals) > 0 && (in.Goal.Tracking != goals.Flow || in.Goal.Direction != kam.HigherIsBetter) {
		found.Add(fault("deals", "$.deals", say("open deals add to a flow of which more is better, and the goal is another", "在谈商机只用于越多越好的累加目标，本目标不是"),
			say("leave the deals out", "请删去在谈商机")))
	}
	if n := len(in.Rest); n > MaxSteps {
		found.Add(tooMany("$.rest", n, MaxSteps))
	} else {
		for i, d := range in.Rest {
			number(found, fmt.Sprintf("$.rest[%d]", i), d)
		}
	}
	if in.Best.Valid {
		number(found, "$.best", in.Best.Decimal)
	}
	if in.Strain.Check() != nil || in.Strain.Num < 0 {
		found.Add(fault("strain", "$.strain", say("%d/%d is no positive ratio", "%d/%d 不是正数比率", in.Strain.Num, in.Strain.Den),
			say("use a ratio above 0, such as 1.2", "请填大于 0 的比率，例如 1.2")))
	}
}

// number reports a number beyond the bounds of the library, and whether d is within them.
func number(found *kam.Findings, place string, d decimal.Decimal) bool {
	err := num.Check(d)
	if err == nil {
		return true
	}
	f := fault("number", place, say("the number is out of bounds", "数值超出范围"),
		say("use at most %d digits, %d of them after the point", "至多 %d 位数字，其中小数至多 %d 位", num.MaxDigits, num.MaxExponent))
	f.Evidence = []kam.Evidence{{Name: "number", Value: err.Error()}}
	found.Add(f)
	return false
}

func tooMany(place string, n, limit int) kam.Finding {
	return fault("too-many", place, say("%d are given, at most %d are read", "共 %d 项，至多读取 %d 项", n, limit),
		say("pass fewer, added up where possible", "请减少数量，可先合并汇总"))
}
