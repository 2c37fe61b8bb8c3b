package criteria

import (
	"math/big"
	"strings"
	"unicode"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/wording"
)

// words says a comparison.
func (c Comparison) words() kam.Text {
	switch c {
	case AtLeast:
		return wording.Say("at least", "不低于")
	case Above:
		return wording.Say("more than", "高于")
	case AtMost:
		return wording.Say("at most", "不高于")
	default:
		return wording.Say("less than", "低于")
	}
}

// stepWords says a number of steps.
func stepWords(step kam.PeriodKind, n int) kam.Text {
	one := n == 1
	say := func(single, several, zh string) kam.Text {
		if one {
			return wording.Say("%d "+single, "%d "+zh, n)
		}
		return wording.Say("%d "+several, "%d "+zh, n)
	}
	switch step {
	case kam.Year:
		return say("year", "years", "年")
	case kam.HalfYear:
		return say("half-year", "half-years", "个半年")
	case kam.Quarter:
		return say("quarter", "quarters", "个季度")
	case kam.Week:
		return say("week", "weeks", "周")
	default:
		return say("month", "months", "个月")
	}
}

// words says a window.
func (w Window) words() kam.Text {
	switch {
	case w.Year == LastYear:
		return wording.Say("the last fiscal year", "上一财年")
	case w.Year == YearToDate:
		return wording.Say("the fiscal year to date", "本财年至今")
	case w.Last != 0:
		return wording.Say("the last %s", "最近 %s", stepWords(w.Step, w.Last))
	}
	return wording.Days(w.Period)
}

// words says an aggregate.
func (a Aggregate) words() kam.Text {
	switch a {
	case Latest:
		return wording.Say("latest value", "最新值")
	case Mean:
		return wording.Say("mean", "平均值")
	case Min:
		return wording.Say("lowest value", "最低值")
	case Max:
		return wording.Say("highest value", "最高值")
	case Ratio:
		return wording.Say("overall ratio", "总体比率")
	case Growth:
		return wording.Say("growth", "增长率")
	default:
		return wording.Say("total", "合计")
	}
}

// amount writes a figure with its unit, a ratio on its scale. A unit is one word for many, so that one of it stands without:
// nothing reads "1 deals".
func amount(r *big.Rat, scale Scale, unit kam.Text) kam.Text {
	switch {
	case r == nil:
		return wording.Say("unknown", "未知")
	case scale == AsPercent:
		return wording.Same(wording.Number(new(big.Rat).Mul(r, big.NewRat(100, 1))) + " %")
	case scale == AsRatio || unit == (kam.Text{}):
		return wording.Same(wording.Number(r))
	}
	text := wording.Same(wording.Number(r))
	if english, chinese := spoken(unit); english || chinese {
		if _, err := kam.ParseCurrency(unit.EN); err != nil && r.IsInt() && r.Num().CmpAbs(big.NewInt(1)) == 0 {
			english = false
		}
		with := wording.Say("%s %s", "%s %s", text, unit)
		if english {
			text.EN = with.EN
		}
		if chinese {
			text.ZH = with.ZH
		}
	}
	return text
}

// spoken tells in which language a unit is written: one of Han letters in Chinese, one of other letters in English, a
// currency, a sign, and what has a text for each, in both.
func spoken(unit kam.Text) (english, chinese bool) {
	if unit.EN != unit.ZH {
		return true, true
	}
	if _, err := kam.ParseCurrency(unit.EN); err == nil {
		return true, true
	}
	switch {
	case strings.ContainsFunc(unit.EN, func(r rune) bool { return unicode.Is(unicode.Han, r) }):
		return false, true
	case strings.ContainsFunc(unit.EN, unicode.IsLetter):
		return true, false
	}
	return true, true
}

// stepName says a kind of step.
func stepName(step kam.PeriodKind) kam.Text {
	switch step {
	case kam.Year:
		return wording.Say("years", "年")
	case kam.HalfYear:
		return wording.Say("half-years", "半年")
	case kam.Quarter:
		return wording.Say("quarters", "季度")
	case kam.Week:
		return wording.Say("weeks", "周")
	default:
		return wording.Say("months", "月")
	}
}

// who says a person: in English with the word for the kind, which is the host's.
func who(s kam.Subject) kam.Text {
	return kam.Text{EN: wording.Clip(s.Kind + " " + s.ID), ZH: wording.Clip(s.ID)}
}

// span says how long a tenure is.
func (t *Tenure) span(n int) kam.Text {
	if t.Days == 0 {
		return stepWords(kam.Month, n)
	}
	if n == 1 {
		return wording.Say("%d day", "%d 天", n)
	}
	return wording.Say("%d days", "%d 天", n)
}

// asks says what a criterion asks for.
func (p *Program) asks(lf *leaf) kam.Text {
	switch lf.kind {
	case KindMetric:
		m := lf.rule.Metric
		return wording.Say("%s: %s of %s %s %s", "%[1]s：%[3]s%[2]s%[4]s %[5]s", lf.series(m.Of), m.Aggregate.words(), m.Window.words(), m.Be.Comparison.words(), amount(lf.mark.exact, m.Be.Scale, lf.unit))
	case KindStreak:
		return lf.asksStreak()
	case KindTenure:
		return lf.rule.Tenure.asks()
	case KindSkill:
		s := lf.rule.Skill
		text := wording.Say("%s: level %d or above", "%s：%d 级及以上", lf.name, s.Level)
		if s.Assessors > 1 {
			text = wording.Say("%s, seen by %d assessors (%s)", "%s，由 %d 人评估（%s）", text, s.Assessors, s.Combine.words())
		}
		return text
	case KindCertificate:
		return wording.Say("holds %s", "持有%s", lf.name)
	case KindReview:
		return lf.asksReview()
	default:
		return lf.asksFlag()
	}
}

// series is what people call a metric, with its scope.
func (lf *leaf) series(s Series) kam.Text {
	if s.Scope == "" {
		return lf.name
	}
	return wording.Say("%s (%s)", "%s（%s）", lf.name, wording.Clip(s.Scope))
}

func (lf *leaf) asksStreak() kam.Text {
	s := lf.rule.Streak
	limit := wording.Say("%s %s", "%s %s", s.Be.Comparison.words(), lf.limit(s.Be, lf.mark.exact))
	text := wording.Say("%s: %s in a row %s", "%s：连续 %s%s", lf.series(s.Of), stepWords(s.Step, s.Length), limit)
	if lf.hits != s.Length {
		text = wording.Say("%s: %d of %s in a row %s", "%[1]s：连续 %[3]s中至少 %[2]d 期%[4]s", lf.series(s.Of), lf.hits, stepWords(s.Step, s.Length), limit)
	}
	for i, a := range s.Also {
		text = wording.Say("%s, %d of them %s %s", "%s，其中至少 %d 期%s %s", text, a.Count, s.Be.Comparison.words(), lf.limit(s.Be, lf.also[i].exact))
	}
	if s.Where == Anywhere {
		return wording.Say("%s, within the last %s", "%s（最近 %s内）", text, stepWords(s.Step, s.Within))
	}
	return wording.Say("%s, up to now", "%s（截至目前）", text)
}

// limit writes a threshold of a streak, whose own unit is steps.
func (lf *leaf) limit(t Test, r *big.Rat) kam.Text {
	return amount(r, t.Scale, lf.counted)
}

func (t *Tenure) asks() kam.Text {
	where := wording.Say("in the company", "公司任职")
	name := wording.Quote(t.Name)
	switch {
	case t.In == InStage && t.Name == "":
		where = wording.Say("in the present stage", "现职级任职")
	case t.In == InStage:
		where = wording.Say("in stage %s", "职级 %s 任职", name)
	case t.In == InTrack && t.Name == "":
		where = wording.Say("in the present track", "现通道任职")
	case t.In == InTrack:
		where = wording.Say("in track %s", "通道 %s 任职", name)
	case t.In == InDepartment && t.Name == "":
		where = wording.Say("in the present department", "现部门任职")
	case t.In == InDepartment:
		where = wording.Say("in department %s", "部门 %s 任职", name)
	}
	if t.Comparison == Below {
		return wording.Say("less than %s %s", "%[2]s不满 %[1]s", t.span(t.need()), where)
	}
	return wording.Say("%s or more %s", "%[2]s满 %[1]s", t.span(t.need()), where)
}

// words says how levels are combined.
func (c Combine) words() kam.Text {
	switch c {
	case Median:
		return wording.Say("the median counts", "取中位数")
	case Highest:
		return wording.Say("the highest counts", "取最高")
	default:
		return wording.Say("the lowest counts", "取最低")
	}
}

func (lf *leaf) asksReview() kam.Text {
	r := lf.rule.Review
	rating := wording.Quote(r.Rating)
	if r.last() == 1 {
		return wording.Say("%s: last rating %s %s", "%s：最近一次评级%s %s", lf.name, r.comparison().words(), rating)
	}
	return wording.Say("%s: %d of the last %d ratings %s %s", "%[1]s：最近 %[3]d 次中至少 %[2]d 次评级%[4]s %[5]s", lf.name, lf.hits, r.last(), r.comparison().words(), rating)
}

func (lf *leaf) asksFlag() kam.Text {
	f := lf.rule.Flag
	switch {
	case f.Be == Absent && f.Months == 0:
		return wording.Say("no %s at present", "目前无%s", lf.name)
	case f.Be == Absent:
		return wording.Say("no %s within %s", "最近 %[2]s内无%[1]s", lf.name, stepWords(kam.Month, f.Months))
	case f.Months == 0:
		return wording.Say("%s at present", "目前有%s", lf.name)
	}
	return wording.Say("%s within %s", "最近 %[2]s内有%[1]s", lf.name, stepWords(kam.Month, f.Months))
}

// words says why the value of a step is unknown.
func (w Why) words() kam.Text {
	switch w {
	case NoObservation:
		return wording.Say("no observation", "无观测值")
	case OtherUnit:
		return wording.Say("only without a unit or currency", "只有未写明单位或币种的数据")
	case Partial:
		return wording.Say("shorter periods do not cover it", "更短期间的数值未能逐日覆盖")
	case NotKnown:
		return wording.Say("value not known", "数值未知")
	case Conflicting:
		return wording.Say("contradictory observations", "观测值相互矛盾")
	case OtherForm:
		return wording.Say("a ratio and a plain value do not compare", "比率与普通数值不可比较")
	case NoDenominator:
		return wording.Say("the denominator is 0", "分母为 0")
	case OutOfBounds:
		return wording.Say("the number is out of bounds", "数值超出范围")
	case NotOverYet:
		return wording.Say("not over yet", "尚未结束")
	default:
		return wording.Say("unknown", "未知")
	}
}

// Name returns what people call the state: "met", "not met", and "unknown" for every other value.
func (s State) Name() kam.Text {
	switch s {
	case Met:
		return wording.Say("met", "达标")
	case NotMet:
		return wording.Say("not met", "未达标")
	default:
		return wording.Say("unknown", "未知")
	}
}
