package accountplan_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm"
	"github.com/kam-go/kam/crm/accountplan"
	"github.com/kam-go/kam/crm/followup"
)

func TestActionsBecomeTasksAndVisits(t *testing.T) {
	p := whole()
	p.Actions = append(p.Actions, accountplan.Action{ID: "audit", Title: "Audit", Type: crm.Meeting, Owner: "gone"}, accountplan.Action{ID: "later", Title: "Later", Owner: "bo", Due: kam.MustDay("2026-06-15"), Done: kam.MustDay("2026-07-01")})
	v := review(t, p, world()...)
	tasks := v.Tasks()
	var got []string
	for _, task := range tasks {
		require.NoError(t, task.Check())
		got = append(got, task.ID+" "+task.Owner+" "+task.Due.String())
	}
	assert.Equal(t, []string{
		"accountplan/zoho/acme/acme-2026/offer bo 2026-06-15", "accountplan/zoho/acme/acme-2026/later bo 2026-06-15",
		"accountplan/zoho/acme/acme-2026/demo anna 2026-07-10", "accountplan/zoho/acme/acme-2026/audit anna ",
	}, got, "what is done after the day is not done, and the owner of the plan does what nobody else can")
	assert.Equal(t, kam.Text{EN: "Acme: Show care to the CFO (Wang | CFO)", ZH: "Acme：Show care to the CFO（Wang | CFO）"}, tasks[2].Title)
	assert.True(t, tasks[0].Overdue(v.AsOf))
	assert.Equal(t, []string{"overdue $.actions[1]", "owner-gone $.actions[3]", "no-day $.actions[3]", "overdue $.actions[4]"}, found(v, "overdue", "owner-gone", "no-day", "nobody"))
	assert.Equal(t, "Send the offer was due on 2026-06-15, 15 days ago", message(t, v, "overdue").EN)
	assert.Equal(t, "2", measured(t, v, accountplan.MetricOverdue, ""))
	assert.Equal(t, "1/5", measured(t, v, accountplan.MetricActionsDone, ""))

	wishes := v.Wishes()
	require.Len(t, wishes, 2)
	assert.Equal(t, followup.Wish{
		ID: tasks[2].ID, Account: p.Account, Contacts: []string{"wang"}, User: "anna", Due: kam.MustDay("2026-07-10"), Why: kam.Text{EN: "Show care to the CFO", ZH: "Show care to the CFO"},
	}, wishes[0])

	calendar, err := kam.NewCalendar(kam.CalendarSpec{Declared: []int{2025, 2026, 2027}})
	require.NoError(t, err)
	follow, err := followup.Compile(followup.Policy{OffDay: followup.NextWorkingDay, Tiers: []followup.Tier{{Name: "A", Cadences: []followup.Cadence{{Name: "visit", Counts: followup.Counts{Types: []crm.ActivityType{crm.Visit}}, Every: followup.Weeks(4)}}}}}, calendar, time.UTC)
	require.NoError(t, err)
	overview, err := follow.On(v.AsOf, world())
	require.NoError(t, err)
	week, err := overview.Week(followup.WeekSpec{
		Days: kam.MustPeriod("2026-07-06/2026-07-11"), Cadences: []string{"visit"}, By: followup.ByCity, Places: 1, Minutes: 60, Never: followup.NeverLast,
		People: []followup.Person{{User: "anna", PerDay: 2, From: 540, Until: 1080}}, Wishes: wishes,
	})
	require.NoError(t, err)
	require.Len(t, week.Visits, 1, "one visit serves both")
	assert.Equal(t, []string{tasks[2].ID, tasks[3].ID}, week.Visits[0].Wishes)
	assert.Equal(t, ref(crm.KindContact, "wang"), week.Visits[0].Contact)
}

func TestIDsOfTasks(t *testing.T) {
	p := plan()
	p.Owner = ""
	p.Actions = []accountplan.Action{{ID: "a", Title: "A"}, {ID: strings.Repeat("x", 128), Title: "B", Owner: "anna"}, {ID: "a/b~c", Title: "C", Owner: "anna"}}
	v := review(t, p)
	tasks := v.Tasks()
	require.Len(t, tasks, 2, "nobody does the first")
	assert.Equal(t, []string{"nobody $.actions[0]"}, found(v, "nobody"))
	assert.LessOrEqual(t, len(tasks[0].ID), 128)
	assert.Equal(t, "accountplan/zoho/acme/acme-2026/a~1b~0c", tasks[1].ID)
	assert.Equal(t, tasks, review(t, p).Tasks())

	v = review(t, p, record("acme", &crm.Account{Name: "Acme", Owner: "cy"}))
	assert.Equal(t, "cy", v.Tasks()[0].Owner, "the owner of the account")
}

func TestRisks(t *testing.T) {
	p := plan()
	p.Risks = []accountplan.Risk{
		{ID: "a", Title: "A", Likelihood: 3, Impact: 4, Owner: "anna"},
		{ID: "b", Title: "B", Likelihood: 2, Impact: 5, Owner: "anna"},
		{ID: "c", Title: "C", Likelihood: 5, Impact: 5, Owner: "anna"},
		{ID: "d", Title: "D", Likelihood: 5, Impact: 5, Owner: "anna", Closed: kam.MustDay("2026-06-30")},
		{ID: "e", Title: "E", Impact: 5, Owner: "anna", Closed: kam.MustDay("2026-07-01")},
	}
	p.Actions = []accountplan.Action{{ID: "x", Title: "X", For: []accountplan.Aim{{Part: accountplan.Risks, ID: "c"}}}}
	v := review(t, p)
	assert.Equal(t, []string{"high-risk $.risks[0]", "unweighed $.risks[4]"}, found(v, "high-risk", "unweighed"))
	assert.Equal(t, accountplan.RiskStatus{ID: "c", Title: "C", Score: 25, Open: true, High: true, Answered: true}, v.Risks[2])
	assert.False(t, v.Risks[3].Open)
	assert.Equal(t, "2", measured(t, v, accountplan.MetricHighRisks, ""))
}

func TestReviewDays(t *testing.T) {
	for name, c := range map[string]struct {
		asOf, review string
		want         []string
	}{
		"in time":  {"2026-06-30", "2026-06-30", []string{"unknown-account $.account"}},
		"late":     {"2026-06-30", "2026-06-29", []string{"review-due $.reviewOn", "unknown-account $.account"}},
		"none":     {"2026-06-30", "", []string{"no-review $.reviewOn", "unknown-account $.account"}},
		"early":    {"2025-12-31", "2026-06-30", []string{"early $.period", "unknown-account $.account"}},
		"last day": {"2026-12-31", "2027-01-01", []string{"unknown-account $.account"}},
		"over":     {"2027-01-01", "2027-01-01", []string{"over $.period", "unknown-account $.account"}},
	} {
		t.Run(name, func(t *testing.T) {
			p := plan()
			p.ReviewOn = kam.Day{}
			if c.review != "" {
				p.ReviewOn = kam.MustDay(c.review)
			}
			v := reviewed(t, policy(), accountplan.Inputs{AsOf: kam.MustDay(c.asOf), Plan: p})
			assert.Equal(t, c.want, found(v, "review-due", "no-review", "early", "over", "unknown-account"))
		})
	}
}
