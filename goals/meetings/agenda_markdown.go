package meetings

import (
	"strconv"
	"strings"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/markdown"
)

// Markdown returns the agenda as Markdown in a language: box by box with its minutes, then what did not fit. Texts of
// people and of the host are escaped. A goal goes by its title, with its ID where it has none or shares it with another.
// Percentages are rounded half up to one decimal place and then marked with ≈.
func (a *Agenda) Markdown(l kam.Lang) string {
	p := &page{lang: l, titles: map[string]int{}}
	for _, list := range [][]Item{a.Discussed, a.Carried, a.Quiet, a.Unknown} {
		for _, x := range list {
			p.titles[x.Topic.Title.In(l)]++
		}
	}
	p.heading(1, p.text(a.Format.Name)+p.say(", ", "，")+a.On.String())
	p.line("%d minutes", "共 %d 分钟", a.Format.Minutes())
	for i, box := range a.Format.Boxes {
		p.heading(2, p.say("%d. %s (%d min)", "%d. %s（%d 分钟）", i+1, p.text(box.Name), box.Minutes))
		something := false
		for _, s := range Sections() {
			if a.Format.box(s) == i {
				something = a.section(p, s) || something
			}
		}
		if !something {
			p.line("Nothing is waiting.", "暂无事项。")
		}
	}
	if len(a.Unplaced) > 0 {
		p.heading(2, p.say("Without a box of its own, carried", "没有对应时间段，顺延处理"))
		for _, s := range a.Unplaced {
			a.section(p, s)
		}
	}
	a.items(p, a.Unknown, p.say("Figures are missing: ask before the meeting", "缺少数据，请在会前补齐"))
	a.items(p, a.Quiet, p.say("Within the limits", "在限值之内"))
	return p.String()
}

// items lists topics that are not discussed.
func (a *Agenda) items(p *page, items []Item, title string) {
	if len(items) == 0 {
		return
	}
	p.heading(2, title)
	for _, x := range items {
		p.line("- %s", "- %s", p.topic(x.Topic))
	}
}

// section writes what belongs into a section, and tells whether that was anything.
func (a *Agenda) section(p *page, s Section) bool {
	if s == Review {
		p.gap()
		p.line("Goals: %d to discuss, %d carried, %d within the limits, %d without figures.",
			"目标：%d 项待讨论，%d 项顺延，%d 项在限值之内，%d 项缺少数据。",
			len(a.Discussed), len(a.Carried), len(a.Quiet), len(a.Unknown))
		return true
	}
	if s == Outlook {
		p.gap()
		p.line("What comes next, and who needs to know.", "下一步安排以及需要知会的人员。")
		return true
	}
	if !a.has(s) {
		return false
	}
	p.gap()
	switch s {
	case Topics:
		a.topics(p)
	case Risks:
		a.accounts(p)
	case Actions:
		a.actions(p)
	case Resources:
		a.requests(p)
	case Recognition:
		a.successes(p)
	default:
	}
	return true
}

func (a *Agenda) topics(p *page) {
	if len(a.Discussed) > 0 {
		rows := make([]goalRow, len(a.Discussed))
		for i, x := range a.Discussed {
			rows[i] = goalRow{x.Topic.Standing, x.Topic.Unit, x.Topic.Currency}
		}
		used := columns(rows)
		titles := []kam.Text{say("Goal", "目标"), say("Weight ", "权重 "), say("Plan ", "计划 "), say("Actual ", "实际 "), say("Gap ", "差距 ")}
		for _, c := range used {
			titles = append(titles, c.title)
		}
		p.header(append(titles, say("Why", "原因"), say("Minutes ", "分钟 "))...)
		for i, x := range a.Discussed {
			t := x.Topic
			cells := []string{
				p.topic(t), p.weight(t.Weight),
				p.value(t.Plan, t.Unit, t.Currency), p.value(t.Actual, t.Unit, t.Currency), p.gapOf(t),
			}
			for _, c := range used {
				cells = append(cells, c.cell(p, rows[i]))
			}
			p.row(append(cells, x.why(p), strconv.Itoa(x.Minutes))...)
		}
	}
	if len(a.Carried) > 0 {
		p.gap()
		p.line("Not discussed, carried to the next meeting:", "本次不讨论，顺延至下次会议：")
		p.gap()
		for _, x := range a.Carried {
			p.line("- %s: %s", "- %s：%s", p.topic(x.Topic), x.why(p))
		}
	}
}

// topic returns what a goal is called.
func (p *page) topic(t Topic) string {
	title := p.text(t.Title)
	switch {
	case title == "":
		return markdown.Escape(t.Goal)
	case p.titles[t.Title.In(p.lang)] > 1:
		return title + p.say(" (%s)", "（%s）", markdown.Escape(t.Goal))
	}
	return title
}

// weight returns a weight as a part of the whole, and one above the whole as it is.
func (p *page) weight(w kam.Fraction) string {
	if r := w.Rat(); r.Cmp(kam.Whole().Rat()) <= 0 {
		return p.percent(r)
	}
	return w.String()
}

// gapOf returns the gap of a topic, or that it is unknown.
func (p *page) gapOf(t Topic) string {
	gap, known := t.Missing()
	if !known {
		return p.unknown()
	}
	return p.percent(gap)
}

// why says why a topic is there.
func (x Item) why(p *page) string {
	var why []string
	switch x.Reason {
	case BehindPlan:
		why = append(why, p.say("behind plan", "落后于计划"))
	case AheadOfPlan:
		why = append(why, p.say("ahead of plan", "超前于计划"))
	default:
	}
	if x.Reason == GettingWorse || x.Topic.Trend > 1 {
		why = append(why, p.say("worse for %d periods in a row", "连续 %d 期变差", x.Topic.Trend))
	}
	return strings.Join(why, p.say("; ", "；"))
}

func (a *Agenda) accounts(p *page) {
	p.line("Accounts at risk:", "风险客户：")
	p.gap()
	for _, x := range a.Accounts {
		name := x.Name
		if name == "" {
			name = x.Account
		}
		if !x.Value.Valid {
			p.line("- %s: %s", "- %s：%s", markdown.Escape(name), p.text(x.Why))
			continue
		}
		p.line("- %s (%s): %s", "- %s（%s）：%s", markdown.Escape(name), p.value(x.Value, "", a.Currency), p.text(x.Why))
	}
}

// summary writes a sentence about how things get on, with a blank line when a list follows.
func (p *page) summary(t kam.Text, more bool) {
	p.line("%s.", "%s。", t.In(p.lang))
	if more {
		p.gap()
	}
}

func (a *Agenda) actions(p *page) {
	if a.ActionSummary != nil {
		p.summary(a.ActionSummary.Text(), len(a.Actions) > 0)
	}
	if len(a.Actions) == 0 {
		return
	}
	p.line("Actions that are overdue or were carried over too often:", "逾期或多次顺延的行动项：")
	p.gap()
	for _, x := range a.Actions {
		mark := ""
		if x.Carried > 0 {
			mark = p.say(", carried over %d times", "，已顺延 %d 次", x.Carried)
		}
		if x.Escalated(a.On) {
			mark += p.say(": decide now", "：须当场决定")
		}
		p.line("- %s (%s, %s%s)", "- %s（%s，%s%s）", p.text(x.Task.Title), markdown.Escape(x.Task.Owner), p.due(x.Task.Due), mark)
	}
}

func (a *Agenda) requests(p *page) {
	if a.RequestSummary != nil {
		p.summary(a.RequestSummary.Text(), len(a.Requests) > 0)
	}
	if len(a.Requests) == 0 {
		return
	}
	p.line("Requests waiting:", "待处理的资源申请：")
	p.gap()
	for _, r := range a.Requests {
		owner := markdown.Escape(r.Owner)
		if r.Owner == "" {
			owner = p.say("nobody yet", "尚未指定负责人")
		}
		p.line("- %s: %s (%s for %s, %s)", "- %s：%s（%s，服务于 %s，%s）", p.text(r.Type.Name()), markdown.Escape(r.Text), owner, markdown.Escape(r.Goal), p.due(r.Due))
	}
}

func (a *Agenda) successes(p *page) {
	p.line("Successes to share:", "成功分享：")
	p.gap()
	for _, s := range a.Successes {
		p.line("- %s, %s: %s", "- %s，%s：%s", markdown.Escape(s.Person), s.On, markdown.Escape(s.Text))
	}
}
