package scenario

import (
	"fmt"
	"slices"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/markdown"
	"github.com/kam-go/kam/internal/page"
	"github.com/kam-go/kam/internal/wording"
)

// Markdown returns the report for people: how many expectations are met, and of each that is not what was expected, what
// came out and how that comes about.
func (r Report) Markdown(lang kam.Lang) string {
	p := &page.Page{Lang: lang}
	failed := r.Failed()
	p.Heading(1, "Scenarios", "场景测试")
	p.Line("%d scenarios, %d expectations, %d not met.", "共 %d 个场景，%d 项预期，%d 项未满足。", len(r.Results), r.Checks(), len(failed))
	if len(failed) == 0 {
		return p.String()
	}
	last := ""
	var told []kam.Text
	for _, c := range failed {
		name := c.Scenario
		if c.File != "" {
			name = c.File + ": " + name
		}
		if name != last {
			p.Heading(2, "%s", "%s", markdown.Escape(name))
			last, told = name, nil
		}
		p.Item("%s (%s, %s): expected %s, came out %s", "%s（%s，%s）：预期 %s，实际 %s",
			page.Escaped(c.What), c.Period, markdown.Escape(c.Place), value(c.Expected), value(c.Actual))
		if slices.Equal(told, c.Trail) {
			continue // it stands above
		}
		told = c.Trail
		for _, line := range c.Trail {
			p.WriteString("  - " + p.Escape(line) + "\n")
		}
	}
	return p.String()
}

// value writes a value of a check.
func value(s string) kam.Text {
	if s == "" {
		return kam.Text{EN: "nothing", ZH: "无"}
	}
	return wording.Same("**" + markdown.Escape(s) + "**")
}

// Markdown returns the coverage for people: each plan with what its scenarios exercised, and what they did not.
func (c Coverage) Markdown(lang kam.Lang) string {
	p := &page.Page{Lang: lang}
	p.Heading(1, "Coverage", "覆盖情况")
	missing := len(c.Missing())
	p.Line("%d of %d points are exercised (%s %%).", "共 %[2]d 个要点，已覆盖 %[1]d 个（%[3]s%%）。", len(c.Points)-missing, len(c.Points), wording.Percent(c.Share()))
	last := ""
	for _, x := range c.Points {
		if name := fmt.Sprintf("%s/%d", x.Plan, x.Version); name != last {
			p.Heading(2, "Plan %s", "方案 %s", markdown.Escape(name))
			p.Header(page.Text("Component", "组成部分"), page.Text("What", "要点"), page.Text("Place", "位置"), page.Number("Scenarios", "场景数"), page.Text("First", "首个场景"))
			last = name
		}
		first := markdown.Escape(x.By)
		if !x.Covered() {
			first = p.Say("**not exercised**", "**未覆盖**")
		}
		component := markdown.Escape(x.Component)
		if component == "" {
			component = "-"
		}
		p.Row(component, p.Escape(x.What), markdown.Escape(x.Place), fmt.Sprint(x.Times), first)
	}
	return p.String()
}

// Markdown returns the report for people: how many mutants were caught, and each that was not with the scenario that
// would catch it.
func (r MutationReport) Markdown(lang kam.Lang) string {
	p := &page.Page{Lang: lang}
	p.Heading(1, "Mutants", "变异测试")
	p.Line("%d mutants against %d scenarios: %d killed, %d survived, %d alike in every boundary case, %d equivalent.",
		"共 %d 个变异体，%d 个场景：发现 %d 个，存活 %d 个，所有边界场景结果相同 %d 个，证明等价 %d 个。",
		len(r.Judged), r.Scenarios, r.Count(Killed), r.Count(Survived), r.Count(Alike), r.Count(Equivalent))
	for _, v := range []struct {
		verdict Verdict
		en, zh  string
	}{
		{Survived, "Survived: mistakes that no scenario notices", "存活：没有场景能发现的错误"},
		{Alike, "Alike: no boundary case tells them from the plan", "结果相同：没有边界场景能与原方案区分"},
		{Equivalent, "Equivalent: proved to pay the same", "等价：已证明计付相同"},
	} {
		list := r.With(v.verdict)
		if len(list) == 0 {
			continue
		}
		p.Heading(2, v.en, v.zh)
		p.Header(page.Text("Plan", "方案"), page.Text("Mistake", "错误"), page.Text("Kind", "类型"), page.Text("Would be caught by", "可由此发现"))
		for _, j := range list {
			by := "-"
			switch {
			case j.By != "":
				by = markdown.Escape(j.By)
			case j.Why != (kam.Text{}):
				by = p.Escape(j.Why)
			}
			p.Row(markdown.Escape(fmt.Sprintf("%s/%d", j.Plan.ID, j.Plan.Version)), p.Escape(j.What()), p.Say("%s", "%s", kindName(j.Kind)), by)
		}
	}
	return p.String()
}

// kindName is what people call a kind of mutation.
func kindName(k MutationKind) kam.Text {
	switch k {
	case MutateRate:
		return kam.Text{EN: "rate", ZH: "比例"}
	case MutateBound:
		return kam.Text{EN: "bound", ZH: "界限"}
	case MutateInclusive:
		return kam.Text{EN: "inclusive", ZH: "含端点"}
	case MutateMode:
		return kam.Text{EN: "mode", ZH: "方式"}
	case MutateOrder:
		return kam.Text{EN: "order", ZH: "顺序"}
	case MutateCap:
		return kam.Text{EN: "cap", ZH: "封顶"}
	case MutateFloor:
		return kam.Text{EN: "floor", ZH: "保底"}
	case MutateShare:
		return kam.Text{EN: "share", ZH: "份额"}
	case MutateGate:
		return kam.Text{EN: "gate", ZH: "门槛"}
	case MutateRemoval:
		return kam.Text{EN: "removal", ZH: "删除"}
	case MutateRefund:
		return kam.Text{EN: "refund", ZH: "退款"}
	case MutateRounding:
		return kam.Text{EN: "rounding", ZH: "舍入"}
	case MutatePayout:
		return kam.Text{EN: "payout", ZH: "发放"}
	}
	return wording.Same(string(k))
}
