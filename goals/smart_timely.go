package goals

import (
	"fmt"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/num"
	"github.com/kam-go/kam/internal/wording"
)

// closed reports whether p has a first day and an end.
func closed(p kam.Period) bool { return p.Check() == nil && !p.IsOpen() }

// timely judges T: a closed period that is not over, time enough for a sale, milestones on the way, and check-ins.
func (j *judged) timely() LetterReport {
	t := &judging{letter: Timely}
	p := j.goal.Period
	if closed(p) {
		j.timelyDeadline(t, p)
		j.timelyMilestones(t, p)
	} else {
		t.fail("period", "period", say("there is no deadline: %q", "没有期限：%q", p.String()),
			say("state the first day and the first day after the end", "请写明首日与结束后的次日"))
	}
	if j.goal.Cadence.Valid() {
		t.note("check-in", "cadence", say("it is looked at every %s", "每%s检视一次", kindName(j.goal.Cadence)))
	} else {
		t.doubt("check-in", "cadence", say("no check-ins are planned", "没有安排检视"), say("state how often it is looked at, such as week or month", "请写明检视频率，如 week 或 month"))
	}
	return t.report()
}

func (j *judged) timelyDeadline(t *judging, p kam.Period) {
	switch {
	case !j.AsOf.IsSet():
		t.lack("as-of", "asOf", say("the day of the judgement was not given, so what is left of %s is not known", "未提供判定日期，无法确定 %s 的剩余时间", wording.Days(p)),
			say("pass the day", "请提供日期"))
		return
	case !j.AsOf.Before(p.Until):
		t.fail("over", "period", say("%s was over on %s", "期间 %s 在 %s 已结束", wording.Days(p), j.AsOf), say("choose a period that ends later", "请选择更晚结束的期间"),
			fact("period", p), fact("as of", j.AsOf))
		return
	}
	rest := kam.Period{From: p.From, Until: p.Until}
	if j.AsOf.After(rest.From) {
		rest.From = j.AsOf
	}
	t.note("period", "period", say("%d days are left of %s", "期间 %[2]s 还剩 %[1]d 天", rest.Days(), wording.Days(p)), fact("days", rest.Days()))
	if len(j.CycleDays) == 0 {
		return
	}
	left, err := j.Calendar.WorkingDays(rest)
	if err != nil {
		t.lack("working-days", "calendar", say("working days cannot be counted: the calendar does not know the holidays of every year of %s", "无法计算工作日：日历缺少 %s 中某些年份的节假日数据", rest),
			say("give the calendar the holidays of every year of %s", "请为日历补充 %s 各年的节假日", rest))
		return
	}
	// The median of an even number is the mean of the middle two, so both sides are doubled.
	days := slices.Sorted(slices.Values(j.CycleDays))
	doubled := days[(len(days)-1)/2] + days[len(days)/2]
	median := num.Format(decimal.New(int64(doubled)*5, -1))
	evidence := []kam.Evidence{fact("working days left", left), fact("median cycle", median), fact("deals", len(days))}
	switch remedy := say("extend the period, or lower the target to what is in the pipeline", "请延长期间，或把目标降到在手商机可支持的水平"); {
	case doubled <= 2*left:
		t.note("cycle", "period", say("%d working days are left, and the median sale takes %s", "剩余 %d 个工作日，成交周期中位数为 %s 个工作日", left, median), evidence...)
	case len(j.Deals) > 0:
		t.doubt("cycle", "period", say("%d working days are left, fewer than the median sale takes (%s): only deals already open can count", "剩余 %d 个工作日，少于成交周期中位数 %s：只能依靠已有商机", left, median), remedy, evidence...)
	default:
		t.fail("cycle", "period", say("%d working days are left, fewer than the median sale takes (%s)", "剩余 %d 个工作日，少于成交周期中位数 %s", left, median), remedy, evidence...)
	}
}

// timelyMilestones reports milestones outside the period, and a way that turns back or passes the target.
func (j *judged) timelyMilestones(t *judging, p kam.Period) {
	g := j.goal
	for i, m := range g.Milestones {
		if !p.Contains(m.Day) {
			t.fail("milestone-day", fmt.Sprintf("milestones[%d].day", i), say("%s is outside %s", "%s 不在期间 %s 内", m.Day, wording.Days(p)),
				say("set it on a day of the period", "请设在期间内"), fact("day", m.Day))
		}
	}
	if !j.hasTarget || len(g.Milestones) == 0 {
		return
	}
	target := g.final()
	start, known := decimal.Zero, true // a flow counts from nothing
	rising := !target.IsNegative()
	if g.Tracking == Stock {
		start, known = g.Baseline.Decimal, g.Baseline.Valid
		rising = j.direction() != kam.LowerIsBetter
	}
	before := func(a, b decimal.Decimal) bool {
		if rising {
			return a.LessThan(b)
		}
		return b.LessThan(a)
	}
	last := start
	for i, m := range g.Milestones {
		place := fmt.Sprintf("milestones[%d].value", i)
		evidence := []kam.Evidence{fact("value", m.Value), fact("before", last), fact("target", target)}
		switch {
		case (known || i > 0) && before(m.Value, last):
			t.fail("milestone", place, say("%s turns back from %s", "%s 较前值 %s 倒退", j.value(m.Value), j.value(last)),
				say("let the milestones lead from where the goal starts to the target", "里程碑应由起点逐步通向目标"), evidence...)
		case before(target, m.Value):
			t.fail("milestone", place, say("%s lies beyond the target %s", "%s 超出目标 %s", j.value(m.Value), j.value(target)),
				say("let the milestones lead to the target", "里程碑应逐步通向目标"), evidence...)
		}
		last = m.Value
	}
}
