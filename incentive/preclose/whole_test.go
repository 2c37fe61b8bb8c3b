package preclose_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/ledger"
	"github.com/kam-go/kam/incentive/preclose"
	"github.com/kam-go/kam/internal/wordtest"
)

// rich has tiers by attainment with everything that is done to a sum, and caps of the plan.
const rich = `"tiers": {"mode": "marginal", "basis": "attainment", "bands": [{"from": "0", "rate": "0.0333"}, {"from": "0.7", "rate": "0.0777"}, {"from": "1.3", "rate": "0.0111"}]},
	"gates": [{"basis": "amount", "at": "300", "kind": "cliff"}],
	"multipliers": [{"apply": "whole", "on": "revenue", "basis": "amount", "bands": [{"from": "0", "factor": "0.9"}, {"from": "1200", "factor": "1.337"}]}],
	"caps": [{"per": "component", "amount": "140"}, {"per": "credit", "amount": "55.55"}], "floors": [{"per": "component", "amount": "5"}]`

// Whatever two months are, the parts of each row sum to its variance, and the totals to the rows.
func TestPartsSum(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 11))
	program := compile(t, plan(1, rich, `, "caps": [{"per": "period", "amount": "120"}]`), plan(2, rich, `, "caps": [{"per": "period", "amount": "100", "excess": "forfeit"}]`))
	seen := map[preclose.Cause]int{}
	for range 80 {
		turn := func(p kam.Period) *incentive.Run {
			m := month{program: program, period: p}
			for _, who := range []string{"anna", "ben", "cleo", "dora"} {
				if rng.IntN(6) == 0 {
					continue
				}
				quota := fmt.Sprint(500 + rng.IntN(4)*333)
				if rng.IntN(8) == 0 {
					quota = "" // held
				}
				m.assignments = append(m.assignments, assigned(who, 1+rng.IntN(2), p, quota))
				for n := range rng.IntN(4) {
					m.deals = append(m.deals, deal(fmt.Sprintf("%s-%d", who, n), who, p.From.AddDays(rng.IntN(28)).String(), fmt.Sprintf("%d.%02d", rng.IntN(900), rng.IntN(99)+1)))
				}
			}
			return m.run(t)
		}
		before, now := turn(january), turn(february)
		in := preclose.Inputs{Now: now, Before: before, Limits: none(), Largest: 2}
		if rng.IntN(2) == 0 {
			in.Previous = preclose.FiguresOf(before)
			for i := range in.Previous {
				in.Previous[i].Amount = in.Previous[i].Amount.Add(decimal.New(rng.Int64N(3)-1, -2))
			}
		}
		r := build(t, in)
		total := decimal.Zero
		for _, row := range r.Rows {
			sum := decimal.Zero
			for _, p := range row.Parts {
				seen[p.Cause]++
				sum = sum.Add(p.Amount)
				assert.True(t, p.Amount.Equal(p.Amount.Round(2)), "a part on the grid: %s", p.Amount)
			}
			require.True(t, sum.Equal(row.Variance.Decimal), "%s %s: %s of %s", row.Payee, row.Component, parts(row), row.Variance.Decimal)
			require.True(t, row.Now.Sub(row.Last.Decimal).Equal(row.Variance.Decimal))
			total = total.Add(row.Now)
		}
		earned := decimal.Zero
		for s := range now.Statements() {
			earned = earned.Add(s.Earned())
		}
		require.True(t, total.Equal(earned), "the rows are what the run earns")
		if len(r.Totals) > 0 {
			require.True(t, total.Equal(r.Totals[0].Now))
		}
		slices.Reverse(in.Previous)
		again := build(t, in)
		assert.Equal(t, r.Markdown(kam.English), again.Markdown(kam.English))
		assert.Equal(t, r.CSV(kam.Chinese), again.CSV(kam.Chinese))
	}
	for _, cause := range []preclose.Cause{
		preclose.CausePostedDiffers, preclose.CauseHeldBefore, preclose.CauseJoined, preclose.CauseLeft, preclose.CauseVolume, preclose.CauseQuota, preclose.CauseRate,
		preclose.CauseVersion, preclose.CauseGate, preclose.CauseMultiplier, preclose.CauseCap, preclose.CauseFloor,
	} {
		assert.NotZero(t, seen[cause], cause)
	}
}

// whole is a report with something of everything.
func whole(t testing.TB) preclose.Report {
	program := compile(t, plan(1, rich, ""))
	before := month{program, january, []incentive.Assignment{assigned("anna", 1, january, "1000"), assigned("ben", 1, january, "1000"), assigned("cleo", 1, january, "1000")}, []incentive.Transaction{
		deal("D-1", "anna", "2026-01-10", "900"), deal("D-2", "ben", "2026-01-10", "700"), deal("D-3", "cleo", "2026-01-10", "700"),
	}, ledger.Snapshot{}}.run(t)
	now := month{program, february, []incentive.Assignment{assigned("anna", 1, february, "800"), assigned("cleo", 1, february, ""), assigned("dora", 1, february, "1000"), assigned("=eve|", 1, february, "1000")}, []incentive.Transaction{
		deal("E-1", "anna", "2026-02-10", "700"), deal("E-2", "anna", "2026-02-11", "600"), deal("E-3", "cleo", "2026-02-10", "500"), deal("E-4", "dora", "2026-02-10", "0.05"), deal("E-5", "zoe <b>", "2026-02-10", "77"),
	}, ledger.Snapshot{}}.run(t)
	return build(t, preclose.Inputs{Now: now, Before: before, Forecast: figure("60"), Largest: 3, Limits: preclose.Limits{Default: preclose.Limit{Amount: exactly("10"), Percent: exactly("20"), Beyond: preclose.Both}}})
}

func TestMarkdownAndCSV(t *testing.T) {
	r := whole(t)
	for lang, name := range map[kam.Lang]string{kam.English: "report.en.md", kam.Chinese: "report.zh-CN.md"} {
		text := r.Markdown(lang)
		wordtest.Formatted(t, text)
		path := filepath.Join("testdata", name)
		if os.Getenv("KAM_UPDATE_GOLDEN") != "" {
			require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
		}
		want, err := os.ReadFile(path)
		require.NoError(t, err)
		assert.Equal(t, string(want), text)
	}
	rows := r.CSV(kam.English)
	sum := decimal.Zero
	for i, row := range rows {
		require.Len(t, row, len(rows[0]))
		assert.NotRegexp(t, `^[=+@]`, row[0])
		if i > 0 && row[9] != "" {
			sum = sum.Add(decimal.RequireFromString(row[9]))
		}
	}
	assert.True(t, sum.Equal(r.Totals[0].Variance.Decimal), "the column of variances sums to the total")
}

// A report calls components by their labels; rows and CSV keep the names.
func TestLabels(t *testing.T) {
	program := compile(t, strings.Replace(plan(1, `"rate": "0.1"`, ""), `"name": "commission"`, `"name": "commission", "label": {"en": "Sales | pay", "zh": "销售提成"}`, 1))
	now := month{program, february, []incentive.Assignment{assigned("anna", 1, february, "")}, []incentive.Transaction{deal("E-1", "anna", "2026-02-10", "700")}, ledger.Snapshot{}}.run(t)
	before := month{program, january, []incentive.Assignment{assigned("anna", 1, january, "")}, []incentive.Transaction{deal("D-1", "anna", "2026-01-10", "100")}, ledger.Snapshot{}}.run(t)
	r := build(t, preclose.Inputs{Now: now, Before: before, Limits: preclose.Limits{Default: preclose.Limit{Amount: exactly("10")}}})
	assert.Equal(t, []string{"commission", "销售提成"}, []string{r.Rows[0].Component, r.Rows[0].Label.ZH})
	assert.Contains(t, r.Markdown(kam.Chinese), "- Anna (anna) · ae · 销售提成：")
	assert.Contains(t, r.Markdown(kam.Chinese), "| Anna (anna) | ae | 销售提成 | CNY |")
	assert.Contains(t, r.Markdown(kam.English), "| Anna (anna) | ae | Sales \\| pay | CNY |")
	assert.Equal(t, "commission", r.CSV(kam.Chinese)[1][3])
	bare := month{compile(t, plan(1, `"rate": "0.1"`, "")), february, []incentive.Assignment{assigned("anna", 1, february, "")}, nil, ledger.Snapshot{}}.run(t)
	assert.Zero(t, build(t, preclose.Inputs{Now: bare, Limits: none()}).Rows[0].Label)
}

func BenchmarkBuild(b *testing.B) {
	program := compile(b, plan(1, rich, ""))
	turn := func(p kam.Period) *incentive.Run {
		m := month{program: program, period: p}
		for i := range 200 {
			who := fmt.Sprintf("p%03d", i)
			m.assignments = append(m.assignments, assigned(who, 1, p, "1000"))
			for n := range 5 {
				m.deals = append(m.deals, deal(fmt.Sprintf("%s-%d", who, n), who, p.From.AddDays(n).String(), fmt.Sprint(100+i)))
			}
		}
		return m.run(b)
	}
	in := preclose.Inputs{Now: turn(february), Before: turn(january), Limits: none()}
	for b.Loop() {
		if _, err := preclose.Build(in); err != nil {
			b.Fatal(err)
		}
	}
}
