package main

import (
	"embed"
	"encoding/json"
	"fmt"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm/followup"
	"github.com/kam-go/kam/crm/kpi"
	"github.com/kam-go/kam/crm/match"
	"github.com/kam-go/kam/crm/support"
)

//go:embed rules
var ruleFiles embed.FS

// rules are what the organisation has decided, each in a file of its own under rules/.
type rules struct {
	calendar *kam.Calendar
	// decisions are what people decided about records that may be of the same company.
	decisions match.Decisions
	followUp  *followup.Rules
	figures   *kpi.Rules
	health    *kpi.Health
	terms     *support.Terms
}

func readRules() (rules, error) {
	var r rules
	var spec kam.CalendarSpec
	var err error
	steps := []struct {
		file string
		read func(text []byte) error
	}{
		{"calendar.json", func(text []byte) error {
			if err = json.Unmarshal(text, &spec); err == nil {
				r.calendar, err = kam.NewCalendar(spec)
			}
			return err
		}},
		{"decisions.json", func(text []byte) error {
			r.decisions, err = match.ParseDecisions(text)
			return err
		}},
		{"followup.json", func(text []byte) error {
			policy, err := followup.ParsePolicy(text)
			if err == nil {
				r.followUp, err = followup.Compile(policy, r.calendar, shanghai())
			}
			return err
		}},
		{"kpi.json", func(text []byte) error {
			policy, err := kpi.ParsePolicy(text)
			if err == nil {
				r.figures, err = kpi.Compile(policy, shanghai())
			}
			return err
		}},
		{"health.json", func(text []byte) error {
			spec, err := kpi.ParseHealthSpec(text)
			if err == nil {
				r.health, err = kpi.CompileHealth(spec)
			}
			return err
		}},
		{"agreement.json", func(text []byte) error {
			agreement, err := support.ParseAgreement(text)
			if err == nil {
				r.terms, err = support.Compile(agreement, r.calendar, shanghai())
			}
			return err
		}},
	}
	for _, s := range steps {
		text, err := ruleFiles.ReadFile("rules/" + s.file)
		if err != nil {
			return rules{}, err
		}
		if err := s.read(text); err != nil {
			return rules{}, fmt.Errorf("rules/%s: %w", s.file, err)
		}
	}
	return r, nil
}
