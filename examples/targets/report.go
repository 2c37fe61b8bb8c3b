package main

import (
	"io"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/examples/internal/findings"
	"github.com/kam-go/kam/examples/internal/terminal"
	"github.com/kam-go/kam/goals/visits"
)

// print prints the targets of every team and person, and what the reports say in short.
func (r result) print(w io.Writer, lang kam.Lang) {
	p := r.plan
	quarter := p.calendar.Label(p.quarter)
	say := func(en, zh string) string { return kam.Text{EN: en, ZH: zh}.In(lang) }
	table := terminal.Table{Right: []int{1, 2, 3, 4, 5, 7}}
	table.Row("", p.calendar.Label(p.year), p.calendar.Label(p.next), quarter, say("open deals", "在手商机"), say("suffice alone", "仅凭可达"), say("SMART", "SMART"), say("visits", "拜访"), say("capacity", "人力"))
	row := func(n node, label string, more ...string) {
		table.Row(append([]string{label, p.wonBefore(n, p.next).StringFixed(0), p.target(n, p.next).String(), p.target(n, p.quarter).String()}, more...)...)
	}
	row(p.parts[0], say("company", "公司"))
	for _, team := range p.at(teamLevel, "") {
		row(team, p.Label(team.owner))
		for _, j := range r.judged {
			if j.node.parent != team.id {
				continue
			}
			work := r.work[j.node.owner]
			row(j.node, "  "+p.Label(j.node.owner), j.covered.StringFixed(0), percent(j.chance), j.report.Verdict().Name().In(lang),
				decimal.NewFromInt(work.plan.Total(visits.Visit)).String(), verdict(work.verdict).In(lang))
		}
	}
	terminal.Tell(w)
	terminal.Tell(w, strings.TrimSuffix(table.String(), "\n"))
	for _, m := range r.meetings {
		for i, item := range m.agenda.Discussed {
			if i == 0 {
				terminal.Tell(w, terminal.Clean(findings.Say("first topic of %s on %s: %s", "%s 于 %s 的首个议题：%s", p.Label(m.team.owner), m.agenda.On, item.Topic.Title.In(lang)).In(lang)))
			}
		}
	}
}

// percent shows a probability. What is neither impossible nor certain does not read like it.
func percent(d decimal.NullDecimal) string {
	hundred := d.Decimal.Shift(2)
	switch tenth := decimal.New(1, -1); {
	case !d.Valid:
		return "?"
	case hundred.IsPositive() && hundred.LessThan(tenth):
		return "<0.1%"
	case hundred.LessThan(decimal.New(100, 0)) && hundred.GreaterThan(decimal.New(100, 0).Sub(tenth)):
		return ">99.9%"
	}
	return hundred.StringFixed(1) + "%"
}

// verdict says whether people can do what is planned.
func verdict(v visits.Verdict) kam.Text {
	return map[visits.Verdict]kam.Text{
		visits.Fits:  {EN: "fits", ZH: "可行"},
		visits.Level: {EN: "after levelling", ZH: "需错峰"},
		visits.Short: {EN: "short", ZH: "不足"},
	}[v]
}
