package criteria

import (
	"math/big"
	"slices"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/wording"
)

// result explains the states of a file.
func (g *gathered) result() Result {
	p := g.plan.p
	r := Result{
		Format: Format, Rule: p.hash, Version: p.version, Person: g.file.Person, AsOf: g.plan.asOf,
		State: g.states[0].state(),
	}
	r.Root = g.node(0, map[int]*Criterion{})
	return r
}

// node returns a rule; found has the criteria before it, by their nodes.
func (g *gathered) node(at int, found map[int]*Criterion) Node {
	n := &g.plan.p.nodes[at]
	out := Node{ID: n.id, Kind: n.kind, Name: n.text, State: g.states[at].state(), K: n.k}
	if n.leaf != nil {
		if first, ok := found[n.leaf.same]; ok {
			out.Criterion = first.clone()
			return out
		}
		out.Criterion = g.criterion(n.leaf)
		found[at] = out.Criterion
		return out
	}
	for child := at + 1; child < n.end; child = g.plan.p.nodes[child].end {
		out.Children = append(out.Children, g.node(child, found))
	}
	return out
}

// clone returns a copy that shares nothing that can be changed.
func (c *Criterion) clone() *Criterion {
	out := *c
	out.Asks = c.Asks.clone()
	out.Steps, out.Records, out.Ratings = slices.Clone(c.Steps), slices.Clone(c.Records), slices.Clone(c.Ratings)
	if c.Next != nil {
		next := *c.Next
		out.Next = &next
	}
	return &out
}

// criterion collects the figures of a criterion.
func (g *gathered) criterion(lf *leaf) *Criterion {
	asks := lf.rule.clone()
	asks.ID, asks.Name = "", kam.Text{}
	c := &Criterion{Asks: asks, Unit: lf.unit, Negative: g.below(lf)}
	switch lf.kind {
	case KindMetric, KindStreak:
		c.Steps, c.Base = g.steps(lf)
		if n := len(c.Steps); n > 0 {
			c.Looked = kam.Period{From: c.Steps[0].Period.From, Until: c.Steps[n-1].Period.Until}
		}
		f := c.figure()
		c.Value, c.Gap, c.Run = ExactOf(f.value), ExactOf(f.gap), f.run
		c.Threshold = Exact{lf.mark.exact}
		if lf.kind == KindStreak {
			c.Threshold = exactInt(lf.hits)
		} else {
			c.Next = g.next(lf)
		}
		c.Reason = lf.stepsReason(c, f)
	default:
		p := lf.records(g.file, g.plan.asOf, true)
		c.Records, c.Complete, c.Looked, c.Ratings = p.records, p.complete, p.looked, slices.Clone(lf.scale.Ratings)
		c.Unusable = p.unusable
		if g.plan.asOf.IsSet() {
			lf.measure(c, &p)
		}
		c.Reason = lf.recordsReason(c, &p, g.plan.asOf)
	}
	if g.nobody {
		c.Reason = wording.Say("the file does not say whom it is about", "档案未写明所属人员")
	}
	return c
}

// figure decides a criterion on steps by its figures alone.
func (c *Criterion) figure() figure {
	if m := c.Asks.Metric; m != nil {
		return m.revoked(c.Negative).decide(c.Steps, c.Base)
	}
	return c.Asks.Streak.decide(c.Steps)
}

// measure sets the figures of a criterion on records.
func (lf *leaf) measure(c *Criterion, p *proof) {
	need := 0
	switch lf.kind {
	case KindTenure:
		if p.several {
			return
		}
		if need = lf.rule.Tenure.need(); lf.rule.Tenure.Comparison == Below {
			c.Value, c.Threshold, c.Gap = exactInt(p.value), exactInt(need), exactInt(p.value-need)
			return
		}
	case KindSkill:
		if need = lf.rule.Skill.Level; len(p.records) == 0 {
			c.Threshold = exactInt(need)
			return
		}
	case KindReview:
		need = lf.hits
	case KindCertificate:
		need = 1
	default:
		if c.Value = exactInt(p.value); lf.rule.Flag.Be == Absent {
			c.Threshold, c.Gap = exactInt(0), exactInt(p.value)
			return
		}
		need = 1
	}
	c.Value, c.Threshold, c.Gap = exactInt(p.value), exactInt(need), exactInt(need-p.value)
}

// next says how much the step that is running has to bring for a sum to be met at its end, where every step before it that
// will still be in the window is known.
func (g *gathered) next(lf *leaf) *Next {
	m := lf.rule.Metric
	if m.Aggregate != Sum || !m.Be.Comparison.upward() || !g.plan.asOf.IsSet() {
		return nil
	}
	running, err := g.plan.p.calendar.Containing(m.Window.Step, g.plan.asOf)
	if err != nil {
		return nil
	}
	p := g.plan.p
	ahead, one := p.only(lf, p.tracks[p.lanes[lf.lane].track])
	steps, _ := ahead.stepsOn(one, g.file, running.Until)
	if len(steps) == 0 || steps[len(steps)-1].Period != running {
		return nil
	}
	need := new(big.Rat).Set(lf.mark.exact)
	for _, s := range steps[:len(steps)-1] {
		if !s.Value.Known() {
			return nil
		}
		need.Sub(need, s.Value.r)
	}
	return &Next{Amount: Exact{need}, By: running.Until}
}
