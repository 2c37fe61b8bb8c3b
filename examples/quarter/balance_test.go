package main

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam/examples/internal/reports"
	"github.com/kam-go/kam/incentive/fromcrm"
)

// visitor is what the index of an export without the one who visits in realset/week.json says, and all that it says where sums are one.
const visitor = "- week.json:$.people[0].user: \"Anna Snelling\" is no user of the system, and visits nobody (name a user by ID, or leave the person out)\n"

// Slashes in the names of people, customers and the company change nothing.
func TestNamesWithSlashes(t *testing.T) {
	for _, name := range []string{"Ann / Bo", "<b>Ann</b>", "%2F Ann", "Ann/", "CRM Sales Opportunities/Ann"} {
		out := filepath.Join(t.TempDir(), "out")
		code, stdout, stderr := call(t, "-out", out, "-export", exported(t, map[string]string{
			"sales_teams.csv":    "sales_agent,manager,regional_office\n" + name + ",Cy,East\n",
			"accounts.csv":       "account,sector,employees,office_location,subsidiary_of\nQuux A/S,retail,5,US,\n",
			"sales_pipeline.csv": pipeline + "1," + name + ",GTX Pro,Quux A/S,Won,01-08-2017,02-08-2017,100\n2," + name + ",GTX Pro,Quux A/S,Won,01-10-2017,02-11-2017,90\n",
		}))
		require.Zero(t, code, stderr)
		assert.Contains(t, stdout, "\n"+name+" ", name)
		assert.Contains(t, stdout, "Revenue in the copy: 90.00; measured: 90.00; in statements: 90.00 USD\n\n"+visitor+"\n9 reports", name)
		assert.Contains(t, written(t, out)["targets.en.md"], "| · · Quux A/S | ")
	}
	out := filepath.Join(t.TempDir(), "out")
	code, _, stderr := call(t, "-out", out, "-rules", ruled(t, "quarter.json", "康盟工业 Kam Industrial", "Kam / Industrial"))
	require.Zero(t, code, stderr)
	files := written(t, out)
	assert.Contains(t, files["targets.en.md"], "| Kam / Industrial | 489,569 |")
	for name, text := range files {
		assert.NotContains(t, text, "%2F", name)
	}
}

// Who and what the sums leave out is said in the index, with names and sums, in both languages.
func TestTheIndexSaysWhatTheSumsLeaveOut(t *testing.T) {
	const deals = pipeline + "1,Ann,GTX Pro,Acme,Won,01-08-2017,02-08-2017,100\n2,Ann,GTX Pro,Acme,Won,01-10-2017,02-11-2017,90\n"
	for name, c := range map[string]struct {
		team, more string
		sums       string
		en, zh     []string
	}{
		"no sales before": {
			"New Hire,Cy,East\n", "3,New Hire,GTX Pro,Acme,Won,01-10-2017,20-10-2017,5000\n", "Revenue in the copy: 5,090.00; measured: 90.00; in statements: 90.00 USD",
			[]string{
				"- no target, and so no score and no pay: New Hire, revenue USD 5,000.00", "- of the revenue in the copy, USD 5,000.00 is not measured and USD 5,000.00 is in no statement",
				"- Acme (3), won on 2017-10-20: USD 5,000.00 in the copy, USD 0.00 in statements; New Hire has no target",
			},
			[]string{
				"- 没有目标，因此没有得分和提成：New Hire，销售收入 USD 5,000.00", "- 副本中的销售收入有 USD 5,000.00 未计量，USD 5,000.00 不在任何结算单中",
				"- Acme（3），2017-10-20 赢单：副本中为 USD 5,000.00，结算单中为 USD 0.00；New Hire 没有目标",
			},
		},
		"owner without a name": {
			"", "3,,GTX Pro,Acme,Won,01-10-2017,20-10-2017,10.50\n4,,GTX Pro,Acme,Won,01-08-2017,20-08-2017,7\n", "Revenue in the copy: 100.50; measured: 90.00; in statements: 90.00 USD",
			[]string{
				"- in nobody's target: Acme (4), won on 2017-08-20, USD 7.00; it has no owner", "- of the revenue in the copy, USD 10.50 is not measured and USD 10.50 is in no statement",
				"- Acme (3), won on 2017-10-20: USD 10.50 in the copy, USD 0.00 in statements; it has no owner",
			},
			[]string{"- 未计入任何人的目标：Acme（4），2017-08-20 赢单，USD 7.00；没有负责人", "结算单中为 USD 0.00；没有负责人"},
		},
		"owner not in the team": {
			"", "3,Gone,GTX Pro,Acme,Won,01-10-2017,20-10-2017,10\n", "Revenue in the copy: 100.00; measured: 90.00; in statements: 90.00 USD",
			[]string{"- no target, and so no score and no pay: Gone, revenue USD 10.00", "- owns deals and is not in the team: Gone, revenue USD 10.00", "in statements; Gone has no target"},
			[]string{"- 拥有商机但不在团队名单中：Gone，销售收入 USD 10.00"},
		},
		"not in the team, with a target": {
			"", "3,Gone,GTX Pro,Acme,Won,01-10-2017,20-10-2017,10\n4,Gone,GTX Pro,Acme,Won,01-08-2017,20-08-2017,7\n", "",
			[]string{"- owns deals and is not in the team: Gone, revenue USD 10.00"},
			nil,
		},
		"nothing sold at all": {
			"Idle,Cy,East\n", "", "Revenue in the copy: 90.00; measured: 90.00; in statements: 90.00 USD", []string{"- no target and no revenue: Idle"}, []string{"- 没有目标，也没有销售收入：Idle"},
		},
		"without an account": {"", "3,Ann,GTX Pro,,Won,01-10-2017,20-10-2017,10\n4,Ann,GTX Pro,,Won,01-08-2017,20-08-2017,7\n", "Revenue in the copy: 100.00; measured: 100.00; in statements: 100.00 USD\n\n" + visitor + "\n9 reports", nil, nil},
	} {
		t.Run(name, func(t *testing.T) {
			out := filepath.Join(t.TempDir(), "out")
			code, stdout, stderr := call(t, "-out", out, "-export", exported(t, map[string]string{"sales_teams.csv": "sales_agent,manager,regional_office\nAnn,Cy,East\n" + c.team, "sales_pipeline.csv": deals + c.more}))
			require.Zero(t, code, stderr)
			assert.Contains(t, stdout, c.sums)
			files := written(t, out)
			for _, line := range c.en {
				assert.Contains(t, stdout, line)
				assert.Contains(t, files["index.en.md"], line)
			}
			for _, line := range c.zh {
				assert.Contains(t, files["index.zh-CN.md"], line)
			}
		})
	}
}

// Who has a target and sold nothing in a quarter that the copy knows reached 0 of it, and is scored and paid by that.
func TestNothingSoldIsZero(t *testing.T) {
	out := filepath.Join(t.TempDir(), "out")
	code, stdout, stderr := call(t, "-out", out, "-export", exported(t, map[string]string{
		"sales_teams.csv":    "sales_agent,manager,regional_office\nAnn,Cy,East\nIdle,Cy,East\n",
		"sales_pipeline.csv": pipeline + "1,Ann,GTX Pro,Acme,Won,01-08-2017,02-08-2017,100\n2,Ann,GTX Pro,Acme,Won,01-10-2017,02-11-2017,90\n3,Idle,GTX Pro,Acme,Won,01-08-2017,02-08-2017,50\n",
	}))
	require.Zero(t, code, stderr)
	assert.NotContains(t, stdout, "held")
	assert.Regexp(t, `\nIdle +55 +0\.00 +0\.0 %`, stdout)
	files := written(t, out)
	assert.Contains(t, files["development.en.md"], "# Ann: no plan\n\nit is not known at which stage, ")
	assert.Contains(t, files["development.zh-CN.md"], "# Idle：没有计划\n\n所处职级未知")
	assert.Contains(t, files["scores.en.md"], "USD 0.00 of USD 55.00 (0 %): target missed by 55.00")
	assert.Contains(t, files["commission.zh-CN.md"], "Idle")
	assert.NotContains(t, files["commission.zh-CN.md"], "暂缓")
}

// Money of another currency is in no sum and no target, and listed as it is.
func TestDealsInAnotherCurrency(t *testing.T) {
	q := played(t, "")
	q.Currency = "USD"
	b := q.balance()
	assert.True(t, b.Copied.IsZero())
	assert.True(t, b.Stated.IsZero(), "credits are in CNY")
	q.Currency = "CNY"
	whole := q.balance()
	assert.Empty(t, whole.Notes)
	one, before := fromcrm.Won(q.records, q.Quarter)[0], fromcrm.Won(q.records, q.Before)[0]
	one.Currency, before.Currency = "EUR", "EUR"
	b = q.balance()
	assert.Equal(t, whole.Copied.Sub(one.Amount.Decimal).String(), b.Copied.String())
	var told strings.Builder
	for _, n := range b.Notes {
		told.WriteString(n.EN + "\n")
	}
	assert.Contains(t, told.String(), "in the copy, CNY "+reports.Amount(one.Amount.Decimal, 2)+" in statements; the targets are in CNY\n")
	assert.Regexp(t, `in nobody's target: .* EUR [0-9,.]+; the targets are in CNY\n`, told.String())
	q.people, q.subjects = nil, nil
	q.setTargets()
	var history decimal.Decimal
	for _, p := range q.people {
		history = history.Add(p.goal.Baseline.Decimal)
	}
	for _, d := range fromcrm.Won(q.records, q.Before) {
		history = history.Sub(d.Amount.Decimal)
	}
	assert.Equal(t, before.Amount.Decimal.Neg().String(), history.String())
}

// A long list of deals ends with how many more there are.
func TestTheListOfDealsEnds(t *testing.T) {
	deals := strings.Builder{}
	for i := range fromcrm.MaxDeals + 2 {
		_, _ = fmt.Fprintf(&deals, "N%d,,GTX Pro,Acme,Won,01-10-2017,20-10-2017,1\n", i)
	}
	code, stdout, stderr := call(t, "-out", t.TempDir(), "-export", exported(t, map[string]string{"sales_pipeline.csv": pipeline + "1,Ann,GTX Pro,Acme,Won,01-08-2017,02-08-2017,100\n2,Ann,GTX Pro,Acme,Won,01-10-2017,02-11-2017,90\n" + deals.String()}))
	require.Zero(t, code, stderr)
	assert.Equal(t, fromcrm.MaxDeals, strings.Count(stdout, "- Acme (N"))
	assert.Contains(t, stdout, "- further deals whose sums differ: 2\n")
}

// Whom no pay can be computed for is held, by name and with the reason, and the exit code is 3.
func TestWhoIsHeld(t *testing.T) {
	for name, c := range map[string]struct{ file, old, text, en, zh string }{
		"closed before the quarter ends": {"quarter.json", `"closed": "2026-06-30"`, `"closed": "2026-06-29"`, `there is no observation "score" of "21" for the period (supply the observation; unknown is not zero)`, "暂缓：Lin Yue 林悦，销售收入 CNY 471,000.50："},
		"another currency":               {"plan.json", `"currency": "CNY"`, `"currency": "USD"`, `the deal is in CNY, plan "quarter-kam" in USD`, "交易货币为 CNY"},
	} {
		t.Run(name, func(t *testing.T) {
			out := filepath.Join(t.TempDir(), "out")
			code, stdout, stderr := call(t, "-out", out, "-rules", ruled(t, c.file, c.old, c.text))
			assert.Equal(t, 3, code)
			assert.Empty(t, stderr)
			assert.Contains(t, stdout, "- held: Lin Yue 林悦, revenue CNY 471,000.50: ")
			assert.Contains(t, stdout, c.en)
			assert.Regexp(t, `Lin Yue 林悦 .* –\n`, stdout)
			files := written(t, out)
			assert.Contains(t, files["index.zh-CN.md"], c.zh)
			assert.Contains(t, files["commission.en.md"], "# Lin Yue 林悦: held\n\n- ")
			assert.Contains(t, files["commission.zh-CN.md"], "# Lin Yue 林悦：暂缓\n\n- ")
			assert.NotContains(t, files["index.en.md"], "%!")
		})
	}
}
