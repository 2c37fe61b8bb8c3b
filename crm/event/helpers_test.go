package event_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm"
	"github.com/kam-go/kam/crm/event"
	"github.com/kam-go/kam/internal/wordtest"
)

var shanghai = time.FixedZone("CST", 8*3600)

func ref(kind crm.Kind, id string) crm.Ref { return crm.Ref{System: "zoho", Kind: kind, ID: id} }

func record(kind crm.Kind, id string, data crm.Data) crm.Record {
	return crm.Record{Ref: ref(kind, id), Modified: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC), Data: data}
}

// at is an instant in Shanghai, as "2026-03-02 10:00".
func at(s string) time.Time {
	t, err := time.ParseInLocation("2006-01-02 15:04", s, shanghai)
	if err != nil {
		panic(err)
	}
	return t
}

func amount(s string) decimal.NullDecimal {
	return decimal.NewNullDecimal(decimal.RequireFromString(s))
}

// policy is a complete one; the salon of [theSalon] is on 10 March 2026, a Tuesday.
func policy() event.Policy {
	return event.Policy{
		Invite: event.Invite{
			By: crm.Email, Need: 30, Interest: 20, Least: 1, Notice: 5,
			Tiers: []event.Points{{Name: "A", Points: 10}, {Name: "B", Points: 5}}, Roles: []event.Points{{Name: "economic", Points: 10}, {Name: "user", Points: 4}},
		},
		FollowUp: event.FollowUp{Within: 3, Types: []crm.ActivityType{crm.Visit, crm.CallBack}, Reach: event.ReachGuest},
		Pipeline: event.Pipeline{Within: 30, Stages: []string{"Interest", "Offer", "Contract"}, Compare: event.NotAttended, Size: event.SizeDeals},
		Missing:  event.MissingUnknown,
	}
}

func compile(t testing.TB, p event.Policy) *event.Rules {
	t.Helper()
	c, err := kam.NewCalendar(kam.CalendarSpec{Declared: []int{2025, 2026, 2027}})
	require.NoError(t, err)
	r, err := event.Compile(p, c, shanghai)
	require.NoError(t, err)
	return r
}

var salonRef = ref(crm.KindEvent, "salon")

func theSalon(change func(*crm.Event)) crm.Record {
	e := &crm.Event{Name: "Salon", Topics: []string{"Automation", "Energy"}, Owner: "erin", Start: at("2026-03-10 14:00"), End: at("2026-03-10 17:00")}
	if change != nil {
		change(e)
	}
	return record(crm.KindEvent, "salon", e)
}

func account(id, tier, owner string) crm.Record {
	return record(crm.KindAccount, id, &crm.Account{Name: "Account " + id, Tier: tier, Owner: owner})
}

func contact(id, account string, change func(*crm.Contact)) crm.Record {
	c := &crm.Contact{Name: "Contact " + id, Account: account, Email: id + "@example.com"}
	if change != nil {
		change(c)
	}
	return record(crm.KindContact, id, c)
}

func invite(contact string, answer crm.Answer, came crm.Attendance) crm.Record {
	return record(crm.KindInvitation, "i-"+contact, &crm.Invitation{Event: "salon", Contact: contact, By: "anna", Answer: answer, Attendance: came})
}

func guests(t testing.TB, r *event.Rules, on string, records ...crm.Record) *event.List {
	t.Helper()
	l, err := r.Guests(salonRef, kam.MustDay(on), records)
	require.NoError(t, err)
	for _, f := range l.Findings {
		good(t, f.Message, f.Remedy)
	}
	for _, x := range l.Left {
		good(t, x.Because)
	}
	good(t, kam.Text{EN: l.Markdown(kam.English), ZH: l.Markdown(kam.Chinese)})
	return l
}

func after(t testing.TB, r *event.Rules, on string, records ...crm.Record) *event.Outcome {
	t.Helper()
	o, err := r.After(salonRef, kam.MustDay(on), records)
	require.NoError(t, err)
	for _, f := range o.Findings {
		good(t, f.Message, f.Remedy)
	}
	for _, a := range o.Pipeline.Alone {
		good(t, a.Why)
	}
	good(t, kam.Text{EN: o.Markdown(kam.English), ZH: o.Markdown(kam.Chinese)})
	for _, m := range o.Measures() {
		require.NoError(t, m.Check(), m.Metric)
	}
	return o
}

// codes returns "code place" of every finding of an error, and checks their texts.
func codes(t testing.TB, err error) []string {
	t.Helper()
	invalid, ok := errors.AsType[*kam.InvalidError](err)
	require.True(t, ok, "%v", err)
	var out []string
	for _, f := range invalid.Findings {
		out = append(out, f.Code+" "+f.Place)
		good(t, f.Message, f.Remedy)
	}
	return out
}

func good(t testing.TB, texts ...kam.Text) {
	t.Helper()
	for _, text := range texts {
		assert.NotEmpty(t, text.EN)
		assert.NotEmpty(t, text.ZH)
		wordtest.Formatted(t, text.EN+text.ZH)
	}
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if os.Getenv("KAM_UPDATE_GOLDEN") == "1" {
		require.NoError(t, os.MkdirAll("testdata", 0o750))
		require.NoError(t, os.WriteFile(path, []byte(got), 0o600))
	}
	want, err := os.ReadFile(path)
	require.NoError(t, err)
	assert.Equal(t, string(want), got)
}

// told is a measure as "7 / 10", "3" or "unknown".
func told(t testing.TB, o *event.Outcome, subject, metric, scope string) string {
	t.Helper()
	for _, m := range o.Measures() {
		if m.Subject.ID != subject || m.Metric != metric || m.Scope != scope {
			continue
		}
		switch {
		case m.IsRatio():
			return m.Numerator.Decimal.String() + " / " + m.Denominator.Decimal.String()
		case m.Value.Valid:
			return m.Value.Decimal.String()
		}
		return "unknown"
	}
	return "none"
}
