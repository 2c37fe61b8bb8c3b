package promotion_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/careerpath/promotion"
)

// interviewedRun is a cycle whose exercises are closed, on the day of the ranking.
func interviewedRun(t *testing.T, change func(*promotion.Cycle)) *run {
	t.Helper()
	c := spring(t)
	change(&c)
	r := entered(t, c)
	r.score("ada", "interview", "80", "80", "80", "80")
	r.score("bo", "interview", "70", "70", "70", "70")
	r.finish("interview")
	r.on = "2026-03-19"
	return r
}

func TestDeadlinesCountByTheCalendar(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*promotion.Cycle)
		want   string
	}{
		"working days over a weekend": {func(*promotion.Cycle) {}, "2026-03-26"},
		"civil days":                  {func(c *promotion.Cycle) { c.Schedule.Objection.Working = false }, "2026-03-24"},
		"a holiday more": {func(c *promotion.Cycle) {
			c.Calendar = kam.CalendarSpec{Holidays: []kam.HolidayYear{{Year: 2026, Off: []kam.Day{day("2026-03-20")}}}}
		}, "2026-03-27"},
		"a Saturday that is worked": {func(c *promotion.Cycle) {
			c.Calendar = kam.CalendarSpec{Holidays: []kam.HolidayYear{{Year: 2026, Working: []kam.Day{day("2026-03-21")}}}}
		}, "2026-03-25"},
	} {
		t.Run(name, func(t *testing.T) {
			r := interviewedRun(t, c.change)
			r.publish()
			assert.Equal(t, day(c.want), r.Deadlines().Object)
		})
	}
}

func TestDeadlineWithoutWorkingDays(t *testing.T) {
	r := interviewedRun(t, func(*promotion.Cycle) {})
	r.seeds()
	r.on = "2026-12-29" // the five working days reach into 2027, of which nothing is known
	f := r.refused("calendar", "$.on", promotion.Event{Step: promotion.StepPublish, Digest: r.digest()})
	assert.Contains(t, f.Message.EN, "2027")
	r = interviewedRun(t, func(c *promotion.Cycle) { c.Schedule.Objection.Working = false })
	r.seeds()
	r.on = "9999-12-31"
	r.refused("calendar", "$.on", promotion.Event{Step: promotion.StepPublish, Digest: r.digest()})
}

func TestPublicationWaitsForEvidence(t *testing.T) {
	r := begin(t, spring(t))
	r.applies("ada", "east")
	r.do(promotion.Event{Step: promotion.StepNominate, By: person("boss"), Person: person("bo"), Openings: []string{"east"}, Reason: "good"})
	r.on = "2026-03-09"
	r.refused("person", "$.person", promotion.Event{Step: promotion.StepFreeze, Person: person("bo"), Frozen: r.frozen(evidenceOf(person("bo"), true, 3), "")})
	r.on = "2026-03-09"
	r.refused("window", "$.on", promotion.Event{Step: promotion.StepFinish, Exercise: "interview"})
	r.on = "2026-03-19"
	for _, exercise := range []string{"test", "talk", "interview"} {
		r.finish(exercise)
	}
	r.refused("exercise", "$.exercise", promotion.Event{Step: promotion.StepFinish, Exercise: "essay"})
	r.refused("frozen", "$.step", promotion.Event{Step: promotion.StepPublish, Digest: r.digest()})
	r.do(promotion.Event{Step: promotion.StepDisqualify, Person: person("ada"), Reason: "no papers"})
	r.refused("person", "$.person", promotion.Event{Step: promotion.StepDisqualify, Person: person("ada"), Reason: "no papers"})
	r.publish()
	assert.Equal(t, promotion.Nominated, standing(r, "bo"))
	v, err := r.CandidateView(person("bo"))
	require.NoError(t, err)
	assert.Contains(t, v.Markdown(kam.English), "nominated, not accepted")
	v, err = r.CandidateView(person("ada"))
	require.NoError(t, err)
	assert.Contains(t, v.Markdown(kam.Chinese), "已取消资格")
	assert.Contains(t, v.Markdown(kam.Chinese), "理由：no papers")
	n, err := r.Notice()
	require.NoError(t, err)
	assert.Contains(t, n.Markdown(kam.Chinese), "无人入列")
}

func TestApplicationOfTheDisqualified(t *testing.T) {
	r := begin(t, spring(t))
	r.applies("ada", "east")
	r.do(promotion.Event{Step: promotion.StepDisqualify, Person: person("ada"), Reason: "no papers"})
	r.refused("person", "$.person", promotion.Event{Step: promotion.StepApply, By: person("ada"), Person: person("ada"), Openings: []string{"east"}})
}

func TestSeedWithoutLots(t *testing.T) {
	c := spring(t)
	c.TieBreaks = c.TieBreaks[:2]
	begin(t, c).refused("seed", "$.seed", promotion.Event{Step: promotion.StepSeed, Seed: "x"})
}

func TestApplyAllNamesTheEvent(t *testing.T) {
	p := compiled(t, spring(t))
	open := promotion.Event{Step: promotion.StepOpen, On: day("2026-03-02"), By: officer}
	s, err := p.Start().ApplyAll(open, open)
	finding(t, err, "step", "$[1].step")
	assert.Equal(t, promotion.NotOpen, s.Phase())
	_, err = (promotion.State{}).ApplyAll(open)
	require.Error(t, err)
	s, err = (promotion.State{}).ApplyAll()
	require.NoError(t, err)
	assert.Empty(t, s.Phase())
	_, err = p.Start().Apply(promotion.Event{Step: promotion.StepClose, On: day("2026-03-02"), By: officer})
	f := finding(t, err, "step", "$.step")
	assert.Equal(t, "close does not fit the phase not-open", f.Message.EN)
	assert.Equal(t, "allowed: open", f.Remedy.EN)
}

func TestParseEvents(t *testing.T) {
	list, err := promotion.ParseEvents([]byte(`[{"step": "open", "on": "2026-03-02", "by": {"kind": "user", "id": "hr"}}]`))
	require.NoError(t, err)
	require.Len(t, list, 1)
	s, err := compiled(t, spring(t)).Start().ApplyAll(list...)
	require.NoError(t, err)
	assert.Equal(t, promotion.Open, s.Phase())
	_, err = promotion.ParseEvents([]byte(`[{"stp": "open"}]`))
	require.ErrorContains(t, err, "$[0].stp")
	for _, parse := range []func([]byte) error{
		func(b []byte) error { _, err := promotion.ParseRecord(b); return err },
		func(b []byte) error { _, err := promotion.ParseEntry(b); return err },
	} {
		require.ErrorContains(t, parse([]byte(`{"entrys": 1}`)), "$.entrys")
	}
}

func TestWhatCannotBeWritten(t *testing.T) {
	c := spring(t)
	c.Openings[0].Department = "\xff"
	_, err := promotion.Compile(c)
	require.Error(t, err)
	_, err = c.Hash()
	require.Error(t, err)
	e := promotion.Entry{Stream: "\xff"}
	assert.False(t, e.Same(e))
	f := evidenceOf(person("\xff"), true, 1)
	_, err = compiled(t, spring(t)).Freeze(f, nil, gate(t))
	require.Error(t, err)
}
