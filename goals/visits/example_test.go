package visits_test

import (
	"encoding/json"
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/goals"
	"github.com/kam-go/kam/goals/visits"
)

// Four weeks in which four deals of 10,000 close evenly. Each takes two proposals, made in a visit one week before,
// and four calls two weeks before that; ten existing accounts are visited every other week.
func Example() {
	calendar, err := kam.NewCalendar(kam.CalendarSpec{Declared: []int{2026}})
	if err != nil {
		fmt.Println(err)
		return
	}
	plan, err := visits.Plan(visits.Spec{
		Period: kam.MustPeriod("2026-03-02/2026-03-30"),
		Segments: []visits.Segment{{
			Name: "new", Deal: decimal.NewFromInt(10_000),
			Steps: []goals.Step{{Period: kam.MustPeriod("2026-03-09/2026-04-06"), Target: decimal.NewFromInt(40_000)}},
			Stages: []visits.Stage{
				{Name: "call", Rate: kam.MustFraction("1/2"), LeadWeeks: 2, Costs: []visits.Cost{{Activity: visits.Call, Count: kam.Whole()}}},
				{Name: "proposal", Rate: kam.MustFraction("1/2"), LeadWeeks: 1, Costs: []visits.Cost{{Activity: visits.Visit, Count: kam.Whole()}}},
			},
		}},
		Tiers:  []visits.Tier{{Name: "A", Accounts: 10, Rhythms: []visits.Rhythm{{Activity: visits.Visit, Every: kam.MustFraction("2")}}}},
		People: []visits.Person{{Name: "anna", PerDay: []visits.Cost{{Activity: visits.Visit, Count: kam.MustFraction("2")}}}},
	}, calendar)
	if err != nil {
		fmt.Println(err)
		return
	}
	for i, week := range plan.Weeks() {
		fmt.Println(week.Label, plan.Of(visits.Visit)[i], "visits,", plan.Of(visits.Call)[i], "calls")
	}
	for _, f := range plan.Findings() {
		fmt.Println(f.Message)
	}
	fmt.Println(plan.Summary().EN)
	// Output:
	// 2026-W10 7 visits, 4 calls
	// 2026-W11 7 visits, 4 calls
	// 2026-W12 7 visits, 0 calls
	// 2026-W13 7 visits, 0 calls
	// {deals of 2026-03-09/2026-04-06 needed 8 of call before 2026-03-02, the first day that can be planned 2026-03-09/2026-04-06 的成交需要在首个可规划日 2026-03-02 之前完成：call 8 项}
	// 2026-03-02/2026-03-30, 4 weeks: 28 visits, 8 calls; people can do every week what is planned in it; by the leads it is too late for a revenue of 20,000.
}

func ExampleSegment_Ladder() {
	segment := visits.Segment{
		Name: "new", Deal: decimal.NewFromInt(50_000),
		Stages: []visits.Stage{
			{Name: "contact", Rate: kam.MustFraction("0.1")},
			{Name: "call", Rate: kam.MustFraction("0.35")},
			{Name: "meeting", Rate: kam.MustFraction("0.5")},
			{Name: "proposal", Rate: kam.MustFraction("0.4")},
		},
	}
	ladder, err := segment.Ladder(decimal.NewFromInt(700_000))
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, rung := range ladder.Stages {
		fmt.Println(rung.Name, rung.Count)
	}
	fmt.Println("deals", ladder.Deals.Count)
	// Output:
	// contact 2000
	// call 200
	// meeting 70
	// proposal 35
	// deals 14
}

func ExampleTier_Needs() {
	tier := visits.Tier{Name: "C", Accounts: 45, Rhythms: []visits.Rhythm{{Activity: visits.Visit, Every: kam.MustFraction("6")}}}
	fmt.Println(tier.Needs(visits.Visit, 2).RatString(), "in two weeks,", tier.Needs(visits.Visit, 1).RatString(), "in one")
	// Output: 15 in two weeks, 15/2 in one
}

func ExamplePlan() {
	calendar, err := kam.NewCalendar(kam.CalendarSpec{Declared: []int{2026}})
	if err != nil {
		fmt.Println(err)
		return
	}
	_, err = visits.Plan(visits.Spec{
		Period: kam.MustPeriod("2026-03-02/2026-03-30"),
		Tiers: []visits.Tier{
			{Name: "A", Accounts: 10, Rhythms: []visits.Rhythm{{Activity: visits.Visit}}},
			{Name: "A", Accounts: -1, Rhythms: []visits.Rhythm{{Activity: visits.Call, Every: kam.Whole()}}},
		},
	}, calendar)
	fmt.Println(err)
	// Output:
	// $.tiers[1].name: "A" already names entry 0 (give each its own name)
	// $.tiers[0].rhythms[0].every: the number of weeks from one to the next is 0 (state a number above 0 and at most 520, such as 1/2, with a denominator of at most 1000)
	// $.tiers[1].accounts: there are -1 accounts (state 0 to 1000000000 accounts)
}

func ExampleParseSpec() {
	_, err := visits.ParseSpec([]byte(`{"period": "2026-01-01/2026-13-01"}`))
	fmt.Println(err != nil)
	spec, err := visits.ParseSpec([]byte(`{"period": "2026-01-01/2027-01-01", "tiers": [{"name": "A", "accounts": 10, "rhythms": [{"activity": "visit", "every": "2"}]}]}`))
	fmt.Println(spec.Period, spec.Tiers[0].Accounts, spec.Tiers[0].Rhythms[0].Every, err)
	// Output:
	// true
	// 2026-01-01/2027-01-01 10 2 <nil>
}

func ExampleWeeklyPlan_Tasks() {
	calendar, err := kam.NewCalendar(kam.CalendarSpec{Declared: []int{2026}})
	if err != nil {
		fmt.Println(err)
		return
	}
	plan, err := visits.Plan(visits.Spec{
		Period: kam.MustPeriod("2026-03-02/2026-03-16"),
		Tiers:  []visits.Tier{{Name: "A", Accounts: 10, Rhythms: []visits.Rhythm{{Activity: visits.Visit, Every: kam.MustFraction("2")}}}},
	}, calendar)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, task := range plan.Tasks(0, "anna") {
		fmt.Println(task.Due, task.Title.EN, "/", task.Title.ZH)
	}
	// Output: 2026-03-06 5 visits for A / A：5 次拜访
}

// A plan is plain data for whoever wants to store or draw it.
func ExampleWeeklyPlan_Data() {
	calendar, err := kam.NewCalendar(kam.CalendarSpec{Declared: []int{2026}})
	if err != nil {
		fmt.Println(err)
		return
	}
	plan, err := visits.Plan(visits.Spec{
		Period: kam.MustPeriod("2026-03-02/2026-03-16"),
		Tiers:  []visits.Tier{{Name: "A", Accounts: 5, Rhythms: []visits.Rhythm{{Activity: visits.Visit, Every: kam.MustFraction("4")}}}},
	}, calendar)
	if err != nil {
		fmt.Println(err)
		return
	}
	text, err := json.Marshal(plan.Data().Lines)
	fmt.Println(string(text), err)
	// Output: [{"kind":"tier","name":"A","activity":"visit","exact":"5/2","need":3,"weeks":[1,2],"late":0,"later":0}] <nil>
}
