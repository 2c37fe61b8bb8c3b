package develop

import (
	"fmt"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/careerpath/evidence"
	"github.com/kam-go/kam/careerpath/skills"
	"github.com/kam-go/kam/internal/markdown"
	"github.com/kam-go/kam/internal/page"
	"github.com/kam-go/kam/internal/wording"
)

// Markdown returns the progress in l: the steps, the gap before and now, and what is to be planned anew. Names of skills come
// from known; a skill that is not in it is told by its ID. What people wrote is escaped.
func (g Progress) Markdown(l kam.Lang, known []evidence.Skill) string {
	out := newDocument(l)
	names := namesOf(out, known)
	out.Heading(1, "Progress of plan %s", "发展计划 %s 的进度", markdown.Escape(g.Plan))
	out.Item("For: %s %s", "对象：%s %s", markdown.Escape(g.Person.Kind), markdown.Escape(g.Person.ID))
	out.Item("As of: %s", "截至：%s", g.AsOf)
	rate := out.Say("unknown", "未知")
	if r, ok := g.Completion(); ok {
		rate = out.Say("%s %%", "%s%%", wording.Percent(r))
	}
	out.Item("Completed: %d of %d steps (%s), due so far: %d", "已完成：%[2]d 步中 %[1]d 步（%[3]s），至今应完成 %[4]d 步", g.Done, len(g.Steps), rate, g.Due)
	out.Item("Cost: %s of %s planned", "费用：%s，计划 %s", wording.Money(g.SpentCost, g.Currency), wording.Money(g.PlannedCost, g.Currency))
	out.Item("Hours: %s of %s planned", "学时：%s，计划 %s", g.SpentHours, g.PlannedHours)
	out.Heading(2, "Steps", "步骤")
	out.Header(page.Text("Offering", "项目"), page.Text("Due", "截止"), page.Text("State", "状态"),
		page.Text("Since", "起始"), page.Number("Cost", "费用"), page.Number("Hours", "学时"))
	for _, s := range g.Steps {
		state := s.State.say()
		if s.Late {
			state = wording.Say("%s, late", "%s，逾期", state)
		}
		out.Row(markdown.Escape(s.Offering), s.Due.String(), state.In(l), page.Day(s.On), wording.Money(s.Cost, g.Currency), wording.Decimal(s.Hours))
	}
	g.writeSkills(out, names)
	if len(g.Replan) > 0 {
		out.Heading(2, "To be planned anew", "须重新安排")
		for _, r := range g.Replan {
			what := names(r.Skill)
			if r.Offering != "" {
				what = markdown.Escape(r.Offering)
			}
			out.Item("%s: %s", "%s：%s", what, r.Kind.say())
		}
	}
	return out.String()
}

func (g Progress) writeSkills(out *document, names func(string) string) {
	out.Heading(2, "The gap", "差距")
	out.Header(page.Text("Skill", "技能"), page.Number("Required", "要求等级"), page.Number("Before", "计划前"),
		page.Number("Expected", "预期"), page.Number("Now", "现有等级"), page.Number("Gap before", "计划前差距"),
		page.Number("Gap now", "现有差距"), page.Text("State", "状态"))
	for _, s := range g.Skills {
		before, now := "?", "?"
		if s.Before.Known {
			before = fmt.Sprint(s.GapBefore)
		}
		if s.Now.Known {
			now = fmt.Sprint(s.GapNow)
		}
		out.Row(names(s.Skill), fmt.Sprint(s.Required), s.Before.String(), fmt.Sprint(s.Expected), s.Now.String(), before, now, met(s.State).In(out.Lang))
	}
}

func met(s skills.State) kam.Text {
	switch s {
	case skills.Met:
		return wording.Say("met", "达标")
	case skills.NotMet:
		return wording.Say("not met", "未达标")
	default:
		return wording.Say("unknown", "未知")
	}
}

func (s StepState) say() kam.Text {
	switch s {
	case Waiting:
		return wording.Say("waiting for earlier steps", "等待前置步骤")
	case Next:
		return wording.Say("can be done next", "可立即进行")
	case Booked:
		return wording.Say("booked", "已报名")
	case Underway:
		return wording.Say("under way", "进行中")
	case Missed:
		return wording.Say("missed", "未参加或未通过")
	case Completed:
		return wording.Say("completed", "已完成")
	default:
		return wording.Same(markdown.Escape(string(s)))
	}
}

func (k ReplanKind) say() kam.Text {
	switch k {
	case ReplanMissed:
		return wording.Say("missed or not passed", "未参加或未通过")
	case ReplanLate:
		return wording.Say("its day is over and it is not completed", "已过截止日，尚未完成")
	case ReplanBlocked:
		return wording.Say("a step before it has to be planned anew", "前置步骤须重新安排")
	case ReplanGone:
		return wording.Say("it no longer takes place as planned", "不再按原计划举行")
	case ReplanAssess:
		return wording.Say("steps are completed; the level has to be assessed", "相关步骤已完成，须重新评估等级")
	case ReplanBelow:
		return wording.Say("the level is below what the completed steps were to lead to", "现有等级低于已完成步骤的预期")
	default:
		return wording.Same(markdown.Escape(string(k)))
	}
}
