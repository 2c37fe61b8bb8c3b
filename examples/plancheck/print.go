package main

import (
	"io"
	"slices"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/examples/internal/findings"
	"github.com/kam-go/kam/examples/internal/terminal"
	"github.com/kam-go/kam/incentive/scenario/mutation"
)

// printed is how many survivors and missing parts are listed on the console; the page has them all.
const printed = 20

// printer writes the summary.
type printer struct {
	*result
	w io.Writer
}

// print writes the summary.
func (r *result) print(w io.Writer) {
	p := printer{r, w}
	plan := r.in.plan
	p.line("%s: plan %s, version %d (%s)", "%s：方案 %s，第 %d 版（%s）", title(plan), plan.ID, plan.Version, r.in.names[0])
	p.section("Lint: %s", "静态检查：%s", r.findingsNote())
	for _, severity := range []kam.Severity{kam.Error, kam.Warning, kam.Info} {
		findings.Print(indented{w}, slices.DeleteFunc(slices.Clone(r.lint), func(f kam.Finding) bool { return classOf(f.Severity) != classOf(severity) }), r.lang)
	}
	if !r.refused {
		p.curves()
		p.scenarios()
	}
	p.verdict()
}

// indented writes lines two blanks to the right.
type indented struct{ io.Writer }

func (i indented) Write(b []byte) (int, error) {
	if _, err := io.WriteString(i.Writer, "  "); err != nil {
		return 0, err
	}
	return i.Writer.Write(b)
}

func (p printer) line(en, zh string, args ...any) {
	terminal.Tell(p.w, clean(terminal.Clean(say(en, zh, args...).In(p.lang))))
}

func (p printer) section(en, zh string, args ...any) {
	terminal.Tell(p.w)
	p.line(en, zh, args...)
}

// curves prints each curve with what it pays.
func (p printer) curves() {
	for _, a := range p.assumed {
		if a == p.assumed[0] {
			terminal.Tell(p.w)
		}
		p.line("%s", "%s", a)
	}
	findings.Print(p.w, p.undrawn(), p.lang)
	for _, d := range p.result.curves {
		p.section("Pay over %s, %s (%s, before rounding)", "支付曲线：%s，%s（%s，取整前）", d.axis(), d.profile(), d.data.Currency)
		p.table(d.payTable(""))
		for _, t := range slices.Concat(d.Conclusions(), d.breakEven(p.margin, p.cost)) {
			p.line("  - %s", "  - %s", tidied(t))
		}
	}
}

// table prints a table of the page.
func (p printer) table(t *table) {
	var out terminal.Table
	var cells []string
	for i, h := range t.Heads {
		cells = append(cells, h.Text.In(p.lang))
		if h.Number {
			out.Right = append(out.Right, i)
		}
	}
	out.Row(cells...)
	for _, row := range t.Rows {
		cells = nil
		for _, c := range row {
			cells = append(cells, c.Text.In(p.lang))
		}
		out.Row(cells...)
	}
	_, _ = io.WriteString(p.w, out.String()) // a console that is gone cannot be told about it
}

// scenarios prints what the scenarios say.
func (p printer) scenarios() {
	if !p.ran() {
		p.section("Scenarios: none were given", "场景：未提供")
		p.line("  - %s", "  - %s", kam.Text{EN: "plancheck PLAN SCENARIOS tests the plan by them; -suggest FILE writes some to begin with", ZH: "plancheck 方案 场景 可用场景检验方案；-suggest 文件 可写出初始场景"})
		return
	}
	v := p.scenarioView()
	p.section("%s", "%s", v.Summary)
	for _, f := range v.Failed {
		p.line("  ✗ %s", "  ✗ %s", f.Name)
		for _, c := range f.Checks {
			p.line("    - %s (%s, %s): expected %s, came out %s", "    - %s（%s，%s）：预期 %s，实际 %s", c.Said, c.Period, c.Place, c.Expected, c.Actual)
			for _, t := range c.Trail {
				p.line("      %s", "      %s", t)
			}
		}
	}
	c := p.coverageView()
	p.section("Coverage: %s", "覆盖情况：%s", c.Summary)
	missing := p.missing()
	for i, m := range missing {
		if i == printed {
			p.line("  and %d more, see the page", "  另有 %d 个，见报告页", len(missing)-printed)
			break
		}
		p.line("  - not exercised: %s (%s)", "  - 未覆盖：%s（%s）", m.What, m.Place)
	}
	p.mistakes()
}

// mistakes prints which mistakes would be noticed.
func (p printer) mistakes() {
	v := p.mutantView()
	if !v.Hunted {
		p.section("Mistakes: looked at once all expectations are met", "错误检出：满足全部预期后再检查")
		return
	}
	p.section("%s", "%s", v.Summary)
	if r := p.cutMutants(); r != (kam.Text{}) {
		p.line("%s", "%s", r)
	}
	p.table(v.Kinds)
	list := p.unnoticed()
	for i, j := range list {
		if i == printed {
			p.line("  and %d more, see the page", "  另有 %d 个，见报告页", len(list)-printed)
			break
		}
		switch {
		case j.Verdict == mutation.Alike:
			p.line("  - neither noticed nor proved harmless: %s", "  - 既未被发现也未证明无害：%s", j.What())
		case j.By != "":
			p.line("  - would go unnoticed: %s; would be caught by: %s", "  - 不会被发现：%s；可由此场景发现：%s", j.What(), j.By)
		default:
			p.line("  - would go unnoticed: %s; %s", "  - 不会被发现：%s；%s", j.What(), j.Why)
		}
	}
}

// verdict says whether the plan passes, why not, and where the page is.
func (p printer) verdict() {
	if cut := p.cutEdges(); cut != (kam.Text{}) {
		p.section("%s", "%s", cut)
	}
	for _, what := range acceptable {
		if n := p.accepts(what); n > 0 {
			p.section("%s", "%s", p.acceptance(what, n))
		}
	}
	if len(p.failures) == 0 {
		p.section("PASSES", "通过")
	} else {
		p.section("FAILS:", "未通过：")
		for _, f := range p.failures {
			p.line("  - %s", "  - %s", f.text)
		}
	}
	p.line("written to %s", "已写入 %s", p.out)
	switch {
	case p.suggest == "":
	case len(p.suggested()) == 0:
		p.line("nothing to suggest: %s was not written", "没有可建议的场景：未写入 %s", p.suggest)
	default:
		p.line("%s written to %s", "已将 %s写入 %s", counted(len(p.suggested()), "scenario", "scenarios", "个场景"), p.suggest)
	}
}
