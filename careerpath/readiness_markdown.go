package careerpath

import (
	"cmp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/careerpath/criteria"
	"github.com/kam-go/kam/internal/markdown"
	"github.com/kam-go/kam/internal/page"
	"github.com/kam-go/kam/internal/wording"
)

// Summary returns the readiness in one sentence: where the person stands, which moves are ready, which are not and why,
// and which rules on staying are due.
func (r Readiness) Summary() kam.Text { return r.SummaryWith(nil) }

// SummaryWith returns what [Readiness.Summary] does, with the person called as names say.
func (r Readiness) SummaryWith(names kam.Names) kam.Text {
	if r.Stage == "" {
		return wording.Say("%s: %s", "%s：%s", r.who(names), r.Verdict())
	}
	return wording.Say("%s, %s", "%s，%s", r.who(names), r.Verdict())
}

// who is whom the readiness is about, as people call them, else by kind and ID.
func (r Readiness) who(names kam.Names) kam.Text {
	if names.Known(r.Person.ID) {
		return wording.Same(wording.Clip(names.Of(r.Person.ID)))
	}
	return wording.Same(wording.Clip(strings.TrimSpace(r.Person.Kind + " " + r.Person.ID)))
}

// Verdict returns what [Readiness.Summary] says of the person, without the person: for a row that begins with the name.
func (r Readiness) Verdict() kam.Text {
	if r.Stage == "" {
		return wording.Say("it is not known at which stage, %s", "所处职级未知，%s", r.Why.text())
	}
	parts := make([]kam.Text, 0, len(r.Moves)+len(r.Standing))
	for _, m := range r.Moves {
		parts = append(parts, m.Summary())
	}
	for _, m := range r.Standing {
		if m.State() == criteria.Met {
			parts = append(parts, m.Summary())
		}
	}
	if len(parts) == 0 {
		return wording.Say("%s: no move leads on from there", "%s：没有后续去向", clipped(r.Title))
	}
	return wording.Say("%s: %s", "%s：%s", clipped(r.Title), wording.Clauses(parts))
}

// Summary says in a clause how far the move is; of a demotion and of probation, whether it is due.
func (m MoveReadiness) Summary() kam.Text {
	switch {
	case !m.Kind.leads() && m.State() == criteria.Met:
		return wording.Say("%s is due", "%s条件已成立", m.name())
	case !m.Kind.leads() && m.State() == criteria.NotMet:
		return wording.Say("%s is not due", "%s条件未成立", m.name())
	case !m.Kind.leads():
		return wording.Say("not known whether %s is due (%s)", "%s条件是否成立未知（%s）", m.name(), m.counts())
	}
	switch m.State() {
	case criteria.Met:
		return wording.Say("ready for %s", "已具备%s条件", m.name())
	case criteria.NotMet:
		return wording.Say("not ready for %s (%s)", "尚不具备%s条件（%s）", m.name(), m.counts())
	default:
		return wording.Say("not known whether ready for %s (%s)", "是否具备%s条件未知（%s）", m.name(), m.counts())
	}
}

// name says what a move is and where it leads.
func (m MoveReadiness) name() kam.Text {
	if m.To == "" {
		return m.Kind.Name()
	}
	title := clipped(m.Title)
	if title == (kam.Text{}) {
		title = wording.Same(wording.Clip(m.To))
	}
	return wording.Say("%s to %s", "%s至%s", m.Kind.Name(), title)
}

// Markdown returns the readiness for the person to read: every move, every criterion with its state, how that came about
// and when it would be met at the present trend, and the skills that the stage asks for. Texts from outside are escaped.
func (r Readiness) Markdown(lang kam.Lang) string { return r.MarkdownWith(lang, nil) }

// MarkdownWith returns what [Readiness.Markdown] does, with the person called as names say.
func (r Readiness) MarkdownWith(lang kam.Lang, names kam.Names) string {
	d := newDocument(lang)
	d.heading(1, "Readiness of %s on %s", "%s 的晋升与调动准备度（%s）", page.Escaped(r.who(names)), r.AsOf)
	d.Paragraph("%s, version %d.", "%s（第 %d 版）。", page.Escaped(r.Name), r.Version)
	switch {
	case r.Stage == "":
		d.Paragraph("It is not known at which stage: %s. So no move is judged.", "所处职级未知：%s，因此未作评判。", r.Why.text())
	case r.Since.IsSet():
		d.Paragraph("Stage: %s, since %s.", "现职级：%s，自 %s 起。", page.Escaped(r.Title), r.Since)
	default:
		d.Paragraph("Stage: %s.", "现职级：%s。", page.Escaped(r.Title))
	}
	if r.Points != nil {
		d.points(*r.Points)
	}
	for _, m := range r.Moves {
		d.move(m)
	}
	for _, m := range r.Standing {
		d.move(m)
	}
	return strings.TrimRight(d.String(), "\n") + "\n"
}

// points writes what skills make in the points framework.
func (d *document) points(r Reached) {
	d.heading(2, "Points", "积分")
	switch {
	case r.Points.Known():
		d.Paragraph("%d of %d attainable points.", "%d 分（最高可得 %d 分）。", r.Points.Least, r.Attainable)
	default:
		d.Paragraph("%d to %d of %d attainable points; skills not assessed: %d.", "%d 至 %d 分（最高可得 %d 分），未评估的技能 %d 项。", r.Points.Least, r.Points.Most, r.Attainable, len(r.Unknown))
	}
	if r.Level == "" {
		d.Paragraph("The level is not known.", "级别未知。")
		return
	}
	d.Paragraph("%s.", "%s。", page.Escaped(r.Summary()))
}

// Summary returns the level in one sentence, with its titles and what is missing for the next one.
func (r Reached) Summary() kam.Text {
	if r.Level == "" {
		return wording.Say("%d to %d points, the level is not known", "%d 至 %d 分，级别未知", r.Points.Least, r.Points.Most)
	}
	out := wording.Say("level %s", "级别 %s", wording.Clip(r.Level))
	if len(r.Titles) > 0 {
		titles := make([]kam.Text, len(r.Titles))
		for i, t := range r.Titles {
			titles[i] = clipped(t)
		}
		out = wording.Say("%s: %s", "%s：%s", out, wording.Join(titles))
	}
	switch {
	case r.Next == "":
		return wording.Say("%s; there is no higher level", "%s；已是最高级别", out)
	case r.ToGo.Known():
		return wording.Say("%s; %d more points for %s", "%s；距 %[3]s 还差 %[2]d 分", out, r.ToGo.Least, wording.Clip(r.Next))
	}
	return wording.Say("%s; %d to %d more points for %s", "%s；距 %[4]s 还差 %[2]d 至 %[3]d 分", out, r.ToGo.Least, r.ToGo.Most, wording.Clip(r.Next))
}

// move writes how far a move is.
func (d *document) move(m MoveReadiness) {
	d.heading(2, "%s: %s", "%s：%s", page.Escaped(capital(m.name())), m.Kind.DueName(m.State()))
	if m.Name != (kam.Text{}) {
		d.Paragraph("%s", "%s", page.Escaped(m.Name))
	}
	d.Paragraph("%s.", "%s。", capital(m.counts()))
	d.head(wording.Say("Criterion", "标准"), wording.Say("State", "状态"), wording.Say("How it came about", "依据"), wording.Say("At the present trend", "按当前趋势"))
	outlook := map[string]criteria.Prospect{}
	for _, p := range m.Outlook.Criteria {
		outlook[p.ID] = p
	}
	d.node(m.Result.Root, m.Kind, outlook, 0)
	if m.Outlook.Whole.When != "" {
		d.Row(d.Say("**Whole**", "**整体**"), "**"+m.Kind.StateName(m.State()).In(d.Lang)+"**", "", d.when(m.Outlook.Whole, m.Kind))
	}
	d.blank()
	if len(m.Skills) > 0 {
		d.skills(m.Skills)
	}
}

// capital begins an English text with a capital letter.
func capital(t kam.Text) kam.Text {
	first, size := utf8.DecodeRuneInString(t.EN)
	if first != utf8.RuneError {
		t.EN = string(unicode.ToUpper(first)) + t.EN[size:]
	}
	return t
}

// node writes a rule and those below it.
func (d *document) node(n criteria.Node, of MoveKind, outlook map[string]criteria.Prospect, depth int) {
	name, reason, trend := d.Escape(of.RuleName(n)), "", ""
	if n.Criterion == nil {
		name = "**" + name + "**"
	} else {
		reason = d.Escape(n.Criterion.Reason)
		if p, ok := outlook[n.ID]; ok {
			trend = d.when(p, of)
		}
	}
	d.Row(strings.Repeat("&emsp;", depth)+name, of.StateName(n.State).In(d.Lang), reason, trend)
	for _, child := range n.Children {
		d.node(child, of, outlook, depth+1)
	}
}

// when writes when a criterion would be met.
func (d *document) when(p criteria.Prospect, of MoveKind) string {
	switch {
	case p.When == criteria.MetNow && !of.leads():
		return d.Say("true now", "现已成立")
	case p.When == criteria.NotWithin && !of.leads():
		return d.Say("not before the horizon", "展望期内不会成立")
	}
	switch p.When {
	case criteria.MetNow:
		return d.Say("met now", "现已达标")
	case criteria.OnDay:
		return p.On.String()
	case criteria.NotWithin:
		return d.Say("not before the horizon", "展望期内不会达标")
	default:
		return d.Say("unknown", "未知")
	}
}

// skills writes what the stage asks for.
func (d *document) skills(list []SkillGap) {
	d.Paragraph("What people there are to be able to do:", "该职级的技能要求：")
	d.head(wording.Say("Skill", "技能"), wording.Say(">Asked for", ">要求"), wording.Say(">Assessed", ">评估"), wording.Say(">Missing", ">差距"))
	for _, s := range list {
		missing := "?"
		if s.Gap.Assessed.Known {
			missing = strconv.Itoa(s.Gap.Missing)
		}
		name := cmp.Or(d.Escape(s.Name), markdown.Escape(s.Gap.Skill))
		d.Row(name, strconv.Itoa(s.Gap.Required), s.Gap.Assessed.String(), missing)
	}
	d.blank()
}
