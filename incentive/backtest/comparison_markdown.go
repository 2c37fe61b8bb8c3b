package backtest

import (
	"strconv"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/markdown"
	"github.com/kam-go/kam/internal/page"
	"github.com/kam-go/kam/internal/wording"
)

// Markdown returns the comparison as a report in one language: the cost on both sides, winners and losers, what each
// change does, every payee, and who is held under which side and why. Texts from outside are escaped.
func (c *Comparison) Markdown(lang kam.Lang) string {
	r := comparisonPage{Page: page.Page{Lang: lang}, c: c}
	r.Heading(1, "Back-test of a plan change", "方案变更回测")
	r.periods()
	for i := range c.Totals {
		r.total(&c.Totals[i])
	}
	if len(c.Totals) == 0 {
		r.WriteByte('\n')
		r.Line("Nobody earns anything on either side.", "变更前后均无人取得提成。")
	}
	r.payees()
	r.held()
	if len(c.Aside) > 0 {
		r.Heading(2, "Not compared", "未比较的内容")
		r.Paragraph("Payout terms change when it is paid, not what is earned:", "兑付条款只影响支付时间，不影响所得：")
		for _, t := range c.Aside {
			r.Item("%s", "%s", page.Escaped(t))
		}
	}
	return r.String()
}

type comparisonPage struct {
	page.Page
	c *Comparison
}

// money writes an amount with its thousands apart.
func money(d decimal.Decimal, currency kam.Currency) string {
	return wording.Amount(d, currency.MinorUnits())
}

// signed writes an amount with its sign.
func signed(d decimal.Decimal, currency kam.Currency) string {
	if d.IsPositive() {
		return "+" + money(d, currency)
	}
	return money(d, currency)
}

func (r *comparisonPage) periods() {
	days := History{Periods: r.c.Periods}.span()
	r.Item("Before: %s", "变更前：%s", tellPlans(r.c.Before))
	r.Item("After: %s", "变更后：%s", tellPlans(r.c.After))
	r.Item("Commission periods: %d, %s", "结算期：%d 个，%s", len(r.c.Periods), wording.Days(days))
	r.Item("Changes: %d", "变更：%d 项", len(r.c.Changes))
	if len(r.c.Held) > 0 {
		r.Item("Held and left out of all sums: %d", "暂停结算、不计入合计：%d 人", len(r.c.Held))
	}
}

func (r *comparisonPage) total(t *Total) {
	r.Heading(2, "In all: %s", "合计：%s", string(t.Currency))
	r.Header(page.Text("", ""), page.Number("Before", "变更前"), page.Number("After", "变更后"), page.Number("Difference", "差额"))
	r.Row(r.Say("**Cost**", "**提成成本**"), money(t.Earned.Before, t.Currency), money(t.Earned.After, t.Currency), "**"+signed(t.Earned.Difference, t.Currency)+"**")
	for _, p := range t.Components {
		r.Row(r.component(p), money(p.Earned.Before, t.Currency), money(p.Earned.After, t.Currency), signed(p.Earned.Difference, t.Currency))
	}
	if t.RevenueBefore.Valid && t.RevenueAfter.Valid {
		d := differing(t.RevenueBefore.Decimal, t.RevenueAfter.Decimal)
		r.Row(r.Say("Credited revenue", "计入业绩"), money(d.Before, t.Currency), money(d.After, t.Currency), signed(d.Difference, t.Currency))
		if before, after := t.CostShare(); before != nil && after != nil {
			r.Row(r.Say("Cost of revenue", "成本占业绩"), wording.Percent(before)+" %", wording.Percent(after)+" %", "")
		}
	}
	r.WriteByte('\n')
	r.group(t, &t.Winners, "Earn more: %d, %s in all", "增加：%d 人，合计 %s")
	r.group(t, &t.Losers, "Earn less: %d, %s in all", "减少：%d 人，合计 %s")
	r.Item("The same: %d", "不变：%d 人", t.Unchanged)
	r.effects(t)
}

func (r *comparisonPage) group(t *Total, g *Group, en, zh string) {
	text := say(en, zh, g.Count, signed(g.Sum, t.Currency))
	if g.Count > 0 {
		most := say("; most of it %s: %s", "；最多为 %s：%s", r.nameOf(g.Payee), signed(g.Largest, t.Currency))
		text = kam.Text{EN: text.EN + most.EN, ZH: text.ZH + most.ZH}
	}
	r.Item("%s", "%s", text)
}

// nameOf returns what a payee is called.
func (r *comparisonPage) nameOf(id string) string {
	for i := range r.c.Payees {
		if r.c.Payees[i].Payee == id {
			return r.Name(wording.Same(r.c.Payees[i].Name), id)
		}
	}
	return markdown.Escape(id)
}

// component names a component; what is done to the plan's sum by what it is.
func (r *comparisonPage) component(p Part) string { return partName(&r.Page, p.Plan, p.Component) }

func partName(p *page.Page, plan, component string) string {
	if t, ok := adjustments()[component]; ok {
		return markdown.Escape(plan) + p.Say(": %s", "：%s", t)
	}
	return markdown.Escape(plan) + p.Say(": %s", "：%s", markdown.Escape(component))
}

// adjustments are what the names in brackets stand for.
func adjustments() map[string]kam.Text {
	return map[string]kam.Text{
		"(plan-cap)":       say("cap on the plan's sum", "方案合计封顶"),
		"(posted-earlier)": say("cut earlier by the plan's cap", "方案封顶此前已扣减"),
		"(carried-in)":     say("carried in from earlier caps", "此前封顶结转"),
		"(period-cap)":     say("cap on the period", "单期封顶"),
		"(lifetime-cap)":   say("cap for life", "终身封顶"),
	}
}

func (r *comparisonPage) effects(t *Total) {
	if len(t.Effects) == 0 {
		return
	}
	r.Heading(3, "What causes the difference", "差额由何而来")
	r.Paragraph("Each change is made after those above it; what they add sums to the difference.", "各项变更自上而下逐一实施；各项增减之和即为差额。")
	r.Header(page.Number("No.", "序号"), page.Text("Change", "变更"), page.Number("Adds", "增减"), page.Number("Alone it would add", "单独实施的增减"))
	sum := decimal.Zero
	for i, e := range t.Effects {
		alone := "–"
		if e.Alone.Valid {
			alone = signed(e.Alone.Decimal, t.Currency)
		}
		sum = sum.Add(e.Amount)
		r.Row(strconv.Itoa(e.Change), r.what(r.c.Changes[i]), signed(e.Amount, t.Currency), alone)
	}
	r.Row("", r.Say("**Difference**", "**差额**"), "**"+signed(sum, t.Currency)+"**", "")
	r.WriteByte('\n')
	if r.c.Additive {
		r.Line("Every change has the same effect alone as in this order, for every payee.", "对每名人员而言，各项变更单独实施与按此顺序实施的影响相同。")
		return
	}
	r.Line("The changes act on each other: in another order, some would add other amounts. A dash marks one that cannot be made alone.",
		"各项变更相互影响：改变顺序会使部分变更的增减不同。短横线表示该项无法单独实施。")
}

func (r *comparisonPage) what(c Change) string {
	text := r.Escape(c.What)
	if c.Plan != "" {
		return r.Say("%s: %s", "%s：%s", markdown.Escape(c.Plan), text)
	}
	return text
}

func (r *comparisonPage) payees() {
	if len(r.c.Payees) == 0 {
		return
	}
	r.Heading(2, "By payee", "按人员")
	r.Header(page.Text("Payee", "人员"), page.Text("Currency", "货币"), page.Number("Before", "变更前"), page.Number("After", "变更后"), page.Number("Difference", "差额"), page.Text("By change", "按变更"))
	for i := range r.c.Payees {
		x := &r.c.Payees[i]
		var texts []kam.Text
		for _, e := range x.Effects {
			if !e.Amount.IsZero() {
				texts = append(texts, say("no. %d: %s", "第 %d 项：%s", e.Change, signed(e.Amount, x.Currency)))
			}
		}
		by := "–"
		if len(texts) > 0 {
			by = wording.Clauses(texts).In(r.Lang)
		}
		r.Row(r.Name(wording.Same(x.Name), x.Payee), string(x.Currency), money(x.Earned.Before, x.Currency), money(x.Earned.After, x.Currency), signed(x.Earned.Difference, x.Currency), by)
	}
}

func (r *comparisonPage) held() {
	if len(r.c.Held) == 0 {
		return
	}
	r.Heading(2, "Held", "暂停结算")
	for _, h := range r.c.Held {
		r.reasons(h, say("before", "变更前"), h.Before)
		r.reasons(h, say("after", "变更后"), h.After)
	}
}

func (r *comparisonPage) reasons(h HeldPayee, side kam.Text, list []HeldIn) {
	for _, in := range list {
		texts := make([]kam.Text, 0, len(in.Findings))
		for _, f := range in.Findings {
			if f.Severity != kam.Warning && f.Severity != kam.Info {
				texts = append(texts, page.Escaped(f.Message))
			}
		}
		r.Item("%s, %s, %s, %s version %d: %s", "%s，%s，%s，%s 第 %d 版：%s", r.Name(wording.Same(h.Name), h.Payee), side, wording.Days(in.Period), markdown.Escape(in.Plan), in.Version, wording.Clauses(texts))
	}
}
