package mutation

import (
	"context"
	"reflect"

	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/scenario"
	"github.com/kam-go/kam/incentive/scenario/boundary"
)

// bench holds boundary cases against mutants as they will stand in a file: written down, with what the plan pays in
// them, and compared as expectations are.
type bench struct {
	cases []scenario.Scenario
	// alone are the cases as a file of their own, inFile in the file of the plan. What is told is pay, not where measures
	// stand or what is noted. Nil: there is none.
	alone, inFile *scenario.Suite
}

// newBench takes the cases that pass on the plans of a file.
func newBench(ctx context.Context, home scenario.Part, set *boundary.Set) (*bench, error) {
	b, base := &bench{}, scenario.On(home.Program)
	var told []scenario.Scenario
	for _, c := range set.Cases {
		s, pays, err := expecting(ctx, base, c.Scenario)
		if err != nil {
			return nil, err
		}
		if pays != nil {
			b.cases, told = append(b.cases, s), append(told, *pays)
		}
	}
	if len(told) == 0 {
		return b, nil
	}
	var err error
	if b.alone, err = base.Compile(scenario.File{Scenarios: told}); err != nil {
		return nil, err
	}
	if reflect.ValueOf(home.File.Given).IsZero() {
		return b, nil
	}
	if in, err := base.Compile(scenario.File{Given: home.File.Given, Scenarios: told}); err == nil {
		b.inFile = in // else they are about other people than the file's
	}
	return b, nil
}

// expecting returns a scenario with what comes out on some plans, as it reads once it was written down, and what
// of it is pay. That is nil where the scenario does not fit the plans, or pays nobody.
func expecting(ctx context.Context, base scenario.Base, s scenario.Scenario) (whole scenario.Scenario, pays *scenario.Scenario, err error) {
	run := func(s scenario.Scenario) (scenario.Result, bool, error) {
		suite, err := base.Compile(scenario.File{Scenarios: []scenario.Scenario{s}})
		if err != nil {
			return scenario.Result{}, false, nil
		}
		r, err := suite.RunOne(ctx, 0)
		return r, err == nil, err
	}
	r, ok, err := run(s)
	if err != nil || !ok {
		return s, nil, err
	}
	whole = with(s, r.Outcome())
	read, err := scenario.Parse([]byte(written(whole)))
	if err != nil {
		return whole, nil, nil
	}
	pay := read.Scenarios[0]
	for i := range pay.Steps {
		e := &pay.Steps[i].Expect
		e.Findings = nil
		for key, w := range e.Payees {
			if w.Measures = nil; reflect.ValueOf(w).IsZero() { // it is paid nothing
				delete(e.Payees, key)
				continue
			}
			e.Payees[key] = w
		}
	}
	if r, ok, err = run(pay); err != nil || !ok || !r.OK() {
		return whole, nil, err
	}
	return whole, &pay, nil
}

// with returns a scenario that expects so.
func with(s scenario.Scenario, outcomes []scenario.Expectation) scenario.Scenario {
	steps := make([]scenario.Step, len(s.Steps))
	for i, step := range s.Steps {
		step.Expect = outcomes[i]
		steps[i] = step
	}
	s.Steps = steps
	return s
}

// written returns a scenario as a file; empty for one that JSON cannot hold.
func written(s scenario.Scenario) string {
	data, err := scenario.File{Format: scenario.Format, Scenarios: []scenario.Scenario{s}}.JSON()
	if err != nil {
		return ""
	}
	return string(data)
}

// tells returns a case that passes on the plan and fails on a mutant, where there is one also in the plan's file; nil
// when no case fails.
func (b *bench) tells(ctx context.Context, mutant incentive.Plan) (*scenario.Scenario, error) {
	if b.alone == nil {
		return nil, nil
	}
	alone, err := b.alone.With(mutant)
	if err != nil {
		return nil, err
	}
	inFile := b.inFile
	if inFile != nil {
		if inFile, err = b.inFile.With(mutant); err != nil {
			return nil, err
		}
	}
	var first *scenario.Scenario
	for i := range b.cases {
		met, err := passes(ctx, alone, i)
		switch {
		case err != nil:
			return nil, err
		case met:
			continue
		case inFile == nil:
			return &b.cases[i], nil
		case first == nil:
			first = &b.cases[i]
		}
		here, err := passes(ctx, b.inFile, i)
		if err != nil {
			return nil, err
		}
		there, err := passes(ctx, inFile, i)
		if err != nil {
			return nil, err
		}
		if here && !there {
			return &b.cases[i], nil
		}
	}
	return first, nil
}

// passes tells whether one scenario of a suite does.
func passes(ctx context.Context, suite *scenario.Suite, index int) (bool, error) {
	r, err := suite.RunOne(ctx, index)
	return err == nil && r.OK(), err
}
