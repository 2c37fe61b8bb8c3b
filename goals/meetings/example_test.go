package meetings_test

import (
	"errors"
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/goals/meetings"
)

// When to meet, and what to talk about.
func Example() {
	rule, err := meetings.Fortnightly.Rule(kam.MustDay("2026-03-02"))
	if err != nil {
		fmt.Println(err)
		return
	}
	calendar, err := kam.NewCalendar(kam.CalendarSpec{Declared: []int{2026}})
	if err != nil {
		fmt.Println(err)
		return
	}
	schedule := meetings.Schedule{Rule: rule, Start: kam.MustDay("2026-03-02"), Roll: meetings.Following}
	days, err := schedule.Within(kam.MustPeriod("2026-03-01/2026-04-01"), calendar)
	if err != nil {
		fmt.Println(err)
		return
	}
	number := func(n int64) decimal.NullDecimal { return decimal.NewNullDecimal(decimal.NewFromInt(n)) }
	agenda, err := meetings.NewAgenda(meetings.AgendaSpec{
		Format: meetings.WeeklyReview(),
		On:     days[0].Day,
		Topics: []meetings.Topic{
			{Goal: "revenue", Title: kam.Text{EN: "Revenue"}, Weight: kam.Fraction{Num: 1, Den: 2}, Direction: kam.HigherIsBetter, Plan: number(100), Actual: number(70)},
			{Goal: "visits", Title: kam.Text{EN: "Visits"}, Weight: kam.Fraction{Num: 1, Den: 4}, Direction: kam.HigherIsBetter, Plan: number(10), Actual: number(8)},
			{Goal: "calls", Title: kam.Text{EN: "Calls"}, Weight: kam.Fraction{Num: 1, Den: 4}, Direction: kam.HigherIsBetter, Plan: number(100), Actual: number(98)},
		},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(schedule.Rule)
	for _, x := range agenda.Discussed {
		fmt.Println(agenda.On, x.Topic.Goal, x.Minutes, "minutes of the topics'", agenda.Format.Boxes[1].Minutes)
	}
	fmt.Println("carried:", agenda.Carried[0].Topic.Goal)
	// Output:
	// FREQ=WEEKLY;INTERVAL=2;BYDAY=MO
	// 2026-03-02 revenue 15 minutes of the topics' 20
	// 2026-03-02 visits 5 minutes of the topics' 20
	// carried: calls
}

func ExampleParseRule() {
	rule, err := meetings.ParseRule("FREQ=MONTHLY;COUNT=3;BYDAY=1FR")
	if err != nil {
		fmt.Println(err)
		return
	}
	days, err := rule.Days(kam.MustDay("2026-01-01"))
	if err != nil {
		fmt.Println(err)
		return
	}
	for day := range days {
		fmt.Println(day)
	}
	_, err = meetings.ParseRule("FREQ=YEARLY;BYWEEKNO=20")
	fmt.Println(err)
	// Output:
	// 2026-01-02
	// 2026-02-06
	// 2026-03-06
	// BYWEEKNO: BYWEEKNO is not supported (name the days by BYMONTH, BYMONTHDAY, BYDAY and BYSETPOS)
}

func ExampleCadence_Rule() {
	start := kam.MustDay("2026-01-31")
	rule, err := meetings.Monthly.Rule(start)
	if err != nil {
		fmt.Println(err)
		return
	}
	rule.Count = 3
	days, err := rule.Days(start)
	if err != nil {
		fmt.Println(err)
		return
	}
	for day := range days {
		fmt.Println(day)
	}
	// Output:
	// 2026-01-31
	// 2026-02-28
	// 2026-03-31
}

// In mainland China, Saturday 28 February 2026 is worked for the Spring Festival.
func ExampleLastWorkingDay() {
	calendar, err := kam.NewCalendar(kam.CalendarSpec{Holidays: []kam.HolidayYear{{
		Year: 2026, Off: []kam.Day{kam.MustDay("2026-02-17")}, Working: []kam.Day{kam.MustDay("2026-02-28")},
	}}})
	if err != nil {
		fmt.Println(err)
		return
	}
	last, err := meetings.LastWorkingDay(kam.MustPeriod("2026-02-01/2026-03-01"), calendar)
	fmt.Println(last, meetings.WeekdayOf(last), err)
	first, err := meetings.FirstWorkingDay(kam.MustPeriod("2026-02-01/2026-03-01"), calendar)
	fmt.Println(first, err)
	// Output:
	// 2026-02-28 SA <nil>
	// 2026-02-02 <nil>
}

func ExampleRoll_Apply() {
	calendar, err := kam.NewCalendar(kam.CalendarSpec{Declared: []int{2026}})
	if err != nil {
		fmt.Println(err)
		return
	}
	saturday := kam.MustDay("2026-01-31")
	for _, roll := range []meetings.Roll{meetings.Stay, meetings.Following, meetings.Preceding, meetings.ModifiedFollowing} {
		day, err := roll.Apply(saturday, calendar)
		fmt.Println(day, err)
	}
	// Output:
	// 2026-01-31 <nil>
	// 2026-02-02 <nil>
	// 2026-01-30 <nil>
	// 2026-01-30 <nil>
}

func ExampleSchedule_Occurrences() {
	calendar, err := kam.NewCalendar(kam.CalendarSpec{Declared: []int{2026}})
	if err != nil {
		fmt.Println(err)
		return
	}
	schedule := meetings.Schedule{
		Rule: meetings.Rule{Frequency: meetings.FreqMonthly, Count: 2, ByMonthDay: []int{1}}, Start: kam.MustDay("2026-02-01"), Roll: meetings.Following,
	}
	for meeting, err := range schedule.Occurrences(calendar) {
		fmt.Println(meeting.Day, "for", meeting.Nominal, err)
	}
	// Output:
	// 2026-02-02 for 2026-02-01 <nil>
	// 2026-03-02 for 2026-03-01 <nil>
}

func ExampleNewAgenda() {
	number := func(n int64) decimal.NullDecimal { return decimal.NewNullDecimal(decimal.NewFromInt(n)) }
	agenda, err := meetings.NewAgenda(meetings.AgendaSpec{
		Format: meetings.Format{ID: "short", Name: kam.Text{EN: "Short meeting", ZH: "短会"}, Boxes: []meetings.Box{
			{Name: kam.Text{EN: "Goals", ZH: "目标"}, Minutes: 10, Holds: []meetings.Section{meetings.Topics}},
		}},
		On: kam.MustDay("2026-03-02"),
		Topics: []meetings.Topic{
			{Goal: "visits", Title: kam.Text{EN: "Visits", ZH: "拜访"}, Weight: kam.Whole(), Direction: kam.HigherIsBetter, Plan: number(20), Actual: number(15), Unit: "visits"},
		},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Print(agenda.Markdown(kam.Chinese))
	// Output:
	// # 短会，2026-03-02
	//
	// 共 10 分钟
	//
	// ## 1. 目标（10 分钟）
	//
	// | 目标 | 权重 | 计划 | 实际 | 差距 | 原因 | 分钟 |
	// | --- | ---: | ---: | ---: | ---: | --- | ---: |
	// | 拜访 | 100% | 20 visits | 15 visits | 25% | 落后于计划 | 10 |
}

func ExampleWeeklyReview() {
	format := meetings.WeeklyReview()
	for _, box := range format.Boxes {
		fmt.Println(box.Minutes, box.Name.EN)
	}
	fmt.Println(format.Minutes(), "of", format.Least, "to", format.Most)
	// Output:
	// 10 Top alerts
	// 20 Goals that are off
	// 10 Blockers, actions, recognition
	// 40 of 30 to 45
}

func ExampleMonthlyReview() {
	fmt.Println(meetings.MonthlyReview().Minutes(), meetings.MonthlyReview().Check())
	// Output: 75 <nil>
}

func ExampleQuarterlyReview() {
	fmt.Println(meetings.QuarterlyReview().Minutes(), meetings.QuarterlyReview().Check())
	// Output: 120 <nil>
}

// actions are two, one of which is done.
func actions() []meetings.Action {
	task := func(id, due string) meetings.Action {
		return meetings.Action{Task: kam.Task{ID: id, Title: kam.Text{EN: "Call"}, Owner: "anna", Due: kam.MustDay(due)}, Opened: kam.MustDay("2026-03-02")}
	}
	return []meetings.Action{
		task("quote", "2026-03-10").Closed(kam.MustDay("2026-03-06"), "sent"),
		task("demo", "2026-03-10").CarriedOver().CarriedOver(),
	}
}

func ExampleSumActions() {
	s, err := meetings.SumActions(actions(), kam.MustDay("2026-03-12"), nil)
	fmt.Println(s.Open, s.Closed, s.Overdue, s.Closure, s.OnTime, s.MedianAge.Decimal, s.MedianToClose.Decimal, err)
	fmt.Println(s.Text().In(kam.English))
	fmt.Println(s.Text().In(kam.Chinese))
	// Output:
	// 1 1 1 1/2 1/2 10 4 <nil>
	// Actions: 1 open, 1 closed; closed 50 % (1/2); 1 overdue; 1 carried over; in time 50 % (1/2); median to close 4 days; median of those open 10 days
	// 行动项：未完成 1 项，已完成 1 项；完成率 50%（1/2）；逾期 1 项；顺延 1 项；按期率 50%（1/2）；完成所需天数中位数 4 天；未完成项已历天数中位数 10 天
}

func ExampleEscalations() {
	for _, f := range meetings.Escalations(actions(), kam.MustDay("2026-03-12")) {
		fmt.Println(f)
		fmt.Println(f.In(kam.Chinese))
	}
	// Output:
	// action demo: carried over 2 times and still open (decide in the meeting: do it now, give it to someone else, or drop it)
	// action demo：已顺延 2 次，仍未完成（请在会上决定：立即完成、换人负责或取消）
}

func ExampleFeedback() {
	f := meetings.Feedback{ID: "f1", From: "chen", To: "anna", Kind: meetings.Advice, Text: "Reply sooner", On: kam.MustDay("2026-03-02")}
	_, err := f.Remeasure(meetings.Reading{})
	fmt.Println(err, errors.Is(err, meetings.ErrState))

	hours := func(n int64) decimal.NullDecimal { return decimal.NewNullDecimal(decimal.NewFromInt(n)) }
	f, err = f.Acknowledge(kam.MustDay("2026-03-03"))
	if err != nil {
		fmt.Println(err)
		return
	}
	f, err = f.Act(meetings.Answer{On: kam.MustDay("2026-03-04"), Text: "An hour each morning", Metric: "hours-to-reply", Before: hours(30)})
	if err != nil {
		fmt.Println(err)
		return
	}
	f, err = f.Remeasure(meetings.Reading{On: kam.MustDay("2026-04-01"), Metric: "hours-to-reply", Value: hours(10)})
	change, _ := f.Change()
	fmt.Println(f.State(), change, err)
	// Output:
	// meetings: feedback "f1": cannot remeasure what is given: nothing was done about it yet true
	// closed -20 <nil>
}

// requests are two, one of which was delivered.
func requests() []meetings.Request {
	number := func(n int64) decimal.NullDecimal { return decimal.NewNullDecimal(decimal.NewFromInt(n)) }
	ask := func(id string) meetings.Request {
		return meetings.Request{
			ID: id, Type: meetings.PreSales, Text: "A demo", By: "anna", Goal: "revenue",
			Requested: kam.MustDay("2026-03-02"), Due: kam.MustDay("2026-03-10"),
		}
	}
	demo := ask("demo")
	demo.Delivered = kam.MustDay("2026-03-06")
	demo.Before = meetings.Attainment{Reached: number(40), Asked: number(100)}
	demo.After, demo.AfterOn = meetings.Attainment{Reached: number(65), Asked: number(100)}, kam.MustDay("2026-03-11")
	return []meetings.Request{demo, ask("fair")}
}

func ExampleRequest_Effect() {
	effect, known := requests()[0].Effect(kam.MustDay("2026-03-12"))
	fmt.Println(effect, known)
	_, known = requests()[0].Effect(kam.MustDay("2026-03-10"))
	fmt.Println(known)
	// Output:
	// 1/4 true
	// false
}

func ExampleSumRequests() {
	s, err := meetings.SumRequests(requests(), kam.MustDay("2026-03-12"), nil)
	fmt.Println(s.Fill, s.OnTime, s.MedianDays.Decimal, s.Overdue, s.Better, s.Effect.Decimal, err)
	fmt.Println(s.Text().In(kam.English))
	fmt.Println(s.Text().In(kam.Chinese))
	// Output:
	// 1/2 1/2 4 1 1 0.25 <nil>
	// Requests: 1 waiting, 1 delivered, 0 declined; fill rate 50 % (1/2); 1 overdue; in time 50 % (1/2); median to deliver 4 days; attainment after delivery: 1 higher, 0 the same, 0 lower, 0 unknown; +25 percentage points in sum
	// 资源申请：等待 1 项，已交付 1 项，已拒绝 0 项；满足率 50%（1/2）；逾期 1 项；按期率 50%（1/2）；交付所需天数中位数 4 天；交付后达成率：上升 1 项，持平 0 项，下降 0 项，未知 0 项；合计 +25 个百分点
}

func ExampleSuccess_Reach() {
	s := meetings.Success{ID: "s1", Person: "anna", On: kam.MustDay("2026-03-02"), Text: "Won Star"}
	s = s.SeenBy("bo", kam.MustDay("2026-03-03"))
	team, today := []string{"anna", "bo", "chen"}, kam.MustDay("2026-03-04")
	fmt.Println(s.Reach(team, today), s.Unseen(team, today))
	// Output: 1/2 [chen]
}

func ExampleAdherence() {
	planned := []meetings.Occurrence{
		{Day: kam.MustDay("2026-03-02"), Nominal: kam.MustDay("2026-03-01")},
		{Day: kam.MustDay("2026-03-09"), Nominal: kam.MustDay("2026-03-08")},
		{Day: kam.MustDay("2026-03-16"), Nominal: kam.MustDay("2026-03-15")},
	}
	held := []meetings.Meeting{{ID: "m1", Chair: "chen", Planned: kam.MustDay("2026-03-02"), On: kam.MustDay("2026-03-03")}}
	kept, punctual, err := meetings.Adherence(planned, held, kam.MustPeriod("2026-03-01/2026-04-01"), kam.MustDay("2026-03-10"))
	fmt.Println(kept, punctual, err)
	// Output: 1/2 0/1 <nil>
}

func ExampleReport_Markdown() {
	number := func(n int64) decimal.NullDecimal { return decimal.NewNullDecimal(decimal.NewFromInt(n)) }
	text, err := meetings.Report{
		ID: "r1", Person: "anna", Every: kam.Week, Period: kam.MustPeriod("2026-03-02/2026-03-09"), On: kam.MustDay("2026-03-09"),
		Figures: []meetings.Figure{{
			Goal: "visits", Title: kam.Text{EN: "Visits"}, Plan: number(12), Actual: number(9), Unit: "visits",
			Attainment: meetings.Attainment{Reached: number(9), Asked: number(12)},
		}},
		Obstacles: []meetings.Obstacle{{Text: "The <b>demo</b> is down"}},
	}.Markdown(kam.English)
	fmt.Print(text)
	fmt.Println(err)
	// Output:
	// # Weekly report: anna, 2026-03-02 to 2026-03-08
	//
	// Reported on 2026-03-09
	//
	// ## Goals
	//
	// | Goal | Plan | Actual | Attainment |
	// | --- | ---: | ---: | ---: |
	// | Visits | 12 visits | 9 visits | 75 % |
	//
	// ## Successes
	//
	// None.
	//
	// ## Obstacles
	//
	// - The &lt;b&gt;demo&lt;/b&gt; is down
	//
	// ## Resources needed
	//
	// None.
	//
	// ## Next
	//
	// None.
	// <nil>
}

func ExampleParseRecord() {
	record, err := meetings.ParseRecord([]byte(`{"revision":1,"success":{"id":"s1","person":"anna","on":"2026-03-02","text":"Won Star"}}`))
	fmt.Println(record.Key(), record.On(), record.Person(), err)
	data, err := record.JSON()
	fmt.Println(string(data), err)
	_, err = meetings.ParseRecord([]byte(`{"revision":1,"sucess":{}}`))
	if invalid, ok := errors.AsType[*kam.InvalidError](err); ok {
		fmt.Println(invalid.Findings[0].Code, invalid.Findings[0].Place)
	}
	// Output:
	// {success s1} 2026-03-02 anna <nil>
	// {"revision":1,"success":{"id":"s1","on":"2026-03-02","person":"anna","text":"Won Star"}} <nil>
	// meetings.unknown-key $.sucess (1:15)
}

func ExampleCheckRecords() {
	err := meetings.CheckRecords([]meetings.Record{{Revision: 1, Success: &meetings.Success{ID: "s1", Person: "anna", On: kam.MustDay("2026-03-02")}}})
	fmt.Println(err)
	// Output: $[0].success.text: the text is empty (write 1 to 8000 bytes of UTF-8 without control characters other than line breaks and tabs)
}

func ExampleNext() {
	record := meetings.Record{Revision: 3, Success: &meetings.Success{ID: "s1", Person: "anna", On: kam.MustDay("2026-03-02"), Text: "Won Star"}}
	fmt.Println(meetings.Next(record, 2, ""))
	fmt.Println(meetings.Next(record, 3, record.Digest()))
	_, err := meetings.Next(record, 3, "of other content")
	fmt.Println(errors.Is(err, meetings.ErrConflict))
	_, err = meetings.Next(record, 1, "")
	fmt.Println(errors.Is(err, meetings.ErrStale))
	// Output:
	// true <nil>
	// false <nil>
	// true
	// true
}
