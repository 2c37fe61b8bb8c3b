package scoring

import (
	"slices"
)

// cohort is the values that others have, ready to be compared with. It is immutable.
type cohort struct {
	members []Exact // rising, for percentiles
	spread  *spread // for z-scores; nil when the values have no common denominator in reach
}

func newCohort(values []Exact, r rule) *cohort {
	c := &cohort{members: slices.Clone(values)}
	if z, ok := r.(zScoreRule); ok {
		c.spread = newSpread(c.members, z.sample)
	} else {
		slices.SortFunc(c.members, Exact.cmp)
	}
	return c
}

// below returns how many members have less than x, and how many have the same.
func (c *cohort) below(x Exact) (less, same int64) {
	first, _ := slices.BinarySearchFunc(c.members, x, Exact.cmp)
	beyond, _ := slices.BinarySearchFunc(c.members, x, func(member, x Exact) int {
		if x.less(member) {
			return 1
		}
		return -1
	})
	return int64(first), int64(beyond - first)
}

// compared checks that a cohort has enough members.
func compared(c *cohort, least int) problem {
	switch {
	case c == nil || len(c.members) == 0:
		return noCohort
	case len(c.members) < least:
		return smallCohort
	}
	return ""
}

// percentileRule is the share of a cohort that a value beats, on the scale.
type percentileRule struct {
	lower       bool
	ties        Ties // stated
	least       int
	bottom, all Exact // the lowest score and the length of the scale
}

func (percentileRule) key() string { return "percentile" }

func (r percentileRule) apply(in reading) outcome {
	if p := compared(in.cohort, r.least); p != "" {
		return outcome{problem: p}
	}
	n := int64(len(in.cohort.members))
	beaten, same := in.cohort.below(in.value)
	if r.lower {
		beaten = n - beaten - same
	}
	share := lowest(2*beaten+r.ties.halves(same), 2*n)
	return outcome{raw: r.bottom.add(r.all.mul(share)), detail: share, beaten: beaten, equal: same}
}

// halves returns what members with the same value count as beaten, in halves.
func (t Ties) halves(same int64) int64 {
	switch t {
	case TiesHigh:
		return 2 * same
	case TiesLow:
		return 0
	default:
		return same
	}
}

// flat reports whether all members, in rising order, are the same.
func (c *cohort) flat() bool {
	return len(c.members) > 0 && c.members[0].cmp(c.members[len(c.members)-1]) == 0
}

// zScoreRule is the distance from the mean of a cohort in standard deviations.
type zScoreRule struct {
	lower                bool
	sample               bool
	least                int
	centre, perDeviation Exact
}

func (zScoreRule) key() string { return "zScore" }

func (r zScoreRule) apply(in reading) outcome {
	if p := compared(in.cohort, r.least); p != "" {
		return outcome{problem: p}
	}
	spread := in.cohort.spread
	switch {
	case spread == nil:
		return outcome{problem: unevenCohort}
	case spread.none():
		return outcome{problem: noSpread}
	}
	z := spread.z(in.value)
	if r.lower {
		z = z.neg()
	}
	return outcome{raw: r.centre.add(r.perDeviation.mul(z)), detail: z, against: spread.near}
}
