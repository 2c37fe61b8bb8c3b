package main

import (
	"context"
	"maps"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/scenario"
	"github.com/kam-go/kam/incentive/scenario/boundary"
	"github.com/kam-go/kam/incentive/scenario/equivalence"
	"github.com/kam-go/kam/incentive/scenario/mutation"
)

// tested is what the scenarios say, and what they leave out.
type tested struct {
	// scenarios is whether there are any.
	scenarios bool
	report    scenario.Report
	coverage  []scenario.Point
	// mutants are judged once all expectations are met; hunted tells whether they were.
	hunted  bool
	mutants mutation.Report
	// edges are what the plan pays at its bounds.
	edges *boundary.Set
	// edgesCut and mutantsCut say that the time was up before all were made.
	edgesCut, mutantsCut bool
}

// test runs the scenarios, looks what they cover, and which mistakes in the plan they would notice.
func test(ctx context.Context, o options, in inputs, begin func(kam.Text)) (t tested, err error) {
	begin(say("boundary cases", "界限场景"))
	t.edges, err = within(ctx, o.edgesPart(), func(ctx context.Context) (*boundary.Set, error) {
		return boundary.Cases(ctx, boundary.Request{Plans: in.book.Plans, Calendar: in.spec, Plan: in.plan.ID, Version: in.plan.Version})
	})
	if late(ctx, err) {
		t.edgesCut, err = true, nil
		if n := len(t.missed()); n > 0 { // it was not looked for to the end
			t.edges.Missed = t.edges.Missed[:n-1]
		}
	}
	if err != nil || in.suite == nil {
		return t, err
	}
	begin(say("scenarios", "场景"))
	t.scenarios = true
	if t.report, err = in.suite.Run(ctx); err != nil {
		return t, err
	}
	t.coverage = slices.DeleteFunc(slices.Clone(t.report.Coverage().Points), func(p scenario.Point) bool {
		return p.Plan != in.plan.ID || p.Version != in.plan.Version
	})
	if t.hunted = t.report.OK(); !t.hunted {
		return t, nil
	}
	begin(say("mistakes in the plan", "方案错误"))
	t.mutants, err = within(ctx, o.mutantsPart(), func(ctx context.Context) (mutation.Report, error) {
		return mutation.Kill(ctx, in.suite, mutation.Options{Same: equivalence.ByCurves{}, Plans: []string{in.plan.ID}})
	})
	if late(ctx, err) {
		t.mutantsCut, err = true, nil
	}
	return t, err
}

// missed are the bounds that made-up deals do not reach.
func (t tested) missed() []boundary.Missed {
	if t.edges == nil {
		return nil
	}
	return t.edges.Missed
}

// ran tells whether there are scenarios.
func (t tested) ran() bool { return t.scenarios }

// missing are the parts of the plan that no scenario exercises.
func (t tested) missing() []scenario.Point {
	return slices.DeleteFunc(slices.Clone(t.coverage), scenario.Point.Covered)
}

// unnoticed are the mutants that are neither caught nor proved to pay the same.
func (t tested) unnoticed() []mutation.Judged {
	return slices.DeleteFunc(slices.Clone(t.mutants.Judged), func(j mutation.Judged) bool {
		return j.Verdict == mutation.Killed || j.Verdict == mutation.Equivalent
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
	kind                                       mutation.Kind
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
		case mutation.Killed:
			out[i].killed++
		case mutation.Survived:
			out[i].survived++
		case mutation.Alike:
			out[i].alike++
		case mutation.Equivalent:
			out[i].equivalent++
		}
	}
	return out
}

// kindName is what people call a kind of mistake.
func kindName(k mutation.Kind) kam.Text {
	switch k {
	case mutation.Rate:
		return kam.Text{EN: "rate, factor or pay off by a step", ZH: "比例、系数或金额差一档"}
	case mutation.Bound:
		return kam.Text{EN: "bound off by one unit", ZH: "界限差一个单位"}
	case mutation.Inclusive:
		return kam.Text{EN: "bound inclusive or not", ZH: "界限是否含端点"}
	case mutation.Mode:
		return kam.Text{EN: "another reading", ZH: "另一种口径"}
	case mutation.Order:
		return kam.Text{EN: "order of steps", ZH: "步骤顺序"}
	case mutation.Cap:
		return kam.Text{EN: "cap", ZH: "封顶"}
	case mutation.Floor:
		return kam.Text{EN: "floor", ZH: "保底"}
	case mutation.Share:
		return kam.Text{EN: "share", ZH: "份额"}
	case mutation.Gate:
		return kam.Text{EN: "gate", ZH: "门槛"}
	case mutation.Removal:
		return kam.Text{EN: "a part left out", ZH: "遗漏某个部分"}
	case mutation.Refund:
		return kam.Text{EN: "how refunds count", ZH: "退款的计法"}
	case mutation.Rounding:
		return kam.Text{EN: "rounding", ZH: "舍入"}
	case mutation.Payout:
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
	for _, b := range r.edges.Cases {
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
	boundary.Bound
	below, at, above string
	// sold are the deals of the step that reaches each, added up.
	sold [3]string
}

// edgesOf are the bounds of a plan with what it pays just below, at and just above each.
func (t tested) edgesOf(p incentive.Plan) []edge {
	var out []edge
	if t.edges == nil {
		return nil
	}
	for _, b := range t.edges.Cases {
		if b.Plan != p.ID || b.Version != p.Version || b.Side != boundary.JustBelow && b.Side != boundary.At && b.Side != boundary.JustAbove {
			continue
		}
		i := slices.IndexFunc(out, func(e edge) bool { return e.Place == b.Place && e.Component == b.Component && e.At.Equal(b.At) })
		if i < 0 {
			i, out = len(out), append(out, edge{Bound: b.Bound})
		}
		paid, deals := earned(b.Scenario), dealt(b.Scenario)
		switch b.Side {
		case boundary.JustBelow:
			out[i].below, out[i].sold[0] = paid, deals
		case boundary.At:
			out[i].at, out[i].sold[1] = paid, deals
		case boundary.JustAbove:
			out[i].above, out[i].sold[2] = paid, deals
		default:
		}
	}
	return out
}

// place is where the bound lies: a number, or a day.
func (e edge) place() string {
	if e.Day.IsSet() {
		return e.Day.String()
	}
	return groups(e.At.Rat(), 6)
}

// flat tells whether all three are the same, so that rounding or a flat stretch hides the bound.
func (e edge) flat() bool { return e.below != "" && e.below == e.at && e.at == e.above }

// sales are the deals just below, at and just above; nothing where one is not known.
func (e edge) sales() []string {
	if slices.Contains(e.sold[:], "") {
		return nil
	}
	return e.sold[:]
}

// dealt is how much the deals of the last step of a scenario are; empty where they are no amounts alone.
func dealt(s scenario.Scenario) string {
	sum := decimal.Zero
	last := s.Steps[len(s.Steps)-1]
	if len(last.Transactions) > 0 {
		return ""
	}
	for _, line := range last.Deals {
		d, err := scenario.ParseDeal(line)
		if err != nil {
			return ""
		}
		sum = sum.Add(d.Amount)
	}
	if sum.IsZero() {
		return ""
	}
	return groups(sum.Rat(), 6)
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
