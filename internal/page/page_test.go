package page_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/page"
)

func TestPage(t *testing.T) {
	for _, c := range []struct {
		lang kam.Lang
		want string
	}{
		{kam.English, "# Plan *7*\n\nFor Ann.\n- 3 steps\n\n## Steps\n\n| Step | Cost |\n| --- | ---: |\n| a \\| b | 12.5 |\n\nThat is all.\n\n"},
		{kam.Chinese, "# 计划 *7*\n\n对象：Ann。\n- 3 步\n\n## 步骤\n\n| 步骤 | 费用 |\n| --- | ---: |\n| 甲 \\| 乙 | 12.5 |\n\n完。\n\n"},
	} {
		t.Run(string(c.lang), func(t *testing.T) {
			p := &page.Page{Lang: c.lang}
			p.Heading(1, "Plan %s", "计划 %s", "*7*")
			p.Line("For %s.", "对象：%s。", "Ann")
			p.Item("%d steps", "%d 步", 3)
			p.Heading(2, "Steps", "步骤")
			p.Header(page.Text("Step", "步骤"), page.Number("Cost", "费用"))
			p.Row(p.Escape(kam.Text{EN: "a | b", ZH: "甲 | 乙"}), "12.5")
			p.WriteByte('\n')
			p.Paragraph("That is all.", "完。")
			assert.Equal(t, c.want, p.String())
		})
	}
}

// What a caller formats is Markdown and stays so; names, findings and escaped texts read as they were written.
func TestEscaping(t *testing.T) {
	evil := kam.Text{EN: "*a* | b", ZH: "*甲*"}
	p := &page.Page{}
	assert.Equal(t, "*a* | b", p.Say("%s", "%s", evil))
	assert.Equal(t, `\*a\* \| b`, p.Escape(evil))
	assert.Equal(t, kam.Text{EN: `\*a\* \| b`, ZH: `\*甲\*`}, page.Escaped(evil))
	assert.Equal(t, `\*a\* \| b`, p.Name(evil, "id"))
	assert.Empty(t, p.String(), "nothing is written")
}

func TestName(t *testing.T) {
	for name, c := range map[string]struct {
		lang kam.Lang
		name kam.Text
		want string
	}{
		"english":          {kam.English, kam.Text{EN: "Sales", ZH: "销售"}, "Sales"},
		"chinese":          {kam.Chinese, kam.Text{EN: "Sales", ZH: "销售"}, "销售"},
		"one language":     {kam.Chinese, kam.Text{EN: "Sales"}, "Sales"},
		"none":             {kam.English, kam.Text{}, `s\_1`},
		"blank":            {kam.English, kam.Text{EN: " \t"}, `s\_1`},
		"unknown language": {"fr", kam.Text{EN: "Sales", ZH: "销售"}, "Sales"},
	} {
		t.Run(name, func(t *testing.T) {
			p := &page.Page{Lang: c.lang}
			assert.Equal(t, c.want, p.Name(c.name, "s_1"))
		})
	}
}

func TestFindings(t *testing.T) {
	list := kam.Findings{
		{Severity: kam.Warning, Place: "group a", Message: kam.Text{EN: "*few* people", ZH: "人数*不足*"}},
		{Severity: kam.Info, Message: kam.Text{EN: "a tie", ZH: "并列"}},
	}
	en, zh := &page.Page{Lang: kam.English}, &page.Page{Lang: kam.Chinese}
	en.Findings(list)
	zh.Findings(list)
	assert.Equal(t, "- **Warning**: \\*few\\* people\n- **Note**: a tie\n", en.String())
	assert.Equal(t, "- **警告**：人数\\*不足\\*\n- **提示**：并列\n", zh.String())
	assert.Equal(t, "group a", list[0].Place, "the list is left as it was")
}

func TestDay(t *testing.T) {
	assert.Equal(t, "-", page.Day(kam.Day{}))
	assert.Equal(t, "2026-01-31", page.Day(kam.MustDay("2026-01-31")))
}
