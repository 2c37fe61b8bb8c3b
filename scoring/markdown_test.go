package scoring_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/scoring"
)

// full is a card that uses everything: nested dimensions, all policies for missing values, bonus, penalty and vetoes.
func full(t testing.TB) scoring.Card {
	t.Helper()
	c, err := scoring.Preset("key-account-manager")
	require.NoError(t, err)
	c.Dimensions[3].Measures[2].Missing = scoring.Missing{Policy: scoring.MissingNeutral, Neutral: opt("50")}
	c.Dimensions[3].Measures[1].Missing = scoring.Missing{Policy: scoring.MissingZero}
	complaints := lower(measure("complaints", "0", scoring.Function{Deduction: &scoring.Deduction{PerUnit: dec("20")}}))
	complaints.Name = kam.Text{EN: "Complaints | upheld", ZH: "成立的投诉"}
	c.Measures = []scoring.Measure{complaints}
	c.Adjustments = []scoring.Adjustment{
		{ID: "references", Name: kam.Text{EN: "Reference customers", ZH: "标杆客户"}, Metric: "customer.references", PerUnit: dec("1.5"), Max: opt("4")},
		{ID: "late", Name: kam.Text{EN: "Late reports", ZH: "迟交报告"}, Metric: "reports.late", PerUnit: dec("-0.5")},
		{ID: "awards", Name: kam.Text{EN: "Awards", ZH: "获奖"}, Metric: "awards", PerUnit: dec("1")},
	}
	c.MaxBonus, c.MaxPenalty = opt("3"), opt("5")
	c.Vetoes = append(c.Vetoes,
		scoring.Veto{ID: "fraud", Name: kam.Text{EN: "Complaints", ZH: "投诉"}, On: "complaints", Above: opt("3"), Effect: scoring.VetoLowest},
		scoring.Veto{ID: "satisfaction-first", Name: kam.Text{EN: "Unhappy customers", ZH: "客户不满意"}, On: "satisfaction", Below: opt("75"), Effect: scoring.VetoCapScore, Score: opt("58")},
		scoring.Veto{ID: "kept", On: "customer-retention", Below: opt("0.5"), Effect: scoring.VetoLowest},
	)
	return c
}

// whole is a result of that card.
func whole(t testing.TB) scoring.Result {
	t.Helper()
	list := append(keyAccount()[:5:5], observed("complaints", "2"), observed("customer.references", "3"), observed("reports.late", "4"))
	list[0] = ratioOf("sales.growth", "1", "7")
	list[1].Period, list[1].Revision, list[1].Source = kam.MustPeriod("2026-01-01/2026-07-01"), 2, "survey | spring"
	list[0].Period, list[6].Source = kam.MustPeriod("2026-01-01/2026-04-01"), "crm"
	return score(t, full(t), list...)
}

func TestMarkdown(t *testing.T) {
	r := whole(t)
	golden(t, "result.en.md", r.Markdown(kam.English))
	golden(t, "result.zh-CN.md", r.Markdown(kam.Chinese))
	text, err := r.JSON()
	require.NoError(t, err)
	golden(t, "result.json", string(text)+"\n")
}

func TestMarkdownWithNames(t *testing.T) {
	r := whole(t)
	names := kam.Names(func(id string) string { return map[string]string{r.Subject.ID: "Anna | 安娜"}[id] })
	plain := r.Markdown(kam.English)
	assert.Contains(t, r.SummaryWith(names).ZH, "Anna | 安娜：")
	assert.Equal(t, strings.Replace(plain, r.Subject.Kind+" "+r.Subject.ID+":", `Anna \| 安娜:`, 1), r.MarkdownWith(kam.English, names))
	assert.Equal(t, plain, r.MarkdownWith(kam.English, func(string) string { return "" }))
}

func TestMarkdownOfNothing(t *testing.T) {
	r := score(t, full(t))
	golden(t, "unknown.en.md", r.Markdown(kam.English))
	golden(t, "unknown.zh-CN.md", r.Markdown(kam.Chinese))
}

func TestMarkdownEscapes(t *testing.T) {
	c := card(points("a|b", "1"))
	c.Measures[0].Name = kam.Text{EN: "<script>|*x* # y", ZH: "甲"}
	c.Name = kam.Text{EN: "a_b", ZH: "甲*乙"}
	text := score(t, c, observed("a|b", "1")).Markdown(kam.English)
	assert.Contains(t, text, `| &lt;script&gt;\|\*x\* \# y |`)
	assert.Contains(t, text, `# a\_b`)
	for _, line := range strings.Split(text, "\n") {
		assert.NotRegexp(t, `^# y`, line)
	}
}

func TestSummary(t *testing.T) {
	c := card(points("a", "1"))
	c.Grades = grades()
	assert.Equal(t, "agent anna: 72.3 of 100 points, grade B", score(t, c, observed("a", "72.25")).Summary().EN)
	assert.Equal(t, "agent anna：72.3 分（满分 100 分），等级 B", score(t, c, observed("a", "72.25")).Summary().ZH)
	assert.Equal(t, "agent anna: not known, none of its measures is known", score(t, c).Summary().EN)
	c = card(points("a", "0.5"), points("b", "0.5"))
	c.MinimumCoverage = kam.MustFraction("0.6")
	assert.Equal(t, "agent anna: not known, only 50 % of the weight is known, 60 % are needed", score(t, c, observed("a", "72.25")).Summary().EN)
}

// Each mode has a name of its own in both languages, and a veto on both sides names both.
func TestMarkdownWords(t *testing.T) {
	seen := map[string]bool{}
	for _, mode := range []scoring.RoundingMode{scoring.HalfUp, scoring.HalfEven, scoring.HalfDown, scoring.Up, scoring.Down, scoring.Ceil, scoring.Floor} {
		c := card(points("a", "1"))
		c.Rounding.Mode = mode
		c.Vetoes = []scoring.Veto{{ID: "v", On: "a", Below: opt("1"), Above: opt("9"), Effect: scoring.VetoLowest}}
		r := score(t, c, observed("a", "5"))
		for _, lang := range []kam.Lang{kam.English, kam.Chinese} {
			text := r.Markdown(lang)
			assert.False(t, seen[text], mode)
			seen[text] = true
		}
		assert.Contains(t, r.Markdown(kam.English), "| a below 1 or above 9 | 5 |")
		assert.Contains(t, r.Markdown(kam.Chinese), "| a低于 1 或高于 9 | 5 |")
	}
}

func TestMarkdownOfABlockedResult(t *testing.T) {
	c := card(points("a", "0.5"), points(strings.Repeat("长", 40), "0.5"))
	c.Missing.Policy = scoring.MissingBlock
	text := score(t, c, observed("a", "5")).Markdown(kam.English)
	long := strings.Repeat("长", 40)
	assert.Contains(t, text, "not known, "+long+" has to be scored and could not be.")
	assert.Contains(t, text, "- measure "+long+": the value is not known")
}
