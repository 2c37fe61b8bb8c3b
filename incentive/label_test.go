package incentive_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/internal/wordtest"
)

// sumsLabels are what people call the measures and components of [sumsPlan].
var sumsLabels = map[string]kam.Text{
	"revenue": {EN: "Net sales", ZH: "净销售额"}, "satisfaction": {EN: "Mood of customers", ZH: "客户满意度"},
	"commission": {EN: "Sales pay", ZH: "销售提成"}, "goals": {EN: "Yearly aim", ZH: "年度奖"}, "club": {EN: "Two-thousand bonus", ZH: "两千奖"},
	"race": {EN: "Ranking", ZH: "排名奖"}, "team": {EN: "All together", ZH: "全队共享"},
}

// labelled gives the sales plan of an office its labels.
func (o *office) labelled(labels map[string]kam.Text) *office {
	for i := range o.sales.Measures {
		o.sales.Measures[i].Label = labels[o.sales.Measures[i].Name]
	}
	for i := range o.sales.Components {
		o.sales.Components[i].Label = labels[o.sales.Components[i].Name]
	}
	return o
}

func TestCalled(t *testing.T) {
	m, k := incentive.Measure{Name: "revenue"}, incentive.Component{Name: "commission"}
	p := incentive.Plan{Measures: []incentive.Measure{m}, Components: []incentive.Component{k}}
	for _, lang := range []kam.Lang{kam.English, kam.Chinese} {
		assert.Equal(t, "revenue commission", m.Called(lang)+" "+k.Called(lang))
	}
	assert.Equal(t, kam.Text{EN: "revenue", ZH: "revenue"}, p.MeasureLabel("revenue"))
	assert.Equal(t, kam.Text{EN: "commission", ZH: "commission"}, p.ComponentLabel("commission"))
	p.Measures[0].Label, p.Components[0].Label = kam.Text{EN: "Revenue", ZH: "销售额"}, kam.Text{EN: "Commission", ZH: "提成"}
	assert.Equal(t, "Revenue Commission", p.Measures[0].Called(kam.English)+" "+p.Components[0].Called(kam.English))
	assert.Equal(t, "销售额 提成", p.Measures[0].Called(kam.Chinese)+" "+p.Components[0].Called(kam.Chinese))
	assert.Equal(t, p.Measures[0].Label, p.MeasureLabel("revenue"))
	assert.Equal(t, p.Components[0].Label, p.ComponentLabel("commission"))
	assert.Equal(t, kam.Text{EN: "commission", ZH: "commission"}, p.MeasureLabel("commission"), "a component is no measure")
	assert.Equal(t, kam.Text{EN: "Cap on the period", ZH: "单期封顶"}, p.ComponentLabel("(period-cap)"))
}

// A label is what is acknowledged, and no part of a plan that has none: its canonical form and hash are what they were.
func TestLabelsAndTheHash(t *testing.T) {
	bare, labelled := planOf(t, salesPlan), planOf(t, salesPlan)
	data, err := bare.Canonical()
	require.NoError(t, err)
	assert.NotContains(t, string(data), "label")
	assert.Equal(t, "0e5555fd55be", bare.Hash()[:12])
	labelled.Components[0].Label = kam.Text{EN: "Commission", ZH: "提成"}
	data, err = labelled.Canonical()
	require.NoError(t, err)
	assert.Contains(t, string(data), `"components":[{"label":{"en":"Commission","zh":"提成"},"measure":"revenue","name":"commission","rate":"0.1"}]`)
	assert.NotEqual(t, bare.Hash(), labelled.Hash())
	again := planOf(t, string(data))
	assert.Equal(t, labelled.Components[0].Label, again.Components[0].Label)
	assert.Equal(t, labelled.Hash(), again.Hash())
	other := labelled
	other.Components = []incentive.Component{labelled.Components[0]}
	other.Components[0].Label.ZH = "佣金"
	assert.NotEqual(t, labelled.Hash(), other.Hash())
	measured := planOf(t, salesPlan)
	measured.Measures[0].Label = kam.Text{EN: "Revenue", ZH: "销售额"}
	assert.NotEqual(t, bare.Hash(), measured.Hash())
}

// Whatever people read of a statement has labels where the plan states them; machines find the names.
func TestLabelsOnStatements(t *testing.T) {
	bare, run := sums(t).mustRun(t), sums(t).labelled(sumsLabels).mustRun(t)
	names := []string{"revenue", "satisfaction", "commission", "goals", "club", "race", "全队共享 为"}
	for _, payee := range []string{"anna", "dan", "eve"} {
		s, ok := run.Statement(payee, "sales")
		require.True(t, ok)
		before, ok := bare.Statement(payee, "sales")
		require.True(t, ok)
		assert.True(t, s.Earned().Equal(before.Earned()))
		for _, lang := range []kam.Lang{kam.English, kam.Chinese} {
			for _, text := range []string{s.Markdown(lang), s.Details(lang), run.Why(payee, "s1").In(lang), fmt.Sprint(s.Ahead())} {
				wordtest.Formatted(t, text)
				body, _, _ := strings.Cut(text, "\n---\n")
				body = strings.ReplaceAll(body, "target incentive", "")
				for _, name := range names {
					if !strings.HasPrefix(text, "[{") { // what is ahead has names of its own
						assert.NotContains(t, body, name, payee)
					}
				}
			}
		}
		for _, a := range s.Ahead() {
			assert.Contains(t, a.Text.ZH, sumsLabels[a.Component].ZH)
			assert.Contains(t, a.Text.EN, sumsLabels[a.Component].EN)
		}
		for c := range s.Components() {
			assert.Equal(t, sumsLabels[c.Name], s.ComponentLabel(c.Name))
			assert.Equal(t, sumsLabels[c.Measure], s.MeasureLabel(c.Measure))
		}
		for l := range s.Lines() {
			assert.Equal(t, "commission", l.Component())
			assert.NotContains(t, string(l.AppendText(nil)), "Sales pay")
		}
		for a := range s.Adjustments() {
			assert.Contains(t, sumsLabels, a.Component)
		}
		golden(t, "labels-"+payee+".zh-CN.md", s.Markdown(kam.Chinese))
	}
	why := run.Why("anna", "s1")
	assert.Contains(t, why.In(kam.English), "\nthe deal counts for the measure \"Net sales\"; \"Yearly aim\" pays on where that stands, not deal by deal\n")
	assert.Contains(t, why.In(kam.Chinese), "\n该交易计入指标“净销售额”；“年度奖”按指标数值计付，不逐笔计提\n")
	assert.Contains(t, why.In(kam.Chinese), "销售提成：该交易连同退款对所有人员合计应付")
}

// What a quota comes from names the measure.
func TestLabelsOfQuotas(t *testing.T) {
	o := newOffice(t).labelled(map[string]kam.Text{"revenue": {EN: "Net sales", ZH: "净销售额"}})
	o.component(t, `{"name": "commission", "measure": "revenue", "tiers": {"mode": "marginal", "basis": "attainment", "bands": [{"from": "0", "rate": "0.1"}, {"from": "1", "rate": "0.2"}]}}`)
	o.quotas("revenue", "9000")
	for i := range o.in.Roster.Assignments {
		if a := &o.in.Roster.Assignments[i]; a.Plan == "sales" {
			a.Quotas[0].Relief = []incentive.Relief{{Amount: known("1000"), Reason: "flood", ApprovedBy: "dan"}}
		}
	}
	s := o.statement(t, "anna", "sales")
	assert.Contains(t, s.Markdown(kam.Chinese), "- 净销售额（2026-01-01 至 2026-03-31）：原定目标 9,000\n")
	assert.Contains(t, s.Markdown(kam.Chinese), "\n按净销售额的完成率分档：")
	assert.Contains(t, s.Markdown(kam.English), "- Net sales, 2026-01-01 to 2026-03-31: the quota as it was set is 9,000\n")
}

// A label is text: it is escaped, and stands in its cell.
func TestLabelsAreEscaped(t *testing.T) {
	evil := kam.Text{EN: "a | *b* <script> # `c`", ZH: "甲 | *乙* <i>"}
	o := newOffice(t).labelled(map[string]kam.Text{"revenue": evil, "commission": {EN: "k | _x_", ZH: "丙 | _丁_"}})
	s := o.statement(t, "anna", "sales")
	text := s.Markdown(kam.English)
	assert.Contains(t, text, "\n| a \\| \\*b\\* &lt;script&gt; \\# \\`c\\` | 2026-01-01 | 0 | 1,000 | – | – |\n")
	assert.Contains(t, text, "\n## k \\| \\_x\\_\n")
	assert.Contains(t, text, "\n**k \\| \\_x\\_: CNY 100.00**\n")
	assert.Contains(t, s.Markdown(kam.Chinese), "\n| 甲 \\| \\*乙\\* &lt;i&gt; | 2026-01-01 |")

	o.component(t, `{"name": "commission", "label": {"en": "k | _x_", "zh": "丙 | _丁_"}, "measure": "revenue", "tiers": {"mode": "marginal", "basis": "amount", "bands": [{"from": "0", "rate": "0.1"}, {"from": "2000", "rate": "0.2"}]}}`)
	s = o.statement(t, "anna", "sales")
	assert.Contains(t, s.Markdown(kam.English), "\n- k \\| \\_x\\_: 1,000 more to the tier from 2,000, rate 0.2 (20 %) on what lies above; counting starts again next period\n")
	assert.Equal(t, "k | _x_: 1,000 more to the tier from 2,000, rate 0.2 (20 %) on what lies above; counting starts again next period", s.Ahead()[0].Text.EN, "plain text")
}

// Labels in Chinese stand in their sentence without the blanks that names need; those of Latin letters keep them.
func TestLabelsInChineseSentences(t *testing.T) {
	for label, want := range map[string]string{
		"销售额":       "\n按销售额分档：",
		"CRM 销售额":   "\n按 CRM 销售额分档：",
		"销售额 CRM":   "\n按销售额 CRM 分档：",
		"ARR":       "\n按 ARR 分档：",
		"销售额（含税）":   "\n按销售额（含税）分档：",
		"销 售 额":     "\n按销 售 额分档：",
		"100 % 销售额": "\n按 100 % 销售额分档：",
	} {
		o := newOffice(t)
		o.component(t, `{"name": "commission", "measure": "revenue", "tiers": {"mode": "marginal", "basis": "amount", "bands": [{"from": "0", "rate": "0.1"}, {"from": "2000", "rate": "0.2"}]}}`)
		o.sales.Measures[0].Label = kam.Text{EN: "Revenue", ZH: label}
		assert.Contains(t, o.statement(t, "anna", "sales").Markdown(kam.Chinese), want)
	}
}

// A statement in a file recomputes with its labels.
func TestLabelledStatementsVerify(t *testing.T) {
	checkAlways(t, sums(t).labelled(sumsLabels).mustRun(t))
}

// The names under which caps of a plan are posted have labels in reports, where a version has such caps.
func TestLabelsOfCaps(t *testing.T) {
	o := newOffice(t)
	assert.Empty(t, o.program(t).ComponentLabels("sales", 1))
	o.sales.Caps = []incentive.Cap{{Per: incentive.PerRunPeriod, On: incentive.OnPay, Amount: known("100"), Excess: incentive.ExcessForfeit}}
	assert.Equal(t, map[string]kam.Text{"(period-cap)": {EN: "Cap on the period", ZH: "单期封顶"}}, o.program(t).ComponentLabels("sales", 1))
}
