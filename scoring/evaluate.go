package scoring

import (
	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/num"
)

// facts is what is known of one subject: of each source its value, and of each measure what it is compared with.
type facts struct {
	values  []known
	origins []origin  // of all subjects, see known
	common  []against // of each measure, for those who have none of their own
	own     []int32   // of each measure, which of the private ones it is; nil when nobody has any
	private []against // of all subjects; the first is none
}

// known is the value of a source. The zero value is none.
type known struct {
	value  Exact
	origin int32 // which of the origins; 0 without an observation
	byZero bool  // a ratio with the denominator 0
}

// why says why there is no value.
func (k known) why() problem {
	switch {
	case k.value.Known():
		return ""
	case k.byZero:
		return noDenominator
	}
	return noValue
}

// origin is where a value comes from.
type origin struct {
	period   kam.Period
	revision int64
	source   string
}

// against returns what a measure is compared with.
func (f *facts) against(slot int) *against {
	if f.own != nil && f.own[slot] != 0 {
		return &f.private[f.own[slot]]
	}
	return &f.common[slot]
}

// against is what a measure is compared with; not known when it is not stated.
type against struct{ target, base Exact }

// board is the working space of one evaluation, used again for the next.
type board struct {
	outcomes []outcome   // of each measure
	scores   []Exact     // of each node; not known for what is left out
	kept     []Exact     // of each dimension, the weights that count
	states   []NodeState // of each node
	points   []Exact     // of each adjustment
	vetoed   []VetoState // of each veto
}

func (p *Program) newBoard() *board {
	return &board{
		outcomes: make([]outcome, len(p.measures)),
		scores:   make([]Exact, len(p.nodes)),
		kept:     make([]Exact, len(p.nodes)),
		states:   make([]NodeState, len(p.nodes)),
		points:   make([]Exact, len(p.adjustments)),
		vetoed:   make([]VetoState, len(p.vetoes)),
	}
}

// verdict is the outcome of one evaluation, aside from what is on the board.
type verdict struct {
	unknown                          UnknownReason
	coverage, sum, bonus, penalty    Exact
	adjusted, capped, total, rounded Exact
	grade, gradeBefore               int // -1 for none
}

// evaluate computes everything about one subject.
func (p *Program) evaluate(f facts, cohorts []*cohort, b *board) verdict {
	v := verdict{grade: -1, gradeBefore: -1}
	blocked, something := p.measure(f, cohorts, b, &v)
	for i := len(p.nodes) - 1; i >= 0; i-- {
		if p.nodes[i].measure == nil {
			p.gather(i, b)
		}
	}
	p.adjust(f, b, &v)
	p.test(f, b)
	switch {
	case blocked:
		v.unknown = UnknownBlocked
	case !something || !b.scores[0].Known():
		v.unknown = UnknownNothing
	case v.coverage.less(p.minimumCoverage):
		v.unknown = UnknownCoverage
	default:
		p.conclude(b, &v)
	}
	return v
}

// measure scores the measures and adds up the weight that is known. It tells whether one blocks the result, and whether
// anything with a weight is known.
func (p *Program) measure(f facts, cohorts []*cohort, b *board, v *verdict) (blocked, something bool) {
	missing := whole(0)
	for slot, i := range p.measures {
		n := &p.nodes[i]
		fact, out := &f.values[p.sourceOf[slot]], &b.outcomes[slot]
		if fact.value.Known() {
			other := f.against(slot)
			*out = n.rule.apply(reading{value: fact.value, target: other.target, base: other.base, cohort: cohorts[slot]})
		} else {
			*out = outcome{problem: fact.why()}
		}
		if out.problem == "" {
			b.scores[i], b.states[i] = out.raw.within(p.measureLow, p.measureHigh), Scored
			something = something || n.share.sign() > 0
			continue
		}
		missing = missing.add(n.share)
		b.scores[i], b.states[i] = p.absent(n)
		blocked = blocked || b.states[i] == Blocking
	}
	v.coverage = whole(1).sub(missing)
	return blocked, something
}

// absent returns what a measure without a value counts as. Of no weight it blocks only when it says so itself.
func (p *Program) absent(n *node) (Exact, NodeState) {
	switch {
	case n.missing == MissingBlock && (n.weight.sign() != 0 || n.measure.Missing.Policy == MissingBlock):
		return Exact{}, Blocking
	case n.weight.sign() == 0:
		return Exact{}, NotCounted
	case n.missing == MissingZero:
		return p.zero, CountsZero
	case n.missing == MissingNeutral:
		return n.neutral, CountsAs
	}
	return Exact{}, LeftOut
}

// gather makes the scores below dimension i its own.
func (p *Program) gather(i int, b *board) {
	total, all := whole(0), true
	for c := i + 1; c < p.nodes[i].end; c = p.nodes[c].end {
		n := &p.nodes[c]
		switch {
		case n.weight.n == 0 && n.weight.r == nil:
		case b.scores[c].Known():
			total = total.add(n.weight.mul(b.scores[c]))
		default:
			all = false
		}
	}
	if all {
		b.scores[i], b.kept[i], b.states[i] = total, whole(1), Scored
		return
	}
	kept := whole(0)
	for c := i + 1; c < p.nodes[i].end; c = p.nodes[c].end {
		if b.scores[c].Known() {
			kept = kept.add(p.nodes[c].weight)
		}
	}
	switch {
	case kept.sign() == 0:
		b.scores[i], b.kept[i], b.states[i] = Exact{}, whole(0), LeftOut
		if i > 0 && p.nodes[i].weight.sign() == 0 {
			b.states[i] = NotCounted
		}
	default:
		b.scores[i], b.kept[i], b.states[i] = total.quo(kept), kept, Scored
	}
}

// adjust computes bonus and penalty points within their limits.
func (p *Program) adjust(f facts, b *board, v *verdict) {
	v.bonus, v.penalty = whole(0), whole(0)
	for i := range p.adjustments {
		a := &p.adjustments[i]
		b.points[i] = whole(0)
		fact := &f.values[p.sourceOf[len(p.measures)+i]]
		if !fact.value.Known() || fact.value.sign() < 0 {
			continue
		}
		points := a.perUnit.mul(fact.value)
		if a.max.Known() {
			points = points.within(a.max.neg(), a.max)
		}
		b.points[i] = points
		if points.sign() > 0 {
			v.bonus = v.bonus.add(points)
		} else {
			v.penalty = v.penalty.add(points)
		}
	}
	if p.maxBonus.Known() && p.maxBonus.less(v.bonus) {
		v.bonus = p.maxBonus
	}
	if p.maxPenalty.Known() && v.penalty.less(p.maxPenalty.neg()) {
		v.penalty = p.maxPenalty.neg()
	}
}

// tested returns what a veto tests: the value of a measure, the score of a dimension.
func (p *Program) tested(x *veto, f facts, b *board) Exact {
	n := &p.nodes[x.node]
	if n.measure == nil {
		return b.scores[x.node]
	}
	return f.values[p.sourceOf[n.slot]].value
}

// test tells which vetoes are triggered.
func (p *Program) test(f facts, b *board) {
	for i := range p.vetoes {
		x := &p.vetoes[i]
		e := p.tested(x, f, b)
		switch {
		case !e.Known():
			b.vetoed[i] = VetoUnknown
		case x.below.Known() && e.less(x.below), x.above.Known() && x.above.less(e):
			b.vetoed[i] = VetoTriggered
		default:
			b.vetoed[i] = VetoClear
		}
	}
}

// conclude goes from the weighted sum to the grade.
func (p *Program) conclude(b *board, v *verdict) {
	v.sum = b.scores[0]
	v.adjusted = v.sum.add(v.bonus).add(v.penalty)
	v.capped = v.adjusted.within(p.low, p.high)
	v.total = v.capped
	highest := len(p.grades) - 1
	for i, state := range b.vetoed {
		if state != VetoTriggered {
			continue
		}
		switch x := &p.vetoes[i]; x.spec.Effect {
		case VetoLowest:
			v.total = p.low
		case VetoCapScore:
			if x.score.less(v.total) {
				v.total = x.score
			}
		case VetoCapGrade:
			highest = min(highest, x.grade)
		}
	}
	v.rounded = round(v.total, p.card.Rounding)
	for i := len(p.grades) - 1; i >= 0; i-- {
		if !v.rounded.less(p.grades[i].from) {
			v.grade = min(i, highest)
			if i > highest {
				v.gradeBefore = i
			}
			break
		}
	}
}

// round returns e rounded once to a multiple of 10^-places.
func round(e Exact, r Rounding) Exact {
	if e.r == nil {
		if scaled, ok := product(e.n, pow10[r.Places]); ok && e.d <= maxHalf {
			return lowest(divide(scaled, e.d, r.Mode), pow10[r.Places])
		}
	}
	return fromDecimal(num.RoundRat(e.rat(), r.Places, num.Mode(r.Mode)))
}

// maxHalf is the largest denominator of which twice a remainder fits.
const maxHalf = 1 << 62

// divide returns a/b rounded to a whole number, for b > 0.
func divide(a, b int64, mode RoundingMode) int64 {
	quotient, remainder := a/b, a%b
	if remainder == 0 {
		return quotient
	}
	sign := int64(1)
	if remainder < 0 {
		sign, remainder = -1, -remainder
	}
	away := false // from zero
	switch mode {
	case Up:
		away = true
	case Down:
	case Ceil:
		away = sign > 0
	case Floor:
		away = sign < 0
	case HalfDown:
		away = 2*remainder > b
	case HalfEven:
		away = 2*remainder > b || 2*remainder == b && quotient%2 != 0
	default:
		away = 2*remainder >= b
	}
	if away {
		quotient += sign
	}
	return quotient
}
