package followup_test

import (
	"strconv"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm"
	"github.com/kam-go/kam/crm/followup"
)

func TestAPartThatNobodyWorksMovesOn(t *testing.T) {
	r := compile(t, followup.Policy{Tiers: []followup.Tier{{Name: "A", Cadences: []followup.Cadence{{Name: "visit", Counts: visits(), Times: 1, Per: kam.Week}}}}})
	o := on(t, r, "2026-02-18", account("a", "A", "anna"), visit("v", "a", "2026-02-12 10:00"))
	require.Len(t, o.Lines, 1)
	assert.Equal(t, "2026-02-24", o.Lines[0].Due.String(), "the week from 16 February is free, and so is Monday after it")
	assert.Equal(t, followup.OnTime, o.Lines[0].Status)
}

func TestRecallIsNotLeftOpen(t *testing.T) {
	won := record(crm.KindOpportunity, "d", &crm.Opportunity{Account: "a", Status: crm.Won, Close: kam.MustDay("2025-03-01")})
	pool := followup.Pool{Name: "east", WithoutContact: 30, Counts: visits(), WithoutDeal: 90, Deal: followup.DealEnds, Warn: 10}
	p := followup.Policy{Tiers: []followup.Tier{every("A", followup.Weeks(2))}, Pools: []followup.Pool{pool}}
	o := on(t, compile(t, p), "2026-03-02", pooled(account("a", "A", "anna"), "east"), visit("v", "a", "2026-03-01 10:00"), won)
	require.Len(t, o.Findings, 1, "the deal may have been won before anna got the account")
	assert.Equal(t, "followup.recall-unknown", o.Findings[0].Code)

	o = on(t, compile(t, p), "2026-03-02", pooled(account("a", "A", "anna"), "east"))
	assert.Len(t, o.Findings, 1, "told once, of contact and deal together")

	stated := pooled(account("a", "A", "anna"), "west")
	stated.Data.(*crm.Account).RecallOn = kam.MustDay("2026-03-04")
	o = on(t, compile(t, p), "2026-03-02", stated)
	require.Len(t, o.Findings, 1)
	assert.Equal(t, "followup.no-pool", o.Findings[0].Code)
	good(t, o.Findings[0].Message, o.Findings[0].Remedy)
	p.Pools = nil
	assert.Empty(t, on(t, compile(t, p), "2026-03-02", stated).Findings, "recall is not looked at")
}

func TestWhatHasNoName(t *testing.T) {
	nameless := record(crm.KindAccount, "a", &crm.Account{Name: " ", Tier: "A", Owner: "a\nb"})
	o := on(t, compile(t, followup.Policy{Tiers: []followup.Tier{every("A", followup.Weeks(2))}}), "2026-03-02", nameless)
	tasks := o.Tasks("zoho", kam.MustDay("2026-03-31"))
	require.Len(t, tasks, 1)
	assert.Equal(t, "first visit with a", tasks[0].Title.EN)
	assert.Contains(t, o.Markdown(kam.Chinese), "| a | A |")
	measures, err := o.Measures(kam.Subject{Kind: "organisation", ID: "us"}, kam.MustPeriod("2026-02-01/2026-03-01"))
	require.NoError(t, err)
	for _, m := range measures {
		require.NoError(t, m.Check(), "an owner whose id is no name is no subject")
	}
}

func TestOtherAppointmentsTakeTheirTime(t *testing.T) {
	o := on(t, compile(t, followup.Policy{Tiers: []followup.Tier{every("A", followup.Weeks(2))}}), "2026-03-02",
		in(account("a", "A", "anna"), "Suzhou", ""), visit("v", "a", "2026-02-10 10:00"),
		record(crm.KindActivity, "fair", &crm.Activity{Type: crm.Meeting, Owner: "anna", Status: crm.Planned, Start: at("2026-03-09 09:00"), End: at("2026-03-11 10:00")}))
	w := plan(t, o, weekSpec(anna()))
	require.Len(t, w.Visits, 1, "the fair is no visit")
	assert.False(t, w.Visits[0].Start.Before(at("2026-03-11 10:00")), "%s", w.Visits[0].Start)
	assert.Equal(t, "2026-03-11", w.Visits[0].On.String(), "after the fair, on its last day")
}

func TestManyAppointmentsOfOneDay(t *testing.T) {
	records := []crm.Record{in(account("a", "A", "anna"), "Suzhou", ""), visit("v", "a", "2026-02-10 10:00")}
	for i := range 50_000 {
		records = append(records, record(crm.KindActivity, "m"+strconv.Itoa(i), &crm.Activity{Type: crm.Email, Account: "a", Owner: "anna", Status: crm.Planned, Start: at("2026-03-09 09:00")}))
	}
	w := plan(t, on(t, compile(t, followup.Policy{Tiers: []followup.Tier{every("A", followup.Weeks(2))}}), "2026-03-02", records...), weekSpec(anna()))
	require.Len(t, w.Visits, 1)
	assert.Equal(t, "2026-03-09", w.Visits[0].On.String())
	assert.Contains(t, w.Visits[0].Why.EN, "overdue")
}
