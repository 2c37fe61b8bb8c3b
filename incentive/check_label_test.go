package incentive_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
)

// labelledPlan labels what a plan measures and pays; a component may be called what a measure is called.
var labelledPlan = strings.NewReplacer(
	`"name": "revenue"`, `"name": "revenue", "label": {"en": "Revenue", "zh": "销售额"}`,
	`"name": "team", "base"`, `"name": "team", "label": {"en": "Team revenue", "zh": "团队销售额"}, "base"`,
	`"name": "commission"`, `"name": "commission", "label": {"en": "Commission", "zh": "提成"}`,
	`"name": "override"`, `"name": "override", "label": {"en": "Team revenue", "zh": "团队销售额"}`,
).Replace(statedPlan)

func TestCompileAcceptsLabels(t *testing.T) {
	for name, text := range map[string]string{
		"labels":                 labelledPlan,
		"of one part alone":      strings.Replace(statedPlan, `"name": "team"`, `"name": "team", "label": {"en": "Team", "zh": "团队"}`, 1),
		"its own name":           strings.Replace(labelledPlan, `"Revenue"`, `"revenue"`, 1),
		"as long as may be":      strings.Replace(labelledPlan, `"Revenue"`, `"`+strings.Repeat("R", 128)+`"`, 1),
		"the name of other kind": strings.Replace(labelledPlan, `"Commission"`, `"revenue"`, 1),
		"of one language's word": strings.Replace(labelledPlan, `"提成"`, `"团队 revenue"`, 1),
	} {
		t.Run(name, func(t *testing.T) {
			_, err := compileText(t, text)
			assert.NoError(t, err)
		})
	}
}

func TestCompileFaultsOfLabels(t *testing.T) {
	for name, c := range map[string]struct {
		old, with string
		place     string
		en, zh    string
	}{
		"no Chinese":                  {`"en": "Revenue", "zh": "销售额"`, `"en": "Revenue"`, "$.measures[0].label.zh", `the label is not there in the language "zh"`, "标签缺少“zh”语言的文字"},
		"no English":                  {`"en": "Commission", "zh": "提成"`, `"zh": "提成"`, "$.components[0].label.en", `the label is not there in the language "en"`, "标签缺少“en”语言的文字"},
		"too long":                    {`"提成"`, `"` + strings.Repeat("提", 43) + `"`, "$.components[0].label.zh", "the label has 129 bytes", "标签长 129 字节"},
		"a control character":         {`"Commission"`, `"Com\u0007mission"`, "$.components[0].label.en", `the label "Com\amission" has a character that cannot be seen, or a blank at an end`, "标签“Com\\amission”含不可见字符或首尾空白"},
		"a line break":                {`"Commission"`, `"Com\nmission"`, "$.components[0].label.en", `the label "Com\nmission" has a character that cannot be seen, or a blank at an end`, "标签“Com\\nmission”含不可见字符或首尾空白"},
		"another direction":           {`"Commission"`, `"Com\u202emission"`, "$.components[0].label.en", `the label "Com\u202emission" has a character that cannot be seen, or a blank at an end`, "标签“Com\\u202emission”含不可见字符或首尾空白"},
		"a blank at an end":           {`"Commission"`, `"Commission "`, "$.components[0].label.en", `the label "Commission " has a character that cannot be seen, or a blank at an end`, "标签“Commission ”含不可见字符或首尾空白"},
		"blanks alone":                {`"Commission"`, `" "`, "$.components[0].label.en", `the label " " has a character that cannot be seen, or a blank at an end`, "标签“ ”含不可见字符或首尾空白"},
		"a letter that fills a place": {`"Commission"`, `"\u3164"`, "$.components[0].label.en", "the label \"\u3164\" has a character that cannot be seen, or a blank at an end", "标签“\u3164”含不可见字符或首尾空白"},
		"no dot of Braille":           {`"Commission"`, `"\u2800"`, "$.components[0].label.en", "the label \"\u2800\" has a character that cannot be seen, or a blank at an end", "标签“\u2800”含不可见字符或首尾空白"},
		"a character that was lost":   {`"Commission"`, `"Com\ufffdmission"`, "$.components[0].label.en", "the label \"Com\ufffdmission\" has a character that cannot be seen, or a blank at an end", "标签“Com\ufffdmission”含不可见字符或首尾空白"},
		"a mark of no letter":         {`"Commission"`, `"\u0301"`, "$.components[0].label.en", "the label \"\u0301\" has a character that cannot be seen, or a blank at an end", "标签“\u0301”含不可见字符或首尾空白"},
		"alike but for blanks":        {`"Revenue"`, `"team  revenue"`, "$.measures[1].label.en", `the label "Team revenue" is already that of "revenue"`, "标签“Team revenue”与“revenue”的标签相同"},
		"what reports call a cap":     {`"Commission"`, `"cap on the period"`, "$.components[0].label.en", `the label "cap on the period" is what reports call a cap of the plan`, "标签“cap on the period”与报告中方案封顶的名称相同"},
		"the name of a cap":           {`"提成"`, `"(plan-cap)"`, "$.components[0].label.zh", `the label "(plan-cap)" is what reports call a cap of the plan`, "标签“(plan-cap)”与报告中方案封顶的名称相同"},
		"label of a measure":          {`"Revenue"`, `"team Revenue"`, "$.measures[1].label.en", `the label "Team revenue" is already that of "revenue"`, "标签“Team revenue”与“revenue”的标签相同"},
		"Chinese label of one":        {`"提成"`, `"团队销售额"`, "$.components[1].label.zh", `the label "团队销售额" is already that of "commission"`, "标签“团队销售额”与“commission”的标签相同"},
		"name of a later measure":     {`"Revenue"`, `"Team"`, "$.measures[0].label.en", `the label "Team" is the name of another part, "team"`, "标签“Team”与另一部分的名称“team”相同"},
		"name of one before":          {`"en": "Team revenue", "zh": "团队销售额"}, "base"`, `"en": "Team revenue", "zh": "Revenue"}, "base"`, "$.measures[1].label.zh", `the label "Revenue" is the name of another part, "revenue"`, "标签“Revenue”与另一部分的名称“revenue”相同"},
		"Chinese, a name":             {`"提成"`, `"override"`, "$.components[0].label.zh", `the label "override" is the name of another part, "override"`, "标签“override”与另一部分的名称“override”相同"},
	} {
		t.Run(name, func(t *testing.T) {
			require.Contains(t, labelledPlan, c.old)
			_, err := compileText(t, strings.Replace(labelledPlan, c.old, c.with, 1))
			var invalid *kam.InvalidError
			require.ErrorAs(t, err, &invalid)
			require.Len(t, invalid.Findings, 1, "%v", faultPlaces(err))
			f := invalid.Findings[0]
			assert.Equal(t, []string{string(incentive.CodeLabel), c.place}, []string{f.Code, f.Place})
			assert.Equal(t, kam.Text{EN: c.en, ZH: c.zh}, f.Message)
			assert.NotEmpty(t, f.Remedy.EN)
			assert.NotEmpty(t, f.Remedy.ZH)
		})
	}
}

// All labels are told at once, both languages of each, with what to write.
func TestCompileTellsEveryLabel(t *testing.T) {
	_, err := compileText(t, strings.NewReplacer(`"Revenue"`, `""`, `"销售额"`, `"a\tb"`, `"提成"`, `"override"`, `"团队销售额"`, `"commission"`).Replace(labelledPlan))
	assert.Equal(t, []string{
		"plan.label @ $.measures[0].label.en",
		"plan.label @ $.measures[0].label.zh",
		"plan.label @ $.components[0].label.zh",
		"plan.label @ $.components[1].label.zh",
	}, faultPlaces(err))
	var invalid *kam.InvalidError
	require.ErrorAs(t, err, &invalid)
	assert.Contains(t, invalid.In(kam.English), `write 1 to 128 bytes of printable text in both languages, such as "label": {"en": "Commission", "zh": "提成"}, or leave the label out`)
	assert.Contains(t, invalid.In(kam.Chinese), `请用两种语言填写 1 至 128 字节的可打印文字，例如 "label": {"en": "Commission", "zh": "提成"}，或删除标签`)
}
