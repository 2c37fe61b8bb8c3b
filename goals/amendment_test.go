package goals_test

import (
	"math/big"
	"math/rand/v2"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/goals"
)

func amend(effective, target string) goals.Amendment {
	return goals.Amendment{
		Effective: kam.MustDay(effective), Target: number(target), Reason: "an account left", Approver: "lee", Decided: kam.MustDay("2026-01-01"),
	}
}

// quarter is a flow of 900 over the 90 days of the first quarter of 2026, amended.
func quarter(t *testing.T, amendments ...goals.Amendment) goals.Goal {
	t.Helper()
	g := goals.Goal{
		ID: "q", Owners: []string{"anna"}, Metric: "visits", Unit: "visits", Tracking: goals.Flow, Target: number("900"),
		Period: kam.MustPeriod("2026-01-01/2026-04-01"),
	}
	for _, a := range amendments {
		next, err := g.Amend(a)
		require.NoError(t, err)
		g = next
	}
	return g
}

func TestAmendKeepsHistory(t *testing.T) {
	g := quarter(t)
	once, err := g.Amend(amend("2026-02-01", "1200"))
	require.NoError(t, err)
	twice, err := once.Amend(amend("2026-03-01", "600"))
	require.NoError(t, err)
	other, err := once.Amend(amend("2026-03-02", "700"))
	require.NoError(t, err)
	assert.Empty(t, g.Amendments)
	assert.Len(t, once.Amendments, 1)
	assert.Len(t, twice.Amendments, 2)
	equalDecimal(t, "900", twice.Target)
	equalDecimal(t, "600", twice.Amendments[1].Target)
	equalDecimal(t, "700", other.Amendments[1].Target)
}

func TestAmendRefuses(t *testing.T) {
	base := quarter(t, amend("2026-02-01", "1200"))
	with := func(change func(a *goals.Amendment)) goals.Amendment {
		a := amend("2026-03-01", "1000")
		change(&a)
		return a
	}
	cases := []struct {
		name      string
		amendment goals.Amendment
		want      string
	}{
		{"before the period", with(func(a *goals.Amendment) { a.Effective = kam.MustDay("2025-12-31") }), "effective"},
		{"on the first day after the period", with(func(a *goals.Amendment) { a.Effective = kam.MustDay("2026-04-01") }), "effective"},
		{"on the day of the one before", with(func(a *goals.Amendment) { a.Effective = kam.MustDay("2026-02-01") }), "effective"},
		{"before the one before", with(func(a *goals.Amendment) { a.Effective = kam.MustDay("2026-01-31") }), "effective"},
		{"no day", with(func(a *goals.Amendment) { a.Effective = kam.Day{} }), "effective"},
		{"not decided", with(func(a *goals.Amendment) { a.Decided = kam.Day{} }), "decided"},
		{"no reason", with(func(a *goals.Amendment) { a.Reason = "" }), "reason"},
		{"no approver", with(func(a *goals.Amendment) { a.Approver = "" }), "approver"},
		{"approved by an owner", with(func(a *goals.Amendment) { a.Approver = "anna" }), "approver"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			got, err := base.Amend(c.amendment)
			found := invalid(t, err)
			assert.Contains(t, places(found), "goals.amendment $.amendments[1]."+c.want)
			assert.Empty(t, got)
		})
	}
	_, err := base.Amend(with(func(a *goals.Amendment) { a.Target = huge() }))
	assert.Equal(t, []string{"goals.number $.amendments[1].target"}, places(invalid(t, err)))
	_, err = base.Amend(amend("2026-03-31", "1"))
	require.NoError(t, err, "the last day of the period is one of its days")
}

func TestTargetOn(t *testing.T) {
	g := quarter(t, amend("2026-02-01", "1200"), amend("2026-03-01", "600"))
	for day, want := range map[string]string{
		"2025-01-01": "900", "2026-01-01": "900", "2026-01-31": "900", "2026-02-01": "1200", "2026-02-28": "1200",
		"2026-03-01": "600", "2026-03-31": "600", "2027-01-01": "600",
	} {
		equalDecimal(t, want, g.TargetOn(kam.MustDay(day)))
	}
	equalDecimal(t, "900", g.TargetOn(kam.Day{}))
}

func TestBlended(t *testing.T) {
	calendar := declared(t, 2026)
	stock := quarter(t, amend("2026-02-01", "1200"), amend("2026-03-01", "600"))
	stock.Tracking = goals.Stock
	cases := []struct {
		name  string
		goal  goals.Goal
		by    goals.Counting
		want  string
		parts int
	}{
		{"never amended", quarter(t), goals.ByDays, "900", 1},
		// 31 days of 900 and 59 of 1,200 are 98,700 / 90.
		{"by days", quarter(t, amend("2026-02-01", "1200")), goals.ByDays, "3290/3", 2},
		// 22 working days of 900 and 42 of 1,200 are 70,200 / 64.
		{"by working days", quarter(t, amend("2026-02-01", "1200")), goals.ByWorkingDays, "8775/8", 2},
		// 31 of 900, 28 of 1,200, 31 of 600 are 80,100 / 90.
		{"twice", quarter(t, amend("2026-02-01", "1200"), amend("2026-03-01", "600")), goals.ByDays, "890", 3},
		{"on the first day", quarter(t, amend("2026-01-01", "1200")), goals.ByDays, "1200", 1},
		{"on the last day", quarter(t, amend("2026-03-31", "990")), goals.ByDays, "901", 2},
		{"a weekend has no working day", quarter(t, amend("2026-03-28", "5000"), amend("2026-03-30", "900")), goals.ByWorkingDays, "900", 3},
		{"a stock ends where it ends", stock, goals.ByDays, "600", 3},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			b, err := c.goal.Blended(calendar, c.by)
			require.NoError(t, err)
			assert.Equal(t, c.want, b.Exact().RatString())
			assert.Len(t, b.Parts, c.parts)
			var tiles []kam.Period
			for _, p := range b.Parts {
				tiles = append(tiles, p.Period)
			}
			require.NoError(t, c.goal.Period.Tiles(tiles))
		})
	}
}

func TestBlendRoundsOnceHalfAway(t *testing.T) {
	b, err := quarter(t, amend("2026-02-01", "1200")).Blended(nil, goals.ByDays)
	require.NoError(t, err)
	equalDecimal(t, "1096.67", b.Round(2))
	equalDecimal(t, "1097", b.Round(0))
	equalDecimal(t, "1097", b.Round(-1))
	b.Exact().SetInt64(0)
	assert.Equal(t, "3290/3", b.Exact().RatString(), "the ratio handed out is the caller's own")
	half, err := quarter(t, amend("2026-02-15", "901")).Blended(nil, goals.ByDays) // 45 of 90 days
	require.NoError(t, err)
	equalDecimal(t, "901", half.Round(0))
	minus, err := quarter(t, amend("2026-01-01", "-900"), amend("2026-02-15", "-901")).Blended(nil, goals.ByDays)
	require.NoError(t, err)
	equalDecimal(t, "-901", minus.Round(0))
	assert.Zero(t, goals.Blend{}.Exact().Sign())
}

func TestBlendedRefuses(t *testing.T) {
	g := quarter(t, amend("2026-02-01", "1200"))
	_, err := g.Blended(nil, "")
	require.ErrorIs(t, err, goals.ErrCounting)
	_, err = g.Blended(nil, goals.ByWorkingDays)
	require.ErrorIs(t, err, kam.ErrNoHolidays)
	_, err = g.Blended(declared(t, 2025), goals.ByWorkingDays)
	require.ErrorIs(t, err, kam.ErrNoHolidays)
	long := g.Clone()
	long.Period.Until = kam.MustDay("2027-04-01")
	long.Amendments[0].Effective = kam.MustDay("2027-01-01")
	_, err = long.Blended(declared(t, 2027), goals.ByWorkingDays)
	require.ErrorIs(t, err, kam.ErrNoHolidays, "the first part lies in a year without data")
	g.Tracking = ""
	_, err = g.Blended(nil, goals.ByDays)
	require.ErrorIs(t, err, goals.ErrTracking)
	g.Period.Until = kam.Day{}
	_, err = g.Blended(nil, goals.ByDays)
	invalid(t, err)

	weekend := goals.Goal{ID: "w", Metric: "m", Tracking: goals.Flow, Period: kam.MustPeriod("2026-03-28/2026-03-30")}
	weekend, err = weekend.Amend(amend("2026-03-29", "1"))
	require.NoError(t, err)
	_, err = weekend.Blended(declared(t, 2026), goals.ByWorkingDays)
	require.ErrorIs(t, err, kam.ErrPeriod)
}

func TestCountingDays(t *testing.T) {
	n, err := goals.ByDays.Days(nil, kam.MustPeriod("2026-01-01/2026-01-08"))
	require.NoError(t, err)
	assert.Equal(t, 7, n)
	n, err = goals.ByWorkingDays.Days(declared(t, 2026), kam.MustPeriod("2026-01-01/2026-01-08"))
	require.NoError(t, err)
	assert.Equal(t, 5, n)
	_, err = goals.ByDays.Days(nil, kam.MustPeriod("2026-01-01/.."))
	require.ErrorIs(t, err, kam.ErrPeriod)
	_, err = goals.ByDays.Days(nil, kam.Period{})
	require.ErrorIs(t, err, kam.ErrPeriod)
	_, err = goals.Counting("weeks").Days(nil, kam.MustPeriod("2026-01-01/2026-01-08"))
	require.ErrorIs(t, err, goals.ErrCounting)
}

// A blend lies between the least and the greatest target, equals the sum over single days, and its parts tile the period.
func TestBlendProperties(t *testing.T) {
	calendar := declared(t, 2026)
	random := rand.New(rand.NewPCG(6, 1))
	for range 500 {
		g := quarter(t)
		g.Target = decimal.New(random.Int64N(2000)-1000, -1)
		for day := g.Period.From.AddDays(random.IntN(30)); g.Period.Contains(day); day = day.AddDays(1 + random.IntN(40)) {
			a := amend(day.String(), decimal.New(random.Int64N(2000)-1000, -1).String())
			next, err := g.Amend(a)
			require.NoError(t, err)
			g = next
		}
		first := g.TargetOn(g.Period.From)
		least, most := first, first
		for _, a := range g.Amendments {
			least, most = decimal.Min(least, a.Target), decimal.Max(most, a.Target)
		}
		for _, by := range []goals.Counting{goals.ByDays, goals.ByWorkingDays} {
			b, err := g.Blended(calendar, by)
			require.NoError(t, err)
			assert.GreaterOrEqual(t, b.Exact().Cmp(least.Rat()), 0)
			assert.LessOrEqual(t, b.Exact().Cmp(most.Rat()), 0)
			sum, days := new(big.Rat), int64(0)
			for d := g.Period.From; d.Before(g.Period.Until); d = d.AddDays(1) {
				n, err := by.Days(calendar, kam.Period{From: d, Until: d.AddDays(1)})
				require.NoError(t, err)
				sum.Add(sum, new(big.Rat).Mul(g.TargetOn(d).Rat(), big.NewRat(int64(n), 1)))
				days += int64(n)
			}
			assert.Equal(t, sum.Quo(sum, big.NewRat(days, 1)).RatString(), b.Exact().RatString())
		}
	}
}
