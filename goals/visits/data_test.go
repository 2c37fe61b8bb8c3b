package visits_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/goals"
	"github.com/kam-go/kam/goals/visits"
)

// A plan is read back from its JSON as it was.
func TestDataReadsBack(t *testing.T) {
	p := plan(t, quarter(), china(t))
	text, err := json.Marshal(p)
	require.NoError(t, err)
	var back visits.Data
	require.NoError(t, json.Unmarshal(text, &back))
	again, err := json.Marshal(back)
	require.NoError(t, err)
	assert.JSONEq(t, string(text), string(again))
	assert.Equal(t, p.Weeks(), back.Weeks)
	assert.Equal(t, p.Findings(), back.Findings)
	assert.Equal(t, []string{"SMB", "Key <1|2>"}, back.Segments)
	for i, l := range p.Lines() {
		assert.Equal(t, l.Weeks, back.Lines[i].Weeks)
		assert.Zero(t, l.Exact.Cmp(back.Lines[i].Exact))
	}
	c, _ := p.Capacity()
	assert.Zero(t, c.Scale.Cmp(back.Capacity.Scale))
	assert.True(t, c.Shortfall.Equal(back.Capacity.Shortfall))
	assert.Contains(t, string(text), `"unplaced":"`)
	assert.NotContains(t, string(text), `"Verdict"`)

	why, ok := p.Why(0, 1)
	require.True(t, ok)
	text, err = json.Marshal(why)
	require.NoError(t, err)
	assert.Contains(t, string(text), `{"count":214,"exact":"`)
}

func TestDataOfNothing(t *testing.T) {
	text, err := json.Marshal(new(visits.WeeklyPlan))
	require.NoError(t, err)
	assert.Contains(t, string(text), `"revenue":{"target":"0"`)
	assert.NotContains(t, string(text), "capacity\":{")
}

// Whatever a plan hands out is the reader's to change.
func TestDataIsACopy(t *testing.T) {
	p := plan(t, quarter(), china(t))
	before := p.Data()
	d := p.Data()
	d.Lines[0].Weeks[0], d.Weeks[0].Label = 99, "x"
	d.Capacity.Unplaced.SetInt64(99)
	d.Capacity.Scale.SetInt64(99)
	d.Ladders[0].Deals.Exact.SetInt64(99)
	d.Late[0].Items.SetInt64(99)
	want, err := json.Marshal(before)
	require.NoError(t, err)
	got, err := json.Marshal(p)
	require.NoError(t, err)
	assert.Equal(t, string(want), string(got))
}

// A name may hold a slash, and tasks still do not share an ID.
func TestTaskIDsAreUnique(t *testing.T) {
	s := visits.Spec{Period: kam.MustPeriod("2026-01-05/2026-01-12"), Tiers: []visits.Tier{
		tier("A/call", 1, "visit", "1"), tier("A", 1, "call/visit", "1", "call~1visit", "1"),
	}}
	seen := map[string]bool{}
	for _, task := range plan(t, s, plain(t)).Tasks(0, "anna") {
		assert.False(t, seen[task.ID], task.ID)
		seen[task.ID] = true
		require.NoError(t, task.Check())
	}
	assert.Equal(t, map[string]bool{
		"2026-W02/tier/A/call/visit": true, "2026-W02/tier/A/call~1visit": true, "2026-W02/tier/A/call~01visit": true,
	}, seen)
}

func TestMarkdownEscapesEveryName(t *testing.T) {
	s := visits.Spec{Period: kam.MustPeriod("2026-01-05/2026-01-12"), Tiers: []visits.Tier{
		tier("~~a~~ $b$ https://c.d e@f \u202eg", 3, "*call*", "1/2"),
	}}
	for _, lang := range []kam.Lang{kam.English, kam.Chinese} {
		text := plan(t, s, plain(t)).Markdown(lang)
		assert.Contains(t, text, `\~\~a\~\~ \$b\$ https:\//c.d e\@f g`)
		assert.NotContains(t, text, "\u202e")
		assert.NotContains(t, text, " *call*")
	}
}

// Steps as early as the first day of the calendar are not far from a plan that begins there.
func TestStepsNearTheFirstDay(t *testing.T) {
	c, err := kam.NewCalendar(kam.CalendarSpec{Declared: []int{1, 9999}})
	require.NoError(t, err)
	for _, days := range []string{"0001-01-01/0001-01-08", "9999-12-20/9999-12-31"} {
		s := half(days, days, "10000")
		s.Segments[0].Stages[0].LeadWeeks = 0
		p, err := visits.Plan(s, c)
		require.NoError(t, err, days)
		assert.Equal(t, int64(2), p.Total(visits.Visit))
	}
}

// A step may begin and end at most 160 weeks from the plan.
func TestStepsFarFromThePlan(t *testing.T) {
	for days, want := range map[int]bool{7 * 160: true, 7*160 + 1: false} {
		s := half("2026-01-05/2026-01-12", "2026-01-05/2026-01-12", "0")
		plan := s.Period
		s.Segments[0].Steps = []goals.Step{
			{Period: kam.Period{From: plan.From.AddDays(-days), Until: plan.From}},
			{Period: kam.Period{From: plan.Until, Until: plan.Until.AddDays(days)}},
		}
		_, err := visits.Plan(s, plain(t))
		if want {
			require.NoError(t, err)
			continue
		}
		assert.Equal(t, []string{"error visits.step", "error visits.step"}, codes(faults(t, err)))
	}
}
