package reassign

import (
	"strconv"
	"strings"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm"
	"github.com/kam-go/kam/internal/markdown"
	"github.com/kam-go/kam/internal/wording"
)

// sheet writes Markdown in one language.
type sheet struct {
	b    strings.Builder
	lang kam.Lang
}

func (s *sheet) head(level int, t kam.Text) {
	s.b.WriteString(strings.Repeat("#", level) + " " + markdown.Escape(t.In(s.lang)) + "\n\n")
}

// table writes a headed table; nothing without rows.
func (s *sheet) table(title kam.Text, heads []kam.Text, rows [][]string) {
	if len(rows) == 0 {
		return
	}
	s.head(2, title)
	cells, rule := make([]string, len(heads)), make([]string, len(heads))
	for i, h := range heads {
		cells[i], rule[i] = h.In(s.lang), "---"
	}
	s.b.WriteString(markdown.Row(cells...) + markdown.Row(rule...))
	for _, row := range rows {
		for i := range row {
			row[i] = markdown.Escape(row[i])
		}
		s.b.WriteString(markdown.Row(row...))
	}
	s.b.WriteString("\n")
}

func dash(text string) string {
	if text == "" {
		return "—"
	}
	return text
}

// Markdown writes the preview as a document in one language: the accounts, the loads, every change, and what stays.
func (p *Preview) Markdown(lang kam.Lang) string {
	s := sheet{lang: lang}
	c := p.Change
	s.head(1, say("Re-assignment %s on %s", "客户调整 %s，%s 生效", c.ID, c.On))
	s.b.WriteString(markdown.Escape(say("%s, approved by %s. Accounts that change hands: %d. Records that change: %d.", "%s，批准人 %s。%d 个客户变更负责人，%d 条记录变更。", c.Reason, c.ApprovedBy, len(p.Accounts), len(p.Changes)).In(lang)) + "\n\n")
	var rows [][]string
	for _, a := range p.Accounts {
		var along []kam.Text
		for _, k := range a.Moved {
			along = append(along, say("%d %s", "%d %s", k.N, kindText(k.Kind, k.N)))
		}
		rows = append(rows, []string{a.Name, dash(a.From), a.To, dash(wording.Join(along).In(lang)), dash(a.NextContact.String()), a.Why.In(lang)})
	}
	s.table(say("Accounts", "客户"), []kam.Text{say("Account", "客户"), say("From", "原负责人"), say("To", "新负责人"), say("With", "随同转移"), say("Next contact", "下次联系"), say("Why", "原因")}, rows)
	rows = nil
	for _, l := range p.Loads {
		n := func(a, b int) string { return strconv.Itoa(a) + " → " + strconv.Itoa(b) }
		b, a := l.Before, l.After
		rows = append(rows, []string{dash(l.User), n(b.Accounts, a.Accounts), n(b.Opportunities, a.Opportunities), amounts(b) + " → " + amounts(a), n(b.Activities, a.Activities), n(b.Requests, a.Requests)})
	}
	s.table(say("Loads", "负荷"), []kam.Text{say("User", "用户"), say("Accounts", "客户"), say("Open opportunities", "未结商机"), say("Amount", "金额"), say("Planned activities", "待办活动"), say("Open requests", "未结工单")}, rows)
	rows = nil
	for _, x := range p.Changes {
		if x.Owner != nil {
			rows = append(rows, []string{x.Ref.String(), x.Name, say("owner", "负责人").In(lang), dash(x.Owner.Old), x.Owner.New, x.Why.In(lang)})
		}
		if x.Team != nil {
			rows = append(rows, []string{x.Ref.String(), x.Name, say("team", "团队").In(lang), dash(members(x.Team.Old, lang)), dash(members(x.Team.New, lang)), x.Why.In(lang)})
		}
	}
	s.table(say("Changes", "变更明细"), []kam.Text{say("Record", "记录"), say("Name", "名称"), say("Field", "字段"), say("Old", "原值"), say("New", "新值"), say("Why", "原因")}, rows)
	rows = nil
	for _, x := range p.Stays {
		rows = append(rows, []string{x.Ref.String(), x.Name, dash(x.Owner), stayText(x.Reason).In(lang)})
	}
	s.table(say("What stays", "保持不变"), []kam.Text{say("Record", "记录"), say("Name", "名称"), say("Owner", "负责人"), say("Why", "原因")}, rows)
	if len(p.Warnings) > 0 {
		s.head(2, say("Warnings", "提示"))
		for _, f := range p.Warnings {
			s.b.WriteString("- " + markdown.Escape(f.In(lang)) + "\n")
		}
	}
	return strings.TrimRight(s.b.String(), "\n") + "\n"
}

func amounts(c Counts) string {
	var parts []string
	for _, a := range c.Amounts {
		parts = append(parts, strings.TrimSpace(string(a.Currency)+" "+wording.Amount(a.Amount, a.Currency.MinorUnits())))
	}
	return dash(strings.Join(parts, ", "))
}

func members(list []crm.Member, lang kam.Lang) string {
	var parts []kam.Text
	for _, m := range list {
		if m.Period.IsZero() {
			parts = append(parts, say("%s: %s", "%s：%s", m.User, string(m.Role)))
		} else {
			parts = append(parts, say("%s: %s, %s", "%s：%s，%s", m.User, string(m.Role), wording.Days(m.Period)))
		}
	}
	return wording.Clauses(parts).In(lang)
}

func stayText(r StayReason) kam.Text {
	switch r {
	case StayAlready:
		return say("the account has that owner already", "负责人已相同")
	case StayFull:
		return say("no receiver has room", "接收人均已满额")
	case StayKind:
		return say("the change says that it stays", "变更规定其不随客户转移")
	default:
		return say("it does not belong to the old owner", "不属于原负责人")
	}
}
