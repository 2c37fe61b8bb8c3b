package improve_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/scoring/improve"
)

func TestRefusalsAreShort(t *testing.T) {
	events := path(improve.AwaitingCalibration)
	events[0] = event(improve.ReviewOpen, "2026-07-01")
	events[0].Opening.Calibrators = []string{strings.Repeat("评", 42), "b", "c", "d", "e", "f"}
	e := event(improve.ReviewCalibrate, "2026-07-22")
	e.By = strings.Repeat("x", improve.MaxName)
	_, err := replay(t, events).Apply(e)
	want := fmt.Sprintf("it is for %q, \"b\", \"c\", \"d\", \"e\", …, not for %q", strings.Repeat("评", 20)+"…", strings.Repeat("x", 60)+"…")
	assert.Equal(t, want, transition(t, err).Why.EN)
	longest := event(improve.ReviewAppeal, "2026-07-01")
	longest.By, longest.Reason = strings.Repeat("x", improve.MaxName), strings.Repeat("x", improve.MaxText)
	require.NoError(t, longest.Check())
}

func TestReviewEventFaults(t *testing.T) {
	for _, c := range []struct {
		name  string
		event func() improve.ReviewEvent
		want  []string
	}{
		{"nothing", func() improve.ReviewEvent { return improve.ReviewEvent{} }, []string{"improve.step $.step", "improve.day $.on", "improve.id $.by"}},
		{"no reasons", func() improve.ReviewEvent { e := event(improve.ReviewAppeal, "2026-07-01"); e.Reason = " \n"; return e }, []string{"improve.text $.reason"}},
		{"manager without a score", func() improve.ReviewEvent {
			e := event(improve.ReviewManager, "2026-07-01")
			e.Score = decimal.NullDecimal{}
			return e
		}, []string{"improve.score $.score", "improve.score $.grade"}},
		{"score where none is given", func() improve.ReviewEvent {
			e := event(improve.ReviewSignOff, "2026-07-01")
			e.Score = null("1")
			return e
		}, []string{"improve.score $.score"}},
		{"number out of bounds", func() improve.ReviewEvent {
			e := event(improve.ReviewSelf, "2026-07-01")
			e.Score = decimal.NewNullDecimal(decimal.New(1, 1<<30))
			return e
		}, []string{"improve.number $.score"}},
		{"texts that are too long", func() improve.ReviewEvent {
			e := event(improve.ReviewAppeal, "2026-07-01")
			e.By, e.Reason = strings.Repeat("x", improve.MaxName+1), strings.Repeat("x", improve.MaxText+1)
			return e
		}, []string{"improve.id $.by", "improve.text $.reason"}},
		{"texts that are none", func() improve.ReviewEvent {
			e := event(improve.ReviewAppeal, "2026-07-01")
			e.By, e.Reason = "\xff", "\xff"
			return e
		}, []string{"improve.id $.by", "improve.text $.reason"}},
		{"opening elsewhere", func() improve.ReviewEvent {
			e := event(improve.ReviewSelf, "2026-07-01")
			e.Opening = opening()
			return e
		}, []string{"improve.opening $.opening"}},
		{"open without one", func() improve.ReviewEvent { e := event(improve.ReviewOpen, "2026-07-01"); e.Opening = nil; return e }, []string{"improve.opening $.opening"}},
		{"own review", func() improve.ReviewEvent {
			e := event(improve.ReviewOpen, "2026-07-01")
			o := e.Opening
			o.RunBy, o.Manager, o.Calibrators, o.Approver, o.Arbiters = "anna", "anna", []string{"zoe", "anna"}, "anna", []string{"anna"}
			return e
		}, []string{
			"improve.own-review $.opening.runBy", "improve.own-review $.opening.manager", "improve.own-review $.opening.calibrators[1]",
			"improve.own-review $.opening.approver", "improve.own-review $.opening.arbiters[0]", "improve.approver $.opening.approver", "improve.arbiter $.opening.arbiters[0]",
		}},
		{"arbiters who judged", func() improve.ReviewEvent {
			e := event(improve.ReviewOpen, "2026-07-01")
			e.Opening.Arbiters = []string{"eve", "bo", "zoe", "di", "eve"}
			return e
		}, []string{"improve.twice $.opening.arbiters[4]", "improve.arbiter $.opening.arbiters[1]", "improve.arbiter $.opening.arbiters[2]", "improve.arbiter $.opening.arbiters[3]"}},
		{"an arbiter who runs the review", func() improve.ReviewEvent {
			e := event(improve.ReviewOpen, "2026-07-01")
			e.Opening.Arbiters = []string{"eve", "hr"}
			return e
		}, []string{"improve.arbiter $.opening.arbiters[1]"}},
		{"a manager who signs off", func() improve.ReviewEvent {
			e := event(improve.ReviewOpen, "2026-07-01")
			e.Opening.Approver = "bo"
			return e
		}, []string{"improve.approver $.opening.approver"}},
		{"a manager who is said to sign off and does not", func() improve.ReviewEvent {
			e := event(improve.ReviewOpen, "2026-07-01")
			e.Opening.ManagerApproves = true
			return e
		}, []string{"improve.approver $.opening.approver"}},
		{"nobody and no days", func() improve.ReviewEvent {
			e := event(improve.ReviewOpen, "2026-07-01")
			e.Opening.Calibrators, e.Opening.Arbiters = nil, make([]string, improve.MaxList+1)
			e.Opening.Deadlines, e.Opening.AppealDays, e.Opening.DecisionDays, e.Opening.ClosingDays = improve.Deadlines{}, 0, -1, improve.MaxDays+1
			e.Opening.Period = kam.Period{}
			return e
		}, []string{
			"improve.period $.opening.period", "improve.list $.opening.calibrators", "improve.list $.opening.arbiters",
			"improve.day $.opening.deadlines.self", "improve.day $.opening.deadlines.manager", "improve.day $.opening.deadlines.calibration", "improve.day $.opening.deadlines.signOff",
			"improve.number $.opening.appealDays", "improve.number $.opening.decisionDays", "improve.number $.opening.closingDays",
		}},
		{"deadlines out of order", func() improve.ReviewEvent {
			e := event(improve.ReviewOpen, "2026-07-01")
			e.Opening.Deadlines.Manager, e.Opening.Deadlines.Calibration = day("2026-07-07"), day("2026-07-07")
			return e
		}, []string{"improve.deadline $.opening.deadlines.manager", "improve.deadline $.opening.deadlines.calibration"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			e := c.event()
			assert.Equal(t, c.want, codes(t, e.Check()))
			_, err := improve.Review{}.Apply(e)
			assert.Equal(t, c.want, codes(t, err))
		})
	}
}

func TestRefusalsReadWellInChinese(t *testing.T) {
	_, err := improve.Review{}.Apply(improve.ReviewEvent{Step: improve.ReviewSelf, On: day("2026-01-05"), By: "anna"})
	assert.Equal(t, "尚未开始，不能进行步骤 self：当前状态没有该步骤；允许的步骤：open", transition(t, err).In(kam.Chinese))
}
