package accountplan_test

import (
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm"
	"github.com/kam-go/kam/crm/accountplan"
	"github.com/kam-go/kam/crm/followup"
)

// TestEveryWishFitsAWeek makes the longest wish that a plan can have.
func TestEveryWishFitsAWeek(t *testing.T) {
	p := plan()
	action := accountplan.Action{ID: "fair", Title: "Invite everybody", Type: crm.Visit, Owner: "anna"}
	for i := range accountplan.MaxList {
		action.Contacts = append(action.Contacts, "c"+strconv.Itoa(i))
	}
	p.Actions = []accountplan.Action{action}
	records := []crm.Record{record("acme", &crm.Account{Name: "Acme", Tier: "A", Owner: "anna"})}
	calendar, err := kam.NewCalendar(kam.CalendarSpec{Declared: []int{2026}})
	require.NoError(t, err)
	r, err := followup.Compile(followup.Policy{OffDay: followup.StayOffDay, Tiers: []followup.Tier{{Name: "A", Cadences: []followup.Cadence{
		{Name: "visit", Counts: followup.Counts{Types: []crm.ActivityType{crm.Visit}}, Every: followup.Weeks(2)},
	}}}}, calendar, time.UTC)
	require.NoError(t, err)
	o, err := r.On(kam.MustDay("2026-06-30"), records)
	require.NoError(t, err)
	w, err := o.Week(followup.WeekSpec{
		Days: kam.MustPeriod("2026-07-01/2026-07-04"), Cadences: []string{"visit"}, By: followup.ByCity, Places: 1, Minutes: 60, Never: followup.NeverOut,
		People: []followup.Person{{User: "anna", PerDay: 1, From: 540, Until: 1080}}, Wishes: review(t, p, records...).Wishes(),
	})
	require.NoError(t, err)
	assert.Len(t, w.Visits, 1)
}

func TestAmountsBelowNothingMakeNoRate(t *testing.T) {
	tally := accountplan.Tally{Won: 1, Lost: 1, Sums: []accountplan.TallySum{{Currency: "CNY", Won: some("100").Decimal, Lost: some("-50").Decimal, Deals: 2}}}
	assert.False(t, tally.RateByAmount("CNY").Known(), "100 of 50 is no rate")
}
