package visits

import (
	"cmp"
	"fmt"
	"math/big"
	"slices"

	"github.com/kam-go/kam/goals"
	"github.com/kam-go/kam/internal/num"
)

// funnel is the new business of one segment laid over the weeks of a plan.
type funnel struct {
	segment Segment
	steps   []goals.Step // those that ask for anything, in the order of days
	deals   []*big.Rat   // of each step
	days    []int        // working days of each step
	late    []int        // of those, how many have a stage before the plan
	later   []int        // of the others, how many have a stage after it
	perDeal []*big.Rat   // items of each stage for one deal
	placed  []placement  // by slot, then stage, then step
}

// placement says that so many of a step's closing days need the items of a stage in a slot. Slot 0 is before the plan,
// slot i the i-th week counted from 1, and the last slot after the plan.
type placement struct {
	slot, stage, step, days int
}

// place lays the deals of g evenly over the working days of each step, and every stage before them by the leads.
func place(g Segment, at string, t *timeline, weeks []Week, c *checker) *funnel {
	f := &funnel{segment: g, perDeal: g.perDeal()}
	order := make([]int, 0, len(g.Steps))
	for i, s := range g.Steps {
		if s.Target.IsPositive() {
			order = append(order, i)
		}
	}
	slices.SortFunc(order, func(a, b int) int { return g.Steps[a].Period.Compare(g.Steps[b].Period) })
	price := num.Rat(g.Deal)
	for _, i := range order {
		s := g.Steps[i]
		first, until := t.number(s.Period.From), t.number(s.Period.Until)
		if first == until {
			c.add(codeStep, fmt.Sprintf("%s.steps[%d].period", at, i), say("%s has no working day on which deals could close", "%s 没有可成交的工作日", s.Period),
				say("move its target to a step with working days", "请把目标移到有工作日的步骤"))
			continue
		}
		f.lay(len(f.steps), first, until, t, weeks)
		f.steps = append(f.steps, s)
		f.deals = append(f.deals, new(big.Rat).Quo(num.Rat(s.Target), price))
		f.days = append(f.days, until-first)
	}
	slices.SortFunc(f.placed, func(a, b placement) int {
		return cmp.Or(a.slot-b.slot, a.stage-b.stage, a.step-b.step)
	})
	return f
}

// lay adds the placements of step number step, whose deals close on the working days first to until, and counts the
// closing days that the weeks alone do not bring.
func (f *funnel) lay(step, first, until int, t *timeline, weeks []Week) {
	stages := f.segment.Stages
	open := make([]placement, len(stages)) // the slot that each stage is filling
	late, later := 0, 0
	for n := first; n < until; n++ {
		at := n
		for k := len(stages) - 1; k >= 0; k-- {
			at = t.lead(at, stages[k])
			slot := slotOf(t, at, weeks)
			if open[k].days > 0 && open[k].slot != slot {
				f.placed = append(f.placed, open[k])
				open[k].days = 0
			}
			open[k] = placement{slot: slot, stage: k, step: step, days: open[k].days + 1}
		}
		// Leads keep the order of stages: the first is the earliest and the last the latest.
		switch {
		case open[0].slot == 0:
			late++
		case open[len(stages)-1].slot > len(weeks):
			later++
		}
	}
	f.placed = append(f.placed, open...)
	f.late, f.later = append(f.late, late), append(f.later, later)
}

// slotOf returns the slot of working day n.
func slotOf(t *timeline, n int, weeks []Week) int {
	d, first, last := t.days[n], weeks[0].Days.From, weeks[len(weeks)-1].Days.Until
	switch {
	case d.Before(first):
		return 0
	case !d.Before(last):
		return len(weeks) + 1
	default:
		return 1 + weekOf(first, d)
	}
}

// perItem returns how many of a one item of stage k takes; nil for none.
func (f *funnel) perItem(k int, a Activity) *big.Rat {
	for _, c := range f.segment.Stages[k].Costs {
		if c.Activity == a {
			return c.Count.Rat()
		}
	}
	return nil
}

// items returns the exact number of items that a placement asks for.
func (f *funnel) items(p placement) *big.Rat {
	r := big.NewRat(int64(p.days), int64(f.days[p.step]))
	return r.Mul(r, f.deals[p.step]).Mul(r, f.perDeal[p.stage])
}

// line cumulates the exact need of an activity over the slots and rounds up what is cumulated, so that at the end of
// each week at least what was needed by then is planned, and less than one more. It returns false when a count is
// above maxCount.
func (f *funnel) line(a Activity, weeks int) (Line, bool) {
	each := make([]*big.Rat, len(f.perDeal)) // of the activity for one deal, by stage; nil for none
	for k, items := range f.perDeal {
		if r := f.perItem(k, a); r != nil {
			each[k] = r.Mul(r, items)
		}
	}
	daily := make([]*big.Rat, len(f.steps)) // deals on one closing day
	for m, deals := range f.deals {
		daily[m] = new(big.Rat).Quo(deals, new(big.Rat).SetInt64(int64(f.days[m])))
	}
	stages, common := inUnits(each)
	steps, parts := inUnits(daily)
	common.Mul(common, parts)
	l := Line{Kind: NewBusiness, Name: f.segment.Name, Activity: a, Weeks: make([]int64, weeks)}
	sum, term := new(big.Int), new(big.Int)
	next, done := 0, int64(0)
	for slot := range weeks + 2 {
		for ; next < len(f.placed) && f.placed[next].slot == slot; next++ {
			p := f.placed[next]
			if u := stages[p.stage]; u != nil {
				term.SetInt64(int64(p.days))
				sum.Add(sum, term.Mul(term, u).Mul(term, steps[p.step]))
			}
		}
		reached, ok := roundUp(sum, common)
		if !ok {
			return Line{}, false
		}
		switch slot {
		case 0:
			l.Late = reached
		case weeks + 1:
			l.Later = reached - done
		default:
			l.Weeks[slot-1] = reached - done
		}
		done = reached
	}
	l.Need, l.Exact = done, new(big.Rat).SetFrac(sum, common)
	return l, true
}

// inUnits returns numerators of ratios over their least common denominator; nil for nil.
func inUnits(list []*big.Rat) (units []*big.Int, common *big.Int) {
	common = big.NewInt(1)
	for _, r := range list {
		if r != nil {
			common = lcm(common, r.Denom())
		}
	}
	units = make([]*big.Int, len(list))
	for i, r := range list {
		if r != nil {
			u := new(big.Int).Quo(common, r.Denom())
			units[i] = u.Mul(u, r.Num())
		}
	}
	return units, common
}

// lcm returns the least common multiple of two numbers above 0.
func lcm(a, b *big.Int) *big.Int {
	r := new(big.Int).GCD(nil, nil, a, b)
	r.Quo(a, r)
	return r.Mul(r, b)
}
