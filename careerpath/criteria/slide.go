package criteria

import (
	"github.com/kam-go/kam"
	"github.com/kam-go/kam/careerpath/evidence"
	"github.com/kam-go/kam/internal/wording"
)

// slide moves the window of a criterion on, step by step, and returns the first day after a step at the end of which the
// criterion is met. The observations of the file are looked at once; predict says what a step brings that is to come, the
// k-th from now.
func (p *Program) slide(lf *leaf, file *evidence.File, h Horizon, until kam.Day, predict func(step kam.Period, k int) Step, basis kam.Text) Prospect {
	key := p.tracks[p.lanes[lf.lane].track]
	var coming []kam.Period
	for day := h.AsOf; ; day = coming[len(coming)-1].Until {
		step, err := p.calendar.Containing(key.step, day)
		if err != nil || step.Until.After(until) {
			break
		}
		coming = append(coming, step)
	}
	w := p.windows(lf, key, file, h.AsOf, coming, predict)
	open := false
	for k := 1; k <= len(coming); k++ {
		switch w.verdict(k) {
		case met:
			return Prospect{When: OnDay, On: coming[k-1].Until, Basis: basis}
		case unknown:
			open = true
		default:
			open = false
		}
	}
	if open {
		return Prospect{When: WhenUnknown, Basis: wording.Say("%s; too many past steps are unknown", "%s；过去未知的期间过多", basis)}
	}
	return Prospect{When: NotWithin, Basis: basis}
}

// windows is what a criterion looks at on the days to come.
type windows struct {
	lf *leaf
	// line has the steps of every window that reaches back a number of steps, in the order of time: the window of day k has
	// those from k on. It is empty for other windows.
	line   []Step
	tested []tested
	width  int // of a window on the line
	base   int
	// on returns the steps of another window.
	on func(k int) (steps []Step, base int)
}

func (p *Program) windows(lf *leaf, key trackKey, file *evidence.File, asOf kam.Day, coming []kam.Period, predict func(kam.Period, int) Step) *windows {
	w := &windows{lf: lf}
	if key.last == 0 {
		w.on = p.others(lf, key, file, asOf, coming, predict)
		return w
	}
	ahead, one := p.only(lf, key)
	w.line, w.base = ahead.stepsOn(one, file, asOf)
	if w.width = len(w.line); w.width == 0 {
		w.on = func(int) ([]Step, int) { return nil, 0 }
		return w
	}
	for k, step := range coming {
		w.line = append(w.line, predict(step, k+1))
	}
	if lf.kind == KindStreak {
		w.tested = lf.rule.Streak.test(w.line)
	}
	return w
}

// others returns the steps of windows that do not move on one by one, such as fiscal years.
func (p *Program) others(lf *leaf, key trackKey, file *evidence.File, asOf kam.Day, coming []kam.Period, predict func(kam.Period, int) Step) func(k int) ([]Step, int) {
	number := make(map[kam.Period]int, len(coming))
	for k, step := range coming {
		number[step] = k + 1
	}
	// The steps of the past are looked up once, each of the fiscal years or the period that a window ever reaches into.
	past := map[kam.Period]Step{}
	ahead, one := p.only(lf, key)
	remember := func(steps []Step) {
		for _, s := range steps {
			if !s.Period.Until.After(asOf) {
				past[s.Period] = s
			}
		}
	}
	return func(k int) ([]Step, int) {
		day := coming[k-1].Until
		t := ahead.track(key, day)
		fresh := false
		for _, step := range t.steps[:t.over] {
			_, known := past[step]
			fresh = fresh || !known && number[step] == 0
		}
		if fresh {
			steps, _ := ahead.stepsOn(one, file, day)
			remember(steps)
		}
		steps := make([]Step, len(t.steps))
		for i, step := range t.steps {
			switch n := number[step]; {
			case i >= t.over:
				steps[i] = Step{Period: step, Why: NotOverYet}
			case n > 0:
				steps[i] = predict(step, n)
			default:
				steps[i] = past[step]
			}
		}
		return steps, t.base
	}
}

// verdict decides on the day after the k-th step to come.
func (w *windows) verdict(k int) verdict {
	if w.tested != nil {
		return w.lf.rule.Streak.decideTested(w.tested[k : k+w.width]).verdict
	}
	if w.on == nil {
		return w.lf.rule.Metric.decide(w.line[k:k+w.width], w.base).verdict
	}
	steps, base := w.on(k)
	if w.lf.rule.Metric == nil {
		return w.lf.rule.Streak.decide(steps).verdict
	}
	return w.lf.rule.Metric.decide(steps, base).verdict
}
