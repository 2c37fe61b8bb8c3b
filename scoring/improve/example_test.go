package improve_test

import (
	"errors"
	"fmt"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/scoring"
	"github.com/kam-go/kam/scoring/improve"
)

// exampleScore returns a result of two measures: growth with the weight 0.6, satisfaction with 0.4.
func exampleScore(period kam.Period, growth, satisfaction int64) (scoring.Result, error) {
	measure := func(id, weight string) scoring.Measure {
		return scoring.Measure{
			ID: id, Weight: kam.MustFraction(weight), Metric: id, Direction: kam.HigherIsBetter, Function: scoring.Function{Points: &scoring.Points{}},
		}
	}
	program, err := scoring.Compile(scoring.Card{
		Format: scoring.Format, ID: "kam", Version: 1, Scale: scoring.Scale{Max: decimal.New(100, 0)},
		Rounding: scoring.Rounding{Mode: scoring.HalfUp}, Missing: scoring.Missing{Policy: scoring.MissingBlock},
		Measures: []scoring.Measure{measure("growth", "0.6"), measure("satisfaction", "0.4")},
	})
	if err != nil {
		return scoring.Result{}, err
	}
	who := kam.Subject{Kind: "payee", ID: "anna"}
	observed := func(metric string, value int64) kam.Observation {
		return kam.Observation{Subject: who, Metric: metric, Period: period, Value: decimal.NewNullDecimal(decimal.New(value, 0))}
	}
	return program.Score(scoring.Inputs{
		Subject: who, Period: period, Observations: []kam.Observation{observed("growth", growth), observed("satisfaction", satisfaction)},
	})
}

// exampleCalendar returns the calendar of 2026 without holidays.
func exampleCalendar() (*kam.Calendar, error) {
	return kam.NewCalendar(kam.CalendarSpec{Declared: []int{2026}})
}

func examplePlan(result scoring.Result) (improve.Plan, error) {
	calendar, err := exampleCalendar()
	if err != nil {
		return improve.Plan{}, err
	}
	return improve.NewPlan(improve.Request{
		ID: "p1", Result: result, Owner: "anna", Period: kam.MustPeriod("2026-04-01/2026-07-01"), CheckEvery: 30,
		Levers: []improve.Lever{{
			ID: "visits", Name: kam.Text{EN: "Visit each account monthly", ZH: "每月拜访每个客户"}, Metric: "growth",
			Effect: decimal.New(20, 0), Effort: decimal.New(8, 0), Days: 30,
		}},
	}, calendar)
}

// A score of 50 and 80 with the weights 0.6 and 0.4 is 62. The gap of growth is worth 0.6 * 50 = 30 points, that of
// satisfaction 0.4 * 20 = 8. Half a year later growth has 70 points: 0.6 * 20 = 12 more.
func Example() {
	before, err := exampleScore(kam.MustPeriod("2026-01-01/2026-04-01"), 50, 80)
	if err != nil {
		fmt.Println(err)
		return
	}
	plan, err := examplePlan(before)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, g := range plan.Gaps {
		fmt.Println(g.Measure, "is worth", g.Points, "points, planned", g.Planned)
	}
	for _, t := range plan.Tasks() {
		fmt.Println(t.ID, t.Title.EN, "by", t.Due)
	}
	plan, _ = plan.Done("p1/1", kam.MustDay("2026-05-11"))
	after, err := exampleScore(kam.MustPeriod("2026-04-01/2026-07-01"), 70, 80)
	if err != nil {
		fmt.Println(err)
		return
	}
	progress, err := improve.Reevaluate(improve.Reevaluation{Plan: plan, Before: before, After: after, On: kam.MustDay("2026-07-01")})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, m := range progress.Moves {
		fmt.Println(m.Measure, m.Trend, m.Contribution, "levers done:", m.LeversDone)
	}
	// Output:
	// growth is worth 30 points, planned 12
	// satisfaction is worth 8 points, planned 0
	// p1/1 Visit each account monthly by 2026-05-12
	// p1/2 Find a lever for satisfaction by 2026-04-14
	// growth improved 12 levers done: 1
	// satisfaction unchanged 0 levers done: 0
}

func ExampleNewPlan() {
	result, err := exampleScore(kam.MustPeriod("2026-01-01/2026-04-01"), 50, 80)
	if err != nil {
		fmt.Println(err)
		return
	}
	plan, err := examplePlan(result)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("from", plan.Total, "to", plan.Full)
	fmt.Println("check points:", plan.CheckPoints)
	// Output:
	// from 62 to 100
	// check points: [2026-05-01 2026-06-01 2026-06-30]
}

func ExamplePlan_MarkdownWith() {
	result, err := exampleScore(kam.MustPeriod("2026-01-01/2026-04-01"), 50, 100)
	if err != nil {
		fmt.Println(err)
		return
	}
	plan, err := examplePlan(result)
	if err != nil {
		fmt.Println(err)
		return
	}
	called := map[string]string{"anna": "Anna Berg"}
	text := plan.MarkdownWith(kam.English, func(id string) string { return called[id] })
	for line := range strings.Lines(text) {
		if strings.Contains(line, "Anna") {
			fmt.Print(line)
		}
	}
	// Output:
	// - For: Anna Berg
	// | 1 | Visit each account monthly | growth | Anna Berg | 2026-05-12 | +12 | 8 |
}

func ExamplePlan_Markdown() {
	result, err := exampleScore(kam.MustPeriod("2026-01-01/2026-04-01"), 50, 100)
	if err != nil {
		fmt.Println(err)
		return
	}
	plan, err := examplePlan(result)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Print(plan.Markdown(kam.Chinese))
	// Output:
	// # 改进计划 p1
	//
	// - 对象：anna
	// - 评分卡：kam，版本 1
	// - 结果：得分 70（2026-01-01 至 2026-03-31）
	// - 时间：2026-04-01 至 2026-06-30
	// - 舍入前总分：70；全部已知差距弥补后：100
	// - 检查点：2026-05-01、2026-06-01、2026-06-30；最后一个检查点重新评分
	//
	// ## 差距所在
	//
	// | 指标 | 权重 | 得分 | 目标 | 差距 | 可得分 | 总分变化 | 计划提升 |
	// | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
	// | growth | 60% | 50 | 100 | 50 | 30 | +30 | 12 |
	//
	// ## 行动项
	//
	// | 编号 | 行动 | 指标 | 负责人 | 截止 | 预计得分 | 投入 |
	// | --- | --- | --- | --- | --- | ---: | ---: |
	// | 1 | 每月拜访每个客户 | growth | anna | 2026-05-12 | +12 | 8 |
}

func ExampleParsePlan() {
	_, err := improve.ParsePlan([]byte(`{"id": "p1", "checkPoints": ["2026-02-30"]}`))
	fmt.Println(err)
	// Output:
	// $.checkPoints[0] (1:30): "2026-02-30" is not accepted: kam: invalid day: day 30 is not between 1 and 28, the days of February 2026 (text "2026-02-30") (correct the text between the quotes)
}

func ExampleReevaluate() {
	before, err := exampleScore(kam.MustPeriod("2026-01-01/2026-04-01"), 50, 80)
	if err != nil {
		fmt.Println(err)
		return
	}
	plan, err := examplePlan(before)
	if err != nil {
		fmt.Println(err)
		return
	}
	after, err := exampleScore(kam.MustPeriod("2026-04-01/2026-07-01"), 60, 70)
	if err != nil {
		fmt.Println(err)
		return
	}
	progress, err := improve.Reevaluate(improve.Reevaluation{Plan: plan, Before: before, After: after, On: kam.MustDay("2026-07-01")})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("total", progress.Change, "tasks done", progress.Done, "of", len(progress.Tasks))
	for _, m := range progress.Moves {
		fmt.Println(m.Measure, m.Trend, m.Contribution)
	}
	// Output:
	// total 2 tasks done 0 of 2
	// growth improved 6
	// satisfaction worsened -4
}

func ExampleParseProgress() {
	p, err := improve.ParseProgress([]byte(`{"plan": "p1", "moves": [{"measure": "growth", "trend": "improved", "contribution": "6"}]}`))
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(p.Moves[0].Measure, p.Moves[0].Contribution)
	// Output:
	// growth 6
}

func ExampleCheckPoints() {
	calendar, err := exampleCalendar()
	if err != nil {
		fmt.Println(err)
		return
	}
	days, err := improve.CheckPoints(calendar, kam.MustPeriod("2026-07-01/2026-08-01"), 10)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(days) // 11 July is a Saturday
	// Output:
	// [2026-07-13 2026-07-21 2026-07-31]
}

// exampleReview returns the events of a review up to the sign-off.
func exampleReview() []improve.ReviewEvent {
	score := decimal.NewNullDecimal(decimal.New(62, 0))
	return []improve.ReviewEvent{
		{Step: improve.ReviewOpen, On: kam.MustDay("2026-07-01"), By: "hr", Opening: &improve.Opening{
			Person: "anna", Period: kam.MustPeriod("2026-01-01/2026-07-01"), RunBy: "hr", Manager: "bo", Calibrators: []string{"cy"}, Approver: "di", Arbiters: []string{"eve"},
			Deadlines: improve.Deadlines{
				Self: kam.MustDay("2026-07-10"), Manager: kam.MustDay("2026-07-20"), Calibration: kam.MustDay("2026-07-24"), SignOff: kam.MustDay("2026-07-31"),
			},
			AppealDays: 10, DecisionDays: 15, ClosingDays: 5,
		}},
		{Step: improve.ReviewSelf, On: kam.MustDay("2026-07-08"), By: "anna"},
		{Step: improve.ReviewManager, On: kam.MustDay("2026-07-15"), By: "bo", Score: score},
		{Step: improve.ReviewCalibrate, On: kam.MustDay("2026-07-22"), By: "cy"},
	}
}

func ExampleReplayReview() {
	review, err := improve.ReplayReview(exampleReview())
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(review.State(), review.Awaited(), "until", review.Due())
	_, err = review.Apply(improve.ReviewEvent{Step: improve.ReviewSignOff, On: kam.MustDay("2026-07-23"), By: "anna"})
	fmt.Println(errors.Is(err, improve.ErrTransition), err)
	// Output:
	// sign-off [di] until 2026-07-31
	// true improve: the step is not allowed: sign-off in the state sign-off: it is for "di", not for "anna"; allowed: sign-off, cancel
}

func ExampleOverdueReviews() {
	review, err := improve.ReplayReview(exampleReview())
	if err != nil {
		fmt.Println(err)
		return
	}
	late, err := improve.OverdueReviews([]improve.Review{review}, kam.MustDay("2026-08-03"))
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, o := range late {
		fmt.Println(o.Person, o.State, o.Awaited, o.Days, "days late")
	}
	// Output:
	// anna sign-off [di] 3 days late
}

func ExampleScheduleReview() {
	calendar, err := exampleCalendar()
	if err != nil {
		fmt.Println(err)
		return
	}
	d, err := improve.ScheduleReview(calendar, kam.MustDay("2026-07-01"), improve.StageDays{Self: 5, Manager: 5, Calibration: 2, SignOff: 3})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(d.Self, d.Manager, d.Calibration, d.SignOff)
	// Output:
	// 2026-07-08 2026-07-15 2026-07-17 2026-07-22
}

// examplePIP returns the events of a plan for July 2026 that is running.
func examplePIP() []improve.PIPEvent {
	return []improve.PIPEvent{
		{Step: improve.PIPDraft, On: kam.MustDay("2026-06-22"), By: "bo", Reason: "score 62, target 75", Terms: &improve.Terms{
			Person: "anna", Manager: "bo", Approvers: []string{"hr"}, Period: kam.MustPeriod("2026-07-01/2026-08-01"), Minimum: 20,
			Goals:       []improve.PIPGoal{{Measure: "growth", Target: decimal.New(70, 0)}},
			CheckPoints: []kam.Day{kam.MustDay("2026-07-15"), kam.MustDay("2026-07-31")},
		}},
		{Step: improve.PIPAgree, On: kam.MustDay("2026-06-25"), By: "anna", Reason: "talked over", Approver: "hr"},
		{Step: improve.PIPStart, On: kam.MustDay("2026-07-01"), By: "bo", Reason: "as agreed", Approver: "hr"},
	}
}

func ExampleReplayPIP() {
	calendar, err := exampleCalendar()
	if err != nil {
		fmt.Println(err)
		return
	}
	plan, err := improve.ReplayPIP(calendar, examplePIP())
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(plan.State(), "check points open:", plan.Open())
	_, err = plan.Apply(improve.PIPEvent{Step: improve.PIPFail, On: kam.MustDay("2026-07-10"), By: "bo", Reason: "no change", Approver: "hr"})
	if refused, ok := errors.AsType[*improve.TransitionError](err); ok {
		fmt.Println(refused.Why.EN)
		fmt.Println(refused.Allowed)
	}
	// Output:
	// running check points open: [2026-07-15 2026-07-31]
	// the plan has run for 8 working days, and the minimum is 20
	// [hold extend pass fail withdraw]
}

func ExampleNewPIP() {
	calendar, err := exampleCalendar()
	if err != nil {
		fmt.Println(err)
		return
	}
	plan, err := improve.NewPIP(calendar).Apply(examplePIP()[0])
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(plan.State(), plan.Allowed())
	// Output:
	// drafted [agree withdraw]
}

func ExampleParseRecord() {
	r, err := improve.ParseRecord([]byte(`{
		"stream": "round/spring", "seq": 1, "on": "2026-05-04", "by": "r7", "about": {"kind": "payee", "id": "anna"},
		"response": {"round": "spring", "rater": "r7", "document": "{\"q1\": \"4\"}"}
	}`))
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(r.Kind(), r.Check())
	// Output:
	// response <nil>
}
