package mutation

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/scenario"
	"github.com/kam-go/kam/incentive/scenario/boundary"
)

// hunter judges the mutants of one plan.
type hunter struct {
	plan incentive.Plan
	opt  Options
	// files are those that have the plan; the first one is its home.
	files []scenario.Part
	// hunters are their scenarios, those that have caught something lately first.
	hunters []quarry
	// cases are the boundary cases of the plan; nil until they are needed.
	cases *bench
	// taken are the names that suggestions have, with what they say; those of the home's own scenarios say nothing.
	taken map[string]string
}

// quarry is a scenario of a file.
type quarry struct {
	file, index int
	name        string
}

func newHunter(suite *scenario.Suite, p incentive.Plan, opt Options) *hunter {
	h := &hunter{plan: p, opt: opt, taken: map[string]string{}}
	names, at := suite.Names(), 0
	for _, part := range suite.Parts() {
		own := part.Suite.Names()
		if same, ok := part.Program.Plan(p.ID, p.Version); ok && same.Hash() == p.Hash() {
			for i := range own {
				h.hunters = append(h.hunters, quarry{len(h.files), i, names[at+i]})
			}
			h.files = append(h.files, part)
		}
		at += len(own)
	}
	for _, name := range h.home().Suite.Names() {
		h.taken[name] = ""
	}
	return h
}

func (h *hunter) home() scenario.Part { return h.files[0] }

func (h *hunter) hunt(ctx context.Context) ([]Judged, error) {
	var out []Judged
	for _, m := range mutants(h.plan, h.others(), h.home().Program.Calendar()) {
		j, err := h.judge(ctx, m)
		if err != nil {
			return nil, err
		}
		out = append(out, j)
	}
	return out, nil
}

func (h *hunter) others() []incentive.Plan {
	return slices.DeleteFunc(h.home().Program.Plans(), func(p incentive.Plan) bool { return p.ID == h.plan.ID && p.Version == h.plan.Version })
}

func (h *hunter) judge(ctx context.Context, m Mutant) (Judged, error) {
	j := Judged{Mutant: m}
	files := make([]*scenario.Suite, len(h.files))
	for i, f := range h.files {
		other, err := f.Suite.With(m.Plan)
		if err != nil { // it compiles at home, and not beside the plans of another file: that file catches it
			j.Verdict = Killed
			return j, nil
		}
		files[i] = other
	}
	for i, q := range h.hunters {
		r, err := files[q.file].RunOne(ctx, q.index)
		if err != nil {
			return j, err
		}
		if !r.OK() {
			j.Verdict, j.By = Killed, q.name
			h.hunters = slices.Insert(slices.Delete(h.hunters, i, i+1), 0, q)
			return j, nil
		}
	}
	return h.survivor(ctx, j, files[0].Parts()[0].Program)
}

// survivor looks for a boundary case that tells a mutant from the plan.
func (h *hunter) survivor(ctx context.Context, j Judged, mutant *incentive.Program) (Judged, error) {
	if h.cases == nil {
		set, err := boundary.Cases(ctx, boundary.Request{
			Plans: h.home().Program.Plans(), Calendar: h.home().File.Calendar, Plan: h.plan.ID, Version: h.plan.Version,
		})
		if err != nil {
			return j, err
		}
		if h.cases, err = newBench(ctx, h.home(), set); err != nil {
			return j, err
		}
	}
	found, err := h.cases.tells(ctx, j.Plan)
	if err == nil && found == nil {
		found, err = h.atItsOwn(ctx, j, mutant)
	}
	if err != nil {
		return j, err
	}
	if found != nil {
		j.Verdict, j.Killer = Survived, h.named(*found)
		j.By = j.Killer.Name
		return j, nil
	}
	j.Verdict = Alike
	if h.opt.Same != nil && !h.overridden(j.Plan) {
		same, sure, why := h.opt.Same.Same(h.plan, j.Plan, mutant.Calendar())
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

// atItsOwn looks for a difference at the bounds of the mutant.
func (h *hunter) atItsOwn(ctx context.Context, j Judged, mutant *incentive.Program) (*scenario.Scenario, error) {
	only := ""
	for i, k := range h.plan.Components {
		if strings.HasPrefix(j.Place, fmt.Sprintf("$.components[%d]", i)+".") {
			only = k.Name
		}
	}
	if only == "" && !strings.HasPrefix(j.Place, "$.caps") {
		return nil, nil // its bounds are those of the plan
	}
	set, err := boundary.Cases(ctx, boundary.Request{
		Plans: mutant.Plans(), Calendar: h.home().File.Calendar, Plan: h.plan.ID, Version: h.plan.Version, Component: only,
	})
	if err != nil {
		return nil, err
	}
	own, err := newBench(ctx, h.home(), set)
	if err != nil {
		return nil, err
	}
	return own.tells(ctx, j.Plan)
}

// named gives a suggestion a name that no other one has, and no scenario of the home.
func (h *hunter) named(s scenario.Scenario) *scenario.Scenario {
	base := s.Name
	s.Name = ""
	content := written(s)
	for i := 1; ; i++ {
		if s.Name = base; i > 1 {
			s.Name = fmt.Sprintf("%s %d", base, i)
		}
		if other, taken := h.taken[s.Name]; !taken || content != "" && other == content {
			h.taken[s.Name] = content
			return &s
		}
	}
}
