package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/examples/internal/findings"
	"github.com/kam-go/kam/examples/internal/staged"
	"github.com/kam-go/kam/examples/internal/terminal"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/lint"
	"github.com/kam-go/kam/incentive/scenario/mutation"
)

// The exit codes.
const (
	exitPasses = 0
	exitFails  = 1
	exitBad    = 2
)

// run carries out one call and returns its exit code.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	o, err := parseFlags(args, stdout)
	if errors.Is(err, flag.ErrHelp) {
		return exitPasses
	}
	if err != nil {
		text := plain(err.Error())
		if usage, ok := errors.AsType[usageError](err); ok {
			text = usage.text
		}
		terminal.Tell(stderr, terminal.Clean(say("error: %s", "错误：%s", text).In(o.lang)))
		return exitBad
	}
	var found kam.Findings
	in := read(o, &found)
	in.guard(o, &found)
	if !found.HasErrors() {
		in.known(o, &found)
	}
	var r *result
	if !found.HasErrors() {
		bar := &progress{w: stderr, lang: o.lang}
		type answer struct {
			r     *result
			found kam.Findings
		}
		var a answer
		a, err = within(ctx, 0, func(ctx context.Context) (a answer, err error) {
			a.r, err = check(ctx, o, in, &a.found, bar.begin)
			return a, err
		})
		bar.end()
		r = a.r
		found.Merge(a.found)
	}
	switch {
	case found.HasErrors():
		findings.Print(stderr, found, o.lang)
		terminal.Tell(stderr, say("bad input: nothing was checked", "输入有误：没有进行任何检查").In(o.lang))
		return exitBad
	case errors.Is(err, context.Canceled):
		terminal.Tell(stderr, say("cancelled: nothing was written", "已取消：没有写入任何内容").In(o.lang))
		return exitBad
	case err == nil:
		err = r.write()
	}
	if err != nil {
		findings.Print(stderr, findings.Of(err, "plancheck.failed", ""), o.lang)
		return exitBad
	}
	r.print(stdout)
	if len(r.failures) > 0 {
		return exitFails
	}
	return exitPasses
}

// result is everything that one call works out.
type result struct {
	options
	in inputs
	// lint is what is legal and unwise, or why the plan is refused.
	lint    kam.Findings
	refused bool
	curving
	tested
	// places are where the figures of the roster's assignments stand.
	places []string
	// failures say why the checks fail.
	failures []failure
}

// failure is one reason why the checks fail.
type failure struct {
	// section is where the page tells more.
	section string
	text    kam.Text
}

// check works everything out. Faults of the scenarios are in found.
func check(ctx context.Context, o options, in inputs, found *kam.Findings, begin func(kam.Text)) (*result, error) {
	begin(say("lint and curves", "静态检查与曲线"))
	r := &result{options: o, in: in}
	program, refusal := incentive.Compile(in.book)
	if refusal != nil {
		r.lint = r.examine(incentive.Roster{})
		if r.refused = r.lint.HasErrors(); !r.refused {
			return nil, refusal
		}
		r.judge()
		return r, nil
	}
	r.in.readScenarios(found)
	if found.HasErrors() {
		return nil, nil
	}
	r.curving = curving{options: r.options, in: r.in, program: program, plan: in.plan}
	r.lint = r.examine(r.roster())
	r.draw(ctx)
	var err error
	if r.tested, err = test(ctx, o, r.in, begin); err != nil {
		return nil, err
	}
	r.judge()
	return r, nil
}

// examine returns the findings of lint about the plan, and those that make a plan beside it unusable.
func (r *result) examine(roster incentive.Roster) kam.Findings {
	var out kam.Findings
	for _, f := range lint.CheckRoster(r.in.book, roster, lint.Policy{Off: r.off}) {
		if place, ok := r.ofPerson(f.Place); ok {
			f.Place = place
			out.Add(f)
			continue
		}
		i := 0
		for at := range r.in.names {
			if prefix := fmt.Sprintf("$.plans[%d]", at); len(r.in.names) > 1 && strings.HasPrefix(f.Place, prefix) {
				i, f.Place = at, "$"+strings.TrimPrefix(f.Place, prefix)
			}
		}
		if i > 0 && (f.Severity == kam.Warning || f.Severity == kam.Info) {
			continue
		}
		placed := r.in.files.In(r.in.names[i], kam.Findings{f})
		if i == 0 { // the plan's own: its name stands above
			placed[0].Place = strings.TrimPrefix(strings.TrimPrefix(placed[0].Place, r.in.names[0]+":"), " ")
		}
		out.Merge(placed)
	}
	return out
}

// weigh returns the findings of a severity.
func weigh(found kam.Findings, severity kam.Severity) kam.Findings {
	return slices.DeleteFunc(slices.Clone(found), func(f kam.Finding) bool { return f.Severity != severity })
}

// judge says why the checks fail.
func (r *result) judge() {
	fail := func(section, en, zh string, args ...any) {
		r.failures = append(r.failures, failure{section, say(en, zh, args...)})
	}
	if r.refused {
		n := count(r.lint) - count(weigh(r.lint, kam.Warning)) - count(weigh(r.lint, kam.Info))
		fail("findings", "%s", "%s", counted(n, "error: the plan is refused, nobody can be paid by it", "errors: the plan is refused, nobody can be paid by it", "处错误：方案被拒绝，无法据此计付"))
		return
	}
	if n := count(weigh(r.lint, kam.Warning)); n > 0 && !r.accepted(acceptWarnings) {
		fail("findings", "%s", "%s", counted(n, "warning about what is legal and unwise", "warnings about what is legal and unwise", "条警告：合法但不明智"))
	}
	if !r.ran() {
		return
	}
	if n := len(r.report.Failed()); n > 0 {
		fail("scenarios", "%s", "%s", counted(n, "expectation of the scenarios is not met", "expectations of the scenarios are not met", "项场景预期未满足"))
	}
	if n := len(r.missing()); n > 0 && !r.accepted(acceptCoverage) {
		fail("coverage", "%s", "%s", counted(n, "part of the plan is exercised by no scenario", "parts of the plan are exercised by no scenario", "个要点没有场景覆盖"))
	}
	if cut := r.cutMutants(); cut != (kam.Text{}) && !r.accepted(acceptMutants) {
		fail("mutants", "%s", "%s", cut)
	}
	if n := r.mutants.Count(mutation.Survived); n > 0 && !r.accepted(acceptMutants) {
		fail("mutants", "%s: %s", "%s：%s", counted(n, "mistake in the plan would go unnoticed", "mistakes in the plan would go unnoticed", "个方案错误不会被发现"), adviseSurvived)
	}
	if n := r.mutants.Count(mutation.Alike); n > 0 && !r.accepted(acceptAlike) {
		fail("mutants", "%s: %s", "%s：%s", counted(n, "mistake is neither noticed nor proved harmless", "mistakes are neither noticed nor proved harmless", "个方案错误既未被发现，也未证明无害"), adviseAlike)
	}
}

// What to do about mistakes that no scenario notices.
var (
	adviseSurvived = kam.Text{
		EN: "add the scenarios that would catch them, which -suggest FILE writes, or say why they may stay: -accept mutants=REASON",
		ZH: "请补充能发现它们的场景（-suggest 文件 可写出），或说明可以保留的理由：-accept mutants=理由",
	}
	adviseAlike = kam.Text{
		EN: "add a scenario in which the two pay differently, or say why it does not matter: -accept alike=REASON",
		ZH: "请补充一个使两者支付不同的场景，或说明无关紧要的理由：-accept alike=理由",
	}
)

// count counts findings, those left out included.
func count(found kam.Findings) int {
	n := len(found)
	for _, f := range found {
		n += f.More
	}
	return n
}

// counted writes a number of things.
func counted(n int, one, many, zh string) kam.Text {
	if n == 1 {
		many = one
	}
	return kam.Text{EN: fmt.Sprintf("%d %s", n, many), ZH: fmt.Sprintf("%d %s", n, zh)}
}

// write writes the page, and what was asked for with -suggest.
func (r *result) write() error {
	page, err := r.page()
	if err != nil {
		return err
	}
	type file struct {
		path string
		data []byte
	}
	list := []file{{r.out, page}}
	if r.suggest != "" && len(r.suggested()) > 0 {
		data, err := r.suggestion()
		if err != nil {
			return err
		}
		list = append(list, file{r.suggest, data})
	}
	for _, f := range list {
		set, err := staged.New(filepath.Dir(f.path))
		if err != nil {
			return err
		}
		defer set.Discard()
		if err := set.Add(filepath.Base(f.path), func(w io.Writer) error {
			_, err := w.Write(f.data)
			return err
		}); err != nil {
			return err
		}
		if err := set.Commit(); err != nil {
			return err
		}
	}
	return nil
}
