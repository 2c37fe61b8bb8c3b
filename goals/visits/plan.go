package visits

import (
	"fmt"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
)

// WeeklyPlan says how many of which activity are to be done in which week, for whom and why. It is immutable and safe
// for concurrent use. The zero value is an empty plan.
type WeeklyPlan struct {
	spec       Spec
	window     kam.Period
	weeks      []Week
	lines      []Line
	activities []Activity
	ladders    []Ladder
	funnels    []*funnel
	rhythms    []rhythm
	late       []Late
	calendar   *kam.Calendar
	capacity   *Capacity
	revenue    Revenue
	found      kam.Findings
}

// Plan returns the weekly plan of s in the working days of c.
//
// New business: the deals of each step, target / average deal, close evenly over the working days of the step; every
// stage comes before them by its lead and all later ones. What falls in one week is cumulated exactly and rounded up
// once for each line, so that a week's end never sees less than what was needed by then. Existing accounts: what the
// rhythm takes in the planned days, rounded up once, is spread over the weeks by their working days.
//
// Every fault of s is reported in one [*kam.InvalidError], see the codes of the package. A year without working-day
// data, which leads may reach before the period, is an error that wraps [kam.ErrNoHolidays] and names the year.
// What the plan cannot do is no error: see [WeeklyPlan.Findings].
func Plan(s Spec, c *kam.Calendar) (*WeeklyPlan, error) {
	if err := check(s); err != nil {
		return nil, err
	}
	p := &WeeklyPlan{spec: s.clone(), window: s.Period, calendar: c, activities: activitiesOf(s)}
	if s.AsOf.After(s.Period.From) {
		p.window.From = s.AsOf
	}
	t, err := stretch(c, s, p.window)
	if err != nil {
		return nil, err
	}
	p.weeks = t.weeks(p.window)
	faults := new(checker)
	if t.count(p.window) == 0 {
		faults.add(codePeriod, "$.period", say("%s has no working day", "%s 没有工作日", p.window),
			say("plan a period with working days", "请规划有工作日的期间"))
		return nil, faults.found.Err()
	}
	p.newBusiness(t, faults)
	p.existing(faults)
	if err := faults.found.Err(); err != nil {
		return nil, err
	}
	p.split()
	p.measure(t)
	p.report()
	return p, nil
}

// newBusiness lays out the segments.
func (p *WeeklyPlan) newBusiness(t *timeline, c *checker) {
	for i, g := range p.spec.Segments {
		at := fmt.Sprintf("$.segments[%d]", i)
		total := decimal.Zero
		for _, s := range g.Steps {
			total = total.Add(s.Target)
		}
		p.revenue.Target = p.revenue.Target.Add(total)
		ladder, ok := g.ladder(total)
		if !ok {
			c.tooMany(at, g.Name)
			continue
		}
		f := place(g, at, t, p.weeks, c)
		p.ladders = append(p.ladders, ladder)
		p.funnels = append(p.funnels, f)
		for _, a := range g.activities() {
			l, ok := f.line(a, len(p.weeks))
			if !ok {
				c.tooMany(at, g.Name)
				break
			}
			p.lines = append(p.lines, l)
		}
		p.late = append(p.late, f.before()...)
	}
}

// existing lays out the tiers.
func (p *WeeklyPlan) existing(c *checker) {
	var places []string
	for i, t := range p.spec.Tiers {
		for k, r := range t.Rhythms {
			p.rhythms = append(p.rhythms, rhythm{tier: t, rhythm: r})
			places = append(places, fmt.Sprintf("$.tiers[%d].rhythms[%d]", i, k))
		}
	}
	for i, r := range p.rhythms {
		l, ok := r.line(p.weeks, i, len(p.rhythms))
		if !ok {
			c.tooMany(places[i], r.tier.Name)
			continue
		}
		p.lines = append(p.lines, l)
	}
}

// Period returns the days that are planned: the period of the spec, from its AsOf on.
func (p *WeeklyPlan) Period() kam.Period { return p.window }

// Weeks returns the ISO weeks of the plan in order; the first and the last may be parts of weeks.
func (p *WeeklyPlan) Weeks() []Week { return slices.Clone(p.weeks) }

// Lines returns every line of the plan: of the segments in their order, each activity in the order in which the stages
// name it, then of the tiers in their order.
func (p *WeeklyPlan) Lines() []Line {
	out := make([]Line, len(p.lines))
	for i, l := range p.lines {
		out[i] = l.clone()
	}
	return out
}

// Activities returns the activities of the plan: visit, call and proposal first, others in the order in which they
// appear.
func (p *WeeklyPlan) Activities() []Activity { return slices.Clone(p.activities) }

// Ladders returns for each segment, in their order, how many deals and items of each stage the targets of all its
// steps take together.
func (p *WeeklyPlan) Ladders() []Ladder {
	out := make([]Ladder, len(p.ladders))
	for i, l := range p.ladders {
		out[i] = l.clone()
	}
	return out
}

// Of returns the count of activity a in each week, over all segments and tiers.
func (p *WeeklyPlan) Of(a Activity) []int64 {
	sum := make([]int64, len(p.weeks))
	for _, l := range p.lines {
		if l.Activity != a {
			continue
		}
		for w, n := range l.Weeks {
			sum[w] += n
		}
	}
	return sum
}

// InWeek returns what all lines hold together in week number w, counted from 0; 0 for a week that is none.
func (p *WeeklyPlan) InWeek(w int) int64 {
	if w < 0 || w >= len(p.weeks) {
		return 0
	}
	var sum int64
	for _, l := range p.lines {
		sum += l.Weeks[w]
	}
	return sum
}

// Total returns what all weeks hold together of activity a.
func (p *WeeklyPlan) Total(a Activity) int64 {
	var sum int64
	for _, n := range p.Of(a) {
		sum += n
	}
	return sum
}

// Findings returns what the plan cannot do, in the order late, later, capacity: "visits.late" (warning), needs before
// the first day of the plan; "visits.later" (info), needs after it; "visits.overload" (warning), a week in which people
// cannot do what is planned; "visits.level" (info) and "visits.short" (warning), the verdict on the whole when it is
// not [Fits]. See [WeeklyPlan.Late] and [WeeklyPlan.Capacity] for the whole of it as numbers.
func (p *WeeklyPlan) Findings() kam.Findings {
	out := slices.Clone(p.found)
	for i := range out {
		out[i].Evidence = slices.Clone(out[i].Evidence)
	}
	return out
}
