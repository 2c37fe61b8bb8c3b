package tracking

import (
	"math/big"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/goals"
	"github.com/kam-go/kam/internal/num"
	"github.com/kam-go/kam/internal/wording"
)

// Explain returns p in one or two sentences: what was reached, how that compares with the plan, and what the rest has
// to bring. Values and rates are rounded half away from zero to two decimal places, money to those of the smallest unit of
// its currency, which it then has, with a comma between thousands; small ones are rounded to six, and percentages to one,
// what is below 100 % never up to it. What is not known is not mentioned or said to be unknown.
func (p Progress) Explain() kam.Text {
	switch {
	case p.Phase == "":
		return say("nothing was tracked", "没有跟踪任何目标")
	case p.Phase == Ahead:
		return say("begins on %s; the target is %s", "自 %s 开始，目标为 %s", p.Goal.Period.From, p.amount(p.Target))
	case !p.Actual.Known():
		return say("unknown: no readings tell the value through %s; the target is %s", "未知：没有足以得出截至 %s 数值的读数；目标为 %s", p.AsOf, p.amount(p.Target))
	}
	text := join(p.standing(), p.share(), "", "")
	if p.Phase == Over {
		return join(text, p.result(), ": ", "：")
	}
	if p.Reached {
		text = join(text, say("target reached", "目标已达成"), ": ", "：")
		return join(text, p.left(), ", ", "，")
	}
	text = join(text, p.against(), ", ", "，")
	text = join(text, p.need(), "; ", "；")
	text = join(text, p.left(), ", ", "，")
	return join(text, p.heading(), ". ", "。")
}

// join returns a and b with a separator between them; none when b is empty.
func join(a, b kam.Text, en, zh string) kam.Text {
	if b == (kam.Text{}) {
		return a
	}
	return kam.Text{EN: a.EN + en + b.EN, ZH: a.ZH + zh + b.ZH}
}

// limits reports whether the target is a limit on what adds up.
func (p Progress) limits() bool {
	return p.Goal.Tracking == goals.Flow && p.Goal.Direction == kam.LowerIsBetter
}

// standing says what the value to date is.
func (p Progress) standing() kam.Text {
	actual := say("%s", "%s", p.plain(p.Actual))
	if p.Goal.Currency != "" {
		actual = p.amount(p.Actual)
	}
	switch {
	case p.Goal.Tracking == goals.Stock:
		return say("now %s, target %s", "当前 %s，目标 %s", actual, p.amount(p.Target))
	case p.limits():
		return say("%s of at most %s", "已发生 %s，上限 %s", actual, p.amount(p.Target))
	}
	return say("%s of %s", "已完成 %s，目标 %s", actual, p.amount(p.Target))
}

// share says the attainment, where it is defined and says something: of a limit only at the end.
func (p Progress) share() kam.Text {
	if !p.Attainment.Known() || p.limits() && p.Phase != Over {
		return kam.Text{}
	}
	return say(" (%s %%)", "（%s%%）", percent(p.Attainment))
}

// result says how a period ended.
func (p Progress) result() kam.Text {
	if p.Reached {
		return say("target reached", "目标已达成")
	}
	missing := minus(p.Target, p.Actual)
	if p.Goal.Direction == kam.LowerIsBetter {
		return say("target missed by %s", "未达成，超出 %s", p.plain(minus(p.Actual, p.Target)))
	}
	return say("target missed by %s", "未达成，差 %s", p.plain(missing))
}

// against says how the value compares with the plan.
func (p Progress) against() kam.Text {
	if !p.Lead.Known() {
		return kam.Text{}
	}
	size := own(new(big.Rat).Abs(p.Lead.r))
	switch sign := p.Lead.r.Sign(); {
	case sign == 0:
		return say("exactly on plan", "与计划持平")
	case p.limits() && sign > 0:
		return say("%s below plan", "低于计划 %s", p.plain(size))
	case p.limits():
		return say("%s above plan", "高于计划 %s", p.plain(size))
	case sign > 0:
		return say("%s ahead of plan", "领先计划 %s", p.plain(size))
	}
	return say("%s behind plan", "落后计划 %s", p.plain(size))
}

// need says what the rest has to bring against what came so far.
func (p Progress) need() kam.Text {
	if !p.Required.Known() {
		return kam.Text{}
	}
	var so kam.Text
	switch {
	case p.limits() && p.Required.r.Sign() < 0:
		return say("the limit is exceeded", "已超出上限")
	case p.limits():
		so = say("leaves %s", "后续须控制在%s 以内", p.rate(p.Required))
	default:
		so = say("needs %s", "后续需保持%s", p.rate(p.Required))
	}
	if !p.RunRate.Known() {
		return so
	}
	now := say("%s", "%s", p.plain(p.RunRate))
	if p.ofPlan() {
		now = say("%s %%", "%s%%", percent(p.RunRate))
	}
	return join(so, say("against %s so far", "目前为 %s", now), " ", "，")
}

// left says how much of the period remains.
func (p Progress) left() kam.Text {
	switch {
	case p.Basis == WorkingDays && p.Remaining.Known():
		return say("%s working days left", "剩余 %s 个工作日", plain(p.Remaining))
	case p.DaysLeft == 1:
		return say("1 day left", "剩余 1 天")
	}
	return say("%d days left", "剩余 %d 天", p.DaysLeft)
}

// heading says where it ends at the run rate.
func (p Progress) heading() kam.Text {
	if !p.RunRate.Known() {
		return kam.Text{}
	}
	text := say("At this rate it ends at %s", "照此速度，期末为 %s", p.plain(p.Projection))
	if !p.ProjectedAttainment.Known() {
		return text
	}
	return join(text, say(" (%s %%)", "（%s%%）", percent(p.ProjectedAttainment)), "", "")
}

// amount returns a value with its unit or currency.
func (p Progress) amount(e Exact) kam.Text {
	switch {
	case p.Goal.Currency != "":
		return say("%s %s", "%s %s", show(string(p.Goal.Currency)), p.plain(e))
	case p.Goal.Unit != "":
		return say("%s %s", "%s %s", plain(e), show(p.Goal.Unit))
	}
	return say("%s", "%s", plain(e))
}

// rate returns a rate per unit of the basis; on the seasonal basis it is a share of the plan.
func (p Progress) rate(e Exact) kam.Text {
	switch {
	case p.Basis == WorkingDays:
		return say("%s per working day", "每个工作日 %s", p.plain(e))
	case p.ofPlan():
		return say("%s %% of plan", "计划的 %s%%", percent(e))
	}
	return say("%s per day", "每天 %s", p.plain(e))
}

// ofPlan reports whether rates are shares of the plan.
func (p Progress) ofPlan() bool { return p.Basis == Seasonal && p.Goal.Tracking == goals.Flow }

// plain returns a value without its unit or currency.
func (p Progress) plain(e Exact) string {
	if c := p.Goal.Currency; c != "" && e.Known() {
		return wording.Amount(rounded(e, c.MinorUnits()), c.MinorUnits())
	}
	return plain(e)
}

// plain returns e rounded to two decimal places, or to six when it is too small for that.
func plain(e Exact) string {
	if !e.Known() {
		return "?"
	}
	return num.Format(rounded(e, 2))
}

// rounded returns e rounded to so many decimal places, or to six when it is too small for that.
func rounded(e Exact, places int32) decimal.Decimal {
	d := num.RoundRat(e.r, places, num.HalfUp)
	if d.IsZero() {
		return num.RoundRat(e.r, 6, num.HalfUp)
	}
	return d
}

// percent returns a known ratio in per cent, rounded to one decimal place; what is below 1 never reads like 100.
func percent(e Exact) string {
	hundred := new(big.Rat).Mul(e.r, big.NewRat(100, 1))
	if e.r.Cmp(big.NewRat(1, 1)) < 0 && e.r.Cmp(big.NewRat(999, 1000)) > 0 {
		return num.Format(num.RoundRat(hundred, 1, num.Down))
	}
	return num.Format(num.RoundRat(hundred, 1, num.HalfUp))
}
