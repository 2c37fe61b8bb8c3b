package accountplan

import (
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/markdown"
	"github.com/kam-go/kam/internal/page"
	"github.com/kam-go/kam/internal/wording"
)

// Markdown writes the review as a document in one language. Texts from outside are escaped.
func (v *Review) Markdown(lang kam.Lang) string {
	s := &sheet{page.Page{Lang: lang}, v}
	p := v.Plan
	s.Heading(1, "%s: account plan on %s", "%s：%s 客户计划检视", s.esc(p.Name), v.AsOf)
	s.Line("Plan %s, version %d, %s. Owner: %s. Next review: %s.", "计划 %s 第 %d 版，%s。负责人：%s。下次检视：%s。", s.esc(p.ID), p.Version, wording.Days(p.Period), s.user(p.Owner), page.Day(p.ReviewOn))
	s.completeness()
	s.objectives()
	s.stakeholders()
	s.deals()
	s.needs()
	s.whitespace()
	s.contest()
	s.risks()
	s.actions()
	if len(v.Findings) > 0 {
		s.Heading(2, "What to do", "待办事项")
		for _, f := range v.Findings {
			s.Item("%s", "%s", markdown.Escape(strings.TrimPrefix(kam.Finding{Message: f.Message, Remedy: f.Remedy}.In(lang), ": ")))
			if f.More > 0 {
				s.Item("%d more of this kind", "另有 %d 项同类", f.More)
			}
		}
	}
	return strings.TrimRight(s.String(), "\n") + "\n"
}

// sheet is the page of a review.
type sheet struct {
	page.Page
	v *Review
}

// esc escapes a text from outside, a dash for none.
func (s *sheet) esc(text string) string {
	if text == "" {
		return "—"
	}
	return markdown.Escape(text)
}

func (s *sheet) user(id string) string {
	if id == "" {
		return "—"
	}
	return markdown.Escape(s.v.book.user(id))
}

// share writes a ratio with its parts.
func (s *sheet) share(r Ratio) string {
	value, ok := r.Rat()
	if !ok {
		return "—"
	}
	return s.Say("%s %%", "%s%%", wording.Percent(value))
}

func (s *sheet) amount(d decimal.NullDecimal) string {
	if !d.Valid {
		return "—"
	}
	return wording.Money(d.Decimal, s.v.Plan.Currency)
}

// text writes a text of this package.
func (s *sheet) text(t kam.Text) string { return markdown.Escape(t.In(s.Lang)) }

func (s *sheet) completeness() {
	c := s.v.Completeness
	s.Heading(2, "Complete: %s", "完整度：%s", s.share(c.Share))
	s.Header(page.Text("Part", "部分"), page.Number("Weight", "权重"), page.Number("Complete", "完整"), page.Text("Missing", "待补"))
	for _, p := range c.Parts {
		s.Row(s.text(partText(p.Part)), strconv.Itoa(p.Weight), strconv.Itoa(p.Have)+" / "+strconv.Itoa(p.Of), s.esc(wording.Words(clipped(p.Missing)).In(s.Lang)))
	}
}

func (s *sheet) objectives() {
	if len(s.v.Objectives) == 0 {
		return
	}
	s.Heading(2, "Objectives", "目标")
	s.Header(page.Text("Objective", "目标"), page.Text("Owner", "负责人"), page.Text("By", "期限"), page.Number("Way", "进度"), page.Text("Status", "状态"), page.Text("Why", "说明"))
	for i, o := range s.v.Objectives {
		spec := s.v.Plan.Objectives[i]
		s.Row(s.esc(o.Title), s.user(spec.Owner), page.Day(spec.By), s.share(o.Way), s.text(statusText(o.Status)), s.text(o.Why))
	}
}

func (s *sheet) stakeholders() {
	c := s.v.Coverage
	if len(c.Stakeholders) == 0 {
		return
	}
	s.Heading(2, "Stakeholders", "干系人")
	s.Header(page.Text("Who", "姓名"), page.Text("Role", "角色"), page.Number("Attitude", "态度"), page.Number("Influence", "影响力"), page.Text("To be met by", "接触人"), page.Text("Last met", "最近接触"), page.Text("By", "接触者"))
	for i, x := range c.Stakeholders {
		role := s.text(roleText(x.Role))
		if x.Champion {
			role = s.Say("%s, champion", "%s，支持者", role)
		}
		attitude, influence, by := "—", "—", "—"
		if x.Attitude != nil {
			attitude = signed(*x.Attitude)
		}
		if x.Influence > 0 {
			influence = strconv.Itoa(x.Influence)
		}
		if len(x.Met) > 0 {
			by = s.user(x.Met[0].User)
		}
		var meet []kam.Text
		for _, user := range s.v.Plan.Stakeholders[i].MetBy {
			meet = append(meet, wording.Same(s.v.book.user(user)))
		}
		s.Row(s.esc(x.Name), role, attitude, influence, s.dash(s.text(wording.Join(meet))), page.Day(x.Last), by)
	}
	var roles []kam.Text
	for _, r := range c.Roles {
		roles = append(roles, say("%s: %s", "%s：%s", roleText(r.Role), roleStateText(r.State)))
	}
	s.WriteString("\n")
	s.Line("Roles at the account: %s.", "客户层面角色：%s。", s.text(wording.Clauses(roles)))
}

func (s *sheet) dash(text string) string {
	if text == "" {
		return "—"
	}
	return text
}

// signed writes an attitude, +1 for 1.
func signed(n int) string {
	if n > 0 {
		return "+" + strconv.Itoa(n)
	}
	return strconv.Itoa(n)
}

func (s *sheet) deals() {
	if len(s.v.Coverage.Deals) == 0 {
		return
	}
	s.Heading(2, "Roles in open deals", "在途商机的角色覆盖")
	columns := []page.Column{page.Text("Deal", "商机"), page.Number("Amount", "金额")}
	for _, role := range s.v.rules.policy.Roles {
		name := roleText(role)
		columns = append(columns, page.Text(markdown.Escape(name.EN), markdown.Escape(name.ZH)))
	}
	s.Header(append(columns, page.Number("Met", "已接触"))...)
	for _, d := range s.v.Coverage.Deals {
		amount := "—"
		if d.Amount.Valid {
			amount = markdown.Escape(wording.Money(d.Amount.Decimal, d.Currency))
		}
		cells := []string{s.esc(d.Name), amount}
		for _, r := range d.Roles {
			cells = append(cells, s.text(roleStateText(r.State)))
		}
		s.Row(append(cells, strconv.Itoa(len(d.Met))+" / "+strconv.Itoa(len(d.Named)))...)
	}
}

func (s *sheet) needs() {
	f := s.v.Fit
	if len(f.Needs) == 0 {
		return
	}
	s.Heading(2, "Needs met: %s", "需求满足度：%s", s.share(f.Share))
	s.Header(page.Text("Need", "需求"), page.Text("Priority", "优先级"), page.Text("Met", "满足"), page.Text("By", "方案"))
	titles := map[string]string{}
	for _, x := range f.Solutions {
		titles[x.ID] = x.Title
	}
	for _, n := range f.Needs {
		var by []string
		for _, id := range n.By {
			by = append(by, wording.Clip(titles[id]))
		}
		s.Row(s.esc(n.Title), s.esc(n.Priority), s.text(coveringText(n.How)), s.dash(s.text(wording.Words(by))))
	}
}

func (s *sheet) whitespace() {
	w := s.v.Whitespace
	if len(w.Cells) == 0 {
		return
	}
	s.Heading(2, "Whitespace", "空白机会")
	s.Header(page.Text("Product", "产品"), page.Text("Unit", "客户单位"), page.Number("Potential", "潜力"), page.Number("Current", "现有"), page.Number("Open", "空白"))
	g := s.v.Plan.Whitespace
	for i, c := range w.Cells {
		s.Row(s.esc(g.Products[i/len(g.Units)].Name), s.esc(g.Units[i%len(g.Units)].Name), s.amount(c.Potential), s.amount(c.Current), s.amount(c.Open))
	}
	t := w.Total
	money := func(d decimal.Decimal) string { return wording.Money(d, s.v.Plan.Currency) }
	s.Row(s.Say("Known cells: %d of %d", "已知：%d / %d", t.Known, t.Cells), "", money(t.Potential), money(t.Current), money(t.Open))
	s.WriteString("\n")
	s.Line("Penetration of what is known: %s.", "已知部分的渗透率：%s。", s.share(t.Penetration()))
}

func (s *sheet) contest() {
	c := s.v.Contest
	if c.All.Won+c.All.Lost == 0 && len(s.v.Plan.Competitors) == 0 {
		return
	}
	s.Heading(2, "Competitors", "竞争对手")
	s.Line("Deals decided in %s: %d won, %d lost, win rate %s.", "%s 内已决商机：赢单 %d，输单 %d，赢单率 %s。", wording.Days(c.Period), c.All.Won, c.All.Lost, s.share(c.All.Rate()))
	if len(c.Rivals) > 0 || len(c.Reasons) > 0 || len(s.v.Plan.Competitors) > 0 {
		s.WriteString("\n")
	}
	if len(c.Rivals) > 0 {
		s.Header(page.Text("Rival", "对手"), page.Number("Won", "赢单"), page.Number("Lost", "输单"), page.Number("Lost to it", "输给对手"), page.Number("Win rate", "赢单率"), page.Text("Won amount", "赢单金额"), page.Text("Lost amount", "输单金额"), page.Text("Reasons", "原因"))
		for _, r := range c.Rivals {
			var won, lost []Sum
			for _, x := range r.Sums {
				won, lost = append(won, Sum{x.Currency, x.Won}), append(lost, Sum{x.Currency, x.Lost})
			}
			s.Row(s.esc(r.Rival), strconv.Itoa(r.Won), strconv.Itoa(r.Lost), strconv.Itoa(r.LostTo), s.share(r.Rate()), s.sums(won), s.sums(lost), s.reasons(r.Reasons))
		}
		if len(c.Reasons) > 0 || len(s.v.Plan.Competitors) > 0 {
			s.WriteString("\n")
		}
	}
	if len(c.Reasons) > 0 {
		s.Line("Lost because of: %s.", "输单原因：%s。", s.reasons(c.Reasons))
		if len(s.v.Plan.Competitors) > 0 {
			s.WriteString("\n")
		}
	}
	for _, x := range s.v.Plan.Competitors {
		s.Item("%s: strength %s; weakness %s; answer %s", "%s：优势 %s；劣势 %s；应对 %s", s.esc(x.Name), s.esc(x.Strength), s.esc(x.Weakness), s.esc(x.Answer))
	}
}

func (s *sheet) sums(list []Sum) string {
	var out []string
	for _, x := range list {
		out = append(out, markdown.Escape(wording.Money(x.Amount, x.Currency)))
	}
	return s.dash(strings.Join(out, "; "))
}

func (s *sheet) reasons(list []ReasonTally) string {
	var out []kam.Text
	for _, r := range list {
		name := wording.Same(wording.Clip(r.Reason))
		if r.Reason == "" {
			name = say("none stated", "未填写")
		}
		out = append(out, say("%s (%d)", "%s（%d）", name, r.Lost))
	}
	return s.dash(s.text(wording.Join(out)))
}

func (s *sheet) risks() {
	if len(s.v.Risks) == 0 {
		return
	}
	s.Heading(2, "Risks", "风险")
	s.Header(page.Text("Risk", "风险"), page.Number("Weight", "风险值"), page.Text("Owner", "负责人"), page.Text("Response", "应对"), page.Text("Status", "状态"))
	for i, r := range s.v.Risks {
		score, status := "—", s.Say("open", "未关闭")
		if r.Score > 0 {
			score = strconv.Itoa(r.Score)
		}
		switch {
		case !r.Open:
			status = s.Say("closed", "已关闭")
		case r.High:
			status = s.Say("open, high", "未关闭，高")
		}
		s.Row(s.esc(r.Title), score, s.user(s.v.Plan.Risks[i].Owner), s.esc(s.v.Plan.Risks[i].Response), status)
	}
}

func (s *sheet) actions() {
	if len(s.v.Actions) == 0 {
		return
	}
	s.Heading(2, "Actions", "行动")
	s.Header(page.Text("Action", "行动"), page.Text("Owner", "负责人"), page.Text("Due", "期限"), page.Text("Status", "状态"))
	for i, a := range s.v.Actions {
		s.Row(s.esc(a.Title), s.user(a.Owner), page.Day(s.v.Plan.Actions[i].Due), s.text(doingText(a)))
	}
}
