package develop

import (
	"math/big"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/careerpath/skills"
	"github.com/kam-go/kam/careerpath/training"
	"github.com/kam-go/kam/internal/wording"
)

// Progress is how far somebody has come with a plan on a day. It is not changed once made. The zero value is none.
type Progress struct {
	Plan   string      `json:"plan"`
	Person kam.Subject `json:"person"`
	AsOf   kam.Day     `json:"asOf"`
	// Currency is that of every amount.
	Currency kam.Currency `json:"currency"`
	// Steps has one for each step of the plan, in its order.
	Steps []StepProgress `json:"steps,omitempty"`
	// Skills has one for each target of the plan, in its order.
	Skills []SkillProgress `json:"skills,omitempty"`
	// Done is how many of the steps are completed, Due how many were due by the day of the progress.
	Done int `json:"done"`
	Due  int `json:"due"`
	// SpentCost and SpentHours are what the steps took so far, PlannedCost and PlannedHours what the whole plan takes.
	SpentCost    decimal.Decimal `json:"spentCost"`
	SpentHours   decimal.Decimal `json:"spentHours"`
	PlannedCost  decimal.Decimal `json:"plannedCost"`
	PlannedHours decimal.Decimal `json:"plannedHours"`
	// Replan says what cannot go on as planned; nothing when all can.
	Replan []Replan `json:"replan,omitempty"`
}

// StepProgress is where the person stands in a step.
type StepProgress struct {
	Offering string     `json:"offering"`
	State    StepState  `json:"state"`
	Due      kam.Day    `json:"due"`
	On       kam.Day    `json:"on,omitzero"` // since when it is so; unset before the first record
	Days     kam.Period `json:"days"`
	// Late says that it was completed after its due day, or is not completed and the day is over.
	Late bool `json:"late,omitempty"`
	// Cost and Hours are what it took so far.
	Cost  decimal.Decimal `json:"cost"`
	Hours decimal.Decimal `json:"hours"`
}

// StepState is where somebody stands in a step. The zero value is none.
type StepState string

// States of a step.
const (
	// Waiting: steps that come before it are not completed.
	Waiting StepState = "waiting"
	// Next: nothing keeps it from being done.
	Next StepState = "next"
	// Booked: the person is invited or has accepted.
	Booked StepState = "booked"
	// Underway: the person has attended and not completed it.
	Underway StepState = "underway"
	// Missed: the person declined, was absent or failed, and has not begun anew.
	Missed StepState = "missed"
	// Completed: the person has completed it.
	Completed StepState = "completed"
)

// SkillProgress is a skill before and now.
type SkillProgress struct {
	Skill    string `json:"skill"`
	Required int    `json:"required"`
	// Before is the level at the beginning of the plan, Expected what the completed steps are expected to lead to, Now what
	// was assessed since.
	Before   skills.Level `json:"before,omitzero"`
	Expected int          `json:"expected"`
	Now      skills.Level `json:"now,omitzero"`
	// GapBefore and GapNow are levels missing; they mean nothing while the level is unknown.
	GapBefore int `json:"gapBefore,omitempty"`
	GapNow    int `json:"gapNow,omitempty"`
	// State tells whether the requirement is met now.
	State skills.State `json:"state,omitempty"`
}

// Replan is something that cannot go on as planned.
type Replan struct {
	Kind ReplanKind `json:"kind"`
	// Offering is that of the step, Skill that of the target; one of both.
	Offering string `json:"offering,omitempty"`
	Skill    string `json:"skill,omitempty"`
}

// ReplanKind is a reason to plan anew. The zero value is none.
type ReplanKind string

// Reasons to plan anew.
const (
	// ReplanMissed: the person missed the step or did not pass.
	ReplanMissed ReplanKind = "missed"
	// ReplanLate: the day of the step is over and it is not completed.
	ReplanLate ReplanKind = "late"
	// ReplanBlocked: a step that comes before it has to be planned anew.
	ReplanBlocked ReplanKind = "blocked"
	// ReplanGone: the catalogue no longer has the offering, or the session on its days.
	ReplanGone ReplanKind = "gone"
	// ReplanAssess: steps for the skill are completed and its level now is not known.
	ReplanAssess ReplanKind = "assess"
	// ReplanBelow: the assessed level is below what the completed steps were expected to lead to.
	ReplanBelow ReplanKind = "below"
)

// Progress tells how far the person has come with the plan by the end of a day, by the records of a log of the
// catalogue as it is today, and the levels assessed since. A participation that was over before the plan began has no part
// in it; one that was open then has, whenever its last record was, unless it is booked for a session that was held before.
// Records after the day have none. What a step cost is what its records state, else the cost per head once the person
// attended, as in training reports. A level that is not in now is not known. A plan or a log that is none, a log of another
// catalogue or currency, a level out of range, an unset day and steps that cannot be reckoned with are an
// [*kam.InvalidError] with every fault.
func (p Plan) Progress(log *training.Log, now skills.Levels, asOf kam.Day) (Progress, error) {
	f := wording.Faults{Prefix: prefix}
	if !asOf.IsSet() {
		f.Add("day", "$.asOf", wording.Say("no day is stated", "未填写日期"), wording.Say("state the day of the progress", "请填写进度日期"))
	}
	if f.Count("$.levels", len(now), 0, MaxList) {
		checkLevels(&f, "$.levels", now)
	}
	p.checkLog(&f, log)
	p.checkSteps(&f)
	if err := f.Err(); err != nil {
		return Progress{}, err
	}
	out := Progress{Plan: p.ID, Person: p.Person, AsOf: asOf, Currency: p.Currency}
	out.PlannedCost, out.PlannedHours = p.sums()
	parts := log.Of(p.Person)
	for _, s := range p.Steps {
		sp := p.stepProgress(s, log.Program(), parts, asOf)
		out.SpentCost, out.SpentHours = out.SpentCost.Add(sp.Cost), out.SpentHours.Add(sp.Hours)
		if sp.State == Completed {
			out.Done++
		}
		if !s.Due().After(asOf) {
			out.Due++
		}
		out.Steps = append(out.Steps, sp)
	}
	out.order(p)
	out.compare(p, log.Program(), now)
	out.replan(p, log.Program())
	return out, nil
}

// checkLog reports a plan that is none, and a log of something else.
func (p Plan) checkLog(f *wording.Faults, log *training.Log) {
	if p.Format != Format {
		f.Add("format", "$.format", wording.Say("format %d is not known", "格式版本 %d 无法识别", p.Format), wording.Say("use a plan of format %d", "请使用格式版本为 %d 的计划", Format))
		return
	}
	if log == nil || log.Program() == nil {
		f.Add("log", "$.log", wording.Say("there is no log", "没有参与记录"), wording.Say("replay the records of the catalogue, even when there are none", "请重放该目录的记录；即使没有记录也须如此"))
		return
	}
	if c := log.Program().Catalogue(); p.Catalogue != c.ID || p.Currency != c.Currency {
		f.Add("catalogue", "$.catalogue", wording.Say("the plan is of catalogue %s in %s, the log of %s in %s", "计划所用目录为 %s，币种 %s；参与记录的目录为 %s，币种 %s",
			wording.Quote(p.Catalogue), wording.Quote(string(p.Currency)), wording.Quote(c.ID), wording.Quote(string(c.Currency))),
			wording.Say("use the log of the plan's catalogue", "请使用该计划所用目录的参与记录"))
	}
}

// checkSteps reports steps that progress cannot be reckoned with; [VerifyPlan] checks the rest.
func (p Plan) checkSteps(f *wording.Faults) {
	if !f.Count("$.steps", len(p.Steps), 0, MaxList) {
		return
	}
	seen := map[string]bool{}
	for i, s := range p.Steps {
		at := wording.At("$.steps", i)
		f.ID(at+".offering", s.Offering, seen)
		f.Period(at+".days", s.Days, true)
		quantity(f, at+".cost", decimal.NewNullDecimal(s.Cost), training.MaxAmount)
		quantity(f, at+".hours", decimal.NewNullDecimal(s.Hours), training.MaxHours)
	}
}

// stepProgress follows the records of a step: of several participations in its offering since the plan began the one counts
// that is furthest, and of all of them the cost.
func (p Plan) stepProgress(s Step, program *training.Program, parts []training.Participation, asOf kam.Day) StepProgress {
	out := StepProgress{Offering: s.Offering, State: Next, Due: s.Due(), Days: s.Days}
	o, _ := program.Offering(s.Offering)
	for _, part := range parts {
		if part.Offering != s.Offering {
			continue
		}
		records := slices.DeleteFunc(slices.Clone(part.Records), func(r training.Record) bool { return r.On.After(asOf) })
		state := stateOf(part.StateOn(asOf))
		if state == Next || records[len(records)-1].On.Before(p.Period.From) && p.over(s, &o, part, state) {
			continue
		}
		cost, hours := spent(records, &o)
		out.Cost, out.Hours = out.Cost.Add(cost), out.Hours.Add(hours)
		if far(state) >= far(out.State) {
			out.State, out.On = state, records[len(records)-1].On
		}
	}
	if out.State == Completed {
		out.Late = out.On.After(out.Due)
	} else {
		out.Late = asOf.After(out.Due)
	}
	return out
}

// over reports whether a participation whose last record is from before the plan has no part in it.
func (p Plan) over(s Step, o *training.Offering, part training.Participation, state StepState) bool {
	switch state {
	case Underway:
		return false
	case Booked:
		x := sessionOf(o, part.Session)
		return x != nil && !x.Held.Until.After(p.Period.From)
	default: // it has ended, and says nothing of the step unless it is of the very session
		return part.Session == "" || part.Session != s.Session
	}
}

// stateOf returns what the state of a participation is for a step.
func stateOf(s training.State) StepState {
	switch s {
	case training.Completed:
		return Completed
	case training.Attended:
		return Underway
	case training.Invited, training.Accepted:
		return Booked
	case training.Declined, training.Absent, training.Failed:
		return Missed
	default:
		return Next
	}
}

// far tells how far a state is.
func far(s StepState) int {
	return slices.Index([]StepState{Next, Missed, Booked, Underway, Completed}, s)
}

// spent returns what a participation cost and how long it took.
func spent(records []training.Record, o *training.Offering) (cost, hours decimal.Decimal) {
	present, costs, times := false, false, false
	for _, r := range records {
		present = present || r.State == training.Attended || r.State == training.Completed || r.State == training.Failed
		if r.Cost.Valid {
			cost, costs = cost.Add(r.Cost.Decimal), true
		}
		if r.Hours.Valid {
			hours, times = hours.Add(r.Hours.Decimal), true
		}
	}
	if present && !costs {
		cost = o.PerHead.Decimal
	}
	if present && !times {
		hours = o.Hours.Decimal
	}
	return cost, hours
}

// order tells apart the steps that can be done next from those that wait for others.
func (g *Progress) order(p Plan) {
	for i, s := range p.Steps {
		if g.Steps[i].State == Next && !g.ready(s) {
			g.Steps[i].State = Waiting
		}
	}
}

func (g *Progress) ready(s Step) bool {
	for _, id := range s.After {
		if before := g.step(id); before != nil && before.State != Completed {
			return false
		}
	}
	return true
}

func (g *Progress) step(offering string) *StepProgress {
	for i := range g.Steps {
		if g.Steps[i].Offering == offering {
			return &g.Steps[i]
		}
	}
	return nil
}

// compare puts the levels now beside those before.
func (g *Progress) compare(p Plan, program *training.Program, now skills.Levels) {
	for _, t := range p.Targets {
		s := SkillProgress{Skill: t.Skill, Required: t.Required, Before: t.Present, Expected: t.Present.Value, Now: levelOf(now, t.Skill), State: skills.Unknown}
		if s.Before.Known {
			s.GapBefore = max(0, t.Required-s.Before.Value)
		}
		for i, step := range p.Steps {
			if g.Steps[i].State == Completed {
				s.Expected = max(s.Expected, step.leadsTo(t.Skill, program))
			}
		}
		if s.Now.Known {
			s.GapNow = max(0, t.Required-s.Now.Value)
			s.State = skills.NotMet
			if s.GapNow == 0 {
				s.State = skills.Met
			}
		}
		g.Skills = append(g.Skills, s)
	}
}

// leadsTo returns the level of a skill to which the step leads by itself: what the catalogue says, and what the plan says
// when the catalogue no longer has the offering. What a step closes in a plan depends on those that begin before it, even
// when they end after it.
func (s Step) leadsTo(skill string, program *training.Program) int {
	if o, ok := program.Offering(s.Offering); ok {
		return liftOf(&o, skill)
	}
	for _, c := range s.Closes {
		if c.Skill == skill {
			return c.To
		}
	}
	return 0
}

// replan lists what cannot go on as planned: steps in their order, then skills in theirs.
func (g *Progress) replan(p Plan, program *training.Program) {
	for i, s := range p.Steps {
		state := g.Steps[i]
		kind := ReplanKind("")
		switch {
		case state.State == Completed:
		case gone(s, program):
			kind = ReplanGone
		case state.State == Missed:
			kind = ReplanMissed
		case state.Late:
			kind = ReplanLate
		case slices.ContainsFunc(g.Replan, func(r Replan) bool { return slices.Contains(s.After, r.Offering) }):
			kind = ReplanBlocked
		}
		if kind != "" {
			g.Replan = append(g.Replan, Replan{Kind: kind, Offering: s.Offering})
		}
	}
	for _, s := range g.Skills {
		switch {
		case s.Expected == s.Before.Value:
		case !s.Now.Known:
			g.Replan = append(g.Replan, Replan{Kind: ReplanAssess, Skill: s.Skill})
		case s.Now.Value < min(s.Expected, s.Required):
			g.Replan = append(g.Replan, Replan{Kind: ReplanBelow, Skill: s.Skill})
		}
	}
}

// gone reports whether the catalogue no longer has what the step was planned with.
func gone(s Step, program *training.Program) bool {
	o, ok := program.Offering(s.Offering)
	if !ok {
		return true
	}
	if s.Session == "" {
		return len(o.Sessions) > 0
	}
	x := sessionOf(&o, s.Session)
	return x == nil || x.Cancelled || x.Held != s.Days
}

// Completion returns the steps completed by all steps, and false for a plan without steps.
func (g Progress) Completion() (*big.Rat, bool) {
	if len(g.Steps) == 0 {
		return nil, false
	}
	return big.NewRat(int64(g.Done), int64(len(g.Steps))), true
}
