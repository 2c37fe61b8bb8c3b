package tracking

import (
	"strconv"
	"strings"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/markdown"
)

// Row is one goal of a [Table].
type Row struct {
	Progress Progress
	Status   Status
}

// Text returns s in words; of a status that is none it is a dash.
func (s Status) Text() kam.Text {
	switch s {
	case NotStarted:
		return say("not started", "未开始")
	case OnTrack:
		return say("on track", "正常")
	case AtRisk:
		return say("at risk", "有风险")
	case OffTrack:
		return say("off track", "偏离")
	case Reached:
		return say("reached", "已达成")
	case Missed:
		return say("missed", "未达成")
	case Unknown:
		return say("unknown", "未知")
	default:
		return say("–", "–")
	}
}

// heads are the heads of a table; the first two columns are texts, the others numbers.
func heads() []kam.Text {
	return []kam.Text{
		say("Goal", "目标"),
		say("Status", "状态"),
		say("Actual", "实际值"),
		say("Target", "目标值"),
		say("Attainment", "达成率"),
		say("Expected", "应达值"),
		say("Pace", "进度"),
		say("Projection", "预计值"),
		say("Required rate", "所需速度"),
		say("Days left", "剩余天数"),
	}
}

// Table returns rows as a Markdown table in l, in the order given, ending with a newline. A goal is called as
// [goals.Goal.Name] says. Numbers are rounded as in [Progress.Explain]; what is not known is a dash.
func Table(rows []Row, l kam.Lang) string {
	var b strings.Builder
	var names, rule []string
	for i, h := range heads() {
		names = append(names, h.In(l))
		if i < 2 {
			rule = append(rule, "---")
		} else {
			rule = append(rule, "--:")
		}
	}
	b.WriteString(markdown.Row(names...))
	b.WriteString(markdown.Row(rule...))
	for _, r := range rows {
		b.WriteString(markdown.Row(r.cells(l)...))
	}
	return b.String()
}

func (r Row) cells(l kam.Lang) []string {
	p := r.Progress
	rate := kam.Text{EN: "–", ZH: "–"}
	if p.Required.Known() && p.Required.r.Sign() > 0 {
		rate = p.rate(p.Required)
	}
	actual, target := p.dash(p.Actual), p.dash(p.Target)
	if p.Actual.Known() {
		actual = p.amount(p.Actual).In(l)
	}
	if p.Target.Known() {
		target = p.amount(p.Target).In(l)
	}
	return []string{
		markdown.Escape(p.Goal.Name().In(l)), r.Status.Text().In(l), markdown.Escape(actual), markdown.Escape(target), share(p.Attainment, l),
		p.dash(p.Expected), share(p.Pace, l), p.dash(p.Projection), rate.In(l), strconv.Itoa(p.DaysLeft),
	}
}

func (p Progress) dash(e Exact) string {
	if !e.Known() {
		return "–"
	}
	return p.plain(e)
}

func share(e Exact, l kam.Lang) string {
	if !e.Known() {
		return "–"
	}
	return say("%s %%", "%s%%", percent(e)).In(l)
}
