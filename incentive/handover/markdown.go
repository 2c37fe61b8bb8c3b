package handover

import (
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/internal/markdown"
	"github.com/kam-go/kam/internal/page"
	"github.com/kam-go/kam/internal/wording"
)

// maxShown is how many ids a cell lists.
const maxShown = 20

// Markdown returns the preview as a report in one language: who gains and
// loses what, every account, deal, quota and reporting line that changes, the
// totals that stay, and the digest. Texts from outside are escaped.
func (p *Preview) Markdown(lang kam.Lang) string {
	r := report{Page: page.Page{Lang: lang}, p: p}
	r.head()
	r.payeeRows()
	r.accountRows()
	r.quotaRows()
	r.lineRows()
	r.dealRows()
	r.keptRows()
	r.sums()
	if len(p.warnings) > 0 {
		r.Heading(2, "Worth knowing", "注意事项")
		r.Findings(p.warnings)
	}
	r.WriteByte('\n')
	r.Line("Digest `%s`.", "摘要 `%s`。", p.digest)
	return r.String()
}

type report struct {
	page.Page
	p *Preview
}

func (r *report) head() {
	c := r.p.change
	r.Heading(1, "Hand-over %s on %s", "交接 %s，%s 起生效", markdown.Escape(c.ID), c.On)
	r.Item("Reason: %s", "原因：%s", markdown.Escape(c.Reason))
	r.Item("Approved by: %s", "批准人：%s", markdown.Escape(c.ApprovedBy))
	if len(c.Transition) > 0 {
		from := c.On
		months := 0
		for _, s := range c.Transition {
			months += s.Months
			to := c.On.AddMonths(months)
			r.Item("From %s to %s the old owners keep %s of their shares.", "%s 至 %s 期间，原负责人保留其份额的 %s。", from, to.AddDays(-1), s.Old)
			from = to
		}
		r.Item("From %s on the new owners have everything.", "%s 起全部归新负责人。", from)
	}
	r.Item("Deals with a credit date before %s do not change.", "计入日期早于 %s 的交易不变。", c.On)
}

func (r *report) payeeRows() {
	r.Heading(2, "What it means for each", "对各人的影响")
	if len(r.p.payees) == 0 {
		r.Line("Nothing changes for anybody.", "对任何人均无影响。")
		return
	}
	r.Header(page.Text("Payee", "人员"), page.Number("Accounts", "客户数"), page.Text("Gains", "新增"), page.Text("Gives up", "移出"),
		page.Number("Open opportunities", "进行中的商机"), page.Text("Quota", "目标"), page.Number("Credit", "业绩"))
	for _, x := range r.p.payees {
		r.Row(r.who(x.Payee), arrow(strconv.Itoa(x.AccountsBefore), strconv.Itoa(x.AccountsAfter)), r.ids(x.Gained), r.ids(x.Lost),
			arrow(strconv.Itoa(x.OpportunitiesBefore), strconv.Itoa(x.OpportunitiesAfter)), r.moved(x.QuotaMoved),
			arrow(amount(x.CreditBefore), amount(x.CreditAfter)))
	}
}

// arrow writes a value before and after; once when it stays.
func arrow(before, after string) string {
	if before == after {
		return before
	}
	return before + " → " + after
}

// who writes a payee's id, or what the house is called.
func (r *report) who(payee string) string {
	if payee == r.p.before.policy.House {
		return r.Say("%s (house)", "%s（公司账户）", markdown.Escape(payee))
	}
	return markdown.Escape(payee)
}

func (r *report) ids(list []string) string {
	texts := make([]kam.Text, 0, min(len(list), maxShown)+1)
	for i, id := range list {
		if i == maxShown {
			texts = append(texts, say("and %d more", "另有 %d 个", len(list)-maxShown))
			break
		}
		texts = append(texts, wording.Same(markdown.Escape(id)))
	}
	if len(texts) == 0 {
		return "-"
	}
	return wording.Join(texts).In(r.Lang)
}

func (r *report) moved(list []QuotaTotal) string {
	texts := make([]string, 0, len(list))
	for _, q := range list {
		texts = append(texts, markdown.Escape(q.Plan+"/"+q.Measure)+" "+signed(q.Amount))
	}
	if len(texts) == 0 {
		return "-"
	}
	return strings.Join(texts, "; ")
}

// amount writes money, or a count, with thousands apart: what a quota or a credit is measured in is not known here.
func amount(d decimal.Decimal) string { return wording.Amount(d, 0) }

func signed(d decimal.Decimal) string {
	if d.IsPositive() {
		return "+" + amount(d)
	}
	return amount(d)
}

func (r *report) accountRows() {
	if len(r.p.accounts) == 0 {
		return
	}
	r.Heading(2, "Accounts", "客户")
	r.Header(page.Text("Account", "客户"), page.Text("Without the change", "变更前"), page.Text("From the day on", "变更日起"), page.Text("In the end", "最终"))
	for _, a := range r.p.accounts {
		name := markdown.Escape(a.Account)
		if a.Name != "" {
			name = r.Say("%s (%s)", "%s（%s）", markdown.Escape(a.Name), name)
		}
		r.Row(name, r.seats(a.Before), r.seats(a.After), r.seats(a.Finally))
	}
}

func (r *report) seats(list []Seat) string {
	texts := make([]kam.Text, 0, len(list))
	for _, s := range list {
		who := wording.Same(r.who(s.Payee))
		switch {
		case s.Role != RoleOwner:
			texts = append(texts, say("%s %s (%s)", "%s %s（%s）", who, s.Share, markdown.Escape(s.Role)))
		default:
			texts = append(texts, say("%s %s", "%s %s", who, s.Share))
		}
	}
	if len(texts) == 0 {
		return r.Say("nobody", "无人")
	}
	return wording.Join(texts).In(r.Lang)
}

func (r *report) quotaRows() {
	if len(r.p.quotas) == 0 {
		return
	}
	r.Heading(2, "Quotas", "目标")
	r.Header(page.Text("Plan", "方案"), page.Text("Measure", "指标"), page.Text("Period", "期间"), page.Text("Payee", "人员"), page.Number("Before", "变更前"), page.Number("After", "变更后"))
	for _, q := range r.p.quotas {
		r.Row(markdown.Escape(q.Plan), markdown.Escape(q.Measure), wording.Days(q.Period).In(r.Lang), r.who(q.Payee), amount(q.Before), amount(q.After))
	}
}

func (r *report) lineRows() {
	if len(r.p.reporting) == 0 {
		return
	}
	r.Heading(2, "Reporting lines", "汇报关系")
	r.Header(page.Text("Payee", "人员"), page.Text("Before", "变更前"), page.Text("After", "变更后"))
	for _, l := range r.p.reporting {
		r.Row(markdown.Escape(l.Payee), r.manager(l.Before), r.manager(l.After))
	}
}

func (r *report) manager(id string) string {
	if id == "" {
		return r.Say("nobody", "无")
	}
	return markdown.Escape(id)
}

func (r *report) dealRows() {
	if len(r.p.deals) == 0 {
		return
	}
	r.Heading(2, "Deals that change", "变更的交易")
	r.Header(page.Text("Deal", "交易"), page.Text("Account", "客户"), page.Text("Counts on", "计入日期"), page.Number("Amount", "金额"), page.Text("Before", "变更前"), page.Text("After", "变更后"))
	for _, d := range r.p.deals {
		r.Row(markdown.Escape(d.Deal.ID), markdown.Escape(d.Deal.Account), d.Deal.On.String(), amount(d.Deal.Amount), r.people(d.Before), r.people(d.After))
	}
}

func (r *report) people(list []incentive.Participant) string {
	seats := make([]Seat, len(list))
	for i, x := range list {
		seats[i] = Seat{Payee: x.Payee, Role: x.Role, Share: x.Share}
	}
	return r.seats(seats)
}

func (r *report) keptRows() {
	if len(r.p.ahead.Kept) == 0 {
		return
	}
	r.Heading(2, "Deals that are kept", "保留的交易")
	for _, k := range r.p.ahead.Kept {
		seats := make([]Seat, len(k.Team))
		for i, s := range k.Team {
			seats[i] = Seat{Payee: s.Payee, Role: s.Role, Share: s.Share}
		}
		r.Item("%s stays with %s for credit dates from %s to %s.", "%s 的计入日期在 %[3]s 至 %[4]s 之间时仍归 %[2]s。", markdown.Escape(k.Deal), r.seats(seats), k.Period.From, k.Period.Until.AddDays(-1))
	}
}

func (r *report) sums() {
	t := r.p.totals
	r.Heading(2, "Totals", "合计")
	r.Header(page.Text("What", "项目"), page.Number("Before", "变更前"), page.Number("After", "变更后"))
	r.Row(r.Say("Accounts", "客户数"), strconv.Itoa(t.AccountsBefore), strconv.Itoa(t.AccountsAfter))
	r.Row(r.Say("Accounts without an owner", "无人负责的客户"), strconv.Itoa(t.UnownedBefore), strconv.Itoa(t.UnownedAfter))
	for i, q := range t.QuotasBefore {
		r.Row(r.Say("Quota %s", "目标 %s", markdown.Escape(q.Plan+"/"+q.Measure)), amount(q.Amount), amount(t.QuotasAfter[i].Amount))
	}
	r.Row(r.Say("Credit of the deals compared", "所比对交易的业绩"), amount(t.CreditsBefore), amount(t.CreditsAfter))
}
