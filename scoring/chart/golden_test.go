package chart_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/scoring"
	"github.com/kam-go/kam/scoring/chart"
)

// many are ten parts with long names, one of them not known and one counted as 0.
func many(t testing.TB) scoring.Result {
	t.Helper()
	parts := []part{
		{"a", "Growth of sales with existing key accounts", "存量大客户销售增长率", "0.1", "82"},
		{"b", "Customer satisfaction by survey", "客户满意度调查得分", "0.1", "91.5"},
		{"c", "Gross revenue retention", "总收入留存率", "0.1", "64"},
		{"d", "New accounts in new sectors", "新行业新客户开拓", "0.1", ""},
		{"e", "Forecast accuracy", "销售预测准确率", "0.1", "75"},
		{"f", "Quality of account plans and their reviews", "客户计划质量与复盘", "0.1", "55"},
		{"g", "Contract compliance", "合同合规", "0.1", "100"},
		{"h", "Days sales outstanding", "应收账款周转天数", "0.1", "40"},
		{"i", "Knowledge sharing", "知识分享", "0.1", ""},
		{"j", "Cross-selling of services & <spare> parts", "服务与备件“交叉”销售", "0.1", "68"},
	}
	c := card(parts)
	c.Measures[8].Missing = scoring.Missing{Policy: scoring.MissingZero}
	return scored(t, c, parts, firstQuarter)
}

// adjusted has a bonus, a penalty and a veto that limits the grade.
func adjusted(t testing.TB) scoring.Result {
	t.Helper()
	c := card(profile)
	c.Adjustments = []scoring.Adjustment{
		{ID: "ideas", Metric: "ideas", PerUnit: dec("1.5"), Max: opt("5")},
		{ID: "complaints", Metric: "complaints", PerUnit: dec("-2")},
	}
	c.Vetoes = []scoring.Veto{{
		ID: "market-veto", Name: kam.Text{EN: "market development below 50", ZH: "市场开拓低于 50 分"}, On: "market", Below: opt("50"),
		Effect: scoring.VetoCapScore, Score: opt("69.9"),
	}}
	parts := append(with(profile), part{id: "ideas", value: "4"}, part{id: "complaints", value: "2"})
	return scored(t, c, parts, firstQuarter)
}

// quarters are five results with a gap, an unknown one and a veto.
func quarters(t testing.TB) []scoring.Result {
	t.Helper()
	c := card(profile)
	c.MinimumCoverage = kam.MustFraction("0.5")
	list := []scoring.Result{
		scored(t, c, with(profile, "60", "60", "55", "40", "52"), "2024-07-01/2024-10-01"),
		scored(t, c, with(profile, "66", "72", "58", "50", "60"), "2024-10-01/2025-01-01"),
		scored(t, c, with(profile, "", "", "58", "50", ""), "2025-01-01/2025-04-01"),
		scored(t, c, with(profile, "75", "82", "70", "66", "71"), "2025-04-01/2025-07-01"),
		scored(t, c, with(profile, "86", "88", "79", "80", "84"), "2025-07-01/2025-10-01"),
		adjusted(t),
	}
	return list
}

// changed is the result of the next quarter, with a part that is not known.
func changed(t testing.TB) scoring.Result {
	t.Helper()
	parts := with(profile, "74", "95", "64", "")
	return scored(t, card(parts), parts, "2026-04-01/2026-07-01")
}

func TestPictures(t *testing.T) {
	cases := []struct {
		name string
		draw func(chart.Options) ([]byte, error)
	}{
		{"radar", func(o chart.Options) ([]byte, error) { return chart.Radar(result(t), o) }},
		{"radar-many", func(o chart.Options) ([]byte, error) { return chart.Radar(many(t), o) }},
		{"contributions", func(o chart.Options) ([]byte, error) { return chart.Contributions(adjusted(t), o) }},
		{"contributions-many", func(o chart.Options) ([]byte, error) { return chart.Contributions(many(t), o) }},
		{"trend", func(o chart.Options) ([]byte, error) { return chart.Trend(quarters(t), o) }},
		{"compare", func(o chart.Options) ([]byte, error) { return chart.Compare(result(t), changed(t), o) }},
	}
	looks := []struct {
		name string
		opt  chart.Options
	}{
		{"en", chart.Options{}},
		{"zh-360-dark", chart.Options{Lang: kam.Chinese, Width: 360, Theme: chart.Dark}},
		{"en-360-light", chart.Options{Width: 360, Theme: chart.Light}},
	}
	for _, c := range cases {
		for _, l := range looks {
			t.Run(c.name+" "+l.name, func(t *testing.T) {
				svg, err := c.draw(l.opt)
				require.NoError(t, err)
				golden(t, c.name+"."+l.name+".svg", svg)
			})
		}
	}
}
