package meetings_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/goals/meetings"
)

func topic(goal, weight, plan, actual string) meetings.Topic {
	t := meetings.Topic{Goal: goal, Title: en("Goal " + goal), Direction: kam.HigherIsBetter, Unit: "visits"}
	if err := t.Weight.UnmarshalText([]byte(weight)); err != nil {
		panic(err)
	}
	if plan != "" {
		t.Plan = known(plan)
	}
	if actual != "" {
		t.Actual = known(actual)
	}
	return t
}

// boxes returns a format with one box of topics.
func boxes(minutes int) meetings.Format {
	return meetings.Format{ID: "f", Name: en("Meeting"), Boxes: []meetings.Box{{Name: en("All"), Minutes: minutes, Holds: []meetings.Section{meetings.Topics}}}}
}

func items(list []meetings.Item) []string {
	out := []string{}
	for _, x := range list {
		s := x.Topic.Goal
		if x.Reason != "" {
			s += " " + string(x.Reason)
		}
		if x.Minutes > 0 {
			s += fmt.Sprintf(" %d min", x.Minutes)
		}
		out = append(out, s)
	}
	return out
}

func TestAgendaMinutes(t *testing.T) {
	cases := []struct {
		name           string
		minutes, least int
		topics         []meetings.Topic
		want, carried  []string
	}{
		{
			"by weight x gap", 20, 1,
			[]meetings.Topic{topic("a", "1/2", "100", "80"), topic("b", "1/4", "100", "40"), topic("c", "1/4", "100", "90")},
			// 1/10, 3/20 and 1/40 of 11/40: 7 3/11, 10 10/11 and 1 9/11
			[]string{"b behind 11 min", "a behind 7 min", "c behind 2 min"},
			[]string{},
		},
		{
			"at least five minutes", 20, 0,
			[]meetings.Topic{topic("a", "1/2", "100", "80"), topic("b", "1/4", "100", "40"), topic("c", "1/4", "100", "90")},
			// c would have 1 9/11 and is carried; of the 20, 3/5 and 2/5
			[]string{"b behind 12 min", "a behind 8 min"},
			[]string{"c behind"},
		},
		{
			"what is small beside the first takes none of its time", 20, 5,
			[]meetings.Topic{topic("a", "80", "100", "0"), topic("b", "16", "100", "0"), topic("c", "4", "100", "0")},
			// b would have 3 1/3 beside a
			[]string{"a behind 20 min"},
			[]string{"b behind", "c behind"},
		},
		{
			"a share of the least time exactly", 20, 5,
			[]meetings.Topic{topic("a", "75", "100", "0"), topic("b", "25", "100", "0"), topic("c", "3", "100", "0")},
			// b has 5 beside a
			[]string{"a behind 15 min", "b behind 5 min"},
			[]string{"c behind"},
		},
		{
			"a hair below the least time", 20, 5,
			[]meetings.Topic{topic("a", "75.0001", "100", "0"), topic("b", "25", "100", "0")},
			[]string{"a behind 20 min"},
			[]string{"b behind"},
		},
		{
			"what does not fit is carried", 11, 4,
			[]meetings.Topic{topic("a", "1", "100", "70"), topic("b", "1", "100", "80"), topic("c", "1", "100", "90")},
			// 6 3/5 and 4 2/5
			[]string{"a behind 7 min", "b behind 4 min"},
			[]string{"c behind"},
		},
		{
			"ties go by weight, then by name", 20, 5,
			[]meetings.Topic{topic("d", "1/4", "100", "50"), topic("c", "1/2", "100", "75"), topic("b", "1/4", "100", "50"), topic("a", "1/8", "100", "0")},
			[]string{"c behind 5 min", "b behind 5 min", "d behind 5 min", "a behind 5 min"},
			[]string{},
		},
		{
			"ties of a minute go to the first", 20, 1,
			[]meetings.Topic{topic("a", "1", "100", "50"), topic("b", "1", "100", "50"), topic("c", "1", "100", "50")},
			[]string{"a behind 7 min", "b behind 7 min", "c behind 6 min"},
			[]string{},
		},
		{
			"ahead of plan takes no time of what is behind", 20, 5,
			[]meetings.Topic{topic("a", "1", "100", "900"), topic("b", "1/100", "100", "99")},
			[]string{"b behind 20 min"},
			[]string{"a ahead"},
		},
		{
			"unequal gaps have no equal airtime", 20, 0,
			[]meetings.Topic{topic("a", "1/4", "100", "10"), topic("b", "1/4", "100", "99"), topic("c", "1/4", "100", "99"), topic("d", "1/4", "100", "101")},
			[]string{"a behind 20 min"},
			[]string{"b behind", "c behind", "d ahead"},
		},
		{
			"nothing but zeros is shared evenly", 11, 5,
			[]meetings.Topic{topic("a", "0", "100", "50"), topic("b", "1", "100", "150")},
			[]string{"b ahead 6 min", "a behind 5 min"},
			[]string{},
		},
		{"one has all the time", 20, 5, []meetings.Topic{topic("a", "1", "100", "50")}, []string{"a behind 20 min"}, []string{}},
		{"a short box", 3, 0, []meetings.Topic{topic("a", "1", "100", "50"), topic("b", "1", "100", "50")}, []string{"a behind 3 min"}, []string{"b behind"}},
		{"none", 20, 5, nil, []string{}, []string{}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			a, err := meetings.NewAgenda(meetings.AgendaSpec{Format: boxes(c.minutes), On: day("2026-03-02"), LeastMinutes: c.least, Topics: c.topics})
			require.NoError(t, err)
			assert.Equal(t, c.want, items(a.Discussed))
			assert.Equal(t, c.carried, items(a.Carried))
		})
	}
}

func TestAgendaLimits(t *testing.T) {
	lower := topic("a", "1", "10", "11")
	lower.Direction = kam.LowerIsBetter
	better := topic("a", "1", "10", "9")
	better.Direction = kam.LowerIsBetter
	trend := topic("a", "1", "100", "100")
	trend.Trend = 3
	trendUnknown := topic("a", "1", "", "")
	trendUnknown.Trend = 3
	limits := meetings.Limits{Absolute: decimal.NewFromInt(5), Relative: kam.Fraction{Num: 1, Den: 10}, Trend: 3}
	none := meetings.Limits{}
	cases := []struct {
		name                        string
		limits                      meetings.Limits
		topic                       meetings.Topic
		discussed, quiet, noFigures []string
	}{
		{"both exceeded", limits, topic("a", "1", "100", "89"), []string{"a behind"}, nil, nil},
		{"at the relative limit", limits, topic("a", "1", "100", "90"), nil, []string{"a"}, nil},
		{"at the absolute limit", limits, topic("a", "1", "20", "15"), nil, []string{"a"}, nil},
		{"beyond the absolute one alone", limits, topic("a", "1", "1000", "994"), nil, []string{"a"}, nil},
		{"beyond the relative one alone", limits, topic("a", "1", "10", "5"), nil, []string{"a"}, nil},
		{"both exceeded upwards", limits, topic("a", "1", "100", "111"), []string{"a ahead"}, nil, nil},
		{"a negative plan", limits, topic("a", "1", "-100", "-111"), []string{"a behind"}, nil, nil},
		{"a plan of zero", limits, topic("a", "1", "0", "-6"), []string{"a behind"}, nil, nil},
		{"trend alone", limits, trend, []string{"a trend"}, nil, nil},
		{"trend without a limit", none, trend, nil, []string{"a"}, nil},
		{"trend of something unknown", limits, trendUnknown, []string{"a trend"}, nil, nil},
		{"unknown actual", limits, topic("a", "1", "100", ""), nil, nil, []string{"a"}},
		{"unknown plan", none, topic("a", "1", "", "100"), nil, nil, []string{"a"}},
		{"as planned without limits", none, topic("a", "1", "100", "100"), nil, []string{"a"}, nil},
		{"a hair off without limits", none, topic("a", "1", "100", "99.999"), []string{"a behind"}, nil, nil},
		{"lower is better", none, lower, []string{"a behind"}, nil, nil},
		{"lower is better, and lower", none, better, []string{"a ahead"}, nil, nil},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			a, err := meetings.NewAgenda(meetings.AgendaSpec{Format: boxes(20), On: day("2026-03-02"), Limits: c.limits, Topics: []meetings.Topic{c.topic}})
			require.NoError(t, err)
			var discussed []string
			for _, s := range items(a.Discussed) {
				discussed = append(discussed, strings.TrimSuffix(s, " 20 min"))
			}
			assert.Equal(t, c.discussed, discussed)
			assert.ElementsMatch(t, c.quiet, items(a.Quiet))
			assert.ElementsMatch(t, c.noFigures, items(a.Unknown))
		})
	}
}

func TestTopicMissing(t *testing.T) {
	lower := topic("a", "1", "10", "12")
	lower.Direction = kam.LowerIsBetter
	stated := topic("a", "1", "", "")
	stated.Gap = &kam.Fraction{Num: 1, Den: 3}
	huge := topic("a", "1", "1", "1")
	huge.Actual = decimal.NewNullDecimal(decimal.New(1, 50_000_000))
	cases := []struct {
		name  string
		topic meetings.Topic
		want  string
	}{
		{"a share", topic("a", "1", "3", "2"), "1/3"},
		{"nothing", topic("a", "1", "3", "3"), "0"},
		{"better", topic("a", "1", "3", "4"), "0"},
		{"more than all", topic("a", "1", "3", "-3"), "2"},
		{"of zero", topic("a", "1", "0", "-3"), "1"},
		{"of a negative plan", topic("a", "1", "-4", "-5"), "1/4"},
		{"lower is better", lower, "1/5"},
		{"as stated", stated, "1/3"},
		{"unknown", topic("a", "1", "3", ""), ""},
		{"out of bounds", huge, ""},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			got, ok := c.topic.Missing()
			require.Equal(t, c.want != "", ok)
			if ok {
				assert.Equal(t, c.want, got.RatString())
			}
		})
	}
}

func TestAgendaRefuses(t *testing.T) {
	cases := []struct {
		name   string
		change func(s *meetings.AgendaSpec)
		want   []string
	}{
		{"nothing wrong", func(*meetings.AgendaSpec) {}, nil},
		{"no day", func(s *meetings.AgendaSpec) { s.On = kam.Day{} }, []string{"meetings.day $.on"}},
		{"no format", func(s *meetings.AgendaSpec) { s.Format = meetings.Format{} }, []string{"meetings.id $.format.id", "meetings.text $.format.name", "meetings.minutes $.format.boxes"}},
		{"a least time above the box", func(s *meetings.AgendaSpec) { s.LeastMinutes = 21 }, []string{"meetings.minutes $.leastMinutes"}},
		{"a least time of the box", func(s *meetings.AgendaSpec) { s.LeastMinutes = 20 }, nil},
		{"a negative least time", func(s *meetings.AgendaSpec) { s.LeastMinutes = -1 }, []string{"meetings.minutes $.leastMinutes"}},
		{"limits", func(s *meetings.AgendaSpec) {
			s.Limits = meetings.Limits{Absolute: decimal.NewFromInt(-1), Relative: kam.Fraction{Num: -1, Den: 2}, Trend: -1}
		}, []string{"meetings.number $.limits.absolute", "meetings.fraction $.limits.relative", "meetings.number $.limits.trend"}},
		{"a limit out of bounds", func(s *meetings.AgendaSpec) { s.Limits.Absolute = decimal.New(1, 50_000_000) }, []string{"meetings.number $.limits.absolute"}},
		{"a topic twice", func(s *meetings.AgendaSpec) { s.Topics = append(s.Topics, s.Topics[0]) }, []string{"meetings.twice $.topics[1].goal"}},
		{"a topic of nothing", func(s *meetings.AgendaSpec) { s.Topics[0] = meetings.Topic{} }, []string{"meetings.id $.topics[0].goal", "meetings.text $.topics[0].title", "meetings.direction $.topics[0].direction"}},
		{"numbers of a topic", func(s *meetings.AgendaSpec) {
			x := &s.Topics[0]
			x.Weight, x.Gap, x.Trend, x.Currency = kam.Fraction{Num: -1, Den: 3}, &kam.Fraction{Num: 1, Den: 0}, -1, "CNY"
			x.Plan, x.Actual = decimal.NewNullDecimal(decimal.New(1, 31)), decimal.NewNullDecimal(decimal.New(1, -31))
		}, []string{"meetings.fraction $.topics[0].weight", "meetings.number $.topics[0].plan", "meetings.number $.topics[0].actual", "meetings.unit $.topics[0].unit", "meetings.fraction $.topics[0].gap", "meetings.number $.topics[0].trend"}},
		{"too many topics", func(s *meetings.AgendaSpec) { s.Topics = make([]meetings.Topic, meetings.MaxItems+1) }, []string{"meetings.list $.topics"}},
		{"accounts", func(s *meetings.AgendaSpec) {
			s.Currency = "XX"
			s.Accounts = []meetings.AtRisk{{Account: "a", Why: en("x"), Name: "\x00"}, {Account: "a", Value: decimal.NewNullDecimal(decimal.New(1, 31))}}
		}, []string{"meetings.id $.accounts[0].name", "meetings.text $.accounts[1].why", "meetings.number $.accounts[1].value", "meetings.twice $.accounts[1].account", "meetings.currency $.currency"}},
		{"an action of nothing", func(s *meetings.AgendaSpec) { s.Actions = []meetings.Action{{}} }, []string{"task.id $.actions[0].task.id", "task.owner $.actions[0].task.owner", "task.title $.actions[0].task.title", "meetings.day $.actions[0].opened"}},
		{"a request of nothing", func(s *meetings.AgendaSpec) { s.Requests = []meetings.Request{{}} }, []string{"meetings.id $.requests[0].id", "meetings.id $.requests[0].type", "meetings.text $.requests[0].text", "meetings.id $.requests[0].by", "meetings.id $.requests[0].goal", "meetings.day $.requests[0].requested"}},
		{"a success of nothing", func(s *meetings.AgendaSpec) { s.Successes = []meetings.Success{{}} }, []string{"meetings.id $.successes[0].id", "meetings.id $.successes[0].person", "meetings.day $.successes[0].on", "meetings.text $.successes[0].text"}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			s := meetings.AgendaSpec{Format: meetings.WeeklyReview(), On: day("2026-03-02"), Topics: []meetings.Topic{topic("a", "1", "2", "1")}}
			c.change(&s)
			_, err := meetings.NewAgenda(s)
			assert.Equal(t, c.want, codes(t, err))
		})
	}
}

// monday is a meeting with something in every list.
func monday() meetings.AgendaSpec {
	b := topic("visits", "1/5", "60", "45")
	b.Title = kam.Text{EN: "Visits", ZH: "拜访"}
	r := topic("revenue", "1/2", "1000000", "700000")
	r.Title, r.Unit, r.Currency = kam.Text{EN: "Won revenue", ZH: "赢单收入"}, "", "CNY"
	r.Trend = 2
	r.Standing = meetings.Standing{
		Target: known("4000000"), Pace: known("0.7"), Forecast: known("3100000"), Required: known("55000"),
		Per: kam.Text{EN: "working day", ZH: "个工作日"}, Status: kam.Text{EN: "at risk", ZH: "有风险"},
	}
	s := topic("satisfaction", "1/10", "90", "89")
	s.Title, s.Unit = kam.Text{EN: "Satisfaction", ZH: "客户满意度"}, "points"
	n := topic("new", "1/10", "6", "")
	n.Title, n.Unit = kam.Text{EN: "New accounts", ZH: "新客户"}, "accounts"
	late := topic("late", "1/10", "100", "70")
	late.Title = kam.Text{EN: "Proposals", ZH: "方案"}
	task := func(id, owner, due, done string, carried int) meetings.Action {
		a := meetings.Action{Task: kam.Task{ID: id, Title: kam.Text{EN: "Do " + id, ZH: "完成 " + id}, Owner: owner, Due: day(due)}, Opened: day("2026-02-02"), Carried: carried}
		if done != "" {
			a.Task.Done = day(done)
		}
		return a
	}
	return meetings.AgendaSpec{
		Format: meetings.WeeklyReview(), On: day("2026-03-02"), Currency: "CNY", LeastMinutes: 4,
		Limits: meetings.Limits{Relative: kam.Fraction{Num: 1, Den: 20}},
		Topics: []meetings.Topic{s, b, r, n, late},
		Accounts: []meetings.AtRisk{
			{Account: "c-2", Name: "Blue | River", Why: kam.Text{EN: "no visit for 90 days", ZH: "90 天未拜访"}, Value: known("120000")},
			{Account: "c-1", Why: kam.Text{EN: "the sponsor left", ZH: "关键联系人离职"}},
			{Account: "c-3", Name: "Red <b>Hill</b>", Why: kam.Text{EN: "complaint open", ZH: "投诉未结"}, Value: known("350000.5")},
		},
		Actions: []meetings.Action{
			task("quote", "anna", "2026-02-20", "", 2), task("call", "bo", "2026-02-27", "", 0),
			task("done", "bo", "2026-02-27", "2026-02-26", 0), task("future", "bo", "2026-03-02", "", 1),
		},
		Requests: []meetings.Request{
			{ID: "q1", Type: meetings.PreSales, Text: "A demo for\n# Blue River", By: "anna", Owner: "chen", Goal: "revenue", Requested: day("2026-02-20"), Due: day("2026-03-05")},
			{ID: "q2", Type: "lawyer", Text: "Contract review", By: "bo", Goal: "new", Requested: day("2026-02-25")},
			{ID: "q3", Type: meetings.Budget, Text: "Fair", By: "bo", Goal: "new", Requested: day("2026-02-01"), Delivered: day("2026-02-10")},
		},
		Successes: []meetings.Success{
			{ID: "s2", Person: "bo", On: day("2026-02-27"), Text: "Renewed Green Field"},
			{ID: "s1", Person: "anna", On: day("2026-02-26"), Text: "Won [Star](javascript:alert(1)) *at last*"},
			{ID: "s3", Person: "anna", On: day("2026-03-03"), Text: "tomorrow"},
		},
	}
}

func TestAgendaGolden(t *testing.T) {
	a, err := meetings.NewAgenda(monday())
	require.NoError(t, err)
	golden(t, "agenda.en.md", a.Markdown(kam.English))
	golden(t, "agenda.zh.md", a.Markdown(kam.Chinese))

	s := monday()
	s.Format = boxes(9)
	s.LeastMinutes = 0
	bare, err := meetings.NewAgenda(s)
	require.NoError(t, err)
	assert.Equal(t, []meetings.Section{meetings.Risks, meetings.Actions, meetings.Resources, meetings.Recognition}, bare.Unplaced)
	golden(t, "agenda-one-box.en.md", bare.Markdown(kam.English))

	quiet, err := meetings.NewAgenda(meetings.AgendaSpec{Format: meetings.QuarterlyReview(), On: day("2026-04-01")})
	require.NoError(t, err)
	golden(t, "agenda-nothing.zh.md", quiet.Markdown(kam.Chinese))
	assert.Equal(t, "# , \n\n0 minutes\n", (&meetings.Agenda{}).Markdown(kam.English))
}

func TestAgendaTakesWhatMattersOnTheDay(t *testing.T) {
	a, err := meetings.NewAgenda(meetings.AgendaSpec{
		Format: meetings.WeeklyReview(), On: day("2026-03-02"),
		Actions: []meetings.Action{
			action("overdue", "2026-02-02", "2026-03-01", "", 0), action("due today", "2026-02-02", "2026-03-02", "", 1),
			action("escalated, not due", "2026-02-02", "2026-03-09", "", 2), action("agreed tomorrow", "2026-03-03", "", "", 5),
			action("agreed today", "2026-03-02", "", "", 2), action("done today", "2026-02-02", "2026-02-20", "2026-03-02", 3),
			action("done tomorrow", "2026-02-02", "2026-02-20", "2026-03-03", 0),
		},
		Requests: []meetings.Request{
			request("asked today", "2026-03-02", "", "", ""), request("asked tomorrow", "2026-03-03", "", "", ""),
			request("delivered today", "2026-02-02", "", "2026-03-02", ""), request("declined tomorrow", "2026-02-02", "2026-02-03", "", "2026-03-03"),
		},
		Successes: []meetings.Success{
			{ID: "today", Person: "anna", On: day("2026-03-02"), Text: "x"}, {ID: "tomorrow", Person: "anna", On: day("2026-03-03"), Text: "x"},
		},
	})
	require.NoError(t, err)
	var got []string
	for _, x := range a.Actions {
		got = append(got, x.Task.ID)
	}
	for _, x := range a.Requests {
		got = append(got, x.ID)
	}
	for _, x := range a.Successes {
		got = append(got, x.ID)
	}
	assert.Equal(t, []string{
		"escalated, not due", "agreed today", "done tomorrow", "overdue",
		"declined tomorrow", "asked today", "today",
	}, got)
}

func TestAgendaWithoutABoxForTopicsCarriesThem(t *testing.T) {
	s := monday()
	s.Format = meetings.Format{ID: "f", Name: en("F"), Boxes: []meetings.Box{{Name: en("B"), Minutes: 10, Holds: []meetings.Section{meetings.Review}}}}
	a, err := meetings.NewAgenda(s)
	require.NoError(t, err)
	assert.Empty(t, a.Discussed)
	assert.Equal(t, []string{"revenue behind", "visits behind", "late behind"}, items(a.Carried))
	assert.Contains(t, a.Unplaced, meetings.Topics)
	assert.Contains(t, a.Markdown(kam.English), "- Won revenue: behind plan; worse for 2 periods in a row")
}

func TestAgendaIsItsOwn(t *testing.T) {
	s := monday()
	s.Topics[0].Gap = &kam.Fraction{Num: 1, Den: 2}
	s.Successes[0] = s.Successes[0].SeenBy("chen", day("2026-02-28"))
	a, err := meetings.NewAgenda(s)
	require.NoError(t, err)
	want := a.Markdown(kam.English)
	s.Topics[0].Gap.Num = 7
	s.Successes[0].Seen[0].By = "x"
	s.Format.Boxes[0].Holds[0] = "x"
	s.Format.Boxes[1].Minutes = 99
	for i := range s.Topics {
		s.Topics[i].Goal = "x"
	}
	for i := range s.Accounts {
		s.Accounts[i].Account = "x"
	}
	assert.Equal(t, want, a.Markdown(kam.English))
	assert.Equal(t, "chen", a.Successes[1].Seen[0].By)
}

func TestAgendaShowsSummaries(t *testing.T) {
	s := monday()
	actions, err := meetings.SumActions(s.Actions, s.On, nil)
	require.NoError(t, err)
	asked, err := meetings.SumRequests(s.Requests, s.On, nil)
	require.NoError(t, err)
	s.ActionSummary, s.RequestSummary = &actions, &asked
	a, err := meetings.NewAgenda(s)
	require.NoError(t, err)
	golden(t, "agenda-summaries.en.md", a.Markdown(kam.English))
	golden(t, "agenda-summaries.zh.md", a.Markdown(kam.Chinese))

	actions.Open = 77
	assert.NotEqual(t, 77, a.ActionSummary.Open, "the agenda has its own")
	s.Actions, s.Requests, s.Format = nil, nil, boxes(20)
	a, err = meetings.NewAgenda(s)
	require.NoError(t, err)
	assert.Equal(t, []meetings.Section{meetings.Risks, meetings.Actions, meetings.Resources, meetings.Recognition}, a.Unplaced)
	assert.Contains(t, a.Markdown(kam.Chinese), "行动项：未完成 77 项")
	assert.NotContains(t, a.Markdown(kam.English), "Requests waiting:")

	huge := decimal.NewNullDecimal(decimal.New(1, 50_000_000))
	actions.MedianAge, actions.MedianToClose, asked.MedianDays, asked.Effect = huge, huge, huge, huge
	_, err = meetings.NewAgenda(s)
	assert.Equal(t, []string{"meetings.number $.actionSummary.medianAge", "meetings.number $.actionSummary.medianToClose", "meetings.number $.requestSummary.medianDays", "meetings.number $.requestSummary.effect"}, codes(t, err))
}

// Chinese messages hold no English sentence.
func TestMessagesAreInTheirLanguage(t *testing.T) {
	limit := func(d decimal.Decimal) error {
		_, err := meetings.NewAgenda(meetings.AgendaSpec{Format: boxes(20), On: day("2026-03-02"), Limits: meetings.Limits{Absolute: d}})
		return err
	}
	weight := func(f kam.Fraction) error {
		x := topic("a", "1", "2", "1")
		x.Weight = f
		_, err := meetings.NewAgenda(meetings.AgendaSpec{Format: boxes(20), On: day("2026-03-02"), Topics: []meetings.Topic{x}})
		return err
	}
	period := func(p kam.Period) error {
		return meetings.Report{ID: "r", Person: "a", Period: p, On: day("2026-03-09")}.Check()
	}
	for want, err := range map[string]error{
		"数字有 40 位小数":                            limit(decimal.New(1, -40)),
		"数字的十进制指数为 40":                          limit(decimal.New(1, 40)),
		"数字超过":                                  limit(decimal.RequireFromString(strings.Repeat("9", 60))),
		"分数 3/0 的分母为零":                          weight(kam.Fraction{Num: 3}),
		"分数 3/-1 的分母为负数":                        weight(kam.Fraction{Num: 3, Den: -1}),
		"分数 1/2000000000000 的分子或分母过大":           weight(kam.Fraction{Num: 1, Den: 2_000_000_000_000}),
		"期间没有开始日":                               period(kam.Period{Until: day("2026-03-09")}),
		"期间 2026-03-02 至 2026-03-01 为空，或结束早于开始": period(kam.Period{From: day("2026-03-02"), Until: day("2026-03-01")}),
		"期间 2026-03-02 至 2026-03-02 为空，或结束早于开始": period(kam.Period{From: day("2026-03-02"), Until: day("2026-03-02")}),
	} {
		invalid, ok := errors.AsType[*kam.InvalidError](err)
		require.True(t, ok, want)
		require.Len(t, invalid.Findings, 1)
		assert.Contains(t, invalid.Findings[0].Message.ZH, want)
		assert.NotRegexp(t, "[a-z]", invalid.Findings[0].Message.ZH)
		assert.NotRegexp(t, "\\p{Han}", invalid.Findings[0].Message.EN)
	}
}

func BenchmarkNewAgenda(b *testing.B) {
	for _, n := range []int{10, 100, 1000} {
		b.Run(fmt.Sprintf("%d topics", n), func(b *testing.B) {
			s := meetings.AgendaSpec{Format: boxes(60), On: day("2026-03-02")}
			for i := range n {
				s.Topics = append(s.Topics, topic(fmt.Sprint(i), fmt.Sprintf("%d/97", i%13), "100", fmt.Sprint(i%90)))
			}
			b.ReportAllocs()
			for b.Loop() {
				if _, err := meetings.NewAgenda(s); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// A goal goes by its title; its ID is told where it has none, or one that another goal has.
func TestAgendaNamesGoals(t *testing.T) {
	topic := func(goal, title, weight string) meetings.Topic {
		return meetings.Topic{Goal: goal, Title: kam.Text{EN: title}, Weight: kam.MustFraction(weight), Direction: kam.HigherIsBetter, Plan: decimal.NewNullDecimal(decimal.NewFromInt(100)), Actual: decimal.NewNullDecimal(decimal.NewFromInt(50))}
	}
	agenda, err := meetings.NewAgenda(meetings.AgendaSpec{
		Format: meetings.WeeklyReview(), On: kam.MustDay("2026-03-02"),
		Topics: []meetings.Topic{topic("team/21", "Lin", "1/3"), topic("team/22", "He", "3"), topic("x/22", "He", "1")},
	})
	require.NoError(t, err)
	text := agenda.Markdown(kam.English)
	assert.NotContains(t, text, "team/21")
	assert.Contains(t, text, "He (team/22)")
	assert.Contains(t, text, "He (x/22)")
	assert.Contains(t, agenda.Markdown(kam.Chinese), "He（x/22）")
	agenda.Carried[0].Topic.Title, agenda.Carried[0].Topic.Weight = kam.Text{}, kam.MustFraction("1/3")
	agenda.Discussed = append(agenda.Discussed, agenda.Carried[0])
	text = agenda.Markdown(kam.English)
	assert.Contains(t, text, "| "+agenda.Carried[0].Topic.Goal+" | ≈33.3 % |")
	assert.Contains(t, text, "| He (team/22) | 3 |")
}
