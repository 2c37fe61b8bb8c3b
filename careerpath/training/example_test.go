package training_test

import (
	"fmt"
	"os"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/careerpath/training"
)

// academy is the catalogue of the examples.
func academy() (*training.Program, error) {
	data, err := os.ReadFile("testdata/catalogue.json")
	if err != nil {
		return nil, err
	}
	c, err := training.ParseCatalogue(data)
	if err != nil {
		return nil, err
	}
	return training.Compile(c, vocabulary())
}

func Example() {
	program, err := academy()
	if err != nil {
		fmt.Println(err)
		return
	}
	anna, bo := kam.Subject{Kind: "agent", ID: "anna"}, kam.Subject{Kind: "agent", ID: "bo"}
	log, err := program.Replay([]training.Record{
		{Person: anna, Offering: "mentoring", State: training.Invited, On: kam.MustDay("2026-02-01")},
		{Person: bo, Offering: "mentoring", State: training.Invited, On: kam.MustDay("2026-02-01")},
		{Person: anna, Offering: "mentoring", State: training.Attended, On: kam.MustDay("2026-02-10")},
		{Person: bo, Offering: "mentoring", State: training.Declined, On: kam.MustDay("2026-02-02")},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	report, err := log.Report(training.Request{
		About:  kam.Subject{Kind: "company", ID: "acme"},
		Period: kam.MustPeriod("2026-01-01/2026-07-01"),
		AsOf:   kam.MustDay("2026-06-30"),
		Teams:  []training.Team{{ID: "north", People: []kam.Subject{anna, bo}}},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	acceptance, _ := report.Total.Acceptance()
	fmt.Println("accepted:", acceptance, "cost:", report.Total.Cost, "without:", report.Teams[0].Without)
	// Output: accepted: 1/2 cost: 50 without: [{agent bo}]
}

func ExampleParseCatalogue() {
	_, err := training.ParseCatalogue([]byte(`{"format": 1, "curency": "CNY"}`))
	fmt.Println(err)
	// Output: $.curency (1:15): key "curency" is not known here (did you mean "currency"?)
}

func ExampleCompile() {
	text := kam.Text{EN: "A course", ZH: "课程"}
	free := decimal.NewNullDecimal(decimal.Zero)
	_, err := training.Compile(training.Catalogue{
		Format: training.Format, ID: "c", Name: text, Currency: "CNY",
		Offerings: []training.Offering{
			{ID: "a", Name: text, Kind: training.Course, PerHead: free, Hours: free, Requires: []string{"b"}},
			{ID: "b", Name: text, Kind: training.Course, PerHead: free, Requires: []string{"a"}},
		},
	}, vocabulary())
	fmt.Println(err)
	// Output:
	// $.offerings[1].hours: it is not stated, which is not the same as nothing (state it, "0" for nothing)
	// $.offerings[1].requires[0]: these require one another: a → b → a (take one of these prerequisites away)
}

func ExampleProgram_Replay() {
	program, err := academy()
	if err != nil {
		fmt.Println(err)
		return
	}
	anna := kam.Subject{Kind: "agent", ID: "anna"}
	_, err = program.Replay([]training.Record{
		{Person: anna, Offering: "mentoring", State: training.Invited, On: kam.MustDay("2026-02-01")},
		{Person: anna, Offering: "mentoring", State: training.Completed, On: kam.MustDay("2026-02-02")},
	})
	fmt.Println(err)
	// Output: $[1].state: after invited, completed cannot be (what can be: accepted, declined, attended, absent, voided)
}

func ExampleLog_Certificates() {
	program, err := academy()
	if err != nil {
		fmt.Println(err)
		return
	}
	anna := kam.Subject{Kind: "agent", ID: "anna"}
	log, err := program.Replay([]training.Record{
		{Person: anna, Offering: "compliance", State: training.Attended, On: kam.MustDay("2026-02-01")},
		{Person: anna, Offering: "compliance", State: training.Completed, On: kam.MustDay("2026-02-02")},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, c := range log.Certificates(anna, kam.MustDay("2026-12-31")) {
		fmt.Println(c.Kind, "from", c.Earned, "to before", c.Until)
	}
	fmt.Println(log.Repeats(kam.MustDay("2026-12-31"), 60))
	// Output:
	// compliance from 2026-02-02 to before 2027-02-02
	// [{{agent anna} compliance 2027-02-02 33}]
}

func ExampleROI() {
	roi, ok := training.ROI(decimal.NewNullDecimal(decimal.New(120, 3)), decimal.NewNullDecimal(decimal.New(50, 3)))
	fmt.Println(roi, ok)
	_, ok = training.ROI(decimal.NewNullDecimal(decimal.New(120, 3)), decimal.NullDecimal{})
	fmt.Println(ok)
	// Output:
	// 7/5 true
	// false
}
