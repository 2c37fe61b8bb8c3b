package develop

import (
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/careerpath/skills"
	"github.com/kam-go/kam/careerpath/training"
	"github.com/kam-go/kam/internal/wording"
)

// NewPlan returns the cheapest plan that closes the gap between what a person can do and what is required, by the offerings
// of a catalogue; of equal cost the one of fewer hours, then of fewer steps, then the one whose offerings come first in the
// catalogue. When no plan closes the gap, the plan says why, and closes as much of it as it can when the request asks for
// that. The calendar is for the check points and may be nil when there are none.
//
// A request with faults is an [*kam.InvalidError] with all of them; a year of check points without working-day data is an
// error that wraps [kam.ErrNoHolidays].
func NewPlan(p *training.Program, calendar *kam.Calendar, r Request) (Plan, error) {
	if p == nil {
		f := wording.Faults{Prefix: prefix}
		noCatalogue(&f)
		return Plan{}, f.Err()
	}
	if err := r.check(p); err != nil {
		return Plan{}, err
	}
	s, err := newPose(p, r)
	if err != nil {
		return Plan{}, err
	}
	plan := s.blank()
	if r.CheckEvery > 0 {
		if plan.CheckPoints, err = CheckPoints(calendar, r.Period, r.CheckEvery); err != nil {
			return Plan{}, err
		}
	}
	limit := r.Effort
	if limit == 0 {
		limit = DefaultEffort
	}
	found := s.problem.cheapest(limit)
	if found.best != nil {
		plan.Outcome = Covered
		plan.Bound.Proven, plan.Bound.LeastCost = found.proven, known(s.money(found.bound))
		s.fill(&plan, found.best)
		return plan, nil
	}
	plan.Obstacles = s.obstacles(limit, found.proven)
	plan.Outcome, plan.Bound.Proven = Unmet, found.proven
	if r.Partly {
		part := s.problem.most(limit)
		plan.Bound.Proven, plan.Bound.Most = part.proven, s.fraction(part.most)
		switch {
		case part.best == nil || part.best.count == 0:
		case s.fraction(part.best.closed) == plan.Bound.Gap: // the search for the cheapest was cut short before it found that
			plan.Outcome, plan.Obstacles = Covered, nil
			plan.Bound = Bound{LeastCost: known(s.money(min(found.bound, part.best.cost))), Gap: plan.Bound.Gap}
			s.fill(&plan, part.best)
		default:
			plan.Outcome = Partial
			s.fill(&plan, part.best)
		}
	}
	return plan, nil
}

// blank returns a plan without steps.
func (s *pose) blank() Plan {
	r := s.request
	plan := Plan{
		Format: Format, ID: r.ID, Person: r.Person, Aim: r.Aim, AimName: r.AimName, Catalogue: s.catalogue.ID, Currency: s.catalogue.Currency, Period: r.Period,
		Budget: r.Budget, Hours: r.Hours, PerWeek: r.PerWeek, Unknown: r.Unknown,
	}
	if plan.PerWeek == 0 {
		plan.PerWeek = DefaultPerWeek
	}
	var gap int64
	for k, x := range r.Requirements {
		t := Target{Skill: x.Skill, Required: x.Level, Weight: x.Weight, Present: levelOf(r.Levels, x.Skill)}
		if t.Weight.IsZero() {
			t.Weight = kam.Whole()
		}
		t.Planned = t.Present.Value
		t.LeftOut = !t.Present.Known && r.Unknown == LeaveOut
		plan.Targets = append(plan.Targets, t)
		gap += int64(max(0, s.problem.want[k]-s.problem.start[k])) * s.problem.weight[k]
	}
	plan.Bound.Gap = s.fraction(gap)
	for _, id := range s.skill {
		if _, known := r.Levels[id]; !known {
			plan.AssessFirst = append(plan.AssessFirst, id)
		}
	}
	return plan
}

func levelOf(levels skills.Levels, skill string) skills.Level {
	value, known := levels[skill]
	return skills.Level{Known: known, Value: value}
}

// fill gives the plan its steps.
func (s *pose) fill(plan *Plan, best *label) {
	list := s.catalogue.Offerings
	jobs := s.problem.schedule(best)
	levels := make(map[string]int, len(s.skill))
	for k, id := range s.skill {
		levels[id] = s.problem.start[k]
	}
	for _, j := range jobs {
		o := &list[s.offering[j.option]]
		first := s.request.Period.From.AddDays(int(j.from))
		step := Step{
			Offering: o.ID, Name: o.Name, Kind: o.Kind, Days: kam.Period{From: first, Until: first.AddDays(int(j.until - j.from))},
			Cost: o.PerHead.Decimal, Hours: o.Hours.Decimal,
		}
		if j.span >= 0 {
			step.Session = o.Sessions[s.problem.options[j.option].spans[j.span].index].ID
		}
		for _, before := range j.after {
			step.After = append(step.After, list[s.offering[jobs[before].option]].ID)
		}
		for _, before := range o.Requires {
			if slices.Contains(s.request.Completed, before) && !slices.Contains(plan.Completed, before) {
				plan.Completed = append(plan.Completed, before)
			}
		}
		step.Closes = plan.rises(o, levels)
		plan.Steps = append(plan.Steps, step)
		plan.enter(o, s.request.Levels)
	}
	for i, t := range plan.Targets {
		if !t.LeftOut {
			plan.Targets[i].Planned = levels[t.Skill]
		}
	}
	plan.TotalCost, plan.TotalHours = s.money(best.cost), s.time(best.hours)
	plan.Bound.Closed = s.fraction(best.closed)
}

// rises returns what an offering does for the required skills at these levels, and brings the levels to what it leads to.
func (p *Plan) rises(o *training.Offering, levels map[string]int) []Rise {
	var list []Rise
	for _, l := range o.Teaches {
		if from := levels[l.Skill]; l.To > from {
			if p.target(l.Skill) != nil {
				list = append(list, Rise{Skill: l.Skill, From: from, To: l.To})
			}
			levels[l.Skill] = l.To
		}
	}
	return list
}

// target returns the plan's target of a skill; nil when it has none.
func (p *Plan) target(skill string) *Target {
	for i := range p.Targets {
		if p.Targets[i].Skill == skill {
			return &p.Targets[i]
		}
	}
	return nil
}

// enter notes where the person stands in the skills that an offering asks for and that are not required.
func (p *Plan) enter(o *training.Offering, levels skills.Levels) {
	for _, l := range o.Teaches {
		if l.From == 0 || p.target(l.Skill) != nil || slices.ContainsFunc(p.Entries, func(e Entry) bool { return e.Skill == l.Skill }) {
			continue
		}
		p.Entries = append(p.Entries, Entry{Skill: l.Skill, Present: levelOf(levels, l.Skill)})
	}
}

// sums adds up the steps.
func (p *Plan) sums() (cost, hours decimal.Decimal) {
	for _, s := range p.Steps {
		cost, hours = cost.Add(s.Cost), hours.Add(s.Hours)
	}
	return cost, hours
}
