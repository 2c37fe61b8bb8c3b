package scoring

// rule is a function ready to compute. It is immutable.
type rule interface {
	// key names the function as the JSON of a card does.
	key() string
	// apply makes a known value points, or says why it cannot.
	apply(in reading) outcome
}

// reading is what one measure is computed from. What is not known is the zero value; value is known.
type reading struct {
	value, target, base Exact
	cohort              *cohort
}

// outcome is what a rule makes of a reading. With a problem, raw is not known.
type outcome struct {
	raw Exact
	// detail is the attainment, the growth in per cent, the percentile or the z that the points come from.
	detail Exact
	// against is the target, the base or the bound that the value was compared with.
	against Exact
	// beaten and equal are how many of a cohort a percentile was computed from.
	beaten, equal int64
	problem       problem
}

// problem says why a value has no points. The zero value is none.
type problem string

const (
	noValue       problem = "missing"        // nobody knows the value
	noDenominator problem = "denominator"    // a ratio with the denominator 0
	noTarget      problem = "no-target"      // a ratio without a target
	badTarget     problem = "target-sign"    // a target of 0 or less
	noBase        problem = "no-base"        // growth without a base
	badBase       problem = "base-sign"      // a base of 0 or less
	noCohort      problem = "no-cohort"      // nobody to compare with
	smallCohort   problem = "small-cohort"   // too few to compare with
	unevenCohort  problem = "cohort-digits"  // no common denominator in reach
	noSpread      problem = "no-spread"      // everybody has the same value
	outsideBands  problem = "outside"        // off every band, or off the other scale
	negativeCount problem = "negative-count" // a count below 0
)

// pointsRule: the value is the score.
type pointsRule struct{ floor, cap Exact }

func (pointsRule) key() string { return "points" }

func (r pointsRule) apply(in reading) outcome { return outcome{raw: in.value.within(r.floor, r.cap)} }

// ratioRule multiplies full by an attainment within limits.
type ratioRule struct {
	target           Exact // not known when the inputs have to state it
	lower            LowerRatio
	full, floor, cap Exact
}

func (ratioRule) key() string { return "ratio" }

func (r ratioRule) apply(in reading) outcome {
	target := in.target
	if !target.Known() {
		target = r.target
	}
	if !target.Known() {
		return outcome{problem: noTarget}
	}
	if target.sign() <= 0 {
		return outcome{against: target, problem: badTarget}
	}
	var attained Exact
	switch {
	case r.lower == LowerInverse && in.value.sign() <= 0:
		return outcome{raw: r.full.mul(r.cap), against: target} // without end, so that the cap decides
	case r.lower == LowerInverse:
		attained = target.quo(in.value)
	case r.lower == LowerMirror:
		attained = whole(2).sub(in.value.quo(target))
	default:
		attained = in.value.quo(target)
	}
	return outcome{raw: r.full.mul(attained.within(r.floor, r.cap)), detail: attained, against: target}
}

// shortfallRule takes points off for each unit short of a standard.
type shortfallRule struct {
	lower                   bool
	standard, perUnit, full Exact
	floor                   Exact // not known without one
}

func (shortfallRule) key() string { return "shortfall" }

func (r shortfallRule) apply(in reading) outcome {
	short := func(bound Exact) Exact {
		if r.lower {
			return in.value.sub(bound)
		}
		return bound.sub(in.value)
	}
	missing := short(r.standard)
	if missing.sign() <= 0 {
		return outcome{raw: r.full, against: r.standard}
	}
	if r.floor.Known() && short(r.floor).sign() > 0 {
		return outcome{raw: whole(0), against: r.standard}
	}
	left := r.full.sub(r.perUnit.mul(missing))
	return outcome{raw: atLeast(left, whole(0)), against: r.standard}
}

func atLeast(e, low Exact) Exact {
	if e.less(low) {
		return low
	}
	return e
}

// deductionRule takes points off for each counted unit.
type deductionRule struct{ perUnit, full Exact }

func (deductionRule) key() string { return "deduction" }

func (r deductionRule) apply(in reading) outcome {
	if in.value.sign() < 0 {
		return outcome{problem: negativeCount}
	}
	return outcome{raw: atLeast(r.full.sub(r.perUnit.mul(in.value)), whole(0))}
}

// binaryRule is one of two scores.
type binaryRule struct {
	lower             bool
	bound, pass, fail Exact
}

func (binaryRule) key() string { return "binary" }

func (r binaryRule) apply(in reading) outcome {
	side := in.value.cmp(r.bound)
	if r.lower {
		side = -side
	}
	if side >= 0 {
		return outcome{raw: r.pass, against: r.bound}
	}
	return outcome{raw: r.fail, against: r.bound}
}

// growthRule is points for each per cent of growth on a base.
type growthRule struct {
	lower             bool
	perPercent, start Exact
}

func (growthRule) key() string { return "growth" }

func (r growthRule) apply(in reading) outcome {
	if !in.base.Known() {
		return outcome{problem: noBase}
	}
	if in.base.sign() <= 0 {
		return outcome{against: in.base, problem: badBase}
	}
	percent := in.value.sub(in.base).quo(in.base).mul(whole(100))
	points := r.perPercent.mul(percent)
	if r.lower {
		points = points.neg()
	}
	return outcome{raw: r.start.add(points), detail: percent, against: in.base}
}
