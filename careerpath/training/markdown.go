package training

import (
	"fmt"
	"math/big"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/markdown"
	"github.com/kam-go/kam/internal/wording"
)

// page is a Markdown text in one language.
type page struct {
	strings.Builder
	lang kam.Lang
}

func (p *page) say(en, zh string, args ...any) string { return wording.Say(en, zh, args...).In(p.lang) }

func (p *page) heading(level int, en, zh string, args ...any) {
	if p.Len() > 0 {
		p.WriteByte('\n')
	}
	p.WriteString(strings.Repeat("#", level) + " " + p.say(en, zh, args...) + "\n\n")
}

func (p *page) item(en, zh string, args ...any) {
	p.WriteString("- " + p.say(en, zh, args...) + "\n")
}

// table begins a table; align has a letter for each column, l for text and r for numbers.
func (p *page) table(align string, columns ...kam.Text) {
	heads, rule := make([]string, len(columns)), make([]string, len(columns))
	for i, c := range columns {
		if heads[i], rule[i] = c.In(p.lang), "---"; align[i] == 'r' {
			rule[i] = "---:"
		}
	}
	p.WriteString(markdown.Row(heads...) + markdown.Row(rule...))
}

// name returns a host's text for a cell, its ID when it has none.
func (p *page) name(t kam.Text, id string) string {
	if s := t.In(p.lang); strings.TrimSpace(s) != "" {
		return markdown.Escape(s)
	}
	return markdown.Escape(id)
}

// rate returns a ratio in per cent with a sign for it, or that it is unknown.
func (p *page) rate(r *big.Rat) string {
	if r == nil {
		return p.say("unknown", "未知")
	}
	return p.say("%s %%", "%s%%", wording.Percent(r))
}

// number returns a ratio, or that it is unknown.
func (p *page) number(r *big.Rat) string {
	if r == nil {
		return p.say("unknown", "未知")
	}
	return wording.Number(r)
}

// between returns a rate of which the least and the most are known.
func (p *page) between(least, most *big.Rat) string {
	if least != nil && most != nil && least.Cmp(most) != 0 {
		return p.say("%s %% to %s %%", "%s%% 至 %s%%", wording.Percent(least), wording.Percent(most))
	}
	return p.rate(least)
}

func (r *Report) money(d decimal.Decimal) string {
	return kam.Money{Amount: d, Currency: r.Currency}.String()
}

// Markdown returns the report in l. Every rate stands beside what it divides by. What people wrote is escaped.
func (r *Report) Markdown(l kam.Lang) string {
	p := &page{lang: l}
	p.heading(1, "Training and activities: %s", "培训与活动报告：%s", markdown.Escape(r.About.ID))
	p.item("Period: %s, as of %s", "期间：%s（截至 %s）", wording.Days(r.Period), r.AsOf)
	p.item("People: %d in %d teams", "人数：%d 人，%d 个团队", r.Heads, len(r.Teams))
	r.totals(p)
	r.teams(p)
	r.kinds(p)
	r.ideas(p)
	r.changes(p)
	r.repeats(p)
	return p.String()
}

func (r *Report) totals(p *page) {
	f := r.Total
	response, _ := f.Response()
	acceptance, _ := f.Acceptance()
	participation, _ := f.Participation()
	completion, _ := f.Completion()
	perPerson, _ := f.CostPerPerson()
	perHead, _ := r.HoursPerHead()
	p.item("Invitations: %d; answered: %s; accepted of %d answered: %s", "邀请：%d 份；答复率 %s；%d 份答复中接受率 %s",
		f.Invited, p.rate(response), f.Accepted+f.Declined, p.rate(acceptance))
	p.item("Participation: %d of %d whose attendance is known, %s; not recorded: %d", "参与：已知 %[2]d 人次中 %[1]d 人次参加，参与率 %[3]s；未记录 %[4]d 人次",
		f.Attended, f.settled(), p.rate(participation), f.Unrecorded)
	p.item("Completion: %d of %d with a result, %s", "完成：%[2]d 人次有结果，其中 %[1]d 人次完成，完成率 %[3]s", f.Completed, f.Completed+f.Failed, p.rate(completion))
	p.item("Coverage: %d of %d people, %s", "覆盖：%[2]d 人中 %[1]d 人参加过，覆盖率 %[3]s", f.People, r.Heads, p.between(r.Coverage()))
	p.item("Hours: %s, %s for each of %d people", "学时：%s，人均 %s（按 %d 人计）", f.Hours, p.number(perHead), r.Heads)
	p.item("Cost: %s, %s for each of %d who attended", "费用：%s，参加者人均 %s（按 %d 人计）", r.money(f.Cost), p.number(perPerson), f.People)
	switch {
	case r.Unshared.IsZero():
	case r.Whole:
		p.item("Of it for sessions to which nobody came: %s", "其中无人参加的场次：%s", r.money(r.Unshared))
	default:
		p.item("Not in it: %s for sessions to which nobody came, which the whole bears", "另有无人参加的场次费用 %s，由整体承担，未计入以上费用", r.money(r.Unshared))
	}
	if r.Budget.Valid {
		p.item("Budget: %s, left: %s", "预算：%s，结余：%s", r.money(r.Budget.Decimal), r.money(r.Left.Decimal))
	}
	if r.Benefit.Valid {
		roi, _ := r.ROI()
		p.item("Return: (%s - %s) / cost = %s; break-even is 0 %%", "回报率：（收益 %s − 费用 %s）/ 费用 = %s；0%% 为收支相抵",
			r.money(r.Benefit.Decimal), r.money(f.Cost), p.rate(roi))
	}
}

func (r *Report) teams(p *page) {
	p.heading(2, "Teams", "团队")
	p.table("lrrrrrr", wording.Say("Team", "团队"), wording.Say("People", "人数"), wording.Say("Attended something", "参加过"), wording.Say("Coverage", "覆盖率"),
		wording.Say("Participation", "参与率"), wording.Say("Hours per head", "人均学时"), wording.Say("Cost", "费用"))
	for _, t := range r.Teams {
		participation, _ := t.Figures.Participation()
		hours, _ := t.HoursPerHead()
		p.WriteString(markdown.Row(p.name(t.Name, t.ID), fmt.Sprint(t.Heads), fmt.Sprint(t.Figures.People), p.between(t.Coverage()),
			p.rate(participation), p.number(hours), r.money(t.Figures.Cost)))
	}
	p.WriteByte('\n')
	for _, t := range r.Teams {
		if len(t.Without) > 0 {
			p.item("%s, nothing attended: %s", "%s 未参加任何活动：%s", p.name(t.Name, t.ID), people(t.Without))
		}
		if len(t.Unclear) > 0 {
			p.item("%s, attendance not recorded: %s", "%s 参加情况未记录：%s", p.name(t.Name, t.ID), people(t.Unclear))
		}
	}
}

func people(list []kam.Subject) kam.Text {
	ids := make([]string, len(list))
	for i, s := range list {
		ids[i] = markdown.Escape(s.ID)
	}
	return wording.Words(ids)
}

func (r *Report) kinds(p *page) {
	if len(r.Kinds) == 0 {
		return
	}
	p.heading(2, "Activities", "活动")
	p.table("lrrrrrr", wording.Say("Activity", "活动"), wording.Say("Invited", "邀请"), wording.Say("Attended", "参加"), wording.Say("Participation", "参与率"),
		wording.Say("Completed", "完成"), wording.Say("Hours", "学时"), wording.Say("Cost", "费用"))
	row := func(title string, f Figures) {
		participation, _ := f.Participation()
		p.WriteString(markdown.Row(title, fmt.Sprint(f.Invited), fmt.Sprint(f.Attended), p.rate(participation), fmt.Sprint(f.Completed),
			wording.Decimal(f.Hours), r.money(f.Cost)))
	}
	for _, k := range r.Kinds {
		row("**"+k.Kind.Name().In(p.lang)+"**", k.Figures)
	}
	for _, o := range r.Offerings {
		row(p.name(o.Name, o.ID), o.Figures)
	}
}

func (r *Report) ideas(p *page) {
	n := r.Innovation
	if n.Sessions == 0 && n.Counted == 0 {
		return
	}
	p.heading(2, "Ideas", "创意")
	if n.Counted == 0 {
		p.item("Not known: nobody counted the ideas of %d sessions", "未知：%d 场活动均未统计创意", n.Sessions)
		return
	}
	adoption, _ := n.Adoption()
	p.item("Ideas: %d, adopted: %d, %s", "创意 %d 个，采纳 %d 个，采纳率 %s", n.Ideas, n.Adopted, p.rate(adoption))
	if n.Silent > 0 {
		p.item("Not counted in %d of %d sessions", "%[2]d 场活动中有 %[1]d 场未统计", n.Silent, n.Sessions)
	}
}

func (r *Report) changes(p *page) {
	for _, part := range []struct {
		title kam.Text
		list  []Change
	}{{wording.Say("Pulse before and after", "活动前后的员工反馈"), r.Pulses}, {wording.Say("Metrics before and after", "活动前后的指标"), r.Effects}} {
		if len(part.list) == 0 {
			continue
		}
		p.heading(2, "%s", "%s", part.title)
		p.table("lrrrl", wording.Say("Measured", "项目"), wording.Say("Before", "之前"), wording.Say("After", "之后"), wording.Say("Difference", "变化"), wording.Say("Trend", "趋势"))
		for _, c := range part.list {
			p.WriteString(markdown.Row(p.name(c.Name, c.ID), p.side(c, c.Before, c.BeforeCount), p.side(c, c.After, c.AfterCount), p.difference(c), c.say().In(p.lang)))
		}
		p.WriteString("\n" + p.say("A difference between before and after proves no cause: other things changed as well.",
			"前后差异不能证明因果关系：同期还有其他变化。") + "\n")
	}
}

func (p *page) side(c Change, r *big.Rat, n int64) string {
	if c.Trend == TooFew {
		return p.say("withheld (%d)", "不予显示（%d）", n)
	}
	return p.say("%s (%d)", "%s（%d）", p.number(r), n)
}

func (p *page) difference(c Change) string {
	if c.Difference == nil {
		return "–"
	}
	text := wording.Number(c.Difference)
	if c.Difference.Sign() <= 0 {
		return text
	}
	if rounded, ok := strings.CutPrefix(text, "≈"); ok {
		return "≈+" + rounded
	}
	return "+" + text
}

func (c Change) say() kam.Text {
	switch c.Trend {
	case Better:
		return wording.Say("better", "改善")
	case Worse:
		return wording.Say("worse", "变差")
	case Same:
		return wording.Say("the same", "持平")
	case TooFew:
		return wording.Say("fewer than %d records on a side", "有一方记录少于 %d 条", c.Fewest)
	default:
		return wording.Say("unknown", "未知")
	}
}

func (r *Report) repeats(p *page) {
	if len(r.Repeats) == 0 {
		return
	}
	p.heading(2, "Certificates to be earned again", "需重新取得的证书")
	p.table("lllr", wording.Say("Person", "人员"), wording.Say("Certificate", "证书"), wording.Say("Expires on (first day not valid)", "失效日（自该日起无效）"), wording.Say("Days left", "剩余天数"))
	for _, x := range r.Repeats {
		left := fmt.Sprint(x.Days)
		if x.Days <= 0 {
			left = p.say("ended", "已失效")
		}
		p.WriteString(markdown.Row(markdown.Escape(x.Person.ID), markdown.Escape(x.Certificate), x.Until.String(), left))
	}
}
