package improve

import (
	"fmt"
	"math/big"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/scoring"
)

// NewPlan returns the plan that a request asks for. For each measure with a known score below its target, the gap is
// target - score, and what closing it adds to the weighted sum is effective weight * gap, both exact; the measure with
// most of these points comes first.
//
// Levers are chosen one after the other. Of all that fit a gap, end inside the period, and keep within PerMeasure,
// MaxLevers and MaxEffort, the next is the one with most points, weight * min(effect, what is left of the gap), or with most points
// per unit of effort; among equals the one with more points, then the earlier gap, then the earlier lever. Each lever is
// chosen at most once, and counted for one measure. Levers run side by side: each is due on its Days-th working day of
// the period.
//
// A measure whose value is not known, or cannot be scored, becomes an action to measure it first, the one with the largest
// share of the whole as the card states it first, then as on the card: no gap and no points are claimed for it. Points are those of the weights as they count in the result; they move when what is missing becomes
// known. A triggered veto is an action, too; its effect on the total stays in all figures of the plan. A gap that no lever
// fits, or only levers that take too long, take more than MaxEffort or are chosen for other gaps, becomes an action to
// find one, in words that say which; one whose levers the limits of the plan left out does not.
//
// Faults of the request are an [*kam.InvalidError] with every one; among them a result that does not verify and a
// period without a working day. A year without working-day data is an error that wraps [kam.ErrNoHolidays].
func NewPlan(request Request, calendar *kam.Calendar) (Plan, error) {
	q := request.withDefaults()
	var f faults
	q.check(&f)
	if err := f.list.Err(); err != nil {
		return Plan{}, err
	}
	checks, err := CheckPoints(calendar, q.Period, q.CheckEvery)
	if err != nil {
		return Plan{}, err
	}
	measures := q.Result.Measures()
	scopes := make(map[string]string, len(measures))
	for _, n := range measures {
		scopes[n.ID] = n.Scope
	}
	c, err := newChooser(q, gapsOf(q), scopes, calendar)
	if err != nil {
		return Plan{}, err
	}
	c.run()
	first, late, err := dueAfter(calendar, q.Period, q.FirstDays)
	if err != nil {
		return Plan{}, err
	}
	if late {
		first = checks[len(checks)-1]
	}
	all := new(big.Rat)
	for _, g := range c.gaps {
		all.Add(all, ratOf(g.Points))
	}
	p := Plan{
		ID: q.ID, Subject: q.Result.Subject, Card: q.Result.Card, CardName: q.Result.Name, Version: q.Result.Version, ResultPeriod: q.Result.Period, Stands: standing(q.Result),
		Total: q.Result.Total, Full: totalWith(q.Result, all), Period: q.Period, Order: q.Order,
		Gaps: c.gaps, Actions: c.actions(measures, first), PassedOver: c.passedOver(measures), CheckPoints: checks,
	}
	if err := p.Check(); err != nil {
		return Plan{}, err // names of the result that no plan can hold
	}
	return p, nil
}

// actions returns what is to be done, with tasks numbered in that order.
func (c *chooser) actions(measures []scoring.Node, first kam.Day) []Action {
	var list []Action
	names := make(map[string]kam.Text, len(measures))
	for _, n := range measures {
		names[n.ID] = n.Name
	}
	add := func(a Action, title kam.Text, owner string, due kam.Day) {
		a.MeasureName = names[a.Measure]
		a.Task = kam.Task{
			ID: fmt.Sprintf("%s/%d", c.q.ID, len(list)+1), Title: title, Owner: owner, About: c.q.Result.Subject, Due: due,
			Origin: codePrefix + "." + string(a.Kind),
		}
		list = append(list, a)
	}
	for _, v := range c.q.Result.Vetoes {
		if v.State != scoring.VetoTriggered {
			continue
		}
		title := say("Clear the veto: %s", "消除否决项：%s", label(v.Name, v.ID))
		add(Action{Kind: ClearVeto, Measure: v.On, Veto: v.ID}, title, c.q.Owner, first)
	}
	for _, n := range byShare(measures) {
		if n.State == scoring.Scored || n.State == scoring.NotCounted {
			continue
		}
		title := say("Measure first: the value of %s is not known", "先测量：%s 的数值未知", label(n.Name, n.ID))
		if n.Value.Known() {
			title = say("Measure first: %s cannot be scored yet", "先测量：%s 尚无法评分", label(n.Name, n.ID))
		}
		add(Action{Kind: MeasureFirst, Measure: n.ID}, title, c.q.Owner, first)
	}
	for _, p := range c.picked {
		l := c.q.Levers[p.lever]
		add(Action{
			Kind: PullLever, Measure: c.gaps[p.gap].Measure, Lever: l.ID, Points: scoring.ExactOf(p.points), Effort: decimal.NewNullDecimal(l.Effort),
		}, l.Name, c.q.person(l.Role), p.due)
	}
	for g, gap := range c.gaps {
		if c.count[g] > 0 {
			continue
		}
		title := c.lacking(g)
		if title == (kam.Text{}) {
			continue
		}
		add(Action{Kind: FindLever, Measure: gap.Measure}, title, c.q.Owner, first)
	}
	return list
}

// byShare returns measures by their share of the whole as the card states it, the largest first, then as on the card.
func byShare(measures []scoring.Node) []scoring.Node {
	out := slices.Clone(measures)
	slices.SortStableFunc(out, func(a, b scoring.Node) int { return ratOf(b.Share).Cmp(ratOf(a.Share)) })
	return out
}

// Done returns p with the task of an ID finished on a day, and whether there is such a task that was not finished
// before; p stays as it was.
func (p Plan) Done(task string, on kam.Day) (Plan, bool) {
	p = p.Clone()
	for i := range p.Actions {
		if t := &p.Actions[i].Task; t.ID == task && !t.Done.IsSet() {
			t.Done = on
			return p, on.IsSet()
		}
	}
	return p, false
}
