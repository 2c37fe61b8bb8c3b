package improve

import (
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/strictjson"
	"github.com/kam-go/kam/scoring"
)

// Plan is what somebody is to do until when to reach a better result, and what each part of it is worth. [NewPlan] makes
// it from a result. It is plain data that marshals to JSON. The zero value is no plan.
type Plan struct {
	// ID names the plan; the IDs of its tasks begin with it.
	ID      string      `json:"id"`
	Subject kam.Subject `json:"subject"`
	// Card and Version are those of the result, CardName what people call the card, ResultPeriod the time it is about.
	Card         string     `json:"card"`
	CardName     kam.Text   `json:"cardName,omitzero"`
	Version      int        `json:"version"`
	ResultPeriod kam.Period `json:"resultPeriod"`
	// Stands is where the result stands, its rounded score and grade among that. A plan that was written without it has none.
	Stands Standing `json:"stands,omitzero"`
	// Total is the exact total of the result, Full what it would be with every gap of Gaps closed, the vetoes of the
	// result still in force. Neither is known while the result is not.
	Total scoring.Exact `json:"total,omitzero"`
	Full  scoring.Exact `json:"full,omitzero"`
	// Period is the time of the plan, Order how levers were chosen.
	Period kam.Period `json:"period"`
	Order  Order      `json:"order"`
	// Gaps are the measures with a known score below their target, most points first, then as on the card.
	Gaps []Gap `json:"gaps,omitempty"`
	// Actions are what is to be done: triggered vetoes, what is to be measured first, the largest share of the whole first,
	// then levers as they were chosen, then gaps for which none can be chosen.
	Actions []Action `json:"actions,omitempty"`
	// PassedOver are the levers for measures with a gap that were not chosen, in the order of the request.
	PassedOver []PassedOver `json:"passedOver,omitempty"`
	// CheckPoints are working days of Period in rising order; on the last one the result is computed anew.
	CheckPoints []kam.Day `json:"checkPoints"`
}

// Gap is how far a measure is from its target, and what closing that is worth.
type Gap struct {
	// Measure is the ID of the measure on the card, Metric what it measures.
	Measure string   `json:"measure"`
	Name    kam.Text `json:"name,omitzero"`
	Metric  string   `json:"metric"`
	// Weight is the effective share of the measure in the whole, 0 to 1.
	Weight scoring.Exact `json:"weight"`
	// Score and Target are points on the card's scale; Gap is Target - Score, above 0.
	Score  scoring.Exact `json:"score"`
	Target scoring.Exact `json:"target"`
	Gap    scoring.Exact `json:"gap"`
	// Points is Weight * Gap: what closing this gap adds to the weighted sum. InTotal is what it alone adds to the total,
	// after the limits of the scale and the vetoes as they are; not known while the total is not.
	Points  scoring.Exact `json:"points"`
	InTotal scoring.Exact `json:"inTotal,omitzero"`
	// Planned is the part of Points that the chosen levers typically bring, from 0 to Points.
	Planned scoring.Exact `json:"planned"`
}

// ActionKind says what kind of thing is to be done. The zero value is none.
type ActionKind string

// Kinds of actions, in the order in which a plan has them.
const (
	ClearVeto    ActionKind = "clear-veto"    // a veto holds the total or the grade down
	MeasureFirst ActionKind = "measure-first" // the value of a measure is not known
	PullLever    ActionKind = "lever"         // a lever of the catalogue
	FindLever    ActionKind = "find-lever"    // a gap for which no known lever can be chosen
)

// Action is one thing to be done.
type Action struct {
	Kind ActionKind `json:"kind"`
	// Measure is the ID of the measure and MeasureName its name on the card; of a veto those of what it tests. Veto is the
	// ID of the veto, Lever that of the lever.
	Measure     string   `json:"measure"`
	MeasureName kam.Text `json:"measureName,omitzero"`
	Veto        string   `json:"veto,omitempty"`
	Lever       string   `json:"lever,omitempty"`
	// Points is what the lever typically adds to the weighted sum; not known for other kinds.
	Points scoring.Exact `json:"points,omitzero"`
	// Effort is that of the lever; not valid for other kinds.
	Effort decimal.NullDecimal `json:"effort,omitzero"`
	// Task says who does it until when.
	Task kam.Task `json:"task"`
}

// PassReason says why a lever was not chosen. The zero value is none.
type PassReason string

// Why a lever was not chosen.
const (
	PassClosed PassReason = "closed" // the levers chosen before close the gap
	PassEnough PassReason = "enough" // the measure has as many levers as asked for
	PassEffort PassReason = "effort" // its effort is more than what is left
	PassTime   PassReason = "time"   // it takes longer than the plan
	PassWeight PassReason = "weight" // the measure counts for nothing
	PassNoGap  PassReason = "no-gap" // the measure is at its target, or not known
	PassNoUse  PassReason = "no-use" // no measure of the card has its metric
	PassMost   PassReason = "most"   // the plan has as many levers as asked for
)

// PassedOver is a lever that was not chosen for a measure. Measure is empty when the lever fits no measure with a gap.
type PassedOver struct {
	Lever       string     `json:"lever"`
	LeverName   kam.Text   `json:"leverName,omitzero"`
	Measure     string     `json:"measure,omitempty"`
	MeasureName kam.Text   `json:"measureName,omitzero"`
	Reason      PassReason `json:"reason"`
}

// ParsePlan reads a plan from a JSON object and returns it as written; [Plan.Check] tells whether it is complete.
// Reading is strict: unknown, duplicate and wrong-case keys, trailing data and null are refused. The error is an
// [*kam.InvalidError] with every fault, its JSON path and its line and column.
func ParsePlan(data []byte) (Plan, error) {
	var p Plan
	if err := strictjson.Decode(data, &p, codePrefix).Err(); err != nil {
		return Plan{}, err
	}
	return p, nil
}

// JSON returns p as indented JSON that [ParsePlan] reads back. A number out of bounds and a text that is not UTF-8 are
// an error.
func (p Plan) JSON() ([]byte, error) { return strictjson.Pretty(p) }

// Tasks returns the tasks of the plan in the order of its actions.
func (p Plan) Tasks() []kam.Task {
	tasks := make([]kam.Task, len(p.Actions))
	for i, a := range p.Actions {
		tasks[i] = a.Task
	}
	return tasks
}

// Check returns nil when p can be kept and followed, else an [*kam.InvalidError] with every fault: no ID, subject, card
// or period, lists that are too long, gaps or actions without a measure, faulty tasks, tasks of one ID, and check points
// that are not in rising order inside the period.
func (p Plan) Check() error {
	var f faults
	p.check(&f, "$")
	return f.list.Err()
}

func (p Plan) check(f *faults, place string) {
	f.name(place+".id", p.ID)
	f.name(place+".subject.kind", p.Subject.Kind)
	f.name(place+".subject.id", p.Subject.ID)
	f.name(place+".card", p.Card)
	if p.Version < 1 {
		f.add("number", place+".version", say("%d is before the first version, which is 1", "%d 小于首个版本 1", p.Version), say("state the version of the card", "请填写评分卡的版本"))
	}
	f.period(place+".resultPeriod", p.ResultPeriod)
	inside := f.period(place+".period", p.Period)
	unknown(f, "order", place+".order", p.Order, []Order{ByPoints, ByPointsPerEffort})
	if f.room(place+".gaps", len(p.Gaps)) {
		seen := map[string]bool{}
		for i, g := range p.Gaps {
			f.name(at(place+".gaps", i)+".measure", g.Measure)
			f.once(at(place+".gaps", i)+".measure", g.Measure, seen)
		}
	}
	if f.room(place+".actions", len(p.Actions)) {
		seen := map[string]bool{}
		for i, a := range p.Actions {
			spot := at(place+".actions", i)
			unknown(f, "kind", spot+".kind", a.Kind, []ActionKind{ClearVeto, MeasureFirst, PullLever, FindLever})
			f.name(spot+".measure", a.Measure)
			f.optionalName(spot+".veto", a.Veto)
			f.optionalName(spot+".lever", a.Lever)
			f.number(spot+".effort", a.Effort)
			f.merge(spot+".task", a.Task.Check())
			f.once(spot+".task.id", a.Task.ID, seen)
		}
	}
	f.room(place+".passedOver", len(p.PassedOver))
	rising(f, place+".checkPoints", p.CheckPoints)
	for i, d := range p.CheckPoints {
		if inside && d.IsSet() && !p.Period.Contains(d) {
			f.add("day", at(place+".checkPoints", i), say("%s is no day of %s", "%s 不在期间 %s 内", d, p.Period),
				say("state a day of the plan's period", "请填写计划期间内的日期"))
		}
	}
}

// Clone returns a copy of p that shares no memory with it.
func (p Plan) Clone() Plan {
	p.Gaps, p.Actions, p.PassedOver, p.CheckPoints = slices.Clone(p.Gaps), slices.Clone(p.Actions), slices.Clone(p.PassedOver), slices.Clone(p.CheckPoints)
	return p
}
