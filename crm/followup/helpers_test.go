package followup_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm"
	"github.com/kam-go/kam/crm/followup"
	"github.com/kam-go/kam/internal/wordtest"
)

var shanghai = time.FixedZone("CST", 8*3600)

// china is mainland China around the spring festival of 2026: 15 to 23 February off, 14 and 28 February worked.
func china(t testing.TB) *kam.Calendar {
	t.Helper()
	var off []kam.Day
	for d := kam.MustDay("2026-02-15"); d.Before(kam.MustDay("2026-02-24")); d = d.AddDays(1) {
		off = append(off, d)
	}
	c, err := kam.NewCalendar(kam.CalendarSpec{
		Declared: []int{2023, 2024, 2025, 2027, 2028, 2029},
		Holidays: []kam.HolidayYear{{Year: 2026, Off: off, Working: []kam.Day{kam.MustDay("2026-02-14"), kam.MustDay("2026-02-28")}}},
	})
	require.NoError(t, err)
	return c
}

func ref(kind crm.Kind, id string) crm.Ref { return crm.Ref{System: "zoho", Kind: kind, ID: id} }

func record(kind crm.Kind, id string, data crm.Data) crm.Record {
	return crm.Record{Ref: ref(kind, id), Modified: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC), Data: data}
}

func account(id, tier, owner string) crm.Record {
	return record(crm.KindAccount, id, &crm.Account{Name: "Account " + id, Tier: tier, Owner: owner})
}

// at is an instant in Shanghai, as "2026-03-02 10:00".
func at(s string) time.Time {
	t, err := time.ParseInLocation("2006-01-02 15:04", s, shanghai)
	if err != nil {
		panic(err)
	}
	return t
}

func visit(id, account, when string) crm.Record {
	return record(crm.KindActivity, id, &crm.Activity{Type: crm.Visit, Account: account, Status: crm.Done, Start: at(when), End: at(when).Add(time.Hour)})
}

func planned(id, account, owner, when string) crm.Record {
	return record(crm.KindActivity, id, &crm.Activity{Type: crm.Visit, Account: account, Owner: owner, Status: crm.Planned, Start: at(when), End: at(when).Add(time.Hour)})
}

func visits() followup.Counts { return followup.Counts{Types: []crm.ActivityType{crm.Visit}} }

func every(name string, i followup.Interval) followup.Tier {
	return followup.Tier{Name: name, Cadences: []followup.Cadence{{Name: "visit", Counts: visits(), Every: i}}}
}

func compile(t testing.TB, p followup.Policy) *followup.Rules {
	t.Helper()
	if p.OffDay == "" {
		p.OffDay = followup.NextWorkingDay
	}
	r, err := followup.Compile(p, china(t), shanghai)
	require.NoError(t, err)
	return r
}

func on(t testing.TB, r *followup.Rules, day string, records ...crm.Record) *followup.Overview {
	t.Helper()
	o, err := r.On(kam.MustDay(day), records)
	require.NoError(t, err)
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
