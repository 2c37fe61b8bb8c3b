package scenario

import (
	"context"
	"fmt"
	"slices"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
)

// Check is one expectation and whether it was met.
type Check struct {
	// File is the scenario file, empty when the suite has one made in Go. Scenario is the scenario's name.
	File     string
	Scenario string
	// Period is the commission period of the step.
	Period kam.Period
	// Place is the JSON path of the expectation in its file; of something that should have been expected, that of where it belongs.
	Place string
	// What says what is expected.
	What kam.Text
	// Expected and Actual are the two values as text; empty for none.
	Expected, Actual string
	Met              bool
	// Trail says how the actual value comes about, line by line. Only of expectations that are not met.
	Trail []kam.Text

	path jsonPath
	// actual is what would have to stand at the path for the expectation to be met; nil: nothing.
	actual any
	book   int
}

// Result is what one scenario gave.
type Result struct {
	File     string
	Scenario string
	Checks   []Check

	book     *book
	world    *world
	steps    []played
	outcomes []outcome
}

// Calculation is what the engine was asked in a step, and what it gave.
type Calculation struct {
	// Step is the index of the step in its scenario.
	Step   int
	Inputs incentive.Inputs
	// Run is nil where the inputs cannot be calculated; Err says why.
	Run *incentive.Run
	Err error
}

// Calculations returns everything that the engine was asked for the scenario, in its order: for each step the late
// periods and then its own. They are for evaluators and reports of a host's own; the scenario shares the inputs, and
// they must not be changed.
func (r Result) Calculations() []Calculation {
	var out []Calculation
	for i, x := range r.steps {
		for _, c := range x.calculations {
			c.Step = i
			out = append(out, c)
		}
	}
	return out
}

// Runs returns the run of each step's own period; nil where a step was not calculated.
func (r Result) Runs() []*incentive.Run {
	out := make([]*incentive.Run, len(r.steps))
	for i, x := range r.steps {
		out[i] = x.run
	}
	return out
}

// Outcome returns what each step gave as an expectation that says all of it: statements with their components, lines,
// adjustments and measures, who is held, the house account, findings, and why a step was not calculated. Amounts that
// repeat another one are left out. It is the caller's own.
func (r Result) Outcome() []Expectation {
	out := make([]Expectation, len(r.outcomes))
	for i, o := range r.outcomes {
		out[i] = o.fill()
	}
	return out
}

// OK tells whether every expectation of the scenario is met.
func (r Result) OK() bool {
	return !slices.ContainsFunc(r.Checks, func(c Check) bool { return !c.Met })
}

// Failed returns the expectations that were not met.
func (r Result) Failed() []Check {
	return slices.DeleteFunc(slices.Clone(r.Checks), func(c Check) bool { return c.Met })
}

// Report is what a suite gave. It is immutable and safe for concurrent use.
type Report struct {
	// Results are those of the scenarios, in the order of the files and in them.
	Results []Result

	suite *Suite
}

// Run calculates all scenarios and compares what comes out with what is expected. Everything depends on the suite
// alone. The error is that of ctx: whatever a scenario does is in the report.
func (s *Suite) Run(ctx context.Context) (Report, error) {
	out := Report{suite: s}
	for i, b := range s.books {
		for _, w := range b.worlds {
			r, err := b.run(ctx, i, w)
			if err != nil {
				return Report{}, err
			}
			out.Results = append(out.Results, r)
		}
	}
	return out, nil
}

// RunOne calculates and compares the scenario with an index in [Suite.Names]. The error is that of ctx, or says that
// there is no such scenario.
func (s *Suite) RunOne(ctx context.Context, index int) (Result, error) {
	at := index
	for i, b := range s.books {
		if at >= 0 && at < len(b.worlds) {
			return b.run(ctx, i, b.worlds[at])
		}
		at -= len(b.worlds)
	}
	return Result{}, fmt.Errorf("scenario: there is no scenario %d", index)
}

// run calculates and compares one scenario; index is that of the book.
func (b *book) run(ctx context.Context, index int, w *world) (Result, error) {
	steps, err := w.play(ctx, b.program)
	if err != nil {
		return Result{}, err
	}
	r := Result{File: b.name, Scenario: w.name, book: b, world: w, steps: steps}
	for i := range steps {
		r.outcomes = append(r.outcomes, steps[i].outcome())
	}
	c := comparer{file: b.name, world: w, book: index}
	r.Checks = c.compare(r.outcomes)
	return r, nil
}

// OK tells whether every expectation is met.
func (r Report) OK() bool {
	return !slices.ContainsFunc(r.Results, func(x Result) bool { return !x.OK() })
}

// Failed returns the expectations that were not met, in the order of the results.
func (r Report) Failed() []Check {
	var out []Check
	for _, x := range r.Results {
		out = append(out, x.Failed()...)
	}
	return out
}

// Checks returns how many expectations there are.
func (r Report) Checks() int {
	n := 0
	for _, x := range r.Results {
		n += len(x.Checks)
	}
	return n
}
