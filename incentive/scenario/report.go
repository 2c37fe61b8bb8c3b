package scenario

import (
	"context"
	"slices"

	"github.com/kam-go/kam"
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

	book  *book
	world *world
	steps []played
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
			steps, err := w.play(ctx, b.program)
			if err != nil {
				return Report{}, err
			}
			r := Result{File: b.name, Scenario: w.name, book: b, world: w, steps: steps}
			c := comparer{file: b.name, world: w, book: i}
			r.Checks = c.compare(steps)
			out.Results = append(out.Results, r)
		}
	}
	return out, nil
}

// OK tells whether every expectation is met.
func (r Report) OK() bool {
	return !slices.ContainsFunc(r.Results, func(x Result) bool {
		return slices.ContainsFunc(x.Checks, func(c Check) bool { return !c.Met })
	})
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
