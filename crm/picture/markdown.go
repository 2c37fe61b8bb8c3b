package picture

import (
	"cmp"
	"strings"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm"
	"github.com/kam-go/kam/internal/markdown"
	"github.com/kam-go/kam/internal/page"
	"github.com/kam-go/kam/internal/wording"
)

// maxShown is how many related records and findings a page lists; it says how many more there are.
const maxShown = 200

// Markdown returns the customer as a page in a language: what is known with where it comes from, what other records say,
// team, people, related records, and what is doubtful. Texts from outside are escaped.
func (c Customer) Markdown(l kam.Lang) string {
	p := &sheet{page.Page{Lang: l}}
	p.Heading(1, "%s", "%s", cmp.Or(markdown.Escape(c.Name), markdown.Escape(c.ID.String())))
	p.Paragraph("Known in: %s", "来源：%s", refList(c.Accounts))
	p.fields(c.Fields)
	if len(c.Team) > 0 {
		p.Heading(2, "Team", "客户团队")
		p.Header(page.Text("Role", "角色"), page.Text("Who", "成员"), page.Text("Days", "期间"), page.Text("From", "来源"))
		for _, m := range c.Team {
			p.Row(roleText(m.Role).In(l), markdown.Escape(m.Name), periodText(m.Period).In(l), refList(m.From))
		}
	}
	if len(c.Contacts) > 0 {
		p.Heading(2, "People", "联系人")
		records := 0
		for _, person := range c.Contacts {
			records += len(person.Contacts)
		}
		p.Line("People: %d, records: %d.", "%d 人，%d 条记录。", len(c.Contacts), records)
		for _, person := range c.Contacts {
			p.Heading(3, "%s", "%s", cmp.Or(markdown.Escape(person.Name), markdown.Escape(person.ID.String())))
			p.fields(person.Fields)
		}
	}
	p.records(c.Related)
	if len(c.Findings) > 0 {
		p.Heading(2, "To be cleared up", "待澄清")
		p.Findings(c.Findings[:min(len(c.Findings), maxShown)])
		p.more(len(c.Findings))
	}
	return p.String()
}

// sheet is the page of a customer.
type sheet struct{ page.Page }

// fields writes fields with their sources.
func (p *sheet) fields(fields []Field) {
	p.Header(page.Text("Field", "字段"), page.Text("Value", "取值"), page.Text("From", "来源"), page.Text("Others say", "其他记录"))
	for _, f := range fields {
		others := make([]kam.Text, 0, len(f.Others))
		for _, o := range f.Others {
			others = append(others, wording.Say("%s (%s)", "%s（%s）", markdown.Escape(wording.Clip(o.Value)), refList(o.From)))
		}
		p.Row(p.Escape(f.Label), markdown.Escape(wording.Clip(f.Value)), refList(append([]crm.Ref{f.From}, f.Agree...)), wording.Clauses(others).In(p.Lang))
	}
}

func (p *sheet) records(related []Related) {
	if len(related) == 0 {
		return
	}
	p.Heading(2, "Records", "相关记录")
	p.Header(page.Text("Kind", "类型"), page.Text("Title", "标题"), page.Text("Status", "状态"), page.Text("Day", "日期"), page.Number("Amount", "金额"), page.Text("From", "来源"))
	for _, r := range related[:min(len(related), maxShown)] {
		p.Row(kindText(r.Ref.Kind).In(p.Lang), markdown.Escape(titleText(r).In(p.Lang)), markdown.Escape(statusText(r).In(p.Lang)), page.Day(r.Day), markdown.Escape(amountText(r)), refList([]crm.Ref{r.Ref}))
	}
	p.more(len(related))
}

// more says how many of so many are not listed.
func (p *sheet) more(n int) {
	if n > maxShown {
		p.WriteByte('\n')
		p.Line("And %d more.", "另有 %d 条。", n-maxShown)
	}
}

func refList(refs []crm.Ref) string {
	texts := make([]string, 0, len(refs))
	for _, r := range refs {
		texts = append(texts, markdown.Escape(wording.Clip(string(r.System)+" "+r.ID)))
	}
	return strings.Join(texts, ", ")
}

func amountText(r Related) string {
	if !r.Amount.Valid {
		return ""
	}
	return wording.Money(r.Amount.Decimal, r.Currency)
}

func periodText(p kam.Period) kam.Text {
	if p.IsZero() {
		return wording.Say("until further notice", "长期")
	}
	return wording.Days(p)
}

func roleText(r crm.TeamRole) kam.Text {
	switch r {
	case crm.RoleOwner:
		return wording.Say("owner", "负责人")
	case crm.RolePresales:
		return wording.Say("pre-sales", "售前")
	case crm.RoleTechnical:
		return wording.Say("technical", "技术")
	case crm.RoleService:
		return wording.Say("service", "服务")
	case crm.RoleExecutive:
		return wording.Say("executive sponsor", "高层支持人")
	default:
		return wording.Same(markdown.Escape(string(r)))
	}
}

func kindText(k crm.Kind) kam.Text {
	switch k {
	case crm.KindOpportunity:
		return wording.Say("opportunity", "商机")
	case crm.KindOrder:
		return wording.Say("order", "订单")
	case crm.KindInvoice:
		return wording.Say("invoice", "发票")
	case crm.KindPayment:
		return wording.Say("payment", "回款")
	case crm.KindActivity:
		return wording.Say("activity", "跟进活动")
	case crm.KindInvitation:
		return wording.Say("invitation", "活动邀约")
	case crm.KindSurvey:
		return wording.Say("survey", "满意度调查")
	case crm.KindRequest:
		return wording.Say("support request", "服务请求")
	default:
		return wording.Same(markdown.Escape(string(k)))
	}
}
