package kernel

import (
	"math/big"

	"github.com/kam-go/kam/internal/num"
)

// Evaluate returns what every paying credit earns under the rule.
func Evaluate(r Rule, credits []Credit) Result {
	spans, whole, deals := walk(r, credits)
	res := Result{Final: whole.at, Highest: whole.high, Lowest: whole.low}
	for _, d := range deals {
		if d.low.Cmp(res.Lowest) < 0 {
			res.Lowest = d.low
		}
	}
	reached := whole.at
	if r.Latched {
		reached = whole.high
	}
	final := reached
	if r.Final != nil {
		final = r.Final
	}
	if !r.PerDeal || r.Final != nil {
		res.Rated = final
	}
	ev := evaluator{rule: r, rated: res.Rated, groups: map[int]*group{}, lineOf: make(map[int]int, len(credits))}
	if r.PerDeal && r.Final == nil {
		ev.size(credits, spans)
	}
	for i, c := range credits {
		if !c.Pays {
			continue
		}
		line := Line{Credit: i, Before: spans[i].before, After: spans[i].after}
		switch {
		case c.Mirror != nil:
			ev.mirror(&line, c)
		case r.PerDeal && (r.Mode == Whole || r.Mode == InterpolatedRate) && r.Final == nil:
			ev.dealWhole(&line, c)
		default:
			ev.line(&line, c, r.slicesOf(c, spans[i], final, reached))
		}
		ev.lineOf[i] = len(ev.lines)
		ev.lines = append(ev.lines, line)
	}
	res.Lines, res.Rated = ev.lines, ev.rated
	return res
}

// group is the running state of one deal: its original and its refunds.
type group struct {
	raw, base *big.Rat // what its credits earn together before floor and cap, and what their rates multiply
	// sizes are the deal's size on the axis after each member, highs the largest so far; before is the member before the one at hand.
	sizes, highs  map[int]*big.Rat
	member        int
	before        int
	started, more bool
	bases         map[int]*big.Rat // what the rate multiplies, by strand
	met           map[int]bool     // the strands met so far
}

type evaluator struct {
	rule   Rule
	groups map[int]*group
	lineOf map[int]int
	lines  []Line
	rated  *big.Rat
}

func (ev *evaluator) group(c Credit) *group {
	g := ev.groups[c.Deal]
	if g == nil {
		g = &group{raw: new(big.Rat), base: new(big.Rat), sizes: map[int]*big.Rat{}, highs: map[int]*big.Rat{}, bases: map[int]*big.Rat{}, met: map[int]bool{}}
		ev.groups[c.Deal] = g
	}
	return g
}

// size records how large each deal is after each of its members, and the lowest size that a rate may be asked for: that of
// refunds alone of which nothing is paid has none.
func (ev *evaluator) size(credits []Credit, spans []span) {
	for i, c := range credits {
		g := ev.group(c)
		high := new(big.Rat) // a deal starts at zero
		switch {
		case g.more:
			high = g.highs[g.member]
		case c.size() != nil: // or where it stood before
			high = c.size()
			g.sizes[earlier], g.highs[earlier] = high, high
		}
		if spans[i].after.Cmp(high) > 0 {
			high = spans[i].after
		}
		g.sizes[c.Member], g.highs[c.Member] = spans[i].after, high
		g.member, g.more = c.Member, true
	}
	paid := map[int]bool{}
	for _, c := range credits {
		paid[c.Deal] = paid[c.Deal] || c.Pays || c.Unseen == nil
	}
	for _, c := range credits {
		if g := ev.groups[c.Deal]; paid[c.Deal] {
			ev.rateAsked(ev.sizeAfter(g, c.Member))
			if stood := ev.sizeAfter(g, earlier); stood != nil {
				ev.rateAsked(stood) // that at which refunds take back what is not there
			}
		}
	}
}

// rateAsked notes that a rate is asked for at a position.
func (ev *evaluator) rateAsked(at *big.Rat) {
	if ev.rated == nil || at.Cmp(ev.rated) < 0 {
		ev.rated = at
	}
}

// earlier stands for the member before those of the window.
const earlier = -1 << 62

// sizeAfter returns the size that rates a deal after a member.
func (ev *evaluator) sizeAfter(g *group, member int) *big.Rat {
	if ev.rule.Latched {
		return g.highs[member]
	}
	return g.sizes[member]
}

// line finishes a line from its slices: share, rounding of slices, gate, floor, cap, rounding of the line.
func (ev *evaluator) line(l *Line, c Credit, slices []Slice) {
	r := ev.rule
	l.Slices = slices
	l.Raw = new(big.Rat)
	for i := range l.Slices {
		s := &l.Slices[i]
		if c.Share != nil {
			s.Amount = new(big.Rat).Mul(s.Amount, c.Share)
		}
		if r.RoundSlices {
			s.Amount = num.Rat(num.RoundRat(s.Amount, r.Places, r.Rounding))
		}
		l.Raw = new(big.Rat).Add(l.Raw, s.Amount)
	}
	g := ev.group(c)
	if c.Unseen != nil && !g.met[c.Strand] && !c.Shut {
		raw, base := c.unseen(l.Raw)
		g.raw, g.base = new(big.Rat).Add(g.raw, raw), new(big.Rat).Add(g.base, base)
	}
	g.met[c.Strand] = true
	before, cut := r.lifted(g.raw, g.base), r.capped(r.lifted(g.raw, g.base))
	paid := l.Raw
	if c.Shut {
		l.Shut, paid = true, new(big.Rat)
	} else {
		g.raw, g.base = new(big.Rat).Add(g.raw, paid), new(big.Rat).Add(g.base, c.Base)
	}
	after := r.lifted(g.raw, g.base)
	l.Gross = new(big.Rat).Sub(r.round(after), r.round(before))
	l.Floored = new(big.Rat).Sub(after, before).Cmp(paid) != 0
	l.Capped = new(big.Rat).Sub(r.capped(after), cut).Cmp(new(big.Rat).Sub(after, before)) != 0
	l.Amount = new(big.Rat).Sub(r.round(r.capped(after)), r.round(cut))
}

// lifted raises what a deal earns to the floor while anything of the deal is left.
func (r Rule) lifted(x, base *big.Rat) *big.Rat {
	if r.Floor != nil && base.Sign() > 0 && x.Cmp(r.Floor) < 0 {
		return r.Floor
	}
	return x
}

// unseen returns what a refund's original earned before floor and cap, and what its rates multiplied, less what was
// taken back before: in proportion to what the refund itself comes to.
func (c Credit) unseen(raw *big.Rat) (earned, base *big.Rat) {
	part := new(big.Rat).Sub(c.Unseen.Before, c.Unseen.After)
	if part.Sign() == 0 {
		return new(big.Rat), new(big.Rat)
	}
	times := new(big.Rat).Sub(big.NewRat(1, 1), c.Unseen.Before)
	times.Quo(times, part)
	return new(big.Rat).Mul(raw, times), new(big.Rat).Mul(c.Base, times)
}

// capped limits a deal's sum to the cap on both sides of zero.
func (r Rule) capped(x *big.Rat) *big.Rat {
	if r.Cap == nil {
		return x
	}
	if x.Cmp(r.Cap) > 0 {
		return r.Cap
	}
	if low := new(big.Rat).Neg(r.Cap); x.Cmp(low) < 0 {
		return low
	}
	return x
}

// dealWhole rates a deal by its size: a refund takes back what is there at the old rate and pays what is left at the new one.
func (ev *evaluator) dealWhole(l *Line, c Credit) {
	g := ev.group(c)
	if !g.started || g.member != c.Member {
		g.before, g.member = g.member, c.Member
		if !g.started {
			g.before = earlier
		}
		g.started = true
	}
	base := g.bases[c.Strand]
	if base == nil {
		base = new(big.Rat)
		if c.Unseen != nil && c.Unseen.Had != nil {
			base = c.Unseen.Had
		}
	}
	var slices []Slice
	if base.Sign() != 0 {
		slices = append(slices, ev.dealSlice(g, g.before, new(big.Rat).Neg(base)))
	}
	base = new(big.Rat).Add(base, c.Base)
	g.bases[c.Strand] = base
	if base.Sign() != 0 || len(slices) == 0 {
		slices = append(slices, ev.dealSlice(g, c.Member, base))
	}
	ev.line(l, c, slices)
}

// dealSlice is a base at the rate of the deal's size after a member.
func (ev *evaluator) dealSlice(g *group, member int, base *big.Rat) Slice {
	rate, band := ev.rule.rateAt(ev.sizeAfter(g, member))
	from, until := ev.rule.edges(band)
	return Slice{From: from, Until: until, Base: base, Rate: rate, Amount: new(big.Rat).Mul(base, rate)}
}

// mirror takes back the refunded part of what the original earned.
func (ev *evaluator) mirror(l *Line, c Credit) {
	m := c.Mirror
	earned, gross := m.Earned, m.Earned
	if m.Of >= 0 {
		if at, ok := ev.lineOf[m.Of]; ok {
			earned, gross = ev.lines[at].Amount, ev.lines[at].Gross
		} else {
			earned, gross = new(big.Rat), new(big.Rat)
		}
	}
	l.Mirrored = true
	l.Amount = ev.rule.takenBack(earned, m)
	l.Gross = ev.rule.takenBack(gross, m)
	l.Raw = l.Amount
	l.Slices = []Slice{{Base: c.Base, Amount: l.Amount}}
}

// takenBack returns minus the part of x that lies between two shares, on the grid when the rule rounds here.
func (r Rule) takenBack(x *big.Rat, m *Mirror) *big.Rat {
	before := r.round(new(big.Rat).Mul(x, m.Before))
	after := r.round(new(big.Rat).Mul(x, m.After))
	return new(big.Rat).Sub(before, after)
}
