package criteria

import (
	"cmp"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/careerpath/evidence"
)

// tile returns the observations with a value of one form that cover a step day by day, the longest first on each day, or
// why there are none. Of each fact the highest revision counts. Two of one revision that differ, and two ways to cover the
// step that come to different figures, contradict each other.
func tile(step kam.Period, of []kam.Observation, ratio bool) ([]kam.Observation, Why) {
	if len(of) == 0 {
		return nil, NoObservation
	}
	of, agree := newest(of)
	if !agree {
		return nil, Conflicting
	}
	t := tiling{step: step, of: of, ratio: ratio, days: step.Days()}
	t.lead()
	if t.next[0] == 0 {
		return nil, Partial
	}
	var out []kam.Observation
	for d := 0; d < t.days; d = t.until(len(out)-1, out) {
		out = append(out, of[t.next[d]-1])
	}
	if t.used() > len(out) && !t.sameSums() {
		return nil, Conflicting
	}
	return out, ""
}

// newest returns the highest revision of each period, in the order of time, and whether no two of them contradict each
// other. It changes the order of the list.
func newest(of []kam.Observation) ([]kam.Observation, bool) {
	slices.SortStableFunc(of, func(a, b kam.Observation) int {
		return cmp.Or(a.Period.Compare(b.Period), cmp.Compare(b.Revision, a.Revision), strings.Compare(a.Source, b.Source))
	})
	out := of[:0]
	for i := 0; i < len(of); {
		first, j := of[i], i+1
		for ; j < len(of) && of[j].Period == first.Period; j++ {
			if of[j].Revision == first.Revision && !evidence.SameFigures(first, of[j]) {
				return nil, false
			}
		}
		out, i = append(out, first), j
	}
	return out, true
}

// tiling is the ways to cover a step with observations, which are in the order of time.
type tiling struct {
	step  kam.Period
	of    []kam.Observation
	ratio bool
	days  int
	// next is the longest observation, from 1, that begins on a day and leads to the end of the step.
	next []int
	// leads tells of each observation whether it leads from the first day of the step to its end.
	leads []bool
}

// span returns the days of an observation, counted from the first one of the step.
func (t *tiling) span(i int) (from, until int) {
	p := t.of[i].Period
	return p.From.Sub(t.step.From), p.Until.Sub(t.step.From)
}

func (t *tiling) until(last int, out []kam.Observation) int {
	return out[last].Period.Until.Sub(t.step.From)
}

// lead finds the observations that lead to the end of the step.
func (t *tiling) lead() {
	t.next, t.leads = make([]int, t.days), make([]bool, len(t.of))
	for i := len(t.of) - 1; i >= 0; i-- {
		o := &t.of[i]
		usable := o.Value.Valid && !o.IsRatio()
		if t.ratio {
			usable = o.Numerator.Valid && o.Denominator.Valid
		}
		from, until := t.span(i)
		if !usable || !bounded(*o) || until != t.days && t.next[until] == 0 {
			continue
		}
		t.leads[i] = true
		if t.next[from] == 0 || t.of[t.next[from]-1].Period.Until.Before(o.Period.Until) {
			t.next[from] = i + 1
		}
	}
}

// used keeps of the observations that lead to the end those that the first day leads to, and counts them.
func (t *tiling) used() int {
	reached := make([]bool, t.days+1)
	reached[0] = true
	n := 0
	for i := range t.of {
		from, until := t.span(i)
		if t.leads[i] = t.leads[i] && reached[from]; t.leads[i] {
			reached[until] = true
			n++
		}
	}
	return n
}

// sameSums reports whether all ways to cover the step come to the same figures: whether all ways from a day on do.
func (t *tiling) sameSums() bool {
	type sums struct {
		known       bool
		top, bottom decimal.Decimal
	}
	rest := make([]sums, t.days+1)
	rest[t.days].known = true
	for i := len(t.of) - 1; i >= 0; i-- {
		if !t.leads[i] {
			continue
		}
		o := &t.of[i]
		from, until := t.span(i)
		s := sums{true, rest[until].top.Add(o.Value.Decimal), decimal.Decimal{}}
		if t.ratio {
			s.top, s.bottom = rest[until].top.Add(o.Numerator.Decimal), rest[until].bottom.Add(o.Denominator.Decimal)
		}
		if before := rest[from]; before.known && (!before.top.Equal(s.top) || !before.bottom.Equal(s.bottom)) {
			return false
		}
		rest[from] = s
	}
	return true
}
