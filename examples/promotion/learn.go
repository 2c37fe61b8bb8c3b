package main

import (
	"slices"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/careerpath"
	"github.com/kam-go/kam/careerpath/develop"
	"github.com/kam-go/kam/careerpath/promotion"
	"github.com/kam-go/kam/careerpath/skills"
)

const (
	// planMonths is how long a development plan is, from the day after the cycle has ended.
	planMonths = 8
	// checkMonths is how many months lie between two looks at its progress.
	checkMonths = 2
)

// learner is an applicant without a post who lacks a skill that the post asks for.
type learner struct {
	contender
	gaps []careerpath.SkillGap
	plan develop.Plan
}

// learners returns who is to learn what, in the order of candidates.csv.
func (r *result) learners() ([]learner, error) {
	var out []learner
	for _, p := range r.people {
		c, applied := r.outcome.Candidate(subject(p.id))
		if !applied || c.Standing == promotion.Withdrawn || r.appointed(p.id) {
			continue
		}
		ready, err := r.ladder.Readiness(p.file, r.spec.Schedule.Freeze)
		if err != nil {
			return nil, err
		}
		stage := r.stageFor(c.Applications[0].Opening)
		for _, m := range ready.Moves {
			missing := slices.ContainsFunc(m.Skills, func(g careerpath.SkillGap) bool { return g.Gap.State != skills.Met })
			if m.To != stage || !missing {
				continue
			}
			l := learner{contender: p, gaps: m.Skills}
			if l.plan, err = r.plan(l, stage); err != nil {
				return nil, err
			}
			out = append(out, l)
			break
		}
	}
	return out, nil
}

// appointed tells whether somebody took up a seat.
func (r *result) appointed(id string) bool {
	for at := range r.taken {
		if at.Person == subject(id) {
			return true
		}
	}
	return false
}

// stageFor returns the stage of an opening.
func (r *result) stageFor(opening string) string {
	for _, o := range r.spec.Openings {
		if o.ID == opening {
			return o.Stage
		}
	}
	return ""
}

// plan returns the cheapest plan that closes a gap. Nothing is planned for a skill that nobody has assessed: it is to be
// assessed first.
func (r *result) plan(l learner, stage string) (develop.Plan, error) {
	levels := skills.Levels{}
	for _, g := range l.gaps {
		if g.Gap.Assessed.Known {
			levels[g.Gap.Skill] = g.Gap.Assessed.Value
		}
	}
	s, _ := r.ladder.Stage(stage)
	entries := r.record.Entries
	begin := entries[len(entries)-1].On().AddDays(1)
	return develop.NewPlan(r.courses, r.calendar, develop.Request{
		ID: r.spec.ID + "/" + l.id, Person: subject(l.id), Aim: stage, Levels: levels, Requirements: s.Skills, Unknown: develop.LeaveOut,
		Period: kam.Period{From: begin, Until: begin.AddMonths(planMonths)}, Partly: true, CheckEvery: checkMonths,
	})
}
