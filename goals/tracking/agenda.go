package tracking

import (
	"github.com/kam-go/kam"
	"github.com/kam-go/kam/goals"
	"github.com/kam-go/kam/goals/meetings"
)

// Topic returns the goal as a topic of a meeting, named as people know it, or as [goals.Goal.Name] says for no title: what was to be reached by now beside what was,
// the missing share of a stock from a baseline, and how it stands, with a status in words, or none for the zero value.
// Its weight is the goal's share of its parent where that is stated, else 1. Figures are rounded half away from zero, money to
// the minor units of its currency, others to two places, and the pace to four; what is not known is left out.
func (p Progress) Topic(title kam.Text, status Status) meetings.Topic {
	g := p.Goal
	places := int32(2)
	if g.Currency != "" {
		places = g.Currency.MinorUnits()
	}
	if title == (kam.Text{}) {
		title = g.Name()
	}
	t := meetings.Topic{
		Goal: g.ID, Title: title, Weight: g.Share, Direction: g.Direction, Unit: g.Unit, Currency: g.Currency,
		Plan: p.Expected.Round(places), Actual: p.Actual.Round(places),
		Standing: meetings.Standing{
			Target: p.Target.Round(places), Forecast: p.Projection.Round(places), Pace: p.Pace.Round(4),
		},
	}
	if status != "" {
		t.Standing.Status = status.Text()
	}
	if t.Weight.IsZero() {
		t.Weight = kam.Whole()
	}
	if per := p.Per(); per != (kam.Text{}) {
		t.Standing.Required, t.Standing.Per = p.Required.Round(places), per
	}
	if gap, known := p.Gap(); known && g.Tracking == goals.Stock && g.Baseline.Valid {
		t.Gap = &gap
	}
	return t
}
