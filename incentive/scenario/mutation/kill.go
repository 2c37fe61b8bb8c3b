package mutation

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/scenario"
)

// ErrFailing says that the scenarios do not pass on the plans themselves, so that they can tell nothing about mutants.
var ErrFailing = errors.New("mutation: expectations are not met on the plan itself")

// Verdict is what became of a mutant.
type Verdict string

// The verdicts.
const (
	// Killed mutants fail a scenario of the suite.
	Killed Verdict = "killed"
	// Survived mutants pass all scenarios, though they pay otherwise than the plan: a mistake that nobody would notice.
	Survived Verdict = "survived"
	// Alike mutants pay what the plan pays in every boundary case of both, and nothing has proved them equal.
	Alike Verdict = "alike"
	// Equivalent mutants are proved to pay what the plan pays: by [Options.Same].
	Equivalent Verdict = "equivalent"
)

// Equivalence proves that two plans pay the same, or that they do not. Package equivalence has one that compares exact
// payout curves.
type Equivalence interface {
	// Same compares a plan and a mutant of it in their fiscal calendar. Sure is false where nothing was proved either way; why
	// says how it was proved, or what stands in the way.
	Same(plan, mutant incentive.Plan, calendar *kam.Calendar) (same, sure bool, why kam.Text)
}

// Options say how mutants are hunted. The zero value works.
type Options struct {
	// Same is asked about mutants that no boundary case tells from the plan. Nil: nobody is; they stay [Alike].
	Same Equivalence
	// Plans are the ids of the plans whose mutants are made. Empty: all of the suite.
	Plans []string
}

// Judged is a mutant and its verdict.
type Judged struct {
	Mutant
	Verdict Verdict
	// By is the name of a scenario that kills it; of one that survived, of the boundary case that would. It is empty where the
	// plans of a file no longer compile together, which kills a mutant as well.
	By string
	// Killer is the boundary case that tells a mutant that survived from the plan, with what the plan pays. As a file of its
	// own it passes on the plan and fails on the mutant; in the file of the plan too, unless what that file gives all its
	// scenarios leaves no case that does. Nil: none was found, though Why says that there is a difference.
	Killer *scenario.Scenario
	// Why is what [Equivalence] said.
	Why kam.Text
}

// Report says which mistakes in the plans the scenarios of a suite would catch.
type Report struct {
	// Judged are the mutants, plan by plan in the order of [Mutants].
	Judged []Judged
	// Scenarios is how many scenarios the suite has.
	Scenarios int
}

// Kill makes the mutants of the suite's plans and looks which of them the scenarios catch. Everything depends on the
// suite and the options alone.
//
// The error is [ErrFailing] with the expectations, or that of ctx.
func Kill(ctx context.Context, suite *scenario.Suite, opt Options) (Report, error) {
	report, err := suite.Run(ctx)
	if err != nil {
		return Report{}, err
	}
	if failed := report.Failed(); len(failed) > 0 {
		return Report{}, fmt.Errorf("%w: %d, the first is %s of %q", ErrFailing, len(failed), failed[0].Place, failed[0].Scenario)
	}
	out := Report{Scenarios: len(report.Results)}
	for _, p := range suite.Plans() {
		if len(opt.Plans) > 0 && !slices.Contains(opt.Plans, p.ID) {
			continue
		}
		h := newHunter(suite, p, opt)
		judged, err := h.hunt(ctx)
		if err != nil {
			return Report{}, err
		}
		out.Judged = append(out.Judged, judged...)
	}
	return out, nil
}

// Count returns how many mutants have a verdict.
func (r Report) Count(v Verdict) int {
	return len(r.With(v))
}

// With returns the mutants that have a verdict, in order.
func (r Report) With(v Verdict) []Judged {
	return slices.DeleteFunc(slices.Clone(r.Judged), func(j Judged) bool { return j.Verdict != v })
}

// Killers returns the boundary cases that would catch what survived, each once, to be added to a scenario file.
func (r Report) Killers() []scenario.Scenario {
	var out []scenario.Scenario
	for _, j := range r.With(Survived) {
		if j.Killer != nil && !slices.ContainsFunc(out, func(s scenario.Scenario) bool { return s.Name == j.Killer.Name }) {
			out = append(out, *j.Killer)
		}
	}
	return out
}
