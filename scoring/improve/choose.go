package improve

import (
	"cmp"
	"math/big"
	"slices"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/num"
	"github.com/kam-go/kam/scoring"
)

// choice is a lever that fits an open gap.
type choice struct {
	lever          int
	effect, effort *big.Rat
	due            kam.Day
	late           bool // it takes longer than the plan
}

// chosen is a lever that was chosen for a gap.
type chosen struct {
	gap, lever int
	points     *big.Rat
	due        kam.Day
}

// chooser picks levers one after the other.
type chooser struct {
	q       Request
	gaps    []Gap
	choices [][]choice // of each gap, in the order of the request
	offers  [][]offer  // of each gap, what can still be chosen for it, the best first
	left    []*big.Rat // of each gap, what the chosen levers leave open
	count   []int      // of each gap, its chosen levers
	used    []bool     // of each lever
	effort  *big.Rat   // what is left of the effort; nil without a limit
	picked  []chosen
}

func newChooser(q Request, gaps []Gap, scopes map[string]string, calendar *kam.Calendar) (*chooser, error) {
	c := &chooser{
		q: q, gaps: gaps, choices: make([][]choice, len(gaps)), offers: make([][]offer, len(gaps)), left: make([]*big.Rat, len(gaps)), count: make([]int, len(gaps)), used: make([]bool, len(q.Levers)),
	}
	if q.MaxEffort.Valid {
		c.effort = num.Rat(q.MaxEffort.Decimal)
	}
	for i, g := range gaps {
		c.left[i] = ratOf(g.Gap)
	}
	for i, l := range q.Levers {
		due, late, err := dueAfter(calendar, q.Period, l.Days)
		if err != nil {
			return nil, err
		}
		one := choice{lever: i, effect: num.Rat(l.Effect), effort: num.Rat(l.Effort), due: due, late: late}
		for g, gap := range gaps {
			if l.fits(gap.Metric, scopes[gap.Measure]) {
				c.choices[g] = append(c.choices[g], one)
			}
		}
	}
	return c, nil
}

// offer is what a choice brings for a gap as far as that is open.
type offer struct {
	choice choice
	points *big.Rat // what it adds to the weighted sum
	worth  *big.Rat // what it is chosen by
}

// run picks until nothing is left to be picked. What a gap is offered is ranked anew only when the gap has changed.
func (c *chooser) run() {
	for g := range c.gaps {
		c.rank(g)
	}
	for len(c.picked) < c.q.MaxLevers {
		top := -1
		for g := range c.gaps {
			best, there := c.best(g)
			if there && (top < 0 || best.compare(c.offers[top][0]) < 0) {
				top = g
			}
		}
		if top < 0 {
			return
		}
		c.pick(top, c.offers[top][0])
		c.rank(top)
	}
}

// compare is below 0 when o is chosen before p, and 0 when their order decides.
func (o offer) compare(p offer) int {
	if by := p.worth.Cmp(o.worth); by != 0 {
		return by
	}
	return p.points.Cmp(o.points)
}

// takes tells whether a choice can be made for a gap now. Once it cannot, it never can.
func (c *chooser) takes(gap int, one choice) bool {
	return !c.used[one.lever] && !one.late && c.count[gap] < c.q.PerMeasure && c.left[gap].Sign() > 0 &&
		(c.effort == nil || one.effort.Cmp(c.effort) <= 0)
}

// rank lists what a gap is offered now, the best first, and the first of the request among equals.
func (c *chooser) rank(gap int) {
	weight := ratOf(c.gaps[gap].Weight)
	c.offers[gap] = nil
	for _, one := range c.choices[gap] {
		if !c.takes(gap, one) {
			continue
		}
		effect := one.effect
		if c.left[gap].Cmp(effect) < 0 {
			effect = c.left[gap]
		}
		points := new(big.Rat).Mul(weight, effect)
		o := offer{choice: one, points: points, worth: points}
		if c.q.Order == ByPointsPerEffort {
			o.worth = new(big.Rat).Quo(points, one.effort)
		}
		c.offers[gap] = append(c.offers[gap], o)
	}
	slices.SortFunc(c.offers[gap], func(a, b offer) int {
		if by := a.compare(b); by != 0 {
			return by
		}
		return cmp.Compare(a.choice.lever, b.choice.lever)
	})
}

// best returns the best offer that a gap still has, and whether there is one.
func (c *chooser) best(gap int) (offer, bool) {
	for len(c.offers[gap]) > 0 {
		if first := c.offers[gap][0]; c.takes(gap, first.choice) {
			return first, true
		}
		c.offers[gap] = c.offers[gap][1:]
	}
	return offer{}, false
}

func (c *chooser) pick(gap int, o offer) {
	c.used[o.choice.lever] = true
	c.count[gap]++
	c.left[gap] = new(big.Rat).Sub(c.left[gap], o.choice.effect)
	if c.left[gap].Sign() < 0 {
		c.left[gap] = new(big.Rat)
	}
	if c.effort != nil {
		c.effort = new(big.Rat).Sub(c.effort, o.choice.effort)
	}
	c.gaps[gap].Planned = scoring.ExactOf(new(big.Rat).Add(ratOf(c.gaps[gap].Planned), o.points))
	c.picked = append(c.picked, chosen{gap: gap, lever: o.choice.lever, points: o.points, due: o.choice.due})
}

// passedOver returns the levers that were not picked, in the order of the request, and why.
func (c *chooser) passedOver(measures []scoring.Node) []PassedOver {
	var out []PassedOver
	for i, l := range c.q.Levers {
		if c.used[i] {
			continue
		}
		out = append(out, PassedOver{Lever: l.ID, LeverName: l.Name, Reason: idle(l, measures)})
		p := &out[len(out)-1]
		for g := range c.gaps {
			at := slices.IndexFunc(c.choices[g], func(one choice) bool { return one.lever == i })
			if at >= 0 {
				p.Measure, p.MeasureName, p.Reason = c.gaps[g].Measure, c.gaps[g].Name, c.reason(g, c.choices[g][at])
				break
			}
		}
	}
	return out
}

// idle returns why a lever fits no gap.
func idle(l Lever, measures []scoring.Node) PassReason {
	reason := PassNoUse
	for _, n := range measures {
		if !l.fits(n.Metric, n.Scope) {
			continue
		}
		if ratOf(n.Effective).Sign() > 0 || n.State != scoring.Scored {
			return PassNoGap
		}
		reason = PassWeight
	}
	return reason
}

// reason returns why a choice was not made for a gap.
func (c *chooser) reason(gap int, one choice) PassReason {
	switch {
	case one.late:
		return PassTime
	case c.left[gap].Sign() == 0:
		return PassClosed
	case c.count[gap] >= c.q.PerMeasure:
		return PassEnough
	case c.effort != nil && one.effort.Cmp(c.effort) > 0:
		return PassEffort
	}
	return PassMost
}

// lacking returns the title of the task to find a lever for a gap that has none: no lever of the catalogue fits it, or
// each that does takes longer than the plan or more effort than the plan may have, or was chosen for another gap. The zero
// value says that the gap has levers, be it that the limits of the plan kept them from being chosen.
func (c *chooser) lacking(gap int) kam.Text {
	name := label(c.gaps[gap].Name, c.gaps[gap].Measure)
	late, dear, used := 0, 0, 0
	for _, one := range c.choices[gap] {
		switch {
		case one.late:
			late++
		case c.q.MaxEffort.Valid && one.effort.Cmp(num.Rat(c.q.MaxEffort.Decimal)) > 0:
			dear++
		case c.used[one.lever]:
			used++
		default:
			return kam.Text{}
		}
	}
	why := say("those known take too long, take too much effort, or are chosen for other measures", "已知措施或耗时过长，或投入过高，或已用于其他指标")
	switch len(c.choices[gap]) {
	case 0:
		return say("Find a lever for %s", "为 %s 寻找改进措施", name)
	case late:
		why = say("those known take longer than the plan", "已知措施所需时间均超过计划期间")
	case dear:
		why = say("those known take more effort than %s", "已知措施的投入均超过 %s", num.Format(c.q.MaxEffort.Decimal))
	case used:
		why = say("those known are chosen for other measures", "已知措施均已用于其他指标")
	}
	return say("Find another lever for %s: %s", "为 %s 另寻改进措施：%s", name, why)
}
