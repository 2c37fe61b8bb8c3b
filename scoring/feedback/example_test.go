package feedback_test

import (
	"errors"
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/scoring/feedback"
)

// round asks a boss, four peers and two reports about Li, and Li.
func round() feedback.RoundSpec {
	s := feedback.RoundSpec{
		ID: "2026-spring", Name: kam.Text{EN: "Spring 2026", ZH: "2026 年春季"}, Subjects: []string{"li"},
		Groups: []feedback.Group{
			{ID: feedback.Self},
			{ID: feedback.Boss, Weight: kam.MustFraction("1/4")},
			{ID: feedback.Peers, Weight: kam.MustFraction("1/2")},
			{ID: feedback.Reports, Weight: kam.MustFraction("1/4")},
		},
		Dimensions: []feedback.Dimension{{
			ID: "trust", Name: kam.Text{EN: "Trust", ZH: "信任"},
			Scale:     feedback.Scale{Least: decimal.NewFromInt(1), Most: decimal.NewFromInt(5), Step: decimal.NewNullDecimal(decimal.NewFromInt(1))},
			Questions: []feedback.Question{{ID: "listens", Text: kam.Text{EN: "Listens", ZH: "善于倾听"}}},
		}},
		Due: kam.MustDay("2026-03-31"),
	}
	for _, in := range [][2]string{
		{"li", "self"}, {"b", "boss"}, {"p1", "peers"}, {"p2", "peers"}, {"p3", "peers"}, {"p4", "peers"}, {"r1", "reports"}, {"r2", "reports"},
	} {
		s.Invitations = append(s.Invitations, feedback.Invitation{Rater: in[0], Subject: "li", Group: in[1]})
	}
	return s
}

// answer is a response to the one question of round.
func answer(rater, group string, value int64) feedback.Response {
	return feedback.Response{
		Rater: rater, Subject: "li", Group: group, On: kam.MustDay("2026-03-20"),
		Answers: []feedback.Answer{{Question: "listens", Value: decimal.NewNullDecimal(decimal.NewFromInt(value))}},
	}
}

// answers is what came back: all but the fourth peer.
func answers() []feedback.Response {
	return []feedback.Response{
		answer("li", "self", 5), answer("b", "boss", 3),
		answer("p1", "peers", 3), answer("p2", "peers", 4), answer("p3", "peers", 5),
		answer("r1", "reports", 1), answer("r2", "reports", 2),
	}
}

func Example() {
	r, err := feedback.Compile(round())
	if err != nil {
		fmt.Println(err)
		return
	}
	a, err := r.Collect(answers())
	if err != nil {
		fmt.Println(err)
		return
	}
	report, publication, err := a.Report(feedback.ReportSpec{ID: "li-1", Subjects: []string{"li"}, On: kam.MustDay("2026-04-01")}, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	q := report.Dimensions[0].Questions[0]
	for _, line := range q.Lines {
		if line.Hidden != "" {
			fmt.Println(line.Name.EN, line.Hidden)
			continue
		}
		fmt.Println(line.Name.EN, line.Mean.Decimal)
	}
	// Reports are left out: (1/4 x 3 + 1/2 x 4) / (3/4)
	fmt.Println("others", q.Others.Decimal, "gap", q.Gap.Decimal, q.Sight)

	// The fourth peer answers. The new mean of peers would tell that answer, so it is not told.
	a, err = r.Collect(append(answers(), answer("p4", "peers", 1)))
	if err != nil {
		fmt.Println(err)
		return
	}
	report, _, err = a.Report(feedback.ReportSpec{ID: "li-2", Subjects: []string{"li"}, On: kam.MustDay("2026-04-08")}, []feedback.Publication{publication})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("later, peers", report.Dimensions[0].Questions[0].Lines[2].Hidden)
	// Output:
	// Self 5
	// Boss 3
	// Peers 4
	// Reports too-few
	// others 3.67 gap 1.33 blind-spot
	// later, peers differencing
}

func ExampleCompile() {
	s := round()
	s.Groups[1].Weight = kam.MustFraction("0.24")
	s.Groups[2].Threshold = 2
	_, err := feedback.Compile(s)
	fmt.Println(err)
	// Output:
	// $.groups[2].threshold: the threshold is 2 (use 1 for a group that is not anonymous, else 3 to 100: of a total of two, each works out the other)
	// $.groups: the weights sum to 99/100 (make them sum to 1 exactly)
}

func ExampleRound_Collect() {
	r, err := feedback.Compile(round())
	if err != nil {
		fmt.Println(err)
		return
	}
	_, err = r.Collect([]feedback.Response{answer("p1", "peers", 6), answer("x", "peers", 3)})
	if invalid, ok := errors.AsType[*kam.InvalidError](err); ok {
		fmt.Println(invalid.In(kam.Chinese))
	}
	// Output:
	// $[0].answers[0].value：回答 6 超出量表（请在 1 到 5 之间以 1 为步长作答）
	// $[1].rater："x" 未受邀评价 "li"（请使用邀请中的代号）
}

func ExampleAnswers_Report() {
	r, err := feedback.Compile(round())
	if err != nil {
		fmt.Println(err)
		return
	}
	a, err := r.Collect(answers())
	if err != nil {
		fmt.Println(err)
		return
	}
	_, publication, err := a.Report(feedback.ReportSpec{ID: "li-1", Subjects: []string{"li"}, On: kam.MustDay("2026-04-01")}, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, x := range publication.Aggregates {
		fmt.Println(x.ID, x.Kind, x.Parts[0].Raters)
	}
	// Output:
	// self/listens  [li]
	// boss/listens  [b]
	// peers/listens  [p1 p2 p3]
	// self comments [li]
	// boss comments [b]
	// peers comments [p1 p2 p3]
}

func ExampleAnswers_Reminders() {
	r, err := feedback.Compile(round())
	if err != nil {
		fmt.Println(err)
		return
	}
	a, err := r.Collect(answers())
	if err != nil {
		fmt.Println(err)
		return
	}
	today := kam.MustDay("2026-04-01")
	for _, task := range a.Reminders(today) {
		fmt.Println(task.Owner, task.Title.EN, task.Due, task.Overdue(today))
	}
	// Output:
	// p4 Give feedback about li 2026-03-31 true
}

func ExampleReport_Markdown() {
	r, err := feedback.Compile(round())
	if err != nil {
		fmt.Println(err)
		return
	}
	responses := answers()
	responses[1].Comments = []feedback.Comment{{Text: "*Always* there"}}
	a, err := r.Collect(responses[:2])
	if err != nil {
		fmt.Println(err)
		return
	}
	report, _, err := a.Report(feedback.ReportSpec{ID: "li-1", Subjects: []string{"li"}, On: kam.MustDay("2026-04-01")}, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	report.Dimensions = nil // the comments alone
	fmt.Println(report.Markdown(kam.English))
	// Output:
	// # Feedback: Spring 2026
	//
	// - About: li
	// - Day: 2026-04-01
	// - A mean stands with the number of answers, after ± with their standard deviation.
	// - What too few people answered is withheld and left out of the totals; the weights of the groups shown are scaled to 1.
	// - The gap is one's own answer less that of all others; for all questions together, of those that both are known of.
	//
	// ## Comments
	//
	// **Self**
	//
	// None.
	//
	// **Boss**
	//
	// - \*Always\* there
	//
	// **Peers**
	//
	// Withheld: too few people answered.
	//
	// **Reports**
	//
	// Withheld: too few people answered.
}

func ExamplePublish() {
	total := func(id string, peers, reports []string) feedback.Aggregate {
		return feedback.Aggregate{ID: id, Parts: []feedback.Part{
			{Subject: "li", Group: feedback.Peers, Question: "listens", Raters: peers},
			{Subject: "li", Group: feedback.Reports, Question: "listens", Raters: reports},
		}}
	}
	peers, two := []string{"p1", "p2", "p3"}, []string{"r1", "r2"}
	all := total("all", peers, two)
	alone := feedback.Aggregate{ID: "peers", Parts: all.Parts[:1]}
	v, err := feedback.Publish(feedback.Thresholds{feedback.Peers: 3, feedback.Reports: 3}, nil, []feedback.Aggregate{all, alone})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, x := range v.Published {
		fmt.Println(x.ID, "published")
	}
	for _, x := range v.Withheld {
		fmt.Println(x.ID, "withheld:", x.Reason)
	}
	// Output:
	// all published
	// peers withheld: differencing
}

func ExampleSession_Hold() {
	s := feedback.Session{
		ID: "s1", Round: "2026-spring", Subject: "li", Participants: []string{"li", "b"}, Planned: kam.MustDay("2026-04-10"),
	}
	course := kam.Task{ID: "course", Title: kam.Text{EN: "Take the course", ZH: "参加培训"}, Owner: "li", Due: kam.MustDay("2026-05-31")}
	s, err := s.Hold(kam.MustDay("2026-04-10"), []kam.Task{course})
	fmt.Println(s.State(), err)
	_, err = s.Close(kam.MustDay("2026-05-31"))
	fmt.Println(err)
	course.Done = kam.MustDay("2026-05-20")
	s, err = s.FollowUp(kam.MustDay("2026-05-25"), []kam.Task{course})
	fmt.Println(s.State(), err)
	s, err = s.Close(kam.MustDay("2026-05-31"))
	fmt.Println(s.State(), err)
	// Output:
	// held <nil>
	// feedback: session "s1": cannot close what is held: follow it up first
	// followed-up <nil>
	// closed <nil>
}

func ExampleSumSessions() {
	s := feedback.Session{
		ID: "s1", Round: "2026-spring", Subject: "li", Participants: []string{"li", "b"}, Planned: kam.MustDay("2026-04-10"), Held: kam.MustDay("2026-04-10"),
		Actions: []kam.Task{
			{ID: "a", Title: kam.Text{EN: "A"}, Owner: "li", Due: kam.MustDay("2026-04-30"), Done: kam.MustDay("2026-04-30")},
			{ID: "b", Title: kam.Text{EN: "B"}, Owner: "li", Due: kam.MustDay("2026-04-30")},
		},
	}
	sum, err := feedback.SumSessions([]feedback.Session{s}, kam.MustDay("2026-05-01"))
	fmt.Println(sum.Closure, sum.ActionClosure, sum.OnTime, err)
	// Output:
	// 0/1 1/2 1/2 <nil>
}

func ExampleParseRound() {
	_, err := feedback.ParseRound([]byte(`{"id": "r", "groups": [{"id": "peers", "wieght": "1"}]}`))
	fmt.Println(err)
	// Output:
	// $.groups[0].wieght (1:40): key "wieght" is not known here (did you mean "weight"?)
}

func ExampleParseResponse() {
	r, err := feedback.ParseResponse([]byte(`{"rater": "p1", "subject": "li", "group": "peers", "on": "2026-03-20",
		"answers": [{"question": "listens", "value": "4"}], "comments": [{"text": "Good"}]}`))
	fmt.Println(r.Rater, r.Answers[0].Value.Decimal, r.Comments[0].Text, err)
	// Output:
	// p1 4 Good <nil>
}

func ExampleParsePublication() {
	p := feedback.Publication{Round: "r", Report: "li-1", Sequence: 1, On: kam.MustDay("2026-04-01")}
	data, err := p.JSON()
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(string(data))
	back, err := feedback.ParsePublication(data)
	fmt.Println(back.Report, err)
	// Output:
	// {"on":"2026-04-01","report":"li-1","round":"r","sequence":1}
	// li-1 <nil>
}
