package support_test

import (
	"fmt"
	"log"
	"time"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm"
	"github.com/kam-go/kam/crm/support"
)

// nineToFive promises an answer within an hour and a solution within eight, from nine to five on working days.
func nineToFive() *support.Terms {
	calendar, err := kam.NewCalendar(kam.CalendarSpec{Declared: []int{2026}})
	if err != nil {
		log.Fatal(err)
	}
	agreement, err := support.ParseAgreement([]byte(`{
		"schedules": [{"name": "office", "days": "working-days", "hours": [
			{"weekday": 1, "from": 540, "until": 1020}, {"weekday": 2, "from": 540, "until": 1020}, {"weekday": 3, "from": 540, "until": 1020},
			{"weekday": 4, "from": 540, "until": 1020}, {"weekday": 5, "from": 540, "until": 1020}
		]}],
		"targets": [{"schedule": "office", "response": 60, "resolution": 480, "waiting": "stops", "reopened": "continues",
			"escalation": [{"of": "resolution", "at": "0.5", "to": "owner"}, {"of": "resolution", "at": "1", "to": "user", "user": "vera"}]}],
		"atRisk": "0.8"
	}`))
	if err != nil {
		log.Fatal(err)
	}
	terms, err := support.Compile(agreement, calendar, time.UTC)
	if err != nil {
		log.Fatal(err)
	}
	return terms
}

func Example() {
	monday := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	request := crm.Record{
		Ref: crm.Ref{System: "zoho", Kind: crm.KindRequest, ID: "r1"}, Modified: monday,
		Data: &crm.Request{
			Number: "R1", Subject: "no light", Owner: "anna", Opened: monday, Responded: monday.Add(30 * time.Minute),
			Waits: []crm.Wait{{From: monday.Add(2 * time.Hour), Until: monday.Add(4 * time.Hour)}},
		},
	}
	desk, err := nineToFive().At(monday.Add(7*time.Hour), []crm.Record{request})
	if err != nil {
		log.Fatal(err)
	}
	for _, clock := range desk.Cases[0].Clocks {
		fmt.Println(clock.State, "·", clock.Why.EN)
	}
	for _, task := range desk.Tasks("zoho") {
		fmt.Println(task.Owner, "·", task.Title.EN)
	}
	// Output:
	// met · response in time: 30 min of 60 min used
	// running · resolution: 300 min of 480 min used, due on 2026-03-03 11:00 +00:00
	// anna · request R1 no light: 50 % of the time for the resolution is used up since 2026-03-02 15:00 +00:00
}

func ExampleTerms_Due() {
	friday := time.Date(2026, 3, 6, 16, 30, 0, 0, time.UTC)
	due, err := nineToFive().Due("office", friday, time.Hour)
	if err != nil {
		log.Fatal(err)
	}
	used, err := nineToFive().Elapsed("office", friday, due)
	fmt.Println(due.Format("Mon 15:04"), used, err)
	// Output:
	// Mon 09:30 1h0m0s <nil>
}

func ExampleDesk_Measures() {
	monday := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	var records []crm.Record
	for i, minutes := range []int{20, 50, 90} {
		records = append(records, crm.Record{
			Ref: crm.Ref{System: "zoho", Kind: crm.KindRequest, ID: fmt.Sprint(i)}, Modified: monday,
			Data: &crm.Request{Opened: monday, Responded: monday.Add(time.Duration(minutes) * time.Minute)},
		})
	}
	desk, err := nineToFive().At(monday.AddDate(0, 0, 7), records)
	if err != nil {
		log.Fatal(err)
	}
	measures, err := desk.Measures(kam.Subject{Kind: "organisation", ID: "us"}, kam.MustPeriod("2026-03-02/2026-03-09"))
	if err != nil {
		log.Fatal(err)
	}
	for _, m := range measures {
		if value, known := m.Exact(); known && m.IsRatio() {
			fmt.Println(m.Metric, value.FloatString(2))
		}
	}
	// Output:
	// support.resolution-in-time 0.00
	// support.response-in-time 0.67
	// support.response-mean 53.33
	// support.response-median 50.00
}

func ExampleCompile() {
	_, err := support.Compile(support.Agreement{
		Schedules: []support.Schedule{support.AroundTheClock("always")}, AtRisk: kam.MustFraction("0.8"),
		Targets: []support.Target{{Schedule: "always", Resolution: 240, Waiting: support.WaitingStops}},
	}, nil, nil)
	fmt.Println(err)
	// Output:
	// $.targets[0].reopened: nothing is chosen (use one of continues, anew)
}
