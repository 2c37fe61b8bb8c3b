package scenario

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/internal/strictjson"
)

// ErrFailing says that the scenarios do not pass on the plans themselves, so that they can tell nothing about mutants.
var ErrFailing = errors.New("scenario: expectations are not met on the plan itself")

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
	// Equivalent mutants are proved to pay what the plan pays: by [KillOptions.Same].
	Equivalent Verdict = "equivalent"
)

// Equivalence proves that two plans pay the same, or that they do not. Package equivalence has one that compares exact
// payout curves.
type Equivalence interface {
	// Same compares a plan and a mutant of it in their fiscal calendar. Sure is false where nothing was proved either way; why
	// says how it was proved, or what stands in the way.
	Same(plan, mutant incentive.Plan, calendar *kam.Calendar) (same, sure bool, why kam.Text)
}

// KillOptions say how mutants are hunted. The zero value works.
type KillOptions struct {
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
	// Killer is the boundary case that tells a mutant that survived from the plan, with what the plan pays. Nil: none was
	// found, though Why says that there is a difference.
	Killer *Scenario
	// Why is what [Equivalence] said.
	Why kam.Text
}

// MutationReport says which mistakes in the plans the scenarios of a suite would catch.
type MutationReport struct {
	// Judged are the mutants, plan by plan in the order of [Mutants].
	Judged []Judged
	// Scenarios is how many scenarios the suite has.
	Scenarios int
}

// Kill makes the mutants of the suite's plans and looks which of them the scenarios catch. Everything depends on the
// suite and the options alone.
//
// The error is [ErrFailing] with the expectations, or that of ctx.
func (s *Suite) Kill(ctx context.Context, opt KillOptions) (MutationReport, error) {
	report, err := s.Run(ctx)
	if err != nil {
		return MutationReport{}, err
	}
	if failed := report.Failed(); len(failed) > 0 {
		return MutationReport{}, fmt.Errorf("%w: %d, the first is %s of %q", ErrFailing, len(failed), failed[0].Place, failed[0].Scenario)
	}
	out := MutationReport{Scenarios: len(report.Results)}
	for _, p := range s.Plans() {
		if len(opt.Plans) > 0 && !slices.Contains(opt.Plans, p.ID) {
			continue
		}
		h := hunter{suite: s, plan: p, opt: opt}
		judged, err := h.hunt(ctx)
		if err != nil {
			return MutationReport{}, err
		}
		out.Judged = append(out.Judged, judged...)
	}
	return out, nil
}

// Count returns how many mutants have a verdict.
func (r MutationReport) Count(v Verdict) int {
	return len(r.With(v))
}

// With returns the mutants that have a verdict, in order.
func (r MutationReport) With(v Verdict) []Judged {
	return slices.DeleteFunc(slices.Clone(r.Judged), func(j Judged) bool { return j.Verdict != v })
}

// Killers returns the boundary cases that would catch what survived, each once, to be added to a scenario file.
func (r MutationReport) Killers() []Scenario {
	var out []Scenario
	for _, j := range r.With(Survived) {
		if j.Killer != nil && !slices.ContainsFunc(out, func(s Scenario) bool { return s.Name == j.Killer.Name }) {
			out = append(out, *j.Killer)
		}
	}
	return out
}

// hunter judges the mutants of one plan.
type hunter struct {
	suite *Suite
	plan  incentive.Plan
	opt   KillOptions
	// home is a book that has the plan.
	home *book
	// hunters are the scenarios on the plan's books, those that have caught something lately first.
	hunters []quarry
	// cases are the boundary cases of the plan; nil until they are needed.
	cases []boundaryCase
	made  bool
}

// quarry is a scenario of a book.
type quarry struct {
	book  int
	world *world
}

// boundaryCase is a boundary case with what the plan gives, as bytes.
type boundaryCase struct {
	scenario Scenario
	world    *world
	want     string
}

func (h *hunter) hunt(ctx context.Context) ([]Judged, error) {
	for i, b := range h.suite.books {
		if !slices.ContainsFunc(b.plans, h.is) {
			continue
		}
		if h.home == nil {
			h.home = b
		}
		for _, w := range b.worlds {
			h.hunters = append(h.hunters, quarry{i, w})
		}
	}
	var out []Judged
	for _, m := range mutants(h.plan, h.others(), h.home.calendar) {
		j, err := h.judge(ctx, m)
		if err != nil {
			return nil, err
		}
		out = append(out, j)
	}
	return out, nil
}

func (h *hunter) is(p incentive.Plan) bool { return p.ID == h.plan.ID && p.Version == h.plan.Version }

func (h *hunter) others() []incentive.Plan {
	return slices.DeleteFunc(slices.Clone(h.home.plans), h.is)
}

func (h *hunter) judge(ctx context.Context, m Mutant) (Judged, error) {
	j := Judged{Mutant: m}
	other, err := h.suite.With(m.Plan)
	if err != nil { // it compiles at home, and not beside the plans of another file: that file catches it
		j.Verdict = Killed
		return j, nil
	}
	for i, q := range h.hunters {
		steps, err := q.world.play(ctx, other.books[q.book].program)
		if err != nil {
			return j, err
		}
		c := comparer{world: q.world, book: q.book}
		if slices.ContainsFunc(c.compare(steps), func(c Check) bool { return !c.Met }) {
			j.Verdict, j.By = Killed, h.suite.title(h.suite.books[q.book], q.world)
			h.hunters = slices.Insert(slices.Delete(h.hunters, i, i+1), 0, q)
			return j, nil
		}
	}
	return h.survivor(ctx, j)
}

// survivor looks for a boundary case that tells a mutant from the plan.
func (h *hunter) survivor(ctx context.Context, j Judged) (Judged, error) {
	if err := h.prepare(ctx); err != nil {
		return j, err
	}
	plans := append(h.others(), j.Plan)
	program, err := incentive.Compile(incentive.Book{Plans: plans, Calendar: h.home.calendar})
	if err != nil {
		return j, err
	}
	for i, c := range h.cases {
		got, err := given(ctx, c.world, program)
		if err != nil {
			return j, err
		}
		if got != c.want {
			j.Verdict, j.By, j.Killer = Survived, c.scenario.Name, &h.cases[i].scenario
			return j, nil
		}
	}
	found, err := h.atItsOwn(ctx, j, program)
	if err != nil || found != nil {
		j.Verdict, j.Killer = Survived, found
		if found != nil {
			j.By = found.Name
		}
		return j, err
	}
	j.Verdict = Alike
	if h.opt.Same != nil && !h.overridden(j.Plan) {
		same, sure, why := h.opt.Same.Same(h.plan, j.Plan, h.home.calendar)
		j.Why = why
		switch {
		case sure && same:
			j.Verdict = Equivalent
		case sure:
			j.Verdict = Survived
		}
	}
	return j, nil
}

// overridden tells whether a mutant rounds otherwise, and another plan credits commission of the plan: what that pays is
// no matter of this plan alone.
func (h *hunter) overridden(mutant incentive.Plan) bool {
	was, is := h.plan.Rounding, mutant.Rounding
	if was.Step == is.Step && was.Mode == is.Mode && (was.Places == nil) == (is.Places == nil) && (was.Places == nil || *was.Places == *is.Places) {
		return false
	}
	return slices.ContainsFunc(h.others(), func(p incentive.Plan) bool {
		return slices.ContainsFunc(p.Credits, func(c incentive.CreditRule) bool { return len(c.Of) > 0 })
	})
}

// prepare makes the boundary cases of the plan.
func (h *hunter) prepare(ctx context.Context) error {
	if h.made {
		return nil
	}
	set := h.boundaries(ctx, h.home.plans, h.home.program, "", h.is)
	for _, b := range set.Boundaries {
		c, err := h.caseOf(ctx, b.Scenario)
		if err != nil {
			return err
		}
		h.cases = append(h.cases, c)
	}
	h.made = true
	return ctx.Err()
}

// boundaries makes the boundary cases of one plan of a program.
func (h *hunter) boundaries(ctx context.Context, plans []incentive.Plan, program *incentive.Program, only string, of func(incentive.Plan) bool) *BoundarySet {
	out := &BoundarySet{}
	m := maker{bench: &bench{plans: plans, calendar: h.home.calendar, program: program}, ctx: ctx, out: out, seen: map[string]bool{}, only: only}
	for _, p := range plans {
		if of(p) {
			m.plan(p)
		}
	}
	return out
}

// caseOf writes a case out and plays it on the plan itself.
func (h *hunter) caseOf(ctx context.Context, s Scenario) (boundaryCase, error) {
	c := &compiler{file: File{Scenarios: []Scenario{s}}, plans: h.home.plans, calendar: h.home.calendar}
	w := c.world("$.scenarios[0]", 0, s)
	if err := c.Err(); err != nil {
		return boundaryCase{}, err
	}
	want, err := given(ctx, w, h.home.program)
	return boundaryCase{s, w, want}, err
}

// atItsOwn looks for a difference at the bounds of the mutant.
func (h *hunter) atItsOwn(ctx context.Context, j Judged, program *incentive.Program) (*Scenario, error) {
	only := ""
	for i, k := range h.plan.Components {
		if at := fmt.Sprintf("$.components[%d]", i); len(j.Place) > len(at) && j.Place[:len(at)] == at {
			only = k.Name
		}
	}
	if only == "" && !strings.HasPrefix(j.Place, "$.caps") {
		return nil, ctx.Err() // its bounds are those of the plan
	}
	set := h.boundaries(ctx, program.Plans(), program, only, h.is)
	for _, b := range set.Boundaries {
		c, err := h.caseOf(ctx, b.Scenario)
		if err != nil {
			if ctx.Err() != nil {
				return nil, err
			}
			continue // its people fit the mutant alone
		}
		got, err := given(ctx, c.world, program)
		if err != nil {
			return nil, err
		}
		if got == c.want {
			continue
		}
		steps, err := c.world.play(ctx, h.home.program)
		if err != nil {
			return nil, err
		}
		for i := range steps {
			c.scenario.Steps[i].Expect = steps[i].outcome().fill()
		}
		return &c.scenario, nil
	}
	return nil, ctx.Err()
}

// given returns all money that the steps of a scenario give, and who is held, as bytes.
func given(ctx context.Context, w *world, program *incentive.Program) (string, error) {
	steps, err := w.play(ctx, program)
	if err != nil {
		return "", err
	}
	var all []byte
	for i := range steps {
		paid := steps[i].outcome().fill()
		paid.Findings = nil
		for key, w := range paid.Payees {
			w.Measures = nil
			paid.Payees[key] = w
		}
		text, err := strictjson.Canonical(paid)
		if err != nil {
			return "", err
		}
		all = append(append(all, text...), '\n')
	}
	return string(all), nil
}
