package event_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm"
	"github.com/kam-go/kam/crm/event"
)

// met is an activity with a guest, done.
func met(id, contact, when string, change func(*crm.Activity)) crm.Record {
	a := &crm.Activity{Type: crm.Visit, Contacts: []string{contact}, Status: crm.Done, Start: at(when)}
	if change != nil {
		change(a)
	}
	return record(crm.KindActivity, id, a)
}

func turnout() []crm.Record {
	records := []crm.Record{theSalon(nil), account("acme", "A", "anna")}
	for id, x := range map[string]struct {
		answer crm.Answer
		came   crm.Attendance
	}{
		"1": {crm.Accepted, crm.Attended}, "2": {crm.Accepted, crm.Attended}, "3": {crm.Accepted, crm.Absent}, "4": {crm.Accepted, ""},
		"5": {crm.Declined, crm.Absent}, "6": {"", crm.Attended}, "7": {"", ""}, "8": {crm.Declined, ""},
	} {
		records = append(records, contact(id, "acme", nil), invite(id, x.answer, x.came))
	}
	return records
}

func TestTurnout(t *testing.T) {
	t.Parallel()
	o := after(t, compile(t, policy()), "2026-03-10", turnout()...)
	assert.True(t, o.Held)
	assert.Equal(t, event.Turnout{
		Invited: 8, Accepted: 4, Declined: 2, Unanswered: 2, Attended: 3, Absent: 2, Unknown: 3, AcceptedAttended: 2, AcceptedAbsent: 1, AcceptedUnknown: 1,
	}, o.Turnout)
	for metric, want := range map[string]string{
		event.MetricInvited: "8", event.MetricAnswered: "6 / 8", event.MetricAccepted: "4 / 8",
		event.MetricAttended: "unknown", event.MetricAttendedOfInvited: "unknown", event.MetricAttendedOfAccepted: "unknown",
	} {
		assert.Equal(t, want, told(t, o, "salon", metric, ""), metric)
	}
	require.Len(t, o.Findings, 1)
	assert.Equal(t, "event.attendance-unknown", o.Findings[0].Code)

	p := policy()
	p.Missing = event.MissingLeftOut
	o = after(t, compile(t, p), "2026-03-10", turnout()...)
	for metric, want := range map[string]string{event.MetricAttended: "3", event.MetricAttendedOfInvited: "3 / 5", event.MetricAttendedOfAccepted: "2 / 3"} {
		assert.Equal(t, want, told(t, o, "salon", metric, ""), metric)
	}
	assert.Equal(t, "3 / 5", told(t, o, "anna", event.MetricAttendedOfInvited, "salon"), "anna invited all")
	for _, m := range o.Measures() {
		if m.Metric == event.MetricAttendedOfInvited {
			assert.Equal(t, int64(3), m.Left)
			assert.Equal(t, int64(5), m.Count)
		}
	}

	o = after(t, compile(t, p), "2026-03-09", turnout()...)
	assert.False(t, o.Held)
	assert.Equal(t, int64(8), o.Turnout.Unknown, "nobody has come before the event")
	assert.Equal(t, "unknown", told(t, o, "salon", event.MetricAttended, ""))
	assert.Empty(t, o.Findings)
}

func TestInvitedTwice(t *testing.T) {
	t.Parallel()
	later := record(crm.KindInvitation, "a-second", &crm.Invitation{Event: "salon", Contact: "li", Answer: crm.Accepted, Attendance: crm.Attended})
	later.Modified = later.Modified.Add(time.Hour)
	o := after(t, compile(t, policy()), "2026-03-10", theSalon(nil), account("acme", "A", "anna"), contact("li", "acme", nil), invite("li", crm.Declined, crm.Absent), later,
		record(crm.KindInvitation, "x", &crm.Invitation{Event: "salon", Account: "acme"}), record(crm.KindInvitation, "y", &crm.Invitation{Event: "salon", Account: "acme"}),
		record(crm.KindInvitation, "z", &crm.Invitation{Event: "salon", Contact: "li2", Invited: kam.MustDay("2026-03-11")}))
	assert.Equal(t, int64(3), o.Turnout.Invited, "invitations without a person are each their own; one of tomorrow is unseen")
	assert.Equal(t, int64(1), o.Turnout.Attended)
	assert.Equal(t, "event.twice", o.Findings[0].Code)
}

func TestCancelled(t *testing.T) {
	t.Parallel()
	records := append(turnout(), theSalon(func(e *crm.Event) { e.Cancelled = true }))
	o := after(t, compile(t, policy()), "2026-06-10", records...)
	assert.True(t, o.Cancelled)
	assert.False(t, o.Held)
	assert.Zero(t, o.Turnout.Attended)
	assert.Empty(t, o.Tasks())
	assert.Empty(t, o.Pipeline.Accounts)
}

func TestFollowUp(t *testing.T) {
	t.Parallel()
	to := func(event string) func(*crm.Activity) { return func(a *crm.Activity) { a.Event = event } }
	one := func(change func(*crm.Activity)) []crm.Record {
		return []crm.Record{met("m", "li", "2026-03-12 10:00", change)}
	}
	for name, c := range map[string]struct {
		on    string
		reach event.Reach
		acts  []crm.Record
		state event.FollowState
		late  int
	}{
		"due on the last day":                  {"2026-03-13", event.ReachGuest, nil, event.FollowDue, 0},
		"overdue the day after, a Saturday":    {"2026-03-14", event.ReachGuest, nil, event.FollowOverdue, 0},
		"overdue on Monday":                    {"2026-03-16", event.ReachGuest, nil, event.FollowOverdue, 1},
		"in time":                              {"2026-03-16", event.ReachGuest, one(nil), event.FollowInTime, 0},
		"not seen before its day":              {"2026-03-11", event.ReachGuest, one(nil), event.FollowDue, 0},
		"late by two":                          {"2026-03-20", event.ReachGuest, []crm.Record{met("m", "li", "2026-03-17 10:00", nil)}, event.FollowLate, 2},
		"the first counts":                     {"2026-03-20", event.ReachGuest, []crm.Record{met("m", "li", "2026-03-17 10:00", nil), met("n", "li", "2026-03-13 23:59", nil)}, event.FollowInTime, 0},
		"before the end of the event":          {"2026-03-13", event.ReachGuest, []crm.Record{met("m", "li", "2026-03-10 16:59", nil)}, event.FollowDue, 0},
		"right at its end":                     {"2026-03-13", event.ReachGuest, []crm.Record{met("m", "li", "2026-03-10 17:00", nil)}, event.FollowInTime, 0},
		"a mail does not count":                {"2026-03-13", event.ReachGuest, one(func(a *crm.Activity) { a.Type = crm.Email }), event.FollowDue, 0},
		"planned does not count":               {"2026-03-13", event.ReachGuest, one(func(a *crm.Activity) { a.Status = crm.Planned }), event.FollowDue, 0},
		"no status does not count":             {"2026-03-13", event.ReachGuest, one(func(a *crm.Activity) { a.Status = "" }), event.FollowDue, 0},
		"of another event":                     {"2026-03-13", event.ReachGuest, one(to("gala")), event.FollowDue, 0},
		"a colleague":                          {"2026-03-13", event.ReachGuest, one(func(a *crm.Activity) { a.Contacts = []string{"mo"} }), event.FollowDue, 0},
		"a colleague, by account":              {"2026-03-13", event.ReachAccount, one(func(a *crm.Activity) { a.Contacts = []string{"mo"} }), event.FollowInTime, 0},
		"a colleague, of this event":           {"2026-03-13", event.ReachAccount, one(func(a *crm.Activity) { a.Contacts, a.Event = []string{"mo"}, "salon" }), event.FollowDue, 0},
		"the account":                          {"2026-03-13", event.ReachGuest, one(func(a *crm.Activity) { a.Contacts, a.Account = nil, "acme" }), event.FollowDue, 0},
		"the account, of this event":           {"2026-03-13", event.ReachGuest, one(func(a *crm.Activity) { a.Contacts, a.Account, a.Event = nil, "acme", "salon" }), event.FollowInTime, 0},
		"the account by its deal":              {"2026-03-13", event.ReachAccount, one(func(a *crm.Activity) { a.Contacts, a.Opportunity = nil, "d1" }), event.FollowInTime, 0},
		"by check-in":                          {"2026-03-13", event.ReachGuest, one(func(a *crm.Activity) { a.CheckIn, a.Start = &crm.CheckIn{At: a.Start}, time.Time{} }), event.FollowInTime, 0},
		"without any time it is on no day":     {"2026-03-13", event.ReachGuest, one(func(a *crm.Activity) { a.Start = time.Time{} }), event.FollowDue, 0},
		"a later one that names, after others": {"2026-03-13", event.ReachAccount, []crm.Record{met("m", "mo", "2026-03-11 10:00", to("salon")), met("n", "mo", "2026-03-12 10:00", nil)}, event.FollowInTime, 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := policy()
			p.FollowUp.Reach = c.reach
			records := append([]crm.Record{
				theSalon(nil), account("acme", "A", "anna"), contact("li", "acme", nil), contact("mo", "acme", nil), invite("li", crm.Accepted, crm.Attended),
				record(crm.KindOpportunity, "d1", &crm.Opportunity{Account: "acme", Status: crm.Open}),
			}, c.acts...)
			o := after(t, compile(t, p), c.on, records...)
			require.Len(t, o.Guests, 1)
			f := o.Guests[0].FollowUp
			assert.Equal(t, c.state, f.State)
			assert.Equal(t, c.late, f.Late)
			assert.Equal(t, "2026-03-13", f.Due.String())
			open := f.State == event.FollowDue || f.State == event.FollowOverdue
			assert.Equal(t, open, len(o.Tasks()) == 1)
			assert.Equal(t, open, f.Activity.ID == "")
		})
	}
}

func TestFollowUpWhom(t *testing.T) {
	t.Parallel()
	states := func(o *event.Outcome) map[string]event.FollowState {
		out := map[string]event.FollowState{}
		for _, g := range o.Guests {
			if g.FollowUp.State != "" {
				out[g.Contact.ID] = g.FollowUp.State
			}
		}
		return out
	}
	records := append(turnout(), met("m", "1", "2026-03-11 10:00", nil), met("n", "2", "2026-03-17 10:00", nil))
	o := after(t, compile(t, policy()), "2026-03-17", records...)
	assert.Equal(t, map[string]event.FollowState{"1": event.FollowInTime, "2": event.FollowLate, "6": event.FollowOverdue}, states(o))
	assert.Equal(t, "1 / 3", told(t, o, "salon", event.MetricFollowedInTime, ""))
	assert.Equal(t, "1 / 3", told(t, o, "anna", event.MetricFollowedInTime, "salon"))
	assert.Equal(t, "1", told(t, o, "salon", event.MetricFollowOverdue, ""))
	p := policy()
	p.FollowUp.NoShows = true
	o = after(t, compile(t, p), "2026-03-12", records...)
	assert.Equal(t, map[string]event.FollowState{"1": event.FollowInTime, "2": event.FollowDue, "3": event.FollowDue, "6": event.FollowDue}, states(o))
	assert.Equal(t, "1 / 1", told(t, o, "salon", event.MetricFollowedInTime, ""), "what is still due is in neither number")
	tasks := o.Tasks()
	require.Len(t, tasks, 3)
	for _, task := range tasks {
		require.NoError(t, task.Check())
		good(t, task.Title)
	}
	assert.Equal(t, "event/zoho/salon/contact/3/follow-up", tasks[1].ID)
	assert.Contains(t, tasks[1].Title.EN, "did not come")
}

func TestFollowUpOwner(t *testing.T) {
	t.Parallel()
	user := func(id string, gone bool) crm.Record {
		return record(crm.KindUser, id, &crm.User{Name: id, Inactive: gone})
	}
	base := []crm.Record{theSalon(nil), account("acme", "A", "olga"), contact("li", "acme", nil), invite("li", crm.Accepted, crm.Attended)}
	for name, c := range map[string]struct {
		users []crm.Record
		want  string
	}{
		"users unknown":            {nil, "olga"},
		"the owner":                {[]crm.Record{user("olga", false)}, "olga"},
		"who invited":              {[]crm.Record{user("olga", true), user("anna", false)}, "anna"},
		"the owner of the event":   {[]crm.Record{user("erin", false)}, "erin"},
		"nobody, and a finding is": {[]crm.Record{user("someone", false)}, ""},
	} {
		o := after(t, compile(t, policy()), "2026-03-11", append(c.users, base...)...)
		assert.Equal(t, c.want, o.Guests[0].FollowUp.Owner, name)
		assert.Equal(t, c.want == "", len(o.Findings) == 1, name)
		assert.Equal(t, c.want == "", len(o.Tasks()) == 0, name)
	}
}

func TestTasksWithoutContact(t *testing.T) {
	t.Parallel()
	came := func(id, account string) crm.Record {
		return record(crm.KindInvitation, id, &crm.Invitation{Event: "salon", Account: account, By: "anna", Attendance: crm.Attended})
	}
	o := after(t, compile(t, policy()), "2026-03-11", theSalon(nil), account("acme", "A", "olga"), came("x", "acme"), came("y", ""), came(strings.Repeat("z", 100), ""), came("é", ""),
		record(crm.KindActivity, "m", &crm.Activity{Type: crm.Visit, Account: "bolt", Status: crm.Done, Start: at("2026-03-11 10:00")}))
	got := map[string]string{}
	for _, task := range o.Tasks() {
		require.NoError(t, task.Check())
		assert.LessOrEqual(t, len(task.ID), 100)
		assert.Regexp(t, `^[A-Za-z0-9/~_.:@-]+$`, task.ID)
		got[task.ID] = task.About.Kind + " " + task.About.ID + " " + task.Owner
	}
	assert.Len(t, got, 4)
	assert.Equal(t, "account acme olga", got["event/zoho/salon/invitation/x/follow-up"])
	assert.Equal(t, "event salon anna", got["event/zoho/salon/invitation/y/follow-up"])
	o = after(t, compile(t, policy()), "2026-03-11", theSalon(nil), account("acme", "A", "olga"), came("x", "acme"),
		record(crm.KindActivity, "m", &crm.Activity{Type: crm.Visit, Account: "acme", Status: crm.Done, Start: at("2026-03-11 10:00")}))
	assert.Equal(t, event.FollowInTime, o.Guests[0].FollowUp.State, "a guest without a name is met by whoever meets the account")
}
