package meetings_test

import (
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/goals/meetings"
)

func TestPublishedRecurrences(t *testing.T) {
	for _, c := range readCases(t).Recurrence {
		t.Run(c.ID, func(t *testing.T) {
			r := rule(t, c.Rule)
			assert.Equal(t, c.Rule, r.String())
			n := len(c.Days)
			if r.Count > 0 || r.Until.IsSet() {
				n++ // and no further day
			}
			assert.Equal(t, c.Days, first(t, r, c.Start, n))
		})
	}
}

func TestDays(t *testing.T) {
	cases := []struct {
		name, rule, start string
		n                 int
		want              []string
	}{
		{"short months are left out", "FREQ=MONTHLY", "2026-01-31", 3, []string{"2026-01-31", "2026-03-31", "2026-05-31"}},
		{"leap days", "FREQ=YEARLY", "2096-02-29", 2, []string{"2096-02-29", "2104-02-29"}},
		{"the end is a day of the rule", "FREQ=DAILY;UNTIL=20260102", "2026-01-01", 9, []string{"2026-01-01", "2026-01-02"}},
		{"an end before the start", "FREQ=DAILY;UNTIL=20251231", "2026-01-01", 9, []string{}},
		{"a start beside the rule is not counted", "FREQ=WEEKLY;COUNT=2;BYDAY=MO", "2026-01-01", 9, []string{"2026-01-05", "2026-01-12"}},
		{"a day counted from both ends is one", "FREQ=MONTHLY;BYMONTHDAY=31,-1;BYMONTH=1", "2026-01-01", 2, []string{"2026-01-31", "2027-01-31"}},
		{"a weekday counted from both ends is one", "FREQ=MONTHLY;BYDAY=4FR,-1FR;COUNT=3", "2026-02-01", 9, []string{"2026-02-27", "2026-03-27", "2026-04-24"}},
		{"positions before the start count", "FREQ=MONTHLY;BYDAY=MO;BYSETPOS=1,2", "2026-01-10", 2, []string{"2026-01-12", "2026-02-02"}},
		{"positions that are not there", "FREQ=MONTHLY;BYDAY=MO;BYSETPOS=5", "2026-01-01", 2, []string{"2026-03-30", "2026-06-29"}},
		{"positions from both ends are one", "FREQ=YEARLY;BYMONTH=5;BYSETPOS=1,-1;COUNT=2", "2026-05-04", 9, []string{"2026-05-04", "2027-05-04"}},
		{"days of the month by the day", "FREQ=DAILY;BYMONTHDAY=-1;BYMONTH=2", "2026-01-01", 3, []string{"2026-02-28", "2027-02-28", "2028-02-29"}},
		{"weekdays by the day", "FREQ=DAILY;INTERVAL=2;BYDAY=FR", "2026-01-01", 2, []string{"2026-01-09", "2026-01-23"}},
		{"day -30 of months", "FREQ=MONTHLY;BYMONTHDAY=-30", "2026-01-01", 3, []string{"2026-01-02", "2026-03-02", "2026-04-01"}},
		{"a week over New Year", "FREQ=WEEKLY;BYMONTH=1;BYDAY=MO,FR", "2026-12-28", 2, []string{"2027-01-01", "2027-01-04"}},
		{"weekdays of the year with days of the month", "FREQ=YEARLY;BYMONTHDAY=9;BYDAY=2FR", "2026-01-01", 2, []string{"2026-01-09", "2032-01-09"}},
		{"53rd Thursdays", "FREQ=YEARLY;BYDAY=53TH", "2020-01-01", 2, []string{"2020-12-31", "2026-12-31"}},
		{"the first day there is", "FREQ=WEEKLY;INTERVAL=2;BYDAY=SA,SU;WKST=SU", "0001-01-01", 3, []string{"0001-01-06", "0001-01-14", "0001-01-20"}},
		{"the first Monday there is", "FREQ=WEEKLY", "0001-01-01", 2, []string{"0001-01-01", "0001-01-08"}},
		{"the last day there is", "FREQ=DAILY", "9999-12-30", 9, []string{"9999-12-30", "9999-12-31"}},
		{"the last week there is", "FREQ=WEEKLY;BYDAY=MO,SU", "9999-12-18", 9, []string{"9999-12-19", "9999-12-20", "9999-12-26", "9999-12-27"}},
		{"the last month there is", "FREQ=MONTHLY", "9999-11-05", 9, []string{"9999-11-05", "9999-12-05"}},
		{"the last year there is", "FREQ=YEARLY;INTERVAL=7", "9990-11-05", 9, []string{"9990-11-05", "9997-11-05"}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			assert.Equal(t, c.want, first(t, rule(t, c.rule), c.start, c.n))
		})
	}
}

func TestDaysNeverGoOnForever(t *testing.T) {
	for _, text := range []string{
		"FREQ=MONTHLY;BYMONTHDAY=31;BYMONTH=2", "FREQ=YEARLY;BYMONTHDAY=30,-31;BYMONTH=2", "FREQ=DAILY;BYMONTHDAY=31;BYMONTH=4,6,9,11",
		"FREQ=YEARLY;INTERVAL=100;BYMONTH=2;BYMONTHDAY=29;BYDAY=SU", "FREQ=MONTHLY;BYDAY=5MO;BYMONTHDAY=1",
		"FREQ=DAILY;INTERVAL=7;BYDAY=MO", "FREQ=MONTHLY;BYDAY=MO;BYSETPOS=6", "FREQ=YEARLY;BYDAY=MO;BYSETPOS=54",
		"FREQ=WEEKLY;BYDAY=MO;BYSETPOS=2",
	} {
		t.Run(text, func(t *testing.T) {
			begun := time.Now()
			assert.Empty(t, first(t, rule(t, text), "2021-01-01", 1)) // a Friday of a common year
			assert.Less(t, time.Since(begun), 5*time.Second)
		})
	}
}

func TestDaysOfNothing(t *testing.T) {
	_, err := rule(t, "FREQ=DAILY").Days(kam.Day{})
	require.ErrorIs(t, err, kam.ErrDay)
}

func TestDaysMayBeRangedOverAgain(t *testing.T) {
	r := rule(t, "FREQ=WEEKLY;COUNT=3")
	days, err := r.Days(day("2026-01-01"))
	require.NoError(t, err)
	for range 2 {
		assert.Len(t, slices.Collect(days), 3)
	}
	r.ByDay = append(r.ByDay, meetings.NthDay{Day: meetings.Monday})
	assert.Len(t, slices.Collect(days), 3)
}

// randomRule returns a rule that passes its check.
func randomRule(random *rand.Rand) meetings.Rule {
	for {
		r := meetings.Rule{
			Frequency: []meetings.Frequency{meetings.FreqDaily, meetings.FreqWeekly, meetings.FreqMonthly, meetings.FreqYearly}[random.IntN(4)],
			Interval:  random.IntN(4),
		}
		some := func(most int) bool { return random.IntN(most) == 0 }
		names := []meetings.Weekday{"MO", "TU", "WE", "TH", "FR", "SA", "SU"}
		if some(3) {
			r.Count = 1 + random.IntN(5)
		}
		if some(3) {
			for range 1 + random.IntN(3) {
				r.ByMonth = append(r.ByMonth, time.Month(1+random.IntN(12)))
			}
		}
		if some(2) {
			for range 1 + random.IntN(4) {
				r.ByMonthDay = append(r.ByMonthDay, random.IntN(63)-31)
			}
		}
		if some(2) {
			for range 1 + random.IntN(4) {
				nth := 0
				if some(2) {
					nth = random.IntN(11) - 5
				}
				r.ByDay = append(r.ByDay, meetings.NthDay{Nth: nth, Day: names[random.IntN(7)]})
			}
		}
		if some(3) {
			for range 1 + random.IntN(2) {
				r.BySetPos = append(r.BySetPos, random.IntN(9)-4)
			}
		}
		if some(2) {
			r.WeekStart = names[random.IntN(7)]
		}
		if r.Check() == nil {
			return r
		}
	}
}

func TestDaysAreThoseOfThePlainWay(t *testing.T) {
	random := rand.New(rand.NewPCG(5545, 1))
	for range 300 {
		r := randomRule(random)
		start := day("2019-01-01").AddDays(random.IntN(1500))
		last := start.AddDays(1000)
		days, err := r.Days(start)
		require.NoError(t, err)
		var got []kam.Day
		for d := range days {
			if d.After(last) {
				break
			}
			got = append(got, d)
		}
		require.Equal(t, slowDays(r, start, last), got, "%s from %s", r, start)
		again, err := meetings.ParseRule(r.String())
		require.NoError(t, err)
		require.Equal(t, r.String(), again.String())
	}
}

func BenchmarkDays(b *testing.B) {
	for _, text := range []string{
		"FREQ=WEEKLY;COUNT=520", "FREQ=MONTHLY;COUNT=520;BYDAY=1FR", "FREQ=MONTHLY;COUNT=520;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
		"FREQ=DAILY;COUNT=520;BYDAY=MO,TU,WE,TH,FR", "FREQ=YEARLY;COUNT=520;BYDAY=20MO",
	} {
		b.Run(text, func(b *testing.B) {
			r := rule(b, text)
			start := day("2026-01-01")
			b.ReportAllocs()
			for b.Loop() {
				days, err := r.Days(start)
				if err != nil {
					b.Fatal(err)
				}
				n := 0
				for range days {
					n++
				}
				if n != 520 {
					b.Fatal(n)
				}
			}
		})
	}
}

func BenchmarkDaysThatNeverCome(b *testing.B) {
	for _, text := range []string{"FREQ=MONTHLY;BYMONTHDAY=31;BYMONTH=2", "FREQ=DAILY;INTERVAL=7;BYDAY=MO"} {
		b.Run(text, func(b *testing.B) {
			r := rule(b, text)
			b.ReportAllocs()
			for b.Loop() {
				days, err := r.Days(day("2021-01-01"))
				if err != nil {
					b.Fatal(err)
				}
				for range days {
					b.Fatal("a day")
				}
			}
		})
	}
}
