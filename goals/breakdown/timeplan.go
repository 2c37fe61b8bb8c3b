package breakdown

import (
	"math/big"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/goals"
)

// TimePlan is a total broken down over time. It is immutable and safe for concurrent use. The zero value is no plan:
// it has no levels and the total 0.
type TimePlan struct {
	spec   TimeSpec // without its lists of history
	cal    *kam.Calendar
	tree   tree // with the limits of the spec
	layers []*layer
	cells  []TimeCell // of all levels, coarse to fine
	absent bool       // the presence leaves nothing of a total that is not 0

	// Of a plan that was caught up: the plan before anything was closed, and what is closed since.
	origin *TimePlan
	closed []Actual
	kind   kam.PeriodKind
}

// TimeCell is what one period is to bring, and why. The zero value is none.
type TimeCell struct {
	// Kind is the level of the cell, and Label its name as [kam.Calendar.Parse] reads it back.
	Kind   kam.PeriodKind  `json:"kind"`
	Label  string          `json:"label"`
	Period kam.Period      `json:"period"`
	Target decimal.Decimal `json:"target"`
	// Cumulative is the target from the beginning of the plan to the end of the cell.
	Cumulative decimal.Decimal `json:"cumulative"`
	Reason     Reason          `json:"reason"`
}

// newTimePlan returns the plan of a filled tree.
func newTimePlan(spec TimeSpec, t tree, layers []*layer, out filled, cal *kam.Calendar) TimePlan {
	spec.Total = t.decimalOf(out.values[0])
	spec.Levels, spec.Limits, spec.Basis, spec.Presence = slices.Clone(spec.Levels), nil, Basis{}, nil
	for i := range spec.Levels {
		spec.Levels[i].Basis = Basis{}
	}
	plan := TimePlan{spec: spec, cal: cal, tree: t, layers: layers}
	plan.tree.cells = slices.Clone(t.cells)
	at := 1
	for _, l := range layers {
		sum := decimal.Zero
		for _, p := range l.periods {
			target := t.decimalOf(out.values[at])
			sum = sum.Add(target)
			plan.cells = append(plan.cells, TimeCell{
				Kind: l.kind, Label: t.cells[at].name, Period: p, Target: target, Cumulative: sum, Reason: out.reasons[at],
			})
			at++
		}
	}
	return plan
}

// Total returns what the cells of every level sum to; with a [Presence], what that left of the total.
func (p TimePlan) Total() decimal.Decimal { return p.spec.Total }

// Findings returns what is noteworthy about the plan and no fault: a warning with the code breakdown.presence when the
// [Presence] leaves nothing of the total, as of somebody who is there on no day of the period.
func (p TimePlan) Findings() kam.Findings {
	if !p.absent {
		return nil
	}
	return kam.Findings{{
		Code: codePrefix + ".presence", Severity: kam.Warning, Place: "$.presence",
		Message: say("the presence leaves nothing of the total in %s", "在 %s 期间，按在岗情况目标为零", p.spec.Period),
		Remedy:  say("plan for those who are there", "请为期间内在岗的人员制定计划"),
	}}
}

// Period returns the period that is broken down.
func (p TimePlan) Period() kam.Period { return p.spec.Period }

// Kinds returns the levels, coarse to fine.
func (p TimePlan) Kinds() []kam.PeriodKind {
	out := make([]kam.PeriodKind, len(p.layers))
	for i, l := range p.layers {
		out[i] = l.kind
	}
	return out
}

// span returns where the cells of level k stand among all; of no level it is empty.
func (p TimePlan) span(k kam.PeriodKind) (from, until int) {
	for _, l := range p.layers {
		until = from + len(l.periods)
		if l.kind == k {
			return from, until
		}
		from = until
	}
	return 0, 0
}

// Cells returns the cells of level k in order of days; none when the plan has no such level. Where weeks lie across a
// bound of the level above they are parted there, so the cells of [kam.Week] are whole weeks and parts of weeks;
// [TimePlan.Weeks] puts these together.
func (p TimePlan) Cells(k kam.PeriodKind) []TimeCell {
	from, until := p.span(k)
	return slices.Clone(p.cells[from:until])
}

// Leaves returns the cells of the finest level.
func (p TimePlan) Leaves() []TimeCell {
	if len(p.layers) == 0 {
		return nil
	}
	return p.Cells(p.layers[len(p.layers)-1].kind)
}

// Steps returns the cells of level k as steps of a goal.
func (p TimePlan) Steps(k kam.PeriodKind) []goals.Step {
	from, until := p.span(k)
	var steps []goals.Step
	for _, c := range p.cells[from:until] {
		steps = append(steps, goals.Step{Period: c.Period, Target: c.Target})
	}
	return steps
}

// Cumulative returns the steps of level k with running totals: the target of each step is what the plan is to have
// brought by its end, and its period begins with the plan.
func (p TimePlan) Cumulative(k kam.PeriodKind) []goals.Step {
	from, until := p.span(k)
	var steps []goals.Step
	for _, c := range p.cells[from:until] {
		steps = append(steps, goals.Step{Period: kam.Period{From: p.spec.Period.From, Until: c.Period.Until}, Target: c.Cumulative})
	}
	return steps
}

// Weeks returns the whole weeks of a plan with the level [kam.Week]: parts of one week are summed across the bounds
// that part it, and only at the ends of the plan is a week shorter. They sum to the total.
func (p TimePlan) Weeks() []goals.Step {
	var weeks []goals.Step
	var last kam.Day
	from, until := p.span(kam.Week)
	for _, c := range p.cells[from:until] {
		begin, err := weekBegin(c.Period.From, p.cal)
		if n := len(weeks); err == nil && n > 0 && begin == last {
			weeks[n-1].Target = weeks[n-1].Target.Add(c.Target)
			weeks[n-1].Period.Until = c.Period.Until
			continue
		}
		last = begin
		weeks = append(weeks, goals.Step{Period: c.Period, Target: c.Target})
	}
	return weeks
}

// In returns the target of a period that is made of whole cells of the finest level, and false when it is not.
func (p TimePlan) In(period kam.Period) (decimal.Decimal, bool) {
	from, until, ok := p.columns(period)
	sum := decimal.Zero
	if !ok {
		return sum, false
	}
	for _, c := range p.finest()[from:until] {
		sum = sum.Add(c.Target)
	}
	return sum, true
}

// finest returns the cells of the finest level, not to be changed.
func (p TimePlan) finest() []TimeCell {
	if len(p.layers) == 0 {
		return nil
	}
	return p.cells[len(p.cells)-len(p.layers[len(p.layers)-1].periods):]
}

// columns returns which cells of the finest level make up a period.
func (p TimePlan) columns(period kam.Period) (from, until int, ok bool) {
	leaves := p.finest()
	from, begins := slices.BinarySearchFunc(leaves, period.From, func(c TimeCell, d kam.Day) int { return c.Period.From.Compare(d) })
	until, ends := slices.BinarySearchFunc(leaves, period.Until, func(c TimeCell, d kam.Day) int { return c.Period.Until.Compare(d) })
	if !begins || !ends || until < from {
		return 0, 0, false
	}
	return from, until + 1, true
}

// Share returns the exact share of the total that the i-th cell of level k weighs, before limits and rounding, as a
// new ratio; with a [Presence] of the reduced total. It is false when there is no such cell, or all weigh nothing.
func (p TimePlan) Share(k kam.PeriodKind, i int) (*big.Rat, bool) {
	from, until := p.span(k)
	if i < 0 || from+i >= until || p.tree.cells[0].weight.Sign() == 0 {
		return nil, false
	}
	return new(big.Rat).Quo(p.tree.cells[1+from+i].weight, p.tree.cells[0].weight), true
}
