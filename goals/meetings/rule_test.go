package meetings_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/goals/meetings"
)

func TestParseRule(t *testing.T) {
	cases := []struct{ name, text, want string }{
		{"plain", "FREQ=WEEKLY", "FREQ=WEEKLY"},
		{"lower case", "freq=monthly;byday=1fr,-1su", "FREQ=MONTHLY;BYDAY=1FR,-1SU"},
		{"another order of parts", "BYDAY=TU,TH;WKST=SU;COUNT=8;INTERVAL=2;FREQ=WEEKLY", "FREQ=WEEKLY;INTERVAL=2;COUNT=8;BYDAY=TU,TH;WKST=SU"},
		{"defaults are left out", "FREQ=DAILY;INTERVAL=1;WKST=MO", "FREQ=DAILY"},
		{"until", "FREQ=DAILY;UNTIL=20261231", "FREQ=DAILY;UNTIL=20261231"},
		{"signs", "FREQ=MONTHLY;BYMONTHDAY=+1,-31;BYDAY=+5MO", "FREQ=MONTHLY;BYMONTHDAY=1,-31;BYDAY=5MO"},
		{"months in the order given", "FREQ=YEARLY;BYMONTH=12,1", "FREQ=YEARLY;BYMONTH=12,1"},
		{"the limits", "FREQ=YEARLY;INTERVAL=10000;COUNT=100000;BYDAY=53MO,-53SU;BYSETPOS=366,-366", "FREQ=YEARLY;INTERVAL=10000;COUNT=100000;BYDAY=53MO,-53SU;BYSETPOS=366,-366"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			r, err := meetings.ParseRule(c.text)
			require.NoError(t, err)
			assert.Equal(t, c.want, r.String())
			again, err := meetings.ParseRule(r.String())
			require.NoError(t, err)
			assert.Equal(t, r.String(), again.String())
		})
	}
}

func TestParseRuleRefuses(t *testing.T) {
	cases := []struct {
		name, text string
		want       []string
	}{
		{"nothing", "", []string{"RRULE", "FREQ"}},
		{"the name", "RRULE:FREQ=DAILY", []string{"RRULE:FREQ", "FREQ"}},
		{"no frequency", "INTERVAL=2", []string{"FREQ"}},
		{"another frequency", "FREQ=HOURLY", []string{"FREQ"}},
		{"no value", "FREQ=", []string{"FREQ"}},
		{"no sign of equality", "FREQ=DAILY;COUNT", []string{"COUNT"}},
		{"a semicolon at the end", "FREQ=DAILY;", []string{"RRULE"}},
		{"a blank", "FREQ=DAILY; COUNT=3", []string{" COUNT"}},
		{"twice", "FREQ=DAILY;FREQ=DAILY", []string{"FREQ"}},
		{"weeks of the year", "FREQ=YEARLY;BYWEEKNO=20", []string{"BYWEEKNO"}},
		{"days of the year", "FREQ=YEARLY;BYYEARDAY=100", []string{"BYYEARDAY"}},
		{"times", "FREQ=DAILY;BYHOUR=9;BYMINUTE=0;BYSECOND=0", []string{"BYHOUR", "BYMINUTE", "BYSECOND"}},
		{"an unknown part", "FREQ=DAILY;BYEASTER=0", []string{"BYEASTER"}},
		{"a letter that only looks like one", "FREQ=DAILY;INTERVA\u017f=2", []string{"INTERVA\u017f"}},
		{"interval 0", "FREQ=DAILY;INTERVAL=0", []string{"INTERVAL"}},
		{"interval too large", "FREQ=DAILY;INTERVAL=10001", []string{"INTERVAL"}},
		{"interval of seven digits", "FREQ=DAILY;INTERVAL=0000002", []string{"INTERVAL"}},
		{"count 0", "FREQ=DAILY;COUNT=0", []string{"COUNT"}},
		{"count too large", "FREQ=DAILY;COUNT=100001", []string{"COUNT"}},
		{"count and end", "FREQ=DAILY;COUNT=1;UNTIL=20260101", []string{"UNTIL"}},
		{"an end with a time", "FREQ=DAILY;UNTIL=19971224T000000Z", []string{"UNTIL"}},
		{"an end that never was", "FREQ=DAILY;UNTIL=20230229", []string{"UNTIL"}},
		{"an end of other digits", "FREQ=DAILY;UNTIL=２０", []string{"UNTIL"}},
		{"month 13", "FREQ=YEARLY;BYMONTH=13", []string{"BYMONTH"}},
		{"month 0", "FREQ=YEARLY;BYMONTH=0", []string{"BYMONTH"}},
		{"month from the end", "FREQ=YEARLY;BYMONTH=-1", []string{"BYMONTH"}},
		{"day 0", "FREQ=MONTHLY;BYMONTHDAY=0", []string{"BYMONTHDAY"}},
		{"day 32", "FREQ=MONTHLY;BYMONTHDAY=32,-32", []string{"BYMONTHDAY", "BYMONTHDAY"}},
		{"days of the month by the week", "FREQ=WEEKLY;BYMONTHDAY=1", []string{"BYMONTHDAY"}},
		{"a list with a hole", "FREQ=MONTHLY;BYMONTHDAY=1,,2", []string{"BYMONTHDAY"}},
		{"two signs", "FREQ=MONTHLY;BYMONTHDAY=-+1", []string{"BYMONTHDAY"}},
		{"the same twice", "FREQ=MONTHLY;BYMONTHDAY=1,1;BYMONTH=2,2", []string{"BYMONTH", "BYMONTHDAY"}},
		{"no weekday", "FREQ=WEEKLY;BYDAY=XX,1", []string{"BYDAY", "BYDAY"}},
		{"weekday 0", "FREQ=MONTHLY;BYDAY=0MO", []string{"BYDAY"}},
		{"numbered weekdays by the week", "FREQ=WEEKLY;BYDAY=1MO", []string{"BYDAY"}},
		{"numbered weekdays by the day", "FREQ=DAILY;BYDAY=-1MO", []string{"BYDAY"}},
		{"the sixth in a month", "FREQ=MONTHLY;BYDAY=6MO", []string{"BYDAY"}},
		{"the sixth in a month of a year", "FREQ=YEARLY;BYMONTH=3;BYDAY=-6MO", []string{"BYDAY"}},
		{"the 54th in a year", "FREQ=YEARLY;BYDAY=54MO", []string{"BYDAY"}},
		{"positions of nothing", "FREQ=MONTHLY;BYSETPOS=1", []string{"BYSETPOS"}},
		{"position 0", "FREQ=MONTHLY;BYDAY=MO;BYSETPOS=0,367", []string{"BYSETPOS", "BYSETPOS"}},
		{"no start of the week", "FREQ=WEEKLY;WKST=XX", []string{"WKST"}},
		{"all at once", "FREQ=DAILY;INTERVAL=x;BYDAY=QQ;COUNT=;BYHOUR=1", []string{"INTERVAL", "BYDAY", "COUNT", "BYHOUR"}},
		{"too long", "FREQ=DAILY;BYMONTH=" + strings.Repeat("1,", 250), []string{"RRULE"}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			r, err := meetings.ParseRule(c.text)
			var want []string
			for _, place := range c.want {
				want = append(want, "meetings.rule "+place)
			}
			assert.Equal(t, want, codes(t, err))
			assert.Equal(t, meetings.Rule{}, r)
		})
	}
}

func TestRuleCheckFindsWhatNoTextCanSay(t *testing.T) {
	cases := []struct {
		name string
		rule meetings.Rule
		want []string
	}{
		{"nothing", meetings.Rule{}, []string{"meetings.rule FREQ"}},
		{"negative numbers", meetings.Rule{Frequency: meetings.FreqDaily, Interval: -1, Count: -1}, []string{"meetings.rule INTERVAL", "meetings.rule COUNT"}},
		{"no weekday", meetings.Rule{Frequency: meetings.FreqWeekly, ByDay: []meetings.NthDay{{}}}, []string{"meetings.rule BYDAY"}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			assert.Equal(t, c.want, codes(t, c.rule.Check()))
			_, err := c.rule.Days(day("2026-01-01"))
			assert.Equal(t, c.want, codes(t, err))
		})
	}
}

func TestRuleIsTextInJSON(t *testing.T) {
	s := meetings.Schedule{Rule: rule(t, "FREQ=MONTHLY;BYDAY=1FR"), Start: day("2026-01-02"), Roll: meetings.Preceding}
	data, err := json.Marshal(s)
	require.NoError(t, err)
	assert.JSONEq(t, `{"rule":"FREQ=MONTHLY;BYDAY=1FR","start":"2026-01-02","roll":"preceding"}`, string(data))
	var back meetings.Schedule
	require.NoError(t, json.Unmarshal(data, &back))
	assert.Equal(t, s, back)

	data, err = json.Marshal(meetings.Rule{})
	require.NoError(t, err)
	assert.Equal(t, `""`, string(data))
	require.NoError(t, back.Rule.UnmarshalText(nil))
	assert.Equal(t, meetings.Rule{}, back.Rule)

	_, err = json.Marshal(meetings.Rule{Frequency: "OFTEN"})
	require.Error(t, err)
	old := rule(t, "FREQ=DAILY")
	require.Error(t, old.UnmarshalText([]byte("FREQ=OFTEN")))
	assert.Equal(t, rule(t, "FREQ=DAILY"), old)
}

func TestWeekdayOf(t *testing.T) {
	assert.Equal(t, meetings.Saturday, meetings.WeekdayOf(day("2026-02-28")))
	assert.Equal(t, meetings.Sunday, meetings.WeekdayOf(day("2026-03-01")))
}

func FuzzParseRule(f *testing.F) {
	for _, s := range []string{
		"FREQ=MONTHLY;COUNT=10;BYDAY=1FR", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SU;WKST=SU", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=31",
		"FREQ=DAILY;UNTIL=20261231", "FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=-1", "", ";", "FREQ=\xff", "FREQ=YEARLY;BYDAY=é",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		r, err := meetings.ParseRule(s)
		if err != nil {
			codes(t, err)
			return
		}
		require.NoError(t, r.Check())
		again, err := meetings.ParseRule(r.String())
		require.NoError(t, err, r.String())
		require.Equal(t, r.String(), again.String())
		days, err := r.Days(kam.MustDay("2026-01-31"))
		require.NoError(t, err)
		n, last := 0, kam.Day{}
		for d := range days {
			require.True(t, d.After(last))
			last = d
			if n++; n == 20 {
				break
			}
		}
	})
}

func BenchmarkParseRule(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, err := meetings.ParseRule("FREQ=MONTHLY;INTERVAL=2;COUNT=10;BYDAY=1SU,-1SU"); err != nil {
			b.Fatal(err)
		}
	}
}
