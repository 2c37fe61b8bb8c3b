package criteria

import (
	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
)

// verdict is a [State] that is quick to compare and to combine: the lower counts in a group of all.
type verdict uint8

const (
	notMet verdict = iota
	unknown
	met
)

func (v verdict) state() State {
	switch v {
	case met:
		return Met
	case notMet:
		return NotMet
	default:
		return Unknown
	}
}

func verdictOf(pass bool) verdict {
	if pass {
		return met
	}
	return notMet
}

// cell is what is known of a step, in machine integers: the value, or numerator and denominator of a ratio.
type cell struct {
	why         Why
	value, over small
	// fits is false for numbers that need big ones, or that are out of bounds.
	fits bool
}

// read returns what is known of step n of a lane.
func (g *gathered) read(l *lane, first, n int, t *track) cell {
	if n >= t.over {
		return cell{why: NotOverYet, fits: true}
	}
	s := g.slots[first+n]
	switch {
	case s.obs == 0:
		if len(g.finer) == 0 || !l.finer {
			return cell{why: NoObservation, fits: true}
		}
		return g.readParts(l, first+n, t.steps[n])
	case s.conflict:
		return cell{why: Conflicting, fits: true}
	}
	return readOne(&g.file.Observations[s.obs-1], l.ratio)
}

func readOne(o *kam.Observation, ratio bool) cell {
	if ratio != o.IsRatio() {
		why := OtherForm
		if !o.Value.Valid && !o.IsRatio() {
			why = NotKnown
		}
		return cell{why: why, fits: true}
	}
	if belowNone(o) {
		return cell{why: OutOfBounds, fits: true}
	}
	if !ratio {
		return readValue(o.Value)
	}
	c, d := readValue(o.Numerator), readValue(o.Denominator)
	if c.why == "" {
		c.why = d.why
	}
	c.over, c.fits = d.value, c.fits && d.fits
	return c
}

func readValue(d decimal.NullDecimal) cell {
	if !d.Valid {
		return cell{why: NotKnown, fits: true}
	}
	value, fits := toSmall(d.Decimal)
	return cell{value: value, fits: fits}
}

// readParts adds up the observations that make up a step.
func (g *gathered) readParts(l *lane, at int, step kam.Period) cell {
	parts, why := g.parts(at, step, l.ratio)
	if why != "" {
		return cell{why: why, fits: true}
	}
	total := cell{fits: true}
	for i := range parts {
		c := readOne(&parts[i], l.ratio)
		if !c.fits || c.why != "" {
			return cell{}
		}
		var ok1, ok2 bool
		total.value, ok1 = total.value.add(c.value)
		total.over, ok2 = total.over.add(c.over)
		if !ok1 || !ok2 {
			return cell{}
		}
	}
	return total
}

// compare tells how a cell compares with a threshold; known is false for one without a value. It is not ok when big numbers
// are needed.
func (c *cell) compare(m *mark, ratio bool) (sign int, known, ok bool) {
	switch {
	case !c.fits:
		return 0, false, false
	case c.why != "":
		return 0, false, true
	case !m.fits:
		return 0, false, false
	case !ratio:
		sign, ok = c.value.cmp(m.small)
		return sign, true, ok
	case c.over.n == 0:
		return 0, false, true
	}
	limit, ok := c.over.times(m.small)
	if !ok {
		return 0, true, false
	}
	sign, ok = c.value.cmp(limit)
	if c.over.n < 0 {
		sign = -sign
	}
	return sign, true, ok
}

// metric decides a criterion on one figure; it is not ok when big numbers are needed.
func (g *gathered) metric(lf *leaf) (v verdict, ok bool) {
	m := lf.rule.Metric
	l := &g.plan.p.lanes[lf.lane]
	t, first := &g.plan.tracks[l.track], g.plan.slots[lf.lane]
	switch m.Aggregate {
	case Latest:
		for n := len(t.steps) - 1; n >= 0; n-- {
			c := g.read(l, first, n, t)
			if c.why == NoObservation || c.why == NotOverYet {
				continue
			}
			sign, known, ok := c.compare(&lf.mark, l.ratio)
			if !known {
				return unknown, ok
			}
			return verdictOf(m.Be.Comparison.passes(sign)), ok
		}
		return unknown, true
	case Min, Max:
		return g.extreme(lf, l, t, first)
	case Ratio:
		return g.ratio(lf, l, t, first)
	case Growth:
		return g.growth(lf, l, t, first)
	default:
		return g.sum(lf, l, t, first)
	}
}

// extreme decides on the smallest or the largest step.
func (g *gathered) extreme(lf *leaf, l *lane, t *track, first int) (verdict, bool) {
	m := lf.rule.Metric
	// Every step has to pass when the figure is the one that is hardest to bring over the threshold; else one is enough.
	every := (m.Aggregate == Min) == m.Be.Comparison.upward()
	open := len(t.steps) == 0
	for n := range t.steps {
		c := g.read(l, first, n, t)
		sign, known, ok := c.compare(&lf.mark, l.ratio)
		if !ok {
			return unknown, false
		}
		if !known {
			open = true
		} else if m.Be.Comparison.passes(sign) != every {
			return verdictOf(!every), true
		}
	}
	if open {
		return unknown, true
	}
	return verdictOf(every), true
}

// ratio decides on the sum of numerators by the sum of denominators.
func (g *gathered) ratio(lf *leaf, l *lane, t *track, first int) (verdict, bool) {
	total := cell{fits: true}
	for n := range t.steps {
		c := g.read(l, first, n, t)
		if !c.fits {
			return unknown, false
		}
		if c.why != "" {
			return unknown, true
		}
		var ok1, ok2 bool
		total.value, ok1 = total.value.add(c.value)
		total.over, ok2 = total.over.add(c.over)
		if !ok1 || !ok2 {
			return unknown, false
		}
	}
	sign, known, ok := total.compare(&lf.mark, true)
	if !known {
		return unknown, ok
	}
	return verdictOf(lf.rule.Metric.Be.Comparison.passes(sign)), ok
}

// growth decides on the change from the base by the base.
func (g *gathered) growth(lf *leaf, l *lane, t *track, first int) (verdict, bool) {
	var base, sum small
	for n := range t.steps {
		c := g.read(l, first, n, t)
		if !c.fits {
			return unknown, false
		}
		if c.why != "" {
			return unknown, true
		}
		var ok bool
		if n < t.base {
			base, ok = base.add(c.value)
		} else {
			sum, ok = sum.add(c.value)
		}
		if !ok {
			return unknown, false
		}
	}
	if base.n <= 0 {
		return unknown, true
	}
	change, ok := sum.add(small{-base.n, base.places})
	if !ok {
		return unknown, false
	}
	grown := cell{value: change, over: base, fits: true}
	sign, _, ok := grown.compare(&lf.mark, true)
	return verdictOf(lf.rule.Metric.Be.Comparison.passes(sign)), ok
}

// sum decides on the sum or the mean of all steps.
func (g *gathered) sum(lf *leaf, l *lane, t *track, first int) (verdict, bool) {
	m := lf.rule.Metric
	if len(t.steps) == 0 {
		return unknown, true
	}
	var total small
	missing, negative := false, g.negative[l.series]
	for n := range t.steps {
		c := g.read(l, first, n, t)
		if !c.fits {
			return unknown, false
		}
		if c.why != "" {
			missing = true
			continue
		}
		var ok bool
		if total, ok = total.add(c.value); !ok {
			return unknown, false
		}
		negative = negative || c.value.n < 0
	}
	if missing && (!m.NonNegative || negative) {
		return unknown, true
	}
	limit := lf.mark.small
	ok1 := lf.mark.fits
	if m.Aggregate == Mean {
		limit.n, ok1 = product(limit.n, int64(len(t.steps)))
		ok1 = ok1 && lf.mark.fits
	}
	sign, ok2 := total.cmp(limit)
	if !ok1 || !ok2 {
		return unknown, false
	}
	pass := m.Be.Comparison.passes(sign)
	if missing && pass != m.Be.Comparison.upward() {
		return unknown, true
	}
	return verdictOf(pass), true
}

// streak decides a criterion on steps in a row: what is not known counts against the run once, and for it once.
func (g *gathered) streak(lf *leaf) (verdict, bool) {
	s := lf.rule.Streak
	l := &g.plan.p.lanes[lf.lane]
	t, first := &g.plan.tracks[l.track], g.plan.slots[lf.lane]
	if len(t.steps) < s.Length {
		return unknown, true
	}
	// Of each threshold, the steps of the present run that pass it, and those that might.
	var sure, maybe [maxAlso + 1]int
	best := notMet
	for n := range t.steps {
		ok := g.count(lf, l, t, first, n, +1, &sure, &maybe)
		if n >= s.Length {
			ok = g.count(lf, l, t, first, n-s.Length, -1, &sure, &maybe) && ok
		}
		if !ok {
			return unknown, false
		}
		if n >= s.Length-1 {
			best = max(best, lf.run(&sure, &maybe))
		}
	}
	return best, true
}

// count adds a step to the counts of a run, or takes it away.
func (g *gathered) count(lf *leaf, l *lane, t *track, first, n, by int, sure, maybe *[maxAlso + 1]int) bool {
	c := g.read(l, first, n, t)
	for i := range len(lf.also) + 1 {
		m := &lf.mark
		if i > 0 {
			m = &lf.also[i-1]
		}
		sign, known, ok := c.compare(m, l.ratio)
		switch {
		case !ok:
			return false
		case !known:
			maybe[i] += by
		case lf.rule.Streak.Be.Comparison.passes(sign):
			sure[i] += by
			maybe[i] += by
		}
	}
	return true
}

// run decides one run by its counts.
func (lf *leaf) run(sure, maybe *[maxAlso + 1]int) verdict {
	v := met
	for i := range len(lf.also) + 1 {
		need := lf.hits
		if i > 0 {
			need = lf.rule.Streak.Also[i-1].Count
		}
		switch {
		case maybe[i] < need:
			return notMet
		case sure[i] < need:
			v = unknown
		}
	}
	return v
}
