package event_test

import (
	"fmt"
	"log"
	"time"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm"
	"github.com/kam-go/kam/crm/event"
)

// salon is a salon on 10 March with room for one more guest, and three accounts.
func salon() (crm.Ref, []crm.Record) {
	day := func(d int) time.Time { return time.Date(2026, 3, d, 9, 0, 0, 0, time.UTC) }
	record := func(kind crm.Kind, id string, data crm.Data) crm.Record {
		return crm.Record{Ref: crm.Ref{System: "zoho", Kind: kind, ID: id}, Modified: day(1), Data: data}
	}
	return crm.Ref{System: "zoho", Kind: crm.KindEvent, ID: "salon"}, []crm.Record{
		record(crm.KindEvent, "salon", &crm.Event{
			Name: "Spring salon", Topics: []string{"automation"}, Start: day(10), End: day(10).Add(3 * time.Hour),
			Capacity: decimal.NewNullDecimal(decimal.NewFromInt(2)), Cost: decimal.NewNullDecimal(decimal.NewFromInt(3000)), Currency: "CNY",
		}),
		record(crm.KindAccount, "acme", &crm.Account{Name: "Acme", Tier: "A", Owner: "anna"}),
		record(crm.KindAccount, "bolt", &crm.Account{Name: "Bolt", Tier: "A", Owner: "ben"}),
		record(crm.KindAccount, "cole", &crm.Account{Name: "Cole", Tier: "A", Owner: "ben"}),
		record(crm.KindContact, "li", &crm.Contact{Name: "Li Wei", Account: "acme", Role: crm.Economic, Email: "li@acme.example"}),
		record(crm.KindContact, "mo", &crm.Contact{Name: "Mo", Account: "bolt", Email: "mo@bolt.example", Preferences: crm.Preferences{Interests: []string{"Automation"}}}),
		record(crm.KindContact, "nan", &crm.Contact{Name: "Nan", Account: "bolt", Email: "nan@bolt.example", Preferences: crm.Preferences{NoEmail: true}}),
		record(crm.KindContact, "pia", &crm.Contact{Name: "Pia", Account: "cole", Role: crm.Economic, Email: "pia@cole.example"}),
		record(crm.KindInvitation, "i1", &crm.Invitation{Event: "salon", Contact: "pia", By: "ben", Answer: crm.Accepted, Attendance: crm.Attended}),
		record(crm.KindOpportunity, "d1", &crm.Opportunity{Name: "Line 4", Account: "acme", Status: crm.Open, Needs: []string{"Automation"}, Created: day(2)}),
		record(crm.KindOpportunity, "d2", &crm.Opportunity{Name: "Line 9", Account: "cole", Status: crm.Open, Created: day(12)}),
	}
}

func rules() *event.Rules {
	calendar, err := kam.NewCalendar(kam.CalendarSpec{Declared: []int{2026}})
	if err != nil {
		log.Fatal(err)
	}
	rules, err := event.Compile(event.Policy{
		Invite: event.Invite{
			By: crm.Email, Need: 30, Interest: 20, Tiers: []event.Points{{Name: "A", Points: 10}}, Roles: []event.Points{{Name: "economic", Points: 10}},
			Least: 20, Reserve: 5, Notice: 5,
		},
		FollowUp: event.FollowUp{Within: 3, Types: []crm.ActivityType{crm.Visit, crm.CallBack}, Reach: event.ReachGuest},
		Pipeline: event.Pipeline{Within: 60, Stages: []string{"Interest", "Offer", "Contract"}, Compare: event.NotAttended, Size: event.SizeDeals},
		Missing:  event.MissingUnknown,
	}, calendar, time.UTC)
	if err != nil {
		log.Fatal(err)
	}
	return rules
}

func Example() {
	ref, records := salon()
	list, err := rules().Guests(ref, kam.MustDay("2026-03-02"), records)
	if err != nil {
		log.Fatal(err)
	}
	for _, g := range list.Invite {
		fmt.Println("invite", g.Name, g.Points)
		for _, why := range g.Why {
			fmt.Println(" ", why.Points, why.Text.EN)
		}
	}
	for _, g := range list.Reserve {
		fmt.Println("reserve", g.Name, g.Points)
	}
	for _, x := range list.Left {
		fmt.Println("left out:", x.Name, x.Because.EN)
	}
	for _, task := range list.Tasks() {
		fmt.Println(task.Owner+":", task.Title.EN)
	}
	// Output:
	// invite Li Wei 50
	//   30 the deal "Line 4" needs "automation"
	//   10 the account is of tier A
	//   10 is the economic buyer
	// reserve Mo 30
	// left out: Pia is invited already
	// left out: Nan wants no e-mail
	// anna: invite Li Wei of Acme to Spring salon by 2026-03-03
}

func ExampleRules_After() {
	ref, records := salon()
	outcome, err := rules().After(ref, kam.MustDay("2026-03-17"), records)
	if err != nil {
		log.Fatal(err)
	}
	for _, g := range outcome.Guests {
		fmt.Println(g.Name, g.Attendance, g.FollowUp.State, "by", g.FollowUp.Late, "working days")
	}
	for _, t := range outcome.Pipeline.Touched {
		fmt.Println(t.Name, "opened on", t.On)
	}
	for _, task := range outcome.Tasks() {
		fmt.Println(task.Owner+":", task.Title.EN)
	}
	// Output:
	// Pia attended overdue by 2 working days
	// Line 9 opened on 2026-03-12
	// ben: follow up Pia after Spring salon by 2026-03-13
}

func ExampleOutcome_Measures() {
	ref, records := salon()
	outcome, err := rules().After(ref, kam.MustDay("2026-05-11"), records)
	if err != nil {
		log.Fatal(err)
	}
	for _, m := range outcome.Measures() {
		if m.Currency != "" && m.IsRatio() {
			fmt.Println(m.Metric, m.Numerator.Decimal, "/", m.Denominator.Decimal)
		}
	}
	// Output:
	// event.cost-per-follow-up 3000 / 0
	// event.cost-per-guest 3000 / 1
	// event.cost-per-opportunity 3000 / 1
}

func ExampleEffect_Statement() {
	ref, records := salon()
	outcome, err := rules().After(ref, kam.MustDay("2026-05-11"), records)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(outcome.Pipeline.Statement().EN)
	fmt.Println(outcome.Pipeline.Statement().ZH)
	// Output:
	// Deals were opened or advanced at 1 of 1 accounts that came, and at 0 of 1 accounts like them that did not. Where the two of a pair differ (1 pair), chance alone would lean at least as far to one side in 100 % of cases. This is no proof that the event caused it: who comes to an event may be readier to buy.
	// 1 家到场客户中有 1 家新增或推进了商机，条件相近的 1 家未到场客户中有 0 家。在结果不同的 1 对中，仅凭偶然出现同等或更大差异的概率为 100%。这不能证明是活动带来的结果：愿意参加活动的客户本来就可能更有购买意向。
}

func ExampleCompile() {
	_, err := event.Compile(event.Policy{
		Invite:   event.Invite{By: crm.Email, Least: 1},
		FollowUp: event.FollowUp{Within: 3, Types: []crm.ActivityType{crm.ToDo}, Reach: event.ReachGuest},
		Pipeline: event.Pipeline{Within: 60, Stages: []string{"Offer"}, Compare: event.NotAttended, Size: event.SizeDeals},
	}, nil, nil)
	fmt.Println(err)
	// Output:
	// $.followUp.types[0]: a task is no contact (name the activity itself, such as visit)
	// $.missing: nothing is chosen (use one of unknown, left-out)
}

func ExampleParsePolicy() {
	policy, err := event.ParsePolicy([]byte(`{
		"invite": {"by": "e-mail", "need": 30, "interest": 20, "tiers": [{"name": "A", "points": 10}], "least": 20, "rest": 30, "expect": "0.5", "reserve": 10, "notice": 5},
		"followUp": {"within": 3, "types": ["visit", "call-back"], "reach": "guest"},
		"pipeline": {"within": 90, "stages": ["Interest", "Offer", "Contract"], "compare": "not-invited", "size": "amount", "currency": "CNY", "rates": [{"from": "USD", "per": "7.1"}]},
		"missing": "left-out"
	}`))
	if err != nil {
		log.Fatal(err)
	}
	_, err = event.Compile(policy, kam.Gregorian(), time.UTC)
	fmt.Println(policy.Invite.Expect, err)
	// Output:
	// 0.5 <nil>
}
