package backtest

import (
	"strconv"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/markdown"
	"github.com/kam-go/kam/internal/page"
	"github.com/kam-go/kam/internal/wording"
)

// Markdown returns the prospect as a report in one language: the statement without the open deals, that of each case with
// its difference, how far it is to the next tier then, and what each deal is worth. Texts from outside are escaped.
func (p *Prospect) Markdown(lang kam.Lang) string {
	r := prospectPage{Page: page.Page{Lang: lang}, p: p}
	r.Heading(1, "What if: %s, %s", "假设测算：%s，%s", r.Name(wording.Same(p.Name), p.Payee), wording.Days(p.Period))
	r.Item("Plans: %s", "方案：%s", tellPlans(p.Plans))
	r.without()
	r.cases()
	r.deals()
	return r.String()
}

type prospectPage struct {
	page.Page
	p *Prospect
}

func (r *prospectPage) amounts(list []kam.Money, sign bool) string {
	texts := make([]kam.Text, 0, len(list))
	for _, m := range list {
		amount := money(m.Amount, m.Currency)
		if sign {
			amount = signed(m.Amount, m.Currency)
		}
		texts = append(texts, wording.Same(string(m.Currency)+" "+amount))
	}
	if len(texts) == 0 {
		return "–"
	}
	return wording.Clauses(texts).In(r.Lang)
}

func (r *prospectPage) reasons(x Result) string {
	texts := make([]kam.Text, 0, len(x.Held))
	for _, f := range x.Held {
		if f.Severity != kam.Warning && f.Severity != kam.Info {
			texts = append(texts, page.Escaped(f.Message))
		}
	}
	return wording.Clauses(texts).In(r.Lang)
}

func (r *prospectPage) ahead(x Result) string {
	texts := make([]kam.Text, 0, len(x.Ahead))
	for _, d := range x.Ahead {
		texts = append(texts, page.Escaped(d.Text))
	}
	if len(texts) == 0 {
		return "–"
	}
	return wording.Clauses(texts).In(r.Lang)
}

func (r *prospectPage) without() {
	x := r.p.Without
	if len(x.Held) > 0 {
		r.Item("Without the open deals the payee is held: %s", "不计未决交易时该人员暂停结算：%s", r.reasons(x))
		return
	}
	r.Item("Without the open deals: **%s**", "不计未决交易：**%s**", r.amounts(x.Earned, false))
	for _, d := range x.Ahead {
		r.Item("%s", "%s", page.Escaped(d.Text))
	}
}

func (r *prospectPage) cases() {
	r.Heading(2, "Cases", "情形")
	r.Header(page.Text("Case", "情形"), page.Number("Statement", "结算单"), page.Number("Difference", "差额"), page.Text("Next", "下一步"))
	for i, x := range r.p.Cases {
		name := markdown.Escape(x.Name)
		if name == "" {
			name = strconv.Itoa(i + 1)
		}
		texts := make([]kam.Text, 0, len(x.Outcomes))
		for _, o := range x.Outcomes {
			texts = append(texts, say("%s %s", "%s %s", markdown.Escape(o.Deal), outcomeText(o.Outcome)))
		}
		name = r.Say("%s: %s", "%s：%s", name, wording.Join(texts))
		if len(x.Held) > 0 {
			r.Row(name, r.Say("held", "暂停结算"), "–", r.reasons(x))
			continue
		}
		r.Row(name, r.amounts(x.Earned, false), r.amounts(x.Difference, true), r.ahead(x))
	}
}

func outcomeText(o Outcome) kam.Text {
	switch o {
	case Won:
		return say("won", "赢单")
	case Moved:
		return say("moved", "延期")
	default:
		return say("lost", "丢单")
	}
}

func (r *prospectPage) deals() {
	r.Heading(2, "What each deal is worth", "每笔交易的价值")
	r.Header(page.Text("Deal", "交易"), page.Number("Won alone", "仅赢此单"), page.Number("Won on top of all others", "其余全赢后再赢此单"))
	for _, d := range r.p.Deals {
		r.Row(markdown.Escape(d.Deal), r.amounts(d.Alone, true), r.amounts(d.Last, true))
	}
}
