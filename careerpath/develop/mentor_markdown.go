package develop

import (
	"fmt"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/careerpath/evidence"
	"github.com/kam-go/kam/internal/markdown"
	"github.com/kam-go/kam/internal/page"
	"github.com/kam-go/kam/internal/wording"
)

// Markdown returns the matching in l: the pairs, and who has no mentor and why. Names of skills come from known; a skill that is
// not in it is told by its ID. What people wrote is escaped.
func (m Matching) Markdown(l kam.Lang, known []evidence.Skill) string {
	out := newDocument(l)
	names := namesOf(out, known)
	list := func(ids []string) string {
		if len(ids) == 0 {
			return "-"
		}
		told := make([]string, len(ids))
		for i, id := range ids {
			told[i] = names(id)
		}
		return wording.Words(told).In(l)
	}
	out.Heading(1, "Mentors", "导师匹配")
	out.Item("Covered: %s of %s weighted wishes", "覆盖：加权需求 %[2]s 中的 %[1]s", m.Covered, m.Wanted)
	out.Item("Pairs: %d, of them across departments: %d; without a mentor: %d", "匹配 %d 对，其中跨部门 %d 对；未匹配 %d 人", len(m.Pairs), m.Crossing, len(m.Without))
	out.Item("No matching covers more; of those that cover as much, none gives more people a mentor, then crosses fewer departments, then keeps more preferences",
		"没有其他匹配能覆盖更多需求；覆盖相同者中，依次以匹配人数最多、跨部门最少、意愿满足最多者为先")
	if len(m.Pairs) > 0 {
		out.Heading(2, "Pairs", "匹配结果")
		out.Header(page.Text("Mentee", "学员"), page.Text("Mentor", "导师"), page.Text("Covers", "覆盖技能"),
			page.Text("Open", "未覆盖"), page.Number("Choice", "意愿次序"), page.Text("Departments", "部门"))
		for _, p := range m.Pairs {
			departments, choice := wording.Say("same", "同部门"), "-"
			if p.Crosses {
				departments = wording.Say("across", "跨部门")
			}
			if p.Choice > 0 {
				choice = fmt.Sprint(p.Choice)
			}
			out.Row(markdown.Escape(p.Mentee.ID), markdown.Escape(p.Mentor.ID), list(p.Covers), list(p.Open), choice, departments.In(l))
		}
	}
	if len(m.Without) > 0 {
		out.Heading(2, "Without a mentor", "未匹配")
		for _, w := range m.Without {
			out.Item("%s: %s", "%s：%s", markdown.Escape(w.Mentee.ID), w.why())
		}
	}
	return out.String()
}

func (w Without) why() kam.Text {
	ids := make([]string, len(w.Mentors))
	for i, m := range w.Mentors {
		ids[i] = markdown.Escape(m.ID)
	}
	switch w.Reason {
	case NobodyFar:
		return wording.Say("no mentor is far enough in any of the wanted skills", "没有导师在所需技能上达到要求")
	case AllExcluded:
		return wording.Say("those who are far enough are the manager or excluded: %s", "达到要求者为其直接上级或须回避：%s", wording.Words(ids))
	case AllTaken:
		return wording.Say("those who are left have no room, or cover more for others: %s", "其余导师名额已满，或指导他人可覆盖更多需求：%s", wording.Words(ids))
	default:
		return wording.Same(markdown.Escape(string(w.Reason)))
	}
}
