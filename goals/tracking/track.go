package tracking

import (
	"fmt"
	"math/big"
	"slices"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/goals"
	"github.com/kam-go/kam/goals/likelihood"
	"github.com/kam-go/kam/internal/num"
)

// Track returns how far a goal is on a day, exact and without rounding. Faults of the input come all at once in a
// [*kam.InvalidError], with the codes that the package lists. Working days that the calendar does not know are an
// error that wraps [kam.ErrNoHolidays].
//
// Before the period, on its first and last day and after it every number is either defined or not known, as told in
// [Progress]; nothing is ever divided by zero.
func Track(in Input) (Progress, error) {
	var found, notes kam.Findings
	in.check(&found)
	list, all := in.readings(&found, &notes)
	level := -1
	if in.Goal.Tracking == goals.Stock {
		level = latest(list, &found)
	}
	open := in.deals(&found)
	if err := found.Err(); err != nil {
		return Progress{}, err
	}
	in.Goal = decided(in.Goal, in.AsOf)
	basis := in.Basis
	if in.Goal.Tracking == goals.Stock && basis == Seasonal {
		basis = CalendarDays // the plan tells the levels, not the passing of the period
	}
	steps := sortedSteps(in.Plan)
	m, err := newMeasure(in.Goal.Period, basis, in.Calendar, steps)
	if err != nil {
		return Progress{}, err
	}
	blend, err := in.Goal.Blended(in.Calendar, m.counting())
	if err != nil {
		return Progress{}, err
	}
	t := tracker{in: in, m: m, blend: blend, steps: steps, open: open, list: list, notes: &notes}
	t.p = Progress{Goal: in.Goal.Clone(), AsOf: in.AsOf, Basis: m.basis}
	if in.Goal.Tracking == goals.Stock && in.Basis == Seasonal {
		t.p.Basis = Seasonal // its levels follow the plan
	}
	t.place()
	t.read(level)
	t.compare()
	t.rates()
	t.milestones(all)
	if err := t.outlook(); err != nil {
		return Progress{}, err
	}
	t.p.Findings = notes.Sorted()
	return t.p, nil
}

// decided returns g with the amendments that were decided by a day: a figure of the past does not change when somebody
// later decides that the target be another.
func decided(g goals.Goal, by kam.Day) goals.Goal {
	g = g.Clone()
	g.Amendments = slices.DeleteFunc(g.Amendments, func(a goals.Amendment) bool { return a.Decided.After(by) })
	return g
}

// tracker computes one Progress, step by step.
type tracker struct {
	in    Input
	m     *measure
	blend goals.Blend
	steps []goals.Step             // the plan in order of days
	open  *likelihood.Distribution // the open deals; nil when there are none
	list  []reading
	cut   kam.Day // the first day of the period that does not count yet
	notes *kam.Findings
	p     Progress
}

// place finds the as-of day in the period.
func (t *tracker) place() {
	whole := t.in.Goal.Period
	switch {
	case t.in.AsOf.Before(whole.From):
		t.p.Phase, t.cut = Ahead, whole.From
	case t.in.AsOf.Before(whole.Until.AddDays(-1)):
		t.p.Phase, t.cut = Running, t.in.AsOf.AddDays(1)
	default:
		t.p.Phase, t.cut = Over, whole.Until
	}
	t.p.DaysLeft = whole.Until.Sub(t.cut)
	elapsed, total := t.m.at(t.cut), t.m.total()
	t.p.Elapsed, t.p.Total = own(elapsed), own(total)
	t.p.Remaining = own(new(big.Rat).Sub(total, elapsed))
	if t.in.Basis == WorkingDays && t.m.basis != WorkingDays {
		t.notes.Add(note(kam.Warning, "no-working-day", "$.goal.period",
			say("%s has no working day and is measured in calendar days", "%s 内没有工作日，改按日历日衡量", whole),
			say("choose a period with working days, or use calendar-days", "请选择含工作日的期间，或改用 calendar-days")))
	}
}

// read sets the value to date; level is the index of the reading of a stock that counts, -1 when there is none.
func (t *tracker) read(level int) {
	counted := t.list
	if t.in.Goal.Tracking == goals.Stock && level >= 0 {
		counted = t.list[level : level+1]
	}
	t.p.Readings = len(counted)
	for _, r := range counted {
		if r.last().After(t.p.ReadTo) {
			t.p.ReadTo = r.last()
		}
	}
	if t.p.Phase == Ahead {
		return
	}
	if len(counted) == 0 {
		t.notes.Add(note(kam.Warning, "no-reading", "$.observations",
			say("there is no reading through %s; that is unknown, not zero", "截至 %s 没有读数；这是未知，不是零", t.in.AsOf),
			say("pass the readings, with a value of 0 where nothing came", "请传入读数，没有成果时填 0")))
		return
	}
	sum := new(big.Rat)
	known := true
	for _, r := range counted {
		if r.value == nil {
			known = false
			t.notes.Add(note(kam.Warning, "unknown-value", fmt.Sprintf("$.observations[%d]", r.index),
				say("its value is not known, so the value to date is not either", "其数值未知，因此截至当日的数值也未知"),
				say("supply the value as a later revision", "请以新修订号补充数值")))
			continue
		}
		sum.Add(sum, r.value)
	}
	if t.in.Goal.Tracking == goals.Flow && t.in.Gaps != GapsZero && t.gaps() {
		known = false
	}
	t.stale()
	if known {
		t.p.Actual = own(sum)
	}
}

// gaps reports whether days so far that count on the basis are not covered by a reading of each subject.
func (t *tracker) gaps() bool {
	var open []kam.Period
	var subject kam.Subject
	short := 0 // subjects with a gap
	for _, list := range bySubject(t.list) {
		missing := unread(list, kam.Period{From: t.in.Goal.Period.From, Until: t.cut})
		missing = slices.DeleteFunc(missing, func(p kam.Period) bool {
			return t.m.days(p) == 0
		})
		if len(missing) == 0 {
			continue
		}
		if short++; short == 1 {
			subject = list[0].subject
		}
		open = append(open, missing...)
	}
	if len(open) == 0 {
		return false
	}
	f := note(kam.Warning, "gap", "$.observations",
		say("no reading of %[2]q covers %[1]s, so the value to date is not known", "%[2]q 在 %[1]s 没有读数，因此截至当日的数值未知", open[0], show(subject.ID)),
		say("pass readings of these days, count to an earlier day, or say that days without a reading brought nothing", "请补充这些日子的读数、提前截止日，或说明没有读数的日子为零"))
	f.Evidence = []kam.Evidence{{Name: "gaps", Value: fmt.Sprint(len(open))}, {Name: "subjects", Value: fmt.Sprint(short)}}
	t.notes.Add(f)
	return true
}

// stale warns when a whole period of the goal's cadence passed without a reading.
func (t *tracker) stale() {
	cadence := t.in.Goal.Cadence
	if !cadence.Valid() || !t.p.ReadTo.IsSet() || t.p.Phase == Over {
		return
	}
	now, err := t.in.Calendar.Containing(cadence, t.in.AsOf)
	if err != nil {
		return // a cadence that reaches outside the calendar has no period to miss
	}
	before, err := t.in.Calendar.Containing(cadence, now.From.AddDays(-1))
	if err != nil || !t.p.ReadTo.Before(before.From) {
		return
	}
	t.notes.Add(note(kam.Warning, "stale", "$.observations",
		say("the last reading is of %s, and all of %s passed without one", "最近的读数为 %s，而 %s 整期没有读数", t.p.ReadTo, before),
		say("read the metric as often as the goal says", "请按目标约定的频率更新读数")))
}

// compare sets target, expectation, attainment and pace.
func (t *tracker) compare() {
	g, p := t.in.Goal, &t.p
	p.Target = own(t.blend.Exact())
	switch {
	case g.Tracking == goals.Stock:
		p.Expected = own(t.level(p.Target.r))
	case t.m.basis == Seasonal:
		p.Expected = over(times(p.Target, p.Elapsed), p.Total)
	default:
		p.Expected = own(asked(t.blend.Parts, t.m, t.cut))
	}
	t.checkPlanTotal()
	p.Achieved, p.Asked = t.parts(p.Actual, p.Target)
	p.Attainment = over(p.Achieved, p.Asked)
	if !p.Attainment.Known() && p.Actual.Known() {
		t.notes.Add(note(kam.Warning, "undefined", "$.goal.target",
			say("attainment of the target %s is not defined", "目标 %s 的达成率没有定义", p.plain(p.Target)),
			say("state a target above 0, or for a level a baseline unlike it", "请填写大于 0 的目标；存量目标请填写与目标不同的基线")))
	}
	p.Pace = over(t.parts(p.Actual, p.Expected))
	p.Lead = minus(p.Actual, p.Expected)
	if g.Direction == kam.LowerIsBetter {
		p.Lead = minus(p.Expected, p.Actual)
	}
	c, known := p.Actual.Cmp(p.Target)
	if g.Direction == kam.LowerIsBetter {
		c = -c
	}
	if known && c >= 0 {
		grows := g.Direction == kam.HigherIsBetter && p.Target.r.Sign() > 0
		p.Reached = g.Tracking == goals.Stock || grows || p.Phase == Over
	}
}

// parts returns numerator and denominator of the attainment of target by actual, both not known when it is not defined.
func (t *tracker) parts(actual, target Exact) (achieved, asked Exact) {
	g := t.in.Goal
	if !actual.Known() || !target.Known() {
		return Exact{}, Exact{}
	}
	switch {
	case g.Tracking == goals.Stock && g.Baseline.Valid:
		base := own(num.Rat(g.Baseline.Decimal))
		achieved, asked = minus(actual, base), minus(target, base)
		if g.Direction == kam.LowerIsBetter {
			achieved, asked = minus(base, actual), minus(base, target)
		}
	case g.Direction == kam.LowerIsBetter:
		achieved, asked = minus(plus(target, target), actual), target
	default:
		achieved, asked = actual, target
	}
	if asked.r.Sign() <= 0 {
		return Exact{}, Exact{}
	}
	return achieved, asked
}

// level returns where a stock is expected to be.
func (t *tracker) level(target *big.Rat) *big.Rat {
	g := t.in.Goal
	start := target
	if g.Baseline.Valid {
		start = num.Rat(g.Baseline.Decimal)
	}
	if t.in.Basis != Seasonal {
		return t.line(start)
	}
	for _, s := range t.steps {
		to := num.Rat(s.Target)
		if !g.Baseline.Valid {
			start = to
		}
		if !t.cut.After(s.Period.Until) {
			done := big.NewRat(int64(t.cut.Sub(s.Period.From)), 1)
			return between(start, to, done, big.NewRat(int64(s.Period.Days()), 1))
		}
		start = to
	}
	return start
}

// line returns where a stock is expected to be that starts from a level and heads for the target in force, by which it
// is to arrive at the end of the period.
func (t *tracker) line(start *big.Rat) *big.Rat {
	g, total, done := t.in.Goal, t.m.total(), new(big.Rat)
	level, heading := start, num.Rat(g.Target)
	if !g.Baseline.Valid {
		level = heading
	}
	for _, a := range g.Amendments {
		if !a.Effective.Before(t.cut) {
			break
		}
		at := t.m.at(a.Effective)
		level = toward(level, heading, done, at, total)
		done, heading = at, num.Rat(a.Target)
		if !g.Baseline.Valid {
			level = heading
		}
	}
	return toward(level, heading, done, t.m.at(t.cut), total)
}

// toward returns the point at of the way from level at from to target at the end.
func toward(level, target, from, at, end *big.Rat) *big.Rat {
	left := new(big.Rat).Sub(end, from)
	if left.Sign() == 0 {
		return target
	}
	return between(level, target, new(big.Rat).Sub(at, from), left)
}

// between returns the point on the way from a to b after done of total.
func between(a, b, done, total *big.Rat) *big.Rat {
	way := new(big.Rat).Sub(b, a)
	way.Mul(way, new(big.Rat).Quo(done, total))
	return way.Add(way, a)
}

// checkPlanTotal warns when the plan does not end at the target.
func (t *tracker) checkPlanTotal() {
	if len(t.steps) == 0 {
		return
	}
	end := num.Rat(t.steps[len(t.steps)-1].Target)
	if t.in.Goal.Tracking == goals.Flow {
		end = new(big.Rat)
		for _, s := range t.steps {
			end.Add(end, num.Rat(s.Target))
		}
	}
	if end.Cmp(t.p.Target.r) == 0 {
		return
	}
	t.notes.Add(note(kam.Warning, "plan-total", "$.plan",
		say("the plan ends at %s and the target is %s", "计划终值为 %s，目标为 %s", t.p.plain(own(end)), t.p.plain(t.p.Target)),
		say("break the target down again after it was amended", "目标修订后请重新分解计划")))
}

// rates sets what came, what has to come, and where it leads.
func (t *tracker) rates() {
	g, p := t.in.Goal, &t.p
	p.Required = over(minus(p.Target, p.Actual), p.Remaining)
	switch {
	case g.Tracking == goals.Flow:
		p.RunRate = over(p.Actual, p.Elapsed)
		p.Projection = times(over(p.Actual, p.Elapsed), p.Total)
	case g.Baseline.Valid:
		base := own(num.Rat(g.Baseline.Decimal))
		p.RunRate = over(minus(p.Actual, base), p.Elapsed)
		p.Projection = plus(base, times(p.RunRate, p.Total))
	default:
		p.Projection = p.Actual
	}
	p.ProjectedAttainment = over(t.parts(p.Projection, p.Target))
}
