package improve

import (
	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/num"
	"github.com/kam-go/kam/scoring"
)

// Lever is something that is known to raise the score of a metric, as data of the host's. The zero value is none and
// refused.
type Lever struct {
	// ID is unique in its catalogue.
	ID   string   `json:"id"`
	Name kam.Text `json:"name"`
	// Metric is what it works on; Scope, when stated, narrows that to measures of one scope.
	Metric string `json:"metric"`
	Scope  string `json:"scope,omitempty"`
	// Effect is the points by which it typically raises the score of a measure, on the card's scale; above 0.
	Effect decimal.Decimal `json:"effect"`
	// Effort is what it typically takes, in one unit for the whole catalogue, such as person-days; above 0.
	Effort decimal.Decimal `json:"effort"`
	// Days is the working days that it takes, 1 to [MaxDays].
	Days int `json:"days"`
	// Role is who does it, see [Request.Roles]; empty is the owner of the plan.
	Role string `json:"role,omitempty"`
}

// Order says by what levers are chosen. The zero value reads as [ByPoints].
type Order string

// Orders of levers.
const (
	// ByPoints takes the lever first that adds most to the weighted sum.
	ByPoints Order = "points"
	// ByPointsPerEffort takes the lever first that adds most for each unit of its effort.
	ByPointsPerEffort Order = "points-per-effort"
)

// Request says what a plan is made from. The zero value is refused.
type Request struct {
	// ID names the plan, at most 120 bytes.
	ID string
	// Result is the result to be improved on; it must pass its Verify.
	Result scoring.Result
	// Target is the score to be reached by measures that Targets does not name; within the limits of a single measure.
	// Defaults to the top of the scale.
	Target  decimal.NullDecimal
	Targets []TargetScore
	// Levers is the catalogue; it may hold levers for other cards.
	Levers []Lever
	// Order says by what levers are chosen. Defaults to [ByPoints].
	Order Order
	// PerMeasure is the most levers for one measure, 1 to 400. Defaults to 1.
	PerMeasure int
	// MaxLevers is the most levers of the plan, 1 to 400. Defaults to 400.
	MaxLevers int
	// MaxEffort is the most that the efforts of all levers may sum to; above 0. Unlimited when left out.
	MaxEffort decimal.NullDecimal
	// Owner is the person who does whatever no role is named for; Roles says who fills a role. A role that is not there
	// falls to Owner.
	Owner string
	Roles []RoleHolder
	// Period is the time of the plan, at most [MaxDays] days, with at least one working day.
	Period kam.Period
	// CheckEvery is the civil days from one check point to the next, see [CheckPoints]. Defaults to 14.
	CheckEvery int
	// FirstDays is the working days for tasks that are no lever: to measure, to clear a veto, to find a lever; 1 to
	// [MaxDays], and shortened to the end of the period. Defaults to 10.
	FirstDays int
}

// Defaults and limits of a request.
const (
	defaultCheckEvery = 14
	defaultFirstDays  = 10
	maxLevers         = 400
	maxPlanID         = 120
)

// TargetScore is the score that one measure is to reach.
type TargetScore struct {
	// Measure is the ID of a measure of the card.
	Measure string `json:"measure"`
	// Score is within the limits of a single measure.
	Score decimal.Decimal `json:"score"`
}

// RoleHolder says who fills a role.
type RoleHolder struct {
	Role   string `json:"role"`
	Person string `json:"person"`
}

// withDefaults returns q with its defaults.
func (q Request) withDefaults() Request {
	if q.Order == "" {
		q.Order = ByPoints
	}
	for _, d := range []struct {
		field  *int
		preset int
	}{{&q.PerMeasure, 1}, {&q.MaxLevers, maxLevers}, {&q.CheckEvery, defaultCheckEvery}, {&q.FirstDays, defaultFirstDays}} {
		if *d.field == 0 {
			*d.field = d.preset
		}
	}
	return q
}

// check reports every fault of a request with its defaults.
func (q Request) check(f *faults) {
	if len(q.ID) <= maxPlanID {
		f.name("$.id", q.ID)
	} else {
		f.add("id", "$.id", say("it has %d bytes", "长 %d 字节", len(q.ID)), say("give an ID of 1 to %d bytes", "请填写 1 至 %d 字节的标识", maxPlanID))
	}
	f.merge("$.result", q.Result.Verify())
	f.room("$.result.nodes", len(q.Result.Measures()))
	f.name("$.owner", q.Owner)
	unknown(f, "order", "$.order", q.Order, []Order{ByPoints, ByPointsPerEffort})
	f.between("$.perMeasure", q.PerMeasure, 1, maxLevers)
	f.between("$.maxLevers", q.MaxLevers, 1, maxLevers)
	f.between("$.checkEvery", q.CheckEvery, 1, MaxDays)
	f.between("$.firstDays", q.FirstDays, 1, MaxDays)
	if q.MaxEffort.Valid {
		f.positive("$.maxEffort", q.MaxEffort.Decimal)
	}
	if f.period("$.period", q.Period) && q.Period.Days() > MaxDays {
		f.add("period", "$.period", say("it has %d days", "共 %d 天", q.Period.Days()), say("plan at most %d days", "最多 %d 天", MaxDays))
	}
	q.checkTargets(f)
	if f.room("$.roles", len(q.Roles)) {
		seen := map[string]bool{}
		for i, r := range q.Roles {
			f.name(at("$.roles", i)+".role", r.Role)
			f.name(at("$.roles", i)+".person", r.Person)
			f.once(at("$.roles", i)+".role", r.Role, seen)
		}
	}
	if f.room("$.levers", len(q.Levers)) {
		seen := map[string]bool{}
		for i, l := range q.Levers {
			l.check(f, at("$.levers", i))
			f.once(at("$.levers", i)+".id", l.ID, seen)
		}
	}
}

func (q Request) checkTargets(f *faults) {
	low, high := limits(q.Result.Scale)
	if num.Check(low) != nil || num.Check(high) != nil {
		return // the result does not verify
	}
	inside := func(place string, d decimal.Decimal) {
		if f.number(place, decimal.NewNullDecimal(d)) && (d.LessThan(low) || d.GreaterThan(high)) {
			f.add("target", place, say("%s is no score of a measure", "%s 不是指标的得分", num.Format(d)),
				say("state a score from %s to %s", "请填写 %s 至 %s 的得分", num.Format(low), num.Format(high)))
		}
	}
	if q.Target.Valid {
		inside("$.target", q.Target.Decimal)
	}
	if !f.room("$.targets", len(q.Targets)) {
		return
	}
	known, seen := map[string]bool{}, map[string]bool{}
	for _, n := range q.Result.Measures() {
		known[n.ID] = true
	}
	for i, t := range q.Targets {
		spot := at("$.targets", i)
		f.once(spot+".measure", t.Measure, seen)
		inside(spot+".score", t.Score)
		if !known[t.Measure] {
			f.add("measure", spot+".measure", say("the card has no measure %q", "评分卡没有指标 %q", clip(t.Measure)), say("use the ID of a measure of the card", "请使用评分卡中的指标标识"))
		}
	}
}

// limits returns the lowest and the highest score of a single measure.
func limits(s scoring.Scale) (low, high decimal.Decimal) {
	low, high = s.Min, s.Max
	if s.MeasureMin.Valid {
		low = s.MeasureMin.Decimal
	}
	if s.MeasureMax.Valid {
		high = s.MeasureMax.Decimal
	}
	return low, high
}

func (l Lever) check(f *faults, place string) {
	f.name(place+".id", l.ID)
	f.both(place+".name", l.Name)
	f.name(place+".metric", l.Metric)
	f.optionalName(place+".scope", l.Scope)
	f.positive(place+".effect", l.Effect)
	f.positive(place+".effort", l.Effort)
	f.between(place+".days", l.Days, 1, MaxDays)
	f.optionalName(place+".role", l.Role)
}

// person returns who fills a role.
func (q Request) person(role string) string {
	for _, r := range q.Roles {
		if r.Role == role {
			return r.Person
		}
	}
	return q.Owner
}

// target returns the score that a measure is to reach.
func (q Request) target(measure string) decimal.Decimal {
	for _, t := range q.Targets {
		if t.Measure == measure {
			return t.Score
		}
	}
	if q.Target.Valid {
		return q.Target.Decimal
	}
	return q.Result.Scale.Max
}

// fits tells whether a lever works on a measure.
func (l Lever) fits(metric, scope string) bool {
	return l.Metric == metric && (l.Scope == "" || l.Scope == scope)
}
