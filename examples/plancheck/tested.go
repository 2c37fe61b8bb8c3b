package main

import (
	"context"
	"maps"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/scenario"
	"github.com/kam-go/kam/incentive/scenario/equivalence"
)

// tested is what the scenarios say, and what they leave out.
type tested struct {
	// scenarios is whether there are any.
	scenarios bool
	report    scenario.Report
	coverage  []scenario.Point
	// mutants are judged once all expectations are met; hunted tells whether they were.
	hunted  bool
	mutants scenario.MutationReport
	// edges are what the plan pays at its bounds.
	edges *scenario.BoundarySet
}

// test runs the scenarios, looks what they cover, and which mistakes in the plan they would notice.
func test(ctx context.Context, in inputs) (t tested, err error) {
	if t.edges, err = scenario.Boundaries(ctx, in.book.Plans, in.spec); err != nil || in.suite == nil {
		return t, err
	}
	t.scenarios = true
	if t.report, err = in.suite.Run(ctx); err != nil {
		return t, err
	}
	t.coverage = slices.DeleteFunc(slices.Clone(t.report.Coverage().Points), func(p scenario.Point) bool {
		return p.Plan != in.plan.ID || p.Version != in.plan.Version
	})
	if t.hunted = t.report.OK(); t.hunted {
		t.mutants, err = in.suite.Kill(ctx, scenario.KillOptions{Same: equivalence.ByCurves{}, Plans: []string{in.plan.ID}})
	}
	return t, err
}

// ran tells whether there are scenarios.
func (t tested) ran() bool { return t.scenarios }

// missing are the parts of the plan that no scenario exercises.
func (t tested) missing() []scenario.Point {
	return slices.DeleteFunc(slices.Clone(t.coverage), scenario.Point.Covered)
}

// unnoticed are the mutants that are neither caught nor proved to pay the same.
func (t tested) unnoticed() []scenario.Judged {
	return slices.DeleteFunc(slices.Clone(t.mutants.Judged), func(j scenario.Judged) bool {
		return j.Verdict == scenario.Killed || j.Verdict == scenario.Equivalent
	})
}

// passed is how many scenarios come out as they expect.
func (t tested) passed() int {
	n := 0
	for _, r := range t.report.Results {
		if len(r.Failed()) == 0 {
			n++
		}
	}
	return n
}

// scenarioName is the name of a scenario with that of its file.
func scenarioName(file, name string) string {
	if file == "" {
		return name
	}
	return path.Base(file) + ": " + name
}

// tally is how many mutants of a kind have each verdict.
type tally struct {
	kind                                       scenario.MutationKind
	total, killed, survived, alike, equivalent int
}

// tallies are by kind, in the order in which kinds first appear.
func (t tested) tallies() []tally {
	var out []tally
	for _, j := range t.mutants.Judged {
		i := slices.IndexFunc(out, func(x tally) bool { return x.kind == j.Kind })
		if i < 0 {
			i, out = len(out), append(out, tally{kind: j.Kind})
		}
		out[i].total++
		switch j.Verdict {
		case scenario.Killed:
			out[i].killed++
		case scenario.Survived:
			out[i].survived++
		case scenario.Alike:
			out[i].alike++
		case scenario.Equivalent:
			out[i].equivalent++
		}
	}
	return out
}

// kindName is what people call a kind of mistake.
func kindName(k scenario.MutationKind) kam.Text {
	switch k {
	case scenario.MutateRate:
		return kam.Text{EN: "rate, factor or pay off by a step", ZH: "比例、系数或金额差一档"}
	case scenario.MutateBound:
		return kam.Text{EN: "bound off by one unit", ZH: "界限差一个单位"}
	case scenario.MutateInclusive:
		return kam.Text{EN: "bound inclusive or not", ZH: "界限是否含端点"}
	case scenario.MutateMode:
		return kam.Text{EN: "another reading", ZH: "另一种口径"}
	case scenario.MutateOrder:
		return kam.Text{EN: "order of steps", ZH: "步骤顺序"}
	case scenario.MutateCap:
		return kam.Text{EN: "cap", ZH: "封顶"}
	case scenario.MutateFloor:
		return kam.Text{EN: "floor", ZH: "保底"}
	case scenario.MutateShare:
		return kam.Text{EN: "share", ZH: "份额"}
	case scenario.MutateGate:
		return kam.Text{EN: "gate", ZH: "门槛"}
	case scenario.MutateRemoval:
		return kam.Text{EN: "a part left out", ZH: "遗漏某个部分"}
	case scenario.MutateRefund:
		return kam.Text{EN: "how refunds count", ZH: "退款的计法"}
	case scenario.MutateRounding:
		return kam.Text{EN: "rounding", ZH: "舍入"}
	case scenario.MutatePayout:
		return kam.Text{EN: "payout terms", ZH: "发放条款"}
	}
	return plain(string(k))
}

// suggested are scenarios that would catch what goes unnoticed; without scenarios, those at the bounds of the plan.
func (r *result) suggested() []scenario.Scenario {
	switch {
	case r.hunted:
		return r.mutants.Killers()
	case r.ran() || r.edges == nil:
		return nil
	}
	var out []scenario.Scenario
	for _, b := range r.edges.Boundaries {
		if b.Plan == r.in.plan.ID && b.Version == r.in.plan.Version {
			out = append(out, b.Scenario)
		}
	}
	return out
}

// suggestion writes the scenarios suggested as a file.
func (r *result) suggestion() ([]byte, error) {
	f := scenario.File{Format: scenario.Format, About: "What the plan pays, worked by the engine. Keep what is meant.", Scenarios: r.suggested(), Calendar: r.in.spec}
	for _, name := range r.in.names {
		f.Plans = append(f.Plans, beside(r.suggest, name))
	}
	return f.JSON()
}

// beside is the name of a plan file as seen from a scenario file.
func beside(file, plan string) string {
	dir, err := filepath.Abs(filepath.Dir(file))
	at, other := filepath.Abs(plan)
	if err == nil && other == nil {
		if name, err := filepath.Rel(dir, at); err == nil {
			return filepath.ToSlash(name)
		}
	}
	return path.Base(plan)
}

// snippet writes scenarios as they stand in a file.
func snippet(list []scenario.Scenario) string {
	data, err := scenario.File{Format: scenario.Format, Scenarios: list}.JSON()
	if err != nil {
		return err.Error()
	}
	return strings.TrimSpace(string(data))
}

// edge is what the plan pays around one of its bounds.
type edge struct {
	scenario.Bound
	below, at, above string
}

// edgesOf are the bounds of a plan with what it pays just below, at and just above each.
func (t tested) edgesOf(p incentive.Plan) []edge {
	var out []edge
	if t.edges == nil {
		return nil
	}
	for _, b := range t.edges.Boundaries {
		if b.Plan != p.ID || b.Version != p.Version || b.Side != scenario.JustBelow && b.Side != scenario.AtBound && b.Side != scenario.JustAbove {
			continue
		}
		i := slices.IndexFunc(out, func(e edge) bool { return e.Place == b.Place && e.Component == b.Component && e.At.Equal(b.At) })
		if i < 0 {
			i, out = len(out), append(out, edge{Bound: b.Bound})
		}
		paid := earned(b.Scenario)
		switch b.Side {
		case scenario.JustBelow:
			out[i].below = paid
		case scenario.AtBound:
			out[i].at = paid
		case scenario.JustAbove:
			out[i].above = paid
		default:
		}
	}
	return out
}

// earned is what the payees of a scenario earn in its last step.
func earned(s scenario.Scenario) string {
	var out []string
	expect := s.Steps[len(s.Steps)-1].Expect
	for _, payee := range slices.Sorted(maps.Keys(expect.Payees)) {
		if w := expect.Payees[payee]; w.Earned.Valid {
			out = append(out, groups(w.Earned.Decimal.Rat(), 6))
		}
	}
	return strings.Join(out, ", ")
}
