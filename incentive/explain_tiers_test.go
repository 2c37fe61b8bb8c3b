package incentive_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
)

// tierRows returns the rows of the tier table of a statement, and the sentence above it.
func tierRows(t *testing.T, text, head string) (title string, rows []string) {
	t.Helper()
	above, table, found := strings.Cut(text, head)
	require.True(t, found, text)
	lines := strings.Split(strings.TrimSpace(above), "\n")
	table, _, _ = strings.Cut(table, "\n\n")
	return lines[len(lines)-1], strings.Split(strings.TrimSpace(table), "\n")[2:]
}

// The tiers stand beside the deals that they pay: bounds, rates, where the payee is and how far it is to the next.
func TestMarkdownShowsTheTiers(t *testing.T) {
	const tiers = `{"name": "commission", "measure": "revenue", "tiers": `
	const unlike = `{"name": "commission", "measure": "revenue", "tiers": {"mode": "whole", "basis": "amount", "bands": [{"from": "0", "rate": "0.1"}, {"from": "900", "rate": "0.2"}], `
	for name, c := range map[string]struct {
		component string
		change    func(*office)
		title     kam.Text
		en, zh    []string
	}{
		"between two bounds": {
			tiers + `{"mode": "marginal", "basis": "amount", "bands": [{"from": "0", "rate": "0.1"}, {"from": "999.99", "rate": "0.15"}, {"from": "2500", "rate": "0.2"}]}}`,
			func(*office) {},
			kam.Text{
				EN: "Tiers by revenue: each part is paid at the rate of the tier that it lies in.",
				ZH: "按 revenue 分档：各部分按所在档次的提成比例计付（超额累进）。",
			},
			[]string{
				"| 1 | 0 | 999.99 | 0.1 (10 %) |  |", "| 2 | 999.99 | 2,500 | 0.15 (15 %) | **you are here**: 1,000; 1,500 more to tier 3 |",
				"| 3 | 2,500 | – | 0.2 (20 %) |  |",
			},
			[]string{
				"| 1 | 0 | 999.99 | 0.1 (10 %) |  |", "| 2 | 999.99 | 2,500 | 0.15 (15 %) | **当前档**：1,000；距第 3 档还差 1,500 |",
				"| 3 | 2,500 | – | 0.2 (20 %) |  |",
			},
		},
		"at a bound, on top": {
			tiers + `{"mode": "whole", "basis": "amount", "bands": [{"from": "0", "rate": "0.1"}, {"from": "1000", "rate": "0.15"}]}}`,
			func(*office) {},
			kam.Text{EN: "Tiers by revenue: everything is paid at the rate of the tier reached.", ZH: "按 revenue 分档：全部按所达档次的提成比例计付（全额累进）。"},
			[]string{"| 1 | 0 | 1,000 | 0.1 (10 %) |  |", "| 2 | 1,000 | – | 0.15 (15 %) | **you are here**: 1,000; no tier is higher |"},
			[]string{"| 1 | 0 | 1,000 | 0.1 (10 %) |  |", "| 2 | 1,000 | – | 0.15 (15 %) | **当前档**：1,000；已是最高档 |"},
		},
		"by attainment": {
			tiers + `{"mode": "interpolated-rate", "basis": "attainment", "bands": [{"from": "0", "rate": "0.1"}, {"from": "1", "rate": "0.15"}]}}`,
			func(o *office) { o.quotas("revenue", "3000") },
			kam.Text{
				EN: "Tiers by attainment of revenue: everything is paid at one rate, which runs in a straight line from the rate of a tier to that of the next.",
				ZH: "按 revenue 的完成率分档：全部按同一提成比例计付，该比例在相邻两档之间按直线变化。",
			},
			[]string{"| 1 | 0 % (0) | 100 % (3,000) | 0.1 (10 %) | **you are here**: 1,000 (33.3333 %); 2,000 more to tier 2 |", "| 2 | 100 % (3,000) | – | 0.15 (15 %) |  |"},
			[]string{"| 1 | 0 %（0） | 100 %（3,000） | 0.1 (10 %) | **当前档**：1,000（33.3333 %）；距第 2 档还差 2,000 |", "| 2 | 100 %（3,000） | – | 0.15 (15 %) |  |"},
		},
		"of a quota of zero": {
			tiers + `{"mode": "whole", "basis": "attainment", "bands": [{"from": "0", "rate": "0.1"}, {"from": "1", "rate": "0.15"}]}}`,
			func(o *office) { o.quotas("revenue", "0"); o.sales.Measures[0].ZeroQuota = known("0.5") },
			kam.Text{
				EN: "Tiers by attainment of revenue: everything is paid at the rate of the tier reached.",
				ZH: "按 revenue 的完成率分档：全部按所达档次的提成比例计付（全额累进）。",
			},
			[]string{"| 1 | 0 % | 100 % | 0.1 (10 %) | **you are here**: 50 %, which the plan states for a quota of zero |", "| 2 | 100 % | – | 0.15 (15 %) |  |"},
			[]string{"| 1 | 0 % | 100 % | 0.1 (10 %) | **当前档**：50 %（目标为零时方案约定的完成率） |", "| 2 | 100 % | – | 0.15 (15 %) |  |"},
		},
		"amounts of tiers": {
			tiers + `{"mode": "interpolated-amount", "basis": "amount", "bands": [{"from": "0", "amount": "50"}, {"from": "800", "until": "2000", "amount": "500"}]}}`,
			func(*office) {},
			kam.Text{EN: "Tiers by revenue: a tier pays its amount in proportion to how far it is filled.", ZH: "按 revenue 分档：各档按已完成部分占该档的比例计付满档金额。"},
			[]string{"| 1 | 0 | 800 | 50 |  |", "| 2 | 800 | 2,000 | 500 | **you are here**: 1,000; 1,000 more to the end of the last tier |"},
			[]string{"| 1 | 0 | 800 | 50 |  |", "| 2 | 800 | 2,000 | 500 | **当前档**：1,000；距最高档满档还差 1,000 |"},
		},
		"each deal by itself": {
			tiers + `{"mode": "marginal", "basis": "amount", "bands": [{"from": "0", "rate": "0.1"}, {"from": "600", "rate": "0.2"}]}}`,
			func(o *office) { o.sales.Measures[0].Window = incentive.PerTransaction },
			kam.Text{
				EN: "Tiers by revenue of each deal: each part is paid at the rate of the tier that it lies in.",
				ZH: "按单笔交易的 revenue 分档：各部分按所在档次的提成比例计付（超额累进）。",
			},
			[]string{"| 1 | 0 | 600 | 0.1 (10 %) |  |", "| 2 | 600 | – | 0.2 (20 %) |  |"},
			[]string{"| 1 | 0 | 600 | 0.1 (10 %) |  |", "| 2 | 600 | – | 0.2 (20 %) |  |"},
		},
		"money for each unit": {
			tiers + `{"mode": "marginal", "basis": "units", "bands": [{"from": "0", "rate": "5"}, {"from": "2", "rate": "7.5"}]}}`,
			func(o *office) { o.sales.Measures[0].Base = incentive.BaseCount },
			kam.Text{
				EN: "Tiers by revenue: each part is paid at the rate of the tier that it lies in.",
				ZH: "按 revenue 分档：各部分按所在档次的提成比例计付（超额累进）。",
			},
			[]string{"| 1 | 0 | 2 | 5 | **you are here**: 1; 1 more to tier 2 |", "| 2 | 2 | – | 7.5 |  |"},
			[]string{"| 1 | 0 | 2 | 5 | **当前档**：1；距第 2 档还差 1 |", "| 2 | 2 | – | 7.5 |  |"},
		},
		"lost, and kept": {
			unlike + `"lost": "latched"}}`,
			func(o *office) { o.add(returned("r1", "a1", "-400", "2026-03-01")) },
			kam.Text{EN: "Tiers by revenue: everything is paid at the rate of the tier reached.", ZH: "按 revenue 分档：全部按所达档次的提成比例计付（全额累进）。"},
			[]string{"| 1 | 0 | 900 | 0.1 (10 %) | **you are here**: 600; 300 more to tier 2 |", "| 2 | 900 | – | 0.2 (20 %) | reached earlier: its rate stays |"},
			[]string{"| 1 | 0 | 900 | 0.1 (10 %) | **当前档**：600；距第 2 档还差 300 |", "| 2 | 900 | – | 0.2 (20 %) | 曾达到本档，继续适用其提成比例 |"},
		},
		"lost, and taken back": {
			unlike + `"lost": "take-back"}}`,
			func(o *office) { o.add(returned("r1", "a1", "-400", "2026-03-01")) },
			kam.Text{EN: "Tiers by revenue: everything is paid at the rate of the tier reached.", ZH: "按 revenue 分档：全部按所达档次的提成比例计付（全额累进）。"},
			[]string{"| 1 | 0 | 900 | 0.1 (10 %) | **you are here**: 600; 300 more to tier 2 |", "| 2 | 900 | – | 0.2 (20 %) |  |"},
			[]string{"| 1 | 0 | 900 | 0.1 (10 %) | **当前档**：600；距第 2 档还差 300 |", "| 2 | 900 | – | 0.2 (20 %) |  |"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			o := newOffice(t)
			o.component(t, c.component)
			c.change(o)
			s := o.statement(t, "anna", "sales")
			title, rows := tierRows(t, s.Markdown(kam.English), "| Tier | From | Below |")
			assert.Equal(t, c.title.EN, title)
			assert.Equal(t, c.en, rows)
			title, rows = tierRows(t, s.Markdown(kam.Chinese), "| 档次 | 起（含） | 止（不含） |")
			assert.Equal(t, c.title.ZH, title)
			assert.Equal(t, c.zh, rows)
		})
	}
}

// A deal's line names its tier by the number that it has in the table, whichever way a refund crosses the bound.
func TestMarkdownNumbersTheTierOfALine(t *testing.T) {
	o := newOffice(t)
	o.component(t, `{"name": "commission", "measure": "revenue", "tiers": {"mode": "marginal", "basis": "amount", "bands": [{"from": "0", "rate": "0.1"}, {"from": "700", "rate": "0.2"}]}}`)
	o.add(returned("r1", "a1", "-400", "2026-03-01"))
	text := o.statement(t, "anna", "sales").Markdown(kam.English)
	assert.Contains(t, text, "| 2026-02-01 | a1 | 700 × 0.1 (10 %) | 1: 0 – 700 | 70.00 |\n|  |  | 300 × 0.2 (20 %) | 2: from 700 on | 60.00 |\n")
	assert.Contains(t, text, "| 2026-03-01 | r1 | -300 × 0.2 (20 %) | 2: from 700 on | -60.00 |\n|  |  | -100 × 0.1 (10 %) | 1: 0 – 700 | -10.00 |\n")
	assert.NotContains(t, newOffice(t).statement(t, "anna", "sales").Markdown(kam.English), "Tiers by", "a single rate has none")
}

// More than one component, or a limit of the plan, is added up: to what the period earned.
func TestMarkdownAddsTheEarningsUp(t *testing.T) {
	o := newOffice(t)
	text := o.statement(t, "anna", "sales").Markdown(kam.English)
	assert.NotContains(t, text, "Earned in all", "one component has its own sum")
	more := o.sales.Components[0]
	more.Name = "more"
	o.sales.Components = append(o.sales.Components, more)
	s := o.statement(t, "anna", "sales")
	for _, text := range []string{s.Markdown(kam.English), s.Details(kam.English)} {
		assert.Contains(t, text, "**commission: CNY 100.00**\n\n## more\n")
		assert.Contains(t, text, "**more: CNY 100.00**\n\n**Earned in all: CNY 200.00**\n")
	}
	assert.Contains(t, s.Markdown(kam.Chinese), "**所得合计：CNY 200.00**\n")
	o = newOffice(t)
	o.sales.Caps = []incentive.Cap{{Per: "period", Amount: known("60"), Excess: incentive.ExcessForfeit}}
	assert.Contains(t, o.statement(t, "anna", "sales").Markdown(kam.English), "- The period is capped at 60.00: -40.00\n\n**Earned in all: CNY 60.00**\n")
}

// A statement says the usual kinds of leave in its language, whichever they are stated in; other words stay.
func TestMarkdownNamesKindsOfLeave(t *testing.T) {
	for stated, c := range map[string]struct{ en, zh string }{
		"parental leave":  {"away 2026-02-01 to 2026-02-14: parental leave (recorded as ill)", "休假：2026-02-01 至 2026-02-14，育儿假（记录编号 ill）"},
		"Sick Leave":      {": sick leave (", "，病假（"},
		"  年假 ":           {": annual leave (", "，年假（"},
		"事假":              {": personal leave (", "，事假（"},
		"maternity leave": {": maternity leave (", "，产假（"},
		"婚假":              {": marriage leave (", "，婚假（"},
		"jury | duty":     {`: jury \| duty (`, `，jury \| duty（`},
		"leave":           {": leave (", "，leave（"},
		"":                {"away 2026-02-01 to 2026-02-14 (recorded as ill)", "休假：2026-02-01 至 2026-02-14（记录编号 ill）"},
	} {
		t.Run(stated, func(t *testing.T) {
			o := newOffice(t)
			o.component(t, `{"name": "commission", "measure": "revenue", "tiers": {"mode": "marginal", "basis": "attainment", "bands": [{"from": "0", "rate": "0.1"}]}}`)
			o.sales.Proration = &incentive.Proration{By: incentive.CalendarDays, Quotas: new(true), Targets: new(true)}
			o.quotas("revenue", "9000")
			o.in.Roster.Assignments[0].Absences = []incentive.Absence{{ID: "ill", Period: kam.MustPeriod("2026-02-01/2026-02-15"), Prorates: true, Reason: stated}}
			s := o.statement(t, "anna", "sales")
			assert.Contains(t, s.Markdown(kam.English), c.en)
			assert.Contains(t, s.Markdown(kam.Chinese), c.zh)
		})
	}
}

// Names stand in Chinese quotation marks, lines to paste in those of JSON, and what cannot be printed is escaped.
func TestChineseQuotesNames(t *testing.T) {
	o := newOffice(t)
	o.deals[0].Owner = "zoe"
	answer := o.mustRun(t).Why("zoe\a\"x\"", "a1")
	assert.Equal(t, kam.Text{EN: `"zoe\a\"x\"" has no part in the deal; its owners are zoe`, ZH: `“zoe\a"x"”未参与该交易；负责人为 zoe`}, answer.Reasons[0].Message)
	sales := planOf(t, salesPlan)
	sales.Readings = "standard-9"
	_, err := incentive.Compile(incentive.Book{Plans: []incentive.Plan{sales}})
	require.Error(t, err)
	var invalid *kam.InvalidError
	require.ErrorAs(t, err, &invalid)
	assert.Contains(t, invalid.In(kam.Chinese), `请写 "readings": "standard-1"，或删除该项并逐一写明`)
}
