package tracking_test

import (
	"math/big"
	"math/rand/v2"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/goals"
	"github.com/kam-go/kam/goals/tracking"
)

// paced is a goal of 30,000 in June whose pace on a day is the given share of what is expected.
func paced(t testing.TB, asOf, pace string) tracking.Progress {
	t.Helper()
	g := with(calls(), func(g *goals.Goal) { g.Target = dec("30000") })
	days := kam.MustDay(asOf).Sub(g.Period.From) + 1
	o := read(g, "2026-06-01/2026-06-02", dec(pace).Mul(decimal.New(1000, 0)).Mul(decimal.New(int64(days), 0)).String())
	o.Period.Until = g.Period.From.AddDays(days)
	return track(t, june(g, asOf, o))
}

func next(t testing.TB, s tracking.State, p tracking.Progress, th tracking.Thresholds) tracking.State {
	t.Helper()
	out, err := tracking.NextStatus(s, p, th)
	require.NoError(t, err)
	return out
}

func TestFirstStatus(t *testing.T) {
	lower := with(calls(), func(g *goals.Goal) { g.Direction = kam.LowerIsBetter })
	zero := with(lower, func(g *goals.Goal) { g.Target = dec("0") })
	full := "2026-06-01/2026-07-01"
	cases := []struct {
		name string
		p    tracking.Progress
		want tracking.Status
	}{
		{"nothing tracked", tracking.Progress{}, tracking.NotStarted},
		{"before the period", track(t, june(calls(), "2026-05-31")), tracking.NotStarted},
		{"no reading", track(t, june(calls(), "2026-06-10")), tracking.Unknown},
		{"no reading at the end", track(t, june(calls(), "2026-06-30")), tracking.Unknown},
		{"on plan", paced(t, "2026-06-10", "1"), tracking.OnTrack},
		{"at the threshold", paced(t, "2026-06-10", "0.95"), tracking.OnTrack},
		{"below the threshold", paced(t, "2026-06-10", "0.9499"), tracking.AtRisk},
		{"at the second threshold", paced(t, "2026-06-10", "0.8"), tracking.AtRisk},
		{"below the second threshold", paced(t, "2026-06-10", "0.7999"), tracking.OffTrack},
		{"reached early", paced(t, "2026-06-10", "3"), tracking.Reached},
		{"reached on the last day", paced(t, "2026-06-30", "1"), tracking.Reached},
		{"missed by little", paced(t, "2026-06-30", "0.9999"), tracking.Missed},
		{"a limit is not reached before the end", track(t, june(lower, "2026-06-15", read(lower, "2026-06-01/2026-06-16", "1"))), tracking.OnTrack},
		{"a limit that is exceeded", track(t, june(lower, "2026-06-29", read(lower, "2026-06-01/2026-06-30", "100.5"))), tracking.OffTrack},
		{"a limit just kept", track(t, june(lower, "2026-06-29", read(lower, "2026-06-01/2026-06-30", "100"))), tracking.OnTrack},
		{"a limit at the end", track(t, june(lower, "2026-06-30", read(lower, full, "100"))), tracking.Reached},
		{"nothing is allowed and nothing was", track(t, june(zero, "2026-06-10", read(zero, "2026-06-01/2026-06-11", "0"))), tracking.OnTrack},
		{"nothing is allowed and one was", track(t, june(zero, "2026-06-10", read(zero, "2026-06-01/2026-06-11", "1"))), tracking.OffTrack},
		{"nothing was all the way", track(t, june(zero, "2026-06-30", read(zero, full, "0"))), tracking.Reached},
		{
			"behind where a pace is not defined",
			track(t, june(with(calls(), func(g *goals.Goal) { g.Target = dec("-10") }), "2026-06-15", read(calls(), "2026-06-01/2026-06-16", "-8"))),
			tracking.OffTrack,
		},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			assert.Equal(t, tracking.State{Status: c.want, Since: c.p.AsOf, AsOf: c.p.AsOf}, next(t, tracking.State{}, c.p, tracking.Thresholds{}))
		})
	}
	t.Run("nothing has passed", func(t *testing.T) {
		in := june(calls(), "2026-06-01", read(calls(), "2026-06-01/2026-06-02", "1"))
		calendar, err := kam.NewCalendar(kam.CalendarSpec{Holidays: []kam.HolidayYear{{Year: 2026, Off: []kam.Day{kam.MustDay("2026-06-01")}}}})
		require.NoError(t, err)
		in.Basis, in.Calendar = tracking.WorkingDays, calendar
		assert.Equal(t, tracking.NotStarted, next(t, tracking.State{}, track(t, in), tracking.Thresholds{}).Status)
	})
}

func TestNextStatusOfIncompleteProgress(t *testing.T) {
	one := tracking.ExactOf(big.NewRat(1, 1))
	limit := goals.Goal{Tracking: goals.Flow, Direction: kam.LowerIsBetter}
	cases := []struct {
		name string
		p    tracking.Progress
		want tracking.Status
	}{
		{"nothing", tracking.Progress{}, tracking.NotStarted},
		{"an actual value", tracking.Progress{Phase: tracking.Running, Actual: one}, tracking.Unknown},
		{"an elapsed time too", tracking.Progress{Phase: tracking.Running, Actual: one, Elapsed: one}, tracking.Unknown},
		{"a limit without a target", tracking.Progress{Phase: tracking.Running, Actual: one, Elapsed: one, Goal: limit}, tracking.Unknown},
		{"a limit with a pace", tracking.Progress{Phase: tracking.Running, Actual: one, Pace: one, Goal: limit}, tracking.OnTrack},
		{"a lead", tracking.Progress{Phase: tracking.Running, Actual: one, Lead: one}, tracking.OnTrack},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			assert.Equal(t, c.want, next(t, tracking.State{}, c.p, tracking.Thresholds{}).Status)
			assert.Equal(t, c.want, next(t, tracking.State{Status: tracking.AtRisk}, c.p, tracking.Thresholds{}).Status)
		})
	}
}

func TestMargin(t *testing.T) {
	cases := []struct {
		name string
		from tracking.Status
		pace string
		want tracking.Status
	}{
		{"on track, at the lower margin", tracking.OnTrack, "0.93", tracking.OnTrack},
		{"on track, beyond the lower margin", tracking.OnTrack, "0.9299", tracking.AtRisk},
		{"on track, far down", tracking.OnTrack, "0.5", tracking.OffTrack},
		{"on track, in the margin of the second threshold", tracking.OnTrack, "0.79", tracking.AtRisk},
		{"at risk, below the upper margin", tracking.AtRisk, "0.9699", tracking.AtRisk},
		{"at risk, at the upper margin", tracking.AtRisk, "0.97", tracking.OnTrack},
		{"at risk, at the lower margin", tracking.AtRisk, "0.78", tracking.AtRisk},
		{"at risk, beyond the lower margin", tracking.AtRisk, "0.7799", tracking.OffTrack},
		{"off track, below the upper margin", tracking.OffTrack, "0.8199", tracking.OffTrack},
		{"off track, at the upper margin", tracking.OffTrack, "0.82", tracking.AtRisk},
		{"off track, in the margin of the first threshold", tracking.OffTrack, "0.96", tracking.AtRisk},
		{"off track, far up", tracking.OffTrack, "1.5", tracking.OnTrack},
		{"after unknown no margin applies", tracking.Unknown, "0.95", tracking.OnTrack},
		{"after reached no margin applies", tracking.Reached, "0.9499", tracking.AtRisk},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			before := tracking.State{Status: c.from, Since: kam.MustDay("2026-06-02"), AsOf: kam.MustDay("2026-06-09")}
			after := next(t, before, paced(t, "2026-06-10", c.pace), tracking.Thresholds{})
			assert.Equal(t, c.want, after.Status)
			want := kam.MustDay("2026-06-10")
			if c.want == c.from {
				want = before.Since
			}
			assert.Equal(t, want, after.Since)
			assert.Equal(t, kam.MustDay("2026-06-10"), after.AsOf)
		})
	}
}

func TestConsecutiveReadings(t *testing.T) {
	thrice := tracking.DefaultThresholds()
	thrice.Readings = 3
	type reading struct {
		asOf, pace string
		want, next tracking.Status
		count      int
	}
	cases := []struct {
		name     string
		readings []reading
	}{
		{"the third one moves it", []reading{
			{"2026-06-01", "1", tracking.OnTrack, "", 0},
			{"2026-06-02", "0.9", tracking.OnTrack, tracking.AtRisk, 1},
			{"2026-06-03", "0.9", tracking.OnTrack, tracking.AtRisk, 2},
			{"2026-06-04", "0.9", tracking.AtRisk, "", 0},
		}},
		{"the mildest is followed", []reading{
			{"2026-06-01", "1", tracking.OnTrack, "", 0},
			{"2026-06-02", "0.5", tracking.OnTrack, tracking.OffTrack, 1},
			{"2026-06-03", "0.9", tracking.OnTrack, tracking.AtRisk, 2},
			{"2026-06-04", "0.5", tracking.AtRisk, "", 0},
		}},
		{"the mildest is followed upwards", []reading{
			{"2026-06-01", "0.5", tracking.OffTrack, "", 0},
			{"2026-06-02", "1", tracking.OffTrack, tracking.OnTrack, 1},
			{"2026-06-03", "0.9", tracking.OffTrack, tracking.AtRisk, 2},
			{"2026-06-04", "1", tracking.AtRisk, "", 0},
		}},
		{"one that returns starts anew", []reading{
			{"2026-06-01", "1", tracking.OnTrack, "", 0},
			{"2026-06-02", "0.9", tracking.OnTrack, tracking.AtRisk, 1},
			{"2026-06-03", "0.94", tracking.OnTrack, "", 0},
			{"2026-06-04", "0.9", tracking.OnTrack, tracking.AtRisk, 1},
		}},
		{"the other side starts anew", []reading{
			{"2026-06-01", "0.9", tracking.AtRisk, "", 0},
			{"2026-06-02", "1", tracking.AtRisk, tracking.OnTrack, 1},
			{"2026-06-03", "1", tracking.AtRisk, tracking.OnTrack, 2},
			{"2026-06-04", "0.5", tracking.AtRisk, tracking.OffTrack, 1},
		}},
		{"a second reading of a day counts no further", []reading{
			{"2026-06-01", "1", tracking.OnTrack, "", 0},
			{"2026-06-02", "0.9", tracking.OnTrack, tracking.AtRisk, 1},
			{"2026-06-02", "0.9", tracking.OnTrack, tracking.AtRisk, 1},
		}},
		{"a fact holds at once", []reading{
			{"2026-06-01", "1", tracking.OnTrack, "", 0},
			{"2026-06-02", "0.9", tracking.OnTrack, tracking.AtRisk, 1},
			{"2026-06-03", "10", tracking.Reached, "", 0},
			{"2026-06-04", "0.9", tracking.AtRisk, "", 0},
		}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			var s tracking.State
			for i, r := range c.readings {
				s = next(t, s, paced(t, r.asOf, r.pace), thrice)
				assert.Equal(t, r.want, s.Status, i)
				assert.Equal(t, r.next, s.Next, i)
				assert.Equal(t, r.count, s.Count, i)
			}
		})
	}
}

func TestSinceStaysWhileAFactHolds(t *testing.T) {
	s := next(t, tracking.State{}, paced(t, "2026-06-10", "3"), tracking.Thresholds{})
	s = next(t, s, paced(t, "2026-06-12", "3"), tracking.Thresholds{})
	assert.Equal(t, tracking.State{Status: tracking.Reached, Since: kam.MustDay("2026-06-10"), AsOf: kam.MustDay("2026-06-12")}, s)
}

func TestStatusOfAnOlderReading(t *testing.T) {
	_, err := tracking.NextStatus(tracking.State{Status: tracking.OnTrack, AsOf: kam.MustDay("2026-06-11")}, paced(t, "2026-06-10", "1"), tracking.Thresholds{})
	require.ErrorIs(t, err, tracking.ErrOrder)
	require.EqualError(t, err, "tracking: the reading is older than the status: 2026-06-10 is before 2026-06-11")
}

func TestThresholds(t *testing.T) {
	f := kam.MustFraction
	good := tracking.DefaultThresholds()
	cases := []struct {
		name string
		t    tracking.Thresholds
		want []string
	}{
		{"the zero value", tracking.Thresholds{}, nil},
		{"the defaults", good, nil},
		{"no margin", tracking.Thresholds{OnTrack: f("1"), AtRisk: f("0.9")}, nil},
		{"equal thresholds", tracking.Thresholds{OnTrack: f("1"), AtRisk: f("1")}, nil},
		{"a hundred readings", with(good, func(t *tracking.Thresholds) { t.Readings = 100 }), nil},
		{"only one stated", tracking.Thresholds{OnTrack: f("1")}, []string{"tracking.thresholds $.atRisk", "tracking.thresholds $.margin"}},
		{"the wrong way round", tracking.Thresholds{OnTrack: f("0.8"), AtRisk: f("0.9")}, []string{"tracking.thresholds $.atRisk"}},
		{"a negative one", with(good, func(t *tracking.Thresholds) { t.Margin = f("-0.1") }), []string{"tracking.thresholds $.margin"}},
		{"no fraction", with(good, func(t *tracking.Thresholds) { t.OnTrack.Den = 0 }), []string{"tracking.thresholds $.onTrack"}},
		{"a margin as wide as the threshold", with(good, func(t *tracking.Thresholds) { t.Margin = f("0.8") }), []string{"tracking.thresholds $.margin"}},
		{"fewer than no readings", with(good, func(t *tracking.Thresholds) { t.Readings = -1 }), []string{"tracking.thresholds $.readings"}},
		{"too many readings", with(good, func(t *tracking.Thresholds) { t.Readings = 101 }), []string{"tracking.thresholds $.readings"}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			err := c.t.Check()
			_, nextErr := tracking.NextStatus(tracking.State{}, paced(t, "2026-06-10", "1"), c.t)
			if c.want == nil {
				require.NoError(t, err)
				require.NoError(t, nextErr)
				return
			}
			assert.Equal(t, c.want, codes(t, err))
			assert.Equal(t, c.want, codes(t, nextErr))
		})
	}
}

// A pace that stays within the margin of one threshold never changes the status more than once, whatever the start.
func TestStatusNeverFlaps(t *testing.T) {
	r := rand.New(rand.NewPCG(6, 2026))
	for range 60 {
		bound := int64(9500)
		if r.IntN(2) == 0 {
			bound = 8000
		}
		s := tracking.State{Status: []tracking.Status{tracking.OnTrack, tracking.AtRisk, tracking.OffTrack, ""}[r.IntN(4)], AsOf: kam.MustDay("2026-06-01")}
		changes := 0
		for day := 2; day < 30; day++ {
			pace := decimal.New(bound-199+r.Int64N(399), -4) // within 0.0199 of the threshold
			before := s.Status
			s = next(t, s, paced(t, kam.MustDay("2026-06-01").AddDays(day-1).String(), pace.String()), tracking.Thresholds{})
			if s.Status != before {
				changes++
			}
		}
		assert.LessOrEqual(t, changes, 1)
	}
}
