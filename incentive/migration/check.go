package migration

import (
	"slices"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/payout"
	"github.com/kam-go/kam/internal/num"
	"github.com/kam-go/kam/internal/wording"
)

// fits reports what a row says that its plan does not know; at is the place of a column.
func (p *parser) fits(r Row, at func(int) string) bool {
	versions := p.source.Program.Versions(r.Plan)
	if len(versions) == 0 || r.Version != 0 && !slices.Contains(versions, r.Version) {
		column := colPlan
		if len(versions) > 0 {
			column = colVersion
		}
		p.Add("unknown-plan", at(column), wording.Say("the program has no plan %s of this version", "没有该版本的方案 %s", wording.Quote(r.Plan)), wording.Say("correct plan and version, or compile the plan", "请更正方案与版本，或编译该方案"))
		return false
	}
	ok := true
	refuse := func(code string, column int, message, remedy kam.Text) {
		ok = false
		p.Add(code, at(column), message, remedy)
	}
	if r.Component != "" && !p.hasComponent(r) {
		refuse("unknown-component", colComponent, wording.Say("the plan has no component %s", "方案没有组成部分 %s", wording.Quote(r.Component)),
			wording.Say("use a component of the plan, or one of the ledger's own such as %s", "请使用方案的组成部分，或账簿自有的名称，如 %s", payout.OpeningComponent))
	}
	if r.Kind == Position && !p.hasToDate(r) {
		refuse("unknown-measure", colMeasure, wording.Say("the plan has no to-date measure %s", "方案没有累计指标 %s", wording.Quote(r.Measure)), wording.Say("state positions of to-date measures alone", "仅累计指标可填写期初数值"))
	}
	if _, known := p.deals[r.Reference]; r.Kind == Prior && !known {
		refuse("unknown-deal", colReference, wording.Say("the deal %s was not handed in", "未提供交易 %s", wording.Quote(r.Reference)), wording.Say("hand it in as it was, or correct its id", "请提供原交易，或更正编号"))
	}
	switch {
	case (r.Kind == Held || r.Kind == Debt) && !r.Amount.IsPositive():
		refuse("amount", colAmount, wording.Say("the amount is not above zero", "金额须大于零"), wording.Say("write what is held or owed above zero, and leave out what is zero", "暂扣与欠款以正数填写，零则删除该行"))
	case r.Kind.posts() && r.Amount.IsZero():
		refuse("amount", colAmount, wording.Say("the amount is zero", "金额为零"), wording.Say("leave the row out", "请删除该行"))
	case r.Kind.posts() && r.Kind != Earned && !num.Round(r.Amount, r.Currency.MinorUnits(), num.Down).Equal(r.Amount):
		refuse("amount", colAmount, wording.Say("the amount has more decimal places than %s", "金额的小数位多于 %s 的最小单位", string(r.Currency)), wording.Say("round it as the old system paid it", "请按原系统的发放金额填写"))
	}
	if r.Kind == Earned {
		plan, _ := p.source.Program.Plan(r.Plan, r.Version)
		if r.Currency != plan.Currency {
			refuse("currency", colCurrency, wording.Say("the plan earns in %s", "方案以 %s 计算", string(plan.Currency)), wording.Say("state what was earned in the plan's currency", "请按方案货币填写"))
		}
		if !p.source.Program.Calendar().Is(plan.Period, r.Period) {
			refuse("period", colPeriod, wording.Say("it is not one commission period of the plan", "不是该方案的一个结算期"), wording.Say("state what each %s earned", "请按每个结算期（%s）填写", string(plan.Period)))
		}
	}
	return ok
}

// hasComponent tells whether a row's component is one of its plan, in any version where the row names none, or one of the
// names that postings have besides.
func (p *parser) hasComponent(r Row) bool {
	own := []string{payout.DrawComponent, payout.ShortfallComponent, payout.OpeningComponent, payout.GuaranteeComponent, payout.AdjustmentComponent}
	switch {
	case r.Kind == Earned && slices.Contains([]string{
		incentive.Adjustment{Kind: incentive.AdjustPlanCap}.PostedUnder(), incentive.Adjustment{Kind: incentive.AdjustPeriodCap}.PostedUnder(),
		incentive.Adjustment{Kind: incentive.AdjustLifetimeCap}.PostedUnder(),
	}, r.Component):
		return true
	case (r.Kind == Payable || r.Kind == Debt) && slices.Contains(own, r.Component):
		return true
	}
	return slices.ContainsFunc(p.plans(r), func(plan incentive.Plan) bool {
		return slices.ContainsFunc(plan.Components, func(c incentive.Component) bool { return c.Name == r.Component })
	})
}

func (p *parser) hasToDate(r Row) bool {
	return slices.ContainsFunc(p.plans(r), func(plan incentive.Plan) bool {
		return slices.ContainsFunc(plan.Measures, func(m incentive.Measure) bool { return m.Name == r.Measure && span(m.Window) != "" })
	})
}

// plans returns the plan versions that a row may mean.
func (p *parser) plans(r Row) []incentive.Plan {
	var out []incentive.Plan
	for _, v := range p.source.Program.Versions(r.Plan) {
		if plan, ok := p.source.Program.Plan(r.Plan, v); ok && (r.Version == 0 || r.Version == v) {
			out = append(out, plan)
		}
	}
	return out
}

// span is the stretch of a to-date window; empty for other windows.
func span(w incentive.Window) kam.PeriodKind {
	switch w {
	case incentive.QuarterToDate:
		return kam.Quarter
	case incentive.HalfToDate:
		return kam.HalfYear
	case incentive.YearToDate:
		return kam.Year
	case incentive.PerTransaction, incentive.PerPeriod:
		return ""
	}
	return ""
}

// countedTwice reports earned rows of a window in which a position stands for the same deals.
func (p *parser) countedTwice() {
	type measureKey struct{ payee, plan, measure string }
	positions := map[measureKey]int{}
	for _, r := range p.rows {
		if r.Kind == Position {
			positions[measureKey{r.Payee, r.Plan, r.Measure}] = r.Line
		}
	}
	for _, r := range p.rows {
		if r.Kind != Earned {
			continue
		}
		plan, _ := p.source.Program.Plan(r.Plan, r.Version)
		for _, c := range plan.Components {
			if c.Name != r.Component {
				continue
			}
			names := []string{c.Measure}
			if c.Tiers != nil && c.Tiers.On != "" {
				names = append(names, c.Tiers.On)
			}
			for _, name := range names {
				line, stated := positions[measureKey{r.Payee, r.Plan, name}]
				if stated && p.inWindow(plan, c.Measure, r.Period) {
					p.Add("counted-twice", p.at(r.Line, 0), wording.Say("line %d has a position for the same window: what was earned would be taken off once more", "第 %d 行已填写同一窗口的期初数值：已得金额会被再次扣减", line),
						wording.Say("leave out the position and hand in the earlier deals, or leave out this row", "请删除期初数值并提供此前交易，或删除本行"))
					break
				}
			}
		}
	}
}

// inWindow tells whether a period counts in the window that a measure has in the first period of this system.
func (p *parser) inWindow(plan incentive.Plan, measure string, period kam.Period) bool {
	for _, m := range plan.Measures {
		if m.Name != measure || span(m.Window) == "" {
			continue
		}
		window, err := p.source.Program.Calendar().Containing(span(m.Window), p.source.Into.Until)
		return err == nil && !period.From.Before(window.From)
	}
	return false
}
