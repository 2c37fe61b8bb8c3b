package main

import (
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/examples/internal/crmset"
	"github.com/kam-go/kam/examples/internal/findings"
	"github.com/kam-go/kam/goals"
	"github.com/kam-go/kam/goals/breakdown"
)

// company is the node above all teams.
const company = "company"

// Levels of the organisation.
const (
	companyLevel = "company"
	teamLevel    = "team"
	personLevel  = "person"
	accountLevel = "account"
)

// node is one part of the organisation.
type node struct {
	id, parent, level string
	// owner is the person of a person and an account, and who leads a team; account the account's name.
	owner, account string
}

// plan is the targets of the next year over the organisation and over time.
type plan struct {
	history
	crmset.Team
	quarter       kam.Period // the first of the year planned
	quarterBefore kam.Period // and of the year before
	parts         []node     // parents before children
	grid          breakdown.Grid
}

// newPlan suggests a target for every account, what was won there and the growth on top, and breaks their sum down over
// the organisation and over quarters, months and weeks.
func newPlan(h history, t crmset.Team, growth kam.Fraction, found *kam.Findings) (plan, error) {
	p := plan{history: h, Team: t}
	org := breakdown.OrgSpec{
		Grain:  decimal.New(1, 0),
		Levels: []breakdown.OrgLevel{{Name: companyLevel}, {Name: teamLevel}, {Name: personLevel}, {Name: accountLevel}},
		Basis:  []breakdown.OrgBasis{{By: breakdown.ByHistory, Share: kam.Whole()}},
	}
	p.organise()
	for _, n := range p.parts {
		past := decimal.Max(decimal.Zero, p.wonBefore(n, p.next))
		if n.account != "" {
			suggested, err := breakdown.Grown(past, growth, org.Grain)
			if err != nil {
				return p, err
			}
			org.Total = org.Total.Add(suggested)
		}
		org.Nodes = append(org.Nodes, breakdown.Node{ID: n.id, Parent: n.parent, Level: n.level, History: decimal.NewNullDecimal(past)})
	}
	course, err := p.observations(anyone, anything, kam.Month)
	if err != nil {
		return p, err
	}
	half := kam.Fraction{Num: 1, Den: 2}
	p.grid, err = breakdown.OverBoth(breakdown.BothSpec{Org: org, Time: breakdown.TimeSpec{
		Period: p.next,
		Levels: []breakdown.TimeLevel{
			{Kind: kam.Quarter},
			{Kind: kam.Month, Basis: breakdown.Basis{By: breakdown.Blended, Blend: []breakdown.BasisPart{
				{By: breakdown.WorkingDays, Share: half}, {By: breakdown.History, Share: half, History: course},
			}}},
			{Kind: kam.Week, Basis: breakdown.Basis{By: breakdown.WorkingDays}},
		},
	}}, p.calendar)
	if err != nil {
		return p, err
	}
	p.quarter = p.grid.Time().Cells(kam.Quarter)[0].Period
	p.withoutWins(found)
	p.quarterBefore, err = p.calendar.Containing(kam.Quarter, p.year.From)
	return p, err
}

// organise lists the nodes that have a history: every account under its person, the person under who leads the team.
func (p *plan) organise() {
	p.parts = []node{{id: company, level: companyLevel}}
	var leads []string
	for _, a := range p.accounts {
		leads = append(leads, p.Lead(a.owner))
	}
	slices.Sort(leads)
	for _, lead := range slices.Compact(leads) {
		top := node{id: "team/" + lead, parent: company, level: teamLevel, owner: lead}
		p.parts = append(p.parts, top)
		before := ""
		for _, a := range p.accounts {
			if p.Lead(a.owner) != lead {
				continue
			}
			if a.owner != before {
				p.parts = append(p.parts, node{id: "person/" + a.owner, parent: top.id, level: personLevel, owner: a.owner})
				before = a.owner
			}
			p.parts = append(p.parts, node{
				id: "account/" + a.owner + "/" + a.name, parent: "person/" + a.owner, level: accountLevel, owner: a.owner, account: a.name,
			})
		}
	}
}

// withoutWins tells who of the team has no target, because nothing was won to plan from.
func (p plan) withoutWins(found *kam.Findings) {
	busy := map[string]bool{}
	for _, n := range p.parts {
		busy[n.owner] = true
	}
	var idle []string
	for _, someone := range p.People {
		busy[someone.Manager] = true
	}
	for _, someone := range p.People {
		if !busy[someone.ID] {
			idle = append(idle, someone.ID)
		}
	}
	if len(idle) > 0 {
		found.Add(findings.Remark(kam.Info, "targets.without-wins", "team",
			findings.Say("without a win in %s, and so without a target: %s", "%s 年没有赢单，因此未分配目标：%s", p.calendar.Label(p.year), strings.Join(idle, ", ")), kam.Text{}))
	}
}

// at returns the nodes of a level, in order, below a parent or, for "", all of them.
func (p plan) at(level, parent string) []node {
	var out []node
	for _, n := range p.parts {
		if n.level == level && (parent == "" || n.parent == parent) {
			out = append(out, n)
		}
	}
	return out
}

// before returns the same part of the year before.
func (p plan) before(period kam.Period) kam.Period {
	if period == p.quarter {
		return p.quarterBefore
	}
	return p.year
}

// wonBefore returns what a node won in the same part of the year before.
func (p plan) wonBefore(n node, period kam.Period) decimal.Decimal {
	then := p.before(period)
	if n.level != teamLevel {
		total, _ := p.sum(n.owner, n.account, then)
		return total
	}
	total := decimal.Zero
	for _, one := range p.at(personLevel, n.id) {
		total = total.Add(p.wonBefore(one, period))
	}
	return total
}

// target returns what a node is to bring in the year planned or a whole part of it.
func (p plan) target(n node, period kam.Period) decimal.Decimal {
	target, _ := p.grid.In(n.id, period) // every node of parts is in the grid
	return target
}

// months returns the targets of a node by month, of those that begin inside a period.
func (p plan) months(n node, period kam.Period) []goals.Step {
	return slices.DeleteFunc(p.grid.Steps(n.id, kam.Month), func(s goals.Step) bool { return !period.Contains(s.Period.From) })
}

// accountTargets returns the targets of a person's accounts.
func (p plan) accountTargets(n node, period kam.Period) []decimal.Decimal {
	var out []decimal.Decimal
	for _, a := range p.at(accountLevel, n.id) {
		out = append(out, p.target(a, period))
	}
	return out
}
