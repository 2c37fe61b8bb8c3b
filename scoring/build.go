package scoring

import (
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
)

// result makes an evaluation a result.
func (p *Program) result(in *ingested, i int, v verdict, b *board) Result {
	c := &p.card
	f := in.facts(p, i)
	r := Result{
		Format: Format, Card: c.ID, Version: c.Version, Name: c.Name, Subject: in.subjects[i], Period: in.period,
		Scale: c.Scale, Rounding: c.Rounding, Grades: slices.Clone(c.Grades), MaxBonus: c.MaxBonus, MaxPenalty: c.MaxPenalty,
		Nodes: p.level(0, whole(1), f, in.cohorts, b), Coverage: v.coverage, MinimumCoverage: p.minimumCoverage,
		Known: v.unknown == "", Unknown: v.unknown,
		Sum: v.sum, Bonus: v.bonus, Penalty: v.penalty, Adjusted: v.adjusted, Capped: v.capped,
		Total: v.total, Score: p.decimal(v.rounded), Grade: p.gradeKey(v.grade), GradeBefore: p.gradeKey(v.gradeBefore),
	}
	r.Scale.MeasureMin = stated(r.Scale.MeasureMin, r.Scale.Min)
	r.Scale.MeasureMax = stated(r.Scale.MeasureMax, r.Scale.Max)
	for i := range p.adjustments {
		r.Adjustments = append(r.Adjustments, p.adjustmentResult(i, f, b))
	}
	for i := range p.vetoes {
		x := &p.vetoes[i]
		r.Vetoes = append(r.Vetoes, VetoResult{
			ID: x.spec.ID, Name: x.spec.Name, On: x.spec.On, Tested: p.tested(x, f, b), Below: x.spec.Below, Above: x.spec.Above,
			Effect: x.spec.Effect, Score: x.spec.Score, Grade: x.spec.Grade, State: b.vetoed[i],
		})
	}
	r.Findings = p.notices(f, in, b)
	return r
}

func stated(d decimal.NullDecimal, other decimal.Decimal) decimal.NullDecimal {
	if d.Valid {
		return d
	}
	return decimal.NewNullDecimal(other)
}

func (p *Program) gradeKey(i int) string {
	if i < 0 {
		return ""
	}
	return p.card.Grades[i].Key
}

func (p *Program) adjustmentResult(i int, f facts, b *board) AdjustmentResult {
	a, fact := p.adjustments[i].spec, f.values[p.sourceOf[len(p.measures)+i]]
	from := f.origins[fact.origin]
	return AdjustmentResult{
		ID: a.ID, Name: a.Name, Units: fact.value, Period: from.period, Revision: from.revision, Source: from.source,
		PerUnit: a.PerUnit, Max: a.Max, Points: b.points[i],
	}
}

// level makes what hangs below node i part of a result; effective is the node's share of the whole.
func (p *Program) level(i int, effective Exact, f facts, cohorts []*cohort, b *board) []Node {
	var out []Node
	for c := i + 1; c < p.nodes[i].end; c = p.nodes[c].end {
		n := &p.nodes[c]
		node := Node{
			Kind: DimensionNode, ID: n.id, Name: n.name, Weight: n.weight, Share: n.share, Effective: whole(0),
			Score: b.scores[c], Contribution: whole(0), State: b.states[c],
		}
		if node.Score.Known() && b.kept[i].sign() != 0 {
			node.Effective = effective.mul(n.weight).quo(b.kept[i])
			node.Contribution = node.Effective.mul(node.Score)
		}
		if n.measure != nil {
			p.leaf(&node, n, f, cohorts, b)
			node.Reason = p.reason(n, &node, b.outcomes[n.slot], b.left(i))
		} else {
			node.Children = p.level(c, node.Effective, f, cohorts, b)
		}
		out = append(out, node)
	}
	return out
}

// leaf adds what is known of a measure.
func (p *Program) leaf(out *Node, n *node, f facts, cohorts []*cohort, b *board) {
	m, o := n.measure, b.outcomes[n.slot]
	out.Kind, out.Metric, out.Scope, out.Unit, out.Currency, out.Direction = MeasureNode, m.Metric, m.Scope, m.Unit, m.Currency, m.Direction
	fact := f.values[p.sourceOf[n.slot]]
	from := f.origins[fact.origin]
	out.Function, out.Value, out.Raw = n.rule.key(), fact.value, o.raw
	out.Period, out.Revision, out.Source = from.period, from.revision, from.source
	switch out.Function {
	case "ratio":
		out.Target, out.Attainment = o.against, o.detail
	case "growth":
		out.Base, out.Growth = o.against, o.detail
	case "percentile":
		out.Percentile = o.detail
		if o.problem == "" {
			out.Beaten, out.Equal, out.Ties = int(o.beaten), int(o.equal), n.rule.(percentileRule).ties
		}
	case "zScore":
		out.ZScore = o.detail
	}
	if c := cohorts[n.slot]; c != nil {
		out.Cohort = len(c.members)
	}
}

// left says what is left below node i.
func (b *board) left(i int) remainder {
	switch {
	case b.kept[i].sign() != 0:
		return siblingsLeft
	case i > 0:
		return dimensionGone
	}
	return nothingLeft
}

// notices are what could not be computed, or is about a part of the period only, in the order of the card.
func (p *Program) notices(f facts, in *ingested, b *board) kam.Findings {
	var found kam.Findings
	for slot, i := range p.measures {
		n := &p.nodes[i]
		on := about{n.place, say("measure %s", "指标 %s", n.title())}
		if o := b.outcomes[slot]; o.problem != "" {
			of := trouble{rule: n.rule, measure: n.measure, value: f.values[p.sourceOf[slot]].value, against: o.against}
			if c := in.cohorts[slot]; c != nil {
				of.members = len(c.members)
			}
			found.Add(on.notice(string(o.problem), o.problem.text(of), o.problem.remedy()))
		} else if c := in.cohorts[slot]; c != nil && n.rule.key() == "percentile" && c.flat() {
			found.Add(on.notice(string(noSpread), say("%s; a percentile tells little then", "%s，此时百分位意义不大", noSpread.text(trouble{members: len(c.members)})), noSpread.remedy()))
		}
		in.partly(&found, f.values[p.sourceOf[slot]], n.measure.AnyPart, on)
	}
	for i := range p.adjustments {
		a := &p.adjustments[i]
		fact := f.values[p.sourceOf[len(p.measures)+i]]
		why := fact.why()
		if why == "" && fact.value.sign() < 0 {
			why = negativeCount
		}
		on := about{a.place, say("adjustment %s", "加减分项 %s", titled(a.spec.ID, a.spec.Name))}
		if why != "" {
			found.Add(on.notice(string(why), say("%s; no points are given or taken", "%s；不加分也不扣分", why.text(trouble{value: fact.value})), why.remedy()))
		}
		in.partly(&found, fact, a.spec.AnyPart, on)
	}
	for i := range p.vetoes {
		if x := &p.vetoes[i]; b.vetoed[i] == VetoUnknown {
			on := about{x.place, say("veto %s", "否决项 %s", titled(x.spec.ID, x.spec.Name))}
			found.Add(on.notice("veto", say("what it tests, %s, is not known; it triggers nothing", "所检验的“%s”未知；不触发", p.nodes[x.node].title()),
				say("observe the value and score again", "请取得该数值后重新评分")))
		}
	}
	return found
}

// partly adds a finding about a value of less than the scored period.
func (in *ingested) partly(found *kam.Findings, fact known, anyPart bool, on about) {
	covered := in.origins[fact.origin].period
	if !fact.value.Known() || anyPart || covered == in.period {
		return
	}
	found.Add(on.notice("period-differs", say("the value covers %s, a part of the scored period %s, and counts for all of it", "数值仅涵盖 %s，为评分期间 %s 的一部分，现按整个期间计", periodText(covered), periodText(in.period)),
		say("state the value of the whole period, or set anyPart on the card if a part may stand for it", "请填整个期间的数值；若部分期间足以代表整个期间，请在评分卡上设置 anyPart")))
}

// about is what a finding is about: its place on the card, and what people call it.
type about struct {
	place string
	name  kam.Text
}

func (a about) notice(code string, message, remedy kam.Text) kam.Finding {
	f := fault("score."+code, a.place, say("%s: %s", "%s：%s", a.name, message), remedy)
	f.Severity = kam.Warning
	return f
}
