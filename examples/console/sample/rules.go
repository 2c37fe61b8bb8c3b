package sample

import (
	"embed"
	"fmt"
	"time"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/careerpath"
	"github.com/kam-go/kam/careerpath/training"
	"github.com/kam-go/kam/crm/followup"
	"github.com/kam-go/kam/examples/console/desk"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/scoring"
)

//go:embed rules
var rules embed.FS

// preset is the scorecard and the ladder of the library that the company uses.
const preset = "key-account-manager"

// Rules returns what the company has agreed on: two plans of commission, a scorecard, a ladder, courses and how often customers are
// met.
func Rules() (desk.Rules, error) {
	var r desk.Rules
	calendar, err := kam.NewCalendar(kam.CalendarSpec{Declared: []int{2025, 2026, 2027}})
	if err != nil {
		return r, err
	}
	book := incentive.Book{Calendar: calendar}
	for _, name := range []string{"key-account-manager", "sales-manager"} {
		plan, err := parse(name, incentive.ParsePlan)
		if err != nil {
			return r, err
		}
		book.Plans = append(book.Plans, plan)
	}
	if r.Plans, err = incentive.Compile(book); err != nil {
		return r, err
	}
	card, err := scoring.Preset(preset)
	if err != nil {
		return r, err
	}
	if r.Card, err = scoring.Compile(card); err != nil {
		return r, err
	}
	ladder, err := careerpath.Preset(preset)
	if err != nil {
		return r, err
	}
	if r.Ladder, err = careerpath.Compile(ladder); err != nil {
		return r, err
	}
	catalogue, err := parse("catalogue", training.ParseCatalogue)
	if err != nil {
		return r, err
	}
	if r.Courses, err = training.Compile(catalogue, ladder.Vocabulary); err != nil {
		return r, err
	}
	policy, err := parse("followup", followup.ParsePolicy)
	if err != nil {
		return r, err
	}
	r.FollowUp, err = followup.Compile(policy, calendar, time.UTC)
	return r, err
}

// parse reads an embedded file.
func parse[T any](name string, parse func([]byte) (T, error)) (T, error) {
	var none T
	data, err := rules.ReadFile("rules/" + name + ".json")
	if err != nil {
		return none, err
	}
	parsed, err := parse(data)
	if err != nil {
		return none, fmt.Errorf("rules/%s.json: %w", name, err)
	}
	return parsed, nil
}
