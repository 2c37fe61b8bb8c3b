package develop_test

import (
	"fmt"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/careerpath/develop"
	"github.com/kam-go/kam/careerpath/evidence"
	"github.com/kam-go/kam/careerpath/skills"
	"github.com/kam-go/kam/careerpath/training"
)

// academy is a small catalogue: negotiation from 0 to 2 by one course for 900, or by a talk for 100 and a workshop for 400.
func academy() (*training.Program, error) {
	levels := []kam.Text{{EN: "none", ZH: "无"}, {EN: "basic", ZH: "基础"}, {EN: "good", ZH: "良好"}}
	amount := func(n int64) decimal.NullDecimal { return decimal.NewNullDecimal(decimal.New(n, 0)) }
	return training.Compile(training.Catalogue{
		Format: 1, ID: "academy", Name: kam.Text{EN: "Academy", ZH: "学院"}, Currency: "CNY",
		Offerings: []training.Offering{
			{ID: "course", Name: kam.Text{EN: "Negotiation", ZH: "谈判"}, Kind: training.Course, PerHead: amount(900), Hours: amount(24), Teaches: []training.Lift{{Skill: "negotiation", To: 2}}},
			{ID: "talk", Name: kam.Text{EN: "What buyers want", ZH: "客户要什么"}, Kind: training.ExpertTalk, PerHead: amount(100), Hours: amount(2), Teaches: []training.Lift{{Skill: "negotiation", To: 1}}},
			{
				ID: "workshop", Name: kam.Text{EN: "Tactics", ZH: "谈判技巧"}, Kind: training.Practice, PerHead: amount(400), Hours: amount(8),
				Teaches:  []training.Lift{{Skill: "negotiation", From: 1, To: 2}},
				Sessions: []training.Session{{ID: "spring", Held: kam.MustPeriod("2026-04-13/2026-04-14")}},
			},
		},
	}, evidence.Vocabulary{Skills: []evidence.Skill{{ID: "negotiation", Name: kam.Text{EN: "Negotiation", ZH: "谈判"}, Levels: levels}}})
}

func annasPlan(p *training.Program) (develop.Plan, error) {
	return develop.NewPlan(p, nil, develop.Request{
		ID: "anna-2026", Person: kam.Subject{Kind: "agent", ID: "anna"}, Aim: "senior",
		Levels: skills.Levels{"negotiation": 0}, Requirements: []skills.Requirement{{Skill: "negotiation", Level: 2}},
		Unknown: develop.FromZero, Period: kam.MustPeriod("2026-03-02/2026-07-01"),
	})
}

// From a gap to a plan, its tasks, and how far it has come.
func Example() {
	program, err := academy()
	if err != nil {
		fmt.Println(err)
		return
	}
	plan, err := annasPlan(program)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(plan.Outcome, plan.TotalCost, "proven:", plan.Bound.Proven)
	for _, task := range plan.Tasks() {
		fmt.Println(task.Due, task.Title.EN)
	}

	anna := kam.Subject{Kind: "agent", ID: "anna"}
	log, err := program.Replay([]training.Record{
		{Person: anna, Offering: "talk", State: training.Attended, On: kam.MustDay("2026-03-04")},
		{Person: anna, Offering: "talk", State: training.Completed, On: kam.MustDay("2026-03-04")},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	progress, err := plan.Progress(log, skills.Levels{"negotiation": 1}, kam.MustDay("2026-03-31"))
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, s := range progress.Steps {
		fmt.Println(s.Offering, s.State, s.Cost)
	}
	fmt.Println("gap before", progress.Skills[0].GapBefore, "now", progress.Skills[0].GapNow)
	// Output:
	// covered 500 proven: true
	// 2026-03-05 expert talk: What buyers want
	// 2026-04-13 practice: Tactics
	// talk completed 100
	// workshop next 0
	// gap before 2 now 1
}

func ExampleNewPlan() {
	program, err := academy()
	if err != nil {
		fmt.Println(err)
		return
	}
	plan, err := annasPlan(program)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, s := range plan.Steps {
		fmt.Println(s.Offering, s.Session, s.Days, s.Cost, s.Closes, "after", s.After)
	}
	// Output:
	// talk  2026-03-02/2026-03-06 100 [{negotiation 0 1}] after []
	// workshop spring 2026-04-13/2026-04-14 400 [{negotiation 1 2}] after [talk]
}

func ExamplePlan_MarkdownWith() {
	program, err := academy()
	if err != nil {
		fmt.Println(err)
		return
	}
	plan, err := annasPlan(program)
	if err != nil {
		fmt.Println(err)
		return
	}
	called := map[string]string{"anna": "Anna Berg"}
	text := plan.MarkdownWith(kam.English, nil, func(id string) string { return called[id] })
	fmt.Println(strings.Split(text, "\n")[2])
	// Output: - For: Anna Berg
}

func ExampleVerifyPlan() {
	program, err := academy()
	if err != nil {
		fmt.Println(err)
		return
	}
	plan, err := annasPlan(program)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(develop.VerifyPlan(program, plan))
	plan.TotalCost = decimal.New(499, 0)
	fmt.Println(develop.VerifyPlan(program, plan))
	// Output:
	// <nil>
	// $.totalCost: the steps sum to 500 (state 500)
	// $.bound: the bound contradicts the plan: 2 of 2 is closed at 499 (make the plan anew)
}

func ExampleParsePlan() {
	_, err := develop.ParsePlan([]byte(`{"format": 1, "step": []}`))
	fmt.Println(err)
	// Output:
	// $.step (1:15): key "step" is not known here (did you mean "steps"?)
}

func ExampleCheckPoints() {
	calendar, err := kam.NewCalendar(kam.CalendarSpec{Declared: []int{2026}})
	if err != nil {
		fmt.Println(err)
		return
	}
	days, err := develop.CheckPoints(calendar, kam.MustPeriod("2026-01-31/2026-05-01"), 1)
	fmt.Println(days, err)
	// Output:
	// [2026-03-02 2026-03-31 2026-04-30] <nil>
}

func ExampleMatchMentors() {
	person := func(id string) kam.Subject { return kam.Subject{Kind: "agent", ID: id} }
	wants := []skills.Requirement{{Skill: "negotiation", Level: 3}}
	matching, err := develop.MatchMentors(develop.MentorRequest{
		Mentees: []develop.Mentee{
			{Person: person("anna"), Wants: wants, Manager: person("lead")},
			{Person: person("bo"), Wants: wants, Prefers: []kam.Subject{person("nina")}},
		},
		Mentors: []develop.Mentor{
			{Person: person("lead"), Levels: skills.Levels{"negotiation": 4}, Capacity: 2},
			{Person: person("nina"), Levels: skills.Levels{"negotiation": 3}, Capacity: 1},
		},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, p := range matching.Pairs {
		fmt.Println(p.Mentee.ID, "with", p.Mentor.ID)
	}
	// Output:
	// anna with nina
	// bo with lead
}
