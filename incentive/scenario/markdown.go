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
