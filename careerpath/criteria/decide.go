package criteria

import (
	"math/big"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/num"
	"github.com/kam-go/kam/internal/wording"
)

// figure is what a criterion on steps comes to, in big numbers.
type figure struct {
	verdict verdict
	value   *big.Rat // nil when not known
	// gap is how much is missing; nil when not known.
	gap *big.Rat
	// early tells that the steps that are known decide, whatever the others bring.
	early bool
	// run is the first step of the run that a streak found best.
	run int
}

// step returns what is known of step n of a lane, in big numbers.
func (g *gathered) step(l *lane, first, n int, t *track) Step {
	out := Step{Period: t.steps[n], Label: g.plan.p.calendar.Label(t.steps[n])}
	if n >= t.over {
		out.Why = NotOverYet
		return out
	}
	s := g.slots[first+n]
	if s.obs == 0 {
		parts, why := g.parts(first+n, t.steps[n], l.ratio)
		if why != "" {
			out.Why = why
			if in, found := g.elsewhere(l, out.Period); found && why == NoObservation {
				out.Why, out.Other = OtherUnit, wording.Clip(in)
			}
			return out
		}
		out.Parts = len(parts)
		out.fill(parts, l.ratio)
		return out
	}
	o := g.file.Observations[s.obs-1]
	out.Revision, out.Source = o.Revision, o.Source
	if s.conflict {
		out.Why, out.Source = Conflicting, ""
		return out
	}
	out.fill([]kam.Observation{o}, l.ratio)
	return out
}

// fill sets the figures of a step to the sum of observations.
func (s *Step) fill(list []kam.Observation, ratio bool) {
	top, bottom := new(big.Rat), new(big.Rat)
	for i := range list {
		o := &list[i]
		switch {
		case ratio != o.IsRatio():
			s.Why = OtherForm
			if !o.Value.Valid && !o.IsRatio() {
				s.Why = NotKnown
			}
		case !ratio && !o.Value.Valid, ratio && (!o.Numerator.Valid || !o.Denominator.Valid):
			s.Why = NotKnown
		case !bounded(*o):
			s.Why = OutOfBounds
		case ratio:
			top.Add(top, num.Rat(o.Numerator.Decimal))
			bottom.Add(bottom, num.Rat(o.Denominator.Decimal))
			continue
		default:
			top.Add(top, num.Rat(o.Value.Decimal))
			continue
		}
		return
	}
	if !ratio {
		s.Value = Exact{top}
		return
	}
	s.Numerator, s.Denominator = Exact{top}, Exact{bottom}
	if bottom.Sign() == 0 {
		s.Why = NoDenominator
		return
	}
	s.Value = Exact{new(big.Rat).Quo(top, bottom)}
}

// steps returns the steps that a criterion looks at.
func (g *gathered) steps(lf *leaf) (steps []Step, base int) {
	l := &g.plan.p.lanes[lf.lane]
	t, first := &g.plan.tracks[l.track], g.plan.slots[lf.lane]
	for n := range t.steps {
		steps = append(steps, g.step(l, first, n, t))
	}
	return steps, t.base
}

// threshold is the number that a figure is compared with, a ratio where the figure is one.
func (t *Test) threshold() *big.Rat { return scaled(num.Rat(t.Threshold.Decimal), t.Scale) }

func scaled(r *big.Rat, s Scale) *big.Rat {
	if s == AsPercent {
		return r.Mul(r, big.NewRat(1, 100))
	}
	return r
}

// judge compares a figure with the threshold.
func (t *Test) judge(value *big.Rat) figure {
	threshold := t.threshold()
	out := figure{value: value, verdict: verdictOf(t.Comparison.passes(value.Cmp(threshold))), gap: new(big.Rat)}
	if t.Comparison.upward() {
		out.gap.Sub(threshold, value)
	} else {
		out.gap.Sub(value, threshold)
	}
	return out
}

// decide returns the figure of a window.
func (m *Metric) decide(steps []Step, base int) figure {
	if len(steps) == 0 {
		return figure{verdict: unknown}
	}
	switch m.Aggregate {
	case Latest:
		return m.latest(steps)
	case Min, Max:
		return m.extreme(steps)
	case Ratio:
		return m.ratio(steps)
	case Growth:
		return m.growth(steps, base)
	default:
		return m.sum(steps)
	}
}

func (m *Metric) latest(steps []Step) figure {
	for n := len(steps) - 1; n >= 0; n-- {
		switch {
		case steps[n].Why == NoObservation || steps[n].Why == OtherUnit || steps[n].Why == NotOverYet:
		case !steps[n].Value.Known():
			return figure{verdict: unknown}
		default:
			return m.Be.judge(steps[n].Value.r)
		}
	}
	return figure{verdict: unknown}
}

func (m *Metric) extreme(steps []Step) figure {
	var best *big.Rat
	missing := false
	for _, s := range steps {
		switch {
		case !s.Value.Known():
			missing = true
		case best == nil, m.Aggregate == Min && s.Value.r.Cmp(best) < 0, m.Aggregate == Max && s.Value.r.Cmp(best) > 0:
			best = s.Value.r
		}
	}
	if best == nil {
		return figure{verdict: unknown}
	}
	out := m.Be.judge(best)
	if !missing {
		return out
	}
	// Another value can only move the figure away from the threshold on one side.
	decided := notMet
	if (m.Aggregate == Max) == m.Be.Comparison.upward() {
		decided = met
	}
	if out.verdict != decided {
		return figure{verdict: unknown}
	}
	return figure{verdict: decided, early: true}
}

func (m *Metric) ratio(steps []Step) figure {
	top, bottom := new(big.Rat), new(big.Rat)
	for _, s := range steps {
		if !s.Numerator.Known() || !s.Denominator.Known() {
			return figure{verdict: unknown}
		}
		top.Add(top, s.Numerator.r)
		bottom.Add(bottom, s.Denominator.r)
	}
	if bottom.Sign() == 0 {
		return figure{verdict: unknown}
	}
	return m.Be.judge(top.Quo(top, bottom))
}

func (m *Metric) growth(steps []Step, base int) figure {
	before, after, known := new(big.Rat), new(big.Rat), true
	for n, s := range steps {
		if !s.Value.Known() {
			known = false
			break
		}
		if n < base {
			before.Add(before, s.Value.r)
		} else {
			after.Add(after, s.Value.r)
		}
	}
	if !known || before.Sign() <= 0 {
		return figure{verdict: unknown}
	}
	after.Sub(after, before)
	return m.Be.judge(after.Quo(after, before))
}

func (m *Metric) sum(steps []Step) figure {
	total, missing, negative := new(big.Rat), false, false
	for _, s := range steps {
		if !s.Value.Known() {
			missing = true
			continue
		}
		total.Add(total, s.Value.r)
		negative = negative || s.Value.r.Sign() < 0
	}
	if m.Aggregate == Mean {
		total.Mul(total, big.NewRat(1, int64(len(steps))))
	}
	out := m.Be.judge(total)
	switch {
	case !missing:
		return out
	case !m.NonNegative || negative || (out.verdict == met) != m.Be.Comparison.upward():
		return figure{verdict: unknown}
	}
	return figure{verdict: out.verdict, early: true}
}
