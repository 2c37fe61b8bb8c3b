package training

import (
	"fmt"
	"math/big"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/markdown"
	"github.com/kam-go/kam/internal/page"
	"github.com/kam-go/kam/internal/wording"
)

// document is a page about training.
type document struct{ page.Page }

// rate returns a ratio in per cent with a sign for it, or that it is unknown.
func (p *document) rate(r *big.Rat) string {
	if r == nil {
		return p.Say("unknown", "未知")
	}
	return p.Say("%s %%", "%s%%", wording.Percent(r))
}

// number returns a ratio, or that it is unknown.
func (p *document) number(r *big.Rat) string {
	if r == nil {
		return p.Say("unknown", "未知")
	}
	return wording.Number(r)
}

// between returns a rate of which the least and the most are known.
func (p *document) between(least, most *big.Rat) string {
	if least != nil && most != nil && least.Cmp(most) != 0 {
		return p.Say("%s %% to %s %%", "%s%% 至 %s%%", wording.Percent(least), wording.Percent(most))
	}
	return p.rate(least)
}

func (r *Report) money(d decimal.Decimal) string {
	return wording.Money(d, r.Currency)
}

// Markdown returns the report in l. Every rate stands beside what it divides by. What people wrote is escaped.
func (r *Report) Markdown(l kam.Lang) string {
	p := &document{page.Page{Lang: l}}
	p.Heading(1, "Training and activities: %s", "培训与活动报告：%s", markdown.Escape(r.About.ID))
	p.Item("Period: %s, as of %s", "期间：%s（截至 %s）", wording.Days(r.Period), r.AsOf)
	p.Item("People: %d in %d teams", "人数：%d 人，%d 个团队", r.Heads, len(r.Teams))
	r.totals(p)
	r.teams(p)
	r.kinds(p)
	r.ideas(p)
	r.changes(p)
	r.repeats(p)
	return p.String()
}

func (r *Report) totals(p *document) {
	f := r.Total
	response, _ := f.Response()
	acceptance, _ := f.Acceptance()
	participation, _ := f.Participation()
	completion, _ := f.Completion()
	perPerson, _ := f.CostPerPerson()
	perHead, _ := r.HoursPerHead()
	p.Item("Invitations: %d; answered: %s; accepted of %d answered: %s", "邀请：%d 份；答复率 %s；%d 份答复中接受率 %s",
		f.Invited, p.rate(response), f.Accepted+f.Declined, p.rate(acceptance))
	p.Item("Participation: %d of %d whose attendance is known, %s; not recorded: %d", "参与：已知 %[2]d 人次中 %[1]d 人次参加，参与率 %[3]s；未记录 %[4]d 人次",
		f.Attended, f.settled(), p.rate(participation), f.Unrecorded)
	p.Item("Completion: %d of %d with a result, %s", "完成：%[2]d 人次有结果，其中 %[1]d 人次完成，完成率 %[3]s", f.Completed, f.Completed+f.Failed, p.rate(completion))
	p.Item("Coverage: %d of %d people, %s", "覆盖：%[2]d 人中 %[1]d 人参加过，覆盖率 %[3]s", f.People, r.Heads, p.between(r.Coverage()))
	p.Item("Hours: %s, %s for each of %d people", "学时：%s，人均 %s（按 %d 人计）", f.Hours, p.number(perHead), r.Heads)
	p.Item("Cost: %s, %s for each of %d who attended", "费用：%s，参加者人均 %s（按 %d 人计）", r.money(f.Cost), p.number(perPerson), f.People)
	switch {
	case r.Unshared.IsZero():
	case r.Whole:
		p.Item("Of it for sessions to which nobody came: %s", "其中无人参加的场次：%s", r.money(r.Unshared))
	default:
		p.Item("Not in it: %s for sessions to which nobody came, which the whole bears", "另有无人参加的场次费用 %s，由整体承担，未计入以上费用", r.money(r.Unshared))
	}
	if r.Budget.Valid {
		p.Item("Budget: %s, left: %s", "预算：%s，结余：%s", r.money(r.Budget.Decimal), r.money(r.Left.Decimal))
	}
	if r.Benefit.Valid {
		roi, _ := r.ROI()
		p.Item("Return: (%s - %s) / cost = %s; break-even is 0 %%", "回报率：（收益 %s − 费用 %s）/ 费用 = %s；0%% 为收支相抵",
			r.money(r.Benefit.Decimal), r.money(f.Cost), p.rate(roi))
	}
}

func (r *Report) teams(p *document) {
	p.Heading(2, "Teams", "团队")
	p.Header(page.Text("Team", "团队"), page.Number("People", "人数"), page.Number("Attended something", "参加过"), page.Number("Coverage", "覆盖率"),
		page.Number("Participation", "参与率"), page.Number("Hours per head", "人均学时"), page.Number("Cost", "费用"))
	for _, t := range r.Teams {
		participation, _ := t.Figures.Participation()
		hours, _ := t.HoursPerHead()
		p.Row(p.Name(t.Name, t.ID), fmt.Sprint(t.Heads), fmt.Sprint(t.Figures.People), p.between(t.Coverage()),
			p.rate(participation), p.number(hours), r.money(t.Figures.Cost))
	}
	p.WriteByte('\n')
	for _, t := range r.Teams {
		if len(t.Without) > 0 {
			p.Item("%s, nothing attended: %s", "%s 未参加任何活动：%s", p.Name(t.Name, t.ID), people(t.Without))
		}
		if len(t.Unclear) > 0 {
			p.Item("%s, attendance not recorded: %s", "%s 参加情况未记录：%s", p.Name(t.Name, t.ID), people(t.Unclear))
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

func (r *Report) kinds(p *document) {
	if len(r.Kinds) == 0 {
		return
	}
	p.Heading(2, "Activities", "活动")
	p.Header(page.Text("Activity", "活动"), page.Number("Invited", "邀请"), page.Number("Attended", "参加"), page.Number("Participation", "参与率"),
		page.Number("Completed", "完成"), page.Number("Hours", "学时"), page.Number("Cost", "费用"))
	row := func(title string, f Figures) {
		participation, _ := f.Participation()
		p.Row(title, fmt.Sprint(f.Invited), fmt.Sprint(f.Attended), p.rate(participation), fmt.Sprint(f.Completed),
			wording.Decimal(f.Hours), r.money(f.Cost))
	}
	for _, k := range r.Kinds {
		row("**"+k.Kind.Name().In(p.Lang)+"**", k.Figures)
	}
	for _, o := range r.Offerings {
		row(p.Name(o.Name, o.ID), o.Figures)
	}
}

func (r *Report) ideas(p *document) {
	n := r.Innovation
	if n.Sessions == 0 && n.Counted == 0 {
		return
	}
	p.Heading(2, "Ideas", "创意")
	if n.Counted == 0 {
		p.Item("Not known: nobody counted the ideas of %d sessions", "未知：%d 场活动均未统计创意", n.Sessions)
		return
	}
	adoption, _ := n.Adoption()
	p.Item("Ideas: %d, adopted: %d, %s", "创意 %d 个，采纳 %d 个，采纳率 %s", n.Ideas, n.Adopted, p.rate(adoption))
	if n.Silent > 0 {
		p.Item("Not counted in %d of %d sessions", "%[2]d 场活动中有 %[1]d 场未统计", n.Silent, n.Sessions)
	}
}

func (r *Report) changes(p *document) {
	for _, part := range []struct {
		title kam.Text
		list  []Change
	}{{wording.Say("Pulse before and after", "活动前后的员工反馈"), r.Pulses}, {wording.Say("Metrics before and after", "活动前后的指标"), r.Effects}} {
		if len(part.list) == 0 {
			continue
		}
		p.Heading(2, "%s", "%s", part.title)
		p.Header(page.Text("Measured", "项目"), page.Number("Before", "之前"), page.Number("After", "之后"), page.Number("Difference", "变化"), page.Text("Trend", "趋势"))
		for _, c := range part.list {
			p.Row(p.Name(c.Name, c.ID), p.side(c, c.Before, c.BeforeCount), p.side(c, c.After, c.AfterCount), p.difference(c), c.say().In(p.Lang))
		}
		p.WriteByte('\n')
		p.Line("A difference between before and after proves no cause: other things changed as well.",
			"前后差异不能证明因果关系：同期还有其他变化。")
	}
}

func (p *document) side(c Change, r *big.Rat, n int64) string {
	if c.Trend == TooFew {
		return p.Say("withheld (%d)", "不予显示（%d）", n)
	}
	return p.Say("%s (%d)", "%s（%d）", p.number(r), n)
}

func (p *document) difference(c Change) string {
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

func (r *Report) repeats(p *document) {
	if len(r.Repeats) == 0 {
		return
	}
	p.Heading(2, "Certificates to be earned again", "需重新取得的证书")
	p.Header(page.Text("Person", "人员"), page.Text("Certificate", "证书"), page.Text("Expires on (first day not valid)", "失效日（自该日起无效）"), page.Number("Days left", "剩余天数"))
	for _, x := range r.Repeats {
		left := fmt.Sprint(x.Days)
		if x.Days <= 0 {
			left = p.Say("ended", "已失效")
		}
		p.Row(markdown.Escape(x.Person.ID), markdown.Escape(x.Certificate), x.Until.String(), left)
	}
}
