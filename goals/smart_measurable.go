package goals

import (
	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/wording"
)

// measurable judges M: a unit, a way of adding up, a baseline that the target moves from, a source, enough readings,
// and a survey that can tell the move from chance.
func (j *judged) measurable() LetterReport {
	m := &judging{letter: Measurable}
	j.measurableUnit(m)
	if j.goal.Tracking != Flow && j.goal.Tracking != Stock {
		m.fail("tracking", "tracking", say("it is not stated whether values add up over the period or the latest counts", "没有写明数值是期间累计还是取期末水平"),
			say("state flow or stock", "请填 flow（累计）或 stock（期末水平）"))
	}
	j.measurableMove(m)
	if j.goal.Source == "" {
		m.fail("source", "source", say("no source of the data is named", "没有写明数据来源"), say("name the system or report it is read from", "请写明读取数据的系统或报表"))
	}
	j.measurableReadings(m)
	j.measurableSurvey(m)
	return m.report()
}

func (j *judged) measurableUnit(m *judging) {
	g := j.goal
	registered, known := j.metric()
	remedy := say("state a currency for money, a unit for anything else", "金额请填币种，其他请填单位")
	switch _, err := kam.ParseCurrency(string(g.Currency)); {
	case g.Unit == "" && g.Currency == "":
		m.fail("unit", "unit", say("neither unit nor currency is stated", "单位与币种均未填写"), remedy)
	case g.Unit != "" && g.Currency != "":
		m.fail("unit", "unit", say("both a unit and a currency are stated", "单位与币种同时填写"), remedy)
	case g.Currency != "" && err != nil:
		m.fail("unit", "currency", say("%q is no currency", "%q 不是有效币种", clip(string(g.Currency))), say("use a code such as CNY or USD", "请用 CNY、USD 等代码"))
	case known && registered.Unit != g.Unit:
		goal, metric := counted(g.Unit), counted(registered.Unit)
		m.fail("unit", "unit", say("the goal counts %s, and the metric %q counts %s", "目标以%[1]s计，而指标 %[2]q 以%[3]s计", goal, clip(registered.Key), metric),
			say("count in the metric's unit", "请使用指标的单位"))
	}
}

// counted returns what a value of a unit counts, in words; no unit is money.
func counted(unit string) kam.Text {
	if unit == "" {
		return kam.Text{EN: "money", ZH: "金额"}
	}
	return say("%q", " %q ", clip(unit))
}

// measurableMove judges the way from the baseline to the target.
func (j *judged) measurableMove(m *judging) {
	g := j.goal
	if !j.hasTarget {
		m.fail("target", "target", say("the target is no usable number", "目标值无法使用"), say("state a target within the bounds of numbers", "请填写范围内的目标值"))
		return
	}
	target := g.final()
	if !g.Baseline.Valid {
		m.doubt("baseline", "baseline", say("where it starts from is not known, only the target %s", "起点未知，只有目标值 %s", j.value(target)),
			say("measure the baseline of the same metric, scope and unit; what is new starts from 0", "请测出同一指标、范围与单位的基线；新业务以 0 为基线"), fact("target", target))
		return
	}
	baseline := g.Baseline.Decimal
	evidence := []kam.Evidence{fact("baseline", baseline), fact("target", target)}
	rises := target.GreaterThan(baseline)
	switch d := j.direction(); {
	case target.Equal(baseline):
		m.fail("target", "target", say("the target equals the baseline, %s", "目标值与基线相同，均为 %s", j.value(target)),
			say("state a target that differs from the baseline", "请填写不同于基线的目标值"), evidence...)
	case d == kam.HigherIsBetter && !rises, d == kam.LowerIsBetter && rises:
		m.fail("target", "target", say("from %s to %s is the wrong way: %s is better", "由 %s 到 %s 方向相反：以 %s 为佳", j.value(baseline), j.value(target), d),
			say("move the target to the other side of the baseline, or correct the direction", "请把目标值移到基线的另一侧，或更正方向"), evidence...)
	default:
		m.note("target", "target", say("from %s to %s", "由 %s 到 %s", j.value(baseline), j.value(target)), evidence...)
	}
}

// measurableReadings counts the measurements that fall due inside the period.
func (j *judged) measurableReadings(m *judging) {
	p, k := j.goal.Period, j.goal.Cadence
	if !k.Valid() {
		m.fail("cadence", "cadence", say("how often it is measured is not stated", "没有写明测量频率"), say("state week, month, quarter, half-year or year", "请填 week、month、quarter、half-year 或 year"))
		return
	}
	if !closed(p) {
		return // T says so
	}
	n := 0
	for at := p.From; n < maxReadings && at.Before(p.Until); {
		part, err := j.Calendar.Containing(k, at)
		if err != nil || part.Until.After(p.Until) {
			break
		}
		n++
		at = part.Until
	}
	evidence := []kam.Evidence{fact("readings", n), fact("cadence", string(k)), fact("period", p)}
	if n < j.bands.Readings {
		m.fail("readings", "cadence", say("measured every %[1]s, it is read %[2]d times in %[3]s, fewer than %[4]d", "每%[1]s测量一次，期间 %[3]s 内只有 %[2]d 次读数，少于 %[4]d 次", kindName(k), n, wording.Days(p), j.bands.Readings),
			say("measure more often", "请提高测量频率"), evidence...)
		return
	}
	m.note("readings", "cadence", say("%d readings in the period", "期间内有 %d 次读数", n), evidence...)
}
