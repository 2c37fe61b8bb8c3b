package library

import (
	"cmp"
	"slices"
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

// dash writes what is empty as a dash.
func dash(text string) string { return cmp.Or(text, "—") }

// Markdown writes what is stale, what was never used, what open deals lack, and what was used how often, as a document in
// one language.
func (s *Shelf) Markdown(lang kam.Lang) string {
	out := sheet{lang: lang}
	out.head(1, say("Library on %s", "%s 资料库", s.On))
	title, kind, owner, why := say("Title", "标题"), say("Type", "类型"), say("Owner", "负责人"), say("Why", "说明")
	list := func(head kam.Text, items []Item) {
		var rows [][]string
		for _, i := range items {
			rows = append(rows, []string{dash(i.Title), typeText(i.Type).In(lang), dash(i.Owner), i.Why.In(lang)})
		}
		out.head(2, head)
		out.table([]kam.Text{title, kind, owner, why}, rows)
	}
	var rows [][]string
	for _, g := range s.Gaps {
		renew := make([]string, len(g.Renew))
		for i, ref := range g.Renew {
			renew[i] = s.titleOf(ref)
		}
		rows = append(rows, []string{aspectText(g.Aspect).In(lang), g.Word, strconv.Itoa(len(g.Deals)), dash(strings.Join(renew, ", "))})
	}
	out.head(2, say("What open deals lack: %d", "进行中商机缺少的资料：%d 项", len(s.Gaps)))
	out.table([]kam.Text{say("Aspect", "维度"), say("What", "内容"), say("Deals", "商机数"), say("To renew", "可更新的资料")}, rows)
	stale, never := s.Stale(), s.NeverUsed()
	list(say("Stale: %d", "已过期：%d 项", len(stale)), stale)
	list(say("Never used: %d", "从未使用：%d 项", len(never)), never)
	rows = nil
	for _, i := range s.Items {
		if i.Use.Deals == 0 {
			continue
		}
		u := i.Use
		rows = append(rows, []string{dash(i.Title), strconv.FormatInt(u.Deals, 10), strconv.FormatInt(u.Won, 10), strconv.FormatInt(u.Lost, 10), u.text().In(lang), dash(u.Last.String())})
	}
	out.head(2, say("Used: %d", "已使用：%d 项", len(rows)))
	out.table([]kam.Text{title, say("Deals", "商机数"), say("Won", "赢单"), say("Lost", "输单"), say("Win rate", "赢单率"), say("Last used", "最近使用")}, rows)
	if len(s.Findings) > 0 {
		out.head(2, say("Findings", "提示"))
		for _, f := range s.Findings {
			out.b.WriteString("- " + markdown.Escape(f.In(lang)) + "\n")
		}
	}
	return strings.TrimRight(out.b.String(), "\n") + "\n"
}

func (s *Shelf) titleOf(ref crm.Ref) string {
	title := ""
	if i, ok := slices.BinarySearchFunc(s.Items, ref, func(i Item, ref crm.Ref) int { return i.Resource.Compare(ref) }); ok {
		title = strings.TrimSpace(s.Items[i].Title)
	}
	return wording.Clip(cmp.Or(title, ref.ID))
}

// text writes the win rate with what it is worth.
func (u Usage) text() kam.Text {
	rate, ok := u.WinRate()
	switch {
	case !ok:
		return say("none decided", "尚无结果")
	case u.Little:
		return say("%s %%, of few deals", "%s%%（样本较少）", wording.Percent(rate.Rat()))
	}
	return say("%s %%", "%s%%", wording.Percent(rate.Rat()))
}

// typeText names a type of resource.
func typeText(t crm.ResourceType) kam.Text {
	switch t {
	case crm.MarketResearch:
		return kam.Text{EN: "market research", ZH: "市场研究"}
	case crm.IndustryReport:
		return kam.Text{EN: "industry report", ZH: "行业报告"}
	case crm.CaseStudy:
		return kam.Text{EN: "case study", ZH: "案例"}
	case crm.Training:
		return kam.Text{EN: "training", ZH: "培训资料"}
	default:
		return wording.Same(dash(wording.Clip(string(t))))
	}
}
