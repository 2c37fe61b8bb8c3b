package improve_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/scoring/improve"
)

func TestDueLateAwaited(t *testing.T) {
	for _, c := range []struct {
		state   improve.ReviewState
		due     string
		awaited []string
	}{
		{improve.NotOpened, "", nil},
		{improve.AwaitingSelf, "2026-07-08", []string{"anna"}},
		{improve.AwaitingManager, "2026-07-15", []string{"bo"}},
		{improve.AwaitingCalibration, "2026-07-22", []string{"cy", "zoe"}},
		{improve.AwaitingSignOff, "2026-07-29", []string{"di"}},
		{improve.SignedOff, "2026-08-13", []string{"hr"}},
		{improve.Appealed, "2026-08-23", []string{"eve"}},
		{improve.Decided, "2026-08-28", []string{"hr"}},
		{improve.Closed, "", nil},
		{improve.Cancelled, "", nil},
	} {
		r := replay(t, path(c.state))
		assert.Equal(t, c.due, r.Due().String(), c.state)
		assert.Equal(t, c.awaited, r.Awaited(), c.state)
		assert.Empty(t, r.Late(), "all steps were in time")
	}
	events := path(improve.Closed)
	for i, on := range []string{"2026-07-01", "2026-07-09", "2026-07-15", "2026-07-23", "2026-07-30", "2026-08-09", "2026-08-25", "2026-08-31"} {
		events[i].On = day(on)
	}
	var late []string
	for _, e := range replay(t, events).Late() {
		late = append(late, fmt.Sprint(e.Step, " ", e.On))
	}
	assert.Equal(t, []string{"self 2026-07-09", "calibrate 2026-07-23", "sign-off 2026-07-30", "decide 2026-08-25", "close 2026-08-31"}, late)
	skipped := replay(t, []improve.ReviewEvent{events[0], event(improve.ReviewSkipSelf, "2026-07-20")})
	assert.Empty(t, skipped.Late())
	assert.Equal(t, improve.AwaitingManager, skipped.State())
}

func TestOverdueReviews(t *testing.T) {
	other := path(improve.AwaitingSelf)
	other[0] = event(improve.ReviewOpen, "2026-07-01")
	other[0].Opening.Person = "abe"
	reviews := []improve.Review{
		replay(t, path(improve.AwaitingManager)), replay(t, path(improve.AwaitingSelf)), replay(t, other), replay(t, path(improve.Closed)), {},
	}
	for _, c := range []struct {
		asOf string
		want []string
	}{
		{"2026-07-08", nil},
		{"2026-07-09", []string{"abe self 1 [abe]", "anna self 1 [anna]"}},
		{"2026-07-15", []string{"abe self 7 [abe]", "anna self 7 [anna]"}},
		{"2026-07-16", []string{"abe self 8 [abe]", "anna self 8 [anna]", "anna manager 1 [bo]"}},
	} {
		list, err := improve.OverdueReviews(reviews, day(c.asOf))
		require.NoError(t, err)
		var got []string
		for _, o := range list {
			got = append(got, fmt.Sprint(o.Person, " ", o.State, " ", o.Days, " ", o.Awaited))
			assert.Equal(t, o.Days, day(c.asOf).Sub(o.Due))
		}
		assert.Equal(t, c.want, got, c.asOf)
	}
	_, err := improve.OverdueReviews(nil, kam.Day{})
	require.ErrorIs(t, err, kam.ErrDay)
}

func TestScheduleReview(t *testing.T) {
	got, err := improve.ScheduleReview(calendar(), day("2026-09-28"), improve.StageDays{Self: 2, Manager: 1, Calibration: 2, SignOff: 1})
	require.NoError(t, err)
	assert.Equal(t, improve.Deadlines{Self: day("2026-09-30"), Manager: day("2026-10-08"), Calibration: day("2026-10-10"), SignOff: day("2026-10-12")}, got)
	_, err = improve.ScheduleReview(calendar(), day("2026-09-28"), improve.StageDays{Manager: 3661, Calibration: -1, SignOff: 1})
	assert.Equal(t, []string{"improve.number $.self", "improve.number $.manager", "improve.number $.calibration"}, codes(t, err))
	all := improve.StageDays{Self: 1, Manager: 1, Calibration: 1, SignOff: 1}
	_, err = improve.ScheduleReview(calendar(), kam.Day{}, all)
	require.ErrorIs(t, err, kam.ErrDay)
	_, err = improve.ScheduleReview(calendar(), day("2026-12-29"), all)
	require.ErrorIs(t, err, kam.ErrNoHolidays)
}
