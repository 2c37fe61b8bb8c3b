package careerpath

import (
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/careerpath/criteria"
	"github.com/kam-go/kam/internal/page"
	"github.com/kam-go/kam/internal/wording"
)

// Page says what the page of a ladder shows. The zero value shows all.
type Page struct {
	// HidePay leaves out the pay bands, HideQuotas the quotas.
	HidePay, HideQuotas bool
}

// Markdown returns the ladder as a page that everybody can read: each track with its stages, and what every move asks,
// criterion by criterion. Texts from outside are escaped.
func (p *Program) Markdown(lang kam.Lang, view Page) string {
	d := newDocument(lang)
	l := &p.ladder
	d.heading(1, "%s, version %d", "%s（第 %d 版）", page.Escaped(l.Name), l.Version)
	d.Paragraph("In force: %s.", "生效期间：%s。", wording.Days(l.Effective))
	if l.Source != (kam.Text{}) {
		d.Paragraph("%s", "%s", page.Escaped(l.Source))
	}
	d.heading(2, "Stages", "职级")
	paid := false
	for i := range l.Tracks {
		paid = p.trackTable(d, i, view) || paid
	}
	if paid {
		d.Paragraph("Pay is for a year. Bands of neighbouring stages may overlap, so that nobody has to be promoted to earn more.",
			"薪酬按年计。相邻职级的薪酬带可以重叠，不必晋升也可加薪。")
	}
	d.heading(2, "Moves", "晋升与调动")
	if len(l.Moves) == 0 {
		d.Paragraph("There are none.", "无。")
	}
	for _, at := range p.order {
		for _, i := range p.leaving[at] {
			p.movePart(d, i)
		}
	}
	if l.Points != nil {
		p.pointsPart(d)
	}
	return strings.TrimRight(d.String(), "\n") + "\n"
}

// column is a column of a table of stages, which is left out when no stage has anything in it.
type column struct {
	head kam.Text
	cell func(s *Stage) string
}

// trackTable writes the stages of a track, and returns whether it shows pay.
func (p *Program) trackTable(d *document, track int, view Page) (paid bool) {
	t := &p.ladder.Tracks[track]
	if t.Department == "" {
		d.heading(3, "%s", "%s", page.Escaped(t.Name))
	} else {
		d.heading(3, "%s (department %s)", "%s（部门：%s）", page.Escaped(t.Name), page.Escaped(p.Department(t.Department)))
	}
	var stages []*Stage
	for _, at := range p.order {
		if s := &p.ladder.Stages[at]; s.Track == t.ID {
			stages = append(stages, s)
		}
	}
	if len(stages) == 0 {
		d.Paragraph("It has no stages.", "暂无职级。")
		return false
	}
	columns := p.columns(d, view)
	var shown []column
	for _, c := range columns {
		for _, s := range stages {
			if c.cell(s) != "" {
				shown = append(shown, c)
				break
			}
		}
	}
	heads := make([]kam.Text, len(shown))
	for i, c := range shown {
		heads[i] = c.head
	}
	d.head(heads...)
	for _, s := range stages {
		cells := make([]string, len(shown))
		for i, c := range shown {
			cells[i] = c.cell(s)
		}
		d.Row(cells...)
		paid = paid || s.Pay != nil && !view.HidePay
	}
	d.blank()
	return paid
}

// columns are all columns of a table of stages.
func (p *Program) columns(d *document, view Page) []column {
	return []column{
		{wording.Say(">Rank", ">序号"), func(s *Stage) string { return strconv.Itoa(s.Rank) }},
		{wording.Say("Titles", "称谓"), func(s *Stage) string {
			titles := make([]kam.Text, len(s.Titles))
			for i, t := range s.Titles {
				titles[i] = page.Escaped(t)
			}
			return wording.Join(titles).In(d.Lang)
		}},
		{wording.Say("Expected", "职责"), func(s *Stage) string { return d.Escape(s.About) }},
		{wording.Say("Pay", "薪酬带"), func(s *Stage) string {
			if s.Pay == nil || view.HidePay {
				return ""
			}
			return s.Pay.text().In(d.Lang)
		}},
		{wording.Say("Quota of a year", "年度指标"), func(s *Stage) string {
			if s.Quota == nil || view.HideQuotas {
				return ""
			}
			return wording.Money(s.Quota.Amount, s.Quota.Currency)
		}},
		{wording.Say(">Head count", ">编制"), func(s *Stage) string {
			if s.Headcount == nil {
				return ""
			}
			return strconv.Itoa(*s.Headcount)
		}},
		{wording.Say("Skills, at least", "技能要求（等级不低于）"), func(s *Stage) string {
			list := make([]kam.Text, len(s.Skills))
			for i, r := range s.Skills {
				list[i] = wording.Say("%s %d", "%s %d", page.Escaped(p.skillName(r.Skill)), r.Level)
			}
			return wording.Join(list).In(d.Lang)
		}},
	}
}

// text writes a pay band.
func (b *PayBand) text() kam.Text {
	amount := func(d decimal.Decimal) string { return wording.Amount(d, b.Currency.MinorUnits()) }
	out := wording.Say("%s–%s", "%s–%s", wording.Money(b.Min, b.Currency), amount(b.Max))
	if b.Mid.Valid {
		out = wording.Say("%s (middle %s)", "%s（中位 %s）", out, amount(b.Mid.Decimal))
	}
	return out
}

// movePart writes what a move asks.
func (p *Program) movePart(d *document, i int) {
	m := &p.ladder.Moves[i]
	from := page.Escaped(p.title(m.From))
	if m.Kind == Probation {
		d.heading(3, "%s: %s", "%s：%s", from, m.Kind.Name())
	} else {
		d.heading(3, "%s → %s: %s", "%s → %s：%s", from, page.Escaped(p.title(m.To)), m.Kind.Name())
	}
	if m.Name != (kam.Text{}) {
		d.Paragraph("%s", "%s", page.Escaped(m.Name))
	}
	if m.Kind.leads() {
		d.Paragraph("It asks for:", "须满足：")
	} else {
		d.Paragraph("It is due when:", "以下情形成立时启动：")
	}
	if root := p.asks[i]; root.kind == criteria.KindAll && root.name == root.sentence {
		for _, below := range root.below {
			d.rule(below, m.Kind, 0)
		}
	} else {
		d.rule(root, m.Kind, 0)
	}
	d.blank()
	if m.Source != (kam.Text{}) {
		d.Paragraph("Source: %s", "来源：%s", page.Escaped(m.Source))
	}
}

// rule writes a tree of rules as a list: what people call each, and what it asks.
func (d *document) rule(a asked, of MoveKind, depth int) {
	line := page.Escaped(of.says(a.kind, a.sentence))
	if a.name != a.sentence {
		line = wording.Say("%s — %s", "%s——%s", page.Escaped(a.name), line)
	}
	if len(a.below) > 0 {
		line = wording.Say("%s:", "%s：", line)
	}
	d.WriteString(strings.Repeat("  ", depth) + "- " + line.In(d.Lang) + "\n")
	for _, below := range a.below {
		d.rule(below, of, depth+1)
	}
}

// pointsPart writes the points framework.
func (p *Program) pointsPart(d *document) {
	pts := p.ladder.Points
	d.heading(2, "Points", "积分")
	worth := make([]kam.Text, len(pts.Worth))
	for i, w := range pts.Worth {
		worth[i] = wording.Say("%[2]d for level %[1]d", "%d 级 %d 分", i, w)
	}
	d.Paragraph("What a level of a skill is worth: %s. Every skill at its top brings %d points.", "技能等级的分值：%s。所有技能均达最高级共 %d 分。", wording.Join(worth), p.attainable())
	for _, g := range pts.Groups {
		d.Item("%s: %s", "%s：%s", page.Escaped(g.Name), p.pointSkills(g.ID))
	}
	if rest := p.pointSkills(""); rest != (kam.Text{}) {
		d.WriteString("- " + rest.In(d.Lang) + "\n")
	}
	d.blank()
	d.head(wording.Say("Level", "级别"), wording.Say(">From points", ">起始分"), wording.Say("Opens", "可任职级"))
	for _, l := range pts.Levels {
		titles := make([]kam.Text, len(l.Stages))
		for i, stage := range l.Stages {
			titles[i] = page.Escaped(p.title(stage))
		}
		d.Row(d.Escape(wording.Same(l.ID)), strconv.Itoa(l.From), wording.Join(titles).In(d.Lang))
	}
	d.blank()
}

// pointSkills lists the skills of a group.
func (p *Program) pointSkills(group string) kam.Text {
	var names []kam.Text
	for _, s := range p.ladder.Points.Skills {
		if s.Group == group {
			names = append(names, page.Escaped(p.skillName(s.Skill)))
		}
	}
	return wording.Join(names)
}
