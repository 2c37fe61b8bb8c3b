package support_test

import (
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm"
	"github.com/kam-go/kam/crm/support"
	"github.com/kam-go/kam/internal/wordtest"
)

var shanghai = time.FixedZone("CST", 8*3600)

// at is an instant in Shanghai, as "2026-03-02 10:00".
func at(s string) time.Time { return in(s, shanghai) }

func in(s string, zone *time.Location) time.Time {
	if s == "" {
		return time.Time{}
	}
	t, err := time.ParseInLocation("2006-01-02 15:04", s, zone)
	if err != nil {
		panic(err)
	}
	return t
}

// china is mainland China around the spring festival of 2026: 15 to 23 February off, 14 and 28 February worked.
func china(t testing.TB) *kam.Calendar {
	t.Helper()
	var off []kam.Day
	for d := kam.MustDay("2026-02-15"); d.Before(kam.MustDay("2026-02-24")); d = d.AddDays(1) {
		off = append(off, d)
	}
	c, err := kam.NewCalendar(kam.CalendarSpec{
		Declared: []int{2024, 2025},
		Holidays: []kam.HolidayYear{{Year: 2026, Off: off, Working: []kam.Day{kam.MustDay("2026-02-14"), kam.MustDay("2026-02-28")}}},
	})
	require.NoError(t, err)
	return c
}

// office is open from 9 to 12 and from 13 to 18, Monday to Friday, and on make-up days as on Monday.
func office() support.Schedule {
	s := support.Schedule{Name: "office", Days: support.WorkingDays, MakeUp: new(time.Monday)}
	for day := time.Monday; day <= time.Friday; day++ {
		s.Hours = append(s.Hours, crm.Hours{Weekday: day, From: 9 * 60, Until: 12 * 60}, crm.Hours{Weekday: day, From: 13 * 60, Until: 18 * 60})
	}
	return s
}

// gold answers within an hour and resolves within a day of 8 hours.
func gold() support.Target {
	return support.Target{
		Level: "gold", Schedule: "office", Response: 60, Resolution: 480, Waiting: support.WaitingStops, Reopened: support.ReopenedContinues,
		Escalation: []support.Step{
			{Of: support.Response, At: kam.MustFraction("0.5"), To: support.ToOwner},
			{Of: support.Resolution, At: kam.MustFraction("0.5"), To: support.ToOwner},
			{Of: support.Resolution, At: kam.MustFraction("0.8"), To: support.ToManager},
			{Of: support.Resolution, At: kam.MustFraction("1"), To: support.ToUser, User: "boss"},
		},
	}
}

func agreement(targets ...support.Target) support.Agreement {
	return support.Agreement{Schedules: []support.Schedule{office(), support.AroundTheClock("always")}, Targets: targets, AtRisk: kam.MustFraction("0.8")}
}

func compile(t testing.TB, a support.Agreement) *support.Terms {
	t.Helper()
	terms, err := support.Compile(a, china(t), shanghai)
	require.NoError(t, err)
	return terms
}

func ref(kind crm.Kind, id string) crm.Ref { return crm.Ref{System: "zoho", Kind: kind, ID: id} }

func request(id string, r crm.Request) crm.Record {
	return crm.Record{Ref: ref(crm.KindRequest, id), Modified: at("2026-01-01 00:00"), Data: &r}
}

func desk(t testing.TB, terms *support.Terms, now string, records ...crm.Record) *support.Desk {
	t.Helper()
	d, err := terms.At(at(now), records)
	require.NoError(t, err)
	return d
}

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
