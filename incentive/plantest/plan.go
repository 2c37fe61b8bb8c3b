package plantest

import (
	"errors"
	"maps"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/analysis"
	"github.com/kam-go/kam/internal/num"
)

// Setup says how a plan is put to the test: what a plan itself does not say.
type Setup struct {
	// Measure is the axis: the measure that varies. Defaults to that of the plan's first component.
	Measure string
	// Quotas are the quotas of measures for what each is compared with, as decimals: "1000000".
	Quotas map[string]string
	// Target is the target incentive for one commission period, as a decimal. Empty: none.
	Target string
	// Deals is the deal profile. Defaults to one deal; see [analysis.Question.Deals].
	Deals []incentive.Transaction
	// Fixed are deals that count besides, as they are.
	Fixed []incentive.Transaction
	// Observations are the figures that measures name; subject and period may be left out.
	Observations []kam.Observation
	// Until is how far the axis goes, as a decimal. Defaults to 2 (200 %) on an axis of attainment, which it is where
	// Quotas has a quota of the measure; needed on other axes.
	Until string
	// Period is the commission period. Defaults to the first whole one in which the plan is effective.
	Period kam.Period
	// Calendar defaults to kam.Gregorian().
	Calendar *kam.Calendar
}

// Plan is a plan under test: compiled, with the exact curve of what it pays in its [Setup]. Its methods are assertions.
type Plan struct {
	// Program is the compiled plan.
	Program *incentive.Program
	// Curve is what it pays.
	Curve *analysis.Curve
}

// Load reads a plan from a JSON file and compiles it. The test ends when the plan is invalid or has no curve.
func Load(t testing.TB, file string, setup Setup) *Plan {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatalf("plantest: %v", err)
		return nil
	}
	plan, err := incentive.ParsePlan(data)
	if err != nil {
		t.Fatalf("plantest: %s: %v", file, err)
		return nil
	}
	return Of(t, plan, setup)
}

// Of compiles a plan. The test ends when it is invalid or has no curve.
func Of(t testing.TB, plan incentive.Plan, setup Setup) *Plan {
	t.Helper()
	program, err := incentive.Compile(incentive.Book{Plans: []incentive.Plan{plan}, Calendar: setup.Calendar})
	if err != nil {
		t.Fatalf("plantest: %v", err)
		return nil
	}
	question, ok := setup.question(t, program, plan)
	if !ok {
		return nil
	}
	return Ask(t, program, question)
}

// Ask takes a question as it stands, for what a [Setup] cannot say. The test ends when it has no curve.
func Ask(t testing.TB, program *incentive.Program, question analysis.Question) *Plan {
	t.Helper()
	curve, err := analysis.Payout(program, question)
	if err != nil {
		t.Fatalf("plantest: there is no curve: %v%s", err, hint(err))
		return nil
	}
	return &Plan{Program: program, Curve: curve}
}

// question turns a setup into a question.
func (s Setup) question(t testing.TB, program *incentive.Program, plan incentive.Plan) (analysis.Question, bool) {
	t.Helper()
	terms := analysis.Terms{Plan: plan.ID, Version: plan.Version, Period: s.Period, Quotas: map[string]decimal.Decimal{}}
	ok := true
	for _, name := range slices.Sorted(maps.Keys(s.Quotas)) {
		if !slices.ContainsFunc(plan.Measures, func(m incentive.Measure) bool { return m.Name == name }) {
			t.Fatalf("plantest: Setup.Quotas: the plan has no measure %q; it has %s", name, measures(plan))
			return analysis.Question{}, false
		}
		n, read := parse(t, "the quota of "+name, s.Quotas[name])
		ok = ok && read
		terms.Quotas[name] = n
	}
	if s.Target != "" {
		n, read := parse(t, "the target incentive", s.Target)
		ok = ok && read
		terms.Target = decimal.NewNullDecimal(n)
	}
	measure := s.Measure
	if measure == "" && len(plan.Components) > 0 {
		measure = plan.Components[0].Measure
	}
	if !ok {
		return analysis.Question{}, false
	}
	q, err := analysis.Ask(program, measure, terms)
	if err != nil {
		t.Fatalf("plantest: %v", err)
		return q, false
	}
	if len(s.Deals) > 0 {
		q.Deals = s.Deals
	}
	q.Fixed, q.Observations = s.Fixed, s.Observations
	if s.Until != "" {
		n, read := parse(t, "the end of the axis", s.Until)
		if !read {
			return q, false
		}
		q.Until = decimal.NewNullDecimal(n)
	}
	return q, true
}

// measures lists the measures of a plan.
func measures(plan incentive.Plan) string {
	var names []string
	for _, m := range plan.Measures {
		names = append(names, strconv.Quote(m.Name))
	}
	return strings.Join(names, ", ")
}

// stated says where a [Setup] states what a finding lacks; empty: nowhere.
func stated(code string) string {
	switch code {
	case string(incentive.CodeMissingQuota):
		return `Setup{Quotas: map[string]string{"…": "1000000"}}, by the names of measures`
	case string(incentive.CodeMissingTarget):
		return `Setup{Target: "15000"}, for one commission period`
	case string(incentive.CodeMissingObservation):
		return `Setup{Observations: []kam.Observation{{Metric: "…", Value: …, Unit: "points"}}}`
	case string(analysis.CodeRange):
		return `Setup{Until: "500000"}, where the axis is no attainment`
	case string(analysis.CodeStill):
		return `Setup{Deals: …}`
	}
	return ""
}

// hint is what to write into a [Setup].
func hint(err error) string {
	invalid, ok := errors.AsType[*kam.InvalidError](err)
	if !ok {
		return ""
	}
	var out strings.Builder
	for _, f := range invalid.Findings {
		if text := stated(f.Code); text != "" && !strings.Contains(out.String(), text) {
			out.WriteString("\nplantest: this is where to state it: " + text)
		}
	}
	return out.String()
}

// parse reads a decimal of the test's own; the test ends when it is none.
func parse(t testing.TB, what, text string) (decimal.Decimal, bool) {
	t.Helper()
	n, err := num.Parse(text)
	if err != nil {
		t.Fatalf("plantest: %s: %v", what, err)
		return decimal.Zero, false
	}
	return n, true
}
