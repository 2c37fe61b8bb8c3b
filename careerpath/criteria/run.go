package criteria

import (
	"math/big"

	"github.com/kam-go/kam/internal/num"
)

// tested is what a step is to each threshold of a streak: its own first, then those of also.
type tested struct {
	known  bool
	passes [maxAlso + 1]bool
}

// thresholds returns the thresholds of a streak in the order of [tested].
func (s *Streak) thresholds() []*big.Rat {
	out := []*big.Rat{s.Be.threshold()}
	for _, a := range s.Also {
		out = append(out, scaled(num.Rat(a.Threshold.Decimal), s.Be.Scale))
	}
	return out
}

// test compares steps with every threshold of a streak.
func (s *Streak) test(steps []Step) []tested {
	limits, out := s.thresholds(), make([]tested, len(steps))
	for n := range steps {
		if out[n].known = steps[n].Value.Known(); !out[n].known {
			continue
		}
		for i, limit := range limits {
			out[n].passes[i] = s.Be.Comparison.passes(steps[n].Value.r.Cmp(limit))
		}
	}
	return out
}

// decide looks at every run of steps, and returns what the best of them comes to: the value is how many of its steps pass.
func (s *Streak) decide(steps []Step) figure { return s.decideTested(s.test(steps)) }

// decideTested does so with steps that were tested. The counts of a run follow from those of the one before it.
func (s *Streak) decideTested(steps []tested) figure {
	if len(steps) < s.Length {
		return figure{verdict: unknown}
	}
	r := runs{s: s}
	best, value, least := figure{}, 0, 0
	for n := range steps {
		r.count(&steps[n], +1)
		if n >= s.Length {
			r.count(&steps[n-s.Length], -1)
		}
		from := n - s.Length + 1
		if from < 0 {
			continue
		}
		// Of equal runs the last counts.
		v, gap := r.decide()
		if from == 0 || v > best.verdict || v == best.verdict && gap <= least {
			best, value, least = figure{verdict: v, run: from, early: r.missing > 0 && v != unknown}, r.sure[0], gap
		}
	}
	best.value, best.gap = big.NewRat(int64(value), 1), big.NewRat(int64(least), 1)
	return best
}

// runs counts the steps of one run after the other: those that pass each threshold, and those that are not known.
type runs struct {
	s       *Streak
	sure    [maxAlso + 1]int
	missing int
}

func (r *runs) count(t *tested, by int) {
	if !t.known {
		r.missing += by
		return
	}
	for i := range len(r.s.Also) + 1 {
		if t.passes[i] {
			r.sure[i] += by
		}
	}
}

// decide returns the state of the run, and the largest of the numbers of steps missing.
func (r *runs) decide() (v verdict, gap int) {
	v = met
	for i := range len(r.s.Also) + 1 {
		need := r.s.need()
		if i > 0 {
			need = r.s.Also[i-1].Count
		}
		switch missing := need - r.sure[i]; {
		case missing > r.missing:
			v = notMet
		case missing > 0:
			v = min(v, unknown)
		}
		if missing := need - r.sure[i]; i == 0 || missing > gap {
			gap = missing
		}
	}
	return v, gap
}
