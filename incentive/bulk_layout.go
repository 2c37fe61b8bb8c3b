package incentive

import (
	"math/big"
	"slices"

	"github.com/kam-go/kam/incentive/internal/bulk"
	"github.com/kam-go/kam/internal/num"
)

// layout says how the transactions of a plan become records of package bulk: a few bytes each, everything in them a whole
// number.
type layout struct {
	plan *plan
	// feeds are what the rules give to measures, one for each base that a rule's measures add up.
	feeds []feed
	// tables are those of components, whose cells records carry.
	tables []laidTable
	// den is what the denominators of weights divide.
	den int64
	// when is true when components have conditions of their own.
	when bool
	// asksMoney is true when conditions or tables ask for amount, margin or cash.
	asksMoney bool
	mode      bulk.Rounding
	// bare says that records only tell which deals belong to units of the plan: they are computed credit by credit, and why
	// is the reason.
	bare bool
	why  string
}

// feed is what one rule gives to measures of one base.
type feed struct {
	rule int
	base Base
	// weigher says what a quantity is multiplied by.
	weigher weigher
}

// layOut lays a plan out.
func layOut(p *plan) *layout {
	l := &layout{plan: p, den: 1}
	if l.why = l.fill(); l.why == "" {
		return l
	}
	bare := &layout{plan: p, den: 1, bare: true, why: l.why}
	for i := range p.Credits {
		bare.feeds = append(bare.feeds, feed{rule: i, weigher: weigher{r: &p.Credits[i], den: 1}})
	}
	return bare
}

// fill lays everything out; the reason when the plan has something that records cannot say.
func (l *layout) fill() string {
	p := l.plan
	modes := map[num.Mode]bulk.Rounding{num.HalfUp: bulk.HalfUp, num.HalfEven: bulk.HalfEven, num.HalfDown: bulk.HalfDown, num.Up: bulk.Up, num.Down: bulk.Down, num.Ceil: bulk.Ceil, num.Floor: bulk.Floor}
	l.mode = modes[p.grid.Mode]
	if len(p.parts) > bulk.MaxParts {
		return "more components than a record can name"
	}
	for i := range p.Credits {
		r := &p.Credits[i]
		if r.To == ToManager && r.Base != CreditAmount {
			return "overrides on commission"
		}
		l.asksMoney = l.asksMoney || r.When.asksMoney()
		w, why := weigherOf(r)
		if why != "" {
			return why
		}
		if l.den = lcm(l.den, w.den); l.den == 0 {
			return "weights without a common denominator"
		}
		seen := map[Base]bool{}
		for _, m := range p.Measures {
			if slices.Contains(m.Credits, r.Name) && !seen[m.Base] {
				seen[m.Base] = true
				l.feeds = append(l.feeds, feed{i, m.Base, w})
			}
		}
	}
	if len(l.feeds) > bulk.MaxRules {
		return "more rules than a record can name"
	}
	for i := range p.parts {
		if why := l.part(&p.parts[i]); why != "" {
			return why
		}
	}
	return ""
}

// part checks a component; the reason when records cannot say what it needs.
func (l *layout) part(k *part) string {
	p := l.plan
	own, axis := p.Measures[k.measure], p.Measures[k.axis]
	l.when = l.when || k.When != nil
	l.asksMoney = l.asksMoney || k.When.asksMoney() || k.Table != nil && slices.ContainsFunc(k.Table.Dimensions, func(d Dimension) bool { return isMoney(d.Number) })
	switch {
	case k.waits():
		return "a component that needs several payees"
	case k.form() == "" && own.Base == BaseObservation:
		return "lines on an observation"
	case k.axis != k.measure && own.Base != axis.Base && (k.tiers.Mode == Marginal || k.tiers.Mode == InterpolatedAmount || axis.Window == PerTransaction):
		return "tiers that cut another base"
	case axis.Window == PerTransaction && k.tiers != nil && k.tiers.Mode == InterpolatedRate:
		return "an interpolated rate for each deal"
	}
	if k.Table == nil {
		return ""
	}
	return l.layTable(k)
}

// mask returns the feeds of a measure's base by its rules; those that move it, or all.
func (l *layout) mask(m int, moving bool) uint64 {
	def := &l.plan.Measures[m]
	mask := uint64(0)
	for i, f := range l.feeds {
		r := &l.plan.Credits[f.rule]
		if f.base == def.Base && slices.Contains(def.Credits, r.Name) && (!moving || *r.Retires) {
			mask |= 1 << i
		}
	}
	return mask
}

// feedsAll reports whether every rule feeds a measure.
func (l *layout) feedsAll() bool {
	for i := range l.plan.Credits {
		if !slices.ContainsFunc(l.feeds, func(f feed) bool { return f.rule == i }) {
			return false
		}
	}
	return true
}

// splitsPayout reports whether a rule of the plan divides payouts.
func (p *plan) splitsPayout() bool {
	return slices.ContainsFunc(p.Credits, func(r CreditRule) bool { return r.Split == SplitPayout })
}

// paying returns the feeds of a base whose rules pay.
func (l *layout) paying(base Base) uint64 {
	mask := uint64(0)
	for i, f := range l.feeds {
		if f.base == base && *l.plan.Credits[f.rule].Pays {
			mask |= 1 << i
		}
	}
	return mask
}

// lcm returns the least common multiple of two numbers above zero, or 0 when it is beyond what scales may be.
func lcm(a, b int64) int64 {
	x, y := a, b
	for y != 0 {
		x, y = y, x%y
	}
	if b /= x; a > maxScale/b {
		return 0
	}
	return a * b
}

// maxScale is the largest denominator that quantities share.
const maxScale = 1_000_000_000_000

// wholeOf returns x × by; false when that is no whole number of 62 bits.
func wholeOf(x *big.Rat, by int64) (int64, bool) {
	if x.IsInt() && x.Num().IsInt64() {
		return times(x.Num().Int64(), by)
	}
	if !x.Denom().IsInt64() || !x.Num().IsInt64() || by%x.Denom().Int64() != 0 {
		return 0, false
	}
	return times(x.Num().Int64(), by/x.Denom().Int64())
}
