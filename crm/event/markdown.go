package event

import (
	"cmp"
	"strconv"
	"strings"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm"
	"github.com/kam-go/kam/internal/markdown"
	"github.com/kam-go/kam/internal/num"
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

func (s *sheet) line(t kam.Text) { s.b.WriteString(markdown.Escape(t.In(s.lang)) + "\n\n") }

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

func (s *sheet) done() string { return strings.TrimRight(s.b.String(), "\n") + "\n" }

// dash writes what is empty as a dash.
func dash(text string) string { return cmp.Or(text, "—") }

// because strings the reasons of a guest together.
func because(g Guest) kam.Text {
	texts := make([]kam.Text, len(g.Why))
	for i, why := range g.Why {
		texts[i] = say("%s (%d)", "%s（%d 分）", why.Text, why.Points)
	}
	return wording.Clauses(texts)
}

// Markdown writes who is to be invited, who is in reserve and who is left out as a document in one language.
func (l *List) Markdown(lang kam.Lang) string {
	s := sheet{lang: lang}
	s.head(1, say("Guests of %s on %s", "%[2]s %[1]s 邀约名单", named(l.Name, l.Event.ID), l.Day))
	name, account, tier, by, points, why := say("Name", "姓名"), say("Account", "客户"), say("Tier", "等级"), say("Invited by", "邀约人"), say("Points", "得分"), say("Why", "理由")
	guests := func(title kam.Text, list []Guest) {
		var rows [][]string
		for _, g := range list {
			rows = append(rows, []string{named(g.Name, g.Contact.ID), dash(g.AccountName), dash(g.Tier), dash(g.By), strconv.Itoa(g.Points), dash(because(g).In(lang))})
		}
		s.head(2, title)
		s.table([]kam.Text{name, account, tier, by, points, why}, rows)
	}
	guests(say("To invite: %d", "拟邀约 %d 人", len(l.Invite)), l.Invite)
	if len(l.Reserve) > 0 {
		guests(say("In reserve: %d", "候补 %d 人", len(l.Reserve)), l.Reserve)
	}
	if len(l.Left) > 0 {
		var rows [][]string
		for _, x := range l.Left {
			rows = append(rows, []string{named(x.Name, x.Contact.ID), dash(x.AccountName), leftText(x.Reason).In(lang), strconv.Itoa(x.Points), x.Because.In(lang)})
		}
		s.head(2, say("Left out: %d", "未列入 %d 人", len(l.Left)))
		s.table([]kam.Text{name, account, say("Reason", "原因"), points, say("In words", "说明")}, rows)
	}
	s.findings(l.Findings)
	return s.done()
}

// Markdown writes the outcome as a document in one language: figures, guests and their follow-up, and the pipeline with
// what it does not show.
func (o *Outcome) Markdown(lang kam.Lang) string {
	s := sheet{lang: lang}
	s.head(1, say("%s, %s, as of %s", "%s（%s），截至 %s", named(o.Name, o.Event.ID), wording.Days(o.Days), o.AsOf))
	switch {
	case o.Cancelled:
		s.line(say("The event is cancelled.", "活动已取消。"))
	case !o.Held:
		s.line(say("The event has not been held yet.", "活动尚未举行。"))
	}
	s.figures(o)
	var rows [][]string
	for _, g := range o.Guests {
		f := stateText(g.FollowUp.State)
		switch {
		case g.FollowUp.State == "":
		case g.FollowUp.Late > 0:
			f = say("%[1]s, %[2]s", "%[1]s %[3]d 个工作日", f, counted(g.FollowUp.Late, "working day", "working days"), g.FollowUp.Late)
		case g.FollowUp.State == FollowDue:
			f = say("%s by %s", "%s（%s 前）", f, g.FollowUp.Due)
		}
		rows = append(rows, []string{
			g.label(), dash(g.AccountName), answerText(g.Answer).In(lang), attendanceText(g.Attendance).In(lang), f.In(lang),
			dash(g.FollowUp.On.String()), dash(g.FollowUp.Owner),
		})
	}
	if len(rows) > 0 {
		s.head(2, say("Guests", "嘉宾"))
		s.table([]kam.Text{say("Name", "姓名"), say("Account", "客户"), say("Answer", "答复"), say("Attendance", "到场情况"), say("Follow-up", "跟进"), say("On", "跟进日"), say("Owner", "负责人")}, rows)
	}
	if o.Held {
		s.pipeline(o)
	}
	s.findings(o.Findings)
	return s.done()
}

// figures writes the measures of the event.
func (s *sheet) figures(o *Outcome) {
	scopes := map[string]kam.Text{
		ScopeGuests: {EN: "all that came", ZH: "全部到场客户"}, ScopePairsGuests: {EN: "those that came, of the pairs", ZH: "配对中的到场客户"},
		ScopePairsOthers: {EN: "those that did not come, of the pairs", ZH: "配对中的未到场客户"},
	}
	var rows [][]string
	byKey := map[string][]Measure{}
	for _, m := range o.Measures() {
		if m.Subject.Kind == string(crm.KindEvent) {
			byKey[m.Metric] = append(byKey[m.Metric], m)
		}
	}
	for _, metric := range Metrics() {
		for _, m := range byKey[metric.Key] {
			name := metric.Name
			if scope, ok := scopes[m.Scope]; ok {
				name = say("%s: %s", "%s：%s", name, scope)
			}
			value := m.told()
			if m.Left > 0 {
				value = say("%s; of %d it is not known", "%s；另有 %d 项未知", value, m.Left)
			}
			rows = append(rows, []string{name.In(s.lang), value.In(s.lang)})
		}
	}
	s.head(2, say("Figures", "数据"))
	s.table([]kam.Text{say("Figure", "指标"), say("Value", "数值")}, rows)
}

// told writes the value of a figure.
func (m Measure) told() kam.Text {
	value, ok := m.Exact()
	switch {
	case m.IsRatio() && !ok && m.Currency != "":
		return say("%s, for none", "%s，数量为零", wording.Money(m.Numerator.Decimal, m.Currency))
	case m.IsRatio() && !ok:
		return say("none of none", "无")
	case !ok:
		return say("unknown", "未知")
	case m.IsRatio() && m.Currency != "":
		each := wording.Money(num.RoundRat(value, m.Currency.MinorUnits(), num.HalfUp), m.Currency)
		return say("%[1]s: %[2]s by %[3]s", "%[1]s（%[2]s ÷ %[3]s）", each, wording.Money(m.Numerator.Decimal, m.Currency), m.Denominator.Decimal)
	case m.IsRatio():
		return say("%[1]s of %[2]s, %[3]s %%", "%[1]s / %[2]s，即 %[3]s%%", m.Numerator.Decimal, m.Denominator.Decimal, wording.Percent(value))
	}
	return wording.Same(num.Format(m.Value.Decimal))
}

// pipeline writes the deals and the pairs.
func (s *sheet) pipeline(o *Outcome) {
	e := o.Pipeline
	s.head(2, say("Pipeline from %s to %s", "%s 至 %s 的商机", e.Window.From, e.Window.Until.AddDays(-1)))
	s.line(e.Statement())
	var rows [][]string
	for _, t := range e.Touched {
		what := say("advanced from %s to %s", "由 %s 推进到 %s", wording.Quote(t.From), wording.Quote(t.To))
		switch {
		case t.Opened:
			what = say("opened", "新增")
		case t.From == "":
			what = say("advanced", "推进")
		}
		if t.Won {
			what = say("%s, won", "%s，已赢单", what)
		}
		amount := "—"
		if t.Amount.Valid && num.Check(t.Amount.Decimal) == nil {
			amount = wording.Money(t.Amount.Decimal, t.Currency)
		}
		rows = append(rows, []string{named(o.book.byAccount[t.Account.ID].data.Name, t.Account.ID), named(t.Name, t.Deal.ID), what.In(s.lang), t.On.String(), amount})
	}
	account := say("Account", "客户")
	s.table([]kam.Text{account, say("Deal", "商机"), say("What", "变化"), say("On", "日期"), say("Amount", "金额")}, rows)
	rows = nil
	mark := func(x Side) string {
		t := say("nothing", "无变化")
		if x.Touched {
			t = say("opened or advanced", "新增或推进")
		}
		return t.In(s.lang)
	}
	for _, p := range e.Pairs {
		rows = append(rows, []string{named(p.Guest.Name, p.Guest.Account.ID), num.Format(p.Guest.Size), mark(p.Guest), named(p.Other.Name, p.Other.Account.ID), num.Format(p.Other.Size), mark(p.Other)})
	}
	before := say("Pipeline before", "活动前商机规模")
	s.table([]kam.Text{say("Came", "到场客户"), before, say("After", "活动后"), say("Did not come", "未到场客户"), before, say("After", "活动后")}, rows)
	rows = nil
	for _, a := range e.Alone {
		rows = append(rows, []string{named(a.Name, a.Account.ID), a.Why.In(s.lang)})
	}
	s.table([]kam.Text{say("Not compared", "未参与比较"), say("Why", "原因")}, rows)
}
