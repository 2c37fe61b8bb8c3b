package desk

import (
	"context"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/careerpath"
	"github.com/kam-go/kam/careerpath/develop"
	"github.com/kam-go/kam/careerpath/skills"
	"github.com/kam-go/kam/crm/followup"
	"github.com/kam-go/kam/goals/tracking"
	"github.com/kam-go/kam/scoring"
)

// developMonths is how long a development plan is, from tomorrow.
const developMonths = 8

// Goal is a goal and how it stands today.
type Goal struct {
	tracking.Progress
	Status tracking.Status
}

// Goals returns the goals of a person as of today.
func (d *Desk) Goals(ctx context.Context, payee string) ([]Goal, error) {
	known, err := d.Dossier(ctx, payee)
	if err != nil {
		return nil, err
	}
	var out []Goal
	for _, in := range known.Goals {
		in.AsOf, in.Calendar = d.Today, d.Rules.Plans.Calendar()
		progress, err := tracking.Track(in)
		if err != nil {
			return nil, err
		}
		state, err := tracking.NextStatus(tracking.State{}, progress, tracking.Thresholds{})
		if err != nil {
			return nil, err
		}
		out = append(out, Goal{Progress: progress, Status: state.Status})
	}
	return out, nil
}

// Score returns the scorecard of a person; false where nothing is known.
func (d *Desk) Score(ctx context.Context, payee string) (scoring.Result, bool, error) {
	known, err := d.Dossier(ctx, payee)
	if err != nil || known.Score == nil {
		return scoring.Result{}, false, err
	}
	result, err := d.Rules.Card.Score(*known.Score)
	return result, err == nil, err
}

// Career is where a person stands on the ladder, and the way to the next stage.
type Career struct {
	careerpath.Readiness
	// Plan closes the gap of skills to the first promotion; nil where there is none.
	Plan *develop.Plan
}

// Career returns how ready a person is today; false where nothing is known.
func (d *Desk) Career(ctx context.Context, payee string) (Career, bool, error) {
	known, err := d.Dossier(ctx, payee)
	if err != nil || known.File == nil {
		return Career{}, false, err
	}
	ready, err := d.Rules.Ladder.Readiness(*known.File, d.Today)
	if err != nil {
		return Career{}, false, err
	}
	out := Career{Readiness: ready}
	for _, move := range ready.Moves {
		if move.Kind != careerpath.Promotion || len(move.Skills) == 0 {
			continue
		}
		levels := skills.Levels{}
		for _, s := range move.Skills {
			if s.Gap.Assessed.Known {
				levels[s.Gap.Skill] = s.Gap.Assessed.Value
			}
		}
		stage, _ := d.Rules.Ladder.Stage(move.To)
		begin := d.Today.AddDays(1)
		plan, err := develop.NewPlan(d.Rules.Courses, d.Rules.Plans.Calendar(), develop.Request{
			ID: payee + "/" + move.To, Person: known.File.Person, Aim: move.To, Levels: levels, Requirements: stage.Skills,
			Unknown: develop.LeaveOut, Period: kam.Period{From: begin, Until: begin.AddMonths(developMonths)}, Partly: true,
		})
		if err != nil {
			return Career{}, false, err
		}
		out.Plan = &plan
		break
	}
	return out, true, nil
}

// Customers returns which customers of a person are to be met when.
func (d *Desk) Customers(ctx context.Context, payee string) (*followup.Overview, error) {
	known, err := d.Dossier(ctx, payee)
	if err != nil {
		return nil, err
	}
	return d.Rules.FollowUp.On(d.Today, known.Records)
}
