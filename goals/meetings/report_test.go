package meetings_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/goals/meetings"
)

// weekly is a report with something in every list, and with texts that would break a careless page.
func weekly() meetings.Report {
	return meetings.Report{
		ID: "r-2026-10", Person: "anna", Name: "Anna *Wang*", Every: kam.Week, Period: kam.MustPeriod("2026-03-02/2026-03-09"), On: day("2026-03-09"),
		Figures: []meetings.Figure{
			{Goal: "revenue", Title: kam.Text{EN: "Won revenue", ZH: "赢单收入"}, Plan: known("300000"), Actual: known("200000.5"), Currency: "CNY", Attainment: attained("200000.5", "300000")},
			{Goal: "visits", Title: kam.Text{EN: "Visits | calls", ZH: "拜访 | 电话"}, Plan: known("12"), Actual: known("9"), Unit: "visits", Attainment: attained("9", "12")},
			{Goal: "nps", Title: kam.Text{EN: "Satisfaction"}, Plan: known("90")},
		},
		Successes: []meetings.Success{{ID: "s1", Person: "anna", On: day("2026-03-04"), Text: "1. Won Star\n## after <script>alert(1)</script>", Goal: "revenue", Account: "star"}},
		Obstacles: []meetings.Obstacle{{Text: "- no `demo` & no ![img](http://x.example)", Goal: "revenue"}, {Text: "预算\u202e未批"}},
		Requests: []meetings.Request{
			{ID: "q1", Type: meetings.PreSales, Text: "Demo | half a day", By: "anna", Owner: "chen", Goal: "revenue", Requested: day("2026-03-03"), Due: day("2026-03-08")},
			{ID: "q2", Type: meetings.Training, Text: "Pricing", By: "anna", Goal: "revenue", Requested: day("2026-03-03"), Delivered: day("2026-03-05")},
			{ID: "q3", Type: meetings.People, Text: "An assistant", By: "anna", Goal: "visits", Requested: day("2026-03-03"), Declined: day("2026-03-06")},
			{ID: "q4", Type: meetings.Budget, Text: "A fair", By: "anna", Goal: "new", Requested: day("2026-03-03"), Due: day("2026-03-09")},
		},
		Next: []string{"Visit Blue River", "# 准备报价"},
	}
}

func TestReportGolden(t *testing.T) {
	for _, l := range []kam.Lang{kam.English, kam.Chinese} {
		text, err := weekly().Markdown(l)
		require.NoError(t, err)
		golden(t, "report-weekly."+string(l)+".md", text)
		monthly, err := meetings.Report{ID: "r", Person: "bo", Every: kam.Month, Period: kam.MustPeriod("2026-03-01/2026-04-01"), On: day("2026-04-01")}.Markdown(l)
		require.NoError(t, err)
		golden(t, "report-monthly."+string(l)+".md", monthly)
	}
}

func TestReportKindsAreNamed(t *testing.T) {
	seen := map[string]bool{}
	for _, k := range []kam.PeriodKind{"", kam.Week, kam.Month, kam.Quarter, kam.HalfYear, kam.Year} {
		r := weekly()
		r.Every, r.On = k, day("2027-03-09")
		if k != "" {
			var err error
			r.Period, err = (*kam.Calendar)(nil).Containing(k, day("2026-03-02"))
			require.NoError(t, err)
		}
		for _, l := range []kam.Lang{kam.English, kam.Chinese} {
			text, err := r.Markdown(l)
			require.NoError(t, err)
			title, _, _ := strings.Cut(text, "\n")
			seen[title] = true
		}
	}
	assert.Len(t, seen, 12)
}

func TestReportCheck(t *testing.T) {
	cases := []struct {
		name   string
		change func(r *meetings.Report)
		want   []string
	}{
		{"as it is", func(*meetings.Report) {}, nil},
		{"nothing", func(r *meetings.Report) { *r = meetings.Report{} }, []string{"meetings.id $.id", "meetings.id $.person", "meetings.period $.period", "meetings.day $.on"}},
		{"no end", func(r *meetings.Report) { r.Period.Until = kam.Day{} }, []string{"meetings.period $.period"}},
		{"reversed", func(r *meetings.Report) { r.Period.Until = day("2026-03-01") }, []string{"meetings.period $.period"}},
		{"before the period", func(r *meetings.Report) { r.On = day("2026-03-01") }, []string{"meetings.day $.on"}},
		{"on its first day", func(r *meetings.Report) { r.On = day("2026-03-02") }, nil},
		{"every so often", func(r *meetings.Report) { r.Every = "sometimes" }, []string{"meetings.kind $.every"}},
		{"a goal twice", func(r *meetings.Report) { r.Figures[1].Goal = "revenue" }, []string{"meetings.twice $.figures[1].goal"}},
		{"a figure with two units", func(r *meetings.Report) { r.Figures[0].Unit = "yuan" }, []string{"meetings.unit $.figures[0].unit"}},
		{"no currency", func(r *meetings.Report) { r.Figures[0].Currency = "RMB!" }, []string{"meetings.currency $.figures[0].currency"}},
		{"lists", func(r *meetings.Report) {
			r.Figures, r.Successes, r.Obstacles = make([]meetings.Figure, 1001), make([]meetings.Success, 1001), make([]meetings.Obstacle, 1001)
			r.Requests, r.Next = make([]meetings.Request, 1001), make([]string, 1001)
		}, []string{"meetings.list $.figures", "meetings.list $.successes", "meetings.list $.obstacles", "meetings.list $.requests", "meetings.list $.next"}},
		{"twice", func(r *meetings.Report) {
			r.Successes = append(r.Successes, r.Successes[0])
			r.Requests = append(r.Requests, r.Requests[3])
		}, []string{"meetings.twice $.successes[1].id", "meetings.twice $.requests[4].id"}},
		{"texts", func(r *meetings.Report) {
			r.Obstacles[0].Text, r.Obstacles[1].Text, r.Next[0], r.Next[1] = " ", strings.Repeat("x", meetings.MaxText+1), "\x1b[31m", "\u2028"
		}, []string{"meetings.text $.obstacles[0].text", "meetings.text $.obstacles[1].text", "meetings.text $.next[0]", "meetings.text $.next[1]"}},
		{"as long as may be", func(r *meetings.Report) { r.Next[0] = strings.Repeat("x", meetings.MaxText) }, nil},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			r := weekly()
			c.change(&r)
			assert.Equal(t, c.want, codes(t, r.Check()))
			_, err := r.Markdown(kam.English)
			assert.Equal(t, c.want, codes(t, err))
		})
	}
}

func TestSuccessIsShared(t *testing.T) {
	s := meetings.Success{ID: "s", Person: "anna", On: day("2026-03-02"), Text: "Won"}
	team := []string{"bo", "anna", "chen", "bo", "dai"}
	assert.Equal(t, "0/3", s.Reach(team, day("2026-03-09")).String())
	seen := s.SeenBy("chen", day("2026-03-03")).SeenBy("dai", day("2026-03-05")).SeenBy("chen", day("2026-03-08"))
	assert.Empty(t, s.Seen)
	assert.Equal(t, []meetings.Seen{{By: "chen", On: day("2026-03-03")}, {By: "dai", On: day("2026-03-05")}}, seen.Seen)
	assert.Equal(t, "1/3", seen.Reach(team, day("2026-03-04")).String())
	assert.Equal(t, "2/3", seen.Reach(team, day("2026-03-05")).String())
	assert.Equal(t, []string{"bo"}, seen.Unseen(team, day("2026-03-09")))
	assert.Equal(t, []string{"bo", "dai"}, seen.Unseen(team, day("2026-03-04")))
	assert.Equal(t, []string{"bo", "anna", "chen", "bo", "dai"}, team)
	roomy := s
	roomy.Seen = make([]meetings.Seen, 0, 4)
	one, other := roomy.SeenBy("bo", day("2026-03-03")), roomy.SeenBy("chen", day("2026-03-04"))
	assert.Equal(t, "bo chen", one.Seen[0].By+" "+other.Seen[0].By, "neither overwrites the other")
	assert.False(t, seen.Reach([]string{"anna"}, day("2026-03-09")).Known())
	require.NoError(t, seen.Check())
	seen.Seen = append(seen.Seen, meetings.Seen{By: "dai", On: day("2026-03-01")}, meetings.Seen{})
	assert.Equal(t, []string{"meetings.twice $.seen[2].by", "meetings.day $.seen[2].on", "meetings.id $.seen[3].by", "meetings.day $.seen[3].on"}, codes(t, seen.Check()))
	seen.Seen = nil
	for i := range meetings.MaxList {
		seen.Seen = append(seen.Seen, meetings.Seen{By: fmt.Sprint(i), On: day("2026-03-03")})
	}
	require.NoError(t, seen.Check())
	seen.Seen = make([]meetings.Seen, 1001)
	assert.Equal(t, []string{"meetings.list $.seen"}, codes(t, seen.Check()))
}

func held(id, planned, on string) meetings.Meeting {
	m := meetings.Meeting{ID: id, Format: "weekly", Chair: "chen", On: day(on), Present: []string{"anna", "bo"}, Absent: []string{"dai"}, Minutes: 40, Discussed: []string{"revenue"}, Carried: []string{"visits"}, Decisions: []string{"Go on"}, Actions: []string{"t1"}}
	if planned != "" {
		m.Planned = day(planned)
	}
	return m
}

func TestMeetingCheck(t *testing.T) {
	m := held("m", "2026-03-02", "2026-03-03")
	require.NoError(t, m.Check())
	assert.Equal(t, "2/3", m.Attendance().String())
	assert.False(t, meetings.Meeting{}.Attendance().Known())
	m.Absent[0], m.Minutes, m.Carried[0], m.Decisions[0], m.Actions = "anna", -1, "revenue", "", []string{"t1", "t1"}
	assert.Equal(t, []string{"meetings.twice $.absent[0]", "meetings.minutes $.minutes", "meetings.twice $.carried[0]", "meetings.text $.decisions[0]", "meetings.twice $.actions[1]"}, codes(t, m.Check()))
	m = meetings.Meeting{Present: make([]string, 1001), Decisions: make([]string, 1001)}
	assert.Equal(t, []string{"meetings.id $.id", "meetings.id $.chair", "meetings.day $.on", "meetings.list $.present", "meetings.list $.decisions"}, codes(t, m.Check()))
}

func TestAdherence(t *testing.T) {
	var planned []meetings.Occurrence
	for _, d := range []string{"2026-03-02", "2026-03-09", "2026-03-16", "2026-03-16", "2026-03-23", "2026-04-06"} {
		planned = append(planned, meetings.Occurrence{Day: day(d), Nominal: day(d)})
	}
	march, end := kam.MustPeriod("2026-03-01/2026-04-01"), day("2026-03-31")
	list := []meetings.Meeting{
		held("a", "2026-03-02", "2026-03-02"), held("b", "2026-03-09", "2026-03-11"), held("c", "", "2026-03-16"), held("d", "2026-03-23", "2026-03-25"), held("e", "2026-03-23", "2026-03-23"),
	}
	kept, punctual, err := meetings.Adherence(planned, list, march, end)
	require.NoError(t, err)
	assert.Equal(t, "3/4", kept.String())
	assert.Equal(t, "2/3", punctual.String())

	for asOf, want := range map[string]string{
		"2026-03-01": "unknown unknown", "2026-03-02": "1/1 1/1", "2026-03-10": "1/2 1/1", "2026-03-11": "2/2 1/2", "2026-03-22": "2/3 1/2",
	} {
		kept, punctual, err = meetings.Adherence(planned, list, march, day(asOf))
		require.NoError(t, err)
		assert.Equal(t, want, kept.String()+" "+punctual.String(), "what is still to come on %s counts against nobody", asOf)
	}

	kept, punctual, err = meetings.Adherence(nil, nil, march, end)
	require.NoError(t, err)
	assert.Equal(t, "unknown unknown", kept.String()+" "+punctual.String())
	for _, p := range []kam.Period{{}, kam.MustPeriod("2026-03-01/..")} {
		_, _, err = meetings.Adherence(planned, nil, p, end)
		require.ErrorIs(t, err, kam.ErrPeriod)
	}
	_, _, err = meetings.Adherence(planned, nil, march, kam.Day{})
	require.ErrorIs(t, err, kam.ErrDay)
}

// A meeting may name the day it was planned for, or the one that the rule gave before it was rolled.
func TestAdherenceOfRolledDays(t *testing.T) {
	rolled := []meetings.Occurrence{
		{Day: day("2026-02-24"), Nominal: day("2026-02-20")}, {Day: day("2026-03-02"), Nominal: day("2026-03-01")}, {Day: day("2026-03-31"), Nominal: day("2026-04-01")},
	}
	list := []meetings.Meeting{held("a", "2026-02-20", "2026-02-24"), held("b", "2026-03-02", "2026-03-02"), held("c", "2026-04-01", "2026-04-01")}
	kept, punctual, err := meetings.Adherence(rolled, list, kam.MustPeriod("2026-02-21/2026-04-01"), day("2026-04-30"))
	require.NoError(t, err)
	assert.Equal(t, "3/3 2/3", kept.String()+" "+punctual.String())

	next := []meetings.Occurrence{{Day: day("2026-03-02"), Nominal: day("2026-03-02")}, {Day: day("2026-03-03"), Nominal: day("2026-03-02")}}
	kept, _, err = meetings.Adherence(next, []meetings.Meeting{held("a", "2026-03-02", "2026-03-02")}, kam.MustPeriod("2026-03-02/2026-03-03"), day("2026-03-31"))
	require.NoError(t, err)
	assert.Equal(t, "1/1", kept.String(), "its own day comes before a nominal one")
}

// What tracking knows of a goal, and what a request did, are in the report.
func TestReportShowsStandingAndEffect(t *testing.T) {
	r := meetings.Report{
		ID: "r", Person: "anna", Period: kam.MustPeriod("2026-03-02/2026-03-09"), On: day("2026-03-09"),
		Figures: []meetings.Figure{
			{Goal: "revenue", Title: en("Revenue"), Plan: known("300"), Actual: known("200"), Currency: "CNY", Standing: meetings.Standing{
				Target: known("1200"), Pace: known("0.6667"), Forecast: known("800"), Required: known("12.5"),
				Per: kam.Text{EN: "working day", ZH: "个工作日"}, Status: kam.Text{EN: "at | risk", ZH: "有风险"},
			}},
			{Goal: "visits", Title: en("Visits"), Unit: "visits", Standing: meetings.Standing{Required: known("2")}},
		},
	}
	delivered := request("q1", "2026-03-03", "", "2026-03-04", "")
	delivered.Before, delivered.After, delivered.AfterOn = attained("4", "10"), attained("7", "10"), day("2026-03-09")
	later := request("q2", "2026-03-03", "", "2026-03-04", "")
	later.Before, later.After, later.AfterOn = attained("4", "10"), attained("7", "10"), day("2026-03-10")
	worse := request("q3", "2026-03-03", "", "2026-03-04", "")
	worse.Before, worse.After, worse.AfterOn = attained("2", "3"), attained("1", "3"), day("2026-03-09")
	r.Requests = []meetings.Request{delivered, later, worse}
	for _, l := range []kam.Lang{kam.English, kam.Chinese} {
		text, err := r.Markdown(l)
		require.NoError(t, err)
		golden(t, "report-standing."+string(l)+".md", text)
	}
	r.Figures[0].Standing = meetings.Standing{Target: known("1e31"), Pace: known("1e31"), Forecast: known("1e31"), Required: known("1e31"), Per: en("\x00"), Status: en("\x00")}
	assert.Equal(t, []string{
		"meetings.number $.figures[0].standing.target", "meetings.number $.figures[0].standing.forecast", "meetings.number $.figures[0].standing.pace",
		"meetings.number $.figures[0].standing.required", "meetings.text $.figures[0].standing.per.en", "meetings.text $.figures[0].standing.per.zh",
		"meetings.text $.figures[0].standing.status.en", "meetings.text $.figures[0].standing.status.zh",
	}, codes(t, r.Check()))
}

func TestReportIsAsLongAsItIsCalled(t *testing.T) {
	cases := []struct {
		every kam.PeriodKind
		days  int
		fits  bool
	}{
		{kam.Week, 1, true},
		{kam.Week, 7, true},
		{kam.Week, 8, false},
		{kam.Week, 365, false},
		{kam.Month, 7, false},
		{kam.Month, 8, true},
		{kam.Month, 35, true},
		{kam.Month, 36, false},
		{kam.Quarter, 35, false},
		{kam.Quarter, 36, true},
		{kam.Quarter, 98, true},
		{kam.Quarter, 99, false},
		{kam.HalfYear, 98, false},
		{kam.HalfYear, 99, true},
		{kam.HalfYear, 189, true},
		{kam.HalfYear, 190, false},
		{kam.Year, 189, false},
		{kam.Year, 190, true},
		{kam.Year, 371, true},
		{kam.Year, 372, false},
		{"", 5000, true},
	}
	for _, c := range cases {
		t.Run(fmt.Sprintf("%s of %d", c.every, c.days), func(t *testing.T) {
			r := meetings.Report{ID: "r", Person: "bo", Every: c.every, Period: kam.Period{From: day("2026-01-01"), Until: day("2026-01-01").AddDays(c.days)}, On: day("2026-01-01")}
			want := []string{"meetings.period $.every"}
			if c.fits {
				want = nil
			}
			assert.Equal(t, want, codes(t, r.Check()))
		})
	}
}
