package incentive_test

import (
	"errors"
	"fmt"
	"log"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
)

// onePlan pays 2 % of a quarter's revenue up to 100,000 and 5 % above.
const onePlan = `{
	"format": 1, "id": "kam", "version": 1, "currency": "CNY", "readings": "standard-1",
	"effective": "2026-01-01/2027-01-01", "period": "quarter",
	"credits":    [{"name": "own", "to": "owner", "share": "1"}],
	"measures":   [{"name": "revenue", "base": "amount", "credits": ["own"], "window": "period"}],
	"components": [{
		"name": "commission", "measure": "revenue",
		"tiers": {"mode": "marginal", "basis": "amount", "bands": [{"from": "0", "rate": "0.02"}, {"from": "100000", "rate": "0.05"}]}
	}]
}`

// mustPlan reads a plan of an example.
func mustPlan(text string) incentive.Plan {
	plan, err := incentive.ParsePlan([]byte(text))
	if err != nil {
		log.Fatal(err)
	}
	return plan
}

// A misspelt key and a bare text in place of a number are both found, with where they stand.
func ExampleParsePlan() {
	_, err := incentive.ParsePlan([]byte(`{
	"format": 1,
	"currancy": "CNY",
	"version": "one"
}`))
	invalid, ok := errors.AsType[*kam.InvalidError](err)
	if !ok {
		log.Fatal("the plan has no fault")
	}
	for _, f := range invalid.Findings {
		fmt.Println(f.Code, f.Place)
	}
	// Output:
	// plan.unknown-key $.currancy (3:2)
	// plan.wrong-type $.version (4:13)
}

// A plan may leave readings to a bundle; Expand writes them out.
func ExampleExpand() {
	plan := mustPlan(onePlan)
	full := incentive.Expand(plan)
	fmt.Printf("%q %q\n", plan.Rounding.Step, plan.Refunds.Method)
	fmt.Printf("%q %q\n", full.Rounding.Step, full.Refunds.Method)
	fmt.Println(plan.Hash() == full.Hash())
	// Output:
	// "" ""
	// "credit" "recalculate"
	// true
}

// The hash follows what a plan means and not how it is written.
func ExamplePlan_Hash() {
	a, b := mustPlan(onePlan), mustPlan(onePlan)
	b.Components[0].Tiers.Bands[0].Rate = decimal.NewNullDecimal(decimal.RequireFromString("0.0200"))
	fmt.Println(len(a.Hash()), a.Hash() == b.Hash())
	b.Components[0].Tiers.Bands[0].Rate = decimal.NewNullDecimal(decimal.RequireFromString("0.03"))
	fmt.Println(a.Hash() == b.Hash())
	// Output:
	// 64 true
	// false
}

func ExamplePlan_JSON() {
	text, err := mustPlan(onePlan).JSON()
	if err != nil {
		log.Fatal(err)
	}
	again, err := incentive.ParsePlan(text)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(again.ID, again.Version, again.Effective)
	// Output:
	// kam 1 2026-01-01/2027-01-01
}

// The canonical form has sorted keys, and the readings of the bundle written out.
func ExamplePlan_Canonical() {
	text, err := mustPlan(onePlan).Canonical()
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(string(text[:len(`{"components":[{"measure":"revenue","name":"commission","tiers":{"bands":[{"from":"0","rate":"0.02"}`)]))
	// Output:
	// {"components":[{"measure":"revenue","name":"commission","tiers":{"bands":[{"from":"0","rate":"0.02"}
}

// A plan with a gap between its tiers and a rate of 200 000 % does not compile; both faults are found at once.
func ExampleCompile() {
	plan := mustPlan(onePlan)
	plan.Components[0].Tiers.Bands[0].Until = decimal.NewNullDecimal(decimal.NewFromInt(90_000))
	plan.Components[0].Tiers.Bands[1].Rate = decimal.NewNullDecimal(decimal.NewFromInt(2_000))
	_, err := incentive.Compile(incentive.Book{Plans: []incentive.Plan{plan}})
	fmt.Println(err)
	// Output:
	// $.components[0].tiers.bands[0].until: the tier ends at 90000 and the next one starts at 100000: nothing holds in between (write "until": "100000", or leave it out)
	// $.components[0].tiers.bands[1].rate: 2000 is no rate (a rate is a share (0.05 = 5 %) below 1000)
}

func ExampleProgram_Plans() {
	program, err := incentive.Compile(incentive.Book{Plans: []incentive.Plan{mustPlan(onePlan)}})
	if err != nil {
		log.Fatal(err)
	}
	for _, plan := range program.Plans() {
		fmt.Println(plan.ID, plan.Version, plan.Order)
	}
	// Output:
	// kam 1 sequence
}

// Rounding upwards treats a refund differently from its sale: legal, and worth a warning.
func ExampleProgram_Warnings() {
	plan := mustPlan(onePlan)
	plan.Rounding.Mode = "ceil"
	program, err := incentive.Compile(incentive.Book{Plans: []incentive.Plan{plan}})
	if err != nil {
		log.Fatal(err)
	}
	for _, f := range program.Warnings() {
		fmt.Println(f.Code, f.Place)
	}
	// Output:
	// plan.asymmetric-rounding $.rounding.mode
}

func ExampleProgram_Calendar() {
	april, err := kam.NewCalendar(kam.CalendarSpec{FiscalStart: 4})
	if err != nil {
		log.Fatal(err)
	}
	program, err := incentive.Compile(incentive.Book{Plans: []incentive.Plan{mustPlan(onePlan)}, Calendar: april})
	if err != nil {
		log.Fatal(err)
	}
	first, err := program.Calendar().Quarter(2026, 1)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(first.From.Month())
	// Output:
	// April
}

// A measure of the year to date needs the deals and postings from the start of the year.
func ExampleProgram_Window() {
	plan := mustPlan(onePlan)
	plan.Measures[0].Window = incentive.YearToDate
	program, err := incentive.Compile(incentive.Book{Plans: []incentive.Plan{plan}})
	if err != nil {
		log.Fatal(err)
	}
	window, err := program.Window(kam.MustPeriod("2026-07-01/2026-10-01"))
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(window)
	// Output:
	// 2026-01-01/2026-10-01
}

// A manager who is paid on what the team earns has to wait for the team.
func ExampleProgram_Stages() {
	lead := mustPlan(`{
		"format": 1, "id": "lead", "version": 1, "currency": "CNY", "readings": "standard-1",
		"effective": "2026-01-01/2027-01-01", "period": "quarter",
		"credits":    [{"name": "team", "to": "manager", "level": 1, "base": "after-cap", "of": ["commission"], "share": "1"}],
		"measures":   [{"name": "earned", "base": "amount", "credits": ["team"], "window": "period"}],
		"components": [{"name": "override", "measure": "earned", "rate": "0.1"}]
	}`)
	program, err := incentive.Compile(incentive.Book{Plans: []incentive.Plan{mustPlan(onePlan), lead}})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(program.Stages())
	// Output:
	// 2
}
