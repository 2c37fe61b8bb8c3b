package tracking

import (
	"fmt"
	"math/big"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/goals"
	"github.com/kam-go/kam/internal/num"
)

// MilestoneStatus says how a milestone stands. The zero value is none.
type MilestoneStatus string

// Statuses of a milestone. Its day counts as a whole.
const (
	// MilestoneReached: the value was there by the end of the day. Before that day it is met as soon as the value to
	// date is there, but for what can only be told at its end: a flow of which less is better, or a value not above 0.
	MilestoneReached MilestoneStatus = "reached"
	// MilestoneMissed: the day is over, and by its end the value was not there. That it was made up for later does not
	// change it.
	MilestoneMissed MilestoneStatus = "missed"
	// MilestoneToCome: the day is not over.
	MilestoneToCome MilestoneStatus = "to-come"
	// MilestoneUnknown: the day is over, and no readings tell the value at its end.
	MilestoneUnknown MilestoneStatus = "unknown"
)

// Milestone is how a [goals.Milestone] stands. The zero value is none.
type Milestone struct {
	// Day and Value are what the goal asks for.
	Day   kam.Day         `json:"day"`
	Value decimal.Decimal `json:"value"`
	// Status says whether it was met.
	Status MilestoneStatus `json:"status"`
	// Actual is the value at the end of Day, while that is to come the one at the end of AsOf. It is what [Track] gives for
	// that day with the values and revisions of now; of a flow it is not known where a reading reaches over the day and none
	// of the same period was known on it.
	Actual Exact `json:"actual"`
	// Gap is how much is missing in Actual, exactly: negative when it is beyond Value.
	Gap Exact `json:"gap"`
}

// milestones sets how the milestones of the goal stand, given all readings.
func (t *tracker) milestones(all []reading) {
	g := t.in.Goal
	if len(g.Milestones) == 0 {
		return
	}
	then := t.playBack(all)
	for i, asked := range g.Milestones {
		if !g.Period.Contains(asked.Day) {
			t.notes.Add(note(kam.Info, "milestone", fmt.Sprintf("$.goal.milestones[%d].day", i),
				say("%s is outside the goal's period and is not judged", "%s 在目标期间之外，不作判断", asked.Day),
				say("choose a day of the period", "请选择期间内的日期")))
			continue
		}
		m := Milestone{Day: asked.Day, Value: asked.Value, Actual: t.p.Actual}
		past := asked.Day.Before(t.cut)
		if past {
			m.Actual = then.through(asked.Day)
		}
		m.Gap = minus(own(num.Rat(asked.Value)), m.Actual)
		if g.Direction == kam.LowerIsBetter {
			m.Gap = minus(m.Actual, own(num.Rat(asked.Value)))
		}
		early := g.Tracking == goals.Stock || g.Direction == kam.HigherIsBetter && asked.Value.IsPositive()
		met := m.Gap.Known() && m.Gap.r.Sign() <= 0
		switch {
		case met && (past || early):
			m.Status = MilestoneReached
		case !past:
			m.Status = MilestoneToCome
		case m.Gap.Known():
			m.Status = MilestoneMissed
		default:
			m.Status = MilestoneUnknown
		}
		t.p.Milestones = append(t.p.Milestones, m)
	}
}

// ExplainMilestones returns how each of Milestones stands, in their order. Values are rounded as in [Progress.Explain].
func (p Progress) ExplainMilestones() []kam.Text {
	var out []kam.Text
	for _, m := range p.Milestones {
		value := p.amount(own(num.Rat(m.Value)))
		text := say("%s by %s", "%[2]s 前 %[1]s", value, m.Day)
		if p.limits() {
			text = say("at most %s by %s", "%[2]s 前至多 %[1]s", value, m.Day)
		}
		out = append(out, join(text, p.stands(m), ": ", "："))
	}
	return out
}

// stands says how m stands.
func (p Progress) stands(m Milestone) kam.Text {
	size := Exact{}
	beyond := false
	if m.Gap.Known() {
		size, beyond = own(new(big.Rat).Abs(m.Gap.r)), m.Gap.r.Sign() <= 0
	}
	lower := p.Goal.Direction == kam.LowerIsBetter
	switch m.Status {
	case MilestoneReached:
		return say("reached with %s", "已达成，实际 %s", p.plain(m.Actual))
	case MilestoneMissed:
		if lower {
			return say("missed by %s", "未达成，超出 %s", p.plain(size))
		}
		return say("missed by %s", "未达成，差 %s", p.plain(size))
	case MilestoneUnknown:
		return say("unknown", "未知")
	case MilestoneToCome:
		switch {
		case !size.Known():
			return say("to come", "未到期")
		case beyond:
			return say("to come, %s left", "未到期，余量 %s", p.plain(size))
		case p.limits():
			return say("to come, exceeded by %s", "未到期，已超出 %s", p.plain(size))
		}
		return say("to come, %s missing", "未到期，尚差 %s", p.plain(size))
	default:
		return say("–", "–")
	}
}
