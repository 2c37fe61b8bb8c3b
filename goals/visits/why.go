package visits

import (
	"math/big"
	"slices"

	"github.com/kam-go/kam"
)

// Why says where one number of a plan comes from. The zero value is none.
type Why struct {
	// Count is the number in the plan, and Exact what the parts ask for, not rounded: the two differ by less than one.
	Count int64    `json:"count"`
	Exact *big.Rat `json:"exact"`
	// Parts are what Exact is made of: for new business one for each stage and step, stages in their order and steps in
	// the order of days; for existing accounts a single one.
	Parts []Part `json:"parts"`
}

// Part is one part of what a week holds. The zero value is none.
type Part struct {
	// Exact is how many of the activity it asks for in the week.
	Exact *big.Rat `json:"exact"`
	// Stage and Closes say which items for the deals of which step; both are zero for existing accounts.
	Stage  string     `json:"stage,omitempty"`
	Closes kam.Period `json:"closes,omitzero"`
	// Deals is how many deals of the step the items are to bring, exactly; nil for existing accounts.
	Deals *big.Rat `json:"deals,omitempty"`
	// Text says it in words.
	Text kam.Text `json:"text"`
}

// Why returns where the number of line number l in week number w comes from, both counted from 0 in the order of
// [WeeklyPlan.Lines] and [WeeklyPlan.Weeks], and false for a line or a week that is none.
func (p *WeeklyPlan) Why(l, w int) (Why, bool) {
	if l < 0 || l >= len(p.lines) || w < 0 || w >= len(p.weeks) {
		return Why{}, false
	}
	line := p.lines[l]
	why := Why{Count: line.Weeks[w], Exact: new(big.Rat)}
	if line.Kind == Existing {
		why.Parts = []Part{p.service(l, w)}
	} else {
		for _, f := range p.funnels {
			if f.segment.Name == line.Name {
				why.Parts = p.feeding(f, line.Activity, w)
			}
		}
	}
	for _, part := range why.Parts {
		why.Exact.Add(why.Exact, part.Exact)
	}
	return why, true
}

// feeding returns the parts of a line of new business in week w.
func (p *WeeklyPlan) feeding(f *funnel, a Activity, w int) []Part {
	var parts []Part
	first, _ := slices.BinarySearchFunc(f.placed, w+1, func(q placement, slot int) int { return q.slot - slot })
	for _, q := range f.placed[first:] {
		if q.slot != w+1 {
			break
		}
		each := f.perItem(q.stage, a)
		if each == nil {
			continue
		}
		items := f.items(q)
		part := Part{
			Exact: each.Mul(each, items), Stage: f.segment.Stages[q.stage].Name, Closes: f.steps[q.step].Period,
			Deals: new(big.Rat).Quo(items, f.perDeal[q.stage]),
		}
		part.Text = say("%s for %s of %s, to bring %s deals in %s", "%[2]s 阶段 %[3]s 项需 %[1]s，用于 %[5]s 的 %[4]s 单成交",
			exactly(part.Exact), show(part.Stage), exactly(items), exactly(part.Deals), p.calendar.Label(part.Closes))
		parts = append(parts, part)
	}
	return parts
}

// service returns the part of a line of existing accounts in week w: its share of the need by working days.
func (p *WeeklyPlan) service(l, w int) Part {
	line := p.lines[l]
	r := p.rhythms[l-(len(p.lines)-len(p.rhythms))]
	working := int64(0)
	for _, week := range p.weeks {
		working += int64(week.Working)
	}
	exact := big.NewRat(int64(p.weeks[w].Working), working)
	exact.Mul(exact, new(big.Rat).SetInt64(line.Need))
	return Part{Exact: exact, Text: say("%s: %d accounts, one every %s weeks, %d in all, on %d of %d working days",
		"%s：%d 个客户，每 %s 周一次，合计 %d，本周工作日 %d／%d 天",
		exactly(exact), r.tier.Accounts, r.rhythm.Every, line.Need, p.weeks[w].Working, working)}
}
