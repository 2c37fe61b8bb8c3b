package criteria

import (
	"math/big"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/num"
	"github.com/kam-go/kam/internal/wording"
)

// Limits of a criterion on a metric, all inclusive.
const (
	maxAlso = 8
	// maxSteps is the largest number of steps of a stated period, ten years of weeks and more.
	maxSteps = 600
)

// metric checks a criterion on one figure.
func (k *compiler) metric(place string, m *Metric, l *leaf, negated bool) {
	metric, known := k.seriesOf(place+".of", m.Of, l)
	wording.Choice(k.found, "aggregate", place+".aggregate", m.Aggregate, Sum, Latest, Mean, Min, Max, Ratio, Growth)
	steps := k.window(place+".window", m.Window, m.Aggregate == Growth)
	k.test(place+".be", m.Be, l, metric, known, negated)
	switch {
	case (m.Aggregate == Ratio || m.Aggregate == Growth) && m.Be.Scale == "":
		k.scaleMissing(place + ".be.scale")
	case (m.Aggregate == Sum || m.Aggregate == Mean) && m.Be.Scale != "":
		k.found.Add("aggregate", place+".aggregate", wording.Say("ratios are not made one by %s", "比率不能用 %s 合并", m.Aggregate),
			wording.Say("use ratio: the sum of numerators by the sum of denominators; or leave scale out if the values are plain", "请用 ratio（分子之和除以分母之和）；若为普通数值，请删去 scale"))
	}
	if m.NonNegative && m.Aggregate != Sum && m.Aggregate != Mean {
		k.found.Add("aggregate", place+".nonNegative", wording.Say("it decides nothing for %s", "对 %s 不起作用", m.Aggregate), wording.Say("leave it out", "请删去"))
	}
	if m.SumFiner && (m.Aggregate == Sum || m.Aggregate == Ratio || m.Aggregate == Growth) {
		k.found.Add("aggregate", place+".sumFiner", wording.Say("%s adds up shorter periods anyway", "%s 本就累加更短的期间", m.Aggregate), wording.Say("leave it out", "请删去"))
	}
	if !known || !steps {
		return
	}
	w := m.Window
	track := trackKey{step: w.Step, last: w.Last, year: w.Year, period: w.Period, base: m.Aggregate == Growth}
	finer := m.SumFiner || m.Aggregate == Sum || m.Aggregate == Ratio || m.Aggregate == Growth
	// Growth is a ratio of sums of plain values.
	l.lane = k.lane(k.keyOf(m.Of, metric), track, m.Be.Scale != "" && m.Aggregate != Growth, finer)
	k.warn(place, m.Of, metric, m.Be, m.Be.Scale != "" && m.Aggregate != Growth)
	if m.Be.Scale == "" {
		l.unit = unitOf(m.Of, metric)
	}
}

// streak checks a criterion on steps in a row.
func (k *compiler) streak(place string, s *Streak, l *leaf, negated bool) {
	metric, known := k.seriesOf(place+".of", s.Of, l)
	k.test(place+".be", s.Be, l, metric, known, negated)
	good := k.streakShape(place, s, l)
	k.also(place, s, l)
	if !known || !good {
		return
	}
	l.lane = k.lane(k.keyOf(s.Of, metric), trackKey{step: s.Step, last: s.reach()}, s.Be.Scale != "", s.SumFiner)
	k.warn(place, s.Of, metric, s.Be, s.Be.Scale != "")
	if s.Be.Scale == "" {
		l.counted = unitOf(s.Of, metric)
	}
	l.unit = wording.Say("steps", "期")
	switch s.Step {
	case kam.Year:
		l.unit = wording.Say("years", "年")
	case kam.HalfYear:
		l.unit = wording.Say("half-years", "个半年")
	case kam.Quarter:
		l.unit = wording.Say("quarters", "个季度")
	case kam.Month:
		l.unit = wording.Say("months", "个月")
	case kam.Week:
		l.unit = wording.Say("weeks", "周")
	}
}

// reach is how many steps back a streak looks.
func (s *Streak) reach() int {
	if s.Where == Anywhere {
		return s.Within
	}
	return s.Length
}

// need is how many steps of the run have to pass.
func (s *Streak) need() int {
	if s.Hits == 0 {
		return s.Length
	}
	return s.Hits
}

func (k *compiler) streakShape(place string, s *Streak, l *leaf) bool {
	good := k.step(place+".step", s.Step)
	if s.Length < 1 || s.Length > maxSteps {
		k.found.Add("streak", place+".length", wording.Say("a run of %d steps", "连续期数为 %d", s.Length), wording.Say("state 1 to %d", "请填 1 至 %d", maxSteps))
		good = false
	} else if s.Hits < 0 || s.Hits > s.Length {
		k.found.Add("streak", place+".hits", wording.Say("%d of %d steps", "%[2]d 期中须达标 %[1]d 期", s.Hits, s.Length), wording.Say("state 1 to %d, or leave it out for all", "请填 1 至 %d；全部达标则不填", s.Length))
		good = false
	}
	l.hits = s.need()
	good = wording.Choice(k.found, "streak", place+".where", s.Where, EndingNow, Anywhere) && good
	switch {
	case s.Where == EndingNow && s.Within != 0:
		k.found.Add("streak", place+".within", wording.Say("a run that ends now is not looked for in %d steps", "截至当前的连续期不需在 %d 期内查找", s.Within), wording.Say("leave it out, or choose anywhere", "请删去，或选择 anywhere"))
		return false
	case s.Where == Anywhere && (s.Within < s.Length || s.Within > maxSteps):
		k.found.Add("streak", place+".within", wording.Say("a run of %d steps is looked for within %d", "在 %[2]d 期内查找连续 %[1]d 期", s.Length, s.Within), wording.Say("state %d to %d steps", "请填 %d 至 %d", max(s.Length, 1), maxSteps))
		return false
	}
	return good && k.withinHistory(place, s.Step, s.reach())
}

// also checks the harder thresholds of a streak.
func (k *compiler) also(place string, s *Streak, l *leaf) {
	if !k.found.Count(place+".also", len(s.Also), 0, maxAlso) {
		return
	}
	for i, a := range s.Also {
		at := wording.At(place+".also", i)
		if a.Count < 1 || a.Count > s.Length {
			k.found.Add("also", at+".count", wording.Say("%d of %d steps", "%[2]d 期中须有 %[1]d 期", a.Count, s.Length), wording.Say("state 1 to %d", "请填 1 至 %d", max(s.Length, 1)))
		}
		m, ok := k.mark(at+".threshold", a.Threshold, s.Be.Scale)
		if !ok || l.mark.exact == nil {
			continue
		}
		l.also = append(l.also, m)
		if c := m.exact.Cmp(l.mark.exact); c == 0 || (c > 0) != s.Be.Comparison.upward() {
			k.found.Add("also", at+".threshold", wording.Say("%s is no harder than %s", "%s 并不比 %s 更严", wording.Decimal(a.Threshold.Decimal), wording.Decimal(s.Be.Threshold.Decimal)),
				wording.Say("state a harder threshold for some of the steps", "请为部分期间填写更严的门槛"))
		}
	}
}

// seriesOf checks what observations are read, and returns the metric.
func (k *compiler) seriesOf(place string, s Series, l *leaf) (kam.Metric, bool) {
	m, known := k.p.index.Metric(s.Metric)
	if !known {
		k.unknownName("metric", place+".metric", s.Metric, wording.Say("metric", "指标"))
		return kam.Metric{}, false
	}
	if m.Check() != nil {
		k.badMetrics[m.Key] = true
		return kam.Metric{}, false
	}
	if s.Scope != "" {
		k.found.ID(place+".scope", s.Scope, nil)
	}
	switch {
	case s.Unit != "" && s.Unit != m.Unit:
		k.found.Add("unit", place+".unit", wording.Say("the metric is in %s, not in %s", "该指标的单位为 %s，而非 %s", wording.Quote(m.Unit), wording.Quote(s.Unit)), wording.Say("leave it out", "请删去"))
		return kam.Metric{}, false
	case s.Currency != "" && m.Unit != "":
		k.found.Add("currency", place+".currency", wording.Say("the metric is in %s and no money", "该指标的单位为 %s，并非金额", wording.Quote(m.Unit)), wording.Say("leave it out", "请删去"))
		return kam.Metric{}, false
	}
	if s.Currency != "" {
		if _, err := kam.ParseCurrency(string(s.Currency)); err != nil {
			k.found.Add("currency", place+".currency", wording.Say("%s is no ISO 4217 code", "%s 不是 ISO 4217 币种代码", wording.Quote(string(s.Currency))), wording.Say("write it as CNY", "请写作 CNY 之类的代码"))
			return kam.Metric{}, false
		}
	}
	l.name = named(m.Name, m.Key)
	k.use(m)
	return m, true
}

// use notes that the rule takes its meaning from a metric.
func (k *compiler) use(m kam.Metric) {
	for _, other := range k.p.known.Metrics {
		if other.Key == m.Key {
			return
		}
	}
	k.p.known.Metrics = append(k.p.known.Metrics, m)
}

func (k *compiler) unknownName(code, place, name string, what kam.Text) {
	message := wording.Say("%s is no %s of the vocabulary", "词汇表中没有 %s 这一%s", wording.Quote(name), what)
	if name == "" {
		message = wording.Say("no %s is stated", "未填%s", what)
	}
	k.found.Add(code, place, message, wording.Say("use a name of the vocabulary, or add it there", "请使用词汇表中的名称，或先加入词汇表"))
}

// named is what people read, else the ID.
func named(name kam.Text, id string) kam.Text {
	if name != (kam.Text{}) {
		return kam.Text{EN: wording.Clip(name.In(kam.English)), ZH: wording.Clip(name.In(kam.Chinese))}
	}
	return wording.Same(wording.Clip(id))
}

func unitOf(s Series, m kam.Metric) kam.Text {
	if s.Currency != "" {
		return wording.Same(string(s.Currency))
	}
	return wording.Same(wording.Clip(m.Unit))
}

func (k *compiler) keyOf(s Series, m kam.Metric) seriesKey {
	return seriesKey{metric: s.Metric, scope: s.Scope, unit: m.Unit, currency: s.Currency}
}

// test checks a comparison with a threshold.
func (k *compiler) test(place string, t Test, l *leaf, m kam.Metric, known, negated bool) {
	compared := wording.Choice(k.found, "comparison", place+".comparison", t.Comparison, AtLeast, Above, AtMost, Below)
	if t.Scale != "" {
		wording.Choice(k.found, "scale", place+".scale", t.Scale, AsRatio, AsPercent)
	}
	l.mark, _ = k.mark(place+".threshold", t.Threshold, t.Scale)
	if compared && known {
		k.direction(place, t.Comparison, t.Against, m.Direction == kam.HigherIsBetter, negated)
	}
}

// direction reports a comparison that asks for a poor value without saying so, or says so without doing it.
func (k *compiler) direction(place string, c Comparison, against, higher, negated bool) {
	switch poor := c.upward() != higher; {
	case poor && !against && !negated:
		better := wording.Say("more is better", "越高越好")
		if !higher {
			better = wording.Say("less is better", "越低越好")
		}
		k.found.Add("direction", place+".comparison", wording.Say("%s asks for a poor value: %s", "%s 要求的是较差的值：该项%s", c, better),
			wording.Say("turn the comparison round; if a poor value is meant, as for a demotion, state \"against\": true", "请改用相反的比较；若确指较差的值（如降级规则），请填 \"against\": true"))
	case !poor && against:
		k.found.Add("direction", place+".against", wording.Say("against is stated, but %s asks for a good value", "填写了 against，但 %s 要求的是较好的值", c), wording.Say("leave it out, or turn the comparison round", "请删去，或改用相反的比较"))
	}
}

func (k *compiler) scaleMissing(place string) {
	k.found.Add("scale", place, wording.Say("it is not said whether the threshold of the ratio is written as 0.92 or as 92", "未说明比率的门槛写作 0.92 还是 92"),
		wording.Say("state ratio for 0.92, or percent for 92", "写作 0.92 请填 ratio，写作 92 请填 percent"))
}

// mark checks and compiles a threshold.
func (k *compiler) mark(place string, stated decimal.NullDecimal, s Scale) (mark, bool) {
	if !stated.Valid {
		k.found.Add("threshold", place, wording.Say("no threshold is stated", "未填门槛值"), wording.Say("state a number; 0 is written as \"0\"", "请填数值；门槛为 0 时请写 \"0\""))
		return mark{}, false
	}
	d := stated.Decimal
	if !k.found.Number(place, d) {
		return mark{}, false
	}
	out := mark{exact: num.Rat(d)}
	out.small, out.fits = toSmall(d)
	if s == AsPercent {
		out.exact.Mul(out.exact, big.NewRat(1, 100))
		out.small.places += 2
		out.fits = out.fits && out.small.places <= maxPlaces
	}
	return out, true
}

// window checks the steps of a window.
func (k *compiler) window(place string, w Window, base bool) bool {
	if !k.step(place+".step", w.Step) {
		return false
	}
	stated := 0
	for _, is := range []bool{w.Last != 0, w.Year != "", !w.Period.IsZero()} {
		if is {
			stated++
		}
	}
	if stated != 1 {
		k.found.Add("window", place, wording.Say("%d of last, year and period are stated", "last、year、period 中填写了 %d 项", stated), wording.Say("state exactly one", "请只填一项"))
		return false
	}
	switch {
	case w.Year != "":
		return k.yearWindow(place, w, base)
	case w.Last != 0:
		if w.Last < 1 || w.Last > maxSteps {
			k.found.Add("window", place+".last", wording.Say("the last %d steps", "最近 %d 期", w.Last), wording.Say("state 1 to %d", "请填 1 至 %d", maxSteps))
			return false
		}
		n := w.Last
		if base {
			n *= 2
		}
		return k.withinHistory(place, w.Step, n)
	}
	if !k.found.Period(place+".period", w.Period, true) {
		return false
	}
	if base {
		k.found.Add("window", place+".period", wording.Say("growth needs the steps before as well", "增长率还需要此前的期间"), wording.Say("use last or year", "请用 last 或 year"))
		return false
	}
	if w.Period.Days() > MaxHistory*31 {
		k.tooLong(place, wording.Say("%d days", "%d 天", w.Period.Days()))
		return false
	}
	steps, err := k.p.calendar.Split(w.Period, w.Step)
	if err != nil {
		k.found.Add("window", place+".period", wording.Say("%s is not made of whole %s", "%s 不是由完整的%s组成", wording.Days(w.Period), stepName(w.Step)),
			wording.Say("begin and end it where a step does", "请让起止日与期的起止一致"))
		return false
	}
	return k.withinHistory(place, w.Step, len(steps))
}

func (k *compiler) yearWindow(place string, w Window, base bool) bool {
	if !wording.Choice(k.found, "window", place+".year", w.Year, LastYear, YearToDate) {
		return false
	}
	fits := w.Step != kam.Week || k.p.spec.Pattern != "months"
	if w.Step == kam.Week && fits {
		// A fiscal year of weeks is made of ISO weeks only when it ends on a Sunday.
		fits = k.p.spec.YearEnd.Weekday == 0
	}
	if !fits || w.Year == YearToDate && w.Step == kam.Year {
		k.found.Add("window", place+".step", wording.Say("%s is no step of a year to look at", "%s 不能作为年度窗口的期", w.Step), wording.Say("use half-year, quarter or month", "请用 half-year、quarter 或 month"))
		return false
	}
	months := 12
	if base {
		months = 24
	}
	if months > k.p.history {
		k.tooLong(place, wording.Say("%d months", "%d 个月", months))
		return false
	}
	return true
}

func (k *compiler) step(place string, s kam.PeriodKind) bool {
	return wording.Choice(k.found, "window", place, s, kam.Year, kam.HalfYear, kam.Quarter, kam.Month, kam.Week)
}

// monthsOf are the months of a step; a week has 12/52 of one.
func monthsOf(step kam.PeriodKind) int {
	switch step {
	case kam.Year:
		return 12
	case kam.HalfYear:
		return 6
	case kam.Quarter:
		return 3
	default:
		return 1
	}
}

// withinHistory reports a window of n steps that reaches further back than files do.
func (k *compiler) withinHistory(place string, step kam.PeriodKind, n int) bool {
	if step == kam.Week {
		if n*12 > k.p.history*52 {
			k.tooLong(place, wording.Say("%d weeks", "%d 周", n))
			return false
		}
		return true
	}
	if n *= monthsOf(step); n > k.p.history {
		k.tooLong(place, wording.Say("%d months", "%d 个月", n))
		return false
	}
	return true
}

func (k *compiler) tooLong(place string, length kam.Text) {
	k.found.Add("window", place, wording.Say("it reaches back %s, files reach back %d months", "窗口回溯 %s，而档案只回溯 %d 个月", length, k.p.history),
		wording.Say("shorten the window, or state a longer history in the options", "请缩短窗口，或在选项中填写更长的历史"))
}

// lane returns the number of a lane, a new one unless there is one like it.
func (k *compiler) lane(s seriesKey, t trackKey, ratio, finer bool) int {
	p := k.p
	key := laneKey{series: indexOf(&p.series, s), track: indexOf(&p.tracks, t), ratio: ratio, finer: finer}
	if at, ok := k.byLane[key]; ok {
		return at
	}
	at := len(p.lanes)
	p.lanes = append(p.lanes, lane(key))
	k.byLane[key] = at
	for len(p.bySeries) < len(p.series) {
		p.bySeries = append(p.bySeries, nil)
	}
	p.bySeries[key.series] = append(p.bySeries[key.series], at)
	return at
}

// indexOf returns the place of an item in a list, to which it is added unless it is there.
func indexOf[T comparable](list *[]T, item T) int {
	for i, other := range *list {
		if other == item {
			return i
		}
	}
	*list = append(*list, item)
	return len(*list) - 1
}
