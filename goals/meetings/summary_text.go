package meetings

import (
	"math/big"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/num"
)

// Text returns the summary in one sentence in both languages: how many actions are open and closed, what part of them in
// time, and how long it takes. Percentages are rounded half up to one decimal place and then marked with ≈.
func (s ActionSummary) Text() kam.Text {
	return inBoth(func(l kam.Lang) []string {
		return []string{
			say("Actions: %d open, %d closed", "行动项：未完成 %d 项，已完成 %d 项", s.Open, s.Closed).In(l),
			part(l, say("closed", "完成率"), s.Closure),
			say("%d overdue", "逾期 %d 项", s.Overdue).In(l),
			say("%d carried over", "顺延 %d 项", s.CarriedOver).In(l),
			part(l, say("in time", "按期率"), s.OnTime),
			inDays(l, say("median to close", "完成所需天数中位数"), s.MedianToClose),
			inDays(l, say("median of those open", "未完成项已历天数中位数"), s.MedianAge),
		}
	})
}

// Text returns the summary in one sentence in both languages: how many requests wait, were delivered and declined, the
// fill rate, what part came in time, how long it takes, and what the goals' attainment did after delivery. Percentages
// and points are rounded half up to one decimal place, those below 0 away from it, and then marked with ≈.
func (s RequestSummary) Text() kam.Text {
	return inBoth(func(l kam.Lang) []string {
		parts := []string{
			say("Requests: %d waiting, %d delivered, %d declined", "资源申请：等待 %d 项，已交付 %d 项，已拒绝 %d 项", s.Waiting, s.Delivered, s.Declined).In(l),
			part(l, say("fill rate", "满足率"), s.Fill),
			say("%d overdue", "逾期 %d 项", s.Overdue).In(l),
			part(l, say("in time", "按期率"), s.OnTime),
			inDays(l, say("median to deliver", "交付所需天数中位数"), s.MedianDays),
		}
		if s.Delivered > 0 {
			parts = append(parts, say("attainment after delivery: %d higher, %d the same, %d lower, %d unknown",
				"交付后达成率：上升 %d 项，持平 %d 项，下降 %d 项，未知 %d 项", s.Better, s.Same, s.Worse, s.Unknown).In(l))
		}
		if s.Effect.Valid && num.Check(s.Effect.Decimal) == nil {
			parts = append(parts, say("%s in sum", "合计 %s", points(num.Rat(s.Effect.Decimal), l)).In(l))
		}
		return parts
	})
}

// inBoth returns a sentence in both languages, without the parts that are empty.
func inBoth(parts func(l kam.Lang) []string) kam.Text {
	sentence := func(l kam.Lang, between string) string {
		var said []string
		for _, s := range parts(l) {
			if s != "" {
				said = append(said, s)
			}
		}
		return strings.Join(said, between)
	}
	return kam.Text{EN: sentence(kam.English, "; "), ZH: sentence(kam.Chinese, "；")}
}

// part names a ratio with its percentage, or nothing when it is unknown.
func part(l kam.Lang, name kam.Text, r Ratio) string {
	if !r.Known() {
		return ""
	}
	return say("%s %s (%s)", "%s %s（%s）", name.In(l), percentage(big.NewRat(r.Num, r.Den), l), r).In(l)
}

// inDays names a median of days, or nothing when it is unknown.
func inDays(l kam.Lang, name kam.Text, median decimal.NullDecimal) string {
	if !median.Valid || num.Check(median.Decimal) != nil {
		return ""
	}
	return say("%s %s days", "%s %s 天", name.In(l), num.Format(median.Decimal)).In(l)
}

// percentage returns r as a percentage of at most one decimal place, rounded half up and then marked with ≈.
func percentage(r *big.Rat, l kam.Lang) string {
	return say("%s %%", "%s%%", oneDecimal(r)).In(l)
}

// points returns a difference of percentages with its sign, rounded half away from zero and then marked with ≈.
func points(r *big.Rat, l kam.Lang) string {
	text := oneDecimal(r)
	if r.Sign() > 0 {
		number, about := strings.CutPrefix(text, "≈")
		if text = "+" + number; about {
			text = "≈" + text
		}
	}
	return say("%s percentage points", "%s 个百分点", text).In(l)
}

// oneDecimal returns a hundred times r with at most one decimal place, rounded half away from zero and then marked with ≈.
func oneDecimal(r *big.Rat) string {
	exact := new(big.Rat).Mul(r, big.NewRat(100, 1))
	rounded := num.RoundRat(exact, 1, num.HalfUp)
	if num.Rat(rounded).Cmp(exact) != 0 {
		return "≈" + num.Format(rounded)
	}
	return num.Format(rounded)
}
