package develop

import (
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/careerpath/evidence"
	"github.com/kam-go/kam/internal/markdown"
	"github.com/kam-go/kam/internal/page"
	"github.com/kam-go/kam/internal/wording"
)

// Markdown returns the plan in l: what it achieves and how good it is, the gap, the steps and why each is there, what
// stands in the way, and when to look at progress. Names of skills come from known; a skill that is not in it is told by its
// ID. What people wrote is escaped.
func (p Plan) Markdown(l kam.Lang, known []evidence.Skill) string {
	return p.MarkdownWith(l, known, nil)
}

// MarkdownWith returns what [Plan.Markdown] does, with the person called as people say.
func (p Plan) MarkdownWith(l kam.Lang, known []evidence.Skill, people kam.Names) string {
	out := newDocument(l)
	names := namesOf(out, known)
	who := markdown.Escape(p.Person.Kind) + " " + markdown.Escape(p.Person.ID)
	if people.Known(p.Person.ID) {
		who = markdown.Escape(people.Of(p.Person.ID))
	}
	if p.ID == p.Person.ID {
		out.Heading(1, "Development plan: %s", "个人发展计划：%s", who)
	} else {
		out.Heading(1, "Development plan %s", "个人发展计划 %s", markdown.Escape(p.ID))
		out.Item("For: %s", "对象：%s", who)
	}
	if p.Aim != "" {
		out.Item("Aim: %s", "目标职级：%s", out.Name(p.AimName, p.Aim))
	}
	out.Item("Time: %s", "时间：%s", wording.Days(p.Period))
	out.Item("Cost: %s, budget: %s", "费用：%s，预算：%s", wording.Money(p.TotalCost, p.Currency), out.limit(p.Budget, wording.Money(p.Budget.Decimal, p.Currency)))
	out.Item("Hours: %s, limit: %s", "学时：%s，上限：%s", p.TotalHours, out.limit(p.Hours, wording.Decimal(p.Hours.Decimal)))
	for _, t := range p.Explain() {
		out.WriteString("- " + t.In(l) + "\n")
	}
	p.writeGap(out, names)
	p.writeSteps(out, names)
	p.writeObstacles(out, names)
	if len(p.AssessFirst) > 0 {
		out.Heading(2, "To be assessed first", "须先评估")
		for _, id := range p.AssessFirst {
			out.Item("%s", "%s", names(id))
		}
	}
	if len(p.CheckPoints) > 0 {
		out.Heading(2, "Check points", "检查点")
		days := make([]string, len(p.CheckPoints))
		for i, d := range p.CheckPoints {
			days[i] = d.String()
		}
		out.Item("%s", "%s", wording.Words(days))
	}
	return out.String()
}

// namesOf returns how a page tells a skill.
func namesOf(out *document, known []evidence.Skill) func(id string) string {
	names := make(map[string]string, len(known))
	for _, s := range known {
		names[s.ID] = out.Name(s.Name, s.ID)
	}
	return func(id string) string {
		if name, ok := names[id]; ok {
			return name
		}
		return markdown.Escape(id)
	}
}

// Explain tells in sentences what the plan achieves, how good it is, and how its unknowns were treated.
func (p Plan) Explain() []kam.Text {
	lines := []kam.Text{p.achieves()}
	above, bounded := p.Above()
	switch {
	case p.Outcome == Covered && len(p.Steps) == 0:
	case p.Outcome == Covered && p.Bound.Proven:
		lines = append(lines, wording.Say("No plan that closes the gap is cheaper: this is proven for the offerings, limits and days given",
			"已证明：在给定的项目、上限与日期下，不存在更便宜的完整方案"))
	case bounded:
		lines = append(lines, wording.Say("The search was cut short: no plan that closes the gap costs less than %s, so that this one is at most %s above the cheapest",
			"搜索提前结束：任何完整方案的费用不低于 %s，本计划最多比最低费用高 %s", wording.Money(p.Bound.LeastCost.Decimal, p.Currency), wording.Money(above, p.Currency)))
	case p.Outcome == Partial && p.Bound.Proven:
		lines = append(lines, wording.Say("No plan within the limits closes more of the weighted gap: this is proven", "已证明：在上限内没有方案能弥补更多的加权差距"))
	case p.Outcome == Partial:
		lines = append(lines, wording.Say("The search was cut short: no plan within the limits closes more than %s of the weighted gap", "搜索提前结束：上限内任何方案弥补的加权差距不超过 %s", p.Bound.Most.Rat()))
	}
	if len(p.AssessFirst) > 0 && p.Unknown == FromZero {
		lines = append(lines, wording.Say("Unknown levels are reckoned from zero; assess them before the steps begin", "未知等级按零计算；请在开始之前完成评估"))
	} else if len(p.AssessFirst) > 0 {
		lines = append(lines, wording.Say("For required skills of unknown level nothing is planned until they are assessed", "等级未知的要求项在评估之前暂不安排"))
	}
	return lines
}

func (p Plan) achieves() kam.Text {
	switch p.Outcome {
	case Covered:
		if left := p.leftOut(); len(p.Steps) == 0 && left == len(p.Targets) && left > 0 {
			return wording.Say("Nothing is planned: no level of a required skill is known, so that nobody can say what is missing", "未作安排：要求技能的等级均未知，无法判断差距")
		} else if len(p.Steps) == 0 && left > 0 {
			return wording.Say("Nothing is missing in the required skills whose level is known; of %d of %d it is not known", "等级已知的要求项没有差距；%[2]d 项中有 %[1]d 项等级未知", left, len(p.Targets))
		}
		if len(p.Steps) == 0 {
			return wording.Say("Nothing is missing that the plan has to close", "没有需要弥补的差距")
		}
		return wording.Say("The plan closes the gap of %s weighted levels", "本计划弥补全部差距（加权 %s 级）", p.Bound.Gap.Rat())
	case Partial:
		return wording.Say("The plan closes %s of %s weighted levels of the gap", "本计划弥补加权差距 %[2]s 级中的 %[1]s 级", p.Bound.Closed.Rat(), p.Bound.Gap.Rat())
	default:
		return wording.Say("There is no plan that closes the gap of %s weighted levels", "没有方案能弥补全部差距（加权 %s 级）", p.Bound.Gap.Rat())
	}
}

// leftOut returns how many targets are left out.
func (p Plan) leftOut() int {
	n := 0
	for _, t := range p.Targets {
		if t.LeftOut {
			n++
		}
	}
	return n
}

func (p Plan) writeGap(out *document, names func(string) string) {
	out.Heading(2, "The gap", "差距")
	out.Header(page.Text("Skill", "技能"), page.Number("Present", "现有等级"), page.Number("Required", "要求等级"),
		page.Number("Planned", "计划达到"), page.Number("Weight", "权重"))
	for _, t := range p.Targets {
		planned := fmt.Sprint(t.Planned)
		if t.LeftOut {
			planned = "-"
		}
		out.Row(names(t.Skill), t.Present.String(), fmt.Sprint(t.Required), planned, wording.Number(t.Weight.Rat()))
	}
}

func (p Plan) writeSteps(out *document, names func(string) string) {
	out.Heading(2, "Steps", "步骤")
	if len(p.Steps) == 0 {
		out.Line("None.", "无。")
		return
	}
	out.Header(page.Number("No.", "序号"), page.Text("What", "项目"), page.Text("Kind", "类别"),
		page.Text("Days", "日期"), page.Number("Cost", "费用"), page.Number("Hours", "学时"),
		page.Text("Why", "作用"), page.Text("After", "前置步骤"))
	number := map[string]string{}
	for i, s := range p.Steps {
		number[s.Offering] = fmt.Sprint(i + 1)
	}
	for i, s := range p.Steps {
		what := out.Name(s.Name, s.Offering)
		if s.Session != "" {
			what = out.Say("%s (session %s)", "%s（场次 %s）", what, markdown.Escape(s.Session))
		}
		after := make([]string, len(s.After))
		for n, id := range s.After {
			after[n] = number[id]
		}
		out.Row(fmt.Sprint(i+1), what, s.Kind.Name().In(out.Lang), wording.Days(s.Days).In(out.Lang), wording.Money(s.Cost, p.Currency), wording.Decimal(s.Hours), p.why(out, s, names), out.list(after))
	}
}

// why tells what a step is good for: the levels that it closes, else the steps that need it.
func (p Plan) why(out *document, s Step, names func(string) string) string {
	if len(s.Closes) == 0 {
		return out.Say("needed for later steps", "为后续步骤所需")
	}
	texts := make([]kam.Text, len(s.Closes))
	for i, c := range s.Closes {
		texts[i] = wording.Same(fmt.Sprintf("%s %d → %d", names(c.Skill), c.From, c.To))
	}
	return wording.Join(texts).In(out.Lang)
}

func (p Plan) writeObstacles(out *document, names func(string) string) {
	if len(p.Obstacles) == 0 {
		return
	}
	out.Heading(2, "What stands in the way", "障碍")
	for _, o := range p.Obstacles {
		switch o.Kind {
		case NotTaught:
			out.Item("%s: required is %d, and all offerings together lead to %d", "%s：要求 %d 级，所有项目合计最多达到 %d 级", names(o.Skill), o.Required, o.Reachable)
		case TooLate:
			out.Item("%s: required is %d, and within the time of the plan only %d can be reached", "%s：要求 %d 级，计划期间内最多达到 %d 级", names(o.Skill), o.Required, o.Reachable)
		case Clash:
			out.Item("Each level can be reached, and not all of them: sessions share days", "各项等级均可单独达到，但场次日期冲突，无法全部达到")
		case OverBudget:
			out.Item("Budget: %s %s is needed", "预算：%s需要 %s", o.atLeast(), wording.Money(o.Least.Decimal, p.Currency))
		case OverHours:
			if o.Least.Decimal.Equal(decimal.New(1, 0)) {
				out.Item("Hours: %s 1 hour is needed", "学时：%s需要 1 学时", o.atLeast())
			} else {
				out.Item("Hours: %s %s hours are needed", "学时：%s需要 %s 学时", o.atLeast(), o.Least.Decimal)
			}
		case NotFound:
			out.Item("The search was cut short before it found a plan; there may be one", "搜索提前结束，尚未找到方案；方案可能存在")
		default:
			out.Item("%s", "%s", markdown.Escape(string(o.Kind)))
		}
	}
}

// atLeast tells whether a least amount is known to do.
func (o Obstacle) atLeast() kam.Text {
	if o.Exact {
		return wording.Say("exactly", "恰好")
	}
	return wording.Say("at least", "至少")
}
