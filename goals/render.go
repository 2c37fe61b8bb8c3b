package goals

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/markdown"
)

// Name returns the name of a letter; for what is none it is the letter itself.
func (l Letter) Name() kam.Text {
	switch l {
	case Specific:
		return kam.Text{EN: "Specific", ZH: "具体"}
	case Measurable:
		return kam.Text{EN: "Measurable", ZH: "可衡量"}
	case Achievable:
		return kam.Text{EN: "Achievable", ZH: "可达成"}
	case Relevant:
		return kam.Text{EN: "Relevant", ZH: "相关"}
	case Timely:
		return kam.Text{EN: "Time-bound", ZH: "有时限"}
	default:
		return kam.Text{EN: string(l), ZH: string(l)}
	}
}

// Name returns the name of a verdict; for what is none it is the verdict itself.
func (v Verdict) Name() kam.Text {
	switch v {
	case Met:
		return kam.Text{EN: "met", ZH: "符合"}
	case Doubtful:
		return kam.Text{EN: "doubtful", ZH: "存疑"}
	case Failed:
		return kam.Text{EN: "failed", ZH: "不符合"}
	case UnknownVerdict:
		return kam.Text{EN: "unknown", ZH: "未知"}
	default:
		return kam.Text{EN: string(v), ZH: string(v)}
	}
}

// Markdown returns the report in l as Markdown: a heading, a table of the letters, and each finding with its evidence
// and remedy. Text from outside is escaped. The same report gives the same bytes.
func (r Report) Markdown(l kam.Lang) string {
	var b strings.Builder
	of := markdown.Escape(cmp.Or(r.Title.In(l), r.Goal))
	title := say("Goals of %s", "%s 的目标组合", of)
	if len(r.Letters) > 0 {
		title = say("SMART report: %s", "SMART 报告：%s", of)
	}
	fmt.Fprintf(&b, "# %s\n\n", title.In(l))
	if r.AsOf.IsSet() {
		fmt.Fprintf(&b, "%s\n\n", say("As of %s.", "截至 %s。", r.AsOf).In(l))
	}
	overall := r.Verdict().Name()
	fmt.Fprintf(&b, "%s\n", say("**Verdict: %s**", "**结论：%s**", overall.In(l)).In(l))
	if len(r.Letters) > 0 {
		fmt.Fprintf(&b, "\n%s\n| --- | --- | ---: | ---: |\n",
			kam.Text{EN: "| Letter | Verdict | Errors | Warnings |", ZH: "| 维度 | 结论 | 错误 | 警告 |"}.In(l))
	}
	for _, one := range r.Letters {
		errors, warnings := count(one.Findings)
		fmt.Fprintf(&b, "| %s %s | %s | %d | %d |\n", one.Letter, one.Letter.Name().In(l), one.Verdict.Name().In(l), errors, warnings)
	}
	for _, one := range r.Letters {
		section(&b, l, string(one.Letter)+" "+one.Letter.Name().In(l), one.Findings)
	}
	heading := kam.Text{EN: "What could not be used", ZH: "无法使用的资料"}
	if len(r.Letters) == 0 {
		heading = kam.Text{EN: "Findings", ZH: "发现"}
	}
	section(&b, l, heading.In(l), r.Findings)
	return b.String()
}

// count returns how many findings are errors and warnings, those left out included.
func count(found kam.Findings) (errors, warnings int) {
	for _, f := range found {
		switch f.Severity {
		case kam.Warning:
			warnings += 1 + f.More
		case kam.Info:
		default:
			errors += 1 + f.More
		}
	}
	return errors, warnings
}

// section writes findings under a heading, or nothing when there are none.
func section(b *strings.Builder, l kam.Lang, heading string, found kam.Findings) {
	if len(found) == 0 {
		return
	}
	fmt.Fprintf(b, "\n## %s\n\n", heading)
	colon, open, end, separator := ": ", " (", ")", ", "
	if l == kam.Chinese {
		colon, open, end, separator = "：", "（", "）", "，"
	}
	for _, f := range found {
		fmt.Fprintf(b, "- **%s** `%s`", severityName(f.Severity).In(l), f.Code)
		if f.Place != "" {
			b.WriteString(" " + markdown.Escape(f.Place))
		}
		b.WriteString(colon + markdown.Escape(cmp.Or(f.Message.In(l), f.Code)))
		if len(f.Evidence) > 0 {
			facts := make([]string, len(f.Evidence))
			for i, e := range f.Evidence {
				facts[i] = markdown.Escape(factName(e.Name, l)) + " " + markdown.Escape(factValue(e.Name, e.Value, l))
			}
			fmt.Fprintf(b, "%s%s%s", open, strings.Join(facts, separator), end)
		}
		b.WriteByte('\n')
		if remedy := f.Remedy.In(l); remedy != "" {
			fmt.Fprintf(b, "  - %s%s%s\n", kam.Text{EN: "Remedy", ZH: "建议"}.In(l), colon, markdown.Escape(remedy))
		}
		if f.More > 0 {
			fmt.Fprintf(b, "  - %s\n", say("and %d more of this kind", "同类问题另有 %d 项", f.More).In(l))
		}
	}
}

func severityName(s kam.Severity) kam.Text {
	switch s {
	case kam.Warning:
		return kam.Text{EN: "Warning", ZH: "警告"}
	case kam.Info:
		return kam.Text{EN: "Info", ZH: "说明"}
	default:
		return kam.Text{EN: "Error", ZH: "错误"}
	}
}
