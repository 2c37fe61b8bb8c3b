package feedback

import (
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/markdown"
	"github.com/kam-go/kam/internal/num"
)

// Markdown returns the report as Markdown in a language: a table for each dimension, then the comments. What people wrote
// is escaped: it reads as it was written and is never markup.
func (r *Report) Markdown(l kam.Lang) string {
	p := &page{lang: l}
	p.heading(1, p.say("Feedback: %s", "反馈报告：%s", p.text(r.Name)))
	p.line("- About: %s", "- 评价对象：%s", strings.Join(escaped(r.Subjects), p.say(", ", "、")))
	p.line("- Day: %s", "- 日期：%s", r.On)
	p.line("- A mean stands with the number of answers, after ± with their standard deviation.",
		"- 均值后的括号内为回答数，± 后为标准差。")
	p.line("- What too few people answered is withheld and left out of the totals; the weights of the groups shown are scaled to 1.",
		"- 回答人数不足的内容不予显示，也不计入合计；其余群体的权重按比例调整，使其合计为 1。")
	p.line("- The gap is one's own answer less that of all others; for all questions together, of those that both are known of.",
		"- 差距为本人回答减去他人合计；全部问题的差距只计双方均有结果的问题。")
	for _, d := range r.Dimensions {
		d.table(p)
	}
	r.comments(p)
	return p.String()
}

func escaped(list []string) []string {
	out := make([]string, len(list))
	for i, s := range list {
		out[i] = markdown.Escape(s)
	}
	return out
}

// table writes a dimension: a row for each question, the dimension last.
func (d DimensionResult) table(p *page) {
	p.heading(2, p.say("%s (%s to %s)", "%s（%s 到 %s 分）", p.text(d.Name), num.Format(d.Scale.Least), num.Format(d.Scale.Most)))
	titles, rule := []string{p.say("Question", "问题")}, []string{"---"}
	for _, line := range d.Lines {
		titles, rule = append(titles, p.text(line.Name)), append(rule, "---:")
	}
	mixed := d.mixed()
	titles, rule = append(titles, p.say("All others", "他人合计")), append(rule, "---:")
	if mixed {
		titles, rule = append(titles, p.say("Total", "总计")), append(rule, "---:")
	}
	p.row(append(titles, p.say("Gap", "差距"), p.say("Own view", "自我认知")))
	p.row(append(rule, "---:", "---"))
	for _, q := range d.Questions {
		q.row(p, p.text(q.Name), mixed)
	}
	d.row(p, p.say("**All questions**", "**全部问题**"), mixed)
}

// mixed tells whether the subject's own answers count in a total.
func (d DimensionResult) mixed() bool {
	for _, line := range d.Lines {
		if line.Group == Self && !line.Weight.IsZero() {
			return true
		}
	}
	return false
}

func (x Result) row(p *page, title string, mixed bool) {
	cells := []string{title}
	for _, line := range x.Lines {
		cells = append(cells, line.cell(p))
	}
	cells = append(cells, p.figure(x.Others))
	if mixed {
		cells = append(cells, p.figure(x.Overall))
	}
	gap := p.figure(x.Gap)
	if x.Gap.Valid && x.Gap.Decimal.IsPositive() {
		gap = "+" + gap
	}
	p.row(append(cells, gap, p.sight(x.Sight)))
}

// cell returns a line as one cell.
func (line Line) cell(p *page) string {
	switch {
	case line.Hidden == TooFew:
		return p.say("too few", "人数不足")
	case line.Hidden != "":
		return p.say("withheld", "不予显示")
	}
	s := p.figure(line.Mean)
	if line.Spread.Valid {
		s += " ± " + p.figure(line.Spread)
	}
	return s + p.say(" (%s)", "（%s）", strconv.Itoa(line.Count))
}

// figure returns a number with its decimal places, or that it is unknown.
func (p *page) figure(d decimal.NullDecimal) string {
	if !d.Valid {
		return p.say("unknown", "未知")
	}
	return d.Decimal.StringFixed(Places)
}

func (p *page) sight(s Sight) string {
	switch s {
	case BlindSpot:
		return p.say("blind spot", "盲点")
	case HiddenStrength:
		return p.say("hidden strength", "未察觉的优势")
	case InLine:
		return p.say("in line", "一致")
	default:
		return p.say("unknown", "未知")
	}
}

func (r *Report) comments(p *page) {
	names := map[string]kam.Text{}
	for _, d := range r.Dimensions {
		for _, q := range d.Questions {
			names[q.ID] = q.Name
		}
	}
	p.heading(2, p.say("Comments", "评语"))
	for i, line := range r.Comments {
		if i > 0 {
			p.WriteByte('\n')
		}
		p.line("**%s**", "**%s**", p.text(line.Name))
		p.WriteByte('\n')
		switch {
		case line.Hidden == TooFew:
			p.line("Withheld: too few people answered.", "不予显示：回答人数不足。")
		case line.Hidden != "":
			p.line("Withheld: beside what was shown before, they could tell who wrote them.", "不予显示：与先前显示的内容对照，可能推断出作者。")
		case len(line.Comments) == 0:
			p.line("None.", "无。")
		}
		for _, c := range line.Comments {
			if c.Question == "" {
				p.line("- %s", "- %s", markdown.Escape(c.Text))
				continue
			}
			p.line("- %s: %s", "- %s：%s", p.text(names[c.Question]), markdown.Escape(c.Text))
		}
	}
}
