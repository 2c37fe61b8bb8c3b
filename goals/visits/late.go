package visits

import (
	"math/big"

	"github.com/kam-go/kam"
)

// Late is a need that lies before the first day of a plan, so that the deals it feeds cannot close in time by the
// leads of their segment. The zero value is none.
type Late struct {
	Segment string `json:"segment"`
	Stage   string `json:"stage"`
	// Closes is the step whose deals are late.
	Closes kam.Period `json:"closes,omitzero"`
	// Items is how many items of the stage were needed before the plan, exactly; Count is that rounded up.
	Items *big.Rat `json:"items"`
	Count int64    `json:"count"`
	// Of is how many items of the stage the step takes in all, exactly.
	Of *big.Rat `json:"of"`
}

// Late returns every need before the first day of the plan, by segment, then step in the order of days, then stage.
// [Line.Late] holds what they take of each activity.
func (p *WeeklyPlan) Late() []Late {
	out := make([]Late, len(p.late))
	for i, l := range p.late {
		l.Items, l.Of = new(big.Rat).Set(l.Items), new(big.Rat).Set(l.Of)
		out[i] = l
	}
	return out
}

// before returns the placements before the plan, by step and stage.
func (f *funnel) before() []Late {
	var list []Late
	for m := range f.steps {
		for _, p := range f.placed {
			if p.slot != 0 {
				break
			}
			if p.step != m {
				continue
			}
			whole := p
			whole.days = f.days[m]
			l := Late{
				Segment: f.segment.Name, Stage: f.segment.Stages[p.stage].Name, Closes: f.steps[m].Period,
				Items: f.items(p), Of: f.items(whole),
			}
			l.Count, _ = ceil(l.Items) // the whole ladder is within bounds
			list = append(list, l)
		}
	}
	return list
}
