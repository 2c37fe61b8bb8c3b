package main

import (
	"time"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm/kpi"
	"github.com/kam-go/kam/examples/internal/findings"
	"github.com/kam-go/kam/examples/internal/reports"
	"github.com/kam-go/kam/goals"
	"github.com/kam-go/kam/scoring/improve"
)

// setting is the quarter: when it is, what its targets grow from, and the days on which people look at it.
type setting struct {
	Company                 string
	Roles                   []improve.RoleHolder
	Quarter, Before, Next   kam.Period
	Past                    []kam.Period
	Growth                  kam.Fraction
	Goal                    goals.Goal // what all goals have in common
	Lapse                   kpi.LapseSpec
	Agreed, Meeting, Closed kam.Day
	Synced                  time.Time
	Pages                   []reports.Title
	Head, Foot              kam.Text
}

// complete returns the setting, or what it leaves out that nothing is played without.
func complete(s setting) (setting, error) {
	var found kam.Findings
	for _, key := range []struct {
		name    string
		missing bool
		like    string
	}{
		{"company", s.Company == "", `"Kam Industrial"`},
		{"quarter", !s.Quarter.From.IsSet(), `"2026-04-01/2026-07-01"`},
		{"before", !s.Before.From.IsSet(), `"2025-04-01/2025-07-01"`},
		{"next", !s.Next.From.IsSet(), `"2026-07-01/2026-10-01"`},
		{"past", len(s.Past) == 0, `["2026-01-01/2026-04-01"]`},
		{"agreed", !s.Agreed.IsSet(), `"2026-03-31"`},
		{"meeting", !s.Meeting.IsSet(), `"2026-05-18"`},
		{"closed", !s.Closed.IsSet(), `"2026-06-30"`},
		{"synced", s.Synced.IsZero(), `"2026-07-01T09:00:00+08:00"`},
		{"goal.currency", s.Goal.Currency == "", `"CNY"`},
	} {
		if key.missing {
			found.Add(findings.Fault("quarter.missing", "$."+key.name, findings.Say("it is missing", "缺少此项"), findings.Say("state it, such as %s", "请填写，例如 %s", key.like)))
		}
	}
	return s, found.Err()
}
