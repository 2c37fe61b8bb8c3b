package scoring

import "github.com/kam-go/kam"

// compared recomputes what the value of a measure was compared with, as far as a result states it.
func (v *verifier) compared(place string, n Node) {
	value, target, base := pairOf(n.Value), pairOf(n.Target), pairOf(n.Base)
	attained, grown, share := pair{}, pair{}, pair{}
	switch {
	case n.Function == "ratio" && value.known() && target.known() && target.sign() > 0:
		attained = v.attained(n, value, target)
	case n.Function == "growth" && value.known() && base.known() && base.sign() > 0:
		grown = value.plus(base.neg()).over(base).times(pairOfInt(100))
	case n.Function == "percentile" && n.State == Scored:
		if n.Beaten < 0 || n.Equal < 0 || n.Cohort < 1 || n.Beaten > n.Cohort-n.Equal {
			v.fault(place+".cohort", pairOfInt(int64(n.Cohort)).String(), pairOfInt(int64(n.Beaten)).plus(pairOfInt(int64(n.Equal))).String())
			return
		}
		share = pairOf(lowest(2*int64(n.Beaten)+n.Ties.halves(int64(n.Equal)), 2*int64(n.Cohort)))
	}
	v.same(place+".attainment", n.Attainment, attained)
	v.same(place+".growth", n.Growth, grown)
	v.same(place+".percentile", n.Percentile, share)
}

// attained is the attainment of a ratio. Of less is better there are two, of which the one that is stated is right; the
// inverse has none for a value of 0 and less.
func (v *verifier) attained(n Node, value, target pair) pair {
	if n.Direction != kam.LowerIsBetter {
		return value.over(target)
	}
	mirror := pairOfInt(2).plus(value.over(target).neg())
	stated := pairOf(n.Attainment)
	switch {
	case value.sign() <= 0 && !stated.known():
		return pair{}
	case value.sign() > 0 && stated.known() && stated.cmp(mirror) != 0:
		return target.over(value)
	}
	return mirror
}
