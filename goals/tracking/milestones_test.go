package tracking_test

import (
	"fmt"
	"log"
	"math/rand/v2"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/goals"
	"github.com/kam-go/kam/goals/tracking"
)

// mark is a milestone, and marked a goal with milestones of "day value".
func mark(day, value string) goals.Milestone {
	return goals.Milestone{Day: kam.MustDay(day), Value: dec(value)}
}

func marked(g goals.Goal, list ...goals.Milestone) goals.Goal {
	g.Milestones = list
	return g
}

// stands are the milestones of p as "status actual gap".
func stands(p tracking.Progress) []string {
	var out []string
	for _, m := range p.Milestones {
		out = append(out, fmt.Sprint(m.Status, " ", m.Actual, " ", m.Gap))
	}
	return out
}

// toDate is a reading of June as known at the end of a day.
func toDate(g goals.Goal, day, value string) kam.Observation {
	return with(read(g, "2026-06-01/2026-07-01", value), func(o *kam.Observation) { o.AsOf = kam.MustDay(day) })
}

func TestMilestones(t *testing.T) {
	three := []goals.Milestone{mark("2026-06-05", "20"), mark("2026-06-10", "40"), mark("2026-06-20", "45")}
	g, level := marked(calls(), three...), marked(nps(), mark("2026-06-05", "52"), mark("2026-06-10", "60"), mark("2026-06-20", "65"))
	limit := with(g, func(g *goals.Goal) { g.Direction = kam.LowerIsBetter })
	zero := func(in *tracking.Input) { in.Gaps = tracking.GapsZero }
	bo := func(o *kam.Observation) { o.Subject.ID = "bo" }
	week1, week2 := read(g, "2026-06-01/2026-06-06", "20"), read(g, "2026-06-06/2026-06-11", "15")
	revised := func(o *kam.Observation) { o.Revision = 1 }
	cases := []struct {
		name string
		in   tracking.Input
		want []string
	}{
		{"a flow", june(g, "2026-06-12", week1, week2, read(g, "2026-06-11/2026-06-13", "3")), []string{"reached 20 0", "missed 35 5", "to-come 38 7"}},
		{"on the day of one", june(g, "2026-06-10", week1, week2), []string{"reached 20 0", "missed 35 5", "to-come 35 10"}},
		{"the day before one", june(g, "2026-06-09", week1, read(g, "2026-06-06/2026-06-10", "15")), []string{"reached 20 0", "to-come 35 5", "to-come 35 10"}},
		{"met before its day", june(g, "2026-06-09", week1, read(g, "2026-06-06/2026-06-10", "25.5")), []string{"reached 20 0", "reached 91/2 -11/2", "reached 91/2 -1/2"}},
		{"made up for later", june(g, "2026-06-10", read(g, "2026-06-01/2026-06-06", "19"), read(g, "2026-06-06/2026-06-11", "21")), []string{"missed 19 1", "reached 40 0", "to-come 40 5"}},
		{"before the period", june(g, "2026-05-20"), []string{"to-come unknown unknown", "to-come unknown unknown", "to-come unknown unknown"}},
		{"no reading", june(g, "2026-06-10"), []string{"unknown unknown unknown", "unknown unknown unknown", "to-come unknown unknown"}},
		{"a reading over a milestone", june(g, "2026-06-10", read(g, "2026-06-01/2026-06-11", "40")), []string{"unknown unknown unknown", "reached 40 0", "to-come 40 5"}},
		{"a reading over a milestone, events", with(june(g, "2026-06-10", read(g, "2026-06-04/2026-06-07", "40")), zero), []string{"unknown unknown unknown", "reached 40 0", "to-come 40 5"}},
		{"events", with(june(g, "2026-06-10", read(g, "2026-06-02/2026-06-03", "21"), read(g, "2026-06-10/2026-06-11", "1")), zero), []string{"reached 21 -1", "missed 22 18", "to-come 22 23"}},
		{"no event by then", with(june(g, "2026-06-10", read(g, "2026-06-09/2026-06-10", "21")), zero), []string{"unknown unknown unknown", "missed 21 19", "to-come 21 24"}},
		{"a value that is not known", june(g, "2026-06-10", week1, read(g, "2026-06-06/2026-06-11", "")), []string{"reached 20 0", "unknown unknown unknown", "to-come unknown unknown"}},
		{"a gap", june(g, "2026-06-12", week1, read(g, "2026-06-07/2026-06-13", "30")), []string{"reached 20 0", "unknown unknown unknown", "to-come unknown unknown"}},
		{"a gap of one subject", june(g, "2026-06-10", week1, week2, with(read(g, "2026-06-06/2026-06-11", "9"), bo)), []string{"unknown unknown unknown", "unknown unknown unknown", "to-come unknown unknown"}},
		{"two subjects", june(g, "2026-06-10", week1, with(read(g, "2026-06-01/2026-06-06", "9"), bo), week2, with(read(g, "2026-06-06/2026-06-11", ""), bo)), []string{"reached 29 -9", "unknown unknown unknown", "to-come unknown unknown"}},
		{"a month to date", june(g, "2026-06-12", toDate(g, "2026-06-12", "44"), toDate(g, "2026-06-05", "19"), toDate(g, "2026-06-10", "40")), []string{"missed 19 1", "reached 40 0", "to-come 44 1"}},
		{"a month to date, events", with(june(g, "2026-06-12", toDate(g, "2026-06-12", "44"), toDate(g, "2026-06-05", "19")), zero), []string{"missed 19 1", "unknown unknown unknown", "to-come 44 1"}},
		{
			"a month to date of one and events of another",
			with(june(g, "2026-06-12", toDate(g, "2026-06-12", "44"), toDate(g, "2026-06-05", "19"), with(read(g, "2026-06-10/2026-06-11", "2"), bo)), zero),
			[]string{"missed 19 1", "unknown unknown unknown", "reached 46 -1"},
		},
		{"a month to date, known on other days", june(g, "2026-06-12", toDate(g, "2026-06-12", "44"), toDate(g, "2026-06-04", "19")), []string{"unknown unknown unknown", "unknown unknown unknown", "to-come 44 1"}},
		{"a correction", june(g, "2026-06-10", week1, with(read(g, "2026-06-01/2026-06-06", "18"), revised), week2), []string{"missed 18 2", "missed 33 7", "to-come 33 12"}},
		{"a correction of what was known earlier", june(g, "2026-06-10", with(toDate(g, "2026-06-05", "30"), revised), with(toDate(g, "2026-06-10", "41"), revised), toDate(g, "2026-06-10", "50"), toDate(g, "2026-06-05", "10")), []string{"reached 30 -10", "reached 41 -1", "to-come 41 4"}},
		{
			"days that are not worked", // 2026-06-06 and 07 are a weekend
			with(june(marked(calls(), mark("2026-06-07", "20")), "2026-06-08", week1, read(g, "2026-06-08/2026-06-09", "1")), func(in *tracking.Input) { in.Basis, in.Calendar = tracking.WorkingDays, worked(t) }),
			[]string{"reached 20 0"},
		},
		{"a limit", june(limit, "2026-06-10", week1, read(g, "2026-06-06/2026-06-11", "21")), []string{"reached 20 0", "missed 41 1", "to-come 41 -4"}},
		{"a value of nothing", june(marked(calls(), mark("2026-06-20", "0")), "2026-06-10", week1, week2), []string{"to-come 35 -35"}},
		{"a level", june(level, "2026-06-15", read(level, "2026-06-03/2026-06-04", "55"), read(level, "2026-06-10/2026-06-11", "58"), read(level, "2026-06-12/2026-06-13", "66")), []string{"reached 55 -3", "missed 58 2", "reached 66 -1"}},
		{"a level, nothing by then", june(level, "2026-06-15", read(level, "2026-06-06/2026-06-07", "66")), []string{"unknown unknown unknown", "reached 66 -6", "reached 66 -1"}},
		{"a level that is not known", june(level, "2026-06-15", read(level, "2026-06-03/2026-06-04", "55"), read(level, "2026-06-10/2026-06-11", "")), []string{"reached 55 -3", "unknown unknown unknown", "to-come unknown unknown"}},
		{"two levels of one day", june(level, "2026-06-15", read(level, "2026-06-01/2026-06-04", "54"), read(level, "2026-06-03/2026-06-04", "55"), read(level, "2026-06-10/2026-06-11", "61")), []string{"unknown unknown unknown", "reached 61 -1", "to-come 61 4"}},
		{"a level to date", june(level, "2026-06-12", toDate(level, "2026-06-12", "66"), toDate(level, "2026-06-05", "51"), toDate(level, "2026-06-08", "62")), []string{"missed 51 1", "reached 62 -2", "reached 66 -1"}},
		{"two revisions of one day", june(level, "2026-06-12", toDate(level, "2026-06-05", "50"), with(toDate(level, "2026-06-05", "62"), revised)), []string{"reached 62 -10", "reached 62 -2", "to-come 62 3"}},
		{"a level to date that was corrected", june(level, "2026-06-12", toDate(level, "2026-06-08", "50"), with(toDate(level, "2026-06-05", "62"), revised)), []string{"reached 62 -10", "reached 62 -2", "to-come 62 3"}},
		{"a level, less is better", june(with(marked(nps(), mark("2026-06-05", "10")), func(g *goals.Goal) {
			g.Direction, g.Baseline, g.Target = kam.LowerIsBetter, known("12"), dec("6")
		}), "2026-06-12", read(level, "2026-06-05/2026-06-06", "10.5")), []string{"missed 21/2 1/2"}},
		{"over", june(marked(calls(), mark("2026-06-30", "100")), "2026-07-20", read(g, "2026-06-01/2026-07-01", "99")), []string{"missed 99 1"}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			p := track(t, c.in)
			assert.Equal(t, c.want, stands(p))
			assert.Len(t, p.ExplainMilestones(), len(c.want))
		})
	}
	t.Run("outside the period", func(t *testing.T) {
		p := track(t, june(marked(calls(), mark("2026-05-31", "1"), mark("2026-06-01", "2"), mark("2026-07-01", "3")), "2026-07-20", read(g, "2026-06-01/2026-06-02", "2"), read(g, "2026-06-02/2026-07-01", "2")))
		assert.Equal(t, []string{"reached 2 0"}, stands(p))
		assert.Equal(t, []string{"tracking.milestone $.goal.milestones[0].day", "tracking.milestone $.goal.milestones[2].day"}, codesOf(t, p.Findings))
	})
	t.Run("a goal without any", func(t *testing.T) {
		p := track(t, june(calls(), "2026-06-10", week1, week2))
		assert.Nil(t, p.Milestones)
		assert.Nil(t, p.ExplainMilestones())
	})
}

func TestExplainMilestones(t *testing.T) {
	told := func(g goals.Goal, asOf string, readings ...kam.Observation) []kam.Text {
		return track(t, june(g, asOf, readings...)).ExplainMilestones()
	}
	g := marked(calls(), mark("2026-06-04", "1"), mark("2026-06-05", "20"), mark("2026-06-10", "40"), mark("2026-06-20", "45"))
	assert.Equal(t, []kam.Text{
		{EN: "1 calls by 2026-06-04: unknown", ZH: "2026-06-04 前 1 calls：未知"},
		{EN: "20 calls by 2026-06-05: reached with 20.5", ZH: "2026-06-05 前 20 calls：已达成，实际 20.5"},
		{EN: "40 calls by 2026-06-10: missed by 4.5", ZH: "2026-06-10 前 40 calls：未达成，差 4.5"},
		{EN: "45 calls by 2026-06-20: to come, 9.5 missing", ZH: "2026-06-20 前 45 calls：未到期，尚差 9.5"},
	}, told(g, "2026-06-10", read(g, "2026-06-01/2026-06-06", "20.5"), read(g, "2026-06-06/2026-06-11", "15")))
	limit := with(marked(calls(), mark("2026-06-05", "20"), mark("2026-06-20", "24"), mark("2026-06-25", "40")), func(g *goals.Goal) {
		g.Direction, g.Unit, g.Currency = kam.LowerIsBetter, "", "CNY"
	})
	assert.Equal(t, []kam.Text{
		{EN: "at most CNY 20.00 by 2026-06-05: missed by 5.00", ZH: "2026-06-05 前至多 CNY 20.00：未达成，超出 5.00"},
		{EN: "at most CNY 24.00 by 2026-06-20: to come, exceeded by 1.00", ZH: "2026-06-20 前至多 CNY 24.00：未到期，已超出 1.00"},
		{EN: "at most CNY 40.00 by 2026-06-25: to come, 15.00 left", ZH: "2026-06-25 前至多 CNY 40.00：未到期，余量 15.00"},
	}, told(limit, "2026-06-05", read(limit, "2026-06-01/2026-06-06", "25")))
	assert.Equal(t, []kam.Text{{EN: "2 calls by 2026-06-20: to come", ZH: "2026-06-20 前 2 calls：未到期"}}, told(marked(calls(), mark("2026-06-20", "2")), "2026-06-10"))
	assert.Equal(t, []kam.Text{{EN: "0 by : –", ZH: " 前 0：–"}}, tracking.Progress{Milestones: []tracking.Milestone{{}}}.ExplainMilestones())
}

// On its own day a milestone is measured by the value to date of that day.
func TestMilestonesAgreeWithTrackingOnTheirDays(t *testing.T) {
	r := rand.New(rand.NewPCG(8, 9))
	known, unknown := 0, 0
	for range 300 {
		in := drawn(t, r)
		if r.IntN(3) == 0 {
			in.Gaps = tracking.GapsUnknown
			in.Observations = append(in.Observations[:3:3], in.Observations[4:]...)
		}
		for day := in.Goal.Period.From; day.Before(in.Goal.Period.Until); day = day.AddDays(1 + r.IntN(6)) {
			in.Goal.Milestones = append(in.Goal.Milestones, goals.Milestone{Day: day, Value: decimal.New(r.Int64N(5000), -2)})
		}
		for _, m := range track(t, in).Milestones {
			if m.Day.After(in.AsOf) {
				continue
			}
			then := in
			then.AsOf, then.Goal.Milestones = m.Day, nil
			over := false // a reading reaches over the day, so that part of it may have come by then
			for _, o := range in.Observations {
				over = over || !o.Period.From.After(m.Day) && m.Day.AddDays(1).Before(o.Period.Until) && !o.AsOf.After(in.AsOf)
			}
			want := track(t, then).Actual
			if over && in.Gaps == tracking.GapsZero && in.Goal.Tracking == goals.Flow {
				want = tracking.Exact{}
			}
			if want.Known() {
				known++
			} else {
				unknown++
			}
			require.Equal(t, want.String(), m.Actual.String(), m.Day)
		}
	}
	assert.Greater(t, known, 500)
	assert.Greater(t, unknown, 500)
}

func ExampleProgress_ExplainMilestones() {
	in := visits()
	in.Goal.Milestones = []goals.Milestone{
		{Day: kam.MustDay("2026-04-10"), Value: decimal.NewFromInt(20)},
		{Day: kam.MustDay("2026-04-20"), Value: decimal.NewFromInt(40)},
	}
	p, err := tracking.Track(in)
	if err != nil {
		log.Fatal(err)
	}
	for i, text := range p.ExplainMilestones() {
		fmt.Println(text.EN, "gap", p.Milestones[i].Gap)
	}
	// Output:
	// 20 visits by 2026-04-10: reached with 24 gap -4
	// 40 visits by 2026-04-20: to come, 16 missing gap 16
}
