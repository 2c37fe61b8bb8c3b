package meetings_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/goals/meetings"
)

func TestCadences(t *testing.T) {
	cases := []struct {
		cadence meetings.Cadence
		start   string
		rule    string
		want    []string
	}{
		{meetings.Weekly, "2026-01-02", "FREQ=WEEKLY;BYDAY=FR", []string{"2026-01-02", "2026-01-09", "2026-01-16"}},
		{meetings.Fortnightly, "2026-01-02", "FREQ=WEEKLY;INTERVAL=2;BYDAY=FR", []string{"2026-01-02", "2026-01-16", "2026-01-30"}},
		{meetings.Monthly, "2026-01-28", "FREQ=MONTHLY;BYMONTHDAY=28", []string{"2026-01-28", "2026-02-28", "2026-03-28"}},
		{meetings.Monthly, "2026-01-29", "FREQ=MONTHLY;BYMONTHDAY=28,29;BYSETPOS=-1", []string{"2026-01-29", "2026-02-28", "2026-03-29"}},
		{meetings.Monthly, "2026-01-31", "FREQ=MONTHLY;BYMONTHDAY=28,29,30,31;BYSETPOS=-1", []string{"2026-01-31", "2026-02-28", "2026-03-31", "2026-04-30"}},
		{meetings.Quarterly, "2026-01-31", "FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=28,29,30,31;BYSETPOS=-1", []string{"2026-01-31", "2026-04-30", "2026-07-31"}},
		{meetings.Yearly, "2028-02-29", "FREQ=MONTHLY;INTERVAL=12;BYMONTHDAY=28,29;BYSETPOS=-1", []string{"2028-02-29", "2029-02-28", "2030-02-28", "2031-02-28", "2032-02-29"}},
		{meetings.Yearly, "2026-07-01", "FREQ=MONTHLY;INTERVAL=12;BYMONTHDAY=1", []string{"2026-07-01", "2027-07-01"}},
	}
	for _, c := range cases {
		t.Run(string(c.cadence)+" from "+c.start, func(t *testing.T) {
			r, err := c.cadence.Rule(day(c.start))
			require.NoError(t, err)
			require.NoError(t, r.Check())
			assert.Equal(t, c.rule, r.String())
			assert.Equal(t, c.want, first(t, r, c.start, len(c.want)))
		})
	}
}

func TestCadencesAreNamed(t *testing.T) {
	assert.Len(t, meetings.Cadences(), 5)
	for _, c := range meetings.Cadences() {
		assert.Equal(t, string(c), c.Name().EN)
		assert.NotEmpty(t, c.Name().ZH)
	}
	assert.Equal(t, kam.Text{}, meetings.Cadence("").Name())
	_, err := meetings.Cadence("often").Rule(day("2026-01-01"))
	assert.Equal(t, []string{"meetings.kind $"}, codes(t, err))
	_, err = meetings.Weekly.Rule(kam.Day{})
	require.ErrorIs(t, err, kam.ErrDay)
}
