package skills

import (
	"fmt"
	"math/big"
	"strings"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/careerpath/evidence"
	"github.com/kam-go/kam/internal/markdown"
	"github.com/kam-go/kam/internal/wording"
)

// Markdown returns the matrix in l as a table of people by skills. A level that is not known reads "?", a blind spot has
// the own opinion beside it with an upward arrow, a hidden strength with a downward one, and a level that changes because
// an assessment runs out within soon days has a clock. What people wrote is escaped.
func (m *Matrix) Markdown(l kam.Lang, soon int) string {
	var b strings.Builder
	b.WriteString(wording.Say("# Skill matrix as of %s\n\n", "# 技能矩阵（截至 %s）\n\n", m.AsOf).In(l))
	b.WriteString(m.Policy.say().In(l) + "\n\n")
	titles, rule := []string{wording.Say("Person", "人员").In(l)}, []string{"---"}
	for _, s := range m.Skills {
		titles, rule = append(titles, nameOf(s, l)), append(rule, "---:")
	}
	b.WriteString(markdown.Row(titles...) + markdown.Row(rule...))
	for _, p := range m.People {
		row := []string{markdown.Escape(p.Person.ID)}
		for _, c := range p.Cells {
			row = append(row, c.text(m.AsOf, soon))
		}
		b.WriteString(markdown.Row(row...))
	}
	b.WriteString("\n" + wording.Say(
		"? not assessed · ↑ own opinion above that of others (blind spot) · ↓ own opinion below it · ⏳ an assessment runs out within %d days\n",
		"? 尚未评估 · ↑ 自评高于他评（盲点） · ↓ 自评低于他评 · ⏳ %d 天内有评估到期\n", max(soon, 0)).In(l))
	return b.String()
}

func (p Policy) say() kam.Text {
	how := wording.Say("the lowest of them counts", "取其中最低者")
	switch p.Combine {
	case Median:
		how = wording.Say("the median of them counts, of an even number the lower of the two in the middle", "取中位数，人数为偶数时取中间两个等级中较低者")
	case Named:
		ids := make([]string, len(p.Named))
		for i, s := range p.Named {
			ids[i] = markdown.Escape(s.ID)
		}
		how = wording.Say("that of the first of these who made one counts: %s", "依次取以下评估人中第一位有评估者的等级：%s", wording.Words(ids))
	default:
	}
	return wording.Say("Of each assessor other than the person the latest assessment counts until it runs out; %s. Fewer than %d make the level unknown.",
		"每位他评人以其最近一次评估为准，过期即失效；%s；评估人少于 %d 位时等级视为未知。", how, max(p.Fewest, 1))
}

func (c Cell) text(asOf kam.Day, soon int) string {
	text := c.Level.String()
	switch c.Sight {
	case BlindSpot:
		text += fmt.Sprintf(" ↑%d", c.Self.Value)
	case HiddenStrength:
		text += fmt.Sprintf(" ↓%d", c.Self.Value)
	default:
	}
	if c.Until.IsSet() && c.Until.Sub(asOf) <= soon {
		text += " ⏳"
	}
	return text
}

// Markdown returns the gap in l: a row for each requirement, then the sums with their denominators. Names come from known;
// a skill that is not in it is told by its ID. What people wrote is escaped.
func (g Gap) Markdown(l kam.Lang, known []evidence.Skill) string {
	names := make(map[string]string, len(known))
	for _, s := range known {
		names[s.ID] = nameOf(s, l)
	}
	var b strings.Builder
	title := wording.Say("Skill gap", "技能差距")
	if g.Person.ID != "" {
		title = wording.Say("Skill gap of %s", "%s 的技能差距", markdown.Escape(g.Person.ID))
	}
	b.WriteString("# " + title.In(l) + "\n\n")
	heads := []kam.Text{
		wording.Say("Skill", "技能"), wording.Say("Required", "要求"), wording.Say("Assessed", "评估"), wording.Say("Gap", "差距"),
		wording.Say("Weight", "权重"), wording.Say("Weighted gap", "加权差距"), wording.Say("State", "状态"),
	}
	cells := make([]string, len(heads))
	for i, h := range heads {
		cells[i] = h.In(l)
	}
	b.WriteString(markdown.Row(cells...) + markdown.Row("---", "---:", "---:", "---:", "---:", "---:", "---"))
	for _, r := range g.Rows {
		name, ok := names[r.Skill]
		if !ok {
			name = markdown.Escape(r.Skill)
		}
		missing := "?"
		weighted, known := r.Weighted()
		if known {
			missing = fmt.Sprint(r.Missing)
		}
		b.WriteString(markdown.Row(name, fmt.Sprint(r.Required), r.Assessed.String(), missing, wording.Number(r.Weight), wording.Number(weighted), r.State.say().In(l)))
	}
	b.WriteString("\n")
	for _, t := range g.lines() {
		b.WriteString("- " + t.In(l) + "\n")
	}
	return b.String()
}

// lines tell the sums.
func (g Gap) lines() []kam.Text {
	s, c := g.Sum(), g.Coverage()
	lines := []kam.Text{
		wording.Say("Requirements: %d, met: %d, not met: %d, unknown: %d", "要求 %d 项：达标 %d，未达标 %d，未知 %d", c.Required, c.Met, c.NotMet, c.Unknown),
	}
	if least, most, ok := c.Bounds(); ok && c.Unknown == 0 {
		lines = append(lines, wording.Say("Covered: %s %%", "覆盖率：%s%%", wording.Percent(least)))
	} else if ok {
		lines = append(lines, wording.Say("Covered: %s %% to %s %%, depending on what is unknown", "覆盖率：%s%% 至 %s%%，取决于未知项", wording.Percent(least), wording.Percent(most)))
	}
	if s.Rows == 0 {
		return lines
	}
	ofCurrent, _ := g.OfCurrent()
	ofTarget, _ := g.OfTarget()
	weighted, _ := g.WeightedOfTarget()
	mean, _ := g.Mean()
	return append(lines,
		wording.Say("Levels missing: %d in %d of %d skills, %s for each", "共缺 %d 级（已知 %d 项，共 %d 项），平均每项 %s 级", s.Missing, s.Rows, s.All, mean),
		share(ofCurrent, wording.Say("of the %d levels assessed, which may exceed what is required", "已评估等级之和 %d（可高于要求）", s.Assessed)),
		share(ofTarget, wording.Say("of the %d levels required", "要求等级之和 %d", s.Required)),
		share(weighted, wording.Say("of the weighted levels required, %s", "加权要求等级之和 %s", s.WeightedRequired)),
	)
}

func share(r *big.Rat, of kam.Text) kam.Text {
	if r == nil {
		return wording.Say("Gap as a share %s: unknown", "差距占%s的比例：未知", of)
	}
	return wording.Say("Gap: %s %% %s", "差距为 %[1]s%%，分母为%[2]s", wording.Percent(r), of)
}

func (s State) say() kam.Text {
	switch s {
	case Met:
		return wording.Say("met", "达标")
	case NotMet:
		return wording.Say("not met", "未达标")
	default:
		return wording.Say("unknown", "未知")
	}
}

// nameOf returns the name of a skill for a table; the ID when it has none.
func nameOf(s evidence.Skill, l kam.Lang) string {
	if name := s.Name.In(l); strings.TrimSpace(name) != "" {
		return markdown.Escape(name)
	}
	return markdown.Escape(s.ID)
}
