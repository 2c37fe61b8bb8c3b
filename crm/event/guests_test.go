package event_test

import (
	"math/rand/v2"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm"
	"github.com/kam-go/kam/crm/event"
)

// places says on which list each contact is, with the reason.
func places(l *event.List) map[string]string {
	out := map[string]string{}
	for _, g := range l.Invite {
		out[g.Contact.ID] = "invite"
	}
	for _, g := range l.Reserve {
		out[g.Contact.ID] = "reserve"
	}
	for _, x := range l.Left {
		out[x.Contact.ID] = string(x.Reason)
	}
	return out
}

func TestGuestsWhy(t *testing.T) {
	t.Parallel()
	l := guests(t, compile(t, policy()), "2026-03-02",
		theSalon(nil), account("acme", "A", "anna"), account("bolt", "C", ""),
		contact("li", "acme", func(c *crm.Contact) { c.Preferences.Interests = []string{" energy ", "Energy", "golf"} }),
		contact("mo", "bolt", func(c *crm.Contact) { c.Role = crm.UserBuyer }),
		record(crm.KindOpportunity, "d1", &crm.Opportunity{Name: "Line", Account: "acme", Status: crm.Open, Needs: []string{"AUTOMATION", "automation", "price"}, Contacts: []crm.Stakeholder{{Contact: "li", Role: crm.Economic}}}),
		record(crm.KindOpportunity, "d2", &crm.Opportunity{Account: "acme", Status: crm.Won, Needs: []string{"Energy"}}),
	)
	require.Len(t, l.Invite, 2)
	li, mo := l.Invite[0], l.Invite[1]
	assert.Equal(t, 30+20+10+10, li.Points)
	assert.True(t, li.OnTopic)
	assert.Equal(t, crm.Economic, li.Role)
	var lines []string
	for _, why := range li.Why {
		lines = append(lines, strconv.Itoa(why.Points)+" "+why.Text.EN+" "+why.Ref.ID)
		good(t, why.Text)
	}
	assert.Equal(t, []string{
		`30 the deal "Line" needs "Automation" d1`, `20 is interested in "Energy" li`, "10 the account is of tier A acme", "10 is the economic buyer d1",
	}, lines)
	assert.Equal(t, 4, mo.Points)
	assert.Equal(t, "anna", li.By)
	assert.Equal(t, "erin", mo.By, "an account without an owner is invited by the owner of the event")
}

func TestGuestsLeft(t *testing.T) {
	t.Parallel()
	p := policy()
	p.Invite.Rest, p.Invite.OnTopic, p.Invite.Least, p.Invite.PerAccount, p.Invite.Reserve = 30, true, 21, 2, 1
	fan := func(c *crm.Contact) { c.Preferences.Interests = []string{"Energy"} }
	both := func(c *crm.Contact) { c.Preferences.Interests = []string{"Energy", "Automation"} }
	other := func(id, contact, day string) crm.Record {
		return record(crm.KindInvitation, id, &crm.Invitation{Event: "gala", Contact: contact, Invited: kam.MustDay(day)})
	}
	l := guests(t, compile(t, p), "2026-03-02",
		theSalon(func(e *crm.Event) { e.Capacity = amount("4") }),
		record(crm.KindEvent, "gala", &crm.Event{Name: "Gala", Start: at("2026-02-01 18:00")}),
		account("acme", "A", "anna"), account("bolt", "A", "anna"), account("cole", "", "anna"), account("dune", "A", "anna"),
		contact("asked", "acme", both), invite("asked", "", ""),
		contact("declined", "acme", both), invite("declined", crm.Declined, ""),
		contact("homeless", "nowhere", both),
		contact("nomail", "acme", func(c *crm.Contact) { both(c); c.Preferences.NoEmail = true }),
		contact("noaddress", "acme", func(c *crm.Contact) { both(c); c.Email = "" }),
		contact("rested", "bolt", both), other("o1", "rested", "2026-01-31"),
		contact("tired", "bolt", both), other("o2", "tired", "2026-02-01"), other("o2b", "tired", "2026-01-05"),
		contact("tired2", "bolt", both), record(crm.KindInvitation, "o3", &crm.Invitation{Event: "gala", Contact: "tired2"}),
		contact("later", "bolt", both), other("o4", "later", "2026-03-03"),
		contact("off", "acme", nil),
		contact("few", "cole", fan),
		contact("a1", "acme", both), contact("a2", "acme", both),
		contact("b3", "bolt", fan),
		contact("d1", "dune", fan), contact("d2", "dune", fan),
	)
	assert.Equal(t, map[string]string{
		"asked": "invited-already", "declined": "declined", "homeless": "no-account", "nomail": "no-e-mail-wanted", "noaddress": "no-e-mail-address",
		"rested": "invite", "tired": "invited-lately", "tired2": "invited-lately", "later": "invite", "off": "off-topic", "few": "too-few-points",
		"a1": "invite", "a2": "enough-of-the-account", "b3": "enough-of-the-account", "d1": "reserve", "d2": "no-room",
	}, places(l))
	assert.Equal(t, int64(3), l.Room)
	require.NotEmpty(t, l.Left)
	assert.Equal(t, event.LeftInvited, l.Left[0].Reason)
	assert.Equal(t, event.LeftCapacity, l.Left[len(l.Left)-1].Reason)

	golden(t, "left.en.md", l.Markdown(kam.English))
	golden(t, "left.zh.md", l.Markdown(kam.Chinese))

	p.Invite.By = crm.CallBack
	l = guests(t, compile(t, p), "2026-03-02", theSalon(nil), account("acme", "A", "anna"),
		contact("nomail", "acme", func(c *crm.Contact) { both(c); c.Preferences.NoEmail, c.Email = true, "" }))
	assert.Equal(t, map[string]string{"nomail": "invite"}, places(l), "who wants no e-mail may be called")
}

func TestGuestsRoom(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		capacity, expect string
		answers          []crm.Answer
		room             int64
	}{
		"empty":                {"10", "1", nil, 10},
		"half come":            {"10", "1/2", nil, 20},
		"two thirds, down":     {"10", "0.7", nil, 14},
		"accepted are whole":   {"10", "1/2", []crm.Answer{crm.Accepted, crm.Accepted}, 16},
		"unanswered are parts": {"10", "1/2", []crm.Answer{"", ""}, 18},
		"declined are free":    {"10", "1/2", []crm.Answer{crm.Declined}, 20},
		"full":                 {"1", "1/2", []crm.Answer{crm.Accepted, crm.Accepted}, 0},
		"none":                 {"0", "1", nil, 0},
		"half a place is none": {"2.5", "1", nil, 2},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := policy()
			p.Invite.Expect = kam.MustFraction(c.expect)
			records := []crm.Record{theSalon(func(e *crm.Event) { e.Capacity = amount(c.capacity) }), account("acme", "A", "anna")}
			for i, a := range c.answers {
				records = append(records, contact(strconv.Itoa(i), "acme", nil), invite(strconv.Itoa(i), a, ""))
			}
			l := guests(t, compile(t, p), "2026-03-02", records...)
			assert.Equal(t, c.room, l.Room)
			assert.True(t, l.Limited)
		})
	}
	l := guests(t, compile(t, policy()), "2026-03-02", theSalon(nil), account("acme", "A", "anna"), contact("li", "acme", nil))
	assert.False(t, l.Limited)
	assert.Len(t, l.Invite, 1)
}

func TestGuestsOrder(t *testing.T) {
	t.Parallel()
	p := policy()
	p.Invite.Tiers = []event.Points{{Name: "A", Points: 10}, {Name: "B", Points: 10}}
	p.Invite.Roles = []event.Points{{Name: "coach", Points: 5}, {Name: "user", Points: 5}}
	role := func(r crm.BuyingRole) func(*crm.Contact) { return func(c *crm.Contact) { c.Role = r } }
	l := guests(t, compile(t, p), "2026-03-02", theSalon(nil), account("x", "B", "anna"), account("y", "A", "anna"),
		contact("1", "x", role(crm.Coach)), contact("2", "y", role(crm.UserBuyer)), contact("4", "y", role(crm.Coach)), contact("3", "y", role(crm.Coach)))
	var order []string
	for _, g := range l.Invite {
		order = append(order, g.Contact.ID)
	}
	assert.Equal(t, []string{"3", "4", "2", "1"}, order)
}

func TestGuestsFindings(t *testing.T) {
	t.Parallel()
	l := guests(t, compile(t, policy()), "2026-03-02",
		theSalon(func(e *crm.Event) { e.Owner, e.Cancelled, e.Topics = "gone", true, nil }), account("acme", "A", "ghost"), contact("li", "acme", nil),
		record(crm.KindUser, "gone", &crm.User{Name: "Gone", Inactive: true}))
	var got []string
	for _, f := range l.Findings {
		got = append(got, f.Code)
	}
	assert.ElementsMatch(t, []string{"event.nobody", "event.cancelled", "event.no-topics"}, got)
	assert.Empty(t, l.Tasks())
	l = guests(t, compile(t, policy()), "2026-03-11", theSalon(nil))
	require.Len(t, l.Findings, 1)
	assert.Equal(t, "event.begun", l.Findings[0].Code)
}

func TestGuestsConditions(t *testing.T) {
	t.Parallel()
	r := compile(t, policy())
	day := kam.MustDay("2026-03-02")
	_, err := r.Guests(ref(crm.KindEvent, "none"), day, []crm.Record{theSalon(nil)})
	require.ErrorIs(t, err, event.ErrEvent)
	_, err = r.Guests(salonRef, day, []crm.Record{theSalon(func(e *crm.Event) { e.Start = time.Time{} })})
	require.ErrorIs(t, err, event.ErrEvent)
	_, err = r.Guests(crm.Ref{System: "fxiaoke", Kind: crm.KindEvent, ID: "salon"}, day, []crm.Record{theSalon(nil)})
	require.ErrorIs(t, err, event.ErrEvent, "another system")
	gone := theSalon(nil)
	gone.Deleted, gone.Data, gone.Modified = true, nil, gone.Modified.Add(time.Hour)
	_, err = r.Guests(salonRef, day, []crm.Record{gone, theSalon(nil)})
	require.ErrorIs(t, err, event.ErrEvent, "deleted")
	_, err = r.Guests(salonRef, kam.Day{}, []crm.Record{theSalon(nil)})
	require.ErrorIs(t, err, kam.ErrDay)
	_, err = r.Guests(salonRef, day, []crm.Record{theSalon(func(e *crm.Event) { e.Start = at("2031-03-10 14:00") })})
	require.ErrorIs(t, err, kam.ErrNoHolidays)
}

func TestGuestsTasks(t *testing.T) {
	t.Parallel()
	l := guests(t, compile(t, policy()), "2026-03-02", theSalon(nil), account("a/b", "A", "anna"), contact("l/i", "a/b", nil))
	tasks := l.Tasks()
	require.Len(t, tasks, 1)
	require.NoError(t, tasks[0].Check())
	assert.Equal(t, "event/zoho/salon/contact/l~1i/invite", tasks[0].ID)
	assert.Equal(t, "2026-03-03", tasks[0].Due.String())
	good(t, tasks[0].Title)
}

// TestGuestsProperties: whatever the records, everybody is on one list, the order of records does not matter, and nobody is
// invited beyond the room.
func TestGuestsProperties(t *testing.T) {
	t.Parallel()
	words := []string{"Automation", "Energy", "golf", ""}
	for seed := range uint64(60) {
		rng := rand.New(rand.NewPCG(seed, 7))
		p := policy()
		p.Invite.Rest, p.Invite.PerAccount, p.Invite.Reserve, p.Invite.OnTopic = rng.IntN(40), rng.IntN(3), rng.IntN(4), rng.IntN(2) == 0
		p.Invite.Expect = kam.Fraction{Num: 1 + rng.Int64N(4), Den: 4}
		records := []crm.Record{theSalon(func(e *crm.Event) { e.Capacity = amount(strconv.Itoa(rng.IntN(6))) })}
		n := 1 + rng.IntN(20)
		for i := range n {
			id := strconv.Itoa(i)
			records = append(records, account(id, []string{"A", "B", "C"}[rng.IntN(3)], "anna"),
				contact(id, strconv.Itoa(rng.IntN(n+1)), func(c *crm.Contact) {
					c.Preferences = crm.Preferences{NoEmail: rng.IntN(5) == 0, Interests: []string{words[rng.IntN(4)], words[rng.IntN(4)]}}
				}))
			switch rng.IntN(5) {
			case 0:
				records = append(records, invite(id, []crm.Answer{"", crm.Accepted, crm.Declined}[rng.IntN(3)], ""))
			case 1:
				records = append(records, record(crm.KindInvitation, "x"+id, &crm.Invitation{Event: "gala", Contact: id, Invited: kam.MustDay("2026-03-02").AddDays(-rng.IntN(50))}))
			case 2:
				records = append(records, record(crm.KindOpportunity, id, &crm.Opportunity{Account: id, Status: crm.Open, Needs: []string{words[rng.IntN(4)]}}))
			}
		}
		r := compile(t, p)
		l := guests(t, r, "2026-03-02", records...)
		assert.Len(t, places(l), n)
		assert.Equal(t, n, len(l.Invite)+len(l.Reserve)+len(l.Left))
		assert.LessOrEqual(t, int64(len(l.Invite)), l.Room)
		if len(l.Reserve) > 0 {
			assert.Len(t, l.Invite, int(l.Room), "nobody waits while there is room")
		}
		for _, g := range l.Invite {
			sum := 0
			for _, why := range g.Why {
				sum += why.Points
			}
			assert.Equal(t, sum, g.Points)
		}
		rng.Shuffle(len(records), func(i, j int) { records[i], records[j] = records[j], records[i] })
		assert.Equal(t, l, guests(t, r, "2026-03-02", records...))
	}
}

func TestListMarkdown(t *testing.T) {
	t.Parallel()
	p := policy()
	p.Invite.Reserve = 1
	l := guests(t, compile(t, p), "2026-03-02", theSalon(func(e *crm.Event) { e.Capacity = amount("1") }), account("acme", "A", "anna"), account("bolt", "B", ""),
		contact("li", "acme", func(c *crm.Contact) { c.Role = crm.Economic; c.Preferences.Interests = []string{"Energy"} }),
		contact("mo", "bolt", nil), contact("no|pe", "bolt", func(c *crm.Contact) { c.Preferences.NoEmail = true }), contact("ox", "bolt", nil))
	golden(t, "list.en.md", l.Markdown(kam.English))
	golden(t, "list.zh.md", l.Markdown(kam.Chinese))
}
