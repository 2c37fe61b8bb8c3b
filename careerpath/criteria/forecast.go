package criteria

import (
	"math/big"

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
// Criteria on records follow what is in the file, on each day to come on which it says something else: a tenure grows and
// ends, a flag leaves the time looked at, a certificate, an assessment and a review expire or begin. Nothing is added to
// the file, and it stays complete in what it is complete in on the as-of day. What others have to decide, that is skills,
// certificates, ratings and flags asked for that the file does not have, is unknown, and so is a not that is not met now.
// After the first 60 days on which the records of a criterion say something else, it is unknown.
//
// The whole is met on the first day on which enough of its members are. A criterion on a metric that is met is taken to
// stay so; one on records is looked at again on that day.
func (p *Program) Forecast(file evidence.File, h Horizon) Outlook {
	out := Outlook{Person: file.Person, AsOf: h.AsOf, Until: h.AsOf.AddMonths(h.months())}
	g := p.at(h.AsOf).newGathered()
	g.take(&file)
	g.decide()
	prospects, courses := make([]Prospect, len(p.nodes)), make([]course, len(p.nodes))
	standing := p.asItStands(&file, h.AsOf)
	for _, at := range p.leaves {
		n := &p.nodes[at]
		prospect := Prospect{When: MetNow, Basis: wording.Say("met now", "目前已达标")}
		switch {
		case n.leaf.same < at:
			prospect, courses[at] = prospects[n.leaf.same], courses[n.leaf.same]
		default:
			if g.states[at] != met {
				prospect = p.ahead(g.heeded(n.leaf), &file, h, out.Until)
			}
			if courses[at] = prospect.course(h.AsOf); n.leaf.lasts() && !g.nobody {
				prospect, courses[at] = n.leaf.recordsAhead(standing, h.AsOf, out.Until, prospect)
			}
		}
		prospect.ID, prospect.Name = n.id, n.text
		prospects[at] = prospect
		out.Criteria = append(out.Criteria, prospect)
	}
	if out.Whole = prospects[0]; p.nodes[0].leaf == nil {
		out.Whole = p.whole(courses, g.states, h.AsOf)
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
		return Prospect{When: WhenUnknown, Basis: wording.Say("it is not known since when the person holds the position", "任职起始日未知")}
	}
	return dated(t.after(p.looked.From), until, wording.Say("held without a break since %s, provided that the person stays", "自 %s 起连续任职，以继续任职为前提", p.looked.From))
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
	return p.slide(lf, file, h, until, func(step kam.Period, k int) Step {
		return predicted(step, k, top, bottom, l.ratio, lf.rule.Metric != nil && lf.rule.Metric.NonNegative)
	}, basis)
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
