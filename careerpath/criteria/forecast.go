package criteria

import (
	"math/big"
	"slices"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/careerpath/evidence"
	"github.com/kam-go/kam/internal/wording"
)

// Horizon is how a forecast looks ahead.
type Horizon struct {
	// AsOf is the day to look from.
	AsOf kam.Day
	// Months is how far to look. Defaults to 24; more than 120 read as 120.
	Months int
	// Trend is how many steps that are over make the trend. Defaults to 6; fewer than [LeastTrend] read as that, more than
	// 60 as 60.
	Trend int
}

// LeastTrend is the least number of known steps that make a trend.
const LeastTrend = 3

func (h Horizon) months() int {
	if h.Months < 1 {
		return 24
	}
	return min(h.Months, 120)
}

func (h Horizon) trend() int {
	if h.Trend < 1 {
		return 6
	}
	return max(LeastTrend, min(h.Trend, 60))
}

// Outlook says when each criterion of a rule would be met at the present trend.
type Outlook struct {
	Person kam.Subject `json:"person"`
	AsOf   kam.Day     `json:"asOf"`
	// Until is the last day that was looked at.
	Until kam.Day `json:"until"`
	// Whole is when the whole rule would be met.
	Whole Prospect `json:"whole"`
	// Criteria are the criteria in the order of the tree.
	Criteria []Prospect `json:"criteria"`
}

// Prospect is when a rule would be met.
type Prospect struct {
	ID   string   `json:"id,omitempty"`
	Name kam.Text `json:"name"`
	When When     `json:"when"`
	// On is the day on which it would first be met; set for [OnDay] only.
	On kam.Day `json:"on,omitzero"`
	// Basis says what that follows from.
	Basis kam.Text `json:"basis"`
}

// When says when a rule would be met. The zero value is not stated.
type When string

// Answers to when.
const (
	MetNow      When = "now"
	OnDay       When = "on"
	NotWithin   When = "not-within" // not before the end of the horizon
	WhenUnknown When = "unknown"
)

// Forecast says when each criterion would first be met if things go on as they do.
//
// A criterion on a metric follows the straight line of least squares through the last known steps, exact and unrounded;
// of a ratio one line each for numerator and denominator, of which the latter has to stay above 0. A metric that is
// declared non-negative never falls below 0. The window then moves on step by step, past steps keeping their values, and
// the day is the first day after the first step at the end of which the criterion is met. With fewer than [LeastTrend]
// known steps there is no trend.
//
// A tenure is exact, provided that the person stays. A flag that is ruled out is forecast by the day on which the last
// one leaves the time looked at. What others have to decide, that is skills, certificates, ratings and flags asked for, is
// unknown unless it is met now, and so is a not.
//
// A criterion that is met on a day is taken to stay so: the whole is met when enough of its members are.
func (p *Program) Forecast(file evidence.File, h Horizon) Outlook {
	out := Outlook{Person: file.Person, AsOf: h.AsOf, Until: h.AsOf.AddMonths(h.months())}
	g := p.at(h.AsOf).newGathered()
	g.take(&file)
	g.decide()
	prospects := make([]Prospect, len(p.nodes))
	for _, at := range p.leaves {
		n := &p.nodes[at]
		prospect := Prospect{When: MetNow, Basis: wording.Say("met now", "目前已达标")}
		if g.states[at] != met {
			prospect = p.ahead(n.leaf, &file, h, out.Until)
		}
		prospect.ID, prospect.Name = n.id, n.text
		prospects[at] = prospect
		out.Criteria = append(out.Criteria, prospect)
	}
	for at := len(p.nodes) - 1; at >= 0; at-- {
		if p.nodes[at].leaf == nil {
			prospects[at] = p.groupAhead(at, prospects, g.states[at])
		}
	}
	out.Whole = prospects[0]
	return out
}

// groupAhead says when enough members of a group would be met.
func (p *Program) groupAhead(at int, prospects []Prospect, now verdict) Prospect {
	n := &p.nodes[at]
	out := Prospect{ID: n.id, Name: n.text, When: MetNow, Basis: wording.Say("met now", "目前已达标")}
	if now == met {
		return out
	}
	var days []kam.Day
	open, members := 0, 0
	for child := at + 1; child < n.end; child = p.nodes[child].end {
		members++
		switch prospects[child].When {
		case MetNow:
			days = append(days, kam.Day{})
		case OnDay:
			days = append(days, prospects[child].On)
		case WhenUnknown:
			open++
		case NotWithin:
		}
	}
	need := n.k
	switch n.kind {
	case KindNot:
		out.When, out.Basis = WhenUnknown, wording.Say("what must not be is not forecast", "不得出现的情形不作预测")
		return out
	case KindAny:
		need = 1
	case KindAll:
		need = members
	default: // as many as are asked for
	}
	slices.SortFunc(days, kam.Day.Compare)
	switch {
	case len(days) >= need:
		out.When, out.On = OnDay, days[need-1]
		out.Basis = wording.Say("%d of %d rules would be met by then", "届时 %[2]d 项规则中可有 %[1]d 项达标", need, members)
	case len(days)+open >= need:
		out.When, out.Basis = WhenUnknown, wording.Say("%d of %d rules would be met, %d are unknown", "%[2]d 项规则中可有 %[1]d 项达标，%[3]d 项未知", len(days), members, open)
	default:
		out.When, out.Basis = NotWithin, wording.Say("%d of %d rules would be met, %d are asked", "%[2]d 项规则中仅可有 %[1]d 项达标，要求 %[3]d 项", len(days), members, need)
	}
	return out
}

// ahead says when a criterion that is not met now would be.
func (p *Program) ahead(lf *leaf, file *evidence.File, h Horizon, until kam.Day) Prospect {
	if !h.AsOf.IsSet() || !until.IsSet() {
		return Prospect{When: WhenUnknown, Basis: wording.Say("no day is stated from which to look", "未填预测起始日")}
	}
	switch lf.kind {
	case KindMetric, KindStreak:
		return p.trendAhead(lf, file, h, until)
	case KindTenure:
		return lf.rule.Tenure.ahead(file, h.AsOf, until)
	case KindFlag:
		if lf.rule.Flag.Be == Absent {
			return lf.rule.Flag.ahead(file, h.AsOf, until)
		}
	default: // nothing to go by
	}
	return Prospect{When: WhenUnknown, Basis: wording.Say("it depends on what others decide", "取决于他人的认定")}
}

// dated is a day, or that it lies beyond the horizon.
func dated(day, until kam.Day, basis kam.Text) Prospect {
	if !day.IsSet() || day.After(until) {
		return Prospect{When: NotWithin, Basis: basis}
	}
	return Prospect{When: OnDay, On: day, Basis: basis}
}

func (t *Tenure) ahead(file *evidence.File, asOf, until kam.Day) Prospect {
	p := t.look(file, asOf, false)
	switch {
	case t.Comparison == Below && p.verdict == notMet:
		return Prospect{When: NotWithin, Basis: wording.Say("the time has passed", "时限已过")}
	case p.several || t.Comparison == Below || !p.there:
		return Prospect{When: WhenUnknown, Basis: wording.Say("it is not known since when the person is there", "任职起始日未知")}
	}
	day := p.looked.From.AddMonths(t.Months)
	if t.Days != 0 {
		day = p.looked.From.AddDays(t.Days)
	}
	return dated(day, until, wording.Say("there since %s, if the person stays", "自 %s 起任职，以继续任职为前提", p.looked.From))
}

// ahead finds the first day on which the last flag has left the time that is looked at.
func (c *Flag) ahead(file *evidence.File, asOf, until kam.Day) Prospect {
	p := c.look(file, asOf, true)
	last := kam.Day{}
	for _, r := range p.records {
		if r.Held.IsOpen() {
			return Prospect{When: WhenUnknown, Basis: wording.Say("it holds since %s without an end", "自 %s 起持续，尚无结束日", r.Held.From)}
		}
		if r.Held.Until.After(last) {
			last = r.Held.Until
		}
	}
	if len(p.records) == 0 {
		return Prospect{When: WhenUnknown, Basis: wording.Say("the file does not say that its flags are complete", "档案未声明标记记录完整")}
	}
	// From the end of a short month it is looked back to a day before the flag ended.
	day := last.AddMonths(c.Months)
	for ; day.IsSet() && (!day.After(asOf) || day.AddMonths(-c.Months).Before(last)); day = day.AddDays(1) {
		if day.After(until) {
			break
		}
	}
	return dated(day, until, wording.Say("the last one ended on %s, if no other comes", "最后一条于 %s 结束，以不再新增为前提", last.AddDays(-1)))
}

// line is a straight line through steps, 0 being the last one that is over.
type line struct{ at0, slope *big.Rat }

func (l line) at(k int) *big.Rat {
	out := new(big.Rat).Mul(l.slope, big.NewRat(int64(k), 1))
	return out.Add(out, l.at0)
}

// fit returns the line of least squares through the known values of steps, the last of which is at 0.
func fit(steps []Step, of func(*Step) *big.Rat) (line, int) {
	n, sumX, sumXX := int64(0), int64(0), int64(0)
	sumY, sumXY := new(big.Rat), new(big.Rat)
	for i := range steps {
		y := of(&steps[i])
		if y == nil {
			continue
		}
		x := int64(i - len(steps) + 1)
		n, sumX, sumXX = n+1, sumX+x, sumXX+x*x
		sumY.Add(sumY, y)
		sumXY.Add(sumXY, new(big.Rat).Mul(big.NewRat(x, 1), y))
	}
	if n < LeastTrend {
		return line{}, int(n)
	}
	slope := new(big.Rat).Mul(big.NewRat(n, 1), sumXY)
	slope.Sub(slope, new(big.Rat).Mul(big.NewRat(sumX, 1), sumY))
	slope.Mul(slope, big.NewRat(1, n*sumXX-sumX*sumX))
	at0 := new(big.Rat).Mul(slope, big.NewRat(-sumX, 1))
	at0.Add(at0, sumY)
	return line{at0.Mul(at0, big.NewRat(1, n)), slope}, int(n)
}

// only returns a program of one criterion on steps, and of the steps that a track names.
func (p *Program) only(lf *leaf, key trackKey) (*Program, *leaf) {
	l := p.lanes[lf.lane]
	one := *lf
	one.lane = 0
	return &Program{
		calendar: p.calendar, tracks: []trackKey{key}, lanes: []lane{{ratio: l.ratio, finer: l.finer}},
		series: []seriesKey{p.series[l.series]}, bySeries: [][]int{{0}},
	}, &one
}

// stepsOn returns the steps that a criterion looks at on a day.
func (p *Program) stepsOn(lf *leaf, file *evidence.File, day kam.Day) ([]Step, int) {
	g := p.at(day).newGathered()
	g.take(file)
	return g.steps(lf)
}

func (p *Program) trendAhead(lf *leaf, file *evidence.File, h Horizon, until kam.Day) Prospect {
	l := p.lanes[lf.lane]
	key := p.tracks[l.track]
	trend, one := p.only(lf, trackKey{step: key.step, last: h.trend()})
	past, _ := trend.stepsOn(one, file, h.AsOf)
	top, known := fit(past, func(s *Step) *big.Rat {
		if l.ratio {
			return s.Numerator.r
		}
		return s.Value.r
	})
	bottom := line{}
	if l.ratio {
		var n int
		bottom, n = fit(past, func(s *Step) *big.Rat { return s.Denominator.r })
		known = min(known, n)
	}
	if known < LeastTrend {
		return Prospect{When: WhenUnknown, Basis: wording.Say("%d of the last %d steps are known, %d make a trend", "最近 %[2]d 期中仅 %[1]d 期已知，至少须 %[3]d 期才有趋势", known, len(past), LeastTrend)}
	}
	basis := wording.Say("line through %d known steps, %s more in each", "依据 %d 个已知期的直线趋势，每期增加 %s", known, top.slope)
	ahead, one := p.only(lf, key)
	floor := lf.rule.Metric != nil && lf.rule.Metric.NonNegative
	number := map[kam.Period]int{}
	open := false
	day := h.AsOf
	for k := 1; ; k++ {
		step, err := p.calendar.Containing(key.step, day)
		if err != nil || step.Until.After(until) {
			break
		}
		day = step.Until
		number[step] = k
		steps, base := ahead.stepsOn(one, file, day)
		for i := range steps {
			if k, future := number[steps[i].Period]; future {
				steps[i] = predicted(steps[i].Period, k, top, bottom, l.ratio, floor)
			}
		}
		f := figure{}
		if lf.rule.Metric != nil {
			f = lf.rule.Metric.decide(steps, base)
		} else {
			f = lf.rule.Streak.decide(steps)
		}
		if f.verdict == met {
			return Prospect{When: OnDay, On: day, Basis: basis}
		}
		open = f.verdict == unknown
	}
	if open {
		return Prospect{When: WhenUnknown, Basis: wording.Say("%s; too many past steps are unknown", "%s；过去未知的期间过多", basis)}
	}
	return Prospect{When: NotWithin, Basis: basis}
}

// predicted is a step on the line.
func predicted(p kam.Period, k int, top, bottom line, ratio, floor bool) Step {
	value := top.at(k)
	if floor && value.Sign() < 0 {
		value.SetInt64(0)
	}
	if !ratio {
		return Step{Period: p, Value: Exact{value}}
	}
	under := bottom.at(k)
	if under.Sign() <= 0 {
		return Step{Period: p, Why: NoDenominator}
	}
	return Step{Period: p, Numerator: Exact{value}, Denominator: Exact{under}, Value: Exact{new(big.Rat).Quo(value, under)}}
}
