package backtest

import (
	"math/big"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/markdown"
	"github.com/kam-go/kam/internal/num"
	"github.com/kam-go/kam/internal/page"
	"github.com/kam-go/kam/internal/wording"
)

// Markdown returns the forecast as a report in one language: the cost with its percentiles, how often each budget is
// exceeded, what each component contributes, every payee, and who is held. Texts from outside are escaped.
func (f *Forecast) Markdown(lang kam.Lang) string {
	r := forecastPage{Page: page.Page{Lang: lang}, f: f}
	r.Heading(1, "Forecast of commission cost", "提成成本预测")
	r.Item("Plans: %s", "方案：%s", tellPlans(f.Plans))
	r.Item("Commission periods: %d, %s", "结算期：%d 个，%s", len(f.Periods), wording.Days(History{Periods: f.Periods}.span()))
	r.Item("Trials: %d, seed %d", "试验次数：%d，种子 %d", f.Trials, f.Seed)
	r.Item("P10, P50 and P90 are costs that occurred: the smallest that at least 10, 50 or 90 per cent of the trials do not exceed.",
		"P10、P50、P90 均为试验中出现过的金额：至少有 10 %%、50 %%、90 %% 的试验不超过它的最小金额。")
	for i := range f.Totals {
		r.total(&f.Totals[i])
	}
	r.budgets()
	r.payees()
	r.held()
	return r.String()
}

type forecastPage struct {
	page.Page
	f *Forecast
}

func (r *forecastPage) columns(first ...page.Column) {
	r.Header(append(first, page.Number("Least", "最低"), page.Number("P10", "P10"), page.Number("P50", "P50"), page.Number("P90", "P90"), page.Number("Most", "最高"), page.Number("Mean", "平均"))...)
}

func cells(s Spread, c kam.Currency) []string {
	return []string{money(s.Least, c), money(s.P10, c), money(s.P50, c), money(s.P90, c), money(s.Most, c), money(s.Mean, c)}
}

func (r *forecastPage) total(t *ForecastTotal) {
	r.Heading(2, "Cost: %s", "成本：%s", string(t.Currency))
	r.columns(page.Text("", ""))
	r.Row(append([]string{r.Say("**Cost**", "**提成成本**")}, cells(t.Cost, t.Currency)...)...)
	r.Row(append([]string{r.Say("Credited revenue", "计入业绩")}, cells(t.Revenue, t.Currency)...)...)
	if len(t.Components) == 0 {
		return
	}
	r.Heading(3, "What contributes", "成本构成")
	r.columns(page.Text("Component", "组成部分"), page.Number("Share of the mean", "占平均成本"))
	for _, p := range t.Components {
		share := "–"
		if !t.Cost.Sum.IsZero() {
			share = wording.Percent(new(big.Rat).Quo(num.Rat(p.Cost.Sum), num.Rat(t.Cost.Sum))) + " %"
		}
		r.Row(append([]string{partName(&r.Page, p.Plan, p.Component), share}, cells(p.Cost, t.Currency)...)...)
	}
}

func (r *forecastPage) budgets() {
	if len(r.f.Budgets) == 0 {
		return
	}
	r.Heading(2, "Budgets", "预算")
	for _, b := range r.f.Budgets {
		r.Item("%s %s is exceeded in %d of %d trials: %s %%", "%s %s：在 %[4]d 次试验中有 %[3]d 次超出，占 %[5]s %%",
			string(b.Budget.Currency), money(b.Budget.Amount, b.Budget.Currency), b.Over, b.Trials, wording.Percent(b.Chance()))
	}
}

func (r *forecastPage) payees() {
	if len(r.f.Payees) == 0 {
		return
	}
	r.Heading(2, "By payee", "按人员")
	r.columns(page.Text("Payee", "人员"), page.Text("Currency", "货币"))
	for _, p := range r.f.Payees {
		r.Row(append([]string{r.Name(wording.Same(p.Name), p.Payee), string(p.Currency)}, cells(p.Earned, p.Currency)...)...)
	}
}

func (r *forecastPage) held() {
	if len(r.f.Held) == 0 {
		return
	}
	r.Heading(2, "Held", "暂停结算")
	r.Paragraph("What these would have earned is missing in the sums of the trials named.", "下列人员在相应试验中的所得未计入合计。")
	for _, h := range r.f.Held {
		why := kam.Text{}
		if len(h.Findings) > 0 {
			why = page.Escaped(h.Findings[0].Message)
		}
		r.Item("%s in %d of %d trials, first in no. %d: %s", "%s：%[3]d 次试验中的 %[2]d 次，首次为第 %[4]d 次：%[5]s", markdown.Escape(h.Payee), h.Trials, r.f.Trials, h.First, why)
	}
}
