package tracking_test

import (
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/goals"
	"github.com/kam-go/kam/goals/likelihood"
	"github.com/kam-go/kam/goals/tracking"
	"github.com/kam-go/kam/internal/num"
)

// spring is a quarter of which April and May are read as given, and half of June with 5.
func spring(april, may string) tracking.Input {
	g := quarter()
	return with(june(g, "2026-06-15",
		read(g, "2026-04-01/2026-05-01", april), read(g, "2026-05-01/2026-06-01", may), read(g, "2026-06-01/2026-06-16", "5")),
		func(in *tracking.Input) { in.Plan, in.Basis = months("20", "30", "50"), tracking.Seasonal })
}

func forecastOf(t *testing.T, p tracking.Progress, method tracking.ForecastMethod, steps int, low, mid, high string) {
	t.Helper()
	assert.Equal(t, method, p.Forecast.Method)
	assert.Equal(t, steps, p.Forecast.Steps)
	equal(t, low, p.Forecast.Low, "low")
	equal(t, mid, p.Forecast.Mid, "mid")
	equal(t, high, p.Forecast.High, "high")
}

func TestForecastBySteps(t *testing.T) {
	t.Run("as the worst and the best step went", func(t *testing.T) {
		// April 0.9 and May 1.1 of plan; 56 of 75 so far, so the run rate is the least; 25 of the plan remain.
		p := track(t, spring("18", "33"))
		equal(t, "11/10", p.Best, "best")
		forecastOf(t, p, tracking.BySteps, 2, "224/3", "224/3", "167/2")
	})
	t.Run("by the cadence without a plan", func(t *testing.T) {
		in := spring("30", "31")
		in.Plan, in.Basis, in.Goal.Cadence = nil, tracking.CalendarDays, kam.Month
		p := track(t, in) // 1 a day in April and in May, 66 in 76 days
		equal(t, "1", p.Best, "best")
		forecastOf(t, p, tracking.BySteps, 2, "3003/38", "3003/38", "81")
	})
	t.Run("one step is no variation", func(t *testing.T) {
		p := track(t, with(spring("18", "33"), func(in *tracking.Input) {
			in.AsOf = kam.MustDay("2026-05-15")
			in.Gaps = tracking.GapsZero
			in.Observations = in.Observations[:1]
		}))
		assert.Equal(t, tracking.Forecast{}, p.Forecast)
		assert.False(t, p.Best.Known())
	})
	t.Run("a reading across two steps says nothing of either", func(t *testing.T) {
		in := spring("18", "33")
		in.Observations = []kam.Observation{read(in.Goal, "2026-04-01/2026-05-02", "20"), read(in.Goal, "2026-05-02/2026-06-16", "36")}
		p := track(t, in)
		assert.Equal(t, tracking.Forecast{}, p.Forecast)
		assert.False(t, p.Best.Known())
	})
	t.Run("a period that is over", func(t *testing.T) {
		g := calls()
		p := track(t, june(g, "2026-07-05", read(g, "2026-06-01/2026-07-01", "90")))
		forecastOf(t, p, tracking.ByResult, 0, "90", "90", "90")
	})
}

func TestStrain(t *testing.T) {
	lower := func(in *tracking.Input) { in.Goal.Direction = kam.LowerIsBetter }
	cases := []struct {
		name     string
		in       tracking.Input
		change   func(*tracking.Input)
		strained bool
	}{
		{"44 for 25 of plan, best 1.1", spring("18", "33"), nil, true},
		{"up to 1.6 times the best is allowed", spring("18", "33"), func(in *tracking.Input) { in.Strain = kam.MustFraction("1.6") }, false},
		{"up to 1.59 times the best is allowed", spring("18", "33"), func(in *tracking.Input) { in.Strain = kam.MustFraction("1.59") }, true},
		{"a better rate of old", spring("18", "33"), func(in *tracking.Input) { in.Best = known("1.76") }, false},
		{"not quite so good a rate of old", spring("18", "33"), func(in *tracking.Input) { in.Best = known("1.75") }, true},
		{"44 are left of a limit", spring("18", "33"), lower, false},
		{"8 are left of a limit, best 0.9", spring("18", "69"), lower, true},
		{"8 are left of a limit, half of the best is allowed", spring("18", "69"), func(in *tracking.Input) { lower(in); in.Strain = kam.MustFraction("2.9") }, false},
		{"reached already", spring("18", "90"), nil, false},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			if c.change != nil {
				c.change(&c.in)
			}
			p := track(t, c.in)
			assert.Equal(t, c.strained, p.Strained)
			if c.strained {
				assert.Equal(t, []string{"tracking.strain $.goal.target"}, codesOf(t, p.Findings))
			} else {
				assert.Empty(t, p.Findings)
			}
		})
	}
	t.Run("a level that has to fall", func(t *testing.T) {
		g := with(nps(), func(g *goals.Goal) { g.Direction, g.Baseline, g.Target = kam.LowerIsBetter, known("10"), dec("4") })
		in := june(g, "2026-06-15", read(g, "2026-06-15/2026-06-16", "9")) // 5 in 15 days
		assert.True(t, track(t, with(in, func(in *tracking.Input) { in.Best = known("-0.3") })).Strained)
		assert.False(t, track(t, with(in, func(in *tracking.Input) { in.Best = known("-0.34") })).Strained)
	})
}

func TestProbability(t *testing.T) {
	g := calls()
	in := func(change func(*tracking.Input)) tracking.Progress {
		return track(t, with(june(g, "2026-06-15", read(g, "2026-06-01/2026-06-16", "42")), change))
	}
	deals := []likelihood.Deal{
		{ID: "a", Amount: dec("30"), Win: kam.MustFraction("1/2")},
		{ID: "b", Amount: dec("28"), Win: kam.MustFraction("1/2")},
		{ID: "c", Amount: dec("58"), Win: kam.MustFraction("0.2")},
	}
	t.Run("open deals", func(t *testing.T) {
		p := in(func(in *tracking.Input) { in.Deals = deals })
		require.NotNil(t, p.Probability)
		assert.Equal(t, likelihood.ByDeals, p.Probability.Method)
		assert.Equal(t, "0.4", num.Format(p.Probability.Probability.Decimal)) // c, or not c and both others: 0.2 + 0.8/4
		forecastOf(t, p, tracking.ByDeals, 3, "42", "72", "100")
	})
	t.Run("open deals before the period", func(t *testing.T) {
		p := track(t, with(june(with(g, func(g *goals.Goal) { g.Target = dec("58") }), "2026-05-15"), func(in *tracking.Input) { in.Deals = deals }))
		require.NotNil(t, p.Probability)
		assert.Equal(t, "0.4", num.Format(p.Probability.Probability.Decimal))
	})
	t.Run("a target between the sums", func(t *testing.T) {
		// A third of a target is missing in the grid of the deals: 58 and a third need more than 58.
		g := with(g, func(g *goals.Goal) { g.Amendments = []goals.Amendment{amendment("2026-06-30", "110")} })
		p := track(t, with(june(g, "2026-06-15", read(g, "2026-06-01/2026-06-16", "42")), func(in *tracking.Input) { in.Deals = deals }))
		equal(t, "301/3", p.Target, "target")
		assert.Equal(t, "0.15", num.Format(p.Probability.Probability.Decimal)) // c and one of the others
	})
	t.Run("the same rest of earlier periods", func(t *testing.T) {
		rest := []decimal.Decimal{dec("50"), dec("58"), dec("58.1"), dec("57.9"), dec("60"), dec("40"), dec("41"), dec("70")}
		p := in(func(in *tracking.Input) { in.Rest = rest })
		assert.Equal(t, likelihood.ByShare, p.Probability.Method)
		assert.Equal(t, "0.5", num.Format(p.Probability.Probability.Decimal)) // 4 of 8: (4 + 1/2) / 9
		limit := track(t, with(june(with(g, func(g *goals.Goal) { g.Direction = kam.LowerIsBetter }), "2026-06-15", read(g, "2026-06-01/2026-06-16", "42")),
			func(in *tracking.Input) { in.Rest = rest }))
		assert.Equal(t, "0.611111", num.Format(limit.Probability.Probability.Decimal)) // 5 of 8: (5 + 1/2) / 9
	})
	t.Run("what is missing in the places of the deals and of the rest", func(t *testing.T) {
		odd := with(g, func(g *goals.Goal) { g.Target = dec("100.2") }) // 58.2 are missing, and 58.5 suffice
		in := june(odd, "2026-06-15", read(g, "2026-06-01/2026-06-16", "42"))
		p := track(t, with(in, func(in *tracking.Input) {
			in.Deals = []likelihood.Deal{{ID: "a", Amount: dec("58.5"), Win: kam.MustFraction("1/2")}}
		}))
		assert.Equal(t, "0.5", num.Format(p.Probability.Probability.Decimal))
		p = track(t, with(in, func(in *tracking.Input) {
			for range 8 {
				in.Rest = append(in.Rest, dec("58.5"))
			}
		}))
		assert.Equal(t, "0.944444", num.Format(p.Probability.Probability.Decimal)) // 8 of 8: (8 + 1/2) / 9
	})
	t.Run("a limit between the grid of the rest", func(t *testing.T) {
		// 58 and a third are left: 58 keeps the limit and 59 does not.
		limit := with(g, func(g *goals.Goal) {
			g.Direction, g.Amendments = kam.LowerIsBetter, []goals.Amendment{amendment("2026-06-30", "110")}
		})
		rest := []decimal.Decimal{dec("58"), dec("59"), dec("59"), dec("59"), dec("59"), dec("59"), dec("59"), dec("59")}
		p := track(t, with(june(limit, "2026-06-15", read(g, "2026-06-01/2026-06-16", "42")), func(in *tracking.Input) { in.Rest = rest }))
		assert.Equal(t, "0.166667", num.Format(p.Probability.Probability.Decimal)) // 1 of 8: (1 + 1/2) / 9
	})
	t.Run("too few", func(t *testing.T) {
		p := in(func(in *tracking.Input) { in.Rest = []decimal.Decimal{dec("50")} })
		require.NotNil(t, p.Probability)
		assert.False(t, p.Probability.Known())
	})
	t.Run("nothing to tell it from", func(t *testing.T) { assert.Nil(t, in(func(*tracking.Input) {}).Probability) })
	t.Run("over", func(t *testing.T) {
		p := track(t, with(june(g, "2026-06-30", read(g, "2026-06-01/2026-07-01", "42")), func(in *tracking.Input) { in.Rest = []decimal.Decimal{dec("1"), dec("2"), dec("3")} }))
		assert.Nil(t, p.Probability)
	})
	t.Run("not known", func(t *testing.T) {
		p := track(t, with(june(g, "2026-06-15"), func(in *tracking.Input) { in.Deals = deals }))
		assert.Nil(t, p.Probability)
	})
	t.Run("too many digits", func(t *testing.T) {
		p := in(func(in *tracking.Input) {
			in.Goal.Target = dec("99999999999999999999999999999999999999")
			in.Rest = []decimal.Decimal{dec("0.000000000000000000000000000001")}
		})
		assert.Nil(t, p.Probability)
		assert.Equal(t, []string{"tracking.digits $.goal.target"}, codesOf(t, p.Findings))
	})
	t.Run("too many sums", func(t *testing.T) {
		var many []likelihood.Deal
		for i := range 60 {
			many = append(many, likelihood.Deal{Amount: decimal.New(1_000_000+int64(i*i*i*7919%999_983), -4), Win: kam.MustFraction("1/3")})
		}
		p := in(func(in *tracking.Input) { in.Deals = many })
		assert.Equal(t, tracking.ByDeals, p.Forecast.Method)
		assert.False(t, p.Forecast.Mid.Known())
		c, ok := p.Forecast.Low.Cmp(p.Forecast.High)
		require.True(t, ok)
		assert.Negative(t, c)
	})
}

func TestObservation(t *testing.T) {
	anna := kam.Subject{Kind: "payee", ID: "anna"}
	g := calls()
	observe := func(t *testing.T, p tracking.Progress) kam.Observation {
		t.Helper()
		o, err := p.Observation(anna)
		require.NoError(t, err)
		require.NoError(t, o.Check())
		return o
	}
	t.Run("a flow", func(t *testing.T) {
		o := observe(t, track(t, june(g, "2026-06-10", read(g, "2026-06-01/2026-06-11", "30.5"))))
		assert.Equal(t, "30.5", num.Format(o.Numerator.Decimal))
		assert.Equal(t, "100", num.Format(o.Denominator.Decimal))
		assert.Equal(t, kam.Observation{
			Subject: anna, Metric: "attainment", Scope: "calls", Period: g.Period, Count: 1, Source: "goals/tracking", AsOf: kam.MustDay("2026-06-10"),
			Numerator: o.Numerator, Denominator: o.Denominator,
		}, o)
	})
	t.Run("a limit", func(t *testing.T) {
		o := observe(t, track(t, june(with(g, func(g *goals.Goal) { g.Direction = kam.LowerIsBetter }), "2026-06-10", read(g, "2026-06-01/2026-06-11", "30"))))
		assert.Equal(t, "170", num.Format(o.Numerator.Decimal))
	})
	t.Run("a level", func(t *testing.T) {
		o := observe(t, track(t, june(nps(), "2026-06-10", read(nps(), "2026-06-01/2026-06-11", "62"))))
		assert.Equal(t, "12", num.Format(o.Numerator.Decimal))
		assert.Equal(t, "20", num.Format(o.Denominator.Decimal))
	})
	t.Run("a blend that no decimal writes", func(t *testing.T) {
		amended := with(g, func(g *goals.Goal) { g.Amendments = []goals.Amendment{amendment("2026-06-30", "110")} })
		o := observe(t, track(t, june(amended, "2026-06-10", read(g, "2026-06-01/2026-06-11", "30"))))
		assert.Equal(t, "30", num.Format(o.Numerator.Decimal))
		assert.Equal(t, "100.333333", num.Format(o.Denominator.Decimal))
	})
	t.Run("a blend of 31 places", func(t *testing.T) {
		amended := with(g, func(g *goals.Goal) {
			g.Target, g.Amendments = dec("1"), []goals.Amendment{amendment("2026-06-16", "1.000000000000000000000000000001")}
		})
		o := observe(t, track(t, june(amended, "2026-06-10", read(g, "2026-06-01/2026-06-11", "0.5"))))
		assert.Equal(t, "1", num.Format(o.Denominator.Decimal))
	})
	t.Run("not known", func(t *testing.T) {
		o := observe(t, track(t, june(g, "2026-06-10")))
		assert.False(t, o.IsRatio())
		assert.False(t, o.Value.Valid)
	})
	t.Run("parts that are not known", func(t *testing.T) {
		assert.False(t, observe(t, tracking.Progress{Goal: g, Attainment: tracking.ExactOf(rat(t, "1/2"))}).IsRatio())
	})
	t.Run("out of bounds", func(t *testing.T) {
		nines := "99999999999999999999999999999999999999"
		p := track(t, june(g, "2026-06-10", read(g, "2026-06-01/2026-06-06", nines), read(g, "2026-06-06/2026-06-11", nines)))
		_, err := p.Observation(anna)
		require.ErrorIs(t, err, kam.ErrNumber)
	})
	t.Run("two goals of one person combine", func(t *testing.T) {
		other := with(g, func(g *goals.Goal) { g.ID, g.Target = "calls-2", dec("50") })
		one := observe(t, track(t, june(g, "2026-06-10", read(g, "2026-06-01/2026-06-11", "30"))))
		two := observe(t, track(t, june(other, "2026-06-10", read(g, "2026-06-01/2026-06-11", "60"))))
		top, bottom, err := kam.Combine([]kam.Observation{one, two})
		require.NoError(t, err)
		assert.Equal(t, "90", num.Format(top.Decimal))
		assert.Equal(t, "150", num.Format(bottom.Decimal))
	})
}

// A cadence with more periods than are read gives no steps, and takes no time.
func TestTooManyPeriodsOfTheCadence(t *testing.T) {
	g := with(calls(), func(g *goals.Goal) { g.Period, g.Cadence = kam.MustPeriod("1700-01-01/2026-01-01"), kam.Week })
	in := tracking.Input{Goal: g, AsOf: kam.MustDay("2025-12-01"), Gaps: tracking.GapsZero, Observations: []kam.Observation{read(g, "1700-01-01/1700-01-02", "1")}}
	p := track(t, in)
	assert.False(t, p.Best.Known())
	in.Goal.Period.From, in.Observations[0].Period = kam.MustDay("1900-01-01"), kam.MustPeriod("1900-01-01/1900-01-02")
	equal(t, "1/7", track(t, in).Best, "best")
}
