package followup_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm"
	"github.com/kam-go/kam/crm/followup"
)

func TestDueDayAndStatus(t *testing.T) {
	for _, c := range []struct {
		name     string
		interval followup.Interval
		offDay   followup.OffDay
		grace    int
		last, on string
		due      string
		status   followup.Status
		late     int
		urgency  string
	}{
		{"a week later, still to come", followup.Weeks(1), "", 0, "2026-03-02", "2026-03-08", "2026-03-09", followup.OnTime, 0, "6/7"},
		{"on the day itself", followup.Weeks(1), "", 0, "2026-03-02", "2026-03-09", "2026-03-09", followup.Due, 0, "1"},
		{"one working day late", followup.Weeks(1), "", 0, "2026-03-02", "2026-03-10", "2026-03-09", followup.Overdue, 1, "8/7"},
		{"within the grace", followup.Weeks(1), "", 2, "2026-03-02", "2026-03-11", "2026-03-09", followup.Due, 2, "9/7"},
		{"past the grace", followup.Weeks(1), "", 2, "2026-03-02", "2026-03-12", "2026-03-09", followup.Overdue, 3, "10/7"},
		{"a weekend is not late", followup.Days(4), "", 0, "2026-03-02", "2026-03-08", "2026-03-06", followup.Due, 0, "3/2"},
		{"Saturday moves on", followup.Days(5), "", 0, "2026-03-02", "2026-03-02", "2026-03-09", followup.OnTime, 0, "0"},
		{"Saturday moves back", followup.Days(5), followup.PreviousWorkingDay, 0, "2026-03-02", "2026-03-02", "2026-03-06", followup.OnTime, 0, "0"},
		{"Saturday stays", followup.Days(5), followup.StayOffDay, 0, "2026-03-02", "2026-03-02", "2026-03-07", followup.OnTime, 0, "0"},
		{"never back to the contact itself", followup.Days(1), followup.PreviousWorkingDay, 0, "2026-03-06", "2026-03-06", "2026-03-09", followup.OnTime, 0, "0"},
		{"over the spring festival", followup.Weeks(1), "", 0, "2026-02-11", "2026-02-24", "2026-02-24", followup.Due, 0, "13/7"},
		{"a make-up Saturday is worked", followup.Days(2), "", 0, "2026-02-26", "2026-02-28", "2026-02-28", followup.Due, 0, "1"},
		{"a make-up Saturday makes late", followup.Days(1), "", 0, "2026-02-26", "2026-03-01", "2026-02-27", followup.Overdue, 1, "3"},
		{"months clamp", followup.Months(1), followup.StayOffDay, 0, "2026-01-31", "2026-02-28", "2026-02-28", followup.Due, 0, "1"},
		{"working days", followup.WorkingDays(3), "", 0, "2026-02-13", "2026-02-13", "2026-02-25", followup.OnTime, 0, "0"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := compile(t, followup.Policy{OffDay: c.offDay, Tiers: []followup.Tier{{Name: "A", Cadences: []followup.Cadence{{Name: "visit", Counts: visits(), Every: c.interval, Grace: c.grace}}}}})
			o := on(t, r, c.on, account("a", "A", "anna"), visit("v", "a", c.last+" 10:00"))
			require.Len(t, o.Lines, 1)
			l := o.Lines[0]
			assert.Equal(t, c.due, l.Due.String())
			assert.Equal(t, c.status, l.Status)
			assert.Equal(t, c.late, l.Late)
			assert.Zero(t, l.Urgency.Cmp(kam.MustFraction(c.urgency)), l.Urgency)
			assert.Equal(t, c.last, l.Last.String())
			assert.Equal(t, ref(crm.KindActivity, "v"), l.Contact)
			good(t, l.Why)
		})
	}
}

func TestTimesInAPeriod(t *testing.T) {
	r := compile(t, followup.Policy{Tiers: []followup.Tier{{Name: "A", Cadences: []followup.Cadence{{Name: "visit", Counts: visits(), Times: 3, Per: kam.Quarter}}}}})
	for _, c := range []struct {
		name    string
		on      string
		visits  []string
		due     string
		status  followup.Status
		late    int
		made    int
		urgency string
	}{
		{"the first third", "2026-04-10", []string{"2026-03-20"}, "2026-04-30", followup.OnTime, 0, 0, "9/29"},
		{"the first third has passed", "2026-05-06", []string{"2026-03-20"}, "2026-04-30", followup.Overdue, 4, 0, "35/29"},
		{"two of one day are one", "2026-04-10", []string{"2026-04-02", "2026-04-02"}, "2026-05-29", followup.OnTime, 0, 1, "0"},
		{"all are made", "2026-05-10", []string{"2026-04-02", "2026-04-03", "2026-04-07"}, "2026-07-30", followup.OnTime, 0, 3, "0"},
		{"the last third ends on the last working day", "2026-06-20", []string{"2026-04-02", "2026-04-03"}, "2026-06-30", followup.OnTime, 0, 2, "20/30"},
	} {
		t.Run(c.name, func(t *testing.T) {
			records := []crm.Record{account("a", "A", "anna")}
			for i, day := range c.visits {
				records = append(records, visit(fmt.Sprint(i), "a", day+" 09:00"))
			}
			o := on(t, r, c.on, records...)
			require.Len(t, o.Lines, 1)
			l := o.Lines[0]
			assert.Equal(t, c.due, l.Due.String())
			assert.Equal(t, c.status, l.Status)
			assert.Equal(t, c.late, l.Late)
			assert.Equal(t, c.made, l.Made)
			assert.Equal(t, 3, l.Wanted)
			assert.Zero(t, l.Urgency.Cmp(kam.MustFraction(c.urgency)), l.Urgency)
			good(t, l.Why)
		})
	}
}

func TestWhatCounts(t *testing.T) {
	long := crm.Activity{Type: crm.Visit, Account: "a", Status: crm.Done, Start: at("2026-03-02 10:00"), End: at("2026-03-02 10:30")}
	with := func(change func(*crm.Activity)) crm.Activity {
		a := long
		change(&a)
		return a
	}
	for _, c := range []struct {
		name   string
		rule   followup.Counts
		a      crm.Activity
		counts bool
	}{
		{"done", visits(), long, true},
		{"another type", visits(), with(func(a *crm.Activity) { a.Type = crm.Email }), false},
		{"planned", visits(), with(func(a *crm.Activity) { a.Status = crm.Planned }), false},
		{"cancelled", visits(), with(func(a *crm.Activity) { a.Status = crm.Cancelled }), false},
		{"no status", visits(), with(func(a *crm.Activity) { a.Status = "" }), false},
		{"no status is enough", followup.Counts{Types: visits().Types, Unstated: true}, with(func(a *crm.Activity) { a.Status = "" }), true},
		{"after the day", visits(), with(func(a *crm.Activity) { a.Start = at("2026-03-06 00:00") }), false},
		{"on the day", visits(), with(func(a *crm.Activity) { a.Start = at("2026-03-05 23:59") }), true},
		{"long enough", followup.Counts{Types: visits().Types, Minutes: 30}, long, true},
		{"too short", followup.Counts{Types: visits().Types, Minutes: 31}, long, false},
		{"of unknown length", followup.Counts{Types: visits().Types, Minutes: 1}, with(func(a *crm.Activity) { a.End = at("0001-01-01 00:00"); a.End = long.Start }), false},
		{"no check-in", followup.Counts{Types: visits().Types, CheckIn: true}, long, false},
		{"a check-in", followup.Counts{Types: visits().Types, CheckIn: true}, with(func(a *crm.Activity) { a.CheckIn = &crm.CheckIn{At: a.Start} }), true},
		{"inbound", followup.Counts{Types: visits().Types, Outbound: true}, with(func(a *crm.Activity) { a.Inbound = true }), false},
		{"by its deal", visits(), with(func(a *crm.Activity) { a.Account, a.Opportunity = "", "d" }), true},
		{"by a person", visits(), with(func(a *crm.Activity) { a.Account, a.Contacts = "", []string{"p"} }), true},
		{"of nobody", visits(), with(func(a *crm.Activity) { a.Account = "" }), false},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := compile(t, followup.Policy{Tiers: []followup.Tier{{Name: "A", Cadences: []followup.Cadence{{Name: "v", Counts: c.rule, Every: followup.Weeks(2)}}}}})
			o := on(t, r, "2026-03-05", account("a", "A", "anna"), record(crm.KindActivity, "v", &c.a),
				record(crm.KindOpportunity, "d", &crm.Opportunity{Account: "a"}), record(crm.KindContact, "p", &crm.Contact{Account: "a"}))
			assert.Len(t, o.Lines, map[bool]int{true: 1}[c.counts])
			assert.Len(t, o.Never, map[bool]int{false: 1}[c.counts])
		})
	}
}

// The Sally Malone case: https://solutioninn.com/study-help/questions/case-a-sales-manager-is-planning-a-new-time-and-7581911
func TestCallCycleOfTheCase(t *testing.T) {
	weeks := map[string]int{"A": 2, "B": 4, "C": 6, "D": 8, "E": 10}
	accounts := map[string]int{"A": 10, "B": 20, "C": 45, "D": 12, "E": 10}
	expected := map[string]int{"A": 10, "B": 10, "C": 15, "D": 3, "E": 2}
	var p followup.Policy
	var records []crm.Record
	monday := kam.MustDay("2023-01-02")
	last := map[string]kam.Day{}
	for _, tier := range []string{"A", "B", "C", "D", "E"} {
		p.Tiers = append(p.Tiers, every(tier, followup.Weeks(weeks[tier])))
		for i := range accounts[tier] {
			id := fmt.Sprintf("%s%02d", tier, i)
			records = append(records, account(id, tier, "sally"))
			// Evenly over the interval, as a cycle that runs already.
			last[id] = monday.AddDays(-14 * (i % (weeks[tier] / 2))).AddDays(-14 + i%5)
		}
	}
	r := compile(t, p)
	for cycle := range 12 {
		from := monday.AddDays(14 * cycle)
		now := records
		for id, day := range last {
			now = append(now, visit("v-"+id, id, day.String()+" 10:00"))
		}
		o := on(t, r, from.String(), now...)
		due, total := map[string]int{}, 0
		for _, l := range o.Lines {
			if l.Due.Before(from.AddDays(14)) {
				assert.False(t, l.Due.Before(from))
				due[l.Tier]++
				total++
				last[l.Account.ID] = l.Due
			}
		}
		assert.Equal(t, expected, due, "cycle %d", cycle)
		assert.Equal(t, 40, total)
	}
}
