package support_test

import (
	"math/rand/v2"
	"testing"
	"time"
	_ "time/tzdata" // zones, whatever the machine has

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm"
	"github.com/kam-go/kam/crm/support"
)

func TestDue(t *testing.T) {
	terms := compile(t, agreement(gold()))
	for _, c := range []struct {
		name, from string
		minutes    int
		due        string
	}{
		{"within the morning", "2026-03-02 09:30", 60, "2026-03-02 10:30"},
		{"over lunch", "2026-03-02 11:30", 60, "2026-03-02 13:30"},
		{"up to the end of the day", "2026-03-02 09:00", 480, "2026-03-02 18:00"},
		{"one minute more", "2026-03-02 09:00", 481, "2026-03-03 09:01"},
		{"before opening", "2026-03-02 03:00", 60, "2026-03-02 10:00"},
		{"at lunch", "2026-03-02 12:30", 60, "2026-03-02 14:00"},
		{"over the weekend", "2026-03-06 17:30", 60, "2026-03-09 09:30"},
		{"on a make-up Saturday", "2026-02-27 17:30", 60, "2026-02-28 09:30"},
		{"over the spring festival", "2026-02-14 17:30", 60, "2026-02-24 09:30"},
		{"nothing", "2026-03-01 10:00", 0, "2026-03-01 10:00"},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := time.Duration(c.minutes) * time.Minute
			due, err := terms.Due("office", at(c.from), d)
			require.NoError(t, err)
			assert.True(t, at(c.due).Equal(due), due.In(shanghai))
			used, err := terms.Elapsed("office", at(c.from), due)
			require.NoError(t, err)
			assert.Equal(t, d, used)
		})
	}
	for _, c := range []struct{ name, from, to, want string }{
		{"backwards", "2026-03-02 11:00", "2026-03-02 10:00", "0s"},
		{"closed", "2026-02-15 00:00", "2026-02-24 09:00", "0s"},
		{"a week", "2026-03-02 00:00", "2026-03-09 00:00", "40h0m0s"},
		{"a make-up day as Monday", "2026-02-28 00:00", "2026-03-01 00:00", "8h0m0s"},
	} {
		used, err := terms.Elapsed("office", at(c.from), at(c.to))
		require.NoError(t, err)
		assert.Equal(t, c.want, used.String(), c.name)
	}
	_, err := terms.Due("none", at("2026-03-02 10:00"), 1)
	require.ErrorIs(t, err, support.ErrSchedule)
	_, err = terms.Elapsed("none", at("2026-03-02 10:00"), at("2026-03-02 10:00"))
	require.ErrorIs(t, err, support.ErrSchedule)
	_, err = terms.Due("office", at("2026-12-31 17:00"), 2*time.Hour)
	require.ErrorIs(t, err, kam.ErrNoHolidays)
	_, err = terms.Elapsed("always", at("2006-01-01 00:00"), at("2026-01-01 00:00"))
	require.ErrorIs(t, err, support.ErrSpan)
	_, err = terms.Elapsed("always", time.Time{}.AddDate(-2, 0, 0), time.Time{}.AddDate(1, 0, 0))
	require.ErrorIs(t, err, support.ErrSpan)
	_, err = terms.Due("always", time.Date(9999, 12, 31, 0, 0, 0, 0, time.UTC), 48*time.Hour)
	require.ErrorIs(t, err, support.ErrSpan)
}

func TestClosedOnMakeUpDaysWhereNothingSaysOtherwise(t *testing.T) {
	a := agreement(gold())
	a.Schedules[0].MakeUp = nil
	used, err := compile(t, a).Elapsed("office", at("2026-02-28 00:00"), at("2026-03-01 00:00"))
	require.NoError(t, err)
	assert.Zero(t, used)
}

func TestClocksAreChanged(t *testing.T) {
	berlin, err := time.LoadLocation("Europe/Berlin")
	require.NoError(t, err)
	night := support.Schedule{Name: "night", Days: support.EveryDay}
	for day := time.Sunday; day <= time.Saturday; day++ {
		night.Hours = append(night.Hours, crm.Hours{Weekday: day, From: 150, Until: 240}) // 02:30 to 04:00
	}
	terms, err := support.Compile(support.Agreement{
		Schedules: []support.Schedule{support.AroundTheClock("always"), night}, AtRisk: kam.MustFraction("0.5"),
		Targets: []support.Target{{Schedule: "always", Response: 60}},
	}, nil, berlin)
	require.NoError(t, err)
	for _, c := range []struct{ name, schedule, from, to, want string }{
		{"23 hours", "always", "2026-03-29 00:00", "2026-03-30 00:00", "23h0m0s"},
		{"25 hours", "always", "2026-10-25 00:00", "2026-10-26 00:00", "25h0m0s"},
		{"opening within the hour left out", "night", "2026-03-29 00:00", "2026-03-30 00:00", "1h0m0s"},
		{"opening within the hour that comes twice: the first", "night", "2026-10-25 00:00", "2026-10-26 00:00", "2h30m0s"},
		{"an ordinary night", "night", "2026-10-26 00:00", "2026-10-27 00:00", "1h30m0s"},
	} {
		used, err := terms.Elapsed(c.schedule, in(c.from, berlin), in(c.to, berlin))
		require.NoError(t, err)
		assert.Equal(t, c.want, used.String(), c.name)
	}
	due, err := terms.Due("always", in("2026-03-28 12:00", berlin), 24*time.Hour)
	require.NoError(t, err)
	assert.Equal(t, "2026-03-29 13:00", due.In(berlin).Format("2006-01-02 15:04"), "24 hours, not the same time of the next day")
	due, err = terms.Due("night", in("2026-03-29 00:00", berlin), 30*time.Minute)
	require.NoError(t, err)
	assert.Equal(t, "2026-03-29 03:30", due.In(berlin).Format("2006-01-02 15:04"))

	// An island that left out a whole day has no hours on it.
	apia, err := time.LoadLocation("Pacific/Apia")
	require.NoError(t, err)
	terms, err = support.Compile(terms.Agreement(), nil, apia)
	require.NoError(t, err)
	used, err := terms.Elapsed("night", in("2011-12-29 00:00", apia), in("2012-01-01 00:00", apia))
	require.NoError(t, err)
	assert.Equal(t, "3h0m0s", used.String())
}

// Due and Elapsed are inverse, add up, and agree with counting open minutes one by one.
func TestDueAndElapsedAreInverse(t *testing.T) {
	berlin, err := time.LoadLocation("Europe/Berlin")
	require.NoError(t, err)
	for seed := range uint64(120) {
		rnd := rand.New(rand.NewPCG(seed, 3))
		zone := []*time.Location{shanghai, berlin, time.UTC}[rnd.IntN(3)]
		s := support.Schedule{Name: "s", Days: []support.Days{support.WorkingDays, support.EveryDay}[rnd.IntN(2)]}
		var open [7][1440]bool
		for range 1 + rnd.IntN(6) {
			day, from := time.Weekday(rnd.IntN(7)), rnd.IntN(1430)
			until := from + 1 + rnd.IntN(1440-from)
			free := true
			for m := from; m < until; m++ {
				free = free && !open[day][m]
			}
			if free {
				s.Hours = append(s.Hours, crm.Hours{Weekday: day, From: from, Until: until})
				for m := from; m < until; m++ {
					open[day][m] = true
				}
			}
		}
		if s.Days == support.WorkingDays {
			s.Hours = append(s.Hours, office().Hours...)
			kept := s.Hours[:0]
			open = [7][1440]bool{}
			for _, h := range s.Hours[len(s.Hours)-10:] {
				kept = append(kept, h)
				for m := h.From; m < h.Until; m++ {
					open[h.Weekday][m] = true
				}
			}
			s.Hours = kept
		}
		c := china(t)
		terms, err := support.Compile(support.Agreement{Schedules: []support.Schedule{s}, Targets: []support.Target{{Schedule: "s", Response: 1}}, AtRisk: kam.MustFraction("1/2")}, c, zone)
		require.NoError(t, err)
		from := time.Date(2026, 1, 1+rnd.IntN(280), rnd.IntN(24), rnd.IntN(60), 0, 0, zone)
		to := from.Add(time.Duration(rnd.IntN(20*24*60)) * time.Minute)
		used, err := terms.Elapsed("s", from, to)
		require.NoError(t, err)

		count := 0
		twice := false // the hour that comes twice is read by its first turn only
		for m := from; m.Before(to); m = m.Add(time.Minute) {
			local := m.In(zone)
			worked, err := c.IsWorkingDay(kam.DayAt(m, zone))
			require.NoError(t, err)
			_, here := local.Zone()
			_, before := m.Add(-time.Hour).In(zone).Zone()
			twice = twice || here != before
			if open[local.Weekday()][local.Hour()*60+local.Minute()] && (worked || s.Days == support.EveryDay) {
				count++
			}
		}
		if !twice {
			require.Equal(t, time.Duration(count)*time.Minute, used, "seed %d", seed)
		}

		mid := from.Add(time.Duration(rnd.Int64N(int64(to.Sub(from)) + 1)))
		a, err := terms.Elapsed("s", from, mid)
		require.NoError(t, err)
		b, err := terms.Elapsed("s", mid, to)
		require.NoError(t, err)
		require.Equal(t, used, a+b, "seed %d: time adds up", seed)

		d := time.Duration(1+rnd.IntN(5000)) * 7 * time.Second
		due, err := terms.Due("s", from, d)
		require.NoError(t, err)
		back, err := terms.Elapsed("s", from, due)
		require.NoError(t, err)
		require.Equal(t, d, back, "seed %d: inverse", seed)
		short, err := terms.Elapsed("s", from, due.Add(-time.Microsecond))
		require.NoError(t, err)
		require.Less(t, short, d, "seed %d: the first instant", seed)
	}
}
