package rulebook_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/examples/internal/rulebook"
)

// times is the second quarter of 2026.
func times() rulebook.Times {
	return rulebook.Times{
		Quarter: kam.MustPeriod("2026-04-01/2026-07-01"), Before: kam.MustPeriod("2025-04-01/2025-07-01"),
		Past: []kam.Period{kam.MustPeriod("2026-01-01/2026-04-01"), kam.MustPeriod("2025-10-01/2026-01-01")}, Next: kam.MustPeriod("2026-07-01/2026-10-01"),
		Agreed: kam.MustDay("2026-03-31"), Meeting: kam.MustDay("2026-05-18"), Closed: kam.MustDay("2026-06-30"),
		Synced: time.Date(2026, 6, 30, 20, 0, 0, 0, time.UTC),
	}
}

func TestTimes(t *testing.T) {
	require.NoError(t, rulebook.ChecksOf(times()).Err())
	period := kam.MustPeriod
	for name, c := range map[string]struct {
		change func(s *rulebook.Times)
		want   string
	}{
		"open":        {func(s *rulebook.Times) { s.Quarter.Until = kam.Day{} }, "$.quarter: it must end"},
		"before":      {func(s *rulebook.Times) { s.Before = period("2026-01-01/2026-04-02") }, "$.before: it must end before the quarter begins"},
		"open before": {func(s *rulebook.Times) { s.Before = period("2026-01-01/..") }, "$.before: it must end before the quarter begins"},
		"past":        {func(s *rulebook.Times) { s.Past[1] = period("2026-01-01/2026-07-01") }, "$.past: it must end before the quarter begins"},
		"next":        {func(s *rulebook.Times) { s.Next = period("2026-06-30/2026-10-01") }, "$.next: it must begin after the quarter, and end"},
		"agreed":      {func(s *rulebook.Times) { s.Agreed = kam.MustDay("2026-04-02") }, "$.agreed: it must not lie after the quarter's first day"},
		"meeting":     {func(s *rulebook.Times) { s.Meeting = kam.MustDay("2026-04-01") }, "$.meeting: it must lie in the quarter, after its first day"},
		"closed":      {func(s *rulebook.Times) { s.Closed = kam.MustDay("2026-07-01") }, "$.closed: it must lie in the quarter"},
	} {
		t.Run(name, func(t *testing.T) {
			s := times()
			c.change(&s)
			require.ErrorContains(t, rulebook.ChecksOf(s).Err(), c.want)
		})
	}
}

// A calendar knows the holidays of the quarter and of the next, each told where it is wrong.
func TestTimesInACalendar(t *testing.T) {
	known := kam.CalendarSpec{Declared: []int{2025, 2026}}
	calendar, err := times().Calendar(known)
	require.NoError(t, err)
	require.NoError(t, times().Fit(calendar))
	_, err = times().Calendar(kam.CalendarSpec{Declared: []int{2025}})
	require.ErrorContains(t, err, "$.holidays: the calendar has no holidays of 2026, a year of 2026-04-01/2026-07-01 (give calendar.json those of 2026, or correct the period)")
	_, err = times().Calendar(kam.CalendarSpec{Declared: []int{-1}})
	require.Error(t, err)
	short := times()
	short.Past[1] = kam.MustPeriod("2025-12-31/2026-01-01")
	require.ErrorContains(t, short.Fit(calendar), "$.past: it must have periods of the calendar that are each a quarter, as this one is")
	short.Quarter.Until = kam.MustDay("2026-05-02")
	require.NoError(t, short.Fit(calendar), "a quarter of no kind is compared with what people say")
	late := times()
	late.Next = kam.MustPeriod("2026-12-31/2028-01-01")
	require.ErrorContains(t, late.Fit(calendar), "$.next: the calendar has no holidays of 2027, a year of")
	late.Next.Until = kam.MustDay("2027-01-01")
	require.NoError(t, late.Fit(calendar))
}

func TestWithin(t *testing.T) {
	require.NoError(t, times().Within("days", kam.MustPeriod("2026-04-01/2026-04-11")))
	for _, p := range []string{"2026-03-31/2026-04-11", "2026-06-25/2026-07-02", "2026-04-01/.."} {
		require.ErrorContains(t, times().Within("days", kam.MustPeriod(p)), "$.days: it must lie in the quarter", p)
	}
}

// What times leave out is told beside what the rules that embed them do.
func TestWholeLooksIntoWhatIsEmbedded(t *testing.T) {
	type rule struct {
		rulebook.Times
		Name string `needed:"\"Kam\""`
	}
	read, err := rulebook.JSON[rule]([]byte(`{"quarter": "2026-04-01/2026-07-01", "name": "x"}`))
	require.NoError(t, err)
	assert.Equal(t, "2026-04-01/2026-07-01", read.Quarter.String())
	_, err = rulebook.Whole(read)
	require.ErrorContains(t, err, `$.before: it is missing (state it, such as "2025-04-01/2025-07-01")`)
	assert.Equal(t, 7, strings.Count(err.Error(), "it is missing"))
}
