package main

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/examples/internal/crmset"
	"github.com/kam-go/kam/examples/internal/findings"
	"github.com/kam-go/kam/goals/meetings"
)

// firstMeeting is the first weekly meeting of a team, and what comes of it to be kept.
type firstMeeting struct {
	team    node
	agenda  *meetings.Agenda
	records []meetings.Record
}

// firstMeetings returns the first meeting of each team, on the first working day of the year planned. A topic is a
// person's goal of the quarter, weighted by its part of the team's; its gap is what the open deals are not expected to cover.
func (p plan) firstMeetings(judged []judgement) ([]firstMeeting, error) {
	day, err := meetings.FirstWorkingDay(p.quarter, p.calendar)
	if err != nil {
		return nil, err
	}
	owners := map[string]string{} // by goal
	for _, j := range judged {
		owners[j.goal.ID] = j.node.owner
	}
	var out []firstMeeting
	for _, team := range p.at(teamLevel, "") {
		spec := meetings.AgendaSpec{
			Format: meetings.WeeklyReview(), On: day, Currency: p.currency,
			Limits: meetings.Limits{Relative: kam.Fraction{Num: 1, Den: 10}},
		}
		for _, j := range judged {
			if j.node.parent == team.id {
				spec.Topics = append(spec.Topics, p.topic(j))
			}
		}
		if spec.Accounts, err = p.quiet(team); err != nil {
			return nil, err
		}
		spec.Successes = p.successes(team)
		agenda, err := meetings.NewAgenda(spec)
		if err != nil {
			return nil, err
		}
		out = append(out, firstMeeting{team: team, agenda: agenda, records: p.records(agenda, owners)})
	}
	return out, nil
}

func (p plan) topic(j judgement) meetings.Topic {
	label := p.calendar.Label(p.quarter)
	return meetings.Topic{
		Goal:   j.goal.ID,
		Title:  findings.Say("%s: open deals against the target of %s", "%s：在手商机与 %s 目标", p.Label(j.node.owner), label),
		Weight: j.goal.Share, Direction: kam.HigherIsBetter, Currency: p.currency,
		Plan: decimal.NewNullDecimal(j.goal.Target), Actual: decimal.NewNullDecimal(j.covered),
	}
}

// quiet returns the accounts of a team without a win in the second half of the year before, with their target.
func (p plan) quiet(team node) ([]meetings.AtRisk, error) {
	half, err := p.calendar.Containing(kam.HalfYear, p.asOf)
	if err != nil {
		return nil, err
	}
	var out []meetings.AtRisk
	for _, a := range p.at(accountLevel, "") {
		if p.Lead(a.owner) != team.owner {
			continue
		}
		if _, count := p.sum(a.owner, a.account, half); count > 0 {
			continue
		}
		out = append(out, meetings.AtRisk{
			Account: a.id, Name: a.account, Value: decimal.NewNullDecimal(p.target(a, p.next)),
			Why: findings.Say("%s has won nothing there since %s", "%s 自 %s 起未在该客户赢单", p.Label(a.owner), half.From),
		})
	}
	return out, nil
}

// successes returns the largest win of each member of a team in the last quarter of the year before.
func (p plan) successes(team node) []meetings.Success {
	last, err := p.calendar.Containing(kam.Quarter, p.asOf)
	if err != nil {
		return nil
	}
	best := map[string]crmset.Deal{}
	for _, d := range p.deals {
		if d.Outcome == crmset.Won && p.Lead(d.Owner) == team.owner && last.Contains(d.Closed) && d.Amount.Decimal.GreaterThan(best[d.Owner].Amount.Decimal) {
			best[d.Owner] = d
		}
	}
	var out []meetings.Success
	for owner, d := range best {
		out = append(out, meetings.Success{
			ID: d.ID, Person: owner, On: d.Closed, Account: d.Account,
			Text: fmt.Sprintf("won 赢单: %s %s", d.Amount.Decimal.StringFixed(p.currency.MinorUnits()), p.currency),
		})
	}
	slices.SortFunc(out, func(a, b meetings.Success) int { return cmp.Compare(a.ID, b.ID) })
	return out
}

// records returns what is kept of an agenda: each topic as an action of its owner, due on the day of the meeting, and
// the successes.
func (p plan) records(a *meetings.Agenda, owners map[string]string) []meetings.Record {
	var out []meetings.Record
	for _, item := range slices.Concat(a.Discussed, a.Carried) {
		out = append(out, meetings.Record{Revision: 1, Action: &meetings.Action{Opened: p.asOf, Task: kam.Task{
			ID: "first-meeting/" + item.Topic.Goal, Owner: owners[item.Topic.Goal], Due: a.On, Origin: "agenda." + string(item.Reason),
			Title: kam.Text{EN: "prepare " + item.Topic.Title.EN, ZH: "准备：" + item.Topic.Title.ZH},
			About: kam.Subject{Kind: "goal", ID: item.Topic.Goal},
		}}})
	}
	for _, s := range a.Successes {
		out = append(out, meetings.Record{Revision: 1, Success: &s})
	}
	return out
}
