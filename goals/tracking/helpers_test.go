package tracking_test

import (
	"math/big"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/goals"
	"github.com/kam-go/kam/goals/tracking"
	"github.com/kam-go/kam/internal/num"
	"github.com/kam-go/kam/internal/wordtest"
)

func dec(s string) decimal.Decimal { return decimal.RequireFromString(s) }

// known reads a decimal; "" is not known.
func known(s string) decimal.NullDecimal {
	if s == "" {
		return decimal.NullDecimal{}
	}
	return decimal.NewNullDecimal(dec(s))
}

func rat(t testing.TB, s string) *big.Rat {
	t.Helper()
	r, ok := new(big.Rat).SetString(s)
	require.True(t, ok, s)
	return r
}

// equal compares an exact number with a ratio such as "23/25", "" being not known.
func equal(t testing.TB, want string, got tracking.Exact, what string) {
	t.Helper()
	r, ok := got.Rat()
	if want == "" {
		require.False(t, ok, "%s is %s and should not be known", what, got)
		return
	}
	require.True(t, ok, "%s is not known and should be %s", what, want)
	require.Zero(t, rat(t, want).Cmp(r), "%s is %s and should be %s", what, got, want)
}

// rounded writes e rounded, "" when it is not known.
func rounded(e tracking.Exact, places int32) string {
	d := e.Round(places)
	if !d.Valid {
		return ""
	}
	return num.Format(d.Decimal)
}

// calls is a goal of 100 calls in June 2026, which has 30 days, of which 22 are worked.
func calls() goals.Goal {
	return goals.Goal{
		ID: "calls", Owners: []string{"anna"}, Metric: "calls", Direction: kam.HigherIsBetter, Target: dec("100"), Unit: "calls",
		Tracking: goals.Flow, Period: kam.MustPeriod("2026-06-01/2026-07-01"),
	}
}

// nps is a goal to raise a level from 50 to 70 in June 2026.
func nps() goals.Goal {
	g := calls()
	g.ID, g.Metric, g.Unit, g.Tracking = "nps", "nps", "points", goals.Stock
	g.Baseline, g.Target = known("50"), dec("70")
	return g
}

// read is an observation of a goal's metric.
func read(g goals.Goal, period, value string) kam.Observation {
	scope := g.Scope
	if scope == goals.All {
		scope = ""
	}
	return kam.Observation{
		Subject: kam.Subject{Kind: "payee", ID: "anna"}, Metric: g.Metric, Scope: scope, Unit: g.Unit, Currency: g.Currency,
		Period: kam.MustPeriod(period), Value: known(value),
	}
}

func with[T any](v T, change func(*T)) T {
	change(&v)
	return v
}

// june is an input about g as of a day, with readings.
func june(g goals.Goal, asOf string, readings ...kam.Observation) tracking.Input {
	return tracking.Input{Goal: g, AsOf: kam.MustDay(asOf), Observations: readings}
}

func track(t testing.TB, in tracking.Input) tracking.Progress {
	t.Helper()
	p, err := tracking.Track(in)
	require.NoError(t, err)
	return p
}

// codes are the codes and places of what err found.
func codes(t testing.TB, err error) []string {
	t.Helper()
	var invalid *kam.InvalidError
	require.ErrorAs(t, err, &invalid)
	return codesOf(t, invalid.Findings)
}

// codesOf are the codes and places of findings, each of which speaks both languages.
func codesOf(t testing.TB, found kam.Findings) []string {
	t.Helper()
	var out []string
	for _, f := range found {
		require.NotEmpty(t, f.Message.EN, f.Code)
		require.NotEmpty(t, f.Message.ZH, f.Code)
		wordtest.Formatted(t, f.String()+f.In(kam.Chinese))
		out = append(out, f.Code+" "+f.Place)
	}
	return out
}

// worked is the calendar of 2026 without holidays.
func worked(t testing.TB) *kam.Calendar {
	t.Helper()
	c, err := kam.NewCalendar(kam.CalendarSpec{Declared: []int{2026}})
	require.NoError(t, err)
	return c
}
