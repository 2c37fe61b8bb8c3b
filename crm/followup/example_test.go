package followup_test

import (
	"fmt"
	"log"
	"time"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm"
	"github.com/kam-go/kam/crm/followup"
)

// book has two customers of Anna, one who was visited on 2 March, and one nobody has met yet.
func book() []crm.Record {
	modified := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	record := func(kind crm.Kind, id string, data crm.Data) crm.Record {
		return crm.Record{Ref: crm.Ref{System: "zoho", Kind: kind, ID: id}, Modified: modified, Data: data}
	}
	return []crm.Record{
		record(crm.KindAccount, "acme", &crm.Account{Name: "Acme", Tier: "A", Owner: "anna", Address: crm.Address{City: "Shanghai"}}),
		record(crm.KindAccount, "bolt", &crm.Account{Name: "Bolt", Tier: "A", Owner: "anna", Address: crm.Address{City: "Shanghai"}}),
		record(crm.KindActivity, "v1", &crm.Activity{Type: crm.Visit, Account: "acme", Status: crm.Done, Start: time.Date(2026, 3, 2, 8, 0, 0, 0, time.UTC)}),
	}
}

// everyTwoWeeks has customers of tier A visited every two weeks.
func everyTwoWeeks() *followup.Rules {
	calendar, err := kam.NewCalendar(kam.CalendarSpec{Declared: []int{2026}})
	if err != nil {
		log.Fatal(err)
	}
	rules, err := followup.Compile(followup.Policy{
		OffDay: followup.NextWorkingDay,
		Tiers: []followup.Tier{{Name: "A", Cadences: []followup.Cadence{
			{Name: "visit", Counts: followup.Counts{Types: []crm.ActivityType{crm.Visit}}, Every: followup.Weeks(2)},
		}}},
	}, calendar, time.UTC)
	if err != nil {
		log.Fatal(err)
	}
	return rules
}

func Example() {
	overview, err := everyTwoWeeks().On(kam.MustDay("2026-03-18"), book())
	if err != nil {
		log.Fatal(err)
	}
	for _, l := range overview.Lines {
		fmt.Println(l.Name, l.Status, "by", l.Late, "working days:", l.Why.EN)
	}
	for _, n := range overview.Never {
		fmt.Println(n.Name, n.Why.EN)
	}
	for _, task := range overview.Tasks("zoho", kam.MustDay("2026-03-20")) {
		fmt.Println(task.ID, task.Owner, task.Title.EN)
	}
	// Output:
	// Acme overdue by 2 working days: last contact on 2026-03-02, then every 2 weeks
	// Bolt never contacted
	// followup/zoho/acme/visit/2026-03-02 anna visit with Acme by 2026-03-16
	// followup/zoho/bolt/visit/never anna first visit with Bolt
}

func ExampleOverview_Week() {
	overview, err := everyTwoWeeks().On(kam.MustDay("2026-03-18"), book())
	if err != nil {
		log.Fatal(err)
	}
	week, err := overview.Week(followup.WeekSpec{
		Days: kam.MustPeriod("2026-03-19/2026-03-21"), Cadences: []string{"visit"}, By: followup.ByCity, Places: 1, Minutes: 60, Travel: 30, Never: followup.NeverLast,
		People: []followup.Person{{User: "anna", PerDay: 4, From: 9 * 60, Until: 18 * 60}},
	})
	if err != nil {
		log.Fatal(err)
	}
	for _, v := range week.Visits {
		fmt.Println(v.Start.Format("Mon 15:04"), v.Place, v.Name)
	}
	// Output:
	// Thu 09:00 Shanghai Acme
	// Thu 10:30 Shanghai Bolt
}

func ExampleOverview_Measures() {
	overview, err := everyTwoWeeks().On(kam.MustDay("2026-03-18"), book())
	if err != nil {
		log.Fatal(err)
	}
	measures, err := overview.Measures(kam.Subject{Kind: "organisation", ID: "us"}, kam.MustPeriod("2026-03-01/2026-03-19"))
	if err != nil {
		log.Fatal(err)
	}
	for _, m := range measures {
		if m.Subject.ID == "us" && m.IsRatio() {
			fmt.Println(m.Metric, m.Scope, m.Numerator.Decimal, "/", m.Denominator.Decimal)
		}
	}
	// Output:
	// followup.contact-frequency A/visit 1 / 2
	// followup.in-cadence  0 / 2
}

func ExampleParsePolicy() {
	policy, err := followup.ParsePolicy([]byte(`{
		"offDay": "previous-working-day",
		"tiers": [{"name": "A", "cadences": [
			{"name": "visit", "counts": {"types": ["visit"], "checkIn": true}, "every": {"n": 2, "unit": "weeks"}, "grace": 2},
			{"name": "call-back", "counts": {"types": ["call-back", "visit"]}, "times": 3, "per": "quarter"}
		]}],
		"pools": [{"withoutContact": 30, "counts": {"types": ["visit", "call-back"]}, "warn": 7}]
	}`))
	if err != nil {
		log.Fatal(err)
	}
	_, err = followup.Compile(policy, kam.Gregorian(), time.UTC)
	fmt.Println(len(policy.Tiers[0].Cadences), err)
	// Output:
	// 2 <nil>
}

func ExampleCompile() {
	_, err := followup.Compile(followup.Policy{Tiers: []followup.Tier{{Name: "A", Cadences: []followup.Cadence{
		{Name: "visit", Counts: followup.Counts{Types: []crm.ActivityType{crm.Visit}}},
	}}}}, nil, nil)
	fmt.Println(err)
	// Output:
	// $.offDay: nothing is chosen (use one of next-working-day, previous-working-day, stay)
	// $.tiers[0].cadences[0]: it has to state either an interval or a number in each period (write "every": {"n": 2, "unit": "weeks"}, or "times": 3, "per": "quarter")
}
