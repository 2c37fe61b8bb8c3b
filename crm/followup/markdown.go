package followup

import (
	"cmp"
	"strings"

	"github.com/kam-go/kam"
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

// table writes a table; nothing without rows.
func (s *sheet) table(heads []kam.Text, rows [][]string) {
	if len(rows) == 0 {
		return
	}
	cells := make([]string, len(heads))
	for i, h := range heads {
		cells[i] = h.In(s.lang)
	}
	s.b.WriteString(markdown.Row(cells...))
	for i := range cells {
		cells[i] = "---"
	}
	s.b.WriteString(markdown.Row(cells...))
	for _, row := range rows {
		for i := range row {
			row[i] = markdown.Escape(row[i])
		}
		s.b.WriteString(markdown.Row(row...))
	}
	s.b.WriteString("\n")
}

func (s *sheet) findings(list kam.Findings) {
	if len(list) == 0 {
		return
	}
	s.head(2, say("Findings", "提示"))
	for _, f := range list {
		s.b.WriteString("- " + markdown.Escape(f.In(s.lang)) + "\n")
	}
	s.b.WriteString("\n")
}

// dash writes what is empty as a dash.
func dash(text string) string {
	if text == "" {
		return "—"
	}
	return text
}

// Markdown writes what is overdue or due, what was never contacted, recalls and accounts without an owner as a document in
// one language. Lines that are on time are counted only.
func (o *Overview) Markdown(lang kam.Lang) string {
	s := sheet{lang: lang}
	s.head(1, say("Follow-up on %s", "%s 跟进情况", o.AsOf))
	account, owner, tier, what, why := say("Account", "客户"), say("Owner", "负责人"), say("Tier", "等级"), say("What", "方式"), say("Why", "说明")
	var rows [][]string
	onTime := 0
	for _, l := range o.Lines {
		if l.Status == OnTime {
			onTime++
			continue
		}
		status := statusText(l.Status)
		if l.Late > 0 {
			status = say("%s, %d working days", "%s %d 个工作日", status, l.Late)
		}
		rows = append(rows, []string{called(l.Name, l.Account), l.Tier, dash(who(l.OwnerName, l.Owner)), cadenceText(l.Cadence).In(lang), status.In(lang), l.Due.String(), l.Why.In(lang)})
	}
	s.head(2, say("Due: %d, on time: %d", "待跟进 %d 项，正常 %d 项", len(rows), onTime))
	s.table([]kam.Text{account, tier, owner, what, say("Status", "状态"), say("Due", "应跟进日"), why}, rows)
	if rows = nil; len(o.Never) > 0 {
		for _, n := range o.Never {
			rows = append(rows, []string{called(n.Name, n.Account), n.Tier, dash(who(n.OwnerName, n.Owner)), cadenceText(n.Cadence).In(lang), n.Why.In(lang)})
		}
		s.head(2, say("Never contacted", "从未联系"))
		s.table([]kam.Text{account, tier, owner, what, why}, rows)
	}
	if rows = nil; len(o.Recalls) > 0 {
		for _, r := range o.Recalls {
			rows = append(rows, []string{called(r.Name, r.Account), who(r.OwnerName, r.Owner), dash(r.Pool), r.On.String(), r.ActBy.String(), r.Why.In(lang)})
		}
		s.head(2, say("Going back into the pool", "即将收回公海"))
		s.table([]kam.Text{account, owner, say("Pool", "公海"), say("On", "收回日"), say("Act by", "最晚跟进日"), why}, rows)
	}
	if rows = nil; len(o.Unowned) > 0 {
		for _, u := range o.Unowned {
			rows = append(rows, []string{called(u.Name, u.Account), u.Tier, dash(u.Pool), unownedText(u).In(lang)})
		}
		s.head(2, say("Without an owner", "没有负责人"))
		s.table([]kam.Text{account, tier, say("Pool", "公海"), why}, rows)
	}
	s.findings(o.Findings)
	return strings.TrimRight(s.b.String(), "\n") + "\n"
}

// who is how a page names a user: as people do, else by ID.
func who(name, id string) string { return wording.Clip(cmp.Or(strings.TrimSpace(name), id)) }

func unownedText(u Unowned) kam.Text {
	switch u.Reason {
	case InactiveOwner:
		return say("%s works here no more", "%s 已停用", who(u.OwnerName, u.Owner))
	case UnknownOwner:
		return say("%s is no user", "%s 不是系统用户", u.Owner)
	default:
		return say("nobody", "无")
	}
}

// Markdown writes the plan by person and day, and what is left, as a document in one language.
func (w *Week) Markdown(lang kam.Lang) string {
	s := sheet{lang: lang}
	s.head(1, say("Visits from %s to %s", "%s 至 %s 拜访计划", w.Days.From, w.Days.Until.AddDays(-1)))
	if len(w.Visits) == 0 {
		s.b.WriteString(say("No visit is planned.", "没有安排拜访。").In(lang) + "\n\n")
	}
	for i := 0; i < len(w.Visits); {
		user := w.Visits[i].User
		s.head(2, wording.Same(who(w.Visits[i].UserName, user)))
		var rows [][]string
		for ; i < len(w.Visits) && w.Visits[i].User == user; i++ {
			v := w.Visits[i]
			rows = append(rows, []string{v.On.String(), v.Start.Format("15:04") + "–" + v.End.Format("15:04"), dash(v.Place), called(v.Name, v.Account), dash(v.ContactName), v.Why.In(lang)})
		}
		s.table([]kam.Text{say("Day", "日期"), say("Time", "时间"), say("Place", "地点"), say("Account", "客户"), say("Contact", "联系人"), say("Why", "说明")}, rows)
	}
	if len(w.Left) > 0 {
		s.head(2, say("Not in the plan", "未排入"))
		var rows [][]string
		for _, l := range w.Left {
			rows = append(rows, []string{called(l.Name, l.Account), dash(who(l.OwnerName, l.Owner)), l.Why.In(lang)})
		}
		s.table([]kam.Text{say("Account", "客户"), say("Owner", "负责人"), say("Why", "说明")}, rows)
	}
	s.findings(w.Findings)
	return strings.TrimRight(s.b.String(), "\n") + "\n"
}
